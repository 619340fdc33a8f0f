//! Random histories of one account: whatever happens to it, every cent is in one place and the statement says so.

use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;
use ulid::Ulid;

use super::*;
use crate::domain::id::{CreditNoteId, Id, InvoiceId, PaymentId};
use crate::domain::invoice::credit_note::{Credit, CreditDemand, credit_lines};
use crate::domain::invoice::sample::invoice;
use crate::domain::invoice::{DocumentKind, LineCredit, WriteOff};
use crate::domain::payment::ledger::{Portion, receive, refund, release, reverse, spend};
use crate::domain::payment::unapplied::UnappliedCredit;
use crate::domain::payment::{Reversal, Withheld, WithholdingKind};
use crate::domain::text::Note;

/// One thing that happens; the numbers are taken modulo what there is, amounts are in cents.
#[derive(Clone, Debug)]
enum Event {
    Issue(i64),
    Pay { invoice: usize, cents: i64, withheld: i64 },
    PaySeveral { cents: i64 },
    Credit { invoice: usize, cents: i64 },
    CreditAll(usize),
    Reverse(usize),
    Refund(i64),
    WriteOff { invoice: usize, cents: i64 },
    Wait(i32),
}

struct World {
    invoices: Vec<Invoice>,
    notes: Vec<CreditNote>,
    payments: Vec<Payment>,
    credit: UnappliedCredit,
    today: Date,
    serial: u128,
}

fn aud(cents: i64) -> Money {
    Money::from_minor(cents, "AUD".parse().expect("a currency")).expect("small")
}

fn note() -> Note {
    "Because".parse().expect("a note")
}

impl World {
    fn new() -> Self {
        let sample = invoice("1.00");
        let credit = UnappliedCredit::none(sample.client_id, sample.seller_id, sample.currency);
        Self { invoices: Vec::new(), notes: Vec::new(), payments: Vec::new(), credit, today: date(2027, 1, 1), serial: 100 }
    }

    fn next(&mut self) -> Ulid {
        self.serial += 1;
        Ulid(self.serial)
    }

    fn payment(&mut self, kind: PaymentKind, cents: i64) -> Payment {
        Payment {
            id: PaymentId::from_ulid(self.next()),
            kind,
            client_id: self.credit.client_id,
            seller_id: self.credit.seller_id.clone(),
            amount: aud(cents),
            settled: aud(cents),
            withheld: aud(0),
            received_on: self.today,
            method: "bank transfer".parse().expect("a title"),
            reference: None,
            allocations: Vec::new(),
            unapplied: aud(0),
            refunded: aud(0),
            taken: Vec::new(),
            reversal: None,
            recorded_at: Timestamp::UNIX_EPOCH,
            version: 1,
        }
    }

    fn issue(&mut self, cents: i64) {
        let id = InvoiceId::from_ulid(self.next());
        let mut invoice = Invoice { id, issued_on: self.today, ..invoice(&aud(cents).amount()) };
        spend(&mut invoice, &mut self.credit, &mut self.payments, 3).expect("one currency");
        self.invoices.push(invoice);
    }

    /// Like the store, it keeps what a move made of the records only if the move was carried out.
    fn pay(&mut self, portions: &[(usize, i64, i64)], cents: i64) {
        let mut receipt = self.payment(PaymentKind::Receipt, cents);
        let mut invoices: Vec<Invoice> = portions.iter().map(|(at, _, _)| self.invoices[*at].clone()).collect();
        let withheld = |cents| Withheld { kind: WithholdingKind::Tds, amount: aud(cents), certificate: None };
        let of = |(_, cents, held): &(usize, i64, i64)| Portion { amount: aud(*cents), withheld: (*held > 0).then(|| withheld(*held)) };
        let portions_paid: Vec<Portion> = portions.iter().map(of).collect();
        let mut credit = self.credit.clone();
        if receive(&mut receipt, &portions_paid, &mut invoices, &mut credit).is_ok() {
            for ((at, _, _), invoice) in portions.iter().zip(invoices) {
                self.invoices[*at] = invoice;
            }
            self.payments.push(receipt);
            self.credit = credit;
        }
    }

