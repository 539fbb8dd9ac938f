//! Cuts a query into phrases, filters, operators, parentheses and plain text between them.

use super::error::{Problem, QueryError, Where};
use super::filter::{Field, field, filter, is_plain, near_field, sort};
use super::number::{Strength, whole};
use super::parse::Hints;
use super::word::Word;
use crate::index::bodies::body_at;
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
    /// A filter with its value's place, and the place of the whole.
    Field(Field, usize, usize, (usize, usize)),
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

/// Does a run of text or a value without quotes end before this character?
fn ends_run(c: char) -> bool {
    c.is_whitespace() || QUOTES.contains(&c) || matches!(c, '(' | ')')
}

/// A query in pieces.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    pub items: Vec<Item>,
    /// Words typed as the name of a filter that is none: `mau` of `mau:KH`.
    pub unknown: Vec<String>,
    /// A small `hoặc` between words, which was taken as one of them.
    pub spoken_or: Option<String>,
}

/// Words of the longest name of a kind.
const KIND_WORDS: usize = 6;
/// A longer query is pasted text, which has colons of its own.
const TYPED: usize = 200;

/// Cuts a query. Parentheses count only in a query with an operator: pasted text has them too.
pub(super) fn pieces(text: &str, hints: &Hints) -> Result<Pieces, QueryError> {
    let mut found = Pieces::default();
    let items = &mut found.items;
    let mut at = 0;
    while let Some((start, c)) =
        text.get(at..).and_then(|rest| rest.char_indices().find(|(_, c)| !c.is_whitespace()).map(|(i, c)| (at + i, c)))
    {
        let after = start + c.len_utf8();
        let next = text.get(after..).and_then(|rest| rest.chars().next());
        if QUOTES.contains(&c) {
            let (inner, end) = quoted(text, start)?;
            let (slop, end) = slop(text, end)?;
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
            at = chunk(text, start, items, &mut found.unknown, hints)?;
        }
    }
    found.spoken_or = operators(text, items);
    if !items.iter().any(|i| matches!(i, Item::Op(..))) {
        items.retain(|i| !matches!(i, Item::Open(_) | Item::Close(_)));
    }
    found.items = join(std::mem::take(items));
    Ok(found)
}

/// A run without blanks, quotes or parentheses: a filter or text. Gives where it ends.
fn chunk(text: &str, start: usize, items: &mut Vec<Item>, unknown: &mut Vec<String>, hints: &Hints) -> Result<usize, QueryError> {
    let rest = text.get(start..).unwrap_or_default();
    let length = rest.find(ends_run).unwrap_or(rest.len());
    let chunk = rest.get(..length).unwrap_or_default();
    let end = start + length;
    let Some((last, value)) = chunk.split_once(':') else {
        items.push(Item::Text(start, end));
        return Ok(end);
    };
    let colon = start + last.len();
    let quoted_value = text.get(end..).is_some_and(|r| r.starts_with(QUOTES)) && value.is_empty();
    let attached = quoted_value || !value.is_empty() && !value.starts_with('/');
    let Some(named) = Named::before(text, items, start, colon, attached) else {
        if attached && let Some(near) = near_field(last) {
            let problem = Problem::Field(last.to_owned(), near.to_owned());
            return Err(QueryError::new(Where::Query(start, colon), problem));
        }
        let letters = last.chars().all(|c| c.is_alphabetic() || c == '-') && (2..=15).contains(&last.chars().count());
        if attached && letters && is_plain(last) && field(last).is_none() && text.len() <= TYPED {
            unknown.push(last.to_owned());
        }
        items.push(Item::Text(start, end));
        return Ok(end);
    };
    let field = named.field;
    // The value stands at the colon, is quoted, or stands after a blank.
    let value_at = text.get(colon + 1..).and_then(|r| r.find(|c: char| !c.is_whitespace())).map(|i| colon + 1 + i);
    let quote = value_at.filter(|at| text.get(*at..).is_some_and(|r| r.starts_with(QUOTES)));
    let (inner, end) = if let Some(quote) = quote {
        quoted(text, quote)?
    } else if let Some(at) = value_at.filter(|_| attached || field != Field::Number) {
        let length = text.get(at..).and_then(|r| r.find(ends_run)).unwrap_or(text.len() - at);
        let end = match field {
            Field::Kind => kind_end(text, at, at + length),
            Field::Issuer => body_end(text, at, at + length, &hints.bodies),
            _ => at + length,
        };
        ((at, end), end)
    } else if field == Field::Number {
        // `so: 16` as papers print it is text.
        items.push(Item::Text(start, end));
        return Ok(end);
    } else {
        return Err(QueryError::new(Where::Query(start, end), Problem::NoValue(last.to_owned())));
    };
    let value = text.get(inner.0..inner.1).unwrap_or_default();
    let fits = || if field == Field::Sort { sort(value).is_ok() } else { filter(field, value).is_ok() };
    if !named.plain && !fits() {
        items.push(Item::Text(start, start + chunk.len()));
        return Ok(start + chunk.len());
    }
    items.truncate(items.len() - named.items);
    items.push(Item::Field(field, inner.0, inner.1, (named.start, end)));
    Ok(end)
}

/// The name of a filter before a colon.
struct Named {
    field: Field,
    /// It can be nothing but the name of a filter; else its value decides.
    plain: bool,
    /// Where it begins.
    start: usize,
    /// How many pieces before the colon's own are words of it.
    items: usize,
}

