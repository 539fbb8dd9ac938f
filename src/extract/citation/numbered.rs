//! Citations by number: with a symbol, bare, and the numbers of a list that share a type word or a symbol.

use std::sync::LazyLock;

use super::super::bodies;
use super::super::numbers::{self, Number};
use super::super::table::WordSet;
use super::around::{Text, is_letter};
use super::heads::{self, Head};
use super::mention::{Form, Mention};
use super::why::Refused;
use crate::model::Kind;

/// Finds all mentions by number, in order.
pub(super) fn find(text: Text<'_>, refused: &mut Refused) -> Vec<Mention> {
    let bytes = text.raw.as_bytes();
    let mut out: Vec<Mention> = Vec::new();
    let mut at = 0;
    while let Some(found) = numbers::next_digit(bytes, at) {
        at = found;
        let next = numbers::digits(bytes, at);
        if !numbers::may_begin(bytes, at) {
            let of_company = foreign(text, at, out.last().map_or(0, |m| m.end));
            at = of_company.as_ref().map_or(next, |m| m.end.max(next));
            out.extend(of_company);
            continue;
        }
        let floor = out.last().map_or(0, |m| m.end);
        let number = numbers::read(text.raw, at);
        let Some(number) = of_old_form(text, at, number.as_ref(), out.last()).or(number) else {
            if let Some(mention) = foreign(text, at, floor) {
                at = mention.end.max(next);
                out.push(mention);
                continue;
            }
            if refused.is_on() {
                refuse_unread(text, at, next, floor, refused);
            }
            at = next;
            continue;
        };
        let end = number.range.end;
        if number.is_bare() {
            match bare(text, &number, floor) {
                Ok(mention) => out.push(mention),
                Err(reason) => match out.last().and_then(|last| bare_member(text, &number, floor, last)) {
                    Some(mention) => out.push(mention),
                    // Not every figure of a text is a candidate.
                    None if !reason.is_empty() => refused.add(at..end, reason),
                    None => {}
                },
            }
            at = end.max(next);
        } else {
            match with_symbol(text, &number, out.last()) {
                Ok(mention) => {
                    // Bare numbers on the way may turn out to be members of its list.
                    let firm = out.iter().rev().find(|m| m.form != Form::Bare).map_or(0, |m| m.end);
                    shared_tail(text, &mention, &number, firm, &mut out);
                    out.push(mention);
                }
                Err(reason) => refused.add(at..end, reason),
            }
            at = end;
        }
    }
    out
}

/// `công văn số TDV/01-2020 đề ngày 22/9/2020 của Công ty …`: a company numbers its letters as it likes. The token that holds the
/// figure at `at` is a number where `công văn số` announces it and day and sender follow.
fn foreign(text: Text<'_>, at: usize, floor: usize) -> Option<Mention> {
    /// Longer ones are something else, in bytes.
    const LONGEST: usize = 40;
    let bytes = text.raw.as_bytes();
    let inside = |b: &&u8| b.is_ascii_alphanumeric() || **b >= 0x80 || matches!(b, b'/' | b'-' | b'.' | b'&' | b'_');
    let start = at - bytes.get(..at)?.iter().rev().take(LONGEST).take_while(inside).count();
    let before = text.low_before(text.back_over_blanks(start));
    let before = before.strip_suffix(':').unwrap_or(before);
    if start < floor || !before.trim_end_matches(' ').ends_with("số") {
        return None;
    }
    let head = heads::before(text, start, floor);
    if !head.typed || head.widened || head.so.is_none() || head.kind.is_none_or(|k| k.code() != "CV") {
        return None;
    }
    let end = start + bytes.get(start..)?.iter().take(LONGEST).take_while(inside).count();
    let token = text.raw.get(start..end)?;
    let behind = text.over_blanks(end);
    let day = text.words_at(behind, "đề").map_or(behind, |after| text.over_blanks(after));
    text.words_at(day, "ngày")?;
    let (_, after) = text.date_at(day).filter(|(date, _)| date.is_full())?;
    text.words_at(text.over_blanks(after), "của")?;
    let mut mention = Mention::new(Form::Bare, head.start, end);
    // `12-2020/CV-ABC`
    let parts = token.rsplit_once('/').filter(|(_, tail)| tail.starts_with(char::is_uppercase));
    mention.kind = head.kind;
    mention.word = head.kind;
    mention.number = Some(parts.map_or(token, |(number, _)| number).to_owned());
    mention.symbol = parts.map(|(_, tail)| tail.to_owned());
    mention.typed = true;
    mention.numbered = true;
    Some(mention)
}

