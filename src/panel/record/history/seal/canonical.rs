//! The bytes that a seal is made of: every column of a change set and of its changes, and what it takes
//! back.
//!
//! A value is its length in bytes, a colon, its text, and a comma; `-,` where there is none, and
//! `?,` where it cannot be read. Numbers are decimal, times `2026-11-22T13:55:01.000000Z`.

use diesel::prelude::*;
use sha2::{Digest as _, Sha256};

use super::super::undos::taken_back;
use crate::db::{AnyConnection, Stored, UtcTime};
use crate::schema::changes;

/// A change set with every column of its table, in their order: with another one this does not
/// compile until it is sealed as well.
#[derive(Clone, Debug, Queryable)]
#[diesel(check_for_backend(Backend))]
pub(super) struct SetRow {
    pub id: i64,
    pub happened_at: UtcTime,
    operator_id: Option<Stored<i64>>,
    operator: Stored<String>,
    origin: Stored<String>,
    reason: Stored<String>,
    pub entity: Stored<String>,
    pub record_id: Option<Stored<i64>>,
    title: Stored<String>,
    kind: Stored<String>,
    pub summary: Stored<String>,
    pub seal_number: Option<Stored<i64>>,
    pub seal: Option<Stored<String>>,
}

/// A change, likewise.
#[derive(Clone, Debug, Queryable)]
#[diesel(check_for_backend(Backend))]
struct ChangeRow {
    change_set_id: Stored<i64>,
    number: Stored<i64>,
    entity: Stored<String>,
    record_id: Stored<i64>,
    other_id: Option<Stored<i64>>,
    kind: Stored<String>,
    version: Option<Stored<i32>>,
    title: Stored<String>,
    other_title: Stored<String>,
    old_values: Stored<String>,
    new_values: Stored<String>,
    subjects: Stored<String>,
}

/// So many changes of one set are read at once.
const PAGE: usize = 1000;

/// What is sealed with a change set, and stands in other tables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Attached {
    /// The digest of its changes, in their order.
    changes: [u8; 32],
    /// The change sets that it takes back.
    undoes: Undone,
}

/// Numbers of change sets, in their order: with blanks between them, as one value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Undone(Vec<i64>);

impl Attached {
    /// What is attached to several change sets, in their order.
    pub fn read_all(connection: &mut AnyConnection, change_sets: &[i64]) -> QueryResult<Vec<Self>> {
        let digests = digests(connection, change_sets)?;
        let mut undone = taken_back(connection, change_sets)?;
        let attached = |(set, changes): (&i64, [u8; 32])| {
            let undoes = Undone(undone.remove(set).unwrap_or_default());
            Self { changes, undoes }
        };
        Ok(change_sets.iter().zip(digests).map(attached).collect())
    }

    /// What is attached to one.
    pub fn read(connection: &mut AnyConnection, change_set: i64) -> QueryResult<Self> {
        Ok(Self::read_all(connection, &[change_set])?.pop().unwrap_or_default())
    }
}

/// The digests of the changes of several change sets, in their order: of as many as have few changes
/// by one query.
fn digests(connection: &mut AnyConnection, change_sets: &[i64]) -> QueryResult<Vec<[u8; 32]>> {
    let page: Vec<ChangeRow> = changes::table
        .filter(changes::change_set_id.eq_any(change_sets))
        .order((changes::change_set_id, changes::number))
        .limit(PAGE as i64)
        .load(connection)?;
    let set_of = |change: &ChangeRow| change.change_set_id.value();
    // Of the last one that is on a full page, and of those behind it, not all may have been read.
    let cut_at = page.last().filter(|_| page.len() == PAGE).and_then(set_of);
    let is_read = |set: i64| cut_at.is_none_or(|cut| set < cut);
    let digest = |set: &i64| {
        if !is_read(*set) {
            return digest_of_many(connection, *set);
        }
        let first = page.partition_point(|change| set_of(change) < Some(*set));
        let own = page[first..].iter().take_while(|change| set_of(change) == Some(*set));
        let mut digest = Sha256::new();
        own.for_each(|change| change.add_to(&mut digest));
        Ok(digest.finalize().into())
    };
    change_sets.iter().map(digest).collect()
}

/// The same of one, a page of its changes at a time, however many there are.
fn digest_of_many(connection: &mut AnyConnection, change_set: i64) -> QueryResult<[u8; 32]> {
    let mut digest = Sha256::new();
    let mut first = i64::MIN;
    loop {
        let page: Vec<ChangeRow> = changes::table
            .filter(changes::change_set_id.eq(change_set))
            .filter(changes::number.ge(first))
            .order(changes::number)
            .limit(PAGE as i64)
            .load(connection)?;
        page.iter().for_each(|change| change.add_to(&mut digest));
        let last = page.last().and_then(|change| change.number.value());
        match last.and_then(|number| number.checked_add(1)) {
            Some(next) if page.len() == PAGE => first = next,
            _ => return Ok(digest.finalize().into()),
        }
    }
}

