//! Who lists a skill, and for how many years: a bit for each position where many do, a list where few do.

use super::bits::{BLOCK, Bits, Words};

/// From this share on, one of so many, bits are quicker than a list and take hardly more room, for the years, too.
pub(super) const MANY: usize = 16;
/// From this share on there are bits beside the list.
const SOME: usize = 256;
/// In fewer positions than these, lists are quick enough. Tests have few developers and are to meet both.
const ENOUGH: usize = if cfg!(test) { 1 } else { BLOCK };
/// The years from which on there is a set of its own: those that are asked for most, so that each is one set to read.
const STEPS: [u8; 5] = [1, 2, 3, 5, 8];
/// How many years more than the last of these, as the bits of their number, least first; whoever has more than those can say
/// stands in a list beside.
const MORE_BITS: usize = 3;
const MOST_YEARS: u8 = STEPS[STEPS.len() - 1] + (1 << MORE_BITS) - 1;

/// Who has something, for how many years.
#[derive(Clone)]
pub(super) enum Listing {
    Few(List),
    Mixed(Box<Mixed>),
    Many(Box<Many>),
}

/// Entries, and their positions as bits.
#[derive(Clone, Default)]
pub(super) struct Mixed {
    list: List,
    has: Bits,
}

/// Entries by block: positions, ascending, each once, with years.
#[derive(Clone, Default)]
pub(super) struct List {
    /// Where each block's begin; a block beyond them has none.
    starts: Vec<u32>,
    at: Vec<u16>,
    years: Vec<u8>,
}

/// Positions as bits, and years in steps and what is more than these.
#[derive(Clone, Default)]
pub(super) struct Many {
    /// About how many.
    count: usize,
    has: Bits,
    from: [Bits; STEPS.len()],
    more: [Bits; MORE_BITS],
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
        let range = self.range(block);
        let (at, years) = (self.at.get(range.clone()).unwrap_or_default(), self.years.get(range).unwrap_or_default());
        at.iter().copied().zip(years.iter().copied())
    }

    fn has(&self, block: usize, at: u16, least: u8) -> bool {
        let range = self.range(block);
        let place = self.at.get(range.clone()).and_then(|own| own.binary_search(&at).ok());
        place.and_then(|place| self.years.get(range.start + place)).is_some_and(|years| *years >= least)
    }

    fn met<'s>(&self, block: usize, least: u8, room: &'s mut Words) -> &'s Words {
        *room = Words::NONE;
        self.block(block).filter(|(_, years)| *years >= least).for_each(|(at, _)| room.set(at));
        room
    }

    fn range(&self, block: usize) -> std::ops::Range<usize> {
        let start = |block: usize| self.starts.get(block).map_or(self.at.len(), |start| *start as usize);
        start(block)..start(block + 1)
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
        let known = if self.has.has(block, at) { self.years(block, at) } else { 0 };
        self.has.set(block, at);
        if years >= MOST_YEARS {
            self.beyond.note(block, at, years);
        }
        let years = years.min(MOST_YEARS).max(known);
        let (reached, more) = Self::parts(years);
        let enter = |set: &mut Bits, holds: bool| if holds { set.set(block, at) } else { set.clear(block, at) };
        for (step, set) in self.from.iter_mut().enumerate() {
            enter(set, step < reached);
        }
        for (bit, set) in (0..).zip(&mut self.more) {
            enter(set, more >> bit & 1 == 1);
        }
    }

    /// The years of someone who has it, as far as the sets can say.
    fn years(&self, block: usize, at: u16) -> u8 {
        let step = STEPS.iter().zip(&self.from).rfind(|(_, set)| set.has(block, at)).map(|(step, _)| *step);
        step.unwrap_or_default() + (0..).zip(&self.more).map(|(bit, set)| u8::from(set.has(block, at)) << bit).sum::<u8>()
    }

    /// How many of the steps so many years reach, and how many they are more than the last of these.
    fn parts(least: u8) -> (usize, u8) {
        let reached = STEPS.iter().filter(|step| **step <= least).count();
        (reached, least - reached.checked_sub(1).and_then(|last| STEPS.get(last)).unwrap_or(&0))
    }

    /// The set of whoever reaches so many steps.
    fn step(&self, reached: usize) -> &Bits {
        reached.checked_sub(1).and_then(|at| self.from.get(at)).unwrap_or(&self.has)
    }

    fn kept(&self, block: usize, least: u8) -> Option<&Words> {
        let (reached, more) = Self::parts(least);
        (more == 0).then(|| self.step(reached).block(block))
    }

    fn met<'s>(&'s self, block: usize, least: u8, room: &'s mut Words) -> &'s Words {
        if let Some(kept) = self.kept(block, least) {
            return kept;
        }
        if least > MOST_YEARS {
            return self.beyond.met(block, least, room);
        }
        let (reached, more) = Self::parts(least);
        let from = self.step(reached);
        // From the least bit on: with the bit asked for, it must be there; without it, having it is more than enough.
        *room = *from.block(block);
        for (bit, set) in (0..).zip(&self.more) {
            match more >> bit & 1 {
                0 => room.or(set.block(block)),
                _ => room.and(set.block(block)),
            }
        }
        // The bits count from each one's own step.
        room.and(from.block(block));
        if let Some(next) = self.from.get(reached) {
            room.or(next.block(block));
        }
        room
    }
}

