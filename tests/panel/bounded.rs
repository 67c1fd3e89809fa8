//! Searches and filters find the rows that a look at every row would find, in the same order,
//! whichever way they are come by and however little of the list a page may cost.

use std::sync::Arc;

use backlot::access::CurrentOperator;
use backlot::db::bounded::Share;
use backlot::db::{self, AnyConnection, Count, Counts, fold, now};
use backlot::entities::REGISTER;
use backlot::panel::entity::calendar::Calendar;
use backlot::panel::http::inputs::Inputs;
use backlot::panel::list::ListQuery;
use backlot::panel::list::all::AllRows;
use backlot::panel::list::limits::Budget;
use backlot::panel::list::rows::{Extent, Rows};
use backlot::panel::list::search::read;
use backlot::panel::list::window::Window;
use backlot::schema::{cars, profiles, users};
use chrono::TimeDelta;
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;

use crate::search::Numbers;
use crate::support::{Database, Page, Panel};

crate::tests![
    every_way_finds_the_same_rows_in_the_same_order,
    a_page_that_was_not_filled_says_so_and_leads_on,
];

/// How many users there are, and so many cars.
const ROWS: usize = 120;

/// Budgets under which so few rows take every way: all are sorted, met among candidates, met in a
/// walk, sorted after a walk, and left for the next page.
const BUDGETS: [Budget; 6] = [
    budget(1_000, 1_000, 1_000, 1_000),
    budget(4, 1_000, 1_000, 16),
    Budget { resolved: 0, ..budget(4, 1_000, 1_000, 16) },
    budget(4, 4, 1_000, 1_000),
    budget(4, 4, 1_000, 16),
    budget(4, 4, 4, 16),
];

const fn budget(few: i64, gathered: i64, sorted: i64, walked: i64) -> Budget {
    Budget {
        few: Share { least: few, per: i64::MAX },
        gathered: Share { least: gathered, per: i64::MAX },
        resolved: 1_000,
        sorted,
        filtered: sorted,
        scanned: sorted,
        at_once: walked / 2,
        walked,
    }
}

