//! What is seen of a running function: a log of one JSON object a line, whose request and run lines are metrics too.
//!
//! * `request` is the line of a request, `run` that of a billing run.
//! * [`json`] writes lines as CloudWatch reads them, metrics in its embedded metric format.
//! * [`panics`] sees to it that a panic is logged once, with its request.
//!
//! Never a body, a name, an e-mail address, a token or a rate: nothing but ids, routes, counts and our own words for faults.

pub mod json;
pub mod panics;
pub(crate) mod request;
pub mod run;

use std::time::Duration;

use tracing::level_filters::LevelFilter;
use tracing::{Event, Subscriber};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

use json::JsonLines;

/// Whose lines are metrics. They are written at every level.
const REQUEST: &str = "muster::request";
const RUN: &str = "muster::run";

/// Starts logging to the standard output, as a function does at cold start.
pub(crate) fn start(level: &str, function: String) {
    // A second start (several functions in one process) keeps the first.
    let _ = tracing::subscriber::set_global_default(json_lines(level, function, std::io::stdout));
    panics::note(|panic| {
        let place = panic.location().map(ToString::to_string);
        tracing::error!(place, "panicked");
    });
}

/// Lines as Lambda's functions log them, at a level such as `info`, for a function of a name, to any writer.
///
/// The level is that of our own lines. Other crates are heard from `warn` up: below it the SDK logs what is sent.
pub fn json_lines<W>(level: &str, function: String, writer: W) -> impl Subscriber + Send + Sync + use<W>
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let level = level.parse().unwrap_or(LevelFilter::INFO);
    let filter = EnvFilter::new(format!("warn,muster={level},{REQUEST}=info,{RUN}=info"));
    tracing_subscriber::fmt().event_format(JsonLines::new(function)).with_env_filter(filter).with_writer(writer).finish()
}

/// Whether an event is one of those lines.
fn is_of(event: &Event<'_>, target: &str) -> bool {
    event.metadata().target() == target
}

/// Milliseconds, to the microsecond.
#[expect(clippy::float_arithmetic, reason = "a measured time, which decides nothing")]
fn milliseconds(time: Duration) -> f64 {
    f64::from(u32::try_from(time.as_micros()).unwrap_or(u32::MAX)) / 1_000.0
}
