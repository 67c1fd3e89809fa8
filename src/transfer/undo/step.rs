//! The job that takes change sets back, or parts of them: the contrary of each change, the last one
//! first.

use diesel::QueryResult;

use super::anyway::anyway_step;
use super::take_back::{Reversed, take_back};
use crate::db::AnyConnection;
use crate::panel::record::history::{
    Occasion, Origin, Position, change_at, find, may_reverse, may_reverse_change, of_change_set,
};
use crate::transfer::jobs::{FORBIDDEN, Progress, Stepped, Turn, UNKNOWN};

/// Where it goes on: in which of its parts, and before which change of that.
struct Place {
    part: usize,
    before: i64,
}

impl Place {
    fn read(text: &str) -> Self {
        let read = |(part, before): (&str, &str)| {
            Some(Self { part: part.parse().ok()?, before: before.parse().ok()? })
        };
        text.split_once(' ').and_then(read).unwrap_or(Self { part: 0, before: i64::MAX })
    }

    fn progress(&self) -> Progress {
        Progress { position: format!("{} {}", self.part, self.before), ..Progress::default() }
    }
}

/// Takes some of the changes back.
pub fn undo_step(connection: &mut AnyConnection, turn: &Turn<'_>) -> QueryResult<Stepped> {
    let Turn { register, operator, now, job, size, .. } = *turn;
    if let Ok(parameters) = serde_json::from_str(&job.parameters) {
        return anyway_step(connection, turn, &parameters);
    }
    let Ok(parts) = serde_json::from_str::<Vec<String>>(&job.parameters) else {
        return Ok(Stepped::Stopped(UNKNOWN.to_owned()));
    };
    let place = Place::read(&job.position);
    let Some(part) = parts.get(place.part) else {
        return Ok(Stepped::Finished(place.progress()));
    };
    let following = Place { part: place.part + 1, before: i64::MAX };
    let (undoes, changes, next) = match part.parse::<i64>() {
        Ok(id) => {
            let set = find(connection, id)?;
            if !set.is_some_and(|set| may_reverse(register, operator, &set.summary())) {
                return Ok(Stepped::Stopped(FORBIDDEN.to_owned()));
            }
            let changes = of_change_set(connection, id, place.before, size)?;
            let last = changes.last().map(|change| change.number);
            let next = last.map_or(following, |before| Place { before, ..place });
            (vec![id], changes, next)
        }
        Err(_) => {
            let found = match part.parse::<Position>() {
                Ok(position) => change_at(connection, position)?,
                Err(()) => None,
            };
            let change = found.map(|(_, change)| change);
            if change.as_ref().is_some_and(|it| !may_reverse_change(register, operator, it)) {
                return Ok(Stepped::Stopped(FORBIDDEN.to_owned()));
            }
            (Vec::new(), change.into_iter().collect(), following)
        }
    };
    let occasion =
        Occasion { undoes, continues: job.change_set_id, ..Occasion::new(Origin::Undo, now) };
    Ok(match take_back(connection, turn, occasion, changes)? {
        Reversed::Back { done, skipped } => {
            Stepped::Further(Progress { done, skipped, ..next.progress() })
        }
        Reversed::Refused(problem) => {
            Stepped::Further(Progress { problems: vec![problem], ..next.progress() })
        }
        Reversed::Fewer => Stepped::Fewer,
    })
}
