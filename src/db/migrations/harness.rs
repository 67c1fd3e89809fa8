//! Running one migration by Diesel's own harness, which notes it in Diesel's own table.

use std::fmt;

use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::connection::BoxableConnection;
use diesel::migration::{self, MigrationMetadata, MigrationName, MigrationVersion};
use diesel::result::Error as QueryError;
use diesel_migrations::MigrationHarness as _;

use super::list::Migration;
use crate::db::AnyConnection;

/// Takes the step.
pub(super) fn run(connection: &mut AnyConnection, migration: &Migration) -> QueryResult<()> {
    let version = match connection {
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(sqlite) => sqlite.run_migration(migration),
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(postgres) => postgres.run_migration(migration),
        #[cfg(feature = "mysql")]
        AnyConnection::Mysql(mysql) => mysql.run_migration(migration),
    };
    version.map(drop).map_err(query_error)
}

/// Takes the step back.
pub(super) fn revert(connection: &mut AnyConnection, migration: &Migration) -> QueryResult<()> {
    let version = match connection {
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(sqlite) => sqlite.revert_migration(migration),
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(postgres) => postgres.revert_migration(migration),
        #[cfg(feature = "mysql")]
        AnyConnection::Mysql(mysql) => mysql.revert_migration(migration),
    };
    version.map(drop).map_err(query_error)
}

fn query_error(error: Box<dyn std::error::Error + Send + Sync>) -> QueryError {
    match error.downcast::<QueryError>() {
        Ok(error) => *error,
        Err(error) => QueryError::QueryBuilderError(error),
    }
}

impl<DB: Backend> migration::Migration<DB> for Migration {
    fn run(&self, connection: &mut dyn BoxableConnection<DB>) -> migration::Result<()> {
        Ok(connection.batch_execute(self.up)?)
    }

    fn revert(&self, connection: &mut dyn BoxableConnection<DB>) -> migration::Result<()> {
        Ok(connection.batch_execute(self.down)?)
    }

    fn metadata(&self) -> &dyn MigrationMetadata {
        &WithinOurs
    }

    fn name(&self) -> &dyn MigrationName {
        self
    }
}

/// The step, its checksum and the look at what is applied are one transaction, which is begun
/// around the harness.
struct WithinOurs;

impl MigrationMetadata for WithinOurs {
    fn run_in_transaction(&self) -> bool {
        false
    }
}

impl MigrationName for Migration {
    fn version(&self) -> MigrationVersion<'_> {
        MigrationVersion::from(self.version())
    }
}

impl fmt::Display for Migration {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name)
    }
}
