//! The best whole team for a project: every open seat filled by someone else, within a budget.
//!
//! A pure function of what each role's ranking found. Scores are those of the ranking; what is added here is that a team is
//! chosen as a whole. Who may see which field of a member is the edge's to decide, as with candidates.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use thiserror::Error;

use super::assess::days_of;
use super::overlap::Day;
use super::{Fit, Pool, rank_all};
use crate::domain::developer::{ClockTime, Developer, DeveloperProfile};
use crate::domain::id::DeveloperId;
use crate::domain::project::{Project, Role, RoleId};
use crate::domain::rate::{Per, Rate};

mod assign;
mod budget;
mod search;
mod solve;
mod window;

use budget::Measure;
use solve::{Choice, Impossible, MOST_STEPS, Opening, Picked, solve};

/// Someone who sits in a seat of the project already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hired {
    /// The developer, who takes no other seat.
    pub developer_id: DeveloperId,
    /// What the client pays, in any currency.
    pub bill_rate: Rate,
    /// The agreed hours a week.
    pub hours_per_week: u8,
}

/// What a team has to keep to.
#[derive(Clone, Copy, Debug, Default)]
pub struct TeamTerms<'a> {
    /// The most that the whole team costs, with those who are hired already; in any currency, by the hour of everyone or by the
    /// month of everyone's hours.
    pub budget: Option<Rate>,
    /// How many minutes of each day all new members must work at the same time, at one stretch.
    pub overlap_minutes: u16,
    /// Who is hired already.
    pub hired: &'a [Hired],
}

/// Someone in a team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The role whose seat they take.
    pub role_id: RoleId,
    /// How they suit it.
    pub fit: Fit,
}

/// A team for all the open seats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// One member for each open seat: role by role, the best first.
    pub members: Vec<Member>,
    /// What the members cost together by the month, in the project's currency, rounded half up once.
    pub total: Rate,
    /// The sum of their scores.
    pub score: u32,
    /// Whether it is certain that no other team has a higher score, or the same for less.
    pub optimal: bool,
}

/// Why there is no team.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum NoTeam {
    /// A seat finds nobody, whatever it may cost.
    #[error("nobody is left for a seat of role {role_id}")]
    EmptySeat {
        /// The seat's role.
        role_id: RoleId,
    },
    /// The cheapest team costs more than the budget.
    #[error("the least budget that would do is {} a {}", least.money, least.per)]
    OverBudget {
        /// The least budget that would do, by the budget's unit and in its currency.
        least: Rate,
    },
    /// No people who fill the seats work at the same time for long enough.
    #[error("no team works {minutes} minutes of every day at the same time")]
    TooLittleOverlap {
        /// The minutes that were asked for.
        minutes: u16,
    },
    /// No exchange rate leads from the budget's currency, or that of someone hired, to the project's.
    #[error("no exchange rate leads to the project's currency")]
    NoExchangeRate,
    /// The sum is beyond what an amount of money can state.
    #[error("the team would cost more than an amount can state")]
    BeyondMoney,
}

/// The team of the highest score for the open seats of a project; of those the cheapest; of those the first by ids.
///
/// The same arguments give the same team, in whatever order the pool stands. A team without members where no seat is open.
///
/// # Errors
/// There is none.
pub fn pick_team(project: &Project, pool: &Pool<'_>, terms: &TeamTerms<'_>) -> Result<Team, NoTeam> {
    let open = project.roles.iter().filter(|role| open_seats(role) > 0);
    let ranked: Vec<(&Role, Vec<Fit>)> = open.map(|role| (role, rank_all(project, role, pool).0)).collect();
    team_of(project, ranked, pool, terms)
}

fn open_seats(role: &Role) -> usize {
    usize::from(role.headcount).saturating_sub(role.seats.len())
}

