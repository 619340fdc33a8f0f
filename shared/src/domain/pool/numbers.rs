//! The numbers by which what many developers have in common is known throughout a pool: zones with their hours, currencies, and
//! kinds of developers. They are never taken back.

use std::collections::{BTreeMap, HashMap};

use super::calendars::Calendars;
use super::row::Row;
use super::segment::Segment;
use crate::domain::developer::{ClockTime, HiringModel, PayRates, Seniority, WorkingHours};
use crate::domain::money::{Currency, Money};
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
    /// What has been found out of the zones and hours.
    pub calendars: Calendars,
}

/// A segment's own numbers as the pool's.
pub(super) struct Own {
    pub classes: Vec<u32>,
}

impl Numbers {
    pub(super) fn own(&mut self, segment: &Segment) -> Own {
        let classes = segment.packed.classes.iter().map(|(zone, hours)| {
            *self.by_class.entry((zone.name().to_owned(), hours.start, hours.end)).or_insert_with(|| {
                self.classes.push((zone.clone(), *hours));
                u32::try_from(self.classes.len() - 1).unwrap_or(u32::MAX)
            })
        });
        Own { classes: classes.collect() }
    }

    fn currency(&mut self, currency: Currency) -> u32 {
        let known = self.currencies.iter().position(|other| *other == currency);
        let at = known.unwrap_or_else(|| {
            self.currencies.push(currency);
            self.currencies.len() - 1
        });
        u32::try_from(at).unwrap_or(u32::MAX)
    }

    /// The number of a row's kind, and the amounts of dedicated and of other work in minor units; 0 where they do not fit.
    pub(super) fn kind(&mut self, own: &Own, row: &Row, rates: PayRates) -> (u16, u32, u32) {
        let PayRates { hourly, monthly } = rates;
        let currency = hourly.or(monthly).map(Money::currency);
        let minor = |money: Money| {
            Some(money).filter(|money| Some(money.currency()) == currency).and_then(|money| u32::try_from(money.minor()).ok())
        };
        let amounts = match (hourly.map(minor), monthly.map(minor)) {
            (Some(None), _) | (_, Some(None)) => None,
            (hourly, monthly) => Some((monthly.or(hourly).flatten().unwrap_or_default(), hourly.flatten().unwrap_or_default())),
        };
        let kind = Kind {
            class: own.classes.get(usize::from(row.class)).copied().unwrap_or(u32::MAX),
            currency: currency.filter(|_| amounts.is_some()).map(|currency| self.currency(currency)),
            by_month: monthly.is_some(),
            seniority: row.seniority(),
        };
        let (dedicated, hourly) = amounts.unwrap_or_default();
        (self.number(kind), dedicated, hourly)
    }

    fn number(&mut self, kind: Kind) -> u16 {
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
