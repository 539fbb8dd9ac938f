//! Owns the words that people read, after the vocabulary of the program's users: one word for one thing, in both languages.

use super::lang::Lang;
use super::trace::{DecidedHead, Edge};
use super::view::Head;
use crate::model::{ErrorCode, HeldPart, Kind, LinkState, PartialDate, SignatureFact, Warning};
use crate::store::{LinkEvent, What, Why};

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

/// What a person can do about a file that is not read, by the stored code.
#[must_use]
pub fn remedy(lang: Lang, code: &str) -> &'static str {
    let known: Option<ErrorCode> = serde_json::from_value(serde_json::Value::String(code.to_owned())).ok();
    match known {
        Some(ErrorCode::Encrypted) => {
            lang.pick("lưu lại không mật khẩu, rồi chạy congvan index", "save it without its password, then run congvan index")
        }
        Some(ErrorCode::Truncated | ErrorCode::Damaged | ErrorCode::Empty) => {
            lang.pick("chép lại tệp từ nơi gửi, rồi chạy congvan index", "fetch the file again, then run congvan index")
        }
        Some(ErrorCode::NoText) => lang.pick(
            "cài tesseract với tiếng Việt, chạy congvan index không có --ocr off; hoặc thay bằng bản có chữ",
            "install tesseract with Vietnamese and index without --ocr off, or replace it by a text with letters",
        ),
        Some(ErrorCode::Unsupported) => lang.pick("lưu sang DOCX, ODT hoặc PDF", "save it as DOCX, ODT or PDF"),
        Some(ErrorCode::NoDocument) => lang.pick("không cần làm gì", "nothing"),
        Some(ErrorCode::TooLarge | ErrorCode::Memory | ErrorCode::Timeout) => {
            lang.pick("chia tệp thành phần nhỏ hơn", "split the file")
        }
        Some(ErrorCode::Crashed) => lang.pick(
            "lưu sang định dạng khác; chạy lại: congvan index --retry-failed",
            "save it in another format; again: congvan index --retry-failed",
        ),
        Some(ErrorCode::Unreadable) => lang.pick("xem quyền đọc tệp", "see whether the file may be read"),
        Some(ErrorCode::Changed) => {
            lang.pick("chờ chép xong, rồi chạy congvan index", "wait until it is copied, then run congvan index")
        }
        None => "",
    }
}

/// A document by its number, or by its kind where it bears none: `16/KH-UBND`, `Báo cáo`.
#[must_use]
pub fn name(lang: Lang, head: &Head) -> String {
    let name = match (&head.number, head.kind) {
        (Some(number), _) => number.clone(),
        (None, Some(kind)) => lang.pick(kind.row().name, kind.row().english).to_owned(),
        (None, None) => lang.pick("Văn bản", "Document").to_owned(),
    };
    match &head.part_of {
        Some(host) => format!("{name} ({})", in_file(lang, host)),
        None => name,
    }
}

/// Which paper of a file is cited, where it is not the first one: `viện dẫn 20/QĐ-UBND (trong tệp của 15/UBND-VP)`.
#[must_use]
pub fn cites(lang: Lang, paper: &Head) -> String {
    let name = name(lang, paper);
    lang.pick(format!("viện dẫn {name}"), format!("cites {name}"))
}

/// Where a paper lies that is no file of its own: `trong tệp của 15/UBND-VP`.
#[must_use]
pub fn in_file(lang: Lang, host: &str) -> String {
    lang.pick(format!("trong tệp của {host}"), format!("in the file of {host}"))
}

/// Another paper of a file in a line: `Quy chế · 12/QC-UBND · Làm việc của … · trang 3`.
#[must_use]
pub fn part(lang: Lang, part: &HeldPart) -> String {
    let document = &part.document;
    let kind = document.kind.map(|k| lang.pick(k.row().name, k.row().english).to_owned());
    let number = document.doc_number().map(|n| n.to_string());
    let date = document.date.map(|d| lang.date(d));
    let page = format!("{} {}", lang.pick("trang", "page"), part.page);
    let words = [kind, number, date, document.issuer.clone(), document.subject.clone(), Some(page)];
    words.into_iter().flatten().collect::<Vec<_>>().join(" · ")
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
        "part" => lang.pick("là phần kèm theo trong tệp", "a further paper of its file"),
        "shortened-symbol" => lang.pick("ký hiệu viết gọn", "symbol shortened"),
        _ => return None,
    })
}

/// What was odd about a document: readers' own words are English, and go with the code.
#[must_use]
pub fn warning(lang: Lang, warning: &Warning, verbose: bool) -> String {
    let said = match warning.code.as_str() {
        "metadata-conflict" => "thông tin kèm tệp không khớp",
        "number-blank" => "để trống số",
        "number-suggested" => "số có thể khác: tên tệp hoặc thông tin kèm tệp ghi số khác",
        "signer-missing" => "thiếu tên người ký",
        "annex-only" => "tệp chỉ có phụ lục, thiếu văn bản chính",
        "date-suggested" => "ngày có thể khác: tên tệp hoặc thông tin kèm tệp ghi ngày khác",
        "low-confidence" => "có chỗ nhận dạng chữ chưa chắc",
        "footnote-mark-unread" => "không nhận dạng được dấu chú thích trong bài",
        "illegible" => "có chỗ không đọc được",
        "truncated" => "tệp không đầy đủ",
        "page-damaged" => "có trang bị hỏng",
        "pages-left-out" => "có trang chưa đọc",
        "text-repaired" => "chữ trong tệp đã được phục hồi",
        "attachment-unread" => "có tệp kèm chưa đọc được",
        "damaged-xml" | "bad-encoding" | "part-skipped" => "có phần của tệp bị hỏng",
        "pdf-limit" => "tệp quá lớn, có phần chưa đọc",
        _ => return format!("{} ({})", warning.message, warning.code),
    };
    // What the message quotes of an annex's tie is the document that is looked for.
    let parent = warning.message.split('`').nth(1).filter(|_| warning.code == "annex-only");
    let said = parent.map_or_else(|| said.to_owned(), |number| format!("{said} {number}"));
    let page = warning.page.map(|page| lang.pick(format!(", trang {page}"), format!(", page {page}"))).unwrap_or_default();
    match lang {
        Lang::Vi if !verbose => format!("{said}{page} ({})", warning.code),
        Lang::Vi => format!("{said}{page} ({}: {})", warning.code, warning.message),
        Lang::En => format!("{}{page} ({})", warning.message, warning.code),
    }
}

