//! Random developers and roles: whatever fits a row, and whatever does not.

use super::*;
use crate::domain::country::Country;
use crate::domain::matching::{Points, Weights};
use crate::domain::money::Money;
use crate::domain::project::Project;
use crate::domain::rate::{Per, Rate};
use crate::domain::skill::SkillAlias;
use proptest::sample::select;

const SKILLS: [&str; 12] =
    ["Node.js", "PostgreSQL", "Java", "Spring Boot", "Django", "Python", "AWS", "SQL", "Blorp", "JavaScript", "Docker", "Go"];
const CURRENCIES: [&str; 6] = ["INR", "INR", "INR", "AUD", "USD", "JPY"];

/// A project with one role, whom its client has rejected, the markup, and the developers.
#[derive(Clone, Debug)]
pub(super) struct Whole {
    pub project: Project,
    pub rejected: BTreeSet<(RoleId, DeveloperId)>,
    pub markup: i64,
    pub weights: Weights,
    pub near_misses: bool,
    pub developers: Vec<Developer>,
    /// The skill that the operator says the unknown one is, if any.
    pub alias: Option<&'static str>,
}

impl Whole {
    pub(super) fn aliases(&self) -> SkillAliases {
        let alias = |skill: &str| SkillAlias {
            text: "blorp".parse().expect("a text"),
            skill: skill.parse().expect("an id"),
            set_at: jiff::Timestamp::UNIX_EPOCH,
            version: 1,
        };
        self.alias.into_iter().map(alias).collect()
    }
}

/// A hundred points, shared out otherwise.
fn uneven() -> Weights {
    let points = Points {
        required_skills: 20,
        preferred_skills: 17,
        experience: 3,
        seniority: 13,
        overlap: 11,
        rate_head_room: 29,
        availability: 0,
        track_record: 7,
    };
    Weights::new(2, points).expect("a hundred in all")
}

fn money(minor: i64, currency: &str) -> Money {
    Money::from_minor(minor, currency.parse().expect("a currency")).expect("an amount")
}

fn skills() -> impl Strategy<Value = Vec<DeveloperSkill>> {
    let named = proptest::collection::btree_map(select(&SKILLS[..]), prop_oneof![9 => 0..12_u8, 1 => 25..=50_u8], 0..8);
    let named = named.prop_map(samples_listed);
    // As many as the catalogue has in a row, so that some lists are longer than a row.
    let many = (0..1_200_usize, 0..58_usize).prop_map(|(from, count)| {
        let known = crate::domain::skill::SkillId::all().skip(from).take(count);
        known.map(|id| DeveloperSkill { skill: crate::domain::skill::Skill::Known(id), years: 3 }).collect::<Vec<_>>()
    });
    (named, proptest::option::weighted(0.3, many), any::<bool>()).prop_map(|(named, many, before)| {
        let mut others = many.unwrap_or_default();
        others.retain(|other| named.iter().all(|own| own.skill != other.skill));
        if before { named.into_iter().chain(others).collect() } else { others.into_iter().chain(named).collect() }
    })
}

fn samples_listed(skills: std::collections::BTreeMap<&'static str, u8>) -> Vec<DeveloperSkill> {
    // A text that nobody knows is rare, or every other row were an odd one.
    samples::listed(&skills.into_iter().filter(|(name, years)| *name != "Blorp" || years % 3 == 0).collect::<Vec<_>>())
}

fn pay_rates() -> impl Strategy<Value = PayRates> {
    let minor = prop_oneof![6 => 1_000..60_000_000_i64, 1 => 0..5_000_000_000_i64, 1 => Just(1_000_000_000_000_000)];
    let amounts = (minor.clone(), minor, 0..3_u8, select(&CURRENCIES[..]));
    amounts.prop_map(|(hourly, monthly, which, currency)| {
        let hourly = (which != 1).then(|| money(hourly / 170, currency));
        PayRates { hourly, monthly: (which != 0).then(|| money(monthly, currency)) }
    })
}

fn commitments() -> impl Strategy<Value = Vec<Commitment>> {
    let one = (0..500_i64, proptest::option::of(0..300_i64), 1..=40_u8).prop_map(|(from, length, hours_per_week)| {
        let from = date(2026, 3, 1).saturating_add(jiff::Span::new().days(from));
        let until = length.map(|days| from.saturating_add(jiff::Span::new().days(days)));
        Commitment { engagement_id: EngagementId::from_ulid(Ulid(9)), from, until, hours_per_week }
    });
    prop_oneof![2 => Just(Vec::new()), 1 => proptest::collection::vec(one, 1..3)]
}

