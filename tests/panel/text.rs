//! Odd strings: stored as they are, found and sorted as a reference in Rust says, whatever the
//! database.

use backlot::db::fold;
use unicode_normalization::UnicodeNormalization as _;

use crate::search::holds;
use crate::support::{Panel, Person};

crate::tests![
    odd_strings_are_stored_as_they_are,
    odd_strings_are_sorted_as_the_reference_says,
    odd_strings_are_found_as_the_reference_says,
    empty_values_come_last_and_ties_are_kept_in_order,
    what_is_folded_alike_is_sorted_by_its_spelling_on_every_page,
];

/// Scripts, accents, letter case, blanks, emoji, directions, quotes, wildcards, lengths.
fn odd_strings() -> Vec<String> {
    let longest = ["x".repeat(255), "字".repeat(255), "🎬".repeat(255), "é".repeat(255)];
    [
        "a",
        "A",
        "á",
        "à",
        "Á",
        "ä",
        "å",
        "ą",
        "aa",
        "a b",
        "a  b",
        "a\u{a0}b",
        "ab",
        "b",
        "B",
        "Zebra",
        "zebra",
        "Äpfel",
        "Apfel",
        "Øre",
        "Ore",
        "Łódź",
        "Lodz",
        "Straße",
        "STRASSE",
        "strasse",
        "José",
        "Jose",
        "Jose\u{301}",
        "İstanbul",
        "istanbul",
        "ISTANBUL",
        "ıstanbul",
        "ﬁn",
        "fin",
        "Ǆ",
        "ǆ",
        "Ελλάδα",
        "ΕΛΛΑΔΑ",
        "ελλαδα",
        "ΟΔΟΣ",
        "οδος",
        "Ёлка",
        "елка",
        "Й",
        "И",
        "日本語",
        "日本",
        "にほん",
        "ニホン",
        "ﾆﾎﾝ",
        "が",
        "か",
        "か\u{3099}",
        "한국어",
        "한국",
        "हिन्दी",
        "ไทย",
        "עברית",
        "العربية",
        "\u{202e}abc",
        "x\u{200b}y",
        "👩\u{200d}🚀",
        "👩",
        "🎬",
        "𝄞",
        "𝔘𝔫𝔦",
        "%",
        "%%",
        "_",
        "__",
        "a_b",
        "a%b",
        "!",
        "!%",
        "\\",
        "\\\\",
        "\\%",
        "'",
        "''",
        "\"",
        "`",
        "';--",
        "Robert'); DROP TABLE movies;--",
        "<b>",
        "&amp;",
        "{{x}}",
        "${x}",
        "null",
        "NULL",
        "0",
        "1",
        "10",
        "2",
        "-1",
        "1e3",
        "true",
        "?",
        "#",
        "+",
        "a+b",
        "a=b&c=d",
        "%41",
        "%zz",
        ":",
        "/",
        "//",
        "../..",
        "~",
        "|",
        "*",
        "[a]",
        "(a)",
        "^",
        "…",
        "–",
        "½",
        "²",
        "ß",
        "ẞ",
        "œ",
        "OE",
        "🇬🇭",
        "e\u{301}\u{323}",
        "\u{feff}a",
    ]
    .into_iter()
    .map(str::to_owned)
    .chain(longest)
    .collect()
}

/// The text as it is stored: composed, without blanks around it.
fn stored(text: &str) -> String {
    text.trim().nfc().collect()
}

/// The text as a page shows it: blanks in a row are read as one.
fn read(text: &str) -> String {
    stored(text).split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

fn add_all(person: &Person) -> Vec<String> {
    let texts = odd_strings();
    for text in &texts {
        person.add("movies", &[("name", text)]);
    }
    texts
}

fn odd_strings_are_stored_as_they_are(panel: &Panel) {
    let ada = panel.person();
    for text in odd_strings() {
        let page = ada.add("movies", &[("name", &text)]);
        assert_eq!(page.heading(), read(&text));
        let form = ada.edit(&page.path, &[]);
        assert_eq!(form.value("name"), stored(&text));
        assert_eq!(ada.save(&form).heading(), read(&text));
    }
}

fn odd_strings_are_sorted_as_the_reference_says(panel: &Panel) {
    let ada = panel.person();
    let mut texts: Vec<(String, String, usize, String)> = add_all(&ada)
        .into_iter()
        .enumerate()
        .map(|(index, text)| (fold(&stored(&text)), stored(&text), index, read(&text)))
        .collect();
    texts.sort();
    let expected: Vec<&String> = texts.iter().map(|(.., text)| text).collect();
    let names = ada.open("/movies?size=200").names();
    assert_eq!(names.iter().collect::<Vec<_>>(), expected);
}

fn odd_strings_are_found_as_the_reference_says(panel: &Panel) {
    let ada = panel.person();
    let texts = add_all(&ada);
    for search in &texts {
        let mut expected: Vec<String> = texts
            .iter()
            .filter(|text| holds(&stored(text), search, false))
            .map(|text| read(text))
            .collect();
        let query: String = url::form_urlencoded::byte_serialize(search.as_bytes()).collect();
        let mut found = ada.open(&format!("/movies?size=200&q={query}")).names();
        expected.sort();
        found.sort();
        assert_eq!(found, expected, "{search}");
        assert!(found.contains(&read(search)), "{search} does not find itself");
    }
}

fn empty_values_come_last_and_ties_are_kept_in_order(panel: &Panel) {
    let ada = panel.person();
    for (first, last, age) in [
        ("1", "", "30"),
        ("2", "b", ""),
        ("3", "a", "30"),
        ("4", "", ""),
        ("5", "B", "7"),
        ("6", "á", "30"),
    ] {
        ada.add("users", &[("first_name", first), ("last_name", last), ("age", age)]);
    }
    for (sort, expected) in [
        ("last_name", "3 6 5 2 1 4"),
        ("-last_name", "2 5 6 3 4 1"),
        ("age", "5 1 3 6 2 4"),
        ("-age", "6 3 1 5 4 2"),
    ] {
        assert_eq!(ada.open(&format!("/users?sort={sort}")).names().join(" "), expected, "{sort}");
    }
}

fn what_is_folded_alike_is_sorted_by_its_spelling_on_every_page(panel: &Panel) {
    let ada = panel.person();
    let alike = ["łódź", "lodz", "Łódź", "Lodz", "LODZ", "Lódź", "Lodz"];
    let names: Vec<String> = (0..70).map(|number| alike[number % alike.len()].to_owned()).collect();
    for name in names.iter().chain(&["Lodzia".to_owned(), "Lod".to_owned()]) {
        ada.add("movies", &[("name", name)]);
    }
    let mut sorted = names.clone();
    sorted.sort();
    sorted.insert(0, "Lod".to_owned());
    sorted.push("Lodzia".to_owned());
    let mut page = ada.open("/movies?sort=name&size=25");
    let mut read = page.names();
    while page.has("a[rel=next]") {
        page = ada.open(page.link("Next"));
        read.extend(page.names());
    }
    assert_eq!(read, sorted);
    sorted.reverse();
    assert_eq!(ada.open("/movies?sort=-name&size=200").names(), sorted);
    let is = ada.open("/movies?size=200&where=name.is.lodz");
    assert_eq!(is.names().len(), 70);
    assert_eq!(ada.open("/movies?size=200&where=name.starts.lodz").names().len(), 71);
}
