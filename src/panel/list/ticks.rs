//! The boxes of a list, and what is offered to be done with what is ticked.

use super::query::ListQuery;
use super::rows::Rows;
use super::words;
use crate::access::Action;
use crate::db::Count;
use crate::panel::entity::requirement::Offers;
use crate::panel::http::inputs::Inputs;

/// The name of the boxes; each holds the id and the version of its row: `12.3`.
pub const TICKED: &str = "id";
/// The name of the button that selects all that the list holds.
pub const ALL: &str = "all";
/// The name of the buttons that say what is to be done with what is selected.
pub const THEN: &str = "then";
/// The name under which a list's address asks for all of its page to be ticked.
const TICK: &str = "tick";

/// The boxes of a list.
pub struct Ticks {
    /// What can be done.
    pub actions: Vec<TickAction>,
    /// Whether they may be deleted.
    pub may_delete: bool,
    /// What the button says that selects all the list holds; `None` where the page holds all.
    pub all: Option<String>,
    /// Whether the boxes of the page are ticked.
    pub are_ticked: bool,
    /// The same page with all boxes ticked, for whoever has no scripts.
    pub page: String,
}

/// Something that can be done with what is ticked.
pub struct TickAction {
    /// As it is sent.
    pub then: String,
    /// What the button says.
    pub label: String,
    /// The picture beside it.
    pub icon: &'static str,
}

impl Ticks {
    /// Those of a list; `None` for whoever may do nothing with its rows.
    pub fn of(query: &ListQuery, rows: &Rows, inputs: &Inputs, path: &str) -> Option<Self> {
        let (entity, operator) = (query.entity, &query.operator);
        let offers = Offers::of(entity, operator);
        let mut actions = Vec::new();
        let mut offer = |then: &str, label: String, icon| {
            actions.push(TickAction { then: then.to_owned(), label, icon });
        };
        if offers.edit {
            offer("edit", words::EDIT.to_owned(), "edit");
        }
        let ends = entity.relations().iter().filter_map(|relation| relation.through());
        for end in ends.filter(|end| operator.meets(&end.requirement())) {
            offer(end.link.table, end.words_for_many(), "plus");
        }
        if operator.may(Action::Export, entity.table()) {
            offer("export", words::DOWNLOAD.to_owned(), "download");
        }
        if actions.is_empty() && !offers.delete {
            return None;
        }
        let shown = i64::try_from(rows.rows.len()).unwrap_or(i64::MAX);
        let many = entity.names.several();
        let all = match rows.count {
            Count::Exact(count) if count <= shown => None,
            Count::Exact(count) => Some(words::select_all(&many, Some(count))),
            _ if query.is_everything() => Some(words::select_all(&many, None)),
            _ => Some(words::select_matching(&many)),
        };
        Some(Self {
            actions,
            may_delete: offers.delete,
            all,
            are_ticked: inputs.get(TICK).is_some(),
            page: format!("{path}{}", query.page_inputs().with(TICK, "page").to_url_query()),
        })
    }
}
