//! `POST /projects`: a client, or the operator for it, posts a project with its roles.

use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use jiff::civil::Date;
use muster::app::App;
use muster::domain::country::Country;
use muster::domain::developer::{English, HiringModel, Seniority, WorkingHours};
use muster::domain::id::ClientId;
use muster::domain::money::Currency;
use muster::domain::project::{Location, Project, ProjectBrief, ProjectStatus, RequiredSkill, Role, RoleId, Seat};
use muster::domain::rate::Rate;
use muster::domain::skill;
use muster::domain::text::{Description, Reference, SkillText, Title};
use muster::domain::zone::Zone;
use muster::http::caller::{Caller, ClientSide};
use muster::http::input::{Faults, Input, List, Whole, refuse_repeats};
use muster::http::once::Once;
use muster::http::problem::{Answer, Problem, ProblemKind};
use muster::http::reply::Reply;
use utoipa::ToSchema;

use crate::reply::ProjectReply;

/// The body.
#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewProject)]
pub(crate) struct RawProject {
    #[deserr(default)]
    client_id: Option<ClientId>,
    title: Title,
    #[deserr(default)]
    description: Option<Description>,
    hiring_model: HiringModel,
    #[deserr(default = Location::Any)]
    #[schema(required = false, default = "any")]
    location: Location,
    #[deserr(default)]
    #[schema(required = false)]
    countries: List<Country, 0, 50>,
    time_zone: Zone,
    #[deserr(default)]
    working_hours: Option<WorkingHours>,
    #[deserr(default = Whole(0))]
    #[schema(required = false, default = 0)]
    min_overlap_minutes: Whole<0, 1440>,
    #[deserr(default)]
    min_english: Option<English>,
    starts_on: Date,
    #[deserr(default)]
    ends_on: Option<Date>,
    currency: Currency,
    roles: List<RawRole, 1, 20>,
    #[deserr(default)]
    team_budget: Option<Rate>,
    /// What the operator's own systems call the project; the operator's to set.
    #[deserr(default)]
    external_id: Option<Reference>,
}

#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewRole)]
struct RawRole {
    /// Names a role that is there, when a project is changed.
    #[deserr(default)]
    role_id: Option<RoleId>,
    title: Title,
    #[deserr(default = Whole(1))]
    #[schema(required = false, default = 1)]
    headcount: Whole<1, 50>,
    seniority: Seniority,
    #[deserr(default = Whole(40))]
    #[schema(required = false, default = 40)]
    hours_per_week: Whole<1, 60>,
    #[deserr(default)]
    #[schema(required = false)]
    required_skills: List<RawRequired, 0, 30>,
    #[deserr(default)]
    #[schema(required = false)]
    preferred_skills: List<RawPreferred, 0, 30>,
    #[deserr(default)]
    max_rate: Option<Rate>,
}

#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewRequiredSkill)]
struct RawRequired {
    skill: SkillText,
    #[deserr(default = Whole(0))]
    #[schema(required = false, default = 0)]
    min_years: Whole<0, 50>,
}

#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewPreferredSkill)]
struct RawPreferred {
    skill: SkillText,
}

/// The roles of a project, and how many it ever had.
pub(crate) struct Roles {
    pub(crate) list: Vec<Role>,
    pub(crate) made: u16,
}

