//! Matching: which developers suit a role, in which order, and why each of the others does not.
//!
//! A pure function of the project, its role, the developers and the operator's terms. Names, e-mail addresses and other
//! personal fields are never looked at. Who may see which field of a candidate is the edge's to decide: the pay rate and
//! the margin are the operator's alone.

use std::collections::BTreeSet;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::country::Country;
use super::developer::{Developer, DeveloperStatus};
use super::exchange::ExchangeRates;
use super::id::DeveloperId;
use super::money::Money;
use super::project::{Project, Role, RoleId};
use super::rate::Rate;
use super::skill::Skill;

mod assess;
mod availability;
mod exclusion;
pub mod mark;
mod overlap;
mod pricing;
pub mod recommend;
mod score;
mod skills;
pub mod team;
mod weights;

#[cfg(test)]
pub(super) mod samples;

pub(super) use assess::{Assessor, days_free};
pub use exclusion::{Exclusion, Exclusions};
pub use overlap::Overlap;
pub(super) use overlap::Stretches;
pub(super) use pricing::{Slope, stated};
pub use score::{Factor, Reason};
pub(super) use score::{Figures, Tally};
pub(super) use skills::{Level, Standing};
pub use weights::{Points, Weights, WeightsError};

/// Who can be matched, and the operator's terms.
#[derive(Clone, Copy, Debug)]
pub struct Pool<'a> {
    /// The developers, in any order, each once. Only vetted ones are looked at and counted.
    pub developers: &'a [Developer],
    /// What the seller adds to the cost, in percent. Above −100.
    pub markup_percent: Decimal,
    /// The exchange rates, if any are known.
    pub exchange: Option<&'a ExchangeRates>,
    /// Whom the client has turned down, and for which role.
    pub rejected: &'a BTreeSet<(RoleId, DeveloperId)>,
    /// The points of each factor.
    pub weights: &'a Weights,
    /// Whether whoever misses one of several required skills suits a role, with fewer points.
    pub near_misses: bool,
}

impl<'a> Pool<'a> {
    /// How many developers can be matched.
    #[must_use]
    pub fn size(&self) -> usize {
        self.vetted().count()
    }

    fn vetted(&self) -> impl Iterator<Item = &'a Developer> + use<'a> {
        self.developers.iter().filter(|developer| developer.status == DeveloperStatus::Vetted)
    }
}

/// How a developer suits a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fit {
    /// The developer.
    pub developer_id: DeveloperId,
    /// The country they work from.
    pub country: Country,
    /// The sum of the reasons' points, 0 to 100.
    pub score: u8,
    /// The one required skill that is missing or short of its years, if there is one.
    pub near_miss: Option<Skill>,
    /// What the client would pay, in the project's currency: by the month for dedicated work, else by the hour.
    pub bill_rate: Rate,
    /// What the developer would be paid, in their own currency and by the bill rate's unit. The operator's alone.
    pub pay_rate: Rate,
    /// What is left of one unit of the bill rate after its cost, in the project's currency, rounded half up once from
    /// exact figures. The operator's alone.
    pub margin: Money,
    /// The points, one entry for each factor, in one order. Their details name no amount of money.
    pub reasons: Vec<Reason>,
    /// The minutes a day that both work.
    pub overlap_minutes: Overlap,
    /// The first day from which the hours asked for are free until the role ends.
    pub available_from: Date,
}

/// A fit and its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// The place, from 1.
    pub rank: u32,
    /// The fit.
    #[serde(flatten)]
    pub fit: Fit,
}

/// The outcome for one role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleMatch {
    /// The role.
    pub role_id: RoleId,
    /// How many developers suit it, shown or not.
    pub eligible: u32,
    /// The best of them, best first; equal scores by id.
    pub candidates: Vec<Candidate>,
    /// Why the others do not; with `eligible` it adds up to the pool's size.
    pub excluded: Exclusions,
}

/// The best `limit` developers of the pool for a role, and why the others are not eligible.
///
/// The same arguments give the same answer, in whatever order the pool stands.
#[must_use]
pub fn match_role(project: &Project, role: &Role, pool: &Pool<'_>, limit: usize) -> RoleMatch {
    let (fits, excluded) = rank_all(project, role, pool);
    let eligible = u32::try_from(fits.len()).unwrap_or(u32::MAX);
    let candidates = (1..).zip(fits).take(limit).map(|(rank, fit)| Candidate { rank, fit }).collect();
    RoleMatch { role_id: role.role_id, eligible, candidates, excluded }
}

/// All the developers of the pool who suit a role, best first, and how many do not, by reason.
#[must_use]
pub fn rank_all(project: &Project, role: &Role, pool: &Pool<'_>) -> (Vec<Fit>, Exclusions) {
    let mut assessor = Assessor::new(project, role, pool);
    let mut excluded = Exclusions::default();
    let mut fits = Vec::new();
    for developer in pool.vetted() {
        match assessor.assess(developer) {
            Ok(fit) => fits.push(fit),
            Err(exclusion) => excluded.count(exclusion),
        }
    }
    fits.sort_by(|left, right| right.score.cmp(&left.score).then(left.developer_id.cmp(&right.developer_id)));
    (fits, excluded)
}

/// How one developer, vetted or not, suits a role.
///
/// # Errors
/// The first rule that the developer fails.
pub fn assess(project: &Project, role: &Role, pool: &Pool<'_>, developer: &Developer) -> Result<Fit, Exclusion> {
    Assessor::new(project, role, pool).assess(developer)
}

#[cfg(test)]
mod tests;
