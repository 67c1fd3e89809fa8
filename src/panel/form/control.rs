//! The control of a field: how each kind of value is entered.

use super::words;
use crate::panel::entity::field::Field;
use crate::panel::entity::kind::{InputType, Options};
use crate::panel::record::Record;
use crate::panel::record::references::References;

/// One field in a form.
#[derive(Clone, Debug)]
pub struct Control {
    /// The id of its element.
    pub id: String,
    /// The name it is sent under.
    pub name: String,
    /// Its name for people.
    pub label: &'static str,
    /// What a person may need to know before typing.
    pub hint: &'static str,
    /// Whether it may not be left empty.
    pub required: bool,
    /// What is typed in it.
    pub value: String,
    /// What is wrong with it.
    pub error: Option<String>,
    /// How it is entered.
    pub input: Input,
}

/// How a value is entered.
#[derive(Clone, Debug)]
pub enum Input {
    /// On one line, by an element with these attributes.
    Line(&'static [(&'static str, &'static str)]),
    /// On several lines.
    Lines,
    /// By selecting one of these: the text that is sent, and what is read.
    Select(Options),
    /// By choosing a row of another entity on a page of its own.
    Reference {
        /// The path of that entity.
        path: &'static str,
        /// What the chosen row is called; empty where none is.
        chosen: String,
    },
    /// Not at all: it stays as it is.
    Fixed {
        /// As it is read.
        shown: String,
    },
}

impl Input {
    /// How a text is entered into a field, which is read as `shown`.
    fn of(field: &Field, shown: String) -> Self {
        match field.kind.input() {
            InputType::Text => Self::Line(&[("type", "text")]),
            InputType::Lines => Self::Lines,
            InputType::Email => {
                Self::Line(&[("type", "text"), ("inputmode", "email"), ("spellcheck", "false")])
            }
            InputType::Integer => Self::Line(&[("type", "text"), ("inputmode", "numeric")]),
            InputType::Decimal => Self::Line(&[("type", "text"), ("inputmode", "decimal")]),
            // A control of the browser's own would show another format than the lists do, and lose
            // what is no day, and parts of a second.
            InputType::Date | InputType::Moment => {
                Self::Line(&[("type", "text"), ("spellcheck", "false")])
            }
            InputType::Select(options) => Self::Select(options),
            InputType::Reference(path) => Self::Reference { path, chosen: shown },
        }
    }
}

impl Control {
    /// The control of a field of that record.
    pub fn new(record: &Record, field: &'static Field, references: &References) -> Self {
        let name = format!("{}{}", record.prefix, field.name());
        let value = record.values.get(field);
        let shown = references.shown(field, value);
        Self {
            id: element_id(&name),
            name,
            label: field.label,
            hint: match field.kind.input() {
                _ if record.unreadable.contains(&field) => words::UNREADABLE,
                InputType::Moment if field.hint.is_empty() => words::OF_MOMENTS,
                InputType::Date if field.hint.is_empty() => words::OF_DAYS,
                _ => field.hint,
            },
            required: field.is_required(),
            value: value.to_owned(),
            error: record.errors.of(field.name()).map(str::to_owned),
            input: match record.keeps(field) {
                true => Input::Fixed { shown },
                false => Input::of(field, shown),
            },
        }
    }

    /// Whether something can be entered.
    pub fn is_open(&self) -> bool {
        !matches!(self.input, Input::Fixed { .. })
    }

    /// Whether none of these options is what is in it.
    pub fn is_other(&self, options: Options) -> bool {
        options.iter().all(|(value, _)| *value != self.value)
    }

    /// The ids of the hint and the error, for `aria-describedby`.
    pub fn described_by(&self) -> Option<String> {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-hint", self.id));
        let error = self.error.is_some().then(|| format!("{}-error", self.id));
        let ids: Vec<String> = hint.into_iter().chain(error).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

/// The id of the element that is sent under that name.
pub fn element_id(name: &str) -> String {
    name.replace('.', "-")
}
