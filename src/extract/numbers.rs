//! The grammar of document numbers (số và ký hiệu): what is a number, where it ends, and what only looks like one.
//!
//! Five families, after NĐ 30/2020 Phụ lục I, the rules of Party bodies, and the forms of before 2000 that archives hold:
//! 1. `59/2019/NĐ-CP`, `45/2019/QH14`, `66.7/2025/NQ-CP`: ordinal, year, symbol;
//! 2. `16/KH-UBND`, `1096/UBND`, `18/KH/TĐTN-CTĐTTN`, `73/CP`: ordinal, symbol;
//! 3. `12-KH/HU`, `435-KH/TĐTN-CTĐ&TTN`, `42-LCT/HĐNN8`: the Party's form, hyphen first;
//! 4. a bare ordinal, or one with a year alone (`16/2025`); only words around it can tell (`read` and [`of_year`] give it, the
//!    caller decides);
//! 5. `15-TTg`, `24-CP`: old numbers of a closed list of bodies; of any other body (`130-XYZ`, `130 XYZ`) only the words around
//!    them can tell ([`of_old_form`]).
//!
//! Blanks and one line break may stand beside dashes and slashes, look-alike dashes and slashes count, a letter may follow the
//! ordinal (`08a`, `05bis`, `73A`). Of a number whose hyphen behind the ordinal was left out (`22KH/TU`) only the words around it
//! can tell ([`glued`]).

use std::ops::Range;

/// A number in a text; ranges are bytes of that text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// All of it.
    pub range: Range<usize>,
    /// The ordinal with its suffix: `08a`.
    pub ordinal: Range<usize>,
    /// The year that it carries.
    pub year: Option<u16>,
    /// The symbol as written, blanks and odd dashes included; empty for a bare ordinal.
    pub symbol: Range<usize>,
    /// Of the Party's form, hyphen first.
    pub party: bool,
}

impl Number {
    /// Has it no symbol?
    #[must_use]
    pub fn is_bare(&self) -> bool {
        self.symbol.is_empty()
    }

    /// The ordinal as the model keeps it.
    #[must_use]
    pub fn ordinal_text(&self, text: &str) -> String {
        text.get(self.ordinal.clone()).unwrap_or_default().chars().filter(|c| !c.is_whitespace()).collect()
    }

    /// The symbol as the model keeps it: no blanks, plain dashes and slashes.
    #[must_use]
    pub fn symbol_text(&self, text: &str) -> Option<String> {
        let raw = text.get(self.symbol.clone()).unwrap_or_default();
        let mut out = String::with_capacity(raw.len());
        for c in raw.chars() {
            match c {
                c if c.is_whitespace() || c == '*' => {}
                '\u{2010}'..='\u{2015}' | '\u{2212}' => out.push('-'),
                '\u{2044}' | '\u{2215}' | '\u{ff0f}' => out.push('/'),
                c => out.push(c),
            }
        }
        (!out.is_empty()).then_some(out)
    }
}

/// Bodies whose old numbers are an ordinal, a hyphen and the body alone.
const OLD_BODIES: [&str; 16] =
    ["CP", "CT", "TTg", "HĐBT", "HĐCP", "SL", "SLt", "LCT", "TW", "TƯ", "TU", "BT", "CTN", "UBTVQH", "QH", "VPCP"];

/// An ordinal that is followed by a symbol has no more digits.
const LONGEST_ORDINAL: usize = 6;

/// Longest symbol that is read, in bytes: the longest known is under 60.
const LONGEST: usize = 120;

