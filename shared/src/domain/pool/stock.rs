//! Segments side by side, each in a block of one room of positions, with the sets that reach over all of them; and who of them
//! counts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::bits::Bits;
use super::facts::Facts;
use super::manifest::SegmentName;
use super::numbers::{Numbers, Own};
use super::segment::Segment;
use super::sets::Sets;
use crate::domain::id::DeveloperId;

/// A segment with the pool's numbers for what its rows point to.
#[derive(Clone)]
pub(super) struct Part {
    pub segment: Arc<Segment>,
    pub own: Arc<Own>,
    /// The first developer's id; ids rise.
    pub first: Option<DeveloperId>,
}

impl Part {
    fn new(segment: Segment, numbers: &mut Numbers) -> Self {
        let own = numbers.own(&segment);
        Self { first: segment.packed.ids.first().copied(), segment: Arc::new(segment), own: Arc::new(own) }
    }
}

/// Segments in blocks, and the sets over them.
#[derive(Clone, Default)]
pub(super) struct Stock {
    pub parts: Vec<Option<Part>>,
    /// Which block a segment of the manifest stands in.
    pub homes: BTreeMap<SegmentName, usize>,
    pub sets: Sets,
}

impl Stock {
    /// Of segments that the manifest does not name.
    pub(super) fn of(segments: Vec<Segment>, numbers: &mut Numbers) -> Self {
        let parts: Vec<Option<Part>> = segments.into_iter().map(|segment| Some(Part::new(segment, numbers))).collect();
        Self { sets: Sets::over(&parts, numbers), parts, homes: BTreeMap::new() }
    }

    /// The same with only the segments named, and those that are brought. They stand in the blocks of those that go: the sets
    /// change there alone, unless most of it is new.
    pub(super) fn exchanged(&self, named: &BTreeSet<SegmentName>, brought: BTreeMap<SegmentName, Segment>, numbers: &mut Numbers) -> Self {
        let mut parts = self.parts.clone();
        let mut homes = self.homes.clone();
        homes.retain(|name, _| named.contains(name));
        let anew = brought.len() >= homes.len();
        if anew {
            let kept = homes.values().map(|block| parts.get_mut(*block).and_then(Option::take)).collect();
            homes = homes.into_keys().zip(0..).collect();
            parts = kept;
        }
        let taken: BTreeSet<usize> = homes.values().copied().collect();
        let mut changed: Vec<usize> = (0..parts.len()).filter(|block| !taken.contains(block)).collect();
        for block in &changed {
            parts.get_mut(*block).into_iter().for_each(|part| *part = None);
        }
        let mut free = changed.clone().into_iter();
        for (name, segment) in brought.into_iter().filter(|(name, _)| named.contains(name)) {
            let part = Some(Part::new(segment, numbers));
            let block = free.next().unwrap_or_else(|| {
                parts.push(None);
                changed.push(parts.len() - 1);
                parts.len() - 1
            });
            parts.get_mut(block).into_iter().for_each(|place| place.clone_from(&part));
            homes.insert(name, block);
        }
        let sets = if anew { Sets::over(&parts, numbers) } else { self.sets.exchanged(&parts, &changed, numbers) };
        Self { parts, homes, sets }
    }

    /// Where a developer of a block stands, and in which revision.
    pub(super) fn find(&self, block: usize, id: DeveloperId) -> Option<(u16, u64)> {
        self.parts.get(block)?.as_ref()?.segment.find(id)
    }

    /// The segments with their blocks.
    pub(super) fn blocks(&self) -> impl Iterator<Item = (usize, &Part)> {
        self.parts.iter().enumerate().filter_map(|(block, part)| Some((block, part.as_ref()?)))
    }
}

/// A stock, and who of it counts.
#[derive(Clone, Default)]
pub(super) struct Floor {
    pub stock: Arc<Stock>,
    /// Who counts as long as nothing is laid over.
    resting: Arc<Live>,
    pub live: Live,
}

/// Who counts, and how many they are by what is asked first.
#[derive(Clone, Default)]
pub(super) struct Live {
    pub bits: Bits,
    pub count: u32,
    /// By the country's number, for each way of being hired: how many there can be hired so.
    pub census: Vec<[u32; 3]>,
}

impl Floor {
    pub(super) fn new(stock: Arc<Stock>) -> Self {
        let live = stock.sets.everyone();
        Self { stock, resting: Arc::new(live.clone()), live }
    }

    /// Takes out for as long as the stock stays who lists one of these texts, and gives them back as they are.
    pub(super) fn take_out<'t>(&mut self, texts: impl Iterator<Item = &'t str>) -> Vec<Facts> {
        let mut live = self.stock.sets.everyone();
        let mut facts = Vec::new();
        for text in texts {
            for (block, part) in self.stock.blocks() {
                for at in self.stock.sets.unknown(text, block) {
                    if self.stock.clear(&mut live, block, at) {
                        facts.extend(part.segment.packed.odd.get(&at).cloned());
                    }
                }
            }
        }
        self.resting = Arc::new(live);
        self.rest();
        facts
    }

    /// Lays nothing over it any more.
    pub(super) fn rest(&mut self) {
        self.live.clone_from(&self.resting);
    }

    /// Whoever stands there no longer counts.
    pub(super) fn clear(&mut self, block: usize, at: u16) {
        self.stock.clear(&mut self.live, block, at);
    }

    /// Those who count.
    pub(super) fn facts(&self) -> impl Iterator<Item = Facts> + '_ {
        self.stock.blocks().flat_map(move |(block, part)| {
            let facts = (0_u16..).zip(part.segment.facts());
            facts.filter(move |(at, _)| self.live.bits.has(block, *at)).map(|(_, facts)| facts)
        })
    }
}

impl Stock {
    /// Takes someone out of those who count; whether they did.
    fn clear(&self, live: &mut Live, block: usize, at: u16) -> bool {
        if !live.bits.has(block, at) {
            return false;
        }
        live.bits.clear(block, at);
        live.count = live.count.saturating_sub(1);
        let packed = self.parts.get(block).and_then(Option::as_ref).map(|part| &part.segment.packed);
        let country = packed.and_then(|packed| packed.countries.get(usize::from(packed.rows.get(usize::from(at))?.country)));
        let counts = country.and_then(|country| live.census.get_mut(self.sets.country(*country)?));
        for (count, model) in counts.into_iter().flatten().zip(&self.sets.models) {
            *count -= u32::from(model.has(block, at));
        }
        true
    }
}