/// A row as the reference knows it: its own texts, its owner's and its car's, and what it is sorted by.
struct Known {
    id: i64,
    texts: Vec<String>,
    keys: Vec<(&'static str, Option<String>)>,
    passes: Vec<&'static str>,
}

fn add_rows(connection: &mut AnyConnection) -> [(&'static str, Vec<Known>); 2] {
    // The first names stand in the order of the ids, so that a word may stand at the end of a list.
    const FIRST: [&str; 8] = ["Ada", "Bo Son", "Carlson", "Dora", "Eve", "Mo", "Ron", "Zoe"];
    const LAST: [Option<&str>; 6] =
        [None, Some("Ericson"), Some("Moreau"), Some("Sonntag"), Some("Ada"), Some("尋千")];
    // No user is found by these, nor by the heights below.
    const COLORS: [&str; 3] = ["crimson", "maroon", "sea"];
    db::retried(connection, |connection| {
        let mut numbers = Numbers(11);
        let (mut people, mut vehicles) = (Vec::new(), Vec::new());
        // A busy machine takes seconds for all of them.
        let began = now();
        for nth in 0..ROWS {
            let id = i64::try_from(nth).unwrap() + 1;
            let first = FIRST[nth * FIRST.len() / ROWS];
            let last = LAST[numbers.below(LAST.len())];
            let age = Some(i32::try_from(numbers.below(40)).unwrap()).filter(|age| *age > 9);
            let created = began + TimeDelta::seconds(id % 7);
            let stamps = (users::created_at.eq(created), users::updated_at.eq(created));
            let firsts = (users::first_name.eq(first), users::first_name_key.eq(fold(first)));
            let lasts = (users::last_name.eq(last), users::last_name_key.eq(last.map(fold)));
            diesel::insert_into(users::table)
                .values((users::id.eq(id), firsts, lasts, users::age.eq(age), stamps))
                .execute(connection)?;
            let mut texts: Vec<String> =
                [Some(first), last].into_iter().flatten().map(fold).collect();
            let country = [None, Some("Ghana"), Some("Peru"), Some("Togo")][numbers.below(4)];
            let has_car = numbers.below(3) > 0;
            if has_car {
                let (name, color) = (format!("Car {:03}", numbers.below(500)), COLORS[nth % 3]);
                let names = (cars::name.eq(&name), cars::name_key.eq(fold(&name)));
                let colors = (cars::color.eq(color), cars::color_key.eq(color));
                let owner = (cars::user_id.eq(id), cars::user_key.eq(fold(first)));
                let stamps = (cars::created_at.eq(created), cars::updated_at.eq(created));
                diesel::insert_into(cars::table)
                    .values((cars::id.eq(id), names, colors, owner, stamps))
                    .execute(connection)?;
                vehicles.push(Known {
                    id,
                    texts: [&[fold(&name), color.to_owned()], &texts[..]].concat(),
                    keys: vec![
                        ("name", Some(fold(&name))),
                        ("color", Some(color.to_owned())),
                        ("user_id", Some(fold(first))),
                    ],
                    passes: (color == "sea").then_some("color.is.sea").into_iter().collect(),
                });
                texts.push(fold(&name));
            }
            let profile = country.is_some() || numbers.below(2) > 0;
            if profile {
                let countries = (
                    profiles::country.eq(country),
                    profiles::country_key.eq(country.map(fold)),
                    profiles::height.eq("Tall son"),
                    profiles::height_key.eq("tall son"),
                );
                let owner = (profiles::user_id.eq(id), profiles::user_key.eq(fold(first)));
                let stamps = (profiles::created_at.eq(created), profiles::updated_at.eq(created));
                diesel::insert_into(profiles::table)
                    .values((countries, owner, stamps))
                    .execute(connection)?;
            }
            texts.extend(country.map(fold));
            let passed = [
                (country == Some("Ghana"), "country.contains.a"),
                (country == Some("Peru"), "country.is.peru"),
                (!profile, "country.none"),
                (age.is_some_and(|age| age >= 20), "age.gt.19"),
                (age.is_none(), "age.none"),
                (last.is_some(), "last_name.some"),
                (!has_car, "cars.none"),
                (last.is_some_and(|last| fold(last).contains("son")), "last_name.contains.son"),
            ];
            people.push(Known {
                id,
                texts,
                keys: vec![
                    ("first_name", Some(fold(first))),
                    ("last_name", last.map(fold)),
                    ("age", age.map(|age| format!("{age:03}"))),
                    ("created", Some(format!("{:03}", id % 7))),
                    ("country", country.map(fold)),
                    ("cars", Some(u8::from(has_car).to_string())),
                ],
                passes: passed.iter().filter(|it| it.0).map(|it| it.1).collect(),
            });
        }
        Ok([("users", people), ("cars", vehicles)])
    })
    .unwrap()
}

impl Known {
    /// As `search::holds`, for several texts.
    fn holds(&self, search: &str) -> bool {
        let words: Vec<&str> = search.split(' ').filter(|word| !word.is_empty()).collect();
        let is_short = |word: &&str| word.chars().count() < 3 && word.is_ascii();
        let found = |word: &&str| match is_short(word) {
            true => self.texts.iter().any(|text| format!(" {text}").contains(&format!(" {word}"))),
            false => self.texts.iter().any(|text| text.contains(word)),
        };
        let begins = |word: &&str| self.texts.iter().any(|text| text.starts_with(word));
        words.iter().all(found)
            && (words.is_empty() || !words.iter().all(is_short) || words.iter().any(begins))
    }
}

/// What a list of all these rows should hold.
fn expected(known: &[Known], search: &str, filters: &[&str], sort: &str) -> Vec<i64> {
    let (column, is_turned) = match sort.strip_prefix('-') {
        Some(column) => (column, true),
        None => (sort, false),
    };
    let key = |row: &Known| row.keys.iter().find(|key| key.0 == column).unwrap().1.clone();
    let mut found: Vec<(bool, Option<String>, i64)> = known
        .iter()
        .filter(|row| row.holds(search))
        .filter(|row| filters.iter().all(|filter| row.passes.contains(filter)))
        .map(|row| (key(row).is_none(), key(row), row.id))
        .collect();
    found.sort_by(|one, other| {
        let order = (&one.1, one.2).cmp(&(&other.1, other.2));
        let order = if is_turned { order.reverse() } else { order };
        one.0.cmp(&other.0).then(order)
    });
    found.into_iter().map(|row| row.2).collect()
}

struct Lists<'c> {
    connection: &'c mut AnyConnection,
    operator: Arc<CurrentOperator>,
    counts: Counts,
}

impl Lists<'_> {
    fn page(
        &mut self,
        list: &str,
        inputs: &str,
        budget: Budget,
        window: Window,
    ) -> (ListQuery, Rows) {
        let entity = REGISTER.entity(list).unwrap();
        let inputs = Inputs::parse(inputs).unwrap();
        let mut query = ListQuery::parse(entity, &self.operator, &inputs, &Calendar::utc(now()));
        assert_eq!(query.notes, Vec::<String>::new());
        (query.budget, query.window) = (budget, window);
        let rows = read(self.connection, &mut query, &self.counts).unwrap();
        (query, rows)
    }

