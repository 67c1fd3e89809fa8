//! How strict the access is.

use std::net::IpAddr;
use std::ops::RangeInclusive;
use std::time::Duration;

use chrono::TimeDelta;
use url::{Origin, Url};

use super::connections::arrival;
use super::{ConfigError, duration, parsed};
use crate::access::{Cost, Policy};

/// Reads what belongs to access, for a panel under that path.
pub(super) fn policy(
    get: &impl Fn(&str) -> Option<String>,
    base: &str,
) -> Result<Policy, ConfigError> {
    let usual = Policy::default();
    Ok(Policy {
        idle: time(get, "SESSION_IDLE")?.unwrap_or(usual.idle),
        absolute: time(get, "SESSION_LIFETIME")?.unwrap_or(usual.absolute),
        cost: cost(get)?,
        form_arrival: arrival(get, "FORM_TIMEOUT")?.unwrap_or(usual.form_arrival),
        trusted_proxies: proxies(get("TRUSTED_PROXIES"))?,
        public_origin: get("PUBLIC_URL").map(|url| public_origin(&url, base)).transpose()?,
        subdomains_over_tls: parsed(get, "HSTS_SUBDOMAINS", "must be true or false")?
            .unwrap_or(usual.subdomains_over_tls),
    })
}

/// The scheme, host and port of the address that people open; its path can only be the base path.
fn public_origin(text: &str, base: &str) -> Result<Origin, ConfigError> {
    let is_site = |url: &Url| {
        matches!(url.scheme(), "http" | "https")
            && url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none()
            && ["", base].contains(&url.path().trim_end_matches('/'))
    };
    let url = Url::parse(text.trim()).ok().filter(is_site);
    url.map(|url| url.origin()).ok_or_else(|| {
        let rule = "must be an address such as https://panel.example, with no other path than \
                    BASE_PATH";
        ConfigError::new("PUBLIC_URL", rule)
    })
}

fn time(
    get: &impl Fn(&str) -> Option<String>,
    variable: &'static str,
) -> Result<Option<TimeDelta>, ConfigError> {
    let Some(text) = get(variable) else { return Ok(None) };
    let time = duration::parse(&text).map_err(|rule| ConfigError::new(variable, rule))?;
    if time < Duration::from_secs(60) {
        return Err(ConfigError::new(variable, "must be a minute at least"));
    }
    let time = TimeDelta::from_std(time).map_err(|_| ConfigError::new(variable, duration::RULE))?;
    Ok(Some(time))
}

fn cost(get: &impl Fn(&str) -> Option<String>) -> Result<Cost, ConfigError> {
    let usual = Cost::default();
    // More than these would take memory that no machine has, or make signing in take minutes.
    let within = |variable, most: RangeInclusive<u32>, rule| match parsed(get, variable, rule)? {
        Some(number) if !most.contains(&number) => Err(ConfigError::new(variable, rule)),
        number => Ok(number),
    };
    let memory = "must be a whole number of at most 1048576, which is 1 GiB";
    let cost = Cost {
        memory: within("PASSWORD_MEMORY_KIB", 0..=1024 * 1024, memory)?.unwrap_or(usual.memory),
        passes: within("PASSWORD_PASSES", 1..=100, "must be a whole number from 1 to 100")?
            .unwrap_or(usual.passes),
        lanes: within("PASSWORD_LANES", 1..=64, "must be a whole number from 1 to 64")?
            .unwrap_or(usual.lanes),
    };
    match cost.is_enough() {
        true => Ok(cost),
        false => Err(ConfigError::new(
            "PASSWORD_MEMORY_KIB",
            "must be at least 19456 with PASSWORD_PASSES=2, or 47104 with PASSWORD_PASSES=1",
        )),
    }
}

fn proxies(value: Option<String>) -> Result<Vec<IpAddr>, ConfigError> {
    let value = value.unwrap_or_default();
    let entries = value.split(',').map(str::trim).filter(|entry| !entry.is_empty());
    let address = |entry: &str| {
        entry.parse().map(|address: IpAddr| address.to_canonical()).map_err(|_| {
            ConfigError::new("TRUSTED_PROXIES", "must be IP addresses, with commas between them")
        })
    };
    entries.map(address).collect()
}
