//! Searching change sets by what they and their changes are called.

use std::collections::HashSet;

use diesel::prelude::*;

use super::super::query::NamedRoot;
use super::Looked;
use crate::db::{AnyConnection, Stored};
use crate::schema::changes;

/// Whether what a change set is about is searched for, or, where that is said, one of its changes.
pub type IsFound<'f> = &'f dyn Fn(&NamedRoot<'_>, Named) -> bool;

/// What of a change set is called like that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// What it is about.
    Root,
    /// What one of its changes became.
    Change,
}

/// So many of the first changes of each change set are searched.
const SEARCHED: i64 = 100;
/// So many changes are searched at once, of however many change sets.
const MOST_SEARCHED: i64 = 50_000;

/// Which of these change sets are searched for: by what they are about, or by one of their first
/// changes, such as what went along with it.
pub(super) fn found_among(
    connection: &mut AnyConnection,
    looked: &[&Looked],
    is_found: IsFound<'_>,
) -> QueryResult<HashSet<i64>> {
    type Titled = (i64, Stored<String>, i64, Stored<String>, Stored<String>);
    let (found, others): (Vec<&Looked>, Vec<&Looked>) =
        looked.iter().copied().partition(|looked| is_found(&looked.root(), Named::Root));
    let mut found: HashSet<i64> = found.into_iter().map(|looked| looked.id).collect();
    let others: Vec<i64> = others.into_iter().map(|looked| looked.id).collect();
    if others.is_empty() {
        return Ok(found);
    }
    let changes: Vec<Titled> = changes::table
        .filter(changes::change_set_id.eq_any(others))
        .filter(changes::number.lt(SEARCHED))
        .limit(MOST_SEARCHED)
        .select((
            changes::change_set_id,
            changes::entity,
            changes::record_id,
            changes::title,
            changes::other_title,
        ))
        .load(connection)?;
    for (change_set, entity, id, title, other_title) in changes {
        let entity = String::from(entity);
        let is_named = |title: &String| {
            let root = NamedRoot { change_set, entity: &entity, id: Some(id), title };
            !title.is_empty() && is_found(&root, Named::Change)
        };
        if [title, other_title].map(String::from).iter().any(is_named) {
            found.insert(change_set);
        }
    }
    Ok(found)
}
