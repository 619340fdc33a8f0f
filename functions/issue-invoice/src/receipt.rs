//! What every receipt's body says, and why one is refused; the endpoints add what it pays.

use deserr::Deserr;
use jiff::civil::Date;
use muster::app::App;
use muster::domain::id::{ClientId, SellerId};
use muster::domain::invoice::Invoice;
use muster::domain::money::{Currency, Money};
use muster::domain::payment::ledger::LedgerError;
use muster::domain::payment::{Payment, PaymentError, PaymentKind, Withheld, WithholdingKind};
use muster::domain::text::{Reference, Title};
use muster::http::input::Faults;
use muster::http::problem::{Answer, Problem, ProblemKind};
use muster::store::StoreError;
use utoipa::ToSchema;

use crate::on_demand::sentence;

/// How often a move of money is decided anew when others change the same records at the same time.
pub(crate) const ATTEMPTS: usize = 8;

/// What was withheld.
#[derive(Clone, Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewWithheld)]
pub(crate) struct RawWithheld {
    kind: WithholdingKind,
    amount: Money,
    #[deserr(default)]
    certificate: Option<Reference>,
}

impl From<RawWithheld> for Withheld {
    fn from(raw: RawWithheld) -> Self {
        Self { kind: raw.kind, amount: raw.amount, certificate: raw.certificate }
    }
}

/// What was received.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) amount: Money,
    pub(crate) settled: Option<Money>,
    pub(crate) received_on: Date,
    pub(crate) method: Title,
    pub(crate) reference: Option<Reference>,
}

impl Received {
    /// What it comes to in the currency of what it pays: of another one, the amount has to be stated.
    pub(crate) fn settled_in(&self, currency: Currency) -> Answer<Money> {
        match self.settled {
            None if self.amount.currency() == currency => Ok(self.amount),
            None => Err(Problem::invalid_at("/amount/currency", format!("must be in {currency}, or settled must state it in {currency}"))),
            Some(_) if self.amount.currency() == currency => {
                Err(Problem::invalid_at("/settled", "is only for an amount in another currency"))
            }
            Some(settled) if settled.currency() == currency => Ok(settled),
            Some(_) => Err(Problem::invalid_at("/settled/currency", format!("must be in {currency}"))),
        }
    }

    /// The receipt, before it pays anything.
    pub(crate) fn receipt(&self, app: &App, client_id: ClientId, seller_id: SellerId, settled: Money) -> Payment {
        let zero = Money::zero(settled.currency());
        Payment {
            id: app.clock.new_id(),
            kind: PaymentKind::Receipt,
            client_id,
            seller_id,
            amount: self.amount,
            settled,
            withheld: zero,
            received_on: self.received_on,
            method: self.method.clone(),
            reference: self.reference.clone(),
            allocations: Vec::new(),
            unapplied: zero,
            refunded: zero,
            taken: Vec::new(),
            reversal: None,
            recorded_at: app.clock.now(),
            version: 1,
        }
    }
}

/// Why money is not moved, told to the operator; `place` is where a portion's body stands.
pub(crate) fn refusal(error: LedgerError, place: impl Fn(usize) -> String) -> Problem {
    match error {
        LedgerError::Portion { at, fault } => match fault {
            PaymentError::OtherCurrency { .. } => Problem::invalid_at(&format!("{}/amount/currency", place(at)), fault),
            PaymentError::NotPositive => Problem::invalid_at(&format!("{}/amount", place(at)), fault),
            PaymentError::WithheldOtherCurrency { .. } => Problem::invalid_at(&format!("{}/withheld/amount/currency", place(at)), fault),
            PaymentError::WithheldNotPositive | PaymentError::WithheldTooMuch { .. } => {
                Problem::invalid_at(&format!("{}/withheld/amount", place(at)), fault)
            }
            PaymentError::TooMany => Problem::new(ProblemKind::WrongState, sentence(&fault)),
            PaymentError::Money(error) => error.into(),
        },
        LedgerError::PortionsTooLarge => Problem::invalid_at("/allocations", error),
        LedgerError::MoreThanCredit { .. } => Problem::invalid_at("/amount", error),
        LedgerError::ReversedAlready | LedgerError::Refunded { .. } | LedgerError::NotAReceipt => {
            Problem::new(ProblemKind::WrongState, sentence(&error))
        }
        LedgerError::Money(error) => error.into(),
    }
}

/// What became of a move: done, or to be decided anew.
pub(crate) fn moved(result: Result<(), StoreError>) -> Answer<bool> {
    match result {
        Ok(()) => Ok(true),
        Err(StoreError::Stale { .. }) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// What is said when others were quicker every time.
pub(crate) fn overtaken() -> Problem {
    StoreError::Stale { what: "account" }.into()
}

/// The seller and currency of invoices that one receipt pays.
pub(crate) fn side_of(invoice: &Invoice) -> (SellerId, Currency) {
    (invoice.seller_id.clone(), invoice.currency)
}
