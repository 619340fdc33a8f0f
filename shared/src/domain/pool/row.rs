//! One developer in 64 bytes: a line of the processor's cache.

use jiff::civil::Date;

use crate::domain::developer::{DeveloperSkill, English, HiringModel, Seniority};
use crate::domain::skill::{Skill, SkillId};

/// A row. What does not fit is kept beside it, as its flags say. Tables of the segment hold what indexes point to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C, align(64))]
pub(super) struct Row {
    /// Skills: 11 bits for the number + 1, 5 for the years; 0 for none. Where there are more than fit, the last two slots are
    /// the low and the high half of the place, among the segment's further skills, at which their number stands before them.
    pub slots: [u16; SLOTS],
    /// Which zone and hours.
    pub class: u16,
    /// Which country.
    pub country: u16,
    /// Which currency.
    pub currency: u8,
    /// Hours a week.
    pub hours: u8,
    /// See the constants.
    pub flags: u16,
    /// The day from which those hours are free.
    pub from: Date,
    /// Minor units an hour.
    pub hourly: u32,
    /// Minor units a month.
    pub monthly: u32,
}

pub(super) const SLOTS: usize = 22;
/// How many slots hold skills where there are more of them.
pub(super) const OWN_OF_MANY: usize = SLOTS - 2;
/// The most years that a slot can hold.
const MOST_YEARS: u8 = 31;

/// Bits 0 and 1 of the flags: the seniority.
const SENIORITY: u16 = 0b11;
/// Bits 2 to 4: the level of English, from 1; 0 where it is not known.
const ENGLISH_AT: u16 = 2;
/// Bits 5 to 7: the ways of being hired.
const MODELS_AT: u16 = 5;
/// There is an hourly rate.
pub(super) const HOURLY: u16 = 1 << 8;
/// There is a monthly rate.
pub(super) const MONTHLY: u16 = 1 << 9;
/// There are more skills than slots.
pub(super) const LONG: u16 = 1 << 10;
/// There are commitments.
pub(super) const BUSY: u16 = 1 << 11;
/// Not all skills, or not the rates, fit the row: they are with the segment's odd ones.
pub(super) const ODD: u16 = 1 << 12;
/// The slots hold all skills that the catalogue knows. Segments that were written before this was said do not say it.
pub(super) const SLOTTED: u16 = 1 << 13;

/// A slot for a skill; none for one that does not fit.
pub(super) fn slot(own: &DeveloperSkill) -> Option<u16> {
    let number = own.skill.known()?.number();
    (own.years <= MOST_YEARS && number < (1 << 11) - 1).then_some((number + 1) | (u16::from(own.years) << 11))
}

/// The number and the years of a slot that is not empty.
pub(super) fn parts(slot: u16) -> Option<(u16, u8)> {
    let number = (slot & 0x7ff).checked_sub(1)?;
    Some((number, (slot >> 11).to_le_bytes()[0]))
}

/// The skill of a slot.
pub(super) fn skill(slot: u16) -> Option<DeveloperSkill> {
    let (number, years) = parts(slot)?;
    Some(DeveloperSkill { skill: Skill::Known(SkillId::numbered(number)?), years })
}

pub(super) fn flags(seniority: Seniority, english: Option<English>, models: &[HiringModel]) -> u16 {
    let models = models.iter().fold(0, |bits, model| bits | 1 << place(HiringModel::ALL, *model));
    place(Seniority::ALL, seniority) | english.map_or(0, |own| place(English::ALL, own) + 1) << ENGLISH_AT | models << MODELS_AT
}

fn place<T: Copy + PartialEq>(all: &[T], value: T) -> u16 {
    (0..).zip(all).find(|(_, other)| **other == value).map_or(0, |(at, _)| at)
}

impl Row {
    pub(super) fn has(&self, flag: u16) -> bool {
        self.flags & flag != 0
    }

    pub(super) fn seniority(&self) -> Seniority {
        Seniority::ALL.get(usize::from(self.flags & SENIORITY)).copied().unwrap_or(Seniority::Lead)
    }

    pub(super) fn english(&self) -> Option<English> {
        usize::from(self.flags >> ENGLISH_AT & 0b111).checked_sub(1).and_then(|at| English::ALL.get(at)).copied()
    }

    /// Whether they work in a way.
    pub(super) fn works(&self, model: HiringModel) -> bool {
        self.models().any(|own| own == model)
    }

    pub(super) fn models(&self) -> impl Iterator<Item = HiringModel> {
        let models = self.flags >> MODELS_AT & 0b111;
        (0..).zip(HiringModel::ALL).filter(move |(at, _)| models & (1 << *at) != 0).map(|(_, model)| *model)
    }

    /// The slots, those among the segment's further skills included.
    pub(super) fn all_slots<'a>(&'a self, further: &'a [u16]) -> impl Iterator<Item = u16> + use<'a> {
        let (own, more) = if self.has(LONG) { (&self.slots[..OWN_OF_MANY], self.further(further)) } else { (&self.slots[..], &[][..]) };
        own.iter().copied().take_while(|slot| *slot != 0).chain(more.iter().copied())
    }

    /// The first of the segment's further skills that are the row's, if there are any.
    pub(super) fn first_further(&self, further: &[u16]) -> Option<u16> {
        if self.has(LONG) { self.further(further).first().copied() } else { None }
    }

    fn further<'a>(&self, further: &'a [u16]) -> &'a [u16] {
        let at = (usize::from(self.slots[OWN_OF_MANY + 1]) << 16) | usize::from(self.slots[OWN_OF_MANY]);
        let count = further.get(at).copied().unwrap_or_default();
        further.get(at + 1..at + 1 + usize::from(count)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_one_line_of_cache() {
        assert_eq!((size_of::<Row>(), align_of::<Row>()), (64, 64));
    }
}
