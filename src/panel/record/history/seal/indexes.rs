//! Whether the indexes of the history hold what the changes say, and nothing else: in whose history
//! a change stands, and of which tables a change set changed records.
//!
//! All four tables are read once, each in the order of its key, and what they say is added up for
//! each change set, or taken off: where nothing is left, they agree. So many change sets have their
//! sums together that memory does not grow with the history; those whose sum is not nothing are read
//! again, each for itself.

use std::collections::{BTreeSet, HashMap, HashSet};

use diesel::QueryResult;
use sha2::{Digest as _, Sha256};

use super::super::subjects;
use super::pages::{self, Joined, PAGE};
use crate::db::{AnyConnection, Stored};

/// Into so many sums everything is added up.
const SUMS: i64 = 1 << 16;

/// What `prune` has cut off, or is about to delete.
#[derive(Clone, Copy, Debug, Default)]
pub struct Forgotten {
    /// The number of its last entry; 0 where nothing was cut off.
    pub number: i64,
    /// The change set that says so: those that are forgotten have smaller ids.
    pub marker: i64,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// Change sets of which the indexes say something else than their changes.
    pub misfits: BTreeSet<i64>,
    /// Changes without a change set: the id that it would have, and their numbers.
    pub orphans: Vec<(i64, i64)>,
}

/// Compares them.
pub fn compare(connection: &mut AnyConnection, forgotten: Forgotten) -> QueryResult<Found> {
    let together = |set: i64| Some(set.rem_euclid(SUMS));
    let (sums, orphans) = Sums::read(connection, forgotten, &together)?;
    let open = sums.open();
    if open.is_empty() {
        return Ok(Found { misfits: BTreeSet::new(), orphans });
    }
    let alone = |set: i64| open.contains(&set.rem_euclid(SUMS)).then_some(set);
    let (sums, orphans) = Sums::read(connection, forgotten, &alone)?;
    Ok(Found { misfits: sums.open().into_iter().collect(), orphans })
}

/// What is left of what was added up, by change sets.
struct Sums<'k> {
    forgotten: Forgotten,
    /// With which others a change set is added up; `None` where it is not.
    key: &'k dyn Fn(i64) -> Option<i64>,
    sums: HashMap<i64, u128>,
}

impl<'k> Sums<'k> {
    fn read(
        connection: &mut AnyConnection,
        forgotten: Forgotten,
        key: &'k dyn Fn(i64) -> Option<i64>,
    ) -> QueryResult<(Self, Vec<(i64, i64)>)> {
        let mut sums = Self { forgotten, key, sums: HashMap::new() };
        let orphans = sums.add_changes(connection)?;
        sums.add_without_changes(connection)?;
        sums.take_subjects(connection)?;
        sums.take_entities(connection)?;
        Ok((sums, orphans))
    }

    fn open(&self) -> HashSet<i64> {
        self.sums.iter().filter(|(_, sum)| **sum != 0).map(|(key, _)| *key).collect()
    }

    /// Adds what the changes say; returns those without a change set.
    fn add_changes(&mut self, connection: &mut AnyConnection) -> QueryResult<Vec<(i64, i64)>> {
        let mut orphans = Vec::new();
        let (mut of_set, mut entities) = (None, BTreeSet::new());
        let mut behind = (i64::MIN, i64::MIN);
        loop {
            let rows = pages::changes(connection, behind)?;
            for ((set, number, entity, record, other, text), joined, root) in &rows {
                if of_set != Some(*set) {
                    self.add_entities(of_set, std::mem::take(&mut entities));
                    of_set = Some(*set);
                }
                if joined.0.is_none() {
                    orphans.push((*set, *number));
                    continue;
                }
                if self.is_forgotten(*set, *joined) {
                    continue;
                }
                let (entity, text) = (word(entity), word(text));
                let root = root.as_ref().map_or("", word);
                let own = other.is_none().then_some((entity, *record));
                let subjects = subjects::of_text(own, text);
                for (of, id) in &subjects {
                    self.add(*set, &subject(of, *id, *set, *number));
                }
                let changed = subjects.iter().map(|(of, _)| *of).filter(|_| other.is_some());
                let changed = changed.chain(own.map(|(entity, _)| entity)).chain([root]);
                for entity in changed.filter(|entity| !entity.is_empty()) {
                    if !entities.contains(entity) {
                        entities.insert(entity.to_owned());
                    }
                }
            }
            match rows.last() {
                Some(((set, number, ..), ..)) if rows.len() == PAGE => {
                    behind = (*set, *number);
                }
                _ => {
                    self.add_entities(of_set, entities);
                    return Ok(orphans);
                }
            }
        }
    }

