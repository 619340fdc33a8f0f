//! How many points each factor can give. The operator sets them; a stored match names the version that made it.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::Factor;

/// The most points of each factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Points {
    /// See [`Factor::RequiredSkills`].
    pub required_skills: u8,
    /// See [`Factor::PreferredSkills`].
    pub preferred_skills: u8,
    /// See [`Factor::Experience`].
    pub experience: u8,
    /// See [`Factor::Seniority`].
    pub seniority: u8,
    /// See [`Factor::Overlap`].
    pub overlap: u8,
    /// See [`Factor::RateHeadRoom`].
    pub rate_head_room: u8,
    /// See [`Factor::Availability`].
    pub availability: u8,
    /// See [`Factor::TrackRecord`].
    pub track_record: u8,
}

impl Points {
    /// The points of one factor.
    #[must_use]
    pub fn of(&self, factor: Factor) -> u8 {
        match factor {
            Factor::RequiredSkills => self.required_skills,
            Factor::PreferredSkills => self.preferred_skills,
            Factor::Experience => self.experience,
            Factor::Seniority => self.seniority,
            Factor::Overlap => self.overlap,
            Factor::RateHeadRoom => self.rate_head_room,
            Factor::Availability => self.availability,
            Factor::TrackRecord => self.track_record,
        }
    }

    /// All of them together.
    #[must_use]
    pub fn total(&self) -> u32 {
        let Self { required_skills, preferred_skills, experience, seniority, overlap, rate_head_room, availability, track_record } = *self;
        let all = [required_skills, preferred_skills, experience, seniority, overlap, rate_head_room, availability, track_record];
        all.into_iter().map(u32::from).sum()
    }
}

/// The points do not make a hundred.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("must add up to 100, not to {0}")]
pub struct WeightsError(u32);

/// Points that make a hundred, and their version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawWeights", into = "RawWeights")]
pub struct Weights {
    version: u32,
    points: Points,
}

#[derive(Serialize, Deserialize)]
struct RawWeights {
    version: u32,
    points: Points,
}

impl TryFrom<RawWeights> for Weights {
    type Error = WeightsError;
    fn try_from(raw: RawWeights) -> Result<Self, WeightsError> {
        Self::new(raw.version, raw.points)
    }
}
impl From<Weights> for RawWeights {
    fn from(weights: Weights) -> Self {
        Self { version: weights.version, points: weights.points }
    }
}

impl Weights {
    /// What holds until the operator sets something else.
    pub const FIRST: Self = Self {
        version: 1,
        points: Points {
            required_skills: 40,
            preferred_skills: 10,
            experience: 10,
            seniority: 10,
            overlap: 10,
            rate_head_room: 10,
            availability: 5,
            track_record: 5,
        },
    };

    /// Points at a version.
    ///
    /// # Errors
    /// They do not make a hundred.
    pub fn new(version: u32, points: Points) -> Result<Self, WeightsError> {
        let total = points.total();
        if total == 100 { Ok(Self { version, points }) } else { Err(WeightsError(total)) }
    }

    /// The version.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.version
    }

    /// The points.
    #[must_use]
    pub fn points(&self) -> Points {
        self.points
    }

    /// The most points of a factor.
    #[must_use]
    pub fn of(&self, factor: Factor) -> u8 {
        self.points.of(factor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_hundred_points_are_weights() {
        let points = Weights::FIRST.points();
        assert_eq!(Weights::new(1, points), Ok(Weights::FIRST));
        assert_eq!(Weights::new(2, Points { overlap: 11, ..points }), Err(WeightsError(101)));
        let all_on_one = Points {
            required_skills: 100,
            preferred_skills: 0,
            experience: 0,
            seniority: 0,
            overlap: 0,
            rate_head_room: 0,
            availability: 0,
            track_record: 0,
        };
        assert!(Weights::new(2, all_on_one).is_ok());
        assert_eq!(Factor::WORDS.iter().filter_map(|word| word.parse().ok()).map(|factor| u32::from(points.of(factor))).sum::<u32>(), 100);
    }
}
