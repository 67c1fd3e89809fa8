//! Imports that are too much for one request.

use std::time::{Duration, Instant};

use backlot::schema::jobs;
use diesel::prelude::*;

use super::{checked, counts, find_by, uploaded};
use crate::bulk::{Small, add_movies, counts as counted, ended};
use crate::support::{Database, Page, Panel, Person, Program, at_once, command, number};

crate::tests![
    more_than_a_request_should_write_is_a_job_of_one_change_set,
    a_cancelled_import_keeps_nothing,
    who_may_only_import_leaves_nothing_behind_either,
    a_cancelled_import_goes_on_being_taken_back_where_the_program_is_killed,
    what_a_cancelled_import_has_added_is_not_added_once_more_unasked,
    a_file_that_a_job_is_importing_is_not_imported_once_more_unasked,
    a_large_file_is_checked_by_a_job,
    a_job_writes_nothing_where_something_changed_in_between,
    the_line_that_stopped_an_import_comes_first_when_the_file_is_checked_again,
    lines_that_changed_in_between_are_left_out_where_refused_ones_are,
    what_changes_while_a_job_writes_makes_it_take_back_all,
    a_program_that_is_killed_goes_on_where_it_was,
    a_program_that_was_only_slow_imports_nothing_twice,
    of_two_imports_into_one_entity_the_first_goes_first,
];

/// So many lines take a job of the small panel long enough to be cancelled in between.
const LONG: usize = 8_000;

fn films(count: usize) -> String {
    let lines: String = (0..count).map(|number| format!("Film {number:06}\n")).collect();
    format!("name\n{lines}")
}

fn until_some_are_written(panel: &Panel) {
    let connection = &mut panel.database().connect();
    while number(connection, "(SELECT count(*) FROM movies)") == 0 {}
}

/// Confirms a dry run that becomes a job, and sees it when it has ended.
#[track_caller]
fn worked(person: &Person, page: &Page, button: &str) -> Page {
    let form = page.form_where("form.record");
    let form = if page.has("[name=skip]") { form.choose("skip", "1") } else { form };
    let begun = person.press(&form.fill("reason", "festival"), button);
    begun.assert_status(303);
    ended(person, begun.location())
}

fn more_than_a_request_should_write_is_a_job_of_one_change_set(panel: &Small) {
    let ada = panel.0.person();
    let page = checked(&ada, "movies", "films.csv", films(90));
    let job = worked(&ada, &page, "Add 90 movies");
    assert_eq!(job.text(".job [role=status]"), "Done");
    assert_eq!(counted(&job), ["90", "0", "0"]);
    let file = ada.open(job.link("The file"));
    assert_eq!(file.heading(), "Imported films.csv");
    let change_set = ada.open(file.link("See what was imported"));
    assert!(change_set.visible().contains("90 movies from films.csv"), "{}", change_set.visible());
    let activity = ada.open("/activity").rows();
    assert_eq!(activity[0][..2], ["90 movies from films.csv", "Added"]);
    assert_eq!((activity[0][4].as_str(), activity[0][5].as_str()), ("Import", "festival"));
    assert_eq!(activity.len(), 1);
    let again = checked(&ada, "movies", "films.csv", films(90));
    assert!(again.visible().contains("90 movies from this very file were imported before by you"));
    let undo = ada.press(&file.form_where("form[action$=undo]"), "Undo");
    crate::bulk::ended(&ada, undo.location());
    assert!(ada.open("/movies").rows().is_empty());
    let file = ada.open(&file.path);
    assert!(file.text(".since").starts_with("What it did was taken back by you"));
    assert!(!file.has("form[action$=undo]"), "{}", file.visible());
}

