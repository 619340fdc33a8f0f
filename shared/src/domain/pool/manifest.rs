//! The manifest: which version of each segment is the current one.

use serde::{Deserialize, Serialize};

use crate::domain::id::DeveloperId;

/// One version of one segment. What it names never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SegmentName {
    /// The version of the manifest that it was made for.
    pub version: u64,
    /// Its number among the segments made by one hand.
    pub number: u32,
    /// Tells apart what two hands have made for one version.
    pub maker: u64,
}

/// A segment of a manifest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SegmentRef {
    /// Which.
    pub name: SegmentName,
    /// Every developer from this id on, up to the next segment's, belongs to it. The first segment has those before it too.
    pub first: DeveloperId,
    /// How many developers it holds.
    pub developers: u32,
}

/// The current segments, in the order of ids.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Raised by one with each; 0 before the first.
    pub version: u64,
    /// The segments.
    pub segments: Vec<SegmentRef>,
}

impl Manifest {
    /// Where a developer stands, if anywhere: none only where there is no segment.
    #[must_use]
    pub fn home_of(&self, id: DeveloperId) -> Option<SegmentName> {
        let after = self.segments.partition_point(|segment| segment.first <= id);
        self.segments.get(after.saturating_sub(1)).map(|segment| segment.name)
    }
}
