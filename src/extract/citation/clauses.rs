//! The date and the issuer that stand beside a mention, after it or before it.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::super::{bodies, numbers};
use super::around::{Text, is_letter};
use super::mention::Mention;
use super::subjects::SHORT_FORMS;
use super::why::Ground;
use crate::model::PartialDate;

/// Longer remarks in brackets part a document from its date and issuer, in bytes.
const LONGEST_REMARK: usize = 400;

/// Reads the clauses after a mention: `, ngày 09/02/2023 của UBND xã`, `của Chính phủ`, `(UBND tỉnh)`, `năm 2020`.
/// `earlier` is the date that stands before it, for `cùng ngày`.
pub(super) fn after(text: Text<'_>, mention: &mut Mention, earlier: Option<PartialDate>) {
    let mut at = mention.end;
    // `Luật số 42/2024/QH15 về Quản lý vũ khí ngày 29/6/2024`: the date may stand behind a law's name.
    if mention.number.is_some()
        && mention.kind.is_some_and(|k| matches!(k.code(), "Luật" | "BL" | "PL"))
        && let Some(about) = text.words_at(text.over_blanks(at), "về")
        && let Some(named) = super::laws::known(text, text.over_blanks(about))
        && let Some((date, end)) = date_clause(text, text.over_blanks(named), false, earlier)
    {
        mention.dated = Ground::new("behind", text.over_blanks(named)..end);
        mention.date = Some(date);
    }
    if let Some((date, end)) = bare_day(text, at).filter(|_| mention.date.is_none()) {
        mention.date = Some(date);
        mention.dated = Ground::new("behind", text.over_blanks(at)..end);
        mention.tail = end;
        return;
    }
    if let Some((issuer, date, end)) = adopted(text, mention, at) {
        mention.date = Some(date);
        mention.dated = Ground::new("behind", text.over_blanks(at)..end);
        if mention.issuer.is_none()
            && let Some(name) = issuer
        {
            mention.issuer = Some(name);
            mention.issued = mention.dated;
        }
        mention.tail = end;
        return;
    }
    for _ in 0..4 {
        let i = over_comma(text, at);
        // `khóa XII, ngày 03/6/2017`, `“Về …”, ngày 03/6/2017 của Huyện ủy`: the term and the title may stand before the date.
        if let Some(end) = term(text, i).or_else(|| title(text, i)).filter(|_| mention.date.is_none())
            && date_clause(text, over_comma(text, end), false, earlier).is_some()
        {
            at = end;
            continue;
        }
        let year = mention.date.filter(|date| date.month_number().is_none());
        if (mention.date.is_none() || year.is_some())
            && let Some((date, end)) = date_clause(text, i, mention.issuer.is_none(), earlier)
            && year.is_none_or(|year| date.is_full() && year.agrees(date))
        {
            mention.date = Some(date);
            let same = text.words_at(i, "cùng ngày").is_some_and(|after| after == end);
            mention.dated = Ground::new(if same { "same-day" } else { "behind" }, i..end);
            at = end;
            continue;
        }
        // `Chỉ thị số 12-CT/TW, 03/6/2017 của Ban Bí thư`
        if mention.date.is_none()
            && let Some((date, end)) = text.date_at(i).filter(|(date, _)| i > at + 1 && date.is_full())
            && text.words_at(text.over_blanks(end), "của").is_some()
        {
            mention.date = Some(date);
            mention.dated = Ground::new("behind", i..end);
            at = end;
            continue;
        }
        if mention.date.is_none()
            && let Some(end) = bare_month(text, i)
        {
            at = end;
            continue;
        }
        if mention.issuer.is_none()
            && let Some((issuer, end)) = issuer_clause(text, i, is_joint(mention))
        {
            mention.issuer = Some(issuer);
            mention.issued = Ground::new("behind", i..end);
            // `của Quốc hội nước Cộng hòa xã hội chủ nghĩa Việt Nam`
            at = super::laws::country(text, end).unwrap_or(end);
            continue;
        }
        // A remark may part them: `ngày 18/02/2025 (nay là …) của Bộ Tài chính`.
        let bracket = text.raw.get(i..).is_some_and(|r| r.starts_with('('));
        let remark = bracket.then(|| text.raw(i, text.boundary(i + LONGEST_REMARK).min(text.raw.len())));
        let remark = remark.and_then(|r| r.split("\n\n").next()?.find(')'));
        let after = remark.map(|n| text.over_blanks(i + n + 1));
        let clause = after
            .filter(|a| ["của", "ngày", "cấp ngày", "ký ngày", "ban hành ngày"].iter().any(|w| text.words_at(*a, w).is_some()));
        match clause {
            Some(_) if at < i + 1 => at = i + remark.unwrap_or(0) + 1,
            _ => break,
        }
    }
    if mention.issuer.is_none() {
        mention.unread = unread(text, over_comma(text, at));
    }
    mention.tail = at;
    if at == mention.end
        && let Some((date, end)) = date_cell(text, at).filter(|_| mention.date.is_none())
    {
        mention.date = Some(date);
        mention.dated = Ground::new("cell", next_cell(text, at).unwrap_or(end)..end);
        if mention.issuer.is_none()
            && let Some((name, after)) = issuer_cell(text, end)
        {
            mention.issuer = Some(name);
            mention.issued = Ground::new("cell", next_cell(text, end).unwrap_or(after)..after);
        }
    }
}

