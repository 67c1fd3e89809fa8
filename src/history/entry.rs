//! A change set as an entry of the history, with its changes.

use chrono::NaiveDateTime;

use super::along::along;
use super::change::{ChangeView, Subject, sees_subject_of};
use super::titles::Titles;
use super::undos::{SeenUndos, TakenBack};
use super::words;
use crate::access::CurrentOperator;
use crate::panel::entity::register::Register;
use crate::panel::entity::when::When;
use crate::panel::record::history::{Along, Change, ChangeKind, ChangeSet, may_undo};

/// What somebody did at once, as far as the page is about it.
pub struct EntryView {
    /// The number of the change set.
    pub id: i64,
    /// Who.
    pub who: String,
    /// The same in the middle of a sentence.
    pub by: String,
    /// By which way.
    pub how: &'static str,
    /// When.
    pub when: Option<When>,
    /// Why; empty where nobody said it.
    pub reason: String,
    /// What went along where the record itself was deleted, or what it went along with.
    pub along: String,
    /// What became of records and links.
    pub changes: Vec<ChangeView>,
    /// The first of what went along, and whether that is not all of it.
    pub went_along: (Vec<ChangeView>, bool),
    /// The change sets that it takes back.
    pub undoes: TakenBack,
    /// Whether they may take it back.
    pub is_undoable: bool,
    /// Who took it back, and when, and the number of the change set that did.
    pub undone: Option<(String, Option<When>, i64)>,
}

impl EntryView {
    /// These changes of a change set, the last of them first; `titles` says what they refer to, and
    /// `undos` what it takes back, and what takes it back.
    pub fn of<'c>(
        change_set: &ChangeSet,
        changes: impl DoubleEndedIterator<Item = &'c Change>,
        (titles, undos): (&Titles, &SeenUndos),
        subject: &Subject<'_>,
        now: NaiveDateTime,
    ) -> Self {
        let changes: Vec<&Change> = changes.rev().collect();
        let (operator, register) = (subject.operator, subject.register);
        let is_deletion = |change: &&&Change| {
            change.kind() == Some(ChangeKind::Deleted) && subject.is_of_record(change)
        };
        let deletion = changes.iter().find(is_deletion);
        let undone = undos.seen_of(change_set.id);
        Self {
            id: change_set.id,
            who: who(change_set),
            by: change_set.by().to_owned(),
            how: change_set.origin().map_or("", words::how),
            when: When::of(change_set.happened_at, now),
            undoes: undos.taken_back_by(change_set.id),
            is_undoable: may_undo(register, operator, change_set) && !undos.is_reversed(change_set),
            undone: undone.map(|set| (set.by().to_owned(), When::of(set.happened_at, now), set.id)),
            reason: reason(change_set, operator, register),
            along: deletion
                .map(|it| along(change_set, (&it.entity, it.record_id), operator, register))
                .unwrap_or_default(),
            changes: changes
                .into_iter()
                .filter_map(|it| subject.view_in(change_set, it, titles))
                .collect(),
            went_along: (Vec::new(), false),
        }
    }

    /// The same with what went along with the record.
    #[must_use]
    pub fn with(self, along: &Along, titles: &Titles, subject: &Subject<'_>) -> Self {
        let changes = along.changes.iter().filter_map(|change| subject.view(change, titles));
        Self { went_along: (changes.collect(), along.has_more), ..self }
    }
}

/// Who made it, as pages name them where no sentence is around it.
pub fn who(change_set: &ChangeSet) -> String {
    called(&change_set.operator)
}

/// What pages call an operator of that name where no sentence is around it; a command has none.
pub fn called(operator: &str) -> String {
    match operator {
        "" => words::A_COMMAND.to_owned(),
        name => name.to_owned(),
    }
}

/// Why it was done, as far as they may know it: that is said of what it is about.
pub fn reason(change_set: &ChangeSet, operator: &CurrentOperator, register: &Register) -> String {
    match sees_subject_of(register, operator, &change_set.entity) {
        true => change_set.reason.clone(),
        false => String::new(),
    }
}
