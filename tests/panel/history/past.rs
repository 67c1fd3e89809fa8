//! Records as they were, with what belonged to them.

use chrono::TimeDelta;
use diesel::connection::SimpleConnection as _;

use crate::support::{Page, Panel, Person};

crate::tests![
    a_moment_that_is_still_to_come_is_refused,
    everybody_is_called_as_they_were_then,
    a_record_is_shown_as_it_was_after_each_of_its_changes,
    a_user_is_shown_with_the_profile_and_the_cars_of_then,
    both_sides_of_a_casting_are_shown_as_they_were,
    a_deleted_record_is_shown_with_what_went_along_and_restored,
    of_records_that_were_deleted_together_each_is_shown_with_what_went_along_with_it,
    what_may_not_be_seen_is_not_shown_of_the_past_either,
    a_time_leads_to_the_record_as_it_was_then,
    what_was_made_back_is_what_it_is_now,
    many_changes_of_one_field_do_not_hide_the_others,
    many_cars_are_paged_as_they_were,
];

/// What the page says, by label, of the record itself and of what it has one of.
fn fields(page: &Page) -> Vec<(String, String)> {
    page.texts("main dl:not(.fields) dt")
        .into_iter()
        .zip(page.texts("main dl:not(.fields) dd"))
        .collect()
}

/// What it says of one of them.
#[track_caller]
pub fn field(page: &Page, label: &str) -> String {
    let fields = fields(page);
    let found = fields.iter().find(|(name, _)| name == label);
    found.unwrap_or_else(|| panic!("no {label} in {fields:?}")).1.clone()
}

/// Opens a record as it was after a change set.
#[track_caller]
pub fn then(person: &Person, path: &str, set: i64) -> Page {
    let page = person.open(&format!("{path}/history/at/{set}"));
    page.assert_framed();
    page
}

pub fn delete(person: &Person, path: &str) {
    let question = person.open(&format!("{path}/delete"));
    person.press(&question.form(), "Delete").assert_status(303);
}

fn a_record_is_shown_as_it_was_after_each_of_its_changes(panel: &Panel) {
    let (ada, ben) =
        (panel.person_who_is("Ada", &["editor"]), panel.person_who_is("Ben", &["editor"]));
    let path = ada.add("users", &[("first_name", "Zoë"), ("age", "33")]).path;
    panel.clock().advance(TimeDelta::minutes(5));
    ben.save(&ben.edit(&path, &[("first_name", "Zoe")]));
    ben.save(&ben.edit(&path, &[("age", ""), ("last_name", "Moreau")]));
    let history = ada.open(&format!("{path}/history"));
    let oldest = history.attributes(".history li:last-child a[href*='/at/']", "href").remove(0);
    let first = ada.open(&oldest);
    assert_eq!(first.heading(), "Zoë as it was");
    assert!(
        first.text("[role=note]").contains("after a change by Ada, on 20"),
        "{}",
        first.visible()
    );
    assert_eq!(field(&first, "First name"), "Zoë Now: Zoe Restore First name…");
    assert_eq!(field(&first, "Age"), "33 Now: – Restore Age…");
    assert_eq!(field(&first, "Last name"), "– Now: Moreau Restore Last name…");
    assert_eq!(first.texts(".differs dt").len(), 3);
    assert_eq!(first.texts("#change .change"), ["Added"]);
    assert!(!first.has("a[rel=prev]"));
    let second = ada.open(&first.href("a[rel=next]"));
    assert!(second.text("[role=note]").contains("after a change by Ben"), "{}", second.visible());
    assert_eq!(field(&second, "First name"), "Zoe");
    assert_eq!(field(&second, "Age"), "33 Now: – Restore Age…");
    assert_eq!(second.texts("#change dt"), ["First name"]);
    let third = ada.open(&second.href("a[rel=next]"));
    assert_eq!((field(&third, "Age"), field(&third, "Last name")), ("–".into(), "Moreau".into()));
    assert!(third.text("[role=note]").contains("It is what it is now."), "{}", third.visible());
    assert!(!third.has(".differs") && !third.has("a[rel=next]"));
    assert!(!third.visible().contains("Restore this version"), "it is that already");
    assert_eq!(ada.open(&third.href("a[rel=prev]")).path, second.path);
}

