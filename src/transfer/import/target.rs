//! What a column of a file is put into.

use super::lookup::whole;
use super::words;
use crate::access::CurrentOperator;
use crate::db::fold;
use crate::panel::entity::definition::{Entity, Title};
use crate::panel::entity::field::Field;
use crate::panel::entity::relation::Relation;
use crate::panel::entity::requirement::{visible_fields, visible_relations};

/// What a column of a file is put into.
#[derive(Clone, Copy)]
pub struct Target {
    /// What has one of it that the value is of; `None` for the record itself.
    pub relation: Option<&'static Relation>,
    /// What of it.
    pub part: Part,
}

/// What of a record a column holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The id, which tells which record it is.
    Id,
    /// The value of a field; the id of what it refers to.
    Value(&'static Field),
    /// What that is called which a field refers to.
    Title(&'static Field),
}

/// Stands behind the name of a reference whose column holds titles.
const TITLE: &str = "title";

impl Target {
    const fn own(part: Part) -> Self {
        Self { relation: None, part }
    }

    /// The field, where it is one.
    pub fn field(&self) -> Option<&'static Field> {
        match self.part {
            Part::Id => None,
            Part::Value(field) | Part::Title(field) => Some(field),
        }
    }

    /// Its name in forms: `color`, `user_id.title`, `profile.country`.
    pub fn name(&self) -> String {
        let own = match self.part {
            Part::Id => "id".to_owned(),
            Part::Value(field) => field.name().to_owned(),
            Part::Title(field) => format!("{}.{TITLE}", field.name()),
        };
        match self.relation {
            Some(relation) => format!("{}.{own}", relation.entity.names.one),
            None => own,
        }
    }

    /// What it is called.
    pub fn label(&self) -> String {
        let own = match self.part {
            Part::Id => words::ID.to_owned(),
            Part::Value(field) if field.refers_to().is_some() => words::by_id(field.label),
            Part::Value(field) => field.label.to_owned(),
            Part::Title(field) => words::by_name(field.label),
        };
        match self.relation {
            Some(relation) => words::of_part(relation.entity.names.one, &own),
            None => own,
        }
    }

    /// Everything that a column can be put into by an operator.
    pub fn all(entity: &'static Entity, operator: &CurrentOperator) -> Vec<Self> {
        let mut targets = Vec::new();
        if entity.id_field().is_none() {
            targets.push(Self::own(Part::Id));
        }
        for field in visible_fields(entity, operator) {
            targets.extend(parts(field).map(Self::own));
        }
        for relation in visible_relations(entity, operator) {
            if relation.is_many() {
                continue;
            }
            let by = relation.by();
            let fields = visible_fields(relation.entity, operator);
            for field in fields.filter(|field| Some(*field) != by) {
                let part = |part| Self { relation: Some(relation), part };
                targets.extend(parts(field).map(part));
            }
        }
        targets
    }

    /// The one of these that a column with that name is likely meant for.
    pub fn guessed(targets: &[Self], column: &str, first: Option<&str>) -> Option<Self> {
        let column = plain(column);
        let names = targets.iter().filter(|target| target.spellings().contains(&column));
        let found: Vec<&Self> = names.collect();
        // A column of numbers holds ids, one of words holds names.
        let is_id = first.is_some_and(|cell| whole(cell.trim()).parse::<i64>().is_ok());
        let is_likely = |target: &&&Self| match target.part {
            Part::Id => true,
            Part::Value(field) => field.refers_to().is_none() || is_id,
            Part::Title(_) => !is_id,
        };
        found.iter().find(is_likely).or(found.first()).map(|target| **target)
    }

    /// What a column may be called that is meant for it.
    fn spellings(&self) -> Vec<String> {
        let mut own = match self.part {
            Part::Id => vec!["id".to_owned()],
            Part::Value(field) => vec![plain(field.name()), plain(field.label)],
            Part::Title(field) => {
                let (name, label) = (plain(field.name()), plain(field.label));
                let bare = name.strip_suffix(" id").unwrap_or(&name).to_owned();
                let named = |name: &str| ["name", "title"].map(|end| [name, end].join(" "));
                let mut all = [named(&bare), named(&label), named(&name)].concat();
                all.extend([bare, label]);
                all
            }
        };
        if let Part::Value(field) = self.part
            && field.refers_to().is_some()
        {
            let name = plain(field.name());
            let bare = name.strip_suffix(" id").unwrap_or(&name).to_owned();
            own.extend([bare, plain(field.label)].map(|name| [&name, "id"].join(" ")));
        }
        match self.relation {
            None => own,
            Some(relation) => {
                let one = plain(relation.entity.names.one);
                let long = own.iter().map(|own| [one.as_str(), own].join(" "));
                long.chain(own.iter().cloned()).collect()
            }
        }
    }

    /// The one of these with that name.
    pub fn named(targets: &[Self], name: &str) -> Option<Self> {
        targets.iter().find(|target| target.name() == name).copied()
    }
}

/// A field as ids and as titles, where it is a reference to what is called by its own fields.
fn parts(field: &'static Field) -> impl Iterator<Item = Part> {
    let by_title = field.refers_to().filter(|entity| matches!(entity.title, Title::Fields(_)));
    [Part::Value(field)].into_iter().chain(by_title.map(|_| Part::Title(field)))
}

/// A name without what is punctuation in it: `user_id` is as good as `User ID`.
fn plain(name: &str) -> String {
    let spaced = name.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' });
    fold(&spaced.collect::<String>())
}
