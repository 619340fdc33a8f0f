//! What is asked for on demand: one engagement's period, or the same period of all of a client's engagements.

use std::collections::BTreeSet;

use deserr::Deserr;
use jiff::Timestamp;
use jiff::civil::Date;
use muster::app::App;
use muster::domain::billing::group::group;
use muster::domain::billing::on_demand::{OnDemandError, bill_period};
use muster::domain::billing::{PeriodBill, next_due_at};
use muster::domain::calendar::Span;
use muster::domain::engagement::Engagement;
use muster::domain::id::{ClientId, EngagementId, InvoiceId, SellerId};
use muster::http::input::Faults;
use muster::http::problem::{Answer, Problem, ProblemKind};
use muster::issuing::account::{Account, AutoApproval, Work};
use muster::issuing::commit::{IssueError, parts};
use muster::issuing::compose::{ComposeError, Group};
use muster::store::{Scope, StoreError};
use utoipa::ToSchema;

/// The body: the one or the other.
#[derive(Clone, Copy, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = InvoiceDemand, example = json!({ "engagement_id": "eng_01k8zq4v6x2m9c7r3t5w8y0abc", "period": { "from": "2027-01-01", "to": "2027-01-31" } }))]
pub(crate) struct RawDemand {
    #[deserr(default)]
    engagement_id: Option<EngagementId>,
    #[deserr(default)]
    client_id: Option<ClientId>,
    period: RawPeriod,
}

#[derive(Clone, Copy, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewPeriod)]
struct RawPeriod {
    from: Date,
    to: Date,
}

/// Whom a demand is for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Demand {
    /// One engagement.
    Engagement(EngagementId),
    /// All engagements of a client.
    Client(ClientId),
}

impl RawDemand {
    /// The demand and its period.
    pub(crate) fn parse(self) -> Answer<(Demand, Span)> {
        let period = Span::inclusive(self.period.from, self.period.to)
            .ok_or_else(|| Problem::invalid_at("/period/to", "must not be before from"))?;
        match (self.engagement_id, self.client_id) {
            (Some(id), None) => Ok((Demand::Engagement(id), period)),
            (None, Some(id)) => Ok((Demand::Client(id), period)),
            _ => Err(Problem::invalid_at("", "must have either engagement_id or client_id")),
        }
    }
}

/// The sellers that a client's engagements are invoiced by.
pub(crate) async fn sellers_of(app: &App, client: ClientId) -> Answer<Vec<SellerId>> {
    app.store.find_client(client, Scope::All).await?.ok_or_else(Problem::not_found)?;
    let mut sellers = BTreeSet::new();
    for engagement in app.store.engagements_of(client).await? {
        sellers.insert(engagement?.terms.seller_id);
    }
    Ok(sellers.into_iter().collect())
}

/// Whose account is read.
#[derive(Clone, Debug)]
pub(crate) enum Whose {
    /// An engagement's, with it alone.
    Engagement(EngagementId),
    /// A client's with a seller, with all that there is between them.
    Pair(ClientId, SellerId),
}

/// An account as it is now.
pub(crate) async fn read(app: &App, whose: &Whose, now: Timestamp, approval: AutoApproval) -> Answer<Account> {
    for _ in 0..4 {
        let account = match whose {
            Whose::Engagement(id) => Account::of_engagement(app, *id, now, approval).await,
            Whose::Pair(client, seller) => Account::read(app, *client, seller, now, approval).await,
        };
        match account {
            // A timesheet was approved by hand at the moment it approved itself.
            Err(StoreError::Stale { .. }) => {}
            Err(error) => return Err(error.into()),
            Ok(account) => return account.ok_or_else(Problem::not_found),
        }
    }
    Err(StoreError::Throttled("the account is being changed all the time".to_owned()).into())
}

/// What a period comes to for an engagement.
pub(crate) fn bill(work: &Work, period: Span, now: Timestamp) -> Result<PeriodBill, OnDemandError> {
    bill_period(work.time(), period, now)
}

/// The invoices that bills become.
pub(crate) fn groups<'a>(bills: impl IntoIterator<Item = (&'a Engagement, PeriodBill)>) -> Vec<Group> {
    group(bills).into_iter().map(|(key, bills)| Group { key, bills }).flat_map(parts).collect()
}

/// After a bill on demand, the schedule goes on from what is left.
pub(crate) fn settle(engagement: &mut Engagement) {
    // What was to be looked at anyway still is, though no period is left.
    engagement.billing_state.due_at = next_due_at(engagement).or(engagement.billing_state.due_at);
}

/// Why a period cannot be billed, told to the operator; an invoice that covers it is no refusal and is handed back.
pub(crate) fn refusal(error: OnDemandError) -> Result<InvoiceId, Problem> {
    match error {
        OnDemandError::AlreadyBilled(id) => Ok(id),
        OnDemandError::NotAPeriod { .. } => Err(Problem::invalid_at("/period", error)),
        OnDemandError::PeriodOpen { .. } | OnDemandError::NotBegun { .. } | OnDemandError::TrialRunning { .. } => {
            Err(Problem::new(ProblemKind::PeriodOpen, sentence(&error)))
        }
        OnDemandError::NothingToBill => Err(Problem::new(ProblemKind::NothingToBill, sentence(&error))),
        OnDemandError::Money(error) => Err(error.into()),
    }
}

/// The stable word for why an engagement is not on an invoice that was asked for.
pub(crate) fn reason(error: &OnDemandError) -> &'static str {
    match error {
        OnDemandError::NotAPeriod { .. } => "not_a_period",
        OnDemandError::PeriodOpen { .. } | OnDemandError::NotBegun { .. } => "period_open",
        OnDemandError::TrialRunning { .. } => "trial_running",
        OnDemandError::AlreadyBilled(_) => "already_billed",
        OnDemandError::NothingToBill => "nothing_to_bill",
        OnDemandError::Money(_) => "invoice_incomplete",
    }
}

/// Why a document cannot be made, told to the operator.
pub(crate) fn cannot_compose(error: &ComposeError) -> Problem {
    let kind = match error {
        ComposeError::NoTaxTreatment(_) => ProblemKind::NoTaxTreatment,
        ComposeError::NoExchangeRate { .. } => ProblemKind::NoExchangeRate,
        ComposeError::Incomplete(_) | ComposeError::Credit(_) | ComposeError::Money(_) => ProblemKind::InvoiceIncomplete,
    };
    Problem::new(kind, sentence(error))
}

/// Why an invoice could not be issued, told to the operator. Overtaken ones are decided anew before it comes to this.
pub(crate) fn cannot_issue(error: IssueError) -> Problem {
    match error {
        IssueError::Compose(error) => cannot_compose(&error),
        IssueError::Number(error) => Problem::new(ProblemKind::InvoiceIncomplete, sentence(&error)),
        IssueError::Changed => StoreError::Stale { what: "engagement" }.into(),
        IssueError::Store(error) => error.into(),
    }
}

pub(crate) fn sentence(error: &impl ToString) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}
