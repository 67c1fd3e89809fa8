//! The trash: what was deleted, by whom, and what went along.

use chrono::TimeDelta;
use diesel::connection::SimpleConnection as _;

use crate::support::{Form, Page, Panel, Person, command, number, refused};

crate::tests![
    the_trash_says_who_deleted_what_when_and_why,
    what_went_along_stands_in_a_trash_of_its_own,
    the_trash_is_searched_as_lists_are,
    what_was_renamed_before_it_was_deleted_is_found_by_every_title_it_had,
    the_trash_is_paged_both_ways,
    who_may_not_see_a_history_sees_no_trash,
    titles_that_may_not_be_seen_are_neither_shown_nor_found,
    an_empty_trash_says_what_it_is_for,
    a_record_is_restored_as_it_was_with_what_went_along,
    what_is_ticked_is_restored_at_once_and_undone_at_once,
    every_deletion_knows_that_it_was_taken_back_with_others,
    what_went_along_with_another_is_restored_alone,
    what_belonged_to_somebody_who_is_gone_leads_to_their_deletion,
    what_stands_in_the_way_of_a_restoration_is_said_first,
    who_may_not_create_records_is_not_offered_to_restore_them,
];

/// What the deleted records are called.
const TITLES: &str = "main tbody th";

/// The form that restores.
fn form(trash: &Page) -> Form {
    trash.form_where("form.trash")
}

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
        assert_eq!(page.texts(TITLES), found, "{search}");
        assert_eq!(page.has(".empty"), found.is_empty(), "{search}");
        assert_eq!(page.form_where("main form[role=search]").value("q"), search);
    }
}

fn what_was_renamed_before_it_was_deleted_is_found_by_every_title_it_had(panel: &Panel) {
    let ada = panel.person();
    ada.follow(&ada.press(&ada.open("/").form(), "Load sample data"));
    let sample = ada.open("/movies/1").heading();
    ada.save(&ada.edit("/movies/1", &[("name", "Zardoz")]));
    let movie = ada.add("movies", &[("name", "Nosferatu")]).path;
    ada.save(&ada.edit(&movie, &[("name", "Alien")]));
    ada.save(&ada.edit(&movie, &[("name", "Aliens")]));
    let user = add_user(&ada, "Ade");
    ada.save(&ada.edit(&user, &[("first_name", "Ngozi")]));
    for path in [&movie, "/movies/1", &user] {
        delete(&ada, path, "");
    }
    let found = |search: &str| {
        let form = ada.open("/movies/trash").form_where("main form[role=search]");
        ada.press(&form.fill("q", search), "Search").texts(TITLES)
    };
    assert_eq!(found("aliens"), ["Aliens"]);
    assert_eq!(found("nosferatu"), ["Aliens Called Nosferatu before"]);
    assert_eq!(found(&sample), [format!("Zardoz Called {sample} before")]);
    assert!(found("nosferatu aliens").is_empty(), "it was never called both at once");
    assert_eq!(ada.open("/movies/trash").texts(TITLES), ["Zardoz", "Aliens"]);
    // What is back is not found by them either.
    ada.follow(&ada.press(&form(&ada.open("/movies/trash")), "Restore Aliens"));
    assert!(found("nosferatu").is_empty());
    // What may not be known is not found by what it was.
    ada.post("/roles", "name=profiles&allow=profiles:history").assert_status(303);
    let eve = panel.person_who_is("Eve", &["profiles"]);
    assert!(eve.open("/profiles/trash?q=ade").texts(TITLES).is_empty());
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
    assert_eq!(
        (first.texts(TITLES).len(), first.text("nav .range")),
        (50, "1–50 of 50 or more".into())
    );
    let second = ada.open(first.link("Next"));
    let mut all = [first.texts(TITLES), second.texts(TITLES)].concat();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 52, "each is shown once");
    assert_eq!(ada.open(first.link("Last")).texts(TITLES)[48..], second.texts(TITLES));
    let back = ada.follow(&ada.get(second.link("Previous")));
    assert_eq!(back.texts(TITLES), first.texts(TITLES));
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
    assert_eq!(trash.texts("main tbody th"), ["Profile 1"]);
    assert!(!trash.visible().contains("Ade"), "{}", trash.visible());
    assert!(eve.open("/profiles/trash?q=ade").texts(TITLES).is_empty());
    assert_eq!(eve.open("/profiles/trash?q=profile").texts(TITLES), ["Profile 1"]);
}

fn an_empty_trash_says_what_it_is_for(panel: &Panel) {
    let page = panel.person().open("/movies/trash");
    assert!(page.text(".empty").contains("can be restored"), "{}", page.visible());
}

