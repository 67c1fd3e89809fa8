//! The statements of the floor, and the pushes.

use std::fmt::Write as _;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

/// The bytes that a page is first given.
const PAGE: usize = 32 * 1024;

/// The users' own columns.
pub fn list(connection: &Connection, _: i64) -> rusqlite::Result<String> {
    let mut page = String::with_capacity(PAGE);
    let rows = "SELECT id, first_name, last_name, age, updated_at FROM users
        ORDER BY first_name_order, id LIMIT 50";
    each(connection, rows, None, |row| push_row(&mut page, row, 5))?;
    Ok(page)
}

/// The same with the columns of the profile and the cars of each user.
pub fn list_with_related(connection: &Connection, _: i64) -> rusqlite::Result<String> {
    let mut page = String::with_capacity(PAGE);
    let rows = "SELECT users.id, first_name, last_name, age, users.updated_at,
            height, country, email
        FROM users LEFT JOIN profiles ON profiles.user_id = users.id
        ORDER BY first_name_order, users.id LIMIT 50";
    each(connection, rows, None, |row| {
        push_row(&mut page, row, 8)?;
        let cars = "SELECT name, color FROM cars WHERE user_id = ? ORDER BY id";
        each(connection, cars, Some(row.get(0)?), |car| push_cells(&mut page, car, 0, 2))
    })?;
    Ok(page)
}

/// The users' columns, the country and the number of cars: what the program's list shows.
pub fn list_alike(connection: &Connection, _: i64) -> rusqlite::Result<String> {
    let mut page = String::with_capacity(PAGE);
    let rows = "SELECT users.id, first_name, last_name, age, users.updated_at,
            (SELECT country FROM profiles WHERE profiles.user_id = users.id),
            (SELECT COUNT(*) FROM cars WHERE cars.user_id = users.id)
        FROM users ORDER BY first_name_order, users.id LIMIT 50";
    each(connection, rows, None, |row| push_row(&mut page, row, 7))?;
    Ok(page)
}

/// A user, the profile and the cars, as inputs.
pub fn form(connection: &Connection, id: i64) -> rusqlite::Result<String> {
    let mut page = String::with_capacity(PAGE);
    for (statement, columns) in [
        ("SELECT first_name, last_name, age, version FROM users WHERE id = ?", 4),
        ("SELECT height, country, email, version FROM profiles WHERE user_id = ?", 4),
        ("SELECT name, color, id, version FROM cars WHERE user_id = ? ORDER BY id LIMIT 50", 4),
    ] {
        each(connection, statement, Some(id), |row| {
            for column in 0..columns {
                page.push_str("<input name=\"");
                let _ = write!(page, "{column}");
                page.push_str("\" value=\"");
                push(&mut page, row.get_ref(column)?);
                page.push_str("\">\n");
            }
            Ok(())
        })?;
    }
    Ok(page)
}

/// A movie, and the first actors who are cast in it.
pub fn movie(connection: &Connection, id: i64) -> rusqlite::Result<String> {
    let mut page = String::with_capacity(PAGE);
    let movie = "SELECT id, name, created_at, updated_at FROM movies WHERE id = ?";
    each(connection, movie, Some(id), |row| push_row(&mut page, row, 4))?;
    let cast = "SELECT actors.id, name, castings.created_at
        FROM castings JOIN actors ON actors.id = castings.actor_id
        WHERE castings.movie_id = ? ORDER BY name_order, actors.id LIMIT 50";
    each(connection, cast, Some(id), |row| push_row(&mut page, row, 3))?;
    Ok(page)
}

/// A row of a table with no index, no trigger and nothing that is derived.
pub fn create(connection: &Connection, _: i64) -> rusqlite::Result<String> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO floor (first_name, last_name, age, created_at, updated_at)
         VALUES (?, ?, ?, ?, ?)",
    )?;
    insert.execute(("Ada", "Lovelace", 36, NOW, NOW))?;
    Ok(String::new())
}

/// A row of the program's own table, with its indexes, and the triggers for search.
pub fn create_indexed(connection: &Connection, _: i64) -> rusqlite::Result<String> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO users (first_name, first_name_key, last_name, last_name_key, age,
             created_at, updated_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)",
    )?;
    insert.execute(("Ada", "ada", "Lovelace", "lovelace", 36, NOW, NOW))?;
    Ok(String::new())
}

/// The table of [`create`].
pub const TABLE: &str = "CREATE TABLE IF NOT EXISTS floor (
    id INTEGER PRIMARY KEY AUTOINCREMENT, first_name TEXT, last_name TEXT, age INTEGER,
    created_at TIMESTAMP, updated_at TIMESTAMP)";

const NOW: &str = "2026-11-22 13:55:01.123456";

fn each(
    connection: &Connection,
    statement: &str,
    id: Option<i64>,
    mut work: impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(statement)?;
    let mut rows = statement.query(rusqlite::params_from_iter(id))?;
    while let Some(row) = rows.next()? {
        work(row)?;
    }
    Ok(())
}

fn push_row(page: &mut String, row: &Row<'_>, columns: usize) -> rusqlite::Result<()> {
    page.push_str("<tr><th><a href=\"/users/");
    push(page, row.get_ref(0)?);
    page.push_str("\">");
    push(page, row.get_ref(1)?);
    page.push_str("</a></th>");
    push_cells(page, row, 2, columns)?;
    page.push_str("</tr>\n");
    Ok(())
}

fn push_cells(page: &mut String, row: &Row<'_>, from: usize, to: usize) -> rusqlite::Result<()> {
    for column in from..to {
        page.push_str("<td>");
        push(page, row.get_ref(column)?);
        page.push_str("</td>");
    }
    Ok(())
}

fn push(page: &mut String, value: ValueRef<'_>) {
    match value {
        ValueRef::Text(text) => page.push_str(&String::from_utf8_lossy(text)),
        ValueRef::Integer(number) => {
            let _ = write!(page, "{number}");
        }
        ValueRef::Null | ValueRef::Real(_) | ValueRef::Blob(_) => {}
    }
}