fn a_user_is_shown_with_the_profile_and_the_cars_of_then(panel: &Panel) {
    let ada = panel.person();
    let form = ada.open("/users/new").form().fill("first_name", "Ade");
    let form = form.fill("profile.country", "Ghana").fill("cars.0.name", "Mini");
    let path = ada.save(&form.fill("cars.0.color", "red")).path;
    let other = ada.add("users", &[("first_name", "Ben")]).path;
    ada.save(&ada.edit(&path, &[("profile.country", "Togo"), ("cars.0.color", "blue")]));
    ada.save(&ada.edit("/cars/1", &[]).forge("user_id", other.rsplit('/').next().unwrap()));
    ada.save(&ada.edit("/cars/1", &[("color", "green")]));
    delete(&ada, "/profiles/1");
    let page = ada.open(ada.open(&path).link("Add a car")).form();
    ada.save(&page.fill("name", "Maxi").fill("color", "black"));
    let first = then(&ada, &path, 1);
    assert_eq!(first.texts("#profile .fate"), ["Deleted since"]);
    assert_eq!(field(&first, "Country"), "Ghana");
    assert_eq!(first.texts("#cars tbody th"), ["Mini"]);
    assert_eq!(first.texts("#cars tbody td"), ["red Now: green", "Belongs to Ben now"]);
    assert_eq!(first.text("#cars .since"), "Not then, but now: Maxi");
    let third = then(&ada, &path, 3);
    assert_eq!(third.texts("#cars tbody td"), ["blue Now: green", "Belongs to Ben now"]);
    assert_eq!(field(&third, "Country"), "Togo");
    let fourth = then(&ada, &path, 4);
    assert_eq!(fourth.text("#cars .empty"), "No cars then.");
    assert_eq!(then(&ada, &path, 6).text("#profile .empty"), "No profile then.");
    // The car was another's then.
    assert!(then(&ada, &other, 3).has("#cars .empty"));
    assert_eq!(then(&ada, &other, 4).texts("#cars tbody td"), ["blue Now: green", "–"]);
    let car = ada.open(&first.href("#cars tbody a"));
    assert_eq!(field(&car, "Owner"), "Ade Now: Ben Restore Owner…");
    assert_eq!(ada.open(&car.href("section.card p a")).path, first.path);
}

fn both_sides_of_a_casting_are_shown_as_they_were(panel: &Panel) {
    let ada = panel.person();
    let movie = ada.add("movies", &[("name", "Alien")]).path;
    ada.post(&format!("{movie}/castings?name=Sigourney%20Weaver"), "").assert_status(303);
    ada.post(&format!("{movie}/castings?name=Ian%20Holm"), "").assert_status(303);
    ada.save(&ada.edit("/actors/2", &[("name", "Sir Ian Holm")]));
    ada.post("/actors/1/castings/1/delete", "").assert_status(303);
    delete(&ada, "/actors/2");
    ada.post(&format!("{movie}/castings?name=Tom%20Skerritt"), "").assert_status(303);
    let names = |page: &Page, id: &str| page.texts(&format!("#{id} .credits a"));
    assert_eq!(names(&then(&ada, &movie, 2), "actors"), ["Sigourney Weaver"]);
    let third = then(&ada, &movie, 3);
    assert_eq!(names(&third, "actors"), ["Ian Holm", "Sigourney Weaver"]);
    assert_eq!(third.texts("#actors .fate"), ["Deleted since", "Removed since"]);
    assert_eq!(third.text("#actors .since"), "Not then, but now: Tom Skerritt");
    assert_eq!(names(&then(&ada, &movie, 5), "actors"), ["Sir Ian Holm"]);
    assert!(names(&then(&ada, &movie, 6), "actors").is_empty());
    let actor = then(&ada, "/actors/1", 3);
    assert_eq!(names(&actor, "movies"), ["Alien"]);
    assert_eq!(actor.texts("#movies .fate"), ["Removed since"]);
    assert!(names(&then(&ada, "/actors/1", 5), "movies").is_empty());
}

