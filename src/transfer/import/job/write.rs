//! The job that imports a file: it asks again what every row comes to, then writes.

use diesel::QueryResult;
use diesel::result::Error as QueryError;

use super::MOST;
use super::end::end;
use super::order::{Parameters, found, take_turn, told};
use super::stage::{Cause, RowName, Stage, stage, stopped};
use super::take_back::{begin_taking_back, take_back};
use crate::db::AnyConnection;
use crate::panel::entity::definition::Entity;
use crate::panel::record::history::{Occasion, Origin, Reason, begin};
use crate::panel::record::write::Writer;
use crate::transfer::format::FileFormat;
use crate::transfer::import::apply;
use crate::transfer::import::store::{self, Import, ImportState};
use crate::transfer::import::upload::requirement;
use crate::transfer::import::words;
use crate::transfer::jobs::{Act, FORBIDDEN, JobProblem, Progress, Stepped, Turn, set_change_set};

/// Goes on with a file: whether its rows still come to what they came to is asked before the
/// transaction, since nothing is written by that, and each is asked once more where it is written.
pub fn import_step(connection: &mut AnyConnection, turn: &Turn<'_>) -> QueryResult<Act> {
    let answer = ask(connection, turn)?;
    Ok(Box::new(move |connection, turn| go_on(connection, turn, answer.as_ref())))
}

/// What asking the next rows came to.
struct Answer {
    /// From which row on they were asked.
    from: i64,
    outcome: Outcome,
}

enum Outcome {
    /// They come to the same, to this row.
    Same(i64),
    /// There were none: all are asked.
    AllAsked,
    /// Some of them come to something else by now.
    Changed(Cause),
}

fn ask(connection: &mut AnyConnection, turn: &Turn<'_>) -> QueryResult<Option<Answer>> {
    let Some((entity, parameters)) = told(turn) else { return Ok(None) };
    let Some(Stage::Asking(from)) = stage(turn.job, &parameters) else { return Ok(None) };
    let Some(import) = store::find(connection, parameters.import)? else { return Ok(None) };
    let size = turn.size.clamp(1, MOST);
    let rows = store::rows_to_write(connection, import.id, (from, size))?;
    let outcome =
        match (rows.last().map(|row| row.number), import.settings.plan(entity, turn.operator)) {
            (None, _) => Outcome::AllAsked,
            (_, Err(_)) => Outcome::Changed(Cause::Plan),
            (Some(last), Ok(plan)) => {
                match apply::ask(connection, turn.operator, &plan, rows)?.others.first() {
                    None => Outcome::Same(last),
                    Some(row) => Outcome::Changed(Cause::Row(RowName::from(row))),
                }
            }
        };
    Ok(Some(Answer { from, outcome }))
}

fn go_on(
    connection: &mut AnyConnection,
    turn: &Turn<'_>,
    answer: Option<&Answer>,
) -> QueryResult<Stepped> {
    let (entity, mut import, parameters) = match found(connection, turn)? {
        Ok(found) => found,
        Err(problem) => return Ok(Stepped::Stopped(problem.to_owned())),
    };
    take_turn(connection, entity)?;
    if !turn.operator.meets(&requirement(entity)) {
        let cause = Cause::Because(FORBIDDEN.to_owned());
        return end(connection, turn, (import, &parameters), cause);
    }
    match stage(turn.job, &parameters) {
        None => begin_writing(connection, turn, (entity, import), &parameters),
        Some(Stage::Asking(from)) => {
            match answer.filter(|it| it.from == from).map(|it| &it.outcome) {
                // It has come further meanwhile.
                None => Ok(Stepped::Further(Stage::Asking(from).progress())),
                Some(Outcome::Same(last)) => {
                    Ok(Stepped::Further(Stage::Asking(last + 1).progress()))
                }
                Some(Outcome::AllAsked) => {
                    begin_writing(connection, turn, (entity, import), &parameters)
                }
                Some(Outcome::Changed(cause)) => {
                    let problem = words::nothing_written(import.format, cause);
                    stopped(connection, turn, &mut import, (cause, &problem))
                }
            }
        }
        Some(Stage::Writing(from)) => {
            write(connection, turn, (entity, import), (parameters.skip, from))
        }
        Some(Stage::TakingBack { undo, before, cause }) => {
            take_back(connection, turn, import, (undo, before, cause))
        }
    }
}

