//! What a connection may take.

use std::time::Duration;

use super::{ConfigError, duration, parsed};

/// The limits of the connections to the panel.
#[derive(Clone, Copy, Debug)]
pub struct Connections {
    /// How many each worker keeps open at once; further ones wait to be accepted.
    pub most: usize,
    /// How long the head of a request may take to arrive; a form has a time of its own.
    pub head: Duration,
}

/// Reads them.
pub(super) fn connections(
    get: &impl Fn(&str) -> Option<String>,
) -> Result<Connections, ConfigError> {
    let rule = "must be a whole number from 1 to 100000";
    let most = parsed(get, "MAX_CONNECTIONS", rule)?.unwrap_or(2000);
    if !(1..=100_000).contains(&most) {
        return Err(ConfigError::new("MAX_CONNECTIONS", rule));
    }
    Ok(Connections { most, head: arrival(get, "HEAD_TIMEOUT")?.unwrap_or(Duration::from_secs(10)) })
}

/// A time that something may take to arrive.
pub(super) fn arrival(
    get: &impl Fn(&str) -> Option<String>,
    variable: &'static str,
) -> Result<Option<Duration>, ConfigError> {
    let Some(text) = get(variable) else { return Ok(None) };
    let time = duration::parse(&text).map_err(|rule| ConfigError::new(variable, rule))?;
    match time >= Duration::from_secs(1) {
        true => Ok(Some(time)),
        false => Err(ConfigError::new(variable, "must be a second at least")),
    }
}
