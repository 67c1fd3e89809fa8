//! What is found by what belongs to it.

use backlot::db::bounded::estimated_rows;
use backlot::db::search::{Matching, Scope, Searched, Text, Words};
use backlot::db::{self, AnyConnection, fold, now};
use backlot::schema::{cars, profiles, users};
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;

use crate::support::{Page, Panel};

crate::tests![
    what_belongs_to_a_user_is_found_by_the_users_names,
    a_user_is_found_by_what_belongs_to_the_user,
    many_are_found_by_what_belongs_to_them_in_the_order_of_the_list,
    what_may_not_be_seen_is_not_searched,
];

/// What the rows of a list are called.
fn names(page: &Page) -> Vec<String> {
    page.texts("tbody th a")
}

/// What a list says of why its rows are found.
fn reasons(page: &Page) -> Vec<String> {
    page.texts("tbody .why")
}

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn what_belongs_to_a_user_is_found_by_the_users_names(panel: &Panel) {
    let ada = panel.person();
    ada.add("users", &[("first_name", "Zoë"), ("last_name", "Grünwald")]);
    ada.add("users", &[("first_name", "Ian")]);
    for (user, name) in [("1", "Volvo 240"), ("2", "Grün Kombi"), ("2", "Saab 900")] {
        ada.add("cars", &[("user_id", user), ("name", name), ("color", "red")]);
    }
    ada.add("profiles", &[("user_id", "1"), ("country", "Greenland")]);
    for (search, found) in [
        ("grun", vec!["Grün Kombi", "Volvo 240"]),
        ("grun+kombi", vec!["Grün Kombi"]),
        ("wald+240", vec!["Volvo 240"]),
        ("nwa", vec!["Volvo 240"]),
        ("zo", vec!["Volvo 240"]),
        ("ia", vec!["Grün Kombi", "Saab 900"]),
        ("ia+sa", vec!["Saab 900"]),
        ("red+zo", vec!["Volvo 240"]),
        ("ald+grun", vec!["Volvo 240"]),
        ("oe", vec![]),
    ] {
        assert_eq!(ada.open(&format!("/cars?q={search}")).names(), found, "{search}");
    }
    assert_eq!(ada.open("/profiles?q=unwald").names().len(), 1);
    assert_eq!(ada.open("/profiles?q=zo").names().len(), 1);
    assert_eq!(ada.open("/profiles?q=ian").names().len(), 0);
}

fn a_user_is_found_by_what_belongs_to_the_user(panel: &Panel) {
    let ada = panel.person();
    for name in ["Zoë", "Ian", "Kim"] {
        ada.add("users", &[("first_name", name)]);
    }
    for (user, name) in [("2", "Saab 900"), ("2", "Saab Toledo"), ("3", "Saab 9000")] {
        ada.add("cars", &[("user_id", user), ("name", name), ("color", "teal")]);
    }
    let email = ("email", "zoe@post.example");
    ada.add("profiles", &[("user_id", "1"), ("country", "Greenland"), ("height", "Tall"), email]);
    ada.add("profiles", &[("user_id", "3"), ("country", "Togo"), ("email", "kim@saab.example")]);
    for (search, found, why) in [
        ("zoe@", vec!["Zoë"], vec!["E-mail: zoe@post.example"]),
        ("zo", vec!["Zoë"], vec![]),
        ("greenl", vec!["Zoë"], vec!["Country: Greenland"]),
        ("toledo", vec!["Ian"], vec!["Car: Saab Toledo"]),
        ("ian+toledo", vec!["Ian"], vec!["Car: Saab Toledo"]),
        ("900+toledo", vec!["Ian"], vec!["Car: Saab 900", "Car: Saab Toledo"]),
        ("saab", vec!["Ian", "Kim"], vec!["Car: Saab 900", "E-mail: kim@saab.example"]),
        ("to", vec!["Kim"], vec!["Country: Togo"]),
        ("sa", vec!["Ian", "Kim"], vec!["Car: Saab 900", "Car: Saab 9000"]),
        ("teal", vec![], vec![]),
        ("tall", vec![], vec![]),
        ("zoe+saab", vec![], vec![]),
    ] {
        let list = ada.open(&format!("/users?q={search}"));
        assert_eq!((names(&list), reasons(&list)), (strings(&found), strings(&why)), "{search}");
    }
    let list = ada.open("/users");
    let placeholder = "Search by first name, last name, country, e-mail and car";
    assert_eq!(list.attributes("#q", "placeholder"), [placeholder]);
    let everywhere = ada.open("/search?q=toledo").visible();
    assert!(everywhere.contains("Saab Toledo Owner: Ian"), "{everywhere}");
    assert!(everywhere.contains("Ian Car: Saab Toledo"), "{everywhere}");
    let choices = ada.open("/users/pick?list=cars&test=user_id.is&q=zoe@post");
    assert!(choices.visible().contains("E-mail: zoe@post.example"), "{}", choices.visible());
}