/// Does a run of digits that may open a number begin at `at`? Refuses the tail of a longer word, number, date or fraction.
#[must_use]
pub fn may_begin(bytes: &[u8], at: usize) -> bool {
    if !bytes.get(at).is_some_and(u8::is_ascii_digit) {
        return false;
    }
    let Some(before) = at.checked_sub(1).and_then(|i| bytes.get(i)) else { return true };
    match before {
        b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'/' | b'.' | b',' | b'-' | b'_' | b'%' | b'+' => false,
        b':' => !at.checked_sub(2).and_then(|i| bytes.get(i)).is_some_and(u8::is_ascii_digit),
        // The last byte of a letter outside ASCII, of a dash or of a raised digit; quotes and blanks may stand there.
        0x80.. => {
            let start = at.saturating_sub(3);
            let tail = bytes.get(start..at).unwrap_or_default();
            matches!(tail, [0xE2, 0x80, 0x98..=0x9F | 0xA6] | [.., 0xC2, 0xA0 | 0xAB])
        }
        _ => true,
    }
}

/// Reads the number whose first digit stands at `at`; [`may_begin`] must hold.
///
/// Gives a bare ordinal if no symbol follows; `None` where what follows shows that this is no number of a document (a date, a
/// fraction, a decimal).
#[must_use]
pub fn read(text: &str, at: usize) -> Option<Number> {
    let bytes = text.as_bytes();
    let digits_end = digits(bytes, at);
    if digits_end - at > 13 {
        return None;
    }
    let long = digits_end - at > LONGEST_ORDINAL;
    // 66.7/2025/NQ-CP: one or two digits after a point belong to the ordinal.
    let mut end = digits_end;
    if bytes.get(end) == Some(&b'.') {
        let more = digits(bytes, end + 1);
        let many = more - end - 1;
        if many == 1 || many == 2 {
            end = more;
        } else if many >= 3 {
            return None;
        }
    }
    let dotted = end > digits_end;
    let suffix = suffix(bytes, end);
    if bytes.get(suffix).is_some_and(u8::is_ascii_alphanumeric) || (suffix > end && letter_at(text, suffix)) {
        return None;
    }
    let ordinal = at..suffix;
    if !long {
        if let Some(number) = with_year(text, &ordinal, dotted) {
            return Some(number);
        }
        if let Some(after) = slash(text, suffix)
            && let Some((symbol, _)) = symbol(text, after, false)
        {
            return Some(Number { range: at..symbol.end, ordinal, year: None, symbol, party: false });
        }
        if let Some(after) = dash(text, suffix) {
            if let Some((symbol, slashes)) = symbol(text, after, true) {
                let code = text.get(symbol.clone()).unwrap_or_default();
                if slashes > 0 || OLD_BODIES.contains(&code) {
                    return Some(Number { range: at..symbol.end, ordinal, year: None, symbol, party: slashes > 0 });
                }
            }
            return None;
        }
    }
    // A capital belongs to an ordinal only in front of its symbol.
    if text.get(end..suffix).is_some_and(|letter| letter.starts_with(char::is_uppercase)) {
        return None;
    }
    // A bare ordinal ends here; a slash, a comma or a point with a digit after it shows a fraction, a date or a decimal.
    let next = bytes.get(suffix);
    let then = bytes.get(suffix + 1);
    if matches!(next, Some(b'/' | b'.' | b',' | b':')) && then.is_some_and(u8::is_ascii_digit) || next == Some(&b'%') || dotted {
        return None;
    }
    if slash(text, suffix).is_some_and(|after| bytes.get(after).is_some_and(u8::is_ascii_digit)) {
        return None;
    }
    Some(Number { range: at..suffix, symbol: suffix..suffix, ordinal, year: None, party: false })
}

/// A number whose symbol stands behind its ordinal in a form of before 2005, and how sure that is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OldForm {
    /// All of it.
    pub number: Number,
    /// Has its symbol a slash? One without could be any letters behind a figure.
    pub slashed: bool,
}

