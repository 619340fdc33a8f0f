//! Money: integer minor units with their ISO 4217 currency, and the roundings that turn exact decimals into it.
//!
//! No float ever touches an amount. Amounts of different currencies do not add up: that is an error, not a sum.

use std::fmt;
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The largest magnitude an amount may have, in minor units: far above any invoice, far below overflow of a sum.
const LARGEST_MINOR: i64 = 1_000_000_000_000_000;

/// A currency that has minor units (ISO 4217), such as `AUD` (2 decimals), `JPY` (0) or `KWD` (3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency(iso_currency::Currency);

/// The text is not the code of a currency that money can be in.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("must be an ISO 4217 currency code in capitals, such as AUD")]
pub struct CurrencyError;

impl Currency {
    /// The number of decimals of the currency's minor unit: 2 for AUD, 0 for JPY, 3 for KWD.
    #[must_use]
    pub fn decimals(self) -> u32 {
        u32::from(self.0.exponent().unwrap_or_default())
    }

    /// The three-letter code.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.0.code()
    }
}
impl FromStr for Currency {
    type Err = CurrencyError;
    fn from_str(text: &str) -> Result<Self, CurrencyError> {
        // Precious metals, test codes and the like have no minor unit: nobody is invoiced in them.
        iso_currency::Currency::from_code(text)
            .filter(|currency| currency.exponent().is_some() && currency.code() == text)
            .map(Self)
            .ok_or(CurrencyError)
    }
}
impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
impl PartialOrd for Currency {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Currency {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.code().cmp(other.code())
    }
}
string_conversions!(Currency);

words! {
    /// How a value half-way between two steps is rounded. The halves of a negative value mirror those of the positive
    /// one, so that a credit is the exact negative of what it credits.
    pub enum Rounding {
        /// Half goes away from zero: 2.025 → 2.03, −2.025 → −2.03.
        HalfUp = "half_up",
        /// Half goes towards zero: 15.015 → 15.01 (allowed for New Zealand's GST by the GST Act 1985 s 19O).
        HalfDown = "half_down",
    }
}

impl Rounding {
    /// Rounds to this many decimals.
    #[must_use]
    pub fn round(self, value: Decimal, decimals: u32) -> Decimal {
        let strategy = match self {
            Self::HalfUp => RoundingStrategy::MidpointAwayFromZero,
            Self::HalfDown => RoundingStrategy::MidpointTowardZero,
        };
        value.round_dp_with_strategy(decimals, strategy)
    }
}

/// An amount of money in whole minor units of its currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawMoney", into = "RawMoney")]
pub struct Money {
    minor: i64,
    currency: Currency,
}

/// Why an amount is refused.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum MoneyError {
    /// Not a plain decimal number.
    #[error("must be a decimal number in a string, such as \"96.50\"")]
    NotDecimal,
    /// More decimals than the currency has.
    #[error("has more decimals than {currency} allows ({decimals})")]
    TooPrecise {
        /// The currency.
        currency: Currency,
        /// Its decimals.
        decimals: u32,
    },
    /// Beyond the bound for one amount.
    #[error("is too large: at most 1,000,000,000,000,000 minor units")]
    TooLarge,
    /// Amounts of two currencies were to be combined.
    #[error("{left} and {right} cannot be added up")]
    CurrencyMismatch {
        /// The currency on the left.
        left: Currency,
        /// The currency on the right.
        right: Currency,
    },
}

impl Money {
    /// Nothing, in this currency.
    #[must_use]
    pub fn zero(currency: Currency) -> Self {
        Self { minor: 0, currency }
    }

    /// So many minor units (cents, yen, fils).
    ///
    /// # Errors
    /// Beyond the bound for one amount.
    pub fn from_minor(minor: i64, currency: Currency) -> Result<Self, MoneyError> {
        if minor.unsigned_abs() > LARGEST_MINOR.unsigned_abs() { Err(MoneyError::TooLarge) } else { Ok(Self { minor, currency }) }
    }

