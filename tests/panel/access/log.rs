//! The security log, and what no log ever shows.

use backlot::access::{self, Event, Kind};
use chrono::{NaiveDateTime, TimeDelta};

use super::{WRONG, heat, set_up_factor, shown_link, sign_in, signed_in};
use crate::support::{Database, PASSWORD, Page, Panel, Person, Program, command, refused};

crate::tests![
    what_happens_with_access_leaves_a_line,
    what_is_refused_leaves_one_line_a_minute,
    who_must_wait_leaves_one_line_a_minute,
    what_somebody_types_as_a_name_stays_on_its_line,
    no_secret_is_ever_logged,
    the_log_is_filtered_by_who_what_and_when,
    a_clock_that_went_back_hides_no_line,
    a_name_that_no_text_can_hold_is_found_nowhere,
    the_log_is_paged_both_ways_and_shows_each_line_once,
    the_beginning_of_the_log_is_forgotten_when_somebody_says_yes,
];

/// What, who and whom of every line, the latest first.
fn lines(panel: &Panel) -> Vec<(String, String, String)> {
    let rows = panel.person().open("/security-log").rows();
    let line = |row: Vec<String>| (row[1].clone(), row[2].clone(), row[3].clone());
    rows.into_iter().map(line).collect()
}

fn count(panel: &Panel, what: &str) -> usize {
    lines(panel).iter().filter(|(kind, ..)| kind == what).count()
}

fn what_happens_with_access_leaves_a_line(panel: &Panel) {
    panel.database().operator("Ada", &["admin"]);
    sign_in(&panel.visitor(), "Ada", WRONG).assert_status(422);
    let ada = signed_in(panel, "Ada");
    ada.post("/roles", "name=curator&allow=movies:see").assert_status(303);
    ada.post("/operators", "name=Ben&role=curator").assert_status(200);
    ada.post("/operators/2", "do=link").assert_status(200);
    ada.post("/operators/2", "do=roles&role=viewer").assert_status(303);
    ada.post("/operators/2", "do=disable").assert_status(303);
    ada.post("/operators/2", "do=enable").assert_status(303);
    ada.post("/operators/2", "do=remove").assert_status(303);
    ada.post("/roles/delete", "name=curator").assert_status(303);
    ada.post("/operators/factor", "").assert_status(303);
    ada.post("/account/name", "name=Lovelace").assert_status(303);
    ada.post("/account/sessions/end", "").assert_status(303);
    let (_, page) = set_up_factor(panel, &ada);
    ada.learn_mark();
    let code = page.text(".codes code");
    let form = ada.open("/account/factor").form();
    let both = form.fill_all(&[("code", &code), ("password", PASSWORD)]);
    ada.press(&both, "Remove").assert_status(303);
    ada.learn_mark();
    ada.post("/sign-out", "").assert_status(303);
    let mut told = lines(panel);
    told.reverse();
    let line = |what: &str, who: &str, whom: &str| (what.into(), who.into(), whom.into());
    assert_eq!(
        told,
        [
            line("sign-in failed", "", "Ada"),
            line("signed in", "Ada", ""),
            line("role saved", "Ada", "curator"),
            line("operator added", "Ada", "Ben"),
            line("one-time link created", "Ada", "Ben"),
            line("roles changed", "Ada", "Ben"),
            line("operator disabled", "Ada", "Ben"),
            line("operator enabled", "Ada", "Ben"),
            line("operator removed", "Ada", "Ben"),
            line("role deleted", "Ada", "curator"),
            line("second factor rule changed", "Ada", "optional"),
            line("name changed", "Ada", "Lovelace"),
            line("session ended", "Lovelace", "Lovelace"),
            line("second factor added", "Lovelace", "Lovelace"),
            line("second factor removed", "Lovelace", "Lovelace"),
            line("signed out", "Lovelace", ""),
        ]
    );
}

fn what_is_refused_leaves_one_line_a_minute(panel: &Panel) {
    let eve = panel.person_who_is("Eve", &["viewer"]);
    for id in 1..=20 {
        eve.get(&format!("/movies/{id}/edit?q=private")).assert_status(403);
    }
    assert_eq!(count(panel, "refused"), 1);
    let first = ("refused".to_owned(), "Eve".to_owned(), "GET /movies/1/edit".to_owned());
    assert!(lines(panel).contains(&first), "{:?}", lines(panel));
    let sent = "name=Alien&once=00000000000000000000000000000000";
    eve.post("/movies", sent).assert_status(403);
    panel.person_who_is("Ivy", &["viewer"]).get("/movies/1/edit").assert_status(403);
    assert_eq!(count(panel, "refused"), 3);
    panel.clock().advance(TimeDelta::seconds(61));
    eve.get("/movies/7/edit").assert_status(403);
    assert_eq!(count(panel, "refused"), 4);
    // A form of another session is refused to whoever sends it.
    let ada = panel.person();
    ada.request(
        ureq::http::Method::POST,
        "/movies",
        &[super::FORM, ("cookie", &ada.cookie()[..])],
        sent,
    )
    .assert_status(403);
    assert_eq!(count(panel, "refused"), 5);
}

