//! `PATCH /projects/{project_id}`: the client, or the operator, changes a project. A role that someone fills stays.

use std::sync::Arc;

use axum::extract::State;
use muster::app::App;
use muster::domain::id::ProjectId;
use muster::domain::project::{Project, ProjectStatus, Role};
use muster::http::caller::{Caller, ClientSide};
use muster::http::patch::{Current, IfMatch, MergePatch, patch};
use muster::http::problem::{Answer, Problem, ProblemKind};
use muster::http::query::PathOf;
use muster::http::reply::Reply;
use muster::store::StoreError;
use serde_json::{Value, json};

use crate::post::{RawProject, Roles};
use crate::reply::ProjectReply;

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    caller: ClientSide,
    PathOf(id): PathOf<ProjectId>,
    if_match: IfMatch,
    change: MergePatch,
) -> Answer<Reply<ProjectReply>> {
    if change.fields().any(|field| field == "client_id") {
        return Err(Problem::invalid_at("/client_id", "cannot be changed"));
    }
    if matches!(caller, ClientSide::Client(_)) && change.fields().any(|field| field == "external_id") {
        return Err(Problem::invalid_at("/external_id", "is set by the operator"));
    }
    let (app, caller, change) = (&*app, Caller::from(caller), &change);
    let read = move || read(app, caller, id);
    let save = move |project, form| save(app, caller, change, project, form);
    patch(change, &if_match, read, save).await
}

async fn read(app: &App, caller: Caller, id: ProjectId) -> Answer<Current<Project>> {
    let project = app.store.find_project(id, caller.scope()).await?.ok_or_else(Problem::not_found)?;
    match project.status {
        ProjectStatus::Open | ProjectStatus::Staffed => Ok(Current { version: project.version, form: form(&project), record: project }),
        status @ (ProjectStatus::Closed | ProjectStatus::Cancelled) => {
            Err(Problem::new(ProblemKind::WrongState, format!("The project is {status}.")))
        }
    }
}

async fn save(
    app: &App,
    caller: Caller,
    change: &MergePatch,
    mut project: Project,
    form: Value,
) -> Answer<Result<Reply<ProjectReply>, StoreError>> {
    let raw: RawProject = change.apply(&form)?;
    let (brief, Roles { list, made }) = raw.into_parts(&project.roles, project.roles_made)?;
    require_seats(&project, &list, brief.hiring_model != project.brief.hiring_model)?;
    let changed = brief != project.brief || list != project.roles;
    let before = std::mem::replace(&mut project.brief, brief);
    if changed {
        (project.roles, project.roles_made) = (list, made);
        project.settle_status();
        project.version += 1;
    }
    let reply = Reply::ok(ProjectReply::new(project.clone(), caller)).version(project.version);
    let saved = if changed { app.store.change_project(&project, &before, app.clock.new_ulid()).await } else { Ok(()) };
    Ok(saved.map(|()| reply))
}

/// Whoever has a seat keeps it: their role, its number of seats and how they are hired.
fn require_seats(project: &Project, roles: &[Role], another_model: bool) -> Answer<()> {
    for taken in project.roles.iter().filter(|role| !role.seats.is_empty()) {
        let seats = taken.held().count();
        let refuse = |what: &str| {
            Err(Problem::new(ProblemKind::WrongState, format!("{seats} of the seats of role {} are filled: {what}.", taken.role_id)))
        };
        if another_model {
            return refuse("the hiring model cannot change");
        }
        match roles.iter().find(|role| role.role_id == taken.role_id) {
            None => return refuse("it cannot be removed"),
            Some(role) if usize::from(role.headcount) < seats => return refuse("it cannot have fewer"),
            Some(_) => {}
        }
    }
    Ok(())
}

/// The project in the form in which it would be sent, its roles with their ids.
fn form(project: &Project) -> Value {
    let brief = &project.brief;
    let roles: Vec<Value> = project.roles.iter().map(role_form).collect();
    json!({
        "title": brief.title,
        "description": brief.description,
        "hiring_model": brief.hiring_model,
        "location": brief.location,
        "countries": brief.countries,
        "time_zone": brief.time_zone,
        "working_hours": brief.working_hours,
        "min_overlap_minutes": brief.min_overlap_minutes,
        "min_english": brief.min_english,
        "starts_on": brief.starts_on,
        "ends_on": brief.ends_on,
        "currency": brief.currency,
        "roles": roles,
        "team_budget": brief.team_budget,
        "external_id": brief.external_id,
    })
}

fn role_form(role: &Role) -> Value {
    let required: Vec<Value> =
        role.required_skills.iter().map(|required| json!({ "skill": required.skill.name(), "min_years": required.min_years })).collect();
    let preferred: Vec<Value> = role.preferred_skills.iter().map(|skill| json!({ "skill": skill.name() })).collect();
    json!({
        "role_id": role.role_id,
        "title": role.title,
        "headcount": role.headcount,
        "seniority": role.seniority,
        "hours_per_week": role.hours_per_week,
        "required_skills": required,
        "preferred_skills": preferred,
        "max_rate": role.max_rate,
    })
}