/// `130-XYZ`, `04 TC/TCT`, `264 QĐ.UB`: the number at `at` whose symbol stands behind a dash without a slash, or behind a blank;
/// `bare` is what [`read`] gives there. Only the words around it can tell that it is one.
#[must_use]
pub fn of_old_form(text: &str, at: usize, bare: Option<&Number>) -> Option<OldForm> {
    let bytes = text.as_bytes();
    let ordinal = match bare {
        Some(number) if number.is_bare() => number.ordinal.clone(),
        Some(_) => return None,
        None => {
            let digits_end = digits(bytes, at);
            at..suffix(bytes, digits_end)
        }
    };
    let join = bytes.get(ordinal.end..).map_or(0, |rest| if rest.starts_with(b" ") { 1 } else { dash_len(bytes, ordinal.end) });
    if join == 0 || digits(bytes, at) - at > LONGEST_ORDINAL {
        return None;
    }
    let (symbol, slashes) = symbol(text, ordinal.end + join, false)?;
    let number = Number { range: at..symbol.end, ordinal, year: None, symbol, party: false };
    Some(OldForm { number, slashed: slashes > 0 })
}

/// `16/2025`: an ordinal with its year and no symbol, as people write a well-known document; `at` is its first digit. Only the
/// words around it can tell it from a month or a fraction.
#[must_use]
pub fn of_year(text: &str, at: usize) -> Option<Number> {
    let bytes = text.as_bytes();
    let end = digits(bytes, at);
    let year_end = digits(bytes, end + 1);
    let value = text.get(end + 1..year_end)?.parse::<u16>().ok().filter(|year| (1945..=2100).contains(year))?;
    let goes_on = match bytes.get(year_end) {
        Some(b'/' | b'%' | b':' | b'_') => true,
        Some(b'.' | b',') => bytes.get(year_end + 1).is_some_and(u8::is_ascii_digit),
        _ => letter_at(text, year_end) || dash_len(bytes, year_end) > 0,
    };
    let whole = bytes.get(end) == Some(&b'/') && year_end - end == 5 && end - at <= LONGEST_ORDINAL && !goes_on;
    whole.then_some(Number { range: at..year_end, ordinal: at..end, year: Some(value), symbol: year_end..year_end, party: false })
}

/// `22KH/TU`, `22QĐ-UBND`: the number at `at` whose symbol clings to its ordinal.
#[must_use]
pub fn glued(text: &str, at: usize) -> Option<Number> {
    let bytes = text.as_bytes();
    let end = digits(bytes, at);
    let (symbol, slashes) = symbol(text, end, true)?;
    let joined = text.get(symbol.clone())?.contains(['-', '/']);
    let whole = joined && end - at <= LONGEST_ORDINAL;
    whole.then_some(Number { range: at..symbol.end, ordinal: at..end, year: None, symbol, party: slashes > 0 })
}

/// Family 1, and its misprint with a point for the first slash (`66.4.2025/NQ-CP`).
fn with_year(text: &str, ordinal: &Range<usize>, dotted: bool) -> Option<Number> {
    let bytes = text.as_bytes();
    let after_first = match slash(text, ordinal.end) {
        Some(after) => after,
        None if dotted && bytes.get(ordinal.end) == Some(&b'.') => ordinal.end + 1,
        None => return None,
    };
    // 47/54/NHS of before 2000: the second number is no year, but part of the ordinal.
    let mut second = digits(bytes, after_first);
    let mut value = bytes.get(after_first..second)?;
    // A year that was torn: `149/201 6/NĐ-CP`.
    let whole: Vec<u8>;
    if (1..=3).contains(&value.len()) && matches!(value, [b'1' | b'2', ..]) && bytes.get(second) == Some(&b' ') {
        let end = digits(bytes, second + 1);
        let rest = bytes.get(second + 1..end)?;
        if value.len() + rest.len() == 4 {
            whole = [value, rest].concat();
            value = &whole;
            second = end;
        }
    }
    let year = match value.len() {
        4 => std::str::from_utf8(value).ok()?.parse::<u16>().ok().filter(|y| (1945..=2100).contains(y)),
        1..=3 if ordinal.len() <= 3 => None,
        _ => return None,
    };
    if year.is_none() && value.len() == 4 {
        return None;
    }
    let after = slash(text, second)?;
    let (symbol, _) = symbol(text, after, false)?;
    let ordinal = if year.is_some() { ordinal.clone() } else { ordinal.start..second };
    Some(Number { range: ordinal.start..symbol.end, ordinal, year, symbol, party: false })
}

