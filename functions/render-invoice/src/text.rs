//! Text: broken into lines that fit, put into the order in which it is read, and made into glyphs of fonts.
//!
//! Nothing here fails: a character that cannot be printed is printed as U+FFFD, and stays itself for who copies it.

mod order;
mod shape;
mod wrap;

use std::ops::Range;

use crate::fonts::{Face, Weight};
use crate::paper::Length;

pub(crate) use wrap::{one_line, wrap};

/// Which way a text runs as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Base {
    /// As its first letter says: a name, an address.
    Own,
    /// From left to right, whatever it holds: a sentence of ours.
    LeftToRight,
}

/// How a text is set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    /// The size of an em.
    pub(crate) size: Length,
    pub(crate) weight: Weight,
    pub(crate) base: Base,
}

impl Style {
    pub(crate) const fn regular(size: Length) -> Self {
        Self { size, weight: Weight::Regular, base: Base::LeftToRight }
    }

    pub(crate) const fn bold(size: Length) -> Self {
        Self { weight: Weight::Bold, ..Self::regular(size) }
    }

    /// The same for a text of others.
    pub(crate) const fn own(self) -> Self {
        Self { base: Base::Own, ..self }
    }
}

/// A line of text, from left to right as it is printed.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) runs: Vec<Run>,
    /// At the size at which it was set.
    pub(crate) width: Length,
}

/// Glyphs of one font, from left to right.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    pub(crate) face: &'static Face,
    /// What it says, in the order in which it is read.
    pub(crate) text: String,
    pub(crate) glyphs: Vec<Glyph>,
}

/// A glyph. Its lengths are in units of its font.
#[derive(Clone, Debug)]
pub(crate) struct Glyph {
    pub(crate) id: u32,
    pub(crate) advance: i32,
    pub(crate) right: i32,
    pub(crate) up: i32,
    /// What of its run's text it shows, in bytes.
    pub(crate) shows: Range<usize>,
}

impl Run {
    /// How wide it is at a size.
    pub(crate) fn width(&self, size: Length) -> Length {
        let units: i64 = self.glyphs.iter().map(|glyph| i64::from(glyph.advance)).sum();
        scaled(units, size, self.face)
    }
}

/// Units of a font at a size.
fn scaled(units: i64, size: Length, face: &Face) -> Length {
    let exact = units * i64::from(size) / i64::from(face.loaded().units.max(1));
    Length::try_from(exact).unwrap_or(Length::MAX)
}

/// The same text without what has no shape: control characters become blanks, and marks that no one sees go, but for those that
/// shape letters (U+200C, U+200D) or say which way a part runs (U+2066 to U+2069).
fn clean(text: &str) -> String {
    let kept = text.chars().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{206a}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}'));
    kept.map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c }).collect()
}

/// Whether a character only says how what is around it runs, and has no shape of its own.
fn is_isolate(character: char) -> bool {
    matches!(character, '\u{2066}'..='\u{2069}')
}
