//! The scheduled compaction of the matcher's pool: what changed of developers is folded into segments once it is enough.

use std::sync::Arc;

use lambda_runtime::{Error, LambdaEvent};
use muster::app::App;
use muster::pooling::compact::{Compacted, Extent, compact};
use serde::Deserialize;
use serde_json::Value;

/// What starts a compaction: the schedule's time, or a wish to fold more than it would.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Trigger {
    #[serde(rename = "time")]
    _time: Option<String>,
    /// Fold what there is, however little.
    #[serde(default)]
    all: bool,
    /// Make every segment anew from the profiles: after a change of what a row holds, or of a table that has no pool yet.
    #[serde(default)]
    rebuild: bool,
}

/// Compacts, and says what was done.
///
/// # Errors
/// The event is not a trigger, or the table fails; the schedule tries again in any case.
pub async fn run(app: Arc<App>, event: LambdaEvent<Value>) -> Result<Value, Error> {
    let trigger: Trigger = serde_json::from_value(event.payload)?;
    let extent = match trigger {
        Trigger { rebuild: true, .. } => Extent::Rebuild,
        Trigger { all: true, .. } => Extent::AllChanges,
        Trigger { .. } => Extent::Changes,
    };
    let done: Compacted = compact(&app, extent).await?;
    if done != Compacted::default() {
        let Compacted { version, folded, written, swept } = done;
        tracing::info!(version, folded, written, swept, "compacted");
    }
    Ok(serde_json::to_value(done)?)
}
