//! What is confirmed twice is done once.

use diesel::prelude::*;

use backlot::schema::jobs;

use super::{Small, chosen, counts, ended, select, with_movies};
use crate::support::{Form, Panel, Person, at_once, command};

crate::tests![
    deleting_many_twice_at_once_is_one_job,
    changing_many_twice_at_once_is_one_job,
    linking_many_twice_at_once_is_one_job,
    undoing_a_job_twice_at_once_is_one_job,
    restoring_many_twice_at_once_is_one_job,
    restoring_many_of_which_some_are_restored_already_says_so,
    a_few_that_are_deleted_twice_are_told_of_as_before,
    a_few_that_are_changed_twice_are_told_of_as_before,
    a_few_that_are_linked_twice_are_told_of_as_before_and_with_another_are_linked_too,
];

/// Sends a form three times at the same moment, and once more when what it began has ended; returns
/// the page of the one job that it led to.
#[track_caller]
fn once(person: &Person, form: &Form, button: &str, panel: &Panel) -> String {
    let count = || jobs::table.count().get_result::<i64>(&mut panel.database().connect()).unwrap();
    let before = count();
    let locations = at_once(3, |_| {
        let answer = person.press(form, button);
        answer.assert_status(303);
        answer.location().to_owned()
    });
    assert!(locations.iter().all(|location| *location == locations[0]), "{locations:?}");
    assert_eq!(count(), before + 1);
    ended(person, &locations[0]);
    locations[0].clone()
}

/// As [`once`]; and it leads there for good.
#[track_caller]
fn once_and_for_all(person: &Person, form: &Form, button: &str, panel: &Panel) -> String {
    let job = once(person, form, button, panel);
    assert_eq!(person.press(form, button).location(), job);
    job
}

/// Sends a form twice: the second time it leads to the same place, with the same message and the
/// same to take back.
#[track_caller]
fn told_alike(person: &Person, form: &Form, button: &str) -> String {
    let told = |_| {
        let page = person.follow(&person.press(form, button));
        let undo = page.form_where(".notice form").pressed("Undo").action;
        (page.path.clone(), page.notices(), undo)
    };
    let [first, second] = [1, 2].map(told);
    assert_eq!(first, second);
    first.1[0].clone()
}

fn deleting_many_twice_at_once_is_one_job(panel: &Small) {
    let ada = with_movies(&panel.0, 60);
    let form = ada.open(select(&ada, "movies", "all=1").link("Delete")).form();
    let job = once_and_for_all(&ada, &form, "Delete", &panel.0);
    assert_eq!(counts(&ada.open(&job)), ["60", "0", "0"]);
}

fn changing_many_twice_at_once_is_one_job(panel: &Small) {
    let ada = with_movies(&panel.0, 60);
    let page = ada.open(select(&ada, "movies", "all=1").link("Edit"));
    let form = page.form().fill("do.name", "set").fill("name", "Alike");
    let shown = ada.press(&form, "Preview").form();
    let job = once_and_for_all(&ada, &shown, "Change", &panel.0);
    assert_eq!(counts(&ada.open(&job)), ["60", "0", "0"]);
}

fn linking_many_twice_at_once_is_one_job(panel: &Small) {
    let ada = with_movies(&panel.0, 60);
    ada.add("actors", &[("name", "Ann")]);
    let page = ada.open(select(&ada, "movies", "all=1").link("Cast an actor"));
    let shown = chosen(&ada, &page, "Ann").form();
    let job = once_and_for_all(&ada, &shown, "Cast", &panel.0);
    assert_eq!(counts(&ada.open(&job)), ["60", "0", "0"]);
    command(panel.0.database(), &["history", "seal"]);
    command(panel.0.database(), &["history", "verify"]);
}

