//! `…/charges*`: the operator notes what goes on the next invoice beside time, fees and milestones.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deserr::Deserr;
use jiff::Timestamp;
use jiff::civil::Date;
use muster::app::App;
use muster::domain::charge::{Charge, ChargeAmount, ChargeKind, MOST_CHARGES};
use muster::domain::engagement::{Engagement, EngagementStatus};
use muster::domain::id::{ChargeId, EngagementId};
use muster::domain::money::Money;
use muster::domain::text::{Reference, Title};
use muster::http::caller::{ClientSide, OperatorOnly};
use muster::http::input::{DecimalText, Faults, Input};
use muster::http::once::Once;
use muster::http::paging::{ListKey, ListReply};
use muster::http::problem::{Answer, Problem, ProblemKind};
use muster::http::query::{PathOf, Query, WhichPage};
use muster::http::reply::{Reply, no_content};
use muster::store::{Page, Scope, StoreError};
use rust_decimal::Decimal;
use serde_json::Value;
use utoipa::ToSchema;

use crate::course::take_with;
use crate::reply::ChargeReply;

/// The body of a new charge: an amount, or for a discount a percentage of the work on the invoice.
#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewCharge, example = json!({ "kind": "expense", "description": "Flight to Sydney", "amount": { "amount": "412.50", "currency": "AUD" }, "receipt": "R-2291" }))]
pub(crate) struct RawCharge {
    kind: ChargeKind,
    description: Title,
    #[deserr(default)]
    amount: Option<Money>,
    #[deserr(default)]
    percent: Option<DecimalText>,
    /// The day it is for; today, if left out.
    #[deserr(default)]
    on: Option<Date>,
    /// The reference of the receipt.
    #[deserr(default)]
    receipt: Option<Reference>,
}

/// How a cursor names the last charge of its page.
const AFTER: &str = "after";

pub(crate) async fn create(
    State(app): State<Arc<App>>,
    caller: OperatorOnly,
    once: Once,
    PathOf(id): PathOf<EngagementId>,
    Input(raw): Input<RawCharge>,
) -> Answer<Reply<Value>> {
    let amount = raw.amount()?;
    let charge_id = app.clock.new_id();
    let step = |engagement: &mut Engagement, now: Timestamp| {
        require_room(engagement)?;
        let currency = engagement.terms.bill_rate.money.currency();
        if raw.amount.is_some_and(|amount| amount.currency() != currency) {
            return Err(Problem::invalid_at("/amount/currency", format!("must be {currency}, as for all of the engagement")));
        }
        let charge = Charge {
            id: charge_id,
            kind: raw.kind,
            description: raw.description.clone(),
            amount,
            on: raw.on.unwrap_or_else(|| engagement.today(now)),
            receipt: raw.receipt.clone(),
            created_at: now,
            invoice_id: None,
        };
        engagement.course.charges.push(charge.clone());
        Ok(charge)
    };
    take_with(&app, caller.into(), &once, id, None, step, |_, charge, _| {
        Reply::created(format!("/engagements/{id}/charges"), ChargeReply::from(charge)).erased()
    })
    .await
}

impl RawCharge {
    fn amount(&self) -> Answer<ChargeAmount> {
        match (self.amount, self.percent, self.kind) {
            (_, _, ChargeKind::LateFee) => Err(Problem::invalid_at("/kind", "is for fees that the system charges")),
            (Some(amount), None, _) if amount.is_positive() => Ok(ChargeAmount::Amount(amount)),
            (Some(_), None, _) => Err(Problem::invalid_at("/amount/amount", "must be above zero")),
            (None, Some(DecimalText(percent)), ChargeKind::Discount) => {
                if percent > Decimal::ZERO && percent <= Decimal::ONE_HUNDRED && percent.scale() <= 4 {
                    Ok(ChargeAmount::Percent(percent))
                } else {
                    Err(Problem::invalid_at("/percent", "must be above 0 and at most 100, with at most 4 decimals"))
                }
            }
            (None, Some(_), ChargeKind::Expense | ChargeKind::Fee) => Err(Problem::invalid_at("/percent", "is for discounts only")),
            (Some(_), Some(_), _) | (None, None, _) => Err(Problem::invalid_at("", "must have either amount or percent")),
        }
    }
}

fn require_room(engagement: &Engagement) -> Answer<()> {
    match engagement.status {
        EngagementStatus::Active | EngagementStatus::Paused | EngagementStatus::Ended => {}
        status @ (EngagementStatus::Offered | EngagementStatus::Declined | EngagementStatus::Withdrawn) => {
            return Err(Problem::new(ProblemKind::WrongState, format!("The engagement is {status}.")));
        }
    }
    if engagement.course.charges.len() >= MOST_CHARGES {
        return Err(Problem::new(ProblemKind::WrongState, format!("The engagement has {MOST_CHARGES} charges, which is the most.")));
    }
    Ok(())
}

pub(crate) async fn list(
    State(app): State<Arc<App>>,
    caller: ClientSide,
    PathOf(id): PathOf<EngagementId>,
    Query(which): Query<WhichPage>,
) -> Answer<Reply<ListReply<ChargeReply>>> {
    let caller = muster::http::caller::Caller::from(caller);
    let key = ListKey::new(caller, "charges", &[("engagement", Some(id.to_string()))]);
    let from = app.cursors.open(which.cursor(), &key)?;
    let after: Option<ChargeId> = from.and_then(|position| position.get(AFTER)?.parse().ok());
    let engagement = app.store.find_engagement(id, caller.scope()).await?.ok_or_else(Problem::not_found)?;
    let mut charges = engagement.course.charges;
    charges.sort_by_key(|charge| charge.id);
    let mut left = charges.into_iter().filter(|charge| after.is_none_or(|after| charge.id > after));
    let items: Vec<Charge> = left.by_ref().take(usize::from(which.limit())).collect();
    let last = items.last().map(|charge| BTreeMap::from([(AFTER.to_owned(), charge.id.to_string())]));
    let next = if left.next().is_some() { last } else { None };
    Ok(Reply::ok(app.cursors.reply(Page { items, next }, &key, ChargeReply::from)))
}

pub(crate) async fn delete(
    State(app): State<Arc<App>>,
    OperatorOnly: OperatorOnly,
    PathOf((id, charge_id)): PathOf<(EngagementId, ChargeId)>,
) -> Answer<Response> {
    for _ in 0..4 {
        let mut engagement = app.store.find_engagement(id, Scope::All).await?.ok_or_else(Problem::not_found)?;
        let charges = &mut engagement.course.charges;
        let at = charges.iter().position(|charge| charge.id == charge_id).ok_or_else(Problem::not_found)?;
        if let Some(invoice) = charges[at].invoice_id {
            return Err(Problem::new(ProblemKind::WrongState, format!("The charge is on invoice {invoice}.")));
        }
        let _ = charges.remove(at);
        engagement.version += 1;
        engagement.revision += 1;
        match app.store.replace_engagement(&engagement, app.clock.new_ulid()).await {
            Ok(()) => return Ok(no_content()),
            Err(StoreError::Stale { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(StoreError::Stale { what: "engagement" }.into())
}
