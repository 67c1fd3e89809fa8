//! Search: every part of a text is found, on every database alike.

use std::time::Duration;

use backlot::db::bounded::{first_of, found_by, ids};
use backlot::db::search::{Found, Matching, Scope, SearchPlan, Searched, Text, Words};
use backlot::db::statement::{Column, Rows, all, among};
use backlot::db::{self, AnyConnection, fold, now};
use backlot::schema::movies;
use diesel::connection::SimpleConnection as _;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::support::{Database, Panel};

crate::tests![
    the_rows_found_are_those_that_hold_the_words_and_no_others,
    short_words_are_beginnings,
    a_search_follows_every_change,
    words_count_once_in_any_order_with_any_blanks,
    any_part_of_a_script_without_blanks_is_found,
    what_a_keyboard_lacks_is_found_without_it,
    a_part_that_no_index_knows_is_found_among_many,
    a_word_that_many_hold_is_found_in_the_order_of_the_list,
    what_takes_too_long_is_given_up_and_the_session_is_as_before,
];

/// Characters of scripts that put no blanks between words.
const WITHOUT_BLANKS: [char; 5] = ['千', '尋', 'の', '한', '글'];

/// What folds in its own way, what means something to one of the databases, and what is longer
/// than a byte: few enough that random texts share parts.
const PIECES: [&str; 44] = [
    "a", "b", "A", "é", "e\u{301}", "e", " ", " ", "  ", "%", "_", "!", "\"", "'", "*", "-", "(",
    "\\", "+", "AND", "Ё", "е", "Σ", "ς", "σίσ", "한", "글", "😀", "👍🏽", "ß", "İ", "\u{fffd}",
    "\u{327}", "\u{a0}", "\u{3000}", "\u{200d}", "ab", "ba", "千", "尋", "の", "ł", "’", "–",
];

/// The same sequence of numbers each time.
pub struct Numbers(pub u64);

impl Numbers {
    /// The next number below that one.
    pub fn below(&mut self, end: usize) -> usize {
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

/// Whether a search finds a text, said without a database: a word of three characters, or with one
/// of a script without blanks, stands anywhere in it; a shorter one begins a word, and where all are
/// shorter, one begins the text.
pub fn holds(text: &str, search: &str, only_beginnings: bool) -> bool {
    let (text, search) = (fold(text), fold(search));
    let spaced = format!(" {text}");
    let words: Vec<&str> = search.split_whitespace().collect();
    let is_short = |word: &&str| {
        only_beginnings || (word.chars().count() < 3 && !word.contains(WITHOUT_BLANKS))
    };
    let found = |word: &&str| match is_short(word) {
        true => spaced.contains(&format!(" {word}")),
        false => text.contains(word),
    };
    words.iter().all(found)
        && (words.is_empty()
            || !words.iter().all(is_short)
            || words.iter().any(|word| text.starts_with(word)))
}

const MOVIES: Searched = Searched { table: "movies", id: "id" };

fn found(connection: &mut AnyConnection, words: Words, plan: SearchPlan) -> Vec<i64> {
    let texts = vec![Text { column: "name_key", indexed: Some("name_key") }];
    let scope = Scope { searched: MOVIES, texts, related: Vec::new() };
    let id = Column::of::<movies::id>();
    let mut sorted = |condition| {
        let mut found = ids(connection, Rows::of("movies", condition).column(id)).unwrap();
        found.sort_unstable();
        found
    };
    let gathered = sorted(Box::new(Found::new(&words, scope.clone(), plan)));
    assert_eq!(sorted(among(id, gathered.clone())), gathered);
    // Each way by an index leads to all that is found, and what holds the words that it was asked
    // for is asked for nothing but the others.
    let ways = || match words.is_empty() {
        true => Vec::new(),
        false => scope.candidates(&words),
    };
    for (way, other) in ways().into_iter().zip(ways()) {
        let met = vec![way.indexed.clone()];
        let candidates = sorted(found_by(id, first_of(way.ids(), 10_000)));
        let others = Found::new(&words, scope.clone(), SearchPlan::Walk).of_holding(met);
        let holding = found_by(id, first_of(other.holding(), 10_000));
        assert_eq!(sorted(all(vec![holding, Box::new(others)])), gathered, "{words:?}");
        assert!(gathered.iter().all(|found| candidates.contains(found)), "{words:?}");
    }
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
            for plan in [SearchPlan::Lookup, SearchPlan::Walk] {
                assert_eq!(found(connection, words.clone(), plan), expected, "{search:?} {plan:?}");
            }
        }
    }
    if database.url().starts_with("postgres") {
        let nowhere = Scope { searched: MOVIES, texts: Vec::new(), related: Vec::new() };
        let matching = Matching::all(&Words::of("a"), nowhere).ids();
        assert_eq!(ids(connection, matching).unwrap(), Vec::<i64>::new());
    }
    assert!(hits > 60, "{hits}");
}

