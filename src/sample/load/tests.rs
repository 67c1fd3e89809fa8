//! A sample in a database.
#![cfg(feature = "sqlite")]

use diesel::dsl::count_star;

use super::*;
use crate::db::{Address, Limits, run_pending};
use crate::sample::Sizes;
use crate::schema::{cars, castings, profiles};

fn database(folder: &tempfile::TempDir) -> AnyConnection {
    let address = format!("sqlite:{}", folder.path().join("test.sqlite3").display());
    let mut connection = Address::parse(&address).unwrap().connect(&Limits::default()).unwrap();
    run_pending(&mut connection).unwrap();
    connection
}

fn counts(connection: &mut AnyConnection) -> [i64; 6] {
    [
        users::table.select(count_star()).first(connection).unwrap(),
        profiles::table.select(count_star()).first(connection).unwrap(),
        cars::table.select(count_star()).first(connection).unwrap(),
        movies::table.select(count_star()).first(connection).unwrap(),
        actors::table.select(count_star()).first(connection).unwrap(),
        castings::table.select(count_star()).first(connection).unwrap(),
    ]
}

#[test]
fn a_sample_is_loaded_once_and_again_when_everything_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let connection = &mut database(&folder);
    let sample = Sample::new(1, Sizes::default());
    assert_eq!(load(connection, &sample), Ok(5600));
    assert_eq!(counts(connection), [500, 400, 900, 200, 600, 3000]);
    assert_eq!(load(connection, &sample), Ok(0));
    diesel::delete(castings::table).execute(connection).unwrap();
    diesel::delete(actors::table).execute(connection).unwrap();
    diesel::delete(movies::table).execute(connection).unwrap();
    diesel::delete(cars::table).execute(connection).unwrap();
    diesel::delete(profiles::table).execute(connection).unwrap();
    diesel::delete(users::table).execute(connection).unwrap();
    assert_eq!(load(connection, &sample), Ok(5600));
}

#[test]
fn a_run_that_was_interrupted_is_taken_up_again() {
    let folder = tempfile::tempdir().unwrap();
    let connection = &mut database(&folder);
    let sample = Sample::new(1, Sizes::default());
    begin(connection, &sample).unwrap();
    next_batch(connection, &sample).unwrap();
    assert_eq!(next_batch(connection, &sample).unwrap().loaded, 900);
    assert_eq!(load(connection, &sample), Ok(4700));
    assert_eq!(counts(connection), [500, 400, 900, 200, 600, 3000]);
}

#[test]
fn a_sample_stands_beside_what_is_there_already() {
    let folder = tempfile::tempdir().unwrap();
    let connection = &mut database(&folder);
    load(connection, &Sample::new(1, Sizes::for_users(10))).unwrap();
    load(connection, &Sample::new(2, Sizes::for_users(20))).unwrap();
    assert_eq!(counts(connection), [30, 24, 54, 12, 36, 168]);
}
