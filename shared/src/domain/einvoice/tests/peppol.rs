//! What a reader of PINT A-NZ holds a document to: figures, identifiers, codes. Each broken rule is told by its name.
//!
//! Where the published rule leaves a tolerance (a tax may be 1.00 off the rate), it is held here to the cent by `figures`.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::case::{cases, credit, is_ubl};
use super::read::Node;
use crate::domain::einvoice::ubl::ubl;
use crate::domain::invoice::credit_note::CreditDemand;
use crate::domain::money::Rounding;

const UNITS: [&str; 5] = ["HUR", "MIN", "DAY", "MON", "C62"];

/// The rules that a document breaks.
pub(super) fn broken(xml: &str) -> Vec<&'static str> {
    let root = Node::parse(xml);
    let lines = if root.name == "Invoice" { root.all("InvoiceLine") } else { root.all("CreditNoteLine") };
    let mut broken = Vec::new();
    for (rule, holds) in heading(&root).into_iter().chain(totals(&root, &lines)).chain(tax(&root, &lines)).chain(parties(&root)) {
        if !holds {
            broken.push(rule);
        }
    }
    broken.extend(lines.iter().flat_map(|line| of_line(&root, line)).filter(|(_, holds)| !holds).map(|(rule, _)| rule));
    broken
}

fn heading(root: &Node) -> Vec<(&'static str, bool)> {
    let credit = root.name == "CreditNote";
    let code = if credit { ("CreditNoteTypeCode", "381") } else { ("InvoiceTypeCode", "380") };
    let positive = root.number_at("LegalMonetaryTotal/PayableAmount").is_some_and(|amount| amount > Decimal::ZERO);
    vec![
        ("ibr-001", root.text_at("CustomizationID") == Some("urn:peppol:pint:billing-1@aunz-1")),
        ("ibr-002-profile", root.text_at("ProfileID") == Some("urn:peppol:bis:billing")),
        ("ibr-002", root.text_at("ID").is_some_and(|number| !number.is_empty())),
        ("ibr-003", root.text_at("IssueDate").is_some_and(|day| day.parse::<Date>().is_ok())),
        ("ibr-004", root.text_at(code.0) == Some(code.1)),
        ("ibr-one-note", root.all("Note").len() <= 1),
        ("aligned-ibrp-003", root.all("BuyerReference").len() + root.all("OrderReference/ID").len() > 0),
        ("ibr-co-25", !positive || root.text_at("DueDate").is_some() || root.text_at("PaymentTerms/Note").is_some()),
        ("ibr-055", !credit || root.text_at("BillingReference/InvoiceDocumentReference/ID").is_some()),
        ("no-empty-element", root.everything().iter().all(|node| !node.children.is_empty() || !node.text.trim().is_empty())),
    ]
}

fn decimals(node: &Node) -> usize {
    node.text.split_once('.').map_or(0, |(_, fraction)| fraction.len())
}

fn totals(root: &Node, lines: &[&Node]) -> Vec<(&'static str, bool)> {
    let at = |name: &str| root.number_at(&format!("LegalMonetaryTotal/{name}"));
    let sum: Option<Decimal> = lines.iter().map(|line| line.number_at("LineExtensionAmount")).sum();
    let grouped: Vec<&Node> = root.all("TaxTotal").into_iter().filter(|total| !total.all("TaxSubtotal").is_empty()).collect();
    let tax = grouped.first().and_then(|total| total.number_at("TaxAmount"));
    let groups: Option<Decimal> = root.all("TaxTotal/TaxSubtotal").iter().map(|group| group.number_at("TaxAmount")).sum();
    let rounding = at("PayableRoundingAmount").unwrap_or_default();
    let amounts = || root.everything().into_iter().filter(|node| node.name.ends_with("Amount"));
    let own = root.text_at("DocumentCurrencyCode");
    let home = root.text_at("TaxCurrencyCode");
    let stated = root.all("TaxTotal").iter().filter(|total| total.all("TaxSubtotal").is_empty()).count();
    vec![
        ("ibr-016", !lines.is_empty()),
        ("ibr-co-10", at("LineExtensionAmount").is_some() && at("LineExtensionAmount") == sum),
        ("ibr-co-13", at("TaxExclusiveAmount").is_some() && at("TaxExclusiveAmount") == at("LineExtensionAmount")),
        ("ibr-co-14", grouped.len() == 1 && tax.is_some() && tax == groups),
        (
            "ibr-co-15",
            at("TaxInclusiveAmount").is_some() && at("TaxInclusiveAmount") == at("TaxExclusiveAmount").zip(tax).map(|(net, tax)| net + tax),
        ),
        ("ibr-co-16", at("PayableAmount").is_some() && at("PayableAmount") == at("TaxInclusiveAmount").map(|total| total + rounding)),
        ("aligned-ibrp-005", amounts().filter(|node| node.name != "cbc:PriceAmount").all(|node| decimals(node) <= 2)),
        ("ibr-051", amounts().all(|node| node.attribute("currencyID") == own || node.attribute("currencyID") == home)),
        ("ibr-053", stated == usize::from(home.is_some()) && (home.is_none() || home != own)),
    ]
}

