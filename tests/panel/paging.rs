//! Pages that begin behind a row: by every column, in both directions, while others write.

use std::collections::BTreeSet;

use diesel::connection::SimpleConnection as _;

use crate::support::{Page, Panel, Person};

crate::tests![
    every_order_is_walked_in_both_directions,
    what_is_empty_comes_last_both_ways_wherever_pages_end,
    a_place_among_what_is_empty_stays_where_it_is,
    rows_that_stay_are_shown_once_while_others_come_and_go,
    the_ends_of_a_list_are_one_step_away,
    a_place_that_was_tampered_with_is_the_first_page_with_a_note,
    a_place_belongs_to_its_list_and_order,
    a_list_leads_to_a_value_in_its_sorted_column,
    a_value_that_the_column_cannot_hold_is_noted,
    pages_within_the_budget_have_numbers,
    counting_ends_at_ten_thousand_until_it_is_asked_for,
    a_renamed_user_takes_the_cars_along_in_the_order_of_owners,
];

/// What identifies the rows of a page: where each leads.
fn ids(page: &Page) -> Vec<String> {
    let links = page.attributes("tbody th a", "href");
    links.iter().map(|link| link.split('?').next().unwrap().to_owned()).collect()
}

fn walk(person: &Person, mut page: Page, link: &str) -> Vec<Vec<String>> {
    let mut pages = vec![ids(&page)];
    while page.has(&format!("a[rel={link}]")) {
        assert!(pages.len() < 100, "the pages have no end");
        page = person.open(&page.href(&format!("a[rel={link}]")));
        pages.push(ids(&page));
    }
    pages
}

fn load_sample(person: &Person) {
    person.follow(&person.press(&person.open("/").form(), "Load sample data"));
}

fn every_order_is_walked_in_both_directions(panel: &Panel) {
    let ada = panel.person();
    load_sample(&ada);
    for (entity, columns) in [
        ("users", "first_name last_name age created updated"),
        ("profiles", "user_id height country email"),
        ("cars", "user_id color"),
        ("movies", "name"),
    ] {
        for column in columns.split(' ') {
            for sort in [column.to_owned(), format!("-{column}")] {
                let list = format!("/{entity}?size=100&sort={sort}");
                let mut numbered = Vec::new();
                for number in 1.. {
                    let page = ada.open(&format!("{list}&page={number}"));
                    numbered.extend(ids(&page));
                    if !page.has("a[rel=next]") {
                        break;
                    }
                }
                let forwards = walk(&ada, ada.open(&list), "next").concat();
                assert_eq!(forwards, numbered, "{list}");
                let different: BTreeSet<&String> = forwards.iter().collect();
                assert_eq!(different.len(), forwards.len(), "{list}");
                let mut backwards = walk(&ada, ada.open(&format!("{list}&page=last")), "prev");
                backwards.reverse();
                // The last page is a whole one, so that the first may share rows with the second.
                let tail: Vec<String> = backwards.into_iter().skip(1).flatten().collect();
                assert!(forwards.ends_with(&tail), "{list}");
                assert!(tail.len() + 100 >= forwards.len(), "{list}");
            }
        }
    }
}

/// Writes so many users, the first `filled` of whom have an age and a last name, as another program
/// would; returns where they lead, as a list sorted by either has them.
fn add_users(panel: &Panel, count: usize, filled: usize) -> Vec<String> {
    let age = |number: usize| 20 + number * 5 % 7;
    let row = |number: usize| {
        let (last_name, age) = match number <= filled {
            true => (format!("'n{}'", age(number)), age(number).to_string()),
            false => ("NULL".to_owned(), "NULL".to_owned()),
        };
        let time = "'2026-01-01 00:00:00'";
        format!("({number}, 'Ann', 'ann', {last_name}, {last_name}, {age}, {time}, {time})")
    };
    let rows: Vec<String> = (1..=count).map(row).collect();
    let insert = format!(
        "DELETE FROM users; INSERT INTO users (id, first_name, first_name_key, last_name, \
         last_name_key, age, created_at, updated_at) VALUES {}",
        rows.join(", ")
    );
    panel.database().connect().batch_execute(&insert).unwrap();
    let mut sorted: Vec<usize> = (1..=count).collect();
    sorted
        .sort_by_key(|number| (*number > filled, if *number > filled { 0 } else { age(*number) }));
    sorted.into_iter().map(|number| format!("/users/{number}")).collect()
}

