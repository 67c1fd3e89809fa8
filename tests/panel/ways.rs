//! The rows of a filtered or searched list are the same, whether they are met in the order of the
//! list or all found and sorted: where one way takes too long, the other is taken.

use std::collections::BTreeSet;
use std::sync::Arc;

use backlot::access::CurrentOperator;
use backlot::db::search::SearchPlan;
use backlot::db::{Count, Counts, bounded, now};
use backlot::entities::REGISTER;
use backlot::panel::entity::calendar::Calendar;
use backlot::panel::http::inputs::Inputs;
use backlot::panel::list::ListQuery;
use backlot::panel::list::query::Lookup;
use backlot::panel::list::rows::{Rows, page};
use backlot::panel::list::search::read;

use crate::support::Panel;

crate::tests![every_way_to_the_rows_of_a_page_leads_to_the_same];

/// What lists are asked, and the least number of rows of the sample that it lets pass.
const QUERIES: [(&str, &str, usize); 21] = [
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
    ("users", "q=an", 5),
    ("users", "q=toyota", 5),
    ("users", "q=example+an", 5),
    ("users", "q=example&where=cars.some", 5),
    ("profiles", "q=example", 5),
    ("profiles", "q=an", 1),
    ("cars", "q=an", 5),
    ("cars", "q=toyota&where=color.starts.b", 1),
    ("cars", "where=name.contains.toyota", 5),
    ("movies", "where=actors.exactly.15", 1),
    ("actors", "where=movies.most.4&where=movies.least.4", 20),
];

/// Pages of them, sorted by what may be empty too.
const PAGES: [&str; 6] =
    ["", "&page=2", "&page=last", "&sort=-updated&page=last", "&size=25", "&sort=-created&page=3"];

fn ids(rows: &Rows) -> Vec<i64> {
    rows.rows.iter().map(|row| row.id).collect()
}

fn every_way_to_the_rows_of_a_page_leads_to_the_same(panel: &Panel) {
    let ada = panel.person();
    ada.follow(&ada.press(&ada.open("/").form(), "Load sample data"));
    let operator = Arc::new(CurrentOperator::of_command_line());
    let connection = &mut panel.database().connect();
    let has_samples = panel.database().url().starts_with("postgres");
    let mut cut = 0;
    for (entity, asked, least) in QUERIES {
        let entity = REGISTER.entity(entity).unwrap();
        let by_last = if entity.field("last_name").is_some() { "&sort=last_name" } else { "" };
        for of in PAGES.into_iter().chain([by_last]) {
            let url = format!("{asked}{of}");
            let inputs = Inputs::parse(&url).unwrap();
            let query = || ListQuery::parse(entity, &operator, &inputs, &Calendar::utc(now()));
            assert_eq!(query().notes, Vec::<String>::new(), "{url}");
            let read = read(connection, &mut query(), &Counts::default()).unwrap();
            for lookup in [Lookup::Plan(SearchPlan::Walk), Lookup::Sorted] {
                let mut query = query();
                query.lookup = lookup;
                let found = page(connection, &query, Count::AtLeast(0)).unwrap();
                assert_eq!(ids(&found), ids(&read), "{url}");
            }
            if !query().words.is_empty() && has_samples {
                let mut found = |condition| -> BTreeSet<i64> {
                    bounded::ids(connection, query().ids(condition)).unwrap().into_iter().collect()
                };
                let all = found(query().found());
                // Of few in each table nothing is found that is not found otherwise, and of so many
                // none is left out.
                let [some, most] = [3, 100_000].map(|most| found(query().asked_of_some(most)));
                assert!(some.is_subset(&all) && most == all, "{url}");
                cut += usize::from(some.len() < all.len());
            }
            assert!(!of.is_empty() || read.rows.len() >= least.min(50), "{url}");
        }
    }
    assert_eq!(cut > 0, has_samples, "{cut}");
}
