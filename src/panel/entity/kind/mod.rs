//! The kinds of fields. Each is one file that answers everything about itself.

mod choice;
mod date;
mod decimal;
mod email;
mod integer;
mod long_text;
mod moment;
mod reference;
mod text;
mod traits;
mod yes_no;

use std::ops::Deref;

pub use self::choice::Choice;
pub use self::date::Date;
pub use self::decimal::Decimal;
pub use self::email::Email;
pub use self::integer::Integer;
pub use self::long_text::{LONGEST, LongText};
pub use self::moment::Moment;
pub use self::reference::Reference;
pub use self::text::{Text, tidy};
pub use self::traits::{Traits, Width};
pub use self::yes_no::YesNo;
use crate::db::statement::{Key, Value};
use crate::db::{Comparison, Direction};
use crate::panel::entity::calendar::Calendar;
use crate::panel::entity::cell::Cell;
use crate::panel::entity::filter_operator::FilterOperator;

/// What a field holds.
#[derive(Clone, Copy)]
pub enum Kind {
    /// One line of text.
    Text(Text),
    /// Text of several lines.
    LongText(LongText),
    /// An e-mail address.
    Email(Email),
    /// A whole number.
    Integer(Integer),
    /// A number with a fixed number of decimal places.
    Decimal(Decimal),
    /// A day.
    Date(Date),
    /// A moment, UTC.
    Moment(Moment),
    /// Yes or no.
    YesNo(YesNo),
    /// One word of a closed list.
    Choice(Choice),
    /// The id of a row of another entity.
    Reference(Reference),
}

/// What a kind answers about itself.
pub trait FieldKind {
    /// The text as it is kept: one spelling for one value. What is no value stays as it was typed.
    fn tidy(&self, text: &str) -> String;

    /// The value that a text, which is not empty, stands for.
    ///
    /// # Errors
    /// What is wrong with it, in words, for the field with that label.
    fn parse(&self, label: &str, text: &str) -> Result<Value, String>;

    /// What is so of it whatever its value.
    fn traits(&self) -> Traits;

    /// The text that stands for a value in a form.
    fn print(&self, value: &Value) -> String;

    /// The value as lists and detail pages show it.
    fn cell<'v>(&self, value: &'v Value) -> Cell<'v>;

    /// How it is entered.
    fn input(&self) -> InputType;

    /// What may be typed for an operator.
    fn hint(&self, operator: FilterOperator) -> &'static str;

    /// What an operator with a value comes to for whoever asks; `None` where the field could not hold
    /// such a value.
    fn predicate(
        &self,
        operator: FilterOperator,
        value: &str,
        calendar: &Calendar,
    ) -> Option<Predicate>;

    /// Where a list begins that is sorted by it and is to begin with what was typed.
    fn beginning(
        &self,
        typed: &str,
        direction: Direction,
        calendar: &Calendar,
    ) -> Option<Beginning>;
}

/// Where a list begins: how the key that it is sorted by compares to a value.
pub type Beginning = (Comparison, Value);

/// What a filter comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Predicate {
    /// The folded copy holds this folded text.
    Contains(String),
    /// The column compares like this to each of these.
    Every(Vec<(Comparison, Key)>),
    /// The column compares like this to one of these.
    Either(Vec<(Comparison, Key)>),
}

/// How a value is entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InputType {
    /// A line of text.
    Text,
    /// Several lines of text.
    Lines,
    /// An e-mail address.
    Email,
    /// A whole number.
    Integer,
    /// A number with decimal places.
    Decimal,
    /// A day.
    Date,
    /// A moment.
    Moment,
    /// One of a few: the text that stands for it in a form, and what is read.
    Select(Options),
    /// A row of the entity at that path, chosen on a page of its own.
    Reference(&'static str),
}

/// What can be selected: the text that stands for each in a form, and what is read.
pub type Options = &'static [(&'static str, &'static str)];

impl InputType {
    /// What a person reads of a text that is entered like that.
    pub fn shown<'t>(&self, text: &'t str) -> &'t str {
        match self {
            Self::Select(options) => {
                options.iter().find(|(value, _)| *value == text).map_or(text, |(_, label)| label)
            }
            Self::Text
            | Self::Lines
            | Self::Email
            | Self::Integer
            | Self::Decimal
            | Self::Date
            | Self::Moment
            | Self::Reference(_) => text,
        }
    }
}

impl Kind {
    /// What it refers to, where it is a reference.
    pub fn reference(&self) -> Option<&Reference> {
        if let Self::Reference(reference) = self { Some(reference) } else { None }
    }
}

impl Deref for Kind {
    type Target = dyn FieldKind;

    /// The kind itself, which answers everything about itself. No other place tells kinds apart.
    fn deref(&self) -> &Self::Target {
        match self {
            Self::Text(kind) => kind,
            Self::LongText(kind) => kind,
            Self::Email(kind) => kind,
            Self::Integer(kind) => kind,
            Self::Decimal(kind) => kind,
            Self::Date(kind) => kind,
            Self::Moment(kind) => kind,
            Self::YesNo(kind) => kind,
            Self::Choice(kind) => kind,
            Self::Reference(kind) => kind,
        }
    }
}
