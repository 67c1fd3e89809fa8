//! Where the database is, and how it is used: `DATABASE_URL`, or its parts one by one.

use std::time::Duration;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::duration;
use super::{ConfigError, parsed};
use crate::db::{Address, Limits, Settings};

/// Where the data is kept while nothing else is configured.
const DEFAULT: &str = "sqlite:backlot.sqlite3";

/// What has no meaning in any part of a URL.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Reads the address of the database.
pub(super) fn address(get: &impl Fn(&str) -> Option<String>) -> Result<Address, ConfigError> {
    let (variable, url) = match (get("DATABASE_URL"), get("DATABASE_DIALECT")) {
        (Some(url), _) => ("DATABASE_URL", url.trim().to_owned()),
        (None, Some(dialect)) => ("DATABASE_DIALECT", composed(&dialect, get)?),
        (None, None) => match PARTS.iter().find(|part| get(part).is_some()) {
            Some(_) => {
                return Err(ConfigError::new(
                    "DATABASE_DIALECT",
                    "must be set beside the other parts of the address: postgres, mysql, mariadb or sqlite",
                ));
            }
            None => ("DATABASE_URL", DEFAULT.to_owned()),
        },
    };
    Address::parse(&url).map_err(|error| ConfigError::new(variable, error))
}

const PARTS: [&str; 5] =
    ["DATABASE_HOST", "DATABASE_PORT", "DATABASE_USER", "DATABASE_PASSWORD", "DATABASE_NAME"];

/// The URL that the parts make.
fn composed(dialect: &str, get: &impl Fn(&str) -> Option<String>) -> Result<String, ConfigError> {
    let dialect = dialect.trim().to_ascii_lowercase();
    let (scheme, port, user) = match dialect.as_str() {
        "postgres" | "postgresql" => ("postgres", 5432, "postgres"),
        "mysql" | "mariadb" => ("mysql", 3306, "root"),
        "sqlite" => {
            let file = get("DATABASE_NAME");
            return Ok(file.map_or_else(|| DEFAULT.to_owned(), |file| format!("sqlite:{file}")));
        }
        // The address knows why it cannot be served.
        "mssql" => return Ok("mssql:".to_owned()),
        _ => {
            return Err(ConfigError::new(
                "DATABASE_DIALECT",
                "names no known database: postgres, mysql, mariadb and sqlite are known",
            ));
        }
    };
    let part = |name| get(name).map(|value| utf8_percent_encode(&value, PLAIN).to_string());
    let name = get("DATABASE_NAME")
        .ok_or_else(|| ConfigError::new("DATABASE_NAME", "must name the database"))?;
    let port = parsed(get, "DATABASE_PORT", "must be a number from 1 to 65535")?.unwrap_or(port);
    let user = part("DATABASE_USER").unwrap_or_else(|| user.to_owned());
    let password = part("DATABASE_PASSWORD").map(|word| format!(":{word}")).unwrap_or_default();
    Ok(format!(
        "{scheme}://{user}{password}@{}:{port}/{}",
        host(scheme, get)?,
        utf8_percent_encode(&name, PLAIN)
    ))
}

/// The host as a URL has it.
fn host(scheme: &str, get: &impl Fn(&str) -> Option<String>) -> Result<String, ConfigError> {
    let host = get("DATABASE_HOST").unwrap_or_else(|| "localhost".to_owned());
    let host = host.trim();
    if host.parse::<std::net::Ipv6Addr>().is_ok() {
        return Ok(format!("[{host}]"));
    }
    // To libpq, a path is the folder of the socket file.
    if scheme == "postgres" && host.starts_with('/') {
        return Ok(utf8_percent_encode(host, PLAIN).to_string());
    }
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    if !host.chars().all(plain) {
        return Err(ConfigError::new("DATABASE_HOST", "must be a host name or an IP address"));
    }
    // To MySQL's client the name means a socket file, and whoever names a port means the port.
    let socket = scheme == "mysql" && host == "localhost";
    Ok(if socket { "127.0.0.1".to_owned() } else { host.to_owned() })
}

/// Reads how the database is used.
pub(super) fn settings(get: &impl Fn(&str) -> Option<String>) -> Result<Settings, ConfigError> {
    let usual = Settings::default();
    let size = "DATABASE_POOL_SIZE";
    let connections = parsed(get, size, "must be a number from 1 to 1000")?;
    if connections.is_some_and(|count| !(1..=1000).contains(&count)) {
        return Err(ConfigError::new(size, "must be a number from 1 to 1000"));
    }
    Ok(Settings {
        connections: connections.unwrap_or(usual.connections),
        wait: time(get, "DATABASE_CONNECT_TIMEOUT")?.unwrap_or(usual.wait),
        limits: Limits {
            statement: time(get, "DATABASE_STATEMENT_TIMEOUT")?.unwrap_or(usual.limits.statement),
            lock: time(get, "DATABASE_LOCK_TIMEOUT")?.unwrap_or(usual.limits.lock),
        },
    })
}

fn time(
    get: &impl Fn(&str) -> Option<String>,
    variable: &'static str,
) -> Result<Option<Duration>, ConfigError> {
    let Some(text) = get(variable) else { return Ok(None) };
    let time = duration::parse(&text).map_err(|rule| ConfigError::new(variable, rule))?;
    if time.is_zero() || time > Duration::from_secs(24 * 3600) {
        return Err(ConfigError::new(variable, "must be more than nothing and at most a day"));
    }
    Ok(Some(time))
}
