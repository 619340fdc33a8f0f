//! How payments are divided.

use proptest::prelude::*;

use super::*;
use crate::domain::invoice::sample::{invoice, money};

fn tds(amount: Option<Money>) -> Option<Withheld> {
    amount.map(|amount| Withheld { kind: WithholdingKind::Tds, amount, certificate: None })
}

/// An invoice with this total.
fn over(total: &str) -> Invoice {
    Invoice { total: money(total, "AUD"), ..invoice("1.00") }
}

fn divided(total: &str, amount: &str, withheld: Option<&str>) -> Result<[String; 3], PaymentError> {
    let aud = |amount| money(amount, "AUD");
    let settled = divide(&over(total), aud(amount), tds(withheld.map(aud)).as_ref())?;
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
        let divided = divide(&settled, money("10.00", "AUD"), None).expect("a division");
        assert_eq!((divided.paid.amount(), divided.surplus.amount()), ("0.00".to_owned(), "10.00".to_owned()));
    }
}

#[test]
fn each_wrong_payment_is_refused_for_its_own_reason() {
    let aud = |amount| money(amount, "AUD");
    let other_currency = Err(PaymentError::OtherCurrency { expected: aud("0").currency() });
    let withheld_currency = Err(PaymentError::WithheldOtherCurrency { expected: aud("0").currency() });
    let invoice = over("57.10");
    assert_eq!(divide(&invoice, money("57.10", "NZD"), None), other_currency);
    assert_eq!(divide(&invoice, aud("1.00"), tds(Some(money("1.00", "NZD"))).as_ref()), withheld_currency);
    for amount in ["0.00", "-1.00"] {
        assert_eq!(divided("57.10", amount, None), Err(PaymentError::NotPositive), "{amount}");
        assert_eq!(divided("57.10", "1.00", Some(amount)), Err(PaymentError::WithheldNotPositive), "{amount}");
    }
    assert_eq!(divided("57.10", "1.00", Some("57.11")), Err(PaymentError::WithheldTooMuch { balance: aud("57.10") }));
}

proptest! {
    #[test]
    fn no_cent_is_lost_and_no_invoice_is_overpaid(total in 1i64..1_000_000, amount in 1i64..2_000_000, withheld in 0i64..1_000_000) {
        let aud = |minor| Money::from_minor(minor, "AUD".parse().expect("a currency")).expect("small");
        let invoice = Invoice { total: aud(total), ..invoice("1.00") };
        match divide(&invoice, aud(amount), tds((withheld > 0).then(|| aud(withheld))).as_ref()) {
            Ok(settled) => {
                prop_assert_eq!(settled.paid.plus(settled.surplus), Ok(aud(amount)));
                prop_assert!(settled.paid.minor() + settled.withheld.minor() <= total);
                prop_assert!(settled.surplus.is_zero() || settled.paid.minor() + settled.withheld.minor() == total);
            }
            Err(why) => prop_assert!(withheld > total, "{}", why),
        }
    }
}
