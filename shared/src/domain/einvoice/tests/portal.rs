//! What the invoice registration portal holds a report to: names, lengths and bounds of INV-01, and its figures.

use rust_decimal::Decimal;
use serde_json::Value;

use super::case::{GSTIN, cases, credit, is_ubl};
use crate::domain::einvoice::inv01::inv01;
use crate::domain::invoice::credit_note::CreditDemand;

/// How a field is spelt.
enum Is {
    /// So many characters, none of them a quotation mark or a backslash.
    Text(usize, usize),
    /// One of these.
    Word(&'static [&'static str]),
    /// A number from 0 to a bound with so many decimals at most.
    Number(u64, u32),
    /// A day, `31/01/2027`.
    Day,
    /// A number of a document.
    Number16,
    /// So many digits, at least and at most.
    Digits(usize, usize),
    /// A GSTIN, or `URP`.
    Registration,
    /// A whole number of six digits.
    Pin,
    /// An amount of either sign below a hundred.
    Rounding,
    /// The reference number.
    Reference,
}

const PAISE: Is = Is::Number(999_999_999_999, 2);

/// The fields of each part; those whose names end in `?` may be absent.
#[rustfmt::skip]
const FIELDS: &[(&str, &[(&str, Is)])] = &[
    ("", &[("Version", Is::Word(&["1.1"])), ("Irn", Is::Reference)]),
    ("TranDtls", &[
        ("TaxSch", Is::Word(&["GST"])), ("SupTyp", Is::Word(&["B2B", "SEZWP", "SEZWOP", "EXPWP", "EXPWOP", "DEXP"])),
        ("RegRev?", Is::Word(&["Y", "N"])), ("IgstOnIntra?", Is::Word(&["Y", "N"])),
    ]),
    ("DocDtls", &[("Typ", Is::Word(&["INV", "CRN", "DBN"])), ("No", Is::Number16), ("Dt", Is::Day)]),
    ("SellerDtls", &[
        ("Gstin", Is::Registration), ("LglNm", Is::Text(3, 100)), ("TrdNm?", Is::Text(3, 100)), ("Addr1", Is::Text(1, 100)),
        ("Addr2?", Is::Text(3, 100)), ("Loc", Is::Text(3, 50)), ("Pin", Is::Pin), ("Stcd", Is::Digits(1, 2)), ("Em?", Is::Text(6, 100)),
    ]),
    ("BuyerDtls", &[
        ("Gstin", Is::Registration), ("LglNm", Is::Text(3, 100)), ("TrdNm?", Is::Text(3, 100)), ("Pos", Is::Digits(1, 2)),
        ("Addr1", Is::Text(1, 100)), ("Addr2?", Is::Text(3, 100)), ("Loc", Is::Text(3, 100)), ("Pin?", Is::Pin), ("Stcd", Is::Digits(1, 2)),
        ("Em?", Is::Text(6, 100)),
    ]),
    ("ItemList", &[
        ("SlNo", Is::Digits(1, 6)), ("PrdDesc?", Is::Text(3, 300)), ("IsServc", Is::Word(&["Y"])), ("HsnCd", Is::Digits(4, 8)),
        ("Qty?", Is::Number(9_999_999_999, 3)), ("Unit?", Is::Word(&["OTH"])), ("UnitPrice", Is::Number(999_999_999_999, 3)),
        ("TotAmt", PAISE), ("Discount?", PAISE), ("AssAmt", PAISE), ("GstRt", Is::Number(999, 3)), ("IgstAmt?", PAISE), ("CgstAmt?", PAISE),
        ("SgstAmt?", PAISE), ("TotItemVal", PAISE),
    ]),
    ("ValDtls", &[
        ("AssVal", PAISE), ("CgstVal?", PAISE), ("SgstVal?", PAISE), ("IgstVal?", PAISE), ("RndOffAmt?", Is::Rounding), ("TotInvVal", PAISE),
        ("TotInvValFc?", PAISE),
    ]),
    ("RefDtls/DocPerdDtls", &[("InvStDt", Is::Day), ("InvEndDt", Is::Day)]),
    ("RefDtls/PrecDocDtls", &[("InvNo", Is::Number16), ("InvDt", Is::Day)]),
    ("RefDtls/ContrDtls", &[("PORefr?", Is::Text(1, 16))]),
    ("ExpDtls", &[("ForCur?", Is::Text(3, 16)), ("CntCode", Is::Text(2, 2))]),
];

