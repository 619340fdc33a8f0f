//! The parties of a UBL document.

use crate::domain::country::Country;
use crate::domain::einvoice::address::{ABN, GLN};
use crate::domain::einvoice::xml::{Element, parent, text};
use crate::domain::einvoice::{ElectronicAddress, Gap, Issued, Side};
use crate::domain::party::{Address, Party};
use crate::domain::tax::TaxCategory;
use crate::domain::tax_id::TaxScheme;

use super::{scheme, shared_category};

/// Who issues the document; what it lacks is added to the gaps.
pub(super) fn seller(document: &Issued<'_>, gaps: &mut Vec<Gap>) -> Element {
    let party = &document.seller.party;
    // A supply outside the tax names no registration (aligned-ibrp-o-02); every other names the seller's.
    let registration = (shared_category(document) != TaxCategory::OutOfScope).then(|| registration(party, gaps));
    element(party, Side::Seller, registration, gaps)
}

/// Who receives it.
pub(super) fn client(document: &Issued<'_>, gaps: &mut Vec<Gap>) -> Element {
    element(&document.client.party, Side::Client, None, gaps)
}

/// The number under which a seller accounts for GST: in Australia its ABN, in New Zealand its IRD number.
fn registration(party: &Party, gaps: &mut Vec<Gap>) -> Element {
    let register = if party.country == Country::NZ { TaxScheme::NzGst } else { TaxScheme::Abn };
    let number = number(party, register, Side::Seller, gaps);
    parent("cac:PartyTaxScheme", [Some(text("cbc:CompanyID", number)), Some(scheme())])
}

fn element(party: &Party, side: Side, registration: Option<Element>, gaps: &mut Vec<Gap>) -> Element {
    let endpoint = ElectronicAddress::of(party);
    if endpoint.is_none() {
        gaps.push(Gap::ElectronicAddress(side));
    }
    let trading = party.legal_name.is_some().then(|| parent("cac:PartyName", [Some(text("cbc:Name", &party.name))]));
    let contact = [party.phone.as_ref().map(|phone| text("cbc:Telephone", phone)), Some(text("cbc:ElectronicMail", &party.email))];
    let legal = [Some(text("cbc:RegistrationName", party.document_name())), company(party, side, gaps)];
    let parts = [
        endpoint.map(|address| text("cbc:EndpointID", address.id()).with("schemeID", address.scheme())),
        trading,
        Some(address(party)),
        registration,
        Some(parent("cac:PartyLegalEntity", legal)),
        Some(parent("cac:Contact", contact)),
    ];
    parent("cac:Party", parts)
}

fn address(party: &Party) -> Element {
    let country = parent("cac:Country", [Some(text("cbc:IdentificationCode", party.country))]);
    let printed =
        |pick: fn(&Address) -> Option<String>, name: &'static str| party.address.as_ref().and_then(pick).map(|value| text(name, value));
    let parts = [
        printed(|address| Some(address.line1.to_string()), "cbc:StreetName"),
        printed(|address| address.line2.as_ref().map(ToString::to_string), "cbc:AdditionalStreetName"),
        printed(|address| Some(address.city.to_string()), "cbc:CityName"),
        printed(|address| address.postcode.as_ref().map(ToString::to_string), "cbc:PostalZone"),
        printed(|address| address.region.as_ref().map(ToString::to_string), "cbc:CountrySubentity"),
        Some(country),
    ];
    parent("cac:PostalAddress", parts)
}

/// The number of the business itself, which is mandatory in Australia and New Zealand (aligned-ibr-001 to 005).
fn company(party: &Party, side: Side, gaps: &mut Vec<Gap>) -> Option<Element> {
    let (register, scheme) = match party.country {
        Country::AU => (TaxScheme::Abn, ABN),
        Country::NZ => (TaxScheme::Nzbn, GLN),
        _ => return None,
    };
    Some(text("cbc:CompanyID", number(party, register, side, gaps)).with("schemeID", scheme))
}

/// A number of a party, or nothing and a gap.
fn number<'a>(party: &'a Party, register: TaxScheme, side: Side, gaps: &mut Vec<Gap>) -> &'a str {
    let known = party.tax_id(register);
    let gap = Gap::Number(side, register);
    if known.is_none() && !gaps.contains(&gap) {
        gaps.push(gap);
    }
    known.unwrap_or_default()
}
