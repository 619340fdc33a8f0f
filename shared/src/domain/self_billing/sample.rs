//! A seller, a developer and their agreement, for tests.

use jiff::Timestamp;
use jiff::civil::date;

use super::{SelfBilling, SelfBillingTerms};
use crate::domain::developer::Developer;
use crate::domain::id::DeveloperId;
use crate::domain::matching::samples;
use crate::domain::seller::Seller;
use crate::domain::tax::sample::seller as profile;
use crate::domain::tax_id::{TaxId, TaxScheme};

/// The seller `sel_au` of Australia, or that of another country.
pub(in crate::domain) fn seller(country: &str) -> Seller {
    let id = format!("sel_{}", country.to_lowercase()).parse().expect("an id");
    Seller { id, profile: profile(country), created_at: Timestamp::UNIX_EPOCH, version: 1 }
}

/// A developer of a country, with the number that its register gave them.
pub(in crate::domain) fn developer(country: &str, scheme: TaxScheme, number: &str) -> Developer {
    let mut developer = samples::developer(3);
    developer.profile.country = country.parse().expect("a country");
    let other = TaxId::new(TaxScheme::Other, "X 1").expect("a number");
    developer.profile.tax_ids = vec![other, TaxId::new(scheme, number).expect("a number")];
    developer
}

/// An agreement with `sel_au` from 1 January 2027 on, signed in December; the developer is registered since July.
pub(crate) fn agreement(developer_id: DeveloperId) -> SelfBilling {
    SelfBilling {
        developer_id,
        seller_id: "sel_au".parse().expect("an id"),
        terms: SelfBillingTerms {
            reference: "RCTI 17".parse().expect("a reference"),
            signed_on: date(2026, 12, 15),
            valid_from: date(2027, 1, 1),
            valid_to: None,
            supplier_registered_from: date(2026, 7, 1),
            legal_name: None,
            address: None,
            reason: None,
            payment_terms_days: Some(7),
        },
        issued: None,
        created_at: Timestamp::UNIX_EPOCH,
        version: 1,
        revision: 1,
    }
}
