//! Credit notes: what takes an invoice back, in whole or in part, as a document of its own.

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::domain::calendar::Span;
use crate::domain::country::Country;
use crate::domain::draft::LineKind;
use crate::domain::engagement::PlaceOfSupply;
use crate::domain::id::{ClientId, CreditNoteId, DeveloperId, EngagementId, InvoiceId, SellerId};
use crate::domain::money::{Currency, Money, MoneyError, Rounding};
use crate::domain::tax::TaxCategory;
use crate::domain::text::{Note, Reference};
pub use deadline::tax_credited_until;
use left::{check, freed, left};

use super::{ClientSnapshot, CreditError, CreditTaken, DocumentKind, Fx, Invoice, Line, LineCredit, SellerSnapshot, Totals, credit_totals};

/// What is to be credited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CreditDemand {
    /// All that is left.
    Full,
    /// So much net of each of these lines.
    Lines(Vec<LineCredit>),
}

/// Why a line is not credited.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum LineFault {
    /// The invoice has no such line.
    #[error("is no line of the invoice")]
    NoSuchLine,
    /// It is named twice.
    #[error("names the line a second time")]
    Repeated,
    /// What is to be credited of it is not above zero, or more than is left.
    #[error(transparent)]
    Amount(#[from] CreditError),
}

/// Why there is no credit note.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum CreditNoteError {
    /// Nothing is left to credit.
    #[error("the invoice is credited in full")]
    NothingLeft,
    /// Some lines are refused, each by its place in the demand.
    #[error("some lines cannot be credited like this")]
    Lines(Vec<(usize, LineFault)>),
    /// The lines together come to more than what is left, or to nothing.
    #[error("{0}")]
    Together(CreditError),
    /// The law does not let its tax be taken back any more.
    #[error("the tax of the invoice could be credited until {last} (CGST Act 2017 s 34(2)); what is not to be paid can be written off")]
    TaxIsFinal {
        /// The last day.
        last: Date,
    },
    /// An amount beyond its bound.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// A line of a credit note: what it takes of a line of the invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditLine {
    /// The line of the invoice.
    pub line: u32,
    /// What it was for.
    pub kind: LineKind,
    /// The engagement.
    pub engagement_id: EngagementId,
    /// Whose work it was.
    pub developer_id: DeveloperId,
    /// What was printed.
    pub description: String,
    /// The days it covered.
    pub span: Span,
    /// What is credited.
    pub net: Money,
    /// The sum of its taxes' rates, in percent.
    pub tax_rate: Decimal,
    /// The category of its taxes.
    pub tax_category: TaxCategory,
}

/// A credit note's record. It never changes. All its money is above zero and in the invoice's currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditNote {
    /// Its id.
    pub id: CreditNoteId,
    /// Its number in its seller's series of credit notes.
    pub number: String,
    /// What it is.
    pub kind: DocumentKind,
    /// What it is called.
    pub title: String,
    /// The invoice that it credits.
    pub invoice_id: InvoiceId,
    /// The invoice's number. Source: CGST Rules 2017, rule 53(1A)(f), which wants it and the day of issue printed.
    pub invoice_number: String,
    /// The invoice's day of issue.
    pub invoice_issued_on: Date,
    /// Who credits.
    pub seller_id: SellerId,
    /// Who is credited.
    pub client_id: ClientId,
    /// The seller as it was when the invoice was issued.
    pub seller: SellerSnapshot,
    /// The client as it was when the invoice was issued.
    pub client: ClientSnapshot,
    /// The day of issue in the seller's zone.
    pub issued_on: Date,
    /// The currency.
    pub currency: Currency,
    /// What is credited.
    pub lines: Vec<CreditLine>,
    /// Its figures.
    #[serde(flatten)]
    pub totals: Totals,
    /// The amounts in the seller's own currency, by the invoice's rate, where that is another one.
    pub fx: Option<Fx>,
    /// Where the services were supplied for tax.
    pub place_of_supply: PlaceOfSupply,
    /// Whether the recipient owes the tax.
    pub reverse_charge: bool,
    /// The client's purchase order.
    pub purchase_order: Option<Reference>,
    /// Why.
    pub reason: Note,
    /// What is printed below the figures.
    pub notes: Vec<String>,
    /// The engagements of whose lines nothing is left on the invoice: their periods are free again.
    pub freed: Vec<EngagementId>,
    /// What of it the client has in hand, because the invoice had been paid before.
    pub unapplied: Money,
    /// When it was issued.
    pub created_at: Timestamp,
    /// Always 1.
    pub version: u64,
}

/// What a credit comes to, before it has a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// The lines.
    pub lines: Vec<LineCredit>,
    /// The figures.
    pub totals: Totals,
    /// The same in the seller's own currency.
    pub fx: Option<Fx>,
    /// The engagements of whose lines nothing is left.
    pub freed: Vec<EngagementId>,
}

