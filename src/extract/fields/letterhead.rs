//! Owns the letterhead: who writes, under which number, where and when, and on which matter (công văn).
//!
//! Texts come with columns, with cells, or with both columns mixed in one line. So what is known by its own words (quốc hiệu,
//! tiêu ngữ, number, date) is found first and taken out of the lines; what is left in front of the number are the bodies.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::number::{self, OwnNumber};
use super::stream::Stream;
use super::title;
use super::trail::Trail;
use crate::extract::bodies::{self, Opening};
use crate::extract::dates;
use crate::extract::lines::{Line, is_rule};
use crate::model::PartialDate;

/// A value and the characters it was read from.
#[derive(Debug, Clone)]
pub(super) struct Read<T> {
    pub value: T,
    pub range: Range<usize>,
}

/// What a letterhead says.
#[derive(Debug, Default)]
pub(super) struct Letterhead {
    /// Upper body and issuing body, in the paper's own case.
    pub parent: Option<Read<String>>,
    pub issuer: Option<Read<String>>,
    pub number: Option<OwnNumber>,
    pub date: Option<Read<PartialDate>>,
    /// A date line with room for the pen.
    pub date_blank: bool,
    pub place: Option<Read<String>>,
    /// What stands behind `V/v`.
    pub about: Option<Read<String>>,
    /// Its first line, and the first line that is no longer part of it.
    pub start: usize,
    pub end: usize,
    /// Does it bear the quốc hiệu, the tiêu ngữ or the Party's head?
    pub signed: bool,
}

macro_rules! pattern {
    ($name:ident, $source:expr) => {
        static $name: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new($source).ok());
    };
}

// Quốc hiệu, also where a column broke it: `CỘNG HÒA XÃ` / `HỘI CHỦ NGHĨA VIỆT NAM`; that of before 1976.
pattern!(
    COUNTRY,
    r"(?:cong\s+hoa\s+)?(?:xa\s+)?hoi\s+chu\s+nghia\s+viet\s*nam|^cong\s+hoa\s+xa\b|viet\s*nam\s+dan\s+chu\s+cong\s+hoa"
);
// Tiêu ngữ, with any stroke or none between its parts.
pattern!(MOTTO, r"doc\s+lap\s*[-.,~:?_]*\s*tu\s+do\s*[-.,~:?_]*\s*hanh\s+phuc");
pattern!(PARTY, r"dang\s+cong\s+san\s+viet\s+nam");
// `Số:`, `Số`, `Luật số:`, `Nghị quyết số:`; only with a colon: `Bản án số:`, `Giấy phép số:`.
pattern!(
    NUMBER,
    r"(?m)(?:^|[^a-z])(?:(?:luat|nghi quyet|phap lenh|lenh|sac lenh)\s+|(ban an|quyet dinh|giay phep|hop dong|thong bao)\s+)?s[o06] *([:;.]*)"
);
pattern!(DAY, r"ngay\b|ngay[0-9]");
pattern!(SHORT_DAY, r",\s*[0-9]{1,2}\s*[/.-]\s*[0-9]{1,2}\s*[/.-]\s*[0-9]{4}");
pattern!(ABOUT, r"(?m)(?:^|[^a-z0-9])v\s*/\s*v\b\s*[:.]?\s*");
pattern!(ABOUT_LONG, r"(?m)^(?:ve\s+viec)\b\s*[:.]?\s*");
// Letters of the Party announce their matter in small letters, under the number.
pattern!(ABOUT_SMALL, r"(?m)^ve +");

/// All stretches that a pattern finds.
fn all(pattern: &LazyLock<Option<Regex>>, text: &str) -> Vec<Range<usize>> {
    pattern.as_ref().map(|p| p.find_iter(text).map(|m| m.range()).collect()).unwrap_or_default()
}

/// How many lines above the quốc hiệu may belong to the letterhead (a left column that is read first).
const ABOVE: usize = 18;
/// How many lines a letterhead may take below its first sign.
const BELOW: usize = 30;

