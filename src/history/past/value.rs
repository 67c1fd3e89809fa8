//! Values as they were, beside those of now.

use std::sync::Arc;

use chrono::NaiveDateTime;

use crate::access::{Action, CurrentOperator};
use crate::db::Stored;
use crate::db::statement::Value;
use crate::history::comparison::shortened;
use crate::history::titles::{Titles, shown_title};
use crate::panel::entity::cell::Cell;
use crate::panel::entity::definition::{Entity, Title};
use crate::panel::entity::field::Field;
use crate::panel::entity::requirement::visible_fields;
use crate::panel::record::history::PastValue;
use crate::panel::record::history::past::{Moment, PastRecord};

/// What a page about a moment needs to know of its reader, and of what is called how.
pub struct Reader {
    /// Who reads it.
    pub operator: Arc<CurrentOperator>,
    /// When.
    pub moment: Moment,
    /// The time that was asked for, of which that is the moment.
    pub asked: Option<NaiveDateTime>,
    /// What the rows are called that values refer to.
    pub titles: Titles,
}

/// A field as it was.
pub struct FieldThen {
    /// The field.
    pub field: &'static Field,
    /// What it held; `None` where that is not known.
    pub then: Option<Cell<'static>>,
    /// What it holds now, where that is something else.
    pub now: Option<Cell<'static>>,
    /// Whether another program changed it since, nobody knows when.
    pub is_outside: bool,
}

impl FieldThen {
    /// Whether it is marked: what is there now is something else, or may be.
    pub fn is_marked(&self) -> bool {
        self.now.is_some() || self.is_outside
    }
}

impl Reader {
    /// The fields that they may see, but for the one that says whose it is.
    pub fn fields(&self, record: &PastRecord, but: Option<&Field>) -> Vec<FieldThen> {
        visible_fields(record.entity, &self.operator)
            .filter(|field| but.is_none_or(|but| but != *field))
            .map(|field| self.field(record, field))
            .collect()
    }

    fn field(&self, record: &PastRecord, field: &'static Field) -> FieldThen {
        let now = record.now.as_ref().filter(|_| record.is_different(field));
        FieldThen {
            field,
            then: record.value(field).map(|value| self.cell(field, value)),
            now: now.map(|row| row.cell(field).into_owned()),
            is_outside: record.is_changed_outside(field),
        }
    }

    fn cell(&self, field: &Field, value: &PastValue) -> Cell<'static> {
        match (field.refers_to(), value) {
            (Some(target), PastValue::Value(Value::Integer(id))) => Cell::Link {
                text: self.titles.of(target, *id, self.moment.0).into(),
                path: self.path(target, *id),
            },
            (_, PastValue::Value(value)) => field.kind.cell(value).into_owned(),
            (_, PastValue::Empty) => Cell::Empty,
            (_, PastValue::Other(text)) => Cell::Text(text.clone().into()),
            (_, PastValue::Unreadable) => Cell::Unreadable,
        }
    }

    /// What a record was called.
    pub fn title(&self, record: &PastRecord) -> String {
        shown_title(record.entity, record.id, &self.stored_title(record), &self.operator)
    }

    /// The same as histories have it: where that is what it refers to, without the words.
    pub fn stored_title(&self, record: &PastRecord) -> String {
        let referred = |name| {
            let field = record.entity.field(name)?;
            Some(self.titles.of(field.refers_to()?, record.referred(field)?, self.moment.0))
        };
        match record.entity.title {
            Title::Fields(_) => record.own_title(),
            Title::Of(_, name) => referred(name).unwrap_or_default(),
        }
    }

    /// A value as it was read after a change set, in one line or in several.
    pub fn words(&self, field: &Field, value: &PastValue, at: i64) -> String {
        shortened(match value {
            PastValue::Value(value) => self.titles.words(field, &Stored::Value(value.clone()), at),
            PastValue::Empty => String::new(),
            PastValue::Other(text) => text.clone(),
            PastValue::Unreadable => self.titles.words(field, &Stored::Unreadable, at),
        })
    }

    /// The page of a record at the same moment, below the base; its own page for whoever may not see
    /// its past.
    pub fn path(&self, entity: &Entity, id: i64) -> String {
        let table = entity.table();
        match self.operator.may(Action::History, table) {
            true => format!("/{table}/{id}/history/at/{}", self.moment.0),
            false => format!("/{table}/{id}"),
        }
    }
}
