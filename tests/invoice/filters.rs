//! The list of invoices: what fields of every kind can be asked.

use crate::support::{Page, Person};
use crate::{Invoices, add, add_user};

crate::tests![
    every_field_is_asked_what_it_can_be_asked,
    dates_of_a_filter_move_with_the_clock,
    a_date_is_the_same_everywhere_and_a_moment_is_not,
    a_filter_is_added_by_its_form,
    what_is_selected_is_offered_as_people_read_it,
    a_customer_is_picked_for_a_filter,
    a_value_that_cannot_be_is_said_beside_it,
];

/// Three invoices of two users.
pub fn add_some(ada: &Person) {
    let (ade, zoe) = (add_user(ada, "Ade"), add_user(ada, "Zoë"));
    add(
        ada,
        &ade,
        &[
            ("number", "A"),
            ("amount", "10"),
            ("issued_on", "2024-02-29"),
            ("is_paid", "yes"),
            ("status", "settled"),
            ("notes", "Paid twice,\nby mistake"),
            ("reminded_at", "2024-03-01 00:00"),
            ("downloads", "3000000000"),
            ("email", "ann@example.com"),
        ],
    );
    add(
        ada,
        &zoe,
        &[
            ("number", "B"),
            ("amount", "-0.01"),
            ("issued_on", "2024-03-01"),
            ("is_paid", "no"),
            ("status", "sent"),
            ("notes", "ÉTAGE 3"),
        ],
    );
    add(
        ada,
        &zoe,
        &[("number", "C"), ("amount", "9.99"), ("issued_on", "2025-01-01"), ("downloads", "0")],
    );
}

/// The invoices that a list shows, to which nothing needs to be said.
#[track_caller]
pub fn found(person: &Person, query: &str) -> String {
    let list = person.open(query);
    assert_eq!(list.notices(), Vec::<String>::new(), "{query}");
    list.names().join(" ")
}

fn every_field_is_asked_what_it_can_be_asked(panel: &Invoices) {
    let ada = panel.person();
    add_some(&ada);
    for (filter, names) in [
        ("number.is.a", "A"),
        ("number.contains.b", "B"),
        ("number.starts.c", "C"),
        ("amount.eq.10", "A"),
        ("amount.eq.10.00", "A"),
        ("amount.eq.10,0", "A"),
        ("amount.ne.10", "B C"),
        ("amount.lt.0", "B"),
        ("amount.lt.-0.01", ""),
        ("amount.gt.9,98", "A C"),
        ("amount.between.-1..9.99", "B C"),
        ("amount.between.9.99..10", "A C"),
        ("issued_on.eq.2024", "A B"),
        ("issued_on.eq.2024-02", "A"),
        ("issued_on.eq.2024-02-29", "A"),
        ("issued_on.ne.2024-02-29", "B C"),
        ("issued_on.lt.2024-03", "A"),
        ("issued_on.gt.2024-02", "B C"),
        ("issued_on.gt.2024", "C"),
        ("issued_on.between.2024-03..2025", "B C"),
        ("issued_on.week", ""),
        ("issued_on.month", ""),
        ("is_paid.is.yes", "A"),
        ("is_paid.is.TRUE", "A"),
        ("is_paid.is.1", "A"),
        ("is_paid.is.no", "B C"),
        ("status.is.settled", "A"),
        ("status.is.SENT", "B"),
        ("status.is.Draft", "C"),
        ("status.is.lost", ""),
        ("notes.contains.mistake", "A"),
        ("notes.contains.twice, by", "A"),
        ("notes.contains.etage", "B"),
        ("notes.none", "C"),
        ("notes.some", "A B"),
        ("reminded_at.eq.2024-03-01", "A"),
        ("reminded_at.eq.2024-03-01 00:00", "A"),
        ("reminded_at.ne.2024-03-01", "B C"),
        ("reminded_at.lt.2024-03-01", ""),
        ("reminded_at.gt.2024-02-29", "A"),
        ("reminded_at.none", "B C"),
        ("reminded_at.some", "A"),
        ("downloads.eq.3000000000", "A"),
        ("downloads.ne.3000000000", "B C"),
        ("downloads.lt.1", "C"),
        ("downloads.gt.2147483647", "A"),
        ("downloads.between.0..9223372036854775807", "A C"),
        ("downloads.none", "B"),
        ("downloads.some", "A C"),
        ("email.is.ann@example.com", "A"),
        ("email.starts.ANN", "A"),
        ("email.contains.example", "A"),
        ("email.none", "B C"),
        ("user_id.is.2", "B C"),
    ] {
        let query = filter.replace(' ', "+");
        assert_eq!(found(&ada, &format!("/invoices?where={query}")), names, "{filter}");
    }
    assert_eq!(found(&ada, "/users?where=invoices.least.2"), "Zoë");
    assert_eq!(found(&ada, "/users?where=invoices.some"), "Ade Zoë");
    assert_eq!(found(&ada, "/users?where=invoices.none"), "");
    let combined =
        "/invoices?where=is_paid.is.no&where=amount.gt.0&where=status.is.draft&sort=-amount";
    assert_eq!(found(&ada, combined), "C");
    // Long texts can be asked nothing else, nor can what is no number be less.
    for filter in
        ["notes.is.x", "notes.starts.x", "is_paid.lt.yes", "status.contains.s", "amount.contains.1"]
    {
        let list = ada.open(&format!("/invoices?where={filter}"));
        assert_eq!(list.notices().len(), 1, "{filter}");
    }
}

