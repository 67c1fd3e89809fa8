//! Where the database is: the URL, parsed once.

mod conninfo;

use std::fmt;
use std::path::Path;

use self::conninfo::Conninfo;

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
    /// A path of an SQLite database with parameters behind it.
    #[error(
        "names an SQLite database with parameters: it takes none, so write sqlite:path/to/file"
    )]
    Parameters,
    /// `sqlite:` with nothing behind it.
    #[error("names no file: write sqlite:path/to/file")]
    NoFile,
    /// MariaDB's client library takes this mode and then does not check the name.
    #[error(
        "asks for ssl_mode=verify_identity, which MariaDB's client library silently ignores: \
         use ssl_mode=verify_ca&ssl_ca=FILE, with a CA that signs for this server alone"
    )]
    Identity,
    /// MySQL's client library knows no more than one.
    #[error("names several servers: MySQL's client library connects to one; name that alone")]
    SeveralServers,
    /// What follows the scheme cannot be read.
    #[error(
        "is no valid address ({0}); where a password holds @ : / # % or ?, they are written \
         %40 %3A %2F %23 %25 %3F"
    )]
    Malformed(String),
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
        let target = match product {
            Product::Sqlite => target,
            Product::Postgres => postgres_address(&target)?,
            Product::Mysql => mysql_url(&target)?,
        };
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
    pub fn file(&self) -> Option<&Path> {
        (self.product == Product::Sqlite).then(|| Path::new(&self.target))
    }

    /// Whether a MySQL connection must be encrypted; PostgreSQL's library sees to that by itself.
    #[cfg(feature = "mysql")]
    pub(super) fn must_be_encrypted(&self) -> bool {
        self.product == Product::Mysql
            && url::Url::parse(&self.target)
                .ok()
                .and_then(|url| ssl_mode(&url))
                .is_some_and(|mode| !matches!(mode.as_str(), "disabled" | "preferred"))
    }

    /// What the driver is given: the path of the file, or the whole URL with its password.
    pub(super) fn target(&self) -> &str {
        &self.target
    }

    /// The driver's words in one line, without the password where they repeat it.
    pub(super) fn clean(&self, words: &str) -> String {
        let lines = words.lines().map(str::trim).filter(|line| !line.is_empty());
        let line = lines.collect::<Vec<_>>().join("; ");
        if self.product == Product::Sqlite {
            return line;
        }
        let shown = self.to_string();
        let line = line.replace(&self.target, &shown);
        self.passwords().iter().fold(line, |line, encoded| {
            let plain = percent_encoding::percent_decode_str(encoded).decode_utf8_lossy();
            match plain.len() < SHORTEST {
                true => line,
                false => line.replace(encoded.as_str(), "***").replace(plain.as_ref(), "***"),
            }
        })
    }

    /// The passwords in it, as they are written.
    fn passwords(&self) -> Vec<String> {
        match self.product {
            Product::Sqlite => Vec::new(),
            Product::Postgres => {
                let read = self.target.strip_prefix(POSTGRES).map(Conninfo::parse);
                read.and_then(Result::ok)
                    .map(|read| read.passwords().map(str::to_owned).collect())
                    .unwrap_or_default()
            }
            Product::Mysql => {
                let url = url::Url::parse(&self.target).ok();
                url.and_then(|url| url.password().map(str::to_owned)).into_iter().collect()
            }
        }
    }
}

/// A word of fewer bytes would be found everywhere in a sentence.
const SHORTEST: usize = 3;

fn ssl_mode(url: &url::Url) -> Option<String> {
    let (_, mode) = url.query_pairs().find(|(name, _)| name == "ssl_mode")?;
    Some(mode.to_ascii_lowercase())
}

/// How every address of PostgreSQL begins here.
const POSTGRES: &str = "postgres://";

/// The address as libpq takes it, with patience for a server that is gone.
fn postgres_address(text: &str) -> Result<String, AddressError> {
    let read = Conninfo::parse(text.strip_prefix(POSTGRES).unwrap_or_default())?;
    // Without them libpq waits for minutes for a machine that has vanished. Of several, the next one
    // has its turn while somebody still waits.
    let patience = if read.has_several_hosts() { "2" } else { "10" };
    Ok(read.with(&[
        ("connect_timeout", patience),
        ("keepalives_idle", "30"),
        ("keepalives_interval", "10"),
        ("keepalives_count", "3"),
        ("tcp_user_timeout", "60000"),
        ("application_name", "backlot"),
    ]))
}