/// Keeps a figure that `số` or a type word announces and that begins no number of a document: a date, a fraction, a plate.
fn refuse_unread(text: Text<'_>, at: usize, end: usize, floor: usize, refused: &mut Refused) {
    let head = heads::before(text, at, floor);
    if !head.typed && head.so.is_none() {
        return;
    }
    // What goes on without a blank belongs to it.
    let rest = text.raw.get(end..).unwrap_or_default();
    let len = rest.find(|c: char| c.is_whitespace() || matches!(c, ';' | '(' | ')')).unwrap_or(rest.len()).min(40);
    let reason = if names_thing(text, &head) { "thing" } else { "not-a-number" };
    refused.add(head.start..text.boundary(end + len), reason);
}

/// `Thông tư số 04 TC/TCT`, `Thông tư số 130-XYZ ngày …`: a number of an old form that a type word and `số` announce, or `số`
/// alone in a list; where its symbol has no slash, a date or an issuer must follow.
fn of_old_form(text: Text<'_>, at: usize, bare: Option<&Number>, last: Option<&Mention>) -> Option<Number> {
    let numbers::OldForm { number, slashed } = numbers::of_old_form(text.raw, at, bare)?;
    let floor = last.map_or(0, |m| m.end);
    let head = heads::before(text, at, floor);
    let so = head.so.filter(|_| !head.widened)?;
    let announced = head.typed || head.kind.is_some() || last.is_some_and(|m| in_one_list(text, m.end, so));
    (announced && (slashed || has_clause(text, number.range.end))).then_some(number)
}

/// Does a date or an issuer follow a number?
fn has_clause(text: Text<'_>, end: usize) -> bool {
    let after = text.over_blanks(end);
    let after = text.raw.get(after..).filter(|r| r.starts_with(',')).map_or(after, |_| text.over_blanks(after + 1));
    ["ngày", "của", "cùng ngày"].iter().any(|w| text.words_at(after, w).is_some()) || text.low_from(after).starts_with("(ngày")
}

/// The kind of a document by its type word and its symbol.
///
/// A generic word (`Văn bản`) leaves it to the symbol; where both name a kind of administrative document and disagree, the
/// symbol wins, for clerks copy the type word and not the number. A symbol that begins with a body is a letter's.
pub(super) fn kind_of(word: Option<Kind>, generic: bool, symbol: &str, party: bool, year: Option<u16>) -> Option<Kind> {
    let letters = symbol.split(['-', '/', '.', '_']).next().unwrap_or_default();
    let by_symbol = heads::kind_of_letters(letters).filter(|k| {
        // HĐND is no contract, TTr-NV no proposal of a known body.
        letters.chars().count() >= 2
            && k.row().symbols.iter().any(|s| s.eq_ignore_ascii_case(letters))
            && !is_of_tax_office(symbol)
    });
    let code = |k: Kind| k.code();
    match (word, by_symbol) {
        (Some(word), Some(symbol_kind)) if word != symbol_kind => {
            let firm = |k: Kind| matches!(code(k), "QĐ" | "KH" | "BC" | "TB" | "NQ" | "NĐ" | "CTr" | "TTLT");
            let both = firm(word) && firm(symbol_kind) && !party && symbol.contains('-');
            Some(if both { symbol_kind } else { word })
        }
        (Some(word), _) => Some(word),
        (None, Some(kind)) if year.is_none() || code(kind) != "HĐ" => Some(kind),
        (None, None)
            if generic
                && !symbol.is_empty()
                && letters.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '&' | 'g' | 'h' | 'r'))
                && year.is_none() =>
        {
            Kind::from_code("CV")
        }
        _ => None,
    }
}

/// `CT-TTHT`: a letter of a province's tax department (Cục Thuế) and one of its divisions, not a directive (Chỉ thị).
pub(in crate::extract) fn is_of_tax_office(symbol: &str) -> bool {
    const DIVISIONS: [&str; 19] = [
        "TTHT", "KK", "KKKTT", "KK&KTT", "KTT", "KTNB", "NV", "NVT", "NVDT", "NVDTPC", "QLN", "QLN&CCNT", "TNCN", "THDT",
        "THNVDT", "TTKT", "HCQTTVAC", "HKDCN", "QLHKD",
    ];
    let Some(division) = symbol.strip_prefix("CT").and_then(|rest| rest.strip_prefix(['-', '/'])) else { return false };
    DIVISIONS.contains(&division.trim_end_matches(|c: char| c.is_ascii_digit()))
}

