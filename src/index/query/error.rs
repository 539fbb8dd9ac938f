//! What can be wrong with a query, with the place where it stands.

use std::fmt;

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

    /// The message in Vietnamese: what was found, then what was expected.
    #[must_use]
    pub fn vietnamese(&self) -> String {
        match &self.problem {
            Problem::OpenQuote => "dấu ngoặc kép mở ở đây chưa đóng".to_owned(),
            Problem::OpenParenthesis => "dấu ngoặc ở đây không có dấu đi cặp".to_owned(),
            Problem::Dangling(word) => format!("`{word}` cần có chữ ở hai bên (NOT: ở sau)"),
            Problem::Kind(kind, _) => format!("`{kind}` không phải tên loại văn bản"),
            Problem::Date(date) => format!("`{date}` không phải ngày; viết 09/02/2023, 02/2023 hoặc 2023"),
            Problem::Year(year) => format!("`{year}` không phải năm; viết 2023 hoặc 2020..2023"),
            Problem::Direction(word) => format!("`{word}` không phải hướng; viết den hoặc di"),
            Problem::State(word) => format!("`{word}` không phải tình trạng; viết missing hoặc conflict"),
            Problem::Number(word) => format!("`{word}` không phải số văn bản; viết như 16/KH-UBND"),
            Problem::Sort(word) => format!("`{word}` không phải cách xếp; viết date, number, cited hoặc relevance"),
            Problem::Field(word, _) => format!("không có bộ lọc `{word}:`"),
            Problem::NoValue(word) => format!("`{word}:` thiếu giá trị"),
            Problem::Backwards => "ngày bắt đầu sau ngày kết thúc".to_owned(),
            Problem::Deep => "quá nhiều ngoặc lồng nhau".to_owned(),
            Problem::Empty => "không có gì để tìm".to_owned(),
        }
    }

    /// What to do about it, in Vietnamese.
    #[must_use]
    pub fn hint_vietnamese(&self) -> Option<String> {
        Some(match &self.problem {
            Problem::OpenQuote => "thêm dấu \" ở cuối cụm từ, hoặc bỏ dấu này".to_owned(),
            Problem::Kind(_, near) if !near.is_empty() => format!("có phải ý bạn là {}", near.join(", ")),
            Problem::Field(_, near) => format!("có phải ý bạn là `{near}:`"),
            _ => return None,
        })
    }

    /// What to do about it, in English.
    #[must_use]
    pub fn hint_english(&self) -> Option<String> {
        Some(match &self.problem {
            Problem::OpenQuote => "close the phrase with \" or drop this mark".to_owned(),
            Problem::Kind(_, near) if !near.is_empty() => format!("did you mean {}", near.join(", ")),
            Problem::Field(_, near) => format!("did you mean `{near}:`"),
            _ => return None,
        })
    }
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.problem {
            Problem::OpenQuote => f.write_str("the quotation mark opened here is never closed"),
            Problem::OpenParenthesis => f.write_str("the parenthesis here has no partner"),
            Problem::Dangling(word) => write!(f, "`{word}` needs words on both sides (NOT: after it)"),
            Problem::Kind(kind, _) => write!(f, "`{kind}` is no kind of document"),
            Problem::Date(date) => write!(f, "`{date}` is no date; write 09/02/2023, 02/2023 or 2023"),
            Problem::Year(year) => write!(f, "`{year}` is no year; write 2023 or 2020..2023"),
            Problem::Direction(word) => write!(f, "`{word}` is no direction; write den or di"),
            Problem::State(word) => write!(f, "`{word}` is no state; write missing or conflict"),
            Problem::Number(word) => write!(f, "`{word}` is no document number; write 16/KH-UBND"),
            Problem::Sort(word) => write!(f, "`{word}` is no order; write date, number, cited or relevance"),
            Problem::Field(word, _) => write!(f, "there is no filter `{word}:`"),
            Problem::NoValue(word) => write!(f, "`{word}:` has no value"),
            Problem::Backwards => f.write_str("the first day is after the last"),
            Problem::Deep => f.write_str("parentheses are nested too deep"),
            Problem::Empty => f.write_str("nothing to look for"),
        }
    }
}

impl std::error::Error for QueryError {}
