//! Making records what they were: all of it, or single fields.

use diesel::connection::SimpleConnection as _;

use super::replay::stored;
use crate::support::{Form, Page, Panel, Person, at_once};

crate::tests![
    a_version_is_restored_with_all_that_belonged_to_the_record,
    a_restoration_is_taken_back_like_any_change,
    a_single_field_is_restored_alone,
    a_cast_is_restored_from_either_side,
    what_was_changed_while_the_page_was_open_is_asked_again,
    what_another_program_changed_while_the_page_was_open_is_called_that,
    what_has_become_of_cars_and_profile_while_the_page_was_open_is_asked_about,
    a_car_that_belongs_to_another_by_now_is_asked_for,
    a_profile_that_another_took_the_place_of_is_asked_for,
    a_single_field_of_a_profile_is_restored_from_the_page_of_its_user,
    what_cannot_be_what_it_was_is_said_beside_it,
    what_was_linked_with_and_is_gone_is_said,
    only_what_they_may_change_is_offered_and_done,
    a_record_that_was_deleted_meanwhile_is_not_restored_over,
    of_two_who_restore_at_once_one_is_asked_again,
    a_reason_is_kept_and_checked,
];

const VERSION: &str = "main form.restore";

#[track_caller]
fn restore(person: &Person, path: &str, set: i64) -> Form {
    person.open(&format!("{path}/history/at/{set}/restore")).form_where(VERSION)
}

#[track_caller]
fn press(person: &Person, form: &Form) -> Page {
    person.follow(&person.press(form, "Restore what is ticked"))
}

/// The rows of the page: what differs, as it is, as it was.
fn rows(page: &Page) -> Vec<Vec<String>> {
    page.rows().into_iter().map(|row| row[1..].to_vec()).collect()
}

fn delete(person: &Person, path: &str) {
    let question = person.open(&format!("{path}/delete"));
    person.press(&question.form(), "Delete").assert_status(303);
}

/// A user with a profile and two cars, all of which changes then.
fn changed_user(panel: &Panel, ada: &Person) -> String {
    let form = ada.open("/users/new").form().fill("first_name", "Ade").fill("age", "33");
    let form = form.fill("profile.country", "Ghana");
    let form = ada.press(&form, "Add another car").form();
    let form = form.fill("cars.0.name", "Mini").fill("cars.0.color", "red");
    let path = ada.save(&form.fill("cars.1.name", "Maxi").fill("cars.1.color", "blue")).path;
    panel.clock().advance(chrono::TimeDelta::minutes(5));
    let form = ada.edit(&path, &[("first_name", "Ada"), ("age", ""), ("cars.0.color", "pink")]);
    ada.save(&form.choose("cars.1.remove", "1"));
    delete(ada, "/profiles/1");
    let new = ada.open(ada.open(&path).link("Add a car")).form();
    ada.save(&new.fill("name", "Midi").fill("color", "black"));
    path
}

fn a_version_is_restored_with_all_that_belonged_to_the_record(panel: &Panel) {
    let ada = panel.person();
    let path = changed_user(panel, &ada);
    let version = ada.open(&format!("{path}/history/at/1"));
    let page = ada.open(version.link("Restore this version…"));
    page.assert_framed();
    assert_eq!(
        rows(&page),
        [
            ["First name of Ade", "Ada", "Ade"],
            ["Age of Ade", "–", "33"],
            ["Comes back of Profile of Ade", "–", "Ghana"],
            ["Color of Car Mini", "pink", "red"],
            ["Comes back of Car Maxi", "–", "Maxi, blue"],
            ["Is deleted (added since) of Car Midi", "Midi, black", "–"],
        ]
    );
    let done = press(&ada, &page.form_where(VERSION));
    assert_eq!(done.notices(), ["Restored Ade as it was."]);
    assert_eq!(done.path, path);
    assert_eq!((done.heading(), done.texts("dl dd")[2].clone()), ("Ade".into(), "33".into()));
    assert_eq!(done.texts("#cars tbody th"), ["Mini", "Maxi"]);
    assert_eq!(ada.open("/profiles").rows()[0][2], "Ghana");
    let restored = ada.open(&format!("{path}/history/at/1"));
    assert!(!restored.has(".differs") && !restored.has(".since"), "{}", restored.visible());
    let nothing = ada.open(&format!("{path}/history/at/1/restore"));
    assert!(nothing.has(".empty") && !nothing.has(VERSION));
    let history = ada.open(&format!("{path}/history"));
    assert_eq!(history.texts(".history .how")[0], "Restored version");
}