    fn add_entities(&mut self, set: Option<i64>, entities: BTreeSet<String>) {
        for (set, entity) in entities.into_iter().filter_map(|entity| Some((set?, entity))) {
            self.add(set, &of_entity(&entity, set));
        }
    }

    /// Adds what change sets say that have no change of their own.
    fn add_without_changes(&mut self, connection: &mut AnyConnection) -> QueryResult<()> {
        let mut behind = i64::MIN;
        loop {
            let rows = pages::change_sets(connection, behind)?;
            for (set, sealed, entity, has_changes) in &rows {
                let is_told = !has_changes && !word(entity).is_empty();
                if is_told && !self.is_forgotten(*set, (Some(*set), *sealed)) {
                    self.add(*set, &of_entity(word(entity), *set));
                }
            }
            match rows.last() {
                Some((last, ..)) if rows.len() == PAGE => behind = *last,
                _ => return Ok(()),
            }
        }
    }

    /// Takes off what the index of changes by records holds.
    fn take_subjects(&mut self, connection: &mut AnyConnection) -> QueryResult<()> {
        let mut behind: (String, i64, i64, i64) = (String::new(), i64::MIN, i64::MIN, i64::MIN);
        loop {
            let rows = pages::subjects(connection, &behind)?;
            for ((of, id, set, number), joined) in &rows {
                if !self.is_forgotten(*set, *joined) {
                    self.take(*set, &subject(word(of), *id, *set, *number));
                }
            }
            match rows.last() {
                Some(((of, id, set, number), _)) if rows.len() == PAGE => {
                    behind = (word(of).to_owned(), *id, *set, *number);
                }
                _ => return Ok(()),
            }
        }
    }

    /// Takes off what the index of change sets by tables holds.
    fn take_entities(&mut self, connection: &mut AnyConnection) -> QueryResult<()> {
        let mut behind = (String::new(), i64::MIN);
        loop {
            let rows = pages::entities(connection, &behind)?;
            for ((of, set), joined) in &rows {
                if !self.is_forgotten(*set, *joined) {
                    self.take(*set, &of_entity(word(of), *set));
                }
            }
            match rows.last() {
                Some(((of, set), _)) if rows.len() == PAGE => {
                    behind = (word(of).to_owned(), *set);
                }
                _ => return Ok(()),
            }
        }
    }

    /// Whether it is of a change set that was forgotten, or is about to be.
    fn is_forgotten(&self, set: i64, (found, number): Joined) -> bool {
        match (found, number.and_then(Stored::value)) {
            (Some(_), number) => number.is_some_and(|it| it > 0 && it <= self.forgotten.number),
            (None, _) => set < self.forgotten.marker,
        }
    }

    fn add(&mut self, set: i64, said: &str) {
        if let Some(key) = (self.key)(set) {
            let sum = self.sums.entry(key).or_default();
            *sum = sum.wrapping_add(digest(said));
        }
    }

    fn take(&mut self, set: i64, said: &str) {
        if let Some(key) = (self.key)(set) {
            let sum = self.sums.entry(key).or_default();
            *sum = sum.wrapping_sub(digest(said));
        }
    }
}

/// That a change stands in the history of a record.
fn subject(entity: &str, record: i64, set: i64, number: i64) -> String {
    format!("{set}.{number} {entity}:{record}")
}

/// That a change set changed records of a table.
fn of_entity(entity: &str, set: i64) -> String {
    format!("{set} {entity}")
}

fn digest(said: &str) -> u128 {
    let digest = Sha256::digest(said);
    digest.iter().take(16).fold(0, |sum, byte| sum << 8 | u128::from(*byte))
}

fn word(stored: &Stored<String>) -> &str {
    match stored {
        Stored::Value(text) => text,
        Stored::Unreadable => "",
    }
}
