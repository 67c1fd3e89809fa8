//! What belongs to a row, as its detail page shows it: a section for each relation.

use askama::Template;
use diesel::QueryResult;

use crate::db::AnyConnection;
use crate::panel::entity::cell::Cell;
use crate::panel::entity::field::Field;
use crate::panel::entity::names::Names;
use crate::panel::entity::relation::{Relation, RelationKind};
use crate::panel::entity::requirement::Offers;
use crate::panel::entity::requirement::{visible_fields, visible_relations};
use crate::panel::entity::row::Row;
use crate::panel::entity::words::capitalized;
use crate::panel::form::control::element_id;
use crate::panel::http::viewer::Viewer;
use crate::panel::link::LinkSection;
use crate::panel::list::pager::Pager;
use crate::panel::list::section::{Place, SECTION_SIZE};
use crate::panel::record::read::{children, count};
use crate::panel::record::tree::RecordTree;

/// What belongs to a row by one relation.
pub(super) enum Section {
    /// The one that it has, if it has one.
    One(OneSection),
    /// One page of those that it has.
    Many(ManySection),
    /// One page of those that it is linked with.
    Linked(LinkSection),
}

/// The one that a row has, if it has one.
#[derive(Template)]
#[template(path = "panel/has_one.html")]
pub(super) struct OneSection {
    viewer: Viewer,
    names: Names,
    heading: String,
    child: Option<Child>,
    add: String,
    /// Where it is changed: in the form of the whole, or in its own.
    edit: Option<String>,
    offers: Offers,
}

/// One page of those that a row has.
#[derive(Template)]
#[template(path = "panel/has_many.html")]
pub(super) struct ManySection {
    viewer: Viewer,
    names: Names,
    children: Vec<Child>,
    pager: Pager,
    add: String,
    /// Where they are changed together, in the form of the whole.
    edit: Option<String>,
    offers: Offers,
}

impl askama::filters::HtmlSafe for OneSection {}
impl askama::filters::HtmlSafe for ManySection {}

/// A row that belongs to another.
struct Child {
    title: String,
    cells: Vec<(&'static Field, Cell<'static>)>,
    url: String,
    edit: String,
    delete: String,
}

impl Section {
    /// The sections of a row, as far as what they show may be seen.
    pub(super) fn all(
        connection: &mut AnyConnection,
        row: &Row,
        place: &Place,
    ) -> QueryResult<Vec<Self>> {
        visible_relations(row.entity, &place.operator)
            .map(|relation| Self::read(connection, relation, row, place))
            .collect()
    }

    fn read(
        connection: &mut AnyConnection,
        relation: &Relation,
        row: &Row,
        place: &Place,
    ) -> QueryResult<Self> {
        let names = relation.entity.names;
        let offers = Offers::of(relation.entity, &place.operator);
        let add = |by: &Field| {
            place.url_and_back(&format!("/{}/new?{}={}", names.path, by.name(), row.id))
        };
        let edit = part_of_form(relation, row, place);
        let viewer = place.viewer.clone();
        Ok(match relation.kind {
            RelationKind::HasOne { by, .. } => {
                let child = children(connection, relation.entity, by, row, (1, 0))?.pop();
                let child = child.map(|child| Child::new(place, &child, by));
                let own = child.as_ref().filter(|_| offers.edit).map(|child| child.edit.clone());
                Self::One(OneSection {
                    viewer,
                    names,
                    heading: capitalized(names.one),
                    child,
                    add: add(by),
                    edit: edit.or(own),
                    offers,
                })
            }
            RelationKind::HasMany { by } => {
                let total = count(connection, relation, row.id)?;
                let (offset, pager) = place.page(relation.name, total);
                let rows = children(connection, relation.entity, by, row, (SECTION_SIZE, offset))?;
                let children = rows.iter().map(|child| Child::new(place, child, by)).collect();
                let add = add(by);
                Self::Many(ManySection { viewer, names, children, pager, add, edit, offers })
            }
            RelationKind::Through(end) => {
                let total = count(connection, relation, row.id)?;
                Self::Linked(LinkSection::read(connection, end, (row.id, total), place)?)
            }
        })
    }
}

/// Where the form of a row holds what belongs to it: the first field of that part, which a browser
/// then puts the focus on. `None` where they may not change it there.
fn part_of_form(relation: &Relation, row: &Row, place: &Place) -> Option<String> {
    let may_edit = Offers::of(row.entity, &place.operator).edit;
    let part = RecordTree::blank(row.entity).limited_to(&place.operator).parts.into_iter();
    let part = part.filter(|_| may_edit).find(|part| part.relation.name == relation.name)?;
    let record = part.blank(part.prefix(0));
    let first = format!("{}{}", record.prefix, record.fields().next()?.name());
    let form = place.url_and_back(&format!("/{}/{}/edit", row.entity.table(), row.id));
    Some(format!("{form}#{}", element_id(&first)))
}

impl Child {
    /// The row without its reference to the one whose page this is.
    fn new(place: &Place, row: &Row, by: &'static Field) -> Self {
        let path = format!("/{}/{}", row.entity.table(), row.id);
        let fields = visible_fields(row.entity, &place.operator);
        let own = fields.filter(|field| !std::ptr::eq(*field, by));
        Self {
            title: row.title(&place.operator),
            cells: own.map(|field| (field, row.cell(field).into_owned())).collect(),
            url: place.record(&path),
            edit: place.url_and_back(&format!("{path}/edit")),
            delete: place.url_and_back(&format!("{path}/delete")),
        }
    }
}
