//! One change as the history shows it: that of a record, or of all.

use super::comparison::{Piece, compare};
use super::titles::{Titles, ValuesAt, shown_title};
use super::words;
use crate::access::{Action, CurrentOperator};
use crate::db::Stored;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;
use crate::panel::entity::register::Register;
use crate::panel::entity::relation::{LinkEnd, Side};
use crate::panel::entity::requirement::visible_fields;
use crate::panel::record::history::{Change, ChangeKind, ChangeSet, PastValue, PastValues};

/// What became of one record or link, in words.
#[derive(Debug)]
pub struct ChangeView {
    /// What was done, before the name of what it was done to: `Added the car`.
    pub done: String,
    /// What it is called; empty for the record whose history it is.
    pub title: String,
    /// Its page, below the base.
    pub path: String,
    /// What stands behind the name: `to the cast`.
    pub whereto: String,
    /// Whose that is, where it is not the record whose history it is.
    pub of: String,
    /// That it happened since something else did: `since the actor was deleted`; else empty.
    pub since: String,
    /// What its fields held before and after.
    pub fields: Vec<FieldView>,
}

/// What a field held before and after.
#[derive(Debug)]
pub struct FieldView {
    /// Its name for people.
    pub label: String,
    /// What was, and what is, a piece after the other.
    pub pieces: Vec<Piece>,
    /// Whether its words are compared, which stand in several lines.
    pub is_long: bool,
}

/// Whose history it is, and for whom.
pub struct Subject<'s> {
    /// The record, which is not named in its own history; `None` for the history of all.
    pub record: Option<(&'static Entity, i64)>,
    /// Who looks at it.
    pub operator: &'s CurrentOperator,
    /// The entities and links that there are.
    pub register: &'static Register,
}

/// Whether they may see what became of the rows of a table: of a link's, where they see both sides,
/// and the history of one.
pub fn sees_changes_of(register: &Register, operator: &CurrentOperator, table: &str) -> bool {
    if register.entity(table).is_some() {
        return operator.may(Action::History, table);
    }
    register.links.iter().find(|link| link.table == table).is_some_and(|link| {
        let sides = [Side::First, Side::Second].map(|side| link.side(side).entity.table());
        sides.iter().all(|side| operator.sees(side))
            && sides.iter().any(|side| operator.may(Action::History, side))
    })
}

/// Whether they may know what a change set is about: the history of that table, or of nothing that
/// is an entity.
pub fn sees_subject_of(register: &Register, operator: &CurrentOperator, table: &str) -> bool {
    let entity = register.entity(table);
    entity.is_none_or(|entity| operator.may(Action::History, entity.table()))
}

/// The tables of which they may see what became of their rows; `None` where that is all.
pub fn seen_tables(
    register: &'static Register,
    operator: &CurrentOperator,
) -> Option<Vec<&'static str>> {
    let entities = register.entities.iter().map(|entity| entity.table());
    let all: Vec<_> = entities.chain(register.links.iter().map(|link| link.table)).collect();
    let is_seen = |table: &&'static str| sees_changes_of(register, operator, table);
    let seen: Vec<_> = all.iter().copied().filter(is_seen).collect();
    (seen.len() < all.len()).then_some(seen)
}

