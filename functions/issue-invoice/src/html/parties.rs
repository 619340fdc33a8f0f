//! Who invoices whom, and what the supply is for tax.

use maud::{Markup, html};
use muster::domain::country::Country;
use muster::domain::display::{tax_label, tax_number};
use muster::domain::engagement::PlaceOfSupply;
use muster::domain::invoice::{ClientSnapshot, SellerSnapshot};
use muster::domain::party::{Address, Party};
use muster::domain::tax_id::gst_state;
use muster::domain::text::Reference;

use super::facts;

/// The seller as it was at issue.
pub(super) fn seller(seller: &SellerSnapshot) -> Markup {
    block("From", &seller.party, &[])
}

/// The client as it was at issue, with what it wants to read on its documents.
pub(super) fn client(client: &ClientSnapshot, purchase_order: Option<&Reference>) -> Markup {
    let rows = [
        ("Purchase order", purchase_order.map(ToString::to_string)),
        ("Your reference", client.buyer_reference.as_ref().map(ToString::to_string)),
    ];
    let rows: Vec<(&str, String)> = rows.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
    block("To", &client.party, &rows)
}

/// What India's law wants on a document about its supply (CGST Rules 2017, rule 46(g), (n), (p)); nothing elsewhere.
pub(super) fn supply(seller: &SellerSnapshot, place: &PlaceOfSupply, reverse_charge: bool) -> Markup {
    let mut rows = Vec::new();
    if reverse_charge || [seller.party.country, place.country].contains(&Country::IN) {
        rows.push(("Place of supply", place_name(place)));
        rows.push(("Reverse charge", if reverse_charge { "Yes" } else { "No" }.to_owned()));
    }
    if let Some(code) = &seller.sac_code {
        rows.push(("SAC", code.to_string()));
    }
    if let Some(arn) = &seller.lut_arn {
        rows.push(("LUT ARN", arn.to_string()));
    }
    html! { @if !rows.is_empty() { (facts(&rows)) } }
}

/// A party under a title, with more of what is known of it.
pub(super) fn block(title: &str, party: &Party, more: &[(&str, String)]) -> Markup {
    html! {
        section.party {
            h2 { (title) }
            p.name dir="auto" { (party.document_name()) }
            @if let Some(address) = &party.address { (printed(address)) }
            p { (party.country.name()) }
            dl {
                @for id in &party.tax_ids { dt { (tax_label(id.scheme())) } dd { (tax_number(id)) } }
                dt { "Email" } dd { (party.email) }
                @if let Some(phone) = &party.phone { dt { "Phone" } dd { (phone) } }
                @for (name, value) in more { dt { (name) } dd dir="auto" { (value) } }
            }
        }
    }
}

fn printed(address: &Address) -> Markup {
    let town: Vec<&str> =
        [Some(&address.city), address.region.as_ref(), address.postcode.as_ref()].into_iter().flatten().map(|part| part.as_str()).collect();
    html! {
        p dir="auto" { (address.line1) }
        @if let Some(line) = &address.line2 { p dir="auto" { (line) } }
        p dir="auto" { (town.join(" ")) }
    }
}

/// The state with its GST code in India, the country elsewhere.
fn place_name(place: &PlaceOfSupply) -> String {
    let state = place.region.as_ref().filter(|_| place.country == Country::IN).and_then(gst_state);
    state.map_or_else(|| place.country.name(), |(code, state)| format!("{state} ({code})"))
}
