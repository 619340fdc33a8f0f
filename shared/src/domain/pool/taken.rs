//! The commitments of a segment: most of its developers have none, and hardly any has several.

use std::collections::BTreeMap;

use super::bits::positions;
use crate::domain::developer::Commitment;

/// Commitments by position, side by side: where someone's begin is found without a search.
#[derive(Clone, Debug, Default)]
pub(super) struct Taken {
    /// For each 64 positions a bit for each that has some, and how many have before these.
    words: Vec<(u64, u32)>,
    /// Where those of each one who has some begin.
    begins: Vec<u32>,
    commitments: Vec<Commitment>,
}

impl Taken {
    /// Adds someone's. Positions come in ascending order.
    pub(super) fn push(&mut self, at: u16, commitments: &[Commitment]) {
        if commitments.is_empty() {
            return;
        }
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        while self.words.len() <= usize::from(at) / 64 {
            self.words.push((0, number(self.begins.len())));
        }
        self.words.last_mut().into_iter().for_each(|(word, _)| *word |= 1 << (at % 64));
        self.begins.push(number(self.commitments.len()));
        self.commitments.extend_from_slice(commitments);
    }

    /// Someone's.
    pub(super) fn of(&self, at: u16) -> &[Commitment] {
        let Some((word, before)) = self.words.get(usize::from(at) / 64) else { return &[] };
        if word >> (at % 64) & 1 == 0 {
            return &[];
        }
        let nth = *before as usize + (word & ((1 << (at % 64)) - 1)).count_ones() as usize;
        let begin = |nth: usize| self.begins.get(nth).map_or(self.commitments.len(), |begin| *begin as usize);
        self.commitments.get(begin(nth)..begin(nth + 1)).unwrap_or_default()
    }
}

impl From<BTreeMap<u16, Vec<Commitment>>> for Taken {
    fn from(by_position: BTreeMap<u16, Vec<Commitment>>) -> Self {
        let mut taken = Self::default();
        by_position.iter().for_each(|(at, commitments)| taken.push(*at, commitments));
        taken
    }
}

impl From<&Taken> for BTreeMap<u16, Vec<Commitment>> {
    fn from(taken: &Taken) -> Self {
        let at = taken.words.iter().enumerate().flat_map(|(place, (word, _))| positions(place, *word));
        at.map(|at| (at, taken.of(at).to_vec())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::{EngagementId, Id};
    use jiff::civil::date;
    use proptest::prelude::*;
    use ulid::Ulid;

    proptest! {
        #[test]
        fn everyone_has_their_own(counts in proptest::collection::btree_map(prop_oneof![0..200_u16, 4_000..4_096_u16], 1..4_u128, 0..60)) {
            let commitment = |number| Commitment {
                engagement_id: EngagementId::from_ulid(Ulid(number)),
                from: date(2026, 1, 1),
                until: None,
                hours_per_week: 10,
            };
            let by_position: BTreeMap<u16, Vec<Commitment>> =
                counts.iter().map(|(at, count)| (*at, (0..*count).map(|nth| commitment(u128::from(*at) << 8 | nth)).collect())).collect();
            let taken = Taken::from(by_position.clone());
            for at in 0..4_096 {
                prop_assert_eq!(taken.of(at), by_position.get(&at).map(Vec::as_slice).unwrap_or_default());
            }
            prop_assert_eq!(BTreeMap::from(&taken), by_position);
        }
    }
}
