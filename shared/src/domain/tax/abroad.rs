//! The law of the client's country, where the seller is in another one.

use crate::domain::country::Country;
use crate::domain::tax_id::TaxScheme;

use super::rules::{Wording, wording};
use super::{Supply, TaxGap, Treatment};

/// Adds what the client's country asks of a foreign seller to what the seller's own country made of the supply.
///
/// Australia, New Zealand and India leave the tax to a client that is registered there; of any other client they might
/// want it from the seller, beyond a threshold that nobody here can count: that needs a person's judgement. In the United
/// States no registration exists. Of other countries these rules know only that a seller's own law calls it an export
/// from Australia, New Zealand or India, whoever the client; a seller in the United States has no such law to stand on.
pub(super) fn add_buyers_side(supply: &Supply<'_>, at_home: Treatment) -> Result<Treatment, TaxGap> {
    let client = &supply.client.party;
    let registered = if client.tax_registered { Ok(()) } else { Err(TaxGap::ClientUnregistered(client.country)) };
    let with = |rule: Wording, reverse_charge: bool| {
        let mut treatment = Treatment { reverse_charge, ..at_home.clone() };
        treatment.notes.push(wording(rule, supply.issued_on)?);
        Ok(treatment)
    };
    match client.country {
        // GST Act 1999 s 9-25(5), s 9-26 item 1, s 9-27, s 84-5: the client accounts for it unless it could credit it in full.
        Country::AU => {
            registered?;
            supply.client_number(TaxScheme::Abn)?;
            with(Wording::ToAustralia, false)
        }
        // GST Act 1985 s 8(4), s 8(4B), s 8(4D): the seller must hold the client's GST number or NZBN.
        Country::NZ => {
            registered?;
            let known = client.tax_id(TaxScheme::NzGst).or_else(|| client.tax_id(TaxScheme::Nzbn));
            known.ok_or(TaxGap::ClientNumberNz)?;
            with(Wording::ToNewZealand, false)
        }
        // IGST Act 2017 s 5(3), s 13(2); notification 10/2017-Integrated Tax (Rate), entry 1.
        Country::IN => {
            registered?;
            supply.client_number(TaxScheme::Gstin)?;
            with(Wording::ToIndia, true)
        }
        Country::US => Ok(at_home),
        _ if supply.home() == Country::US => Err(TaxGap::BuyerCountry { seller: Country::US, client: client.country }),
        _ => Ok(at_home),
    }
}
