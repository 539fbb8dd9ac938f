//! The signature beside `Nơi nhận`: stamp and pen over print are a drawing to the first look at a page, which then leaves out the
//! title and the name below them. A second look at this place alone, as one block of text, finds them.
//!
//! Of the second look only lines that are a title or a person's name are taken; all else there is stamp and pen.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::picture::{Frame, Picture};
use super::tsv::{Boxed, row};

/// The place of a signature on a picture, in dots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    left: u32,
    top: u32,
    width: u32,
    height: u32,
}

/// The block number that lines of the second look get: no page has so many.
const BLOCK: u32 = 900_000;
/// A name that the first look is as sure of, in hundredths, needs no second one.
const SURE: f32 = 70.0;
/// A name with a word that is less sure than this is a guess.
const GUESS: f32 = 25.0;
/// What was set right is no surer than this.
const MENDED: f32 = 50.0;

/// Titles and surnames by their bare letters, as they are written; of several with the same letters the first, most common one.
struct Words {
    titles: HashMap<String, String>,
    surnames: HashMap<String, Vec<String>>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let (mut titles, mut surnames) = (HashMap::new(), HashMap::<String, Vec<String>>::new());
    for line in include_str!("../tables/signers.tsv").lines() {
        match line.split_once('\t') {
            Some(("title", words)) => {
                titles.entry(bare(words)).or_insert_with(|| words.to_uppercase());
            }
            Some(("surname", word)) => surnames.entry(bare(word)).or_default().push(word.to_owned()),
            _ => {}
        }
    }
    Words { titles, surnames }
});

/// Small letters alone, without their marks.
fn bare(text: &str) -> String {
    let letters = text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    letters.map(|c| if c == 'đ' { 'd' } else { c }).filter(char::is_ascii_alphabetic).collect()
}

/// Where to look again; `None` where nothing is signed, or the name was read well.
#[must_use]
#[allow(clippy::cast_precision_loss, reason = "measures of a picture are small numbers")]
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "places on a picture, told to be none below zero")]
pub(super) fn place(table: &str, frame: Frame) -> Option<Place> {
    let words: Vec<Boxed> = table.lines().filter_map(row).collect();
    let (width, height, inch) = (frame.width as f32, frame.height as f32, frame.dpi as f32);
    let heads = words.windows(2).filter_map(|pair| match pair {
        [a, b] if a.line == b.line && b.left < 0.45 * width => is_head(a, b).then_some(b),
        _ => None,
    });
    let head = heads.max_by(|a, b| a.top.total_cmp(&b.top))?;
    let left = (head.right + 0.1 * inch).max(0.4 * width);
    let top = (head.top - 0.4 * inch).max(0.0);
    let bottom = (head.top + 3.1 * inch).min(height);
    if width - left < inch || bottom - top < 0.7 * inch {
        return None;
    }
    let inside = |w: &&Boxed| w.left > left && w.top > top && w.bottom < bottom;
    let read = words.iter().filter(inside).cloned().collect::<Vec<_>>();
    let mut lines = read.chunk_by(|a, b| a.line == b.line);
    if lines.any(|line| name(line).is_some_and(|name| name.iter().all(|w| w.sure >= SURE))) {
        return None;
    }
    Some(Place { left: left as u32, top: top as u32, width: (width - left) as u32, height: (bottom - top) as u32 })
}

/// `Nơi nhận`, however its marks and its first letter are read.
fn is_head(a: &Boxed, b: &Boxed) -> bool {
    let (first, second) = (bare(&a.text), bare(&b.text));
    first.ends_with("oi") && (2..=4).contains(&first.len()) && second.starts_with("nhan") && second.len() <= 6
}

/// This part of a picture.
#[must_use]
pub(super) fn cut(picture: &Picture, place: Place) -> Option<Picture> {
    let row = picture.frame.width as usize;
    let (left, width) = (place.left as usize, place.width as usize);
    let rows = picture.grey.chunks(row.max(1)).skip(place.top as usize).take(place.height as usize);
    let grey: Vec<u8> = rows.filter_map(|dots| dots.get(left..left + width)).flatten().copied().collect();
    Picture::new(Frame { width: place.width, height: place.height, dpi: picture.frame.dpi }, grey)
}

