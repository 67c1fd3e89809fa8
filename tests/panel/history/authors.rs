//! Who did it, and when: on the pages that a change of somebody else leads to, and on the home page.

use chrono::TimeDelta;
use diesel::connection::SimpleConnection as _;

use crate::support::{Form, Page, Panel, Person};

crate::tests![
    the_conflict_page_names_who_saved_and_when,
    who_edits_in_two_windows_is_told_so,
    the_conflict_page_names_each_of_several_who_saved,
    what_another_program_wrote_is_called_that,
    a_merge_names_whose_changes_were_kept,
    the_page_of_a_deleted_record_names_who_deleted_it,
    who_asks_for_a_deleted_record_is_told_who_deleted_it,
    who_may_not_see_the_history_is_told_no_names,
    the_home_page_says_who_changed_what_and_when,
    a_reason_is_checked_as_every_text_is,
];

fn ada_and_ben(panel: &Panel) -> (Person, Person) {
    (panel.person_who_is("Ada", &["editor"]), panel.person_who_is("Ben", &["editor"]))
}

/// Deletes a record, for a reason.
fn delete(person: &Person, path: &str, reason: &str) -> Page {
    let form = person.open(&format!("{path}/delete")).form();
    person.follow(&person.press(&form.fill("reason", reason), "Delete"))
}

/// Somebody's name for a record, typed and not saved yet.
fn typed(person: &Person, path: &str) -> Form {
    person.edit(path, &[("name", "Alien by Ben")])
}

fn the_conflict_page_names_who_saved_and_when(panel: &Panel) {
    let (ada, ben) = ada_and_ben(panel);
    let path = ada.add("movies", &[("name", "Alien")]).path;
    let his = typed(&ben, &path);
    ada.save(&ada.edit(&path, &[("name", "Alien by Ada")]));
    let at = panel.clock().now();
    panel.clock().advance(TimeDelta::seconds(125));
    let conflict = ben.press(&his, "Save");
    conflict.assert_status(409);
    assert_eq!(conflict.heading(), "This movie was changed by Ada while you edited it");
    assert_eq!(conflict.texts(".problems p")[0], "Saved by Ada, 2 minutes ago.");
    let time = conflict.find(".problems time");
    let minute = at.format("%Y-%m-%d %H:%MZ").to_string();
    assert_eq!(time.attr("datetime"), Some(minute.as_str()));
}

fn who_edits_in_two_windows_is_told_so(panel: &Panel) {
    let (ada, _) = ada_and_ben(panel);
    let path = ada.add("movies", &[("name", "Alien")]).path;
    let first = typed(&ada, &path);
    ada.save(&ada.edit(&path, &[("name", "Aliens")]));
    let conflict = ada.press(&first, "Save");
    conflict.assert_status(409);
    assert_eq!(conflict.heading(), "This movie was changed by you while you edited it");
    assert_eq!(conflict.texts(".problems p")[0], "Saved by you, in another window, just now.");
}

fn the_conflict_page_names_each_of_several_who_saved(panel: &Panel) {
    let (ada, ben) = ada_and_ben(panel);
    let user = ada.add("users", &[("first_name", "Ade"), ("profile.country", "Ghana")]).path;
    let fields = [("first_name", "Zoë"), ("last_name", "Zander"), ("profile.country", "Togo")];
    let mine = ada.edit(&user, &fields);
    ben.save(&ben.edit(&user, &[("first_name", "Ben's")]));
    let cleo = panel.person_who_is("Cleo", &["admin"]);
    cleo.save(&cleo.edit(&user, &[("profile.country", "Mali"), ("age", "40")]));
    let conflict = ada.press(&mine, "Save");
    conflict.assert_status(409);
    let intro = &conflict.texts(".problems p")[0];
    assert_eq!(intro, "Saved by Ben, just now; by Cleo, just now.");
    assert_eq!(
        conflict.texts(".conflict .by"),
        ["by Ben, just now", "by Cleo, just now", "by Cleo, just now"]
    );
}

fn what_another_program_wrote_is_called_that(panel: &Panel) {
    let (ada, ben) = ada_and_ben(panel);
    let path = ada.add("movies", &[("name", "Alien")]).path;
    let his = typed(&ben, &path);
    ada.save(&ada.edit(&path, &[("name", "Aliens")]));
    let stored = "UPDATE movies SET name = 'Alien 3', name_key = 'alien 3', version = version + 1";
    panel.database().connect().batch_execute(stored).unwrap();
    let conflict = ben.press(&his, "Save");
    conflict.assert_status(409);
    assert_eq!(conflict.texts(".problems p")[0], "Saved by another program.");
}

fn a_merge_names_whose_changes_were_kept(panel: &Panel) {
    let (ada, ben) = ada_and_ben(panel);
    let user = ada.add("users", &[("first_name", "Ade")]).path;
    let his = ben.edit(&user, &[("age", "40")]);
    ada.save(&ada.edit(&user, &[("last_name", "Zander")]));
    let saved = ben.save(&his);
    let notice = "Saved Ade Zander. What Ada changed meanwhile was kept: Last name.";
    assert_eq!(saved.notices(), [notice]);
}