fn undoing_a_job_twice_at_once_is_one_job(panel: &Small) {
    let ada = with_movies(&panel.0, 600);
    let form = ada.open(select(&ada, "movies", "all=1").link("Delete")).form();
    let job = ended(&ada, ada.press(&form, "Delete").location());
    let undo = job.form_where("form[action*='/undo']");
    let job = once(&ada, &undo, "Undo", &panel.0);
    assert_eq!(counts(&ada.open(&job)), ["600", "0", "0"]);
    let again = ada.follow(&ada.press(&undo, "Undo"));
    assert_eq!(again.notices()[0], "This was undone already by you, just now.");
}

fn restoring_many_twice_at_once_is_one_job(panel: &Small) {
    let ada = with_movies(&panel.0, 40);
    for half in ["q=movie%2000&all=1", "q=movie%2001&all=1", "q=movie%2002&all=1"] {
        let question = ada.open(select(&ada, "movies", half).link("Delete"));
        ada.follow(&ada.press(&question.form(), "Delete"));
    }
    let trash = ada.open("/movies/trash");
    let places = trash.attributes("input[name=record]", "value");
    let form = trash.form_where("form[method=post].trash");
    let ticked = places.iter().fold(form, |form, place| form.choose("record", place));
    once(&ada, &ticked, "Restore ticked", &panel.0);
    assert_eq!(ada.open("/movies").names().len(), 40);
}

fn restoring_many_of_which_some_are_restored_already_says_so(panel: &Small) {
    let ada = with_movies(&panel.0, 50);
    let question = ada.open(select(&ada, "movies", "all=1").link("Delete"));
    ended(&ada, ada.press(&question.form(), "Delete").location());
    let trash = ada.open("/movies/trash");
    let places = trash.attributes("input[name=record]", "value");
    let tick = |places: &[String]| {
        let form = trash.form_where("form[method=post].trash");
        places.iter().fold(form, |form, place| form.choose("record", place))
    };
    ada.press(&tick(&places[..2]), "Restore ticked").assert_status(303);
    let said = "Movie 050 and Movie 049 were restored already by you, just now.";
    let begun = ada.press(&tick(&places), "Restore ticked");
    let job = ada.follow(&begun);
    assert!(job.notices().contains(&said.to_owned()), "{:?}", job.notices());
    assert_eq!(counts(&ended(&ada, begun.location())), ["48", "0", "0"]);
    assert_eq!(ada.open("/movies").names().len(), 50);
    // With nothing left, no other job is begun.
    let again = ada.follow(&ada.press(&tick(&places), "Restore ticked"));
    assert!(again.notices()[0].contains("were restored already by you"), "{:?}", again.notices());
}

fn a_few_that_are_deleted_twice_are_told_of_as_before(panel: &Panel) {
    let ada = with_movies(panel, 4);
    let page = select(&ada, "movies", "id=1.1&id=3.1&then=delete&q=movie");
    assert_eq!(told_alike(&ada, &page.form(), "Delete"), "Deleted 2 movies.");
    assert_eq!(ada.open("/movies").names().len(), 2);
}

fn a_few_that_are_changed_twice_are_told_of_as_before(panel: &Panel) {
    let ada = with_movies(panel, 4);
    let page = ada.open(select(&ada, "movies", "all=1").link("Edit"));
    let form = page.form().fill("do.name", "set").fill("name", "Movie 002");
    let shown = ada.press(&form, "Preview").form();
    let message = told_alike(&ada, &shown, "Change");
    assert_eq!(message, "Changed 3 movies. 1 movie needed no change.");
    let unmarked = ada.press(&shown.without("once"), "Change");
    unmarked.assert_status(400);
}

fn a_few_that_are_linked_twice_are_told_of_as_before_and_with_another_are_linked_too(
    panel: &Panel,
) {
    let ada = with_movies(panel, 4);
    ada.add("actors", &[("name", "Ann")]);
    ada.add("actors", &[("name", "Bea")]);
    let page = ada.open(select(&ada, "movies", "all=1").link("Cast an actor"));
    for name in ["Ann", "Bea"] {
        let shown = chosen(&ada, &page, name).form();
        assert_eq!(told_alike(&ada, &shown, "Cast"), "Cast in 4 movies.");
    }
    assert_eq!(ada.open("/movies").rows()[0][1], "2");
}
