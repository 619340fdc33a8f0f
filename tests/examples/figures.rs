//! Random numbers with what Muster makes of them, a JSON object a line, for a program of another kind to check: `.ci/oracle`.
//!
//! `figures ids <how many>` writes business numbers and whether they are accepted; `figures invoices <how many>` writes invoices with
//! every figure of theirs. The same ones each time.

use std::io::{self, Write as _};

use fastrand::Rng;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use muster::domain::calendar::Span;
use muster::domain::draft::{DraftLine, LineKind, Quantity, UnitPrice};
use muster::domain::engagement::Proration;
use muster::domain::exchange::ExchangeRates;
use muster::domain::id::{DeveloperId, EngagementId, Id as _};
use muster::domain::invoice::{DocumentKind, Fx, Totals, credit_totals, total};
use muster::domain::money::{Currency, Money, Rounding};
use muster::domain::proration::{fee, share};
use muster::domain::rate::{Per, Rate};
use muster::domain::seller::{RoundingPolicy, TaxLevel};
use muster::domain::tax::{Component, TaxCategory, Treatment};
use muster::domain::tax_id::{TaxId, TaxScheme};
use rust_decimal::Decimal;
use serde_json::{Value, json};

const SCHEMES: [TaxScheme; 5] = [TaxScheme::Abn, TaxScheme::Nzbn, TaxScheme::NzGst, TaxScheme::Gstin, TaxScheme::Ein];

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let what = arguments.next().unwrap_or_default();
    let count: usize = arguments.next().and_then(|count| count.parse().ok()).expect("how many");
    let mut rng = Rng::with_seed(20_270_104);
    let mut out = io::BufWriter::new(io::stdout().lock());
    for _ in 0..count {
        match what.as_str() {
            "ids" => {
                for scheme in SCHEMES {
                    let text = number(&mut rng, scheme);
                    writeln!(out, "{}", json!([scheme, text, TaxId::new(scheme, &text).is_ok()]))?;
                }
            }
            "invoices" => writeln!(out, "{}", invoice(&mut rng))?,
            _ => panic!("`ids` or `invoices`"),
        }
    }
    out.flush()
}

