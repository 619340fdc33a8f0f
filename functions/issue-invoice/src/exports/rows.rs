//! The columns of each export, and what a record puts into them. Money stands in major units beside its currency.

use jiff::Timestamp;
use jiff::civil::Date;
use muster::domain::engagement::{Engagement, PlaceOfSupply};
use muster::domain::invoice::credit_note::CreditNote;
use muster::domain::invoice::{Fx, Invoice, TaxGroup};
use muster::domain::money::{Money, MoneyError};
use muster::domain::payment::{Payment, PaymentKind};
use muster::domain::tax::TaxCategory;
use muster::domain::timesheet::{TimeEntry, Timesheet};
use muster::http::csv::Cell;
use rust_decimal::Decimal;

pub(super) const INVOICE: [&str; 29] = [
    "id",
    "number",
    "kind",
    "status",
    "overdue",
    "seller_id",
    "client_id",
    "client",
    "issued_on",
    "due_on",
    "period_from",
    "period_to",
    "currency",
    "net",
    "tax",
    "rounding",
    "total",
    "credited",
    "paid",
    "withheld",
    "written_off",
    "balance",
    "place_of_supply",
    "reverse_charge",
    "purchase_order",
    "fx_currency",
    "fx_rate",
    "fx_total",
    "fx_tax",
];

pub(super) fn invoice(invoice: &Invoice, now: Timestamp) -> Result<Vec<Cell>, MoneyError> {
    let fx = invoice.fx.as_ref();
    Ok(vec![
        Cell::text(invoice.id),
        Cell::text(&invoice.number),
        Cell::text(invoice.kind),
        Cell::text(invoice.status()?),
        Cell::text(invoice.is_overdue(invoice.time_zone.date_at(now))?),
        Cell::text(&invoice.seller_id),
        Cell::text(invoice.client_id),
        Cell::text(invoice.client.party.document_name()),
        Cell::day(invoice.issued_on),
        Cell::day(invoice.due_on),
        Cell::day(invoice.span.start),
        Cell::day(invoice.span.last()),
        Cell::text(invoice.currency),
        Cell::amount(invoice.net),
        Cell::amount(invoice.tax),
        Cell::amount(invoice.rounding),
        Cell::amount(invoice.total),
        Cell::amount(invoice.credited),
        Cell::amount(invoice.paid),
        Cell::amount(invoice.withheld),
        Cell::amount(invoice.written_off),
        Cell::amount(invoice.balance()?),
        Cell::text(place(&invoice.place_of_supply)),
        Cell::text(invoice.reverse_charge),
        Cell::maybe(invoice.purchase_order.as_ref()),
        Cell::maybe(fx.map(|fx| fx.to)),
        fx.map_or(Cell::None, |fx| Cell::number(fx.rate.normalize())),
        fx.map_or(Cell::None, |fx| Cell::amount(fx.total)),
        fx.map_or(Cell::None, |fx| Cell::amount(fx.tax)),
    ])
}

pub(super) const PAYMENT: [&str; 16] = [
    "id",
    "kind",
    "client_id",
    "seller_id",
    "received_on",
    "amount",
    "currency",
    "settled",
    "settled_currency",
    "withheld",
    "unapplied",
    "refunded",
    "method",
    "reference",
    "reversed_on",
    "reversal_reason",
];

/// A refund's money is below zero: it went.
pub(super) fn payment(payment: &Payment) -> Vec<Cell> {
    let signed = |money: Money| match payment.kind {
        PaymentKind::Receipt => money,
        PaymentKind::Refund => money.negated(),
    };
    let reversal = payment.reversal.as_ref();
    vec![
        Cell::text(payment.id),
        Cell::text(payment.kind),
        Cell::text(payment.client_id),
        Cell::text(&payment.seller_id),
        Cell::day(payment.received_on),
        Cell::amount(signed(payment.amount)),
        Cell::text(payment.amount.currency()),
        Cell::amount(signed(payment.settled)),
        Cell::text(payment.settled.currency()),
        Cell::amount(payment.withheld),
        Cell::amount(payment.unapplied),
        Cell::amount(payment.refunded),
        Cell::text(&payment.method),
        Cell::maybe(payment.reference.as_ref()),
        reversal.map_or(Cell::None, |reversal| Cell::day(reversal.on)),
        Cell::maybe(reversal.map(|reversal| &reversal.reason)),
    ]
}

