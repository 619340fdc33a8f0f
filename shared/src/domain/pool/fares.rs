//! What rates come to for one role, by currency and unit of time: up to which amount they keep to the maximum, and how far below
//! it they are. The matcher's own price tells it wherever a multiplication leaves a doubt.

use crate::domain::matching::{Assessor, Exclusion, Slope};
use crate::domain::money::{Currency, Money};
use crate::domain::rate::{Per, Rate};

/// What a rate comes to: how far below the maximum, or why it can't be.
pub(super) type Price = Result<Option<u8>, Exclusion>;

/// The rates of one currency and unit.
pub(super) struct Fare {
    currency: Currency,
    per: Per,
    /// The most that passes; −1 where nothing does.
    most: i64,
    /// Why everything beyond fails, if it is one reason.
    beyond: Option<Exclusion>,
    has_maximum: bool,
    slope: Option<Slope>,
}

/// The most that a row can hold, in minor units.
const MOST: u32 = u32::MAX;

impl Fare {
    pub(super) fn new(assessor: &Assessor<'_>, currency: Currency, per: Per) -> Self {
        let slope = assessor.slope(currency, per);
        let exactly = |minor: i64| price(assessor, currency, per, u32::try_from(minor).unwrap_or(MOST)).err();
        let fails = |minor: i64| match slope.zip(u32::try_from(minor).ok()) {
            Some((slope, minor)) if slope.is_over(minor) => Some(Exclusion::OverRate),
            Some((slope, minor)) if slope.is_within(minor) => None,
            _ => exactly(minor),
        };
        let at_most = fails(MOST.into());
        let (mut passes, mut failing, mut reason) = match at_most {
            Some(_) => (-1, i64::from(MOST), at_most),
            None => (i64::from(MOST), i64::from(MOST) + 1, None),
        };
        // The first guess is nearly always right; if not, it halves what is left.
        let mut guess = i64::from(slope.and_then(Slope::most).unwrap_or(MOST / 2));
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
        Self { currency, per, most: passes, beyond, has_maximum: assessor.has_maximum(), slope }
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
    pub(super) fn passes(&self, assessor: &Assessor<'_>, minor: u32) -> Result<(), Exclusion> {
        if i64::from(minor) <= self.most {
            return Ok(());
        }
        Err(self.beyond.or_else(|| price(assessor, self.currency, self.per, minor).err()).unwrap_or(Exclusion::OverRate))
    }

    /// What an amount comes to.
    pub(super) fn price(&self, assessor: &Assessor<'_>, minor: u32) -> Price {
        self.passes(assessor, minor)?;
        self.told(minor).map_or_else(|| assessor.percent_below(rate(self.currency, self.per, minor)?), Ok)
    }

    /// How far below the maximum an amount is that passes, where no price need be worked out for it.
    pub(super) fn told(&self, minor: u32) -> Option<Option<u8>> {
        if self.has_maximum { self.slope?.percent_below(minor).map(Some) } else { Some(None) }
    }
}

fn price(assessor: &Assessor<'_>, currency: Currency, per: Per, minor: u32) -> Price {
    assessor.price(rate(currency, per, minor)?).map(|price| price.percent_below)
}

fn rate(currency: Currency, per: Per, minor: u32) -> Result<Rate, Exclusion> {
    Money::from_minor(minor.into(), currency).map(|money| Rate { money, per }).map_err(|_| Exclusion::OverRate)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::developer::HiringModel;
    use crate::domain::matching::samples::{exchange, project};
    use crate::domain::matching::{Pool as Terms, Weights};
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    proptest! {
        #[test]
        fn an_amount_comes_to_what_the_matcher_says(
            most in prop_oneof![
                1 => Just(None),
                4 => (0..3_000_000_i64).prop_map(Some),
                4 => (1..40_i64).prop_map(|thousands| Some(thousands * 100_000)),
                1 => (10_000_000_000..=1_000_000_000_000_000_i64).prop_map(Some),
            ],
            currencies in (proptest::sample::select(&["USD", "INR", "AUD", "EUR"][..]), proptest::sample::select(&["USD", "INR", "AUD", "EUR"][..])),
            markup in prop_oneof![Just(25_i64), -99..300_i64],
            hours in 1..=60_u8,
            hourly in any::<(bool, bool, bool)>(),
            amounts in proptest::collection::vec(prop_oneof![0..5_000_000_u32, any::<u32>()], 0..20),
        ) {
            let mut project = project();
            let per = |hourly| if hourly { Per::Hour } else { Per::Month };
            project.brief.hiring_model = if hourly.0 { HiringModel::Hourly } else { HiringModel::Dedicated };
            let role = &mut project.roles[0];
            role.hours_per_week = hours;
            let money = |minor, code: &str| Money::from_minor(minor, code.parse().expect("a currency")).expect("an amount");
            role.max_rate = most.map(|minor| Rate { money: money(minor, currencies.0), per: per(hourly.1) });
            let (rates, rejected) = (exchange(), BTreeSet::new());
            let terms = Terms {
                developers: &[],
                markup_percent: Decimal::from(markup),
                exchange: Some(&rates),
                rejected: &rejected,
                weights: &Weights::FIRST,
                near_misses: true,
            };
            let assessor = Assessor::new(&project, &project.roles[0], &terms);
            let (currency, per) = (currencies.1.parse().expect("a currency"), per(hourly.2));
            let fare = Fare::new(&assessor, currency, per);
            // Those at whole percents are the ones that a multiplication leaves in doubt.
            let at_percents = (0..=101).filter_map(|percent| u32::try_from(fare.most() * percent / 100).ok());
            let close = at_percents.flat_map(|amount| [amount.saturating_sub(1), amount, amount.saturating_add(1)]);
            for amount in close.chain(amounts) {
                let exact = price(&assessor, currency, per, amount);
                prop_assert_eq!(fare.price(&assessor, amount), exact, "{}", amount);
                prop_assert_eq!(fare.passes(&assessor, amount), exact.map(|_| ()));
                prop_assert!(exact.is_err() || fare.told(amount).is_none_or(|told| Ok(told) == exact));
            }
        }
    }

    #[test]
    fn a_whole_percent_is_left_to_the_exact_price() {
        let project = project();
        let rejected = BTreeSet::new();
        let terms = Terms {
            developers: &[],
            markup_percent: Decimal::ZERO,
            exchange: None,
            rejected: &rejected,
            weights: &Weights::FIRST,
            near_misses: true,
        };
        let assessor = Assessor::new(&project, &project.roles[0], &terms);
        let most = project.roles[0].max_rate.expect("a maximum");
        let fare = Fare::new(&assessor, most.money.currency(), most.per);
        let all = u32::try_from(most.money.minor()).expect("little");
        let told = [all - 1, all, all / 2, all / 2 + 1].map(|minor| fare.told(minor));
        assert_eq!(told, [Some(Some(0)), None, None, Some(Some(49))]);
        assert_eq!(
            [all, all / 2, all + 1].map(|minor| fare.price(&assessor, minor)),
            [Ok(Some(0)), Ok(Some(50)), Err(Exclusion::OverRate)]
        );
    }
}
