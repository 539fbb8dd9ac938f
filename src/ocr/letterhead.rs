//! The two lines of a letterhead that are filled in by hand: `Số: 16/KH-UBND` and `ngày 05 tháng 3 năm 2024`.
//!
//! Handwriting reads as rubbish (`Số:,222JÉ /TB -SYT`). The print around it is set right, so that symbol and year are found; what
//! can be a number stays, marked as unsure; what cannot is left blank and told apart, for people to look at the picture.

use std::sync::LazyLock;

use regex::Regex;

use super::tsv::Boxed;

/// Lines further down than this, in shares of the page's height, belong to no letterhead.
const DEPTH: f32 = 0.4;
/// The sureness of what was set right.
const MENDED: f32 = 0.0;

/// `Số: 16/KH-UBND`, however `Số` and what stands before the slash are read.
static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let parts = [
        r"^[S5][oóòỏõọôốồổỗộơớờởỡợaáàảãâấầẩẫậ6]\s*[:;.,]*\s*", // Số:
        r"(?<number>[^:]{0,14}?)\s*/\s*",                      // ,222JÉ /
        r"(?<symbol>[A-ZĐÂÊÔƠƯ]+[a-zđ]{0,2}[A-ZĐ]*(?:\s*[-–—]+\s*[A-ZĐÂÊÔƠƯ&]+[a-zđ]{0,2}[A-ZĐ0-9&]*){0,4})", // TB -SYT
    ];
    Regex::new(&parts.concat()).ok()
});

/// A number and a symbol that lost the slash between them: `1105KH-ĐKT`, `149/2016NĐ-CP`.
static GLUED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(?<number>[0-9]{1,5}|[0-9]{1,5}[/⁄](?:19|20)[0-9]{2})(?<symbol>\p{Lu}{2,6}-)").ok());

/// What a day, a month or a year was read as, with the words around: `ngày 43 tháng IÌ năm 2017`.
static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let parts = [
        r"\b(?<d>[Nn]g[aàáảãâấầẩ]y)\s*(?<day>\S{0,4}?)[.,]?\s+",
        r"(?<m>th[aàáảãâấầẩ]ng)\s*(?<month>\S{0,4}?)[.,]?\s+",
        r"(?<y>n[aàáảãăắằâấ]m)\s*(?<year>\S{0,6})",
    ];
    Regex::new(&parts.concat()).ok()
});

/// Sets right the letterhead of a page of this height; gives what stays illegible.
pub(super) fn set_right(words: &mut Vec<Boxed>, height: f32) -> Vec<String> {
    let mut illegible = Vec::new();
    for word in words.iter_mut() {
        unglue(word);
    }
    let mut out: Vec<Boxed> = Vec::with_capacity(words.len());
    let mut found = (false, false);
    for line in words.chunk_by(|a, b| a.line == b.line) {
        let is_head = line.first().is_some_and(|w| w.bottom < DEPTH * height);
        let mut line = line.to_vec();
        if is_head && !found.0 {
            found.0 = number(&mut line, &mut illegible);
        }
        if is_head && !found.1 {
            found.1 = date(&mut line, &mut illegible);
        }
        out.extend(line);
    }
    *words = out;
    illegible
}

fn unglue(word: &mut Boxed) {
    if matches!(word.text.as_str(), "K†." | "K†" | "Kf." | "Kĩ.") {
        "KT.".clone_into(&mut word.text);
    }
    if word.text.contains(['⁄', '∕']) {
        word.text = word.text.replace(['⁄', '∕'], "/");
    }
    let Some(found) = GLUED.as_ref().and_then(|glued| glued.captures(&word.text)) else { return };
    let mended = format!("{}/{}", &found["number"], &found["symbol"]);
    word.text = word.text.replacen(&found[0], &mended, 1);
    word.sure = MENDED;
}

/// A line's words with one blank between, and where each begins.
fn joined(line: &[Boxed]) -> (String, Vec<usize>) {
    let mut text = String::new();
    let mut starts = Vec::with_capacity(line.len());
    for word in line {
        if !text.is_empty() {
            text.push(' ');
        }
        starts.push(text.len());
        text.push_str(&word.text);
    }
    (text, starts)
}

/// The index of the word that a place in the joined text lies in.
fn word_at(starts: &[usize], place: usize) -> usize {
    starts.partition_point(|start| *start <= place).saturating_sub(1)
}

