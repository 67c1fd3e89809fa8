//! Going through what is walked through, page by page, the latest first.

use std::fmt::Display;
use std::str::FromStr;

use crate::db::{Count, Span, Walked};
use crate::panel::http::inputs::Inputs;
use crate::panel::list::pager::Pager;

/// The names of places in an address.
const BEFORE: &str = "before";
const AFTER: &str = "after";

/// Places of which the one is behind everything, and the other before it.
pub struct Ends<P> {
    /// Later than everything.
    pub latest: P,
    /// Earlier than everything.
    pub earliest: P,
}

/// One page.
pub struct Paged<T> {
    /// Its rows, the latest first.
    pub rows: Vec<T>,
    /// The pages around it.
    pub pager: Pager,
    /// Where it is looked further, where the budget was spent before the page was full.
    pub further: Option<String>,
}

/// Which page an address asks for; the latest where it says nothing, or no place.
pub fn span<P: FromStr>(inputs: &Inputs, latest: P) -> Span<P> {
    let place = |name: &str| inputs.get(name).and_then(|text| text.parse().ok());
    match (place(BEFORE), place(AFTER)) {
        (Some(before), _) => Span::Before(before),
        (None, Some(after)) => Span::After(after),
        (None, None) => Span::Before(latest),
    }
}

/// The address of a page of what was asked for; the first where there is no place.
pub fn placed<P: Display>(asked: &Inputs, span: Option<Span<P>>) -> Inputs {
    match span {
        None => asked.clone(),
        Some(Span::Before(place)) => asked.clone().and(BEFORE, &place.to_string()),
        Some(Span::After(place)) => asked.clone().and(AFTER, &place.to_string()),
    }
}

/// Whether the first page holds what a walk towards the latest came to.
pub fn is_on_first<T, P>(span: Span<P>, walked: &Walked<T, P>) -> bool {
    matches!(span, Span::After(_)) && !walked.has_more
}

/// The page that a walk came to; `url` says where others are, the first of them being none. Where
/// nobody has counted the rows, there are those of the page, or more.
pub fn paged<T, P: Copy + PartialEq>(
    (span, ends): (Span<P>, Ends<P>),
    walked: Walked<T, P>,
    place: impl Fn(&T) -> P,
    count: Option<Count>,
    url: impl Fn(Option<Span<P>>) -> String,
) -> Paged<T> {
    let Walked { mut rows, has_more, cut_at } = walked;
    let is_first = span == Span::Before(ends.latest);
    let (has_later, has_earlier) = match span {
        Span::Before(_) => (!is_first, has_more),
        Span::After(place) => (has_more, place != ends.earliest),
    };
    if matches!(span, Span::After(_)) {
        rows.reverse();
    }
    let further = cut_at.map(|place| url(Some(span.from(place))));
    let cut = |is_that_way: bool| cut_at.filter(|_| is_that_way);
    let later = cut(matches!(span, Span::After(_))).or(rows.first().map(&place));
    let earlier = cut(matches!(span, Span::Before(_))).or(rows.last().map(&place));
    let shown = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let uncounted = match is_first && !has_more {
        true => Count::Exact(shown),
        false => Count::AtLeast(shown),
    };
    let count = count.unwrap_or(uncounted);
    let mut pager = Pager::of_rows(is_first.then_some(0), shown, count);
    pager.first = (!is_first).then(|| url(None));
    pager.previous = has_later.then(|| url(later.map(Span::After)));
    pager.next = earlier.filter(|_| has_earlier).map(|place| url(Some(Span::Before(place))));
    pager.last = has_earlier.then(|| url(Some(Span::After(ends.earliest))));
    Paged { rows, pager, further }
}