impl Listing {
    /// Kept as what so many of so many take least time as.
    pub(super) fn for_share(count: usize, of: usize) -> Self {
        match count {
            _ if of < ENOUGH => Self::Few(List::default()),
            _ if count * MANY >= of => Self::Many(Box::new(Many { count, ..Many::default() })),
            _ if count * SOME >= of => Self::Mixed(Box::default()),
            _ => Self::Few(List::default()),
        }
    }

    /// One that is kept as this one is.
    pub(super) fn alike(&self) -> Self {
        match self {
            Self::Few(_) => Self::Few(List::default()),
            Self::Mixed(_) => Self::Mixed(Box::default()),
            Self::Many(many) => Self::Many(Box::new(Many { count: many.count, ..Many::default() })),
        }
    }

    /// Adds an entry. Blocks come in ascending order and positions within a block too; of two that are one, the longer counts.
    pub(super) fn note(&mut self, block: usize, at: u16, years: u8) {
        match self {
            Self::Few(list) => list.note(block, at, years),
            Self::Mixed(mixed) => {
                mixed.list.note(block, at, years);
                mixed.has.set(block, at);
            }
            Self::Many(many) => many.note(block, at, years),
        }
    }

    /// Who of a block has it for at least so many years.
    pub(super) fn met<'s>(&'s self, block: usize, least: u8, room: &'s mut Words) -> &'s Words {
        match self {
            Self::Few(list) => list.met(block, least, room),
            Self::Mixed(mixed) if least == 0 => mixed.has.block(block),
            Self::Mixed(mixed) => mixed.list.met(block, least, room),
            Self::Many(many) => many.met(block, least, room),
        }
    }

    /// Who of a block has it, with years, where they are so few that each is best asked on their own.
    pub(super) fn few(&self, block: usize) -> Option<impl Iterator<Item = (u16, u8)>> {
        match self {
            Self::Few(list) => Some(list.block(block)),
            Self::Mixed(_) | Self::Many(_) => None,
        }
    }

    /// Whether someone of a block has it for at least so many years.
    pub(super) fn has(&self, block: usize, at: u16, least: u8) -> bool {
        match self {
            Self::Few(list) => list.has(block, at, least),
            Self::Mixed(mixed) => mixed.has.has(block, at) && (least == 0 || mixed.list.has(block, at, least)),
            Self::Many(many) if least > MOST_YEARS => many.beyond.has(block, at, least),
            Self::Many(many) => many.has.has(block, at) && (least == 0 || many.years(block, at) >= least),
        }
    }

    /// How much there is to read of it, to compare it with others.
    pub(super) fn weight(&self) -> usize {
        match self {
            Self::Few(list) => list.at.len(),
            Self::Mixed(mixed) => BLOCK * BLOCK + mixed.list.at.len(),
            Self::Many(many) => 2 * BLOCK * BLOCK + many.count,
        }
    }

    /// Takes over from another one what `from_other` says of each block. Both are kept in the same way.
    pub(super) fn take_over(&mut self, blocks: usize, from_other: &impl Fn(usize) -> bool, other: &Self) {
        match (self, other) {
            (Self::Few(own), Self::Few(other)) => own.take_over(blocks, from_other, other),
            (Self::Mixed(own), Self::Mixed(other)) => {
                own.list.take_over(blocks, from_other, &other.list);
                (0..blocks).filter(|block| from_other(*block)).for_each(|block| own.has.take_over(block, &other.has));
            }
            (Self::Many(own), Self::Many(other)) => {
                for block in (0..blocks).filter(|block| from_other(*block)) {
                    own.has.take_over(block, &other.has);
                    own.from.iter_mut().zip(&other.from).for_each(|(own, other)| own.take_over(block, other));
                    own.more.iter_mut().zip(&other.more).for_each(|(own, other)| own.take_over(block, other));
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
            Self::Mixed(mixed) => mixed.list.block(block).collect(),
            Self::Many(many) => {
                let beyond = |at| many.beyond.block(block).find(|(other, _)| *other == at).map(|(_, years)| years);
                many.has.block(block).positions().map(|at| (at, beyond(at).unwrap_or_else(|| many.years(block, at)))).collect()
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

    fn kinds() -> [Listing; 3] {
        [1, MANY + 1, SOME + 1].map(|of| Listing::for_share(1, of))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn lists_and_bits_say_the_same_of_any_years(entries in entries(), least in 0..=51_u8) {
            for listing in kinds().map(|listing| filled(listing, &entries)) {
                for block in 0..5 {
                    let mut room = Words::NONE;
                    let met: Vec<u16> = listing.met(block, least, &mut room).positions().collect();
                    let wanted = || entries.iter().filter(|((own, _), years)| *own == block && **years >= least).map(|((_, at), _)| *at);
                    prop_assert_eq!(met, wanted().collect::<Vec<_>>());
                    let each: Vec<u16> = (0..4_096).filter(|at| listing.has(block, *at, least)).collect();
                    prop_assert_eq!(each, wanted().collect::<Vec<_>>());
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
