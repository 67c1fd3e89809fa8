//! Invoices beside what they belong to: on the user's page and in the user's form, in the picker,
//! on the home page, in roles, and gone with their user.

use crate::support::Person;
use crate::{Invoices, REQUIRED, add, add_user, shown};

crate::tests![
    the_page_of_a_user_shows_the_invoices,
    the_form_of_a_user_holds_rows_of_invoices,
    a_bad_row_of_the_form_means_that_nothing_is_written,
    two_changes_of_one_row_in_the_form_are_a_conflict,
    a_user_who_is_renamed_takes_the_invoices_along,
    invoices_go_with_their_user,
    a_customer_is_chosen_on_a_page_that_carries_the_notes_along,
    the_home_page_and_search_know_invoices,
    roles_decide_about_invoices_as_about_all_else,
];

/// The fields of a row in the user's form.
fn row(index: usize, fields: &[(&str, &str)]) -> Vec<(String, String)> {
    let all = REQUIRED.iter().chain(fields);
    let mut named: Vec<(String, String)> = Vec::new();
    for (name, value) in all {
        let name = format!("invoices.{index}.{name}");
        named.retain(|(other, _)| *other != name);
        named.push((name, (*value).to_owned()));
    }
    named
}

fn the_page_of_a_user_shows_the_invoices(panel: &Invoices) {
    let ada = panel.person();
    let user = add_user(&ada, "Ade");
    let page = ada.open(&format!("/users/{user}"));
    assert!(page.texts("h2").contains(&"Invoices".to_owned()), "{:?}", page.texts("h2"));
    assert_eq!(page.text("#invoices .empty"), "No invoices yet.");
    let form = ada.open(page.link("Add an invoice")).form();
    assert_eq!(form.value("user_id"), user);
    let fields = [("notes", "First line\nsecond line"), ("reminded_at", "2026-12-01 09:30")];
    let back = ada.save(&form.fill_all(&REQUIRED).fill_all(&fields));
    assert_eq!(back.path.split('?').next(), Some(format!("/users/{user}").as_str()));
    let cells = back.texts("#invoices tbody th, #invoices tbody td:not(:last-child)");
    assert_eq!(
        cells,
        [
            "1",
            "10.00",
            "2026-11-25",
            "No",
            "Draft",
            "First line second line",
            "2026-12-01 09:30",
            "–",
            "–",
        ]
    );
    assert_eq!(back.texts("#invoices thead .number"), ["Amount", "Downloads"]);
    let invoice = ada.open(&back.href("#invoices tbody th a"));
    assert_eq!(shown(&invoice, "Customer"), "Ade");
    let list = ada.open("/users?columns=first_name,invoices");
    assert_eq!(list.rows(), [["Ade", "1"]]);
}

fn the_form_of_a_user_holds_rows_of_invoices(panel: &Invoices) {
    let ada = panel.person();
    let form = ada.open("/users/new").form().fill("first_name", "Ade");
    let fields = row(0, &[("number", "A"), ("is_paid", "yes"), ("notes", "one\ntwo")]);
    let form = fields.iter().fold(form, |form, (name, value)| form.fill(name, value));
    let form = ada.press(&form, "Add another invoice").form();
    assert_eq!(form.value("invoices.0.notes"), "one\ntwo");
    assert_eq!(form.value("invoices.0.is_paid"), "yes");
    // A row in which nothing was entered is no row.
    let page = ada.save(&form);
    assert_eq!(page.heading(), "Ade");
    assert_eq!(page.texts("#invoices tbody th"), ["A"]);

    let form = ada.edit(&page.path, &[("invoices.0.amount", "20"), ("invoices.0.notes", "")]);
    let form = ada.press(&form, "Add another invoice").form();
    let fields = row(1, &[("number", "B"), ("status", "sent")]);
    let form = fields.iter().fold(form, |form, (name, value)| form.fill(name, value));
    let page = ada.save(&form);
    assert_eq!(page.texts("#invoices tbody th"), ["A", "B"]);
    let list = ada.open("/invoices?columns=number,amount,is_paid,status,notes");
    assert_eq!(list.rows(), [["A", "20.00", "Yes", "Draft", ""], ["B", "10.00", "No", "Sent", ""]]);

    let form = ada.edit(&page.path, &[]).choose("invoices.0.remove", "1");
    assert_eq!(ada.save(&form).texts("#invoices tbody th"), ["B"]);
}

