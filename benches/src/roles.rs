//! The queries. Each is a whole role of a whole project: skills, location, English, start, overlap and rate all count.

use std::fmt;

use fastrand::Rng;
use jiff::Timestamp;
use jiff::civil::date;
use muster::domain::country::Country;
use muster::domain::developer::{English, HiringModel, Seniority, WorkingHours};
use muster::domain::id::{ClientId, Id, ProjectId};
use muster::domain::money::Money;
use muster::domain::project::{Location, Project, ProjectBrief, ProjectStatus, RequiredSkill, Role, RoleId};
use muster::domain::rate::{Per, Rate};
use muster::domain::skill::Skill;
use ulid::Ulid;

use crate::people::People;

/// A kind of query.
#[derive(Clone, Copy)]
pub struct Kind {
    name: &'static str,
    required: usize,
    /// How many of the most popular skills they are drawn from.
    among: usize,
    years: u8,
    /// Whether one of the required skills may be missing.
    pub near_misses: bool,
}

pub const KINDS: [Kind; 5] = [
    Kind { name: "A: three skills drawn from all", required: 3, among: crate::people::SKILLS, years: 0, near_misses: false },
    Kind { name: "B: five popular skills, three years each", required: 5, among: 30, years: 3, near_misses: false },
    Kind { name: "C: three popular skills, any years, one may be missing", required: 3, among: 30, years: 0, near_misses: true },
    Kind { name: "A, but one may be missing", required: 3, among: crate::people::SKILLS, years: 0, near_misses: true },
    Kind { name: "B, but one may be missing", required: 5, among: 30, years: 3, near_misses: true },
];

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

pub fn projects(kind: Kind, count: usize, people: &People) -> Vec<Project> {
    let mut rng = Rng::with_seed(11);
    (0..count).map(|number| project(kind, number, people, &mut rng)).collect()
}

fn project(kind: Kind, number: usize, people: &People, rng: &mut Rng) -> Project {
    let mut skills = Vec::new();
    while skills.len() < kind.required + 2 {
        let skill = people.skills[rng.usize(0..kind.among)];
        if !skills.contains(&skill) {
            skills.push(skill);
        }
    }
    let preferred = skills.split_off(kind.required);
    let hours = WorkingHours { start: "09:00".parse().expect("a time"), end: "17:00".parse().expect("a time") };
    let monthly = Money::parse(&rng.i64(7_000..16_000).to_string(), "AUD".parse().expect("a currency")).expect("an amount");
    Project {
        id: ProjectId::from_ulid(Ulid(number as u128)),
        client_id: ClientId::from_ulid(Ulid(1)),
        client_country: Country::AU,
        roles_made: 1,
        brief: ProjectBrief {
            title: "Payments API".parse().expect("a title"),
            description: None,
            hiring_model: HiringModel::Dedicated,
            location: Location::Offshore,
            countries: Vec::new(),
            time_zone: "Australia/Sydney".parse().expect("a zone"),
            working_hours: hours,
            min_overlap_minutes: 60,
            min_english: Some(English::B2),
            starts_on: date(2027, 1, 4).saturating_add(jiff::Span::new().days(rng.i64(0..60))),
            ends_on: None,
            currency: "AUD".parse().expect("a currency"),
            team_budget: None,
            external_id: None,
        },
        roles: vec![Role {
            role_id: RoleId::nth(1),
            title: "Back-end developer".parse().expect("a title"),
            headcount: 1,
            seniority: Seniority::ALL[rng.usize(0..4)],
            hours_per_week: 30,
            required_skills: skills.into_iter().map(|id| RequiredSkill { skill: Skill::Known(id), min_years: kind.years }).collect(),
            preferred_skills: preferred.into_iter().map(Skill::Known).collect(),
            max_rate: Some(Rate { money: monthly, per: Per::Month }),
            seats: Vec::new(),
        }],
        status: ProjectStatus::Open,
        created_at: Timestamp::UNIX_EPOCH,
        version: 1,
    }
}
