//! `--explain FIELD` of `extract` and `show`: which rule found a field, and what it was weighed against; of the citations also why
//! each has its attributes.

use serde_json::{Value, json};

use super::print;
use super::talk::Lang;
use crate::model::{Citation, Extracted, Reason, Rejected};

/// How many lost candidates people are shown; JSON has them all.
const SHOWN: usize = 12;

/// What can be asked about: a field of a document, or its citations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
#[value(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names are those of the JSON keys")]
pub(super) enum Field {
    Kind,
    Number,
    Year,
    Symbol,
    Date,
    Place,
    Issuer,
    Parent,
    Subject,
    Signer,
    SignerTitle,
    Authority,
    Urgency,
    Secrecy,
    Recipients,
    Citations,
}

impl Field {
    /// Its key in JSON.
    fn key(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Number => "number",
            Self::Year => "year",
            Self::Symbol => "symbol",
            Self::Date => "date",
            Self::Place => "place",
            Self::Issuer => "issuer",
            Self::Parent => "parent",
            Self::Subject => "subject",
            Self::Signer => "signer",
            Self::SignerTitle => "signer_title",
            Self::Authority => "authority",
            Self::Urgency => "urgency",
            Self::Secrecy => "secrecy",
            Self::Recipients => "recipients",
            Self::Citations => "citations",
        }
    }

    /// The field whose candidates it shares: a number is read as a whole, a place with its date.
    fn weighed_as(self) -> &'static str {
        match self {
            Self::Year | Self::Symbol => "number",
            Self::Place => "date",
            other => other.key(),
        }
    }
}

fn rejected(found: &Extracted, field: Field) -> impl Iterator<Item = &Rejected> {
    found.rejected.iter().filter(move |r| r.field == field.weighed_as())
}

/// `{"field", "value", "evidence", "rejected": [{"page", "start", "end", "quote", "reason"}]}`; of the citations
/// `{"field", "citations": [{"surface", "rule", "page", "start", "end", "reasons": [{"attribute", "value", "rule", "page", …}]}],
/// "rejected"}`.
pub(super) fn object(found: &Extracted, field: Field) -> Value {
    let key = field.key();
    if field == Field::Citations {
        let citations: Vec<Value> = (0..)
            .zip(&found.citations)
            .map(|(at, c)| {
                let reasons: Vec<Value> = reasons(found, at).map(|r| reason_object(c, r)).collect();
                json!({
                    "surface": c.surface,
                    "rule": c.rule,
                    "page": c.span.page,
                    "start": c.span.start,
                    "end": c.span.end,
                    "reasons": reasons,
                })
            })
            .collect();
        return json!({"field": key, "citations": citations, "rejected": rejected(found, field).collect::<Vec<_>>()});
    }
    json!({
        "field": key,
        "value": json!(found.document).get(key),
        "evidence": found.evidence.get(key),
        "rejected": rejected(found, field).collect::<Vec<_>>(),
    })
}

fn reasons(found: &Extracted, citation: u32) -> impl Iterator<Item = &Reason> {
    let from = found.reasons.partition_point(|r| r.citation < citation);
    found.reasons.get(from..).unwrap_or_default().iter().take_while(move |r| r.citation == citation)
}

/// A reason with the attribute's value instead of the citation's place.
fn reason_object(citation: &Citation, reason: &Reason) -> Value {
    let mut object = json!(reason);
    if let Some(keys) = object.as_object_mut() {
        keys.remove("citation");
        keys.insert("value".to_owned(), json!(citation).get(&reason.attribute).cloned().unwrap_or_default());
    }
    object
}

/// The same for people.
pub(super) fn sheet(lang: Lang, found: &Extracted, field: Field) -> String {
    let key = field.key();
    if field == Field::Citations {
        let mut text = format!("{key}: {}\n", lang.count(found.citations.len() as u64));
        for (at, citation) in (0..).zip(&found.citations) {
            text.push_str(&of_citation(lang, found, at, citation));
        }
        return text + &lost(lang, found, field, usize::MAX);
    }
    let value = match json!(found.document).get(key) {
        None | Some(Value::Null) => lang.pick("không ghi", "not stated").to_owned(),
        Some(Value::String(text)) => print::harmless(text),
        Some(Value::Array(items)) if items.is_empty() => lang.pick("không ghi", "not stated").to_owned(),
        Some(Value::Array(items)) => print::harmless(&items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("; ")),
        Some(other) => other.to_string(),
    };
    let mut text = format!("{key}: {value}\n");
    if let Some(evidence) = found.evidence.get(key) {
        text.push_str(&format!(
            "  {} {} · {} {} · “{}”\n",
            lang.pick("theo quy tắc", "by rule"),
            evidence.rule,
            lang.pick("trang", "page"),
            evidence.span.page,
            print::harmless(&evidence.quote)
        ));
    }
    text + &lost(lang, found, field, SHOWN)
}

