//! Totals to the cent, credits that cancel exactly, what becomes of an invoice.

use std::collections::BTreeMap;

use jiff::civil::date;
use proptest::prelude::*;

use super::sample::{decimal, invoice, line, lines, money, policy, taxes};
use super::*;
use crate::domain::exchange::ExchangeRates;
use crate::domain::money::Rounding::{HalfDown, HalfUp};
use crate::domain::seller::TaxLevel::{Group, Line as PerLine};
use crate::domain::tax::Treatment;

fn figures(treatment: &Treatment, policy: &RoundingPolicy, currency: &str, nets: &[&str]) -> [String; 4] {
    let lines = lines(currency, nets);
    let currency = currency.parse().expect("a currency");
    let totals = total(&lines, treatment, policy, currency, currency).expect("totals");
    [totals.net, totals.tax, totals.rounding, totals.total].map(Money::amount)
}

fn standard(percent: &str) -> Treatment {
    taxes(TaxCategory::Standard, &[("GST", percent)])
}

fn halves() -> Treatment {
    taxes(TaxCategory::Standard, &[("CGST", "9"), ("SGST", "9")])
}

#[test]
fn the_totals_are_exact() {
    let up = policy(Group, HalfUp, None);
    for (treatment, policy, currency, nets, expected) in [
        // F1
        (standard("19"), up, "EUR", &["8500.00", "-7500.00"][..], ["1000.00", "190.00", "0.00", "1190.00"]),
        // F2: on the group, and on each line.
        (standard("23"), up, "EUR", &["55.55", "11.11"], ["66.66", "15.33", "0.00", "81.99"]),
        (standard("23"), policy(PerLine, HalfUp, None), "EUR", &["55.55", "11.11"], ["66.66", "15.34", "0.00", "82.00"]),
        // F6: the two entries are one line before they come here.
        (standard("10"), up, "AUD", &["13.75"], ["13.75", "1.38", "0.00", "15.13"]),
        // F10 A and B
        (standard("10"), up, "AUD", &["20.25"], ["20.25", "2.03", "0.00", "22.28"]),
        (standard("15"), up, "NZD", &["100.10"], ["100.10", "15.02", "0.00", "115.12"]),
        (standard("15"), policy(Group, HalfDown, None), "NZD", &["100.10"], ["100.10", "15.01", "0.00", "115.11"]),
        // F10 C: 102.50 becomes 103.
        (standard("0"), policy(PerLine, HalfUp, Some("1")), "INR", &["102.50"], ["102.50", "0.00", "0.50", "103.00"]),
        (halves(), policy(PerLine, HalfUp, Some("1")), "INR", &["86.80"], ["86.80", "15.62", "-0.42", "102.00"]),
        // F12: a rate may be shown where no tax is due.
        (taxes(TaxCategory::Export, &[("IGST", "18")]), up, "AUD", &["1000.00"], ["1000.00", "0.00", "0.00", "1000.00"]),
        (taxes(TaxCategory::ZeroRated, &[("IGST", "18")]), up, "AUD", &["1000.00"], ["1000.00", "0.00", "0.00", "1000.00"]),
        // F44: six days of 31 at 10,000 a month; yen have no decimals anywhere.
        (standard("0"), up, "JPY", &["1935"], ["1935", "0", "0", "1935"]),
        // F45
        (standard("10"), up, "JPY", &["1127"], ["1127", "113", "0", "1240"]),
        (standard("5"), up, "KWD", &["0.010", "0.020"], ["0.030", "0.002", "0.000", "0.032"]),
        (standard("10"), up, "AUD", &[], ["0.00", "0.00", "0.00", "0.00"]),
    ] {
        assert_eq!(figures(&treatment, &policy, currency, nets), expected, "{currency} {nets:?}");
    }
}

#[test]
fn a_step_of_the_payable_holds_in_the_seller_s_own_currency_alone() {
    let policy = policy(PerLine, HalfUp, Some("1"));
    let (inr, aud): (Currency, Currency) = ("INR".parse().expect("a currency"), "AUD".parse().expect("a currency"));
    let totals = total(&lines("AUD", &["102.50"]), &standard("0"), &policy, aud, inr).expect("totals");
    assert_eq!((totals.rounding.amount(), totals.total.amount()), ("0.00".to_owned(), "102.50".to_owned()));
    // F47: nothing adds up over two currencies.
    assert!(total(&lines("AUD", &["1.00"]), &standard("0"), &policy, inr, inr).is_err());
}

