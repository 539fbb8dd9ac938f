//! What stands before a number: the type word (`Kế hoạch`, `BC`, `văn bản`), the word `số`, and words between the two.

use std::sync::LazyLock;

use super::super::table::Table;
use super::around::{Text, is_letter};
use crate::model::Kind;

/// What announces a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    /// Where the mention begins: its type word, else the word `số`, else the number.
    pub start: usize,
    /// The kind that the type word names, also one that heads a list behind a colon.
    pub kind: Option<Kind>,
    /// Is there a type word of its own?
    pub typed: bool,
    /// Is it a generic one (`văn bản`), which leaves the kind to the symbol?
    pub generic: bool,
    /// Where the word `số` stands.
    pub so: Option<usize>,
    /// Do other words stand between the type word and `số`?
    pub widened: bool,
}

/// Type words that name no kind of the table, or only together with the symbol.
const OTHERS: [&str; 26] = [
    "điều ước quốc tế",
    "công ước",
    "hiệp định",
    "nghị định thư",
    "thỏa thuận",
    "văn bản",
    "giấy đề nghị",
    "đơn đề nghị",
    "bản kết luận điều tra",
    "lịch tiếp công dân",
    "lịch công tác",
    "lời kêu gọi",
    "phiếu trình",
    "bản công bố",
    "giấy xác nhận",
    "giấy tiếp nhận",
    "chứng chỉ",
    "chứng thư",
    "quyết nghị",
    "kiến nghị",
    "thông điệp",
    "vb",
    "chứng nhận",
    "đơn",
    "điều lệ",
    "giấy",
];

/// Type words of courts, procuracies, armies and the Front, whose letters are those of other kinds (`33/CT-VKS`).
const OF_OTHERS: [&str; 6] = ["thông tri", "bản án", "án lệ", "cáo trạng", "kháng nghị", "mệnh lệnh"];

static TYPE_WORDS: LazyLock<Table<&'static str, Option<Kind>>> = LazyLock::new(|| {
    let mut words: Table<&'static str, Option<Kind>> = OTHERS.into_iter().map(|w| (w, None)).collect();
    words.extend(OF_OTHERS.map(|w| (w, Kind::from_code("KHÁC"))));
    for kind in Kind::all() {
        words.extend(kind.row().words.iter().map(|w| (*w, Some(kind))));
    }
    words
});

/// The last syllables of type words, with the number of syllables of the longest that ends so: most words before a figure are
/// none of them.
static LAST: LazyLock<Table<&'static str, usize>> = LazyLock::new(|| {
    let mut last: Table<&str, usize> = Table::default();
    for words in OTHERS.into_iter().chain(OF_OTHERS).chain(Kind::all().flat_map(|kind| kind.row().words.iter().copied())) {
        if let Some(syllable) = words.rsplit(' ').next() {
            let longest = last.entry(syllable).or_default();
            *longest = words.split(' ').count().max(*longest);
        }
    }
    last
});

/// Kinds by the letters of a ký hiệu, in capitals.
static LETTERS: LazyLock<Table<String, Kind>> = LazyLock::new(|| {
    let mut letters = Table::default();
    for kind in Kind::all() {
        for symbol in &kind.row().symbols {
            letters.entry(symbol.to_uppercase()).or_insert(kind);
        }
    }
    letters
});

/// The kind whose letters these are, as [`Kind::from_symbol`] but by a look-up.
pub(super) fn kind_of_letters(letters: &str) -> Option<Kind> {
    if letters.len() > 16 {
        return None;
    }
    let found = LETTERS.get(letters).or_else(|| LETTERS.get(letters.to_uppercase().as_str())).copied()?;
    // Two kinds may differ by case alone: `QĐ` and `QĐi`, `TTr` and `TTR`.
    if found.row().symbols.contains(&letters) { Some(found) } else { Kind::from_symbol(letters) }
}

/// The longest type words have this many syllables.
const LONGEST: usize = 6;

/// A type word that ends at `at`: where it begins, and its kind. Short forms (`BC`, `NĐ`) must be in capitals.
pub(super) fn type_word_before(text: Text<'_>, at: usize) -> Option<(usize, Option<Kind>)> {
    let longest = *LAST.get(text.low(text.word_start(at), at))?;
    let mut starts = [0; LONGEST];
    let mut found = 0;
    let mut i = at;
    for slot in starts.iter_mut().take(longest) {
        let start = text.word_start(i);
        if start == i {
            break;
        }
        *slot = start;
        found += 1;
        i = text.back_over_blanks(start);
        if i == start {
            break;
        }
    }
    for start in starts.get(..found)?.iter().rev() {
        let words = text.low(*start, at);
        let kind = match TYPE_WORDS.get(words) {
            Some(kind) => *kind,
            None if words.bytes().any(|b| matches!(b, b'\n' | b'*' | b'_')) || words.contains("  ") => {
                match TYPE_WORDS.get(super::around::one_line(&words.replace(['*', '_'], " ")).as_str()) {
                    Some(kind) => *kind,
                    None => continue,
                }
            }
            None => continue,
        };
        let short = words.chars().count() <= 4 && !words.contains(' ');
        if short
            && !(text.is_capital(*start) && text.raw(*start, at).chars().skip(1).any(char::is_uppercase))
            && !matches!(words, "luật" | "lệnh" | "giấy" | "đơn")
        {
            continue;
        }
        return Some((*start, kind));
    }
    None
}

