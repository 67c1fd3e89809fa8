//! What is restored or undone twice, one after the other or at once.

use chrono::TimeDelta;

use crate::support::{Form, Panel, Person, at_once};

crate::tests![
    what_some_undo_side_by_side_is_no_race,
    what_is_restored_twice_is_answered_alike,
    of_what_is_ticked_the_rest_is_restored_and_the_others_are_said_to_be,
    what_was_restored_and_deleted_again_is_not_restored_from_an_old_page,
    of_several_who_restore_the_same_at_once_one_does_and_the_others_are_told_who,
    of_several_who_undo_the_same_at_once_one_does_and_the_others_are_told_who,
    what_was_undone_and_changed_again_is_not_undone_twice,
    whoever_may_not_know_is_not_told_who_undid_what,
    what_was_undone_in_part_is_undone_to_its_end,
];

const PEOPLE: [&str; 4] = ["Ada", "Ben", "Cem", "Dan"];

/// Deletes a record; returns the list that it leads to.
fn delete(person: &Person, path: &str) -> crate::support::Page {
    let form = person.open(&format!("{path}/delete")).form();
    person.follow(&person.press(&form, "Delete"))
}

/// Movies that are added and deleted.
fn deleted(person: &Person, names: &[&str]) {
    for name in names {
        delete(person, &person.add("movies", &[("name", name)]).path);
    }
}

/// The form of a trash with every box ticked.
fn all_ticked(person: &Person, path: &str) -> Form {
    let trash = person.open(path);
    let places = trash.attributes("main tbody [type=checkbox]", "value");
    let form = trash.form_where("form.trash");
    places.iter().fold(form, |form, place| form.choose("record", place))
}

/// Sends a form, and what is said then.
fn told(person: &Person, form: &Form, button: &str) -> String {
    person.follow(&person.press(form, button)).notices().concat()
}

fn what_is_restored_twice_is_answered_alike(panel: &Panel) {
    let ada = panel.person_who_is("Ada", &["admin"]);
    let ben = panel.person_who_is("Ben", &["editor"]);
    deleted(&ada, &["Alien"]);
    let form = all_ticked(&ada, "/movies/trash");
    assert_eq!(told(&ada, &form, "Restore ticked"), "Restored Alien.");
    for _ in 0..2 {
        for button in ["Restore ticked", "Restore Alien"] {
            let said = "Alien was restored already by you, just now.";
            assert_eq!(told(&ada, &form, button), said);
        }
    }
    panel.clock().advance(TimeDelta::minutes(5));
    let said = "Alien was restored already by Ada, 5 minutes ago.";
    assert_eq!(told(&ben, &form, "Restore ticked"), said);
    assert_eq!(ada.open("/movies").names(), ["Alien"]);
}

fn of_what_is_ticked_the_rest_is_restored_and_the_others_are_said_to_be(panel: &Panel) {
    let ada = panel.person_who_is("Ada", &["admin"]);
    let ben = panel.person_who_is("Ben", &["editor"]);
    deleted(&ada, &["Alien", "Brazil"]);
    let two = all_ticked(&ada, "/movies/trash");
    deleted(&ada, &["Cabaret"]);
    let three = all_ticked(&ben, "/movies/trash");
    ada.press(&two, "Restore ticked").assert_status(303);
    panel.clock().advance(TimeDelta::minutes(5));
    let by_ada = "Brazil and Alien were restored already by Ada, 5 minutes ago.";
    let said = told(&ben, &three, "Restore ticked");
    assert_eq!(said, format!("Restored Cabaret. {by_ada}"));
    assert_eq!(ada.open("/movies").names(), ["Alien", "Brazil", "Cabaret"]);
    for _ in 0..2 {
        let said = told(&ben, &three, "Restore ticked");
        let all = format!("Cabaret was restored already by you, just now. {by_ada}");
        assert_eq!(said, all);
    }
    let undo = ben.open("/activity/8").form_where(".history form");
    ben.press(&undo, "Undo").assert_status(303);
    let gone = "Cabaret was restored already by you, just now, and deleted again since.";
    assert_eq!(told(&ben, &three, "Restore ticked"), format!("{gone} {by_ada}"));
}

fn what_was_restored_and_deleted_again_is_not_restored_from_an_old_page(panel: &Panel) {
    let ada = panel.person_who_is("Ada", &["admin"]);
    deleted(&ada, &["Alien"]);
    let old = all_ticked(&ada, "/movies/trash");
    ada.press(&old, "Restore ticked").assert_status(303);
    ada.save(&ada.edit("/movies/1", &[("name", "Aliens")]));
    delete(&ada, "/movies/1");
    let said = "Alien was restored already by you, just now, and deleted again since.";
    assert_eq!(told(&ada, &old, "Restore ticked"), said);
    assert!(ada.open("/movies").names().is_empty());
    told(&ada, &all_ticked(&ada, "/movies/trash"), "Restore ticked");
    assert_eq!(ada.open("/movies").names(), ["Aliens"]);
}

