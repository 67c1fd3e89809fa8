//! A form sent twice makes one record, and adds what belongs to one once.

use crate::support::{Form, Panel, Person, at_once};

crate::tests![
    five_posts_of_one_form_at_once_make_one_movie,
    sending_a_form_again_leads_to_what_it_made,
    a_form_sent_again_with_other_values_keeps_them_and_makes_another,
    a_users_form_sent_again_with_other_values_keeps_them_and_makes_another,
    a_form_whose_record_was_deleted_since_is_shown_again,
    two_forms_with_the_same_text_make_two_movies,
    a_form_without_its_mark_is_refused,
    a_refused_form_is_not_used_up,
    a_form_that_adds_a_car_to_a_user_adds_it_once,
    a_form_that_added_a_car_and_is_sent_with_other_values_is_shown_again,
    a_conflict_that_is_settled_twice_adds_a_car_once,
    a_form_that_adds_nothing_is_saved_again,
];

fn five_posts_of_one_form_at_once_make_one_movie(panel: &Panel) {
    let ada = panel.person();
    for round in 0..5 {
        let name = format!("Film {round}");
        let form = ada.open("/movies/new").form().fill("name", &name);
        let locations = at_once(5, |_| {
            let answer = ada.press(&form, "Save");
            answer.assert_status(303);
            answer.location().to_owned()
        });
        assert!(locations.iter().all(|location| *location == locations[0]), "{locations:?}");
        assert_eq!(ada.open(&locations[0]).heading(), name);
    }
    assert_eq!(ada.open("/movies").names().len(), 5);
}

fn sending_a_form_again_leads_to_what_it_made(panel: &Panel) {
    let ada = panel.person();
    let form = ada.open("/movies/new").form().fill("name", "Alien");
    let made = ada.save(&form);
    let again = ada.save(&form);
    assert_eq!(again.path, made.path);
    assert_eq!(again.heading(), "Alien");
    assert!(again.notices()[0].contains("already saved"), "{:?}", again.notices());
    assert_eq!(ada.open("/movies").names(), ["Alien"]);
}

fn a_form_sent_again_with_other_values_keeps_them_and_makes_another(panel: &Panel) {
    let ada = panel.person();
    let form = ada.open("/movies/new").form().fill("name", "Alien");
    ada.save(&form);
    // Back, another name, and sent again.
    let told = ada.press(&form.fill("name", "Aliens"), "Save");
    told.assert_status(409);
    told.assert_framed();
    assert!(told.visible().contains("saved already"), "{}", told.visible());
    assert_eq!(told.link("Alien"), "/movies/1");
    assert_eq!(told.link("edit Alien"), "/movies/1/edit");
    assert_eq!(told.form().value("name"), "Aliens");
    assert_eq!(ada.open("/movies").names(), ["Alien"]);
    let another = ada.follow(&ada.press(&told.form(), "Save as another movie"));
    assert_eq!(another.heading(), "Aliens");
    // Both of the forms are used up by now.
    ada.press(&told.form(), "Save as another movie").assert_status(303);
    assert_eq!(ada.open("/movies").names(), ["Alien", "Aliens"]);
}

fn a_users_form_sent_again_with_other_values_keeps_them_and_makes_another(panel: &Panel) {
    let ada = panel.person();
    let form = ada.open("/users/new").form().fill_all(&[
        ("first_name", "Ada"),
        ("profile.country", "Ghana"),
        ("cars.0.name", "Mini"),
        ("cars.0.color", "red"),
    ]);
    let made = ada.save(&form);
    assert_eq!(ada.save(&form).path, made.path);
    let told = ada.press(&form.fill("cars.0.color", "blue"), "Save");
    told.assert_status(409);
    assert_eq!(told.link("Ada"), made.path);
    assert_eq!(told.form().value("cars.0.color"), "blue");
    assert_eq!(told.form().value("profile.country"), "Ghana");
    let another = ada.follow(&ada.press(&told.form(), "Save as another user"));
    assert_ne!(another.path, made.path);
    assert_eq!(ada.open("/cars").names().len(), 2);
}

fn a_form_whose_record_was_deleted_since_is_shown_again(panel: &Panel) {
    let ada = panel.person();
    let form = ada.open("/movies/new").form().fill("name", "Alien");
    ada.save(&form);
    ada.follow(&ada.press(&ada.open("/movies/1/delete").form(), "Delete Alien"));
    let told = ada.press(&form.fill("name", "Aliens"), "Save");
    told.assert_status(409);
    assert!(told.visible().contains("deleted since"), "{}", told.visible());
    assert_eq!(ada.save(&told.form()).heading(), "Aliens");
}

