//! What a project makes of a developer's hours and pay, tried out beforehand on made-up developers and given to the server as
//! constant arrays.

use std::collections::HashMap;

use muster::domain::developer::{Availability, Developer, DeveloperSkill, English, PayRates, Seniority};
use muster::domain::id::{DeveloperId, Id};
use muster::domain::matching::{Factor, Pool as Terms, assess};
use muster::domain::money::{Currency, Money};
use muster::domain::pool::Facts;
use muster::domain::project::{Project, RequiredSkill};
use muster::domain::rate::Per;
use ulid::Ulid;

use super::load::{Numbers, ROOM};
use crate::plain;

/// What is given with one role.
pub struct Given {
    /// The points for the overlap by the number of the zone and hours; -1 where it is too little.
    pub overlap: Vec<i64>,
    /// The highest pay that passes by the number of its currency and unit.
    pub most: Vec<i64>,
    /// The least pay that costs a point more than the one before, ascending over all currencies and units.
    pub steps: Vec<i64>,
    /// The points between two of these.
    pub rate: Vec<u8>,
    /// The points for the seniority by its number.
    pub seniority: Vec<u8>,
}

impl Given {
    pub fn of(project: &Project, terms: &Terms<'_>, numbers: &Numbers) -> Self {
        let ideal = ideal(project);
        let passed = |developer: &Developer, factor: Factor| {
            let fit = assess(project, &project.roles[0], terms, developer).ok()?;
            fit.reasons.iter().find(|reason| reason.factor == factor).map(|reason| reason.points)
        };
        let overlap = numbers.classes.iter().map(|(zone, hours)| {
            let mut developer = ideal.clone();
            developer.profile.time_zone = zone.clone();
            developer.profile.working_hours = *hours;
            passed(&developer, Factor::Overlap).map_or(-1, i64::from)
        });
        let seniority = Seniority::ALL.iter().map(|seniority| {
            let mut developer = ideal.clone();
            developer.profile.seniority = *seniority;
            passed(&developer, Factor::Seniority).expect("who suits in everything else")
        });
        let (overlap, seniority) = (overlap.collect(), seniority.collect());
        let mut given = Self { overlap, most: Vec::new(), steps: Vec::new(), rate: vec![0], seniority };
        for (number, (currency, per)) in (1..).zip(&numbers.pays) {
            given.pay(number * ROOM, &mut |amount| passed(&paid(&ideal, amount, *currency, *per), Factor::RateHeadRoom));
        }
        given
    }

    /// Finds where the points for the rate change in one currency and unit. They never rise with the amount.
    fn pay(&mut self, base: i64, points: &mut impl FnMut(i64) -> Option<u8>) {
        let mut known = HashMap::new();
        let mut points = |amount: i64| *known.entry(amount).or_insert_with(|| points(amount));
        let (mut low, highest) = (0, ROOM / 4);
        self.steps.push(base);
        while let Some(here) = points(low) {
            self.rate.push(here);
            // The last amount with as many points.
            let (mut same, mut other) = (low, highest);
            while other - same > 1 {
                let middle = same + (other - same) / 2;
                if points(middle) == Some(here) { same = middle } else { other = middle }
            }
            low = other;
            self.steps.push(base + low);
        }
        self.rate.push(0);
        self.most.push(base + low - 1);
    }
}

/// Whoever suits a project in everything.
fn ideal(project: &Project) -> Developer {
    let (brief, role) = (&project.brief, &project.roles[0]);
    let skill = |asked: &RequiredSkill| DeveloperSkill { skill: asked.skill.clone(), years: asked.min_years };
    let free = Money::zero(brief.currency);
    let facts = Facts {
        id: DeveloperId::from_ulid(Ulid(1)),
        revision: 1,
        country: "IN".parse().expect("a country"),
        time_zone: brief.time_zone.clone(),
        working_hours: brief.working_hours,
        seniority: Seniority::Senior,
        english: Some(English::C2),
        skills: role.required_skills.iter().map(skill).collect(),
        pay_rate: PayRates { hourly: Some(free), monthly: Some(free) },
        hiring_models: vec![brief.hiring_model],
        availability: Availability { from: brief.starts_on, hours_per_week: role.hours_per_week },
        commitments: Vec::new(),
    };
    plain::developer(&facts)
}

/// The same, but for another pay.
fn paid(ideal: &Developer, amount: i64, currency: Currency, per: Per) -> Developer {
    let money = Some(Money::from_minor(amount, currency).expect("an amount"));
    let mut developer = ideal.clone();
    developer.profile.pay_rate = match per {
        Per::Hour => PayRates { hourly: money, monthly: None },
        Per::Month => PayRates { hourly: None, monthly: money },
    };
    developer
}
