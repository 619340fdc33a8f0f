//! What a reader of PINT A-NZ refuses, done to documents that pass: each change breaks the rule that is there for it.

use super::case::{cases, credit};
use super::peppol::broken;
use crate::domain::einvoice::ubl::ubl;
use crate::domain::invoice::credit_note::CreditDemand;

/// The document of a case.
fn written(name: &str) -> String {
    let (_, invoice) = cases().into_iter().find(|(known, _)| *known == name).expect("a case");
    ubl(&(&invoice).into()).expect("a document")
}

/// What is broken when every `from` is written as `to`.
fn breaks(xml: &str, from: &str, to: &str) -> Vec<&'static str> {
    assert!(xml.contains(from), "nothing to change: {from}\n{xml}");
    broken(&xml.replace(from, to))
}

#[test]
fn each_change_breaks_its_rule() {
    let (au, nz, us) = (written("au_to_au"), written("nz_to_nz"), written("au_to_us_export"));
    let outside = written("au_unregistered_to_au");
    let buyer = "<cbc:CompanyID schemeID=\"0151\">51824753556</cbc:CompanyID>";
    let order = "<cac:OrderReference>\n    <cbc:ID>PO-4711</cbc:ID>\n  </cac:OrderReference>";
    let reason = "<cbc:TaxExemptionReason>Export of services, free of GST</cbc:TaxExemptionReason>";
    for (xml, from, to, rule) in [
        (&au, "51824753556", "51824753557", "ibr-120"),
        (&nz, "9429041098080", "9429041098081", "ibr-068"),
        (&au, buyer, "", "aligned-ibr-004"),
        (&au, buyer, "", "aligned-ibr-001"),
        (&nz, "<cbc:CompanyID schemeID=\"0088\">9429041098080</cbc:CompanyID>", "", "aligned-ibr-005"),
        (&us, "<cbc:EndpointID schemeID=\"0060\">123456789</cbc:EndpointID>", "", "ibr-080"),
        (&au, "15295.25<", "15295.250<", "aligned-ibrp-005"),
        (&au, "unitCode=\"HUR\"", "unitCode=\"hours\"", "ibr-cl-23"),
        (&au, "<cbc:StartDate>2027-01-01", "<cbc:StartDate>2026-12-31", "none"),
        (&au, "      <cbc:StartDate>2027-01-01", "      <cbc:StartDate>2026-12-31", "ibr-086"),
        (&au, "<cbc:PayableAmount currencyID=\"AUD\">28429.28", "<cbc:PayableAmount currencyID=\"AUD\">28429.27", "ibr-co-16"),
        (&au, "<cbc:TaxInclusiveAmount currencyID=\"AUD\">28429.28", "<cbc:TaxInclusiveAmount currencyID=\"AUD\">28429.29", "ibr-co-15"),
        (&au, "<cbc:TaxExclusiveAmount currencyID=\"AUD\">25844.80", "<cbc:TaxExclusiveAmount currencyID=\"AUD\">25844.81", "ibr-co-13"),
        (&au, "<cbc:LineExtensionAmount currencyID=\"AUD\">15295.25", "<cbc:LineExtensionAmount currencyID=\"AUD\">15295.24", "ibr-co-10"),
        (&au, "<cbc:TaxAmount currencyID=\"AUD\">2584.48", "<cbc:TaxAmount currencyID=\"AUD\">2585.49", "aligned-ibrp-051"),
        (
            &au,
            "  <cbc:TaxAmount currencyID=\"AUD\">2584.48</cbc:TaxAmount>\n    <cac:TaxSubtotal>",
            "  <cbc:TaxAmount currencyID=\"AUD\">2584.49</cbc:TaxAmount>\n    <cac:TaxSubtotal>",
            "ibr-co-14",
        ),
        (&au, "<cbc:TaxableAmount currencyID=\"AUD\">25844.80", "<cbc:TaxableAmount currencyID=\"AUD\">25844.79", "aligned-ibrp-s-08"),
        (&au, "<cbc:InvoicedQuantity unitCode=\"HUR\">158.5<", "<cbc:InvoicedQuantity unitCode=\"HUR\">158<", "aligned-ibrp-053"),
        (&au, "<cbc:PriceAmount currencyID=\"AUD\">100.01", "<cbc:PriceAmount currencyID=\"AUD\">-100.01", "ibr-027"),
        (&au, "<cbc:BaseQuantity unitCode=\"MIN\">", "<cbc:BaseQuantity unitCode=\"HUR\">", "ibr-130"),
        (&au, "<cbc:ID>S</cbc:ID>", "<cbc:ID>X</cbc:ID>", "aligned-ibrp-cl-01"),
        (&au, "urn:peppol:pint:billing-1@aunz-1", "urn:peppol:pint:billing-1@sg-1", "ibr-001"),
        (&au, ">380<", ">381<", "ibr-004"),
        (&us, reason, "", "aligned-ibrp-g-10"),
        (&us, "<cbc:ID>GST</cbc:ID>", "<cbc:ID>VAT</cbc:ID>", "tax-scheme-gst"),
        (&outside, "<cbc:ID>O</cbc:ID>", "<cbc:ID>O</cbc:ID><cbc:Percent>0</cbc:Percent>", "aligned-ibrp-o-05"),
        (&written("au_to_au_in_dollars"), "<cbc:TaxCurrencyCode>AUD</cbc:TaxCurrencyCode>", "", "ibr-053"),
    ] {
        let found = breaks(xml, from, to);
        assert!(found.contains(&rule) || (rule == "none" && found.is_empty()), "{from} -> {to}: {rule} is not in {found:?}");
    }
    let without = au.replace("<cbc:BuyerReference>Cost centre 7</cbc:BuyerReference>", "");
    assert_eq!(broken(&without), Vec::<&str>::new(), "an order is enough");
    assert!(breaks(&without, order, "").contains(&"aligned-ibrp-003"));
}

#[test]
fn a_credit_without_its_invoice_is_refused() {
    let (_, invoice) = cases().swap_remove(0);
    let xml = ubl(&(&credit(&invoice, &CreditDemand::Full)).into()).expect("a document");
    assert!(
        breaks(&xml, "MU-2026-00042</cbc:ID>\n      <cbc:IssueDate>", "</cbc:ID>\n      <cbc:IssueDate>").contains(&"no-empty-element")
    );
    assert!(breaks(&xml, "cac:BillingReference", "cac:DespatchDocumentReference").contains(&"ibr-055"));
}
