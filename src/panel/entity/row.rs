//! A row of an entity, as it stands in the database.

use std::borrow::Borrow;
use std::fmt;

use askama::{FastWritable, Values};

use crate::access::CurrentOperator;
use crate::db::statement::{StampedRow, Value};
use crate::db::{Stored, UtcTime, version_of};
use crate::panel::entity::cell::Cell;
use crate::panel::entity::definition::{Entity, Title};
use crate::panel::entity::field::Field;
use crate::panel::entity::words::capitalized;

/// A row of an entity.
#[derive(Clone)]
pub struct Row {
    /// Its entity.
    pub entity: &'static Entity,
    /// Its id.
    pub id: i64,
    /// Counts the updates: the lock against lost updates.
    pub version: i32,
    /// When it was created, where that is read: lists that do not show it leave it out.
    pub created_at: UtcTime,
    /// When it was last changed.
    pub updated_at: UtcTime,
    /// The values of the fields, in their order, and behind them whatever else was read.
    values: Vec<Option<Stored<Value>>>,
    /// Where in the values stands what was read beside the row.
    beside: usize,
    /// What each field refers to is called; empty for those that do not refer, or to nothing.
    titles: Vec<String>,
}

impl Row {
    /// The row that was selected as the reading of records selects it.
    pub(in crate::panel) fn of(entity: &'static Entity, selected: StampedRow) -> Self {
        let StampedRow { id, version, created_at, updated_at, rest } = selected;
        let (id, version) = (id.value().unwrap_or_default(), version_of(version));
        let (mut values, mut beside) = (rest.0, entity.fields.len());
        for (field, value) in entity.fields.iter().zip(&mut values) {
            *value = field.read(value.take());
        }
        let mut next = || {
            beside += 1;
            values.get_mut(beside - 1).and_then(Option::take)
        };
        let titles = entity.fields.iter().map(|field| {
            let Some(target) = field.refers_to() else { return String::new() };
            // Nothing is read of a row that is not there.
            let parts = Field::of_title(target).map(|field| (field, next()));
            let parts = parts.filter_map(|(field, value)| Some((field, field.read(Some(value?)))));
            in_one_line(parts)
        });
        let titles = if entity.refers() { titles.collect() } else { Vec::new() };
        Self { entity, id, version, created_at, updated_at, values, beside, titles }
    }

    /// What was read beside it.
    pub fn beside(&self) -> &[Option<Stored<Value>>] {
        self.values.get(self.beside..).unwrap_or_default()
    }

    /// The same, to be read as what shows it takes it.
    pub(in crate::panel) fn beside_mut(&mut self) -> &mut [Option<Stored<Value>>] {
        self.values.get_mut(self.beside..).unwrap_or_default()
    }

    fn position(&self, field: &Field) -> Option<usize> {
        self.entity.fields.iter().position(|other| std::ptr::eq(other, field))
    }

    /// What stands in a field; `None` for nothing.
    pub fn value(&self, field: &Field) -> Option<&Stored<Value>> {
        self.values.get(self.position(field)?)?.as_ref()
    }

    /// What a field refers to is called; empty for nothing.
    pub fn referred(&self, field: &Field) -> &str {
        let title = self.position(field).and_then(|position| self.titles.get(position));
        title.map_or("", String::as_str)
    }

    /// Sets what a field refers to is called, where that is known without reading it.
    pub(in crate::panel) fn refer(&mut self, field: &Field, title: &str) {
        let position = self.position(field);
        if let Some(known) = position.and_then(|position| self.titles.get_mut(position)) {
            title.clone_into(known);
        }
    }

    /// What stands in a field, as a form shows it.
    pub fn text(&self, field: &Field) -> Stored<String> {
        match self.value(field) {
            Some(Stored::Value(value)) => Stored::Value(field.kind.print(value)),
            Some(Stored::Unreadable) => Stored::Unreadable,
            None => Stored::Value(String::new()),
        }
    }

    /// What stands in a field, as lists and detail pages show it.
    pub fn cell(&self, field: &Field) -> Cell<'_> {
        match field.cell(self.value(field)) {
            Cell::Link { path, .. } => Cell::Link { text: self.referred(field).into(), path },
            cell => cell,
        }
    }

    /// The id in a field that refers to another row, if it can be read.
    pub fn referred_id(&self, field: &Field) -> Option<i64> {
        self.value(field)?.integer()
    }

    /// How it is called in headings and messages, to somebody who may see it.
    pub fn title(&self, operator: &CurrentOperator) -> String {
        RowTitle { row: self, operator }.to_string()
    }

    /// The values of the fields that it is called by; empty where it is called by what it refers to.
    pub fn own_title(&self) -> String {
        in_one_line(self.title_values())
    }

    fn title_values(&self) -> impl Iterator<Item = (&'static Field, Option<&Stored<Value>>)> {
        Field::of_title(self.entity).map(|field| (field, self.value(field)))
    }

    /// What it refers to, as far as they may see it: `the user Ada`.
    pub fn belongs_to(&self, operator: &CurrentOperator) -> impl Iterator<Item = String> {
        self.entity.fields.iter().filter_map(|field| {
            let (target, title) = (field.refers_to()?, self.referred(field));
            (!title.is_empty() && operator.sees(target.names.path))
                .then(|| format!("the {} {title}", target.names.one))
        })
    }

    /// What it says beside what it refers to, in one line.
    pub fn summary(&self) -> String {
        let own = self.entity.fields.iter().filter(|field| field.refers_to().is_none());
        let texts = own.filter_map(|field| Some(field.words(self.value(field)?)));
        texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

/// How a row is called in headings and messages, to somebody who may see it; to be written into
/// something longer.
pub struct RowTitle<'r> {
    /// The row.
    pub row: &'r Row,
    /// Whoever reads it.
    pub operator: &'r CurrentOperator,
}

impl RowTitle<'_> {
    fn write(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        let Self { row, operator } = self;
        let (words, name) = match row.entity.title {
            Title::Fields(_) => return write_in_one_line(out, row.title_values()),
            Title::Of(words, name) => (words, name),
        };
        let field = row.entity.field(name);
        match field.and_then(Field::refers_to) {
            Some(target) if operator.sees(target.names.path) => {
                write!(out, "{words} {}", field.map_or("", |field| row.referred(field)))
            }
            _ => write!(out, "{} {}", capitalized(row.entity.names.one), row.id),
        }
    }
}

impl fmt::Display for RowTitle<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(out)
    }
}

impl FastWritable for RowTitle<'_> {
    fn write_into(&self, out: &mut dyn fmt::Write, _: &dyn Values) -> askama::Result<()> {
        Ok(self.write(out)?)
    }
}

/// Values with a blank between them, but for those that are missing.
pub fn in_one_line<V: Borrow<Stored<Value>>>(
    values: impl Iterator<Item = (&'static Field, Option<V>)>,
) -> String {
    let mut line = String::new();
    // A text takes all that is written to it.
    let _ = write_in_one_line(&mut line, values);
    line
}

fn write_in_one_line<V: Borrow<Stored<Value>>>(
    out: &mut dyn fmt::Write,
    values: impl Iterator<Item = (&'static Field, Option<V>)>,
) -> fmt::Result {
    let values = values.filter_map(|(field, value)| Some((field, value?)));
    for (index, (field, value)) in values.enumerate() {
        if index > 0 {
            out.write_str(" ")?;
        }
        out.write_str(&field.words(value.borrow()))?;
    }
    Ok(())
}
