//! One developer against one role: the rules in their order, then the points.

use std::collections::BTreeMap;

use jiff::ToSpan;

use super::availability::free_from;
use super::overlap::{self, Day, Overlap};
use super::pricing::{self, Maximum};
use super::skills::Standing;
use super::{Exclusion, Fit, Pool, score};
use crate::domain::calendar::{Span, days_between};
use crate::domain::developer::{ClockTime, Developer, DeveloperProfile};
use crate::domain::project::{Location, Project, Role};
use crate::domain::skill::Skill;

/// A role, ready to be held against many developers.
pub(super) struct Assessor<'a> {
    project: &'a Project,
    role: &'a Role,
    pool: &'a Pool<'a>,
    maximum: Result<Option<Maximum>, Exclusion>,
    days: Span,
    /// Many developers share a zone and its usual hours; each pair is computed once.
    overlaps: BTreeMap<(&'a str, ClockTime, ClockTime), Overlap>,
}

impl<'a> Assessor<'a> {
    pub(super) fn new(project: &'a Project, role: &'a Role, pool: &'a Pool<'a>) -> Self {
        Self { project, role, pool, maximum: pricing::maximum(project, role, pool), days: days_of(project), overlaps: BTreeMap::new() }
    }

    pub(super) fn assess(&mut self, developer: &'a Developer) -> Result<Fit, Exclusion> {
        let (project, role, profile) = (self.project, self.role, &developer.profile);
        let brief = &project.brief;
        if self.pool.rejected.contains(&(role.role_id, developer.id)) {
            return Err(Exclusion::RejectedByClient);
        }
        let offered = profile.hiring_models.contains(&brief.hiring_model);
        let stated = pricing::stated(profile.pay_rate, brief.hiring_model).filter(|_| offered).ok_or(Exclusion::ModelNotOffered)?;
        if !self.is_well_placed(profile) {
            return Err(Exclusion::WrongLocation);
        }
        let required: Vec<_> = role.required_skills.iter().map(|asked| Standing::of_required(asked, &profile.skills)).collect();
        let near_miss = near_miss(&required)?;
        if brief.min_english.is_some_and(|least| profile.english.is_none_or(|own| own < least)) {
            return Err(Exclusion::Language);
        }
        let available_from = free_from(profile.availability, &developer.commitments, role.hours_per_week, brief.ends_on)
            .filter(|day| *day <= brief.starts_on)
            .ok_or(Exclusion::NotAvailable)?;
        let (overlap, day_minutes) = self.overlap(profile);
        if overlap.least < u32::from(brief.min_overlap_minutes) {
            return Err(Exclusion::TooLittleOverlap);
        }
        let maximum = self.maximum.as_ref().map_err(|exclusion| *exclusion)?.as_ref();
        let price = pricing::price(stated, project, role, self.pool)?;
        if maximum.is_some_and(|maximum| price.exceeds(maximum)) {
            return Err(Exclusion::OverRate);
        }

        let preferred: Vec<_> = role.preferred_skills.iter().map(|asked| Standing::of_preferred(asked, &profile.skills)).collect();
        let days_free = u32::try_from(days_between(available_from, brief.starts_on)).unwrap_or_default();
        let begun = developer.commitments.iter().filter(|taken| taken.from < brief.starts_on).count();
        let weights = self.pool.weights;
        let reasons = vec![
            score::required(weights, &required),
            score::preferred(weights, &preferred),
            score::experience(weights, &required),
            score::seniority(weights, profile.seniority, role.seniority),
            score::overlap(weights, overlap, day_minutes),
            score::rate_head_room(weights, maximum.map(|maximum| price.percent_below(maximum))),
            score::availability(weights, days_free),
            score::track_record(weights, begun),
        ];
        Ok(Fit {
            developer_id: developer.id,
            country: profile.country,
            score: reasons.iter().map(|reason| reason.points).sum(),
            near_miss: near_miss.cloned(),
            bill_rate: price.bill_rate,
            pay_rate: price.pay_rate,
            margin: price.margin,
            reasons,
            overlap_minutes: overlap,
            available_from,
        })
    }

    fn is_well_placed(&self, profile: &DeveloperProfile) -> bool {
        let brief = &self.project.brief;
        let at_home = profile.country == self.project.client_country;
        let placed = match brief.location {
            Location::Any => true,
            Location::Offshore => !at_home,
            Location::Onshore => at_home,
        };
        placed && (brief.countries.is_empty() || brief.countries.contains(&profile.country))
    }

    /// The overlap, and the minutes of the project's working day.
    fn overlap(&mut self, profile: &'a DeveloperProfile) -> (Overlap, u32) {
        let brief = &self.project.brief;
        let project = Day { zone: &brief.time_zone, hours: brief.working_hours };
        let developer = Day { zone: &profile.time_zone, hours: profile.working_hours };
        let key = (profile.time_zone.name(), profile.working_hours.start, profile.working_hours.end);
        let days = self.days;
        let overlap = *self.overlaps.entry(key).or_insert_with(|| overlap::overlap(project, developer, days));
        (overlap, project.minutes())
    }
}

/// The days of a project that count for overlaps: a project without an end is looked at for as long as an overlap is.
pub(super) fn days_of(project: &Project) -> Span {
    let start = project.brief.starts_on;
    let end = project.brief.ends_on.and_then(|last| Span::inclusive(start, last));
    end.unwrap_or_else(|| Span { start, end: start.saturating_add(1.year()) })
}

/// The one required skill of several that is not met, if there is one.
///
/// # Errors
/// Two or more are not met, or the only one is not.
fn near_miss<'a>(required: &[Standing<'a>]) -> Result<Option<&'a Skill>, Exclusion> {
    let unmet: Vec<_> = required.iter().filter(|standing| !standing.is_met()).collect();
    match unmet.as_slice() {
        [] => Ok(None),
        [one] if required.len() > 1 => Ok(Some(one.asked())),
        [_, ..] => Err(Exclusion::MissingRequiredSkill),
    }
}
