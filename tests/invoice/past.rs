//! An invoice as it was, and made that again: every kind of value.

use crate::support::Page;
use crate::{Invoices, add, add_user};

crate::tests![every_kind_is_shown_as_it_was_and_restored, the_invoices_of_a_user_are_restored];

/// Of each kind a value, what comes after it, and how the first is shown.
const VALUES: [(&str, &str, &str, &str); 9] = [
    ("number", "2026-0001", "2", "2026-0001"),
    ("amount", "1234.50", "-0.05", "1234.50"),
    ("issued_on", "2026-11-25", "0001-01-31", "2026-11-25"),
    ("is_paid", "yes", "no", "Yes"),
    ("status", "sent", "settled", "Sent"),
    ("notes", "Call first.\n\nThen send.", "", "Call first. Then send."),
    ("reminded_at", "2026-12-01 09:30:00.000001", "", "2026-12-01 09:30 UTC"),
    ("downloads", "9000000000", "", "9000000000"),
    ("email", "ade@example.com", "ben@example.com", "ade@example.com"),
];
const LABELS: [&str; 9] = [
    "Number",
    "Amount",
    "Issued on",
    "Paid",
    "Status",
    "Notes",
    "Reminded at",
    "Downloads",
    "E-mail",
];

/// What the page says of the record itself, by label.
#[track_caller]
fn shown(page: &Page, label: &str) -> String {
    let (labels, values) = (page.texts("dl:not(.fields) dt"), page.texts("dl:not(.fields) dd"));
    let place = labels.iter().position(|it| it == label);
    place.and_then(|place| values.get(place)).unwrap_or_else(|| panic!("no {label}")).clone()
}

fn every_kind_is_shown_as_it_was_and_restored(panel: &Invoices) {
    let ada = panel.person();
    let (ade, ben) = (add_user(&ada, "Ade"), add_user(&ada, "Ben"));
    let first = VALUES.map(|(name, value, ..)| (name, value));
    let path = add(&ada, &ade, &first).path;
    let after = VALUES.map(|(name, _, value, _)| (name, value));
    ada.save(&ada.edit(&path, &after).forge("user_id", &ben));
    let page = ada.open(&format!("{path}/history/at/3"));
    for ((.., expected), label) in VALUES.into_iter().zip(LABELS) {
        let shown = shown(&page, label);
        assert!(shown.starts_with(&format!("{expected} Now: ")), "{label}: {shown}");
    }
    assert!(shown(&page, "Customer").starts_with("Ade Now: Ben "), "{}", page.visible());
    let form = ada.open(page.link("Restore this version…"));
    assert_eq!(form.rows().len(), 10);
    let done = ada.press(&form.form_where("form.restore"), "Restore what is ticked");
    assert_eq!(ada.follow(&done).heading(), "2026-0001");
    let opened = ada.edit(&path, &[]);
    for (name, value, ..) in VALUES {
        assert_eq!(opened.value(name), value, "{name}");
    }
    assert_eq!(opened.value("user_id"), ade);
    assert!(!ada.open(&page.path).has(".differs"));
    let back = ada.open(&format!("{path}/history/at/4/restore"));
    ada.follow(&ada.press(&back.form_where("form.restore"), "Restore what is ticked"));
    let opened = ada.edit(&path, &[]);
    for (name, _, value, _) in VALUES {
        assert_eq!(opened.value(name), value, "{name}");
    }
}

fn the_invoices_of_a_user_are_restored(panel: &Invoices) {
    let ada = panel.person();
    let ade = add_user(&ada, "Ade");
    let path = add(&ada, &ade, &[("notes", "Call first.\n\nThen send.")]).path;
    let question = ada.open(&format!("{path}/delete"));
    ada.press(&question.form(), "Delete").assert_status(303);
    let user = format!("/users/{ade}/history/at/2");
    let page = ada.open(&user);
    assert_eq!(page.texts("#invoices .fate"), ["Deleted since"]);
    assert_eq!(page.texts("#invoices tbody th"), ["1"]);
    let form = ada.open(page.link("Restore this version…")).form_where("form.restore");
    ada.follow(&ada.press(&form, "Restore what is ticked"));
    assert_eq!(ada.edit(&path, &[]).value("notes"), "Call first.\n\nThen send.");
    assert!(!ada.open(&user).has(".fate"));
}
