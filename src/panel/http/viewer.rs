//! Whom cells and times are shown to: on whose clock, and below which path links lead.

use chrono::NaiveDateTime;

use crate::access::CurrentOperator;
use crate::panel::entity::calendar::Calendar;
use crate::panel::entity::cell::{Digits, minutes};
use crate::panel::entity::when::When;
use crate::panel::entity::zone::Zone;

/// Whom cells and times are shown to.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// The path the panel lives under.
    pub base: String,
    /// The zone of their clock.
    pub zone: Zone,
    /// The time of the request.
    pub now: NaiveDateTime,
}

/// What time it is, and in which zone the browser says that it is.
#[derive(Clone, Debug)]
pub struct Clock {
    /// The time of the request.
    pub now: NaiveDateTime,
    /// The zone of the browser, where it has told.
    pub browser: Option<Zone>,
}

impl Clock {
    /// Whom a page of the panel below `base` is shown to: the zone is what they have chosen, or else
    /// that of their browser.
    pub fn viewer(&self, base: &str, operator: Option<&CurrentOperator>) -> Viewer {
        Viewer { base: base.to_owned(), zone: self.zone(operator), now: self.now }
    }

    /// The days of an operator.
    pub fn calendar(&self, operator: &CurrentOperator) -> Calendar {
        Calendar::new(self.zone(Some(operator)), self.now)
    }

    /// The zone in which an operator sees times.
    pub fn zone(&self, operator: Option<&CurrentOperator>) -> Zone {
        let chosen = operator.and_then(|operator| operator.time_zone.as_deref());
        let chosen = chosen.and_then(Zone::named);
        chosen.or_else(|| self.browser.clone()).unwrap_or(Zone::UTC)
    }
}

impl Viewer {
    /// What their clock shows.
    pub fn clock(&self) -> Digits<16> {
        minutes(&self.zone.local(self.now))
    }

    /// Their days.
    pub fn calendar(&self) -> Calendar {
        Calendar::new(self.zone.clone(), self.now)
    }

    /// A moment, as it is looked at now.
    pub fn when(&self, at: &NaiveDateTime) -> When {
        When::new(*at, self.now)
    }
}
