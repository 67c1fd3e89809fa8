//! Roles: three are built in, an admin writes further ones.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::permission::{Action, Permissions};
use super::sessions::end_all;
use super::views::unshare_views;
use super::words;
use crate::db::{AnyConnection, Stored, at_version, fold, lock, next_version, version_of};
use crate::schema::{operator_roles, roles};

/// The roles that are always there, the strongest last, and what they are for.
pub const BUILT_IN: [(&str, &str); 3] =
    [("viewer", words::VIEWER), ("editor", words::EDITOR), (ADMIN, words::ADMIN)];

/// The role whose last holder can be neither removed nor demoted.
pub(super) const ADMIN: &str = "admin";

/// A role that an admin wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Its name.
    pub name: String,
    /// What it allows.
    pub permissions: Permissions,
    /// Counts its changes.
    pub version: i32,
}

/// What a role of that name allows; `stored` is what an admin wrote.
pub(super) fn permissions_of(role: &str, stored: Option<&str>) -> Permissions {
    match role {
        "viewer" => Permissions::everywhere([Action::See, Action::History, Action::Export]),
        "editor" => Permissions::everywhere(Action::ALL.iter().copied()),
        ADMIN => Permissions::everywhere(Action::ALL.iter().copied()).and_operators(),
        _ => stored.map(Permissions::parse).unwrap_or_default(),
    }
}

/// The name of the lock under which roles become more.
const LOCK: &str = "roles";

/// Whether the name is that of a role that cannot be changed.
fn is_built_in(name: &str) -> bool {
    BUILT_IN.iter().any(|(built_in, _)| *built_in == name)
}

/// Whether there is a role whose name looks like this one.
fn is_taken(connection: &mut AnyConnection, name: &str) -> QueryResult<bool> {
    let key = fold(name);
    Ok(role_names(connection)?.iter().any(|other| fold(other) == key))
}

/// The roles that admins wrote, by name.
pub fn roles(connection: &mut AnyConnection) -> QueryResult<Vec<Role>> {
    type Row = (Stored<String>, Stored<String>, Stored<i32>);
    let rows: Vec<Row> = roles::table
        .order(roles::name)
        .select((roles::name, roles::permissions, roles::version))
        .load(connection)?;
    // What cannot be read allows nothing.
    let role = |(name, permissions, version): Row| Role {
        permissions: Permissions::parse(&permissions.value().unwrap_or_default()),
        name: name.into(),
        version: version_of(version),
    };
    Ok(rows.into_iter().map(role).collect())
}

/// The names of all roles: those that are built in, then the others.
pub fn role_names(connection: &mut AnyConnection) -> QueryResult<Vec<String>> {
    let written = roles(connection)?.into_iter().map(|role| role.name);
    Ok(BUILT_IN.iter().map(|(name, _)| (*name).to_owned()).chain(written).collect())
}

/// The role of that name that an admin wrote.
pub fn role(connection: &mut AnyConnection, name: &str) -> QueryResult<Option<Role>> {
    Ok(roles(connection)?.into_iter().find(|role| role.name == name))
}

/// Writes a role: a new one where `version` is `None`. Returns whether it was written; it is not
/// where a name that looks alike is taken, or the role was changed or deleted meanwhile. Where it
/// allows something else now, whoever has it signs in anew.
pub fn save_role(
    connection: &mut AnyConnection,
    name: &str,
    permissions: &Permissions,
    version: Option<i32>,
    now: NaiveDateTime,
) -> QueryResult<bool> {
    lock(connection, LOCK)?;
    let written = (roles::permissions.eq(permissions.to_text()), roles::updated_at.eq(now));
    let before = role(connection, name)?;
    let Some(version) = version else {
        if is_taken(connection, name)? {
            return Ok(false);
        }
        diesel::insert_into(roles::table)
            .values((roles::name.eq(name), written.0, written.1, roles::created_at.eq(now)))
            .execute(connection)?;
        return Ok(true);
    };
    let rows =
        diesel::update(roles::table.find(name).filter(at_version::<_, roles::version>(version)))
            .set((written, roles::version.eq(next_version(version))))
            .execute(connection)?;
    if rows == 1 && before.is_some_and(|before| before.permissions != *permissions) {
        end_sessions(connection, name, now)?;
    }
    Ok(rows == 1)
}

/// Ends the sessions of everybody who has that role.
fn end_sessions(connection: &mut AnyConnection, role: &str, now: NaiveDateTime) -> QueryResult<()> {
    let holders: Vec<i64> = operator_roles::table
        .filter(operator_roles::role.eq(role))
        .select(operator_roles::operator_id)
        .load(connection)?;
    for holder in holders {
        end_all(connection, holder, None, now)?;
    }
    Ok(())
}

/// Deletes a role; whoever had it loses it, and signs in anew. What was shared with it is private
/// again.
pub fn delete_role(
    connection: &mut AnyConnection,
    name: &str,
    now: NaiveDateTime,
) -> QueryResult<bool> {
    if is_built_in(name) {
        return Ok(false);
    }
    end_sessions(connection, name, now)?;
    diesel::delete(operator_roles::table.filter(operator_roles::role.eq(name)))
        .execute(connection)?;
    unshare_views(connection, name)?;
    Ok(diesel::delete(roles::table.find(name)).execute(connection)? == 1)
}
