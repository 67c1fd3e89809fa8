//! Pages that show again what was refused.

use crate::support::{Page, Panel};

crate::tests![a_page_that_shows_what_was_refused_says_so_first_of_all];

fn assert_titled(page: &Page, title: &str) {
    assert_eq!(page.title(), format!("{title} - Backlot"));
}

fn a_page_that_shows_what_was_refused_says_so_first_of_all(panel: &Panel) {
    let ada = panel.person();
    let user = ada.add("users", &[("first_name", "Ade"), ("profile.country", "Ghana")]).path;
    let saved = ada.save(&ada.edit(&user, &[("first_name", "Ada")]));
    let history = ada.open(&format!("{user}/history"));
    assert_titled(&history, "History of Ada");
    // No time.
    let form = history.form_where("form.when").fill("time", "yesterday");
    assert_titled(&ada.press(&form, "Show"), "Error: The user as it was");
    // Nothing to be restored, and no reason.
    let asked = ada.open(&format!("{user}/history/at/1/restore"));
    assert_titled(&asked, "Restore Ade");
    let form = asked.form_where("main form.restore");
    let refused = ada.press(&form.clone().without("restore"), "Restore what is ticked");
    assert_titled(&refused, "Error: Restore Ade");
    let long = form.fill("reason", &"a".repeat(300));
    assert_titled(&ada.press(&long, "Restore what is ticked"), "Error: Restore Ade");
    // What was changed since stands in the way of an undo...
    ada.save(&ada.edit(&user, &[("first_name", "Adi")]));
    let asked = ada.press(&saved.form_where(".notice form"), "Undo");
    assert_titled(&asked, "Error: Nothing is undone yet");
    // ...and what stands in the place of the deleted, of a restoration from the trash.
    ada.press(&ada.open("/profiles/1/delete").form(), "Delete").assert_status(303);
    panel.clock().advance(chrono::TimeDelta::minutes(1));
    let place = ada.open("/profiles/trash").attributes("main tbody [type=checkbox]", "value");
    ada.save(&ada.edit(&user, &[("profile.country", "Togo")]));
    let asked = ada.post("/profiles/trash", &format!("record={}", place[0]));
    assert_titled(&asked, "Error: Nothing of this can be restored");
    // Another one that can be is not kept from it.
    let form = ada.open("/users/new").form().fill("first_name", "Eve");
    ada.save(&form.fill("profile.country", "Mali"));
    ada.press(&ada.open("/profiles/2/delete").form(), "Delete").assert_status(303);
    let two = ada.open("/profiles/trash").attributes("main tbody [type=checkbox]", "value");
    let both = format!("record={}&record={}", place[0], two[0]);
    let asked = ada.post("/profiles/trash", &both);
    assert_titled(&asked, "Error: Nothing is restored yet");
    ada.press(&asked.form(), "Restore anyway").assert_status(303);
    assert!(ada.open("/profiles").visible().contains("Mali"));
}
