//! The bytes that a seal is made of: every column of a change set and of its changes.
//!
//! A value is its length in bytes, a colon, its text, and a comma; `-,` where there is none, and
//! `?,` where it cannot be read. Numbers are decimal, times `2026-11-22T13:55:01.000000Z`.

use diesel::prelude::*;
use sha2::{Digest as _, Sha256};

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
    undoes: Option<Stored<i64>>,
    entity: Stored<String>,
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

/// The digest of the changes of a change set, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ChangesDigest([u8; 32]);

impl ChangesDigest {
    /// Those of several change sets, in their order: of as many as have few changes by one query.
    pub fn read_all(connection: &mut AnyConnection, change_sets: &[i64]) -> QueryResult<Vec<Self>> {
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
                return Self::read(connection, *set);
            }
            let first = page.partition_point(|change| set_of(change) < Some(*set));
            let own = page[first..].iter().take_while(|change| set_of(change) == Some(*set));
            let mut digest = Sha256::new();
            own.for_each(|change| change.add_to(&mut digest));
            Ok(Self(digest.finalize().into()))
        };
        change_sets.iter().map(digest).collect()
    }

    /// Reads the changes a page at a time, however many there are.
    pub fn read(connection: &mut AnyConnection, change_set: i64) -> QueryResult<Self> {
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
                _ => return Ok(Self(digest.finalize().into())),
            }
        }
    }
}

/// Every column of a row that is sealed, in the order of its table. One that is not named here does
/// not compile.
macro_rules! columns {
    ($row:expr, sealed: [$($column:ident),* $(,)?], not: [$($other:ident),*]) => {{
        let Self { $($column,)* $($other: _,)* } = $row;
        [$($column as &dyn Canonical),*]
    }};
}

impl ChangeRow {
    fn add_to(&self, digest: &mut Sha256) {
        let columns = columns!(
            self,
            sealed: [
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
            ],
            not: []
        );
        columns.iter().for_each(|column| column.add_to(digest));
    }
}

impl SetRow {
    /// The seal of this change set as the entry of that number, behind one with that seal.
    pub fn sealed(&self, number: i64, before: &str, changes: ChangesDigest) -> String {
        let columns = columns!(
            self,
            sealed: [
                id,
                happened_at,
                operator_id,
                operator,
                origin,
                reason,
                undoes,
                entity,
                record_id,
                title,
                kind,
                summary,
            ],
            // The number is given, since the row has none before it is sealed; the seal is the result.
            not: [seal_number, seal]
        );
        let mut digest = Sha256::new();
        add_text(before, &mut digest);
        columns.iter().for_each(|column| column.add_to(&mut digest));
        number.add_to(&mut digest);
        add_text(&data_encoding::HEXLOWER.encode(&changes.0), &mut digest);
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
        let digest = ChangesDigest(digest.finalize().into());
        assert_eq!(
            data_encoding::HEXLOWER.encode(&digest.0),
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
            undoes: None,
            entity: text("movies"),
            record_id: Some(Stored::Value(1)),
            title: text("Alien"),
            kind: text("created"),
            summary: text("{}"),
            seal_number: None,
            seal: None,
        };
        assert_eq!(
            set.sealed(3, "ab", digest),
            "65d1efb56458120486c47f2afea15eeb7b35a97dead04ec68fe2144ba658653f"
        );
    }
}
