//! Issuing: the number, the invoice and everything it bills, in one transaction.
//!
//! A number that someone else took meanwhile is no failure: the refusal brings the counter that is there, and the next one is
//! tried. Anything else that changed is: what was decided must be decided again.

use std::collections::BTreeSet;

use jiff::Timestamp;
use thiserror::Error;

use super::account::{Account, Work};
use super::compose::{ComposeError, Group, compose};
use super::turn::Queue;
use crate::app::App;
use crate::domain::billing::PeriodBill;
use crate::domain::engagement::Engagement;
use crate::domain::id::{EngagementId, InvoiceId, PaymentId};
use crate::domain::invoice::Invoice;
use crate::domain::numbering::{FiscalYear, NumberError};
use crate::domain::payment::ledger::spend;
use crate::domain::payment::unapplied::UnappliedCredit;
use crate::domain::payment::{MOST_PAYING, Payment};
use crate::domain::timesheet::Timesheet;
use crate::store::transaction::{MOST_OPERATIONS, Write};
use crate::store::{Issue, NotIssued, StoreError};

/// Of how many receipts credit pays a new invoice at most.
const MOST_RECEIPTS: usize = 10;
const _: () = assert!(MOST_RECEIPTS <= MOST_PAYING);

/// Why an invoice was not issued.
#[derive(Debug, Error)]
pub enum IssueError {
    /// What it bills has changed since it was decided: decide again.
    #[error("what the invoice bills has changed")]
    Changed,
    /// There can be no such document.
    #[error(transparent)]
    Compose(#[from] ComposeError),
    /// The series gives no further number.
    #[error(transparent)]
    Number(#[from] NumberError),
    /// The table fails.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Groups that are too large for one transaction, or name an engagement twice, are cut into parts.
#[must_use]
pub fn parts(group: Group) -> Vec<Group> {
    // What is issued in one transaction is credited in one too: the counter, the invoice, the note, its pointer, the client's credit
    // and the request's reply take six, and every payment of the invoice one; each engagement takes one, and each of its late
    // timesheets. To issue takes less, since fewer receipts pay an invoice from the start.
    let room = MOST_OPERATIONS - 6 - MOST_PAYING;
    let mut parts: Vec<Group> = Vec::new();
    let (mut taken, mut seen) = (0, BTreeSet::new());
    for (id, bill) in group.bills {
        let weight = 1 + bill.late_timesheets.len();
        if parts.is_empty() || taken + weight > room || seen.contains(&id) {
            parts.push(Group { key: group.key.clone(), bills: Vec::new() });
            (taken, seen) = (0, BTreeSet::new());
        }
        taken += weight;
        seen.insert(id);
        if let Some(part) = parts.last_mut() {
            part.bills.push((id, bill));
        }
    }
    parts
}

/// Issues the invoice of a group under an id. `settle` completes an engagement's record once its bill is written into it;
/// `write` names the write.
/// On success the account holds the engagements and timesheets as they were stored.
///
/// # Errors
/// See [`IssueError`]; nothing was written then.
pub async fn issue(
    app: &App,
    account: &mut Account,
    group: &Group,
    id: InvoiceId,
    now: Timestamp,
    settle: impl Fn(&mut Engagement),
    write: impl Fn(&Invoice) -> Write,
) -> Result<Invoice, IssueError> {
    let mut queue = Queue::new(app);
    let issued = issue_in_turn(app, account, group, id, now, (settle, write), &mut queue).await;
    queue.leave().await;
    issued
}

async fn issue_in_turn(
    app: &App,
    account: &mut Account,
    group: &Group,
    id: InvoiceId,
    now: Timestamp,
    (settle, write): (impl Fn(&mut Engagement), impl Fn(&Invoice) -> Write),
    queue: &mut Queue<'_>,
) -> Result<Invoice, IssueError> {
    let profile = account.seller.profile.clone();
    let today = profile.party.time_zone.date_at(now);
    let year = FiscalYear::of(today, profile.fiscal_year_start);
    loop {
        let counter = account.counter(year);
        // Days of issue never go back within a series, whatever the clocks of two functions say.
        let issued_on = counter.last_issued_on.map_or(today, |last| last.max(today));
        let mut invoice = compose(account, group, id, issued_on, now)?;
        invoice.number = profile.invoice_series.number_in(profile.party.country, year, counter.next)?;
        let counter = counter.past(issued_on);
        let billed: Vec<(Engagement, Vec<Timesheet>)> = group
            .bills
            .iter()
            .filter_map(|(engagement, bill)| account.work_of(*engagement).map(|work| bill_work(work, bill, &invoice, &settle)))
            .collect();
        let engagements: Vec<Engagement> = billed.iter().map(|(engagement, _)| engagement.clone()).collect();
        let late_timesheets: Vec<Timesheet> = billed.into_iter().flat_map(|(_, sheets)| sheets).collect();
        let spent = pay_from_credit(app, account, &mut invoice).await?;
        let (credit, receipts) = spent.as_ref().map_or((None, [].as_slice()), |(credit, receipts)| (Some(credit), receipts.as_slice()));
        let issue =
            Issue { invoice: &invoice, counter: &counter, engagements: &engagements, late_timesheets: &late_timesheets, credit, receipts };
        match app.store.issue(issue, write(&invoice)).await {
            Ok(()) => {
                account.keep_counter(counter);
                keep(account, engagements, late_timesheets);
                if let Some((spent, _)) = spent {
                    account.credits.iter_mut().filter(|own| own.currency == spent.currency).for_each(|own| own.clone_from(&spent));
                }
                return Ok(invoice);
            }
            Err(NotIssued::Overtaken(counter)) => {
                queue.wait(&counter).await?;
                // What came back with the refusal is as old as the wait.
                account.keep_counter(app.store.find_counter(&counter.seller_id, &counter.pattern, year).await?);
            }
            Err(NotIssued::Store(StoreError::Stale { .. } | StoreError::Taken { .. })) => return Err(IssueError::Changed),
            Err(NotIssued::Store(error)) => return Err(error.into()),
        }
    }
}

/// Pays an invoice that is about to be issued with what the client has in hand, oldest first; the credit and the receipts
/// that changed by it.
async fn pay_from_credit(
    app: &App,
    account: &Account,
    invoice: &mut Invoice,
) -> Result<Option<(UnappliedCredit, Vec<Payment>)>, IssueError> {
    let own = account.credits.iter().find(|credit| credit.currency == invoice.currency && !credit.entries.is_empty());
    let Some(mut credit) = own.cloned() else { return Ok(None) };
    let ids: Vec<PaymentId> = credit.entries.iter().take(MOST_RECEIPTS).map(|entry| entry.payment_id).collect();
    let before = app.store.find_payments(&ids).await?;
    let mut receipts = before.clone();
    spend(invoice, &mut credit, &mut receipts, MOST_RECEIPTS).map_err(ComposeError::from)?;
    receipts.retain(|receipt| !before.contains(receipt));
    Ok(Some((credit, receipts)).filter(|(_, receipts)| !receipts.is_empty()))
}

/// An engagement and its late timesheets as they are once the invoice is issued.
fn bill_work(work: &Work, bill: &PeriodBill, invoice: &Invoice, settle: impl Fn(&mut Engagement)) -> (Engagement, Vec<Timesheet>) {
    let mut engagement = work.engagement.clone();
    bill.record(&mut engagement, invoice.id);
    engagement.billing_state.last_skip = None;
    settle(&mut engagement);
    engagement.revision += 1;
    let late = work.timesheets.iter().filter(|sheet| bill.late_timesheets.contains(&sheet.span.start)).cloned().map(|mut sheet| {
        sheet.invoice_id = Some(invoice.id);
        sheet.version += 1;
        sheet
    });
    (engagement, late.collect())
}

fn keep(account: &mut Account, engagements: Vec<Engagement>, sheets: Vec<Timesheet>) {
    let place = |id: EngagementId| account.work.iter().position(|work| work.engagement.id == id);
    let engagements: Vec<(usize, Engagement)> =
        engagements.into_iter().filter_map(|engagement| Some((place(engagement.id)?, engagement))).collect();
    let sheets: Vec<(usize, Timesheet)> = sheets.into_iter().filter_map(|sheet| Some((place(sheet.engagement_id)?, sheet))).collect();
    for (at, engagement) in engagements {
        account.work[at].engagement = engagement;
    }
    for (at, sheet) in sheets {
        if let Some(old) = account.work[at].timesheets.iter_mut().find(|old| old.span.start == sheet.span.start) {
            *old = sheet;
        }
    }
}
