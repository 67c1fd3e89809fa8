//! How long is kept what happened, and how soon it is sealed.

use std::time::Duration;

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use super::{ConfigError, duration};

/// How long is kept what happened; for ever where there is no time.
#[derive(Clone, Copy, Debug)]
pub struct Retention {
    /// The history of records.
    pub history: Option<TimeDelta>,
    /// The security log.
    pub security_log: Option<TimeDelta>,
    /// How soon a change is sealed.
    pub seal_every: Duration,
}

/// How soon a change is sealed where nobody says otherwise.
const SEAL_EVERY: Duration = Duration::from_secs(5);

/// The first day that is kept, of what is kept for that time.
pub fn first_day(kept: TimeDelta, now: NaiveDateTime) -> Option<NaiveDate> {
    now.checked_sub_signed(kept).map(|time| time.date())
}

/// Reads all of it.
pub(super) fn retention(get: &impl Fn(&str) -> Option<String>) -> Result<Retention, ConfigError> {
    Ok(Retention {
        history: days(get, "HISTORY_KEEP")?,
        security_log: days(get, "SECURITY_LOG_KEEP")?,
        seal_every: seal_every(get)?,
    })
}

fn seal_every(get: &impl Fn(&str) -> Option<String>) -> Result<Duration, ConfigError> {
    const VARIABLE: &str = "HISTORY_SEAL_EVERY";
    let Some(text) = get(VARIABLE) else { return Ok(SEAL_EVERY) };
    let time = duration::parse(&text).map_err(|rule| ConfigError::new(VARIABLE, rule))?;
    if time < Duration::from_secs(1) {
        return Err(ConfigError::new(VARIABLE, "must be a second at least, such as 5s"));
    }
    Ok(time)
}

fn days(
    get: &impl Fn(&str) -> Option<String>,
    variable: &'static str,
) -> Result<Option<TimeDelta>, ConfigError> {
    let Some(text) = get(variable) else { return Ok(None) };
    let time = duration::parse(&text).map_err(|rule| ConfigError::new(variable, rule))?;
    if time < Duration::from_secs(24 * 3600) {
        return Err(ConfigError::new(variable, "must be a day at least, such as 365d"));
    }
    let time = TimeDelta::from_std(time).map_err(|_| ConfigError::new(variable, duration::RULE))?;
    Ok(Some(time))
}
