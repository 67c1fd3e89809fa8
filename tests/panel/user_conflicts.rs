//! Two people at one user, with the profile and the cars.

use crate::support::{Panel, Person, at_once};

crate::tests![
    fields_that_only_one_side_touched_are_merged_without_asking,
    a_conflict_in_one_car_shows_that_car_and_keeps_the_rest_of_mine,
    a_new_car_of_each_is_kept,
    a_profile_that_both_add_is_merged_or_asked_about,
    a_car_that_was_changed_meanwhile_is_not_removed_unseen,
    a_car_that_was_removed_meanwhile_is_not_brought_back_unseen,
    a_part_without_its_version_is_refused,
    a_user_deleted_meanwhile_shows_everything_that_was_typed,
    edits_of_different_fields_at_once_are_all_kept,
    two_profiles_for_one_user_at_once_make_one,
    cars_of_another_user_are_not_reached_through_the_form,
    who_gave_a_car_to_another_user_is_named,
    all_that_somebody_else_did_is_shown_at_once,
    a_car_that_is_not_saved_yet_is_removed_by_its_box,
];

/// A user with a profile and two cars, and the path.
fn ade(person: &Person) -> String {
    let form = person.open("/users/new").form();
    let form = person.press(&form, "Add another car").form().fill_all(&[
        ("first_name", "Ade"),
        ("last_name", "Bello"),
        ("profile.country", "Nigeria"),
        ("cars.0.name", "Beetle"),
        ("cars.0.color", "blue"),
        ("cars.1.name", "Mini"),
        ("cars.1.color", "red"),
    ]);
    person.save(&form).path
}

fn fields_that_only_one_side_touched_are_merged_without_asking(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person());
    let path = ade(&ada);
    let his = ben
        .edit(&path, &[("age", "36"), ("profile.email", "a@b.example"), ("cars.1.color", "green")]);
    ada.save(&ada.edit(
        &path,
        &[("first_name", "Adé"), ("profile.country", "Ghana"), ("cars.0.name", "Käfer")],
    ));
    let saved = ben.save(&his);
    assert_eq!(saved.heading(), "Adé Bello");
    assert_eq!(saved.rows(), [["Käfer", "blue"], ["Mini", "green"]]);
    for text in ["36", "Ghana", "a@b.example"] {
        assert!(saved.visible().contains(text), "{text}: {}", saved.visible());
    }
    assert!(saved.notices()[0].contains("First name"), "{:?}", saved.notices());
}

fn a_conflict_in_one_car_shows_that_car_and_keeps_the_rest_of_mine(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person());
    let path = ade(&ada);
    let his = ben.edit(&path, &[("age", "36"), ("cars.0.color", "green")]);
    ada.save(
        &ada.edit(
            &path,
            &[("last_name", "Obi"), ("cars.0.color", "black"), ("cars.0.name", "Käfer")],
        ),
    );
    let conflict = ben.press(&his, "Save");
    conflict.assert_status(409);
    conflict.assert_framed();
    let rows = conflict.rows();
    let color = ["Color", "blue", "black", "green", "choose one"];
    assert!(rows.iter().any(|row| *row == color), "{rows:?}");
    let settled = rows.iter().find(|row| row[0] == "Last name").unwrap();
    assert_eq!(settled[1..4], ["Bello", "Obi", "Bello"]);
    let saved = ben.save(&conflict.form().choose("cars.0.color", "green"));
    assert_eq!(saved.heading(), "Ade Obi");
    assert_eq!(saved.rows(), [["Käfer", "green"], ["Mini", "red"]]);
    assert!(saved.visible().contains("36"), "{}", saved.visible());
}

fn a_new_car_of_each_is_kept(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person());
    let path = ade(&ada);
    let one_more = |person: &Person, name: &str| {
        let form = person.press(&person.edit(&path, &[]), "Add another car").form();
        form.fill("cars.2.name", name).fill("cars.2.color", "white")
    };
    let (hers, his) = (one_more(&ada, "Panda"), one_more(&ben, "Polo"));
    ada.save(&hers);
    let cars = ben.save(&his).rows();
    assert_eq!(cars, [["Beetle", "blue"], ["Mini", "red"], ["Panda", "white"], ["Polo", "white"]]);
}

