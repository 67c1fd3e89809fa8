//! Jobs: what is too much for one request.

use std::collections::BTreeSet;

use backlot::schema::{changes, jobs};
use diesel::prelude::*;

use super::{SMALL, Small, add_movies, counts, ended, select, undone, with_movies};
use crate::support::{Database, Person, Program, command, number};

crate::tests![
    more_than_a_request_should_do_is_a_job,
    a_job_is_undone_by_a_job_as_one,
    what_went_along_with_one_record_is_restored_by_a_job,
    a_job_that_is_cancelled_leaves_the_rest_alone,
    a_job_ends_where_its_operator_may_not_go_on,
    a_job_whose_operator_is_disabled_says_that_what_it_has_done_stays,
    a_job_is_its_makers_and_the_admins_alone,
    a_job_whose_program_is_killed_is_taken_up_again_and_nothing_is_done_twice,
    two_programs_do_each_job_once,
    what_a_job_writes_is_sealed_when_it_has_ended,
];

/// Begins a job that gives all movies that name; returns its page.
#[track_caller]
fn rename_all(person: &Person, name: &str) -> String {
    super::rename_all(person, "movies", name)
}

/// How many movies are called like that.
fn called(person: &Person, name: &str) -> String {
    person.open(&format!("/movies/count?where=name.is.{name}")).heading()
}

/// The ids of the records that a change set changed, each as often as it did.
fn changed(database: &Database, change_set: i64) -> Vec<i64> {
    changes::table
        .filter(changes::change_set_id.eq(change_set))
        .order(changes::number)
        .select(changes::record_id)
        .load(&mut database.connect())
        .unwrap()
}

fn more_than_a_request_should_do_is_a_job(panel: &Small) {
    let ada = with_movies(&panel.0, 60);
    let page = ada.open(select(&ada, "movies", "all=1").link("Delete"));
    assert_eq!(page.heading(), "Delete up to 60 movies?");
    ada.save(&ada.edit("/movies/7", &[("name", "Seven")]));
    ada.save(&ada.edit("/movies/50", &[("name", "Fifty")]));
    let again = ada.press(&page.form(), "Delete");
    again.assert_refused(409);
    let begun = ada.press(&again.form(), "Delete");
    assert_eq!(begun.location(), "/jobs/1");
    let job = ended(&ada, "/jobs/1");
    assert_eq!(job.text(".job [role=status]"), "Done");
    assert_eq!(counts(&job), ["58", "0", "2"]);
    assert_eq!(job.texts("tbody th"), ["Seven", "Fifty"]);
    assert_eq!(ada.open("/movies").names(), ["Fifty", "Seven"]);
    assert_eq!(ada.open("/jobs").rows()[0][..3], ["Delete 60 movies", "Done", "60 of 60"]);
    assert_eq!(ada.open("/activity").text("tbody th"), "58 movies");
}

fn a_job_is_undone_by_a_job_as_one(panel: &Small) {
    let ada = with_movies(&panel.0, 60);
    let job = ended(&ada, &rename_all(&ada, "Alike"));
    assert_eq!(called(&ada, "Alike"), "60 movies");
    ada.save(&ada.edit("/movies/5", &[("name", "Five")]));
    let undo = undone(&ada, &job);
    assert_eq!(counts(&undo), ["59", "0", "1"]);
    let job = ada.open(&job.path);
    assert!(job.text(".since").starts_with("What it did was taken back by you, just now."));
    let taken_back = ada.open(job.link("See what was taken back"));
    assert!(taken_back.visible().contains("Takes back change"), "{}", taken_back.visible());
    assert!(!job.has("form[action*='/undo']"), "once is enough");
    assert!(undo.text("tbody td").contains("was changed since"), "{}", undo.visible());
    assert_eq!(called(&ada, "Alike"), "0 movies");
    assert_eq!(ada.open("/movies/5").heading(), "Five");
    let again = undone(&ada, &undo);
    assert_eq!(counts(&again)[0], "59");
    assert_eq!(called(&ada, "Alike"), "59 movies");
}

fn what_went_along_with_one_record_is_restored_by_a_job(panel: &Small) {
    let ada = panel.0.person();
    ada.add("movies", &[("name", "Alien")]);
    for number in 0..30 {
        ada.post(&format!("/movies/1/castings?name=Actor{number}"), "").assert_status(303);
    }
    let question = ada.open("/movies/1/delete");
    ada.follow(&ada.press(&question.form(), "Delete"));
    let trash = ada.open("/movies/trash");
    let begun = ada.press(&trash.form_where("form.trash"), "Restore Alien");
    let job = ended(&ada, begun.location());
    assert_eq!(counts(&job), ["31", "0", "0"]);
    assert_eq!(job.texts(".job dt")[0], "Restored");
    assert_eq!(ada.open("/movies").rows()[0][1], "30");
}

