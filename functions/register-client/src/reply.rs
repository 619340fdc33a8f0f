//! A client as it goes out, to the operator and to itself.

use jiff::Timestamp;
use muster::domain::client::{BillingContact, Client, Sez};
use muster::domain::id::{ClientId, SellerId};
use muster::domain::text::Reference;
use muster::http::party::PartyReply;
use serde::Serialize;
use utoipa::ToSchema;

/// The whole record.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Client)]
pub(crate) struct ClientReply {
    id: ClientId,
    #[serde(flatten)]
    party: PartyReply,
    seller_id: Option<SellerId>,
    sez: Sez,
    payment_terms_days: u16,
    purchase_order: Option<Reference>,
    buyer_reference: Option<Reference>,
    billing_contacts: Vec<BillingContact>,
    locale: Option<Reference>,
    hold_until_complete: bool,
    /// The operator's own, if it has one; absent for the client.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    external_id: Option<Reference>,
    created_at: Timestamp,
    version: u64,
}

impl ClientReply {
    /// The whole record; with the external id only for the operator.
    pub(crate) fn new(client: Client, for_operator: bool) -> Self {
        let profile = client.profile;
        Self {
            id: client.id,
            party: PartyReply::from(profile.party),
            seller_id: profile.seller_id,
            sez: profile.sez,
            payment_terms_days: profile.payment_terms_days,
            purchase_order: profile.purchase_order,
            buyer_reference: profile.buyer_reference,
            billing_contacts: profile.billing_contacts,
            locale: profile.locale,
            hold_until_complete: profile.hold_until_complete,
            external_id: profile.external_id.filter(|_| for_operator),
            created_at: client.created_at,
            version: client.version,
        }
    }
}
