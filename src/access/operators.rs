//! Operators: who works in the panel.

use std::collections::BTreeSet;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::links::void_set_up;
use super::roles::ADMIN;
use super::sessions::end_all;
use super::views::release_views;
use crate::db::{
    AnyConnection, Backend, Stored, UtcTime, breaks_lines, composed, fold, is_invisible,
    last_insert_id, lock, now, reorders,
};
use crate::schema::{links, operator_roles, operators, recovery_codes, saved_forms, sessions};

/// An operator as lists and pages show it. The password's hash is not in it.
#[derive(Clone, Debug)]
pub struct Account {
    /// The id.
    pub id: i64,
    /// The name, unique whatever its letter case and accents.
    pub name: String,
    /// The names of the roles.
    pub roles: Vec<String>,
    /// Whether signing in is refused.
    pub disabled: bool,
    /// Whether there is a password; a new operator chooses one by a link.
    pub has_password: bool,
    /// Whether signing in asks for a code.
    pub has_factor: bool,
    /// When the operator was added.
    pub created_at: UtcTime,
    /// When they last signed in; never, where there is no such time.
    pub signed_in_at: Option<UtcTime>,
}

/// What signing in needs to know of an operator.
#[derive(Clone, Queryable, Selectable)]
#[diesel(table_name = operators, check_for_backend(Backend))]
pub struct Credentials {
    /// The id.
    pub id: i64,
    /// The name.
    #[diesel(deserialize_as = Stored<String>)]
    pub name: String,
    /// The hash of the password.
    pub password_hash: Option<Stored<String>>,
    /// The secret of the second factor.
    pub totp_secret: Option<Stored<String>>,
    /// Since when signing in is refused.
    pub disabled_at: Option<UtcTime>,
}

/// Why a name is refused; each is a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing is left of it.
    #[error("Enter a name.")]
    Empty,
    /// Over 64 characters.
    #[error("Enter a name of at most 64 characters.")]
    TooLong,
    /// It has characters that break the line, or turn it around: the name of somebody else can be
    /// imitated with them.
    #[error("The name contains a character that cannot be shown.")]
    Unprintable,
    /// Somebody has it.
    #[error("Another operator already has this name.")]
    Taken,
}

/// It would leave nobody who manages operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("This is the last admin. Make somebody else an admin first.")]
pub struct LastAdmin;

/// The name of the lock under which admins become fewer or more.
const LOCK: &str = "operators";
/// How dense lists are that have more rows on a screen than usual.
const COMPACT: &str = "compact";

fn tidy_name(name: &str) -> Result<String, NameError> {
    let name = composed(name.trim());
    match name.chars().count() {
        0 => Err(NameError::Empty),
        1..=64 if is_invisible(&name) => Err(NameError::Empty),
        1..=64 if name.chars().any(|c| breaks_lines(c) || reorders(c)) => {
            Err(NameError::Unprintable)
        }
        1..=64 if fold(&name).chars().count() <= 128 => Ok(name),
        _ => Err(NameError::TooLong),
    }
}

/// Whether there is any operator; without one the panel waits to be set up.
pub fn any_operator(connection: &mut AnyConnection) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(operators::table.select(operators::id)))
        .get_result(connection)
}

/// Adds an operator; without a password's hash, a link must give one.
pub fn create(
    connection: &mut AnyConnection,
    name: &str,
    password_hash: Option<&str>,
    roles: &[String],
) -> QueryResult<Result<Account, NameError>> {
    lock(connection, LOCK)?;
    let name = match free_name(connection, name, None)? {
        Ok(name) => name,
        Err(error) => return Ok(Err(error)),
    };
    let now = now();
    diesel::insert_into(operators::table)
        .values((
            operators::name.eq(&name),
            operators::name_key.eq(fold(&name)),
            operators::password_hash.eq(password_hash),
            operators::created_at.eq(now),
            operators::updated_at.eq(now),
        ))
        .execute(connection)?;
    let id = last_insert_id(connection)?;
    write_roles(connection, id, roles)?;
    void_set_up(connection)?;
    Ok(Ok(Account {
        id,
        signed_in_at: None,
        name,
        roles: roles.to_vec(),
        disabled: false,
        has_password: password_hash.is_some(),
        has_factor: false,
        created_at: now.into(),
    }))
}

fn free_name(
    connection: &mut AnyConnection,
    name: &str,
    own: Option<i64>,
) -> QueryResult<Result<String, NameError>> {
    let name = match tidy_name(name) {
        Ok(name) => name,
        Err(error) => return Ok(Err(error)),
    };
    let holder: Option<i64> = operators::table
        .filter(operators::name_key.eq(fold(&name)))
        .select(operators::id)
        .first(connection)
        .optional()?;
    Ok(match holder {
        Some(id) if own != Some(id) => Err(NameError::Taken),
        _ => Ok(name),
    })
}

