//! What rates come to for one role, by currency and unit of time: up to which amount they keep to the maximum, and how many
//! points they leave. Worked out by the matcher's own function at few amounts; what lies between is known by order.

use super::steps::Steps;
use crate::domain::matching::{Assessor, Exclusion};
use crate::domain::money::{Currency, Money};
use crate::domain::rate::{Per, Rate};

/// What a rate comes to: how far below the maximum, or why it can't be.
pub(super) type Price = Result<Option<u8>, Exclusion>;

/// The most that a row can hold, in minor units.
pub(super) const MOST: i64 = u32::MAX as i64;

/// The rates of one currency and unit.
pub(super) struct Fare {
    currency: Currency,
    per: Per,
    /// The most that passes; −1 where nothing does.
    most: i64,
    /// Why everything beyond fails, if it is one reason.
    beyond: Option<Exclusion>,
    known: Steps<Price>,
}

/// The points that rates leave, by how many percent below the maximum they are.
pub(super) struct Grades {
    points: [u8; 101],
    /// By a percentage, the least that gives the same points.
    least: [u8; 101],
    /// Where there is no maximum.
    without: u8,
}

impl Grades {
    /// By the points that each percentage gives.
    pub(super) fn new(points: impl Fn(Option<u8>) -> u8) -> Self {
        let points_of = |percent: usize| points(u8::try_from(percent).ok());
        let all: [u8; 101] = std::array::from_fn(points_of);
        let mut least = 0;
        let least = std::array::from_fn(|percent| {
            if all.get(percent) != all.get(usize::from(least)) {
                least = u8::try_from(percent).unwrap_or(u8::MAX);
            }
            least
        });
        Self { points: all, least, without: points(None) }
    }

    /// The points that a percentage gives.
    pub(super) fn points(&self, percent: Option<u8>) -> u32 {
        let points = percent.map_or(Some(&self.without), |percent| self.points.get(usize::from(percent)));
        points.copied().unwrap_or(u8::MAX).into()
    }

    /// The least percentage that gives the same points.
    fn least(&self, percent: u8) -> u8 {
        self.least.get(usize::from(percent)).copied().unwrap_or(percent)
    }
}

impl Fare {
    pub(super) fn new(assessor: &Assessor<'_>, currency: Currency, per: Per) -> Self {
        let fails = |minor: i64| price(assessor, currency, per, minor).err();
        let at_most = fails(MOST);
        let (mut passes, mut failing, mut reason) = if at_most.is_some() { (-1, MOST, at_most) } else { (MOST, MOST + 1, None) };
        // The first guess is nearly always right; if not, it halves what is left.
        let mut guess = assessor.about(currency, per).map_or(MOST / 2, |money| money.minor()).clamp(0, MOST);
        let mut tries = 0;
        while failing - passes > 1 {
            let at = guess.clamp(passes + 1, failing - 1);
            match fails(at) {
                None => passes = at,
                why => (failing, reason) = (at, why),
            }
            tries += 1;
            guess = if tries == 1 && failing == at {
                at - 1
            } else if tries == 1 {
                at + 1
            } else {
                passes + (failing - passes) / 2
            };
        }
        let beyond = reason.filter(|_| reason == at_most);
        Self { currency, per, most: passes, beyond, known: Steps::new() }
    }

    /// The most that passes; −1 where nothing does.
    pub(super) fn most(&self) -> i64 {
        self.most
    }

    /// Why everything beyond fails, if it is one reason.
    pub(super) fn beyond(&self) -> Option<Exclusion> {
        self.beyond
    }

    /// Whether an amount passes.
    pub(super) fn passes(&self, assessor: &Assessor<'_>, minor: i64) -> Result<(), Exclusion> {
        if minor <= self.most {
            return Ok(());
        }
        Err(self.beyond.or_else(|| price(assessor, self.currency, self.per, minor).err()).unwrap_or(Exclusion::OverRate))
    }

    /// What an amount comes to, as far as the points can tell.
    pub(super) fn price(&mut self, assessor: &Assessor<'_>, grades: &Grades, minor: i64) -> Price {
        self.passes(assessor, minor)?;
        let Self { currency, per, .. } = *self;
        let below = |money| assessor.percent_below(Rate { money, per }).map(|below| below.map(|percent| grades.least(percent)));
        self.known.at(minor, || Money::from_minor(minor, currency).map_err(|_| Exclusion::OverRate).and_then(below))
    }

    /// What it comes to at best, if anything is known of an amount that is not above it.
    pub(super) fn at_best(&self, minor: i64) -> Option<Option<u8>> {
        self.known.before(minor).and_then(Result::ok)
    }
}

fn price(assessor: &Assessor<'_>, currency: Currency, per: Per, minor: i64) -> Price {
    let money = Money::from_minor(minor, currency).map_err(|_| Exclusion::OverRate)?;
    assessor.price(Rate { money, per }).map(|price| price.percent_below)
}
