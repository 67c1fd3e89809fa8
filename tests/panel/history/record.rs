//! The history tab of a record.

use backlot::schema::change_subjects;
use chrono::TimeDelta;
use diesel::prelude::*;

use crate::support::{Page, Panel};

crate::tests![
    a_record_tells_who_did_what_to_it_and_when,
    a_user_tells_what_became_of_profile_and_cars,
    a_car_that_changes_hands_stands_with_both_owners,
    both_sides_tell_of_a_casting,
    a_record_that_was_deleted_still_has_its_history,
    what_may_not_be_seen_is_not_in_the_history,
    earlier_changes_are_behind_a_link_each_shown_once,
    sample_data_was_there_before_its_history_began,
    what_nobody_may_see_changes_of_does_not_say_that_there_are_none,
    a_record_that_never_was_has_no_history,
    a_casting_that_went_with_the_other_record_says_so,
];

/// What was done in each entry, the latest first.
fn done(page: &Page) -> Vec<String> {
    page.texts(".history .change")
}

fn a_record_tells_who_did_what_to_it_and_when(panel: &Panel) {
    let ada = panel.person_who_is("Ada", &["editor"]);
    let ben = panel.person_who_is("Ben", &["editor"]);
    let path = ada.add("users", &[("first_name", "Zoë"), ("age", "33")]).path;
    panel.clock().advance(TimeDelta::minutes(5));
    ben.save(&ben.edit(&path, &[("first_name", "Zoe"), ("age", "")]));
    let page = ada.open(ada.open(&path).link("History"));
    page.assert_framed();
    assert_eq!(page.heading(), "History of Zoe");
    assert_eq!(page.texts(".history strong"), ["Ben", "Ada"]);
    assert_eq!(page.texts(".history time"), ["just now", "5 minutes ago"]);
    assert_eq!(page.texts(".history .how"), ["Form", "Form"]);
    let times = page.attributes(".history time", "datetime");
    assert!(times[0] > times[1] && times[1].ends_with('Z'), "{times:?}");
    assert_eq!(done(&page), ["Edited", "Added"]);
    let edited = ".history li:first-child";
    assert_eq!(page.texts(&format!("{edited} dt")), ["First name", "Age"]);
    assert_eq!(page.texts(&format!("{edited} del")), ["Zoë", "33"]);
    assert_eq!(page.texts(&format!("{edited} ins")), ["Zoe"]);
    assert_eq!(page.texts(".history li:last-child ins"), ["Zoë", "33"]);
    assert_eq!(page.link("Record"), path);
}

fn a_user_tells_what_became_of_profile_and_cars(panel: &Panel) {
    let ada = panel.person();
    let form = ada.open("/users/new").form().fill("first_name", "Ade");
    let form = form.fill("profile.country", "Ghana").fill("cars.0.name", "Mini");
    let path = ada.save(&form.fill("cars.0.color", "red")).path;
    ada.save(&ada.edit(&path, &[("profile.country", "Togo"), ("cars.0.color", "blue")]));
    ada.save(&ada.edit(&path, &[]).choose("cars.0.remove", "1"));
    let page = ada.open(&format!("{path}/history"));
    assert_eq!(
        done(&page),
        [
            "Deleted the car Mini",
            "Edited Profile of Ade",
            "Edited the car Mini",
            "Added",
            "Added Profile of Ade",
            "Added the car Mini"
        ]
    );
    assert_eq!(page.texts(".history > li").len(), 3);
    let car = ada.open(page.link("Mini"));
    assert_eq!(done(&car), ["Deleted", "Edited", "Added"]);
}

