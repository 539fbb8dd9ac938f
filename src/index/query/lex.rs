//! Cuts a query into phrases, filters, operators, parentheses and plain text between them.

use super::error::{Problem, QueryError, Where};
use super::filter::{Field, field, near_field};
use crate::viet::fold_text;

/// An operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Op {
    And,
    Or,
    Not,
    /// At most so many words apart.
    Near(u32),
}

/// A piece of a query; spans are bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Item {
    /// Plain text.
    Text(usize, usize),
    /// The inside of a quoted phrase, and by how many words it may be loosened (`"…"~5`).
    Phrase(usize, usize, u32),
    /// A filter with its value's place.
    Field(Field, usize, usize),
    Op(Op, usize, usize),
    Open(usize),
    Close(usize),
}

impl Item {
    /// Is it something that a small `và`, `hoặc`, `không` beside it can join?
    fn is_structured(&self) -> bool {
        matches!(self, Self::Phrase(..) | Self::Field(..) | Self::Close(_) | Self::Open(_))
    }
}

/// Quotation marks that open or close a phrase.
const QUOTES: [char; 4] = ['"', '“', '”', '„'];

/// Cuts a query. Parentheses count only in a query with an operator: pasted text has them too.
pub(super) fn items(text: &str) -> Result<Vec<Item>, QueryError> {
    let mut items = Vec::new();
    let mut at = 0;
    while let Some((start, c)) =
        text.get(at..).and_then(|rest| rest.char_indices().find(|(_, c)| !c.is_whitespace()).map(|(i, c)| (at + i, c)))
    {
        let after = start + c.len_utf8();
        let next = text.get(after..).and_then(|rest| rest.chars().next());
        if QUOTES.contains(&c) {
            let (inner, end) = quoted(text, start)?;
            let (slop, end) = slop(text, end);
            items.push(Item::Phrase(inner.0, inner.1, slop));
            at = end;
        } else if c == '(' {
            items.push(Item::Open(start));
            at = after;
        } else if c == ')' {
            items.push(Item::Close(start));
            at = after;
        } else if c == '-' && next.is_some_and(|n| n.is_alphabetic() || QUOTES.contains(&n) || n == '(') {
            items.push(Item::Op(Op::Not, start, after));
            at = after;
        } else {
            at = chunk(text, start, &mut items)?;
        }
    }
    operators(text, &mut items);
    if !items.iter().any(|i| matches!(i, Item::Op(..))) {
        items.retain(|i| !matches!(i, Item::Open(_) | Item::Close(_)));
    }
    Ok(join(items))
}

/// A run without blanks, quotes or parentheses: a filter or text. Gives where it ends.
fn chunk(text: &str, start: usize, items: &mut Vec<Item>) -> Result<usize, QueryError> {
    let rest = text.get(start..).unwrap_or_default();
    let length = rest.find(|c: char| c.is_whitespace() || QUOTES.contains(&c) || c == '(' || c == ')').unwrap_or(rest.len());
    let chunk = rest.get(..length).unwrap_or_default();
    let end = start + length;
    if let Some((name, value)) = chunk.split_once(':') {
        let value_start = start + name.len() + 1;
        if let Some(field) = field(name) {
            if !value.is_empty() {
                items.push(Item::Field(field, value_start, end));
                return Ok(end);
            }
            // The value is quoted, or stands after a blank.
            let value_at = text.get(end..).and_then(|r| r.find(|c: char| !c.is_whitespace())).map(|i| end + i);
            let quote = value_at.filter(|at| text.get(*at..).is_some_and(|r| r.starts_with(QUOTES)));
            if let Some(quote) = quote {
                let (inner, end) = quoted(text, quote)?;
                items.push(Item::Field(field, inner.0, inner.1));
                return Ok(end);
            }
            // `so: 16` as papers print it is text.
            if let Some(at) = value_at.filter(|_| field != Field::Number) {
                let value = text.get(at..).unwrap_or_default();
                let length = value.find(char::is_whitespace).unwrap_or(value.len());
                items.push(Item::Field(field, at, at + length));
                return Ok(at + length);
            }
            if field != Field::Number {
                return Err(QueryError::new(Where::Query(start, end), Problem::NoValue(name.to_owned())));
            }
        } else if !value.is_empty()
            && !value.starts_with('/')
            && let Some(near) = near_field(name)
        {
            let problem = Problem::Field(name.to_owned(), near.to_owned());
            return Err(QueryError::new(Where::Query(start, start + name.len()), problem));
        }
    }
    items.push(Item::Text(start, end));
    Ok(end)
}

