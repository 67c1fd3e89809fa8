//! The configuration: everything the program reads from its environment, once, at the start.

use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr;

use crate::db::{Address, Settings};

/// The configuration of one running program.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the database is.
    pub database: Address,
    /// How the database is used.
    pub settings: Settings,
    /// The address to listen on.
    pub host: IpAddr,
    /// The port to listen on; 0 takes a free one.
    pub port: u16,
    /// The path the panel lives under, behind a proxy: empty, or `/panel`.
    pub base: String,
    /// The folder of the static files.
    pub static_files: PathBuf,
}

/// A variable that cannot be used. It names the variable, and never shows its value: that may
/// hold a password.
#[derive(Debug, thiserror::Error)]
#[error("{variable} {problem}")]
pub struct ConfigError {
    variable: &'static str,
    problem: String,
}

impl Config {
    /// Reads the environment, and before it the file `.env` of the working directory, where a
    /// variable is not set.
    ///
    /// # Errors
    /// The first variable that cannot be used.
    pub fn from_env() -> Result<Self, ConfigError> {
        match dotenvy::dotenv() {
            Ok(_) => {}
            Err(error) if error.not_found() => {}
            Err(error) => {
                return Err(ConfigError {
                    variable: ".env",
                    problem: format!("cannot be read: {error}"),
                });
            }
        }
        Self::read(|name| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned()))
    }

    /// Reads the variables through `variable`. One that is empty counts as not set.
    ///
    /// # Errors
    /// The first variable that cannot be used.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let get = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
        let url = get("DATABASE_URL").unwrap_or_else(|| "sqlite:backlot.sqlite3".to_owned());
        let database = Address::parse(&url).map_err(|error| ConfigError {
            variable: "DATABASE_URL",
            problem: error.to_string(),
        })?;
        Ok(Self {
            database,
            settings: Settings::default(),
            host: parsed(&get, "HOST", "must be an IP address, such as 127.0.0.1 or 0.0.0.0")?
                .unwrap_or(IpAddr::from([127, 0, 0, 1])),
            port: parsed(&get, "PORT", "must be a number from 0 to 65535")?.unwrap_or(3000),
            base: base_path(get("BASE_PATH"))?,
            static_files: get("STATIC_DIR").map_or_else(|| PathBuf::from("static"), PathBuf::from),
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
        Err(_) => Err(ConfigError { variable, problem: rule.to_owned() }),
    }
}

/// `panel`, `/panel` and `/panel/` alike.
fn base_path(value: Option<String>) -> Result<String, ConfigError> {
    let Some(value) = value else { return Ok(String::new()) };
    let segments = value.trim().trim_matches('/');
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.');
    if !segments.chars().all(plain) || segments.contains("//") {
        return Err(ConfigError {
            variable: "BASE_PATH",
            problem: "must be a path of letters, digits, dots, dashes and underscores".to_owned(),
        });
    }
    Ok(if segments.is_empty() { String::new() } else { format!("/{segments}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Config, ConfigError> {
        Config::read(|name| {
            pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn an_error_names_its_variable_and_not_its_value() {
        for (variable, value) in [
            ("DATABASE_URL", "s3cret-garbage"),
            ("HOST", "s3cret"),
            ("PORT", "s3cret"),
            ("BASE_PATH", "s3cret?<>"),
        ] {
            let message = read(&[(variable, value)]).unwrap_err().to_string();
            assert!(message.starts_with(variable), "{message}");
            assert!(!message.contains("s3cret"), "{message}");
        }
    }

    #[test]
    fn a_base_path_is_written_in_any_manner() {
        for value in ["panel", "/panel", "/panel/", " panel "] {
            assert_eq!(read(&[("BASE_PATH", value)]).unwrap().base, "/panel");
        }
        for value in ["/", "", " "] {
            assert_eq!(read(&[("BASE_PATH", value)]).unwrap().base, "");
        }
    }
}
