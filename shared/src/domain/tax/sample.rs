//! Sellers and clients of each country, for tests.

use jiff::civil::{Date, date};

use crate::domain::client::{ClientProfile, Sez};
use crate::domain::dunning::Dunning;
use crate::domain::engagement::PlaceOfSupply;
use crate::domain::party::{Address, Party};
use crate::domain::seller::{RoundingPolicy, SellerProfile, Undertaking};
use crate::domain::tax_id::{TaxId, TaxScheme};

use super::{Supply, TaxGap, Treatment, treatment};

/// The day on which everything here is issued.
pub(in crate::domain) const ISSUED: Date = date(2027, 2, 1);
/// A GSTIN of Karnataka.
pub(in crate::domain) const KARNATAKA: &str = "29AAGCB7383J1Z4";
/// A GSTIN of Maharashtra.
pub(in crate::domain) const MAHARASHTRA: &str = "27AAPFU0939F1ZV";

fn parse<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().expect("a valid sample")
}

/// A registered business of a country, with the number it has there.
pub(in crate::domain) fn party(country: &str) -> Party {
    let (currency, zone, id) = match country {
        "AU" => ("AUD", "Australia/Sydney", Some((TaxScheme::Abn, "51824753556"))),
        "NZ" => ("NZD", "Pacific/Auckland", Some((TaxScheme::NzGst, "49091850"))),
        "IN" => ("INR", "Asia/Kolkata", Some((TaxScheme::Gstin, KARNATAKA))),
        "US" => ("USD", "America/New_York", Some((TaxScheme::Ein, "911144442"))),
        _ => ("EUR", "Europe/London", None),
    };
    Party {
        name: parse("Acme"),
        legal_name: None,
        email: parse("accounts@example.com"),
        phone: None,
        country: parse(country),
        region: None,
        address: Some(Address { line1: parse("1 High Street"), line2: None, city: parse("Town"), region: None, postcode: None }),
        time_zone: parse(zone),
        currency: parse(currency),
        tax_registered: true,
        tax_ids: id.into_iter().map(|(scheme, value)| TaxId::new(scheme, value).expect("a valid number")).collect(),
        e_invoice: None,
    }
}

pub(in crate::domain) fn seller(country: &str) -> SellerProfile {
    let party = party(country);
    SellerProfile {
        fiscal_year_start: parse("04-01"),
        invoice_series: parse("MU/{fy2}/{seq:5}"),
        credit_note_series: parse("CN/{fy2}/{seq:5}"),
        self_billing_series: parse("SB/{fy2}/{seq:5}"),
        markup_percent: rust_decimal::Decimal::TEN,
        sac_codes: vec![parse("998314")],
        lut: Vec::new(),
        e_invoice_required_from: None,
        rounding: RoundingPolicy::default_for(party.country),
        bank: Vec::new(),
        dunning: Dunning::default(),
        party,
    }
}

pub(in crate::domain) fn client(country: &str) -> ClientProfile {
    ClientProfile {
        party: party(country),
        seller_id: None,
        sez: Sez::None,
        payment_terms_days: 14,
        purchase_order: None,
        external_id: None,
        buyer_reference: None,
        billing_contacts: Vec::new(),
        locale: None,
        hold_until_complete: false,
    }
}

/// `AU`, or with a region `IN-KA`.
pub(in crate::domain) fn place(text: &str) -> PlaceOfSupply {
    let (country, region) = text.split_once('-').map_or((text, None), |(country, region)| (country, Some(parse(region))));
    PlaceOfSupply { country: parse(country), region }
}

/// A letter of undertaking for the fiscal year of [`ISSUED`].
pub(in crate::domain) fn lut() -> Undertaking {
    Undertaking { arn: parse("AD290326000001A"), valid_from: date(2026, 4, 1), valid_to: date(2027, 3, 31) }
}

pub(in crate::domain) fn treat(seller: &SellerProfile, client: &ClientProfile, at: &str) -> Result<Treatment, TaxGap> {
    treatment(&Supply { seller, client, place: &place(at), issued_on: ISSUED })
}
