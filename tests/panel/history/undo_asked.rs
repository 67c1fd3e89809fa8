//! Taking back what something stands in the way of.

use chrono::TimeDelta;
use diesel::connection::SimpleConnection as _;

use super::undo::{delete, undo, undo_last};
use crate::support::Panel;

crate::tests![
    a_field_that_was_changed_since_is_asked_for_with_who_changed_it,
    each_field_that_was_changed_since_says_who_changed_it,
    what_is_answered_to_another_state_is_asked_again,
    a_profile_that_another_took_the_place_of_stays_out,
    a_car_whose_owner_is_gone_is_not_restored,
    what_belongs_to_a_new_record_by_now_is_named_before_it_goes,
    a_new_record_that_another_program_changed_is_asked_about,
    nothing_comes_back_to_a_record_that_took_the_place_of_another,
    a_casting_that_was_added_again_since_is_asked_about,
];

fn a_field_that_was_changed_since_is_asked_for_with_who_changed_it(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person_who_is("Ben", &["editor"]));
    let path = ada.add("users", &[("first_name", "Zoë"), ("age", "33")]).path;
    let saved = ada.save(&ada.edit(&path, &[("first_name", "Zoe"), ("age", "34")]));
    ben.save(&ben.edit(&path, &[("age", "35")]));
    panel.clock().advance(TimeDelta::minutes(5));
    ada.save(&ada.edit(&path, &[("last_name", "Moreau")]));
    let asked = ada.press(&saved.form_where(".notice form"), "Undo");
    asked.assert_status(409);
    asked.assert_framed();
    // Who changed that very field, and not who changed the record last.
    assert_eq!(asked.texts(".history .by"), ["by Ben, 5 minutes ago"]);
    assert_eq!(asked.texts("tbody th"), ["Age"]);
    assert_eq!(asked.texts("tbody .lines"), ["35", "33"]);
    assert_eq!(ada.open(&path).texts("dd")[..3], ["Zoe", "Moreau", "35"]);
    let form = asked.form().choose("users.1.age", "now");
    let page = ada.follow(&ada.press(&form, "Undo anyway"));
    assert_eq!(page.notices(), ["Changed Zoë back. Age stays as it is."]);
    assert_eq!(page.texts("dd")[..3], ["Zoë", "Moreau", "35"]);
}

fn each_field_that_was_changed_since_says_who_changed_it(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person_who_is("Ben", &["editor"]));
    let path = ada.add("users", &[("first_name", "Zoë"), ("last_name", "M"), ("age", "33")]).path;
    let fields = [("first_name", "Zoe"), ("last_name", "Moreau"), ("age", "34")];
    let saved = ada.save(&ada.edit(&path, &fields));
    ben.save(&ben.edit(&path, &[("first_name", "Zora")]));
    panel.clock().advance(TimeDelta::minutes(5));
    ada.save(&ada.edit(&path, &[("age", "35")]));
    let outside = "UPDATE users SET last_name = 'Outside', last_name_key = 'outside', \
                   version = version + 1";
    panel.database().connect().batch_execute(outside).unwrap();
    let asked = ada.press(&saved.form_where(".notice form"), "Undo");
    asked.assert_status(409);
    assert_eq!(asked.texts("tbody th"), ["First name", "Last name", "Age"]);
    let by = ["by Ben, 5 minutes ago", "by another program", "by you, just now"];
    assert_eq!(asked.texts(".history .by"), by);
    // Whoever may not see the history is not told.
    panel.person().post("/roles", "name=cutters&allow=users:edit").assert_status(303);
    panel.give_roles("Ben", &["cutters"]);
    let ben = panel.person_who_is("Ben", &[]);
    let saved = ben.save(&ben.edit(&path, &[("age", "36")]));
    ada.save(&ada.edit(&path, &[("age", "37")]));
    let asked = ben.press(&saved.form_where(".notice form"), "Undo");
    assert_eq!(
        (asked.texts("tbody th"), asked.texts(".history .by").len()),
        (vec!["Age".into()], 0)
    );
}

