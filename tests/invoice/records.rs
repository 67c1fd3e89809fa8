//! One invoice: entered, shown, changed by two people at once, deleted.

use crate::support::{Form, Page, Person};
use crate::{Invoices, REQUIRED, add, add_user, selectable, shown};

crate::tests![
    every_kind_has_a_control_of_its_own,
    every_kind_is_entered_shown_and_changed,
    what_may_be_left_empty_is_left_empty_and_emptied,
    the_least_and_the_greatest_are_kept,
    what_is_no_value_is_said_beside_its_field_and_kept,
    notes_keep_their_lines,
    changes_of_different_fields_are_merged,
    changes_of_the_same_field_are_shown_as_people_read_them,
    an_invoice_is_deleted,
];

const LABELS: [&str; 10] = [
    "Number",
    "Amount",
    "Issued on",
    "Paid",
    "Status",
    "Notes",
    "Reminded at",
    "Downloads",
    "E-mail",
    "Customer",
];

/// A value for each field, and how it is shown.
const VALUES: [(&str, &str, &str); 9] = [
    ("number", "2026-0001", "2026-0001"),
    ("amount", "1 234,5", "1234.50"),
    ("issued_on", "2026-11-25", "2026-11-25"),
    ("is_paid", "yes", "Yes"),
    ("status", "sent", "Sent"),
    ("notes", "Call first.\n\nThen send.", "Call first. Then send."),
    ("reminded_at", "2026-12-01T09:30", "2026-12-01 09:30 UTC"),
    ("downloads", "9000000000", "9000000000"),
    ("email", "ade@example.com", "ade@example.com"),
];

fn fields() -> Vec<(&'static str, &'static str)> {
    VALUES.iter().map(|(name, value, _)| (*name, *value)).collect()
}

fn every_kind_has_a_control_of_its_own(panel: &Invoices) {
    let ada = panel.person();
    let user = add_user(&ada, "Ade");
    let page = ada.open(&format!("/invoices/new?user_id={user}"));
    assert_eq!(page.heading(), "Add an invoice");
    let labels = page.texts(".field > label");
    let plain: Vec<&str> =
        labels.iter().map(|label| label.trim_end_matches(" (optional)")).collect();
    assert_eq!(plain, LABELS);
    let optional =
        ["Notes", "Reminded at", "Downloads", "E-mail"].map(|it| format!("{it} (optional)"));
    assert!(optional.iter().all(|label| labels.contains(label)), "{labels:?}");
    // A label belongs to each.
    for id in page.attributes(".field > label", "for") {
        assert!(page.has(&format!("[id='{id}']")), "{id}");
    }
    assert!(page.has("input[type=text][name=issued_on][required]"));
    assert!(page.has("textarea[name=notes]:not([required])"));
    assert!(page.has("select[name=is_paid][required]"));
    // Nothing is chosen for anybody.
    let form = page.form();
    assert_eq!(selectable(&page, "is_paid"), ["", "yes", "no"]);
    assert_eq!(selectable(&page, "status"), ["", "draft", "sent", "settled"]);
    assert_eq!((form.value("is_paid"), form.value("status")), ("", ""));
    assert_eq!(page.texts("select[name=status] option"), ["–", "Draft", "Sent", "Settled"]);
}

