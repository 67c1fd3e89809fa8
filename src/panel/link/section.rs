//! What a row is linked with, as its detail page shows it.

use askama::Template;
use diesel::QueryResult;

use super::rows;
use crate::db::{AnyConnection, UtcTime};
use crate::panel::entity::cell::Cell;
use crate::panel::entity::names::Names;
use crate::panel::entity::relation::LinkEnd;
use crate::panel::http::viewer::Viewer;
use crate::panel::list::pager::Pager;
use crate::panel::list::section::{Place, SECTION_SIZE};
use crate::panel::record::titled::TitledRow;

/// One page of what a row is linked with.
#[derive(Template)]
#[template(path = "link/section.html")]
pub struct LinkSection {
    viewer: Viewer,
    heading: &'static str,
    /// What it is linked with.
    other: Names,
    linked: Vec<Linked>,
    pager: Pager,
    /// Several links, in words.
    several: &'static str,
    /// Whether links may be changed.
    changeable: bool,
    /// The mark of the session's forms.
    mark: String,
    table: &'static str,
    /// The path of the links of this row.
    path: String,
    /// The page with its query, to come back to.
    here: String,
}

impl askama::filters::HtmlSafe for LinkSection {}

/// A row that another one is linked with.
struct Linked {
    row: TitledRow,
    url: String,
    /// When it was linked.
    at: Cell<'static>,
}

impl LinkSection {
    /// Reads one page of the links of a row, of which there are so many.
    pub fn read(
        connection: &mut AnyConnection,
        end: LinkEnd,
        (id, total): (i64, i64),
        place: &Place,
    ) -> QueryResult<Self> {
        let other = end.other().names;
        let (offset, pager) = place.page(other.path, total);
        let linked_row = |(row, at): (TitledRow, UtcTime)| Linked {
            url: place.record(&format!("/{}/{}", other.path, row.id)),
            at: Cell::time(at),
            row,
        };
        let linked = rows::linked(connection, end, id, (SECTION_SIZE, offset, total))?;
        Ok(Self {
            viewer: place.viewer.clone(),
            heading: end.own().label,
            other,
            linked: linked.into_iter().map(linked_row).collect(),
            pager,
            several: end.link.words.many,
            changeable: place.operator.meets(&end.requirement()),
            mark: place.operator.form_mark.clone(),
            table: end.link.table,
            path: format!("{}/{}", place.path, end.link.table),
            here: place.here.clone(),
        })
    }
}
