//! The castings on the page of a movie or an actor.

use askama::Template;
use diesel::QueryResult;

use super::rows::{self, Credit};
use super::side::Side;
use crate::db::AnyConnection;
use crate::panel::detail::{ASSOCIATION_SIZE, Place};
use crate::panel::entity::cell::Cell;
use crate::panel::list::pager::Pager;

/// One page of a cast, or of the films of an actor.
#[derive(Template)]
#[template(path = "castings/context.html")]
pub struct Context {
    /// Whose page it is.
    side: Side,
    /// Who or what is listed.
    other: Side,
    /// Each with when it was cast.
    credits: Vec<(Credit, Cell)>,
    pager: Pager,
    base: String,
    /// Whether the other side may be seen, and castings changed.
    seen: bool,
    changeable: bool,
    /// The mark of the session's forms.
    mark: String,
    /// The path of the castings of this movie or actor.
    path: String,
    /// The page with its query, to come back to.
    here: String,
}

impl askama::filters::HtmlSafe for Context {}

impl Context {
    /// Reads one page of the castings of a movie or an actor.
    ///
    /// # Errors
    /// As the queries.
    pub fn read(
        connection: &mut AnyConnection,
        side: Side,
        id: i64,
        place: &Place,
    ) -> QueryResult<Self> {
        let other = side.other();
        let seen = place.operator.sees(other.names().path);
        let (mut total, mut credits) = (0, Vec::new());
        if seen {
            total = rows::count(connection, side, id)?;
        }
        let (offset, pager) = place.page(other.plural(), total);
        if seen {
            let rows = rows::credits(connection, side, id, ASSOCIATION_SIZE, offset)?;
            credits = rows.into_iter().map(|(credit, at)| (credit, Cell::time(at))).collect();
        }
        Ok(Self {
            side,
            other,
            credits,
            pager,
            base: place.site.base.clone(),
            seen,
            changeable: place.operator.meets(&side.requirement()),
            mark: place.operator.form_mark.clone(),
            path: format!("{}/castings", place.path),
            here: place.here.clone(),
        })
    }
}
