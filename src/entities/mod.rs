//! The entities: one file each, and nothing about HTTP in them.

pub mod actors;
pub mod castings;
pub mod movies;

use crate::panel::{Names, Resource};

/// Every entity that has pages, in the order of the navigation.
pub const ALL: &[Names] = &[movies::Movie::NAMES, actors::Actor::NAMES];
