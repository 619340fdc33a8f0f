//! Every row of the decision table, and every gap.

use jiff::civil::date;
use proptest::prelude::*;

use super::sample::{ISSUED, MAHARASHTRA, client, lut, place, seller, treat};
use super::*;
use crate::domain::money::Money;
use crate::domain::tax_id::TaxId;

/// A treatment in one line: category, taxes, and what the document is.
fn brief(result: &Result<Treatment, TaxGap>) -> String {
    let treatment = result.as_ref().expect("a treatment");
    let taxes: Vec<String> = treatment.components.iter().map(|tax| format!("{} {}", tax.name, tax.rate)).collect();
    format!("{} {} {}", treatment.category, taxes.join(" + "), treatment.kind)
}

fn says(result: &Result<Treatment, TaxGap>, text: &str) -> bool {
    result.as_ref().expect("a treatment").notes.iter().any(|note| note.contains(text))
}

fn unregistered(mut seller: SellerProfile) -> SellerProfile {
    seller.party.tax_registered = false;
    seller.party.tax_ids.clear();
    seller
}

fn consumer(country: &str) -> ClientProfile {
    let mut client = client(country);
    client.party.tax_registered = false;
    client.party.tax_ids.clear();
    client
}

fn of_maharashtra() -> ClientProfile {
    let mut client = client("IN");
    client.party.tax_ids = vec![TaxId::new(TaxScheme::Gstin, MAHARASHTRA).expect("a GSTIN")];
    client
}

fn with_lut() -> SellerProfile {
    SellerProfile { lut: vec![lut()], ..seller("IN") }
}

#[test]
fn supplies_at_home_bear_the_country_s_tax() {
    for (home, to, at, expected) in [
        ("AU", client("AU"), "AU-NSW", "S GST 10 tax_invoice"),
        ("AU", consumer("AU"), "AU", "S GST 10 tax_invoice"),
        ("NZ", client("NZ"), "NZ", "S GST 15 tax_invoice"),
        ("NZ", consumer("NZ"), "NZ", "S GST 15 tax_invoice"),
        ("IN", client("IN"), "IN-KA", "S CGST 9 + SGST 9 tax_invoice"),
        ("IN", of_maharashtra(), "IN-MH", "S IGST 18 tax_invoice"),
        ("IN", consumer("IN"), "IN-KA", "S CGST 9 + SGST 9 tax_invoice"),
        ("IN", consumer("IN"), "IN-MH", "S IGST 18 tax_invoice"),
        ("US", client("US"), "US-CA", "O Sales tax 0 invoice"),
    ] {
        assert_eq!(brief(&treat(&seller(home), &to, at)), expected, "{home} {at}");
    }
    let local = treat(&seller("IN"), &client("IN"), "IN-KA");
    assert!(says(&local, "Karnataka (29)") && says(&local, "Reverse charge: No"));
    assert_eq!(treat(&seller("AU"), &client("AU"), "AU").expect("a treatment").title, "Tax invoice");
}

#[test]
fn a_union_territory_without_a_legislature_has_utgst() {
    let mut home = seller("IN");
    // Chandigarh is 04, Delhi 07.
    for (gstin, at, expected) in [
        ("04", "IN-CH", "S CGST 9 + UTGST 9 tax_invoice"),
        ("07", "IN-DL", "S CGST 9 + SGST 9 tax_invoice"),
        ("04", "IN-DL", "S IGST 18 tax_invoice"),
    ] {
        let body = format!("{gstin}AAPFU0939F1Z");
        let find = |check: char| TaxId::new(TaxScheme::Gstin, &format!("{body}{check}")).ok();
        home.party.tax_ids = ('0'..='9').chain('A'..='Z').find_map(find).into_iter().collect();
        assert_eq!(brief(&treat(&home, &consumer("IN"), at)), expected);
    }
}