fn a_car_that_changes_hands_stands_with_both_owners(panel: &Panel) {
    let ada = panel.person();
    let form = ada.open("/users/new").form().fill("first_name", "Ade");
    let form = form.fill("cars.0.name", "Mini").fill("cars.0.color", "red");
    let old = ada.save(&form).path;
    let new = ada.add("users", &[("first_name", "Ben")]).path;
    let owner = new.rsplit('/').next().unwrap();
    ada.save(&ada.edit("/cars/1", &[]).forge("user_id", owner));
    for path in [&old, &new] {
        let page = ada.open(&format!("{path}/history"));
        assert_eq!(done(&page)[0], "Edited the car Mini");
        assert_eq!(page.text(".history dt"), "Owner");
        assert_eq!((page.text(".history del"), page.text(".history ins")), names("Ade", "Ben"));
    }
}

fn names(one: &str, other: &str) -> (String, String) {
    (one.to_owned(), other.to_owned())
}

fn both_sides_tell_of_a_casting(panel: &Panel) {
    let ada = panel.person();
    let movie = ada.add("movies", &[("name", "Alien")]).path;
    ada.post(&format!("{movie}/castings?name=Sigourney%20Weaver"), "").assert_status(303);
    let page = ada.open(&format!("{movie}/history"));
    assert_eq!(done(&page), ["Added Sigourney Weaver to the cast", "Added"]);
    let actor = page.link("Sigourney Weaver");
    ada.post(&format!("{movie}/castings/1/delete"), "").assert_status(303);
    assert_eq!(
        done(&ada.open(&format!("{actor}/history"))),
        ["Removed Alien from the movies", "Added", "Added Alien to the movies"]
    );
    assert_eq!(
        done(&ada.open(&format!("{movie}/history")))[0],
        "Removed Sigourney Weaver from the cast"
    );
}

fn a_record_that_was_deleted_still_has_its_history(panel: &Panel) {
    let ada = panel.person();
    let movie = ada.add("movies", &[("name", "Alien")]).path;
    ada.post(&format!("{movie}/castings?name=Sigourney%20Weaver"), "").assert_status(303);
    let question = ada.open(&format!("{movie}/delete")).form();
    ada.press(&question, "Delete Alien").assert_status(303);
    let page = ada.open(&format!("{movie}/history"));
    assert_eq!(page.heading(), "History of Alien");
    assert_eq!(page.text("[role=alert]"), "This movie was deleted.");
    assert_eq!(done(&page)[0], "Deleted");
    assert_eq!(page.text(".history del"), "Alien");
    assert!(!page.has("nav.tabs"), "it has no page beside its history");
    let actor = ada.open("/actors/1/history");
    assert_eq!(done(&actor)[0], "Removed Alien from the movies since the movie was deleted");
}

fn what_may_not_be_seen_is_not_in_the_history(panel: &Panel) {
    let ada = panel.person();
    let allow = "name=clerk&allow=movies:history&allow=cars:history&allow=profiles:history";
    ada.post("/roles", allow).assert_status(303);
    let clerk = panel.person_who_is("Clerk", &["clerk"]);
    let movie = ada.add("movies", &[("name", "Alien")]).path;
    ada.post(&format!("{movie}/castings?name=Sigourney%20Weaver"), "").assert_status(303);
    let form = ada.open("/users/new").form().fill("first_name", "Ade");
    let form = form.fill("cars.0.name", "Mini").fill("cars.0.color", "red");
    ada.save(&form.fill("profile.country", "Ghana"));
    let page = clerk.open(&format!("{movie}/history"));
    assert_eq!(done(&page), ["Added"]);
    assert!(!page.body.contains("Sigourney"), "{}", page.visible());
    let page = clerk.open("/cars/1/history");
    assert_eq!(page.texts(".history dt"), ["Name", "Color"]);
    let page = clerk.open("/profiles/1/history");
    assert_eq!(page.heading(), "History of Profile 1");
    assert!(!page.body.contains("Ade"), "{}", page.visible());
    clerk.get("/users/1/history").assert_status(403);
    ada.post("/roles", "name=watcher&allow=movies:see").assert_status(303);
    let watcher = panel.person_who_is("Watcher", &["watcher"]);
    assert!(!watcher.open(&movie).has("nav.tabs"));
    watcher.get(&format!("{movie}/history")).assert_status(403);
}