fn a_profile_that_both_add_is_merged_or_asked_about(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person());
    let path = ada.add("users", &[("first_name", "Ade")]).path;
    let his = ben.edit(&path, &[("profile.country", "Ghana"), ("profile.height", "180")]);
    let same = ben.edit(&path, &[("profile.email", "a@b.example")]);
    ada.save(&ada.edit(&path, &[("profile.country", "Nigeria")]));
    let merged = ben.save(&same);
    assert!(merged.visible().contains("Nigeria") && merged.visible().contains("a@b.example"));
    let conflict = ben.press(&his, "Save");
    conflict.assert_status(409);
    let saved = ben.save(&conflict.form().choose("profile.country", "Ghana"));
    for text in ["Ghana", "180", "a@b.example"] {
        assert!(saved.visible().contains(text), "{text}: {}", saved.visible());
    }
}

fn a_car_that_was_changed_meanwhile_is_not_removed_unseen(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person());
    let path = ade(&ada);
    let his = ben.edit(&path, &[]).choose("cars.1.remove", "1");
    ada.save(&ada.edit(&path, &[("cars.1.color", "gold")]));
    let shown = ben.press(&his, "Save");
    shown.assert_status(409);
    assert!(shown.text(".question legend").contains("this car was changed"), "{}", shown.visible());
    assert!(
        shown.rows().contains(
            &["Color", "red", "gold", "removed", "choose below"].map(String::from).to_vec()
        )
    );
    assert_eq!(ada.open("/cars").names(), ["Beetle", "Mini"]);
    let kept = ben.press(&shown.form().choose("cars.1.remove", ""), "Keep editing");
    assert_eq!(kept.form().value("cars.1.color"), "gold");
    let saved = ben.save(&shown.form().choose("cars.1.remove", "1"));
    assert_eq!(saved.rows(), [["Beetle", "blue"]]);
}

fn a_car_that_was_removed_meanwhile_is_not_brought_back_unseen(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person());
    let path = ade(&ada);
    let untouched = ben.edit(&path, &[("age", "36")]);
    let touched = ben.edit(&path, &[("cars.1.color", "gold")]);
    ada.save(&ada.edit(&path, &[]).choose("cars.1.remove", "1"));
    assert_eq!(ben.save(&untouched).rows(), [["Beetle", "blue"]]);
    let shown = ben.press(&touched, "Save");
    shown.assert_status(409);
    assert_eq!(ada.open("/cars").names(), ["Beetle"]);
    let left = ben.save(&shown.form().choose("cars.1.remove", "1"));
    assert_eq!(left.rows(), [["Beetle", "blue"]]);
    let added = ben.save(&shown.form().choose("cars.1.remove", ""));
    assert_eq!(added.rows(), [["Beetle", "blue"], ["Mini", "gold"]]);
}

fn all_that_somebody_else_did_is_shown_at_once(panel: &Panel) {
    let ada = panel.person_who_is("Ada", &["editor"]);
    let ben = panel.person_who_is("Ben", &["editor"]);
    let path = ade(&ada);
    let his = ben.edit(&path, &[("first_name", "Ben's"), ("cars.1.color", "gold")]);
    ada.save(&ada.edit(&path, &[("first_name", "Adé")]).choose("cars.1.remove", "1"));
    let shown = ben.press(&his, "Save");
    shown.assert_status(409);
    assert_eq!(shown.heading(), "This user was changed by Ada while you edited it");
    assert_eq!(
        shown.text(".question legend"),
        "While you edited it, this car was deleted by Ada, just now."
    );
    let color = ["Color", "red", "deleted", "gold", "choose below"].map(String::from).to_vec();
    assert!(shown.rows().contains(&color), "{:?}", shown.rows());
    let form = shown.form().choose("first_name", "Adé").choose("cars.1.remove", "");
    let saved = ben.save(&form);
    assert_eq!(saved.heading(), "Adé Bello");
    assert_eq!(saved.rows(), [["Beetle", "blue"], ["Mini", "gold"]]);
}

fn a_car_that_is_not_saved_yet_is_removed_by_its_box(panel: &Panel) {
    let ada = panel.person();
    let path = ade(&ada);
    let form = ada.press(&ada.edit(&path, &[]), "Add another car").form();
    let form = form.fill("cars.2.name", "Panda").choose("cars.2.remove", "1");
    // It stays ticked where the form comes back, and is asked nothing.
    let again = ada.press(&form, "Add another car").form();
    let saved = ada.save(&again.fill("cars.3.name", "Polo").fill("cars.3.color", "white"));
    assert_eq!(saved.rows(), [["Beetle", "blue"], ["Mini", "red"], ["Polo", "white"]]);
}

