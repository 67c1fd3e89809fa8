//! What went along with a record, on its history tab.

use diesel::connection::SimpleConnection as _;

use crate::support::{Page, Panel, Person};

crate::tests![
    a_deleted_user_shows_what_profile_and_cars_held,
    a_deleted_movie_shows_who_was_in_it,
    of_many_that_went_along_the_first_are_shown_with_a_link_to_all,
    each_of_many_deleted_at_once_shows_its_own,
    what_may_not_be_seen_of_what_went_along_is_not_shown,
    what_an_undo_took_along_is_told_once,
    however_much_went_along_the_first_of_each_kind_are_shown,
];

/// What was done in each entry, the latest first.
fn done(page: &Page) -> Vec<String> {
    page.texts(".history .change")
}

/// A user with a profile and so many cars.
fn add_user(person: &Person, name: &str, cars: usize) -> String {
    let form = person.open("/users/new").form().fill("first_name", name);
    let cars = (0..cars).fold(form.fill("profile.country", "Ghana"), |form, index| {
        let form = form.forge(&format!("cars.{index}.name"), &format!("{name}'s {index}"));
        form.forge(&format!("cars.{index}.color"), "red")
    });
    person.save(&cars).path
}

/// Deletes a record; returns its history.
fn delete(person: &Person, path: &str) -> Page {
    let question = person.open(&format!("{path}/delete")).form();
    person.press(&question, "Delete").assert_status(303);
    person.open(&format!("{path}/history"))
}

fn a_deleted_user_shows_what_profile_and_cars_held(panel: &Panel) {
    let ada = panel.person();
    let user = add_user(&ada, "Ade", 2);
    let page = delete(&ada, &user);
    page.assert_framed();
    let all =
        ["Deleted", "Deleted Profile of Ade", "Deleted the car Ade's 0", "Deleted the car Ade's 1"];
    assert_eq!(done(&page)[..4], all);
    let gone = page.texts("#change-2 del");
    assert!(gone.contains(&"Ghana".to_owned()) && gone.contains(&"red".to_owned()), "{gone:?}");
    assert_eq!(ada.open(page.link("Ade's 1")).heading(), "History of Ade's 1");
    assert!(!page.visible().contains("All that went along"), "that is all");
}

fn a_deleted_movie_shows_who_was_in_it(panel: &Panel) {
    let ada = panel.person();
    let movie = ada.add("movies", &[("name", "Alien")]).path;
    ada.post(&format!("{movie}/castings?name=Weaver"), "").assert_status(303);
    let page = delete(&ada, &movie);
    assert_eq!(done(&page)[..2], ["Deleted", "Removed Weaver from the cast"]);
}

fn of_many_that_went_along_the_first_are_shown_with_a_link_to_all(panel: &Panel) {
    let ada = panel.person();
    let user = add_user(&ada, "Ade", 7);
    let page = delete(&ada, &user);
    let cars: Vec<String> = (0..5).map(|car| format!("Deleted the car Ade's {car}")).collect();
    assert_eq!(done(&page)[2..7], cars);
    assert_eq!(done(&page)[7], "Added", "the next entry");
    let all = ada.open(page.link("All that went along"));
    assert_eq!((all.heading().as_str(), done(&all).len()), ("Deleted user Ade", 9));
}

fn each_of_many_deleted_at_once_shows_its_own(panel: &Panel) {
    let ada = panel.person();
    for name in ["Ade", "Ben", "Cem"] {
        add_user(&ada, name, 1);
    }
    let page = ada.follow(&ada.post("/users/selection", "id=1.1&id=2.1&id=3.1&then=delete"));
    ada.follow(&ada.press(&page.form(), "Delete"));
    for (id, name) in [(1, "Ade"), (2, "Ben"), (3, "Cem")] {
        let page = ada.open(&format!("/users/{id}/history"));
        let [profile, car] =
            [format!("Deleted Profile of {name}"), format!("Deleted the car {name}'s 0")];
        assert_eq!(done(&page)[..4], ["Deleted", &profile, &car, "Added"]);
    }
}

fn what_may_not_be_seen_of_what_went_along_is_not_shown(panel: &Panel) {
    let ada = panel.person();
    let allow = "name=clerk&allow=users:history&allow=profiles:history";
    ada.post("/roles", allow).assert_status(303);
    let clerk = panel.person_who_is("Clerk", &["clerk"]);
    let user = add_user(&ada, "Ade", 7);
    delete(&ada, &user);
    let page = clerk.open(&format!("{user}/history"));
    assert_eq!(done(&page)[..3], ["Deleted", "Deleted Profile of Ade", "Added"]);
    let said = page.visible();
    assert!(!said.contains("All that went along") && !said.contains("car"), "{said}");
}

fn what_an_undo_took_along_is_told_once(panel: &Panel) {
    let ada = panel.person();
    let user = add_user(&ada, "Ade", 1);
    let undo = ada.open("/activity/1").form_where(".history form");
    ada.press(&undo, "Undo").assert_status(303);
    let mut told = done(&ada.open(&format!("{user}/history")))[..3].to_vec();
    told.sort();
    assert_eq!(told, ["Deleted", "Deleted Profile of Ade", "Deleted the car Ade's 0"]);
}

fn however_much_went_along_the_first_of_each_kind_are_shown(panel: &Panel) {
    let ada = panel.person();
    let user = add_user(&ada, "Ade", 8);
    delete(&ada, &user);
    // As if there had been 16,384 cars, and the profile had gone last.
    let moved = |table: &str, entity: &str, number: i64| {
        format!(
            "UPDATE {table} SET number = {number} WHERE change_set_id = 2 AND entity = '{entity}'"
        )
    };
    let connection = &mut panel.database().connect();
    for table in ["changes", "change_subjects"] {
        for (entity, number) in [("profiles", 900_000), ("users", 1_000_000)] {
            connection.batch_execute(&moved(table, entity, number)).unwrap();
        }
    }
    for step in 0..11 {
        let more = format!(
            "INSERT INTO changes (change_set_id, number, entity, record_id, other_id, kind, version, \
             title, other_title, old_values, new_values, subjects) SELECT change_set_id, \
             number + {}, entity, record_id, other_id, kind, version, title, other_title, \
             old_values, new_values, subjects FROM changes WHERE change_set_id = 2 AND \
             entity = 'cars'",
            16 << step
        );
        connection.batch_execute(&more).unwrap();
    }
    let page = ada.open(&format!("{user}/history"));
    let cars = (0..5).map(|car| format!("Deleted the car Ade's {car}"));
    let shown: Vec<String> = std::iter::once("Deleted".to_owned()).chain(cars).collect();
    assert_eq!(done(&page)[..6], shown);
    assert_eq!(done(&page)[6..8], ["Deleted Profile of Ade", "Added"]);
    assert!(page.visible().contains("All that went along"), "{}", page.visible());
}
