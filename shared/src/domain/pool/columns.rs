//! What is looked up of single developers, by position: what the rules ask of them, of which kind they are and what they are paid.

use jiff::civil::Date;

use super::bits::BLOCK;
use super::numbers::UNLIKE;
use super::row::{self, Row};
use crate::domain::developer::{Availability, English, HiringModel};

/// A value for each position.
#[derive(Clone, Default)]
pub(super) struct Column<T> {
    values: Vec<T>,
    /// That of positions where nobody stands.
    nobody: T,
}

impl<T: Copy> Column<T> {
    pub(super) fn of(nobody: T) -> Self {
        Self { values: Vec::new(), nobody }
    }

    pub(super) fn blocks(&self) -> usize {
        self.values.len() / BLOCK
    }

    /// Makes room for so many blocks.
    pub(super) fn resize(&mut self, blocks: usize) {
        self.values.resize(blocks * BLOCK, self.nobody);
    }

    pub(super) fn set(&mut self, block: usize, at: u16, value: T) {
        self.values.get_mut(block * BLOCK + usize::from(at)).into_iter().for_each(|own| *own = value);
    }

    pub(super) fn get(&self, block: usize, at: u16) -> T {
        self.values.get(block * BLOCK + usize::from(at)).copied().unwrap_or(self.nobody)
    }

    /// Takes over the blocks that have changed, of so many.
    pub(super) fn take_over(&mut self, blocks: usize, changed: &[usize], other: &Self) {
        self.resize(blocks);
        for block in changed {
            let range = block * BLOCK..(block + 1) * BLOCK;
            if let (Some(own), Some(other)) = (self.values.get_mut(range.clone()), other.values.get(range)) {
                own.copy_from_slice(other);
            }
        }
    }
}

/// What the rules up to the overlap ask of someone, but for skills and commitments: eight bytes.
#[derive(Clone, Copy, Default)]
pub(super) struct Basics {
    /// The day from which the hours are offered.
    pub from: Date,
    /// The country's number.
    pub country: u16,
    pub hours: u8,
    /// See [`flags`](Self::flags).
    pub flags: u8,
}

impl Basics {
    /// Above a bit for each way of being hired.
    const ENGLISH_AT: usize = HiringModel::ALL.len();
    /// A level of English, from 1; 0 where it is not known.
    const ENGLISH: u8 = 0b111;
    const ODD: u8 = 1 << 6;
    const BUSY: u8 = 1 << 7;

    /// Where someone works in these ways and has named a rate for them; the others as in the row.
    pub(super) fn flags(models: impl Iterator<Item = HiringModel>, row: &Row) -> u8 {
        let models = models.fold(0, |flags, model| flags | Self::flag(model));
        let flag = |of: u16, flag: u8| if row.has(of) { flag } else { 0 };
        models | Self::level(row.english()) << Self::ENGLISH_AT | flag(row::ODD, Self::ODD) | flag(row::BUSY, Self::BUSY)
    }

    /// The flag of a way of being hired.
    pub(super) fn flag(model: HiringModel) -> u8 {
        HiringModel::ALL.iter().position(|own| *own == model).map_or(0, |at| 1 << at)
    }

    /// A level of English as a number: a better one is greater.
    pub(super) fn level(english: Option<English>) -> u8 {
        let place = english.and_then(|own| English::ALL.iter().position(|level| *level == own));
        place.and_then(|place| u8::try_from(place + 1).ok()).unwrap_or_default()
    }

    /// Whether someone can be hired in the way that has this flag.
    pub(super) fn has(self, model: u8) -> bool {
        self.flags & model != 0
    }

    pub(super) fn english(self) -> u8 {
        self.flags >> Self::ENGLISH_AT & Self::ENGLISH
    }

    /// Whether someone has commitments.
    pub(super) fn is_busy(self) -> bool {
        self.flags & Self::BUSY != 0
    }

    /// Whether all of someone is with the segment's odd ones, the commitments too.
    pub(super) fn is_odd(self) -> bool {
        self.flags & Self::ODD != 0
    }

    pub(super) fn availability(self) -> Availability {
        Availability { from: self.from, hours_per_week: self.hours }
    }
}

/// For one way of being hired. The kind and about what is paid stand side by side, since both are asked of everyone who is left;
/// the very amount is asked of few.
#[derive(Clone)]
pub(super) struct Columns {
    pub about: Column<About>,
    pub exact: Column<u32>,
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

impl Default for Columns {
    fn default() -> Self {
        Self { about: Column::of((UNLIKE, Pay(0))), exact: Column::of(0) }
    }
}

impl Columns {
    /// Makes room for so many blocks.
    pub(super) fn resize(&mut self, blocks: usize) {
        self.about.resize(blocks);
        self.exact.resize(blocks);
    }

    pub(super) fn set(&mut self, block: usize, at: u16, kind: u16, amount: u32) {
        self.about.set(block, at, (kind, Pay::of(amount)));
        self.exact.set(block, at, amount);
    }

    /// Takes over the blocks that have changed, of so many.
    pub(super) fn take_over(&mut self, blocks: usize, changed: &[usize], other: &Self) {
        self.about.take_over(blocks, changed, &other.about);
        self.exact.take_over(blocks, changed, &other.exact);
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
