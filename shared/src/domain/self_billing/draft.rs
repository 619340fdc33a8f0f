//! From lines of a statement to a document: an invoice that the supplier need not write, or what takes back some of one.
//!
//! What is paid is net: the GST comes on top of it, computed by the seller's policy. Only the step of a payable total is left out:
//! who pays its supplier pays what the statement says and the tax on it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use thiserror::Error;

use super::document::{SelfBilledInvoice, SelfBilledLine};
use super::{SelfBilling, SelfBillingTerms};
use crate::domain::developer::Developer;
use crate::domain::engagement::Engagement;
use crate::domain::id::{InvoiceId, SellerId, StatementId};
use crate::domain::invoice::{DocumentKind, Fx, Totals, tax_note, totals_of};
use crate::domain::money::{Currency, Money, MoneyError};
use crate::domain::party::Party;
use crate::domain::pay::{Month, PayBook, PayLine, PayStatement, SelfBilledRef};
use crate::domain::seller::{RoundingPolicy, Seller};
use crate::domain::tax::self_billed::{Direction, RecipientLaw};
use crate::domain::tax::{TaxGap, Treatment};

/// The lines of a statement that share a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Who writes it.
    pub seller_id: SellerId,
    /// Their currency.
    pub currency: Currency,
    /// Their places among the statement's lines.
    pub lines: Vec<usize>,
}

/// Which lines of a statement go on which document under these agreements, all of which hold on the day of issue: those of one seller
/// and currency on one. Only where more is taken back than is owed, what is owed has an invoice of its own, since a note that takes
/// something back is no invoice of new supplies.
///
/// A line that changes what was paid before goes on none where that is on no document of ours: the developer wrote its own for it,
/// and whoever issued the invoice issues the adjustment (GST Act 1999 s 29-75, GST Act 1985 s 19N). Lines that all come to nothing
/// make no document.
#[must_use]
pub fn groups(statement: &PayStatement, book: &PayBook, engagements: &[&Engagement], agreements: &[SelfBilling]) -> Vec<Group> {
    let mut shared = BTreeMap::<(SellerId, Currency), Vec<usize>>::new();
    for (at, line) in statement.lines.iter().enumerate() {
        let engagement = engagements.iter().find(|engagement| engagement.id == line.item.engagement_id);
        let covered = engagement.is_some_and(|engagement| agreements.iter().any(|agreement| agreement.covers(line, engagement)));
        if let Some(engagement) = engagement.filter(|_| covered && book.self_billed_before(line).is_some()) {
            shared.entry((engagement.terms.seller_id.clone(), line.amount.currency())).or_default().push(at);
        }
    }
    let amount = |at: &usize| statement.lines[*at].amount.minor();
    let mut groups = Vec::new();
    for ((seller_id, currency), lines) in shared {
        let net = lines.iter().map(amount).fold(0, i64::saturating_add);
        let parts = if net < 0 { lines.into_iter().partition(|at| amount(at) >= 0) } else { (lines, Vec::new()) };
        let parts = <[Vec<usize>; 2]>::from(parts).into_iter().filter(|lines| lines.iter().any(|at| amount(at) != 0));
        groups.extend(parts.map(|lines| Group { seller_id: seller_id.clone(), currency, lines }));
    }
    groups
}

/// Why there can be no document.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum DraftError {
    /// The law was not in force.
    #[error(transparent)]
    Tax(#[from] TaxGap),
    /// An amount passes its bound.
    #[error("an amount {0}")]
    Money(#[from] MoneyError),
}

/// A document, all but its id, its number and what it comes to in another currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its figures.
    pub totals: Totals,
    treatment: Treatment,
    policy: RoundingPolicy,
    lines: Vec<SelfBilledLine>,
    corrects: Vec<SelfBilledRef>,
}