/// The URL as Diesel reads it for MySQL's client library.
fn mysql_url(text: &str) -> Result<String, AddressError> {
    let hosts = text.split('/').nth(2).unwrap_or_default();
    if hosts.rsplit('@').next().is_some_and(|hosts| hosts.contains(',')) {
        return Err(AddressError::SeveralServers);
    }
    let malformed = |mistake: &dyn fmt::Display| AddressError::Malformed(mistake.to_string());
    let url = url::Url::parse(text).map_err(|error| malformed(&error))?;
    // A piece of a password, which would be shown as if it were a name.
    if url.path().contains('@') {
        return Err(malformed(&"the name of the database holds an @"));
    }
    match ssl_mode(&url).as_deref() {
        Some("verify_identity") => Err(AddressError::Identity),
        _ => Ok(url.into()),
    }
}

/// `sqlite:file`, `sqlite:/abs/file` and `sqlite:///abs/file` alike.
fn sqlite_path(rest: &str) -> Result<String, AddressError> {
    let path = rest.strip_prefix("//").unwrap_or(rest);
    if path.contains(":memory:") || path.contains("mode=memory") {
        return Err(AddressError::InMemory);
    }
    if path.contains('?') {
        return Err(AddressError::Parameters);
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
            Product::Postgres => match self.target.strip_prefix(POSTGRES).map(Conninfo::parse) {
                Some(Ok(read)) => read.fmt(out),
                _ => write!(out, "{POSTGRES}…"),
            },
            Product::Mysql => out.write_str(&without_password(&self.target)),
        }
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

/// Drops the password and the query.
fn without_password(url: &str) -> String {
    let Ok(mut parsed) = url::Url::parse(url) else { return "mysql://…".to_owned() };
    if parsed.password().is_some() && parsed.set_password(Some("***")).is_err() {
        return "mysql://…".to_owned();
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
    fn a_promise_that_the_client_library_does_not_keep_is_not_made() {
        let url = "mysql://joe@host/db?ssl_mode=VERIFY_IDENTITY";
        assert_eq!(Address::parse(url), Err(AddressError::Identity));
        #[cfg(feature = "mysql")]
        for (mode, must) in [("required", true), ("preferred", false)] {
            let url = format!("mysql://joe@host/db?ssl_mode={mode}");
            assert_eq!(Address::parse(&url).unwrap().must_be_encrypted(), must);
        }
    }

    #[test]
    fn a_driver_that_repeats_the_password_is_corrected() {
        let url = "postgres://joe:s3%40cret@host/db";
        let Ok(address) = Address::parse(url) else { return };
        let words = format!("no: s3@cret\n\ts3%40cret {}\n", address.target);
        let clean = address.clean(&words);
        assert_eq!(clean, "no: ***; *** postgres://joe:***@host/db");
    }

    #[test]
    fn a_password_that_breaks_the_url_is_refused_unseen() {
        for url in [
            "postgres://joe:s3/cret@host/db",
            "mysql://joe:s3#cret@host/db",
            "mysql://joe:33/s3cret@host/db",
        ] {
            let error = Address::parse(url).unwrap_err().to_string();
            assert!(!error.contains("s3"), "{error}");
        }
    }

    #[test]
    fn several_servers_are_for_postgresql_alone() {
        let url = "mysql://joe:s3,cret@a:3306,b:3307/db";
        assert_eq!(Address::parse(url), Err(AddressError::SeveralServers));
        let Ok(address) = Address::parse("postgres://joe:s3,cret@a:5432,b:5433/db") else { return };
        assert_eq!(address.to_string(), "postgres://joe:***@a:5432,b:5433/db");
        assert!(address.target.contains("?connect_timeout=2&"), "{}", address.target);
        assert_eq!(address.clean("no s3,cret here"), "no *** here");
        let one = Address::parse("mysql://joe:s3,cret@a:3306/db");
        assert!(!matches!(one, Err(AddressError::SeveralServers | AddressError::Malformed(_))));
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
