//! A field of an entity, declared once over its column.

use std::borrow::Cow;
use std::fmt;

use diesel::sql_types::{BigInt, Bool, Date, Integer, Nullable, Text, Timestamp};

use crate::db::statement::{Column, ColumnSqlType, NamedTable, Value};
use crate::db::{Folding, Stored, search};
use crate::panel::entity::cell::Cell;
use crate::panel::entity::definition::{Entity, Title};
use crate::panel::entity::kind::{self, Kind};

/// One field of an entity.
pub struct Field {
    /// Its column. Its name is the field's name in forms and URLs; where it may hold nothing, the
    /// field may be left empty.
    pub column: Column,
    /// Its name for people.
    pub label: &'static str,
    /// What a person may need to know before typing; empty where the label says it all.
    pub hint: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether it stays as it was when the row was created.
    pub fixed: bool,
    /// The column with the folded copy of a text that is searched.
    pub folded: Option<Column>,
    /// The column that rows are sorted by, where it is not the field's own.
    pub sorted: Option<Column>,
    /// For a reference: the column of the other table that `sorted` is a copy of.
    pub copied: Option<Column>,
}

/// Two fields are the same where they stand over the same column.
impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        self.column == other.column
    }
}

impl Eq for Field {}

impl fmt::Debug for Field {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{}", self.column.table, self.column.name)
    }
}

/// The SQL types that each kind of field can stand over.
macro_rules! fits {
    ($($family:ident: $($sql:ty),*;)*) => {$(
        #[doc = concat!("A column type that fits: ", stringify!($($sql),*), ".")]
        pub trait $family: ColumnSqlType {}
        $(impl $family for $sql {})*
    )*};
}

fits! {
    TextType: Text, Nullable<Text>;
    IntegerType: Integer, Nullable<Integer>, BigInt, Nullable<BigInt>;
    BigIntType: BigInt, Nullable<BigInt>;
    DateType: Date, Nullable<Date>;
    MomentType: Timestamp, Nullable<Timestamp>;
    BoolType: Bool, Nullable<Bool>;
}

