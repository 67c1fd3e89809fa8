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
        assert!(is_plain(C::NAME) && is_plain(<C::Table as NamedTable>::NAME), "a quote in a name");
        Self {
            table: <C::Table as NamedTable>::NAME,
            name: C::NAME,
            column_type: <C::SqlType as ColumnSqlType>::TYPE,
            is_nullable: <C::SqlType as ColumnSqlType>::IS_NULLABLE,
        }
    }

    /// `"movies"."name"`, quoted as the database quotes.
    pub(super) fn push(&self, out: &mut AstPass<'_, '_, Backend>) -> diesel::QueryResult<()> {
        push_name(self.table, out);
        out.push_sql(".");
        push_name(self.name, out);
        Ok(())
    }
}

/// Writes the name of a table or a column, quoted as the database quotes. There is no quote in it
/// to be doubled, for which Diesel would make a copy of every name of every statement.
pub(super) fn push_name(name: &'static str, out: &mut AstPass<'_, '_, Backend>) {
    let quote = match out.backend() {
        #[cfg(feature = "sqlite")]
        Backend::Sqlite(_) => "`",
        #[cfg(feature = "postgres")]
        Backend::Postgres(_) => "\"",
        #[cfg(feature = "mysql")]
        Backend::Mysql(_) => "`",
    };
    out.push_sql(quote);
    out.push_sql(name);
    out.push_sql(quote);
}

/// Whether a name is quoted by standing between quotes, for constants.
const fn is_plain(name: &str) -> bool {
    let mut bytes = name.as_bytes();
    while let [first, rest @ ..] = bytes {
        if matches!(first, b'`' | b'"') {
            return false;
        }
        bytes = rest;
    }
    true
}

impl QueryFragment<Backend> for Column {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> diesel::QueryResult<()> {
        self.push(&mut out)
    }
}
