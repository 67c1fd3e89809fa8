//! What other programs store that no kind has a value for: words that a list lacks, which are shown
//! and stay, and what cannot be read, which takes one cell.

use crate::support::Person;
use crate::{Invoices, add, add_user, product, selectable, shown};

crate::tests![
    a_word_that_the_list_lacks_is_shown_and_stays,
    a_value_that_cannot_be_read_takes_one_cell_and_is_replaced,
    lines_that_end_otherwise_are_no_change,
    times_in_another_spelling_are_walked,
];

fn a_word_that_the_list_lacks_is_shown_and_stays(panel: &Invoices) {
    let ada = panel.person();
    let user = add_user(&ada, "Ade");
    let path = add(&ada, &user, &[]).path;
    add(&ada, &user, &[("number", "2")]);
    panel.execute("UPDATE invoices SET status = 'Lost & gone' WHERE number = '1'");
    assert_eq!(ada.open("/invoices?columns=number,status").rows()[0], ["1", "Lost & gone"]);
    assert_eq!(shown(&ada.open(&path), "Status"), "Lost & gone");
    assert_eq!(ada.open("/invoices?where=status.is.Lost+%26+gone").names(), ["1"]);
    assert_eq!(ada.open("/invoices?sort=status").names(), ["1", "2"]);

    let opened = ada.open(&format!("{path}/edit"));
    let form = opened.form();
    assert_eq!(form.value("status"), "Lost & gone");
    assert_eq!(selectable(&opened, "status"), ["Lost & gone", "draft", "sent", "settled"]);
    let saved = ada.save(&form.fill("number", "3"));
    assert_eq!((saved.heading().as_str(), shown(&saved, "Status").as_str()), ("3", "Lost & gone"));
    // In the user's form as well.
    let saved = ada.save(&ada.edit(&format!("/users/{user}"), &[("invoices.0.amount", "7")]));
    assert!(saved.visible().contains("Lost & gone"), "{}", saved.visible());
    // Nobody can store another such word, nor this one elsewhere.
    for status in ["missing", "Lost & gone"] {
        let other = ada.open("/invoices?q=2").href("tbody th a");
        let form = ada.edit(other.split('?').next().unwrap(), &[]).forge("status", status);
        let refused = ada.press(&form, "Save");
        refused.assert_status(422);
        assert_eq!(refused.error_of("status"), "Status must be one of: Draft, Sent, Settled.");
    }
    let saved = ada.save(&ada.edit(&path, &[("status", "sent")]));
    assert_eq!(shown(&saved, "Status"), "Sent");
    assert_eq!(
        selectable(&ada.open(&format!("{path}/edit")), "status"),
        ["draft", "sent", "settled"]
    );
}

/// What each database takes into a column, and nobody can read; and a value that can be entered.
pub fn unreadable(panel: &Invoices) -> &'static [(&'static str, &'static str, &'static str)] {
    match product(panel.database()) {
        "sqlite" => &[
            ("amount", "'much'", "1.00"),
            ("amount", "1.5", "1.00"),
            ("issued_on", "'soon'", "2026-11-25"),
            ("issued_on", "20261125", "2026-11-25"),
            ("is_paid", "2", "yes"),
            ("is_paid", "'yes'", "yes"),
            ("status", "x'00ff'", "sent"),
            ("notes", "x'00ff'", "a\nb"),
            ("notes", "CAST(x'61ff' AS TEXT)", "a\nb"),
            ("reminded_at", "'soon'", "2026-11-25 10:00"),
            ("downloads", "1e30", "7"),
        ],
        "postgres" => &[
            ("issued_on", "'infinity'", "2026-11-25"),
            ("issued_on", "'0044-03-15 BC'", "2026-11-25"),
            ("reminded_at", "'-infinity'", "2026-11-25 10:00"),
        ],
        _ => &[
            ("issued_on", "'0000-00-00'", "2026-11-25"),
            ("is_paid", "2", "yes"),
            ("is_paid", "-1", "no"),
            ("reminded_at", "'2026-11-00 10:00:00'", "2026-11-25 10:00"),
        ],
    }
}

