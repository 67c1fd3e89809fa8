//! The list of invoices: how it shows fields of every kind, and finds what is in long texts.

use crate::filters::{add_some, found};
use crate::{Invoices, add, add_user};

crate::tests![
    a_list_shows_each_kind_in_its_way,
    long_texts_are_found_by_what_is_far_behind,
    a_customer_is_found_by_the_number_of_an_invoice,
];

fn a_customer_is_found_by_the_number_of_an_invoice(panel: &Invoices) {
    let ada = panel.person();
    let (ade, zoe) = (add_user(&ada, "Ade"), add_user(&ada, "Zoë"));
    add(&ada, &ade, &[("number", "2026-0001"), ("notes", "urgent")]);
    add(&ada, &zoe, &[("number", "2026-0002")]);
    let list = ada.open("/users?q=0002");
    assert_eq!(list.texts("tbody th a"), ["Zoë"]);
    assert_eq!(list.texts("tbody .why"), ["Invoice: 2026-0002"]);
    assert_eq!(ada.open("/users?q=urgent").texts("tbody th a"), Vec::<String>::new());
}

fn long_texts_are_found_by_what_is_far_behind(panel: &Invoices) {
    let ada = panel.person();
    let user = add_user(&ada, "Ade");
    let far = format!("{}\nthe Zebra\u{301} crossing", "word ".repeat(13_000));
    add(&ada, &user, &[("number", "far"), ("notes", &far)]);
    add(&ada, &user, &[("number", "near"), ("notes", "Another zebra.\nA crossing 7b.")]);
    for (query, names) in [
        ("zebra", "far near"),
        ("zebra crossing", "far near"),
        ("ebr", "far near"),
        ("word zebra", "far"),
        ("zebra another", "near"),
        ("zebra 7b", "near"),
        ("zebra 7c", ""),
        ("unicorn", ""),
    ] {
        let query = query.replace(' ', "+");
        assert_eq!(found(&ada, &format!("/invoices?q={query}")), names, "{query}");
    }
    // A search for a word of two letters looks at the beginnings of texts that have an index.
    assert_eq!(found(&ada, "/invoices?q=ne"), "near");
    assert_eq!(found(&ada, "/invoices?q=an"), "");
    let filter = "/invoices?where=notes.contains.zebra+crossing";
    assert_eq!(found(&ada, filter), "far");
    // What is changed is found as it is now.
    let near = ada.open("/invoices?q=another").href("tbody th a");
    let near = near.split('?').next().unwrap();
    ada.save(&ada.edit(near, &[("notes", "Another unicorn")]));
    assert_eq!(found(&ada, "/invoices?q=unicorn"), "near");
    assert_eq!(found(&ada, "/invoices?q=zebra"), "far");
    let home = ada.open("/search?q=unicorn");
    assert!(home.visible().contains("near"), "{}", home.visible());
}

fn a_list_shows_each_kind_in_its_way(panel: &Invoices) {
    let ada = panel.person();
    add_some(&ada);
    let list = ada.open("/invoices");
    let mut row = list.rows().remove(0);
    // When it was changed comes last.
    assert_eq!(row.pop().unwrap(), "just now");
    assert_eq!(
        row,
        [
            "A",
            "10.00",
            "2024-02-29",
            "Yes",
            "Settled",
            "Paid twice, by mistake",
            "2024-03-01 00:00",
            "3000000000",
            "ann@example.com",
            "Ade",
        ]
    );
    assert!(list.texts("td time").contains(&"2024-02-29".to_owned()));
    let numbers = list.texts("thead th.number");
    assert_eq!(numbers, ["Amount", "Downloads"]);
    let long = "x".repeat(200);
    let path = list.href("tbody th a");
    ada.save(&ada.edit(path.split('?').next().unwrap(), &[("notes", &long)]));
    let row = ada.open("/invoices").rows().remove(0);
    assert_eq!(row[5], format!("{}…", "x".repeat(80)));
}
