//! Lists are sorted and filtered by what belongs to their rows.

use diesel::connection::SimpleConnection as _;

use crate::support::{Panel, Person};

crate::tests![
    a_list_is_sorted_by_what_belongs_to_its_rows,
    a_list_is_filtered_by_what_belongs_to_its_rows,
    more_rows_than_can_be_sorted_by_a_number_are_not,
];

/// Users with so many cars each, and a country or none.
fn add_users(ada: &Person) {
    for (id, (name, country, cars)) in [
        ("Ann", Some("Togo"), 2),
        ("Ben", None, 0),
        ("Cid", Some("Ghana"), 1),
        ("Dee", Some("ghana"), 3),
        ("Eve", Some(""), 0),
    ]
    .into_iter()
    .enumerate()
    {
        let id = (id + 1).to_string();
        ada.add("users", &[("first_name", name)]);
        if let Some(country) = country {
            ada.add("profiles", &[("user_id", &id), ("height", "Tall"), ("country", country)]);
        }
        for _ in 0..cars {
            ada.add("cars", &[("user_id", &id), ("name", "Mini"), ("color", "red")]);
        }
    }
}

#[track_caller]
fn names(person: &Person, path: &str) -> String {
    let list = person.open(path);
    assert_eq!(list.notices(), Vec::<String>::new(), "{path}");
    list.texts("tbody th a").join(" ")
}

fn a_list_is_sorted_by_what_belongs_to_its_rows(panel: &Panel) {
    let ada = panel.person();
    add_users(&ada);
    for (query, found) in [
        ("sort=country", "Cid Dee Ann Ben Eve"),
        ("sort=-country", "Ann Dee Cid Eve Ben"),
        ("sort=country&page=last", "Cid Dee Ann Ben Eve"),
        ("sort=country&from=t", "Ann Ben Eve"),
        ("sort=country&q=mini", "Cid Dee Ann"),
        ("sort=-country&where=cars.most.2", "Ann Cid Eve Ben"),
        ("sort=cars", "Ben Eve Cid Ann Dee"),
        ("sort=-cars", "Dee Ann Cid Eve Ben"),
        ("sort=-cars&where=country.is.ghana", "Dee Cid"),
        ("sort=cars&q=ghana", "Cid Dee"),
    ] {
        assert_eq!(names(&ada, &format!("/users?{query}")), found, "{query}");
    }
    let list = ada.open("/users");
    let sorted_by = list.attributes("thead a", "href");
    for sort in ["country", "-cars"] {
        assert!(sorted_by.contains(&format!("/users?sort={sort}")), "{sorted_by:?}");
    }
    let sorted = ada.open("/users?sort=cars");
    assert_eq!(sorted.attributes("[aria-sort]", "aria-sort"), ["ascending"]);
    assert!(!sorted.has("#from") && ada.open("/users?sort=country").has("#from"));
    ada.add("movies", &[("name", "Alien")]);
    assert_eq!(names(&ada, "/movies?sort=-actors"), "Alien");
}

fn a_list_is_filtered_by_what_belongs_to_its_rows(panel: &Panel) {
    let ada = panel.person();
    add_users(&ada);
    for (filter, found) in [
        ("country.contains.han", "Cid Dee"),
        ("country.is.Togo", "Ann"),
        ("country.starts.gh", "Cid Dee"),
        ("country.none", "Ben"),
        ("country.some", "Ann Cid Dee Eve"),
        ("cars.none", "Ben Eve"),
        ("cars.least.2", "Ann Dee"),
        ("cars.most.1", "Ben Cid Eve"),
        ("cars.exactly.3", "Dee"),
        ("cars.exactly.0", "Ben Eve"),
    ] {
        assert_eq!(names(&ada, &format!("/users?where={filter}")), found, "{filter}");
    }
    let list = ada.open("/users?where=country.contains.han&where=country.none");
    assert_eq!(list.texts(".chip bdi"), ["Country contains “han”", "No profile"]);
}

fn more_rows_than_can_be_sorted_by_a_number_are_not(panel: &Panel) {
    // So many are soon there on SQLite alone.
    if !panel.database().url().starts_with("sqlite") {
        return;
    }
    let stamp = "'2026-11-22 12:00:00'";
    let movies = format!(
        "INSERT INTO movies (name, name_key, created_at, updated_at) \
         WITH RECURSIVE films (number) AS \
         (SELECT 1 UNION ALL SELECT number + 1 FROM films WHERE number < 100001) \
         SELECT 'Film ' || number, 'film ' || number, {stamp}, {stamp} FROM films"
    );
    panel.database().connect().batch_execute(&movies).unwrap();
    let ada = panel.person();
    let list = ada.open("/movies?sort=-actors");
    let note = "100,000 movies at most can be sorted by actors, so these are in their usual order. \
                Filter them to have fewer.";
    assert_eq!(list.notices(), [note]);
    assert_eq!(list.texts("tbody th a")[..2], ["Film 1", "Film 10"]);
    assert_eq!(names(&ada, "/movies?sort=-actors&where=name.is.film+7"), "Film 7");
}
