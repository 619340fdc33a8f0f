//! Who has at most so much of something: a set for each of some amounts. Between two of them one or the other is nearly always
//! the answer; who stands between is told apart by their row.

use super::bits::{Bits, Words};

/// The most rungs. Tests have few developers and are to meet those who stand between two.
const RUNGS: usize = if cfg!(test) { 6 } else { 128 };
/// For fewer amounts than so many for each rung there are fewer rungs.
const FOR_EACH: usize = 16;

/// Sets of who has at most so much, by rising amounts. The last holds everyone.
#[derive(Clone, Default)]
pub(super) struct Ladder {
    rungs: Vec<Rung>,
    /// Whether each amount that occurs has a rung.
    each: bool,
}

#[derive(Clone)]
struct Rung {
    most: u32,
    /// The least that anyone has who is not in the set before.
    least: u32,
    within: Bits,
}

/// Who has at most an amount: `sure` are those, beyond `maybe` is nobody.
pub(super) struct AtMost<'a> {
    sure: Option<&'a Bits>,
    maybe: Option<&'a Bits>,
}

impl Ladder {
    /// With a rung for each of these amounts if they are few, else with rungs that part them evenly.
    pub(super) fn over(mut amounts: Vec<u32>) -> Self {
        amounts.sort_unstable();
        let mut chosen = amounts.clone();
        chosen.dedup();
        let rungs = RUNGS.min(6 + amounts.len() / FOR_EACH);
        let each = chosen.len() < rungs;
        if !each {
            chosen = (1..rungs).filter_map(|nth| amounts.get(amounts.len() * nth / rungs)).copied().collect();
            chosen.dedup();
        }
        if chosen.last() != Some(&u32::MAX) {
            chosen.push(u32::MAX);
        }
        Self { rungs: chosen.into_iter().map(Rung::of).collect(), each }
    }

    /// One with the same rungs and nobody on them.
    pub(super) fn alike(&self) -> Self {
        Self { rungs: self.rungs.iter().map(|rung| Rung::of(rung.most)).collect(), each: self.each }
    }

    /// Enters someone. Once a block is done it has to be closed.
    pub(super) fn note(&mut self, block: usize, at: u16, amount: u32) {
        let first = self.rung_for(amount);
        if let Some(rung) = self.rungs.get_mut(first) {
            rung.least = rung.least.min(amount);
        }
        self.rungs.get_mut(first).into_iter().for_each(|rung| rung.within.set(block, at));
    }

    /// Lets each rung have those of the lower ones too, once all of a block are noted.
    pub(super) fn close(&mut self, block: usize) {
        let mut so_far = Words::NONE;
        for rung in &mut self.rungs {
            so_far.or(rung.within.block(block));
            rung.within.put(block, &so_far);
        }
    }

    /// The first rung that an amount is within. One of its own is put in where each has one, until they are too many.
    fn rung_for(&mut self, amount: u32) -> usize {
        let first = self.rungs.partition_point(|rung| rung.most < amount);
        let own = self.rungs.get(first).is_some_and(|rung| rung.most == amount);
        if self.each && !own {
            self.each = self.rungs.len() < 2 * RUNGS;
            if self.each {
                let before = first.checked_sub(1).and_then(|before| self.rungs.get(before));
                let within = before.map(|rung| rung.within.clone()).unwrap_or_default();
                self.rungs.insert(first, Rung { within, ..Rung::of(amount) });
            }
        }
        first
    }

