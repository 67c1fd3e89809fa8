//! The card of a row that a row refers to.

use crate::panel::words;
use askama::Template;

use crate::panel::entity::names::Names;
use crate::panel::entity::relation::{Relation, RelationKind};
use crate::panel::entity::requirement::Offers;
use crate::panel::entity::requirement::visible_fields;
use crate::panel::entity::row::Row;
use crate::panel::entity::words::{capitalized, listed};
use crate::panel::list::section::Place;

/// The card of a row that a row refers to.
#[derive(Template)]
#[template(path = "panel/owner.html")]
pub(super) struct Owner {
    names: Names,
    heading: String,
    title: String,
    is_person: bool,
    /// What belongs to it, in words.
    belongings: String,
    url: String,
    edit: String,
    offers: Offers,
}

impl askama::filters::HtmlSafe for Owner {}

impl Owner {
    /// The cards of what a row refers to, as far as it exists and may be seen.
    pub(super) fn all(place: &Place, row: &Row) -> Vec<Self> {
        let card = |field| {
            let (title, id) = (row.referred(field), row.referred_id(field)?);
            let entity = field.refers_to().filter(|_| !title.is_empty())?;
            let path = format!("/{}/{id}", entity.table());
            Some(Self {
                names: entity.names,
                heading: capitalized(entity.names.one),
                title: title.to_owned(),
                is_person: entity.is_person,
                belongings: belongings(entity.relations()),
                url: place.url(&path),
                edit: place.url_and_back(&format!("{path}/edit")),
                offers: Offers::of(entity, &place.operator),
            })
        };
        visible_fields(row.entity, &place.operator).filter_map(card).collect()
    }
}

/// "the profile and all cars"
fn belongings(relations: &[Relation]) -> String {
    let belongings = relations.iter().filter_map(|relation| match relation.kind {
        RelationKind::HasOne { .. } => Some(words::the_one(relation.entity.names.one)),
        RelationKind::HasMany { .. } => Some(words::all(&relation.entity.names.several())),
        RelationKind::Through { .. } => None,
    });
    let belongings: Vec<String> = belongings.collect();
    listed(&belongings)
}
