//! The lines of a UBL document.

use crate::domain::calendar::Span;
use crate::domain::einvoice::measure::Measure;
use crate::domain::einvoice::xml::{Element, parent, text};
use crate::domain::einvoice::{Form, Issued, IssuedLine};

use super::{amount, category, period};

/// A line, with how much at which price, or one thing at the price of the line where a credit takes a part of it.
pub(super) fn line(document: &Issued<'_>, line: &IssuedLine<'_>) -> Element {
    let (name, quantity) = match document.form {
        Form::Invoice { .. } => ("cac:InvoiceLine", "cbc:InvoicedQuantity"),
        Form::CreditNote { .. } => ("cac:CreditNoteLine", "cbc:CreditedQuantity"),
    };
    let measure = Measure::of(line);
    // A line's days must lie within the document's (ibr-086): others are told in words.
    let inside = match document.form {
        Form::Invoice { span, .. } => span.start <= line.span.start && line.span.end <= span.end,
        Form::CreditNote { .. } => true,
    };
    let parts = [
        Some(text("cbc:ID", line.line)),
        (!inside).then(|| text("cbc:Note", days(line.span, line.late))),
        Some(text(quantity, measure.quantity).with("unitCode", measure.unit)),
        Some(amount("cbc:LineExtensionAmount", line.net)),
        inside.then(|| period(line.span.start, line.span.last())),
        Some(parent("cac:Item", [Some(text("cbc:Name", line.description)), Some(category("cac:ClassifiedTaxCategory", document, false))])),
        Some(price(&measure)),
    ];
    parent(name, parts)
}

fn days(span: Span, late: bool) -> String {
    let late = if late { "; approved after that period was billed" } else { "" };
    format!("Days from {} to {}{late}.", span.start, span.last())
}

fn price(measure: &Measure) -> Element {
    let base = (!measure.base.is_zero() && measure.base != rust_decimal::Decimal::ONE)
        .then(|| text("cbc:BaseQuantity", measure.base).with("unitCode", measure.unit));
    parent("cac:Price", [Some(amount("cbc:PriceAmount", measure.price)), base])
}
