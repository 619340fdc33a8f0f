//! Invoices: what is stored once and never changes, and what is counted against it afterwards.
//!
//! The figures come from [`total`]; the tax from `domain/tax`; the number from the store, at the moment of issue.
//! Nothing here decides what is billed.

mod credit;
pub mod credit_note;
mod explain;
mod fx;
mod settlement;
mod totals;

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::calendar::Span;
use super::client::Sez;
use super::draft::DraftLine;
use super::dunning::Notice;
use super::engagement::PlaceOfSupply;
use super::id::{ClientId, InvoiceId, SellerId};
use super::money::{Currency, Money, MoneyError};
use super::party::Party;
use super::seller::RoundingPolicy;
use super::tax::TaxCategory;
use super::text::{Reference, Title};
use super::zone::Zone;

pub use credit::{CreditError, credit_totals};
pub use explain::explanation;
pub(super) use explain::tax_note;
pub use fx::Fx;
pub use settlement::{CreditTaken, InvoicePayment, LineCredit, Released, WriteOff};
pub use totals::{TaxGroup, Totals, total, totals_of};

words! {
    /// What a document is.
    pub enum DocumentKind {
        /// An invoice that a country's law calls a tax invoice.
        TaxInvoice = "tax_invoice",
        /// Any other invoice.
        Invoice = "invoice",
        /// A credit note.
        CreditNote = "credit_note",
        /// An invoice that the buyer wrote for the supplier.
        SelfBilled = "self_billed",
    }
}

words! {
    /// What has become of an invoice. That it is overdue is computed, not stored.
    pub enum InvoiceStatus {
        /// Nothing is paid yet.
        Issued = "issued",
        /// Something is paid and something still owed.
        PartlyPaid = "partly_paid",
        /// Nothing is owed any more.
        Paid = "paid",
        /// All of it was credited.
        Credited = "credited",
    }
}

/// The seller as it was at issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SellerSnapshot {
    /// Who it was.
    #[serde(flatten)]
    pub party: Party,
    /// Where to pay, as printed.
    pub bank_lines: Vec<Title>,
    /// The letter of undertaking that the document rests on (India).
    pub lut_arn: Option<Reference>,
    /// The services accounting code (India).
    pub sac_code: Option<Reference>,
}

/// The client as it was at issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientSnapshot {
    /// Who it was.
    #[serde(flatten)]
    pub party: Party,
    /// Its reference for its own use.
    pub buyer_reference: Option<Reference>,
    /// Its place in a special economic zone (India).
    pub sez: Sez,
}

/// A line as it was issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its place on the document, from 1.
    pub line: u32,
    /// What it says.
    #[serde(flatten)]
    pub draft: DraftLine,
    /// The sum of its taxes' rates, in percent.
    pub tax_rate: Decimal,
    /// The category of its taxes.
    pub tax_category: TaxCategory,
}

/// An invoice's record. All its money is in `currency`, but for what `fx` states.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invoice {
    /// Its id.
    pub id: InvoiceId,
    /// Its number in its seller's series.
    pub number: String,
    /// What it is.
    pub kind: DocumentKind,
    /// What it is called.
    pub title: String,
    /// Who invoices.
    pub seller_id: SellerId,
    /// Who is invoiced.
    pub client_id: ClientId,
    /// The seller as it was.
    pub seller: SellerSnapshot,
    /// The client as it was.
    pub client: ClientSnapshot,
    /// The day of issue in the seller's zone.
    pub issued_on: Date,
    /// The day by which it is to be paid.
    pub due_on: Date,
    /// The days that it bills, in `time_zone`.
    pub span: Span,
    /// The zone whose local days are billed.
    pub time_zone: Zone,
    /// The currency.
    pub currency: Currency,
    /// What is billed.
    pub lines: Vec<Line>,
    /// The sum of the lines.
    pub net: Money,
    /// The taxes.
    pub taxes: Vec<TaxGroup>,
    /// The sum of the taxes.
    pub tax: Money,
    /// What rounds the total to the payable step; of either sign.
    pub rounding: Money,
    /// Net, tax and rounding: what is to be paid.
    pub total: Money,
    /// Where the services were supplied for tax.
    pub place_of_supply: PlaceOfSupply,
    /// Whether the recipient owes the tax.
    pub reverse_charge: bool,
    /// The client's purchase order.
    pub purchase_order: Option<Reference>,
    /// The amounts in the seller's own currency, where that is another one.
    pub fx: Option<Fx>,
    /// What is printed below the figures.
    pub notes: Vec<String>,
    /// How the figures were rounded.
    pub rounding_policy: RoundingPolicy,
    /// What credit notes took back so far.
    pub credited: Money,
    /// What was paid so far.
    pub paid: Money,
    /// What the client withheld for the tax office so far.
    pub withheld: Money,
    /// What was given up.
    pub written_off: Money,
    /// The credit notes so far, oldest first; their totals sum up to `credited`.
    #[serde(default)]
    pub credits: Vec<CreditTaken>,
    /// What pays it, by the payment that brought it; sums up to `paid` and `withheld`.
    #[serde(default)]
    pub payments: Vec<InvoicePayment>,
    /// What was given up, and why; sums up to `written_off`.
    #[serde(default)]
    pub write_offs: Vec<WriteOff>,
    /// The steps that were taken because it was overdue, oldest first.
    #[serde(default)]
    pub notices: Vec<Notice>,
    /// When its next step comes, if it is still owed then.
    #[serde(default)]
    pub remind_at: Option<Timestamp>,
    /// When it was issued.
    pub created_at: Timestamp,
    /// Raised by one with each payment, credit or write-off.
    pub version: u64,
}

impl Invoice {
    /// What is still owed: the total without what was credited, paid, withheld and written off. Below zero when a credit
    /// came after the payment.
    ///
    /// # Errors
    /// The record mixes currencies.
    pub fn balance(&self) -> Result<Money, MoneyError> {
        [self.credited, self.paid, self.withheld, self.written_off].into_iter().try_fold(self.total, Money::minus)
    }

    /// What has become of it.
    ///
    /// # Errors
    /// The record mixes currencies.
    pub fn status(&self) -> Result<InvoiceStatus, MoneyError> {
        let owed = self.balance()?.is_positive();
        let settled = self.paid.plus(self.withheld)?;
        Ok(if self.credited == self.total && !self.total.is_zero() {
            InvoiceStatus::Credited
        } else if !owed {
            InvoiceStatus::Paid
        } else if settled.is_positive() {
            InvoiceStatus::PartlyPaid
        } else {
            InvoiceStatus::Issued
        })
    }

    /// Whether something is owed after the day on which it was due. Today is the local day in the invoice's zone.
    ///
    /// # Errors
    /// The record mixes currencies.
    pub fn is_overdue(&self, today: Date) -> Result<bool, MoneyError> {
        Ok(self.balance()?.is_positive() && self.due_on < today)
    }

    /// Its figures, as they were computed.
    #[must_use]
    pub fn totals(&self) -> Totals {
        Totals { net: self.net, taxes: self.taxes.clone(), tax: self.tax, rounding: self.rounding, total: self.total }
    }
}

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;
