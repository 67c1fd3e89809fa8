//! The query for rows: so many columns of one table, and what belongs to its rows.

use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Untyped};

use super::column::{Column, push_name};
use super::rows::{Expression, Rows, on};
use super::selected::{SelectedRow, StampedRow};
use crate::db::connection::{AnyConnection, Backend};
use crate::db::count::BoxedQuery;
use crate::db::written::written;

/// A query for rows.
pub struct Select {
    expressions: Vec<Expression>,
    rows: Rows,
}

impl Select {
    /// Runs it.
    pub fn load(self, connection: &mut AnyConnection) -> QueryResult<Vec<SelectedRow>> {
        written(self).load(connection)
    }

    /// Runs it, where it begins with the id, the version and the times of a row.
    pub fn load_stamped(self, connection: &mut AnyConnection) -> QueryResult<Vec<StampedRow>> {
        written(self).load(connection)
    }

    /// Runs it for its first row.
    pub fn first(self, connection: &mut AnyConnection) -> QueryResult<Option<SelectedRow>> {
        Ok(self.load(connection)?.into_iter().next())
    }
}

impl Rows {
    /// The query for these columns of them.
    pub fn select(self, expressions: Vec<Expression>) -> Select {
        Select { rows: self.for_reading(&expressions), expressions }
    }

    /// The query for one column of them, to be counted or gathered.
    pub fn column(self, column: Column) -> BoxedQuery {
        Box::new(self.select(vec![Expression::Column(column)]))
    }
}

impl QueryFragment<Backend> for Select {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        let rows = &self.rows;
        out.push_sql("SELECT ");
        for (index, expression) in self.expressions.iter().enumerate() {
            out.push_sql(if index == 0 { "" } else { ", " });
            match expression {
                Expression::Of(column, one) if rows.joined_ones(&out).contains(one) => {
                    column.push(&mut out)?;
                }
                expression => expression.push(&mut out)?,
            }
        }
        match rows.chosen_by(&out) {
            None => rows.push(&mut out)?,
            Some(id) => rows.push_chosen(id, &mut out)?,
        }
        rows.push_hold(&mut out)
    }
}

impl QueryId for Select {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Select {
    type SqlType = Untyped;
}

impl Rows {
    /// The id by which the rows are chosen before anything else is read of them, where others are
    /// skipped or sorted: the servers would read all of it of those as well, and what belongs to
    /// them.
    fn chosen_by(&self, out: &AstPass<'_, '_, Backend>) -> Option<Column> {
        let id = self.order.as_ref()?.columns.last().copied()?;
        let is_chosen = (self.offset > 0 || self.is_sorted)
            && id.table == self.table
            && self.sorted_with.is_none();
        let chosen = is_chosen.then_some(id);
        match out.backend() {
            // It skips by the index alone.
            #[cfg(feature = "sqlite")]
            Backend::Sqlite(_) => {
                let _ = chosen;
                None
            }
            #[cfg(feature = "postgres")]
            Backend::Postgres(_) => chosen,
            #[cfg(feature = "mysql")]
            Backend::Mysql(_) => chosen,
        }
    }

    /// ` FROM (SELECT users.id AS page_id FROM users …) AS page INNER JOIN users ON users.id =
    /// page.page_id ORDER BY …`
    fn push_chosen<'b>(
        &'b self,
        id: Column,
        out: &mut AstPass<'_, 'b, Backend>,
    ) -> QueryResult<()> {
        out.push_sql(" FROM (SELECT ");
        id.push(out)?;
        out.push_sql(" AS page_id");
        self.push(out)?;
        out.push_sql(") AS page INNER JOIN ");
        push_name(self.table, out);
        out.push_sql(" ON ");
        id.push(out)?;
        out.push_sql(" = page.page_id");
        self.push_order(out)
    }

