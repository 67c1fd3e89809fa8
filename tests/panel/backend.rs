//! The database that is named: it is the one that is used.

use std::net::TcpListener;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Text;
use url::Url;

use crate::support::{Database, Panel, Program};

crate::tests![
    the_suite_runs_on_the_database_it_names,
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