impl Draft {
    /// The document of some lines of a statement, all in one currency. Lines that come to less than nothing together are taken back by a
    /// document whose figures are above zero.
    ///
    /// # Errors
    /// The law was not in force, an amount is beyond its bound, or a line is in another currency.
    pub fn of(
        law: RecipientLaw,
        currency: Currency,
        lines: &[&PayLine],
        book: &PayBook,
        policy: RoundingPolicy,
        on: Date,
    ) -> Result<Self, DraftError> {
        let policy = RoundingPolicy { payable_step: None, ..policy };
        let net = Money::sum(currency, lines.iter().map(|line| line.amount))?;
        let direction = if net.minor() < 0 { Direction::TakenBack } else { Direction::Owed };
        let treatment = law.treatment(direction, on)?;
        let signed = |money: Money| match direction {
            Direction::Owed => money,
            Direction::TakenBack => money.negated(),
        };
        let nets: Vec<Money> = lines.iter().map(|line| signed(line.amount)).collect();
        let totals = totals_of(&nets, &treatment, &policy, currency, currency)?;
        let line = |(place, line): (u32, &&PayLine)| SelfBilledLine {
            line: place,
            kind: line.kind,
            engagement_id: line.item.engagement_id,
            milestone_id: line.item.milestone_id,
            description: line.description.clone(),
            month: line.item.month,
            late: line.late,
            minutes: line.minutes.map(|minutes| match direction {
                Direction::Owed => minutes,
                Direction::TakenBack => -minutes,
            }),
            unit_price: line.pay_rate,
            net: signed(line.amount),
            tax_rate: treatment.rate(),
            tax_category: treatment.category,
        };
        let corrects: BTreeMap<InvoiceId, &SelfBilledRef> =
            lines.iter().filter_map(|line| book.self_billed_before(line)).flatten().map(|document| (document.id, document)).collect();
        let corrects = corrects.into_values().cloned().collect();
        let lines = (1..).zip(lines).map(line).collect();
        Ok(Self { totals, treatment, policy, lines, corrects })
    }

    /// The document, issued.
    #[must_use]
    pub fn issue(
        &self,
        (id, number): (InvoiceId, String),
        statement: (StatementId, Month),
        parties: Parties<'_>,
        fx: Option<Fx>,
        (issued_on, created_at): (Date, Timestamp),
    ) -> SelfBilledInvoice {
        let (kind, currency) = (self.treatment.kind, self.totals.net.currency());
        let Parties { agreement, seller, developer, law } = parties;
        let terms = &agreement.terms;
        let days = terms.payment_terms_days.filter(|_| kind == DocumentKind::SelfBilled);
        SelfBilledInvoice {
            id,
            number,
            kind,
            title: self.treatment.title.clone(),
            developer_id: developer.id,
            seller_id: seller.id.clone(),
            statement_id: statement.0,
            month: statement.1,
            supplier: supplier(developer, terms, law, currency),
            recipient: seller.profile.party.clone(),
            agreement: terms.reference.clone(),
            agreement_signed_on: terms.signed_on,
            issued_on,
            due_on: days.map(|days| issued_on.saturating_add(i32::from(days).days())),
            currency,
            lines: self.lines.clone(),
            totals: self.totals.clone(),
            notes: self.notes(terms, fx.as_ref()),
            fx,
            corrects: self.corrects.clone(),
            rounding_policy: self.policy,
            created_at,
            version: 1,
        }
    }

    /// What the law wants said, what was agreed, what is corrected and why, and how a reader gets the same figures.
    fn notes(&self, terms: &SelfBillingTerms, fx: Option<&Fx>) -> Vec<String> {
        let mut notes = self.treatment.notes.clone();
        notes.push(format!(
            "Issued by the recipient under the written agreement {} of {}. Both parties are registered for GST.",
            terms.reference, terms.signed_on
        ));
        if self.lines.iter().any(|line| line.late) {
            let months: BTreeSet<Month> = self.lines.iter().filter(|line| line.late).map(|line| line.month).collect();
            let months: Vec<String> = months.iter().map(ToString::to_string).collect();
            notes.push(format!(
                "Late lines are work of {} that was approved, changed or taken back after that month's statement was closed.",
                months.join(", ")
            ));
        }
        if !self.corrects.is_empty() {
            let numbers: Vec<&str> = self.corrects.iter().map(|document| document.number.as_str()).collect();
            notes.push(format!("Corrects {}.", numbers.join(", ")));
        }
        notes.push(tax_note(&self.treatment, &self.policy));
        if let Some(fx) = fx {
            notes.push(format!("Exchange rate of {}: 1 {} = {} {}. Total {}, tax {}.", fx.date, fx.from, fx.rate, fx.to, fx.total, fx.tax));
        }
        notes
    }
}

/// Who a document is between, and by what.
#[derive(Clone, Copy, Debug)]
pub struct Parties<'a> {
    /// The agreement.
    pub agreement: &'a SelfBilling,
    /// Who bought.
    pub seller: &'a Seller,
    /// Who supplied.
    pub developer: &'a Developer,
    /// The law.
    pub law: RecipientLaw,
}

fn supplier(developer: &Developer, terms: &SelfBillingTerms, law: RecipientLaw, currency: Currency) -> Party {
    let profile = &developer.profile;
    Party {
        name: profile.name.clone(),
        legal_name: terms.legal_name.clone(),
        email: profile.email.clone(),
        phone: profile.phone.clone(),
        country: profile.country,
        region: None,
        address: terms.address.clone(),
        time_zone: profile.time_zone.clone(),
        currency,
        tax_registered: true,
        tax_ids: profile.tax_ids.iter().filter(|id| id.scheme() == law.scheme()).cloned().collect(),
        e_invoice: None,
    }
}
