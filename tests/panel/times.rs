//! Times: how long ago, and exactly, on the clock of whoever looks.

use backlot::schema::{change_sets, movies};
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use crate::support::{Panel, Person};

crate::tests![
    a_list_says_how_long_ago_and_exactly_where_it_is_pointed_at,
    a_record_says_when_and_how_long_ago,
    what_was_done_says_when_and_how_long_ago,
    the_zone_of_the_browser_is_that_of_every_page,
    the_zone_of_the_account_wins_over_that_of_the_browser,
    a_zone_that_there_is_not_is_refused,
    what_a_script_says_of_its_zone_may_be_anything,
    days_of_the_home_page_are_those_of_the_operator,
];

/// The cookie by which a script tells the zone of the browser.
const COOKIE: &str = "backlot-zone";

fn at(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%F %R").unwrap()
}

/// A movie that was added and changed then, as the history says too.
fn movie(panel: &Panel, ada: &Person, time: &str) -> String {
    let path = ada.add("movies", &[("name", "Alien")]).path;
    let (time, connection) = (at(time), &mut panel.database().connect());
    diesel::update(movies::table)
        .set((movies::created_at.eq(time), movies::updated_at.eq(time)))
        .execute(connection)
        .unwrap();
    diesel::update(change_sets::table)
        .set(change_sets::happened_at.eq(time))
        .execute(connection)
        .unwrap();
    path
}

fn choose(ada: &Person, zone: &str) {
    let form = ada.open("/account").form_where("form[action$=time-zone]").fill("zone", zone);
    let saved = ada.follow(&ada.press(&form, "Save time zone"));
    assert_eq!(saved.notices(), ["Time zone saved."]);
}

fn a_list_says_how_long_ago_and_exactly_where_it_is_pointed_at(panel: &Panel) {
    let ada = panel.person();
    movie(panel, &ada, "2026-03-01 12:34");
    assert_eq!(ada.open("/movies").texts("td time"), ["2026-03-01"]);
    assert_eq!(ada.open("/movies").attributes("td time", "datetime"), ["2026-03-01 12:34Z"]);
    let now = panel.clock().now();
    for (ago, words) in [
        (TimeDelta::seconds(5), "just now"),
        (TimeDelta::minutes(5), "5 minutes ago"),
        (TimeDelta::hours(3), "3 hours ago"),
    ] {
        diesel::update(movies::table)
            .set(movies::updated_at.eq(now - ago))
            .execute(&mut panel.database().connect())
            .unwrap();
        assert_eq!(ada.open("/movies").texts("td time"), [words]);
    }
}

fn a_record_says_when_and_how_long_ago(panel: &Panel) {
    let ada = panel.person();
    let path = movie(panel, &ada, "2026-03-01 12:34");
    assert_eq!(ada.open(&path).texts("dd")[1..], ["2026-03-01 12:34 UTC", "2026-03-01 12:34 UTC"]);
    ada.save(&ada.edit(&path, &[("name", "Aliens")]));
    let now = panel.clock().now().format("%F");
    let updated = ada.open(&path).texts("dd").pop().unwrap();
    assert!(updated.starts_with(&now.to_string()), "{updated}");
    assert!(updated.ends_with(" UTC, just now"), "{updated}");
}

fn what_was_done_says_when_and_how_long_ago(panel: &Panel) {
    let ada = panel.person();
    movie(panel, &ada, "2026-03-01 12:34");
    let activity = ada.open("/activity");
    assert_eq!(activity.texts("td time"), ["2026-03-01"]);
    let change = ada.open(activity.link("Added movie"));
    assert!(change.text(".head p").contains("2026-03-01 12:34 UTC"), "{}", change.visible());
    ada.save(&ada.edit("/movies/1", &[("name", "Aliens")]));
    let activity = ada.open("/activity");
    assert_eq!(activity.texts("td time")[0], "just now");
    let change = ada.open(activity.link("Edited movie")).text(".history .head p");
    assert!(change.contains(" UTC, just now"), "{change}");
}

