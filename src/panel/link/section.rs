//! What a row is linked with, as its detail page shows it.

use askama::Template;
use diesel::QueryResult;

use crate::db::statement::{Expression, Rows, SelectedRow, Subquery, holds_id};
use crate::db::{AnyConnection, Direction, UtcTime, count_all};
use crate::panel::detail::{Place, SECTION_SIZE};
use crate::panel::entity::cell::Cell;
use crate::panel::entity::relations::LinkEnd;
use crate::panel::entity::resource::Names;
use crate::panel::list::pager::Pager;
use crate::panel::record::titled::{TitledRow, by_title};

/// One page of what a row is linked with.
#[derive(Template)]
#[template(path = "link/section.html")]
pub struct LinkSection {
    heading: &'static str,
    /// What it is linked with.
    other: Names,
    /// Each with when it was linked.
    linked: Vec<(TitledRow, Cell)>,
    pager: Pager,
    /// Several links, in words.
    several: &'static str,
    base: String,
    /// Whether links may be changed.
    changeable: bool,
    /// The mark of the session's forms.
    mark: String,
    table: &'static str,
    /// The path of the links of this row.
    path: String,
    /// The page with its query, to come back to.
    here: String,
}

impl askama::filters::HtmlSafe for LinkSection {}

impl LinkSection {
    /// Reads one page of the links of a row.
    ///
    /// # Errors
    /// As the queries.
    pub fn read(
        connection: &mut AnyConnection,
        end: LinkEnd,
        id: i64,
        place: &Place,
    ) -> QueryResult<Self> {
        let other = end.other().names;
        let column = end.own().column;
        let links = Rows::of(end.link.table, holds_id(column, id)).column(column);
        let total = count_all(connection, links)?;
        let (offset, pager) = place.page(other.path, total);
        let linked = linked(connection, end, id, (SECTION_SIZE, offset))?;
        Ok(Self {
            heading: end.own().label,
            other,
            linked: linked.into_iter().map(|(row, at)| (row, Cell::time(at))).collect(),
            pager,
            several: end.link.words.many,
            base: place.site.base.clone(),
            changeable: place.operator.meets(&end.requirement()),
            mark: place.operator.form_mark.clone(),
            table: end.link.table,
            path: format!("{}/{}", place.path, end.link.table),
            here: place.here.clone(),
        })
    }
}

/// The rows that a row is linked with, by what they are called, from `offset` on, and when each was
/// linked.
fn linked(
    connection: &mut AnyConnection,
    end: LinkEnd,
    id: i64,
    (limit, offset): (i64, i64),
) -> QueryResult<Vec<(TitledRow, UtcTime)>> {
    let other = end.other();
    let links = Rows::of(end.link.table, holds_id(end.own().column, id));
    let joined = Some(Subquery { by: other.id, of: end.across().column });
    let mut expressions = vec![Expression::Column(end.link.created_at)];
    expressions.extend(TitledRow::expressions(other));
    let rows = Rows { joined, ..links }
        .ordered(by_title(other), Direction::Ascending)
        .slice(limit, offset)
        .select(expressions)
        .load(connection)?;
    let linked = |SelectedRow(mut values)| {
        let time = UtcTime::of(values.remove(0));
        (TitledRow::of(other, values), time)
    };
    Ok(rows.into_iter().map(linked).collect())
}
