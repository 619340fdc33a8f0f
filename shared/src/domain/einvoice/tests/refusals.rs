//! What stands in the way of a form: everything of it is named, and nothing is written.

use super::case::{client_in_maharashtra, client_of, issue, lines, parse, seller_of};
use crate::domain::client::ClientProfile;
use crate::domain::country::Country;
use crate::domain::einvoice::inv01::inv01;
use crate::domain::einvoice::ubl::ubl;
use crate::domain::einvoice::{Gap, NoForm, Side};
use crate::domain::invoice::sample::{line, money};
use crate::domain::invoice::{DocumentKind, Invoice};
use crate::domain::seller::{RoundingPolicy, SellerProfile, TaxLevel};
use crate::domain::tax_id::TaxScheme;

fn gaps(form: Result<String, NoForm>) -> Vec<Gap> {
    match form.expect_err("something is missing") {
        NoForm::Incomplete(gaps) => gaps,
        other => panic!("{other}"),
    }
}

fn australian(client: &ClientProfile) -> Invoice {
    issue(&seller_of("AU"), client, client.party.country.code(), lines("AUD"), None)
}

fn indian(change: impl FnOnce(&mut Invoice)) -> Invoice {
    let mut invoice = issue(&seller_of("IN"), &client_in_maharashtra(), "IN-MH", lines("INR"), None);
    change(&mut invoice);
    invoice
}

#[test]
fn a_form_is_for_the_sellers_of_its_countries() {
    let american = issue(&seller_of("US"), &client_of("US"), "US", lines("USD"), None);
    for (form, of) in [(ubl(&(&american).into()), "AU and NZ"), (inv01(&(&american).into()), "IN")] {
        assert!(matches!(form, Err(NoForm::OtherCountry { of: known, seller: Country::US, .. }) if known == of));
    }
    assert!(matches!(ubl(&(&indian(|_| ())).into()), Err(NoForm::OtherCountry { seller: Country::IN, .. })));
    assert!(matches!(inv01(&(&australian(&client_of("AU"))).into()), Err(NoForm::OtherCountry { seller: Country::AU, .. })));
}

#[test]
fn everything_that_ubl_lacks_is_named() {
    let mut client = client_of("NZ");
    client.party.tax_ids.retain(|id| id.scheme() != TaxScheme::Nzbn);
    let found = gaps(ubl(&(&australian(&client)).into()));
    assert_eq!(found, [Gap::ElectronicAddress(Side::Client), Gap::Number(Side::Client, TaxScheme::Nzbn)]);
    assert_eq!(found.iter().map(Gap::pointer).collect::<Vec<_>>(), ["/client/e_invoice", "/client/tax_ids"]);

    let mut nameless = client_of("US");
    nameless.party.e_invoice = None;
    nameless.party.address = None;
    assert_eq!(gaps(ubl(&(&australian(&nameless)).into())), [Gap::ElectronicAddress(Side::Client)]);

    let mut seller = seller_of("NZ");
    seller.party.tax_ids.retain(|id| id.scheme() != TaxScheme::Nzbn);
    let invoice = issue(&seller, &client_of("NZ"), "NZ", lines("NZD"), None);
    assert_eq!(gaps(ubl(&(&invoice).into())), [Gap::ElectronicAddress(Side::Seller), Gap::Number(Side::Seller, TaxScheme::Nzbn)]);
}

