//! The way back from the page of a record, in words.

use crate::panel::words;
use diesel::QueryResult;

use super::came_from::CameFrom;
use crate::db::AnyConnection;
use crate::panel::entity::definition::Entity;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::return_to::ReturnTo;
use crate::panel::list::ListQuery;
use crate::panel::list::section::Place;
use crate::panel::record::titled::TitledRow;

/// One page of the way back.
pub(super) struct Step {
    pub(super) words: String,
    pub(super) url: String,
}

/// The way back from the page of a record of that entity, the furthest page first.
pub(super) fn trail(
    connection: &mut AnyConnection,
    place: &Place,
    (entity, id): (&'static Entity, i64),
    next: Option<&ReturnTo>,
) -> QueryResult<Vec<Step>> {
    let list = place.url(&format!("/{}", entity.names.path));
    let url = next.map_or(list, |next| next.at(entity.names, id).as_str().to_owned());
    let step = |words| vec![Step { words, url: url.clone() }];
    Ok(match CameFrom::of(next, entity, &place.site) {
        CameFrom::List(inputs) => step(list_words(place, entity, &inputs)),
        CameFrom::Search(words) => step(words::search_for(&words)),
        CameFrom::Record(of, id, before) if place.operator.sees(of.names.path) => {
            let found = TitledRow::among(connection, of, &[id])?.pop();
            let Some(TitledRow { title, .. }) = found else { return Ok(step(usual(of))) };
            // Of what lies behind it, only a list is named: a way need not be told in full.
            let is_list =
                |next: &ReturnTo| CameFrom::of(Some(next), of, &place.site).list().is_some();
            let mut steps = match before.filter(is_list) {
                Some(before) => trail(connection, place, (of, id), Some(&before))?,
                None => Vec::new(),
            };
            steps.extend(step(title));
            steps
        }
        CameFrom::Record(..) | CameFrom::Elsewhere => step(words::BACK.to_owned()),
    })
}

fn usual(entity: &Entity) -> String {
    entity.names.many.to_owned()
}

/// "Users", "Users matching “ann”, filtered"
fn list_words(place: &Place, entity: &'static Entity, inputs: &Inputs) -> String {
    let usual = usual(entity);
    if inputs.pairs().is_empty() {
        return usual;
    }
    let query = ListQuery::parse(entity, &place.operator, inputs, &place.viewer.calendar());
    words::list(&usual, &query.search, !query.filters.is_empty())
}
