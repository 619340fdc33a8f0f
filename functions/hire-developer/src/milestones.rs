//! `…/milestones*`: the operator agrees what is delivered for which price, the developer delivers, the client accepts or gives
//! back. What is accepted is billed by the next run, or on demand.

use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use muster::app::App;
use muster::domain::developer::HiringModel;
use muster::domain::engagement::{Engagement, EngagementStatus};
use muster::domain::id::{EngagementId, MilestoneId};
use muster::domain::milestone::{MOST_MILESTONES, Milestone, MilestoneError};
use muster::domain::money::Money;
use muster::domain::text::{Note, Title};
use muster::http::caller::{Caller, ClientSide, DeveloperSide, OperatorOnly};
use muster::http::input::{Faults, Input};
use muster::http::once::Once;
use muster::http::problem::{Answer, Problem, ProblemKind};
use muster::http::query::PathOf;
use muster::http::reply::Reply;
use serde_json::Value;
use utoipa::ToSchema;

use crate::course::{take, take_with};
use crate::reply::{MilestoneReply, Side};

/// The body of a new milestone.
#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewMilestone)]
pub(crate) struct RawMilestone {
    title: Title,
    /// What the client pays, in the engagement's currency.
    amount: Money,
    /// What the developer is paid, where that goes by milestones.
    #[deserr(default)]
    pay_amount: Option<Money>,
    #[deserr(default)]
    due_on: Option<Date>,
}

/// The body that gives a milestone back.
#[derive(Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = MilestoneReturn)]
pub(crate) struct RawReturn {
    reason: Note,
}

type Place = PathOf<(EngagementId, MilestoneId)>;

pub(crate) async fn create(
    State(app): State<Arc<App>>,
    caller: OperatorOnly,
    once: Once,
    PathOf(id): PathOf<EngagementId>,
    Input(raw): Input<RawMilestone>,
) -> Answer<Reply<Value>> {
    let milestone = Milestone {
        id: app.clock.new_id(),
        title: raw.title,
        amount: raw.amount,
        pay_amount: raw.pay_amount,
        due_on: raw.due_on,
        delivered_at: None,
        auto_accept_at: None,
        accepted_at: None,
        returned: Vec::new(),
        invoice_id: None,
    };
    let step = |engagement: &mut Engagement, _: Timestamp| {
        require_room(engagement)?;
        faults(&milestone, engagement).or(())?;
        engagement.course.milestones.push(milestone.clone());
        Ok(())
    };
    take_with(&app, caller.into(), &once, id, None, step, |_, (), _| {
        Reply::created(format!("/engagements/{id}"), MilestoneReply::new(&milestone, Side::Both)).erased()
    })
    .await
}

fn require_room(engagement: &Engagement) -> Answer<()> {
    let refuse = |why: String| Err(Problem::new(ProblemKind::WrongState, why));
    match engagement.terms.model {
        HiringModel::Fixed => {}
        model @ (HiringModel::Hourly | HiringModel::Dedicated) => {
            return refuse(format!("The engagement is {model}: it has no milestones."));
        }
    }
    match engagement.status {
        EngagementStatus::Offered | EngagementStatus::Active | EngagementStatus::Paused => {}
        status @ (EngagementStatus::Ended | EngagementStatus::Declined | EngagementStatus::Withdrawn) => {
            return refuse(format!("The engagement is {status}."));
        }
    }
    if engagement.course.milestones.len() >= MOST_MILESTONES {
        return refuse(format!("The engagement has {MOST_MILESTONES} milestones, which is the most."));
    }
    Ok(())
}

fn faults(milestone: &Milestone, engagement: &Engagement) -> Faults {
    let mut faults = Faults::new();
    let currency = engagement.terms.bill_rate.money.currency();
    if milestone.amount.currency() != currency {
        faults.add("/amount/currency", format!("must be {currency}, as for all of the engagement"));
    }
    if !milestone.amount.is_positive() {
        faults.add("/amount/amount", "must be above zero");
    }
    faults
}

pub(crate) async fn deliver(State(app): State<Arc<App>>, caller: DeveloperSide, once: Once, place: Place) -> Answer<Reply<Value>> {
    step(&app, caller.into(), &once, place, |milestone, engagement, now| {
        let days = engagement.terms.auto_approve_after_days;
        let zone = &engagement.terms.billing.time_zone;
        let auto_accept_at = days.map(|days| zone.start_of(zone.date_at(now).saturating_add(i32::from(days).days())));
        milestone.deliver(now, auto_accept_at)
    })
    .await
}

pub(crate) async fn accept(State(app): State<Arc<App>>, caller: ClientSide, once: Once, place: Place) -> Answer<Reply<Value>> {
    step(&app, caller.into(), &once, place, |milestone, _, now| milestone.accept(now)).await
}

pub(crate) async fn give_back(
    State(app): State<Arc<App>>,
    caller: ClientSide,
    once: Once,
    place: Place,
    Input(raw): Input<RawReturn>,
) -> Answer<Reply<Value>> {
    step(&app, caller.into(), &once, place, |milestone, _, now| milestone.give_back(now, raw.reason.clone())).await
}

async fn step(
    app: &App,
    caller: Caller,
    once: &Once,
    PathOf((engagement_id, id)): Place,
    step: impl Fn(&mut Milestone, &Engagement, Timestamp) -> Result<(), MilestoneError>,
) -> Answer<Reply<Value>> {
    take(app, caller, once, engagement_id, None, |engagement, now| {
        match engagement.status {
            EngagementStatus::Active | EngagementStatus::Paused | EngagementStatus::Ended => {}
            status @ (EngagementStatus::Offered | EngagementStatus::Declined | EngagementStatus::Withdrawn) => {
                return Err(Problem::new(ProblemKind::WrongState, format!("The engagement is {status}.")));
            }
        }
        let seen = engagement.clone();
        let milestone = engagement.course.milestones.iter_mut().find(|milestone| milestone.id == id);
        let milestone = milestone.ok_or_else(Problem::not_found)?;
        step(milestone, &seen, now).map_err(|error| Problem::new(ProblemKind::WrongState, error))
    })
    .await
}
