//! The order in which a line is printed: the Unicode Bidirectional Algorithm (UAX #9).

use std::ops::Range;

use unicode_bidi::{BidiInfo, Level};

use super::Base;

/// The levels of a text of one paragraph.
pub(super) struct Order<'text> {
    levels: BidiInfo<'text>,
}

/// A part of a line that runs one way.
pub(super) struct Part {
    pub(super) range: Range<usize>,
    pub(super) right_to_left: bool,
}

impl<'text> Order<'text> {
    pub(super) fn of(text: &'text str, base: Base) -> Self {
        let level = match base {
            Base::Own => None,
            Base::LeftToRight => Some(Level::ltr()),
        };
        Self { levels: BidiInfo::new(text, level) }
    }

    /// The parts of a line, from left to right.
    pub(super) fn parts(&self, line: Range<usize>) -> Vec<Part> {
        // A text without separators, which were cleaned off, is one paragraph; an empty one is none.
        let Some(paragraph) = self.levels.paragraphs.first().filter(|_| !line.is_empty()) else { return Vec::new() };
        let (levels, runs) = self.levels.visual_runs(paragraph, line);
        let part = |range: Range<usize>| {
            let right_to_left = levels.get(range.start).is_some_and(Level::is_rtl);
            Part { range, right_to_left }
        };
        runs.into_iter().map(part).collect()
    }
}
