//! The documents that are written under an agreement, as they are stored: once, and never changed. How one comes about is told by
//! `draft`.

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::domain::id::{DeveloperId, EngagementId, InvoiceId, MilestoneId, SellerId, StatementId};
use crate::domain::invoice::{DocumentKind, Fx, Totals};
use crate::domain::money::{Currency, Money};
use crate::domain::party::Party;
use crate::domain::pay::{Month, PayKind, SelfBilledRef};
use crate::domain::rate::Rate;
use crate::domain::seller::RoundingPolicy;
use crate::domain::tax::TaxCategory;
use crate::domain::text::{Reference, Title};

/// A document that a seller wrote for its supplier. It never changes. All its money is in `currency`, but for what `fx` states, and
/// where it takes something back, what goes back is above zero.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SelfBilledInvoice {
    /// Its id.
    pub id: InvoiceId,
    /// Its number in its seller's own series of such documents, whichever of them it is.
    pub number: String,
    /// What it is: self-billed, or a credit note.
    pub kind: DocumentKind,
    /// What it is called.
    pub title: String,
    /// Who supplied.
    pub developer_id: DeveloperId,
    /// Who bought, and wrote it.
    pub seller_id: SellerId,
    /// The statement whose lines it holds.
    pub statement_id: StatementId,
    /// The month of that statement.
    pub month: Month,
    /// The supplier as it was at issue, with the one number that the law asks for.
    pub supplier: Party,
    /// The recipient as it was at issue.
    pub recipient: Party,
    /// The agreement that it rests on.
    pub agreement: Reference,
    /// When that was signed.
    pub agreement_signed_on: Date,
    /// The day of issue in the recipient's zone.
    pub issued_on: Date,
    /// The day by which it is to be paid, where one is agreed; never of what is taken back.
    pub due_on: Option<Date>,
    /// The currency.
    pub currency: Currency,
    /// What was supplied, or is taken back.
    pub lines: Vec<SelfBilledLine>,
    /// Its figures.
    #[serde(flatten)]
    pub totals: Totals,
    /// The amounts in the recipient's own currency, where that is another one.
    pub fx: Option<Fx>,
    /// The documents of which it corrects something, oldest first.
    pub corrects: Vec<SelfBilledRef>,
    /// What is printed below the figures.
    pub notes: Vec<String>,
    /// How the figures were rounded.
    pub rounding_policy: RoundingPolicy,
    /// When it was issued.
    pub created_at: Timestamp,
    /// Always 1.
    pub version: u64,
}

/// A line as it was issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SelfBilledLine {
    /// Its place on the document, from 1.
    pub line: u32,
    /// What it is paid by.
    pub kind: PayKind,
    /// The engagement.
    pub engagement_id: EngagementId,
    /// The milestone.
    pub milestone_id: Option<MilestoneId>,
    /// The role, or the milestone.
    pub description: Title,
    /// The month of the work.
    pub month: Month,
    /// Whether that month's statement was closed before.
    pub late: bool,
    /// Of time; of the other sign than the document where they go the other way.
    pub minutes: Option<i64>,
    /// None of a milestone, nor of what is not due at all any more.
    pub unit_price: Option<Rate>,
    /// Without tax; of the other sign than the document where it goes the other way.
    pub net: Money,
    /// The rate of its tax, in percent.
    pub tax_rate: Decimal,
    /// The category of its tax.
    pub tax_category: TaxCategory,
}
