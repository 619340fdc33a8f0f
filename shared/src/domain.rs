//! The rules of hiring out developers: types that cannot hold a bad value and pure functions over them.
//!
//! Nothing here does I/O, reads a clock or knows AWS or HTTP. The same input gives the same output.

#[macro_use]
mod newtype;

pub mod ageing;
pub mod billing;
pub mod calendar;
pub mod charge;
pub mod client;
pub mod contact;
pub mod country;
pub mod developer;
pub mod display;
pub mod document;
pub mod draft;
pub mod dunning;
pub mod einvoice;
pub mod engagement;
pub mod exchange;
pub mod id;
pub mod invoice;
pub mod login;
pub mod matching;
pub mod milestone;
pub mod money;
pub mod numbering;
pub mod party;
pub mod pay;
pub mod payment;
pub mod period;
pub mod pool;
pub mod project;
pub mod proration;
pub mod rate;
pub mod self_billing;
pub mod seller;
pub mod skill;
pub mod statement;
pub mod tax;
pub mod tax_id;
pub mod text;
pub mod timesheet;
pub mod zone;
