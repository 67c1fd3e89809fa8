//! The limits that an installation may choose.

use std::net::IpAddr;
use std::time::Duration;

use chrono::TimeDelta;
use url::Origin;

use super::password::Cost;

/// How strict the access is; every value has a default that follows OWASP.
#[derive(Clone, Debug)]
pub struct Policy {
    /// A session that is not used for so long has ended.
    pub idle: TimeDelta,
    /// A session ends after so long, however much it is used.
    pub absolute: TimeDelta,
    /// What a password's hash costs.
    pub cost: Cost,
    /// How long the body of a form may take to arrive.
    pub form_arrival: Duration,
    /// The proxies whose word on a visitor's address, scheme and host is taken.
    pub trusted_proxies: Vec<IpAddr>,
    /// Where people find the panel: scheme, host and port.
    pub public_origin: Option<Origin>,
    /// Whether browsers are told to stay on TLS with every host below the panel's as well.
    pub subdomains_over_tls: bool,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            idle: TimeDelta::hours(8),
            absolute: TimeDelta::days(7),
            cost: Cost::default(),
            form_arrival: Duration::from_secs(30),
            trusted_proxies: Vec::new(),
            public_origin: None,
            subdomains_over_tls: false,
        }
    }
}
