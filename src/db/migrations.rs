//! The migrations of each database, built into the program.

use diesel::migration::{MigrationSource, Result};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::connection::AnyConnection;

#[cfg(feature = "sqlite")]
const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
#[cfg(feature = "postgres")]
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
#[cfg(feature = "mysql")]
const MYSQL: EmbeddedMigrations = embed_migrations!("migrations/mysql");

/// Applies every migration that is not applied yet and returns their names, oldest first.
///
/// # Errors
/// The first migration that failed; those before it stay applied.
pub fn run_pending(connection: &mut AnyConnection) -> Result<Vec<String>> {
    match connection {
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(sqlite) => apply(sqlite, SQLITE),
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(postgres) => apply(postgres, POSTGRES),
        #[cfg(feature = "mysql")]
        AnyConnection::Mysql(mysql) => apply(mysql, MYSQL),
    }
}

fn apply<DB, C>(connection: &mut C, source: EmbeddedMigrations) -> Result<Vec<String>>
where
    DB: diesel::backend::Backend,
    C: MigrationHarness<DB>,
    EmbeddedMigrations: MigrationSource<DB>,
{
    let applied = connection.run_pending_migrations(source)?;
    Ok(applied.iter().map(ToString::to_string).collect())
}
