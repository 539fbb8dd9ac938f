//! Layout by geometry alone: glyphs → lines → rows → columns, tables, notes → blocks.
//!
//! Nothing here knows of PDF; everything is tested on hand-made glyphs.

mod cells;
mod chrome;
mod columns;
mod line;
mod notes;
mod overlay;
mod page;
mod paragraphs;
mod rows;
mod tables;

use std::sync::Arc;

pub(super) use chrome::mark_chrome;
pub(super) use page::{Sheet, Tables, finish, prepare};

use super::glyph::{Drawing, FontStyle, Texts};
use crate::model::{Role, Side};

/// What layout looks at beside the glyphs.
#[derive(Clone, Copy)]
pub(super) struct Look<'a> {
    /// The document's fonts.
    pub(super) fonts: &'a [FontStyle],
    /// Strings of glyphs.
    pub(super) texts: &'a Texts,
}

/// A stretch of a line in one style.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Run {
    /// The characters.
    pub(super) text: String,
    /// Font name.
    pub(super) font: Option<Arc<str>>,
    /// Left edge.
    pub(super) x0: f32,
    /// Points.
    pub(super) size: f32,
    /// Bold.
    pub(super) bold: bool,
    /// Italic.
    pub(super) italic: bool,
    /// Raised.
    pub(super) superscript: bool,
    /// Recognised, and not surely.
    pub(super) unsure: bool,
}

/// A piece of one line without a gap wide enough for a column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// Left edge.
    pub(super) x0: f32,
    /// Right edge.
    pub(super) x1: f32,
    /// Baseline.
    pub(super) y: f32,
    /// The size most of it is set in.
    pub(super) size: f32,
    /// Is all of it bold?
    pub(super) bold: bool,
    /// Its runs.
    pub(super) runs: Vec<Run>,
}

impl Line {
    /// The middle between its edges.
    fn centre(&self) -> f32 {
        f32::midpoint(self.x0, self.x1)
    }

    /// Width.
    fn width(&self) -> f32 {
        self.x1 - self.x0
    }

    /// Its characters.
    fn text(&self) -> String {
        self.runs.iter().map(|r| r.text.as_str()).collect()
    }

    /// Puts another piece of the same line behind it, a blank between.
    fn append(&mut self, other: Self) {
        if let Some(last) = self.runs.last_mut()
            && !last.text.ends_with(' ')
        {
            last.text.push(' ');
        }
        self.x1 = self.x1.max(other.x1);
        self.bold &= other.bold;
        if other.width() > self.width() {
            self.size = other.size;
        }
        self.runs.extend(other.runs);
    }
}

/// Pieces of lines that stand on one height, left to right.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Row {
    /// The pieces; never empty.
    pub(super) lines: Vec<Line>,
    /// What it is, where it is page chrome.
    pub(super) chrome: Option<Role>,
}

impl Row {
    fn y(&self) -> f32 {
        self.lines.iter().map(|l| l.y).fold(f32::MIN, f32::max)
    }

    fn size(&self) -> f32 {
        self.lines.iter().map(|l| l.size).fold(0.0, f32::max)
    }

    fn x0(&self) -> f32 {
        self.lines.first().map_or(0.0, |l| l.x0)
    }

    fn x1(&self) -> f32 {
        self.lines.iter().map(|l| l.x1).fold(0.0, f32::max)
    }

    fn text(&self) -> String {
        self.lines.iter().map(Line::text).collect::<Vec<_>>().join(" ")
    }

    /// Its pieces as one line.
    fn joined(self) -> Option<Line> {
        self.lines.into_iter().reduce(|mut a, b| {
            a.append(b);
            a
        })
    }
}

/// A finished block.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Block {
    /// What it is.
    pub(super) role: Role,
    /// Its column.
    pub(super) side: Side,
    /// Set centred.
    pub(super) centred: bool,
    /// Lines, top to bottom.
    pub(super) lines: Vec<Line>,
}

impl Block {
    fn of(role: Role, side: Side, lines: Vec<Line>) -> Self {
        Self { role, side, centred: false, lines }
    }
}

/// The size that most characters of some lines are set in.
fn main_size<'l>(lines: impl Iterator<Item = &'l Line>) -> f32 {
    let mut counts: Vec<(f32, usize)> = Vec::new();
    for line in lines {
        let size = (line.size * 2.0).round() / 2.0;
        let n = line.runs.iter().map(|r| r.text.len()).sum::<usize>();
        match counts.iter_mut().find(|(s, _)| (*s - size).abs() < 0.01) {
            Some((_, count)) => *count += n,
            None => counts.push((size, n)),
        }
    }
    counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(a.0.total_cmp(&b.0))).map_or(0.0, |(s, _)| s)
}

/// The middle one of some numbers; 0 where there are none.
fn median(mut numbers: Vec<f32>) -> f32 {
    // Of two in the middle the smaller: a wide step between two paragraphs is not the leading.
    let middle = numbers.len().saturating_sub(1) / 2;
    if numbers.is_empty() {
        return 0.0;
    }
    *numbers.select_nth_unstable_by(middle, f32::total_cmp).1
}

/// The drawing of a page, its glyphs and rules being all that layout takes of it.
type Page = Drawing;

#[cfg(test)]
mod tests;
