//! The operations that give a document in another form.

use muster::domain::id::{CreditNoteId, InvoiceId};
use utoipa::ToSchema;

/// What an Indian seller reports to the invoice registration portal: FORM GST INV-01, version 1.1. Amounts are in rupees.
#[derive(ToSchema)]
#[schema(as = Inv01)]
#[serde(rename_all = "PascalCase")]
struct Inv01Reply {
    #[schema(example = "1.1")]
    version: String,
    /// The reference number under which the portal registers it.
    #[schema(pattern = "^[0-9a-f]{64}$", example = "353c2677715ae97aa876a37262a38381a75c1d1184f6a803f703bb395971925f")]
    irn: String,
    /// Which kind of supply it is.
    #[schema(value_type = Object)]
    tran_dtls: (),
    /// Its type, number and day.
    #[schema(value_type = Object)]
    doc_dtls: (),
    #[schema(value_type = Object)]
    seller_dtls: (),
    #[schema(value_type = Object)]
    buyer_dtls: (),
    #[schema(value_type = Vec<Object>)]
    item_list: (),
    /// What the items add up to.
    #[schema(value_type = Object)]
    val_dtls: (),
    /// The days that it bills, the invoice that it credits, the order.
    #[schema(value_type = Object)]
    ref_dtls: (),
    /// The country and the currency of an export; absent for a supply within India.
    #[schema(value_type = Object, required = false)]
    exp_dtls: (),
}

/// Give an invoice as UBL
///
/// For the buyer's own software: UBL 2.1 by Peppol's PINT A-NZ, for sellers in Australia and New Zealand. It is the same whenever
/// it is asked for.
#[utoipa::path(
    get,
    path = "/invoices/{invoice_id}/xml",
    operation_id = "giveInvoiceXml",
    tag = "Invoices",
    params(("invoice_id" = InvoiceId, Path, description = "Which invoice.")),
    responses(
        (status = 200, description = "The file.", body = String, content_type = "application/xml"),
        (status = 409, description = "The seller is in another country, or something is missing; `errors` names everything."),
    ),
)]
pub(super) fn give_invoice_xml() {}

/// Give an invoice as INV-01
///
/// As an Indian seller reports it to the invoice registration portal, with its reference number. It is the same whenever it is
/// asked for.
#[utoipa::path(
    get,
    path = "/invoices/{invoice_id}/inv01",
    operation_id = "giveInvoiceInv01",
    tag = "Invoices",
    params(("invoice_id" = InvoiceId, Path, description = "Which invoice.")),
    responses(
        (status = 200, description = "The report.", body = Inv01Reply),
        (status = 409, description = "The seller is in another country, the supply is not reported, or something is missing; `errors` names everything."),
    ),
)]
pub(super) fn give_invoice_inv01() {}

/// Give a credit note as UBL
///
/// As for an invoice; it names the invoice that it credits.
#[utoipa::path(
    get,
    path = "/credit-notes/{credit_note_id}/xml",
    operation_id = "giveCreditNoteXml",
    tag = "Invoices",
    params(("credit_note_id" = CreditNoteId, Path, description = "Which credit note.")),
    responses(
        (status = 200, description = "The file.", body = String, content_type = "application/xml"),
        (status = 409, description = "The seller is in another country, or something is missing; `errors` names everything."),
    ),
)]
pub(super) fn give_credit_note_xml() {}

/// Give a credit note as INV-01
///
/// As for an invoice; it names the invoice that it credits.
#[utoipa::path(
    get,
    path = "/credit-notes/{credit_note_id}/inv01",
    operation_id = "giveCreditNoteInv01",
    tag = "Invoices",
    params(("credit_note_id" = CreditNoteId, Path, description = "Which credit note.")),
    responses(
        (status = 200, description = "The report.", body = Inv01Reply),
        (status = 409, description = "The seller is in another country, the supply is not reported, or something is missing; `errors` names everything."),
    ),
)]
pub(super) fn give_credit_note_inv01() {}
