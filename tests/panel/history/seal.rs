//! The history is sealed, and whoever alters it is found out.

use std::process::Output;

use backlot::db::AnyConnection;
use backlot::schema::change_sets;
use diesel::connection::SimpleConnection as _;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::support::{Database, Panel, at_once, command, number, run};

crate::tests![
    a_change_of_any_column_is_found,
    an_entry_that_is_removed_put_in_or_moved_is_found,
    changes_that_stand_elsewhere_than_they_say_are_found,
    an_end_that_is_cut_off_is_found_by_whoever_kept_a_seal,
    everything_is_sealed_once_by_several_at_once,
    what_is_committed_late_is_sealed_all_the_same,
];

/// A few change sets of every kind, all sealed.
fn a_history(panel: &Panel) {
    let ada = panel.person();
    let movie = ada.add("movies", &[("name", "Alien")]).path;
    let form = ada.open(&format!("{movie}/edit")).form().fill("name", "Aliens");
    ada.press(&form, "Save").assert_status(303);
    ada.post(&format!("{movie}/castings?name=Weaver"), "");
    let form = ada.open(&format!("{movie}/delete")).form();
    ada.press(&form, "Delete").assert_status(303);
    command(panel.database(), &["history", "seal"]);
}

fn verify(database: &Database) -> Output {
    run(database, &["history", "verify"])
}

/// What `verify` says, where it finds something.
#[track_caller]
fn found(database: &Database, what: &str) -> String {
    let output = verify(database);
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{what}: {said}");
    said
}

#[track_caller]
fn assert_fits(database: &Database) {
    let output = verify(database);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(0), "{said}");
}

/// The last seal, as `verify` prints it.
fn last_seal(database: &Database) -> String {
    let said = command(database, &["history", "verify"]);
    said.split_whitespace().last().unwrap().to_owned()
}

/// A connection that keeps no foreign keys, as of somebody who means harm.
fn intruder(database: &Database) -> AnyConnection {
    let mut connection = database.connect();
    connection
        .batch_execute(match database.url().split(':').next() {
            Some("sqlite") => "PRAGMA foreign_keys = OFF",
            Some("postgres" | "postgresql") => "SET session_replication_role = replica",
            _ => "SET SESSION foreign_key_checks = 0",
        })
        .unwrap();
    connection
}

/// The names and types of the columns of a table, as the database has them.
fn columns(database: &Database, table: &str) -> Vec<(String, String)> {
    let question = match database.url().split(':').next() {
        Some("sqlite") => format!("name || ' ' || type FROM pragma_table_info('{table}')"),
        Some("postgres" | "postgresql") => format!(
            "column_name || ' ' || data_type FROM information_schema.columns \
             WHERE table_name = '{table}' AND table_schema = current_schema()"
        ),
        _ => format!(
            "CONVERT(concat(column_name, ' ', data_type) USING utf8mb4) \
             FROM information_schema.columns \
             WHERE table_name = '{table}' AND table_schema = database()"
        ),
    };
    let found: Vec<String> =
        sql::<Text>(&format!("SELECT {question}")).load(&mut database.connect()).unwrap();
    let column = |text: String| {
        let (name, kind) = text.split_once(' ').unwrap();
        (name.to_owned(), kind.to_lowercase())
    };
    found.into_iter().map(column).collect()
}

fn a_change_of_any_column_is_found(panel: &Panel) {
    a_history(panel);
    let database = panel.database();
    assert_fits(database);
    let intruder = &mut intruder(database);
    for table in ["change_sets", "changes"] {
        let copy = format!("CREATE TABLE kept_{table} AS SELECT * FROM {table}");
        intruder.batch_execute(&copy).unwrap();
    }
    let mut altered = 0;
    for (table, key) in [("change_sets", "id"), ("changes", "change_set_id")] {
        for (column, kind) in columns(database, table) {
            let other = match kind.as_str() {
                kind if kind.contains("int") => format!("coalesce({column}, 0) + 1000"),
                kind if kind.contains("time") => "'2001-01-01 00:00:00'".to_owned(),
                _ => "'x'".to_owned(),
            };
            let what = format!("UPDATE {table} SET {column} = {other} WHERE {key} = 2");
            intruder.batch_execute(&what).unwrap();
            found(database, &what);
            for table in ["changes", "change_sets"] {
                intruder.batch_execute(&format!("DELETE FROM {table}")).unwrap();
                let back = format!("INSERT INTO {table} SELECT * FROM kept_{table}");
                intruder.batch_execute(&back).unwrap();
            }
            altered += 1;
        }
    }
    assert!(altered > 20, "{altered}");
    assert_fits(database);
}

