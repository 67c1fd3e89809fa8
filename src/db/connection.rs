//! The connection enum: one variant for each database that was built in.

/// A connection to whichever database the URL names.
///
/// Never call its derived `establish`: that tries the variants in order, drops the driver's words
/// and creates an SQLite file named after a mistyped URL. [`super::Address::connect`] is the way.
#[derive(diesel::MultiConnection)]
pub enum AnyConnection {
    /// The embedded database.
    #[cfg(feature = "sqlite")]
    Sqlite(diesel::SqliteConnection),
    /// A PostgreSQL server.
    #[cfg(feature = "postgres")]
    Postgres(diesel::PgConnection),
    /// A MySQL or MariaDB server.
    #[cfg(feature = "mysql")]
    Mysql(diesel::MysqlConnection),
}

/// The backend that queries of this program are written for.
pub type Backend = MultiBackend;
