//! Chance that can be repeated: every draw starts from (seed, table, index) and from nothing else.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// What a draw is for. Each has a stream of its own, so that adding a draw to one table does not
/// change the rows of another. The numbers are part of the promise: never renumber them.
#[derive(Clone, Copy)]
pub(super) enum Table {
    Users = 1,
    Profiles = 2,
    ProfileOrder = 3,
    Cars = 4,
    CarOrder = 5,
    MovieOrder = 6,
    Titles = 7,
    Actors = 8,
    Casts = 9,
    CastOrder = 10,
    UserTimes = 11,
    ProfileTimes = 12,
    CarTimes = 13,
    MovieTimes = 14,
    ActorTimes = 15,
    CastTimes = 16,
}

/// The chance of one row: a `ChaCha` stream whose key is the row's address.
pub(super) struct Draw(ChaCha8Rng);

impl Draw {
    /// Starts the stream of one row. The key is laid out in little-endian bytes, as `ChaCha`
    /// itself is, so the same address gives the same draws on every platform.
    pub(super) fn new(seed: u64, table: Table, index: u64) -> Self {
        let address =
            seed.to_le_bytes().into_iter().chain(index.to_le_bytes()).chain([table as u8]);
        let mut key = [0; 32];
        for (slot, byte) in key.iter_mut().zip(address) {
            *slot = byte;
        }
        Self(ChaCha8Rng::from_seed(key))
    }

    /// A number below `limit`, or 0 where `limit` is 0. The bias of the multiplication is below
    /// one in 2^32 for any limit used here, which no reader of sample data can see.
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        let wide = u128::from(self.0.next_u64()) * u128::from(limit);
        u64::try_from(wide >> 64).unwrap_or_default()
    }

    /// True once in `times` draws.
    pub(super) fn one_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    /// One item of the list, or the type's empty value where the list is empty.
    pub(super) fn pick<T: Copy + Default>(&mut self, list: &[T]) -> T {
        nth(list, self.below(len(list)))
    }
}

/// The length of a list as a number of rows.
pub(super) fn len<T>(list: &[T]) -> u64 {
    u64::try_from(list.len()).unwrap_or(u64::MAX)
}

/// The item at `index`, or the type's empty value past the end.
pub(super) fn nth<T: Copy + Default>(list: &[T], index: u64) -> T {
    usize::try_from(index).ok().and_then(|index| list.get(index)).copied().unwrap_or_default()
}

/// A reordering of `0..len` that needs no memory: a walk around the circle in strides that share
/// no divisor with its length meets every place once before it comes home.
#[derive(Clone, Copy)]
pub(super) struct Shuffle {
    len: u64,
    stride: u64,
    offset: u64,
}

impl Shuffle {
    /// A walk with a stride of any length, so that two shuffles seldom meet the same neighbours.
    pub(super) fn any(draw: &mut Draw, len: u64) -> Self {
        let hint = draw.below(len);
        Self::new(draw, len, hint)
    }

    /// A walk near the golden section, which lands far from its last few steps: for lists in which
    /// neighbours resemble each other.
    pub(super) fn even(draw: &mut Draw, len: u64) -> Self {
        Self::new(draw, len, len / 1000 * 618 + len % 1000 * 618 / 1000)
    }

    /// Where the row at `index` stands, below the length. An index past the end goes round again.
    pub(super) fn at(self, index: u64) -> u64 {
        let Some(index) = index.checked_rem(self.len) else {
            return 0;
        };
        let place = u128::from(index) * u128::from(self.stride) + u128::from(self.offset);
        u64::try_from(place % u128::from(self.len)).unwrap_or_default()
    }

    /// Takes the first stride from `hint` on that is coprime to `len`; `len - 1` always is.
    fn new(draw: &mut Draw, len: u64, hint: u64) -> Self {
        let stride = (hint.max(1)..len)
            .find(|&stride| greatest_common_divisor(stride, len) == 1)
            .unwrap_or(1);
        let offset = draw.below(len);
        Self { len, stride, offset }
    }
}

fn greatest_common_divisor(a: u64, b: u64) -> u64 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_stream_of_an_address_never_changes() {
        let mut draw = Draw::new(1, Table::Users, 2);
        let numbers: Vec<u64> = (0..6).map(|_| draw.below(1000)).collect();
        assert_eq!(numbers, [404, 878, 173, 353, 56, 827]);
    }

    #[test]
    fn seed_table_and_index_each_open_another_stream() {
        let first = |seed, table, index| Draw::new(seed, table, index).below(u64::MAX);
        let streams = HashSet::from([
            first(0, Table::Users, 0),
            first(1, Table::Users, 0),
            first(0, Table::Cars, 0),
            first(0, Table::Users, 1),
        ]);
        assert_eq!(streams.len(), 4);
    }

    #[test]
    fn a_draw_stays_below_its_limit() {
        let mut draw = Draw::new(3, Table::Cars, 0);
        assert_eq!(draw.below(0), 0);
        assert_eq!(draw.below(1), 0);
        let drawn: HashSet<u64> = (0..500).map(|_| draw.below(6)).collect();
        assert_eq!(drawn, (0..6).collect());
    }

    #[test]
    fn an_empty_list_gives_the_empty_value() {
        let mut draw = Draw::new(0, Table::Users, 0);
        assert_eq!(draw.pick::<&str>(&[]), "");
        assert_eq!(nth(&["a"], 1), "");
    }

    #[test]
    fn a_shuffle_meets_every_place_once() {
        for len in 1..200 {
            for shuffle in [
                Shuffle::any(&mut Draw::new(7, Table::CastOrder, len), len),
                Shuffle::even(&mut Draw::new(7, Table::CastOrder, len), len),
            ] {
                let places: HashSet<u64> = (0..len).map(|index| shuffle.at(index)).collect();
                assert_eq!(places, (0..len).collect(), "length {len}");
                assert_eq!(shuffle.at(len), shuffle.at(0));
            }
        }
    }

    #[test]
    fn a_shuffle_of_nothing_does_not_panic() {
        assert_eq!(Shuffle::any(&mut Draw::new(0, Table::Cars, 0), 0).at(9), 0);
    }
}
