//! The best whole team for a project: every open seat filled by someone else, within a budget.
//!
//! A pure function of what each role's ranking found. Scores are those of the ranking; what is added here is that a team is
//! chosen as a whole, from offers: as little of a developer as that takes, so that a pool of many need not be read. Who may
//! see which field of a member is the edge's to decide, as with candidates.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use thiserror::Error;

use super::overlap::Day;
use super::{Fit, Pool, assess, rank_all};
use crate::domain::developer::{Developer, WorkingHours};
use crate::domain::exchange::ExchangeRates;
use crate::domain::id::DeveloperId;
use crate::domain::project::{Project, Role, RoleId};
use crate::domain::rate::{Per, Rate};
use crate::domain::zone::Zone;

mod assign;
mod budget;
mod search;
mod solve;
mod together;
mod window;

use budget::Measure;
use solve::{Choice, Impossible, MOST_STEPS, Opening, Picked, solve};
use together::{groups, together};

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

/// Someone who suits a role, as far as the choice of a team depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer<'a> {
    /// The developer.
    pub developer_id: DeveloperId,
    /// The revision of the profile that it is made from.
    pub revision: u64,
    /// The sum of points, 0 to 100.
    pub score: u8,
    /// What the client would pay, in the project's currency: by the month for dedicated work, else by the hour.
    pub bill_rate: Rate,
    /// The zone they work in.
    pub zone: &'a Zone,
    /// When they work.
    pub hours: WorkingHours,
}

/// A team as it was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamPlan {
    /// Who takes a seat of which role, with the revision of the profile: role by role, the best first.
    pub seats: Vec<(RoleId, DeveloperId, u64)>,
    /// What they cost together by the month, in the project's currency, rounded half up once.
    pub total: Rate,
    /// The sum of their scores.
    pub score: u32,
    /// Whether it is certain that no other team has a higher score, or the same for less.
    pub optimal: bool,
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
    let developers: BTreeMap<DeveloperId, &Developer> = pool.developers.iter().map(|developer| (developer.id, developer)).collect();
    let offer = |fit: Fit| {
        let developer = developers.get(&fit.developer_id)?;
        Some(Offer {
            developer_id: developer.id,
            revision: developer.revision,
            score: fit.score,
            bill_rate: fit.bill_rate,
            zone: &developer.profile.time_zone,
            hours: developer.profile.working_hours,
        })
    };
    let offers = |role: &Role| rank_all(project, role, pool).0.into_iter().filter_map(offer).collect();
    plan_team(project, open_roles(project).map(|role| (role, offers(role))).collect(), pool.exchange, terms)
        .map(|plan| plan.with_fits(project, pool))
}

/// The roles that have an open seat.
pub fn open_roles(project: &Project) -> impl Iterator<Item = &Role> {
    project.roles.iter().filter(|role| open_seats(role) > 0)
}

fn open_seats(role: &Role) -> usize {
    usize::from(role.headcount).saturating_sub(role.seats.len())
}

impl TeamPlan {
    /// The team with what there is to say of each member, from the developers of a pool: those of the plan's revisions.
    #[must_use]
    pub fn with_fits(self, project: &Project, pool: &Pool<'_>) -> Team {
        let member = |(role_id, developer_id, _): &(RoleId, DeveloperId, u64)| {
            let role = project.roles.iter().find(|role| role.role_id == *role_id)?;
            let developer = pool.developers.iter().find(|developer| developer.id == *developer_id)?;
            let fit = assess(project, role, pool, developer).ok()?;
            Some(Member { role_id: *role_id, fit })
        };
        let members = self.seats.iter().filter_map(member).collect();
        Team { members, total: self.total, score: self.score, optimal: self.optimal }
    }
}