fn short_words_are_beginnings(panel: &Panel) {
    let ada = panel.person();
    for name in ["Life of Pi", "Of Mice and Men", "Pi", "Scoop", "The Men Who Stare at Goats"] {
        ada.add("movies", &[("name", name)]);
    }
    for (search, found) in [
        ("of", vec!["Of Mice and Men"]),
        ("of pi", vec![]),
        ("pi", vec!["Pi"]),
        ("of m", vec!["Of Mice and Men"]),
        ("m of", vec!["Of Mice and Men"]),
        ("life of pi", vec!["Life of Pi"]),
        ("men at", vec!["The Men Who Stare at Goats"]),
        ("oop", vec!["Scoop"]),
        ("oo", vec![]),
    ] {
        let query = search.replace(' ', "+");
        assert_eq!(ada.open(&format!("/movies?q={query}")).names(), found, "{search}");
    }
}

fn a_search_follows_every_change(panel: &Panel) {
    let ada = panel.person();
    let path = ada.add("users", &[("first_name", "Amelia"), ("last_name", "Earhart")]).path;
    let found = |search: &str| ada.open(&format!("/users?q={search}")).names().len();
    assert_eq!((found("meli"), found("arhar"), found("urie")), (1, 1, 0));
    let form = ada.open(&format!("{path}/edit")).form();
    ada.save(&form.fill("first_name", "Marie").fill("last_name", ""));
    assert_eq!((found("meli"), found("arhar"), found("arie")), (0, 0, 1));
    let question = ada.open(&format!("{path}/delete")).form();
    ada.press(&question, "Delete Marie");
    assert_eq!(found("arie"), 0);
}

fn words_count_once_in_any_order_with_any_blanks(panel: &Panel) {
    let ada = panel.person();
    let name = "Alpha Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett";
    ada.add("movies", &[("name", name)]);
    for search in [
        "Alpha  Bravo  Charlie  Delta  Echo  Foxtrot",
        "foxtrot alpha",
        " juliett%09india  hotel golf foxtrot echo delta charlie bravo alpha ",
        "alpha alpha alpha alpha alpha alpha alpha alpha alpha bravo",
        "alpha%E3%80%80bravo%C2%A0juliett",
    ] {
        let query = search.replace(' ', "+");
        assert_eq!(ada.open(&format!("/movies?q={query}")).names(), [name], "{search}");
    }
    assert!(ada.open("/movies?q=alpha++kilo").names().is_empty());
    let many: String = (0..99).map(|number| format!("+w{number}")).collect();
    let page = ada.open(&format!("/movies?q={many}"));
    assert!(page.visible().contains("Only the first 64 words"), "{}", page.visible());
}

fn any_part_of_a_script_without_blanks_is_found(panel: &Panel) {
    let ada = panel.person();
    let (spirited, parasite, uncle) = ("千と千尋の神隠し", "기생충", "ลุงบุญมีระลึกชาติ");
    let others = ["ນາງອາຍ", "ស្រមោលអតីតកាល", "မြန်မာ", "ニホン"];
    for name in [spirited, parasite, uncle].iter().chain(&others) {
        ada.add("movies", &[("name", name)]);
    }
    for (search, name) in [
        ("千尋", spirited),
        ("神", spirited),
        ("の", spirited),
        ("隠し", spirited),
        ("尋 千", spirited),
        ("생", parasite),
        ("생충", parasite),
        ("บุญ", uncle),
        ("ช", uncle),
        ("ອ", others[0]),
        ("តី", others[1]),
        ("မာ", others[2]),
        ("ﾎ", others[3]),
    ] {
        let query: String = url::form_urlencoded::byte_serialize(search.as_bytes()).collect();
        assert_eq!(ada.open(&format!("/movies?q={query}")).names(), [name], "{search}");
    }
}

fn what_a_keyboard_lacks_is_found_without_it(panel: &Panel) {
    let ada = panel.person();
    for (name, search) in [
        ("Łódź", "lodz"),
        ("Sørensen", "sorensen"),
        ("Đặng", "DANG"),
        ("Straße", "STRASSE"),
        ("Strasse 9", "stra%C3%9Fe+9"),
        ("Œuvre", "oeuvre"),
        ("Þór", "thor"),
        ("Iğdır", "IGDIR"),
        ("O’Brien", "o'brien"),
        ("D'Arcy", "d%E2%80%99arcy"),
        ("Spider–Man", "spider-man"),
        ("ﬁnal ｃｕｔ", "final+cut"),
        ("Zero\u{200b}width", "zerowidth"),
        ("Қазақ", "%D0%BA%D0%B0%D0%B7%D0%B0%D0%BA"),
    ] {
        ada.add("movies", &[("name", name)]);
        let found = ada.open(&format!("/movies?q={search}")).names();
        assert!(found.iter().any(|found| found == name), "{search}: {found:?}");
    }
}