fn every_kind_is_entered_shown_and_changed(panel: &Invoices) {
    let ada = panel.person();
    let user = add_user(&ada, "Ade");
    let page = add(&ada, &user, &fields());
    assert_eq!(page.heading(), "2026-0001");
    assert_eq!(page.notices(), ["Added 2026-0001."]);
    for ((_, _, expected), label) in VALUES.iter().zip(LABELS) {
        assert_eq!(shown(&page, label), *expected);
    }
    assert_eq!(shown(&page, "Customer"), "Ade");
    assert!(page.texts("dd time").contains(&"2026-11-25".to_owned()));

    let opened = ada.open(page.link("Edit 2026-0001"));
    let form = opened.form();
    assert_eq!(form.value("amount"), "1234.50");
    assert_eq!(form.value("reminded_at"), "2026-12-01 09:30");
    assert_eq!(form.value("notes"), "Call first.\n\nThen send.");
    // What was there is selected; what must have a value cannot be emptied.
    assert_eq!(selectable(&opened, "is_paid"), ["yes", "no"]);
    assert_eq!((form.value("is_paid"), form.value("status")), ("yes", "sent"));
    let saved = ada.save(&form);
    assert_eq!(saved.notices(), ["Saved 2026-0001."]);

    let other = [
        ("number", "2026-0002", "2026-0002"),
        ("amount", "\u{2212}0,05", "-0.05"),
        ("issued_on", "2024-2-29", "2024-02-29"),
        ("is_paid", "no", "No"),
        ("status", "settled", "Settled"),
        ("notes", "Never mind.", "Never mind."),
        ("reminded_at", "2026-12-01 09:30:00.000001", "2026-12-01 09:30 UTC"),
        ("downloads", "-1", "-1"),
        ("email", "ben@example.com", "ben@example.com"),
    ];
    for ((name, value, expected), label) in other.into_iter().zip(LABELS) {
        let saved = ada.save(&ada.edit(&page.path, &[(name, value)]));
        assert_eq!(shown(&saved, label), expected);
    }
    assert_eq!(ada.edit(&page.path, &[]).value("reminded_at"), "2026-12-01 09:30:00.000001");
}

fn what_may_be_left_empty_is_left_empty_and_emptied(panel: &Invoices) {
    let ada = panel.person();
    let user = add_user(&ada, "Ade");
    let optional = ["notes", "reminded_at", "downloads", "email"];
    let labels = ["Notes", "Reminded at", "Downloads", "E-mail"];
    let empty = add(&ada, &user, &[]);
    let full = add(&ada, &user, &fields());
    let emptied = ada.save(&ada.edit(&full.path, &optional.map(|name| (name, ""))));
    for page in [empty, emptied] {
        for label in labels {
            assert_eq!(shown(&page, label), "–", "{label}");
        }
        for name in optional {
            assert_eq!(ada.edit(&page.path, &[]).value(name), "", "{name}");
        }
    }
}

/// Changes one field, and sees it in the form again.
#[track_caller]
fn keeps(ada: &Person, path: &str, name: &str, value: &str) -> Page {
    let saved = ada.save(&ada.edit(path, &[(name, value)]));
    let again = ada.edit(path, &[]);
    assert!(again.value(name) == value, "{name}: {:.200}", again.value(name));
    // The same once more changes nothing.
    ada.save(&again);
    saved
}

fn the_least_and_the_greatest_are_kept(panel: &Invoices) {
    let ada = panel.person();
    let user = add_user(&ada, "Ade");
    let path = add(&ada, &user, &[]).path;
    let number = "🧾".repeat(64);
    let lines = format!("{}x", "🎬\n".repeat(32_767));
    let line = "ﷺ".repeat(65_535);
    let email = format!("{}@{}.examples", "a".repeat(64), ["b".repeat(59).as_str(); 3].join("."));
    for (name, value) in [
        ("number", number.as_str()),
        ("amount", "-92233720368547758.08"),
        ("amount", "92233720368547758.07"),
        ("amount", "0.00"),
        ("issued_on", "0001-01-01"),
        ("issued_on", "9999-12-31"),
        ("reminded_at", "0001-01-01 00:00"),
        ("reminded_at", "9999-12-31 23:59:59.999999"),
        ("reminded_at", "2038-01-19 03:14:08"),
        ("downloads", "-9223372036854775808"),
        ("downloads", "9223372036854775807"),
        ("downloads", "0"),
        ("notes", &lines),
        ("notes", &line),
        ("email", &email),
    ] {
        keeps(&ada, &path, name, value);
    }
    let page = ada.open(&path);
    assert_eq!(shown(&page, "Notes"), line);
    // In a list there is one line.
    let row = ada.open("/invoices").rows().remove(0);
    assert_eq!(row[5], format!("{}…", "ﷺ".repeat(80)));
    for (name, value, message) in [
        (
            "amount",
            "92233720368547758.08",
            "Amount must be a number from -92233720368547758.08 to 92233720368547758.07.",
        ),
        (
            "downloads",
            "9223372036854775808",
            "Downloads must be a whole number from -9223372036854775808 to 9223372036854775807.",
        ),
        ("notes", &format!("{line}x"), "Notes can have at most 65535 characters; this has 65536."),
        ("issued_on", "10000-01-01", "Issued on must be a date, such as 2026-11-22."),
        (
            "reminded_at",
            "0000-12-31 23:59",
            "Reminded at must be a time in UTC, such as 2026-11-22 13:55.",
        ),
    ] {
        let refused = ada.press(&ada.edit(&path, &[(name, value)]), "Save");
        refused.assert_status(422);
        assert_eq!(refused.error_of(name), message);
        assert!(refused.form().value(name) == value, "{name}");
    }
}

