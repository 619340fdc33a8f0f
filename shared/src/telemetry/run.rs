//! The line of a billing run: what it came to, how long it took, and what it cost the table.

use std::time::Instant;

use lambda_runtime::Error;

use super::{RUN, milliseconds};
use crate::store::Meter;

/// What a run came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Invoices issued.
    pub issued: u32,
    /// Engagements and accounts that have to wait.
    pub skipped: u32,
    /// Engagements and accounts that could not be billed.
    pub failed: u32,
    /// Whether work is left for the next run.
    pub more: bool,
}

/// Runs a billing run and writes its line. One that only tries has no counts, and no line.
///
/// # Errors
/// The run's own.
pub async fn watched<T>(
    request_id: &str,
    run: impl Future<Output = Result<T, Error>>,
    counts: impl FnOnce(&T) -> Option<Counts>,
) -> Result<T, Error> {
    let (meter, started) = (Meter::default(), Instant::now());
    let result = meter.over(run).await;
    let usage = meter.usage();
    macro_rules! line {
        ($level:expr, $message:literal, $($field:tt)*) => {
            tracing::event!(
                target: RUN, $level, request_id, duration_ms = milliseconds(started.elapsed()), table_calls = usage.calls,
                read_units = usage.read_units, write_units = usage.write_units, $($field)*, $message
            )
        };
    }
    match &result {
        Ok(answer) => {
            if let Some(Counts { issued, skipped, failed, more }) = counts(answer) {
                line!(tracing::Level::INFO, "billed", issued, skipped, failed, more = u8::from(more));
            }
        }
        Err(error) => line!(tracing::Level::ERROR, "the run failed", cause = %error),
    }
    result
}
