//! What the law lets stand, and that every line is on one document at most whose figures add up.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use ulid::Ulid;

use super::draft::{Draft, Group, Parties, groups};
use super::sample::{agreement, developer, seller};
use super::*;
use crate::domain::id::{Id, InvoiceId};
use crate::domain::invoice::DocumentKind;
use crate::domain::money::{Money, Rounding};
use crate::domain::pay::{Month, PayBook, PayStatement, SelfBilledRef};
use crate::domain::seller::{RoundingPolicy, Seller, TaxLevel};
use crate::domain::timesheet::samples::{counted, hourly, zone};
use crate::domain::timesheet::{Timesheet, TimesheetStatus, timesheet_span};

fn terms() -> SelfBillingTerms {
    agreement(hourly().developer_id).terms
}

/// The statement of a month over one week for each of these days, each with so many minutes, at AUD 40 an hour.
fn statement(book: &PayBook, engagement: &Engagement, month: &str, weeks: &[(Date, u32)]) -> PayStatement {
    let sheets = weeks.iter().map(|(day, minutes)| {
        let mut sheet = Timesheet::open(engagement, timesheet_span(&engagement.terms.billing, *day));
        sheet.entries.push(counted(&sheet, 1, *day, *minutes));
        sheet.status = TimesheetStatus::Approved;
        sheet
    });
    let work = [(engagement.clone(), sheets.collect())];
    let now = zone("Australia/Sydney").start_of(date(2028, 12, 1));
    book.statement(month.parse().expect("a month"), &work, now).expect("small")
}

fn policy(tax_level: TaxLevel, tax_mode: Rounding) -> RoundingPolicy {
    RoundingPolicy { tax_level, tax_mode, payable_step: Some(rust_decimal::Decimal::ONE) }
}

/// The document of all lines of a statement.
fn draft(law: RecipientLaw, statement: &PayStatement, policy: RoundingPolicy) -> Draft {
    let book = PayBook::new(statement.developer_id);
    let lines: Vec<&PayLine> = statement.lines.iter().collect();
    let currency = lines.first().expect("a line").amount.currency();
    Draft::of(law, currency, &lines, &book, policy, date(2027, 2, 1)).expect("in force")
}

/// The figures of a document over these amounts of pay: net, tax and total.
fn figures(law: RecipientLaw, amounts: &[&str], policy: RoundingPolicy) -> [String; 3] {
    let mut statement = statement(&PayBook::new(hourly().developer_id), &hourly(), "2027-01", &[(date(2027, 1, 5), 60)]);
    let line = statement.lines.remove(0);
    let aud = |amount: &&str| Money::parse(amount, line.amount.currency()).expect("an amount");
    statement.lines = amounts.iter().map(|amount| PayLine { amount: aud(amount), ..line.clone() }).collect();
    let totals = draft(law, &statement, policy).totals;
    [totals.net, totals.tax, totals.total].map(Money::amount)
}

#[test]
fn terms_are_in_the_order_in_which_things_happen() {
    let today = date(2027, 2, 1);
    let faults = |terms: SelfBillingTerms, issued| terms.faults(today, issued).into_iter().map(TermsFault::field).collect::<Vec<_>>();
    let tomorrow = date(2027, 2, 2);
    let issued = Some(IssuedDays { first: date(2027, 1, 10), last: today });
    assert_eq!(faults(terms(), None), [""; 0]);
    assert_eq!(faults(SelfBillingTerms { signed_on: tomorrow, valid_from: tomorrow, ..terms() }, None), ["signed_on"]);
    assert_eq!(faults(SelfBillingTerms { signed_on: date(2027, 1, 2), ..terms() }, None), ["valid_from"]);
    assert_eq!(faults(SelfBillingTerms { supplier_registered_from: date(2027, 1, 2), ..terms() }, None), ["valid_from"]);
    assert_eq!(faults(SelfBillingTerms { valid_to: Some(date(2026, 12, 31)), ..terms() }, None), ["valid_to"]);
    assert_eq!(faults(SelfBillingTerms { valid_to: Some(today), ..terms() }, issued), [""; 0]);
    let cut = SelfBillingTerms { valid_from: date(2027, 1, 11), valid_to: Some(date(2027, 1, 31)), ..terms() };
    assert_eq!(faults(cut, issued), ["valid_from", "valid_to"], "documents that were issued keep what they rest on");
}

