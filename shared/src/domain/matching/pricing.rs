//! What a developer costs the client: pay rate, exchange, markup; rounded once.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{Exclusion, Pool};
use crate::domain::developer::{HiringModel, PayRates};
use crate::domain::money::{Currency, Money, Rounding};
use crate::domain::project::{Project, Role};
use crate::domain::rate::{Per, Rate};

/// What a developer and the client would agree on.
pub(in crate::domain) struct Price {
    pub bill_rate: Rate,
    pub pay_rate: Rate,
    pub margin: Money,
    /// How many percent the bill rate is below the role's maximum, if there is one.
    pub percent_below: Option<u8>,
}

/// A role's maximum by the month in the project's currency, as the exact amount × 1200: everything is multiplied before
/// anything is divided, so that a bill that equals the maximum is not above it by a last decimal.
pub(super) struct Maximum(Decimal);

/// Months are counted in twelfths of 52 weeks and markups in hundredths.
const TWELFTHS: Decimal = Decimal::from_parts(12, 0, 0, false, 0);
const HUNDRED: Decimal = Decimal::ONE_HUNDRED;
const WEEKS: u32 = 52;
/// A billion a month on the scale of [`Maximum`]: a hundred times as much can still be stated, with four decimals.
const ORDINARY: Decimal = Decimal::from_parts(1_704_124_416, 279, 0, false, 0);

/// The rate that a hiring model is paid by: dedicated by the month, or by the hour where no monthly rate is stated; hourly
/// and fixed by the hour. `None` when the developer has not stated it.
pub(in crate::domain) fn stated(rates: PayRates, model: HiringModel) -> Option<Rate> {
    let hourly = rates.hourly.map(|money| Rate { money, per: Per::Hour });
    let monthly = rates.monthly.map(|money| Rate { money, per: Per::Month });
    match model {
        HiringModel::Dedicated => monthly.or(hourly),
        HiringModel::Hourly | HiringModel::Fixed => hourly,
    }
}

/// The role's maximum, if it has one.
///
/// # Errors
/// No exchange rate leads from its currency to the project's.
pub(super) fn maximum(project: &Project, role: &Role, pool: &Pool<'_>) -> Result<Option<Maximum>, Exclusion> {
    let Some(most) = role.max_rate else { return Ok(None) };
    let monthly = twelfths(most, role).checked_mul(HUNDRED).ok_or(Exclusion::OverRate)?;
    convert(pool, monthly, most.money.currency(), project.brief.currency).map(|exact| Some(Maximum(exact)))
}

/// What a developer paid `stated` costs.
///
/// # Errors
/// No exchange rate, or more than the maximum or than money can state.
pub(super) fn price(stated: Rate, maximum: Option<&Maximum>, project: &Project, role: &Role, pool: &Pool<'_>) -> Result<Price, Exclusion> {
    let to = project.brief.currency;
    let from = stated.money.currency();
    let per = match project.brief.hiring_model {
        HiringModel::Dedicated => Per::Month,
        HiringModel::Hourly | HiringModel::Fixed => Per::Hour,
    };
    let over = || Exclusion::OverRate;
    let with_markup = HUNDRED.checked_add(pool.markup_percent).ok_or_else(over)?;
    let monthly = twelfths(stated, role);
    let scaled = scaled(stated, project, role, pool)?;
    if maximum.is_some_and(|maximum| scaled > maximum.0) {
        return Err(Exclusion::OverRate);
    }
    // An hour is stated by the hour where it can be, not by way of a month: that way nothing is lost to a division.
    let (units, divisor) = match per {
        Per::Month => (monthly, TWELFTHS),
        Per::Hour => (stated.money.to_decimal(), Decimal::ONE),
    };
    let bill = convert(pool, units.checked_mul(with_markup).ok_or_else(over)?, from, to)?;
    let extra = convert(pool, units.checked_mul(pool.markup_percent).ok_or_else(over)?, from, to)?;
    let rounded = |exact: Decimal, currency| Money::rounded(exact, currency, Rounding::HalfUp).map_err(|_| Exclusion::OverRate);
    Ok(Price {
        bill_rate: Rate { money: rounded(bill / (divisor * HUNDRED), to)?, per },
        pay_rate: Rate { money: rounded(units / divisor, from)?, per },
        margin: rounded(extra / (divisor * HUNDRED), to)?,
        percent_below: maximum.map(|maximum| maximum.percent_under(scaled)),
    })
}

