//! The most points that someone can have, from what sets and kinds tell: whoever can't be among the best is not looked at more
//! closely. Every part is the scorer's own function of the best that is still possible.

use super::sieve::WELCOME;
use crate::domain::developer::Seniority;
use crate::domain::matching::{Factor, Figures, Level, Tally, Weights};
use crate::domain::project::Role;

/// The most points by what is known.
pub(super) struct Bounds {
    /// For skills and experience with one required skill unmet, and with none; the availability is in them, in full.
    skills: [u32; 2],
    /// By how many skills that are welcome are listed.
    welcome: [u32; WELCOME + 1],
    /// For the track record of one without commitments, and of anyone.
    record: [u32; 2],
    /// For the head-room of the rate.
    pub rate: u32,
    plain: Figures,
}

/// Figures of which single factors are asked.
pub(super) fn figures(role: &Role, day_minutes: u32) -> Figures {
    Figures {
        required: Tally::default(),
        preferred: Tally::default(),
        own: role.seniority,
        asked: role.seniority,
        shared_minutes: 0,
        day_minutes,
        percent_below: None,
        days_free: 0,
        engagements: 0,
    }
}

impl Bounds {
    pub(super) fn new(role: &Role, weights: &Weights) -> Self {
        let plain = figures(role, 0);
        let points = |figures: Figures, factor| u32::from(figures.points(weights, factor));
        let by_years = role.required_skills.iter().any(|asked| asked.min_years > 0);
        let full = Level { min_years: 0, years: Some(u8::MAX), implied: true };
        let short = if by_years { Level { min_years: u8::MAX, years: Some(u8::MAX - 1), implied: true } } else { IMPLIED };
        let skills = |unmet: usize| {
            let count = role.required_skills.len();
            let levels = (0..count).map(|at| if at < unmet { short } else { full });
            let figures = Figures { required: Tally::of(levels), ..plain };
            points(figures, Factor::RequiredSkills) + points(figures, Factor::Experience) + u32::from(weights.of(Factor::Availability))
        };
        let asked = role.preferred_skills.len();
        let welcome = |listed: usize| {
            // Beyond those that are counted, all are deemed to be there.
            let implied = asked.min(WELCOME).saturating_sub(listed);
            let levels = (0..asked).map(|at| if at < implied { IMPLIED } else { full });
            points(Figures { preferred: Tally::of(levels), ..plain }, Factor::PreferredSkills)
        };
        Self {
            skills: [skills(1), skills(0)],
            welcome: std::array::from_fn(welcome),
            record: [points(plain, Factor::TrackRecord), u32::from(weights.of(Factor::TrackRecord))],
            rate: u32::from(weights.of(Factor::RateHeadRoom)),
            plain,
        }
    }

    /// The points of a kind, exactly: the factors that all of the kind share.
    pub(super) fn of_kind(role: &Role, weights: &Weights, own: Seniority, shared_minutes: u32, day_minutes: u32) -> u32 {
        let figures = Figures { own, shared_minutes, ..figures(role, day_minutes) };
        u32::from(figures.points(weights, Factor::Seniority)) + u32::from(figures.points(weights, Factor::Overlap))
    }

    /// The points for a rate that is so many percent below the maximum.
    pub(super) fn of_rate(&self, weights: &Weights, percent_below: Option<u8>) -> u32 {
        Figures { percent_below, ..self.plain }.points(weights, Factor::RateHeadRoom).into()
    }

    /// The most points for all but what the kind shares and the rate.
    pub(super) fn of_skills(&self, met_all: bool, welcome: usize, busy: bool) -> u32 {
        let of = |points: &[u32], at: usize| points.get(at).copied().unwrap_or(100);
        of(&self.skills, usize::from(met_all)) + of(&self.welcome, welcome) + of(&self.record, usize::from(busy))
    }
}

const IMPLIED: Level = Level { min_years: 1, years: None, implied: true };
