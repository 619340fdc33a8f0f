//! The keys of the pool: one partition that a match reads as a whole, segments under keys of their own, and the compactor's notes.

use super::{Key, Run, key, run};
use crate::domain::id::DeveloperId;
use crate::domain::pool::SegmentName;

/// In this partition the manifest sorts after the changes, so that no change can be folded away between the two.
const POOL: &str = "pool";
const WORK: &str = "pool-work";

pub(in crate::store) fn pool() -> Run {
    run(POOL, "")
}
pub(in crate::store) fn changed(id: DeveloperId) -> Key {
    key(POOL, format_args!("changed#{id}"))
}
pub(in crate::store) fn manifest() -> Key {
    key(POOL, "manifest")
}
pub(in crate::store) fn segment(name: SegmentName) -> Key {
    let SegmentName { version, number, maker } = name;
    key(format_args!("segment#{version}#{maker:016x}#{number}"), "segment")
}
pub(in crate::store) fn pool_work() -> Run {
    run(WORK, "")
}
pub(in crate::store) fn attempt(maker: u64) -> Key {
    key(WORK, format_args!("attempt#{maker:016x}"))
}
pub(in crate::store) fn generation(version: u64) -> Key {
    key(WORK, format_args!("generation#{version:012}"))
}
