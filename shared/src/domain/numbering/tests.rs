//! Patterns, the numbers they give, and what India allows.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn pattern(text: &str) -> SeriesPattern {
    text.parse().expect("a pattern")
}

fn year(year: i16) -> FiscalYear {
    FiscalYear::of(date(year, 7, 1), "07-01".parse().expect("a month and a day"))
}

#[test]
fn a_pattern_gives_its_numbers() {
    for (text, seq, number) in [
        ("MU-{fy}-{seq:5}", 42, "MU-2026-00042"),
        ("IN/{fy2}/{seq:6}", 123, "IN/26-27/000123"),
        ("{fy}{seq}", 7, "20267"),
        ("{seq:2}.{fy}", 100, "100.2026"),
    ] {
        assert_eq!(pattern(text).number(year(2026), seq).as_deref(), Ok(number), "{text}");
        assert_eq!(pattern(text).to_string(), text);
    }
}

#[test]
fn each_malformed_pattern_is_refused_for_its_own_reason() {
    use SeriesPatternError::{Character, Counter, Placeholder, TooLong, Year};
    for (text, why) in [
        ("", Counter),
        ("MU-{fy}", Counter),
        ("{fy}-{seq}-{seq:5}", Counter),
        ("MU-{seq:5}", Year),
        ("MU {fy}-{seq}", Character(' ')),
        ("मु-{fy}-{seq}", Character('म')),
        ("MU-{yy}-{seq}", Placeholder),
        ("MU-{fy}-{seq:0}", Placeholder),
        ("MU-{fy}-{seq:05}", Placeholder),
        ("MU-{fy}-{seq:+5}", Placeholder),
        ("MU-{fy}-{seq:13}", Placeholder),
        ("MU-{fy}-{seq:99999999999999999999}", Placeholder),
        ("MU-{fy}-{seq", Placeholder),
        ("MU-{fy}}-{seq}", Placeholder),
        ("MU-{{fy}}-{seq}", Placeholder),
        ("MUSTER-OPERATIONS-PTY-{fy}-{seq:6}", TooLong),
    ] {
        assert_eq!(text.parse::<SeriesPattern>(), Err(why), "{text}");
    }
}

#[test]
fn a_counter_outgrows_its_width_but_never_the_bound() {
    assert_eq!(pattern("{fy}-{seq:2}").number(year(2026), 1000).as_deref(), Ok("2026-1000"));
    assert_eq!(pattern("{fy}-{seq:2}").number(year(2026), 0), Err(NumberError::Zero));
    let full = pattern("MUSTER-OPERATIONS-PTY-{fy}-{seq:5}");
    assert_eq!(full.number(year(2026), 99_999).map(|number| number.len()), Ok(32));
    assert_eq!(full.number(year(2026), 100_000), Err(NumberError::Exhausted { seq: 100_000, most: 32 }));
    let indian = pattern("MUI/{fy2}/{seq:6}");
    assert_eq!(indian.number_in(Country::IN, year(2026), 999_999).as_deref(), Ok("MUI/26-27/999999"));
    assert_eq!(indian.number_in(Country::IN, year(2026), 1_000_000), Err(NumberError::Exhausted { seq: 1_000_000, most: 16 }));
    assert_eq!(indian.number_in(Country::AU, year(2026), 1_000_000).as_deref(), Ok("MUI/26-27/1000000"));
}

#[test]
fn india_has_its_own_alphabet_and_length() {
    for text in ["IN/{fy2}/{seq:6}", "{fy}/{seq:5}", "{fy2}/{seq}", "MUIN/{fy2}/{seq:5}"] {
        assert!(pattern(text).fits_india(), "{text}");
    }
    for text in
        ["IN/{fy}-{fy2}/{seq:5}", "in/{fy}/{seq:5}", "IN.{fy}.{seq:5}", "0{fy}/{seq:5}", "/{fy}/{seq:5}", "-{fy}/{seq}", "{seq:5}/{fy}"]
    {
        assert!(!pattern(text).fits_india(), "{text}");
    }
}

#[test]
fn series_that_differ_in_width_alone_collide() {
    assert!(pattern("MU-{fy}-{seq:5}").collides_with(&pattern("MU-{fy}-{seq}")));
    assert!(!pattern("MU-{fy}-{seq:5}").collides_with(&pattern("CN-{fy}-{seq:5}")));
}

proptest! {
    #[test]
    fn two_places_of_a_series_never_share_a_number(
        at in prop::sample::select(vec!["MU-{fy}-{seq:5}", "{seq}{fy}", "{fy2}{seq:3}", "1{seq}1{fy2}"]),
        one in (2000i16..2100, 1u64..200_000), other in (2000i16..2100, 1u64..200_000),
    ) {
        let give = |(start, seq)| pattern(at).number(year(start), seq).expect("within the bound");
        prop_assert_eq!(give(one) == give(other), one == other);
    }
}
