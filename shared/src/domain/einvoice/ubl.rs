//! UBL 2.1 as Peppol's international model specialises it for Australia and New Zealand (PINT A-NZ Billing 1).
//!
//! Who reads it refuses a file whose figures do not add up exactly, so every figure is the document's. What is taken back is a
//! line with a quantity below zero. What is paid, credited or written off later is not on it.
//! Sources: OASIS UBL 2.1 (order and names of elements); Peppol PINT A-NZ Billing 1.1 (which of them, and the rules between them).

mod line;
mod party;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::domain::country::Country;
use crate::domain::invoice::{DocumentKind, Fx};
use crate::domain::money::Money;
use crate::domain::tax::TaxCategory;
use crate::domain::text::Title;

use super::xml::{Element, parent, text};
use super::{Form, Gap, Issued, NoForm};

const CUSTOMIZATION: &str = "urn:peppol:pint:billing-1@aunz-1";
const PROFILE: &str = "urn:peppol:bis:billing";
const NAMESPACES: &str = "urn:oasis:names:specification:ubl:schema:xsd:";
/// The code of an invoice by UNCL 1001.
const INVOICE: &str = "380";
/// The code of a credit note.
const CREDIT_NOTE: &str = "381";
/// How far the tax may be from the rate. Source: PINT A-NZ, aligned-ibrp-051.
const TAX_TOLERANCE: Decimal = Decimal::ONE;
/// The most decimals of an amount. Source: PINT A-NZ, aligned-ibrp-005.
const DECIMALS: u32 = 2;

/// The document as a file of UBL.
///
/// # Errors
/// The seller is neither in Australia nor in New Zealand, or something is missing: see [`NoForm`].
pub fn ubl(document: &Issued<'_>) -> Result<String, NoForm> {
    let country = document.seller.party.country;
    if country != Country::AU && country != Country::NZ {
        return Err(NoForm::OtherCountry { form: "UBL (Peppol PINT A-NZ)", of: "AU and NZ", seller: country });
    }
    let mut gaps = figure_gaps(document);
    let seller = party::seller(document, &mut gaps);
    let client = party::client(document, &mut gaps);
    NoForm::unless_empty(gaps)?;
    let parties =
        [Some(parent("cac:AccountingSupplierParty", [Some(seller)])), Some(parent("cac:AccountingCustomerParty", [Some(client)]))];
    let (name, head) = head(document);
    let figures = [Some(terms(document)), Some(tax_total(document)), document.fx.and_then(tax_at_home), Some(monetary_total(document))];
    let lines = document.lines.iter().map(|one| Some(line::line(document, one)));
    let root = parent(name, head.into_iter().chain(parties).chain(figures).chain(lines));
    let root = root.with("xmlns", format!("{NAMESPACES}{name}-2"));
    let root = root.with("xmlns:cac", format!("{NAMESPACES}CommonAggregateComponents-2"));
    Ok(root.with("xmlns:cbc", format!("{NAMESPACES}CommonBasicComponents-2")).document())
}

/// What of the figures a reader would refuse.
fn figure_gaps(document: &Issued<'_>) -> Vec<Gap> {
    let totals = &document.totals;
    let amounts = [document.currency].into_iter().chain(home_tax(document.fx).map(|tax| tax.currency()));
    let mut gaps: Vec<Gap> = amounts.filter(|currency| currency.decimals() > DECIMALS).map(Gap::Decimals).collect();
    if matches!(document.form, Form::Invoice { kind: DocumentKind::SelfBilled, .. }) {
        gaps.push(Gap::SelfBilled);
    }
    if document.lines.is_empty() {
        gaps.push(Gap::Lines(0));
    }
    if totals.total.minor() < 0 {
        gaps.push(Gap::Negative);
    }
    let exact = totals.net.to_decimal().checked_mul(percent(document)).map(|product| product / Decimal::ONE_HUNDRED);
    if exact.is_none_or(|exact| (exact - totals.tax.to_decimal()).abs() > TAX_TOLERANCE) {
        gaps.push(Gap::TaxTolerance);
    }
    gaps
}

/// The root's name, and all that comes before the parties.
fn head(document: &Issued<'_>) -> (&'static str, Vec<Option<Element>>) {
    let (name, code, due, days, reference) = match document.form {
        Form::Invoice { due_on, span, .. } => {
            let code = text("cbc:InvoiceTypeCode", INVOICE);
            ("Invoice", code, Some(text("cbc:DueDate", due_on)), Some(period(span.start, span.last())), None)
        }
        Form::CreditNote { invoice_number, invoice_issued_on, .. } => {
            let code = text("cbc:CreditNoteTypeCode", CREDIT_NOTE);
            let credited = [Some(text("cbc:ID", invoice_number)), Some(text("cbc:IssueDate", invoice_issued_on))];
            let credited = parent("cac:InvoiceDocumentReference", credited);
            ("CreditNote", code, None, None, Some(parent("cac:BillingReference", [Some(credited)])))
        }
    };
    let order = document.purchase_order.map(|order| parent("cac:OrderReference", [Some(text("cbc:ID", order))]));
    let elements = vec![
        Some(text("cbc:CustomizationID", CUSTOMIZATION)),
        Some(text("cbc:ProfileID", PROFILE)),
        Some(text("cbc:ID", document.number)),
        Some(text("cbc:IssueDate", document.issued_on)),
        due,
        Some(code),
        note(document),
        Some(text("cbc:DocumentCurrencyCode", document.currency)),
        home_tax(document.fx).map(|tax| text("cbc:TaxCurrencyCode", tax.currency())),
        buyer_reference(document),
        days,
        order,
        reference,
    ];
    (name, elements)
}

