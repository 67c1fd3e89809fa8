//! The databases under measurement: how large, where, filled once, and signed in to.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

use backlot::access::{self, Token};
use backlot::db::{self, Address, AnyConnection, Limits};

use crate::Result;
use crate::support::sign_in;

/// A hundred thousand users, and five million rows in all.
const USUAL: &str = "100000,446429";
/// The variable that names other builds of the program, to be compared with each other.
const PROGRAMS: &str = "PROGRAMS";

/// One database, and the build of the program that is measured on it.
pub struct Data {
    users: u64,
    url: String,
    program: PathBuf,
}

impl Data {
    /// Those that the environment chooses, the smaller first; or one of the first size for each of
    /// several programs, filled by that program.
    pub fn chosen() -> Result<Vec<Self>> {
        let programs: Vec<PathBuf> = std::env::var(PROGRAMS)
            .map(|paths| paths.split(',').map(PathBuf::from).collect())
            .unwrap_or_default();
        match &programs[..] {
            [] => Self::of_sizes(Path::new(env!("CARGO_BIN_EXE_backlot"))),
            [one] => Self::of_sizes(one),
            several => {
                let users = std::env::var("USERS").unwrap_or_else(|_| USUAL.to_owned());
                let users = users.split(',').next().unwrap_or_default().trim().parse()?;
                let of = |(nth, program): (usize, &PathBuf)| {
                    let file = format!("load-{users}-{nth}.sqlite3");
                    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(file);
                    let url = format!("sqlite:{}", file.display());
                    Self { users, url, program: program.clone() }
                };
                Ok(several.iter().enumerate().map(of).collect())
            }
        }
    }

    fn of_sizes(program: &Path) -> Result<Vec<Self>> {
        let sizes = std::env::var("USERS").unwrap_or_else(|_| USUAL.to_owned());
        let urls = std::env::var("DATABASES").unwrap_or_default();
        let mut urls = urls.split(',').filter(|url| !url.is_empty());
        let size = |text: &str| {
            let users = text.trim().parse()?;
            let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("load-{users}.sqlite3"));
            let own = || format!("sqlite:{}", file.display());
            let url = urls.next().map_or_else(own, str::to_owned);
            Ok(Self { users, url, program: program.to_owned() })
        };
        sizes.split(',').map(size).collect()
    }

    pub fn users(&self) -> u64 {
        self.users
    }

    /// The program, told which database it is about.
    pub fn program(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.env("DATABASE_URL", &self.url);
        command
    }

    /// The file of an SQLite database.
    pub fn file(&self) -> Option<PathBuf> {
        Some(self.url.strip_prefix("sqlite:")?.into())
    }

    /// Brings the schema up to date and loads what is missing, as anybody would.
    pub fn fill(&self) -> Result<()> {
        println!("{self}");
        let status = self.program().args(["seed", "--users", &self.users.to_string()]).status()?;
        status.success().then_some(()).ok_or_else(|| format!("{self} could not be filled").into())
    }

    /// A session of somebody who may do everything, written into the database.
    pub fn sign_in(&self) -> Result<Token> {
        sign_in(&mut self.connect()?, "Bench").map(|(token, _)| token)
    }

    /// The same of somebody who has chosen to see the users' own columns alone.
    pub fn sign_in_for_own_columns(&self) -> Result<Token> {
        let mut connection = self.connect()?;
        let (token, operator) = sign_in(&mut connection, "Bench of own columns")?;
        let columns = "columns=first_name,last_name,age,updated".to_owned();
        db::retried(&mut connection, |connection| {
            access::remember_list(connection, operator, "users", columns.clone())
        })?;
        Ok(token)
    }

    /// A connection to the database itself.
    pub fn connect(&self) -> Result<AnyConnection> {
        Ok(Address::parse(&self.url)?.connect(&Limits::default())?)
    }
}

impl fmt::Display for Data {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let product = self.url.split(':').next().unwrap_or_default();
        write!(out, "{} users in {product}, {}", self.users, self.program.display())
    }
}
