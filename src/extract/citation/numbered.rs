//! Citations by number: with a symbol, bare, and the numbers of a list that share a type word or a symbol.

use std::sync::LazyLock;

use super::super::bodies;
use super::super::numbers::{self, Number};
use super::super::table::WordSet;
use super::around::{Text, is_letter};
use super::heads::{self, Head};
use super::mention::{Form, Mention};
use super::why::Refused;
use crate::model::{Kind, lost_hyphen};

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
        let number = of_old_form(text, at, number.as_ref(), out.last()).or(number);
        let Some(number) = number.or_else(|| glued(text, at, floor)).or_else(|| numbers::of_year(text.raw, at)) else {
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
                Err(reason) => match out.last().and_then(|last| list_member(text, &number, floor, last)) {
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
/// figure at `at` is a number where `công văn số` or `văn bản số` announces it and its day or its sender follows.
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
    let letter = head.generic || head.kind.is_some_and(|k| k.code() == "CV");
    if !head.typed || head.widened || head.so.is_none() || !letter {
        return None;
    }
    let end = start + bytes.get(start..)?.iter().take(LONGEST).take_while(inside).count();
    let token = text.raw.get(start..end)?;
    let behind = text.over_blanks(end);
    let day = text.words_at(behind, "đề").map_or(behind, |after| text.over_blanks(after));
    let dated = text.words_at(day, "ngày").and_then(|_| text.date_at(day)).is_some_and(|(date, _)| date.is_full());
    let sent = || text.words_at(behind, "của").is_some_and(|of| text.body_at(text.over_blanks(of)).is_some());
    // A number of letters and figures alone could be any code.
    let marked = token.contains(['/', '-']) || dated;
    let day = super::super::dates::read_at(token, 0).is_some_and(|(_, end)| end == token.len());
    if day || !(marked && (dated || sent())) {
        return None;
    }
    let mut mention = Mention::new(Form::Bare, head.start, end);
    // `12-2020/CV-ABC`
    let parts = token.rsplit_once('/').filter(|(_, tail)| tail.starts_with(char::is_uppercase));
    mention.kind = kind_of(head.kind, head.generic, parts.map_or("", |(_, tail)| tail), false, None);
    mention.word = head.kind;
    mention.generic = head.generic;
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

/// `Kế hoạch số 22KH/TU`: a number that its symbol clings to, where a type word or `số` announces it and the letters are a kind's.
fn glued(text: Text<'_>, at: usize, floor: usize) -> Option<Number> {
    let number = numbers::glued(text.raw, at)?;
    let head = heads::before(text, at, floor);
    let letters = text.raw.get(number.symbol.clone())?.split(['-', '/', ' ']).next()?;
    let kind = letters.chars().count() > 1 && (letters == "CV" || heads::kind_of_letters(letters).is_some());
    (kind && !head.widened && (head.typed || head.so.is_some())).then_some(number)
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
    let letters = lost_hyphen(symbol).and_then(|at| symbol.get(..at)).unwrap_or(letters);
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
    if names_thing(text, &head) || is_of_case(text, &head, &symbol) {
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

/// `thụ lý số 15/2024/TLST-DS`: a court's number of a case. A notice of it (`Thông báo thụ lý số …/TB-TLVA`) is a document.
fn is_of_case(text: Text<'_>, head: &Head, symbol: &str) -> bool {
    let registered = head.so.is_some_and(|so| !head.typed && text.words_before(so, "thụ lý").is_some());
    registered || ["TLST", "TLPT"].iter().any(|letters| symbol.starts_with(letters))
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
    if kind.is_some_and(|k| k.code() == "ĐA") && names_body(text, head.start, number.range.end) {
        return Err("of-body");
    }
    let figures = number.ordinal.len();
    let after = text.over_blanks(number.range.end);
    // `Bản án hình sự sơ thẩm số 179 ngày …`
    let dated = || {
        let named = kind.is_some_and(|k| k.code() == "KHÁC") && !head.generic;
        named && head.so.is_some() && text.words_at(after, "ngày").is_some()
    };
    if head.widened && !kind.is_some_and(|k| matches!(k.code(), "GP" | "GCN")) && !is_urgent(text, &head) && !dated() {
        return Err("words-between");
    }
    let accepted = match kind.map(Kind::code) {
        // A licence or certificate may have a long number of its own.
        Some("GP" | "GCN") => head.so.is_some() && figures >= 2 && number.year.is_none(),
        // `Nghị định 16/2025`; `Kế hoạch 12/2024` is a month's.
        Some(code) if number.year.is_some() => {
            let known = WITH_YEAR.contains(&code) || head.so.is_some() && BARE.contains(&code);
            known && (text.is_capital(head.start) || ends_phrase(text, after))
        }
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
    mention.year = number.year;
    mention.typed = true;
    mention.numbered = head.so.is_some();
    Ok(mention)
}

/// Kinds of which a number with its year and without a symbol is known even without `số`.
const WITH_YEAR: [&str; 9] = ["NĐ", "NQ", "QĐ", "CT", "TT", "TTLT", "NQLT", "PL", "QyĐ"];

/// `Công điện khẩn số 13`: does nothing but its urgency stand between type word and number?
fn is_urgent(text: Text<'_>, head: &Head) -> bool {
    const URGENT: [&str; 4] = ["công điện khẩn", "công điện thượng khẩn", "công điện hỏa tốc", "công điện hoả tốc"];
    let so = head.so.map_or(head.start, |so| text.back_over_blanks(so));
    URGENT.contains(&super::around::one_line(text.low(head.start, so)).as_str())
}

/// `Ban Chỉ đạo chuyển đổi số và Đề án 06`: is what stands here the end of a body's name? One that carries a programme out
/// (`Tổ công tác thực hiện Đề án 06 của Chính phủ`) names the programme itself.
fn names_body(text: Text<'_>, start: usize, end: usize) -> bool {
    const LONGEST: usize = 300;
    let from = text.boundary(start.saturating_sub(LONGEST)).max(text.paragraph_start(start));
    let before = text.low(from, start);
    ["ban chỉ đạo", "tổ công tác", "tổ giúp việc"].iter().filter_map(|words| before.rfind(words)).any(|i| {
        let at = from + i;
        // In capitals the words of the name tell nothing.
        let name = text.raw(at, end);
        let shouted = !name.contains([';', '.', '(', ':']) && !name.chars().any(char::is_lowercase);
        let joined = || text.words_before(start, "và").is_some() && text.body_at(at).is_some_and(|(_, after)| after >= end);
        shouted || joined()
    })
}

/// `Công văn số 18 ngày 02/3 và số 19 ngày 05/3/2024`, `Nghị quyết 57, 59, 66 và 68 của Bộ Chính trị`: a number of a list whose
/// first has the type word.
fn list_member(text: Text<'_>, number: &Number, floor: usize, last: &Mention) -> Option<Mention> {
    let head = heads::before(text, number.range.start, floor);
    let start = head.so.unwrap_or(number.range.start);
    if head.typed || last.form != Form::Bare || last.year.is_some() != number.year.is_some() {
        return None;
    }
    let after = text.over_blanks(number.range.end);
    let claused = || ["ngày", "của"].iter().any(|word| text.words_at(after, word).is_some());
    let spaced = head.so.is_some() && in_one_list(text, last.end, start) && claused();
    if !(spaced || joins(text.low(last.end, start)) && closes_list(text, number.range.end, last)) {
        return None;
    }
    let mut mention = Mention::new(Form::Bare, start, number.range.end);
    mention.kind = last.kind;
    mention.word = last.kind;
    mention.number = Some(number.ordinal_text(text.raw));
    mention.year = number.year;
    mention.generic = last.generic;
    mention.numbered = head.so.is_some() || last.numbered;
    Some(mention)
}

/// Does nothing but one comma or `và` stand between two numbers?
fn joins(between: &str) -> bool {
    matches!(between.trim_matches([' ', '\n', '*']), "," | "và" | ", và")
}

/// Is what a number's list goes on with nothing but numbers up to its end, and no thing that the last one counts (`Nghị quyết 18,
/// 25 chỉ tiêu`)? `of` is the number of the list before it.
fn closes_list(text: Text<'_>, end: usize, of: &Mention) -> bool {
    let bytes = text.raw.as_bytes();
    let mut at = end;
    for _ in 0..24 {
        let start = at - bytes.get(..at).unwrap_or_default().iter().rev().take_while(|b| b.is_ascii_alphanumeric()).count();
        let figures = text.raw(start, at);
        // Without `số` a figure alone is soon a count, and one of four digits a year.
        let year = figures.len() == 4 && ("1945".."2101").contains(&figures);
        if of.year.is_none() && (year || figures.len() < 2 && !of.numbered) {
            return false;
        }
        let after = text.over_blanks(at);
        let joint = text.raw.get(after..).filter(|r| r.starts_with(',')).map(|_| after + 1);
        let joint = joint.or_else(|| text.words_at(after, "và")).map(|i| text.over_blanks(i));
        let joint = joint.map(|i| text.words_at(i, "và").or_else(|| text.words_at(i, "số")).map_or(i, |i| text.over_blanks(i)));
        let next = joint.filter(|i| numbers::may_begin(bytes, *i));
        let Some(next) = next else {
            let dated = text.words_at(after, "ngày").is_some_and(|_| text.date_at(after).is_some());
            let words = dated || super::clauses::term(text, after).is_some();
            let words = words || ["của", "về"].iter().any(|word| text.words_at(after, word).is_some());
            // `… 18, 19 và Chỉ thị 05`
            let other = joint.is_some_and(|i| text.is_capital(i));
            let mark = text.raw.get(after..).and_then(|r| r.chars().next());
            return words || other || mark.is_none_or(|c| matches!(c, ',' | '.' | ';' | ')' | '(' | '\n'));
        };
        let number = match of.year {
            Some(_) => numbers::of_year(text.raw, next),
            None => numbers::read(text.raw, next).filter(Number::is_bare),
        };
        let Some(number) = number else { return false };
        at = number.range.end;
    }
    false
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
