//! What a document has to hold beyond the figures, by the seller's country and the size of its total.

use jiff::civil::{Date, date};
use rust_decimal::Decimal;
use thiserror::Error;

use crate::domain::country::Country;
use crate::domain::money::Money;

use super::Supply;

/// Something that a document of this size must show and that is not known.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum ContentGap {
    /// The seller's address.
    #[error("the seller's address is missing")]
    SellerAddress,
    /// The client's address.
    #[error("the client's address is missing")]
    ClientAddress,
    /// The services accounting code.
    #[error("the seller's services accounting code is missing")]
    ServicesCode,
}

/// From what total on an unregistered client's address is asked for in India, in rupees.
/// Source: CGST Rules 2017, rule 46(e) and (f).
const INDIA_ADDRESS_FROM: [(Date, Decimal); 1] = [(date(2017, 7, 1), Decimal::from_parts(50_000, 0, 0, false, 0))];

/// What is missing for a document over this total, tax included, in the seller's own currency.
///
/// * Australia asks for the buyer's identity or ABN from A$1,000 on (GST Act 1999 s 29-70(1)(c)(ii)), New Zealand above
///   NZ$1,000 for a name and one way to reach it (GST Act 1985 s 19K): every [`Party`](crate::domain::party::Party) has a
///   name and an e-mail address, so neither can be missing. The numbers of the seller are the treatment's to ask for.
/// * India asks for addresses and the code of the service (CGST Rules 2017, rule 46(a), (d) to (g)).
/// * The United States prescribe no form.
#[must_use]
pub fn content_gaps(supply: &Supply<'_>, total: Money) -> Vec<ContentGap> {
    if supply.home() != Country::IN || !supply.seller.party.tax_registered {
        return Vec::new();
    }
    let client = &supply.client.party;
    let bound = INDIA_ADDRESS_FROM.iter().rfind(|(from, _)| *from <= supply.issued_on);
    let large = bound.is_none_or(|(_, from)| total.to_decimal() >= *from);
    let needs_address = client.tax_registered || !supply.is_domestic() || large;
    [
        (supply.seller.party.address.is_none(), ContentGap::SellerAddress),
        (needs_address && client.address.is_none(), ContentGap::ClientAddress),
        (supply.seller.sac_codes.is_empty(), ContentGap::ServicesCode),
    ]
    .into_iter()
    .filter_map(|(missing, gap)| missing.then_some(gap))
    .collect()
}
