//! Compaction: the changes of developers are folded into segments, which a new manifest then names.
//!
//! It may be killed at any call and two may run at once. Until the manifest is replaced, on condition of its version, nothing
//! has happened that a match could see; and a change that was folded in stays for a minute, so that whoever read the changes
//! before and the manifest after has each developer at least once.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::Serialize;

use crate::app::App;
use crate::domain::id::DeveloperId;
use crate::domain::pool::{Change, Facts, Manifest, SegmentName, SegmentRef, encode_all, fold};
use crate::store::{Attempt, Generation, PoolState, StoreError};

mod sweep;

/// Below both of these, folding costs more than reading the changes with each match.
const ENOUGH_CHANGES: usize = 300;
const ENOUGH_BYTES: usize = 64 * 1024;

/// The most changes folded at once: their note has to fit an item.
const MOST_CHANGES: usize = 4_000;

/// The most segments written anew at once, but for a rebuild: those with the most changes.
const MOST_SEGMENTS: usize = 24;

/// What a compaction did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Compacted {
    /// The version of the manifest that it made; none if it made none.
    pub version: Option<u64>,
    /// The changes that it folded in.
    pub folded: usize,
    /// The segments that it wrote.
    pub written: usize,
    /// The changes that it took away, folded in by an earlier one.
    pub swept: usize,
}

/// How many profiles are held at once.
const PROFILES_AT_A_TIME: usize = 5_000;

/// How much to fold. Where there is no manifest yet, everything is made from the profiles in any case: the table may be older
/// than its pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// What has changed, once it is enough.
    Changes,
    /// What has changed, however little.
    AllChanges,
    /// Everything, from the profiles.
    Rebuild,
}

/// What goes into new segments.
struct Plan {
    /// The segments that stay.
    kept: Vec<SegmentRef>,
    /// Those that go.
    retired: Vec<SegmentName>,
    /// Who was in those that go, as they are now.
    facts: Vec<Facts>,
    folded: Vec<(DeveloperId, u64)>,
}

/// Sweeps up after earlier compactions, and folds what has changed since.
///
/// # Errors
/// The table fails. Another compaction that was quicker is no error.
pub async fn compact(app: &App, extent: Extent) -> Result<Compacted, StoreError> {
    let now = app.clock.now();
    // The manifest is read before the notes: what is noted later belongs to later manifests.
    let mut state = app.store.read_pool().await?;
    let (attempts, generations) = app.store.pool_work().await?;
    let folded: BTreeSet<(DeveloperId, u64)> = generations.iter().flat_map(|generation| generation.folded.iter().copied()).collect();
    let swept = sweep::sweep(app, &state.manifest, attempts, generations, now).await?;
    let all = state.changes.len().max(1);
    state.changes.retain(|change| !folded.contains(&(change.id, change.revision)));
    let bytes = state.bytes * state.changes.len() / all;
    let enough = state.changes.len() >= ENOUGH_CHANGES || bytes >= ENOUGH_BYTES;
    let plan = match extent {
        Extent::Changes | Extent::AllChanges if state.manifest.version == 0 => Some(rebuild(app, &state).await?),
        Extent::Changes if !enough => None,
        Extent::Changes | Extent::AllChanges if state.changes.is_empty() => None,
        Extent::Changes | Extent::AllChanges => Some(plan(app, &state).await?),
        Extent::Rebuild => Some(rebuild(app, &state).await?),
    };
    let done = match plan {
        Some(plan) => carry_out(app, &state.manifest, plan, now).await?,
        None => Compacted::default(),
    };
    Ok(Compacted { swept, ..done })
}

/// Folds changes into the segments that have the most of them.
async fn plan(app: &App, state: &PoolState) -> Result<Plan, StoreError> {
    let mut by_home: BTreeMap<Option<SegmentName>, Vec<Change>> = BTreeMap::new();
    for change in state.changes.iter().take(MOST_CHANGES) {
        by_home.entry(state.manifest.home_of(change.id)).or_default().push(change.clone());
    }
    let mut homes: Vec<(Option<SegmentName>, Vec<Change>)> = by_home.into_iter().collect();
    homes.sort_by_key(|(name, changes)| (std::cmp::Reverse(changes.len()), *name));
    homes.truncate(MOST_SEGMENTS);
    let retired: Vec<SegmentName> = homes.iter().filter_map(|(name, _)| *name).collect();
    let old = app.store.find_segments(&retired).await?;
    let changes: Vec<Change> = homes.into_iter().flat_map(|(_, changes)| changes).collect();
    let folded = changes.iter().map(|change| (change.id, change.revision)).collect();
    let facts = fold(old.iter().flat_map(|(_, segment)| segment.facts()), changes);
    Ok(Plan { kept: kept(&state.manifest, &retired), retired, facts, folded })
}