/// Reads the letterhead of the paper that these lines begin; `None` if there is none.
pub(super) fn read(stream: &Stream, lines: &[Line<'_>], trail: &mut Trail) -> Option<Letterhead> {
    let mut taken = vec![false; stream.chars.len()];
    let mut take = |range: Range<usize>| taken.iter_mut().take(range.end).skip(range.start).for_each(|t| *t = true);
    let mut signs: Vec<usize> = Vec::new();
    // `HỘI ĐỒNG NHÀ NƯỚC` / `NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM` is a body's name.
    let mut named = None;
    for range in all(&COUNTRY, &stream.folded).into_iter().chain(all(&PARTY, &stream.folded)) {
        if stream.is_capitals(range.clone()) {
            if stream.folded.get(..range.start).is_some_and(|before| before.ends_with("nuoc ")) {
                named = named.or(Some(range.start));
            } else {
                signs.push(range.start);
            }
            take(range);
        }
    }
    let countries = signs.len();
    for range in all(&MOTTO, &stream.folded) {
        let capital = stream.chars.get(range.start).is_some_and(|c| c.is_uppercase());
        if capital {
            signs.push(range.start);
            take(range);
        }
    }
    let numbers = numbers(stream);
    // Beside another sign it is one, too.
    signs.extend(named.filter(|_| !signs.is_empty()));
    signs.sort_unstable();
    let anchor = if let Some(at) = behind_cover(&signs, &numbers, stream, lines).or(signs.first().copied()) {
        stream.line_at(at)
    } else {
        // Without quốc hiệu, a number with a symbol near the top is the sign.
        let first = numbers.iter().find(|n| n.own.symbol.is_some() && n.at_line_start)?;
        Some(stream.line_at(first.own.range.start)).filter(|l| *l < 16)?
    };
    let start = start_of(stream, lines, anchor, &numbers);
    // `NGHỊ QUYẾT` / `VỀ VIỆC …` / `QUỐC HỘI` / `NƯỚC CỘNG HÒA …`: a title with the name of the body under it, and no letterhead.
    let titled = start.checked_sub(1).is_some_and(|above| title::kind_of(stream, above).is_some());
    if titled && numbers.is_empty() && signs.len() == countries {
        return None;
    }
    let stop = stop_of(stream, lines, start, anchor);
    let region = stream.lines.get(start)?.start..stream.lines.get(stop.checked_sub(1)?)?.end;

    let mut head = Letterhead { start, end: stop, signed: !signs.is_empty(), ..Letterhead::default() };
    if let Some(own) = choose(numbers, &region, stream, trail) {
        take(own.range.clone());
        head.number = Some(own);
    }
    find_date(stream, lines, &region, &mut head, trail);
    if let Some(date) = &head.place {
        take(date.range.clone());
    }
    find_about(stream, lines, start, stop, &taken, &mut head);
    let bodies = find_bodies(stream, lines, start, stop, &taken, &head);
    place_bodies(bodies, &mut head, stream, trail);
    Some(head)
}

/// The most lines of a cover, which repeats the letterhead's words without its number.
const COVER: usize = 16;

/// The quốc hiệu of the page behind a cover: the first sign's page is short and bears no number, the next has both.
fn behind_cover(signs: &[usize], numbers: &[Candidate], stream: &Stream, lines: &[Line<'_>]) -> Option<usize> {
    let page = |at: usize| lines.get(stream.line_at(at)).map(|l| l.page);
    let numbered = |wanted: u32| numbers.iter().any(|n| n.colon && n.at_line_start && page(n.own.range.start) == Some(wanted));
    let cover = page(*signs.first()?)?;
    if numbered(cover) || lines.iter().filter(|l| l.page == cover).count() > COVER {
        return None;
    }
    signs.iter().copied().find(|at| page(*at).is_some_and(|p| p > cover && p <= cover + 2 && numbered(p)))
}

/// A number behind `Số`, and how it is introduced.
#[derive(Debug)]
struct Candidate {
    own: OwnNumber,
    colon: bool,
    /// `Số`, not `SỐ` or `số`.
    capitalised: bool,
    at_line_start: bool,
}

fn numbers(stream: &Stream) -> Vec<Candidate> {
    let Some(pattern) = NUMBER.as_ref() else { return Vec::new() };
    let mut out = Vec::new();
    for found in pattern.captures_iter(&stream.folded) {
        let (Some(whole), Some(colon)) = (found.get(0), found.get(2)) else { continue };
        if found.get(1).is_some() && !colon.as_str().contains(':') {
            continue;
        }
        let Some(mut own) = number::read(&stream.chars, over_break(stream, whole.end())) else { continue };
        let word = whole.start()..colon.start();
        let letters: Vec<char> =
            stream.chars.get(word.clone()).unwrap_or_default().iter().copied().filter(|c| c.is_alphabetic()).collect();
        let capitalised = matches!(letters.as_slice(), [.., first, second] if !(first.is_uppercase() && second.is_uppercase()))
            && letters.first().is_some_and(|c| c.is_uppercase());
        // `Sở` folds as `Số` does.
        if letters.iter().any(|c| "ơờớởỡợƠỜỚỞỠỢ".contains(*c)) {
            continue;
        }
        let line = stream.lines.get(stream.line_at(whole.start().max(1))).cloned().unwrap_or_default();
        let line = if whole.start() < line.start || stream.folded.as_bytes().get(whole.start()) == Some(&b'\n') {
            stream.lines.get(stream.line_at(whole.start() + 1)).cloned().unwrap_or_default()
        } else {
            line
        };
        let before = stream.folded.get(line.start..whole.start().max(line.start)).unwrap_or_default();
        let at_line_start = !before.bytes().any(|b| b.is_ascii_alphanumeric());
        // The evidence shows the word too.
        let begins = whole.start()
            + stream
                .folded
                .get(whole.range())
                .map_or(0, |w| w.len() - w.trim_start_matches(|c: char| !c.is_ascii_alphanumeric()).len());
        own.range.start = begins;
        out.push(Candidate { own, colon: !colon.as_str().is_empty(), capitalised, at_line_start });
    }
    out
}

/// The number under the type name that stands on this line, as licences, contracts and minutes bear it: `GIẤY PHÉP XÂY DỰNG` /
/// `Số: 45/GPXD`.
pub(super) fn number_below(stream: &Stream, title: usize) -> Option<OwnNumber> {
    let from = stream.lines.get(title)?.end;
    let to = stream.lines.get((title + 5).min(stream.lines.len().checked_sub(1)?))?.end;
    numbers(stream)
        .into_iter()
        .find(|c| {
            (from..to).contains(&c.own.range.start)
                && c.at_line_start
                && c.colon
                && c.capitalised
                && c.own.symbol.as_deref().is_some_and(|s| !s.starts_with("VBHN"))
        })
        .map(|c| c.own)
}

/// `Số:` and its number may stand in neighbouring cells, or on both sides of a tab.
fn over_break(stream: &Stream, at: usize) -> usize {
    let rest = stream.folded.get(at..).unwrap_or_default();
    let blank = rest.len() - rest.trim_start_matches(' ').len();
    let next = rest.get(blank..).and_then(|r| r.strip_prefix('\n')).unwrap_or_default();
    let number = next.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start().starts_with(['/', '-']);
    if number { at + blank + 1 } else { at }
}

/// Why a candidate cannot be the page's own number.
fn fault(candidate: &Candidate, region: &Range<usize>, stream: &Stream) -> Option<&'static str> {
    let own = &candidate.own;
    // A bare number beside `ĐẾN` is the arrival number.
    let stamped = || {
        let from = own.range.start.saturating_sub(40);
        own.symbol.is_none() && stream.folded.get(from..own.range.start).is_some_and(|before| before.contains("den"))
    };
    if !region.contains(&own.range.start) {
        Some("outside-letterhead")
    } else if !(candidate.capitalised || candidate.colon) {
        Some("inside-sentence")
    } else if !(candidate.at_line_start || candidate.colon && candidate.capitalised) {
        Some("inside-line")
    } else if stamped() {
        Some("arrival-stamp")
    } else {
        None
    }
}

/// The page's own number: with symbol before without, with colon before without, then the first.
fn choose(numbers: Vec<Candidate>, region: &Range<usize>, stream: &Stream, trail: &mut Trail) -> Option<OwnNumber> {
    let (mut good, bad): (Vec<_>, Vec<_>) =
        numbers.into_iter().map(|c| (fault(&c, region, stream), c)).partition(|(fault, _)| fault.is_none());
    good.sort_by_key(|(_, c)| (c.own.symbol.is_none(), !c.colon, !c.capitalised, c.own.range.start));
    let mut good = good.into_iter();
    let chosen = good.next().map(|(_, c)| c.own);
    for (fault, lost) in good.chain(bad) {
        trail.lose_range(stream, "number", &lost.own.range, fault.unwrap_or("ranked-lower"));
    }
    chosen
}

/// The first line: up from the sign, over bodies, the number and its `V/v`.
fn start_of(stream: &Stream, lines: &[Line<'_>], anchor: usize, numbers: &[Candidate]) -> usize {
    let mut start = anchor;
    let numbered: Vec<usize> =
        numbers.iter().filter(|n| n.at_line_start && n.colon).map(|n| stream.line_at(n.own.range.start)).collect();
    for i in (anchor.saturating_sub(ABOVE)..anchor).rev() {
        let Some(line) = lines.get(i) else { break };
        if start - i > 8 || lines.get(anchor).is_some_and(|a| a.page != line.page) {
            break;
        }
        let body = stream.lines.get(i).is_some_and(|l| stream.is_capitals(l.clone())) && title::kind_of(stream, i).is_none();
        if body && (bodies::opening(line.text) != Opening::Rest || start - i == 1) || numbered.contains(&i) {
            start = i;
        }
    }
    start
}

/// The first line behind the letterhead.
fn stop_of(stream: &Stream, lines: &[Line<'_>], start: usize, anchor: usize) -> usize {
    let last = lines.len().min(anchor + BELOW);
    let mut about = false;
    for i in start..last {
        let Some(range) = stream.lines.get(i) else { return i };
        let text = stream.folded.get(range.clone()).unwrap_or_default();
        if title::kind_of(stream, i).is_some() && (i > anchor || start == anchor) && i > start {
            return i;
        }
        let day_line = text.len() < 70 && text.trim_start().starts_with("ngay");
        // `V/v` / `: Thực hiện …`
        let runs_on = stream.chars.get(range.start).is_some_and(|c| c.is_lowercase() || *c == ':');
        let opens = title::opens_body(text) && !day_line && (!runs_on || text.starts_with("kinh gui"));
        if i > anchor && (opens || is_heading(text)) {
            return i;
        }
        about = about && !is_rule(text) || text.contains("v/v") || text.starts_with("ve viec");
        let known = about
            || text.contains("ngay") && text.len() < 110
            || text.starts_with("so")
            || text.len() < 60
            || stream.is_capitals(range.clone());
        if i > anchor && !known {
            return i;
        }
    }
    last
}

/// `I. `, `I- `, `1. `, `A. `, `Điều 1`.
pub(super) fn is_heading(text: &str) -> bool {
    let label = text.split(['.', ' ', ')', '-']).next().unwrap_or_default();
    let after = text.get(label.len()..).unwrap_or_default();
    let roman = !label.is_empty() && label.len() <= 4 && label.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'));
    let digit = label.len() <= 2 && !label.is_empty() && label.bytes().all(|b| b.is_ascii_digit());
    (roman || digit) && after.starts_with(". ") || roman && after.starts_with("- ") || text.starts_with("dieu 1")
}

/// The date line with its place.
fn find_date(stream: &Stream, lines: &[Line<'_>], region: &Range<usize>, head: &mut Letterhead, trail: &mut Trail) {
    let mut best: Option<(u8, Range<usize>, Option<PartialDate>)> = None;
    for found in all(&DAY, &stream.folded).into_iter().filter(|r| region.contains(&r.start)) {
        let Some((end, date)) = day_line(stream, found.start) else {
            let line = stream.lines.get(stream.line_at(found.start)).map_or(found.end, |l| l.end);
            trail.lose_range(stream, "date", &(found.start..line), "no-date-line");
            continue;
        };
        let before = stream.folded.get(region.start..found.start).unwrap_or_default().trim_end_matches([' ', '\n', '.']);
        let rank = u8::from(!before.ends_with(','));
        if best.as_ref().is_none_or(|(r, ..)| rank < *r) {
            if let Some((_, lost, _)) = best.replace((rank, found.start..end, date)) {
                trail.lose_range(stream, "date", &lost, "ranked-lower");
            }
        } else {
            trail.lose_range(stream, "date", &(found.start..end), "ranked-lower");
        }
    }
    if best.is_none()
        && let Some(found) = all(&SHORT_DAY, &stream.folded).into_iter().find(|r| region.contains(&r.start))
    {
        let text = stream.text(found.start + 1..found.end);
        if let Some((date, _)) = dates::read_at(text.trim_start(), 0) {
            best = Some((0, found.start + 1..found.end, Some(date)));
        }
    }
    if best.is_none() {
        best = illegible_day(stream, region);
    }
    let Some((_, range, date)) = best else { return };
    let place = place_before(stream, lines, range.start, region.start, head);
    // A date without a place is one that the matter speaks of, unless all else of a letterhead is there.
    if place.is_none() && (date.is_none() || !head.signed) {
        return;
    }
    head.date_blank = date.is_none_or(|d| !d.is_full());
    head.date = date.map(|value| Read { value, range: range.clone() });
    head.place = place.map(|place| Read { range: place.range.start..range.end, ..place });
}

/// A date line behind a comma whose day cannot be read (a pen over the print): its year at the end of the line.
fn illegible_day(stream: &Stream, region: &Range<usize>) -> Option<(u8, Range<usize>, Option<PartialDate>)> {
    all(&DAY, &stream.folded).into_iter().filter(|r| region.contains(&r.start)).find_map(|day| {
        let line = stream.lines.get(stream.line_at(day.start))?;
        let before = stream.folded.get(line.start..day.start)?.trim_end();
        let text = stream.folded.get(day.start..line.end)?.trim_end_matches([' ', '.']);
        let year: u16 = text.get(text.len().checked_sub(4)?..)?.parse().ok().filter(|y| (1945..2100).contains(y))?;
        let short = text.len() < 45 && text.contains("thang");
        (before.ends_with(',') && short).then(|| (0, day.start..day.start + text.len(), PartialDate::year(year)))
    })
}

/// Reads `ngày … tháng … năm …` from its first character: its end, and the date if it is not wholly blank. Marks between the
/// words and figures do not matter (`ngày, 15 tháng 6`).
pub(super) fn day_line(stream: &Stream, start: usize) -> Option<(usize, Option<PartialDate>)> {
    let end = (start + 90).min(stream.chars.len());
    let text: String = stream.chars.get(start..end)?.iter().collect();
    if let Some((date, bytes)) = dates::read_at(&text, 0) {
        let count = text.get(..bytes)?.chars().count();
        return Some((start + count, Some(date)));
    }
    let folded = stream.folded.get(start..end)?;
    let month = folded.get(..40.min(folded.len()))?.find("thang")?;
    let year = folded.get(month..(month + 30).min(folded.len()))?.find("nam")?;
    let blank = |s: &str| !s.bytes().any(|b| b.is_ascii_alphabetic());
    let (days, months) = (folded.get(4..month)?, folded.get(month + 5..month + year)?);
    if !(blank(days) && blank(months)) {
        return None;
    }
    let end = month + year + 3;
    let figures = |s: &str| s.chars().filter(char::is_ascii_digit).collect::<String>();
    let after = folded.get(end..)?;
    let lead = after.len() - after.trim_start_matches([' ', '.', ',']).len();
    let years: String = after.get(lead..)?.chars().take_while(char::is_ascii_digit).collect();
    let date = match (figures(days).parse(), figures(months).parse(), years.len() == 4) {
        (Ok(d), Ok(m), true) => years.parse().ok().and_then(|y| PartialDate::day(y, m, d)),
        _ => None,
    };
    Some((start + if date.is_some() { end + lead + 4 } else { end }, date))
}

/// The place in front of a date: the words before the comma, back to the beginning of the cell or to what is known otherwise.
fn place_before(stream: &Stream, lines: &[Line<'_>], day: usize, from: usize, head: &Letterhead) -> Option<Read<String>> {
    let mut end = day;
    let mut comma = false;
    while let Some(c) = end.checked_sub(1).and_then(|i| stream.chars.get(i)) {
        if !(c.is_whitespace() || matches!(c, ',' | '.' | '*' | ';' | '…')) || end <= from {
            break;
        }
        comma |= *c == ',';
        end -= 1;
    }
    // Back over words with capitals, and over the small words that places have.
    let number = head.number.as_ref().map(|n| n.range.clone()).unwrap_or_default();
    let mut start = end;
    let mut words = 0;
    let mut at = end;
    // Where the place began before a line break was crossed: the line above belongs to it only as a whole.
    let mut crossed: Option<usize> = None;
    while words < 7 && at > from {
        let Some(word_end) = (from..at).rev().find(|i| stream.chars.get(*i).is_some_and(|c| !c.is_whitespace() && *c != '*'))
        else {
            break;
        };
        let word_start = (from..=word_end)
            .rev()
            .take_while(|i| stream.chars.get(*i).is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '\'' | '-' | '–')))
            .last();
        let Some(word_start) = word_start else { break };
        // A line break ends the place unless the words run on in one block and are set alike.
        let here = stream.line_at(word_start);
        let there = stream.line_at(start.min(day));
        let other_block = lines.get(here).zip(lines.get(there)).is_some_and(|(a, b)| a.block != b.block);
        let shouts = |line: usize| stream.lines.get(line).is_some_and(|l| stream.is_capitals(l.clone()));
        let broken = here != there && (other_block || start == end && !comma || shouts(here) && !shouts(there) && start < end);
        if word_end < number.end && word_end >= number.start || broken {
            break;
        }
        if here != there {
            if crossed.is_some() {
                break;
            }
            crossed = Some(start);
        }
        let word: String = stream.chars.get(word_start..=word_end)?.iter().collect();
        let folded = stream.folded.get(word_start..=word_end)?;
        let small =
            matches!(folded, "tinh" | "thanh" | "pho" | "huyen" | "quan" | "thi" | "xa" | "phuong" | "tran" | "dac" | "khu");
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        let digits = word.bytes().all(|b| b.is_ascii_digit()) && words == 0 && word.len() <= 2;
        if !(capital || small || digits || word == "-" || word == "–") || folded.contains("so:") {
            break;
        }
        words += 1;
        start = word_start;
        at = word_start;
    }
    if let Some(below) = crossed {
        let line = stream.lines.get(stream.line_at(start)).map_or(start, |l| l.start);
        let before = stream.folded.get(line.max(number.end).min(start)..start).unwrap_or_default();
        if before.bytes().any(|b| b.is_ascii_alphanumeric()) {
            start = below;
        }
    }
    let value = stream.text(start..end).trim_matches(['-', '–', '.', ' ', ',']).to_owned();
    if value.is_empty() || !comma && words > 4 {
        return None;
    }
    let value = bodies::normalise_place(&value);
    bodies::may_be_place(&value).then_some(Read { value, range: start..end })
}

/// `V/v …` under the number, over the lines of its column.
fn find_about(stream: &Stream, lines: &[Line<'_>], start: usize, stop: usize, taken: &[bool], head: &mut Letterhead) {
    let Some(region) = stream.lines.get(start).zip(stream.lines.get(stop - 1)).map(|(a, b)| a.start..b.end) else { return };
    let numbered = head.number.as_ref().map_or(region.start, |n| n.range.end);
    let found = all(&ABOUT, &stream.folded)
        .into_iter()
        .find(|r| region.contains(&r.end) || region.end == r.end)
        .or_else(|| all(&ABOUT_LONG, &stream.folded).into_iter().find(|r| region.contains(&r.end) && r.start >= numbered))
        .or_else(|| {
            let below = stream.line_at(head.number.as_ref()?.range.start) + 1;
            let small = |r: &Range<usize>| stream.chars.get(r.start) == Some(&'v') && stream.line_at(r.start) == below;
            all(&ABOUT_SMALL, &stream.folded).into_iter().find(|r| region.contains(&r.end) && small(r))
        });
    let Some(found) = found else { return };
    let first = stream.line_at(found.end);
    let items: Vec<Range<usize>> =
        head.place.iter().map(|p| p.range.clone()).chain(head.date.iter().map(|d| d.range.clone())).collect();
    let mut value = String::new();
    let mut end = found.end;
    for i in first..stop {
        let (Some(range), Some(line), Some(opener)) = (stream.lines.get(i), lines.get(i), lines.get(first)) else { break };
        let begin = if i == first { found.end } else { range.start };
        let cut = items.iter().filter(|r| r.start >= begin && r.start < range.end).map(|r| r.start).min().unwrap_or(range.end);
        let text = stream.text(begin..cut);
        if i > first {
            let folded = stream.folded.get(range.clone()).unwrap_or_default();
            if is_rule(&text) && !text.is_empty() {
                break;
            }
            let known = taken.get(range.clone()).is_some_and(|t| t.iter().all(|t| *t));
            if text.is_empty() || known || !line.shares_column(opener) {
                continue;
            }
            let same_block = line.block == opener.block || lines.get(i - 1).is_some_and(|b| b.block == line.block);
            let small = text.chars().next().is_some_and(|c| c.is_lowercase() || c.is_ascii_digit());
            let country = all(&COUNTRY, folded).into_iter().chain(all(&MOTTO, folded)).next().is_some();
            let runs_on = text.chars().next().is_some_and(char::is_lowercase);
            if country
                || title::opens_body(folded) && !runs_on
                || !(same_block || small || is_open(&value))
                || stream.is_capitals(range.clone()) && text.len() > 12
            {
                if country {
                    continue;
                }
                break;
            }
        }
        if !value.is_empty() && !text.is_empty() {
            value.push(' ');
        }
        value.push_str(&text);
        end = cut.max(end);
    }
    let value = title::clean_subject(&value);
    if !value.is_empty() {
        head.about = Some(Read { value, range: found.start..end });
    }
}

/// Does a line break off where a sentence cannot end?
fn is_open(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or_default();
    text.ends_with([',', '-', '–', '“'])
        || matches!(last, "và" | "của" | "về" | "tại" | "số" | "ngày" | "các" | "cho" | "tỉnh" | "xã" | "với")
}

/// The lines that name bodies, in order: left of the columns, in front of the number.
fn find_bodies(
    stream: &Stream,
    lines: &[Line<'_>],
    start: usize,
    stop: usize,
    taken: &[bool],
    head: &Letterhead,
) -> Vec<(Read<String>, bool)> {
    let before_number = head.number.as_ref().map_or(usize::MAX, |n| n.range.start);
    let before_about = head.about.as_ref().map_or(usize::MAX, |a| a.range.start);
    let mut out: Vec<(Read<String>, bool)> = Vec::new();
    for i in start..stop {
        let (Some(range), Some(line)) = (stream.lines.get(i), lines.get(i)) else { break };
        let free = |at: &usize| !taken.get(*at).copied().unwrap_or(false);
        let Some(begin) = range.clone().find(free) else { continue };
        let end = (begin..range.end).find(|at| !free(at)).unwrap_or(range.end);
        if begin >= before_number || begin >= before_about {
            break;
        }
        let end = end.min(before_number);
        let value = stream.text(begin..end);
        let broken_off = value.trim_end_matches(|c: char| c.is_whitespace() || c == '*').chars().next_back();
        let value = value.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, ')' | '(')).to_owned();
        let value = bodies::unglued(&value).unwrap_or(value);
        let folded = stream.folded.get(begin..end).unwrap_or_default().trim();
        if ["bang ", "danh sach", "danh muc", "bieu ", "don "].iter().any(|p| folded.starts_with(p)) {
            break;
        }
        if folded.starts_with("van ban hop nhat") {
            // Gazettes: `VĂN BẢN HỢP NHẤT - BỘ TÀI CHÍNH`.
            let rest = value.split_once(['-', '–']).map(|(_, r)| r.trim().to_owned()).unwrap_or_default();
            if !rest.is_empty() {
                out.push((Read { value: rest, range: begin..end }, line.bold));
            }
            continue;
        }
        if value.chars().filter(|c| c.is_alphabetic()).count() < 2 || super::marks::is_mark(folded) || is_chrome(folded) {
            continue;
        }
        let whole_name = || bodies::read_at(&value, 0).is_some_and(|(name, _)| name.len() * 10 >= value.len() * 8);
        if stream.is_capitals(begin..end) || out.is_empty() && whole_name() {
            // What ties a line to the next stays with it: `BỘ TÀI CHÍNH -`, `CỤC ĐỔI MỚI,`.
            let tie = match broken_off {
                Some(',') => ",",
                Some('-' | '–') => " -",
                _ => "",
            };
            out.push((Read { value: format!("{value}{tie}"), range: begin..end }, line.bold));
        }
    }
    out
}

/// Is one of these lines the Youth Union's name, and no more?
fn names_union(stream: &Stream, lines: Range<usize>) -> bool {
    let lines = stream.lines.get(lines).into_iter().flatten();
    lines.filter_map(|line| stream.folded.get(line.clone())).any(|line| line.trim_matches(['*', '_', ' ']) == YOUTH_UNION)
}

/// What stands in the place of the quốc hiệu over papers of the Youth Union.
const YOUTH_UNION: &str = "doan tncs ho chi minh";

/// Lines in capitals beside a letterhead that name nobody.
fn is_chrome(folded: &str) -> bool {
    [
        "du thao",
        "ban sao",
        "sao y",
        "mau so",
        "mau ",
        "phu luc",
        "cong bao",
        "van ban quy pham phap luat",
        "van ban phap luat khac",
        "phan van ban",
        "cong thong tin dien tu",
        "hoa toc",
        "den ",
        YOUTH_UNION,
    ]
    .iter()
    .any(|p| folded.starts_with(p) && (p.ends_with(' ') || folded.len() < p.len() + 14))
        || folded == "den"
}

/// Puts lines together to bodies, and bodies to upper and issuing body.
fn place_bodies(lines: Vec<(Read<String>, bool)>, head: &mut Letterhead, stream: &Stream, trail: &mut Trail) {
    let mut bodies: Vec<Read<String>> = Vec::new();
    // Do dashes at the ends of lines part the bodies of a joint paper?
    let mut dashed = false;
    let mut open = false;
    let mut was_bold = None;
    let mut line_before = String::new();
    let mut marked = false;
    for (mut line, bold) in lines {
        if let Some(names) = behind_joint_mark(&line.value) {
            marked = true;
            line.value = names;
            if line.value.is_empty() {
                continue;
            }
        }
        // A congress is a body only where it writes.
        let opening = match crate::extract::fold::fold(&line.value).as_str() {
            "dai hoi" | "dai hoi dai bieu" | "dai hoi dai bieu toan quoc" => Opening::Bare,
            congress if congress.starts_with("dai hoi ") => Opening::Body,
            _ => bodies::opening(&line.value),
        };
        let changes = was_bold.is_some_and(|b: bool| b != bold) && opening != Opening::Rest;
        let torn = !line_before.is_empty() && bodies::runs_over(&line_before, &line.value);
        // What stands under a mark (`LIÊN NGÀNH`) names bodies.
        let own = marked || !open && bodies::stands_under(&line_before, &line.value);
        let joins = !bodies.is_empty() && (torn || (open || opening == Opening::Rest) && !changes) && !own;
        dashed |= opening != Opening::Rest && line_before.ends_with('-');
        marked = false;
        line_before.clone_from(&line.value);
        open = opening == Opening::Bare || ends_open(&line.value);
        was_bold = Some(bold);
        match bodies.last_mut().filter(|_| joins) {
            Some(last) => {
                last.value.push(' ');
                last.value.push_str(&line.value);
                last.range.end = line.range.end;
            }
            None => bodies.push(line),
        }
    }
    // Without a number, words that no body begins with name none.
    if head.number.is_none() {
        bodies.retain(|b| bodies::opening(&b.value) != Opening::Rest);
    }
    // Gazettes print the body once more over the letterhead.
    bodies.dedup_by(|a, b| letters_of(&a.value) == letters_of(&b.value));
    for body in &mut bodies {
        body.value.truncate(body.value.trim_end_matches([' ', ',', '-', '–']).len());
    }
    let joint = head
        .number
        .as_ref()
        .and_then(|n| n.symbol.as_deref())
        .is_some_and(|s| ["TTLT", "NQLT", "KHLT", "TTLB"].iter().any(|p| s.contains(p)));
    if joint && bodies.len() > 1 {
        let names: Vec<String> = bodies.iter().map(|b| b.value.trim_matches(['-', '–', ' ']).to_owned()).collect();
        let range = bodies.first().zip(bodies.last()).map(|(a, b)| a.range.start..b.range.end).unwrap_or_default();
        bodies = vec![Read { value: names.join(if dashed { " " } else { " - " }), range }];
    }
    for body in &mut bodies {
        body.value = bodies::normalise_case(&body.value);
    }
    head.issuer = bodies.pop();
    // The Youth Union's own centre, not the Party's, where the right column names the Union.
    if let Some(issuer) = head.issuer.as_mut().filter(|i| crate::extract::fold::fold(&i.value) == "ban chap hanh trung uong")
        && names_union(stream, head.start..head.end)
    {
        issuer.value.push_str(" Đoàn TNCS Hồ Chí Minh");
    }
    head.parent = bodies.pop();
    if let Some(parent) = &head.parent {
        trail.lose_range(stream, "issuer", &parent.range, "upper-body");
    }
    for body in bodies {
        trail.lose_range(stream, "issuer", &body.range, "above-upper-body");
        trail.lose_range(stream, "parent", &body.range, "above-upper-body");
    }
}

/// The bodies of a joint paper behind the mark of it, each written out: `LIÊN NGÀNH: SỞ Y TẾ - CÔNG AN TỈNH`, `LIÊN SỞ: NỘI VỤ - TÀI
/// CHÍNH` → `SỞ NỘI VỤ - SỞ TÀI CHÍNH`; empty where they stand in the next line.
fn behind_joint_mark(line: &str) -> Option<String> {
    let line = line.strip_prefix("LIÊN ")?;
    let (word, rest) = ["NGÀNH", "SỞ", "BỘ"].iter().find_map(|w| Some((*w, line.strip_prefix(w)?)))?;
    let names = rest.trim_start_matches(|c: char| !c.is_alphabetic());
    if names.len() == rest.len() && !names.is_empty() {
        return None;
    }
    if word == "NGÀNH" {
        return Some(names.to_owned());
    }
    // The dash stands within the names of some.
    let marks: &[char] = if names.contains(',') { &[','] } else { &['-', '–'] };
    let each = names.split(marks).map(str::trim).filter(|name| !name.is_empty());
    let each = each.map(|name| if name.starts_with(word) { name.to_owned() } else { format!("{word} {name}") });
    Some(each.collect::<Vec<_>>().join(" - "))
}

/// A name's letters alone.
fn letters_of(name: &str) -> String {
    crate::extract::fold::tone_key(name).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Does a line of a body's name break off in the middle?
fn ends_open(line: &str) -> bool {
    let last = line.rsplit(' ').next().unwrap_or_default().to_lowercase();
    line.ends_with(['-', '–', ',', '&']) || matches!(last.as_str(), "và" | "của" | "thuộc" | "các" | "về")
}
