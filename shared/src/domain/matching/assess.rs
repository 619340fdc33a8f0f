//! One developer against one role: the rules in their order, then the points.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use super::availability::free_from;
use super::overlap::{Day, Overlap, Overlaps};
use super::pricing::{self, Maximum, Price, Slope};
use super::score::{Figures, Tally};
use super::skills::Standing;
use super::{Exclusion, Fit, Pool};
use crate::domain::calendar::{Span, days_between};
use crate::domain::country::Country;
use crate::domain::developer::{Availability, ClockTime, Commitment, Developer, English, HiringModel, PayRates, WorkingHours};
use crate::domain::id::DeveloperId;
use crate::domain::money::Currency;
use crate::domain::project::{Location, Project, Role};
use crate::domain::rate::{Per, Rate};
use crate::domain::zone::Zone;

/// A role, ready to be held against many developers.
pub(in crate::domain) struct Assessor<'a> {
    project: &'a Project,
    role: &'a Role,
    pool: &'a Pool<'a>,
    maximum: Result<Option<Maximum>, Exclusion>,
    working_days: Overlaps<'a>,
    /// Many developers share a zone and its usual hours; each pair is computed once.
    overlaps: BTreeMap<(&'a str, ClockTime, ClockTime), Overlap>,
}

impl<'a> Assessor<'a> {
    pub(in crate::domain) fn new(project: &'a Project, role: &'a Role, pool: &'a Pool<'a>) -> Self {
        let working_days = Overlaps::over(Day { zone: &project.brief.time_zone, hours: project.brief.working_hours }, days_of(project));
        let maximum = pricing::maximum(project, role, pool);
        Self { project, role, pool, maximum, working_days, overlaps: BTreeMap::new() }
    }

    pub(super) fn assess(&mut self, developer: &'a Developer) -> Result<Fit, Exclusion> {
        let (project, role, profile) = (self.project, self.role, &developer.profile);
        let brief = &project.brief;
        if self.has_rejected(developer.id) {
            return Err(Exclusion::RejectedByClient);
        }
        let stated = self.stated(&profile.hiring_models, profile.pay_rate).ok_or(Exclusion::ModelNotOffered)?;
        if !self.is_well_placed(profile.country) {
            return Err(Exclusion::WrongLocation);
        }
        let required: Vec<_> = role.required_skills.iter().map(|asked| Standing::of_required(asked, &profile.skills)).collect();
        let unmet: Vec<_> = required.iter().filter(|standing| !standing.level().is_met()).collect();
        if unmet.len() > self.most_unmet() {
            return Err(Exclusion::MissingRequiredSkill);
        }
        let near_miss = unmet.first().map(|standing| standing.asked().clone());
        if !self.speaks_enough(profile.english) {
            return Err(Exclusion::Language);
        }
        let available_from = self.free_from(profile.availability, &developer.commitments).ok_or(Exclusion::NotAvailable)?;
        let overlap = self.overlap(&profile.time_zone, profile.working_hours);
        if !self.shares_enough(overlap.least) {
            return Err(Exclusion::TooLittleOverlap);
        }
        let price = self.price(stated)?;

        let preferred: Vec<_> = role.preferred_skills.iter().map(|asked| Standing::of_preferred(asked, &profile.skills)).collect();
        let figures = Figures {
            required: Tally::of(required.iter().map(Standing::level)),
            preferred: Tally::of(preferred.iter().map(Standing::level)),
            own: profile.seniority,
            asked: role.seniority,
            shared_minutes: overlap.least,
            day_minutes: self.day_minutes(),
            percent_below: price.percent_below,
            days_free: days_free(available_from, brief.starts_on),
            engagements: self.begun(&developer.commitments),
        };
        Ok(Fit {
            developer_id: developer.id,
            country: profile.country,
            score: figures.score(self.pool.weights),
            near_miss,
            bill_rate: price.bill_rate,
            pay_rate: price.pay_rate,
            margin: price.margin,
            reasons: figures.reasons(self.pool.weights, &required, &preferred),
            overlap_minutes: overlap,
            available_from,
        })
    }

    /// Whether the client has turned the developer down for the role.
    pub(in crate::domain) fn has_rejected(&self, id: DeveloperId) -> bool {
        self.pool.rejected.contains(&(self.role.role_id, id))
    }

    /// The rate that the developer has named for the project's way of hiring, if it works that way.
    pub(in crate::domain) fn stated(&self, offered: &[HiringModel], rates: PayRates) -> Option<Rate> {
        let model = self.project.brief.hiring_model;
        pricing::stated(rates, model).filter(|_| offered.contains(&model))
    }

