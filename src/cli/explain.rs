//! `--explain FIELD` of `extract` and `show`: which rule found a field, and what it was weighed against.

use serde_json::{Value, json};

use super::print;
use super::talk::Lang;
use crate::model::{Extracted, Rejected};

/// How many lost candidates people are shown; JSON has them all.
const SHOWN: usize = 12;

/// A field of a document that can be asked about.
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

/// `{"field", "value", "evidence", "rejected": [{"page", "start", "end", "quote", "reason"}]}`.
pub(super) fn object(found: &Extracted, field: Field) -> Value {
    let key = field.key();
    json!({
        "field": key,
        "value": json!(found.document).get(key),
        "evidence": found.evidence.get(key),
        "rejected": rejected(found, field).collect::<Vec<_>>(),
    })
}

/// The same for people.
pub(super) fn sheet(lang: Lang, found: &Extracted, field: Field) -> String {
    let key = field.key();
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
    for lost in rejected(found, field).take(SHOWN) {
        text.push_str(&format!(
            "  {} “{}” · {} {} · {}\n",
            lang.pick("không lấy", "not taken"),
            print::harmless(&lost.quote),
            lang.pick("trang", "page"),
            lost.span.page,
            reason(lang, &lost.reason)
        ));
    }
    if let more @ 1.. = rejected(found, field).skip(SHOWN).count() {
        text.push_str(&lang.pick(format!("  … và {more} ứng viên nữa (--json)\n"), format!("  … and {more} more (--json)\n")));
    }
    text
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
        other => return other,
    };
    lang.pick(row.0, row.1)
}
