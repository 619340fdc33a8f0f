//! What stands below the lines: their sums, where to pay, and the small print.

use muster::domain::document::{Document, Restated, Sum};

use super::setting::{lines, put, put_right, put_wrapped, width_of};
use super::{Flow, size};
use crate::paper::{Band, Ink, Length, points};
use crate::text::Style;

/// Where what stands beside a heading begins.
const BESIDE: Length = points(72);

/// From net to total on the right, and the same in the seller's own currency on the left.
pub(super) fn sums(document: &Document, width: Length) -> Band {
    let right = width / 2 + points(4);
    let totals = document.sums.iter().fold(Band::default(), |band, one| band.then(sum(one, document, right)));
    let left = width - right - points(24);
    let restated = document.restated.as_ref().map_or_else(Band::default, |restated| self::restated(restated, left));
    // Both end together.
    let down = (totals.height - restated.height).max(0);
    let up = (restated.height - totals.height).max(0);
    Band::space(down).then(restated).beside(width - right, Band::space(up).then(totals))
}

fn sum(sum: &Sum, document: &Document, width: Length) -> Band {
    if sum.is_total {
        let style = Style::bold(points(12));
        let amount = width_of(&sum.amount, style);
        let code = put_right(document.currency.code(), Style::regular(size::TEXT), Ink::Quiet, width - amount - points(5));
        let code = Band::space((style.size - size::TEXT) * 106 / 100).then(code);
        let line = put(&sum.name, style, Ink::Black).beside(0, code).beside(0, put_right(&sum.amount, style, Ink::Black, width));
        return Band::space(points(5)).then(Band::rule(width, 700, Ink::Black)).then(Band::space(points(5))).then(line);
    }
    let style = Style::regular(size::TEXT);
    let amount = put_right(&sum.amount, style, Ink::Black, width);
    let room = width - width_of(&sum.amount, style) - points(10);
    let name = put_wrapped(&sum.name, style, Ink::Quiet, room);
    let base = sum.base.as_ref().map_or_else(Band::default, |base| {
        let beside = width_of(&sum.name, style) + points(6);
        let small = Style::regular(size::DETAIL);
        let alongside = beside + width_of(base, small) <= room;
        if alongside {
            Band::space((size::TEXT - size::DETAIL) * 106 / 100).then(Band::default().beside(beside, put(base, small, Ink::Quiet)))
        } else {
            Band::space(name.height).then(put_wrapped(base, small, Ink::Quiet, room))
        }
    });
    name.beside(0, base).beside(0, amount).then(Band::space(points(2)))
}

fn restated(restated: &Restated, width: Length) -> Band {
    let style = Style::regular(size::DETAIL);
    let names = restated.amounts.iter().map(|fact| width_of(fact.name, style)).max().unwrap_or_default() + points(16);
    let amounts = restated.amounts.iter().map(|fact| width_of(&fact.value, style)).max().unwrap_or_default();
    let mut band = put(&restated.heading, Style::regular(size::LABEL), Ink::Quiet).then(Band::space(points(2)));
    for fact in &restated.amounts {
        band = band.then(put(fact.name, style, Ink::Black).beside(0, put_right(&fact.value, style, Ink::Black, names + amounts)));
    }
    band.then(put_wrapped(&restated.rate, style, Ink::Quiet, width))
}

/// Where to pay and what to quote; none where nothing is to be paid.
pub(super) fn payment(document: &Document, width: Length) -> Option<Band> {
    if document.pay_to.is_empty() {
        return None;
    }
    let style = Style::regular(size::TEXT);
    let room = width - BESIDE;
    let lines = document.pay_to.iter().fold(Band::default(), |band, line| band.then(put_wrapped(line, style.own(), Ink::Black, room)));
    let ask = "Please quote";
    let number = put(&document.number, Style::bold(size::TEXT), Ink::Black);
    let quote = put(ask, style, Ink::Quiet).beside(width_of(ask, style) + points(3), number);
    let band = lines.then(Band::space(points(5))).then(quote);
    Some(headed("Pay to", band, width))
}

/// The small print, which may go on to the next page.
pub(super) fn place_notes(document: &Document, flow: &mut Flow) {
    let width = flow.width();
    let room = width - BESIDE;
    let mut first = true;
    for note in &document.notes {
        for line in lines(note, Style::regular(size::LABEL).own(), Ink::Quiet, room) {
            let band = Band::default().beside(BESIDE, line);
            if std::mem::take(&mut first) {
                // On the line of the heading, which is of another size.
                flow.place(Band::space(points(18)).then(headed_at("Notes", band, width, 0)));
            } else {
                flow.place(band);
            }
        }
        flow.place(Band::space(points(2)));
    }
}

/// A rule, a heading, and what it is about beside it.
fn headed(heading: &str, band: Band, width: Length) -> Band {
    headed_at(heading, Band::default().beside(BESIDE, band), width, (size::TEXT - size::LABEL) * 106 / 100)
}

fn headed_at(heading: &str, band: Band, width: Length, down: Length) -> Band {
    let heading = Band::space(down).then(put(heading, Style::regular(size::LABEL), Ink::Quiet));
    Band::rule(width, 600, Ink::Faint).then(Band::space(points(10))).then(heading.beside(0, band))
}
