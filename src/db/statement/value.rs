//! Values as statements carry them to and from columns, whatever the table.

use chrono::{Datelike as _, NaiveDate, NaiveDateTime};
use diesel::deserialize::{self, FromSql};
use diesel::prelude::*;
use diesel::query_builder::AstPass;
use diesel::sql_types::{BigInt, Bool, Date, Integer, Nullable, Text, Timestamp};

use crate::db::connection::Backend;
use crate::db::stored::Stored;
use crate::db::time::{UtcTime, YEARS};

/// A value that a column can hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Text.
    Text(String),
    /// A whole number: a number itself, an amount in its smallest unit, or the id of a row.
    Integer(i64),
    /// A day.
    Date(NaiveDate),
    /// A moment, UTC, in whole microseconds.
    Moment(NaiveDateTime),
    /// Yes or no.
    YesNo(bool),
}

/// What a column is made for, as its table declares it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// Text.
    Text,
    /// A number of 32 bits.
    Integer,
    /// A number of 64 bits.
    BigInt,
    /// A day.
    Date,
    /// A moment.
    Timestamp,
    /// Yes or no.
    Bool,
}

/// The SQL types that columns of entities have.
pub trait ColumnSqlType {
    /// What they hold.
    const TYPE: ColumnType;
    /// Whether they may hold nothing.
    const IS_NULLABLE: bool;
}

macro_rules! column_sql_types {
    ($($sql:ident as $kind:ident),* $(,)?) => {$(
        impl ColumnSqlType for $sql {
            const TYPE: ColumnType = ColumnType::$kind;
            const IS_NULLABLE: bool = false;
        }

        impl ColumnSqlType for Nullable<$sql> {
            const TYPE: ColumnType = ColumnType::$kind;
            const IS_NULLABLE: bool = true;
        }
    )*};
}

column_sql_types! {
    Text as Text,
    Integer as Integer,
    BigInt as BigInt,
    Date as Date,
    Timestamp as Timestamp,
    Bool as Bool,
}

impl ColumnType {
    /// What was read from such a column; `None` for nothing.
    pub fn stored(self, value: Option<Stored<Value>>) -> Option<Stored<Value>> {
        match value? {
            Stored::Value(value) => Some(self.read(value)),
            Stored::Unreadable => Some(Stored::Unreadable),
        }
    }

    /// Whether such a column can hold that value.
    pub fn holds(self, value: &Value) -> bool {
        matches!(self.read(value.clone()), Stored::Value(_))
    }

    /// A value that was read from such a column. SQLite has no type for days, moments and yes or
    /// no, and no database keeps other programs from values that this one never writes.
    pub fn read(self, value: Value) -> Stored<Value> {
        let is_read = match (self, &value) {
            (Self::Text, Value::Text(_))
            | (Self::BigInt, Value::Integer(_))
            | (Self::Bool, Value::YesNo(_)) => true,
            (Self::Integer, Value::Integer(number)) => i32::try_from(*number).is_ok(),
            (Self::Date, Value::Date(date)) => YEARS.contains(&date.year()),
            (Self::Timestamp, Value::Moment(time)) => YEARS.contains(&time.year()),
            _ => false,
        };
        match (self, value) {
            (_, value) if is_read => Stored::Value(value),
            (Self::Bool, Value::Integer(number @ 0..=1)) => {
                Stored::Value(Value::YesNo(number == 1))
            }
            // SQLite compares texts, so the same day in another spelling would not be found by it.
            (Self::Date, Value::Text(text)) => match text.parse::<NaiveDate>() {
                Ok(date) if YEARS.contains(&date.year()) && date.to_string() == text => {
                    Stored::Value(Value::Date(date))
                }
                _ => Stored::Unreadable,
            },
            (Self::Timestamp, Value::Text(text)) => match UtcTime::read(&text).get() {
                Some(time) => Stored::Value(Value::Moment(time)),
                None => Stored::Unreadable,
            },
            _ => Stored::Unreadable,
        }
    }
}

impl Stored<Value> {
    /// The whole number, if it is one.
    pub fn integer(&self) -> Option<i64> {
        match self {
            Self::Value(Value::Integer(number)) => Some(*number),
            _ => None,
        }
    }
}

/// The type of a column that is read by what it turns out to hold.
#[derive(Debug)]
pub(in crate::db) struct Dynamic;

impl FromSql<Dynamic, Backend> for Stored<Value> {
    fn from_sql(
        value: <Backend as diesel::backend::Backend>::RawValue<'_>,
    ) -> deserialize::Result<Self> {
        value.from_sql::<Self, Dynamic>()
    }
}

