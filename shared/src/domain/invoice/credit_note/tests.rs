//! Credits of lines and of the rest: they sum up to the invoice, and what they free they free once.

use jiff::civil::date;
use proptest::prelude::*;
use ulid::Ulid;

use super::*;
use crate::domain::id::Id;
use crate::domain::invoice::sample::{decimal, invoice, line, lines, money, policy, taxes};
use crate::domain::invoice::{Line, total};
use crate::domain::money::Rounding::HalfUp;
use crate::domain::seller::RoundingPolicy;
use crate::domain::seller::TaxLevel::{Group, Line as PerLine};
use crate::domain::tax::Treatment;

/// An invoice over lines of these nets, each of the engagement that stands beside it.
fn over(currency: &str, nets: &[(&str, u128)], treatment: &Treatment, policy: RoundingPolicy) -> Invoice {
    let amounts: Vec<&str> = nets.iter().map(|(net, _)| *net).collect();
    let mut drafts = lines(currency, &amounts);
    for (draft, (_, engagement)) in drafts.iter_mut().zip(nets) {
        draft.engagement_id = EngagementId::from_ulid(Ulid(*engagement));
    }
    of_drafts(currency, drafts, treatment, policy)
}

fn of_drafts(currency: &str, drafts: Vec<crate::domain::draft::DraftLine>, treatment: &Treatment, policy: RoundingPolicy) -> Invoice {
    let currency: Currency = currency.parse().expect("a currency");
    let Totals { net, taxes, tax, rounding, total } = total(&drafts, treatment, &policy, currency, currency).expect("totals");
    let zero = Money::zero(currency);
    let own = (1..).zip(drafts).map(|(line, draft)| Line { line, draft, tax_rate: treatment.rate(), tax_category: treatment.category });
    Invoice {
        currency,
        lines: own.collect(),
        net,
        taxes,
        tax,
        rounding,
        total,
        rounding_policy: policy,
        credited: zero,
        paid: zero,
        withheld: zero,
        written_off: zero,
        ..invoice("1.00")
    }
}

fn gst(percent: &str) -> Treatment {
    taxes(TaxCategory::Standard, &[("GST", percent)])
}

fn halves() -> Treatment {
    taxes(TaxCategory::Standard, &[("CGST", "9"), ("SGST", "9")])
}

fn of(currency: &str, lines: &[(u32, &str)]) -> CreditDemand {
    CreditDemand::Lines(lines.iter().map(|(line, net)| LineCredit { line: *line, net: money(net, currency) }).collect())
}

/// Puts a credit on an invoice, as its issue does.
fn take(invoice: &mut Invoice, demand: &CreditDemand) -> Result<Credit, CreditNoteError> {
    let credit = Credit::of(invoice, demand)?;
    invoice.credited = invoice.credited.plus(credit.totals.total)?;
    let id = CreditNoteId::from_ulid(Ulid(invoice.credits.len() as u128));
    invoice.credits.push(credit.taken(id));
    Ok(credit)
}

#[test]
fn lines_credited_one_after_another_sum_up_to_the_invoice() {
    // F4
    let nets = [("68.33", 1), ("68.33", 2), ("57.50", 3), ("85.00", 4)];
    let mut invoice = over("EUR", &nets, &gst("20"), policy(Group, HalfUp, None));
    for (number, expected) in (1..).zip(["82.00", "82.00", "69.00", "101.99"]) {
        let net = nets[usize::try_from(number - 1).expect("small")].0;
        let credit = take(&mut invoice, &of("EUR", &[(number, net)])).expect("a credit");
        assert_eq!(credit.totals.total.amount(), expected);
        assert_eq!(credit.freed, [EngagementId::from_ulid(Ulid(u128::from(number)))]);
    }
    assert_eq!(invoice.credited, invoice.total);
    assert_eq!(Credit::of(&invoice, &CreditDemand::Full), Err(CreditNoteError::NothingLeft));
    assert_eq!(Credit::of(&invoice, &of("EUR", &[(1, "0.01")])), Err(CreditNoteError::NothingLeft));
}

