//! How large a sample is.

/// The most rows of one table. It is a thousand times what the panel is meant for, and small
/// enough for the arithmetic of the casts to be exact in 128 bits.
const MOST: u64 = 1_000_000_000;

/// How many rows each table is to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// The number of users.
    pub users: u64,
    /// The number of profiles, of which a user has at most one.
    pub profiles: u64,
    /// The number of cars, each of which needs a user.
    pub cars: u64,
    /// The number of films.
    pub movies: u64,
    /// The number of actors.
    pub actors: u64,
    /// The number of castings, each another pair of a film and an actor.
    pub castings: u64,
}

impl Default for Sizes {
    /// Enough for several pages of every list, and written in a moment.
    fn default() -> Self {
        Self { users: 500, profiles: 400, cars: 900, movies: 200, actors: 600, castings: 3000 }
    }
}

impl Sizes {
    /// The default sizes in proportion to a number of users, rounded up, so that even one user
    /// has a film to watch.
    #[must_use]
    pub const fn for_users(users: u64) -> Self {
        let users = if users < MOST { users } else { MOST };
        Self {
            users,
            profiles: (users * 4).div_ceil(5),
            cars: (users * 9).div_ceil(5),
            movies: (users * 2).div_ceil(5),
            actors: (users * 6).div_ceil(5),
            castings: users * 6,
        }
    }

    /// What can be had of these sizes: at most a profile a user and a casting a pair, no cars
    /// without users, and at most a billion rows a table.
    #[must_use]
    pub fn effective(self) -> Self {
        let users = self.users.min(MOST);
        let movies = self.movies.min(MOST);
        let actors = self.actors.min(MOST);
        Self {
            users,
            profiles: self.profiles.min(users),
            cars: if users == 0 { 0 } else { self.cars.min(MOST) },
            movies,
            actors,
            castings: self.castings.min(movies.saturating_mul(actors)).min(MOST),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_hundred_users_are_the_default() {
        assert_eq!(Sizes::for_users(500), Sizes::default());
        assert_eq!(Sizes::default().effective(), Sizes::default());
    }

    #[test]
    fn one_user_has_one_of_most_things() {
        let one = Sizes::for_users(1).effective();
        assert_eq!((one.users, one.profiles, one.movies), (1, 1, 1));
        assert_eq!((one.cars, one.actors, one.castings), (2, 2, 2));
    }

    #[test]
    fn sizes_saturate() {
        let greedy = Sizes { users: 3, profiles: 9, cars: 7, movies: 1, actors: 3, castings: 99 };
        let had = greedy.effective();
        assert_eq!((had.profiles, had.cars, had.castings), (3, 7, 3));
        assert_eq!(Sizes { users: 0, ..greedy }.effective().cars, 0);
        assert_eq!(Sizes::for_users(u64::MAX).effective().castings, MOST);
    }

    #[test]
    fn no_users_means_no_rows() {
        let none = Sizes::for_users(0).effective();
        assert_eq!(
            none,
            Sizes { users: 0, profiles: 0, cars: 0, movies: 0, actors: 0, castings: 0 }
        );
    }
}
