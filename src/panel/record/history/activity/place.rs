//! Where a page of the activity begins.

use std::fmt;
use std::str::FromStr;

use crate::db::TimePlace;

/// The place of a change set: among their numbers, or, where times are asked for, among these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActivityPlace {
    /// In the order in which they were written.
    Number(i64),
    /// In the order of the clocks.
    Time(TimePlace),
}

/// The places behind everything, and before it.
pub struct ActivityEnds {
    /// Later than everything.
    pub latest: ActivityPlace,
    /// Earlier than everything.
    pub earliest: ActivityPlace,
}

/// As addresses have it.
impl fmt::Display for ActivityPlace {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(out),
            Self::Time(place) => place.fmt(out),
        }
    }
}

/// Reads what its `Display` wrote.
impl FromStr for ActivityPlace {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text.parse() {
            Ok(number) => Ok(Self::Number(number)),
            Err(_) => text.parse().map(Self::Time),
        }
    }
}
