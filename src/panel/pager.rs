//! Going through pages: which rows these are, and where the others are.

/// The place of one page among its neighbours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pager {
    /// The number of the first row on the page, from 1; 0 where there is none.
    pub first: i64,
    /// The number of the last row on the page.
    pub last: i64,
    /// How many rows there are in all.
    pub total: i64,
    /// Where the page before is.
    pub previous: Option<String>,
    /// Where the page after is.
    pub next: Option<String>,
}

impl Pager {
    /// The pager of page `page` (from 1) of `total` rows in pages of `size`.
    pub fn new(page: i64, size: i64, total: i64, url: impl Fn(i64) -> String) -> Self {
        let before = (page - 1) * size;
        let last = (before + size).min(total);
        Self {
            first: if last > before { before + 1 } else { 0 },
            last: last.max(0),
            total,
            previous: (page > 1).then(|| url(page - 1)),
            next: (last < total).then(|| url(page + 1)),
        }
    }

    /// "1–50 of 812"
    pub fn range(&self) -> String {
        let total = grouped(self.total);
        match self.total {
            0 => "none".to_owned(),
            _ => format!("{}–{} of {total}", grouped(self.first), grouped(self.last)),
        }
    }

    /// Whether there is any other page.
    pub fn has_pages(&self) -> bool {
        self.previous.is_some() || self.next.is_some()
    }
}

/// A number with its thousands set apart: `12,345`.
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        text.push('-');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number with the thing it counts: `1 car`, `1,200 cars`.
pub fn counted(number: i64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { one } else { many })
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
    }

    #[test]
    fn thousands_are_set_apart() {
        for (number, text) in
            [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-5000, "-5,000")]
        {
            assert_eq!(grouped(number), text);
        }
    }
}
