//! Filters: what each column can be asked, combined, in the URL, and taken away again.

use crate::support::{Page, Panel, Person};

crate::tests![
    every_column_is_asked_what_it_can_be_asked,
    what_is_not_a_number_may_be_empty_and_the_filter_says_so,
    more_filters_than_apply_get_a_note,
    filters_are_combined_and_taken_away_one_by_one,
    a_filter_is_added_by_its_form,
    a_value_that_cannot_be_is_said_beside_it_and_kept,
    what_no_column_can_be_asked_gets_a_note,
    a_record_is_picked_among_those_that_hold_the_words,
    the_moments_of_a_filter_move_with_the_clock,
    columns_are_chosen_and_put_in_order,
    what_may_not_be_seen_is_neither_asked_nor_sorted_by_nor_shown,
];

fn add_people(ada: &Person) {
    for (first, last, age, country, cars) in [
        ("Ann", "Moreau", "30", "Ghana", 0),
        ("Bob", "", "7", "", 3),
        ("Élan", "o'Hara 100%", "", "Côte d'Ivoire", 1),
        ("Zoe", "MORE.", "31", "", 0),
    ] {
        let fields = [("first_name", first), ("last_name", last), ("age", age)];
        let user = ada.add("users", &[&fields[..], &[("profile.country", country)]].concat()).path;
        let id = user.rsplit('/').next().unwrap();
        for number in 0..cars {
            let form = ada.open(&format!("/cars/new?user_id={id}")).form();
            ada.save(&form.fill("name", &format!("{first} {number}")).fill("color", "red"));
        }
    }
}

fn found(person: &Person, query: &str) -> String {
    let list = person.open(query);
    assert_eq!(list.notices(), Vec::<String>::new(), "{query}");
    list.names().join(" ")
}

fn every_column_is_asked_what_it_can_be_asked(panel: &Panel) {
    let ada = panel.person();
    add_people(&ada);
    let day = panel.clock().now().format("%Y-%m-%d").to_string();
    for (filter, names) in [
        ("first_name.contains.an", "Ann Élan"),
        ("first_name.contains.ela", "Élan"),
        ("first_name.is.ELAN", "Élan"),
        ("first_name.is.ela", ""),
        ("first_name.starts.a", "Ann"),
        ("last_name.contains.%25", "Élan"),
        ("last_name.contains.100%25", "Élan"),
        ("last_name.contains.'", "Élan"),
        ("last_name.starts.more", "Ann Zoe"),
        ("last_name.is.more.", "Zoe"),
        ("last_name.starts.o'h", "Élan"),
        ("last_name.none", "Bob"),
        ("last_name.some", "Ann Élan Zoe"),
        ("age.eq.30", "Ann"),
        ("age.ne.30", "Bob Élan Zoe"),
        ("age.lt.31", "Ann Bob"),
        ("age.gt.7", "Ann Zoe"),
        ("age.gt.31", ""),
        ("age.between.7..30", "Ann Bob"),
        ("age.none", "Élan"),
        ("age.some", "Ann Bob Zoe"),
        ("country.some", "Ann Élan"),
        ("country.none", "Bob Zoe"),
        ("cars.some", "Bob Élan"),
        ("cars.none", "Ann Zoe"),
        ("cars.least.1", "Bob Élan"),
        ("cars.least.2", "Bob"),
        ("cars.least.4", ""),
        ("cars.most.0", "Ann Zoe"),
        ("cars.most.1", "Ann Élan Zoe"),
        ("cars.most.3", "Ann Bob Élan Zoe"),
        ("cars.exactly.0", "Ann Zoe"),
        ("cars.exactly.1", "Élan"),
        ("cars.exactly.3", "Bob"),
        ("cars.exactly.2", ""),
        ("created.week", "Ann Bob Élan Zoe"),
        ("updated.month", "Ann Bob Élan Zoe"),
        (&format!("updated.eq.{day}"), "Ann Bob Élan Zoe"),
        (&format!("updated.ne.{day}"), ""),
        (&format!("created.lt.{day}"), ""),
        (&format!("created.gt.{day}"), ""),
        ("created.gt.2020", "Ann Bob Élan Zoe"),
        (&format!("created.between.2020-01..{day}"), "Ann Bob Élan Zoe"),
    ] {
        assert_eq!(found(&ada, &format!("/users?where={filter}")), names, "{filter}");
    }
    for (query, names) in [
        ("/cars?where=user_id.is.2", "Bob 0 Bob 1 Bob 2"),
        ("/cars?where=user_id.is.1", ""),
        ("/profiles?where=user_id.is.3", "Élan o'Hara 100%"),
        ("/profiles?where=height.none", "Ann Moreau Élan o'Hara 100%"),
    ] {
        assert_eq!(found(&ada, query), names, "{query}");
    }
    let movie = ada.add("movies", &[("name", "Alien")]).path;
    ada.add("movies", &[("name", "Brazil")]);
    let form = ada.open(&format!("{movie}/castings?q=Weaver")).form();
    ada.follow(&ada.press(&form, "Create the actor"));
    assert_eq!(found(&ada, "/movies?where=actors.some"), "Alien");
    assert_eq!(found(&ada, "/movies?where=actors.none"), "Brazil");
    assert_eq!(found(&ada, "/actors?where=movies.least.1"), "Weaver");
    assert_eq!(found(&ada, "/actors?where=movies.least.2"), "");
}