#[test]
fn both_must_be_registered_for_the_gst_of_one_country_whose_law_allows_it() {
    let ours = developer("AU", TaxScheme::Abn, "33102417032").profile;
    let gaps = |seller: &Seller, developer: &DeveloperProfile| law(&seller.profile, developer).expect_err("unlawful");
    assert_eq!(law(&seller("AU").profile, &ours), Ok(RecipientLaw::Australian));
    let theirs = developer("NZ", TaxScheme::NzGst, "136410132").profile;
    assert_eq!(law(&seller("NZ").profile, &theirs), Ok(RecipientLaw::NewZealand));
    assert_eq!(gaps(&seller("IN"), &ours), [SelfBillingGap::NoLaw(Country::IN)]);
    let across =
        [SelfBillingGap::Countries { seller: Country::AU, developer: Country::NZ }, SelfBillingGap::DeveloperNumber(TaxScheme::Abn)];
    assert_eq!(gaps(&seller("AU"), &theirs), across);
    let mut bare = seller("AU");
    bare.profile.party.tax_registered = false;
    bare.profile.party.tax_ids.clear();
    assert_eq!(gaps(&bare, &ours), [SelfBillingGap::SellerUnregistered, SelfBillingGap::SellerNumber(TaxScheme::Abn)]);
}

#[test]
fn a_line_is_covered_from_the_first_day_of_registration_on() {
    let engagement = hourly();
    let book = PayBook::new(engagement.developer_id);
    let january = statement(&book, &engagement, "2027-01", &[(date(2027, 1, 5), 60)]).lines.remove(0);
    let covers = |from, engagement: &Engagement| {
        let mut own = agreement(engagement.developer_id);
        own.terms.supplier_registered_from = from;
        own.covers(&january, engagement)
    };
    assert!(covers(date(2027, 1, 4), &engagement), "the engagement starts on that day");
    assert!(!covers(date(2027, 1, 5), &engagement), "some of the month is work of someone who was not registered");
    let mut other = engagement.clone();
    other.terms.seller_id = "sel_nz".parse().expect("an id");
    assert!(!covers(date(2026, 7, 1), &other));
    let mut agent = engagement;
    agent.terms.role = SellerRole::Agent;
    assert!(!covers(date(2026, 7, 1), &agent), "the client buys, and the seller only acts for the developer");
}

#[test]
fn an_agreement_holds_on_both_its_ends() {
    let mut own = agreement(hourly().developer_id);
    own.terms.valid_to = Some(date(2027, 2, 28));
    let days = [date(2026, 12, 31), date(2027, 1, 1), date(2027, 2, 28), date(2027, 3, 1)];
    assert_eq!(days.map(|day| own.holds_on(day)), [false, true, true, false]);
}

#[test]
fn gst_comes_on_top_of_pay_and_is_rounded_as_the_seller_rounds() {
    use RecipientLaw::{Australian, NewZealand};
    let (sum, line) = (TaxLevel::Group, TaxLevel::Line);
    for (law, amounts, level, mode, expected) in [
        (Australian, ["100.00", "20.00"], sum, Rounding::HalfUp, ["120.00", "12.00", "132.00"]),
        // 0.10 × 10 % = 0.01, and 0.05 × 10 % = half a cent.
        (Australian, ["0.10", "0.05"], sum, Rounding::HalfUp, ["0.15", "0.02", "0.17"]),
        (Australian, ["0.05", "0.05"], line, Rounding::HalfUp, ["0.10", "0.02", "0.12"]),
        (Australian, ["0.05", "0.05"], sum, Rounding::HalfUp, ["0.10", "0.01", "0.11"]),
        (NewZealand, ["100.00", "0.10"], sum, Rounding::HalfUp, ["100.10", "15.02", "115.12"]),
        (NewZealand, ["100.00", "0.10"], sum, Rounding::HalfDown, ["100.10", "15.01", "115.11"]),
        (Australian, ["100.00", "-20.00"], sum, Rounding::HalfUp, ["80.00", "8.00", "88.00"]),
    ] {
        assert_eq!(figures(law, &amounts, policy(level, mode)), expected, "{law:?} {amounts:?}");
    }
}