impl ChangeRow {
    /// Every column, in the order of its table: one that is not named here does not compile.
    fn add_to(&self, digest: &mut Sha256) {
        let Self {
            change_set_id,
            number,
            entity,
            record_id,
            other_id,
            kind,
            version,
            title,
            other_title,
            old_values,
            new_values,
            subjects,
        } = self;
        let columns: [&dyn Canonical; 12] = [
            change_set_id,
            number,
            entity,
            record_id,
            other_id,
            kind,
            version,
            title,
            other_title,
            old_values,
            new_values,
            subjects,
        ];
        columns.iter().for_each(|column| column.add_to(digest));
    }
}

impl SetRow {
    /// Its number in the chain, if it is sealed.
    pub fn number(&self) -> Option<i64> {
        self.seal_number.and_then(Stored::value)
    }

    /// The seal of this change set as the entry of that number, behind one with that seal: of every
    /// column, as one that is not named here does not compile, and of what is attached.
    pub fn sealed(&self, number: i64, before: &str, attached: &Attached) -> String {
        let Self {
            id,
            happened_at,
            operator_id,
            operator,
            origin,
            reason,
            entity,
            record_id,
            title,
            kind,
            summary,
            // It is given, since the row has none before it is sealed.
            seal_number: _,
            // It is the result.
            seal: _,
        } = self;
        let columns: [&dyn Canonical; 12] = [
            id,
            happened_at,
            operator_id,
            operator,
            origin,
            reason,
            &attached.undoes,
            entity,
            record_id,
            title,
            kind,
            summary,
        ];
        let mut digest = Sha256::new();
        add_text(before, &mut digest);
        columns.iter().for_each(|column| column.add_to(&mut digest));
        number.add_to(&mut digest);
        add_text(&data_encoding::HEXLOWER.encode(&attached.changes), &mut digest);
        data_encoding::HEXLOWER.encode(&digest.finalize())
    }
}

/// A value as it is sealed.
trait Canonical {
    fn add_to(&self, digest: &mut Sha256);
}

fn add_text(text: &str, digest: &mut Sha256) {
    digest.update(format!("{}:{text},", text.len()));
}

fn add_unreadable(digest: &mut Sha256) {
    digest.update("?,");
}

impl Canonical for i64 {
    fn add_to(&self, digest: &mut Sha256) {
        add_text(&self.to_string(), digest);
    }
}

impl<T: ToString> Canonical for Stored<T> {
    fn add_to(&self, digest: &mut Sha256) {
        match self {
            Self::Value(value) => add_text(&value.to_string(), digest),
            Self::Unreadable => add_unreadable(digest),
        }
    }
}

impl<T: Canonical> Canonical for Option<T> {
    fn add_to(&self, digest: &mut Sha256) {
        match self {
            Some(value) => value.add_to(digest),
            None => digest.update("-,"),
        }
    }
}

impl Canonical for Undone {
    fn add_to(&self, digest: &mut Sha256) {
        let numbers: Vec<String> = self.0.iter().map(i64::to_string).collect();
        match numbers.is_empty() {
            true => digest.update("-,"),
            false => add_text(&numbers.join(" "), digest),
        }
    }
}

impl Canonical for UtcTime {
    fn add_to(&self, digest: &mut Sha256) {
        match self.plain() {
            Some(time) => add_text(&time.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string(), digest),
            None => add_unreadable(digest),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Stored<String> {
        Stored::Value(text.to_owned())
    }

    /// The digests were computed by another program, from the description above alone. With others,
    /// every history that was sealed before would no longer fit.
    #[test]
    fn seals_stay_what_they_are() {
        let change = ChangeRow {
            change_set_id: Stored::Value(7),
            number: Stored::Value(0),
            entity: text("movies"),
            record_id: Stored::Value(1),
            other_id: None,
            kind: text("created"),
            version: Some(Stored::Value(1)),
            title: text("Alien"),
            other_title: text(""),
            old_values: Stored::Unreadable,
            new_values: text(r#"{"name":"Alien"}"#),
            subjects: text("users:7"),
        };
        let mut digest = Sha256::new();
        change.add_to(&mut digest);
        let attached = Attached { changes: digest.finalize().into(), undoes: Undone::default() };
        assert_eq!(
            data_encoding::HEXLOWER.encode(&attached.changes),
            "15906a45d018d585e04c94b2654d4441ca04a98f44fef49d6d03f23cd91cd192"
        );
        let time: chrono::NaiveDateTime = "2026-11-22T13:55:01".parse().unwrap();
        let set = SetRow {
            id: 7,
            happened_at: time.into(),
            operator_id: Some(Stored::Value(1)),
            operator: text("Zoë"),
            origin: text("form"),
            reason: text(""),
            entity: text("movies"),
            record_id: Some(Stored::Value(1)),
            title: text("Alien"),
            kind: text("created"),
            summary: text("{}"),
            seal_number: None,
            seal: None,
        };
        assert_eq!(
            set.sealed(3, "ab", &attached),
            "65d1efb56458120486c47f2afea15eeb7b35a97dead04ec68fe2144ba658653f"
        );
    }
}
