//! A project, a developer and rates that the tests of matching vary.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, date};
use ulid::Ulid;

use crate::domain::country::Country;
use crate::domain::developer::*;
use crate::domain::exchange::ExchangeRates;
use crate::domain::id::*;
use crate::domain::money::Money;
use crate::domain::project::*;
use crate::domain::rate::{Per, Rate};
use crate::domain::skill::Skill;

pub(in crate::domain) fn skill(text: &str) -> Skill {
    crate::domain::skill::read(&text.parse().expect("a text")).remove(0)
}

pub(in crate::domain) fn money(amount: &str, currency: &str) -> Money {
    Money::parse(amount, currency.parse().expect("a currency")).expect("an amount")
}

pub(in crate::domain) fn hours(start: &str, end: &str) -> WorkingHours {
    WorkingHours { start: start.parse().expect("a time"), end: end.parse().expect("a time") }
}

pub(in crate::domain) fn required(asked: &[(&str, u8)]) -> Vec<RequiredSkill> {
    asked.iter().map(|(text, min_years)| RequiredSkill { skill: skill(text), min_years: *min_years }).collect()
}

pub(in crate::domain) fn listed(skills: &[(&str, u8)]) -> Vec<DeveloperSkill> {
    skills.iter().map(|(text, years)| DeveloperSkill { skill: skill(text), years: *years }).collect()
}

pub(in crate::domain) fn taken(from: Date, until: Option<Date>, hours_per_week: u8) -> Commitment {
    Commitment { engagement_id: EngagementId::from_ulid(Ulid(1)), from, until, hours_per_week }
}

pub(in crate::domain) fn exchange() -> ExchangeRates {
    let rate = |code: &str, rate: &str| (code.parse().expect("a currency"), rate.parse().expect("a rate"));
    ExchangeRates {
        date: date(2026, 12, 30),
        base: "USD".parse().expect("a currency"),
        rates: BTreeMap::from([rate("INR", "88.10"), rate("AUD", "1.53")]),
    }
}

/// A developer in Bengaluru who suits [`project`]; `number` makes the id.
pub(in crate::domain) fn developer(number: u128) -> Developer {
    Developer {
        id: DeveloperId::from_ulid(Ulid(number)),
        profile: DeveloperProfile {
            name: "Priya Nair".parse().expect("a name"),
            email: "priya@example.com".parse().expect("an address"),
            phone: None,
            country: Country::IN,
            time_zone: "Asia/Kolkata".parse().expect("a zone"),
            working_hours: hours("10:00", "19:00"),
            headline: None,
            seniority: Seniority::Senior,
            english: Some(English::C1),
            skills: listed(&[("Node.js", 6), ("PostgreSQL", 5)]),
            pay_rate: PayRates { hourly: Some(money("2800", "INR")), monthly: Some(money("420000", "INR")) },
            hiring_models: vec![HiringModel::Hourly, HiringModel::Dedicated],
            availability: Availability { from: date(2026, 12, 1), hours_per_week: 40 },
            tax_ids: Vec::new(),
            external_id: None,
        },
        status: DeveloperStatus::Vetted,
        status_before_pause: None,
        vetting_note: None,
        commitments: Vec::new(),
        revision: 1,
        created_at: Timestamp::UNIX_EPOCH,
        version: 1,
    }
}

/// A project in Sydney with one role.
pub(in crate::domain) fn project() -> Project {
    Project {
        id: ProjectId::from_ulid(Ulid(1)),
        client_id: ClientId::from_ulid(Ulid(1)),
        client_country: Country::AU,
        roles_made: 1,
        brief: ProjectBrief {
            title: "Payments API".parse().expect("a title"),
            description: None,
            hiring_model: HiringModel::Dedicated,
            location: Location::Offshore,
            countries: vec![Country::IN, Country::NZ],
            time_zone: "Australia/Sydney".parse().expect("a zone"),
            working_hours: hours("09:00", "17:00"),
            min_overlap_minutes: 60,
            min_english: Some(English::B2),
            starts_on: date(2027, 1, 4),
            ends_on: None,
            currency: "AUD".parse().expect("a currency"),
            team_budget: None,
            external_id: None,
        },
        roles: vec![Role {
            role_id: RoleId::nth(1),
            title: "Back-end developer".parse().expect("a title"),
            headcount: 2,
            seniority: Seniority::Mid,
            hours_per_week: 40,
            required_skills: required(&[("Node.js", 3), ("PostgreSQL", 0)]),
            preferred_skills: vec![skill("AWS")],
            max_rate: Some(Rate { money: money("16000.00", "AUD"), per: Per::Month }),
            seats: Vec::new(),
        }],
        status: ProjectStatus::Open,
        created_at: Timestamp::UNIX_EPOCH,
        version: 1,
    }
}
