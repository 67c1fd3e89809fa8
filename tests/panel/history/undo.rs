//! Taking changes back, and taking that back again.

use diesel::connection::SimpleConnection as _;

use super::replay::stored;
use crate::support::{Page, Panel, Person};

crate::tests![
    a_new_record_is_taken_back_beside_its_message_and_again,
    an_edit_is_taken_back_field_by_field,
    what_a_form_would_not_take_is_said_beside_the_field,
    what_was_deleted_comes_back_as_it_was_with_all_that_went_along,
    a_casting_is_taken_back_from_either_side,
    a_command_is_named_within_a_sentence,
    only_who_may_do_the_contrary_takes_back,
    what_others_did_is_taken_back_by_who_sees_the_history_alone,
    an_entry_says_that_it_was_undone_as_long_as_it_is,
    what_the_history_has_forgotten_is_not_taken_back_unasked,
    what_nobody_can_take_back_says_so,
    sample_data_is_not_offered_to_be_taken_back,
    where_nothing_can_be_taken_back_there_is_nothing_to_press,
];

/// Presses "Undo" beside the message of a page, and sees where that leads.
#[track_caller]
pub fn undo(person: &Person, page: &Page) -> Page {
    person.follow(&person.press(&page.form_where(".notice form"), "Undo"))
}

/// Presses "Undo" at the latest entry of a history.
#[track_caller]
pub fn undo_last(person: &Person, path: &str) -> Page {
    let history = person.open(&format!("{path}/history"));
    person.press(&history.form_where(".history form"), "Undo")
}

#[track_caller]
pub fn delete(person: &Person, path: &str) -> Page {
    let question = person.open(&format!("{path}/delete"));
    person.follow(&person.press(&question.form(), "Delete"))
}

fn a_new_record_is_taken_back_beside_its_message_and_again(panel: &Panel) {
    let ada = panel.person();
    let added = ada.add("movies", &[("name", "Alien")]);
    assert_eq!(added.notices(), ["Added Alien."]);
    let list = undo(&ada, &added);
    assert_eq!((list.path.as_str(), list.notices()), ("/movies", vec!["Deleted Alien.".into()]));
    ada.get(&added.path).assert_status(404);
    let again = undo(&ada, &list);
    assert_eq!(
        (again.path.as_str(), again.notices()),
        ("/movies/1", vec!["Restored Alien.".into()])
    );
    let history = ada.open("/movies/1/history");
    assert_eq!(history.texts(".history .how"), ["Undo", "Undo", "Form"]);
    assert!(history.text(".history").contains("Undone by Grace"), "{}", history.visible());
}

fn an_edit_is_taken_back_field_by_field(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person());
    let path = ada.add("users", &[("first_name", "Zoë"), ("age", "33")]).path;
    let saved = ada.save(&ada.edit(&path, &[("first_name", "Zoe"), ("age", "")]));
    ben.save(&ben.edit(&path, &[("last_name", "Moreau")]));
    let undone = undo(&ada, &saved);
    assert_eq!(undone.notices(), ["Changed Zoë back."]);
    assert_eq!(undone.heading(), "Zoë Moreau");
    assert_eq!(undone.texts("dd")[..3], ["Zoë", "Moreau", "33"]);
    assert_eq!(undo(&ada, &undone).heading(), "Zoe Moreau");
}

fn what_a_form_would_not_take_is_said_beside_the_field(panel: &Panel) {
    let ada = panel.person();
    let user = ada.add("users", &[("first_name", "Ade"), ("profile.country", "Ghana")]).path;
    let saved = ada.save(&ada.edit("/profiles/1", &[("height", "1,80 m")]));
    ada.save(&ada.edit("/profiles/1", &[("country", "")]));
    // With the height of then, nothing would be left in the profile.
    let asked = ada.press(&saved.form_where(".notice form"), "Undo");
    asked.assert_status(409);
    asked.assert_framed();
    assert!(
        asked.text("tbody th .error").starts_with("Enter a height, a country"),
        "{}",
        asked.visible()
    );
    assert_eq!(asked.texts("tbody .lines"), ["1,80 m", "empty"]);
    assert!(!asked.has("tbody input"), "there is nothing to choose");
    assert!(!asked.form().has_button("Undo anyway"), "{}", asked.visible());
    assert!(ada.open(&user).visible().contains("1,80 m"));
    // Once it passes, it is undone.
    ada.save(&ada.edit("/profiles/1", &[("country", "Togo")]));
    let page = ada.follow(&ada.press(&saved.form_where(".notice form"), "Undo"));
    assert!(!ada.open(&user).visible().contains("1,80 m"), "{}", page.visible());
}

