//! `backlot operator`: the way in for tests, scripts and whoever lost theirs.

use std::io::Write as _;
use std::process::Output;

use super::{set_up_factor, sign_in};
use crate::support::{Database, PASSWORD, Panel, Person, Program, begun};

crate::tests![
    an_operator_is_added_and_signs_in,
    what_is_wrong_with_a_new_operator_is_said,
    operators_are_listed,
    a_disabled_operator_is_out_at_once_and_the_last_admin_stays,
    an_enabled_operator_signs_in_again,
    an_operator_is_removed_by_who_confirms_it_and_the_last_admin_stays,
    a_link_sets_a_password_once,
    a_reset_lets_in_who_lost_password_and_second_factor,
];

/// Runs `backlot operator` with these arguments; `typed` is its standard input.
fn run(database: &Database, arguments: &[&str], typed: &str) -> Output {
    let mut child = begun(database, &[&["operator"], arguments].concat());
    // It may have been refused before it reads.
    let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
    child.wait_with_output().unwrap()
}

#[track_caller]
pub(super) fn done(database: &Database, arguments: &[&str], typed: &str) -> String {
    let output = run(database, arguments, typed);
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {complaint}");
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(!printed.contains(PASSWORD) && !complaint.contains(PASSWORD));
    printed
}

#[track_caller]
fn refused(database: &Database, arguments: &[&str], typed: &str) -> String {
    let output = run(database, arguments, typed);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

fn an_operator_is_added_and_signs_in(database: &Database) {
    // On a database that nobody has served yet.
    done(database, &["add", "Ada"], &format!("{PASSWORD}\n"));
    done(database, &["add", "Ben", "--role", "viewer"], &format!("{PASSWORD}\r\n"));
    let program = Program::start(database);
    let [ada, ben] = ["Ada", "Ben"].map(|name| {
        let person = Person::at(program.address());
        sign_in(&person, name, PASSWORD).assert_status(303);
        person
    });
    ada.open("/movies/new");
    ada.open("/operators");
    ben.open("/movies");
    ben.get("/movies/new").assert_status(403);
    let log = ada.open("/security-log").rows();
    let added = log.iter().filter(|row| row[1] == "operator added").collect::<Vec<_>>();
    assert_eq!(added.len(), 2);
    assert!(added.iter().all(|row| row[4] == "command line"), "{added:?}");
}

fn what_is_wrong_with_a_new_operator_is_said(database: &Database) {
    done(database, &["add", "Ada"], PASSWORD);
    for (arguments, typed, reason) in [
        (&["add", "ADA"][..], PASSWORD, "Another operator already has this name"),
        (&["add", " "], PASSWORD, "Enter a name"),
        (&["add", "Ben"], "short", "at least 12 characters"),
        (&["add", "Ben"], "", "at least 12 characters"),
        (&["add", "Ben"], "password1234", "too common"),
        (&["add", "Benjamin"], "my name: benjamin", "contain the name"),
        (&["add", "Ben", "--role", "king"], PASSWORD, "there is no role king"),
        (&["disable", "Ben"], "", "there is no operator Ben"),
        (&["reset", "Ben"], PASSWORD, "there is no operator Ben"),
        (&["reset", "Ada"], "short", "at least 12 characters"),
    ] {
        let complaint = refused(database, arguments, typed);
        assert!(complaint.contains(reason), "{arguments:?}: {complaint}");
    }
    assert_eq!(done(database, &["list"], ""), "Ada\tadmin\tmay sign in\n");
}

fn operators_are_listed(database: &Database) {
    done(database, &["add", "Ada"], PASSWORD);
    done(database, &["add", "Ben", "--role", "viewer", "--role", "editor"], PASSWORD);
    done(database, &["disable", "ben"], "");
    let printed = done(database, &["list"], "");
    assert_eq!(printed, "Ada\tadmin\tmay sign in\nBen\teditor, viewer\tdisabled\n");
}

fn a_disabled_operator_is_out_at_once_and_the_last_admin_stays(panel: &Panel) {
    let database = panel.database();
    let ada = panel.person();
    assert!(refused(database, &["disable", "Grace"], "").contains("last admin"));
    ada.open("/movies");
    let ben = panel.person_who_is("Ben", &["admin"]);
    ben.open("/movies");
    done(database, &["disable", "Ben"], "");
    ben.get("/movies").assert_status(303);
    sign_in(&ben, "Ben", PASSWORD).assert_status(422);
}

fn an_enabled_operator_signs_in_again(panel: &Panel) {
    panel.person_who_is("Ben", &["viewer"]);
    done(panel.database(), &["disable", "Ben"], "");
    sign_in(&panel.visitor(), "Ben", PASSWORD).assert_status(422);
    assert_eq!(done(panel.database(), &["enable", "ben"], ""), "enabled Ben\n");
    sign_in(&panel.visitor(), "Ben", PASSWORD).assert_status(303);
    let log = panel.person().open("/security-log").rows();
    assert!(log.iter().any(|row| row[1] == "operator enabled" && row[4] == "command line"));
}

fn an_operator_is_removed_by_who_confirms_it_and_the_last_admin_stays(panel: &Panel) {
    let database = panel.database();
    let ada = panel.person();
    let ben = panel.person_who_is("Ben", &["viewer"]);
    let complaint = refused(database, &["remove", "Ben"], "y\n");
    assert!(
        complaint.contains("this removes Ben, and ends their sessions")
            && complaint.contains("--yes"),
        "{complaint}"
    );
    ben.open("/movies");
    assert_eq!(done(database, &["remove", "ben", "--yes"], ""), "removed Ben\n");
    ben.get("/movies").assert_status(303);
    assert!(refused(database, &["remove", "Ben", "--yes"], "").contains("there is no operator"));
    assert!(refused(database, &["remove", "Grace", "--yes"], "").contains("last admin"));
    let log = ada.open("/security-log").rows();
    assert!(log.iter().any(|row| row[1] == "operator removed" && row[3] == "Ben"), "{log:?}");
}

fn a_link_sets_a_password_once(panel: &Panel) {
    let ben = panel.person_who_is("Ben", &["viewer"]);
    let printed = done(panel.database(), &["link", "Ben"], "");
    assert_eq!(printed.lines().count(), 1, "{printed}");
    let path = printed.trim_end().strip_prefix("http://127.0.0.1:3000").unwrap();
    let new = "a quite new one";
    let form = ben.open(path).form().fill_all(&[("password", new), ("again", new)]);
    ben.press(&form, "Save").assert_status(303);
    ben.get(path).assert_status(404);
    sign_in(&ben, "Ben", PASSWORD).assert_status(422);
    sign_in(&ben, "Ben", new).assert_status(303);
}

fn a_reset_lets_in_who_lost_password_and_second_factor(panel: &Panel) {
    let grace = panel.person();
    set_up_factor(panel, &grace);
    done(panel.database(), &["reset", "Grace"], "a quite new one\n");
    grace.get("/movies").assert_status(303);
    sign_in(&grace, "Grace", PASSWORD).assert_status(422);
    sign_in(&grace, "Grace", "a quite new one").assert_status(303);
    grace.open("/operators");
}
