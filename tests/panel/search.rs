//! Search: every part of a text is found, on every database alike.

use backlot::db::search::{Among, Found, Searched, Text, Way, Words, gather};
use backlot::db::{self, AnyConnection, fold, now};
use backlot::schema::movies;
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;

use crate::support::Database;

crate::tests![the_rows_found_are_those_that_hold_the_words_and_no_others];

/// What folds in its own way, what means something to one of the databases, and what is longer
/// than a byte: few enough that random texts share parts.
const PIECES: [&str; 36] = [
    "a", "b", "A", "é", "e\u{301}", "e", " ", " ", "  ", "%", "_", "!", "\"", "'", "*", "-", "(",
    "\\", "+", "AND", "Ё", "е", "Σ", "ς", "σίσ", "한", "글", "😀", "👍🏽", "ß", "İ", "\u{fffd}",
    "\u{327}", "\u{200d}", "ab", "ba",
];

/// The same sequence of numbers each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    fn text(&mut self, most: usize) -> String {
        (0..=self.below(most)).map(|_| PIECES[self.below(PIECES.len())]).collect()
    }

    /// A part of one of the texts, or anything.
    fn search(&mut self, texts: &[(i64, String)]) -> String {
        let (_, text) = &texts[self.below(texts.len())];
        let characters: Vec<char> = text.chars().collect();
        let start = self.below(characters.len());
        let end = start + 1 + self.below(characters.len() - start);
        match self.below(4) {
            0 => self.text(4),
            1 => format!("{}\0", characters[start..end].iter().collect::<String>()),
            _ => characters[start..end].iter().collect(),
        }
    }
}

/// What a search finds, said without a database.
fn holds(text: &str, search: &str, only_beginnings: bool) -> bool {
    let (text, search) = (fold(text), fold(search));
    let words: Vec<&str> = search.split_whitespace().collect();
    let is_short = |word: &&str| only_beginnings || word.chars().count() < 3;
    let found = |word: &&str| match is_short(word) {
        true => format!(" {text}").contains(&format!(" {word}")),
        false => text.contains(word),
    };
    words.iter().all(found)
        && (words.is_empty()
            || !words.iter().all(is_short)
            || words.iter().any(|word| text.starts_with(word)))
}

const MOVIES: Searched = Searched { table: "movies", id: "id" };

fn found(connection: &mut AnyConnection, words: Words, way: Way) -> Vec<i64> {
    let texts = vec![Text { column: "name_key", indexed: "name_key" }];
    let found = Found { words, searched: MOVIES, texts, owners: Vec::new(), way };
    let ids = Box::new(movies::table.filter(found.boxed::<movies::table>()).select(movies::id));
    let mut gathered = gather(connection, ids, 10_000).unwrap();
    gathered.sort_unstable();
    let among = Among { searched: MOVIES, ids: gathered.clone() };
    let again =
        movies::table.filter(among.boxed::<movies::table>()).order(movies::id).select(movies::id);
    assert_eq!(again.load::<i64>(connection).unwrap(), gathered);
    gathered
}

fn the_rows_found_are_those_that_hold_the_words_and_no_others(database: &Database) {
    let connection = &mut database.connect();
    db::run_pending(connection).unwrap();
    if database.url().starts_with("postgres") {
        // So few rows are not worth the index otherwise.
        connection.batch_execute("SET enable_seqscan = off").unwrap();
    }
    let mut numbers = Numbers(7);
    let mut texts = Vec::new();
    db::retried(connection, |connection| {
        for id in 1..=600 {
            let row =
                (movies::id.eq(id), movies::name.eq("-"), movies::name_key.eq("to be renamed"));
            let stamps = (movies::created_at.eq(now()), movies::updated_at.eq(now()));
            diesel::insert_into(movies::table).values((row, stamps)).execute(connection)?;
        }
        Ok(())
    })
    .unwrap();
    for id in 1..=400 {
        texts.push((id, numbers.text(9)));
    }
    db::retried(connection, |connection| {
        for (id, text) in &texts {
            let key = movies::name_key.eq(fold(text));
            diesel::update(movies::table.find(id)).set(key).execute(connection)?;
        }
        diesel::delete(movies::table.filter(movies::id.gt(400))).execute(connection)
    })
    .unwrap();
    let mut searches: Vec<String> = (0..200).map(|_| numbers.search(&texts)).collect();
    searches
        .extend(["to be", "renamed", "to", "NEAR(a b)", "name_key:a", "{a}: b"].map(str::to_owned));
    let mut hits = 0;
    for search in &searches {
        let words = Words::of(search);
        for (words, only_beginnings) in [(words.clone(), false), (words.beginnings(), true)] {
            let expected: Vec<i64> = texts
                .iter()
                .filter(|(_, text)| holds(text, search, only_beginnings))
                .map(|(id, _)| *id)
                .collect();
            hits += usize::from((1..200).contains(&expected.len()));
            for way in [Way::Lookup, Way::Walk] {
                assert_eq!(found(connection, words.clone(), way), expected, "{search:?} {way:?}");
            }
        }
    }
    assert!(hits > 70, "{hits}");
}
