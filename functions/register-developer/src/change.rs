//! `PATCH /developers/{developer_id}`: the developer, or the operator, changes the profile. Being vetted outlasts it.

use std::sync::Arc;

use axum::extract::State;
use muster::app::App;
use muster::domain::developer::{Developer, DeveloperProfile, DeveloperStatus};
use muster::domain::id::DeveloperId;
use muster::http::caller::{Caller, DeveloperSide};
use muster::http::patch::{Current, IfMatch, MergePatch, patch};
use muster::http::problem::{Answer, Problem, ProblemKind};
use muster::http::query::PathOf;
use muster::http::reply::Reply;
use muster::store::StoreError;
use serde_json::{Value, json};

use crate::register::RawDeveloper;
use crate::reply::DeveloperReply;

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    caller: DeveloperSide,
    PathOf(id): PathOf<DeveloperId>,
    if_match: IfMatch,
    change: MergePatch,
) -> Answer<Reply<DeveloperReply>> {
    if matches!(caller, DeveloperSide::Developer(_)) && change.fields().any(|field| field == "external_id") {
        return Err(Problem::invalid_at("/external_id", "is set by the operator"));
    }
    let (app, caller, change) = (&*app, Caller::from(caller), &change);
    let read = move || read(app, caller, id);
    let save = move |developer, form| save(app, caller, change, developer, form);
    patch(change, &if_match, read, save).await
}

async fn read(app: &App, caller: Caller, id: DeveloperId) -> Answer<Current<Developer>> {
    let developer = app.store.find_developer(id, caller.scope()).await?.ok_or_else(Problem::not_found)?;
    if developer.status == DeveloperStatus::Erased {
        return Err(Problem::new(ProblemKind::WrongState, "The developer is erased."));
    }
    Ok(Current { version: developer.version, form: form(&developer.profile), record: developer })
}

async fn save(
    app: &App,
    caller: Caller,
    change: &MergePatch,
    mut developer: Developer,
    form: Value,
) -> Answer<Result<Reply<DeveloperReply>, StoreError>> {
    let raw: RawDeveloper = change.apply(&form)?;
    let profile = raw.into_profile(developer.profile.availability.from)?;
    let before = std::mem::replace(&mut developer.profile, profile);
    let changed = before != developer.profile;
    if changed {
        developer.version += 1;
        developer.revision += 1;
    }
    let reply = Reply::ok(DeveloperReply::new(developer.clone(), caller == Caller::Operator)).version(developer.version);
    let saved = if changed { app.store.change_developer(&developer, &before, app.clock.new_ulid()).await } else { Ok(()) };
    Ok(saved.map(|()| reply))
}

/// The profile in the form in which it would be sent.
fn form(profile: &DeveloperProfile) -> Value {
    let skills: Vec<Value> = profile.skills.iter().map(|known| json!({ "skill": known.skill.name(), "years": known.years })).collect();
    json!({
        "name": profile.name,
        "email": profile.email,
        "phone": profile.phone,
        "country": profile.country,
        "time_zone": profile.time_zone,
        "working_hours": profile.working_hours,
        "headline": profile.headline,
        "seniority": profile.seniority,
        "english": profile.english,
        "skills": skills,
        "pay_rate": profile.pay_rate,
        "hiring_models": profile.hiring_models,
        "availability": profile.availability,
        "tax_ids": profile.tax_ids,
        "external_id": profile.external_id,
    })
}