    pub(super) fn at_most(&self, amount: u32) -> AtMost<'_> {
        let above = self.rungs.partition_point(|rung| rung.most <= amount);
        let sure = above.checked_sub(1).and_then(|at| self.rungs.get(at)).map(|rung| &rung.within);
        let maybe = self.rungs.get(above).filter(|rung| rung.least <= amount).map_or(sure, |rung| Some(&rung.within));
        AtMost { sure, maybe }
    }

    /// Takes blocks over from another one that began with the same rungs; those that only one of them has are taken out.
    pub(super) fn take_over(&mut self, blocks: &[usize], other: &Self) {
        if self.each {
            other.rungs.iter().for_each(|rung| _ = self.rung_for(rung.most));
        }
        self.each &= other.each;
        let mut least = u32::MAX;
        let mut theirs = other.rungs.iter();
        self.rungs.retain_mut(|own| {
            least = least.min(own.least);
            let Some(same) = other.rungs.iter().find(|rung| rung.most == own.most) else { return false };
            while let Some(rung) = theirs.next().filter(|rung| rung.most <= own.most) {
                least = least.min(rung.least);
                if rung.most == own.most {
                    break;
                }
            }
            own.least = std::mem::replace(&mut least, u32::MAX);
            blocks.iter().for_each(|block| own.within.take_over(*block, &same.within));
            true
        });
    }
}

impl Rung {
    fn of(most: u32) -> Self {
        Self { most, least: u32::MAX, within: Bits::default() }
    }
}

impl AtMost<'_> {
    pub(super) fn sure(&self, block: usize) -> &Words {
        self.sure.map_or(&Words::NONE, |bits| bits.block(block))
    }

    pub(super) fn maybe(&self, block: usize) -> &Words {
        self.maybe.map_or(&Words::NONE, |bits| bits.block(block))
    }

    /// Those of a block who are sure, and those beyond whom nobody is.
    pub(super) fn both(&self, block: usize) -> (&Words, &Words) {
        (self.sure(block), self.maybe(block))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn whoever_has_at_most_so_much_is_sure_or_may_be(
            amounts in proptest::collection::vec(prop_oneof![0..60_u32, 0..5_000_u32, Just(u32::MAX)], 1..400),
            unseen in proptest::collection::vec(0..6_000_u32, 0..20),
            asked in prop_oneof![0..60_u32, 0..6_000_u32, Just(u32::MAX)],
        ) {
            let mut ladder = Ladder::over(amounts.clone());
            let all: Vec<(u16, u32)> = (0..).zip(amounts.iter().chain(&unseen).copied()).collect();
            all.iter().for_each(|(at, amount)| ladder.note(1, *at, *amount));
            ladder.close(1);
            let found = ladder.at_most(asked);
            let mut few = amounts.clone();
            few.sort_unstable();
            few.dedup();
            for (at, amount) in all {
                prop_assert!(!found.sure(1).has(at) || amount <= asked);
                prop_assert!(found.maybe(1).has(at) || amount > asked);
                // Where few amounts occur, nobody is in doubt.
                prop_assert!(few.len() >= 6 || !unseen.is_empty() || found.sure(1).has(at) == found.maybe(1).has(at));
            }
            prop_assert_eq!(found.maybe(0).count(), 0);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn blocks_that_were_taken_over_are_on_the_same_rungs(
            planned in proptest::collection::vec(0..40_u32, 1..20),
            before in proptest::collection::vec(0..60_u32, 0..40),
            after in proptest::collection::vec(0..60_u32, 0..40),
            asked in 0..70_u32,
        ) {
            let mut own = Ladder::over(planned);
            let numbered = |amounts: &[u32]| (0_u16..).zip(amounts.to_vec()).collect::<Vec<_>>();
            for (at, amount) in numbered(&before) {
                own.note(0, at, amount);
                own.note(1, at, amount);
            }
            own.close(0);
            own.close(1);
            let mut other = own.alike();
            numbered(&after).into_iter().for_each(|(at, amount)| other.note(1, at, amount));
            other.close(1);
            own.take_over(&[1], &other);
            let found = own.at_most(asked);
            for (block, amounts) in [(0, before), (1, after)] {
                prop_assert!(found.maybe(block).count() <= u32::try_from(amounts.len()).expect("few"));
                for (at, amount) in numbered(&amounts) {
                    prop_assert!(!found.sure(block).has(at) || amount <= asked);
                    prop_assert!(found.maybe(block).has(at) || amount > asked);
                }
            }
        }
    }
}
