//! A billing run: everyone whom the due index nominates, decided from strong reads, one invoice a transaction.
//!
//! A bad engagement never stops the rest. A run that is started twice, six times at once or again after it was killed
//! issues nothing twice: each invoice is written on condition of what it was decided from.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use tokio::time::Instant;

use super::account::{Account, AutoApproval};
use super::commit::{IssueError, issue};
use super::compose::{Group, compose};
use super::overbilled;
use crate::app::App;
use crate::domain::billing::report::RunReport;
use crate::domain::billing::{Decision, SkipReason};
use crate::domain::calendar::{Span, next_day};
use crate::domain::engagement::Engagement;
use crate::domain::id::{ClientId, EngagementId, SellerId};
use crate::domain::money::MoneyError;
use crate::store::StoreError;

mod decided;

use decided::{decide_all, groups, note_corrupt};

/// How often an account is decided anew when others change it at the same time.
const ATTEMPTS: usize = 6;

/// Bills everyone who is due at an instant, until the deadline; whether work is left is the second answer.
///
/// # Errors
/// The table fails before anything is decided.
pub async fn run(app: &App, now: Timestamp, deadline: Option<Instant>) -> Result<(RunReport, bool), StoreError> {
    let mut report = RunReport::default();
    let due = app.store.due_accounts(now).await?;
    note_corrupt(&due.corrupt, &mut report);
    for (client, seller) in due.accounts {
        if deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            return Ok((report, true));
        }
        // Boxed, since a future that holds every call of a whole run inline is more than the compiler lays out.
        if let Err(error) = Box::pin(bill_account(app, client, &seller, now, &mut report)).await {
            tracing::error!(%client, %seller, error = %error, "an account could not be billed");
            report.failed(client, reason_of(&error), None);
        }
    }
    Ok((report, false))
}

/// What a run on a day would do, with the same decisions and figures; nothing is stored.
///
/// # Errors
/// The table fails.
pub async fn dry_run(app: &App, as_of: Date) -> Result<RunReport, StoreError> {
    let mut report = RunReport::default();
    // The day begins last where the zone is furthest behind UTC.
    let latest = as_of.saturating_add(2.days()).to_zoned_datetime(jiff::tz::TimeZone::UTC).map_or(Timestamp::MAX, |end| end.timestamp());
    let due = app.store.due_accounts(latest).await?;
    note_corrupt(&due.corrupt, &mut report);
    for (client, seller) in due.accounts {
        let now = app.clock.now();
        let Some(account) = Box::pin(Account::read(app, client, &seller, now, AutoApproval::Seen)).await? else { continue };
        let at = |engagement: &Engagement| engagement.terms.billing.time_zone.start_of(as_of);
        let decided = decide_all(&account, at, &mut report);
        for group in groups(&account, &decided) {
            let issued_on = account.seller.profile.party.time_zone.date_at(account.seller.profile.party.time_zone.start_of(as_of));
            match compose(&account, &group, app.clock.new_id(), issued_on, now) {
                Ok(invoice) => report
                    .issued(&invoice, true)
                    .unwrap_or_else(|error| report.failed(client, SkipReason::InvoiceIncomplete, Some(error.to_string()))),
                Err(error) => fail_group(&group, &error, &mut report),
            }
        }
        for work in &account.work {
            let shares = decided.get(&work.engagement.id).map_or(&[][..], |decision| &decision.credit_due);
            match overbilled::due(app, &work.engagement, shares).await {
                Ok(credits) => credits.iter().for_each(|_| report.credited(work.engagement.id, None)),
                Err(IssueError::Store(error)) => return Err(error),
                Err(error) => report.failed(work.engagement.id, SkipReason::InvoiceIncomplete, Some(error.to_string())),
            }
        }
    }
    Ok(report)
}

async fn bill_account(app: &App, client: ClientId, seller: &SellerId, now: Timestamp, report: &mut RunReport) -> Result<(), IssueError> {
    let mut stored = RunReport::default();
    let billed = Box::pin(bill_until_settled(app, client, seller, now, &mut stored)).await;
    // What is stored is told of, whatever became of the rest.
    let (noted, failure) = billed.map_or_else(|error| (stored, Some(error)), |noted| (noted, None));
    report.join(noted).map_err(|error: MoneyError| IssueError::Compose(error.into()))?;
    failure.map_or(Ok(()), Err)
}

/// Bills an account until nobody else changes it meanwhile; the report has what became of it then.
async fn bill_until_settled(
    app: &App,
    client: ClientId,
    seller: &SellerId,
    now: Timestamp,
    stored: &mut RunReport,
) -> Result<RunReport, IssueError> {
    for _ in 0..ATTEMPTS {
        // What was noted of an attempt that others overtook is noted again, or not, by the next.
        let mut noted = stored.clone();
        let mut account = match Box::pin(read_settled(app, client, seller, now)).await {
            Ok(Some(account)) => account,
            Ok(None) => return Ok(noted),
            Err(IssueError::Changed) => continue,
            Err(error) => return Err(error),
        };
        // On the heap: a run is polled through many layers, each of which would hold all of it.
        match Box::pin(bill_decided(app, &mut account, now, &mut noted, stored)).await {
            Ok(true) => return Ok(noted),
            // What was credited is decided no more: what becomes of the engagements now is.
            Ok(false) | Err(IssueError::Changed) => {}
            Err(error) => return Err(error),
        }
    }
    Err(StoreError::Throttled("the account is being changed all the time".to_owned()).into())
}

/// Reads an account; timesheets that approve themselves may meet a person who does so at the same moment.
async fn read_settled(app: &App, client: ClientId, seller: &SellerId, now: Timestamp) -> Result<Option<Account>, IssueError> {
    match Account::read(app, client, seller, now, AutoApproval::Kept).await {
        Err(StoreError::Stale { .. }) => Err(IssueError::Changed),
        other => Ok(other?),
    }
}