/// Letters of bodies that make a number without any type word believable.
fn is_body(group: &str) -> bool {
    ["UBND", "HĐND", "UB", "TU", "HU", "ĐU", "TW", "TƯ", "TTg", "CP", "BCĐ", "MTTQ", "CTUBND"]
        .iter()
        .any(|b| group.starts_with(b))
        || bodies::by_letters(group, None).is_some()
}

/// Is it a number even without a type word and `số`?
fn stands_alone(symbol: &str) -> bool {
    let mut groups = symbol.split(['-', '/']);
    let Some(first) = groups.next() else { return false };
    let kind = heads::kind_of_letters(first).is_some() || first == "CV";
    let second = groups.next();
    (kind && second.is_some()) || is_body(first) || (first.starts_with("QH") && first.len() > 2)
}

/// The mention of a number with a symbol, or why it is none (a code of [`crate::model::Rejected`]).
fn with_symbol(text: Text<'_>, number: &Number, last: Option<&Mention>) -> Result<Mention, &'static str> {
    let floor = last.map_or(0, |m| m.end);
    let head = heads::before(text, number.range.start, floor);
    let symbol = number.symbol_text(text.raw).ok_or("not-a-number")?;
    if head.kind.is_some_and(|k| k.code() == "HĐ") {
        return Err("contract");
    }
    if names_thing(text, &head) {
        return Err("thing");
    }
    // A year or figure after one more slash: a form's or contract's number.
    if !head.typed && text.raw.as_bytes().get(number.range.end) == Some(&b'/') {
        return Err("longer-number");
    }
    let listed = last.filter(|_| !head.typed).filter(|m| in_one_list(text, m.end, head.start));
    if !head.typed && head.so.is_none() && listed.is_none() && !stands_alone(&symbol) {
        return Err("not-announced");
    }
    if !head.typed && head.so.is_some() && listed.is_none() && is_letterhead(text, &head, number) {
        return Err("number-line");
    }
    // `số 3/KT`, `số 7/TDP`: letters of a thing, unless a date or an issuer follows.
    let bare = |symbol: &str| !stands_alone(symbol) && !symbol.contains(['-', '/']);
    // `căn hộ số 12A/CT của ông …`
    let lettered = text.raw.get(number.ordinal.clone()).is_some_and(|ordinal| ordinal.ends_with(char::is_uppercase));
    if !head.typed && listed.is_none() && bare(&symbol) && (lettered || !has_clause(text, number.range.end)) {
        return Err("letters-of-thing");
    }
    if !head.typed && is_contract(text, head.start, &symbol) {
        return Err("contract");
    }
    let word = match (head.typed, listed) {
        (true, _) => head.kind,
        // A kind that only the symbol of the other one showed is not shared.
        (false, Some(m)) => m.kind.filter(|_| !m.generic),
        (false, None) => head.kind,
    };
    let generic = if head.typed { head.generic } else { listed.map_or(head.kind.is_none(), |m| m.generic) };
    let mut mention = Mention::new(Form::Number, head.start, number.range.end);
    mention.kind = kind_of(word, generic, &symbol, number.party, number.year);
    mention.word = word;
    mention.number = Some(number.ordinal_text(text.raw));
    mention.year = number.year;
    mention.symbol = Some(symbol);
    mention.typed = head.typed;
    mention.generic = generic;
    mention.numbered = head.so.is_some();
    if head.widened {
        mention.inner_issuer = inner_issuer(text, head.start, number.range.start);
    }
    Ok(mention)
}

/// `Công văn của Sở Y tế số 12/SYT-VP`: the body between type word and number.
fn inner_issuer(text: Text<'_>, start: usize, end: usize) -> Option<String> {
    let inside = text.low(start, end);
    let of = memchr::memmem::find(inside.as_bytes(), " của ".as_bytes())? + start + " của ".len();
    text.body_at(of).filter(|(_, after)| *after <= end).map(|(name, _)| name)
}

/// No line of specimens is longer, in bytes.
const LONGEST_LINE: usize = 4000;

/// Is this the number line of a letterhead or form (`Số: 16/KH-UBND` at a line's start, followed by no date of its own), or a
/// specimen of one (`Số: 23/BC-BNV (Báo cáo của Bộ Nội vụ)`, several in a cell)?
fn is_letterhead(text: Text<'_>, head: &Head, number: &Number) -> bool {
    if !text.is_capital(head.start) {
        return false;
    }
    let window = text.raw(text.boundary(head.start.saturating_sub(LONGEST_LINE)), head.start);
    let border = memchr::memrchr3(b'\n', b'\t', b'|', window.as_bytes());
    let line = border.map_or(window, |at| window.get(at + 1..).unwrap_or_default());
    let specimens = line.split(';').map(str::trim).all(|part| part.starts_with("Số:") || !part.chars().any(is_letter));
    if !specimens {
        return false;
    }
    let rest = text.raw.get(number.range.end..).unwrap_or_default().trim_start_matches([' ', '*', '_']);
    // In a row of a table the date has a cell of its own.
    if super::clauses::date_cell(text, number.range.end).is_some() {
        return false;
    }
    let explained = rest.strip_prefix('(').is_some_and(|inside| inside.starts_with(char::is_uppercase));
    rest.is_empty() || rest.starts_with(['\n', '\t', '|', ';']) || rest.starts_with(char::is_uppercase) || explained
}

/// What bears numbers and is no document.
const THINGS: [&str; 36] = [
    "mẫu",
    "mẫu biểu",
    "biểu",
    "biểu mẫu",
    "phụ lục",
    "tài khoản",
    "hợp đồng",
    "hóa đơn",
    "hoá đơn",
    "thửa",
    "thửa đất",
    "bản đồ",
    "biển",
    "gói thầu",
    "điện thoại",
    "fax",
    "công báo",
    "bản vẽ",
    "phiếu thu",
    "phiếu chi",
    "phiếu xuất kho",
    "phiếu nhập kho",
    "bảng",
    "hình",
    "lô",
    "lô đất",
    "tổ",
    "tổ công tác",
    "tổ dân phố",
    "km",
    "mã",
    "mã số",
    "sổ",
    "đường",
    "nhà",
    "ngõ",
];

/// The last words of [`THINGS`]: most words before a number are none of them.
static THING_ENDS: LazyLock<WordSet> = LazyLock::new(|| THINGS.iter().filter_map(|words| words.rsplit(' ').next()).collect());

/// `Mẫu số 01/TNCN`, `Phụ lục số 02/PL`, `Biểu số 3/BC`, `tài khoản số`: numbers of forms and things. But `Phụ lục Thông tư số
/// 11/2016/TT-BCT` is an annex of what is cited.
fn names_thing(text: Text<'_>, head: &Head) -> bool {
    let whole = head.typed && text.low_before(text.back_over_blanks(head.start)).ends_with("phụ lục");
    !whole && is_form(text, head.start) || head.so.is_some_and(|so| is_form(text, so))
}

/// Does a word for a thing that is no document stand before this place?
fn is_form(text: Text<'_>, at: usize) -> bool {
    let end = text.back_over_blanks(at);
    if !THING_ENDS.contains(text.low(text.word_start(end), end)) {
        return false;
    }
    let before = text.low_before(end);
    THINGS.iter().any(|w| before.strip_suffix(w).is_some_and(|b| !b.chars().next_back().is_some_and(is_letter)))
}

/// `Hợp đồng thi công xây dựng số 15/HĐXD`: the word may stand some words before, and the letters say it too.
fn is_contract(text: Text<'_>, at: usize, symbol: &str) -> bool {
    let letters = symbol.split(['-', '/', '.']).next().unwrap_or_default();
    if matches!(letters, "HĐKT" | "HĐXD" | "HĐMB" | "HĐLĐ" | "HĐTC" | "HĐTVXD" | "PLHĐ" | "HĐ") {
        return true;
    }
    let clause = text.low(text.boundary(at.saturating_sub(90)), at);
    let clause = clause.rsplit([',', ';', '.', ':', '\t', '(', ')']).next().unwrap_or_default();
    clause.rfind("hợp đồng ").is_some_and(|i| !clause.get(i..).unwrap_or_default().contains(" tại "))
}

/// Do only list marks, dates, issuers and remarks in brackets stand between two numbers, so that the second shares the type
/// word of the first?
fn in_one_list(text: Text<'_>, end: usize, start: usize) -> bool {
    if start < end || start - end > 300 {
        return false;
    }
    let mut between = text.low(end, start);
    let mut separated = false;
    while !between.is_empty() {
        let before = between;
        between = between.trim_start_matches([' ', '\n', '*']);
        if let Some(rest) = between.strip_prefix([',', ';']) {
            between = rest;
            separated = true;
        } else if let Some(rest) = ["và ", "hoặc ", "đến ", "-", "–"].iter().find_map(|w| between.strip_prefix(w)) {
            between = rest;
            separated = true;
        } else if let Some(rest) = between.strip_prefix("cùng ngày") {
            between = rest;
        } else if between.starts_with('(') {
            let Some((_, rest)) = between.split_once(')') else { return false };
            between = rest;
        } else if let Some((_, after)) = super::super::dates::read_at(between, 0) {
            between = between.get(after..).unwrap_or_default();
        } else if let Some(rest) = between.strip_prefix("ngày ") {
            // A day whose year stands with a later one.
            between = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '/');
        } else if let Some(rest) = between.strip_prefix("của ") {
            let at = start - rest.len();
            let Some(after) = super::clauses::body_end(text, at).filter(|after| *after <= start) else { return false };
            between = text.low(after, start);
        }
        if between.len() == before.len() {
            return false;
        }
    }
    separated
}

