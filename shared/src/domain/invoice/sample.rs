//! Lines, treatments and an invoice, for tests.

use jiff::Timestamp;
use jiff::civil::date;
use rust_decimal::Decimal;
use ulid::Ulid;

use crate::domain::calendar::Span;
use crate::domain::draft::{DraftLine, LineKind, PricePer, Quantity, UnitPrice};
use crate::domain::id::{ClientId, DeveloperId, EngagementId, Id, InvoiceId};
use crate::domain::money::{Money, Rounding};
use crate::domain::seller::{RoundingPolicy, TaxLevel};
use crate::domain::tax::sample::{ISSUED, client, place, seller, treat};
use crate::domain::tax::{Component, TaxCategory, Treatment};

use super::*;

pub(in crate::domain) fn money(amount: &str, currency: &str) -> Money {
    Money::parse(amount, currency.parse().expect("a currency")).expect("an amount")
}

pub(in crate::domain) fn line(net: Money) -> DraftLine {
    DraftLine {
        kind: LineKind::Time,
        engagement_id: EngagementId::from_ulid(Ulid(1)),
        developer_id: DeveloperId::from_ulid(Ulid(2)),
        description: "Priya Nair — back-end development".to_owned(),
        span: Span::new(date(2027, 1, 1), date(2027, 2, 1)).expect("a month"),
        late: false,
        quantity: Quantity::Minutes { minutes: 60 },
        unit_price: UnitPrice { money: net, per: PricePer::Hour },
        net,
    }
}

pub(super) fn lines(currency: &str, nets: &[&str]) -> Vec<DraftLine> {
    nets.iter().map(|net| line(money(net, currency))).collect()
}

/// Taxes of one category: `[("CGST", "9"), ("SGST", "9")]`.
pub(super) fn taxes(category: TaxCategory, rates: &[(&str, &str)]) -> Treatment {
    let component = |(name, rate): &(&str, &str)| Component { name: (*name).to_owned(), rate: rate.parse().expect("a rate") };
    Treatment {
        category,
        components: rates.iter().map(component).collect(),
        reverse_charge: false,
        kind: DocumentKind::TaxInvoice,
        title: "Tax invoice".to_owned(),
        notes: Vec::new(),
    }
}

pub(super) fn policy(tax_level: TaxLevel, tax_mode: Rounding, step: Option<&str>) -> RoundingPolicy {
    RoundingPolicy { tax_level, tax_mode, payable_step: step.map(|step| step.parse().expect("a step")) }
}

/// An invoice from Sydney to Sydney over one line of this net amount, with 10 % GST.
pub(crate) fn invoice(net: &str) -> Invoice {
    let (seller, client) = (seller("AU"), client("AU"));
    let treatment = treat(&seller, &client, "AU").expect("a treatment");
    let draft = line(money(net, "AUD"));
    let currency = draft.net.currency();
    let totals = total(std::slice::from_ref(&draft), &treatment, &seller.rounding, currency, currency).expect("totals");
    let zero = Money::zero(currency);
    let zone = seller.party.time_zone.clone();
    Invoice {
        id: InvoiceId::from_ulid(Ulid(3)),
        number: "MU-2026-00042".to_owned(),
        kind: treatment.kind,
        title: treatment.title.clone(),
        seller_id: "sel_au".parse().expect("an id"),
        client_id: ClientId::from_ulid(Ulid(4)),
        issued_on: ISSUED,
        due_on: date(2027, 2, 15),
        span: draft.span,
        notes: explanation(std::slice::from_ref(&draft), &treatment, &seller.rounding, draft.span, &zone, currency, None),
        time_zone: zone,
        currency,
        lines: vec![Line { line: 1, draft, tax_rate: treatment.rate(), tax_category: treatment.category }],
        net: totals.net,
        taxes: totals.taxes,
        tax: totals.tax,
        rounding: totals.rounding,
        total: totals.total,
        place_of_supply: place("AU"),
        reverse_charge: treatment.reverse_charge,
        purchase_order: None,
        fx: None,
        rounding_policy: seller.rounding,
        credited: zero,
        paid: zero,
        withheld: zero,
        written_off: zero,
        credits: Vec::new(),
        payments: Vec::new(),
        write_offs: Vec::new(),
        notices: Vec::new(),
        remind_at: None,
        created_at: Timestamp::UNIX_EPOCH,
        version: 1,
        seller: SellerSnapshot { party: seller.party, bank_lines: Vec::new(), lut_arn: None, sac_code: None },
        client: ClientSnapshot { party: client.party, buyer_reference: None, sez: client.sez },
    }
}

/// An invoice over these lines without any tax.
pub(in crate::domain) fn untaxed(drafts: Vec<DraftLine>) -> Invoice {
    let treatment = taxes(TaxCategory::OutOfScope, &[]);
    let policy = policy(TaxLevel::Group, Rounding::HalfUp, None);
    let currency = drafts.first().map_or_else(|| money("0", "AUD").currency(), |draft| draft.net.currency());
    let Totals { net, taxes, tax, rounding, total } = total(&drafts, &treatment, &policy, currency, currency).expect("totals");
    let line = |(line, draft)| Line { line, draft, tax_rate: treatment.rate(), tax_category: treatment.category };
    let lines = (1..).zip(drafts).map(line).collect();
    let zero = Money::zero(currency);
    let counted = Invoice { credited: zero, paid: zero, withheld: zero, written_off: zero, ..invoice("1.00") };
    Invoice { currency, lines, net, taxes, tax, rounding, total, rounding_policy: policy, ..counted }
}

pub(super) fn decimal(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}