fn what_is_no_value_is_said_beside_its_field_and_kept(panel: &Invoices) {
    let ada = panel.person();
    let user = add_user(&ada, "Ade");
    let form = ada.open(&format!("/invoices/new?user_id={user}")).form();
    let refused = ada.press(&form, "Save");
    refused.assert_status(422);
    assert_eq!(
        refused.problems(),
        ["Number", "Amount", "Issued on", "Paid", "Status"]
            .map(|label| format!("{label} is required."))
    );
    let wrong = [
        (
            "amount",
            "1,234",
            "Amount could mean 1234 or 1.234. Write it with nothing between the \
                             thousands, and a point before decimals, such as 1234.50.",
        ),
        ("issued_on", "25.11.2026", "Issued on must be a date, such as 2026-11-22."),
        ("is_paid", "perhaps", "Paid must be yes or no."),
        ("status", "lost", "Status must be one of: Draft, Sent, Settled."),
        (
            "notes",
            "a\u{b}b\nc",
            "Notes contains a control character (U+000B) that cannot be stored.",
        ),
        ("reminded_at", "soon", "Reminded at must be a time in UTC, such as 2026-11-22 13:55."),
        ("email", "ade", "E-mail must look like name@example.com."),
    ];
    // A select offers no such value; whoever sends one all the same sees it again.
    let form = wrong
        .iter()
        .fold(form.fill_all(&REQUIRED), |form: Form, (name, value, _)| form.forge(name, value));
    let refused = ada.press(&form, "Save");
    refused.assert_status(422);
    assert!(refused.title().starts_with("Error: "), "{}", refused.title());
    assert_eq!(refused.problems(), wrong.map(|(_, _, message)| message));
    for (name, value, message) in wrong {
        assert_eq!(refused.error_of(name), message);
        assert_eq!(refused.form().value(name), value);
    }
    assert!(ada.open("/invoices").names().is_empty());
    let exact = ada.press(&form.fill_all(&REQUIRED).forge("amount", "1.0050"), "Save");
    assert_eq!(exact.error_of("amount"), "Amount can have at most 2 decimal places.");
}

fn notes_keep_their_lines(panel: &Invoices) {
    let ada = panel.person();
    let user = add_user(&ada, "Ade");
    for notes in ["\n\n  first\n\nlast", "<b>&amp;\n</textarea><script>", "\n</p>\n\"'"] {
        let page = add(&ada, &user, &[("notes", notes)]);
        let lines: String = page.find(".lines").text().collect();
        assert_eq!(lines, notes);
        assert_eq!(ada.edit(&page.path, &[]).value("notes"), notes);
        // What was typed comes back with its lines, from a form that is refused as well.
        let refused = ada.press(&ada.edit(&page.path, &[("number", "")]), "Save");
        refused.assert_status(422);
        assert_eq!(refused.form().value("notes"), notes);
        assert_eq!(ada.save(&refused.form().fill("number", "2")).heading(), "2");
    }
    let trimmed = add(&ada, &user, &[("notes", "a \r\n b\r\n\r\n  ")]);
    assert_eq!(ada.edit(&trimmed.path, &[]).value("notes"), "a \n b");
    assert_eq!(shown(&add(&ada, &user, &[("notes", " \n\t\r\n ")]), "Notes"), "–");
}

