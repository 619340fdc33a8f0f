//! Projects: what a client wants built, and the roles it wants filled.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::country::Country;
use super::developer::{English, HiringModel, Seniority, WorkingHours};
use super::id::{ClientId, DeveloperId, EngagementId, ProjectId};
use super::money::Currency;
use super::rate::Rate;
use super::skill::{Skill, SkillAliases};
use super::text::{Description, Reference, Title};
use super::zone::Zone;

words! {
    /// Where a project's developers may be.
    pub enum Location {
        /// Anywhere.
        Any = "any",
        /// Not in the client's country.
        Offshore = "offshore",
        /// In the client's country.
        Onshore = "onshore",
    }
}

words! {
    /// Where a project stands.
    pub enum ProjectStatus {
        /// Has seats to fill.
        Open = "open",
        /// Every seat is filled.
        Staffed = "staffed",
        /// Over.
        Closed = "closed",
        /// Called off by the client or the operator.
        Cancelled = "cancelled",
    }
}

/// The id of a role within its project: `r1`, `r2`, …; never used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RoleId(u16);

/// The text is not a role's id.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("must be a role's id, such as r1")]
pub struct RoleIdError;

impl RoleId {
    /// The id of the n-th role that a project ever had, counted from 1.
    #[must_use]
    pub fn nth(number: u16) -> Self {
        Self(number)
    }
}
impl FromStr for RoleId {
    type Err = RoleIdError;
    fn from_str(text: &str) -> Result<Self, RoleIdError> {
        let number: u16 = text.strip_prefix('r').and_then(|number| number.parse().ok()).ok_or(RoleIdError)?;
        if number > 0 && format!("r{number}") == text { Ok(Self(number)) } else { Err(RoleIdError) }
    }
}
impl fmt::Display for RoleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "r{}", self.0)
    }
}
string_conversions!(RoleId);

/// A skill that a role demands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequiredSkill {
    /// The skill.
    pub skill: Skill,
    /// The least whole years of it, 0 to 50.
    pub min_years: u8,
}

/// A role: seats of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// Its id within the project.
    pub role_id: RoleId,
    /// What it is called.
    pub title: Title,
    /// How many seats, 1 to 50.
    pub headcount: u8,
    /// The experience asked for.
    pub seniority: Seniority,
    /// Hours a week, 1 to 60.
    pub hours_per_week: u8,
    /// Skills demanded; each once, at most 30.
    pub required_skills: Vec<RequiredSkill>,
    /// Skills welcome; each once, at most 30.
    pub preferred_skills: Vec<Skill>,
    /// The most the client pays, in any currency.
    pub max_rate: Option<Rate>,
    /// Who fills its seats.
    pub seats: Vec<Seat>,
}

/// A filled seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// The engagement that fills it.
    pub engagement_id: EngagementId,
    /// The developer who sits in it.
    pub developer_id: DeveloperId,
    /// The last day, once an end is agreed: the seat is free for someone else from the day after, and this stays as its history.
    #[serde(default)]
    pub ended_on: Option<Date>,
}

impl Role {
    /// The seats that nobody has agreed to leave.
    pub fn held(&self) -> impl Iterator<Item = &Seat> {
        self.seats.iter().filter(|seat| seat.ended_on.is_none())
    }

    /// Whether a seat is free from a day on.
    fn has_room_from(&self, day: Date) -> bool {
        self.seats.iter().filter(|seat| seat.ended_on.is_none_or(|last| day <= last)).count() < usize::from(self.headcount)
    }
}

/// What a client posted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectBrief {
    /// What it is called.
    pub title: Title,
    /// What it is about.
    pub description: Option<Description>,
    /// How its developers are hired.
    pub hiring_model: HiringModel,
    /// Where they may be, seen from the client's country.
    pub location: Location,
    /// The only countries they may be in; empty for all.
    pub countries: Vec<Country>,
    /// The zone its working hours are in.
    pub time_zone: Zone,
    /// When its people work.
    pub working_hours: WorkingHours,
    /// The least minutes a day that a developer's hours must share with them.
    pub min_overlap_minutes: u16,
    /// The least English.
    pub min_english: Option<English>,
    /// Its first day.
    pub starts_on: Date,
    /// Its last day, if one is known.
    pub ends_on: Option<Date>,
    /// The currency its client is billed in.
    pub currency: Currency,
    /// The most the whole team may cost.
    pub team_budget: Option<Rate>,
    /// What the operator's own systems call it; unique among its client's projects, seen by the operator alone.
    pub external_id: Option<Reference>,
}

