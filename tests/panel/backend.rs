//! The database that is named: it is the one that is used.

use std::net::TcpListener;

use diesel::connection::SimpleConnection as _;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Text;
use url::Url;

use crate::support::{Database, Panel, Program};

crate::tests![
    the_suite_runs_on_the_database_it_names,
    a_statement_that_fails_at_its_last_row_leaves_the_others_as_they_were,
    an_address_of_postgresql_may_name_several_servers_or_none,
];

fn the_suite_runs_on_the_database_it_names(panel: &Panel) {
    let url = panel.database().url();
    let (question, answers): (_, &[&str]) = match url.split(':').next() {
        Some("sqlite") => ("SELECT 'SQLite ' || sqlite_version()", &["SQLite"]),
        Some("postgres" | "postgresql") => ("SELECT version()", &["PostgreSQL"]),
        _ => ("SELECT CONCAT(@@version_comment, @@version)", &["MariaDB", "MySQL", "mariadb"]),
    };
    let version: String =
        sql::<Text>(question).get_result(&mut panel.database().connect()).unwrap();
    assert!(answers.iter().any(|product| version.contains(product)), "{version}");
}

/// It writes over many more pages than a database keeps in memory to take a statement back.
fn a_statement_that_fails_at_its_last_row_leaves_the_others_as_they_were(database: &Database) {
    const ROWS: i64 = 400;
    let mut connection = database.connect();
    connection
        .batch_execute(
            "CREATE TABLE large (id INTEGER PRIMARY KEY, text VARCHAR(8000), n INT NOT NULL)",
        )
        .unwrap();
    let text = "x".repeat(3000);
    let rows: Vec<String> = (1..=ROWS).map(|id| format!("({id}, '{text}', {id})")).collect();
    let sum = |connection: &mut _| {
        let sum = "CAST((SELECT SUM(n + LENGTH(text)) FROM large) AS CHAR(20))";
        diesel::select(sql::<Text>(sum)).get_result::<String>(connection).unwrap()
    };
    connection.batch_execute(&format!("INSERT INTO large VALUES {}", rows.join(", "))).unwrap();
    let before = sum(&mut connection);
    connection.batch_execute("BEGIN").unwrap();
    connection.batch_execute("SAVEPOINT before_it").unwrap();
    let n = format!("CASE WHEN id = {ROWS} THEN NULL ELSE n + 1 END");
    let update = format!("UPDATE large SET n = {n}, text = CONCAT(text, 'y') WHERE id > 0");
    let error = connection.batch_execute(&update).unwrap_err();
    assert!(error.to_string().to_lowercase().contains("null"), "{error}");
    connection.batch_execute("ROLLBACK TO SAVEPOINT before_it").unwrap();
    assert_eq!(sum(&mut connection), before);
}

fn an_address_of_postgresql_may_name_several_servers_or_none(database: &Database) {
    let url = Url::parse(database.url()).unwrap();
    if !url.scheme().starts_with("postgres") {
        return;
    }
    // Nobody listens there any more.
    let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (host, port) = (url.host_str().unwrap(), url.port().unwrap_or(5432));
    let password = url.password().map(|password| format!(":{password}")).unwrap_or_default();
    let (user, name) = (format!("{}{password}", url.username()), url.path());
    let query = url.query().map(|query| format!("&{query}")).unwrap_or_default();
    for address in [
        format!("postgres://{user}@{gone},{host}:{port}{name}?application_name=two{query}"),
        format!("postgres://{user}@{name}?host={host}&port={port}{query}"),
    ] {
        let program = Program::start_with(database, &[("DATABASE_URL", &address)]);
        program.person().open("/movies");
    }
}
