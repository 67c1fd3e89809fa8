//! What the search of a list looks at.

use super::query::ListQuery;
use super::scope::{Reach, child, finding, label, records, texts};
use crate::db::search::Scope;
use crate::panel::entity::relation::Relation;
use crate::panel::entity::requirement::visible_fields;
use crate::panel::entity::words::listed;

impl ListQuery {
    /// The texts that the search looks at.
    pub(super) fn scope(&self) -> Scope {
        let records = records(self.entity, &self.operator);
        let children = self.finding().into_iter().filter_map(child);
        Scope { related: records.related.into_iter().chain(children).collect(), ..records }
    }

    /// What belongs to the records and is searched with them.
    pub(super) fn finding(&self) -> Vec<&'static Relation> {
        match self.reach {
            Reach::Children => finding(self.entity, &self.operator).collect(),
            Reach::Records => Vec::new(),
        }
    }

    /// What is searched, in words: `first name, last name, country, e-mail and car`.
    pub fn searched(&self) -> String {
        let fields = visible_fields(self.entity, &self.operator);
        let own = fields.filter(|field| {
            let refers = field.refers_to().is_some_and(|entity| !texts(entity.fields).is_empty());
            refers || field.searched_text().is_some()
        });
        let own = own.map(|field| field.label.to_lowercase());
        let children = finding(self.entity, &self.operator).flat_map(|relation| {
            relation.finding().map(|field| label(relation, field).to_lowercase())
        });
        let all: Vec<String> = own.chain(children).collect();
        listed(&all)
    }
}
