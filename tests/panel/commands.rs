//! The command line, on a database that the command is pointed to.

use diesel::connection::SimpleConnection as _;
use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::support::{Database, Program, at_once, command, number, refused, run};

crate::tests![
    an_empty_database_is_migrated_once,
    programs_that_start_at_once_migrate_once,
    up_down_and_up_again_gives_the_same_schema,
    going_back_stops_at_the_migration_that_is_named,
    no_command_makes_a_schema_to_look_for_something_in_it,
    a_migration_that_nobody_knows_is_an_error,
    a_dry_run_prints_the_sql_and_changes_nothing,
    a_file_that_changed_after_it_ran_is_reported,
    a_database_of_another_version_is_refused,
    data_of_the_first_migration_survives_the_upgrade,
    nothing_is_taken_back_unless_somebody_says_yes,
    nothing_is_taken_back_while_a_panel_serves_the_database,
    a_database_with_tables_of_others_is_refused_before_anything_is_made,
    a_migration_that_was_cut_off_is_finished,
    a_sample_is_loaded_once,
    a_check_finds_nothing_wrong_with_a_fresh_database,
    a_check_passes_where_the_panel_is_open_to_every_network,
    a_check_names_what_is_pending_and_its_cure,
    a_server_that_may_not_migrate_does_not_start_on_an_old_schema,
];

/// The names of all migrations, oldest first.
fn migrations() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/sqlite");
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn states(database: &Database, state: &str) -> usize {
    command(database, &["migrate", "status"]).lines().filter(|line| line.starts_with(state)).count()
}

/// Every column and every index, as the database itself describes them.
fn schema(database: &Database) -> String {
    let question = match database.url().split(':').next() {
        Some("sqlite") => {
            "(SELECT group_concat(name || coalesce(sql, ''), ';') FROM \
             (SELECT * FROM sqlite_master WHERE name <> 'sqlite_sequence' ORDER BY name))"
        }
        Some("postgres" | "postgresql") => {
            "concat((SELECT string_agg(concat_ws(' ', table_name, column_name, data_type, \
             collation_name, is_nullable), ';' ORDER BY table_name, ordinal_position) \
             FROM information_schema.columns WHERE table_schema = current_schema()), \
             (SELECT string_agg(indexdef, ';' ORDER BY indexname) FROM pg_indexes \
             WHERE schemaname = current_schema()))"
        }
        _ => {
            "(SELECT group_concat(concat_ws(' ', table_name, column_name, column_type, \
             collation_name, is_nullable, column_key) \
             ORDER BY table_name, ordinal_position SEPARATOR ';') \
             FROM information_schema.columns WHERE table_schema = database())"
        }
    };
    let mut connection = database.connect();
    if database.url().starts_with("mysql") {
        connection.batch_execute("SET SESSION group_concat_max_len = 1000000").unwrap();
    }
    let schema: Option<String> = diesel::select(sql::<diesel::sql_types::Nullable<Text>>(question))
        .get_result(&mut connection)
        .unwrap();
    schema.unwrap_or_default()
}

fn an_empty_database_is_migrated_once(database: &Database) {
    command(database, &["migrate", "up"]);
    assert_eq!(command(database, &["migrate", "up"]), "nothing to apply\n");
    assert_eq!(states(database, "applied"), migrations().len());
    assert_eq!(states(database, "pending"), 0);
}

fn programs_that_start_at_once_migrate_once(database: &Database) {
    // Some test databases are copies of one that is migrated already.
    let _ = run(database, &["migrate", "down", "--all", "--yes"]);
    let applied: usize = at_once(4, |_| {
        let printed = command(database, &["migrate", "up"]);
        printed.lines().filter(|line| line.starts_with("applied")).count()
    })
    .into_iter()
    .sum();
    assert_eq!(applied, migrations().len());
}

fn up_down_and_up_again_gives_the_same_schema(database: &Database) {
    command(database, &["migrate", "up"]);
    let before = schema(database);
    assert!(before.contains("first_name_key"), "{before}");
    command(database, &["migrate", "down", "--all", "--yes"]);
    assert_eq!(schema(database), "");
    command(database, &["migrate", "up"]);
    assert_eq!(schema(database), before);
    command(database, &["migrate", "redo", "--yes"]);
    assert_eq!(schema(database), before);
}

fn going_back_stops_at_the_migration_that_is_named(database: &Database) {
    command(database, &["migrate", "up"]);
    assert_eq!(command(database, &["migrate", "down", "2", "--yes"]).lines().count(), 2);
    command(database, &["migrate", "down", "--to", "2026-11-22-000004_create_movies", "--yes"]);
    assert_eq!(states(database, "applied"), 4);
    assert!(
        refused(database, &["migrate", "down", "--to", "create_castings", "--yes"])
            .contains("not applied")
    );
}

