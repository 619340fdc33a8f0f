//! The matcher's rules and their properties: who is excluded and why, and what a score can depend on.

use super::samples::*;
use super::*;
use crate::domain::developer::{English, HiringModel, PayRates, Seniority};
use crate::domain::project::Location;
use crate::domain::rate::Per;
use jiff::civil::date;

mod properties;

/// The pool of these developers at a markup of 25 percent, of whom the client has turned down nobody.
pub(super) fn pool_of<T>(developers: &[Developer], exchange: Option<&ExchangeRates>, work: impl FnOnce(&Pool<'_>) -> T) -> T {
    let rejected = BTreeSet::new();
    work(&Pool {
        developers,
        markup_percent: Decimal::from(25),
        exchange,
        rejected: &rejected,
        weights: &Weights::FIRST,
        near_misses: true,
    })
}

fn judged_with(project: &Project, developer: &Developer, markup: i64, exchange: Option<&ExchangeRates>) -> Result<Fit, Exclusion> {
    let rejected = BTreeSet::new();
    let pool = Pool {
        developers: &[],
        markup_percent: Decimal::from(markup),
        exchange,
        rejected: &rejected,
        weights: &Weights::FIRST,
        near_misses: true,
    };
    assess(project, &project.roles[0], &pool, developer)
}

fn judged(project: &Project, developer: &Developer) -> Result<Fit, Exclusion> {
    judged_with(project, developer, 25, Some(&exchange()))
}

fn points(fit: &Fit, factor: Factor) -> (u8, &str) {
    let reason = fit.reasons.iter().find(|reason| reason.factor == factor).expect("each factor has a reason");
    (reason.points, &reason.detail)
}

#[test]
fn a_candidate_is_priced_and_explained() {
    let fit = judged(&project(), &developer(1)).expect("eligible");
    assert_eq!(fit.bill_rate, Rate { money: money("9117.48", "AUD"), per: Per::Month });
    assert_eq!(fit.pay_rate, Rate { money: money("420000", "INR"), per: Per::Month });
    assert_eq!(fit.margin, money("1823.50", "AUD"));
    assert_eq!(fit.overlap_minutes, Overlap { at_start: 90, least: 90 });
    assert_eq!((fit.available_from, fit.near_miss.as_ref()), (date(2026, 12, 1), None));
    for (factor, wanted) in [
        (Factor::RequiredSkills, (40, "Node.js 6 y (3 asked), PostgreSQL 5 y")),
        (Factor::PreferredSkills, (0, "Amazon Web Services missing")),
        (Factor::Experience, (8, "8 of at most 10 years above what was asked")),
        (Factor::Seniority, (8, "senior (mid asked)")),
        (Factor::Overlap, (1, "at least 90 of 480 minutes a day")),
        (Factor::RateHeadRoom, (8, "43 % below the maximum")),
        (Factor::Availability, (5, "free 34 days before the start")),
        (Factor::TrackRecord, (2, "no engagement yet")),
    ] {
        assert_eq!(points(&fit, factor), wanted, "{factor}");
    }
    assert_eq!(fit.score, 72);
}

#[test]
fn each_rule_excludes_under_its_own_name() {
    type Change = fn(&mut Project, &mut Developer);
    let cases: [(Change, Exclusion); 16] = [
        (|project, _| project.brief.hiring_model = HiringModel::Fixed, Exclusion::ModelNotOffered),
        (
            |project, developer| {
                project.brief.hiring_model = HiringModel::Hourly;
                developer.profile.pay_rate.hourly = None;
            },
            Exclusion::ModelNotOffered,
        ),
        (|_, developer| developer.profile.country = Country::AU, Exclusion::WrongLocation),
        (|project, _| project.brief.location = Location::Onshore, Exclusion::WrongLocation),
        (|project, _| project.brief.countries = vec![Country::NZ], Exclusion::WrongLocation),
        (|_, developer| developer.profile.skills = listed(&[("JavaScript", 9), ("MySQL", 9)]), Exclusion::MissingRequiredSkill),
        (|project, _| project.roles[0].required_skills = required(&[("Java", 0)]), Exclusion::MissingRequiredSkill),
        (|_, developer| developer.profile.english = Some(English::B1), Exclusion::Language),
        (|_, developer| developer.profile.english = None, Exclusion::Language),
        (|_, developer| developer.profile.availability.from = date(2027, 1, 5), Exclusion::NotAvailable),
        (|_, developer| developer.commitments = vec![taken(date(2027, 6, 1), None, 1)], Exclusion::NotAvailable),
        (|project, _| project.brief.min_overlap_minutes = 91, Exclusion::TooLittleOverlap),
        (|_, developer| developer.profile.pay_rate.monthly = Some(money("1", "JPY")), Exclusion::NoExchangeRate),
        (|project, _| project.roles[0].max_rate = Some(Rate { money: money("9000", "NZD"), per: Per::Month }), Exclusion::NoExchangeRate),
        (|project, _| project.roles[0].max_rate = Some(Rate { money: money("9117.48", "AUD"), per: Per::Month }), Exclusion::OverRate),
        (|_, developer| developer.profile.pay_rate.monthly = Some(money("10000000000000.00", "INR")), Exclusion::OverRate),
    ];
    for (at, (change, wanted)) in cases.into_iter().enumerate() {
        let (mut project, mut developer) = (project(), developer(1));
        change(&mut project, &mut developer);
        assert_eq!(judged(&project, &developer).map(|fit| fit.score), Err(wanted), "case {at}");
    }
}

#[test]
fn the_first_rule_that_fails_is_the_one_counted_and_all_add_up() {
    let mut failing = developer(1);
    failing.profile.english = None;
    failing.profile.availability.hours_per_week = 1;
    let mut paused = developer(2);
    paused.status = DeveloperStatus::Paused;
    let developers = [failing, paused, developer(3), developer(4)];
    let rejected = BTreeSet::from([(RoleId::nth(1), developers[2].id), (RoleId::nth(2), developers[3].id)]);
    let rates = exchange();
    let pool = Pool {
        developers: &developers,
        markup_percent: Decimal::from(25),
        exchange: Some(&rates),
        rejected: &rejected,
        weights: &Weights::FIRST,
        near_misses: true,
    };
    let project = project();
    let found = match_role(&project, &project.roles[0], &pool, 10);
    assert_eq!(found.excluded, Exclusions { language: 1, rejected_by_client: 1, ..Exclusions::default() });
    assert_eq!((found.eligible, pool.size()), (1, 3));
    assert_eq!(found.candidates[0].fit.developer_id, developers[3].id);
}

#[test]
fn one_missing_skill_of_several_is_a_near_miss_and_costs_points() {
    let mut project = project();
    project.roles[0].required_skills = required(&[("Java", 3), ("PostgreSQL", 0)]);
    let mut developer = developer(1);
    for (skills, points_left, detail) in [
        (&[("PostgreSQL", 5), ("JavaScript", 9)][..], 20, "Java missing, PostgreSQL 5 y"),
        (&[("PostgreSQL", 5), ("Spring Boot", 9)], 26, "Java missing, implied by Spring Boot, PostgreSQL 5 y"),
        (&[("PostgreSQL", 5), ("Java", 2)], 26, "Java 2 y (short of the 3 asked), PostgreSQL 5 y"),
    ] {
        developer.profile.skills = listed(skills);
        let fit = judged(&project, &developer).expect("eligible");
        assert_eq!(fit.near_miss, Some(skill("Java")));
        assert_eq!(points(&fit, Factor::RequiredSkills), (points_left, detail));
    }
    developer.profile.skills = listed(&[("PostgreSQL", 5), ("Java", 3)]);
    let fit = judged(&project, &developer).expect("eligible");
    assert_eq!((fit.near_miss.as_ref(), points(&fit, Factor::RequiredSkills).0), (None, 40));
}

#[test]
fn a_skill_nobody_knows_is_still_matched_with_itself() {
    let mut project = project();
    project.roles[0].required_skills = required(&[("Blorp  Engine", 1)]);
    let mut developer = developer(1);
    developer.profile.skills = listed(&[("blorp engine", 1)]);
    assert!(judged(&project, &developer).is_ok());
}

#[test]
fn a_role_without_required_skills_has_a_defined_score_and_ties_go_by_id() {
    // F43a
    let mut project = project();
    project.roles[0].required_skills.clear();
    let developers: Vec<_> = (1..=200).rev().map(developer).collect();
    let rejected = BTreeSet::new();
    let rates = exchange();
    let pool = Pool {
        developers: &developers,
        markup_percent: Decimal::from(25),
        exchange: Some(&rates),
        rejected: &rejected,
        weights: &Weights::FIRST,
        near_misses: true,
    };
    let found = match_role(&project, &project.roles[0], &pool, 50);
    let ids: Vec<_> = found.candidates.iter().map(|candidate| candidate.fit.developer_id).collect();
    let wanted: Vec<_> = (1..=50).map(|number| developer(number).id).collect();
    assert_eq!((found.eligible, ids), (200, wanted));
    assert_eq!(found.candidates.iter().map(|candidate| candidate.rank).collect::<Vec<_>>(), (1..=50).collect::<Vec<_>>());
    assert!(found.candidates.iter().all(|candidate| candidate.fit.score == 69));
}

#[test]
fn a_booked_developer_is_free_the_day_after() {
    // F43b
    let mut project = project();
    let mut developer = developer(1);
    developer.commitments = vec![taken(date(2026, 12, 1), Some(date(2027, 3, 31)), 40)];
    project.brief.starts_on = date(2027, 3, 15);
    assert_eq!(judged(&project, &developer).map(|fit| fit.score), Err(Exclusion::NotAvailable));
    project.brief.starts_on = date(2027, 4, 1);
    let fit = judged(&project, &developer).expect("eligible");
    assert_eq!(fit.available_from, date(2027, 4, 1));
    assert_eq!(points(&fit, Factor::Availability), (1, "free 0 days before the start"));
    assert_eq!(points(&fit, Factor::TrackRecord), (3, "1 engagement"));
}

#[test]
fn rates_follow_the_hiring_model_and_are_rounded_once() {
    let (mut project, mut developer) = (project(), developer(1));
    project.roles[0].max_rate = None;
    project.brief.currency = "INR".parse().expect("a currency");
    developer.profile.pay_rate = PayRates { hourly: Some(money("2800.01", "INR")), monthly: None };
    // 2800.01 × 40 × 52 ÷ 12 = 485,335.0666…; with 25 % it is 606,668.8333…
    let fit = judged_with(&project, &developer, 25, None).expect("eligible");
    assert_eq!((fit.bill_rate.money, fit.bill_rate.per), (money("606668.83", "INR"), Per::Month));
    assert_eq!((fit.pay_rate.money, fit.pay_rate.per), (money("485335.07", "INR"), Per::Month));
    assert_eq!(fit.margin, money("121333.77", "INR"));
    assert_eq!(points(&fit, Factor::RateHeadRoom), (5, "no maximum to measure by"));
    project.brief.hiring_model = HiringModel::Hourly;
    let fit = judged_with(&project, &developer, 25, None).expect("eligible");
    assert_eq!((fit.bill_rate.money, fit.bill_rate.per), (money("3500.01", "INR"), Per::Hour));
}

#[test]
fn a_bill_that_equals_the_maximum_is_not_above_it() {
    let (mut project, developer) = (project(), developer(1));
    project.brief.hiring_model = HiringModel::Hourly;
    // 2800 INR and 25 % are 3500 INR, whatever the project's currency makes of either; so are 3500 × 40 × 52 ÷ 12 a month.
    for (amount, per, wanted) in [
        ("3500.00", Per::Hour, Ok(0)),
        ("3499.99", Per::Hour, Err(Exclusion::OverRate)),
        ("606666.66", Per::Month, Err(Exclusion::OverRate)),
        ("606666.67", Per::Month, Ok(0)),
        ("7000.00", Per::Hour, Ok(10)),
    ] {
        project.roles[0].max_rate = Some(Rate { money: money(amount, "INR"), per });
        let found = judged(&project, &developer).map(|fit| points(&fit, Factor::RateHeadRoom).0);
        assert_eq!(found, wanted, "{amount} {per}");
    }
}

#[test]
fn a_bill_beyond_all_amounts_is_over_every_rate() {
    let (mut project, mut developer) = (project(), developer(1));
    project.roles[0].max_rate = None;
    project.brief.currency = "INR".parse().expect("a currency");
    for (pay, wanted) in [("8000000000000.00", Ok(5)), ("8000000000000.01", Err(Exclusion::OverRate))] {
        developer.profile.pay_rate.monthly = Some(money(pay, "INR"));
        assert_eq!(judged(&project, &developer).map(|fit| points(&fit, Factor::RateHeadRoom).0), wanted, "{pay}");
    }
}

#[test]
fn seniority_below_what_is_asked_costs_more_than_above() {
    let (mut project, mut developer) = (project(), developer(1));
    for (own, asked, wanted) in [
        (Seniority::Mid, Seniority::Mid, 10),
        (Seniority::Lead, Seniority::Junior, 4),
        (Seniority::Mid, Seniority::Senior, 5),
        (Seniority::Junior, Seniority::Senior, 2),
        (Seniority::Junior, Seniority::Lead, 0),
    ] {
        developer.profile.seniority = own;
        project.roles[0].seniority = asked;
        assert_eq!(judged(&project, &developer).map(|fit| points(&fit, Factor::Seniority).0), Ok(wanted), "{own} {asked}");
    }
}
