//! Owns the number of a letterhead, also where the pen has still to fill it in.

use std::ops::Range;

use crate::model::Kind;

/// A number with its symbol as a letterhead bears it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct OwnNumber {
    /// `16`, `08a`, `66.7`; absent while it is blank.
    pub number: Option<String>,
    /// Of `59/2019/NĐ-CP`.
    pub year: Option<u16>,
    /// `KH-UBND`; Party form `KH/HU`.
    pub symbol: Option<String>,
    /// The characters it takes.
    pub range: Range<usize>,
}

/// Reads the number that begins here (behind `Số:`): `16/KH-UBND`, `2170 /QĐ - UBND`, `59/2019/NĐ-CP`, `45/2019/QH14`,
/// `12-KH/HU`, `08a/QĐ-UBND`, `285`; blank: `/KH-UBND`, `……/QĐ-UBND`, `-CV/TU`. `None` if neither number nor symbol stands here.
pub(super) fn read(chars: &[char], start: usize) -> Option<OwnNumber> {
    let peek = |i: usize| chars.get(i).copied().unwrap_or('\n');
    let mut at = skip(chars, start, is_room);
    let begins = at;
    // The ordinal, in old files set apart by blanks: `Số: 1 6/KH`.
    let digits = skip(chars, at, |c| c.is_ascii_digit());
    let mut number: String = chars.get(at..digits)?.iter().collect();
    at = digits;
    if number.len() > 6 {
        return None;
    }
    if !number.is_empty() {
        if peek(at) == '.' && peek(at + 1).is_ascii_digit() {
            let end = skip(chars, at + 1, |c| c.is_ascii_digit());
            number.extend(chars.get(at..end)?);
            at = end;
        }
        let letters = skip(chars, at, char::is_lowercase);
        let suffix: String = chars.get(at..letters)?.iter().collect();
        if suffix.chars().count() <= 2 || suffix == "bis" {
            number.push_str(&suffix);
            at = letters;
        }
        // `73A-TC/TCT`
        if suffix.is_empty() && peek(at).is_uppercase() && dash_or_slash(peek(at + 1)).is_some() {
            number.push(peek(at));
            at += 1;
        }
    }
    let mut end = at;
    let mut out = OwnNumber { number: (!number.is_empty()).then_some(number), ..OwnNumber::default() };
    let after_room = skip(chars, at, is_room);
    let Some(separator) = dash_or_slash(peek(after_room)) else {
        // Old papers and mass organisations leave the mark out: `09 KH/ĐTN`, `21 QĐ/UB`, `46 TCT/NV`.
        if out.number.is_some()
            && after_room > at
            && let Some((symbol, after)) = symbol(chars, after_room).filter(|(s, _)| names_kind(s) || is_code(s))
        {
            out.symbol = Some(symbol);
            end = after;
        }
        out.range = begins..end;
        return out.number.is_some().then_some(out);
    };
    let mut at = skip(chars, after_room + 1, is_room);
    // `16 -` / `HD/BTCTW`: a narrow cell breaks behind the mark.
    let below = skip(chars, at + 1, is_blank);
    if peek(at) == '\n' && symbol(chars, below).is_some_and(|(s, _)| names_kind(&s)) {
        at = below;
    }
    if separator == '/' {
        let digits = skip(chars, at, |c| c.is_ascii_digit());
        let year: String = chars.get(at..digits)?.iter().collect();
        let next = skip(chars, digits, is_blank);
        if year.len() == 4 && dash_or_slash(peek(next)).is_some() {
            out.year = year.parse().ok().filter(|y| (1900..=2100).contains(y));
            end = digits;
            at = skip(chars, next + 1, is_blank);
        }
    }
    if let Some((symbol, after)) = symbol(chars, at) {
        out.symbol = Some(symbol);
        end = after;
    }
    out.range = begins.min(after_room)..end;
    (out.number.is_some() || out.symbol.is_some()).then_some(out)
}

/// Letter groups with dashes, slashes and dots between them, blanks around these dropped.
fn symbol(chars: &[char], start: usize) -> Option<(String, usize)> {
    let peek = |i: usize| chars.get(i).copied().unwrap_or('\n');
    let mut out = String::new();
    let mut at = start;
    let mut end = start;
    let mut spaced = false;
    loop {
        let stop = skip(chars, at, |c| c.is_alphanumeric() || c == '&');
        let group = chars.get(at..stop)?;
        let capitals = group.iter().filter(|c| c.is_uppercase()).count();
        let plain_word = capitals < 2 && group.len() > 2;
        let first_is_letter = group.first().is_some_and(|c| c.is_uppercase());
        // `12/UBND-` and `V/v …` on the line below it.
        let matter = group == ['V'] && peek(stop) == '/' && matches!(peek(stop + 1), 'v' | 'V');
        if matter || group.is_empty() || group.len() > 24 || (out.is_empty() && !first_is_letter) || (spaced && plain_word) {
            break;
        }
        if !out.is_empty() && !group.iter().any(|c| c.is_uppercase() || c.is_ascii_digit()) {
            break;
        }
        if let Some(separator) = (!out.is_empty()).then(|| chars.get(end..at)).flatten() {
            out.extend(separator.iter().find(|c| !is_blank(**c) && **c != '\n').map(|c| dash_or_slash(*c).unwrap_or(*c)));
        }
        out.extend(group);
        end = stop;
        let before = skip(chars, stop, is_blank);
        let separator = peek(before);
        if dash_or_slash(separator).is_none() && !(matches!(separator, '.' | '_') && before == stop) {
            break;
        }
        let mut after = skip(chars, before + 1, is_blank);
        // A symbol may go on behind a line break, but only behind its dash.
        if peek(after) == '\n' && separator != '.' {
            after = skip(chars, after + 1, is_blank);
            spaced = true;
        } else {
            spaced = before > stop || after > before + 1;
        }
        at = after;
    }
    (!out.is_empty()).then_some((out, end))
}

