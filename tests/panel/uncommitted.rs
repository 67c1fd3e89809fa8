//! Another program has changed a record and not committed that yet: who writes over the same record
//! waits for it, and goes by what it has made. Nothing of it is lost unseen.

use std::sync::Arc;
use std::time::Duration;

use diesel::QueryResult;
use diesel::connection::SimpleConnection as _;

use backlot::access::CurrentOperator;
use backlot::db::{self, AnyConnection};
use backlot::entities::cars::CARS;
use backlot::entities::movies::MOVIES;
use backlot::entities::users::USERS;
use backlot::panel::entity::definition::Entity;
use backlot::panel::record::history::{ChangeKind, Occasion, Origin, Root};
use backlot::panel::record::read;
use backlot::panel::record::write::Writer;

use crate::bulk::{SMALL, add_movies, ended, rename_all, select, undone};
use crate::support::{Database, Panel, Person, Program, at_once};

crate::tests![
    an_edit_meets_what_was_not_committed_when_it_was_sent,
    a_child_in_a_form_is_not_written_over_either,
    many_that_are_edited_at_once_keep_it_in_their_history,
    a_job_that_edits_keeps_it_in_the_history,
    a_job_that_deletes_keeps_it_in_the_trash_and_what_goes_along_as_well,
    what_goes_along_with_a_deletion_is_kept_as_it_was_made_last,
    a_link_that_goes_along_is_kept_as_it_was_made_last,
    a_job_that_undoes_keeps_it_in_the_history,
    a_job_that_imports_takes_it_for_changed_in_between,
    who_loses_against_others_does_it_once_more_by_the_same_statements,
    a_part_of_a_transaction_that_loses_is_done_once_more_with_all_of_it,
];

/// Runs what waits while another program is changing something, and commits meanwhile.
fn beside<T>(database: &Database, change: &str, work: impl FnOnce() -> T) -> T {
    let mut other = database.connect();
    let begin = if database.file().is_some() { "BEGIN IMMEDIATE" } else { "BEGIN" };
    other.batch_execute(&format!("{begin}; {change}")).unwrap();
    std::thread::scope(|scope| {
        // What works until then works beside the open transaction.
        scope.spawn(move || {
            std::thread::sleep(Duration::from_millis(700));
            other.batch_execute("COMMIT").unwrap();
        });
        work()
    })
}

const RENAME: &str = "UPDATE movies SET name = 'Theirs', name_key = 'theirs' WHERE id = 1";
const PAINT: &str = "UPDATE cars SET color = 'their red', color_key = 'their red' WHERE id = 1";

/// Ada with one user, Ann, who has a blue car.
fn with_a_car(program: &Program) -> Person {
    let ada = program.person();
    let form = ada.open("/users/new").form().fill("first_name", "Ann");
    ada.save(&form.fill("cars.0.name", "Beetle").fill("cars.0.color", "blue"));
    ada
}

fn an_edit_meets_what_was_not_committed_when_it_was_sent(database: &Database) {
    let program = Program::start(database);
    let ada = program.person();
    let alien = ada.add("movies", &[("name", "Alien")]);
    let form = ada.edit(&alien.path, &[("name", "Mine")]);
    let conflict = beside(database, RENAME, || ada.press(&form, "Save"));
    conflict.assert_status(409);
    assert_eq!(conflict.rows(), [["Name", "Alien", "Theirs", "Mine", "choose one"]]);
    assert_eq!(ada.open(&alien.path).heading(), "Theirs");
}

fn a_child_in_a_form_is_not_written_over_either(database: &Database) {
    let program = Program::start(database);
    let ada = with_a_car(&program);
    let form = ada.open("/users/1/edit").form().fill("cars.0.color", "green");
    let conflict = beside(database, PAINT, || ada.press(&form, "Save"));
    conflict.assert_status(409);
    assert!(conflict.visible().contains("their red"), "{}", conflict.visible());
    assert!(ada.open("/cars/1").visible().contains("their red"));
}

fn many_that_are_edited_at_once_keep_it_in_their_history(database: &Database) {
    let program = Program::start(database);
    add_movies(database, 3);
    let ada = program.person();
    let page = ada.open(select(&ada, "movies", "all=1").link("Edit"));
    let preview = ada.press(&page.form().fill("do.name", "set").fill("name", "Mine"), "Preview");
    beside(database, RENAME, || ada.press(&preview.form(), "Change"));
    assert_theirs_is_known(&ada);
}

fn a_job_that_edits_keeps_it_in_the_history(database: &Database) {
    let program = Program::start_with(database, &SMALL);
    add_movies(database, 50);
    let ada = program.person();
    beside(database, RENAME, || ended(&ada, &rename_all(&ada, "movies", "Mine")));
    assert_theirs_is_known(&ada);
}

/// The name that the other program gave stands in the record, or in its history.
#[track_caller]
fn assert_theirs_is_known(person: &Person) {
    let is_kept = person.open("/movies/1").heading() == "Theirs";
    let history = person.open("/movies/1/history");
    assert!(is_kept || history.visible().contains("Theirs"), "{}", history.visible());
}