/// The team out of what is offered for each role, in any order.
///
/// # Errors
/// There is none.
pub fn plan_team<'a>(
    project: &Project,
    mut offered: Vec<(&Role, Vec<Offer<'a>>)>,
    exchange: Option<&ExchangeRates>,
    terms: &TeamTerms<'_>,
) -> Result<TeamPlan, NoTeam> {
    let hired: BTreeSet<DeveloperId> = terms.hired.iter().map(|hired| hired.developer_id).collect();
    for (_, offers) in &mut offered {
        offers.retain(|offer| !hired.contains(&offer.developer_id));
        offers.sort_by_key(|offer| (Reverse(offer.score), offer.developer_id));
    }
    let hours = offered.iter().map(|(role, _)| role.hours_per_week).chain(terms.hired.iter().map(|hired| hired.hours_per_week));
    let measure = Measure::new(terms.budget.map_or(Per::Month, |budget| budget.per), hours, project.brief.currency);
    let mut spent = Decimal::ZERO;
    for hired in terms.hired.iter().filter(|_| terms.budget.is_some()) {
        let cost = measure.exact(hired.bill_rate, hired.hours_per_week, exchange).ok_or(NoTeam::NoExchangeRate)?;
        spent = spent.checked_add(cost).ok_or(NoTeam::BeyondMoney)?;
    }
    let budget = terms.budget.map(|budget| measure.budget(budget, exchange).ok_or(NoTeam::NoExchangeRate)).transpose()?;
    // Costs are whole: what a fraction of the budget would pay for is nothing.
    let budget = budget.map(|budget| (budget - spent).floor().to_i128().unwrap_or(i128::MAX));

    let days: BTreeMap<DeveloperId, Day<'a>> = offered
        .iter()
        .flat_map(|(_, offers)| offers)
        .map(|offer| (offer.developer_id, Day { zone: offer.zone, hours: offer.hours }))
        .collect();
    let (ids, days): (Vec<DeveloperId>, Vec<Day<'a>>) = days.into_iter().unzip();
    let number = |id: DeveloperId| ids.binary_search(&id).unwrap_or_default();
    let openings: Vec<Opening> = offered
        .iter()
        .map(|(role, offers)| {
            let choices = offers.iter().filter_map(|offer| {
                let cost = measure.cost(offer.bill_rate, role.hours_per_week)?;
                Some(Choice { person: number(offer.developer_id), score: offer.score, cost })
            });
            Opening { seats: open_seats(role), choices: choices.collect() }
        })
        .collect();
    let outcome = if terms.overlap_minutes == 0 {
        solve(&openings, budget, MOST_STEPS)
    } else {
        let (groups, all) = groups(project, &days, terms.overlap_minutes);
        together(&openings, &groups, all, budget).ok_or(NoTeam::TooLittleOverlap { minutes: terms.overlap_minutes })?
    };
    let picked = outcome.map_err(|impossible| match impossible {
        Impossible::Seat(at) => NoTeam::EmptySeat { role_id: offered[at].0.role_id },
        Impossible::Budget(cost) => {
            let currency = terms.budget.map_or(project.brief.currency, |budget| budget.money.currency());
            let cost = Decimal::try_from_i128_with_scale(cost, 0).ok().and_then(|cost| cost.checked_add(spent));
            let least = cost.and_then(|cost| measure.least(cost, currency, exchange));
            least.map_or(NoTeam::BeyondMoney, |least| NoTeam::OverBudget { least })
        }
    })?;
    let chosen: Vec<(&Role, &Offer<'_>)> = chosen(&offered, &picked, &ids).collect();
    let measure = Measure::monthly(project.brief.currency);
    let costs = chosen.iter().map(|(role, offer)| measure.cost(offer.bill_rate, role.hours_per_week).map(i128::from));
    let cost = costs.sum::<Option<i128>>().ok_or(NoTeam::BeyondMoney)?;
    Ok(TeamPlan {
        total: measure.rounded(cost).ok_or(NoTeam::BeyondMoney)?,
        score: chosen.iter().map(|(_, offer)| u32::from(offer.score)).sum(),
        seats: chosen.iter().map(|(role, offer)| (role.role_id, offer.developer_id, offer.revision)).collect(),
        optimal: picked.optimal,
    })
}

/// The offers that were chosen, each with its role.
fn chosen<'a>(
    offered: &'a [(&'a Role, Vec<Offer<'a>>)],
    picked: &'a Picked,
    ids: &'a [DeveloperId],
) -> impl Iterator<Item = (&'a Role, &'a Offer<'a>)> {
    offered.iter().zip(&picked.persons).flat_map(|((role, offers), persons)| {
        let chosen: BTreeSet<DeveloperId> = persons.iter().map(|person| ids[*person]).collect();
        offers.iter().filter(move |offer| chosen.contains(&offer.developer_id)).map(|offer| (*role, offer))
    })
}

#[cfg(test)]
mod tests;
