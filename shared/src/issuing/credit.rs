//! Crediting: the number, the credit note, what it takes of the invoice and what it frees, in one transaction.
//!
//! Whatever changed since it was read, it is decided again from what is there now: so a credit is never more than is left.

use jiff::Timestamp;
use jiff::civil::Date;
use thiserror::Error;

use super::turn::Queue;
use crate::app::App;
use crate::domain::billing::credits::FeeCredit;
use crate::domain::billing::freed::{free, timesheets_in};
use crate::domain::calendar::Span;
use crate::domain::engagement::Engagement;
use crate::domain::id::{CreditNoteId, EngagementId, InvoiceId};
use crate::domain::invoice::credit_note::{
    Credit, CreditDemand, CreditNote, CreditNoteError, credit_lines, credit_notes, heading, tax_credited_until,
};
use crate::domain::invoice::{DocumentKind, Invoice};
use crate::domain::money::{Money, MoneyError};
use crate::domain::numbering::{FiscalYear, NumberError};
use crate::domain::payment::ledger::{receipts_of, release};
use crate::domain::seller::SellerProfile;
use crate::domain::text::Note;
use crate::domain::timesheet::Timesheet;
use crate::store::transaction::Write;
use crate::store::{CreditIssue, ENGAGEMENT, SERIES, Scope, SeriesCounter, StoreError};

