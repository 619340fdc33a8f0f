//! How much of a line at which price, in units that multiply back to the line without a rounded number of hours.

use rust_decimal::Decimal;

use crate::domain::draft::Quantity;
use crate::domain::money::{Money, Rounding};

use super::IssuedLine;

/// How far quantity × price may be from the line, in major units. Source: PINT, aligned-ibrp-053 (Peppol BIS, R120).
const TOLERANCE: Decimal = Decimal::from_parts(2, 0, 0, false, 2);

/// A quantity, its unit by UN/ECE recommendation 20, and the price of `base` such units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Measure {
    pub(super) quantity: Decimal,
    pub(super) unit: &'static str,
    pub(super) price: Money,
    pub(super) base: Decimal,
}

impl Measure {
    /// The measure of a line.
    ///
    /// Minutes are hours where these have an end as a decimal number, and else minutes at the price of sixty. A part of a
    /// month is its days at the price of all of them. What neither gives, such as the part of a fee that completes another,
    /// is one thing at the price of the line; below zero it is the quantity that is.
    pub(super) fn of(line: &IssuedLine<'_>) -> Self {
        let net = line.net;
        line.measured
            .and_then(|(quantity, price)| Self::exact(quantity, price.money))
            .filter(|measure| measure.product().is_some_and(|product| (product - net.to_decimal()).abs() <= TOLERANCE))
            .unwrap_or_else(|| Self::whole(net))
    }

    /// One thing at the price of the line.
    pub(super) fn whole(net: Money) -> Self {
        let (quantity, price) = if net.minor() < 0 { (Decimal::NEGATIVE_ONE, net.negated()) } else { (Decimal::ONE, net) };
        Self { quantity, unit: "C62", price, base: Decimal::ONE }
    }

    /// Quantity × price as the form's readers round it: to two decimals, whatever the currency has.
    pub(super) fn product(&self) -> Option<Decimal> {
        let exact = self.quantity.checked_mul(self.price.to_decimal())?.checked_div(self.base)?;
        Some(Rounding::HalfUp.round(exact, 2))
    }

    fn exact(quantity: Quantity, price: Money) -> Option<Self> {
        let (quantity, unit, base) = match quantity {
            Quantity::Minutes { minutes } if minutes.is_multiple_of(3) => (Decimal::from(minutes) / Decimal::from(60), "HUR", Decimal::ONE),
            Quantity::Minutes { minutes } => (Decimal::from(minutes), "MIN", Decimal::from(60)),
            Quantity::Period { days, of_days, .. } if days.unsigned_abs() == of_days => (Decimal::from(days.signum()), "MON", Decimal::ONE),
            Quantity::Period { days, of_days, .. } => (Decimal::from(days), "DAY", Decimal::from(of_days)),
            Quantity::Count { count } => (Decimal::from(count), "C62", Decimal::ONE),
        };
        let usable = price.minor() >= 0 && !base.is_zero() && !quantity.is_zero();
        usable.then(|| Self { quantity: quantity.normalize(), unit, price, base })
    }
}
