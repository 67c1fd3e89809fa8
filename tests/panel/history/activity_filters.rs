//! Asking the activity for who, what and when.

use backlot::schema::change_sets;
use chrono::TimeDelta;
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;

use super::activity::{add_sets, entries};
use crate::support::{Page, Panel, Person};

crate::tests![
    the_activity_is_filtered_by_who_what_and_when,
    what_began_before_others_and_ended_after_them_is_found_by_its_time,
    a_clock_that_went_back_hides_nothing_from_a_filter_by_time,
    a_filter_that_makes_no_sense_is_left_out_with_a_note,
    the_filters_that_are_set_are_named_and_taken_off_one_by_one,
    what_was_changed_along_with_another_record_is_found_by_its_own_entity,
    whoever_was_removed_is_asked_for_by_their_name,
];

/// Fills in the filters of a page, and presses the button.
fn filtered(person: &Person, filters: &[(&str, &str)]) -> Page {
    let form = person.open("/activity").form_where("form[aria-label=Filter]");
    let page = person.press(&form.fill_all(filters), "Filter");
    page.assert_status(200);
    page
}

fn the_activity_is_filtered_by_who_what_and_when(panel: &Panel) {
    let ada = panel.person_who_is("Ada", &["editor"]);
    let movie = ada.add("movies", &[("name", "Alien")]).path;
    let day = panel.clock().now().date();
    panel.clock().advance(TimeDelta::days(1));
    // Their sessions of yesterday have ended.
    let ada = panel.person_who_is("Ada", &["editor"]);
    let ben = panel.person_who_is("Ben", &["editor"]);
    ben.save(&ben.edit(&movie, &[("name", "Aliens")]));
    ben.add("actors", &[("name", "Ian Holm")]);
    let titles = |page: &Page| page.names();
    let id = |name: &str| {
        let form = ada.open("/activity");
        let options = form.texts("#operator option");
        let values = form.attributes("#operator option", "value");
        values[options.iter().position(|option| option == name).unwrap()].clone()
    };
    for (filters, expected) in [
        (vec![("operator", id("Ada"))], vec!["Alien"]),
        (vec![("operator", id("Ben"))], vec!["Ian Holm", "Alien"]),
        (vec![("operator", id("Commands"))], vec![]),
        (vec![("entity", "movies".into())], vec!["Alien", "Alien"]),
        (vec![("kind", "created".into())], vec!["Ian Holm", "Alien"]),
        (vec![("kind", "created".into()), ("entity", "movies".into())], vec!["Alien"]),
        (vec![("operator", id("Ada")), ("entity", "actors".into())], vec![]),
        (vec![("until", day.to_string())], vec!["Alien"]),
        (vec![("since", day.to_string())], vec!["Ian Holm", "Alien", "Alien"]),
        (vec![("since", day.succ_opt().unwrap().to_string())], vec!["Ian Holm", "Alien"]),
        (vec![("until", day.pred_opt().unwrap().to_string())], vec![]),
        (vec![("since", "9998-12-31".into())], vec![]),
    ] {
        let pairs: Vec<_> = filters.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let page = filtered(&ada, &pairs);
        assert_eq!(titles(&page), expected, "{filters:?}");
        for (name, value) in &filters {
            let form = page.form_where("form[aria-label=Filter]");
            assert_eq!(form.value(name), value, "the page forgets what it was asked for");
        }
        assert_eq!(page.has(".empty"), expected.is_empty(), "{filters:?}");
    }
}

fn what_began_before_others_and_ended_after_them_is_found_by_its_time(panel: &Panel) {
    let ada = panel.person();
    ada.add("movies", &[("name", "Alien")]);
    ada.add("movies", &[("name", "Brazil")]);
    let now = panel.clock().now();
    diesel::update(change_sets::table.find(2))
        .set(change_sets::happened_at.eq(now - TimeDelta::minutes(2)))
        .execute(&mut panel.database().connect())
        .unwrap();
    let [day, before] = [now.date(), now.date().pred_opt().unwrap()];
    let page = ada.open(&format!("/activity?since={before}&until={day}"));
    assert_eq!(page.names(), ["Alien", "Brazil"], "they are in the order of their times");
}

