//! What clients and sellers have in common: who they are, where they are, and how they are registered for tax.

use serde::{Deserialize, Serialize};

use super::contact::{Email, Phone};
use super::country::{Country, Region};
use super::einvoice::ElectronicAddress;
use super::money::Currency;
use super::tax_id::{TaxId, TaxScheme};
use super::text::{Name, Title};
use super::zone::Zone;

/// A business that buys or sells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// The name it trades under.
    pub name: Name,
    /// The name it is registered under, where that differs.
    pub legal_name: Option<Name>,
    /// Its address for mail.
    pub email: Email,
    /// Its phone.
    pub phone: Option<Phone>,
    /// The country that decides tax.
    pub country: Country,
    /// The region that decides tax, where a country's rules look at one.
    pub region: Option<Region>,
    /// The address as it is printed.
    pub address: Option<Address>,
    /// Its time zone.
    pub time_zone: Zone,
    /// Its own currency.
    pub currency: Currency,
    /// Whether it is registered for GST, VAT or sales tax at home.
    pub tax_registered: bool,
    /// Its numbers.
    pub tax_ids: Vec<TaxId>,
    /// Where it receives e-invoices, where that is not its ABN or NZBN.
    #[serde(default)]
    pub e_invoice: Option<ElectronicAddress>,
}

impl Party {
    /// The name for documents: the registered one where there is one.
    #[must_use]
    pub fn document_name(&self) -> &Name {
        self.legal_name.as_ref().unwrap_or(&self.name)
    }

    /// Its number in one register.
    #[must_use]
    pub fn tax_id(&self, scheme: TaxScheme) -> Option<&str> {
        self.tax_ids.iter().find(|id| id.scheme() == scheme).map(TaxId::value)
    }
}

/// A postal address, for print only: it never decides tax.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// Street and number.
    pub line1: Title,
    /// More of it.
    pub line2: Option<Title>,
    /// Town.
    pub city: Title,
    /// State or region as it is written in an address.
    pub region: Option<Title>,
    /// Postcode.
    pub postcode: Option<Title>,
}