    /// All rows of a list, as they are taken out of it.
    fn at_once(&mut self, list: &str, inputs: &str) -> Vec<i64> {
        let inputs = Inputs::parse(inputs).unwrap();
        let entity = REGISTER.entity(list).unwrap();
        let query = ListQuery::parse(entity, &self.operator, &inputs, &Calendar::utc(now()));
        let mut all = AllRows::begin(self.connection, query, None, Vec::new()).unwrap();
        let mut ids = Vec::new();
        loop {
            let rows = all.next(self.connection).unwrap();
            ids.extend(rows.iter().map(|row| row.id));
            if rows.is_empty() {
                return ids;
            }
        }
    }

    /// All rows of a list, page by page from one of its ends, and whether a page was not filled.
    fn all(
        &mut self,
        list: &str,
        inputs: &str,
        budget: Budget,
        backwards: bool,
    ) -> (Vec<i64>, bool) {
        let mut window = if backwards { Window::Last } else { Window::Page(1) };
        let (mut ids, mut was_stopped) = (Vec::new(), false);
        loop {
            let (query, rows) = self.page(list, inputs, budget, window);
            let mut page: Vec<i64> = rows.rows.iter().map(|row| row.id).collect();
            was_stopped |= rows.extent != Extent::Whole;
            let goes_on = if backwards { rows.has_previous } else { rows.has_next };
            let place = if backwards { rows.start(&query) } else { rows.end(&query) };
            if backwards {
                page.extend(ids);
                ids = page;
            } else {
                ids.extend(page);
            }
            match place.filter(|_| goes_on) {
                None => return (ids, was_stopped),
                Some(place) if backwards => window = Window::Before(place),
                Some(place) => window = Window::After(place),
            }
        }
    }
}

