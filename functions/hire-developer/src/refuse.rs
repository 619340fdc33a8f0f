//! `POST /engagements/{engagement_id}/decline` by the developer, and `/withdraw` by the operator: an offer comes to nothing.

use std::sync::Arc;

use axum::extract::State;
use muster::app::App;
use muster::domain::engagement::{Engagement, EngagementStatus};
use muster::domain::id::EngagementId;
use muster::http::caller::{Caller, DeveloperSide, OperatorOnly};
use muster::http::once::Once;
use muster::http::problem::{Answer, Problem, ProblemKind};
use muster::http::query::PathOf;
use muster::http::reply::Reply;
use serde_json::Value;

pub(crate) async fn decline(
    State(app): State<Arc<App>>,
    caller: DeveloperSide,
    once: Once,
    PathOf(id): PathOf<EngagementId>,
) -> Answer<Reply<Value>> {
    end_offer(&app, caller.into(), &once, id, EngagementStatus::Declined).await
}

pub(crate) async fn withdraw(
    State(app): State<Arc<App>>,
    caller: OperatorOnly,
    once: Once,
    PathOf(id): PathOf<EngagementId>,
) -> Answer<Reply<Value>> {
    end_offer(&app, caller.into(), &once, id, EngagementStatus::Withdrawn).await
}

async fn end_offer(app: &App, caller: Caller, once: &Once, id: EngagementId, status: EngagementStatus) -> Answer<Reply<Value>> {
    let mut engagement = app.store.find_engagement(id, caller.scope()).await?.ok_or_else(Problem::not_found)?;
    require_offered(&engagement)?;
    engagement.status = status;
    engagement.version += 1;
    engagement.revision += 1;
    let reply = crate::reply::for_caller(engagement.clone(), caller, app.clock.now())?;
    app.store.replace_engagement(&engagement, once.write(app, &reply)?).await?;
    Ok(reply)
}

/// Only an offer can be taken or refused.
pub(crate) fn require_offered(engagement: &Engagement) -> Answer<()> {
    match engagement.status {
        EngagementStatus::Offered => Ok(()),
        status => Err(Problem::new(ProblemKind::WrongState, format!("The engagement is {status}."))),
    }
}