/// A person's word on a citation: `người xác định 25/11/2026: đúng là 466/QĐ-UBND, di/2022/qd-466.docx: “…”`.
#[must_use]
pub fn decided(lang: Lang, decided: &DecidedHead) -> String {
    let word = &decided.decided;
    let day = word.at.get(..10).and_then(|d| d.parse().ok()).map_or_else(|| word.at.clone(), |d| lang.date(d));
    let target = match &decided.document {
        Some(head) => format!("{}, {}", name(lang, head), head.path),
        None => lang.pick(format!("{} (chưa có trong kho)", word.target.0), format!("{} (not held)", word.target.0)),
    };
    let is = if word.means { lang.pick("đúng là", "it is") } else { lang.pick("không phải là", "it is not") };
    let who = lang.pick("người xác định", "a person said");
    format!("{who} {day}: {is} {target}: “{}”", word.reason)
}

/// What happened to links, as the head of a list.
#[must_use]
pub fn happened(lang: Lang, what: What) -> &'static str {
    match what {
        What::Resolved => lang.pick("Vừa có thêm", "Newly held"),
        What::Conflict => lang.pick("Vừa không khớp", "Newly not matching"),
        What::Ambiguous => lang.pick("Vừa chưa rõ", "Newly ambiguous"),
        What::Broken => lang.pick("Vừa mất", "Newly lost"),
        What::Missing => lang.pick("Vừa chưa có", "Newly not held"),
    }
}

/// The file that changed a link, and how.
#[must_use]
pub fn because(lang: Lang, event: &LinkEvent) -> String {
    let path = &event.by;
    let good = matches!(event.what, What::Resolved);
    match event.why {
        Why::Gone => lang.pick(format!("{path} không còn"), format!("{path} is gone")),
        Why::New if good => lang.pick(format!("nhờ {path}"), format!("by {path}")),
        Why::New => lang.pick(format!("do {path} mới có"), format!("by {path}, which is new")),
        Why::Changed if good => lang.pick(format!("nhờ {path} nay đã khác"), format!("by {path}, which changed")),
        Why::Changed => lang.pick(format!("do {path} nay đã khác"), format!("by {path}, which changed")),
        Why::Citing => {
            lang.pick("văn bản viện dẫn mới có hoặc đã khác".to_owned(), "the citing document is new or changed".to_owned())
        }
    }
}

/// Who signed a file digitally, one line a signer: how often, when last, and what the last of them covers.
#[must_use]
pub fn signatures(lang: Lang, signatures: &[SignatureFact], date: &dyn Fn(PartialDate) -> String) -> Vec<String> {
    let mut signers: Vec<(String, usize, &SignatureFact)> = Vec::new();
    for signature in signatures {
        let who = signature.signer.clone().unwrap_or_else(|| lang.pick("không rõ ai", "unknown").to_owned());
        match signers.iter_mut().find(|(name, ..)| *name == who) {
            Some((_, n, last)) => (*n, *last) = (*n + 1, signature),
            None => signers.push((who, 1, signature)),
        }
    }
    let line = |(who, n, signature): (String, usize, &SignatureFact)| {
        let when = signature.time.as_deref().map(|time| {
            let day = time.get(..10).and_then(|d| d.parse().ok()).map_or_else(|| time.to_owned(), date);
            format!(", {day} {}", time.get(11..16).unwrap_or_default())
        });
        let times = if n > 1 { lang.pick(format!(", {n} lần"), format!(", {n} times")) } else { String::new() };
        let covers = if signature.covers_whole_file {
            lang.pick("phủ toàn tệp", "covers the whole file")
        } else if signatures.iter().any(|later| later.covers_whole_file && later.time > signature.time) {
            lang.pick("sau đó tệp được ký tiếp", "the file was signed again afterwards")
        } else {
            lang.pick("tệp có thay đổi sau khi ký", "the file was changed after signing")
        };
        format!("{who}{times}{}; {covers}", when.unwrap_or_default().trim_end())
    };
    signers.into_iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::{Lang, signatures};
    use crate::model::SignatureFact;

    #[test]
    fn a_signature_tells_what_came_after_it() {
        let signed = |who: &str, day: &str, covers_whole_file: bool| SignatureFact {
            signer: Some(who.to_owned()),
            time: Some(format!("2024-03-{day}T08:30:00+07:00")),
            covers_whole_file,
        };
        let check = |facts: &[SignatureFact], expected: &[&str]| {
            assert_eq!(signatures(Lang::En, facts, &|date| date.to_string()), expected);
        };
        let office = signed("Văn phòng", "06", true);
        check(
            &[signed("Nguyễn Văn An", "05", false), office],
            &[
                "Nguyễn Văn An, 2024-03-05 08:30; the file was signed again afterwards",
                "Văn phòng, 2024-03-06 08:30; covers the whole file",
            ],
        );
        check(&[signed("Nguyễn Văn An", "05", false)], &["Nguyễn Văn An, 2024-03-05 08:30; the file was changed after signing"]);
    }
}
