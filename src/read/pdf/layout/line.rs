//! One piece of a line: glyphs to words and runs. Gaps make the blanks, measured in the font's own blank.

use std::sync::Arc;

use super::rows::Chunk;
use super::{Line, Look, Run, median};
use crate::read::pdf::glyph::{Flags, FontStyle, Glyph};

/// A gap wider than this, in em, ends a run, so that a column that begins there can be told.
const WIDE: f32 = 0.42;

/// The line that these chunks, left to right, make up; `None` if nothing of them is seen.
pub(super) fn build(glyphs: &[Glyph], chunks: &[&Chunk], hidden: &[bool], look: Look<'_>) -> Option<Line> {
    let seen = |i: usize| !hidden.get(i).copied().unwrap_or(true);
    let spacing = letter_spacing(glyphs, chunks, &seen);
    let plain = FontStyle { space: 0.25, ..FontStyle::default() };
    let mut runs: Vec<Run> = Vec::new();
    let mut last: Option<&Glyph> = None;
    let mut blank = false;
    let (mut x0, mut x1) = (f32::MAX, f32::MIN);
    let mut bold_only = true;
    let base = chunks.iter().filter(|c| !c.raised).max_by(|a, b| (a.x1 - a.x0).total_cmp(&(b.x1 - b.x0)));
    let base = base.or_else(|| chunks.first())?;
    for chunk in chunks {
        let raised = chunk.raised && chunk.y < base.y;
        for i in chunk.from..chunk.to {
            let Some(glyph) = glyphs.get(i).filter(|_| seen(i)) else { continue };
            if glyph.text.is_blank() {
                blank = true;
                continue;
            }
            let font = look.fonts.get(usize::from(glyph.font)).unwrap_or(&plain);
            let space = last.is_some_and(|before| is_space(before, glyph, font.space, spacing, blank));
            blank = false;
            let stroked = glyph.flags.has(Flags::STROKED);
            let bold = font.bold || stroked;
            let wide = last.is_some_and(|before| glyph.x0 - before.x1 > WIDE * glyph.size);
            let same = runs.last().is_some_and(|run| {
                !wide
                    && run.superscript == raised
                    && run.bold == bold
                    && run.italic == font.italic
                    && run.unsure == font.unsure
                    && (run.size - glyph.size).abs() < 0.3
                    && run.font == font.name
            });
            // A blank stands behind the run before, but outside of a raised mark.
            let blank_inside = same || runs.last().is_some_and(|run| !run.superscript);
            if space
                && blank_inside
                && let Some(run) = runs.last_mut()
            {
                run.text.push(' ');
            }
            if !same {
                runs.push(Run {
                    text: if space && !blank_inside { " ".to_owned() } else { String::new() },
                    font: font.name.as_ref().map(Arc::clone),
                    x0: glyph.x0,
                    size: glyph.size,
                    bold,
                    italic: font.italic,
                    superscript: raised,
                    unsure: font.unsure,
                });
            }
            if let Some(run) = runs.last_mut() {
                look.texts.push_to(glyph.text, &mut run.text);
            }
            bold_only &= bold || raised;
            x0 = x0.min(glyph.x0);
            x1 = x1.max(glyph.x1);
            last = Some(glyph);
        }
    }
    (!runs.is_empty()).then_some(Line { x0, x1, y: base.y, size: base.size, bold: bold_only, runs })
}

/// Does a blank stand between two neighbours?
fn is_space(before: &Glyph, glyph: &Glyph, space: f32, spacing: f32, drawn: bool) -> bool {
    if glyph.text.single().is_some_and(is_combining) {
        return false;
    }
    let em = before.size.max(glyph.size);
    let gap = (glyph.x0 - before.x1) / em - spacing;
    if drawn {
        // A blank that the next glyph is drawn back over is none.
        gap > 0.05 || spacing == 0.0 && gap > 0.02
    } else {
        gap > (0.5 * space).clamp(0.1, 0.17)
    }
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// The gap that the letters of a spaced-out line have between them, in em; 0 for a line set normally.
fn letter_spacing(glyphs: &[Glyph], chunks: &[&Chunk], seen: &dyn Fn(usize) -> bool) -> f32 {
    let mut gaps: Vec<f32> = Vec::new();
    let mut wide = 0_usize;
    for chunk in chunks {
        let mut last: Option<&Glyph> = None;
        for i in chunk.from..chunk.to {
            let Some(glyph) = glyphs.get(i).filter(|_| seen(i)) else { continue };
            if glyph.text.is_blank() {
                last = None;
                continue;
            }
            if let Some(before) = last {
                let gap = (glyph.x0 - before.x1) / glyph.size;
                wide += usize::from(gap > 0.07);
                gaps.push(gap);
            }
            last = Some(glyph);
        }
    }
    if gaps.len() < 4 || wide * 10 < gaps.len() * 7 {
        return 0.0;
    }
    median(gaps).clamp(0.0, 0.9)
}