/// What stands behind blanks and a comma.
fn over_comma(text: Text<'_>, at: usize) -> usize {
    let i = text.over_blanks(at);
    if text.raw.get(i..).is_some_and(|r| r.starts_with(',')) { text.over_blanks(i + 1) } else { i }
}

/// `khóa XII`, `(khóa XII)`, `khóa XX, nhiệm kỳ 2020 - 2025`: the term of the body that issued a document; the place after it.
pub(super) fn term(text: Text<'_>, at: usize) -> Option<usize> {
    let open = text.raw.get(at..)?.starts_with('(');
    let from = if open { at + 1 } else { at };
    let after = ["khóa", "khoá"].iter().find_map(|word| text.words_at(from, word))?;
    let end = text.word_end(text.over_blanks(after));
    let numbered = text.raw(after, end).trim().bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'0'..=b'9'));
    let years = text.words_at(over_comma(text, end), "nhiệm kỳ").map(|after| {
        let rest = text.raw.get(after..).unwrap_or_default();
        after + rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, ' ' | '-' | '–' | '/'))).unwrap_or(rest.len())
    });
    let end = years.map_or(end, |after| text.back_over_blanks(after));
    let closed = text.raw.get(end..)?.starts_with(')');
    (numbered && open == closed).then_some(end + usize::from(closed))
}

/// `“Về xây dựng nông thôn mới”`: a title in quotes just behind a number; the place after it.
fn title(text: Text<'_>, at: usize) -> Option<usize> {
    const LONGEST: usize = 300;
    let rest = text.raw.get(at..)?;
    let (open, close) = if rest.starts_with('“') { ('“', '”') } else { ('"', '"') };
    let inside = rest.strip_prefix(open)?;
    let len = inside.find(close).filter(|len| *len < LONGEST && !inside.get(..*len).is_some_and(|t| t.contains("\n\n")))?;
    Some(at + open.len_utf8() + len + close.len_utf8())
}

/// `Luật … đã được Quốc hội khóa XI thông qua ngày 26/11/2003`, `Pháp lệnh … công bố ngày 10/8/1989`: how laws were named with their
/// day before they had numbers. The body that is named, the day and the place after it.
fn adopted(text: Text<'_>, mention: &Mention, at: usize) -> Option<(Option<String>, PartialDate, usize)> {
    const LONGEST: usize = 240;
    const DEEDS: [&str; 4] = ["thông qua", "công bố", "ban hành", "thông qua tại kỳ họp"];
    let law = mention.kind.is_some_and(|k| matches!(k.code(), "Luật" | "BL" | "PL" | "HP"));
    if !law || mention.date.is_some_and(|date| date.month_number().is_some()) {
        return None;
    }
    let mut i = text.over_blanks(at);
    if text.raw.get(i..).is_some_and(|r| r.starts_with(',')) {
        i = text.over_blanks(i + 1);
    }
    let start = i;
    for word in ["đã", "được", "do"] {
        i = text.words_at(i, word).map_or(i, |after| text.over_blanks(after));
    }
    let body = if i > start { text.body_at(i) } else { None };
    // Other bodies only make a law known.
    if body.as_ref().is_some_and(|(_, end)| !["quốc hội", "hội đồng nhà nước"].iter().any(|w| text.low(i, *end).contains(w)))
    {
        return None;
    }
    let from = body.as_ref().map_or(i, |(_, end)| *end);
    let clause = text.low(from, text.boundary((from + LONGEST).min(text.low.len())));
    let clause = clause.split([';', '.', ':']).next()?.split("\n\n").next()?;
    let day = clause.find("ngày ")?;
    let before = clause.get(..day)?.trim_end();
    let deed = DEEDS.iter().find_map(|deed| before.rfind(deed))?;
    // Between the body and what it did stand its country, its term and its session, behind the deed perhaps the session.
    let (between, behind) = (before.get(..deed)?, before.get(deed..)?);
    let told = body.is_some() || between.trim().is_empty();
    let plain = |words: &str| !["luật", "nghị", "quyết định", "sửa đổi", "bổ sung"].iter().any(|w| words.contains(w));
    let (date, end) = text.date_at(from + day).filter(|(date, _)| date.is_full())?;
    let agrees = mention.date.is_none_or(|year| year.agrees(date));
    (told && agrees && plain(between) && plain(behind)).then(|| (body.map(|(name, _)| name), date, end))
}

