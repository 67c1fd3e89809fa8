//! Values that cannot be read: which rows hold them, of every entity alike.

use std::sync::Arc;
use std::time::Instant;

use diesel::QueryResult;

use crate::access::CurrentOperator;
use crate::db::{AnyConnection, Stored, UNREADABLE_VERSION};
use crate::panel::entity::resource::Resource;
use crate::panel::list::ListQuery;
use crate::panel::list::cursor::Cursor;
use crate::panel::list::window::Window;

/// A value that another program stored and that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The table.
    pub table: &'static str,
    /// The columns that tell its rows apart, and what stands there.
    pub row: Vec<(&'static str, i64)>,
    /// The column of the value.
    pub column: &'static str,
}

/// What a look at every row of a table has found.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// What cannot be read, at most about [`MOST`] of it.
    pub found: Vec<Unreadable>,
    /// How many rows were looked at.
    pub rows: i64,
    /// Whether others are left.
    pub is_cut_off: bool,
}

impl Look {
    /// Adds so many rows and what was found in them; whether that is enough.
    pub fn ends(
        &mut self,
        rows: usize,
        found: impl Iterator<Item = Unreadable>,
        until: Instant,
    ) -> bool {
        self.rows += i64::try_from(rows).unwrap_or_default();
        self.found.extend(found);
        self.is_cut_off = self.found.len() >= MOST || Instant::now() >= until;
        self.found.truncate(MOST);
        self.is_cut_off
    }

    /// Both as one.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.found.extend(other.found);
        self.rows += other.rows;
        self.is_cut_off |= other.is_cut_off;
        self
    }
}

/// After so many it is known what kind of thing is wrong.
const MOST: usize = 20;
/// So many rows are read at once.
pub const BATCH: i64 = 1000;

/// Looks at the rows of `R`, the oldest first, by the very code that lists use, until that time.
///
/// # Errors
/// As the queries.
pub fn look<R: Resource>(
    connection: &mut AnyConnection,
    operator: &Arc<CurrentOperator>,
    until: Instant,
) -> QueryResult<Look> {
    let mut query = ListQuery::<R>::oldest(operator, BATCH);
    let mut look = Look::default();
    loop {
        let rows = R::list(connection, &query)?;
        let Some((last, _)) = rows.last() else { return Ok(look) };
        if look.ends(rows.len(), rows.iter().flat_map(|(row, _)| of_row(row)), until) {
            return Ok(look);
        }
        let (key, id) = (query.sort().key(last), last.stamps().id);
        query.window = Window::After(Cursor { key, id, position: None });
    }
}

fn of_row<R: Resource>(row: &R) -> impl Iterator<Item = Unreadable> {
    let stamps = row.stamps();
    let own = [
        ("version", stamps.version == UNREADABLE_VERSION),
        ("created_at", stamps.created_at.get().is_none()),
        ("updated_at", stamps.updated_at.get().is_none()),
    ];
    let own = own.into_iter().filter(|(_, is_unreadable)| *is_unreadable).map(|(name, _)| name);
    let fields = R::FIELDS.iter().filter(|field| (field.read)(row) == Stored::Unreadable);
    fields.map(|field| field.name).chain(own).map(move |column| Unreadable {
        table: R::NAMES.path,
        row: vec![(R::ID, stamps.id)],
        column,
    })
}
