//! Choosing an owner without scripts: the half-filled form goes along and comes back.

use crate::support::{Form, Panel, Person};

crate::tests![
    an_owner_is_chosen_on_a_page_that_carries_the_half_filled_form,
    a_choice_can_be_left_and_changed,
    the_candidates_are_searched_and_paged,
    an_edited_car_changes_hands_and_still_notices_conflicts,
    a_car_needs_an_owner_who_exists,
    scripts_get_the_same_candidates,
    a_form_is_never_sent_out_of_the_panel,
];

fn add_users(person: &Person, names: &[&str]) {
    for name in names {
        person.add("users", &[("first_name", name)]);
    }
}

fn half_filled(person: &Person) -> Form {
    person.open("/cars/new?next=%2Fcars%3Fsort%3D-name").form().fill("name", "Beetle")
}

fn an_owner_is_chosen_on_a_page_that_carries_the_half_filled_form(panel: &Panel) {
    let ada = panel.person();
    add_users(&ada, &["Ade", "Zoë"]);
    let choose = ada.press(&half_filled(&ada), "Choose… Owner");
    choose.assert_status(200);
    assert_eq!(choose.heading(), "Choose a user");
    let found = ada.press(&choose.form().fill("choose.q", "zoe"), "Search");
    let form = ada.press(&found.form(), "Zoë").form();
    assert_eq!(form.value("name"), "Beetle");
    let list = ada.save(&form.fill("color", "blue"));
    assert_eq!(list.path, "/cars?sort=-name#1");
    assert_eq!(list.names(), ["Beetle"]);
    assert!(list.rows()[0].contains(&"Zoë".to_owned()), "{:?}", list.rows());
}

fn a_choice_can_be_left_and_changed(panel: &Panel) {
    let ada = panel.person();
    add_users(&ada, &["Ade", "Zoë"]);
    let choose = |form: &Form| ada.press(form, "Choose… Owner").form();
    let form = ada.press(&choose(&half_filled(&ada)), "Ade").form();
    let first = form.value("user_id").to_owned();
    let form = ada.press(&choose(&form), "Back to the form without choosing").form();
    assert_eq!(form.value("user_id"), first);
    assert_eq!(form.value("name"), "Beetle");
    let form = ada.press(&choose(&form), "Zoë").form();
    assert_ne!(form.value("user_id"), first);
}

fn the_candidates_are_searched_and_paged(panel: &Panel) {
    let ada = panel.person();
    let names: Vec<String> = (1..=25).map(|number| format!("User {number:02}")).collect();
    add_users(&ada, &names.iter().map(String::as_str).collect::<Vec<_>>());
    let choose = ada.press(&half_filled(&ada), "Choose… Owner");
    assert!(choose.visible().contains("1–20 of 25"), "{}", choose.visible());
    let second = ada.press(&choose.form(), "Next");
    assert!(second.visible().contains("User 25"), "{}", second.visible());
    let back = ada.press(&second.form(), "Previous");
    assert!(back.visible().contains("User 01"), "{}", back.visible());
    let nobody = ada.press(&back.form().fill("choose.q", "<nobody>"), "Search");
    assert!(nobody.visible().contains("“<nobody>”"), "{}", nobody.visible());
    let form = ada.press(&nobody.form(), "Back to the form without choosing").form();
    assert_eq!(form.value("name"), "Beetle");
}

fn an_edited_car_changes_hands_and_still_notices_conflicts(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person());
    add_users(&ada, &["Ade", "Zoë"]);
    let form = ada.press(&ada.press(&half_filled(&ada), "Choose… Owner").form(), "Ade").form();
    ada.save(&form.fill("color", "blue"));
    let car = ada.open("/cars").href("main tbody th a");
    let path = car.split('?').next().unwrap().to_owned();
    let his = ben.press(&ben.edit(&path, &[]), "Choose… Owner").form();
    let his = ben.press(&his, "Zoë").form().fill("color", "gold");
    ada.save(&ada.edit(&path, &[("color", "black")]));
    let conflict = ben.press(&his, "Save");
    conflict.assert_status(409);
    let saved = ben.save(&conflict.form().choose("color", "gold"));
    assert!(saved.visible().contains("Zoë") && saved.visible().contains("gold"));
}

fn a_car_needs_an_owner_who_exists(panel: &Panel) {
    let ada = panel.person();
    add_users(&ada, &["Ade"]);
    let form = half_filled(&ada).fill("color", "blue");
    let refused = ada.press(&form, "Save");
    refused.assert_status(422);
    assert_eq!(refused.problems(), ["Choose an owner."]);
    for id in ["77", "abc", "-1", "9223372036854775808"] {
        let refused = ada.press(&form.clone().forge("user_id", id), "Save");
        refused.assert_status(422);
        assert_eq!(refused.problems(), ["This owner no longer exists."]);
        assert_eq!(refused.form().value("name"), "Beetle");
    }
    assert!(ada.open("/cars").names().is_empty());
}

fn scripts_get_the_same_candidates(panel: &Panel) {
    let ada = panel.person();
    add_users(&ada, &["Ade \"<b>\"", "Zoë"]);
    let answer = ada.get("/users/choose?q=ADE");
    answer.assert_status(200);
    assert_eq!(answer.header("content-type"), "application/json");
    let choices: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(choices.as_array().unwrap().len(), 1);
    assert_eq!(choices[0]["title"], "Ade \"<b>\"");
}

fn a_form_is_never_sent_out_of_the_panel(panel: &Panel) {
    let ada = panel.person();
    let body = half_filled(&ada).pressed("Save").pairs;
    for form in ["https%3A%2F%2Fevil.example", "%2F%2Fevil.example", "javascript%3Aalert(1)", ""] {
        let page = ada.post(&format!("/users/choose?for=user_id&form={form}"), &body);
        page.assert_status(400);
        page.assert_framed();
    }
    for next in ["https%3A%2F%2Fevil.example", "%2F%2Fevil.example", "%2F%5Cevil.example"] {
        let form = ada.open(&format!("/movies/new?next={next}")).form().fill("name", "Alien");
        let location = ada.press(&form, "Save").location().to_owned();
        assert!(location.starts_with("/movies/"), "{location}");
    }
}
