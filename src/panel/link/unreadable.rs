//! Links whose time cannot be read.

use std::time::Instant;

use diesel::QueryResult;

use crate::db::statement::{Column, Condition, Expression, Key, Rows, Value, all, any, compared};
use crate::db::{AnyConnection, Comparison, Direction, UtcTime};
use crate::panel::entity::relation::Link;
use crate::panel::record::unreadable::{BATCH, Look, Unreadable};

/// Looks at when each link was made, until that time.
pub fn look(
    connection: &mut AnyConnection,
    link: &'static Link,
    until: Instant,
) -> QueryResult<Look> {
    let columns = [&link.sides[0], &link.sides[1]].map(|side| side.column);
    let (mut look, mut last) = (Look::default(), [i64::MIN; 2]);
    loop {
        let mut rows = Rows::of(link.table, behind(columns, last))
            .ordered(columns.to_vec(), Direction::Ascending)
            .slice(BATCH, 0)
            .select(
                [&columns[..], &[link.created_at]]
                    .concat()
                    .into_iter()
                    .map(Expression::Column)
                    .collect(),
            )
            .load(connection)?;
        let ids = rows.last().and_then(|row| Some([row.integer(0)?, row.integer(1)?]));
        let Some(ids) = ids else { return Ok(look) };
        last = ids;
        let found = rows.iter_mut().filter_map(|row| {
            let time = UtcTime::of(row.0.pop().flatten());
            let row = [row.integer(0)?, row.integer(1)?];
            time.get().is_none().then(|| Unreadable {
                table: link.table,
                row: columns.iter().map(|column| column.name).zip(row).collect(),
                column: link.created_at.name,
            })
        });
        let found: Vec<Unreadable> = found.collect();
        if look.ends(rows.len(), found.into_iter(), until) {
            return Ok(look);
        }
    }
}

/// The links behind the one between the rows with these ids, in the order of their ids.
fn behind([first, second]: [Column; 2], [one, other]: [i64; 2]) -> Condition {
    let compares = |column, comparison, id| {
        compared(column, column, comparison, Key::Value(Value::Integer(id)))
    };
    let beyond = vec![
        compares(first, Comparison::Greater, one),
        compares(second, Comparison::Greater, other),
    ];
    // The first term leads an index straight to them.
    all(vec![compares(first, Comparison::AtLeast, one), any(beyond)])
}
