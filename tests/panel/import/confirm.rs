//! Confirming: exactly what was shown is done, or nothing.

use super::{check, checked, confirmed, counts, find_by, uploaded};
use crate::support::{Panel, at_once};

crate::tests![
    what_changed_in_between_stops_all_of_it_and_is_shown_again,
    refused_lines_are_left_out_only_where_somebody_says_so,
    a_dry_run_is_confirmed_once,
    a_dry_run_that_was_run_anew_is_not_confirmed_unseen,
    whoever_may_not_is_refused,
    what_the_rows_do_needs_its_own_permission,
    two_imports_at_once_make_one_record,
    of_two_who_confirm_one_file_at_once_the_second_is_asked,
    a_reason_is_kept,
    an_import_is_its_owners_alone,
];

fn what_changed_in_between_stops_all_of_it_and_is_shown_again(panel: &Panel) {
    let ada = panel.person();
    let [alien, solaris] =
        ["Alien", "Solaris"].map(|name| ada.add("movies", &[("name", name)]).path);
    let id = |path: &str| path.rsplit('/').next().unwrap().to_owned();
    let file = format!("id,name\n,New\n{},Aliens\n{},Solyaris\n", id(&alien), id(&solaris));
    let page = checked(&ada, "movies", "films.csv", &file);
    assert_eq!(counts(&page), ["New 1", "Changed 2", "Unchanged 0", "Refused 0"]);
    ada.save(&ada.edit(&solaris, &[("name", "Solaris (1972)")]));
    let form = page.form_where("form.record").fill("reason", "the festival");
    let again = ada.follow(&ada.press(&form, "Add 1 movie and change 2"));
    let said = &again.notices()[0];
    assert!(said.starts_with("What line 4 (Solaris) is about changed since"), "{said}");
    assert_eq!(ada.open(&alien).heading(), "Alien", "nothing was written");
    assert_eq!(ada.open("/movies").rows().len(), 2);
    // What stopped it comes first.
    assert!(again.rows()[0][2].contains("Solaris (1972)"), "{:?}", again.rows());
    assert_eq!(again.form_where("form.record").value("reason"), "the festival");
    confirmed(&ada, &again, "Add 1 movie and change 2");
    assert_eq!(ada.open(&solaris).heading(), "Solyaris");
    assert_eq!(ada.open("/activity").rows()[0][5], "the festival");
    // So does what was deleted.
    let page = checked(&ada, "movies", "films.csv", format!("id,name\n{},X\n", id(&alien)));
    ada.follow(
        &ada.press(&ada.open(&format!("{alien}/delete")).form_where("article form"), "Delete"),
    );
    let again = confirmed(&ada, &page, "Change 1 movie");
    assert_eq!(counts(&again), ["New 0", "Changed 0", "Unchanged 0", "Refused 1"]);
}

fn refused_lines_are_left_out_only_where_somebody_says_so(panel: &Panel) {
    let ada = panel.person();
    let page = checked(&ada, "users", "people.csv", "first_name,age\nAnn,30\nBob,old\n");
    let form = page.form_where("form.record");
    let refused = ada.press(&form, "Add 1 user");
    refused.assert_refused(422);
    assert!(ada.open("/users").rows().is_empty());
    let done = ada.follow(&ada.press(&form.choose("skip", "1"), "Add 1 user"));
    assert_eq!(done.notices(), ["Imported people.csv: 1 new, 0 changed. 1 left out."]);
    assert_eq!(ada.open("/users").names(), ["Ann"]);
    assert!(done.visible().contains("Download the refused lines"));
}

fn a_dry_run_is_confirmed_once(panel: &Panel) {
    let ada = panel.person();
    let page = checked(&ada, "movies", "films.csv", "name\nAlien\n");
    let form = page.form_where("form.record");
    let answers = at_once(4, |_| ada.press(&form, "Add 1 movie").status);
    assert_eq!(answers, [303; 4]);
    assert_eq!(ada.open("/movies").rows().len(), 1);
}

fn a_dry_run_that_was_run_anew_is_not_confirmed_unseen(panel: &Panel) {
    let ada = panel.person();
    let page = checked(&ada, "movies", "films.csv", "name\nAlien\n");
    let form = page.form_where("form.record");
    let columns = ada.open(page.link("Change the columns"));
    ada.follow(&ada.press(&columns.form_where("form.import"), "Check the file"));
    ada.press(&form, "Add 1 movie").assert_refused(409);
    assert!(ada.open("/movies").rows().is_empty());
}

