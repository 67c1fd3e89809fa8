//! Where the database is: the URL, parsed once, and the only place that opens a connection.

use std::fmt;

use super::connection::AnyConnection;
use super::session::Limits;

/// The address of a database. Its `Display` and `Debug` never show a password.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    product: Product,
    /// The path of the file for SQLite, the whole URL for the servers.
    target: String,
}

/// The databases this program can speak to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Product {
    /// SQLite, in a file of this machine.
    Sqlite,
    /// PostgreSQL.
    Postgres,
    /// MySQL or MariaDB.
    Mysql,
}

impl Product {
    /// The cargo feature that builds it in.
    pub fn feature(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
            Self::Mysql => "mysql",
        }
    }

    fn is_built_in(self) -> bool {
        match self {
            Self::Sqlite => cfg!(feature = "sqlite"),
            Self::Postgres => cfg!(feature = "postgres"),
            Self::Mysql => cfg!(feature = "mysql"),
        }
    }
}

/// Why an address is no address. The texts are for the person who set the variable.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum AddressError {
    /// There is no scheme, or one that names no database.
    #[error("names no known database: it begins with sqlite:, postgres:// or mysql://")]
    UnknownScheme,
    /// Diesel has no backend for Microsoft SQL Server, so neither have we.
    #[error(
        "names Microsoft SQL Server, which cannot be served: Diesel has no backend for it; \
         use SQLite, PostgreSQL, MySQL or MariaDB"
    )]
    SqlServer,
    /// The database is known, but this program was built without it.
    #[error("names a database this program was built without: build it with --features {0}")]
    NotBuiltIn(&'static str),
    /// A database in memory would be another one for each pooled connection.
    #[error("names an SQLite database in memory: each connection would see one of its own")]
    InMemory,
    /// `sqlite:` with nothing behind it.
    #[error("names no file: write sqlite:path/to/file")]
    NoFile,
}

impl Address {
    /// Reads a URL: `sqlite:path`, `postgres://…`, `mysql://…` or `mariadb://…`.
    ///
    /// # Errors
    /// See [`AddressError`]; a file is neither opened nor created here.
    pub fn parse(url: &str) -> Result<Self, AddressError> {
        let (scheme, rest) = url.split_once(':').ok_or(AddressError::UnknownScheme)?;
        let (product, target) = match scheme.to_ascii_lowercase().as_str() {
            "sqlite" => (Product::Sqlite, sqlite_path(rest)?),
            "postgres" | "postgresql" => (Product::Postgres, format!("postgres:{rest}")),
            "mysql" | "mariadb" => (Product::Mysql, format!("mysql:{rest}")),
            "mssql" | "sqlserver" => return Err(AddressError::SqlServer),
            _ => return Err(AddressError::UnknownScheme),
        };
        if product != Product::Sqlite && !rest.starts_with("//") {
            return Err(AddressError::UnknownScheme);
        }
        if !product.is_built_in() {
            return Err(AddressError::NotBuiltIn(product.feature()));
        }
        Ok(Self { product, target })
    }

    /// Which database it is.
    pub fn product(&self) -> Product {
        self.product
    }

    /// The file of an SQLite database, `None` for a server.
    pub fn file(&self) -> Option<&std::path::Path> {
        (self.product == Product::Sqlite).then(|| std::path::Path::new(&self.target))
    }

    /// Opens one connection and sets up its session.
    ///
    /// # Errors
    /// The driver's own words.
    pub fn connect(&self, limits: &Limits) -> diesel::ConnectionResult<AnyConnection> {
        use diesel::Connection as _;
        let mut connection = match self.product {
            #[cfg(feature = "sqlite")]
            Product::Sqlite => {
                super::session::prepare_file(std::path::Path::new(&self.target))?;
                AnyConnection::Sqlite(diesel::SqliteConnection::establish(&self.target)?)
            }
            #[cfg(feature = "postgres")]
            Product::Postgres => {
                AnyConnection::Postgres(diesel::PgConnection::establish(&self.target)?)
            }
            #[cfg(feature = "mysql")]
            Product::Mysql => {
                AnyConnection::Mysql(diesel::MysqlConnection::establish(&self.target)?)
            }
            #[cfg(not(all(feature = "sqlite", feature = "postgres", feature = "mysql")))]
            other => {
                let cause = AddressError::NotBuiltIn(other.feature());
                return Err(diesel::ConnectionError::BadConnection(cause.to_string()));
            }
        };
        super::session::set_up(&mut connection, limits)
            .map_err(diesel::ConnectionError::CouldntSetupConfiguration)?;
        Ok(connection)
    }
}

/// `sqlite:file`, `sqlite:/abs/file` and `sqlite:///abs/file` alike.
fn sqlite_path(rest: &str) -> Result<String, AddressError> {
    let path = rest.strip_prefix("//").unwrap_or(rest);
    if path.contains(":memory:") || path.contains("mode=memory") {
        return Err(AddressError::InMemory);
    }
    if path.is_empty() || path.ends_with('/') {
        return Err(AddressError::NoFile);
    }
    Ok(path.to_owned())
}

impl fmt::Display for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.product {
            Product::Sqlite => write!(out, "sqlite:{}", self.target),
            Product::Postgres | Product::Mysql => out.write_str(&without_password(&self.target)),
        }
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

/// Drops the password and the query, where libpq accepts a second password.
fn without_password(url: &str) -> String {
    let Ok(mut parsed) = url::Url::parse(url) else {
        let scheme = url.split(':').next().unwrap_or_default();
        return format!("{scheme}://…");
    };
    if parsed.password().is_some() && parsed.set_password(Some("***")).is_err() {
        return format!("{}://…", parsed.scheme());
    }
    parsed.set_query(None);
    parsed.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_url_is_refused_and_never_becomes_a_file() {
        for url in ["garbage", "", "foo:bar", "mysql:foo", "postgres:db", "/var/db"] {
            assert_eq!(Address::parse(url), Err(AddressError::UnknownScheme), "{url}");
        }
        assert_eq!(Address::parse("mssql://sa@host/db"), Err(AddressError::SqlServer));
        assert_eq!(Address::parse("sqlite:"), Err(AddressError::NoFile));
        assert_eq!(Address::parse("sqlite::memory:"), Err(AddressError::InMemory));
    }

    #[test]
    fn a_password_is_never_shown() {
        for url in
            ["postgres://joe:s3cret@host/db?password=s3cret", "mysql://joe:s3%40cret@host:3306/db"]
        {
            if let Ok(address) = Address::parse(url) {
                let shown = format!("{address} {address:?}");
                assert!(!shown.contains("s3"), "{shown}");
                assert!(shown.contains("host"), "{shown}");
            }
        }
    }
}
