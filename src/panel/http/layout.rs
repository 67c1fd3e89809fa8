//! The frame around every page: what it needs to know.

use std::sync::Arc;

use tokio::sync::Notify;

use crate::access::{Action, CurrentOperator, Token};
use crate::config::Imports;
use crate::db::{Counts, Growth};
use crate::panel::entity::names::Names;
use crate::panel::entity::register::Register;
use crate::panel::http::notice::Message;
use crate::panel::http::viewer::{Clock, Viewer};

/// What is the same on every page of the running program.
#[derive(Debug)]
pub struct Site {
    /// The path the panel lives under: empty, or `/panel`.
    pub base: String,
    /// The path of the static files, with their version in it.
    pub assets: String,
    /// The entities and the links between them.
    pub register: &'static Register,
    /// What is known of how many rows there are.
    pub counts: Counts,
    /// What is known of how many were added lately.
    pub growth: Growth,
    /// What an uploaded file may take.
    pub imports: Imports,
    /// The paths that answer whoever is not signed in, below the base.
    pub open: &'static [&'static str],
    /// The messages that whoever is not signed in may be shown.
    pub open_notices: &'static [&'static str],
    /// So many records are changed by one request; more become a job.
    pub at_once: i64,
    /// Tells whoever works on jobs that there is another one.
    pub new_job: Notify,
}

impl Site {
    /// Whether a path tells whoever is not signed in what became of a request: one that needs
    /// nobody to be signed in, or nothing of the panel at all.
    pub fn is_open(&self, path: &str) -> bool {
        match path.strip_prefix(self.base.as_str()) {
            Some(below) if below.is_empty() || below.starts_with('/') => {
                let rests = self.open.iter().filter_map(|open| below.strip_prefix(open));
                rests.into_iter().any(|rest| rest.is_empty() || rest.starts_with('/'))
            }
            _ => true,
        }
    }

    /// The path as a browser asks for it.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}

/// What the frame of one page shows.
#[derive(Clone)]
pub struct Layout {
    /// Who looks at it; `None` where nobody is signed in.
    pub operator: Option<Arc<CurrentOperator>>,
    /// What is the same on every page.
    pub site: Arc<Site>,
    /// The title of the page, without the name of the panel.
    pub title: String,
    /// The path of the entity whose page it is, or empty.
    pub section: &'static str,
    /// The message that a form left behind.
    pub notice: Option<Message>,
    /// The search over everything, where the page is its result.
    pub search: String,
    /// On whose clock times are shown.
    pub viewer: Viewer,
}

impl Layout {
    /// The sections that they may see.
    pub fn sections(&self) -> impl Iterator<Item = &'static Names> {
        let operator = self.operator.clone();
        let seen = move |names: &&Names| {
            operator.as_ref().is_some_and(|operator| operator.sees(names.path))
        };
        self.site.register.names().filter(seen)
    }

    /// Whether they may see the history of anything.
    pub fn has_activity(&self) -> bool {
        let may = |names: &Names| {
            let operator = self.operator.as_ref();
            operator.is_some_and(|operator| operator.may(Action::History, names.path))
        };
        self.site.register.names().any(may)
    }

    /// The frame of a page that tells of a failure: whatever else it may show, it asks nothing.
    pub fn of_failure(
        site: &Arc<Site>,
        operator: Option<Arc<CurrentOperator>>,
        title: &str,
    ) -> Self {
        let clock = Clock { now: crate::db::now(), browser: None };
        Self {
            viewer: clock.viewer(&site.base, operator.as_deref()),
            operator,
            site: Arc::clone(site),
            title: title.to_owned(),
            section: "",
            notice: None,
            search: String::new(),
        }
    }

    /// The same for a session that goes on under another token: its forms carry that one's mark.
    #[must_use]
    pub fn under(mut self, token: &Token) -> Self {
        self.operator = self.operator.map(|operator| Arc::new(operator.under(token)));
        self
    }
}
