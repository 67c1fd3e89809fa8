//! Rows that another program has numbered itself: the database's own numbering knows nothing of them.

use std::ops::RangeInclusive;

use backlot::db::{self, Address, AnyConnection, Product};
use backlot::schema::movies;
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;

use crate::support::{Database, PASSWORD, Person, Program, run};

crate::tests![
    rows_imported_with_numbers_are_no_hindrance,
    a_check_says_how_to_catch_up_with_imported_rows,
    rows_numbered_below_one_are_records_like_others,
];

/// More than a transaction is ever tried.
const IMPORTED: i64 = 20;

/// Writes movies as an import does.
fn import(connection: &mut AnyConnection, ids: RangeInclusive<i64>) {
    let now = db::now();
    for id in ids {
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
    import(&mut database.connect(), 1..=IMPORTED);
    begin_anew(database);
    // The number of its change set was taken as well, so a number of a movie may be left out.
    let added = ada.add("movies", &[("name", "Alien")]).path;
    let number = added.strip_prefix("/movies/").unwrap().parse::<i64>().unwrap();
    assert!(number > IMPORTED, "{added}");
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
    import(&mut database.connect(), 1..=IMPORTED);
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

fn rows_numbered_below_one_are_records_like_others(database: &Database) {
    let program = Program::start(database);
    import(&mut database.connect(), -7..=-5);
    let ada = program.person();
    let path = "/movies/-7";
    let link = ada.open("/movies").href("tbody a[href^='/movies/-7']");
    assert_eq!(ada.open(&link).heading(), "movie -7");
    let saved = ada.save(&ada.edit(path, &[("name", "Alien")]));
    assert_eq!(saved.heading(), "Alien");
    let form = ada.open(&format!("{path}/castings?q=Weaver")).form();
    let cast = ada.follow(&ada.press(&form, "Create the actor"));
    let remove = cast.form_where("form[action*='/castings/']");
    ada.press(&remove, "Remove").assert_status(303);
    let question = ada.open(&format!("{path}/delete")).form();
    ada.press(&question, "Delete Alien").assert_status(303);
    for none in [path, "/movies/-", "/movies/--6", "/movies/+6", "/movies/-6x"] {
        ada.get(none).assert_status(404);
    }
}
