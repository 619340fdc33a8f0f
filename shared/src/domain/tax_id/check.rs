//! The arithmetic of each register's check digits. What comes in is compact; what comes out is the normal form.

use super::gst_state;
use super::{TaxIdError, TaxScheme};

/// Beginnings of an EIN that the IRS has not assigned to any campus.
/// Source: IRS, "How EINs are assigned and valid EIN prefixes".
const EIN_PREFIXES_NEVER_ISSUED: [u8; 17] = [0, 7, 8, 9, 17, 18, 19, 28, 29, 49, 69, 70, 78, 79, 89, 96, 97];

/// IRD numbers lie strictly between these two. Source: Inland Revenue, resident withholding tax file specification, 2016
/// (the upper bound covers what is expected to be issued within ten years of it).
const IRD_BETWEEN: (u32, u32) = (10_000_000, 150_000_000);

/// Digits only, exactly so many of them.
fn digits<const N: usize>(text: &str) -> Option<[u8; N]> {
    let bytes: [u8; N] = text.as_bytes().try_into().ok()?;
    bytes.iter().all(u8::is_ascii_digit).then(|| bytes.map(|byte| byte - b'0'))
}

fn weighted(digits: &[u8], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(&digit, weight)| u32::from(digit) * weight).sum()
}

fn shape(scheme: TaxScheme, shape: &'static str) -> TaxIdError {
    TaxIdError::Shape { scheme, shape }
}

/// The first two of an ABN's digits check the other nine: with one taken from the first, the weighted sum is a multiple
/// of 89. Source: A New Tax System (Australian Business Number) Act 1999 s 10, format published by the ABR.
pub(super) fn abn(text: &str) -> Result<String, TaxIdError> {
    let mut number: [u8; 11] = digits(text).ok_or_else(|| shape(TaxScheme::Abn, "11 digits"))?;
    // The check digits run from 11 to 99. "10…" can pass the sum, and was never issued.
    if number[0] == 0 || number[..2] == [1, 0] {
        return Err(TaxIdError::NeverIssued(TaxScheme::Abn));
    }
    number[0] -= 1;
    let sum = weighted(&number, &[10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]);
    if sum.is_multiple_of(89) { Ok(text.to_owned()) } else { Err(TaxIdError::CheckDigit(TaxScheme::Abn)) }
}

/// An NZBN is a GS1 global location number under New Zealand's prefix 94, with GS1's mod 10 check digit.
/// Source: New Zealand Business Number Act 2016; GS1 General Specifications, "check digit calculations".
pub(super) fn nzbn(text: &str) -> Result<String, TaxIdError> {
    let number: [u8; 13] = digits(text).ok_or_else(|| shape(TaxScheme::Nzbn, "13 digits"))?;
    if number[..2] != [9, 4] {
        return Err(TaxIdError::NeverIssued(TaxScheme::Nzbn));
    }
    if is_gln(text) { Ok(text.to_owned()) } else { Err(TaxIdError::CheckDigit(TaxScheme::Nzbn)) }
}

/// Whether 13 digits are a GS1 global location number: the last one checks the others mod 10. Source: as for an NZBN.
pub(super) fn is_gln(text: &str) -> bool {
    let sum = |number: [u8; 13]| weighted(&number, &[1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]);
    digits(text).is_some_and(|number| sum(number).is_multiple_of(10))
}

