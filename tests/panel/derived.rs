//! What is derived from texts: it is made anew where a newer program or another one left it behind.

use std::process::{Command, Output};

use backlot::db::{self, AnyConnection, fold};
use backlot::entities::REGISTER;
use backlot::schema::{foldings, movies, operators, users};
use backlot::upgrade::all_derived;
use chrono::NaiveDateTime;
use diesel::connection::SimpleConnection as _;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::access::sign_in;
use crate::support::{Database, PASSWORD, Panel, Program};

crate::tests![
    every_folded_column_of_the_database_is_derived,
    what_another_program_renamed_is_named_by_a_check_and_mended_while_serving,
    a_save_mends_what_it_does_not_change,
    an_index_that_lacks_rows_is_made_anew,
    texts_folded_by_an_older_program_are_folded_anew_at_the_start,
    operators_who_look_alike_from_before_are_kept_apart,
];

fn run(database: &Database, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_backlot"))
        .args(arguments)
        .env("DATABASE_URL", database.url())
        .output()
        .expect("the program")
}

fn printed(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn every_folded_column_of_the_database_is_derived(database: &Database) {
    let connection = &mut database.connect();
    db::run_pending(connection).unwrap();
    let columns = match database.url().split(':').next() {
        Some("sqlite") => {
            "tables.name || '.' || columns.name FROM sqlite_master AS tables, \
             pragma_table_info(tables.name) AS columns \
             WHERE tables.type = 'table' AND tables.sql NOT LIKE '%VIRTUAL%' \
             AND tables.name NOT LIKE '%_search%' AND columns.name LIKE '%_key'"
        }
        Some("postgres" | "postgresql") => {
            "concat(table_name, '.', column_name) FROM information_schema.columns \
             WHERE table_schema = current_schema() AND column_name LIKE '%_key'"
        }
        _ => {
            "concat(table_name, '.', column_name) FROM information_schema.columns \
             WHERE table_schema = database() AND column_name LIKE '%_key'"
        }
    };
    let mut there: Vec<String> =
        sql::<Text>(&format!("SELECT {columns}")).load(connection).unwrap();
    // A foreign key keeps these true.
    there.retain(|column| !column.ends_with(".user_key"));
    there.sort();
    let mut derived: Vec<String> = all_derived(&REGISTER)
        .iter()
        .map(|column| format!("{}.{}", column.table, column.key))
        .collect();
    derived.sort();
    assert_eq!(there, derived);
}

type Stamps = (i32, NaiveDateTime, NaiveDateTime);

fn stamps(connection: &mut AnyConnection) -> Stamps {
    movies::table
        .find(1)
        .select((movies::version, movies::created_at, movies::updated_at))
        .first(connection)
        .unwrap()
}

fn what_another_program_renamed_is_named_by_a_check_and_mended_while_serving(database: &Database) {
    let panel = Program::start(database);
    let ada = panel.person();
    for name in ["Alien", "Brazil"] {
        ada.add("movies", &[("name", name)]);
    }
    ada.add("users", &[("first_name", "Ada"), ("last_name", "Byron")]);
    ada.add("cars", &[("user_id", "1"), ("name", "Volvo"), ("color", "red")]);
    let checked = printed(&run(database, &["check"]));
    assert!(!checked.contains("does not fit"), "{checked}");
    let connection = &mut database.connect();
    let before = stamps(connection);
    connection
        .batch_execute("UPDATE movies SET name = 'Łódź' WHERE id = 1")
        .and_then(|()| {
            connection.batch_execute("UPDATE users SET first_name = 'Zoë', last_name = NULL")
        })
        .unwrap();
    assert!(ada.open("/movies?q=lodz").names().is_empty());
    let checked = printed(&run(database, &["check"]));
    let words = "movies.name_key does not fit movies.name in 1 row, which search misses (id 1)";
    assert!(checked.contains(words), "{checked}");
    assert!(checked.contains("users.last_name_key does not fit"), "{checked}");
    assert!(checked.contains("backlot reindex"), "{checked}");
    let mended = run(database, &["reindex"]);
    assert_eq!(mended.status.code(), Some(0), "{mended:?}");
    assert!(printed(&mended).contains("movies.name: 1 of 2 rows mended"), "{}", printed(&mended));
    assert_eq!(ada.open("/movies?q=lodz").names(), ["Łódź"]);
    assert!(ada.open("/movies?q=alien").names().is_empty());
    assert_eq!(ada.open("/movies?sort=name").names(), ["Brazil", "Łódź"]);
    assert_eq!(ada.open("/cars?q=zoe").names(), ["Volvo"]);
    assert_eq!(stamps(connection), before);
    let checked = printed(&run(database, &["check"]));
    assert!(!checked.contains("does not fit"), "{checked}");
    assert!(printed(&run(database, &["reindex"])).contains("movies.name: 0 of 2 rows mended"));
}

fn a_save_mends_what_it_does_not_change(panel: &Panel) {
    let ada = panel.person();
    let movie = ada.add("movies", &[("name", "Alien")]).path;
    let user = ada.add("users", &[("first_name", "Ada"), ("last_name", "Byron")]).path;
    ada.add("cars", &[("user_id", "1"), ("name", "Volvo"), ("color", "red")]);
    ada.add("profiles", &[("user_id", "1"), ("country", "Greenland")]);
    let connection = &mut panel.database().connect();
    for statement in [
        "UPDATE movies SET name = 'Brazil'",
        "UPDATE users SET last_name = 'Lovelace'",
        "UPDATE cars SET color = 'blue'",
        "UPDATE profiles SET country = 'Iceland'",
    ] {
        connection.batch_execute(statement).unwrap();
    }
    let before = stamps(connection);
    ada.save(&ada.open(&format!("{movie}/edit")).form());
    ada.save(&ada.open(&format!("{user}/edit")).form());
    for list in ["/movies?q=brazil", "/users?q=lovelace", "/cars?q=blue", "/profiles?q=iceland"] {
        assert_eq!(ada.open(list).names().len(), 1, "{list}");
    }
    assert_eq!(stamps(connection), before);
}

fn texts_folded_by_an_older_program_are_folded_anew_at_the_start(database: &Database) {
    let connection = &mut database.connect();
    let first = Program::start(database);
    first.person().add("movies", &[("name", "Sørensen’s Film")]);
    first.person().add("users", &[("first_name", "Đặng")]);
    first.person().add("cars", &[("user_id", "1"), ("name", "Škoda"), ("color", "weiß")]);
    drop(first);
    diesel::delete(foldings::table).execute(connection).unwrap();
    diesel::update(movies::table)
        .set(movies::name_key.eq("sørensen’s film"))
        .execute(connection)
        .unwrap();
    diesel::update(users::table).set(users::first_name_key.eq("đang")).execute(connection).unwrap();
    let refused = run(database, &["serve", "--no-migrate"]);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("backlot migrate up"), "{refused:?}");
    let again = Program::start(database);
    assert_eq!(again.person().open("/movies?q=sorensen's").names(), ["Sørensen’s Film"]);
    assert_eq!(again.person().open("/users?q=dang").names(), ["Đặng"]);
    assert_eq!(again.person().open("/cars?q=dang").names(), ["Škoda"]);
    assert!(printed(&run(database, &["migrate", "up"])).contains("nothing to apply"));
}

