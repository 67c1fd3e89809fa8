//! The configuration: everything the program reads from its environment, once, at the start.

mod access;
mod connections;
mod database;
mod dotenv;
pub mod duration;
mod imports;
mod jobs;
mod retention;

#[cfg(test)]
mod tests;

use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

pub use connections::Connections;
pub use imports::Imports;
pub use jobs::Jobs;
pub use retention::{Retention, first_day};

use crate::access::Policy;
use crate::db::{Address, Settings};

/// The configuration of one running program.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the database is.
    pub database: Address,
    /// How the database is used.
    pub settings: Settings,
    /// Whether pending migrations are applied at the start; otherwise they prevent it.
    pub migrate: bool,
    /// How long the start waits for a database that does not answer.
    pub patience: Duration,
    /// The address to listen on.
    pub host: IpAddr,
    /// The port to listen on; 0 takes a free one.
    pub port: u16,
    /// The path the panel lives under, behind a proxy: empty, or `/panel`.
    pub base: String,
    /// The folder of the style sheets and scripts, if those that were built in are not wanted.
    pub static_files: Option<PathBuf>,
    /// What a connection may take.
    pub connections: Connections,
    /// What an uploaded file may take.
    pub imports: Imports,
    /// How strict the access is.
    pub access: Policy,
    /// How long is kept what happened.
    pub retention: Retention,
    /// How work on many records is divided.
    pub jobs: Jobs,
}

/// A variable that cannot be used. It names the variable, and never shows its value: that may
/// hold a password.
#[derive(Debug, thiserror::Error)]
#[error("{variable} {problem}")]
pub struct ConfigError {
    variable: &'static str,
    problem: String,
}

/// The file of variables, in the working directory and nowhere else.
const FILE: &str = ".env";

/// What `RUST_LOG` is in the file `.env`; the environment is for the logger to look at.
///
/// What is wrong with the file is said by [`Config::from_env`].
pub fn log_filter() -> Option<String> {
    dotenv::read(Path::new(FILE)).ok()?.remove("RUST_LOG")
}

impl ConfigError {
    fn new(variable: &'static str, problem: impl fmt::Display) -> Self {
        Self { variable, problem: problem.to_string() }
    }
}

impl Config {
    /// Reads the environment, and where it lacks a variable the file `.env` of the working
    /// directory.
    ///
    /// # Errors
    /// The first variable that cannot be used, or what is wrong with the file.
    pub fn from_env() -> Result<Self, ConfigError> {
        let file = dotenv::read(Path::new(FILE)).map_err(|error| ConfigError::new(FILE, error))?;
        Self::read(|name| {
            let value = std::env::var_os(name).map(|value| value.to_string_lossy().into_owned());
            value.or_else(|| file.get(name).cloned())
        })
    }

    /// Reads the variables through `variable`. One that is empty counts as not set.
    ///
    /// # Errors
    /// The first variable that cannot be used.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let get = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
        let base = base_path(get("BASE_PATH"))?;
        let database = database::address(&get)?;
        Ok(Self {
            imports: imports::imports(&get, &database)?,
            database,
            settings: database::settings(&get)?,
            migrate: true,
            patience: Duration::ZERO,
            host: host(get("HOST"))?,
            port: parsed(&get, "PORT", "must be a number from 0 to 65535")?.unwrap_or(3000),
            static_files: get("STATIC_DIR").map(PathBuf::from),
            connections: connections::connections(&get)?,
            access: access::policy(&get, &base)?,
            retention: retention::retention(&get)?,
            jobs: jobs::jobs(&get)?,
            base,
        })
    }
}

fn parsed<T: FromStr>(
    get: &impl Fn(&str) -> Option<String>,
    variable: &'static str,
    rule: &str,
) -> Result<Option<T>, ConfigError> {
    let Some(text) = get(variable) else { return Ok(None) };
    match text.trim().parse() {
        Ok(value) => Ok(Some(value)),
        Err(_) => Err(ConfigError::new(variable, rule)),
    }
}

/// An address of this machine to listen on.
fn host(value: Option<String>) -> Result<IpAddr, ConfigError> {
    let Some(value) = value else { return Ok(IpAddr::from([127, 0, 0, 1])) };
    let text = value.trim().trim_start_matches('[').trim_end_matches(']');
    if text.eq_ignore_ascii_case("localhost") {
        return Ok(IpAddr::from([127, 0, 0, 1]));
    }
    text.parse().map_err(|_| {
        ConfigError::new("HOST", "must be localhost or an IP address, such as 127.0.0.1 or 0.0.0.0")
    })
}

/// `panel`, `/panel` and `/panel/` alike.
fn base_path(value: Option<String>) -> Result<String, ConfigError> {
    let Some(value) = value else { return Ok(String::new()) };
    let segments = value.trim().trim_matches('/');
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.');
    // A browser takes segments of dots alone out of an address (WHATWG URL, 4.4).
    let is_step = |segment: &str| !segment.is_empty() && segment.chars().all(|c| c == '.');
    let is_odd = segments.contains("//") || segments.split('/').any(is_step);
    if is_odd || !segments.chars().all(plain) {
        return Err(ConfigError::new(
            "BASE_PATH",
            "must be a path of letters, digits, dots, dashes and underscores",
        ));
    }
    Ok(if segments.is_empty() { String::new() } else { format!("/{segments}") })
}