fn no_command_makes_a_schema_to_look_for_something_in_it(database: &Database) {
    // Some test databases are copies of one that is migrated already.
    let _ = run(database, &["migrate", "down", "--all", "--yes"]);
    for arguments in
        [&["operator", "list"][..], &["operator", "disable", "Ada"], &["reindex"], &["check"]]
    {
        let output = run(database, arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8(said).unwrap();
        assert!(said.contains("backlot migrate up"), "{arguments:?}: {said}");
    }
    assert_eq!(schema(database), "");
}

fn a_migration_that_nobody_knows_is_an_error(database: &Database) {
    command(database, &["migrate", "up"]);
    let complaint = refused(database, &["migrate", "down", "--to", "create_ships", "--yes"]);
    assert!(complaint.contains("create_ships"), "{complaint}");
    assert_eq!(states(database, "applied"), migrations().len());
}

fn a_dry_run_prints_the_sql_and_changes_nothing(database: &Database) {
    command(database, &["migrate", "up"]);
    command(database, &["migrate", "down", "--to", "create_users", "--yes"]);
    let printed = command(database, &["migrate", "up", "--dry-run"]);
    assert!(printed.starts_with("-- 2026-11-22-000002_create_profiles\n"), "{printed}");
    assert!(printed.contains("\nCREATE TABLE"), "{printed}");
    assert!(command(database, &["migrate", "down", "--dry-run"]).contains("DROP TABLE"));
    assert_eq!(states(database, "applied"), 1);
}

fn a_file_that_changed_after_it_ran_is_reported(database: &Database) {
    command(database, &["migrate", "up"]);
    let forged = "UPDATE __backlot_migration_checksums SET checksum = 'other' \
                  WHERE version = '20261122000004'";
    database.connect().batch_execute(forged).unwrap();
    for arguments in [&["migrate", "up"][..], &["migrate", "status"]] {
        let complaint = refused(database, arguments);
        assert!(complaint.contains("2026-11-22-000004_create_movies"), "{complaint}");
    }
    let report = run(database, &["check"]);
    assert_eq!(report.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&report.stdout).contains("has changed since it was applied"));
}

fn a_database_of_another_version_is_refused(database: &Database) {
    command(database, &["migrate", "up"]);
    let forged = "INSERT INTO __diesel_schema_migrations (version) VALUES ('20990101000001')";
    database.connect().batch_execute(forged).unwrap();
    for arguments in [&["serve"][..], &["serve", "--no-migrate"], &["migrate", "up"]] {
        let complaint = refused(database, arguments);
        assert!(complaint.contains("20990101000001"), "{complaint}");
        assert!(complaint.contains("another version"), "{complaint}");
    }
}

fn data_of_the_first_migration_survives_the_upgrade(database: &Database) {
    command(database, &["migrate", "up"]);
    command(database, &["migrate", "down", "--to", "create_users", "--yes"]);
    let person = "INSERT INTO users (first_name, first_name_key, created_at, updated_at) \
                  VALUES ('Ada', 'ada', '2026-01-01 00:00:00', '2026-01-01 00:00:00')";
    database.connect().batch_execute(person).unwrap();
    let program = Program::start(database);
    assert!(program.person().open("/users").visible().contains("Ada"));
}

fn nothing_is_taken_back_unless_somebody_says_yes(database: &Database) {
    command(database, &["migrate", "up"]);
    command(database, &["seed", "--users", "7", "--castings", "5"]);
    let before = schema(database);
    for arguments in [&["--all"][..], &["--to", "create_users"]] {
        let complaint = refused(database, &[&["migrate", "down"], arguments].concat());
        assert!(complaint.contains("cars ("), "{complaint}");
        assert!(complaint.contains("castings (5 rows), actors ("), "{complaint}");
        assert!(complaint.contains("--yes"), "{complaint}");
    }
    assert_eq!(schema(database), before);
    // One that costs no rows is asked about as well.
    command(database, &["migrate", "down", "--to", "create_search", "--yes"]);
    let before = schema(database);
    for arguments in [&["migrate", "down"][..], &["migrate", "redo"]] {
        let complaint = refused(database, arguments);
        assert!(complaint.contains("create_search, and deletes no table"), "{complaint}");
        assert!(complaint.contains("--yes"), "{complaint}");
    }
    assert_eq!(schema(database), before);
    assert_eq!(number(&mut database.connect(), "(SELECT count(*) FROM users)"), 7);
}

fn nothing_is_taken_back_while_a_panel_serves_the_database(database: &Database) {
    let mut program = Program::start(database);
    let ada = program.person();
    // A look from elsewhere must not hide the panel.
    command(database, &["check"]);
    for arguments in [&["migrate", "down", "--all", "--yes"][..], &["migrate", "redo", "--yes"]] {
        let complaint = refused(database, arguments);
        assert!(complaint.contains("stop the panel"), "{complaint}");
    }
    assert_eq!(ada.add("movies", &[("name", "Alien")]).heading(), "Alien");
    program.signal("TERM");
    program.ended();
    command(database, &["migrate", "down", "--all", "--yes"]);
    assert_eq!(schema(database), "");
}

