//! `POST /invoices/preview`: the same figures as an issue, with nothing stored and no number taken.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use muster::app::App;
use muster::domain::billing::PeriodBill;
use muster::domain::calendar::Span;
use muster::domain::engagement::Engagement;
use muster::domain::id::EngagementId;
use muster::http::caller::OperatorOnly;
use muster::http::input::Input;
use muster::http::problem::{Answer, Problem, ProblemKind};
use muster::http::reply::Reply;
use muster::issuing::account::AutoApproval;
use muster::issuing::compose::compose;

use crate::on_demand::{Demand, RawDemand, Whose, bill, cannot_compose, groups, read, reason, refusal, sellers_of};
use crate::reply::{BatchReply, InvoiceReply, SkippedReply};

pub(crate) async fn handle(State(app): State<Arc<App>>, OperatorOnly: OperatorOnly, Input(raw): Input<RawDemand>) -> Answer<Response> {
    match raw.parse()? {
        (Demand::Engagement(id), period) => one(&app, id, period).await,
        (Demand::Client(id), period) => {
            let mut batch = BatchReply::default();
            for seller in sellers_of(&app, id).await? {
                all_of_seller(&app, &Whose::Pair(id, seller), period, &mut batch).await?;
            }
            Ok(Reply::ok(batch).into_response())
        }
    }
}

async fn one(app: &App, id: EngagementId, period: Span) -> Answer<Response> {
    let now = app.clock.now();
    let account = read(app, &Whose::Engagement(id), now, AutoApproval::Seen).await?;
    let work = account.work_of(id).ok_or_else(Problem::not_found)?;
    let bill = match bill(work, period, now) {
        Ok(bill) => bill,
        Err(error) => {
            let covering = refusal(error)?;
            return Err(Problem::new(ProblemKind::WrongState, format!("The period is on invoice {covering}.")));
        }
    };
    let group = groups([(&work.engagement, bill)]).into_iter().next().ok_or_else(Problem::not_found)?;
    let issued_on = account.seller.profile.party.time_zone.date_at(now);
    let invoice = compose(&account, &group, app.clock.new_id(), issued_on, now).map_err(|error| cannot_compose(&error))?;
    Ok(Reply::ok(InvoiceReply::preview(invoice, now)?).into_response())
}

async fn all_of_seller(app: &App, whose: &Whose, period: Span, batch: &mut BatchReply) -> Answer<()> {
    let now = app.clock.now();
    let account = read(app, whose, now, AutoApproval::Seen).await?;
    let mut bills: Vec<(&Engagement, PeriodBill)> = Vec::new();
    for work in &account.work {
        match bill(work, period, now) {
            Ok(bill) => bills.push((&work.engagement, bill)),
            Err(error) => batch.skipped.push(SkippedReply::new(work.engagement.id, reason(&error), None)),
        }
    }
    let issued_on = account.seller.profile.party.time_zone.date_at(now);
    for group in groups(bills) {
        match compose(&account, &group, app.clock.new_id(), issued_on, now) {
            Ok(invoice) => batch.items.push(InvoiceReply::preview(invoice, now)?),
            Err(error) => {
                let skipped = group.bills.iter().map(|(id, _)| SkippedReply::new(*id, error.reason().as_str(), Some(error.to_string())));
                batch.skipped.extend(skipped);
            }
        }
    }
    Ok(())
}
