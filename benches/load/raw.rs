//! The least that the list page of users can cost: one statement by SQLite's own interface, and each
//! row written by pushes onto a string. No session, no permission, no count; around the rows stands
//! the program's own page.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::future::ready;
use std::path::{Path, PathBuf};
use std::process::Command;

use actix_web::http::header::ContentType;
use actix_web::{App, HttpResponse, HttpServer, web};
use rusqlite::{Connection, Row};

use crate::Result;

/// The variables by which the bench tells a child what to serve.
const DATABASE: &str = "RAW_DATABASE";
const BEFORE: &str = "RAW_BEFORE";
const BEHIND: &str = "RAW_BEHIND";

/// The page made on the thread that has the request.
pub const HERE: &str = "/here";
/// The page made on another thread.
pub const ELSEWHERE: &str = "/elsewhere";

const ROWS: &str = "
    SELECT users.id, first_name, last_name, age, profiles.country,
        (SELECT COUNT(*) FROM cars WHERE cars.user_id = users.id), users.updated_at
    FROM users LEFT JOIN profiles ON profiles.user_id = users.id
    ORDER BY first_name_key, users.id LIMIT 50";

/// What is served: the file, and the page around its rows.
#[derive(Clone)]
pub struct Setting {
    database: PathBuf,
    before: String,
    behind: String,
}

impl Setting {
    /// What this process was started for, if it is such a child.
    pub fn of_child() -> Option<Self> {
        Some(Self {
            database: std::env::var_os(DATABASE)?.into(),
            before: std::env::var(BEFORE).ok()?,
            behind: std::env::var(BEHIND).ok()?,
        })
    }

    /// Tells a child to serve that database in the frame of that page.
    pub fn pass<'a>(
        child: &'a mut Command,
        database: &Path,
        page: &str,
    ) -> Result<&'a mut Command> {
        let (before, rest) = page.split_once("<tbody>").ok_or("no rows")?;
        let (_, behind) = rest.split_once("</tbody>").ok_or("no rows")?;
        Ok(child.env(DATABASE, database).env(BEFORE, before).env(BEHIND, behind))
    }
}

thread_local! {
    /// The connection of each thread that makes pages.
    static CONNECTION: RefCell<Option<Connection>> = const { RefCell::new(None) };
}

/// Serves until the process is ended: the page made on the thread that has the request, and made on
/// another, as in every program that serves others while the database works.
pub fn serve(setting: &Setting) -> Result<()> {
    actix_web::rt::System::new().block_on(async {
        let setting = setting.clone();
        let server = HttpServer::new(move || {
            let (here, elsewhere) = (setting.clone(), setting.clone());
            let here = move || ready(answer(made(&here)));
            let elsewhere = move || {
                let setting = elsewhere.clone();
                async move {
                    let made = web::block(move || made(&setting)).await;
                    answer(made.unwrap_or_else(|error| Err(error.to_string())))
                }
            };
            App::new().route(HERE, web::get().to(here)).route(ELSEWHERE, web::get().to(elsewhere))
        })
        .tcp_nodelay(true)
        .worker_max_blocking_threads(8)
        .bind(("127.0.0.1", 0))?;
        let address = server.addrs().first().copied().ok_or("no address")?;
        eprintln!("The least is at http://{address}");
        server.run().await?;
        Ok(())
    })
}

fn answer(page: std::result::Result<String, String>) -> HttpResponse {
    match page {
        Ok(page) => HttpResponse::Ok().content_type(ContentType::html()).body(page),
        Err(problem) => HttpResponse::InternalServerError().body(problem),
    }
}

fn made(setting: &Setting) -> std::result::Result<String, String> {
    CONNECTION.with_borrow_mut(|kept| {
        let connection = match kept.take() {
            Some(connection) => connection,
            None => open(&setting.database).map_err(|error| error.to_string())?,
        };
        page(kept.insert(connection), setting).map_err(|error| error.to_string())
    })
}

/// A connection as the program sets up its own.
fn open(database: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(database)?;
    connection.execute_batch("PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON")?;
    Ok(connection)
}

fn page(connection: &Connection, setting: &Setting) -> rusqlite::Result<String> {
    let mut page = String::with_capacity(64 * 1024);
    page.push_str(&setting.before);
    page.push_str("<tbody>");
    let mut statement = connection.prepare_cached(ROWS)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        push_row(&mut page, row)?;
    }
    page.push_str("</tbody>");
    page.push_str(&setting.behind);
    Ok(page)
}

fn push_row(page: &mut String, row: &Row<'_>) -> rusqlite::Result<()> {
    let id: i64 = row.get(0)?;
    let first = row.get_ref(1)?.as_str()?;
    let last = row.get_ref(2)?.as_str_or_null()?;
    let age: Option<i64> = row.get(3)?;
    let country = row.get_ref(4)?.as_str_or_null()?;
    let cars: i64 = row.get(5)?;
    let updated = row.get_ref(6)?.as_str()?;
    page.push_str("\n<tr><th scope=\"row\"><a href=\"/users/");
    push_number(page, id);
    page.push_str("?next=/users\">");
    push_escaped(page, first);
    page.push_str("</a><td>");
    push_or_none(page, last);
    page.push_str("<td>");
    match age {
        Some(age) => push_number(page, age),
        None => page.push_str(NONE),
    }
    page.push_str("<td>");
    push_or_none(page, country);
    page.push_str("<td>");
    push_number(page, cars);
    page.push_str("<td><time>");
    page.push_str(updated.get(..16).unwrap_or_default());
    page.push_str("</time><td class=\"actions\">");
    for (path, label) in [("edit", "Edit"), ("delete", " Delete")] {
        page.push_str("<a href=\"/users/");
        push_number(page, id);
        page.push('/');
        page.push_str(path);
        page.push_str("?next=/users\">");
        page.push_str(label);
        page.push_str("<span> ");
        push_escaped(page, first);
        if let Some(last) = last {
            page.push(' ');
            push_escaped(page, last);
        }
        page.push_str("</span></a>");
    }
    Ok(())
}

const NONE: &str = "<span class=\"none\">–</span>";

fn push_or_none(page: &mut String, text: Option<&str>) {
    match text {
        Some(text) => push_escaped(page, text),
        None => page.push_str(NONE),
    }
}

fn push_number(page: &mut String, number: i64) {
    let _ = write!(page, "{number}");
}

fn push_escaped(page: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
        let (plain, special) = rest.split_at(at);
        page.push_str(plain);
        page.push_str(match special.as_bytes().first() {
            Some(b'&') => "&#38;",
            Some(b'<') => "&#60;",
            Some(b'>') => "&#62;",
            Some(b'"') => "&#34;",
            _ => "&#39;",
        });
        rest = special.get(1..).unwrap_or_default();
    }
    page.push_str(rest);
}
