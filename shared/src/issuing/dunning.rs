//! Reminding: whoever is overdue when a step of its seller's has come, each step once.
//!
//! The index nominates invoices; what is owed and which steps were taken is read from the invoice itself, and written on
//! condition of that. So a run that is killed, repeated or late takes no step twice and misses none. Invoices that were issued
//! before their seller's steps changed are looked at once more afterwards, a page at a time.

use std::collections::HashMap;

use jiff::Timestamp;
use tokio::time::Instant;

use crate::app::App;
use crate::domain::dunning::{FeeCharge, Notice, NoticeKind};
use crate::domain::engagement::Engagement;
use crate::domain::id::{InvoiceId, SellerId};
use crate::domain::invoice::Invoice;
use crate::domain::money::MoneyError;
use crate::domain::seller::SellerProfile;
use crate::domain::tax::late_fee;
use crate::store::{DunningSweep, Move, Scope, StoreError};

/// How often an invoice is looked at anew when others change it at the same time.
const ATTEMPTS: usize = 4;

/// How many invoices a sweep looks at before it keeps how far it got.
const SWEPT_AT_ONCE: u16 = 100;

/// The sellers that were read, by id.
type Sellers = HashMap<SellerId, Option<SellerProfile>>;

/// Takes the steps that have come at an instant, until the deadline; how many there were. What is left is nominated again.
///
/// # Errors
/// The table fails.
pub async fn remind(app: &App, now: Timestamp, deadline: Option<Instant>) -> Result<u32, StoreError> {
    let (mut taken, mut sellers) = (0, Sellers::new());
    for sweep in app.store.dunning_sweeps().await? {
        taken += finish(app, sweep, now, deadline, &mut sellers).await?;
    }
    for id in app.store.invoices_to_remind(now).await? {
        if is_over(deadline) {
            break;
        }
        taken += look(app, id, now, &mut sellers).await?;
    }
    Ok(taken)
}

fn is_over(deadline: Option<Instant>) -> bool {
    deadline.is_some_and(|deadline| Instant::now() >= deadline)
}

/// Looks at what a seller is owed, until all of it was looked at or the deadline; how many steps were taken.
async fn finish(
    app: &App,
    mut sweep: DunningSweep,
    now: Timestamp,
    deadline: Option<Instant>,
    sellers: &mut Sellers,
) -> Result<u32, StoreError> {
    let mut taken = 0;
    while !is_over(deadline) {
        let page = app.store.page_owed(SWEPT_AT_ONCE, sweep.from.clone()).await?;
        for invoice in page.items.iter().filter(|invoice| invoice.seller_id == sweep.seller_id) {
            taken += look(app, invoice.id, now, sellers).await?;
        }
        let before = sweep.clone();
        let over = sweep.reach(page.next, app.clock.now());
        let kept = if over {
            app.store.end_sweep(&before, app.clock.new_ulid()).await
        } else {
            app.store.save_sweep(&sweep, app.clock.new_ulid()).await
        };
        match kept {
            Ok(()) if !over && sweep.from.is_some() => {}
            // Another run is at it, all was looked at, or will be once more by a later run.
            Ok(()) | Err(StoreError::Stale { .. }) => break,
            Err(error) => return Err(error),
        }
    }
    Ok(taken)
}

/// Looks at an invoice. One that does not read holds up nobody else.
async fn look(app: &App, id: InvoiceId, now: Timestamp, sellers: &mut Sellers) -> Result<u32, StoreError> {
    match of_invoice(app, id, now, sellers).await {
        Err(error @ (StoreError::Throttled(_) | StoreError::Unavailable(_))) => Err(error),
        Err(error) => {
            tracing::error!(invoice = %id, error = %error, "an invoice could not be reminded of");
            Ok(0)
        }
        Ok(steps) => Ok(steps),
    }
}

async fn of_invoice(app: &App, id: InvoiceId, now: Timestamp, sellers: &mut Sellers) -> Result<u32, StoreError> {
    for _ in 0..ATTEMPTS {
        let Some(mut invoice) = app.store.find_invoice(id, Scope::All).await? else { return Ok(0) };
        let Some(seller) = seller_of(app, &invoice, sellers).await? else { return Ok(0) };
        let corrupt = |error: MoneyError| StoreError::Corrupt { key: id.to_string(), fault: error.to_string() };
        if !invoice.balance().map_err(corrupt)?.is_positive() {
            return Ok(0);
        }
        let today = invoice.time_zone.date_at(now);
        let mut notices = seller.dunning.due(&invoice, today, now, || app.clock.new_id()).map_err(corrupt)?;
        let steps = u32::try_from(notices.len()).unwrap_or(u32::MAX);
        let charged = charge(app, &invoice, &seller, &mut notices, now).await?;
        invoice.notices.extend(notices);
        let next = seller.dunning.next(&invoice);
        // The index lags: what was looked at a moment ago is left as it is.
        if steps == 0 && next == invoice.remind_at {
            return Ok(0);
        }
        invoice.remind_at = next;
        invoice.version += 1;
        let money = Move { invoices: std::slice::from_ref(&invoice), charged: charged.as_ref(), ..Move::default() };
        match app.store.move_money(money, app.clock.new_ulid()).await {
            Ok(()) => return Ok(steps),
            Err(StoreError::Stale { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(0)
}

async fn seller_of(app: &App, invoice: &Invoice, sellers: &mut Sellers) -> Result<Option<SellerProfile>, StoreError> {
    if let Some(known) = sellers.get(&invoice.seller_id) {
        return Ok(known.clone());
    }
    let found = app.store.find_seller(&invoice.seller_id).await?.map(|seller| seller.profile);
    Ok(sellers.entry(invoice.seller_id.clone()).or_insert(found).clone())
}

/// Puts a fee that has become due on an engagement of the invoice, whose next invoice bills it; the engagement as it is to be. The
/// notice says what charges the fee, or why nothing does.
async fn charge(
    app: &App,
    invoice: &Invoice,
    seller: &SellerProfile,
    notices: &mut [Notice],
    now: Timestamp,
) -> Result<Option<Engagement>, StoreError> {
    let Some(notice) = notices.iter_mut().find(|notice| notice.kind == NoticeKind::LateFee) else { return Ok(None) };
    let Some(charge) = notice.fee_charge(app.clock.new_id(), invoice) else { return Ok(None) };
    if let Err(reason) = late_fee(&seller.party) {
        notice.not_charged = Some(reason);
        return Ok(None);
    }
    let absent = || StoreError::Corrupt { key: invoice.id.to_string(), fault: "its engagement is absent".to_owned() };
    let id = invoice.lines.first().map(|line| line.draft.engagement_id).ok_or_else(absent)?;
    let mut engagement = app.store.find_engagement(id, Scope::All).await?.ok_or_else(absent)?;
    notice.charge = Some(FeeCharge { engagement_id: id, charge_id: charge.id });
    engagement.course.charges.push(charge);
    engagement.billing_state.due_at = Some(now);
    engagement.version += 1;
    engagement.revision += 1;
    Ok(Some(engagement))
}
