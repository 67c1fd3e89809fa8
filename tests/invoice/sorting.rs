//! The list of invoices: sorted by fields of every kind, and walked from end to end.

use std::collections::BTreeSet;

use diesel::connection::SimpleConnection as _;

use crate::support::{Page, Person};
use crate::{Invoices, add_user, product};

crate::tests![
    every_field_sorts_the_list_both_ways_through_all_pages,
    the_list_leads_to_a_place_in_it,
];

/// So many invoices of one user, as another program writes them: every third is empty where it
/// may be, and some are alike.
const ROWS: i64 = 60;

fn insert(panel: &Invoices, user: &str) {
    let yes = |is_yes: bool| match (product(panel.database()), is_yes) {
        ("postgres", true) => "TRUE",
        ("postgres", false) => "FALSE",
        (_, true) => "1",
        (_, false) => "0",
    };
    let rows = (0..ROWS).map(|number| {
        let mixed = number * 37 % ROWS;
        let (amount, status) =
            (mixed / 4 * 100 - 500, ["draft", "sent", "settled"][mixed as usize % 3]);
        let (year, paid) = (mixed / 2 * 300 + 1, yes(mixed % 2 == 0));
        let optional = match number % 3 {
            0 => "NULL, NULL, NULL, NULL".to_owned(),
            _ => format!(
                "'{year:04}-02-03 04:05:06.000007', {}, 'e{mixed:02}@x.org', 'e{mixed:02}@x.org'",
                (mixed / 3 - 5) * 1_000_000_000_000
            ),
        };
        format!(
            "('{mixed:02}', '{mixed:02}', {amount}, '{year:04}-02-03', {paid}, '{status}', \
             {optional}, {user}, 'ade', '2026-11-25 10:00:00', '2026-11-25 10:00:00')"
        )
    });
    let rows = rows.collect::<Vec<_>>().join(", ");
    let statement = format!(
        "INSERT INTO invoices (number, number_key, amount, issued_on, is_paid, status, reminded_at, \
         downloads, email, email_key, user_id, user_key, created_at, updated_at) VALUES {rows}"
    );
    panel.database().connect().batch_execute(&statement).unwrap();
}

/// The rows of a list, page by page to its end: where they lead, and the second cell of each.
fn walk(ada: &Person, list: &str) -> (Vec<String>, Vec<String>) {
    let (mut page, mut links, mut cells) = (ada.open(list), Vec::new(), Vec::new());
    loop {
        links.extend(paths(&page));
        cells.extend(page.rows().into_iter().map(|row| row[1].clone()));
        if !page.has("a[rel=next]") {
            return (links, cells);
        }
        assert!(links.len() < 2 * ROWS as usize, "{list} has no end");
        page = ada.open(&page.href("a[rel=next]"));
    }
}

/// The same from the end to the beginning; the pages may overlap there.
fn walk_back(ada: &Person, list: &str) -> Vec<String> {
    let (mut page, mut links) = (ada.open(&format!("{list}&page=last")), Vec::new());
    loop {
        let mut rows = paths(&page);
        rows.retain(|row| !links.contains(row));
        links.splice(0..0, rows);
        if !page.has("a[rel=prev]") {
            return links;
        }
        let answer = ada.get(&page.href("a[rel=prev]"));
        page = if answer.status == 303 { ada.follow(&answer) } else { answer };
    }
}

fn paths(page: &Page) -> Vec<String> {
    let links = page.attributes("tbody th a", "href");
    links.iter().map(|link| link.split('?').next().unwrap().to_owned()).collect()
}

fn every_field_sorts_the_list_both_ways_through_all_pages(panel: &Invoices) {
    let ada = panel.person();
    let user = add_user(&ada, "Ade");
    insert(panel, &user);
    let number = |cell: &str| cell.replace(['.', '\u{2009}', ' ', ','], "").parse::<i64>().unwrap();
    for field in [
        "number",
        "amount",
        "issued_on",
        "is_paid",
        "status",
        "reminded_at",
        "downloads",
        "email",
        "user_id",
    ] {
        for sort in [field.to_owned(), format!("-{field}")] {
            let other = if field == "number" { "amount" } else { field };
            let list = format!("/invoices?size=25&columns=number,{other}&sort={sort}");
            let (ids, cells) = walk(&ada, &list);
            let different: BTreeSet<&String> = ids.iter().collect();
            assert_eq!((ids.len(), different.len()), (60, 60), "{sort}");
            assert_eq!(walk_back(&ada, &list), ids, "{sort}");
            if field == "number" {
                continue;
            }
            // What is empty stands last, whichever way.
            let filled: Vec<String> =
                cells.iter().filter(|cell| !cell.is_empty()).cloned().collect();
            assert!(cells.starts_with(&filled), "{sort}: {cells:?}");
            let mut sorted = filled.clone();
            match field {
                "amount" | "downloads" => sorted.sort_by_key(|cell| number(cell)),
                // By the word, not by what is read.
                "status" => sorted.sort_by_key(|cell| cell.to_lowercase()),
                _ => sorted.sort(),
            }
            if sort.starts_with('-') {
                sorted.reverse();
            }
            assert_eq!(filled, sorted, "{sort}");
        }
    }
    // Nobody sorts by long texts.
    let list = ada.open("/invoices?columns=number,notes");
    assert!(list.has("thead th a") && !list.texts("thead th a").contains(&"Notes".to_owned()));
    assert_eq!(ada.open("/invoices?sort=notes").notices().len(), 1);
}

fn the_list_leads_to_a_place_in_it(panel: &Invoices) {
    let ada = panel.person();
    let user = add_user(&ada, "Ade");
    insert(panel, &user);
    for (sort, from, first) in [
        ("amount", "-1", "-1.00"),
        ("-amount", "2,50", "2.00"),
        ("-amount", "1 000 000", "9.00"),
        ("issued_on", "3000", "3001-02-03"),
        ("issued_on", "3001-02-04", "3301-02-03"),
        ("-issued_on", "3001-02", "3001-02-03"),
        ("is_paid", "yes", "Yes"),
        ("-is_paid", "FALSE", "No"),
        ("status", "Sent", "Sent"),
        ("-status", "sent", "Sent"),
        ("reminded_at", "3001", "3001-02-03 04:05"),
        ("downloads", "1", "1000000000000"),
        ("-downloads", "0", "0"),
    ] {
        let field = sort.trim_start_matches('-');
        let from = from.replace(' ', "+");
        let list = ada.open(&format!("/invoices?columns=number,{field}&sort={sort}&from={from}"));
        assert_eq!(list.notices(), Vec::<String>::new(), "{sort} {from}");
        let cell = list.rows().first().map(|row| row[1].clone()).unwrap_or_default();
        assert_eq!(cell, first, "{sort} {from}");
    }
    for (sort, from) in
        [("amount", "1,234"), ("issued_on", "soon"), ("is_paid", "2"), ("status", "x")]
    {
        let list = ada.open(&format!("/invoices?sort={sort}&from={from}"));
        assert_eq!(list.notices().len(), 1, "{sort} {from}");
    }
}