impl Credit {
    /// What a demand comes to, after every earlier credit of the invoice.
    ///
    /// # Errors
    /// See [`CreditNoteError`]; the first fault of the demand.
    pub fn of(invoice: &Invoice, demand: &CreditDemand) -> Result<Self, CreditNoteError> {
        let left = left(invoice)?;
        if !Money::sum(invoice.currency, left.iter().map(|line| line.net))?.is_positive() {
            return Err(CreditNoteError::NothingLeft);
        }
        let lines = match demand {
            CreditDemand::Full => left,
            CreditDemand::Lines(lines) => {
                check(invoice, lines)?;
                lines.clone()
            }
        };
        let earlier: Vec<Totals> = invoice.credits.iter().map(|credit| credit.totals.clone()).collect();
        let nets: Vec<Money> = lines.iter().map(|line| line.net).collect();
        let totals = credit_totals(&invoice.totals(), &earlier, &nets, &invoice.rounding_policy).map_err(CreditNoteError::Together)?;
        let fx = invoice.fx.as_ref().map(|fx| restate(fx, invoice, &totals)).transpose()?;
        let freed = freed(invoice, &lines)?;
        Ok(Self { lines, totals, fx, freed })
    }

    /// The same as the invoice counts it.
    #[must_use]
    pub fn taken(&self, credit_note_id: CreditNoteId) -> CreditTaken {
        CreditTaken { credit_note_id, lines: self.lines.clone(), totals: self.totals.clone(), fx: self.fx.clone() }
    }
}

/// The figures in the seller's own currency: by the invoice's rate, and the credit that takes the rest takes the rest of these.
fn restate(fx: &Fx, invoice: &Invoice, totals: &Totals) -> Result<Fx, MoneyError> {
    let last = invoice.credited.plus(totals.total)? == invoice.total;
    let earlier = || invoice.credits.iter().filter_map(|credit| credit.fx.as_ref());
    let stated = |money: Money, whole: Money, part: fn(&Fx) -> Money| {
        if last {
            whole.minus(Money::sum(fx.to, earlier().map(part))?)
        } else {
            Money::rounded(money.to_decimal().checked_mul(fx.rate).ok_or(MoneyError::TooLarge)?, fx.to, Rounding::HalfUp)
        }
    };
    let (total, tax) = (stated(totals.total, fx.total, |fx| fx.total)?, stated(totals.tax, fx.tax, |fx| fx.tax)?);
    Ok(Fx { total, tax, ..fx.clone() })
}

/// What a credit note is called, and what it says of its place in the law.
///
/// Sources: Australia, GST Act 1999 s 29-75 (an adjustment note for the decreasing adjustment of a taxable supply); New
/// Zealand, GST Act 1985 s 19N (supply correction information); India, CGST Act 2017 s 34(1). Elsewhere no law names it.
#[must_use]
pub fn heading(invoice: &Invoice) -> (&'static str, Option<&'static str>) {
    let taxed = invoice.kind == DocumentKind::TaxInvoice;
    let note = match invoice.seller.party.country {
        Country::AU if taxed => Some("This is an adjustment note (GST Act 1999 s 29-75)."),
        Country::NZ if taxed => Some("This is supply correction information (GST Act 1985 s 19N)."),
        Country::IN if taxed => Some("Credit note under section 34(1) of the CGST Act 2017."),
        _ => None,
    };
    ("Credit note", note)
}

/// What is printed below the figures of a credit.
#[must_use]
pub fn credit_notes(invoice: &Invoice, credit: &Credit) -> Vec<String> {
    let mut notes: Vec<String> = heading(invoice).1.map(str::to_owned).into_iter().collect();
    notes.push(format!("It credits {} {} of {}.", invoice.title.to_lowercase(), invoice.number, invoice.issued_on));
    if !invoice.taxes.is_empty() {
        notes.push("Taxes follow the invoice's; the credit that takes the last of it takes what is left of them.".to_owned());
    }
    if let Some(fx) = &credit.fx {
        notes.push(format!(
            "Exchange rate of {}, as on the invoice: 1 {} = {} {}. Total {}, tax {}.",
            fx.date, fx.from, fx.rate, fx.to, fx.total, fx.tax
        ));
    }
    notes
}

/// The lines of a credit, with what the invoice says of them.
#[must_use]
pub fn credit_lines(invoice: &Invoice, credit: &Credit) -> Vec<CreditLine> {
    let of = |taken: &LineCredit| {
        let Line { line, draft, tax_rate, tax_category } = invoice.lines.iter().find(|own| own.line == taken.line)?.clone();
        Some(CreditLine {
            line,
            kind: draft.kind,
            engagement_id: draft.engagement_id,
            developer_id: draft.developer_id,
            description: draft.description,
            span: draft.span,
            net: taken.net,
            tax_rate,
            tax_category,
        })
    };
    credit.lines.iter().filter_map(of).collect()
}

mod deadline;
mod left;
#[cfg(test)]
mod tests;