/// The first ASCII digit from `at` on.
pub(super) fn next_digit(bytes: &[u8], at: usize) -> Option<usize> {
    /// So many bytes are looked at at once.
    const BLOCK: usize = 64;
    let rest = bytes.get(at..)?;
    let (blocks, _) = rest.as_chunks::<BLOCK>();
    let without = |block: &&[u8; BLOCK]| !block.iter().fold(false, |any, byte| any | byte.is_ascii_digit());
    let from = blocks.iter().take_while(without).count() * BLOCK;
    Some(at + from + rest.get(from..)?.iter().position(u8::is_ascii_digit)?)
}

/// The end of the run of ASCII digits at `at`.
pub(super) fn digits(bytes: &[u8], at: usize) -> usize {
    bytes.get(at..).map_or(at, |rest| at + rest.iter().take_while(|b| b.is_ascii_digit()).count())
}

/// The end of a letter suffix of the ordinal: `a`, `đ`, `bis`, `A`.
fn suffix(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    let len = match rest {
        [b'b', b'i', b's', ..] => 3,
        [b'a'..=b'z' | b'A'..=b'Z', ..] => 1,
        [0xC4, 0x90 | 0x91, ..] => 2,
        _ => 0,
    };
    at + len
}

fn letter_at(text: &str, at: usize) -> bool {
    text.get(at..).and_then(|t| t.chars().next()).is_some_and(char::is_alphabetic)
}

/// Skips blanks, emphasis stars and at most one line break, few of them.
fn blanks(bytes: &[u8], at: usize) -> usize {
    let mut breaks = 0;
    let mut i = at;
    while i - at < 6 {
        match bytes.get(i) {
            Some(b' ' | b'*') => i += 1,
            Some(b'\n') if breaks == 0 => {
                breaks = 1;
                i += 1;
            }
            _ => break,
        }
    }
    // Two line breaks part paragraphs: nothing joins over them.
    if bytes.get(i) == Some(&b'\n') { at } else { i }
}

/// The length of a slash or one of its look-alikes at `at`.
fn slash_len(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at..).unwrap_or_default() {
        [b'/', ..] => 1,
        [0xE2, 0x81, 0x84, ..] | [0xE2, 0x88, 0x95, ..] | [0xEF, 0xBC, 0x8F, ..] => 3,
        _ => 0,
    }
}

/// The length of a dash or one of its look-alikes at `at`.
pub(super) fn dash_len(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at..).unwrap_or_default() {
        [b'-', ..] => 1,
        [0xE2, 0x80, 0x90..=0x95, ..] | [0xE2, 0x88, 0x92, ..] => 3,
        _ => 0,
    }
}

/// A slash after optional blanks: where what follows it begins.
fn slash(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let on = blanks(bytes, at);
    let len = slash_len(bytes, on);
    (len > 0).then(|| blanks(bytes, on + len))
}

/// A dash after optional blanks: where what follows it begins. No line break may stand before it (that is a list's dash).
fn dash(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let on = blanks(bytes, at);
    if bytes.get(at..on)?.contains(&b'\n') {
        return None;
    }
    let len = dash_len(bytes, on);
    (len > 0).then(|| blanks(bytes, on + len))
}

/// Reads a symbol: letter groups joined by dashes and slashes. `hyphened`: a hyphen came first (the Party's form).
/// Gives its range and its number of slashes.
fn symbol(text: &str, at: usize, hyphened: bool) -> Option<(Range<usize>, usize)> {
    let bytes = text.as_bytes();
    let first = group(text, at, true)?;
    let (mut end, mut groups, mut slashes) = (first, 1, 0);
    while end - at < LONGEST {
        let on = blanks(bytes, end);
        let (slash, dash) = (slash_len(bytes, on), dash_len(bytes, on));
        let join = slash.max(dash);
        if join == 0 {
            break;
        }
        let after = blanks(bytes, on + join);
        let before_blank = on > end;
        let after_blank = after > on + join;
        let gap = bytes.get(end..on).unwrap_or_default();
        if gap.contains(&b'\n') && (after_blank || groups > 1) {
            break;
        }
        // A dash between blanks after a whole symbol is a dash of the sentence: `16/KH-UBND - UBND tỉnh`.
        let whole = if hyphened { slashes > 0 } else { groups > 1 };
        if before_blank && after_blank && whole {
            break;
        }
        let Some(next) = group(text, after, before_blank || after_blank).or_else(|| internal(text, after)) else {
            break;
        };
        end = next;
        groups += 1;
        slashes += usize::from(slash > 0);
    }
    Some((at..end, slashes))
}

