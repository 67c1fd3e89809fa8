//! What a list can be sorted by: the SQL of it for every direction, page and filter, from one
//! column.

use crate::db::{
    Behind, BoxedFilter, BoxedOrder, Comparison, Direction, Key, KeyColumn, KeyKind, Keyed, behind,
    beyond, compared, order,
};
use crate::panel::entity::resource::Resource;

/// How the rows of `R` are sorted, compared and paged by some value. The id breaks ties.
pub struct Sorting<R: Resource> {
    /// What the value is.
    pub kind: KeyKind,
    /// From the smallest to the greatest.
    ascending: By<R>,
    /// From the greatest to the smallest.
    descending: By<R>,
}

/// The SQL over one column that holds the keys.
pub struct By<R: Resource> {
    /// The order.
    pub order: fn(Direction) -> BoxedOrder<R::Table>,
    /// The condition that a row stands behind the one with that key and id.
    pub beyond: fn(Direction, Key, i64) -> BoxedFilter<R::Table>,
    /// The condition that a row is one of those behind a place.
    pub behind: fn(Behind<R::Table>) -> BoxedFilter<R::Table>,
    /// The condition that a row's key compares like that to another.
    pub compared: fn(Comparison, Key) -> BoxedFilter<R::Table>,
    /// The same for its id.
    pub id_compared: fn(Comparison, Key) -> BoxedFilter<R::Table>,
}

impl<R: Resource> Clone for Sorting<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R: Resource> Copy for Sorting<R> {}

impl<R: Resource> Clone for By<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R: Resource> Copy for By<R> {}

impl<R: Resource> Sorting<R> {
    /// By a column whose values are never empty, and which has an index together with the id.
    pub const fn by<C>() -> Self
    where
        C: KeyColumn<R::Table>,
        C::SqlType: Keyed,
        R::Id: KeyColumn<R::Table>,
    {
        Self::by_two::<C, C>()
    }

    /// By two such columns, in which what is empty stands behind everything else when the list is
    /// sorted by the first from the smallest, or by the second from the greatest.
    pub const fn by_two<C, D>() -> Self
    where
        C: KeyColumn<R::Table>,
        C::SqlType: Keyed,
        D: KeyColumn<R::Table, SqlType = C::SqlType>,
        R::Id: KeyColumn<R::Table>,
    {
        Self {
            kind: <C::SqlType as Keyed>::KIND,
            ascending: By::column::<C>(),
            descending: By::column::<D>(),
        }
    }

    /// The SQL of a list that is sorted that way.
    pub fn towards(self, direction: Direction) -> By<R> {
        match direction {
            Direction::Ascending => self.ascending,
            Direction::Descending => self.descending,
        }
    }
}

impl<R: Resource> By<R> {
    const fn column<C>() -> Self
    where
        C: KeyColumn<R::Table>,
        C::SqlType: Keyed,
        R::Id: KeyColumn<R::Table>,
    {
        Self {
            order: order::<R::Table, C, R::Id>,
            beyond: beyond::<R::Table, C, R::Id>,
            behind: behind::<R::Table, R::Id>,
            compared: compared::<R::Table, C, R::Id>,
            id_compared: compared::<R::Table, R::Id, R::Id>,
        }
    }
}
