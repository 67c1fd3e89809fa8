//! The activity as a list whose views can be kept.

use std::sync::Arc;

use super::query::ActivityQuery;
use crate::access::{ACTIVITY, CurrentOperator, Requirement};
use crate::history::words;
use crate::panel::entity::calendar::Calendar;
use crate::panel::entity::register::Register;
use crate::panel::http::inputs::Inputs;
use crate::panel::list::views::ViewedList;

/// What happened to the records of these entities.
#[derive(Clone, Copy)]
pub struct ActivityList(pub &'static Register);

impl ViewedList for ActivityList {
    fn path(self) -> &'static str {
        ACTIVITY
    }

    fn several(self) -> String {
        words::VIEWED.to_owned()
    }

    fn kept(self) -> &'static str {
        words::KEPT_BY_VIEW
    }

    fn requirement(self) -> Requirement {
        Requirement::Activity
    }

    fn written(
        self,
        inputs: &Inputs,
        operator: &Arc<CurrentOperator>,
        calendar: &Calendar,
    ) -> Inputs {
        ActivityQuery::parse(inputs, self.0, operator, calendar).inputs()
    }
}
