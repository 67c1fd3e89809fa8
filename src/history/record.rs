//! The history of one record, the latest first.

use std::collections::BTreeMap;
use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use chrono::NaiveDateTime;
use diesel::QueryResult;

use super::change::{Subject, sees_changes_of};
use super::comparison::Piece;
use super::entry::EntryView;
use super::forgotten::forgotten_since;
use super::titles::{Titles, shown_title};
use super::undos::SeenUndos;
use super::words;
use crate::access::Action;
use crate::db::{AnyConnection, UtcTime};
use crate::panel::detail::{RecordHead, RecordTab};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::names::Names;
use crate::panel::entity::requirement::requirement;
use crate::panel::entity::when::When;
use crate::panel::http::error::Error;
use crate::panel::http::id::Id;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::layout::Layout;
use crate::panel::http::request::Request;
use crate::panel::http::return_to::{RETURN_TO, ReturnTo, carried};
use crate::panel::list::section::Place;
use crate::panel::record::history::seal::{Forgotten, forgotten};
use crate::panel::record::history::{
    Along, Change, ChangeKind, ChangeSet, Position, latest, of_record,
};
use crate::panel::record::read::find;

/// How many changes one page shows.
const SIZE: i64 = 50;
/// So many of each table are shown of what went along with the record.
const ALONG: usize = 5;

/// The history of one record.
#[derive(Template)]
#[template(path = "history/record.html")]
struct HistoryPage {
    layout: Layout,
    names: Names,
    title: String,
    /// What stands above the pages of the record; `None` where it is gone.
    head: Option<RecordHead>,
    /// Whether it is gone and was not deleted here.
    is_lost: bool,
    /// This tab.
    path: String,
    entries: Vec<EntryView>,
    /// The page with its query, to come back to.
    here: String,
    /// Where earlier changes are.
    earlier: Option<String>,
    /// Where the latest changes are, on a page of earlier ones.
    latest: Option<String>,
    /// Whether nothing has ever been in its history.
    is_untouched: bool,
    /// When it was created, as it says itself.
    created: Option<When>,
    /// Whether the record was there before its history began.
    is_older: bool,
    /// What is forgotten of the history, and since when, where that may be some of this.
    forgotten: Option<String>,
}

/// What is read of the history of a record.
struct Found {
    title: String,
    head: Option<RecordHead>,
    created_at: Option<UtcTime>,
    is_lost: bool,
    changes: Vec<(ChangeSet, Change)>,
    /// What went along with the record, by the change sets that deleted it.
    along: BTreeMap<i64, Along>,
    titles: Titles,
    undos: SeenUndos,
    is_older: bool,
    forgotten: Option<Forgotten>,
}

/// `GET /movies/1/history`, also of a record that was deleted.
///
/// # Errors
/// 404 where there never was such a record, as far as is known.
pub async fn history(
    request: Request,
    entity: &'static Entity,
    id: Id,
) -> Result<HttpResponse, Error> {
    let asked = request.query.get("before").and_then(|text| text.parse().ok());
    let (before, register) = (asked.unwrap_or(Position::END), request.site.register);
    let path = request.site.url(&format!("/{}/{}", entity.table(), id.0));
    let (own_path, next, site) = (path.clone(), request.next(), Arc::clone(&request.site));
    let clock = request.clock();
    let (mut found, operator) = request
        .read(requirement(entity, Action::History), move |connection, operator| {
            let record = format!("{own_path}{}", carried(next.as_ref()));
            let place = Place {
                site: Arc::clone(&site),
                operator: Arc::clone(operator),
                path: own_path.clone(),
                here: record.clone(),
                query: Inputs::default(),
                back: record,
                viewer: clock.viewer(&site.base, Some(operator)),
            };
            let found = Found::read(connection, &place, next.as_ref(), (entity, id.0), before)?;
            Ok(found.map(|found| (found, Arc::clone(operator))))
        })
        .await?
        .ok_or(Error::NotFound)?;
    let record = Some((entity, id.0));
    let subject = Subject { record, operator: &operator, register };
    let size = usize::try_from(SIZE).unwrap_or(usize::MAX);
    let last = found.changes.get(..size).and_then(|shown| shown.last());
    let earlier = last.filter(|_| found.changes.len() > size);
    let earlier = earlier.map(|(_, change)| format!("{path}/history?before={}", change.position()));
    let shown = &found.changes[..found.changes.len().min(size)];
    let now = request.state().clock.now();
    let page = HistoryPage {
        layout: request.layout(words::history_of(&found.title), entity.names.path),
        names: entity.names,
        title: found.title.clone(),
        is_lost: found.is_lost,
        entries: entries(shown, &subject, &found, now),
        is_untouched: found.changes.is_empty() && asked.is_none() && found.forgotten.is_none(),
        created: found.created_at.and_then(|at| When::of(at, now)),
        here: request.here.clone(),
        latest: asked.map(|_| format!("{path}/history")),
        forgotten: found
            .forgotten
            .as_ref()
            .filter(|_| earlier.is_none())
            .map(|it| forgotten_since(&request, it)),
        is_older: found.is_older && earlier.is_none(),
        earlier,
        path: format!("{path}/history"),
        head: found.head.take(),
    };
    request.page(StatusCode::OK, &page)
}

