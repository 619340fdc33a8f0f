//! Developers: the people who are hired out.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::contact::{Email, Phone};
use super::country::Country;
use super::id::{DeveloperId, EngagementId};
use super::money::Money;
use super::skill::{Skill, SkillAliases};
use super::tax_id::TaxId;
use super::text::{Name, Note, Reference, Title};
use super::zone::Zone;

words! {
    /// How experienced someone is.
    pub enum Seniority {
        /// Works under guidance.
        Junior = "junior",
        /// Works alone.
        Mid = "mid",
        /// Guides others.
        Senior = "senior",
        /// Answers for a team's work.
        Lead = "lead",
    }
}

words! {
    /// A level of English by the Common European Framework of Reference.
    pub enum English {
        /// Breakthrough.
        A1 = "A1",
        /// Waystage.
        A2 = "A2",
        /// Threshold.
        B1 = "B1",
        /// Vantage.
        B2 = "B2",
        /// Effective proficiency.
        C1 = "C1",
        /// Mastery.
        C2 = "C2",
    }
}

words! {
    /// How someone is hired.
    pub enum HiringModel {
        /// By the approved hour.
        Hourly = "hourly",
        /// For a monthly fee.
        Dedicated = "dedicated",
        /// For agreed milestones.
        Fixed = "fixed",
    }
}

words! {
    /// Where a developer stands with the operator.
    pub enum DeveloperStatus {
        /// Registered, not yet looked at.
        Pending = "pending",
        /// Accepted by the operator: the only status that is matched.
        Vetted = "vetted",
        /// Turned down by the operator.
        Declined = "declined",
        /// Taken out of the matching for a while.
        Paused = "paused",
        /// Erased: nothing personal is left.
        Erased = "erased",
    }
}

/// Daily working hours in the developer's or project's own zone; an end at or before the start lies on the next day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkingHours {
    /// When the day begins.
    pub start: ClockTime,
    /// When it ends.
    pub end: ClockTime,
}

impl WorkingHours {
    /// Nine to five, for whoever does not say.
    #[must_use]
    pub fn office() -> Self {
        Self { start: ClockTime(jiff::civil::time(9, 0, 0, 0)), end: ClockTime(jiff::civil::time(17, 0, 0, 0)) }
    }
}

/// A time of day to the minute, `09:30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ClockTime(Time);

/// The text is not a time of day.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("must be a time of day written HH:MM, 00:00 to 23:59")]
pub struct ClockTimeError;

impl ClockTime {
    /// The time.
    #[must_use]
    pub fn time(self) -> Time {
        self.0
    }
}
impl FromStr for ClockTime {
    type Err = ClockTimeError;
    fn from_str(text: &str) -> Result<Self, ClockTimeError> {
        let shaped =
            text.len() == 5 && text.bytes().enumerate().all(|(at, byte)| if at == 2 { byte == b':' } else { byte.is_ascii_digit() });
        if shaped { text.parse().map(Self).map_err(|_| ClockTimeError) } else { Err(ClockTimeError) }
    }
}
impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0.hour(), self.0.minute())
    }
}
string_conversions!(ClockTime);

/// A skill that a developer claims.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeveloperSkill {
    /// The skill.
    pub skill: Skill,
    /// Whole years of it, 0 to 50.
    pub years: u8,
}

impl DeveloperSkill {
    /// Each skill once, with the larger of its years, in the order of first mention.
    #[must_use]
    pub fn once_each(skills: impl IntoIterator<Item = Self>) -> Vec<Self> {
        let mut merged: Vec<Self> = Vec::new();
        for Self { skill, years } in skills {
            match merged.iter_mut().find(|known| known.skill == skill) {
                Some(known) => known.years = known.years.max(years),
                None => merged.push(Self { skill, years }),
            }
        }
        merged
    }
}

/// What a developer is paid. At least one of the two is set, and both are in one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayRates {
    /// For an hour.
    pub hourly: Option<Money>,
    /// For a month of full availability.
    pub monthly: Option<Money>,
}

