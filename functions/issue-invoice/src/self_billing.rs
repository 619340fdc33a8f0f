//! `/developers/{developer_id}/self-billing*`: the agreements by which sellers write a developer's invoices.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deserr::Deserr;
use jiff::Timestamp;
use jiff::civil::Date;
use muster::app::App;
use muster::domain::developer::DeveloperStatus;
use muster::domain::id::{DeveloperId, SellerId};
use muster::domain::party::Address;
use muster::domain::self_billing::{SelfBilling, SelfBillingGap, SelfBillingTerms, law};
use muster::domain::text::{Name, Note, Reference};
use muster::http::caller::OperatorOnly;
use muster::http::input::{Faults, Input, Whole};
use muster::http::paging::ListReply;
use muster::http::patch::IfMatch;
use muster::http::problem::{Answer, Problem, ProblemKind};
use muster::http::query::PathOf;
use muster::http::reply::{Reply, no_content};
use muster::store::Scope;
use serde::Serialize;
use utoipa::ToSchema;

use crate::on_demand::sentence;

/// The body.
#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewSelfBilling, example = json!({ "reference": "RCTI-2026-17", "signed_on": "2026-12-15", "valid_from": "2027-01-01", "supplier_registered_from": "2026-07-01", "payment_terms_days": 7 }))]
pub(crate) struct RawSelfBilling {
    /// What the written agreement is filed under.
    reference: Reference,
    signed_on: Date,
    /// The first day on which documents are issued under it.
    valid_from: Date,
    /// The last such day.
    #[deserr(default)]
    valid_to: Option<Date>,
    /// Since when the developer is registered for GST. Work before it is on no document.
    supplier_registered_from: Date,
    /// The name that the developer is registered under, where it is another one.
    #[deserr(default)]
    legal_name: Option<Name>,
    /// The developer's address, as it is printed.
    #[deserr(default)]
    address: Option<Address>,
    /// Why it was entered, where it is no part of the normal terms of business (New Zealand).
    #[deserr(default)]
    reason: Option<Note>,
    /// Days from the issue of a document until it is to be paid.
    #[deserr(default)]
    payment_terms_days: Option<Whole<0, 365>>,
}

impl From<RawSelfBilling> for SelfBillingTerms {
    fn from(raw: RawSelfBilling) -> Self {
        Self {
            reference: raw.reference,
            signed_on: raw.signed_on,
            valid_from: raw.valid_from,
            valid_to: raw.valid_to,
            supplier_registered_from: raw.supplier_registered_from,
            legal_name: raw.legal_name,
            address: raw.address,
            reason: raw.reason,
            payment_terms_days: raw.payment_terms_days.map(|days| days.0),
        }
    }
}

/// An agreement.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SelfBilling)]
pub(crate) struct SelfBillingReply {
    developer_id: DeveloperId,
    seller_id: SellerId,
    reference: Reference,
    signed_on: Date,
    valid_from: Date,
    valid_to: Option<Date>,
    supplier_registered_from: Date,
    legal_name: Option<Name>,
    address: Option<Address>,
    reason: Option<Note>,
    #[schema(minimum = 0, maximum = 365)]
    payment_terms_days: Option<u16>,
    /// When the first document was issued under it.
    first_issued_on: Option<Date>,
    /// When the latest was.
    last_issued_on: Option<Date>,
    created_at: Timestamp,
    version: u64,
}

impl From<SelfBilling> for SelfBillingReply {
    fn from(agreement: SelfBilling) -> Self {
        let terms = agreement.terms;
        Self {
            developer_id: agreement.developer_id,
            seller_id: agreement.seller_id,
            reference: terms.reference,
            signed_on: terms.signed_on,
            valid_from: terms.valid_from,
            valid_to: terms.valid_to,
            supplier_registered_from: terms.supplier_registered_from,
            legal_name: terms.legal_name,
            address: terms.address,
            reason: terms.reason,
            payment_terms_days: terms.payment_terms_days,
            first_issued_on: agreement.issued.map(|issued| issued.first),
            last_issued_on: agreement.issued.map(|issued| issued.last),
            created_at: agreement.created_at,
            version: agreement.version,
        }
    }
}

