//! The page of a record as it was.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use chrono::NaiveDateTime;
use diesel::QueryResult;

use super::at::{MomentInUrl, TIME, is_forgotten, last_moment};
use super::owner::{Owner, owners};
use super::section::{SectionFound, SectionKind, SectionThen, visible};
use super::steps::Steps;
use super::value::{FieldThen, Reader};
use super::words;
use crate::access::{Action, CurrentOperator};
use crate::db::{AnyConnection, UtcTime};
use crate::history::change::{ChangeView, Subject};
use crate::history::comparison::Piece;
use crate::history::entry::who;
use crate::history::forgotten::{forgotten_page, forgotten_since};
use crate::history::titles::{Titles, ValuesAt};
use crate::history::trash::{ONLY, may_restore};
use crate::history::undo::field_name;
use crate::history::words::HISTORY;
use crate::panel::entity::calendar::Calendar;
use crate::panel::entity::cell::Cell;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;
use crate::panel::entity::names::Names;
use crate::panel::entity::register::Register;
use crate::panel::entity::requirement::requirement;
use crate::panel::entity::when::When;
use crate::panel::http::error::Error;
use crate::panel::http::id::Id;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::layout::Layout;
use crate::panel::http::request::Request;
use crate::panel::http::return_to::RETURN_TO;
use crate::panel::record::history::past::{Goal, Moment, Past, Presence, beginning};
use crate::panel::record::history::seal::{Forgotten, forgotten, forgotten_with};
use crate::panel::record::history::{
    Change, ChangeKind, ChangeSet, Position, find as find_set, latest,
};

#[derive(Template)]
#[template(path = "history/past.html")]
struct PastPage {
    layout: Layout,
    names: Names,
    title: String,
    id: i64,
    /// The page of the record.
    record: String,
    is_there_now: bool,
    /// Whether it is gone and was not deleted here.
    is_lost: bool,
    presence: Presence,
    /// The time that was asked for.
    asked: Option<When>,
    /// Who changed it last, and when; or, where it was not there yet, who made it then.
    by: Option<(String, Option<When>)>,
    /// When the history began, where the moment lies before all that is known.
    began: Option<When>,
    /// Or what of it is forgotten, and since when.
    forgotten: Option<String>,
    /// Whether the moment is of that, so that this is the first that is known after it.
    is_forgotten: bool,
    is_older: bool,
    /// Whether nothing differs from what is there now, as far as they may see.
    is_same: bool,
    /// What the change made different, after which this is.
    changes: Vec<ChangeView>,
    previous: Option<String>,
    next: Option<String>,
    fields: Vec<FieldThen>,
    created: Option<Cell<'static>>,
    updated: Option<Cell<'static>>,
    owners: Vec<Owner>,
    sections: Vec<SectionThen>,
    /// Where it is made that again, if they may.
    restore: Option<String>,
    /// The place of its deletion, if they may restore it.
    deletion: Option<Position>,
    /// This page, to come back to.
    here: String,
}

/// What is read for the page.
struct Found {
    past: Past,
    asked: Option<NaiveDateTime>,
    sections: Vec<SectionFound>,
    titles: Titles,
    last: Option<ChangeSet>,
    /// The change set after which it was made.
    made: Option<ChangeSet>,
    changed_at: Option<UtcTime>,
    previous: Option<Moment>,
    next: Option<Moment>,
    began: Option<UtcTime>,
    forgotten: Option<Forgotten>,
    is_forgotten: bool,
    deletion: Option<Position>,
}

