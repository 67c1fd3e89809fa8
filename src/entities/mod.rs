//! The entities: one file each, and nothing about HTTP in them.

pub mod actors;
pub mod cars;
pub mod castings;
pub mod movies;
pub mod profiles;
pub mod users;

use crate::panel::{Names, Resource};

/// Every entity that has pages, in the order of the navigation.
pub const ALL: &[Names] = &[
    users::User::NAMES,
    profiles::Profile::NAMES,
    cars::Car::NAMES,
    movies::Movie::NAMES,
    actors::Actor::NAMES,
];
