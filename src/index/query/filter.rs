//! Filters: what a document must be, beside its words; as options and as `field:value` in the query, in both languages.

use super::dates::{self, DateRange};
use super::error::Problem;
use super::law::LawQuery;
use super::number::{NumberQuery, whole};
use super::word::Word;
use crate::index::Direction;
use crate::index::keys;
use crate::model::Kind;
use crate::viet::fold_text;
use unicode_normalization::UnicodeNormalization as _;

/// A state to filter by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Cites something that is not held.
    Missing,
    /// States something about a cited document that does not fit.
    Conflict,
    /// Is a draft.
    Draft,
}

impl State {
    /// Its code: `missing`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Conflict => "conflict",
            Self::Draft => "draft",
        }
    }
}

/// One condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// One of these kinds.
    Kind(Vec<Kind>),
    /// Bears this number.
    Number(NumberQuery),
    /// Bears a number from, to, whatever its symbol.
    Numbers(u64, u64),
    /// Issued by this body: the whole name, or words of it; as typed.
    Issuer(String),
    /// Dated within.
    Date(DateRange),
    /// Filed under a year from, to.
    Year(u16, u16),
    /// Went this way.
    Direction(Direction),
    /// Cites this number.
    Cites(NumberQuery),
    /// Cites this law by its name.
    CitesLaw(LawQuery),
    /// Is cited by this document: an id or a number, as typed.
    CitedBy(String),
    /// Is in this state.
    State(State),
    /// These words in the subject.
    Subject(Vec<Word>),
    /// These words in the signer's name.
    Signer(Vec<Word>),
    /// These words among the recipients.
    Recipients(Vec<Word>),
}

/// The order of the results.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Newest first; undated last.
    Date,
    /// By number, 2 before 10; unnumbered last.
    Number,
    /// Most cited first.
    Cited,
}

impl Sort {
    /// The order as one types it; `None` for the usual one.
    #[must_use]
    pub fn typed(self) -> Option<&'static str> {
        match self {
            Self::Relevance => None,
            Self::Date => Some("xep:ngay"),
            Self::Number => Some("xep:so"),
            Self::Cited => Some("xep:vien-dan"),
        }
    }
}

/// The filters given as options, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are those of the options")]
pub struct Options {
    pub kind: Option<String>,
    pub number: Option<String>,
    pub issuer: Option<String>,
    pub from: Option<String>,
    pub to: Option<String>,
    pub year: Option<String>,
    pub direction: Option<String>,
    pub cites: Option<String>,
    pub cited_by: Option<String>,
    pub state: Option<String>,
    pub sort: Option<String>,
}

impl Options {
    /// Field and value of each, with the option's name.
    pub(super) fn each(&self) -> impl Iterator<Item = (&'static str, Field, &str)> {
        [
            ("--kind", Field::Kind, &self.kind),
            ("--number", Field::Number, &self.number),
            ("--issuer", Field::Issuer, &self.issuer),
            ("--from", Field::From, &self.from),
            ("--to", Field::To, &self.to),
            ("--year", Field::Year, &self.year),
            ("--direction", Field::Direction, &self.direction),
            ("--cites", Field::Cites, &self.cites),
            ("--cited-by", Field::CitedBy, &self.cited_by),
            ("--state", Field::State, &self.state),
        ]
        .into_iter()
        .filter_map(|(option, field, value)| Some((option, field, value.as_deref()?)))
    }
}

/// A field that a filter names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Kind,
    Number,
    Issuer,
    From,
    To,
    Date,
    Year,
    Direction,
    Cites,
    CitedBy,
    State,
    Subject,
    Signer,
    Recipients,
    Sort,
}

/// The names of the fields, folded, Vietnamese and English.
const NAMES: [(&str, Field); 46] = [
    ("loai", Field::Kind),
    ("loai-van-ban", Field::Kind),
    ("kind", Field::Kind),
    ("type", Field::Kind),
    ("so", Field::Number),
    ("sokyhieu", Field::Number),
    ("so-ky-hieu", Field::Number),
    ("number", Field::Number),
    ("coquan", Field::Issuer),
    ("co-quan", Field::Issuer),
    ("issuer", Field::Issuer),
    ("tu", Field::From),
    ("from", Field::From),
    ("den", Field::To),
    ("to", Field::To),
    ("ngay", Field::Date),
    ("thang", Field::Date),
    ("date", Field::Date),
    ("nam", Field::Year),
    ("year", Field::Year),
    ("huong", Field::Direction),
    ("direction", Field::Direction),
    ("vien-dan", Field::Cites),
    ("viendan", Field::Cites),
    ("cites", Field::Cites),
    ("duoc-vien-dan", Field::CitedBy),
    ("duocviendan", Field::CitedBy),
    ("cited-by", Field::CitedBy),
    ("tinh-trang", Field::State),
    ("tinhtrang", Field::State),
    ("trang-thai", Field::State),
    ("trangthai", Field::State),
    ("state", Field::State),
    ("trich-yeu", Field::Subject),
    ("trichyeu", Field::Subject),
    ("subject", Field::Subject),
    ("nguoi-ky", Field::Signer),
    ("nguoiky", Field::Signer),
    ("signer", Field::Signer),
    ("noi-nhan", Field::Recipients),
    ("noinhan", Field::Recipients),
    ("recipients", Field::Recipients),
    ("xep", Field::Sort),
    ("sap-xep", Field::Sort),
    ("sapxep", Field::Sort),
    ("sort", Field::Sort),
];

