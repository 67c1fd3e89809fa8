//! The entities: one file each, and nothing about HTTP in them.

pub mod actors;
pub mod cars;
pub mod castings;
pub mod movies;
pub mod profiles;
pub mod users;

use diesel::QueryResult;

use self::actors::Actor;
use self::cars::Car;
use self::movies::Movie;
use self::profiles::Profile;
use self::users::User;
use crate::db::AnyConnection;
use crate::panel::overview::Overview;
use crate::panel::{Names, Resource};

/// Every entity that has pages, in the order of the navigation.
pub const ALL: &[Names] = &[User::NAMES, Profile::NAMES, Car::NAMES, Movie::NAMES, Actor::NAMES];

/// The rows of each entity that were changed last.
///
/// # Errors
/// As the queries.
pub fn recent(connection: &mut AnyConnection, size: i64) -> QueryResult<Vec<Overview>> {
    Ok(vec![
        Overview::recent::<User>(connection, size)?,
        Overview::recent::<Profile>(connection, size)?,
        Overview::recent::<Car>(connection, size)?,
        Overview::recent::<Movie>(connection, size)?,
        Overview::recent::<Actor>(connection, size)?,
    ])
}

/// The first rows of each entity that a search finds.
///
/// # Errors
/// As the queries.
pub fn found(
    connection: &mut AnyConnection,
    search: &str,
    size: i64,
) -> QueryResult<Vec<Overview>> {
    Ok(vec![
        Overview::found::<User>(connection, search, size)?,
        Overview::found::<Profile>(connection, search, size)?,
        Overview::found::<Car>(connection, search, size)?,
        Overview::found::<Movie>(connection, search, size)?,
        Overview::found::<Actor>(connection, search, size)?,
    ])
}
