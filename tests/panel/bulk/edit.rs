//! Giving fields of many records other values.

use super::{Small, counts, ended, select, with_movies};
use crate::support::{Page, Panel, Person};

crate::tests![
    fields_are_set_and_emptied_after_a_look_at_what_would_change,
    what_makes_no_sense_is_said_beside_its_field_and_nothing_typed_is_lost,
    an_owner_is_chosen_on_a_page_of_its_own,
    what_breaks_a_rule_or_was_changed_since_is_left_as_it_is,
    other_values_than_were_shown_are_not_written,
    what_changes_between_the_look_and_the_writing_is_shown_again,
    more_than_a_request_should_do_is_a_job,
    only_who_may_edit_edits,
];

/// Adds users called A, B and so on, of these ages.
fn with_users(person: &Person, ages: &[&str]) {
    for (name, age) in ('A'..).zip(ages) {
        person.add("users", &[("first_name", &name.to_string()), ("age", age)]);
    }
}

fn ages(person: &Person) -> Vec<String> {
    person.open("/users").rows().into_iter().map(|row| row[2].clone()).collect()
}

#[track_caller]
fn previewed(person: &Person, page: &Page, fields: &[(&str, &str)]) -> Page {
    let preview = person.press(&page.form().fill_all(fields), "Preview");
    preview.assert_status(200);
    preview.assert_framed();
    preview
}

fn fields_are_set_and_emptied_after_a_look_at_what_would_change(panel: &Panel) {
    let ada = panel.person();
    with_users(&ada, &["30", "31", "32"]);
    let page = select(&ada, "users", "id=1.1&id=2.1&id=3.1&then=edit");
    assert_eq!(page.heading(), "Edit 3 users");
    let set = [("do.age", "set"), ("age", "31"), ("do.last_name", "empty")];
    let preview = previewed(&ada, &page, &set);
    assert_eq!(preview.heading(), "Change 2 users?");
    let rows = preview.texts("tbody tr");
    assert!(rows[0].starts_with("A") && rows[0].contains("before: 30 → after: 31"), "{rows:?}");
    assert!(preview.visible().contains("Like that already: 1 user"));
    assert_eq!(ada.open("/users").rows()[0][2], "30", "nothing is written yet");
    let back = ada.press(&preview.form(), "Back to the form");
    assert_eq!(back.form().value("age"), "31");
    assert_eq!(back.form().value("do.last_name"), "empty");
    let list = ada.follow(&ada.press(&preview.form().fill("reason", "as told"), "Change"));
    assert_eq!(list.notices(), ["Changed 2 users. 1 user needed no change."]);
    assert_eq!(ages(&ada), ["31", "31", "31"]);
    let undone = ada.follow(&ada.press(&list.form_where(".notice form"), "Undo"));
    assert_eq!(undone.notices(), ["Changed 2 users back."]);
    assert_eq!(ages(&ada), ["30", "31", "32"]);
    assert!(ada.open("/users/1/history").visible().contains("as told"));
}

fn what_makes_no_sense_is_said_beside_its_field_and_nothing_typed_is_lost(panel: &Panel) {
    let ada = panel.person();
    with_users(&ada, &["30", "31"]);
    let page = select(&ada, "users", "id=1.1&id=2.1&then=edit");
    let nothing = ada.press(&page.form(), "Preview");
    nothing.assert_refused(422);
    assert_eq!(nothing.problems(), ["Choose what is to become of at least one field."]);
    let typed = page.form().fill_all(&[("do.age", "set"), ("age", "old"), ("last_name", "Kept")]);
    let refused = ada.press(&typed, "Preview");
    refused.assert_refused(422);
    assert!(refused.error_of("age").contains("Age"), "{}", refused.error_of("age"));
    assert_eq!(refused.form().value("age"), "old");
    assert_eq!(refused.form().value("last_name"), "Kept");
    let empty = page.form().fill("do.first_name", "set").fill("first_name", " ");
    assert_eq!(ada.press(&empty, "Preview").problems(), ["First name is required."]);
}

fn an_owner_is_chosen_on_a_page_of_its_own(panel: &Panel) {
    let ada = panel.person();
    with_users(&ada, &["30", "31"]);
    let form = ada.open(ada.open("/users/1").link("Add a car")).form();
    ada.save(&form.fill("name", "Mini").fill("color", "red"));
    let page = ada.open(select(&ada, "cars", "id=1.1").link("Edit"));
    let picker = ada.press(&page.form().fill("do.user_id", "set"), "Choose…");
    let form = ada.press(&picker.form(), "B Age: 31");
    form.assert_status(200);
    assert_eq!(form.text("[data-chosen]"), "B");
    let preview = ada.press(&form.form(), "Preview");
    assert!(preview.text("tbody td").contains("before: A → after: B"), "{}", preview.visible());
    ada.follow(&ada.press(&preview.form(), "Change"));
    assert_eq!(ada.open("/cars").rows()[0][2], "B");
}

