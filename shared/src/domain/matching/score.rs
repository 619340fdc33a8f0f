//! The points: whole numbers from whole numbers, whose sum is the score and whose details are its explanation.
//!
//! How many points a factor can give is the weights'; the points in these comments are those of the first version.
//! More skills, more years, more overlap, an earlier day or a lower rate never cost a point.

use serde::{Deserialize, Serialize};

use super::Weights;
use super::overlap::Overlap;
use super::skills::{FULL, Standing};
use crate::domain::developer::Seniority;

words! {
    /// What points are given for.
    pub enum Factor {
        /// The skills a role demands.
        RequiredSkills = "required_skills",
        /// The skills it welcomes.
        PreferredSkills = "preferred_skills",
        /// Years of the demanded skills beyond those asked for.
        Experience = "experience",
        /// How the seniority fits.
        Seniority = "seniority",
        /// Shared working hours.
        Overlap = "overlap",
        /// How far the bill rate is below the role's maximum.
        RateHeadRoom = "rate_head_room",
        /// How long before the start the developer is free.
        Availability = "availability",
        /// Engagements so far.
        TrackRecord = "track_record",
    }
}

/// The points for one factor, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The factor.
    pub factor: Factor,
    /// Its points.
    pub points: u8,
    /// The most it could have given.
    pub max: u8,
    /// What the points come from, for a person to check.
    pub detail: String,
}

impl Reason {
    /// So many parts of a whole, in points of the factor, rounded down.
    fn share(weights: &Weights, factor: Factor, part: u32, whole: u32, detail: String) -> Self {
        let max = weights.of(factor);
        let points = u32::from(max) * part.min(whole) / whole.max(1);
        Self { factor, points: u8::try_from(points).unwrap_or(max), max, detail }
    }
}

fn details(standings: &[Standing<'_>]) -> String {
    standings.iter().map(Standing::detail).collect::<Vec<_>>().join(", ")
}

fn skills(weights: &Weights, factor: Factor, standings: &[Standing<'_>]) -> Reason {
    if standings.is_empty() {
        return Reason::share(weights, factor, 1, 1, "none asked".to_owned());
    }
    Reason::share(weights, factor, standings.iter().map(Standing::credit).sum(), FULL * count(standings), details(standings))
}

fn count(standings: &[Standing<'_>]) -> u32 {
    u32::try_from(standings.len()).unwrap_or(u32::MAX)
}

/// 40 points shared evenly among the required skills; a role that requires none gives all of them to everyone. A missing
/// skill that another one implies counts a third of its share, one short of its years up to a half.
pub(super) fn required(weights: &Weights, standings: &[Standing<'_>]) -> Reason {
    skills(weights, Factor::RequiredSkills, standings)
}

/// 10 points shared evenly among the preferred skills, an implied one counting a third; all of them where none is preferred.
pub(super) fn preferred(weights: &Weights, standings: &[Standing<'_>]) -> Reason {
    skills(weights, Factor::PreferredSkills, standings)
}

/// The years that count for one skill.
const MOST_YEARS_ABOVE: u8 = 5;

/// 10 points for 5 years or more above what was asked in every required skill, in proportion below that; 5 for everyone
/// where none is required.
pub(super) fn experience(weights: &Weights, standings: &[Standing<'_>]) -> Reason {
    if standings.is_empty() {
        return Reason::share(weights, Factor::Experience, 1, 2, "no required skill to measure by".to_owned());
    }
    let above: u32 = standings.iter().map(|standing| u32::from(standing.years_above().min(MOST_YEARS_ABOVE))).sum();
    let most = u32::from(MOST_YEARS_ABOVE) * count(standings);
    Reason::share(weights, Factor::Experience, above, most, format!("{above} of at most {most} years above what was asked"))
}

/// 10 points for what was asked, 2 fewer for each step above it; 5 for one step below, 2 for two, none for three.
pub(super) fn seniority(weights: &Weights, own: Seniority, asked: Seniority) -> Reason {
    let steps = step(own) - step(asked);
    let points = match steps {
        ..=-3 => 0,
        -2 => 2,
        -1 => 5,
        above => u32::try_from(10 - 2 * above).unwrap_or_default(),
    };
    Reason::share(weights, Factor::Seniority, points, 10, format!("{own} ({asked} asked)"))
}

fn step(seniority: Seniority) -> i32 {
    match seniority {
        Seniority::Junior => 0,
        Seniority::Mid => 1,
        Seniority::Senior => 2,
        Seniority::Lead => 3,
    }
}

/// 10 points for sharing the project's whole working day on the least shared day, in proportion below that.
pub(super) fn overlap(weights: &Weights, overlap: Overlap, day_minutes: u32) -> Reason {
    let detail = format!("at least {} of {day_minutes} minutes a day", overlap.least);
    Reason::share(weights, Factor::Overlap, overlap.least, day_minutes, detail)
}

/// 1 point for each 5 percent below the role's maximum, 10 at half of it; 5 for everyone where there is no maximum.
pub(super) fn rate_head_room(weights: &Weights, percent_below: Option<u8>) -> Reason {
    match percent_below {
        Some(percent) => Reason::share(weights, Factor::RateHeadRoom, u32::from(percent), 50, format!("{percent} % below the maximum")),
        None => Reason::share(weights, Factor::RateHeadRoom, 1, 2, "no maximum to measure by".to_owned()),
    }
}

/// 1 point for being free on the very day of the start and 1 more for each full week before it, 5 at four weeks.
pub(super) fn availability(weights: &Weights, days_before_start: u32) -> Reason {
    Reason::share(weights, Factor::Availability, 1 + days_before_start / 7, 5, format!("free {days_before_start} days before the start"))
}

/// 2 points for a newcomer and 1 more for each engagement on record that begins before the project does.
pub(super) fn track_record(weights: &Weights, engagements: usize) -> Reason {
    let detail = match engagements {
        0 => "no engagement yet".to_owned(),
        1 => "1 engagement".to_owned(),
        more => format!("{more} engagements"),
    };
    Reason::share(weights, Factor::TrackRecord, u32::try_from(engagements).unwrap_or(u32::MAX).saturating_add(2), 5, detail)
}
