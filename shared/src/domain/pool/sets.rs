//! The sets over all blocks of a stock: for each skill, country, level of English and way of being hired who has it, and what is
//! looked up of whoever is left.

use std::collections::HashMap;

use super::bits::{Bits, Words};
use super::columns::{Basics, Column, Columns};
use super::ladder::Ladder;
use super::listing::{List, Listing};
use super::numbers::Numbers;
use super::stock::{Live, Part};
use crate::domain::country::Country;
use crate::domain::developer::{English, HiringModel};
use crate::domain::skill::{Skill, SkillId};

mod fill;

pub(super) use fill::day;

/// The numbers of skills are below this.
const SKILLS: usize = 1 << 11;

/// See above.
#[derive(Clone, Default)]
pub(super) struct Sets {
    all: Bits,
    /// By the number of a skill, its place among the listings plus 1; 0 for none.
    skills: Vec<u16>,
    listings: Vec<Listing>,
    /// By the evened-out text.
    unknown: HashMap<String, Listing>,
    countries: Vec<(Country, Listing)>,
    /// Who speaks at least so well, by level.
    english: Vec<Bits>,
    /// Who works that way and has named a rate for it.
    pub models: [Bits; HiringModel::ALL.len()],
    /// The hours a week that are offered.
    pub hours: Ladder,
    /// Those of them that are never taken.
    pub spare: Ladder,
    /// The day from which they are offered.
    pub from: Ladder,
    /// The day from which none of them is taken any more; never where none is taken.
    pub clear: Ladder,
    /// The day from which the only commitment takes hours; never where there are several or none.
    pub held: Ladder,
    /// Who has commitments.
    pub busy: Bits,
    /// What the rules up to the overlap ask.
    pub basics: Column<Basics>,
    /// What is looked up for dedicated and for other work.
    dedicated: Columns,
    hourly: Columns,
}

impl Sets {
    /// Over all the segments.
    pub(super) fn over(parts: &[Option<Part>], numbers: &mut Numbers) -> Self {
        let mut sets = Self::planned(parts);
        parts.iter().enumerate().for_each(|(block, part)| part.iter().for_each(|part| sets.fill(block, part, numbers)));
        sets
    }

    /// The same, but for the blocks that have changed.
    pub(super) fn exchanged(&self, parts: &[Option<Part>], changed: &[usize], numbers: &mut Numbers) -> Self {
        let mut sets = self.clone();
        let mut fresh = self.alike();
        for block in changed {
            parts.get(*block).into_iter().flatten().for_each(|part| fresh.fill(*block, part, numbers));
        }
        sets.take_over(parts.len(), changed, &fresh);
        sets
    }

    /// Who lists a skill.
    pub(super) fn skill(&self, skill: &Skill) -> Option<&Listing> {
        match skill {
            Skill::Known(id) => self.known(*id),
            Skill::Unknown(_) if self.unknown.is_empty() => None,
            Skill::Unknown(_) => self.unknown.get(&skill.id()),
        }
    }

    fn known(&self, id: SkillId) -> Option<&Listing> {
        let place = self.skills.get(usize::from(id.number())).copied()?;
        self.listings.get(usize::from(place).checked_sub(1)?)
    }

    /// Who of a block lists a text that the catalogue does not know.
    pub(super) fn unknown(&self, text: &str, block: usize) -> Vec<u16> {
        let mut room = Words::NONE;
        self.unknown.get(text).map(|listing| listing.met(block, 0, &mut room).positions().collect()).unwrap_or_default()
    }

    /// The number of a country.
    pub(super) fn country(&self, country: Country) -> Option<usize> {
        self.countries.iter().position(|(other, _)| *other == country)
    }

    /// The countries in the order of their numbers.
    pub(super) fn countries(&self) -> impl Iterator<Item = (Country, &Listing)> {
        self.countries.iter().map(|(country, listing)| (*country, listing))
    }

    /// Who speaks at least so well.
    pub(super) fn fluent(&self, least: English) -> Option<&Bits> {
        English::ALL.iter().position(|level| *level == least).and_then(|at| self.english.get(at))
    }

    /// Who can be hired in a way.
    pub(super) fn hireable(&self, model: HiringModel) -> &Bits {
        let [hourly, dedicated, fixed] = &self.models;
        match model {
            HiringModel::Hourly => hourly,
            HiringModel::Dedicated => dedicated,
            HiringModel::Fixed => fixed,
        }
    }

    /// What is looked up of whoever is to be hired in a way.
    pub(super) fn columns(&self, model: HiringModel) -> &Columns {
        match model {
            HiringModel::Dedicated => &self.dedicated,
            HiringModel::Hourly | HiringModel::Fixed => &self.hourly,
        }
    }

    /// Everyone.
    pub(super) fn everyone(&self) -> Live {
        let blocks = self.basics.blocks();
        let count = (0..blocks).map(|block| self.all.block(block).count()).sum();
        let mut room = Words::NONE;
        let census = self.countries.iter().map(|(_, here)| {
            let mut counts = [0; HiringModel::ALL.len()];
            for block in 0..blocks {
                let here = here.met(block, 0, &mut room);
                for (count, model) in counts.iter_mut().zip(&self.models) {
                    let mut both = *here;
                    both.and(model.block(block));
                    *count += both.count();
                }
            }
            counts
        });
        let census = census.collect();
        Live { bits: self.all.clone(), count, census }
    }
}

fn list() -> Listing {
    Listing::Few(List::default())
}