fn the_page_of_a_deleted_record_names_who_deleted_it(panel: &Panel) {
    let (ada, ben) = ada_and_ben(panel);
    let path = ada.add("movies", &[("name", "Alien")]).path;
    let (his, question) = (typed(&ben, &path), ben.open(&format!("{path}/delete")).form());
    delete(&ada, &path, "");
    panel.clock().advance(TimeDelta::hours(3));
    let gone = ben.press(&his, "Save");
    gone.assert_status(404);
    assert!(gone.visible().contains("deleted by Ada, 3 hours ago"), "{}", gone.visible());
    let gone = ben.press(&question, "Delete");
    gone.assert_status(404);
    assert!(gone.visible().contains("Deleted by Ada, 3 hours ago"), "{}", gone.visible());
}

fn who_asks_for_a_deleted_record_is_told_who_deleted_it(panel: &Panel) {
    let (ada, ben) = ada_and_ben(panel);
    let path = ada.add("movies", &[("name", "Alien")]).path;
    delete(&ada, &path, "");
    panel.clock().advance(TimeDelta::minutes(2));
    for asked in [path.clone(), format!("{path}/edit"), format!("{path}/delete")] {
        let gone = ben.get(&asked);
        gone.assert_status(404);
        gone.assert_framed();
        assert_eq!(gone.heading(), "This movie has been deleted");
        assert!(gone.visible().contains("Deleted by Ada, 2 minutes ago."), "{}", gone.visible());
        let history = ben.open(gone.link("See its history"));
        assert_eq!(history.heading(), "History of Alien");
        assert_eq!(ben.open(gone.link("Open the trash")).texts("main tbody th"), ["Alien"]);
        let hers = ada.get(&asked);
        assert!(hers.visible().contains("Deleted by you, 2 minutes ago."), "{}", hers.visible());
        // A record that never was is said to be nothing else.
        let never = ben.get(&asked.replace("/1", "/99"));
        never.assert_status(404);
        assert_eq!(never.heading(), "There is nothing here");
    }
}

fn who_may_not_see_the_history_is_told_no_names(panel: &Panel) {
    let (ada, _) = ada_and_ben(panel);
    let role = "name=changer&allow=movies:edit&allow=movies:delete";
    panel.person().post("/roles", role).assert_status(303);
    let eve = panel.person_who_is("Eve", &["changer"]);
    let path = ada.add("movies", &[("name", "Alien")]).path;
    let hers = typed(&eve, &path);
    assert!(!eve.open("/").visible().contains("Ada"));
    ada.save(&ada.edit(&path, &[("name", "Aliens")]));
    let conflict = eve.press(&hers, "Save");
    conflict.assert_status(409);
    assert!(!conflict.visible().contains("Ada"), "{}", conflict.visible());
    delete(&ada, &path, "");
    let gone = eve.press(&hers, "Save");
    gone.assert_status(404);
    assert!(!gone.visible().contains("Ada"), "{}", gone.visible());
    for asked in [path.clone(), format!("{path}/edit"), format!("{path}/delete")] {
        let gone = eve.get(&asked);
        gone.assert_status(404);
        assert_eq!(gone.heading(), "There is nothing here");
    }
}

fn the_home_page_says_who_changed_what_and_when(panel: &Panel) {
    let (ada, ben) = ada_and_ben(panel);
    let movie = ada.add("movies", &[("name", "Alien")]).path;
    ada.add("users", &[("first_name", "Ade"), ("profile.country", "Ghana")]);
    let stored = "UPDATE users SET updated_at = '2026-01-02 03:04:05'";
    panel.database().connect().batch_execute(stored).unwrap();
    panel.clock().advance(TimeDelta::minutes(7));
    ben.save(&ben.edit(&movie, &[("name", "Aliens")]));
    let home = ada.open("/");
    assert_eq!(home.texts("#recent li a"), ["Aliens", "Profile of Ade", "Ade"]);
    let by = home.texts("#recent li .by");
    assert_eq!(by[..2], ["Ben, just now", "you, 7 minutes ago"]);
    assert!(!by[2].contains("you"), "nobody here changed it at that time: {by:?}");
}

fn a_reason_is_checked_as_every_text_is(panel: &Panel) {
    let (ada, _) = ada_and_ben(panel);
    let path = ada.add("movies", &[("name", "Alien")]).path;
    let form = ada.open(&format!("{path}/delete")).form();
    for (reason, problem) in [("x".repeat(256), "at most 255"), ("a\u{7}b".to_owned(), "U+0007")] {
        let refused = ada.press(&form.clone().fill("reason", &reason), "Delete");
        refused.assert_status(422);
        refused.assert_framed();
        assert!(refused.title().starts_with("Error: "), "{}", refused.title());
        assert!(refused.error_of("reason").contains(problem), "{}", refused.visible());
        assert_eq!(refused.form().value("reason"), reason, "what was typed is lost");
    }
    assert_eq!(ada.open(&path).heading(), "Alien");
    assert!(delete(&ada, &path, &"é".repeat(255)).names().is_empty());
}