fn a_database_with_tables_of_others_is_refused_before_anything_is_made(database: &Database) {
    // Some test databases are copies of one that is migrated already.
    let _ = run(database, &["migrate", "down", "--all", "--yes"]);
    let theirs = "CREATE TABLE users (id BIGINT PRIMARY KEY, username VARCHAR(20)); \
                  CREATE TABLE sessions (id BIGINT PRIMARY KEY); \
                  INSERT INTO users VALUES (1, 'ada')";
    for statement in theirs.split("; ") {
        database.connect().batch_execute(statement).unwrap();
    }
    let before = schema(database);
    for arguments in [&["migrate", "up"][..], &["serve"], &["operator", "add", "Ada"], &["seed"]] {
        let complaint = refused(database, arguments);
        assert!(complaint.contains("users, sessions"), "{complaint}");
        assert_eq!(schema(database), before, "{arguments:?}");
    }
    command(database, &["migrate", "down", "--all", "--yes"]);
    assert_eq!(schema(database), before);
    assert_eq!(number(&mut database.connect(), "(SELECT count(*) FROM users)"), 1);
}

fn a_migration_that_was_cut_off_is_finished(database: &Database) {
    command(database, &["migrate", "up"]);
    let before = schema(database);
    command(database, &["migrate", "down", "--to", "create_roles", "--yes"]);
    if database.url().starts_with("mysql") {
        // It has no way back, so a statement may have run without the note that it did.
        let cut_off = [
            "INSERT INTO __backlot_migration_checksums VALUES ('20261122000012', 'begun')",
            "CREATE TABLE operator_roles (operator_id BIGINT NOT NULL, role VARCHAR(64) NOT NULL, \
             PRIMARY KEY (operator_id, role), FOREIGN KEY (operator_id) REFERENCES operators (id), \
             INDEX operator_roles_role_index (role)) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin",
        ];
        for statement in cut_off {
            database.connect().batch_execute(statement).unwrap();
        }
    }
    command(database, &["migrate", "up"]);
    assert_eq!(schema(database), before);
}

fn a_sample_is_loaded_once(database: &Database) {
    let arguments = ["seed", "--users", "50", "--castings", "20", "--seed", "7"];
    assert!(command(database, &arguments).contains("rows loaded"));
    assert!(command(database, &arguments).contains("there already"));
    let connection = &mut database.connect();
    assert_eq!(number(connection, "(SELECT count(*) FROM users)"), 50);
    assert_eq!(number(connection, "(SELECT count(*) FROM castings)"), 20);
    command(database, &["seed", "--users", "10"]);
    let users = backlot::schema::users::table.select(count_star());
    assert_eq!(users.first(connection), Ok(60));
    // The next id is free, on the databases that do not see the ids that were chosen.
    let program = Program::start(database);
    let page = program.person().add("movies", &[("name", "Alien")]);
    assert_eq!(page.heading(), "Alien");
}

fn a_check_finds_nothing_wrong_with_a_fresh_database(database: &Database) {
    command(database, &["migrate", "up"]);
    let report = command(database, &["check"]);
    let migrations = format!("{} applied, 0 pending", migrations().len());
    assert!(report.contains("latency") && report.contains(&migrations), "{report}");
    assert!(report.ends_with("\nok\n"), "{report}");
    let products = ["SQLite 3.", "PostgreSQL 1", "MariaDB 1", "MySQL 8", "MySQL 9"];
    assert!(products.iter().any(|product| report.contains(product)), "{report}");
}

fn a_check_passes_where_the_panel_is_open_to_every_network(database: &Database) {
    command(database, &["migrate", "up"]);
    let check = std::process::Command::new(env!("CARGO_BIN_EXE_backlot"))
        .arg("check")
        .envs([("DATABASE_URL", database.url()), ("HOST", "0.0.0.0")])
        .env("PUBLIC_URL", "https://panel.example")
        .output()
        .unwrap();
    let report = String::from_utf8(check.stdout).unwrap();
    assert_eq!(check.status.code(), Some(0), "{report}");
    for note in ["HOST is 0.0.0.0", "PUBLIC_URL is https", "\nok\n"] {
        assert!(report.contains(note), "{report}");
    }
}

fn a_check_names_what_is_pending_and_its_cure(database: &Database) {
    command(database, &["migrate", "up"]);
    command(database, &["migrate", "down", "--yes"]);
    let report = run(database, &["check"]);
    let report = String::from_utf8(report.stdout).unwrap();
    let last = migrations().pop().unwrap();
    assert!(report.contains(&format!("{last} is not applied")), "{report}");
    assert!(report.contains("backlot migrate up"), "{report}");
    // Many of them are one problem with one cure.
    command(database, &["migrate", "down", "2", "--yes"]);
    let check = run(database, &["check"]);
    let report = String::from_utf8(check.stdout).unwrap();
    assert!(report.contains("is not applied, nor 2 after it"), "{report}");
    assert_eq!(report.matches("problem ").count(), 1, "{report}");
}

fn a_server_that_may_not_migrate_does_not_start_on_an_old_schema(database: &Database) {
    command(database, &["migrate", "up"]);
    command(database, &["migrate", "down", "--yes"]);
    let complaint = refused(database, &["serve", "--no-migrate"]);
    assert!(complaint.contains("backlot migrate up"), "{complaint}");
    assert_eq!(states(database, "applied"), migrations().len() - 1);
}
