//! The operations on payments.

use muster::domain::id::{ClientId, InvoiceId, PaymentId};
use muster::http::paging::ListReply;
use muster::http::query::WhichPage;

use crate::client_payment;
use crate::pay::RawPayment;
use crate::payments::Filter;
use crate::refund::RawRefund;
use crate::reply::InvoiceReply;
use crate::reply::payment::{InvoicePaymentReply, PaymentReply};
use crate::reverse::RawReversal;
use crate::statement::{Days, StatementReply};
use crate::write_off::RawWriteOff;

/// Record a payment of an invoice
///
/// What was received, and what was withheld for a tax office. What is more than is owed is `unapplied`: credit of the client with
/// the seller, which pays the next invoice as soon as it is issued.
#[utoipa::path(
    post,
    path = "/invoices/{invoice_id}/payments",
    operation_id = "recordPayment",
    tag = "Payments",
    params(("invoice_id" = InvoiceId, Path, description = "Which invoice.")),
    request_body = RawPayment,
    responses(
        (status = 201, description = "The payment, and where it leaves the invoice.", body = InvoicePaymentReply),
        (status = 409, description = "The invoice was changed meanwhile."),
    ),
)]
pub(super) fn record_payment() {}

/// List the payments of an invoice
///
/// Those that pay it or did, oldest first.
#[utoipa::path(
    get,
    path = "/invoices/{invoice_id}/payments",
    operation_id = "listInvoicePayments",
    tag = "Payments",
    params(("invoice_id" = InvoiceId, Path, description = "Which invoice."), WhichPage),
    responses(
        (status = 200, description = "A page of payments.", body = ListReply<InvoicePaymentReply>),
    ),
)]
pub(super) fn list_invoice_payments() {}

/// List payments
///
/// A client's own, or all of them for the operator; newest first.
#[utoipa::path(
    get,
    path = "/payments",
    operation_id = "listPayments",
    tag = "Payments",
    params(Filter),
    responses(
        (status = 200, description = "A page of payments.", body = ListReply<PaymentReply>),
        (status = 404, description = "The client is not yours."),
    ),
)]
pub(super) fn list_payments() {}

/// Write off an invoice
///
/// Gives up what is owed, all of it or a part.
#[utoipa::path(
    post,
    path = "/invoices/{invoice_id}/write-off",
    operation_id = "writeOffInvoice",
    tag = "Payments",
    params(("invoice_id" = InvoiceId, Path, description = "Which invoice.")),
    request_body = RawWriteOff,
    responses(
        (status = 200, description = "The invoice.", body = InvoiceReply),
        (status = 409, description = "Nothing is owed."),
    ),
)]
pub(super) fn write_off_invoice() {}

/// Record a payment of a client
///
/// One receipt over several invoices of one seller and currency, or on account; what is more than they take is credit.
#[utoipa::path(
    post,
    path = "/clients/{client_id}/payments",
    operation_id = "recordClientPayment",
    tag = "Payments",
    params(("client_id" = ClientId, Path, description = "Which client.")),
    request_body = client_payment::RawPayment,
    responses(
        (status = 201, description = "The payment.", body = PaymentReply),
        (status = 409, description = "An invoice was changed meanwhile."),
    ),
)]
pub(super) fn record_client_payment() {}

/// Refund a client
///
/// Sends credit back, never more than there is.
#[utoipa::path(
    post,
    path = "/clients/{client_id}/refunds",
    operation_id = "refundClient",
    tag = "Payments",
    params(("client_id" = ClientId, Path, description = "Which client.")),
    request_body = RawRefund,
    responses(
        (status = 201, description = "The refund.", body = PaymentReply),
        (status = 409, description = "The credit was changed meanwhile."),
    ),
)]
pub(super) fn refund_client() {}

/// Find a payment
#[utoipa::path(
    get,
    path = "/payments/{payment_id}",
    operation_id = "findPayment",
    tag = "Payments",
    params(("payment_id" = PaymentId, Path, description = "Which payment.")),
    responses(
        (status = 200, description = "The payment.", body = PaymentReply),
    ),
)]
pub(super) fn find_payment() {}

/// Reverse a payment
///
/// What it paid is owed again, and what was left of it is no credit any more.
#[utoipa::path(
    post,
    path = "/payments/{payment_id}/reverse",
    operation_id = "reversePayment",
    tag = "Payments",
    params(("payment_id" = PaymentId, Path, description = "Which payment.")),
    request_body = RawReversal,
    responses(
        (status = 200, description = "The payment.", body = PaymentReply),
        (status = 409, description = "It is no receipt, is reversed already, or was refunded in part."),
    ),
)]
pub(super) fn reverse_payment() {}

/// Find a client's statement
///
/// What it owed before these days, everything that changed it, and what it owes after them, in each currency by itself.
#[utoipa::path(
    get,
    path = "/clients/{client_id}/statement",
    operation_id = "findClientStatement",
    tag = "Payments",
    params(("client_id" = ClientId, Path, description = "Which client."), Days),
    responses(
        (status = 200, description = "The statement.", body = StatementReply),
    ),
)]
pub(super) fn find_client_statement() {}