/// A row of a register: a date that fills the cell behind the number's; the place after it.
pub(super) fn date_cell(text: Text<'_>, at: usize) -> Option<(PartialDate, usize)> {
    let start = next_cell(text, at)?;
    let day = text.words_at(start, "ngày").map_or(start, |after| text.over_blanks(after));
    let (date, end) = text.date_at(day).filter(|(date, _)| date.is_full())?;
    ends_cell(text, end).then_some((date, end))
}

/// A body that fills the cell behind the date's.
fn issuer_cell(text: Text<'_>, at: usize) -> Option<(String, usize)> {
    let (name, end) = text.body_at(next_cell(text, at)?)?;
    ends_cell(text, end).then_some((name, end))
}

/// Where the text of the next cell of a row begins.
fn next_cell(text: Text<'_>, at: usize) -> Option<usize> {
    let rest = text.raw.get(text.over_blanks(at)..)?;
    let after = rest.strip_prefix('\t').or_else(|| rest.strip_prefix('|'))?;
    Some(text.over_blanks(text.raw.len() - after.len()))
}

fn ends_cell(text: Text<'_>, at: usize) -> bool {
    text.raw.get(text.over_blanks(at)..).is_none_or(|rest| rest.is_empty() || rest.starts_with(['\t', '|', '\n']))
}

/// Is it a document of several bodies: `Thông tư liên tịch`, `Kế hoạch liên ngành`?
fn is_joint(mention: &Mention) -> bool {
    let symbol = mention.symbol.as_deref().unwrap_or_default();
    // `UBND-NLN` is of one: only the letters of the kind tell.
    let first = symbol.split(['-', '/']).next().unwrap_or_default();
    mention.kind.is_some_and(|k| matches!(k.code(), "TTLT" | "NQLT"))
        || first.len() > 2 && ["LT", "LN", "LS"].iter().any(|letters| first.ends_with(letters))
        || is_of_several(symbol)
}

/// `KHPH-MTTQ-CCB-HND`: letters of a kind that bodies issue together, and those of several bodies.
pub(super) fn is_of_several(symbol: &str) -> bool {
    let mut groups = symbol.split(['-', '/']);
    let first = groups.next().unwrap_or_default();
    groups.count() > 1 && ["PH", "LT", "LN", "LS", "LB"].iter().any(|end| first.len() > 3 && first.ends_with(end))
}

/// A day just behind a number, without a word for it: `14/QĐ-UBND 22/02/2018`.
fn bare_day(text: Text<'_>, at: usize) -> Option<(PartialDate, usize)> {
    let behind = text.raw.get(at..)?.strip_prefix(' ')?.trim_start_matches([' ', '*', '_']);
    if !behind.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    text.date_at(text.raw.len() - behind.len()).filter(|(date, _)| date.is_full())
}

