//! The signature beside `Nơi nhận`: stamp and pen over print are a drawing to the first look at a page, which then leaves out the
//! title and the name below them. A second look at this place alone, as one block of text, finds them.
//!
//! Of the second look only lines that are a title or a person's name are taken; all else there is stamp and pen.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::picture::{Frame, Picture};
use super::tsv::{Boxed, extent, row};

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
/// What was not read at all, and must have stood there.
const UNREAD: f32 = 0.0;
/// What is less sure than this beside print may be stamp and pen.
const DOUBTED: f32 = 60.0;
/// Bare letters of a title or a surname that may be told with one of them misread.
const LONG: usize = 7;
/// Words that may stand before a title.
const MOST_NOISE: usize = 4;
/// Letters of a stamp that may stick to a title.
const MOST_GLUED: usize = 3;
/// No title has more.
const MOST_SYLLABLES: usize = 8;

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

/// The column that a page is signed in, in dots.
#[derive(Debug, Clone, Copy)]
struct Column {
    left: f32,
    top: f32,
    bottom: f32,
}

impl Column {
    fn holds(self, word: &Boxed) -> bool {
        word.left > self.left && word.top > self.top && word.bottom < self.bottom
    }
}

/// The column beside `Nơi nhận`; where that is not read, the one under a title that stands alone at the right.
#[allow(clippy::cast_precision_loss, reason = "measures of a picture are small numbers")]
fn column(words: &[Boxed], frame: Frame) -> Option<Column> {
    let (width, height, inch) = (frame.width as f32, frame.height as f32, frame.dpi as f32);
    let heads = words.windows(2).filter_map(|pair| match pair {
        [a, b] if a.line == b.line && b.left < 0.45 * width => is_head(a, b).then_some(b),
        _ => None,
    });
    if let Some(head) = heads.max_by(|a, b| a.top.total_cmp(&b.top)) {
        let left = (head.right + 0.1 * inch).max(0.4 * width);
        return Some(Column { left, top: (head.top - 0.4 * inch).max(0.0), bottom: (head.top + 3.1 * inch).min(height) });
    }
    let office = words.chunk_by(|a, b| a.line == b.line).filter(|line| line.first().is_some_and(|w| w.left > 0.4 * width));
    let first = office.filter_map(office_of).map(|office| office.words).find_map(|words| words.into_iter().next())?;
    let left = (first.left - 1.2 * inch).max(0.3 * width);
    Some(Column { left, top: (first.top - 0.4 * inch).max(0.0), bottom: (first.top + 3.1 * inch).min(height) })
}

/// The lines of the column, each without what stands left of it.
fn lines_in(words: &[Boxed], column: Column) -> Vec<Vec<Boxed>> {
    let inside: Vec<Boxed> = words.iter().filter(|w| column.holds(w)).cloned().collect();
    let mut lines: Vec<Vec<Boxed>> = inside.chunk_by(|a, b| a.line == b.line).map(<[Boxed]>::to_vec).collect();
    let top = |line: &[Boxed]| line.iter().map(|w| w.top).fold(f32::MAX, f32::min);
    lines.sort_by(|a, b| top(a).total_cmp(&top(b)));
    lines
}

/// Where to look again; `None` where nothing is signed, or office and name were read well.
#[must_use]
#[allow(clippy::cast_precision_loss, reason = "measures of a picture are small numbers")]
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "places on a picture, told to be none below zero")]
pub(super) fn place(table: &str, frame: Frame) -> Option<Place> {
    let words: Vec<Boxed> = table.lines().filter_map(row).collect();
    let Column { left, top, bottom } = column(&words, frame)?;
    let (width, inch) = (frame.width as f32, frame.dpi as f32);
    if width - left < inch || bottom - top < 0.7 * inch || is_whole(&lines_in(&words, Column { left, top, bottom })) {
        return None;
    }
    Some(Place { left: left as u32, top: top as u32, width: (width - left) as u32, height: (bottom - top) as u32 })
}

