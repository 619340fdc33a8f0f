//! Rates, and what the lines add up to.

use rust_decimal::Decimal;

use crate::domain::display::{grouped, long_date};
use crate::domain::invoice::{Fx, TaxGroup, Totals};
use crate::domain::tax::TaxCategory;

use super::{BETWEEN_PARTS, Fact, Restated, Sum};

/// The parts of a description.
pub(super) fn parts(description: &str) -> Vec<String> {
    description.split(BETWEEN_PARTS).map(str::to_owned).collect()
}

/// From net to total. The sum of the taxes is said where there are several, the rounding where there is one.
pub(super) fn sums(totals: &Totals) -> Vec<Sum> {
    let plain = |name: &str, amount: String| Sum { name: name.to_owned(), base: None, amount, is_total: false };
    let mut sums = vec![plain("Net", grouped(totals.net))];
    sums.extend(totals.taxes.iter().map(tax));
    if totals.taxes.len() > 1 {
        sums.push(plain("Tax", grouped(totals.tax)));
    }
    if !totals.rounding.is_zero() {
        sums.push(plain("Rounding", grouped(totals.rounding)));
    }
    sums.push(Sum { is_total: true, ..plain("Total", grouped(totals.total)) });
    sums
}

fn tax(group: &TaxGroup) -> Sum {
    Sum {
        name: format!("{} {}", group.name, group_rate(group.category, group.rate)),
        base: Some(format!("on {}", grouped(group.taxable))),
        amount: grouped(group.tax),
        is_total: false,
    }
}

pub(super) fn restated(fx: &Fx) -> Restated {
    Restated {
        heading: format!("In {}", fx.to.code()),
        amounts: vec![Fact::new("Total", grouped(fx.total)), Fact::new("Tax", grouped(fx.tax))],
        rate: format!("1 {} = {} {}, rate of {}", fx.from.code(), fx.rate, fx.to.code(), long_date(fx.date)),
    }
}

/// A line's rate. Where no tax is due, the record's rate is for information and would only mislead.
pub(super) fn line_rate(category: TaxCategory, rate: Decimal) -> String {
    match category {
        TaxCategory::Standard => percent(rate),
        TaxCategory::ZeroRated | TaxCategory::Export => percent(Decimal::ZERO),
        TaxCategory::Exempt => "Exempt".to_owned(),
        TaxCategory::OutOfScope => "None".to_owned(),
    }
}

fn group_rate(category: TaxCategory, rate: Decimal) -> String {
    match category {
        TaxCategory::Standard => percent(rate),
        TaxCategory::ZeroRated => "0%, zero-rated".to_owned(),
        TaxCategory::Export => "0%, export".to_owned(),
        TaxCategory::Exempt => "exempt".to_owned(),
        TaxCategory::OutOfScope => "not charged".to_owned(),
    }
}

fn percent(rate: Decimal) -> String {
    format!("{}%", rate.normalize())
}