pub(super) const TIME: [&str; 11] =
    ["id", "date", "engagement_id", "client_id", "developer_id", "timesheet", "status", "late", "minutes", "note", "invoice_id"];

/// A row for each entry on these days.
pub(super) fn time(sheet: &Timesheet, engagement: &Engagement, holds: impl Fn(Date) -> bool) -> Vec<Vec<Cell>> {
    let invoice = sheet.invoice(engagement);
    let mut entries: Vec<_> = sheet.entries.iter().filter(|entry| holds(entry.date)).collect();
    entries.sort_by_key(|entry| (entry.date, entry.id));
    let row = |entry: &&TimeEntry| {
        vec![
            Cell::text(entry.id),
            Cell::day(entry.date),
            Cell::text(sheet.engagement_id),
            Cell::text(sheet.client_id),
            Cell::text(sheet.developer_id),
            Cell::day(sheet.span.start),
            Cell::text(sheet.shown_status(engagement)),
            Cell::text(sheet.late),
            Cell::number(entry.minutes),
            Cell::maybe(entry.note.as_ref()),
            Cell::maybe(invoice),
        ]
    };
    entries.iter().map(row).collect()
}

pub(super) const TAX: [&str; 16] = [
    "document_id",
    "number",
    "kind",
    "issued_on",
    "seller_id",
    "client_id",
    "place_of_supply",
    "reverse_charge",
    "tax",
    "rate",
    "category",
    "currency",
    "taxable",
    "tax_amount",
    "fx_currency",
    "fx_rate",
];

/// What every row of one document says.
struct Document {
    before: Vec<Cell>,
    net: Money,
    category: TaxCategory,
    after: Vec<Cell>,
}

impl Document {
    /// A row for each tax; one without a tax where there is none, so that what is zero-rated or out of scope is there once.
    fn rows(self, taxes: &[TaxGroup], signed: impl Fn(Money) -> Money) -> Vec<Vec<Cell>> {
        let row = |name: Cell, rate: Decimal, category: TaxCategory, taxable: Money, tax: Money| {
            let own = [
                name,
                Cell::number(rate.normalize()),
                Cell::text(category),
                Cell::text(taxable.currency()),
                Cell::amount(signed(taxable)),
                Cell::amount(signed(tax)),
            ];
            self.before.iter().cloned().chain(own).chain(self.after.iter().cloned()).collect()
        };
        if taxes.is_empty() {
            return vec![row(Cell::None, Decimal::ZERO, self.category, self.net, Money::zero(self.net.currency()))];
        }
        taxes.iter().map(|group| row(Cell::text(&group.name), group.rate, group.category, group.taxable, group.tax)).collect()
    }
}

pub(super) fn invoice_taxes(invoice: &Invoice) -> Vec<Vec<Cell>> {
    let before = vec![
        Cell::text(invoice.id),
        Cell::text(&invoice.number),
        Cell::text(invoice.kind),
        Cell::day(invoice.issued_on),
        Cell::text(&invoice.seller_id),
        Cell::text(invoice.client_id),
        Cell::text(place(&invoice.place_of_supply)),
        Cell::text(invoice.reverse_charge),
    ];
    let category = invoice.lines.first().map_or(TaxCategory::OutOfScope, |line| line.tax_category);
    Document { before, net: invoice.net, category, after: rate(invoice.fx.as_ref()) }.rows(&invoice.taxes, |money| money)
}

/// What a credit note took back is below zero.
pub(super) fn credit_taxes(note: &CreditNote) -> Vec<Vec<Cell>> {
    let before = vec![
        Cell::text(note.id),
        Cell::text(&note.number),
        Cell::text(note.kind),
        Cell::day(note.issued_on),
        Cell::text(&note.seller_id),
        Cell::text(note.client_id),
        Cell::text(place(&note.place_of_supply)),
        Cell::text(note.reverse_charge),
    ];
    let category = note.lines.first().map_or(TaxCategory::OutOfScope, |line| line.tax_category);
    Document { before, net: note.totals.net, category, after: rate(note.fx.as_ref()) }.rows(&note.totals.taxes, Money::negated)
}

fn rate(fx: Option<&Fx>) -> Vec<Cell> {
    vec![Cell::maybe(fx.map(|fx| fx.to)), fx.map_or(Cell::None, |fx| Cell::number(fx.rate.normalize()))]
}

fn place(place: &PlaceOfSupply) -> String {
    place.region.as_ref().map_or_else(|| place.country.to_string(), |region| format!("{}-{region}", place.country))
}