/// An IRD number's last digit checks the rest mod 11, by a second set of weights where the first one asks for a ten.
/// The normal form has no leading zero. Source: Inland Revenue, "IRD number validation".
pub(super) fn nz_gst(text: &str) -> Result<String, TaxIdError> {
    let wrong = || shape(TaxScheme::NzGst, "8 or 9 digits");
    if !(8..=9).contains(&text.len()) {
        return Err(wrong());
    }
    let number: [u8; 9] = digits(&format!("{text:0>9}")).ok_or_else(wrong)?;
    let value = number.iter().fold(0, |value, &digit| value * 10 + u32::from(digit));
    let (above, below) = IRD_BETWEEN;
    if value <= above || value >= below {
        return Err(TaxIdError::NeverIssued(TaxScheme::NzGst));
    }
    let check = |weights: [u32; 8]| (11 - weighted(&number[..8], &weights) % 11) % 11;
    let first = check([3, 2, 7, 6, 5, 4, 3, 2]);
    let wanted = if first == 10 { check([7, 4, 3, 2, 5, 2, 7, 6]) } else { first };
    if wanted == u32::from(number[8]) { Ok(value.to_string()) } else { Err(TaxIdError::CheckDigit(TaxScheme::NzGst)) }
}

/// A GSTIN is a state's code, the holder's PAN (five letters, four digits, a letter), a registration's number within the
/// state, a `Z`, and a check character mod 36. Source: CGST Rules 2017, rule 10 and FORM GST REG-06.
pub(super) fn gstin(text: &str) -> Result<String, TaxIdError> {
    let fits = |at: usize, byte: u8| match at {
        0 | 1 | 7..=10 => byte.is_ascii_digit(),
        // The kind of the PAN's holder: person, company, firm, trust, government and so on.
        5 => b"ABCFGHJKLPT".contains(&byte),
        2..=6 | 11 => byte.is_ascii_uppercase(),
        12 => byte.is_ascii_uppercase() || (b'1'..=b'9').contains(&byte),
        13 => byte == b'Z',
        _ => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
    };
    if text.len() != 15 || !text.bytes().enumerate().all(|(at, byte)| fits(at, byte)) {
        return Err(shape(TaxScheme::Gstin, "15 characters: state code, PAN, a digit or letter, Z, check character"));
    }
    // The digits of a PAN run from 0001 to 9999. Source: Income Tax Department, "Know your PAN".
    if !gst_state::is_state_code(&text[..2]) || &text[7..11] == "0000" {
        return Err(TaxIdError::NeverIssued(TaxScheme::Gstin));
    }
    let worth = |byte: u8| u32::from(if byte.is_ascii_digit() { byte - b'0' } else { byte - b'A' + 10 });
    let sum: u32 = (0..).zip(text.bytes().take(14)).map(|(at, byte)| worth(byte) * (1 + at % 2)).map(|part| part / 36 + part % 36).sum();
    let wanted = (36 - sum % 36) % 36;
    if text.bytes().last().map(worth) == Some(wanted) { Ok(text.to_owned()) } else { Err(TaxIdError::CheckDigit(TaxScheme::Gstin)) }
}