fn what_is_empty_comes_last_both_ways_wherever_pages_end(panel: &Panel) {
    let ada = panel.person();
    for filled in [0, 1, 24, 25, 26, 49, 50, 51, 60] {
        let ascending = add_users(panel, 60, filled);
        let (values, none) = ascending.split_at(filled);
        let turned = |rows: &[String]| rows.iter().rev().cloned().collect::<Vec<String>>();
        let descending = [turned(values), turned(none)].concat();
        for (sort, expected) in [
            ("age", &ascending),
            ("-age", &descending),
            ("last_name", &ascending),
            ("-last_name", &descending),
        ] {
            let list = format!("/users?size=25&sort={sort}");
            let context = format!("{list}, {filled} filled");
            let pages = walk(&ada, ada.open(&list), "next");
            assert_eq!(pages.len(), 3, "{context}");
            assert_eq!(&pages.concat(), expected, "{context}");
            let numbered = [1, 2, 3].map(|number| ids(&ada.open(&format!("{list}&page={number}"))));
            assert_eq!(&numbered.concat(), expected, "{context}");
            let beyond = ada.follow(&ada.get(&format!("{list}&page=4")));
            assert_eq!(ids(&beyond), expected[..25], "{context}");
            // Backwards, pages end elsewhere.
            let last = ada.open(&format!("{list}&page=last"));
            assert_eq!(last.text("nav .range"), "36–60 of 60", "{context}");
            assert_eq!(ids(&last), expected[35..], "{context}");
            let before = ada.open(&last.href("a[rel=prev]"));
            assert_eq!(ids(&before), expected[10..35], "{context}");
            // Before it there is less than a page.
            let first = ada.follow(&ada.get(&before.href("a[rel=prev]")));
            assert_eq!(ids(&first), expected[..25], "{context}");
            assert_eq!(ids(&ada.open(&before.href("a[rel=next]"))), expected[35..], "{context}");
        }
    }
}

fn a_place_among_what_is_empty_stays_where_it_is(panel: &Panel) {
    let ada = panel.person();
    let rows = add_users(panel, 100, 40);
    for sort in ["age", "last_name"] {
        let second = ada.open(&format!("/users?size=50&sort={sort}&page=2"));
        let earlier = ada.open(&format!("/users?size=50&sort={sort}"));
        let (before, after) = (second.href("a[rel=prev]"), earlier.href("a[rel=next]"));
        assert_eq!(ids(&ada.open(&after)), rows[50..]);
        // The row beside the place goes, and so do others on both sides of it.
        let gone: Vec<&String> = rows[48..52].iter().collect();
        let numbers: Vec<&str> = gone.iter().map(|row| row.trim_start_matches("/users/")).collect();
        let mut connection = panel.database().connect();
        let delete = format!("DELETE FROM users WHERE id IN ({})", numbers.join(", "));
        connection.batch_execute(&delete).unwrap();
        assert_eq!(ids(&ada.open(&after)), rows[52..]);
        let answer = ada.follow(&ada.get(&before));
        assert_eq!(ids(&answer), [&rows[..48], &rows[52..54]].concat());
        add_users(panel, 100, 40);
    }
}

fn rows_that_stay_are_shown_once_while_others_come_and_go(panel: &Panel) {
    let ada = panel.person();
    load_sample(&ada);
    let bob = panel.person();
    let mut page = ada.open("/movies?size=25");
    let stays: BTreeSet<String> = walk(&bob, bob.open("/movies?size=200"), "next")
        .concat()
        .into_iter()
        .enumerate()
        .filter(|(index, _)| index % 25 != 0 && index % 25 != 24)
        .map(|(_, id)| id)
        .collect();
    let mut seen = ids(&page);
    loop {
        // The first and the last row of the page go, and others come before and behind it.
        for id in [ids(&page).first(), ids(&page).last()].into_iter().flatten() {
            if !stays.contains(id) {
                let form = bob.open(&format!("{id}/delete")).form();
                bob.press(&form, "Delete").assert_status(303);
            }
        }
        bob.add("movies", &[("name", "Aaa")]);
        bob.add("movies", &[("name", "Zzz")]);
        if !page.has("a[rel=next]") || seen.len() > 400 {
            break;
        }
        page = ada.open(page.link("Next"));
        seen.extend(ids(&page));
    }
    for id in &stays {
        assert_eq!(seen.iter().filter(|other| *other == id).count(), 1, "{id}");
    }
}