impl Field {
    const fn over<C>(label: &'static str, kind: Kind) -> Self
    where
        C: diesel::Column<Table: NamedTable, SqlType: ColumnSqlType>,
    {
        Self {
            column: Column::of::<C>(),
            label,
            hint: "",
            kind,
            fixed: false,
            folded: None,
            sorted: None,
            copied: None,
        }
    }

    /// One line of text, at most so many characters.
    pub const fn text<C>(label: &'static str, most: usize) -> Self
    where
        C: diesel::Column<Table: NamedTable, SqlType: TextType>,
    {
        Self::over::<C>(label, Kind::Text(kind::Text { most }))
    }

    /// Text of several lines, at most so many characters, which are 65,535 at most. It does not
    /// compile where they are more: search would not see them all.
    pub const fn long_text<C>(label: &'static str, most: usize) -> Self
    where
        C: diesel::Column<Table: NamedTable, SqlType: TextType>,
    {
        assert!(most <= kind::LONGEST, "a long text has 65,535 characters at most");
        Self::over::<C>(label, Kind::LongText(kind::LongText { most }))
    }

    /// An e-mail address, at most so many characters.
    pub const fn email<C>(label: &'static str, most: usize) -> Self
    where
        C: diesel::Column<Table: NamedTable, SqlType: TextType>,
    {
        Self::over::<C>(label, Kind::Email(kind::Email { most }))
    }

    /// A whole number between two bounds, both included.
    pub const fn integer<C>(label: &'static str, least: i64, most: i64) -> Self
    where
        C: diesel::Column<Table: NamedTable, SqlType: IntegerType>,
    {
        Self::over::<C>(label, Kind::Integer(kind::Integer { least, most }))
    }

    /// A number with so many decimal places, 0 to 18, between two bounds, both included. They and
    /// what is stored are whole numbers in units of the last place: 19.90 with two places is 1990.
    pub const fn decimal<C>(label: &'static str, places: u8, least: i64, most: i64) -> Self
    where
        C: diesel::Column<Table: NamedTable, SqlType: BigIntType>,
    {
        assert!(places <= 18, "a number has 18 decimal places at most");
        Self::over::<C>(label, Kind::Decimal(kind::Decimal { places, least, most }))
    }

    /// A day.
    pub const fn date<C>(label: &'static str) -> Self
    where
        C: diesel::Column<Table: NamedTable, SqlType: DateType>,
    {
        Self::over::<C>(label, Kind::Date(kind::Date))
    }

    /// A moment, in UTC.
    pub const fn moment<C>(label: &'static str) -> Self
    where
        C: diesel::Column<Table: NamedTable, SqlType: MomentType>,
    {
        Self::over::<C>(label, Kind::Moment(kind::Moment))
    }

    /// Yes or no.
    pub const fn yes_no<C>(label: &'static str) -> Self
    where
        C: diesel::Column<Table: NamedTable, SqlType: BoolType>,
    {
        Self::over::<C>(label, Kind::YesNo(kind::YesNo))
    }

    /// One of these words: each as it is stored, and as people read it. Lists are sorted by the
    /// word.
    pub const fn choice<C>(label: &'static str, options: kind::Options) -> Self
    where
        C: diesel::Column<Table: NamedTable, SqlType: TextType>,
    {
        Self::over::<C>(label, Kind::Choice(kind::Choice { options }))
    }

    /// A row of another entity.
    pub const fn reference<C>(label: &'static str, entity: &'static Entity) -> Self
    where
        C: diesel::Column<Table: NamedTable, SqlType: BigIntType>,
    {
        Self::over::<C>(
            label,
            Kind::Reference(kind::Reference { entity, listed: None, finding: &[] }),
        )
    }

    /// A sentence under the label.
    #[must_use]
    pub const fn hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }

    /// It cannot be changed once the row is created.
    #[must_use]
    pub const fn fixed(mut self) -> Self {
        self.fixed = true;
        self
    }

    /// A text that is searched, by its folded copy in this column.
    #[must_use]
    pub const fn searched<C>(mut self) -> Self
    where
        C: diesel::Column<Table: NamedTable, SqlType: TextType>,
    {
        self.folded = Some(Column::of::<C>());
        self
    }

    /// A text that lists are sorted by, by this column, which the database derives.
    #[must_use]
    pub const fn sorted<C>(mut self) -> Self
    where
        C: diesel::Column<Table: NamedTable, SqlType: TextType>,
    {
        self.sorted = Some(Column::of::<C>());
        self
    }

    /// A reference that lists are sorted by, by this column, which is a copy of that column of the
    /// other table.
    #[must_use]
    pub const fn sorted_by_copy<C, D>(mut self) -> Self
    where
        C: diesel::Column<Table: NamedTable, SqlType: TextType>,
        D: diesel::Column<Table: NamedTable, SqlType: TextType>,
    {
        self.sorted = Some(Column::of::<C>());
        self.copied = Some(Column::of::<D>());
        self
    }

    /// For the reference of what a row has one of: lists of the other entity show this field of it.
    #[must_use]
    pub const fn listed(mut self, field: &'static str) -> Self {
        if let Kind::Reference(reference) = self.kind {
            self.kind = Kind::Reference(kind::Reference { listed: Some(field), ..reference });
        }
        self
    }

    /// For a reference: rows of the other entity are found by the texts of these fields too, which
    /// are searched.
    #[must_use]
    pub const fn finding(mut self, fields: &'static [&'static str]) -> Self {
        if let Kind::Reference(reference) = self.kind {
            self.kind = Kind::Reference(kind::Reference { finding: fields, ..reference });
        }
        self
    }

    /// Its name in forms and URLs.
    pub const fn name(&self) -> &'static str {
        self.column.name
    }

    /// Whether it may not be left empty.
    pub const fn is_required(&self) -> bool {
        !self.column.is_nullable
    }

    /// The column that lists are sorted by, if they can be.
    pub fn sort_column(&self) -> Option<Column> {
        match self.kind.traits().sorts_by_itself {
            true => Some(self.column),
            false => self.sorted,
        }
    }

    /// The entity whose rows it shows, where it is a reference.
    pub fn refers_to(&self) -> Option<&'static Entity> {
        self.kind.reference().map(|reference| reference.entity)
    }

    /// Where its text is searched, where it is a text that is.
    pub fn searched_text(&self) -> Option<search::Text> {
        let (folded, folding) = (self.folded?, self.kind.traits().folding?);
        let indexed = match folding {
            Folding::Line => Some(self.sorted.unwrap_or(folded).name),
            Folding::Long => None,
        };
        Some(search::Text { column: folded.name, indexed })
    }

    /// The fields that a row is called by, where the title is made of fields.
    pub fn of_title(entity: &'static Entity) -> impl Iterator<Item = &'static Self> {
        let names = match entity.title {
            Title::Fields(names) => names,
            Title::Of(..) => &[],
        };
        names.iter().filter_map(|name| entity.field(name))
    }

    /// What was read from its column, as its kind takes it.
    pub fn read(&self, value: Option<Stored<Value>>) -> Option<Stored<Value>> {
        match self.column.column_type.stored(value) {
            // A value that is missing where none may be is unreadable too.
            None if self.is_required() => Some(Stored::Unreadable),
            other => other,
        }
    }

    /// A value as lists and detail pages show it.
    pub fn cell<'v>(&self, value: Option<&'v Stored<Value>>) -> Cell<'v> {
        match value {
            Some(Stored::Value(value)) => self.kind.cell(value),
            Some(Stored::Unreadable) => Cell::Unreadable,
            None => Cell::Empty,
        }
    }

    /// A value as it is read in the middle of a sentence.
    pub fn words<'v>(&self, value: &'v Stored<Value>) -> Cow<'v, str> {
        match value {
            Stored::Value(value) => self.kind.cell(value).into_words(),
            Stored::Unreadable => Stored::<String>::Unreadable.to_string().into(),
        }
    }
}
