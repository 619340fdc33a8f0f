//! `POST /engagements/{engagement_id}/end`: the client ends an engagement with the notice that was agreed, or the operator
//! with any.

use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use jiff::civil::Date;
use muster::app::App;
use muster::domain::engagement::{Ending, Initiator};
use muster::domain::id::EngagementId;
use muster::domain::text::Note;
use muster::http::caller::{Caller, ClientSide};
use muster::http::input::{Faults, Input};
use muster::http::once::Once;
use muster::http::problem::{Answer, Problem};
use muster::http::query::PathOf;
use muster::http::reply::Reply;
use serde_json::Value;
use utoipa::ToSchema;

use crate::course::{refusal, take};

/// The body.
#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewEnding)]
pub(crate) struct RawEnding {
    /// The last day. The day before the engagement's first one ends it before it begins.
    ends_on: Date,
    reason: Note,
    /// Whoever calls, if left out. A client can only speak for itself.
    #[deserr(default)]
    initiated_by: Option<Initiator>,
}

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    caller: ClientSide,
    once: Once,
    PathOf(id): PathOf<EngagementId>,
    Input(raw): Input<RawEnding>,
) -> Answer<Reply<Value>> {
    let caller = Caller::from(caller);
    let initiated_by = initiator(caller, raw.initiated_by)?;
    // The days after the last one are those that are taken away.
    let from = raw.ends_on.tomorrow().unwrap_or(raw.ends_on);
    take(&app, caller, &once, id, Some(from), |engagement, now| {
        let ending = Ending { ends_on: raw.ends_on, reason: raw.reason.clone(), initiated_by, trial_unbilled: false, agreed_at: now };
        let notice = match caller {
            Caller::Operator => None,
            Caller::Client(_) | Caller::Developer(_) => Some(engagement.terms.notice_days),
        };
        let today = engagement.today(now);
        engagement.end(ending, notice, today).map_err(|error| refusal(error, "/ends_on"))
    })
    .await
}

fn initiator(caller: Caller, named: Option<Initiator>) -> Answer<Initiator> {
    let own = match caller {
        Caller::Operator => return Ok(named.unwrap_or(Initiator::Operator)),
        Caller::Client(_) => Initiator::Client,
        Caller::Developer(_) => Initiator::Developer,
    };
    if named.is_none_or(|named| named == own) { Ok(own) } else { Err(Problem::invalid_at("/initiated_by", format!("must be {own}"))) }
}