fn who_must_wait_leaves_one_line_a_minute(panel: &Panel) {
    panel.database().operator("Ada", &["admin"]);
    let stranger = panel.visitor();
    sign_in(&stranger, "Ada", WRONG).assert_status(422);
    heat(panel.database());
    let answers: Vec<u16> = (0..12).map(|_| sign_in(&stranger, "Ada", WRONG).status).collect();
    assert!(answers.ends_with(&[429; 11]), "{answers:?}");
    assert_eq!(count(panel, "sign-in delayed"), 1);
}

fn what_somebody_types_as_a_name_stays_on_its_line(panel: &Panel) {
    panel.database().operator("Ada", &["admin"]);
    let name = "Ada\r\n2026-11-22 signed in <script>alert(1)</script>\u{202e}";
    sign_in(&panel.visitor(), name, WRONG).assert_status(422);
    sign_in(&panel.visitor(), &"x".repeat(5000), WRONG).assert_status(422);
    let lines = lines(panel);
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].2.chars().count() <= 191);
    assert!(lines[1].2.starts_with("Ada\u{fffd}\u{fffd}2026"), "{lines:?}");
    assert!(!panel.person().open("/security-log").body.contains("<script>alert"));
}

fn no_secret_is_ever_logged(database: &Database) {
    let mut program = Program::start_with(database, &[("RUST_LOG", "debug")]);
    let link = program.log_line("/set-up/");
    let link = format!("/set-up/{}", link.rsplit('/').next().unwrap());
    let ada = Person::at(program.address());
    let typed = [("name", "Ada"), ("password", PASSWORD), ("again", PASSWORD)];
    let set_up = ada.open(&link).form().fill_all(&typed);
    ada.press(&set_up, "Create account").assert_status(303);
    ada.learn_mark();
    let session = ada.session();
    let page = ada.post("/operators", "name=Ben&role=viewer");
    let chosen = shown_link(&page);
    ada.open(&chosen);
    sign_in(&Person::at(program.address()), "Ada", WRONG).assert_status(422);
    let shown = ada.open("/security-log").body;
    let log = program.rest_of_log();
    assert!(log.iter().any(|line| line.contains("sign-in failed")), "{log:#?}");
    let secret = |path: &str| path.rsplit('/').next().unwrap().to_owned();
    for hidden in [PASSWORD, WRONG, &session, &ada.mark(), &secret(&link), &secret(&chosen)] {
        let spaced = hidden.replace(' ', "+");
        let told = log.iter().find(|line| line.contains(hidden) || line.contains(&spaced));
        assert_eq!(told, None);
        assert!(hidden == ada.mark() || !shown.contains(hidden), "{hidden}");
    }
}

/// So many lines, a minute apart, by three in turns.
fn fill(panel: &Panel, lines: i32) -> NaiveDateTime {
    let begin = "2020-01-31T12:00:00".parse().unwrap();
    let connection = &mut panel.database().connect();
    for line in 0..lines {
        let (name, kind) = match line % 3 {
            0 => ("Ada", Kind::SignedIn),
            1 => ("Ben", Kind::SignedIn),
            _ => ("Ada", Kind::SignedOut),
        };
        let at = begin + TimeDelta::minutes(line.into());
        let event = Event::new(kind, at, "::1").by(name).to(&format!("line {line}"));
        access::record(connection, &event).unwrap();
    }
    begin
}

/// To whom the lines of a page are.
fn whom_of(page: &Page) -> Vec<String> {
    page.rows().into_iter().map(|row| row[3].clone()).collect()
}

fn whom(person: &Person, address: &str) -> Vec<String> {
    whom_of(&person.open(address))
}

