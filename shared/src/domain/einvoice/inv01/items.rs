//! The items of a report: a document's lines in rupees, with what some of them take back as a discount of the others.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::domain::display;
use crate::domain::einvoice::measure::Measure;
use crate::domain::einvoice::{Gap, Issued, IssuedLine};
use crate::domain::money::Money;

use super::amount::Amount;
use super::share::shares;
use super::text::cut;

/// The most items of a report.
const MOST_ITEMS: usize = 1_000;
/// How far each tax of an item may be from its rate. Source: the portal's validations of an item.
const TAX_TOLERANCE: Decimal = Decimal::ONE;
/// The most that an item may come to.
const MOST: Decimal = Decimal::from_parts(276_447_231, 23_283, 0, false, 2);

/// One item.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Item {
    sl_no: String,
    prd_desc: String,
    is_servc: &'static str,
    hsn_cd: String,
    qty: Amount,
    unit: &'static str,
    unit_price: Amount,
    tot_amt: Amount,
    discount: Amount,
    ass_amt: Amount,
    gst_rt: Amount,
    igst_amt: Amount,
    cgst_amt: Amount,
    sgst_amt: Amount,
    tot_item_val: Amount,
}

/// The three taxes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Taxes {
    pub(super) cgst: Decimal,
    /// The state's, or a union territory's in its place.
    pub(super) sgst: Decimal,
    pub(super) igst: Decimal,
}

impl Taxes {
    /// Adds to the tax of a name; what is untaxed bears the name of the tax that it is free of.
    fn add(&mut self, name: &str, amount: Decimal) {
        match name {
            "CGST" => self.cgst += amount,
            "SGST" | "UTGST" => self.sgst += amount,
            _ => self.igst += amount,
        }
    }
}

/// What the items add up to, in rupees.
pub(super) struct Sums {
    pub(super) net: Decimal,
    pub(super) taxes: Taxes,
    /// The rate of each tax, as a part of one.
    rates: Taxes,
}

/// A line with something above zero, and how much of it is taken back.
struct Lot<'a> {
    line: &'a IssuedLine<'a>,
    gross: Decimal,
    discount: Decimal,
}

impl Lot<'_> {
    fn assessable(&self) -> Decimal {
        self.gross - self.discount
    }
}

