//! A developer as each kind of caller may see one. What a caller may not see has no field in the type it gets.

use jiff::Timestamp;
use jiff::civil::Date;
use muster::domain::contact::{Email, Phone};
use muster::domain::country::Country;
use muster::domain::developer::{Developer, DeveloperSkill, DeveloperStatus, English, HiringModel, PayRates, Seniority, WorkingHours};
use muster::domain::id::DeveloperId;
use muster::domain::tax_id::TaxId;
use muster::domain::text::{Name, Note, Reference, Title};
use muster::domain::zone::Zone;
use serde::Serialize;
use utoipa::ToSchema;

/// For the operator and the developer itself.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Developer)]
pub(crate) struct DeveloperReply {
    id: DeveloperId,
    name: Name,
    email: Email,
    phone: Option<Phone>,
    country: Country,
    time_zone: Zone,
    working_hours: WorkingHours,
    headline: Option<Title>,
    seniority: Seniority,
    english: Option<English>,
    skills: Vec<SkillReply>,
    pay_rate: PayRates,
    hiring_models: Vec<HiringModel>,
    availability: AvailabilityReply,
    tax_ids: Vec<TaxId>,
    status: DeveloperStatus,
    /// The operator's own; absent for the developer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    vetting_note: Option<Note>,
    /// The operator's own, if it has one; absent for the developer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    external_id: Option<Reference>,
    warnings: Vec<String>,
    created_at: Timestamp,
    version: u64,
}

/// A skill as it goes out.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DeveloperSkill)]
pub(crate) struct SkillReply {
    skill: String,
    name: String,
    years: u8,
    recognised: bool,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Availability)]
struct AvailabilityReply {
    from: Date,
    hours_per_week: u8,
}

impl From<&DeveloperSkill> for SkillReply {
    fn from(known: &DeveloperSkill) -> Self {
        Self { skill: known.skill.id(), name: known.skill.name().to_owned(), years: known.years, recognised: known.skill.recognised() }
    }
}

impl DeveloperReply {
    /// The whole record; with the operator's note and external id only for the operator.
    pub(crate) fn new(developer: Developer, for_operator: bool) -> Self {
        let profile = developer.profile;
        Self {
            id: developer.id,
            skills: profile.skills.iter().map(SkillReply::from).collect(),
            warnings: crate::register::warnings(&profile.skills),
            name: profile.name,
            email: profile.email,
            phone: profile.phone,
            country: profile.country,
            time_zone: profile.time_zone,
            working_hours: profile.working_hours,
            headline: profile.headline,
            seniority: profile.seniority,
            english: profile.english,
            pay_rate: profile.pay_rate,
            hiring_models: profile.hiring_models,
            availability: AvailabilityReply { from: profile.availability.from, hours_per_week: profile.availability.hours_per_week },
            tax_ids: profile.tax_ids,
            status: developer.status,
            vetting_note: developer.vetting_note.filter(|_| for_operator),
            external_id: profile.external_id.filter(|_| for_operator),
            created_at: developer.created_at,
            version: developer.version,
        }
    }
}

/// For a client to whose project the developer was matched.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DeveloperForClient)]
pub(crate) struct ShortlistedReply {
    id: DeveloperId,
    name: Name,
    country: Country,
    headline: Option<Title>,
    seniority: Seniority,
    english: Option<English>,
    skills: Vec<SkillReply>,
    /// Only while the client has hired the developer.
    #[serde(flatten)]
    contact: Option<ContactReply>,
}

/// How to reach a developer one has hired.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DeveloperContact)]
struct ContactReply {
    email: Email,
    phone: Option<Phone>,
}

impl ShortlistedReply {
    /// What a client sees of a developer, with the contact data of one it has hired.
    pub(crate) fn new(developer: Developer, hired: bool) -> Self {
        let profile = developer.profile;
        Self {
            id: developer.id,
            skills: profile.skills.iter().map(SkillReply::from).collect(),
            name: profile.name,
            country: profile.country,
            headline: profile.headline,
            seniority: profile.seniority,
            english: profile.english,
            contact: hired.then_some(ContactReply { email: profile.email, phone: profile.phone }),
        }
    }
}
