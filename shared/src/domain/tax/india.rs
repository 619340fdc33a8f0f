//! The law of a seller in India: CGST Act 2017, IGST Act 2017, UTGST Act 2017 and the CGST Rules 2017.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::domain::client::Sez;
use crate::domain::country::Country;
use crate::domain::invoice::DocumentKind;
use crate::domain::seller::{SellerProfile, Undertaking};
use crate::domain::tax_id::{TaxId, TaxScheme, gst_state, is_union_territory_without_legislature};

use super::rules::{Gst, Wording, rate, wording};
use super::{Component, Supply, TaxCategory, TaxGap, Treatment};

const IGST: &str = "IGST";

/// A seller in India.
pub(super) fn india(supply: &Supply<'_>) -> Result<Treatment, TaxGap> {
    let on = supply.issued_on;
    if !supply.seller.party.tax_registered {
        // Below the threshold of CGST Act s 22; services may cross states by notification 10/2017-Integrated Tax.
        let notes = vec![wording(Wording::InUnregistered, on)?];
        return Ok(Treatment::untaxed(TaxCategory::OutOfScope, "GST", DocumentKind::Invoice, notes));
    }
    supply.seller_number(TaxScheme::Gstin)?;
    let mut treatment = if supply.is_domestic() { within_india(supply, rate(Gst::Indian, on)?)? } else { export(supply)? };
    if supply.seller.registers_invoices_on(on) && is_registered_with_portal(supply) {
        treatment.notes.push(wording(Wording::InToBeRegistered, on)?);
    }
    Ok(treatment)
}

/// What is registered with the portal: supplies to registered persons and to special economic zones, and exports; not what is sold
/// to consumers (notification 13/2020-Central Tax).
fn is_registered_with_portal(supply: &Supply<'_>) -> bool {
    !supply.is_domestic() || supply.client.sez != Sez::None || supply.client.party.tax_registered
}

/// Supplied in India: CGST and SGST (or UTGST) in the seller's own state, else IGST (IGST Act ss 7, 8). The state of
/// supply is the recipient's on record (IGST Act s 12(2)); special economic zones lie beyond every state (s 7(5)(b)).
fn within_india(supply: &Supply<'_>, percent: Decimal) -> Result<Treatment, TaxGap> {
    let client = &supply.client.party;
    let region = supply.place.region.as_ref().ok_or(TaxGap::PlaceRegion)?;
    let (code, state) = gst_state(region).ok_or(TaxGap::PlaceRegion)?;
    if supply.client.sez == Sez::None && client.country == Country::IN && client.tax_registered {
        supply.client_number(TaxScheme::Gstin)?;
    }
    let mut notes = vec![format!("Place of supply: {state} ({code})."), "Reverse charge: No.".to_owned()];
    match supply.client.sez {
        Sez::None => {}
        Sez::Unit | Sez::Developer => {
            supply.client_number(TaxScheme::Gstin)?;
            let treatment = zero_rated(supply, TaxCategory::ZeroRated, Wording::InSezUnderLut, Wording::InSezWithTax)?;
            notes.extend(treatment.notes);
            return Ok(Treatment { notes, ..treatment });
        }
    }
    let home = supply.seller.party.tax_ids.iter().find_map(TaxId::gstin_state).ok_or(TaxGap::SellerState)?;
    let components = if home == *region {
        // Each half by itself: the two are different governments' taxes (CGST Act s 9, SGST Acts s 9, UTGST Act s 7).
        let half = (percent / Decimal::TWO).normalize();
        let second = if is_union_territory_without_legislature(region) { "UTGST" } else { "SGST" };
        vec![Component::new("CGST", half), Component::new(second, half)]
    } else {
        vec![Component::new(IGST, percent)]
    };
    Ok(Treatment::taxed(components, notes))
}

/// Supplied abroad: an export (IGST Act ss 2(6), 16), whose invoice names the country of destination (rule 46).
fn export(supply: &Supply<'_>) -> Result<Treatment, TaxGap> {
    let mut treatment = zero_rated(supply, TaxCategory::Export, Wording::InExportUnderLut, Wording::InExportWithTax)?;
    treatment.notes.push(format!("Country of destination: {}.", supply.place.country.name()));
    Ok(treatment)
}

/// A zero-rated supply: without tax under a letter of undertaking that holds on the day, else with IGST that is refunded
/// later (IGST Act s 16(3)).
fn zero_rated(supply: &Supply<'_>, category: TaxCategory, under_lut: Wording, with_tax: Wording) -> Result<Treatment, TaxGap> {
    let on = supply.issued_on;
    let percent = rate(Gst::Indian, on)?;
    match supply.seller.undertaking_on(on) {
        Some(lut) => {
            let notes = vec![wording(under_lut, on)?, format!("LUT ARN: {}.", lut.arn)];
            Ok(Treatment::untaxed(category, IGST, DocumentKind::TaxInvoice, notes))
        }
        None => Ok(Treatment::taxed(vec![Component::new(IGST, percent)], vec![wording(with_tax, on)?])),
    }
}

impl SellerProfile {
    /// Whether what it issues on a day has to be registered with the Invoice Registration Portal.
    #[must_use]
    pub fn registers_invoices_on(&self, day: Date) -> bool {
        self.e_invoice_required_from.is_some_and(|from| from <= day)
    }

    /// The letter of undertaking that holds on a day, if any; it is the one that an export without tax rests on.
    #[must_use]
    pub fn undertaking_on(&self, day: Date) -> Option<&Undertaking> {
        self.lut.iter().find(|lut| lut.valid_from <= day && day <= lut.valid_to)
    }
}
