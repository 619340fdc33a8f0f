//! The commitments of a segment: most of its developers have none, and hardly any has several.

use std::collections::BTreeMap;

use crate::domain::developer::Commitment;

/// Positions whose commitments begin at one place: so few that they are gone through.
const TOGETHER: u16 = 64;

/// Commitments by position, side by side.
#[derive(Clone, Debug, Default)]
pub(super) struct Taken {
    /// Where those of each so many positions begin; beyond these there are none.
    begins: Vec<u32>,
    /// Whose they are, ascending.
    at: Vec<u16>,
    commitments: Vec<Commitment>,
}

impl Taken {
    /// Adds someone's. Positions come in ascending order.
    pub(super) fn push(&mut self, at: u16, commitments: &[Commitment]) {
        while !commitments.is_empty() && self.begins.len() <= usize::from(at / TOGETHER) {
            self.begins.push(u32::try_from(self.at.len()).unwrap_or(u32::MAX));
        }
        self.at.extend(commitments.iter().map(|_| at));
        self.commitments.extend_from_slice(commitments);
    }

    /// Someone's.
    pub(super) fn of(&self, at: u16) -> &[Commitment] {
        let Some(begin) = self.begins.get(usize::from(at / TOGETHER)).map(|begin| *begin as usize) else { return &[] };
        let theirs = self.at.get(begin..).unwrap_or_default();
        let before = theirs.iter().take_while(|own| **own < at).count();
        let count = theirs.iter().skip(before).take_while(|own| **own == at).count();
        self.commitments.get(begin + before..begin + before + count).unwrap_or_default()
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
        let mut by_position = Self::new();
        for (at, commitment) in taken.at.iter().zip(&taken.commitments) {
            by_position.entry(*at).or_default().push(*commitment);
        }
        by_position
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
