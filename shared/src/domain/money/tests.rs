//! Amounts: how they are read, rounded and summed, and what is refused.

use super::*;

fn currency(code: &str) -> Currency {
    code.parse().expect("a known code")
}

#[test]
fn decimal_strings_become_minor_units_exactly() {
    // F11: a path over binary floats gives 1998 and 819.
    for (text, code, minor) in
        [("19.99", "AUD", 1999), ("8.20", "AUD", 820), ("8.2", "AUD", 820), ("1935", "JPY", 1935), ("-0.005", "KWD", -5)]
    {
        assert_eq!(Money::parse(text, currency(code)).map(Money::minor), Ok(minor), "{text} {code}");
    }
}

#[test]
fn each_malformed_amount_is_refused_for_its_own_reason() {
    let aud = currency("AUD");
    for text in ["", "-", ".5", "5.", "1e3", "+1", " 1", "1,000", "١", "NaN", "1_0", "--1"] {
        assert_eq!(Money::parse(text, aud), Err(MoneyError::NotDecimal), "{text:?}");
    }
    assert_eq!(Money::parse("1.001", aud), Err(MoneyError::TooPrecise { currency: aud, decimals: 2 }));
    assert!(matches!(Money::parse("1.0", currency("JPY")), Err(MoneyError::TooPrecise { .. })));
    for text in ["10000000000000.01", "99999999999999999999999999999999999999"] {
        assert_eq!(Money::parse(text, aud), Err(MoneyError::TooLarge), "{text}");
    }
}

#[test]
fn output_has_all_the_decimals_of_its_currency() {
    for (minor, code, text) in [(9650, "AUD", "96.50"), (1240, "JPY", "1240"), (5, "KWD", "0.005"), (-1, "AUD", "-0.01")] {
        assert_eq!(Money::from_minor(minor, currency(code)).map(Money::amount).as_deref(), Ok(text));
    }
}

#[test]
fn halves_are_rounded_by_the_named_mode_and_mirrored_below_zero() {
    let half: Decimal = "2.025".parse().expect("a decimal");
    assert_eq!(Rounding::HalfUp.round(half, 2).to_string(), "2.03");
    assert_eq!(Rounding::HalfDown.round(half, 2).to_string(), "2.02");
    assert_eq!(Rounding::HalfUp.round(-half, 2).to_string(), "-2.03");
    assert_eq!(Rounding::HalfDown.round(-half, 2).to_string(), "-2.02");
}

#[test]
fn currencies_without_minor_units_and_mixtures_are_refused() {
    for code in ["XAU", "XXX", "aud", "AU", "ZZZ"] {
        assert!(code.parse::<Currency>().is_err(), "{code}");
    }
    assert!(Money::zero(currency("AUD")).plus(Money::zero(currency("NZD"))).is_err());
}