fn a_restoration_is_taken_back_like_any_change(panel: &Panel) {
    let ada = panel.person();
    let path = changed_user(panel, &ada);
    let connection = &mut panel.database().connect();
    let kept = |connection: &mut _| {
        let mut state = stored(connection);
        for values in state.values_mut() {
            values.remove("version");
            values.remove("updated_at");
        }
        state
    };
    let before = kept(connection);
    let done = press(&ada, &restore(&ada, &path, 1));
    let restored = kept(connection);
    assert_ne!(restored, before);
    let undone = ada.follow(&ada.press(&done.form_where(".notice form"), "Undo"));
    assert_eq!(kept(connection), before);
    ada.follow(&ada.press(&undone.form_where(".notice form"), "Undo"));
    assert_eq!(kept(connection), restored);
}

fn a_single_field_is_restored_alone(panel: &Panel) {
    let ada = panel.person();
    let path = ada.add("users", &[("first_name", "Zoë"), ("age", "33")]).path;
    ada.save(&ada.edit(&path, &[("first_name", "Zoe"), ("age", "34")]));
    let version = ada.open(&format!("{path}/history/at/1"));
    let only = ada.open(version.link("Restore Age…"));
    assert_eq!(only.texts("tbody th"), ["First name of Zoë", "Age of Zoë"]);
    let done = press(&ada, &only.form_where(VERSION));
    assert_eq!(done.texts("dl dd")[..3], ["Zoe", "–", "33"]);
    // With one box taken away from all, the others are.
    ada.save(&ada.edit(&path, &[("age", "35")]));
    let form = restore(&ada, &path, 1);
    let ticked = form.value("restore").to_owned();
    assert!(ticked.starts_with("users.1.first_name="), "{ticked}");
    let done = press(&ada, &form.untick("restore", &ticked));
    assert_eq!(done.texts("dl dd")[..3], ["Zoe", "–", "33"]);
    let none = restore(&ada, &path, 1).without("restore");
    let answer = ada.press(&none, "Restore what is ticked");
    answer.assert_status(422);
    assert_eq!(answer.text("[role=alert]"), "Tick what is to be restored.");
}

fn a_cast_is_restored_from_either_side(panel: &Panel) {
    let ada = panel.person();
    let movie = ada.add("movies", &[("name", "Alien")]).path;
    ada.post(&format!("{movie}/castings?name=Sigourney%20Weaver"), "").assert_status(303);
    let linked = || ada.open(&movie).attributes("#actors .credits time", "datetime");
    let since = linked();
    panel.clock().advance(chrono::TimeDelta::hours(2));
    ada.post(&format!("{movie}/castings/1/delete"), "").assert_status(303);
    ada.post(&format!("{movie}/castings?name=Tom%20Skerritt"), "").assert_status(303);
    let page = ada.open(&format!("{movie}/history/at/2/restore"));
    assert_eq!(
        rows(&page),
        [["Sigourney Weaver of Cast", "–", "Cast"], ["Tom Skerritt of Cast", "Cast", "–"],]
    );
    let done = press(&ada, &page.form_where(VERSION));
    assert_eq!(done.texts("#actors .credits a"), ["Sigourney Weaver"]);
    assert_eq!(linked(), since);
    // And away again, from the other side.
    let done = press(&ada, &restore(&ada, "/actors/1", 3));
    assert!(done.has("#movies .empty"), "{}", done.visible());
}