fn earlier_changes_are_behind_a_link_each_shown_once(panel: &Panel) {
    let ada = panel.person();
    let path = ada.add("movies", &[("name", "Take 0")]).path;
    for take in 1..60 {
        ada.save(&ada.edit(&path, &[("name", &format!("Take {take}"))]));
    }
    let first = ada.open(&format!("{path}/history"));
    let second = ada.open(first.link("Earlier changes"));
    let shown: Vec<String> = first.texts("ins").into_iter().chain(second.texts("ins")).collect();
    let every: Vec<String> = (0..60).rev().map(|take| format!("Take {take}")).collect();
    assert_eq!(shown, every);
    assert_eq!(first.texts(".history > li").len(), 50);
    assert!(!second.has("main > p a[rel=next]"));
    assert_eq!(ada.open(second.link("Latest changes")).texts("ins")[0], "Take 59");
    let mine = change_subjects::table.filter(change_subjects::entity.eq("movies"));
    let count: i64 = mine.count().get_result(&mut panel.database().connect()).unwrap();
    assert_eq!(count, 60);
}

fn sample_data_was_there_before_its_history_began(panel: &Panel) {
    let ada = panel.person();
    ada.follow(&ada.press(&ada.open("/").form(), "Load sample data"));
    let page = ada.open("/movies/1/history");
    let added = ada.open("/movies/1").texts("dd time")[0].clone();
    let said = page.text(".empty");
    assert!(said.starts_with(&format!("No changes yet. Created on {added}")), "{said}");
    assert!(said.contains("came as sample data"), "{said}");
    assert!(!page.has(".history"));
    ada.save(&ada.edit("/movies/1", &[("name", "Alien")]));
    let page = ada.open("/movies/1/history");
    assert_eq!(done(&page), ["Edited"]);
    assert_eq!(page.texts(".history > li").len(), 2);
    let added = ada.add("movies", &[("name", "Heat")]).path;
    assert_eq!(ada.open(&format!("{added}/history")).texts(".history > li").len(), 1);
}

fn what_nobody_may_see_changes_of_does_not_say_that_there_are_none(panel: &Panel) {
    let ada = panel.person();
    ada.follow(&ada.press(&ada.open("/").form(), "Load sample data"));
    ada.post("/movies/1/castings?name=Weaver", "").assert_status(303);
    ada.post("/roles", "name=clerk&allow=movies:history").assert_status(303);
    let page = panel.person_who_is("Clerk", &["clerk"]).open("/movies/1/history");
    assert!(!page.visible().contains("No changes yet"), "{}", page.visible());
}

fn a_record_that_never_was_has_no_history(panel: &Panel) {
    panel.person().get("/movies/77/history").assert_status(404);
}

fn a_casting_that_went_with_the_other_record_says_so(panel: &Panel) {
    let ada = panel.person();
    for name in ["Alien", "Aliens"] {
        let movie = ada.add("movies", &[("name", name)]).path;
        ada.post(&format!("{movie}/castings?name=Sigourney"), "").assert_status(303);
    }
    ada.follow(&ada.press(&ada.open("/movies/1/delete").form(), "Delete"));
    let actor = ada.open("/actors").href("main tbody th a");
    let page = ada.open(&format!("{}/history", actor.split('?').next().unwrap()));
    assert!(done(&page)[0].ends_with("since the movie was deleted"), "{:?}", done(&page));
    ada.follow(&ada.press(&ada.open(&format!("{actor}/delete")).form(), "Delete"));
    let page = ada.open("/movies/2/history");
    assert!(done(&page)[0].ends_with("since the actor was deleted"), "{:?}", done(&page));
    let others = done(&page).split_off(1);
    assert!(others.iter().all(|it| !it.contains("since")), "{others:?}");
}
