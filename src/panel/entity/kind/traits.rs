//! What is so of a kind whatever its value, and the same of kinds that are alike.

use crate::db::Folding;
use crate::panel::entity::filter_operator::{FilterOperator, OF_NUMBERS, OF_TIMES};

/// What is so of a kind whatever its value.
#[derive(Clone, Copy)]
pub struct Traits {
    /// Whether lists are sorted by the column itself, and not by one that is derived from it.
    pub sorts_by_itself: bool,
    /// How much of its folded text is kept for search, where it is a text that is searched.
    pub folding: Option<Folding>,
    /// Whether it is a number, which stands to the right.
    pub is_numeric: bool,
    /// How much room it takes beside others.
    pub width: Width,
    /// Whether a stored text that may not be typed stays until it is changed.
    pub keeps_outdated: bool,
    /// How many decimal places it has, where it is a whole number of its smallest unit.
    pub places: Option<u8>,
    /// What it can be asked, beside whether it is empty.
    pub operators: &'static [FilterOperator],
    /// An operator in words, behind the field's label and before the value.
    pub words: fn(FilterOperator) -> &'static str,
}

/// How much room a value takes beside others in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// As much as a number.
    Short,
    /// As much as a name.
    Usual,
    /// A line of its own where there is little room.
    Wide,
}

/// The id of another row, which is told apart and nothing else.
pub(super) const REFERENCE: Traits = Traits {
    sorts_by_itself: false,
    folding: None,
    is_numeric: false,
    width: Width::Usual,
    keeps_outdated: false,
    places: None,
    operators: &[FilterOperator::Is],
    words: FilterOperator::words,
};

/// A line of text.
pub(super) const LINE: Traits = Traits {
    folding: Some(Folding::Line),
    operators: &[FilterOperator::Contains, FilterOperator::Is, FilterOperator::Starts],
    ..REFERENCE
};

/// Text of several lines.
pub(super) const LINES: Traits = Traits {
    folding: Some(Folding::Long),
    width: Width::Wide,
    operators: &[FilterOperator::Contains],
    ..REFERENCE
};

/// One of a few words.
pub(super) const WORD: Traits = Traits { sorts_by_itself: true, ..REFERENCE };

/// A number.
pub(super) const NUMBER: Traits = Traits { is_numeric: true, operators: OF_NUMBERS, ..WORD };

/// A day or a moment.
pub(super) const TIME: Traits =
    Traits { operators: OF_TIMES, words: FilterOperator::words_of_time, ..WORD };
