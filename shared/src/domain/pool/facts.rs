//! What the matcher reads of a developer, and how it changes.

use serde::{Deserialize, Serialize};

use crate::domain::country::Country;
use crate::domain::developer::{
    Availability, Commitment, Developer, DeveloperSkill, DeveloperStatus, English, HiringModel, PayRates, Seniority, WorkingHours,
};
use crate::domain::id::DeveloperId;
use crate::domain::skill::SkillAliases;
use crate::domain::zone::Zone;

/// All that a match depends on, of one vetted developer. No name, no address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The developer.
    pub id: DeveloperId,
    /// The revision of the profile they are from.
    pub revision: u64,
    /// The country they work from.
    pub country: Country,
    /// The zone they work in.
    pub time_zone: Zone,
    /// When they work.
    pub working_hours: WorkingHours,
    /// How experienced they are.
    pub seniority: Seniority,
    /// Their English, if known.
    pub english: Option<English>,
    /// What they can do.
    pub skills: Vec<DeveloperSkill>,
    /// What they are paid.
    pub pay_rate: PayRates,
    /// How they can be hired, each way once.
    pub hiring_models: Vec<HiringModel>,
    /// When they can be hired.
    pub availability: Availability,
    /// The hours that are taken.
    pub commitments: Vec<Commitment>,
}

impl Facts {
    /// Those of a developer; none of one who is not vetted, and so not in the pool.
    #[must_use]
    pub fn of(developer: &Developer) -> Option<Self> {
        let profile = &developer.profile;
        (developer.status == DeveloperStatus::Vetted).then(|| Self {
            id: developer.id,
            revision: developer.revision,
            country: profile.country,
            time_zone: profile.time_zone.clone(),
            working_hours: profile.working_hours,
            seniority: profile.seniority,
            english: profile.english,
            skills: profile.skills.clone(),
            pay_rate: profile.pay_rate,
            hiring_models: profile.hiring_models.clone(),
            availability: profile.availability,
            commitments: developer.commitments.clone(),
        })
    }
}

impl Facts {
    /// Reads the skills that the catalogue does not know as the operator's aliases do.
    pub(super) fn read_skills(&mut self, aliases: &SkillAliases) {
        let skills = std::mem::take(&mut self.skills).into_iter();
        self.skills = DeveloperSkill::once_each(skills.map(|known| DeveloperSkill { skill: aliases.read(&known.skill), ..known }));
    }
}

/// A developer as they are now: whole, so that it does not matter how often it is applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The developer.
    pub id: DeveloperId,
    /// The revision of the profile.
    pub revision: u64,
    /// What they are matched by; none for one who has left the pool.
    pub facts: Option<Facts>,
}

impl Change {
    /// What the pool must know of a developer.
    #[must_use]
    pub fn of(developer: &Developer) -> Self {
        Self { id: developer.id, revision: developer.revision, facts: Facts::of(developer) }
    }
}