/// A number of about the right shape: half of those with check digits get the one that fits, which luck alone seldom finds.
fn number(rng: &mut Rng, scheme: TaxScheme) -> String {
    let digits = |rng: &mut Rng, count: usize| (0..count).map(|_| rng.digit(10)).collect::<String>();
    let last = |text: &str, of: &str| {
        let fits = |end: &char| TaxId::new(scheme, &format!("{text}{end}")).is_ok();
        of.chars().find(fits).map_or_else(|| format!("{text}0"), |end| format!("{text}{end}"))
    };
    let lucky = rng.bool();
    match scheme {
        TaxScheme::Abn if lucky => {
            let serial = digits(rng, 9);
            let found = (11..=99).map(|check| format!("{check}{serial}")).find(|text| TaxId::new(scheme, text).is_ok());
            found.unwrap_or_else(|| digits(rng, 11))
        }
        TaxScheme::Abn | TaxScheme::Other => digits(rng, 11),
        TaxScheme::Nzbn if lucky => last(&format!("94{}", digits(rng, 10)), "0123456789"),
        TaxScheme::Nzbn => format!("94{}", digits(rng, 11)),
        TaxScheme::NzGst => {
            let length = rng.usize(7..=8);
            let text = digits(rng, length);
            if lucky { last(&text, "0123456789") } else { text + &digits(rng, 1) }
        }
        TaxScheme::Gstin => {
            let letter = |rng: &mut Rng| rng.uppercase();
            let letters: String = (0..3).map(|_| letter(rng)).collect();
            let holder = char::from(rng.choice(*b"ABCFGHJKLPT").unwrap_or(b'P'));
            let pan = format!("{letters}{holder}{}{}{}", letter(rng), digits(rng, 4), letter(rng));
            let text = format!("{:02}{pan}{}Z", rng.u8(0..40), rng.u8(1..=9));
            if lucky {
                last(&text, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
            } else {
                format!("{text}{}", rng.digit(36).to_ascii_uppercase())
            }
        }
        TaxScheme::Ein => digits(rng, 9),
    }
}

fn invoice(rng: &mut Rng) -> Value {
    let pick = |rng: &mut Rng, all: &[&str]| currency(rng.choice(all).copied().unwrap_or("AUD"));
    let billed = pick(rng, &["AUD", "NZD", "INR", "USD", "EUR", "JPY", "KWD"]);
    let own = if rng.bool() { billed } else { pick(rng, &["AUD", "NZD", "INR", "USD"]) };
    let mut told = Vec::new();
    let mut lines = Vec::new();
    for _ in 0..rng.usize(1..=12) {
        let (line, facts) = line(rng, billed);
        told.push(json!({ "facts": facts, "net": line.net.amount() }));
        lines.push(line);
    }
    let rates: &[&[&str]] = &[&["10"], &["15"], &["9", "9"], &["18"], &["8.875"], &["0"], &["6.25", "2.5"]];
    let rates = rng.choice(rates).copied().unwrap_or(&["10"]);
    let policy = RoundingPolicy {
        tax_level: if rng.bool() { TaxLevel::Group } else { TaxLevel::Line },
        tax_mode: if rng.bool() { Rounding::HalfUp } else { Rounding::HalfDown },
        payable_step: rng.choice([None, None, Some("1"), Some("0.05"), Some("0.1")]).flatten().map(decimal),
    };
    let treatment = Treatment {
        category: TaxCategory::Standard,
        components: rates.iter().map(|rate| Component { name: "GST".to_owned(), rate: decimal(rate) }).collect(),
        reverse_charge: false,
        kind: DocumentKind::TaxInvoice,
        title: "Tax invoice".to_owned(),
        notes: Vec::new(),
    };
    let totals = total(&lines, &treatment, &policy, billed, own).expect("amounts within their bound");
    let table = [("AUD", "1.53"), ("NZD", "1.71"), ("INR", "88.10"), ("EUR", "0.86"), ("JPY", "155.37"), ("KWD", "0.3071")];
    let exchange = ExchangeRates {
        date: date(2026, 12, 30),
        base: currency("USD"),
        rates: table.map(|(code, rate)| (currency(code), decimal(rate))).into(),
    };
    let fx = (billed != own).then(|| Fx::state(&totals, own, &exchange).expect("both currencies are in the table"));
    json!({
        "currency": billed,
        "decimals": billed.decimals(),
        "own_currency": own,
        "own_decimals": own.decimals(),
        "lines": told,
        "rates": rates,
        "policy": policy,
        "exchange_rates": table.iter().copied().chain([("USD", "1")]).collect::<std::collections::BTreeMap<_, _>>(),
        "totals": shown(&totals),
        "fx": fx.map(|fx| json!({ "rate": fx.rate, "total": fx.total.amount(), "tax": fx.tax.amount() })),
        "credits": credits(rng, &totals, &policy),
    })
}

/// A line, and what it is made from.
fn line(rng: &mut Rng, currency: Currency) -> (DraftLine, Value) {
    let price = |rng: &mut Rng, most: i64| Money::from_minor(rng.i64(1..=most), currency).expect("within the bound");
    let day = date(2024, 1, 1).saturating_add(rng.i32(0..1500).days());
    let (kind, quantity, unit_price, net, facts) = match rng.u8(0..4) {
        0 => {
            let (rate, minutes) = (Rate { money: price(rng, 40_000), per: Per::Hour }, rng.u32(1..=20_000));
            let quantity = Quantity::Minutes { minutes };
            let net = fee(rate, quantity).expect("within the bound");
            (LineKind::Time, quantity, rate.into(), net, json!({ "minutes": minutes, "per_hour": rate.money.amount() }))
        }
        1 | 2 => {
            let rate = Rate { money: price(rng, 3_000_000), per: Per::Month };
            let whole = Span::inclusive(day.first_of_month(), day.last_of_month()).expect("a month");
            let last = day.saturating_add(rng.i32(0..31).days()).min(whole.last());
            let part = Span::inclusive(day, last).expect("a day at least");
            let all = [Proration::CalendarDays, Proration::WorkingDays, Proration::ThirtyDays, Proration::None];
            let basis = rng.choice(all).unwrap_or(Proration::CalendarDays);
            let holidays: Vec<Date> = whole.iter().filter(|_| rng.u8(0..20) == 0).collect();
            let quantity = share(part, whole, basis, &holidays);
            let net = fee(rate, quantity).expect("within the bound");
            let facts = json!({
                "first": part.start, "last": last, "per_month": rate.money.amount(), "basis": basis, "holidays": holidays,
            });
            (LineKind::Fee, quantity, rate.into(), net, facts)
        }
        _ => {
            let amount = price(rng, 90_000);
            let net = if rng.bool() { amount } else { amount.negated() };
            let unit: UnitPrice = Rate { money: net, per: Per::Month }.into();
            (LineKind::Expense, Quantity::Count { count: 1 }, unit, net, json!({ "amount": net.amount() }))
        }
    };
    let ids = (EngagementId::from_ulid(ulid::Ulid(1)), DeveloperId::from_ulid(ulid::Ulid(2)));
    let span = Span::inclusive(day, day).expect("a day");
    let line = DraftLine {
        kind,
        engagement_id: ids.0,
        developer_id: ids.1,
        description: String::new(),
        span,
        late: false,
        quantity,
        unit_price,
        net,
    };
    (line, facts)
}

/// Credits of random parts, each of one line or two, the last one of all that is left.
fn credits(rng: &mut Rng, totals: &Totals, policy: &RoundingPolicy) -> Vec<Value> {
    let currency = totals.net.currency();
    let money = |minor: i64| Money::from_minor(minor, currency).expect("less than there was");
    let mut left = totals.net.minor();
    let (mut given, mut told) = (Vec::new(), Vec::new());
    while left > 0 {
        let part = if given.len() == 4 { left } else { rng.i64(1..=left) };
        let first = if rng.bool() { part } else { rng.i64(1..=part) };
        let nets: Vec<Money> = [first, part - first].into_iter().filter(|net| *net > 0).map(money).collect();
        let credit = credit_totals(totals, &given, &nets, policy).expect("a part of what is left");
        let nets: Vec<String> = nets.into_iter().map(Money::amount).collect();
        told.push(json!({ "nets": nets, "totals": shown(&credit) }));
        given.push(credit);
        left -= part;
    }
    told
}

fn shown(totals: &Totals) -> Value {
    json!({
        "net": totals.net.amount(),
        "taxes": totals.taxes.iter().map(|group| group.tax.amount()).collect::<Vec<_>>(),
        "tax": totals.tax.amount(),
        "rounding": totals.rounding.amount(),
        "total": totals.total.amount(),
    })
}

fn currency(code: &str) -> Currency {
    code.parse().expect("a currency")
}

fn decimal(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}
