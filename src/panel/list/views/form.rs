//! The form that keeps a list as a view.

use super::tabs::Tabs;
use super::viewed::ViewedList;
use crate::access::{BUILT_IN, CurrentOperator, MOST_VIEWS, ViewDraft};
use crate::db::fold;
use crate::panel::entity::kind::{FieldKind as _, Text, tidy};
use crate::panel::http::inputs::Inputs;
use crate::panel::list::words;
use crate::panel::record::check::Errors;

/// Stands for a role that the form beside a list does not offer; no role has this name.
pub const OTHER: &str = "*";
/// The longest name, in characters.
const LONGEST_NAME: usize = 60;
/// The longest query that is kept, in bytes; browsers and proxies take one twice as long.
const LONGEST_QUERY: usize = 4000;

/// The form that keeps a list as a view.
pub struct ViewForm {
    /// The path of the list.
    pub path: &'static str,
    /// What a view of it keeps.
    pub keeps: &'static str,
    /// What the list asks for.
    pub kept: Inputs,
    /// The name as it was typed.
    pub name: String,
    /// The role it is to be shared with, as it was chosen.
    pub role: String,
    /// The roles on offer.
    pub roles: Vec<String>,
    /// Whether there may be others.
    pub has_others: bool,
    /// What is wrong with it.
    pub errors: Errors,
}

impl ViewForm {
    /// The form beside a list: empty, or filled in with their view that is the list.
    pub fn on_list(
        list: impl ViewedList,
        operator: &CurrentOperator,
        kept: Inputs,
        tabs: &Tabs,
    ) -> Self {
        let own = tabs.current().find(|tab| tab.is_own);
        Self {
            path: list.path(),
            keeps: list.kept(),
            kept,
            name: own.map(|tab| tab.name.clone()).unwrap_or_default(),
            role: own.and_then(|tab| tab.role.clone()).unwrap_or_default(),
            roles: roles_at_hand(operator),
            // Every role would be one more query on each list.
            has_others: operator.manages(),
            errors: Errors::default(),
        }
    }

    /// The form as it was sent for that list; it may be shared with these roles.
    pub fn sent(list: impl ViewedList, inputs: &Inputs, kept: Inputs, roles: Vec<String>) -> Self {
        Self {
            path: list.path(),
            keeps: list.kept(),
            kept,
            name: tidy(inputs.get("name").unwrap_or_default()),
            role: inputs.get("role").unwrap_or_default().to_owned(),
            roles,
            has_others: false,
            errors: Errors::default(),
        }
    }

    /// The view that it asks for; `None` where something is wrong with it, or the role is still to
    /// be chosen.
    pub fn check(&mut self) -> Option<ViewDraft> {
        let query = self.kept.to_query();
        if fold(&self.name).is_empty() {
            self.errors.add("name", words::ENTER_NAME.to_owned());
        } else if let Err(problem) = (Text { most: LONGEST_NAME }).parse(words::NAME, &self.name) {
            self.errors.add("name", problem);
        } else if query.len() > LONGEST_QUERY {
            self.errors.add("name", words::VIEW_TOO_LONG.to_owned());
        }
        let is_known = self.role.is_empty() || self.roles.contains(&self.role);
        if !is_known && self.role != OTHER {
            self.errors.add("role", words::NO_ROLE.to_owned());
        }
        let role = Some(self.role.clone()).filter(|role| !role.is_empty());
        let is_whole = is_known && self.errors.is_empty();
        is_whole.then(|| ViewDraft { name: self.name.clone(), role, query })
    }

    /// The same where they keep too many views.
    pub fn refused(mut self) -> Self {
        self.errors.add("name", words::too_many_views(MOST_VIEWS));
        self
    }
}

/// The roles that they may share with, as far as is known without asking.
fn roles_at_hand(operator: &CurrentOperator) -> Vec<String> {
    let mut roles = operator.roles.clone();
    if operator.manages() {
        roles.extend(BUILT_IN.iter().map(|(name, _)| (*name).to_owned()));
        roles.sort();
        roles.dedup();
    }
    roles
}
