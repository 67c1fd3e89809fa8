//! The page that says exactly how many rows a list has.

use askama::Template;

use super::filter::Filter;
use super::query::ListQuery;
use super::words;
use crate::panel::entity::names::Names;
use crate::panel::entity::words::counted;
use crate::panel::http::layout::Layout;
use crate::panel::http::request::Request;

#[derive(Template)]
#[template(path = "list/count.html")]
pub(super) struct CountPage {
    layout: Layout,
    names: Names,
    counted: String,
    /// What of them was counted, in words.
    conditions: Vec<String>,
    list: String,
}

impl CountPage {
    /// The page that says how many rows the list has.
    pub fn new(request: &Request, query: &ListQuery, count: i64) -> Self {
        let names = query.entity.names;
        let search = match query.search.as_str() {
            "" => None,
            search => Some(words::search(search)),
        };
        let filters = query.filters.iter().map(Filter::words);
        let list = format!("/{}{}", names.path, query.inputs().to_url_query());
        Self {
            layout: request.layout(words::exact_count(names.many), names.path),
            counted: counted(count, names.one, &names.several()),
            conditions: search.into_iter().chain(filters).collect(),
            list: request.site.url(&list),
            names,
        }
    }
}
