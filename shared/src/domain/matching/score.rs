//! The points: whole numbers from whole numbers, whose sum is the score and whose details are its explanation.
//!
//! How many points a factor can give is the weights'; the points in these comments are those of the first version.
//! More skills, more years, more overlap, an earlier day or a lower rate never cost a point.

use serde::{Deserialize, Serialize};

use super::Weights;
use super::skills::{FULL, Level, Standing};
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

/// The years above what was asked that count for one skill.
const MOST_YEARS_ABOVE: u8 = 5;

/// How a list of skills that are asked for is met.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::domain) struct Tally {
    asked: u32,
    credit: u32,
    years_above: u32,
}

impl Tally {
    pub(in crate::domain) fn of(levels: impl IntoIterator<Item = Level>) -> Self {
        levels.into_iter().fold(Self::default(), |tally, level| Self {
            asked: tally.asked + 1,
            credit: tally.credit + level.credit(),
            years_above: tally.years_above + u32::from(level.years_above().min(MOST_YEARS_ABOVE)),
        })
    }
}

/// All that the points of one developer for one role come from.
#[derive(Clone, Copy, Debug)]
pub(in crate::domain) struct Figures {
    /// The skills the role demands.
    pub required: Tally,
    /// The skills it welcomes.
    pub preferred: Tally,
    /// The developer's seniority.
    pub own: Seniority,
    /// The seniority asked for.
    pub asked: Seniority,
    /// The minutes shared on the least shared day.
    pub shared_minutes: u32,
    /// The minutes of the project's working day.
    pub day_minutes: u32,
    /// How far the bill rate is below the maximum, in percent of it; none where there is no maximum.
    pub percent_below: Option<u8>,
    /// The days between being free and the start.
    pub days_free: u32,
    /// The engagements that begin before the start.
    pub engagements: usize,
}

impl Figures {
    /// The points for one factor.
    pub(in crate::domain) fn points(&self, weights: &Weights, factor: Factor) -> u8 {
        let (part, whole) = self.share(factor);
        let max = weights.of(factor);
        u8::try_from(u32::from(max) * part.min(whole) / whole.max(1)).unwrap_or(max)
    }

    /// The sum of the points.
    pub(in crate::domain) fn score(&self, weights: &Weights) -> u8 {
        Factor::ALL.iter().map(|factor| self.points(weights, *factor)).sum()
    }

    /// The points of every factor with what they come from.
    pub(super) fn reasons(&self, weights: &Weights, required: &[Standing<'_>], preferred: &[Standing<'_>]) -> Vec<Reason> {
        let reason = |factor: &Factor| {
            let detail = self.detail(*factor, required, preferred);
            Reason { factor: *factor, points: self.points(weights, *factor), max: weights.of(*factor), detail }
        };
        Factor::ALL.iter().map(reason).collect()
    }

    /// How many parts of how many a factor gives: its points, rounded down, are that share of the most it can give.
    fn share(&self, factor: Factor) -> (u32, u32) {
        match factor {
            Factor::RequiredSkills => skills(self.required),
            Factor::PreferredSkills => skills(self.preferred),
            Factor::Experience => experience(self.required),
            Factor::Seniority => (seniority(self.own, self.asked), 10),
            // All of it for sharing the project's whole working day on the least shared day.
            Factor::Overlap => (self.shared_minutes, self.day_minutes),
            // 1 point for each 5 percent below the role's maximum, 10 at half of it; 5 for everyone where there is no maximum.
            Factor::RateHeadRoom => self.percent_below.map_or((1, 2), |percent| (u32::from(percent), 50)),
            // 1 point for being free on the very day of the start and 1 more for each full week before it, 5 at four weeks.
            Factor::Availability => (1 + self.days_free / 7, 5),
            // 2 points for a newcomer and 1 more for each engagement on record that begins before the project does.
            Factor::TrackRecord => (u32::try_from(self.engagements).unwrap_or(u32::MAX).saturating_add(2), 5),
        }
    }

    fn detail(&self, factor: Factor, required: &[Standing<'_>], preferred: &[Standing<'_>]) -> String {
        match factor {
            Factor::RequiredSkills => details(required),
            Factor::PreferredSkills => details(preferred),
            Factor::Experience if required.is_empty() => "no required skill to measure by".to_owned(),
            Factor::Experience => {
                let most = u32::from(MOST_YEARS_ABOVE) * self.required.asked;
                format!("{} of at most {most} years above what was asked", self.required.years_above)
            }
            Factor::Seniority => format!("{} ({} asked)", self.own, self.asked),
            Factor::Overlap => format!("at least {} of {} minutes a day", self.shared_minutes, self.day_minutes),
            Factor::RateHeadRoom => match self.percent_below {
                Some(percent) => format!("{percent} % below the maximum"),
                None => "no maximum to measure by".to_owned(),
            },
            Factor::Availability => format!("free {} days before the start", self.days_free),
            Factor::TrackRecord => match self.engagements {
                0 => "no engagement yet".to_owned(),
                1 => "1 engagement".to_owned(),
                more => format!("{more} engagements"),
            },
        }
    }
}

fn details(standings: &[Standing<'_>]) -> String {
    if standings.is_empty() {
        return "none asked".to_owned();
    }
    standings.iter().map(Standing::detail).collect::<Vec<_>>().join(", ")
}

/// 40 points shared evenly among the skills asked for; all of them for everyone where none is asked. A missing skill that
/// another one implies counts a third of its share, one short of its years up to a half.
fn skills(tally: Tally) -> (u32, u32) {
    if tally.asked == 0 { (1, 1) } else { (tally.credit, FULL * tally.asked) }
}

/// 10 points for 5 years or more above what was asked in every required skill, in proportion below that; 5 for everyone
/// where none is required.
fn experience(required: Tally) -> (u32, u32) {
    let most = u32::from(MOST_YEARS_ABOVE) * required.asked;
    if most == 0 { (1, 2) } else { (required.years_above, most) }
}

/// 10 points for what was asked, 2 fewer for each step above it; 5 for one step below, 2 for two, none for three.
fn seniority(own: Seniority, asked: Seniority) -> u32 {
    match step(own) - step(asked) {
        ..=-3 => 0,
        -2 => 2,
        -1 => 5,
        above => u32::try_from(10 - 2 * above).unwrap_or_default(),
    }
}

fn step(seniority: Seniority) -> i32 {
    match seniority {
        Seniority::Junior => 0,
        Seniority::Mid => 1,
        Seniority::Senior => 2,
        Seniority::Lead => 3,
    }
}