fn date_clause(text: Text<'_>, at: usize, year_allowed: bool, earlier: Option<PartialDate>) -> Option<(PartialDate, usize)> {
    if let Some(end) = text.words_at(at, "cùng ngày") {
        // `số 45-QĐ/ĐU và 46-QĐ/ĐU cùng ngày 02/3/2022`
        let own = text.date_at(end - "ngày".len()).filter(|(date, _)| date.is_full());
        return own.or_else(|| earlier.map(|date| (date, end)));
    }
    let at = hour(text, at).unwrap_or(at);
    let at = text.words_at(at, "lập").or_else(|| text.words_at(at, "ký")).map_or(at, |after| text.over_blanks(after));
    // `lập cùng ngày 13/6/2026`
    let at = text.words_at(at, "cùng ngày").map_or(at, |after| after - "ngày".len());
    let day = [
        "ngày",
        "ký ngày",
        "ban hành ngày",
        "được ban hành ngày",
        "đăng ký lần đầu ngày",
        "cấp ngày",
        "đề ngày",
        "lập ngày",
        "được ký ngày",
    ]
    .iter()
    .find_map(|words| text.words_at(at, words))
    .map(|after| after - "ngày".len());
    if let Some(mut day) = day {
        // A word that was typed twice: `ngày ngày 20 tháng 12 năm 2019`.
        if let Some(after) = text.words_at(text.over_blanks(day + "ngày".len()), "ngày") {
            day = after - "ngày".len();
        }
        let figures = text.over_blanks(day + "ngày".len());
        return text.date_at(day).or_else(|| short_year(text, figures)).or_else(|| without_year(text, figures));
    }
    let rest = text.low_from(at);
    if rest.starts_with("tháng ") {
        return text.date_at(at);
    }
    if let Some(after) = text.words_at(at, "năm").filter(|_| year_allowed) {
        let (date, end) = text.date_at(text.over_blanks(after))?;
        // `năm 2021-2025` is a span of years, `năm 2020` of a plan its subject's.
        let span = text.raw.get(end..).is_some_and(|r| r.trim_start().starts_with(['-', '–']));
        return (date.month_number().is_none() && !span).then_some((date, end));
    }
    if let Some(inside) = rest.strip_prefix('(') {
        let inner = at + 1;
        let start = text.words_at(inner, "ngày").map_or(inner, |_| inner);
        if inside.starts_with(|c: char| c.is_ascii_digit()) || inside.starts_with("ngày ") {
            let (date, end) = text.date_at(start)?;
            return (date.is_full() && text.raw.get(end..)?.starts_with(')')).then_some((date, end + 1));
        }
    }
    None
}

/// `hồi 16 giờ 30 ngày …` of an urgent message: where its day stands.
fn hour(text: Text<'_>, at: usize) -> Option<usize> {
    const LONGEST: usize = 40;
    let after = ["hồi", "lúc"].iter().find_map(|w| text.words_at(at, w))?;
    let near = text.low(after, text.boundary((after + LONGEST).min(text.low.len())));
    let time = near.find("ngày ")?;
    let words = near.get(..time)?.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let told = words.into_iter().all(|w| matches!(w, "giờ" | "phút" | "h") || w.bytes().all(|b| b.is_ascii_digit() || b == b'h'));
    told.then_some(after + time)
}

/// `ngày 12/3`: a day without its year; the place after it.
fn bare_month(text: Text<'_>, at: usize) -> Option<usize> {
    let figures = text.over_blanks(text.words_at(at, "ngày")?);
    let bytes = text.raw.as_bytes();
    let day = numbers::digits(bytes, figures);
    let month = numbers::digits(bytes, day + 1);
    let shaped = (1..=2).contains(&(day - figures)) && bytes.get(day) == Some(&b'/') && (1..=2).contains(&(month - day - 1));
    let whole = !matches!(bytes.get(month), Some(b'/' | b'-' | b'.')) || bytes.get(month + 1) == Some(&b' ');
    (shaped && whole).then_some(month)
}

/// `ngày 02/3 và số 19 ngày 05/3/2024`: the year stands with the next date of the list.
fn without_year(text: Text<'_>, at: usize) -> Option<(PartialDate, usize)> {
    let bytes = text.raw.as_bytes();
    let day_end = numbers::digits(bytes, at);
    if bytes.get(day_end) != Some(&b'/') {
        return None;
    }
    let end = numbers::digits(bytes, day_end + 1);
    let small = |from: usize, to: usize| text.raw(from, to).parse::<u8>().ok().filter(|_| to - from <= 2);
    let (day, month) = (small(at, day_end)?, small(day_end + 1, end)?);
    let near = text.low(end, text.boundary((end + 60).min(text.low.len())));
    let near = near.split(['.', ';', '\t']).next().filter(|near| near.trim_start().starts_with(['v', ',', 'h']))?;
    let next = near.find("ngày ").map(|i| end + i)?;
    let (date, _) = text.date_at(next).filter(|(date, _)| date.is_full())?;
    Some((PartialDate::day(date.year_number(), month, day)?, end))
}

/// `21/9/025`: a year with its first figure lost.
fn short_year(text: Text<'_>, at: usize) -> Option<(PartialDate, usize)> {
    let bytes = text.raw.as_bytes();
    let mut parts = [0_u16; 3];
    let mut i = at;
    for (n, part) in parts.iter_mut().enumerate() {
        let end = numbers::digits(bytes, i);
        let lengths = if n == 2 { 3..=3 } else { 1..=2 };
        if !lengths.contains(&(end - i)) {
            return None;
        }
        *part = text.raw.get(i..end)?.parse().ok()?;
        i = end;
        if n < 2 {
            if bytes.get(i) != Some(&b'/') {
                return None;
            }
            i += 1;
        }
    }
    let [day, month, year] = parts;
    let date = PartialDate::day(2000 + year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)?;
    (year < 100).then_some((date, i))
}

