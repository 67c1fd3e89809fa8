//! Views: lists as operators keep them, for themselves or for everybody with a role.
//!
//! A view is the query of a list's URL under a name. The one whose name is empty holds how
//! its operator wants a list to be shown; it is nobody else's.

use diesel::prelude::*;

use super::current_operator::CurrentOperator;
use crate::db::{AnyConnection, Backend, Stored, fold, now};
use crate::schema::views;

/// How many views one operator may keep of one list.
pub const MOST_VIEWS: i64 = 50;

/// A list as somebody kept it.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = views, check_for_backend(Backend))]
pub struct View {
    /// The id.
    pub id: i64,
    /// Whose it is; nobody's where that operator was removed.
    pub operator_id: Option<i64>,
    /// The role that it is shared with, if it is.
    pub role: Option<Stored<String>>,
    /// The name.
    #[diesel(deserialize_as = Stored<String>)]
    pub name: String,
    /// The folded name, which is unique among an operator's views of one list.
    #[diesel(deserialize_as = Stored<String>)]
    pub name_key: String,
    /// The query of the list's URL, but for the page.
    #[diesel(deserialize_as = Stored<String>)]
    pub query: String,
}

impl View {
    /// Whether they may delete it: their own, or, where they manage operators, one that is shared.
    pub fn is_up_to(&self, operator: &CurrentOperator) -> bool {
        self.is_of(operator) || (self.role.is_some() && operator.manages())
    }

    /// Whether they may see it: their own, what is shared with a role that they have, and, where
    /// they manage operators, all that is shared.
    pub fn is_seen_by(&self, operator: &CurrentOperator) -> bool {
        let role = self.role.as_ref().map(|role| String::from(role.clone()));
        let is_shared = role.is_some_and(|role| operator.roles.contains(&role));
        self.is_up_to(operator) || is_shared
    }

    /// Whether it is theirs.
    pub fn is_of(&self, operator: &CurrentOperator) -> bool {
        self.operator_id == Some(operator.id)
    }
}

/// A view that is to be kept; its texts are checked already.
#[derive(Clone, Debug)]
pub struct ViewDraft {
    /// The name, which is not empty when it is folded.
    pub name: String,
    /// The role that it is to be shared with.
    pub role: Option<String>,
    /// The query of the list's URL, but for the page.
    pub query: String,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is new.
    Added,
    /// It stands in place of the one that had its name.
    Replaced,
    /// There are [`MOST_VIEWS`] already.
    TooMany,
}

/// Keeps a view of that entity's list; it replaces the operator's own of the same name.
pub fn save_view(
    connection: &mut AnyConnection,
    operator: i64,
    entity: &str,
    draft: &ViewDraft,
) -> QueryResult<Saved> {
    let key = fold(&draft.name);
    let now = now();
    let written = (
        views::role.eq(&draft.role),
        views::name.eq(&draft.name),
        views::query.eq(&draft.query),
        views::updated_at.eq(now),
    );
    let replaced =
        diesel::update(named(operator, entity, &key)).set(written).execute(connection)?;
    if replaced > 0 {
        return Ok(Saved::Replaced);
    }
    let named: i64 = views::table
        .filter(views::operator_id.eq(operator))
        .filter(views::entity.eq(entity))
        .filter(views::name_key.ne(""))
        .count()
        .get_result(connection)?;
    if named >= MOST_VIEWS && !key.is_empty() {
        return Ok(Saved::TooMany);
    }
    diesel::insert_into(views::table)
        .values((
            written,
            views::operator_id.eq(operator),
            views::entity.eq(entity),
            views::name_key.eq(&key),
            views::created_at.eq(now),
        ))
        .execute(connection)?;
    Ok(Saved::Added)
}

/// Keeps which columns an operator wants the list of that entity to show, as its URL has them.
pub fn remember_list(
    connection: &mut AnyConnection,
    operator: i64,
    entity: &str,
    query: String,
) -> QueryResult<()> {
    let draft = ViewDraft { name: String::new(), role: None, query };
    save_view(connection, operator, entity, &draft).map(|_| ())
}

/// Shows an operator the list of that entity with its usual columns.
pub fn forget_list(connection: &mut AnyConnection, operator: i64, entity: &str) -> QueryResult<()> {
    diesel::delete(named(operator, entity, "")).execute(connection).map(|_| ())
}

/// Deletes a view of that entity's list and returns its name; `None` where there is none that is
/// up to them.
pub fn delete_view(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    entity: &str,
    id: i64,
) -> QueryResult<Option<String>> {
    let view = views::table
        .find(id)
        .filter(views::entity.eq(entity))
        .select(View::as_select())
        .first(connection)
        .optional()?;
    let Some(view) = view.filter(|view| view.is_up_to(operator)) else { return Ok(None) };
    diesel::delete(views::table.find(id)).execute(connection)?;
    Ok(Some(view.name))
}

/// Deletes the private views of an operator who goes; what is shared stays, as nobody's.
pub(super) fn release_views(connection: &mut AnyConnection, operator: i64) -> QueryResult<()> {
    let of_operator = views::table.filter(views::operator_id.eq(operator));
    diesel::delete(of_operator.filter(views::role.is_null())).execute(connection)?;
    diesel::update(of_operator).set(views::operator_id.eq(None::<i64>)).execute(connection)?;
    Ok(())
}

/// Makes what was shared with a role private again, so that nobody comes by it through another role
/// of that name; what is nobody's goes.
pub(super) fn unshare_views(connection: &mut AnyConnection, role: &str) -> QueryResult<()> {
    let with_role = views::table.filter(views::role.eq(role));
    diesel::delete(with_role.filter(views::operator_id.is_null())).execute(connection)?;
    diesel::update(with_role).set(views::role.eq(None::<String>)).execute(connection)?;
    Ok(())
}

/// The operator's own view of that folded name.
#[diesel::dsl::auto_type(no_type_alias)]
fn named<'a>(operator: i64, entity: &'a str, key: &'a str) -> _ {
    views::table
        .filter(views::operator_id.eq(operator))
        .filter(views::entity.eq(entity))
        .filter(views::name_key.eq(key))
}
