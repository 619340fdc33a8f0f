//! The keys of what happens after an invoice is issued: credit notes, payments and the credit of clients.

use super::{Index, IndexKey, Key, Run, index_run, indexed, key, run};
use crate::domain::id::{ClientId, CreditNoteId, PaymentId, SellerId};
use crate::domain::money::Currency;

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
