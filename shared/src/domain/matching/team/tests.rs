//! Teams: against every team there is, against a solver of integer programmes, and what a person would check by hand.

use super::super::samples::*;
use super::super::tests::pool_of;
use super::*;
use crate::domain::developer::HiringModel;
use crate::domain::exchange::ExchangeRates;
use crate::domain::money::Money;
use jiff::civil::date;

mod exact;
mod overlap;
mod stable;

fn role(number: u16, headcount: u8) -> Role {
    Role { role_id: RoleId::nth(number), headcount, max_rate: None, ..project().roles.remove(0) }
}

/// Someone who suits every role, paid so many rupees an hour and 150 times that a month.
fn paid(number: u128, rupees: i64) -> Developer {
    let mut developer = developer(number);
    let inr = |amount: i64| Money::from_minor(amount * 100, "INR".parse().expect("a currency")).ok();
    developer.profile.pay_rate.hourly = inr(rupees);
    developer.profile.pay_rate.monthly = inr(rupees * 150);
    developer
}

/// Someone who scores less.
fn junior(number: u128, rupees: i64) -> Developer {
    let mut developer = paid(number, rupees);
    developer.profile.seniority = crate::domain::developer::Seniority::Junior;
    developer
}

fn rate(amount: &str, currency: &str, per: Per) -> Rate {
    Rate { money: money(amount, currency), per }
}

fn picked(project: &Project, developers: &[Developer], terms: &TeamTerms<'_>) -> Result<Team, NoTeam> {
    let rates: ExchangeRates = exchange();
    pool_of(developers, Some(&rates), |pool| pick_team(project, pool, terms))
}

fn ids(team: &Team) -> Vec<(RoleId, DeveloperId)> {
    team.members.iter().map(|member| (member.role_id, member.fit.developer_id)).collect()
}

fn within(budget: Rate) -> TeamTerms<'static> {
    TeamTerms { budget: Some(budget), ..TeamTerms::default() }
}

#[test]
fn a_tight_budget_takes_the_best_that_it_pays_for() {
    let mut project = project();
    project.roles = vec![role(1, 1), role(2, 1)];
    // With 25 % and the rates of the day: 2,604.99 for 800 rupees an hour, 1,302.50 for 400, 976.87 for 300.
    let developers = [paid(1, 800), paid(2, 800), junior(3, 400), junior(4, 300)];
    let team = picked(&project, &developers, &TeamTerms::default()).expect("a team");
    assert_eq!(ids(&team), [(RoleId::nth(1), developers[0].id), (RoleId::nth(2), developers[1].id)]);
    assert_eq!((team.total, team.optimal), (rate("5209.98", "AUD", Per::Month), true));
    let exactly = picked(&project, &developers, &within(rate("5209.98", "AUD", Per::Month))).expect("a team");
    assert_eq!(exactly, team);
    let less = picked(&project, &developers, &within(rate("5209.97", "AUD", Per::Month))).expect("a team");
    assert_eq!(ids(&less), [(RoleId::nth(1), developers[0].id), (RoleId::nth(2), developers[3].id)]);
    assert_eq!(less.total, rate("3581.86", "AUD", Per::Month));
    let least = Err(NoTeam::OverBudget { least: rate("2279.37", "AUD", Per::Month) });
    assert_eq!(picked(&project, &developers, &within(rate("2279.36", "AUD", Per::Month))), least);
    assert!(picked(&project, &developers, &within(rate("2279.37", "AUD", Per::Month))).is_ok());
}

#[test]
fn nobody_fills_two_seats_and_the_empty_one_is_named() {
    let mut project = project();
    project.roles = vec![role(1, 1), role(2, 2)];
    let developers = [paid(1, 800), paid(2, 800)];
    let empty = Err(NoTeam::EmptySeat { role_id: RoleId::nth(2) });
    assert_eq!(picked(&project, &developers, &TeamTerms::default()), empty);
    let developers = [paid(1, 800), paid(2, 800), paid(3, 800)];
    let team = picked(&project, &developers, &TeamTerms::default()).expect("a team");
    assert_eq!(team.members.len(), 3);
}