fn chips(page: &Page) -> Vec<String> {
    page.texts(".chips bdi")
}

fn filters_are_combined_and_taken_away_one_by_one(panel: &Panel) {
    let ada = panel.person();
    add_people(&ada);
    let list = ada.open(
        "/users?where=last_name.some&where=first_name.contains.n&where=age.between.1..30&q=mor&sort=-age&size=25",
    );
    assert_eq!(list.names(), ["Ann"]);
    assert_eq!(
        chips(&list),
        ["Last name is not empty", "First name contains “n”", "Age between 1 and 30"]
    );
    let list = ada.open(list.link("Remove the filter: Age between 1 and 30"));
    assert_eq!(list.names(), ["Ann"]);
    let list = ada.open(list.link("Remove the filter: First name contains “n”"));
    assert_eq!(list.names(), ["Zoe", "Ann"]);
    assert_eq!(list.text("th[aria-sort=descending]"), "Age");
    assert_eq!(list.form_where("main form[role=search]").value("q"), "mor");
    let list = ada.open(list.link("Show all"));
    assert_eq!(list.names().len(), 4);
    assert!(chips(&list).is_empty());
}

fn what_is_not_a_number_may_be_empty_and_the_filter_says_so(panel: &Panel) {
    let ada = panel.person();
    add_people(&ada);
    let list = ada.press(&filter_form(&ada.open("/users"), "age.ne", "30"), "Add filter");
    let list = ada.follow(&list);
    assert_eq!(list.names(), ["Bob", "Élan", "Zoe"]);
    assert_eq!(chips(&list), ["Age ≠ 30 or empty"]);
    let list = ada.open("/users?where=age.ne.30&where=age.some");
    assert_eq!(list.names(), ["Bob", "Zoe"]);
}

fn more_filters_than_apply_get_a_note(panel: &Panel) {
    let ada = panel.person();
    add_people(&ada);
    let filters = |count: i32| {
        let filters: Vec<String> =
            (1..count).map(|number| format!("where=age.ne.{}", 100 + number)).collect();
        format!("/users?{}&where=first_name.is.Ann", filters.join("&"))
    };
    let list = ada.open(&filters(20));
    assert_eq!((list.names(), list.notices()), (vec!["Ann".to_owned()], vec![]));
    let list = ada.open(&filters(21));
    assert_eq!(list.names().len(), 4);
    assert_eq!(chips(&list).len(), 20);
    assert_eq!(list.notices(), ["Only the first 20 filters apply."]);
}

fn filter_form(page: &Page, test: &str, value: &str) -> crate::support::Form {
    page.form_where("form[aria-label='Add a filter']").fill("test", test).fill("value", value)
}

