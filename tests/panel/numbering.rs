//! Rows that another program has numbered itself: the database's own numbering knows nothing of them.

use backlot::db::{self, Address, AnyConnection, Product};
use backlot::schema::movies;
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;

use crate::support::{Database, PASSWORD, Person, Program, run};

crate::tests![
    rows_imported_with_numbers_are_no_hindrance,
    a_check_says_how_to_catch_up_with_imported_rows,
];

/// More than a transaction is ever tried.
const IMPORTED: i64 = 20;

/// Writes movies as an import does.
fn import(connection: &mut AnyConnection) {
    let now = db::now();
    for id in 1..=IMPORTED {
        let name = format!("movie {id}");
        diesel::insert_into(movies::table)
            .values((
                movies::id.eq(id),
                movies::name.eq(&name),
                movies::name_key.eq(&name),
                movies::version.eq(1),
                movies::created_at.eq(now),
                movies::updated_at.eq(now),
            ))
            .execute(connection)
            .unwrap();
    }
}

/// Has every table begin to number from one again, where that can be.
fn begin_anew(database: &Database) {
    if Address::parse(database.url()).unwrap().product() != Product::Postgres {
        return;
    }
    let all = "SELECT setval(pg_get_serial_sequence(quote_ident(table_name), column_name), 1, false) \
               FROM information_schema.columns \
               WHERE table_schema = current_schema() AND is_identity = 'YES'";
    database.connect().batch_execute(all).unwrap();
}

fn rows_imported_with_numbers_are_no_hindrance(database: &Database) {
    let program = Program::start(database);
    let people: Vec<Person> = (0..8).map(|_| program.person()).collect();
    let ada = &people[0];
    for number in 0..8 {
        database.operator(&format!("Operator {number}"), &["admin"]);
        ada.add("users", &[("first_name", "Grace")]);
    }
    import(&mut database.connect());
    begin_anew(database);
    assert_eq!(ada.add("movies", &[("name", "Alien")]).path, format!("/movies/{}", IMPORTED + 1));
    assert_eq!(ada.add("users", &[("first_name", "Ada")]).path, "/users/9");
    // Operators, sessions and the security log as well.
    let visitor = Person::at(program.address());
    let form = visitor.open("/sign-in").form();
    let fields = [("name", "Operator 3"), ("password", PASSWORD)];
    visitor.press(&form.fill_all(&fields), "Sign in").assert_status(303);
    visitor.open("/movies");
    database.operator("Somebody new", &["admin"]);
}

fn a_check_says_how_to_catch_up_with_imported_rows(database: &Database) {
    run(database, &["migrate", "up"]);
    import(&mut database.connect());
    let told = || String::from_utf8(run(database, &["check"]).stdout).unwrap();
    let problem = "new rows of movies would get numbers that are taken";
    if Address::parse(database.url()).unwrap().product() != Product::Postgres {
        assert!(!told().contains(problem), "{}", told());
        return;
    }
    let found = told();
    let (_, rest) = found.split_once(problem).expect(&found);
    let cure = rest.lines().nth(1).unwrap().trim_start_matches("cure").trim();
    database.connect().batch_execute(cure).unwrap();
    assert!(!told().contains(problem), "{}", told());
    // A sample is numbered in one go, and steps over them too.
    begin_anew(database);
    let seeded = run(database, &["seed", "--users", "10"]);
    assert!(seeded.status.success(), "{}", String::from_utf8_lossy(&seeded.stderr));
}