fn write_roles(connection: &mut AnyConnection, id: i64, roles: &[String]) -> QueryResult<()> {
    diesel::delete(operator_roles::table.filter(operator_roles::operator_id.eq(id)))
        .execute(connection)?;
    for role in roles {
        diesel::insert_into(operator_roles::table)
            .values((operator_roles::operator_id.eq(id), operator_roles::role.eq(role)))
            .execute(connection)?;
    }
    Ok(())
}

/// What signing in with that name needs to know.
pub fn credentials(connection: &mut AnyConnection, name: &str) -> QueryResult<Option<Credentials>> {
    let Ok(name) = tidy_name(name) else { return Ok(None) };
    // Two may look alike that were named before this was refused: then the very name decides.
    operators::table
        .filter(operators::name_key.eq(fold(&name)).or(operators::name.eq(&name)))
        .order((operators::name.eq(&name).desc(), operators::id))
        .select(Credentials::as_select())
        .first(connection)
        .optional()
}

/// What signing in needs to know of an operator that is known already.
pub fn find(connection: &mut AnyConnection, id: i64) -> QueryResult<Option<Credentials>> {
    operators::table.find(id).select(Credentials::as_select()).first(connection).optional()
}

/// The ids and names of all operators, by name.
pub fn operator_names(connection: &mut AnyConnection) -> QueryResult<Vec<(i64, String)>> {
    let rows: Vec<(i64, Stored<String>)> = operators::table
        .order(operators::name_key)
        .select((operators::id, operators::name))
        .load(connection)?;
    Ok(rows.into_iter().map(|(id, name)| (id, name.into())).collect())
}

/// Every operator, by name.
pub fn accounts(connection: &mut AnyConnection) -> QueryResult<Vec<Account>> {
    type Text = Stored<String>;
    type Row = (i64, Text, Option<UtcTime>, Option<Text>, Option<Text>, UtcTime, Option<UtcTime>);
    let rows: Vec<Row> = operators::table
        .order(operators::name_key)
        .select((
            operators::id,
            operators::name,
            operators::disabled_at,
            operators::password_hash,
            operators::totp_secret,
            operators::created_at,
            operators::signed_in_at,
        ))
        .load(connection)?;
    let roles: Vec<(i64, Stored<String>)> = operator_roles::table
        .order((operator_roles::operator_id, operator_roles::role))
        .select((operator_roles::operator_id, operator_roles::role))
        .load(connection)?;
    let account = |(id, name, disabled_at, hash, secret, created_at, signed_in_at): Row| Account {
        id,
        signed_in_at,
        name: name.into(),
        roles: roles.iter().filter(|(of, _)| *of == id).map(|(_, role)| role.to_string()).collect(),
        disabled: disabled_at.is_some(),
        has_password: hash.is_some(),
        has_factor: secret.is_some(),
        created_at,
    };
    Ok(rows.into_iter().map(account).collect())
}

/// One operator.
pub fn account(connection: &mut AnyConnection, id: i64) -> QueryResult<Option<Account>> {
    Ok(accounts(connection)?.into_iter().find(|account| account.id == id))
}

/// Gives an operator another name.
pub fn change_name(
    connection: &mut AnyConnection,
    id: i64,
    name: &str,
) -> QueryResult<Result<String, NameError>> {
    lock(connection, LOCK)?;
    let name = match free_name(connection, name, Some(id))? {
        Ok(name) => name,
        Err(error) => return Ok(Err(error)),
    };
    diesel::update(operators::table.find(id))
        .set((
            operators::name.eq(&name),
            operators::name_key.eq(fold(&name)),
            operators::updated_at.eq(now()),
        ))
        .execute(connection)?;
    Ok(Ok(name))
}

/// Sets the name of the time zone that an operator sees times in; none where it is the browser's.
pub fn set_time_zone(
    connection: &mut AnyConnection,
    id: i64,
    zone: Option<&str>,
) -> QueryResult<()> {
    diesel::update(operators::table.find(id))
        .set((operators::time_zone.eq(zone), operators::updated_at.eq(now())))
        .execute(connection)?;
    Ok(())
}

/// Sets how dense lists are shown to an operator: with more rows on a screen, or as usual.
pub fn set_compact(connection: &mut AnyConnection, id: i64, is_compact: bool) -> QueryResult<()> {
    let density = is_compact.then_some(COMPACT);
    diesel::update(operators::table.find(id))
        .set((operators::density.eq(density), operators::updated_at.eq(now())))
        .execute(connection)?;
    Ok(())
}