/// What a body does that makes a document its own.
const ISSUING: [&str; 11] =
    ["ban hành", "đã ban hành", "cấp", "đã cấp", "ký", "ký ban hành", "phê duyệt", "công bố", "lập", "phát hành", "thông qua"];

/// `several`: the document has several issuers.
fn issuer_clause(text: Text<'_>, at: usize, several: bool) -> Option<(String, usize)> {
    if let Some(after) = text.words_at(at, "của") {
        let start = text.over_blanks(after);
        return joint_bodies(text, start).or_else(|| body(text, start, several));
    }
    if let Some(after) = text.words_at(at, "do") {
        // `do UBND cấp tỉnh thực hiện` says who carries it out.
        let (name, end) = body(text, text.over_blanks(after), several)?;
        let next = text.over_blanks(end);
        let remark = text.raw.get(next..).is_some_and(|rest| rest.starts_with('('));
        let issues = ISSUING.iter().any(|verb| text.words_at(next, verb).is_some());
        // `do UBND cấp tỉnh thực hiện`: the word is no verb here.
        let level = ["cấp tỉnh", "cấp huyện", "cấp xã", "cấp trên", "cấp dưới"].iter().any(|w| text.words_at(next, w).is_some());
        return (remark || issues && !level).then_some((name, end));
    }
    if let Some(between) = text.words_at(at, "giữa") {
        let start = text.over_blanks(between);
        let single = text.body_at(start).map(|(_, end)| end);
        return body(text, start, true).filter(|(_, end)| Some(*end) > single);
    }
    let inside = text.raw.get(at..)?.strip_prefix('(')?;
    let start = text.raw.len() - inside.len();
    let start = text.words_at(start, "của").map_or(start, |a| text.over_blanks(a));
    let (name, end) = body(text, start, several)?;
    text.raw.get(end..)?.starts_with(')').then_some((name, end + 1))
}

/// `của Sở về việc`, `của Nhà trường;`: the words behind `của` that are no body's whole name, in small letters; empty where they are
/// many.
fn unread(text: Text<'_>, at: usize) -> Option<String> {
    /// A kind of body has no more words.
    const LONGEST: usize = 3;
    let start = text.over_blanks(text.words_at(at, "của")?);
    if !text.is_capital(start) || super::heads::type_word_begins(text, start) {
        return None;
    }
    let mut end = start;
    for _ in 0..LONGEST {
        end = text.word_end(text.over_blanks(end));
        let next = text.over_blanks(end);
        if !text.raw.get(next..).is_some_and(|rest| rest.starts_with(is_letter)) || bodies::ends_at(text.raw, next) {
            return Some(bodies::one_line(text.low(start, end)));
        }
    }
    Some(String::new())
}

/// The end of the name that stands behind `của`, one body's or those of a joint document.
pub(super) fn body_end(text: Text<'_>, at: usize) -> Option<usize> {
    joint_bodies(text, at).or_else(|| text.body_at(at)).map(|(_, end)| end)
}

/// `liên Bộ: Bộ Tài chính, Bộ Xây dựng và Bộ Y tế`, `liên Bộ Tài chính - Bộ Xây dựng`: the bodies of a joint document.
fn joint_bodies(text: Text<'_>, at: usize) -> Option<(String, usize)> {
    let plain = text.words_at(at, "liên bộ").or_else(|| text.words_at(at, "liên ngành"))?;
    let after = text.over_blanks(text.low_from(plain).strip_prefix(':').map_or(plain, |_| plain + 1));
    // `liên Bộ Tài chính - …`: the word `Bộ` is the first body's.
    let first = text.body_at(after).map(|(_, end)| (after, end));
    let second = || text.words_before(plain, "bộ").and_then(|bo| Some((bo, text.body_at(bo)?.1)));
    let (start, mut end) = first.or_else(second)?;
    // `liên Bộ Lâm nghiệp - Tài chính`: the word stands once.
    let mut several = text.raw(start, end).contains([',', '-', '–']);
    for _ in 0..8 {
        let i = text.over_blanks(end);
        let mark = text.raw.get(i..).and_then(|r| r.chars().next()).filter(|c| matches!(c, ',' | '-' | '–'));
        let joint = mark.map(|c| i + c.len_utf8()).or_else(|| text.words_at(i, "và"));
        let Some(next) = joint.map(|j| text.over_blanks(j)) else { break };
        let field = || bodies::field_at(text.raw, next);
        let Some(after) = text.body_at(next).map(|(_, after)| after).or_else(field) else { break };
        end = after;
        several = true;
    }
    several.then(|| (bodies::one_line(text.raw(start, end)), end))
}

