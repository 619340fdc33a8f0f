//! The pool: every vetted developer in memory, packed so that a role finds its best in less than the table takes to answer.
//!
//! A match by the pool is exactly the matcher's ([`super::matching`]): it asks the same functions and only leaves out what
//! they would throw away. Segments never change; what changed since they were made is the tail, which is laid over them and
//! may be applied any number of times. Nothing here does I/O: the table brings manifest, segments and tail.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::id::DeveloperId;
use super::matching::team::Offer;
use super::matching::{Exclusions, Pool as Terms};
use super::project::{Project, Role};
use super::skill::SkillAliases;

mod asked;
mod bits;
mod bound;
mod calendars;
mod codec;
mod columns;
mod facts;
mod fares;
mod fold;
mod ladder;
mod listing;
mod manifest;
mod numbers;
mod packed;
mod reasons;
mod row;
mod scan;
mod segment;
mod sets;
mod sieve;
mod stock;
mod taken;
mod trial;

pub use codec::{MOST_BYTES, PoolDataError, decode, encode, encode_all};
pub use facts::{Change, Facts};
pub use fold::fold;
pub use manifest::{Manifest, SegmentName, SegmentRef};
pub use packed::MOST_DEVELOPERS;
pub use segment::Segment;
pub use trial::{Place, Trial};

use numbers::Numbers;
use scan::Scan;
use stock::{Floor, Stock};

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

/// The segments that a manifest names, and the changes since.
#[derive(Clone, Default)]
pub struct Pool {
    manifest: Manifest,
    /// The segments.
    base: Floor,
    /// Those of the segments whose texts stand for something, as they are to be read: laid over the segments, under the tail.
    aliased: Floor,
    tail: Floor,
    aliases: Arc<SkillAliases>,
    numbers: Arc<Numbers>,
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
        manifest.segments.iter().map(|segment| segment.name).filter(|name| !self.base.stock.homes.contains_key(name)).collect()
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
        let brought: BTreeMap<SegmentName, Segment> = brought.into_iter().collect();
        let named: BTreeSet<SegmentName> = manifest.segments.iter().map(|segment| segment.name).collect();
        let held = &self.base.stock.homes;
        if let Some(absent) = named.iter().find(|name| !held.contains_key(name) && !brought.contains_key(name)) {
            return Err(*absent);
        }
        let same = held.keys().eq(&named);
        if !same {
            let stock = self.base.stock.exchanged(&named, brought, Arc::make_mut(&mut self.numbers));
            self.base = Floor::new(Arc::new(stock));
        }
        self.manifest = manifest;
        if !same || *self.aliases != aliases {
            self.aliases = Arc::new(aliases);
            self.read_texts();
        }
        self.lay_over(changes);
        Ok(())
    }

    /// Takes those out of the segments who list a text that stands for something, and lays them over as they are to be read.
    fn read_texts(&mut self) {
        let mut facts = self.base.take_out(self.aliases.texts());
        facts.iter_mut().for_each(|facts| facts.read_skills(&self.aliases));
        self.aliased = self.floor(facts);
    }

    fn floor(&mut self, facts: Vec<Facts>) -> Floor {
        if facts.is_empty() {
            return Floor::default();
        }
        Floor::new(Arc::new(Stock::of(Segment::of(facts), Arc::make_mut(&mut self.numbers))))
    }

    fn floors(&self) -> [&Floor; 3] {
        [&self.base, &self.aliased, &self.tail]
    }

    /// Lays changes over the segments, in the place of those laid before.
    fn lay_over(&mut self, changes: impl IntoIterator<Item = Change>) {
        self.base.rest();
        self.aliased.rest();
        let mut latest: BTreeMap<DeveloperId, Change> = BTreeMap::new();
        for change in changes {
            if latest.get(&change.id).is_none_or(|known| known.revision < change.revision) {
                latest.insert(change.id, change);
            }
        }
        let mut facts = Vec::new();
        for change in latest.into_values() {
            let home = self.manifest.home_of(change.id).and_then(|name| self.base.stock.homes.get(&name).copied());
            if let Some((block, (at, revision))) = home.and_then(|block| Some((block, self.base.stock.find(block, change.id)?))) {
                // What a segment already has folded in is newer or the same: the change says nothing new.
                if revision >= change.revision {
                    continue;
                }
                self.base.clear(block, at);
                let aliased = self.aliased.stock.clone();
                aliased
                    .blocks()
                    .filter_map(|(block, _)| Some((block, aliased.find(block, change.id)?.0)))
                    .for_each(|(block, at)| self.aliased.clear(block, at));
            }
            facts.extend(change.facts);
        }
        if !self.aliases.is_empty() {
            facts.iter_mut().for_each(|facts| facts.read_skills(&self.aliases));
        }
        self.tail = self.floor(facts);
    }

    /// How many developers can be matched.
    #[must_use]
    pub fn size(&self) -> usize {
        self.floors().iter().map(|floor| floor.live.count as usize).sum()
    }

    /// The best `limit` developers for a role, and why the others are not eligible: what the matcher would say of the same
    /// developers. Of the terms, the developers are not looked at.
    #[must_use]
    pub fn rank<'a>(&'a self, project: &'a Project, role: &'a Role, terms: &'a Terms<'a>, limit: usize) -> Ranking {
        let mut scan = self.scan(project, role, terms, limit);
        for floor in self.floors() {
            scan.through(floor);
        }
        scan.ranking()
    }

    /// All the developers who suit a role, in any order, as far as the choice of a team depends on it. Of the terms, the
    /// developers are not looked at.
    #[must_use]
    pub fn offers<'a>(&'a self, project: &'a Project, role: &'a Role, terms: &'a Terms<'a>) -> Vec<Offer<'a>> {
        let mut scan = self.scan(project, role, terms, usize::MAX);
        let mut offers = Vec::new();
        self.floors().into_iter().for_each(|floor| scan.offers(floor, &mut offers));
        offers
    }

    fn scan<'a>(&'a self, project: &'a Project, role: &'a Role, terms: &'a Terms<'a>, limit: usize) -> Scan<'a> {
        Scan::new(project, role, terms, limit, &self.numbers)
    }

    /// All developers, by id: those of the segments with the changes laid over.
    #[must_use]
    pub fn facts(&self) -> Vec<Facts> {
        let mut facts: Vec<Facts> = self.floors().into_iter().flat_map(Floor::facts).collect();
        segment::sort(&mut facts);
        facts
    }
}

#[cfg(test)]
mod tests;
