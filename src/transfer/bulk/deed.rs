//! What is done to each record of a selection, and what stands in the way of it.

use std::collections::{HashMap, HashSet};
use std::time::Instant;

use diesel::QueryResult;
use serde::{Deserialize, Serialize};

use super::words;
use crate::access::{Action, CurrentOperator, Requirement};
use crate::db::statement::Value;
use crate::db::{AnyConnection, CHANGED_MEANWHILE, Stored};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::relation::LinkEnd;
use crate::panel::entity::requirement::requirement;
use crate::panel::entity::row::Row;
use crate::panel::entity::words::{capitalized, counted};
use crate::panel::record::check::broken_by;
use crate::panel::record::history::{ChangeKind, Root};
use crate::panel::record::read::{among, find, linked_among};
use crate::panel::record::titled::TitledRow;
use crate::panel::record::write::{Draft, Writer};
use crate::transfer::jobs::JobProblem;
use crate::transfer::selection::Selected;

/// What is done to each record.
pub enum Deed {
    /// These fields are given other values.
    Edit(Draft),
    /// It is deleted, with what belongs to it.
    Delete,
    /// It is linked with that one.
    Link(LinkEnd, TitledRow),
}

/// What a deed would come to for one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It would be changed.
    Change,
    /// There is nothing to do.
    Nothing,
    /// It would not be changed, and why.
    Refused(String),
}

/// What a deed came to.
#[derive(Debug, Default)]
pub struct Tally {
    /// The last record that it was done to, or refused for.
    pub last: Option<i64>,
    /// How many records were changed.
    pub done: i64,
    /// How many were left alone, because nothing was to be done.
    pub skipped: i64,
    /// Those that were refused.
    pub problems: Vec<JobProblem>,
}

/// What a job is told of a deed.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Parameters {
    /// The selection.
    pub selection: i64,
    /// Fields and what they are to hold, as it was typed; nothing for those that are emptied.
    #[serde(default)]
    pub fields: Vec<(String, Option<String>)>,
    /// The table of the link, and the id of what is linked with.
    #[serde(default)]
    pub link: Option<(String, i64)>,
}

impl Deed {
    /// What it requires.
    pub fn requirement(&self, entity: &Entity) -> Requirement {
        match self {
            Self::Edit(_) => requirement(entity, Action::Edit),
            Self::Delete => requirement(entity, Action::Delete),
            Self::Link(end, _) => end.requirement(),
        }
    }

    /// All of it in a text: another one where something else would be done.
    pub fn in_detail(&self) -> String {
        match self {
            Self::Edit(draft) => {
                let values = draft.iter().map(|(field, value)| (field.name(), value));
                format!("edit {:?}\n", values.collect::<Vec<_>>())
            }
            Self::Delete => "delete\n".to_owned(),
            Self::Link(end, other) => format!("link {} {}\n", end.link.table, other.id),
        }
    }

    /// What a change set is about that does it to so many records.
    pub fn root(&self, entity: &'static Entity, total: i64) -> Root {
        let title = counted(total, entity.names.one, &entity.names.several());
        let kind = match self {
            Self::Edit(_) => ChangeKind::Changed,
            Self::Delete => ChangeKind::Deleted,
            Self::Link(..) => ChangeKind::Linked,
        };
        Root { entity: entity.table(), id: None, title, kind }
    }

    /// The ids of those of these records that are linked already, where it links.
    pub fn linked(
        &self,
        connection: &mut AnyConnection,
        selected: &[Selected],
    ) -> QueryResult<HashSet<i64>> {
        match self {
            Self::Edit(_) | Self::Delete => Ok(HashSet::new()),
            Self::Link(end, other) => {
                let ids = selected.iter().map(|it| it.id).collect();
                linked_among(connection, *end, ids, other.id)
            }
        }
    }

    /// What it would come to for a record that was selected, and is stored like that; `linked` are
    /// those that are linked already.
    pub fn verdict(&self, selected: Selected, row: Option<&Row>, linked: &HashSet<i64>) -> Verdict {
        let Some(row) = row else { return Verdict::Refused(words::MISSING.to_owned()) };
        let is_as_it_was = row.version == selected.version;
        match self {
            Self::Edit(_) | Self::Delete if !is_as_it_was => {
                Verdict::Refused(words::CHANGED_SINCE.to_owned())
            }
            Self::Delete => Verdict::Change,
            Self::Edit(draft) if !changes(draft, row) => Verdict::Nothing,
            Self::Edit(draft) => match broken_by(row, draft) {
                Some((_, message)) => Verdict::Refused(message.to_owned()),
                None => Verdict::Change,
            },
            Self::Link(..) if linked.contains(&row.id) => Verdict::Nothing,
            Self::Link(..) => Verdict::Change,
        }
    }

    /// Does it to these records, all at once or not at all; where it is to end by a time, to as many
    /// of them as were begun with before, and to one at the least.
    pub fn apply(
        &self,
        writer: &mut Writer<'_>,
        entity: &'static Entity,
        selected: &[Selected],
        until: Option<Instant>,
    ) -> QueryResult<Tally> {
        let rows = rows(writer.connection, entity, selected)?;
        let linked = self.linked(writer.connection, selected)?;
        let mut tally = Tally::default();
        for it in selected {
            let row = rows.get(&it.id);
            match (self.verdict(*it, row, &linked), row) {
                (Verdict::Change, Some(row)) => match self.write(writer, row)? {
                    true => tally.done += 1,
                    false => tally.skipped += 1,
                },
                (Verdict::Refused(reason), row) => {
                    tally.problems.push(problem(writer.operator, entity, *it, row, reason));
                }
                (Verdict::Change | Verdict::Nothing, _) => tally.skipped += 1,
            }
            tally.last = Some(it.id);
            if until.is_some_and(|until| Instant::now() >= until) {
                break;
            }
        }
        Ok(tally)
    }

    /// Does it to one record; returns whether that was to be done still.
    fn write(&self, writer: &mut Writer<'_>, row: &Row) -> QueryResult<bool> {
        let written = match self {
            Self::Edit(draft) => writer.update(row, draft)?,
            Self::Delete => writer.delete(row)?,
            Self::Link(end, other) => writer.link(*end, row, other).map(|()| 1)?,
        };
        match written {
            // It went along with one of the others.
            0 if find(writer.connection, row.entity, row.id)?.is_none() => Ok(false),
            0 => Err(CHANGED_MEANWHILE),
            _ => Ok(true),
        }
    }
}

/// Whether a row would hold something else.
fn changes(draft: &Draft, row: &Row) -> bool {
    let differs = |(field, value): (_, Option<&Value>)| {
        row.value(field) != value.cloned().map(Stored::Value).as_ref()
    };
    draft.iter().any(differs)
}

/// The records as they are stored, by their ids.
pub fn rows(
    connection: &mut AnyConnection,
    entity: &'static Entity,
    selected: &[Selected],
) -> QueryResult<HashMap<i64, Row>> {
    let ids: Vec<i64> = selected.iter().map(|it| it.id).collect();
    let rows = among(connection, entity, &ids)?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// A record that is refused, with what it is called as far as that is known.
pub fn problem(
    operator: &CurrentOperator,
    entity: &Entity,
    selected: Selected,
    row: Option<&Row>,
    reason: String,
) -> JobProblem {
    let title = match row {
        Some(row) => row.title(operator),
        None => format!("{} {}", capitalized(entity.names.one), selected.id),
    };
    JobProblem::new(entity, Some(selected.id), title, reason)
}
