//! `POST /engagements/{engagement_id}/billing`: the operator has an engagement billed by other terms, from a period's first day.

use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use jiff::civil::Date;
use muster::app::App;
use muster::domain::id::EngagementId;
use muster::http::caller::OperatorOnly;
use muster::http::input::{Faults, Input};
use muster::http::once::Once;
use muster::http::problem::Answer;
use muster::http::query::PathOf;
use muster::http::reply::Reply;
use serde_json::Value;
use utoipa::ToSchema;

use crate::course::{refusal, take};
use crate::terms::RawBilling;

/// The body. What is left out of the terms has its default, whatever it was before; the zone stays.
#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewBilling)]
pub(crate) struct RawChange {
    effective_from: Date,
    billing: RawBilling,
}

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    caller: OperatorOnly,
    once: Once,
    PathOf(id): PathOf<EngagementId>,
    Input(raw): Input<RawChange>,
) -> Answer<Reply<Value>> {
    let from = raw.effective_from;
    take(&app, caller.into(), &once, id, Some(from), |engagement, now| {
        let mut faults = Faults::new();
        raw.billing.check(engagement.terms.model, &mut faults);
        faults.or(())?;
        let (terms, today) = (raw.billing.to_terms(&engagement.terms.billing.time_zone), engagement.today(now));
        engagement.change_billing(from, terms, today).map_err(|error| refusal(error, "/effective_from"))
    })
    .await
}
