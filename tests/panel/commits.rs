//! A server whose answer to a `COMMIT` is lost: the panel finds out what became of it, and says so
//! where it cannot. SQLite commits in the panel itself.

use backlot::db::{Address, Product};
use backlot::schema::{actors, castings, movies, users};
use diesel::connection::SimpleConnection as _;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::support::{Database, Form, Loss, Page, Person, Program, Reach, Wire};

crate::tests![
    what_was_committed_is_a_success_though_the_answer_was_lost,
    what_was_not_committed_is_given_back_as_not_saved,
    what_cannot_be_looked_up_is_given_back_as_perhaps_saved,
    a_form_that_was_perhaps_saved_is_saved_once_when_it_is_sent_again,
    a_connection_that_breaks_in_that_very_moment_is_told_truly,
    a_connection_that_the_server_kills_at_any_moment_is_told_truly,
];

/// Sends the form over a connection that is cut at its `COMMIT`.
#[track_caller]
fn press(wire: &Wire, loss: Loss, reach: Reach, person: &Person, form: &Form, what: &str) -> Page {
    wire.lose_commit(loss, reach);
    let answer = person.press(form, what);
    assert!(wire.has_lost_it(), "{what} did not commit");
    answer
}

/// Alien and Brazil, and Ada with a car; forms that are filled in and not sent yet, with the
/// button of each.
fn forms(person: &Person) -> Vec<(Form, &'static str)> {
    person.add("movies", &[("name", "Alien")]);
    person.add("movies", &[("name", "Brazil")]);
    person.add("actors", &[("name", "Sigourney Weaver")]);
    person.add("users", &[("first_name", "Ada"), ("cars.0.name", "Mini"), ("cars.0.color", "red")]);
    let open = |path: &str| person.open(path).form();
    vec![
        (open("/movies/new").fill("name", "Casablanca"), "Save"),
        (open("/movies/1/edit").fill("name", "Aliens"), "Save"),
        (open("/users/1/edit").fill_all(&[("age", "36"), ("cars.0.color", "blue")]), "Save"),
        (open("/movies/1/castings").choose("actor_id", "1"), "Add"),
        (open("/movies/2/delete"), "Delete"),
    ]
}

fn program(database: &Database) -> Option<(Wire, Program)> {
    Wire::program(database, &[])
}

/// The titles of the movies, in their order; the castings; the ages.
fn stored(database: &Database) -> (Vec<String>, i64, Vec<Option<i32>>) {
    let connection = &mut database.connect();
    (
        movies::table.order(movies::id).select(movies::name).load(connection).unwrap(),
        castings::table.count().get_result(connection).unwrap(),
        users::table.select(users::age).load(connection).unwrap(),
    )
}

fn what_was_committed_is_a_success_though_the_answer_was_lost(database: &Database) {
    let Some((wire, program)) = program(database) else { return };
    let ada = program.person();
    for (form, button) in forms(&ada) {
        let answer = press(&wire, Loss::Answer, Reach::Again, &ada, &form, button);
        answer.assert_status(303);
    }
    let names = ["Aliens".to_owned(), "Casablanca".to_owned()];
    assert_eq!(stored(database), (names.to_vec(), 1, vec![Some(36)]));
}

fn what_was_not_committed_is_given_back_as_not_saved(database: &Database) {
    let Some((wire, program)) = program(database) else { return };
    let ada = program.person();
    let forms = forms(&ada);
    let before = stored(database);
    let mut given_back = Vec::new();
    for (form, button) in &forms {
        let page = press(&wire, Loss::Question, Reach::Again, &ada, form, button);
        page.assert_status(503);
        page.assert_framed();
        assert!(page.visible().contains("Nothing was saved"), "{}", page.visible());
        assert!(page.header("retry-after").parse::<u32>().is_ok());
        given_back.push(page.form());
    }
    assert_eq!(stored(database), before);
    assert_eq!(given_back[0].value("name"), "Casablanca");
    assert_eq!(given_back[2].value("cars.0.color"), "blue");
    for (form, button) in given_back.iter().zip(["Save", "Save", "Save", "Try", "Try"]) {
        ada.press(form, button).assert_status(303);
    }
    let names = ["Aliens".to_owned(), "Casablanca".to_owned()];
    assert_eq!(stored(database), (names.to_vec(), 1, vec![Some(36)]));
}

