//! The operations on credit notes.

use muster::domain::id::{CreditNoteId, InvoiceId};
use muster::http::paging::ListReply;

use crate::credit::RawCredit;
use crate::credit_notes::Filter;
use crate::reply::credit_note::CreditNoteReply;

/// Credit an invoice
///
/// All that is left of it, or a part of some lines. Taxes follow the invoice's. An engagement of whose lines nothing is left can
/// be billed for the period once more; what had been paid of it becomes credit for the invoices to come.
#[utoipa::path(
    post,
    path = "/invoices/{invoice_id}/credit-notes",
    operation_id = "creditInvoice",
    tag = "Invoices",
    params(("invoice_id" = InvoiceId, Path, description = "Which invoice.")),
    request_body = RawCredit,
    responses(
        (status = 201, description = "The credit note.", body = CreditNoteReply),
        (status = 409, description = "Nothing is left to credit, or its tax is final: of an Indian invoice, after 30 November that follows its financial year."),
    ),
)]
pub(super) fn credit_invoice() {}

/// List credit notes
///
/// A client's own, or all of them for the operator; newest first.
#[utoipa::path(
    get,
    path = "/credit-notes",
    operation_id = "listCreditNotes",
    tag = "Invoices",
    params(Filter),
    responses(
        (status = 200, description = "A page of credit notes.", body = ListReply<CreditNoteReply>),
        (status = 404, description = "The client is not yours."),
    ),
)]
pub(super) fn list_credit_notes() {}

/// Find a credit note
///
/// Who prefers another form by `Accept`, HTML or XML, is led to its address.
#[utoipa::path(
    get,
    path = "/credit-notes/{credit_note_id}",
    operation_id = "findCreditNote",
    tag = "Invoices",
    params(("credit_note_id" = CreditNoteId, Path, description = "Which credit note.")),
    responses(
        (status = 200, description = "The credit note.", body = CreditNoteReply),
        (status = 303, description = "The preferred form is at `Location`.", headers(("Location" = String, description = "Where it is."))),
    ),
)]
pub(super) fn find_credit_note() {}

/// Show a credit note
///
/// As a page for a person.
#[utoipa::path(
    get,
    path = "/credit-notes/{credit_note_id}/html",
    operation_id = "showCreditNote",
    tag = "Invoices",
    params(("credit_note_id" = CreditNoteId, Path, description = "Which credit note.")),
    responses(
        (status = 200, description = "The page.", body = String, content_type = "text/html; charset=utf-8"),
    ),
)]
pub(super) fn show_credit_note() {}