/// From when, and for how much of the week, a developer can be hired.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Availability {
    /// The first day.
    pub from: Date,
    /// Hours a week, 1 to 80, before running engagements are taken off.
    pub hours_per_week: u8,
}

/// What is known of a developer, without the record's own bookkeeping. Only this holds personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeveloperProfile {
    /// Their name.
    pub name: Name,
    /// Their address; unique, whatever its case.
    pub email: Email,
    /// Their phone.
    pub phone: Option<Phone>,
    /// The country they work from.
    pub country: Country,
    /// The zone they work in.
    pub time_zone: Zone,
    /// When they work.
    pub working_hours: WorkingHours,
    /// A line about them.
    pub headline: Option<Title>,
    /// How experienced they are.
    pub seniority: Seniority,
    /// Their English; unknown counts as below every minimum.
    pub english: Option<English>,
    /// What they can do; each skill once, at most 60.
    pub skills: Vec<DeveloperSkill>,
    /// What they are paid.
    pub pay_rate: PayRates,
    /// How they can be hired; not empty, each once.
    pub hiring_models: Vec<HiringModel>,
    /// When they can be hired.
    pub availability: Availability,
    /// Their tax numbers.
    pub tax_ids: Vec<TaxId>,
    /// What the operator's own systems call it; unique among developers, seen by the operator alone.
    pub external_id: Option<Reference>,
}

/// Hours a week that an engagement takes of a developer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commitment {
    /// The engagement.
    pub engagement_id: EngagementId,
    /// Its first day.
    pub from: Date,
    /// Its last day, if one is agreed.
    pub until: Option<Date>,
    /// Its hours a week.
    pub hours_per_week: u8,
}

/// A developer's record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Developer {
    /// Their id.
    pub id: DeveloperId,
    /// What is known of them.
    #[serde(flatten)]
    pub profile: DeveloperProfile,
    /// Where they stand.
    pub status: DeveloperStatus,
    /// The status to return to after a pause.
    pub status_before_pause: Option<DeveloperStatus>,
    /// What the operator noted when vetting.
    pub vetting_note: Option<Note>,
    /// The engagements that take hours of them, kept by hiring and not by edits of the profile.
    pub commitments: Vec<Commitment>,
    /// When they registered.
    pub created_at: Timestamp,
    /// Raised by one with each change of the profile or status; what a caller sees.
    pub version: u64,
    /// Raised by one with each write, those of `commitments` too; what a write conditions on.
    pub revision: u64,
}

impl DeveloperProfile {
    /// Reads the skills that the catalogue does not know as the operator's aliases do.
    pub fn read_skills(&mut self, aliases: &SkillAliases) {
        let skills = std::mem::take(&mut self.skills).into_iter();
        self.skills = DeveloperSkill::once_each(skills.map(|known| DeveloperSkill { skill: aliases.read(&known.skill), ..known }));
    }
}

impl Developer {
    /// The first day on which another commitment would take more hours than the developer has, if there is one.
    #[must_use]
    pub fn overbooked_by(&self, new: &Commitment) -> Option<Date> {
        let running = |commitment: &Commitment, day: Date| commitment.from <= day && commitment.until.is_none_or(|until| day <= until);
        // The load only grows where a commitment begins, so those days are the only ones to look at.
        let begins = self.commitments.iter().map(|commitment| commitment.from).filter(|day| running(new, *day));
        let mut days: Vec<Date> = begins.chain([new.from]).collect();
        days.sort_unstable();
        days.into_iter().find(|day| {
            let taken: u32 = self
                .commitments
                .iter()
                .filter(|commitment| running(commitment, *day))
                .map(|commitment| u32::from(commitment.hours_per_week))
                .sum();
            taken + u32::from(new.hours_per_week) > u32::from(self.profile.availability.hours_per_week)
        })
    }
}
