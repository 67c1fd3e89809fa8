//! Asking for something to be taken back, or restored: by the request, or by a job where it is too
//! much for that.

use std::sync::Arc;

use actix_web::HttpResponse;
use diesel::QueryResult;

use super::words;
use crate::access::{Action, CurrentOperator, Requirement};
use crate::db::{AnyConnection, lock};
use crate::history::{self, Already, ONLY, TICKED, is_root, takes_all_back};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::requirement::requirement;
use crate::panel::entity::words::counted;
use crate::panel::http::error::Error;
use crate::panel::http::form::Form;
use crate::panel::http::id::Id;
use crate::panel::http::request::Request;
use crate::panel::record::history::{
    Change, ChangeKind, ChangeSet, Occasion, Origin, Position, Root, Undos, begin, change_at, find,
    may_reverse, may_undo,
};
use crate::transfer::jobs::{JobKind, NewJob, to_new_job_saying, writes_to};

/// How something is taken back.
enum Way {
    /// By the request itself, which also says what is wrong with it.
    AtOnce,
    /// By a job, and what is said besides.
    Job(Box<(NewJob, Occasion)>, String),
    /// A job still writes to it, or takes it back already.
    Busy(i64),
}

/// `POST /history/7/undo`: takes a change set back, by a job where it is large.
///
/// # Errors
/// As [`history::undo`].
pub async fn undo(request: Request, id: Id, form: Form) -> Result<HttpResponse, Error> {
    let (now, at_once) = (request.state().clock.now(), request.site.at_once);
    let register = request.site.register;
    let decide = move |connection: &mut AnyConnection, operator: &Arc<CurrentOperator>| {
        let Some(set) = find(connection, id.0)? else { return Ok(Way::AtOnce) };
        if let Some(job) = busy(connection, &set)? {
            return Ok(Way::Busy(job));
        }
        let total = size(&set);
        let is_small = total <= at_once || !may_undo(register, operator, &set);
        if is_small || Undos::read(connection, &[set.id])?.is_reversed(&set) {
            return Ok(Way::AtOnce);
        }
        let root = history::root(register, &set);
        let title = words::undo_of(&history::counted_title(&set, register, set.title.clone()));
        let job = job((JobKind::Undo, root.entity), title, &[set.id.to_string()], total);
        let occasion = Occasion::new(Origin::Undo, now).about(root);
        let occasion = Occasion { undoes: vec![set.id], ..occasion };
        Ok(Way::Job(Box::new((job, occasion)), words::begun(total)))
    };
    match begun(&request, Requirement::SignedIn, decide).await? {
        Some(response) => Ok(response),
        None => history::undo(request, id, form).await,
    }
}