#[test]
fn sellers_who_are_not_registered_charge_nothing_and_say_so() {
    for (home, to, at) in [("AU", "AU", "AU"), ("NZ", "NZ", "NZ"), ("IN", "IN", "IN-MH"), ("AU", "US", "US"), ("IN", "US", "US")] {
        let result = treat(&unregistered(seller(home)), &client(to), at);
        assert_eq!(brief(&result), "O GST 0 invoice", "{home} {to}");
        assert!(says(&result, "not registered"), "{home} {to}");
    }
}

#[test]
fn exports_are_free_and_say_why() {
    for (home, to, expected, why) in [
        ("AU", "NZ", "G GST 0 invoice", "s 38-190"),
        ("AU", "US", "G GST 0 invoice", "s 38-190"),
        ("AU", "IN", "G GST 0 invoice", "s 38-190"),
        ("AU", "GB", "G GST 0 invoice", "s 38-190"),
        ("NZ", "AU", "G GST 0 tax_invoice", "s 11A"),
        ("NZ", "US", "G GST 0 tax_invoice", "s 11A"),
        ("NZ", "IN", "G GST 0 tax_invoice", "s 11A"),
        ("NZ", "GB", "G GST 0 tax_invoice", "s 11A"),
    ] {
        let result = treat(&seller(home), &client(to), to);
        assert_eq!(brief(&result), expected, "{home} {to}");
        assert!(says(&result, why), "{home} {to}");
    }
}

#[test]
fn indian_exports_depend_on_a_letter_of_undertaking_that_holds() {
    for to in ["AU", "NZ", "US", "GB"] {
        let free = treat(&with_lut(), &client(to), to);
        assert_eq!(brief(&free), "G IGST 0 tax_invoice", "{to}");
        assert!(says(&free, "WITHOUT PAYMENT OF INTEGRATED TAX") && says(&free, "LUT ARN: AD290326000001A"));
        let paid = treat(&seller("IN"), &client(to), to);
        assert_eq!(brief(&paid), "S IGST 18 tax_invoice", "{to}");
        assert!(says(&paid, "ON PAYMENT OF INTEGRATED TAX") && says(&paid, "Country of destination"));
    }
    let (home, to, at) = (with_lut(), client("US"), place("US"));
    for (on, expected) in [
        (date(2026, 3, 31), "S IGST 18 tax_invoice"),
        (date(2026, 4, 1), "G IGST 0 tax_invoice"),
        (date(2027, 3, 31), "G IGST 0 tax_invoice"),
        (date(2027, 4, 1), "S IGST 18 tax_invoice"),
    ] {
        let result = treatment(&Supply { seller: &home, client: &to, place: &at, issued_on: on });
        assert_eq!(brief(&result), expected, "{on}");
    }
}

#[test]
fn the_place_of_supply_decides_and_not_the_address() {
    // F68: the same clients abroad, served at home.
    for (home, to, at, expected) in [
        ("IN", "US", "IN-KA", "S CGST 9 + SGST 9 tax_invoice"),
        ("IN", "US", "IN-MH", "S IGST 18 tax_invoice"),
        ("AU", "US", "AU", "S GST 10 tax_invoice"),
        ("NZ", "AU", "NZ", "S GST 15 tax_invoice"),
    ] {
        assert_eq!(brief(&treat(&seller(home), &client(to), at)), expected, "{home} {to} {at}");
    }
    assert_eq!(brief(&treat(&with_lut(), &client("US"), "US")), "G IGST 0 tax_invoice");
}