fn number(line: &mut Vec<Boxed>, illegible: &mut Vec<String>) -> bool {
    let (text, starts) = joined(line);
    let Some(found) = NUMBER.as_ref().and_then(|number| number.captures(&text)) else { return false };
    let read: String = found["number"].split_whitespace().collect::<String>();
    let read = read.trim_matches(['.', ',', '_', '-', ':', '…']).replace("_/", "/");
    // A sentence that begins with `Số` is no letterhead.
    let is_sentence = found["number"].split_whitespace().any(|w| w.chars().all(char::is_lowercase));
    let (Some(whole), Some(symbol)) = (found.get(0), found.name("symbol").filter(|_| !is_sentence)) else { return false };
    let mut end = whole.end();
    if text.get(end..).is_some_and(|rest| rest.starts_with(char::is_alphabetic)) {
        // The last part goes on in small letters: it is a word behind the symbol, the place of the date line.
        let kept = symbol.as_str().rfind(['-', '–', '—']).and_then(|dash| symbol.as_str().get(..dash));
        let Some(kept) = kept.map(|kept| kept.trim_end_matches(['-', '–', '—', ' '])) else { return false };
        end = symbol.start() + kept.len();
    }
    let symbol: String = text.get(symbol.start()..end).unwrap_or_default().chars().filter(|c| !c.is_whitespace()).collect();
    let symbol = symbol.replace(['–', '—'], "-");
    if symbol.chars().count() < 2 {
        return false;
    }
    let Some(taken) = line.get(..=word_at(&starts, end.saturating_sub(1))) else { return false };
    let (Some(first), Some(last)) = (taken.first(), taken.last()) else { return false };
    let rest = text.get(end..).unwrap_or_default();
    // What sticks to the symbol behind its end goes on with it.
    let tail: String = rest.chars().take_while(|c| !c.is_whitespace()).collect();
    let tail = tail.trim_start_matches(['-', '–', '—']);
    let tail = if tail.starts_with(char::is_alphabetic) { format!(" {tail}") } else { tail.to_owned() };
    let legible = is_number(&read);
    if !legible && !read.is_empty() {
        illegible.push(format!("the number before `/{symbol}` reads `{read}`"));
    }
    let sure = taken.iter().map(|w| w.sure).fold(100.0, f32::min);
    let number = if legible { read.as_str() } else { "" };
    let whole = format!("{number}/{symbol}{tail}");
    // `Số:` is about as wide as its three letters' share of the whole.
    #[allow(clippy::cast_precision_loss, reason = "a line has few characters")]
    let share = 3.0 / (whole.chars().count() as f32 + 4.0);
    let middle =
        if taken.len() > 1 && core_is_head(&first.text) { first.right } else { first.left + share * (last.right - first.left) };
    let head = Boxed { right: middle, text: "Số:".to_owned(), ..first.clone() };
    let box_of_rest = Boxed { left: middle, right: last.right.max(middle + 1.0), text: whole, sure, ..last.clone() };
    let count = taken.len();
    line.splice(..count, [head, box_of_rest]);
    true
}

/// Is it nothing but `Số:`?
fn core_is_head(word: &str) -> bool {
    word.trim_end_matches([':', '.', ';', ',']).chars().count() == 2
}

/// `16`, `08a`, `06/2018`.
fn is_number(read: &str) -> bool {
    let (number, year) = read.split_once('/').map_or((read, None), |(number, year)| (number, Some(year)));
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let rest = number.get(digits..).unwrap_or_default();
    let plain = (1..=5).contains(&digits)
        && (rest.is_empty() || (rest.chars().count() == 1 && rest.chars().all(|c| c.is_ascii_lowercase() || c == 'đ')));
    plain
        && year.is_none_or(|year| {
            year.len() == 4 && (year.starts_with("19") || year.starts_with("20")) && year.bytes().all(|b| b.is_ascii_digit())
        })
}

fn date(line: &mut [Boxed], illegible: &mut Vec<String>) -> bool {
    let (text, starts) = joined(line);
    let Some(found) = DATE.as_ref().and_then(|date| date.captures(&text)) else { return false };
    for (name, before, meant, most, what) in [("day", "d", "ngày", 31, "day"), ("month", "m", "tháng", 12, "month")] {
        let (Some(value), Some(label)) = (found.name(name), found.name(before)) else { continue };
        let read = value.as_str();
        let (at, of_label) = (word_at(&starts, value.start()), word_at(&starts, label.start()));
        let plain = read.parse::<u8>().is_ok_and(|n| (1..=most).contains(&n));
        if let Some(word) = line.get_mut(of_label).filter(|_| label.as_str().to_lowercase() != meant) {
            word.text = word.text.replacen(label.as_str(), meant, 1);
        }
        if plain || read.is_empty() || read.chars().all(|c| matches!(c, '.' | '…' | '_')) {
            continue;
        }
        // Days and months below ten, and January and February, are written with a naught before them.
        let mended =
            as_digits(read).filter(|digits| digits.len() == 2 && digits.parse::<u8>().is_ok_and(|n| (1..=most).contains(&n)));
        if mended.is_none() {
            illegible.push(format!("the {what} reads `{read}`"));
        }
        let replacement = mended.unwrap_or_default();
        // The value stands in a word of its own, or sticks to the word before it.
        if let Some(word) = line.get_mut(at) {
            word.sure = MENDED;
            word.text = if at == of_label { format!("{meant} {replacement}").trim_end().to_owned() } else { replacement };
        }
    }
    true
}

