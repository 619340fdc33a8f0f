//! Documents of each way of supply that a form can say, with fixed names, numbers and days.

use jiff::civil::date;
use rust_decimal::Decimal;

use crate::domain::calendar::Span;
use crate::domain::client::{ClientProfile, Sez};
use crate::domain::draft::{DraftLine, LineKind, PricePer, Quantity, UnitPrice};
use crate::domain::engagement::Proration;
use crate::domain::exchange::ExchangeRates;
use crate::domain::id::{CreditNoteId, EngagementId, Id};
use crate::domain::invoice::credit_note::{Credit, CreditDemand, CreditNote, credit_lines, credit_notes};
use crate::domain::invoice::sample::{invoice, line, money};
use crate::domain::invoice::{ClientSnapshot, DocumentKind, Fx, Invoice, Line, SellerSnapshot, explanation, total};
use crate::domain::money::Money;
use crate::domain::party::{Address, Party};
use crate::domain::seller::SellerProfile;
use crate::domain::tax::sample::{KARNATAKA, MAHARASHTRA, client, lut, place, seller, treat};
use crate::domain::tax_id::{TaxId, TaxScheme};

use super::super::ElectronicAddress;

pub(super) fn parse<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().expect("a valid sample")
}

fn id(scheme: TaxScheme, value: &str) -> TaxId {
    TaxId::new(scheme, value).expect("a valid number")
}

/// The party with the numbers and the address that e-invoices ask for.
fn complete(party: &mut Party, name: &str, trades_as: &str) {
    party.name = parse(trades_as);
    party.legal_name = Some(parse(name));
    let (city, region, postcode) = match party.country.code() {
        "AU" => ("Sydney", "NSW", "2000"),
        "NZ" => ("Auckland", "Auckland", "1010"),
        "IN" => ("Bengaluru", "Karnataka", "560 001"),
        _ => ("Austin", "TX", "78701"),
    };
    party.address = Some(Address {
        line1: parse("1 High Street"),
        line2: Some(parse("Level 2")),
        city: parse(city),
        region: Some(parse(region)),
        postcode: Some(parse(postcode)),
    });
    match party.country.code() {
        "NZ" => party.tax_ids.push(id(TaxScheme::Nzbn, "9429041098080")),
        "US" => party.e_invoice = Some(ElectronicAddress::new("0060", "123456789").expect("an address")),
        _ => {}
    }
}

pub(super) fn seller_of(country: &str) -> SellerProfile {
    let mut seller = seller(country);
    complete(&mut seller.party, "Muster Pty Ltd", "Muster");
    seller
}

pub(super) fn client_of(country: &str) -> ClientProfile {
    let mut client = client(country);
    complete(&mut client.party, "O'Brien & Söhne <Tech> Ltd", "O'Brien \"Tech\"");
    client
}

/// A client in India with a GSTIN of Maharashtra.
pub(super) fn client_in_maharashtra() -> ClientProfile {
    let mut client = client_of("IN");
    client.party.tax_ids = vec![id(TaxScheme::Gstin, MAHARASHTRA)];
    client
}

/// Time that has an end as a decimal number of hours, time that has none, a part of a month and a discount.
pub(super) fn lines(currency: &str) -> Vec<DraftLine> {
    let span = |from, to| Span::new(from, to).expect("a span");
    let at = |amount: &str, per| UnitPrice { money: money(amount, currency), per };
    let base = line(money("0.00", currency));
    let of = |kind, span, quantity, unit_price: UnitPrice, net: &str| DraftLine {
        kind,
        span,
        quantity,
        unit_price,
        net: money(net, currency),
        ..base.clone()
    };
    let january = span(date(2027, 1, 1), date(2027, 2, 1));
    let days = |days| Quantity::Period { days, of_days: 31, basis: Proration::CalendarDays };
    vec![
        of(LineKind::Time, january, Quantity::Minutes { minutes: 9510 }, at("96.50", PricePer::Hour), "15295.25"),
        of(LineKind::Time, january, Quantity::Minutes { minutes: 50 }, at("60.05", PricePer::Hour), "50.04"),
        of(LineKind::Fee, january, days(10), at("8000.00", PricePer::Month), "2580.65"),
        of(LineKind::Fee, january, days(31), at("8000.00", PricePer::Month), "8000.00"),
        of(LineKind::Fee, january, days(-5), at("100.00", PricePer::Month), "-16.13"),
        of(LineKind::Discount, january, Quantity::Count { count: -1 }, at("100.01", PricePer::Unit), "-100.01"),
        DraftLine {
            late: true,
            engagement_id: EngagementId::from_ulid(ulid::Ulid(9)),
            ..of(
                LineKind::Time,
                span(date(2026, 12, 1), date(2027, 1, 1)),
                Quantity::Minutes { minutes: 30 },
                at("70.00", PricePer::Hour),
                "35.00",
            )
        },
    ]
}

