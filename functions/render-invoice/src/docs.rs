//! What the OpenAPI document says of this function: its operations, told apart from the handlers.
#![expect(dead_code, reason = "what is described here is called by no one")]

use muster::domain::id::{CreditNoteId, DeveloperId, InvoiceId};
use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(paths(print_invoice, print_credit_note, print_self_billed_invoice))]
struct Docs;

/// This function's part of the OpenAPI document.
#[must_use]
pub fn docs() -> utoipa::openapi::OpenApi {
    Docs::openapi()
}

/// Print an invoice
///
/// As a PDF file, as it was issued: it says nothing of what was paid or credited since, and its bytes never change.
#[utoipa::path(
    get,
    path = "/invoices/{invoice_id}/pdf",
    operation_id = "printInvoice",
    tag = "Invoices",
    params(("invoice_id" = InvoiceId, Path, description = "Which invoice.")),
    responses(
        (status = 200, description = "The file.", body = String, content_type = "application/pdf"),
    ),
)]
fn print_invoice() {}

/// Print a credit note
///
/// As a PDF file.
#[utoipa::path(
    get,
    path = "/credit-notes/{credit_note_id}/pdf",
    operation_id = "printCreditNote",
    tag = "Invoices",
    params(("credit_note_id" = CreditNoteId, Path, description = "Which credit note.")),
    responses(
        (status = 200, description = "The file.", body = String, content_type = "application/pdf"),
    ),
)]
fn print_credit_note() {}

/// Print a self-billed invoice
///
/// As a PDF file.
#[utoipa::path(
    get,
    path = "/developers/{developer_id}/self-billed-invoices/{invoice_id}/pdf",
    operation_id = "printSelfBilledInvoice",
    tag = "Self-billing",
    params(
        ("developer_id" = DeveloperId, Path, description = "Which developer."),
        ("invoice_id" = InvoiceId, Path, description = "Which document."),
    ),
    responses(
        (status = 200, description = "The file.", body = String, content_type = "application/pdf"),
    ),
)]
fn print_self_billed_invoice() {}
