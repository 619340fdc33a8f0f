//! Clients and sellers as they come in and go out: what both have in common.

use serde::Serialize;

use super::input::Faults;
use crate::domain::contact::{Email, Phone};
use crate::domain::country::{Country, Region};
use crate::domain::einvoice::ElectronicAddress;
use crate::domain::money::Currency;
use crate::domain::party::{Address, Party};
use crate::domain::tax_id::{TaxId, TaxScheme};
use crate::domain::text::Name;
use crate::domain::zone::Zone;

/// Checks what no field of a party can tell alone: the region against the country, the GSTIN's state against the region.
pub fn check_party(party: &Party, faults: &mut Faults) {
    if let Some(region) = &party.region
        && !region.is_in(party.country)
    {
        faults.add("/region", format!("is not a region of {} (ISO 3166-2)", party.country));
    }
    for (at, id) in party.tax_ids.iter().enumerate() {
        if party.tax_ids[..at].iter().any(|before| before.scheme() == id.scheme()) {
            faults.add(format!("/tax_ids/{at}/scheme"), "is given twice");
        }
        if let (TaxScheme::Gstin, Some(state)) = (id.scheme(), id.gstin_state())
            && party.region.as_ref() != Some(&state)
        {
            faults.add(format!("/tax_ids/{at}/value"), format!("is a GSTIN of {state}, which must be the `region`"));
        }
    }
}

/// A party as it goes out.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Party)]
pub struct PartyReply {
    name: Name,
    legal_name: Option<Name>,
    email: Email,
    phone: Option<Phone>,
    country: Country,
    region: Option<Region>,
    address: Option<Address>,
    time_zone: Zone,
    currency: Currency,
    tax_registered: bool,
    tax_ids: Vec<TaxId>,
    e_invoice: Option<ElectronicAddress>,
}

impl From<Party> for PartyReply {
    fn from(party: Party) -> Self {
        Self {
            name: party.name,
            legal_name: party.legal_name,
            email: party.email,
            phone: party.phone,
            country: party.country,
            region: party.region,
            address: party.address,
            time_zone: party.time_zone,
            currency: party.currency,
            tax_registered: party.tax_registered,
            tax_ids: party.tax_ids,
            e_invoice: party.e_invoice,
        }
    }
}
