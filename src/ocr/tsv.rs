//! Tesseract's table of words to words on a page: boxes in dots become baselines and sizes in points, an aslant page is set upright.
//!
//! The table gives boxes of ink. What stands above and below the baseline is known from the letters, in the measures of the face
//! that offices print in (Times New Roman); so a line's baseline and size are those that most of its words agree on.

use unicode_normalization::UnicodeNormalization as _;

use super::letterhead::set_right;
use super::picture::Frame;
use super::slips::mend;
use super::{notes, signature};
use crate::read::{Printed, Word};

/// Words that tesseract is less sure of than this, in hundredths, are marked.
const UNSURE: f32 = 60.0;
/// Marks without a letter or digit that it is less sure of than this are specks of dust, borders and seals.
const SPECK: f32 = 40.0;
/// A gap in a line wider than this, in em, parts columns.
const GAP: f32 = 1.5;
/// Words of a page that are kept; a page of text has some 600.
const MAX_WORDS: usize = 50_000;

/// A word as the table has it, in dots.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Boxed {
    /// Block, paragraph, line.
    pub(super) line: (u32, u32, u32),
    pub(super) left: f32,
    pub(super) top: f32,
    pub(super) right: f32,
    pub(super) bottom: f32,
    /// In hundredths.
    pub(super) sure: f32,
    pub(super) text: String,
}

/// A page as read from its table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Read {
    /// Its words.
    pub printed: Printed,
    /// What of the letterhead cannot be read: one sentence's part each, `the day reads ...`.
    pub illegible: Vec<String>,
}

/// Reads the table of a page with these measures.
#[must_use]
#[allow(clippy::cast_precision_loss, reason = "measures of a picture are small numbers")]
pub fn words(tsv: &str, frame: Frame) -> Read {
    let mut boxed: Vec<Boxed> = tsv.lines().filter_map(row).take(MAX_WORDS).collect();
    for paragraph in boxed.chunk_by_mut(|a, b| (a.line.0, a.line.1) == (b.line.0, b.line.1)) {
        mend(paragraph.iter_mut().map(|word| &mut word.text));
    }
    sweep(&mut boxed);
    let illegible = set_right(&mut boxed, frame.height as f32);
    signature::set_right(&mut boxed, frame);
    let dpi = frame.dpi.max(1) as f32;
    let strokes: Vec<Boxed> =
        tsv.lines().filter_map(boxed_row).filter(|row| row.text.is_empty() && notes::stroke(row, dpi)).take(MAX_WORDS).collect();
    boxed.retain(|word| !word.text.is_empty());
    let marks = notes::marks(&mut boxed, &strokes);
    let lines: Vec<&[Boxed]> = boxed.chunk_by(|a, b| a.line == b.line).collect();
    let slope = slope(&lines, frame.width as f32);
    let mut pieces: Vec<Piece<'_>> = lines.iter().flat_map(|line| pieces(line, slope)).collect();
    even_sizes(&mut pieces);
    let point = 72.0 / dpi;
    let words = pieces.iter().flat_map(|piece| piece.words.iter().map(move |word| (piece, word)));
    let words = words.enumerate().map(|(nth, (piece, word))| {
        let fall = slope * f32::midpoint(word.left, word.right);
        let note = marks.binary_search(&nth).is_ok();
        let raised = Some(word).filter(|word| note || notes::is_number(word));
        let raised = raised.and_then(|word| notes::raised(word, piece.base + fall, piece.size));
        let (y, size) = raised.map_or((piece.base, piece.size), |(foot, size)| (foot - fall, size));
        Word {
            text: word.text.clone(),
            // The page turned about its corner by its slope; an em of play lies between upright and 3 degrees.
            x0: (word.left + slope * word.top) * point,
            x1: (word.right + slope * word.top) * point,
            y: y * point,
            size: size * point,
            unsure: word.sure < UNSURE,
            note: note && raised.is_some(),
        }
    });
    let rules = strokes.iter().map(|stroke| {
        let y = (f32::midpoint(stroke.top, stroke.bottom) - slope * f32::midpoint(stroke.left, stroke.right)) * point;
        let along = |x: f32| (x + slope * stroke.top) * point;
        [along(stroke.left), y, along(stroke.right), y + 0.5]
    });
    let (width, height) = (frame.width as f32 * point, frame.height as f32 * point);
    Read { printed: Printed { width, height, words: words.collect(), rules: rules.collect() }, illegible }
}

