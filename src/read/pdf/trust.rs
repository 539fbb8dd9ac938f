//! Can the characters of a page be believed? By the share of unknown ones, of Vietnamese letters, of words that can be words.

use super::encoding::is_legacy;
use super::glyph::{Drawing, Flags, FontStyle, Glyph, Texts};
use crate::model::{TextSource, Warning};

/// The verdict on a page's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trust {
    /// The file's own characters.
    Sound,
    /// Own characters, some of them repaired by table.
    Repaired,
    /// A layer of recognised text over a picture, and a good one.
    Recognised,
    /// Characters that say nothing.
    Rubbish,
    /// A picture without characters.
    Picture,
    /// Nothing at all.
    Blank,
}

impl Trust {
    /// Where the page's text comes from.
    pub(super) fn source(self) -> TextSource {
        match self {
            Self::Sound => TextSource::Own,
            Self::Repaired => TextSource::Repaired,
            Self::Recognised => TextSource::Recognised,
            Self::Rubbish | Self::Picture | Self::Blank => TextSource::None,
        }
    }

    /// What to say about the page, counted from 1.
    pub(super) fn warning(self, page: u32) -> Option<Warning> {
        let (code, message) = match self {
            Self::Picture => ("page-without-text", "the page is a picture without text and needs OCR"),
            Self::Rubbish => {
                ("page-without-text", "the page's text layer cannot be trusted and was set aside; the page needs OCR")
            }
            Self::Repaired => {
                ("text-repaired", "the font does not tell its characters; they were read by the glyph ids of Times New Roman")
            }
            _ => return None,
        };
        Some(Warning::on_page(code, page, message))
    }
}

/// What is counted.
#[derive(Debug, Default)]
struct Counts {
    letters: usize,
    marked: usize,
    unknown: usize,
    legacy: usize,
    repaired: usize,
    invisible: usize,
    words: usize,
    odd: usize,
}

/// Judges a page.
pub(super) fn judge(page: &Drawing, fonts: &[FontStyle], texts: &Texts) -> Trust {
    let legacy: Vec<bool> = fonts.iter().map(|f| f.name.as_deref().is_some_and(is_legacy)).collect();
    let mut counts = Counts::default();
    for glyphs in [&page.glyphs, &page.turned] {
        count(glyphs, &legacy, texts, &mut counts);
    }
    let total = counts.letters + counts.unknown;
    let pictured = page.pictured > 0.3;
    if total < 12 {
        return if pictured {
            Trust::Picture
        } else if total == 0 {
            Trust::Blank
        } else {
            Trust::Sound
        };
    }
    let share = |n: usize| n as f32 / total as f32;
    if share(counts.legacy) > 0.3 {
        return Trust::Sound;
    }
    if share(counts.unknown) > 0.2 {
        return Trust::Rubbish;
    }
    if pictured && (share(counts.marked) < 0.06 || counts.odd * 3 > counts.words) {
        return if counts.letters < 150 { Trust::Picture } else { Trust::Rubbish };
    }
    if share(counts.invisible) > 0.5 {
        return Trust::Recognised;
    }
    if counts.repaired * 4 > total { Trust::Repaired } else { Trust::Sound }
}

fn count(glyphs: &[Glyph], legacy: &[bool], texts: &Texts, counts: &mut Counts) {
    let mut buffer = String::new();
    for glyph in glyphs.iter().filter(|g| !g.flags.has(Flags::ANNOTATION)) {
        let before = counts.letters + counts.unknown;
        buffer.clear();
        texts.push_to(glyph.text, &mut buffer);
        for c in buffer.chars() {
            if c == '\u{fffd}' || ('\u{e000}'..='\u{f8ff}').contains(&c) {
                counts.unknown += 1;
            } else if c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}') {
                counts.letters += 1;
                counts.marked += usize::from(is_marked(c));
            }
        }
        if counts.letters + counts.unknown > before {
            counts.legacy += usize::from(legacy.get(usize::from(glyph.font)).copied().unwrap_or(false));
            counts.repaired += usize::from(glyph.flags.has(Flags::REPAIRED));
            counts.invisible += usize::from(glyph.flags.has(Flags::INVISIBLE));
        }
    }
}

/// A letter that Vietnamese has and English has not, or a mark of its own.
fn is_marked(c: char) -> bool {
    matches!(c, '\u{c0}'..='\u{1b0}' | '\u{1ea0}'..='\u{1ef9}' | '\u{300}'..='\u{36f}')
}
