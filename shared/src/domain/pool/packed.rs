//! Up to 4,096 developers as rows, with the tables that rows point into. Facts go in, the same facts come out.

use std::collections::BTreeMap;

use super::bits::BLOCK;
use super::facts::Facts;
use super::row::{self, BUSY, HOURLY, LONG, MONTHLY, ODD, OWN_OF_MANY, Row, SLOTS, SLOTTED};
use super::taken::Taken;
use crate::domain::country::Country;
use crate::domain::developer::{Availability, Commitment, DeveloperSkill, PayRates, WorkingHours};
use crate::domain::id::DeveloperId;
use crate::domain::money::{Currency, Money};
use crate::domain::zone::Zone;

/// The most developers that stand together.
pub const MOST_DEVELOPERS: usize = BLOCK;

/// Rows in the order of ids, each once.
#[derive(Clone, Debug, Default)]
pub(super) struct Packed {
    pub ids: Vec<DeveloperId>,
    pub revisions: Vec<u64>,
    pub rows: Vec<Row>,
    pub further: Vec<u16>,
    pub taken: Taken,
    pub odd: BTreeMap<u16, Facts>,
    pub countries: Vec<Country>,
    pub classes: Vec<(Zone, WorkingHours)>,
    pub currencies: Vec<Currency>,
}

impl Packed {
    /// Packs facts that stand in the order of their ids, each once; of more than fit, the first.
    pub(super) fn new(facts: &[Facts]) -> Self {
        let mut packed = Self::default();
        let mut classes = BTreeMap::new();
        for (at, facts) in (0_u16..).zip(facts.iter().take(MOST_DEVELOPERS)) {
            let class = (facts.time_zone.name().to_owned(), facts.working_hours.start, facts.working_hours.end);
            let class = *classes.entry(class).or_insert_with(|| {
                packed.classes.push((facts.time_zone.clone(), facts.working_hours));
                packed.classes.len() - 1
            });
            let mut row = Row {
                slots: [0; SLOTS],
                class: u16::try_from(class).unwrap_or(u16::MAX),
                country: index(&mut packed.countries, facts.country),
                currency: 0,
                hours: facts.availability.hours_per_week,
                flags: row::flags(facts.seniority, facts.english, &facts.hiring_models),
                from: facts.availability.from,
                hourly: 0,
                monthly: 0,
            };
            packed.fill(&mut row, facts);
            if row.has(ODD) {
                packed.odd.insert(at, facts.clone());
            } else {
                packed.taken.push(at, &facts.commitments);
            }
            if !facts.commitments.is_empty() {
                row.flags |= BUSY;
            }
            packed.ids.push(facts.id);
            packed.revisions.push(facts.revision);
            packed.rows.push(row);
        }
        packed
    }

    /// Puts rates and skills into a row; if some do not fit, it is odd.
    fn fill(&mut self, row: &mut Row, facts: &Facts) {
        let known = facts.skills.iter().filter(|own| own.skill.known().is_some());
        let slots: Option<Vec<u16>> = known.clone().map(row::slot).collect();
        if slots.and_then(|slots| self.place(row, &slots)).is_some() {
            row.flags |= if known.count() < facts.skills.len() { ODD | SLOTTED } else { SLOTTED };
        } else {
            row.flags |= ODD;
        }
        if self.pay(row, facts.pay_rate).is_none() {
            row.flags |= ODD;
        }
    }

    /// Puts rates into a row, if they fit.
    fn pay(&mut self, row: &mut Row, PayRates { hourly, monthly }: PayRates) -> Option<()> {
        let currency = hourly.or(monthly)?.currency();
        let minor = |money: Option<Money>| match money {
            None => Some(0),
            Some(money) if money.currency() == currency => u32::try_from(money.minor()).ok(),
            Some(_) => None,
        };
        let amounts = (minor(hourly)?, minor(monthly)?);
        row.currency = u8::try_from(index(&mut self.currencies, currency)).ok()?;
        (row.hourly, row.monthly) = amounts;
        row.flags |= if hourly.is_some() { HOURLY } else { 0 } | if monthly.is_some() { MONTHLY } else { 0 };
        Some(())
    }

