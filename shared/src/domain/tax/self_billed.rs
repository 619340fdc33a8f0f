//! The law by which a recipient writes the invoice of its supplier: where there is one, which numbers it asks for, what such a
//! document is called and has to say. Who agreed to it is told by `domain/self_billing`.

use jiff::civil::Date;

use crate::domain::country::Country;
use crate::domain::invoice::DocumentKind;
use crate::domain::tax_id::TaxScheme;

use super::rules::{Gst, Wording, rate, wording};
use super::{Component, TaxGap, Treatment};

/// A country's law of documents that the recipient writes. Both must be registered for that country's GST.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecipientLaw {
    /// Recipient-created tax invoices, which show the supplier's ABN. Source: GST Act 1999 s 29-70(3); Recipient Created Tax
    /// Invoice Determination 2023 (LI 2023/20), before it RCTI 2000/22 and 2016/10; GSTR 2000/10.
    Australian,
    /// Buyer-created taxable supply information, which shows the GST numbers of both. Source: GST Act 1985 s 19K(4).
    NewZealand,
}

/// Which of the two documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// What the recipient owes the supplier.
    Owed,
    /// What the supplier owes back of what earlier documents held. It is never an invoice of less than nothing: in Australia it
    /// is an adjustment note, which the recipient issues since it issued the tax invoice (GST Act 1999 s 29-75), in New Zealand
    /// supply correction information (GST Act 1985 s 19N).
    TakenBack,
}

impl RecipientLaw {
    /// The law of a country; none where only the supplier may invoice, or where nothing is known.
    #[must_use]
    pub fn of(country: Country) -> Option<Self> {
        match country {
            Country::AU => Some(Self::Australian),
            Country::NZ => Some(Self::NewZealand),
            _ => None,
        }
    }

    /// The register whose number tells who is registered for GST.
    #[must_use]
    pub fn scheme(self) -> TaxScheme {
        match self {
            Self::Australian => TaxScheme::Abn,
            Self::NewZealand => TaxScheme::NzGst,
        }
    }

    /// How such a document of a day is taxed, what it is called, and what it says of that.
    ///
    /// # Errors
    /// The law was not in force yet.
    pub fn treatment(self, direction: Direction, on: Date) -> Result<Treatment, TaxGap> {
        let (gst, title, says) = match (self, direction) {
            (Self::Australian, Direction::Owed) => (Gst::Australian, "Recipient-created tax invoice", Wording::AuRecipientCreated),
            (Self::Australian, Direction::TakenBack) => {
                (Gst::Australian, "Recipient-created adjustment note", Wording::AuRecipientAdjustment)
            }
            (Self::NewZealand, Direction::Owed) => (Gst::NewZealand, "Buyer-created taxable supply information", Wording::NzBuyerCreated),
            (Self::NewZealand, Direction::TakenBack) => {
                (Gst::NewZealand, "Buyer-created supply correction information", Wording::NzBuyerCorrection)
            }
        };
        let kind = match direction {
            Direction::Owed => DocumentKind::SelfBilled,
            Direction::TakenBack => DocumentKind::CreditNote,
        };
        let taxed = Treatment::taxed(vec![Component::new("GST", rate(gst, on)?)], vec![wording(says, on)?]);
        Ok(Treatment { kind, title: title.to_owned(), ..taxed })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::tax::TaxCategory;

    #[test]
    fn the_two_countries_whose_law_lets_a_recipient_invoice_ask_for_their_own_number_and_rate() {
        for (country, scheme, rate, owed, taken_back) in [
            ("AU", TaxScheme::Abn, "10", "Recipient-created tax invoice", "Recipient-created adjustment note"),
            ("NZ", TaxScheme::NzGst, "15", "Buyer-created taxable supply information", "Buyer-created supply correction information"),
        ] {
            let law = RecipientLaw::of(country.parse().expect("a country")).expect("a law");
            let of = |direction| law.treatment(direction, date(2027, 2, 1)).expect("in force");
            let (invoice, adjustment) = (of(Direction::Owed), of(Direction::TakenBack));
            assert_eq!(law.scheme(), scheme);
            assert_eq!((invoice.rate().to_string().as_str(), invoice.title.as_str()), (rate, owed));
            assert_eq!((adjustment.rate(), adjustment.title.as_str()), (invoice.rate(), taken_back));
            assert_eq!((invoice.kind, adjustment.kind), (DocumentKind::SelfBilled, DocumentKind::CreditNote));
            assert!(invoice.category == TaxCategory::Standard && !invoice.reverse_charge, "the supplier owes the tax");
        }
        for country in ["IN", "US", "GB"] {
            assert_eq!(RecipientLaw::of(country.parse().expect("a country")), None);
        }
    }

    #[test]
    fn new_zealand_s_law_holds_from_its_first_day() {
        let law = RecipientLaw::NewZealand;
        assert!(law.treatment(Direction::Owed, date(2023, 4, 1)).is_ok());
        assert_eq!(law.treatment(Direction::Owed, date(2023, 3, 31)), Err(TaxGap::NotInForce { since: date(2023, 4, 1) }));
    }
}