/// One note: a reader takes no second one.
fn note(document: &Issued<'_>) -> Option<Element> {
    let reason = match document.form {
        Form::Invoice { .. } => None,
        Form::CreditNote { reason, .. } => Some(reason.as_str()),
    };
    let notes: Vec<&str> = reason.into_iter().chain(document.notes.iter().map(String::as_str)).collect();
    (!notes.is_empty()).then(|| text("cbc:Note", notes.join("\n")))
}

/// What the buyer finds the document's owner by: its reference; and, as there must be one where no order is named
/// (aligned-ibrp-003), else its address for mail.
fn buyer_reference(document: &Issued<'_>) -> Option<Element> {
    let given = document.client.buyer_reference.as_ref().map(|reference| text("cbc:BuyerReference", reference));
    given.or_else(|| document.purchase_order.is_none().then(|| text("cbc:BuyerReference", &document.client.party.email)))
}

fn period(first: Date, last: Date) -> Element {
    parent("cac:InvoicePeriod", [Some(text("cbc:StartDate", first)), Some(text("cbc:EndDate", last))])
}

/// In words: where to pay is a printed text, of which no account number can be told for certain.
fn terms(document: &Issued<'_>) -> Element {
    let words = match document.form {
        Form::Invoice { due_on, bank_lines: [], .. } => format!("Due on {due_on}."),
        Form::Invoice { due_on, bank_lines, .. } => {
            let lines: Vec<&str> = bank_lines.iter().map(Title::as_str).collect();
            format!("Due on {due_on}. Pay to: {}. Please quote {}.", lines.join(", "), document.number)
        }
        Form::CreditNote { invoice_number, .. } => format!("Credited against {invoice_number}; nothing is to be paid."),
    };
    parent("cac:PaymentTerms", [Some(text("cbc:Note", words))])
}

/// All lines of a document bear the same taxes, so there is one group.
fn tax_total(document: &Issued<'_>) -> Element {
    let totals = &document.totals;
    let group = [
        Some(amount("cbc:TaxableAmount", totals.net)),
        Some(amount("cbc:TaxAmount", totals.tax)),
        Some(category("cac:TaxCategory", document, true)),
    ];
    parent("cac:TaxTotal", [Some(amount("cbc:TaxAmount", totals.tax)), Some(parent("cac:TaxSubtotal", group))])
}

/// The tax in the seller's own currency.
fn tax_at_home(fx: &Fx) -> Option<Element> {
    home_tax(Some(fx)).map(|tax| parent("cac:TaxTotal", [Some(amount("cbc:TaxAmount", tax))]))
}

/// The tax in the seller's own currency, where there is a tax and the currency is another. Source: GST Act 1999 s 9-85, GST
/// Act 1985 s 77: the tax is stated in Australian and in New Zealand dollars.
fn home_tax(fx: Option<&Fx>) -> Option<Money> {
    fx.map(|fx| fx.tax).filter(|tax| !tax.is_zero())
}

fn monetary_total(document: &Issued<'_>) -> Element {
    let totals = &document.totals;
    let with_tax = totals.net.plus(totals.tax).unwrap_or(totals.total);
    let sums = [
        Some(amount("cbc:LineExtensionAmount", totals.net)),
        Some(amount("cbc:TaxExclusiveAmount", totals.net)),
        Some(amount("cbc:TaxInclusiveAmount", with_tax)),
        (!totals.rounding.is_zero()).then(|| amount("cbc:PayableRoundingAmount", totals.rounding)),
        Some(amount("cbc:PayableAmount", totals.total)),
    ];
    parent("cac:LegalMonetaryTotal", sums)
}

fn amount(name: &'static str, money: Money) -> Element {
    text(name, money.amount()).with("currencyID", money.currency())
}

/// The category that the document's lines have in common.
fn shared_category(document: &Issued<'_>) -> TaxCategory {
    document.lines.first().map_or(TaxCategory::OutOfScope, |line| line.tax_category)
}

/// The rate in percent that the document's lines have in common.
fn percent(document: &Issued<'_>) -> Decimal {
    let taxed = document.lines.first().filter(|line| line.tax_category.is_taxed());
    taxed.map_or(Decimal::ZERO, |line| line.tax_rate)
}

/// The category of the tax. What lies outside its scope has no rate, and a group that is free of it says why.
fn category(name: &'static str, document: &Issued<'_>, of_group: bool) -> Element {
    let category = shared_category(document);
    let why = match category {
        TaxCategory::Standard | TaxCategory::ZeroRated => None,
        TaxCategory::Exempt => Some("Exempt from GST"),
        TaxCategory::Export => Some("Export of services, free of GST"),
        TaxCategory::OutOfScope => Some("Not subject to GST"),
    };
    let parts = [
        Some(text("cbc:ID", category)),
        (category != TaxCategory::OutOfScope).then(|| text("cbc:Percent", percent(document).normalize())),
        why.filter(|_| of_group).map(|why| text("cbc:TaxExemptionReason", why)),
        Some(scheme()),
    ];
    parent(name, parts)
}

fn scheme() -> Element {
    parent("cac:TaxScheme", [Some(text("cbc:ID", "GST"))])
}
