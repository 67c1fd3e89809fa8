//! The least that a page can cost: a handler that reads what the page shows by SQLite's own
//! interface and pushes it onto a string, on the thread that has the request. It has no session, no
//! permission, no count, no frame, and escapes nothing. For what the program is made of, see
//! [`stack`].

mod pages;
mod stack;

use std::cell::RefCell;
use std::future::ready;
use std::path::{Path, PathBuf};
use std::process::Command;

use actix_web::http::header::{self, ContentType};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use rusqlite::Connection;

use crate::Result;

/// The variable by which the bench tells a child which database to serve.
const DATABASE: &str = "FLOOR_DATABASE";

/// What a page is made of: the connection, and the id at the end of its address.
type Make = fn(&Connection, i64) -> rusqlite::Result<String>;

/// The pages that are read, by their addresses.
const PAGES: [(&str, Make); 5] = [
    ("/list/{id}", pages::list),
    ("/related/{id}", pages::list_with_related),
    ("/alike/{id}", pages::list_alike),
    ("/form/{id}", pages::form),
    ("/movie/{id}", pages::movie),
];

/// The rows that are written, by the addresses that they are sent to.
const WRITES: [(&str, Make); 2] =
    [("/create", pages::create), ("/create-indexed", pages::create_indexed)];

/// The database that this process was started to serve, if it is such a child.
pub fn of_child() -> Option<PathBuf> {
    std::env::var_os(DATABASE).map(PathBuf::from)
}

/// This very bench, to be started once more as a child that serves a database.
pub fn child(database: &Path) -> Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.env(DATABASE, database);
    Ok(command)
}

thread_local! {
    /// The connection of each thread that makes pages.
    static CONNECTION: RefCell<Option<Connection>> = const { RefCell::new(None) };
}

/// Serves until the process is ended.
pub fn serve(database: &Path) -> Result<()> {
    let file = database.to_str().ok_or("the path is no text")?;
    let connections = web::Data::new(stack::connections(file)?);
    actix_web::rt::System::new().block_on(async {
        let database = database.to_owned();
        let server = HttpServer::new(move || {
            let mut app = App::new()
                .app_data(connections.clone())
                .route("/stack-list/{id}", web::get().to(stack::list))
                .route("/stack-form/{id}", web::get().to(stack::form));
            for (path, make) in PAGES {
                let database = database.clone();
                let page = move |id: web::Path<i64>| ready(page(&database, make, *id));
                app = app.route(path, web::get().to(page));
            }
            for (path, make) in WRITES {
                let database = database.clone();
                // The form is read: a server closes a connection on which it was not.
                let write = move |request: HttpRequest, _: web::Bytes| {
                    ready(written(&database, make, &request))
                };
                app = app.route(path, web::post().to(write));
            }
            app
        })
        .tcp_nodelay(true)
        .bind(("127.0.0.1", 0))?;
        let address = server.addrs().first().copied().ok_or("no address")?;
        eprintln!("The floor is at http://{address}");
        server.run().await?;
        Ok(())
    })
}

fn page(database: &Path, make: Make, id: i64) -> HttpResponse {
    match made(database, make, id) {
        Ok(page) => HttpResponse::Ok().content_type(ContentType::html()).body(page),
        Err(problem) => HttpResponse::InternalServerError().body(problem),
    }
}

fn written(database: &Path, make: Make, request: &HttpRequest) -> HttpResponse {
    match made(database, make, 0) {
        Ok(_) => {
            HttpResponse::SeeOther().insert_header((header::LOCATION, request.path())).finish()
        }
        Err(problem) => HttpResponse::InternalServerError().body(problem),
    }
}

fn made(database: &Path, make: Make, id: i64) -> std::result::Result<String, String> {
    CONNECTION.with_borrow_mut(|kept| {
        let connection = match kept.take() {
            Some(connection) => connection,
            None => open(database).map_err(|error| error.to_string())?,
        };
        make(kept.insert(connection), id).map_err(|error| error.to_string())
    })
}

/// A connection as the program sets up its own, and a table without indexes for plain inserts.
fn open(database: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(database)?;
    connection.execute_batch(
        "PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL",
    )?;
    connection.execute_batch(pages::TABLE)?;
    Ok(connection)
}
