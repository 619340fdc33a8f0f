//! Tax and business numbers, with the check digits their issuers define.
//!
//! A number is only known to be well-formed here. Whether its register really lists it is not something to be told without asking it.

mod check;
mod gst_state;

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::country::Region;
use super::text::{Reference, TextError};

pub use gst_state::{gst_state, gst_state_code, is_union_territory_without_legislature};

/// The most characters that a number of another register may have.
const LONGEST_OTHER: usize = 64;

words! {
    /// Which register a number belongs to.
    pub enum TaxScheme {
        /// Australian Business Number: 11 digits, weights mod 89.
        Abn = "abn",
        /// New Zealand Business Number: a 13-digit GS1 number.
        Nzbn = "nzbn",
        /// New Zealand IRD number, which is also the GST number: 8 or 9 digits.
        NzGst = "nz_gst",
        /// Indian GST identification number: 15 characters, the first two its state's code.
        Gstin = "gstin",
        /// US employer identification number.
        Ein = "ein",
        /// Any other register; free text.
        Other = "other",
    }
}

/// A number that passes its scheme's checks, in the scheme's compact spelling.
///
/// `Display` gives the spelling for documents, which for an EIN has its hyphen.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawTaxId", into = "RawTaxId")]
pub struct TaxId {
    scheme: TaxScheme,
    value: String,
}

/// Why a number is refused.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum TaxIdError {
    /// Another length, or a character that does not belong at its place.
    #[error("is not a valid {scheme} number: must be {shape}")]
    Shape {
        /// The register.
        scheme: TaxScheme,
        /// What its numbers look like.
        shape: &'static str,
    },
    /// The check digit contradicts the others: a slip of the pen.
    #[error("is not a valid {0} number: its check digits do not fit the others")]
    CheckDigit(TaxScheme),
    /// A beginning that the register never issues.
    #[error("is not a valid {0} number: its register never issued one that begins like this")]
    NeverIssued(TaxScheme),
    /// A number of another register that is no usable text.
    #[error(transparent)]
    Text(#[from] TextError),
}

impl TaxId {
    /// Checks a number; blanks and hyphens between its characters are dropped, small letters become capitals.
    /// A number of another register is kept as it is written.
    ///
    /// # Errors
    /// The shape, the beginning or the check digit is not that of the scheme.
    pub fn new(scheme: TaxScheme, value: &str) -> Result<Self, TaxIdError> {
        let value = match scheme {
            TaxScheme::Abn => check::abn(&compact(value))?,
            TaxScheme::Nzbn => check::nzbn(&compact(value))?,
            TaxScheme::NzGst => check::nz_gst(&compact(value))?,
            TaxScheme::Gstin => check::gstin(&compact(value))?,
            TaxScheme::Ein => check::ein(&compact(value))?,
            TaxScheme::Other => {
                let text: Reference = value.parse()?;
                if text.as_str().chars().count() > LONGEST_OTHER {
                    return Err(TextError::TooLong { most: LONGEST_OTHER }.into());
                }
                text.into()
            }
        };
        Ok(Self { scheme, value })
    }

    /// The register.
    #[must_use]
    pub fn scheme(&self) -> TaxScheme {
        self.scheme
    }

    /// The number in its compact spelling.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }

    /// The state that issued a GSTIN, as the region of India that it is today; `None` for every other scheme, and for
    /// the code 97 of places that lie in no state.
    #[must_use]
    pub fn gstin_state(&self) -> Option<Region> {
        match self.scheme {
            TaxScheme::Gstin => gst_state::region_of(self.value.get(..2)?),
            TaxScheme::Abn | TaxScheme::Nzbn | TaxScheme::NzGst | TaxScheme::Ein | TaxScheme::Other => None,
        }
    }
}
impl fmt::Display for TaxId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.scheme, self.value.split_at_checked(2)) {
            (TaxScheme::Ein, Some((prefix, serial))) => write!(f, "{prefix}-{serial}"),
            _ => f.write_str(&self.value),
        }
    }
}

