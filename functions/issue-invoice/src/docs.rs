//! What the OpenAPI document says of this function: its operations, told apart from the handlers.
#![expect(dead_code, reason = "what is described here is called by no one")]

mod credits;
mod forms;
mod payments;
mod reports;
mod self_billing;

use muster::domain::billing::report::RunResult;
use muster::domain::id::{InvoiceId, RunId};
use muster::http::paging::ListReply;
use muster::http::query::WhichPage;
use utoipa::{OpenApi, ToSchema};

use crate::list;
use crate::on_demand::RawDemand;
use crate::reply::{BatchReply, InvoiceReply};
use crate::runs::{ResultFilter, RunReply};

#[derive(OpenApi)]
#[openapi(
    paths(
        issue_invoice,
        preview_invoice,
        list_invoices,
        find_invoice,
        show_invoice,
        forms::give_invoice_xml,
        forms::give_invoice_inv01,
        credits::credit_invoice,
        credits::list_credit_notes,
        credits::find_credit_note,
        credits::show_credit_note,
        forms::give_credit_note_xml,
        forms::give_credit_note_inv01,
        payments::record_payment,
        payments::list_invoice_payments,
        payments::write_off_invoice,
        payments::record_client_payment,
        payments::refund_client,
        payments::find_client_statement,
        payments::list_payments,
        payments::find_payment,
        payments::reverse_payment,
        reports::list_invoiced_time,
        reports::find_developer_statement,
        reports::close_developer_statement,
        self_billing::list_self_billing,
        self_billing::set_self_billing,
        self_billing::find_self_billing,
        self_billing::delete_self_billing,
        self_billing::list_self_billed_invoices,
        self_billing::find_self_billed_invoice,
        self_billing::show_self_billed_invoice,
        reports::report_ageing,
        reports::report_unbilled,
        reports::report_margins,
        reports::export_invoices,
        reports::export_payments,
        reports::export_taxes,
        reports::export_time,
        list_billing_runs,
        find_billing_run,
        list_billing_results
    ),
    tags(
        (name = "Invoices", description = "Invoices and credit notes, and what the billing runs did."),
        (name = "Reports", description = "What is owed, what is not billed, what developers are paid, and everything as tables."),
        (name = "Self-billing", description = "What sellers invoice in the place of developers, under agreements (Australia, New Zealand)."),
        (name = "Payments", description = "What clients paid, what it pays, and what was sent back."),
    ),
)]
struct Docs;

/// This function's part of the OpenAPI document.
#[must_use]
pub fn docs() -> utoipa::openapi::OpenApi {
    Docs::openapi()
}

/// An invoice, or what a demand for a whole client came to.
#[derive(ToSchema)]
#[schema(as = IssuedInvoices)]
#[serde(untagged)]
enum Issued {
    One(Box<InvoiceReply>),
    All(BatchReply),
}

/// Issue an invoice
///
/// For one engagement, or for all of a client, over one billing period. Asked again, the same invoice comes back.
#[utoipa::path(
    post,
    path = "/invoices",
    operation_id = "issueInvoice",
    tag = "Invoices",
    request_body = RawDemand,
    responses(
        (status = 200, description = "The invoice that covers the period already; or what was issued for the client.", body = Issued),
        (status = 201, description = "The invoice.", body = InvoiceReply),
        (status = 404, description = "There is no such engagement or client."),
        (status = 409, description = "The period is not over, or there is nothing to bill."),
    ),
)]
fn issue_invoice() {}

/// Preview an invoice
///
/// The same figures as an issue, with nothing stored and no number taken.
#[utoipa::path(
    post,
    path = "/invoices/preview",
    operation_id = "previewInvoice",
    tag = "Invoices",
    request_body = RawDemand,
    responses(
        (status = 200, description = "What would be issued.", body = Issued),
        (status = 404, description = "There is no such engagement or client."),
        (status = 409, description = "The period is not over, is invoiced already, or there is nothing to bill."),
    ),
)]
fn preview_invoice() {}

/// List invoices
///
/// A client's own, or all of them for the operator; newest first.
#[utoipa::path(
    get,
    path = "/invoices",
    operation_id = "listInvoices",
    tag = "Invoices",
    params(list::Filter),
    responses(
        (status = 200, description = "A page of invoices.", body = ListReply<InvoiceReply>),
        (status = 404, description = "The client is not yours."),
    ),
)]
fn list_invoices() {}

/// Find an invoice
///
/// Who prefers another form by `Accept`, HTML or XML, is led to its address.
#[utoipa::path(
    get,
    path = "/invoices/{invoice_id}",
    operation_id = "findInvoice",
    tag = "Invoices",
    params(("invoice_id" = InvoiceId, Path, description = "Which invoice.")),
    responses(
        (status = 200, description = "The invoice.", body = InvoiceReply),
        (status = 303, description = "The preferred form is at `Location`.", headers(("Location" = String, description = "Where it is."))),
    ),
)]
fn find_invoice() {}

/// Show an invoice
///
/// As a page for a person.
#[utoipa::path(
    get,
    path = "/invoices/{invoice_id}/html",
    operation_id = "showInvoice",
    tag = "Invoices",
    params(("invoice_id" = InvoiceId, Path, description = "Which invoice.")),
    responses(
        (status = 200, description = "The page.", body = String, content_type = "text/html; charset=utf-8"),
    ),
)]
fn show_invoice() {}

/// List the billing runs
///
/// For the operator.
#[utoipa::path(
    get,
    path = "/billing-runs",
    operation_id = "listBillingRuns",
    tag = "Invoices",
    params(WhichPage),
    responses(
        (status = 200, description = "A page of runs.", body = ListReply<RunReply>),
    ),
)]
fn list_billing_runs() {}

/// Find a billing run
///
/// For the operator.
#[utoipa::path(
    get,
    path = "/billing-runs/{run_id}",
    operation_id = "findBillingRun",
    tag = "Invoices",
    params(("run_id" = RunId, Path, description = "Which billing run.")),
    responses(
        (status = 200, description = "The run.", body = RunReply),
    ),
)]
fn find_billing_run() {}

/// List the results of a billing run
///
/// For the operator.
#[utoipa::path(
    get,
    path = "/billing-runs/{run_id}/results",
    operation_id = "listBillingResults",
    tag = "Invoices",
    params(("run_id" = RunId, Path, description = "Which billing run."), ResultFilter),
    responses(
        (status = 200, description = "A page of results.", body = ListReply<RunResult>),
    ),
)]
fn list_billing_results() {}
