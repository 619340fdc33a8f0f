//! Who invoices whom, and what the supply is for tax.

use crate::domain::country::Country;
use crate::domain::display::{tax_label, tax_number};
use crate::domain::engagement::PlaceOfSupply;
use crate::domain::invoice::{ClientSnapshot, SellerSnapshot};
use crate::domain::party::{Address, Party};
use crate::domain::tax_id::gst_state;
use crate::domain::text::Reference;

use super::{Block, Fact};

/// The seller as it was at issue.
pub(super) fn seller(seller: &SellerSnapshot) -> Block {
    block("From", &seller.party)
}

/// The client as it was at issue, with what it wants to read on its documents.
pub(super) fn client(client: &ClientSnapshot, purchase_order: Option<&Reference>) -> Block {
    let mut block = block("To", &client.party);
    block.facts.extend(purchase_order.map(|order| Fact::new("Purchase order", order)));
    block.facts.extend(client.buyer_reference.as_ref().map(|reference| Fact::new("Your reference", reference)));
    block
}

/// What India's law wants on a document about its supply (CGST Rules 2017, rule 46(g), (n), (p)); nothing elsewhere.
pub(super) fn supply(seller: &SellerSnapshot, place: &PlaceOfSupply, reverse_charge: bool) -> Vec<Fact> {
    let mut facts = Vec::new();
    if reverse_charge || [seller.party.country, place.country].contains(&Country::IN) {
        facts.push(Fact::new("Place of supply", place_name(place)));
        facts.push(Fact::new("Reverse charge", if reverse_charge { "Yes" } else { "No" }));
    }
    facts.extend(seller.sac_code.as_ref().map(|code| Fact::new("SAC", code)));
    facts.extend(seller.lut_arn.as_ref().map(|arn| Fact::new("LUT ARN", arn)));
    facts
}

/// A party under a heading.
pub(super) fn block(heading: &'static str, party: &Party) -> Block {
    let mut address = party.address.as_ref().map(printed).unwrap_or_default();
    address.push(party.country.name());
    let mut facts: Vec<Fact> = party.tax_ids.iter().map(|id| Fact::new(tax_label(id.scheme()), tax_number(id))).collect();
    facts.push(Fact::new("Email", &party.email));
    facts.extend(party.phone.as_ref().map(|phone| Fact::new("Phone", phone)));
    Block { heading, name: party.document_name().to_string(), address, facts }
}

fn printed(address: &Address) -> Vec<String> {
    let town: Vec<&str> =
        [Some(&address.city), address.region.as_ref(), address.postcode.as_ref()].into_iter().flatten().map(|part| part.as_str()).collect();
    [Some(address.line1.to_string()), address.line2.as_ref().map(ToString::to_string), Some(town.join(" "))].into_iter().flatten().collect()
}

/// The state with its GST code in India, the country elsewhere.
fn place_name(place: &PlaceOfSupply) -> String {
    let state = place.region.as_ref().filter(|_| place.country == Country::IN).and_then(gst_state);
    state.map_or_else(|| place.country.name(), |(code, state)| format!("{state} ({code})"))
}
