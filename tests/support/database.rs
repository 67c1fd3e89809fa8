//! A database for each test, removed with it.

use std::fmt;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use backlot::access::{self, Cost, Token};
use backlot::db::{self, Address, AnyConnection, Limits};
use chrono::NaiveDateTime;
use diesel::connection::SimpleConnection as _;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Text;
use url::Url;

use super::person::PASSWORD;

/// The databases to run on, in order: those of `TEST_DATABASES`, or all that are at hand.
pub fn databases() -> Vec<String> {
    std::env::var("TEST_DATABASES")
        .unwrap_or_else(|_| "sqlite,postgres,mysql".to_owned())
        .split(',')
        .map(str::to_owned)
        .collect()
}

/// Where databases are made for tests.
pub enum Source {
    /// Files in folders of their own.
    Sqlite,
    /// A server, with a database that is migrated already, to be copied.
    Postgres { server: Url, template: String },
    /// A MySQL or MariaDB server.
    Mysql { server: Url },
}

/// Why the suite does not run on a database.
pub struct Absence {
    reason: String,
    is_failure: bool,
}

impl Absence {
    /// Whether it was asked for by name.
    pub fn is_failure(&self) -> bool {
        self.is_failure
    }
}

impl fmt::Display for Absence {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "left out, because {}", self.reason)
    }
}

/// The begin of the name of every test database; the time of the run follows.
const PREFIX: &str = "backlot_test_";
/// Databases of runs that began longer ago were left by a run that was killed.
const LEFTOVER: Duration = Duration::from_secs(60 * 60);

impl Source {
    /// Looks for the database of that name.
    pub fn open(name: &str) -> Result<Self, Absence> {
        let is_failure = std::env::var("TEST_DATABASES").is_ok();
        let absence = |reason: String| Absence { reason, is_failure };
        let variable = match name {
            "sqlite" if cfg!(feature = "sqlite") => return Ok(Self::Sqlite),
            "sqlite" => return Err(absence("this was built without the feature sqlite".into())),
            "postgres" => "TEST_POSTGRES_URL",
            "mysql" => "TEST_MYSQL_URL",
            other => return Err(absence(format!("no database is called {other}"))),
        };
        let url = std::env::var(variable).map_err(|_| absence(format!("{variable} is not set")))?;
        Address::parse(&url).map_err(|error| absence(format!("{variable} {error}")))?;
        let server = Url::parse(&url).map_err(|error| absence(format!("{variable}: {error}")))?;
        Ok(match name {
            "postgres" => Self::postgres(server),
            _ => Self::mysql(server),
        })
    }

    fn postgres(server: Url) -> Self {
        let leftovers = "SELECT datname::text FROM pg_database";
        drop_leftovers(&server, leftovers, |name| format!("DROP DATABASE {name} WITH (FORCE)"));
        let template = fresh_name();
        execute(&server, &format!("CREATE DATABASE {template}"));
        let mut connection = connect(&at(&server, &template));
        db::run_pending(&mut connection).expect("the migrations");
        Self::Postgres { server, template }
    }

    fn mysql(server: Url) -> Self {
        let leftovers =
            "SELECT CONVERT(schema_name USING utf8mb4) FROM information_schema.schemata";
        drop_leftovers(&server, leftovers, |name| format!("DROP DATABASE {name}"));
        Self::Mysql { server }
    }

    /// A new database.
    pub fn database(&self) -> Database {
        match self {
            Self::Sqlite => {
                let folder = tempfile::tempdir().expect("a temporary folder");
                let url = format!("sqlite:{}/panel.sqlite3", folder.path().display());
                Database { url, home: Home::Folder { _guard: folder } }
            }
            Self::Postgres { server, template } => {
                let name = fresh_name();
                execute(server, &format!("CREATE DATABASE {name} TEMPLATE {template}"));
                Database::on_server(server, &name, format!("DROP DATABASE {name} WITH (FORCE)"))
            }
            Self::Mysql { server } => {
                let name = fresh_name();
                execute(server, &format!("CREATE DATABASE {name}"));
                Database::on_server(server, &name, format!("DROP DATABASE {name}"))
            }
        }
    }
}

impl Drop for Source {
    fn drop(&mut self) {
        if let Self::Postgres { server, template } = self {
            execute(server, &format!("DROP DATABASE {template} WITH (FORCE)"));
        }
    }
}

