//! Values of every type of column, to and from each database.

use backlot::db::statement::{
    Assignment, Column, ColumnType, Condition, Expression, Key, NamedTable, Rows, SelectedRow,
    Value, compared, insert, is_empty, update,
};
use backlot::db::{AnyConnection, Comparison, Direction, Stored};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::connection::SimpleConnection as _;

use crate::support::Database;

crate::tests![
    every_type_of_column_holds_its_extremes,
    values_are_compared_and_sorted_alike,
    a_value_gives_way_to_another_and_to_nothing,
    what_no_type_allows_is_unreadable,
];

diesel::table! {
    scratch (id) {
        id -> BigInt,
        words -> Nullable<Text>,
        small -> Nullable<Integer>,
        large -> Nullable<BigInt>,
        day -> Nullable<Date>,
        moment -> Nullable<Timestamp>,
        is_so -> Nullable<Bool>,
    }
}

impl NamedTable for scratch::table {
    const NAME: &'static str = "scratch";
}

const ID: Column = Column::of::<scratch::id>();

/// The columns, each with values from the least to the greatest.
fn columns() -> [(Column, Vec<Value>); 6] {
    let words = ["", "\u{1}", "A", "a\nb", "a b", "é", "\u{fffd}", "🎬"];
    let words = words.map(str::to_owned).into_iter().chain(["🎬".repeat(65_535)]);
    let small = [i32::MIN, -1, 0, 1, i32::MAX].map(i64::from);
    let large = [i64::MIN, -1, 0, 1, i64::MAX];
    let days = ["0001-01-01", "0999-12-31", "1969-12-31", "2038-01-20", "9999-12-31"];
    let moments = [
        "0001-01-01 00:00:00",
        "1000-01-01 00:00:00.000001",
        "1969-12-31 23:59:59.999999",
        "2038-01-19 03:14:08",
        "2038-01-19 03:14:08.5",
        "9999-12-31 23:59:59.999999",
    ];
    let day = |text: &str| Value::Date(text.parse::<NaiveDate>().unwrap());
    let moment = |text: &str| {
        Value::Moment(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f").unwrap())
    };
    [
        (Column::of::<scratch::words>(), words.map(Value::Text).collect()),
        (Column::of::<scratch::small>(), small.map(Value::Integer).to_vec()),
        (Column::of::<scratch::large>(), large.map(Value::Integer).to_vec()),
        (Column::of::<scratch::day>(), days.map(day).to_vec()),
        (Column::of::<scratch::moment>(), moments.map(moment).to_vec()),
        (Column::of::<scratch::is_so>(), vec![Value::YesNo(false), Value::YesNo(true)]),
    ]
}

fn product(database: &Database) -> &str {
    database.url().split(':').next().unwrap()
}

/// A connection to an empty table, as a migration makes one.
fn connect(database: &Database) -> AnyConnection {
    let mut connection = database.connect();
    let (words, moment, end) = match product(database) {
        "sqlite" => ("TEXT", "TIMESTAMP", ""),
        "postgres" | "postgresql" => ("TEXT COLLATE \"C\"", "TIMESTAMP", ""),
        _ => (
            "MEDIUMTEXT",
            "DATETIME(6)",
            "CHARACTER SET utf8mb4 COLLATE /*M! utf8mb4_nopad_bin */ /*!80017 utf8mb4_0900_bin */",
        ),
    };
    let statement = format!(
        "CREATE TABLE scratch (id BIGINT PRIMARY KEY, words {words}, small INTEGER, large BIGINT, \
         day DATE, moment {moment}, is_so BOOLEAN) {end}"
    );
    connection.batch_execute(&statement).unwrap();
    connection
}

/// A row for each value, with ids from 1 on, and one that is empty, with the id 0.
fn fill(connection: &mut AnyConnection, column: Column, values: &[Value]) {
    connection.batch_execute("DELETE FROM scratch; INSERT INTO scratch (id) VALUES (0)").unwrap();
    for (id, value) in (1..).zip(values) {
        let id = Assignment::new(ID, Some(Value::Integer(id)));
        let value = Assignment::new(column, Some(value.clone()));
        insert(connection, "scratch", vec![id, value]).unwrap();
    }
}

fn read(connection: &mut AnyConnection, column: Column, condition: Condition) -> Vec<SelectedRow> {
    let rows = Rows::of("scratch", condition).ordered(vec![column, ID], Direction::Ascending);
    rows.select(vec![Expression::Column(ID), Expression::Column(column)]).load(connection).unwrap()
}

/// What a column holds in the rows that meet a condition, as the panel takes it.
fn stored(
    connection: &mut AnyConnection,
    column: Column,
    condition: Condition,
) -> Vec<Option<Stored<Value>>> {
    let rows = read(connection, column, condition);
    rows.into_iter().map(|row| column.column_type.stored(row.0[1].clone())).collect()
}

fn ids(connection: &mut AnyConnection, column: Column, condition: Condition) -> Vec<i64> {
    let id = |row: SelectedRow| match row.0[0] {
        Some(Stored::Value(Value::Integer(id))) => id,
        ref other => panic!("no id: {other:?}"),
    };
    read(connection, column, condition).into_iter().map(id).collect()
}

fn filled(column: Column) -> Condition {
    backlot::db::statement::not(is_empty(column))
}

fn every_type_of_column_holds_its_extremes(database: &Database) {
    let connection = &mut connect(database);
    for (column, values) in columns() {
        fill(connection, column, &values);
        let read = stored(connection, column, filled(column));
        let expected: Vec<_> = values.into_iter().map(|value| Some(Stored::Value(value))).collect();
        assert!(read == expected, "{}: {:.2000}", column.name, format!("{read:?}"));
        assert_eq!(stored(connection, column, is_empty(column)), [None], "{}", column.name);
    }
}

fn values_are_compared_and_sorted_alike(database: &Database) {
    let connection = &mut connect(database);
    for (column, values) in columns() {
        fill(connection, column, &values);
        let last = values.len() as i64;
        for (id, value) in (1..).zip(values) {
            let mut found = |comparison| {
                let condition = compared(column, ID, comparison, Key::Value(value.clone()));
                ids(connection, column, condition)
            };
            let name = column.name;
            assert_eq!(found(Comparison::Equal), [id], "{name}");
            assert_eq!(found(Comparison::Less), (1..id).collect::<Vec<_>>(), "{name} {id}");
            assert_eq!(found(Comparison::AtMost), (1..=id).collect::<Vec<_>>(), "{name} {id}");
            assert_eq!(found(Comparison::Greater), (id + 1..=last).collect::<Vec<_>>(), "{name}");
            assert_eq!(found(Comparison::AtLeast), (id..=last).collect::<Vec<_>>(), "{name}");
            assert_eq!(found(Comparison::Unequal).len() as i64, last - 1, "{name}");
        }
    }
}

fn a_value_gives_way_to_another_and_to_nothing(database: &Database) {
    let connection = &mut connect(database);
    for (column, values) in columns() {
        fill(connection, column, &values[..1]);
        for value in values.iter().rev().map(Some).chain([None]) {
            let one = compared(ID, ID, Comparison::Equal, Key::Value(Value::Integer(1)));
            let change = vec![Assignment::new(column, value.cloned())];
            assert_eq!(update(connection, "scratch", one, change), Ok(1));
            let one = compared(ID, ID, Comparison::Equal, Key::Value(Value::Integer(1)));
            let expected = value.cloned().map(Stored::Value);
            assert!(stored(connection, column, one) == [expected], "{}", column.name);
        }
    }
}

/// What each database takes into a column, and nobody can read.
fn unreadable(database: &Database) -> &'static [(&'static str, &'static [&'static str])] {
    match product(database) {
        "sqlite" => &[
            ("words", &["x'61'", "CAST(x'61ff' AS TEXT)"]),
            ("small", &["'abc'", "1.5", "3000000000", "-2147483649", "x'31'"]),
            ("large", &["'abc'", "1.5", "1e30", "9223372036854775808", "x'31'"]),
            (
                "day",
                &[
                    "'soon'",
                    "'2026-02-30'",
                    "20261125",
                    "'2026-11-25 00:00:00'",
                    "'+2026-1-22'",
                    "'2026-1-022'",
                    "'0000-01-01'",
                    "'12026-01-01'",
                    "x'323032362d31312d3235'",
                ],
            ),
            ("moment", &["'soon'", "'2026-11-22'", "1795000000", "'0000-01-01 00:00:00'"]),
            ("is_so", &["2", "-1", "'yes'", "0.5", "x'31'"]),
        ],
        "postgres" | "postgresql" => &[
            ("day", &["'infinity'", "'-infinity'", "'20260-01-01'", "'0044-03-15 BC'"]),
            ("moment", &["'infinity'", "'-infinity'", "'20260-01-01'", "'0044-03-15 BC'"]),
        ],
        _ => &[
            ("day", &["'0000-00-00'", "'2026-00-00'", "'2026-11-00'"]),
            ("moment", &["'0000-00-00 00:00:00'", "'2026-11-00 10:00:00'"]),
            ("is_so", &["2", "-1", "127"]),
        ],
    }
}

fn what_no_type_allows_is_unreadable(database: &Database) {
    let connection = &mut connect(database);
    if !matches!(product(database), "sqlite" | "postgres" | "postgresql") {
        connection.batch_execute("SET SESSION sql_mode = ''").unwrap();
    }
    let columns = columns().map(|(column, _)| column);
    for (name, literals) in unreadable(database) {
        let column = *columns.iter().find(|column| column.name == *name).unwrap();
        for literal in *literals {
            let statement = format!(
                "DELETE FROM scratch; INSERT INTO scratch (id, {name}) VALUES (1, {literal})"
            );
            connection.batch_execute(&statement).unwrap();
            let read = stored(connection, column, filled(column));
            assert_eq!(read, [Some(Stored::Unreadable)], "{name} {literal}");
        }
    }
    // A number is no yes or no where none is stored.
    assert_eq!(ColumnType::Text.read(Value::Integer(1)), Stored::Unreadable);
}
