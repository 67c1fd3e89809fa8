//! Permissions: what may be done with which entity.

use std::collections::BTreeMap;

use crate::db::worded;

worded! {
    /// Something that is done in the panel, in the order of forms and tables.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Action {
        /// To see the records, in lists, on pages, in searches and pickers.
        See = "see",
        /// To add a record.
        Create = "create",
        /// To change a record.
        Edit = "edit",
        /// To delete a record.
        Delete = "delete",
        /// To see what a record was before.
        History = "history",
        /// To take records out as a file.
        Export = "export",
        /// To bring records in from a file.
        Import = "import",
    }
}

impl Action {
    /// Those that the panel has pages for by now, which a role can be given.
    pub const OFFERED: [Self; 7] = [
        Self::See,
        Self::Create,
        Self::Edit,
        Self::Delete,
        Self::History,
        Self::Export,
        Self::Import,
    ];
}

/// A set of actions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Actions(u8);

impl Actions {
    /// The set of these. Whoever may do anything with a record may see it.
    pub fn of(actions: impl IntoIterator<Item = Action>) -> Self {
        let set = actions.into_iter().fold(0, |set, action| set | 1 << action as u8);
        Self(if set == 0 { 0 } else { set | 1 << Action::See as u8 })
    }

    /// Whether it is in the set.
    pub fn has(self, action: Action) -> bool {
        self.0 & 1 << action as u8 != 0
    }

    fn join(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// What one or several roles allow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Permissions {
    everywhere: Actions,
    by_entity: BTreeMap<String, Actions>,
    operators: bool,
}

impl Permissions {
    /// These actions with every entity.
    pub fn everywhere(actions: impl IntoIterator<Item = Action>) -> Self {
        Self { everywhere: Actions::of(actions), ..Self::default() }
    }

    /// The same, and operators, roles and the security log besides.
    #[must_use]
    pub fn and_operators(self) -> Self {
        Self { operators: true, ..self }
    }

    /// The same, and these actions with that entity besides.
    #[must_use]
    pub fn with(mut self, entity: &str, actions: Actions) -> Self {
        let before = self.by_entity.get(entity).copied().unwrap_or_default();
        self.by_entity.insert(entity.to_owned(), before.join(actions));
        self
    }

    /// Everything that either allows.
    #[must_use]
    pub fn join(mut self, other: Self) -> Self {
        self.everywhere = self.everywhere.join(other.everywhere);
        self.operators |= other.operators;
        other.by_entity.into_iter().fold(self, |all, (entity, actions)| all.with(&entity, actions))
    }

    /// Whether they allow it.
    pub fn allow(&self, action: Action, entity: &str) -> bool {
        self.everywhere.has(action)
            || self.by_entity.get(entity).is_some_and(|actions| actions.has(action))
    }

    /// Whether they allow it with any entity.
    pub fn allow_somewhere(&self, action: Action) -> bool {
        self.everywhere.has(action) || self.by_entity.values().any(|actions| actions.has(action))
    }

    /// Reads `movies:see,edit actors:see`. What is unknown allows nothing.
    pub fn parse(text: &str) -> Self {
        text.split_ascii_whitespace().filter_map(|part| part.split_once(':')).fold(
            Self::default(),
            |all, (entity, words)| {
                all.with(entity, Actions::of(words.split(',').filter_map(Action::of_word)))
            },
        )
    }

    /// As [`Permissions::parse`] reads it. Only what is allowed entity by entity is written: the
    /// built-in roles are not stored.
    pub fn to_text(&self) -> String {
        let part = |(entity, actions): (&String, &Actions)| {
            let words = Action::ALL.iter().copied().filter(|action| actions.has(*action));
            let words = words.map(Action::word).collect::<Vec<_>>().join(",");
            format!("{entity}:{words}")
        };
        self.by_entity.iter().map(part).collect::<Vec<_>>().join(" ")
    }
}

/// The list of what happened to all records: its path, and its name among lists with views.
pub const ACTIVITY: &str = "activity";

/// What a page requires of who asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Requirement {
    /// Only to be signed in, for the own account.
    Own,
    /// Only to be signed in.
    SignedIn,
    /// All of these.
    All(Vec<(Action, &'static str)>),
    /// To see that entity, whose list it is: who asks is looked up with the views of it.
    List(&'static str),
    /// To see the history of anything: who asks is looked up with the views of the activity.
    Activity,
    /// To manage operators.
    Operators,
}

impl Requirement {
    /// That action with that entity.
    pub fn to(action: Action, entity: &'static str) -> Self {
        Self::All(vec![(action, entity)])
    }

    /// That one besides.
    #[must_use]
    pub fn and(self, action: Action, entity: &'static str) -> Self {
        match self {
            Self::All(mut rights) => {
                rights.push((action, entity));
                Self::All(rights)
            }
            Self::Own | Self::SignedIn => Self::to(action, entity),
            Self::List(list) => Self::to(Action::See, list).and(action, entity),
            // Whoever sees the history of that entity sees the history of something.
            Self::Activity => Self::to(Action::History, entity).and(action, entity),
            Self::Operators => Self::Operators,
        }
    }

    /// Whether the permissions suffice.
    pub fn is_met_by(&self, permissions: &Permissions) -> bool {
        match self {
            Self::Own | Self::SignedIn => true,
            Self::All(rights) => {
                rights.iter().all(|(action, entity)| permissions.allow(*action, entity))
            }
            Self::List(list) => permissions.allow(Action::See, list),
            Self::Activity => permissions.allow_somewhere(Action::History),
            Self::Operators => permissions.operators,
        }
    }

    /// The list whose views are looked up, or nothing.
    pub(super) fn list(&self) -> &'static str {
        match self {
            Self::List(list) => list,
            Self::Activity => ACTIVITY,
            _ => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permissions_are_written_and_read_alike() {
        let text = "actors:see movies:see,create,edit";
        assert_eq!(Permissions::parse(text).to_text(), text);
        assert_eq!(Permissions::parse("movies:edit").to_text(), "movies:see,edit");
        assert_eq!(Permissions::parse("movies:nonsense nonsense").to_text(), "movies:");
    }

    #[test]
    fn nothing_is_allowed_that_no_role_allows() {
        let some = Permissions::parse("movies:see,edit").join(Permissions::parse("actors:see"));
        assert!(some.allow(Action::Edit, "movies"));
        assert!(some.allow(Action::See, "actors"));
        assert!(!some.allow(Action::Edit, "actors"));
        assert!(!some.allow(Action::See, "users"));
        assert!(!Requirement::Operators.is_met_by(&some));
        let requirement = Requirement::to(Action::Edit, "movies").and(Action::See, "actors");
        assert!(requirement.is_met_by(&some));
        assert!(!requirement.and(Action::Delete, "movies").is_met_by(&some));
        assert!(!Requirement::Operators.and(Action::See, "movies").is_met_by(&some));
        assert!(!Requirement::Activity.is_met_by(&some));
        let historian = some.join(Permissions::parse("users:history"));
        assert!(Requirement::Activity.is_met_by(&historian));
        assert!(!Requirement::Activity.and(Action::See, "movies").is_met_by(&historian));
        assert!(Requirement::Activity.and(Action::See, "users").is_met_by(&historian));
    }
}
