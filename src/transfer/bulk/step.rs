//! A deed as a job: the records of a selection in the order of their ids, some with each step.

use diesel::QueryResult;
use diesel::result::Error as QueryError;

use super::deed::{Deed, Parameters, Tally, problem, rows};
use super::words;
use crate::db::AnyConnection;
use crate::panel::entity::definition::Entity;
use crate::panel::record::history::{Occasion, Origin};
use crate::panel::record::read::hold;
use crate::panel::record::titled::TitledRow;
use crate::panel::record::write::Writer;
use crate::transfer::jobs::{
    FORBIDDEN, Job, OVERTAKEN, Progress, Stepped, Turn, UNKNOWN, VIOLATED, is_violation,
};
use crate::transfer::selection::behind;

/// Why the part of the transaction that writes is rolled back.
enum Failed {
    /// Others changed the same since.
    Overtaken,
    Query(QueryError),
}

impl From<QueryError> for Failed {
    fn from(error: QueryError) -> Self {
        Self::Query(error)
    }
}

/// Gives the next records other values.
pub fn edit_step(connection: &mut AnyConnection, turn: &Turn<'_>) -> QueryResult<Stepped> {
    step(connection, turn, |connection, entity, parameters| {
        let fields = &parameters.fields;
        Ok(super::edit::draft_of(connection, turn.operator, entity, fields)?.map(Deed::Edit))
    })
}

/// Deletes the next records.
pub fn delete_step(connection: &mut AnyConnection, turn: &Turn<'_>) -> QueryResult<Stepped> {
    step(connection, turn, |_, _, _| Ok(Ok(Deed::Delete)))
}

/// Links the next records.
pub fn link_step(connection: &mut AnyConnection, turn: &Turn<'_>) -> QueryResult<Stepped> {
    step(connection, turn, |connection, entity, parameters| {
        let Some((table, other)) = &parameters.link else { return Ok(Err(UNKNOWN.to_owned())) };
        let ends = entity.relations().iter().filter_map(|relation| relation.through());
        let end = ends.into_iter().find(|end| end.link.table == table);
        let Some(end) = end else { return Ok(Err(UNKNOWN.to_owned())) };
        let found = TitledRow::among(connection, end.other(), &[*other])?.pop();
        let gone = || words::other_gone(end.other().names.one);
        Ok(found.map(|other| Deed::Link(end, other)).ok_or_else(gone))
    })
}

fn step(
    connection: &mut AnyConnection,
    turn: &Turn<'_>,
    deed: impl Fn(&mut AnyConnection, &'static Entity, &Parameters) -> QueryResult<Result<Deed, String>>,
) -> QueryResult<Stepped> {
    let Turn { register, operator, now, job, size, .. } = *turn;
    let known = (register.entity(&job.entity), serde_json::from_str(&job.parameters));
    let (Some(entity), Ok(parameters)) = known else {
        return Ok(Stepped::Stopped(UNKNOWN.to_owned()));
    };
    let deed = match deed(connection, entity, &parameters)? {
        Ok(deed) if operator.meets(&deed.requirement(entity)) => deed,
        Ok(_) => return Ok(Stepped::Stopped(FORBIDDEN.to_owned())),
        Err(problem) => return Ok(Stepped::Stopped(problem)),
    };
    let batch = behind(connection, parameters.selection, job.position.parse().ok(), size)?;
    let Some(last) = batch.last().copied() else { return Ok(Stepped::Finished(done(job))) };
    let ids: Vec<i64> = batch.iter().map(|it| it.id).collect();
    let occasion = Occasion { continues: job.change_set_id, ..Occasion::new(Origin::Bulk, now) };
    let attempted = turn.attempt(connection, |connection| {
        hold(connection, entity, entity.id, &ids)?;
        let apply = |writer: &mut Writer<'_>| deed.apply(writer, entity, &batch, Some(turn.until));
        let (tally, written) = Writer::run(connection, operator, occasion, apply)?;
        match written.is_some_and(|written| written.is_overtaken) {
            true => Err(Failed::Overtaken),
            false => Ok(tally),
        }
    });
    let reason = match attempted {
        Ok(tally) => return Ok(Stepped::Further(progress(job, tally))),
        Err(Failed::Overtaken) => OVERTAKEN,
        Err(Failed::Query(QueryError::RollbackTransaction)) => OVERTAKEN,
        Err(Failed::Query(error)) if is_violation(&error) => VIOLATED,
        Err(Failed::Query(error)) => return Err(error),
    };
    if !turn.is_of_one() {
        return Ok(Stepped::Fewer);
    }
    let row = rows(connection, entity, &batch)?;
    let refused = problem(operator, entity, last, row.get(&last.id), reason.to_owned());
    let tally = Tally { last: Some(last.id), problems: vec![refused], ..Tally::default() };
    Ok(Stepped::Further(progress(job, tally)))
}

fn progress(job: &Job, tally: Tally) -> Progress {
    let Tally { last, done, skipped, problems } = tally;
    let position = last.map_or_else(|| job.position.clone(), |id| id.to_string());
    Progress { position, done, skipped, problems, total: None }
}

/// Where the job stands already.
fn done(job: &Job) -> Progress {
    Progress { position: job.position.clone(), ..Progress::default() }
}
