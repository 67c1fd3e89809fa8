//! The activity: what happened to all records, the latest first.

mod query;

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use chrono::NaiveDateTime;

use self::query::{ActivityQuery, NOBODY};
use super::change::verb;
use super::pages::{Ends, paged, placed};
use super::record::{how, who};
use super::titles::shown_title;
use crate::access::{Action, CurrentOperator, Requirement, operator_names};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::register::Register;
use crate::panel::entity::relation::Side;
use crate::panel::entity::when::When;
use crate::panel::entity::words::counted;
use crate::panel::http::error::Error;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::layout::{Layout, Request};
use crate::panel::list::pager::Pager;
use crate::panel::record::history::{ChangeKind, ChangeSet, Happened, Span};

/// The section of the page in the navigation, and its path below the base.
const SECTION: &str = "activity";
/// How many change sets one page shows.
const SIZE: usize = 50;

#[derive(Template)]
#[template(path = "history/activity.html")]
struct ActivityPage {
    layout: Layout,
    query: ActivityQuery,
    register: &'static Register,
    operator: Arc<CurrentOperator>,
    /// The operators by whom it can be filtered: their ids and names.
    operators: Vec<(String, String)>,
    entries: Vec<Entry>,
    /// Whether one of them has a reason.
    has_reasons: bool,
    pager: Pager,
    /// Where it is looked further, where nothing more was found within the budget.
    further: Option<String>,
}

/// What somebody did at once.
struct Entry {
    when: Option<When>,
    who: String,
    /// The activity of whoever did it.
    by_them: String,
    done: &'static str,
    /// What sort of record it is about.
    one: &'static str,
    title: String,
    /// The history of the record, below the base; empty where it is about many.
    path: String,
    /// What else was changed: `12 cars deleted`.
    also: Vec<String>,
    how: &'static str,
    reason: String,
}

/// `GET /activity`
///
/// # Errors
/// 403 for those who may not see the history of anything.
pub async fn activity(request: Request) -> Result<HttpResponse, Error> {
    let (inputs, site) = (request.query.clone(), Arc::clone(&request.site));
    let found = request
        .read(Requirement::SignedIn, move |connection, operator| {
            let Some(query) = ActivityQuery::parse(&inputs, site.register, operator) else {
                return Ok(None);
            };
            let page = (query.span, SIZE);
            let happened = query.activity.read(connection, &site.counts, page)?;
            Ok(Some((query, happened, operator_names(connection)?, Arc::clone(operator))))
        })
        .await?;
    let (query, happened, names, operator) = found.ok_or(Error::Forbidden)?;
    let Happened { walked, count } = happened;
    let filters = query.inputs();
    if matches!(query.span, Span::After(_)) && !walked.has_more {
        // The first page holds these.
        return Ok(request.redirect(&format!("/activity{}", filters.to_url_query()), ""));
    }
    let path = request.site.url("/activity");
    let url = |span| format!("{path}{}", placed(&filters, span).to_url_query());
    let ends = Ends { latest: i64::MAX, earliest: 0 };
    let page = paged((query.span, ends), walked, |set| set.id, count, url);
    let (register, now) = (request.site.register, request.state().clock.now());
    let entry = |set: &ChangeSet| Entry::of(set, &operator, register, now);
    let entries: Vec<Entry> = page.rows.iter().map(entry).collect();
    let page = ActivityPage {
        layout: request.layout("Activity", SECTION),
        operators: operators(&query, names),
        has_reasons: entries.iter().any(|entry| !entry.reason.is_empty()),
        entries,
        pager: page.pager,
        further: page.further,
        query,
        register,
        operator,
    };
    request.page(StatusCode::OK, &page)
}

/// Everybody by whom it can be filtered. Whoever is asked for is among them, even if removed.
fn operators(query: &ActivityQuery, names: Vec<(i64, String)>) -> Vec<(String, String)> {
    let asked = query.activity.operator.flatten();
    let removed = asked.filter(|asked| names.iter().all(|(id, _)| id != asked));
    let removed = removed.map(|id| (id.to_string(), format!("Operator {id}")));
    let known = names.into_iter().map(|(id, name)| (id.to_string(), name));
    let nobody = (NOBODY.to_owned(), "Commands".to_owned());
    known.chain(removed).chain([nobody]).collect()
}

impl ActivityPage {
    /// The entities by which it can be filtered.
    fn entities(&self) -> impl Iterator<Item = &'static Entity> {
        let told = |entity: &&Entity| self.operator.may(Action::History, entity.table());
        self.register.entities.iter().copied().filter(told)
    }

    /// What can become of a record: the words that are sent, and those that are read.
    fn kinds(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        ChangeKind::ALL.iter().map(|kind| (kind.word(), verb(*kind)))
    }

    /// What the filter of that name is set to; empty for everything.
    fn asked(&self, name: &str) -> String {
        self.query.inputs().get(name).unwrap_or_default().to_owned()
    }
}

impl Entry {
    fn of(
        set: &ChangeSet,
        operator: &CurrentOperator,
        register: &Register,
        now: NaiveDateTime,
    ) -> Self {
        let entity = register.entity(&set.entity);
        let is_seen = entity.is_none_or(|it| operator.may(Action::History, it.table()));
        let (title, path) = match (entity, set.record_id) {
            // They may see some of what it changed, but not what it is about.
            _ if !is_seen => (format!("Change {}", set.id), String::new()),
            (Some(entity), Some(id)) => (
                shown_title(entity, id, &set.title, operator),
                format!("/{}/{id}/history", entity.table()),
            ),
            _ => (set.title.clone(), String::new()),
        };
        let entity = entity.filter(|_| is_seen);
        let by = set.operator_id.map_or(NOBODY.to_owned(), |id| id.to_string());
        Self {
            when: When::of(set.happened_at, now),
            who: who(set),
            by_them: Inputs::default().and("operator", &by).to_url_query(),
            done: set.kind().filter(|_| is_seen).map_or("", verb),
            one: entity.filter(|_| set.record_id.is_some()).map_or("", |it| it.names.one),
            title,
            path,
            also: also(set, operator, register),
            how: set.origin().map_or("", how),
            reason: if is_seen { set.reason.clone() } else { String::new() },
        }
    }
}

/// What else a change set changed than the record that it is about: `12 cars deleted`.
pub(super) fn also(
    set: &ChangeSet,
    operator: &CurrentOperator,
    register: &Register,
) -> Vec<String> {
    let summary = set.summary();
    let words = |(table, kind, count): (&str, ChangeKind, i64)| {
        let is_root = table == set.entity && Some(kind) == set.kind();
        let count = match (is_root, set.record_id) {
            (false, _) => count,
            (true, Some(_)) => count.saturating_sub(1),
            // It is about all of them.
            (true, None) => 0,
        };
        let names = match register.entity(table) {
            Some(entity) => operator
                .may(Action::History, table)
                .then(|| counted(count, entity.names.one, &entity.names.several()))?,
            None => {
                let link = register.links.iter().find(|link| link.table == table)?;
                let sides = [link.side(Side::First), link.side(Side::Second)];
                let sees = sides.iter().all(|side| operator.sees(side.entity.table()));
                sees.then(|| counted(count, link.words.one, link.words.many))?
            }
        };
        (count > 0).then(|| format!("{names} {}", verb(kind).to_lowercase()))
    };
    summary.iter().filter_map(words).collect()
}
