//! How the domain's composite values are read from a body: rates, hours, tax numbers, addresses, places.

use std::collections::BTreeMap;

use deserr::{Deserr, IntoValue, Value, ValuePointerRef};

use super::{Faults, refuse};
use crate::domain::country::{Country, Region};
use crate::domain::developer::{ClockTime, WorkingHours};
use crate::domain::einvoice::{AddressError, ElectronicAddress};
use crate::domain::engagement::PlaceOfSupply;
use crate::domain::money::{Currency, Money};
use crate::domain::party::Address;
use crate::domain::rate::{Per, Rate};
use crate::domain::tax_id::{TaxId, TaxScheme};
use crate::domain::text::Title;

/// The wire form of money: both fields are read before the amount is judged by its currency.
#[derive(Deserr)]
#[deserr(error = Faults, deny_unknown_fields)]
struct RawMoney {
    amount: String,
    currency: Currency,
}

impl Deserr<Faults> for Money {
    fn deserialize_from_value<V: IntoValue>(value: Value<V>, location: ValuePointerRef<'_>) -> Result<Self, Faults> {
        let RawMoney { amount, currency } = RawMoney::deserialize_from_value(value, location)?;
        amount_at(&amount, currency, location)
    }
}

#[derive(Deserr)]
#[deserr(error = Faults, deny_unknown_fields)]
struct RawRate {
    amount: String,
    currency: Currency,
    per: Per,
}

impl Deserr<Faults> for Rate {
    fn deserialize_from_value<V: IntoValue>(value: Value<V>, location: ValuePointerRef<'_>) -> Result<Self, Faults> {
        let RawRate { amount, currency, per } = RawRate::deserialize_from_value(value, location)?;
        Ok(Self { money: amount_at(&amount, currency, location)?, per })
    }
}

fn amount_at(amount: &str, currency: Currency, location: ValuePointerRef<'_>) -> Result<Money, Faults> {
    let place = location.push_key("amount");
    match Money::parse(amount, currency) {
        Ok(money) if money.minor() < 0 => refuse(place, "must not be negative"),
        Ok(money) => Ok(money),
        Err(error) => refuse(place, error),
    }
}

#[derive(Deserr)]
#[deserr(error = Faults, deny_unknown_fields)]
struct RawHours {
    start: ClockTime,
    end: ClockTime,
}

impl Deserr<Faults> for WorkingHours {
    fn deserialize_from_value<V: IntoValue>(value: Value<V>, location: ValuePointerRef<'_>) -> Result<Self, Faults> {
        let RawHours { start, end } = RawHours::deserialize_from_value(value, location)?;
        if start == end { refuse(location.push_key("end"), "must differ from the start") } else { Ok(Self { start, end }) }
    }
}

#[derive(Deserr)]
#[deserr(error = Faults, deny_unknown_fields)]
struct RawTaxId {
    scheme: TaxScheme,
    value: String,
}

impl Deserr<Faults> for TaxId {
    fn deserialize_from_value<V: IntoValue>(value: Value<V>, location: ValuePointerRef<'_>) -> Result<Self, Faults> {
        let raw = RawTaxId::deserialize_from_value(value, location)?;
        Self::new(raw.scheme, &raw.value).or_else(|error| refuse(location.push_key("value"), error))
    }
}

#[derive(Deserr)]
#[deserr(error = Faults, deny_unknown_fields)]
struct RawElectronicAddress {
    scheme: String,
    id: String,
}

impl Deserr<Faults> for ElectronicAddress {
    fn deserialize_from_value<V: IntoValue>(value: Value<V>, location: ValuePointerRef<'_>) -> Result<Self, Faults> {
        let RawElectronicAddress { scheme, id } = RawElectronicAddress::deserialize_from_value(value, location)?;
        let field = |error: &AddressError| if error.is_of_scheme() { "scheme" } else { "id" };
        Self::new(&scheme, &id).or_else(|error| refuse(location.push_key(field(&error)), error))
    }
}

#[derive(Deserr)]
#[deserr(error = Faults, deny_unknown_fields)]
struct RawAddress {
    line1: Title,
    #[deserr(default)]
    line2: Option<Title>,
    city: Title,
    #[deserr(default)]
    region: Option<Title>,
    #[deserr(default)]
    postcode: Option<Title>,
}

impl Deserr<Faults> for Address {
    fn deserialize_from_value<V: IntoValue>(value: Value<V>, location: ValuePointerRef<'_>) -> Result<Self, Faults> {
        let RawAddress { line1, line2, city, region, postcode } = RawAddress::deserialize_from_value(value, location)?;
        Ok(Self { line1, line2, city, region, postcode })
    }
}

#[derive(Deserr)]
#[deserr(error = Faults, deny_unknown_fields)]
struct RawPlace {
    country: Country,
    #[deserr(default)]
    region: Option<Region>,
}

