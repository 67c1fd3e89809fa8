//! Deleting: a page that says exactly what goes along, and a form that does just that.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::access::{Action, CurrentOperator};
use crate::db::{AnyConnection, CHANGED_MEANWHILE, UtcTime};
use crate::panel::entity::requirement::requirement;
use crate::panel::entity::resource::{Resource, Stamps};
use crate::panel::form::deleted::DeletedPage;
use crate::panel::http::error::Error;
use crate::panel::http::id::Id;
use crate::panel::http::inputs::Form;
use crate::panel::http::layout::{Layout, Request};
use crate::panel::http::return_to::{RETURN_TO, ReturnTo};
use crate::panel::list::pager::counted;
use crate::panel::record::opened_version;

/// How many of each kind the page names.
pub const NAMED: i64 = 5;

/// What a deletion takes along, of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependents {
    /// One of them: `car`.
    pub one: &'static str,
    /// Several of them: `cars`.
    pub many: &'static str,
    /// How many there are, exactly.
    pub count: i64,
    /// The greatest id among them, and when one of them was last changed: with the number, they
    /// tell whether it is still the same rows that go along.
    pub newest: (i64, Option<UtcTime>),
    /// The first [`NAMED`] of them.
    pub first: Vec<String>,
}

impl Dependents {
    /// "12 cars"
    pub fn counted(&self) -> String {
        counted(self.count, self.one, self.many)
    }

    /// How many are not named.
    pub fn unnamed(&self) -> i64 {
        self.count - i64::try_from(self.first.len()).unwrap_or(self.count)
    }

    fn mark(&self) -> String {
        let (id, changed) = &self.newest;
        let changed = changed.map(micros).unwrap_or_default();
        format!("{}:{}:{id}:{changed}", self.one, self.count)
    }
}

#[derive(Template)]
#[template(path = "panel/delete.html")]
struct DeletePage {
    layout: Layout,
    title: String,
    dependents: Vec<Dependents>,
    action: String,
    cancel: String,
    hidden: Vec<(String, String)>,
    /// Whether it is shown again because something changed meanwhile.
    changed: bool,
}

/// The name of the field that carries what the page said would go along.
const SHOWN: &str = "shown";

/// What is to be deleted, as the page shows it.
struct Facts {
    title: String,
    version: i32,
    /// When the row was created and last changed: one that was deleted and made anew begins at
    /// version 1 again.
    times: (UtcTime, UtcTime),
    dependents: Vec<Dependents>,
}

impl Facts {
    fn read<R: Resource>(
        connection: &mut AnyConnection,
        operator: &CurrentOperator,
        id: i64,
    ) -> diesel::QueryResult<Option<Self>> {
        let Some(row) = R::find(connection, id)? else { return Ok(None) };
        let mut dependents = R::dependents(connection, operator, id)?;
        dependents.retain(|dependents| dependents.count > 0);
        let Stamps { version, created_at, updated_at, .. } = row.stamps();
        let times = (created_at, updated_at);
        Ok(Some(Self { title: row.title(operator), version, times, dependents }))
    }

    fn mark(&self) -> String {
        let own = format!("{}:{}", micros(self.times.0), micros(self.times.1));
        let dependents = self.dependents.iter().map(Dependents::mark);
        std::iter::once(own).chain(dependents).collect::<Vec<_>>().join(" ")
    }
}

/// A time as a mark says it; one that cannot be read is as good as another.
fn micros(time: UtcTime) -> i64 {
    time.get().map(|time| time.and_utc().timestamp_micros()).unwrap_or_default()
}

/// `GET /movies/1/delete`
///
/// # Errors
/// 404 where there is no such row.
pub async fn ask<R: Resource>(request: Request, id: Id) -> Result<HttpResponse, Error> {
    let facts = request
        .read(requirement::<R>(Action::Delete), move |connection, operator| {
            Facts::read::<R>(connection, operator, id.0)
        })
        .await?;
    let facts = facts.ok_or(Error::NotFound)?;
    page::<R>(&request, id, facts, request.next(), StatusCode::OK)
}

fn page<R: Resource>(
    request: &Request,
    id: Id,
    facts: Facts,
    next: Option<ReturnTo>,
    status: StatusCode,
) -> Result<HttpResponse, Error> {
    let names = R::NAMES;
    let path = request.site.url(&format!("/{}/{}", names.path, id.0));
    let mut hidden =
        vec![("version".to_owned(), facts.version.to_string()), (SHOWN.to_owned(), facts.mark())];
    if let Some(next) = &next {
        hidden.push((RETURN_TO.to_owned(), next.as_str().to_owned()));
    }
    let view = DeletePage {
        layout: request.layout(format!("Delete {}", facts.title), names.path),
        title: facts.title,
        dependents: facts.dependents,
        action: format!("{path}/delete"),
        cancel: next.map_or(path, |next| next.as_str().to_owned()),
        hidden,
        changed: status == StatusCode::CONFLICT,
    };
    request.page(status, &view)
}

enum Deleted {
    Done { title: String },
    Changed(Facts),
    Missing,
}

/// `POST /movies/1/delete`
///
/// # Errors
/// 400 where the form carries no version, 404 where the row is gone already.
pub async fn delete<R: Resource>(
    request: Request,
    id: Id,
    form: Form,
) -> Result<HttpResponse, Error> {
    let inputs = form.0;
    let version = opened_version(&inputs, "")?;
    let shown = inputs.get(SHOWN).unwrap_or_default().to_owned();
    let deleted = request
        .write_serially(requirement::<R>(Action::Delete), move |connection, operator| {
            let Some(facts) = Facts::read::<R>(connection, operator, id.0)? else {
                return Ok(Deleted::Missing);
            };
            if facts.version != version || facts.mark() != shown {
                return Ok(Deleted::Changed(facts));
            }
            if R::delete(connection, id.0, version)? == 0 {
                return Err(CHANGED_MEANWHILE);
            }
            Ok(Deleted::Done { title: facts.title })
        })
        .await?;
    let names = R::NAMES;
    let own_page = request.site.url(&format!("/{}/{}", names.path, id.0));
    let asked_from = ReturnTo::of(&inputs, &request.site.base);
    match deleted {
        Deleted::Done { title } => Ok(request.redirect_back(
            asked_from.and_then(|next| next.beyond(&own_page, &request.site.base)).as_ref(),
            &format!("/{}", names.path),
            &format!("Deleted {title}."),
        )),
        Deleted::Changed(facts) => page::<R>(&request, id, facts, asked_from, StatusCode::CONFLICT),
        Deleted::Missing => DeletedPage::new(&request, names).answer(&request),
    }
}
