//! What the rows of a file come to, and how many to what.

use crate::db::worded;
use crate::transfer::import::words;

worded! {
    /// What importing a row comes to.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Outcome {
        /// A new record.
        Created = "created",
        /// A record that holds something else then.
        Changed = "changed",
        /// A record that holds all of it already.
        Unchanged = "unchanged",
        /// Nothing: something is wrong with it.
        Refused = "refused",
    }
}

/// How many rows come to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// New records.
    pub created: i64,
    /// Records that are changed.
    pub changed: i64,
    /// Records that stay as they are.
    pub unchanged: i64,
    /// Rows that are refused.
    pub refused: i64,
}

impl Counts {
    /// How many come to that.
    pub fn of(&self, outcome: Outcome) -> i64 {
        match outcome {
            Outcome::Created => self.created,
            Outcome::Changed => self.changed,
            Outcome::Unchanged => self.unchanged,
            Outcome::Refused => self.refused,
        }
    }

    /// Counts one more.
    pub fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Created => self.created += 1,
            Outcome::Changed => self.changed += 1,
            Outcome::Unchanged => self.unchanged += 1,
            Outcome::Refused => self.refused += 1,
        }
    }

    /// How many rows there are in all.
    pub fn total(&self) -> i64 {
        self.created + self.changed + self.unchanged + self.refused
    }

    /// How many of them write something.
    pub fn written(&self) -> i64 {
        self.created + self.changed
    }

    /// All of them in words: `12 new, 3 changed, 4 unchanged, 1 refused`.
    pub fn in_words(&self) -> String {
        words::counts(self)
    }
}