fn the_zone_of_the_browser_is_that_of_every_page(panel: &Panel) {
    let ada = panel.person();
    let path = movie(panel, &ada, "2026-03-01 23:34");
    ada.keep_cookie(COOKIE, "Europe/Berlin");
    let exactly = "2026-03-02 00:34+01:00";
    for page in ["/", "/movies", &path, &format!("{path}/history"), "/activity", "/search?q=alien"]
    {
        let page = ada.open(page);
        let times = page.attributes("main time", "datetime");
        assert!(times.iter().any(|time| time == exactly), "{}: {times:?}", page.path);
        assert!(!page.texts("main time, main dd").concat().contains("UTC"), "{}", page.visible());
    }
    assert_eq!(ada.open("/movies").texts("td time"), ["2026-03-02"]);
    assert_eq!(ada.open(&path).texts("dd").last().unwrap(), "2026-03-02 00:34");
}

fn the_zone_of_the_account_wins_over_that_of_the_browser(panel: &Panel) {
    let ada = panel.person();
    movie(panel, &ada, "2026-03-01 02:30");
    ada.keep_cookie(COOKIE, "Europe/Berlin");
    assert!(ada.open("/account").visible().contains("in Europe/Berlin."));
    choose(&ada, "America/New_York");
    assert!(ada.open("/account").visible().contains("in America/New_York."));
    let time = ada.open("/movies").attributes("td time", "datetime");
    assert_eq!(time, ["2026-02-28 21:30-05:00"]);
    // It is theirs, wherever they sign in.
    let elsewhere = panel.person();
    assert_eq!(elsewhere.open("/movies").attributes("td time", "datetime"), time);
    choose(&ada, "");
    let time = ada.open("/movies").attributes("td time", "datetime");
    assert_eq!(time, ["2026-03-01 03:30+01:00"]);
}

fn a_zone_that_there_is_not_is_refused(panel: &Panel) {
    let ada = panel.person();
    for zone in ["Mars/Olympus_Mons", "../../etc/passwd", "+01:00", "x".repeat(300).as_str()] {
        let refused = ada.post("/account/time-zone", &format!("zone={zone}"));
        refused.assert_status(422);
        assert!(refused.visible().contains("Choose a time zone from the list."), "{zone}");
    }
    assert!(ada.open("/account").visible().contains("in UTC."));
}

fn what_a_script_says_of_its_zone_may_be_anything(panel: &Panel) {
    let ada = panel.person();
    movie(panel, &ada, "2026-03-01 12:34");
    for zone in ["Mars/Olympus_Mons", "<script>", "undefined", ""] {
        ada.keep_cookie(COOKIE, zone);
        assert_eq!(ada.open("/movies").attributes("td time", "datetime"), ["2026-03-01 12:34Z"]);
    }
}

fn days_of_the_home_page_are_those_of_the_operator(panel: &Panel) {
    let ada = panel.person();
    ada.add("movies", &[("name", "Alien")]);
    let noon = panel.clock().now().date().and_hms_opt(12, 0, 0).unwrap();
    let yesterday = noon - TimeDelta::hours(24);
    diesel::update(movies::table)
        .set(movies::created_at.eq(yesterday))
        .execute(&mut panel.database().connect())
        .unwrap();
    let added = |zone: &str| {
        choose(&ada, zone);
        let page = ada.open("/added");
        assert!(page.visible().contains(&format!("Days are those of {zone}.")));
        let rows = page.rows().into_iter();
        rows.filter(|row| row[4] != "0").map(|row| (row[0].clone(), row[4].clone())).collect()
    };
    let on = |day: chrono::NaiveDate| vec![(day.to_string(), "1".to_owned())];
    let found: Vec<(String, String)> = added("UTC");
    assert_eq!(found, on(yesterday.date()));
    // Noon is the day after, fourteen hours further east.
    assert_eq!(added("Pacific/Kiritimati"), on(noon.date()));
}