/// `số 12, 13 và 15/QĐ-UBND`: the whole numbers before a full one have its symbol.
fn shared_tail(text: Text<'_>, mention: &Mention, number: &Number, floor: usize, out: &mut Vec<Mention>) {
    if mention.typed || mention.numbered {
        return;
    }
    let bytes = text.raw.as_bytes();
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut at = number.range.start;
    let head = loop {
        let end = text.back_over_blanks(at);
        let before = text.low_before(end);
        let Some(before) = before.strip_suffix(',').or_else(|| before.strip_suffix(';')).or_else(|| before.strip_suffix("và"))
        else {
            break heads::before(text, at, floor);
        };
        let end = text.back_over_blanks(before.len());
        let start = end - bytes.get(..end).unwrap_or_default().iter().rev().take_while(|b| b.is_ascii_digit()).count();
        if start == end || end - start > 6 || start < floor || !numbers::may_begin(bytes, start) {
            return;
        }
        found.push((start, end));
        at = start;
    };
    if found.is_empty() || !(head.so.is_some() || head.typed) || is_form(text, head.start) {
        return;
    }
    // A bare number that was read on the way is one of them.
    while out.last().is_some_and(|m| found.iter().any(|(_, end)| m.end == *end)) {
        out.pop();
    }
    for (start, end) in found.into_iter().rev() {
        let first = start == at;
        let mut one = Mention::new(Form::SharedTail, if first { head.start } else { start }, end);
        one.kind = kind_of(head.kind, head.generic, mention.symbol.as_deref().unwrap_or_default(), number.party, number.year);
        one.word = head.kind;
        one.number = text.raw.get(start..end).map(str::to_owned);
        one.year = number.year;
        one.symbol.clone_from(&mention.symbol);
        one.typed = first && head.typed;
        one.numbered = first && head.so.is_some();
        out.push(one);
    }
}