impl RawProject {
    /// The brief and the roles, or every fault that the fields have between them. `before` are the roles that are there,
    /// `made` is how many there ever were.
    pub(crate) fn into_parts(self, before: &[Role], made: u16) -> Result<(ProjectBrief, Roles), Problem> {
        let mut faults = Faults::new();
        refuse_repeats(&self.countries.0, "/countries", "", &mut faults);
        if self.ends_on.is_some_and(|end| end < self.starts_on) {
            faults.add("/ends_on", "must not be before starts_on");
        }
        if self.team_budget.is_some_and(|budget| !budget.money.is_positive()) {
            faults.add("/team_budget/amount", "must be above zero");
        }
        let named: Vec<Option<RoleId>> = self.roles.0.iter().map(|role| role.role_id).collect();
        for (at, role) in self.roles.0.iter().enumerate() {
            if role.role_id.is_some_and(|id| named[..at].contains(&Some(id)) || before.iter().all(|role| role.role_id != id)) {
                faults.add(format!("/roles/{at}/role_id"), "must name a role of the project, each once; leave it out for a new one");
            }
            if role.max_rate.is_some_and(|rate| !rate.money.is_positive()) {
                faults.add(format!("/roles/{at}/max_rate/amount"), "must be above zero");
            }
        }
        let brief = ProjectBrief {
            title: self.title,
            description: self.description,
            hiring_model: self.hiring_model,
            location: self.location,
            countries: self.countries.0,
            time_zone: self.time_zone,
            working_hours: self.working_hours.unwrap_or_else(WorkingHours::office),
            min_overlap_minutes: self.min_overlap_minutes.0,
            min_english: self.min_english,
            starts_on: self.starts_on,
            ends_on: self.ends_on,
            currency: self.currency,
            team_budget: self.team_budget,
            external_id: self.external_id,
        };
        let mut roles = Roles { list: Vec::new(), made };
        for raw in self.roles.0 {
            let role_id = raw.role_id.unwrap_or_else(|| {
                roles.made = roles.made.saturating_add(1);
                RoleId::nth(roles.made)
            });
            let seats = before.iter().find(|role| role.role_id == role_id).map(|role| role.seats.clone()).unwrap_or_default();
            roles.list.push(raw.into_role(role_id, seats));
        }
        faults.or((brief, roles))
    }
}

impl RawRole {
    fn into_role(self, role_id: RoleId, seats: Vec<Seat>) -> Role {
        let read = |raw: &RawRequired| {
            let min_years = raw.min_years.small();
            skill::read(&raw.skill).into_iter().map(move |skill| RequiredSkill { skill, min_years })
        };
        let required = RequiredSkill::once_each(self.required_skills.0.iter().flat_map(read));
        let preferred = Role::preferred_once_each(self.preferred_skills.0.iter().flat_map(|raw| skill::read(&raw.skill)), &required);
        Role {
            role_id,
            title: self.title,
            headcount: self.headcount.small(),
            seniority: self.seniority,
            hours_per_week: self.hours_per_week.small(),
            required_skills: required,
            preferred_skills: preferred,
            max_rate: self.max_rate,
            seats,
        }
    }
}

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    caller: ClientSide,
    once: Once,
    Input(raw): Input<RawProject>,
) -> Answer<Reply<ProjectReply>> {
    let client_id = match (caller, raw.client_id) {
        (ClientSide::Client(own), None) => own,
        (_, Some(named)) => named,
        (ClientSide::Operator, None) => return Err(Problem::invalid_at("/client_id", "is required")),
    };
    if matches!(caller, ClientSide::Client(_)) && raw.external_id.is_some() {
        return Err(Problem::invalid_at("/external_id", "is set by the operator"));
    }
    let (brief, roles) = raw.into_parts(&[], 0)?;
    let client = app.store.find_client(client_id, Caller::from(caller).scope()).await?.ok_or_else(Problem::not_found)?;
    if client.profile.seller_id.is_none() {
        return Err(Problem::new(ProblemKind::WrongState, "The client has no seller yet; the operator sets its `seller_id` first."));
    }
    let project = Project {
        id: app.clock.new_id(),
        client_id,
        client_country: client.profile.party.country,
        brief,
        roles: roles.list,
        roles_made: roles.made,
        status: ProjectStatus::Open,
        created_at: app.clock.now(),
        version: 1,
    };
    let reply = Reply::created(format!("/projects/{}", project.id), ProjectReply::new(project.clone(), caller.into())).version(1);
    app.store.create_project(&project, once.write(&app, &reply)?).await?;
    Ok(reply)
}