#[test]
fn special_economic_zones_are_zero_rated_and_beyond_every_state() {
    for sez in [Sez::Unit, Sez::Developer] {
        let zone = ClientProfile { sez, ..client("IN") };
        let free = treat(&with_lut(), &zone, "IN-KA");
        assert_eq!(brief(&free), "Z IGST 0 tax_invoice");
        assert!(says(&free, "SEZ UNIT/SEZ DEVELOPER") && says(&free, "WITHOUT PAYMENT") && says(&free, "(29)"));
        let paid = treat(&seller("IN"), &zone, "IN-KA");
        assert_eq!(brief(&paid), "S IGST 18 tax_invoice");
        assert!(says(&paid, "ON PAYMENT OF INTEGRATED TAX"));
        let abroad = ClientProfile { sez, ..client("AU") };
        assert_eq!(treat(&seller("IN"), &abroad, "AU"), Err(TaxGap::Sez(Country::AU)));
    }
    let nobody = ClientProfile { sez: Sez::Unit, ..consumer("IN") };
    assert_eq!(treat(&seller("IN"), &nobody, "IN-KA"), Err(TaxGap::ClientNumber(TaxScheme::Gstin)));
}

#[test]
fn registered_clients_abroad_owe_the_tax_themselves() {
    for (home, to, why, reverse) in [
        ("US", "AU", "s 9-26", false),
        ("NZ", "AU", "s 9-26", false),
        ("US", "NZ", "s 8(4)", false),
        ("AU", "NZ", "s 8(4)", false),
        ("US", "IN", "reverse charge (IGST Act 2017 s 5(3))", true),
        ("AU", "IN", "reverse charge (IGST Act 2017 s 5(3))", true),
    ] {
        let result = treat(&seller(home), &client(to), to);
        assert!(says(&result, why), "{home} {to}");
        assert_eq!(result.map(|treatment| treatment.reverse_charge), Ok(reverse), "{home} {to}");
    }
    assert_eq!(brief(&treat(&seller("US"), &client("AU"), "AU")), "O Sales tax 0 invoice");
    let mut by_nzbn = client("NZ");
    by_nzbn.party.tax_ids = vec![TaxId::new(TaxScheme::Nzbn, "9429041098080").expect("an NZBN")];
    assert!(treat(&seller("AU"), &by_nzbn, "NZ").is_ok());
}

#[test]
fn unregistered_clients_abroad_need_a_person_s_judgement() {
    for (home, to) in [("US", "AU"), ("NZ", "AU"), ("IN", "AU"), ("AU", "NZ"), ("US", "NZ"), ("AU", "IN"), ("US", "IN")] {
        let country = to.parse().expect("a country");
        assert_eq!(treat(&seller(home), &consumer(to), to), Err(TaxGap::ClientUnregistered(country)), "{home} {to}");
    }
    // The United States register nobody.
    assert!(treat(&seller("AU"), &consumer("US"), "US").is_ok());
}

#[test]
fn what_no_rule_covers_is_named() {
    let gb: Country = "GB".parse().expect("a country");
    let without_number = |mut client: ClientProfile| {
        client.party.tax_ids.clear();
        client
    };
    for (seller, client, at, gap) in [
        (seller("GB"), client("AU"), "AU", TaxGap::SellerCountry(gb)),
        (seller("GB"), client("AU"), "NZ", TaxGap::SellerCountry(gb)),
        (seller("US"), client("GB"), "GB", TaxGap::BuyerCountry { seller: Country::US, client: gb }),
        (seller("AU"), client("AU"), "NZ", TaxGap::Place { place: Country::NZ, client: Country::AU }),
        (seller("AU"), client("US"), "NZ", TaxGap::Place { place: Country::NZ, client: Country::US }),
        (seller("IN"), client("IN"), "IN", TaxGap::PlaceRegion),
        (seller("IN"), client("IN"), "IN-NSW", TaxGap::PlaceRegion),
        (seller("IN"), without_number(client("IN")), "IN-KA", TaxGap::ClientNumber(TaxScheme::Gstin)),
        (seller("US"), without_number(client("AU")), "AU", TaxGap::ClientNumber(TaxScheme::Abn)),
        (seller("US"), without_number(client("NZ")), "NZ", TaxGap::ClientNumberNz),
        (seller("US"), without_number(client("IN")), "IN", TaxGap::ClientNumber(TaxScheme::Gstin)),
    ] {
        assert_eq!(treat(&seller, &client, at), Err(gap), "{} {at}", seller.party.country);
    }
    for (home, at, scheme) in [("AU", "AU", TaxScheme::Abn), ("NZ", "NZ", TaxScheme::NzGst), ("IN", "IN-KA", TaxScheme::Gstin)] {
        let mut seller = seller(home);
        seller.party.tax_ids.clear();
        assert_eq!(treat(&seller, &client(home), at), Err(TaxGap::SellerNumber(scheme)));
    }
}

