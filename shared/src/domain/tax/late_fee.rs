//! Whether a fee for paying late may go on an invoice, by the law of the seller's country.

use crate::domain::country::Country;
use crate::domain::party::Party;

words! {
    /// Why a fee for paying late is not charged by the system. The words are stable.
    pub enum NotCharged {
        /// How it is taxed depends on facts that are not recorded.
        TaxTreatmentUnsure = "tax_treatment_unsure",
        /// The law wants a debit note, which is none of the documents that are issued.
        NeedsDebitNote = "needs_debit_note",
    }
}

/// Whether a fee may be charged on an invoice that is taxed as the late one was.
///
/// * New Zealand: a fee for paying late is taxed as the supply that was paid late (GST Act 1985 s 5(25), (26)). Default
///   interest is not (s 14): the fee is charged once, whatever the delay, and so is none.
/// * The United States have no tax that is collected here.
/// * A seller that is not registered charges no tax on anything.
/// * Australia: consideration for a financial supply, or more of what was paid late, by the facts of the case (GSTR 2000/19
///   paragraphs 29 to 31): a person has to judge.
/// * India: part of the value of the supply (CGST Act 2017 s 15(2)(d)), on a debit note (s 34(3)), and taxed when it is
///   received (s 13(6)).
/// * Of other countries' law nothing is known.
///
/// # Errors
/// Why it is not.
pub fn late_fee(seller: &Party) -> Result<(), NotCharged> {
    match seller.country {
        Country::AU | Country::NZ | Country::IN | Country::US if !seller.tax_registered => Ok(()),
        Country::NZ | Country::US => Ok(()),
        Country::IN => Err(NotCharged::NeedsDebitNote),
        _ => Err(NotCharged::TaxTreatmentUnsure),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::tax::sample::party;

    #[test]
    fn a_fee_is_charged_only_where_the_law_is_plain() {
        let charged = |country: &str, tax_registered| {
            late_fee(&Party { country: country.parse().expect("a country"), tax_registered, ..party("AU") })
        };
        for country in ["AU", "NZ", "IN", "US"] {
            assert_eq!(charged(country, false), Ok(()), "{country}");
        }
        assert_eq!((charged("NZ", true), charged("US", true)), (Ok(()), Ok(())));
        assert_eq!(charged("IN", true), Err(NotCharged::NeedsDebitNote));
        assert_eq!(charged("AU", true), Err(NotCharged::TaxTreatmentUnsure));
        assert_eq!(charged("DE", false), Err(NotCharged::TaxTreatmentUnsure));
    }
}
