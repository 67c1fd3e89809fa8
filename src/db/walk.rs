//! Walking through what is in order for what no index finds, within a budget.

use diesel::QueryResult;

/// So many rows are read at first, and so many after that where they do not fill the page.
const STEPS: [i64; 3] = [200, 1_800, 8_000];
/// So many rows are looked at for one page, at most.
pub const LOOKED_AT: i64 = 10_000;

/// Which way a page lies from its place, and where that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span<P> {
    /// What is earlier than that place, the latest first.
    Before(P),
    /// What is later than that place, the earliest first.
    After(P),
}

impl<P> Span<P> {
    /// From another place, the same way.
    pub fn from(&self, place: P) -> Self {
        match self {
            Self::Before(_) => Self::Before(place),
            Self::After(_) => Self::After(place),
        }
    }
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Walked<T, P> {
    /// The rows, in the order of the walk.
    pub rows: Vec<T>,
    /// Whether there are more of them.
    pub has_more: bool,
    /// Up to where it was looked, where that was not to the end.
    pub cut_at: Option<P>,
}

/// Looks for the first rows that pass: `load` reads so many from a place on, in their order.
pub fn walk<T, P: Copy>(
    (span, size): (Span<P>, usize),
    place: impl Fn(&T) -> P,
    passes: impl Fn(&T) -> bool,
    mut load: impl FnMut(Span<P>, i64) -> QueryResult<Vec<T>>,
) -> QueryResult<Walked<T, P>> {
    let (mut span, mut rows) = (span, Vec::new());
    for step in STEPS {
        let read = load(span, step)?;
        let is_end = i64::try_from(read.len()).is_ok_and(|read| read < step);
        if let Some(last) = read.last() {
            span = span.from(place(last));
        }
        rows.extend(read.into_iter().filter(&passes).take(size + 1 - rows.len()));
        if rows.len() > size {
            rows.truncate(size);
            return Ok(Walked { rows, has_more: true, cut_at: None });
        }
        if is_end {
            return Ok(Walked { rows, has_more: false, cut_at: None });
        }
    }
    let (Span::Before(place) | Span::After(place)) = span;
    Ok(Walked { rows, has_more: true, cut_at: Some(place) })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Walks down through so many numbers for those that pass; returns them, and what was read.
    fn walked(all: i64, passes: impl Fn(&i64) -> bool) -> (Walked<i64, i64>, i64) {
        let mut read = 0;
        let found = walk(
            (Span::Before(all), 3),
            |number| *number,
            passes,
            |span, limit| {
                let Span::Before(before) = span else { return Ok(Vec::new()) };
                let rows: Vec<i64> =
                    (0..before).rev().take(usize::try_from(limit).unwrap()).collect();
                read += i64::try_from(rows.len()).unwrap();
                Ok(rows)
            },
        );
        (found.unwrap(), read)
    }

    #[test]
    fn a_walk_ends_where_the_page_is_full() {
        let (found, read) = walked(1_000_000, |number| number % 2 == 0);
        assert_eq!((found.rows, found.has_more), (vec![999_998, 999_996, 999_994], true));
        assert_eq!((found.cut_at, read), (None, 200));
    }

    #[test]
    fn a_walk_that_reaches_the_end_says_so() {
        let (found, _) = walked(1_000, |number| *number == 7);
        assert_eq!(found, Walked { rows: vec![7], has_more: false, cut_at: None });
    }

    #[test]
    fn a_walk_ends_where_its_budget_does_and_goes_on_from_there() {
        let (found, read) = walked(1_000_000, |number| *number < 5);
        assert_eq!(found, Walked { rows: vec![], has_more: true, cut_at: Some(990_000) });
        assert_eq!(read, LOOKED_AT);
    }
}