/// Drops blocks that say nothing: a few marks, or a letter or two that tesseract doubts, as seals and dust give.
fn sweep(boxed: &mut Vec<Boxed>) {
    let mut kept: Vec<Boxed> = Vec::with_capacity(boxed.len());
    for block in boxed.chunk_by(|a, b| a.line.0 == b.line.0) {
        let chars = || block.iter().flat_map(|w| w.text.chars());
        let letters = chars().filter(|c| c.is_alphabetic()).count();
        let digits = chars().filter(char::is_ascii_digit).count();
        let doubted = block.iter().all(|w| w.sure < 85.0);
        // A number alone is a page's; it is small, and doubted for that.
        if letters > 2 || letters == 0 && digits > 0 || letters + digits > 0 && !doubted {
            kept.extend_from_slice(block);
        }
    }
    *boxed = kept;
}

/// What a table of words says of how well the page was read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sureness {
    /// Words.
    pub words: usize,
    /// How sure tesseract is of them on average, in hundredths.
    pub mean: f32,
    /// Do most words run up or down the page?
    pub sideways: bool,
}

/// Judges a page's table.
#[must_use]
#[allow(clippy::cast_precision_loss, reason = "a page has few words")]
pub fn sureness(tsv: &str) -> Sureness {
    let words: Vec<Boxed> = tsv.lines().filter_map(row).collect();
    let mean = words.iter().map(|word| word.sure).sum::<f32>() / words.len().max(1) as f32;
    let long = words.iter().filter(|word| word.text.chars().count() >= 3);
    let (tall, all) = long.fold((0, 0), |(tall, all), w| (tall + usize::from(w.bottom - w.top > w.right - w.left), all + 1));
    Sureness { words: words.len(), mean, sideways: tall * 2 > all }
}

/// A row of the table that is a word: level, page, block, paragraph, line, word, left, top, width, height, sureness, text.
pub(super) fn row(line: &str) -> Option<Boxed> {
    let word = boxed_row(line)?;
    let says_something = word.text.chars().any(char::is_alphanumeric);
    (!word.text.is_empty() && (says_something || word.sure >= SPECK)).then_some(word)
}