/// Why a part of the transaction is rolled back.
enum Stopped {
    Overtaken,
    Failed(QueryError),
}

impl From<QueryError> for Stopped {
    fn from(error: QueryError) -> Self {
        match error {
            QueryError::RollbackTransaction => Self::Overtaken,
            error => Self::Failed(error),
        }
    }
}

/// Begins the change set that is written to.
fn begin_writing(
    connection: &mut AnyConnection,
    turn: &Turn<'_>,
    (entity, mut import): (&'static Entity, Import),
    parameters: &Parameters,
) -> QueryResult<Stepped> {
    let reason = Reason { text: parameters.reason.clone(), error: None };
    let root = apply::root(entity, &import);
    let occasion = Occasion::new(Origin::Import, turn.now).because(&reason).about(root);
    let change_set = begin(connection, turn.operator, occasion)?;
    set_change_set(connection, turn.job.id, change_set)?;
    import.change_set_id = Some(change_set);
    store::save(connection, &import, turn.now)?;
    Ok(Stepped::Further(Stage::Writing(0).progress()))
}

fn write(
    connection: &mut AnyConnection,
    turn: &Turn<'_>,
    (entity, mut import): (&'static Entity, Import),
    (skip, from): (bool, i64),
) -> QueryResult<Stepped> {
    let size = turn.size.clamp(1, MOST);
    let rows = store::rows_to_write(connection, import.id, (from, size))?;
    let Some(last) = rows.last().map(|row| row.number) else {
        import.state = ImportState::Imported;
        store::save(connection, &import, turn.now)?;
        return Ok(Stepped::Finished(Stage::Writing(from).progress()));
    };
    let stage = Stage::Writing(last + 1);
    let Ok(plan) = import.settings.plan(entity, turn.operator) else {
        return begin_taking_back(connection, turn, import, Cause::Plan);
    };
    let occasion =
        Occasion { continues: turn.job.change_set_id, ..Occasion::new(Origin::Import, turn.now) };
    let only = rows.first().map(|row| (row.record_id, RowName::from(row)));
    let attempted = turn.attempt(connection, |connection| {
        apply::hold(connection, &plan, &rows)?;
        let asked = apply::ask(connection, turn.operator, &plan, rows)?;
        if !asked.others.is_empty() && !skip {
            return Err(Stopped::Overtaken);
        }
        let done = asked.same.len() as i64;
        let run = |writer: &mut Writer<'_>| apply::write(writer, &asked.same);
        let ((), written) = Writer::run(connection, turn.operator, occasion, run)?;
        if written.is_some_and(|written| written.is_overtaken) {
            return Err(Stopped::Overtaken);
        }
        let problems = asked
            .others
            .into_iter()
            .map(|row| problem((entity, import.format), (row.record_id, RowName::from(&row))));
        Ok((done, problems.collect::<Vec<_>>()))
    });
    match attempted {
        Ok((done, problems)) => {
            Ok(Stepped::Further(Progress { done, problems, ..stage.progress() }))
        }
        Err(Stopped::Failed(error)) => Err(error),
        Err(Stopped::Overtaken) if !turn.is_of_one() => Ok(Stepped::Fewer),
        Err(Stopped::Overtaken) if !skip => {
            let cause = only.map_or(Cause::Plan, |(_, row)| Cause::Row(row));
            begin_taking_back(connection, turn, import, cause)
        }
        Err(Stopped::Overtaken) => {
            let problems = only.map(|row| problem((entity, import.format), row));
            Ok(Stepped::Further(Progress {
                problems: problems.into_iter().collect(),
                ..stage.progress()
            }))
        }
    }
}

fn problem(
    (entity, format): (&Entity, FileFormat),
    (record_id, RowName { line, title }): (Option<i64>, RowName),
) -> JobProblem {
    let sentence = words::of_row(format, line, words::OVERTAKEN);
    JobProblem::new(entity, record_id, title, sentence)
}
