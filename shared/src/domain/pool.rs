//! The pool: every vetted developer in memory, packed so that a role finds its best in less than the table takes to answer.
//!
//! A match by the pool is exactly the matcher's ([`super::matching`]): it asks the same functions and only leaves out what
//! they would throw away. Segments never change; what changed since they were made is the tail, which is laid over them and
//! may be applied any number of times. Nothing here does I/O: the table brings manifest, segments and tail.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::id::DeveloperId;
use super::matching::team::Offer;
use super::matching::{Exclusions, Pool as Terms};
use super::money::Currency;
use super::project::{Project, Role};
use super::skill::SkillAliases;

mod asked;
mod bits;
mod codec;
mod facts;
mod fold;
mod manifest;
mod packed;
mod reasons;
mod row;
mod scan;
mod segment;
mod steps;
mod trial;

pub use codec::{MOST_BYTES, PoolDataError, decode, encode, encode_all};
pub use facts::{Change, Facts};
pub use fold::fold;
pub use manifest::{Manifest, SegmentName, SegmentRef};
pub use packed::MOST_DEVELOPERS;
pub use segment::Segment;
pub use trial::{Place, Trial};

use bits::Bits;
use scan::Scan;

/// A developer's place in a ranking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The developer.
    pub developer_id: DeveloperId,
    /// The sum of points, 0 to 100.
    pub score: u8,
    /// The revision of the profile that it is made from.
    pub revision: u64,
}

/// The outcome for one role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranking {
    /// How many developers suit it.
    pub eligible: u32,
    /// Why the others do not; with `eligible` it adds up to the pool's size.
    pub excluded: Exclusions,
    /// The best, best first; equal scores by id.
    pub best: Vec<Placed>,
}

/// A segment with who of it counts, and the pool's numbers for what its rows point to.
#[derive(Clone)]
struct Part {
    segment: Arc<Segment>,
    /// Who counts: all but those who are laid over it.
    live: Bits,
    /// Who of it is laid over it because of what their texts stand for.
    aliased: Bits,
    classes: Vec<u32>,
    currencies: Vec<u32>,
}

/// The segments that a manifest names, and the changes since.
#[derive(Clone, Default)]
pub struct Pool {
    manifest: Manifest,
    parts: BTreeMap<SegmentName, Part>,
    /// Those of the segments whose texts stand for something, as they are to be read: laid over the segments, under the tail.
    aliased: Vec<Part>,
    tail: Vec<Part>,
    aliases: Arc<SkillAliases>,
    numbers: Numbers,
}

/// The numbers by which what several segments have in common is known; never taken back.
#[derive(Clone, Default)]
struct Numbers {
    classes: HashMap<(String, [i8; 4]), u32>,
    currencies: HashMap<Currency, u32>,
}

impl Numbers {
    fn part(&mut self, segment: Arc<Segment>) -> Part {
        let class = |(zone, hours): &(super::zone::Zone, super::developer::WorkingHours)| {
            let (start, end) = (hours.start.time(), hours.end.time());
            (zone.name().to_owned(), [start.hour(), start.minute(), end.hour(), end.minute()])
        };
        let classes = segment.packed.classes.iter().map(|own| number(&mut self.classes, class(own))).collect();
        let currencies = segment.packed.currencies.iter().map(|own| number(&mut self.currencies, *own)).collect();
        Part { live: Bits::first(segment.len()), aliased: Bits::none(), segment, classes, currencies }
    }
}

fn number<T: Eq + std::hash::Hash>(table: &mut HashMap<T, u32>, value: T) -> u32 {
    let next = u32::try_from(table.len()).unwrap_or(u32::MAX);
    *table.entry(value).or_insert(next)
}

impl Pool {
    /// The manifest it was brought up to.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// What unknown texts stand for. A project that is ranked must have its skills read by the same.
    #[must_use]
    pub fn aliases(&self) -> &SkillAliases {
        &self.aliases
    }

    /// Which segments of a manifest it does not hold.
    #[must_use]
    pub fn missing(&self, manifest: &Manifest) -> Vec<SegmentName> {
        manifest.segments.iter().map(|segment| segment.name).filter(|name| !self.parts.contains_key(name)).collect()
    }

    /// Takes over a manifest, with those of its segments that were missing, and all changes since it was made: those before
    /// are forgotten. Segments that it does not name are let go. Unknown texts are read as the aliases say.
    ///
    /// # Errors
    /// A segment is neither held nor brought; the pool is as it was.
    pub fn update(
        &mut self,
        manifest: Manifest,
        brought: impl IntoIterator<Item = (SegmentName, Segment)>,
        changes: impl IntoIterator<Item = Change>,
        aliases: SkillAliases,
    ) -> Result<(), SegmentName> {
        let mut brought: BTreeMap<SegmentName, Segment> = brought.into_iter().collect();
        let named: Vec<SegmentName> = manifest.segments.iter().map(|segment| segment.name).collect();
        if let Some(absent) = named.iter().find(|name| !self.parts.contains_key(name) && !brought.contains_key(name)) {
            return Err(*absent);
        }
        self.parts.retain(|name, _| named.contains(name));
        for name in named {
            if let Some(segment) = brought.remove(&name) {
                self.parts.insert(name, self.numbers.part(Arc::new(segment)));
            }
        }
        let same = self.manifest == manifest && *self.aliases == aliases;
        self.manifest = manifest;
        if !same {
            self.aliases = Arc::new(aliases);
            self.read_texts();
        }
        self.lay_over(changes);
        Ok(())
    }

