//! The suite itself: it runs on the database that it says it runs on.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::support::Panel;

crate::tests![the_suite_runs_on_the_database_it_names];

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
