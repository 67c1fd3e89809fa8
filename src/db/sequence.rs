//! The numbers that PostgreSQL gives to rows, where another program has numbered rows itself: its
//! sequences know nothing of those, and would give the same numbers again. SQLite, MySQL and MariaDB
//! look at the rows.

use diesel::QueryResult;
use diesel::result::{DatabaseErrorKind, Error as QueryError};

use super::connection::AnyConnection;
use super::problem::Problem;

/// Sets the sequence of a primary key above the rows that are there, where `error` says that a
/// number was given out twice. To be called between two transactions.
///
/// # Errors
/// This needs the right to update the sequence, or to lock the table.
pub(super) fn catch_up(connection: &mut AnyConnection, error: &QueryError) -> QueryResult<()> {
    let QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, information) = error else {
        return Ok(());
    };
    match connection {
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(_) => {
            let _ = information;
            Ok(())
        }
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(postgres) => {
            let constraint = information.constraint_name();
            for sequence in postgres::sequences(postgres)? {
                if Some(sequence.constraint.as_str()) == constraint {
                    sequence.catch_up(postgres)?;
                }
            }
            Ok(())
        }
        #[cfg(feature = "mysql")]
        AnyConnection::Mysql(_) => {
            let _ = information;
            Ok(())
        }
    }
}

/// The same for a table that nobody else writes to meanwhile.
#[cfg(feature = "postgres")]
pub(super) fn catch_up_with(postgres: &mut diesel::PgConnection, table: &str) -> QueryResult<()> {
    for sequence in postgres::sequences(postgres)? {
        if sequence.table == table {
            sequence.set(postgres)?;
        }
    }
    Ok(())
}

/// Every sequence that would give out a number that is taken.
pub(super) fn problems(connection: &mut AnyConnection) -> QueryResult<Vec<Problem>> {
    match connection {
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(_) => Ok(Vec::new()),
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(postgres) => {
            let mut found = Vec::new();
            for sequence in postgres::sequences(postgres)? {
                if sequence.lags(postgres)? {
                    let table = &sequence.table;
                    let what = format!("new rows of {table} would get numbers that are taken");
                    found.push(Problem::new(what, sequence.cure()));
                }
            }
            Ok(found)
        }
        #[cfg(feature = "mysql")]
        AnyConnection::Mysql(_) => Ok(Vec::new()),
    }
}

#[cfg(feature = "postgres")]
mod postgres {
    use diesel::prelude::*;
    use diesel::sql_types::{Bool, Text};
    use diesel::{PgConnection, sql_query};

    /// A primary key that the database numbers; the names are quoted where they have to be.
    #[derive(QueryableByName)]
    pub struct Sequence {
        #[diesel(sql_type = Text)]
        pub table: String,
        #[diesel(sql_type = Text)]
        pub constraint: String,
        #[diesel(sql_type = Text)]
        column: String,
        #[diesel(sql_type = Text)]
        name: String,
    }

    #[derive(QueryableByName)]
    struct Answer {
        #[diesel(sql_type = Bool)]
        holds: bool,
    }

    /// Those of every table of ours.
    pub fn sequences(postgres: &mut PgConnection) -> QueryResult<Vec<Sequence>> {
        sql_query(
            r#"SELECT * FROM (
                SELECT quote_ident(relname) AS "table", conname::text AS "constraint",
                    quote_ident(attname) AS "column",
                    pg_get_serial_sequence(quote_ident(relname), attname) AS "name"
                FROM pg_constraint
                JOIN pg_class ON pg_class.oid = conrelid
                JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
                WHERE contype = 'p' AND cardinality(conkey) = 1
                    AND relnamespace = current_schema()::regnamespace
            ) AS keys WHERE "name" IS NOT NULL ORDER BY "table""#,
        )
        .load(postgres)
    }

    impl Sequence {
        pub fn catch_up(&self, postgres: &mut PgConnection) -> QueryResult<()> {
            postgres.transaction(|postgres| {
                // Whoever inserts waits: between the look and the step no number may be given out.
                let lock = format!("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE", self.table);
                sql_query(lock).execute(postgres)?;
                self.set(postgres)
            })
        }

        /// To be called while nobody inserts.
        pub fn set(&self, postgres: &mut PgConnection) -> QueryResult<()> {
            if self.lags(postgres)? {
                sql_query(self.cure()).execute(postgres)?;
            }
            Ok(())
        }

        pub fn lags(&self, postgres: &mut PgConnection) -> QueryResult<bool> {
            let Self { table, column, name, .. } = self;
            let answer: Answer = sql_query(format!(
                "SELECT coalesce(max({column}), 0) >= \
                 (SELECT last_value + is_called::int FROM {name}) AS holds FROM {table}"
            ))
            .get_result(postgres)?;
            Ok(answer.holds)
        }

        pub fn cure(&self) -> String {
            let Self { table, column, name, .. } = self;
            let literal = name.replace('\'', "''");
            format!("SELECT setval('{literal}', (SELECT max({column}) FROM {table}))")
        }
    }
}
