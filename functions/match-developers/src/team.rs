//! `POST /projects/{project_id}/team`: the best whole team for the open seats within the budget. Nothing is stored.

use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use muster::app::App;
use muster::domain::developer::Developer;
use muster::domain::id::ProjectId;
use muster::domain::matching::Pool as Terms;
use muster::domain::matching::team::{Member, NoTeam, Team, TeamPlan, TeamTerms, open_roles, plan_team};
use muster::domain::pool::Pool;
use muster::domain::project::{Project, ProjectStatus, RoleId};
use muster::domain::rate::Rate;
use muster::http::caller::{Caller, ClientSide};
use muster::http::input::{Faults, Input, Whole};
use muster::http::problem::{Answer, Problem, ProblemKind};
use muster::http::query::PathOf;
use muster::http::reply::Reply;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::ground::Ground;
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
    /// Whether whoever misses one of a role's required skills, or some of its years, may take its seat.
    #[deserr(default = true)]
    #[schema(required = false, default = true)]
    near_misses: bool,
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
    let mut ground = Ground::read(&app, caller, id, raw.near_misses).await?;
    let project = &ground.project;
    if project.status != ProjectStatus::Open {
        return Err(Problem::new(ProblemKind::WrongState, format!("The project is {}: it has no seats to fill.", project.status)));
    }
    let hired = async { app.store.hired_on(project).await.map_err(Problem::from) };
    let (seller, hired) = tokio::try_join!(ground.seller(&app), hired)?;
    let terms = TeamTerms { budget: raw.budget.or(project.brief.team_budget), overlap_minutes: raw.team_overlap_minutes.0, hired: &hired };
    let plan = |project: &Project, pool: &Pool, own: &Terms<'_>| {
        let offered = open_roles(project).map(|role| (role, pool.offers(project, role, own))).collect();
        plan_team(project, offered, own.exchange, &terms).map_err(|none| refusal(&none))
    };
    let seated = |plan: &TeamPlan| plan.seats.iter().map(|(_, developer_id, revision)| (*developer_id, *revision)).collect();
    let (plan, developers) = ground.settle(&app, &seller, plan, seated).await?;
    let team = plan.with_fits(&ground.project, &ground.terms(&seller, &developers));
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