/// The candidates that were not taken, so many at most.
fn lost(lang: Lang, found: &Extracted, field: Field, most: usize) -> String {
    let mut text = String::new();
    for lost in rejected(found, field).take(most) {
        text.push_str(&format!(
            "  {} “{}” · {} {} · {}\n",
            lang.pick("không lấy", "not taken"),
            print::harmless(&lost.quote),
            lang.pick("trang", "page"),
            lost.span.page,
            reason(lang, &lost.reason)
        ));
    }
    if let more @ 1.. = rejected(found, field).skip(most).count() {
        text.push_str(&lang.pick(format!("  … và {more} ứng viên nữa (--json)\n"), format!("  … and {more} more (--json)\n")));
    }
    text
}

/// A citation, a line for what found it and one for each attribute.
fn of_citation(lang: Lang, found: &Extracted, at: u32, citation: &Citation) -> String {
    let mut text = format!(
        "  {} · {} {} · {} {} ({})\n",
        print::harmless(&citation.surface),
        lang.pick("trang", "page"),
        citation.span.page,
        lang.pick("theo quy tắc", "by rule"),
        citation.rule,
        form(lang, &citation.rule)
    );
    let values = json!(citation);
    for reason in reasons(found, at) {
        let value = match values.get(&reason.attribute) {
            Some(Value::String(value)) => print::harmless(value),
            _ => continue,
        };
        let words = reason.words.as_ref().map(|w| format!(" · “{}”", print::harmless(&w.quote))).unwrap_or_default();
        text.push_str(&format!("    {}: {value} · {}{words}\n", reason.attribute, ground(lang, &reason.rule)));
    }
    text
}

/// The rules that find citations, in words.
fn form(lang: Lang, rule: &str) -> &str {
    let row = match rule {
        "number" => ("số có ký hiệu", "a number with a symbol"),
        "number.bare" => ("số không có ký hiệu, đứng sau tên loại", "a number without a symbol behind a type word"),
        "number.shared-tail" => {
            ("số dùng chung ký hiệu đứng cuối danh sách", "a number that shares the symbol at the end of its list")
        }
        "law.name" => ("tên luật", "a law's name"),
        "standard" => ("tiêu chuẩn, quy chuẩn", "a technical standard"),
        "anaphora" => ("nhắc lại văn bản nêu trước", "it points back"),
        other => return other,
    };
    lang.pick(row.0, row.1)
}

/// The rules of [`Reason`] in words.
fn ground(lang: Lang, code: &str) -> &str {
    let row = match code {
        "type-word" => ("theo tên loại", "by its type word"),
        "symbol" => ("theo ký hiệu", "by its symbol"),
        "name" => ("theo tên gọi", "by its name"),
        "behind" => ("ghi ngay sau", "stated behind it"),
        "before" => ("ghi ngay trước", "stated before it"),
        "between" => ("ghi giữa tên loại và số", "stated between type word and number"),
        "speaker" => ("cơ quan nêu ý kiến trong văn bản ấy", "the body that speaks in it"),
        "cell" => ("ở ô bên cạnh của bảng", "in the next cell of the table"),
        "same-day" => ("“cùng ngày” với văn bản trước", "the same day as the one before"),
        "list-earlier" => ("chung với mục trước của danh sách", "shared with the item before"),
        "list-later" => ("chung với mục sau của danh sách", "shared with a later item"),
        "list" => ("theo danh sách", "by its list"),
        "announced" => ("theo câu dẫn danh sách", "by the words that announce the list"),
        "grounds" => ("đứng dưới đề mục nêu căn cứ", "under a heading that announces grounds"),
        "column-head" => ("theo tiêu đề cột của bảng", "by the head of its column"),
        "announcer" => ("theo câu có dấu chú thích", "by the sentence with the note's mark"),
        "elsewhere" => ("ghi ở chỗ khác trong văn bản", "stated elsewhere in the document"),
        "antecedent" => ("theo văn bản được nhắc lại", "that of the document it points back to"),
        "own-body" => ("là cơ quan ban hành văn bản này, theo ký hiệu", "the document's own body, by the symbol"),
        "upper-body" => ("là cơ quan chủ quản, theo ký hiệu", "the parent body, by the symbol"),
        "letters" => ("theo chữ viết tắt trong ký hiệu", "by the letters in the symbol"),
        "own-number" => ("là số của chính văn bản này", "it is the document's own number"),
        "cue" => ("theo từ", "by the words"),
        "verb" => ("theo động từ, không nói thêm quan hệ", "by the verb, which says no more"),
        "item-before" => ("theo mục trước trong câu", "by an earlier item of the sentence"),
        "attached" => ("theo phần kèm theo", "by what is attached to it"),
        "expires" => ("theo phần nói nó hết hiệu lực", "by what ends it"),
        "quoted" => ("nằm trong phần trích nguyên văn", "stands in quoted text"),
        "no-cue" => ("không có từ chỉ quan hệ", "no words say more"),
        other => return other,
    };
    lang.pick(row.0, row.1)
}