fn of_several_who_restore_the_same_at_once_one_does_and_the_others_are_told_who(panel: &Panel) {
    let people = PEOPLE.map(|name| panel.person_who_is(name, &["admin"]));
    deleted(&people[0], &["Alien", "Brazil"]);
    let form = all_ticked(&people[0], "/movies/trash");
    let told = at_once(4, |index| told(&people[index], &form, "Restore ticked"));
    let first = told.iter().position(|said| said == "Restored 2 movies.").unwrap();
    let said = format!("Brazil and Alien were restored already by {}, just now.", PEOPLE[first]);
    for (index, told) in told.iter().enumerate().filter(|(index, _)| *index != first) {
        assert_eq!(*told, said, "{}", PEOPLE[index]);
    }
    assert_eq!(people[0].open("/movies").names(), ["Alien", "Brazil"]);
}

fn of_several_who_undo_the_same_at_once_one_does_and_the_others_are_told_who(panel: &Panel) {
    let people = PEOPLE.map(|name| panel.person_who_is(name, &["admin"]));
    let ada = &people[0];
    let user = ada.add("users", &[("first_name", "Ade"), ("profile.country", "Ghana")]).path;
    let edited = ada.save(&ada.edit(&user, &[("first_name", "Ada")]));
    let deleted = delete(ada, &user);
    for (page, done) in [(&deleted, "Restored Ade"), (&edited, "Changed Ade back.")] {
        let form = page.form_where(".notice form");
        let told = at_once(4, |index| told(&people[index], &form, "Undo"));
        let first = told.iter().position(|said| said.starts_with("Restored"));
        let first = first.or(told.iter().position(|said| said.starts_with(done))).unwrap();
        let said = format!("This was undone already by {}, just now.", PEOPLE[first]);
        for (index, told) in told.iter().enumerate().filter(|(index, _)| *index != first) {
            assert_eq!(*told, said, "{}", PEOPLE[index]);
        }
    }
    assert_eq!((ada.open(&user).heading(), ada.open("/profiles").names().len()), ("Ade".into(), 1));
    assert_eq!(ada.open("/activity").rows().len(), 5, "each was undone once");
}

fn what_was_undone_and_changed_again_is_not_undone_twice(panel: &Panel) {
    let ada = panel.person_who_is("Ada", &["admin"]);
    let ben = panel.person_who_is("Ben", &["editor"]);
    let movie = ada.add("movies", &[("name", "Alien")]).path;
    let undo = ada.save(&ada.edit(&movie, &[("name", "Aliens")])).form_where(".notice form");
    ben.press(&undo, "Undo").assert_status(303);
    panel.clock().advance(TimeDelta::minutes(5));
    let said = "This was undone already by Ben, 5 minutes ago.";
    assert_eq!(told(&ada, &undo, "Undo"), said);
    // By hand, it is again what it was changed to.
    ada.save(&ada.edit(&movie, &[("name", "Aliens")]));
    assert_eq!(told(&ada, &undo, "Undo"), said);
    assert_eq!(ada.open(&movie).heading(), "Aliens");
}

fn whoever_may_not_know_is_not_told_who_undid_what(panel: &Panel) {
    let ada = panel.person_who_is("Ada", &["admin"]);
    let allow = "name=mover&allow=movies:create&allow=movies:edit&allow=movies:delete";
    ada.post("/roles", allow).assert_status(303);
    let mover = panel.person_who_is("Mover", &["mover"]);
    let movie = ada.add("movies", &[("name", "Alien")]).path;
    let undo = mover.save(&mover.edit(&movie, &[("name", "Aliens")])).form_where(".notice form");
    ada.press(&undo, "Undo").assert_status(303);
    assert_eq!(told(&mover, &undo, "Undo"), "There was nothing left to undo.");
}

fn what_was_undone_in_part_is_undone_to_its_end(panel: &Panel) {
    let ada = panel.person_who_is("Ada", &["admin"]);
    let user = ada.add("users", &[("first_name", "Ade"), ("profile.country", "Ghana")]).path;
    let both = ada.edit(&user, &[("first_name", "Ada"), ("profile.country", "Togo")]);
    let undo = ada.save(&both).form_where(".notice form");
    ada.save(&ada.edit(&user, &[("first_name", "Adi")]));
    let asked = ada.press(&undo, "Undo");
    let kept = asked.form().choose("users.1.first_name", "now");
    ada.press(&kept, "Undo anyway").assert_status(303);
    let asked = ada.press(&undo, "Undo");
    asked.assert_status(409);
    let back = asked.form().choose("users.1.first_name", "then");
    ada.press(&back, "Undo anyway").assert_status(303);
    assert_eq!(ada.open(&user).heading(), "Ade");
}

/// Each has a record of their own: nobody is told that others change the same.
fn what_some_undo_side_by_side_is_no_race(panel: &Panel) {
    let people = ["Ada", "Ben", "Cleo", "Dan"].map(|name| panel.person_who_is(name, &["admin"]));
    at_once(people.len(), |index| {
        let person = &people[index];
        for round in 0..6 {
            let movie = person.add("movies", &[("name", &format!("Film {index} {round}"))]);
            let question = person.open(&format!("{}/delete", movie.path));
            let deleted = person.follow(&person.press(&question.form(), "Delete"));
            let undo = deleted.form_where(".notice form");
            let undone = person.follow(&person.press(&undo, "Undo"));
            assert!(undone.notices()[0].starts_with("Restored"), "{:?}", undone.notices());
        }
    });
}
