//! Owns what a finding is: a fact with the words of both sides, and no verdict.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::model::{DocId, PartialDate};

use crate::report::place::Where;

/// What does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each has its names in the table of names")]
pub enum Code {
    DateConflict,
    IssuerConflict,
    FutureCitation,
    BasisAfterDocument,
    NumberDuplicate,
    SameNumberOtherText,
    KindConflict,
    SubjectConflict,
    ListCount,
    ListKind,
    FootnoteUnmatched,
    NumberOrder,
    NumberYear,
    Replaced,
    MetadataConflict,
    Ambiguous,
    Missing,
    Unanswered,
    NumberGap,
    AnnexOrphan,
}

/// How heavy a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nặng.
    Error,
    /// Nhẹ.
    Warning,
    /// Ghi chú.
    Note,
}

/// Code, severity, Vietnamese and English title; in the order of printing.
const NAMES: [(Code, &str, Severity, &str, &str); 20] = [
    (Code::DateConflict, "date-conflict", Severity::Error, "Ngày không khớp", "Dates differ"),
    (Code::IssuerConflict, "issuer-conflict", Severity::Error, "Cơ quan không khớp", "Issuers differ"),
    (Code::FutureCitation, "future-citation", Severity::Error, "Viện dẫn văn bản ra sau", "Cites a later document"),
    (Code::BasisAfterDocument, "basis-after-document", Severity::Error, "Căn cứ ra sau văn bản", "Basis dated after"),
    (Code::NumberDuplicate, "number-duplicate", Severity::Error, "Trùng số", "Duplicate number"),
    (Code::SameNumberOtherText, "same-number-other-text", Severity::Error, "Cùng số, khác nội dung", "Same number, other text"),
    (Code::KindConflict, "kind-conflict", Severity::Warning, "Loại không khớp", "Types differ"),
    (Code::SubjectConflict, "subject-conflict", Severity::Warning, "Trích yếu không khớp", "Subjects differ"),
    (Code::ListCount, "list-count", Severity::Warning, "Số mục khác số nêu", "List count differs"),
    (Code::ListKind, "list-kind", Severity::Warning, "Loại khác trong danh sách", "Other type in list"),
    (
        Code::FootnoteUnmatched,
        "footnote-unmatched",
        Severity::Warning,
        "Chú thích và chỗ đánh dấu không khớp",
        "Unpaired footnote",
    ),
    (Code::NumberOrder, "number-order", Severity::Warning, "Số lớn hơn, ngày sớm hơn", "Order of numbers and dates"),
    (Code::NumberYear, "number-year", Severity::Warning, "Số và năm không khớp", "Number and year differ"),
    (Code::Replaced, "replaced", Severity::Warning, "Viện dẫn văn bản đã bị thay thế", "Cites a replaced document"),
    (Code::MetadataConflict, "metadata-conflict", Severity::Warning, "Thông tin kèm tệp không khớp", "Metadata differs"),
    (Code::Ambiguous, "ambiguous", Severity::Warning, "Chưa rõ", "Ambiguous"),
    (Code::Missing, "missing", Severity::Warning, "Chưa có trong kho", "Not held"),
    (Code::Unanswered, "unanswered", Severity::Warning, "Chưa trả lời", "Unanswered"),
    (Code::NumberGap, "number-gap", Severity::Note, "Số khuyết", "Number gap"),
    (Code::AnnexOrphan, "annex-orphan", Severity::Note, "Phụ lục không rõ của văn bản nào", "Orphan annex"),
];

impl Code {
    /// All codes, in the order of printing.
    pub fn all() -> impl Iterator<Item = Self> {
        NAMES.iter().map(|n| n.0)
    }

    fn row(self) -> &'static (Self, &'static str, Severity, &'static str, &'static str) {
        NAMES.iter().find(|n| n.0 == self).unwrap_or(&NAMES[0])
    }

    /// The stable code: `date-conflict`.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.row().1
    }

    /// How heavy it weighs.
    #[must_use]
    pub fn severity(self) -> Severity {
        self.row().2
    }

    /// What it is called: `Ngày không khớp`.
    #[must_use]
    pub fn vietnamese(self) -> &'static str {
        self.row().3
    }

    /// What it is called: `Dates differ`.
    #[must_use]
    pub fn english(self) -> &'static str {
        self.row().4
    }

    /// The code of this name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        NAMES.iter().find(|n| n.1 == code).map(|n| n.0)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

