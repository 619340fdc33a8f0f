//! The lines of a bill: time summed per engagement, rate and period, or the fee of a period; each rounded once.

use std::collections::BTreeMap;

use super::EngagementTime;
use crate::domain::calendar::Span;
use crate::domain::developer::HiringModel;
use crate::domain::draft::{DraftLine, LineKind, Quantity};
use crate::domain::engagement::{Engagement, Proration};
use crate::domain::money::MoneyError;
use crate::domain::period::{Clamped, clamp, period_containing};
use crate::domain::proration::{fee, share};
use crate::domain::timesheet::Timesheet;

/// What the days of a period cost, late time apart; empty when nothing.
pub(super) fn of_period(time: EngagementTime<'_>, period: Clamped) -> Result<Vec<DraftLine>, MoneyError> {
    match time.engagement.terms.model {
        HiringModel::Hourly => {
            let engagement = time.engagement;
            let sheets = time.timesheets.iter().filter(|sheet| !sheet.late && sheet.awaits_billing(engagement));
            of_time(time, period.billed, sheets.filter(|sheet| period.billed.contains(sheet.home_day(engagement))), false)
        }
        HiringModel::Dedicated => of_fee(time, period),
        // Milestones are billed when they are accepted, not by the period.
        HiringModel::Fixed => Ok(Vec::new()),
    }
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

/// One line for the time of these timesheets, or none where rounding leaves no minute.
pub(super) fn of_time<'a>(
    time: EngagementTime<'_>,
    span: Span,
    sheets: impl Iterator<Item = &'a Timesheet>,
    late: bool,
) -> Result<Vec<DraftLine>, MoneyError> {
    let rounding = time.engagement.terms.billing.rounding;
    let minutes = sheets.map(|sheet| sheet.rounded_minutes(rounding)).sum();
    if minutes == 0 {
        return Ok(Vec::new());
    }
    line(time, LineKind::Time, span, late, Quantity::Minutes { minutes }).map(|line| vec![line])
}

/// The fee of a period, or nothing where no unit of it is billed.
fn of_fee(time: EngagementTime<'_>, period: Clamped) -> Result<Vec<DraftLine>, MoneyError> {
    let terms = &time.engagement.terms;
    // Without proration the first part of a period costs all of it: what is left of it costs nothing more.
    let rest = period.billed.start > period.whole.start.max(terms.starts_on);
    if terms.billing.proration == Proration::None && rest {
        return Ok(Vec::new());
    }
    let quantity = share(period.billed, period.whole, terms.billing.proration, &terms.billing.holidays);
    if matches!(quantity, Quantity::Period { days: 0, .. }) {
        return Ok(Vec::new());
    }
    line(time, LineKind::Fee, period.billed, false, quantity).map(|line| vec![line])
}

fn line(time: EngagementTime<'_>, kind: LineKind, span: Span, late: bool, quantity: Quantity) -> Result<DraftLine, MoneyError> {
    let engagement = time.engagement;
    let unit_price = engagement.terms.bill_rate;
    Ok(DraftLine {
        kind,
        engagement_id: engagement.id,
        developer_id: engagement.developer_id,
        description: format!("{} — {}", time.developer_name, engagement.role_title),
        span,
        late,
        quantity,
        unit_price,
        net: fee(unit_price, quantity)?,
    })
}
