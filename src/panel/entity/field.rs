//! A field of an entity, declared once: its name, its kind and rules, how it is read from a row,
//! searched and sorted.

use diesel::QueryResult;
use diesel::prelude::*;

use crate::db::search::{SearchedOwner, Text};
use crate::db::{
    AnyConnection, BoxedFilter, Comparison, Direction, Key, KeyColumn, Keyed, Stored, compared,
};
use crate::panel::entity::cell::Cell;
use crate::panel::entity::resource::Resource;
use crate::panel::entity::sorting::Sorting;

/// Where a field is searched.
#[derive(Clone, Copy)]
pub enum Searchable {
    /// In a column of the row.
    Own(Text),
    /// In the row that it refers to.
    Relation(&'static SearchedOwner),
}

/// Makes the condition that some column of table `T` compares like that to a key.
pub type Compares<T> = fn(Comparison, Key) -> BoxedFilter<T>;

/// What may be typed into a field.
#[derive(Clone, Copy)]
pub enum Kind {
    /// One line of text, at most so many characters.
    Text(usize),
    /// An e-mail address, at most so many characters.
    Email(usize),
    /// A whole number between two bounds, both included.
    Integer(i32, i32),
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
    /// Whether it stays as it was when the row was created.
    pub fixed: bool,
    /// The value as a form shows it: empty for none.
    pub read: fn(&R) -> Stored<String>,
    /// The value as lists and detail pages show it, where that is more than what a form shows.
    pub show: Option<fn(&R) -> Cell>,
    /// How lists are sorted by it, where they can be.
    pub sorting: Option<Sorting<R>>,
    /// The folded text that a row is sorted by, where that is not simply the value.
    pub sorted_as: Option<fn(&R) -> Stored<String>>,
    /// The condition that the id it refers to compares like that, for a reference.
    pub chosen: Option<Compares<R::Table>>,
    /// Where it is searched, if it is.
    pub searched: Option<Searchable>,
}

/// What a row is sorted by, where that cannot be read: the database looks it up.
pub fn key_of_row<R: Resource>(row: &R) -> Key {
    Key::OfRow { table: R::NAMES.path, id: row.stamps().id }
}

impl<R: Resource> Field<R> {
    /// A field that may be left empty, and is neither searched nor sorted by.
    pub const fn new(
        name: &'static str,
        label: &'static str,
        kind: Kind,
        read: fn(&R) -> Stored<String>,
    ) -> Self {
        Self {
            name,
            label,
            hint: "",
            kind,
            required: false,
            fixed: false,
            read,
            show: None,
            sorting: None,
            sorted_as: None,
            chosen: None,
            searched: None,
        }
    }

    /// The value as lists and detail pages show it.
    pub fn cell(&self, row: &R) -> Cell {
        let Stored::Value(value) = (self.read)(row) else { return Cell::Unreadable };
        if let Some(show) = self.show {
            return show(row);
        }
        match self.kind {
            _ if value.is_empty() => Cell::Empty,
            Kind::Integer(..) => Cell::Number(value),
            Kind::Email(_) => Cell::email(value),
            Kind::Text(_) | Kind::Reference(_) => Cell::Text(value),
        }
    }

    /// What the row is sorted by in a list that is sorted that way.
    pub fn key(&self, row: &R, direction: Direction) -> Key {
        let read = self.sorted_as.unwrap_or(self.read)(row);
        let Stored::Value(value) = read else { return key_of_row(row) };
        match self.kind {
            Kind::Integer(..) => Key::of_whole(&value, direction),
            _ if self.sorted_as.is_some() => Key::Text(value),
            _ => Key::of_text(&value, direction),
        }
    }

    /// It may not be left empty.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// It cannot be changed once the row is created.
    #[must_use]
    pub const fn fixed(mut self) -> Self {
        self.fixed = true;
        self
    }

    /// Shown like this on lists and detail pages.
    #[must_use]
    pub const fn shown_as(mut self, show: fn(&R) -> Cell) -> Self {
        self.show = Some(show);
        self
    }

    /// A sentence under the label.
    #[must_use]
    pub const fn hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }

    /// Sorted by this column, which holds the key of the value.
    #[must_use]
    pub const fn sorted_by<C>(mut self) -> Self
    where
        C: KeyColumn<R::Table>,
        C::SqlType: Keyed,
        R::Id: KeyColumn<R::Table>,
    {
        self.sorting = Some(Sorting::by::<C>());
        self
    }

    /// Sorted by these columns, which hold the key of a value that may be missing.
    #[must_use]
    pub const fn sorted_by_two<C, D>(mut self) -> Self
    where
        C: KeyColumn<R::Table>,
        C::SqlType: Keyed,
        D: KeyColumn<R::Table, SqlType = C::SqlType>,
        R::Id: KeyColumn<R::Table>,
    {
        self.sorting = Some(Sorting::by_two::<C, D>());
        self
    }

    /// It refers to another row by this column.
    #[must_use]
    pub const fn chosen_by<C>(mut self) -> Self
    where
        C: KeyColumn<R::Table>,
        C::SqlType: Keyed,
        R::Id: KeyColumn<R::Table>,
    {
        self.chosen = Some(compared::<R::Table, C, R::Id>);
        self
    }

    /// The folded text that it is sorted by, where that is not the value's.
    #[must_use]
    pub const fn sorted_as(mut self, key: fn(&R) -> Stored<String>) -> Self {
        self.sorted_as = Some(key);
        self
    }

    /// Searched in this column of folded text, which is never null and has an index.
    #[must_use]
    pub const fn searched_in<C>(mut self) -> Self
    where
        C: Column<Table = R::Table>,
    {
        self.searched = Some(Searchable::Own(Text::of::<C>()));
        self
    }

    /// Searched in this column of folded text, which may be null, beside one that begins alike and
    /// has an index.
    #[must_use]
    pub const fn searched_in_two<C, D>(mut self) -> Self
    where
        C: Column<Table = R::Table>,
        D: Column<Table = R::Table>,
    {
        self.searched = Some(Searchable::Own(Text::of_two::<C, D>()));
        self
    }

    /// Searched in the texts of the row that it refers to.
    #[must_use]
    pub const fn searched_through(mut self, owner: &'static SearchedOwner) -> Self {
        self.searched = Some(Searchable::Relation(owner));
        self
    }
}
