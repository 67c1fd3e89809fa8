//! How much one step takes on, and the pause behind it: on SQLite, whoever else writes waits for a
//! step.

use std::time::Duration;

/// How long a step should hold the database, its commit included: others wait for less than 200 ms
/// even where they look for it but every 25, and some steps take longer than they should.
pub const STEP: Duration = Duration::from_millis(80);
/// A step takes on no more records than so many.
const MOST: i64 = 5000;

/// How many records a step takes on: the first one, one; the others, as many as take a moment by
/// what those before have shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    size: i64,
    /// How long a record took: in the slowest step, which counts for less with each that was quicker.
    each: Duration,
    /// For how long the database was held since the last pause.
    held: Duration,
}

impl Pace {
    /// Nothing is known yet.
    pub fn new() -> Self {
        Self { size: 1, each: Duration::ZERO, held: Duration::ZERO }
    }

    /// So many records are to be taken on.
    pub fn size(self) -> i64 {
        self.size
    }

    /// Notes that a step took so long: the next one takes on at most twice as many, at least a
    /// quarter. Returns how much of that pause is to be made now: all of it, once the next step
    /// might hold the database for longer than one should; until then nothing.
    pub fn note(&mut self, took: Duration, pause: Duration) -> Duration {
        let size = self.size;
        let each = took / u32::try_from(size).unwrap_or(1);
        self.each = each.max(self.each * 3 / 4);
        let fitting = i64::try_from(STEP.as_nanos() / self.each.as_nanos().max(1));
        let fitting = fitting.unwrap_or(MOST);
        self.size = fitting.clamp(size / 4, size.saturating_mul(2)).clamp(1, MOST);
        self.held += took;
        if self.held + took < STEP {
            return Duration::ZERO;
        }
        self.held = Duration::ZERO;
        pause
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_grow_and_shrink_to_take_a_moment() {
        let after = |size, milliseconds| {
            let mut pace = Pace { size, ..Pace::new() };
            pace.note(Duration::from_millis(milliseconds), Duration::ZERO);
            pace.size
        };
        assert_eq!(after(20, 8), 40, "at most twice as many");
        assert_eq!(after(100, 80), 100);
        assert_eq!(after(100, 160), 50);
        assert_eq!(after(100, 8000), 25, "at least a quarter");
        assert_eq!(after(1, 8000), 1);
        assert_eq!(after(5000, 0), 5000);
    }

    #[test]
    fn a_slow_step_makes_the_next_ones_careful() {
        let mut pace = Pace { size: 100, ..Pace::new() };
        let mut after = |milliseconds| {
            pace.note(Duration::from_millis(milliseconds), Duration::ZERO);
            pace.size()
        };
        assert_eq!([after(160), after(16), after(22), after(28)], [50, 66, 88, 118]);
    }

    #[test]
    fn many_short_steps_share_a_pause() {
        let (mut pace, pause) = (Pace::new(), Duration::from_millis(30));
        let mut pauses = |milliseconds| pace.note(Duration::from_millis(milliseconds), pause);
        assert_eq!(pauses(80), pause);
        assert_eq!([pauses(24), pauses(24), pauses(24)], [Duration::ZERO, Duration::ZERO, pause]);
        assert_eq!(pauses(24), Duration::ZERO);
    }
}
