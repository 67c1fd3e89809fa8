//! The least that a page can cost as the program makes its pages: its rows by queries of Diesel, on a
//! connection of a pool, on a thread for work that blocks, and its text by a template of Askama, which
//! escapes. It has no session, no permission, no count and no frame either.

use actix_web::http::header::ContentType;
use actix_web::{HttpResponse, web};
use askama::Template;
use backlot::schema::{cars, profiles, users};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::r2d2::{ConnectionManager, CustomizeConnection, Error, Pool};
use diesel::sql_types::Text;

use crate::Result;

pub type Connections = Pool<ConnectionManager<SqliteConnection>>;
type Cells = (i64, String, Option<String>, Option<i32>, String);
type User = (String, Option<String>, Option<i32>, i32);
type Profile = (Option<String>, Option<String>, Option<String>, i32);
type Car = (i64, String, String, i32);

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% for (id, first_name, last_name, age, updated) in rows -%}
<tr><th><a href="/users/{{ id }}">{{ first_name }}</a></th><td>{{ last_name.as_deref().unwrap_or_default() }}</td><td>{% if let Some(age) = age %}{{ age }}{% endif %}</td><td>{{ updated }}</td></tr>
{% endfor %}"#
)]
struct List {
    rows: Vec<Cells>,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% macro input(name, value) %}<input name="{{ name }}" value="{{ value }}">
{% endmacro -%}
{% call input("first_name", user.0) %}{% endcall %}{% call input("last_name", user.1.as_deref().unwrap_or_default()) %}{% endcall %}
{%- if let Some(age) = user.2 %}{% call input("age", age) %}{% endcall %}{% endif %}{% call input("version", user.3) %}{% endcall %}
{%- if let Some((height, country, email, version)) = profile -%}
{% call input("height", height.as_deref().unwrap_or_default()) %}{% endcall %}{% call input("country", country.as_deref().unwrap_or_default()) %}{% endcall %}
{%- call input("email", email.as_deref().unwrap_or_default()) %}{% endcall %}{% call input("version", version) %}{% endcall %}
{%- endif -%}
{% for (id, name, color, version) in cars -%}
{% call input("id", id) %}{% endcall %}{% call input("name", name) %}{% endcall %}{% call input("color", color) %}{% endcall %}{% call input("version", version) %}{% endcall %}
{%- endfor %}"#
)]
struct Form {
    user: User,
    profile: Option<Profile>,
    cars: Vec<Car>,
}

/// What each connection is told, as the program tells its own.
#[derive(Debug)]
struct Settings;

impl CustomizeConnection<SqliteConnection, Error> for Settings {
    fn on_acquire(&self, connection: &mut SqliteConnection) -> std::result::Result<(), Error> {
        use diesel::connection::SimpleConnection as _;
        let settings = "PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON";
        connection.batch_execute(settings).map_err(Error::QueryError)
    }
}

/// As many connections as the program has by default.
pub fn connections(file: &str) -> Result<Connections> {
    let manager = ConnectionManager::new(file);
    Ok(Pool::builder().max_size(4).connection_customizer(Box::new(Settings)).build(manager)?)
}

/// The users' own columns.
pub async fn list(connections: web::Data<Connections>) -> HttpResponse {
    page(connections, |connection| {
        // As the floor reads it, and not as a time.
        let updated = sql::<Text>("updated_at");
        let rows = users::table
            .select((users::id, users::first_name, users::last_name, users::age, updated))
            .order((users::first_name_order, users::id))
            .limit(50)
            .load(connection)?;
        Ok(List { rows }.render()?)
    })
    .await
}

/// A user, the profile and the cars, as inputs.
pub async fn form(connections: web::Data<Connections>, id: web::Path<i64>) -> HttpResponse {
    page(connections, move |connection| {
        let user = users::table
            .find(*id)
            .select((users::first_name, users::last_name, users::age, users::version))
            .first(connection)?;
        let profile = profiles::table
            .find(*id)
            .select((profiles::height, profiles::country, profiles::email, profiles::version))
            .first(connection)
            .optional()?;
        let cars = cars::table
            .filter(cars::user_id.eq(*id))
            .select((cars::id, cars::name, cars::color, cars::version))
            .order(cars::id)
            .limit(50)
            .load(connection)?;
        Ok(Form { user, profile, cars }.render()?)
    })
    .await
}

async fn page<F>(connections: web::Data<Connections>, make: F) -> HttpResponse
where
    F: FnOnce(&mut SqliteConnection) -> Result<String> + Send + 'static,
{
    let made = web::block(move || make(&mut *connections.get()?)).await;
    match made {
        Ok(Ok(page)) => HttpResponse::Ok().content_type(ContentType::html()).body(page),
        Ok(Err(problem)) => HttpResponse::InternalServerError().body(problem.to_string()),
        Err(problem) => HttpResponse::InternalServerError().body(problem.to_string()),
    }
}
