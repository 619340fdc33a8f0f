//! What a document says of the invoice that it prints.

use crate::domain::invoice::sample::invoice;

use super::*;
use crate::domain::invoice::Invoice;

#[test]
fn a_document_says_what_was_issued_and_nothing_of_what_came_after() {
    let issued = invoice("2400.00");
    let paid = Invoice { paid: issued.total, withheld: issued.net, version: 4, ..issued.clone() };
    assert_eq!(Document::from(&issued), Document::from(&paid));
}

#[test]
fn every_row_has_a_figure_for_each_column() {
    let document = Document::from(&invoice("2400.00"));
    let row = &document.rows[0];
    assert_eq!(row.parts, ["Priya Nair", "back-end development"]);
    let figures: Vec<&str> = row.figures.iter().map(|figure| figure.text.as_str()).collect();
    assert_eq!(figures, ["1:00\u{a0}h", "2,400.00", "10%", "2,400.00"]);
    assert_eq!(document.columns.len(), figures.len());
}

#[test]
fn the_sums_lead_from_net_to_the_total() {
    let document = Document::from(&invoice("2400.00"));
    let sums: Vec<(&str, Option<&str>, &str, bool)> =
        document.sums.iter().map(|sum| (sum.name.as_str(), sum.base.as_deref(), sum.amount.as_str(), sum.is_total)).collect();
    assert_eq!(
        sums,
        [("Net", None, "2,400.00", false), ("GST 10%", Some("on 2,400.00"), "240.00", false), ("Total", None, "2,640.00", true)]
    );
}

#[test]
fn only_a_supply_that_india_looks_at_says_where_it_is() {
    let domestic = invoice("1.00");
    assert_eq!(Document::from(&domestic).supply, []);
    let turned = Invoice { reverse_charge: true, ..domestic };
    assert_eq!(Document::from(&turned).supply, [Fact::new("Place of supply", "Australia"), Fact::new("Reverse charge", "Yes")]);
}
