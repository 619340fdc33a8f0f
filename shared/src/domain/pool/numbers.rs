//! The numbers by which what many developers have in common is known throughout a pool: zones with their hours, currencies, and
//! kinds of developers. They are never taken back.

use std::collections::{BTreeMap, HashMap};

use super::packed::Packed;
use super::row::{HOURLY, MONTHLY, ODD, Row};
use super::segment::Segment;
use crate::domain::developer::{ClockTime, HiringModel, Seniority, WorkingHours};
use crate::domain::money::Currency;
use crate::domain::rate::Per;
use crate::domain::zone::Zone;

/// Of a kind are those who share all this: what a role makes of it is found once for all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Kind {
    /// The zone and its hours.
    pub class: u32,
    /// The currency of the pay; none where the pay does not fit a row.
    pub currency: Option<u32>,
    /// Whether dedicated work is paid by the month.
    pub by_month: bool,
    /// How experienced they are.
    pub seniority: Seniority,
}

impl Kind {
    /// By what unit of time a way of being hired is paid.
    pub(super) fn per(&self, model: HiringModel) -> Per {
        match model {
            HiringModel::Dedicated if self.by_month => Per::Month,
            HiringModel::Dedicated | HiringModel::Hourly | HiringModel::Fixed => Per::Hour,
        }
    }
}

/// The number of whoever is of no numbered kind, once there are too many.
pub(super) const UNLIKE: u16 = u16::MAX;

/// See above.
#[derive(Clone, Default)]
pub(super) struct Numbers {
    pub classes: Vec<(Zone, WorkingHours)>,
    by_class: BTreeMap<(String, ClockTime, ClockTime), u32>,
    pub currencies: Vec<Currency>,
    pub kinds: Vec<Kind>,
    by_kind: HashMap<Kind, u16>,
}

/// A segment's own numbers as the pool's.
pub(super) struct Own {
    pub classes: Vec<u32>,
    pub currencies: Vec<u32>,
}

impl Numbers {
    pub(super) fn own(&mut self, segment: &Segment) -> Own {
        let classes = segment.packed.classes.iter().map(|(zone, hours)| {
            *self.by_class.entry((zone.name().to_owned(), hours.start, hours.end)).or_insert_with(|| {
                self.classes.push((zone.clone(), *hours));
                u32::try_from(self.classes.len() - 1).unwrap_or(u32::MAX)
            })
        });
        let classes = classes.collect();
        let currencies = segment.packed.currencies.iter().map(|currency| self.currency(*currency));
        Own { classes, currencies: currencies.collect() }
    }

    fn currency(&mut self, currency: Currency) -> u32 {
        let known = self.currencies.iter().position(|other| *other == currency);
        let at = known.unwrap_or_else(|| {
            self.currencies.push(currency);
            self.currencies.len() - 1
        });
        u32::try_from(at).unwrap_or(u32::MAX)
    }

    /// The number of a row's kind.
    pub(super) fn kind(&mut self, own: &Own, row: &Row) -> u16 {
        let currency = own.currencies.get(usize::from(row.currency)).copied();
        let kind = Kind {
            class: own.classes.get(usize::from(row.class)).copied().unwrap_or(u32::MAX),
            currency: currency.filter(|_| !row.has(ODD)),
            by_month: row.has(MONTHLY),
            seniority: row.seniority(),
        };
        if let Some(known) = self.by_kind.get(&kind) {
            return *known;
        }
        let next = u16::try_from(self.kinds.len()).unwrap_or(UNLIKE);
        if next != UNLIKE {
            self.kinds.push(kind);
            self.by_kind.insert(kind, next);
        }
        next
    }
}

impl Packed {
    /// What a row's developer is paid for dedicated and for other work, by the unit of their kind; 0 where it does not fit.
    pub(super) fn amounts(row: &Row) -> (u32, u32) {
        let hourly = if row.has(HOURLY) { row.hourly } else { 0 };
        if row.has(ODD) { (0, 0) } else { (if row.has(MONTHLY) { row.monthly } else { hourly }, hourly) }
    }
}