fn the_ends_of_a_list_are_one_step_away(panel: &Panel) {
    let ada = panel.person();
    load_sample(&ada);
    let first = ada.open("/movies");
    assert_eq!(first.text("nav .range"), "1–50 of 200");
    assert!(!first.has("a[rel=prev]"));
    let last = ada.open(first.link("Last"));
    assert_eq!(last.text("nav .range"), "151–200 of 200");
    assert!(!last.has("a[rel=next]"));
    let before = ada.open(last.link("Previous"));
    assert_eq!(before.text("nav .range"), "101–150 of 200");
    assert_eq!(ids(&ada.open(before.link("Next"))), ids(&last));
    assert_eq!(ids(&ada.open(before.link("First"))), ids(&first));
    let early = ada.open(ada.open(before.link("Previous")).link("Previous"));
    assert_eq!(ids(&early), ids(&first));
}

fn a_place_that_was_tampered_with_is_the_first_page_with_a_note(panel: &Panel) {
    let ada = panel.person();
    load_sample(&ada);
    let first = ada.open("/movies");
    let next = first.link("Next").to_owned();
    let (path, cursor) = next.split_once("after=").unwrap();
    let changed = if cursor.starts_with('A') { "B" } else { "A" };
    for tampered in [
        format!("{changed}{}", &cursor[1..]),
        cursor[1..].to_owned(),
        format!("{cursor}AAAA"),
        String::new(),
        "1".to_owned(),
        "%00".to_owned(),
        "' OR 1=1 --".replace(' ', "+"),
        "%C3%A9".to_owned(),
    ] {
        for name in ["after", "before"] {
            let list = ada.open(&format!("{path}{name}={tampered}"));
            assert_eq!(ids(&list), ids(&first), "{tampered}");
            let note = "The address names no place in this list, so this is its first page.";
            assert_eq!(list.notices(), [note], "{tampered}");
        }
    }
}

fn a_place_belongs_to_its_list_and_order(panel: &Panel) {
    let ada = panel.person();
    load_sample(&ada);
    let next = ada.open("/movies").link("Next").to_owned();
    let (_, cursor) = next.split_once("after=").unwrap();
    for list in ["/actors?", "/movies?sort=-name&", "/movies?sort=updated&"] {
        assert_eq!(ada.open(&format!("{list}after={cursor}")).notices().len(), 1, "{list}");
    }
}

fn a_list_leads_to_a_value_in_its_sorted_column(panel: &Panel) {
    let ada = panel.person();
    for (name, age) in [("Ann", "30"), ("Élan", "31"), ("Mo", "31"), ("Nina", ""), ("Zoe", "7")] {
        ada.add("users", &[("first_name", name), ("age", age)]);
    }
    for (sort, from, names) in [
        ("first_name", "m", "Mo Nina Zoe"),
        ("first_name", "E", "Élan Mo Nina Zoe"),
        ("first_name", "elam", "Élan Mo Nina Zoe"),
        ("-first_name", "n", "Nina Mo Élan Ann"),
        ("-first_name", "M", "Mo Élan Ann"),
        ("age", "31", "Élan Mo Nina"),
        ("-age", "30", "Ann Zoe Nina"),
        ("updated", "2000-01", "Ann Élan Mo Nina Zoe"),
        ("-created", "2000", ""),
    ] {
        let form = ada.open(&format!("/users?sort={sort}")).form_where("form[aria-label='Go to']");
        let page = ada.press(&form.fill("from", from), "Go");
        if names.is_empty() {
            let page = ada.follow(&page);
            assert_eq!(page.notices(), ["Nothing comes after that. This is the last page."]);
            continue;
        }
        assert_eq!(page.names().join(" "), names, "{sort} from {from}");
    }
    let page = ada.open("/users?from=m&size=25");
    // Before it there is less than a page: the first page shows all of it.
    let first = ada.follow(&ada.get(page.link("Previous")));
    assert_eq!(first.names().join(" "), "Ann Élan Mo Nina Zoe");
}

