//! Which lists can be kept as views.

use std::sync::Arc;

use actix_web::HttpResponse;

use crate::access::{Action, CurrentOperator, Requirement};
use crate::panel::entity::calendar::Calendar;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::requirement::requirement;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::request::Request;
use crate::panel::list::query::ListQuery;
use crate::panel::list::words;

/// A list whose views can be kept.
pub trait ViewedList: Copy + Send + 'static {
    /// Its path without the slash, which is its name among such lists as well: `movies`.
    fn path(self) -> &'static str;
    /// What it holds, in the middle of a sentence: `movies`.
    fn several(self) -> String;
    /// What a view of it keeps: `search and filters`.
    fn kept(self) -> &'static str;
    /// What keeping a view of it requires.
    fn requirement(self) -> Requirement;
    /// The query of its address as the list itself writes it: without the page, and without what
    /// they cannot have.
    fn written(
        self,
        inputs: &Inputs,
        operator: &Arc<CurrentOperator>,
        calendar: &Calendar,
    ) -> Inputs;
}

/// The list of an entity's records.
impl ViewedList for &'static Entity {
    fn path(self) -> &'static str {
        self.names.path
    }

    fn several(self) -> String {
        self.names.several()
    }

    fn kept(self) -> &'static str {
        words::KEPT_BY_VIEW
    }

    fn requirement(self) -> Requirement {
        requirement(self, Action::See)
    }

    fn written(
        self,
        inputs: &Inputs,
        operator: &Arc<CurrentOperator>,
        calendar: &Calendar,
    ) -> Inputs {
        ListQuery::parse(self, operator, inputs, calendar).inputs()
    }
}

/// Leads to a list as it was, with a message.
pub(super) fn to_list(
    list: impl ViewedList,
    request: &Request,
    inputs: &Inputs,
    notice: &str,
) -> HttpResponse {
    request.redirect(&format!("/{}{}", list.path(), inputs.to_url_query()), notice)
}