impl Named {
    /// Reads it: one word, or two or three with blanks between them (`người ký:`) where the value stands at the colon. Papers have
    /// capitals before a colon and a blank behind it.
    fn before(text: &str, items: &[Item], start: usize, colon: usize, attached: bool) -> Option<Self> {
        let mut starts = vec![start];
        for item in items.iter().rev().take(2) {
            match item {
                Item::Text(a, b) if text.get(*b..start).is_some_and(|between| between.trim().is_empty() || starts.len() > 1) => {
                    starts.push(*a);
                }
                _ => break,
            }
        }
        for (taken, start) in starts.iter().enumerate().rev() {
            let name = text.get(*start..colon).unwrap_or_default();
            if let Some(field) = field(name) {
                let plain = taken == 0 && is_plain(name);
                return (plain || attached).then_some(Self { field, plain, start: *start, items: taken });
            }
        }
        None
    }
}

/// Where the name of a kind ends that is typed without quotes: behind the last word with which it is one, at most [`KIND_WORDS`] on.
fn kind_end(text: &str, start: usize, first: usize) -> usize {
    let mut best = first;
    let mut end = first;
    for _ in 1..KIND_WORDS {
        let rest = text.get(end..).unwrap_or_default();
        let word = rest.trim_start();
        let length = word.find(ends_run).unwrap_or(word.len());
        if length == 0 || word.get(..length).is_some_and(|word| word.contains(':')) {
            break;
        }
        end += rest.len() - word.len() + length;
        if text.get(start..end).is_some_and(|value| filter(Field::Kind, value).is_ok()) {
            best = end;
        }
    }
    best
}

/// Where the name of a body ends that is typed without quotes: behind the last word with which it is one, the archive's or another
/// that is known; at the first word where they name none.
fn body_end(text: &str, start: usize, first: usize, bodies: &[String]) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let mut end = rest.len();
    let mut at = 0;
    for word in rest.split_inclusive(ends_run) {
        let chunk = word.trim_end_matches(ends_run);
        if at > 0
            && (chunk.contains(':') || matches!(operator(chunk), Some(Op::And | Op::Or | Op::Not)) || chunk.starts_with('-'))
        {
            end = at;
            break;
        }
        at += word.len();
        if word.ends_with(|c: char| ends_run(c) && !c.is_whitespace()) {
            end = at - word.chars().next_back().map_or(0, char::len_utf8);
            break;
        }
    }
    let words = Word::all(rest.get(..end).unwrap_or_default());
    let taken = body_at(&words.iter().collect::<Vec<_>>(), bodies).map_or(0, |(_, taken)| taken);
    let named = taken.checked_sub(1).and_then(|last| words.get(last)).map_or(0, |word| start + word.at.1);
    named.max(first)
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
fn slop(text: &str, end: usize) -> Result<(u32, usize), QueryError> {
    let Some(rest) = text.get(end..).and_then(|r| r.strip_prefix('~')) else { return Ok((0, end)) };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count().min(3);
    match rest.get(..digits).and_then(|d| d.parse().ok()) {
        Some(slop) => Ok((slop, end + 1 + digits)),
        None => {
            let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
            Err(QueryError::new(Where::Query(end, end + 1 + word), Problem::Slop))
        }
    }
}

/// The operator that a word in capitals is.
fn operator(word: &str) -> Option<Op> {
    if let Some(apart) = apart(word) {
        return Some(Op::Near(apart));
    }
    Some(match word {
        "AND" | "VÀ" | "VA" | "&&" => Op::And,
        "OR" | "HOẶC" | "HOAC" | "||" => Op::Or,
        "NOT" | "KHÔNG" | "KHONG" => Op::Not,
        _ => return None,
    })
}

/// Turns words into operators: AND, OR, NOT, VÀ, HOẶC, KHÔNG in capitals where the query is not all in capitals; in small letters
/// only between quoted, parenthesised or filtered parts, because they are words as well (`hoặc` also between whole numbers, which no
/// name has). Gives a `hoặc` that was taken as a word between others.
fn operators(text: &str, items: &mut [Item]) -> Option<String> {
    let word = |item: &Item| match item {
        Item::Text(a, b) => text.get(*a..*b),
        _ => None,
    };
    let small = items.iter().filter_map(word).any(|w| operator(w).is_none() && w.chars().any(char::is_lowercase))
        || items.iter().any(Item::is_structured)
        || items.iter().filter_map(word).filter(|w| operator(w).is_none()).all(|w| !w.chars().any(char::is_alphabetic));
    let is_number = |item: Option<&Item>| {
        item.and_then(word).is_some_and(|w| whole(w).is_some_and(|number| number.strength == Strength::Full))
    };
    let mut spoken = None;
    for i in 0..items.len() {
        let Item::Text(a, b) = items[i] else { continue };
        let Some(w) = text.get(a..b) else { continue };
        let english = matches!(w, "AND" | "OR" | "NOT" | "&&" | "||") || apart(w).is_some();
        let found = if small || english { operator(w) } else { None };
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
            let around = [i.checked_sub(1).and_then(|i| items.get(i)), items.get(i + 1)];
            let numbers = || text.len() <= TYPED && around.into_iter().all(is_number);
            (between() || folded == Op::Or && numbers()).then_some(folded)
        });
        match found {
            Some(op) => items[i] = Item::Op(op, a, b),
            None if text.len() <= TYPED && 0 < i && i + 1 < items.len() && matches!(fold_text(w).as_str(), "hoac" | "or") => {
                spoken = Some(w.to_owned());
            }
            None => {}
        }
    }
    spoken
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