/// A project's record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    /// Its id.
    pub id: ProjectId,
    /// Whose it is.
    pub client_id: ClientId,
    /// The client's country when it was posted, which `location` is seen from.
    pub client_country: Country,
    /// What was posted.
    #[serde(flatten)]
    pub brief: ProjectBrief,
    /// Its roles, 1 to 20.
    pub roles: Vec<Role>,
    /// How many roles it ever had: the number of the latest role's id.
    pub roles_made: u16,
    /// Where it stands.
    pub status: ProjectStatus,
    /// When it was posted.
    pub created_at: Timestamp,
    /// Raised by one with each change.
    pub version: u64,
}

impl RequiredSkill {
    /// Each skill once, with the larger of its years, in the order of first mention.
    #[must_use]
    pub fn once_each(skills: impl IntoIterator<Item = Self>) -> Vec<Self> {
        let mut merged: Vec<Self> = Vec::new();
        for Self { skill, min_years } in skills {
            match merged.iter_mut().find(|known| known.skill == skill) {
                Some(known) => known.min_years = known.min_years.max(min_years),
                None => merged.push(Self { skill, min_years }),
            }
        }
        merged
    }
}

impl Role {
    /// The preferred skills, each once; one that is required is not welcome on top.
    #[must_use]
    pub fn preferred_once_each(skills: impl IntoIterator<Item = Skill>, required: &[RequiredSkill]) -> Vec<Skill> {
        let mut merged: Vec<Skill> = Vec::new();
        for skill in skills {
            if !merged.contains(&skill) && required.iter().all(|required| required.skill != skill) {
                merged.push(skill);
            }
        }
        merged
    }
}

impl Project {
    /// Reads the skills that the catalogue does not know as the operator's aliases do.
    pub fn read_skills(&mut self, aliases: &SkillAliases) {
        for role in &mut self.roles {
            let required = std::mem::take(&mut role.required_skills).into_iter();
            role.required_skills =
                RequiredSkill::once_each(required.map(|required| RequiredSkill { skill: aliases.read(&required.skill), ..required }));
            let preferred = std::mem::take(&mut role.preferred_skills);
            role.preferred_skills = Role::preferred_once_each(preferred.iter().map(|skill| aliases.read(skill)), &role.required_skills);
        }
    }

    /// Puts someone on a seat of a role that is free from a day on; the project is staffed once every seat is filled. `false`
    /// when there is none.
    #[must_use]
    pub fn fill_seat(&mut self, role_id: RoleId, seat: Seat, from: Date) -> bool {
        let Some(role) = self.roles.iter_mut().find(|role| role.role_id == role_id) else { return false };
        if !role.has_room_from(from) {
            return false;
        }
        role.seats.push(seat);
        self.settle_status();
        true
    }

    /// Frees the seat of an engagement after its last day; the project is open again. What the seat was stays known.
    pub fn vacate_seat(&mut self, engagement_id: EngagementId, last: Date) {
        for seat in self.roles.iter_mut().flat_map(|role| &mut role.seats).filter(|seat| seat.engagement_id == engagement_id) {
            seat.ended_on = Some(last);
        }
        self.settle_status();
    }

    /// An open project is staffed once every seat is filled, and open again when there are more seats.
    pub fn settle_status(&mut self) {
        let full = self.roles.iter().all(|role| role.held().count() >= usize::from(role.headcount));
        self.status = match self.status {
            ProjectStatus::Open | ProjectStatus::Staffed if full => ProjectStatus::Staffed,
            ProjectStatus::Open | ProjectStatus::Staffed => ProjectStatus::Open,
            over @ (ProjectStatus::Closed | ProjectStatus::Cancelled) => over,
        };
    }
}
