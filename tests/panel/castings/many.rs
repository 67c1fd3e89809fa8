//! Casts and choices of thousands.

use diesel::connection::SimpleConnection as _;

use super::{credits, offered};
use crate::support::Panel;

crate::tests![
    a_cast_of_thousands_stands_in_the_order_of_names_from_its_first_page_to_its_last,
    pages_of_a_choice_end_where_it_is_no_longer_counted,
];

const STAMPS: &str = "'2026-01-01 00:00:00', '2026-01-01 00:00:00'";

/// Writes so many actors, as another program would, whose names are in no order.
fn add_actors(panel: &Panel, count: usize) {
    let name = |id: usize| id * 7919 % 10_007;
    let row = |id| format!("({id}, 'Extra {0:05}', 'extra {0:05}', {STAMPS})", name(id));
    let rows: Vec<String> = (1..=count).map(row).collect();
    let columns = "id, name, name_key, created_at, updated_at";
    let mut connection = panel.database().connect();
    for rows in rows.chunks(1000) {
        let values = rows.join(", ");
        connection
            .batch_execute(&format!("INSERT INTO actors ({columns}) VALUES {values}"))
            .unwrap();
    }
}

fn a_cast_of_thousands_stands_in_the_order_of_names_from_its_first_page_to_its_last(panel: &Panel) {
    let ada = panel.person();
    add_actors(panel, 5_200);
    let movie = ada.add("movies", &[("name", "Gandhi")]).path;
    let id = super::id(&movie);
    // Some are cast in nothing, and some in another movie.
    for (condition, size) in [("id <= 130", 130), ("id > 130 AND id <= 5110", 5_110)] {
        panel
            .database()
            .connect()
            .batch_execute(&format!(
                "INSERT INTO castings (movie_id, actor_id, created_at) \
                 SELECT {id}, id, created_at FROM actors WHERE {condition}"
            ))
            .unwrap();
        let mut names: Vec<usize> = (1..=size).map(|id| id * 7919 % 10_007).collect();
        names.sort_unstable();
        let pages: Vec<&[usize]> = names.chunks(50).collect();
        for number in [1, 2, pages.len() / 2 + 1, pages.len() - 1, pages.len()] {
            let page = ada.open(&format!("{movie}?actors={number}"));
            let expected = pages[number - 1].iter().map(|name| format!("Extra {name:05}"));
            assert_eq!(credits(&page), expected.collect::<Vec<_>>(), "page {number} of {size}");
        }
    }
}

fn pages_of_a_choice_end_where_it_is_no_longer_counted(panel: &Panel) {
    let ada = panel.person();
    let movie = ada.add("movies", &[("name", "Gandhi")]).path;
    add_actors(panel, 10_000);
    let last = ada.open(&format!("{movie}/castings?page=1000000"));
    assert_eq!(last.text(".range"), "9,981–10,000 of 10,000");
    assert_eq!(offered(&last).len(), 20);
    ada.add("actors", &[("name", "Zoe")]);
    let page = ada.open(&format!("{movie}/castings?page=1000000"));
    assert_eq!(offered(&page), offered(&last));
    assert_eq!(page.texts("button[name=page]"), ["Previous"]);
    let found = ada.open(&format!("{movie}/castings?q=zoe"));
    assert_eq!(offered(&found), ["Zoe not cast yet"]);
}
