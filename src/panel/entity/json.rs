//! Values as JSON holds them: a number as a number, yes or no as such, everything else as a text
//! that says exactly what it is.

use chrono::NaiveDateTime;
use serde_json::Value as Json;

use crate::db::Stored;
use crate::db::statement::{ColumnType, Value};
use crate::panel::entity::field::Field;

/// A moment, UTC, to the microsecond.
const MOMENT: &str = "%Y-%m-%dT%H:%M:%S%.6fZ";

impl Field {
    /// A value of this field.
    pub fn to_json(&self, value: &Value) -> Json {
        match self.kind.traits().places {
            Some(_) => Json::String(self.kind.print(value)),
            None => to_json(value),
        }
    }

    /// The value that this field holds where JSON holds that; `None` where it cannot hold such a
    /// value.
    pub fn of_json(&self, json: &Json) -> Option<Value> {
        match (self.kind.traits().places, json) {
            (Some(places), Json::String(text)) => Some(Value::Integer(units(text, places)?)),
            (Some(_), _) => None,
            (None, json) => of_json(self.column.column_type, json),
        }
    }
}

/// A number in units of the last of so many decimal places, whatever the bounds of the field are by
/// now: `19.90` with two of them is 1990.
fn units(text: &str, places: u8) -> Option<i64> {
    let (whole, parts) = text.split_once('.').unwrap_or((text, ""));
    let missing = usize::from(places).checked_sub(parts.len())?;
    format!("{whole}{parts}{}", "0".repeat(missing)).parse().ok()
}

/// A value as it is.
pub fn to_json(value: &Value) -> Json {
    match value {
        Value::Text(text) => Json::String(text.clone()),
        Value::Integer(number) => Json::from(*number),
        Value::Date(date) => Json::String(date.to_string()),
        Value::Moment(time) => Json::String(time.format(MOMENT).to_string()),
        Value::YesNo(is_yes) => Json::Bool(*is_yes),
    }
}

/// The value that a column of that type holds where JSON holds that.
pub fn of_json(column_type: ColumnType, json: &Json) -> Option<Value> {
    let value = match (column_type, json) {
        (ColumnType::Text, Json::String(text)) => Value::Text(text.clone()),
        (ColumnType::Integer | ColumnType::BigInt, Json::Number(number)) => {
            Value::Integer(number.as_i64()?)
        }
        (ColumnType::Date, Json::String(text)) => Value::Date(text.parse().ok()?),
        (ColumnType::Timestamp, Json::String(text)) => {
            Value::Moment(NaiveDateTime::parse_from_str(text, MOMENT).ok()?)
        }
        (ColumnType::Bool, Json::Bool(is_yes)) => Value::YesNo(*is_yes),
        _ => return None,
    };
    match column_type.read(value) {
        Stored::Value(value) => Some(value),
        Stored::Unreadable => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_as_json_is_read_as_the_same_value() {
        let moment = "2026-11-22T13:55:01.000120Z";
        for (column_type, text) in [
            (ColumnType::Text, r#""a \"b\" é\n""#),
            (ColumnType::Integer, "-7"),
            (ColumnType::BigInt, "9223372036854775807"),
            (ColumnType::Date, r#""0001-01-31""#),
            (ColumnType::Timestamp, &format!("\"{moment}\"")),
            (ColumnType::Bool, "true"),
        ] {
            let json: Json = serde_json::from_str(text).unwrap();
            let value = of_json(column_type, &json).unwrap();
            assert_eq!(to_json(&value).to_string(), text);
        }
    }

    #[test]
    fn a_number_keeps_its_decimal_places_and_takes_more() {
        for (text, places, number) in [
            ("19.90", 2, Some(1990)),
            ("-0.05", 2, Some(-5)),
            ("7", 0, Some(7)),
            ("19.90", 3, Some(19_900)),
            ("19.90", 1, None),
            ("x", 2, None),
        ] {
            assert_eq!(units(text, places), number, "{text}");
        }
    }

    #[test]
    fn what_a_column_cannot_hold_is_no_value_of_it() {
        for (column_type, text) in [
            (ColumnType::Text, "7"),
            (ColumnType::Integer, "3000000000"),
            (ColumnType::BigInt, "1.5"),
            (ColumnType::BigInt, r#""7""#),
            (ColumnType::Date, r#""31 January""#),
            (ColumnType::Timestamp, r#""2026-11-22""#),
            (ColumnType::Bool, "1"),
            (ColumnType::Bool, "null"),
        ] {
            let json: Json = serde_json::from_str(text).unwrap();
            assert_eq!(of_json(column_type, &json), None, "{text}");
        }
    }
}