fn a_deleted_record_is_shown_with_what_went_along_and_restored(panel: &Panel) {
    let ada = panel.person();
    let form = ada.open("/users/new").form().fill("first_name", "Ade");
    let form = form.fill("profile.country", "Ghana").fill("cars.0.name", "Mini");
    let user = ada.save(&form.fill("cars.0.color", "red")).path;
    ada.save(&ada.edit(&user, &[("cars.0.color", "blue")]));
    let movie = ada.add("movies", &[("name", "Alien")]).path;
    ada.post(&format!("{movie}/castings?name=Sigourney%20Weaver"), "").assert_status(303);
    delete(&ada, &user);
    delete(&ada, &movie);
    let page = then(&ada, &user, 1);
    assert!(page.text("[role=note]").contains("It has been deleted since."), "{}", page.visible());
    assert_eq!(page.texts("#cars tbody th, #cars tbody td"), ["Mini", "red", "Deleted since"]);
    assert_eq!(field(&page, "Country"), "Ghana");
    let movie_then = then(&ada, &movie, 4);
    assert_eq!(movie_then.texts("#actors .credits a"), ["Sigourney Weaver"]);
    let back = ada.follow(&ada.press(&page.form(), "Restore it as it was deleted"));
    assert_eq!(back.path, page.path);
    assert!(back.notices()[0].starts_with("Restored Ade."), "{:?}", back.notices());
    assert_eq!(ada.open("/cars").rows()[0][..2], ["Mini", "blue"]);
    // What was restored is as it was, and what it was before can still be looked at.
    assert_eq!(back.texts("#cars tbody td"), ["red Now: blue", "–"]);
    let set = then(&ada, &user, 2);
    assert_eq!(set.texts("#cars tbody td"), ["blue", "–"]);
}

fn of_records_that_were_deleted_together_each_is_shown_with_what_went_along_with_it(panel: &Panel) {
    let ada = panel.person();
    for name in ["Ade", "Ben", "Cem"] {
        let form = ada.open("/users/new").form().fill("first_name", name);
        let form = form.fill("profile.country", name).fill("cars.0.name", &format!("{name}s"));
        ada.save(&form.fill("cars.0.color", "red"));
    }
    let all = "id=1.1&id=2.1&id=3.1&then=delete";
    let page = ada.follow(&ada.post("/users/selection", all));
    let list = ada.follow(&ada.press(&page.form(), "Delete"));
    for (id, name) in [(1, "Ade"), (2, "Ben"), (3, "Cem")] {
        let page = then(&ada, &format!("/users/{id}"), 3);
        assert_eq!(page.texts("#cars tbody th"), [format!("{name}s")]);
        assert_eq!(field(&page, "Country"), name);
        assert_eq!(page.text("#cars .range"), "1–1 of 1");
    }
    ada.follow(&ada.press(&list.form_where(".notice form"), "Undo"));
    let page = then(&ada, "/users/2", 3);
    assert_eq!(page.texts("#cars tbody th, #cars tbody td"), ["Bens", "red", "–"]);
    assert!(!page.has(".fate") && !page.has(".differs"), "{}", page.visible());
}

fn what_may_not_be_seen_is_not_shown_of_the_past_either(panel: &Panel) {
    let ada = panel.person();
    let allow = "name=clerk&allow=movies:history&allow=cars:history&allow=users:history";
    ada.post("/roles", allow).assert_status(303);
    let clerk = panel.person_who_is("Clerk", &["clerk"]);
    let movie = ada.add("movies", &[("name", "Alien")]).path;
    ada.post(&format!("{movie}/castings?name=Sigourney%20Weaver"), "").assert_status(303);
    let form = ada.open("/users/new").form().fill("first_name", "Ade");
    let form = form.fill("cars.0.name", "Mini").fill("cars.0.color", "red");
    let user = ada.save(&form.fill("profile.country", "Ghana")).path;
    ada.save(&ada.edit(&movie, &[("name", "Aliens")]));
    let page = then(&clerk, &movie, 2);
    assert!(!page.body.contains("Sigourney") && !page.has("#actors"), "{}", page.visible());
    assert!(!page.body.contains("/at/2\""), "nothing leads to what they may not see");
    assert!(!page.visible().contains("Restore"), "{}", page.visible());
    let page = then(&clerk, &user, 3);
    assert!(!page.has("#profile") && page.has("#cars"), "{}", page.visible());
    ada.post("/roles", "name=driver&allow=cars:history").assert_status(303);
    let driver = panel.person_who_is("Driver", &["driver"]);
    let page = then(&driver, "/cars/1", 3);
    assert!(!page.body.contains("Ade"), "{}", page.visible());
    driver.get(&format!("{user}/history/at/3")).assert_status(403);
    driver.get(&format!("{user}/history/at?time=2026")).assert_status(403);
    driver.get(&format!("{user}/history/at/3/restore")).assert_status(403);
}