fn a_job_that_deletes_keeps_it_in_the_trash_and_what_goes_along_as_well(database: &Database) {
    let program = Program::start_with(database, &SMALL);
    let ada = with_a_car(&program);
    for number in 0..30 {
        ada.add("users", &[("first_name", &format!("User {number}"))]);
    }
    let page = ada.open(select(&ada, "users", "all=1").link("Delete"));
    let rename = "UPDATE users SET first_name = 'Theirs', first_name_key = 'theirs' WHERE id = 1";
    beside(database, &format!("{rename}; {PAINT}"), || {
        let mut begun = ada.press(&page.form(), "Delete");
        // Before it is a job, it is asked whether it is still the same that goes.
        while begun.status == 409 {
            begun = ada.press(&begun.form(), "Delete");
        }
        ended(&ada, begun.location())
    });
    let kept = |path: &str| ada.open(path).visible();
    assert!(kept("/users/trash").contains("Theirs"), "{}", kept("/users/trash"));
    let car = kept("/cars/1/history");
    assert!(car.contains("their red"), "{car}");
}

/// Deletes a record as a step of a job does.
fn delete(database: &Database, entity: &'static Entity, id: i64) {
    let (operator, connection) =
        (Arc::new(CurrentOperator::of_command_line()), &mut database.connect());
    let deleted = db::retried(connection, |connection| {
        let row = read::find(connection, entity, id)?.ok_or(diesel::NotFound)?;
        let root = Root::of(&row, ChangeKind::Deleted);
        let occasion = Occasion::new(Origin::Bulk, db::now()).about(root);
        Writer::run(connection, &operator, occasion, |writer| writer.delete(&row))
    });
    assert_eq!(deleted.unwrap().0, 1);
}

fn what_goes_along_with_a_deletion_is_kept_as_it_was_made_last(panel: &Panel) {
    let ada = panel.person();
    let form = ada.open("/users/new").form().fill("first_name", "Ann");
    ada.save(&form.fill("cars.0.name", "Beetle").fill("cars.0.color", "blue"));
    beside(panel.database(), PAINT, || delete(panel.database(), &USERS, 1));
    let car = ada.open("/cars/1/history").visible();
    assert!(car.contains("their red"), "{car}");
}

fn a_link_that_goes_along_is_kept_as_it_was_made_last(panel: &Panel) {
    let ada = panel.person();
    ada.add("movies", &[("name", "Alien")]);
    for name in ["Ours", "Theirs"] {
        ada.add("actors", &[("name", name)]);
    }
    let cast = ada.open("/movies/1/castings").form().choose("actor_id", "1");
    ada.press(&cast, "Add").assert_status(303);
    let recast = "UPDATE castings SET actor_id = 2 WHERE movie_id = 1";
    beside(panel.database(), recast, || delete(panel.database(), &MOVIES, 1));
    let trash = ada.open("/movies/trash").form_where("form.trash");
    ada.follow(&ada.press(&trash, "Restore Alien"));
    let movie = ada.open("/movies/1").visible();
    assert!(movie.contains("Theirs") && !movie.contains("Ours"), "{movie}");
}

fn a_job_that_undoes_keeps_it_in_the_history(database: &Database) {
    let program = Program::start_with(database, &SMALL);
    add_movies(database, 50);
    let ada = program.person();
    let job = ended(&ada, &rename_all(&ada, "movies", "Mine"));
    beside(database, RENAME, || undone(&ada, &job));
    assert_theirs_is_known(&ada);
}

fn a_job_that_imports_takes_it_for_changed_in_between(database: &Database) {
    let program = Program::start_with(database, &SMALL);
    let ada = program.person();
    ada.add("movies", &[("name", "Alien")]);
    let lines: String = (0..60).map(|number| format!(",New {number}\n")).collect();
    let file = format!("id,name\n1,Mine\n{lines}");
    let columns = ada.follow(&ada.upload("/movies/import", "films.csv", file.as_bytes()));
    let page = ada.follow(&ada.press(&columns.form_where("form.import"), "Check the file"));
    let job = beside(database, RENAME, || {
        let begun = ada.press(&page.form_where("form.record"), "Add 60 movies and change 1");
        ended(&ada, begun.location())
    });
    assert!(!job.visible().contains("Done"), "{}", job.visible());
    assert_eq!(ada.open("/movies").names(), ["Theirs"]);
}

/// Two hold the cars of the first two users, each in another order, and both twice.
fn hold_in_both_orders(
    panel: &Panel,
    work: impl Fn(&mut AnyConnection, [i64; 2]) -> QueryResult<()> + Sync,
) {
    if panel.database().file().is_some() {
        return;
    }
    let ada = panel.person();
    for name in ["Ann", "Bob"] {
        ada.add(
            "users",
            &[("first_name", name), ("cars.0.name", "Beetle"), ("cars.0.color", "blue")],
        );
    }
    at_once(2, |index| {
        let mut connection = panel.database().connect();
        for _ in 0..2 {
            let order = if index == 0 { [1, 2] } else { [2, 1] };
            db::retried(&mut connection, |connection| work(connection, order)).unwrap();
        }
    });
}

/// Holds the cars of these users one after the other, by a query that finds them by an index: of a
/// row that is found by its id, MariaDB tells before it has begun to answer that it is not to be had.
fn hold(connection: &mut AnyConnection, ids: [i64; 2]) -> QueryResult<()> {
    let owner = CARS.field("user_id").unwrap().column;
    ids.into_iter().try_for_each(|id| {
        read::hold(connection, &CARS, owner, &[id])?;
        std::thread::sleep(Duration::from_millis(200));
        Ok(())
    })
}

fn who_loses_against_others_does_it_once_more_by_the_same_statements(panel: &Panel) {
    hold_in_both_orders(panel, hold);
}

fn a_part_of_a_transaction_that_loses_is_done_once_more_with_all_of_it(panel: &Panel) {
    hold_in_both_orders(panel, |connection, ids| {
        db::attempt(connection, |connection| hold(connection, ids))
    });
}
