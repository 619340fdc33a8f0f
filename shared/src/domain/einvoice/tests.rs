//! The forms of every way of supply, held to golden files and to the rules that their readers have.
//!
//! `case` makes the documents, `read` reads what was written, `peppol` and `portal` are the readers' rules, told anew from their
//! published texts: nothing of the mappers is used there.

mod case;
mod figures;
mod golden;
mod peppol;
mod peppol_mutations;
mod portal;
mod portal_mutations;
mod read;
mod refusals;