fn an_entry_that_is_removed_put_in_or_moved_is_found(panel: &Panel) {
    a_history(panel);
    let database = panel.database();
    let intruder = &mut intruder(database);
    let mut alter = |statements: &str| intruder.batch_execute(statements).unwrap();
    alter("UPDATE change_sets SET seal_number = 77 WHERE seal_number = 2");
    let said = found(database, "moved away");
    assert!(said.contains("entry 2 is missing"), "{said}");
    assert!(said.contains("entries 5 to 76 are missing"), "{said}");
    alter("UPDATE change_sets SET seal_number = 2 WHERE seal_number = 77");
    assert_fits(database);
    alter("UPDATE change_sets SET seal_number = 77 WHERE seal_number = 2");
    alter("UPDATE change_sets SET seal_number = 2 WHERE seal_number = 3");
    alter("UPDATE change_sets SET seal_number = 3 WHERE seal_number = 77");
    let said = found(database, "reordered");
    assert!(said.contains("entry 2 (change set 3) does not fit"), "{said}");
    alter("UPDATE change_sets SET seal_number = 77 WHERE seal_number = 2");
    alter("UPDATE change_sets SET seal_number = 2 WHERE seal_number = 3");
    alter("UPDATE change_sets SET seal_number = 3 WHERE seal_number = 77");
    assert_fits(database);
    for number in [i64::MIN, i64::MAX] {
        alter(&format!(
            "INSERT INTO changes SELECT change_set_id, {number}, entity, record_id, other_id, kind, \
             version, title, other_title, old_values, new_values, subjects FROM changes \
             WHERE change_set_id = 2 AND number = 0"
        ));
        let said = found(database, "put in");
        assert!(said.contains("(change set 2) does not fit"), "{said}");
        alter(&format!("DELETE FROM changes WHERE number = {number}"));
        assert_fits(database);
    }
    alter("UPDATE change_sets SET seal_number = 0 WHERE seal_number = 1");
    let said = found(database, "before the beginning");
    assert!(said.contains("1 change set stands before the first entry"), "{said}");
    alter("UPDATE change_sets SET seal_number = 1 WHERE seal_number = 0");
    alter(
        "INSERT INTO changes SELECT change_set_id, number + 1, entity, record_id, other_id, kind, \
         version, title, other_title, old_values, new_values, subjects FROM changes WHERE change_set_id = 1",
    );
    let said = found(database, "another change");
    assert!(said.contains("entry 1 (change set 1) does not fit"), "{said}");
    alter("DELETE FROM changes WHERE change_set_id = 1");
    assert_eq!(found(database, "no change"), said);
}

fn changes_that_stand_elsewhere_than_they_say_are_found(panel: &Panel) {
    a_history(panel);
    let database = panel.database();
    assert_fits(database);
    let intruder = &mut intruder(database);
    let tables =
        ["change_sets", "changes", "change_subjects", "change_set_entities", "change_set_undoes"];
    for table in tables {
        let copy = format!("CREATE TABLE kept_{table} AS SELECT * FROM {table}");
        intruder.batch_execute(&copy).unwrap();
    }
    let orphan = |set: &str| {
        format!(
            "INSERT INTO changes SELECT {set}, number, entity, record_id, other_id, kind, version, \
             title, other_title, old_values, new_values, subjects FROM changes \
             WHERE change_set_id = 2"
        )
    };
    let subject = |row: &str| format!("INSERT INTO change_subjects VALUES {row}");
    for (what, told) in [
        (orphan("77"), "change 0 of change set 77 has no change set"),
        (orphan("-5"), "change 0 of change set -5 has no change set"),
        (orphan("0"), "change 0 of change set 0 has no change set"),
        ("DELETE FROM change_subjects WHERE change_set_id = 2".into(), "change set 2 is not found"),
        (
            "DELETE FROM change_subjects WHERE change_set_id = 3 AND entity = 'actors'".into(),
            "change set 3 is not found",
        ),
        (
            "UPDATE change_subjects SET record_id = 9 WHERE change_set_id = 1".into(),
            "change set 1 is not found",
        ),
        (
            "UPDATE change_subjects SET number = 9 WHERE change_set_id = 1".into(),
            "change set 1 is not found",
        ),
        (subject("('movies', 1, 77, 0)"), "change set 77 is not found"),
        (subject("('movies', 9, 1, 0)"), "change set 1 is not found"),
        (
            "DELETE FROM change_set_entities WHERE change_set_id = 4".into(),
            "change set 4 is not found",
        ),
        ("INSERT INTO change_set_entities VALUES ('cars', 2)".into(), "change set 2 is not found"),
        ("UPDATE changes SET subjects = 'users:1' WHERE change_set_id = 2".into(), "does not fit"),
        (
            "INSERT INTO change_set_undoes VALUES (2, 1)".into(),
            "entry 2 (change set 2) does not fit",
        ),
        ("INSERT INTO change_set_undoes VALUES (77, 1)".into(), "change_set_undoes has 1 row"),
    ] {
        intruder.batch_execute(&what).unwrap();
        let said = found(database, &what);
        assert!(said.contains(told), "{what}: {said}");
        for table in tables.iter().rev() {
            intruder.batch_execute(&format!("DELETE FROM {table}")).unwrap();
        }
        for table in tables {
            let back = format!("INSERT INTO {table} SELECT * FROM kept_{table}");
            intruder.batch_execute(&back).unwrap();
        }
        assert_fits(database);
    }
}

