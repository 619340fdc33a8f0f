//! Pages as a PDF file: PDF/A-3b (ISO 19005-3) as far as the library that writes it checks, without which it writes nothing.
//!
//! The only place that knows the format, and the only one with floats: lengths become floats here and are no money. Nothing of the
//! file depends on when or where it is written: its date is that of the document, and its identifiers follow from what it says.

use std::fmt;

use jiff::tz::TimeZone;
use krilla::configure::{Archival, ConfigurationBuilder, PdfVersion};
use krilla::error::KrillaError;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::text::{GlyphId, KrillaGlyph};
use krilla::{SerializeSettings, color::rgb};
use muster::domain::document::Document;

use crate::layout::Pages;
use crate::paper::{Ink, Length, Mark};
use crate::text::{Line, Run};

/// Why there is no file.
#[derive(Debug)]
pub struct InkError(String);

impl fmt::Display for InkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the document can't be written as PDF/A-3b: {}", self.0)
    }
}

impl std::error::Error for InkError {}

impl From<KrillaError> for InkError {
    fn from(error: KrillaError) -> Self {
        Self(error.to_string())
    }
}

/// The file.
pub(crate) fn file(document: &Document, pages: &Pages) -> Result<Vec<u8>, InkError> {
    let standard = ConfigurationBuilder::new().with_version(PdfVersion::Pdf17).with_archival_validator(Archival::A3_B).finish();
    let configuration = standard.map_err(|error| InkError(format!("{error:?}")))?;
    let mut file = krilla::Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    file.set_metadata(metadata(document));
    let size = PageSettings::from_wh(float(pages.paper.width), float(pages.paper.height));
    let size = size.ok_or_else(|| InkError("a page without a size".to_owned()))?;
    for marks in &pages.marks {
        let mut page = file.start_page_with(size.clone());
        let mut surface = page.surface();
        for mark in marks {
            draw(&mut surface, mark);
        }
        surface.finish();
        page.finish();
    }
    Ok(file.finish()?)
}

fn metadata(document: &Document) -> Metadata {
    let issued = document.issued_at.to_zoned_datetime(TimeZone::UTC).datetime();
    let part = |number: i8| u8::try_from(number).unwrap_or_default();
    let date = DateTime::new(u16::try_from(issued.year()).unwrap_or_default())
        .month(part(issued.month()))
        .day(part(issued.day()))
        .hour(part(issued.hour()))
        .minute(part(issued.minute()))
        .second(part(issued.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0);
    Metadata::new()
        .title(format!("{} {} – {}", document.title, document.number, document.issuer))
        .authors(vec![document.issuer.clone()])
        .creator("Muster".to_owned())
        .language("en".to_owned())
        .creation_date(date)
        .document_id(document.id.clone())
}

fn draw(surface: &mut Surface<'_>, mark: &Mark) {
    match mark {
        Mark::Text { x, y, size, ink, line } => {
            surface.set_fill(Some(fill(*ink)));
            text(surface, *x, *y, *size, line);
        }
        Mark::Rule { x, y, width, thickness, ink } => {
            surface.set_fill(Some(fill(*ink)));
            let mut path = PathBuilder::new();
            if let Some(rect) = Rect::from_xywh(float(*x), float(*y), float(*width), float(*thickness)) {
                path.push_rect(rect);
            }
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
        }
    }
}

fn text(surface: &mut Surface<'_>, mut x: Length, y: Length, size: Length, line: &Line) {
    for run in &line.runs {
        let font = run.face.loaded().for_ink.clone();
        surface.draw_glyphs(Point::from_xy(float(x), float(y)), &glyphs(run), font, &run.text, float(size), false);
        x += run.width(size);
    }
}

/// The lengths of glyphs are parts of the em.
#[expect(clippy::float_arithmetic, reason = "the format is made of floats; these are lengths on paper")]
fn glyphs(run: &Run) -> Vec<KrillaGlyph> {
    let em = run.face.loaded().units as f32;
    let one = |glyph: &crate::text::Glyph| {
        let [advance, right, up] = [glyph.advance, glyph.right, glyph.up].map(|units| units as f32 / em);
        KrillaGlyph::new(GlyphId::new(glyph.id), advance, right, up, 0.0, glyph.shows.clone(), None)
    };
    run.glyphs.iter().map(one).collect()
}

/// A length in points.
#[expect(clippy::float_arithmetic, reason = "the format is made of floats; these are lengths on paper")]
fn float(length: Length) -> f32 {
    length as f32 / 1000.0
}

fn fill(ink: Ink) -> Fill {
    let (red, green, blue) = match ink {
        Ink::Black => (0x16, 0x19, 0x1d),
        Ink::Quiet => (0x5b, 0x63, 0x6e),
        Ink::Accent => (0x1f, 0x4f, 0x46),
        Ink::Faint => (0xdf, 0xe3, 0xe8),
    };
    Fill { paint: rgb::Color::new(red, green, blue).into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}
