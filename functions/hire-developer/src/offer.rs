//! `POST /engagements`: the operator offers a role to a developer. Gaps in what billing will need show here, not on the 1st.

use std::sync::Arc;

use axum::extract::State;
use muster::app::App;
use muster::domain::developer::{Developer, DeveloperStatus};
use muster::domain::engagement::{BillingState, Course, Engagement, EngagementStatus};
use muster::domain::project::{Project, ProjectStatus};
use muster::domain::tax::{self, Supply};
use muster::http::caller::OperatorOnly;
use muster::http::input::Input;
use muster::http::once::Once;
use muster::http::problem::{Answer, Problem, ProblemKind};
use muster::http::reply::Reply;
use muster::store::Scope;

use crate::reply::OperatorReply;
use crate::terms::RawOffer;

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    OperatorOnly: OperatorOnly,
    once: Once,
    Input(raw): Input<RawOffer>,
) -> Answer<Reply<OperatorReply>> {
    raw.faults().or(())?;
    let now = app.clock.now();
    let (project_id, role_id, developer_id) = (raw.project_id, raw.role_id, raw.developer_id);
    let (project, developer, sellers) = tokio::try_join!(
        app.store.find_project(project_id, Scope::All),
        app.store.find_developer(developer_id, Scope::All),
        app.store.all_sellers(),
    )?;
    let project = open(project)?;
    let role = project
        .roles
        .iter()
        .find(|role| role.role_id == role_id)
        .ok_or_else(|| Problem::invalid_at("/role_id", "is not a role of the project"))?;
    if raw.model != project.brief.hiring_model {
        return Err(Problem::invalid_at("/model", format!("must be {}, the project's hiring model", project.brief.hiring_model)));
    }
    require_vetted(developer)?;
    let client = app.store.find_client(project.client_id, Scope::All).await?.ok_or_else(Problem::not_found)?;
    let seller_id = raw.seller_id.clone().or_else(|| client.profile.seller_id.clone());
    let seller_id = seller_id.ok_or_else(|| Problem::invalid_at("/seller_id", "is required, since the client has none"))?;
    let seller = sellers.into_iter().find(|seller| seller.id == seller_id);
    let seller = seller.ok_or_else(|| Problem::invalid_at("/seller_id", "is not a seller"))?;
    let terms = raw.into_terms(&client, seller_id);
    let supply = Supply {
        seller: &seller.profile,
        client: &client.profile,
        place: &terms.place_of_supply,
        issued_on: seller.profile.party.time_zone.date_at(now),
    };
    tax::treatment(&supply).map_err(|gap| Problem::new(ProblemKind::NoTaxTreatment, gap))?;
    let engagement = Engagement {
        id: app.clock.new_id(),
        client_id: client.id,
        developer_id,
        project_id,
        role_id,
        role_title: role.title.clone(),
        billing_state: BillingState::new(terms.starts_on),
        terms,
        status: EngagementStatus::Offered,
        course: Course::default(),
        created_at: now,
        version: 1,
        revision: 1,
    };
    let reply = Reply::created(format!("/engagements/{}", engagement.id), OperatorReply::from(engagement.clone())).version(1);
    app.store.create_engagement(&engagement, once.write(&app, &reply)?).await?;
    Ok(reply)
}

fn open(project: Option<Project>) -> Answer<Project> {
    let project = project.ok_or_else(|| Problem::invalid_at("/project_id", "is not a project"))?;
    match project.status {
        ProjectStatus::Open => Ok(project),
        status @ (ProjectStatus::Staffed | ProjectStatus::Closed | ProjectStatus::Cancelled) => {
            Err(Problem::new(ProblemKind::WrongState, format!("The project is {status}.")))
        }
    }
}

fn require_vetted(developer: Option<Developer>) -> Answer<()> {
    let developer = developer.ok_or_else(|| Problem::invalid_at("/developer_id", "is not a developer"))?;
    match developer.status {
        DeveloperStatus::Vetted => Ok(()),
        status @ (DeveloperStatus::Pending | DeveloperStatus::Declined | DeveloperStatus::Paused | DeveloperStatus::Erased) => {
            Err(Problem::new(ProblemKind::WrongState, format!("The developer is {status}; only a vetted one can be hired.")))
        }
    }
}