impl Subject<'_> {
    /// The entity of a change, as far as its history may be seen.
    pub fn entity_of(&self, change: &Change) -> Option<&'static Entity> {
        let entity = self.register.entity(&change.entity)?;
        self.operator.may(Action::History, entity.table()).then_some(entity)
    }

    /// What the records of these changes held before and after, as far as it may be seen.
    pub fn values<'c>(&self, changes: impl Iterator<Item = &'c Change>) -> Vec<ValuesAt> {
        let known = changes.filter_map(|change| Some((self.entity_of(change)?, change)));
        known
            .flat_map(|(entity, change)| {
                let at = change.change_set_id;
                [(entity, change.before(), at), (entity, change.after(), at)]
            })
            .collect()
    }

    /// The link of a change, as the record has it whose history it is, and else as its first side
    /// has it.
    fn link_of(&self, change: &Change) -> Option<LinkEnd> {
        let link = self.register.links.iter().find(|link| link.table == change.entity)?;
        let sides = [(Side::First, Some(change.record_id)), (Side::Second, change.other_id)];
        let is_own = |(side, id): &(Side, Option<i64>)| {
            id.is_some_and(|id| self.is_own(link.side(*side).entity, id))
        };
        let (side, _) = sides.into_iter().find(is_own).unwrap_or(sides[0]);
        let end = LinkEnd { link, side };
        sees_changes_of(self.register, self.operator, link.table).then_some(end)
    }

    /// Whether a change is of the record whose history it is, and not of what belongs to it.
    pub fn is_of_record(&self, change: &Change) -> bool {
        let is_of =
            |(own, id): (&Entity, i64)| own.table() == change.entity && id == change.record_id;
        self.record.is_some_and(|(own, id)| is_of((own, id)))
    }

    /// Whether that is the record whose history it is.
    fn is_own(&self, entity: &Entity, id: i64) -> bool {
        self.record.is_some_and(|(own, own_id)| own.is(entity) && own_id == id)
    }

    /// A change as this record's history shows it; nothing of what may not be seen.
    pub fn view(&self, change: &Change, titles: &Titles) -> Option<ChangeView> {
        let kind = change.kind()?;
        match kind {
            ChangeKind::Linked | ChangeKind::Unlinked => self.view_link(change, kind),
            // Of each record that was taken out, nothing is noted.
            ChangeKind::Exported => None,
            ChangeKind::Created | ChangeKind::Changed | ChangeKind::Deleted => {
                let entity = self.entity_of(change)?;
                let (done, id) = (words::verb(kind), change.record_id);
                let is_own = self.is_own(entity, id);
                let title = shown_title(entity, id, &change.title, self.operator);
                // "Profile of Ann" says what it is.
                let says_itself = is_own || title != change.title;
                Some(ChangeView {
                    done: match says_itself {
                        true => done.to_owned(),
                        false => words::done_to(done, entity.names.one),
                    },
                    title: if is_own { String::new() } else { title },
                    path: format!("/{}/{id}/history", entity.table()),
                    whereto: String::new(),
                    of: String::new(),
                    since: String::new(),
                    fields: self.fields(entity, change, titles),
                })
            }
        }
    }

    fn view_link(&self, change: &Change, kind: ChangeKind) -> Option<ChangeView> {
        let end = self.link_of(change)?;
        let first = (change.record_id, &change.title);
        let second = (change.other_id?, &change.other_title);
        let ((own_id, own_title), (id, title)) = match end.side {
            Side::First => (first, second),
            Side::Second => (second, first),
        };
        let list = end.own().label.to_lowercase();
        let (done, whereto) = words::linked(kind, &list);
        let of = match self.is_own(end.entity(), own_id) {
            true => String::new(),
            false => shown_title(end.entity(), own_id, own_title, self.operator),
        };
        Some(ChangeView {
            done: done.to_owned(),
            title: shown_title(end.other(), id, title, self.operator),
            path: format!("/{}/{id}", end.other().table()),
            whereto,
            of,
            since: String::new(),
            fields: Vec::new(),
        })
    }

    /// The same of a change of that change set: a link of the record may have been removed since the
    /// other record was deleted.
    pub fn view_in(&self, set: &ChangeSet, change: &Change, titles: &Titles) -> Option<ChangeView> {
        let mut view = self.view(change, titles)?;
        if change.kind() != Some(ChangeKind::Unlinked) || set.kind() != Some(ChangeKind::Deleted) {
            return Some(view);
        }
        let (end, root) = (self.link_of(change)?, set.root());
        let other = match end.side {
            Side::First => change.other_id,
            Side::Second => Some(change.record_id),
        };
        if root.entity == end.other().table() && (root.id.is_none() || root.id == other) {
            view.since = words::since_deleted(end.other().names.one);
        }
        Some(view)
    }

    /// The fields that differ and that they may see, and what another release called otherwise.
    fn fields(&self, entity: &'static Entity, change: &Change, titles: &Titles) -> Vec<FieldView> {
        let (before, after, at) = (change.before(), change.after(), change.change_set_id);
        let shown = |values: &PastValues, field: &'static Field| match values.get(field) {
            None | Some(PastValue::Empty) => String::new(),
            Some(PastValue::Value(value)) => titles.words(field, &Stored::Value(value), at),
            Some(PastValue::Other(text)) => text,
            Some(PastValue::Unreadable) => titles.words(field, &Stored::Unreadable, at),
        };
        let known = visible_fields(entity, self.operator)
            .filter(|field| before.has(field) || after.has(field))
            .filter(|field| field.column != entity.id);
        let mut views: Vec<FieldView> = known
            .map(|field| {
                let (before, after) = (shown(&before, field), shown(&after, field));
                FieldView::new(field, &before, &after)
            })
            .collect();
        let gone = before.outdated(entity).map(|(name, text)| (name, Piece::Gone(text)));
        let new = after.outdated(entity).map(|(name, text)| (name, Piece::New(text)));
        views.extend(gone.chain(new).map(|(name, piece)| FieldView {
            label: name.to_owned(),
            pieces: vec![piece.shortened()],
            is_long: false,
        }));
        views
    }
}

impl FieldView {
    fn new(field: &Field, before: &str, after: &str) -> Self {
        let is_long = before.contains('\n') || after.contains('\n') || before.len() > LONG;
        let pieces: Vec<Piece> = match is_long {
            true => compare(before, after),
            false => [Piece::Gone(before.to_owned()), Piece::New(after.to_owned())]
                .into_iter()
                .filter(|piece| !piece.text().is_empty())
                .collect(),
        };
        let pieces = pieces.into_iter().map(Piece::shortened).collect();
        Self { label: field.label.to_owned(), pieces, is_long }
    }
}

/// Of texts with more bytes, only the words that differ are marked.
const LONG: usize = 80;