fn a_bad_row_of_the_form_means_that_nothing_is_written(panel: &Invoices) {
    let ada = panel.person();
    let form = ada.open("/users/new").form().fill("first_name", "Ade");
    let fields = row(0, &[("amount", "1,234"), ("issued_on", "soon")]);
    let form = fields.iter().fold(form, |form, (name, value)| form.fill(name, value));
    let refused = ada.press(&form.fill("invoices.0.status", ""), "Save");
    refused.assert_status(422);
    let problems = refused.problems();
    assert!(problems[0].starts_with("Invoice 1: Amount could mean"), "{problems:?}");
    assert_eq!(
        problems[1..],
        [
            "Invoice 1: Issued on must be a date, such as 2026-11-22.",
            "Invoice 1: Status is required.",
        ]
    );
    assert_eq!(refused.form().value("invoices.0.amount"), "1,234");
    assert!(ada.open("/users").names().is_empty());
}

fn two_changes_of_one_row_in_the_form_are_a_conflict(panel: &Invoices) {
    let (ada, ben) = (panel.person(), panel.person());
    let user = add_user(&ada, "Ade");
    let invoice = add(&ada, &user, &[("notes", "ours")]).path;
    let path = format!("/users/{user}");
    let his = ben.edit(&path, &[("invoices.0.status", "sent"), ("invoices.0.notes", "his\nnotes")]);
    ada.save(&ada.edit(&invoice, &[("status", "settled"), ("notes", "hers"), ("is_paid", "yes")]));
    let conflict = ben.press(&his, "Save");
    conflict.assert_status(409);
    let rows = conflict.rows();
    let status = rows.iter().find(|row| row[0] == "Status").unwrap();
    assert_eq!(status[1..], ["Draft", "Settled", "Sent", "choose one"]);
    let form = conflict.form();
    let form = form.choose("invoices.0.status", "settled").choose("invoices.0.notes", "his\nnotes");
    ben.save(&form);
    let page = ada.open(&invoice);
    let shown = ["Status", "Notes", "Paid"].map(|label| shown(&page, label));
    assert_eq!(shown, ["Settled", "his notes", "Yes"]);
}

fn a_user_who_is_renamed_takes_the_invoices_along(panel: &Invoices) {
    let ada = panel.person();
    let (ade, zoe) = (add_user(&ada, "Ade"), add_user(&ada, "Zoë"));
    add(&ada, &ade, &[("number", "of Ade")]);
    add(&ada, &zoe, &[("number", "of Zoë")]);
    assert_eq!(ada.open("/invoices?sort=user_id").names(), ["of Ade", "of Zoë"]);
    ada.save(&ada.edit(&format!("/users/{ade}"), &[("first_name", "Zora")]));
    assert_eq!(ada.open("/invoices?sort=user_id").names(), ["of Zoë", "of Ade"]);
    assert_eq!(ada.open("/invoices?q=zora").names(), ["of Ade"]);
    assert_eq!(ada.open("/invoices?sort=user_id&from=zor").names(), ["of Ade"]);
    // An invoice that changes hands is sorted by the other name.
    let invoice = ada.open("/invoices?q=zora").href("tbody th a");
    let invoice = invoice.split('?').next().unwrap().to_owned();
    ada.save(&ada.edit(&invoice, &[("user_id", &zoe)]));
    assert_eq!(shown(&ada.open(&invoice), "Customer"), "Zoë");
    assert_eq!(ada.open("/invoices?q=zoe").names().len(), 2);
}