fn what_breaks_a_rule_or_was_changed_since_is_left_as_it_is(panel: &Panel) {
    let ada = panel.person();
    let form = ada.open("/users/new").form().fill("first_name", "A");
    ada.save(&form.fill("profile.country", "Ghana"));
    let form = ada.open("/users/new").form().fill("first_name", "B");
    ada.save(&form.fill("profile.country", "Togo").fill("profile.height", "1,80 m"));
    let form = ada.open("/users/new").form().fill("first_name", "C");
    ada.save(&form.fill("profile.country", "Mali").fill("profile.height", "1,70 m"));
    ada.save(&ada.edit("/profiles/3", &[("country", "Niger")]));
    let page = select(&ada, "profiles", "id=1.1&id=2.1&id=3.1&then=edit");
    let preview = previewed(&ada, &page, &[("do.country", "empty")]);
    assert_eq!(preview.heading(), "Change 1 profile?");
    let refused = preview.texts(".left li");
    assert_eq!(refused.len(), 2, "{refused:?}");
    assert!(refused[0].starts_with("Profile of A: "), "{refused:?}");
    assert_eq!(refused[1], "Profile of C: It was changed since it was selected.");
    let list = ada.follow(&ada.press(&preview.form(), "Change"));
    assert_eq!(list.notices(), ["Changed 1 profile. 2 profiles were left as they are."]);
}

fn other_values_than_were_shown_are_not_written(panel: &Panel) {
    let ada = panel.person();
    with_users(&ada, &["30", "31"]);
    let page = select(&ada, "users", "id=1.1&id=2.1&then=edit");
    let preview = previewed(&ada, &page, &[("do.age", "set"), ("age", "40")]);
    let other = ada.press(&preview.form().forge("age", "50"), "Change");
    other.assert_refused(409);
    assert!(other.visible().contains("after: 50"), "{}", other.visible());
    assert_eq!(ages(&ada), ["30", "31"]);
    ada.follow(&ada.press(&other.form(), "Change"));
    assert_eq!(ages(&ada), ["50", "50"]);
}

fn what_changes_between_the_look_and_the_writing_is_shown_again(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person());
    with_users(&ada, &["30", "31"]);
    let page = select(&ada, "users", "id=1.1&id=2.1&then=edit");
    let preview = previewed(&ada, &page, &[("do.age", "set"), ("age", "40")]);
    ben.save(&ben.edit("/users/2", &[("age", "50")]));
    let again = ada.press(&preview.form(), "Change");
    again.assert_refused(409);
    assert_eq!(again.heading(), "Change 1 user?");
    assert_eq!(ada.open("/users/1").texts("dd")[2], "30");
    ada.follow(&ada.press(&again.form(), "Change"));
    assert_eq!(ada.open("/users/1").texts("dd")[2], "40");
    assert_eq!(ada.open("/users/2").texts("dd")[2], "50");
}

fn more_than_a_request_should_do_is_a_job(panel: &Small) {
    let ada = with_movies(&panel.0, 60);
    let page = ada.open(select(&ada, "movies", "all=1").link("Edit"));
    let preview = previewed(&ada, &page, &[("do.name", "set"), ("name", "Alike")]);
    ada.save(&ada.edit("/movies/55", &[("name", "Fifty-five")]));
    ada.save(&ada.edit("/movies/56", &[("name", "Alike")]));
    let begun = ada.press(&preview.form(), "Change up to 60 movies");
    let job = ended(&ada, begun.location());
    assert_eq!(job.text(".job [role=status]"), "Done");
    assert_eq!(counts(&job), ["58", "0", "2"]);
    assert_eq!(ada.open("/movies?q=alike").text(".shown"), "1–50 of 59");
}

fn only_who_may_edit_edits(panel: &Panel) {
    let ada = with_movies(panel, 2);
    ada.post("/roles", "name=remover&allow=movies:delete").assert_status(303);
    let remover = panel.person_who_is("Remover", &["remover"]);
    let viewer = panel.person_who_is("Viewer", &["viewer"]);
    let bar = |person: &Person| person.open("/movies").texts(".bar button");
    assert_eq!(bar(&remover), ["Delete"]);
    assert!(!bar(&viewer).contains(&"Edit".to_owned()));
    let page = select(&remover, "movies", "id=1.1");
    remover.get(&format!("{}/edit", page.path)).assert_status(403);
    let form = format!("do.name=set&name=x&once={}", "0".repeat(32));
    remover.post(&page.path, &form).assert_status(403);
    remover.open(&format!("{}/delete", page.path));
}
