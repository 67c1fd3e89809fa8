//! The views of a list as tabs over it. Each leads to a URL of the list and is nothing else.

use std::sync::Arc;

use super::viewed::ViewedList;
use crate::access::{CurrentOperator, View};
use crate::panel::entity::calendar::Calendar;
use crate::panel::http::inputs::Inputs;

/// The views of a list.
pub struct Tabs {
    /// Those that they may see, by name.
    pub views: Vec<Tab>,
    /// Where the list itself is.
    pub all: String,
    /// Whether the URL asks for nothing.
    is_plain: bool,
}

/// One view.
pub struct Tab {
    /// The id of the view.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Where it leads.
    pub url: String,
    /// The role it is shared with, if it is.
    pub role: Option<String>,
    /// Whether it is this very list.
    pub is_current: bool,
    /// Whether it is their own.
    pub is_own: bool,
    /// Whether it is pinned to their home page.
    pub is_pinned: bool,
    /// Whether they may delete it.
    is_deletable: bool,
}

impl Tabs {
    /// The views over a list whose address asks for that.
    pub fn of(
        list: impl ViewedList,
        operator: &Arc<CurrentOperator>,
        here: &Inputs,
        calendar: &Calendar,
        url: &impl Fn(&Inputs) -> String,
    ) -> Self {
        let tab = |view: &View| {
            let inputs = Inputs::parse(&view.query).unwrap_or_default();
            Tab {
                id: view.id,
                name: view.name.clone(),
                url: url(&inputs),
                role: view.role.clone().map(String::from),
                // What they may not see of it is left out of both.
                is_current: list.written(&inputs, operator, calendar) == *here,
                is_own: view.is_of(operator),
                is_pinned: operator.pinned.contains(&view.id),
                is_deletable: view.is_up_to(operator),
            }
        };
        let views = operator.views.iter().filter(|view| !view.name.is_empty()).map(tab).collect();
        Self { views, all: url(&Inputs::default()), is_plain: here.pairs().is_empty() }
    }

    /// Whether it is the list itself that is shown, and no view of it.
    pub fn is_all(&self) -> bool {
        self.is_plain && self.current().next().is_none()
    }

    /// The views that are this very list: several where they ask for the same.
    pub fn current(&self) -> impl Iterator<Item = &Tab> {
        self.views.iter().filter(|tab| tab.is_current)
    }

    /// Those of them that may be deleted.
    pub fn deletable(&self) -> impl Iterator<Item = &Tab> {
        self.current().filter(|tab| tab.is_deletable)
    }
}