#[test]
fn an_hour_and_a_month_compare_without_rounding() {
    let mut project = project();
    project.brief.hiring_model = HiringModel::Hourly;
    project.brief.currency = "INR".parse().expect("a currency");
    project.roles = vec![role(1, 1), role(2, 1)];
    project.roles[1].hours_per_week = 25;
    let developers = [paid(1, 800), paid(2, 800)];
    // 1,000 rupees an hour each: 40 and 25 hours a week are 1,000 × 65 × 52 ÷ 12 = 281,666.666… a month.
    let team = picked(&project, &developers, &TeamTerms::default()).expect("a team");
    assert_eq!(team.total, rate("281666.67", "INR", Per::Month));
    assert!(picked(&project, &developers, &within(rate("281666.67", "INR", Per::Month))).is_ok());
    let least = Err(NoTeam::OverBudget { least: rate("281666.67", "INR", Per::Month) });
    assert_eq!(picked(&project, &developers, &within(rate("281666.66", "INR", Per::Month))), least);
    assert!(picked(&project, &developers, &within(rate("2000.00", "INR", Per::Hour))).is_ok());
    let least = Err(NoTeam::OverBudget { least: rate("2000.00", "INR", Per::Hour) });
    assert_eq!(picked(&project, &developers, &within(rate("1999.99", "INR", Per::Hour))), least);
    project.brief.hiring_model = HiringModel::Dedicated;
    // 150,000 a month each: for 40 and 25 hours a week that is 865.38… and 1,384.61… an hour.
    let least = Err(NoTeam::OverBudget { least: rate("2250.00", "INR", Per::Hour) });
    assert_eq!(picked(&project, &developers, &within(rate("2249.99", "INR", Per::Hour))), least);
    assert!(picked(&project, &developers, &within(rate("2250.00", "INR", Per::Hour))).is_ok());
}

#[test]
fn a_budget_in_another_currency_is_converted_and_answered_in_it() {
    let mut project = project();
    project.roles = vec![role(1, 1)];
    let developers = [paid(1, 800)];
    // 2,604.99 AUD are 1,702.6078… USD.
    let least = Err(NoTeam::OverBudget { least: rate("1702.61", "USD", Per::Month) });
    assert_eq!(picked(&project, &developers, &within(rate("1702.60", "USD", Per::Month))), least);
    assert!(picked(&project, &developers, &within(rate("1702.61", "USD", Per::Month))).is_ok());
    assert_eq!(picked(&project, &developers, &within(rate("1702.61", "EUR", Per::Month))), Err(NoTeam::NoExchangeRate));
}

#[test]
fn whoever_is_hired_keeps_the_seat_and_costs_its_part_of_the_budget() {
    let mut project = project();
    project.roles = vec![role(1, 2)];
    let developers = [paid(1, 800), paid(2, 800)];
    project.roles[0].seats = vec![crate::domain::project::Seat {
        engagement_id: crate::domain::id::Id::from_ulid(ulid::Ulid(1)),
        developer_id: developers[0].id,
        ended_on: None,
    }];
    let hired = [Hired { developer_id: developers[0].id, bill_rate: rate("1000.00", "AUD", Per::Month), hours_per_week: 40 }];
    let terms = |amount| TeamTerms { budget: Some(rate(amount, "AUD", Per::Month)), hired: &hired, ..TeamTerms::default() };
    let team = picked(&project, &developers, &terms("3604.99")).expect("a team");
    assert_eq!((ids(&team), team.total), (vec![(RoleId::nth(1), developers[1].id)], rate("2604.99", "AUD", Per::Month)));
    let least = Err(NoTeam::OverBudget { least: rate("3604.99", "AUD", Per::Month) });
    assert_eq!(picked(&project, &developers, &terms("3604.98")), least);
}

#[test]
fn equal_teams_go_by_cost_and_then_by_ids() {
    let mut project = project();
    project.roles = vec![role(1, 2)];
    let developers = [paid(4, 800), paid(3, 800), paid(2, 799), paid(1, 800)];
    let team = picked(&project, &developers, &TeamTerms::default()).expect("a team");
    // Their head-room is not scored without a maximum, so that all scores are equal.
    assert_eq!(ids(&team), [(RoleId::nth(1), developers[3].id), (RoleId::nth(1), developers[2].id)]);
    let none = Project { roles: Vec::new(), ..project };
    let empty = picked(&none, &developers, &TeamTerms::default()).expect("a team of nobody");
    assert_eq!((empty.members.len(), empty.score, empty.total), (0, 0, rate("0.00", "AUD", Per::Month)));
    assert_eq!(date(2027, 1, 4), none.brief.starts_on);
}
