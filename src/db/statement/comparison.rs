//! How values stand to each other, and which way they are sorted.

/// Which way a list is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Smallest first.
    Ascending,
    /// Greatest first.
    Descending,
}

impl Direction {
    /// How what comes later compares to what comes first.
    pub fn beyond(self) -> Comparison {
        match self {
            Self::Ascending => Comparison::Greater,
            Self::Descending => Comparison::Less,
        }
    }

    /// As it stands behind a column.
    pub(super) fn sql(self) -> &'static str {
        match self {
            Self::Ascending => " ASC",
            Self::Descending => " DESC",
        }
    }

    /// The other one.
    #[must_use]
    pub fn turned(self) -> Self {
        match self {
            Self::Ascending => Self::Descending,
            Self::Descending => Self::Ascending,
        }
    }
}

/// How what a row holds stands to a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// The same.
    Equal,
    /// Another.
    Unequal,
    /// Smaller.
    Less,
    /// Smaller or the same.
    AtMost,
    /// Greater.
    Greater,
    /// Greater or the same.
    AtLeast,
}

impl Comparison {
    /// As it stands between two values.
    pub(super) fn sql(self) -> &'static str {
        match self {
            Self::Equal => " = ",
            Self::Unequal => " <> ",
            Self::Less => " < ",
            Self::AtMost => " <= ",
            Self::Greater => " > ",
            Self::AtLeast => " >= ",
        }
    }
}