/// `POST /movies/trash`: restores what is ticked, by a job where much went along.
///
/// # Errors
/// As [`history::restore`].
pub async fn restore(
    request: Request,
    entity: &'static Entity,
    form: Form,
) -> Result<HttpResponse, Error> {
    let name = if form.0.get(ONLY).is_some() { ONLY } else { TICKED };
    let places: Vec<Position> = form.0.all(name).filter_map(|text| text.parse().ok()).collect();
    let (now, at_once) = (request.state().clock.now(), request.site.at_once);
    let register = request.site.register;
    let clock = request.clock();
    let required = requirement(entity, Action::Create).and(Action::History, entity.table());
    let decide = move |connection: &mut AnyConnection, operator: &Arc<CurrentOperator>| {
        let mut deletions = Vec::new();
        for place in &places {
            let found = change_at(connection, *place)?;
            let is_deletion = |(_, change): &(ChangeSet, Change)| change.entity == entity.table();
            // What is none of these, or not theirs to restore, is refused by the request.
            let Some(found) = found.filter(is_deletion) else { return Ok(Way::AtOnce) };
            deletions.push(found);
        }
        let (already, deletions) = Already::part(connection, operator, entity, deletions)?;
        for set in already.sets() {
            if let Some(job) = writes_to(connection, set)? {
                return Ok(Way::Busy(job));
            }
        }
        let (mut parts, mut undoes, mut total) = (Vec::new(), Vec::new(), 0_i64);
        for found in deletions {
            undoes.extend(Some(found.0.id).filter(|_| takes_all_back(&found)));
            if !is_root(&found) {
                parts.push(found.1.position().to_string());
                total += 1;
                continue;
            }
            if !may_reverse(register, operator, &found.0.summary()) {
                return Ok(Way::AtOnce);
            }
            if let Some(job) = busy(connection, &found.0)? {
                return Ok(Way::Busy(job));
            }
            parts.push(found.0.id.to_string());
            total = total.saturating_add(size(&found.0));
        }
        if total <= at_once {
            return Ok(Way::AtOnce);
        }
        let count = i64::try_from(parts.len()).unwrap_or(i64::MAX);
        let title = counted(count, entity.names.one, &entity.names.several());
        let about = (JobKind::Restore, entity.table());
        let job = job(about, words::restore(&title), &parts, total);
        let (entity, kind) = (entity.table(), ChangeKind::Created);
        let root = Root { entity, id: None, title, kind };
        if let Some(job) = job.twin(connection)? {
            return Ok(Way::Busy(job));
        }
        let occasion = Occasion::new(Origin::Undo, now).about(root);
        let words = already.in_words(operator, &clock);
        Ok(Way::Job(Box::new((job, Occasion { undoes, ..occasion })), words))
    };
    match begun(&request, required, decide).await? {
        Some(response) => Ok(response),
        None => history::restore(request, entity, form).await,
    }
}

/// Begins the job that this decides for, or leads to the one that is at it; nothing where the request
/// itself does it. It is decided again where it is written: of two who ask at once, the second is led
/// to the job of the first.
async fn begun<F>(
    request: &Request,
    required: Requirement,
    decide: F,
) -> Result<Option<HttpResponse>, Error>
where
    F: Fn(&mut AnyConnection, &Arc<CurrentOperator>) -> QueryResult<Way> + Clone + Send + 'static,
{
    match request.read(required.clone(), decide.clone()).await? {
        Way::AtOnce => return Ok(None),
        Way::Busy(job) => return Ok(Some(busy_with(request, job))),
        Way::Job(..) => {}
    }
    let now = request.state().clock.now();
    let way = request
        .write(required, move |connection, operator| {
            // One after the other, rather than serially: what the job of the first changes with every
            // step is read by the others, who would lose against it again and again.
            lock(connection, "undo")?;
            let (work, words) = match decide(connection, operator)? {
                Way::Job(work, words) => (*work, words),
                Way::Busy(job) => return Ok(Err(Some(job))),
                Way::AtOnce => return Ok(Err(None)),
            };
            let (job, occasion) = work;
            let change_set = Some(begin(connection, operator, occasion)?);
            let job = NewJob { change_set, ..job }.insert(connection, operator, now)?;
            Ok(Ok((job, words)))
        })
        .await?;
    Ok(match way {
        Ok((job, words)) => Some(to_new_job_saying(request, job, words)),
        Err(Some(job)) => Some(busy_with(request, job)),
        Err(None) => None,
    })
}

fn busy_with(request: &Request, job: i64) -> HttpResponse {
    request.redirect(&format!("/jobs/{job}"), words::BUSY)
}

fn job(
    (kind, entity): (JobKind, &'static str),
    title: String,
    parts: &[String],
    total: i64,
) -> NewJob {
    let parameters = serde_json::to_string(parts).unwrap_or_default();
    NewJob { kind, entity, title, parameters, total: Some(total), change_set: None }
}

/// How many records and links it changed.
fn size(set: &ChangeSet) -> i64 {
    set.summary().iter().map(|(.., count)| count).fold(0, i64::saturating_add)
}

/// The job that still writes to a change set, or to one that takes it back.
fn busy(connection: &mut AnyConnection, set: &ChangeSet) -> QueryResult<Option<i64>> {
    let undos = Undos::read(connection, &[set.id])?;
    for id in std::iter::once(set.id).chain(undos.of(set.id).map(|undo| undo.id)) {
        if let Some(job) = writes_to(connection, id)? {
            return Ok(Some(job));
        }
    }
    Ok(None)
}
