//! From characters to glyphs.

use std::ops::Range;

use harfrust::{Direction, UnicodeBuffer};
use unicode_normalization::char::is_combining_mark;

use super::{Glyph, Run, is_isolate};
use crate::fonts::{Face, Weight, face_of, main_face};

/// What is printed for a character that no font has.
const MISSING: char = '\u{fffd}';

/// What a character is printed as: a true minus sign as an en dash, which is as wide as a figure too and which the fonts have.
fn printed(character: char) -> char {
    if character == '\u{2212}' { '\u{2013}' } else { character }
}

/// The runs of a text that runs one way, from left to right.
pub(super) fn runs(text: &str, right_to_left: bool, weight: Weight) -> Vec<Run> {
    let spans = spans(text, weight);
    let mut runs: Vec<Run> = spans.into_iter().map(|span| run(&text[span.range], span.face, right_to_left, weight)).collect();
    if right_to_left {
        runs.reverse();
    }
    runs
}

/// A part of a text that one font prints; that none does where the font is left out.
struct Span {
    range: Range<usize>,
    face: Option<&'static Face>,
}

fn spans(text: &str, weight: Weight) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for (at, character) in text.char_indices() {
        let end = at + character.len_utf8();
        let character = printed(character);
        let last = spans.last_mut().filter(|last| last.range.end == at);
        // Marks belong to their letter, and blanks and joiners make no border between two letters of one font.
        let follows = is_combining_mark(character) || matches!(character, ' ' | '\u{a0}' | '\u{200c}' | '\u{200d}');
        let kept = last.as_ref().and_then(|last| last.face).filter(|face| follows && face.has(character));
        let face = kept.or_else(|| face_of(character, weight));
        if is_isolate(character) || (face.is_none() && matches!(character, '\u{200c}' | '\u{200d}')) {
            continue;
        }
        match last {
            Some(last) if same(last.face, face) => last.range.end = end,
            _ => spans.push(Span { range: at..end, face }),
        }
    }
    spans
}

fn same(one: Option<&'static Face>, other: Option<&'static Face>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => std::ptr::eq(one, other),
        (one, other) => one.is_none() && other.is_none(),
    }
}

fn run(text: &str, face: Option<&'static Face>, right_to_left: bool, weight: Weight) -> Run {
    let chosen = face.unwrap_or_else(|| main_face(weight));
    let font = chosen.loaded();
    let mut buffer = UnicodeBuffer::new();
    for (at, character) in text.char_indices() {
        buffer.add(if face.is_some() { printed(character) } else { MISSING }, u32::try_from(at).unwrap_or(u32::MAX));
    }
    buffer.guess_segment_properties();
    buffer.set_direction(if right_to_left { Direction::RightToLeft } else { Direction::LeftToRight });
    let shaped = font.shape(buffer);
    let starts: Vec<usize> = shaped.glyph_infos().iter().map(|info| info.cluster as usize).collect();
    let glyph = |(at, (info, position)): (usize, (&harfrust::GlyphInfo, &harfrust::GlyphPosition))| Glyph {
        id: info.glyph_id,
        advance: position.x_advance,
        right: position.x_offset,
        up: position.y_offset,
        shows: starts[at]..end(&starts, starts[at], text.len()),
    };
    let glyphs: Vec<Glyph> = shaped.glyph_infos().iter().zip(shaped.glyph_positions()).enumerate().map(glyph).collect();
    // A font may have all characters and yet no shape for how they stand together.
    if face.is_some() && glyphs.iter().any(|glyph| glyph.id == 0) {
        return self::run(text, None, right_to_left, weight);
    }
    Run { face: chosen, text: text.to_owned(), glyphs }
}

/// Where a cluster ends: where the next one begins.
fn end(starts: &[usize], start: usize, length: usize) -> usize {
    starts.iter().copied().filter(|other| *other > start).min().unwrap_or(length)
}