/// The inside of the quotation that opens at `start`, and where it ends.
fn quoted(text: &str, start: usize) -> Result<((usize, usize), usize), QueryError> {
    let open = text.get(start..).and_then(|r| r.chars().next()).map_or(start, |c| start + c.len_utf8());
    let close = text.get(open..).and_then(|r| r.char_indices().find(|(_, c)| QUOTES.contains(c)));
    match close {
        Some((i, c)) => Ok(((open, open + i), open + i + c.len_utf8())),
        None => Err(QueryError::new(Where::Query(start, open), Problem::OpenQuote)),
    }
}

/// `~5` after a phrase.
fn slop(text: &str, end: usize) -> (u32, usize) {
    let Some(rest) = text.get(end..).and_then(|r| r.strip_prefix('~')) else { return (0, end) };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count().min(3);
    match rest.get(..digits).and_then(|d| d.parse().ok()) {
        Some(slop) => (slop, end + 1 + digits),
        None => (0, end),
    }
}

/// Turns words into operators: AND, OR, NOT, VÀ, HOẶC, KHÔNG in capitals where the query is not all in capitals; in small letters
/// only between quoted, parenthesised or filtered parts, because they are words as well.
fn operators(text: &str, items: &mut [Item]) {
    let word = |item: &Item| match item {
        Item::Text(a, b) => text.get(*a..*b),
        _ => None,
    };
    let op = |w: &str| {
        if let Some(apart) = apart(w) {
            return Some(Op::Near(apart));
        }
        Some(match w {
            "AND" | "VÀ" | "VA" | "&&" => Op::And,
            "OR" | "HOẶC" | "HOAC" | "||" => Op::Or,
            "NOT" | "KHÔNG" | "KHONG" => Op::Not,
            _ => return None,
        })
    };
    let small = items.iter().filter_map(word).any(|w| op(w).is_none() && w.chars().any(char::is_lowercase))
        || items.iter().any(Item::is_structured)
        || items.iter().filter_map(word).filter(|w| op(w).is_none()).all(|w| !w.chars().any(char::is_alphabetic));
    for i in 0..items.len() {
        let Item::Text(a, b) = items[i] else { continue };
        let Some(w) = text.get(a..b) else { continue };
        let english = matches!(w, "AND" | "OR" | "NOT" | "&&" | "||") || apart(w).is_some();
        let found = if small || english { op(w) } else { None };
        let between = || {
            let before = i.checked_sub(1).and_then(|i| items.get(i));
            let before = before.is_none_or(|b| b.is_structured() || matches!(b, Item::Op(..)));
            before && items.get(i + 1).is_some_and(|n| n.is_structured() || word(n).is_some_and(|w| fold_text(w) == "khong"))
        };
        let found = found.or_else(|| {
            let folded = match w {
                "và" | "va" | "and" => Op::And,
                "hoặc" | "hoac" | "or" => Op::Or,
                "không" | "khong" | "not" => Op::Not,
                _ => return None,
            };
            between().then_some(folded)
        });
        if let Some(op) = found {
            items[i] = Item::Op(op, a, b);
        }
    }
}

/// How many words apart `GẦN/5`, `NEAR/5` allow; without a number five.
fn apart(word: &str) -> Option<u32> {
    let (name, apart) = word.split_once('/').map_or((word, None), |(name, n)| (name, Some(n)));
    let small = matches!(name, "gần" | "gan" | "near");
    if !matches!(name, "GẦN" | "GAN" | "NEAR") && !small {
        return None;
    }
    match apart {
        Some(n) => n.parse().ok().filter(|n| *n <= 100),
        None => (name == "NEAR").then_some(5),
    }
}

/// Makes one text of neighbouring ones.
fn join(items: Vec<Item>) -> Vec<Item> {
    let mut joined: Vec<Item> = Vec::with_capacity(items.len());
    for item in items {
        match (joined.last_mut(), &item) {
            (Some(Item::Text(_, end)), Item::Text(_, b)) => *end = *b,
            _ => joined.push(item),
        }
    }
    joined
}
