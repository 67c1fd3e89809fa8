//! What belonged to a record at a moment, as far as its reader may see it.

use std::collections::HashMap;

use diesel::QueryResult;

use super::links::{LinkFound, links};
use super::value::{FieldThen, Reader};
use super::words;
use crate::access::{Action, CurrentOperator};
use crate::db::{AnyConnection, Count, fold};
use crate::history::undo::field_name;
use crate::panel::entity::cell::Cell;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;
use crate::panel::entity::names::Names;
use crate::panel::entity::relation::{Relation, RelationKind};
use crate::panel::entity::words::capitalized;
use crate::panel::http::inputs::Inputs;
use crate::panel::list::pager::Pager;
use crate::panel::record::history::past::{Members, Past, PastRecord, Presence, records};
use crate::panel::record::titled::TitledRow;

/// How many of one relation a page shows.
const SIZE: usize = 50;
/// So many of those that have come since are named.
const NAMED: usize = 5;
/// So many of those that changes name are asked for, whether they belong to the record now.
const ASKED: usize = 500;

/// What is read of one relation.
pub struct SectionFound {
    relation: &'static Relation,
    /// `None` where too many changes lie between.
    members: Option<MembersFound>,
}

struct MembersFound {
    records: Vec<PastRecord>,
    /// Of links, what the others were called when they were removed, and which still are.
    links: HashMap<i64, LinkFound>,
    still: Vec<i64>,
    count: i64,
    has_more: bool,
    is_first: bool,
    /// The names of some that have come since, and how many there are.
    since: (Vec<String>, usize),
}

/// One relation as it was.
pub struct SectionThen {
    /// The words for what belonged to the record.
    pub names: Names,
    /// The heading.
    pub heading: String,
    /// Which it is.
    pub kind: SectionKind,
    /// Those that belonged to it; `None` where that is not known.
    pub rows: Option<Vec<RowThen>>,
    /// Where the others are.
    pub pager: Pager,
    /// What has come since, in words.
    pub since: String,
}

/// How a relation is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SectionKind {
    /// The one that the record had.
    One,
    /// A table.
    Many,
    /// A list of names.
    Linked,
}

/// Something that belonged to a record.
pub struct RowThen {
    /// What it was called.
    pub title: String,
    /// Its page at the same moment, below the base.
    pub path: String,
    /// What it held.
    pub fields: Vec<FieldThen>,
    /// The id of the record.
    id: i64,
    /// What has become of it since; empty where it belongs to the record still.
    pub fate: String,
    /// When it was linked.
    pub linked_at: Option<Cell<'static>>,
}

