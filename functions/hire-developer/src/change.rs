//! `PATCH /engagements/{engagement_id}`: the operator changes its hours, its weekly cap, its purchase order or its external id.

use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use muster::app::App;
use muster::domain::developer::Developer;
use muster::domain::engagement::{Engagement, EngagementStatus};
use muster::domain::id::EngagementId;
use muster::domain::text::Reference;
use muster::http::caller::{Caller, OperatorOnly};
use muster::http::input::{Faults, Whole};
use muster::http::patch::{Current, IfMatch, MergePatch, patch};
use muster::http::problem::{Answer, Problem, ProblemKind};
use muster::http::query::PathOf;
use muster::http::reply::Reply;
use muster::store::{Scope, StoreError};
use serde_json::{Value, json};

/// What of an engagement can be changed; rates, dates and billing terms have ways of their own.
#[derive(Deserr, utoipa::ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = EngagementChange)]
pub(crate) struct RawChange {
    hours_per_week: Whole<1, 60>,
    #[deserr(default)]
    weekly_cap_minutes: Option<Whole<1, 10080>>,
    #[deserr(default)]
    purchase_order: Option<Reference>,
    #[deserr(default)]
    external_id: Option<Reference>,
}

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    OperatorOnly: OperatorOnly,
    PathOf(id): PathOf<EngagementId>,
    if_match: IfMatch,
    change: MergePatch,
) -> Answer<Reply<Value>> {
    let (app, change) = (&*app, &change);
    let read = move || read(app, id);
    let save = move |engagement, form| save(app, change, engagement, form);
    patch(change, &if_match, read, save).await
}

async fn read(app: &App, id: EngagementId) -> Answer<Current<Engagement>> {
    let engagement = app.store.find_engagement(id, Scope::All).await?.ok_or_else(Problem::not_found)?;
    match engagement.standing(engagement.today(app.clock.now())) {
        EngagementStatus::Offered | EngagementStatus::Active | EngagementStatus::Paused => {
            Ok(Current { version: engagement.version, form: form(&engagement), record: engagement })
        }
        status @ (EngagementStatus::Ended | EngagementStatus::Declined | EngagementStatus::Withdrawn) => {
            Err(Problem::new(ProblemKind::WrongState, format!("The engagement is {status}.")))
        }
    }
}

async fn save(app: &App, change: &MergePatch, mut engagement: Engagement, form: Value) -> Answer<Result<Reply<Value>, StoreError>> {
    let raw: RawChange = change.apply(&form)?;
    let before = engagement.terms.clone();
    engagement.terms.hours_per_week = raw.hours_per_week.small();
    engagement.terms.weekly_cap_minutes = raw.weekly_cap_minutes.map(|cap| cap.0);
    engagement.terms.purchase_order = raw.purchase_order;
    engagement.terms.external_id = raw.external_id;
    if engagement.terms == before {
        return crate::reply::for_caller(engagement, Caller::Operator, app.clock.now()).map(Ok);
    }
    let developer = if engagement.terms.hours_per_week == before.hours_per_week { None } else { recommit(app, &engagement).await? };
    engagement.version += 1;
    engagement.revision += 1;
    let reply = crate::reply::for_caller(engagement.clone(), Caller::Operator, app.clock.now())?;
    let saved = app.store.change_engagement(&engagement, &before, developer.as_ref(), app.clock.new_ulid()).await;
    Ok(saved.map(|()| reply))
}

/// The developer with the changed hours in place of those before; none while the engagement is only offered.
async fn recommit(app: &App, engagement: &Engagement) -> Answer<Option<Developer>> {
    if engagement.status == EngagementStatus::Offered {
        return Ok(None);
    }
    let mut developer = app.store.find_developer(engagement.developer_id, Scope::All).await?.ok_or_else(Problem::not_found)?;
    let Some(at) = developer.commitments.iter().position(|commitment| commitment.engagement_id == engagement.id) else { return Ok(None) };
    let mut commitment = developer.commitments.remove(at);
    commitment.hours_per_week = engagement.terms.hours_per_week;
    if let Some(day) = developer.overbooked_by(&commitment) {
        return Err(Problem::new(ProblemKind::Overbooked, format!("On {day} the developer has too few hours left.")));
    }
    developer.commitments.push(commitment);
    developer.revision += 1;
    Ok(Some(developer))
}

fn form(engagement: &Engagement) -> Value {
    let terms = &engagement.terms;
    json!({
        "hours_per_week": terms.hours_per_week,
        "weekly_cap_minutes": terms.weekly_cap_minutes,
        "purchase_order": terms.purchase_order,
        "external_id": terms.external_id,
    })
}