fn invoices_go_with_their_user(panel: &Invoices) {
    let ada = panel.person();
    let (ade, zoe) = (add_user(&ada, "Ade"), add_user(&ada, "Zoë"));
    for number in ["A", "B"] {
        add(&ada, &ade, &[("number", number), ("notes", "gone\nsoon")]);
    }
    add(&ada, &zoe, &[("number", "C")]);
    let question = ada.open(&format!("/users/{ade}/delete"));
    assert!(question.visible().contains("2 invoices"), "{}", question.visible());
    let list = ada.follow(&ada.press(&question.form(), "Delete Ade"));
    assert_eq!(list.notices(), ["Deleted Ade."]);
    assert_eq!(ada.open("/invoices").names(), ["C"]);
}

fn a_customer_is_chosen_on_a_page_that_carries_the_notes_along(panel: &Invoices) {
    let ada = panel.person();
    add_user(&ada, "Ade");
    add_user(&ada, "Zoë");
    let notes = "\n  first\n\nlast \"&<";
    let form = ada.open("/invoices/new").form().fill_all(&REQUIRED);
    let choose = ada.press(&form.fill("notes", notes).fill("is_paid", "yes"), "Choose… Customer");
    assert_eq!(choose.heading(), "Choose a user");
    let form = ada.press(&choose.form(), "Zoë").form();
    assert_eq!(form.value("notes"), notes);
    assert_eq!((form.value("is_paid"), form.value("status")), ("yes", "draft"));
    let page = ada.save(&form);
    assert_eq!(shown(&page, "Customer"), "Zoë");
    let lines: String = page.find(".lines").text().collect();
    assert_eq!(lines, notes);
}

fn the_home_page_and_search_know_invoices(panel: &Invoices) {
    let ada = panel.person();
    let user = add_user(&ada, "Ade");
    let invoice = add(&ada, &user, &[("number", "2026-0001"), ("email", "x@example.org")]);
    let home = ada.open("/");
    assert!(home.visible().contains("2026-0001"), "{}", home.visible());
    assert!(home.texts("header nav a").contains(&"Invoices".to_owned()));
    for query in ["2026-00", "x@example"] {
        let found = ada.open(&format!("/search?q={query}"));
        assert_eq!(found.link("2026-0001").split('?').next(), Some(invoice.path.as_str()));
    }
}

/// What somebody is answered at the pages of an invoice.
fn statuses(person: &Person, id: &str) -> [u16; 4] {
    ["", "/new", &format!("/{id}/edit"), &format!("/{id}/delete")]
        .map(|path| person.get(&format!("/invoices{path}")).status)
}

fn roles_decide_about_invoices_as_about_all_else(panel: &Invoices) {
    let ada = panel.person();
    let user = add_user(&ada, "Ade");
    let invoice = add(&ada, &user, &[]).path;
    let id = invoice.rsplit('/').next().unwrap();
    let roles = ada.open("/roles");
    assert!(roles.visible().contains("Invoices"), "{}", roles.visible());
    let make = |name: &str, permissions: &[&str]| {
        let form = ada.open("/roles").form_where("main form.record");
        let form = form.fill("name", name);
        let form = permissions.iter().fold(form, |form, it| form.choose("allow", it));
        ada.press(&form, "Add role").assert_status(303);
    };
    make("clerk", &["users:see", "invoices:see", "invoices:create"]);
    make("outsider", &["users:see", "users:delete", "cars:delete", "profiles:delete"]);
    assert_eq!(statuses(&panel.person_who_is("Cleo", &["clerk"]), id), [200, 200, 403, 403]);
    let outsider = panel.person_who_is("Otto", &["outsider"]);
    assert_eq!(statuses(&outsider, id), [403, 403, 403, 403]);
    assert_eq!(statuses(&panel.person_who_is("Vera", &["viewer"]), id), [200, 403, 403, 403]);
    // Who may not delete invoices does not delete them with their user, nor see that they are there.
    let page = outsider.open(&format!("/users/{user}"));
    assert!(!page.visible().contains("nvoice"), "{}", page.visible());
    outsider.get(&format!("/users/{user}/delete")).assert_status(403);
    assert!(!outsider.open("/users").texts("thead th").contains(&"Invoices".to_owned()));
    assert_eq!(outsider.get("/invoices/choose").status, 403);
}
