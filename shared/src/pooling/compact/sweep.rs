//! What earlier compactions have left: changes that are folded in, segments that no manifest names, attempts given up.

use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::{SignedDuration, Timestamp};

use crate::app::App;
use crate::domain::pool::{Manifest, SegmentName};
use crate::store::{Attempt, Generation, StoreError};

/// How long a change stays after it was folded in: longer than any match takes to read changes and manifest.
const CHANGES_STAY: SignedDuration = SignedDuration::from_secs(60);

/// How long a segment stays after the last manifest that named it, and an attempt before it counts as forgotten: longer than
/// a match holds on to a manifest, and than a compaction can run.
const SEGMENTS_STAY: SignedDuration = SignedDuration::from_hours(1);

/// How many manifests back a segment stays in any case.
const GENERATIONS_STAY: u64 = 2;

/// How many removals run at a time.
const AT_A_TIME: usize = 16;

/// Removes what is no longer needed, and says how many changes that was.
///
/// # Errors
/// The table fails.
pub(super) async fn sweep(
    app: &App,
    manifest: &Manifest,
    attempts: Vec<Attempt>,
    generations: Vec<Generation>,
    now: Timestamp,
) -> Result<usize, StoreError> {
    let over = |at: Timestamp, stay: SignedDuration| now.duration_since(at) >= stay;
    for attempt in attempts.into_iter().filter(|attempt| over(attempt.at, SEGMENTS_STAY)) {
        take_back(app, attempt).await?;
    }
    let mut swept = 0;
    for mut generation in generations {
        if over(generation.at, CHANGES_STAY) && !generation.folded.is_empty() {
            let changes = std::mem::take(&mut generation.folded);
            swept += changes.len();
            let removals = changes.into_iter().map(|(id, revision)| app.store.remove_change(id, revision, app.clock.new_ulid()));
            stream::iter(removals).buffer_unordered(AT_A_TIME).try_collect::<()>().await?;
            generation.revision += 1;
            match app.store.replace_generation(&generation, app.clock.new_ulid()).await {
                // Somebody else sweeps the same.
                Err(StoreError::Stale { .. }) => continue,
                other => other?,
            }
        }
        let behind = generation.version + GENERATIONS_STAY <= manifest.version;
        if behind && generation.folded.is_empty() && over(generation.at, SEGMENTS_STAY) {
            remove_segments(app, &generation.retired).await?;
            app.store.remove_generation(&generation, app.clock.new_ulid()).await?;
        }
    }
    Ok(swept)
}

/// Gives an attempt up and removes the segments it made, unless its manifest came meanwhile.
///
/// # Errors
/// The table fails.
pub(super) async fn take_back(app: &App, mut attempt: Attempt) -> Result<(), StoreError> {
    // First no manifest may come of it any more, then its segments go, and it last: until then it says what there is to remove.
    if !attempt.is_given_up() {
        attempt.revision += 1;
        match app.store.replace_attempt(&attempt, app.clock.new_ulid()).await {
            Err(StoreError::Stale { .. }) => return Ok(()),
            other => other?,
        }
    }
    remove_segments(app, &attempt.names).await?;
    app.store.remove_attempt(&attempt, app.clock.new_ulid()).await
}

async fn remove_segments(app: &App, names: &[SegmentName]) -> Result<(), StoreError> {
    let removals = names.iter().copied().map(|name| app.store.remove_segment(name, app.clock.new_ulid()));
    stream::iter(removals).buffer_unordered(AT_A_TIME).try_collect().await
}
