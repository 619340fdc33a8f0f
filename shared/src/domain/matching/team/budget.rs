//! What a team costs, in whole numbers that compare exactly: a month and an hour are brought to one measure without a division.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::domain::exchange::ExchangeRates;
use crate::domain::money::{Currency, Money, Rounding};
use crate::domain::rate::{Per, Rate};

const MONTHS: u64 = 12;
const WEEKS: u64 = 52;

/// The measure in which costs are compared: minor units of the project's currency for a month of everyone's hours, or for an
/// hour of everyone, times a whole number that leaves nothing of either to round.
#[derive(Clone, Copy)]
pub(super) struct Measure {
    per: Per,
    /// What the hours a week of every role divide.
    hours: u64,
    currency: Currency,
}

impl Measure {
    /// The measure of a budget by the hour or the month, for roles of these hours a week.
    pub(super) fn new(per: Per, hours: impl IntoIterator<Item = u8>, currency: Currency) -> Self {
        // Beyond all hours that people agree on, a finer measure takes the place of the exact one.
        let common = hours.into_iter().try_fold(1_u64, |common, hours| {
            let hours = u64::from(hours).max(1);
            Some(common / gcd(common, hours) * hours).filter(|common| *common <= u64::from(u32::MAX))
        });
        Self { per, hours: common.unwrap_or(u64::from(u32::MAX)), currency }
    }

    /// A month's cost.
    pub(super) fn monthly(currency: Currency) -> Self {
        Self { per: Per::Month, hours: 1, currency }
    }

    /// How many of its units one minor unit of a rate by its own unit is.
    fn units(self) -> u64 {
        match self.per {
            Per::Month => MONTHS,
            Per::Hour => WEEKS * self.hours,
        }
    }

    /// What a rate in the project's currency costs, for so many hours a week; `None` beyond all measure.
    pub(super) fn cost(self, rate: Rate, hours_per_week: u8) -> Option<u64> {
        let (minor, hours) = (u64::try_from(rate.money.minor()).ok()?, u64::from(hours_per_week).max(1));
        match (self.per, rate.per) {
            (Per::Month, Per::Month) | (Per::Hour, Per::Hour) => minor.checked_mul(self.units()),
            (Per::Month, Per::Hour) => minor.checked_mul(hours * WEEKS),
            (Per::Hour, Per::Month) => Some(minor.checked_mul(MONTHS * self.hours)?.div_ceil(hours)),
        }
    }

    /// A budget, as units of the measure, exactly; `None` without an exchange rate.
    pub(super) fn budget(self, budget: Rate, exchange: Option<&ExchangeRates>) -> Option<Decimal> {
        self.convert(budget.money, exchange)?.checked_mul(Decimal::from(self.units()))
    }

    /// What a rate in any currency costs, exactly.
    pub(super) fn exact(self, rate: Rate, hours_per_week: u8, exchange: Option<&ExchangeRates>) -> Option<Decimal> {
        let hours = Decimal::from(hours_per_week.max(1));
        let minor = self.convert(rate.money, exchange)?;
        let units = match (self.per, rate.per) {
            (Per::Month, Per::Month) | (Per::Hour, Per::Hour) => Decimal::from(self.units()),
            (Per::Month, Per::Hour) => hours * Decimal::from(WEEKS),
            (Per::Hour, Per::Month) => Decimal::from(MONTHS * self.hours) / hours,
        };
        minor.checked_mul(units)
    }

    /// Minor units of the project's currency.
    fn convert(self, money: Money, exchange: Option<&ExchangeRates>) -> Option<Decimal> {
        let (from, to) = (money.currency(), self.currency);
        let amount = money.to_decimal().checked_mul(scale(to))?;
        if from == to { Some(amount) } else { exchange?.convert(amount, from, to) }
    }

    /// The least budget in a currency that a cost does not exceed.
    pub(super) fn least(self, cost: Decimal, currency: Currency, exchange: Option<&ExchangeRates>) -> Option<Rate> {
        let amount = cost.checked_div(Decimal::from(self.units()))?.checked_div(scale(self.currency))?;
        let amount = if currency == self.currency { amount } else { exchange?.convert(amount, self.currency, currency)? };
        let minor = amount.checked_mul(scale(currency))?.ceil().to_i64()?;
        Some(Rate { money: Money::from_minor(minor, currency).ok()?, per: self.per })
    }

    /// A cost by the measure's own unit, rounded once; `None` beyond an amount of money.
    pub(super) fn rounded(self, cost: i128) -> Option<Rate> {
        let amount = Decimal::try_from_i128_with_scale(cost, self.currency.decimals()).ok()?.checked_div(Decimal::from(self.units()))?;
        Some(Rate { money: Money::rounded(amount, self.currency, Rounding::HalfUp).ok()?, per: self.per })
    }
}

fn scale(currency: Currency) -> Decimal {
    Decimal::from(10_u64.pow(currency.decimals()))
}

fn gcd(left: u64, right: u64) -> u64 {
    if right == 0 { left } else { gcd(right, left % right) }
}