/// Are office and name there, both read well? Who signs for another (`KT.`) has two lines of office.
fn is_whole(lines: &[Vec<Boxed>]) -> bool {
    let well = |words: &[Boxed]| words.iter().all(|w| w.sure >= SURE);
    let Some(signed) = lines.iter().position(|line| name(line).is_some_and(|name| well(&name))) else { return false };
    let offices: Vec<&Vec<Boxed>> =
        lines.iter().take(signed).filter(|line| line.len() > 1 && well(line) && are_capitals(line)).collect();
    let starts = |what: &str| offices.iter().any(|line| line.first().is_some_and(|w| bare(&w.text).starts_with(what)));
    !offices.is_empty() && (offices.len() > 1 || !(starts("pho") || starts("kt")))
}

/// `Nơi nhận`, however its marks and its first letter are read.
fn is_head(a: &Boxed, b: &Boxed) -> bool {
    let (first, second) = (bare(&a.text), bare(&b.text));
    first.ends_with("oi") && (2..=4).contains(&first.len()) && second.starts_with("nhan") && second.len() <= 6
}

/// Writes `Nơi` for `Mơi`, `Nới` and their like at the head of the recipients.
#[allow(clippy::cast_precision_loss, reason = "measures of a picture are small numbers")]
fn mend_heads(words: &mut [Boxed], frame: Frame) {
    for line in words.chunk_by_mut(|a, b| a.line == b.line) {
        let Some([first, second]) = line.get_mut(..2) else { continue };
        let is_large = first.text.starts_with(char::is_uppercase);
        let left = first.left < 0.45 * frame.width as f32;
        if left && is_large && first.text != "Nơi" && second.text.ends_with(':') && is_head(first, second) {
            "Nơi".clone_into(&mut first.text);
            first.sure = first.sure.min(MENDED);
        }
    }
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

/// How many times as large the second look's picture is looked at once more.
pub(super) const LARGER: f32 = 1.5;

/// The picture softened and larger: thin lines of pen and stamp fade against the print that they cross.
#[must_use]
#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "measures of a picture are small numbers"
)]
pub(super) fn softened(picture: &Picture) -> Option<Picture> {
    let Frame { width, height, dpi } = picture.frame;
    let image = image::GrayImage::from_raw(width, height, picture.grey.clone())?;
    let soft = image::imageops::blur(&image, 1.2);
    let larger = |n: u32| (n as f32 * LARGER) as u32;
    let large = image::imageops::resize(&soft, larger(width), larger(height), image::imageops::FilterType::Triangle);
    Picture::new(Frame { width: large.width(), height: large.height(), dpi: larger(dpi) }, large.into_raw())
}