    /// ` FROM users WHERE … ORDER BY … LIMIT 51 OFFSET 0`
    fn push<'b>(&'b self, out: &mut AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        match self.is_sorted.then(|| self.chosen_by(out)).flatten() {
            None => self.push_found(out)?,
            Some(id) => self.push_sorted(id, out)?,
        }
        self.push_order(out)?;
        if let Some(limit) = self.limit {
            out.push_sql(&format!(" LIMIT {limit} OFFSET "));
            out.push_bind_param::<BigInt, _>(&self.offset)?;
        }
        Ok(())
    }

    /// The rows found before their order is looked at. The servers look into a query below another
    /// one, unless that has a limit or skips rows.
    fn push_sorted<'b>(
        &'b self,
        id: Column,
        out: &mut AstPass<'_, 'b, Backend>,
    ) -> QueryResult<()> {
        match out.backend() {
            #[cfg(feature = "sqlite")]
            Backend::Sqlite(_) => {
                let _ = id;
                self.push_found(out)
            }
            #[cfg(feature = "postgres")]
            Backend::Postgres(_) => {
                let _ = id;
                let order = self.order.iter().flat_map(|it| it.empty.iter().chain(&it.columns));
                for (index, column) in order.enumerate() {
                    out.push_sql(if index == 0 { " FROM (SELECT " } else { ", " });
                    column.push(out)?;
                }
                self.push_found(out)?;
                out.push_sql(" OFFSET 0) AS ");
                out.push_identifier(self.table)
            }
            // It would keep all of these columns in a table.
            #[cfg(feature = "mysql")]
            Backend::Mysql(_) => {
                out.push_sql(" FROM (SELECT ");
                id.push(out)?;
                out.push_sql(" AS found_id");
                self.push_found(out)?;
                out.push_sql(" LIMIT 18446744073709551615) AS found STRAIGHT_JOIN ");
                out.push_identifier(self.table)?;
                out.push_sql(" ON ");
                id.push(out)?;
                out.push_sql(" = found.found_id");
                Ok(())
            }
        }
    }

    /// ` FROM users WHERE …`
    fn push_found<'b>(&'b self, out: &mut AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        match self.sorted_with {
            Some(other) => other.push_from(out)?,
            None => {
                out.push_sql(" FROM ");
                push_name(self.table, out);
            }
        }
        if let Some(joined) = &self.joined {
            out.push_sql(" INNER JOIN ");
            push_name(joined.by.table, out);
            out.push_sql(" ON ");
            joined.by.push(out)?;
            out.push_sql(" = ");
            joined.of.push(out)?;
        }
        for one in self.joined_ones(out) {
            out.push_sql(" LEFT JOIN ");
            push_name(one.by.table, out);
            on(one.by, one.of, out)?;
        }
        out.push_sql(" WHERE ");
        self.condition.walk_ast(out.reborrow())?;
        if let Some(column) = &self.group {
            out.push_sql(" GROUP BY ");
            column.push(out)?;
        }
        Ok(())
    }

    /// ` FOR UPDATE`, where they are held.
    fn push_hold(&self, out: &mut AstPass<'_, '_, Backend>) -> QueryResult<()> {
        if !self.is_held {
            return Ok(());
        }
        match out.backend() {
            #[cfg(feature = "sqlite")]
            Backend::Sqlite(_) => {}
            // As an update holds them that leaves their numbers alone.
            #[cfg(feature = "postgres")]
            Backend::Postgres(_) => {
                out.push_sql(" FOR NO KEY UPDATE OF ");
                push_name(self.table, out);
            }
            #[cfg(feature = "mysql")]
            Backend::Mysql(_) => out.push_sql(" FOR UPDATE"),
        }
        Ok(())
    }

    fn push_order<'b>(&'b self, out: &mut AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        let mut join = " ORDER BY ";
        if let Some(condition) = &self.first {
            out.push_sql(" ORDER BY CASE WHEN ");
            condition.walk_ast(out.reborrow())?;
            out.push_sql(" THEN 0 ELSE 1 END");
            join = ", ";
        }
        if let Some(order) = &self.order {
            order.push(join, out)?;
        }
        Ok(())
    }
}
