//! How payments are divided.

use jiff::civil::date;
use proptest::prelude::*;
use ulid::Ulid;

use super::*;
use crate::domain::id::Id;
use crate::domain::invoice::sample::{invoice, money};

fn payment(amount: Money, withheld: Option<Money>) -> Payment {
    let invoice = invoice("1.00");
    Payment {
        id: PaymentId::from_ulid(Ulid(5)),
        invoice_id: invoice.id,
        client_id: invoice.client_id,
        amount,
        received_on: date(2027, 2, 10),
        method: "bank transfer".parse().expect("a title"),
        reference: None,
        withheld: withheld.map(|amount| Withheld { kind: WithholdingKind::Tds, amount, certificate: None }),
        recorded_at: Timestamp::UNIX_EPOCH,
    }
}

/// An invoice with this total.
fn over(total: &str) -> Invoice {
    Invoice { total: money(total, "AUD"), ..invoice("1.00") }
}

fn divided(total: &str, amount: &str, withheld: Option<&str>) -> Result<[String; 3], PaymentError> {
    let aud = |amount| money(amount, "AUD");
    let settled = apply(&over(total), &payment(aud(amount), withheld.map(aud)))?;
    Ok([settled.paid, settled.withheld, settled.surplus].map(Money::amount))
}

#[test]
fn a_payment_pays_what_is_owed_and_the_rest_is_credit() {
    for (total, amount, withheld, expected) in [
        // F52c
        ("57.10", "63.05", None, ["57.10", "0.00", "5.95"]),
        ("57.10", "57.10", None, ["57.10", "0.00", "0.00"]),
        ("57.10", "0.01", None, ["0.01", "0.00", "0.00"]),
        ("1180.00", "1080.00", Some("100.00"), ["1080.00", "100.00", "0.00"]),
        ("1180.00", "1180.00", Some("100.00"), ["1080.00", "100.00", "100.00"]),
    ] {
        assert_eq!(divided(total, amount, withheld), Ok(expected.map(str::to_owned)), "{total} {amount}");
    }
}

#[test]
fn a_payment_of_what_is_paid_or_credited_already_is_all_surplus() {
    for paid in ["57.10", "60.00"] {
        let settled = Invoice { paid: money(paid, "AUD"), ..over("57.10") };
        let divided = apply(&settled, &payment(money("10.00", "AUD"), None)).expect("a division");
        assert_eq!((divided.paid.amount(), divided.surplus.amount()), ("0.00".to_owned(), "10.00".to_owned()));
    }
}

#[test]
fn each_wrong_payment_is_refused_for_its_own_reason() {
    let aud = |amount| money(amount, "AUD");
    let other_currency = Err(PaymentError::OtherCurrency { expected: aud("0").currency() });
    let invoice = over("57.10");
    assert_eq!(apply(&invoice, &payment(money("57.10", "NZD"), None)), other_currency);
    assert_eq!(apply(&invoice, &payment(aud("1.00"), Some(money("1.00", "NZD")))), other_currency);
    for (amount, withheld) in [("0.00", None), ("-1.00", None), ("1.00", Some("0.00")), ("1.00", Some("-1.00"))] {
        assert_eq!(divided("57.10", amount, withheld), Err(PaymentError::NotPositive), "{amount}");
    }
    assert_eq!(divided("57.10", "1.00", Some("57.11")), Err(PaymentError::WithheldTooMuch { balance: aud("57.10") }));
    let stray = Payment { invoice_id: InvoiceId::from_ulid(Ulid(9)), ..payment(aud("1.00"), None) };
    assert_eq!(apply(&invoice, &stray), Err(PaymentError::OtherInvoice));
}

proptest! {
    #[test]
    fn no_cent_is_lost_and_no_invoice_is_overpaid(total in 1i64..1_000_000, amount in 1i64..2_000_000, withheld in 0i64..1_000_000) {
        let aud = |minor| Money::from_minor(minor, "AUD".parse().expect("a currency")).expect("small");
        let invoice = Invoice { total: aud(total), ..invoice("1.00") };
        let payment = payment(aud(amount), (withheld > 0).then(|| aud(withheld)));
        match apply(&invoice, &payment) {
            Ok(settled) => {
                prop_assert_eq!(settled.paid.plus(settled.surplus), Ok(payment.amount));
                prop_assert!(settled.paid.minor() + settled.withheld.minor() <= total);
                prop_assert!(settled.surplus.is_zero() || settled.paid.minor() + settled.withheld.minor() == total);
            }
            Err(why) => prop_assert!(withheld > total, "{}", why),
        }
    }
}