/// `GET /movies/1/history/at/12`: the record as it was after that change set.
///
/// # Errors
/// 404 where there never was such a record, as far as is known; 410 where what is asked for was
/// forgotten.
pub async fn past(
    request: Request,
    entity: &'static Entity,
    id: Id,
    MomentInUrl(moment): MomentInUrl,
) -> Result<HttpResponse, Error> {
    let (register, query) = (request.site.register, request.query.clone());
    let clock = request.clock();
    let found = request
        .read(requirement(entity, Action::History), move |connection, operator| {
            let past = Past::read(connection, (entity, id.0), moment, Goal::Members)?;
            let Some(mut past) = past else {
                return Ok(Err(forgotten_with(connection, moment.0)?));
            };
            // What its history does not know of was made before it began, and not before that.
            let is_later = |time: NaiveDateTime| past.record.created_at.is_some_and(|at| at > time);
            let asked = asked(&query, &clock.calendar(operator));
            if past.is_older && asked.is_some_and(is_later) {
                past.record.presence = Presence::NotYet;
            }
            let found = Found::read(connection, operator, register, (past, asked, &query))?;
            Ok(Ok((found, Arc::clone(operator))))
        })
        .await?;
    let (found, operator) = match found {
        Ok(found) => found,
        Err(Some(forgotten)) => {
            let history = format!("/{}/{}/history", entity.table(), id.0);
            return forgotten_page(&request, &forgotten, (&history, HISTORY));
        }
        Err(None) => return Err(Error::NotFound),
    };
    let page = PastPage::new(&request, (entity, id.0), found, operator);
    request.page(StatusCode::OK, &page)
}

impl Found {
    fn read(
        connection: &mut AnyConnection,
        operator: &Arc<CurrentOperator>,
        register: &'static Register,
        (past, asked, query): (Past, Option<NaiveDateTime>, &Inputs),
    ) -> QueryResult<Self> {
        let (entity, id) = (past.record.entity, past.record.id);
        let subject = Subject { record: Some((entity, id)), operator, register };
        let Steps { last, previous, next } = Steps::read(connection, &subject, &past)?;
        let mut set = |id: Option<i64>| match id {
            Some(id) => find_set(connection, id),
            None => Ok(None),
        };
        let (last, first) = (set(last)?, set(next.seen())?);
        let changed_at = set(past.record.changed_in)?.map(|set| set.happened_at);
        let sections = SectionFound::all(connection, &past, operator, query)?;
        let forgotten = if past.is_older { forgotten(connection)? } else { None };
        let is_forgotten = match &forgotten {
            Some(it) => is_forgotten(connection, it, (&past.record, past.moment), asked)?,
            None => false,
        };
        Ok(Self {
            titles: titles(connection, operator, &subject, (&past, &sections))?,
            made: first.filter(|_| past.record.presence == Presence::NotYet && !past.is_older),
            changed_at,
            previous,
            next: next.moment(),
            forgotten,
            is_forgotten,
            began: if past.is_older && past.record.presence == Presence::There {
                beginning(connection)?
            } else {
                None
            },
            deletion: deletion(connection, (operator, register), &past)?,
            sections,
            past,
            asked,
            last,
        })
    }
}

/// What everything is called that the page refers to.
fn titles(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    subject: &Subject<'_>,
    (past, sections): (&Past, &[SectionFound]),
) -> QueryResult<Titles> {
    let records = sections.iter().flat_map(SectionFound::records).chain([&past.record]);
    let mut values: Vec<ValuesAt> =
        records.map(|record| (record.entity, record.values(), past.moment.0)).collect();
    values.extend(subject.values(made_by(past)));
    Titles::read(connection, operator, &values)
}

/// The changes of the very change set after which the moment is.
fn made_by(past: &Past) -> impl Iterator<Item = &Change> {
    let is_of_it = |change: &&Change| change.change_set_id == past.moment.0;
    past.before.iter().take_while(is_of_it).collect::<Vec<_>>().into_iter().rev()
}

/// The place of the deletion of a record that was there then and is not now, if they may restore it.
fn deletion(
    connection: &mut AnyConnection,
    (operator, register): (&CurrentOperator, &Register),
    past: &Past,
) -> QueryResult<Option<Position>> {
    let (entity, id) = (past.record.entity, past.record.id);
    let may = operator.meets(&requirement(entity, Action::Create));
    if past.record.now.is_some() || !may {
        return Ok(None);
    }
    let last = latest(connection, entity.table(), id)?;
    Ok(last.and_then(|(set, change)| {
        let is_deletion = change.kind() == Some(ChangeKind::Deleted);
        let may = may_restore(register, operator, &set, (entity.table(), id));
        (is_deletion && may).then(|| change.position())
    }))
}