impl Found {
    /// Nothing where there is neither such a record nor a change of it.
    fn read(
        connection: &mut AnyConnection,
        place: &Place,
        next: Option<&ReturnTo>,
        (entity, id): (&'static Entity, i64),
        before: Position,
    ) -> QueryResult<Option<Self>> {
        let (operator, register) = (&place.operator, place.site.register);
        let row = find(connection, entity, id)?;
        let head = |row| RecordHead::read(connection, place, row, next, RecordTab::History);
        let head = row.as_ref().map(head).transpose()?;
        let changes = of_record(connection, entity.table(), id, before, SIZE + 1)?;
        let (title, is_lost) = match &row {
            Some(row) => (row.title(operator), false),
            None => match latest(connection, entity.table(), id)? {
                Some((_, change)) => (
                    shown_title(entity, id, &change.title, operator),
                    change.kind() != Some(ChangeKind::Deleted),
                ),
                None => return Ok(None),
            },
        };
        let subject = Subject { record: Some((entity, id)), operator, register };
        let along = went_along(connection, &subject, &changes)?;
        let shown = changes.iter().map(|(_, change)| change);
        let values = subject.values(shown.chain(along.values().flat_map(|it| &it.changes)));
        let mut ids: Vec<i64> = changes.iter().map(|(change_set, _)| change_set.id).collect();
        ids.dedup();
        let is_own = |change: &Change| change.entity == entity.table() && change.record_id == id;
        let first = changes.iter().rev().map(|(_, change)| change).find(|change| is_own(change));
        let is_older = first.is_none_or(|change| change.kind() != Some(ChangeKind::Created));
        let created_at = row.as_ref().map(|row| row.created_at);
        let made = created_at.and_then(|at| at.get());
        let is_forgotten = |it: &Forgotten| made.is_none_or(|made| it.has(made));
        Ok(Some(Self {
            title,
            head,
            created_at,
            is_lost,
            titles: Titles::read(connection, operator, &values)?,
            undos: SeenUndos::read(connection, (operator, register), &ids)?,
            forgotten: match is_older {
                true => forgotten(connection)?.filter(is_forgotten),
                false => None,
            },
            is_older,
            changes,
            along,
        }))
    }
}

/// What went along with the record, where it is deleted by one of these changes and they do not tell
/// of it themselves, as those do that take back how it was made.
fn went_along(
    connection: &mut AnyConnection,
    subject: &Subject<'_>,
    changes: &[(ChangeSet, Change)],
) -> QueryResult<BTreeMap<i64, Along>> {
    let is_seen = |table: &str| sees_changes_of(subject.register, subject.operator, table);
    let mut found = BTreeMap::new();
    for (set, change) in changes {
        let is_about = set.entity == change.entity
            && set.kind() == Some(ChangeKind::Deleted)
            && set.record_id.is_none_or(|id| id == change.record_id);
        let is_deletion = change.kind() == Some(ChangeKind::Deleted);
        if !(is_about && is_deletion && subject.is_of_record(change)) {
            continue;
        }
        let mut along = Along::read(connection, (set, change), ALONG, is_seen)?;
        let is_told =
            |it: &Change| changes.iter().any(|(_, told)| told.position() == it.position());
        along.changes.retain(|it| !is_told(it));
        found.insert(set.id, along);
    }
    Ok(found)
}

impl HistoryPage {
    /// Where a time of the past is asked for.
    fn at(&self) -> String {
        format!("{}/at", self.path)
    }
}

/// Changes of one change set are one entry; one of which nothing may be seen is none.
fn entries(
    changes: &[(ChangeSet, Change)],
    subject: &Subject<'_>,
    found: &Found,
    now: NaiveDateTime,
) -> Vec<EntryView> {
    let of_one = changes.chunk_by(|(one, _), (other, _)| one.id == other.id);
    let entry = |changes: &[(ChangeSet, Change)]| {
        let (change_set, _) = changes.first()?;
        let changes = changes.iter().map(|(_, change)| change);
        let entry = EntryView::of(change_set, changes, (&found.titles, &found.undos), subject, now);
        let entry = match found.along.get(&change_set.id) {
            Some(along) => entry.with(along, &found.titles, subject),
            None => entry,
        };
        (!entry.changes.is_empty()).then_some(entry)
    };
    of_one.filter_map(entry).collect()
}