/// What reads as letters and is meant as digits: `IÌ` is 11.
fn as_digits(read: &str) -> Option<String> {
    read.trim_matches(['.', ',', '_', '\'', '`'])
        .chars()
        .map(|c| match c {
            '0'..='9' => Some(c),
            'I' | 'l' | '|' | 'Ì' | 'Í' | 'ì' | 'í' | 'L' | 'i' | '!' => Some('1'),
            'O' | 'o' | 'Ô' | 'ô' | 'D' | 'Q' => Some('0'),
            'S' | 's' => Some('5'),
            'B' => Some('8'),
            'Z' | 'z' => Some('2'),
            'b' => Some('6'),
            'g' | 'q' => Some('9'),
            _ => None,
        })
        .collect::<Option<String>>()
        .filter(|digits| !digits.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{Boxed, set_right};

    /// Words of ten dots a character on one line, near the top of a page of 1,000 dots.
    fn line(text: &str) -> Vec<Boxed> {
        let mut at = 0.0;
        text.split(' ')
            .map(|word| {
                let left = at;
                #[allow(clippy::cast_precision_loss, reason = "short words")]
                let right = left + 10.0 * word.chars().count() as f32;
                at = right + 5.0;
                Boxed { line: (1, 1, 1), left, top: 100.0, right, bottom: 120.0, sure: 90.0, text: word.to_owned() }
            })
            .collect()
    }

    fn check(read: &str, mended: &str, illegible: &[&str]) {
        let mut words = line(read);
        let told = set_right(&mut words, 1000.0);
        let texts = words.iter().map(|w| w.text.as_str()).filter(|t| !t.is_empty());
        assert_eq!(texts.collect::<Vec<_>>().join(" "), mended);
        assert_eq!(told, illegible, "{read}");
        assert!(words.windows(2).all(|pair| pair[0].left <= pair[1].left && pair[0].left < pair[0].right), "{read}: {words:?}");
    }

    #[test]
    fn number_lines() {
        for (read, mended, told) in [
            ("Số: 16/KH-UBND", "Số: 16/KH-UBND", None),
            ("Số:,222JÉ /TB -SYT", "Số: /TB-SYT", Some("the number before `/TB-SYT` reads `222JÉ`")),
            ("Sá:202/SYT-NVY", "Số: 202/SYT-NVY", None),
            ("SóÄ†2 /GM-SYT", "Số: /GM-SYT", Some("the number before `/GM-SYT` reads `Ä†2`")),
            ("Sô: 02. /GM-SYT Láng Sen, ngày 04 tháng 01 năm 2018", "Số: 02/GM-SYT Láng Sen, ngày 04 tháng 01 năm 2018", None),
            ("Số: 06/2018/QĐ-UBND", "Số: 06/2018/QĐ-UBND", None),
            ("Số: 1105KH-ĐKT", "Số: 1105/KH-ĐKT", None),
            ("Số: 442 /SYT-NVY - Kiên Lâm, ngày 10 tháng 3", "Số: 442/SYT-NVY - Kiên Lâm, ngày 10 tháng 3", None),
            ("Số: 89 /2026/QĐ-CT", "Số: 89/2026/QĐ-CT", None),
            ("Số giấy phép số 25/GP-UBND", "Số giấy phép số 25/GP-UBND", None),
            ("Số: /KH-UBND", "Số: /KH-UBND", None),
            ("theo Nghị định số 149⁄2016NĐ-CP", "theo Nghị định số 149/2016/NĐ-CP", None),
            ("Số điện thoại của cơ quan", "Số điện thoại của cơ quan", None),
        ] {
            check(read, mended, &told.into_iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn date_lines() {
        for (read, mended, told) in [
            ("Láng Sen, ngày 05 tháng 3 năm 2024", "Láng Sen, ngày 05 tháng 3 năm 2024", None),
            ("Láng Sen, ngày 43 tháng IÌ năm 2017", "Láng Sen, ngày tháng 11 năm 2017", Some("the day reads `43`")),
            ("Láng Sen, ngày|Ê. tháng 12 năm 2017", "Láng Sen, ngày tháng 12 năm 2017", Some("the day reads `|Ê`")),
            ("Láng Sen, ngấy I tháng 3 năm 2024", "Láng Sen, ngày tháng 3 năm 2024", Some("the day reads `I`")),
            ("Láng Sen, ngày tháng năm 2024", "Láng Sen, ngày tháng năm 2024", None),
        ] {
            check(read, mended, &told.into_iter().collect::<Vec<_>>());
        }
    }
}
