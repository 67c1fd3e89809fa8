//! The pages of jobs: those of an operator, and how far one has come.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use askama::Template;
use chrono::NaiveDateTime;
use diesel::QueryResult;

use super::problem::answerable;
use super::since::Since;
use super::store::{self, Job};
use super::{JobProblem, find, problems, words};
use crate::access::Requirement;
use crate::db::AnyConnection;
use crate::history;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::when::When;
use crate::panel::entity::words::counted;
use crate::panel::http::error::Error;
use crate::panel::http::form::Form;
use crate::panel::http::id::Id;
use crate::panel::http::layout::Layout;
use crate::panel::http::request::Request;
use crate::panel::list::pager::Pager;
use crate::transfer::import::{import_of, is_taken_back};

/// How many jobs, and how many of what was refused, one page shows.
const SIZE: i64 = 50;
/// After so many seconds the page of a job that has not ended loads itself again.
const RELOADED: &str = "2";

/// How far a job has come, in words.
struct Shown {
    id: i64,
    title: String,
    operator: String,
    state: &'static str,
    when: Option<When>,
    /// How many records were looked at, and of how many, if that is known.
    looked_at: i64,
    total: Option<i64>,
    /// "1,200 of 12,000"
    progress: String,
    has_ended: bool,
}

#[derive(Template)]
#[template(path = "transfer/jobs/job.html")]
struct JobPage {
    layout: Layout,
    job: Shown,
    /// What became of the records: a label and how many.
    counts: Vec<(&'static str, String)>,
    /// How fast it goes, and how long it will take; empty where that cannot be told.
    pace: String,
    message: String,
    /// What the button says that cancels it; empty where it cannot be cancelled.
    cancel: &'static str,
    /// What is said of changes that were not taken back, and can be all the same, and the button that
    /// does it.
    anyway: Option<(&'static str, String)>,
    /// What became since of what it did.
    since: Since,
    problems: Vec<(JobProblem, Option<String>)>,
    pager: Pager,
    /// The list of the records that it is about, if they may see it.
    list: Option<(String, &'static str)>,
}

#[derive(Template)]
#[template(path = "transfer/jobs/jobs.html")]
struct JobsPage {
    layout: Layout,
    jobs: Vec<Shown>,
    /// Whether those of others are among them.
    is_of_all: bool,
    pager: Pager,
}

/// `GET /jobs`: one's own; those of all for whoever manages operators.
pub async fn jobs(request: Request) -> Result<HttpResponse, Error> {
    let before = request.query.get("before").and_then(|text| text.parse().ok());
    let found = request
        .read(Requirement::SignedIn, move |connection, operator| {
            let own = (!operator.manages()).then_some(operator.id);
            store::latest(connection, own, before.unwrap_or(i64::MAX), SIZE + 1)
        })
        .await?;
    let now = request.state().clock.now();
    let size = usize::try_from(SIZE).unwrap_or(usize::MAX);
    let shown: Vec<Shown> = found.iter().take(size).map(|job| Shown::of(job, now)).collect();
    let path = request.site.url("/jobs");
    let mut pager = Pager::uncounted(counted(found.len().min(size) as i64, "job", "jobs"));
    pager.first = before.map(|_: i64| path.clone());
    pager.previous = pager.first.clone();
    pager.next = shown
        .last()
        .filter(|_| found.len() > size)
        .map(|last| format!("{path}?before={}", last.id));
    let page = JobsPage {
        layout: request.layout("Jobs", "jobs"),
        jobs: shown,
        is_of_all: request.operator().is_some_and(|operator| operator.manages()),
        pager,
    };
    request.page(StatusCode::OK, &page)
}

/// `GET /jobs/7`
///
/// # Errors
/// 404 where there is no such job, or it is another's.
pub async fn job(request: Request, id: Id) -> Result<HttpResponse, Error> {
    let (register, now) = (request.site.register, request.state().clock.now());
    let asked: i64 = request.query.get("page").and_then(|text| text.parse().ok()).unwrap_or(1);
    let found = request
        .read(Requirement::SignedIn, move |connection, operator| {
            let Some(job) = find(connection, id.0)?.filter(|job| job.is_up_to(operator)) else {
                return Ok(None);
            };
            let last = ((job.refused - 1) / SIZE + 1).max(1);
            let page = asked.clamp(1, last);
            let problems = problems(connection, job.id, (SIZE, (page - 1) * SIZE))?;
            let since = Since::read(connection, (operator, register), &job, now)?;
            let anyway = anyway(connection, &job)?;
            Ok(Some((job, page, problems, since, anyway)))
        })
        .await?;
    let (job, page, problems, since, anyway) = found.ok_or(Error::NotFound)?;
    let is_moving = !job.has_ended() || matches!(since, Since::UnderWay { .. });
    let entity = register.entity(&job.entity);
    let seen = request.operator().zip(entity);
    let seen = seen.filter(|(operator, entity)| operator.sees(entity.table()));
    let list = seen
        .map(|(_, entity)| (request.site.url(&format!("/{}", entity.table())), entity.names.many));
    let list = match import_of(&job).zip(entity) {
        Some((id, entity)) => {
            Some((request.site.url(&format!("/{}/import/{id}", entity.table())), words::FILE))
        }
        None => list,
    };
    let path = request.site.url(&format!("/jobs/{}", job.id));
    let operator = request.operator();
    let record = |problem: &JobProblem| {
        let sees = |entity: &&Entity| operator.as_ref().is_some_and(|it| it.sees(entity.table()));
        let entity = register.entity(&problem.entity).filter(sees)?;
        Some(request.site.url(&format!("/{}/{}", entity.table(), problem.record_id?)))
    };
    let view = JobPage {
        layout: request.layout(job.title.clone(), "jobs"),
        counts: words::counts(&job),
        pace: words::pace(&job),
        message: words::standing(&job, matches!(since, Since::Stands(_))),
        cancel: match job.state() {
            state if job.has_ended() || state.is_ending() => "",
            _ if is_taken_back(&job) => words::CANCEL_ALL,
            _ => words::CANCEL_REST,
        },
        anyway,
        since,
        pager: Pager::new(page, SIZE, job.refused, |page| format!("{path}?page={page}#refused")),
        problems: problems.into_iter().map(|it| (it.clone(), record(&it))).collect(),
        list,
        job: Shown::of(&job, now),
    };
    let mut response = request.page(StatusCode::OK, &view)?;
    if is_moving {
        let name = header::HeaderName::from_static("refresh");
        response.headers_mut().insert(name, header::HeaderValue::from_static(RELOADED));
    }
    Ok(response)
}

/// Has a job taken up that was just made, and leads to its page.
pub fn to_new_job(request: &Request, job: i64) -> HttpResponse {
    to_new_job_saying(request, job, String::new())
}

/// The same, where something is to be said besides.
pub fn to_new_job_saying(request: &Request, job: i64, words: String) -> HttpResponse {
    request.site.new_job.notify_one();
    request.redirect(&format!("/jobs/{job}"), words)
}

/// `POST /jobs/7/cancel`
///
/// # Errors
/// 404 where there is no such job, or it is another's.
pub async fn cancel(request: Request, id: Id, _: Form) -> Result<HttpResponse, Error> {
    let now = request.state().clock.now();
    let cancelled = request
        .write(Requirement::SignedIn, move |connection, operator| {
            match find(connection, id.0)?.filter(|job| job.is_up_to(operator)) {
                Some(job) => store::cancel(connection, job.id, now).map(Some),
                None => Ok(None),
            }
        })
        .await?;
    let message = match cancelled.ok_or(Error::NotFound)? {
        true => "",
        false => words::HAD_ENDED,
    };
    Ok(request.redirect(&format!("/jobs/{}", id.0), message))
}

/// What is said of what could be taken back although it was changed since, once the job has ended, and
/// the button that does it.
fn anyway(
    connection: &mut AnyConnection,
    job: &Job,
) -> QueryResult<Option<(&'static str, String)>> {
    let kind = job.kind().filter(|kind| kind.takes_back() && job.has_ended() && job.refused > 0);
    let Some(kind) = kind else { return Ok(None) };
    let changes = answerable(connection, job.id)?;
    Ok((changes > 0).then(|| words::anyway(kind, changes)))
}

impl Shown {
    fn of(job: &Job, now: NaiveDateTime) -> Self {
        Self {
            id: job.id,
            title: job.title.clone(),
            operator: history::called(&job.operator),
            state: words::state(job.state()),
            when: When::of(job.created_at, now),
            looked_at: job.looked_at(),
            total: job.total,
            progress: words::progress(job),
            has_ended: job.has_ended(),
        }
    }
}
