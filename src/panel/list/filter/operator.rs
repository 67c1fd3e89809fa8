//! What a column of a list can be asked, and in which words.

use crate::panel::entity::field::Kind;
use crate::panel::entity::relation::Most;
use crate::panel::entity::resource::Resource;
use crate::panel::list::column::Column;

/// What a column is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterOperator {
    /// The text occurs in it.
    Contains,
    /// It is that text, letter case and accents aside, or that record.
    Is,
    /// It begins with the text.
    Starts,
    /// It is that number, or falls on that day.
    Equal,
    /// It is another, or has no value.
    Unequal,
    /// It is less, or before.
    Less,
    /// It is greater, or after.
    Greater,
    /// It is one of two bounds or between them.
    Between,
    /// It falls into the last seven days.
    LastWeek,
    /// It falls into the present month.
    ThisMonth,
    /// It has no value, or the row has none.
    Empty,
    /// It has a value, or the row has some.
    Filled,
    /// The row has at least so many.
    AtLeast,
}

impl FilterOperator {
    const ALL: [Self; 13] = [
        Self::Contains,
        Self::Is,
        Self::Starts,
        Self::Equal,
        Self::Unequal,
        Self::Less,
        Self::Greater,
        Self::Between,
        Self::LastWeek,
        Self::ThisMonth,
        Self::Empty,
        Self::Filled,
        Self::AtLeast,
    ];

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|operator| operator.name() == name)
    }

    /// Its name in URLs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Contains => "contains",
            Self::Is => "is",
            Self::Starts => "starts",
            Self::Equal => "eq",
            Self::Unequal => "ne",
            Self::Less => "lt",
            Self::Greater => "gt",
            Self::Between => "between",
            Self::LastWeek => "week",
            Self::ThisMonth => "month",
            Self::Empty => "none",
            Self::Filled => "some",
            Self::AtLeast => "least",
        }
    }

    /// How many values it takes.
    pub fn values(self) -> u8 {
        match self {
            Self::LastWeek | Self::ThisMonth | Self::Empty | Self::Filled => 0,
            Self::Between => 2,
            _ => 1,
        }
    }

    /// What the column can be asked.
    pub fn of<R: Resource>(column: Column<R>) -> Vec<Self> {
        let mut tests = match column {
            Column::Field(field) => match field.kind {
                Kind::Text(_) | Kind::Email(_) => vec![Self::Contains, Self::Is, Self::Starts],
                Kind::Integer(..) => {
                    vec![Self::Equal, Self::Unequal, Self::Less, Self::Greater, Self::Between]
                }
                Kind::Reference(_) => vec![Self::Is],
            },
            Column::Relation(relation) => match relation.most {
                Most::One => vec![Self::Filled, Self::Empty],
                Most::Any => vec![Self::Filled, Self::Empty, Self::AtLeast],
            },
            Column::Created | Column::Updated => vec![
                Self::LastWeek,
                Self::ThisMonth,
                Self::Equal,
                Self::Unequal,
                Self::Less,
                Self::Greater,
                Self::Between,
            ],
        };
        if column.may_be_empty() {
            tests.extend([Self::Empty, Self::Filled]);
        }
        tests
    }

    /// The test of that column in words, before its value.
    pub fn words<R: Resource>(self, column: Column<R>) -> String {
        let label = column.label();
        if let Column::Relation(relation) = column {
            let names = relation.entity;
            let many = names.many.to_lowercase();
            return match (self, relation.most) {
                (Self::Empty, Most::One) => format!("No {}", names.one),
                (Self::Empty, Most::Any) => format!("No {many}"),
                (Self::AtLeast, _) => format!("Number of {many} at least"),
                (_, Most::One) => format!("Has {}", names.a),
                (_, Most::Any) => format!("Has {many}"),
            };
        }
        let words = match (self, column.is_time()) {
            (Self::Contains, _) => "contains",
            (Self::Is, _) => "is",
            (Self::Starts, _) => "starts with",
            (Self::Equal, false) => "=",
            (Self::Unequal, false) => "≠",
            (Self::Less, false) => "<",
            (Self::Greater, false) => ">",
            (Self::Equal, true) => "on",
            (Self::Unequal, true) => "not on",
            (Self::Less, true) => "before",
            (Self::Greater, true) => "after",
            (Self::Between, _) => "between",
            (Self::LastWeek, _) => "in the last 7 days",
            (Self::ThisMonth, _) => "this month",
            (Self::Empty, _) => "is empty",
            (Self::Filled, _) => "is not empty",
            (Self::AtLeast, _) => "at least",
        };
        format!("{label} {words}")
    }
}

/// What may be typed for that test of a column.
pub fn hint<R: Resource>(column: Column<R>, operator: FilterOperator) -> &'static str {
    match (column, operator) {
        (Column::Relation(_), _) => "Enter a whole number, 1 or more.",
        (Column::Field(field), _) => match (field.kind, operator) {
            (Kind::Integer(..), FilterOperator::Between) => {
                "Enter two whole numbers, such as 30 and 40."
            }
            (Kind::Integer(..), _) => "Enter a whole number, such as 30.",
            (Kind::Reference(_), _) => "Choose a record.",
            (Kind::Text(_) | Kind::Email(_), _) => "Enter text.",
        },
        (Column::Created | Column::Updated, FilterOperator::Between) => {
            "Enter two dates, such as 2026-11-01 and 2026-11-22."
        }
        (Column::Created | Column::Updated, _) => "Enter a date, such as 2026-11-22 or 2026-11.",
    }
}
