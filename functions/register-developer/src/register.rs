//! `POST /developers`: the operator registers a developer, or a developer itself where registration is open.

use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use jiff::civil::Date;
use muster::app::App;
use muster::domain::contact::{Email, Phone};
use muster::domain::country::Country;
use muster::domain::developer::{
    Availability, Developer, DeveloperProfile, DeveloperSkill, DeveloperStatus, English, HiringModel, PayRates, Seniority, WorkingHours,
};
use muster::domain::login::Account;
use muster::domain::money::Money;
use muster::domain::skill::{self, Skill};
use muster::domain::tax_id::TaxId;
use muster::domain::text::{Name, Reference, SkillText, Title};
use muster::domain::zone::Zone;
use muster::http::caller::Registrant;
use muster::http::input::{Faults, Input, List, Whole, refuse_repeats};
use muster::http::once::Once;
use muster::http::problem::{Answer, Problem};
use muster::http::reply::Reply;
use muster::store::LinkedLogin;
use utoipa::ToSchema;

use crate::reply::DeveloperReply;

/// How many skills of one developer the catalogue need not know: each is an item of the transaction that writes the profile.
const MOST_UNKNOWN: usize = 40;

/// The body of a registration.
#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewDeveloper)]
pub(crate) struct RawDeveloper {
    name: Name,
    email: Email,
    #[deserr(default)]
    phone: Option<Phone>,
    country: Country,
    time_zone: Zone,
    #[deserr(default)]
    working_hours: Option<WorkingHours>,
    #[deserr(default)]
    headline: Option<Title>,
    seniority: Seniority,
    #[deserr(default)]
    english: Option<English>,
    skills: List<RawSkill, 1, 60>,
    pay_rate: RawPayRates,
    hiring_models: List<HiringModel, 1, 3>,
    #[deserr(default)]
    availability: Option<RawAvailability>,
    #[deserr(default)]
    #[schema(required = false)]
    tax_ids: List<TaxId, 0, 10>,
    /// What the operator's own systems call the developer; the operator's to set.
    #[deserr(default)]
    external_id: Option<Reference>,
}

#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewSkill)]
struct RawSkill {
    skill: SkillText,
    #[deserr(default = Whole(0))]
    #[schema(required = false, default = 0)]
    years: Whole<0, 50>,
}

#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewPayRates)]
struct RawPayRates {
    #[deserr(default)]
    hourly: Option<Money>,
    #[deserr(default)]
    monthly: Option<Money>,
}

#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewAvailability)]
struct RawAvailability {
    from: Date,
    hours_per_week: Whole<1, 80>,
}

impl RawDeveloper {
    /// The profile, or every fault that its fields have between them. `today` is when an unstated availability begins.
    pub(crate) fn into_profile(self, today: Date) -> Result<DeveloperProfile, Problem> {
        let mut faults = Faults::new();
        let read = |raw: &RawSkill| {
            let years = raw.years.small();
            skill::read(&raw.skill).into_iter().map(move |skill| DeveloperSkill { skill, years })
        };
        let skills = DeveloperSkill::once_each(self.skills.0.iter().flat_map(read));
        if skills.len() > 60 {
            faults.add("/skills", "names more than 60 skills");
        }
        if skills.iter().filter(|known| !known.skill.recognised()).count() > MOST_UNKNOWN {
            faults.add("/skills", format!("names more than {MOST_UNKNOWN} skills that the catalogue does not know"));
        }
        refuse_repeats(&self.hiring_models.0, "/hiring_models", "", &mut faults);
        check_pay(&self.pay_rate, &self.hiring_models.0, &mut faults);
        let availability = self.availability.map_or(Availability { from: today, hours_per_week: 40 }, |availability| Availability {
            from: availability.from,
            hours_per_week: availability.hours_per_week.small(),
        });
        faults.or(DeveloperProfile {
            name: self.name,
            email: self.email,
            phone: self.phone,
            country: self.country,
            time_zone: self.time_zone,
            working_hours: self.working_hours.unwrap_or_else(WorkingHours::office),
            headline: self.headline,
            seniority: self.seniority,
            english: self.english,
            skills,
            pay_rate: PayRates { hourly: self.pay_rate.hourly, monthly: self.pay_rate.monthly },
            hiring_models: self.hiring_models.0,
            availability,
            tax_ids: self.tax_ids.0,
            external_id: self.external_id,
        })
    }
}

fn check_pay(pay: &RawPayRates, models: &[HiringModel], faults: &mut Faults) {
    if let (Some(hourly), Some(monthly)) = (pay.hourly, pay.monthly)
        && hourly.currency() != monthly.currency()
    {
        faults.add("/pay_rate/monthly/currency", format!("must be {}, as by the hour", hourly.currency()));
    }
    for (place, rate) in [("hourly", pay.hourly), ("monthly", pay.monthly)] {
        if rate.is_some_and(Money::is_zero) {
            faults.add(format!("/pay_rate/{place}/amount"), "must be above zero");
        }
    }
    let by_the_hour = models.iter().any(|model| matches!(model, HiringModel::Hourly | HiringModel::Fixed));
    if by_the_hour && pay.hourly.is_none() {
        faults.add("/pay_rate/hourly", "is required for the hiring models hourly and fixed");
    } else if pay.hourly.is_none() && pay.monthly.is_none() {
        faults.add("/pay_rate", "must have an hourly or a monthly rate");
    }
}

/// What the catalogue does not know is kept, and named.
pub(crate) fn warnings(skills: &[DeveloperSkill]) -> Vec<String> {
    skills.iter().filter(|known| !known.skill.recognised()).map(|known| unknown_skill(&known.skill)).collect()
}

fn unknown_skill(skill: &Skill) -> String {
    format!("The skill \"{}\" is not in the catalogue; it is kept as it is and matches only its own spelling.", skill.name())
}

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    registrant: Registrant,
    once: Once,
    Input(raw): Input<RawDeveloper>,
) -> Answer<Reply<DeveloperReply>> {
    if matches!(registrant, Registrant::Newcomer(_)) && raw.external_id.is_some() {
        return Err(Problem::invalid_at("/external_id", "is set by the operator"));
    }
    let now = app.clock.now();
    let today = raw.time_zone.date_at(now);
    let developer = Developer {
        id: app.clock.new_id(),
        profile: raw.into_profile(today)?,
        status: DeveloperStatus::Pending,
        status_before_pause: None,
        vetting_note: None,
        commitments: Vec::new(),
        created_at: now,
        version: 1,
        revision: 1,
    };
    let (for_operator, login) = match registrant {
        Registrant::Operator => (true, None),
        Registrant::Newcomer(login) => (false, Some(LinkedLogin { account: Account::Developer(developer.id), login, linked_at: now })),
    };
    let reply = Reply::created(format!("/developers/{}", developer.id), DeveloperReply::new(developer.clone(), for_operator)).version(1);
    app.store.create_developer(&developer, login.as_ref(), once.write(&app, &reply)?).await?;
    Ok(reply)
}
