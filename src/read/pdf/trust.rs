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
            _ => return None,
        };
        Some(Warning::on_page(code, page, message))
    }
}

/// What is counted.
#[derive(Debug, Default)]
struct Counts {
    /// Letters of any script.
    letters: usize,
    /// Letters and marks that Vietnamese has and English has not.
    marked: usize,
    /// Characters that say nothing.
    unknown: usize,
    /// Letters of scripts that no Vietnamese paper is written in.
    foreign: usize,
    /// Letters in fonts of the time before Unicode.
    legacy: usize,
    repaired: usize,
    invisible: usize,
    /// Words in small letters, and those of them that nobody could say.
    words: usize,
    unspeakable: usize,
}

/// Fewer letters than this are no text: a stamp, a page number.
const FEW: usize = 12;
/// A scan with no more letters than this over it is a scan: a stamp's text, a scanner's mark.
const STAMP: usize = 150;

/// Judges a page.
pub(super) fn judge(page: &Drawing, fonts: &[FontStyle], texts: &Texts) -> Trust {
    let legacy: Vec<bool> = fonts.iter().map(|f| f.name.as_deref().is_some_and(is_legacy)).collect();
    let mut counts = Counts::default();
    for glyphs in [&page.glyphs, &page.turned] {
        count(glyphs, &legacy, texts, &mut counts);
    }
    verdict(&counts, page.pictured)
}

fn verdict(counts: &Counts, pictured: f32) -> Trust {
    let total = counts.letters + counts.unknown;
    let is_picture = pictured > 0.3;
    if total < FEW {
        return match (is_picture, total) {
            (true, _) => Trust::Picture,
            (false, 0) => Trust::Blank,
            (false, _) => Trust::Sound,
        };
    }
    let more_than = |n: usize, percent: usize| n * 100 > total * percent;
    // Letters of old fonts are not letters yet; whether they can be decoded is told later and by run.
    if more_than(counts.legacy, 30) {
        return Trust::Sound;
    }
    if more_than(counts.unknown, 20) || more_than(counts.foreign, 10) {
        return Trust::Rubbish;
    }
    let unspeakable = counts.words >= 20 && counts.unspeakable * 4 > counts.words;
    // A layer over a scan in which hardly a letter bears a mark was read by an engine that has no Vietnamese.
    if is_picture && (!more_than(counts.marked, 6) || unspeakable) {
        return if counts.letters < STAMP { Trust::Picture } else { Trust::Rubbish };
    }
    if unspeakable && more_than(counts.marked, 6) {
        return Trust::Rubbish;
    }
    if more_than(counts.invisible, 50) {
        return Trust::Recognised;
    }
    if more_than(counts.repaired, 25) { Trust::Repaired } else { Trust::Sound }
}

fn count(glyphs: &[Glyph], legacy: &[bool], texts: &Texts, counts: &mut Counts) {
    let mut buffer = String::new();
    let mut word = Word::default();
    let mut end = f32::MIN;
    for glyph in glyphs.iter().filter(|g| !g.flags.has(Flags::ANNOTATION)) {
        let before = counts.letters + counts.unknown;
        // A wide gap or a step back ends a word; small gaps are no matter here.
        let gap = (glyph.x0 - end).abs() > 0.12 * glyph.size;
        if gap || glyph.text.is_blank() {
            word.end(counts);
        }
        end = glyph.x1;
        buffer.clear();
        texts.push_to(glyph.text, &mut buffer);
        for c in buffer.chars() {
            if c == '\u{fffd}' || ('\u{e000}'..='\u{f8ff}').contains(&c) {
                counts.unknown += 1;
                word.end(counts);
            } else if c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}') {
                counts.letters += 1;
                counts.marked += usize::from(is_marked(c));
                counts.foreign += usize::from(is_foreign(c));
                word.add(c);
            } else {
                word.end(counts);
            }
        }
        if counts.letters + counts.unknown > before {
            counts.legacy += usize::from(legacy.get(usize::from(glyph.font)).copied().unwrap_or(false));
            counts.repaired += usize::from(glyph.flags.has(Flags::REPAIRED));
            counts.invisible += usize::from(glyph.flags.has(Flags::INVISIBLE));
        }
    }
    word.end(counts);
}

/// The word that is being read.
#[derive(Debug, Default)]
struct Word {
    letters: usize,
    vowels: usize,
    capital: bool,
    small: bool,
}

impl Word {
    fn add(&mut self, c: char) {
        self.letters += 1;
        self.vowels += usize::from(is_vowel(c));
        if self.letters > 1 {
            self.capital |= c.is_uppercase();
        }
        self.small |= c.is_lowercase();
    }

