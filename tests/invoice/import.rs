//! Invoices from a file: every kind of field is read as its form reads it.

use crate::support::{Page, Person};
use crate::{Invoices, add_user};

crate::tests![
    every_kind_is_imported_and_comes_again_unchanged,
    every_kind_refuses_what_its_form_does
];

const HEAD: &str =
    "Number,Amount,Issued on,Paid,Status,Notes,Reminded at,Downloads,E-mail,Customer";

/// What a file comes to, found by the number.
#[track_caller]
fn checked(person: &Person, rows: &str) -> Page {
    let file = format!("{HEAD}\n{rows}");
    let columns = person.follow(&person.upload("/invoices/import", "in.csv", file.as_bytes()));
    let form = columns.form_where("form.import");
    let form = if form.has_field("find") { form } else { form.choose("find", "0") };
    person.follow(&person.press(&form, "Check the file"))
}

fn every_kind_is_imported_and_comes_again_unchanged(panel: &Invoices) {
    let ada = panel.person();
    add_user(&ada, "Ade");
    let rows = "2026-0001,\"1 234,5\",2026-11-25,YES,Sent,\"Call first.\n\nThen send.\",\
                2026-12-01T09:30:00Z,9000000000,ade@example.com,Ade\n\
                =1+1,-0.01,0001-01-01,false,draft,,9999-12-31 23:59:59.999999,,,Ade\n";
    let page = checked(&ada, rows);
    assert_eq!(page.texts(".tabs a")[..2], ["New 2", "Changed 0"]);
    assert!(page.rows()[0][2].contains("Amount 1234.50"), "{:?}", page.rows());
    ada.follow(&ada.press(&page.form_where("form.record"), "Add 2 invoices"));
    let again = checked(&ada, rows);
    assert_eq!(again.texts(".tabs a")[2..], ["Unchanged 2", "Refused 0"]);
    let other = rows.replace("YES", "no").replace("Sent", "settled").replace("Call", "Ring");
    let changed = checked(&ada, &other);
    assert_eq!(changed.texts(".tabs a")[1], "Changed 1");
    let shifts = changed.texts(".shifts dt");
    assert_eq!(shifts, ["Paid", "Status", "Notes"]);
    ada.follow(&ada.press(&changed.form_where("form.record"), "Change 1 invoice"));
    assert_eq!(checked(&ada, &other).texts(".tabs a")[2], "Unchanged 2");
}

fn every_kind_refuses_what_its_form_does(panel: &Invoices) {
    let ada = panel.person();
    add_user(&ada, "Ade");
    let rows = "1,\"1,234\",soon,maybe,lost,n,then,many,nobody,Nobody\n";
    let page = checked(&ada, rows);
    assert_eq!(page.texts(".tabs a")[3], "Refused 1");
    let said = page.rows()[0][2].clone();
    for problem in [
        "Customer: No user is called “Nobody”.",
        "Amount could mean 1234 or 1.234.",
        "Issued on must be a date",
        "Paid must be yes or no.",
        "Status must be one of: Draft, Sent, Settled.",
        "Reminded at must be a time in UTC",
        "Downloads must be",
        "E-mail must look like",
    ] {
        assert!(said.contains(problem), "{problem} in {said}");
    }
}
