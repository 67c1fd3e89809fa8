//! What a list costs without the database and without HTTP: `cargo bench --bench rendering`.
//!
//! The rows are read once, by the panel's own way from a request to the database.

mod support;

use std::hint::black_box;
use std::sync::Arc;

use actix_web::cookie::Cookie;
use actix_web::dev::Payload;
use actix_web::rt::System;
use actix_web::test::TestRequest;
use actix_web::{FromRequest as _, web};
use askama::Template as _;
use backlot::access::{AccessState, Action, CurrentOperator, Policy, Requirement};
use backlot::db::statement::{ColumnType, Key, Value};
use backlot::db::{self, Address, Db, Limits, Settings};
use backlot::entities::{self, users::USERS};
use backlot::panel::entity::calendar::Calendar;
use backlot::panel::http::inputs::Inputs;
use backlot::panel::http::layout::Site;
use backlot::panel::http::request::Request;
use backlot::panel::list::ListQuery;
use backlot::panel::list::cursor::Cursor;
use backlot::panel::list::page::ListPage;
use backlot::panel::list::rows::Rows;
use backlot::panel::list::search::read;
use backlot::sample::{Sample, Sizes, load};
use criterion::Criterion;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// A query with a bit of everything.
const QUERY: &str = "q=mar&size=100&sort=-last_name&columns=first_name,last_name,age,updated&\
                     where=age.between.30..40&where=cars.least.2&where=updated.week&from=m";
/// The list that the cursors belong to.
const LIST: &str = "users/-last_name";

fn main() -> Result<()> {
    let mut criterion = Criterion::default().configure_from_args();
    let folder = tempfile::tempdir()?;
    let (request, query, rows) = first_page(&folder.path().join("rendering.sqlite3"))?;
    let bytes = ListPage::new(&request, &query, &rows, None)?.render()?.len();
    println!("the list page has {} rows and {bytes} bytes", rows.rows.len());
    criterion.bench_function("page of a list", |bencher| {
        bencher.iter(|| ListPage::new(&request, &query, &rows, None)?.render());
    });

    let (operator, now) = (&query.operator, db::now());
    criterion.bench_function("query of a list", |bencher| {
        bencher.iter(|| parsed(operator, black_box(QUERY), now));
    });

    let key = Key::Value(Value::Text("de la vega y martínez".to_owned()));
    let cursor = Cursor { key, id: 4_711, position: Some(123_450) };
    let text = cursor.encode(LIST);
    criterion.bench_function("cursor to text", |bencher| {
        bencher.iter(|| black_box(&cursor).encode(LIST));
    });
    criterion.bench_function("cursor from text", |bencher| {
        bencher.iter(|| Cursor::decode(black_box(&text), LIST, ColumnType::Text));
    });
    criterion.final_summary();
    Ok(())
}

fn parsed(
    operator: &Arc<CurrentOperator>,
    query: &str,
    now: chrono::NaiveDateTime,
) -> Option<ListQuery> {
    Some(ListQuery::parse(&USERS, operator, &Inputs::parse(query).ok()?, &Calendar::utc(now)))
}

/// The first page of users, as a request for it finds them.
fn first_page(database: &std::path::Path) -> Result<(Request, ListQuery, Rows)> {
    let address = Address::parse(&format!("sqlite:{}", database.display()))?;
    let mut connection = address.connect(&Limits::default())?;
    db::run_pending(&mut connection)?;
    let sample = Sample::new(1, Sizes::for_users(200));
    db::retried(&mut connection, |connection| load::load(connection, &sample))?;
    let (session, _) = support::sign_in(&mut connection, "Bench")?;
    let site = Site {
        base: String::new(),
        assets: "/static/bench".to_owned(),
        register: &entities::REGISTER,
        counts: db::Counts::default(),
        growth: db::Growth::default(),
        imports: backlot::config::Imports { largest: 0, folder: std::path::PathBuf::new() },
        open: &[],
        open_notices: &[],
        at_once: 10_000,
        new_job: tokio::sync::Notify::new(),
    };
    let request = TestRequest::get()
        .uri("/users")
        .app_data(web::Data::new(site))
        .app_data(web::Data::new(Db::open(&address, &Settings::default())?))
        .app_data(web::Data::new(AccessState::new(Policy::default())))
        .cookie(Cookie::new("backlot", session.as_str().to_owned()))
        .to_http_request();
    let request = Request::from_request(&request, &mut Payload::None);
    System::new().block_on(async {
        let request = request.await?;
        let site = Arc::clone(&request.site);
        let found =
            request.read(Requirement::to(Action::See, "users"), move |connection, operator| {
                let mut query = ListQuery::usual(&USERS, operator);
                let rows = read(connection, &mut query, &site.counts)?;
                Ok((query, rows))
            });
        let (query, rows) = found.await?;
        Ok((request, query, rows))
    })
}
