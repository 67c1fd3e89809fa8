//! Rows that filters let pass are the same, whether they are met in the order of the list or
//! gathered and sorted: where one way takes too long, the other is taken.

use std::sync::Arc;

use backlot::access::CurrentOperator;
use backlot::db::{Counts, now};
use backlot::entities::REGISTER;
use backlot::panel::http::inputs::Inputs;
use backlot::panel::list::filtered::gathered;
use backlot::panel::list::search::read;
use backlot::panel::list::{ListQuery, rows::Rows};

use crate::support::Panel;

crate::tests![rows_that_are_gathered_are_those_that_are_met_in_order];

/// Filters of a list, and the least number of rows of the sample that pass them.
const FILTERS: [(&str, &str, usize); 13] = [
    ("users", "where=cars.some", 200),
    ("users", "where=cars.none", 100),
    ("users", "where=cars.least.1", 200),
    ("users", "where=cars.least.3", 20),
    ("users", "where=cars.least.3&where=age.gt.40", 5),
    ("users", "where=cars.most.1", 200),
    ("users", "where=cars.exactly.2", 20),
    ("users", "where=cars.least.5000", 0),
    ("users", "where=country.none&where=last_name.none", 1),
    ("users", "where=last_name.contains.an", 5),
    ("cars", "where=name.contains.toyota", 5),
    ("movies", "where=actors.exactly.15", 1),
    ("actors", "where=movies.most.4&where=movies.least.4", 20),
];

/// The pages whose rows are compared, of lists that are sorted by what may be empty too.
const PAGES: [&str; 4] = ["", "&page=2", "&page=last", "&sort=-updated&page=last"];

fn ids(rows: &Rows) -> Vec<i64> {
    rows.rows.iter().map(|row| row.id).collect()
}

fn rows_that_are_gathered_are_those_that_are_met_in_order(panel: &Panel) {
    let ada = panel.person();
    ada.follow(&ada.press(&ada.open("/").form(), "Load sample data"));
    let operator = Arc::new(CurrentOperator::of_command_line());
    let connection = &mut panel.database().connect();
    for (entity, filters, least) in FILTERS {
        let entity = REGISTER.entity(entity).unwrap();
        let by_last = if entity.field("last_name").is_some() { "&sort=last_name" } else { "" };
        for page in PAGES.into_iter().chain([by_last]) {
            let url = format!("{filters}{page}");
            let inputs = Inputs::parse(&url).unwrap();
            let query = || ListQuery::parse(entity, &operator, &inputs, now());
            assert_eq!(query().notes, Vec::<String>::new(), "{url}");
            let met = read(connection, &mut query(), &Counts::default()).unwrap();
            let sorted = gathered(connection, &mut query()).unwrap().unwrap();
            assert_eq!(ids(&sorted), ids(&met), "{url}");
            assert_eq!(sorted.count, met.count, "{url}");
            let count = sorted.count.exact().and_then(|count| usize::try_from(count).ok());
            assert!(count.is_some_and(|count| count >= least), "{url}: {count:?}");
        }
    }
}