/// The bill rate, exactly, on the scale of [`Maximum`].
///
/// # Errors
/// No exchange rate, or more than a decimal can state.
pub(super) fn scaled(stated: Rate, project: &Project, role: &Role, pool: &Pool<'_>) -> Result<Decimal, Exclusion> {
    let with_markup = HUNDRED.checked_add(pool.markup_percent).ok_or(Exclusion::OverRate)?;
    let monthly = twelfths(stated, role).checked_mul(with_markup).ok_or(Exclusion::OverRate)?;
    convert(pool, monthly, stated.money.currency(), project.brief.currency)
}

/// How much of a maximum one minor unit of a currency and a unit of time takes; none where that can't be said, or where what keeps
/// to the maximum might be more than money can state, with its margin.
pub(super) fn slope(maximum: &Maximum, currency: Currency, per: Per, project: &Project, role: &Role, pool: &Pool<'_>) -> Option<Slope> {
    let with_markup = HUNDRED.checked_add(pool.markup_percent)?;
    if maximum.0 > ORDINARY || with_markup < Decimal::ONE {
        return None;
    }
    let unit = Rate { money: Money::from_minor(1, currency).ok()?, per };
    let share = scaled(unit, project, role, pool).ok()?.checked_mul(HUNDRED)?.checked_div(maximum.0)?;
    share.checked_mul(Decimal::from(1_u64 << 32))?.checked_mul(Decimal::from(1_u64 << 32))?.to_u128().map(Slope)
}

/// Percent of a maximum for each minor unit, as a number of 2⁻⁶⁴. What many amounts come to is told by a multiplication each,
/// but for those that come so close to a whole percent that only the exact price tells on which side they are.
#[derive(Clone, Copy, Debug)]
pub(in crate::domain) struct Slope(u128);

impl Slope {
    /// The binary places.
    const PLACES: u32 = 64;
    /// What may be amiss, and far more: the number is off by less than 2, an amount has at most 32 binary digits.
    const CLOSE: u128 = 1 << 44;

    /// About the greatest amount that takes no more than all of it.
    pub(in crate::domain) fn most(self) -> Option<u32> {
        u32::try_from((100_u128 << Self::PLACES).checked_div(self.0)?).ok()
    }

    /// Whether an amount takes no more than all of it, without doubt.
    pub(in crate::domain) fn is_within(self, minor: u32) -> bool {
        self.0.checked_mul(minor.into()).is_some_and(|taken| taken <= (100 << Self::PLACES) - Self::CLOSE)
    }

    /// Whether an amount takes more than all of it, without doubt.
    pub(in crate::domain) fn is_over(self, minor: u32) -> bool {
        self.0.checked_mul(minor.into()).is_none_or(|taken| taken >= (100 << Self::PLACES) + Self::CLOSE)
    }

    /// How many whole percent an amount leaves of it; none where that is in doubt, or more than all of it is taken.
    pub(in crate::domain) fn percent_below(self, minor: u32) -> Option<u8> {
        let taken = self.0.checked_mul(minor.into())?;
        let beyond = taken & ((1 << Self::PLACES) - 1);
        let is_clear = beyond > Self::CLOSE && beyond < (1 << Self::PLACES) - Self::CLOSE;
        99_u8.checked_sub(u8::try_from(taken >> Self::PLACES).ok()?).filter(|_| is_clear)
    }
}

impl Maximum {
    /// How far a bill rate is below it, in whole percent of it, rounded down; 100 where the maximum is nothing.
    pub(super) fn percent_under(&self, scaled: Decimal) -> u8 {
        let share = (self.0 - scaled).checked_div(self.0).unwrap_or(Decimal::ONE);
        (share * HUNDRED).trunc().to_u8().unwrap_or_default().min(100)
    }
}

/// A rate by the month × 12, exactly.
fn twelfths(rate: Rate, role: &Role) -> Decimal {
    let money = rate.money.to_decimal();
    match rate.per {
        Per::Month => money * TWELFTHS,
        Per::Hour => money * Decimal::from(u32::from(role.hours_per_week) * WEEKS),
    }
}

fn convert(pool: &Pool<'_>, amount: Decimal, from: Currency, to: Currency) -> Result<Decimal, Exclusion> {
    if from == to {
        return Ok(amount);
    }
    pool.exchange.and_then(|rates| rates.convert(amount, from, to)).ok_or(Exclusion::NoExchangeRate)
}