fn whoever_may_not_is_refused(panel: &Panel) {
    let viewer = panel.person_who_is("Vera", &["viewer"]);
    viewer.get("/movies/import").assert_status(403);
    viewer.upload("/movies/import", "films.csv", b"name\nAlien\n").assert_status(403);
    let ada = panel.person_who_is("Ada", &["editor"]);
    let page = checked(&ada, "movies", "films.csv", "name\nAlien\n");
    panel.give_roles("Ada", &["viewer"]);
    // That ended the session.
    let ada = panel.person_who_is("Ada", &["viewer"]);
    ada.press(&page.form_where("form.record"), "Add 1 movie").assert_status(403);
    assert!(panel.person().open("/movies").rows().is_empty());
    panel.visitor().upload("/movies/import", "films.csv", b"name\nAlien\n").assert_status(303);
    // A form of another session, or of none, is none of ours.
    let grace = panel.person();
    let elsewhere = grace.request(
        ureq::http::Method::POST,
        "/movies/import",
        &[("content-type", "multipart/form-data; boundary=edge")],
        "--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"f.csv\"\r\n\r\nname\nX\n\r\n--edge--\r\n",
    );
    elsewhere.assert_status(403);
}

fn what_the_rows_do_needs_its_own_permission(panel: &Panel) {
    let grace = panel.person();
    grace.add("movies", &[("name", "Alien")]);
    grace.post("/roles", "name=importer&allow=movies:import&allow=movies:edit").assert_status(303);
    let ada = panel.person_who_is("Ada", &["importer"]);
    let columns = uploaded(&ada, "movies", "films.csv", "name\nSolaris\n");
    let page = ada.follow(&ada.press(&columns.form_where("form.import"), "Check the file"));
    assert_eq!(counts(&page)[3], "Refused 1");
    assert!(page.visible().contains("Your roles do not allow you to add movies."));
}

fn two_imports_at_once_make_one_record(panel: &Panel) {
    let ada = panel.person();
    let forms: Vec<_> = (0..3)
        .map(|index| {
            let columns = uploaded(&ada, "movies", "films.csv", "name\nAlien\n");
            // How the columns were chosen the first time is remembered.
            let page = match index {
                0 => ada.follow(&ada.press(&find_by(&columns, &["0"]), "Check the file")),
                _ => check(&ada, &columns),
            };
            page.form_where("form.record")
        })
        .collect();
    at_once(3, |index| {
        ada.press(&forms[index], "Add 1 movie").assert_status(303);
    });
    assert_eq!(ada.open("/movies").names(), ["Alien"]);
}

fn of_two_who_confirm_one_file_at_once_the_second_is_asked(panel: &Panel) {
    let people = [panel.person(), panel.person_who_is("Bob", &["admin"])];
    let pages =
        people.each_ref().map(|person| checked(person, "movies", "films.csv", "name\nAlien\n"));
    let paths = pages.each_ref().map(|page| page.path.clone());
    let forms = pages.each_ref().map(|page| page.form_where("form.record"));
    let answers = at_once(2, |index| {
        let answer = people[index].press(&forms[index], "Add 1 movie");
        (answer.status, answer.visible())
    });
    let asked = usize::from(answers[1].0 == 422);
    assert_eq!([answers[asked].0, answers[1 - asked].0], [422, 303]);
    assert_eq!(people[0].open("/movies").names(), ["Alien"]);
    let said = &answers[asked].1;
    assert!(said.contains("were imported before and would be added once more"), "{said}");
    let form = people[asked].open(&paths[asked]).form_where("form.record").choose("again", "1");
    people[asked].follow(&people[asked].press(&form, "Add 1 movie"));
    assert_eq!(people[0].open("/movies").names(), ["Alien", "Alien"]);
}

fn a_reason_is_kept(panel: &Panel) {
    let ada = panel.person();
    let page = checked(&ada, "movies", "films.csv", "name\nAlien\n");
    let form = page.form_where("form.record");
    let refused = ada.press(&form.clone().fill("reason", &"x".repeat(256)), "Add 1 movie");
    refused.assert_refused(422);
    assert!(refused.error_of("reason").contains("255"));
    ada.follow(&ada.press(&form.fill("reason", "the festival"), "Add 1 movie"));
    assert_eq!(ada.open("/activity").rows()[0][5], "the festival");
}

fn an_import_is_its_owners_alone(panel: &Panel) {
    let ada = panel.person();
    let page = checked(&ada, "movies", "films.csv", "name\nAlien\n");
    let bob = panel.person_who_is("Bob", &["admin"]);
    bob.get(&page.path).assert_status(404);
    bob.get(&format!("{}/columns", page.path)).assert_status(404);
    bob.get(&format!("{}/refused", page.path)).assert_status(404);
    ada.get(&page.path.replace("movies", "actors")).assert_status(404);
    assert!(ada.open("/movies/import").visible().contains("films.csv"));
    assert!(!bob.open("/movies/import").visible().contains("films.csv"));
}
