//! Who lists a skill, and for how many years: a bit for each position where many do, a list where few do.

use super::bits::{BLOCK, Bits, Words};

/// From this share on, one of so many, bits are quicker than a list and take hardly more room.
pub(super) const MANY: usize = 16;
/// In fewer positions than these, lists are quick enough. Tests have few developers and are to meet both.
const ENOUGH: usize = if cfg!(test) { 1 } else { BLOCK };
/// The bits of years that are kept, least first; more years than they say stand in a list beside.
const YEAR_BITS: usize = 4;
const MOST_YEARS: u8 = (1 << YEAR_BITS) - 1;

/// Who has something, for how many years.
#[derive(Clone)]
pub(super) enum Listing {
    Few(List),
    Many(Box<Many>),
}

/// Entries by block: positions, ascending, each once, with years.
#[derive(Clone, Default)]
pub(super) struct List {
    /// Where each block's begin; a block beyond them has none.
    starts: Vec<u32>,
    at: Vec<u16>,
    years: Vec<u8>,
}

/// Positions as bits, and years as the bits of their number.
#[derive(Clone, Default)]
pub(super) struct Many {
    has: Bits,
    years: [Bits; YEAR_BITS],
    /// Who has as many years as the bits can say, or more.
    beyond: List,
}

impl List {
    /// Adds an entry. Blocks come in ascending order and positions within a block too; of two that are one, the longer counts.
    fn note(&mut self, block: usize, at: u16, years: u8) {
        while self.starts.len() <= block {
            self.starts.push(u32::try_from(self.at.len()).unwrap_or(u32::MAX));
        }
        let begun = self.starts.get(block).is_some_and(|start| (*start as usize) < self.at.len());
        match self.years.last_mut().filter(|_| begun && self.at.last() == Some(&at)) {
            Some(known) => *known = years.max(*known),
            None => {
                self.at.push(at);
                self.years.push(years);
            }
        }
    }

    pub(super) fn block(&self, block: usize) -> impl Iterator<Item = (u16, u8)> {
        let start = self.starts.get(block).map_or(self.at.len(), |start| *start as usize);
        let end = self.starts.get(block + 1).map_or(self.at.len(), |end| *end as usize);
        let (at, years) = (self.at.get(start..end).unwrap_or_default(), self.years.get(start..end).unwrap_or_default());
        at.iter().copied().zip(years.iter().copied())
    }

    /// Takes over from another list what `from_other` says of each block.
    fn take_over(&mut self, blocks: usize, from_other: &impl Fn(usize) -> bool, other: &Self) {
        let mut merged = Self::default();
        for block in 0..blocks {
            let source = if from_other(block) { other } else { &*self };
            source.block(block).for_each(|(at, years)| merged.note(block, at, years));
        }
        *self = merged;
    }
}

impl Many {
    fn note(&mut self, block: usize, at: u16, years: u8) {
        let had = self.has.has(block, at);
        let known = if had { (0..).zip(&self.years).map(|(bit, set)| u8::from(set.has(block, at)) << bit).sum() } else { 0 };
        self.has.set(block, at);
        let kept = years.min(MOST_YEARS);
        if kept == MOST_YEARS {
            self.beyond.note(block, at, years);
        }
        for (bit, set) in (0..).zip(&mut self.years) {
            match kept.max(known) >> bit & 1 {
                0 if had => set.clear(block, at),
                0 => {}
                _ => set.set(block, at),
            }
        }
    }

    fn met<'s>(&'s self, block: usize, least: u8, room: &'s mut Words) -> &'s Words {
        let has = self.has.block(block);
        if least == 0 {
            return has;
        }
        if least > MOST_YEARS {
            *room = Words::NONE;
            self.beyond.block(block).filter(|(_, years)| *years >= least).for_each(|(at, _)| room.set(at));
            return room;
        }
        // From the least bit on: with the bit asked for, it must be there; without it, having it is more than enough.
        *room = *has;
        for (bit, set) in (0..).zip(&self.years) {
            match least >> bit & 1 {
                0 => room.or(set.block(block)),
                _ => room.and(set.block(block)),
            }
        }
        room
    }
}

impl Listing {
    /// Kept as what so many of so many take least time as.
    pub(super) fn for_share(count: usize, of: usize) -> Self {
        if count * MANY >= of && of >= ENOUGH { Self::Many(Box::default()) } else { Self::Few(List::default()) }
    }

    /// One that is kept as this one is.
    pub(super) fn alike(&self) -> Self {
        match self {
            Self::Few(_) => Self::Few(List::default()),
            Self::Many(_) => Self::Many(Box::default()),
        }
    }

