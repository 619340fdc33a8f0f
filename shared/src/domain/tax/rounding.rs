//! How sellers of each country round unless they choose otherwise.

use rust_decimal::Decimal;

use crate::domain::country::Country;
use crate::domain::money::Rounding;
use crate::domain::seller::{RoundingPolicy, TaxLevel};

impl RoundingPolicy {
    /// What is usual in a country and allowed by it.
    ///
    /// * Australia: once per invoice, half a cent up (GST Act 1999 s 9-90, total invoice rule).
    /// * New Zealand: may drop half a cent and need not (GST Act 1985 s 19O); half up agrees with the e-invoice rules.
    /// * India: each tax of each line in paise, half up, as the e-invoice schema asks per item; the payable total to whole
    ///   rupees (CGST Act 2017 s 170).
    /// * Elsewhere: as in Australia, which is also what EN 16931 computes.
    #[must_use]
    pub fn default_for(country: Country) -> Self {
        let (tax_level, payable_step) = match country {
            Country::IN => (TaxLevel::Line, Some(Decimal::ONE)),
            _ => (TaxLevel::Group, None),
        };
        Self { tax_level, tax_mode: Rounding::HalfUp, payable_step }
    }
}
