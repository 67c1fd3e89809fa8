//! Carrying a deed out: at once, or as a job where it is too much for one request.

use std::sync::Arc;

use actix_web::HttpResponse;
use chrono::NaiveDateTime;
use diesel::QueryResult;
use serde::{Deserialize, Serialize};

use super::deed::{Deed, Parameters, Tally};
use super::words;
use crate::access::CurrentOperator;
use crate::db::AnyConnection;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::register::Register;
use crate::panel::entity::words::capitalized;
use crate::panel::form::idempotency::IdempotencyKey;
use crate::panel::http::notice::Message;
use crate::panel::http::request::Request;
use crate::panel::http::return_to::ReturnTo;
use crate::panel::record::history::{Occasion, Origin, Reason, begin};
use crate::panel::record::write::Writer;
use crate::transfer::jobs::{JobKind, NewJob, to_new_job};
use crate::transfer::selection::{Selection, behind};

/// So many records are read at once.
const BATCH: i64 = 500;

/// What a deed came to; kept with the token of the form that asked for it.
#[derive(Serialize, Deserialize)]
pub enum Work {
    /// It is done; with the change set, if they may take it back.
    Done {
        /// How many records were changed, needed no change, and were refused.
        counts: [i64; 3],
        /// The change set.
        undo: Option<i64>,
        /// The query of the list in which they were selected, which the selection keeps.
        #[serde(skip)]
        list: String,
    },
    /// It is a job of that number.
    Job(i64),
}

/// Carries a deed out for the records of a selection, so many of which are expected to be changed,
/// for that reason.
pub fn carry_out(
    connection: &mut AnyConnection,
    (operator, register): (&Arc<CurrentOperator>, &'static Register),
    (entity, selection, count): (&'static Entity, &Selection, i64),
    (kind, deed, parameters, reason): (JobKind, &Deed, &Parameters, &Reason),
    (now, at_once): (NaiveDateTime, i64),
) -> QueryResult<Work> {
    let is_job = selection.total > at_once;
    let root = deed.root(entity, if is_job { selection.total } else { count });
    let title = format!("{} {}", capitalized(kind.word()), root.title);
    let occasion = Occasion::new(Origin::Bulk, now).because(reason).about(root);
    if is_job {
        let change_set = Some(begin(connection, operator, occasion)?);
        let parameters = serde_json::to_string(parameters).unwrap_or_default();
        let (entity, total) = (entity.table(), Some(selection.total));
        let job = NewJob { kind, entity, title, parameters, total, change_set };
        return job.insert(connection, operator, now).map(Work::Job);
    }
    let (tally, written) = Writer::run(connection, operator, occasion, |writer| {
        let (mut tally, mut last) = (Tally::default(), None);
        loop {
            let batch = behind(writer.connection, selection.id, last, BATCH)?;
            let Some(end) = batch.last() else { return Ok(tally) };
            last = Some(end.id);
            let Tally { done, skipped, problems, .. } = deed.apply(writer, entity, &batch, None)?;
            tally.done += done;
            tally.skipped += skipped;
            tally.problems.extend(problems);
        }
    })?;
    let undo = written.and_then(|written| written.undoable(register, operator));
    let refused = i64::try_from(tally.problems.len()).unwrap_or(i64::MAX);
    let counts = [tally.done, tally.skipped, refused];
    Ok(Work::Done { counts, undo, list: selection.query.clone() })
}

impl Work {
    /// What the same form came to when it was accepted before.
    pub fn before(
        connection: &mut AnyConnection,
        operator: &CurrentOperator,
        (entity, selection): (&'static Entity, i64),
        key: &IdempotencyKey,
    ) -> QueryResult<Option<Self>> {
        let Some(accepted) = key.accepted(connection)? else { return Ok(None) };
        let Some(selection) = Selection::find(connection, operator, entity, selection)? else {
            return Ok(None);
        };
        Ok(match serde_json::from_str(&accepted.location()).ok() {
            Some(Self::Done { counts, undo, .. }) => {
                Some(Self::Done { counts, undo, list: selection.query })
            }
            work => work,
        })
    }

    /// Notes that the form came to this.
    pub fn accepted(
        self,
        connection: &mut AnyConnection,
        key: &IdempotencyKey,
    ) -> QueryResult<Self> {
        key.accept(connection, &serde_json::to_string(&self).unwrap_or_default())?;
        Ok(self)
    }

    /// Leads back to the list with a message, or to the page of the job; `done` is what was done:
    /// "Deleted".
    pub fn answer(self, request: &Request, entity: &Entity, done: &str) -> HttpResponse {
        let (counts, undo, list) = match self {
            Self::Job(id) => return to_new_job(request, id),
            Self::Done { counts, undo, list } => (counts, undo, list),
        };
        let names = entity.names;
        let text = words::done(done, names, counts);
        let base = &request.site.base;
        let path = request.site.url(&format!("/{}", names.path));
        let url = if list.is_empty() { path } else { format!("{path}?{list}") };
        let back = ReturnTo::parse(&url, base);
        let message = Message::from(text).with_undo(undo);
        request.redirect_back(back.as_ref(), &format!("/{}", names.path), message)
    }
}
