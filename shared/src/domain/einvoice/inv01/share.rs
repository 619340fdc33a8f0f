//! Sharing a rounded total among parts, so that they add up to it.

use rust_decimal::Decimal;

use crate::domain::money::Rounding;

/// A hundredth.
const PAISA: Decimal = Decimal::from_parts(1, 0, 0, false, 2);

/// Each exact part rounded to paise, half up; what then is missing from the total, or over it, goes a paisa each to the parts
/// in their order, round and round. A part of nothing stays nothing.
///
/// Where the total is the sum of the rounded parts, as it is where tax is rounded line by line, nothing is moved.
pub(super) fn shares(exact: &[Decimal], total: Decimal) -> Vec<Decimal> {
    let mut parts: Vec<Decimal> = exact.iter().map(|part| Rounding::HalfUp.round(*part, 2)).collect();
    let mut missing = total - parts.iter().sum::<Decimal>();
    let step = if missing.is_sign_negative() { -PAISA } else { PAISA };
    while missing.abs() >= PAISA {
        let before = missing;
        for (part, exact) in parts.iter_mut().zip(exact) {
            let moved = *part + step;
            // Nothing stays nothing, and no part changes its sign.
            let may = !exact.is_zero() && (moved.is_zero() || moved.is_sign_negative() == exact.is_sign_negative());
            if may && missing.abs() >= PAISA {
                *part = moved;
                missing -= step;
            }
        }
        if missing == before {
            break;
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decimals(texts: &[&str]) -> Vec<Decimal> {
        texts.iter().map(|text| text.parse().expect("a decimal")).collect()
    }

    #[test]
    fn no_part_changes_its_sign() {
        let parts = shares(&decimals(&["0.004", "0.015", "-0.015"]), decimals(&["-0.01"])[0]);
        assert_eq!(parts, decimals(&["0.00", "0.01", "-0.02"]));
        assert_eq!(shares(&decimals(&["0.001"]), decimals(&["-0.01"])[0]), decimals(&["0.00"]));
    }

    #[test]
    fn what_rounding_leaves_goes_to_the_first_parts() {
        let [third, total] = [decimals(&["33.333333"])[0], decimals(&["100.00"])[0]];
        assert_eq!(shares(&[third, third, third], total), decimals(&["33.34", "33.33", "33.33"]));
        assert_eq!(shares(&decimals(&["0.005", "0", "0.005"]), decimals(&["0.01"])[0]), decimals(&["0.00", "0.00", "0.01"]));
        assert_eq!(shares(&decimals(&["1.00", "2.00"]), decimals(&["3.00"])[0]), decimals(&["1.00", "2.00"]));
        assert_eq!(shares(&[], Decimal::ZERO), Vec::<Decimal>::new());
    }

    proptest! {
        #[test]
        fn parts_add_up_to_the_total_and_stay_within_a_paisa_and_a_half(thousandths in prop::collection::vec(1_i64..1_000_000, 1..60)) {
            let exact: Vec<Decimal> = thousandths.iter().map(|part| Decimal::new(*part, 3)).collect();
            let total = Rounding::HalfUp.round(exact.iter().sum(), 2);
            let parts = shares(&exact, total);
            prop_assert_eq!(parts.iter().sum::<Decimal>(), total);
            for (part, exact) in parts.iter().zip(&exact) {
                prop_assert!((*part - *exact).abs() <= Decimal::new(15, 3), "{} {}", part, exact);
            }
        }
    }
}
