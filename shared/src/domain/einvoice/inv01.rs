//! FORM GST INV-01, version 1.1: what an Indian seller reports of a document to the invoice registration portal.
//!
//! Every amount is in rupees and exact: a document in another currency is told by the rupees that it states itself. Nothing
//! there may be below zero, so what a line takes back is a discount of other lines.
//! Sources: CGST Rules 2017, rule 48(4) and FORM GST INV-01 (notification 60/2020-Central Tax); the portal's published schema
//! for names, lengths and bounds.

mod amount;
mod items;
mod party;
mod share;
mod text;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::domain::client::Sez;
use crate::domain::country::Country;
use crate::domain::invoice::DocumentKind;
use crate::domain::tax_id::TaxScheme;

use super::irn::irn;
use super::{Form, Gap, Issued, NoForm, Side};
use amount::Amount;
use items::{Item, Sums};
use party::{Buyer, Seller};
use text::clean;

/// The most that the payable amount may be rounded by.
const MOST_ROUNDING: Decimal = Decimal::from_parts(9_999, 0, 0, false, 2);
/// The most characters of an order's number.
const LONGEST_ORDER: usize = 16;

/// What is reported.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Report {
    version: &'static str,
    irn: String,
    tran_dtls: Transaction,
    doc_dtls: Heading,
    seller_dtls: Seller,
    buyer_dtls: Buyer,
    item_list: Vec<Item>,
    val_dtls: Values,
    ref_dtls: References,
    #[serde(skip_serializing_if = "Option::is_none")]
    exp_dtls: Option<Export>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Transaction {
    tax_sch: &'static str,
    sup_typ: &'static str,
    reg_rev: &'static str,
    igst_on_intra: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Heading {
    typ: &'static str,
    no: String,
    dt: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Values {
    ass_val: Amount,
    cgst_val: Amount,
    sgst_val: Amount,
    igst_val: Amount,
    rnd_off_amt: Amount,
    tot_inv_val: Amount,
    #[serde(skip_serializing_if = "Option::is_none")]
    tot_inv_val_fc: Option<Amount>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct References {
    #[serde(skip_serializing_if = "Option::is_none")]
    doc_perd_dtls: Option<Period>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    prec_doc_dtls: Vec<Preceding>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    contr_dtls: Vec<Contract>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Period {
    inv_st_dt: String,
    inv_end_dt: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Preceding {
    inv_no: String,
    inv_dt: String,
}

#[derive(Serialize)]
struct Contract {
    #[serde(rename = "PORefr")]
    order: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Export {
    #[serde(skip_serializing_if = "Option::is_none")]
    for_cur: Option<&'static str>,
    cnt_code: String,
}

/// The document as JSON, as it is sent to the portal, with its reference number.
///
/// # Errors
/// The seller is not in India, the supply is one that is not reported, or something is missing: see [`NoForm`].
pub fn inv01(document: &Issued<'_>) -> Result<String, NoForm> {
    let country = document.seller.party.country;
    if country != Country::IN {
        return Err(NoForm::OtherCountry { form: "INV-01", of: "IN", seller: country });
    }
    let mut gaps = heading_gaps(document);
    let (seller, buyer) = (party::seller(document, &mut gaps), party::buyer(document, &mut gaps));
    let (items, sums) = items::items(document, &mut gaps);
    NoForm::unless_empty(gaps)?;
    let kind = kind(document);
    let report = Report {
        version: "1.1",
        irn: irn(&seller.gstin, document.issued_on, kind, document.number),
        tran_dtls: transaction(document),
        doc_dtls: Heading { typ: kind, no: document.number.to_owned(), dt: day(document.issued_on) },
        seller_dtls: seller,
        buyer_dtls: buyer,
        item_list: items,
        val_dtls: values(document, &sums),
        ref_dtls: references(document),
        exp_dtls: export(document),
    };
    Ok(serde_json::to_string(&report).expect("texts and numbers always serialise"))
}

fn heading_gaps(document: &Issued<'_>) -> Vec<Gap> {
    let mut gaps = Vec::new();
    if !is_spelt_right(document.number) {
        gaps.push(Gap::NumberSpelling(document.number.to_owned()));
    }
    if let Form::CreditNote { invoice_number, .. } = document.form
        && !is_spelt_right(invoice_number)
    {
        gaps.push(Gap::NumberSpelling(invoice_number.to_owned()));
    }
    if matches!(document.form, Form::Invoice { kind: DocumentKind::SelfBilled, .. }) {
        gaps.push(Gap::SelfBilled);
    }
    let client = &document.client.party;
    if document.place.country == Country::IN {
        if !client.tax_registered {
            gaps.push(Gap::ClientUnregistered);
        } else if client.tax_id(TaxScheme::Gstin).is_none() {
            gaps.push(Gap::Number(Side::Client, TaxScheme::Gstin));
        }
    }
    if document.totals.rounding.to_decimal().abs() > MOST_ROUNDING {
        gaps.push(Gap::Rounding);
    }
    gaps
}

/// At most 16 letters, digits, slashes and hyphens, of which the first is a letter or a digit from 1 on.
fn is_spelt_right(number: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'/' || byte == b'-';
    (1..=16).contains(&number.len()) && number.bytes().all(fits) && !number.starts_with(['0', '/', '-'])
}

fn kind(document: &Issued<'_>) -> &'static str {
    match document.form {
        Form::Invoice { .. } => "INV",
        Form::CreditNote { .. } => "CRN",
    }
}

/// Abroad and in special economic zones, without tax (under a letter of undertaking) or with tax that is refunded later.
fn transaction(document: &Issued<'_>) -> Transaction {
    let taxed = document.lines.first().is_some_and(|line| line.tax_category.is_taxed());
    let sup_typ = match (document.place.country == Country::IN, document.client.sez, taxed) {
        (false, _, true) => "EXPWP",
        (false, _, false) => "EXPWOP",
        (true, Sez::None, _) => "B2B",
        (true, Sez::Unit | Sez::Developer, true) => "SEZWP",
        (true, Sez::Unit | Sez::Developer, false) => "SEZWOP",
    };
    Transaction { tax_sch: "GST", sup_typ, reg_rev: if document.reverse_charge { "Y" } else { "N" }, igst_on_intra: "N" }
}

fn values(document: &Issued<'_>, sums: &Sums) -> Values {
    let rounding = if document.fx.is_some() { Decimal::ZERO } else { document.totals.rounding.to_decimal() };
    Values {
        ass_val: Amount::paise(sums.net),
        cgst_val: Amount::paise(sums.taxes.cgst),
        sgst_val: Amount::paise(sums.taxes.sgst),
        igst_val: Amount::paise(sums.taxes.igst),
        rnd_off_amt: Amount::paise(rounding),
        tot_inv_val: Amount::paise(document.fx.map_or(document.totals.total, |fx| fx.total).to_decimal()),
        tot_inv_val_fc: document.fx.map(|_| Amount::paise(document.totals.total.to_decimal())),
    }
}

fn references(document: &Issued<'_>) -> References {
    let (doc_perd_dtls, prec_doc_dtls) = match document.form {
        Form::Invoice { span, .. } => (Some(Period { inv_st_dt: day(span.start), inv_end_dt: day(span.last()) }), Vec::new()),
        Form::CreditNote { invoice_number, invoice_issued_on, .. } => {
            (None, vec![Preceding { inv_no: invoice_number.to_owned(), inv_dt: day(invoice_issued_on) }])
        }
    };
    let order = document.purchase_order.map(|order| clean(order.as_str())).filter(|order| order.chars().count() <= LONGEST_ORDER);
    References { doc_perd_dtls, prec_doc_dtls, contr_dtls: order.into_iter().map(|order| Contract { order }).collect() }
}

fn export(document: &Issued<'_>) -> Option<Export> {
    (document.place.country != Country::IN)
        .then(|| Export { for_cur: document.fx.map(|fx| fx.from.code()), cnt_code: document.place.country.code().to_owned() })
}

/// A day as the form writes it: `01/02/2027`.
fn day(day: Date) -> String {
    format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year())
}