fn what_was_changed_while_the_page_was_open_is_asked_again(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person_who_is("Ben", &["editor"]));
    let path = ada.add("users", &[("first_name", "Zoë"), ("age", "33")]).path;
    ada.save(&ada.edit(&path, &[("first_name", "Zoe"), ("age", "34")]));
    let form = restore(&ada, &path, 1);
    ben.save(&ben.edit(&path, &[("age", "35"), ("last_name", "Moreau")]));
    let asked = ada.press(&form, "Restore what is ticked");
    asked.assert_status(409);
    asked.assert_framed();
    assert!(asked.title().starts_with("Error: "), "{}", asked.title());
    assert!(asked.text("caption").contains("Changed by Ben, just now"), "{}", asked.visible());
    assert_eq!(asked.texts("tr.refused th"), ["Age of Zoë"]);
    assert_eq!(ada.open(&path).texts("dl dd")[..3], ["Zoe", "Moreau", "35"]);
    // What differs in addition is not ticked unseen.
    let done = press(&ada, &asked.form_where(VERSION));
    assert_eq!(done.texts("dl dd")[..3], ["Zoë", "Moreau", "33"]);
    // What is not ticked may change as it likes.
    ada.save(&ada.edit(&path, &[("first_name", "Zoe"), ("age", "34")]));
    let only = ada.open(&format!("{path}/history/at/1/restore?only=users.1.first_name"));
    ben.save(&ben.edit(&path, &[("age", "36")]));
    let done = press(&ada, &only.form_where(VERSION));
    assert_eq!(done.texts("dl dd")[..3], ["Zoë", "Moreau", "36"]);
}

fn what_another_program_changed_while_the_page_was_open_is_called_that(panel: &Panel) {
    let ada = panel.person();
    let path = ada.add("users", &[("first_name", "Zoë"), ("age", "33")]).path;
    ada.save(&ada.edit(&path, &[("age", "34")]));
    let form = restore(&ada, &path, 1);
    panel.database().connect().batch_execute("UPDATE users SET age = 35").unwrap();
    let asked = ada.press(&form, "Restore what is ticked");
    asked.assert_status(409);
    let caption = asked.text("caption");
    assert!(caption.contains("Changed by another program"), "{caption}");
}

fn what_has_become_of_cars_and_profile_while_the_page_was_open_is_asked_about(panel: &Panel) {
    let ada = panel.person();
    let path = changed_user(panel, &ada);
    let other = ada.add("users", &[("first_name", "Ben")]).path;
    let form = restore(&ada, &path, 1);
    // The car is another's, the profile is made anew, and what was added is changed.
    let owner = other.rsplit('/').next().unwrap();
    ada.save(&ada.edit("/cars/1", &[]).forge("user_id", owner));
    ada.save(&ada.edit(&path, &[("profile.country", "Togo")]));
    ada.save(&ada.edit("/cars/3", &[("color", "white")]));
    let asked = ada.press(&form, "Restore what is ticked");
    asked.assert_status(409);
    assert_eq!(
        asked.texts("tr.refused th"),
        ["Country of Profile of Ade", "Color of Car Mini", "Is deleted (added since) of Car Midi"]
    );
    assert_eq!(ada.open(&path).heading(), "Ada");
    press(&ada, &asked.form_where(VERSION));
    assert_eq!(ada.open(&path).texts("#cars tbody th"), ["Maxi"]);
    assert_eq!(ada.open("/profiles").rows()[0][2], "Togo", "what became of it was not ticked");
    // A car that is deleted by now would have to come back first.
    ada.save(&ada.edit("/cars/2", &[("color", "green")]));
    let form = restore(&ada, &path, 1);
    delete(&ada, "/cars/2");
    let asked = ada.press(&form, "Restore what is ticked");
    asked.assert_status(409);
    assert!(asked.texts("tr.refused th").contains(&"Comes back of Car Maxi".to_owned()));
}

