//! The line of a request: who asked what, how it ended, how long it took, and what it cost the table.

use std::time::Instant;

use axum::extract::Request;
use lambda_http::request::RequestContext;

use super::{REQUEST, milliseconds, panics};
use crate::http::caller::{Caller, Seen};
use crate::http::problem::Reason;
use crate::store::Meter;

/// Sees a request through.
#[derive(Debug)]
pub(crate) struct Watch {
    request_id: String,
    /// The route's own key, such as `GET /projects/{project_id}`: never the path, which holds what the caller wrote.
    route: String,
    claimed: Option<Caller>,
    /// Filled in when the request's login is looked up.
    seen: Seen,
    meter: Meter,
    started: Instant,
}

impl Watch {
    /// Begins with a request.
    pub(crate) fn of(request: &mut Request, request_id: &str) -> Self {
        let seen = Seen::default();
        request.extensions_mut().insert(seen.clone());
        let route = match request.extensions().get::<RequestContext>() {
            Some(RequestContext::ApiGatewayV2(context)) => context.route_key.clone(),
            _ => None,
        };
        Self {
            request_id: request_id.to_owned(),
            route: route.unwrap_or_else(|| "none".to_owned()),
            claimed: Caller::claimed(request.extensions()),
            seen,
            meter: Meter::default(),
            started: Instant::now(),
        }
    }

    /// Runs what answers it.
    pub(crate) async fn over<F: Future>(&self, answering: F) -> F::Output {
        panics::with_place(self.meter.over(answering)).await
    }

    /// Writes the line.
    pub(crate) fn answered(&self, status: u16, reason: Option<&Reason>) {
        let usage = self.meter.usage();
        // Role and account, parted by a colon.
        let label = self.seen.caller(self.claimed).map(Caller::label);
        let (caller, account) = match label.as_deref().map(|label| label.split_once(':').ok_or(label)) {
            Some(Ok((role, account))) => (role, Some(account)),
            Some(Err(role)) => (role, None),
            None => ("none", None),
        };
        let (problem, cause) = (reason.map(|reason| reason.slug), reason.and_then(|reason| reason.cause.as_deref()));
        macro_rules! line {
            ($level:expr, $message:literal) => {
                tracing::event!(
                    target: REQUEST, $level, request_id = self.request_id, route = self.route, caller, account, status, problem, cause,
                    duration_ms = milliseconds(self.started.elapsed()), table_ms = milliseconds(usage.waited), table_calls = usage.calls, round_trips = usage.round_trips,
                    read_units = usage.read_units, write_units = usage.write_units, $message
                )
            };
        }
        match (status, reason) {
            (500.., _) => line!(tracing::Level::ERROR, "failed"),
            (_, Some(_)) => line!(tracing::Level::INFO, "refused"),
            (_, None) => line!(tracing::Level::INFO, "answered"),
        }
    }
}
