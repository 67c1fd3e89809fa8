//! Who plays in what: casts of different sizes, without a pair given twice.
//!
//! The castings stand in one long row, film by film. A film's place in that row follows from a
//! formula, and a search in the formula finds the film of a casting. The actors of one film are
//! met on a walk that visits every actor before any comes again, and no cast is longer than that.

use super::draw::{Draw, Shuffle, Table};
use super::sizes::Sizes;

/// The film and the actor of a casting. The sizes must be effective ones.
pub(super) fn pair(seed: u64, sizes: Sizes, index: u64) -> (u64, u64) {
    let Some(index) = index.checked_rem(sizes.castings) else {
        return (0, 0);
    };
    let casts = Casts::new(sizes);
    let place = casts.place(index);
    let role = index.saturating_sub(casts.before(place));

    let mut order = Draw::new(seed, Table::CastOrder, 0);
    let movie = Shuffle::any(&mut order, sizes.movies).at(place);
    let mut cast = Draw::new(seed, Table::Casts, movie);
    let actor = Shuffle::any(&mut cast, sizes.actors).at(role);
    (movie, actor)
}

/// How the castings are dealt out to the films, from the least cast to the most.
///
/// With `M` films and `C` castings, of which `S` are dealt steeply, the films before place `m`
/// have `(C - S) m/M + S (m/M)^3` castings between them, rounded down. The steepest step is the
/// last, of at most `(C + 2 S) / M`. `S` is chosen to keep it within the number of actors.
struct Casts {
    movies: u128,
    level: u128,
    steep: u128,
}

impl Casts {
    fn new(sizes: Sizes) -> Self {
        let (movies, castings) = (u128::from(sizes.movies), u128::from(sizes.castings));
        let spare = (movies * u128::from(sizes.actors)).saturating_sub(castings);
        let steep = castings.min(spare / 2);
        Self { movies, level: castings - steep, steep }
    }

    /// The place of the film that a casting belongs to: the last one to begin at or before it.
    fn place(&self, index: u64) -> u64 {
        let end = (u128::from(index) + 1) * self.movies.pow(3);
        let (mut low, mut high) = (0, self.movies);
        while high - low > 1 {
            let middle = low.midpoint(high);
            if self.scaled(middle) < end {
                low = middle;
            } else {
                high = middle;
            }
        }
        u64::try_from(low).unwrap_or_default()
    }

    /// How many castings the films before a place have between them.
    fn before(&self, place: u64) -> u64 {
        let scaled = self.scaled(u128::from(place));
        let castings = scaled.checked_div(self.movies.pow(3));
        castings.and_then(|sum| u64::try_from(sum).ok()).unwrap_or_default()
    }

    /// The same times the cube of the number of films, which is a whole number. A billion films
    /// and a billion castings make 10^36, well within 128 bits.
    fn scaled(&self, place: u128) -> u128 {
        self.level * place * self.movies.pow(2) + self.steep * place.pow(3)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::collections::HashSet;

    use super::*;

    fn sizes(movies: u64, actors: u64, castings: u64) -> Sizes {
        Sizes { movies, actors, castings, ..Sizes::default() }.effective()
    }

    fn assert_distinct(sizes: Sizes) {
        let mut seen = HashSet::new();
        for index in 0..sizes.castings {
            let (movie, actor) = pair(1, sizes, index);
            assert!(movie < sizes.movies && actor < sizes.actors, "{sizes:?}");
            assert!(seen.insert((movie, actor)), "{sizes:?} {index}");
        }
    }

    #[test]
    fn no_pair_comes_twice() {
        assert_distinct(Sizes::default());
        assert_distinct(Sizes::for_users(5000).effective());
    }

    #[test]
    fn no_pair_comes_twice_in_awkward_sizes() {
        for movies in 1..=9 {
            for actors in 1..=9 {
                for castings in 1..=movies * actors {
                    assert_distinct(sizes(movies, actors, castings));
                }
            }
        }
    }

    #[test]
    fn every_pair_comes_where_as_many_are_wanted() {
        let all = sizes(1, 3, u64::MAX);
        assert_eq!(all.castings, 3);
        assert_distinct(all);
        assert_distinct(sizes(97, 60, u64::MAX));
    }

    #[test]
    fn nothing_to_cast_does_not_panic() {
        assert_eq!(pair(1, sizes(0, 3, 3), 0), (0, 0));
        assert_eq!(pair(1, sizes(3, 0, 3), 5), (0, 0));
    }

    #[test]
    fn the_largest_sizes_do_not_overflow() {
        let most = sizes(u64::MAX, u64::MAX, u64::MAX);
        let (movie, actor) = pair(1, most, most.castings - 1);
        assert!(movie < most.movies && actor < most.actors);
    }

    #[test]
    fn casts_differ_in_size() {
        let sizes = Sizes::default();
        let mut casts: HashMap<u64, u64> = HashMap::new();
        for index in 0..sizes.castings {
            *casts.entry(pair(1, sizes, index).0).or_default() += 1;
        }
        assert!(casts.len() < 200, "some films have no cast");
        assert!(casts.values().any(|cast| *cast == 1));
        assert!(casts.values().any(|cast| *cast > 40));
    }
}
