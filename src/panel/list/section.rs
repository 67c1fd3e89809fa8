//! Where a part of a detail page is shown: what its links need to know.

use std::sync::Arc;

use crate::access::CurrentOperator;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::layout::Site;
use crate::panel::http::return_to::with_next;
use crate::panel::http::viewer::Viewer;
use crate::panel::list::pager::Pager;

/// Where a part of a detail page is shown.
pub struct Place {
    /// What is the same on every page.
    pub site: Arc<Site>,
    /// Who looks at it.
    pub operator: Arc<CurrentOperator>,
    /// The path of the detail page.
    pub path: String,
    /// The same with its query, to come back to.
    pub here: String,
    /// The page's query, where the pages of long sections are.
    pub query: Inputs,
    /// The page as another record's leads back to it: of where it was come to from in turn, it
    /// names a list only, or addresses would grow from one record to the next.
    pub back: String,
    /// On whose clock times are, and what time it is.
    pub viewer: Viewer,
}

/// The size of a page of a long section.
pub const SECTION_SIZE: i64 = 50;

impl Place {
    /// A path as a browser asks for it.
    pub fn url(&self, path: &str) -> String {
        self.site.url(path)
    }

    /// A path as a browser asks for it, that leads back here.
    pub fn url_and_back(&self, path: &str) -> String {
        with_next(&self.site.url(path), &self.here)
    }

    /// The page of another record, that leads back here.
    pub fn record(&self, path: &str) -> String {
        with_next(&self.site.url(path), &self.back)
    }

    /// The page of the section `name` that the query asks for, of `total` rows: how many rows stand
    /// before it, and its pager. Beyond the last page, it is the last: rows may have been removed
    /// since the link was made.
    pub fn page(&self, name: &str, total: i64) -> (i64, Pager) {
        let last = ((total - 1) / SECTION_SIZE + 1).max(1);
        let asked = self.query.get(name).and_then(|text| text.parse().ok()).unwrap_or(1);
        let page = i64::clamp(asked, 1, last);
        let others = self.query.clone().without(name);
        let pager = Pager::new(page, SECTION_SIZE, total, |page| {
            let query = others.clone().with(name, &page.to_string()).to_query();
            format!("{}?{query}#{name}", self.path)
        });
        ((page - 1) * SECTION_SIZE, pager)
    }
}
