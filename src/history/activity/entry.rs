//! A change set as a line of the activity.

use chrono::NaiveDateTime;

use super::super::along::also;
use super::super::change::sees_subject_of;
use super::super::entry::{reason, who};
use super::super::titles::{counted_title, shown_title};
use super::super::words;
use super::query::NOBODY;
use crate::access::CurrentOperator;
use crate::panel::entity::register::Register;
use crate::panel::entity::when::When;
use crate::panel::http::inputs::Inputs;
use crate::panel::record::history::{ChangeSet, NamedRoot, Origin};

/// What somebody did at once.
pub struct Entry {
    /// The number of the change set.
    pub id: i64,
    /// When.
    pub when: Option<When>,
    /// Who.
    pub who: String,
    /// The activity of whoever did it.
    pub by_them: String,
    /// What became of the record.
    pub done: &'static str,
    /// What sort of record it is about.
    pub one: &'static str,
    /// What the record was called.
    pub title: String,
    /// The history of the record, below the base; empty where it is about many.
    pub path: String,
    /// What else was changed: `12 cars deleted`.
    pub also: Vec<String>,
    /// By which way.
    pub how: &'static str,
    /// Why; empty where nobody said it.
    pub reason: String,
}

impl Entry {
    /// What was done, and to what: `Deleted user Ade`.
    pub fn heading(&self) -> String {
        let words = [self.done, self.one, self.title.as_str()];
        words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// The change set as that operator may see it.
    pub fn of(
        set: &ChangeSet,
        operator: &CurrentOperator,
        register: &Register,
        now: NaiveDateTime,
    ) -> Self {
        let is_seen = sees_subject_of(register, operator, &set.entity);
        let entity = register.entity(&set.entity).filter(|_| is_seen);
        let path = match (entity, set.record_id) {
            (Some(entity), Some(id)) => format!("/{}/{id}/history", entity.table()),
            _ => String::new(),
        };
        let title = title(&set.root(), operator, register);
        let is_counted = matches!(set.origin(), Some(Origin::Bulk | Origin::Import | Origin::Undo));
        let title = match is_counted && is_seen {
            true => counted_title(set, register, title),
            false => title,
        };
        let by = set.operator_id.map_or(NOBODY.to_owned(), |id| id.to_string());
        Self {
            id: set.id,
            when: When::of(set.happened_at, now),
            who: who(set),
            by_them: Inputs::default().and("operator", &by).to_url_query(),
            done: set.kind().filter(|_| is_seen).map_or("", words::verb),
            one: entity.filter(|_| set.record_id.is_some()).map_or("", |it| it.names.one),
            title,
            path,
            also: also(set, operator, register),
            how: set.origin().map_or("", words::how),
            reason: reason(set, operator, register),
        }
    }
}

/// What a change set is about, as they may know it.
pub fn title(root: &NamedRoot<'_>, operator: &CurrentOperator, register: &Register) -> String {
    let NamedRoot { change_set, entity, id, title } = *root;
    if !sees_subject_of(register, operator, entity) {
        // They may see some of what it changed, but not what it is about.
        return words::change(change_set);
    }
    match (register.entity(entity), id) {
        (Some(entity), Some(id)) => shown_title(entity, id, title, operator),
        _ => title.to_owned(),
    }
}
