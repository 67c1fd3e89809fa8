//! Somebody else alters the database while the panel runs, with connections that knew it before.

use backlot::db::{Address, Product};
use diesel::connection::SimpleConnection as _;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::support::{Panel, Person, at_once};

crate::tests![
    tables_altered_meanwhile_are_read_and_written_as_before,
    a_database_that_took_no_writes_for_a_while_is_written_to_again,
];

/// More than there are connections, so that each of them has prepared what it will be asked again.
const MANY: usize = 16;

/// Gives the columns another width.
fn alter(panel: &Panel, width: usize) {
    let product = Address::parse(panel.database().url()).unwrap().product();
    let altered = |table: &str, column: &str| match product {
        Product::Sqlite => format!("ALTER TABLE {table} ADD COLUMN {column}_{width} TEXT"),
        Product::Postgres => format!("ALTER TABLE {table} ALTER {column} TYPE VARCHAR({width})"),
        Product::Mysql => format!("ALTER TABLE {table} MODIFY {column} VARCHAR({width}) NOT NULL"),
    };
    let mut connection = panel.database().connect();
    for (table, column) in [("movies", "name"), ("operators", "name"), ("sessions", "browser")] {
        connection.batch_execute(&altered(table, column)).unwrap();
    }
}

fn tables_altered_meanwhile_are_read_and_written_as_before(panel: &Panel) {
    let ada = panel.person();
    let path = ada.add("movies", &[("name", "Alien")]).path;
    let edit = format!("{path}/edit");
    let reads = ["/movies", &path, &edit, "/movies?q=alien", "/movies/new", "/account"];
    let learn = || {
        at_once(MANY, |_| reads.iter().for_each(|path| drop(ada.open(path))));
    };
    let save = |ada: &Person, name: &str| {
        let form = ada.edit(&path, &[("name", name)]);
        alter(panel, 400 + name.len());
        ada.save(&form);
    };
    learn();
    for (number, read) in reads.iter().enumerate() {
        alter(panel, 300 + number);
        ada.open(read);
        learn();
    }
    save(&ada, "Aliens");
    learn();
    let form = ada.open("/movies/new").form().fill("name", "Brazil");
    alter(panel, 500);
    assert_eq!(ada.save(&form).heading(), "Brazil");
    assert_eq!(ada.open("/movies").text("nav .range"), "1–2 of 2");
    assert_eq!(ada.open(&path).heading(), "Aliens");
}

fn a_database_that_took_no_writes_for_a_while_is_written_to_again(panel: &Panel) {
    if Address::parse(panel.database().url()).unwrap().product() != Product::Postgres {
        return;
    }
    let mut connection = panel.database().connect();
    let name: String =
        sql::<Text>("SELECT current_database()::text").get_result(&mut connection).unwrap();
    let ada = panel.person();
    let form = ada.open("/movies/new").form().fill("name", "Alien");
    let reading = "SET default_transaction_read_only";
    connection.batch_execute(&format!("ALTER DATABASE {name} {reading} = on")).unwrap();
    let others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                  WHERE datname = current_database() AND pid <> pg_backend_pid()";
    connection.batch_execute(others).unwrap();
    // Their successors find a database that takes no writes, and keep to that.
    at_once(MANY, |_| drop(ada.open("/movies")));
    let refused = ada.press(&form, "Save");
    refused.assert_status(503);
    assert!(refused.visible().contains("takes no changes"), "{}", refused.visible());
    assert_eq!(refused.form_where("form.record").value("name"), "Alien");
    connection.batch_execute(&format!("ALTER DATABASE {name} {reading} = off")).unwrap();
    assert_eq!(ada.save(&form).heading(), "Alien");
}
