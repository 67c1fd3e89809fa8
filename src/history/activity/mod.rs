//! The activity: what happened to all records, the latest first.

mod change_set;
mod entry;
mod list;
mod query;

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use diesel::QueryResult;

pub use self::change_set::change_set;
use self::entry::{Entry, title};
pub use self::list::ActivityList;
use self::query::{ActivityQuery, NOBODY};
use super::change::sees_changes_of;
use super::words::{self, FILTERS, verb};
use crate::access::{ACTIVITY, Action, CurrentOperator, Requirement, operator_names};
use crate::db::{AnyConnection, fold};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::register::Register;
use crate::panel::http::error::Error;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::layout::Layout;
use crate::panel::http::request::Request;
use crate::panel::list::page::Chip;
use crate::panel::list::pager::Pager;
use crate::panel::list::views::{Tabs, ViewForm};
use crate::panel::list::walked::{Ends, is_on_first, paged, placed};
use crate::panel::record::history::{
    ActivityEnds, ChangeKind, ChangeSet, Happened, Named, NamedRoot, last_name, operators as acted,
};

#[derive(Template)]
#[template(path = "history/activity.html")]
struct ActivityPage {
    layout: Layout,
    query: ActivityQuery,
    register: &'static Register,
    operator: Arc<CurrentOperator>,
    /// The operators by whom it can be filtered: their ids and names.
    operators: Vec<(String, String)>,
    /// The filters that are set.
    chips: Vec<Chip>,
    size: i64,
    tabs: Tabs,
    view: ViewForm,
    /// What the forms beside the list carry along: all, and without what they ask themselves.
    kept: Inputs,
    kept_by_search: Inputs,
    kept_by_filters: Inputs,
    entries: Vec<Entry>,
    /// Whether one of them has a reason.
    has_reasons: bool,
    pager: Pager,
    /// Where it is looked further, where nothing more was found within the budget.
    further: Option<String>,
}

/// `GET /activity`
///
/// # Errors
/// 403 for those who may not see the history of anything.
pub async fn activity(request: Request) -> Result<HttpResponse, Error> {
    let (inputs, clock) = (request.query.clone(), request.clock());
    let site = Arc::clone(&request.site);
    let (query, happened, operators, operator) = request
        .read(Requirement::Activity, move |connection, operator| {
            let calendar = clock.calendar(operator);
            let query = ActivityQuery::parse(&inputs, site.register, operator, &calendar);
            // Titles are searched as they are shown: what may not be seen is not found either.
            let is_found = |root: &NamedRoot<'_>, named: Named| {
                let is_seen = || sees_changes_of(site.register, operator, root.entity);
                (named == Named::Root || is_seen())
                    && query.words.are_in(&fold(&title(root, operator, site.register)))
            };
            let is_found = (!query.words.is_empty()).then_some(&is_found as _);
            let page = (query.span, usize::try_from(query.size).unwrap_or(usize::MAX));
            let happened = query.activity.read(connection, &site.counts, page, is_found)?;
            let operators = operators(connection, &query)?;
            Ok((query, happened, operators, Arc::clone(operator)))
        })
        .await?;
    let Happened { walked, count } = happened;
    let asked = query.inputs();
    if is_on_first(query.span, &walked) {
        // The first page holds these.
        return Ok(request.redirect(&format!("/{ACTIVITY}{}", asked.to_url_query()), ""));
    }
    let path = request.site.url(&format!("/{ACTIVITY}"));
    let url = |inputs: &Inputs| format!("{path}{}", inputs.to_url_query());
    let ActivityEnds { latest, earliest } = query.activity.ends();
    let ends = Ends { latest, earliest };
    let span_url = |span| url(&placed(&asked, span));
    let place = |set: &ChangeSet| query.activity.place(set.id, set.happened_at);
    let page = paged((query.span, ends), walked, place, count, span_url);
    let (register, now) = (request.site.register, request.state().clock.now());
    let entry = |set: &ChangeSet| Entry::of(set, &operator, register, now);
    let entries: Vec<Entry> = page.rows.iter().map(entry).collect();
    let list = ActivityList(register);
    let calendar = request.clock().calendar(&operator);
    let tabs = Tabs::of(list, &operator, &asked, &calendar, &url);
    let page = ActivityPage {
        layout: request.layout(words::ACTIVITY, ACTIVITY),
        chips: chips(&query, register, &operators, url),
        operators,
        size: query.size,
        view: ViewForm::on_list(list, &operator, asked.clone(), &tabs),
        tabs,
        kept_by_search: asked.clone().without("q").without("size"),
        kept_by_filters: FILTERS.iter().fold(asked.clone(), |kept, (name, _)| kept.without(name)),
        kept: asked,
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

/// Everybody by whom it can be filtered: who was removed and has changed something, or is asked for, by
/// the name that the history has.
fn operators(
    connection: &mut AnyConnection,
    query: &ActivityQuery,
) -> QueryResult<Vec<(String, String)>> {
    let mut names = operator_names(connection)?;
    let asked = query.activity.operator.flatten();
    for id in acted(connection)?.into_iter().chain(asked) {
        if names.iter().all(|(known, _)| *known != id) {
            let name = last_name(connection, id)?;
            names.push((id, name.unwrap_or_else(|| words::operator(id))));
        }
    }
    let known = names.into_iter().map(|(id, name)| (id.to_string(), name));
    let nobody = (NOBODY.to_owned(), words::COMMANDS.to_owned());
    Ok(known.chain([nobody]).collect())
}

/// The filters that are set.
fn chips(
    query: &ActivityQuery,
    register: &Register,
    operators: &[(String, String)],
    url: impl Fn(&Inputs) -> String,
) -> Vec<Chip> {
    let inputs = query.inputs();
    let chip = |(name, label): (&str, &str)| {
        let value = inputs.get(name)?;
        let known = operators.iter().find(|(id, _)| name == "operator" && id == value);
        let shown = match name {
            "operator" => known.map(|(_, name)| name.clone()),
            "kind" => ChangeKind::of_word(value).map(|kind| verb(kind).to_owned()),
            "entity" => register.entity(value).map(|entity| entity.names.many.to_owned()),
            _ => None,
        };
        let shown = shown.unwrap_or_else(|| value.to_owned());
        Some(Chip { words: words::filter(label, &shown), url: url(&inputs.clone().without(name)) })
    };
    FILTERS.into_iter().filter_map(chip).collect()
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
        self.kept.get(name).unwrap_or_default().to_owned()
    }
}
