//! What is found by what belongs to it.

use crate::support::{Page, Panel};

crate::tests![
    what_belongs_to_a_user_is_found_by_the_users_names,
    a_user_is_found_by_what_belongs_to_the_user,
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
