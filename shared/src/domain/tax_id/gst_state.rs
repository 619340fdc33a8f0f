//! The state codes of India's GST and the regions (ISO 3166-2:IN) they stand for.

use crate::domain::country::Region;

/// A state's code in a GSTIN, the region it is today and the name that documents print; the code that is issued now comes first where a region has had two.
/// 25 (Daman and Diu) went into 26 on 2020-01-26; 28 was Andhra Pradesh before it was divided.
/// Source: GSTN's state code list, and ISO 3166-2:IN as of November 2023 (TS, UK, OD, CG).
const STATES: [(&str, &str, &str); 38] = [
    ("01", "JK", "Jammu and Kashmir"),
    ("02", "HP", "Himachal Pradesh"),
    ("03", "PB", "Punjab"),
    ("04", "CH", "Chandigarh"),
    ("05", "UK", "Uttarakhand"),
    ("06", "HR", "Haryana"),
    ("07", "DL", "Delhi"),
    ("08", "RJ", "Rajasthan"),
    ("09", "UP", "Uttar Pradesh"),
    ("10", "BR", "Bihar"),
    ("11", "SK", "Sikkim"),
    ("12", "AR", "Arunachal Pradesh"),
    ("13", "NL", "Nagaland"),
    ("14", "MN", "Manipur"),
    ("15", "MZ", "Mizoram"),
    ("16", "TR", "Tripura"),
    ("17", "ML", "Meghalaya"),
    ("18", "AS", "Assam"),
    ("19", "WB", "West Bengal"),
    ("20", "JH", "Jharkhand"),
    ("21", "OD", "Odisha"),
    ("22", "CG", "Chhattisgarh"),
    ("23", "MP", "Madhya Pradesh"),
    ("24", "GJ", "Gujarat"),
    ("26", "DH", "Dadra and Nagar Haveli and Daman and Diu"),
    ("25", "DH", "Daman and Diu"),
    ("27", "MH", "Maharashtra"),
    ("37", "AP", "Andhra Pradesh"),
    ("28", "AP", "Andhra Pradesh"),
    ("29", "KA", "Karnataka"),
    ("30", "GA", "Goa"),
    ("31", "LD", "Lakshadweep"),
    ("32", "KL", "Kerala"),
    ("33", "TN", "Tamil Nadu"),
    ("34", "PY", "Puducherry"),
    ("35", "AN", "Andaman and Nicobar Islands"),
    ("36", "TS", "Telangana"),
    ("38", "LA", "Ladakh"),
];

/// The code of what lies in no state, such as the exclusive economic zone.
const OTHER_TERRITORY: &str = "97";

/// The union territories that have no legislature, where UTGST stands in the place of SGST.
/// Source: CGST Act 2017 s 2(103) and (114), UTGST Act 2017 s 1(2). Delhi, Puducherry and Jammu and Kashmir have one.
const WITHOUT_LEGISLATURE: [&str; 5] = ["AN", "CH", "DH", "LA", "LD"];

/// Whether a GSTIN can begin with this.
pub(super) fn is_state_code(code: &str) -> bool {
    code == OTHER_TERRITORY || STATES.iter().any(|(known, _, _)| *known == code)
}

/// The region that a state's code stands for.
pub(super) fn region_of(code: &str) -> Option<Region> {
    STATES.iter().find(|(known, _, _)| *known == code)?.1.parse().ok()
}

/// The GST code of a region of India, such as `29` for `KA`; `None` when it is no region of India.
#[must_use]
pub fn gst_state_code(region: &Region) -> Option<&'static str> {
    gst_state(region).map(|(code, _)| code)
}

/// The GST code of a region of India and its name as documents print it; `None` when it is no region of India.
#[must_use]
pub fn gst_state(region: &Region) -> Option<(&'static str, &'static str)> {
    STATES.iter().find(|(_, known, _)| *known == region.code()).map(|(code, _, name)| (*code, *name))
}

/// Whether supplies within this region of India bear UTGST and not SGST.
#[must_use]
pub fn is_union_territory_without_legislature(region: &Region) -> bool {
    WITHOUT_LEGISLATURE.contains(&region.code())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::country::Country;

    #[test]
    fn every_code_is_a_region_of_india_and_comes_back() {
        for (code, text, name) in STATES {
            let region = region_of(code).expect("a region");
            assert!(region.is_in(Country::IN), "{code} {text}");
            let (back, printed) = gst_state(&region).expect("a state");
            assert!(printed == name || code == "25", "{code} {name}");
            assert!(back == code || matches!((code, back), ("25", "26") | ("28", "37")), "{code} {back}");
        }
        for number in 1..=38 {
            assert!(is_state_code(&format!("{number:02}")), "{number}");
        }
        for bad in ["00", "39", "96", "98", "99", "", "1"] {
            assert!(!is_state_code(bad), "{bad}");
        }
    }

    #[test]
    fn well_known_states_have_their_codes() {
        for (code, region) in [("29", "KA"), ("27", "MH"), ("07", "DL"), ("33", "TN"), ("36", "TS")] {
            assert_eq!(gst_state_code(&region.parse().expect("a region")), Some(code));
        }
        assert_eq!(gst_state_code(&"NSW".parse().expect("a region")), None);
        assert_eq!(region_of("97"), None);
    }

    #[test]
    fn only_union_territories_without_a_legislature_have_utgst() {
        for region in ["AN", "CH", "DH", "LA", "LD"] {
            assert!(is_union_territory_without_legislature(&region.parse().expect("a region")));
        }
        for region in ["DL", "PY", "JK", "KA"] {
            assert!(!is_union_territory_without_legislature(&region.parse().expect("a region")));
        }
    }
}
