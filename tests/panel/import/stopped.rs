//! The command that imports, told to end before it is over, and given its file by a pipe.

use std::io::Write as _;
use std::process::{Child, Command, Output};

use super::command::file;
use crate::support::{Database, Program, begun, command, number};

crate::tests![
    a_command_that_is_stopped_while_it_checks_imports_nothing,
    a_command_that_is_stopped_while_it_writes_keeps_nothing,
    a_command_that_writes_what_is_right_says_what_it_has_written_when_it_is_stopped,
    a_command_takes_what_is_piped_into_it,
];

/// Sends a signal as soon as that many of something are there, and waits for the end.
fn stopped(database: &Database, child: Child, signal: &str, of: &str) -> (Output, String) {
    let connection = &mut database.connect();
    while number(connection, of) == 0 {}
    let process = child.id().to_string();
    assert!(Command::new("kill").args(["-s", signal, &process]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    (output, said)
}

fn films() -> super::command::File {
    let films: String = (0..6_000).map(|number| format!("Film {number}\n")).collect();
    file("films.csv", format!("name\n{films}"))
}

fn a_command_that_is_stopped_while_it_checks_imports_nothing(database: &Database) {
    command(database, &["migrate", "up"]);
    let films = films();
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let child = begun(database, &["import", "movies", films.path()]);
        let rows = "(SELECT count(*) FROM import_rows)";
        let (output, said) = stopped(database, child, signal, rows);
        assert_eq!(output.status.code(), Some(code), "{said}");
        assert_eq!(said, "stopped: nothing was imported\n");
        let left = "(SELECT count(*) FROM movies) + (SELECT count(*) FROM import_rows)";
        assert_eq!(number(&mut database.connect(), left), 0);
    }
}

fn a_command_that_is_stopped_while_it_writes_keeps_nothing(database: &Database) {
    let program = Program::start(database);
    let films = films();
    let arguments = ["import", "movies", films.path()];
    let child = begun(database, &arguments);
    let movies = "(SELECT count(*) FROM movies)";
    let (output, said) = stopped(database, child, "INT", movies);
    assert_eq!(output.status.code(), Some(130), "{said}");
    assert!(said.contains("what was imported is taken back"), "{said}");
    assert!(
        said.ends_with("stopped: Nothing was kept: all that was imported before was taken back.\n"),
        "{said}"
    );
    let connection = &mut database.connect();
    assert_eq!(number(connection, movies), 0);
    let jobs = program.person().open("/jobs").rows();
    assert_eq!(jobs[0][1], "Cancelled");
    command(database, &arguments);
    assert_eq!(number(connection, movies), 6_000);
}

fn a_command_that_writes_what_is_right_says_what_it_has_written_when_it_is_stopped(
    database: &Database,
) {
    let program = Program::start(database);
    let films = films();
    let arguments = ["import", "movies", films.path(), "--match", "name", "--skip-refused"];
    let child = begun(database, &arguments);
    let movies = "(SELECT count(*) FROM movies)";
    let (output, said) = stopped(database, child, "INT", movies);
    assert_eq!(output.status.code(), Some(130), "{said}");
    let connection = &mut database.connect();
    let written = number(connection, movies);
    assert!(written < 6_000, "{said}");
    let count = backlot::panel::entity::words::grouped(written);
    let set = number(connection, "(SELECT max(id) FROM change_sets)");
    assert!(
        said.starts_with(&format!("stopped: {count} of 6,000 were imported."))
            && said.contains(&format!("at /activity/{set}, ")),
        "{said}"
    );
    // Nothing is left that stands in the way of the next one.
    assert_eq!(number(connection, "(SELECT count(*) FROM jobs WHERE finished_at IS NULL)"), 0);
    let jobs = program.person().open("/jobs").rows();
    assert_eq!(jobs[0][1], "Cancelled");
    let rest = command(database, &arguments);
    assert!(rest.contains(&format!("{count} unchanged, 0 refused")), "{rest}");
    assert_eq!(number(connection, movies), 6_000);
}

fn a_command_takes_what_is_piped_into_it(database: &Database) {
    command(database, &["migrate", "up"]);
    let mut child = begun(database, &["import", "movies", "-"]);
    child.stdin.take().unwrap().write_all(b"name\nAlien\nSolaris\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(number(&mut database.connect(), "(SELECT count(*) FROM movies)"), 2);
    let mut child = begun(database, &["import", "movies", "-"]);
    child.stdin.take().unwrap().write_all(b"%PDF-1.7\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("standard input: This is a PDF"), "{said}");
}