#[test]
fn a_seller_that_rounds_each_line_credits_what_each_line_bore() {
    // F2 by the line: 12.78 + 2.56 of tax, and not 15.33.
    let mut invoice = over("EUR", &[("55.55", 1), ("11.11", 1), ("1.00", 1)], &gst("23"), policy(PerLine, HalfUp, None));
    let credit = take(&mut invoice, &of("EUR", &[(1, "55.55"), (2, "11.11")])).expect("a credit");
    assert_eq!(credit.totals.tax.amount(), "15.34");
    assert_eq!(take(&mut invoice, &CreditDemand::Full).expect("the rest").totals.total.amount(), "1.23");
}

#[test]
fn an_engagement_is_freed_by_the_credit_that_takes_its_last_and_by_no_other() {
    let mut invoice = over("AUD", &[("100.00", 1), ("50.00", 1), ("70.00", 2)], &gst("10"), policy(Group, HalfUp, None));
    let id = |number| EngagementId::from_ulid(Ulid(number));
    let freed = |invoice: &mut Invoice, demand: &CreditDemand| take(invoice, demand).expect("a credit").freed;
    assert_eq!(freed(&mut invoice, &of("AUD", &[(1, "99.99"), (2, "50.00")])), []);
    assert_eq!(freed(&mut invoice, &of("AUD", &[(3, "70.00")])), [id(2)]);
    assert_eq!(freed(&mut invoice, &CreditDemand::Full), [id(1)]);
}

#[test]
fn an_engagement_is_freed_once_its_lines_and_what_they_take_back_are_even() {
    let nets = [("100.00", 1), ("-30.00", 1), ("50.00", 2), ("40.00", 3), ("-40.00", 3)];
    let invoice = || over("AUD", &nets, &gst("10"), policy(Group, HalfUp, None));
    let id = |number| EngagementId::from_ulid(Ulid(number));
    let mut own = invoice();
    let too_much = Credit::of(&own, &of("AUD", &[(1, "70.01")]));
    let left = money("70.00", "AUD");
    assert_eq!(too_much, Err(CreditNoteError::Lines(vec![(0, LineFault::Amount(CreditError::MoreThanLeft { left }))])));
    assert_eq!(take(&mut own, &of("AUD", &[(1, "70.00")])).expect("a credit").freed, [id(1)]);
    // The first is even and free, the third never was any other, and a credit of all takes it along.
    let rest = take(&mut own, &CreditDemand::Full).expect("the rest");
    assert_eq!((rest.totals.net.amount(), rest.freed), ("50.00".to_owned(), vec![id(2), id(3)]));
    assert_eq!((own.credited, Credit::of(&own, &CreditDemand::Full)), (own.total, Err(CreditNoteError::NothingLeft)));
    let whole = Credit::of(&invoice(), &CreditDemand::Full).expect("a credit");
    assert_eq!((whole.totals.net.amount(), whole.freed), ("120.00".to_owned(), vec![id(1), id(2), id(3)]));
}

#[test]
fn every_line_that_cannot_be_credited_is_named() {
    let invoice = over("AUD", &[("100.00", 1), ("50.00", 1)], &gst("10"), policy(Group, HalfUp, None));
    let demand = of("AUD", &[(1, "100.01"), (3, "1.00"), (2, "0.00"), (2, "1.00")]);
    let left = money("100.00", "AUD");
    let expected = vec![
        (0, LineFault::Amount(CreditError::MoreThanLeft { left })),
        (1, LineFault::NoSuchLine),
        (2, LineFault::Amount(CreditError::NotPositive)),
        (3, LineFault::Repeated),
    ];
    assert_eq!(Credit::of(&invoice, &demand), Err(CreditNoteError::Lines(expected)));
    let other = Credit::of(&invoice, &of("NZD", &[(1, "1.00")]));
    assert!(matches!(other, Err(CreditNoteError::Lines(faults)) if matches!(faults[0].1, LineFault::Amount(CreditError::Money(_)))));
}

