//! Why a document has no electronic form, with everything that stands in its way.

use thiserror::Error;

use crate::domain::country::Country;
use crate::domain::money::Currency;
use crate::domain::tax_id::TaxScheme;

/// A side of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Who issues it.
    Seller,
    /// Who receives it.
    Client,
}

impl Side {
    /// The word for it, which is also the name of its field.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Seller => "seller",
            Self::Client => "client",
        }
    }
}

/// Why a document has no electronic form.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum NoForm {
    /// The form is for sellers in other countries.
    #[error("{form} is a form of sellers in {of}; this document's seller is in {seller}")]
    OtherCountry {
        /// The form.
        form: &'static str,
        /// Where it is used.
        of: &'static str,
        /// Where the seller is.
        seller: Country,
    },
    /// Something that the form must hold is missing or cannot be said in it.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Incomplete(Vec<Gap>),
}

/// One thing that a form must hold and the document does not, or that the document holds and the form has no place for.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Gap {
    /// No electronic address, and no number to take its place.
    #[error("the {} has no electronic address (e_invoice), nor an ABN or NZBN to take its place", .0.as_str())]
    ElectronicAddress(Side),
    /// No number of a register.
    #[error("the {} has no {} number", .0.as_str(), .1)]
    Number(Side, TaxScheme),
    /// The client is a consumer to the tax: such supplies are not reported.
    #[error("the client is not registered for GST: supplies to it are not reported")]
    ClientUnregistered,
    /// No postal address.
    #[error("the {} has no address", .0.as_str())]
    Address(Side),
    /// No Indian postal index number.
    #[error("the {}'s postcode must be a postal index number of India, six digits", .0.as_str())]
    Postcode(Side),
    /// A text of a party is too short or too long.
    #[error("the {}'s {field} must have {least} to {most} characters", .side.as_str())]
    Length {
        /// Whose.
        side: Side,
        /// Which field of it, such as `address/line1`.
        field: &'static str,
        /// The fewest characters.
        least: usize,
        /// The most characters.
        most: usize,
    },
    /// No services accounting code, or one that is none.
    #[error("the seller has no services accounting code of 4, 6 or 8 digits")]
    ServicesCode,
    /// No state of India where one is asked for.
    #[error("the place of supply names no state of India")]
    State,
    /// The number is spelt in a way that the form does not admit.
    #[error("the number {0} must be at most 16 letters, digits, / and -, not starting with 0, / or -")]
    NumberSpelling(String),
    /// Amounts with more decimals than the form has.
    #[error("amounts in {0} have more than 2 decimals")]
    Decimals(Currency),
    /// No amounts in rupees.
    #[error("the document states no amounts in INR")]
    Rupees,
    /// An amount that the form has no room for.
    #[error("an amount is larger than the form admits")]
    TooLarge,
    /// Nothing is on it, or more than the form admits.
    #[error("the document has {0} lines, where the form admits 1 to 1000")]
    Lines(usize),
    /// What is taken back outweighs what is billed.
    #[error("what is taken back is more than what is billed, which the form cannot say")]
    Negative,
    /// Line by line the tax was rounded further from the rate than the form's readers accept.
    #[error("the tax differs from the rate by more than 1.00, because it was rounded on each of many lines")]
    TaxTolerance,
    /// The payable amount was rounded by more than the form has room for.
    #[error("the amount payable was rounded by more than 99.99")]
    Rounding,
    /// It is not an invoice or a credit note in the seller's own hand.
    #[error("the document is a self-billed invoice, which has a form of its own")]
    SelfBilled,
}

impl Gap {
    /// Where in the document it lacks, as a JSON Pointer into it.
    #[must_use]
    pub fn pointer(&self) -> String {
        match self {
            Self::ElectronicAddress(side) => format!("/{}/e_invoice", side.as_str()),
            Self::Number(side, _) => format!("/{}/tax_ids", side.as_str()),
            Self::ClientUnregistered => "/client/tax_registered".to_owned(),
            Self::Address(side) => format!("/{}/address", side.as_str()),
            Self::Postcode(side) => format!("/{}/address/postcode", side.as_str()),
            Self::Length { side, field, .. } => format!("/{}/{field}", side.as_str()),
            Self::ServicesCode => "/seller/sac_code".to_owned(),
            Self::State => "/place_of_supply/region".to_owned(),
            Self::NumberSpelling(_) => "/number".to_owned(),
            Self::Decimals(_) => "/currency".to_owned(),
            Self::Rupees => "/fx".to_owned(),
            Self::TooLarge | Self::Negative => "/total".to_owned(),
            Self::Lines(_) => "/lines".to_owned(),
            Self::TaxTolerance => "/tax".to_owned(),
            Self::Rounding => "/rounding".to_owned(),
            Self::SelfBilled => "/kind".to_owned(),
        }
    }
}

impl NoForm {
    /// Nothing, when nothing is missing.
    pub(super) fn unless_empty(gaps: Vec<Gap>) -> Result<(), Self> {
        if gaps.is_empty() { Ok(()) } else { Err(Self::Incomplete(gaps)) }
    }
}
