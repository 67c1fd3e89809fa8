//! What a row can be linked with: found by what it is called, and told apart by its links.

use super::words;
use std::collections::HashMap;

use diesel::QueryResult;

use crate::access::CurrentOperator;
use crate::db::search::{SearchPlan, Words};
use crate::db::statement::{Condition, Expression, Key, Rows, SelectedRow, Value, among, compared};
use crate::db::{AnyConnection, Comparison, Count, Counts, Direction, Folding, sort_key};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;
use crate::panel::entity::relation::LinkEnd;
use crate::panel::list::found;
use crate::panel::record::titled::{TitledRow, by_title};

/// The field that says all that must be said of a row, where a line of text is all: the row can then
/// be found and created by it.
pub(super) fn name_field(entity: &'static Entity) -> Option<&'static Field> {
    let mut title = Field::of_title(entity);
    let field = title.next().filter(|_| title.next().is_none())?;
    let is_line = field.kind.traits().folding == Some(Folding::Line);
    let mut others = entity.fields.iter().filter(|other| !std::ptr::eq(*other, field));
    let is_all = others.all(|other| !other.is_required()) && entity.rules.is_empty();
    (is_line && is_all && field.sort_column().is_some()).then_some(field)
}

/// How many rows a search finds, as far as they are counted.
pub(super) fn count(
    connection: &mut AnyConnection,
    counts: &Counts,
    operator: &CurrentOperator,
    entity: &'static Entity,
    search: &str,
) -> QueryResult<Count> {
    let rows = Rows::of(entity.table(), searched(operator, entity, search));
    let table = search.is_empty().then_some(entity.table());
    counts.count(connection, rows.column(entity.id), table)
}

/// The rows that a search finds: those that are called just that first, then by what they are called.
pub(super) fn offered(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    entity: &'static Entity,
    search: &str,
    (limit, offset): (i64, i64),
) -> QueryResult<Vec<TitledRow>> {
    let rows = Rows::of(entity.table(), searched(operator, entity, search))
        .ordered(by_title(entity), Direction::Ascending)
        .slice(limit, offset);
    // Without a search the index alone gives the order; a term before it would sort all rows.
    let first = match search {
        "" => None,
        _ => Field::of_title(entity).next().and_then(|field| called(field, search)),
    };
    TitledRow::load(connection, entity, Rows { first, ..rows })
}

fn searched(operator: &CurrentOperator, entity: &'static Entity, search: &str) -> Condition {
    found(entity, operator, &Words::of(search), SearchPlan::Lookup)
}

/// The condition that the folded text of a field is that of a text.
fn called(field: &Field, text: &str) -> Option<Condition> {
    let (column, folding) = (field.folded?, field.kind.traits().folding?);
    let key = Key::Value(Value::Text(folding.of(text)));
    Some(compared(column, column, Comparison::Equal, key))
}

/// The first two rows that have exactly that name.
pub(super) fn namesakes(
    connection: &mut AnyConnection,
    entity: &'static Entity,
    field: &Field,
    name: &str,
) -> QueryResult<Vec<i64>> {
    let Some(column) = field.sort_column() else { return Ok(Vec::new()) };
    let key = Key::Value(Value::Text(sort_key(name)));
    let rows = Rows::of(entity.table(), compared(column, entity.id, Comparison::Equal, key))
        .ordered(vec![entity.id], Direction::Ascending)
        .slice(2, 0)
        .select(vec![Expression::Column(entity.id)])
        .load(connection)?;
    Ok(rows.iter().filter_map(|row| row.integer(0)).collect())
}

/// What tells rows of one name apart: the number of their links and two of them, in words. Those
/// that have none are missing.
///
/// Two queries, however many rows and links there are: the first and the last id of each come from
/// an index, and the names of these follow at once.
pub(super) fn links_in_words(
    connection: &mut AnyConnection,
    end: LinkEnd,
    ids: &[i64],
) -> QueryResult<HashMap<i64, String>> {
    let (own, across) = (end.own().column, end.across().column);
    let wanted = vec![
        Expression::Column(own),
        Expression::Count,
        Expression::Least(across),
        Expression::Greatest(across),
    ];
    let links = Rows::of(end.link.table, among(own, ids.to_vec()));
    let rows = links.grouped(own).select(wanted).load(connection)?;
    let ends = |row: &SelectedRow| [row.integer(2), row.integer(3)];
    let others: Vec<i64> = rows.iter().flat_map(ends).flatten().collect();
    let others = TitledRow::among(connection, end.other(), &others)?;
    let titles: HashMap<i64, String> = others.into_iter().map(|row| (row.id, row.title)).collect();
    let in_words = |row: &SelectedRow| {
        let (id, count) = (row.integer(0)?, row.integer(1)?);
        let [first, last] = ends(row);
        let named = [first, last.filter(|_| count > 1)].into_iter().flatten();
        let named: Vec<&str> = named.filter_map(|id| titles.get(&id)).map(String::as_str).collect();
        let text = named.join(", ");
        let text = match count {
            0..=2 => text,
            _ => words::and_more(&text, count - 2),
        };
        Some((id, text))
    };
    Ok(rows.iter().filter_map(in_words).collect())
}