    fn take_back(&mut self, at: usize, demand: &CreditDemand) {
        let Ok(credit) = Credit::of(&self.invoices[at], demand) else { return };
        let id = CreditNoteId::from_ulid(self.next());
        let (today, credit_account, payments) = (self.today, &mut self.credit, &mut self.payments);
        let invoice = &mut self.invoices[at];
        invoice.credited = invoice.credited.plus(credit.totals.total).expect("small");
        invoice.credits.push(credit.taken(id));
        let unapplied = release(invoice, credit_account, payments, today, Timestamp::UNIX_EPOCH).expect("one currency");
        self.notes.push(CreditNote {
            id,
            number: format!("MC-{}", self.notes.len()),
            kind: DocumentKind::CreditNote,
            title: "Credit note".to_owned(),
            invoice_id: invoice.id,
            invoice_number: invoice.number.clone(),
            invoice_issued_on: invoice.issued_on,
            seller_id: invoice.seller_id.clone(),
            client_id: invoice.client_id,
            seller: invoice.seller.clone(),
            client: invoice.client.clone(),
            issued_on: today,
            currency: invoice.currency,
            lines: credit_lines(invoice, &credit),
            totals: credit.totals,
            fx: None,
            place_of_supply: invoice.place_of_supply.clone(),
            reverse_charge: false,
            purchase_order: None,
            reason: note(),
            notes: Vec::new(),
            freed: credit.freed,
            unapplied,
            created_at: Timestamp::UNIX_EPOCH,
            version: 1,
        });
    }

    fn reverse(&mut self, at: usize) {
        let mut receipt = self.payments[at].clone();
        let places: Vec<usize> = (0..self.invoices.len())
            .filter(|place| receipt.allocations.iter().any(|own| own.invoice_id == self.invoices[*place].id))
            .collect();
        let mut invoices: Vec<Invoice> = places.iter().map(|place| self.invoices[*place].clone()).collect();
        let mut credit = self.credit.clone();
        let reversal = Reversal { on: self.today, reason: note(), at: Timestamp::UNIX_EPOCH };
        if reverse(&mut receipt, &mut invoices, &mut credit, reversal).is_ok() {
            places.into_iter().zip(invoices).for_each(|(place, invoice)| self.invoices[place] = invoice);
            self.payments[at] = receipt;
            self.credit = credit;
        }
    }

    fn happen(&mut self, event: Event) {
        let (invoices, payments) = (self.invoices.len(), self.payments.len());
        match event {
            Event::Wait(days) => self.today = self.today.saturating_add(days.days()),
            Event::Issue(cents) => self.issue(cents),
            Event::Refund(cents) => {
                let (mut sent, mut credit, mut receipts) =
                    (self.payment(PaymentKind::Refund, cents), self.credit.clone(), self.payments.clone());
                let before = credit.total().expect("small");
                match refund(&mut sent, &mut credit, &mut receipts) {
                    Ok(()) => {
                        (self.credit, self.payments) = (credit, receipts);
                        self.payments.push(sent);
                    }
                    Err(_) => assert!(cents > before.minor(), "a refund within the credit is refused"),
                }
            }
            _ if invoices == 0 => {}
            Event::Pay { invoice, cents, withheld } => self.pay(&[(invoice % invoices, cents, withheld)], cents),
            Event::PaySeveral { cents } => {
                let portions: Vec<(usize, i64, i64)> = (0..invoices.min(3)).map(|at| (at, (cents / 4).max(1), 0)).collect();
                self.pay(&portions, cents.max(4));
            }
            Event::Credit { invoice, cents } => {
                self.take_back(invoice % invoices, &CreditDemand::Lines(vec![LineCredit { line: 1, net: aud(cents) }]));
            }
            Event::CreditAll(at) => self.take_back(at % invoices, &CreditDemand::Full),
            Event::WriteOff { invoice, cents } => {
                let (today, invoice) = (self.today, &mut self.invoices[invoice % invoices]);
                if invoice.balance().expect("one currency").minor() >= cents {
                    invoice
                        .write_off(WriteOff { amount: aud(cents), reason: note(), on: today, at: Timestamp::UNIX_EPOCH })
                        .expect("small");
                }
            }
            Event::Reverse(_) if payments == 0 => {}
            Event::Reverse(at) => self.reverse(at % payments),
        }
        self.check();
    }