fn a_cancelled_import_keeps_nothing(panel: &Small) {
    let ada = panel.0.person();
    let page = checked(&ada, "movies", "films.csv", films(LONG));
    let begun = ada.press(&page.form_where("form.record"), "Add 8,000 movies");
    let running = ada.open(begun.location());
    assert_eq!(running.heading(), "Import movies from films.csv");
    until_some_are_written(&panel.0);
    ada.press(&running.form_where("form[action$='/cancel']"), "Cancel, and keep nothing")
        .assert_status(303);
    let job = ended(&ada, begun.location());
    let said = job.text(".job [role=status]");
    assert!(said.starts_with("Cancelled: Nothing was kept"), "{said}");
    assert_eq!(counted(&job), ["0", "0", "0"], "nothing is left of it");
    assert!(!job.has("form[action*='/undo']"), "{}", job.visible());
    assert!(ada.open("/movies").rows().is_empty());
    let activity = ada.open("/activity").rows();
    let how: Vec<&str> = activity.iter().map(|row| row[4].as_str()).collect();
    assert_eq!(how, ["Undo", "Import"]);
    let written = activity[1][0].strip_suffix(" movies from films.csv").unwrap();
    assert!(written.replace(',', "").parse::<usize>().unwrap() < LONG, "{activity:?}");
    let columns = ada.open(job.link("The file"));
    assert!(columns.visible().contains("Nothing was kept"), "{}", columns.visible());
    let page = super::check(&ada, &columns);
    assert!(!page.has("[name=again]"), "{}", page.visible());
    let job = worked(&ada, &page, "Add 8,000 movies");
    assert_eq!(counted(&job), ["8,000", "0", "0"]);
}

fn who_may_only_import_leaves_nothing_behind_either(panel: &Small) {
    let grace = panel.0.person();
    let allowed = "name=importer&allow=movies:import&allow=movies:create";
    grace.post("/roles", allowed).assert_status(303);
    let ada = panel.0.person_who_is("Ada", &["importer"]);
    let begun = |file: &str| {
        let page = checked(&ada, "movies", file, format!("{}{file}\n", films(LONG)));
        let begun = ada.press(&page.form_where("form.record"), "Add 8,001 movies");
        until_some_are_written(&panel.0);
        begun.location().to_owned()
    };
    let ended = |job: &str| {
        let job = ended(&grace, job);
        assert!(grace.open("/movies").rows().is_empty(), "{}", job.visible());
        job.text(".job [role=status]")
    };
    let job = begun("one.csv");
    ada.post(&format!("{job}/cancel"), "").assert_status(303);
    let said = ended(&job);
    assert!(said.starts_with("Cancelled: Nothing was kept"), "{said}");
    let job = begun("two.csv");
    panel.0.give_roles("Ada", &["viewer"]);
    let said = ended(&job);
    assert!(said.starts_with("Failed: The roles of the operator do not allow it"), "{said}");
    assert!(said.ends_with("All that was imported was taken back."), "{said}");
}

fn a_cancelled_import_goes_on_being_taken_back_where_the_program_is_killed(database: &Database) {
    let few = [("BULK_AT_ONCE", "20"), ("JOB_TAKEOVER", "1s")];
    let mut program = Program::start_with(database, &few);
    let ada = program.person();
    let page = checked(&ada, "movies", "films.csv", films(6000));
    let form = page.form_where("form.record");
    let job = ada.press(&form, "Add 6,000 movies").location().to_owned();
    let connection = &mut database.connect();
    let movies = "(SELECT count(*) FROM movies)";
    while number(connection, movies) < 2000 {}
    ada.post(&format!("{job}/cancel"), "").assert_status(303);
    let undone = "(SELECT count(*) FROM changes WHERE change_set_id > 1)";
    for least in [1, 800] {
        while number(connection, undone) < least {}
        program.signal("KILL");
        program.ended();
        program = Program::start_with(database, &few);
    }
    let job = ended(&program.person(), &job);
    let said = job.text(".job [role=status]");
    assert!(said.starts_with("Cancelled: Nothing was kept"), "{said}");
    assert_eq!(number(connection, movies), 0);
    let changes = "(SELECT count(*) FROM changes WHERE change_set_id = 1)";
    assert_eq!(number(connection, changes), number(connection, undone), "nothing twice");
}