/// A body's name at `at`; a list of them (`Bộ Nội vụ và Bộ Tài chính`) as one, over commas where a document has several
/// issuers.
fn body(text: Text<'_>, at: usize, several: bool) -> Option<(String, usize)> {
    // `Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ`: two titles of one head.
    let titled = text.words_at(at, "bộ trưởng").filter(|i| text.raw.get(*i..).is_some_and(|r| r.starts_with(", ")));
    let start = titled.map_or(at, |i| text.over_blanks(i + 1));
    let (name, mut end) = text.body_at(start).or_else(|| meeting(text, at))?;
    let mut name = if start > at { bodies::one_line(text.raw(at, end)) } else { name };
    let mut closed = false;
    for _ in 0..if several { 8 } else { 3 } {
        let i = text.over_blanks(end);
        let and = text.words_at(i, "và").or_else(|| text.words_at(i, "với").filter(|_| several));
        let joint = and.or_else(|| text.raw.get(end..).filter(|r| r.starts_with(" - ")).map(|_| end + 3));
        // `giữa Sở Nội vụ và Tỉnh đoàn, Sở Nội vụ đề nghị`: behind the last of them the sentence goes on.
        let comma = || text.raw.get(end..).filter(|r| several && !closed && r.starts_with(',')).map(|_| end + 1);
        let Some(joint) = joint.or_else(comma) else { break };
        let next = text.over_blanks(joint);
        if !text.is_capital(next) {
            break;
        }
        let Some((second, after)) = text.body_at(next) else { break };
        closed = closed || text.words_at(i, "và").is_some();
        let between = bodies::one_line(text.raw(end, next));
        name = format!("{name}{}{between} {second}", if between == "," { "" } else { " " });
        end = after;
    }
    Some((name, end))
}

/// `Hội nghị lần thứ sáu Ban Chấp hành Trung ương Đảng khóa XII`: a meeting of a body that resolves.
fn meeting(text: Text<'_>, at: usize) -> Option<(String, usize)> {
    let after = ["hội nghị lần thứ", "hội nghị", "đại hội"].iter().find_map(|w| text.words_at(at, w))?;
    let mut end = after;
    let mut i = after;
    for _ in 0..14 {
        let next = text.over_blanks(i);
        let word_end = text.word_end(next);
        let word = text.low(next, word_end);
        // `… Ban Chấp hành Đảng bộ tỉnh và Kế hoạch số …`
        let other = word == "và" && super::heads::type_word_begins(text, text.over_blanks(word_end));
        if other || word_end == next || next == i || matches!(word, "về" | "ngày" | "thực" | "đã" | "của" | "tại" | "quy")
        {
            break;
        }
        i = word_end;
        end = word_end;
    }
    (end > after).then(|| (bodies::one_line(text.raw(at, end)), end))
}

/// Verbs whose object is a document that the subject made.
const VERBS: [&str; 25] = [
    "ban hành",
    "ra",
    "phê duyệt",
    "có",
    "ký",
    "công bố",
    "chấp thuận",
    "thành lập",
    "kiện toàn",
    "có ý kiến",
    "cho ý kiến",
    "tham gia ý kiến",
    "thông qua",
    "gửi",
    "trình",
    "xây dựng",
    "cấp",
    "công nhận",
    "ký ban hành",
    "quyết định",
    "yêu cầu",
    "chỉ đạo",
    "đề nghị",
    "giao",
    "phê chuẩn",
];

/// Verbs of what a body says in a document, which must stand near the `tại` that names it: `UBND xã kiến nghị tại Công văn số …`.
const TELLS: [&str; 8] = ["kiến nghị", "đề xuất", "phản ánh", "trả lời", "xin ý kiến", "hướng dẫn", "báo cáo", "cung cấp"];

/// What a body has by a document that others issued: `Hội đồng quản lý có trách nhiệm … quy định tại Thông tư số …`.
const DUTIES: [&str; 5] = ["trách nhiệm", "thẩm quyền", "quyền", "nghĩa vụ", "nhiệm vụ"];

static VERB_SEARCH: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(VERBS.iter().chain(&TELLS)).ok());

/// What stands before a mention in its clause.
#[derive(Debug, Default)]
pub(super) struct Before {
    pub date: Option<PartialDate>,
    pub issuer: Option<String>,
    /// What gave the date.
    pub dated: Ground,
    /// What gave the issuer.
    pub issued: Ground,
}

