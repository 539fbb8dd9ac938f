//! Glyphs to chunks (one stroke of the pen), chunks to rows, superscripts to the line of their base.

use super::line::build;
use super::overlay::{hide_covered, repeats, resolve};
use super::{Line, Look, Row, Run};
use crate::read::pdf::glyph::{Cover, Glyph};

/// Consecutive glyphs on one baseline without a wide gap.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Chunk {
    /// First glyph.
    pub(super) from: usize,
    /// One past the last.
    pub(super) to: usize,
    /// Left edge of its ink.
    pub(super) x0: f32,
    /// Right edge.
    pub(super) x1: f32,
    /// Baseline.
    pub(super) y: f32,
    /// Font size.
    pub(super) size: f32,
    /// Holds it a letter or a digit?
    pub(super) wordy: bool,
    /// Raised or lowered beside a line of larger type.
    pub(super) raised: bool,
}

impl Chunk {
    fn overlaps(&self, other: &Self) -> bool {
        self.x0 < other.x1 - 0.1 * self.size && other.x0 < self.x1 - 0.1 * self.size
    }
}

/// Smaller than this nobody reads.
const MIN_SIZE: f32 = 1.0;

/// Cuts the glyphs, in drawing order, into chunks. `cut` says where a chunk must end: between table cells.
pub(super) fn chunks(
    glyphs: &[Glyph],
    covers: &[Cover],
    area: (f32, f32),
    hidden: &mut Vec<bool>,
    cell: &dyn Fn(&Glyph) -> usize,
) -> Vec<(usize, Chunk)> {
    hidden.clear();
    hidden.resize(glyphs.len(), false);
    if !covers.is_empty() {
        hide_covered(glyphs, covers, hidden);
    }
    let mut out: Vec<(usize, Chunk)> = Vec::new();
    let mut last: Option<Glyph> = None;
    let mut open = false;
    for (i, glyph) in glyphs.iter().enumerate() {
        let outside = glyph.x1 < -5.0 || glyph.x0 > area.0 + 5.0 || glyph.y < -5.0 || glyph.y > area.1 + 20.0;
        if outside || glyph.size < MIN_SIZE || hidden.get(i).copied().unwrap_or(true) {
            if let Some(slot) = hidden.get_mut(i) {
                *slot = true;
            }
            continue;
        }
        if glyph.text.is_blank() {
            // Blanks belong to the chunk that they stand in, and alone they are nothing.
            if let Some((_, chunk)) = out.last_mut().filter(|_| open)
                && chunk.to == i
            {
                chunk.to = i + 1;
            }
            continue;
        }
        if last.is_some_and(|l| repeats(glyph, &l)) {
            if let Some(slot) = hidden.get_mut(i) {
                *slot = true;
            }
            continue;
        }
        let place = cell(glyph);
        let wordy = glyph.text.single().is_none_or(char::is_alphanumeric);
        match (out.last_mut(), last) {
            (Some((cell, chunk)), Some(before))
                if open && *cell == place && continues(&before, glyph, chunk) && before.flags == glyph.flags =>
            {
                chunk.to = i + 1;
                chunk.x0 = chunk.x0.min(glyph.x0);
                chunk.x1 = chunk.x1.max(glyph.x1);
                chunk.wordy |= wordy;
            }
            _ => {
                let chunk =
                    Chunk { from: i, to: i + 1, x0: glyph.x0, x1: glyph.x1, y: glyph.y, size: glyph.size, wordy, raised: false };
                out.push((place, chunk));
                open = true;
            }
        }
        last = Some(*glyph);
    }
    out
}

fn continues(before: &Glyph, glyph: &Glyph, chunk: &Chunk) -> bool {
    let size = chunk.size;
    let gap = glyph.x0 - before.x1;
    let same_line = (glyph.y - chunk.y).abs() < 0.05 * size + 0.2;
    let same_size = (glyph.size - size).abs() < 0.12 * size;
    same_line && same_size && gap < size && gap > -0.6 * size
}

/// Puts chunks into rows, top to bottom, pieces left to right.
pub(super) fn rows(glyphs: &[Glyph], chunks: &mut [Chunk], hidden: &mut [bool], look: Look<'_>) -> Vec<Row> {
    let mut order: Vec<usize> = (0..chunks.len()).collect();
    let y_of = |chunks: &[Chunk], i: usize| chunks.get(i).map_or(0.0, |c| c.y);
    order.sort_by(|a, b| y_of(chunks, *a).total_cmp(&y_of(chunks, *b)));
    let mut bands: Vec<Band> = Vec::new();
    for i in order {
        let Some(chunk) = chunks.get(i) else { continue };
        match bands.last_mut() {
            Some(band) if (chunk.y - band.y).abs() <= 0.18 * chunk.size.min(band.size).max(4.0) => band.add(i, chunk),
            _ => bands.push(Band::new(i, chunk)),
        }
    }
    let bands = attach_small(chunks, bands);
    let bands = join_interleaved(chunks, bands);
    bands
        .into_iter()
        .map(|band| {
            let mut row: Vec<Chunk> = band.chunks.iter().filter_map(|i| chunks.get(*i)).cloned().collect();
            row.sort_by(|a, b| a.x0.total_cmp(&b.x0));
            resolve(glyphs, &row, hidden);
            part_around(glyphs, &mut row, hidden);
            Row { lines: pieces(glyphs, &row, band.size, hidden, look), chrome: None }
        })
        .filter(|row| !row.lines.is_empty())
        .collect()
}

