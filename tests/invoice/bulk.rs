//! Many invoices at once: every kind of field is set and emptied, and what was done is undone.

use crate::support::{Page, Person};
use crate::{Invoices, add, add_user, shown};

crate::tests![
    every_kind_is_set_for_many_at_once_and_undone,
    what_may_be_empty_is_emptied_for_many_at_once,
    every_kind_refuses_for_many_what_its_form_does,
    invoices_are_deleted_and_restored_together,
    an_invoice_is_copied_with_every_kind,
    the_invoices_of_deleted_users_go_along_and_come_back,
];

/// Of each kind a value, another, and how the first is shown.
const VALUES: [(&str, &str, &str, &str, &str); 9] = [
    ("Number", "number", "2026-0001", "2", "2026-0001"),
    ("Amount", "amount", "1234.50", "-0.05", "1234.50"),
    ("Issued on", "issued_on", "2026-11-25", "0001-01-31", "2026-11-25"),
    ("Paid", "is_paid", "yes", "no", "Yes"),
    ("Status", "status", "sent", "settled", "Sent"),
    ("Notes", "notes", "Call first.\n\nThen send.", "Never mind", "Call first. Then send."),
    ("Reminded at", "reminded_at", "2026-12-01 09:30", "2026-12-02 00:00", "2026-12-01 09:30 UTC"),
    ("Downloads", "downloads", "9000000000", "-1", "9000000000"),
    ("E-mail", "email", "ade@example.com", "ben@example.com", "ade@example.com"),
];

/// Adds two invoices with these values of each kind; returns their paths.
fn with_two(ada: &Person, user: &str) -> [String; 2] {
    let values = VALUES.map(|(_, name, value, ..)| (name, value));
    [(); 2].map(|()| add(ada, user, &values).path)
}

/// The page on which all invoices are edited.
fn edit_all(ada: &Person) -> Page {
    let selection = ada.follow(&ada.post("/invoices/selection", "all=1"));
    assert_eq!(selection.heading(), "2 invoices selected");
    ada.open(selection.link("Edit"))
}

#[track_caller]
fn assert_first_values(ada: &Person, path: &str) {
    let page = ada.open(path);
    for (label, .., expected) in VALUES {
        assert!(shown(&page, label).starts_with(expected), "{label}: {}", page.visible());
    }
    assert_eq!(shown(&page, "Customer"), "Ade");
}

fn every_kind_is_set_for_many_at_once_and_undone(panel: &Invoices) {
    let ada = panel.person();
    let (ade, ben) = (add_user(&ada, "Ade"), add_user(&ada, "Ben"));
    let paths = with_two(&ada, &ade);
    let mut form = edit_all(&ada).form();
    for (_, name, _, value, _) in VALUES {
        form = form.fill(&format!("do.{name}"), "set").fill(name, value);
    }
    let form = form.fill("do.user_id", "set").forge("user_id", &ben);
    let preview = ada.press(&form, "Preview");
    preview.assert_status(200);
    assert_eq!(preview.heading(), "Change 2 invoices?");
    let shifts = preview.texts("tbody tr:first-child td");
    assert_eq!(shifts.len(), 10);
    for ((label, .., expected), shift) in VALUES.iter().zip(&shifts) {
        let before = shift.replace("before: ", "");
        assert!(before.starts_with(expected.trim_end_matches(" UTC")), "{label}: {shift}");
    }
    assert_eq!(shifts[9], "before: Ade → after: Ben");
    let list = ada.follow(&ada.press(&preview.form(), "Change"));
    assert_eq!(list.notices(), ["Changed 2 invoices."]);
    for path in &paths {
        let opened = ada.edit(path, &[]);
        for (_, name, _, value, _) in VALUES {
            assert_eq!(opened.value(name), value, "{name}");
        }
        assert_eq!(opened.value("user_id"), ben);
    }
    ada.follow(&ada.press(&list.form_where(".notice form"), "Undo"));
    paths.iter().for_each(|path| assert_first_values(&ada, path));
}