/// The field of a name typed before a colon, in any letters: `loai`, `Loại`, `người ký`. `Số:` as papers print it is none: only `so:`
/// in small ASCII letters is.
pub(super) fn field(name: &str) -> Option<Field> {
    let folded = folded(name);
    let found = NAMES.iter().find(|(n, _)| *n == folded).map(|(_, field)| *field)?;
    (folded != "so" || name == "so").then_some(found)
}

/// Can the name only be meant for a filter: typed in small letters, and no word of papers before a colon?
pub(super) fn is_plain(name: &str) -> bool {
    let letters = |c: char| c.is_lowercase() || matches!(c, '-' | '_');
    name.nfc().all(letters) && (name.is_ascii() || folded(name) != "ngay")
}

/// A name of a field that is one slip away from this one; for words that look like a filter and are none.
pub(super) fn near_field(name: &str) -> Option<&'static str> {
    let folded = folded(name);
    if folded.len() < 4 || !is_plain(name) {
        return None;
    }
    NAMES.iter().map(|(n, _)| *n).find(|n| n.len() >= 4 && super::super::distance::within_one(&folded, n))
}

fn folded(name: &str) -> String {
    fold_text(name).replace(['_', ' '], "-")
}

/// Reads a value of a field.
pub(super) fn filter(field: Field, value: &str) -> Result<Filter, Problem> {
    let value = value.trim();
    if value.is_empty() {
        return Err(Problem::NoValue(name_of(field).to_owned()));
    }
    let days = |value: &str| dates::range(value).ok_or_else(|| Problem::Date(value.to_owned()));
    let number = |value: &str| whole(value).ok_or_else(|| Problem::Number(value.to_owned()));
    Ok(match field {
        Field::Kind => Filter::Kind(value.split([',', '|']).map(|v| kind(v.trim())).collect::<Result<_, _>>()?),
        Field::Number => match value.split_once("..") {
            Some((from, to)) => {
                let end = |n: &str| n.trim().parse::<u64>().map_err(|_| Problem::Number(value.to_owned()));
                let (from, to) = (end(from)?, if to.trim().is_empty() { u64::MAX - 1 } else { end(to)? });
                if from > to {
                    return Err(Problem::Backwards);
                }
                Filter::Numbers(from, to)
            }
            None => Filter::Number(number(value)?),
        },
        Field::Cites => match LawQuery::of(value).filter(|_| whole(value).is_none()) {
            Some(law) => Filter::CitesLaw(law),
            None => Filter::Cites(number(value)?),
        },
        Field::Issuer => Filter::Issuer(value.to_owned()),
        Field::From => Filter::Date(DateRange { from: days(value)?.from, to: None }),
        Field::To => Filter::Date(DateRange { from: None, to: days(value)?.to }),
        Field::Date => {
            let range = days(value)?;
            if range.from.zip(range.to).is_some_and(|(from, to)| from.ordinal() > to.ordinal()) {
                return Err(Problem::Backwards);
            }
            Filter::Date(range)
        }
        Field::Year => {
            let (from, to) = value.split_once("..").or_else(|| value.split_once('-')).unwrap_or((value, value));
            let year = |y: &str| dates::year(y.trim()).ok_or_else(|| Problem::Year(value.to_owned()));
            let (from, to) = (year(from)?, year(to)?);
            if from > to {
                return Err(Problem::Backwards);
            }
            Filter::Year(from, to)
        }
        Field::Direction => Filter::Direction(match fold_text(value).as_str() {
            "den" | "in" => Direction::In,
            "di" | "out" => Direction::Out,
            _ => return Err(Problem::Direction(value.to_owned())),
        }),
        Field::State => Filter::State(match fold_text(value).as_str() {
            "missing" | "thieu" | "chua-co" => State::Missing,
            "conflict" | "khac" | "lech" => State::Conflict,
            "draft" | "du-thao" => State::Draft,
            _ => return Err(Problem::State(value.to_owned())),
        }),
        Field::CitedBy => Filter::CitedBy(value.to_owned()),
        Field::Subject => Filter::Subject(Word::all(value)),
        Field::Signer => Filter::Signer(Word::all(value)),
        Field::Recipients => Filter::Recipients(Word::all(value)),
        // The parser takes the order out before it asks for a filter.
        Field::Sort => return Err(Problem::Sort(value.to_owned())),
    })
}