/// Chunks on one height.
struct Band {
    y: f32,
    size: f32,
    chunks: Vec<usize>,
    /// Width of its widest chunk, which sets height and size.
    ink: f32,
    /// The largest size in it.
    largest: f32,
}

impl Band {
    fn new(i: usize, chunk: &Chunk) -> Self {
        Self { y: chunk.y, size: chunk.size, chunks: vec![i], ink: chunk.x1 - chunk.x0, largest: chunk.size }
    }

    fn add(&mut self, i: usize, chunk: &Chunk) {
        let ink = chunk.x1 - chunk.x0;
        if ink > self.ink {
            self.y = chunk.y;
            self.size = chunk.size;
        }
        self.ink = self.ink.max(ink);
        self.largest = self.largest.max(chunk.size);
        self.chunks.push(i);
    }
}

/// The largest that a raised mark is beside its line: nine tenths, and what rounding adds.
const RAISED_SIZE: f32 = 0.905;
/// And the widest, in em of its own.
const RAISED_WIDTH: f32 = 12.0;

/// Puts small raised (or lowered) chunks into the band of the larger type that they stand beside.
fn attach_small(chunks: &mut [Chunk], mut bands: Vec<Band>) -> Vec<Band> {
    let mut moves: Vec<(usize, usize, usize)> = Vec::new();
    for (from, band) in bands.iter().enumerate() {
        let near = from.saturating_sub(3)..(from + 4).min(bands.len());
        let largest = bands.get(near).unwrap_or_default().iter().map(|b| b.largest).fold(0.0, f32::max);
        for i in &band.chunks {
            let Some(small) = chunks.get(*i) else { continue };
            if small.x1 - small.x0 > RAISED_WIDTH * small.size || small.size > RAISED_SIZE * largest {
                continue;
            }
            let near = from.saturating_sub(3)..(from + 4).min(bands.len());
            let base = near.filter(|to| *to != from).find(|to| {
                bands
                    .get(*to)
                    .is_some_and(|b| b.chunks.iter().take(512).filter_map(|k| chunks.get(*k)).any(|c| stands_beside(small, c)))
            });
            if let Some(to) = base {
                moves.push((*i, from, to));
            }
        }
    }
    for (i, from, to) in moves {
        // What has itself become a base stays: a chain of moves would leave its line.
        if let Some(band) = bands.get_mut(from) {
            band.chunks.retain(|k| *k != i);
        }
        if let Some(band) = bands.get_mut(to) {
            band.chunks.push(i);
        }
        if let Some(chunk) = chunks.get_mut(i) {
            chunk.raised = true;
        }
    }
    bands.retain(|b| !b.chunks.is_empty());
    // A small chunk on its neighbour's own baseline is no superscript; one that some producers draw with a rise of its own is.
    bands
}

/// Is `small` a superscript or subscript of a line that `base` is part of?
fn stands_beside(small: &Chunk, base: &Chunk) -> bool {
    let rise = base.y - small.y;
    let raised = rise > 0.08 * base.size && rise < 0.85 * base.size;
    let lowered = rise < 0.0 && rise > -0.35 * base.size;
    let smaller = small.size <= if raised { RAISED_SIZE } else { 0.8 } * base.size;
    let after = small.x0 - base.x1;
    let before = base.x0 - small.x1;
    let touching = |gap: f32| gap > -0.3 * base.size && gap < 0.6 * base.size;
    // The base may be a chunk that the mark interrupts.
    let within = small.x0 > base.x0 && small.x1 < base.x1;
    smaller && (raised || lowered) && (touching(after) || touching(before) || within)
}

