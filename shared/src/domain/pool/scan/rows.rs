//! One row against a role: what is asked once the sets are done, or where there were none.

use std::hint::black_box;

use super::super::fares::{Fare, Price};
use super::super::numbers::Numbers;
use super::super::packed::Packed;
use super::super::row::Row;
use super::super::stock::Part;
use super::{Scan, unit};
use crate::domain::matching::{self, Assessor, Exclusion, Figures, Tally, days_free};
use crate::domain::rate::{Per, Rate};

/// So many rows are touched before the first of them is read, so that none waits for another's memory. Tests have few developers
/// and are to do it several times.
pub(super) const ROWS_AT_ONCE: usize = if cfg!(test) { 2 } else { 16 };

/// Someone who suits a role, with their score.
#[derive(Clone, Copy)]
pub(super) struct Scored<'a> {
    pub score: u8,
    pub part: &'a Part,
    pub at: u16,
}

/// What the rules have found of someone who suits, as far as points come from it.
#[derive(Clone, Copy)]
pub(super) struct Suited {
    days_free: u32,
    shared_minutes: u32,
    percent_below: Option<u8>,
    engagements: usize,
}

impl<'a> Scan<'a> {
    /// All that is asked of one row, where no sets were narrowed before; `listed` says that it is known to list as many of the
    /// required skills as it must.
    pub(in super::super) fn score_alone(&mut self, part: &'a Part, at: u16, listed: bool) -> Option<u8> {
        let packed = &part.segment.packed;
        let row = packed.rows.get(usize::from(at))?;
        if packed.ids.get(usize::from(at)).is_some_and(|id| self.rejected.contains(id)) {
            return None;
        }
        let stated = self.placed(packed, at, row)?;
        if !listed || self.role.required_skills.iter().any(|asked| asked.min_years > 0) {
            let (required, _) = self.asked.read(packed, at, row);
            let unmet = required.iter().filter(|level| !level.is_met()).count();
            if unmet > self.assessor.most_unmet() {
                return None;
            }
        }
        if !self.assessor.speaks_enough(row.english()) {
            return None;
        }
        let suited = self.suited(part, at, row, stated)?;
        Some(self.points(part, at, row, &suited))
    }

    /// Scores some who suit.
    pub(super) fn score_some(&mut self, some: &[(&'a Part, u16)], scored: &mut Vec<Scored<'a>>) {
        let row = |(part, at): &(&'a Part, u16)| part.segment.packed.rows.get(usize::from(*at));
        for some in some.chunks(ROWS_AT_ONCE) {
            // What is touched comes with its whole line, side by side with the others'.
            some.iter().filter_map(row).for_each(|row| _ = black_box(row.flags));
            let mut suited: [Option<Suited>; ROWS_AT_ONCE] = [None; ROWS_AT_ONCE];
            for (someone, suited) in some.iter().zip(&mut suited) {
                *suited = row(someone).and_then(|row| self.found(someone.0, someone.1, row));
            }
            // So do the skills that did not fit their rows.
            for (someone, _) in some.iter().zip(&suited).filter(|(_, suited)| suited.is_some()) {
                _ = black_box(row(someone).and_then(|row| row.first_further(&someone.0.segment.packed.further)));
            }
            for (someone, suited) in some.iter().zip(&suited) {
                if let Some((suited, row)) = suited.as_ref().zip(row(someone)) {
                    let (part, at) = *someone;
                    scored.push(Scored { score: self.points(part, at, row, suited), part, at });
                }
            }
        }
    }

    /// The rate of one who can be hired in the project's way, and is where it wants its people.
    fn placed(&self, packed: &Packed, at: u16, row: &Row) -> Option<Rate> {
        let stated = self.stated(packed, at, row).filter(|_| row.works(self.project.brief.hiring_model))?;
        let country = packed.countries.get(usize::from(row.country))?;
        self.assessor.is_well_placed(*country).then_some(stated)
    }

    /// Whether one who is skilled, placed and fluent enough suits.
    fn suited(&mut self, part: &'a Part, at: u16, row: &Row, stated: Rate) -> Option<Suited> {
        let availability = Packed::availability(row);
        if !self.assessor.may_be_free(availability) {
            return None;
        }
        let commitments = part.segment.packed.commitments(at, row);
        let from = self.assessor.free_from(availability, commitments)?;
        let shared_minutes = self.shared_minutes(part, row.class).ok()?;
        let percent_below = self.price(stated).ok()?;
        let engagements = self.assessor.begun(commitments);
        Some(Suited { days_free: days_free(from, self.project.brief.starts_on), shared_minutes, percent_below, engagements })
    }

    /// What the rules say of someone whom the sets have found.
    fn found(&mut self, part: &'a Part, at: u16, row: &Row) -> Option<Suited> {
        let stated = self.stated(&part.segment.packed, at, row)?;
        self.suited(part, at, row, stated)
    }

    /// The score of one who suits.
    fn points(&mut self, part: &'a Part, at: u16, row: &Row, suited: &Suited) -> u8 {
        let (required, preferred) = self.asked.read(&part.segment.packed, at, row);
        let figures = Figures {
            required: Tally::of(required.iter().copied()),
            preferred: Tally::of(preferred.iter().copied()),
            own: row.seniority(),
            asked: self.role.seniority,
            shared_minutes: suited.shared_minutes,
            day_minutes: self.day_minutes,
            percent_below: suited.percent_below,
            days_free: suited.days_free,
            engagements: suited.engagements,
        };
        figures.score(self.weights)
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
    pub(super) fn fare(&mut self, currency: u32, per: Per) -> Option<(&Fare, &Assessor<'a>)> {
        let Self { fares, assessor, numbers, .. } = self;
        let own = *numbers.currencies.get(currency as usize)?;
        let fare = fares.get_mut(currency as usize)?.get_mut(unit(per))?;
        Some((fare.get_or_insert_with(|| Fare::new(assessor, own, per)), assessor))
    }

    pub(super) fn stated(&self, packed: &Packed, at: u16, row: &Row) -> Option<Rate> {
        matching::stated(packed.pay_rate(at, row), self.project.brief.hiring_model)
    }

    pub(super) fn price(&mut self, stated: Rate) -> Price {
        let (minor, currency) = (u32::try_from(stated.money.minor()), stated.money.currency());
        let currency = self.numbers.currencies.iter().position(|known| *known == currency);
        let fare = currency.and_then(|currency| self.fare(u32::try_from(currency).ok()?, stated.per));
        match fare.zip(minor.ok()) {
            Some(((fare, assessor), minor)) => fare.price(assessor, minor),
            None => self.assessor.price(stated).map(|price| price.percent_below),
        }
    }
}