impl Deserr<Faults> for PlaceOfSupply {
    fn deserialize_from_value<V: IntoValue>(value: Value<V>, location: ValuePointerRef<'_>) -> Result<Self, Faults> {
        let RawPlace { country, region } = RawPlace::deserialize_from_value(value, location)?;
        match region {
            Some(region) if !region.is_in(country) => {
                refuse(location.push_key("region"), format!("is not a region of {country} (ISO 3166-2)"))
            }
            region => Ok(Self { country, region }),
        }
    }
}

/// A decimal number in a string, such as an exchange rate or a percentage; not negative.
#[derive(Clone, Copy, Debug)]
pub struct DecimalText(pub rust_decimal::Decimal);

impl Deserr<Faults> for DecimalText {
    fn deserialize_from_value<V: IntoValue>(value: Value<V>, location: ValuePointerRef<'_>) -> Result<Self, Faults> {
        let text: String = super::read_text(value, location)?;
        let plain = text.len() <= 24 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        match text.parse() {
            Ok(decimal) if plain => Ok(Self(decimal)),
            _ => refuse(location, "must be a decimal number of 0 or more in a string, such as \"1.53\""),
        }
    }
}

/// A whole number within bounds, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Whole<const LEAST: u16, const MOST: u16>(pub u16);

impl<const LEAST: u16, const MOST: u16> Whole<LEAST, MOST> {
    /// As a small number; its upper bound is at most 255 where this is asked for.
    #[must_use]
    pub fn small(self) -> u8 {
        u8::try_from(self.0).unwrap_or(u8::MAX)
    }
}

impl<const LEAST: u16, const MOST: u16> Deserr<Faults> for Whole<LEAST, MOST> {
    fn deserialize_from_value<V: IntoValue>(value: Value<V>, location: ValuePointerRef<'_>) -> Result<Self, Faults> {
        let number = match value {
            Value::Integer(number) => u16::try_from(number).ok().filter(|number| (LEAST..=MOST).contains(number)),
            _ => None,
        };
        number.map_or_else(|| refuse(location, format!("must be a whole number from {LEAST} to {MOST}")), |number| Ok(Self(number)))
    }
}

/// A list within bounds of length, both included. A list that is too long is refused before its items are read.
#[derive(Clone, Debug)]
pub struct List<T, const LEAST: usize, const MOST: usize>(pub Vec<T>);

impl<T, const MOST: usize> Default for List<T, 0, MOST> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Deserr<Faults>, const LEAST: usize, const MOST: usize> Deserr<Faults> for List<T, LEAST, MOST> {
    fn deserialize_from_value<V: IntoValue>(value: Value<V>, location: ValuePointerRef<'_>) -> Result<Self, Faults> {
        use deserr::Sequence;
        let Value::Sequence(sequence) = value else {
            return refuse(location, "must be an array");
        };
        if !(LEAST..=MOST).contains(&sequence.len()) {
            return refuse(location, format!("must have {LEAST} to {MOST} items"));
        }
        let mut items = Vec::with_capacity(sequence.len());
        let mut faults = Faults::new();
        for (index, value) in sequence.into_iter().enumerate() {
            match T::deserialize_from_value(value.into_value(), location.push_index(index)) {
                Ok(item) => items.push(item),
                Err(found) => faults.0.extend(found.0),
            }
        }
        if faults.0.is_empty() { Ok(Self(items)) } else { Err(faults) }
    }
}

/// An object whose keys are data, such as currencies. (The map of `deserr` itself drops a member that is faulty.)
#[derive(Clone, Debug)]
pub struct Keyed<T>(pub BTreeMap<String, T>);

impl<T: Deserr<Faults>> Deserr<Faults> for Keyed<T> {
    fn deserialize_from_value<V: IntoValue>(value: Value<V>, location: ValuePointerRef<'_>) -> Result<Self, Faults> {
        use deserr::Map;
        let Value::Map(map) = value else {
            return refuse(location, "must be an object");
        };
        let mut members = BTreeMap::new();
        let mut faults = Faults::new();
        for (key, value) in map.into_iter() {
            match T::deserialize_from_value(value.into_value(), location.push_key(&key)) {
                Ok(member) => drop(members.insert(key, member)),
                Err(found) => faults.0.extend(found.0),
            }
        }
        if faults.0.is_empty() { Ok(Self(members)) } else { Err(faults) }
    }
}

/// Notes a second occurrence of the same thing in a list.
pub fn refuse_repeats<T: PartialEq>(items: &[T], list: &str, field: &str, faults: &mut Faults) {
    for (at, item) in items.iter().enumerate() {
        if items[..at].contains(item) {
            faults.add(format!("{list}/{at}{field}"), "is given twice");
        }
    }
}
