//! The lines of a document: a table whose heads are repeated on each page.

use muster::domain::document::{BETWEEN_PARTS, Document, Figure, Row};

use super::setting::{put, put_right, put_wrapped, width_of};
use super::{Flow, head, size};
use crate::paper::{Band, Ink, Length, points};
use crate::text::Style;

/// What a description has at least, if the figures can be made smaller for it.
const DESCRIPTION: Length = points(150);
/// The sizes of figures, the first that leaves room for the descriptions.
const SIZES: [Length; 4] = [size::TEXT, 8_500, 7_500, 6_500];
const PLACE: Length = points(24);
const BETWEEN: Length = points(16);

/// Where the columns stand.
struct Columns {
    /// The width of the descriptions.
    description: Length,
    /// Where the figures of each column end, and their size.
    ends: Vec<Length>,
    size: Length,
}

pub(super) fn place(document: &Document, flow: &mut Flow) {
    let width = flow.width();
    let columns = columns(document, width);
    let heads = heads(document, &columns, width);
    let mut rows = document.rows.iter().map(|one| row(one, &columns, width));
    // The heads are never alone at the foot of a page.
    let above = Band::space(points(24)).then(head::currency(document, width)).then(Band::space(points(4))).then(heads.clone());
    flow.place(above.then(rows.next().unwrap_or_default()));
    for row in rows {
        flow.place_under(&heads, row);
    }
}

fn columns(document: &Document, width: Length) -> Columns {
    let widths = |size: Length| -> Vec<Length> {
        let widest = |at: usize, name: &str| {
            let figures = document.rows.iter().filter_map(|row| row.figures.get(at));
            let figures = figures.map(|figure| figure_width(figure, size)).max().unwrap_or_default();
            figures.max(width_of(name, Style::regular(size::LABEL)))
        };
        document.columns.iter().enumerate().map(|(at, name)| widest(at, name)).collect()
    };
    let rest = |widths: &[Length]| width - PLACE - widths.iter().map(|width| width + BETWEEN).sum::<Length>();
    let smallest = SIZES[SIZES.len() - 1];
    let size = SIZES.into_iter().find(|size| rest(&widths(*size)) >= DESCRIPTION).unwrap_or(smallest);
    let widths = widths(size);
    let description = rest(&widths);
    let ends = widths.iter().scan(PLACE + description, |end, width| {
        *end += BETWEEN + width;
        Some(*end)
    });
    Columns { description, ends: ends.collect(), size }
}

fn figure_width(figure: &Figure, size: Length) -> Length {
    let per = figure.per.map_or(0, |per| width_of(per, Style::regular(size * 9 / 10)));
    width_of(&figure.text, Style::regular(size)).max(per)
}

fn heads(document: &Document, columns: &Columns, width: Length) -> Band {
    let style = Style::regular(size::LABEL);
    let mut band = put("#", style, Ink::Quiet).beside(PLACE, put("Description", style, Ink::Quiet));
    for (name, end) in document.columns.iter().zip(&columns.ends) {
        band = band.beside(0, put_right(name, style, Ink::Quiet, *end));
    }
    band.then(Band::space(points(4))).then(Band::rule(width, 700, Ink::Black))
}

fn row(row: &Row, columns: &Columns, width: Length) -> Band {
    // Each part is isolated, so that one which runs from right to left leaves the rest alone.
    let parts: Vec<String> = row.parts.iter().map(|part| format!("\u{2068}{part}\u{2069}")).collect();
    let mut what = put_wrapped(&parts.join(BETWEEN_PARTS), Style::regular(size::TEXT), Ink::Black, columns.description);
    let detail = Style::regular(size::DETAIL);
    what = what.then(Band::space(points(1))).then(put_wrapped(&row.period, detail, Ink::Quiet, columns.description));
    if let Some(remark) = row.remark {
        what = what.then(put_wrapped(remark, detail, Ink::Accent, columns.description));
    }
    let mut band = put(&row.place.to_string(), Style::regular(size::TEXT), Ink::Quiet).beside(PLACE, what);
    for (one, end) in row.figures.iter().zip(&columns.ends) {
        band = band.beside(0, figure(one, columns.size, *end));
    }
    Band::space(points(7)).then(band).then(Band::space(points(7))).then(Band::rule(width, 600, Ink::Faint))
}

fn figure(figure: &Figure, size: Length, end: Length) -> Band {
    // Smaller figures stand on the same line as the description.
    let down = (size::TEXT - size) * 106 / 100;
    let band = Band::space(down).then(put_right(&figure.text, Style::regular(size), Ink::Black, end));
    match figure.per {
        Some(per) => band.then(put_right(per, Style::regular(size * 9 / 10), Ink::Quiet, end)),
        None => band,
    }
}
