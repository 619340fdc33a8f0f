//! `POST /engagements/{engagement_id}/accept`: the developer, or the operator, takes the offer. The seat, the hours and the
//! engagement change together, so that no race overbooks anyone.

use std::sync::Arc;

use axum::extract::State;
use muster::app::App;
use muster::domain::billing::next_due_at;
use muster::domain::developer::Commitment;
use muster::domain::engagement::EngagementStatus;
use muster::domain::id::EngagementId;
use muster::domain::project::{ProjectStatus, Seat};
use muster::http::caller::{Caller, DeveloperSide};
use muster::http::once::Once;
use muster::http::problem::{Answer, Problem, ProblemKind};
use muster::http::query::PathOf;
use muster::http::reply::Reply;
use muster::store::{Scope, StoreError};
use serde_json::Value;

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    caller: DeveloperSide,
    once: Once,
    PathOf(id): PathOf<EngagementId>,
) -> Answer<Reply<Value>> {
    let caller = Caller::from(caller);
    // Two acceptances for one project or developer meet; the later one decides again from what is there then.
    for _ in 0..4 {
        match accept(&app, caller, &once, id).await? {
            Ok(reply) => return Ok(reply),
            Err(StoreError::Stale { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(StoreError::Stale { what: "engagement" }.into())
}

async fn accept(app: &App, caller: Caller, once: &Once, id: EngagementId) -> Answer<Result<Reply<Value>, StoreError>> {
    let mut engagement = app.store.find_engagement(id, caller.scope()).await?.ok_or_else(Problem::not_found)?;
    crate::refuse::require_offered(&engagement)?;
    let (project, developer) = tokio::try_join!(
        app.store.find_project(engagement.project_id, Scope::All),
        app.store.find_developer(engagement.developer_id, Scope::All),
    )?;
    let (mut project, mut developer) = project.zip(developer).ok_or_else(Problem::not_found)?;
    let seat = Seat { engagement_id: engagement.id, developer_id: engagement.developer_id, ended_on: None };
    if project.status != ProjectStatus::Open || !project.fill_seat(engagement.role_id, seat, engagement.terms.starts_on) {
        return Err(Problem::new(ProblemKind::Overbooked, "The role has no free seat any more."));
    }
    let commitment = Commitment {
        engagement_id: engagement.id,
        from: engagement.terms.starts_on,
        until: engagement.terms.ends_on,
        hours_per_week: engagement.terms.hours_per_week,
    };
    if let Some(day) = developer.overbooked_by(&commitment) {
        return Err(Problem::new(ProblemKind::Overbooked, format!("On {day} the developer has too few hours left.")));
    }
    developer.commitments.push(commitment);
    developer.revision += 1;
    project.version += 1;
    engagement.status = EngagementStatus::Active;
    engagement.billing_state.due_at = next_due_at(&engagement);
    engagement.version += 1;
    engagement.revision += 1;
    let reply = crate::reply::for_caller(engagement.clone(), caller, app.clock.now())?;
    let saved = app.store.accept_engagement(&engagement, &developer, &project, once.write(app, &reply)?).await;
    Ok(saved.map(|()| reply))
}