fn a_time_leads_to_the_record_as_it_was_then(panel: &Panel) {
    let ada = panel.person();
    let path = ada.add("movies", &[("name", "Alien")]).path;
    let added = panel.clock().now();
    panel.clock().advance(TimeDelta::hours(2));
    ada.save(&ada.edit(&path, &[("name", "Aliens")]));
    let history = ada.open(&format!("{path}/history"));
    let form = history.form_where("form.when");
    let at = |time: &str| {
        let answer = ada.press(&form.clone().fill("time", time), "Show");
        answer.assert_status(303);
        ada.open(answer.location())
    };
    let minute = added.format("%Y-%m-%dT%H:%M").to_string();
    let page = at(&minute);
    assert_eq!(page.heading(), "Alien as it was");
    let said = added.format("%Y-%m-%d %H:%M UTC").to_string();
    assert!(
        page.text("[role=note]").contains(&format!("as it was at {said}")),
        "{}",
        page.visible()
    );
    let later = (added + TimeDelta::minutes(61)).format("%Y-%m-%dT%H:%M").to_string();
    assert_eq!(at(&later).heading(), "Alien as it was");
    let year = panel.clock().now().format("%Y").to_string();
    assert_eq!(at(&year).heading(), "Aliens as it was");
    let before = at("2001-01-01T10:00");
    assert!(before.visible().contains("This movie did not exist then."), "{}", before.visible());
    let wrong = ada.press(&form.clone().fill("time", "yesterday"), "Show");
    wrong.assert_status(400);
    assert!(wrong.error_of("time").contains("such as 2026-11-22 13:55"), "{}", wrong.visible());
    assert_eq!(wrong.form_where("form.when").value("time"), "yesterday");
}

fn many_changes_of_one_field_do_not_hide_the_others(panel: &Panel) {
    let ada = panel.person();
    let path = ada.add("users", &[("first_name", "Ade"), ("age", "1")]).path;
    ada.save(&ada.edit(&path, &[("last_name", "Adu")]));
    for number in 0..12 {
        ada.save(&ada.edit(&path, &[("age", &format!("{}", number + 2))]));
    }
    // As if each of these had been made a hundred times.
    let mut connection = panel.database().connect();
    for number in 1..100 {
        let copy = format!(
            "INSERT INTO changes (change_set_id, number, entity, record_id, other_id, kind, version, \
             title, other_title, old_values, new_values, subjects) SELECT change_set_id, {number}, \
             entity, record_id, other_id, kind, version, title, other_title, old_values, new_values, \
             subjects FROM changes WHERE number = 0 AND change_set_id > 2; \
             INSERT INTO change_subjects (entity, record_id, change_set_id, number) SELECT entity, \
             record_id, change_set_id, {number} FROM change_subjects WHERE number = 0 AND \
             change_set_id > 2"
        );
        connection.batch_execute(&copy).unwrap();
    }
    ada.save(&ada.edit(&path, &[("last_name", "Addo"), ("first_name", "Ada")]));
    let page = then(&ada, &path, 8);
    assert_eq!(field(&page, "First name"), "Ade Now: Ada Restore First name…");
    assert_eq!(field(&page, "Last name"), "Adu Now: Addo Restore Last name…");
    assert_eq!(field(&page, "Age"), "7 Now: 13 Restore Age…");
}