#[test]
fn less_than_nothing_is_no_invoice_but_takes_back_exactly_what_one_gave() {
    let law = RecipientLaw::Australian;
    let rounding = policy(TaxLevel::Group, Rounding::HalfUp);
    assert_eq!(figures(law, &["-33.35", "0.00"], rounding), figures(law, &["33.35", "0.00"], rounding));
    let engagement = hourly();
    let mut book = PayBook::new(engagement.developer_id);
    let mut first = statement(&book, &engagement, "2027-01", &[(date(2027, 1, 5), 90)]);
    let number = "MS-2026-00001".to_owned();
    first.lines[0].self_billed = Some(SelfBilledRef { id: InvoiceId::from_ulid(Ulid(1)), number: number.clone() });
    book.close(&first);
    let second = statement(&book, &engagement, "2027-02", &[(date(2027, 1, 5), 60)]);
    let (seller, developer) = (seller("AU"), developer("AU", TaxScheme::Abn, "33102417032"));
    let own = agreement(engagement.developer_id);
    let lines: Vec<&PayLine> = second.lines.iter().collect();
    let draft = Draft::of(law, lines[0].amount.currency(), &lines, &book, rounding, date(2027, 3, 1)).expect("in force");
    let parties = Parties { agreement: &own, seller: &seller, developer: &developer, law };
    let statement = (Id::from_ulid(Ulid(2)), second.month);
    let days = (date(2027, 3, 1), Timestamp::UNIX_EPOCH);
    let note = draft.issue((Id::from_ulid(Ulid(3)), "MS-2026-00002".to_owned()), statement, parties, None, days);
    assert_eq!((note.kind, note.title.as_str()), (DocumentKind::CreditNote, "Recipient-created adjustment note"));
    assert_eq!((note.totals.total.amount(), note.totals.tax.amount()), ("22.00".to_owned(), "2.00".to_owned()));
    assert_eq!((note.lines[0].minutes, note.lines[0].net.amount(), note.lines[0].late), (Some(30), "20.00".to_owned(), true));
    assert_eq!((note.corrects.len(), note.due_on), (1, None), "nothing is due to the supplier");
    assert!(note.notes.iter().any(|text| text == &format!("Corrects {number}.")), "{:?}", note.notes);
    let ids: Vec<&str> = note.supplier.tax_ids.iter().map(crate::domain::tax_id::TaxId::value).collect();
    assert_eq!(ids, ["33102417032"], "the number that the law asks for, and no other");
}

#[test]
fn what_the_developer_invoiced_itself_is_the_developer_s_to_correct() {
    let engagement = hourly();
    let mut book = PayBook::new(engagement.developer_id);
    let own = [agreement(engagement.developer_id)];
    let first = statement(&book, &engagement, "2027-01", &[(date(2027, 1, 5), 90)]);
    assert_eq!(groups(&first, &book, &[&engagement], &own).len(), 1);
    assert_eq!(groups(&first, &book, &[&engagement], &[]).len(), 0);
    // Closed without an agreement.
    book.close(&first);
    let second = statement(&book, &engagement, "2027-02", &[(date(2027, 1, 5), 60), (date(2027, 2, 2), 60)]);
    let grouped: Vec<Vec<usize>> = groups(&second, &book, &[&engagement], &own).into_iter().map(|group| group.lines).collect();
    assert_eq!(grouped, [[0]], "February's work alone");
    assert!(second.lines[1].late);
}

