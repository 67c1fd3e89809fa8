//! Lists: sorted, searched, paged, and all of that in the URL.

use crate::support::{Panel, Person};

crate::tests![
    a_list_is_sorted_by_its_headers,
    a_search_finds_words_anywhere_and_percent_signs_literally,
    a_search_ignores_letter_case_and_accents,
    the_search_form_keeps_the_sort_and_shows_what_was_searched,
    a_long_list_has_pages,
    what_a_url_cannot_have_is_replaced_with_a_note,
    a_list_that_has_become_shorter_shows_its_first_page,
    hostile_names_are_text_on_every_page,
];

fn add_all(person: &Person, names: &[&str]) {
    for name in names {
        person.add("movies", &[("name", name)]);
    }
}

fn a_list_is_sorted_by_its_headers(panel: &Panel) {
    let ada = panel.person();
    add_all(&ada, &["Brazil", "Alien", "Casablanca"]);
    let list = ada.open("/movies");
    assert_eq!(list.names(), ["Alien", "Brazil", "Casablanca"]);
    assert_eq!(list.text("th[aria-sort=ascending]"), "Name");
    let reversed = ada.open(list.link("Name"));
    assert_eq!(reversed.names(), ["Casablanca", "Brazil", "Alien"]);
    assert_eq!(reversed.text("th[aria-sort=descending]"), "Name");
    let latest = ada.open(reversed.link("Updated"));
    assert_eq!(latest.names(), ["Casablanca", "Alien", "Brazil"]);
    assert_eq!(ada.open(latest.link("Updated")).names(), ["Brazil", "Alien", "Casablanca"]);
}

fn a_search_finds_words_anywhere_and_percent_signs_literally(panel: &Panel) {
    let ada = panel.person();
    add_all(
        &ada,
        &["100% Wolf", "100 Rifles", "Snow_Piercer", "Snow White", "It's a \"Wonder\"", "C:\\Temp"],
    );
    for (search, found) in [
        ("100", vec!["100 Rifles", "100% Wolf"]),
        ("100%25", vec!["100% Wolf"]),
        ("00%25", vec!["100% Wolf"]),
        ("%25", vec![]),
        ("w_p", vec!["Snow_Piercer"]),
        ("snow_", vec!["Snow_Piercer"]),
        ("t's", vec!["It's a \"Wonder\""]),
        ("%22wonder%22", vec!["It's a \"Wonder\""]),
        ("c:%5c", vec!["C:\\Temp"]),
        ("white+snow", vec!["Snow White"]),
        ("'+or+1=1", vec![]),
        ("%21%21%21", vec![]),
    ] {
        assert_eq!(ada.open(&format!("/movies?q={search}")).names(), found, "{search}");
    }
    let nothing = ada.open("/movies?q=%3Cb%3E");
    assert!(nothing.visible().contains("<b>"), "{}", nothing.visible());
    assert_eq!(ada.open(nothing.link("Show all")).names().len(), 6);
}

fn a_search_ignores_letter_case_and_accents(panel: &Panel) {
    let ada = panel.person();
    add_all(&ada, &["Amélie", "ÅNGSTRÖM", "Ёлки", "ΑΘΗΝΑ"]);
    for (search, found) in [
        ("amelie", "Amélie"),
        ("AMÉLIE", "Amélie"),
        ("ångström", "ÅNGSTRÖM"),
        ("елки", "Ёлки"),
        ("αθηνα", "ΑΘΗΝΑ"),
        ("Αθήνα", "ΑΘΗΝΑ"),
    ] {
        let form = ada.open("/movies").form_where("main form[role=search]").fill("q", search);
        assert_eq!(ada.press(&form, "Search").names(), [found], "{search}");
    }
}

fn the_search_form_keeps_the_sort_and_shows_what_was_searched(panel: &Panel) {
    let ada = panel.person();
    add_all(&ada, &["Alien", "Aliens", "Brazil"]);
    let form =
        ada.open("/movies?sort=-name").form_where("main form[role=search]").fill("q", "alien");
    let found = ada.press(&form, "Search");
    assert_eq!(found.names(), ["Aliens", "Alien"]);
    let form = found.form_where("main form[role=search]");
    assert_eq!(form.value("q"), "alien");
    assert_eq!(ada.press(&form, "Search").names(), ["Aliens", "Alien"]);
}

fn a_long_list_has_pages(panel: &Panel) {
    let ada = panel.person();
    let names: Vec<String> = (1..=60).map(|number| format!("Film {number:02}")).collect();
    add_all(&ada, &names.iter().map(String::as_str).collect::<Vec<_>>());
    let first = ada.open("/movies");
    assert_eq!(first.text("nav .range"), "1–50 of 60");
    assert_eq!(first.names(), names[..50]);
    assert!(!first.has("a[rel=prev]"));
    let second = ada.open(first.link("Next"));
    assert_eq!(second.names(), names[50..]);
    assert_eq!(second.text("nav .range"), "51–60 of 60");
    assert!(second.title().contains("page 2"), "{}", second.title());
    assert!(!second.has("a[rel=next]"));
    assert_eq!(ada.open(second.link("Previous")).names(), first.names());

    let mut page = ada.open("/movies?size=25&sort=-name&q=film");
    let mut seen = page.names();
    while page.has("a[rel=next]") {
        page = ada.open(page.link("Next"));
        seen.extend(page.names());
    }
    seen.reverse();
    assert_eq!(seen, names);
}

fn what_a_url_cannot_have_is_replaced_with_a_note(panel: &Panel) {
    let ada = panel.person();
    add_all(&ada, &["Alien", "Brazil"]);
    for query in [
        "page=-1",
        "page=0",
        "page=abc",
        "page=1.5",
        "page=99999999999999999999",
        "sort=nonsense",
        "sort=name_key",
        "sort=id;drop+table+movies",
        "sort=",
        "sort=-",
        "size=7",
        "size=-1",
        "size=1000000",
    ] {
        let list = ada.open(&format!("/movies?{query}"));
        assert_eq!(list.names(), ["Alien", "Brazil"], "{query}");
        assert_eq!(list.notices().len(), 1, "{query}: {:?}", list.notices());
    }
    assert!(ada.open("/movies?unknown=1&size=200").notices().is_empty());
}

fn a_list_that_has_become_shorter_shows_its_first_page(panel: &Panel) {
    let ada = panel.person();
    add_all(&ada, &["Alien", "Brazil"]);
    let list = ada.follow(&ada.get("/movies?page=9"));
    assert_eq!(list.names(), ["Alien", "Brazil"]);
    assert_eq!(list.notices(), ["The list has become shorter. This is its first page."]);
}

fn hostile_names_are_text_on_every_page(panel: &Panel) {
    let ada = panel.person();
    for name in
        ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "{{ 7*7 }}", "&lt;&amp;"]
    {
        let page = ada.add("movies", &[("name", name)]);
        assert_eq!(page.heading(), name);
        assert_eq!(page.notices(), [format!("Added {name}.")]);
        assert_eq!(ada.open(&format!("{}/edit", page.path)).form().value("name"), name);
        assert_eq!(ada.open(&format!("{}/delete", page.path)).heading(), format!("Delete {name}?"));
        for path in ["/movies", &page.path] {
            let page = ada.open(path);
            assert!(!page.has("main script, main img"), "{path}");
            assert!(page.visible().contains(name), "{path}");
        }
    }
}
