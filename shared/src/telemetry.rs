//! The log: one JSON object a line, for CloudWatch. Never a body, an e-mail address, a token or a rate.

use tracing_subscriber::EnvFilter;

/// Starts logging, as a function does at cold start.
pub(crate) fn start() {
    let filter = EnvFilter::try_new(crate::config::log_level()).unwrap_or_else(|_| EnvFilter::new("info"));
    // A second start (several functions in one process) keeps the first.
    let _ = tracing_subscriber::fmt().json().with_env_filter(filter).with_target(false).without_time().try_init();
}