fn what_may_be_empty_is_emptied_for_many_at_once(panel: &Invoices) {
    let ada = panel.person();
    let ade = add_user(&ada, "Ade");
    let paths = with_two(&ada, &ade);
    let page = edit_all(&ada);
    let choices = |name: &str| page.texts(&format!("select[name='do.{name}'] option")).len();
    let optional = ["notes", "reminded_at", "downloads", "email"];
    for (_, name, ..) in VALUES {
        assert_eq!(choices(name), if optional.contains(&name) { 3 } else { 2 }, "{name}");
    }
    let empty =
        |form, name: &&str| crate::support::Form::fill(form, &format!("do.{name}"), "empty");
    let preview = ada.press(&optional.iter().fold(page.form(), empty), "Preview");
    let list = ada.follow(&ada.press(&preview.form(), "Change"));
    for path in &paths {
        let opened = ada.edit(path, &[]);
        assert!(optional.iter().all(|name| opened.value(name).is_empty()));
    }
    ada.follow(&ada.press(&list.form_where(".notice form"), "Undo"));
    paths.iter().for_each(|path| assert_first_values(&ada, path));
}

fn every_kind_refuses_for_many_what_its_form_does(panel: &Invoices) {
    let ada = panel.person();
    let ade = add_user(&ada, "Ade");
    with_two(&ada, &ade);
    let page = edit_all(&ada);
    for (name, value, problem) in [
        ("number", "", "Number is required."),
        ("amount", "1,234", "Amount could mean 1234 or 1.234."),
        ("issued_on", "soon", "Issued on must be a date"),
        ("downloads", "many", "Downloads"),
        ("email", "nobody", "E-mail"),
        ("reminded_at", "then", "Reminded at must be a time in UTC"),
    ] {
        let form = page.form().fill(&format!("do.{name}"), "set").fill(name, value);
        let refused = ada.press(&form, "Preview");
        refused.assert_refused(422);
        assert!(refused.error_of(name).contains(problem), "{}", refused.error_of(name));
        assert_eq!(refused.form().value(name), value);
    }
}

fn invoices_are_deleted_and_restored_together(panel: &Invoices) {
    let ada = panel.person();
    let ade = add_user(&ada, "Ade");
    let paths = with_two(&ada, &ade);
    let selection = ada.follow(&ada.post("/invoices/selection", "all=1"));
    let question = ada.open(selection.link("Delete"));
    assert_eq!(question.heading(), "Delete 2 invoices?");
    ada.follow(&ada.press(&question.form(), "Delete"));
    assert!(ada.open("/invoices").rows().is_empty());
    let trash = ada.open("/invoices/trash");
    let boxes = trash.attributes("form.trash [type=checkbox]", "value");
    let name = trash.attributes("form.trash [type=checkbox]", "name").remove(0);
    let form =
        boxes.iter().fold(trash.form_where("form.trash"), |form, place| form.choose(&name, place));
    ada.follow(&ada.press(&form, "Restore ticked"));
    paths.iter().for_each(|path| assert_first_values(&ada, path));
}

fn an_invoice_is_copied_with_every_kind(panel: &Invoices) {
    let ada = panel.person();
    let ade = add_user(&ada, "Ade");
    let [path, _] = with_two(&ada, &ade);
    let form = ada.open(ada.open(&path).link("Copy 2026-0001"));
    let copy = ada.save(&form.form());
    assert_ne!(copy.path, path);
    assert_first_values(&ada, &copy.path);
}

fn the_invoices_of_deleted_users_go_along_and_come_back(panel: &Invoices) {
    let ada = panel.person();
    let (ade, ben) = (add_user(&ada, "Ade"), add_user(&ada, "Ben"));
    let paths = with_two(&ada, &ade);
    add(&ada, &ben, &[]);
    let selection = ada.follow(&ada.post("/users/selection", "all=1"));
    let question = ada.open(selection.link("Delete"));
    assert!(question.visible().contains("3 invoices"), "{}", question.visible());
    let list = ada.follow(&ada.press(&question.form(), "Delete"));
    assert!(ada.open("/invoices").rows().is_empty());
    ada.follow(&ada.press(&list.form_where(".notice form"), "Undo"));
    assert_eq!(ada.open("/invoices").rows().len(), 3);
    paths.iter().for_each(|path| assert_first_values(&ada, path));
}
