//! Agreements by which a seller, the operator's entity, writes the invoices of its supplier, a developer: what is agreed, when the
//! law lets it stand, and what it covers. What is written under it is a [`document`], which is made by
//! [`draft`]; the law itself is in `domain/tax`.
//!
//! * Australia (GST Act 1999 s 29-70(3); Recipient Created Tax Invoice Determination 2023, LI 2023/20): both are registered for
//!   GST, the agreement is in writing and in effect when the document is issued, the document shows the supplier's ABN and is
//!   issued within 28 days of when the value of the supply is determined. What a month's work is worth is determined when its
//!   statement is closed, and the document is issued in that very moment.
//! * New Zealand (GST Act 1985 s 19K(4)): both are registered and agree that the supplier issues none, the reasons are recorded
//!   unless it is part of the normal terms of business, and the numbers of both are shown.

pub mod document;
pub mod draft;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::country::Country;
use super::developer::DeveloperProfile;
use super::engagement::{Engagement, SellerRole};
use super::id::{DeveloperId, SellerId};
use super::party::Address;
use super::pay::PayLine;
use super::seller::SellerProfile;
use super::tax::self_billed::RecipientLaw;
use super::tax_id::TaxScheme;
use super::text::{Name, Note, Reference};

/// What a seller and a developer have agreed in writing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SelfBillingTerms {
    /// What the agreement is filed under.
    pub reference: Reference,
    /// The day on which both had signed it, in the seller's zone.
    pub signed_on: Date,
    /// The first day on which documents are issued under it.
    pub valid_from: Date,
    /// The last such day, if there is one.
    pub valid_to: Option<Date>,
    /// The day from which the developer is registered for GST. Work before it bears none and is on no such document.
    pub supplier_registered_from: Date,
    /// The name under which the developer is registered, where it is not their own.
    pub legal_name: Option<Name>,
    /// Their address, as it is printed.
    pub address: Option<Address>,
    /// Why it was entered, where it is no part of the normal terms of business (New Zealand, GST Act 1985 s 19K(4)(b)).
    pub reason: Option<Note>,
    /// Days from the day of issue to the day on which a document is to be paid, 0 to 365; none where nothing is agreed.
    pub payment_terms_days: Option<u16>,
}

/// The days on which documents were issued under an agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedDays {
    /// The first.
    pub first: Date,
    /// The latest.
    pub last: Date,
}

/// An agreement's record. Of one developer and one seller there is one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SelfBilling {
    /// Whose invoices are written.
    pub developer_id: DeveloperId,
    /// Who writes them.
    pub seller_id: SellerId,
    /// What is agreed.
    #[serde(flatten)]
    pub terms: SelfBillingTerms,
    /// When documents were issued under it; none were while absent.
    pub issued: Option<IssuedDays>,
    /// When it was first recorded.
    pub created_at: Timestamp,
    /// Raised by one with each change of the terms; what a caller sees.
    pub version: u64,
    /// Raised by one with each write, those of `issued` too; what a write conditions on.
    pub revision: u64,
}

/// Why terms are refused.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum TermsFault {
    /// It is to be signed first.
    #[error("must not be after today, {today}: the agreement is in writing before anything is issued under it")]
    SignedLater {
        /// The day in the seller's zone.
        today: Date,
    },
    /// Nothing is issued under what is not signed.
    #[error("must not be before signed_on")]
    BeforeSigned,
    /// Who is not registered has no such invoices.
    #[error("must not be before supplier_registered_from: both must be registered for GST when a document is issued")]
    BeforeRegistered,
    /// The days are in the wrong order.
    #[error("must not be before valid_from")]
    EndsBeforeItBegins,
    /// A document that was issued rests on it.
    #[error("must not be after {first}, when the first document was issued under it")]
    AfterIssued {
        /// The day.
        first: Date,
    },
    /// The same at the other end.
    #[error("must not be before {last}, when the latest document was issued under it")]
    EndsBeforeIssued {
        /// The day.
        last: Date,
    },
}

impl TermsFault {
    /// The field that it is about.
    #[must_use]
    pub fn field(self) -> &'static str {
        match self {
            Self::SignedLater { .. } => "signed_on",
            Self::BeforeSigned | Self::BeforeRegistered | Self::AfterIssued { .. } => "valid_from",
            Self::EndsBeforeItBegins | Self::EndsBeforeIssued { .. } => "valid_to",
        }
    }
}

