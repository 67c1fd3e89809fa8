//! The values of a record as its history holds them: JSON by the names of its fields.

use chrono::NaiveDateTime;
use serde_json::{Map, Value as Json};

use crate::db::statement::{Column, Value};
use crate::db::{Stored, UNREADABLE_VERSION, UtcTime};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;
use crate::panel::entity::json::{of_json, to_json};
use crate::panel::entity::row::Row;

/// Values by the names of fields; what is not named is not known, or nothing where all are named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PastValues(Map<String, Json>);

/// What a field held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PastValue {
    /// Nothing.
    Empty,
    /// A value that it can hold still.
    Value(Value),
    /// What it cannot hold any more, as it is read.
    Other(String),
    /// What another program stored and nobody could read.
    Unreadable,
}

/// The name that stands in the place of a value that could not be read.
const UNREADABLE: &str = "unreadable";

impl PastValues {
    /// Everything that a row holds, its version and its times included.
    pub fn of_row(row: &Row) -> Self {
        let mut values = Self::default();
        for field in row.entity.fields {
            if let Some(value) = row.value(field) {
                values.set(field, Some(value));
            }
        }
        if row.version != UNREADABLE_VERSION {
            values.stamp(row.entity.version, Value::Integer(row.version.into()));
        }
        for (column, time) in
            [(row.entity.created_at, row.created_at), (row.entity.updated_at, row.updated_at)]
        {
            if let Some(time) = time.get() {
                values.stamp(column, Value::Moment(time));
            }
        }
        values
    }

    /// Sets what a field held.
    pub fn set(&mut self, field: &Field, value: Option<&Stored<Value>>) {
        let json = match value {
            Some(Stored::Value(value)) => field.to_json(value),
            Some(Stored::Unreadable) => serde_json::json!({ UNREADABLE: true }),
            None => Json::Null,
        };
        self.0.insert(field.name().to_owned(), json);
    }

    /// Sets what a column beside the fields held: the version, or a time.
    pub fn stamp(&mut self, column: Column, value: Value) {
        self.0.insert(column.name.to_owned(), to_json(&value));
    }

    /// What a field held; `None` where it is not named.
    pub fn get(&self, field: &Field) -> Option<PastValue> {
        self.0.get(field.name()).map(|json| match json {
            Json::Null => PastValue::Empty,
            Json::Object(_) => PastValue::Unreadable,
            json => field.of_json(json).map_or_else(|| other(json), PastValue::Value),
        })
    }

    /// The version that a row of that entity had.
    pub fn version(&self, entity: &Entity) -> Option<i32> {
        match self.stamped(entity.version)? {
            Value::Integer(version) => i32::try_from(version).ok(),
            _ => None,
        }
    }

    /// The time that stood in a column beside the fields.
    pub fn time(&self, column: Column) -> Option<NaiveDateTime> {
        UtcTime::of(self.stamped(column).map(Stored::Value)).get()
    }

    fn stamped(&self, column: Column) -> Option<Value> {
        of_json(column.column_type, self.0.get(column.name)?)
    }

    /// Whether that field is named.
    pub fn has(&self, field: &Field) -> bool {
        self.0.contains_key(field.name())
    }

    /// What is named and is none of the fields and columns that the entity has by now.
    pub fn outdated(&self, entity: &Entity) -> impl Iterator<Item = (&str, String)> {
        let stamps = [entity.version, entity.created_at, entity.updated_at];
        let is_known = move |name: &str| {
            entity.field(name).is_some() || stamps.iter().any(|column| column.name == name)
        };
        let outdated = self.0.iter().filter(move |(name, _)| !is_known(name));
        outdated.map(|(name, json)| (name.as_str(), text(json)))
    }

    /// Whether nothing is named.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// As it is stored; empty where nothing is named.
    pub fn to_text(&self) -> String {
        if self.0.is_empty() {
            return String::new();
        }
        serde_json::to_string(&self.0).unwrap_or_default()
    }

    /// Reads what [`PastValues::to_text`] wrote; what is no such text names nothing.
    pub fn parse(text: &str) -> Self {
        Self(serde_json::from_str(text).unwrap_or_default())
    }
}

fn other(json: &Json) -> PastValue {
    PastValue::Other(text(json))
}

fn text(json: &Json) -> String {
    json.as_str().map_or_else(|| json.to_string(), str::to_owned)
}
