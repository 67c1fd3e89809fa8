//! The words for an entity.

/// The words for an entity. One word for one thing: the path is the table's name as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Names {
    /// The table, and the first segment of every URL: `movies`.
    pub path: &'static str,
    /// One of them, in the middle of a sentence: `movie`.
    pub one: &'static str,
    /// The same with its article: `a movie`.
    pub a: &'static str,
    /// Several of them, as a heading: `Movies`.
    pub many: &'static str,
    /// What belongs here, for the empty list.
    pub about: &'static str,
    /// The picture beside the words: the name of one in `static/css/icon.css`.
    pub icon: &'static str,
}

impl Names {
    /// Several of them, in the middle of a sentence: `movies`.
    pub fn several(&self) -> String {
        self.many.to_lowercase()
    }
}