fn many_cars_are_paged_as_they_were(panel: &Panel) {
    let ada = panel.person();
    let path = ada.add("users", &[("first_name", "Ade")]).path;
    let new = ada.open(&path).link("Add a car").to_owned();
    for number in 0..57 {
        let form = ada.open(&new).form().fill("name", &format!("Car {number:02}"));
        ada.save(&form.fill("color", "red"));
    }
    delete(&ada, "/cars/3");
    delete(&ada, "/cars/57");
    // 55 cars had been added by then, two of which are gone... one of them is.
    let first = then(&ada, &path, 56);
    assert_eq!(first.text("#cars .range"), "1–50 of 55");
    let second = ada.open(&first.href("#cars a[rel=next]"));
    let shown = [first.texts("#cars tbody th"), second.texts("#cars tbody th")].concat();
    let every: Vec<String> = (0..55).map(|number| format!("Car {number:02}")).collect();
    assert_eq!(shown, every);
    assert_eq!(first.texts("#cars .fate"), ["Deleted since"]);
    assert!(!second.has("#cars a[rel=next]"));
    assert_eq!(first.text("#cars .since"), "Not then, but now: Car 55");
}

fn what_was_made_back_is_what_it_is_now(panel: &Panel) {
    let ada = panel.person();
    let path = ada.add("movies", &[("name", "Alien")]).path;
    panel.clock().advance(TimeDelta::minutes(5));
    ada.save(&ada.edit(&path, &[("name", "Aliens")]));
    ada.save(&ada.edit(&path, &[("name", "Alien")]));
    let page = then(&ada, &path, 1);
    assert!(page.text("[role=note]").contains("It is what it is now."), "{}", page.visible());
    assert!(!page.visible().contains("Restore"), "{}", page.visible());
    assert!(then(&ada, &path, 2).visible().contains("Restore this version"));
    ada.post(&format!("{path}/castings?name=Ian%20Holm"), "").assert_status(303);
    let page = then(&ada, &path, 1);
    assert!(page.text("[role=note]").contains("It is not what it is now"), "{}", page.visible());
}

fn everybody_is_called_as_they_were_then(panel: &Panel) {
    let ada = panel.person();
    let form = ada.open("/users/new").form().fill("first_name", "Ade");
    ada.save(&form.fill("cars.0.name", "Mini").fill("cars.0.color", "red"));
    let ben = ada.add("users", &[("first_name", "Ben")]).path;
    ada.save(&ada.edit("/cars/1", &[]).forge("user_id", "2"));
    ada.save(&ada.edit(&ben, &[("first_name", "Cleo")]));
    ada.follow(&ada.press(&ada.open("/users/1/delete").form(), "Delete"));
    let history = ada.open("/cars/1/history");
    assert_eq!(history.text("#change-3 dd"), "Ade Ben");
    // Who is gone as well.
    let then = ada.open("/cars/1/history/at/1");
    assert!(then.visible().contains("User Ade"), "{}", then.visible());
    let then = ada.open("/cars/1/history/at/3");
    assert!(then.visible().contains("User Ben"), "{}", then.visible());
    assert!(ada.open("/cars/1/history/at/4").visible().contains("User Cleo"));
    let movie = ada.add("movies", &[("name", "Alien")]).path;
    ada.post(&format!("{movie}/castings?name=Weaver"), "").assert_status(303);
    ada.save(&ada.edit("/actors/1", &[("name", "Sigourney")]));
    let then = ada.open(&format!("{movie}/history/at/7"));
    assert_eq!(then.texts(".credits bdi"), ["Weaver"]);
}

fn a_moment_that_is_still_to_come_is_refused(panel: &Panel) {
    let ada = panel.person();
    let path = ada.add("movies", &[("name", "Alien")]).path;
    let now = panel.clock().now();
    let at = |time: String| ada.get(&format!("{path}/history/at?time={time}"));
    for time in [now + TimeDelta::minutes(2), now + TimeDelta::days(400)] {
        let refused = at(time.format("%FT%H:%MZ").to_string());
        refused.assert_refused(400);
        let said = "A moment later than now is not the past. Enter an earlier one.";
        assert!(refused.visible().contains(said), "{}", refused.visible());
    }
    // The minute, the day and the year have begun.
    for format in ["%FT%H:%MZ", "%FZ", "%YZ"] {
        at(now.format(format).to_string()).assert_status(303);
    }
}
