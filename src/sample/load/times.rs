//! When each row of the sample was created and last updated: spread over the two years before the
//! sample was loaded, in the order of the rows, and never before what the row belongs to.

use chrono::{NaiveDateTime, TimeDelta};

use crate::sample::draw::{Draw, Table};

/// How far back the oldest rows lie.
const SPAN: TimeDelta = TimeDelta::days(730);
/// What belongs to a row was added within this time after it.
const LATER: TimeDelta = TimeDelta::days(60);

/// The times of one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Times {
    pub(super) created: NaiveDateTime,
    pub(super) updated: NaiveDateTime,
    /// Raised by the update, if there was one.
    pub(super) version: i32,
}

/// The times of the rows of one table, as seen at the moment the sample was loaded.
#[derive(Clone, Copy)]
pub(super) struct Clock {
    pub(super) seed: u64,
    pub(super) now: NaiveDateTime,
}

impl Clock {
    /// The times of the row at this index of so many.
    pub(super) fn row(self, table: Table, index: u64, count: u64) -> Times {
        let mut draw = Draw::new(self.seed, table, index);
        let step = micros(SPAN) / count.max(1);
        let age = micros(SPAN)
            .saturating_sub(step.saturating_mul(index))
            .saturating_sub(draw.below(step));
        self.times(&mut draw, self.now - delta(age))
    }

    /// The times of a row that was added after others.
    pub(super) fn after(self, table: Table, index: u64, before: NaiveDateTime) -> Times {
        let mut draw = Draw::new(self.seed, table, index);
        let room = micros(self.now - before).min(micros(LATER));
        let created = before + delta(draw.below(room));
        self.times(&mut draw, created)
    }

    /// One row in three was updated since.
    fn times(self, draw: &mut Draw, created: NaiveDateTime) -> Times {
        if !draw.one_in(3) {
            return Times { created, updated: created, version: 1 };
        }
        let updated = created + delta(draw.below(micros(self.now - created)));
        Times { created, updated, version: 2 }
    }
}

fn micros(time: TimeDelta) -> u64 {
    time.num_microseconds().and_then(|micros| u64::try_from(micros).ok()).unwrap_or_default()
}

fn delta(micros: u64) -> TimeDelta {
    TimeDelta::microseconds(i64::try_from(micros).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_lie_in_order_within_the_span() {
        let now = NaiveDateTime::default();
        let clock = Clock { seed: 1, now };
        let rows: Vec<Times> =
            (0..500).map(|index| clock.row(Table::UserTimes, index, 500)).collect();
        assert!(rows.is_sorted_by_key(|times| times.created));
        assert!(rows.iter().all(|times| now - SPAN <= times.created && times.updated <= now));
        assert!(rows.iter().all(|times| times.created <= times.updated));
        let updated = rows.iter().filter(|times| times.version == 2).count();
        assert!((100..250).contains(&updated), "{updated}");
    }

    #[test]
    fn what_belongs_to_a_row_comes_after_it() {
        let now = NaiveDateTime::default();
        let clock = Clock { seed: 1, now };
        for before in [now, now - SPAN] {
            let times = clock.after(Table::CarTimes, 3, before);
            assert!(before <= times.created && times.updated <= now);
        }
    }
}
