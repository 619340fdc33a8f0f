//! From lines to totals: net, each tax, the rounding of the payable amount.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::domain::draft::DraftLine;
use crate::domain::money::{Currency, Money, MoneyError, Rounding};
use crate::domain::seller::{RoundingPolicy, TaxLevel};
use crate::domain::tax::{Component, TaxCategory, Treatment};

/// One tax on everything of one rate and category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxGroup {
    /// Its name, such as `GST`.
    pub name: String,
    /// Its rate in percent.
    pub rate: Decimal,
    /// Its category.
    pub category: TaxCategory,
    /// What it is computed on.
    pub taxable: Money,
    /// The tax.
    pub tax: Money,
}

/// The figures of a document. Net, tax and rounding add up to the total.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// The sum of the lines.
    pub net: Money,
    /// Each tax.
    pub taxes: Vec<TaxGroup>,
    /// The sum of the taxes.
    pub tax: Money,
    /// What rounds the payable amount to its step; of either sign.
    pub rounding: Money,
    /// What is to be paid.
    pub total: Money,
}

/// The figures of a document over these lines, all of which bear the same taxes.
///
/// Tax is computed on the sum of the rounded lines, or on each line, as the policy says, and rounded once there. The
/// payable amount is rounded to the policy's step only in the seller's own currency: a whole-rupee rule has nothing to say
/// about dollars. Lines of the other sign give exactly the same figures with the other sign.
///
/// # Errors
/// A line in another currency, or an amount beyond the bound.
pub fn total(
    lines: &[DraftLine],
    treatment: &Treatment,
    policy: &RoundingPolicy,
    currency: Currency,
    seller_currency: Currency,
) -> Result<Totals, MoneyError> {
    let nets: Vec<Money> = lines.iter().map(|line| line.net).collect();
    totals_of(&nets, treatment, policy, currency, seller_currency)
}

/// The same of nothing but the amounts of the lines.
///
/// # Errors
/// As for [`total`].
pub fn totals_of(
    nets: &[Money],
    treatment: &Treatment,
    policy: &RoundingPolicy,
    currency: Currency,
    seller_currency: Currency,
) -> Result<Totals, MoneyError> {
    let net = Money::sum(currency, nets.iter().copied())?;
    let group = |component: &Component| {
        let percent = if treatment.category.is_taxed() { component.rate } else { Decimal::ZERO };
        let tax = match policy.tax_level {
            TaxLevel::Group => tax_on(net, percent, policy.tax_mode)?,
            TaxLevel::Line => {
                let taxes: Result<Vec<Money>, MoneyError> = nets.iter().map(|net| tax_on(*net, percent, policy.tax_mode)).collect();
                Money::sum(currency, taxes?)?
            }
        };
        Ok(TaxGroup { name: component.name.clone(), rate: component.rate, category: treatment.category, taxable: net, tax })
    };
    let taxes = treatment.components.iter().map(group).collect::<Result<Vec<_>, MoneyError>>()?;
    let tax = Money::sum(currency, taxes.iter().map(|group| group.tax))?;
    let exact = net.plus(tax)?;
    let rounding = match policy.payable_step {
        Some(step) if currency == seller_currency => to_step(exact, step)?.minus(exact)?,
        Some(_) | None => Money::zero(currency),
    };
    Ok(Totals { net, taxes, tax, rounding, total: exact.plus(rounding)? })
}

/// The tax on one amount, rounded once.
pub(super) fn tax_on(taxable: Money, percent: Decimal, mode: Rounding) -> Result<Money, MoneyError> {
    let exact = taxable.to_decimal().checked_mul(percent).ok_or(MoneyError::TooLarge)? / Decimal::ONE_HUNDRED;
    Money::rounded(exact, taxable.currency(), mode)
}

/// The nearest multiple of a step, half away from zero. A step that is not above zero rounds nothing.
fn to_step(amount: Money, step: Decimal) -> Result<Money, MoneyError> {
    if step <= Decimal::ZERO {
        return Ok(amount);
    }
    let steps = amount.to_decimal().checked_div(step).ok_or(MoneyError::TooLarge)?;
    let whole = Rounding::HalfUp.round(steps, 0).checked_mul(step).ok_or(MoneyError::TooLarge)?;
    Money::rounded(whole, amount.currency(), Rounding::HalfUp)
}
