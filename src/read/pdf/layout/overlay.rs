//! Text laid over text: the same thing drawn twice (fake bold) counts once; of different things the later drawn is what is seen.

use super::rows::Chunk;
use crate::read::pdf::glyph::{Cover, Glyph, Rule};

/// Pairs of boxes and glyphs that are looked at; a page with more is no document.
const MAX_TESTS: usize = 20_000_000;

/// Which glyphs white boxes hide. A box that would hide most of the page is a background drawn late and hides nothing.
pub(super) fn hide_covered(glyphs: &[Glyph], covers: &[Cover], hidden: &mut [bool]) {
    if covers.len().saturating_mul(glyphs.len()) > MAX_TESTS {
        return;
    }
    for cover in covers {
        let inside: Vec<usize> =
            (0..cover.after.min(glyphs.len())).filter(|i| glyphs.get(*i).is_some_and(|g| within(&cover.area, g))).collect();
        if inside.len() * 2 > glyphs.len() {
            continue;
        }
        for i in inside {
            if let Some(slot) = hidden.get_mut(i) {
                *slot = true;
            }
        }
    }
}

fn within(area: &Rule, glyph: &Glyph) -> bool {
    let (x, y) = (f32::midpoint(glyph.x0, glyph.x1), glyph.y - 0.3 * glyph.size);
    (area.x0..=area.x1).contains(&x) && (area.y0..=area.y1).contains(&y)
}

/// Is the glyph the one before it once more, a hair aside?
pub(super) fn repeats(glyph: &Glyph, before: &Glyph) -> bool {
    let near = 0.15 * glyph.size;
    glyph.text == before.text && (glyph.x0 - before.x0).abs() < near && (glyph.y - before.y).abs() < near
}

/// Among the chunks of one row, left to right, hides the glyphs that another chunk is drawn over.
pub(super) fn resolve(glyphs: &[Glyph], row: &[Chunk], hidden: &mut [bool]) {
    for (n, a) in row.iter().enumerate() {
        // No more than a few chunks can lie on one place.
        for b in row.iter().skip(n + 1).take(64) {
            if b.x0 >= a.x1 {
                break;
            }
            if a.x0 >= b.x1 {
                continue;
            }
            let (under, over) = if a.from < b.from { (a, b) } else { (b, a) };
            let shared = under.x1.min(over.x1) - under.x0.max(over.x0);
            let narrow = (under.x1 - under.x0).min(over.x1 - over.x0);
            if shared > 0.5 * narrow && narrow > 0.3 * under.size && over.wordy {
                settle(glyphs, under, over, hidden);
            }
        }
    }
}

/// Of two chunks on one place: where they show the same, the later goes; else the earlier one's glyphs under the later.
fn settle(glyphs: &[Glyph], under: &Chunk, over: &Chunk, hidden: &mut [bool]) {
    let mut twice: Vec<usize> = Vec::new();
    let mut others = 0;
    let below = glyphs.get(under.from..under.to).unwrap_or_default();
    for i in over.from..over.to {
        let Some(glyph) = glyphs.get(i).filter(|g| !g.text.is_blank()) else { continue };
        if below.iter().any(|b| repeats(glyph, b)) {
            twice.push(i);
        } else {
            others += 1;
        }
    }
    if others == 0 || twice.len() > 2 * others {
        for i in twice {
            if let Some(slot) = hidden.get_mut(i) {
                *slot = true;
            }
        }
        return;
    }
    for i in under.from..under.to {
        if let Some(glyph) = glyphs.get(i)
            && (over.x0..over.x1).contains(&f32::midpoint(glyph.x0, glyph.x1))
            && let Some(slot) = hidden.get_mut(i)
        {
            *slot = true;
        }
    }
}
