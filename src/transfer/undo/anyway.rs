//! Taking back what an undo has left as it is because it was changed since: somebody has read what it
//! lists, and says that it is to be done all the same. What was changed again in the meantime is left
//! and listed once more.

use std::time::Instant;

use actix_web::HttpResponse;
use diesel::QueryResult;
use serde::{Deserialize, Serialize};

use super::take_back::{Reversed, take_back_anyway};
use super::words;
use crate::access::Requirement;
use crate::db::AnyConnection;
use crate::panel::entity::words::counted;
use crate::panel::http::error::Error;
use crate::panel::http::form::Form;
use crate::panel::http::id::Id;
use crate::panel::http::request::Request;
use crate::panel::record::history::{
    ChangeKind, Occasion, Origin, Root, begin, change_at, find as find_set, may_reverse_change,
    taken_back,
};
use crate::transfer::jobs::{
    FORBIDDEN, Job, JobProblem, NewJob, Progress, Stepped, Turn, UNKNOWN, find, problems,
    to_new_job,
};

/// What such a job is told.
#[derive(Debug, Serialize, Deserialize)]
pub struct Parameters {
    /// The job that has left something as it is.
    anyway: i64,
}

/// `POST /jobs/7/anyway`
///
/// # Errors
/// 404 where there is no such job, or it is another's.
pub async fn anyway(request: Request, id: Id, _: Form) -> Result<HttpResponse, Error> {
    let (now, register) = (request.state().clock.now(), request.site.register);
    let job = request
        .write(Requirement::SignedIn, move |connection, operator| {
            let job = find(connection, id.0)?
                .filter(|job| job.is_up_to(operator) && job.has_ended() && job.refused > 0);
            let kind = job.as_ref().and_then(Job::kind).filter(|kind| kind.takes_back());
            let (Some(job), Some(job_kind)) = (job, kind) else { return Ok(None) };
            let set = match job.change_set_id {
                Some(set) => find_set(connection, set)?,
                None => None,
            };
            let (Some(set), Some(entity)) = (set, register.entity(&job.entity)) else {
                return Ok(None);
            };
            let kind = set.kind().unwrap_or(ChangeKind::Changed);
            let title = counted(job.refused, entity.names.one, &entity.names.several());
            let root = Root { entity: entity.table(), id: None, title, kind };
            let occasion = Occasion::new(Origin::Undo, now).about(root);
            let mut taken_back = taken_back(connection, &[set.id])?;
            let undoes = taken_back.remove(&set.id).unwrap_or_default();
            let occasion = Occasion { undoes, ..occasion };
            let new = NewJob {
                kind: job_kind,
                entity: entity.table(),
                title: words::rest_of(&job.title),
                parameters: serde_json::to_string(&Parameters { anyway: job.id })
                    .unwrap_or_default(),
                total: Some(job.refused),
                change_set: Some(begin(connection, operator, occasion)?),
            };
            new.insert(connection, operator, now).map(Some)
        })
        .await?;
    Ok(to_new_job(&request, job.ok_or(Error::NotFound)?))
}

/// Takes some of it back.
pub fn anyway_step(
    connection: &mut AnyConnection,
    turn: &Turn<'_>,
    parameters: &Parameters,
) -> QueryResult<Stepped> {
    let mut position: i64 = turn.job.position.parse().unwrap_or_default();
    let left = problems(connection, parameters.anyway, (turn.size, position))?;
    if left.is_empty() {
        return Ok(Stepped::Finished(progress(position)));
    }
    let mut done = Progress::default();
    for problem in left {
        match one(connection, turn, problem)? {
            Ok(Reversed::Back { done: taken, skipped }) => {
                done.done += taken;
                done.skipped += skipped;
            }
            Ok(Reversed::Refused(problem)) => done.problems.push(problem),
            Ok(Reversed::Fewer) => done.skipped += 1,
            Err(sentence) => return Ok(Stepped::Stopped(sentence.to_owned())),
        }
        position += 1;
        if Instant::now() >= turn.until {
            break;
        }
    }
    Ok(Stepped::Further(Progress { position: position.to_string(), ..done }))
}

fn progress(position: i64) -> Progress {
    Progress { position: position.to_string(), ..Progress::default() }
}

fn one(
    connection: &mut AnyConnection,
    turn: &Turn<'_>,
    problem: JobProblem,
) -> QueryResult<Result<Reversed, &'static str>> {
    let Ok(place) = problem.place.parse() else { return Ok(Err(UNKNOWN)) };
    // What the history has forgotten stays as it is.
    let Some((set, change)) = change_at(connection, place)? else {
        return Ok(Ok(Reversed::Refused(problem)));
    };
    if !may_reverse_change(turn.register, turn.operator, &change) {
        return Ok(Err(FORBIDDEN));
    }
    let occasion = Occasion {
        undoes: vec![set.id],
        continues: turn.job.change_set_id,
        ..Occasion::new(Origin::Undo, turn.now)
    };
    take_back_anyway(connection, turn, (occasion, &change), &problem.mark).map(Ok)
}
