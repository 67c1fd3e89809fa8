//! What became since of what a job did.

use std::sync::Arc;

use chrono::NaiveDateTime;
use diesel::QueryResult;

use super::store::{Job, of_change_set};
use super::{JobState, words};
use crate::access::CurrentOperator;
use crate::db::AnyConnection;
use crate::history::SeenUndos;
use crate::panel::entity::register::Register;
use crate::panel::record::history::{self, Author, ChangeSet, may_undo};
use crate::transfer::import::has_left_some;

/// What became since of what a job did.
pub enum Since {
    /// It stands; with the change set, where they may take it back.
    Stands(Option<i64>),
    /// A job takes it back.
    UnderWay {
        /// How far that has come: "1,200 of 5,000".
        progress: String,
        /// The job, where they may see it.
        job: Option<i64>,
    },
    /// It was taken back.
    TakenBack {
        /// By whom, and the change set that did, where they may see that.
        by: Option<(Author, i64)>,
        /// The change set, where some of it is left that they may take back still.
        rest: Option<i64>,
    },
}

impl Since {
    /// What became of what that job did.
    pub fn read(
        connection: &mut AnyConnection,
        (operator, register): (&Arc<CurrentOperator>, &'static Register),
        job: &Job,
        now: NaiveDateTime,
    ) -> QueryResult<Self> {
        let set = job.change_set_id.filter(|_| job.has_ended() && job.done > 0);
        Self::of(connection, (operator, register), set, now)
    }

    /// What became of a change set, where there is one.
    pub fn of(
        connection: &mut AnyConnection,
        (operator, register): (&Arc<CurrentOperator>, &'static Register),
        set: Option<i64>,
        now: NaiveDateTime,
    ) -> QueryResult<Self> {
        let set = match set {
            Some(set) => history::find(connection, set)?,
            None => None,
        };
        let Some(set) = set else { return Ok(Self::Stands(None)) };
        let undoable = || Some(set.id).filter(|_| may_undo(register, operator, &set));
        let own = of_change_set(connection, set.id)?;
        let undos = SeenUndos::read(connection, (operator, register), &[set.id])?;
        let (mut is_taken_back, mut is_cut_off) = (false, false);
        for undo in undos.of(set.id) {
            let by = of_change_set(connection, undo.id)?;
            if let Some(by) = by.as_ref().filter(|by| !by.has_ended()) {
                let job = Some(by.id).filter(|_| by.is_up_to(operator));
                return Ok(Self::UnderWay { progress: words::progress(by), job });
            }
            if has_changed_something(undo) {
                // What the last of them has left was either refused, or not come to.
                is_taken_back = true;
                is_cut_off = match by {
                    Some(by) => by.state() != JobState::Done,
                    None => own.as_ref().is_some_and(|own| has_left_some(own, undo.id)),
                };
            }
        }
        if !is_taken_back {
            return Ok(Self::Stands(undoable()));
        }
        let by = undos.seen_of(set.id);
        Ok(Self::TakenBack {
            by: by.map(|undo| (Author::of(undo, operator, now), undo.id)),
            rest: undoable().filter(|_| is_cut_off && !undos.is_reversed(&set)),
        })
    }

    /// The change set, where they may take it back, or what is left of it.
    pub fn undo(&self) -> Option<i64> {
        match self {
            Self::Stands(undo) | Self::TakenBack { rest: undo, .. } => *undo,
            Self::UnderWay { .. } => None,
        }
    }
}

fn has_changed_something(set: &ChangeSet) -> bool {
    set.summary().iter().next().is_some()
}
