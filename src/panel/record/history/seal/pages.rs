//! Reading all of the history a page at a time, each table in the order of its key.

use diesel::dsl::exists;
use diesel::prelude::*;

use crate::db::{AnyConnection, Stored};
use crate::schema::{change_set_entities, change_sets, change_subjects, changes};

/// So many rows are read at once.
pub(super) const PAGE: usize = 2000;
const LIMIT: i64 = PAGE as i64;

/// A change set as it is joined to another row, if it is there: its id, and its number in the chain.
pub(super) type Joined = (Option<i64>, Option<Stored<i64>>);

/// What a change says of where it stands: its change set, its number in it, its table, its record
/// and, of a link, the other one; and in whose history it stands beside its own.
type ChangePlace = (i64, i64, Stored<String>, i64, Option<i64>, Stored<String>);

/// That, its change set, and of which table the record is that this is about.
type ChangeRow = (ChangePlace, Joined, Option<Stored<String>>);

/// A change set: its id, its number in the chain, of which table the record is that it is about, and
/// whether it has any change.
type SetRow = (i64, Option<Stored<i64>>, Stored<String>, bool);

/// A row of the index of change sets by tables: the table, the id, and the change set.
type EntityRow = ((Stored<String>, i64), Joined);

/// The first changes behind a change set and a number, each with its change set, and of which table
/// the record is that this is about.
pub(super) fn changes(
    connection: &mut AnyConnection,
    (set, last): (i64, i64),
) -> QueryResult<Vec<ChangeRow>> {
    use changes::{change_set_id, entity, number, other_id, record_id, subjects};
    changes::table
        .left_join(change_sets::table)
        .filter(change_set_id.ge(set))
        .filter(change_set_id.gt(set).or(number.gt(last)))
        .order((change_set_id, number))
        .limit(LIMIT)
        .select((
            (change_set_id, number, entity, record_id, other_id, subjects),
            (change_sets::id.nullable(), change_sets::seal_number.nullable()),
            change_sets::entity.nullable(),
        ))
        .load(connection)
}

/// The first change sets behind an id: their numbers in the chain, of which table the records are
/// that they are about, and whether they have any change.
pub(super) fn change_sets(connection: &mut AnyConnection, behind: i64) -> QueryResult<Vec<SetRow>> {
    use change_sets::{entity, id, seal_number};
    change_sets::table
        .filter(id.gt(behind))
        .order(id)
        .limit(LIMIT)
        .select((
            id,
            seal_number,
            entity,
            exists(changes::table.filter(changes::change_set_id.eq(id))),
        ))
        .load(connection)
}

/// A row of the index of changes by records: the table, the record, the change set, the number.
type SubjectPlace = (Stored<String>, i64, i64, i64);

/// The first rows of the index of changes by records behind a place: of the same record, then of
/// those behind it, then of other tables. Each is a range of the key, however many are in front.
pub(super) fn subjects(
    connection: &mut AnyConnection,
    (of, id, set, last): &(String, i64, i64, i64),
) -> QueryResult<Vec<(SubjectPlace, Joined)>> {
    use change_subjects::{change_set_id, entity, number, record_id, table};
    let all = |limit| {
        table
            .left_join(change_sets::table)
            .order((entity, record_id, change_set_id, number))
            .limit(limit)
            .select((
                (entity, record_id, change_set_id, number),
                (change_sets::id.nullable(), change_sets::seal_number.nullable()),
            ))
    };
    let mut rows: Vec<(SubjectPlace, Joined)> = all(LIMIT)
        .filter(entity.eq(of).and(record_id.eq(id)).and(change_set_id.ge(set)))
        .filter(change_set_id.gt(set).or(number.gt(last)))
        .load(connection)?;
    let (mut of, mut behind) = (of.clone(), *id);
    while let Some(left) = left(&rows) {
        let of_others = entity.eq(&of).and(record_id.gt(behind));
        rows.extend(all(left).filter(of_others).load::<(SubjectPlace, Joined)>(connection)?);
        let next = table.filter(entity.gt(&of)).order(entity).select(entity);
        let Some(next) = next.first(connection).optional()? else { break };
        (of, behind) = (next, i64::MIN);
    }
    Ok(rows)
}

/// The first rows of the index of change sets by tables behind a table and a change set.
pub(super) fn entities(
    connection: &mut AnyConnection,
    (of, last): &(String, i64),
) -> QueryResult<Vec<EntityRow>> {
    use change_set_entities::{change_set_id, entity, table};
    let (mut of, mut last, mut rows) = (of.clone(), *last, Vec::new());
    while let Some(left) = left(&rows) {
        let of_entity = table
            .left_join(change_sets::table)
            .filter(entity.eq(&of).and(change_set_id.gt(last)))
            .order((entity, change_set_id))
            .limit(left)
            .select((
                (entity, change_set_id),
                (change_sets::id.nullable(), change_sets::seal_number.nullable()),
            ));
        rows.extend(of_entity.load::<EntityRow>(connection)?);
        let next = table.filter(entity.gt(&of)).order(entity).select(entity);
        let Some(next) = next.first(connection).optional()? else { break };
        (of, last) = (next, i64::MIN);
    }
    Ok(rows)
}

/// How many rows a page has room for; `None` where it is full.
fn left<T>(rows: &[T]) -> Option<i64> {
    let left = LIMIT - i64::try_from(rows.len()).unwrap_or(LIMIT);
    (left > 0).then_some(left)
}
