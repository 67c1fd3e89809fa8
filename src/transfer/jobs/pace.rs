//! How much one step takes on, and the pause behind it: on SQLite, whoever else writes waits for a
//! step.

use std::time::Duration;

/// How long a step should hold the database, its commit included.
pub const STEP: Duration = Duration::from_millis(80);
/// A step takes on no more records than so many.
const MOST: i64 = 5000;

/// How many records a step takes on: the first one, one; the others, as many as take a moment by
/// what the one before has shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace(i64);

impl Pace {
    /// Nothing is known yet.
    pub fn new() -> Self {
        Self(1)
    }

    /// So many records are to be taken on.
    pub fn size(self) -> i64 {
        self.0
    }

    /// The pace behind a step that took so long: at most twice as many, at least a quarter.
    #[must_use]
    pub fn after(self, took: Duration) -> Self {
        let Self(size) = self;
        let fitting = match i64::try_from(took.as_micros()) {
            Ok(micros @ 1..) => size.saturating_mul(STEP.as_micros() as i64) / micros,
            _ => MOST,
        };
        Self(fitting.clamp(size / 4, size.saturating_mul(2)).clamp(1, MOST))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_grow_and_shrink_to_take_a_moment() {
        let after = |size, milliseconds| Pace(size).after(Duration::from_millis(milliseconds)).0;
        assert_eq!(after(20, 5), 40, "at most twice as many");
        assert_eq!(after(100, 80), 100);
        assert_eq!(after(100, 160), 50);
        assert_eq!(after(100, 5000), 25, "at least a quarter");
        assert_eq!(after(1, 5000), 1);
        assert_eq!(after(5000, 0), 5000);
    }
}
