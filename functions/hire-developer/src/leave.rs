//! `POST /engagements/{engagement_id}/leave`: the operator notes days off, for which a monthly fee goes on or does not.

use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use jiff::civil::Date;
use muster::app::App;
use muster::domain::engagement::Leave;
use muster::domain::id::EngagementId;
use muster::http::caller::OperatorOnly;
use muster::http::input::{Faults, Input};
use muster::http::once::Once;
use muster::http::problem::{Answer, Problem};
use muster::http::query::PathOf;
use muster::http::reply::Reply;
use serde_json::Value;
use utoipa::ToSchema;

use crate::course::{refusal, take};

/// The body: days, the first and the last included.
#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewLeave)]
pub(crate) struct RawLeave {
    from: Date,
    to: Date,
    paid: bool,
}

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    caller: OperatorOnly,
    once: Once,
    PathOf(id): PathOf<EngagementId>,
    Input(raw): Input<RawLeave>,
) -> Answer<Reply<Value>> {
    if raw.to < raw.from {
        return Err(Problem::invalid_at("/to", "must not be before from"));
    }
    take(&app, caller.into(), &once, id, None, |engagement, now| {
        let leave = Leave { from: raw.from, to: raw.to, paid: raw.paid };
        let today = engagement.today(now);
        let place = if raw.from < engagement.terms.starts_on { "/from" } else { "/to" };
        engagement.take_leave(leave, today).map_err(|error| refusal(error, place))
    })
    .await
}
