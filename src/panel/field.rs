//! A field of an entity, declared once: its name, its kind and rules, how it is read from a row,
//! searched and sorted.

use diesel::QueryResult;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Nullable, Text};

use super::cell::Cell;
use super::order::{OrderBy, Sortable, ordered};
use super::resource::Resource;
use crate::db::{AnyConnection, Backend};

/// A condition on the rows of table `T`.
pub type BoxedFilter<T> = Box<dyn BoxableExpression<T, Backend, SqlType = Bool>>;

/// Makes the condition that a folded word occurs in some column of table `T`.
pub type ContainsWord<T> = fn(&str) -> BoxedFilter<T>;

/// What may be typed into a field.
#[derive(Clone, Copy)]
pub enum Kind {
    /// One line of text, at most so many characters.
    Text(usize),
    /// An e-mail address, at most so many characters.
    Email(usize),
    /// A whole number between two bounds, both included.
    Whole(i32, i32),
    /// The id of a row of another entity.
    Reference(&'static Reference),
}

/// How a row of another entity is chosen and called.
pub struct Reference {
    /// The path of the entity it is chosen from.
    pub path: &'static str,
    /// The title of the row with that id, `None` where there is none.
    pub title: fn(&mut AnyConnection, i64) -> QueryResult<Option<String>>,
}

/// One field of entity `R`.
pub struct Field<R: Resource> {
    /// Its column, and its name in forms and URLs.
    pub name: &'static str,
    /// Its name for people.
    pub label: &'static str,
    /// What a person may need to know before typing; empty where the label says it all.
    pub hint: &'static str,
    /// What may be typed.
    pub kind: Kind,
    /// Whether it may be left empty.
    pub required: bool,
    /// The value as a form shows it: empty for none.
    pub read: fn(&R) -> String,
    /// The `ORDER BY` term, for a column that can be sorted by.
    pub order: Option<OrderBy<R::Table>>,
    /// The condition that one folded word occurs in it, for a column that is searched.
    pub contains: Option<ContainsWord<R::Table>>,
}

impl<R: Resource> Field<R> {
    /// A field that may be left empty, and is neither searched nor sorted by.
    pub const fn new(
        name: &'static str,
        label: &'static str,
        kind: Kind,
        read: fn(&R) -> String,
    ) -> Self {
        Self { name, label, hint: "", kind, required: false, read, order: None, contains: None }
    }

    /// The value as lists and detail pages show it.
    pub fn cell(&self, row: &R) -> Cell {
        let value = (self.read)(row);
        match self.kind {
            _ if value.is_empty() => Cell::Empty,
            Kind::Whole(..) => Cell::Number(value),
            Kind::Text(_) | Kind::Email(_) | Kind::Reference(_) => Cell::Text(value),
        }
    }

    /// It may not be left empty.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// A sentence under the label.
    #[must_use]
    pub const fn hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }

    /// Sorted by this column.
    #[must_use]
    pub const fn sorted_by<C: Sortable<R::Table>>(mut self) -> Self {
        self.order = Some(ordered::<R::Table, C>);
        self
    }

    /// Searched in this column of folded text that is never null.
    #[must_use]
    pub const fn searched_in<C>(mut self) -> Self
    where
        C: Column<Table = R::Table> + Expression<SqlType = Text> + Default + 'static,
        Contains<C>: BoxableExpression<R::Table, Backend, SqlType = Bool>,
    {
        self.contains = Some(contains::<R::Table, C>);
        self
    }

    /// Searched in this column of folded text that may be null.
    #[must_use]
    pub const fn searched_in_nullable<C>(mut self) -> Self
    where
        C: Column<Table = R::Table> + Expression<SqlType = Nullable<Text>> + Default + 'static,
        ContainsNullable<C>: BoxableExpression<R::Table, Backend, SqlType = Bool>,
    {
        self.contains = Some(contains_nullable::<R::Table, C>);
        self
    }
}

type Contains<C> = diesel::dsl::Escape<diesel::dsl::Like<C, String>>;
type ContainsNullable<C> =
    diesel::dsl::And<diesel::dsl::IsNotNull<C>, Contains<diesel::dsl::AssumeNotNull<C>>>;

fn contains<T, C>(word: &str) -> BoxedFilter<T>
where
    C: Column<Table = T> + Expression<SqlType = Text> + Default + 'static,
    Contains<C>: BoxableExpression<T, Backend, SqlType = Bool>,
{
    Box::new(C::default().like(crate::db::containing(word)).escape('!'))
}

fn contains_nullable<T, C>(word: &str) -> BoxedFilter<T>
where
    C: Column<Table = T> + Expression<SqlType = Nullable<Text>> + Default + 'static,
    ContainsNullable<C>: BoxableExpression<T, Backend, SqlType = Bool>,
{
    let column = C::default();
    let word = crate::db::containing(word);
    Box::new(column.is_not_null().and(C::default().assume_not_null().like(word).escape('!')))
}
