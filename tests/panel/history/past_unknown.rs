//! What a record was where it was not there, or where the history does not know it.

use diesel::connection::SimpleConnection as _;

use super::past::{delete, field, then};
use crate::support::Panel;

crate::tests![
    a_record_was_not_there_before_it_was_added_nor_after_it_was_deleted,
    what_was_before_the_history_began_is_said,
    what_another_program_changed_is_said,
    a_record_that_never_was_was_never_anything,
    before_it_was_created_nothing_was_there_though_the_history_does_not_know,
    a_change_that_was_forgotten_is_a_moment_before_the_history_began,
    what_another_program_deleted_was_not_deleted_here,
];

fn a_record_was_not_there_before_it_was_added_nor_after_it_was_deleted(panel: &Panel) {
    let ada = panel.person_who_is("Ada", &["admin"]);
    ada.add("actors", &[("name", "Sigourney Weaver")]);
    let movie = ada.add("movies", &[("name", "Alien")]).path;
    delete(&ada, &movie);
    let before = then(&ada, &movie, 1);
    let text = before.text("[role=note]");
    assert!(text.contains("This movie did not exist then. Ada added it, on 20"), "{text}");
    assert!(!before.has("main dl:not(.fields)") && !before.has("#actors"));
    let after = then(&ada, &movie, 3);
    assert!(
        after.text("[role=note]").contains("This movie was deleted then."),
        "{}",
        after.visible()
    );
    assert!(!after.has("main dl:not(.fields)"));
    assert_eq!(ada.open(&before.href("a[rel=next]")).heading(), "Alien as it was");
}

fn what_was_before_the_history_began_is_said(panel: &Panel) {
    let ada = panel.person();
    ada.follow(&ada.press(&ada.open("/").form(), "Load sample data"));
    let name = ada.open("/movies/1").heading();
    ada.save(&ada.edit("/movies/1", &[("name", "Renamed")]));
    let page = then(&ada, "/movies/1", 0);
    let text = page.text("[role=note]");
    assert!(text.contains("before its first change in the history"), "{text}");
    assert!(text.contains("The history began on 20"), "{text}");
    assert!(text.contains("what never changed since is as it is today"), "{text}");
    assert_eq!(page.heading(), format!("{name} as it was"));
    assert_eq!(field(&page, "Name"), format!("{name} Now: Renamed Restore Name…"));
    let first = then(&ada, "/movies/1", 2);
    assert_eq!(ada.open(&first.href("a[rel=prev]")).path, page.path);
    let history = ada.open("/movies/1/history");
    assert_eq!(
        ada.open(&history.href(".history li:last-child p a[href$='/at/0']")).path,
        page.path
    );
    // Nothing was ever changed of this one.
    let page = then(&ada, "/movies/2", 0);
    assert!(page.text("[role=note]").contains("It is what it is now."), "{}", page.visible());
    assert!(!page.has(".differs") && page.text("[role=note]").contains("before its first change"));
}

fn what_another_program_changed_is_said(panel: &Panel) {
    let ada = panel.person();
    let path = ada.add("users", &[("first_name", "Ade"), ("age", "33")]).path;
    ada.save(&ada.edit(&path, &[("last_name", "Adu")]));
    let other = "UPDATE users SET age = 44, version = version + 1";
    panel.database().connect().batch_execute(other).unwrap();
    let page = then(&ada, &path, 2);
    let age = field(&page, "Age");
    assert!(age.starts_with("33 Now: 44 Changed outside of the history"), "{age}");
    assert_eq!(page.texts(".differs dt"), ["Age"]);
    panel.database().connect().batch_execute("DELETE FROM users").unwrap();
    let page = then(&ada, &path, 1);
    assert_eq!(field(&page, "Age"), "33");
}

fn a_record_that_never_was_was_never_anything(panel: &Panel) {
    let ada = panel.person();
    ada.add("movies", &[("name", "Alien")]);
    for path in ["/movies/77/history/at/1", "/movies/1/history/at/x", "/movies/1/history/at/-1"] {
        ada.get(path).assert_status(404);
    }
    ada.get("/movies/77/history/at/1/restore").assert_status(404);
    // Neither is there a moment behind a change that there never was.
    for path in ["/movies/1/history/at/999", "/movies/1/history/at/999/restore"] {
        ada.get(path).assert_status(404);
    }
}

fn before_it_was_created_nothing_was_there_though_the_history_does_not_know(panel: &Panel) {
    let ada = panel.person();
    ada.follow(&ada.press(&ada.open("/").form(), "Load sample data"));
    let at = |path: &str, time: &str| {
        ada.open(ada.get(&format!("{path}/history/at?time={time}")).location())
    };
    let page = at("/users/1", "1901-01-01T00:00");
    let text = page.text("[role=note]");
    assert!(text.contains("This user did not exist then. It was added on "), "{text}");
    assert!(!page.has("main dl:not(.fields)") && !page.has("#cars"), "{}", page.visible());
    let car = "UPDATE cars SET created_at = '2001-01-01 00:00:00'";
    let user = "UPDATE users SET created_at = '2000-01-01 00:00:00'";
    for change in [car, user] {
        panel.database().connect().batch_execute(change).unwrap();
    }
    let owner = ada.open("/cars/1").href("main a[href*='/users/']");
    let page = at(&owner, "2000-06-01T00:00");
    assert!(page.texts("#cars .fate").iter().all(|fate| fate == "It was not there yet"));
    assert!(page.has("#cars .fate"), "{}", page.visible());
    let page = at(&owner, "2001-06-01T00:00");
    assert!(!page.has("#cars .fate"), "{}", page.visible());
}

fn a_change_that_was_forgotten_is_a_moment_before_the_history_began(panel: &Panel) {
    let ada = panel.person();
    let path = ada.add("movies", &[("name", "Alien")]).path;
    ada.save(&ada.edit(&path, &[("name", "Aliens")]));
    let connection = &mut panel.database().connect();
    for table in ["change_subjects", "changes", "change_sets"] {
        let column = if table == "change_sets" { "id" } else { "change_set_id" };
        connection.batch_execute(&format!("DELETE FROM {table} WHERE {column} = 1")).unwrap();
    }
    let text = then(&ada, &path, 1).text("[role=note]");
    assert!(text.contains("before its first change in the history"), "{text}");
}

fn what_another_program_deleted_was_not_deleted_here(panel: &Panel) {
    let ada = panel.person();
    let path = ada.add("movies", &[("name", "Alien")]).path;
    let saved = ada.save(&ada.edit(&path, &[("name", "Aliens")]));
    panel.database().connect().batch_execute("DELETE FROM movies").unwrap();
    let told = "was not deleted here";
    let history = ada.open(&format!("{path}/history"));
    assert!(history.text("p.notice").contains("It was not deleted here"), "{}", history.visible());
    let then = ada.open(&format!("{path}/history/at/1"));
    assert!(then.visible().contains(told), "{}", then.visible());
    let asked = ada.press(&saved.form_where(".notice form"), "Undo");
    asked.assert_status(409);
    assert!(asked.visible().contains(told), "{}", asked.visible());
    assert!(!asked.visible().contains("Last changed by"), "{}", asked.visible());
}
