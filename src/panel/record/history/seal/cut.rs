//! Where the beginning of the history is cut off.
//!
//! A cut is an entry of the chain itself: a change set about the change sets up to a number, whose
//! one change holds the last seal of what is cut off, and adds up what this cut and those before it
//! took off.

use std::fmt;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use diesel::prelude::*;
use serde_json::json;

use super::super::change::{Change, Difference};
use super::super::log::{ChangeLog, Written};
use super::super::query::Summary;
use super::super::trash::count_deleted;
use super::super::undos::Undos;
use super::super::values::PastValues;
use super::super::{ChangeKind, Occasion, Origin, Root, words};
use super::canonical::{Attached, SetRow};
use super::{EntrySeal, LOCK, Misfit};
use crate::access::CurrentOperator;
use crate::db::{AnyConnection, Stored, UtcTime, latest_believed, lock};
use crate::schema::{change_set_entities, change_sets, changes};

/// What a cut is about, as the table of a change.
const ENTITY: &str = "change_sets";
/// So many change sets are looked at at once.
const BATCH: i64 = 500;
/// So many entries that do not fit are named.
const NAMED: usize = 20;

/// The beginning of the history, up to an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// The number of its last entry.
    pub number: i64,
    /// The seal of that entry.
    pub seal: String,
    /// How many change sets it has.
    pub change_sets: i64,
    /// How many records are in the trash that were deleted in it, and links that were removed and not
    /// added back, which nobody can restore afterwards.
    pub deleted: i64,
    /// How many of its entries do not fit their seals, or are missing.
    pub altered: i64,
    /// The day before which it was.
    pub before: NaiveDate,
    /// It together with the cuts before it.
    in_all: InAll,
}

/// What several cuts took off, one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
struct InAll {
    change_sets: i64,
    deleted: i64,
    altered: i64,
    /// When the first of it happened, where that can be read.
    since: Option<NaiveDate>,
}

/// A cut that can be made, and what speaks against it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What is cut off.
    pub cut: Cut,
    /// The first of what does not fit in it: once it is forgotten, nobody can look into that.
    pub misfits: Vec<Misfit>,
}

/// What is forgotten of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forgotten {
    /// What was before that day.
    pub before: NaiveDate,
    /// Since when.
    pub at: UtcTime,
    /// The change set that says so: those that are forgotten have smaller ids.
    pub marker: i64,
}

impl Forgotten {
    /// Whether what happened at a time is.
    pub fn has(&self, time: NaiveDateTime) -> bool {
        time.date() < self.before
    }
}

impl Cut {
    /// The last one that was made, whether or not everything is deleted by now.
    pub(super) fn last(connection: &mut AnyConnection) -> QueryResult<Option<Self>> {
        Ok(Self::last_marked(connection)?.map(|(_, cut)| cut))
    }

    /// The same, and the change set that says so.
    pub(super) fn last_marked(connection: &mut AnyConnection) -> QueryResult<Option<(i64, Self)>> {
        let is_of = changes::change_set_id.eq(change_set_entities::change_set_id);
        let found: Option<Change> = change_set_entities::table
            .inner_join(changes::table.on(is_of))
            .inner_join(change_sets::table)
            .filter(change_set_entities::entity.eq(ENTITY))
            .filter(change_sets::entity.eq(ENTITY))
            .filter(change_sets::seal_number.is_not_null())
            .order(change_set_entities::change_set_id.desc())
            .select(Change::as_select())
            .first(connection)
            .optional()?;
        Ok(found.and_then(|change| Some((change.change_set_id, Self::read(&change)?))))
    }