    /// Every cent of a receipt is on an invoice, in hand, or sent back; the invoices and the credit say the same.
    fn check(&self) {
        let sum = |amounts: Vec<Money>| Money::sum(aud(0).currency(), amounts).expect("small").minor();
        for payment in self.payments.iter().filter(|payment| payment.kind == PaymentKind::Receipt) {
            let paid = sum(payment.allocations.iter().map(|own| own.paid).collect());
            let held = sum(payment.allocations.iter().filter_map(|own| Some(own.withheld.as_ref()?.amount)).collect());
            let all = payment.settled.minor() + payment.withheld.minor();
            let there = if payment.reversal.is_some() { 0 } else { all };
            assert_eq!(paid + held + payment.unapplied.minor() + payment.refunded.minor(), there);
            let left = self.credit.entries.iter().find(|entry| entry.payment_id == payment.id).map_or(0, |entry| entry.left.minor());
            assert_eq!(left, payment.unapplied.minor());
        }
        for invoice in &self.invoices {
            let own = |id: PaymentId| {
                let payment = self.payments.iter().find(|payment| payment.id == id).expect("a payment that is there");
                payment.allocations.iter().find(|own| own.invoice_id == invoice.id).expect("both sides know of it")
            };
            for paid in &invoice.payments {
                assert_eq!(paid.paid, own(paid.payment_id).paid);
                assert_eq!(paid.withheld, own(paid.payment_id).withheld.as_ref().map_or(aud(0), |held| held.amount));
            }
            assert_eq!(sum(invoice.payments.iter().map(|own| own.paid).collect()), invoice.paid.minor());
            assert_eq!(sum(invoice.payments.iter().map(|own| own.withheld).collect()), invoice.withheld.minor());
            assert_eq!(sum(invoice.credits.iter().map(|own| own.totals.total).collect()), invoice.credited.minor());
            assert!(invoice.balance().expect("one currency").minor() >= 0, "what is more than owed is in hand");
        }
    }

    fn statements(&self, days: Span) -> Vec<Statement> {
        statements(movements(&self.invoices, &self.notes, &self.payments).expect("small"), days).expect("small")
    }
}

fn any_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        4 => (1..100_000i64).prop_map(Event::Issue),
        4 => (0..9usize, 1..100_000i64, 0..500i64).prop_map(|(invoice, cents, withheld)| Event::Pay { invoice, cents, withheld }),
        2 => (1..200_000i64).prop_map(|cents| Event::PaySeveral { cents }),
        2 => (0..9usize, 1..50_000i64).prop_map(|(invoice, cents)| Event::Credit { invoice, cents }),
        2 => (0..9usize).prop_map(Event::CreditAll),
        2 => (0..9usize).prop_map(Event::Reverse),
        2 => (1..50_000i64).prop_map(Event::Refund),
        2 => (0..9usize, 1..20_000i64).prop_map(|(invoice, cents)| Event::WriteOff { invoice, cents }),
        2 => (1..20i32).prop_map(Event::Wait),
    ]
}

proptest! {
    #[test]
    fn a_statement_comes_to_what_is_owed_without_what_is_in_hand(events in prop::collection::vec(any_event(), 1..40), cut in 0..200i32) {
        let mut world = World::new();
        for event in events {
            world.happen(event);
        }
        let (first, last) = (date(2027, 1, 1), date(2029, 12, 31));
        let balances: i64 = world.invoices.iter().map(|invoice| invoice.balance().expect("one currency").minor()).sum();
        let owed = balances - world.credit.total().expect("small").minor();
        let whole = world.statements(Span::inclusive(first, last).expect("a span"));
        prop_assert_eq!(whole.iter().map(|own| own.closing.minor()).sum::<i64>(), owed);
        // Cut anywhere, the one ends where the other begins.
        let middle = first.saturating_add(cut.days());
        let before = world.statements(Span::inclusive(first, middle).expect("a span"));
        let after = world.statements(Span { start: middle.saturating_add(1.days()), end: last });
        prop_assert_eq!(before.first().map_or(0, |own| own.closing.minor()), after.first().map_or(0, |own| own.opening.minor()));
        let shown = before.iter().chain(&after).map(|own| own.movements.len()).sum::<usize>();
        prop_assert_eq!(shown, whole.iter().map(|own| own.movements.len()).sum::<usize>());
    }
}

#[test]
fn currencies_have_statements_of_their_own() {
    // F47
    let mut world = World::new();
    world.issue(10_000);
    let yen: Currency = "JPY".parse().expect("a currency");
    world.invoices.push(Invoice { currency: yen, total: Money::from_minor(1_240, yen).expect("small"), ..world.invoices[0].clone() });
    let days = Span::inclusive(date(2027, 1, 1), date(2027, 1, 31)).expect("a span");
    let closings: Vec<String> = world.statements(days).iter().map(|own| own.closing.to_string()).collect();
    assert_eq!(closings, ["110.00 AUD", "1240 JPY"]);
}