/// The parts that may be absent.
const OPTIONAL: [&str; 4] = ["RefDtls/DocPerdDtls", "RefDtls/PrecDocDtls", "RefDtls/ContrDtls", "ExpDtls"];

/// A number as it is written: two decimals are never more digits than a reader of JSON keeps.
pub(super) fn number(value: &Value) -> Option<Decimal> {
    value.as_number()?.to_string().parse().ok()
}

impl Is {
    fn holds(&self, value: &Value) -> bool {
        let text = value.as_str();
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        match self {
            Self::Text(least, most) => {
                text.is_some_and(|text| (*least..=*most).contains(&text.chars().count()) && !text.contains(['"', '\\']))
            }
            Self::Word(words) => text.is_some_and(|text| words.contains(&text)),
            Self::Number(most, decimals) => number(value)
                .is_some_and(|number| !number.is_sign_negative() && number.trunc() <= Decimal::from(*most) && number.scale() <= *decimals),
            Self::Day => text.is_some_and(|text| {
                let parts: Vec<&str> = text.split('/').collect();
                let [day, month, year] = parts[..] else { return false };
                [(day, 2), (month, 2), (year, 4)].iter().all(|(part, length)| part.len() == *length && digits(part))
                    && format!("{year}-{month}-{day}").parse::<jiff::civil::Date>().is_ok()
            }),
            Self::Number16 => text.is_some_and(|text| {
                (1..=16).contains(&text.len())
                    && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-".contains(&byte))
                    && !text.starts_with(['0', '/', '-'])
            }),
            Self::Digits(least, most) => {
                text.is_some_and(|text| digits(text) && (*least..=*most).contains(&text.len()) && !text.trim_matches('0').is_empty())
            }
            Self::Registration => text.is_some_and(|text| text == "URP" || (text.len() == 15 && digits(&text[..2]))),
            Self::Pin => {
                number(value).is_some_and(|pin| pin.scale() == 0 && pin >= Decimal::from(100_000) && pin <= Decimal::from(999_999))
            }
            Self::Rounding => number(value).is_some_and(|number| number.abs() < Decimal::ONE_HUNDRED && number.scale() <= 2),
            Self::Reference => text.is_some_and(|text| text.len() == 64 && text.bytes().all(|byte| b"0123456789abcdef".contains(&byte))),
        }
    }
}

/// What a report breaks: fields by their place, figures by a word.
pub(super) fn broken(json: &str) -> Vec<String> {
    let report: Value = serde_json::from_str(json).expect("JSON");
    let mut broken = Vec::new();
    for (part, fields) in FIELDS {
        let found = if part.is_empty() { Some(&report) } else { report.pointer(&format!("/{part}")) };
        match found {
            None if OPTIONAL.contains(part) => {}
            None => broken.push((*part).to_owned()),
            Some(Value::Array(items)) if !items.is_empty() => {
                broken.extend(items.iter().enumerate().flat_map(|(at, item)| of_part(&format!("{part}/{at}"), item, fields)));
            }
            Some(one) => broken.extend(of_part(part, one, fields)),
        }
    }
    broken.extend(figures(&report).into_iter().filter(|(_, holds)| !holds).map(|(rule, _)| rule.to_owned()));
    broken
}

fn of_part(part: &str, value: &Value, fields: &[(&str, Is)]) -> Vec<String> {
    let mut broken = Vec::new();
    for (name, is) in fields {
        match (value.get(name.trim_end_matches('?')), name.ends_with('?')) {
            (Some(value), _) if is.holds(value) => {}
            (None, true) => {}
            _ => broken.push(format!("{part}/{}", name.trim_end_matches('?'))),
        }
    }
    let known = |name: &String| fields.iter().any(|(known, _)| known.trim_end_matches('?') == name) || part.is_empty();
    broken.extend(
        value.as_object().into_iter().flat_map(|object| object.keys()).filter(|name| !known(name)).map(|name| format!("{part}/{name}?")),
    );
    broken
}

