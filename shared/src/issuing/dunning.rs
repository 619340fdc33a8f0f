//! Reminding: whoever is overdue when a step of its seller's has come, each step once.
//!
//! The index nominates invoices; what is owed and which steps were taken is read from the invoice itself, and written on
//! condition of that. So a run that is killed, repeated or late takes no step twice and misses none.

use std::collections::HashMap;

use jiff::Timestamp;
use tokio::time::Instant;

use crate::app::App;
use crate::domain::dunning::Dunning;
use crate::domain::id::{InvoiceId, SellerId};
use crate::domain::money::MoneyError;
use crate::store::{Move, Scope, StoreError};

/// How often an invoice is looked at anew when others change it at the same time.
const ATTEMPTS: usize = 4;

/// Takes the steps that have come at an instant, until the deadline; how many there were. What is left is nominated again.
///
/// # Errors
/// The table fails.
pub async fn remind(app: &App, now: Timestamp, deadline: Option<Instant>) -> Result<u32, StoreError> {
    let mut taken = 0;
    let mut sellers: HashMap<SellerId, Dunning> = HashMap::new();
    for id in app.store.invoices_to_remind(now).await? {
        if deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            break;
        }
        match of_invoice(app, id, now, &mut sellers).await {
            Ok(steps) => taken += steps,
            Err(error @ (StoreError::Throttled(_) | StoreError::Unavailable(_))) => return Err(error),
            // One that does not read holds up nobody else.
            Err(error) => tracing::error!(invoice = %id, error = %error, "an invoice could not be reminded of"),
        }
    }
    Ok(taken)
}

async fn of_invoice(app: &App, id: InvoiceId, now: Timestamp, sellers: &mut HashMap<SellerId, Dunning>) -> Result<u32, StoreError> {
    for _ in 0..ATTEMPTS {
        let Some(mut invoice) = app.store.find_invoice(id, Scope::All).await? else { return Ok(0) };
        let dunning = match sellers.get(&invoice.seller_id) {
            Some(dunning) => dunning.clone(),
            None => {
                let seller = app.store.find_seller(&invoice.seller_id).await?;
                let dunning = seller.map(|seller| seller.profile.dunning).unwrap_or_default();
                sellers.entry(invoice.seller_id.clone()).or_insert(dunning).clone()
            }
        };
        let corrupt = |error: MoneyError| StoreError::Corrupt { key: id.to_string(), fault: error.to_string() };
        let notices = dunning.due(&invoice, invoice.time_zone.date_at(now), now).map_err(corrupt)?;
        let steps = u32::try_from(notices.len()).unwrap_or(u32::MAX);
        let paid = !invoice.balance().map_err(corrupt)?.is_positive();
        invoice.notices.extend(notices);
        let next = dunning.next(&invoice);
        // The index lags: what is paid by now, or was looked at a moment ago, is left as it is.
        if paid || steps == 0 && next == invoice.remind_at {
            return Ok(0);
        }
        invoice.remind_at = next;
        invoice.version += 1;
        let money = Move { invoices: std::slice::from_ref(&invoice), ..Move::default() };
        match app.store.move_money(money, app.clock.new_ulid()).await {
            Ok(()) => return Ok(steps),
            Err(StoreError::Stale { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(0)
}
