//! `POST /clients`: the operator registers a client, or a client itself where registration is open.

use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use muster::app::App;
use muster::domain::client::{BillingContact, Client, ClientProfile, Sez};
use muster::domain::contact::{Email, Phone};
use muster::domain::country::{Country, Region};
use muster::domain::einvoice::ElectronicAddress;
use muster::domain::id::SellerId;
use muster::domain::login::Account;
use muster::domain::money::Currency;
use muster::domain::party::{Address, Party};
use muster::domain::tax_id::TaxId;
use muster::domain::text::{Name, Reference};
use muster::domain::zone::Zone;
use muster::http::caller::Registrant;
use muster::http::input::{Faults, Input, List, Whole};
use muster::http::once::Once;
use muster::http::party::check_party;
use muster::http::problem::{Answer, Problem};
use muster::http::reply::Reply;
use muster::store::{LinkedLogin, StoreError};
use utoipa::ToSchema;

use crate::reply::ClientReply;

/// The days in which a client pays, unless an operator agrees on others.
const USUAL_TERMS: Whole<0, 365> = Whole(14);

/// The body of a registration.
#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewClient)]
pub(crate) struct RawClient {
    name: Name,
    #[deserr(default)]
    legal_name: Option<Name>,
    email: Email,
    #[deserr(default)]
    phone: Option<Phone>,
    country: Country,
    #[deserr(default)]
    region: Option<Region>,
    #[deserr(default)]
    address: Option<Address>,
    time_zone: Zone,
    currency: Currency,
    #[deserr(default)]
    seller_id: Option<SellerId>,
    #[deserr(default)]
    #[schema(required = false, default = false)]
    tax_registered: bool,
    #[deserr(default)]
    #[schema(required = false)]
    tax_ids: List<TaxId, 0, 10>,
    /// Where it receives e-invoices; without it, its ABN or NZBN is taken.
    #[deserr(default)]
    e_invoice: Option<ElectronicAddress>,
    #[deserr(default = Sez::None)]
    #[schema(required = false, default = "none")]
    sez: Sez,
    #[deserr(default = USUAL_TERMS)]
    #[schema(required = false, default = 14)]
    payment_terms_days: Whole<0, 365>,
    #[deserr(default)]
    purchase_order: Option<Reference>,
    #[deserr(default)]
    buyer_reference: Option<Reference>,
    #[deserr(default)]
    #[schema(required = false)]
    billing_contacts: List<RawContact, 0, 20>,
    #[deserr(default)]
    locale: Option<Reference>,
    #[deserr(default)]
    #[schema(required = false, default = false)]
    hold_until_complete: bool,
    /// What the operator's own systems call the client; the operator's to set.
    #[deserr(default)]
    external_id: Option<Reference>,
}

#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewBillingContact)]
struct RawContact {
    name: Name,
    email: Email,
}

impl RawClient {
    /// Refuses what a client can't set by registering itself: who invoices it, longer to pay than usual, and an external id.
    fn leave_to_operator(&self) -> Result<(), Problem> {
        let mut faults = Faults::new();
        if self.seller_id.is_some() {
            faults.add("/seller_id", "is set by the operator");
        }
        if self.external_id.is_some() {
            faults.add("/external_id", "is set by the operator");
        }
        if self.payment_terms_days.0 > USUAL_TERMS.0 {
            faults.add("/payment_terms_days", format!("more than {} are agreed on with the operator", USUAL_TERMS.0));
        }
        faults.or(())
    }

    pub(crate) fn into_profile(self) -> Result<ClientProfile, Problem> {
        let mut faults = Faults::new();
        let party = Party {
            name: self.name,
            legal_name: self.legal_name,
            email: self.email,
            phone: self.phone,
            country: self.country,
            region: self.region,
            address: self.address,
            time_zone: self.time_zone,
            currency: self.currency,
            tax_registered: self.tax_registered,
            tax_ids: self.tax_ids.0,
            e_invoice: self.e_invoice,
        };
        check_party(&party, &mut faults);
        if self.sez != Sez::None && party.country != Country::IN {
            faults.add("/sez", "exists in India only");
        }
        faults.or(ClientProfile {
            party,
            seller_id: self.seller_id,
            sez: self.sez,
            payment_terms_days: self.payment_terms_days.0,
            purchase_order: self.purchase_order,
            buyer_reference: self.buyer_reference,
            billing_contacts: self.billing_contacts.0.into_iter().map(|raw| BillingContact { name: raw.name, email: raw.email }).collect(),
            locale: self.locale,
            hold_until_complete: self.hold_until_complete,
            external_id: self.external_id,
        })
    }
}

/// All that a client names is its seller.
pub(crate) fn refusal(error: StoreError) -> Problem {
    match error {
        StoreError::Missing { .. } => Problem::invalid_at("/seller_id", "is not a seller"),
        error => error.into(),
    }
}

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    registrant: Registrant,
    once: Once,
    Input(raw): Input<RawClient>,
) -> Answer<Reply<ClientReply>> {
    if let Registrant::Newcomer(_) = registrant {
        raw.leave_to_operator()?;
    }
    let profile = raw.into_profile()?;
    let client = Client { id: app.clock.new_id(), profile, created_at: app.clock.now(), version: 1 };
    let reply =
        Reply::created(format!("/clients/{}", client.id), ClientReply::new(client.clone(), matches!(registrant, Registrant::Operator)))
            .version(1);
    let login = match registrant {
        Registrant::Operator => None,
        Registrant::Newcomer(login) => Some(LinkedLogin { account: Account::Client(client.id), login, linked_at: client.created_at }),
    };
    app.store.create_client(&client, login.as_ref(), once.write(&app, &reply)?).await.map_err(refusal)?;
    Ok(reply)
}