    pub(in crate::domain) fn is_well_placed(&self, country: Country) -> bool {
        let brief = &self.project.brief;
        let at_home = country == self.project.client_country;
        let placed = match brief.location {
            Location::Any => true,
            Location::Offshore => !at_home,
            Location::Onshore => at_home,
        };
        placed && (brief.countries.is_empty() || brief.countries.contains(&country))
    }

    /// How many required skills may be missing or short of their years: one of several, unless only whoever has all is wanted.
    pub(in crate::domain) fn most_unmet(&self) -> usize {
        usize::from(self.pool.near_misses && self.role.required_skills.len() > 1)
    }

    pub(in crate::domain) fn speaks_enough(&self, english: Option<English>) -> bool {
        self.project.brief.min_english.is_none_or(|least| english.is_some_and(|own| own >= least))
    }

    /// Whether the developer has the hours by the start if no commitment takes them.
    pub(in crate::domain) fn may_be_free(&self, availability: Availability) -> bool {
        availability.from <= self.project.brief.starts_on && self.role.hours_per_week <= availability.hours_per_week
    }

    /// The day from which the developer has the hours, if that is the start at the latest.
    pub(in crate::domain) fn free_from(&self, availability: Availability, commitments: &[Commitment]) -> Option<Date> {
        let brief = &self.project.brief;
        free_from(availability, commitments, self.role.hours_per_week, brief.ends_on).filter(|day| *day <= brief.starts_on)
    }

    /// How many engagements begin before the project does.
    pub(in crate::domain) fn begun(&self, commitments: &[Commitment]) -> usize {
        commitments.iter().filter(|taken| taken.from < self.project.brief.starts_on).count()
    }

    pub(in crate::domain) fn overlap(&mut self, zone: &'a Zone, hours: WorkingHours) -> Overlap {
        let key = (zone.name(), hours.start, hours.end);
        let Self { overlaps, working_days, .. } = self;
        *overlaps.entry(key).or_insert_with(|| working_days.with(Day { zone, hours }))
    }

    /// The days on which overlaps count.
    pub(in crate::domain) fn working_days(&self) -> Span {
        self.working_days.days()
    }

    pub(in crate::domain) fn shares_enough(&self, minutes: u32) -> bool {
        minutes >= u32::from(self.project.brief.min_overlap_minutes)
    }

    /// The minutes of the project's working day.
    pub(in crate::domain) fn day_minutes(&self) -> u32 {
        Day { zone: &self.project.brief.time_zone, hours: self.project.brief.working_hours }.minutes()
    }

    /// Whether the role has a maximum.
    pub(in crate::domain) fn has_maximum(&self) -> bool {
        !matches!(self.maximum, Ok(None))
    }

    /// How much of the maximum one minor unit takes, for telling many amounts apart.
    pub(in crate::domain) fn slope(&self, currency: Currency, per: Per) -> Option<Slope> {
        pricing::slope(self.maximum.as_ref().ok()?.as_ref()?, currency, per, self.project, self.role, self.pool)
    }

    /// How many percent below the maximum, if there is one, is what a developer costs whose price is known to pass.
    ///
    /// # Errors
    /// It does not pass, in so far as that is found on the way.
    pub(in crate::domain) fn percent_below(&self, stated: Rate) -> Result<Option<u8>, Exclusion> {
        let maximum = self.maximum.as_ref().map_err(|exclusion| *exclusion)?.as_ref();
        maximum.map(|maximum| Ok(maximum.percent_under(pricing::scaled(stated, self.project, self.role, self.pool)?))).transpose()
    }

    /// What a developer paid `stated` costs. The more is paid, the fewer percent it is below the maximum.
    ///
    /// # Errors
    /// No exchange rate, or too much.
    pub(in crate::domain) fn price(&self, stated: Rate) -> Result<Price, Exclusion> {
        let maximum = self.maximum.as_ref().map_err(|exclusion| *exclusion)?.as_ref();
        pricing::price(stated, maximum, self.project, self.role, self.pool)
    }
}

/// The days from the one on which someone is free to the start.
pub(in crate::domain) fn days_free(from: Date, starts_on: Date) -> u32 {
    u32::try_from(days_between(from, starts_on)).unwrap_or_default()
}

/// The days of a project that count for overlaps: a project without an end is looked at for as long as an overlap is.
pub(super) fn days_of(project: &Project) -> Span {
    let start = project.brief.starts_on;
    let end = project.brief.ends_on.and_then(|last| Span::inclusive(start, last));
    end.unwrap_or_else(|| Span { start, end: start.saturating_add(1.year()) })
}
