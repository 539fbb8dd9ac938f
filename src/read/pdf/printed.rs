//! Words that were recognised on pictures of pages, laid out by the same geometry as glyphs.

use std::borrow::Cow;

use super::block;
use super::glyph::{Drawing, Flags, FontStyle, Glyph, Rule, Text, Texts};
use super::layout::{Look, Tables, finish, mark_chrome, prepare};
use crate::model::RawBlock;

/// A page as recognition sees it: points, y grows downward.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Printed {
    /// Width of the page.
    pub width: f32,
    /// Height of the page.
    pub height: f32,
    /// Its words, those of one line left to right and one after the other.
    pub words: Vec<Word>,
    /// Straight horizontal and vertical strokes: left, top, right, bottom.
    pub rules: Vec<[f32; 4]>,
}

/// A recognised word.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Word {
    /// Its characters, without blanks.
    pub text: String,
    /// Left edge.
    pub x0: f32,
    /// Right edge.
    pub x1: f32,
    /// Baseline.
    pub y: f32,
    /// Font size.
    pub size: f32,
    /// Recognised, and not surely.
    pub unsure: bool,
    /// The raised mark that begins a note at the foot of a page, read or misread.
    pub note: bool,
}

/// Lays out the pages of one document; gives the blocks of each.
#[must_use]
pub fn lay_out(pages: &[Printed]) -> Vec<Vec<RawBlock>> {
    let style = |unsure| FontStyle { space: 0.25, unsure, ..FontStyle::default() };
    let fonts = [style(false), style(true)];
    let texts = Texts::default();
    let look = Look { fonts: &fonts, texts: &texts };
    let mut last = 0;
    let mut sheets: Vec<_> = pages.iter().map(|page| prepare(&drawing(&numbered(page, &mut last)), look)).collect();
    mark_chrome(&mut sheets);
    let mut tables = Tables::default();
    sheets.into_iter().map(|sheet| finish(sheet, &mut tables).into_iter().map(block).collect()).collect()
}

/// The page with the marks of its notes as numbers. The smallest print of a page is misread more often than not, but marks go up one
/// by one through a document: those that were read tell the others, else the page before does. Where they disagree they stay.
fn numbered<'p>(page: &'p Printed, last: &mut usize) -> Cow<'p, Printed> {
    let mut page = Cow::Borrowed(page);
    let marks: Vec<usize> = (0..page.words.len()).filter(|at| page.words.get(*at).is_some_and(|word| word.note)).collect();
    if marks.is_empty() {
        return page;
    }
    let read = |at: &usize| page.words.get(*at).and_then(|word| word.text.parse::<usize>().ok());
    let mut firsts: Vec<Option<usize>> =
        marks.iter().enumerate().filter_map(|(nth, at)| Some(read(at)?.checked_sub(nth))).collect();
    firsts.dedup();
    let first = match firsts.as_slice() {
        [] => *last + 1,
        [Some(first)] if *first > 0 => *first,
        _ => return page,
    };
    for (number, at) in (first..).zip(marks) {
        *last = number;
        let text = number.to_string();
        if page.words.get(at).is_some_and(|word| word.text != text)
            && let Some(word) = page.to_mut().words.get_mut(at)
        {
            (word.text, word.unsure) = (text, true);
        }
    }
    page
}

fn drawing(page: &Printed) -> Drawing {
    let mut glyphs = Vec::with_capacity(page.words.len() * 5);
    let mut before: Option<&Word> = None;
    for word in &page.words {
        let glyph = |x0: f32, x1: f32, c: char| Glyph {
            x0,
            x1,
            y: word.y,
            size: word.size,
            text: Text::from_char(c),
            font: u16::from(word.unsure),
            flags: Flags::default(),
        };
        let beside = before.filter(|b| (b.y - word.y).abs() < 0.5 * word.size && b.x1 - 0.2 * word.size < word.x0);
        let mut x0 = word.x0;
        if let Some(before) = beside {
            // Boxes of neighbours may touch; a blank is drawn between and given room.
            x0 = x0.max(before.x1 + 0.06 * word.size).min(word.x1);
            glyphs.push(glyph(before.x1, x0, ' '));
        }
        #[allow(clippy::cast_precision_loss, reason = "a word has few characters")]
        let step = (word.x1 - x0) / word.text.chars().count().max(1) as f32;
        for c in word.text.chars() {
            glyphs.push(glyph(x0, x0 + step, c));
            x0 += step;
        }
        before = Some(word);
    }
    let rules = page.rules.iter().map(|[x0, y0, x1, y1]| Rule { x0: *x0, y0: *y0, x1: *x1, y1: *y1 }).collect();
    Drawing { width: page.width, height: page.height, glyphs, rules, ..Drawing::default() }
}