/// The table of a page with what the second look at this place found; the words that it finds again are there once.
#[must_use]
#[allow(clippy::cast_precision_loss, reason = "measures of a picture are small numbers")]
pub(super) fn join(table: &str, again: &str, place: Place) -> String {
    let mut words: Vec<Boxed> = again.lines().filter_map(row).collect();
    for word in &mut words {
        let (x, y) = (place.left as f32, place.top as f32);
        (word.left, word.right, word.top, word.bottom) = (word.left + x, word.right + x, word.top + y, word.bottom + y);
    }
    let lines = words.chunk_by(|a, b| a.line == b.line);
    let found: Vec<Vec<Boxed>> = lines.filter_map(|line| title(line).or_else(|| name(line))).collect();
    let hidden = |old: &Boxed| {
        found.iter().flatten().any(|new| {
            let across = old.right.min(new.right) - old.left.max(new.left);
            let down = old.bottom.min(new.bottom) - old.top.max(new.top);
            across > 0.0 && down > 0.3 * (old.bottom - old.top)
        })
    };
    let mut out: String =
        table.lines().filter(|line| row(line).is_none_or(|old| !hidden(&old))).map(|line| format!("{line}\n")).collect();
    for (n, line) in found.iter().enumerate() {
        for (i, w) in line.iter().enumerate() {
            let (left, top, width, height) = (w.left, w.top, w.right - w.left, w.bottom - w.top);
            out.push_str(&format!(
                "5\t1\t{BLOCK}\t{n}\t1\t{}\t{left}\t{top}\t{width}\t{height}\t{}\t{}\n",
                i + 1,
                w.sure,
                w.text
            ));
        }
    }
    out
}

/// The line as a title, if it is one: `PHÓ GIẢM ĐÓC` is `PHÓ GIÁM ĐỐC`. What stands before it may be the `KT.` of a rubber stamp.
fn title(line: &[Boxed]) -> Option<Vec<Boxed>> {
    let line: Vec<&Boxed> = line.iter().filter(|w| !bare(&w.text).is_empty()).collect();
    let capitals = line.iter().flat_map(|w| w.text.chars()).filter(|c| c.is_uppercase()).count();
    let letters = line.iter().flat_map(|w| w.text.chars()).filter(|c| c.is_alphabetic()).count();
    if capitals * 10 < letters * 8 {
        return None;
    }
    let all = |words: &[&Boxed]| words.iter().map(|w| bare(&w.text)).collect::<String>();
    let (authority, words) = match line.split_first() {
        Some((first, rest)) if is_authority(&bare(&first.text)) && WORDS.titles.contains_key(&all(rest)) => (Some(*first), rest),
        _ => (None, line.as_slice()),
    };
    let title = WORDS.titles.get(&all(words))?;
    let syllables: Vec<&str> = title.split(' ').collect();
    let mut out: Vec<Boxed> =
        authority.into_iter().map(|w| Boxed { text: "KT.".to_owned(), sure: w.sure.min(MENDED), ..w.clone() }).collect();
    let mended = |w: &Boxed, text: &str| {
        let sure = if w.text == text { w.sure } else { w.sure.min(MENDED) };
        Boxed { text: text.to_owned(), sure, ..w.clone() }
    };
    if syllables.len() == words.len() {
        out.extend(words.iter().zip(&syllables).map(|(w, text)| mended(w, text)));
    } else {
        // Its syllables run together, or apart: one box for all of them.
        let (first, last) = (words.first()?, words.last()?);
        let whole =
            Boxed { right: last.right, bottom: first.bottom.max(last.bottom), top: first.top.min(last.top), ..(*first).clone() };
        out.push(mended(&whole, title));
    }
    Some(out)
}

/// `KT`, as it is read from a rubber stamp: of the words that stand there only this has two letters and ends with T.
fn is_authority(letters: &str) -> bool {
    letters.len() == 2 && letters.ends_with('t')
}

/// The person's name in a line of the signature, if there is one: a surname and one to four names, with nothing but specks beside.
fn name(line: &[Boxed]) -> Option<Vec<Boxed>> {
    let specks = |words: &[Boxed]| words.iter().all(|w| bare(&w.text).len() <= 1);
    let begin = line.iter().position(|w| surname(&w.text).is_some() && bare(&w.text).len() >= 2)?;
    let (before, rest) = line.split_at(begin);
    let (first, rest) = rest.split_first()?;
    let count = rest.iter().take(4).take_while(|w| is_given(&w.text)).count();
    let (given, after) = rest.split_at(count);
    if count == 0 || !specks(before) || !specks(after) {
        return None;
    }
    let known = surname(&first.text)?;
    let sure = if known == core(&first.text) { first.sure } else { first.sure.min(MENDED) };
    let mut name = vec![Boxed { text: known, sure, ..first.clone() }];
    name.extend(given.iter().map(|w| Boxed { text: core(&w.text).to_owned(), ..w.clone() }));
    // Small marks are often misread under a stamp: a single word of two letters beside a surname is no name.
    let letters: usize = given.iter().map(|w| bare(&w.text).len()).sum();
    (letters >= 3 && name.iter().all(|w| w.sure >= GUESS)).then_some(name)
}

/// Its letters, without the specks around them.
fn core(text: &str) -> &str {
    text.trim_matches(|c: char| !c.is_alphabetic())
}

/// The surname that a word is, its marks set right: `NGuyến` is `Nguyễn`.
fn surname(word: &str) -> Option<String> {
    let word = core(word);
    if !word.starts_with(char::is_uppercase) || !word.chars().all(char::is_alphabetic) {
        return None;
    }
    let known = WORDS.surnames.get(&bare(word))?;
    known.iter().find(|surname| *surname == word).or(known.first()).cloned()
}