fn a_value_that_cannot_be_read_takes_one_cell_and_is_replaced(panel: &Invoices) {
    let ada = panel.person();
    let user = add_user(&ada, "Ade");
    let path = add(&ada, &user, &[]).path;
    for number in 2..=30 {
        add(&ada, &user, &[("number", &number.to_string())]);
    }
    for (field, literal, value) in unreadable(panel) {
        panel.execute(&format!("UPDATE invoices SET {field} = {literal} WHERE id = 1"));
        let columns = format!("/invoices?columns=number,{field}&size=25");
        let list = ada.open(&columns);
        assert_eq!(list.texts(".unreadable").len(), 1, "{field} {literal}");
        if *field != "notes" {
            for sort in [field.to_string(), format!("-{field}")] {
                assert_eq!(walked(&ada, &format!("{columns}&sort={sort}")), 30, "{sort} {literal}");
            }
        }
        assert_eq!(ada.open(&path).texts(".unreadable").len(), 1, "{field} {literal}");
        assert_eq!(ada.open(&format!("/users/{user}")).texts(".unreadable").len(), 1);
        let form = ada.open(&format!("{path}/edit"));
        assert!(
            form.visible().contains("Another program stored a value here"),
            "{field} {literal}"
        );
        assert_eq!(form.form().value(field), "", "{field} {literal}");
        ada.save(&form.form().fill(field, value));
        let form = ada.edit(&path, &[]);
        assert_eq!(form.value(field), *value, "{field} {literal}");
    }
}

/// How many rows are met from the first page to the last.
fn walked(ada: &Person, list: &str) -> usize {
    let mut page = ada.open(list);
    let mut met = std::collections::BTreeSet::new();
    let mut pages = 0;
    loop {
        let links = page.attributes("tbody th a", "href");
        met.extend(links.iter().map(|link| link.split('?').next().unwrap().to_owned()));
        pages += 1;
        if !page.has("a[rel=next]") || pages > 9 {
            return met.len();
        }
        page = ada.open(&page.href("a[rel=next]"));
    }
}

fn lines_that_end_otherwise_are_no_change(panel: &Invoices) {
    let (ada, ben) = (panel.person(), panel.person());
    let user = add_user(&ada, "Ade");
    let path = add(&ada, &user, &[("notes", "a\nb")]).path;
    let lines = match product(panel.database()) {
        "sqlite" => "'a' || char(13) || char(10) || 'b' || char(13)",
        "postgres" => r"E'a\r\nb\r'",
        _ => r"'a\r\nb\r'",
    };
    panel.execute(&format!("UPDATE invoices SET notes = {lines}"));
    let his = ben.edit(&path, &[("number", "2")]);
    assert_eq!(his.value("notes"), "a\nb");
    ada.save(&ada.edit(&path, &[("amount", "7")]));
    let saved = ben.save(&his);
    assert_eq!(saved.heading(), "2");
    assert_eq!(shown(&saved, "Amount"), "7.00");
}

fn times_in_another_spelling_are_walked(panel: &Invoices) {
    let ada = panel.person();
    let user = add_user(&ada, "Ade");
    for number in 1..=60 {
        add(&ada, &user, &[("number", &number.to_string()), ("reminded_at", "2026-11-25 10:00")]);
    }
    // SQLite alone takes the same moment in several spellings.
    if product(panel.database()) == "sqlite" {
        panel.execute("UPDATE invoices SET reminded_at = '2026-11-25T10:00Z' WHERE id % 2 = 0");
    }
    for sort in ["reminded_at", "-reminded_at"] {
        assert_eq!(walked(&ada, &format!("/invoices?size=25&sort={sort}")), 60, "{sort}");
    }
}
