//! Payments and credit: every move of money is one transaction over all the records that it changes.

use super::error::StoreError;
use super::item::{Stored, from_item};
use super::key::{self, IndexKey, Key};
use super::link::Link;
use super::read::{Page, Position};
use super::transaction::{Transaction, Write};
use super::{Scope, Store};
use crate::domain::engagement::Engagement;
use crate::domain::id::{ClientId, InvoiceId, PaymentId, SellerId};
use crate::domain::invoice::Invoice;
use crate::domain::invoice::credit_note::CreditNote;
use crate::domain::money::Currency;
use crate::domain::payment::Payment;
use crate::domain::payment::unapplied::UnappliedCredit;

impl Stored for Payment {
    const KIND: &'static str = "payment";
    fn key(&self) -> Key {
        key::payment(self.id)
    }
    fn revision(&self) -> u64 {
        self.version
    }
    fn indexes(&self) -> Vec<IndexKey> {
        vec![key::of_kind(Self::KIND, self.id)]
    }
}

impl Stored for UnappliedCredit {
    const KIND: &'static str = "unapplied";
    fn key(&self) -> Key {
        key::unapplied(self.client_id, &self.seller_id, self.currency)
    }
    fn revision(&self) -> u64 {
        self.version
    }
}

/// A move of money. Every record is as it is to be afterwards.
#[derive(Clone, Copy, Debug, Default)]
pub struct Move<'a> {
    /// The payment that moves it, if it is a new one.
    pub created: Option<&'a Payment>,
    /// Earlier payments that changed.
    pub payments: &'a [Payment],
    /// The invoices that changed.
    pub invoices: &'a [Invoice],
    /// The client's credit, if it changed.
    pub credit: Option<&'a UnappliedCredit>,
    /// The engagement that a fee was put on.
    pub charged: Option<&'a Engagement>,
}

/// What changed a client's account: the documents and payments of all time.
#[derive(Clone, Debug)]
pub struct History {
    /// Its invoices.
    pub invoices: Vec<Invoice>,
    /// Its credit notes.
    pub credit_notes: Vec<CreditNote>,
    /// Its payments, and what was sent back.
    pub payments: Vec<Payment>,
}

impl Store {
    /// Carries a move of money out, whole or not at all.
    ///
    /// # Errors
    /// One of the records was changed meanwhile, or the table fails.
    pub async fn move_money(&self, money: Move<'_>, write: impl Into<Write>) -> Result<(), StoreError> {
        let mut transaction = Transaction::new(write);
        if let Some(payment) = money.created {
            let pointer = Link::new(key::pointer(payment.client_id, Payment::KIND, payment.id), &payment.key());
            transaction.create(payment, "id").create(&pointer, "id");
        }
        for payment in money.payments {
            transaction.replace(payment, "payment");
        }
        for invoice in money.invoices {
            transaction.replace(invoice, "invoice");
        }
        if let Some(credit) = money.credit {
            transaction.save(credit, "credit");
        }
        if let Some(engagement) = money.charged {
            transaction.replace(engagement, "engagement");
        }
        self.commit(transaction).await
    }

    /// The payments of these ids, as many as there are, in the order of the ids.
    ///
    /// # Errors
    /// The table fails.
    pub async fn find_payments(&self, ids: &[PaymentId]) -> Result<Vec<Payment>, StoreError> {
        self.get_many(&ids.iter().map(|id| key::payment(*id)).collect::<Vec<Key>>()).await
    }

    /// A payment within a scope: for the operator any, for a client its own, for a developer none.
    ///
    /// # Errors
    /// The table fails.
    pub async fn find_payment(&self, id: PaymentId, scope: Scope) -> Result<Option<Payment>, StoreError> {
        let payment: Option<Payment> = self.get(&key::payment(id)).await?;
        Ok(payment.filter(|payment| scope.has_client(payment.client_id)))
    }

    /// A page of payments, newest first: those of one client, or all, which may lag a moment.
    ///
    /// # Errors
    /// The table fails.
    pub async fn page_payments(
        &self,
        client: Option<ClientId>,
        limit: u16,
        from: Option<Position>,
        keep: impl Fn(&Payment) -> bool,
    ) -> Result<Page<Payment>, StoreError> {
        self.page_of_client(client, || key::all_of_kind(Payment::KIND), limit, from, keep).await
    }

    /// An invoice within a scope with a page of the payments that pay it or did, oldest first.
    ///
    /// # Errors
    /// The table fails.
    pub async fn page_invoice_payments(
        &self,
        invoice: InvoiceId,
        scope: Scope,
        limit: u16,
        from: Option<Position>,
    ) -> Result<Option<(Invoice, Page<Payment>)>, StoreError> {
        const AFTER: &str = "after";
        let Some(invoice) = self.find_invoice(invoice, scope).await? else { return Ok(None) };
        let after: Option<PaymentId> = from.and_then(|mut from| from.remove(AFTER)).and_then(|id| id.parse().ok());
        let mut ids: Vec<PaymentId> = invoice.payments.iter().map(|own| own.payment_id).collect();
        ids.sort();
        ids.retain(|id| after.is_none_or(|after| *id > after));
        let more = ids.len() > usize::from(limit);
        ids.truncate(usize::from(limit));
        let next = ids.last().filter(|_| more).map(|id| Position::from([(AFTER.to_owned(), id.to_string())]));
        let items = self.find_payments(&ids).await?;
        Ok(Some((invoice, Page { items, next })))
    }

    /// The credit of a client with a seller in a currency; none at version 0 before there was any.
    ///
    /// # Errors
    /// The table fails.
    pub async fn find_credit(&self, client: ClientId, seller: &SellerId, currency: Currency) -> Result<UnappliedCredit, StoreError> {
        let credit = self.get(&key::unapplied(client, seller, currency)).await?;
        Ok(credit.unwrap_or_else(|| UnappliedCredit::none(client, seller.clone(), currency)))
    }

    /// The credits of a client with a seller, one for each currency that there ever was any in.
    ///
    /// # Errors
    /// The table fails.
    pub async fn credits_with(&self, client: ClientId, seller: &SellerId) -> Result<Vec<UnappliedCredit>, StoreError> {
        self.query_all(&key::unapplied_with(client, seller)).await?.into_iter().map(from_item).collect()
    }

    /// Everything that ever changed a client's account, read strongly.
    ///
    /// # Errors
    /// The table fails.
    pub async fn history_of(&self, client: ClientId) -> Result<History, StoreError> {
        let (invoices, credit_notes, payments) =
            tokio::try_join!(self.all_pointed(client), self.all_pointed(client), self.all_pointed(client))?;
        Ok(History { invoices, credit_notes, payments })
    }
}
