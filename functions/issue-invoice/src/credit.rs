//! `POST /invoices/{invoice_id}/credit-notes`: the operator takes an invoice back, all that is left of it or a part.

use std::sync::Arc;

use axum::extract::State;
use deserr::Deserr;
use muster::app::App;
use muster::domain::id::InvoiceId;
use muster::domain::invoice::LineCredit;
use muster::domain::invoice::credit_note::{CreditDemand, CreditNote, CreditNoteError, LineFault};
use muster::domain::money::Money;
use muster::domain::text::Note;
use muster::http::caller::OperatorOnly;
use muster::http::input::{Faults, Input, List, Whole};
use muster::http::once::Once;
use muster::http::problem::{Answer, Fault, Problem, ProblemKind};
use muster::http::query::PathOf;
use muster::http::reply::Reply;
use muster::issuing::credit::{CreditIssueError, credit};
use utoipa::ToSchema;

use crate::on_demand::sentence;
use crate::reply::credit_note::CreditNoteReply;

/// The body: lines, or all that is left.
#[derive(Clone, Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewCreditNote, example = json!({ "lines": [{ "line": 1, "amount": { "amount": "100.00", "currency": "AUD" } }], "reason": "Agreed discount" }))]
pub(crate) struct RawCredit {
    #[deserr(default)]
    lines: Option<List<RawLine, 1, 200>>,
    #[deserr(default)]
    full: Option<bool>,
    reason: Note,
}

#[derive(Clone, Copy, Debug, Deserr, ToSchema)]
#[deserr(error = Faults, deny_unknown_fields)]
#[schema(as = NewCreditNoteLine)]
struct RawLine {
    line: Whole<1, 9999>,
    /// Net, without tax.
    amount: Money,
}

impl RawCredit {
    fn parse(self) -> Answer<(CreditDemand, Note)> {
        let demand = match (self.lines, self.full) {
            (Some(List(lines)), None | Some(false)) => {
                let line = |raw: RawLine| LineCredit { line: u32::from(raw.line.0), net: raw.amount };
                CreditDemand::Lines(lines.into_iter().map(line).collect())
            }
            (None, Some(true)) => CreditDemand::Full,
            (Some(_), Some(true)) | (None, None | Some(false)) => {
                return Err(Problem::invalid_at("", "must have either lines or full: true"));
            }
        };
        Ok((demand, self.reason))
    }
}

pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    OperatorOnly: OperatorOnly,
    once: Once,
    PathOf(id): PathOf<InvoiceId>,
    Input(raw): Input<RawCredit>,
) -> Answer<Reply<CreditNoteReply>> {
    let (demand, reason) = raw.parse()?;
    let kept = |note: &CreditNote| once.write_anyway(&app, Ok(created(note.clone())));
    let note = Box::pin(credit(&app, id, &demand, &reason, app.clock.now(), kept)).await.map_err(refusal)?;
    Ok(created(note))
}

fn created(note: CreditNote) -> Reply<CreditNoteReply> {
    let version = note.version;
    Reply::created(format!("/credit-notes/{}", note.id), CreditNoteReply::from(note)).version(version)
}

fn refusal(error: CreditIssueError) -> Problem {
    match error {
        CreditIssueError::Absent => Problem::not_found(),
        CreditIssueError::Refused(error @ (CreditNoteError::NothingLeft | CreditNoteError::TaxIsFinal { .. })) => {
            Problem::new(ProblemKind::WrongState, sentence(&error))
        }
        CreditIssueError::Refused(CreditNoteError::Lines(faults)) => {
            let fault = |(at, fault): (usize, LineFault)| match &fault {
                LineFault::NoSuchLine | LineFault::Repeated => Fault::new(format!("/lines/{at}/line"), fault),
                LineFault::Amount(_) => Fault::new(format!("/lines/{at}/amount"), fault),
            };
            Problem::invalid(faults.into_iter().map(fault).collect())
        }
        CreditIssueError::Refused(CreditNoteError::Together(error)) => Problem::invalid_at("/lines", error),
        CreditIssueError::Refused(CreditNoteError::Money(error)) | CreditIssueError::Money(error) => error.into(),
        CreditIssueError::Number(error) => Problem::new(ProblemKind::InvoiceIncomplete, sentence(&error)),
        CreditIssueError::Store(error) => error.into(),
    }
}
