//! Where a text is broken into lines: where the Unicode Line Breaking Algorithm (UAX #14) lets it, and inside a word only if the
//! word alone is too wide.

use std::ops::Range;

use unicode_linebreak::{BreakOpportunity, linebreaks};

use super::order::Order;
use super::{Line, Style, clean, scaled, shape};
use crate::paper::Length;

/// A text in lines no wider than that, as far as single letters are not. Line ends in it are kept.
pub(crate) fn wrap(text: &str, style: Style, width: Length) -> Vec<Line> {
    text.lines().flat_map(|paragraph| paragraph_lines(&clean(paragraph), style, width)).collect()
}

/// A text on one line, however wide.
pub(crate) fn one_line(text: &str, style: Style) -> Line {
    let text = clean(text);
    line(&text, &Order::of(&text, style.base), 0..text.len(), style)
}

fn paragraph_lines(text: &str, style: Style, width: Length) -> Vec<Line> {
    let order = Order::of(text, style.base);
    ranges(text, style, width).into_iter().map(|range| line(text, &order, range, style)).collect()
}

fn line(text: &str, order: &Order<'_>, range: Range<usize>, style: Style) -> Line {
    let shown = range.start..range.start + text[range.clone()].trim_end_matches(' ').len();
    let parts = order.parts(shown);
    let runs: Vec<_> = parts.iter().flat_map(|part| shape::runs(&text[part.range.clone()], part.right_to_left, style.weight)).collect();
    let width = runs.iter().map(|run| run.width(style.size)).sum();
    Line { runs, width }
}

/// What of a text stands on each line.
fn ranges(text: &str, style: Style, width: Length) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let (mut start, mut end, mut used) = (0, 0, 0);
    for (at, opportunity) in linebreaks(text) {
        let mut word = end..at;
        if used > 0 && used + width_of(text[word.clone()].trim_end_matches(' '), style) > width {
            lines.push(start..end);
            (start, used) = (end, 0);
        }
        while let Some(cut) = too_wide(&text[word.clone()], style, width).filter(|_| used == 0) {
            lines.push(start..word.start + cut);
            word.start += cut;
            start = word.start;
        }
        used += width_of(&text[word], style);
        end = at;
        if opportunity == BreakOpportunity::Mandatory {
            lines.push(start..end);
            (start, used) = (end, 0);
        }
    }
    lines.retain(|line| !line.is_empty());
    lines
}

fn width_of(text: &str, style: Style) -> Length {
    shape::runs(text, false, style.weight).iter().map(|run| run.width(style.size)).sum()
}

/// Behind the last sign before a cut, where there is one: an address is read better in its parts.
fn nicer(word: &str, cut: usize) -> usize {
    word[..cut].rfind(['@', '.', '/', '-', '_']).map(|sign| sign + 1).unwrap_or(cut)
}

/// Where a word that is wider than a line must be cut: behind the last cluster that fits, and behind the first in any case.
fn too_wide(word: &str, style: Style, width: Length) -> Option<usize> {
    let word = word.trim_end_matches(' ');
    let (mut used, mut read) = (0, 0);
    for run in shape::runs(word, false, style.weight) {
        // Runs leave out what has no shape, so a run is found by its text.
        let from = read + word[read..].find(&run.text)?;
        for cluster in run.glyphs.chunk_by(|one, other| one.shows == other.shows) {
            let starts = cluster.first().map_or(0, |glyph| glyph.shows.start) + from;
            used += scaled(cluster.iter().map(|glyph| i64::from(glyph.advance)).sum(), style.size, run.face);
            if used > width && starts > 0 {
                return Some(nicer(word, starts));
            }
        }
        read = from + run.text.len();
    }
    None
}
