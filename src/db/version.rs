//! The versions of rows: the lock against lost updates.

use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::sql_types::{Bool, Integer};

use super::connection::Backend;
use super::sql::{BoxedFilter, Sql, Typed};
use super::stored::Stored;

/// Stands for every version that no row of this program ever has, but another program has stored.
/// Such a row is locked like any other, and an update gives it the first version.
pub const UNREADABLE_VERSION: i32 = i32::MIN;

/// The version as forms carry it.
pub fn version_of(stored: Stored<i32>) -> i32 {
    stored.value().filter(|version| *version > 0).unwrap_or(UNREADABLE_VERSION)
}

/// The version after that one.
pub fn next_version(version: i32) -> i32 {
    if version > 0 { version.checked_add(1).unwrap_or(1) } else { 1 }
}

/// The condition that column `C` of table `T` holds that version.
pub fn at_version<T, C>(version: i32) -> BoxedFilter<T>
where
    T: 'static,
    C: Column<Table = T, SqlType = Integer> + Default + QueryFragment<Backend> + Send + 'static,
{
    Box::new(Sql(AtVersion { column: C::default(), version }))
}

/// The condition that a column holds that version, or one that cannot be read.
pub(super) struct AtVersion<C> {
    pub column: C,
    pub version: i32,
}

impl<C> Typed for AtVersion<C> {
    type SqlType = Bool;
}

impl<C: QueryFragment<Backend>> QueryFragment<Backend> for AtVersion<C> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        if self.version != UNREADABLE_VERSION {
            self.column.walk_ast(out.reborrow())?;
            out.push_sql(" = ");
            return out.push_bind_param::<Integer, _>(&self.version);
        }
        // A text is greater than every number to SQLite, a missing value neither here nor there.
        out.push_sql("NOT coalesce(");
        self.column.walk_ast(out.reborrow())?;
        out.push_sql(" BETWEEN 1 AND 2147483647");
        match out.backend() {
            #[cfg(feature = "sqlite")]
            Backend::Sqlite(_) => {
                out.push_sql(" AND typeof(");
                self.column.walk_ast(out.reborrow())?;
                out.push_sql(") = 'integer', FALSE)");
            }
            #[cfg(feature = "postgres")]
            Backend::Postgres(_) => out.push_sql(", FALSE)"),
            #[cfg(feature = "mysql")]
            Backend::Mysql(_) => out.push_sql(", FALSE)"),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_version_has_a_next_one() {
        assert_eq!([next_version(1), next_version(i32::MAX)], [2, 1]);
        assert_eq!(next_version(UNREADABLE_VERSION), 1);
        assert_eq!(version_of(Stored::Value(0)), UNREADABLE_VERSION);
        assert_eq!(version_of(Stored::Value(7)), 7);
    }
}