fn a_value_that_the_column_cannot_hold_is_noted(panel: &Panel) {
    let ada = panel.person();
    ada.add("users", &[("first_name", "Ann")]);
    for query in ["sort=age&from=old", "sort=updated&from=soon", "sort=-updated&from=2026-13"] {
        let list = ada.open(&format!("/users?{query}"));
        assert_eq!(list.names(), ["Ann"], "{query}");
        assert_eq!(list.notices().len(), 1, "{query}");
    }
}

fn pages_within_the_budget_have_numbers(panel: &Panel) {
    let ada = panel.person();
    load_sample(&ada);
    let list = ada.open("/movies?size=25");
    assert_eq!(list.texts("nav .numbers a"), ["Page 1", "Page 2", "Page 3", "Page 8"]);
    assert_eq!(list.text("nav .numbers [aria-current=page]"), "Page 1");
    let eighth = ada.open(list.link("Page 8"));
    assert_eq!(eighth.text("nav .range"), "176–200 of 200");
    assert_eq!(eighth.text("nav .numbers [aria-current=page]"), "Page 8");
    let second = ada.open(list.link("Next"));
    assert_eq!(second.text("nav .numbers [aria-current=page]"), "Page 2");
    assert!(second.title().contains("page 2"), "{}", second.title());
}

fn counting_ends_at_ten_thousand_until_it_is_asked_for(panel: &Panel) {
    let ada = panel.person();
    let mut connection = panel.database().connect();
    for batch in 0..20 {
        let row = |number: i32| {
            let name = format!("film {:05}", batch * 500 + number);
            format!("('{name}', '{name}', '2026-01-01 00:00:00', '2026-01-01 00:00:00')")
        };
        let rows: Vec<String> = (0..500).map(row).collect();
        let columns = "name, name_key, created_at, updated_at";
        let insert = format!("INSERT INTO movies ({columns}) VALUES {}", rows.join(", "));
        connection.batch_execute(&insert).unwrap();
    }
    let list = ada.open("/movies");
    assert_eq!(list.text("nav .range"), "1–50 of 10,000");
    assert_eq!(list.link("Page 200"), "/movies?page=200");
    ada.add("movies", &[("name", "Film One Too Many")]);
    let list = ada.open("/movies");
    let range = list.text("nav .range");
    assert!(range == "1–50 of more than 10,000" || range == "1–50 of about 10,000", "{range}");
    assert!(!list.has("nav .numbers"));
    let last = ada.open(list.link("Last"));
    assert_eq!(last.names().last().map(String::as_str), Some("Film One Too Many"));
    assert!(last.text("nav .range").starts_with("50 of "), "{}", last.text("nav .range"));
    let counted = ada.open(list.link("Exact count"));
    assert_eq!(counted.heading(), "10,001 movies");
    let some = ada.open("/movies?q=film+0&sort=-name");
    assert!(some.text("nav .range").starts_with("1–50 of "));
    assert_eq!(ada.open("/movies/count?q=film+one").heading(), "1 movie");
    assert_eq!(
        ada.open("/movies?page=201").notices(),
        ["There is no such page, so this is the first."]
    );
}

fn a_renamed_user_takes_the_cars_along_in_the_order_of_owners(panel: &Panel) {
    let ada = panel.person();
    for name in ["Ann", "Bob"] {
        let user = ada.add("users", &[("first_name", name)]).path;
        let id = user.rsplit('/').next().unwrap();
        let form = ada.open(&format!("/cars/new?user_id={id}")).form();
        ada.save(&form.fill("name", &format!("{name}'s")).fill("color", "red"));
    }
    assert_eq!(ada.open("/cars?sort=user_id").names(), ["Ann's", "Bob's"]);
    ada.save(&ada.edit("/users/1", &[("first_name", "Zoe"), ("profile.country", "Ghana")]));
    assert_eq!(ada.open("/cars?sort=user_id").names(), ["Bob's", "Ann's"]);
    assert_eq!(ada.open("/cars?sort=-user_id").names(), ["Ann's", "Bob's"]);
    assert_eq!(ada.open("/profiles").names(), ["Zoe"]);
}