fn what_was_deleted_comes_back_as_it_was_with_all_that_went_along(panel: &Panel) {
    let ada = panel.person();
    let form = ada.open("/users/new").form().fill("first_name", "Ade");
    let form = form.fill("profile.country", "Ghana").fill("profile.height", "1,80 m");
    let user = ada.save(&form.fill("cars.0.name", "Mini").fill("cars.0.color", "red")).path;
    ada.save(&ada.edit(&user, &[("cars.0.color", "blue")]));
    let movie = ada.add("movies", &[("name", "Alien")]).path;
    ada.post(&format!("{movie}/castings?name=Sigourney%20Weaver"), "").assert_status(303);
    let connection = &mut panel.database().connect();
    let before = stored(connection);
    for path in [user, movie] {
        let list = delete(&ada, &path);
        let restored = undo(&ada, &list);
        assert_eq!(restored.path, path);
        assert_eq!(stored(connection), before);
    }
    assert_eq!(ada.open("/users?q=ade").names(), ["Ade"]);
    assert_eq!(ada.open("/cars?sort=owner").names(), ["Mini"]);
}

fn a_casting_is_taken_back_from_either_side(panel: &Panel) {
    let ada = panel.person();
    let movie = ada.add("movies", &[("name", "Alien")]).path;
    let answer = ada.post(&format!("{movie}/castings?name=Sigourney%20Weaver"), "");
    let page = ada.follow(&answer);
    let undone = undo(&ada, &page);
    assert!(ada.open("/actors").names().is_empty(), "the actor was created with the casting");
    undo(&ada, &undone);
    assert_eq!(ada.open("/movies").rows()[0][1], "1");
    ada.follow(&ada.post("/actors/1/castings/1/delete", ""));
    ada.follow(&undo_last(&ada, "/actors/1"));
    assert_eq!(ada.open("/movies").rows()[0][1], "1");
}

fn a_command_is_named_within_a_sentence(panel: &Panel) {
    let ada = panel.person();
    let path = ada.add("movies", &[("name", "Alien")]).path;
    ada.follow(&undo_last(&ada, &path));
    ada.follow(&undo_last(&ada, &path));
    let commands = "UPDATE change_sets SET operator_id = NULL, operator = ''";
    panel.database().connect().batch_execute(commands).unwrap();
    let history = ada.open(&format!("{path}/history"));
    assert_eq!(history.text(".history strong"), "A command");
    assert_eq!(history.text(".history form button"), "Undo what a command did");
    assert_eq!(history.text(".history .head > a"), "As it was then, after what a command did");
    assert!(history.text(".history").contains("Undone by a command"), "{}", history.visible());
    let then = ada.open(&format!("{path}/history/at/1")).text("[role=note]");
    assert!(then.contains("after a change by a command"), "{then}");
}

fn only_who_may_do_the_contrary_takes_back(panel: &Panel) {
    let ada = panel.person();
    let allow = "name=adder&allow=movies:create&allow=movies:history";
    ada.post("/roles", allow).assert_status(303);
    let adder = panel.person_who_is("Adder", &["adder"]);
    let added = adder.add("movies", &[("name", "Alien")]);
    assert!(!added.has(".notice form"), "they may not delete");
    let history = adder.open(&format!("{}/history", added.path));
    assert!(!history.has(".history form"));
    adder.post("/history/1/undo", "").assert_status(403);
    adder.post("/history/77/undo", "").assert_status(404);
    delete(&ada, &added.path);
    let restored = adder.follow(&undo_last(&adder, &added.path));
    assert_eq!(restored.notices(), ["Restored Alien."]);
}

