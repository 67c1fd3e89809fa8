//! The command line, on a test's database.

use std::process::{Child, Command, Output, Stdio};

use backlot::db::AnyConnection;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::database::Database;

/// `backlot` with these arguments on its way, with pipes to what it reads and writes.
pub fn begun(database: &Database, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_backlot"))
        .args(arguments)
        .env("DATABASE_URL", database.url())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program")
}

/// Runs `backlot` with these arguments to its end.
pub fn run(database: &Database, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_backlot"))
        .args(arguments)
        .env("DATABASE_URL", database.url())
        .env("PORT", "0")
        .output()
        .expect("the program")
}

/// What it printed, where it succeeded.
#[track_caller]
pub fn command(database: &Database, arguments: &[&str]) -> String {
    let output = run(database, arguments);
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {complaint}");
    String::from_utf8(output.stdout).expect("text")
}

/// What it complained about, where it failed.
#[track_caller]
pub fn refused(database: &Database, arguments: &[&str]) -> String {
    let output = run(database, arguments);
    let complaint = String::from_utf8(output.stderr).expect("text");
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {complaint}");
    complaint
}

/// The value of an SQL expression that is a number.
pub fn number(connection: &mut AnyConnection, expression: &str) -> i64 {
    diesel::select(sql::<BigInt>(expression)).get_result(connection).expect("a number")
}