fn what_a_cancelled_import_has_added_is_not_added_once_more_unasked(panel: &Small) {
    let ada = panel.0.person();
    // What is right is to be imported, whatever the rest is.
    let films = |count| format!("{}{}\n", films(count), "y".repeat(300));
    let page = checked(&ada, "movies", "films.csv", films(LONG));
    let form = page.form_where("form.record").choose("skip", "1");
    let begun = ada.press(&form, "Add 8,000 movies");
    let running = ada.open(begun.location());
    until_some_are_written(&panel.0);
    ada.press(&running.form_where("form[action$='/cancel']"), "Cancel the rest").assert_status(303);
    let job = ended(&ada, begun.location());
    let said = job.text(".job [role=status]");
    assert_eq!(said, "Cancelled: What was done before stays.");
    let added = counted(&job)[0].clone();
    let there = || number(&mut panel.0.database().connect(), "(SELECT count(*) FROM movies)");
    let before = there();
    assert!(before < i64::try_from(LONG).unwrap(), "{added}");
    let again = [
        super::check(&ada, &ada.open(job.link("The file"))),
        checked(&ada, "movies", "the same.csv", films(LONG)),
    ];
    for page in &again {
        let said = format!("{added} movies from this very file were imported before by you");
        assert!(page.visible().contains(&said), "{}", page.visible());
        let form = page.form_where("form.record").choose("skip", "1").fill("reason", "festival");
        let refused = ada.press(&form, "Add 8,000 movies");
        refused.assert_refused(422);
        assert!(refused.visible().contains("so nothing was imported"), "{}", refused.visible());
        assert_eq!(refused.form_where("form.record").value("reason"), "festival");
    }
    assert_eq!(there(), before);
    // Taken back, it is nothing that anybody need be asked of.
    let undo = ada.press(&job.form_where("form[action$=undo]"), "Undo");
    ended(&ada, undo.location());
    let page = ada.open(&again[1].path);
    assert!(!page.has("[name=again]"), "{}", page.visible());
    let job = worked(&ada, &page, "Add 8,000 movies");
    assert_eq!(counted(&job), ["8,000", "0", "0"]);
    // Who says so adds them once more; what is found by a column is not added.
    let page = ada.open(&again[0].path);
    let form = page.form_where("form.record").choose("again", "1").choose("skip", "1");
    let begun = ada.press(&form, "Add 8,000 movies");
    ended(&ada, begun.location());
    assert_eq!(there(), 16_000);
}

fn a_file_that_a_job_is_importing_is_not_imported_once_more_unasked(panel: &Small) {
    let people = [panel.0.person(), panel.0.person_who_is("Bob", &["admin"])];
    let [ada, bob] = &people;
    let forms = people.each_ref().map(|person| {
        checked(person, "movies", "films.csv", films(2500)).form_where("form.record")
    });
    let answers = at_once(2, |index| {
        let answer = people[index].press(&forms[index], "Add 2,500 movies");
        match answer.status {
            303 => Ok(answer.location().to_owned()),
            _ => Err((answer.visible(), answer.link("See how far that is").to_owned())),
        }
    });
    let (job, (said, link)) = match &answers[..] {
        [Ok(job), Err(asked)] | [Err(asked), Ok(job)] => (job, asked),
        answers => panic!("one of them is asked: {answers:?}"),
    };
    assert!(said.contains("movies from this very file are being imported just now by"), "{said}");
    assert!(said.contains("Wait until that has ended"), "{said}");
    assert!(link.ends_with(job), "{link}");
    ended(ada, job);
    assert_eq!(ada.open("/movies").text(".shown"), "1–50 of 2,500");
    let page = bob.open(&checked(bob, "movies", "again.csv", films(2500)).path);
    assert!(page.visible().contains("were imported before by"), "{}", page.visible());
}

fn a_large_file_is_checked_by_a_job(panel: &Small) {
    let ada = panel.0.person();
    let lines: String = (0..4500).map(|n| format!("{n} {}\n", "x".repeat(240))).collect();
    let columns =
        uploaded(&ada, "movies", "long.csv", format!("name\n{lines}{}\n", "y".repeat(300)));
    let begun = ada.press(&columns.form_where("form.import"), "Check the file");
    let job = ended(&ada, begun.location());
    assert_eq!(job.text(".job [role=status]"), "Done");
    let page = ada.open(job.link("The file"));
    assert_eq!(counts(&page), ["New 4,500", "Changed 0", "Unchanged 0", "Refused 1"]);
    // Cancelled, it can be checked again.
    let columns = ada.open(page.link("Change the columns"));
    let begun = ada.press(&columns.form_where("form.import"), "Check the file");
    ada.post(&format!("{}/cancel", begun.location()), "").assert_status(303);
    ended(&ada, begun.location());
    let page = ada.open(&page.path);
    assert!(page.has("form.import") || page.has("form.record"), "{}", page.visible());
}

