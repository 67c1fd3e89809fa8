//! Values that another program stored and that no page can read: one cell says so, and everything
//! else goes on.

use std::collections::BTreeSet;

use backlot::schema::cars;
use diesel::connection::SimpleConnection as _;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::support::{Database, Page, Panel, Person, command, run};

crate::tests![
    a_time_that_cannot_be_read_takes_one_cell,
    a_record_of_unreadable_times_is_edited_and_deleted,
    lists_are_walked_past_times_that_cannot_be_read,
    times_that_another_program_writes_otherwise_are_read_and_walked,
    a_text_or_a_number_that_cannot_be_read_takes_one_cell,
    an_unreadable_text_or_number_is_replaced_in_the_form,
    what_cannot_be_read_in_a_child_that_nobody_touched_stays,
    a_version_that_is_none_is_no_lock_for_ever,
    a_casting_of_no_time_is_shown_and_removed,
    sessions_and_failures_of_no_time_have_ended,
    a_check_names_the_table_the_row_and_the_column,
];

fn product(database: &Database) -> &str {
    database.url().split(':').next().unwrap()
}

/// Runs statements as another program would, which may do what this one never does.
fn execute(database: &Database, statements: &str) {
    let permit = match product(database) {
        "sqlite" => "PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF;",
        "postgres" | "postgresql" => "SET synchronous_commit = off",
        _ => "SET SESSION sql_mode = '';",
    };
    let mut connection = database.connect();
    for statement in [permit, statements] {
        connection.batch_execute(statement).unwrap();
    }
}

/// What each database takes for a time, and nobody can read.
fn no_times(database: &Database) -> &'static [&'static str] {
    match product(database) {
        "sqlite" => &[
            "'yesterday'",
            "''",
            "'2026-11-22'",
            "'2026-02-30 00:00:00'",
            "'20260-01-01 00:00:00'",
            "1795000000",
            "2461367.5",
            "x'00ff'",
            "CAST(x'323032362dff' AS TEXT)",
            "'infinity'",
        ],
        "postgres" | "postgresql" => {
            &["'infinity'", "'-infinity'", "'20260-01-01'", "'0044-03-15 BC'", "'294276-12-31'"]
        }
        _ => &["'0000-00-00 00:00:00'", "'2026-00-00 00:00:00'", "'2026-11-00 10:00:00'"],
    }
}

const MARK: &str = "Unreadable: another program stored a value here that cannot be shown";

fn add_movies(ada: &Person) -> [String; 3] {
    ["Alien", "Brazil", "Casablanca"].map(|name| ada.add("movies", &[("name", name)]).path)
}

fn a_time_that_cannot_be_read_takes_one_cell(panel: &Panel) {
    let ada = panel.person();
    let [_, brazil, _] = add_movies(&ada);
    for time in no_times(panel.database()) {
        let set = format!(
            "UPDATE movies SET created_at = {time}, updated_at = {time} WHERE name = 'Brazil'"
        );
        execute(panel.database(), &set);
        for sort in ["name", "created", "-created", "updated", "-updated"] {
            let list = ada.open(&format!("/movies?columns=name,created&sort={sort}"));
            let names: BTreeSet<String> = list.names().into_iter().collect();
            assert_eq!(names.len(), 3, "{time} {sort}");
            let row = list.rows().into_iter().find(|row| row[0] == "Brazil").unwrap();
            assert_eq!(row[1], MARK, "{time}");
            assert_eq!(list.texts(".unreadable").len(), 1, "{time}");
        }
        let detail = ada.open(&brazil);
        assert_eq!(detail.texts(".unreadable"), [MARK, MARK], "{time}");
        ada.open(&format!("{brazil}/edit"));
        assert_eq!(ada.open(&format!("{brazil}/delete")).heading(), "Delete Brazil?", "{time}");
        let home = ada.open("/");
        assert!(home.visible().contains("Brazil") && home.visible().contains("Alien"), "{time}");
        assert_eq!(ada.open("/search?q=brazil").texts(".unreadable"), [MARK], "{time}");
        for filter in ["created.gt.2020", "created.ne.2020", "updated.week", "created.lt.2020"] {
            ada.open(&format!("/movies?where={filter}"));
        }
    }
}