/// The reasons of [`Rejected`] in words.
fn reason(lang: Lang, code: &str) -> &str {
    let row = match code {
        "outside-letterhead" => ("nằm ngoài phần đầu văn bản", "stands outside the letterhead"),
        "inside-sentence" => ("nằm trong câu", "stands in a sentence"),
        "inside-line" => ("nằm giữa dòng", "stands in the middle of a line"),
        "arrival-stamp" => ("là số đến của dấu Đến", "is the number of an arrival stamp"),
        "ranked-lower" => ("có ứng viên rõ hơn", "another is better marked"),
        "no-date-line" => ("không đọc được thành ngày tháng năm", "cannot be read as a day, month and year"),
        "upper-body" => ("là cơ quan chủ quản (dòng trên)", "is the parent body (the line above)"),
        "above-upper-body" => ("nằm trên cả cơ quan chủ quản", "stands above the parent body"),
        "behind-first" => ("đứng sau ứng viên đầu tiên", "stands behind the first one"),
        "title-has-one" => ("dưới tên loại đã có trích yếu", "the title has a subject"),
        "no-name" => ("không có họ tên bên dưới", "has no name below it"),
        "no-authority" => (
            "không có quyền hạn, xa nơi nhận; có khối chữ ký rõ hơn",
            "has no authority and no recipients near; another block is better marked",
        ),
        "not-ticked" => ("là ô không được đánh dấu", "is a box that is not ticked"),
        "own-number" => ("là số của chính văn bản này", "is the document's own number"),
        "number-line" => ("là dòng “Số:” ở phần đầu văn bản hoặc của một mẫu", "is the number line of a letterhead or form"),
        "page-chrome" => ("nằm ngoài văn bản (tiêu đề, chân trang)", "stands outside the document's text"),
        "inside-other" => ("nằm trong một viện dẫn khác", "is part of another citation"),
        "not-a-number" => ("không phải số văn bản (ngày, phân số, mã)", "is no document number (a date, a fraction, a code)"),
        "thing" => {
            ("là số của mẫu, phụ lục, thửa đất, tài khoản, biển…", "is the number of a form, annex, plot, account, plate…")
        }
        "of-body" => ("thuộc tên một cơ quan", "is part of a body's name"),
        "contract" => ("là số hợp đồng", "is a contract's number"),
        "longer-number" => ("là một phần của số dài hơn", "is part of a longer number"),
        "not-announced" => ("không có tên loại hay từ “số” dẫn trước", "no type word leads to it"),
        "letters-of-thing" => ("chữ sau số không phải ký hiệu văn bản", "its letters are no document's symbol"),
        "words-between" => ("từ khác xen giữa tên loại và số, không có ký hiệu", "other words part it from its type word"),
        "needs-symbol" => ("loại văn bản này phải có ký hiệu", "this type is not known by a number alone"),
        "counts" => ("đếm thứ đứng sau nó", "counts what follows it"),
        "draft" => ("là dự thảo", "is a draft"),
        "notion" => ("là khái niệm, không có năm", "is the notion, without a year"),
        "no-name-follows" => ("không có tên luật đứng sau", "no law's name follows"),
        "several" => ("nhắc lại nhiều văn bản", "points back to several"),
        "small-letters" => ("viết thường, không chỉ một văn bản", "written small, names no one document"),
        other => return other,
    };
    lang.pick(row.0, row.1)
}