/// Why there is no credit note.
#[derive(Debug, Error)]
pub enum CreditIssueError {
    /// There is no such invoice, or its seller is gone.
    #[error("there is no such invoice")]
    Absent,
    /// The demand is refused.
    #[error(transparent)]
    Refused(#[from] CreditNoteError),
    /// The series gives no further number.
    #[error(transparent)]
    Number(#[from] NumberError),
    /// An amount beyond its bound.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The table fails.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Issues a credit note that someone asks for: an engagement of which it takes the last is free again. `write` names the write.
///
/// # Errors
/// See [`CreditIssueError`]; nothing was written then.
pub async fn credit(
    app: &App,
    invoice_id: InvoiceId,
    demand: &CreditDemand,
    reason: &Note,
    now: Timestamp,
    write: impl Fn(&CreditNote) -> Write,
) -> Result<CreditNote, CreditIssueError> {
    issue(app, invoice_id, demand, reason, None, now, write).await
}

/// Issues a credit note of fees that an engagement does not owe. It frees nothing: `engagement` is the record as it is to be
/// afterwards, which counts what is credited.
///
/// # Errors
/// See [`CreditIssueError`]; stale when the engagement has changed since. Nothing was written then.
pub async fn credit_fees(
    app: &App,
    engagement: &Engagement,
    credit: &FeeCredit,
    now: Timestamp,
    write: impl Fn(&CreditNote) -> Write,
) -> Result<CreditNote, CreditIssueError> {
    let reason: Result<Note, _> = "Days that were billed and are not owed".parse();
    let reason = reason.expect("a short text without control characters");
    let demand = CreditDemand::Lines(credit.lines.clone());
    issue(app, credit.invoice_id, &demand, &reason, Some(engagement), now, write).await
}

async fn issue(
    app: &App,
    invoice_id: InvoiceId,
    demand: &CreditDemand,
    reason: &Note,
    decided: Option<&Engagement>,
    now: Timestamp,
    write: impl Fn(&CreditNote) -> Write,
) -> Result<CreditNote, CreditIssueError> {
    let mut queue = Queue::new(app);
    let issued = issue_in_turn(app, (invoice_id, demand, reason), decided, now, write, &mut queue).await;
    queue.leave().await;
    issued
}

async fn issue_in_turn(
    app: &App,
    (invoice_id, demand, reason): (InvoiceId, &CreditDemand, &Note),
    decided: Option<&Engagement>,
    now: Timestamp,
    write: impl Fn(&CreditNote) -> Write,
    queue: &mut Queue<'_>,
) -> Result<CreditNote, CreditIssueError> {
    let id = app.clock.new_id();
    loop {
        let mut invoice = app.store.find_invoice(invoice_id, Scope::All).await?.ok_or(CreditIssueError::Absent)?;
        let mut credit = Credit::of(&invoice, demand)?;
        if decided.is_some() {
            credit.freed.clear();
        }
        let ((profile, today, year, counter), freed, mut receipts, mut unapplied) = tokio::try_join!(
            series(app, &invoice, now),
            async { Ok(billed(app, &invoice, &credit.freed).await?) },
            async { Ok(app.store.find_payments(&receipts_of(&invoice)).await?) },
            async { Ok(app.store.find_credit(invoice.client_id, &invoice.seller_id, invoice.currency).await?) },
        )?;
        // Neither before another of the series, nor before what it credits.
        let issued_on = [counter.last_issued_on, Some(invoice.issued_on)].into_iter().flatten().fold(today, Ord::max);
        if let Some(last) = tax_credited_until(&invoice).filter(|last| credit.totals.tax.is_positive() && issued_on > *last) {
            return Err(CreditNoteError::TaxIsFinal { last }.into());
        }
        let number = profile.credit_note_series.number_in(profile.party.country, year, counter.next)?;
        let counter = counter.past(issued_on);
        let before = (unapplied.version, receipts.clone());
        invoice.credited = invoice.credited.plus(credit.totals.total)?;
        invoice.credits.push(credit.taken(id));
        invoice.version += 1;
        let local = invoice.time_zone.date_at(now);
        let released = release(&mut invoice, &mut unapplied, &mut receipts, local, now)?;
        receipts.retain(|receipt| !before.1.contains(receipt));
        let (mut engagements, timesheets) = free_all(&invoice, freed);
        engagements.extend(decided.cloned());
        let note = CreditNote { unapplied: released, ..note(&invoice, &credit, id, number, issued_on, reason.clone(), now) };
        let issue = CreditIssue {
            note: &note,
            counter: &counter,
            invoice: &invoice,
            credit: Some(&unapplied).filter(|credit| credit.version != before.0),
            receipts: &receipts,
            engagements: &engagements,
            timesheets: &timesheets,
        };
        match app.store.issue_credit(issue, write(&note)).await {
            Ok(()) => return Ok(note),
            Err(error @ StoreError::Stale { what: ENGAGEMENT }) if decided.is_some() => return Err(error.into()),
            Err(StoreError::Stale { what: SERIES }) => queue.wait(&counter).await?,
            Err(StoreError::Stale { .. }) => queue.pause().await?,
            Err(error) => return Err(error.into()),
        }
    }
}

/// The seller of an invoice, the day it is there, and the counter of the series that its credit notes are numbered by.
async fn series(
    app: &App,
    invoice: &Invoice,
    now: Timestamp,
) -> Result<(SellerProfile, Date, FiscalYear, SeriesCounter), CreditIssueError> {
    let seller = app.store.find_seller(&invoice.seller_id).await?.ok_or(CreditIssueError::Absent)?;
    let today = seller.profile.party.time_zone.date_at(now);
    let year = FiscalYear::of(today, seller.profile.fiscal_year_start);
    let counter = app.store.find_counter(&invoice.seller_id, &seller.profile.credit_note_series, year).await?;
    Ok((seller.profile, today, year, counter))
}

/// Engagements that an invoice bills, each with its timesheets among the days that are billed.
///
/// # Errors
/// The table fails.
pub async fn billed(app: &App, invoice: &Invoice, ids: &[EngagementId]) -> Result<Vec<(Engagement, Vec<Timesheet>)>, StoreError> {
    let engagements = app.store.find_engagements(ids).await?;
    let starts = engagements.iter().flat_map(|engagement| {
        let own = invoice.lines.iter().filter(|line| line.draft.engagement_id == engagement.id);
        let spans: Vec<Span> = own.map(|line| line.draft.span).collect();
        timesheets_in(engagement, &spans).into_iter().map(|start| (engagement.id, start))
    });
    let starts: Vec<(EngagementId, Date)> = starts.collect();
    let mut sheets = app.store.find_timesheets(&starts).await?;
    let own = |engagement: Engagement| {
        let own = sheets.extract_if(.., |sheet| sheet.engagement_id == engagement.id).collect();
        (engagement, own)
    };
    Ok(engagements.into_iter().map(own).collect())
}

fn free_all(invoice: &Invoice, freed: Vec<(Engagement, Vec<Timesheet>)>) -> (Vec<Engagement>, Vec<Timesheet>) {
    let mut engagements = Vec::new();
    let mut timesheets = Vec::new();
    for (mut engagement, sheets) in freed {
        timesheets.extend(free(&mut engagement, &sheets, invoice.id));
        engagement.revision += 1;
        engagements.push(engagement);
    }
    (engagements, timesheets)
}

fn note(invoice: &Invoice, credit: &Credit, id: CreditNoteId, number: String, issued_on: Date, reason: Note, now: Timestamp) -> CreditNote {
    CreditNote {
        id,
        number,
        kind: DocumentKind::CreditNote,
        title: heading(invoice).0.to_owned(),
        invoice_id: invoice.id,
        invoice_number: invoice.number.clone(),
        invoice_issued_on: invoice.issued_on,
        seller_id: invoice.seller_id.clone(),
        client_id: invoice.client_id,
        seller: invoice.seller.clone(),
        client: invoice.client.clone(),
        issued_on,
        currency: invoice.currency,
        lines: credit_lines(invoice, credit),
        totals: credit.totals.clone(),
        fx: credit.fx.clone(),
        place_of_supply: invoice.place_of_supply.clone(),
        reverse_charge: invoice.reverse_charge,
        purchase_order: invoice.purchase_order.clone(),
        reason,
        notes: credit_notes(invoice, credit),
        freed: credit.freed.clone(),
        unapplied: Money::zero(invoice.currency),
        created_at: now,
        version: 1,
    }
}
