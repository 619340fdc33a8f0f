//! `POST /projects/{project_id}/team`: the best whole team for the open seats within the budget. Nothing is stored.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use jiff::tz::TimeZone;
use muster::app::App;
use muster::domain::developer::Developer;
use muster::domain::id::ProjectId;
use muster::domain::matching::Pool;
use muster::domain::matching::mark::rejected;
use muster::domain::matching::team::{Member, NoTeam, Team, TeamTerms, pick_team};
use muster::domain::project::{ProjectStatus, RoleId};
use muster::domain::rate::Rate;
use muster::http::caller::{Caller, ClientSide};
use muster::http::input::{Faults, Input, Whole};
use muster::http::problem::{Answer, Problem, ProblemKind};
use muster::http::query::PathOf;
use muster::http::reply::Reply;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::create::{asking, confirm, seller_of};
use crate::reply::{Kept, Shown, names, parts};

/// The body.
#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewTeam)]
pub(crate) struct RawTeam {
    /// In place of the project's own budget, if it has one.
    #[deserr(default)]
    budget: Option<Rate>,
    /// How many minutes of each day all members must work at the same time, at one stretch.
    #[deserr(default = Whole(0))]
    #[schema(required = false, default = 0)]
    team_overlap_minutes: Whole<0, 1440>,
}

/// A team, with members of a kind that suits the caller.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Team)]
pub(crate) struct TeamReply<M> {
    project_id: ProjectId,
    members: Vec<M>,
    total: Rate,
    score: u32,
    optimal: bool,
}

/// For the client.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Member)]
pub(crate) struct ClientMember {
    role_id: RoleId,
    #[serde(flatten)]
    shown: Shown,
}

/// For the operator.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MemberForOperator)]
pub(crate) struct OperatorMember {
    role_id: RoleId,
    #[serde(flatten)]
    shown: Shown,
    #[serde(flatten)]
    kept: Kept,
}

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    caller: ClientSide,
    PathOf(id): PathOf<ProjectId>,
    Input(raw): Input<RawTeam>,
) -> Answer<Reply<Value>> {
    let caller = Caller::from(caller);
    let today = app.clock.now().to_zoned_datetime(TimeZone::UTC).date();
    let (project, mut developers, exchange, sellers, client, aliases, marks, weights) = tokio::try_join!(
        app.store.find_project(id, caller.scope()),
        app.store.vetted_developers(),
        app.store.latest_exchange_rates(today),
        app.store.all_sellers(),
        asking(&app, caller),
        app.store.skill_aliases(),
        app.store.marks(id),
        app.store.latest_weights(),
    )?;
    let mut project = project.ok_or_else(Problem::not_found)?;
    if project.status != ProjectStatus::Open {
        return Err(Problem::new(ProblemKind::WrongState, format!("The project is {}: it has no seats to fill.", project.status)));
    }
    if !aliases.is_empty() {
        project.read_skills(&aliases);
        developers.iter_mut().for_each(|developer| developer.profile.read_skills(&aliases));
    }
    let hired = async { app.store.hired_on(&project).await.map_err(Problem::from) };
    let (seller, hired) = tokio::try_join!(seller_of(&app, project.client_id, client, sellers), hired)?;
    let rejected = rejected(&marks);
    let terms = TeamTerms { budget: raw.budget.or(project.brief.team_budget), overlap_minutes: raw.team_overlap_minutes.0, hired: &hired };
    let mut confirmed = BTreeSet::new();
    let team = loop {
        let pool = Pool {
            developers: &developers,
            markup_percent: seller.profile.markup_percent,
            exchange: exchange.as_ref(),
            rejected: &rejected,
            weights: &weights.weights,
        };
        let team = pick_team(&project, &pool, &terms).map_err(|none| refusal(&none))?;
        let members = team.members.iter().map(|member| member.fit.developer_id).collect();
        if !confirm(&app, &members, &aliases, &mut developers, &mut confirmed).await? {
            break team;
        }
    };
    for_caller(caller, id, team, &developers)
}

fn refusal(none: &NoTeam) -> Problem {
    let kind = match none {
        NoTeam::NoExchangeRate => ProblemKind::NoExchangeRate,
        NoTeam::EmptySeat { .. } | NoTeam::OverBudget { .. } | NoTeam::TooLittleOverlap { .. } | NoTeam::BeyondMoney => ProblemKind::NoTeam,
    };
    Problem::new(kind, format!("There is no such team: {none}."))
}

fn for_caller(caller: Caller, project_id: ProjectId, team: Team, developers: &[Developer]) -> Answer<Reply<Value>> {
    let names = names(developers);
    match caller {
        Caller::Operator => respond(project_id, team, |Member { role_id, fit }| {
            let (shown, kept) = parts(fit, &names);
            OperatorMember { role_id, shown, kept }
        }),
        // Developers are not admitted; what a client sees has nothing that only the operator may see.
        Caller::Client(_) | Caller::Developer(_) => respond(project_id, team, |Member { role_id, fit }| {
            let (shown, _) = parts(fit, &names);
            ClientMember { role_id, shown }
        }),
    }
}

fn respond<M: Serialize>(project_id: ProjectId, team: Team, member: impl Fn(Member) -> M) -> Answer<Reply<Value>> {
    let Team { members, total, score, optimal } = team;
    Reply::ok(TeamReply { project_id, members: members.into_iter().map(member).collect(), total, score, optimal }).erased()
}