    /// Reads `"96.50"`: digits, at most one point, an optional minus sign; nothing else.
    ///
    /// # Errors
    /// Not a plain decimal, more decimals than the currency has, or too large.
    pub fn parse(amount: &str, currency: Currency) -> Result<Self, MoneyError> {
        let digits = amount.strip_prefix('-').unwrap_or(amount);
        let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
        let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !plain(whole) || fraction.is_some_and(|fraction| !plain(fraction)) {
            return Err(MoneyError::NotDecimal);
        }
        let decimals = currency.decimals();
        if fraction.is_some_and(|fraction| fraction.len() > decimals as usize) {
            return Err(MoneyError::TooPrecise { currency, decimals });
        }
        let value: Decimal = amount.parse().map_err(|_| MoneyError::TooLarge)?;
        Self::from_exact(value, currency)
    }

    /// The amount nearest to an exact decimal, by a named rounding.
    ///
    /// # Errors
    /// Beyond the bound for one amount.
    pub fn rounded(value: Decimal, currency: Currency, rounding: Rounding) -> Result<Self, MoneyError> {
        Self::from_exact(rounding.round(value, currency.decimals()), currency)
    }

    fn from_exact(mut value: Decimal, currency: Currency) -> Result<Self, MoneyError> {
        if value.abs() > Decimal::from(LARGEST_MINOR) {
            return Err(MoneyError::TooLarge);
        }
        value.rescale(currency.decimals());
        let minor = i64::try_from(value.mantissa()).map_err(|_| MoneyError::TooLarge)?;
        Self::from_minor(minor, currency)
    }

    /// The amount in minor units.
    #[must_use]
    pub fn minor(self) -> i64 {
        self.minor
    }

    /// The currency.
    #[must_use]
    pub fn currency(self) -> Currency {
        self.currency
    }

    /// The amount in major units, exactly.
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.minor, self.currency.decimals())
    }

    /// Whether the amount is above zero.
    #[must_use]
    pub fn is_positive(self) -> bool {
        self.minor > 0
    }

    /// Whether the amount is zero.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// The sum.
    ///
    /// # Errors
    /// Two currencies, or too large.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::CurrencyMismatch { left: self.currency, right: other.currency });
        }
        Self::from_minor(self.minor.saturating_add(other.minor), self.currency)
    }

    /// The difference.
    ///
    /// # Errors
    /// Two currencies, or too large.
    pub fn minus(self, other: Self) -> Result<Self, MoneyError> {
        self.plus(other.negated())
    }

    /// The same amount with the other sign.
    #[must_use]
    pub fn negated(self) -> Self {
        Self { minor: -self.minor, currency: self.currency }
    }

    /// The sum of amounts that are all in this currency.
    ///
    /// # Errors
    /// Another currency among them, or too large.
    pub fn sum(currency: Currency, amounts: impl IntoIterator<Item = Self>) -> Result<Self, MoneyError> {
        amounts.into_iter().try_fold(Self::zero(currency), Self::plus)
    }

    /// The amount as it goes out: all of its currency's decimals, no currency.
    #[must_use]
    pub fn amount(self) -> String {
        self.to_decimal().to_string()
    }
}
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.to_decimal(), self.currency)
    }
}

/// The form that money has on the wire and in the table.
#[derive(Serialize, Deserialize)]
struct RawMoney {
    amount: String,
    currency: Currency,
}
impl TryFrom<RawMoney> for Money {
    type Error = MoneyError;
    fn try_from(raw: RawMoney) -> Result<Self, MoneyError> {
        Self::parse(&raw.amount, raw.currency)
    }
}
impl From<Money> for RawMoney {
    fn from(money: Money) -> Self {
        Self { amount: money.amount(), currency: money.currency }
    }
}

#[cfg(test)]
mod tests;