#[test]
fn what_is_owed_has_an_invoice_of_its_own_where_more_is_taken_back() {
    let engagement = hourly();
    let own = [agreement(engagement.developer_id)];
    let mut book = PayBook::new(engagement.developer_id);
    let mut first = statement(&book, &engagement, "2027-01", &[(date(2027, 1, 5), 480)]);
    first.lines[0].self_billed = Some(SelfBilledRef { id: InvoiceId::from_ulid(Ulid(1)), number: "MS-2026-00001".to_owned() });
    book.close(&first);
    let places = |weeks: &[(Date, u32)]| {
        let second = statement(&book, &engagement, "2027-02", weeks);
        groups(&second, &book, &[&engagement], &own).into_iter().map(|group| group.lines).collect::<Vec<_>>()
    };
    // February's line is the first, January's that is late the second.
    let (january, february) = (date(2027, 1, 5), date(2027, 2, 2));
    assert_eq!(places(&[(january, 420), (february, 480)]), [vec![0, 1]], "one document where something is left to pay");
    assert_eq!(places(&[(january, 60), (february, 120)]), [vec![0], vec![1]]);
    assert_eq!(places(&[(january, 60)]), [vec![0]], "the only line");
    assert_eq!(places(&[(january, 360), (february, 120)]), [vec![0, 1]], "an invoice over nothing, which says what it is made of");
}

proptest! {
    #[test]
    fn over_months_every_line_is_on_one_document_and_each_document_adds_up(
        steps in prop::collection::vec((0..90i32, 1..600u32), 1..20),
        half_down in any::<bool>(),
        by_line in any::<bool>(),
    ) {
        let engagement = hourly();
        let mut book = PayBook::new(engagement.developer_id);
        let own = [agreement(engagement.developer_id)];
        let law = RecipientLaw::NewZealand;
        let rounding = policy(
            if by_line { TaxLevel::Line } else { TaxLevel::Group },
            if half_down { Rounding::HalfDown } else { Rounding::HalfUp },
        );
        let (mut paid, mut stated, mut number) = (0, 0, 0);
        for (at, month) in (0i32..).zip(0..steps.len()) {
            let month_of = Month::of(date(2027, 1, 1).saturating_add(at.months()));
            // Weeks come and go: what was approved may be taken back.
            let weeks: Vec<(Date, u32)> = steps[month / 2..=month].iter().map(|(day, minutes)| (date(2027, 1, 4).saturating_add(day.days()), *minutes)).collect();
            let mut closed = statement(&book, &engagement, &month_of.to_string(), &weeks);
            let mut held_by = vec![0; closed.lines.len()];
            for Group { currency, lines, .. } in groups(&closed, &book, &[&engagement], &own) {
                lines.iter().for_each(|at| held_by[*at] += 1);
                let held: Vec<&PayLine> = lines.iter().map(|at| &closed.lines[*at]).collect();
                let draft = Draft::of(law, currency, &held, &book, rounding, date(2027, 2, 1)).expect("small");
                let totals = &draft.totals;
                let net = Money::sum(currency, held.iter().map(|line| line.amount)).expect("small");
                prop_assert_eq!(totals.net.minor(), net.minor().abs(), "never below zero");
                prop_assert_eq!(totals.net.plus(totals.tax), Ok(totals.total));
                prop_assert!(totals.rounding.is_zero());
                if !by_line {
                    let exact = rounding.tax_mode.round(totals.net.to_decimal() * rust_decimal::Decimal::new(15, 2), 2);
                    prop_assert_eq!(totals.tax.to_decimal(), exact);
                }
                paid += net.minor();
                number += 1;
                for at in lines {
                    closed.lines[at].self_billed = Some(SelfBilledRef { id: InvoiceId::from_ulid(Ulid(number)), number: number.to_string() });
                }
            }
            let held = |(line, count): (&PayLine, &i32)| *count == 1 || (line.amount.is_zero() && *count == 0);
            prop_assert!(closed.lines.iter().zip(&held_by).all(held), "each line is on one document");
            stated += closed.lines.iter().map(|line| line.amount.minor()).sum::<i64>();
            book.close(&closed);
        }
        prop_assert_eq!(paid, stated);
    }
}
