//! The operations that report and export, and those on developers' statements.

use muster::domain::id::{DeveloperId, InvoiceId};
use muster::domain::pay::Month;
use muster::http::paging::ListReply;

use crate::exports::Filter;
use crate::pay_statement::{OfMonth, StatementReply};
use crate::reports::AsOf;
use crate::reports::ageing::AgeingReply;
use crate::reports::margins::{MarginsReply, WhichMargins};
use crate::reports::unbilled::UnbilledReply;
use crate::time::InvoicedTimeReply;

/// List the time of an invoice
///
/// The entries that it bills at present, all on one page.
#[utoipa::path(
    get,
    path = "/invoices/{invoice_id}/time",
    operation_id = "listInvoicedTime",
    tag = "Invoices",
    params(("invoice_id" = InvoiceId, Path, description = "Which invoice.")),
    responses(
        (status = 200, description = "The entries.", body = ListReply<InvoicedTimeReply>),
    ),
)]
pub(super) fn list_invoiced_time() {}

/// Find a developer's statement
///
/// What it is paid for the work of a month, and for late work of closed months. Of a closed month, the statement as it was closed.
#[utoipa::path(
    get,
    path = "/developers/{developer_id}/statements",
    operation_id = "findDeveloperStatement",
    tag = "Reports",
    params(("developer_id" = DeveloperId, Path, description = "Which developer."), OfMonth),
    responses(
        (status = 200, description = "The statement.", body = StatementReply),
    ),
)]
pub(super) fn find_developer_statement() {}

/// Close a developer's statement
///
/// Once the month is over. What is approved later goes on the next one as late. Where a self-billing agreement with a seller is valid,
/// what is owed for its engagements is invoiced with it, a document for each currency; more that is taken back than is owed is adjusted.
#[utoipa::path(
    post,
    path = "/developers/{developer_id}/statements/{month}/close",
    operation_id = "closeDeveloperStatement",
    tag = "Reports",
    params(
        ("developer_id" = DeveloperId, Path, description = "Which developer."),
        ("month" = Month, Path, description = "Which month."),
    ),
    responses(
        (status = 201, description = "The statement.", body = StatementReply),
        (status = 409, description = "The month is not over, or closed already."),
        (status = 422, description = "A self-billing agreement is valid and cannot be followed: something that the law asks for, or an exchange rate, is missing."),
    ),
)]
pub(super) fn close_developer_statement() {}

/// Report what is owed
///
/// By the days that it is overdue on a day, in each currency by itself; the balances are those of the present. The clients come in
/// pages; the sums over all of them come with the last one.
#[utoipa::path(
    get,
    path = "/reports/ageing",
    operation_id = "reportAgeing",
    tag = "Reports",
    params(AsOf),
    responses(
        (status = 200, description = "The report.", body = AgeingReply),
    ),
)]
pub(super) fn report_ageing() {}

/// Report what is not billed
///
/// What was worked up to a day and is on no invoice, in each currency by itself. The engagements come in pages, of which one may be
/// empty; the sums over all of them come with the last one.
#[utoipa::path(
    get,
    path = "/reports/unbilled",
    operation_id = "reportUnbilled",
    tag = "Reports",
    params(AsOf),
    responses(
        (status = 200, description = "The report.", body = UnbilledReply),
    ),
)]
pub(super) fn report_unbilled() {}

/// Report margins
///
/// For the operator alone: what the work of a month comes to on both sides, engagement by engagement, before tax, charges and
/// credits. The engagements come in pages, of which one may be empty.
#[utoipa::path(
    get,
    path = "/reports/margins",
    operation_id = "reportMargins",
    tag = "Reports",
    params(WhichMargins),
    responses(
        (status = 200, description = "The report.", body = MarginsReply),
    ),
)]
pub(super) fn report_margins() {}

/// Export invoices
///
/// As CSV in UTF-8, a page at a time; `Link` names the next one.
#[utoipa::path(
    get,
    path = "/exports/invoices.csv",
    operation_id = "exportInvoices",
    tag = "Reports",
    params(Filter),
    responses(
        (status = 200, description = "A page of the table.", body = String, content_type = "text/csv; charset=utf-8; header=present"),
    ),
)]
pub(super) fn export_invoices() {}

/// Export payments
///
/// As CSV in UTF-8, a page at a time; `Link` names the next one. Refunds are below zero.
#[utoipa::path(
    get,
    path = "/exports/payments.csv",
    operation_id = "exportPayments",
    tag = "Reports",
    params(Filter),
    responses(
        (status = 200, description = "A page of the table.", body = String, content_type = "text/csv; charset=utf-8; header=present"),
    ),
)]
pub(super) fn export_payments() {}

/// Export taxes
///
/// As CSV in UTF-8, a page at a time; `Link` names the next one. A row for each tax of each document; credit notes are below zero.
#[utoipa::path(
    get,
    path = "/exports/taxes.csv",
    operation_id = "exportTaxes",
    tag = "Reports",
    params(Filter),
    responses(
        (status = 200, description = "A page of the table.", body = String, content_type = "text/csv; charset=utf-8; header=present"),
    ),
)]
pub(super) fn export_taxes() {}

/// Export time
///
/// As CSV in UTF-8, a page at a time; `Link` names the next one. A row for each entry.
#[utoipa::path(
    get,
    path = "/exports/time.csv",
    operation_id = "exportTime",
    tag = "Reports",
    params(Filter),
    responses(
        (status = 200, description = "A page of the table.", body = String, content_type = "text/csv; charset=utf-8; header=present"),
    ),
)]
pub(super) fn export_time() {}
