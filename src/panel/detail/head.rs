//! The head of the pages of one record, the same on each of them.

use askama::Template;
use diesel::QueryResult;

use super::came_from::CameFrom;
use super::trail::{Step, trail};
use crate::access::Action;
use crate::db::AnyConnection;
use crate::panel::entity::names::Names;
use crate::panel::entity::requirement::Offers;
use crate::panel::entity::row::Row;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::return_to::{ReturnTo, carried, with_next};
use crate::panel::list::section::Place;

/// The name under which the address of a record beside this one says in which tab it is shown.
const TAB: &str = "tab";

/// The way back, what the record is called, what can be done with it, and its pages.
#[derive(Template)]
#[template(path = "panel/head.html")]
pub struct RecordHead {
    names: Names,
    title: String,
    is_person: bool,
    /// The way back: to the list as the person left it, say.
    trail: Vec<Step>,
    path: String,
    /// What carries the way back along to the other pages.
    carried: String,
    /// The pages of the records before and after it, where it stands in a list.
    neighbors: Option<[String; 2]>,
    edit: String,
    /// The form of a new record that is filled in as this one is.
    copy: String,
    delete: String,
    offers: Offers,
    /// Whether its history may be seen.
    has_history: bool,
    tab: RecordTab,
}

/// The pages of one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordTab {
    /// What it holds.
    Record,
    /// What was done to it.
    History,
}

impl askama::filters::HtmlSafe for RecordHead {}

impl RecordTab {
    /// The one in which whoever goes on to a record beside this one sees it.
    pub fn of(inputs: &Inputs) -> Self {
        match inputs.get(TAB) {
            Some(_) => Self::History,
            None => Self::Record,
        }
    }

    /// What stands behind the path of the record in that of the page.
    pub fn path(self) -> &'static str {
        match self {
            Self::Record => "",
            Self::History => "/history",
        }
    }

    /// What the address of a record beside it carries, so that it is shown like this one.
    fn carried(self, carried: &str) -> String {
        match (self, carried) {
            (Self::Record, carried) => carried.to_owned(),
            (Self::History, "") => format!("?{TAB}=history"),
            (Self::History, carried) => format!("{carried}&{TAB}=history"),
        }
    }
}

impl RecordHead {
    /// The head of that page of a row, which was come to from `next`.
    pub fn read(
        connection: &mut AnyConnection,
        place: &Place,
        row: &Row,
        next: Option<&ReturnTo>,
        tab: RecordTab,
    ) -> QueryResult<Self> {
        let (entity, id) = (row.entity, row.id);
        let (names, path) = (entity.names, &place.path);
        let carried = carried(next);
        let beside = |way: &str| format!("{path}/{way}{}", tab.carried(&carried));
        let is_in_list = CameFrom::of(next, entity, &place.site).list().is_some();
        Ok(Self {
            names,
            title: row.title(&place.operator),
            is_person: entity.is_person,
            trail: trail(connection, place, (entity, id), next)?,
            neighbors: is_in_list.then(|| ["previous", "next"].map(beside)),
            edit: with_next(&format!("{path}/edit"), &place.here),
            copy: place.url(&format!("/{}/new?copy={id}", names.path)),
            delete: with_next(&format!("{path}/delete"), &place.here),
            offers: Offers::of(entity, &place.operator),
            has_history: place.operator.may(Action::History, names.path),
            path: path.clone(),
            carried,
            tab,
        })
    }
}