/// One sentence in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Message {
    /// Vietnamese; dates as papers print them.
    pub vi: String,
    /// English; dates in ISO form.
    pub en: String,
}

/// The words of one side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proof {
    /// The document that has them.
    pub document: DocId,
    /// Its file.
    pub path: String,
    /// Page from 1.
    pub page: u32,
    /// The words; empty where a field is known and its words are not.
    pub quote: String,
    /// Where they stand.
    pub place: Where,
    /// The value that they give, where values differ: an ISO date, a name, a code.
    pub value: Option<String>,
    /// The words of the held document itself, not of one that cites it.
    pub held: bool,
    /// What the place says beside the words: `in the list of 13 plans of UBND xã`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<Message>,
}

/// One fact that a person should look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What kind of fact.
    pub code: Code,
    /// How heavy.
    pub severity: Severity,
    /// The document it is about: the citing one, or the one that bears the number.
    pub document: DocId,
    /// The number or name that it is about: `44/KH-UBND`.
    pub about: Option<String>,
    /// The date that tells `about` from others of that number.
    pub date: Option<PartialDate>,
    /// Whose number that is, where the number alone does not tell: a body, a series.
    pub of: Option<String>,
    /// The fact in one sentence.
    pub message: Message,
    /// What there is to add.
    pub note: Option<Message>,
    /// The words of all sides, the citing ones in reading order, then the held ones.
    pub evidence: Vec<Proof>,
}

impl Finding {
    /// A finding of this code.
    #[must_use]
    pub fn new(code: Code, document: &DocId, vi: String, en: String) -> Self {
        let message = Message { vi, en };
        let document = document.clone();
        Self {
            code,
            severity: code.severity(),
            document,
            about: None,
            date: None,
            of: None,
            message,
            note: None,
            evidence: Vec::new(),
        }
    }

    /// About this number or name, of this date.
    #[must_use]
    pub fn about(mut self, about: impl Into<String>, date: Option<PartialDate>) -> Self {
        self.about = Some(about.into());
        self.date = date;
        self
    }

    /// Of this body or series.
    #[must_use]
    pub fn of(mut self, of: Option<String>) -> Self {
        self.of = of;
        self
    }

    /// Weighing so much, where that is not what its code weighs.
    #[must_use]
    pub fn weighing(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// With this to add.
    #[must_use]
    pub fn note(mut self, vi: String, en: String) -> Self {
        self.note = Some(Message { vi, en });
        self
    }

    /// With these words.
    #[must_use]
    pub fn with(mut self, evidence: impl IntoIterator<Item = Proof>) -> Self {
        self.evidence.extend(evidence);
        self
    }

    /// A key that stays the same from run to run as long as the fact does, whether one document or the archive is audited.
    fn key(&self) -> String {
        let about = self.about.as_deref().unwrap_or_default();
        let date = self.date.map(|d| d.to_string()).unwrap_or_default();
        let of = self.of.as_deref().unwrap_or_default();
        // What is not held is one fact of the archive, whoever cites it first.
        let of_archive = matches!(self.code, Code::Missing | Code::NumberGap);
        let document = if of_archive { "" } else { self.document.0.get(..8).unwrap_or(&self.document.0) };
        let values: Vec<&str> = self.evidence.iter().filter(|_| !of_archive).filter_map(|p| p.value.as_deref()).collect();
        format!("{}|{document}|{about}|{of}|{date}|{}", self.code, values.join(","))
    }

    /// Its name, 8 hex digits, for saying that it is dismissed: the same from run to run as long as the fact is.
    #[must_use]
    pub fn id(&self) -> String {
        crate::model::digest(&self.key())
    }

    /// The JSON of `audit --json`: `message` in the language asked for, all else of the finding beside the contract's keys.
    #[must_use]
    pub fn to_json(&self, english: bool) -> serde_json::Value {
        let mut value = serde_json::to_value(self).unwrap_or_default();
        if let Some(object) = value.as_object_mut() {
            let message = if english { &self.message.en } else { &self.message.vi };
            object.insert("message".to_owned(), message.clone().into());
            object.insert("id".to_owned(), self.id().into());
        }
        value
    }
}
