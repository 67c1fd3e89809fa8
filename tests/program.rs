//! The program when it cannot start: one line that names what to change, and exit code 1.

#![expect(clippy::unwrap_used, reason = "a test ends at what it does not expect")]

#[cfg(feature = "sqlite")]
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output};

/// Runs it in that folder with just these variables; it must end by itself.
fn run(folder: &Path, variables: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_backlot"))
        .current_dir(folder)
        .env_clear()
        .envs(variables.iter().copied())
        .output()
        .unwrap()
}

/// The one line that it ends with.
#[track_caller]
fn complaint(folder: &Path, variables: &[(&str, &str)]) -> String {
    let output = run(folder, variables);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    let lines: Vec<&str> = said.lines().filter(|line| !line.contains(" INFO ")).collect();
    assert_eq!(lines.len(), 1, "{said}");
    lines[0].to_owned()
}

#[test]
#[cfg(feature = "sqlite")]
fn a_bad_value_stops_the_start_with_one_line_that_names_the_variable() {
    let folder = tempfile::tempdir().unwrap();
    for (variable, value) in [
        ("PORT", "abc"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("HOST", "localhost:3000"),
        ("BASE_PATH", "a b"),
        ("DATABASE_URL", "garbage"),
        ("DATABASE_URL", "mysql:foo"),
        ("DATABASE_URL", "sqlite:"),
        ("DATABASE_URL", "mssql://sa:secret@host/db"),
        ("STATIC_DIR", "nowhere"),
        ("HISTORY_SEAL_EVERY", "0s"),
    ] {
        let line = complaint(folder.path(), &[(variable, value)]);
        assert!(line.contains(variable), "{line}");
        assert!(!line.contains("secret"), "{line}");
    }
    let made: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert!(made.is_empty(), "{made:?}");
}

#[test]
#[cfg(feature = "sqlite")]
fn the_file_env_is_read_and_its_mistakes_named() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(".env"), "PORT=abc\n").unwrap();
    assert!(complaint(folder.path(), &[]).contains("PORT"));
    std::fs::write(folder.path().join(".env"), "# mine\nDATABASE_PASSWORD='s3cret\n").unwrap();
    let line = complaint(folder.path(), &[]);
    assert!(line.contains(".env line 2") && !line.contains("s3"), "{line}");
}

#[test]
#[cfg(feature = "sqlite")]
fn the_file_env_is_read_as_it_is_and_from_the_working_directory_alone() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("below");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(parent.path().join(".env"), "PORT=abc\n").unwrap();
    // A folder that is not there shows in the complaint which file was meant.
    let name = r"no/pa$word1\n${HOME} #1";
    let text = format!("DATABASE_URL=\"sqlite:{name}/db\"\nRUST_LOG=off\n");
    std::fs::write(folder.join(".env"), text).unwrap();
    let line = complaint(&folder, &[("PORT", "0")]);
    assert!(line.contains(&format!("there is no directory {name}")), "{line}");
    let line = complaint(&folder, &[("DATABASE_URL", "garbage")]);
    assert!(line.contains("names no known database"), "the environment wins: {line}");
}

#[test]
#[cfg(feature = "sqlite")]
fn a_taken_port_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let line = complaint(folder.path(), &[("PORT", &address.port().to_string())]);
    assert!(line.contains(&address.to_string()) && line.contains("in use"), "{line}");
}

#[test]
#[cfg(feature = "sqlite")]
fn a_database_that_cannot_be_opened_says_why_and_stays_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let line =
        complaint(folder.path(), &[("DATABASE_URL", "sqlite:no/such/folder/db"), ("PORT", "0")]);
    assert!(line.contains("no/such/folder"), "{line}");
    let other = folder.path().join("notes.txt");
    let text = "These are notes, and no database at all. ".repeat(50);
    std::fs::write(&other, &text).unwrap();
    let line = complaint(folder.path(), &[("DATABASE_URL", "sqlite:notes.txt"), ("PORT", "0")]);
    assert!(line.contains("not a database"), "{line}");
    assert_eq!(std::fs::read_to_string(&other).unwrap(), text);
}

#[test]
fn a_database_that_was_not_built_in_names_the_feature_that_builds_it() {
    let folder = tempfile::tempdir().unwrap();
    for (url, feature, is_built_in) in [
        ("sqlite:x.sqlite3", "sqlite", cfg!(feature = "sqlite")),
        ("postgres://u@127.0.0.1:1/x", "postgres", cfg!(feature = "postgres")),
        ("mysql://u@127.0.0.1:1/x", "mysql", cfg!(feature = "mysql")),
    ] {
        if !is_built_in {
            let line = complaint(folder.path(), &[("DATABASE_URL", url)]);
            assert!(line.contains(&format!("--features {feature}")), "{line}");
        }
    }
}