fn a_record_of_unreadable_times_is_edited_and_deleted(panel: &Panel) {
    let ada = panel.person();
    for (number, time) in no_times(panel.database()).iter().enumerate() {
        let path = ada.add("movies", &[("name", &format!("Alien {number}"))]).path;
        let set = format!("UPDATE movies SET created_at = {time}, updated_at = {time}");
        execute(panel.database(), &set);
        let saved = ada.save(&ada.edit(&path, &[("name", "Brazil")]));
        assert_eq!(saved.heading(), "Brazil", "{time}");
        // When it was created stays as it was; when it was changed is known again.
        assert_eq!(saved.texts(".unreadable"), [MARK], "{time}");
        let question = ada.open(&format!("{path}/delete")).form();
        ada.press(&question, "Delete Brazil").assert_status(303);
        ada.get(&path).assert_status(404);
    }
}

fn ids(page: &Page) -> Vec<String> {
    let links = page.attributes("tbody th a", "href");
    links.iter().map(|link| link.split('?').next().unwrap().to_owned()).collect()
}

/// Walks a list to its end and back; each row must be met once.
#[track_caller]
fn walk(ada: &Person, list: &str, rows: usize) {
    for link in ["next", "prev"] {
        let end = if link == "next" { list.to_owned() } else { format!("{list}&page=last") };
        let mut page = ada.open(&end);
        let mut met = ids(&page);
        while page.has(&format!("a[rel={link}]")) {
            assert!(met.len() <= rows + 25, "{list}: the pages have no end");
            let answer = ada.get(&page.href(&format!("a[rel={link}]")));
            // What would be less than a page before the first rows is the first page.
            page = if answer.status == 303 { ada.follow(&answer) } else { answer };
            met.extend(ids(&page));
        }
        let different: BTreeSet<&String> = met.iter().collect();
        assert_eq!(different.len(), rows, "{list} {link}");
    }
}

/// Writes so many movies, each with what `time` says of its number, as another program would.
fn insert_movies(database: &Database, count: usize, time: impl Fn(usize) -> String) {
    let rows: Vec<String> = (0..count)
        .map(|number| {
            let (name, time) = (format!("m{number:03}"), time(number));
            format!("('{name}', '{name}', {time}, {time})")
        })
        .collect();
    let rows = rows.join(", ");
    execute(
        database,
        &format!("INSERT INTO movies (name, name_key, created_at, updated_at) VALUES {rows}"),
    );
}

fn lists_are_walked_past_times_that_cannot_be_read(panel: &Panel) {
    let ada = panel.person();
    let times = no_times(panel.database());
    // Groups of the same value are longer than a page, so that pages end among them.
    let time = |number: usize| match number / 30 {
        0 => "'2026-11-22 10:00:00'".to_owned(),
        group => times[(group - 1) % times.len()].to_owned(),
    };
    let count = 30 * (times.len() + 1);
    insert_movies(panel.database(), count, time);
    for sort in ["created", "-created", "updated", "-updated"] {
        walk(&ada, &format!("/movies?size=25&sort={sort}"), count);
    }
}

fn times_that_another_program_writes_otherwise_are_read_and_walked(panel: &Panel) {
    let ada = panel.person();
    // What Python, JavaScript and SQLite itself write.
    let times = match product(panel.database()) {
        "sqlite" => vec![
            "'2026-11-22 10:00:00.120000'",
            "'2026-11-22 10:00:00.000'",
            "'2026-11-22T10:00:00.123Z'",
            "strftime('%Y-%m-%d %H:%M:%f', '2026-11-22 10:00:00')",
            "datetime('2026-11-22 10:00:00')",
        ],
        _ => vec!["'2026-11-22 10:00:00.12'", "'2026-11-22 10:00:00'", "'2026-11-22T10:00:00.123'"],
    };
    let count = 30 * times.len();
    insert_movies(panel.database(), count, |number| times[number / 30].to_owned());
    let list = ada.open("/movies?size=200&columns=name,created");
    let read = list.rows().into_iter().filter(|row| row[1] == "2026-11-22").count();
    assert_eq!(read, count);
    for sort in ["created", "-created"] {
        walk(&ada, &format!("/movies?size=25&sort={sort}"), count);
    }
}

/// Only SQLite takes anything into any column; the others keep what is no text or number out.
fn takes_anything(panel: &Panel) -> bool {
    product(panel.database()) == "sqlite"
}