fn a_part_that_no_index_knows_is_found_among_many(panel: &Panel) {
    let connection = &mut panel.database().connect();
    let ada = panel.person();
    ada.add("movies", &[("name", "千と千尋の神隠し")]);
    add_films(connection, 200);
    if panel.database().url().starts_with("sqlite") {
        // More than it is asked for at a time.
        let stamp = "'2026-11-22 12:00:00'";
        connection
            .batch_execute(&format!(
                "INSERT INTO movies (name, name_key, created_at, updated_at) \
                 WITH RECURSIVE films (number) AS \
                 (SELECT 1 UNION ALL SELECT number + 1 FROM films WHERE number < 50100) \
                 SELECT 'Film ' || number, 'film ' || number, {stamp}, {stamp} FROM films"
            ))
            .unwrap();
    }
    ada.add("movies", &[("name", "千尋")]);
    let page = ada.open("/movies?q=%E5%8D%83%E5%B0%8B");
    assert_eq!(page.names(), ["千と千尋の神隠し", "千尋"]);
    assert_eq!(page.text("nav .range"), "1–2 of 2");
    let page = ada.open("/movies?q=%E5%8D%83%E5%B0%8B&where=name.contains.%E7%A5%9E");
    assert_eq!(page.names(), ["千と千尋の神隠し"]);
}

fn add_films(connection: &mut AnyConnection, count: usize) {
    db::retried(connection, |connection| {
        for number in 0..count {
            let name = format!("Film {number:05}");
            let key = movies::name_key.eq(fold(&name));
            let stamps = (movies::created_at.eq(now()), movies::updated_at.eq(now()));
            diesel::insert_into(movies::table)
                .values((movies::name.eq(name), key, stamps))
                .execute(connection)?;
        }
        Ok(())
    })
    .unwrap();
}

fn a_word_that_many_hold_is_found_in_the_order_of_the_list(panel: &Panel) {
    let connection = &mut panel.database().connect();
    add_films(connection, 10_100);
    let ada = panel.person();
    let first = ada.open("/movies?q=ilm&sort=-name&size=25");
    assert_eq!(first.names()[..2], ["Film 10099", "Film 10098"]);
    assert!(first.text("nav .range").contains("more than 1,000"), "{}", first.text("nav .range"));
    let second = ada.open(first.link("Next"));
    assert_eq!(second.names()[..2], ["Film 10074", "Film 10073"]);
    assert_eq!(ada.open(second.link("Previous")).names(), first.names());
    let filtered = ada.open("/movies?q=ilm+0009&where=name.contains.9");
    assert_eq!(filtered.text("nav .range"), "1–12 of 12");
}

fn what_takes_too_long_is_given_up_and_the_session_is_as_before(database: &Database) {
    let connection = &mut database.connect();
    db::run_pending(connection).unwrap();
    let (slow, limit) = match database.url().split(':').next() {
        // It has no limit.
        Some("sqlite") => return,
        Some("postgres" | "postgresql") => {
            ("SELECT pg_sleep(60)", "SELECT current_setting('statement_timeout')")
        }
        _ => ("SELECT sleep(60)", "SELECT CAST(@@max_statement_time AS CHAR)"),
    };
    let limit = sql::<diesel::sql_types::Text>(limit);
    let before: String = limit.clone().get_result(connection).unwrap();
    let wait = |connection: &mut AnyConnection| connection.batch_execute(slow);
    assert_eq!(db::within(connection, Duration::from_millis(50), wait), Ok(None));
    assert_eq!(limit.get_result::<String>(connection).unwrap(), before);
    // One that is stopped among its rows can be run again.
    add_films(connection, 500);
    let napping = match database.url().starts_with("postgres") {
        true => "pg_sleep(0.005)::text = ''",
        false => "sleep(0.005) = 0",
    };
    for _ in 0..2 {
        let films = movies::table.filter(sql::<Bool>(napping)).select((movies::id, movies::name));
        let rows = db::within(connection, Duration::from_millis(500), |connection| {
            films.load::<(i64, String)>(connection)
        });
        assert_eq!(rows, Ok(None));
    }
    let answer = db::within(connection, Duration::from_secs(60), |_| Ok(1));
    assert_eq!(answer, Ok(Some(1)));
}
