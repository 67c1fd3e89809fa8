//! Taking some changes back with a step of a job. What was changed since is left as it is, and
//! listed.

use diesel::QueryResult;

use crate::db::AnyConnection;
use crate::history::{self, Answers, Part, Problem, Taken};
use crate::panel::entity::relation::Side;
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
    let count = i64::try_from(changes.len()).unwrap_or(i64::MAX);
    let Some(only) = changes.first().cloned() else {
        return Ok(Reversed::Back { done: 0, skipped: 0 });
    };
    let parts: Vec<Part> = changes.into_iter().map(Part::from).collect();
    let take_back = match turn.is_of_one() {
        true => history::take_back,
        false => history::take_back_or_roll_back,
    };
    let what = (occasion, &parts[..]);
    let outcome = take_back(connection, turn.operator, turn.register, what, &Answers::default());
    Ok(match taken(turn, outcome)? {
        Ok(changed) => back(changed, count),
        Err(_) if !turn.is_of_one() => Reversed::Fewer,
        Err(hindrance) => Reversed::Refused(hindrance.problem(turn, &only)),
    })
}

/// Takes one change back although something stood in its way, if that is all that does.
pub fn take_back_anyway(
    connection: &mut AnyConnection,
    turn: &Turn<'_>,
    (occasion, change): (Occasion, &Change),
    mark: &str,
) -> QueryResult<Reversed> {
    let answers = Answers::anyway(mark.to_owned());
    let what = (occasion, &[Part::from(change.clone())][..]);
    let outcome = history::take_back(connection, turn.operator, turn.register, what, &answers);
    Ok(match taken(turn, outcome)? {
        Ok(changed) => back(changed, 1),
        Err(hindrance) => Reversed::Refused(hindrance.problem(turn, change)),
    })
}

/// What stands in the way, and what tells it from what may stand there later; empty where that
/// cannot be overwritten.
struct Hindrance {
    reason: String,
    mark: String,
}

/// So many changes were taken back by as many as were made: more, where something went along; fewer,
/// where some were taken back already.
fn back(changed: i64, count: i64) -> Reversed {
    let done = changed.min(count);
    Reversed::Back { done, skipped: count - done }
}

/// How many changes taking something back took, or what stood in the way of it.
fn taken(turn: &Turn<'_>, outcome: QueryResult<Taken>) -> QueryResult<Result<i64, Hindrance>> {
    Ok(match outcome {
        Ok(Taken::Back(written, _)) => Ok(written.changed),
        Ok(Taken::Nothing(_)) => Ok(0),
        Ok(Taken::Asked(problems)) => {
            let words = |problem: &Problem| problem.in_words(turn.operator);
            let reason = problems.shown.first().map_or(OVERTAKEN.to_owned(), words);
            let mark = if problems.is_answerable { problems.mark() } else { String::new() };
            Err(Hindrance { reason, mark })
        }
        Err(error) if is_violation(&error) => {
            Err(Hindrance { reason: VIOLATED.to_owned(), mark: String::new() })
        }
        Err(error) => return Err(error),
    })
}

impl Hindrance {
    /// The same of a change that stays as it is.
    fn problem(self, turn: &Turn<'_>, change: &Change) -> JobProblem {
        let Turn { register, operator, .. } = *turn;
        let (id, title) = (change.record_id, &change.title);
        // Of a link, the record of its first side.
        let link = register.links.iter().find(|link| link.table == change.entity);
        let entity = match link {
            Some(link) => Some(link.side(Side::First).entity),
            None => register.entity(&change.entity),
        };
        JobProblem {
            entity: entity.map(|entity| entity.table().to_owned()).unwrap_or_default(),
            record_id: Some(id),
            title: match entity {
                Some(entity) => history::shown_title(entity, id, title, operator),
                None => title.clone(),
            },
            reason: self.reason,
            place: change.position().to_string(),
            mark: self.mark,
        }
    }
}
