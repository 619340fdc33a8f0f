//! A recommended project as it goes out: what the work is, and how the developer suits each role; without the client's side of it.

use jiff::civil::Date;
use muster::domain::country::Country;
use muster::domain::developer::{English, HiringModel, Seniority, WorkingHours};
use muster::domain::id::{ClientId, ProjectId};
use muster::domain::matching::recommend::Recommendation;
use muster::domain::matching::{Fit, Overlap, Reason};
use muster::domain::money::Money;
use muster::domain::project::{Location, Role, RoleId};
use muster::domain::rate::Rate;
use muster::domain::skill::Skill;
use muster::domain::text::{Description, Title};
use muster::domain::zone::Zone;
use serde::Serialize;
use utoipa::ToSchema;

/// A project that suits the developer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Recommendation)]
pub(crate) struct RecommendationReply<R> {
    project_id: ProjectId,
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
    /// That of the best role.
    score: u8,
    roles: Vec<R>,
}

/// A role for the developer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RecommendedRole)]
pub(crate) struct DeveloperRole {
    role_id: RoleId,
    title: Title,
    seniority: Seniority,
    hours_per_week: u8,
    required_skills: Vec<AskedReply>,
    preferred_skills: Vec<WelcomeReply>,
    score: u8,
    near_miss: Option<String>,
    reasons: Vec<Reason>,
    overlap_minutes: Overlap,
    available_from: Date,
    pay_rate: Rate,
}

/// A role for the operator.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RecommendedRoleForOperator)]
pub(crate) struct OperatorRole {
    client_id: ClientId,
    #[serde(flatten)]
    shown: DeveloperRole,
    bill_rate: Rate,
    margin: Money,
}

/// A skill that the role demands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AskedSkill)]
struct AskedReply {
    skill: String,
    name: String,
    min_years: u8,
}

/// A skill that the role welcomes.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WelcomeSkill)]
struct WelcomeReply {
    skill: String,
    name: String,
}

impl From<&Skill> for WelcomeReply {
    fn from(skill: &Skill) -> Self {
        Self { skill: skill.id(), name: skill.name().to_owned() }
    }
}

impl DeveloperRole {
    pub(crate) fn new(_: ClientId, role: &Role, fit: Fit) -> Self {
        let required = role.required_skills.iter().map(|required| {
            let skill = &required.skill;
            AskedReply { skill: skill.id(), name: skill.name().to_owned(), min_years: required.min_years }
        });
        Self {
            role_id: role.role_id,
            title: role.title.clone(),
            seniority: role.seniority,
            hours_per_week: role.hours_per_week,
            required_skills: required.collect(),
            preferred_skills: role.preferred_skills.iter().map(WelcomeReply::from).collect(),
            score: fit.score,
            near_miss: fit.near_miss.map(|skill| skill.name().to_owned()),
            reasons: fit.reasons,
            overlap_minutes: fit.overlap_minutes,
            available_from: fit.available_from,
            pay_rate: fit.pay_rate,
        }
    }
}

impl OperatorRole {
    pub(crate) fn new(client_id: ClientId, role: &Role, fit: Fit) -> Self {
        let (bill_rate, margin) = (fit.bill_rate, fit.margin);
        Self { client_id, shown: DeveloperRole::new(client_id, role, fit), bill_rate, margin }
    }
}

impl<R> RecommendationReply<R> {
    pub(crate) fn new(found: Recommendation<'_>, role: impl Fn(ClientId, &Role, Fit) -> R) -> Self {
        let Recommendation { project, score, roles } = found;
        let brief = project.brief.clone();
        Self {
            project_id: project.id,
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
            score,
            roles: roles.into_iter().map(|(found, fit)| role(project.client_id, found, fit)).collect(),
        }
    }
}
