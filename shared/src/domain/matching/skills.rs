//! How a developer's skills stand against those a role asks for.

use crate::domain::developer::DeveloperSkill;
use crate::domain::project::RequiredSkill;
use crate::domain::skill::Skill;

/// What a skill that is there in full counts.
pub(super) const FULL: u32 = 60;
/// What a skill that another one implies counts. It never makes up for the skill itself.
const IMPLIED: u32 = 20;
/// What a skill that is short of its years counts, just below those years; less the shorter it is.
const SHORT: u32 = 30;

/// How much of one skill that is asked for a developer has. The names of the skills do not matter to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::domain) struct Level {
    /// The years asked for.
    pub min_years: u8,
    /// The years that are listed for the skill itself; none when it is not listed.
    pub years: Option<u8>,
    /// Whether a skill that implies it is listed.
    pub implied: bool,
}

impl Level {
    /// Whether the skill itself is listed with the years asked for.
    pub(in crate::domain) fn is_met(self) -> bool {
        self.years.is_some_and(|years| years >= self.min_years)
    }

    /// What it counts, at most [`FULL`]. More skills or more years never make it less.
    pub(super) fn credit(self) -> u32 {
        if self.is_met() {
            return FULL;
        }
        let implied = if self.implied { IMPLIED } else { 0 };
        let short = self.years.map_or(0, |years| SHORT * u32::from(years) / u32::from(self.min_years).max(1));
        implied.max(short)
    }

    /// The years beyond what was asked; none for a skill that is not met.
    pub(super) fn years_above(self) -> u8 {
        self.years.unwrap_or_default().saturating_sub(self.min_years)
    }
}

/// How one skill that is asked for stands with one developer.
pub(in crate::domain) struct Standing<'a> {
    asked: &'a Skill,
    level: Level,
    implied_by: Option<&'a Skill>,
}

impl<'a> Standing<'a> {
    pub(in crate::domain) fn of_required(required: &'a RequiredSkill, listed: &'a [DeveloperSkill]) -> Self {
        Self::of(&required.skill, required.min_years, listed)
    }

    pub(in crate::domain) fn of_preferred(preferred: &'a Skill, listed: &'a [DeveloperSkill]) -> Self {
        Self::of(preferred, 0, listed)
    }

    fn of(asked: &'a Skill, min_years: u8, listed: &'a [DeveloperSkill]) -> Self {
        let years = listed.iter().filter(|own| own.skill == *asked).map(|own| own.years).max();
        // The least by id, so that the wording does not depend on the order of a list.
        let implied_by = listed.iter().map(|own| &own.skill).filter(|own| own.implies(asked)).min();
        Self { asked, level: Level { min_years, years, implied: implied_by.is_some() }, implied_by }
    }

    pub(in crate::domain) fn level(&self) -> Level {
        self.level
    }

    pub(super) fn asked(&self) -> &'a Skill {
        self.asked
    }

    /// Such as `Node.js 6 y (3 asked)` or `Java missing, implied by Spring Boot`.
    pub(super) fn detail(&self) -> String {
        let name = self.asked.name();
        let Level { min_years, years, .. } = self.level;
        let implied = self.implied_by.filter(|_| !self.level.is_met()).map(|by| format!(", implied by {}", by.name())).unwrap_or_default();
        match years {
            None => format!("{name} missing{implied}"),
            Some(years) if !self.level.is_met() => format!("{name} {years} y (short of the {min_years} asked{implied})"),
            Some(years) if min_years > 0 => format!("{name} {years} y ({min_years} asked)"),
            Some(years) => format!("{name} {years} y"),
        }
    }
}