/// Sets the hash of the password.
pub fn set_password(connection: &mut AnyConnection, id: i64, hash: &str) -> QueryResult<()> {
    diesel::update(operators::table.find(id))
        .set((operators::password_hash.eq(hash), operators::updated_at.eq(now())))
        .execute(connection)?;
    Ok(())
}

/// Gives an operator these roles and no others. Where that changes anything, whoever may do
/// something else now signs in anew.
pub fn set_roles(
    connection: &mut AnyConnection,
    id: i64,
    roles: &[String],
    now: NaiveDateTime,
) -> QueryResult<Result<(), LastAdmin>> {
    lock(connection, LOCK)?;
    if !roles.iter().any(|role| role == ADMIN) && is_last_admin(connection, id)? {
        return Ok(Err(LastAdmin));
    }
    let before: Vec<Stored<String>> = operator_roles::table
        .filter(operator_roles::operator_id.eq(id))
        .select(operator_roles::role)
        .load(connection)?;
    let before: BTreeSet<String> = before.into_iter().map(String::from).collect();
    let after: BTreeSet<String> = roles.iter().cloned().collect();
    if before != after {
        write_roles(connection, id, roles)?;
        end_all(connection, id, None, now)?;
    }
    Ok(Ok(()))
}

/// Refuses an operator from now on, and ends what sessions there are.
pub fn disable(
    connection: &mut AnyConnection,
    id: i64,
    now: NaiveDateTime,
) -> QueryResult<Result<(), LastAdmin>> {
    lock(connection, LOCK)?;
    if is_last_admin(connection, id)? {
        return Ok(Err(LastAdmin));
    }
    diesel::update(operators::table.find(id))
        .set(operators::disabled_at.eq(now))
        .execute(connection)?;
    end_all(connection, id, None, now)?;
    void_links(connection, id)?;
    Ok(Ok(()))
}

/// Lets an operator in again.
pub fn enable(connection: &mut AnyConnection, id: i64) -> QueryResult<()> {
    diesel::update(operators::table.find(id))
        .set(operators::disabled_at.eq(None::<NaiveDateTime>))
        .execute(connection)?;
    Ok(())
}

/// Removes an operator with all sessions and private views; the security log keeps the name, and
/// others the views that are shared with them.
pub fn remove(connection: &mut AnyConnection, id: i64) -> QueryResult<Result<(), LastAdmin>> {
    lock(connection, LOCK)?;
    if is_last_admin(connection, id)? {
        return Ok(Err(LastAdmin));
    }
    void_links(connection, id)?;
    diesel::delete(saved_forms::table.filter(saved_forms::operator_id.eq(id)))
        .execute(connection)?;
    release_views(connection, id)?;
    diesel::delete(sessions::table.filter(sessions::operator_id.eq(id))).execute(connection)?;
    diesel::delete(recovery_codes::table.filter(recovery_codes::operator_id.eq(id)))
        .execute(connection)?;
    diesel::delete(operator_roles::table.filter(operator_roles::operator_id.eq(id)))
        .execute(connection)?;
    diesel::delete(operators::table.find(id)).execute(connection)?;
    Ok(Ok(()))
}

fn void_links(connection: &mut AnyConnection, id: i64) -> QueryResult<usize> {
    diesel::delete(links::table.filter(links::operator_id.eq(id))).execute(connection)
}

/// Whether nobody else could manage operators without this one. An admin who has not chosen a
/// password yet may never do so.
fn is_last_admin(connection: &mut AnyConnection, id: i64) -> QueryResult<bool> {
    let admins: Vec<i64> = operator_roles::table
        .inner_join(operators::table)
        .filter(operator_roles::role.eq(ADMIN))
        .filter(operators::disabled_at.is_null())
        .filter(operators::password_hash.is_not_null())
        .select(operators::id)
        .load(connection)?;
    Ok(admins == [id])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_tidied_and_refused_with_a_reason() {
        assert_eq!(tidy_name("  Ada  ").unwrap(), "Ada");
        assert_eq!(tidy_name("Jose\u{301}").unwrap(), "José");
        assert_eq!(tidy_name("  "), Err(NameError::Empty));
        assert_eq!(tidy_name("\u{200b}\u{feff}"), Err(NameError::Empty));
        for name in ["a\0b", "a\u{2028}b", "\u{202e}2po", "a\u{2066}b"] {
            assert_eq!(tidy_name(name), Err(NameError::Unprintable), "{name:?}");
        }
        assert_eq!(tidy_name(&"x".repeat(65)), Err(NameError::TooLong));
    }
}