#[test]
fn no_credit_takes_more_than_the_rounded_total() {
    // 566.40 are payable as 566: what is left of the net when 566.05 would be credited still has its paise.
    let mut invoice = over("INR", &[("480.00", 1)], &taxes(TaxCategory::Standard, &[("IGST", "18")]), policy(PerLine, HalfUp, Some("1")));
    assert_eq!((invoice.rounding.amount(), invoice.total.amount()), ("-0.40".to_owned(), "566.00".to_owned()));
    let first = take(&mut invoice, &of("INR", &[(1, "479.70")])).expect("a credit");
    assert_eq!((first.totals.rounding.amount(), first.totals.total.amount()), ("-0.05".to_owned(), "566.00".to_owned()));
    let rest = take(&mut invoice, &CreditDemand::Full).expect("the rest");
    assert_eq!((rest.totals.rounding.amount(), rest.totals.total.amount()), ("-0.35".to_owned(), "0.00".to_owned()));
}

#[test]
fn a_credit_says_what_it_credits_and_under_which_law() {
    let invoice = over("AUD", &[("100.00", 1)], &gst("10"), policy(Group, HalfUp, None));
    let credit = Credit::of(&invoice, &CreditDemand::Full).expect("a credit");
    let notes = credit_notes(&invoice, &credit).join("\n");
    for part in ["s 29-75", "MU-2026-00042", "Taxes follow"] {
        assert!(notes.contains(part), "{part} in {notes}");
    }
    assert_eq!(credit_lines(&invoice, &credit)[0].net.amount(), "100.00");
}

proptest! {
    #[test]
    fn credits_of_any_parts_and_then_of_the_rest_cancel_the_invoice(
        nets in prop::collection::vec(1i64..5_000_000, 1..6),
        parts in prop::collection::vec((0usize..6, 1i64..100), 0..12),
        per_line in any::<bool>(),
        step in prop::sample::select(vec![None, Some("1"), Some("0.05")]),
    ) {
        let inr: Currency = "INR".parse().expect("a currency");
        let drafts = nets.iter().map(|net| line(Money::from_minor(*net, inr).expect("small"))).collect();
        let policy = policy(if per_line { PerLine } else { Group }, HalfUp, step);
        let mut invoice = of_drafts("INR", drafts, &halves(), policy);
        let aud: Currency = "AUD".parse().expect("a currency");
        let rate = decimal("0.01736");
        let home = |money: Money| Money::rounded(money.to_decimal() * rate, aud, HalfUp).expect("small");
        invoice.fx = Some(Fx { from: inr, to: aud, rate, date: date(2027, 1, 31), total: home(invoice.total), tax: home(invoice.tax) });
        let mut credits = Vec::new();
        for (at, percent) in parts {
            let number = u32::try_from(at % nets.len() + 1).expect("small");
            let left = invoice.uncredited(number).expect("one currency");
            let net = Money::from_minor((left.minor() * percent / 100).max(1), inr).expect("small");
            if let Ok(credit) = take(&mut invoice, &CreditDemand::Lines(vec![LineCredit { line: number, net }])) {
                prop_assert_eq!(credit.totals.taxes[0].tax, credit.totals.taxes[1].tax);
                prop_assert!(invoice.balance().expect("one currency").minor() >= 0);
                credits.push(credit);
            }
        }
        credits.extend(take(&mut invoice, &CreditDemand::Full).ok());
        let sum = |part: fn(&Totals) -> Money| Money::sum(inr, credits.iter().map(|credit| part(&credit.totals))).expect("small");
        prop_assert_eq!(sum(|totals| totals.net), invoice.net);
        prop_assert_eq!(sum(|totals| totals.tax), invoice.tax);
        prop_assert_eq!(sum(|totals| totals.rounding), invoice.rounding);
        prop_assert_eq!(sum(|totals| totals.total), invoice.total);
        let stated = |part: fn(&Fx) -> Money| Money::sum(aud, credits.iter().filter_map(|credit| credit.fx.as_ref()).map(part)).expect("small");
        prop_assert_eq!(Some(stated(|fx| fx.total)), invoice.fx.as_ref().map(|fx| fx.total));
        prop_assert_eq!(Some(stated(|fx| fx.tax)), invoice.fx.as_ref().map(|fx| fx.tax));
        let freed: usize = credits.iter().map(|credit| credit.freed.len()).sum();
        prop_assert_eq!(freed, 1, "its one engagement is freed once");
    }
}
