//! The operations on self-billing: agreements, and what is issued under them.

use muster::domain::id::{DeveloperId, InvoiceId, SellerId};
use muster::http::paging::ListReply;

use crate::reply::self_billed::SelfBilledReply;
use crate::self_billed::Filter;
use crate::self_billing::{RawSelfBilling, SelfBillingReply};

/// List a developer's self-billing agreements
///
/// With all sellers, on one page. For the operator.
#[utoipa::path(
    get,
    path = "/developers/{developer_id}/self-billing",
    operation_id = "listSelfBilling",
    tag = "Self-billing",
    params(("developer_id" = DeveloperId, Path, description = "Which developer.")),
    responses(
        (status = 200, description = "The agreements.", body = ListReply<SelfBillingReply>),
    ),
)]
pub(super) fn list_self_billing() {}

/// Set a self-billing agreement
///
/// That the seller writes the developer's invoices: recipient-created tax invoices in Australia, buyer-created taxable supply
/// information in New Zealand. Both must be in one of these countries and have its number (`abn`, `nz_gst`), and the seller must be
/// registered. Whatever statement is closed while it is valid is invoiced under it. For the operator.
#[utoipa::path(
    put,
    path = "/developers/{developer_id}/self-billing/{seller_id}",
    operation_id = "setSelfBilling",
    tag = "Self-billing",
    params(
        ("developer_id" = DeveloperId, Path, description = "Which developer."),
        ("seller_id" = SellerId, Path, description = "Which seller."),
        ("If-Match" = Option<String>, Header, description = "The version that is to be replaced, as `ETag` gave it."),
    ),
    request_body = RawSelfBilling,
    responses(
        (status = 200, description = "The agreement, replaced.", body = SelfBillingReply),
        (status = 201, description = "The agreement.", body = SelfBillingReply),
        (status = 409, description = "The law does not allow it as the two records are, or it was changed meanwhile."),
        (status = 412, description = "`If-Match` names another version."),
    ),
)]
pub(super) fn set_self_billing() {}

/// Find a self-billing agreement
///
/// For the operator.
#[utoipa::path(
    get,
    path = "/developers/{developer_id}/self-billing/{seller_id}",
    operation_id = "findSelfBilling",
    tag = "Self-billing",
    params(
        ("developer_id" = DeveloperId, Path, description = "Which developer."),
        ("seller_id" = SellerId, Path, description = "Which seller."),
    ),
    responses(
        (status = 200, description = "The agreement.", body = SelfBillingReply),
    ),
)]
pub(super) fn find_self_billing() {}

/// Delete a self-billing agreement
///
/// One under which nothing was issued; any other is ended by its `valid_to`. For the operator.
#[utoipa::path(
    delete,
    path = "/developers/{developer_id}/self-billing/{seller_id}",
    operation_id = "deleteSelfBilling",
    tag = "Self-billing",
    params(
        ("developer_id" = DeveloperId, Path, description = "Which developer."),
        ("seller_id" = SellerId, Path, description = "Which seller."),
        ("If-Match" = Option<String>, Header, description = "The version that is to be deleted, as `ETag` gave it."),
    ),
    responses(
        (status = 204, description = "It is gone."),
        (status = 409, description = "Documents were issued under it, or it was changed meanwhile."),
        (status = 412, description = "`If-Match` names another version."),
    ),
)]
pub(super) fn delete_self_billing() {}

/// List a developer's self-billed invoices
///
/// What sellers issued in its place, newest first; for the operator and the developer itself.
#[utoipa::path(
    get,
    path = "/developers/{developer_id}/self-billed-invoices",
    operation_id = "listSelfBilledInvoices",
    tag = "Self-billing",
    params(("developer_id" = DeveloperId, Path, description = "Which developer."), Filter),
    responses(
        (status = 200, description = "A page of documents.", body = ListReply<SelfBilledReply>),
    ),
)]
pub(super) fn list_self_billed_invoices() {}

/// Find a self-billed invoice
#[utoipa::path(
    get,
    path = "/developers/{developer_id}/self-billed-invoices/{invoice_id}",
    operation_id = "findSelfBilledInvoice",
    tag = "Self-billing",
    params(
        ("developer_id" = DeveloperId, Path, description = "Which developer."),
        ("invoice_id" = InvoiceId, Path, description = "Which document."),
    ),
    responses(
        (status = 200, description = "The document.", body = SelfBilledReply),
    ),
)]
pub(super) fn find_self_billed_invoice() {}

/// Show a self-billed invoice
///
/// As a page for a person.
#[utoipa::path(
    get,
    path = "/developers/{developer_id}/self-billed-invoices/{invoice_id}/html",
    operation_id = "showSelfBilledInvoice",
    tag = "Self-billing",
    params(
        ("developer_id" = DeveloperId, Path, description = "Which developer."),
        ("invoice_id" = InvoiceId, Path, description = "Which document."),
    ),
    responses(
        (status = 200, description = "The page.", body = String, content_type = "text/html; charset=utf-8"),
    ),
)]
pub(super) fn show_self_billed_invoice() {}