/// `/nb` (nội bộ) at the end of a Party symbol.
fn internal(text: &str, at: usize) -> Option<usize> {
    (text.get(at..at + 2) == Some("nb") && !letter_at(text, at + 2)).then_some(at + 2)
}

/// Reads one letter group of a symbol: it begins with a capital, has no toned letter, and is followed by no letter.
/// `strict`: it must look like letters of a code, not like a word (`Ban`, `Nay`).
fn group(text: &str, at: usize, strict: bool) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut end = at;
    let (mut capitals, mut small, mut figures) = (0, 0, 0);
    loop {
        let len = match bytes.get(end..).unwrap_or_default() {
            [b'A'..=b'Z', ..] => {
                capitals += 1;
                1
            }
            // Đ, Ă; Â Ê Ô; Ơ Ư.
            [0xC4, 0x90 | 0x82, ..] | [0xC3, 0x82 | 0x8A | 0x94, ..] | [0xC6, 0xA0 | 0xAF, ..] => {
                capitals += 1;
                2
            }
            [b'a'..=b'z', ..] if end > at => {
                small += 1;
                1
            }
            [0xC4, 0x91 | 0x83, ..] | [0xC3, 0xA2 | 0xAA | 0xB4, ..] | [0xC6, 0xA1 | 0xB0, ..] if end > at => {
                small += 1;
                2
            }
            [b'0'..=b'9', ..] if end > at => {
                figures += 1;
                1
            }
            [b'&' | b'_' | b'+', next, rest @ ..] if end > at && starts_group(*next, rest) => 1,
            // `QLN& TTBĐS`: a blank that slipped in before letters of a code.
            [b'&', b' ', rest @ ..] if end > at && starts_code(rest) => 2,
            // `KCN &KCX`, `KHCN & MT`
            [b' ', b'&', rest @ ..] if end > at && ends_code(rest.strip_prefix(b" ").unwrap_or(rest)) => {
                if rest.first() == Some(&b' ') { 3 } else { 2 }
            }
            // `TT .HĐND`: a blank that slipped in before the point.
            [b' ', b'.', rest @ ..] if end > at && starts_code(rest) && after_point(bytes, end + 2) => 2,
            // QĐ.UB, NV.IV, L.12: a point inside, when what follows is capitals or figures to its end.
            [b'.', ..] if end > at && after_point(bytes, end + 1) => 1,
            _ => break,
        };
        end += len;
        if end - at > LONGEST {
            return None;
        }
    }
    if end == at || letter_at(text, end) {
        return None;
    }
    let code = capitals >= 2 || (capitals == 1 && small == 0 && (bytes.get(end) == Some(&b'-') || !strict));
    let known = matches!(text.get(at..end), Some("Tg" | "Tr" | "TTrinh"));
    ((code && capitals >= small) || known || (!strict && capitals + figures >= small)).then_some(end)
}

/// Do two capitals follow each other here?
fn starts_code(bytes: &[u8]) -> bool {
    let width = |b: &[u8]| match b {
        [b'A'..=b'Z', ..] => 1,
        [first, rest @ ..] if starts_group(*first, rest) => 2,
        _ => 0,
    };
    let first = width(bytes);
    first > 0 && bytes.get(first..).is_some_and(|rest| width(rest) > 0)
}

