//! Records that are made anew, moved or removed while somebody edits them.

use crate::support::{Panel, Person};

crate::tests![
    a_profile_that_was_made_anew_is_not_overwritten_unseen,
    a_profile_that_was_made_anew_is_not_deleted_by_an_old_question,
    a_removal_outlives_a_question_about_another_record,
    a_deleted_car_is_not_brought_back_by_answering_a_question,
    a_form_that_lacks_a_field_is_refused,
    a_car_that_was_given_away_is_not_made_a_second_time,
    a_form_that_is_filled_in_further_for_a_deleted_record_says_so,
    what_is_edited_from_a_page_leads_back_to_that_very_page,
    another_car_belongs_to_the_same_owner,
];

/// A user with a car, and the path.
fn ade(person: &Person) -> String {
    let form = person.open("/users/new").form().fill_all(&[
        ("first_name", "Ade"),
        ("profile.country", "Nigeria"),
        ("cars.0.name", "Beetle"),
        ("cars.0.color", "blue"),
    ]);
    person.save(&form).path
}

/// Deletes the profile of the first user and makes another one.
fn make_profile_anew(person: &Person) {
    let question = person.open("/profiles/1/delete").form();
    person.follow(&person.press(&question, "Delete Profile of Ade"));
    person.save(
        &person
            .open("/profiles/new?user_id=1")
            .form()
            .fill_all(&[("country", "Ghana"), ("email", "ben@example.com")]),
    );
}

fn a_profile_that_was_made_anew_is_not_overwritten_unseen(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person());
    let path = ade(&ada);
    let alone = ada.edit("/profiles/1", &[("country", "Benin")]);
    let within = ada.edit(&path, &[("profile.country", "Benin")]);
    make_profile_anew(&ben);
    for form in [alone, within] {
        ada.press(&form, "Save").assert_status(409);
    }
    let profile = ada.open("/profiles/1").visible();
    assert!(profile.contains("Ghana") && profile.contains("ben@example.com"), "{profile}");
}

fn a_profile_that_was_made_anew_is_not_deleted_by_an_old_question(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person());
    ade(&ada);
    let question = ada.open("/profiles/1/delete").form();
    make_profile_anew(&ben);
    ada.press(&question, "Delete Profile of Ade").assert_status(409);
    assert!(ada.open("/profiles/1").visible().contains("Ghana"));
}

fn a_removal_outlives_a_question_about_another_record(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person());
    let path = ade(&ada);
    let hers = ada.edit(&path, &[("first_name", "Adé")]).choose("cars.0.remove", "1");
    ben.save(&ben.edit(&path, &[("first_name", "Addy"), ("cars.0.color", "green")]));
    let question = ada.press(&hers, "Save");
    question.assert_status(409);
    let answered = question.form().choose("first_name", "Adé");
    ada.press(&answered, "Save").assert_status(400);
    assert_eq!(ada.open("/cars").names().len(), 1);
    let saved = ada.save(&answered.choose("cars.0.remove", "1"));
    assert_eq!(saved.heading(), "Adé");
    assert!(ada.open("/cars").names().is_empty());
}

fn a_deleted_car_is_not_brought_back_by_answering_a_question(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person());
    let path = ade(&ada);
    let hers = ada.edit(&path, &[("first_name", "Adé"), ("cars.0.color", "red")]);
    ben.save(&ben.edit(&path, &[("first_name", "Addy")]).choose("cars.0.remove", "1"));
    let question = ada.press(&hers, "Save");
    question.assert_status(409);
    let answered = question.form().choose("first_name", "Adé");
    ada.press(&answered, "Save").assert_status(400);
    assert!(ada.open("/cars").names().is_empty());
    ada.save(&answered.choose("cars.0.remove", "1"));
    assert!(ada.open("/cars").names().is_empty());
}

fn a_form_that_lacks_a_field_is_refused(panel: &Panel) {
    let ada = panel.person();
    let path = ade(&ada);
    for name in ["last_name", "profile.country", "cars.0.color"] {
        let form = ada.edit(&path, &[("first_name", "Adé")]).without(name);
        let refused = ada.press(&form, "Save");
        refused.assert_status(400);
        refused.assert_framed();
    }
    let form = ada.edit("/cars/1", &[("name", "Käfer")]).without("color");
    ada.press(&form, "Save").assert_status(400);
    assert_eq!(ada.open(&path).heading(), "Ade");
    assert_eq!(ada.open(&path).rows(), [["Beetle", "blue"]]);
}

fn a_car_that_was_given_away_is_not_made_a_second_time(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person());
    let path = ade(&ada);
    ada.add("users", &[("first_name", "Bo")]);
    let hers = ada.edit(&path, &[("age", "36"), ("cars.0.color", "red")]);
    ben.save(&ben.edit("/cars/1", &[]).forge("user_id", "2"));
    let told = ada.press(&hers, "Save");
    told.assert_status(409);
    assert!(told.visible().contains("Beetle, red"), "{}", told.visible());
    ada.save(&told.form());
    assert_eq!(ada.open("/cars").rows()[0][..3], ["Beetle", "blue", "Bo"]);
    assert_eq!(ada.open("/cars").names().len(), 1);
    assert!(ada.open(&path).visible().contains("36"));
}

fn a_form_that_is_filled_in_further_for_a_deleted_record_says_so(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person());
    let path = ade(&ada);
    let hers = ada.edit(&path, &[("first_name", "Adé")]);
    let question = ben.open(&format!("{path}/delete")).form();
    ben.follow(&ben.press(&question, "Delete Ade"));
    let gone = ada.press(&hers, "Add another car");
    gone.assert_status(404);
    assert!(gone.visible().contains("Adé"), "{}", gone.visible());
}

fn what_is_edited_from_a_page_leads_back_to_that_very_page(panel: &Panel) {
    let ada = panel.person();
    let path = ade(&ada);
    let here = format!("{path}?next=%2Fusers%3Fq%3Dade");
    let edit = ada.open(&here).href("#cars td:last-child a");
    let back = ada.save(&ada.open(&edit).form().fill("color", "red"));
    assert_eq!(back.path, here);
    assert_eq!(back.href(".trail a"), "/users?q=ade#1");
}

fn another_car_belongs_to_the_same_owner(panel: &Panel) {
    let ada = panel.person();
    ade(&ada);
    let form = ada.open("/cars/new?user_id=1").form().fill("name", "Mini").fill("color", "red");
    let another = ada.follow(&ada.press(&form, "Save and add another"));
    assert_eq!(another.form().value("user_id"), "1");
}