/// Reads what announces the number at `at`; nothing before `floor` (the end of the mention before) counts.
pub(super) fn before(text: Text<'_>, at: usize, floor: usize) -> Head {
    let end = text.back_over_blanks(at);
    let bare = Head { start: at, kind: None, typed: false, generic: false, so: None, widened: false };
    if end < floor {
        return bare;
    }
    let numbered = number_word_before(text, end).filter(|start| *start >= floor);
    let anchor = numbered.map_or(end, |start| text.back_over_blanks(start));
    if let Some((start, kind)) = type_word_before(text, anchor).filter(|(start, _)| *start >= floor) {
        let generic = is_generic(text, start);
        return Head { start, kind, typed: true, generic, so: numbered, widened: false };
    }
    let Some(so) = numbered else { return bare };
    if let Some((start, kind)) = behind_issuer(text, anchor, floor) {
        return Head { start, kind, typed: true, generic: false, so: Some(so), widened: true };
    }
    // `Các Thông tư: số 05/TT-XY ngày …, số 37/XY-TT`
    let plural = text.raw.get(..anchor).and_then(|t| t.strip_suffix(':')).map(|t| text.back_over_blanks(t.len()));
    let plural = plural
        .and_then(|end| type_word_before(text, end))
        .filter(|(start, _)| *start >= floor && ["các", "những"].iter().any(|word| text.words_before(*start, word).is_some()));
    if let Some((_, kind)) = plural {
        return Head { start: so, kind, so: Some(so), ..bare };
    }
    widened(text, anchor, floor).map_or(Head { start: so, so: Some(so), ..bare }, |(start, kind)| Head {
        start,
        kind,
        typed: true,
        generic: is_generic(text, start),
        so: Some(so),
        widened: true,
    })
}

/// `Văn bản số …`: any kind of document.
fn is_generic(text: Text<'_>, start: usize) -> bool {
    ["văn bản", "vb"].iter().any(|w| text.words_at(start, w).is_some())
}

/// The word `số` (also `số:`, `Số :`) that ends at `end`: where it begins.
fn number_word_before(text: Text<'_>, end: usize) -> Option<usize> {
    let before = text.low_before(end);
    let before = before.strip_suffix(':').map_or(before, |b| b.trim_end_matches(' '));
    let start = before.strip_suffix("số")?.len();
    (!text.low_before(start).chars().next_back().is_some_and(is_letter)).then_some(start)
}

/// A type word some words before `số`: `Kế hoạch kiểm tra số`, `Giấy phép khai thác khoáng sản số`, `Công văn của Sở Y tế số`.
/// The nearest one; no sentence mark, figure or bracket may stand between.
fn widened(text: Text<'_>, anchor: usize, floor: usize) -> Option<(usize, Option<Kind>)> {
    let mut i = anchor;
    for _ in 0..14 {
        let start = text.word_start(i);
        if start == i || start < floor {
            return None;
        }
        let next = text.back_over_blanks(start);
        // `Báo cáo giải trình, tiếp thu ý kiến thẩm định số …`: the one name of a kind with a comma in it.
        let comma = || {
            let parts = ["tiếp thu", "giải trình"];
            let before = text.low_before(next).strip_suffix(',')?;
            let named = parts.iter().any(|w| text.words_at(start, w).is_some()) && parts.iter().any(|w| before.ends_with(w));
            named.then_some(before.len())
        };
        let next = comma().unwrap_or(next);
        if next == start || text.raw(start, i).bytes().any(|b| b.is_ascii_digit()) {
            return None;
        }
        i = next;
        while let Some((start, kind)) = type_word_before(text, i).filter(|(start, _)| *start >= floor) {
            if text.is_capital(start) || is_generic(text, start) {
                return Some((start, kind));
            }
            // `công văn của Chính phủ số …`: nothing but its issuer stands between.
            let of = text.words_at(text.over_blanks(i), "của").and_then(|of| text.body_at(text.over_blanks(of)));
            if of.is_some_and(|(_, end)| end == anchor) {
                return Some((start, kind));
            }
            // `Thông báo kế hoạch kiểm tra số …`: a small one is part of the name.
            i = text.back_over_blanks(start);
        }
    }
    None
}

/// `tờ trình của Sở X về việc cấp đất, số 31/XD ngày …`: a type word with its issuer and subject before the comma that `anchor`
/// follows.
fn behind_issuer(text: Text<'_>, anchor: usize, floor: usize) -> Option<(usize, Option<Kind>)> {
    const LONGEST: usize = 240;
    let end = text.raw.get(..anchor)?.strip_suffix(',')?.len();
    let from = text.boundary(end.saturating_sub(LONGEST)).max(floor).max(text.paragraph_start(end));
    let clause = text.low(from, end);
    let begins = clause.rfind([';', ':', '(', ')']).map_or(0, |i| i + 1);
    let of = clause.get(begins..)?.find(" của ").map(|i| from + begins + i)?;
    let (_, after) = text.body_at(text.over_blanks(of + " của ".len()))?;
    let behind = text.over_blanks(after);
    let about = behind >= end || ["về", "v/v"].iter().any(|word| text.words_at(behind, word).is_some());
    // A figure between them is another document's.
    let alone = !text.low(of, end).bytes().any(|b| b.is_ascii_digit());
    type_word_before(text, of).filter(|(start, kind)| about && alone && *start >= floor && kind.is_some())
}

/// Does a type word begin at `at`?
pub(super) fn type_word_begins(text: Text<'_>, at: usize) -> bool {
    let mut end = at;
    for _ in 0..LONGEST {
        end = text.word_end(end);
        let words = text.low(at, end);
        // A type word may be broken over lines.
        let is_type = if words.contains('\n') {
            TYPE_WORDS.contains_key(words.split_whitespace().collect::<Vec<_>>().join(" ").as_str())
        } else {
            TYPE_WORDS.contains_key(words)
        };
        if is_type {
            return true;
        }
        let next = text.over_blanks(end);
        if next == end {
            return false;
        }
        end = next;
    }
    false
}
