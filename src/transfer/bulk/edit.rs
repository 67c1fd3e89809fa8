//! Giving fields of many records other values: what is asked for, and what it comes to.

use diesel::QueryResult;

use crate::access::CurrentOperator;
use crate::db::AnyConnection;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;
use crate::panel::http::inputs::Inputs;
use crate::panel::record::check::{Errors, value};
use crate::panel::record::references::References;
use crate::panel::record::write::Draft;

/// Fields and what they are to hold, as it was typed; nothing for those that are emptied.
pub type Typed = Vec<(String, Option<String>)>;

/// What stands before the name of a field in that of the control that says what becomes of it.
pub const DO: &str = "do.";
/// It is given the value beside it...
pub const SET: &str = "set";
/// ...or is emptied. Everything else leaves it as it is.
pub const EMPTY: &str = "empty";

/// The fields that may be changed of many records at once.
pub fn editable(entity: &'static Entity) -> impl Iterator<Item = &'static Field> {
    entity.fields.iter().filter(|field| !field.fixed && field.column != entity.id)
}

/// What a form asks for.
pub fn typed(entity: &'static Entity, inputs: &Inputs) -> Typed {
    let asked = |field: &'static Field| {
        let name = field.name();
        let text = inputs.get(name).unwrap_or_default();
        match inputs.get(&format!("{DO}{name}")) {
            Some(SET) => Some((name.to_owned(), Some(field.kind.tidy(text)))),
            Some(EMPTY) => Some((name.to_owned(), None)),
            _ => None,
        }
    };
    editable(entity).filter_map(asked).collect()
}

/// What is to be written, and what the records are called that it refers to; or what is wrong.
pub fn checked(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    entity: &'static Entity,
    typed: &Typed,
) -> QueryResult<(Result<Draft, Errors>, References)> {
    let of = |name: &str| editable(entity).find(|field| field.name() == name);
    let known: Vec<(&'static Field, &str)> = typed
        .iter()
        .filter_map(|(name, text)| Some((of(name)?, text.as_deref().unwrap_or_default())))
        .collect();
    let references = References::read(connection, operator, known.iter().copied())?;
    let (mut draft, mut errors) = (Draft::default(), Errors::default());
    for (field, text) in known {
        match value(field, text, &references) {
            Ok(value) => draft.set(field, value),
            Err(message) => errors.add(field.name(), message),
        }
    }
    Ok((if errors.is_empty() { Ok(draft) } else { Err(errors) }, references))
}

/// What is to be written, or the first of what is wrong with it.
pub fn draft_of(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    entity: &'static Entity,
    typed: &Typed,
) -> QueryResult<Result<Draft, String>> {
    let (checked, _) = checked(connection, operator, entity, typed)?;
    Ok(checked.map_err(|errors| {
        errors.iter().map(|(_, message)| message.to_owned()).next().unwrap_or_default()
    }))
}
