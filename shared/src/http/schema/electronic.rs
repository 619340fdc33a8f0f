//! Where e-invoices are sent.

use utoipa::__dev::ComposeSchema;
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

use super::records::records;
use crate::domain;

records! {
    /// Where a party receives e-invoices: the four digits of a scheme of ISO 6523 and the address in it. An ABN (0151) and a GS1
    /// location number (0088) must have check digits that fit.
    domain::einvoice::ElectronicAddress as ElectronicAddress seen {
        #[schema(pattern = "^[0-9]{4}$", example = "0151")]
        scheme: String,
        #[schema(min_length = 1, max_length = 128, example = "51824753556")]
        id: String,
    }
}
