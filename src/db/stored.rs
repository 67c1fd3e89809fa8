//! Values as rows hold them, whoever stored them.

use std::fmt;

use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::sql_types::{BigInt, Integer, Text};
#[cfg(feature = "sqlite")]
use diesel::sqlite::{Sqlite, SqliteType};

use super::connection::Backend;

/// A value of a column, or what another program has stored in its place.
///
/// SQLite takes any value into any column, and every database takes more than this program ever
/// writes. Reading one such value must not fail: the rows beside it, and the record itself, would be
/// out of reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromSqlRow)]
pub enum Stored<T> {
    /// What the column is made for.
    Value(T),
    /// Anything else.
    Unreadable,
}

/// What stands for an unreadable value in the middle of a sentence.
const UNREADABLE: &str = "(unreadable)";

impl<T> Stored<T> {
    /// The value, if it can be read.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Unreadable => None,
        }
    }

    /// The same of what becomes of the value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Stored<U> {
        match self {
            Self::Value(value) => Stored::Value(change(value)),
            Self::Unreadable => Stored::Unreadable,
        }
    }
}

impl<T: fmt::Display> fmt::Display for Stored<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(value) => value.fmt(out),
            Self::Unreadable => out.write_str(UNREADABLE),
        }
    }
}

impl From<Stored<Self>> for String {
    fn from(stored: Stored<Self>) -> Self {
        stored.value().unwrap_or_else(|| UNREADABLE.to_owned())
    }
}

impl<T> From<deserialize::Result<T>> for Stored<T> {
    fn from(read: deserialize::Result<T>) -> Self {
        read.map_or(Self::Unreadable, Self::Value)
    }
}

/// Reads a type by what each database has for it. A value that is missing where none may be is
/// unreadable too.
macro_rules! stored {
    ($($rust:ty as $sql:ty),* $(,)?) => {$(
        impl FromSql<$sql, Backend> for Stored<$rust> {
            fn from_sql(
                value: <Backend as diesel::backend::Backend>::RawValue<'_>,
            ) -> deserialize::Result<Self> {
                value.from_sql::<Self, $sql>()
            }

            fn from_nullable_sql(
                value: Option<<Backend as diesel::backend::Backend>::RawValue<'_>>,
            ) -> deserialize::Result<Self> {
                value.map_or(Ok(Self::Unreadable), FromSql::<$sql, Backend>::from_sql)
            }
        }

        #[cfg(feature = "postgres")]
        impl FromSql<$sql, diesel::pg::Pg> for Stored<$rust> {
            fn from_sql(value: diesel::pg::PgValue<'_>) -> deserialize::Result<Self> {
                Ok(<$rust as FromSql<$sql, diesel::pg::Pg>>::from_sql(value).into())
            }
        }

        #[cfg(feature = "mysql")]
        impl FromSql<$sql, diesel::mysql::Mysql> for Stored<$rust> {
            fn from_sql(value: diesel::mysql::MysqlValue<'_>) -> deserialize::Result<Self> {
                Ok(<$rust as FromSql<$sql, diesel::mysql::Mysql>>::from_sql(value).into())
            }
        }

        #[cfg(feature = "sqlite")]
        impl FromSql<$sql, Sqlite> for Stored<$rust> {
            fn from_sql(
                value: <Sqlite as diesel::backend::Backend>::RawValue<'_>,
            ) -> deserialize::Result<Self> {
                Ok(<$rust as SqliteValue>::read(value).into())
            }
        }
    )*};
}

stored! {
    String as Text,
    i32 as Integer,
    i64 as BigInt,
}

/// How a value is read from SQLite, which would make a number of any text, and cut off what does not
/// fit.
#[cfg(feature = "sqlite")]
trait SqliteValue: Sized {
    /// Reads it.
    fn read(value: <Sqlite as diesel::backend::Backend>::RawValue<'_>)
    -> deserialize::Result<Self>;
}

#[cfg(feature = "sqlite")]
impl SqliteValue for String {
    fn read(
        value: <Sqlite as diesel::backend::Backend>::RawValue<'_>,
    ) -> deserialize::Result<Self> {
        match value.value_type() {
            Some(SqliteType::Text) => FromSql::<Text, Sqlite>::from_sql(value),
            _ => Err("no text".into()),
        }
    }
}

#[cfg(feature = "sqlite")]
impl SqliteValue for i64 {
    fn read(
        mut value: <Sqlite as diesel::backend::Backend>::RawValue<'_>,
    ) -> deserialize::Result<Self> {
        match value.value_type() {
            Some(SqliteType::Long) => Ok(value.read_long()),
            _ => Err("no whole number".into()),
        }
    }
}

#[cfg(feature = "sqlite")]
impl SqliteValue for i32 {
    fn read(
        value: <Sqlite as diesel::backend::Backend>::RawValue<'_>,
    ) -> deserialize::Result<Self> {
        Ok(Self::try_from(i64::read(value)?)?)
    }
}
