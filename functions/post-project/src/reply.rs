//! A project as it goes out: whole to its client and the operator, without money to a developer who works on it.

use jiff::Timestamp;
use jiff::civil::Date;
use muster::domain::country::Country;
use muster::domain::developer::{English, HiringModel, Seniority, WorkingHours};
use muster::domain::id::{ClientId, DeveloperId, EngagementId, ProjectId};
use muster::domain::money::Currency;
use muster::domain::project::{Location, Project, ProjectBrief, ProjectStatus, RequiredSkill, Role, RoleId, Seat};
use muster::domain::rate::Rate;
use muster::domain::skill::Skill;
use muster::domain::text::{Description, Reference, Title};
use muster::domain::zone::Zone;
use muster::http::caller::Caller;
use serde::Serialize;
use utoipa::ToSchema;

/// For the operator and the project's client.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Project)]
pub(crate) struct ProjectReply {
    id: ProjectId,
    client_id: ClientId,
    #[serde(flatten)]
    work: WorkReply,
    roles: Vec<RoleReply>,
    currency: Currency,
    team_budget: Option<Rate>,
    /// The operator's own, if it has one; absent for the client.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    external_id: Option<Reference>,
    warnings: Vec<String>,
}

/// For a developer who has a seat in it: no client, budget or rate.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProjectForDeveloper)]
pub(crate) struct HiredProjectReply {
    id: ProjectId,
    #[serde(flatten)]
    work: WorkReply,
    roles: Vec<RoleWorkReply>,
}

/// What the work is, which everyone involved may see.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProjectWork)]
struct WorkReply {
    title: Title,
    description: Option<Description>,
    hiring_model: HiringModel,
    location: Location,
    countries: Vec<Country>,
    time_zone: Zone,
    working_hours: WorkingHours,
    min_overlap_minutes: u16,
    min_english: Option<English>,
    starts_on: Date,
    ends_on: Option<Date>,
    status: ProjectStatus,
    created_at: Timestamp,
    version: u64,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProjectRole)]
struct RoleReply {
    #[serde(flatten)]
    work: RoleWorkReply,
    max_rate: Option<Rate>,
    filled: Vec<SeatReply>,
    /// Who left, or has agreed to leave, a seat.
    former: Vec<FormerSeatReply>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProjectRoleWork)]
struct RoleWorkReply {
    role_id: RoleId,
    title: Title,
    headcount: u8,
    seniority: Seniority,
    hours_per_week: u8,
    required_skills: Vec<RequiredReply>,
    preferred_skills: Vec<PreferredReply>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RequiredSkill)]
struct RequiredReply {
    skill: String,
    name: String,
    min_years: u8,
    recognised: bool,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PreferredSkill)]
struct PreferredReply {
    skill: String,
    name: String,
    recognised: bool,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Seat)]
struct SeatReply {
    engagement_id: EngagementId,
    developer_id: DeveloperId,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FormerSeat)]
struct FormerSeatReply {
    #[serde(flatten)]
    seat: SeatReply,
    ended_on: Date,
}

impl From<&Seat> for SeatReply {
    fn from(seat: &Seat) -> Self {
        Self { engagement_id: seat.engagement_id, developer_id: seat.developer_id }
    }
}

impl WorkReply {
    fn new(brief: ProjectBrief, status: ProjectStatus, created_at: Timestamp, version: u64) -> Self {
        Self {
            title: brief.title,
            description: brief.description,
            hiring_model: brief.hiring_model,
            location: brief.location,
            countries: brief.countries,
            time_zone: brief.time_zone,
            working_hours: brief.working_hours,
            min_overlap_minutes: brief.min_overlap_minutes,
            min_english: brief.min_english,
            starts_on: brief.starts_on,
            ends_on: brief.ends_on,
            status,
            created_at,
            version,
        }
    }
}

impl From<Role> for RoleWorkReply {
    fn from(role: Role) -> Self {
        Self {
            role_id: role.role_id,
            title: role.title,
            headcount: role.headcount,
            seniority: role.seniority,
            hours_per_week: role.hours_per_week,
            required_skills: role.required_skills.iter().map(RequiredReply::from).collect(),
            preferred_skills: role.preferred_skills.iter().map(PreferredReply::from).collect(),
        }
    }
}

impl From<Role> for RoleReply {
    fn from(role: Role) -> Self {
        let left = |seat: &Seat| seat.ended_on.map(|ended_on| FormerSeatReply { seat: SeatReply::from(seat), ended_on });
        Self {
            max_rate: role.max_rate,
            filled: role.held().map(SeatReply::from).collect(),
            former: role.seats.iter().filter_map(left).collect(),
            work: RoleWorkReply::from(role),
        }
    }
}

impl From<&RequiredSkill> for RequiredReply {
    fn from(required: &RequiredSkill) -> Self {
        let skill = &required.skill;
        Self { skill: skill.id(), name: skill.name().to_owned(), min_years: required.min_years, recognised: skill.recognised() }
    }
}

impl From<&Skill> for PreferredReply {
    fn from(skill: &Skill) -> Self {
        Self { skill: skill.id(), name: skill.name().to_owned(), recognised: skill.recognised() }
    }
}

impl ProjectReply {
    /// The whole record; with the external id only for the operator.
    pub(crate) fn new(project: Project, caller: Caller) -> Self {
        let warnings = unknown_skills(&project.roles);
        let external_id = project.brief.external_id.clone().filter(|_| caller == Caller::Operator);
        Self {
            id: project.id,
            client_id: project.client_id,
            currency: project.brief.currency,
            team_budget: project.brief.team_budget,
            work: WorkReply::new(project.brief, project.status, project.created_at, project.version),
            roles: project.roles.into_iter().map(RoleReply::from).collect(),
            external_id,
            warnings,
        }
    }
}

impl From<Project> for HiredProjectReply {
    fn from(project: Project) -> Self {
        Self {
            id: project.id,
            work: WorkReply::new(project.brief, project.status, project.created_at, project.version),
            roles: project.roles.into_iter().map(RoleWorkReply::from).collect(),
        }
    }
}

fn unknown_skills(roles: &[Role]) -> Vec<String> {
    let all = roles.iter().flat_map(|role| role.required_skills.iter().map(|required| &required.skill).chain(&role.preferred_skills));
    all.filter(|skill| !skill.recognised())
        .map(|skill| format!("The skill \"{}\" is not in the catalogue; only developers who wrote it the same way have it.", skill.name()))
        .collect()
}
