//! The rows of one statement.

use diesel::prelude::*;

use super::rows::{ActorRow, CarRow, CastingRow, Ground, MovieRow, ProfileRow, UserRow};
use crate::db::{AnyConnection, insert_rows};
use crate::sample::Sample;
use crate::schema::{actors, cars, castings, movies, profiles, users};

/// Enough rows to be quick, and with ten columns well within the number of values that a
/// statement may have.
const BATCH: u64 = 1000;

/// The tables in the order of loading: what belongs to a row comes after it.
#[derive(Clone, Copy)]
pub(super) enum Part {
    Users,
    Profiles,
    Cars,
    Movies,
    Actors,
    Castings,
}

impl Part {
    pub(super) const ALL: [Self; 6] =
        [Self::Users, Self::Profiles, Self::Cars, Self::Movies, Self::Actors, Self::Castings];

    pub(super) fn size(self, sample: &Sample) -> u64 {
        match self {
            Self::Users => sample.sizes.users,
            Self::Profiles => sample.sizes.profiles,
            Self::Cars => sample.sizes.cars,
            Self::Movies => sample.sizes.movies,
            Self::Actors => sample.sizes.actors,
            Self::Castings => sample.sizes.castings,
        }
    }
}

/// Some rows of one table, by their indexes.
pub(super) struct Batch {
    part: Part,
    start: u64,
    end: u64,
}

impl Batch {
    /// The batch that follows when so many rows of all tables are loaded.
    pub(super) fn at(sample: &Sample, loaded: u64) -> Option<Self> {
        let mut start = loaded;
        for part in Part::ALL {
            let size = part.size(sample);
            if start < size {
                return Some(Self { part, start, end: size.min(start + BATCH) });
            }
            start -= size;
        }
        None
    }

    /// How many rows it has.
    pub(super) fn len(&self) -> u64 {
        self.end - self.start
    }

    pub(super) fn insert(
        &self,
        connection: &mut AnyConnection,
        sample: &Sample,
        ground: &Ground,
    ) -> QueryResult<usize> {
        match self.part {
            Part::Users => {
                insert_rows!(connection, users::table, self.rows(sample, ground, UserRow::new))
            }
            Part::Profiles => {
                insert_rows!(
                    connection,
                    profiles::table,
                    self.rows(sample, ground, ProfileRow::new)
                )
            }
            Part::Cars => {
                insert_rows!(connection, cars::table, self.rows(sample, ground, CarRow::new))
            }
            Part::Movies => {
                insert_rows!(connection, movies::table, self.rows(sample, ground, MovieRow::new))
            }
            Part::Actors => {
                insert_rows!(connection, actors::table, self.rows(sample, ground, ActorRow::new))
            }
            Part::Castings => {
                insert_rows!(
                    connection,
                    castings::table,
                    self.rows(sample, ground, CastingRow::new)
                )
            }
        }
    }

    fn rows<T>(
        &self,
        sample: &Sample,
        ground: &Ground,
        new: fn(&Sample, &Ground, u64) -> T,
    ) -> Vec<T> {
        (self.start..self.end).map(|index| new(sample, ground, index)).collect()
    }
}