/// Does a symbol begin with the letters of a kind, with more behind them?
fn names_kind(symbol: &str) -> bool {
    symbol.split_once(['/', '-', '.']).is_some_and(|(kind, rest)| !rest.is_empty() && Kind::from_symbol(kind).is_some())
}

/// Is a symbol with a slash all of capitals and figures, as no words are?
fn is_code(symbol: &str) -> bool {
    let coded = |group: &str| {
        group.starts_with(char::is_uppercase) && group.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || c == '&')
    };
    let first = symbol.split(['/', '-', '.', '_']).next().unwrap_or_default();
    symbol.contains('/') && first.chars().count() > 1 && symbol.split(['/', '-', '.', '_']).all(coded)
}

fn skip(chars: &[char], from: usize, wanted: impl Fn(char) -> bool) -> usize {
    from + chars.iter().skip(from).take_while(|c| wanted(**c)).count()
}

fn is_blank(c: char) -> bool {
    c != '\n' && (c.is_whitespace() || c == '*')
}

/// Room for the pen.
fn is_room(c: char) -> bool {
    is_blank(c) || matches!(c, '.' | '…' | '_' | ':' | '·' | '‥')
}

fn dash_or_slash(c: char) -> Option<char> {
    match c {
        '/' | '⁄' => Some('/'),
        '-' | '–' | '—' | '−' | '‐' | '‑' => Some('-'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn reads_numbers_as_letterheads_bear_them() {
        for (text, number, year, symbol, rest) in [
            ("16/KH-UBND", "16", 0, "KH-UBND", ""),
            (" 2170 /QĐ - UBND\nLào Cai", "2170", 0, "QĐ-UBND", "\nLào Cai"),
            ("4280 /SCT - CN Lào Cai, ngày", "4280", 0, "SCT-CN", " Lào Cai, ngày"),
            ("59/2019/NĐ-CP", "59", 2019, "NĐ-CP", ""),
            ("07 /2024/QĐ-UBND", "07", 2024, "QĐ-UBND", ""),
            ("45/2019/QH14", "45", 2019, "QH14", ""),
            ("12-KH/HU", "12", 0, "KH/HU", ""),
            ("95 - CV/TNQG", "95", 0, "CV/TNQG", ""),
            ("435-KH/TĐTN-CTĐ&TTN", "435", 0, "KH/TĐTN-CTĐ&TTN", ""),
            ("08a/QĐ-UBND", "08a", 0, "QĐ-UBND", ""),
            ("66.7/2025/NQ-CP", "66.7", 2025, "NQ-CP", ""),
            ("**1221** /MTTW-BTT", "1221", 0, "MTTW-BTT", ""),
            ("1096/UBND", "1096", 0, "UBND", ""),
            ("09/QĐ.UB", "09", 0, "QĐ.UB", ""),
            ("16 - \nHD/BTCTW", "16", 0, "HD/BTCTW", ""),
            ("16 -\nBan Tổ chức", "16", 0, "", " -\nBan Tổ chức"),
            ("12/UBND-\nKT", "12", 0, "UBND-KT", ""),
            ("12/SYT-NVY -\nV/v góp ý", "12", 0, "SYT-NVY", " -\nV/v góp ý"),
            ("09 KH/ĐTN", "09", 0, "KH/ĐTN", ""),
            ("21 QĐ-UB", "21", 0, "QĐ-UB", ""),
            ("46 TCT/NV2\n", "46", 0, "TCT/NV2", "\n"),
            ("812 ĐLM/QĐ-KD&KT", "812", 0, "ĐLM/QĐ-KD&KT", ""),
            ("31B-TC/CST", "31B", 0, "TC/CST", ""),
            ("48 LÊ LỢI - MẪU SƠN", "48", 0, "", " LÊ LỢI - MẪU SƠN"),
            ("48 Trần Phú - Mẫu Sơn", "48", 0, "", " Trần Phú - Mẫu Sơn"),
            ("285 ngày", "285", 0, "", " ngày"),
            ("   /KH-UBND", "", 0, "KH-UBND", ""),
            ("......./QĐ-UBND", "", 0, "QĐ-UBND", ""),
            ("…/2026/QĐ-UBND", "", 2026, "QĐ-UBND", ""),
            ("   -CV/TU", "", 0, "CV/TU", ""),
            ("12/UBND - về việc", "12", 0, "UBND", " - về việc"),
        ] {
            let chars: Vec<char> = text.chars().collect();
            let found = read(&chars, 0).unwrap_or_default();
            let left: String = chars.iter().skip(found.range.end).collect();
            let got = (found.number.unwrap_or_default(), found.year.unwrap_or(0), found.symbol.unwrap_or_default(), left);
            assert_eq!(got, (number.to_owned(), year, symbol.to_owned(), rest.to_owned()), "{text}");
        }
        for text in ["", "lượng: 5", "/", "của", "1234567/KH"] {
            assert_eq!(read(&text.chars().collect::<Vec<_>>(), 0), None, "{text}");
        }
    }
}
