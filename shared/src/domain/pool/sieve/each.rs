//! The rules up to the overlap, asked of each one on their own: eight bytes of one column tell all of them, but for commitments.

use jiff::civil::Date;

use super::super::bits::{WORDS, ones, positions};
use super::super::columns::{Basics, Column};
use super::super::sets::Sets;
use super::free::last_start;
use super::{Sieve, Sifted};
use crate::domain::matching::Assessor;
use crate::domain::project::{ProjectBrief, Role};

/// What a role asks.
pub(super) struct Each<'a> {
    column: &'a Column<Basics>,
    model: u8,
    /// By the country's number, whether it is one where they may be.
    placed: Vec<bool>,
    english: u8,
    hours: u8,
    /// The last day from which the hours may be offered.
    by: Date,
}

/// Which rules someone keeps to, of those that come in this order.
#[derive(Clone, Copy)]
pub(super) struct Kept {
    /// Can be hired in the project's way, and is where it wants its people.
    pub placed: bool,
    pub fluent: bool,
    /// Has the hours, unless commitments take them.
    pub free: bool,
    /// Has commitments.
    pub busy: bool,
}

impl<'a> Each<'a> {
    pub(super) fn of(sets: &'a Sets, brief: &ProjectBrief, role: &Role, assessor: &Assessor<'_>) -> Self {
        Self {
            column: &sets.basics,
            model: Basics::flag(brief.hiring_model),
            placed: sets.countries().map(|(country, _)| assessor.is_well_placed(country)).collect(),
            english: Basics::level(brief.min_english),
            hours: role.hours_per_week,
            by: last_start(brief),
        }
    }

    pub(super) fn column(&self) -> &'a Column<Basics> {
        self.column
    }

    /// Which rules someone keeps to; none if they do not count.
    pub(super) fn kept(&self, own: Basics, counts: bool) -> Kept {
        let placed = counts & own.has(self.model) & self.placed.get(usize::from(own.country)).copied().unwrap_or_default();
        let fluent = placed & (own.english() >= self.english);
        let free = fluent & (own.hours >= self.hours) & (own.from <= self.by);
        Kept { placed, fluent, free, busy: own.is_busy() }
    }
}

impl Sieve<'_> {
    /// Asks each one on their own. How many are skilled, of these how many speak well enough, and of these how many are free.
    pub(super) fn narrow_each(&self, sifted: &mut Sifted) -> [u32; 3] {
        let (live, column) = (&self.floor.live.bits, self.each.column());
        let Sifted { words, basics, .. } = sifted;
        // All of it is fetched before anything is decided.
        basics.clear();
        basics.reserve(words.iter().map(|left| left.left.count_ones() as usize).sum());
        for left in &mut *words {
            for at in positions(left.word, left.left) {
                basics.push(column.get(left.block, at));
            }
            left.doubt = live.block(left.block).0[left.word % WORDS];
        }
        let (mut skilled, mut speaking, mut free) = (0, 0, 0);
        let mut next = basics.iter();
        for left in words {
            let (skilled_ones, live) = (std::mem::take(&mut left.left), std::mem::take(&mut left.doubt));
            for (bit, own) in ones(skilled_ones).zip(&mut next) {
                let kept = self.each.kept(*own, live >> bit & 1 == 1);
                skilled += u32::from(kept.placed);
                speaking += u32::from(kept.fluent);
                free += u32::from(kept.free & !kept.busy);
                left.left |= u64::from(kept.free & !kept.busy) << bit;
                left.doubt |= u64::from(kept.free & kept.busy) << bit;
            }
        }
        [skilled, speaking, free]
    }
}