/// An EIN has nine digits and no check digit; only its first two tell a real one.
/// Source: Internal Revenue Code s 6109; 26 CFR 301.7701-12 (format `00-0000000`).
pub(super) fn ein(text: &str) -> Result<String, TaxIdError> {
    let number: [u8; 9] = digits(text).ok_or_else(|| shape(TaxScheme::Ein, "9 digits, such as 12-3456789"))?;
    let prefix = number[0] * 10 + number[1];
    if EIN_PREFIXES_NEVER_ISSUED.contains(&prefix) { Err(TaxIdError::NeverIssued(TaxScheme::Ein)) } else { Ok(text.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_fault_has_its_own_reason() {
        use TaxScheme::{Abn, Ein, Gstin, NzGst, Nzbn};
        for (scheme, bad) in [(Abn, "5182475355"), (Abn, "5182475355X"), (Abn, "５1824753556"), (Nzbn, "942904109808"), (Ein, "91114444")]
        {
            assert!(matches!(super::super::TaxId::new(scheme, bad), Err(TaxIdError::Shape { .. })), "{bad}");
        }
        // Its check character fits, its PAN's digits do not begin at 0001.
        assert_eq!(gstin("33JXFGJ0000T3ZU"), Err(TaxIdError::NeverIssued(Gstin)));
        for bad in ["27AAPFU0939F1YV", "27AAPFU0939F0ZV", "27AAPXU0939F1ZV", "27AAPFU0939F1Z", "27AAPFU09E9F1ZV", ""] {
            assert!(matches!(gstin(bad), Err(TaxIdError::Shape { .. })), "{bad}");
        }
        assert_eq!(abn("51824753557"), Err(TaxIdError::CheckDigit(Abn)));
        assert_eq!(nzbn("9429041098081"), Err(TaxIdError::CheckDigit(Nzbn)));
        assert_eq!(nz_gst("49091851"), Err(TaxIdError::CheckDigit(NzGst)));
        assert_eq!(gstin("27AAPFU0939F1ZW"), Err(TaxIdError::CheckDigit(Gstin)));
        for (result, scheme) in [
            (abn("10000000000"), Abn),
            (nzbn("9300000000005"), Nzbn),
            (nz_gst("10000000"), NzGst),
            (nz_gst("150000000"), NzGst),
            (gstin("45AAPFU0939F1ZV"), Gstin),
            (ein("001144442"), Ein),
            (ein("971144442"), Ein),
        ] {
            assert_eq!(result, Err(TaxIdError::NeverIssued(scheme)));
        }
    }

    #[test]
    fn an_ird_number_may_need_the_second_set_of_weights() {
        // 35901981 and 49098576 are valid by the first set, 136410132 by the second.
        for good in ["35901981", "49098576", "136410132"] {
            assert_eq!(nz_gst(good).as_deref(), Ok(good));
        }
        assert_eq!(nz_gst("136410133"), Err(TaxIdError::CheckDigit(TaxScheme::NzGst)));
    }

    /// The one ABN that ends in these nine digits: its check digits 11 to 99 meet every remainder of 89 once.
    fn abn_of(serial: u32) -> String {
        (11..=99).map(|check| format!("{check}{serial:09}")).find(|text| abn(text).is_ok()).expect("one of 89 in a row")
    }

    fn nzbn_of(serial: u64) -> String {
        (0..10).map(|check| format!("94{serial:010}{check}")).find(|text| nzbn(text).is_ok()).expect("one of ten")
    }

    fn gstin_of(state: u32, digits: u32) -> String {
        let body = format!("{state:02}AAPFU{digits:04}F1Z");
        let checks = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        checks.chars().map(|check| format!("{body}{check}")).find(|text| gstin(text).is_ok()).expect("one of 36")
    }

    fn with_one_changed(text: &str, at: usize, to: char) -> String {
        text.chars().enumerate().map(|(index, c)| if index == at { to } else { c }).collect()
    }

    proptest! {
        #[test]
        fn one_wrong_digit_of_an_abn_is_caught(serial in 0u32..1_000_000_000, at in 0usize..11, to in 0u8..10) {
            let good = abn_of(serial);
            let bad = with_one_changed(&good, at, char::from(b'0' + to));
            prop_assert_eq!(abn(&bad).is_ok(), bad == good);
        }

        #[test]
        fn one_wrong_digit_of_an_nzbn_is_caught(serial in 0u64..10_000_000_000, at in 0usize..13, to in 0u8..10) {
            let good = nzbn_of(serial);
            let bad = with_one_changed(&good, at, char::from(b'0' + to));
            prop_assert_eq!(nzbn(&bad).is_ok(), bad == good);
        }

        #[test]
        fn one_wrong_character_of_a_gstin_is_caught(state in 1u32..=38, digits in 0u32..10_000, at in 0usize..15, to in "[0-9A-Z]") {
            let good = gstin_of(state, digits);
            let bad = with_one_changed(&good, at, to.chars().next().expect("one character"));
            prop_assert_eq!(gstin(&bad).is_ok(), bad == good);
        }

        #[test]
        fn no_text_makes_a_checker_panic(text in "\\PC{0,20}") {
            for check in [abn, nzbn, nz_gst, gstin, ein] {
                let _ = check(&text);
            }
        }
    }
}