fn operators_who_look_alike_from_before_are_kept_apart(database: &Database) {
    let twin = "op1\u{200b}";
    let connection = &mut database.connect();
    let first = Program::start(database);
    let ada = first.person();
    let form = ada.open("/operators").form_where("form.record");
    let hash: String = {
        operators::table
            .select(operators::password_hash.assume_not_null())
            .first(connection)
            .unwrap()
    };
    ada.press(&form.fill("name", "op1").choose("role", "viewer"), "Add").assert_status(200);
    let form = ada.open("/operators").form_where("form.record");
    for alike in [twin, "OP1", "ｏｐ１", "op1 "] {
        let answer = ada.press(&form.clone().fill("name", alike).choose("role", "viewer"), "Add");
        answer.assert_status(422);
    }
    drop(first);
    let now = db::now();
    let row = (operators::name.eq(twin), operators::name_key.eq(twin));
    let stamps = (operators::created_at.eq(now), operators::updated_at.eq(now));
    diesel::insert_into(operators::table).values((row, stamps)).execute(connection).unwrap();
    diesel::update(operators::table)
        .set(operators::password_hash.eq(hash))
        .execute(connection)
        .unwrap();
    diesel::delete(foldings::table).execute(connection).unwrap();
    let again = Program::start(database);
    for name in ["op1", twin] {
        let person = crate::support::Person::at(again.address());
        sign_in(&person, name, PASSWORD).assert_status(303);
    }
    let mended = printed(&run(database, &["reindex"]));
    assert!(mended.contains("operators.name: others are called alike"), "{mended}");
    assert_eq!(fold(twin), "op1");
}

fn an_index_that_lacks_rows_is_made_anew(database: &Database) {
    let panel = Program::start(database);
    let ada = panel.person();
    ada.add("movies", &[("name", "Alien")]);
    if !database.url().starts_with("sqlite") {
        // An index of theirs is never behind its table.
        assert!(!printed(&run(database, &["reindex"])).contains("made anew"));
        return;
    }
    database
        .connect()
        .batch_execute("INSERT INTO movies_search (movies_search) VALUES ('delete-all')")
        .unwrap();
    assert!(ada.open("/movies?q=alien").names().is_empty());
    let mended = printed(&run(database, &["reindex"]));
    assert!(mended.contains("movies: the search index is made anew"), "{mended}");
    assert!(!mended.contains("actors: the search index"), "{mended}");
    assert_eq!(ada.open("/movies?q=alien").names(), ["Alien"]);
}
