//! A segment: developers as rows. Never changed: what changes is laid over it.

use super::facts::Facts;
use super::packed::{MOST_DEVELOPERS, Packed};
use crate::domain::id::DeveloperId;

/// Up to [`MOST_DEVELOPERS`] developers.
pub struct Segment {
    pub(super) packed: Packed,
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
        Self { packed }
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
}

/// In the order of ids, each once, the latest revision of it.
pub(super) fn sort(facts: &mut Vec<Facts>) {
    facts.sort_by(|left, right| left.id.cmp(&right.id).then(right.revision.cmp(&left.revision)));
    facts.dedup_by_key(|facts| facts.id);
}
