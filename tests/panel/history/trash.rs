//! The trash: what was deleted, by whom, and what went along.

use chrono::TimeDelta;

use crate::support::{Page, Panel, Person};

crate::tests![
    the_trash_says_who_deleted_what_when_and_why,
    what_went_along_stands_in_a_trash_of_its_own,
    the_trash_is_searched_as_lists_are,
    the_trash_is_paged_both_ways,
    who_may_not_see_a_history_sees_no_trash,
    titles_that_may_not_be_seen_are_neither_shown_nor_found,
    an_empty_trash_says_what_it_is_for,
];

/// Deletes a record, for a reason.
fn delete(person: &Person, path: &str, reason: &str) -> Page {
    let form = person.open(&format!("{path}/delete")).form();
    person.follow(&person.press(&form.fill("reason", reason), "Delete"))
}

/// A user with a profile and two cars.
fn add_user(person: &Person, name: &str) -> String {
    let form = person.open("/users/new").form().fill("first_name", name);
    let form = form.fill("profile.country", "Ghana");
    let form = person.press(&form, "Add another car").form();
    let form = form.fill("cars.0.name", "Mini").fill("cars.0.color", "red");
    person.save(&form.fill("cars.1.name", "Maxi").fill("cars.1.color", "blue")).path
}

fn the_trash_says_who_deleted_what_when_and_why(panel: &Panel) {
    let ada = panel.person_who_is("Ada", &["editor"]);
    let ben = panel.person_who_is("Ben", &["editor"]);
    let [alien, brazil] = ["Alien", "Brazil"].map(|name| ada.add("movies", &[("name", name)]).path);
    ada.add("movies", &[("name", "Cabaret")]);
    delete(&ada, &brazil, "");
    panel.clock().advance(TimeDelta::hours(2));
    let list = delete(&ben, &alien, " Twice in the list ");
    let trash = ada.open(list.link("Trash"));
    trash.assert_framed();
    assert_eq!(
        trash.rows(),
        [
            ["Alien", "Ben", "just now", "", "Twice in the list"],
            ["Brazil", "Ada", "2 hours ago", "", ""],
        ]
    );
    assert_eq!(trash.text("nav .range"), "1–2 of 2");
    let history = ada.open(trash.link("Alien"));
    assert!(history.visible().contains("Reason: Twice in the list"), "{}", history.visible());
    assert!(ada.open("/actors/trash").has(".empty"));
}

fn what_went_along_stands_in_a_trash_of_its_own(panel: &Panel) {
    let ada = panel.person_who_is("Ada", &["editor"]);
    let [ade, zoe] = ["Ade", "Zoë"].map(|name| add_user(&ada, name));
    delete(&ada, &ade, "");
    ada.save(&ada.edit(&zoe, &[]).choose("cars.0.remove", "1"));
    let along = |path: &str| -> Vec<Vec<String>> {
        let rows = ada.open(path).rows().into_iter();
        rows.map(|row| vec![row[0].clone(), row[3].clone()]).collect()
    };
    assert_eq!(along("/users/trash"), [["Ade", "2 cars deleted, 1 profile deleted"]]);
    assert_eq!(
        along("/cars/trash"),
        [
            ["Mini", "In the form of the user Zoë"],
            ["Maxi", "With the user Ade"],
            ["Mini", "With the user Ade"],
        ]
    );
    assert_eq!(along("/profiles/trash"), [["Profile of Ade", "With the user Ade"]]);
}

fn the_trash_is_searched_as_lists_are(panel: &Panel) {
    let ada = panel.person();
    for name in ["Amélie", "amelie again", "Ghost Dog", "Go"] {
        delete(&ada, &ada.add("movies", &[("name", name)]).path, "");
    }
    for (search, found) in [
        ("AMELIE", vec!["amelie again", "Amélie"]),
        ("again AMÉ", vec!["amelie again"]),
        ("elie", vec!["amelie again", "Amélie"]),
        ("go", vec!["Go"]),
        ("host do", vec!["Ghost Dog"]),
        ("nothing", vec![]),
    ] {
        let form = ada.open("/movies/trash").form_where("main form[role=search]");
        let page = ada.press(&form.fill("q", search), "Search");
        assert_eq!(page.names(), found, "{search}");
        assert_eq!(page.has(".empty"), found.is_empty(), "{search}");
        assert_eq!(page.form_where("main form[role=search]").value("q"), search);
    }
}

fn the_trash_is_paged_both_ways(panel: &Panel) {
    let ada = panel.person();
    let user = ada.add("users", &[("first_name", "Ade")]).path;
    let new = ada.open(&user).link("Add a car").to_owned();
    for number in 0..52 {
        ada.save(
            &ada.open(&new).form().fill("name", &format!("Car {number}")).fill("color", "red"),
        );
    }
    delete(&ada, &user, "");
    let first = ada.open("/cars/trash");
    assert_eq!((first.names().len(), first.text("nav .range")), (50, "1–50 of 50 or more".into()));
    let second = ada.open(first.link("Next"));
    let mut all = [first.names(), second.names()].concat();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 52, "each is shown once");
    assert_eq!(ada.open(first.link("Last")).names()[48..], second.names());
    let back = ada.follow(&ada.get(second.link("Previous")));
    assert_eq!(back.names(), first.names());
}

fn who_may_not_see_a_history_sees_no_trash(panel: &Panel) {
    let ada = panel.person();
    ada.post("/roles", "name=changer&allow=movies:edit").assert_status(303);
    let eve = panel.person_who_is("Eve", &["changer"]);
    eve.get("/movies/trash").assert_status(403);
    assert!(!eve.open("/movies").has("a[href$=trash]"));
}

fn titles_that_may_not_be_seen_are_neither_shown_nor_found(panel: &Panel) {
    let ada = panel.person();
    let user = add_user(&ada, "Ade");
    delete(&ada, &user, "");
    ada.post("/roles", "name=profiles&allow=profiles:history").assert_status(303);
    let eve = panel.person_who_is("Eve", &["profiles"]);
    let trash = eve.open("/profiles/trash");
    assert_eq!(trash.rows()[0][0], "Profile 1");
    assert!(!trash.visible().contains("Ade"), "{}", trash.visible());
    assert!(eve.open("/profiles/trash?q=ade").names().is_empty());
    assert_eq!(eve.open("/profiles/trash?q=profile").names(), ["Profile 1"]);
}

fn an_empty_trash_says_what_it_is_for(panel: &Panel) {
    let page = panel.person().open("/movies/trash");
    assert!(page.text(".empty").contains("can be restored"), "{}", page.visible());
}
