//! The values of one record as a form holds them: text by field name.

use crate::db::Stored;
use crate::panel::entity::field::{Field, Kind};
use crate::panel::entity::resource::Resource;
use crate::panel::http::error::Error;
use crate::panel::http::inputs::Inputs;

/// One text for each shown field of an entity, in the fields' order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values(Vec<(&'static str, String)>);

impl Values {
    /// No value in any field.
    pub fn empty<R: Resource>(shown: Shown) -> Self {
        Self(shown_fields::<R>(shown).map(|field| (field.name, String::new())).collect())
    }

    /// The values of a row as it stands in the database; one that cannot be read is empty.
    pub fn of_row<R: Resource>(row: &R, shown: Shown) -> Self {
        let value = |field: &Field<R>| (field.name, (field.read)(row).value().unwrap_or_default());
        Self(shown_fields::<R>(shown).map(value).collect())
    }

    /// The values that were sent under `prefix`, tidied as they would be stored; a field that was
    /// not sent is empty.
    pub fn typed<R: Resource>(inputs: &Inputs, prefix: &str, shown: Shown) -> Self {
        Self(
            shown_fields::<R>(shown)
                .map(|field| {
                    let value = inputs.get(&format!("{prefix}{}", field.name));
                    (field.name, tidy(value.unwrap_or_default()))
                })
                .collect(),
        )
    }

    /// The same, of a form that is to be saved over a stored record: every field must be there, or
    /// one that was lost on the way would be emptied.
    ///
    /// # Errors
    /// 400 where a field is missing.
    pub fn whole<R: Resource>(inputs: &Inputs, prefix: &str, shown: Shown) -> Result<Self, Error> {
        let is_there = |field: &Field<R>| inputs.get(&format!("{prefix}{}", field.name)).is_some();
        match shown_fields::<R>(shown).all(is_there) {
            true => Ok(Self::typed::<R>(inputs, prefix, shown)),
            false => Err(Error::BadRequest(
                "A field of the form is missing, or nothing was chosen for it, so nothing was \
                 saved. Go back and fill it in.",
            )),
        }
    }

    /// The values the form was opened with, as it sent them along; `None` where it did not.
    pub fn original<R: Resource>(inputs: &Inputs, prefix: &str, shown: Shown) -> Option<Self> {
        shown_fields::<R>(shown)
            .map(|field| {
                let value = inputs.get(&format!("{ORIGINAL}{prefix}{}", field.name))?;
                Some((field.name, tidy(value)))
            })
            .collect::<Option<_>>()
            .map(Self)
    }

    /// The value of that field.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value)
    }

    /// Puts another value into that field.
    pub fn set(&mut self, name: &str, value: String) {
        if let Some((_, old)) = self.0.iter_mut().find(|(key, _)| *key == name) {
            *old = value;
        }
    }

    /// Whether no field has a value.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|(_, value)| value.is_empty())
    }

    /// Names and values in the fields' order.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(name, value)| (*name, value.as_str()))
    }
}

/// What stands before the name of a field that carries the value the form was opened with.
pub const ORIGINAL: &str = "original.";

/// Which fields of a record a form shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// All of them.
    All,
    /// All but the reference to the record whose form this one stands in.
    Within,
}

/// The fields of `R` that are shown.
pub fn shown_fields<R: Resource>(shown: Shown) -> impl Iterator<Item = &'static Field<R>> {
    let is_shown = move |field: &&Field<R>| match shown {
        Shown::All => true,
        Shown::Within => !matches!(field.kind, Kind::Reference(_)),
    };
    R::FIELDS.iter().filter(is_shown)
}

/// The fields whose values in that row cannot be read.
pub fn unreadable_fields<R: Resource>(row: &R, shown: Shown) -> Vec<&'static str> {
    let is_unreadable = |field: &&Field<R>| (field.read)(row) == Stored::Unreadable;
    shown_fields::<R>(shown).filter(is_unreadable).map(|field| field.name).collect()
}

/// One spelling for one text: blanks around it are dropped, composed characters are composed.
pub fn tidy(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    text.trim().nfc().collect()
}
