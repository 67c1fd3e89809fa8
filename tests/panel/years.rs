//! Times of every year of the calendar: the same answers from every database.

use std::collections::BTreeSet;

use diesel::connection::SimpleConnection as _;

use crate::support::{Panel, Person};

crate::tests![
    filters_find_the_times_of_every_year,
    lists_lead_to_the_times_of_every_year,
    lists_are_walked_through_every_year,
];

const YEARS: [u16; 8] = [1, 999, 1000, 1969, 1970, 2038, 2039, 9999];

/// In each year so many movies, which are called by it.
fn add_movies(panel: &Panel, each: usize) {
    let rows = YEARS.iter().flat_map(|year| {
        (0..each).map(move |number| {
            let time = format!("'{year:04}-06-15 12:00:00.{number:06}'");
            format!("('{year}', '{year}', {time}, {time})")
        })
    });
    let rows = rows.collect::<Vec<_>>().join(", ");
    let insert =
        format!("INSERT INTO movies (name, name_key, created_at, updated_at) VALUES {rows}");
    panel.database().connect().batch_execute(&insert).unwrap();
}

fn found(ada: &Person, query: &str) -> Vec<u16> {
    let list = ada.open(&format!("/movies?sort=created&{query}"));
    assert_eq!(list.notices(), Vec::<String>::new(), "{query}");
    list.names().iter().map(|name| name.parse().unwrap()).collect()
}

fn filters_find_the_times_of_every_year(panel: &Panel) {
    let ada = panel.person();
    add_movies(panel, 1);
    // The last moment of all is one as well.
    let last = "UPDATE movies SET created_at = '9999-12-31 23:59:59.999999' WHERE name = '9999'";
    panel.database().connect().batch_execute(last).unwrap();
    for column in ["created", "updated"] {
        for year in YEARS {
            let those = |test: fn(&u16, &u16) -> bool| -> Vec<u16> {
                YEARS.into_iter().filter(|other| test(other, &year)).collect()
            };
            let filter = |test: &str| found(&ada, &format!("where={column}.{test}.{year}"));
            assert_eq!(filter("eq"), those(u16::eq), "{year}");
            assert_eq!(filter("ne"), those(u16::ne), "{year}");
            assert_eq!(filter("lt"), those(u16::lt), "{year}");
            assert_eq!(filter("gt"), those(u16::gt), "{year}");
            let between = found(&ada, &format!("where={column}.between.{year}..9999-12-31"));
            assert_eq!(between, those(u16::ge), "{year}");
            let day = found(&ada, &format!("where=updated.eq.{year:04}-06-15+12:00"));
            assert_eq!(day, [year], "{year}");
        }
    }
}

fn lists_lead_to_the_times_of_every_year(panel: &Panel) {
    let ada = panel.person();
    add_movies(panel, 1);
    for (index, year) in YEARS.into_iter().enumerate() {
        assert_eq!(found(&ada, &format!("from={year}")), YEARS[index..], "{year}");
        let list = ada.open(&format!("/movies?sort=-created&from={year}"));
        let upwards: Vec<String> =
            YEARS[..=index].iter().rev().map(|year| year.to_string()).collect();
        assert_eq!(list.names(), upwards, "{year}");
    }
}

fn lists_are_walked_through_every_year(panel: &Panel) {
    let ada = panel.person();
    // A page ends within each year.
    add_movies(panel, 30);
    for sort in ["created", "-created"] {
        let mut page = ada.open(&format!("/movies?size=25&sort={sort}"));
        let (mut met, mut ids) = (Vec::new(), BTreeSet::new());
        loop {
            met.extend(page.names());
            ids.extend(page.attributes("tbody th a", "href"));
            if !page.has("a[rel=next]") {
                break;
            }
            page = ada.open(&page.href("a[rel=next]"));
        }
        let mut expected: Vec<String> =
            YEARS.iter().flat_map(|year| vec![year.to_string(); 30]).collect();
        if sort == "-created" {
            expected.reverse();
        }
        assert_eq!(met, expected, "{sort}");
    }
}