/// Joins bands that overlap in height by half and do not collide: a number stamped a little above its line.
fn join_interleaved(chunks: &[Chunk], bands: Vec<Band>) -> Vec<Band> {
    let mut out: Vec<Band> = Vec::new();
    for band in bands {
        if let Some(above) = out.last_mut() {
            let close = (band.y - above.y).abs() < 0.5 * band.size.min(above.size);
            let free = || {
                let all = |list: &[usize]| list.iter().filter_map(|i| chunks.get(*i)).collect::<Vec<_>>();
                let (upper, lower) = (all(&above.chunks), all(&band.chunks));
                lower.iter().all(|l| upper.iter().all(|u| !l.overlaps(u)))
            };
            if close && above.chunks.len().saturating_mul(band.chunks.len()) < 4096 && free() {
                if band.ink > above.ink {
                    above.y = band.y;
                    above.size = band.size;
                    above.ink = band.ink;
                }
                above.largest = above.largest.max(band.largest);
                above.chunks.extend(band.chunks);
                continue;
            }
        }
        out.push(band);
    }
    out
}

/// Parts a chunk around another that stands within it: a stamped day, a mark between two letters.
fn part_around(glyphs: &[Glyph], row: &mut Vec<Chunk>, hidden: &[bool]) {
    let mut parts: Vec<Chunk> = Vec::new();
    for i in 0..row.len() {
        let Some(inner) = row.get(i).cloned() else { continue };
        // Left edges are sorted, so what holds it stands before it, and not many chunks away.
        let outer = row.get(i.saturating_sub(16)..i).unwrap_or_default().iter().rposition(|o| o.x0 < inner.x0 && o.x1 > inner.x1);
        let Some(outer) = outer.map(|k| i.saturating_sub(16) + k).and_then(|k| row.get_mut(k)) else { continue };
        let cut = (outer.from..outer.to).find(|k| {
            let seen = !hidden.get(*k).copied().unwrap_or(true);
            seen && glyphs.get(*k).is_some_and(|g| !g.text.is_blank() && g.x0 > inner.x0)
        });
        if let Some(cut) = cut.filter(|cut| *cut > outer.from) {
            let x0 = glyphs.get(cut).map_or(outer.x1, |g| g.x0);
            parts.push(Chunk { from: cut, x0, ..outer.clone() });
            outer.to = cut;
            outer.x1 = outer.x1.min(inner.x0);
        }
    }
    if !parts.is_empty() {
        row.extend(parts);
        row.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    }
}

/// A gap wider than this, in em, may part columns; narrower ones never do.
const COLUMN_GAP: f32 = 0.7;

fn pieces(glyphs: &[Glyph], row: &[Chunk], size: f32, hidden: &[bool], look: Look<'_>) -> Vec<Line> {
    let mut groups: Vec<Vec<&Chunk>> = Vec::new();
    let mut end = f32::MIN;
    for chunk in row {
        let limit = COLUMN_GAP * size.min(chunk.size.max(0.6 * size));
        match groups.last_mut() {
            Some(group) if chunk.x0 - end <= limit => group.push(chunk),
            _ => groups.push(vec![chunk]),
        }
        end = end.max(chunk.x1);
    }
    groups
        .iter()
        .filter_map(|group| build(glyphs, group, hidden, look))
        .flat_map(part_letterhead)
        .filter(|l| !is_drawn_rule(l))
        .collect()
}

/// How the right column of a letterhead begins (NĐ 30, ô 1; HD 36-HD/VPTW): never in the middle of a line.
const MOTTOES: [&str; 4] = ["CỘNG HÒA XÃ HỘI", "CỘNG HOÀ XÃ HỘI", "CỘNG HÕA XÃ HỘI", "ĐẢNG CỘNG SẢN VIỆT"];

/// Parts a line where the national title begins close behind the name of a body.
fn part_letterhead(mut line: Line) -> Vec<Line> {
    let mut rest = String::new();
    let at = line.runs.iter().enumerate().rev().find_map(|(i, run)| {
        rest.insert_str(0, &run.text);
        (i > 0 && MOTTOES.iter().any(|m| rest.starts_with(m))).then_some(i)
    });
    let Some(at) = at else { return vec![line] };
    let runs = line.runs.split_off(at);
    let x0 = runs.first().map_or(line.x1, |r| r.x0);
    let bold = |runs: &[Run]| runs.iter().all(|r| r.bold);
    let right = Line { x0, bold: bold(&runs), runs, ..line.clone() };
    if let Some(last) = line.runs.last_mut() {
        last.text.truncate(last.text.trim_end().len());
    }
    line.x1 = line.x1.min(x0 - 0.7 * line.size).max(line.x0);
    line.bold = bold(&line.runs);
    vec![line, right]
}

/// A rule made of dashes is drawing, not text.
fn is_drawn_rule(line: &Line) -> bool {
    let mut n = 0;
    line.runs.iter().flat_map(|r| r.text.chars()).filter(|c| *c != ' ').all(|c| {
        n += 1;
        matches!(c, '-' | '–' | '—' | '_' | '―' | '─' | '\u{ad}' | '¯')
    }) && n >= 4
}
