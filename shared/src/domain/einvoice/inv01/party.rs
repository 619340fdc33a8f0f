//! The two parties of a report.

use serde::Serialize;

use crate::domain::country::Country;
use crate::domain::einvoice::{Gap, Issued, Side};
use crate::domain::party::Party;
use crate::domain::tax_id::{TaxScheme, gst_state_code};

use super::amount::Amount;
use super::text::{clean, within};

/// What stands for the GSTIN of a buyer abroad.
const UNREGISTERED: &str = "URP";
/// The code of all that lies outside India.
const ABROAD: &str = "96";
/// The postal index number of all that lies outside India.
const PIN_ABROAD: u32 = 999_999;

/// Who issues the document.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Seller {
    pub(super) gstin: String,
    #[serde(flatten)]
    name: Name,
    #[serde(flatten)]
    place: Place,
    stcd: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    em: Option<String>,
}

/// Who receives it.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Buyer {
    gstin: String,
    #[serde(flatten)]
    name: Name,
    pos: String,
    #[serde(flatten)]
    place: Place,
    stcd: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    em: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Name {
    lgl_nm: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    trd_nm: Option<String>,
}

#[derive(Default, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Place {
    addr1: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    addr2: Option<String>,
    loc: String,
    pin: Option<Amount>,
}

/// Who issues the document; what it lacks is added to the gaps.
pub(super) fn seller(document: &Issued<'_>, gaps: &mut Vec<Gap>) -> Seller {
    let party = &document.seller.party;
    let gstin = party.tax_id(TaxScheme::Gstin).filter(|_| party.tax_registered);
    if gstin.is_none() {
        gaps.push(Gap::Number(Side::Seller, TaxScheme::Gstin));
    }
    let gstin = gstin.unwrap_or_default().to_owned();
    Seller {
        stcd: state_of(&gstin),
        gstin,
        name: name(party, Side::Seller, gaps),
        place: place(party, Side::Seller, false, gaps),
        em: email(party),
    }
}

/// Who receives it; one abroad has neither a GSTIN nor a state. Whether it must have one is asked elsewhere.
pub(super) fn buyer(document: &Issued<'_>, gaps: &mut Vec<Gap>) -> Buyer {
    let party = &document.client.party;
    let abroad = document.place.country != Country::IN;
    let name = name(party, Side::Client, gaps);
    let place = place(party, Side::Client, abroad, gaps);
    if abroad {
        let (gstin, code) = (UNREGISTERED.to_owned(), ABROAD.to_owned());
        return Buyer { gstin, name, pos: code.clone(), place, stcd: code, em: email(party) };
    }
    let supplied = document.place.region.as_ref().and_then(gst_state_code);
    if supplied.is_none() {
        gaps.push(Gap::State);
    }
    let gstin = party.tax_id(TaxScheme::Gstin).unwrap_or_default().to_owned();
    Buyer { stcd: state_of(&gstin), gstin, name, pos: supplied.unwrap_or_default().to_owned(), place, em: email(party) }
}

/// The state's code that a GSTIN begins with.
fn state_of(gstin: &str) -> String {
    gstin.chars().take(2).collect()
}

fn name(party: &Party, side: Side, gaps: &mut Vec<Gap>) -> Name {
    let field = if party.legal_name.is_some() { "legal_name" } else { "name" };
    let lgl_nm = required(party.document_name().as_str(), (3, 100), side, field, gaps);
    Name { lgl_nm, trd_nm: party.legal_name.as_ref().and_then(|_| within(party.name.as_str(), 3, 100)) }
}

fn place(party: &Party, side: Side, abroad: bool, gaps: &mut Vec<Gap>) -> Place {
    let Some(address) = &party.address else {
        gaps.push(Gap::Address(side));
        return Place::default();
    };
    let postcode = address.postcode.as_ref().map(|postcode| postcode.as_str().replace(' ', ""));
    let pin = match (abroad, postcode) {
        (true, _) => Some(PIN_ABROAD),
        (false, postcode) => postcode.filter(|pin| pin.len() == 6 && !pin.starts_with('0')).and_then(|pin| pin.parse().ok()),
    };
    if pin.is_none() {
        gaps.push(Gap::Postcode(side));
    }
    let longest_town = match side {
        Side::Seller => 50,
        Side::Client => 100,
    };
    Place {
        addr1: required(address.line1.as_str(), (1, 100), side, "address/line1", gaps),
        addr2: address.line2.as_ref().and_then(|line| within(line.as_str(), 3, 100)),
        loc: required(address.city.as_str(), (3, longest_town), side, "address/city", gaps),
        pin: pin.map(Amount::whole),
    }
}

/// A text that must be there within its bounds, or a gap.
fn required(text: &str, (least, most): (usize, usize), side: Side, field: &'static str, gaps: &mut Vec<Gap>) -> String {
    within(text, least, most).unwrap_or_else(|| {
        gaps.push(Gap::Length { side, field, least, most });
        clean(text)
    })
}

/// An address for mail, as far as the form knows such addresses.
fn email(party: &Party) -> Option<String> {
    let text = party.email.to_string();
    let (own, domain) = text.split_once('@')?;
    let plain = |part: &str, also: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || also.contains(c));
    (plain(own, "+_.-") && plain(domain, ".-") && (6..=100).contains(&text.len())).then_some(text)
}
