//! Finding the records that rows of a file speak of: by what their fields hold, by what they are
//! called.

use std::collections::HashMap;

use diesel::QueryResult;

use crate::db::statement::{
    Condition, Key, Rows, Subquery, Value, all, any, compared, is_empty, is_filled, not, refers_to,
    some_with,
};
use crate::db::{AnyConnection, Comparison, Folding, sort_key};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;
use crate::panel::entity::relation::Relation;
use crate::panel::entity::row::Row;
use crate::panel::record::read::rows;
use crate::panel::record::titled::TitledRow;

/// So many records are looked for of which there should be one: the others are named.
const MOST_CANDIDATES: i64 = 6;
/// A title of more words is not looked for.
const MOST_WORDS: usize = 12;

/// What was found where one record was looked for.
#[derive(Clone, Debug)]
pub enum Sought<T> {
    /// None.
    Missing,
    /// Just one.
    One(T),
    /// Several, some of which are these.
    Several(Vec<T>),
}

impl<T> From<Vec<T>> for Sought<T> {
    fn from(mut found: Vec<T>) -> Self {
        match found.len() {
            0 | 1 => found.pop().map_or(Self::Missing, Self::One),
            _ => Self::Several(found),
        }
    }
}

/// An id as it is written where numbers have places: 7 of 7.0.
pub fn whole(text: &str) -> &str {
    match text.split_once('.') {
        Some((whole, places)) if !places.is_empty() && places.trim_matches('0').is_empty() => whole,
        _ => text,
    }
}

/// The condition that a field holds that text; `None` where it cannot hold it.
fn holds(entity: &Entity, field: &Field, text: &str) -> Option<Condition> {
    if text.is_empty() {
        return Some(is_empty(field.column));
    }
    let value = field.kind.parse(field.label, text).ok()?;
    let (column, value) = match (field.kind.traits().folding, field.sorted, &value) {
        // What lists are sorted by has an index, and tells spellings apart.
        (Some(Folding::Line), Some(sorted), Value::Text(text)) => {
            (sorted, Value::Text(sort_key(text)))
        }
        _ => (field.column, value),
    };
    Some(compared(column, entity.id, Comparison::Equal, Key::Value(value)))
}

/// The condition that a record holds these texts in fields of what it has one of. What has none of
/// them holds nothing, as does a record that has none.
fn one_holds(
    entity: &Entity,
    relation: &'static Relation,
    texts: &[(&'static Field, &String)],
    is_alone: bool,
) -> Option<Condition> {
    let one = Subquery { by: relation.column(), of: entity.id };
    if texts.iter().all(|(_, text)| text.is_empty()) {
        let filled = texts.iter().map(|(field, _)| is_filled(field.column)).collect();
        return Some(not(some_with(one, any(filled))));
    }
    let held = texts.iter().map(|(field, text)| holds(relation.entity, field, text));
    let held = all(held.collect::<Option<Vec<_>>>()?);
    Some(match is_alone {
        // All that hold it are looked for; else it is looked up for those that hold the rest.
        true => refers_to(entity.id, relation.column(), held),
        false => some_with(one, held),
    })
}

/// The records that hold these texts in these fields, of their own or of what they have one of.
pub fn with_values(
    connection: &mut AnyConnection,
    entity: &'static Entity,
    fields: &[(Option<&'static Relation>, &'static Field)],
    texts: &[String],
) -> QueryResult<Sought<Row>> {
    let of = |name: Option<&str>| -> Vec<(&'static Field, &String)> {
        let of_it = fields.iter().zip(texts);
        let of_it = of_it.filter(|((relation, _), _)| relation.map(|it| it.name) == name);
        of_it.map(|((_, field), text)| (*field, text)).collect()
    };
    let own = of(None);
    let mut relations: Vec<&Relation> =
        fields.iter().filter_map(|(relation, _)| *relation).collect();
    relations.dedup_by_key(|relation| relation.name);
    let of_one = |relation: &&'static Relation| {
        one_holds(entity, relation, &of(Some(relation.name)), own.is_empty())
    };
    let conditions = own.iter().map(|(field, text)| holds(entity, field, text));
    let conditions = conditions.chain(relations.iter().map(of_one)).collect::<Option<Vec<_>>>();
    let Some(conditions) = conditions else { return Ok(Sought::Missing) };
    let found = Rows::of(entity.table(), all(conditions)).slice(MOST_CANDIDATES, 0);
    Ok(rows(connection, entity, found, Vec::new())?.into())
}

/// What each of these titles of records of one entity stands for.
pub struct Titles(HashMap<(&'static str, String), Sought<i64>>);

impl Titles {
    /// Nothing looked up yet.
    pub fn new() -> Self {
        Self(HashMap::new())
    }

    /// Looks a title up, if that was not done before.
    pub fn look_up(
        &mut self,
        connection: &mut AnyConnection,
        entity: &'static Entity,
        title: &str,
    ) -> QueryResult<&Sought<i64>> {
        let key = (entity.table(), title.to_owned());
        if !self.0.contains_key(&key) {
            let found = called(connection, entity, title)?;
            self.0.insert(key.clone(), found);
        }
        Ok(self.0.get(&key).unwrap_or(&Sought::Missing))
    }
}

/// The records that are called like that.
fn called(
    connection: &mut AnyConnection,
    entity: &'static Entity,
    title: &str,
) -> QueryResult<Sought<i64>> {
    let fields: Vec<&'static Field> = Field::of_title(entity).collect();
    let words: Vec<&str> = title.split(' ').collect();
    if words.len() > MOST_WORDS && fields.len() > 1 {
        return Ok(Sought::Missing);
    }
    let ways = divided(&words, fields.len());
    let ways = ways.into_iter().filter_map(|texts| {
        let parts = fields.iter().zip(texts).map(|(field, text)| {
            match text.is_empty() && field.is_required() {
                true => None,
                false => holds(entity, field, &text),
            }
        });
        parts.collect::<Option<Vec<_>>>().map(all)
    });
    let found = Rows::of(entity.table(), any(ways.collect())).slice(MOST_CANDIDATES, 0);
    let found = TitledRow::load(connection, entity, found)?;
    let ids = found.into_iter().filter(|row| row.title == title).map(|row| row.id);
    Ok(ids.collect::<Vec<_>>().into())
}

/// The ways in which words can be divided among so many fields, in their order.
fn divided(words: &[&str], fields: usize) -> Vec<Vec<String>> {
    match fields {
        0 => Vec::new(),
        1 => vec![vec![words.join(" ")]],
        _ => (0..=words.len())
            .flat_map(|first| {
                let (own, rest) = words.split_at(first);
                divided(rest, fields - 1).into_iter().map(move |mut texts| {
                    texts.insert(0, own.join(" "));
                    texts
                })
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_divided_in_every_way() {
        let ways = divided(&["Ada", "King", "Lovelace"], 2);
        let ways: Vec<String> = ways.iter().map(|way| way.join("|")).collect();
        assert_eq!(
            ways,
            ["|Ada King Lovelace", "Ada|King Lovelace", "Ada King|Lovelace", "Ada King Lovelace|"]
        );
        assert_eq!(divided(&["The", "End"], 1), [["The End"]]);
    }
}
