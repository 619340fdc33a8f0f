//! Where everything stands: a document as pages of marks.
//!
//! A band stays together; what is longer than a page consists of several. The heads of a table are repeated on each page that
//! it goes on to, and every page says which of how many it is.

mod foot;
mod head;
mod setting;
mod table;

use muster::domain::document::Document;

use crate::paper::{Band, Ink, Length, Mark, Paper, points};
use crate::text::Style;
use setting::{put, put_right};

/// Margins: 18 mm, and 20 mm at the foot.
const MARGIN: Length = 51_024;
const FOOT_MARGIN: Length = 56_693;

/// The sizes of text.
mod size {
    use crate::paper::Length;

    pub(super) const TEXT: Length = 9_500;
    pub(super) const DETAIL: Length = 8_500;
    pub(super) const LABEL: Length = 8_000;
}

/// The pages of a document, all of one size.
#[derive(Debug)]
pub(crate) struct Pages {
    pub(crate) paper: Paper,
    pub(crate) marks: Vec<Vec<Mark>>,
}

/// A document's pages.
pub(crate) fn pages(document: &Document) -> Pages {
    let mut flow = Flow::on(Paper::of(document.issuer_country));
    let width = flow.width();
    flow.place(head::masthead(document, width));
    flow.place(Band::space(points(28)).then(head::headline(document, width)));
    flow.place(Band::space(points(14)).then(head::facts(&document.facts, width)));
    flow.place(Band::space(points(24)).then(head::parties(document, width)));
    if !document.supply.is_empty() {
        flow.place(Band::space(points(16)).then(head::facts(&document.supply, width)));
    }
    table::place(document, &mut flow);
    flow.place(Band::space(points(10)).then(foot::sums(document, width)));
    if let Some(band) = foot::payment(document, width) {
        flow.place(Band::space(points(20)).then(band));
    }
    foot::place_notes(document, &mut flow);
    flow.finish(document)
}

/// Pages that are filled from above.
struct Flow {
    paper: Paper,
    done: Vec<Vec<Mark>>,
    page: Vec<Mark>,
    /// How far the page is filled.
    y: Length,
}

impl Flow {
    fn on(paper: Paper) -> Self {
        Self { paper, done: Vec::new(), page: Vec::new(), y: MARGIN }
    }

    /// How wide what is placed may be.
    fn width(&self) -> Length {
        self.paper.width - 2 * MARGIN
    }

    fn fits(&self, height: Length) -> bool {
        self.y + height <= self.paper.height - FOOT_MARGIN
    }

    /// Puts a band below what is there, on the next page if it doesn't fit.
    fn place(&mut self, band: Band) {
        self.place_under(&Band::default(), band);
    }

    /// The same, with a heading above it where it begins a page.
    fn place_under(&mut self, heading: &Band, band: Band) {
        if !self.fits(band.height) && !self.page.is_empty() {
            self.done.push(std::mem::take(&mut self.page));
            self.y = MARGIN;
            self.put(heading.clone());
        }
        self.put(band);
    }

    fn put(&mut self, band: Band) {
        let y = self.y;
        self.page.extend(band.marks.into_iter().map(|mark| mark.moved(MARGIN, y)));
        self.y += band.height;
    }

    /// The pages, each with its number.
    fn finish(mut self, document: &Document) -> Pages {
        let width = self.width();
        self.done.push(self.page);
        let count = self.done.len();
        let down = self.paper.height - points(38);
        for (number, page) in (1..).zip(&mut self.done) {
            let name = put(&format!("{} {}", document.title, document.number), Style::regular(size::LABEL), Ink::Quiet);
            let number = put_right(&format!("Page {number} of {count}"), Style::regular(size::LABEL), Ink::Quiet, width);
            page.extend(name.beside(0, number).marks.into_iter().map(|mark| mark.moved(MARGIN, down)));
        }
        Pages { paper: self.paper, marks: self.done }
    }
}
