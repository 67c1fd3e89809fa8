//! Columns and tables as values.

use diesel::query_builder::{AstPass, QueryFragment};
use diesel::sql_types::{BigInt, Integer, Timestamp};

use super::value::{ColumnSqlType, ColumnType};
use crate::db::connection::Backend;

/// A table with a name, for what is declared over its columns.
pub trait NamedTable {
    /// Its name.
    const NAME: &'static str;
}

/// The table of an entity: beside its fields, every row has an id, a version and its times.
pub trait Table: NamedTable {
    /// The column that tells rows apart.
    type Id: diesel::Column<Table = Self, SqlType = BigInt>;
    /// The column that counts the updates.
    type Version: diesel::Column<Table = Self, SqlType = Integer>;
    /// The column of when a row was created.
    type CreatedAt: diesel::Column<Table = Self, SqlType = Timestamp>;
    /// The column of when a row was last changed.
    type UpdatedAt: diesel::Column<Table = Self, SqlType = Timestamp>;
}

/// Says of a table of the schema that it is that of an entity, whose rows the given column tells
/// apart.
#[macro_export]
macro_rules! entity_table {
    ($table:ident, $id:ident) => {
        impl $crate::db::statement::NamedTable for $table::table {
            const NAME: &'static str = stringify!($table);
        }

        impl $crate::db::statement::Table for $table::table {
            type Id = $table::$id;
            type Version = $table::version;
            type CreatedAt = $table::created_at;
            type UpdatedAt = $table::updated_at;
        }
    };
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its table.
    pub table: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it is made for.
    pub column_type: ColumnType,
    /// Whether a row may have nothing in it.
    pub is_nullable: bool,
}

impl Column {
    /// A column of the schema.
    pub const fn of<C>() -> Self
    where
        C: diesel::Column<Table: NamedTable, SqlType: ColumnSqlType>,
    {
        Self {
            table: <C::Table as NamedTable>::NAME,
            name: C::NAME,
            column_type: <C::SqlType as ColumnSqlType>::TYPE,
            is_nullable: <C::SqlType as ColumnSqlType>::IS_NULLABLE,
        }
    }

    /// `"movies"."name"`, quoted as the database quotes.
    pub(super) fn push(&self, out: &mut AstPass<'_, '_, Backend>) -> diesel::QueryResult<()> {
        out.push_identifier(self.table)?;
        out.push_sql(".");
        out.push_identifier(self.name)
    }
}

impl QueryFragment<Backend> for Column {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> diesel::QueryResult<()> {
        self.push(&mut out)
    }
}
