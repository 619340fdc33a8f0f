//! Electronic addresses: where a party receives e-invoices.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::domain::party::Party;
use crate::domain::tax_id::{self, TaxId, TaxIdError, TaxScheme};
use crate::domain::text::{Reference, TextError};

/// The scheme of Australian Business Numbers in the code list of electronic addresses (ISO 6523).
pub(super) const ABN: &str = "0151";
/// The scheme of GS1 location numbers, of which New Zealand Business Numbers are a part.
pub(super) const GLN: &str = "0088";

/// The most characters of an address. Source: Peppol policy for the use of identifiers, participant identifiers.
const LONGEST: usize = 50;

/// Where a party receives e-invoices: the four digits of a scheme of ISO 6523 and the address in it.
///
/// An ABN and a GS1 location number are held to their check digits; of other schemes only the length is known here.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawAddress", into = "RawAddress")]
pub struct ElectronicAddress {
    scheme: String,
    id: String,
}

/// Why an electronic address is refused.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum AddressError {
    /// No scheme is spelt like this.
    #[error("must be the four digits of a scheme of electronic addresses, such as 0151 for an ABN or 0088 for an NZBN")]
    Scheme,
    /// Not the number that the scheme says it is.
    #[error(transparent)]
    Number(#[from] TaxIdError),
    /// Not a GS1 location number.
    #[error("is not a valid GS1 location number: must be 13 digits, of which the last fits the others")]
    Gln,
    /// No usable text.
    #[error(transparent)]
    Text(#[from] TextError),
    /// A blank within.
    #[error("must not contain blanks")]
    Blank,
}

impl AddressError {
    /// Whether it is the scheme that is at fault, and not the address in it.
    #[must_use]
    pub fn is_of_scheme(&self) -> bool {
        match self {
            Self::Scheme => true,
            Self::Number(_) | Self::Gln | Self::Text(_) | Self::Blank => false,
        }
    }
}

impl ElectronicAddress {
    /// Checks an address. Blanks between the digits of an ABN are dropped.
    ///
    /// # Errors
    /// No scheme of four digits, or an address that is none of its scheme.
    pub fn new(scheme: &str, id: &str) -> Result<Self, AddressError> {
        if scheme.len() != 4 || !scheme.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(AddressError::Scheme);
        }
        let id = match scheme {
            ABN => TaxId::new(TaxScheme::Abn, id)?.value().to_owned(),
            GLN => tax_id::gln(id).ok_or(AddressError::Gln)?,
            _ => {
                let text: Reference = id.parse()?;
                if text.as_str().chars().count() > LONGEST {
                    return Err(TextError::TooLong { most: LONGEST }.into());
                }
                if text.as_str().contains(char::is_whitespace) {
                    return Err(AddressError::Blank);
                }
                text.into()
            }
        };
        Ok(Self { scheme: scheme.to_owned(), id })
    }

    /// The four digits of the scheme.
    #[must_use]
    pub fn scheme(&self) -> &str {
        &self.scheme
    }

    /// The address in the scheme.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Where a party receives e-invoices: the address that it has, or else its ABN, or else its NZBN.
    #[must_use]
    pub fn of(party: &Party) -> Option<Self> {
        let from =
            |(scheme, register): (&str, TaxScheme)| party.tax_id(register).map(|id| Self { scheme: scheme.to_owned(), id: id.to_owned() });
        party.e_invoice.clone().or_else(|| [(ABN, TaxScheme::Abn), (GLN, TaxScheme::Nzbn)].into_iter().find_map(from))
    }
}
impl fmt::Display for ElectronicAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.scheme, self.id)
    }
}

/// The form on the wire and in the table.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAddress {
    scheme: String,
    id: String,
}
impl TryFrom<RawAddress> for ElectronicAddress {
    type Error = AddressError;
    fn try_from(raw: RawAddress) -> Result<Self, AddressError> {
        Self::new(&raw.scheme, &raw.id)
    }
}
impl From<ElectronicAddress> for RawAddress {
    fn from(address: ElectronicAddress) -> Self {
        Self { scheme: address.scheme, id: address.id }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::tax::sample::party;

    #[test]
    fn an_address_is_held_to_what_its_scheme_checks() {
        for (scheme, id, kept) in [
            ("0151", "51 824 753 556", "51824753556"),
            ("0088", "9429041098080", "9429041098080"),
            ("0088", "7300010000001", "7300010000001"),
            ("0060", " 123456789 ", "123456789"),
            ("0192", "991825827", "991825827"),
        ] {
            assert_eq!(ElectronicAddress::new(scheme, id).as_ref().map(ElectronicAddress::id), Ok(kept), "{scheme}");
        }
        assert!(matches!(ElectronicAddress::new("0151", "51824753557"), Err(AddressError::Number(TaxIdError::CheckDigit(_)))));
        for bad in ["9429041098081", "942904109808", "94290410980800", "942904109808X"] {
            assert_eq!(ElectronicAddress::new("0088", bad), Err(AddressError::Gln), "{bad}");
        }
        for bad in ["", "151", "01510", "015X", "EM"] {
            let refused = ElectronicAddress::new(bad, "1").expect_err("no scheme");
            assert!(refused.is_of_scheme(), "{bad}");
        }
        assert_eq!(ElectronicAddress::new("0060", "12 34"), Err(AddressError::Blank));
        assert_eq!(ElectronicAddress::new("0060", " "), Err(AddressError::Text(TextError::Empty)));
        assert!(ElectronicAddress::new("0060", &"1".repeat(50)).is_ok());
        assert_eq!(ElectronicAddress::new("0060", &"1".repeat(51)), Err(AddressError::Text(TextError::TooLong { most: 50 })));
    }

    #[test]
    fn a_party_without_one_is_reached_by_its_abn_or_nzbn() {
        let mut australian = party("AU");
        assert_eq!(ElectronicAddress::of(&australian).map(|address| address.to_string()).as_deref(), Some("0151:51824753556"));
        australian.e_invoice = Some(ElectronicAddress::new("0060", "123456789").expect("an address"));
        assert_eq!(ElectronicAddress::of(&australian).map(|address| address.to_string()).as_deref(), Some("0060:123456789"));
        let mut newzealander = party("NZ");
        assert_eq!(ElectronicAddress::of(&newzealander), None);
        newzealander.tax_ids.push(TaxId::new(TaxScheme::Nzbn, "9429041098080").expect("a number"));
        assert_eq!(ElectronicAddress::of(&newzealander).map(|address| address.to_string()).as_deref(), Some("0088:9429041098080"));
        assert_eq!(ElectronicAddress::of(&party("US")), None);
    }

    #[test]
    fn a_party_that_was_stored_without_one_still_reads() {
        let mut stored = serde_json::to_value(party("AU")).expect("plain data");
        stored.as_object_mut().expect("an object").remove("e_invoice").expect("the field is written");
        assert_eq!(serde_json::from_value::<Party>(stored).expect("a party"), party("AU"));
        let bad = serde_json::from_str::<ElectronicAddress>(r#"{"scheme":"0151","id":"51824753557"}"#);
        assert!(bad.is_err(), "what is stored is checked again");
    }
}
