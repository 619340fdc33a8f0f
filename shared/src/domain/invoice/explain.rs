//! The small print: in words, what a reader needs in order to recompute every figure.

use rust_decimal::Decimal;

use crate::domain::calendar::Span;
use crate::domain::draft::{DraftLine, Quantity};
use crate::domain::engagement::Proration;
use crate::domain::money::{Currency, Rounding};
use crate::domain::seller::{RoundingPolicy, TaxLevel};
use crate::domain::tax::Treatment;
use crate::domain::zone::Zone;

use super::Fx;

/// The notes of a document: what its tax treatment asks for, then the billing period and its zone, how lines, taxes and
/// the payable amount were rounded, and the exchange rate.
#[must_use]
pub fn explanation(
    lines: &[DraftLine],
    treatment: &Treatment,
    policy: &RoundingPolicy,
    span: Span,
    zone: &Zone,
    seller_currency: Currency,
    fx: Option<&Fx>,
) -> Vec<String> {
    let mut notes = treatment.notes.clone();
    notes.push(format!("Billing period: {} to {}, both days included, in the time zone {zone}.", span.start, span.last()));
    notes.push(lines_note(lines));
    if treatment.category.is_taxed() && treatment.rate() > Decimal::ZERO {
        notes.push(tax_note(treatment, policy));
    }
    let own = lines.first().is_some_and(|line| line.net.currency() == seller_currency);
    if let Some(step) = policy.payable_step.filter(|step| own && *step > Decimal::ZERO) {
        notes.push(format!("The amount payable is rounded to the nearest {} {seller_currency}, half away from zero.", step.normalize()));
    }
    if let Some(fx) = fx {
        notes.push(format!("Exchange rate of {}: 1 {} = {} {}. Total {}, tax {}.", fx.date, fx.from, fx.rate, fx.to, fx.total, fx.tax));
    }
    notes
}

fn lines_note(lines: &[DraftLine]) -> String {
    let has_time = lines.iter().any(|line| matches!(line.quantity, Quantity::Minutes { .. }));
    let mut text = if has_time {
        "Each line is its whole minutes ÷ 60 × the hourly rate, rounded once, half up, to the currency's smallest unit.".to_owned()
    } else {
        "Each line is rounded once, half up, to the currency's smallest unit.".to_owned()
    };
    for (basis, words) in [
        (Proration::CalendarDays, "calendar days"),
        (Proration::WorkingDays, "working days"),
        (Proration::ThirtyDays, "thirtieths of a month"),
    ] {
        let is_part = |quantity: Quantity| match quantity {
            Quantity::Period { days, of_days, basis: own } => own == basis && i64::from(days) != i64::from(of_days),
            Quantity::Minutes { .. } | Quantity::Count { .. } => false,
        };
        if lines.iter().any(|line| is_part(line.quantity)) {
            text.push_str(&format!(" A part of a month is its {words} ÷ those of the whole billing period."));
        }
    }
    text
}

/// How the tax was computed and rounded.
pub(in crate::domain) fn tax_note(treatment: &Treatment, policy: &RoundingPolicy) -> String {
    let names: Vec<&str> = treatment.components.iter().map(|component| component.name.as_str()).collect();
    let on = match policy.tax_level {
        TaxLevel::Group => "the sum of the rounded lines",
        TaxLevel::Line => "each rounded line and then added up",
    };
    let half = match policy.tax_mode {
        Rounding::HalfUp => "half up",
        Rounding::HalfDown => "half down",
    };
    format!("{} computed on {on}, rounded {half} to the currency's smallest unit.", names.join(" and "))
}
