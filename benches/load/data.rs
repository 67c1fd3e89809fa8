//! The databases under measurement: how large, where, filled once, and signed in to.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

use backlot::access::Token;
use backlot::db::{Address, Limits};

use crate::Result;
use crate::support::sign_in;

/// A hundred thousand users, and five million rows in all.
const USUAL: &str = "100000,446429";
/// One database.
pub struct Data {
    users: u64,
    url: String,
}

impl Data {
    /// Those that the environment chooses, the smaller first.
    pub fn chosen() -> Result<Vec<Self>> {
        let sizes = std::env::var("USERS").unwrap_or_else(|_| USUAL.to_owned());
        let urls = std::env::var("DATABASES").unwrap_or_default();
        let mut urls = urls.split(',').filter(|url| !url.is_empty());
        let size = |text: &str| {
            let users = text.trim().parse()?;
            let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("load-{users}.sqlite3"));
            let own = || format!("sqlite:{}", file.display());
            Ok(Self { users, url: urls.next().map_or_else(own, str::to_owned) })
        };
        sizes.split(',').map(size).collect()
    }

    pub fn users(&self) -> u64 {
        self.users
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    /// The file of an SQLite database.
    pub fn file(&self) -> Option<PathBuf> {
        Some(self.url.strip_prefix("sqlite:")?.into())
    }

    /// Brings the schema up to date and loads what is missing, as anybody would.
    pub fn fill(&self) -> Result<()> {
        println!("{self}");
        let status = Command::new(env!("CARGO_BIN_EXE_backlot"))
            .args(["seed", "--users", &self.users.to_string()])
            .env("DATABASE_URL", &self.url)
            .status()?;
        status.success().then_some(()).ok_or_else(|| format!("{self} could not be filled").into())
    }

    /// A session of somebody who may do everything, written into the database.
    pub fn sign_in(&self) -> Result<Token> {
        let mut connection = Address::parse(&self.url)?.connect(&Limits::default())?;
        sign_in(&mut connection)
    }
}

impl fmt::Display for Data {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let product = self.url.split(':').next().unwrap_or_default();
        write!(out, "{} users in {product}", self.users)
    }
}
