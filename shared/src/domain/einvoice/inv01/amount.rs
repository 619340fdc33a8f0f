//! Amounts as JSON numbers that are exact: their digits are written, no float is made of them.

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

/// A number with so many decimals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Amount(String);

impl Amount {
    /// An amount in rupees and paise.
    pub(super) fn paise(amount: Decimal) -> Self {
        Self::with_decimals(amount, 2)
    }

    /// A price or a quantity, which has three.
    pub(super) fn thousandths(number: Decimal) -> Self {
        Self::with_decimals(number, 3)
    }

    /// A rate in percent, as short as it is.
    pub(super) fn percent(rate: Decimal) -> Self {
        Self(rate.normalize().to_string())
    }

    /// A whole number, such as a postal index number.
    pub(super) fn whole(number: u32) -> Self {
        Self(number.to_string())
    }

    /// What comes in has no more decimals than that: see where amounts are shared out.
    fn with_decimals(mut number: Decimal, decimals: u32) -> Self {
        number.rescale(decimals);
        // No minus before a zero.
        Self(if number.is_zero() { number.abs() } else { number }.to_string())
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.0.clone()).map_err(serde::ser::Error::custom)?.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_written_as_they_are() {
        let decimal = |text: &str| text.parse::<Decimal>().expect("a decimal");
        for (amount, text) in [
            (Amount::paise(decimal("0.1")), "0.10"),
            (Amount::paise(decimal("-0.4")), "-0.40"),
            (Amount::paise(decimal("-0")), "0.00"),
            (Amount::paise(decimal("99999999999999.98")), "99999999999999.98"),
            (Amount::thousandths(decimal("158.5")), "158.500"),
            (Amount::percent(decimal("18.00")), "18"),
            (Amount::whole(560001), "560001"),
        ] {
            assert_eq!(serde_json::to_string(&amount).expect("a number"), text);
        }
    }
}
