//! Conditions on the rows of a table.

mod place;
mod related;

use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::sql_types::BigInt;

pub use self::place::{Behind, beyond, first_behind, holds_id_behind};
pub use self::related::{among, is_selected, refers_to, so_many_of, some_of, some_with};
use super::column::{Column, push_name};
use super::comparison::Comparison;
use super::key::Key;
use super::value::{Bound, Value};
use crate::db::connection::Backend;
use crate::db::version::AtVersion;

/// A condition on the rows of a table.
pub type Condition = Box<dyn QueryFragment<Backend> + Send>;

/// Every one of these conditions; true where there is none.
pub fn all(conditions: Vec<Condition>) -> Condition {
    Box::new(Joined { conditions, between: " AND ", without: "1 = 1" })
}

/// One of these conditions; false where there is none.
pub fn any(conditions: Vec<Condition>) -> Condition {
    Box::new(Joined { conditions, between: " OR ", without: "1 = 0" })
}

/// The contrary.
pub fn not(condition: Condition) -> Condition {
    Box::new(Not(condition))
}

/// The condition that a column compares like that to a key; `id` is the id of the same table.
/// A comparison with nothing holds for rows that hold nothing, or for the others.
pub fn compared(column: Column, id: Column, comparison: Comparison, key: Key) -> Condition {
    match key {
        Key::Empty => match comparison {
            Comparison::Equal | Comparison::AtMost | Comparison::AtLeast => is_empty(column),
            Comparison::Unequal | Comparison::Less | Comparison::Greater => is_filled(column),
        },
        Key::Value(value) => {
            Box::new(Compared { column, comparison, operand: Operand::Value(value.into()) })
        }
        Key::OfRow(row) => {
            Box::new(Compared { column, comparison, operand: Operand::OfRow { id, row } })
        }
    }
}

/// The condition that a column holds that id.
pub fn holds_id(column: Column, id: i64) -> Condition {
    compared(column, column, Comparison::Equal, Key::Value(Value::Integer(id)))
}

/// The condition that a column holds one of these ids; the statement for one of them stays the same,
/// and is kept prepared.
pub fn holds_one(column: Column, ids: &[i64]) -> Condition {
    match ids {
        [id] => holds_id(column, *id),
        _ => among(column, ids.to_vec()),
    }
}

/// The condition that a column holds nothing.
pub fn is_empty(column: Column) -> Condition {
    Box::new(IsEmpty { column, sql: " IS NULL" })
}

/// The condition that a column holds something.
pub fn is_filled(column: Column) -> Condition {
    Box::new(IsEmpty { column, sql: " IS NOT NULL" })
}

/// The condition that a column holds that version.
pub fn at_version(column: Column, version: i32) -> Condition {
    Box::new(AtVersion { column, version })
}

/// A condition that every row meets, for a statement that is one of very many: the connection does
/// not keep it prepared.
pub fn uncached() -> Condition {
    Box::new(Uncached)
}

struct Joined {
    conditions: Vec<Condition>,
    between: &'static str,
    without: &'static str,
}

impl QueryFragment<Backend> for Joined {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        if self.conditions.is_empty() {
            out.push_sql(self.without);
            return Ok(());
        }
        out.push_sql("(");
        for (index, condition) in self.conditions.iter().enumerate() {
            out.push_sql(if index == 0 { "" } else { self.between });
            condition.walk_ast(out.reborrow())?;
        }
        out.push_sql(")");
        Ok(())
    }
}

struct Not(Condition);

impl QueryFragment<Backend> for Not {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.push_sql("NOT (");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}

enum Operand {
    Value(Bound),
    OfRow { id: Column, row: i64 },
}

impl Operand {
    /// Writes what a column is compared with.
    fn push<'b>(&'b self, column: &Column, out: &mut AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        match self {
            Self::Value(value) => value.push(out),
            Self::OfRow { id, row } => {
                out.push_sql("(SELECT ");
                column.push(out)?;
                out.push_sql(" FROM ");
                push_name(column.table, out);
                out.push_sql(" WHERE ");
                id.push(out)?;
                out.push_sql(" = ");
                out.push_bind_param::<BigInt, _>(row)?;
                out.push_sql(")");
                Ok(())
            }
        }
    }
}

struct Compared {
    column: Column,
    comparison: Comparison,
    operand: Operand,
}

impl QueryFragment<Backend> for Compared {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        self.column.push(&mut out)?;
        out.push_sql(self.comparison.sql());
        self.operand.push(&self.column, &mut out)
    }
}

struct IsEmpty {
    column: Column,
    sql: &'static str,
}

impl QueryFragment<Backend> for IsEmpty {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        self.column.push(&mut out)?;
        out.push_sql(self.sql);
        Ok(())
    }
}

struct Uncached;

impl QueryFragment<Backend> for Uncached {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.unsafe_to_cache_prepared();
        out.push_sql("1 = 1");
        Ok(())
    }
}
