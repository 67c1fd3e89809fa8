//! What a value comes to, for each test: comparisons of keys.

use chrono::{Datelike as _, NaiveDateTime, TimeDelta};

use super::operator::FilterOperator;
use crate::db::{Comparison, Direction, Key, KeyKind, fold, latest_believed, sort_keys_alike};
use crate::panel::entity::date_range::DateRange;
use crate::panel::list::window::Bound;

/// What a filter comes to.
pub(super) enum Condition {
    /// The column holds this folded text.
    Contains(String),
    /// Its key compares like this to each of these.
    Every(Vec<(Comparison, Key)>),
    /// Its key compares like this to one of these.
    Either((Comparison, Key), (Comparison, Key)),
    /// There are at least so many.
    AtLeast(i64),
    /// There is none.
    None,
}

/// The condition that a test of a column with keys of that kind comes to; `None` where the value is
/// nothing that the column could hold.
pub(super) fn condition(
    kind: KeyKind,
    operator: FilterOperator,
    value: &str,
    now: NaiveDateTime,
) -> Option<Condition> {
    use Comparison::{AtLeast, AtMost, Equal, Greater, Less, Unequal};
    let every = |conditions: Vec<(Comparison, Key)>| Some(Condition::Every(conditions));
    let empty = kind.empty();
    match (operator, kind) {
        (FilterOperator::Empty, _) => every(vec![(Equal, empty?)]),
        (FilterOperator::Filled, _) => every(vec![(Unequal, empty?)]),
        (FilterOperator::LastWeek, _) => every(vec![
            (AtLeast, Key::Time(now - TimeDelta::days(7))),
            (AtMost, Key::Time(latest_believed(now))),
        ]),
        (FilterOperator::ThisMonth, _) => {
            within(DateRange::parse(&format!("{:04}-{:02}", now.year(), now.month()))?)
        }
        (FilterOperator::Contains, _) => {
            let word = fold(value);
            (!word.is_empty()).then_some(Condition::Contains(word))
        }
        (FilterOperator::Is, _) => {
            let (first, behind) = sort_keys_alike(value);
            every(vec![(AtLeast, Key::Text(first)), (Less, Key::Text(behind))])
        }
        (FilterOperator::Starts, _) => {
            let first = Bound::parse(value, kind, Direction::Ascending)?;
            let last = Bound::parse(value, kind, Direction::Descending)?;
            every(vec![(first.comparison, first.key), (last.comparison, last.key)])
        }
        (FilterOperator::Between, KeyKind::Time) => {
            let (least, most) = bounds(value)?;
            within(DateRange {
                first: DateRange::parse(&least)?.first,
                last: DateRange::parse(&most)?.last,
            })
        }
        (FilterOperator::Between, _) => {
            let (least, most) = bounds(value)?;
            let (least, most) = (whole(&least)?, whole(&most)?);
            every(vec![(AtLeast, least), (AtMost, most)])
        }
        (FilterOperator::Equal, KeyKind::Time) => within(DateRange::parse(value)?),
        (FilterOperator::Unequal, KeyKind::Time) => {
            let DateRange { first, last } = DateRange::parse(value)?;
            Some(Condition::Either((Less, Key::Time(first)), (Greater, Key::Time(last))))
        }
        (FilterOperator::Less, KeyKind::Time) => {
            every(vec![(Less, Key::Time(DateRange::parse(value)?.first))])
        }
        (FilterOperator::Greater, KeyKind::Time) => {
            every(vec![(Greater, Key::Time(DateRange::parse(value)?.last))])
        }
        (FilterOperator::Equal, _) => every(vec![(Equal, whole(value)?)]),
        // What is empty is another, and not greater.
        (FilterOperator::Unequal, _) => every(vec![(Unequal, whole(value)?)]),
        (FilterOperator::Less, _) => every(vec![(Less, whole(value)?)]),
        (FilterOperator::Greater, _) => every(vec![(Greater, whole(value)?), (Less, empty?)]),
        (FilterOperator::AtLeast, _) => None,
    }
}

fn within(range: DateRange) -> Option<Condition> {
    let (first, last) = (Key::Time(range.first), Key::Time(range.last));
    Some(Condition::Every(vec![(Comparison::AtLeast, first), (Comparison::AtMost, last)]))
}

/// A number that can be a value: the greatest stands for none.
fn whole(text: &str) -> Option<Key> {
    let key = Key::Integer(text.trim().parse().ok()?);
    (Some(&key) != KeyKind::Integer.empty().as_ref()).then_some(key)
}

/// What stands between two bounds in a URL.
const BETWEEN: &str = "..";

/// The two bounds of `30..40`.
pub fn bounds(value: &str) -> Option<(String, String)> {
    let (least, most) = value.split_once(BETWEEN)?;
    Some((least.trim().to_owned(), most.trim().to_owned()))
}

/// Both bounds as one value.
pub fn between(least: &str, most: &str) -> String {
    format!("{}{BETWEEN}{}", least.trim(), most.trim())
}
