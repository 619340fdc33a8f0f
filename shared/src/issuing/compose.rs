//! The document: from bills that share an invoice to the invoice, all but its number.

use jiff::ToSpan;
use jiff::civil::Date;
use thiserror::Error;

use super::account::Account;
use crate::domain::billing::group::GroupKey;
use crate::domain::billing::{PeriodBill, SkipReason};
use crate::domain::calendar::Span;
use crate::domain::draft::DraftLine;
use crate::domain::engagement::PlaceOfSupply;
use crate::domain::exchange::ExchangeRates;
use crate::domain::id::{EngagementId, InvoiceId};
use crate::domain::invoice::credit_note::CreditNoteError;
use crate::domain::invoice::{ClientSnapshot, Fx, Invoice, Line, SellerSnapshot, Totals, explanation, total};
use crate::domain::money::{Currency, Money, MoneyError};
use crate::domain::seller::Seller;
use crate::domain::tax::content::{ContentGap, content_gaps};
use crate::domain::tax::{self, Supply, TaxCategory, TaxGap};
use crate::domain::zone::Zone;

/// Exchange rates older than this are not used for issuing.
const OLDEST_RATES_DAYS: i32 = 7;

/// Why there can be no document.
#[derive(Clone, Debug, Error)]
pub enum ComposeError {
    /// It is not known how it is taxed.
    #[error(transparent)]
    NoTaxTreatment(#[from] TaxGap),
    /// No usable rate from its currency to the seller's.
    #[error("no exchange rate from {from} to {to} of the last 7 days is recorded")]
    NoExchangeRate {
        /// The invoice's currency.
        from: Currency,
        /// The seller's.
        to: Currency,
    },
    /// Something that the law demands on it is not known.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Incomplete(Vec<ContentGap>),
    /// What is not owed cannot be credited.
    #[error(transparent)]
    Credit(CreditNoteError),
    /// An amount passes its bound.
    #[error("an amount {0}")]
    Money(#[from] MoneyError),
}

impl ComposeError {
    /// The stable word for it.
    #[must_use]
    pub fn reason(&self) -> SkipReason {
        match self {
            Self::NoTaxTreatment(_) => SkipReason::NoTaxTreatment,
            Self::NoExchangeRate { .. } => SkipReason::NoExchangeRate,
            Self::Incomplete(_) | Self::Credit(_) | Self::Money(_) => SkipReason::InvoiceIncomplete,
        }
    }
}

/// What shares one invoice.
#[derive(Clone, Debug)]
pub struct Group {
    /// What its lines have in common.
    pub key: GroupKey,
    /// The bills, each of another engagement.
    pub bills: Vec<(EngagementId, PeriodBill)>,
}

/// The invoice of a group if it were issued on a day; without a number, at version 1.
///
/// # Errors
/// There can be no such document.
pub fn compose(
    account: &Account,
    group: &Group,
    id: InvoiceId,
    issued_on: Date,
    created_at: jiff::Timestamp,
) -> Result<Invoice, ComposeError> {
    let (client, seller, key) = (&account.client, &account.seller, &group.key);
    let place = PlaceOfSupply { country: key.country, region: key.region.clone() };
    let supply = Supply { seller: &seller.profile, client: &client.profile, place: &place, issued_on };
    let treatment = tax::treatment(&supply)?;
    let drafts: Vec<DraftLine> = group.bills.iter().flat_map(|(_, bill)| bill.all_lines().cloned()).collect();
    let home = seller.profile.party.currency;
    let policy = seller.profile.rounding;
    let totals = total(&drafts, &treatment, &policy, key.currency, home)?;
    let fx = exchange(account.rates.as_ref(), &totals, home, issued_on)?;
    let gaps = content_gaps(&supply, fx.as_ref().map_or(totals.total, |fx| fx.total));
    if !gaps.is_empty() {
        return Err(ComposeError::Incomplete(gaps));
    }
    let span = days(group);
    let zone: Zone = key.time_zone.parse().expect("a group's zone is the canonical name of one");
    let notes = explanation(&drafts, &treatment, &policy, span, &zone, home, fx.as_ref());
    let lines =
        (1..).zip(drafts).map(|(line, draft)| Line { line, draft, tax_rate: treatment.rate(), tax_category: treatment.category }).collect();
    let zero = Money::zero(key.currency);
    let mut invoice = Invoice {
        id,
        number: String::new(),
        kind: treatment.kind,
        title: treatment.title,
        seller_id: seller.id.clone(),
        client_id: client.id,
        seller: seller_snapshot(seller, key.currency, issued_on, treatment.category),
        client: ClientSnapshot {
            party: client.profile.party.clone(),
            buyer_reference: client.profile.buyer_reference.clone(),
            sez: client.profile.sez,
        },
        issued_on,
        due_on: issued_on.saturating_add(i32::from(client.profile.payment_terms_days).days()),
        span,
        time_zone: zone,
        currency: key.currency,
        lines,
        net: totals.net,
        taxes: totals.taxes,
        tax: totals.tax,
        rounding: totals.rounding,
        total: totals.total,
        place_of_supply: place,
        reverse_charge: treatment.reverse_charge,
        purchase_order: key.purchase_order.clone().or_else(|| client.profile.purchase_order.clone()),
        fx,
        notes,
        rounding_policy: policy,
        credited: zero,
        paid: zero,
        withheld: zero,
        written_off: zero,
        credits: Vec::new(),
        payments: Vec::new(),
        write_offs: Vec::new(),
        notices: Vec::new(),
        remind_at: None,
        created_at,
        version: 1,
    };
    invoice.remind_at = seller.profile.dunning.next(&invoice);
    Ok(invoice)
}

/// What a document's figures come to in the currency of its seller; none where that is its own.
///
/// # Errors
/// No rate of the last days is known.
pub(super) fn exchange(rates: Option<&ExchangeRates>, totals: &Totals, to: Currency, issued_on: Date) -> Result<Option<Fx>, ComposeError> {
    let from = totals.total.currency();
    if from == to {
        return Ok(None);
    }
    let oldest = issued_on.saturating_sub(OLDEST_RATES_DAYS.days());
    let rates = rates.filter(|rates| rates.date >= oldest);
    rates.and_then(|rates| Fx::state(totals, to, rates)).map(Some).ok_or(ComposeError::NoExchangeRate { from, to })
}

fn seller_snapshot(seller: &Seller, currency: Currency, issued_on: Date, category: TaxCategory) -> SellerSnapshot {
    let profile = &seller.profile;
    SellerSnapshot {
        party: profile.party.clone(),
        bank_lines: profile.bank.iter().find(|bank| bank.currency == currency).map(|bank| bank.lines.clone()).unwrap_or_default(),
        // Where tax is charged the document rests on no undertaking not to.
        lut_arn: profile.undertaking_on(issued_on).filter(|_| !category.is_taxed()).map(|lut| lut.arn.clone()),
        sac_code: profile.sac_codes.first().cloned(),
    }
}

/// The days of a group: from the first that is billed to the last.
fn days(group: &Group) -> Span {
    let spans = group.bills.iter().map(|(_, bill)| bill.span);
    spans.reduce(|left, right| Span { start: left.start.min(right.start), end: left.end.max(right.end) }).unwrap_or(group.key.whole)
}
