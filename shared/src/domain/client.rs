//! Clients: the businesses that post projects and are invoiced.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::contact::Email;
use super::id::{ClientId, SellerId};
use super::party::Party;
use super::text::{Name, Reference};

words! {
    /// Whether the client sits in one of India's special economic zones.
    pub enum Sez {
        /// It does not.
        None = "none",
        /// A unit of a zone.
        Unit = "unit",
        /// A developer of a zone.
        Developer = "developer",
    }
}

/// What is known of a client, without the record's own bookkeeping.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientProfile {
    /// Who it is.
    #[serde(flatten)]
    pub party: Party,
    /// The seller that invoices it. Set by the operator, needed before the first project.
    pub seller_id: Option<SellerId>,
    /// Its place in a special economic zone (India).
    pub sez: Sez,
    /// Days from the issue of an invoice until it is due, 0 to 365.
    pub payment_terms_days: u16,
    /// Printed on its invoices unless an engagement has its own.
    pub purchase_order: Option<Reference>,
    /// Printed on its invoices.
    pub buyer_reference: Option<Reference>,
    /// Who receives its invoices; at most 20.
    pub billing_contacts: Vec<BillingContact>,
    /// How numbers and dates are written for it, such as `en-AU`.
    pub locale: Option<Reference>,
    /// Whether its invoice waits until every engagement of it can be billed.
    pub hold_until_complete: bool,
    /// What the operator's own systems call it; unique among clients, seen by the operator alone.
    pub external_id: Option<Reference>,
}

/// Someone who receives a client's invoices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillingContact {
    /// Their name.
    pub name: Name,
    /// Their address.
    pub email: Email,
}

/// A client's record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Client {
    /// Its id.
    pub id: ClientId,
    /// What is known of it.
    #[serde(flatten)]
    pub profile: ClientProfile,
    /// When it was registered.
    pub created_at: Timestamp,
    /// Raised by one with each change.
    pub version: u64,
}