fn a_job_writes_nothing_where_something_changed_in_between(panel: &Small) {
    let ada = panel.0.person();
    let alien = ada.add("movies", &[("name", "Alien")]);
    let id = alien.path.rsplit('/').next().unwrap();
    let lines: String = (0..60).map(|number| format!(",New {number}\n")).collect();
    let page = checked(&ada, "movies", "films.csv", format!("id,name\n{lines}{id},Aliens\n"));
    ada.save(&ada.edit(&alien.path, &[("name", "Alien (1979)")]));
    let job = worked(&ada, &page, "Add 60 movies and change 1");
    let said = job.text(".job [role=status]");
    let row = "What line 62 (Alien) is about changed since the file was checked";
    assert!(said.contains(row) && said.contains("so nothing was imported"), "{said}");
    assert!(!job.visible().contains("Done") && !job.has("form[action*='/undo']"));
    assert_eq!(ada.open("/movies").names(), ["Alien (1979)"]);
    assert_eq!(ada.open("/activity").rows().len(), 2, "nothing stands in the history");
    let columns = ada.open(job.link("The file"));
    assert!(columns.visible().contains("Check the file again to see what it comes to now."));
    let page = super::check(&ada, &columns);
    let job = worked(&ada, &page, "Add 60 movies and change 1");
    assert_eq!(counted(&job), ["61", "0", "0"]);
}

fn the_line_that_stopped_an_import_comes_first_when_the_file_is_checked_again(panel: &Small) {
    add_movies(panel.0.database(), 70);
    let ada = panel.0.person();
    let lines: String = (1..=70).map(|id| format!("{id},Film {id}\n")).collect();
    let page = checked(&ada, "movies", "films.csv", format!("id,name\n{lines}"));
    ada.save(&ada.edit("/movies/60", &[("name", "Alien")]));
    let job = worked(&ada, &page, "Change 70 movies");
    let said = job.text(".job [role=status]");
    assert!(said.contains("What line 61 (Movie 060) is about changed since"), "{said}");
    let page = super::check(&ada, &ada.open(job.link("The file")));
    assert_eq!(
        page.notices(),
        ["Line 61 (Alien) stopped the import. It comes first, as it is now."]
    );
    assert_eq!(page.rows()[0], ["Alien", "61", "Name Alien Film 60"]);
    assert_eq!(ada.open(page.link("Previous")).rows().len(), 50);
    let all = ada.open(page.link("Changed 70"));
    assert_eq!(all.rows()[0][1], "2");
    assert!(all.notices().is_empty(), "{:?}", all.notices());
    let job = worked(&ada, &page, "Change 70 movies");
    assert_eq!(counted(&job), ["70", "0", "0"]);
}

fn lines_that_changed_in_between_are_left_out_where_refused_ones_are(panel: &Small) {
    let ada = panel.0.person();
    let alien = ada.add("movies", &[("name", "Alien")]);
    let id = alien.path.rsplit('/').next().unwrap();
    let lines: String = (0..60).map(|number| format!(",New {number}\n")).collect();
    let file = format!("id,name\n{id},Aliens\n999999,X\n{lines}");
    let page = checked(&ada, "movies", "films.csv", file);
    ada.save(&ada.edit(&alien.path, &[("name", "Alien (1979)")]));
    let job = worked(&ada, &page, "Add 60 movies and change 1");
    assert_eq!(job.text(".job [role=status]"), "Done");
    assert_eq!(counted(&job), ["60", "0", "1"]);
    assert!(job.visible().contains("Line 2: It comes to something else"), "{}", job.visible());
    assert_eq!(ada.open(&alien.path).heading(), "Alien (1979)");
}

fn what_changes_while_a_job_writes_makes_it_take_back_all(panel: &Small) {
    let ada = panel.0.person();
    let alien = ada.add("movies", &[("name", "Alien")]);
    let id = alien.path.rsplit('/').next().unwrap();
    let lines: String = (0..2500).map(|number| format!(",New {number}\n")).collect();
    let page = checked(&ada, "movies", "films.csv", format!("id,name\n{lines}{id},Aliens\n"));
    let edit = ada.edit(&alien.path, &[("name", "Alien (1979)")]);
    let begun = ada.press(&page.form_where("form.record"), "Add 2,500 movies and change 1");
    while counted(&ada.open(begun.location()))[0] == "0" {}
    ada.save(&edit);
    // What a job takes back is sealed when it has ended, whenever somebody seals.
    while ada.open(begun.location()).has("form[action$='/cancel']") {
        command(panel.0.database(), &["history", "seal"]);
    }
    let job = ended(&ada, begun.location());
    let said = job.text(".job [role=status]");
    let row = "What line 2502 (Alien) is about changed while it was imported";
    assert!(said.contains(row) && said.contains("was taken back"), "{said}");
    command(panel.0.database(), &["history", "seal"]);
    command(panel.0.database(), &["history", "verify"]);
    assert_eq!(counted(&job), ["0", "0", "0"], "nothing is left of it");
    assert!(!job.has("form[action*='/undo']"), "{}", job.visible());
    assert_eq!(ada.open("/movies").names(), ["Alien (1979)"]);
    let how: Vec<String> =
        ada.open("/activity").rows().into_iter().map(|row| row[4].clone()).collect();
    assert_eq!(how, ["Undo", "Form", "Import", "Form"]);
}