    /// Adds an entry. Blocks come in ascending order and positions within a block too; of two that are one, the longer counts.
    pub(super) fn note(&mut self, block: usize, at: u16, years: u8) {
        match self {
            Self::Few(list) => list.note(block, at, years),
            Self::Many(many) => many.note(block, at, years),
        }
    }

    /// Who of a block has it for at least so many years.
    pub(super) fn met<'s>(&'s self, block: usize, least: u8, room: &'s mut Words) -> &'s Words {
        match self {
            Self::Few(list) => {
                *room = Words::NONE;
                list.block(block).filter(|(_, years)| *years >= least).for_each(|(at, _)| room.set(at));
                room
            }
            Self::Many(many) => many.met(block, least, room),
        }
    }

    /// Takes over from another one what `from_other` says of each block. Both are kept in the same way.
    pub(super) fn take_over(&mut self, blocks: usize, from_other: &impl Fn(usize) -> bool, other: &Self) {
        match (self, other) {
            (Self::Few(own), Self::Few(other)) => own.take_over(blocks, from_other, other),
            (Self::Many(own), Self::Many(other)) => {
                for block in (0..blocks).filter(|block| from_other(*block)) {
                    own.has.take_over(block, &other.has);
                    own.years.iter_mut().zip(&other.years).for_each(|(own, other)| own.take_over(block, other));
                }
                own.beyond.take_over(blocks, from_other, &other.beyond);
            }
            (own, other) => {
                let mut merged = own.alike();
                for block in 0..blocks {
                    let source = if from_other(block) { other } else { &*own };
                    source.entries(block).into_iter().for_each(|(at, years)| merged.note(block, at, years));
                }
                *own = merged;
            }
        }
    }

    fn entries(&self, block: usize) -> Vec<(u16, u8)> {
        match self {
            Self::Few(list) => list.block(block).collect(),
            Self::Many(many) => {
                let known = |at| (0..).zip(&many.years).map(|(bit, set)| u8::from(set.has(block, at)) << bit).sum::<u8>();
                let beyond = |at| many.beyond.block(block).find(|(other, _)| *other == at).map(|(_, years)| years);
                many.has.block(block).positions().map(|at| (at, beyond(at).unwrap_or_else(|| known(at)))).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// By block and position, in years.
    type Entries = BTreeMap<(usize, u16), u8>;

    fn entries() -> impl Strategy<Value = Entries> {
        let at = prop_oneof![3 => 0..4_096_u16, 1 => proptest::sample::select(&[0, 63, 64, 4_095][..])];
        let years = prop_oneof![0..14_u8, 14..18_u8, 25..=50_u8];
        proptest::collection::btree_map((0..4_usize, at), years, 0..120)
    }

    fn filled(mut listing: Listing, entries: &Entries) -> Listing {
        for ((block, at), years) in entries {
            // A list that names a skill twice, the longer one first or last.
            listing.note(*block, *at, years / (1 + years % 2));
            listing.note(*block, *at, *years);
            listing.note(*block, *at, years / 2);
        }
        listing
    }

    fn kinds() -> [Listing; 2] {
        [Listing::for_share(1, 1), Listing::for_share(1, MANY + 1)]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn lists_and_bits_say_the_same_of_any_years(entries in entries(), least in 0..=51_u8) {
            for listing in kinds().map(|listing| filled(listing, &entries)) {
                for block in 0..5 {
                    let mut room = Words::NONE;
                    let met: Vec<u16> = listing.met(block, least, &mut room).positions().collect();
                    let wanted = entries.iter().filter(|((own, _), years)| *own == block && **years >= least);
                    prop_assert_eq!(met, wanted.map(|((_, at), _)| *at).collect::<Vec<_>>());
                }
            }
        }

        #[test]
        fn a_block_that_is_taken_over_is_the_others(before in entries(), after in entries(), which in 0..16_usize) {
            let from_after = |block: usize| which >> block & 1 == 1;
            let wanted: Entries = before.iter().filter(|((block, _), _)| !from_after(*block))
                .chain(after.iter().filter(|((block, _), _)| from_after(*block))).map(|(key, years)| (*key, *years)).collect();
            for own in kinds() {
                for other in kinds() {
                    let mut listing = filled(own.alike(), &before);
                    listing.take_over(5, &from_after, &filled(other, &after));
                    let found = (0..5).flat_map(|block| listing.entries(block).into_iter().map(move |(at, years)| ((block, at), years)));
                    prop_assert_eq!(found.collect::<Entries>(), wanted.clone());
                }
            }
        }
    }
}
