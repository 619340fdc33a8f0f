//! Sets of positions within one segment: a bit for each of them, or a short list where they are few.

/// The positions of a segment: 0 to this, exclusive.
pub(super) const WIDTH: usize = 8_192;
const WORDS: usize = WIDTH / 64;

/// A set of positions, a bit each.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Bits(Box<[u64; WORDS]>);

impl Bits {
    pub(super) fn none() -> Self {
        Self(Box::new([0; WORDS]))
    }

    /// The first `count` positions.
    pub(super) fn first(count: usize) -> Self {
        let mut bits = Self::none();
        for (at, word) in bits.0.iter_mut().enumerate() {
            *word = match count.saturating_sub(at * 64) {
                0 => 0,
                left @ 1..=63 => (1 << left) - 1,
                _ => u64::MAX,
            };
        }
        bits
    }

    pub(super) fn has(&self, at: u16) -> bool {
        self.0.get(usize::from(at) / 64).is_some_and(|word| word & (1 << (at % 64)) != 0)
    }

    pub(super) fn set(&mut self, at: u16) {
        if let Some(word) = self.0.get_mut(usize::from(at) / 64) {
            *word |= 1 << (at % 64);
        }
    }

    pub(super) fn clear(&mut self, at: u16) {
        if let Some(word) = self.0.get_mut(usize::from(at) / 64) {
            *word &= !(1 << (at % 64));
        }
    }

    pub(super) fn count(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    /// Leaves only what is in the other as well.
    pub(super) fn and(&mut self, other: &Self) {
        for (own, other) in self.0.iter_mut().zip(other.0.iter()) {
            *own &= other;
        }
    }

    /// Leaves only what is not in the other.
    pub(super) fn remove(&mut self, other: &Self) {
        for (own, other) in self.0.iter_mut().zip(other.0.iter()) {
            *own &= !other;
        }
    }

    pub(super) fn or(&mut self, other: &Self) {
        for (own, other) in self.0.iter_mut().zip(other.0.iter()) {
            *own |= other;
        }
    }

    /// The positions, ascending.
    pub(super) fn positions(&self) -> impl Iterator<Item = u16> {
        (0_u16..).step_by(64).zip(self.0.iter()).flat_map(|(from, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let next = u16::try_from(left.trailing_zeros()).ok().filter(|next| *next < 64)?;
                left &= left - 1;
                Some(from + next)
            })
        })
    }
}

/// Where something holds. Below about 3 % a list takes less room than bits.
pub(super) enum Posting {
    Few(Box<[u16]>),
    Many(Bits),
}

/// The longest list.
const FEW: usize = WIDTH * 3 / 100;

impl Posting {
    /// From positions, each once.
    pub(super) fn of(positions: Vec<u16>) -> Self {
        if positions.len() <= FEW {
            return Self::Few(positions.into());
        }
        let mut bits = Bits::none();
        for at in positions {
            bits.set(at);
        }
        Self::Many(bits)
    }

    pub(super) fn add_to(&self, bits: &mut Bits) {
        match self {
            Self::Few(positions) => positions.iter().for_each(|at| bits.set(*at)),
            Self::Many(many) => bits.or(many),
        }
    }

    /// Counts one more condition: of those that met all so far, the ones that don't meet this one join those that missed one;
    /// of those that had missed one, only the ones that meet it stay.
    pub(super) fn narrow(&self, all: &mut Bits, but_one: &mut Bits) {
        match self {
            Self::Few(positions) => {
                let kept = |bits: &Bits| positions.iter().copied().filter(|at| bits.has(*at)).collect::<Vec<_>>();
                let (in_all, in_but_one) = (kept(all), kept(but_one));
                // Whoever met all so far has missed one, unless listed.
                std::mem::swap(all, but_one);
                all.0.fill(0);
                for at in in_all {
                    but_one.clear(at);
                    all.set(at);
                }
                in_but_one.into_iter().for_each(|at| but_one.set(at));
            }
            Self::Many(bits) => {
                for ((all, but_one), met) in all.0.iter_mut().zip(but_one.0.iter_mut()).zip(bits.0.iter()) {
                    *but_one = (*but_one & met) | (*all & !met);
                    *all &= met;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn bits(positions: &BTreeSet<u16>) -> Bits {
        let mut bits = Bits::none();
        positions.iter().for_each(|at| bits.set(*at));
        bits
    }

    #[test]
    fn the_first_positions_are_those_below_the_count() {
        for count in [0, 1, 63, 64, 65, 8_191, 8_192] {
            let first = Bits::first(count);
            assert_eq!(first.positions().map(usize::from).collect::<Vec<_>>(), (0..count).collect::<Vec<_>>());
            assert_eq!(first.count() as usize, count);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn lists_and_bits_narrow_alike(
            all in proptest::collection::btree_set(0..8_192_u16, 0..300),
            but_one in proptest::collection::btree_set(0..8_192_u16, 0..300),
            met in proptest::collection::btree_set(0..400_u16, 0..240),
        ) {
            let but_one: BTreeSet<u16> = but_one.difference(&all).copied().collect();
            let met: BTreeSet<u16> = met.into_iter().chain(all.iter().copied().step_by(7)).chain(but_one.iter().copied().step_by(5)).take(200).collect();
            for posting in [Posting::Few(met.iter().copied().collect()), Posting::Many(bits(&met))] {
                let (mut left, mut missed) = (bits(&all), bits(&but_one));
                posting.narrow(&mut left, &mut missed);
                prop_assert_eq!(left.positions().collect::<BTreeSet<_>>(), all.intersection(&met).copied().collect());
                let wanted: BTreeSet<u16> = all.difference(&met).copied().chain(but_one.intersection(&met).copied()).collect();
                prop_assert_eq!(missed.positions().collect::<BTreeSet<_>>(), wanted);
            }
        }
    }
}
