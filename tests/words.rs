//! What people read stands in one place each, so that it can be translated: the texts of a page in
//! its template, the others of a room in its `words.rs`, those of scripts in their `words.js`, and
//! what an entity, a kind, a permission or an error is called where that is declared.

#![expect(clippy::unwrap_used, reason = "a test ends at what it does not expect")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms whose words stand in one place. What the command line, the configuration and the checks
/// of a database say is for whoever runs the program, and stands beside what it is about.
const ROOMS: &[&str] =
    &["src/home", "src/account", "src/history", "src/panel", "src/transfer", "src/access"];

/// Whose words stand where they are declared: kinds of fields with what they ask for, and what can
/// happen in the security log.
const DECLARED: &[&str] = &["src/panel/entity", "src/access/events.rs"];

/// What only a log, a browser or the database reads.
const UNREAD: &[&str] = &[
    "command line",
    "history seal",
    "second factor",
    "name {name}",
    "name {name} from {network}",
    "network {network}",
    "code of {name}",
    "{subject} from",
    "{set} {entity}",
    "Mac OS X",
    "Samsung Internet",
    "SQLite format 3",
    "refused {} {method} {page}",
    "the file took longer than an hour",
    "nothing was taken for a minute",
    "the file broke off",
    "the database gave rows twice",
];

/// What a script calls keys and headers by.
const KEYS: &[&str] = &["Escape", "Esc", "Accept"];