/// A GS1 global location number in its compact spelling, of whatever country; `None` when its check digit contradicts the others.
pub(in crate::domain) fn gln(text: &str) -> Option<String> {
    Some(compact(text)).filter(|number| check::is_gln(number))
}

/// Without blanks and hyphens, in capitals. A text far longer than any number is cut, so that it is refused cheaply.
fn compact(text: &str) -> String {
    let kept = text.chars().filter(|c| !c.is_whitespace() && *c != '-');
    kept.take(LONGEST_OTHER).map(|c| c.to_ascii_uppercase()).collect()
}

/// The form on the wire and in the table.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTaxId {
    scheme: TaxScheme,
    value: String,
}
impl TryFrom<RawTaxId> for TaxId {
    type Error = TaxIdError;
    fn try_from(raw: RawTaxId) -> Result<Self, TaxIdError> {
        Self::new(raw.scheme, &raw.value)
    }
}
impl From<TaxId> for RawTaxId {
    fn from(id: TaxId) -> Self {
        Self { scheme: id.scheme, value: id.value }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_kept_in_their_compact_spelling() {
        for (scheme, text, value) in [
            (TaxScheme::Abn, "51 824 753 556", "51824753556"),
            (TaxScheme::Abn, "33102417032", "33102417032"),
            (TaxScheme::Nzbn, "9429041098080", "9429041098080"),
            (TaxScheme::NzGst, "49-091-850", "49091850"),
            (TaxScheme::NzGst, "049-091-850", "49091850"),
            (TaxScheme::NzGst, "136-410-132", "136410132"),
            (TaxScheme::Gstin, "27AAPFU0939F1ZV", "27AAPFU0939F1ZV"),
            (TaxScheme::Gstin, "29 aagcb7383j 1z4", "29AAGCB7383J1Z4"),
            (TaxScheme::Ein, "91-1144442", "911144442"),
            (TaxScheme::Other, " GB 123-456 ", "GB 123-456"),
        ] {
            assert_eq!(TaxId::new(scheme, text).as_ref().map(TaxId::value), Ok(value), "{scheme} {text}");
        }
    }

    #[test]
    fn an_ein_is_printed_with_its_hyphen() {
        let ein = TaxId::new(TaxScheme::Ein, "911144442").expect("an EIN");
        assert_eq!(ein.to_string(), "91-1144442");
        assert_eq!(TaxId::new(TaxScheme::Abn, "51 824 753 556").expect("an ABN").to_string(), "51824753556");
    }

    #[test]
    fn a_gstin_tells_its_state() {
        for (text, region) in [("29AAGCB7383J1Z4", "KA"), ("27AAPFU0939F1ZV", "MH")] {
            let id = TaxId::new(TaxScheme::Gstin, text).expect("a GSTIN");
            assert_eq!(id.gstin_state().map(String::from).as_deref(), Some(region));
        }
        assert_eq!(TaxId::new(TaxScheme::Abn, "33102417032").expect("an ABN").gstin_state(), None);
    }

    #[test]
    fn a_number_of_another_register_is_a_bounded_text() {
        assert!(TaxId::new(TaxScheme::Other, &"x".repeat(64)).is_ok());
        assert_eq!(TaxId::new(TaxScheme::Other, &"x".repeat(65)), Err(TaxIdError::Text(TextError::TooLong { most: 64 })));
        assert_eq!(TaxId::new(TaxScheme::Other, " "), Err(TaxIdError::Text(TextError::Empty)));
        assert_eq!(TaxId::new(TaxScheme::Other, "a\u{7}"), Err(TaxIdError::Text(TextError::Control)));
    }

    #[test]
    fn a_stored_number_is_checked_again() {
        let good = r#"{"scheme":"abn","value":"51824753556"}"#;
        let id: TaxId = serde_json::from_str(good).expect("a valid number");
        assert_eq!(serde_json::to_string(&id).expect("plain data"), good);
        assert!(serde_json::from_str::<TaxId>(r#"{"scheme":"abn","value":"51824753557"}"#).is_err());
    }
}