fn dates_of_a_filter_move_with_the_clock(panel: &Invoices) {
    let ada = panel.person();
    let user = add_user(&ada, "Ade");
    let today = panel.clock().now().date();
    for days in [-7, -6, 0, 1] {
        let day = today + chrono::TimeDelta::days(days);
        add(&ada, &user, &[("number", &days.to_string()), ("issued_on", &day.to_string())]);
    }
    assert_eq!(found(&ada, "/invoices?where=issued_on.week&sort=issued_on"), "-6 0");
    let month = today.format("%Y-%m").to_string();
    let this = found(&ada, "/invoices?where=issued_on.month&sort=issued_on");
    assert_eq!(this, found(&ada, &format!("/invoices?where=issued_on.eq.{month}&sort=issued_on")));
    assert!(this.contains('0'), "{this}");
}

fn chips(page: &Page) -> Vec<String> {
    page.texts(".chips bdi")
}

/// Adds a filter by its form.
fn filter(ada: &Person, test: &str, value: &str, to: &str) -> Page {
    let form = ada.open("/invoices").form_where("form[aria-label='Add a filter']");
    let form = form.fill_all(&[("test", test), ("value", value), ("to", to)]);
    let answer = ada.press(&form, "Add filter");
    if answer.status == 303 { ada.follow(&answer) } else { answer }
}

fn a_date_is_the_same_everywhere_and_a_moment_is_not(panel: &Invoices) {
    let ada = panel.person();
    add_some(&ada);
    let asked = |filter: &str| found(&ada, &format!("/invoices?where={filter}"));
    // Behind UTC it is still the day before.
    for (zone, day, date) in [("UTC", "A", ""), ("America/New_York", "", "A")] {
        ada.keep_cookie("backlot-zone", zone);
        assert_eq!(asked("issued_on.eq.2024-02-29"), "A", "{zone}");
        assert_eq!(asked("reminded_at.eq.2024-03-01"), day, "{zone}");
        assert_eq!(asked("reminded_at.eq.2024-02-29"), date, "{zone}");
    }
}

fn a_filter_is_added_by_its_form(panel: &Invoices) {
    let ada = panel.person();
    add_some(&ada);
    for (test, value, to, chip, names) in [
        ("amount.between", "0", "9,99", "Amount between 0 and 9,99", "C"),
        ("issued_on.eq", "2024", "", "Issued on on 2024", "A B"),
        ("issued_on.lt", "2024-03", "", "Issued on before 2024-03", "A"),
        ("reminded_at.none", "", "", "Reminded at is empty", "B C"),
        ("notes.contains", "mistake", "", "Notes contains “mistake”", "A"),
        // What is selected needs no value.
        ("is_paid.is.no", "", "", "Paid is No", "B C"),
        ("status.is.settled", "ignored", "", "Status is Settled", "A"),
    ] {
        let list = filter(&ada, test, value, to);
        assert_eq!(list.names().join(" "), names, "{test}");
        assert_eq!(chips(&list), [chip], "{test}");
    }
}

fn what_is_selected_is_offered_as_people_read_it(panel: &Invoices) {
    let ada = panel.person();
    add_some(&ada);
    let list = ada.open("/invoices");
    let options = list.texts("#test option");
    for offered in
        ["Paid is Yes", "Paid is No", "Status is Draft", "Status is Sent", "Notes contains …"]
    {
        assert!(options.contains(&offered.to_owned()), "{offered}: {options:?}");
    }
    assert!(!options.iter().any(|option| option.starts_with("Paid is …")), "{options:?}");
    for (filter, chip) in [
        ("is_paid.is.TRUE", "Paid is Yes"),
        ("status.is.Draft", "Status is Draft"),
        ("status.is.lost", "Status is lost"),
    ] {
        assert_eq!(chips(&ada.open(&format!("/invoices?where={filter}"))), [chip]);
    }
}

fn a_customer_is_picked_for_a_filter(panel: &Invoices) {
    let ada = panel.person();
    add_some(&ada);
    let pick = filter(&ada, "user_id.is", "zo", "");
    assert_eq!(pick.heading(), "Choose a user");
    let list = ada.open(pick.link("Zoë Cars: 0 · Invoices: 2"));
    assert_eq!(list.names(), ["B", "C"]);
    assert_eq!(chips(&list), ["Customer is Zoë"]);
}

fn a_value_that_cannot_be_is_said_beside_it(panel: &Invoices) {
    let ada = panel.person();
    add_some(&ada);
    for (test, value, to, hint) in [
        ("amount.eq", "1,234", "", "Enter a number, such as 9.50."),
        ("amount.between", "1", "x", "Enter two numbers, such as 9.50 and 20."),
        ("issued_on.gt", "soon", "", "Enter a date, such as 2026-11-22 or 2026-11."),
        ("issued_on.eq", "2026-11-22 10:00", "", "Enter a date, such as 2026-11-22 or 2026-11."),
        ("downloads.lt", "1.5", "", "Enter a whole number, such as 30."),
    ] {
        let list = filter(&ada, test, value, to);
        assert_eq!(list.text("#filter-error"), hint, "{test} {value}");
        let form = list.form_where("form[aria-label='Add a filter']");
        assert_eq!((form.value("test"), form.value("value")), (test, value));
    }
}
