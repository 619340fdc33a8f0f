//! Why a developer is not eligible, and how many are not for which reason.

use serde::{Deserialize, Serialize};

words! {
    /// A rule that makes a developer ineligible. The rules are tried in this order and the first that fails is counted.
    pub enum Exclusion {
        /// The client has turned the developer down for the role.
        RejectedByClient = "rejected_by_client",
        /// The developer does not work that way, or has named no price for it: hourly and fixed work need an hourly rate.
        ModelNotOffered = "model_not_offered",
        /// Not where the project wants its people.
        WrongLocation = "wrong_location",
        /// Two or more required skills are missing or short of their years, or the only one is.
        MissingRequiredSkill = "missing_required_skill",
        /// English below what is asked, or unknown where some is asked.
        Language = "language",
        /// Not free by the project's start, or too few hours left on some day of the role.
        NotAvailable = "not_available",
        /// Working hours that share too few minutes with the project's on some day of the role.
        TooLittleOverlap = "too_little_overlap",
        /// No exchange rate leads from the pay rate, or from the role's maximum, to the project's currency.
        NoExchangeRate = "no_exchange_rate",
        /// Costs more than the role's maximum, or more than an amount of money can state.
        OverRate = "over_rate",
    }
}

/// How many developers each rule has made ineligible.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exclusions {
    /// See [`Exclusion::RejectedByClient`].
    pub rejected_by_client: u32,
    /// See [`Exclusion::ModelNotOffered`].
    pub model_not_offered: u32,
    /// See [`Exclusion::WrongLocation`].
    pub wrong_location: u32,
    /// See [`Exclusion::MissingRequiredSkill`].
    pub missing_required_skill: u32,
    /// See [`Exclusion::Language`].
    pub language: u32,
    /// See [`Exclusion::NotAvailable`].
    pub not_available: u32,
    /// See [`Exclusion::TooLittleOverlap`].
    pub too_little_overlap: u32,
    /// See [`Exclusion::NoExchangeRate`].
    pub no_exchange_rate: u32,
    /// See [`Exclusion::OverRate`].
    pub over_rate: u32,
}

impl Exclusions {
    /// All of them.
    #[must_use]
    pub fn total(&self) -> u32 {
        let Self {
            rejected_by_client,
            model_not_offered,
            wrong_location,
            missing_required_skill,
            language,
            not_available,
            too_little_overlap,
            no_exchange_rate,
            over_rate,
        } = *self;
        [
            rejected_by_client,
            model_not_offered,
            wrong_location,
            missing_required_skill,
            language,
            not_available,
            too_little_overlap,
            no_exchange_rate,
            over_rate,
        ]
        .into_iter()
        .sum()
    }

    pub(super) fn count(&mut self, exclusion: Exclusion) {
        self.add(exclusion, 1);
    }

    /// Counts so many at once.
    pub(in crate::domain) fn add(&mut self, exclusion: Exclusion, developers: u32) {
        let counter = match exclusion {
            Exclusion::RejectedByClient => &mut self.rejected_by_client,
            Exclusion::ModelNotOffered => &mut self.model_not_offered,
            Exclusion::WrongLocation => &mut self.wrong_location,
            Exclusion::MissingRequiredSkill => &mut self.missing_required_skill,
            Exclusion::Language => &mut self.language,
            Exclusion::NotAvailable => &mut self.not_available,
            Exclusion::TooLittleOverlap => &mut self.too_little_overlap,
            Exclusion::NoExchangeRate => &mut self.no_exchange_rate,
            Exclusion::OverRate => &mut self.over_rate,
        };
        *counter += developers;
    }
}