    /// Takes those out of the segments who list a text that stands for something, and lays them over as they are to be read.
    fn read_texts(&mut self) {
        let mut facts: Vec<Facts> = self.parts.values_mut().flat_map(|part| take_aliased(part, &self.aliases)).collect();
        facts.iter_mut().for_each(|facts| facts.read_skills(&self.aliases));
        self.aliased = Segment::of(facts).into_iter().map(|segment| self.numbers.part(Arc::new(segment))).collect();
    }

    fn all_parts(&self) -> impl Iterator<Item = &Part> {
        self.parts.values().chain(&self.aliased).chain(&self.tail)
    }

    /// Lays changes over the segments, in the place of those laid before.
    fn lay_over(&mut self, changes: impl IntoIterator<Item = Change>) {
        for part in self.parts.values_mut().chain(&mut self.aliased) {
            part.live = Bits::first(part.segment.len());
            part.live.remove(&part.aliased);
        }
        let mut latest: BTreeMap<DeveloperId, Change> = BTreeMap::new();
        for change in changes {
            if latest.get(&change.id).is_none_or(|known| known.revision < change.revision) {
                latest.insert(change.id, change);
            }
        }
        let mut facts = Vec::new();
        for change in latest.into_values() {
            let home = self.manifest.home_of(change.id).and_then(|name| self.parts.get_mut(&name));
            if let Some((part, (at, revision))) = home.and_then(|part| part.segment.find(change.id).map(|found| (part, found))) {
                // What a segment already has folded in is newer or the same: the change says nothing new.
                if revision >= change.revision {
                    continue;
                }
                part.live.clear(at);
                for part in &mut self.aliased {
                    if let Some((at, _)) = part.segment.find(change.id) {
                        part.live.clear(at);
                    }
                }
            }
            facts.extend(change.facts);
        }
        if !self.aliases.is_empty() {
            facts.iter_mut().for_each(|facts| facts.read_skills(&self.aliases));
        }
        self.tail = Segment::of(facts).into_iter().map(|segment| self.numbers.part(Arc::new(segment))).collect();
    }

    /// How many developers can be matched.
    #[must_use]
    pub fn size(&self) -> usize {
        self.all_parts().map(|part| part.live.count() as usize).sum()
    }

    /// The best `limit` developers for a role, and why the others are not eligible: what the matcher would say of the same
    /// developers. Of the terms, the developers are not looked at.
    #[must_use]
    pub fn rank<'a>(&'a self, project: &'a Project, role: &'a Role, terms: &'a Terms<'a>, limit: usize) -> Ranking {
        let mut scan = self.scan(project, role, terms, limit);
        for part in self.all_parts() {
            scan.through(part);
        }
        scan.ranking()
    }

    /// All the developers who suit a role, in any order, as far as the choice of a team depends on it. Of the terms, the
    /// developers are not looked at.
    #[must_use]
    pub fn offers<'a>(&'a self, project: &'a Project, role: &'a Role, terms: &'a Terms<'a>) -> Vec<Offer<'a>> {
        let mut scan = self.scan(project, role, terms, usize::MAX);
        let mut offers = Vec::new();
        self.all_parts().for_each(|part| scan.offers(part, &mut offers));
        offers
    }

    fn scan<'a>(&'a self, project: &'a Project, role: &'a Role, terms: &'a Terms<'a>, limit: usize) -> Scan<'a> {
        Scan::new(project, role, terms, limit, self.numbers.classes.len(), self.numbers.currencies.len())
    }

    /// All developers, by id: those of the segments with the changes laid over.
    #[must_use]
    pub fn facts(&self) -> Vec<Facts> {
        let live = |part: &Part| -> Vec<Facts> {
            let facts = (0_u16..).zip(part.segment.facts());
            facts.filter(|(at, _)| part.live.has(*at)).map(|(_, facts)| facts).collect()
        };
        let mut facts: Vec<Facts> = self.all_parts().flat_map(live).collect();
        segment::sort(&mut facts);
        facts
    }
}

/// Takes those out of a segment who list a text that stands for something.
fn take_aliased(part: &mut Part, aliases: &SkillAliases) -> Vec<Facts> {
    part.aliased = Bits::none();
    aliases.texts().for_each(|text| part.aliased.or(&part.segment.unknown(text)));
    part.aliased.positions().filter_map(|at| part.segment.packed.odd.get(&at).cloned()).collect()
}

#[cfg(test)]
mod tests;