fn an_end_that_is_cut_off_is_found_by_whoever_kept_a_seal(panel: &Panel) {
    a_history(panel);
    let database = panel.database();
    let kept = last_seal(database);
    panel.person().add("movies", &[("name", "Brazil")]);
    command(database, &["history", "seal"]);
    command(database, &["history", "verify", "--expect", &kept]);
    let other = kept.replace(&kept[2..6], "0000");
    assert_eq!(run(database, &["history", "verify", "--expect", &other]).status.code(), Some(1));
    let wrong = run(database, &["history", "verify", "--expect", "nonsense"]);
    assert_eq!(wrong.status.code(), Some(2));
    let last = last_seal(database);
    assert_ne!(last, kept);
    let mut intruder = intruder(database);
    for table in ["changes", "change_subjects", "change_set_entities"] {
        let cut = format!("DELETE FROM {table} WHERE change_set_id = 5");
        intruder.batch_execute(&cut).unwrap();
    }
    intruder.batch_execute("DELETE FROM change_sets WHERE seal_number = 5").unwrap();
    assert_fits(database);
    let said = run(database, &["history", "verify", "--expect", &last]);
    assert_eq!(said.status.code(), Some(1));
    let said = String::from_utf8(said.stdout).unwrap();
    assert!(said.contains("no entry has the expected seal"), "{said}");
}

fn everything_is_sealed_once_by_several_at_once(panel: &Panel) {
    let ada = panel.person();
    let there = 30;
    for number in 0..there {
        ada.add("actors", &[("name", &format!("Actor {number}"))]);
    }
    at_once(4, |_| command(panel.database(), &["history", "seal"]));
    let connection = &mut panel.database().connect();
    assert_eq!(number(connection, "(SELECT max(seal_number) FROM change_sets)"), there);
    let said = command(panel.database(), &["history", "verify"]);
    assert!(said.contains("30 entries compared, 0 change sets are not sealed yet"), "{said}");
}

fn what_is_committed_late_is_sealed_all_the_same(panel: &Panel) {
    let database = panel.database();
    // There nobody else commits while a transaction that writes is open.
    if database.url().starts_with("sqlite") {
        return;
    }
    let slow = &mut database.connect();
    slow.batch_execute("BEGIN").unwrap();
    let texts = ["operator", "origin", "reason", "entity", "title", "kind", "summary"];
    let empty = vec!["''"; texts.len()].join(", ");
    let insert = format!(
        "INSERT INTO change_sets (happened_at, {}) VALUES ('2026-11-22 12:00:00', {empty})",
        texts.join(", ")
    );
    slow.batch_execute(&insert).unwrap();
    panel.person().add("movies", &[("name", "Alien")]);
    command(database, &["history", "seal"]);
    slow.batch_execute("COMMIT").unwrap();
    command(database, &["history", "seal"]);
    let order: Vec<i64> = change_sets::table
        .order(change_sets::seal_number)
        .select(change_sets::id)
        .load(slow)
        .unwrap();
    assert_eq!(order, [2, 1]);
    assert_fits(database);
}
