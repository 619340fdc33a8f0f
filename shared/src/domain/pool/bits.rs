//! Sets of positions, a bit each: the positions of a block, and of all the blocks of a room.

/// The positions of a block: 0 to this, exclusive.
pub(super) const BLOCK: usize = 4_096;
/// The words that hold a bit for each of them.
pub(super) const WORDS: usize = BLOCK / 64;

/// Positions of one block. They begin where a line of the processor's cache does.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(align(64))]
pub(super) struct Words(pub [u64; WORDS]);

impl Default for Words {
    fn default() -> Self {
        Self::NONE
    }
}

/// None of a block's.
static NOBODY: Words = Words::NONE;

impl Words {
    pub(super) const NONE: Self = Self([0; WORDS]);

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

    /// Which words have anyone, a bit for each.
    pub(super) fn inhabited(&self) -> u64 {
        // Often there is nobody at all, which is soon seen.
        if self.is_empty() {
            return 0;
        }
        self.0.iter().enumerate().fold(0, |any, (at, word)| any | u64::from(*word != 0) << at)
    }

    pub(super) fn count(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().fold(0, |any, word| any | word) == 0
    }

    /// Leaves only what is in the other as well.
    pub(super) fn and(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(own, other)| *own &= other);
    }

    /// Becomes what is in both.
    pub(super) fn be_both(&mut self, one: &Self, other: &Self) {
        self.0.iter_mut().zip(one.0.iter().zip(&other.0)).for_each(|(own, (one, other))| *own = one & other);
    }

    pub(super) fn or(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(own, other)| *own |= other);
    }

    /// Counts a first condition: who meets it, and who does not.
    pub(super) fn part(&self, all: &mut Self, but_one: &mut Self) {
        for ((all, but_one), met) in all.0.iter_mut().zip(but_one.0.iter_mut()).zip(&self.0) {
            (*all, *but_one) = (*met, !met);
        }
    }

    /// Counts one more condition: of those that met `all` so far, the ones that don't meet this one join those that missed one;
    /// of those that had missed one, only the ones that meet it stay.
    pub(super) fn narrow(&self, all: &mut Self, but_one: &mut Self) {
        for ((all, but_one), met) in all.0.iter_mut().zip(but_one.0.iter_mut()).zip(&self.0) {
            *but_one = (*but_one & met) | (*all & !met);
            *all &= met;
        }
    }

    /// The positions, ascending.
    pub(super) fn positions(&self) -> impl Iterator<Item = u16> {
        self.0.iter().enumerate().flat_map(|(place, word)| positions(place, *word))
    }
}

/// The positions of one word, which stands at this place, ascending.
pub(super) fn positions(place: usize, word: u64) -> impl Iterator<Item = u16> {
    ones(word).map(move |one| u16::try_from(place * 64 + one).unwrap_or_default())
}

/// The places of the bits that are set in a word, ascending.
pub(super) fn ones(mut word: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let next = usize::try_from(word.trailing_zeros()).ok().filter(|next| *next < WORDS)?;
        word &= word - 1;
        Some(next)
    })
}

/// Positions of any block. Blocks that have none at the end take no room.
#[derive(Clone, Default)]
pub(super) struct Bits(Vec<Words>);

impl Bits {
    pub(super) fn block(&self, block: usize) -> &Words {
        self.0.get(block).unwrap_or(&NOBODY)
    }

    pub(super) fn has(&self, block: usize, at: u16) -> bool {
        self.block(block).has(at)
    }

    pub(super) fn set(&mut self, block: usize, at: u16) {
        if let Some(words) = self.room_for(block) {
            words.set(at);
        }
    }

    pub(super) fn clear(&mut self, block: usize, at: u16) {
        if let Some(words) = self.0.get_mut(block) {
            words.clear(at);
        }
    }

    /// Takes a block over from another set.
    pub(super) fn take_over(&mut self, block: usize, other: &Self) {
        self.put(block, other.block(block));
    }

    /// Makes a block's positions these.
    pub(super) fn put(&mut self, block: usize, words: &Words) {
        if block < self.0.len() || !words.is_empty() {
            self.room_for(block).into_iter().for_each(|own| *own = *words);
        }
    }

    fn room_for(&mut self, block: usize) -> Option<&mut Words> {
        if self.0.len() <= block {
            self.0.resize(block + 1, Words::NONE);
        }
        self.0.get_mut(block)
    }

    #[cfg(test)]
    pub(super) fn count(&self) -> u32 {
        self.0.iter().map(Words::count).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn words(positions: &BTreeSet<u16>) -> Words {
        let mut words = Words::NONE;
        positions.iter().for_each(|at| words.set(*at));
        words
    }

    #[test]
    fn the_edges_of_words_and_blocks_are_positions_like_others() {
        let edges = [0, 1, 63, 64, 65, 4_094, 4_095];
        let mut bits = Bits::default();
        edges.iter().for_each(|at| bits.set(2, *at));
        assert_eq!(bits.block(2).positions().collect::<Vec<_>>(), edges);
        assert_eq!((bits.block(1).count(), bits.block(2).count(), bits.block(3).count(), bits.count()), (0, 7, 0, 7));
        let mut other = Bits::default();
        other.set(0, 4_095);
        bits.take_over(0, &other);
        bits.take_over(2, &other);
        bits.take_over(9, &other);
        assert_eq!((bits.has(0, 4_095), bits.count(), bits.0.len()), (true, 1, 3));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn who_missed_one_is_kept_beside_who_met_all(
            all in proptest::collection::btree_set(0..4_096_u16, 0..300),
            but_one in proptest::collection::btree_set(0..4_096_u16, 0..300),
            met in proptest::collection::btree_set(0..400_u16, 0..240),
        ) {
            let but_one: BTreeSet<u16> = but_one.difference(&all).copied().collect();
            let met: BTreeSet<u16> = met.into_iter().chain(all.iter().copied().step_by(7)).chain(but_one.iter().copied().step_by(5)).collect();
            let (mut left, mut missed) = (words(&all), words(&but_one));
            words(&met).narrow(&mut left, &mut missed);
            prop_assert_eq!(left.positions().collect::<BTreeSet<_>>(), all.intersection(&met).copied().collect());
            let wanted: BTreeSet<u16> = all.difference(&met).copied().chain(but_one.intersection(&met).copied()).collect();
            prop_assert_eq!(missed.positions().collect::<BTreeSet<_>>(), wanted);
        }
    }
}