fn what_is_answered_to_another_state_is_asked_again(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person());
    let path = ada.add("movies", &[("name", "Alien")]).path;
    let saved = ada.save(&ada.edit(&path, &[("name", "Aliens")]));
    ben.save(&ben.edit(&path, &[("name", "Alien 3")]));
    let asked = ada.press(&saved.form_where(".notice form"), "Undo");
    ben.save(&ben.edit(&path, &[("name", "Alien 4")]));
    let form = asked.form().choose("movies.1.name", "then");
    let again = ada.press(&form, "Undo anyway");
    again.assert_status(409);
    assert_eq!(again.texts("tbody .lines"), ["Alien 4", "Alien"]);
    assert_eq!(ada.open(&path).heading(), "Alien 4");
    let form = again.form().choose("movies.1.name", "then");
    assert_eq!(ada.follow(&ada.press(&form, "Undo anyway")).heading(), "Alien");
}

fn a_profile_that_another_took_the_place_of_stays_out(panel: &Panel) {
    let ada = panel.person();
    let user = ada.add("users", &[("first_name", "Ade"), ("profile.country", "Ghana")]).path;
    let list = delete(&ada, "/profiles/1");
    panel.clock().advance(chrono::TimeDelta::minutes(1));
    ada.save(&ada.edit(&user, &[("profile.country", "Togo")]));
    let asked = ada.press(&list.form_where(".notice form"), "Undo");
    asked.assert_status(409);
    let sentence = "Profile of Ade is not restored: there is another one by now.";
    assert_eq!(asked.text(".history p"), sentence);
    assert!(!asked.form().has_button("Undo anyway"), "{}", asked.visible());
    assert_eq!(ada.open("/profiles").rows()[0][2], "Togo");
}

fn a_car_whose_owner_is_gone_is_not_restored(panel: &Panel) {
    let ada = panel.person();
    let form = ada.open("/users/new").form().fill("first_name", "Ade");
    let user = ada.save(&form.fill("cars.0.name", "Mini").fill("cars.0.color", "red")).path;
    let list = delete(&ada, "/cars/1");
    let users = delete(&ada, &user);
    let asked = ada.press(&list.form_where(".notice form"), "Undo");
    asked.assert_status(409);
    assert_eq!(asked.text(".history p"), "Mini is not restored: its user no longer exists.");
    undo(&ada, &users);
    ada.follow(&undo_last(&ada, "/cars/1"));
    assert_eq!(ada.open("/cars").names(), ["Mini"]);
}

fn what_belongs_to_a_new_record_by_now_is_named_before_it_goes(panel: &Panel) {
    let ada = panel.person();
    let added = ada.add("users", &[("first_name", "Ade")]);
    let form = ada.open(ada.open(&added.path).link("Add a car")).form();
    ada.save(&form.fill("name", "Mini").fill("color", "red"));
    let asked = ada.press(&added.form_where(".notice form"), "Undo");
    asked.assert_status(409);
    let sentence = "Something belongs to Ade by now: 1 car. It will be deleted as well.";
    assert!(asked.visible().contains("Undoing this deletes Ade."), "{}", asked.visible());
    // Who added the car is not known from who changed the user last.
    assert_eq!(asked.texts(".history p"), [sentence]);
    let list = ada.follow(&ada.press(&asked.form(), "Undo and delete"));
    assert!(list.names().is_empty());
    undo(&ada, &list);
    assert_eq!(ada.open("/cars").rows()[0][..2], ["Mini", "red"]);
}