fn figures(report: &Value) -> Vec<(&'static str, bool)> {
    let items = report["ItemList"].as_array().cloned().unwrap_or_default();
    let of = |item: &Value, field: &str| item.get(field).map_or(Some(Decimal::ZERO), number).unwrap_or(Decimal::from(i32::MIN));
    let sum = |field: &str| items.iter().map(|item| of(item, field)).sum::<Decimal>();
    let value = |field: &str| of(&report["ValDtls"], field);
    let every = |holds: &dyn Fn(&Value) -> bool| items.iter().all(holds);
    let taxes = |item: &Value| of(item, "IgstAmt") + of(item, "CgstAmt") + of(item, "SgstAmt");
    let tax = |item: &Value| of(item, "AssAmt") * of(item, "GstRt") / Decimal::ONE_HUNDRED;
    let text = |pointer: &str| report.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let kind = text("/TranDtls/SupTyp");
    let abroad = kind.starts_with("EXP");
    // The portal admits a rupee; within India what is rounded on each of a dozen lines stays well below it.
    let off = if report.pointer("/ExpDtls/ForCur").is_some() { Decimal::ONE } else { Decimal::new(15, 2) };
    let within_state = text("/SellerDtls/Stcd") == text("/BuyerDtls/Pos") && kind == "B2B";
    vec![
        ("items-count", (1..=1000).contains(&items.len())),
        ("items-in-order", items.iter().zip(1..).all(|(item, at)| item["SlNo"] == format!("{at}"))),
        ("item-total-amount", every(&|item| (of(item, "Qty") * of(item, "UnitPrice") - of(item, "TotAmt")).abs() <= Decimal::ONE)),
        ("item-assessable", every(&|item| of(item, "AssAmt") == of(item, "TotAmt") - of(item, "Discount"))),
        ("item-value", every(&|item| of(item, "TotItemVal") == of(item, "AssAmt") + taxes(item))),
        ("item-tax", every(&|item| (taxes(item) - tax(item)).abs() <= off)),
        ("assessable", value("AssVal") == sum("AssAmt")),
        ("cgst", value("CgstVal") == sum("CgstAmt")),
        ("sgst", value("SgstVal") == sum("SgstAmt")),
        ("igst", value("IgstVal") == sum("IgstAmt")),
        ("cgst-is-sgst", value("CgstVal") == value("SgstVal") && every(&|item| of(item, "CgstAmt") == of(item, "SgstAmt"))),
        ("total", value("TotInvVal") == value("AssVal") + value("CgstVal") + value("SgstVal") + value("IgstVal") + value("RndOffAmt")),
        ("one-or-the-other", within_state || value("CgstVal").is_zero()),
        ("not-both", !within_state || value("IgstVal").is_zero()),
        ("without-tax", !kind.ends_with("WOP") || every(&|item| taxes(item).is_zero())),
        ("with-tax", !kind.ends_with("WP") || value("IgstVal") > Decimal::ZERO || value("AssVal") < Decimal::ONE_HUNDRED),
        ("abroad", !abroad || [text("/BuyerDtls/Gstin"), text("/BuyerDtls/Pos"), text("/BuyerDtls/Stcd")] == ["URP", "96", "96"]),
        ("abroad-pin", !abroad || report["BuyerDtls"]["Pin"] == 999_999),
        ("abroad-country", abroad == (text("/ExpDtls/CntCode").len() == 2)),
        ("state", abroad || text("/BuyerDtls/Gstin").starts_with(text("/BuyerDtls/Stcd"))),
        ("seller-state", text("/SellerDtls/Gstin").starts_with(text("/SellerDtls/Stcd")) && text("/SellerDtls/Gstin") == GSTIN),
        ("credited", (text("/DocDtls/Typ") == "CRN") == report.pointer("/RefDtls/PrecDocDtls/0/InvNo").is_some()),
    ]
}

#[test]
fn every_report_passes_the_portals_rules() {
    for (name, invoice) in cases().into_iter().filter(|(_, invoice)| !is_ubl(invoice)) {
        let json = inv01(&(&invoice).into()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(broken(&json), Vec::<String>::new(), "{name}\n{json}");
        let note = credit(&invoice, &CreditDemand::Full);
        let json = inv01(&(&note).into()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(broken(&json), Vec::<String>::new(), "the credit of {name}\n{json}");
    }
}