/// Whether they may make something of a record what it was.
pub(super) fn may_restore_some(operator: &CurrentOperator, entity: &'static Entity) -> bool {
    let actions = [Action::Edit, Action::Create, Action::Delete];
    operator.meets(&requirement(entity, Action::Edit))
        || visible(entity, operator).any(|(_, relation)| match relation.through() {
            Some(end) => operator.meets(&end.requirement()),
            None => actions.iter().any(|it| operator.meets(&requirement(relation.entity, *it))),
        })
}

impl PastPage {
    fn new(
        request: &Request,
        (entity, id): (&'static Entity, i64),
        found: Found,
        operator: Arc<CurrentOperator>,
    ) -> Self {
        let now = request.clock().now;
        let Found { past, asked, sections, titles, last, made, changed_at, .. } = found;
        let (moment, record) = (past.moment, &past.record);
        let register = request.site.register;
        let subject = Subject { record: Some((entity, id)), operator: &operator, register };
        let changes = made_by(&past).filter_map(|change| subject.view(change, &titles)).collect();
        let reader = Reader { operator: Arc::clone(&operator), moment, asked, titles };
        let title = reader.title(record);
        let path = request.site.url(&format!("/{}/{id}", entity.table()));
        let at = |moment: Moment| format!("{path}/history/at/{}", moment.0);
        let is_there = record.presence == Presence::There;
        let is_past =
            !past.after.is_empty() || entity.fields.iter().any(|field| record.is_different(field));
        let fields = if is_there { reader.fields(record, None) } else { Vec::new() };
        let sections: Vec<SectionThen> = sections
            .into_iter()
            .map(|section| section.show(&reader, (&at(moment), &request.query)))
            .collect();
        let is_last = past.after.is_empty();
        let is_same = is_there
            && record.now.is_some()
            && !record.is_another_now()
            && fields.iter().all(|field| field.then.is_some() && !field.is_marked())
            && sections.iter().all(|section| section.is_same(is_last));
        let may = is_there && is_past && !is_same && record.now.is_some();
        let when = |set: &ChangeSet| When::of(set.happened_at, now);
        // Whoever made it begins a sentence; whoever changed it is named within one.
        let maker = made.as_ref().map(|set| (who(set), when(set)));
        let by = maker.or_else(|| last.as_ref().map(|set| (set.by().to_owned(), when(set))));
        Self {
            layout: request.layout(words::as_it_was(&title), entity.names.path),
            names: entity.names,
            title,
            id,
            is_there_now: record.now.is_some(),
            is_lost: record.is_lost(),
            presence: record.presence,
            asked: asked.map(|time| When::new(time, now)),
            by,
            began: found.began.and_then(|began| When::of(began, now)),
            forgotten: found.forgotten.as_ref().map(|it| forgotten_since(request, it)),
            is_forgotten: found.is_forgotten,
            is_older: past.is_older && is_there,
            is_same,
            changes,
            previous: found.previous.map(at),
            next: found.next.map(at),
            fields,
            created: record.created_at.map(Cell::Time),
            updated: changed_at.or_else(|| unchanged_since(&past)).map(Cell::time),
            owners: owners(&reader, &past),
            sections,
            restore: (may && may_restore_some(&operator, entity))
                .then(|| format!("{}/restore", at(moment))),
            deletion: found.deletion.filter(|_| is_there),
            here: request.here.clone(),
            record: path,
        }
    }

    /// The name by which a field of the record is restored alone.
    fn key(&self, field: &Field) -> String {
        field_name(field, self.id)
    }
}

fn asked(query: &Inputs, calendar: &Calendar) -> Option<NaiveDateTime> {
    query.get(TIME).and_then(|typed| last_moment(typed, calendar))
}

/// When a record was changed last that has not been changed in its history.
fn unchanged_since(past: &Past) -> Option<UtcTime> {
    let is_untouched = past.after.is_empty() && past.before.is_empty();
    past.record.now.as_ref().filter(|_| is_untouched).map(|row| row.updated_at)
}