fn a_car_that_belongs_to_another_by_now_is_asked_for(panel: &Panel) {
    let ada = panel.person();
    let form = ada.open("/users/new").form().fill("first_name", "Ade");
    let form = form.fill("cars.0.name", "Mini").fill("cars.0.color", "red");
    let ade = ada.save(&form).path;
    let ben = ada.add("users", &[("first_name", "Ben")]).path;
    ada.save(&ada.edit("/cars/1", &[("color", "blue")]).forge("user_id", "2"));
    let page = ada.open(&format!("{ade}/history/at/2/restore"));
    assert!(page.text("caption").contains("It belongs to Ben now."), "{}", page.visible());
    assert_eq!(
        rows(&page),
        [["Color of Car Mini", "blue", "red"], ["Owner of Car Mini", "Ben", "Ade"]]
    );
    assert!(!page.form_where(VERSION).has_field("restore"), "nothing is ticked unasked");
    let boxes = page.attributes("[name=restore]", "value");
    let owner = boxes.iter().find(|value| value.starts_with("cars.1.user_id")).unwrap();
    let done = press(&ada, &page.form_where(VERSION).choose("restore", owner));
    assert_eq!(done.path, ade);
    assert_eq!(ada.open("/cars").rows()[0][..3], ["Mini", "blue", "Ade"]);
    // From the other side, it came since.
    let page = ada.open(&format!("{ben}/history/at/3/restore"));
    assert_eq!(page.text("table caption"), "Car Mini It belongs to Ade now.");
}

fn a_profile_that_another_took_the_place_of_is_asked_for(panel: &Panel) {
    let ada = panel.person();
    let user = ada.add("users", &[("first_name", "Ade"), ("profile.country", "Ghana")]).path;
    delete(&ada, "/profiles/1");
    panel.clock().advance(chrono::TimeDelta::minutes(1));
    ada.save(&ada.edit(&user, &[("profile.country", "Togo")]));
    let page = ada.open(&format!("{user}/history/at/1/restore"));
    assert!(page.text("caption").contains("It is another profile now"), "{}", page.visible());
    assert_eq!(rows(&page), [["Country of Profile of Ade", "Togo", "Ghana"]]);
    assert!(!page.form_where(VERSION).has_field("restore"));
    let value = page.attributes("[name=restore]", "value").remove(0);
    press(&ada, &page.form_where(VERSION).choose("restore", &value));
    assert_eq!(ada.open("/profiles").rows()[0][2], "Ghana");
}

fn a_single_field_of_a_profile_is_restored_from_the_page_of_its_user(panel: &Panel) {
    let ada = panel.person();
    let user = ada.add("users", &[("first_name", "Ade"), ("profile.country", "Ghana")]).path;
    ada.save(&ada.edit(&user, &[("profile.country", "Togo"), ("age", "40")]));
    let then = ada.open(&format!("{user}/history/at/1"));
    let page = ada.open(then.link("Restore Country of Profile of Ade…"));
    ada.follow(&ada.press(&page.form_where(VERSION), "Restore what is ticked"));
    assert_eq!(ada.open("/profiles").rows()[0][2], "Ghana");
    assert!(ada.open(&user).visible().contains("40"), "the rest stays as it is");
}

fn what_cannot_be_what_it_was_is_said_beside_it(panel: &Panel) {
    let ada = panel.person();
    let user = ada.add("users", &[("first_name", "Ade"), ("profile.country", "Ghana")]).path;
    ada.save(&ada.edit(&user, &[("profile.country", ""), ("profile.height", "1,80 m")]));
    // Without a country, and with the height of then, nothing would be left in the profile.
    let page = ada.open("/profiles/1/history/at/1/restore?only=profiles.1.height");
    let refused = ada.press(&page.form_where(VERSION), "Restore what is ticked");
    refused.assert_status(422);
    let error = refused.error_of("restore");
    assert!(error.starts_with("Enter a height, a country"), "{error}");
    assert_eq!(ada.open("/profiles").rows()[0][1], "1,80 m");
    press(&ada, &restore(&ada, "/profiles/1", 1));
    assert_eq!(ada.open("/profiles").rows()[0][2], "Ghana");
    // An owner who is gone.
    let form = ada.open("/users/new").form().fill("first_name", "Ben");
    ada.save(&form.fill("cars.0.name", "Mini").fill("cars.0.color", "red"));
    ada.save(&ada.edit("/cars/1", &[]).forge("user_id", "1"));
    delete(&ada, "/users/2");
    let refused = ada.press(&restore(&ada, "/cars/1", 4), "Restore what is ticked");
    refused.assert_status(422);
    assert_eq!(refused.error_of("restore"), "This owner no longer exists.");
}