/// An invoice as it would be issued of these lines; in another currency than the seller's at `rate` of the seller's for one.
pub(super) fn issue(seller: &SellerProfile, client: &ClientProfile, at: &str, drafts: Vec<DraftLine>, rate: Option<&str>) -> Invoice {
    let treatment = treat(seller, client, at).expect("a treatment");
    let base = invoice("1.00");
    let currency = drafts.first().map_or(seller.party.currency, |draft| draft.net.currency());
    let home = seller.party.currency;
    let totals = total(&drafts, &treatment, &seller.rounding, currency, home).expect("totals");
    let fx = rate.map(|rate| {
        let rates = [(home, parse::<Decimal>(rate))].into_iter().collect();
        Fx::state(&totals, home, &ExchangeRates { date: base.issued_on, base: currency, rates }).expect("a rate")
    });
    let zone = client.party.time_zone.clone();
    let notes = explanation(&drafts, &treatment, &seller.rounding, base.span, &zone, home, fx.as_ref());
    let line = |(line, draft)| Line { line, draft, tax_rate: treatment.rate(), tax_category: treatment.category };
    let zero = Money::zero(currency);
    let abroad = seller.lut.iter().map(|lut| lut.arn.clone()).next();
    Invoice {
        number: if home.code() == "INR" { "IN/26-27/00042" } else { "MU-2026-00042" }.to_owned(),
        kind: treatment.kind,
        title: treatment.title.clone(),
        time_zone: zone,
        currency,
        lines: (1..).zip(drafts).map(line).collect(),
        net: totals.net,
        taxes: totals.taxes,
        tax: totals.tax,
        rounding: totals.rounding,
        total: totals.total,
        place_of_supply: place(at),
        reverse_charge: treatment.reverse_charge,
        purchase_order: client.purchase_order.clone(),
        fx,
        notes,
        rounding_policy: seller.rounding,
        credited: zero,
        paid: zero,
        withheld: zero,
        written_off: zero,
        seller: SellerSnapshot {
            party: seller.party.clone(),
            bank_lines: vec![parse("BSB 062-000"), parse("Account 1234 5678")],
            lut_arn: abroad,
            sac_code: seller.sac_codes.first().cloned(),
        },
        client: ClientSnapshot { party: client.party.clone(), buyer_reference: client.buyer_reference.clone(), sez: client.sez },
        ..base
    }
}

/// The credit note of a demand.
pub(super) fn credit(invoice: &Invoice, demand: &CreditDemand) -> CreditNote {
    let credit = Credit::of(invoice, demand).expect("a credit");
    let zero = Money::zero(invoice.currency);
    CreditNote {
        id: CreditNoteId::from_ulid(ulid::Ulid(5)),
        number: if invoice.number.starts_with("IN/") { "IC/26-27/00001" } else { "MC-2026-00001" }.to_owned(),
        kind: DocumentKind::CreditNote,
        title: "Credit note".to_owned(),
        invoice_id: invoice.id,
        invoice_number: invoice.number.clone(),
        invoice_issued_on: invoice.issued_on,
        seller_id: invoice.seller_id.clone(),
        client_id: invoice.client_id,
        seller: invoice.seller.clone(),
        client: invoice.client.clone(),
        issued_on: date(2027, 3, 1),
        currency: invoice.currency,
        lines: credit_lines(invoice, &credit),
        place_of_supply: invoice.place_of_supply.clone(),
        reverse_charge: invoice.reverse_charge,
        purchase_order: invoice.purchase_order.clone(),
        reason: parse("Wrong week"),
        notes: credit_notes(invoice, &credit),
        totals: credit.totals,
        fx: credit.fx,
        freed: credit.freed,
        unapplied: zero,
        created_at: invoice.created_at,
        version: 1,
    }
}

/// Each way of supply by its name: what is issued.
pub(super) fn cases() -> Vec<(&'static str, Invoice)> {
    let (au, nz, india) = (seller_of("AU"), seller_of("NZ"), seller_of("IN"));
    let with_lut = SellerProfile { lut: vec![lut()], ..india.clone() };
    let mut unregistered = au.clone();
    unregistered.party.tax_registered = false;
    let mut ordering = client_of("AU");
    ordering.purchase_order = Some(parse("PO-4711"));
    ordering.buyer_reference = Some(parse("Cost centre 7"));
    let zone = ClientProfile { sez: Sez::Unit, ..client_in_maharashtra() };
    let rupees = lines("INR");
    vec![
        ("au_to_au", issue(&au, &ordering, "AU", lines("AUD"), None)),
        ("au_to_au_in_dollars", issue(&au, &client_of("AU"), "AU", lines("USD"), Some("1.53"))),
        ("au_to_us_export", issue(&au, &client_of("US"), "US", lines("USD"), Some("1.53"))),
        ("au_to_nz_export", issue(&au, &client_of("NZ"), "NZ", lines("NZD"), Some("0.91"))),
        ("au_unregistered_to_au", issue(&unregistered, &client_of("AU"), "AU", lines("AUD"), None)),
        ("nz_to_nz", issue(&nz, &client_of("NZ"), "NZ", lines("NZD"), None)),
        ("nz_to_au_export", issue(&nz, &client_of("AU"), "AU", lines("AUD"), Some("1.08"))),
        ("in_to_in_same_state", issue(&india, &client_of("IN"), "IN-KA", rupees.clone(), None)),
        ("in_to_in_other_state", issue(&india, &client_in_maharashtra(), "IN-MH", rupees.clone(), None)),
        ("in_to_us_export_under_lut", issue(&with_lut, &client_of("US"), "US", lines("USD"), Some("88.10"))),
        ("in_to_au_export_with_tax", issue(&india, &client_of("AU"), "AU", lines("AUD"), Some("57.583333"))),
        ("in_to_zone_under_lut", issue(&with_lut, &zone, "IN-MH", rupees.clone(), None)),
        ("in_to_zone_with_tax", issue(&india, &zone, "IN-MH", rupees, None)),
    ]
}

/// Whether the case's seller writes UBL; the others report INV-01.
pub(super) fn is_ubl(invoice: &Invoice) -> bool {
    invoice.seller.party.country.code() != "IN"
}

/// The GSTIN of the sellers in India.
pub(super) const GSTIN: &str = KARNATAKA;
