//! The invoice reference number of India: what the invoice registration portal will call a document, known beforehand.

use jiff::civil::Date;
use sha2::{Digest, Sha256};

/// The reference number of a document: 64 hexadecimal digits in lower case, the SHA-256 of the seller's GSTIN, the fiscal year
/// of the day of issue (from April, `2026-27`), the type (`INV`, `CRN`) and the number in capitals, nothing between them.
///
/// Source: the portal's specification of the IRN; capitals since 2025-06-01.
#[must_use]
pub fn irn(gstin: &str, issued_on: Date, kind: &str, number: &str) -> String {
    let text = format!("{gstin}{}{kind}{}", fiscal_year(issued_on), number.to_uppercase());
    hex::encode(Sha256::digest(text))
}

/// India's fiscal year, whatever the seller's own series go by.
fn fiscal_year(day: Date) -> String {
    let first = if day.month() >= 4 { day.year() } else { day.year() - 1 };
    format!("{first}-{:02}", (first + 1).rem_euclid(100))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_number_is_the_one_that_the_portal_signed() {
        // A document of the portal's sandbox, signed with this reference.
        let signed = "706daeccda0ef6f818da78f3a2a05a1288731057373002289b46c3229289a2e7";
        assert_eq!(irn("01AMBPG7773M002", date(2022, 9, 17), "INV", "SINV-CFY-00067"), signed);
        assert_eq!(irn("01AMBPG7773M002", date(2023, 3, 31), "INV", "sinv-cfy-00067"), signed);
        for (gstin, day, kind, number) in [
            ("01AMBPG7773M001", date(2022, 9, 17), "INV", "SINV-CFY-00067"),
            ("01AMBPG7773M002", date(2023, 4, 1), "INV", "SINV-CFY-00067"),
            ("01AMBPG7773M002", date(2022, 9, 17), "CRN", "SINV-CFY-00067"),
            ("01AMBPG7773M002", date(2022, 9, 17), "INV", "SINV-CFY-00068"),
        ] {
            assert_ne!(irn(gstin, day, kind, number), signed, "{gstin} {day} {kind} {number}");
        }
    }

    #[test]
    fn the_year_turns_on_the_first_of_april() {
        for (day, year) in [(date(2026, 3, 31), "2025-26"), (date(2026, 4, 1), "2026-27"), (date(2099, 12, 31), "2099-00")] {
            assert_eq!(fiscal_year(day), year, "{day}");
        }
    }
}
