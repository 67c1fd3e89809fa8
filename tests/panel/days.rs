//! Days that somebody asks for: they begin and end on the clock of whoever asks.

use backlot::schema::{change_sets, movies, security_events};
use chrono::{Datelike as _, NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use crate::support::{Panel, Person};

crate::tests![
    a_day_of_a_filter_is_one_of_whoever_looks,
    a_day_on_which_clocks_change_is_as_long_as_it_was,
    the_week_and_the_month_are_those_of_whoever_looks,
    a_list_goes_to_a_day_of_whoever_looks,
    a_shared_view_shows_everybody_their_own_days,
    what_is_taken_out_or_selected_is_what_the_list_shows,
    the_activity_is_asked_for_days_of_whoever_looks,
    the_security_log_is_asked_for_days_of_whoever_looks,
    a_record_as_it_was_is_asked_for_at_a_time_of_whoever_looks,
];

/// Chooses a time zone, as a browser tells its own.
fn live_in(person: &Person, zone: &str) {
    person.keep_cookie("backlot-zone", zone);
}

fn at(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%F %T").unwrap()
}

/// Movies that were changed at these times, in UTC, called by them.
fn movies_of(panel: &Panel, times: &[&str]) {
    let ada = panel.person();
    for time in times {
        ada.add("movies", &[("name", time)]);
        diesel::update(movies::table.filter(movies::name.eq(time)))
            .set(movies::updated_at.eq(at(time)))
            .execute(&mut panel.database().connect())
            .unwrap();
    }
}

/// The movies of a list that leaves nothing out, by their times.
#[track_caller]
fn found(person: &Person, query: &str) -> Vec<String> {
    let list = person.open(&format!("/movies?sort=updated&{query}"));
    assert_eq!(list.notices(), [""; 0], "{query}");
    list.names()
}

fn a_day_of_a_filter_is_one_of_whoever_looks(panel: &Panel) {
    let [before, first, last, after] = [
        "2026-03-01 18:14:59",
        "2026-03-01 18:15:00",
        "2026-03-02 18:14:59",
        "2026-03-02 18:15:00",
    ];
    movies_of(panel, &[before, first, last, after]);
    let ada = panel.person();
    assert_eq!(found(&ada, "where=updated.eq.2026-03-02"), [last, after]);
    // Clocks there are 5 hours and 45 minutes ahead of UTC.
    live_in(&ada, "Asia/Kathmandu");
    for (filter, expected) in [
        ("updated.eq.2026-03-02", &[first, last][..]),
        ("updated.ne.2026-03-02", &[before, after]),
        ("updated.lt.2026-03-02", &[before]),
        ("updated.gt.2026-03-02", &[after]),
        ("updated.between.2026-03-02..2026-03-02", &[first, last]),
        ("updated.eq.2026-03-02+00:00", &[first]),
        ("updated.eq.2026-03", &[before, first, last, after]),
    ] {
        assert_eq!(found(&ada, &format!("where={filter}")), expected, "{filter}");
    }
    // The address says the day as it was typed.
    let list = ada.get("/movies?test=updated.eq&value=2026-03-02");
    assert_eq!(list.location(), "/movies?where=updated.eq.2026-03-02&tool=filter");
    let list = ada.follow(&list);
    assert_eq!(list.texts(".chip bdi"), ["Updated on 2026-03-02"]);
}

fn a_day_on_which_clocks_change_is_as_long_as_it_was(panel: &Panel) {
    let ada = panel.person();
    live_in(&ada, "Europe/Berlin");
    // 23 hours.
    let spring = [
        "2026-03-28 22:59:59",
        "2026-03-28 23:00:00",
        "2026-03-29 21:59:59",
        "2026-03-29 22:00:00",
    ];
    // 25 hours.
    let autumn = [
        "2025-10-25 21:59:59",
        "2025-10-25 22:00:00",
        "2025-10-26 22:59:59",
        "2025-10-26 23:00:00",
    ];
    movies_of(panel, &spring);
    movies_of(panel, &autumn);
    assert_eq!(found(&ada, "where=updated.eq.2026-03-29"), spring[1..3]);
    assert_eq!(found(&ada, "where=updated.eq.2025-10-26"), autumn[1..3]);
    assert_eq!(found(&ada, "where=updated.between.2026-03-29..2026-03-30"), spring[1..]);
}

fn the_week_and_the_month_are_those_of_whoever_looks(panel: &Panel) {
    let ada = panel.person();
    live_in(&ada, "Pacific/Kiritimati");
    // Clocks there are fourteen hours ahead all year.
    let ahead = TimeDelta::hours(14);
    let today = (panel.clock().now() + ahead).date();
    for (filter, first) in
        [("week", today - TimeDelta::days(6)), ("month", today.with_day(1).unwrap())]
    {
        let midnight = NaiveDateTime::from(first) - ahead;
        let times = [midnight - TimeDelta::seconds(1), midnight].map(|time| time.to_string());
        movies_of(panel, &times.each_ref().map(String::as_str));
        let movies = found(&ada, &format!("where=updated.{filter}&columns=name"));
        assert!(movies.contains(&times[1]) && !movies.contains(&times[0]), "{filter}: {movies:?}");
    }
}

fn a_list_goes_to_a_day_of_whoever_looks(panel: &Panel) {
    let times = ["2026-03-01 18:14:59", "2026-03-01 18:15:00", "2026-03-02 12:00:00"];
    movies_of(panel, &times);
    let ada = panel.person();
    assert_eq!(found(&ada, "from=2026-03-02"), times[2..]);
    live_in(&ada, "Asia/Kathmandu");
    assert_eq!(found(&ada, "from=2026-03-02"), times[1..]);
}

fn a_shared_view_shows_everybody_their_own_days(panel: &Panel) {
    let times = ["2026-03-01 20:00:00", "2026-03-01 21:00:00", "2026-03-02 20:00:00"];
    movies_of(panel, &times);
    let (ann, ben) =
        (panel.person_who_is("Ann", &["editor"]), panel.person_who_is("Ben", &["editor"]));
    live_in(&ann, "Asia/Kathmandu");
    let list = ann.open("/movies?where=updated.eq.2026-03-02");
    let form = list.form_where("form[aria-label='Save this view']");
    let form = form.fill("name", "That day").fill("role", "editor");
    ann.follow(&ann.press(&form, "Save view"));
    for (person, expected) in [(&ann, &times[..2]), (&ben, &times[2..])] {
        let list = person.open("/movies");
        let list = person.open(list.link("That day shared with editor"));
        assert_eq!(list.names(), expected);
        // It is this very list, whatever it shows.
        assert_eq!(list.texts("nav.tabs [aria-current]"), ["That day shared with editor"]);
        person.follow(&person.press(&list.form_where("form[action$='/pin']"), "Pin"));
        let pinned = person.open("/").text("#pinned li");
        assert!(pinned.contains(&expected.len().to_string()), "{pinned}");
    }
}

fn what_is_taken_out_or_selected_is_what_the_list_shows(panel: &Panel) {
    let times = ["2026-03-01 20:00:00", "2026-03-02 20:00:00"];
    movies_of(panel, &times);
    let ada = panel.person();
    live_in(&ada, "Asia/Kathmandu");
    let file = ada.download("/movies/export?where=updated.eq.2026-03-02", &[]);
    assert!(file.body.contains(times[0]) && !file.body.contains(times[1]), "{}", file.body);
    let all = "all=1&then=delete&where=updated.eq.2026-03-02";
    let page = ada.follow(&ada.post("/movies/selection", all));
    assert!(page.visible().contains(times[0]) && !page.visible().contains(times[1]));
}

fn the_activity_is_asked_for_days_of_whoever_looks(panel: &Panel) {
    let ada = panel.person();
    let times = [
        "2026-03-01 18:14:59",
        "2026-03-01 18:15:00",
        "2026-03-02 18:14:59",
        "2026-03-02 18:15:00",
    ];
    for (id, time) in (1_i64..).zip(times) {
        ada.add("movies", &[("name", time)]);
        diesel::update(change_sets::table.filter(change_sets::id.eq(id)))
            .set(change_sets::happened_at.eq(at(time)))
            .execute(&mut panel.database().connect())
            .unwrap();
    }
    live_in(&ada, "Asia/Kathmandu");
    let asked = |query: &str| ada.open(&format!("/activity?{query}")).names();
    assert_eq!(asked("since=2026-03-02&until=2026-03-02"), [times[2], times[1]]);
    assert_eq!(asked("since=2026-03-03"), [times[3]]);
    assert_eq!(asked("until=2026-03-01"), [times[0]]);
}

fn the_security_log_is_asked_for_days_of_whoever_looks(panel: &Panel) {
    let ada = panel.person();
    ada.post("/roles", "name=curator&allow=movies:see").assert_status(303);
    diesel::update(security_events::table)
        .set(security_events::happened_at.eq(at("2026-03-01 18:15:00")))
        .execute(&mut panel.database().connect())
        .unwrap();
    let lines = |query: &str| ada.open(&format!("/security-log?{query}")).rows().len();
    assert_eq!((lines("from=2026-03-02"), lines("to=2026-03-01")), (0, 1));
    live_in(&ada, "Asia/Kathmandu");
    assert_eq!((lines("from=2026-03-02"), lines("to=2026-03-01")), (1, 0));
}

fn a_record_as_it_was_is_asked_for_at_a_time_of_whoever_looks(panel: &Panel) {
    let ada = panel.person();
    let path = ada.add("movies", &[("name", "Alien")]).path;
    ada.save(&ada.edit(&path, &[("name", "Aliens")]));
    for (id, time) in [(1_i64, "2026-03-01 18:15:00"), (2, "2026-03-01 20:00:00")] {
        diesel::update(change_sets::table.filter(change_sets::id.eq(id)))
            .set(change_sets::happened_at.eq(at(time)))
            .execute(&mut panel.database().connect())
            .unwrap();
    }
    live_in(&ada, "Asia/Kathmandu");
    let history = ada.open(&format!("{path}/history"));
    assert!(history.text("form.when").contains("Asia/Kathmandu"), "{}", history.visible());
    let then = ada.press(&history.form_where("form.when").fill("time", "2026-03-02T00:30"), "Show");
    let page = ada.follow(&then);
    assert_eq!(page.text("h1"), "Alien as it was");
    assert!(page.text("[role=note]").contains("at 2026-03-02 00:30"), "{}", page.visible());
    // Whoever is sent the address sees the same moment on their own clock.
    let ben = panel.person_who_is("Ben", &["editor"]);
    let page = ben.open(then.location());
    assert!(page.text("[role=note]").contains("at 2026-03-01 18:45 UTC"), "{}", page.visible());
}