#[test]
fn a_rate_holds_from_its_day() {
    let on = |home: &str, at: &str, day| {
        let (seller, client, place) = (seller(home), client(home), place(at));
        treatment(&Supply { seller: &seller, client: &client, place: &place, issued_on: day }).map(|treatment| treatment.rate().to_string())
    };
    assert_eq!(on("AU", "AU", date(2000, 6, 30)), Err(TaxGap::NotInForce { since: date(2000, 7, 1) }));
    assert_eq!(on("AU", "AU", date(2000, 7, 1)).as_deref(), Ok("10"));
    assert_eq!(on("NZ", "NZ", date(2010, 9, 30)).as_deref(), Ok("12.5"));
    assert_eq!(on("NZ", "NZ", date(2010, 10, 1)).as_deref(), Ok("15"));
    assert_eq!(on("IN", "IN-KA", date(2017, 6, 30)), Err(TaxGap::NotInForce { since: date(2017, 7, 1) }));
    assert_eq!(on("IN", "IN-KA", date(2017, 7, 1)).as_deref(), Ok("18"));
}

#[test]
fn india_asks_for_addresses_and_a_services_code() {
    let gaps = |seller: &SellerProfile, client: &ClientProfile, at: &str, rupees: i64| {
        let total = Money::from_minor(rupees * 100, "INR".parse().expect("a currency")).expect("small");
        content_gaps(&Supply { seller, client, place: &place(at), issued_on: ISSUED }, total)
    };
    let mut bare = seller("IN");
    bare.party.address = None;
    bare.sac_codes.clear();
    assert_eq!(gaps(&bare, &client("IN"), "IN-KA", 1), [ContentGap::SellerAddress, ContentGap::ServicesCode]);
    let mut nobody = consumer("IN");
    nobody.party.address = None;
    assert_eq!(gaps(&seller("IN"), &nobody, "IN-KA", 49_999), []);
    assert_eq!(gaps(&seller("IN"), &nobody, "IN-KA", 50_000), [ContentGap::ClientAddress]);
    let mut abroad = client("US");
    abroad.party.address = None;
    assert_eq!(gaps(&seller("IN"), &abroad, "US", 1), [ContentGap::ClientAddress]);
    assert_eq!(gaps(&seller("AU"), &abroad, "US", 1_000_000), []);
}

proptest! {
    #[test]
    fn tax_is_charged_exactly_in_the_category_that_bears_it(
        home in prop::sample::select(vec!["AU", "NZ", "IN", "US", "GB"]),
        to in prop::sample::select(vec!["AU", "NZ", "IN", "US", "GB"]),
        at in prop::sample::select(vec!["AU", "NZ", "IN-KA", "IN-MH", "IN", "US", "GB"]),
        seller_registered: bool, client_registered: bool, lut_held: bool,
    ) {
        let mut from = if lut_held { with_lut() } else { seller("IN") };
        if home != "IN" { from = seller(home); }
        from.party.tax_registered = seller_registered;
        let to = if client_registered { client(to) } else { consumer(to) };
        if let Ok(treatment) = treat(&from, &to, at) {
            prop_assert!(!treatment.components.is_empty());
            prop_assert_eq!(treatment.category.is_taxed(), treatment.rate() > Decimal::ZERO);
            prop_assert!(!treatment.category.is_taxed() || (seller_registered && treatment.kind == DocumentKind::TaxInvoice));
            // Whoever charges nothing says why; the United States have nothing to say at home.
            prop_assert!(treatment.category.is_taxed() || home == "US" || !treatment.notes.is_empty());
        }
    }
}
