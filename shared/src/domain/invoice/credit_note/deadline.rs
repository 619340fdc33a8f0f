//! Until when a credit note can take the tax of its invoice back.

use jiff::civil::{Date, date};

use crate::domain::country::Country;
use crate::domain::invoice::Invoice;

/// The last day on which a credit note can be issued that takes tax of an invoice back; none where the law sets no such day, or the
/// invoice bears no tax.
///
/// India: a credit note is declared, and the tax adjusted, until 30 November after the financial year in which the supply was made
/// (CGST Act 2017 s 34(2) as amended by the Finance Act 2022; for IGST by IGST Act 2017 s 20), or until the annual return, if
/// that is furnished before, which nobody here knows of. The year is from April to March whatever the seller's own is (General
/// Clauses Act 1897 s 3(21)); the supply is made when its invoice is issued (CGST Act s 13(2)(a)). What is given up afterwards
/// leaves the tax as it was: that is a write-off, and no credit note.
#[must_use]
pub fn tax_credited_until(invoice: &Invoice) -> Option<Date> {
    if invoice.seller.party.country != Country::IN || !invoice.tax.is_positive() {
        return None;
    }
    let issued = invoice.issued_on;
    let ends_in = if issued.month() >= 4 { issued.year().saturating_add(1) } else { issued.year() };
    Some(date(ends_in, 11, 30))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::invoice::sample::invoice;

    fn issued(country: &str, on: Date) -> Invoice {
        let mut invoice = Invoice { issued_on: on, ..invoice("100.00") };
        invoice.seller.party.country = country.parse().expect("a country");
        invoice
    }

    #[test]
    fn an_indian_financial_year_s_tax_is_credited_until_the_november_after_it() {
        for (on, until) in [
            (date(2026, 4, 1), date(2027, 11, 30)),
            (date(2027, 2, 1), date(2027, 11, 30)),
            (date(2027, 3, 31), date(2027, 11, 30)),
            (date(2027, 4, 1), date(2028, 11, 30)),
        ] {
            assert_eq!(tax_credited_until(&issued("IN", on)), Some(until), "{on}");
        }
    }

    #[test]
    fn elsewhere_and_without_tax_there_is_no_such_day() {
        assert_eq!(tax_credited_until(&issued("AU", date(2027, 2, 1))), None);
        let mut export = issued("IN", date(2027, 2, 1));
        export.tax = export.tax.minus(export.tax).expect("one currency");
        assert_eq!(tax_credited_until(&export), None);
    }
}
