//! Electronic forms of what is issued: UBL for Peppol (Australia, New Zealand) and INV-01 (India).
//!
//! Each mapper is a total function from an [`Issued`] document, which is an invoice or a credit note as it was issued, to the bytes
//! of its form. It reads nothing that changes after issue, so a form is the same whenever it is asked for. What a form
//! cannot say is a [`NoForm`] that names everything that is missing; a file that its readers would refuse is never made.
//! No amount is computed anew: lines, taxes and totals are the document's own, to the cent.

mod address;
mod gap;
pub mod inv01;
pub mod irn;
mod issued;
mod measure;
pub mod ubl;
mod xml;

pub use address::{AddressError, ElectronicAddress};
pub use gap::{Gap, NoForm, Side};
pub use issued::{Form, Issued, IssuedLine};

#[cfg(test)]
mod tests;
