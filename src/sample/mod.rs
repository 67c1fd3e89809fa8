//! Sample data: people, cars, films and casts to try the panel with, from a handful to millions.
//!
//! Every row is a function of (seed, sizes, index) and of nothing else. There is no state, so a
//! run may be cut into batches, stopped, and taken up at any row, and the same rows come out on
//! every platform. Uniqueness (one profile a user, one casting a pair) comes from arithmetic,
//! never from remembering what was given out. Nothing but `load` knows a database, an id or the time.
//!
//! All text is trimmed, in Unicode normalization form C, free of control characters, and within
//! the lengths that the forms allow. An index past the end of its table never panics: it goes
//! round again, or gives a row that belongs to no table.

mod cars;
mod castings;
mod draw;
mod films;
pub mod load;
mod names;
mod oddities;
mod people;
mod sizes;

#[cfg(test)]
mod tests;

use draw::{Draw, Shuffle, Table};
pub use sizes::Sizes;

/// A person, as the `users` table has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// One to 255 characters, in any script.
    pub first_name: String,
    /// At most 255 characters; absent for people who go by one name.
    pub last_name: Option<String>,
    /// In years, 0 to 150; absent for people who do not say.
    pub age: Option<i32>,
}

/// What a user tells about themselves. At least one of the three is there, since a profile
/// that says nothing would not have been written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// At most 64 characters, in the user's own manner: `172 cm` or `5'11"`.
    pub height: Option<String>,
    /// The English name of a country where the user's names are at home.
    pub country: Option<String>,
    /// A valid ASCII address at `example.com`, `example.org` or `example.net`, of no other user.
    pub email: Option<String>,
}

/// A car, as the `cars` table has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Car {
    /// The make and the model, in one to 255 characters.
    pub name: String,
    /// A color in the words of a seller, in one to 255 characters.
    pub color: String,
}

/// A whole sample database, which takes no more room than its seed and its sizes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    seed: u64,
    sizes: Sizes,
}

impl Default for Sample {
    /// The sample that an empty panel offers.
    fn default() -> Self {
        Self::new(1, Sizes::default())
    }
}

impl Sample {
    /// Plans a sample. Sizes that cannot be had are brought down to those that can, see
    /// [`Sizes::effective`], so that every later call can rely on them.
    #[must_use]
    pub fn new(seed: u64, sizes: Sizes) -> Self {
        Self { seed, sizes: sizes.effective() }
    }

    /// How many rows there are to ask for, which may be fewer than were wished for.
    #[must_use]
    pub const fn sizes(&self) -> Sizes {
        self.sizes
    }

    /// The user at this index. It does not depend on the sizes, so a larger sample of the same
    /// seed begins with the same users.
    #[must_use]
    pub fn user(&self, index: u64) -> User {
        people::person(self.seed, index).user
    }

    /// The index of a user, and their profile. The users come out of their order, and each
    /// comes at most once.
    #[must_use]
    pub fn profile(&self, index: u64) -> (u64, Profile) {
        let mut order = Draw::new(self.seed, Table::ProfileOrder, 0);
        let user = Shuffle::any(&mut order, self.sizes.users).at(index);
        let person = people::person(self.seed, user);
        if let Some(odd) = oddities::profile(index, person.country) {
            return (user, odd);
        }

        let mut draw = Draw::new(self.seed, Table::Profiles, index);
        let height = people::height(&mut draw, &person);
        let email = people::email(&mut draw, &person, user);
        let country = (!draw.one_in(8)).then(|| person.country.to_owned());
        let email = (!draw.one_in(6)).then_some(email);
        let nothing_yet = country.is_none() && email.is_none();
        let height = (nothing_yet || !draw.one_in(7)).then_some(height);
        (user, Profile { height, country, email })
    }

    /// The index of a user, and one of their cars. Some users have none, most have one or two,
    /// and one in a hundred or so collects them by the dozen.
    #[must_use]
    pub fn car(&self, index: u64) -> (u64, Car) {
        let mut order = Draw::new(self.seed, Table::CarOrder, 0);
        let users = Shuffle::any(&mut order, self.sizes.users);

        let mut draw = Draw::new(self.seed, Table::Cars, index);
        let user = users.at(cars::owner(&mut draw, self.sizes.users));
        let car = oddities::car(index).unwrap_or_else(|| Car {
            name: cars::name(&mut draw),
            color: cars::color(&mut draw).to_owned(),
        });
        (user, car)
    }

    /// The title of the film at this index, unlike that of any other film.
    #[must_use]
    pub fn movie(&self, index: u64) -> String {
        films::title(self.seed, index)
    }

    /// The full name of the actor at this index. A few actors share one.
    #[must_use]
    pub fn actor(&self, index: u64) -> String {
        oddities::actor(index)
            .unwrap_or_else(|| people::full_name(&mut Draw::new(self.seed, Table::Actors, index)))
    }

    /// The index of a film and that of an actor in it. No pair comes twice. The castings of one
    /// film follow each other, and casts range from nobody to three times the average.
    #[must_use]
    pub fn casting(&self, index: u64) -> (u64, u64) {
        castings::pair(self.seed, self.sizes, index)
    }
}