/// Do capitals stand here that end a symbol, and do not announce the next number (`& BC số 5`)?
fn ends_code(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while let [next, behind @ ..] = rest
        && starts_group(*next, behind)
    {
        rest = if next.is_ascii() { behind } else { behind.get(1..).unwrap_or_default() };
    }
    let announces = || rest.starts_with(" số".as_bytes()) || matches!(rest, [b' ', b'0'..=b'9', ..]);
    starts_code(bytes) && !announces()
}

fn starts_group(next: u8, rest: &[u8]) -> bool {
    match next {
        b'A'..=b'Z' => true,
        0xC4 => matches!(rest, [0x90 | 0x82, ..]),
        0xC3 => matches!(rest, [0x82 | 0x8A | 0x94, ..]),
        0xC6 => matches!(rest, [0xA0 | 0xAF, ..]),
        _ => false,
    }
}

/// Is what follows a point inside a group capitals or figures up to its end?
fn after_point(bytes: &[u8], at: usize) -> bool {
    let mut i = at;
    loop {
        match bytes.get(i..).unwrap_or_default() {
            [b'A'..=b'Z' | b'0'..=b'9', ..] => i += 1,
            [0xC4, 0x90 | 0x82, ..] | [0xC3, 0x82 | 0x8A | 0x94, ..] | [0xC6, 0xA0 | 0xAF, ..] => i += 2,
            [b'a'..=b'z' | 0xC2.., ..] => return false,
            _ => return i > at && i - at <= 12,
        }
        if i - at > 12 {
            return false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{glued, may_begin, of_year, read};

    /// Reads the first number of a text that has a symbol: (ordinal, year, symbol).
    fn first(text: &str) -> Option<(String, Option<u16>, String)> {
        (0..text.len())
            .filter(|i| may_begin(text.as_bytes(), *i))
            .filter_map(|i| read(text, i))
            .find(|n| !n.is_bare())
            .map(|n| (n.ordinal_text(text), n.year, n.symbol_text(text).unwrap_or_default()))
    }

    #[test]
    fn numbers_are_read_whole() {
        let rows: &[(&str, &str, Option<u16>, &str)] = &[
            ("16/KH-UBND", "16", None, "KH-UBND"),
            ("08a/QĐ-UBND ngày", "08a", None, "QĐ-UBND"),
            ("05bis/QĐ-UBND", "05bis", None, "QĐ-UBND"),
            ("73A-TC/TCT ngày", "73A", None, "TC/TCT"),
            ("12B/QĐ-UBND", "12B", None, "QĐ-UBND"),
            ("7Đ/QĐ-UB", "7Đ", None, "QĐ-UB"),
            ("12đ/QĐ-UBND", "12đ", None, "QĐ-UBND"),
            ("1096/UBND", "1096", None, "UBND"),
            ("59/2019/NĐ-CP", "59", Some(2019), "NĐ-CP"),
            ("45/2019/QH14", "45", Some(2019), "QH14"),
            ("653/2019/UBTVQH14", "653", Some(2019), "UBTVQH14"),
            ("66.7/2025/NQ-CP", "66.7", Some(2025), "NQ-CP"),
            ("149/201 6/NĐ-CP ngày", "149", Some(2016), "NĐ-CP"),
            ("1597/SXD-QLN& TTBĐS ngày", "1597", None, "SXD-QLN&TTBĐS"),
            ("66.4.2025/NQ-CP", "66.4", Some(2025), "NQ-CP"),
            ("07 /2024/QĐ-UBND", "07", Some(2024), "QĐ-UBND"),
            ("149/2016/NĐ- CP, ngày", "149", Some(2016), "NĐ-CP"),
            ("10/2007/QĐ_BKHCN", "10", Some(2007), "QĐ_BKHCN"),
            ("3236/TTr -SNN", "3236", None, "TTr-SNN"),
            ("2170 /QĐ - UBND ngày", "2170", None, "QĐ-UBND"),
            ("4280 /SCT - CN", "4280", None, "SCT-CN"),
            ("**1221** /MTTW-BTT", "1221", None, "MTTW-BTT"),
            ("95 - CV/TNQG", "95", None, "CV/TNQG"),
            ("219-QĐNS/TW", "219", None, "QĐNS/TW"),
            ("11-CT/TU", "11", None, "CT/TU"),
            ("269- KL/TU", "269", None, "KL/TU"),
            ("144-CTr/TU", "144", None, "CTr/TU"),
            ("18/KH/TĐTN-CTĐTTN", "18", None, "KH/TĐTN-CTĐTTN"),
            ("435-KH/TĐTN-CTĐ&TTN", "435", None, "KH/TĐTN-CTĐ&TTN"),
            ("102/2025/NQLT-UBTVQH15-CP-ĐCTUBTWMTTQVN", "102", Some(2025), "NQLT-UBTVQH15-CP-ĐCTUBTWMTTQVN"),
            ("498/UBDNGS16", "498", None, "UBDNGS16"),
            ("47/54/NHS", "47/54", None, "NHS"),
            ("42-LCT/HĐNN8", "42", None, "LCT/HĐNN8"),
            ("110-SL/L.12", "110", None, "SL/L.12"),
            ("57/L-CTN", "57", None, "L-CTN"),
            ("73/CP", "73", None, "CP"),
            ("15-TTg", "15", None, "TTg"),
            ("24-CP", "24", None, "CP"),
            ("12/QĐ.UB", "12", None, "QĐ.UB"),
            ("919-CV/VPTW/nb ngày", "919", None, "CV/VPTW/nb"),
            ("501/TTr-NV.IV ngày", "501", None, "TTr-NV.IV"),
            ("01/CB-TVGS&QLDA", "01", None, "CB-TVGS&QLDA"),
            ("866/QĐ-Tg", "866", None, "QĐ-Tg"),
            ("03/QĐ/PCNV-DN", "03", None, "QĐ/PCNV-DN"),
            ("171/PLXPK-QĐ-GĐ", "171", None, "PLXPK-QĐ-GĐ"),
            ("16/KH\u{2013}UBND", "16", None, "KH-UBND"),
            ("16\u{2044}KH\u{2010}UBND", "16", None, "KH-UBND"),
            ("16/KH-\nUBND", "16", None, "KH-UBND"),
            ("16/\nKH-UBND", "16", None, "KH-UBND"),
            ("16/KH-UBND¹", "16", None, "KH-UBND"),
            ("16/KH-UBND.", "16", None, "KH-UBND"),
            ("16/KH-UBND.Nay", "16", None, "KH-UBND"),
            ("16/KH-UBND - UBND tỉnh", "16", None, "KH-UBND"),
            ("16/KH-UBND\n- UBND tỉnh", "16", None, "KH-UBND"),
            ("16/UBND\n- UBND tỉnh", "16", None, "UBND"),
            ("16/UBND - Ban Nội chính", "16", None, "UBND"),
            ("“16/KH-UBND”", "16", None, "KH-UBND"),
            ("số:16/KH-UBND", "16", None, "KH-UBND"),
        ];
        for (text, number, year, symbol) in rows {
            assert_eq!(first(text), Some(((*number).to_owned(), *year, (*symbol).to_owned())), "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_number_is_refused() {
        for text in [
            "QCVN 102:2016/BTTTT",
            "CÔNG BÁO/Số 223 + 224/Ngày 09-02-2022",
            "giai đoạn 2021-2025",
            "năm học 2018-2019",
            "16/20 hộ",
            "24/7",
            "ngày 16/3/2023",
            "16/3/2023/UBND",
            "629/731 trường",
            "12.375,3/10.200 triệu",
            "4=3/2",
            "110/35 kV",
            "220kV/110kV",
            "0214.3840.888/Fax",
            "29C-123.45",
            "1/Quyết định",
            "224/Ngày",
            "95-III",
            "A16/KH-UBND",
            "à16/KH-UBND",
            "10\u{2013}16/KH-UBND",
            "2.6/3.5",
            "10 vỉ*10 viên",
            "12345678901234567890/KH-UBND",
        ] {
            assert_eq!(first(text), None, "{text}");
        }
    }

    #[test]
    fn forms_that_only_the_words_around_them_can_tell() {
        let year = |text: &str| of_year(text, 0).map(|n| (n.ordinal_text(text), n.year));
        for (text, number) in [("16/2025 của", "16"), ("7/2019", "7"), ("123456/1945.", "123456"), ("8/2020, 9/2020", "8")] {
            assert_eq!(year(text).map(|n| n.0).as_deref(), Some(number), "{text}");
        }
        for text in [
            "16/2025/NĐ-CP",
            "16/2025-2030",
            "16/2025–2030",
            "16/1944",
            "16/2101",
            "16/202",
            "16/20255",
            "1234567/2025",
            "16/2025a",
            "16/2025.5",
            "16-2025",
            "16/2025%",
        ] {
            assert_eq!(year(text), None, "{text}");
        }
        let clings =
            |text: &str| glued(text, 0).map(|n| (n.ordinal_text(text), n.symbol_text(text).unwrap_or_default(), n.party));
        assert_eq!(clings("22KH/TU ngày"), Some(("22".to_owned(), "KH/TU".to_owned(), true)));
        assert_eq!(clings("22QĐ-UBND của"), Some(("22".to_owned(), "QĐ-UBND".to_owned(), false)));
        for text in ["22KH", "22Kh-ubnd", "22 KH/TU", "1234567KH/TU", "22km/h"] {
            assert_eq!(clings(text), None, "{text}");
        }
    }

    #[test]
    fn years_and_suffixes_are_those_of_the_grammar_and_no_others() {
        for year in 1900..=2200_u16 {
            let found = first(&format!("7/{year}/QĐ-UBND"));
            let right = (1945..=2100).contains(&year);
            assert_eq!(found.is_some_and(|n| n == ("7".to_owned(), Some(year), "QĐ-UBND".to_owned())), right, "{year}");
        }
        for suffix in ('a'..='z').map(String::from).chain(["đ".to_owned(), "bis".to_owned()]) {
            assert_eq!(first(&format!("8{suffix}/KH-UBND")).map(|n| n.0), Some(format!("8{suffix}")));
        }
        for suffix in ["aa", "ê", "ter", "ă", "ab", "AB", "Ê", "Aa"] {
            assert_eq!(first(&format!("8{suffix}/KH-UBND")), None, "{suffix}");
        }
        for length in 1..=20 {
            assert_eq!(first(&format!("{}/KH-UBND", "7".repeat(length))).is_some(), length <= 6, "{length}");
        }
    }

    #[test]
    fn the_letters_of_every_kind_make_a_number_in_every_form() {
        for kind in crate::model::Kind::all() {
            for letters in kind.row().symbols.iter().filter(|s| s.chars().count() > 1) {
                for (text, symbol) in [
                    (format!("16/{letters}-UBND"), format!("{letters}-UBND")),
                    (format!("16/2020/{letters}-UBND"), format!("{letters}-UBND")),
                    (format!("16-{letters}/HU"), format!("{letters}/HU")),
                    (format!("16/{letters}/UBND-VP"), format!("{letters}/UBND-VP")),
                ] {
                    assert_eq!(first(&text).map(|n| n.2), Some(symbol), "{text}");
                }
            }
        }
    }

    #[test]
    fn nothing_of_the_closed_parts_is_left_out() {
        for body in super::OLD_BODIES {
            assert_eq!(first(&format!("15-{body}")).map(|n| n.2), Some(body.to_owned()));
        }
        for dash in ["-", "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2014}", "\u{2015}", "\u{2212}"] {
            for slash in ["/", "\u{2044}", "\u{2215}", "\u{ff0f}"] {
                let text = format!("16{slash}KH{dash}UBND");
                assert_eq!(first(&text).map(|n| n.2), Some("KH-UBND".to_owned()), "{text}");
            }
        }
    }
}