fn tax(root: &Node, lines: &[&Node]) -> Vec<(&'static str, bool)> {
    let schemes = root.everything().into_iter().filter(|node| node.name == "cac:TaxScheme");
    let mut rules = vec![
        ("tax-scheme-gst", schemes.into_iter().all(|scheme| scheme.text_at("ID") == Some("GST"))),
        ("ibr-co-18", !root.all("TaxTotal/TaxSubtotal").is_empty()),
    ];
    for group in root.all("TaxTotal/TaxSubtotal") {
        let code = group.text_at("TaxCategory/ID").unwrap_or_default();
        let percent = group.number_at("TaxCategory/Percent");
        let (taxable, tax) = (group.number_at("TaxableAmount"), group.number_at("TaxAmount").unwrap_or(Decimal::from(i32::MAX)));
        let same = |line: &&&Node| {
            line.text_at("Item/ClassifiedTaxCategory/ID") == Some(code) && line.number_at("Item/ClassifiedTaxCategory/Percent") == percent
        };
        let sum: Option<Decimal> = lines.iter().filter(same).map(|line| line.number_at("LineExtensionAmount")).sum();
        let exact = taxable.unwrap_or_default() * percent.unwrap_or_default() / Decimal::ONE_HUNDRED;
        let reason = group.text_at("TaxCategory/TaxExemptionReason").is_some();
        let registered = root.text_at("AccountingSupplierParty/Party/PartyTaxScheme/CompanyID").is_some();
        rules.extend([
            ("aligned-ibrp-cl-01", ["S", "Z", "E", "G", "O"].contains(&code)),
            ("aligned-ibrp-s-08", taxable.is_some() && taxable == sum && lines.iter().filter(same).count() == lines.len()),
            ("aligned-ibrp-051", (exact - tax).abs() <= Decimal::ONE),
            ("aligned-ibrp-s-05", code != "S" || percent.is_some_and(|percent| percent > Decimal::ZERO)),
            ("aligned-ibrp-s-10", !["S", "Z"].contains(&code) || !reason),
            ("aligned-ibrp-g-10", !["E", "G", "O"].contains(&code) || reason),
            ("aligned-ibrp-g-09", code == "S" || tax.is_zero()),
            ("aligned-ibrp-g-02", code == "O" || registered),
            ("aligned-ibrp-o-02", code != "O" || !registered),
            ("aligned-ibrp-o-05", (code == "O") == percent.is_none()),
        ]);
    }
    rules
}