prop_compose! {
    /// A developer of this number.
    pub(super) fn developers(number: u128)(
        skills in skills(),
        country in select(&[Country::IN, Country::IN, Country::NZ, Country::AU][..]),
        zone in select(&["Asia/Kolkata", "Asia/Tokyo", "Pacific/Auckland", "Europe/Berlin"][..]),
        hours in select(&[("10:00", "19:00"), ("09:00", "17:00"), ("22:00", "06:30")][..]),
        english in proptest::option::weighted(0.9, select(English::ALL)),
        seniority in select(Seniority::ALL),
        pay_rate in pay_rates(),
        models in proptest::sample::subsequence(HiringModel::ALL, 1..=3),
        (day, week) in (0..60_i64, 10..=60_u8),
        commitments in commitments(),
        status in select(&[DeveloperStatus::Vetted, DeveloperStatus::Vetted, DeveloperStatus::Vetted, DeveloperStatus::Paused][..]),
        revision in 2..9_u64,
    ) -> Developer {
        let mut developer = samples::developer(number << 70 | number);
        let profile = &mut developer.profile;
        profile.skills = skills;
        profile.country = country;
        profile.time_zone = zone.parse().expect("a zone");
        profile.working_hours = samples::hours(hours.0, hours.1);
        profile.english = english;
        profile.seniority = seniority;
        profile.pay_rate = pay_rate;
        profile.hiring_models = models;
        profile.availability = Availability { from: date(2026, 11, 20).saturating_add(jiff::Span::new().days(day)), hours_per_week: week };
        developer.commitments = commitments;
        developer.status = status;
        developer.revision = revision;
        developer
    }
}

prop_compose! {
    fn projects()(
        asked in proptest::collection::btree_map(select(&SKILLS[..]), prop_oneof![2 => Just(0_u8), 1 => 0..6_u8], 0..4),
        preferred in proptest::sample::subsequence(&SKILLS[..], 0..4),
        location in select(Location::ALL),
        countries in proptest::option::weighted(0.3, select(&[Country::IN, Country::NZ][..])),
        model in select(HiringModel::ALL),
        most in proptest::option::of((100..2_000_000_i64, select(&CURRENCIES[..]), select(Per::ALL))),
        hours_per_week in 5..=40_u8,
        min_english in proptest::option::of(select(English::ALL)),
        min_overlap_minutes in select(&[0_u16, 30, 90, 200][..]),
        seniority in select(Seniority::ALL),
        days in proptest::option::of(0..500_i64),
    ) -> Project {
        let mut project = project();
        let brief = &mut project.brief;
        brief.location = location;
        brief.countries = countries.into_iter().collect();
        brief.hiring_model = model;
        brief.min_english = min_english;
        brief.min_overlap_minutes = min_overlap_minutes;
        brief.ends_on = days.map(|days| brief.starts_on.saturating_add(jiff::Span::new().days(days)));
        let role = &mut project.roles[0];
        role.required_skills = required(&asked.into_iter().collect::<Vec<_>>());
        role.preferred_skills = preferred.into_iter().map(skill).collect();
        role.max_rate = most.map(|(minor, currency, per)| Rate { money: money(minor, currency), per });
        role.hours_per_week = hours_per_week;
        role.seniority = seniority;
        project
    }
}

prop_compose! {
    pub(super) fn wholes()(
        count in 0..40_u128,
    )(
        project in projects(),
        markup in select(&[25_i64, 0, -10][..]),
        weights in select(vec![Weights::FIRST, uneven()]),
        near_misses in proptest::bool::weighted(0.7),
        developers in (1..=count).map(developers).collect::<Vec<_>>(),
        rejected in proptest::collection::btree_set(1..40_u128, 0..4),
        alias in proptest::option::of(select(&["java", "go", "spring-boot"][..])),
    ) -> Whole {
        let id = |number: u128| DeveloperId::from_ulid(Ulid(number << 70 | number));
        let rejected = rejected.into_iter().map(|number| (RoleId::nth(1 + u16::from(number % 3 == 0)), id(number))).collect();
        let mut whole = Whole { project, rejected, markup, weights, near_misses, developers, alias };
        let aliases = whole.aliases();
        whole.project.read_skills(&aliases);
        whole
    }
}
