//! What a credit note takes back: its tax follows the invoice's, and the one that takes the rest takes the rest of the tax.

use rust_decimal::Decimal;
use thiserror::Error;

use crate::domain::money::{Money, MoneyError};
use crate::domain::seller::{RoundingPolicy, TaxLevel};

use super::totals::{TaxGroup, Totals, tax_on};

/// Why nothing is credited.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum CreditError {
    /// Nothing, or less than nothing, was to be credited.
    #[error("must be above zero")]
    NotPositive,
    /// More than is left.
    #[error("is more than what is left to credit, {left}")]
    MoreThanLeft {
        /// What is left, net.
        left: Money,
    },
    /// Another currency, or beyond the bound.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// The figures of a credit of so much net of each of some lines, as amounts above zero, given the invoice's figures and
/// those of every earlier credit of it.
///
/// Each tax is computed at the invoice's rate and on what the invoice's was, the credited lines or each of them, and never
/// exceeds what is left of it; the credit that
/// exhausts the net takes all that is left of every tax and of the rounding, so that the credits of a whole invoice sum
/// up to exactly the invoice. Credits before the last have no payable rounding, but for what keeps them within the total.
///
/// # Errors
/// Nothing to credit, more than is left, another currency.
pub fn credit_totals(invoice: &Totals, earlier: &[Totals], nets: &[Money], policy: &RoundingPolicy) -> Result<Totals, CreditError> {
    let currency = invoice.net.currency();
    let net = Money::sum(currency, nets.iter().copied())?;
    let left = |whole: Money, part: fn(&Totals) -> Money| whole.minus(Money::sum(currency, earlier.iter().map(part))?);
    let net_left = left(invoice.net, |credit| credit.net)?;
    let after = net_left.minus(net)?;
    if !net.is_positive() {
        return Err(CreditError::NotPositive);
    }
    if after.minor() < 0 {
        return Err(CreditError::MoreThanLeft { left: net_left });
    }
    let last = after.is_zero();
    let mut taxes = Vec::with_capacity(invoice.taxes.len());
    for (at, group) in invoice.taxes.iter().enumerate() {
        let taken = Money::sum(currency, earlier.iter().filter_map(|credit| credit.taxes.get(at)).map(|group| group.tax))?;
        let tax_left = group.tax.minus(taken)?;
        let percent = if group.category.is_taxed() { group.rate } else { Decimal::ZERO };
        let own = match policy.tax_level {
            TaxLevel::Group => tax_on(net, percent, policy.tax_mode)?,
            TaxLevel::Line => {
                let taxes: Result<Vec<Money>, MoneyError> = nets.iter().map(|net| tax_on(*net, percent, policy.tax_mode)).collect();
                Money::sum(currency, taxes?)?
            }
        };
        let tax = if last || own.minor() > tax_left.minor() { tax_left } else { own };
        taxes.push(TaxGroup { taxable: net, tax, ..group.clone() });
    }
    let tax = Money::sum(currency, taxes.iter().map(|group| group.tax))?;
    let exact = net.plus(tax)?;
    let over = exact.minus(left(invoice.total, |credit| credit.total)?)?;
    let rounding = match (last, over.is_positive()) {
        (true, _) => left(invoice.rounding, |credit| credit.rounding)?,
        (false, true) => over.negated(),
        (false, false) => Money::zero(currency),
    };
    Ok(Totals { net, taxes, tax, rounding, total: exact.plus(rounding)? })
}