fn a_record_is_restored_as_it_was_with_what_went_along(panel: &Panel) {
    let ada = panel.person();
    let user = add_user(&ada, "Ade");
    ada.save(&ada.edit(&user, &[("last_name", "Adu")]));
    let shown = |path: &str| {
        let page = ada.open(path);
        let values = page.texts("main dd:not(:has(time)), main section td, main section th");
        [values, page.attributes("main time", "datetime")].concat()
    };
    let (before, version) = (shown(&user), ada.edit(&user, &[]).value("version").to_owned());
    panel.clock().advance(TimeDelta::hours(1));
    delete(&ada, &user, "");
    ada.get(&user).assert_status(404);
    let trash = ada.open("/users/trash");
    let back = ada.follow(&ada.press(&form(&trash), "Restore Ade Adu"));
    assert_eq!(back.path, "/users/trash");
    assert!(back.notices()[0].starts_with("Restored Ade Adu."), "{:?}", back.notices());
    assert!(back.has(".empty") && ada.open("/cars/trash").has(".empty"));
    assert_eq!(shown(&user), before);
    assert_eq!(ada.edit(&user, &[]).value("version"), version);
    let activity = ada.open("/activity");
    assert_eq!(activity.rows()[0][1], "Added user 2 cars added, 1 profile added");
    assert_eq!(activity.rows()[0][4], "Undo");
}

fn what_is_ticked_is_restored_at_once_and_undone_at_once(panel: &Panel) {
    let ada = panel.person();
    for name in ["Alien", "Brazil", "Cabaret"] {
        delete(&ada, &ada.add("movies", &[("name", name)]).path, "");
    }
    let trash = ada.open("/movies/trash?q=a");
    let none = ada.follow(&ada.press(&form(&trash), "Restore ticked"));
    assert!(none.notices()[0].contains("Tick the movies"), "{:?}", none.notices());
    let places = trash.attributes("main tbody [type=checkbox]", "value");
    let ticked = places.iter().fold(form(&trash), |form, place| form.choose("record", place));
    let back = ada.follow(&ada.press(&ticked, "Restore ticked"));
    assert!(back.notices()[0].starts_with("Restored Alien."), "{:?}", back.notices());
    let trash = ada.open("/movies/trash");
    let places = trash.attributes("main tbody [type=checkbox]", "value");
    let ticked = places.iter().fold(form(&trash), |form, place| form.choose("record", place));
    let back = ada.follow(&ada.press(&ticked, "Restore ticked"));
    assert!(back.notices()[0].starts_with("Restored 2 movies."), "{:?}", back.notices());
    assert_eq!(ada.open("/movies").names(), ["Alien", "Brazil", "Cabaret"]);
    assert_eq!(ada.open("/activity").rows()[0][0], "2 movies");
    let undo = back.form_where(".notice form, form.undo");
    ada.follow(&ada.press(&undo, "Undo"));
    assert_eq!(ada.open("/movies").names(), ["Alien"]);
    assert_eq!(ada.open("/movies/trash").texts(TITLES).len(), 2);
}

fn every_deletion_knows_that_it_was_taken_back_with_others(panel: &Panel) {
    let ada = panel.person();
    for name in ["Alien", "Brazil", "Cabaret"] {
        delete(&ada, &ada.add("movies", &[("name", name)]).path, "");
    }
    let trash = ada.open("/movies/trash");
    let places = trash.attributes("main tbody [type=checkbox]", "value");
    let ticked = places[..2].iter().fold(form(&trash), |form, place| form.choose("record", place));
    let back = ada.follow(&ada.press(&ticked, "Restore ticked"));
    let [alien, brazil, cabaret, restoration] = [2, 4, 6, 7].map(|set| format!("/activity/{set}"));
    let said = ada.open(&restoration).visible();
    assert!(said.contains("Takes back change 4, change 6"), "{said}");
    for deletion in [&brazil, &cabaret] {
        let page = ada.open(deletion);
        assert!(page.visible().contains("Undone by Grace"), "{}", page.visible());
        assert!(!page.has("form[action$='/undo']"), "nothing is left to be undone");
    }
    assert!(!ada.open(&alien).visible().contains("Undone by"));
    assert!(ada.open(&alien).has("form[action$='/undo']"));
    ada.follow(&ada.press(&back.form_where(".notice form, form.undo"), "Undo"));
    for deletion in [&brazil, &cabaret] {
        assert!(!ada.open(deletion).visible().contains("Undone by"));
        assert!(ada.open(deletion).has("form[action$='/undo']"));
    }
    command(panel.database(), &["history", "seal"]);
    command(panel.database(), &["history", "verify"]);
    let untied = "DELETE FROM change_set_undoes WHERE undone_id = 4";
    panel.database().connect().batch_execute(untied).unwrap();
    assert!(refused(panel.database(), &["history", "verify"]).contains("not as it was sealed"));
}