#[test]
fn credits_of_every_line_sum_up_to_the_invoice() {
    // F4
    let policy = policy(Group, HalfUp, None);
    let nets = ["68.33", "68.33", "57.50", "85.00"];
    let eur = "EUR".parse().expect("a currency");
    let whole = total(&lines("EUR", &nets), &standard("20"), &policy, eur, eur).expect("totals");
    assert_eq!(whole.total.amount(), "334.99");
    let mut credits = Vec::new();
    for (net, expected) in nets.into_iter().zip(["82.00", "82.00", "69.00", "101.99"]) {
        let credit = credit_totals(&whole, &credits, &[money(net, "EUR")], &policy).expect("a credit");
        assert_eq!(credit.total.amount(), expected);
        credits.push(credit);
    }
    let more = credit_totals(&whole, &credits, &[money("0.01", "EUR")], &policy);
    assert_eq!(more, Err(CreditError::MoreThanLeft { left: money("0.00", "EUR") }));
    assert_eq!(credit_totals(&whole, &[], &[money("0.00", "EUR")], &policy), Err(CreditError::NotPositive));
    assert!(matches!(credit_totals(&whole, &[], &[money("1.00", "AUD")], &policy), Err(CreditError::Money(_))));
}

#[test]
fn an_invoice_goes_from_issued_to_paid_or_credited() {
    let aud = |amount| money(amount, "AUD");
    let fresh = invoice("100.00");
    let with = |credited, paid, withheld, written_off| Invoice {
        credited: aud(credited),
        paid: aud(paid),
        withheld: aud(withheld),
        written_off: aud(written_off),
        ..fresh.clone()
    };
    for (invoice, balance, status) in [
        (with("0", "0", "0", "0"), "110.00", InvoiceStatus::Issued),
        (with("10", "0", "0", "0"), "100.00", InvoiceStatus::Issued),
        (with("0", "0.01", "0", "0"), "109.99", InvoiceStatus::PartlyPaid),
        (with("0", "0", "10", "0"), "100.00", InvoiceStatus::PartlyPaid),
        (with("0", "100", "10", "0"), "0.00", InvoiceStatus::Paid),
        (with("50", "50", "0", "10"), "0.00", InvoiceStatus::Paid),
        (with("110", "0", "0", "0"), "0.00", InvoiceStatus::Credited),
        (with("110", "40", "0", "0"), "-40.00", InvoiceStatus::Credited),
        (with("80", "40", "0", "0"), "-10.00", InvoiceStatus::Paid),
    ] {
        assert_eq!(invoice.balance().map(Money::amount).as_deref(), Ok(balance));
        assert_eq!(invoice.status(), Ok(status), "{balance}");
    }
    assert_eq!(fresh.is_overdue(date(2027, 2, 15)), Ok(false));
    assert_eq!(fresh.is_overdue(date(2027, 2, 16)), Ok(true));
    assert_eq!(with("0", "110", "0", "0").is_overdue(date(2027, 2, 16)), Ok(false));
}

#[test]
fn a_stored_invoice_reads_back() {
    let stored = invoice("96.50");
    let text = serde_json::to_string(&stored).expect("plain data");
    assert_eq!(serde_json::from_str::<Invoice>(&text).expect("what was written"), stored);
}

#[test]
fn the_seller_s_currency_is_stated_by_a_printed_rate() {
    let rates = ExchangeRates {
        date: date(2027, 1, 31),
        base: "USD".parse().expect("a currency"),
        rates: BTreeMap::from([
            ("INR".parse().expect("a currency"), decimal("88.10")),
            ("AUD".parse().expect("a currency"), decimal("1.53")),
        ]),
    };
    let totals = invoice("1000.00").totals();
    let fx = Fx::state(&totals, "INR".parse().expect("a currency"), &rates).expect("both are in the table");
    assert_eq!(fx.rate, decimal("57.581699346405"));
    assert_eq!((fx.total.to_string(), fx.tax.to_string()), ("63339.87 INR".to_owned(), "5758.17 INR".to_owned()));
    assert_eq!(Fx::state(&totals, "NZD".parse().expect("a currency"), &rates), None);
}

