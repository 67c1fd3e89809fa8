//! Imports that cannot go on: what they wrote is taken back, or said to stay.

use diesel::connection::SimpleConnection as _;

use super::checked;
use crate::bulk::{Small, counts as counted, ended};
use crate::support::{Person, number};

crate::tests![
    what_a_disabled_operator_was_importing_is_taken_back,
    what_is_right_stays_where_its_operator_is_disabled,
    an_import_whose_steps_fail_takes_back_what_it_wrote,
    an_import_that_cannot_even_be_taken_back_says_what_stays,
    what_is_left_of_an_import_that_was_taken_back_in_part_can_be_undone,
];

/// How many movies there are.
const MOVIES: &str = "(SELECT count(*) FROM movies)";

/// Has the operator Ada import many movies, and one line that is refused where the rest is to be
/// imported all the same; returns the address of the job once it has written some.
fn begun(panel: &Small, is_rest_imported: bool) -> String {
    let ada = panel.0.person_who_is("Ada", &["admin"]);
    let refused = if is_rest_imported { "999999,Nobody\n" } else { "" };
    let films: String = (0..6000).map(|number| format!(",Film {number}\n")).collect();
    let page = checked(&ada, "movies", "films.csv", format!("id,name\n{films}{refused}"));
    let form = page.form_where("form.record");
    let form = if is_rest_imported { form.choose("skip", "1") } else { form };
    let job = ada.press(&form, "Add 6,000 movies").location().to_owned();
    while number(&mut panel.0.database().connect(), MOVIES) == 0 {}
    job
}

/// What is said of a job once it has ended.
fn said(person: &Person, job: &str) -> String {
    ended(person, job).text(".job [role=status]")
}

/// Takes a table away from the panel while `work` runs, as another program may.
fn without<T>(panel: &Small, table: &str, work: impl FnOnce() -> T) -> T {
    let rename = |from: &str, to: &str| {
        let rename = format!("ALTER TABLE {from} RENAME TO {to}");
        panel.0.database().connect().batch_execute(&rename).unwrap();
    };
    let aside = format!("{table}_aside");
    rename(table, &aside);
    let done = work();
    rename(&aside, table);
    done
}

fn what_a_disabled_operator_was_importing_is_taken_back(panel: &Small) {
    let grace = panel.0.person();
    let job = begun(panel, false);
    panel.0.change_operator("Ada", "do=disable");
    assert_eq!(
        said(&grace, &job),
        "Failed: The operator whose job it is has been disabled or removed. All that was imported \
         was taken back."
    );
    assert!(grace.open("/movies").rows().is_empty());
    let activity = grace.open("/activity").rows();
    let how: Vec<&str> = activity.iter().map(|row| row[4].as_str()).collect();
    assert_eq!(how, ["Undo", "Import"]);
    let by: Vec<&str> = activity.iter().map(|row| row[2].as_str()).collect();
    assert_eq!(by, ["Ada", "Ada"]);
}

fn what_is_right_stays_where_its_operator_is_disabled(panel: &Small) {
    let grace = panel.0.person();
    let job = begun(panel, true);
    panel.0.change_operator("Ada", "do=disable");
    assert_eq!(
        said(&grace, &job),
        "Failed: The operator whose job it is has been disabled or removed. What was imported \
         before stays."
    );
    let movies = number(&mut panel.0.database().connect(), MOVIES);
    let job = grace.open(&job);
    assert_eq!(counted(&job)[0].replace(',', ""), movies.to_string());
    assert!((1..6000).contains(&movies), "{movies}");
    crate::bulk::undone(&grace, &job);
    assert!(grace.open("/movies").rows().is_empty());
}

fn an_import_whose_steps_fail_takes_back_what_it_wrote(panel: &Small) {
    let grace = panel.0.person();
    let job = begun(panel, false);
    let said = without(panel, "import_rows", || said(&grace, &job));
    assert_eq!(
        said,
        "Failed: The database refused it. The log of the program says why. All that was imported \
         was taken back."
    );
    assert!(grace.open("/movies").rows().is_empty());
}

fn what_is_left_of_an_import_that_was_taken_back_in_part_can_be_undone(panel: &Small) {
    let grace = panel.0.person();
    let job = begun(panel, false);
    let connection = &mut panel.0.database().connect();
    while number(connection, MOVIES) < 3000 {}
    grace.post(&format!("{job}/cancel"), "").assert_status(303);
    while number(connection, "(SELECT count(*) FROM changes WHERE change_set_id > 1)") == 0 {}
    without(panel, "change_subjects", || {
        while number(connection, "(SELECT count(*) FROM jobs WHERE finished_at IS NULL)") > 0 {}
    });
    let page = grace.open(&job);
    let since = page.text(".since");
    assert!(since.starts_with("What it did was taken back in part by Ada"), "{since}");
    assert!(number(connection, MOVIES) > 0);
    crate::bulk::undone(&grace, &page);
    assert!(grace.open("/movies").rows().is_empty());
}

fn an_import_that_cannot_even_be_taken_back_says_what_stays(panel: &Small) {
    let grace = panel.0.person();
    let job = begun(panel, false);
    let connection = &mut panel.0.database().connect();
    without(panel, "change_subjects", || {
        while number(connection, "(SELECT count(*) FROM jobs WHERE finished_at IS NULL)") > 0 {}
    });
    let page = grace.open(&job);
    assert_eq!(
        page.text(".job [role=status]"),
        "Failed: The database refused it. The log of the program says why. What was done before \
         stays."
    );
    assert!(number(connection, MOVIES) > 0);
    crate::bulk::undone(&grace, &page);
    assert!(grace.open("/movies").rows().is_empty());
    let said = grace.open(&job).text(".job [role=status]");
    assert_eq!(said, "Failed: The database refused it. The log of the program says why.");
}