fn a_job_that_is_cancelled_leaves_the_rest_alone(database: &Database) {
    let program = Program::start_with(database, &SMALL);
    add_movies(database, 3000);
    let ada = program.person();
    let path = rename_all(&ada, "Alike");
    ada.post(&format!("{path}/cancel"), "").assert_status(303);
    let job = ended(&ada, &path);
    let left = match counts(&job)[0].as_str() {
        "0" => "Cancelled: Nothing was changed.",
        _ => "Cancelled: What was done before stays.",
    };
    assert_eq!(job.text(".job [role=status]"), left);
    let done = counts(&job)[0].replace(',', "");
    let called = called(&ada, "Alike").replace(',', "");
    assert_eq!(called.split(' ').next(), Some(&*done), "{called}");
    assert!(done.parse::<i64>().unwrap() < 3000, "{done}");
    ada.post(&format!("{path}/cancel"), "").assert_status(303);
    assert_eq!(ended(&ada, &path).text(".job [role=status]"), left);
}

fn a_job_ends_where_its_operator_may_not_go_on(database: &Database) {
    let program = Program::start_with(database, &SMALL);
    add_movies(database, 3000);
    let (ada, ben) = (program.person(), program.person_called("Ben"));
    let path = rename_all(&ben, "Alike");
    let id: i64 = backlot::schema::operators::table
        .filter(backlot::schema::operators::name.eq("Ben"))
        .select(backlot::schema::operators::id)
        .first(&mut database.connect())
        .unwrap();
    ada.post(&format!("/operators/{id}"), "do=roles&role=viewer").assert_status(303);
    let job = ended(&ada, &path);
    assert!(job.text(".job [role=status]").starts_with("Failed: The roles"), "{}", job.visible());
    assert_ne!(called(&ada, "Alike"), "3,000 movies");
}

fn a_job_whose_operator_is_disabled_says_that_what_it_has_done_stays(database: &Database) {
    let program = Program::start_with(database, &SMALL);
    add_movies(database, 3000);
    let ada = program.person();
    let path = rename_all(&program.person_called("Ben"), "Alike");
    while counts(&ada.open(&path))[0] == "0" {}
    command(database, &["operator", "disable", "Ben"]);
    let job = ended(&ada, &path);
    assert_eq!(
        job.text(".job [role=status]"),
        "Failed: The operator whose job it is has been disabled or removed. What was done before \
         stays."
    );
    undone(&ada, &job);
    assert_eq!(called(&ada, "Alike"), "0 movies");
}

fn a_job_is_its_makers_and_the_admins_alone(panel: &Small) {
    let ada = with_movies(&panel.0, 30);
    let eve = panel.0.person_who_is("Eve", &["editor"]);
    let path = rename_all(&eve, "Alike");
    ended(&ada, &path);
    let dan = panel.0.person_who_is("Dan", &["editor"]);
    dan.get(&path).assert_status(404);
    dan.post(&format!("{path}/cancel"), "").assert_status(404);
    assert!(dan.open("/jobs").names().is_empty());
    assert_eq!(eve.open("/jobs").names(), ["Edit 30 movies"]);
}

fn a_job_whose_program_is_killed_is_taken_up_again_and_nothing_is_done_twice(database: &Database) {
    let mut program = Program::start_with(database, &SMALL);
    add_movies(database, 2000);
    let path = rename_all(&program.person(), "Alike");
    for _ in 0..3 {
        let done = || -> i64 {
            let done = jobs::table.select(jobs::done).first(&mut database.connect());
            done.unwrap()
        };
        let before = done();
        while done() == before && before < 2000 {}
        program.signal("KILL");
        program.ended();
        program = Program::start_with(database, &SMALL);
    }
    let ada = program.person();
    let job = ended(&ada, &path);
    assert_eq!(counts(&job), ["2,000", "0", "0"]);
    assert_eq!(called(&ada, "Alike"), "2,000 movies");
    let changed = changed(database, 1);
    assert_eq!((changed.len(), BTreeSet::from_iter(&changed).len()), (2000, 2000));
    let versions = "(SELECT count(*) FROM movies WHERE version = 2)";
    assert_eq!(number(&mut database.connect(), versions), 2000);
}

fn two_programs_do_each_job_once(database: &Database) {
    let [one, two] = [(); 2].map(|()| Program::start_with(database, &SMALL));
    add_movies(database, 400);
    let (ada, ben) = (one.person(), two.person_called("Ben"));
    let paths = [rename_all(&ada, "First"), rename_all(&ben, "Second")];
    let [first, second] = paths.map(|path| counts(&ended(&ada, &path)));
    let count = |counts: &[String], at: usize| counts[at].parse::<usize>().unwrap();
    for (change_set, counts) in [(1, &first), (2, &second)] {
        assert_eq!(count(counts, 0) + count(counts, 2), 400, "{counts:?}");
        let changed = changed(database, change_set);
        let different = BTreeSet::from_iter(&changed).len();
        assert_eq!((changed.len(), different), (different, count(counts, 0)), "{counts:?}");
    }
}

fn what_a_job_writes_is_sealed_when_it_has_ended(database: &Database) {
    let program = Program::start_with(database, &SMALL);
    add_movies(database, 300);
    let ada = program.person();
    ended(&ada, &rename_all(&ada, "Alike"));
    let open = "(SELECT count(*) FROM change_sets WHERE seal_number IS NULL)";
    while number(&mut database.connect(), open) > 0 {}
    command(database, &["history", "verify"]);
}