/// Reads the date and the issuer before a mention that begins at `start`: `Ngày 09/02/2023, UBND xã đã ban hành …`,
/// `được Thủ tướng Chính phủ phê duyệt tại …`, `theo chỉ đạo của UBND huyện tại …`. Nothing before `floor` counts.
pub(super) fn before(text: Text<'_>, start: usize, floor: usize) -> Before {
    let mut out = Before::default();
    let from = sentence_start(text, start, floor);
    let clause = text.low(from, start);
    let end = text.back_over_blanks(start);
    let at_place = ["tại", "trong", "tại các"].iter().find_map(|w| text.words_before(end, w));
    // `của X … tại`: the body after the last `của`, `do` or `được` that reads as one.
    if at_place.is_some() || text.raw.get(..end).is_some_and(|t| t.ends_with(':')) {
        for (i, _) in clause.rmatch_indices(" của ").take(2) {
            let at = text.over_blanks(from + i + " của ".len());
            if let Some((name, after)) = text.body_at(at).filter(|(_, after)| *after <= end) {
                let between = without_short_form(text.low(after, end));
                if between.len() < 200 && !between.contains([';', '(']) {
                    out.issuer = Some(name);
                    out.issued = Ground::new("before", at..after);
                    return out;
                }
            }
        }
    }
    let bracket = text.raw.get(..end).is_some_and(|t| t.ends_with('('));
    if bracket && let Some((issuer, issued)) = proposer(text, from, end - 1) {
        out.issuer = Some(issuer);
        out.issued = issued;
        return out;
    }
    let Some(search) = VERB_SEARCH.as_ref() else { return out };
    let verbs: Vec<(usize, usize)> = search
        .find_iter(clause)
        .map(|m| (from + m.start(), from + m.end()))
        .filter(|(a, b)| {
            !text.low_before(*a).chars().next_back().is_some_and(is_letter)
                && !text.low_from(*b).chars().next().is_some_and(is_letter)
        })
        .collect();
    for (verb, verb_end) in verbs.iter().rev().take(3) {
        let object = text.low(*verb_end, end);
        // `UBND tỉnh có kiến nghị một số nội dung (công văn số …)`
        let writes = bracket && text.low(*verb, *verb_end) == "có" && WRITINGS.iter().any(|w| object.trim_start().starts_with(w));
        let near = object.trim().is_empty() || at_place.is_some() || object.split_whitespace().count() <= 3 || writes;
        let duty = DUTIES.iter().any(|words| object.trim_start().starts_with(words));
        let tells = TELLS.contains(&text.low(*verb, *verb_end));
        let far =
            || at_place.is_none() || object.split_whitespace().count() > 4 || ["theo", "được"].iter().any(|w| object.contains(w));
        if !near || duty || object.contains(';') || tells && far() {
            continue;
        }
        if let Some((name, body_start)) = subject_before(text, *verb, from) {
            out.issuer = Some(name);
            out.issued = Ground::new("before", body_start..*verb_end);
            if let Some((date, words)) = leading_date(text, body_start, from) {
                out.date = Some(date);
                out.dated = words;
            }
            break;
        }
    }
    out
}

/// What a body writes in a document that a bracket behind its name gives.
const WRITINGS: [&str; 5] = ["đề nghị", "kiến nghị", "báo cáo", "ý kiến", "đề xuất"];

/// `Xét đề nghị của Sở Y tế (công văn số …), Sở Nội vụ (công văn số …)`: the body just before the bracket at `open` wrote what
/// stands in it.
fn proposer(text: Text<'_>, from: usize, open: usize) -> Option<(String, Ground)> {
    let end = text.back_over_blanks(open);
    let clause = text.low(from, end);
    let body = |at: usize| {
        let (name, after) = text.body_at(at).filter(|(_, after)| *after == end)?;
        Some((name, Ground::new("before", at..after)))
    };
    for (i, of) in clause.rmatch_indices(" của ").take(2) {
        let at = text.over_blanks(from + i + of.len());
        // `của đồng chí Chủ tịch …`
        let at = ["đồng chí", "ông", "bà"].iter().find_map(|w| text.words_at(at, w)).map_or(at, |a| text.over_blanks(a));
        if WRITINGS.iter().any(|words| text.words_before(from + i, words).is_some())
            && let Some(found) = body(at)
        {
            return Some(found);
        }
    }
    // The next of a list.
    let closed = from + clause.rfind(')')? + 1;
    let at = text.over_blanks(closed);
    let joint = text.raw.get(at..).filter(|r| r.starts_with([',', ';'])).map(|_| at + 1).or_else(|| text.words_at(at, "và"))?;
    let next = text.over_blanks(joint);
    body(text.words_at(next, "và").map_or(next, |after| text.over_blanks(after)))
}

