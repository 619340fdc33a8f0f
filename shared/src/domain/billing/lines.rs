//! The lines of a bill: time summed per engagement, rate and period, or the fee of a period; each rounded once.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::EngagementTime;
use super::fees::{Difference, whole_amount};
use crate::domain::calendar::Span;
use crate::domain::developer::HiringModel;
use crate::domain::draft::{DraftLine, LineKind, Quantity, UnitPrice};
use crate::domain::engagement::Engagement;
use crate::domain::money::{Money, MoneyError};
use crate::domain::period::{Clamped, clamp, period_containing};
use crate::domain::proration::fee;
use crate::domain::text::Title;
use crate::domain::timesheet::Timesheet;

/// The time of a period, late time apart; empty when there is none.
pub(super) fn of_period(time: EngagementTime<'_>, period: Clamped) -> Result<Vec<DraftLine>, MoneyError> {
    let engagement = time.engagement;
    let sheets = time.timesheets.iter().filter(|sheet| !sheet.late && sheet.awaits_billing(engagement));
    of_time(time, period.billed, sheets.filter(|sheet| period.billed.contains(sheet.home_day(engagement))), false)
}

/// The late timesheets that are approved and on no invoice.
pub(super) fn late<'a>(time: EngagementTime<'a>) -> impl Iterator<Item = &'a Timesheet> {
    let hourly = time.engagement.terms.model == HiringModel::Hourly;
    time.timesheets.iter().filter(move |sheet| hourly && sheet.late && sheet.awaits_billing(time.engagement))
}

/// The lines of late timesheets: one for each period they come from.
pub(super) fn of_late(time: EngagementTime<'_>, late: &[&Timesheet]) -> Result<Vec<DraftLine>, MoneyError> {
    let mut periods = BTreeMap::<Span, Vec<&Timesheet>>::new();
    for sheet in late {
        periods.entry(period_of(time.engagement, sheet).billed).or_default().push(sheet);
    }
    let mut lines = Vec::new();
    for (span, sheets) in periods {
        lines.extend(of_time(time, span, sheets.into_iter(), true)?);
    }
    Ok(lines)
}

/// The period that a timesheet lies in, as its engagement sees it.
pub(super) fn period_of(engagement: &Engagement, sheet: &Timesheet) -> Clamped {
    let whole = period_containing(&engagement.terms.billing, sheet.span.start);
    clamp(whole, engagement.terms.starts_on, engagement.terms.ends_on).unwrap_or(Clamped { whole, billed: whole })
}

/// A line for each rate that the time of these timesheets was worked at, or none where rounding leaves no minute. What was
/// worked in a trial that the client ended is not billed.
pub(super) fn of_time<'a>(
    time: EngagementTime<'_>,
    span: Span,
    sheets: impl Iterator<Item = &'a Timesheet>,
    late: bool,
) -> Result<Vec<DraftLine>, MoneyError> {
    let engagement = time.engagement;
    let rounding = |sheet: &Timesheet| engagement.terms.billing.on(sheet.span.start).rounding;
    let sheets: Vec<&Timesheet> = sheets.collect();
    let rates = engagement.rates();
    let mut lines = Vec::new();
    for (at, rate) in rates.iter().enumerate() {
        let from = if at == 0 { Date::MIN } else { rate.effective_from };
        let until = rates.get(at + 1).map_or(Date::MAX, |next| next.effective_from);
        let here = |day: Date| from <= day && day < until && !engagement.is_unbilled_trial(day);
        let minutes = sheets.iter().map(|sheet| sheet.rounded_minutes_on(rounding(sheet), here)).sum();
        if minutes > 0 {
            let days = Span::new(from, until).and_then(|held| held.intersection(span)).unwrap_or(span);
            let (quantity, rate) = (Quantity::Minutes { minutes }, rate.bill_rate);
            lines.push(line(time, LineKind::Time, days, late, quantity, rate.into(), fee(rate, quantity)?));
        }
    }
    Ok(lines)
}

/// The line of a fee, or of what is corrected of one.
pub(super) fn of_fee(time: EngagementTime<'_>, difference: &Difference, kind: LineKind) -> Result<DraftLine, MoneyError> {
    let (quantity, unit_price) = difference.quantity()?;
    let net = difference.share.net;
    let line = line(time, kind, difference.span, false, quantity, unit_price, net);
    Ok(match kind {
        LineKind::Adjustment => DraftLine { description: format!("{} — correction of what was billed", line.description), ..line },
        LineKind::Time | LineKind::Fee | LineKind::Milestone | LineKind::Expense | LineKind::Discount => line,
    })
}

/// The line of one thing at its price, or of what is taken off where that is below zero.
pub(super) fn of_thing(time: EngagementTime<'_>, kind: LineKind, what: &Title, span: Span, net: Money) -> DraftLine {
    let (quantity, unit_price) = whole_amount(net);
    let line = line(time, kind, span, false, quantity, unit_price, net);
    DraftLine { description: format!("{} — {what}", time.developer_name), ..line }
}

fn line(
    time: EngagementTime<'_>,
    kind: LineKind,
    span: Span,
    late: bool,
    quantity: Quantity,
    unit_price: UnitPrice,
    net: Money,
) -> DraftLine {
    let engagement = time.engagement;
    DraftLine {
        kind,
        engagement_id: engagement.id,
        developer_id: engagement.developer_id,
        description: format!("{} — {}", time.developer_name, engagement.role_title),
        span,
        late,
        quantity,
        unit_price,
        net,
    }
}
