//! Owns the words that people read, after the vocabulary of the program's users: one word for one thing, in both languages.

use super::lang::Lang;
use super::trace::Edge;
use super::view::Head;
use crate::model::{ErrorCode, Kind, LinkState};

/// Why a file is not read, in a few words.
#[must_use]
pub fn reason(lang: Lang, code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::Encrypted => lang.pick("có mật khẩu", "has a password"),
        ErrorCode::Truncated => lang.pick("tệp không đầy đủ", "file is cut short"),
        ErrorCode::Damaged => lang.pick("tệp bị hỏng", "file is damaged"),
        ErrorCode::Empty => lang.pick("tệp rỗng", "file is empty"),
        ErrorCode::TooLarge => lang.pick("tệp quá lớn", "too large"),
        ErrorCode::NoText => {
            lang.pick("không có chữ: bản quét, máy chưa có nhận dạng chữ", "no text: a scan; no recognition of text here")
        }
        ErrorCode::Unsupported => lang.pick("loại tệp chưa đọc được", "file type not read"),
        ErrorCode::NoDocument => lang.pick("không chứa văn bản", "holds no document"),
        ErrorCode::Timeout => lang.pick("đọc quá lâu", "took too long"),
        ErrorCode::Memory => lang.pick("cần quá nhiều bộ nhớ", "wants too much memory"),
        ErrorCode::Crashed => lang.pick("bộ đọc dừng đột ngột", "reader stopped"),
        ErrorCode::Unreadable => lang.pick("không mở được tệp", "cannot be opened"),
        ErrorCode::Changed => lang.pick("tệp đang được ghi", "changed while it was read"),
    }
}

/// Why a file is not read, by the stored code, in the fewest words: for lists.
#[must_use]
pub fn reason_of(lang: Lang, code: &str) -> String {
    let known: Option<ErrorCode> = serde_json::from_value(serde_json::Value::String(code.to_owned())).ok();
    let short = |code: ErrorCode| reason(lang, code).split(':').next().unwrap_or_default().to_owned();
    known.map_or_else(|| code.to_owned(), short)
}

/// A document by its number, or by its kind where it bears none: `16/KH-UBND`, `Báo cáo`.
#[must_use]
pub fn name(lang: Lang, head: &Head) -> String {
    match (&head.number, head.kind) {
        (Some(number), _) => number.clone(),
        (None, Some(kind)) => lang.pick(kind.row().name, kind.row().english).to_owned(),
        (None, None) => lang.pick("Văn bản", "Document").to_owned(),
    }
}

/// So many documents of each kind (by code): `12 kế hoạch, 1 quyết định`, `12 plans, 1 decision`.
#[must_use]
pub fn kinds(lang: Lang, kinds: &[(String, usize)]) -> String {
    let one = |(code, n): &(String, usize)| {
        let name =
            Kind::from_code(code).map_or_else(|| code.clone(), |k| lang.pick(k.row().name, k.row().english).to_lowercase());
        let plural = if lang == Lang::En && *n != 1 && !name.ends_with('s') { "s" } else { "" };
        format!("{n} {name}{plural}")
    };
    kinds.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// A field's name within a sentence.
#[must_use]
pub fn field(lang: Lang, field: &str) -> &str {
    match field {
        "date" => lang.pick("ngày", "date"),
        "issuer" => lang.pick("cơ quan", "issuer"),
        "kind" => lang.pick("loại", "type"),
        "subject" => lang.pick("trích yếu", "subject"),
        "number" => lang.pick("số", "number"),
        "symbol" => lang.pick("ký hiệu", "symbol"),
        "parent" => lang.pick("cơ quan chủ quản", "parent body"),
        "place" => lang.pick("địa danh", "place"),
        "signer" => lang.pick("người ký", "signer"),
        "signer_title" => lang.pick("chức vụ", "title"),
        "authority" => lang.pick("thẩm quyền ký", "signing authority"),
        "recipients" => lang.pick("nơi nhận", "recipients"),
        "urgency" => lang.pick("độ khẩn", "urgency"),
        "secrecy" => lang.pick("độ mật", "secrecy"),
        other => other,
    }
}

/// A state in a word.
#[must_use]
pub fn state(lang: Lang, state: LinkState) -> &'static str {
    match state {
        LinkState::Held => lang.pick("có trong kho", "held"),
        LinkState::Conflict => lang.pick("không khớp", "does not match"),
        LinkState::Ambiguous => lang.pick("chưa rõ", "ambiguous"),
        LinkState::Missing => lang.pick("chưa có trong kho", "not held"),
    }
}