/// ` (sau đây gọi tắt là Công ty) tại` without what defines the short form of the body before it.
fn without_short_form(between: &str) -> &str {
    let Some((inside, rest)) = between.trim_start().strip_prefix('(').and_then(|b| b.split_once(')')) else { return between };
    let defines = SHORT_FORMS.iter().any(|words| inside.starts_with(words));
    if defines { rest } else { between }
}

/// Where the sentence that holds `start` begins, but not before `floor`.
fn sentence_start(text: Text<'_>, start: usize, floor: usize) -> usize {
    let mut from = text.paragraph_start(start).max(floor);
    if start - from > 600 {
        from = text.boundary(start - 600);
    }
    let clause = text.raw(from, start);
    for i in memchr::memrchr2_iter(b'.', b';', clause.as_bytes()) {
        let next = text.over_blanks(from + i + 1);
        let figure = i.checked_sub(1).and_then(|b| clause.as_bytes().get(b)).is_some_and(u8::is_ascii_digit);
        if next > from + i + 1 && (text.is_capital(next) || clause.as_bytes().get(i) == Some(&b';')) && !(figure && i < 4) {
            return next;
        }
    }
    from
}

/// What a body does by a document that the sentence named just before.
const SAYS: [&str; 12] = [
    "yêu cầu",
    "đề nghị",
    "chỉ đạo",
    "giao",
    "có ý kiến",
    "đã có ý kiến",
    "thông báo",
    "hướng dẫn",
    "cho biết",
    "kết luận",
    "đã yêu cầu",
    "đã chỉ đạo",
];

/// `tại Công văn số …, UBND huyện yêu cầu`: the body that says so in the document is the one that issued it.
pub(super) fn speaker(text: Text<'_>, mention: &Mention, start: usize) -> Option<(String, Ground)> {
    ["tại", "trong"].iter().find_map(|w| text.words_before(text.back_over_blanks(start), w))?;
    let comma = text.raw.get(mention.tail..)?.starts_with(',');
    let at = text.over_blanks(mention.tail + usize::from(comma));
    let (name, end) = text.body_at(at).filter(|_| comma)?;
    let next = text.over_blanks(end);
    let said = SAYS.iter().find_map(|verb| text.words_at(next, verb))?;
    Some((name, Ground::new("speaker", at..said)))
}

/// Small words between a subject and its verb.
const BETWEEN: [&str; 14] = ["đã", "vừa", "cũng", "sẽ", "đang", "mới", "tiếp", "tục", "có", "văn", "bản", "ký", "kịp", "thời"];

/// The body whose verb stands at `verb`: its name and where it begins.
fn subject_before(text: Text<'_>, verb: usize, from: usize) -> Option<(String, usize)> {
    let mut end = text.back_over_blanks(verb);
    for _ in 0..4 {
        let start = text.word_start(end);
        if start < end && BETWEEN.contains(&text.low(start, end)) {
            end = text.back_over_blanks(start);
        } else {
            break;
        }
    }
    // The name ends here: try every capital to the left as its beginning, the longest name wins.
    let mut best = None;
    let mut i = end;
    for _ in 0..14 {
        let start = text.word_start(i);
        if start == i || start < from {
            break;
        }
        if text.is_capital(start)
            && let Some((name, after)) = text.body_at(start)
            && after == end
        {
            best = Some((name, start));
        }
        let next = text.back_over_blanks(start);
        // `Bộ Lao động - Thương binh và Xã hội`, `Bộ Văn hóa, Thể thao và Du lịch`: marks stand in names, too.
        let marked = text.low_before(next).strip_suffix([',', '-', '–', '&']).map(|before| text.back_over_blanks(before.len()));
        if next == start && marked.is_none() {
            break;
        }
        i = marked.unwrap_or(next);
    }
    best
}

/// `Ngày 09/02/2023, ` just before a subject.
fn leading_date(text: Text<'_>, subject: usize, from: usize) -> Option<(PartialDate, Ground)> {
    let end = text.back_over_blanks(subject);
    let before = text.raw.get(..end)?;
    let end = before.strip_suffix(',').map_or(end, str::len);
    let clause = text.low(from, end);
    let day = clause.rfind("ngày ")? + from;
    let (date, after) = text.date_at(day)?;
    (after == text.back_over_blanks(end) && date.is_full()).then(|| (date, Ground::new("before", day..after)))
}