/// The team out of what each role's ranking found.
fn team_of(project: &Project, mut ranked: Vec<(&Role, Vec<Fit>)>, pool: &Pool<'_>, terms: &TeamTerms<'_>) -> Result<Team, NoTeam> {
    let hired: BTreeSet<DeveloperId> = terms.hired.iter().map(|hired| hired.developer_id).collect();
    for (_, fits) in &mut ranked {
        fits.retain(|fit| !hired.contains(&fit.developer_id));
    }
    let hours = ranked.iter().map(|(role, _)| role.hours_per_week).chain(terms.hired.iter().map(|hired| hired.hours_per_week));
    let measure = Measure::new(terms.budget.map_or(Per::Month, |budget| budget.per), hours, project.brief.currency);
    let mut spent = Decimal::ZERO;
    for hired in terms.hired.iter().filter(|_| terms.budget.is_some()) {
        let cost = measure.exact(hired.bill_rate, hired.hours_per_week, pool.exchange).ok_or(NoTeam::NoExchangeRate)?;
        spent = spent.checked_add(cost).ok_or(NoTeam::BeyondMoney)?;
    }
    let budget = terms.budget.map(|budget| measure.budget(budget, pool.exchange).ok_or(NoTeam::NoExchangeRate)).transpose()?;
    // Costs are whole: what a fraction of the budget would pay for is nothing.
    let budget = budget.map(|budget| (budget - spent).floor().to_i128().unwrap_or(i128::MAX));

    let ids: BTreeSet<DeveloperId> = ranked.iter().flat_map(|(_, fits)| fits).map(|fit| fit.developer_id).collect();
    let ids: Vec<DeveloperId> = ids.into_iter().collect();
    let number = |id: DeveloperId| ids.binary_search(&id).unwrap_or_default();
    let openings: Vec<Opening> = ranked
        .iter()
        .map(|(role, fits)| {
            let choices = fits.iter().filter_map(|fit| {
                let cost = measure.cost(fit.bill_rate, role.hours_per_week)?;
                Some(Choice { person: number(fit.developer_id), score: fit.score, cost })
            });
            Opening { seats: open_seats(role), choices: choices.collect() }
        })
        .collect();
    let outcome = if terms.overlap_minutes == 0 {
        solve(&openings, budget, MOST_STEPS)
    } else {
        let (groups, all) = groups(project, &ids, pool.developers, terms.overlap_minutes);
        together(&openings, &groups, all, budget).ok_or(NoTeam::TooLittleOverlap { minutes: terms.overlap_minutes })?
    };
    let picked = outcome.map_err(|impossible| match impossible {
        Impossible::Seat(at) => NoTeam::EmptySeat { role_id: ranked[at].0.role_id },
        Impossible::Budget(cost) => {
            let currency = terms.budget.map_or(project.brief.currency, |budget| budget.money.currency());
            let cost = Decimal::try_from_i128_with_scale(cost, 0).ok().and_then(|cost| cost.checked_add(spent));
            let least = cost.and_then(|cost| measure.least(cost, currency, pool.exchange));
            least.map_or(NoTeam::BeyondMoney, |least| NoTeam::OverBudget { least })
        }
    })?;
    let members = members(ranked, &picked, &ids);
    let measure = Measure::monthly(project.brief.currency);
    let costs = members.iter().map(|(hours, member)| measure.cost(member.fit.bill_rate, *hours).map(i128::from));
    let cost = costs.sum::<Option<i128>>().ok_or(NoTeam::BeyondMoney)?;
    Ok(Team {
        total: measure.rounded(cost).ok_or(NoTeam::BeyondMoney)?,
        score: members.iter().map(|(_, member)| u32::from(member.fit.score)).sum(),
        members: members.into_iter().map(|(_, member)| member).collect(),
        optimal: picked.optimal,
    })
}