/// Users who have a profile each, and three of four of them a car.
fn add_users(connection: &mut AnyConnection, count: i64) {
    let now = now();
    let add = |connection: &mut AnyConnection, id: i64| {
        let name = format!("User {id:04}");
        let stamps = (users::created_at.eq(now), users::updated_at.eq(now));
        diesel::insert_into(users::table)
            .values((
                (users::id.eq(id), users::first_name.eq(&name)),
                users::first_name_key.eq(fold(&name)),
                stamps,
            ))
            .execute(connection)?;
        let email = format!("{id}@post.example");
        let stamps = (profiles::created_at.eq(now), profiles::updated_at.eq(now));
        diesel::insert_into(profiles::table)
            .values((
                (profiles::user_id.eq(id), profiles::user_key.eq(fold(&name))),
                (profiles::email.eq(&email), profiles::email_key.eq(fold(&email))),
                stamps,
            ))
            .execute(connection)?;
        if id % 4 == 0 {
            return Ok(());
        }
        let car = format!("Volvo {id:04}");
        let stamps = (cars::created_at.eq(now), cars::updated_at.eq(now));
        diesel::insert_into(cars::table)
            .values((
                (cars::user_id.eq(id), cars::user_key.eq(fold(&name))),
                (cars::name.eq(&car), cars::name_key.eq(fold(&car))),
                (cars::color.eq("red"), cars::color_key.eq("red")),
                stamps,
            ))
            .execute(connection)?;
        Ok(())
    };
    db::retried(connection, |connection| (1..=count).try_for_each(|id| add(connection, id)))
        .unwrap();
}

fn many_are_found_by_what_belongs_to_them_in_the_order_of_the_list(panel: &Panel) {
    let connection = &mut panel.database().connect();
    add_users(connection, 2_200);
    // What PostgreSQL knows of its tables decides which way is tried first.
    let has_statistics = panel.database().url().starts_with("postgres");
    for is_analyzed in [false, true].into_iter().take(if has_statistics { 2 } else { 1 }) {
        if is_analyzed {
            connection.batch_execute("ANALYZE users, profiles, cars").unwrap();
        }
        let ada = panel.person();
        for (search, first, next, last) in [
            ("/users?q=post", ["User 0001", "User 0002"], "User 0026", "User 2200"),
            ("/users?q=volvo", ["User 0001", "User 0002"], "User 0034", "User 2199"),
            ("/users?q=vo", ["User 0001", "User 0002"], "User 0034", "User 2199"),
            (
                "/users?q=volvo&sort=-first_name",
                ["User 2199", "User 2198"],
                "User 2166",
                "User 0001",
            ),
            ("/cars?q=user", ["Volvo 0001", "Volvo 0002"], "Volvo 0034", "Volvo 2199"),
            ("/cars?q=us&sort=-name", ["Volvo 2199", "Volvo 2198"], "Volvo 2166", "Volvo 0001"),
        ] {
            let page = ada.open(&format!("{search}&size=25"));
            assert_eq!(names(&page)[..2], first, "{search}");
            let range = page.text("nav .range");
            assert!(range.contains("more than 1,000"), "{search}: {range}");
            assert_eq!(names(&ada.open(page.link("Next")))[0], next, "{search}");
            assert_eq!(names(&ada.open(page.link("Last"))).last().unwrap(), last, "{search}");
        }
        let texts = vec![Text { column: "email_key", indexed: None }];
        let searched = Searched { table: "profiles", id: "user_id" };
        let scope = Scope { searched, texts, related: Vec::new() };
        let matching = Matching::all(&Words::of("post"), scope).ids();
        let estimate = estimated_rows(connection, matching).unwrap();
        assert_eq!(estimate.is_some(), has_statistics);
        assert!(!is_analyzed || (2_000..2_400).contains(&estimate.unwrap()), "{estimate:?}");
        assert_eq!(ada.open("/users?q=volvo+1100@post").names().len(), 0);
        assert_eq!(names(&ada.open("/users?q=volvo+1101@post")), ["User 1101"]);
    }
}

fn what_may_not_be_seen_is_not_searched(panel: &Panel) {
    let ada = panel.person();
    ada.add("users", &[("first_name", "Zoë")]);
    ada.add("profiles", &[("user_id", "1"), ("country", "Greenland")]);
    ada.add("cars", &[("user_id", "1"), ("name", "Green Kombi"), ("color", "red")]);
    ada.post("/roles", "name=cars&allow=users:see&allow=cars:see").assert_status(303);
    let bob = panel.person_who_is("bob", &["cars"]);
    assert_eq!(names(&bob.open("/users?q=greenl")), Vec::<String>::new());
    let list = bob.open("/users?q=green");
    assert_eq!((names(&list), reasons(&list)), (strings(&["Zoë"]), strings(&["Car: Green Kombi"])));
    let placeholder = "Search by first name, last name and car";
    assert_eq!(list.attributes("#q", "placeholder"), [placeholder]);
    assert!(!bob.open("/search?q=green").visible().contains("Country"));
}
