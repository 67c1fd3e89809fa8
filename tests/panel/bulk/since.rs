//! What the page of a job says of what became since of what it did.

use diesel::connection::SimpleConnection as _;

use super::{SMALL, counts, ended, rename_all, undone, with_movies};
use crate::support::{Database, Panel};

crate::tests![
    a_job_that_is_being_taken_back_says_how_far_that_is_and_not_undo,
    what_is_left_of_an_undo_that_was_cut_off_can_be_taken_back,
    a_job_that_changed_nothing_has_nothing_to_undo,
    the_undo_of_a_job_says_how_much_it_takes_back,
    a_job_of_a_command_says_so,
];

/// A panel whose jobs others may have for as long as they like.
pub struct Patient(Panel);

impl From<Database> for Patient {
    fn from(database: Database) -> Self {
        let variables = [SMALL[0], ("JOB_TAKEOVER", "1h")];
        Self(Panel::with(database, &variables))
    }
}

impl Patient {
    fn set(&self, job: i64, columns: &str) {
        let update = format!("UPDATE jobs SET {columns} WHERE id = {job}");
        self.0.database().connect().batch_execute(&update).unwrap();
    }
}

fn a_job_that_is_being_taken_back_says_how_far_that_is_and_not_undo(panel: &Patient) {
    let ada = with_movies(&panel.0, 60);
    let eve = panel.0.person_who_is("Eve", &["editor"]);
    let job = ended(&eve, &rename_all(&eve, "movies", "Alike"));
    let undo = undone(&ada, &job);
    // Another program is at it still.
    panel.set(2, "finished_at = NULL, taken_by = 'another', state = 'running', done = 20");
    let page = ada.open(&job.path);
    assert!(page.text(".since").starts_with("Being taken back: 20 of 60."), "{}", page.visible());
    assert!(!page.has("form[action*='/undo']"), "{}", page.visible());
    assert_eq!(page.link("See how far it is"), undo.path);
    assert!(page.headers.contains_key("refresh"));
    // Whoever may not see the other job is told as much, and led nowhere.
    let page = eve.open(&job.path);
    assert!(page.text(".since").starts_with("Being taken back: 20 of 60."), "{}", page.visible());
    assert!(!page.has(".since a"), "{}", page.visible());
    panel.set(2, "finished_at = created_at, taken_by = NULL, state = 'done', done = 60");
    let page = eve.open(&job.path);
    let said = page.text(".since");
    assert!(said.starts_with("What it did was taken back by "), "{said}");
    assert!(!said.contains("by you") && !page.has("form[action*='/undo']"), "{said}");
}

fn what_is_left_of_an_undo_that_was_cut_off_can_be_taken_back(panel: &Patient) {
    let ada = with_movies(&panel.0, 60);
    let ben = panel.0.person_who_is("Ben", &["editor"]);
    let job = ended(&ada, &rename_all(&ada, "movies", "Alike"));
    ben.save(&ben.edit("/movies/5", &[("name", "Five")]));
    undone(&ada, &job);
    let page = ada.open(&job.path);
    assert!(!page.has("form[action*='/undo']"), "what stays is offered with the undo");
    panel.set(2, "state = 'cancelled'");
    let page = ada.open(&job.path);
    assert!(page.text(".since").contains("taken back in part by you"), "{}", page.visible());
    assert_eq!(counts(&undone(&ada, &page)), ["0", "59", "1"]);
}

fn a_job_that_changed_nothing_has_nothing_to_undo(panel: &Patient) {
    let ada = with_movies(&panel.0, 30);
    ended(&ada, &rename_all(&ada, "movies", "Alike"));
    let job = ended(&ada, &rename_all(&ada, "movies", "Alike"));
    assert_eq!(counts(&job), ["0", "30", "0"]);
    assert!(!job.has("form[action*='/undo']"), "{}", job.visible());
}

fn the_undo_of_a_job_says_how_much_it_takes_back(panel: &Patient) {
    let ada = with_movies(&panel.0, 60);
    let job = ended(&ada, &rename_all(&ada, "movies", "Alike"));
    let begun = ada.press(&job.form_where("form[action*='/undo']"), "Undo");
    let said = ada.follow(&begun).visible();
    assert!(said.contains("60 changes will be taken back."), "{said}");
}

fn a_job_of_a_command_says_so(panel: &Patient) {
    let ada = with_movies(&panel.0, 30);
    let path = rename_all(&ada, "movies", "Alike");
    ended(&ada, &path);
    panel.set(1, "operator = '', operator_id = 0");
    assert_eq!(ada.open("/jobs").rows()[0][3], "A command");
    assert!(ada.open(&path).visible().contains("A command"));
}