/// Why a citation is not clear, where one thing explains it.
#[must_use]
pub fn unclear(lang: Lang, edge: &Edge) -> Option<&'static str> {
    match (&edge.citation.issuer, edge.citation.date) {
        (None, _) => Some(lang.pick("câu không nêu cơ quan", "no issuer is named")),
        (Some(_), None) => Some(lang.pick("câu không nêu ngày", "no date is stated")),
        _ => None,
    }
}

/// What speaks for and against a candidate that `issuer` issued, the weightiest first, as far as it has room in so many characters.
#[must_use]
pub fn reasons(lang: Lang, codes: &[String], issuer: Option<&str>, room: usize) -> String {
    // A sentence of its own: what stands before the citation.
    let before = codes.iter().any(|code| code == "issuer-named-before").then(|| {
        let named = issuer.and_then(level).unwrap_or("cơ quan này");
        lang.pick(format!("câu trước nêu {named}"), "named just before".to_owned())
    });
    let mut facts: Vec<&str> = codes.iter().filter_map(|code| reason_for(lang, code)).collect();
    loop {
        let parts: Vec<String> = Some(facts.join(", ")).filter(|f| !f.is_empty()).into_iter().chain(before.clone()).collect();
        let said = parts.join("; ");
        if said.chars().count() <= room || facts.len() < 2 {
            return said;
        }
        facts.pop();
    }
}

/// The kind of territory that a body's name names first: `huyện` of `UBND huyện Sơn Tây`.
fn level(body: &str) -> Option<&'static str> {
    const LEVELS: [&str; 9] = ["thành phố", "thị trấn", "thị xã", "tỉnh", "huyện", "quận", "phường", "đặc khu", "xã"];
    let low = body.to_lowercase();
    LEVELS.into_iter().filter_map(|level| Some((low.find(&format!(" {level}"))?, level))).min().map(|(_, level)| level)
}

fn reason_for(lang: Lang, code: &str) -> Option<&'static str> {
    Some(match code {
        "same-number" => lang.pick("cùng số", "same number"),
        "same-date" => lang.pick("cùng ngày", "same date"),
        "same-year" => lang.pick("cùng năm", "same year"),
        "near-date" => lang.pick("ngày gần nhau", "dates close"),
        "other-date" => lang.pick("khác ngày", "other date"),
        "other-year" => lang.pick("khác năm", "other year"),
        "same-issuer" => lang.pick("cùng cơ quan", "same issuer"),
        "compatible-issuer" => lang.pick("cơ quan có thể là một", "issuer may be the same"),
        "other-issuer" => lang.pick("khác cơ quan", "other issuer"),
        "same-subject" => lang.pick("cùng trích yếu", "same subject"),
        "similar-subject" => lang.pick("trích yếu gần giống", "similar subject"),
        "other-subject" => lang.pick("khác trích yếu", "other subject"),
        "other-kind" => lang.pick("khác loại", "other type"),
        "same-name" => lang.pick("cùng tên", "same name"),
        "similar-number" => lang.pick("số gần giống", "similar number"),
        "shortened-symbol" => lang.pick("ký hiệu viết gọn", "symbol shortened"),
        _ => return None,
    })
}
