//! `POST /engagements/{engagement_id}/decline` by the developer, and `/withdraw` by the operator: an offer comes to nothing.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use muster::app::App;
use muster::domain::engagement::{Engagement, EngagementStatus};
use muster::domain::id::EngagementId;
use muster::http::caller::{Caller, DeveloperSide, OperatorOnly};
use muster::http::problem::{Answer, Problem, ProblemKind};
use muster::http::query::PathOf;

pub(crate) async fn decline(State(app): State<Arc<App>>, caller: DeveloperSide, PathOf(id): PathOf<EngagementId>) -> Answer<Response> {
    end_offer(&app, caller.into(), id, EngagementStatus::Declined).await
}

pub(crate) async fn withdraw(State(app): State<Arc<App>>, caller: OperatorOnly, PathOf(id): PathOf<EngagementId>) -> Answer<Response> {
    end_offer(&app, caller.into(), id, EngagementStatus::Withdrawn).await
}

async fn end_offer(app: &App, caller: Caller, id: EngagementId, status: EngagementStatus) -> Answer<Response> {
    let mut engagement = app.store.find_engagement(id, caller.scope()).await?.ok_or_else(Problem::not_found)?;
    require_offered(&engagement)?;
    engagement.status = status;
    engagement.version += 1;
    engagement.revision += 1;
    app.store.replace_engagement(&engagement, app.clock.new_ulid()).await?;
    Ok(crate::reply::for_caller(engagement, caller))
}

/// Only an offer can be taken or refused.
pub(crate) fn require_offered(engagement: &Engagement) -> Answer<()> {
    match engagement.status {
        EngagementStatus::Offered => Ok(()),
        status => Err(Problem::new(ProblemKind::WrongState, format!("The engagement is {status}."))),
    }
}
