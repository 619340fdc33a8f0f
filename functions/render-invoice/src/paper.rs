//! What is put on paper and where: pages of marks, measured from the upper left corner.

use muster::domain::country::Country;

use crate::text::Line;

/// A length in thousandths of a point (1/72 of an inch).
pub(crate) type Length = i32;

/// Whole points.
pub(crate) const fn points(points: i32) -> Length {
    points * 1000
}

/// A sheet's size.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Paper {
    pub(crate) width: Length,
    pub(crate) height: Length,
}

impl Paper {
    /// What the sellers of a country print on: letter in the United States, A4 (ISO 216) elsewhere.
    pub(crate) fn of(country: Country) -> Self {
        if country == Country::US { Self { width: 612_000, height: 792_000 } } else { Self { width: 595_276, height: 841_890 } }
    }
}

/// The colours there are.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Ink {
    /// What is to be read.
    Black,
    /// What explains it.
    Quiet,
    /// What is out of the ordinary.
    Accent,
    /// What separates.
    Faint,
}

/// What is put on paper.
#[derive(Clone, Debug)]
pub(crate) enum Mark {
    /// A line of text from `x` on, standing on `y`.
    Text { x: Length, y: Length, size: Length, ink: Ink, line: Line },
    /// A horizontal rule, `thickness` below `y`.
    Rule { x: Length, y: Length, width: Length, thickness: Length, ink: Ink },
}

impl Mark {
    pub(crate) fn moved(self, right: Length, down: Length) -> Self {
        match self {
            Self::Text { x, y, size, ink, line } => Self::Text { x: x + right, y: y + down, size, ink, line },
            Self::Rule { x, y, width, thickness, ink } => Self::Rule { x: x + right, y: y + down, width, thickness, ink },
        }
    }
}

/// What stays together on a page, measured from its own upper left corner.
#[derive(Clone, Debug, Default)]
pub(crate) struct Band {
    pub(crate) height: Length,
    pub(crate) marks: Vec<Mark>,
}

impl Band {
    /// Nothing, so high.
    pub(crate) fn space(height: Length) -> Self {
        Self { height, marks: Vec::new() }
    }

    /// A rule over its whole width.
    pub(crate) fn rule(width: Length, thickness: Length, ink: Ink) -> Self {
        Self { height: thickness, marks: vec![Mark::Rule { x: 0, y: 0, width, thickness, ink }] }
    }

    /// The same with another below it.
    #[must_use]
    pub(crate) fn then(mut self, below: Self) -> Self {
        let height = self.height;
        self.marks.extend(below.marks.into_iter().map(|mark| mark.moved(0, height)));
        self.height += below.height;
        self
    }

    /// The same with another beside it, so far to the right; as high as the higher of both.
    #[must_use]
    pub(crate) fn beside(mut self, right: Length, other: Self) -> Self {
        self.marks.extend(other.marks.into_iter().map(|mark| mark.moved(right, 0)));
        self.height = self.height.max(other.height);
        self
    }
}
