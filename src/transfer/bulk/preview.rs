//! What a deed would come to, before anything is written.

use diesel::QueryResult;
use sha2::{Digest as _, Sha256};

use super::deed::{Deed, Verdict, problem, rows};
use super::words;
use crate::access::CurrentOperator;
use crate::db::AnyConnection;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::names::Names;
use crate::panel::entity::row::Row;
use crate::panel::entity::words::{counted, grouped};
use crate::transfer::jobs::JobProblem;
use crate::transfer::selection::{Selection, behind};

/// So many records that would be changed are shown...
const FIRST: usize = 10;
/// ...and so many that would be refused.
const MOST_PROBLEMS: usize = 50;
/// So many records are read at once.
const BATCH: i64 = 500;

/// What a deed would come to.
pub struct Preview {
    /// How many records were looked at.
    pub looked_at: i64,
    /// How many of them would be changed.
    pub change: i64,
    /// For how many nothing is to be done.
    pub nothing: i64,
    /// How many would be refused.
    pub refused: i64,
    /// The first that would be changed, as they are.
    pub first: Vec<Row>,
    /// The first that would be refused.
    pub problems: Vec<JobProblem>,
    digest: Sha256,
}

impl Preview {
    /// Looks at the records of a selection, the first `most` of them.
    pub fn read(
        connection: &mut AnyConnection,
        operator: &CurrentOperator,
        (entity, selection): (&'static Entity, &Selection),
        deed: &Deed,
        most: i64,
    ) -> QueryResult<Self> {
        let mut preview = Self {
            looked_at: 0,
            change: 0,
            nothing: 0,
            refused: 0,
            first: Vec::new(),
            problems: Vec::new(),
            // Whoever confirms it confirms what is to be done, and not only to how many.
            digest: Sha256::new_with_prefix(deed.in_detail()),
        };
        let mut last = None;
        while preview.looked_at < most {
            let limit = BATCH.min(most - preview.looked_at);
            let batch = behind(connection, selection.id, last, limit)?;
            let Some(end) = batch.last() else { break };
            last = Some(end.id);
            let mut rows = rows(connection, entity, &batch)?;
            let linked = deed.linked(connection, &batch)?;
            for it in &batch {
                let row = rows.get(&it.id);
                let verdict = deed.verdict(*it, row, &linked);
                preview.digest.update(format!("{} {verdict:?}\n", it.id));
                match verdict {
                    Verdict::Change => {
                        preview.change += 1;
                        let row = (preview.first.len() < FIRST).then(|| rows.remove(&it.id));
                        preview.first.extend(row.flatten());
                    }
                    Verdict::Nothing => preview.nothing += 1,
                    Verdict::Refused(reason) => {
                        preview.refused += 1;
                        if preview.problems.len() < MOST_PROBLEMS {
                            preview.problems.push(problem(operator, entity, *it, row, reason));
                        }
                    }
                }
                preview.looked_at += 1;
            }
        }
        Ok(preview)
    }

    /// How many records will be changed, in words; of those that were not looked at, all may be.
    pub fn expected(&self, selection: &Selection, names: Names) -> String {
        let most = selection.total - self.nothing - self.refused;
        let counted = counted(most, names.one, &names.several());
        if self.is_whole(selection) { counted } else { words::up_to(&counted) }
    }

    /// Whether all records of the selection were looked at; where not, it is a job.
    pub fn is_whole(&self, selection: &Selection) -> bool {
        self.looked_at >= selection.total
    }

    /// What differs where it would come to something else.
    pub fn mark(&self) -> String {
        data_encoding::HEXLOWER.encode(&self.digest.clone().finalize())
    }

    /// How many would be changed beside those that are shown.
    pub fn unnamed(&self) -> i64 {
        self.change - i64::try_from(self.first.len()).unwrap_or(self.change)
    }

    /// How many were looked at, in words.
    pub fn extent(&self) -> String {
        grouped(self.looked_at)
    }

    /// How many would be refused, in words.
    pub fn refusals(&self) -> String {
        grouped(self.refused)
    }

    /// How many would be refused beside those that are shown.
    pub fn hidden(&self) -> i64 {
        self.refused - i64::try_from(self.problems.len()).unwrap_or(self.refused)
    }
}