fn name_of(field: Field) -> &'static str {
    NAMES.iter().find(|(_, f)| *f == field).map_or("", |(n, _)| n)
}

/// A kind by its code, its letters or its name, with or without accents: `KH`, `qd`, `ke hoach`, `Kế hoạch`.
fn kind(value: &str) -> Result<Kind, Problem> {
    let folded = fold_text(value).replace(['-', '_'], " ");
    let lower = value.to_lowercase();
    let named = |k: &Kind| k.row().words.iter().any(|w| *w == lower) || k.row().name.to_lowercase() == lower;
    let alike = |k: &Kind| {
        fold_text(k.code()) == folded
            || fold_text(k.row().name) == folded
            || k.row().english.to_lowercase() == folded
            || k.row().words.iter().any(|w| fold_text(w) == folded)
    };
    Kind::from_code(value)
        .or_else(|| Kind::all().find(|k| k.code().to_lowercase() == lower))
        .or_else(|| Kind::all().find(named))
        .or_else(|| Kind::all().find(alike))
        .or_else(|| Kind::from_symbol(value))
        .ok_or_else(|| {
            let near = Kind::all()
                .filter(|k| {
                    super::super::distance::within_one(&folded, &fold_text(k.row().name))
                        || (folded.len() > 1 && super::super::distance::within_one(&folded, &fold_text(k.code())))
                })
                .map(|k| k.code().to_owned())
                .take(5)
                .collect();
            Problem::Kind(value.to_owned(), near)
        })
}

/// Reads an order.
pub(super) fn sort(value: &str) -> Result<Sort, Problem> {
    Ok(match fold_text(value.trim()).as_str() {
        "relevance" | "hop" | "phu-hop" => Sort::Relevance,
        "date" | "ngay" => Sort::Date,
        "number" | "so" => Sort::Number,
        "cited" | "vien-dan" => Sort::Cited,
        _ => return Err(Problem::Sort(value.to_owned())),
    })
}

impl Filter {
    /// The filter as one types it: `loai:KH`.
    #[must_use]
    pub fn typed(&self) -> String {
        let words = |words: &[Word]| words.iter().map(|w| w.exact.clone()).collect::<Vec<_>>().join(" ");
        match self {
            Self::Kind(kinds) => format!("loai:{}", kinds.iter().map(|k| k.code()).collect::<Vec<_>>().join(",")),
            Self::Number(number) => format!("so:{}", number.surface),
            Self::Numbers(from, to) if *to == u64::MAX - 1 => format!("so:{from}.."),
            Self::Numbers(from, to) => format!("so:{from}..{to}"),
            Self::Issuer(name) => format!("coquan:\"{name}\""),
            Self::Date(DateRange { from: Some(from), to: Some(to) }) => format!("ngay:{from}..{to}"),
            Self::Date(DateRange { from: Some(from), to: None }) => format!("tu:{from}"),
            Self::Date(DateRange { from: None, to }) => format!("den:{}", to.map(|d| d.to_string()).unwrap_or_default()),
            Self::Year(from, to) if from == to => format!("nam:{from}"),
            Self::Year(from, to) => format!("nam:{from}..{to}"),
            Self::Direction(direction) => format!("huong:{}", direction.code()),
            Self::Cites(number) => format!("vien-dan:{}", number.surface),
            Self::CitesLaw(law) => format!("vien-dan:\"{}\"", law.surface),
            Self::CitedBy(document) => format!("duoc-vien-dan:{document}"),
            Self::State(state) => format!("tinh-trang:{}", state.code()),
            Self::Subject(w) => format!("trich-yeu:\"{}\"", words(w)),
            Self::Signer(w) => format!("nguoi-ky:\"{}\"", words(w)),
            Self::Recipients(w) => format!("noi-nhan:\"{}\"", words(w)),
        }
    }

    /// The key of the document number that a `cited-by` value is, if it is one.
    #[must_use]
    pub fn as_number(value: &str) -> Option<NumberQuery> {
        whole(value).filter(|n| n.symbol.is_some() && !keys::ordinal(&n.ordinal).is_empty())
    }
}