fn parties(root: &Node) -> Vec<(&'static str, bool)> {
    let mut rules = Vec::new();
    for (side, legal) in [
        ("AccountingSupplierParty", ["aligned-ibr-001", "aligned-ibr-002"]),
        ("AccountingCustomerParty", ["aligned-ibr-004", "aligned-ibr-005"]),
    ] {
        let at = |path: &str| format!("{side}/Party/{path}");
        let country = root.text_at(&at("PostalAddress/Country/IdentificationCode"));
        let company = root.all(&at("PartyLegalEntity/CompanyID"));
        let scheme = |wanted: &str| company.iter().any(|id| id.attribute("schemeID") == Some(wanted));
        let endpoint = root.all(&at("EndpointID"));
        rules.extend([
            (legal[0], country != Some("AU") || scheme("0151")),
            (legal[1], country != Some("NZ") || scheme("0088")),
            ("ibr-009", country.is_some()),
            ("ibr-006", root.text_at(&at("PartyLegalEntity/RegistrationName")).is_some_and(|name| !name.is_empty())),
            ("ibr-080", endpoint.len() == 1 && endpoint.iter().all(|id| id.attribute("schemeID").is_some())),
        ]);
        for id in company.into_iter().chain(endpoint) {
            match id.attribute("schemeID") {
                Some("0151") => rules.push(("ibr-120", is_abn(&id.text))),
                Some("0088") => rules.push(("ibr-068", is_gln(&id.text))),
                _ => {}
            }
        }
    }
    rules
}

fn of_line(root: &Node, line: &Node) -> Vec<(&'static str, bool)> {
    let quantity = line.all("InvoicedQuantity").into_iter().chain(line.all("CreditedQuantity")).next();
    let unit = quantity.and_then(|node| node.attribute("unitCode"));
    let much = quantity.and_then(|node| node.text.parse::<Decimal>().ok());
    let base = line.number_at("Price/BaseQuantity").unwrap_or(Decimal::ONE);
    let base_unit = line.all("Price/BaseQuantity").first().map_or(unit, |node| node.attribute("unitCode"));
    let price = line.number_at("Price/PriceAmount");
    let net = line.number_at("LineExtensionAmount");
    let product = much.zip(price).map(|(much, price)| much * price / base);
    let day = |node: &Node, path: &str| node.text_at(path).and_then(|day| day.parse::<Date>().ok());
    let within = day(line, "InvoicePeriod/StartDate").zip(day(root, "InvoicePeriod/StartDate")).is_none_or(|(own, all)| own >= all)
        && day(line, "InvoicePeriod/EndDate").zip(day(root, "InvoicePeriod/EndDate")).is_none_or(|(own, all)| own <= all);
    vec![
        ("ibr-cl-23", unit.is_some_and(|unit| UNITS.contains(&unit))),
        ("ibr-130", base_unit == unit && base > Decimal::ZERO),
        ("ibr-027", price.is_some_and(|price| !price.is_sign_negative())),
        ("ibr-025", line.text_at("Item/Name").is_some_and(|name| !name.is_empty())),
        ("ibr-086", within),
        (
            "aligned-ibrp-053",
            net.zip(product).is_some_and(|(net, product)| (net - Rounding::HalfUp.round(product, 2)).abs() <= Decimal::new(2, 2)),
        ),
    ]
}

/// The first digit less one, by the weights 10, 1, 3, 5 … 19, a multiple of 89.
fn is_abn(text: &str) -> bool {
    let digits: Vec<i64> = text.chars().filter_map(|c| c.to_digit(10)).map(i64::from).collect();
    let weights = [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19];
    let sum: i64 = digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum();
    digits.len() == 11 && text.len() == 11 && (sum - 10) % 89 == 0
}

/// From the right, digits count once and three times by turns; all together a multiple of ten.
fn is_gln(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().rev().filter_map(|c| c.to_digit(10)).collect();
    let sum: u32 = digits.iter().zip([1, 3].into_iter().cycle()).map(|(digit, weight)| digit * weight).sum();
    digits.len() == 13 && text.len() == 13 && sum.is_multiple_of(10)
}

#[test]
fn every_document_passes_the_rules() {
    for (name, invoice) in cases().into_iter().filter(|(_, invoice)| is_ubl(invoice)) {
        let xml = ubl(&(&invoice).into()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(broken(&xml), Vec::<&str>::new(), "{name}\n{xml}");
        let note = credit(&invoice, &CreditDemand::Full);
        let xml = ubl(&(&note).into()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(broken(&xml), Vec::<&str>::new(), "the credit of {name}\n{xml}");
    }
}