fn changes_of_different_fields_are_merged(panel: &Invoices) {
    let (ada, ben) = (panel.person(), panel.person());
    let user = add_user(&ada, "Ade");
    let path = add(&ada, &user, &fields()).path;
    let his = ben.edit(&path, &[("notes", "His\nnotes"), ("is_paid", "no"), ("amount", "7")]);
    let hers = [("status", "settled"), ("issued_on", "2026-11-26"), ("reminded_at", "")];
    ada.save(&ada.edit(&path, &hers));
    let merged = ben.save(&his);
    assert!(
        merged.notices()[0].contains("you changed in another window"),
        "{:?}",
        merged.notices()
    );
    for (label, value) in [
        ("Notes", "His notes"),
        ("Paid", "No"),
        ("Amount", "7.00"),
        ("Status", "Settled"),
        ("Issued on", "2026-11-26"),
        ("Reminded at", "–"),
        ("Downloads", "9000000000"),
    ] {
        assert_eq!(shown(&merged, label), value, "{label}");
    }
}

fn changes_of_the_same_field_are_shown_as_people_read_them(panel: &Invoices) {
    let (ada, ben) = (panel.person(), panel.person());
    let user = add_user(&ada, "Ade");
    let path = add(&ada, &user, &fields()).path;
    let his = [
        ("amount", "7"),
        ("is_paid", "no"),
        ("status", "draft"),
        ("notes", "His\nnotes"),
        ("issued_on", "2026-11-26"),
        ("downloads", "1"),
    ];
    let hers = [
        ("amount", "8,5"),
        ("is_paid", "yes"),
        ("status", "settled"),
        ("notes", "Her\nnotes"),
        ("issued_on", "2026-11-27"),
        ("downloads", "2"),
    ];
    let form = ben.edit(&path, &his);
    ada.save(&ada.edit(&path, &hers));
    let conflict = ben.press(&form, "Save");
    conflict.assert_status(409);
    let row = |label: &str| {
        let rows = conflict.rows();
        rows.into_iter().find(|row| row[0] == label).unwrap()[1..].to_vec()
    };
    assert_eq!(row("Amount"), ["1234.50", "8.50", "7.00", "choose one"]);
    assert_eq!(row("Paid"), ["Yes", "Yes", "No", "your change is kept"]);
    assert_eq!(row("Status"), ["Sent", "Settled", "Draft", "choose one"]);
    assert_eq!(row("Notes")[1..3], ["Her notes", "His notes"]);
    assert_eq!(row("Issued on"), ["2026-11-25", "2026-11-27", "2026-11-26", "choose one"]);
    let choices = conflict
        .form()
        .choose("amount", "8.50")
        .choose("status", "draft")
        .choose("notes", "Her\nnotes")
        .choose("issued_on", "2026-11-26")
        .choose("downloads", "1");
    let rework = ben.press(&choices, "Keep editing").form();
    assert_eq!(rework.value("notes"), "Her\nnotes");
    let saved = ben.save(&rework);
    for (label, value) in [
        ("Amount", "8.50"),
        ("Paid", "No"),
        ("Status", "Draft"),
        ("Notes", "Her notes"),
        ("Issued on", "2026-11-26"),
        ("Downloads", "1"),
    ] {
        assert_eq!(shown(&saved, label), value, "{label}");
    }
}

fn an_invoice_is_deleted(panel: &Invoices) {
    let ada = panel.person();
    let user = add_user(&ada, "Ade");
    let page = add(&ada, &user, &fields());
    let question = ada.open(page.link("Delete 2026-0001"));
    assert_eq!(question.heading(), "Delete 2026-0001?");
    let list = ada.follow(&ada.press(&question.form(), "Delete 2026-0001"));
    assert_eq!(list.notices(), ["Deleted 2026-0001."]);
    ada.get(&page.path).assert_status(404);
}