fn what_went_along_with_another_is_restored_alone(panel: &Panel) {
    let ada = panel.person();
    let user = add_user(&ada, "Ade");
    let with_one_less = ada.edit(&user, &[("last_name", "Adu")]).choose("cars.0.remove", "1");
    ada.save(&with_one_less);
    let trash = ada.open("/cars/trash");
    ada.follow(&ada.press(&form(&trash), "Restore Mini"));
    assert_eq!(ada.open("/cars").names(), ["Maxi", "Mini"]);
    assert_eq!(ada.open(&user).heading(), "Ade Adu", "the rest of the form is kept");
    delete(&ada, &user, "");
    let connection = &mut panel.database().connect();
    let deleted = "(SELECT number FROM changes WHERE change_set_id = 4 AND title = 'Mini')";
    let place = number(connection, deleted);
    let asked = ada.post("/cars/trash", &format!("only=4.{place}"));
    asked.assert_status(409);
    assert!(asked.visible().contains("its user no longer exists"), "{}", asked.visible());
    assert!(ada.open("/cars").names().is_empty());
}

fn what_belonged_to_somebody_who_is_gone_leads_to_their_deletion(panel: &Panel) {
    let ada = panel.person();
    let user = add_user(&ada, "Ade");
    delete(&ada, "/cars/1", "");
    delete(&ada, &user, "");
    let trash = ada.open("/cars/trash");
    assert_eq!(trash.texts(TITLES), ["Maxi", "Mini"]);
    let along: Vec<String> = trash.rows().into_iter().map(|mut row| row.remove(3)).collect();
    assert_eq!(along, ["With the user Ade", "Its user Ade was deleted too."]);
    assert!(!trash.has("main tbody [type=checkbox]"), "a car without a user cannot come back");
    assert_eq!(ada.open(trash.link("Ade")).heading(), "Deleted user Ade");
    // Beside it, the user comes back, with what went along; then the car can.
    let trash = ada.follow(&ada.press(&form(&trash), "Restore the user Ade of Mini"));
    assert_eq!((trash.path.as_str(), trash.texts(TITLES)), ("/cars/trash", vec!["Mini".into()]));
    assert!(trash.notices()[0].starts_with("Restored Ade."), "{:?}", trash.notices());
    ada.follow(&ada.press(&form(&trash), "Restore Mini"));
    assert_eq!(ada.open("/cars").names(), ["Maxi", "Mini"]);
    // Who may not know of users is told no name.
    delete(&ada, "/cars/1", "");
    delete(&ada, &user, "");
    ada.post("/roles", "name=cars&allow=cars:history&allow=cars:create").assert_status(303);
    let eve = panel.person_who_is("Eve", &["cars"]);
    let said = eve.open("/cars/trash").visible();
    assert!(said.contains("Its user is not there any more."), "{said}");
    assert!(!said.contains("Ade"), "{said}");
}

fn what_stands_in_the_way_of_a_restoration_is_said_first(panel: &Panel) {
    let ada = panel.person();
    let user = ada.add("users", &[("first_name", "Ade"), ("profile.country", "Ghana")]);
    let profile = user.href("section#profile a[href*=delete]");
    ada.follow(&ada.press(&ada.open(&profile).form(), "Delete"));
    ada.save(&ada.edit(&user.path, &[("profile.country", "Togo")]));
    delete(&ada, &ada.add("movies", &[("name", "Alien")]).path, "");
    assert_eq!(ada.open("/movies/trash").texts(TITLES), ["Alien"]);
    let trash = ada.open("/profiles/trash");
    assert_eq!(trash.texts(TITLES), ["Profile of Ade"]);
    let sentence = "It is not restored: there is another one by now.";
    assert!(trash.visible().contains(sentence), "{}", trash.visible());
    assert!(!trash.visible().contains("Restore"), "{}", trash.visible());
    // Where the other one has gone, each of them can be restored.
    ada.follow(&ada.press(&ada.open(&profile).form(), "Delete"));
    let trash = ada.open("/profiles/trash");
    assert_eq!(trash.texts(TITLES), ["Profile of Ade"; 2]);
    let places = trash.attributes("main [type=checkbox]", "value");
    ada.post("/profiles/trash", &format!("only={}", places[1])).assert_status(303);
    assert!(ada.open(&user.path).visible().contains("Ghana"));
}

fn who_may_not_create_records_is_not_offered_to_restore_them(panel: &Panel) {
    let ada = panel.person();
    delete(&ada, &ada.add("movies", &[("name", "Alien")]).path, "");
    let place = ada.open("/movies/trash").attributes("main [type=checkbox]", "value").remove(0);
    let eve = panel.person_who_is("Eve", &["viewer"]);
    let trash = eve.open("/movies/trash");
    assert_eq!(trash.texts(TITLES), ["Alien"]);
    assert!(!trash.has("main form[method=post] button"), "{}", trash.visible());
    eve.post("/movies/trash", &format!("only={place}")).assert_status(403);
    ada.post("/actors/trash", &format!("only={place}")).assert_status(404);
    ada.post("/movies/trash", "only=999.9").assert_status(404);
}
