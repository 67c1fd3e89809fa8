//! The migrated database and `schema.rs`, which is kept by hand.

use backlot::schema::{
    actors, cars, castings, locks, movies, profiles, samples, submissions, users, views,
};
use chrono::NaiveDateTime as Time;
use diesel::prelude::*;

use crate::support::{Database, Panel, Program};

crate::tests![
    every_table_is_read_through_the_schema,
    the_database_itself_refuses_what_does_not_belong_together,
    a_program_started_again_finds_everything_as_it_was,
];

/// Reads every row of a table with every column, typed as the schema says.
macro_rules! rows {
    ($connection:expr, $table:ident: $($column:ty),*) => {
        $table::table.load::<($($column,)*)>($connection).expect(stringify!($table)).len()
    };
}

type Text = Option<String>;

fn every_table_is_read_through_the_schema(panel: &Panel) {
    let ada = panel.person();
    ada.follow(&ada.press(&ada.open("/").form(), "Load sample data"));
    ada.add("movies", &[("name", "Alien")]);
    let db = &mut panel.database().connect();
    assert_eq!(
        rows!(
            db,
            users: i64, String, String, String, Text, Text, Text, Option<i32>, i32, Time, Time
        ),
        500
    );
    assert_eq!(
        rows!(
            db,
            profiles: i64, Text, Text, Text, Text, Text, Text, Text, Text, Text, i32, Time, Time, String
        ),
        400
    );
    assert_eq!(
        rows!(
            db,
            cars: i64, i64, String, String, String, String, String, String, i32, Time, Time, String
        ),
        900
    );
    assert_eq!(rows!(db, movies: i64, String, String, String, i32, Time, Time), 201);
    assert_eq!(rows!(db, actors: i64, String, String, String, i32, Time, Time), 600);
    assert_eq!(rows!(db, castings: i64, i64, Time), 3000);
    assert_eq!(rows!(db, submissions: String, Text, String, Time), 1);
    assert!(rows!(db, locks: String, i64) > 0);
    ada.post("/movies/views", "name=Mine&q=a").assert_status(303);
    assert_eq!(
        rows!(db, views: i64, String, Option<i64>, Text, String, String, String, Time, Time),
        1
    );
    assert_eq!(rows!(db, samples: String, i64, i64, i64, i64, Time), 1);
}

const PROFILE: &str = "INSERT INTO profiles (user_id, user_key, created_at, updated_at) VALUES";
const CAR: &str = "INSERT INTO cars (user_id, user_key, name, name_key, color, color_key, \
                   created_at, updated_at) VALUES";

fn the_database_itself_refuses_what_does_not_belong_together(panel: &Panel) {
    let ada = panel.person();
    ada.add("users", &[("first_name", "Ade")]);
    ada.add("movies", &[("name", "Alien")]);
    let db = &mut panel.database().connect();
    let now = "'2026-11-22 12:00:00'";
    for statement in [
        format!("{PROFILE} (77, 'ade', {now}, {now})"),
        format!("{PROFILE} (1, 'other', {now}, {now})"),
        format!("INSERT INTO castings (movie_id, actor_id, created_at) VALUES (1, 77, {now})"),
        format!("INSERT INTO castings (movie_id, actor_id, created_at) VALUES (77, 1, {now})"),
        format!("{CAR} (77, 'ade', 'a', 'a', 'a', 'a', {now}, {now})"),
        format!("{CAR} (1, 'other', 'a', 'a', 'a', 'a', {now}, {now})"),
        format!("{CAR} (NULL, 'ade', 'a', 'a', 'a', 'a', {now}, {now})"),
        "UPDATE users SET age = 151".to_owned(),
        "UPDATE users SET age = -1".to_owned(),
        "UPDATE users SET first_name = NULL".to_owned(),
    ] {
        assert!(diesel::sql_query(&statement).execute(db).is_err(), "{statement}");
    }
    let profile = format!("{PROFILE} (1, 'ade', {now}, {now})");
    diesel::sql_query(&profile).execute(db).unwrap();
    assert!(diesel::sql_query(&profile).execute(db).is_err());
    assert!(diesel::sql_query("DELETE FROM users").execute(db).is_err());
}

fn a_program_started_again_finds_everything_as_it_was(database: &Database) {
    let path = Program::start(database).person().add("movies", &[("name", "Alien")]).path;
    let again = Program::start(database);
    assert_eq!(again.person().open(&path).heading(), "Alien");
    assert_eq!(again.person().open("/movies").names(), ["Alien"]);
}
