//! What needs doing: the views that somebody has pinned to the home page, each with how many records
//! it holds.

use std::sync::Arc;

use diesel::QueryResult;

use crate::access::{self, CurrentOperator};
use crate::db::AnyConnection;
use crate::panel::entity::calendar::Calendar;
use crate::panel::entity::names::Names;
use crate::panel::entity::words::in_words;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::layout::Site;
use crate::panel::list::{ListQuery, read};

/// One pinned view.
pub(super) struct Pinned {
    pub(super) names: Names,
    pub(super) name: String,
    pub(super) url: String,
    /// How many records it holds, as far as counting them goes.
    pub(super) count: String,
}

/// The views that they have pinned and may still see.
pub(super) fn pinned(
    connection: &mut AnyConnection,
    site: &Site,
    operator: &Arc<CurrentOperator>,
    calendar: &Calendar,
) -> QueryResult<Vec<Pinned>> {
    let mut pinned = Vec::new();
    for (entity, view) in access::pinned_views(connection, operator)? {
        let entity = site.register.entity(&entity);
        let Some(entity) = entity.filter(|entity| operator.sees(entity.names.path)) else {
            continue;
        };
        let inputs = Inputs::parse(&view.query).unwrap_or_default();
        let mut query = ListQuery::parse(entity, operator, &inputs, calendar).bare().hasty();
        // One row is as good as a page of them where they are only counted.
        query.size = 1;
        let count = read(connection, &mut query, &site.counts)?.count;
        pinned.push(Pinned {
            names: entity.names,
            name: view.name,
            url: site.url(&format!("/{}{}", entity.names.path, inputs.to_url_query())),
            count: in_words(count),
        });
    }
    Ok(pinned)
}