fn a_part_without_its_version_is_refused(panel: &Panel) {
    let ada = panel.person();
    let path = ade(&ada);
    let form = ada.edit(&path, &[("first_name", "Obi")]);
    for name in ["version", "cars.0.version", "cars.1.version", "profile.version"] {
        for version in ["0", "99", "abc"] {
            ada.press(&form.clone().forge(name, version), "Save").assert_status(400);
        }
    }
    ada.press(&form.clone().without("version"), "Save").assert_status(400);
    ada.press(&form.clone().without("cars.0.version"), "Save").assert_status(400);
    assert_eq!(ada.open(&path).heading(), "Ade Bello");
}

fn a_user_deleted_meanwhile_shows_everything_that_was_typed(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person());
    let path = ade(&ada);
    let his = ben.edit(&path, &[("age", "36"), ("cars.1.color", "gold")]);
    let question = ada.open(&format!("{path}/delete")).form();
    ada.follow(&ada.press(&question, "Delete Ade Bello"));
    let gone = ben.press(&his, "Save");
    gone.assert_status(404);
    for text in ["Ade", "Bello", "36", "Nigeria", "Beetle", "gold"] {
        assert!(gone.visible().contains(text), "{text}: {}", gone.visible());
    }
    let form = ben.press(&gone.form(), "Create a new user from this").form();
    let made = ben.save(&form);
    assert_eq!(made.rows(), [["Beetle", "blue"], ["Mini", "gold"]]);
    assert!(made.visible().contains("Nigeria"), "{}", made.visible());
}

fn edits_of_different_fields_at_once_are_all_kept(panel: &Panel) {
    let ada = panel.person();
    let path = ade(&ada);
    let edits = [
        ("first_name", "Adé"),
        ("last_name", "Obi"),
        ("age", "36"),
        ("profile.country", "Ghana"),
        ("profile.email", "a@b.example"),
        ("cars.0.color", "black"),
        ("cars.1.name", "Maxi"),
    ];
    let forms = edits.map(|edit| ada.edit(&path, &[edit]));
    at_once(forms.len(), |index| panel.person().press(&forms[index], "Save").assert_status(303));
    let form = ada.edit(&path, &[]);
    for (name, value) in edits {
        assert_eq!(form.value(name), value);
    }
}

fn two_profiles_for_one_user_at_once_make_one(panel: &Panel) {
    let ada = panel.person();
    for round in 0..4 {
        let user = ada.add("users", &[("first_name", &format!("User {round}"))]);
        let forms = ["Ghana", "Togo"]
            .map(|country| ada.open(user.link("Add a profile")).form().fill("country", country));
        let answers = at_once(2, |index| panel.person().press(&forms[index], "Save").status);
        assert_eq!(answers.iter().filter(|status| **status == 303).count(), 1, "{answers:?}");
        assert!(answers.iter().all(|status| [303, 409, 422].contains(status)), "{answers:?}");
    }
    assert_eq!(ada.open("/profiles").names().len(), 4);
}

fn cars_of_another_user_are_not_reached_through_the_form(panel: &Panel) {
    let ada = panel.person();
    ade(&ada);
    let car = ada.open("/cars").href("main tbody th a");
    let id = car.split(['/', '?']).nth(2).unwrap();
    let path = ada.add("users", &[("first_name", "Mallory")]).path;
    let form = ada.press(&ada.edit(&path, &[]), "Add another car").form();
    let forged = form.fill("cars.0.name", "Stolen").fill("cars.0.color", "black");
    let forged = forged.forge("cars.0.id", id).forge("cars.0.version", "1");
    ada.press(&forged, "Save");
    assert_eq!(ada.open(&car).heading(), "Beetle");
}

fn who_gave_a_car_to_another_user_is_named(panel: &Panel) {
    let ada = panel.person_who_is("Ada", &["editor"]);
    let ben = panel.person_who_is("Ben", &["editor"]);
    let path = ade(&ada);
    ada.add("users", &[("first_name", "Zoë")]);
    let his = ben.edit(&path, &[("cars.0.color", "gold")]);
    ada.save(&ada.edit("/cars/1", &[("user_id", "2")]));
    let refused = ben.press(&his, "Save");
    refused.assert_status(409);
    let said = "A car of this form was given to another user by Ada, just now, so your changes to \
                it were left out. You had typed: Beetle, gold. Nothing else is saved yet.";
    assert!(refused.visible().contains(said), "{}", refused.visible());
}
