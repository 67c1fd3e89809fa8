//! In the history of which records a change stands, as the change itself says it: `change_subjects`
//! is an index of that.

use diesel::dsl::sql;
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::schema::{change_subjects, changes};

/// How a change is found by the index. The sum keeps PostgreSQL from going through all changes beside
/// it, the latest first: those of a record may be older than most.
#[diesel::dsl::auto_type(no_type_alias)]
pub fn is_of_subject() -> _ {
    let change_set: SqlLiteral<BigInt> = sql::<BigInt>("change_subjects.change_set_id + 0");
    changes::change_set_id.eq(change_set).and(changes::number.eq(change_subjects::number))
}

/// As they are stored: `users:7 actors:1`, without the record itself, whose change it is.
pub fn to_text(own: Option<(&str, i64)>, subjects: &[(&'static str, i64)]) -> String {
    let others = subjects.iter().filter(|subject| Some(**subject) != own);
    others.map(|(entity, id)| format!("{entity}:{id}")).collect::<Vec<_>>().join(" ")
}

/// What was stored like that, with the record itself; what cannot be read is left out.
pub fn of_text<'t>(own: Option<(&'t str, i64)>, text: &'t str) -> Vec<(&'t str, i64)> {
    let read = |word: &'t str| {
        let (entity, id) = word.rsplit_once(':')?;
        Some((entity, id.parse().ok()?))
    };
    own.into_iter().chain(text.split(' ').filter_map(read)).collect()
}
