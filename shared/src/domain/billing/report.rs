//! What a billing run did: counts, totals by currency, and a result for everything it issued, skipped or failed on.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::id::{CreditNoteId, EngagementId, InvoiceId};
use crate::domain::invoice::Invoice;
use crate::domain::money::{Currency, Money, MoneyError};

words! {
    /// How a run ended.
    pub enum RunStatus {
        /// All that was due was issued or had a reason to wait.
        Complete = "complete",
        /// Something failed; the rest was done.
        Partial = "partial",
        /// Time ran out; the next run goes on.
        Stopped = "stopped",
    }
}

words! {
    /// What became of one thing that a run looked at.
    pub enum Outcome {
        /// An invoice was issued.
        Issued = "issued",
        /// A credit note was issued.
        Credited = "credited",
        /// An engagement has to wait.
        Skipped = "skipped",
        /// An engagement could not be billed; someone has to mend it.
        Failed = "failed",
    }
}

/// One result of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunResult {
    /// What became of it.
    pub outcome: Outcome,
    /// The invoice that was issued; none in a dry run.
    pub invoice_id: Option<InvoiceId>,
    /// The credit note that was issued; none in a dry run.
    #[serde(default)]
    pub credit_note_id: Option<CreditNoteId>,
    /// The engagement that was credited, waits or failed, by its id, or by its key where the record does not even read.
    pub engagement_id: Option<String>,
    /// Why, as a stable word.
    pub reason: Option<String>,
    /// What is missing or wrong, for a person.
    pub detail: Option<String>,
}

/// Sums of what a run issued in one currency. Currencies never mix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunTotal {
    /// The currency.
    pub currency: Currency,
    /// The sum before tax.
    pub net: Money,
    /// The tax.
    pub tax: Money,
    /// The sum to pay.
    pub total: Money,
}

/// What came of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunSummary {
    /// How it ended.
    pub status: RunStatus,
    /// Whether the next run has work left from this one.
    pub more: bool,
    /// Invoices issued.
    pub issued: u32,
    /// Credit notes issued.
    #[serde(default)]
    pub credited: u32,
    /// Engagements that wait.
    pub skipped: u32,
    /// Engagements that failed.
    pub failed: u32,
    /// What was issued, by currency.
    pub totals: Vec<RunTotal>,
}

/// A run's results as they come in.
#[derive(Clone, Debug, Default)]
pub struct RunReport {
    results: Vec<RunResult>,
    totals: BTreeMap<Currency, RunTotal>,
}

impl RunReport {
    /// Notes an invoice; in a dry run it has no id to be known by.
    ///
    /// # Errors
    /// The totals pass the bound for an amount.
    pub fn issued(&mut self, invoice: &Invoice, dry: bool) -> Result<(), MoneyError> {
        self.sum(RunTotal { currency: invoice.currency, net: invoice.net, tax: invoice.tax, total: invoice.total })?;
        self.results.push(RunResult {
            outcome: Outcome::Issued,
            invoice_id: (!dry).then_some(invoice.id),
            credit_note_id: None,
            engagement_id: None,
            reason: None,
            detail: None,
        });
        Ok(())
    }

    /// Notes a credit note of an engagement's fees; in a dry run it has no id to be known by.
    pub fn credited(&mut self, engagement: EngagementId, credit_note_id: Option<CreditNoteId>) {
        let engagement_id = Some(engagement.to_string());
        let outcome = Outcome::Credited;
        self.results.push(RunResult { outcome, invoice_id: None, credit_note_id, engagement_id, reason: None, detail: None });
    }

    /// Notes an engagement that waits.
    pub fn skipped(&mut self, engagement: impl ToString, reason: impl ToString) {
        self.add(Outcome::Skipped, engagement, reason, None);
    }

    /// Notes an engagement that failed, with what is wrong.
    pub fn failed(&mut self, engagement: impl ToString, reason: impl ToString, detail: Option<String>) {
        self.add(Outcome::Failed, engagement, reason, detail);
    }

    fn add(&mut self, outcome: Outcome, engagement: impl ToString, reason: impl ToString, detail: Option<String>) {
        let (engagement_id, reason) = (Some(engagement.to_string()), Some(reason.to_string()));
        self.results.push(RunResult { outcome, invoice_id: None, credit_note_id: None, engagement_id, reason, detail });
    }

    /// Takes over all that another one has.
    ///
    /// # Errors
    /// The totals pass the bound for an amount.
    pub fn join(&mut self, other: Self) -> Result<(), MoneyError> {
        other.totals.into_values().try_for_each(|more| self.sum(more))?;
        self.results.extend(other.results);
        Ok(())
    }

    fn sum(&mut self, more: RunTotal) -> Result<(), MoneyError> {
        let zero = Money::zero(more.currency);
        let total = self.totals.entry(more.currency).or_insert(RunTotal { net: zero, tax: zero, total: zero, ..more });
        total.net = total.net.plus(more.net)?;
        total.tax = total.tax.plus(more.tax)?;
        total.total = total.total.plus(more.total)?;
        Ok(())
    }

    /// The results so far.
    #[must_use]
    pub fn results(&self) -> &[RunResult] {
        &self.results
    }

    /// The counts and totals; `stopped` when time ran out.
    #[must_use]
    pub fn summary(&self, stopped: bool) -> RunSummary {
        let count = |outcome| u32::try_from(self.results.iter().filter(|result| result.outcome == outcome).count()).unwrap_or(u32::MAX);
        let failed = count(Outcome::Failed);
        let status = match (stopped, failed) {
            (true, _) => RunStatus::Stopped,
            (false, 0) => RunStatus::Complete,
            (false, _) => RunStatus::Partial,
        };
        RunSummary {
            status,
            more: stopped,
            issued: count(Outcome::Issued),
            credited: count(Outcome::Credited),
            skipped: count(Outcome::Skipped),
            failed,
            totals: self.totals.values().copied().collect(),
        }
    }
}
