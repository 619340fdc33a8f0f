//! `POST /engagements/{engagement_id}/rates`: the operator changes what is paid on both sides, from a day that is not billed.

use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use jiff::civil::Date;
use muster::app::App;
use muster::domain::engagement::{Engagement, RateChange};
use muster::domain::id::EngagementId;
use muster::domain::rate::Rate;
use muster::http::caller::OperatorOnly;
use muster::http::input::{Faults, Input};
use muster::http::once::Once;
use muster::http::problem::Answer;
use muster::http::query::PathOf;
use muster::http::reply::Reply;
use serde_json::Value;
use utoipa::ToSchema;

use crate::course::{refusal, take};

/// The body. A side that is left out keeps its rate.
#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewRates)]
pub(crate) struct RawRates {
    effective_from: Date,
    #[deserr(default)]
    bill_rate: Option<Rate>,
    #[deserr(default)]
    pay_rate: Option<Rate>,
}

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    caller: OperatorOnly,
    once: Once,
    PathOf(id): PathOf<EngagementId>,
    Input(raw): Input<RawRates>,
) -> Answer<Reply<Value>> {
    take(&app, caller.into(), &once, id, None, |engagement, now| {
        let change = raw.change(engagement)?;
        let today = engagement.today(now);
        engagement.change_rates(change, today).map_err(|error| refusal(error, "/effective_from"))
    })
    .await
}

impl RawRates {
    /// Both sides from that day on. The currency that the client is billed in stays for the engagement's whole life.
    fn change(&self, engagement: &Engagement) -> Answer<RateChange> {
        let rates = engagement.rates();
        let before = rates.iter().rev().find(|rate| rate.effective_from <= self.effective_from).or(rates.first());
        let before = before.copied().unwrap_or(RateChange {
            effective_from: self.effective_from,
            bill_rate: engagement.terms.bill_rate,
            pay_rate: engagement.terms.pay_rate,
        });
        let mut faults = Faults::new();
        if self.bill_rate.is_none() && self.pay_rate.is_none() {
            faults.add("", "must have bill_rate or pay_rate");
        }
        let sides = [("/bill_rate", self.bill_rate, before.bill_rate), ("/pay_rate", self.pay_rate, before.pay_rate)];
        for (place, new, old) in sides {
            let Some(new) = new else { continue };
            if new.per != old.per {
                faults.add(format!("{place}/per"), format!("must be {}", old.per));
            }
            if !new.money.is_positive() {
                faults.add(format!("{place}/amount"), "must be above zero");
            }
        }
        let currency = before.bill_rate.money.currency();
        if self.bill_rate.is_some_and(|rate| rate.money.currency() != currency) {
            faults.add("/bill_rate/currency", format!("must be {currency}, as for all of the engagement"));
        }
        faults.or(RateChange {
            effective_from: self.effective_from,
            bill_rate: self.bill_rate.unwrap_or(before.bill_rate),
            pay_rate: self.pay_rate.unwrap_or(before.pay_rate),
        })
    }
}
