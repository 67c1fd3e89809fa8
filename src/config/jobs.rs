//! What is done at once, and what becomes a job.

use std::time::Duration;

use super::{ConfigError, duration, parsed};

/// How work on many records is divided.
#[derive(Clone, Copy, Debug)]
pub struct Jobs {
    /// So many records are changed by one request; more become a job.
    pub at_once: i64,
    /// A job whose instance has given no sign of life for so long is taken up by another.
    pub takeover: Duration,
}

/// Reads it.
pub(super) fn jobs(get: &impl Fn(&str) -> Option<String>) -> Result<Jobs, ConfigError> {
    let rule = "must be a whole number from 1 to 100000";
    let at_once = parsed(get, "BULK_AT_ONCE", rule)?.unwrap_or(10_000);
    if !(1..=100_000).contains(&at_once) {
        return Err(ConfigError::new("BULK_AT_ONCE", rule));
    }
    Ok(Jobs { at_once, takeover: takeover(get)? })
}

fn takeover(get: &impl Fn(&str) -> Option<String>) -> Result<Duration, ConfigError> {
    const VARIABLE: &str = "JOB_TAKEOVER";
    let Some(text) = get(VARIABLE) else { return Ok(Duration::from_secs(30)) };
    let time = duration::parse(&text).map_err(|rule| ConfigError::new(VARIABLE, rule))?;
    match time >= Duration::from_secs(1) {
        true => Ok(time),
        false => Err(ConfigError::new(VARIABLE, "must be a second at least, such as 30s")),
    }
}