/// The same; also what has no letters, as strokes across the page have none.
fn boxed_row(line: &str) -> Option<Boxed> {
    let mut fields = line.split('\t');
    if fields.next()? != "5" {
        return None;
    }
    let mut number = || fields.next()?.parse::<f32>().ok().filter(|n| n.is_finite());
    let mut whole = || number().filter(|n| *n >= 0.0);
    let (_page, block, paragraph, line_number, _word) = (whole()?, whole()?, whole()?, whole()?, whole()?);
    let (left, top, width, height) = (whole()?, whole()?, whole()?, whole()?);
    let sure = whole()?;
    let text: String = fields.next()?.split_whitespace().collect::<String>().nfc().filter(|c| !c.is_control()).collect();
    if width < 1.0 || height < 1.0 {
        return None;
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small counts, told above to be none below zero")]
    let line = (block as u32, paragraph as u32, line_number as u32);
    Some(Boxed { line, left, top, right: left + width, bottom: top + height, sure, text })
}

/// How far a letter stands above and below the baseline, in em.
fn reach(c: char) -> (f32, f32) {
    let mut parts = std::iter::once(c).nfd();
    let base = parts.next().unwrap_or(c);
    let (mut up, mut down): (f32, f32) = match base {
        'b' | 'd' | 'f' | 'h' | 'k' | 'l' | 'đ' | 'i' | 'ß' => (0.68, 0.0),
        'g' | 'p' | 'q' | 'y' => (0.46, 0.22),
        'j' => (0.68, 0.22),
        't' => (0.58, 0.0),
        'Q' => (0.67, 0.18),
        ',' | ';' => (if base == ';' { 0.46 } else { 0.1 }, 0.14),
        '.' | '_' => (0.1, 0.0),
        ':' => (0.46, 0.0),
        '(' | ')' | '[' | ']' | '{' | '}' | '|' => (0.68, 0.2),
        '-' | '–' | '—' | '=' | '~' | '+' | '*' | '"' | '\'' | '“' | '”' | '‘' | '’' => return (0.0, 0.0),
        c if c.is_whitespace() => return (0.0, 0.0),
        c if c.is_lowercase() => (0.46, 0.0),
        _ => (0.67, 0.0),
    };
    let capital = base.is_uppercase();
    for mark in parts {
        match mark {
            '\u{323}' => down = down.max(0.21),
            '\u{31b}' => {}
            // One mark over a small letter stands as high as an ascender, a second on top of it.
            _ if capital => up = if up > 0.8 { 1.0 } else { 0.88 },
            _ => up = if up > 0.6 && base != 'i' { 0.86 } else { 0.68 },
        }
    }
    (up, down)
}

/// Above and below the baseline for a whole word; `None` where it tells nothing of the line.
pub(super) fn extent(text: &str) -> Option<(f32, f32)> {
    let reaches = text.chars().map(reach);
    let (up, down) = reaches.fold((0.0_f32, 0.0_f32), |(u, d), (up, down)| (u.max(up), d.max(down)));
    (up > 0.3).then_some((up, down))
}

/// By how much lines fall from left to right, as the middle of what long lines say.
fn slope(lines: &[&[Boxed]], width: f32) -> f32 {
    let mut found: Vec<f32> = Vec::new();
    for line in lines {
        let feet: Vec<(f32, f32)> = line
            .iter()
            .filter_map(|word| {
                let (up, down) = extent(&word.text)?;
                let em = (word.bottom - word.top) / (up + down);
                Some((f32::midpoint(word.left, word.right), word.bottom - down * em))
            })
            .collect();
        let (Some(first), Some(last)) = (feet.first(), feet.last()) else { continue };
        if feet.len() < 4 || last.0 - first.0 < 0.3 * width {
            continue;
        }
        // Between all pairs that stand apart: single misread words do not tip it.
        let steps = feet.iter().enumerate().flat_map(|(i, a)| feet.iter().skip(i + 1).map(move |b| (a, b)));
        let steps = steps.filter(|(a, b)| b.0 - a.0 > 0.15 * width).take(2_000).map(|(a, b)| (b.1 - a.1) / (b.0 - a.0));
        found.extend(middle(steps.collect()));
    }
    middle(found).filter(|slope| slope.abs() < 0.1).unwrap_or(0.0)
}

/// A stretch of a line without a wide gap.
#[derive(Debug)]
struct Piece<'a> {
    words: &'a [Boxed],
    base: f32,
    size: f32,
}

/// Cuts a line where columns part it, and measures each piece.
fn pieces(line: &[Boxed], slope: f32) -> Vec<Piece<'_>> {
    let em = |words: &[Boxed]| {
        let ems = words.iter().filter_map(|w| extent(&w.text).map(|(up, down)| (w.bottom - w.top) / (up + down)));
        middle(ems.collect())
    };
    let whole = em(line).unwrap_or_else(|| line.first().map_or(1.0, |w| w.bottom - w.top));
    let mut out = Vec::new();
    for words in line.chunk_by(|a, b| b.left - a.right < GAP * whole) {
        let size = em(words).unwrap_or(whole);
        let feet = words.iter().filter_map(|w| {
            let (_, down) = extent(&w.text)?;
            Some(w.bottom - down * size - slope * f32::midpoint(w.left, w.right))
        });
        let hanging = || words.first().map_or(0.0, |w| f32::midpoint(w.top, w.bottom) + 0.25 * size - slope * w.left);
        let base = middle(feet.collect()).unwrap_or_else(hanging);
        out.push(Piece { words, base, size });
    }
    out
}