    /// Counts the word. Vietnamese words are syllables: each has a vowel and no more than seven letters; longer ones are names.
    fn end(&mut self, counts: &mut Counts) {
        let word = std::mem::take(self);
        if word.letters == 0 || !word.small {
            return;
        }
        counts.words += 1;
        counts.unspeakable += usize::from(word.vowels == 0 || word.capital && word.letters > 3);
    }
}

fn is_vowel(c: char) -> bool {
    // Marked letters of Vietnamese are vowels but for the crossed d.
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'A' | 'E' | 'I' | 'O' | 'U' | 'Y') || is_marked(c) && !matches!(c, 'đ' | 'Đ')
}

/// A letter that Vietnamese has and English has not, or a mark of its own.
fn is_marked(c: char) -> bool {
    matches!(c, '\u{c0}'..='\u{1b0}' | '\u{1ea0}'..='\u{1ef9}' | '\u{300}'..='\u{36f}')
}

/// A letter of the scripts that a wrong map gives in the place of Vietnamese letters.
fn is_foreign(c: char) -> bool {
    matches!(c, '\u{250}'..='\u{2af}' | '\u{400}'..='\u{1bff}' | '\u{2c00}'..='\u{a7ff}' | '\u{1b1}'..='\u{24f}')
}

#[cfg(test)]
mod tests {
    use super::{Trust, judge};
    use crate::model::TextSource;
    use crate::read::pdf::glyph::{Drawing, Flags, FontStyle, Glyph, Text, Texts};

    fn page(text: &str, pictured: f32, flags: Flags) -> Drawing {
        let mut page = Drawing { width: 595.0, height: 842.0, pictured, ..Drawing::default() };
        let mut x = 0.0;
        for c in text.chars() {
            page.glyphs.push(Glyph { x0: x, x1: x + 5.0, y: 100.0, size: 10.0, text: Text::from_char(c), font: 0, flags });
            x += 5.0;
        }
        page
    }

    #[test]
    fn layers_are_judged_by_their_letters() {
        let good =
            "Thực hiện Kế hoạch số 16/KH-UBND của Ủy ban nhân dân huyện về việc này, xã đã ban hành các văn bản. ".repeat(3);
        let foreign_engine =
            "Thuc hien Ke hoach so 16/KH-UBND cua Uy ban nhan dan huyen ve viec nay, xa da ban hanh cac van ban. ".repeat(3);
        let vanished =
            "Th c hi n K ho ch s 16/KH-UBND c a y ban nhân dân huy n v vi c này, xã ã ban hành các v n b n. ".repeat(3);
        let cyrillic = "SӢ CÔNG THѬѪNG TӌNH MҮU quyӃt ÿӏnh vӅ viӋc thӵc hiӋn kӃ hoҥch cӫa Ӫy ban nhân dân. ".repeat(3);
        let unknown = "SỞ C\u{fffd}NG \u{fffd}\u{fffd}\u{fffd}\u{fffd} \u{fffd}\u{fffd} nh\u{fffd} n\u{fffd}y ".repeat(5);
        let plain = Flags::default();
        for (text, pictured, flags, want) in [
            (good.as_str(), 0.0, plain, Trust::Sound),
            (&good, 1.0, plain, Trust::Sound),
            (&good, 1.0, Flags::INVISIBLE, Trust::Recognised),
            (&good, 0.0, Flags::REPAIRED, Trust::Repaired),
            (&foreign_engine, 1.0, Flags::INVISIBLE, Trust::Rubbish),
            (&foreign_engine, 0.0, plain, Trust::Sound),
            (&vanished, 0.0, plain, Trust::Rubbish),
            (&cyrillic, 0.0, plain, Trust::Rubbish),
            (&unknown, 0.0, plain, Trust::Rubbish),
            ("Signed by the office on 12/3", 1.0, plain, Trust::Picture),
            ("12", 1.0, plain, Trust::Picture),
            ("", 0.0, plain, Trust::Blank),
            ("Phụ lục", 0.0, plain, Trust::Sound),
        ] {
            let fonts = [FontStyle::default()];
            assert_eq!(judge(&page(text, pictured, flags), &fonts, &Texts::default()), want, "{text}");
        }
        assert_eq!(Trust::Rubbish.source(), TextSource::None);
    }

    #[test]
    fn old_fonts_are_left_to_their_decoder() {
        let text = "Thùc hiÖn KÕ ho¹ch sè 16/KH-UBND cña ñy ban nh©n d©n huyÖn vÒ viÖc nµy. ".repeat(3);
        let fonts = [FontStyle { name: Some(".VnTime".into()), ..FontStyle::default() }];
        assert_eq!(judge(&page(&text, 0.0, Flags::default()), &fonts, &Texts::default()), Trust::Sound);
    }
}
