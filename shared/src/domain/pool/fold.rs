//! Folding changes into a segment's developers.

use std::collections::BTreeMap;

use super::facts::{Change, Facts};
use crate::domain::id::DeveloperId;

/// The developers of a segment with changes folded in, by id. A change that is not newer than what is there says nothing.
#[must_use]
pub fn fold(facts: impl IntoIterator<Item = Facts>, changes: impl IntoIterator<Item = Change>) -> Vec<Facts> {
    let mut known: BTreeMap<DeveloperId, Facts> = facts.into_iter().map(|facts| (facts.id, facts)).collect();
    for change in changes {
        if known.get(&change.id).is_some_and(|known| known.revision >= change.revision) {
            continue;
        }
        match change.facts {
            Some(facts) => known.insert(change.id, facts),
            None => known.remove(&change.id),
        };
    }
    known.into_values().collect()
}