fn a_program_that_is_killed_goes_on_where_it_was(database: &Database) {
    const ROWS: usize = 6000;
    let few = [("BULK_AT_ONCE", "20"), ("JOB_TAKEOVER", "1s")];
    let mut program = Program::start_with(database, &few);
    let page = checked(&program.person(), "movies", "films.csv", films(ROWS));
    let form = page.form_where("form.record");
    let job = program.person().press(&form, "Add 6,000 movies").location().to_owned();
    for least in [1, 1500, 3000] {
        let ada = program.person();
        loop {
            let done = counted(&ada.open(&job))[0].replace(',', "");
            if done.parse::<usize>().unwrap() >= least {
                break;
            }
        }
        program.signal("KILL");
        program.ended();
        program = Program::start_with(database, &few);
    }
    let ada = program.person();
    let page = ended(&ada, &job);
    assert_eq!(page.text(".job [role=status]"), "Done");
    assert_eq!(counted(&page), ["6,000", "0", "0"]);
    let connection = &mut database.connect();
    assert_eq!(number(connection, "(SELECT count(*) FROM movies)"), ROWS as i64);
    assert_eq!(number(connection, "(SELECT count(DISTINCT name) FROM movies)"), ROWS as i64);
    assert_eq!(number(connection, "(SELECT count(*) FROM changes)"), ROWS as i64);
    assert_eq!(number(connection, "(SELECT count(*) FROM change_sets)"), 1);
}

fn a_program_that_was_only_slow_imports_nothing_twice(database: &Database) {
    const ROWS: i64 = 3000;
    let few = [("BULK_AT_ONCE", "20"), ("JOB_TAKEOVER", "1s")];
    let [one, two] = [(); 2].map(|()| Program::start_with(database, &few));
    let ada = one.person();
    let page = checked(&ada, "movies", "films.csv", films(3000));
    let form = page.form_where("form.record");
    let job = ada.press(&form, "Add 3,000 movies").location().to_owned();
    let state = || -> (i64, Option<String>) {
        let state = jobs::table.select((jobs::done, jobs::taken_by));
        state.first(&mut database.connect()).unwrap()
    };
    while state().0 == 0 {}
    let (first, began) = (state().1, Instant::now());
    one.signal("STOP");
    // Another takes it, or cannot, where this one holds what it waits for.
    while state().1 == first && began.elapsed() < Duration::from_secs(4) {}
    one.signal("CONT");
    let page = ended(&two.person(), &job);
    assert_eq!(counted(&page), ["3,000", "0", "0"]);
    let connection = &mut database.connect();
    assert_eq!(number(connection, "(SELECT count(*) FROM movies)"), ROWS);
    assert_eq!(number(connection, "(SELECT count(DISTINCT name) FROM movies)"), ROWS);
    assert_eq!(number(connection, "(SELECT count(*) FROM changes)"), ROWS);
}

fn of_two_imports_into_one_entity_the_first_goes_first(panel: &Small) {
    let ada = panel.0.person();
    let begun = [(); 2].map(|()| {
        let columns = uploaded(&ada, "movies", "films.csv", films(300));
        // The second time it is remembered how the records are found.
        let form = match columns.form_where("form.import").has_field("find") {
            true => columns.form_where("form.import"),
            false => find_by(&columns, &["0"]),
        };
        ada.follow(&ada.press(&form, "Check the file")).form_where("form.record")
    });
    let jobs = begun.map(|form| ada.press(&form, "Add 300 movies").location().to_owned());
    let [first, second] = jobs.map(|job| ended(&ada, &job));
    assert_eq!(counted(&first), ["300", "0", "0"]);
    assert_eq!(counted(&second), ["0", "0", "0"]);
    assert!(second.visible().contains("nothing was imported"), "{}", second.visible());
    assert_eq!(ada.open("/activity").rows().len(), 1);
    assert_eq!(ada.open("/movies").text(".shown"), "1–50 of 300");
}
