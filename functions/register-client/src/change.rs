//! `PATCH /clients/{client_id}`: the operator changes anything, the client how it is reached and referred to.

use std::sync::Arc;

use axum::extract::State;
use muster::app::App;
use muster::domain::client::{Client, ClientProfile};
use muster::domain::id::ClientId;
use muster::http::caller::{Caller, ClientSide};
use muster::http::patch::{Current, IfMatch, MergePatch, patch};
use muster::http::problem::{Answer, Problem, ProblemKind};
use muster::http::query::PathOf;
use muster::http::reply::Reply;
use muster::store::StoreError;
use serde_json::{Value, json};

use crate::register::{RawClient, refusal};
use crate::reply::ClientReply;

/// What a client may change of itself. Tax, terms, currency and seller are the operator's to settle.
const OWN_FIELDS: [&str; 9] =
    ["name", "email", "phone", "address", "billing_contacts", "purchase_order", "buyer_reference", "locale", "e_invoice"];

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    caller: ClientSide,
    PathOf(id): PathOf<ClientId>,
    if_match: IfMatch,
    change: MergePatch,
) -> Answer<Reply<ClientReply>> {
    let (app, caller, change) = (&*app, Caller::from(caller), &change);
    if caller != Caller::Operator
        && let Some(field) = change.fields().find(|field| !OWN_FIELDS.contains(field))
    {
        return Err(Problem::new(
            ProblemKind::Forbidden,
            format!("A client may change {}; {field} is the operator's.", OWN_FIELDS.join(", ")),
        ));
    }
    let read = move || read(app, caller, id);
    let save = move |client, form| save(app, caller, change, client, form);
    patch(change, &if_match, read, save).await
}

async fn read(app: &App, caller: Caller, id: ClientId) -> Answer<Current<Client>> {
    let client = app.store.find_client(id, caller.scope()).await?.ok_or_else(Problem::not_found)?;
    Ok(Current { version: client.version, form: form(&client.profile), record: client })
}

async fn save(
    app: &App,
    caller: Caller,
    change: &MergePatch,
    mut client: Client,
    form: Value,
) -> Answer<Result<Reply<ClientReply>, StoreError>> {
    let raw: RawClient = change.apply(&form)?;
    let profile = raw.into_profile()?;
    let changed = profile != client.profile;
    if changed {
        client.version += 1;
    }
    let before = std::mem::replace(&mut client.profile, profile);
    let reply = Reply::ok(ClientReply::new(client.clone(), caller == Caller::Operator)).version(client.version);
    if !changed {
        return Ok(Ok(reply));
    }
    match app.store.change_client(&client, &before, app.clock.new_ulid()).await {
        Err(error @ StoreError::Missing { .. }) => Err(refusal(error)),
        saved => Ok(saved.map(|()| reply)),
    }
}

/// The profile in the form in which it would be sent.
fn form(profile: &ClientProfile) -> Value {
    let party = &profile.party;
    json!({
        "name": party.name,
        "legal_name": party.legal_name,
        "email": party.email,
        "phone": party.phone,
        "country": party.country,
        "region": party.region,
        "address": party.address,
        "time_zone": party.time_zone,
        "currency": party.currency,
        "seller_id": profile.seller_id,
        "tax_registered": party.tax_registered,
        "tax_ids": party.tax_ids,
        "e_invoice": party.e_invoice,
        "sez": profile.sez,
        "payment_terms_days": profile.payment_terms_days,
        "purchase_order": profile.purchase_order,
        "buyer_reference": profile.buyer_reference,
        "billing_contacts": profile.billing_contacts,
        "locale": profile.locale,
        "hold_until_complete": profile.hold_until_complete,
        "external_id": profile.external_id,
    })
}