#[test]
fn the_small_print_lets_a_reader_recompute() {
    let notes = invoice("96.50").notes.join("\n");
    for part in ["2027-01-01 to 2027-01-31", "Australia/Sydney", "minutes ÷ 60", "GST computed on the sum", "half up"] {
        assert!(notes.contains(part), "{part} in {notes}");
    }
    let inr = "INR".parse().expect("a currency");
    let (draft, zone) = (lines("INR", &["10.00"]), "Asia/Kolkata".parse().expect("a zone"));
    let notes = explanation(&draft, &halves(), &policy(PerLine, HalfDown, Some("1.0")), draft[0].span, &zone, inr, None).join("\n");
    for part in ["CGST and SGST computed on each rounded line", "half down", "nearest 1 INR", "Asia/Kolkata"] {
        assert!(notes.contains(part), "{part} in {notes}");
    }
}

fn any_policy() -> impl Strategy<Value = RoundingPolicy> {
    let step = prop::sample::select(vec![None, Some("1"), Some("0.05")]);
    (any::<bool>(), any::<bool>(), step)
        .prop_map(|(line, down, step)| policy(if line { PerLine } else { Group }, if down { HalfDown } else { HalfUp }, step))
}

fn any_lines(from: i64) -> impl Strategy<Value = Vec<DraftLine>> {
    let inr: Currency = "INR".parse().expect("a currency");
    prop::collection::vec(from..10_000_000i64, 1..8)
        .prop_map(move |nets| nets.into_iter().map(|net| line(Money::from_minor(net, inr).expect("small"))).collect())
}

proptest! {
    #[test]
    fn the_parts_sum_up_and_both_halves_are_equal(lines in any_lines(-10_000_000), policy in any_policy()) {
        let inr: Currency = "INR".parse().expect("a currency");
        let totals = total(&lines, &halves(), &policy, inr, inr).expect("totals");
        prop_assert_eq!(totals.taxes[0].tax, totals.taxes[1].tax);
        prop_assert_eq!(Money::sum(inr, totals.taxes.iter().map(|group| group.tax)), Ok(totals.tax));
        prop_assert_eq!(totals.net.minor() + totals.tax.minor() + totals.rounding.minor(), totals.total.minor());
        if let Some(step) = policy.payable_step {
            prop_assert!((totals.total.to_decimal() % step).is_zero());
            prop_assert!(totals.rounding.to_decimal().abs() * Decimal::TWO <= step);
        }
    }

    #[test]
    fn negated_lines_give_negated_totals(lines in any_lines(-10_000_000), policy in any_policy()) {
        let inr: Currency = "INR".parse().expect("a currency");
        let mirrored: Vec<DraftLine> = lines.iter().map(|line| DraftLine { net: line.net.negated(), ..line.clone() }).collect();
        let one = total(&lines, &halves(), &policy, inr, inr).expect("totals");
        let other = total(&mirrored, &halves(), &policy, inr, inr).expect("totals");
        for (one, other) in [(one.net, other.net), (one.tax, other.tax), (one.rounding, other.rounding), (one.total, other.total)] {
            prop_assert_eq!(one.negated(), other);
        }
        for (one, other) in one.taxes.iter().zip(&other.taxes) {
            prop_assert_eq!(one.tax.negated(), other.tax);
        }
    }

    #[test]
    fn credits_of_all_lines_cancel_the_invoice_in_any_order(lines in any_lines(1), policy in any_policy()) {
        let inr: Currency = "INR".parse().expect("a currency");
        let whole = total(&lines, &halves(), &policy, inr, inr).expect("totals");
        let mut credits: Vec<Totals> = Vec::new();
        for line in lines.iter().rev() {
            let credit = credit_totals(&whole, &credits, &[line.net], &policy).expect("a credit");
            prop_assert_eq!(credit.taxes[0].tax, credit.taxes[1].tax);
            credits.push(credit);
        }
        for part in [|totals: &Totals| totals.net, |totals: &Totals| totals.tax, |totals: &Totals| totals.rounding, |totals: &Totals| totals.total] {
            prop_assert_eq!(Money::sum(inr, credits.iter().map(part)), Ok(part(&whole)));
        }
        let nets: Vec<Money> = lines.iter().map(|line| line.net).collect();
        let at_once = credit_totals(&whole, &[], &nets, &policy).expect("a credit");
        prop_assert_eq!(at_once, whole);
    }
}