fn two_forms_with_the_same_text_make_two_movies(panel: &Panel) {
    let ada = panel.person();
    ada.add("movies", &[("name", "Alien")]);
    ada.add("movies", &[("name", "Alien")]);
    assert_eq!(ada.open("/movies").names(), ["Alien", "Alien"]);
}

fn a_form_without_its_mark_is_refused(panel: &Panel) {
    let ada = panel.person();
    let form = ada.open("/movies/new").form().fill("name", "Alien");
    for forged in [
        form.clone().without("once"),
        form.clone().forge("once", ""),
        form.clone().forge("once", "1"),
        form.clone().forge("once", &"g".repeat(32)),
    ] {
        let answer = ada.press(&forged, "Save");
        answer.assert_status(400);
        answer.assert_framed();
    }
    assert!(ada.open("/movies").names().is_empty());
}

fn a_refused_form_is_not_used_up(panel: &Panel) {
    let ada = panel.person();
    let form = ada.open("/movies/new").form();
    ada.press(&form, "Save").assert_status(422);
    ada.save(&form.fill("name", "Alien"));
    assert_eq!(ada.open("/movies").names(), ["Alien"]);
}

/// The path of a user who has nothing yet.
fn kofi(person: &Person) -> String {
    person.save(&person.open("/users/new").form().fill("first_name", "Kofi")).path
}

/// The edit form of a user, with one more car.
fn with_a_car(person: &Person, path: &str, name: &str) -> Form {
    let form = person.press(&person.edit(path, &[]), "Add another car").form();
    form.fill("cars.0.name", name).fill("cars.0.color", "red")
}

fn a_form_that_adds_a_car_to_a_user_adds_it_once(panel: &Panel) {
    let ada = panel.person();
    let path = kofi(&ada);
    for (round, name) in ["Mini", "Polo", "Panda"].into_iter().enumerate() {
        let added = format!("cars.{round}");
        let form = ada.press(&ada.edit(&path, &[]), "Add another car").form();
        let form = form
            .fill(&format!("{added}.name"), name)
            .fill(&format!("{added}.color"), "red")
            .fill("age", &format!("{}", 30 + round));
        at_once(4, |_| ada.press(&form, "Save").assert_status(303));
        let again = ada.save(&form);
        assert_eq!(again.path, path);
        assert!(again.notices()[0].contains("already saved"), "{:?}", again.notices());
        assert_eq!(again.rows().len(), round + 1, "{:?}", again.rows());
    }
}

fn a_form_that_added_a_car_and_is_sent_with_other_values_is_shown_again(panel: &Panel) {
    let ada = panel.person();
    let path = kofi(&ada);
    let form = with_a_car(&ada, &path, "Mini");
    ada.save(&form);
    // Back, another color and an age, and sent again.
    let told = ada.press(&form.fill("cars.0.color", "blue").fill("age", "36"), "Save");
    told.assert_status(409);
    told.assert_framed();
    assert!(told.visible().contains("saved already"), "{}", told.visible());
    assert_eq!(told.form().value("cars.0.color"), "blue");
    assert_eq!(told.form().value("age"), "36");
    assert_eq!(ada.open(&path).rows(), [["Mini", "red"]]);
    // Who saves that means it, and means it once.
    let another = ada.save(&told.form());
    assert_eq!(another.rows(), [["Mini", "red"], ["Mini", "blue"]]);
    assert_eq!(ada.save(&told.form()).rows(), another.rows());
}

fn a_conflict_that_is_settled_twice_adds_a_car_once(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person());
    let path = kofi(&ada);
    let his = with_a_car(&ben, &path, "Mini").fill("age", "36");
    ada.save(&ada.edit(&path, &[("age", "37")]));
    let conflict = ben.press(&his, "Save");
    conflict.assert_status(409);
    let settled = conflict.form().choose("age", "36");
    at_once(4, |_| ben.press(&settled, "Save").assert_status(303));
    assert_eq!(ben.save(&settled).rows(), [["Mini", "red"]]);
}

fn a_form_that_adds_nothing_is_saved_again(panel: &Panel) {
    let ada = panel.person();
    let path = kofi(&ada);
    let form = ada.edit(&path, &[("age", "36")]);
    ada.save(&form);
    let again = ada.save(&form.fill("last_name", "Annan"));
    assert_eq!(again.heading(), "Kofi Annan");
}
