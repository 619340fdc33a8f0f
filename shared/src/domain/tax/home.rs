//! The law of the seller's own country, for sellers in Australia, New Zealand and the United States.

use crate::domain::invoice::DocumentKind;
use crate::domain::tax_id::TaxScheme;

use super::rules::{Gst, Wording, rate, wording};
use super::{Component, Supply, TaxCategory, TaxGap, Treatment};

/// Australia: A New Tax System (Goods and Services Tax) Act 1999.
///
/// Taxable when supplied in Australia (s 9-5), which holds for a client abroad too where the work is provided to someone
/// in Australia (s 38-190(3)); else GST-free (s 38-190(1) items 2 and 3). A wholly GST-free supply has no tax invoice
/// (s 29-70 speaks of taxable supplies).
pub(super) fn australia(supply: &Supply<'_>) -> Result<Treatment, TaxGap> {
    let on = supply.issued_on;
    if !supply.seller.party.tax_registered {
        let notes = vec![wording(Wording::AuUnregistered, on)?];
        return Ok(Treatment::untaxed(TaxCategory::OutOfScope, "GST", DocumentKind::Invoice, notes));
    }
    supply.seller_number(TaxScheme::Abn)?;
    let percent = rate(Gst::Australian, on)?;
    if supply.is_domestic() {
        return Ok(Treatment::taxed(vec![Component::new("GST", percent)], Vec::new()));
    }
    Ok(Treatment::untaxed(TaxCategory::Export, "GST", DocumentKind::Invoice, vec![wording(Wording::AuExport, on)?]))
}

/// New Zealand: Goods and Services Tax Act 1985.
///
/// Taxable when supplied in New Zealand (s 8), which holds for a non-resident too where someone in New Zealand receives
/// the work (s 11A(2)); else zero-rated, which still is a taxable supply (s 11A(1)(k)).
pub(super) fn new_zealand(supply: &Supply<'_>) -> Result<Treatment, TaxGap> {
    let on = supply.issued_on;
    if !supply.seller.party.tax_registered {
        let notes = vec![wording(Wording::NzUnregistered, on)?];
        return Ok(Treatment::untaxed(TaxCategory::OutOfScope, "GST", DocumentKind::Invoice, notes));
    }
    supply.seller_number(TaxScheme::NzGst)?;
    let percent = rate(Gst::NewZealand, on)?;
    if supply.is_domestic() {
        return Ok(Treatment::taxed(vec![Component::new("GST", percent)], Vec::new()));
    }
    Ok(Treatment::untaxed(TaxCategory::Export, "GST", DocumentKind::TaxInvoice, vec![wording(Wording::NzExport, on)?]))
}

/// The United States have no federal sales tax and no federal form of an invoice. The states' taxes need nexus and a
/// taxable service (South Dakota v. Wayfair, 585 U.S. 162 (2018)): nothing that may be computed from an address, so none
/// is collected.
pub(super) fn united_states() -> Result<Treatment, TaxGap> {
    Ok(Treatment::untaxed(TaxCategory::OutOfScope, "Sales tax", DocumentKind::Invoice, Vec::new()))
}
