//! Going through pages: which rows these are, and where the others are.

use super::words;
use crate::db::Count;

/// The place of one page among its neighbours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pager {
    range: String,
    /// Where the first page is, unless this is it.
    pub first: Option<String>,
    /// Where the page before is.
    pub previous: Option<String>,
    /// Where the page after is.
    pub next: Option<String>,
    /// Where the last page is, unless this is it.
    pub last: Option<String>,
    /// The pages that are offered by number.
    pub numbers: Vec<PageNumber>,
}

/// A page that is offered by its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageNumber {
    /// Its number, from 1.
    pub number: i64,
    /// Where it is.
    pub url: String,
    /// Whether it is this very page.
    pub is_this: bool,
    /// Whether the page of the number before is not offered.
    pub after_gap: bool,
}

/// Beside the first and the last page and this one, so many to each side of it are offered.
const NEIGHBOURS: i64 = 2;

impl Pager {
    /// The pager of page `page` (from 1) of `total` rows in pages of `size`.
    pub fn new(page: i64, size: i64, total: i64, url: impl Fn(i64) -> String) -> Self {
        let before = (page - 1) * size;
        let pages = pages(total, size);
        let to = |number: i64| (number != page).then(|| url(number));
        Self {
            range: words::range(Some(before), (total - before).clamp(0, size), Count::Exact(total)),
            first: to(1),
            previous: (page > 1).then(|| url(page - 1)),
            next: (page < pages).then(|| url(page + 1)),
            last: to(pages),
            numbers: Vec::new(),
        }
    }

    /// The pager of `shown` rows, before which there are so many others, as far as that is known.
    pub fn of_rows(before: Option<i64>, shown: i64, count: Count) -> Self {
        Self { range: words::range(before, shown, count), ..Self::default() }
    }

    /// The pager of rows that nobody counts beyond this page: "100 events".
    pub fn uncounted(range: String) -> Self {
        Self { range, ..Self::default() }
    }

    /// "1–50 of 812"
    pub fn range(&self) -> &str {
        &self.range
    }

    /// Whether there is any other page.
    pub fn has_pages(&self) -> bool {
        self.previous.is_some() || self.next.is_some()
    }
}

/// How many pages of `size` rows there are; one where there is no row.
pub fn pages(total: i64, size: i64) -> i64 {
    ((total + size - 1) / size).max(1)
}

/// The pages that are offered by number around page `this`, the first and the last among them.
pub fn numbers(this: i64, pages: i64, url: impl Fn(i64) -> String) -> Vec<PageNumber> {
    let near = (this - NEIGHBOURS).max(1)..=(this + NEIGHBOURS).min(pages);
    let mut offered: Vec<i64> = [1].into_iter().chain(near).chain([pages]).collect();
    offered.sort_unstable();
    offered.dedup();
    let before = [0].into_iter().chain(offered.clone());
    let number = |(number, before): (&i64, i64)| PageNumber {
        number: *number,
        url: url(*number),
        is_this: *number == this,
        after_gap: *number > before + 1,
    };
    offered.iter().zip(before).map(number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pager_says_which_rows_these_are() {
        let pager = |page, total| Pager::new(page, 50, total, |page| page.to_string());
        assert_eq!(pager(1, 812).range(), "1–50 of 812");
        assert_eq!(pager(17, 812).range(), "801–812 of 812");
        assert_eq!(pager(1, 0).range(), "none");
        assert_eq!(pager(1, 812).next.as_deref(), Some("2"));
        assert_eq!(pager(17, 812).next, None);
        assert_eq!(pager(2, 100).previous.as_deref(), Some("1"));
        assert_eq!(pager(2, 100).next, None);
        assert_eq!(pager(2, 100).last, None);
    }

    #[test]
    fn where_it_is_not_known_nothing_is_made_up() {
        assert_eq!(Pager::of_rows(None, 50, Count::Exact(812)).range(), "50 of 812");
        assert_eq!(
            Pager::of_rows(Some(0), 50, Count::MoreThan(10_000)).range(),
            "1–50 of more than 10,000"
        );
        assert_eq!(
            Pager::of_rows(Some(50), 50, Count::About(4_183_111)).range(),
            "51–100 of about 4.2 million"
        );
    }

    #[test]
    fn the_first_the_last_and_the_nearest_pages_have_numbers() {
        let offered = |this, pages| {
            let numbers = numbers(this, pages, |number| number.to_string());
            let text = |page: &PageNumber| {
                let gap = if page.after_gap { "… " } else { "" };
                let (open, close) = if page.is_this { ("[", "]") } else { ("", "") };
                format!("{gap}{open}{}{close}", page.number)
            };
            numbers.iter().map(text).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(offered(1, 1), "[1]");
        assert_eq!(offered(1, 3), "[1] 2 3");
        assert_eq!(offered(9, 17), "1 … 7 8 [9] 10 11 … 17");
        assert_eq!(offered(17, 17), "1 … 15 16 [17]");
    }
}