fn every_way_finds_the_same_rows_in_the_same_order(database: &Database) {
    let connection = &mut database.connect();
    db::run_pending(connection).unwrap();
    let known = add_rows(connection);
    let operator = Arc::new(CurrentOperator::of_command_line());
    let mut lists = Lists { connection, operator, counts: Counts::default() };
    let is_bounded = database.url().starts_with("sqlite");
    let budgets = if is_bounded { &BUDGETS[..] } else { &[Budget::USUAL] };
    let searches =
        ["", "zoe", "son", "ada son", "o", "mo s", "s", "car", "千", "xyz", "ron er", "maroon"];
    let filters: [(&str, &[&[&str]]); 2] = [
        (
            "users",
            &[
                &[],
                &["age.gt.19"],
                &["age.gt.19", "cars.none"],
                &["age.none", "last_name.some"],
                &["last_name.contains.son", "cars.none"],
                &["country.is.peru"],
                &["country.contains.a", "age.gt.19"],
                &["country.none"],
            ],
        ),
        ("cars", &[&[], &["color.is.sea"]]),
    ];
    let (mut times, mut stopped) = (0, 0);
    let mut numbers = Numbers(5);
    for ((list, known), (_, filters)) in known.iter().zip(filters) {
        for search in searches {
            for filters in filters {
                let (sort, _) = &known[0].keys[numbers.below(known[0].keys.len())];
                for sort in [(*sort).to_owned(), format!("-{sort}")] {
                    let conditions: String =
                        filters.iter().map(|filter| format!("&where={filter}")).collect();
                    let inputs = format!("q={search}&size=25&sort={sort}{conditions}");
                    let expected = expected(known, search, filters, &sort);
                    assert_eq!(lists.at_once(list, &inputs), expected, "{list}?{inputs}");
                    for budget in budgets {
                        for backwards in [false, true] {
                            let (ids, was_stopped) = lists.all(list, &inputs, *budget, backwards);
                            assert_eq!(ids, expected, "{list}?{inputs} {backwards} {budget:?}");
                            stopped += usize::from(was_stopped);
                        }
                        let (_, first) = lists.page(list, &inputs, *budget, Window::Page(1));
                        let number = i64::try_from(expected.len()).unwrap();
                        match first.count {
                            Count::Exact(count) => assert_eq!(count, number, "{inputs}"),
                            Count::AtLeast(count) => assert!(count <= number, "{inputs}"),
                            other => panic!("{other:?}"),
                        }
                        times += 1;
                    }
                }
            }
        }
    }
    assert!(times > 100 && (stopped > 50) == is_bounded, "{times} {stopped}");
}

fn a_page_that_was_not_filled_says_so_and_leads_on(panel: &Panel) {
    // A server has a limit of its own.
    if !panel.database().url().starts_with("sqlite") {
        return;
    }
    let connection = &mut panel.database().connect();
    let ada = panel.person();
    let stamp = "'2026-11-22 12:00:00'";
    connection
        .batch_execute(&format!(
            "INSERT INTO movies (id, name, name_key, created_at, updated_at) \
             WITH RECURSIVE films (number) AS \
             (SELECT 10000 UNION ALL SELECT number + 1 FROM films WHERE number < 40000) \
             SELECT number, 'Film ' || number, 'film ' || number, {stamp}, {stamp} FROM films; \
             INSERT INTO actors (id, name, name_key, created_at, updated_at) \
             VALUES (1, 'Abe', 'abe', {stamp}, {stamp}); \
             INSERT INTO castings (movie_id, actor_id, created_at) \
             VALUES (30000, 1, {stamp}), (30001, 1, {stamp})"
        ))
        .unwrap();
    let first = ada.open("/movies?where=actors.some");
    assert!(first.names().is_empty() && !first.has(".empty"));
    assert_eq!(first.text("nav .range"), "none yet");
    assert_eq!(first.notices(), ["Only 4,000 movies were looked at. Look further"]);
    let further = |page: Page| {
        let mut page = ada.open(page.link("Look further"));
        while page.names().is_empty() {
            page = ada.open(page.link("Look further"));
        }
        page
    };
    let found = further(first);
    assert_eq!(found.names(), ["Film 30000", "Film 30001"]);
    assert_eq!(found.text("nav .range"), "1–2 of 2 or more");
    let last = ada.open("/movies?where=actors.some&page=last");
    assert!(last.names().is_empty());
    assert_eq!(further(last).names(), ["Film 30000", "Film 30001"]);
    let everywhere = ada.open("/search?q=film");
    assert!(everywhere.visible().contains("more than 1,000"), "{}", everywhere.visible());
}