fn what_was_linked_with_and_is_gone_is_said(panel: &Panel) {
    let ada = panel.person();
    let movie = ada.add("movies", &[("name", "Alien")]).path;
    ada.post(&format!("{movie}/castings?name=Sigourney%20Weaver"), "").assert_status(303);
    ada.save(&ada.edit(&movie, &[("name", "Aliens")]));
    delete(&ada, "/actors/1");
    let page = ada.open(&format!("{movie}/history/at/2/restore"));
    let said = "Some castings cannot come back, as the actors no longer exist: Sigourney Weaver.";
    assert_eq!(page.texts("p.notice"), [said]);
    assert_eq!(rows(&page).len(), 1);
}

fn only_what_they_may_change_is_offered_and_done(panel: &Panel) {
    let ada = panel.person();
    let path = changed_user(panel, &ada);
    let viewer = panel.person_who_is("Viewer", &["viewer"]);
    let version = viewer.open(&format!("{path}/history/at/1"));
    assert!(!version.visible().contains("Restore"), "{}", version.visible());
    let page = viewer.open(&format!("{path}/history/at/1/restore"));
    assert!(page.notices()[0].contains("your roles do not let you change"), "{:?}", page.notices());
    assert!(!page.has(VERSION));
    // What is not offered is refused, however it is sent.
    let forged = restore(&ada, &path, 1);
    viewer.press(&forged, "Restore what is ticked").assert_status(403);
    assert_eq!(ada.open(&path).heading(), "Ada");
    let allow = "name=namer&allow=users:edit&allow=users:history&allow=cars:history";
    ada.post("/roles", allow).assert_status(303);
    let namer = panel.person_who_is("Namer", &["namer"]);
    let page = namer.open(&format!("{path}/history/at/1/restore"));
    assert_eq!(page.texts("tbody th"), ["First name of Ade", "Age of Ade"]);
    assert!(page.notices()[0].contains("your roles do not let you change"), "{:?}", page.notices());
    press(&namer, &page.form_where(VERSION));
    assert_eq!(ada.open(&path).heading(), "Ade");
    assert_eq!(ada.open(&path).texts("#cars tbody th"), ["Mini", "Midi"]);
}

fn a_record_that_was_deleted_meanwhile_is_not_restored_over(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person_who_is("Ben", &["editor"]));
    let path = ada.add("movies", &[("name", "Alien")]).path;
    ada.save(&ada.edit(&path, &[("name", "Aliens")]));
    let form = restore(&ada, &path, 1);
    delete(&ben, &path);
    let answer = ada.press(&form, "Restore what is ticked");
    answer.assert_status(404);
    answer.assert_framed();
    assert!(answer.visible().contains("Ben"), "{}", answer.visible());
}

fn of_two_who_restore_at_once_one_is_asked_again(panel: &Panel) {
    let ada = panel.person();
    let path = ada.add("movies", &[("name", "Alien")]).path;
    ada.save(&ada.edit(&path, &[("name", "Aliens")]));
    let form = restore(&ada, &path, 1);
    let answers = at_once(4, |_| {
        let person = panel.person();
        person.press(&form, "Restore what is ticked").status
    });
    assert!(answers.iter().all(|status| *status == 303 || *status == 422), "{answers:?}");
    assert_eq!(ada.open(&path).heading(), "Alien");
    let history = ada.open(&format!("{path}/history"));
    assert_eq!(history.texts(".history .how"), ["Restored version", "Form", "Form"]);
}

fn a_reason_is_kept_and_checked(panel: &Panel) {
    let ada = panel.person();
    let path = ada.add("movies", &[("name", "Alien")]).path;
    ada.save(&ada.edit(&path, &[("name", "Aliens")]));
    let form = restore(&ada, &path, 1);
    let long = ada.press(&form.clone().fill("reason", &"é".repeat(256)), "Restore what is ticked");
    long.assert_status(422);
    assert!(long.error_of("reason").contains("255"), "{}", long.visible());
    assert!(long.form_where(VERSION).has_field("restore"), "what was ticked stays so");
    press(&ada, &form.fill("reason", "Named by mistake"));
    let history = ada.open(&format!("{path}/history"));
    assert!(history.visible().contains("Reason: Named by mistake"), "{}", history.visible());
}
