//! What can be wrong with a query, with the place where it stands.

use std::fmt;

use crate::model::Kind;
use crate::model::date::days_in;

/// Where an error stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Where {
    /// In these bytes of the query.
    Query(usize, usize),
    /// In the value of this option: `--kind`.
    Option(&'static str),
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// A quotation mark without its partner.
    OpenQuote,
    /// A parenthesis without its partner, in a query with AND, OR or NOT.
    OpenParenthesis,
    /// AND, OR or NOT without a word on one side.
    Dangling(String),
    /// No such kind; kinds that look like it.
    Kind(String, Vec<String>),
    /// No such date.
    Date(String),
    /// No such year.
    Year(String),
    /// No such direction.
    Direction(String),
    /// No such state.
    State(String),
    /// No document number.
    Number(String),
    /// No such order.
    Sort(String),
    /// No such field; one that looks like it.
    Field(String, String),
    /// A filter without a value.
    NoValue(String),
    /// `~` behind a phrase without a number of words.
    Slop,
    /// `from` after `to`.
    Backwards,
    /// Parentheses within parentheses, too deep.
    Deep,
    /// Nothing to look for.
    Empty,
}

/// A query that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    /// Where it stands.
    pub at: Where,
    /// What is wrong.
    pub problem: Problem,
}

impl QueryError {
    pub(super) fn new(at: Where, problem: Problem) -> Self {
        Self { at, problem }
    }

    /// Where it stands, as typed: `loai:KHH`, `--from 31/02/2023`; empty where it is the whole query.
    #[must_use]
    pub fn place(&self, typed: &str) -> String {
        match (&self.at, &self.problem) {
            (_, Problem::Empty) => String::new(),
            (Where::Option(option), problem) => format!("{option} {}", problem.value()).trim_end().to_owned(),
            // A value is named with the word before it.
            (Where::Query(start, end), _) => {
                let before = typed.get(..*start).unwrap_or_default();
                let word =
                    before.rsplit(|c: char| c.is_whitespace() || c == '(').next().filter(|word| word.ends_with([':', '"']));
                let closed = typed.get(*end..).and_then(|rest| rest.chars().next());
                let quote = closed.filter(|c| *c == '"' && word.is_some_and(|word| word.ends_with('"'))).map(String::from);
                let (word, quote) = (word.unwrap_or_default(), quote.unwrap_or_default());
                format!("{word}{}{quote}", typed.get(*start..*end).unwrap_or_default())
            }
        }
    }

    /// The message in Vietnamese: what is wrong there, then what was expected.
    #[must_use]
    pub fn vietnamese(&self) -> String {
        match &self.problem {
            Problem::OpenQuote => "dấu ngoặc kép mở ở đây chưa đóng; cần dấu \" thứ hai ở cuối cụm từ".to_owned(),
            Problem::OpenParenthesis => "dấu ngoặc này không có dấu đi cặp; cần đủ ( và )".to_owned(),
            Problem::Dangling(_) => "cần có chữ ở hai bên (NOT: ở sau)".to_owned(),
            Problem::Kind(_, near) if near.is_empty() => "không có loại này; cần như KH, QĐ, \"kế hoạch\"".to_owned(),
            Problem::Kind(_, near) => format!("không có loại này; gần nhất: {}", kinds(near, |k| k.row().name)),
            Problem::Date(date) => match Wrong::of(date) {
                Wrong::Day { days, month, year } => {
                    format!("tháng {month:02}/{year} có {days} ngày; cần như {days}/{month:02}/{year}, {year}-{month:02}")
                }
                Wrong::Month(month) => format!("không có tháng {month}; cần như 09/02/2023, 2023-02"),
                Wrong::Form => "không phải ngày; cần như 09/02/2023, 2023-02".to_owned(),
            },
            Problem::Year(_) => "không phải năm; cần như 2023, 2020..2023".to_owned(),
            Problem::Direction(_) => "không có hướng này; cần den hoặc di".to_owned(),
            Problem::State(_) => "không có tình trạng này; cần missing hoặc conflict".to_owned(),
            Problem::Number(_) => "không phải số văn bản; cần như 16/KH-UBND".to_owned(),
            Problem::Sort(_) => "không có cách xếp này; cần date, number, cited hoặc relevance".to_owned(),
            Problem::Field(_, near) => format!("không có bộ lọc này; gần nhất: {near}:"),
            Problem::NoValue(_) => "thiếu giá trị; cần như loai:KH, nam:2023".to_owned(),
            Problem::Slop => "thiếu số chữ sau dấu ~; cần như \"phòng cháy\"~5".to_owned(),
            Problem::Backwards => "ngày bắt đầu sau ngày kết thúc; cần ngày trước đứng trước".to_owned(),
            Problem::Deep => "quá nhiều ngoặc lồng nhau; cần ít hơn".to_owned(),
            Problem::Empty => "không có gì để tìm; cần số, chữ hoặc bộ lọc".to_owned(),
        }
    }
}

