//! What a list that is searched or filtered may take: time, where a statement can be stopped, and
//! elsewhere rows.

use std::time::Duration;

use crate::db::bounded::Share;

/// How long a statement may take that reads what one list holds of a search.
pub(super) const SEARCH_TIMEOUT: Duration = Duration::from_secs(2);
/// The same for one of several lists on a page.
pub(super) const GLOBAL_SEARCH_TIMEOUT: Duration = Duration::from_millis(500);
/// How long a statement may take that is tried before another one is.
pub(super) const QUICK: Duration = Duration::from_millis(100);

/// What a search finds is counted to this number: every row that is counted is looked at.
pub(super) const COUNTED: i64 = 1_000;

/// How many rows a page may cost.
///
/// The usual numbers follow from what rows cost, see `bounded` and `docs/performance.md`.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// So many candidates are all looked at.
    pub few: Share,
    /// So many are gathered, to tell in a walk which rows are among them.
    pub gathered: Share,
    /// Of so many that may belong to a row at most it is looked up what they do belong to; of more,
    /// those of each row are looked for among them.
    pub resolved: i64,
    /// So many candidates of a search are met, or sorted, where a walk that asks for none does not
    /// fill the page.
    pub sorted: i64,
    /// The same where there are only filters.
    pub filtered: i64,
    /// A table of so many rows is looked through for words that no index knows.
    pub scanned: i64,
    /// A walk looks at so many rows at once, and then at as many as before.
    pub at_once: i64,
    /// A walk ends after so many rows.
    pub walked: i64,
}

impl Budget {
    /// The one of every page.
    pub const USUAL: Self = Self {
        few: Share { least: 500, per: 500 },
        gathered: Share { least: 8_000, per: 50 },
        resolved: 10_000,
        sorted: 100_000,
        filtered: 10_000,
        scanned: 2_000_000,
        at_once: 1_000,
        walked: 4_000,
    };
}
