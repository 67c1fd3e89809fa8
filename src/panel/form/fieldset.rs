//! The parts of a form: one record's fields each, as the page shows them. Most forms have one
//! part; the user's has the profile and the cars beside it.

use std::convert::Infallible;

use diesel::QueryResult;

use crate::db::AnyConnection;
use crate::panel::entity::field::{Field, Kind};
use crate::panel::entity::resource::Resource;
use crate::panel::record::VERSION;
use crate::panel::record::check::Errors;
use crate::panel::record::values::{ORIGINAL, Shown, Values, shown_fields};

/// What is said at a field whose stored value cannot be shown.
const UNREADABLE: &str =
    "Another program stored a value here that cannot be shown. Saving replaces it.";

/// One record in a form.
#[derive(Clone, Debug, Default)]
pub struct Fieldset {
    /// What stands before the names of its fields: empty, `profile.`, `cars.3.`
    pub prefix: String,
    /// Its heading, where the form has several parts.
    pub legend: String,
    /// Names and values that travel along unseen.
    pub hidden: Vec<(String, String)>,
    /// Its fields.
    pub controls: Vec<Control>,
    /// The box that removes the record; `None` where it cannot be removed here.
    pub removal: Option<Removal>,
    /// What is wrong with the record as a whole.
    pub problem: Option<FormProblem>,
}

/// What is wrong, and where the summary's link leads.
#[derive(Clone, Debug)]
pub struct FormProblem {
    /// The id of the element that the link leads to.
    pub id: String,
    /// The sentence.
    pub message: String,
}

/// The box that removes a record.
#[derive(Clone, Debug)]
pub struct Removal {
    /// The name of the box.
    pub name: String,
    /// What it says.
    pub label: String,
    /// Whether it is ticked.
    pub ticked: bool,
}

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
    /// Whether it may be left empty.
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
    /// A line of text.
    Text,
    /// An e-mail address.
    Email,
    /// A whole number.
    Integer,
    /// A row of another entity, chosen on a page of its own.
    Choice {
        /// The path of that entity.
        path: &'static str,
        /// What the chosen row is called; empty where none is.
        chosen: String,
    },
    /// Not entered: it stays as it was.
    Fixed {
        /// What is there.
        shown: String,
    },
}

/// What a part is made of.
pub struct Filled<'a> {
    /// What stands before the names of its fields.
    pub prefix: &'a str,
    /// What is in the fields.
    pub values: &'a Values,
    /// What was in them when the form was opened; `None` for a new record.
    pub original: Option<&'a Values>,
    /// The version the form was opened at; `None` for a new record.
    pub version: Option<i32>,
    /// What is wrong.
    pub errors: &'a Errors,
}

impl Fieldset {
    /// The part of one record.
    ///
    /// # Errors
    /// As the queries that look up what a reference is called.
    pub fn new<R: Resource>(
        connection: &mut AnyConnection,
        shown: Shown,
        filled: &Filled<'_>,
    ) -> QueryResult<Self> {
        Self::titled::<R, _>(shown, filled, |field, value| shown_value(connection, field, value))
    }

    /// The same without the database: what a reference refers to is called by its number.
    pub fn unread<R: Resource>(shown: Shown, filled: &Filled<'_>) -> Self {
        let fieldset = Self::titled::<R, _>(shown, filled, |field, value| {
            let is_reference = matches!(field.kind, Kind::Reference(_)) && !value.is_empty();
            Ok::<_, Infallible>(if is_reference { format!("number {value}") } else { value.into() })
        });
        match fieldset {
            Ok(fieldset) => fieldset,
            Err(never) => match never {},
        }
    }

    fn titled<R: Resource, E>(
        shown: Shown,
        filled: &Filled<'_>,
        mut title: impl FnMut(&Field<R>, &str) -> Result<String, E>,
    ) -> Result<Self, E> {
        let mut fieldset = Self { prefix: filled.prefix.to_owned(), ..Self::default() };
        if let Some(version) = filled.version {
            fieldset.hidden.push((format!("{}{VERSION}", filled.prefix), version.to_string()));
        }
        for field in shown_fields::<R>(shown) {
            if let Some(original) = filled.original {
                let name = format!("{ORIGINAL}{}{}", filled.prefix, field.name);
                fieldset.hidden.push((name, original.get(field.name).to_owned()));
            }
            let title = title(field, filled.values.get(field.name))?;
            fieldset.controls.push(control(field, filled, title));
        }
        Ok(fieldset)
    }

    /// The id of the first field that can be filled in.
    pub fn first_field(&self) -> Option<&str> {
        let mut open =
            self.controls.iter().filter(|control| !matches!(control.input, Input::Fixed { .. }));
        open.next().map(|control| control.id.as_str())
    }

    /// Says at each of these fields that what is stored there cannot be shown.
    pub fn note_unreadable(&mut self, fields: &[&str]) {
        let prefix = &self.prefix;
        let is_unreadable = |control: &&mut Control| {
            fields.iter().any(|field| control.name.strip_prefix(prefix.as_str()) == Some(*field))
        };
        for control in self.controls.iter_mut().filter(is_unreadable) {
            control.hint = UNREADABLE;
        }
    }

    /// Everything that is wrong with it, with the id of the element at fault.
    pub fn problems(&self) -> impl Iterator<Item = FormProblem> {
        let fields = self.controls.iter().filter_map(|control| {
            Some(FormProblem { id: control.id.clone(), message: control.error.clone()? })
        });
        // Among several records it is said which one is meant.
        let named = |problem: FormProblem| match self.legend.is_empty() {
            true => problem,
            false => {
                FormProblem { message: format!("{}: {}", self.legend, problem.message), ..problem }
            }
        };
        self.problem.clone().into_iter().chain(fields).map(named)
    }
}

/// The id of the element that is sent under that name.
pub fn element_id(name: &str) -> String {
    name.replace('.', "-")
}

/// The control of a field, whose value is read as `title`.
fn control<R: Resource>(field: &Field<R>, filled: &Filled<'_>, title: String) -> Control {
    let name = format!("{}{}", filled.prefix, field.name);
    let value = filled.values.get(field.name);
    Control {
        id: element_id(&name),
        name,
        label: field.label,
        hint: field.hint,
        required: field.required,
        value: value.to_owned(),
        error: filled.errors.of(field.name).map(str::to_owned),
        input: match field.kind {
            _ if field.fixed && filled.version.is_some() => Input::Fixed { shown: title },
            Kind::Text(_) => Input::Text,
            Kind::Email(_) => Input::Email,
            Kind::Integer(..) => Input::Integer,
            Kind::Reference(reference) => Input::Choice { path: reference.path, chosen: title },
        },
    }
}

/// A value as a person reads it: the title of a chosen row rather than its id.
///
/// # Errors
/// As the query that looks the row up.
pub fn shown_value<R: Resource>(
    connection: &mut AnyConnection,
    field: &Field<R>,
    value: &str,
) -> QueryResult<String> {
    let Kind::Reference(reference) = field.kind else { return Ok(value.to_owned()) };
    let Ok(id) = value.parse() else { return Ok(String::new()) };
    Ok((reference.title)(connection, id)?.unwrap_or_default())
}

impl Control {
    /// The ids of the hint and the error, for `aria-describedby`.
    pub fn described_by(&self) -> Option<String> {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-hint", self.id));
        let error = self.error.is_some().then(|| format!("{}-error", self.id));
        let ids: Vec<String> = hint.into_iter().chain(error).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}
