//! What a deletion takes along: what belongs to a row, what belongs to that, and so on.

#[cfg(test)]
mod tests;

use std::collections::VecDeque;

use diesel::QueryResult;

use crate::access::{Action, CurrentOperator};
use crate::db::statement::{Column, Condition, Expression, Rows, any, holds_id, refers_to};
use crate::db::{AnyConnection, Direction, UtcTime};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::relation::{LinkEnd, Relation, RelationKind};
use crate::panel::entity::requirement::requirement;
use crate::panel::entity::words::counted;
use crate::panel::record::read::rows;
use crate::panel::record::titled::TitledRow;

/// How many of each kind are named.
const NAMED: i64 = 5;

/// What a deletion takes along, of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependents {
    /// One of them: `car`.
    pub one: &'static str,
    /// Several of them: `cars`.
    pub many: String,
    /// How many there are, exactly.
    pub count: i64,
    /// The greatest id among them, and when one of them was last changed: with the number, they
    /// tell whether it is still the same rows that go along.
    newest: (i64, UtcTime),
    /// The first [`NAMED`] of them.
    pub first: Vec<String>,
}

/// The rows of one table that go along.
struct Group {
    table: &'static str,
    /// By which relations they belong to the row: each path is one after another.
    paths: Vec<Path>,
}

/// Whose rows are deleted.
#[derive(Clone, Copy)]
pub enum Owners<'o> {
    /// The row with that id.
    One(i64),
    /// Several: the condition that a column holds the id of one of them.
    Several(&'o dyn Fn(Column) -> Condition),
}

impl Owners<'_> {
    /// The condition that a column holds the id of one of them.
    fn holds(self, column: Column) -> Condition {
        match self {
            Self::One(id) => holds_id(column, id),
            Self::Several(condition) => condition(column),
        }
    }
}

/// Relations, each of which is one of the entity that the one before it leads to.
type Path = Vec<&'static Relation>;

impl Dependents {
    /// What a deletion of rows takes along, as far as they may see it: each kind once, what is
    /// nearest to the row first.
    pub fn read(
        connection: &mut AnyConnection,
        operator: &CurrentOperator,
        entity: &'static Entity,
        owners: Owners<'_>,
    ) -> QueryResult<Vec<Self>> {
        let (mut found, mut without): (Vec<Self>, Vec<&str>) = (Vec::new(), Vec::new());
        for Group { table, mut paths } in groups(entity) {
            // Nothing belongs to rows that there are none of.
            paths.retain(|path| path.iter().all(|step| !without.contains(&step.column().table)));
            let Some(relation) = paths.first().and_then(|path| path.last()) else { continue };
            let dependents = match relation.kind {
                _ if is_hidden(relation, operator) => continue,
                RelationKind::Through(end) => linked(connection, end, &paths, owners)?,
                RelationKind::HasOne { .. } | RelationKind::HasMany { .. } => {
                    children(connection, relation.entity, &paths, owners)?
                }
            };
            match dependents.count {
                0 => without.push(table),
                _ => found.push(dependents),
            }
        }
        Ok(found)
    }

    /// "12 cars"
    pub fn counted(&self) -> String {
        counted(self.count, self.one, &self.many)
    }

    /// How many are not named.
    pub fn unnamed(&self) -> i64 {
        self.count - i64::try_from(self.first.len()).unwrap_or(self.count)
    }

    /// What differs where other rows would go along with what that mark tells from others.
    pub fn marked(own: String, all: &[Self]) -> String {
        std::iter::once(own).chain(all.iter().map(Self::mark)).collect::<Vec<_>>().join(" ")
    }

    /// What differs where other rows would go along.
    pub fn mark(&self) -> String {
        let (id, changed) = &self.newest;
        format!("{}:{}:{id}:{}", self.one, self.count, micros(*changed))
    }
}

/// A time as a mark says it; one that cannot be read is as good as another.
pub fn micros(time: UtcTime) -> i64 {
    time.get().map(|time| time.and_utc().timestamp_micros()).unwrap_or_default()
}

/// What may go along with a row of an entity, what is nearest to it first.
fn groups(entity: &'static Entity) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut open: VecDeque<Path> = entity.relations().iter().map(|first| vec![first]).collect();
    while let Some(path) = open.pop_front() {
        let Some((last, before)) = path.split_last() else { continue };
        let line: Vec<&Entity> =
            [entity].into_iter().chain(before.iter().map(|step| step.entity)).collect();
        if last.descends(&line) {
            let below = last.entity.relations().iter();
            open.extend(below.map(|relation| [&path[..], &[relation]].concat()));
        }
        let table = last.column().table;
        match groups.iter_mut().find(|group| group.table == table) {
            Some(group) => group.paths.push(path),
            None => groups.push(Group { table, paths: vec![path] }),
        }
    }
    groups
}

