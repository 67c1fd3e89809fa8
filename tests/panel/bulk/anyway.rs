//! What the undo of a large change leaves as it is, and taking that back all the same.

use super::{Small, counts, ended, rename_all, undone, with_movies};
use crate::support::{Page, Person};

crate::tests![
    what_was_changed_since_is_said_with_who_did_it_and_undone_anyway,
    what_is_changed_again_is_asked_for_again,
    what_was_deleted_since_stays_so,
    only_whose_job_it_is_undoes_it_anyway,
];

/// The page of the undo of a change of 60 movies, two of which were changed by somebody else since.
fn with_changed(ada: &Person, ben: &Person) -> Page {
    let job = ended(ada, &rename_all(ada, "movies", "Alike"));
    ben.save(&ben.edit("/movies/5", &[("name", "Five")]));
    ben.save(&ben.edit("/movies/50", &[("name", "Fifty")]));
    let undo = undone(ada, &job);
    assert_eq!(counts(&undo), ["58", "0", "2"]);
    undo
}

/// Presses the button, and waits for the job that it becomes.
#[track_caller]
fn undone_anyway(person: &Person, page: &Page, button: &str) -> Page {
    let form = page.form_where("form[action$='/anyway']");
    ended(person, person.press(&form, button).location())
}

fn what_was_changed_since_is_said_with_who_did_it_and_undone_anyway(panel: &Small) {
    let ada = with_movies(&panel.0, 60);
    let ben = panel.0.person_who_is("Ben", &["editor"]);
    let undo = with_changed(&ada, &ben);
    let why = undo.texts("tbody td");
    assert!(why[0].starts_with("Fifty was changed since."), "{why:?}");
    assert!(why[1].contains("Name: “Five” now (by Ben, 20"), "{why:?}");
    assert_eq!(undo.attributes("tbody th a", "href"), ["/movies/50", "/movies/5"]);
    let done = undone_anyway(&ada, &undo, "Undo 2 changes anyway");
    assert_eq!(counts(&done), ["2", "0", "0"]);
    assert_eq!(ada.open("/movies/5").heading(), "Movie 005");
    assert_eq!(ada.open("/movies/50").heading(), "Movie 050");
    let back = ada.follow(&ada.press(&done.form_where("form[action$='/undo']"), "Undo"));
    assert_eq!(back.notices(), ["Changed 2 movies back."]);
    assert_eq!(ada.open("/movies/5").heading(), "Five");
}

fn what_is_changed_again_is_asked_for_again(panel: &Small) {
    let ada = with_movies(&panel.0, 60);
    let ben = panel.0.person_who_is("Ben", &["editor"]);
    let undo = with_changed(&ada, &ben);
    ben.save(&ben.edit("/movies/5", &[("name", "Fünf")]));
    let again = undone_anyway(&ada, &undo, "Undo 2 changes anyway");
    assert_eq!(counts(&again), ["1", "0", "1"]);
    assert!(again.text("tbody td").contains("“Fünf” now"), "{}", again.visible());
    let done = undone_anyway(&ada, &again, "Undo 1 change anyway");
    assert_eq!(counts(&done), ["1", "0", "0"]);
    assert!(!done.has("form[action$='/anyway']"));
    assert_eq!(ada.open("/movies/5").heading(), "Movie 005");
}

fn what_was_deleted_since_stays_so(panel: &Small) {
    let ada = with_movies(&panel.0, 60);
    let job = ended(&ada, &rename_all(&ada, "movies", "Alike"));
    ada.press(&ada.open("/movies/5/delete").form(), "Delete").assert_status(303);
    let undo = undone(&ada, &job);
    assert_eq!(counts(&undo), ["59", "0", "1"]);
    assert!(
        undo.text("tbody td").contains("was deleted since, and stays so"),
        "{}",
        undo.visible()
    );
    assert!(!undo.has("form[action$='/anyway']"), "it would stay so");
    ada.get("/movies/5").assert_status(404);
}

fn only_whose_job_it_is_undoes_it_anyway(panel: &Small) {
    let ada = with_movies(&panel.0, 60);
    let ben = panel.0.person_who_is("Ben", &["editor"]);
    let undo = with_changed(&ada, &ben);
    let path = format!("{}/anyway", undo.path);
    ben.post(&path, "").assert_status(404);
    ada.post("/jobs/1/anyway", "").assert_status(404);
    ada.post("/jobs/77/anyway", "").assert_status(404);
    assert_eq!(ada.open("/movies/5").heading(), "Five");
}
