//! `POST /invoices`: the operator has a period invoiced now. Asked again, the same invoice comes back.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use muster::app::App;
use muster::domain::billing::PeriodBill;
use muster::domain::calendar::Span;
use muster::domain::engagement::Engagement;
use muster::domain::id::{ClientId, EngagementId, InvoiceId};
use muster::domain::invoice::Invoice;
use muster::http::caller::OperatorOnly;
use muster::http::input::Input;
use muster::http::once::Once;
use muster::http::problem::{Answer, Problem};
use muster::http::reply::Reply;
use muster::issuing::account::AutoApproval;
use muster::issuing::commit::{IssueError, issue};
use muster::store::{Scope, StoreError};

use crate::on_demand::{Demand, RawDemand, Whose, bill, cannot_issue, groups, read, reason, refusal, sellers_of, settle};
use crate::reply::{BatchReply, InvoiceReply, SkippedReply};

/// How often a demand is decided anew when others change the engagement at the same time.
const ATTEMPTS: usize = 8;

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    OperatorOnly: OperatorOnly,
    once: Once,
    Input(raw): Input<RawDemand>,
) -> Answer<Response> {
    match raw.parse()? {
        (Demand::Engagement(id), period) => one(&app, &once, id, period).await,
        (Demand::Client(id), period) => all(&app, &once, id, period).await,
    }
}

async fn one(app: &App, once: &Once, id: EngagementId, period: Span) -> Answer<Response> {
    // The same in every attempt: an earlier one that was carried out after all, when its answer was given up, is known by it.
    let own: InvoiceId = app.clock.new_id();
    for _ in 0..ATTEMPTS {
        let now = app.clock.now();
        let mut account = read(app, &Whose::Engagement(id), now, AutoApproval::Kept).await?;
        let work = account.work_of(id).ok_or_else(Problem::not_found)?;
        let bill = match bill(work, period, now) {
            Ok(bill) => bill,
            Err(error) => {
                let invoice = app.store.find_invoice(refusal(error)?, Scope::All).await?.ok_or_else(Problem::not_found)?;
                if invoice.id == own {
                    return Ok(created(invoice, now)?.into_response());
                }
                let version = invoice.version;
                return Ok(Reply::ok(InvoiceReply::new(invoice, now)?).version(version).into_response());
            }
        };
        let engagement = work.engagement.clone();
        let group = groups([(&engagement, bill)]).into_iter().next().ok_or_else(Problem::not_found)?;
        let kept = |invoice: &Invoice| once.write_anyway(app, created(invoice.clone(), now));
        match issue(app, &mut account, &group, own, now, settle, kept).await {
            Ok(invoice) => return Ok(created(invoice, now)?.into_response()),
            Err(IssueError::Changed) => {}
            Err(error) => return Err(cannot_issue(error)),
        }
    }
    Err(StoreError::Stale { what: "engagement" }.into())
}

fn created(invoice: Invoice, now: Timestamp) -> Answer<Reply<InvoiceReply>> {
    Ok(Reply::created(format!("/invoices/{}", invoice.id), InvoiceReply::new(invoice, now)?).version(1))
}

async fn all(app: &App, once: &Once, client: ClientId, period: Span) -> Answer<Response> {
    let now = app.clock.now();
    let mut batch = BatchReply::default();
    for seller in sellers_of(app, client).await? {
        all_of_seller(app, &Whose::Pair(client, seller), period, now, &mut batch).await?;
    }
    let reply = Reply::ok(batch);
    app.store.keep_reply(once.write(app, &reply)?).await?;
    Ok(reply.into_response())
}

async fn all_of_seller(app: &App, whose: &Whose, period: Span, now: Timestamp, batch: &mut BatchReply) -> Answer<()> {
    let mut issued: Vec<Invoice> = Vec::new();
    for _ in 0..ATTEMPTS {
        let mut account = read(app, whose, now, AutoApproval::Kept).await?;
        let mut bills: Vec<(Engagement, PeriodBill)> = Vec::new();
        let mut skipped = Vec::new();
        for work in &account.work {
            match bill(work, period, now) {
                Ok(bill) => bills.push((work.engagement.clone(), bill)),
                // What an earlier attempt of this very demand has issued is among its items.
                Err(error) => match (reason(&error), refusal(error)) {
                    (_, Ok(id)) if issued.iter().any(|invoice| invoice.id == id) => {}
                    (reason, _) => skipped.push(SkippedReply::new(work.engagement.id, reason, None)),
                },
            }
        }
        let mut overtaken = false;
        for group in groups(bills.iter().map(|(engagement, bill)| (engagement, bill.clone()))) {
            match issue(app, &mut account, &group, app.clock.new_id(), now, settle, |_| app.clock.new_ulid().into()).await {
                Ok(invoice) => issued.push(invoice),
                Err(IssueError::Changed) => overtaken = true,
                Err(IssueError::Compose(error)) => {
                    skipped
                        .extend(group.bills.iter().map(|(id, _)| SkippedReply::new(*id, error.reason().as_str(), Some(error.to_string()))));
                }
                Err(error) => return Err(cannot_issue(error)),
            }
        }
        if !overtaken {
            batch.skipped.extend(skipped);
            for invoice in issued {
                batch.items.push(InvoiceReply::new(invoice, now)?);
            }
            return Ok(());
        }
    }
    Err(StoreError::Stale { what: "engagement" }.into())
}