fn kept(manifest: &Manifest, retired: &[SegmentName]) -> Vec<SegmentRef> {
    manifest.segments.iter().filter(|segment| !retired.contains(&segment.name)).copied().collect()
}

/// All developers from their profiles. The index only nominates: it may lag, and so may a segment; the profiles are read strongly.
async fn rebuild(app: &App, state: &PoolState) -> Result<Plan, StoreError> {
    let retired: Vec<SegmentName> = state.manifest.segments.iter().map(|segment| segment.name).collect();
    let mut ids: BTreeSet<DeveloperId> = app.store.vetted_ids().await?.into_iter().collect();
    ids.extend(state.changes.iter().map(|change| change.id));
    for (_, segment) in app.store.find_segments(&retired).await? {
        ids.extend(segment.facts().map(|facts| facts.id));
    }
    let ids: Vec<DeveloperId> = ids.into_iter().collect();
    let mut facts = Vec::new();
    for some in ids.chunks(PROFILES_AT_A_TIME) {
        facts.extend(app.store.find_developers(some.iter().copied()).await?.iter().filter_map(Facts::of));
    }
    let folded = state.changes.iter().take(MOST_CHANGES).map(|change| (change.id, change.revision)).collect();
    Ok(Plan { kept: Vec::new(), retired, facts, folded })
}

/// Writes the segments of a plan and the manifest that names them; without the latter, takes the former back.
async fn carry_out(app: &App, before: &Manifest, plan: Plan, now: Timestamp) -> Result<Compacted, StoreError> {
    let Plan { kept, retired, facts, folded } = plan;
    let version = before.version + 1;
    let maker = u64::try_from(app.clock.new_ulid().0 & u128::from(u64::MAX)).unwrap_or_default();
    let made: Vec<(SegmentRef, Vec<u8>)> = (0..)
        .zip(parts(facts, &kept))
        .map(|(number, (first, developers, bytes))| (SegmentRef { name: SegmentName { version, number, maker }, first, developers }, bytes))
        .collect();
    let mut segments: Vec<SegmentRef> = kept.into_iter().chain(made.iter().map(|(segment, _)| *segment)).collect();
    segments.sort_by_key(|segment| segment.first);
    let manifest = Manifest { version, segments };
    let attempt = Attempt { maker, at: now, names: made.iter().map(|(segment, _)| segment.name).collect(), revision: 1 };
    let done = Compacted { version: Some(version), folded: folded.len(), written: made.len(), swept: 0 };
    app.store.begin_attempt(&attempt, app.clock.new_ulid()).await?;
    for (segment, bytes) in made {
        app.store.create_segment(segment.name, bytes, app.clock.new_ulid()).await?;
    }
    let generation = Generation { version, at: app.clock.now(), retired, folded, revision: 1 };
    match app.store.replace_manifest(&manifest, &generation, &attempt, app.clock.new_ulid()).await {
        Ok(()) => Ok(done),
        // Another one was quicker. What was made is named by nobody.
        Err(StoreError::Stale { .. } | StoreError::Taken { .. }) => {
            sweep::take_back(app, attempt).await?;
            Ok(Compacted::default())
        }
        Err(other) => Err(other),
    }
}

/// Segments of developers, none of which reaches over one that stays: ids of different segments must not interleave.
fn parts(facts: Vec<Facts>, kept: &[SegmentRef]) -> Vec<(DeveloperId, u32, Vec<u8>)> {
    let mut by_gap: BTreeMap<usize, Vec<Facts>> = BTreeMap::new();
    for facts in facts {
        by_gap.entry(kept.partition_point(|segment| segment.first <= facts.id)).or_default().push(facts);
    }
    by_gap.into_values().flat_map(encode_all).collect()
}
