//! `POST /engagements/{engagement_id}/pause|resume`: the operator interrupts an engagement by whole local days.

use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use jiff::civil::Date;
use muster::app::App;
use muster::domain::calendar::utc_day;
use muster::domain::id::EngagementId;
use muster::domain::text::Note;
use muster::http::caller::OperatorOnly;
use muster::http::input::{Faults, Input};
use muster::http::once::Once;
use muster::http::problem::Answer;
use muster::http::query::PathOf;
use muster::http::reply::Reply;
use serde_json::Value;
use utoipa::ToSchema;

use crate::course::{refusal, take};

/// The body of a pause.
#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewPause)]
pub(crate) struct RawPause {
    /// The first day that is not billed.
    from: Date,
    #[deserr(default)]
    reason: Option<Note>,
}

/// The body that ends a pause.
#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = Resumption)]
pub(crate) struct RawResumption {
    /// The first day that is billed again.
    on: Date,
}

pub(crate) async fn pause(
    State(app): State<Arc<App>>,
    caller: OperatorOnly,
    once: Once,
    PathOf(id): PathOf<EngagementId>,
    Input(raw): Input<RawPause>,
) -> Answer<Reply<Value>> {
    take(&app, caller.into(), &once, id, Some(raw.from), |engagement, now| {
        let today = engagement.today(now);
        engagement.pause(raw.from, raw.reason.clone(), today).map_err(|error| refusal(error, "/from"))
    })
    .await
}

pub(crate) async fn resume(
    State(app): State<Arc<App>>,
    caller: OperatorOnly,
    once: Once,
    PathOf(id): PathOf<EngagementId>,
    Input(raw): Input<RawResumption>,
) -> Answer<Reply<Value>> {
    // A pause that is to end in the future can be made longer: the days until then are taken away.
    let yesterday = utc_day(app.clock.now()).yesterday().unwrap_or(raw.on);
    take(&app, caller.into(), &once, id, Some(raw.on.min(yesterday)), |engagement, now| {
        let today = engagement.today(now);
        engagement.resume(raw.on, today).map_err(|error| refusal(error, "/on"))
    })
    .await
}
