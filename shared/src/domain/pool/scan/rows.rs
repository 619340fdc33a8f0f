//! One row against a role: what is asked once the sets are done, or where there were none.

use super::super::fares::{Fare, Grades, MOST, Price};
use super::super::numbers::Numbers;
use super::super::packed::Packed;
use super::super::row::Row;
use super::super::stock::Part;
use super::{Scan, unit};
use crate::domain::matching::{self, Assessor, Exclusion, Figures, Tally, days_free};
use crate::domain::rate::{Per, Rate};

impl<'a> Scan<'a> {
    /// All that is asked of one row, where no sets were narrowed before; `listed` says that it is known to list as many of the
    /// required skills as it must.
    pub(in super::super) fn score_alone(&mut self, part: &'a Part, at: u16, listed: bool) -> Option<u8> {
        let packed = &part.segment.packed;
        let row = packed.rows.get(usize::from(at))?;
        let model = self.project.brief.hiring_model;
        let rejected = || packed.ids.get(usize::from(at)).is_some_and(|id| self.rejected.contains(id));
        let hireable = row.models().any(|own| own == model) && !rejected();
        let country = packed.countries.get(usize::from(row.country)).filter(|_| hireable)?;
        if !self.assessor.is_well_placed(*country) || !self.assessor.speaks_enough(row.english()) {
            return None;
        }
        if !listed || self.role.required_skills.iter().any(|asked| asked.min_years > 0) {
            let (required, _) = self.asked.read(packed, at, row);
            let unmet = required.iter().filter(|level| !level.is_met()).count();
            if unmet > self.assessor.most_unmet() {
                return None;
            }
        }
        self.score(part, at, row).ok()
    }

    /// The score of one who is skilled, placed and fluent enough, by their row.
    pub(super) fn score(&mut self, part: &'a Part, at: u16, row: &Row) -> Result<u8, Exclusion> {
        let packed = &part.segment.packed;
        let commitments = packed.commitments(at, row);
        let from = self.assessor.free_from(Packed::availability(row), commitments).ok_or(Exclusion::NotAvailable)?;
        let shared_minutes = self.shared_minutes(part, row.class)?;
        let percent_below = self.price(part, at, row)?;
        let (required, preferred) = self.asked.read(packed, at, row);
        let (required, preferred) = (Tally::of(required.iter().copied()), Tally::of(preferred.iter().copied()));
        let figures = Figures {
            required,
            preferred,
            own: row.seniority(),
            asked: self.role.seniority,
            shared_minutes,
            day_minutes: self.assessor.day_minutes(),
            percent_below,
            days_free: days_free(from, self.project.brief.starts_on),
            engagements: self.assessor.begun(commitments),
        };
        Ok(figures.score(self.weights))
    }

    pub(super) fn shared_minutes(&mut self, part: &Part, class: u16) -> Result<u32, Exclusion> {
        let class = part.own.classes.get(usize::from(class)).copied();
        let minutes = class.and_then(|class| self.minutes(class)).ok_or(Exclusion::TooLittleOverlap)?;
        self.enough(minutes)
    }

    /// The minutes shared with a zone and its hours.
    pub(super) fn minutes(&mut self, class: u32) -> Option<u32> {
        let numbers: &'a Numbers = self.numbers;
        let Self { shared, calendar, assessor, .. } = self;
        let class = class as usize;
        let known = shared.get_mut(class)?;
        let (zone, hours) = numbers.classes.get(class)?;
        Some(*known.get_or_insert_with(|| {
            let kept = calendar.as_ref().and_then(|calendar| calendar.least(class, (zone, *hours), assessor.working_days()));
            kept.unwrap_or_else(|| assessor.overlap(zone, *hours).least)
        }))
    }

    pub(super) fn enough(&self, minutes: u32) -> Result<u32, Exclusion> {
        if self.assessor.shares_enough(minutes) { Ok(minutes) } else { Err(Exclusion::TooLittleOverlap) }
    }

    /// The rates of a currency and a unit, with what they are worked out by.
    pub(super) fn fare(&mut self, currency: u32, per: Per) -> Option<(&mut Fare, &Assessor<'a>, &Grades)> {
        let Self { fares, assessor, numbers, grades, .. } = self;
        let own = *numbers.currencies.get(currency as usize)?;
        let fare = fares.get_mut(currency as usize)?.get_mut(unit(per))?;
        Some((fare.get_or_insert_with(|| Fare::new(assessor, own, per)), assessor, grades))
    }

    pub(super) fn stated(&self, packed: &Packed, at: u16, row: &Row) -> Option<Rate> {
        matching::stated(packed.pay_rate(at, row), self.project.brief.hiring_model)
    }

    pub(super) fn price(&mut self, part: &Part, at: u16, row: &Row) -> Price {
        let stated = self.stated(&part.segment.packed, at, row).ok_or(Exclusion::ModelNotOffered)?;
        let (minor, currency) = (stated.money.minor(), stated.money.currency());
        let currency = self.numbers.currencies.iter().position(|known| *known == currency).filter(|_| minor <= MOST);
        match currency.and_then(|currency| self.fare(u32::try_from(currency).ok()?, stated.per)) {
            Some((fare, assessor, grades)) => fare.price(assessor, grades, minor),
            None => self.assessor.price(stated).map(|price| price.percent_below),
        }
    }
}