/// The relations of which they may see the past: of what belongs to a record that is its history, of
/// what it is linked with, the others themselves.
pub fn visible<'o>(
    entity: &'static Entity,
    operator: &'o CurrentOperator,
) -> impl Iterator<Item = (usize, &'static Relation)> + 'o {
    entity.relations().iter().enumerate().filter(|(_, relation)| match relation.through() {
        Some(end) => operator.sees(end.other().table()),
        None => operator.may(Action::History, relation.entity.table()),
    })
}

impl SectionFound {
    /// Reads one page of what belonged to a record by each relation.
    pub fn all(
        connection: &mut AnyConnection,
        past: &Past,
        operator: &CurrentOperator,
        query: &Inputs,
    ) -> QueryResult<Vec<Self>> {
        if past.record.presence != Presence::There {
            return Ok(Vec::new());
        }
        let read = |(index, relation): (usize, &'static Relation)| {
            let behind = query.get(relation.name).and_then(|text| text.parse().ok());
            let members = match &past.members {
                Some(members) => {
                    Some(MembersFound::read(connection, past, members, (index, relation), behind)?)
                }
                None => None,
            };
            Ok(Self { relation, members })
        };
        visible(past.record.entity, operator).map(read).collect()
    }

    /// The records of it.
    pub fn records(&self) -> impl Iterator<Item = &PastRecord> {
        self.members.iter().flat_map(|members| &members.records)
    }

    /// The section as a page shows it, of which that is the path.
    pub fn show(self, reader: &Reader, (path, query): (&str, &Inputs)) -> SectionThen {
        let Self { relation, members } = self;
        let (heading, kind) = match relation.kind {
            RelationKind::HasOne { .. } => {
                (capitalized(relation.entity.names.one), SectionKind::One)
            }
            RelationKind::HasMany { .. } => (relation.label.to_owned(), SectionKind::Many),
            RelationKind::Through(end) => (end.own().label.to_owned(), SectionKind::Linked),
        };
        let names = relation.entity.names;
        let Some(members) = members else {
            let (pager, since) = (Pager::default(), String::new());
            return SectionThen { names, heading, kind, rows: None, pager, since };
        };
        SectionThen {
            names,
            heading,
            kind,
            pager: members.pager(relation, path, query),
            since: members.since_in_words(),
            rows: Some(members.rows(relation, reader)),
        }
    }
}

impl RowThen {
    /// The name by which a field of it is restored alone.
    pub fn key(&self, field: &Field) -> String {
        field_name(field, self.id)
    }
}

impl SectionThen {
    /// Whether all of it is as it is now; of several pages that is known where nothing has changed
    /// since.
    pub fn is_same(&self, is_last: bool) -> bool {
        let is_whole = self.pager.next.is_none() && self.pager.previous.is_none();
        let is_same =
            |row: &RowThen| row.fate.is_empty() && !row.fields.iter().any(FieldThen::is_marked);
        self.since.is_empty()
            && (is_whole || is_last)
            && self.rows.as_ref().is_some_and(|rows| rows.iter().all(is_same))
    }
}

impl MembersFound {
    fn read(
        connection: &mut AnyConnection,
        past: &Past,
        members: &Members,
        (index, relation): (usize, &'static Relation),
        behind: Option<i64>,
    ) -> QueryResult<Self> {
        let last = behind.unwrap_or(i64::MIN);
        let mut ids = members.page(connection, index, last, SIZE + 1)?;
        let has_more = ids.len() > SIZE;
        ids.truncate(SIZE);
        let mut found = records(connection, relation.entity, &ids, past.moment)?;
        let links = match relation.through() {
            Some(end) => {
                links(connection, (end, past.record.id), (members, index), (past.moment, &ids))?
            }
            None => HashMap::new(),
        };
        Ok(Self {
            still: members.present(connection, index, &ids)?.into_iter().collect(),
            records: ids.iter().filter_map(|id| found.remove(id)).collect(),
            links,
            count: members.count(connection, index)?,
            has_more,
            is_first: behind.is_none(),
            since: since(connection, (past, members), (index, relation))?,
        })
    }

    fn pager(&self, relation: &Relation, path: &str, query: &Inputs) -> Pager {
        let others = query.clone().without(relation.name);
        let url =
            |query: Inputs| format!("{path}{}#{}", query.to_url_query(), relation.entity.table());
        let shown = i64::try_from(self.records.len()).unwrap_or(i64::MAX);
        let last = self.records.last().filter(|_| self.has_more);
        let next = last.map(|last| url(others.clone().with(relation.name, &last.id.to_string())));
        let before = self.is_first.then_some(0);
        let mut pager = Pager::of_rows(before, shown, Count::Exact(self.count));
        pager.first = (!self.is_first).then(|| url(others));
        pager.previous.clone_from(&pager.first);
        pager.next = next;
        pager
    }

    fn since_in_words(&self) -> String {
        let (names, count) = &self.since;
        words::named(names, count - names.len())
    }

    fn rows(self, relation: &Relation, reader: &Reader) -> Vec<RowThen> {
        let row = |record: &PastRecord| {
            let link = self.links.get(&record.id);
            let may = reader.operator.may(Action::History, relation.entity.table());
            let title = match link {
                Some(link) if !may || record.presence != Presence::There => link.title.clone(),
                _ => reader.title(record),
            };
            RowThen {
                title,
                path: reader.path(relation.entity, record.id),
                id: record.id,
                fields: match relation.by() {
                    Some(by) => reader.fields(record, Some(by)),
                    None => Vec::new(),
                },
                fate: match self.still.contains(&record.id) {
                    _ if is_later(record, reader) => words::NOT_YET.to_owned(),
                    true => String::new(),
                    false => fate(relation.by(), record, reader),
                },
                linked_at: link.map(|link| Cell::time(link.since)),
            }
        };
        let mut rows: Vec<RowThen> = self.records.iter().map(row).collect();
        if relation.through().is_some() {
            rows.sort_by_cached_key(|row| fold(&row.title));
        }
        rows
    }
}

/// Whether a record that was there before its history began was made after the time that was asked for.
fn is_later(record: &PastRecord, reader: &Reader) -> bool {
    let (made, asked) = (record.created_at, reader.asked);
    made.zip(asked).is_some_and(|(made, asked)| made > asked)
}

/// What has become of something that does not belong to the record any more.
fn fate(by: Option<&'static Field>, record: &PastRecord, reader: &Reader) -> String {
    let Some(row) = &record.now else {
        let is_lost = record.is_lost() && by.is_some();
        return if is_lost { words::LOST } else { words::DELETED }.to_owned();
    };
    let Some(by) = by else { return words::REMOVED.to_owned() };
    let owner = by.refers_to().filter(|owner| reader.operator.sees(owner.table()));
    match owner {
        Some(_) => words::belongs_to(row.referred(by)),
        None => words::ANOTHERS.to_owned(),
    }
}

/// Some of those that have come to the record since, and how many there are, as far as is asked.
fn since(
    connection: &mut AnyConnection,
    (past, members): (&Past, &Members),
    (index, relation): (usize, &'static Relation),
) -> QueryResult<(Vec<String>, usize)> {
    if !past.is_known_since {
        return Ok((Vec::new(), 0));
    }
    let not_then = members.touched(index).filter(|(_, touched)| touched.was == Some(false));
    let ids: Vec<i64> = not_then.map(|(id, _)| id).take(ASKED).collect();
    let mut present: Vec<i64> = members.present(connection, index, &ids)?.into_iter().collect();
    present.sort_unstable();
    let first = &present[..present.len().min(NAMED)];
    let named = TitledRow::among(connection, relation.entity, first)?;
    Ok((named.into_iter().map(|row| row.title).collect(), present.len()))
}
