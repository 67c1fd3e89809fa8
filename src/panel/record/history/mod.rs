//! What became of records: written beside every change, in its transaction, and read again.
//!
//! A *change set* is what somebody did at once; a *change* is what became of one record or link in
//! it. Both are written once and never changed.

mod activity;
mod along;
mod author;
mod change;
mod continued;
mod log;
pub mod past;
mod query;
mod reason;
pub mod seal;
mod subjects;
mod titles;
mod trash;
mod undo;
mod undos;
mod values;
mod words;

pub use self::activity::{Activity, ActivityEnds, ActivityPlace, Happened, Named, Totals};
pub use self::along::{Along, along_is_behind};
pub use self::author::{
    Author, as_typed, authors_of_fields, authors_of_rows, authors_of_theirs, deleted_by,
    last_author,
};
pub use self::change::{Change, Difference, LinkedPair, Position};
pub(super) use self::log::{ChangeLog, stored_title};
pub use self::log::{Written, begin, note, note_export};
pub use self::query::{
    ChangeSet, NamedRoot, Summary, change_at, find, last_name, latest, of_change_set, of_record,
    operators, some_of_change_set,
};
pub use self::reason::{REASON, Reason};
pub use self::titles::titles_at;
pub use self::trash::{Deletion, brought_back, deletions};
pub use self::undo::{is_undoable, may_reverse, may_reverse_change, may_undo};
pub use self::undos::{Undos, taken_back};
pub use self::values::{PastValue, PastValues};

use chrono::NaiveDateTime;

use crate::db::worded;
use crate::panel::entity::row::Row;

worded! {
    /// By which way a change came about.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Origin {
        /// The form of a record, or the page that deletes it.
        Form = "form",
        /// The pages that link and unlink.
        Link = "link",
        /// It takes back another.
        Undo = "undo",
        /// It makes a record what it was at a moment of its past.
        Restore = "restore",
        /// Many records at once.
        Bulk = "bulk",
        /// A file.
        Import = "import",
        /// The page that takes records out as a file.
        Export = "export",
        /// A program.
        Api = "api",
        /// A command.
        CommandLine = "command line",
        /// The sample data, without a change for each record.
        Sample = "sample",
        /// The program itself, when it is time.
        Schedule = "schedule",
    }
}

worded! {
    /// What became of a record or link.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum ChangeKind {
        /// The record is new, or there again.
        Created = "created",
        /// Some of its fields hold something else.
        Changed = "changed",
        /// It is gone.
        Deleted = "deleted",
        /// Two records are linked.
        Linked = "linked",
        /// They are not any more.
        Unlinked = "unlinked",
        /// Records were taken out as a file, and stayed as they are.
        Exported = "exported",
    }
}

impl ChangeKind {
    /// What takes it back; nothing where records were only read.
    pub fn contrary(self) -> Option<Self> {
        match self {
            Self::Created => Some(Self::Deleted),
            Self::Changed => Some(Self::Changed),
            Self::Deleted => Some(Self::Created),
            Self::Linked => Some(Self::Unlinked),
            Self::Unlinked => Some(Self::Linked),
            Self::Exported => None,
        }
    }
}

/// When, how and why something is written.
#[derive(Clone, Debug)]
pub struct Occasion {
    /// The time of the request.
    pub now: NaiveDateTime,
    /// The way.
    pub origin: Origin,
    /// Why, as somebody said it; empty where nobody did.
    pub reason: String,
    /// The change sets that are taken back.
    pub undoes: Vec<i64>,
    /// What it is about; `None` for the record of the first change.
    pub root: Option<Root>,
    /// The change set that it goes on with: one that a job writes, a step after the other. It is
    /// not sealed before the job has ended.
    pub continues: Option<i64>,
}

/// What a change set is about.
#[derive(Clone, Debug)]
pub struct Root {
    /// The table of the record.
    pub entity: &'static str,
    /// Its id; `None` where it is about many.
    pub id: Option<i64>,
    /// What it is called.
    pub title: String,
    /// What becomes of it.
    pub kind: ChangeKind,
}

impl Root {
    /// That record.
    pub fn of(row: &Row, kind: ChangeKind) -> Self {
        let (entity, id, title) = (row.entity.table(), Some(row.id), stored_title(row));
        Self { entity, id, title, kind }
    }

    /// No record alone, called like that.
    pub fn many(title: &str, kind: ChangeKind) -> Self {
        Self { entity: "", id: None, title: title.to_owned(), kind }
    }
}

impl Occasion {
    /// Something that happens now, without a reason.
    pub fn new(origin: Origin, now: NaiveDateTime) -> Self {
        Self { now, origin, reason: String::new(), undoes: Vec::new(), root: None, continues: None }
    }

    /// The same for that reason.
    #[must_use]
    pub fn because(self, reason: &Reason) -> Self {
        Self { reason: reason.text.clone(), ..self }
    }

    /// The same about that.
    #[must_use]
    pub fn about(self, root: Root) -> Self {
        Self { root: Some(root), ..self }
    }
}