/// The members, each with the hours of its role.
fn members(ranked: Vec<(&Role, Vec<Fit>)>, picked: &Picked, ids: &[DeveloperId]) -> Vec<(u8, Member)> {
    let roles = ranked.into_iter().zip(&picked.persons).flat_map(|((role, fits), persons)| {
        let chosen: BTreeSet<DeveloperId> = persons.iter().map(|person| ids[*person]).collect();
        let fits = fits.into_iter().filter(move |fit| chosen.contains(&fit.developer_id));
        fits.map(|fit| (role.hours_per_week, Member { role_id: role.role_id, fit }))
    });
    roles.collect()
}

/// The greatest groups of persons who share the window, and whether those are all there are.
fn groups(project: &Project, ids: &[DeveloperId], developers: &[Developer], minutes: u16) -> (Vec<Vec<bool>>, bool) {
    type Kind<'a> = (&'a str, ClockTime, ClockTime);
    let profiles: BTreeMap<DeveloperId, &DeveloperProfile> =
        developers.iter().map(|developer| (developer.id, &developer.profile)).collect();
    let kind = |id: &DeveloperId| -> Option<(Kind<'_>, &DeveloperProfile)> {
        let profile = profiles.get(id)?;
        Some(((profile.time_zone.name(), profile.working_hours.start, profile.working_hours.end), profile))
    };
    let mut kinds: BTreeMap<Kind<'_>, (usize, Day<'_>)> = BTreeMap::new();
    for (kind, profile) in ids.iter().filter_map(kind) {
        let day = Day { zone: &profile.time_zone, hours: profile.working_hours };
        kinds.entry(kind).or_insert((0, day)).0 += 1;
    }
    let all = kinds.len() <= window::MOST_KINDS;
    // The most usual ones, where there are too many to tell apart.
    let mut usual: Vec<_> = kinds.into_iter().collect();
    usual.sort_by_key(|(kind, (count, _))| (Reverse(*count), *kind));
    usual.truncate(window::MOST_KINDS);
    let days: Vec<Day<'_>> = usual.iter().map(|(_, (_, day))| *day).collect();
    let places: BTreeMap<Kind<'_>, usize> = usual.iter().enumerate().map(|(place, (kind, _))| (*kind, place)).collect();
    let places: Vec<Option<usize>> = ids.iter().map(|id| kind(id).and_then(|(kind, _)| places.get(&kind).copied())).collect();
    let within = |set: u64| places.iter().map(|place| place.is_some_and(|place| set & 1 << place != 0)).collect();
    (window::compatible(&days, days_of(project), minutes).into_iter().map(within).collect(), all)
}

/// The best team of any one group; `None` where the groups are what leaves seats empty.
fn together(openings: &[Opening], groups: &[Vec<bool>], all: bool, budget: Option<i128>) -> Option<Result<Picked, Impossible>> {
    let mut best: Option<Picked> = None;
    let mut least: Option<i128> = None;
    let mut proven = all;
    for group in groups {
        let within = openings.iter().map(|opening| Opening {
            seats: opening.seats,
            choices: opening.choices.iter().filter(|choice| group[choice.person]).copied().collect(),
        });
        match solve(&within.collect::<Vec<_>>(), budget, MOST_STEPS) {
            Ok(team) => {
                proven &= team.optimal;
                let order = |team: &Picked| (Reverse(team.score), team.cost, team.persons.clone());
                if best.as_ref().is_none_or(|best| order(&team) < order(best)) {
                    best = Some(team);
                }
            }
            Err(Impossible::Budget(cost)) => least = Some(least.map_or(cost, |least| least.min(cost))),
            Err(Impossible::Seat(_)) => {}
        }
    }
    match (best, least) {
        (Some(best), _) => Some(Ok(Picked { optimal: proven, ..best })),
        (None, Some(least)) => Some(Err(Impossible::Budget(least))),
        (None, None) => match solve(openings, None, 1) {
            Err(Impossible::Seat(role)) => Some(Err(Impossible::Seat(role))),
            Ok(_) | Err(Impossible::Budget(_)) => None,
        },
    }
}

#[cfg(test)]
mod tests;