fn a_text_or_a_number_that_cannot_be_read_takes_one_cell(panel: &Panel) {
    if !takes_anything(panel) {
        return;
    }
    let ada = panel.person();
    let fields = [("first_name", "Ann"), ("last_name", "Lee"), ("age", "30")];
    let user = ada.add("users", &[&fields[..], &[("profile.country", "Ghana")]].concat()).path;
    ada.add("users", &[("first_name", "Bob")]);
    let car = ada.add("cars", &[("user_id", "1"), ("name", "Fiat"), ("color", "red")]).path;
    for (table, column, page) in [
        ("users", "first_name", &user),
        ("users", "last_name", &user),
        ("users", "age", &user),
        ("profiles", "country", &"/profiles/1".to_owned()),
        ("cars", "color", &car),
        ("cars", "name", &car),
        ("cars", "user_id", &car),
    ] {
        for value in ["CAST(x'4d6fff' AS TEXT)", "x'4d6f'", "x''"] {
            let set = |value: &str| {
                let id = if table == "profiles" { "user_id" } else { "id" };
                let set = format!("UPDATE {table} SET {column} = {value} WHERE {id} = 1");
                execute(panel.database(), &set);
            };
            let number = "3.5";
            for value in [value, if column == "age" { number } else { value }] {
                set(value);
                assert_eq!(ada.open(page).texts("main .unreadable").first().unwrap(), MARK);
                for sort in [column, &format!("-{column}"), "updated"] {
                    let list = ada.open(&format!("/{table}?sort={sort}"));
                    let mark = list.texts(".unreadable").into_iter().next();
                    assert_eq!(mark.as_deref(), Some(MARK), "{table}.{column} {value} {sort}");
                }
                ada.open(&format!("{page}/edit"));
                ada.open(&format!("{page}/delete"));
                for path in ["/", "/users", "/cars", "/profiles", &user, "/search?q=bob"] {
                    ada.open(path);
                }
                ada.open(&format!("/{table}?where={column}.is.x&where={column}.eq.1"));
            }
            set(match column {
                "age" => "30",
                "user_id" => "1",
                _ => "'Fine'",
            });
        }
    }
}

fn an_unreadable_text_or_number_is_replaced_in_the_form(panel: &Panel) {
    if !takes_anything(panel) {
        return;
    }
    let ada = panel.person();
    let fields = [("first_name", "Ann"), ("age", "30")];
    let user = ada.add("users", &[&fields[..], &[("profile.country", "Ghana")]].concat()).path;
    let spoil = "UPDATE users SET first_name = x'ff', age = 99999999999; \
                 UPDATE profiles SET country = x'ff'";
    execute(panel.database(), spoil);
    let form = ada.open(&format!("{user}/edit"));
    assert_eq!(form.texts(".hint").len(), 3);
    assert!(form.visible().contains("Saving replaces it."));
    let form = form.form();
    assert_eq!([form.value("first_name"), form.value("age")], ["", ""]);
    ada.press(&form, "Save").assert_status(422);
    let form = form.fill_all(&[("first_name", "Ann"), ("profile.height", "170")]);
    let saved = ada.save(&form);
    assert!(!saved.has(".unreadable"), "{}", saved.visible());
    let movie = ada.add("movies", &[("name", "Alien")]).path;
    execute(panel.database(), "UPDATE movies SET name = x'ff'");
    let form = ada.open(&format!("{movie}/edit")).form();
    assert_eq!(ada.save(&form.fill("name", "Alien")).heading(), "Alien");
    execute(panel.database(), "UPDATE movies SET name = x'ff'");
    let question = ada.open(&format!("{movie}/delete")).form();
    ada.press(&question, "Delete (unreadable)").assert_status(303);
}

fn what_cannot_be_read_in_a_child_that_nobody_touched_stays(panel: &Panel) {
    if !takes_anything(panel) {
        return;
    }
    let ada = panel.person();
    let cars = [("cars.0.name", "Mini"), ("cars.0.color", "red")];
    let user = ada.add("users", &[&[("first_name", "Ada")], &cars[..]].concat()).path;
    execute(panel.database(), "UPDATE cars SET color = x'00ff'");
    let form = ada.open(&format!("{user}/edit")).form();
    ada.save(&form.fill("first_name", "Grace"));
    let kept: i64 = cars::table
        .filter(sql::<Bool>("typeof(color) = 'blob' AND version = 1"))
        .count()
        .get_result(&mut panel.database().connect())
        .unwrap();
    assert_eq!(kept, 1);
}

