//! A segment: rows, and for each skill, country, level and way of being hired the positions where it holds.

use std::collections::{BTreeMap, HashMap};

use super::bits::{Bits, Posting};
use super::facts::Facts;
use super::packed::{MOST_DEVELOPERS, Packed};
use super::row::{self, ODD};
use crate::domain::developer::{English, HiringModel};
use crate::domain::id::DeveloperId;
use crate::domain::matching;
use crate::domain::skill::Skill;

/// Up to [`MOST_DEVELOPERS`] developers. Never changed: what changes is laid over it.
pub struct Segment {
    pub(super) packed: Packed,
    /// By the skill's number.
    skills: Vec<(u16, Posting)>,
    /// By the evened-out text.
    unknown: HashMap<String, Posting>,
    /// As the countries of the rows.
    pub(super) countries: Vec<Posting>,
    pub(super) english: Vec<(Option<English>, Posting)>,
    /// Who works that way and has named a rate for it.
    models: Vec<(HiringModel, Posting)>,
}

impl Segment {
    /// Segments of these developers, in the order of ids, each with as many as it holds. Of two that are one developer the
    /// later revision counts.
    #[must_use]
    pub fn of(mut facts: Vec<Facts>) -> Vec<Self> {
        sort(&mut facts);
        facts.chunks(MOST_DEVELOPERS).map(|chunk| Self::new(Packed::new(chunk))).collect()
    }

    pub(super) fn new(packed: Packed) -> Self {
        let mut skills: BTreeMap<u16, Vec<u16>> = BTreeMap::new();
        let mut unknown: HashMap<String, Vec<u16>> = HashMap::new();
        let mut countries = vec![Vec::new(); packed.countries.len()];
        let mut english: BTreeMap<Option<English>, Vec<u16>> = BTreeMap::new();
        let mut models: BTreeMap<HiringModel, Vec<u16>> = BTreeMap::new();
        // A table by number: most of building is this.
        let mut by_number: Vec<Vec<u16>> = vec![Vec::new(); 1 << 11];
        for (at, row) in (0_u16..).zip(&packed.rows) {
            for (number, _) in row.all_slots(&packed.further).filter_map(row::parts) {
                // A list should name a skill once; one that does not must not stand here twice.
                if let Some(list) = by_number.get_mut(usize::from(number)).filter(|list| list.last() != Some(&at)) {
                    list.push(at);
                }
            }
            if let Some(list) = countries.get_mut(usize::from(row.country)) {
                list.push(at);
            }
            english.entry(row.english()).or_default().push(at);
            let rates = packed.pay_rate(at, row);
            for model in row.models().filter(|model| matching::stated(rates, *model).is_some()) {
                models.entry(model).or_default().push(at);
            }
        }
        for (at, facts) in packed.odd.iter().filter(|(at, _)| packed.rows.get(usize::from(**at)).is_some_and(|row| row.has(ODD))) {
            for own in &facts.skills {
                let list = match &own.skill {
                    Skill::Known(id) => skills.entry(id.number()).or_default(),
                    Skill::Unknown(_) => unknown.entry(own.skill.id()).or_default(),
                };
                if list.last() != Some(at) {
                    list.push(*at);
                }
            }
        }
        for (number, list) in (0..).zip(by_number).filter(|(_, list)| !list.is_empty()) {
            skills.entry(number).or_default().extend(list);
        }
        Self {
            packed,
            skills: skills.into_iter().map(|(number, list)| (number, Posting::of(list))).collect(),
            unknown: unknown.into_iter().map(|(text, list)| (text, Posting::of(list))).collect(),
            countries: countries.into_iter().map(Posting::of).collect(),
            english: english.into_iter().map(|(level, list)| (level, Posting::of(list))).collect(),
            models: models.into_iter().map(|(model, list)| (model, Posting::of(list))).collect(),
        }
    }

    /// How many developers there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.packed.rows.len()
    }

    /// Whether there is nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.packed.rows.is_empty()
    }

    /// The least id.
    #[must_use]
    pub fn first(&self) -> Option<DeveloperId> {
        self.packed.ids.first().copied()
    }

    /// All of them, by id.
    pub fn facts(&self) -> impl Iterator<Item = Facts> + '_ {
        self.packed.facts()
    }

    /// Where a developer stands, and in which revision.
    pub(super) fn find(&self, id: DeveloperId) -> Option<(u16, u64)> {
        let at = self.packed.position(id)?;
        Some((at, self.packed.revisions.get(usize::from(at)).copied().unwrap_or_default()))
    }

    /// Who lists a skill, whatever their years.
    pub(super) fn skill(&self, skill: &Skill) -> Option<&Posting> {
        match skill {
            Skill::Known(id) => {
                let at = self.skills.binary_search_by_key(&id.number(), |(number, _)| *number).ok()?;
                self.skills.get(at).map(|(_, posting)| posting)
            }
            Skill::Unknown(_) if self.unknown.is_empty() => None,
            Skill::Unknown(_) => self.unknown.get(&skill.id()),
        }
    }

    /// Who lists a text that the catalogue does not know.
    pub(super) fn unknown(&self, text: &str) -> Bits {
        let mut bits = Bits::none();
        if let Some(posting) = self.unknown.get(text) {
            posting.add_to(&mut bits);
        }
        bits
    }

    /// Who can be hired in a way.
    pub(super) fn hireable(&self, model: HiringModel) -> Bits {
        let mut bits = Bits::none();
        if let Some((_, posting)) = self.models.iter().find(|(own, _)| *own == model) {
            posting.add_to(&mut bits);
        }
        bits
    }
}

/// In the order of ids, each once, the latest revision of it.
pub(super) fn sort(facts: &mut Vec<Facts>) {
    facts.sort_by(|left, right| left.id.cmp(&right.id).then(right.revision.cmp(&left.revision)));
    facts.dedup_by_key(|facts| facts.id);
}