fn a_new_record_that_another_program_changed_is_asked_about(panel: &Panel) {
    let ada = panel.person();
    let another = "DELETE FROM users; \
                   INSERT INTO users (id, first_name, first_name_key, created_at, updated_at) \
                   VALUES ({id}, 'Ade', 'ade', '2020-01-01 00:00:00', '2020-01-01 00:00:00')";
    let changes = [
        "UPDATE users SET age = 99 WHERE id = {id}",
        "UPDATE users SET age = 99, version = version + 1 WHERE id = {id}",
        another,
    ];
    for change in changes {
        let added = ada.add("users", &[("first_name", "Ade")]);
        let change = change.replace("{id}", added.path.trim_start_matches("/users/"));
        panel.database().connect().batch_execute(&change).unwrap();
        let asked = ada.press(&added.form_where(".notice form"), "Undo");
        asked.assert_status(409);
        let sentences = [
            "Ade was changed since. It will be deleted all the same.",
            "Last changed by another program",
        ];
        assert_eq!(asked.texts(".history p"), sentences, "{change}");
        let list = ada.follow(&ada.press(&asked.form(), "Undo and delete"));
        assert!(list.names().is_empty());
    }
    // What was edited before is named by who edited it, unless another program changed it as well.
    let added = ada.add("users", &[("first_name", "Ade")]);
    ada.save(&ada.edit(&added.path, &[("last_name", "Moreau")]));
    let question = || ada.press(&added.form_where(".notice form"), "Undo").texts(".history p");
    assert_eq!(question()[1], "Last changed by you, just now");
    panel.database().connect().batch_execute("UPDATE users SET age = 99").unwrap();
    assert_eq!(question()[1], "Last changed by another program");
}

fn nothing_comes_back_to_a_record_that_took_the_place_of_another(panel: &Panel) {
    let ada = panel.person();
    let form = ada.open("/users/new").form().fill("first_name", "Ade");
    let user = ada.save(&form.fill("cars.0.name", "Mini").fill("cars.0.color", "red")).path;
    let movie = ada.add("movies", &[("name", "Alien")]).path;
    ada.post(&format!("{movie}/castings?name=Sigourney"), "").assert_status(303);
    let (users, movies) = (delete(&ada, &user), delete(&ada, &movie));
    let time = "'2020-01-01 00:00:00'";
    let others = format!(
        "INSERT INTO users (id, first_name, first_name_key, created_at, updated_at) \
         VALUES (1, 'Eve', 'eve', {time}, {time}); \
         INSERT INTO movies (id, name, name_key, created_at, updated_at) \
         VALUES (1, 'Heat', 'heat', {time}, {time})"
    );
    panel.database().connect().batch_execute(&others).unwrap();
    let lost = [
        (users, "Ade is not restored: there", "Mini is not restored: its user no longer exists."),
        (movies, "Alien is not restored: there", "A casting is not restored: Alien no longer"),
    ];
    for (list, record, belonging) in lost {
        let asked = ada.press(&list.form_where(".notice form"), "Undo");
        asked.assert_status(409);
        let told = asked.text(".history");
        assert!(told.contains(record) && told.contains(belonging), "{told}");
        assert!(!asked.form().has_button("Undo anyway"), "{told}");
    }
    assert!(ada.open("/cars").names().is_empty());
    assert_eq!(ada.open("/movies").rows()[0][..2], ["Heat", "0"]);
}

fn a_casting_that_was_added_again_since_is_asked_about(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person());
    ada.add("movies", &[("name", "Alien")]);
    ada.add("actors", &[("name", "Sigourney")]);
    ada.post("/movies/1/castings", "actor_id=1").assert_status(303);
    ben.post("/actors/1/castings/1/delete", "").assert_status(303);
    panel.clock().advance(chrono::TimeDelta::minutes(1));
    ben.post("/movies/1/castings", "actor_id=1").assert_status(303);
    let asked = ada.post("/history/3/undo", "");
    asked.assert_status(409);
    assert!(asked.text(".history p").starts_with("The casting of Sigourney was removed and added"));
    assert_eq!(ada.open("/movies").rows()[0][1], "1");
    ada.follow(&ada.press(&asked.form(), "Undo anyway"));
    assert_eq!(ada.open("/movies").rows()[0][1], "0");
}
