//! The security log, and what no log ever shows.

use chrono::TimeDelta;

use super::{WRONG, heat, set_up_factor, shown_link, sign_in, signed_in};
use crate::support::{Database, PASSWORD, Panel, Person, Program};

crate::tests![
    what_happens_with_access_leaves_a_line,
    what_is_refused_leaves_one_line_a_minute,
    who_must_wait_leaves_one_line_a_minute,
    what_somebody_types_as_a_name_stays_on_its_line,
    no_secret_is_ever_logged,
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