/// The table of a page with what another look at this place found, made on a picture so many times as large; what was read
/// better before stays.
#[must_use]
#[allow(clippy::cast_precision_loss, reason = "measures of a picture are small numbers")]
pub(super) fn join(table: &str, again: &str, place: Place, scale: f32) -> String {
    let mut words: Vec<Boxed> = again.lines().filter_map(row).collect();
    for word in &mut words {
        let (x, y) = (place.left as f32, place.top as f32);
        (word.left, word.right) = (word.left / scale + x, word.right / scale + x);
        (word.top, word.bottom) = (word.top / scale + y, word.bottom / scale + y);
    }
    let everywhere = Column { left: -1.0, top: -1.0, bottom: f32::MAX };
    let here = Column { left: place.left as f32, top: place.top as f32, bottom: (place.top + place.height) as f32 };
    let first: Vec<Boxed> = table.lines().filter_map(row).collect();
    let (before, after) = (signed(&lines_in(&first, here)), signed(&lines_in(&words, everywhere)));
    let is_better = |new: &&Signed| !before.iter().any(|old| old.is_beside(new) && !new.is_better_than(old));
    let found: Vec<&Signed> = after.iter().filter(is_better).collect();
    // All else that was read on the height of a line found now is a part of it, or stamp and pen.
    let hidden = |old: &Boxed| here.holds(old) && found.iter().any(|new| new.is_level_with(old));
    let mut out: String =
        table.lines().filter(|line| row(line).is_none_or(|old| !hidden(&old))).map(|line| format!("{line}\n")).collect();
    let taken = first.iter().filter(|w| w.line.0 == BLOCK).map(|w| w.line.1 + 1).max().unwrap_or(0);
    for (n, line) in (taken..).zip(&found) {
        for (i, w) in line.words.iter().enumerate() {
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

/// A line of a signature that was read.
struct Signed {
    words: Vec<Boxed>,
    /// An office, and is its authority read? Or a name.
    office: Option<bool>,
}

/// The lines among these that are an office or a name.
fn signed(lines: &[Vec<Boxed>]) -> Vec<Signed> {
    let mut offices: HashMap<usize, Office> = offices(lines).into_iter().collect();
    let office = |office: Office| Signed { office: Some(office.has_authority()), words: office.whole() };
    let named = |line: &Vec<Boxed>| name(line).map(|words| Signed { words, office: None });
    lines.iter().enumerate().filter_map(|(at, line)| offices.remove(&at).map(office).or_else(|| named(line))).collect()
}

impl Signed {
    /// The least sure of its words.
    fn sure(&self) -> f32 {
        self.words.iter().map(|w| w.sure).fold(100.0, f32::min)
    }

    fn is_level_with(&self, word: &Boxed) -> bool {
        let middle = f32::midpoint(word.top, word.bottom);
        middling(&self.words).is_some_and(|own| own.top < middle && middle < own.bottom)
    }

    fn is_beside(&self, other: &Self) -> bool {
        other.words.iter().any(|w| self.is_level_with(w))
    }

    fn is_better_than(&self, old: &Self) -> bool {
        match (self.office, old.office) {
            (Some(new), Some(old)) => new && !old,
            _ => self.words.len() > old.words.len() || self.words.len() == old.words.len() && self.sure() > old.sure(),
        }
    }
}

/// Are most of its letters large?
fn are_capitals(line: &[Boxed]) -> bool {
    let letters = || line.iter().flat_map(|w| w.text.chars()).filter(|c| c.is_alphabetic());
    let (large, all) = (letters().filter(|c| c.is_uppercase()).count(), letters().count());
    all > 0 && large * 10 >= all * 8
}

/// A line that is a title, set right.
#[derive(Debug, Clone)]
struct Office {
    /// What stands before the title: `KT.`, or stamp and pen.
    before: Vec<Boxed>,
    /// The title's words.
    words: Vec<Boxed>,
    /// The title itself.
    title: &'static str,
}

impl Office {
    /// Does `TM.`, `KT.`, `TL.`, `TUQ.` stand before it?
    fn has_authority(&self) -> bool {
        self.before.len() == 1 && self.before.iter().all(|w| matches!(bare(&w.text).as_str(), "tm" | "kt" | "tl" | "tuq" | "q"))
    }

    /// Its words, those of an authority before them.
    fn whole(&self) -> Vec<Boxed> {
        let dotted = |w: &Boxed| {
            let letters = w.text.trim_end_matches(|c: char| !c.is_alphabetic());
            let text = if letters.contains(['.', '/']) { w.text.clone() } else { format!("{}.", letters.to_uppercase()) };
            Boxed { text, ..w.clone() }
        };
        self.before.iter().filter(|_| self.has_authority()).map(dotted).chain(self.words.iter().cloned()).collect()
    }

    /// Sets another word before the title, in the place of what was read there.
    fn put_before(&mut self, word: &str) {
        let Some(first) = self.words.first() else { return };
        let em = first.bottom - first.top;
        let (left, right) = self.before.last().map_or((first.left - 2.0 * em, first.left - 0.4 * em), |w| (w.left, w.right));
        let (left, right) = (left.min(first.left - em).max(0.0), right.min(first.left - 0.2 * em).max(0.1));
        self.before = vec![Boxed { left, right, text: word.to_owned(), sure: UNREAD, ..first.clone() }];
    }
}

/// The line as a title, if it is one: `PHÓ GIẢM ĐÓC` is `PHÓ GIÁM ĐỐC`. Of what stands beside it only an authority is read;
/// where there is other print, the line is none.
fn office_of(line: &[Boxed]) -> Option<Office> {
    let line: Vec<&Boxed> = line.iter().filter(|w| !bare(&w.text).is_empty()).collect();
    let is_noise = |w: &&Boxed| w.sure < DOUBTED || bare(&w.text).len() <= 1;
    let is_prefix = |w: &&Boxed| is_noise(w) || is_authority(&bare(&w.text));
    for from in 0..line.len().min(MOST_NOISE) {
        for to in (from + 1..=line.len()).rev() {
            let (Some(before), Some(words), Some(after)) = (line.get(..from), line.get(from..to), line.get(to..)) else {
                continue;
            };
            if !before.iter().all(is_prefix) || !after.iter().all(is_noise) || words.len() > MOST_SYLLABLES {
                continue;
            }
            let owned: Vec<Boxed> = words.iter().map(|w| (*w).clone()).collect();
            let letters = words.iter().map(|w| bare(&w.text)).collect::<String>();
            let title = nearest_title(&letters).or_else(|| cut_title(&letters, !after.is_empty()));
            let Some(title) = title.filter(|_| are_capitals(&owned)) else { continue };
            let before = before.iter().map(|w| authority(w)).collect();
            return Some(Office { before, words: set_as(&owned, title)?, title });
        }
    }
    glued(&line)
}

/// A title whose first word sticks to what stands before it: `FUGIÁM ĐÓC`.
fn glued(line: &[&Boxed]) -> Option<Office> {
    let (first, rest) = line.split_first().filter(|(first, rest)| first.sure < DOUBTED && !rest.is_empty())?;
    let letters = bare(&first.text);
    let rest: String = rest.iter().map(|w| bare(&w.text)).collect();
    let owned: Vec<Boxed> = line.iter().map(|w| (*w).clone()).collect();
    let mut cuts = (1..=MOST_GLUED.min(letters.len().saturating_sub(2))).filter_map(|cut| letters.split_at_checked(cut));
    let known = |(stuck, own)| WORDS.titles.get(&format!("{own}{rest}")).map(|title| (stuck, title.as_str()));
    let (stuck, title): (&str, &'static str) = cuts.find_map(known).filter(|_| are_capitals(&owned))?;
    let words = set_as(&owned, title)?;
    let word = words.first()?;
    let before = Boxed { right: word.left + 0.1, text: stuck.to_uppercase(), sure: UNREAD, ..word.clone() };
    Some(Office { before: vec![authority(&before)], words, title })
}

/// The only title that begins with these letters, the end of which pen or stamp has covered.
fn cut_title(letters: &str, ink_behind: bool) -> Option<&'static str> {
    let least = if ink_behind { 4 } else { 5 };
    let mut begun = WORDS.titles.iter().filter(|(known, _)| known.starts_with(letters) && letters.len() * 2 > known.len());
    let (_, title) = begun.next().filter(|_| letters.len() >= least)?;
    begun.next().is_none().then_some(title.as_str())
}

/// The words of a title, as it is written.
fn set_as(words: &[Boxed], title: &str) -> Option<Vec<Boxed>> {
    let mended = |w: &Boxed, text: &str| {
        let sure = if w.text == text { w.sure } else { w.sure.min(MENDED) };
        Boxed { text: text.to_owned(), sure, ..w.clone() }
    };
    let syllables: Vec<&str> = title.split(' ').collect();
    if syllables.len() == words.len() {
        return Some(words.iter().zip(&syllables).map(|(w, text)| mended(w, text)).collect());
    }
    // Its syllables run together, or apart: one box for all of them.
    let (first, last) = (words.first()?, words.last()?);
    let whole = Boxed { right: last.right, bottom: first.bottom.max(last.bottom), top: first.top.min(last.top), ..first.clone() };
    Some(vec![mended(&whole, title)])
}

/// The title of these letters, or the only one that differs from them by one letter.
fn nearest_title(letters: &str) -> Option<&'static str> {
    if let Some(title) = WORDS.titles.get(letters) {
        return Some(title);
    }
    if letters.len() < LONG {
        return None;
    }
    let mut near = WORDS
        .titles
        .iter()
        .filter(|(known, _)| known.len().abs_diff(letters.len()) < 2 && strsim::levenshtein(known, letters) == 1);
    let (_, title) = near.next()?;
    near.next().is_none().then_some(title.as_str())
}

/// What stands before a title; of the letters that are read from a rubber stamp only `KT` has two and ends with T.
fn authority(word: &Boxed) -> Boxed {
    let letters = bare(&word.text);
    if is_authority(&letters) && letters.ends_with('t') && (letters != "kt" || word.sure < DOUBTED) {
        return Boxed { text: "KT.".to_owned(), sure: word.sure.min(MENDED), ..word.clone() };
    }
    word.clone()
}

/// `KT` and its like, as read from a rubber stamp or a pen.
fn is_authority(letters: &str) -> bool {
    matches!(letters, "tm" | "tl" | "tuq" | "q") || letters.len() == 2 && letters.ends_with('t')
}

/// The lines of office among these, from above to below, with what must have stood there.
///
/// A deputy signs for the head, under two lines of office: `KT. GIÁM ĐỐC` over `PHÓ GIÁM ĐỐC`. So whatever is read before the
/// upper one is `KT.`, and of two lines that end alike the lower one has lost its `PHÓ`; both are marked as unread.
fn offices(lines: &[Vec<Boxed>]) -> Vec<(usize, Office)> {
    let mut found: Vec<(usize, Office)> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let upper = found.last().map(|(_, upper)| upper).filter(|upper| stands_under(line, upper));
        let Some(lower) = office_of(line) else {
            // Of the lower title a stamp has left the last syllable.
            found.extend(upper.and_then(|upper| covered(line, upper)).map(|office| (at, office)));
            continue;
        };
        let twice = upper.is_some_and(|u| u.title == lower.title && !lower.before.is_empty() && !lower.has_authority());
        let deputy = upper.filter(|_| twice).and_then(|upper| covered(line, upper));
        found.push((at, deputy.unwrap_or(lower)));
    }
    for at in 1..found.len() {
        let Some([(_, upper), (line, lower)]) = found.get_mut(at - 1..=at) else { continue };
        let under = lines.get(*line).is_some_and(|line| stands_under(line, upper));
        // `TL.` and its like are followed by the head of a unit: read before a deputy's title they are misread.
        let reads = upper.has_authority() && upper.before.iter().all(|w| bare(&w.text) == "kt" || w.sure >= DOUBTED);
        if under && is_deputy(upper.title, lower.title) && !reads {
            upper.put_before("KT.");
        }
    }
    found
}

/// Does the line stand right under the office?
fn stands_under(line: &[Boxed], office: &Office) -> bool {
    let (Some(above), Some(below)) = (office.words.first(), line.last()) else { return false };
    let (em, fall) = (above.bottom - above.top, below.bottom - above.bottom);
    fall > 0.4 * em && fall < 2.6 * em
}

/// The deputy's title under its head's, of which little but the last syllable is read.
fn covered(line: &[Boxed], upper: &Office) -> Option<Office> {
    let title = WORDS.titles.get(&format!("pho{}", bare(upper.title)))?;
    let last_of = |words: &[Boxed]| words.iter().rfind(|w| bare(&w.text).len() > 1).cloned();
    let (read, above) = (last_of(line)?, last_of(&upper.words)?);
    let ends = read.sure >= GUESS && title.rsplit(' ').next().is_some_and(|last| bare(last) == bare(&read.text));
    let letters: String = line.iter().filter(|w| w.text.chars().count() > 1).map(|w| bare(&w.text)).collect();
    let ends = ends || letters.len() >= LONG && 10 * strsim::levenshtein(&letters, &bare(title)) <= 4 * bare(title).len();
    let clear = line.iter().filter(|w| w.sure >= DOUBTED && bare(&w.text).len() > 1);
    let own = clear.filter(|w| !upper.title.split(' ').any(|syllable| bare(syllable) == bare(&w.text)));
    let em = above.bottom - above.top;
    if !ends || own.count() > 0 || line.len() < 2 || (read.right - above.right).abs() > 3.0 * em {
        return None;
    }
    let first = line.iter().map(|w| w.left).fold(read.left, f32::min).max(read.left - 8.0 * em);
    let whole = Boxed { left: first, text: title.clone(), sure: UNREAD, ..read };
    Some(Office { before: Vec::new(), words: vec![whole], title })
}

/// Sets right what is signed on a page: titles as they are written, and between them and the name no scraps of stamp and pen.
pub(super) fn set_right(words: &mut Vec<Boxed>, frame: Frame) {
    mend_heads(words, frame);
    let Some(column) = column(words, frame) else { return };
    let lines = lines_in(words, column);
    let offices = offices(&lines);
    let mut put: Vec<Boxed> = Vec::new();
    let mut gone: Vec<Boxed> = Vec::new();
    for (at, office) in &offices {
        put.extend(aligned(office.whole()));
        gone.extend(lines.get(*at).into_iter().flatten().cloned());
    }
    if offices.is_empty() {
        return;
    }
    // What is doubted on the height of the block, and is neither office nor name, is stamp and pen.
    let signed = lines.iter().filter_map(|line| name(line).map(|name| (line, name))).next_back();
    let (name_line, named) = signed.map(|(line, name)| (line.clone(), name)).unwrap_or_default();
    let top = put.iter().map(|w| w.top).fold(f32::MAX, f32::min);
    let bottom = put.iter().chain(&named).map(|w| w.bottom).fold(top, f32::max);
    let kept = |w: &Boxed| w.sure >= DOUBTED && bare(&w.text).len() > 1;
    let scraps = lines.iter().flatten().filter(|w| w.bottom > top && w.top < bottom && !kept(w));
    gone.extend(scraps.cloned());
    words.retain(|w| !gone.contains(w) && !name_line.contains(w));
    words.extend(put);
    words.extend(aligned(named));
}

/// Of the words that tell something of the line the one of middling height: strokes of a pen make boxes high, specks low.
fn middling(words: &[Boxed]) -> Option<&Boxed> {
    let mut telling: Vec<&Boxed> = words.iter().filter(|w| extent(&w.text).is_some()).collect();
    telling.sort_by(|a, b| (a.bottom - a.top).total_cmp(&(b.bottom - b.top)));
    telling.get(telling.len().saturating_sub(1) / 2).copied()
}

/// The words of a line in boxes as print has them: on one line, one behind the other, no strokes of a pen in them.
fn aligned(mut line: Vec<Boxed>) -> Vec<Boxed> {
    let measured = middling(&line).and_then(|w| {
        let (up, down) = extent(&w.text)?;
        let em = (w.bottom - w.top) / (up + down);
        Some((w.bottom - down * em, em))
    });
    let Some((base, em)) = measured else { return line };
    for word in &mut line {
        let (up, down) = extent(&word.text).unwrap_or((0.67, 0.0));
        (word.top, word.bottom) = (base - up * em, base + down * em);
    }
    for at in 1..line.len() {
        let Some([word, next]) = line.get_mut(at - 1..=at) else { continue };
        if word.right > next.left - 0.2 * em {
            word.right = (next.left - 0.2 * em).max(word.left + 0.1);
        } else if next.left - word.right > em {
            next.left = word.right + 0.3 * em;
        }
    }
    line
}

/// Is the second title that of the first one's deputy?
fn is_deputy(head: &str, deputy: &str) -> bool {
    let pairs =
        [("BỘ TRƯỞNG", "THỨ TRƯỞNG"), ("TỔ TRƯỞNG", "TỔ PHÓ"), ("HIỆU TRƯỞNG", "HIỆU PHÓ"), ("TRƯỞNG PHÒNG", "PHÓ PHÒNG")];
    deputy.strip_prefix("PHÓ ").is_some_and(|rest| rest == head) || pairs.contains(&(head, deputy))
}

/// The person's name in a line of the signature, if there is one: a surname and one to four names, with nothing but specks beside.
fn name(line: &[Boxed]) -> Option<Vec<Boxed>> {
    let line: Vec<Boxed> = line.iter().flat_map(parted).collect();
    let specks = |words: &[Boxed]| words.iter().all(|w| bare(&w.text).len() <= 1 || w.sure < GUESS);
    let begin = line.iter().position(|w| surname(&w.text).is_some_and(|known| bare(&known).len() >= 2))?;
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

/// The words of a name that lost the blank between them: `VănMẫu`.
#[allow(clippy::cast_precision_loss, reason = "a word has few letters")]
fn parted(word: &Boxed) -> Vec<Boxed> {
    let small_before = |at: usize| word.text.get(..at).and_then(|b| b.chars().next_back()).is_some_and(char::is_lowercase);
    let cut = word.text.char_indices().find(|(at, c)| c.is_uppercase() && small_before(*at)).map(|(at, _)| at);
    let Some((first, second)) = cut.and_then(|at| word.text.split_at_checked(at)) else { return vec![word.clone()] };
    let share = first.chars().count() as f32 / word.text.chars().count().max(1) as f32;
    let middle = word.left + share * (word.right - word.left);
    let part =
        |left, right, text: &str| Boxed { left, right, text: text.to_owned(), sure: word.sure.min(MENDED), ..word.clone() };
    vec![part(word.left, middle, first), part(middle, word.right, second)]
}

/// Its letters, without the specks around them.
fn core(text: &str) -> &str {
    text.trim_matches(|c: char| !c.is_alphabetic())
}

/// The surname that a word is, its marks set right: `NGuyến` is `Nguyễn`.
fn surname(word: &str) -> Option<String> {
    let word = word.replace('£', "L");
    let word = core(&word);
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
    use super::{cut, join, place, set_right};
    use crate::ocr::picture::{Frame, Picture};
    use crate::ocr::tsv::{Boxed, row};

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
            (vec!["£ê", "VănMẫu"], Some("Lê Văn Mẫu")),
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
            let joined = texts(&join(&page, &table(&words), place, 1.0));
            assert_eq!(joined.get(2).map(String::as_str), want, "{line:?}");
        }
    }

    #[test]
    fn a_deputy_signs_under_two_lines_of_office() {
        for (lines, want) in [
            (vec!["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"], vec!["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]),
            // The authority is a rubber stamp, or was not read at all.
            (vec!["VZTC~ GIÁM ĐÓC", "PHÓ GIÁM ĐỌC"], vec!["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]),
            (vec!["CHỦ TỊCH", "PHÓ CHỦ TỊCH"], vec!["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
            (vec!["FUGIÁM~ ĐÓC", "PHỚGAE~ ĐÓ~"], vec!["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]),
            (vec!["VZ~ Y~ GIÁM ĐỐC", "Z6~ NÓ~ GIẦM ĐỐC"], vec!["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]),
            // One line of office, and other authorities.
            (vec!["GIÁM ĐỐC"], vec!["GIÁM ĐỐC"]),
            (vec!["GIÁM H~"], vec!["GIÁM ĐỐC"]),
            (vec!["TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"], vec!["TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"]),
            (vec!["CÔNG TY MẪU", "GIÁM ĐỐC"], vec!["CÔNG TY MẪU", "GIÁM ĐỐC"]),
        ] {
            let mut rows = PAGE.to_vec();
            for (n, line) in (0_u32..).zip(&lines) {
                let words = line.split(' ').zip(0_u32..);
                rows.extend(words.map(|(text, i)| {
                    let sure = if text.ends_with('~') { 10 } else { 90 };
                    (10 + n, 1000 + 160 * i, 1400 + 60 * n, sure, text.trim_end_matches('~'))
                }));
            }
            let mut words: Vec<Boxed> = table(&rows).lines().filter_map(row).collect();
            set_right(&mut words, FRAME);
            words.retain(|w| w.left > 600.0);
            words.sort_by(|a, b| a.line.cmp(&b.line).then(a.left.total_cmp(&b.left)));
            let read: Vec<String> = words
                .chunk_by(|a, b| a.line == b.line)
                .map(|line| line.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" "))
                .collect();
            assert_eq!(read, want, "{lines:?}");
        }
    }

    #[test]
    fn a_name_that_was_read_is_not_looked_for() {
        let signed = |sure| {
            let office = [(3, 1000, 1450, 90, "GIÁM"), (3, 1120, 1450, 90, "ĐỐC")];
            [PAGE, &office, &[(4, 1000, 1700, sure, "Lê"), (4, 1080, 1700, sure, "Văn"), (4, 1180, 1700, sure, "Mẫu")]].concat()
        };
        assert!(place(&table(&signed(90)), FRAME).is_none());
        assert!(place(&table(&signed(40)), FRAME).is_some());
        assert!(place(&table(&PAGE[1..]), FRAME).is_none());
        assert!(place("", FRAME).is_none());
        // What is found again takes the place of what was doubted.
        let page = table(&signed(40));
        let place = place(&page, FRAME).unwrap();
        let (x, y) = (1000 - place.left, 1700 - place.top);
        let again = [(1, x, y, 95, "Lê"), (1, x + 80, y, 95, "Văn"), (1, x + 180, y, 95, "Mẫu")];
        assert_eq!(texts(&join(&page, &table(&again), place, 1.0)), ["Mơi nhận:", "VT.", "GIÁM ĐỐC", "Lê Văn Mẫu"]);
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
