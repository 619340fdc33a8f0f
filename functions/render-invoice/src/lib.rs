//! `/invoices/{invoice_id}/pdf`, `/credit-notes/{credit_note_id}/pdf` and what is self-billed, too: documents as files to send and to
//! keep.
//!
//! `domain/document` says what is printed; [`print()`] lays it out in whole thousandths of a point (`layout`), of text that `text`
//! broke into lines and shaped with the fonts of `fonts`; `ink` alone knows the format, and floats, which the format is made of.
//! The same document gives the same bytes, always.

use muster::domain::document::Document;
use muster::http::routes::Routes;

mod docs;
mod fonts;
mod get;
mod ink;
mod layout;
mod paper;
mod text;

pub use docs::docs;
pub use ink::InkError;

/// What this function routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get("/invoices/{invoice_id}/pdf", get::invoice)
        .get("/credit-notes/{credit_note_id}/pdf", get::credit_note)
        .get("/developers/{developer_id}/self-billed-invoices/{invoice_id}/pdf", get::self_billed)
}

/// A document as a PDF file.
///
/// # Errors
/// The format forbids something in it: a fault of ours, since every text can be printed.
pub fn print(document: &Document) -> Result<Vec<u8>, InkError> {
    ink::file(document, &layout::pages(document))
}
