//! The keys of what happens after an invoice is issued: credit notes, payments, the credit of clients,
//! numbers, reminders, what developers are paid, and what is written for them.

use std::fmt::Display;

use jiff::Timestamp;

use super::{Index, IndexKey, Key, Run, index_run, indexed, key, run};
use crate::domain::id::{ClientId, CreditNoteId, DeveloperId, InvoiceId, PaymentId, SellerId};
use crate::domain::money::Currency;
use crate::domain::numbering::SeriesPattern;

const OWED: &str = "owed";

pub(in crate::store) fn credit_note(id: CreditNoteId) -> Key {
    key(id, "credit-note")
}
pub(in crate::store) fn payment(id: PaymentId) -> Key {
    key(id, "payment")
}
pub(in crate::store) fn unapplied(client: ClientId, seller: &SellerId, currency: Currency) -> Key {
    key(client, format_args!("unapplied#{seller}#{currency}"))
}
pub(in crate::store) fn unapplied_with(client: ClientId, seller: &SellerId) -> Run {
    run(client, &format!("unapplied#{seller}#"))
}
pub(in crate::store) fn credit_numbered(number: &str, id: CreditNoteId) -> IndexKey {
    indexed(Index::Number, format_args!("credit-number#{number}"), id)
}
pub(in crate::store) fn by_credit_number(number: &str) -> Run {
    index_run(Index::Number, format_args!("credit-number#{number}"))
}
pub(in crate::store) fn counter(seller: &SellerId, pattern: &SeriesPattern, fiscal_year: i16) -> Key {
    key(seller, format_args!("counter#{pattern}#{fiscal_year}"))
}
/// Whose turn it is at a counter; not among the counters.
pub(in crate::store) fn turn(seller: &SellerId, pattern: &SeriesPattern, fiscal_year: i16) -> Key {
    key(seller, format_args!("turn#{pattern}#{fiscal_year}"))
}
pub(in crate::store) fn counters(seller: &SellerId) -> Run {
    run(seller, "counter#")
}
pub(in crate::store) fn numbered(number: &str, id: InvoiceId) -> IndexKey {
    indexed(Index::Number, format_args!("number#{number}"), id)
}
pub(in crate::store) fn by_number(number: &str) -> Run {
    index_run(Index::Number, format_args!("number#{number}"))
}
/// An invoice among those that have a step to come because they are overdue.
pub(in crate::store) fn to_remind(at: Timestamp, id: InvoiceId) -> IndexKey {
    indexed(Index::Due, "remind", format_args!("{}#{id}", at.strftime("%Y-%m-%dT%H:%M:%SZ")))
}
pub(in crate::store) fn all_to_remind() -> Run {
    index_run(Index::Due, "remind")
}
/// An invoice among those that something is owed on: by currency, then by client.
pub(in crate::store) fn owed(currency: Currency, client: ClientId, id: InvoiceId) -> IndexKey {
    indexed(Index::Status, OWED, format_args!("{currency}#{client}#{id}"))
}
pub(in crate::store) fn all_owed() -> Run {
    index_run(Index::Status, OWED)
}
pub(in crate::store) fn dunning_sweep(seller: &SellerId, version: u64) -> Key {
    key("dunning-sweeps", format_args!("{seller}#{version:010}"))
}
pub(in crate::store) fn dunning_sweeps() -> Run {
    run("dunning-sweeps", "")
}
pub(in crate::store) fn pay_book(developer: DeveloperId) -> Key {
    key(developer, "pay-book")
}
pub(in crate::store) fn pay_statement(developer: DeveloperId, month: impl Display) -> Key {
    key(developer, format_args!("statement#{month}"))
}
/// The agreement by which a seller writes a developer's invoices.
pub(in crate::store) fn self_billing(developer: DeveloperId, seller: &SellerId) -> Key {
    key(developer, format_args!("self-billing#{seller}"))
}
pub(in crate::store) fn self_billings(developer: DeveloperId) -> Run {
    run(developer, "self-billing#")
}
/// What was written under it.
pub(in crate::store) fn self_billed(developer: DeveloperId, id: InvoiceId) -> Key {
    key(developer, format_args!("self-billed#{id}"))
}
pub(in crate::store) fn all_self_billed(developer: DeveloperId) -> Run {
    run(developer, "self-billed#")
}