    fn read(change: &Change) -> Option<Self> {
        let values: serde_json::Value = serde_json::from_str(&change.before().to_text()).ok()?;
        let number = |name| values.get(name).and_then(serde_json::Value::as_i64);
        let day = |name| values.get(name)?.as_str()?.parse().ok();
        let (change_sets, deleted) = (number("change_sets")?, number("deleted")?);
        // What earlier releases cut off has no sums, and was not compared.
        let altered = number("altered").unwrap_or_default();
        Some(Self {
            number: change.record_id,
            seal: values.get("seal")?.as_str()?.to_owned(),
            change_sets,
            deleted,
            altered,
            before: day("before")?,
            in_all: InAll {
                change_sets: number("change_sets_in_all").unwrap_or(change_sets),
                deleted: number("deleted_in_all").unwrap_or(deleted),
                altered: number("altered_in_all").unwrap_or(altered),
                since: day("since"),
            },
        })
    }

    fn values(&self) -> PastValues {
        let Self { number: _, seal, change_sets, deleted, altered, before, in_all } = self;
        let values = json!({
            "seal": seal,
            "change_sets": change_sets,
            "deleted": deleted,
            "altered": altered,
            "before": before.to_string(),
            "change_sets_in_all": in_all.change_sets,
            "deleted_in_all": in_all.deleted,
            "altered_in_all": in_all.altered,
            "since": in_all.since.map(|day| day.to_string()).unwrap_or_default(),
        });
        PastValues::parse(&values.to_string())
    }

    fn title(&self) -> String {
        let InAll { change_sets, since, .. } = self.in_all;
        words::history_before((self.before, self.change_sets), (change_sets, since))
    }

    /// Takes in the next entries; returns what does not fit of them.
    fn extend(
        &mut self,
        connection: &mut AnyConnection,
        rows: &[(i64, &SetRow)],
    ) -> QueryResult<Vec<Misfit>> {
        let ids: Vec<i64> = rows.iter().map(|(_, row)| row.id).collect();
        let (mut misfits, mut altered) = (Vec::new(), 0);
        for ((number, row), attached) in rows.iter().zip(Attached::read_all(connection, &ids)?) {
            if *number != self.number + 1 {
                altered += number - self.number - 1;
                misfits.push(Misfit::Missing { first: self.number + 1, last: number - 1 });
            }
            let seal = row.seal.clone().and_then(Stored::value).unwrap_or_default();
            if row.sealed(*number, &self.seal, &attached) != seal {
                altered += 1;
                misfits.push(Misfit::Altered { number: *number, change_set: row.id });
            }
            (self.number, self.seal) = (*number, seal);
        }
        // A cut before it is an entry like these, and nothing that is forgotten: it is taken over.
        let rows = rows.iter().map(|(_, row)| *row).filter(|row| !is_cut(row));
        let ids: Vec<i64> = rows.clone().map(|row| row.id).collect();
        let day = rows.clone().find_map(|row| row.happened_at.get()).map(|time| time.date());
        let count = i64::try_from(ids.len()).unwrap_or(i64::MAX);
        let undos = Undos::read(connection, &ids)?;
        let is_standing = |row: &&SetRow| undos.of(row.id).next().is_none();
        let unlinked: i64 = rows.filter(is_standing).map(unlinked).sum();
        let deleted = count_deleted(connection, &ids)? + unlinked;
        self.change_sets += count;
        self.deleted += deleted;
        self.altered += altered;
        self.in_all.change_sets += count;
        self.in_all.deleted += deleted;
        self.in_all.altered += altered;
        self.in_all.since = self.in_all.since.or(day);
        Ok(misfits)
    }
}

/// As commands say it.
impl fmt::Display for Cut {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let until = (self.before, self.change_sets);
        out.write_str(&words::to_be_forgotten(until, self.deleted, self.altered))
    }
}

fn is_cut(row: &SetRow) -> bool {
    matches!(&row.entity, Stored::Value(entity) if entity == ENTITY)
}

/// How many links a change set removed.
fn unlinked(row: &SetRow) -> i64 {
    let summary = row.summary.clone().value().map(|text| Summary::parse(&text));
    let counts = summary.iter().flat_map(Summary::iter);
    counts.filter(|(_, kind, _)| *kind == ChangeKind::Unlinked).map(|(.., count)| count).sum()
}

