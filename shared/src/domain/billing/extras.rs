//! What goes along with bills: late time, charges, and what has changed of fees on invoices. No bill falls below zero by it.

use super::fees::{Difference, Ledger};
use super::{Decision, EngagementTime, PeriodBill, bill, lines};
use crate::domain::calendar::Span;
use crate::domain::charge::{Charge, ChargeKind};
use crate::domain::developer::HiringModel;
use crate::domain::draft::{DraftLine, LineKind};
use crate::domain::engagement::{EngagementStatus, FeeShare};
use crate::domain::money::{Money, MoneyError};
use crate::domain::period::{Clamped, clamp, period_containing};
use crate::domain::timesheet::Timesheet;

/// Puts them on the bills of a decision, or on one of their own where there is none and none will come.
pub(super) fn add(
    time: EngagementTime<'_>,
    decision: &mut Decision,
    ledger: &Ledger<'_>,
    passed: Option<Clamped>,
) -> Result<(), MoneyError> {
    let late: Vec<&Timesheet> = lines::late(time).collect();
    let corrections = ledger.corrections()?;
    let has_charges = time.engagement.course.charges.iter().any(|charge| charge.invoice_id.is_none());
    if late.is_empty() && corrections.is_empty() && !has_charges {
        return Ok(());
    }
    let comes_more = decision.skipped.is_some() || decision.next_look.is_some();
    if decision.bills.is_empty() {
        let home = match (decision.skipped, passed, decision.next_look) {
            (None, Some(passed), _) => passed,
            (None, None, None) if is_over(time, decision) => home(time, &late),
            // Another bill is to come.
            (Some(_), _, _) | (None, None, _) => return Ok(()),
        };
        decision.bills.push(bill(home, Vec::new(), decision.billed_until));
    }
    if let Some(first) = decision.bills.first_mut() {
        add_late(time, first, &late)?;
        add_charges(time, first)?;
    }
    let rest = correct(time, &mut decision.bills, corrections)?;
    // Rounding, or the bound of zero, may leave nothing of it.
    decision.bills.retain(|bill| bill.all_lines().next().is_some());
    if !comes_more {
        decision.credit_due = rest;
    }
    Ok(())
}

/// The period of a bill that has none of its own.
fn home(time: EngagementTime<'_>, late: &[&Timesheet]) -> Clamped {
    let engagement = time.engagement;
    match late.iter().max_by_key(|sheet| sheet.span) {
        Some(last) => lines::period_of(engagement, last),
        None => {
            let billed = engagement.billing_state.billed_until.yesterday().unwrap_or(engagement.terms.starts_on);
            let last = engagement.terms.ends_on.unwrap_or(billed);
            let whole = period_containing(&engagement.terms.billing, last.max(engagement.terms.starts_on));
            clamp(whole, engagement.terms.starts_on, engagement.terms.ends_on).unwrap_or(Clamped { whole, billed: whole })
        }
    }
}

/// Whether no bill will come by itself any more: of milestones, none while it runs.
fn is_over(time: EngagementTime<'_>, decision: &Decision) -> bool {
    time.engagement.terms.model != HiringModel::Fixed || decision.standing == EngagementStatus::Ended
}

/// Puts the charges that are on no invoice on a bill; a discount only where the bill can bear all of it, so that it waits for
/// one that can.
pub(super) fn add_charges(time: EngagementTime<'_>, bill: &mut PeriodBill) -> Result<(), MoneyError> {
    let is_work = |line: &&DraftLine| match line.kind {
        LineKind::Time | LineKind::Fee | LineKind::Milestone => true,
        LineKind::Expense | LineKind::Discount | LineKind::Adjustment => false,
    };
    let currency = time.engagement.terms.bill_rate.money.currency();
    let work = Money::sum(currency, bill.all_lines().filter(is_work).map(|line| line.net))?;
    let open = || time.engagement.course.charges.iter().filter(|charge| charge.invoice_id.is_none());
    let takes = |charge: &&Charge| charge.kind == ChargeKind::Discount;
    for charge in open().filter(|charge| !takes(charge)).chain(open().filter(takes)) {
        let amount = charge.amount.of(work)?;
        let amount = if takes(&charge) { amount.negated() } else { amount };
        let fits = net(time, bill)?.plus(amount)?.minor() >= 0;
        if let Some(day) = Span::inclusive(charge.on, charge.on).filter(|_| fits && !amount.is_zero()) {
            let line = lines::of_thing(time, charge.kind.line(), &charge.description, day, amount);
            bill.extra_lines.push(match charge.kind {
                // It is nobody's work.
                ChargeKind::LateFee => DraftLine { description: charge.description.to_string(), ..line },
                ChargeKind::Expense | ChargeKind::Fee | ChargeKind::Discount => line,
            });
            bill.charges.push(charge.id);
        }
    }
    Ok(())
}

/// Puts late timesheets on a bill.
pub(super) fn add_late(time: EngagementTime<'_>, bill: &mut PeriodBill, late: &[&Timesheet]) -> Result<(), MoneyError> {
    let late_lines = lines::of_late(time, late)?;
    if !bill.lines.is_empty() || !late_lines.is_empty() {
        bill.late_timesheets.extend(late.iter().map(|sheet| sheet.span.start));
        bill.late_lines = late_lines;
    }
    Ok(())
}

/// Puts corrections on bills: what is to be billed on the first, what is to be taken back on each as far as it goes. What no
/// bill could bear is given back.
pub(super) fn correct(
    time: EngagementTime<'_>,
    bills: &mut [PeriodBill],
    corrections: Vec<Difference>,
) -> Result<Vec<FeeShare>, MoneyError> {
    let (more, mut less): (Vec<Difference>, Vec<Difference>) =
        corrections.into_iter().partition(|difference| difference.share.net.is_positive());
    if let Some(first) = bills.first_mut() {
        for difference in &more {
            put(time, first, difference)?;
        }
    }
    for bill in bills {
        for difference in &mut less {
            let room = net(time, bill)?;
            if room.is_positive() && !difference.share.net.is_zero() {
                let part = difference.at_most(room);
                put(time, bill, &part)?;
                difference.share.net = difference.share.net.minus(part.share.net)?;
                difference.share.units -= part.share.units;
            }
        }
    }
    Ok(less.into_iter().map(|difference| difference.share).filter(|share| !share.net.is_zero()).collect())
}

fn put(time: EngagementTime<'_>, bill: &mut PeriodBill, difference: &Difference) -> Result<(), MoneyError> {
    bill.extra_lines.push(lines::of_fee(time, difference, LineKind::Adjustment)?);
    bill.fees.push(difference.share);
    Ok(())
}

/// What a bill comes to.
fn net(time: EngagementTime<'_>, bill: &PeriodBill) -> Result<Money, MoneyError> {
    let lines: Vec<&DraftLine> = bill.all_lines().collect();
    Money::sum(time.engagement.terms.bill_rate.money.currency(), lines.into_iter().map(|line| line.net))
}