#[cfg(feature = "sqlite")]
impl FromSql<Dynamic, diesel::sqlite::Sqlite> for Stored<Value> {
    fn from_sql(
        mut value: <diesel::sqlite::Sqlite as diesel::backend::Backend>::RawValue<'_>,
    ) -> deserialize::Result<Self> {
        use diesel::sqlite::{Sqlite, SqliteType};
        Ok(match value.value_type() {
            // What is no UTF-8 is no text; reading it as such would hide that.
            Some(SqliteType::Text) => {
                <String as FromSql<Text, Sqlite>>::from_sql(value).map(Value::Text).into()
            }
            Some(SqliteType::Long) => Self::Value(Value::Integer(value.read_long())),
            _ => Self::Unreadable,
        })
    }
}

#[cfg(feature = "postgres")]
impl FromSql<Dynamic, diesel::pg::Pg> for Stored<Value> {
    fn from_sql(value: diesel::pg::PgValue<'_>) -> deserialize::Result<Self> {
        use diesel::pg::Pg;
        use diesel::sql_types::SmallInt;
        // The numbers of the built-in types (pg_type.dat).
        let read = match value.get_oid().get() {
            16 => <bool as FromSql<Bool, Pg>>::from_sql(value).map(Value::YesNo),
            20 => <i64 as FromSql<BigInt, Pg>>::from_sql(value).map(Value::Integer),
            21 => <i16 as FromSql<SmallInt, Pg>>::from_sql(value).map(|n| Value::Integer(n.into())),
            23 => <i32 as FromSql<Integer, Pg>>::from_sql(value).map(|n| Value::Integer(n.into())),
            25 | 1042 | 1043 => <String as FromSql<Text, Pg>>::from_sql(value).map(Value::Text),
            1082 => <NaiveDate as FromSql<Date, Pg>>::from_sql(value).map(Value::Date),
            1114 => <NaiveDateTime as FromSql<Timestamp, Pg>>::from_sql(value).map(Value::Moment),
            _ => return Ok(Self::Unreadable),
        };
        Ok(read.into())
    }
}

#[cfg(feature = "mysql")]
impl FromSql<Dynamic, diesel::mysql::Mysql> for Stored<Value> {
    fn from_sql(value: diesel::mysql::MysqlValue<'_>) -> deserialize::Result<Self> {
        use diesel::mysql::{Mysql, MysqlType};
        let read = match value.value_type() {
            MysqlType::Tiny | MysqlType::Short | MysqlType::Long | MysqlType::LongLong => {
                <i64 as FromSql<BigInt, Mysql>>::from_sql(value).map(Value::Integer)
            }
            MysqlType::String | MysqlType::Blob => {
                <String as FromSql<Text, Mysql>>::from_sql(value).map(Value::Text)
            }
            MysqlType::Date => {
                <NaiveDate as FromSql<Date, Mysql>>::from_sql(value).map(Value::Date)
            }
            MysqlType::DateTime | MysqlType::Timestamp => {
                <NaiveDateTime as FromSql<Timestamp, Mysql>>::from_sql(value).map(Value::Moment)
            }
            _ => return Ok(Self::Unreadable),
        };
        Ok(read.into())
    }
}

/// A value as a statement takes it.
#[derive(Clone, Debug)]
pub(in crate::db) struct Bound {
    value: Value,
    /// A moment as MySQL reads it. Diesel would bind it as a `TIMESTAMP`, which knows the years from
    /// 1970 to 2038 alone, and is NULL beside them.
    #[cfg(feature = "mysql")]
    moment: String,
}

impl From<Value> for Bound {
    fn from(value: Value) -> Self {
        Self {
            #[cfg(feature = "mysql")]
            moment: match &value {
                Value::Moment(time) => time.format("%Y-%m-%d %H:%M:%S%.6f").to_string(),
                _ => String::new(),
            },
            value,
        }
    }
}

impl Bound {
    /// Writes it where a statement takes a value.
    pub(in crate::db) fn push<'b>(&'b self, out: &mut AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        match &self.value {
            Value::Text(text) => out.push_bind_param::<Text, _>(text),
            Value::Integer(number) => out.push_bind_param::<BigInt, _>(number),
            Value::Date(date) => out.push_bind_param::<Date, _>(date),
            Value::Moment(time) => self.push_moment(time, out),
            Value::YesNo(is_yes) => out.push_bind_param::<Bool, _>(is_yes),
        }
    }

    fn push_moment<'b>(
        &'b self,
        time: &'b NaiveDateTime,
        out: &mut AstPass<'_, 'b, Backend>,
    ) -> QueryResult<()> {
        match out.backend() {
            #[cfg(feature = "sqlite")]
            Backend::Sqlite(_) => out.push_bind_param::<Timestamp, _>(time),
            #[cfg(feature = "postgres")]
            Backend::Postgres(_) => out.push_bind_param::<Timestamp, _>(time),
            #[cfg(feature = "mysql")]
            Backend::Mysql(_) => {
                let _ = time;
                out.push_sql("CAST(");
                out.push_bind_param::<Text, _>(&self.moment)?;
                out.push_sql(" AS DATETIME(6))");
                Ok(())
            }
        }
    }
}