pub(crate) async fn put(
    State(app): State<Arc<App>>,
    OperatorOnly: OperatorOnly,
    PathOf((developer_id, seller_id)): PathOf<(DeveloperId, SellerId)>,
    if_match: IfMatch,
    Input(raw): Input<RawSelfBilling>,
) -> Answer<Reply<SelfBillingReply>> {
    let now = app.clock.now();
    let (developer, seller, before) = tokio::try_join!(
        app.store.find_developer(developer_id, Scope::All),
        app.store.find_seller(&seller_id),
        app.store.find_self_billing(developer_id, &seller_id),
    )?;
    let (Some(developer), Some(seller)) = (developer, seller) else { return Err(Problem::not_found()) };
    if_match.admit(before.as_ref().map(|before| before.version))?;
    let terms = SelfBillingTerms::from(raw);
    let mut faults = Faults::new();
    for fault in terms.faults(seller.profile.party.time_zone.date_at(now), before.as_ref().and_then(|before| before.issued)) {
        faults.add(format!("/{}", fault.field()), fault);
    }
    faults.or(())?;
    match developer.status {
        DeveloperStatus::Erased => return Err(Problem::new(ProblemKind::WrongState, "The developer is erased.")),
        DeveloperStatus::Pending | DeveloperStatus::Vetted | DeveloperStatus::Declined | DeveloperStatus::Paused => {}
    }
    law(&seller.profile, &developer.profile).map_err(unlawful)?;
    let agreement = match &before {
        Some(before) => SelfBilling { terms, version: before.version + 1, revision: before.revision + 1, ..before.clone() },
        None => SelfBilling { developer_id, seller_id, terms, issued: None, created_at: now, version: 1, revision: 1 },
    };
    app.store.save_self_billing(&agreement, &developer, &seller, app.clock.new_ulid()).await?;
    let (location, version) = (path(&agreement), agreement.version);
    let reply = SelfBillingReply::from(agreement);
    Ok(if before.is_none() { Reply::created(location, reply) } else { Reply::ok(reply) }.version(version))
}

pub(crate) async fn find(
    State(app): State<Arc<App>>,
    OperatorOnly: OperatorOnly,
    PathOf((developer_id, seller_id)): PathOf<(DeveloperId, SellerId)>,
) -> Answer<Reply<SelfBillingReply>> {
    let agreement = app.store.find_self_billing(developer_id, &seller_id).await?.ok_or_else(Problem::not_found)?;
    let version = agreement.version;
    Ok(Reply::ok(SelfBillingReply::from(agreement)).version(version))
}

pub(crate) async fn list(
    State(app): State<Arc<App>>,
    OperatorOnly: OperatorOnly,
    PathOf(developer_id): PathOf<DeveloperId>,
) -> Answer<Reply<ListReply<SelfBillingReply>>> {
    let (developer, agreements) =
        tokio::try_join!(app.store.find_developer(developer_id, Scope::All), app.store.self_billings_of(developer_id))?;
    developer.ok_or_else(Problem::not_found)?;
    Ok(Reply::ok(ListReply { items: agreements.into_iter().map(SelfBillingReply::from).collect(), next_cursor: None }))
}

pub(crate) async fn delete(
    State(app): State<Arc<App>>,
    OperatorOnly: OperatorOnly,
    PathOf((developer_id, seller_id)): PathOf<(DeveloperId, SellerId)>,
    if_match: IfMatch,
) -> Answer<Response> {
    let agreement = app.store.find_self_billing(developer_id, &seller_id).await?.ok_or_else(Problem::not_found)?;
    if_match.admit(Some(agreement.version))?;
    if let Some(issued) = agreement.issued {
        // It is what they rest on, and has to be kept as long as they are.
        let detail = format!("Documents were issued under it, the latest on {}: end it by `valid_to` instead.", issued.last);
        return Err(Problem::new(ProblemKind::WrongState, detail));
    }
    app.store.delete_self_billing(&agreement, app.clock.new_ulid()).await?;
    Ok(no_content())
}

fn path(agreement: &SelfBilling) -> String {
    format!("/developers/{}/self-billing/{}", agreement.developer_id, agreement.seller_id)
}

/// What is missing stands in other records than the one that was sent.
fn unlawful(gaps: Vec<SelfBillingGap>) -> Problem {
    let gaps: Vec<String> = gaps.iter().map(ToString::to_string).collect();
    Problem::new(ProblemKind::WrongState, sentence(&gaps.join("; ")))
}