fn the_log_is_filtered_by_who_what_and_when(panel: &Panel) {
    let grace = panel.person();
    fill(panel, 9);
    let asked = |query: &str| whom(&grace, &format!("/security-log?{query}"));
    assert_eq!(asked("who=Ben"), ["line 7", "line 4", "line 1"]);
    // A part of the name will do, and may be that of several, whose lines stand in one order.
    assert_eq!(asked("who=EN"), ["line 7", "line 4", "line 1"]);
    let of_two: Vec<String> = (0..9).rev().map(|line| format!("line {line}")).collect();
    let connection = &mut panel.database().connect();
    let event = Event::new(Kind::SignedIn, "2020-01-01T00:00:00".parse().unwrap(), "::1");
    access::record(connection, &event.by("Adabenedikt")).unwrap();
    assert_eq!(asked("who=ben"), ["line 7", "line 4", "line 1", ""]);
    assert_eq!(asked("who=ada&to=2020-01-31+12:02"), ["line 2", "line 0", ""]);
    assert_eq!(asked("from=2020-01-31&to=2020-01-31"), of_two);
    assert_eq!(asked("who=Zoe"), [""; 0]);
    assert_eq!(asked("who=Ada&what=signed+out"), ["line 8", "line 5", "line 2"]);
    assert_eq!(asked("what=signed+out&to=2020-01-31+12:05"), ["line 5", "line 2"]);
    assert_eq!(asked("from=2020-01-31+12:07&to=2020-01"), ["line 8", "line 7"]);
    assert_eq!(asked("from=2021"), [""; 0]);
    let wrong = grace.open("/security-log?from=soon&who=Ben");
    assert!(wrong.error_of("from").contains("2026-11-22"), "{}", wrong.visible());
    assert!(!wrong.has("#to[aria-invalid]"), "{}", wrong.visible());
    let form = wrong.form_where("main form.filters").fill("from", "2020-01-31 12:03");
    assert_eq!(whom_of(&grace.press(&form, "Filter")), ["line 7", "line 4"]);
}

fn a_clock_that_went_back_hides_no_line(panel: &Panel) {
    let (connection, now) = (&mut panel.database().connect(), panel.clock().now());
    for (days, name) in [(1, "Ada"), (40, "Ben"), (2, "Cleo"), (30, "Dan")] {
        let event = Event::new(Kind::SignedOut, now - TimeDelta::days(days), "::1").by(name);
        access::record(connection, &event).unwrap();
    }
    let person = panel.person();
    let who = |query: String| -> Vec<String> {
        let rows = person.open(&format!("/security-log?what=signed+out{query}")).rows();
        rows.into_iter().map(|mut row| row.remove(2)).collect()
    };
    let day = (now - TimeDelta::days(10)).date();
    assert_eq!(who(String::new()), ["Ada", "Cleo", "Dan", "Ben"]);
    assert_eq!(who(format!("&from={day}")), ["Ada", "Cleo"]);
    assert_eq!(who(format!("&to={day}")), ["Dan", "Ben"]);
}

fn a_name_that_no_text_can_hold_is_found_nowhere(panel: &Panel) {
    let page = panel.person().open("/security-log?who=%00&what=%00&from=%00");
    assert!(page.names().is_empty());
}

fn the_log_is_paged_both_ways_and_shows_each_line_once(panel: &Panel) {
    let grace = panel.person();
    fill(panel, 450);
    let walk = |first: &str, step: &str| {
        let mut page = grace.open(first);
        let mut pages = vec![whom_of(&page)];
        while let Some(url) = page.attributes(&format!("[rel={step}]"), "href").first() {
            page = grace.get(url);
            // The first page holds what is left of them.
            if page.status == 303 {
                page = grace.follow(&page);
            }
            pages.push(whom_of(&page));
        }
        pages
    };
    let line = |number: i32| format!("line {number}");
    let ada: Vec<String> = (0..450).rev().filter(|it| it % 3 != 1).map(line).collect();
    let forwards = walk("/security-log?who=Ada", "next");
    assert_eq!(forwards.len(), 3);
    assert_eq!(forwards.concat(), ada);
    let last = grace.open("/security-log?who=Ada").link("Last").to_owned();
    let mut backwards = walk(&last, "prev");
    backwards.reverse();
    assert_eq!(backwards.concat(), ada);
}

fn the_beginning_of_the_log_is_forgotten_when_somebody_says_yes(panel: &Panel) {
    let grace = panel.person();
    fill(panel, 30);
    let database = panel.database();
    let prune = ["security-log", "prune", "--before", "2021-01-01"];
    let with = |option| [&prune[..], &[option]].concat();
    let said = command(database, &with("--dry-run"));
    assert_eq!(said, "this would forget 30 lines from before 2021-01-01\n");
    assert!(refused(database, &prune).contains("--yes confirms it"));
    assert_eq!(whom(&grace, "/security-log").len(), 30);
    assert_eq!(command(database, &with("--yes")), "forgot 30 lines from before 2021-01-01\n");
    assert_eq!(whom(&grace, "/security-log"), ["before 2021-01-01"]);
    assert_eq!(command(database, &with("--yes")), "there is nothing from before 2021-01-01\n");
}