#[cfg(test)]
mod tests {
    use super::{Printed, Word, lay_out, numbered};
    use crate::model::Side;

    /// Words of 12 points, six points a character, from `(x, y, line)`.
    fn page(lines: &[(f32, f32, &str)]) -> Printed {
        let mut words = Vec::new();
        for (x, y, line) in lines {
            let mut at = *x;
            for text in line.split(' ') {
                #[allow(clippy::cast_precision_loss, reason = "short words")]
                let wide = 6.0 * text.chars().count() as f32;
                words.push(Word {
                    text: text.to_owned(),
                    x0: at,
                    x1: at + wide,
                    y: *y,
                    size: 12.0,
                    unsure: text == "‡6",
                    note: false,
                });
                at += wide + 3.0;
            }
        }
        Printed { width: 595.0, height: 842.0, words, rules: Vec::new() }
    }

    #[test]
    fn a_letterhead_is_two_columns_and_unsure_words_are_marked() {
        let blocks = lay_out(&[page(&[
            (80.0, 60.0, "ỦY BAN NHÂN DÂN"),
            (280.0, 60.0, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            (90.0, 76.0, "XÃ LÁNG SEN"),
            (320.0, 76.0, "Độc lập - Tự do - Hạnh phúc"),
            (90.0, 100.0, "Số: ‡6 /KH-UBND"),
            (300.0, 100.0, "Láng Sen, ngày 05 tháng 3 năm 2024"),
            (80.0, 150.0, "Thực hiện Kế hoạch của huyện, ủy ban nhân dân xã báo cáo kết quả như sau."),
        ])]);
        let of = |side: Side| {
            let blocks = blocks[0].iter().filter(|b| b.side == side);
            let lines = blocks.flat_map(|b| &b.lines).map(|l| l.iter().map(|r| r.text.as_str()).collect::<String>());
            lines.collect::<Vec<_>>()
        };
        assert_eq!(of(Side::Left), ["ỦY BAN NHÂN DÂN", "XÃ LÁNG SEN", "Số: ‡6 /KH-UBND"]);
        assert_eq!(of(Side::Right).len(), 3);
        let runs = blocks[0].iter().flat_map(|b| b.lines.iter().flatten());
        let unsure: Vec<&str> = runs.filter(|r| r.style.unsure).map(|r| r.text.trim()).collect();
        assert_eq!(unsure, ["‡6"]);
    }

    #[test]
    fn marks_of_notes_are_numbered_through_the_pages() {
        let check = |pages: &[&[&str]], expected: &[&[&str]]| {
            let mut last = 0;
            let word = |text: &&str| Word { text: (*text).to_owned(), note: true, ..Word::default() };
            for (marks, expected) in pages.iter().zip(expected) {
                let page = Printed { words: marks.iter().map(word).collect(), ..Printed::default() };
                let page = numbered(&page, &mut last);
                let found: Vec<&str> = page.words.iter().map(|word| word.text.as_str()).collect();
                assert_eq!(found, *expected, "{pages:?}");
                assert!(page.words.iter().zip(*marks).all(|(word, read)| word.unsure == (word.text != **read)), "{pages:?}");
            }
        };
        check(&[&["`", "?", "3", "*"], &[], &["k"]], &[&["1", "2", "3", "4"], &[], &["5"]]);
        check(&[&["'"], &["3", "Š"]], &[&["1"], &["3", "4"]]);
        // What was read does not go up one by one: left as it is.
        check(&[&["2", "'", "5"], &["`", "1"]], &[&["2", "'", "5"], &["`", "1"]]);
    }
}
