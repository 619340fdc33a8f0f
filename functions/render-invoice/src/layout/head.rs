//! What stands above the lines: who issues, what it comes to, when, and to whom.

use muster::domain::display::grouped;
use muster::domain::document::{Block, Document, Fact};

use super::setting::{put, put_right, put_wrapped, put_wrapped_right, width_of};
use super::size;
use crate::paper::{Band, Ink, Length, points};
use crate::text::Style;

/// The seller's name on the left, and what the document is on the right.
pub(super) fn masthead(document: &Document, width: Length) -> Band {
    let left = width * 55 / 100;
    let right = width - left - points(16);
    let title = put_wrapped_right(&document.title, Style::regular(points(14)), Ink::Black, right);
    let number = put_wrapped_right(&document.number, Style::regular(size::TEXT), Ink::Quiet, right);
    put_wrapped(&document.brand, Style::bold(points(14)).own(), Ink::Black, left).beside(width - right, title.then(number))
}

/// What it comes to.
pub(super) fn headline(document: &Document, width: Length) -> Band {
    let code = put(document.currency.code(), Style::regular(points(13)), Ink::Quiet);
    let large = Style::bold(points(24));
    let amount = put(&grouped(document.total), large, Ink::Black);
    let right = width_of(document.currency.code(), Style::regular(points(13))) + points(6);
    // Both stand on one line: the smaller one is moved down by the difference.
    let code = Band::space(large.size * 106 / 100 - points(13) * 106 / 100).then(code);
    put(document.headline, Style::regular(size::LABEL), Ink::Quiet)
        .then(code.beside(right, amount))
        .then(Band::space(points(12)))
        .then(Band::rule(width, 600, Ink::Faint))
}

/// Short facts side by side, and below each other where they are too many or too long.
pub(super) fn facts(facts: &[Fact], width: Length) -> Band {
    const BETWEEN: Length = points(34);
    let (mut all, mut row, mut used) = (Band::default(), Band::default(), 0);
    for fact in facts {
        let label = Style::regular(size::LABEL);
        let value = Style::regular(size::TEXT).own();
        let wide = width_of(fact.name, label).max(width_of(&fact.value, value)).min(width);
        if used > 0 && used + wide > width {
            all = all.then(std::mem::take(&mut row)).then(Band::space(points(8)));
            used = 0;
        }
        let band = put(fact.name, label, Ink::Quiet).then(put_wrapped(&fact.value, value, Ink::Black, wide));
        row = row.beside(used, band);
        used += wide + BETWEEN;
    }
    all.then(row)
}

/// The seller and the client, side by side.
pub(super) fn parties(document: &Document, width: Length) -> Band {
    let between = points(28);
    let half = (width - between) / 2;
    block(&document.from, half).beside(half + between, block(&document.to, half))
}

fn block(block: &Block, width: Length) -> Band {
    let name = put_wrapped(&block.name, Style::bold(points(10)).own(), Ink::Black, width);
    let mut band = put(block.heading, Style::regular(size::LABEL), Ink::Quiet).then(Band::space(points(2))).then(name);
    for line in &block.address {
        band = band.then(put_wrapped(line, Style::regular(size::TEXT).own(), Ink::Black, width));
    }
    band = band.then(Band::space(points(6)));
    let style = Style::regular(size::DETAIL);
    let names = block.facts.iter().map(|fact| width_of(fact.name, style)).max().unwrap_or_default() + points(12);
    for fact in &block.facts {
        let value = put_wrapped(&fact.value, style.own(), Ink::Black, width - names);
        band = band.then(put(fact.name, style, Ink::Quiet).beside(names, value));
    }
    band
}

/// The currency of all amounts, above the lines on the right.
pub(super) fn currency(document: &Document, width: Length) -> Band {
    let code = Style::bold(size::LABEL);
    let code_width = width_of(document.currency.code(), code);
    let words = put_right("All amounts in ", Style::regular(size::LABEL), Ink::Quiet, width - code_width - points(2));
    words.beside(0, put_right(document.currency.code(), code, Ink::Black, width))
}