/// The items and what they add up to; what stands in their way is added to the gaps.
pub(super) fn items(document: &Issued<'_>, gaps: &mut Vec<Gap>) -> (Vec<Item>, Sums) {
    let sums = sums(document, gaps);
    let lots = lots(document, sums.net, gaps);
    if lots.is_empty() || lots.len() > MOST_ITEMS {
        gaps.push(Gap::Lines(lots.len()));
    }
    if lots.iter().any(|lot| lot.gross > MOST) {
        gaps.push(Gap::TooLarge);
    }
    let code = document.seller.sac_code.as_ref().map(ToString::to_string).unwrap_or_default();
    if !matches!(code.len(), 4 | 6 | 8) || !code.bytes().all(|byte| byte.is_ascii_digit()) || code.bytes().all(|byte| byte == b'0') {
        gaps.push(Gap::ServicesCode);
    }
    let shared = |tax: fn(&Taxes) -> Decimal| {
        let exact: Vec<Decimal> = lots.iter().map(|lot| lot.assessable() * tax(&sums.rates)).collect();
        shares(&exact, tax(&sums.taxes))
    };
    let off = |lot: &Lot<'_>, rate: Decimal, tax: Decimal| (lot.assessable() * rate - tax).abs() > TAX_TOLERANCE;
    let (cgst, sgst, igst) = (shared(|taxes| taxes.cgst), shared(|taxes| taxes.sgst), shared(|taxes| taxes.igst));
    let rates = &sums.rates;
    let is_off =
        |(at, lot): (usize, &Lot<'_>)| off(lot, rates.cgst, cgst[at]) || off(lot, rates.sgst, sgst[at]) || off(lot, rates.igst, igst[at]);
    if lots.iter().enumerate().any(is_off) {
        gaps.push(Gap::TaxTolerance);
    }
    let taxes = (0..lots.len()).map(|at| Taxes { cgst: cgst[at], sgst: sgst[at], igst: igst[at] });
    let items = (1_u32..).zip(lots.iter().zip(taxes)).map(|(at, (lot, taxes))| item(at, lot, taxes, &code)).collect();
    (items, sums)
}

/// Net and taxes in rupees: the document's own, or those that it states where its currency is another.
fn sums(document: &Issued<'_>, gaps: &mut Vec<Gap>) -> Sums {
    let totals = &document.totals;
    let (net, tax) = match document.fx {
        None => (totals.net.to_decimal(), totals.tax.to_decimal()),
        Some(fx) => (fx.total.to_decimal() - fx.tax.to_decimal(), fx.tax.to_decimal()),
    };
    let currency = document.fx.map_or(document.currency, |fx| fx.to);
    if currency.code() != "INR" {
        gaps.push(Gap::Rupees);
    }
    if document.currency.decimals() > 2 {
        gaps.push(Gap::Decimals(document.currency));
    }
    let parts: Vec<Decimal> = match document.fx {
        None => totals.taxes.iter().map(|group| group.tax.to_decimal()).collect(),
        Some(fx) => shares(&totals.taxes.iter().map(|group| group.tax.to_decimal() * fx.rate).collect::<Vec<_>>(), tax),
    };
    let (mut taxes, mut rates) = (Taxes::default(), Taxes::default());
    for (group, part) in totals.taxes.iter().zip(parts) {
        let rate = if group.category.is_taxed() { group.rate / Decimal::ONE_HUNDRED } else { Decimal::ZERO };
        taxes.add(&group.name, part);
        rates.add(&group.name, rate);
    }
    Sums { net, taxes, rates }
}

/// The lines above zero, with those below zero taken from the lines of the same engagement first.
fn lots<'a>(document: &'a Issued<'_>, net: Decimal, gaps: &mut Vec<Gap>) -> Vec<Lot<'a>> {
    let rate = document.fx.map_or(Decimal::ONE, |fx| fx.rate);
    let exact: Vec<Decimal> = document.lines.iter().map(|line| line.net.to_decimal() * rate).collect();
    let rupees = shares(&exact, net);
    let mut lots: Vec<Lot<'_>> = document
        .lines
        .iter()
        .zip(&rupees)
        .filter(|(line, _)| line.net.minor() >= 0)
        .map(|(line, gross)| Lot { line, gross: *gross, discount: Decimal::ZERO })
        .collect();
    for (line, taken) in document.lines.iter().zip(&rupees).filter(|(line, _)| line.net.minor() < 0) {
        let mut left = taken.abs();
        for own in [true, false] {
            for lot in lots.iter_mut().filter(|lot| (lot.line.engagement_id == line.engagement_id) == own) {
                let part = left.min(lot.assessable());
                lot.discount += part;
                left -= part;
            }
        }
        if !left.is_zero() && !gaps.contains(&Gap::Negative) {
            gaps.push(Gap::Negative);
        }
    }
    lots
}

fn item(at: u32, lot: &Lot<'_>, taxes: Taxes, code: &str) -> Item {
    let line = lot.line;
    let measure = Some(Measure::of(line)).filter(|measure| fits(measure, line.net, lot.gross));
    let (quantity, price) = measure.map_or((Decimal::ONE, lot.gross), |measure| (measure.quantity, measure.price.to_decimal()));
    let rate = if line.tax_category.is_taxed() { line.tax_rate } else { Decimal::ZERO };
    Item {
        sl_no: at.to_string(),
        prd_desc: description(line),
        is_servc: "Y",
        hsn_cd: code.to_owned(),
        qty: Amount::thousandths(quantity),
        unit: "OTH",
        unit_price: Amount::thousandths(price),
        tot_amt: Amount::paise(lot.gross),
        discount: Amount::paise(lot.discount),
        ass_amt: Amount::paise(lot.assessable()),
        gst_rt: Amount::percent(rate),
        igst_amt: Amount::paise(taxes.igst),
        cgst_amt: Amount::paise(taxes.cgst),
        sgst_amt: Amount::paise(taxes.sgst),
        tot_item_val: Amount::paise(lot.assessable() + taxes.igst + taxes.cgst + taxes.sgst),
    }
}

/// Whether quantity and price can stand on the form: no more decimals than it has, and their product is the line.
fn fits(measure: &Measure, net: Money, gross: Decimal) -> bool {
    let exact = measure.quantity.checked_mul(measure.price.to_decimal());
    measure.base == Decimal::ONE
        && measure.quantity > Decimal::ZERO
        && measure.quantity.scale() <= 3
        && net.to_decimal() == gross
        && exact == Some(gross)
}

/// What it is, how much of it and on which days, in at most 300 characters.
fn description(line: &IssuedLine<'_>) -> String {
    let days = display::period(line.span);
    let much = line.measured.map(|(quantity, _)| format!(", {}", display::quantity(quantity))).unwrap_or_default();
    let tail = format!(" ({days}{much})").replace(['\u{a0}'], " ");
    let room = 300_usize.saturating_sub(tail.chars().count());
    format!("{}{}", cut(line.description, room), cut(&tail, 300))
}
