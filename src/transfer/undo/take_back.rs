//! Taking some changes back with a step of a job. What was changed since is left as it is, and
//! listed.

use diesel::QueryResult;

use crate::db::AnyConnection;
use crate::history::{self, Answers, Part, Taken};
use crate::panel::entity::words::capitalized;
use crate::panel::record::history::{Change, Occasion};
use crate::transfer::jobs::{JobProblem, OVERTAKEN, Turn, VIOLATED, is_violation};

/// What taking changes back came to.
pub enum Reversed {
    /// None stands in the way.
    Back {
        /// So many were taken back...
        done: i64,
        /// ...and so many were already.
        skipped: i64,
    },
    /// The only one of them stays as it is.
    Refused(JobProblem),
    /// One of several stands in the way, so none was taken back: they are to be tried one by one.
    Fewer,
}

/// Takes these changes back, all of them or none.
pub fn take_back(
    connection: &mut AnyConnection,
    turn: &Turn<'_>,
    occasion: Occasion,
    changes: Vec<Change>,
) -> QueryResult<Reversed> {
    let Turn { register, operator, .. } = *turn;
    let count = i64::try_from(changes.len()).unwrap_or(i64::MAX);
    let Some(only) = changes.first().cloned() else {
        return Ok(Reversed::Back { done: 0, skipped: 0 });
    };
    let parts: Vec<Part> = changes.into_iter().map(Part::from).collect();
    let answers = Answers::default();
    let taken = history::take_back(connection, operator, register, (occasion, &parts), &answers);
    let reason = match taken {
        Ok(Taken::Back(_)) => return Ok(Reversed::Back { done: count, skipped: 0 }),
        Ok(Taken::Nothing) => return Ok(Reversed::Back { done: 0, skipped: count }),
        Ok(Taken::Asked(problems)) => {
            problems.shown.first().map_or(OVERTAKEN, |it| it.sentence.as_str()).to_owned()
        }
        Err(error) if is_violation(&error) => VIOLATED.to_owned(),
        Err(error) => return Err(error),
    };
    if count > 1 {
        return Ok(Reversed::Fewer);
    }
    let one = register.entity(&only.entity).map_or("record", |entity| entity.names.one);
    let title = format!("{} {}", capitalized(one), only.record_id);
    Ok(Reversed::Refused(JobProblem { record_id: Some(only.record_id), title, reason }))
}