fn a_version_that_is_none_is_no_lock_for_ever(panel: &Panel) {
    let ada = panel.person();
    let versions: &[&str] = match takes_anything(panel) {
        true => &["'abc'", "1.5", "9999999999", "x'01'", "0", "-3", "2147483647"],
        false => &["0", "-3", "2147483647"],
    };
    for version in versions {
        let path = ada.add("movies", &[("name", "Alien")]).path;
        let spoil = format!("UPDATE movies SET version = {version}");
        execute(panel.database(), &spoil);
        let (mine, theirs) = (ada.edit(&path, &[("name", "Brazil")]), panel.person());
        assert_eq!(ada.save(&mine).heading(), "Brazil", "{version}");
        // It is a lock again: who opened it before writes nothing over it.
        let late = theirs.press(&mine.fill("name", "Casablanca"), "Save").status;
        assert!([400, 409].contains(&late), "{version}: {late}");
        execute(panel.database(), &spoil);
        let question = ada.open(&format!("{path}/delete")).form();
        ada.press(&question, "Delete Brazil").assert_status(303);
        ada.get(&path).assert_status(404);
    }
}

fn a_casting_of_no_time_is_shown_and_removed(panel: &Panel) {
    let ada = panel.person();
    let movie = ada.add("movies", &[("name", "Alien")]).path;
    let form = ada.open(&format!("{movie}/castings?q=Weaver")).form();
    ada.follow(&ada.press(&form, "Create the actor"));
    let time = no_times(panel.database())[0];
    execute(panel.database(), &format!("UPDATE castings SET created_at = {time}"));
    let page = ada.open(&movie);
    assert_eq!(page.texts(".unreadable"), [MARK]);
    ada.open(&format!("{movie}/delete"));
    let report = String::from_utf8(run(panel.database(), &["check"]).stdout).unwrap();
    assert!(report.contains("castings 1, 1: created_at cannot be read"), "{report}");
    let remove = page.form_where("form[action*='/castings/']");
    ada.press(&remove, "Remove").assert_status(303);
    assert!(!ada.open(&movie).has(".unreadable"));
}

fn sessions_and_failures_of_no_time_have_ended(panel: &Panel) {
    use crate::support::PASSWORD;
    panel.database().operator("Ada", &["admin"]);
    let sign_in = |password| {
        let person = panel.visitor();
        let form = person.open("/sign-in").form();
        let form = form.fill_all(&[("name", "Ada"), ("password", password)]);
        (person.press(&form, "Sign in").status, person)
    };
    for time in no_times(panel.database()) {
        assert_eq!(sign_in("this is not it at all").0, 422);
        let (status, ada) = sign_in(PASSWORD);
        assert_eq!(status, 303, "{time}");
        ada.open("/account");
        let spoil = format!(
            "UPDATE attempts SET last_at = {time}, free_at = {time}; \
             UPDATE security_events SET happened_at = {time}; \
             UPDATE sessions SET seen_at = {time}"
        );
        execute(panel.database(), &spoil);
        ada.get("/movies").assert_status(303);
        execute(panel.database(), &format!("UPDATE sessions SET created_at = {time}"));
        let ada = panel.person();
        assert!(ada.open("/security-log").has(".unreadable"), "{time}");
        ada.open("/account");
        ada.open("/operators");
    }
}

fn a_check_names_the_table_the_row_and_the_column(panel: &Panel) {
    let ada = panel.person();
    add_movies(&ada);
    let time = no_times(panel.database())[0];
    command(panel.database(), &["check"]);
    execute(
        panel.database(),
        &format!(
            "UPDATE movies SET created_at = {time} WHERE id = 2; UPDATE movies SET version = 0"
        ),
    );
    let report = String::from_utf8(run(panel.database(), &["check"]).stdout).unwrap();
    for words in ["movies 2: created_at cannot be read", "movies 3: version cannot be read"] {
        assert!(report.contains(words), "{report}");
    }
    assert!(report.contains("UPDATE movies SET created_at = "), "{report}");
    // However many there are, some are enough.
    insert_movies(panel.database(), 60, |_| time.to_owned());
    let report = String::from_utf8(run(panel.database(), &["check"]).stdout).unwrap();
    let named = report.matches("cannot be read").count();
    assert!((10..30).contains(&named), "{named}");
}
