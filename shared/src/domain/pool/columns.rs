//! What is looked up of single developers: of which kind they are and what they are paid, by position.

use super::bits::BLOCK;
use super::numbers::UNLIKE;

/// For one way of being hired. The kind and about what is paid stand side by side, since both are asked of everyone who is left;
/// the very amount is asked of few.
#[derive(Clone, Default)]
pub(super) struct Columns {
    about: Vec<About>,
    exact: Vec<u32>,
}

/// The number of a kind, and about what is paid.
pub(super) type About = (u16, Pay);

/// An amount, of which the first twelve binary digits are kept: a greater amount is never less.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pay(u16);

impl Pay {
    pub(super) fn of(amount: u32) -> Self {
        let cut = (32 - amount.leading_zeros()).saturating_sub(12);
        Self(u16::try_from((cut << 11) + (amount >> cut)).unwrap_or(u16::MAX))
    }

    /// The least amount of which this much is kept.
    pub(super) fn least(self) -> u32 {
        let pay = u32::from(self.0);
        let cut = (pay >> 11).saturating_sub(1);
        (pay - (cut << 11)) << cut
    }
}

impl From<Pay> for i32 {
    fn from(Pay(pay): Pay) -> Self {
        Self::from(pay)
    }
}

impl Columns {
    pub(super) fn blocks(&self) -> usize {
        self.about.len() / BLOCK
    }

    /// Makes room for so many blocks.
    pub(super) fn resize(&mut self, blocks: usize) {
        self.about.resize(blocks * BLOCK, (UNLIKE, Pay(0)));
        self.exact.resize(blocks * BLOCK, 0);
    }

    pub(super) fn set(&mut self, block: usize, at: u16, kind: u16, amount: u32) {
        let at = block * BLOCK + usize::from(at);
        self.about.get_mut(at).into_iter().for_each(|own| *own = (kind, Pay::of(amount)));
        self.exact.get_mut(at).into_iter().for_each(|own| *own = amount);
    }

    /// Takes over the blocks that have changed, of so many.
    pub(super) fn take_over(&mut self, blocks: usize, changed: &[usize], other: &Self) {
        self.resize(blocks);
        for block in changed {
            let range = block * BLOCK..(block + 1) * BLOCK;
            copy(&mut self.about, &other.about, range.clone());
            copy(&mut self.exact, &other.exact, range);
        }
    }

    pub(super) fn about(&self, block: usize, at: u16) -> About {
        self.about.get(block * BLOCK + usize::from(at)).copied().unwrap_or((UNLIKE, Pay(0)))
    }

    pub(super) fn exact(&self, block: usize, at: u16) -> u32 {
        self.exact.get(block * BLOCK + usize::from(at)).copied().unwrap_or_default()
    }
}

fn copy<T: Copy>(own: &mut [T], other: &[T], range: std::ops::Range<usize>) {
    if let (Some(own), Some(other)) = (own.get_mut(range.clone()), other.get(range)) {
        own.copy_from_slice(other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_greater_amount_is_never_less(amounts in (0..=u32::MAX, 0..=u32::MAX), close in 0..5_000_u32, few in 0..5_000_u32) {
            for (one, other) in [amounts, (amounts.0, amounts.0.saturating_add(close)), (few, close), (few, few + 1)] {
                let (less, more) = (one.min(other), one.max(other));
                prop_assert!(Pay::of(less) <= Pay::of(more));
                let least = Pay::of(more).least();
                prop_assert!(least <= more && Pay::of(least) == Pay::of(more) && (least == 0 || Pay::of(least - 1) < Pay::of(more)));
                // Up to twelve digits nothing is lost, beyond them a two-thousandth.
                prop_assert!(less == more || Pay::of(less) < Pay::of(more) || more >= 4_096 && more - less <= more / 2_048);
            }
        }
    }
}