/// One database.
pub struct Database {
    url: String,
    home: Home,
}

/// What is removed when the test ends, however it ends.
enum Home {
    Folder {
        _guard: tempfile::TempDir,
    },
    /// It goes with the disk that it is on.
    Disk,
    Server {
        server: Url,
        removal: String,
    },
}

impl Database {
    fn on_server(server: &Url, name: &str, removal: String) -> Self {
        let url = at(server, name).to_string();
        Self { url, home: Home::Server { server: server.clone(), removal } }
    }

    /// An SQLite file that somebody else removes.
    pub fn at(file: &Path) -> Self {
        Self { url: format!("sqlite:{}", file.display()), home: Home::Disk }
    }

    /// Its `DATABASE_URL`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The path of its file, where it is one.
    pub fn file(&self) -> Option<&str> {
        self.url.strip_prefix("sqlite:")
    }

    /// A connection beside the panel's, to look at what is stored or to store a lot at once.
    pub fn connect(&self) -> AnyConnection {
        connect_to(&self.url)
    }

    /// Adds an operator with these roles, where there is none of that name.
    pub fn operator(&self, name: &str, roles: &[&str]) {
        add_operator(&mut self.connect(), name, roles);
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        match &self.home {
            // The folder removes itself.
            Home::Folder { .. } | Home::Disk => {}
            // A test that has failed is told as it is: to panic once more would end all the others.
            // What it leaves goes with the leftovers.
            Home::Server { server, removal } if std::thread::panicking() => {
                if let Err(error) = connect(server).batch_execute(removal) {
                    eprintln!("{removal}: {error}");
                }
            }
            Home::Server { server, removal } => execute(server, removal),
        }
    }
}

fn at(server: &Url, database: &str) -> Url {
    let mut url = server.clone();
    url.set_path(database);
    url
}

/// A connection to the database at that address. It stands in no line with the panel's writers, so
/// it waits for them longer than any of them would.
pub fn connect_to(url: &str) -> AnyConnection {
    let address = Address::parse(url).expect("the address of a test database");
    let limits = Limits { lock: Duration::from_secs(60), ..Limits::default() };
    address.connect(&limits).expect("a connection")
}

/// Adds an operator with these roles, where there is none of that name.
pub fn add_operator(connection: &mut AnyConnection, name: &str, roles: &[&str]) {
    static HASH: OnceLock<String> = OnceLock::new();
    let hash =
        HASH.get_or_init(|| access::hash_password(Cost::default(), PASSWORD).expect("a hash"));
    let roles: Vec<String> = roles.iter().map(|role| (*role).to_owned()).collect();
    db::retried(connection, |connection| access::create(connection, name, Some(hash), &roles))
        .expect("the operator")
        .ok();
}

/// Begins a session of that operator, who is added with these roles where there is none.
pub fn session(
    connection: &mut AnyConnection,
    name: &str,
    roles: &[&str],
    now: NaiveDateTime,
) -> Token {
    add_operator(connection, name, roles);
    let token = Token::random().expect("randomness");
    db::retried(connection, |connection| {
        let operator = access::credentials(connection, name)?.expect("the operator").id;
        access::begin(connection, token.clone(), operator, "127.0.0.1", "a test", now)
    })
    .expect("a session")
    .token
}

fn fresh_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let (process, count) = (std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    format!("{PREFIX}{}_{process}_{count}", seconds_now())
}

fn seconds_now() -> u64 {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |age| age.as_secs())
}

fn connect(url: &Url) -> AnyConnection {
    let address = Address::parse(url.as_str()).expect("the address of a server");
    address.connect(&Limits::default()).expect("a connection to the server")
}

fn execute(server: &Url, statement: &str) {
    connect(server).batch_execute(statement).expect(statement);
}

fn drop_leftovers(server: &Url, names: &str, removal: impl Fn(&str) -> String) {
    let mut connection = connect(server);
    let names: Vec<String> = sql::<Text>(names).load(&mut connection).expect("the databases");
    for name in names {
        let began = name.strip_prefix(PREFIX).and_then(|rest| rest.split('_').next()?.parse().ok());
        if began.is_some_and(|began: u64| began + LEFTOVER.as_secs() < seconds_now()) {
            connection.batch_execute(&removal(&name)).expect("a leftover database is dropped");
        }
    }
}