fn sources(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path, ending));
        } else if path.extension().is_some_and(|other| other == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The texts of a source that are no part of a comment, a macro for a log, an attribute, or a test.
fn texts(source: &str) -> Vec<String> {
    let code = source.split("#[cfg(test)]").next().unwrap();
    let mut texts = Vec::new();
    let mut rest = code;
    while let Some(place) = rest.find(['"', '/', '\'', '#', 'l']) {
        let (before, found) = (&rest[..place], &rest[place..]);
        let behind_name = before.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let skipped = if found.starts_with("//") {
            found.find('\n').unwrap_or(found.len())
        } else if found.starts_with("#[") {
            // Of an error, and of a template.
            closed(found, '[', ']')
        } else if found.starts_with("log::") && !behind_name {
            closed(found, '(', ')')
        } else if found.starts_with("'\"'") || found.starts_with("'\\''") {
            found.char_indices().nth(if found.starts_with("'\"'") { 3 } else { 4 }).unwrap().0
        } else if let Some(text) = found.strip_prefix('"') {
            let end = end_of_text(text);
            texts.push(text[..end].split_whitespace().collect::<Vec<_>>().join(" "));
            end + 2
        } else {
            1
        };
        rest = &found[skipped..];
    }
    texts
}

/// Where a text ends, behind its first quote.
fn end_of_text(text: &str) -> usize {
    let mut is_escaped = false;
    text.find(|c| {
        let ends = c == '"' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        ends
    })
    .unwrap()
}

/// How long it is up to where what it opens is closed again.
fn closed(text: &str, open: char, close: char) -> usize {
    let (mut depth, mut skip) = (0, 0);
    for (place, character) in text.char_indices() {
        if place < skip {
            continue;
        }
        match character {
            '"' => skip = place + 2 + end_of_text(&text[place + 1..]),
            c if c == open => depth += 1,
            c if c == close && depth == 1 => return place + 1,
            c if c == close => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// Whether a person would read it as words: two of them, at least, or one about a value.
fn is_read(text: &str) -> bool {
    let is_word = |word: &&str| {
        let word = word.trim_matches(|c: char| !c.is_alphabetic());
        word.len() > 1 && word.chars().all(char::is_alphabetic)
    };
    let is_header = text.contains("-src ") || text.contains("=()") || text.contains(r#"\", "#);
    let words = text.split(' ').filter(is_word).count();
    let first = text.split(' ').next();
    let is_named = first.as_ref().is_some_and(is_word) && text.starts_with(char::is_uppercase);
    let is_about_a_value = is_named && text.contains(" {");
    (words > 1 || is_about_a_value)
        && text != text.to_uppercase()
        && !is_header
        && !UNREAD.contains(&text)
}

#[test]
fn what_people_read_stands_in_the_words_of_its_room() {
    let files = ROOMS.iter().flat_map(|room| sources(Path::new(room), "rs"));
    let files = files.filter(|file| !DECLARED.iter().any(|room| file.starts_with(room)));
    let mut elsewhere = BTreeMap::new();
    for file in files.filter(|file| !file.ends_with("words.rs") && !file.ends_with("tests.rs")) {
        let mut read = texts(&fs::read_to_string(&file).unwrap());
        read.retain(|text| is_read(text));
        elsewhere.insert(file, read);
    }
    assert!(elsewhere.len() > 20, "{elsewhere:?}");
    elsewhere.retain(|_, read| !read.is_empty());
    assert!(elsewhere.is_empty(), "{elsewhere:#?}");
}

#[test]
fn a_text_is_told_from_what_nobody_reads() {
    let source = r#"// "A comment."
        log::warn!("to a {} log", "(x)");
        #[error("of an error")]
        let (a, b) = ('"', "Two words, \"quoted\".");
        let c = "one";
        #[cfg(test)] mod tests { "in a test" }"#;
    let found = texts(source);
    assert_eq!(found, ["Two words, \\\"quoted\\\".", "one"]);
    assert_eq!(found.iter().filter(|text| is_read(text)).count(), 1);
    assert!(!["text/html; charset=utf-8", "first_name", "{a} {b}"].iter().any(|it| is_read(it)));
}

/// A sentence of a template: from a capital letter to a full stop, with nothing computed in it.
fn sentences(template: &str) -> Vec<String> {
    let text = template.split(['<', '>', '{', '}', '"']).map(str::trim);
    let is_sentence = |text: &&str| {
        text.starts_with(char::is_uppercase) && text.ends_with('.') && text.contains(' ')
    };
    text.filter(is_sentence).map(str::to_owned).collect()
}

#[test]
fn no_sentence_stands_in_two_templates() {
    let mut places: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for file in sources(Path::new("templates"), "html") {
        for sentence in sentences(&fs::read_to_string(&file).unwrap()) {
            places.entry(sentence).or_default().push(file.clone());
        }
    }
    assert!(places.len() > 20, "{places:?}");
    places.retain(|_, files| files.len() > 1);
    assert!(places.is_empty(), "{places:#?}");
}

/// The texts of a script: those between the same kind of quotes, on one line each.
fn texts_of_script(script: &str) -> Vec<String> {
    let mut texts = Vec::new();
    let is_code = |line: &&str| !["//", "/*", "*"].iter().any(|it| line.starts_with(it));
    for line in script.lines().map(str::trim).filter(is_code) {
        let mut rest = line;
        while let Some(place) = rest.find(['"', '`']) {
            let quote = &rest[place..=place];
            let Some((text, behind)) = rest[place + 1..].split_once(quote) else { break };
            texts.push(text.to_owned());
            rest = behind;
        }
    }
    texts
}

/// Whether a person would read it as words, rather than a browser as the name of something.
fn is_read_of_script(text: &str) -> bool {
    let (mut said, mut rest) = (String::new(), text);
    while let Some((before, behind)) = rest.split_once("${") {
        said.push_str(before);
        rest = behind.split_once('}').map_or("", |(_, behind)| behind);
    }
    said.push_str(rest);
    let is_about_a_value = said.len() < text.len() && said.contains(' ');
    let is_prose = |c: char| c.is_alphabetic() || " ,.:;?!…“”’".contains(c);
    let has_word = said.chars().any(char::is_lowercase) && said.chars().all(is_prose);
    has_word && (is_about_a_value || said.starts_with(char::is_uppercase)) && !KEYS.contains(&text)
}

#[test]
fn what_scripts_say_stands_in_their_words() {
    let mut elsewhere = BTreeMap::new();
    for file in sources(Path::new("static/js"), "js") {
        let mut read = texts_of_script(&fs::read_to_string(&file).unwrap());
        read.retain(|text| is_read_of_script(text));
        assert!(!file.ends_with("words.js") || read.len() > 5, "{read:?}");
        elsewhere.insert(file, read);
    }
    elsewhere.retain(|file, read| !file.ends_with("words.js") && !read.is_empty());
    assert!(elsewhere.is_empty(), "{elsewhere:#?}");
    assert_eq!(texts_of_script(r#"a("b", `c ${d}`); // "e"#), ["b", "c ${d}"]);
    assert!(["Copy", "${count} selected", "Next row"].iter().all(|it| is_read_of_script(it)));
    assert!(
        !["main .rows", "${id}-options", "tr:target", ""].iter().any(|it| is_read_of_script(it))
    );
}