/// A page is set in few sizes and boxes are a dot or two off: pieces near the page's commonest size have that size.
fn even_sizes(pieces: &mut [Piece<'_>]) {
    let mut sizes: Vec<(f32, usize)> =
        pieces.iter().map(|p| (p.size, p.words.iter().map(|w| w.text.len()).sum::<usize>())).collect();
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = sizes.iter().map(|s| s.1).sum::<usize>() / 2;
    let mut passed = 0;
    let body = sizes.iter().find(|(_, n)| {
        passed += n;
        passed >= half
    });
    let Some(body) = body.map(|b| b.0) else { return };
    for piece in pieces {
        if (piece.size - body).abs() < 0.15 * body {
            piece.size = body;
        }
    }
}

fn middle(mut numbers: Vec<f32>) -> Option<f32> {
    let at = numbers.len() / 2;
    if numbers.is_empty() {
        return None;
    }
    Some(*numbers.select_nth_unstable_by(at, f32::total_cmp).1)
}

#[cfg(test)]
mod tests {
    use super::{extent, sureness, words};
    use crate::ocr::picture::Frame;

    const FRAME: Frame = Frame { width: 1654, height: 2339, dpi: 200 };

    /// A table of words `(line, left, top, width, height, sureness, text)`.
    fn table(rows: &[(u32, i32, i32, i32, i32, f32, &str)]) -> String {
        let mut table =
            "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n".to_owned();
        let row = |(line, left, top, width, height, sure, text): &(u32, i32, i32, i32, i32, f32, &str)| {
            table.extend([format!("5\t1\t1\t1\t{line}\t1\t{left}\t{top}\t{width}\t{height}\t{sure}\t{text}\n")]);
        };
        rows.iter().for_each(row);
        table
    }

    #[test]
    fn what_is_no_word_is_left_out() {
        let table = table(&[
            (1, 10, 10, 50, 20, 95.0, "một"),
            (1, 70, 10, 50, 20, 20.0, "|"),
            (1, 130, 10, 50, 20, 96.0, "-"),
            (1, 190, 10, 0, 20, 96.0, "hai"),
            (1, 190, 10, 50, 20, 59.9, "‡6"),
        ]);
        let table = table + "5\t1\t1\n4\t1\t1\t1\t1\t0\t0\t0\t9\t9\t-1\t\nnonsense\n5\t1\t1\t1\t1\t1\t-4\t1\t1\t1\t90\tx\n";
        let printed = words(&table, FRAME).printed;
        let found: Vec<_> = printed.words.iter().map(|w| (w.text.as_str(), w.unsure)).collect();
        assert_eq!(found, [("một", false), ("-", false), ("‡6", true)]);
        assert_eq!((sureness(&table).words, sureness(&table).sideways), (3, false));
    }

    #[test]
    fn letters_tell_what_stands_over_and_under_the_line() {
        for (text, reach) in [("xem", Some((0.46, 0.0))), ("gà", Some((0.68, 0.22))), ("ĐẤT", Some((1.0, 0.0))), ("-", None)]
        {
            assert_eq!(extent(text), reach, "{text}");
        }
    }

    /// A line of 14 points aslant by one in fifty, as a scanner draws it in: every word has the line's baseline and size.
    #[test]
    fn an_aslant_line_is_set_upright() {
        let size = 14.0 / 72.0 * 200.0_f32;
        let mut rows = Vec::new();
        #[allow(clippy::cast_possible_truncation, reason = "places on a page")]
        for (i, text) in ["Kế", "hoạch", "tổ", "chức", "rà", "soát", "quy", "trình"].into_iter().enumerate() {
            let left = 200.0 + 150.0 * f32::from(u8::try_from(i).unwrap());
            let (up, down) = extent(text).unwrap();
            let base = 400.0 + (left + 50.0) / 50.0;
            rows.push((1, left as i32, (base - up * size).round() as i32, 100, ((up + down) * size).round() as i32, 95.0, text));
        }
        let printed = words(&table(&rows), FRAME).printed;
        let (first, last) = (&printed.words[0], &printed.words[7]);
        assert!((first.y - last.y).abs() < 0.01 && (first.y - 144.0).abs() < 1.0, "{first:?} {last:?}");
        assert!((first.size - 14.0).abs() < 0.7, "{first:?}");
    }
}