fn a_filter_is_added_by_its_form(panel: &Panel) {
    let ada = panel.person();
    add_people(&ada);
    let list = ada.open("/users?sort=-first_name");
    let list = ada.follow(&ada.press(&filter_form(&list, "last_name.some", ""), "Add filter"));
    assert_eq!(list.names(), ["Zoe", "Élan", "Ann"]);
    let form = filter_form(&list, "age.between", "30").fill("to", "31");
    let list = ada.follow(&ada.press(&form, "Add filter"));
    assert_eq!(list.names(), ["Zoe", "Ann"]);
    assert_eq!(chips(&list), ["Last name is not empty", "Age between 30 and 31"]);
    let search = list.form_where("main form[role=search]").fill("q", "zoe");
    assert_eq!(ada.press(&search, "Search").names(), ["Zoe"]);
}

fn a_value_that_cannot_be_is_said_beside_it_and_kept(panel: &Panel) {
    let ada = panel.person();
    add_people(&ada);
    for (test, value, error) in [
        ("age.eq", "old", "Enter a whole number, such as 30."),
        ("age.between", "30", "Enter two whole numbers, such as 30 and 40."),
        ("cars.least", "0", "Enter a whole number, 1 or more."),
        ("cars.most", "-1", "Enter a whole number, 0 or more."),
        ("cars.exactly", "x", "Enter a whole number, 0 or more."),
        ("updated.lt", "yesterday", "Enter a date, such as 2026-11-22 or 2026-11."),
        ("first_name.contains", "  ", "Enter text."),
    ] {
        let list = ada.press(&filter_form(&ada.open("/users"), test, value), "Add filter");
        list.assert_status(200);
        assert_eq!(list.error_of("value"), error);
        let form = list.form_where("form[aria-label='Add a filter']");
        assert_eq!(form.value("value"), value.trim());
        assert_eq!(form.value("test"), test);
        assert_eq!(list.names().len(), 4);
    }
}

fn what_no_column_can_be_asked_gets_a_note(panel: &Panel) {
    let ada = panel.person();
    add_people(&ada);
    for filter in [
        "",
        "age",
        "age.",
        "age.eq",
        "age.eq.",
        "age.eq.x",
        "age.eq.1;drop+table+users",
        "age.eq.99999999999",
        "age.gt.2147483648",
        "age.between.1",
        "age.contains.1",
        "name.is.x",
        "password.is.x",
        "first_name_key.is.ann",
        "first_name.like.a",
        "first_name.none",
        "users.first_name.is.Ann",
        "cars.least.-1",
        "cars.least.x",
        "country.least.1",
        "updated.eq.2026-99",
        "updated.none",
        "id.eq.1",
        "%00.eq.1",
    ] {
        let list = ada.open(&format!("/users?where={filter}"));
        assert_eq!(list.names().len(), 4, "{filter}");
        assert_eq!(list.notices().len(), 1, "{filter}: {:?}", list.notices());
        assert!(chips(&list).is_empty(), "{filter}");
    }
}

fn a_record_is_picked_among_those_that_hold_the_words(panel: &Panel) {
    let ada = panel.person();
    add_people(&ada);
    let form = filter_form(&ada.open("/cars?sort=-name"), "user_id.is", "bo");
    let page = ada.follow(&ada.press(&form, "Add filter"));
    assert_eq!(page.heading(), "Choose a user");
    assert_eq!(page.texts(".choices strong"), ["Bob"]);
    let search = page.form_where("main form[role=search]").fill("q", "");
    let page = ada.press(&search, "Search");
    assert_eq!(page.texts(".choices strong").len(), 4);
    let list = ada.open(&page.attributes(".choices a", "href")[1]);
    assert_eq!(list.names(), ["Bob 2", "Bob 1", "Bob 0"]);
    assert_eq!(chips(&list), ["Owner is Bob"]);
    ada.get("/users/pick").assert_status(400);
    ada.get("/users/pick?list=ships&test=user_id.is").assert_status(400);
    let page = ada.open("/users/pick?list=cars&query=//evil.example&test=user_id.is");
    assert!(page.attributes(".choices a", "href").iter().all(|href| href.starts_with("/cars?")));
}