/// What of the chain was before a day: all entries up to the first of that day or later, each compared
/// with its seal. A time that lies in the future is not believed, and holds nothing up. `None` where
/// there is nothing to cut.
pub fn plan(
    connection: &mut AnyConnection,
    before: NaiveDate,
    now: NaiveDateTime,
) -> QueryResult<Option<Plan>> {
    let (until, believed) = (before.and_time(NaiveTime::MIN), latest_believed(now));
    let nothing = InAll { change_sets: 0, deleted: 0, altered: 0, since: None };
    let last = Cut::last(connection)?;
    let (number, seal, in_all) = match last {
        Some(last) => (last.number, last.seal, last.in_all),
        None => (0, String::new(), nothing),
    };
    let mut cut = Cut { number, seal, change_sets: 0, deleted: 0, altered: 0, before, in_all };
    let mut misfits = Vec::new();
    loop {
        let rows: Vec<SetRow> = change_sets::table
            .filter(change_sets::seal_number.gt(cut.number))
            .order(change_sets::seal_number)
            .limit(BATCH)
            .load(connection)?;
        let is_kept = |time| time >= until && time <= believed;
        let is_old = |row: &&SetRow| !row.happened_at.get().is_some_and(is_kept);
        let sealed = |row| Some((SetRow::number(row)?, row));
        let old: Vec<(i64, &SetRow)> = rows.iter().take_while(is_old).map_while(sealed).collect();
        let found = cut.extend(connection, &old)?;
        let room = NAMED.saturating_sub(misfits.len());
        misfits.extend(found.into_iter().take(room));
        if old.len() < BATCH as usize {
            return Ok((cut.change_sets > 0).then_some(Plan { cut, misfits }));
        }
    }
}

/// Writes and seals that a part is cut off, unless somebody else has cut it off since it was
/// planned; returns whether it did. To be called in a transaction.
pub fn mark(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    (origin, now): (Origin, NaiveDateTime),
    cut: &Cut,
) -> QueryResult<bool> {
    lock(connection, LOCK)?;
    if Cut::last(connection)?.is_some_and(|last| last.number >= cut.number) {
        return Ok(false);
    }
    let title = cut.title();
    let (id, kind) = (cut.number, ChangeKind::Deleted);
    let root = Root { entity: ENTITY, id: Some(id), title: title.clone(), kind };
    let mut log = ChangeLog::new(operator, Occasion::new(origin, now).about(root));
    let difference = Difference {
        entity: ENTITY,
        id,
        other: None,
        kind,
        version: None,
        titles: (title, String::new()),
        old: cut.values(),
        new: PastValues::default(),
    };
    log.add(connection, difference, vec![(ENTITY, id)])?;
    let Some(Written { change_set, .. }) = log.finish(connection)? else { return Ok(false) };
    let row: SetRow = change_sets::table.find(change_set).first(connection)?;
    let attached = Attached::read(connection, change_set)?;
    EntrySeal::last(connection)?.append(connection, &row, &attached)
}

/// What is forgotten of the history; `None` where nothing is.
pub fn forgotten(connection: &mut AnyConnection) -> QueryResult<Option<Forgotten>> {
    let Some((marker, cut)) = Cut::last_marked(connection)? else { return Ok(None) };
    let at = change_sets::table.find(marker).select(change_sets::happened_at).first(connection)?;
    Ok(Some(Forgotten { before: cut.before, at, marker }))
}

/// What is forgotten, where the change set of that number was forgotten with it.
pub fn forgotten_with(
    connection: &mut AnyConnection,
    change_set: i64,
) -> QueryResult<Option<Forgotten>> {
    let set = change_sets::table.find(change_set).select(change_sets::id);
    match set.first::<i64>(connection).optional()? {
        Some(_) => Ok(None),
        None => Ok(forgotten(connection)?.filter(|it| change_set > 0 && change_set < it.marker)),
    }
}