/// Issues what is decided. Whether that is all: once something was credited, the account is to be decided anew.
async fn bill_decided(
    app: &App,
    account: &mut Account,
    now: Timestamp,
    noted: &mut RunReport,
    stored: &mut RunReport,
) -> Result<bool, IssueError> {
    let decided = decide_all(account, |_| now, noted);
    let mut failed: HashMap<EngagementId, SkipReason> = HashMap::new();
    for group in groups(account, &decided) {
        // An engagement is billed in the order of its periods: one that failed holds its own later ones.
        if group.bills.iter().any(|(id, _)| failed.contains_key(id)) {
            failed.extend(group.bills.iter().map(|(id, _)| (*id, SkipReason::InvoiceIncomplete)));
            continue;
        }
        let settle = |engagement: &mut Engagement| {
            if let Some(decision) = decided.get(&engagement.id) {
                settle(engagement, decision);
            }
        };
        let issued = issue(app, account, &group, app.clock.new_id(), now, settle, |_| app.clock.new_ulid().into());
        match Box::pin(issued).await {
            Ok(invoice) => {
                for report in [&mut *noted, &mut *stored] {
                    report.issued(&invoice, false).map_err(|error: MoneyError| IssueError::Compose(error.into()))?;
                }
            }
            Err(IssueError::Compose(error)) => {
                fail_group(&group, &error, noted);
                failed.extend(group.bills.iter().map(|(id, _)| (*id, error.reason())));
            }
            Err(IssueError::Number(error)) => {
                for (id, _) in &group.bills {
                    noted.failed(id, SkipReason::InvoiceIncomplete, Some(error.to_string()));
                    failed.insert(*id, SkipReason::InvoiceIncomplete);
                }
            }
            Err(error @ (IssueError::Changed | IssueError::Store(_))) => return Err(error),
        }
    }
    let mut credited = 0_u32;
    let ids: Vec<EngagementId> = account.work.iter().map(|work| work.engagement.id).filter(|id| !failed.contains_key(id)).collect();
    for id in ids {
        let due = decided.get(&id).map_or(&[][..], |decision| &decision.credit_due);
        let issued = |note| {
            credited += 1;
            [&mut *noted, &mut *stored].into_iter().for_each(|report| report.credited(id, Some(note)));
        };
        match Box::pin(overbilled::credit(app, account, id, due, now, issued)).await {
            Ok(()) => {}
            Err(error @ (IssueError::Compose(_) | IssueError::Number(_))) => {
                noted.failed(id, SkipReason::InvoiceIncomplete, Some(error.to_string()));
                failed.insert(id, SkipReason::InvoiceIncomplete);
            }
            Err(error @ (IssueError::Changed | IssueError::Store(_))) => return Err(error),
        }
    }
    if credited > 0 {
        return Ok(false);
    }
    look_again(app, account, &decided, &failed, now).await?;
    Ok(true)
}

fn fail_group(group: &Group, error: &super::compose::ComposeError, report: &mut RunReport) {
    for (id, _) in &group.bills {
        report.failed(id, error.reason(), Some(error.to_string()));
    }
}

/// Once the last bill of a decision is written, the engagement is where the decision leaves it.
fn settle(engagement: &mut Engagement, decision: &Decision) {
    let last = decision.bills.last().map(|bill| bill.billed_until);
    let state = &mut engagement.billing_state;
    if last.is_none_or(|last| state.billed_until >= last) {
        state.billed_until = state.billed_until.max(decision.billed_until);
        state.due_at = decision.next_look;
        state.last_skip = decision.skipped.map(|reason| reason.to_string());
        let passed: Vec<Span> = decision.passed.iter().copied().filter(|span| !state.passed.contains(span)).collect();
        state.passed.extend(passed);
        if engagement.status != decision.standing {
            engagement.status = decision.standing;
            engagement.version += 1;
        }
    }
}

/// Engagements without a bill, and those whose bill failed, are looked at again when their decision says, or tomorrow.
async fn look_again(
    app: &App,
    account: &Account,
    decided: &HashMap<EngagementId, Decision>,
    failed: &HashMap<EngagementId, SkipReason>,
    now: Timestamp,
) -> Result<(), IssueError> {
    let billed: BTreeSet<EngagementId> =
        decided.iter().filter(|(id, decision)| !decision.bills.is_empty() && !failed.contains_key(id)).map(|(id, _)| *id).collect();
    for work in account.work.iter().filter(|work| !billed.contains(&work.engagement.id)) {
        let mut next = work.engagement.clone();
        let zone = &next.terms.billing.time_zone;
        let tomorrow = zone.start_of(next_day(zone.date_at(now)));
        match (failed.get(&next.id), decided.get(&next.id)) {
            (Some(reason), _) => {
                next.billing_state.due_at = Some(tomorrow);
                next.billing_state.last_skip = Some(reason.to_string());
            }
            (None, Some(decision)) => settle(&mut next, decision),
            (None, None) => next.billing_state.due_at = Some(tomorrow),
        }
        if next != work.engagement {
            next.revision += 1;
            match app.store.replace_engagement(&next, app.clock.new_ulid()).await {
                // Whoever changed it has set its next look.
                Ok(()) | Err(StoreError::Stale { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
    Ok(())
}

fn reason_of(error: &IssueError) -> &'static str {
    match error {
        IssueError::Changed => "changed",
        IssueError::Compose(_) | IssueError::Number(_) => "invoice_incomplete",
        IssueError::Store(StoreError::Corrupt { .. }) => "corrupt_record",
        IssueError::Store(_) => "table_unavailable",
    }
}