#[test]
fn what_ubl_cannot_say_is_refused() {
    let base = australian(&client_of("AU"));
    let self_billed = Invoice { kind: DocumentKind::SelfBilled, ..base.clone() };
    assert_eq!(gaps(ubl(&(&self_billed).into())), [Gap::SelfBilled]);
    let dinars = issue(&seller_of("AU"), &client_of("AU"), "AU", vec![line(money("1.005", "KWD"))], None);
    assert_eq!(gaps(ubl(&(&dinars).into())), [Gap::Decimals(parse("KWD"))]);
    let negative = issue(&seller_of("AU"), &client_of("AU"), "AU", vec![line(money("-1.00", "AUD"))], None);
    assert_eq!(gaps(ubl(&(&negative).into())), [Gap::Negative]);
    assert_eq!(gaps(ubl(&(&issue(&seller_of("AU"), &client_of("AU"), "AU", Vec::new(), None)).into())), [Gap::Lines(0)]);
    // Half a cent on each of many lines.
    let by_line = RoundingPolicy { tax_level: TaxLevel::Line, ..seller_of("AU").rounding };
    let seller = SellerProfile { rounding: by_line, ..seller_of("AU") };
    let few = issue(&seller, &client_of("AU"), "AU", vec![line(money("0.05", "AUD")); 200], None);
    assert!(ubl(&(&few).into()).is_ok());
    let many = issue(&seller, &client_of("AU"), "AU", vec![line(money("0.05", "AUD")); 201], None);
    assert_eq!(gaps(ubl(&(&many).into())), [Gap::TaxTolerance]);
}

#[test]
fn everything_that_inv01_lacks_is_named() {
    let found = gaps(inv01(
        &(&indian(|invoice| {
            invoice.seller.party.tax_ids.clear();
            invoice.seller.party.address.as_mut().expect("an address").postcode = None;
            invoice.seller.sac_code = None;
            invoice.client.party.address = None;
            invoice.client.party.legal_name = Some(parse("王"));
            invoice.client.party.tax_ids.clear();
            invoice.place_of_supply.region = None;
            invoice.number = "0IN/2026-27/000123".to_owned();
        }))
            .into(),
    ));
    assert_eq!(
        found,
        [
            Gap::NumberSpelling("0IN/2026-27/000123".to_owned()),
            Gap::Number(Side::Client, TaxScheme::Gstin),
            Gap::Number(Side::Seller, TaxScheme::Gstin),
            Gap::Postcode(Side::Seller),
            Gap::Length { side: Side::Client, field: "legal_name", least: 3, most: 100 },
            Gap::Address(Side::Client),
            Gap::State,
            Gap::ServicesCode,
        ]
    );
    let pointers: Vec<String> = found.iter().map(Gap::pointer).collect();
    assert_eq!(pointers[4..], ["/client/legal_name", "/client/address", "/place_of_supply/region", "/seller/sac_code"]);
}

#[test]
fn what_is_not_reported_is_refused() {
    let consumer = indian(|invoice| invoice.client.party.tax_registered = false);
    assert_eq!(gaps(inv01(&(&consumer).into())), [Gap::ClientUnregistered]);
    let unregistered = indian(|invoice| invoice.seller.party.tax_registered = false);
    assert_eq!(gaps(inv01(&(&unregistered).into())), [Gap::Number(Side::Seller, TaxScheme::Gstin)]);
    let mut in_dollars = seller_of("IN");
    in_dollars.party.currency = parse("USD");
    let invoice = issue(&in_dollars, &client_of("US"), "US", lines("USD"), None);
    assert_eq!(gaps(inv01(&(&invoice).into())), [Gap::Rupees]);
    let rounded = indian(|invoice| invoice.rounding = money("100.00", "INR"));
    assert_eq!(gaps(inv01(&(&rounded).into())), [Gap::Rounding]);
    let negative = issue(&seller_of("IN"), &client_of("IN"), "IN-KA", vec![line(money("-1.00", "INR"))], None);
    assert_eq!(gaps(inv01(&(&negative).into())), [Gap::Negative, Gap::Lines(0)]);
    // Each small line's tax was rounded up to a cent of 57 paise, and all of that is on the one item.
    let drafts: Vec<_> = ["100.00"].into_iter().chain(["-0.03"; 11]).map(|net| line(money(net, "AUD"))).collect();
    let folded = issue(&seller_of("IN"), &client_of("AU"), "AU", drafts, Some("57.583333"));
    assert_eq!(gaps(inv01(&(&folded).into())), [Gap::TaxTolerance]);
    let large = issue(&seller_of("IN"), &client_of("IN"), "IN-KA", vec![line(money("1000000000000.00", "INR"))], None);
    assert_eq!(gaps(inv01(&(&large).into())), [Gap::TooLarge]);
}
