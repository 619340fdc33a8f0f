//! Crediting as part of a run: fees that were billed and are not owed, once no invoice is to come that could bear them.
//!
//! A credit note is written together with the engagement's record, on condition of the revision that it was decided from: so
//! none is written twice, and one that a run did not come to is left to the next.

use jiff::Timestamp;

use super::account::Account;
use super::commit::IssueError;
use super::compose::ComposeError;
use super::credit::{CreditIssueError, credit_fees};
use crate::app::App;
use crate::domain::billing::credits::{FeeCredit, credits, invoices_with_fees};
use crate::domain::engagement::{Engagement, FeeShare};
use crate::domain::id::{CreditNoteId, EngagementId};
use crate::domain::invoice::credit_note::CreditNoteError;
use crate::store::StoreError;

/// What would be credited of which invoices.
///
/// # Errors
/// The table fails, or the records mix currencies.
pub(super) async fn due(app: &App, engagement: &Engagement, shares: &[FeeShare]) -> Result<Vec<FeeCredit>, IssueError> {
    if shares.is_empty() {
        return Ok(Vec::new());
    }
    let invoices = app.store.find_invoices(&invoices_with_fees(engagement)).await?;
    credits(engagement, shares, &invoices).map_err(|error| IssueError::Compose(error.into()))
}

/// Issues the credit notes of an engagement, one of each invoice, and keeps its record as it is stored then.
///
/// # Errors
/// See [`IssueError`]; what was issued before is stored and recorded.
pub(super) async fn credit(
    app: &App,
    account: &mut Account,
    id: EngagementId,
    shares: &[FeeShare],
    now: Timestamp,
    mut issued: impl FnMut(CreditNoteId),
) -> Result<(), IssueError> {
    let Some(mut engagement) = account.work_of(id).map(|work| work.engagement.clone()) else { return Ok(()) };
    for own in due(app, &engagement, shares).await? {
        own.record(&mut engagement.billing_state);
        engagement.revision += 1;
        let note = credit_fees(app, &engagement, &own, now, |_| app.clock.new_ulid().into()).await.map_err(refusal)?;
        issued(note.id);
    }
    account.work.iter_mut().filter(|work| work.engagement.id == id).for_each(|work| work.engagement.clone_from(&engagement));
    Ok(())
}

fn refusal(error: CreditIssueError) -> IssueError {
    match error {
        CreditIssueError::Refused(error @ CreditNoteError::TaxIsFinal { .. }) => IssueError::Compose(ComposeError::Credit(error)),
        // The invoice was credited meanwhile.
        CreditIssueError::Absent | CreditIssueError::Refused(_) | CreditIssueError::Store(StoreError::Stale { .. }) => IssueError::Changed,
        CreditIssueError::Number(error) => IssueError::Number(error),
        CreditIssueError::Money(error) => IssueError::Compose(error.into()),
        CreditIssueError::Store(error) => IssueError::Store(error),
    }
}