fn the_moments_of_a_filter_move_with_the_clock(panel: &Panel) {
    let ada = panel.person();
    ada.add("movies", &[("name", "Alien")]);
    assert_eq!(found(&ada, "/movies?where=created.week"), "Alien");
    panel.clock().advance(chrono::TimeDelta::days(6));
    let ada = panel.person();
    assert_eq!(found(&ada, "/movies?where=created.week"), "Alien");
    panel.clock().advance(chrono::TimeDelta::days(40));
    let ada = panel.person();
    assert_eq!(found(&ada, "/movies?where=created.week"), "");
    assert_eq!(found(&ada, "/movies?where=created.month"), "");
}

fn columns_are_chosen_and_put_in_order(panel: &Panel) {
    let ada = panel.person();
    add_people(&ada);
    let list = ada.open("/users?where=age.eq.30");
    let heads = |page: &Page| page.texts("thead th");
    assert_eq!(
        heads(&list),
        ["First name", "Last name", "Age", "Country", "Cars", "Updated", "Actions"]
    );
    let form = |list: &Page| list.form_where("form[aria-label='Choose the columns']");
    let unticked = ["last_name", "country", "updated"];
    let chosen = unticked.iter().fold(form(&list), |form, name| form.untick("show", name));
    let list = ada.follow(&ada.press(&chosen, "Show these columns"));
    assert_eq!(heads(&list), ["First name", "Age", "Cars", "Actions"]);
    // What is moved is shown at once, and the tool stays open for the next move.
    let list = ada.follow(&ada.press(&form(&list), "Age earlier"));
    assert_eq!(heads(&list), ["Age", "First name", "Cars", "Actions"]);
    assert!(list.has("details[open] form[aria-label='Choose the columns']"));
    let list = ada.follow(&ada.press(&form(&list), "First name later"));
    assert_eq!(heads(&list), ["Age", "Cars", "First name", "Actions"]);
    assert_eq!(list.rows(), [["30", "0", "Ann"]]);
    assert_eq!(chips(&list), ["Age = 30"]);
    // Nothing stands before the first, nor behind the last.
    assert!(!form(&list).has_button("Age earlier"));
    let same = ada.follow(&ada.press(&form(&list), "First name later"));
    assert_eq!(heads(&same), ["Age", "Cars", "First name", "Actions"]);
    let list = ada.open("/users?where=age.eq.30&columns=age,cars,first_name");
    assert!(!list.has("details[open]"));
    let list = ada.open("/users?columns=nonsense,age,age,first_name_key");
    assert_eq!(heads(&list), ["Age", "Actions"]);
    assert_eq!(list.notices().len(), 2);
}

fn what_may_not_be_seen_is_neither_asked_nor_sorted_by_nor_shown(panel: &Panel) {
    let ada = panel.person();
    add_people(&ada);
    ada.post("/roles", "name=garage&allow=cars:see").assert_status(303);
    ada.post("/roles", "name=names&allow=users:see").assert_status(303);
    let bob = panel.person_who_is("bob", &["garage"]);
    for query in ["where=user_id.is.2", "sort=user_id", "columns=user_id"] {
        let list = bob.open(&format!("/cars?{query}"));
        assert_eq!(list.names().len(), 4, "{query}");
        assert_eq!(list.notices().len(), 1, "{query}");
        assert!(!list.visible().contains("Moreau"), "{query}");
    }
    bob.get("/users/pick?list=cars&test=user_id.is").assert_status(403);
    let cat = panel.person_who_is("cat", &["names"]);
    for query in ["where=cars.least.2", "where=country.some", "columns=cars"] {
        let list = cat.open(&format!("/users?{query}"));
        assert_eq!(list.names().len(), 4, "{query}");
        assert_eq!(list.notices().len(), 1, "{query}");
        assert!(!list.has("option[value='cars.some']"), "{query}");
    }
}