/// `Trúc`: one large letter, then small ones.
fn is_given(word: &str) -> bool {
    let word = core(word);
    let mut letters = word.chars();
    let large = letters.next().is_some_and(char::is_uppercase);
    let count = word.chars().count();
    large
        && letters.all(char::is_lowercase)
        && (2..=7).contains(&count)
        && word.to_lowercase().nfd().any(|c| "aeiouy".contains(c))
}

#[cfg(test)]
mod tests {
    use super::{cut, join, place};
    use crate::ocr::picture::{Frame, Picture};

    const FRAME: Frame = Frame { width: 1654, height: 2339, dpi: 200 };

    /// Words as (block, left, top, sureness, text), each 40 dots high.
    fn table(words: &[(u32, u32, u32, u32, &str)]) -> String {
        let row = |(i, (block, left, top, sure, text)): (usize, &(u32, u32, u32, u32, &str))| {
            let width = 20 * text.chars().count();
            format!("5\t1\t{block}\t1\t1\t{i}\t{left}\t{top}\t{width}\t40\t{sure}\t{text}\n")
        };
        words.iter().enumerate().map(row).collect()
    }

    fn texts(table: &str) -> Vec<String> {
        let lines: Vec<Vec<&str>> = table.lines().map(|line| line.split('\t').collect()).collect();
        lines.chunk_by(|a, b| a[2..5] == b[2..5]).map(|line| line.iter().map(|w| w[11]).collect::<Vec<_>>().join(" ")).collect()
    }

    const PAGE: &[(u32, u32, u32, u32, &str)] =
        &[(1, 200, 1400, 90, "Mơi"), (1, 280, 1400, 90, "nhận:"), (2, 200, 1440, 90, "VT.")];

    #[test]
    fn only_titles_and_names_of_the_second_look_are_taken() {
        let page = table(PAGE);
        let place = place(&page, FRAME).unwrap();
        for (line, want) in [
            (vec!["PHÓ", "GIẢM", "ĐÓC"], Some("PHÓ GIÁM ĐỐC")),
            (vec!["IT", "GIÁM", "ĐÓC"], Some("KT. GIÁM ĐỐC")),
            (vec!["GIÁMĐỐC"], Some("GIÁM ĐỐC")),
            (vec!["h", "Nguyên", "Trúc", "Lam", "¡"], Some("Nguyễn Trúc Lam")),
            (vec!["NGuyến", "Trúc", "Lam"], Some("Nguyễn Trúc Lam")),
            (vec!["Lê", "Thị", "Mẫu", "Đơn."], Some("Lê Thị Mẫu Đơn")),
            // Stamp and pen.
            (vec!["ZZ7EB", "GIÁM", "ĐỌC"], None),
            (vec!["Y", "TẾ", "Ế"], None),
            (vec!["E2", "đa", "Văn", "Mẫu"], None),
            (vec!["Nguyễn"], None),
            (vec!["Lê", "X"], None),
            (vec!["Theo", "Lê", "Văn", "Mẫu", "trình"], None),
        ] {
            let words: Vec<(u32, u32, u32, u32, &str)> =
                line.iter().zip(0_u32..).map(|(text, i)| (7, 100 + 160 * i, 300, 80, *text)).collect();
            let joined = texts(&join(&page, &table(&words), place));
            assert_eq!(joined.get(2).map(String::as_str), want, "{line:?}");
        }
    }

    #[test]
    fn a_name_that_was_read_is_not_looked_for() {
        let signed =
            |sure| [PAGE, &[(3, 1000, 1700, sure, "Lê"), (3, 1080, 1700, sure, "Văn"), (3, 1180, 1700, sure, "Mẫu")]].concat();
        assert!(place(&table(&signed(90)), FRAME).is_none());
        assert!(place(&table(&signed(40)), FRAME).is_some());
        assert!(place(&table(&PAGE[1..]), FRAME).is_none());
        assert!(place("", FRAME).is_none());
        // What is found again takes the place of what was doubted.
        let page = table(&signed(40));
        let place = place(&page, FRAME).unwrap();
        let (x, y) = (1000 - place.left, 1700 - place.top);
        let again = [(1, x, y, 95, "Lê"), (1, x + 80, y, 95, "Văn"), (1, x + 180, y, 95, "Mẫu")];
        assert_eq!(texts(&join(&page, &table(&again), place)), ["Mơi nhận:", "VT.", "Lê Văn Mẫu"]);
    }

    #[test]
    fn a_part_is_cut_out_of_a_picture() {
        let frame = Frame { width: 1000, height: 1000, dpi: 100 };
        let mut picture = Picture::new(frame, vec![255; 1_000_000]).unwrap();
        let words = [(1, 100, 500, 90, "Nơi"), (1, 180, 500, 90, "nhận:")];
        let place = place(&table(&words), frame).unwrap();
        picture.grey[500 * 1000 + 900] = 7;
        let part = cut(&picture, place).unwrap();
        let at = (500 - place.top) * part.frame.width + 900 - place.left;
        assert_eq!(part.grey[at as usize], 7);
        assert_eq!(part.grey.len(), (part.frame.width * part.frame.height) as usize);
    }
}