fn what_cannot_be_looked_up_is_given_back_as_perhaps_saved(database: &Database) {
    let Some((wire, program)) = program(database) else { return };
    let ada = program.person();
    for (form, button) in forms(&ada) {
        let page = press(&wire, Loss::Answer, Reach::No, &ada, &form, button);
        page.assert_status(503);
        assert!(page.visible().contains("It may have been saved"), "{}", page.visible());
        assert!(page.header("retry-after").parse::<u32>().is_ok());
        wire.mend();
        // It was, and sending it once more changes nothing.
        let again = page.form();
        let answer = ada.press(&again, if button == "Save" { "Save" } else { "Try" });
        answer.assert_status(if button == "Delete" { 404 } else { 303 });
    }
    let names = ["Aliens".to_owned(), "Casablanca".to_owned()];
    assert_eq!(stored(database), (names.to_vec(), 1, vec![Some(36)]));
}

fn a_form_that_was_perhaps_saved_is_saved_once_when_it_is_sent_again(database: &Database) {
    let Some((wire, program)) = program(database) else { return };
    let ada = program.person();
    for (name, loss) in [("Alien", Loss::Answer), ("Brazil", Loss::Question)] {
        let form = ada.open("/movies/new").form().fill("name", name);
        let page = press(&wire, loss, Reach::No, &ada, &form, "Save");
        page.assert_status(503);
        assert!(page.visible().contains("It may have been saved"), "{}", page.visible());
        wire.mend();
        assert_eq!(ada.save(&page.form()).heading(), name);
    }
    assert_eq!(stored(database).0, ["Alien", "Brazil"]);
}

/// The `COMMIT` is on its way while the connection is cut, so that either may come first.
fn a_connection_that_breaks_in_that_very_moment_is_told_truly(database: &Database) {
    let Some((wire, program)) = program(database) else { return };
    let ada = program.person();
    for round in 0..10 {
        let name = format!("Actor {round}");
        let form = ada.open("/actors/new").form().fill("name", &name);
        let answer = press(&wire, Loss::Race, Reach::Again, &ada, &form, "Save");
        assert_told_truly(database, answer.status, &answer.visible(), &name);
    }
}

/// Whatever the answer says of a new actor is so.
#[track_caller]
fn assert_told_truly(database: &Database, status: u16, said: &str, name: &str) {
    let rows = actors::table.filter(actors::name.eq(name)).count();
    let rows: i64 = rows.get_result(&mut database.connect()).unwrap();
    match status {
        303 => assert_eq!(rows, 1),
        503 if said.contains("It may have been saved") => {}
        503 if said.contains("Nothing was saved") => assert_eq!(rows, 0),
        _ => panic!("{status}: {said}"),
    }
}

/// Kills every other connection to the database.
fn kill_connections(database: &Database) {
    let connection = &mut database.connect();
    let others = match Address::parse(database.url()).unwrap().product() {
        Product::Sqlite => return,
        Product::Postgres => {
            "SELECT pid::bigint FROM pg_stat_activity \
             WHERE datname = current_database() AND pid <> pg_backend_pid()"
        }
        Product::Mysql => {
            "SELECT id FROM information_schema.processlist \
             WHERE db = database() AND id <> connection_id()"
        }
    };
    let others: Vec<i64> = sql::<BigInt>(others).load(connection).unwrap();
    for other in others {
        // It may have ended by itself.
        let _ = match Address::parse(database.url()).unwrap().product() {
            Product::Mysql => connection.batch_execute(&format!("KILL {other}")),
            _ => connection.batch_execute(&format!("SELECT pg_terminate_backend({other})")),
        };
    }
}

fn a_connection_that_the_server_kills_at_any_moment_is_told_truly(database: &Database) {
    let Some((_wire, program)) = program(database) else { return };
    let ada = program.person();
    for round in 0..20 {
        let name = format!("Actor {round}");
        let form = ada.open("/actors/new").form().fill("name", &name);
        let (status, said) = std::thread::scope(|scope| {
            let sending = scope.spawn(|| {
                let answer = ada.press(&form, "Save");
                (answer.status, answer.visible())
            });
            while !sending.is_finished() {
                kill_connections(database);
            }
            sending.join().unwrap()
        });
        assert_told_truly(database, status, &said, &name);
    }
}