impl SelfBillingTerms {
    /// What is wrong with them, given the day in the seller's zone and when documents were issued under the agreement.
    #[must_use]
    pub fn faults(&self, today: Date, issued: Option<IssuedDays>) -> Vec<TermsFault> {
        let first = issued.map(|issued| issued.first).filter(|first| self.valid_from > *first);
        let last = issued.map(|issued| issued.last).filter(|last| self.valid_to.is_some_and(|to| to < *last));
        [
            (self.signed_on > today).then_some(TermsFault::SignedLater { today }),
            (self.valid_from < self.signed_on).then_some(TermsFault::BeforeSigned),
            (self.valid_from < self.supplier_registered_from).then_some(TermsFault::BeforeRegistered),
            first.map(|first| TermsFault::AfterIssued { first }),
            self.valid_to.filter(|to| *to < self.valid_from).map(|_| TermsFault::EndsBeforeItBegins),
            last.map(|last| TermsFault::EndsBeforeIssued { last }),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// What the law asks for and is not so.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum SelfBillingGap {
    /// No law is known by which the buyer may write the invoice.
    #[error("no law is known by which a seller in {0} may write its supplier's invoices")]
    NoLaw(Country),
    /// They answer to different laws.
    #[error("the seller is in {seller} and the developer in {developer}: both must be registered for one country's GST")]
    Countries {
        /// The seller's country.
        seller: Country,
        /// The developer's.
        developer: Country,
    },
    /// The seller is not registered.
    #[error("the seller is not registered for GST")]
    SellerUnregistered,
    /// The seller's number is not on record.
    #[error("the seller has no {0} number")]
    SellerNumber(TaxScheme),
    /// The developer's number is not on record.
    #[error("the developer has no {0} number")]
    DeveloperNumber(TaxScheme),
}

/// The law by which a seller may write a developer's invoices. That the developer is registered is what the agreement states; the
/// number that the document must show is on its profile.
///
/// # Errors
/// All that is missing.
pub fn law(seller: &SellerProfile, developer: &DeveloperProfile) -> Result<RecipientLaw, Vec<SelfBillingGap>> {
    let home = seller.party.country;
    let Some(law) = RecipientLaw::of(home) else { return Err(vec![SelfBillingGap::NoLaw(home)]) };
    let scheme = law.scheme();
    let gaps: Vec<SelfBillingGap> = [
        (developer.country != home, SelfBillingGap::Countries { seller: home, developer: developer.country }),
        (!seller.party.tax_registered, SelfBillingGap::SellerUnregistered),
        (seller.party.tax_id(scheme).is_none(), SelfBillingGap::SellerNumber(scheme)),
        (!developer.tax_ids.iter().any(|id| id.scheme() == scheme), SelfBillingGap::DeveloperNumber(scheme)),
    ]
    .into_iter()
    .filter_map(|(missing, gap)| missing.then_some(gap))
    .collect();
    if gaps.is_empty() { Ok(law) } else { Err(gaps) }
}

impl SelfBilling {
    /// Whether documents are issued under it on a day.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.terms.valid_from <= day && self.terms.valid_to.is_none_or(|to| day <= to)
    }

    /// Whether a line of a statement is its seller's to write a document for: all its days are days of registration, which the
    /// supply must be made under (GST Act 1999 s 9-5, GST Act 1985 s 8(1)), and the seller buys the work in its own name.
    #[must_use]
    pub fn covers(&self, line: &PayLine, engagement: &Engagement) -> bool {
        let first = line.item.month.days().start.max(line.item.rate_from).max(engagement.terms.starts_on);
        engagement.terms.seller_id == self.seller_id
            && engagement.terms.role == SellerRole::Principal
            && self.terms.supplier_registered_from <= first
    }

    /// Notes that a document was issued under it.
    pub fn note_issue(&mut self, on: Date) {
        let (first, last) = self.issued.map_or((on, on), |issued| (issued.first.min(on), issued.last.max(on)));
        self.issued = Some(IssuedDays { first, last });
        self.revision += 1;
    }
}

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;