/// Whether a relation leads to what they may not see: a link that is deleted along with what they
/// may delete.
fn is_hidden(relation: &Relation, operator: &CurrentOperator) -> bool {
    matches!(relation.kind, RelationKind::Through(_)) && !operator.sees(relation.entity.table())
}

/// Whether a deletion of a row can take along what they may not see.
pub fn hides_some(operator: &CurrentOperator, entity: &'static Entity) -> bool {
    let mut relations = groups(entity).into_iter().flat_map(|group| group.paths).flatten();
    relations.any(|relation| is_hidden(relation, operator))
}

/// Whether they may write anew whatever a deletion of a row can take along.
pub fn may_restore(operator: &CurrentOperator, entity: &'static Entity) -> bool {
    let relations = groups(entity).into_iter().flat_map(|group| group.paths).flatten();
    let required = relations.map(|relation| match relation.kind {
        RelationKind::Through(end) => end.requirement(),
        RelationKind::HasOne { .. } | RelationKind::HasMany { .. } => {
            requirement(relation.entity, Action::Create)
        }
    });
    let own = requirement(entity, Action::Create);
    std::iter::once(own).chain(required).all(|required| operator.meets(&required))
}

/// The condition that a row belongs to one of these by one of the paths.
fn belongs(paths: &[Path], owners: Owners<'_>) -> Condition {
    let by = |path: &Path| {
        let mut steps = path.iter();
        let first = steps.next()?;
        let (mut condition, mut above) = (owners.holds(first.column()), first);
        for step in steps {
            condition = refers_to(step.column(), above.entity.id, condition);
            above = step;
        }
        Some(condition)
    };
    any(paths.iter().filter_map(by).collect())
}

fn children(
    connection: &mut AnyConnection,
    entity: &'static Entity,
    paths: &[Path],
    owners: Owners<'_>,
) -> QueryResult<Dependents> {
    let first = Rows::of(entity.table(), belongs(paths, owners))
        .ordered(vec![entity.id], Direction::Ascending)
        .slice(NAMED, 0);
    let first = rows(connection, entity, first, Vec::new())?;
    let (count, newest) = match (paths, owners) {
        ([path], Owners::One(_)) if path.iter().all(|step| !step.is_many()) => {
            let newest = first.last().map(|row| (row.id, row.updated_at));
            (i64::from(newest.is_some()), newest.unwrap_or((0, UtcTime::of(None))))
        }
        _ => sum(connection, belongs(paths, owners), entity.id, entity.updated_at)?,
    };
    Ok(Dependents {
        one: entity.names.one,
        many: entity.names.several(),
        count,
        newest,
        first: first.iter().map(|row| row.summary()).collect(),
    })
}

fn linked(
    connection: &mut AnyConnection,
    end: LinkEnd,
    paths: &[Path],
    owners: Owners<'_>,
) -> QueryResult<Dependents> {
    let other = end.across().column;
    let (count, newest) = sum(connection, belongs(paths, owners), other, end.link.created_at)?;
    // The first few by id, which an index gives at once; by name, a database may sort a million.
    let first = Rows::of(end.link.table, belongs(paths, owners))
        .ordered(vec![other], Direction::Ascending)
        .slice(NAMED, 0)
        .select(vec![Expression::Column(other)])
        .load(connection)?;
    let first: Vec<i64> = first.iter().filter_map(|row| row.integer(0)).collect();
    let first = TitledRow::among(connection, end.other(), &first)?;
    Ok(Dependents {
        one: end.link.words.one,
        many: end.link.words.many.to_owned(),
        count,
        newest,
        first: first.into_iter().map(|row| row.title).collect(),
    })
}

/// How many rows meet a condition, the greatest of a column of ids among them, and the latest of one
/// of times.
fn sum(
    connection: &mut AnyConnection,
    condition: Condition,
    id: Column,
    time: Column,
) -> QueryResult<(i64, (i64, UtcTime))> {
    let wanted = vec![Expression::Count, Expression::Greatest(id), Expression::Greatest(time)];
    let row = Rows::of(id.table, condition).select(wanted).first(connection)?;
    let mut row = row.unwrap_or_default();
    let [count, greatest] = [0, 1].map(|index| row.integer(index).unwrap_or_default());
    Ok((count, (greatest, UtcTime::of(row.0.pop().flatten()))))
}