    /// Puts slots into a row, those beyond its own among the further ones.
    pub(super) fn place(&mut self, row: &mut Row, slots: &[u16]) -> Option<()> {
        if slots.len() <= SLOTS {
            row.slots[..slots.len()].copy_from_slice(slots);
            return Some(());
        }
        let (own, more) = slots.split_at(OWN_OF_MANY);
        let at = u32::try_from(self.further.len()).ok()?;
        row.slots[..OWN_OF_MANY].copy_from_slice(own);
        row.slots[OWN_OF_MANY..].copy_from_slice(&[u16::try_from(at & 0xffff).ok()?, u16::try_from(at >> 16).ok()?]);
        row.flags |= LONG;
        self.further.push(u16::try_from(more.len()).ok()?);
        self.further.extend_from_slice(more);
        Some(())
    }

    pub(super) fn position(&self, id: DeveloperId) -> Option<u16> {
        self.ids.binary_search(&id).ok().and_then(|at| u16::try_from(at).ok())
    }

    /// What a developer is paid.
    pub(super) fn pay_rate(&self, at: u16, row: &Row) -> PayRates {
        if row.has(ODD) && !row.has(HOURLY | MONTHLY) {
            return self.odd.get(&at).map_or(PayRates { hourly: None, monthly: None }, |facts| facts.pay_rate);
        }
        let currency = self.currencies.get(usize::from(row.currency));
        let money = |flag, minor: u32| {
            let currency = currency.filter(|_| row.has(flag))?;
            Money::from_minor(i64::from(minor), *currency).ok()
        };
        PayRates { hourly: money(HOURLY, row.hourly), monthly: money(MONTHLY, row.monthly) }
    }

    pub(super) fn availability(row: &Row) -> Availability {
        Availability { from: row.from, hours_per_week: row.hours }
    }

    pub(super) fn commitments(&self, at: u16, row: &Row) -> &[Commitment] {
        if !row.has(BUSY) {
            return &[];
        }
        self.commitments_of(at, row.has(ODD))
    }

    /// Those of a row that has some, and may be odd.
    pub(super) fn commitments_of(&self, at: u16, is_odd: bool) -> &[Commitment] {
        if is_odd { self.odd.get(&at).map_or(&[], |facts| &facts.commitments) } else { self.taken.of(at) }
    }

    fn skills(&self, row: &Row) -> Vec<DeveloperSkill> {
        row.all_slots(&self.further).filter_map(row::skill).collect()
    }

    /// All facts again.
    pub(super) fn facts(&self) -> impl Iterator<Item = Facts> + '_ {
        (0_u16..).zip(&self.rows).zip(self.ids.iter().zip(&self.revisions)).filter_map(|((at, row), (id, revision))| {
            if row.has(ODD) {
                return self.odd.get(&at).cloned();
            }
            let (time_zone, working_hours) = self.classes.get(usize::from(row.class))?;
            Some(Facts {
                id: *id,
                revision: *revision,
                country: *self.countries.get(usize::from(row.country))?,
                time_zone: time_zone.clone(),
                working_hours: *working_hours,
                seniority: row.seniority(),
                english: row.english(),
                skills: self.skills(row),
                pay_rate: self.pay_rate(at, row),
                hiring_models: row.models().collect(),
                availability: Self::availability(row),
                commitments: self.commitments(at, row).to_vec(),
            })
        })
    }
}

fn index<T: Copy + PartialEq>(table: &mut Vec<T>, value: T) -> u16 {
    let at = table.iter().position(|other| *other == value).unwrap_or_else(|| {
        table.push(value);
        table.len() - 1
    });
    u16::try_from(at).unwrap_or(u16::MAX)
}