fn what_others_did_is_taken_back_by_who_sees_the_history_alone(panel: &Panel) {
    let ada = panel.person();
    let allow = "name=mover&allow=movies:create&allow=movies:edit&allow=movies:delete";
    ada.post("/roles", allow).assert_status(303);
    let mover = panel.person_who_is("Mover", &["mover"]);
    let path = ada.add("movies", &[("name", "Alien")]).path;
    ada.save(&ada.edit(&path, &[("name", "Aliens")]));
    let saved = mover.save(&mover.edit(&path, &[("name", "Alien 3")]));
    mover.post("/history/2/undo", "").assert_status(403);
    // What they did themselves, they take back; who else changed it is not told to them.
    ada.save(&ada.edit(&path, &[("name", "Alien 4")]));
    let asked = mover.press(&saved.form_where(".notice form"), "Undo");
    asked.assert_status(409);
    assert_eq!(asked.texts("tbody .lines"), ["Alien 4", "Aliens"]);
    assert!(!asked.has(".history strong"));
}

fn what_the_history_has_forgotten_is_not_taken_back_unasked(panel: &Panel) {
    let ada = panel.person();
    let form = ada.open("/users/new").form().fill("first_name", "Ade");
    let user = ada.save(&form.fill("cars.0.name", "Mini").fill("cars.0.color", "red")).path;
    let list = delete(&ada, &user);
    let forgotten = "DELETE FROM changes WHERE entity = 'cars' AND kind = 'deleted'";
    panel.database().connect().batch_execute(forgotten).unwrap();
    let asked = ada.press(&list.form_where(".notice form"), "Undo");
    asked.assert_status(409);
    assert!(asked.text(".history p").starts_with("The history has forgotten a part of this"));
    assert!(ada.open("/users").names().is_empty());
}

fn an_entry_says_that_it_was_undone_as_long_as_it_is(panel: &Panel) {
    let ada = panel.person();
    let path = ada.add("movies", &[("name", "Alien")]).path;
    ada.save(&ada.edit(&path, &[("name", "Aliens")]));
    let undone = || ada.open(&format!("{path}/history")).text("#change-2").contains("Undone by");
    assert!(!undone());
    for expected in [true, false, true, false] {
        ada.follow(&undo_last(&ada, &path));
        assert_eq!(undone(), expected);
    }
}

fn what_nobody_can_take_back_says_so(panel: &Panel) {
    let ada = panel.person_who_is("Ada", &["admin"]);
    ada.add("movies", &[("name", "Alien")]);
    ada.download("/movies/export", &[]);
    let answer = ada.post("/history/2/undo", "");
    answer.assert_status(409);
    assert_eq!(answer.heading(), "This cannot be undone");
}

fn sample_data_is_not_offered_to_be_taken_back(panel: &Panel) {
    let ada = panel.person();
    ada.follow(&ada.press(&ada.open("/").form_where("form[action$='sample-data']"), "Load"));
    let page = ada.open("/activity/1");
    assert!(page.visible().contains("Sample data"), "{}", page.visible());
    assert!(!page.has("form[action*='/undo']"), "{}", page.visible());
    ada.post("/history/1/undo", "").assert_status(409);
}

fn where_nothing_can_be_taken_back_there_is_nothing_to_press(panel: &Panel) {
    let ada = panel.person();
    let path = ada.add("movies", &[("name", "Alien")]).path;
    ada.save(&ada.edit(&path, &[("name", "Aliens")]));
    delete(&ada, &path);
    let asked = ada.post("/history/2/undo", "");
    asked.assert_refused(409);
    let said = asked.visible();
    assert!(said.contains("Nothing of this can be undone"), "{said}");
    assert!(!asked.has("form.record button.primary"), "{said}");
    ada.open(asked.link("Back"));
}
