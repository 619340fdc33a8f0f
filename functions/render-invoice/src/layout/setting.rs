//! Text as bands.

use crate::paper::{Band, Ink, Length, Mark};
use crate::text::{Line, Style, one_line, wrap};

/// How high a line is, and how far below its upper edge its letters stand: marks above and below the letters of every script
/// that there is a font for have their room.
const fn leading(size: Length) -> (Length, Length) {
    (size * 142 / 100, size * 106 / 100)
}

/// A line of text, however wide.
pub(super) fn put(text: &str, style: Style, ink: Ink) -> Band {
    set(one_line(text, style), 0, style, ink)
}

/// A line of text that ends at a width.
pub(super) fn put_right(text: &str, style: Style, ink: Ink, width: Length) -> Band {
    let line = one_line(text, style);
    let x = width - line.width;
    set(line, x, style, ink)
}

/// A text in as many lines as it takes, from the left.
pub(super) fn put_wrapped(text: &str, style: Style, ink: Ink, width: Length) -> Band {
    lines(text, style, ink, width).into_iter().fold(Band::default(), Band::then)
}

/// A text in as many lines as it takes, each ending at a width.
pub(super) fn put_wrapped_right(text: &str, style: Style, ink: Ink, width: Length) -> Band {
    let lines = wrap(text, style, width).into_iter().map(|line| {
        let x = width - line.width;
        set(line, x, style, ink)
    });
    lines.fold(Band::default(), Band::then)
}

/// The lines of a text, each a band of its own.
pub(super) fn lines(text: &str, style: Style, ink: Ink, width: Length) -> Vec<Band> {
    wrap(text, style, width).into_iter().map(|line| set(line, 0, style, ink)).collect()
}

/// How wide a text is on one line.
pub(super) fn width_of(text: &str, style: Style) -> Length {
    one_line(text, style).width
}

fn set(line: Line, x: Length, style: Style, ink: Ink) -> Band {
    let (height, baseline) = leading(style.size);
    Band { height, marks: vec![Mark::Text { x, y: baseline, size: style.size, ink, line }] }
}