/// Kinds that are known by a bare number even without `số`: `Chỉ thị 11`, `Nghị định 30`, `Đề án 06`.
const BARE: [&str; 22] = [
    "NĐ", "NQ", "QĐ", "CT", "TT", "TTLT", "KL", "CV", "KH", "ĐA", "CTr", "CĐ", "TTr", "BC", "TB", "HD", "L", "PL", "QyĐ", "TC",
    "BB", "NQLT",
];

/// The mention of a bare number, or why it is none (a code of [`crate::model::Rejected`]; empty for a figure that nothing
/// announces).
fn bare(text: Text<'_>, number: &Number, floor: usize) -> Result<Mention, &'static str> {
    let at = number.range.start;
    let head = heads::before(text, at, floor);
    let kind = head.kind;
    if !head.typed {
        return Err(if head.so.is_none() {
            ""
        } else if names_thing(text, &head) {
            "thing"
        } else {
            "not-announced"
        });
    }
    let figures = number.ordinal.len();
    let after = text.over_blanks(number.range.end);
    // `Bản án hình sự sơ thẩm số 179 ngày …`
    let dated = || {
        let named = kind.is_some_and(|k| k.code() == "KHÁC") && !head.generic;
        named && head.so.is_some() && text.words_at(after, "ngày").is_some()
    };
    if head.widened && !kind.is_some_and(|k| matches!(k.code(), "GP" | "GCN")) && !dated() {
        return Err("words-between");
    }
    let accepted = match kind.map(Kind::code) {
        // A licence or certificate may have a long number of its own.
        Some("GP" | "GCN") => head.so.is_some() && figures >= 2,
        Some(code) if BARE.contains(&code) && figures <= 6 => {
            if head.so.is_some() {
                text.is_capital(head.start) || ends_phrase(text, after)
            } else {
                // What a programme is known by is written small, too: `triển khai đề án 06`.
                let programme = matches!(code, "ĐA" | "CTr");
                let year = figures == 4 && text.raw(at, at + 4) >= "1945" && text.raw(at, at + 4) <= "2100";
                (programme || text.is_capital(head.start)) && figures >= 2 && !year && ends_phrase(text, after) && code != "BB"
            }
        }
        Some("KHÁC") => figures <= 6 && dated(),
        None => head.so.is_some() && figures <= 6 && head.generic,
        _ => false,
    };
    if names_thing(text, &head) {
        return Err("thing");
    }
    if !accepted {
        let known = kind.is_none_or(|k| BARE.contains(&k.code()) || matches!(k.code(), "GP" | "GCN"));
        return Err(if !known {
            "needs-symbol"
        } else if ends_phrase(text, after) {
            "not-announced"
        } else {
            "counts"
        });
    }
    let mut mention = Mention::new(Form::Bare, head.start, number.range.end);
    mention.kind = kind;
    mention.word = kind;
    mention.number = Some(number.ordinal_text(text.raw));
    mention.typed = true;
    mention.numbered = head.so.is_some();
    Ok(mention)
}

/// `Công văn số 18 ngày 02/3 và số 19 ngày 05/3/2024`: a number of a list whose first has the type word.
fn bare_member(text: Text<'_>, number: &Number, floor: usize, last: &Mention) -> Option<Mention> {
    let head = heads::before(text, number.range.start, floor);
    let so = head.so.filter(|so| !head.typed && last.form == Form::Bare && in_one_list(text, last.end, *so))?;
    let after = text.over_blanks(number.range.end);
    text.words_at(after, "ngày").or_else(|| text.words_at(after, "của"))?;
    let mut mention = Mention::new(Form::Bare, so, number.range.end);
    mention.kind = last.kind;
    mention.word = last.kind;
    mention.number = Some(number.ordinal_text(text.raw));
    mention.generic = last.generic;
    mention.numbered = true;
    Some(mention)
}

/// Can what follows a bare number not be a thing that it counts (`Kế hoạch 05 năm`, `Thông báo 03 thí sinh`)?
fn ends_phrase(text: Text<'_>, after: usize) -> bool {
    let rest = text.low_from(after);
    let Some(first) = rest.chars().next() else { return true };
    if !first.is_alphanumeric() {
        return first != '%';
    }
    if text.is_capital(after) {
        return true;
    }
    let word = text.low(after, text.word_end(after));
    match word {
        "năm" => text.words_at(after, "năm").is_some_and(|i| {
            let digits = text.low_from(text.over_blanks(i));
            // `Kế hoạch 05 năm 2021-2025` counts years.
            let span = digits.get(4..).is_some_and(|d| d.trim_start().starts_with(['-', '–']));
            digits.get(..4).is_some_and(|d| d.bytes().all(|b| b.is_ascii_digit())) && !span
        }),
        "của" | "ngày" | "về" | "và" | "với" | "trong" | "tại" | "thì" | "cho" | "có" | "là" | "đã" | "được" | "do" | "quy"
        | "nêu" | "trên" | "này" | "theo" | "ban" | "để" | "phải" | "như" | "hoặc" | "đối" | "đến" | "vào" | "trên địa bàn"
        | "sẽ" | "cũng" | "ở" | "từ" | "hướng" | "đang" | "gồm" | "chưa" | "nên" | "khi" | "nhằm" | "phê" | "sửa" | "thay"
        | "mà" | "còn" | "kèm" | "hiện" | "đạt" | "làm" => true,
        // `Chương trình 135 giai đoạn II`
        "giai" => text.words_at(after, "giai đoạn").is_some(),
        _ => false,
    }
}
