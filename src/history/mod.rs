//! The pages of the history: what became of a record, who did it, and taking it back.

mod change;
mod comparison;
mod record;
mod titles;

pub use self::record::history;
