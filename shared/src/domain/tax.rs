//! Which tax an invoice bears: a pure function over dated rules of (seller, client, place of supply, day of issue).
//!
//! The seller is the principal: it sells the work in its own name. What the rules do not know is a [`TaxGap`] that says
//! what is missing; nothing is guessed. Amounts are not computed here, see `domain/invoice`.
//! Currency plays no part: that an Indian export is paid in convertible foreign exchange (IGST Act 2017 s 2(6)(iv)) is
//! the operator's to see to.

mod abroad;
pub mod content;
mod home;
mod india;
mod late_fee;
mod rounding;
mod rules;
pub mod self_billed;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::client::{ClientProfile, Sez};
use super::country::Country;
use super::engagement::PlaceOfSupply;
use super::invoice::DocumentKind;
use super::seller::SellerProfile;
use super::tax_id::TaxScheme;

pub use content::{ContentGap, content_gaps};
pub use late_fee::{NotCharged, late_fee};

words! {
    /// The category of a tax by the code list UNCL 5305, as far as these rules use it.
    pub enum TaxCategory {
        /// Taxed at a rate above zero.
        Standard = "S",
        /// Taxed at a rate of zero within the country.
        ZeroRated = "Z",
        /// Exempt.
        Exempt = "E",
        /// An export, free of tax.
        Export = "G",
        /// Outside the tax's scope.
        OutOfScope = "O",
    }
}

impl TaxCategory {
    /// Whether tax is due at all. Where it is not, a rate that is shown is for information.
    #[must_use]
    pub fn is_taxed(self) -> bool {
        match self {
            Self::Standard => true,
            Self::ZeroRated | Self::Exempt | Self::Export | Self::OutOfScope => false,
        }
    }
}

/// One tax of an invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Component {
    /// Its name on the document: `GST`, `CGST`, `SGST`, `UTGST`, `IGST` or `Sales tax`.
    pub name: String,
    /// Its rate in percent.
    pub rate: Decimal,
}

/// How a supply is taxed and what its document has to say about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Treatment {
    /// The category of all its taxes.
    pub category: TaxCategory,
    /// Its taxes, at least one; at the rate zero where none is charged.
    pub components: Vec<Component>,
    /// Whether the recipient owes the tax.
    pub reverse_charge: bool,
    /// What the document is: a tax invoice or an invoice.
    pub kind: DocumentKind,
    /// What it is called.
    pub title: String,
    /// What must be printed on it.
    pub notes: Vec<String>,
}

impl Treatment {
    /// The sum of its taxes' rates, in percent.
    #[must_use]
    pub fn rate(&self) -> Decimal {
        self.components.iter().map(|component| component.rate).sum()
    }

    /// A supply that bears tax.
    fn taxed(components: Vec<Component>, notes: Vec<String>) -> Self {
        let (kind, title) = (DocumentKind::TaxInvoice, "Tax invoice".to_owned());
        Self { category: TaxCategory::Standard, components, reverse_charge: false, kind, title, notes }
    }

    /// A supply that bears none.
    fn untaxed(category: TaxCategory, name: &str, kind: DocumentKind, notes: Vec<String>) -> Self {
        let title = if kind == DocumentKind::TaxInvoice { "Tax invoice" } else { "Invoice" }.to_owned();
        Self { category, components: vec![Component::new(name, Decimal::ZERO)], reverse_charge: false, kind, title, notes }
    }
}

impl Component {
    fn new(name: &str, rate: Decimal) -> Self {
        Self { name: name.to_owned(), rate }
    }
}

/// What decides how a supply is taxed.
#[derive(Clone, Copy, Debug)]
pub struct Supply<'a> {
    /// Who invoices.
    pub seller: &'a SellerProfile,
    /// Who is invoiced.
    pub client: &'a ClientProfile,
    /// Where the service is supplied. An address abroad alone decides nothing.
    pub place: &'a PlaceOfSupply,
    /// The day of issue in the seller's zone.
    pub issued_on: Date,
}

impl Supply<'_> {
    fn home(&self) -> Country {
        self.seller.party.country
    }

    /// Whether the work is supplied in the seller's own country.
    fn is_domestic(&self) -> bool {
        self.place.country == self.home()
    }

    fn seller_number(&self, scheme: TaxScheme) -> Result<&str, TaxGap> {
        self.seller.party.tax_id(scheme).ok_or(TaxGap::SellerNumber(scheme))
    }

    fn client_number(&self, scheme: TaxScheme) -> Result<&str, TaxGap> {
        self.client.party.tax_id(scheme).ok_or(TaxGap::ClientNumber(scheme))
    }
}

/// What is missing for a treatment.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum TaxGap {
    /// Nothing is known of taxes on what is sold from there.
    #[error("no tax rules are known for a seller in {0}")]
    SellerCountry(Country),
    /// Nothing is known of this way across a border.
    #[error("no tax rule is known for a seller in {seller} and a client in {client}")]
    BuyerCountry {
        /// The seller's country.
        seller: Country,
        /// The client's country.
        client: Country,
    },
    /// A registered seller without the number that its invoices must show.
    #[error("the seller is registered for tax and has no {0} number")]
    SellerNumber(TaxScheme),
    /// A registered client without the number that proves it.
    #[error("the client is to be registered for tax and has no {0} number")]
    ClientNumber(TaxScheme),
    /// A New Zealand client with neither of the numbers that would prove its registration.
    #[error("the client is to be registered for tax and has neither an nz_gst nor an nzbn number")]
    ClientNumberNz,
    /// The seller might owe tax in the client's country: a person must look at it.
    #[error("the client is not registered for tax in {0}, where the seller might owe tax on this: it needs a manual review")]
    ClientUnregistered(Country),
    /// The client's country and the place of supply do not fit together.
    #[error("the place of supply is {place} and the client is in {client}: no tax rule is known for that")]
    Place {
        /// The place of supply.
        place: Country,
        /// The client's country.
        client: Country,
    },
    /// In India the state decides.
    #[error("the place of supply in IN needs its region, a state of India such as KA")]
    PlaceRegion,
    /// In India the seller's state decides; its GSTIN names none.
    #[error("the seller's gstin names no state of India")]
    SellerState,
    /// Special economic zones are India's.
    #[error("the client is said to be in a special economic zone of IN and its country is {0}")]
    Sez(Country),
    /// The rule was not in force yet.
    #[error("the tax rule for this holds from {since} on")]
    NotInForce {
        /// Its first day.
        since: Date,
    },
}

/// How a supply is taxed.
///
/// # Errors
/// No rule covers it, or what a rule needs to know is missing.
pub fn treatment(supply: &Supply<'_>) -> Result<Treatment, TaxGap> {
    let (home, client, place) = (supply.home(), supply.client.party.country, supply.place.country);
    if supply.client.sez != Sez::None && client != Country::IN {
        return Err(TaxGap::Sez(client));
    }
    let at_home = match home {
        Country::AU => home::australia(supply),
        Country::NZ => home::new_zealand(supply),
        Country::IN => india::india(supply),
        Country::US => home::united_states(),
        _ => Err(TaxGap::SellerCountry(home)),
    }?;
    // A place that is neither the seller's country nor the client's would put a third country's tax in play, and a client
    // at home is supplied at home.
    if place != client && place != home {
        return Err(TaxGap::Place { place, client });
    }
    if supply.is_domestic() { Ok(at_home) } else { abroad::add_buyers_side(supply, at_home) }
}

#[cfg(test)]
pub(in crate::domain) mod sample;
#[cfg(test)]
mod tests;