impl Problem {
    /// The value that is wrong, where it is one.
    fn value(&self) -> &str {
        match self {
            Self::Dangling(value)
            | Self::Kind(value, _)
            | Self::Date(value)
            | Self::Year(value)
            | Self::Direction(value)
            | Self::State(value)
            | Self::Number(value)
            | Self::Sort(value)
            | Self::Field(value, _) => value,
            _ => "",
        }
    }
}

/// `KH (Kế hoạch), QĐ (Quyết định)`
fn kinds(codes: &[String], name: impl Fn(Kind) -> &'static str) -> String {
    let named = |code: &String| Kind::from_code(code).map_or_else(|| code.clone(), |kind| format!("{code} ({})", name(kind)));
    codes.iter().map(named).collect::<Vec<_>>().join(", ")
}

/// What is wrong with a date.
enum Wrong {
    /// Its month has fewer days.
    Day { days: u8, month: u8, year: u16 },
    /// There is no such month.
    Month(u16),
    /// It is written as no date is.
    Form,
}

impl Wrong {
    fn of(text: &str) -> Self {
        let parts: Vec<u16> = text.split(['/', '-', '.', ' ']).filter_map(|part| part.parse().ok()).collect();
        let (day, month, year) = match parts.as_slice() {
            [year, month, day] if *year > 999 => (*day, *month, *year),
            [day, month, year] if *year > 999 => (*day, *month, *year),
            [year, month] if *year > 999 => (1, *month, *year),
            [month, year] if *year > 999 => (1, *month, *year),
            _ => return Self::Form,
        };
        if !(1..=12).contains(&month) {
            return Self::Month(month);
        }
        match u8::try_from(month).ok().and_then(|month| Some((month, days_in(year, month)?))) {
            Some((month, days)) if day > u16::from(days) => Self::Day { days, month, year },
            _ => Self::Form,
        }
    }
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.problem {
            Problem::OpenQuote => {
                f.write_str("the quotation mark opened here is never closed; expected a second \" behind the phrase")
            }
            Problem::OpenParenthesis => f.write_str("this parenthesis has no partner; expected both ( and )"),
            Problem::Dangling(_) => f.write_str("needs words on both sides (NOT: after it)"),
            Problem::Kind(_, near) if near.is_empty() => f.write_str("no such type; expected KH, QĐ, \"kế hoạch\""),
            Problem::Kind(_, near) => write!(f, "no such type; nearest: {}", kinds(near, |k| k.row().english)),
            Problem::Date(date) => match Wrong::of(date) {
                Wrong::Day { days, month, year } => {
                    write!(f, "{year}-{month:02} has {days} days; expected {year}-{month:02}-{days}, {year}-{month:02}")
                }
                Wrong::Month(month) => write!(f, "there is no month {month}; expected 2023-02-09, 2023-02"),
                Wrong::Form => f.write_str("no date; expected 2023-02-09, 2023-02"),
            },
            Problem::Year(_) => f.write_str("no year; expected 2023, 2020..2023"),
            Problem::Direction(_) => f.write_str("no such direction; expected den or di"),
            Problem::State(_) => f.write_str("no such state; expected missing or conflict"),
            Problem::Number(_) => f.write_str("no document number; expected 16/KH-UBND"),
            Problem::Sort(_) => f.write_str("no such order; expected date, number, cited or relevance"),
            Problem::Field(_, near) => write!(f, "no such filter; nearest: {near}:"),
            Problem::NoValue(_) => f.write_str("has no value; expected loai:KH, nam:2023"),
            Problem::Slop => f.write_str("needs a number of words behind ~; expected \"fire safety\"~5"),
            Problem::Backwards => f.write_str("the first day is after the last; expected the earlier one first"),
            Problem::Deep => f.write_str("parentheses are nested too deep; expected fewer"),
            Problem::Empty => f.write_str("nothing to look for; expected a number, words or a filter"),
        }
    }
}

impl std::error::Error for QueryError {}