fn a_clock_that_went_back_hides_nothing_from_a_filter_by_time(panel: &Panel) {
    add_sets(panel, 120, "changed");
    let now = panel.clock().now();
    // It was a year ahead when the first half was written.
    diesel::update(change_sets::table.filter(change_sets::id.le(60)))
        .set(change_sets::happened_at.eq(now - TimeDelta::days(10)))
        .execute(&mut panel.database().connect())
        .unwrap();
    let ada = panel.person();
    let names = |numbers: std::ops::Range<usize>| -> Vec<String> {
        numbers.rev().map(|number| format!("Movie {number}")).collect()
    };
    let since = now.date() - TimeDelta::days(20);
    let first = ada.open(&format!("/activity?since={since}&entity=movies"));
    assert_eq!(first.names(), names(10..60));
    let second = ada.open(first.link("Next"));
    assert_eq!(second.names(), names(0..10));
    assert!(!second.texts(".pager a").contains(&"Next".to_owned()));
    let back = ada.follow(&ada.get(second.link("Previous")));
    assert_eq!(back.names(), first.names());
    assert_eq!(ada.open(first.link("Last")).names().last(), Some(&"Movie 0".to_owned()));
    let until = now.date() - TimeDelta::days(300);
    let earlier = ada.open(&format!("/activity?until={until}"));
    assert_eq!(earlier.names(), names(70..120));
    assert_eq!(ada.open(earlier.link("Next")).names(), names(60..70));
    for place in ["before=17", "after=17", "before=1.x"] {
        let page = ada.open(&format!("/activity?until={until}&{place}"));
        assert_eq!(page.names(), names(70..120), "a place of another order is none: {place}");
    }
}

fn a_filter_that_makes_no_sense_is_left_out_with_a_note(panel: &Panel) {
    let ada = panel.person();
    ada.add("movies", &[("name", "Alien")]);
    for query in [
        "entity=nonsense",
        "kind=nonsense",
        "operator=nonsense",
        "since=nonsense",
        "until=9999-12-31",
        "until=2026-02-30",
    ] {
        let page = ada.open(&format!("/activity?{query}"));
        assert!(page.notices()[0].contains("was left out"), "{query}: {:?}", page.notices());
        assert_eq!(page.names(), ["Alien"], "{query}");
    }
    for query in ["before=0", "after=nonsense", "before=-1", "before=99999999999999999999"] {
        ada.open(&format!("/activity?{query}"));
    }
}

fn the_filters_that_are_set_are_named_and_taken_off_one_by_one(panel: &Panel) {
    let ada = panel.person_who_is("Ada", &["editor"]);
    ada.add("movies", &[("name", "Alien")]);
    let grace = panel.person();
    let query = "operator=1&kind=created&entity=movies&since=2026-01-02&until=2999-01-02&size=25";
    let page = grace.open(&format!("/activity?{query}"));
    let words = ["Who: Ada", "Did: Added", "Of: Movies", "From: 2026-01-02", "To: 2999-01-02"];
    assert_eq!(page.texts(".chips a bdi"), words);
    let without = grace.open(page.link("Remove the filter: Of: Movies"));
    assert!(!without.path.contains("entity") && without.path.contains("operator=1&kind=created"));
    assert_eq!(without.texts(".chips a").len(), 4);
    assert!(!grace.open("/activity").has(".chips"));
}

fn what_was_changed_along_with_another_record_is_found_by_its_own_entity(panel: &Panel) {
    let ada = panel.person_who_is("Ada", &["editor"]);
    let form = ada.open("/users/new").form().fill("first_name", "Ade");
    let form = form.fill("cars.0.name", "Mini").fill("cars.0.color", "red");
    let user = ada.save(&form).path;
    ada.save(&ada.edit(&user, &[("first_name", "Ada")]));
    ada.save(&ada.open(&format!("{user}/edit")).form().fill("cars.0.color", "blue"));
    let movie = ada.add("movies", &[("name", "Alien")]).path;
    ada.post(&format!("{movie}/castings?name=Weaver"), "").assert_status(303);
    let found = |query: &str| entries(&ada.open(&format!("/activity?{query}")));
    let edited = ["Ada", "Edited user 1 car edited", "Ada"];
    let added = ["Ade", "Added user 1 car added", "Ada"];
    assert_eq!(found("entity=cars"), [edited, added]);
    assert_eq!(found("entity=cars&kind=changed"), [edited]);
    assert_eq!(found("entity=cars&kind=deleted"), [[""; 3]; 0]);
    assert_eq!(found("entity=profiles"), [[""; 3]; 0]);
    assert_eq!(found("entity=users").len(), 3);
    let titles = |query: &str| ada.open(&format!("/activity?{query}")).names();
    assert_eq!(titles("entity=movies"), ["Alien", "Alien"]);
    assert_eq!(titles("entity=actors&kind=linked"), ["Alien"]);
    assert_eq!(ada.open("/activity?entity=cars").text("nav .range"), "1–2 of 2");
}

fn whoever_was_removed_is_asked_for_by_their_name(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person_who_is("Ben", &["admin"]));
    ben.add("movies", &[("name", "Alien")]);
    ada.add("movies", &[("name", "Brazil")]);
    let removed = "UPDATE change_sets SET operator_id = 4711 WHERE operator = 'Ben'";
    panel.database().connect().batch_execute(removed).unwrap();
    // They are offered without being asked for.
    assert!(
        ada.open("/activity").texts("select[name=operator] option").contains(&"Ben".to_owned())
    );
    let page = ada.open("/activity?operator=4711");
    assert_eq!(page.names(), ["Alien"]);
    assert!(page.visible().contains("Who: Ben"), "{}", page.visible());
    assert!(page.texts("select[name=operator] option[selected]").contains(&"Ben".to_owned()));
}
