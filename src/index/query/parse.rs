//! From what was typed to a [`Query`].

use super::super::abbreviations::{Abbreviation, widen};
use super::dates::date_at;
use super::error::{Problem, QueryError, Where};
use super::filter::{Field, Filter, Options, Sort, filter, sort};
use super::keystrokes::written;
use super::law::LawQuery;
use super::lex::{Item, Op, Pieces, pieces};
use super::narrow::narrow;
use super::number::{Found, NumberQuery, Reading, Strength, digits_alone, find_at, kind_at, standard_at, words_of};
use super::word::Word;
use crate::model::{Kind, PartialDate};

/// Parentheses within parentheses.
const DEPTH: usize = 16;
/// Words of a query that are looked at; more are a pasted page.
const WORDS: usize = 120;

/// What an archive adds to the understanding of a query.
#[derive(Debug, Clone, Default)]
pub struct Hints {
    /// Abbreviations of its own.
    pub abbreviations: Vec<Abbreviation>,
    /// Its bodies, as [`Index::bodies`](crate::index::Index::bodies) gives them; needed where [`names_body`] holds.
    pub bodies: Vec<String>,
}

/// May a query name an issuer without quotes, so that only the archive's bodies tell where the name ends?
#[must_use]
pub fn names_body(typed: &str) -> bool {
    let text = crate::viet::fold_text(typed);
    // Of `cơ quan:` with its blank the second word is enough.
    let behind = ["quan:", "issuer:"].into_iter().flat_map(|name| text.match_indices(name).map(move |(at, _)| at + name.len()));
    let rest = behind.filter_map(|end| text.get(end..));
    rest.map(str::trim_start).any(|value| !value.is_empty() && !value.starts_with(['"', '“', '”', '„']))
}

/// What to look for.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// As typed.
    pub typed: String,
    /// All must hold.
    pub clauses: Vec<Clause>,
    /// All must hold.
    pub filters: Vec<Filter>,
    /// Filters that stand in `typed`, each with its place there, in bytes.
    pub places: Vec<(Filter, (usize, usize))>,
    /// Words before a colon that look like the name of a filter and are none; they were taken as words.
    pub unknown: Vec<String>,
    /// A small `hoặc` between words, as typed; it was taken as one of them.
    pub spoken_or: Option<String>,
    /// The order.
    pub sort: Sort,
    /// The other reading, where words are none unless a keyboard was switched off.
    pub keystrokes: Option<Keystrokes>,
}

/// A query read as the keystrokes of a keyboard that was switched off.
#[derive(Debug, Clone, PartialEq)]
pub struct Keystrokes {
    /// What they were meant to write.
    pub query: Box<Query>,
    /// The keystrokes, and the word that they write, where they can be nothing else.
    pub words: Vec<(String, Word)>,
}

/// A part of a query.
#[derive(Debug, Clone, PartialEq)]
pub enum Clause {
    /// Words and numbers without quotes.
    Text(Text),
    /// Words in this order.
    Phrase(Phrase),
    /// A filter inside AND, OR, NOT.
    Filter(Filter),
    /// All of them.
    And(Vec<Clause>),
    /// One of them.
    Or(Vec<Clause>),
    /// Not this.
    Not(Box<Clause>),
    /// Two runs of words, in either order, at most so many words apart.
    Near(Vec<Word>, Vec<Word>, u32),
}

/// A quoted phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// Its words in order; the last may be a prefix.
    pub words: Vec<Word>,
    /// By how many words it may be loosened.
    pub slop: u32,
    /// The number that it is, where it is one and nothing else.
    pub number: Option<NumberQuery>,
}

/// Words and numbers without quotes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// The number that is meant, the words beside it only narrow.
    pub number: Option<NumberQuery>,
    /// Words before the number ask for documents that stand in a relation to it: `thay thế`, `viện dẫn`.
    pub related: bool,
    /// The law that the whole of it may be the name of.
    pub law: Option<LawQuery>,
    /// Numbers that stand in it beside other things.
    pub mentioned: Vec<NumberQuery>,
    /// The words, those of the number left out.
    pub units: Vec<Unit>,
    /// The words of `number`, for when no such number is held.
    pub number_units: Vec<Unit>,
    /// The kind that its words name.
    pub kind: Option<Kind>,
    /// A date or year that stands in it.
    pub date: Option<PartialDate>,
    /// Every word must be there (inside AND, OR, NOT).
    pub strict: bool,
    /// The other reading, where the symbol of `number` is a guess and no document has such a number.
    pub otherwise: Option<Box<Text>>,
}

/// A word of the query, or a few that stand together, with what may stand instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Each a run of words; the first is as typed.
    pub alternatives: Vec<Vec<Word>>,
    /// Helps the order but need not be there: question words, dates.
    pub optional: bool,
}

impl Unit {
    /// The words as typed.
    #[must_use]
    pub fn typed(&self) -> &[Word] {
        self.alternatives.first().map_or(&[], Vec::as_slice)
    }
}

/// Understands a query and the filters given beside it.
///
/// Accepted: words, `"phrases"`, `"loose phrases"~5`, `one GẦN/5 other` (`NEAR/5`), `prefix*`, numbers in any spelling, `field:value` (`loai:`, `so:`, `coquan:`,
/// `tu:`, `den:`, `ngay:`, `nam:`, `huong:`, `vien-dan:`, `duoc-vien-dan:`, `tinh-trang:`, `trich-yeu:`, `nguoi-ky:`, `noi-nhan:`,
/// `xep:` and their English names), `AND`, `OR`, `NOT`, `VÀ`, `HOẶC`, `KHÔNG`, `-word`, parentheses.
///
/// # Errors
/// A [`QueryError`] with its place: an open quote or parenthesis, an operator without its words, a value that is none of its
/// field, a misspelt field, nothing to look for. `Số: 16/KH-UBND` is no error and no field.
pub fn parse(typed: &str, options: &Options, hints: &Hints) -> Result<Query, QueryError> {
    let Some(narrow) = narrow(typed) else { return understand(typed, options, hints) };
    understand(&narrow.text, options, hints).map_err(|error| match error.at {
        Where::Query(start, end) => QueryError { at: Where::Query(narrow.typed(start), narrow.typed(end)), ..error },
        Where::Option(_) => error,
    })
}

fn understand(typed: &str, options: &Options, hints: &Hints) -> Result<Query, QueryError> {
    let mut query = understand_as_typed(typed, options, hints)?;
    if let Some(written) = written(typed)
        && let Ok(other) = understand_as_typed(&written.text, options, hints)
    {
        let word = |word: String| Word::all(&word).into_iter().next();
        let words = written.words.into_iter().filter_map(|(keys, read)| Some((keys, word(read)?))).collect();
        query.keystrokes = Some(Keystrokes { query: Box::new(other), words });
    }
    Ok(query)
}

fn understand_as_typed(typed: &str, options: &Options, hints: &Hints) -> Result<Query, QueryError> {
    let own = hints.abbreviations.as_slice();
    let Pieces { items, unknown, spoken_or } = pieces(typed, hints)?;
    let mut query = Query {
        typed: typed.to_owned(),
        clauses: Vec::new(),
        filters: Vec::new(),
        places: Vec::new(),
        unknown,
        spoken_or,
        sort: Sort::default(),
        keystrokes: None,
    };
    let ends = Ends::of(typed, &items, options);
    let mut parser = Parser { text: typed, items: &items, at: 0, own, strict: false, sort: None, ends, places: Vec::new() };
    if items.iter().any(|i| matches!(i, Item::Op(..))) {
        parser.strict = true;
        match parser.or(0)? {
            Clause::And(clauses) => query.clauses = clauses,
            clause => query.clauses.push(clause),
        }
        if let Some(Item::Close(at)) = parser.peek() {
            return Err(QueryError::new(Where::Query(*at, *at + 1), Problem::OpenParenthesis));
        }
    } else {
        while parser.peek().is_some() {
            if let Some(clause) = parser.operand(0)? {
                query.clauses.push(clause);
            }
        }
    }
    query.sort = parser.sort.unwrap_or_default();
    query.places = parser.places;
    // Filters that stand for the whole query are kept apart from its words.
    query.clauses.retain(|clause| match clause {
        Clause::Filter(filter) => {
            query.filters.push(filter.clone());
            false
        }
        _ => true,
    });
    for (option, field, value) in options.each() {
        query.filters.push(parser.ends.filter(field, value).map_err(|p| QueryError::new(Where::Option(option), p))?);
    }
    if let Some(value) = &options.sort {
        query.sort = sort(value).map_err(|p| QueryError::new(Where::Option("--sort"), p))?;
    }
    if query.clauses.is_empty() && query.filters.is_empty() {
        return Err(QueryError::new(Where::Query(0, typed.len()), Problem::Empty));
    }
    Ok(query)
}

/// The year that is typed at one end of a stretch of days: the other end may leave it out (`tu:1/11 den:30/11/2025`).
struct Ends {
    year: Option<u16>,
}

impl Ends {
    fn of(typed: &str, items: &[Item], options: &Options) -> Self {
        let fields = items.iter().filter_map(|item| match item {
            Item::Field(field @ (Field::From | Field::To), a, b, _) => Some((*field, typed.get(*a..*b)?)),
            _ => None,
        });
        let options =
            options.each().map(|(_, field, value)| (field, value)).filter(|(f, _)| matches!(f, Field::From | Field::To));
        let year = fields.chain(options).find_map(|(field, value)| match filter(field, value) {
            Ok(Filter::Date(range)) => range.from.or(range.to).map(PartialDate::year_number),
            _ => None,
        });
        Self { year }
    }

    /// As [`filter`], a day and month with the year of the other end.
    fn filter(&self, field: Field, value: &str) -> Result<Filter, Problem> {
        match (filter(field, value), self.year) {
            (Err(Problem::Date(date)), Some(year)) if matches!(field, Field::From | Field::To) => {
                filter(field, &format!("{}/{year}", value.trim())).map_err(|_| Problem::Date(date))
            }
            (read, _) => read,
        }
    }
}

struct Parser<'a> {
    text: &'a str,
    items: &'a [Item],
    at: usize,
    own: &'a [Abbreviation],
    strict: bool,
    sort: Option<Sort>,
    ends: Ends,
    places: Vec<(Filter, (usize, usize))>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Item> {
        self.items.get(self.at)
    }

    fn or(&mut self, depth: usize) -> Result<Clause, QueryError> {
        let mut clauses = vec![self.and(depth)?];
        while let Some(Item::Op(Op::Or, ..)) = self.peek() {
            self.at += 1;
            clauses.push(self.and(depth)?);
        }
        Ok(if clauses.len() > 1 { Clause::Or(clauses) } else { clauses.swap_remove(0) })
    }

    fn and(&mut self, depth: usize) -> Result<Clause, QueryError> {
        let mut clauses = Vec::new();
        loop {
            match self.peek() {
                None | Some(Item::Close(_) | Item::Op(Op::Or, ..)) => break,
                Some(Item::Op(Op::And, a, b)) => {
                    let (a, b) = (*a, *b);
                    self.at += 1;
                    let dangling =
                        clauses.is_empty() || matches!(self.peek(), None | Some(Item::Close(_) | Item::Op(Op::Or | Op::And, ..)));
                    if dangling {
                        return Err(self.dangling(a, b));
                    }
                }
                _ => clauses.extend(self.operand(depth)?),
            }
        }
        if clauses.is_empty() {
            // An OR without its side, or empty parentheses.
            let (a, b) = match self.at.checked_sub(1).and_then(|i| self.items.get(i)).or(self.peek()) {
                Some(Item::Op(_, a, b) | Item::Text(a, b)) => (*a, *b),
                Some(Item::Open(a) | Item::Close(a)) => (*a, *a + 1),
                _ => (0, self.text.len()),
            };
            return Err(self.dangling(a, b));
        }
        Ok(if clauses.len() > 1 { Clause::And(clauses) } else { clauses.swap_remove(0) })
    }

    fn dangling(&self, a: usize, b: usize) -> QueryError {
        QueryError::new(Where::Query(a, b), Problem::Dangling(self.text.get(a..b).unwrap_or_default().to_owned()))
    }

    /// One operand; `None` for an order (`xep:ngay`), which is none.
    fn operand(&mut self, depth: usize) -> Result<Option<Clause>, QueryError> {
        let Some(item) = self.items.get(self.at).cloned() else { return Ok(None) };
        self.at += 1;
        if let (Item::Text(a, b) | Item::Phrase(a, b, _), Some(Item::Op(Op::Near(_), ..))) = (&item, self.peek()) {
            return self.near((*a, *b)).map(Some);
        }
        Ok(match item {
            Item::Text(a, b) => text(self.text.get(a..b).unwrap_or_default(), a, self.own, self.strict, true).map(Clause::Text),
            Item::Phrase(a, b, slop) => phrase(self.text.get(a..b).unwrap_or_default(), a, slop).map(Clause::Phrase),
            Item::Field(Field::Sort, a, b, _) => {
                let order = sort(self.text.get(a..b).unwrap_or_default()).map_err(|p| QueryError::new(Where::Query(a, b), p))?;
                self.sort = Some(order);
                None
            }
            Item::Field(field, a, b, whole) => {
                let filter = self.ends.filter(field, self.text.get(a..b).unwrap_or_default());
                let filter = filter.map_err(|p| QueryError::new(Where::Query(a, b), p))?;
                self.places.push((filter.clone(), whole));
                Some(Clause::Filter(filter))
            }
            Item::Op(Op::Not, a, b) => match self.peek() {
                None | Some(Item::Close(_) | Item::Op(Op::And | Op::Or, ..)) => return Err(self.dangling(a, b)),
                _ if depth >= DEPTH => return Err(QueryError::new(Where::Query(a, b), Problem::Deep)),
                _ => self.operand_of_not(a, depth)?.map(|clause| Clause::Not(Box::new(clause))),
            },
            Item::Op(_, a, b) => return Err(self.dangling(a, b)),
            Item::Open(a) => {
                if depth >= DEPTH {
                    return Err(QueryError::new(Where::Query(a, a + 1), Problem::Deep));
                }
                let inner = self.or(depth + 1)?;
                match self.peek() {
                    Some(Item::Close(_)) => self.at += 1,
                    _ => return Err(QueryError::new(Where::Query(a, a + 1), Problem::OpenParenthesis)),
                }
                Some(inner)
            }
            Item::Close(a) => return Err(QueryError::new(Where::Query(a, a + 1), Problem::OpenParenthesis)),
        })
    }

    /// `one GẦN/5 other`, or a row of them; the first has been taken.
    fn near(&mut self, first: (usize, usize)) -> Result<Clause, QueryError> {
        let words = |(a, b): (usize, usize)| shifted(Word::all(self.text.get(a..b).unwrap_or_default()), a);
        let (mut left, mut pairs) = (first, Vec::new());
        while let Some(Item::Op(Op::Near(apart), at, end)) = self.items.get(self.at) {
            let Some(Item::Text(a, b) | Item::Phrase(a, b, _)) = self.items.get(self.at + 1) else {
                return Err(self.dangling(*at, *end));
            };
            if words(left).is_empty() || words((*a, *b)).is_empty() {
                return Err(self.dangling(*at, *end));
            }
            pairs.push(Clause::Near(words(left), words((*a, *b)), *apart));
            left = (*a, *b);
            self.at += 2;
        }
        Ok(if pairs.len() > 1 { Clause::And(pairs) } else { pairs.swap_remove(0) })
    }

    /// `-word` takes one word, `NOT words` all up to the next operator.
    fn operand_of_not(&mut self, at: usize, depth: usize) -> Result<Option<Clause>, QueryError> {
        let minus = self.text.get(at..).is_some_and(|t| t.starts_with('-'));
        if let (true, Some(Item::Text(a, b))) = (minus, self.peek()) {
            let (a, b) = (*a, *b);
            let words = self.text.get(a..b).unwrap_or_default();
            if let Some(blank) = words.find(char::is_whitespace) {
                let first = text(words.get(..blank).unwrap_or_default(), a, self.own, true, true);
                let rest = text(words.get(blank..).unwrap_or_default(), a + blank, self.own, true, true);
                self.at += 1;
                let not = first.map(|t| Clause::Not(Box::new(Clause::Text(t))));
                // The caller negates what is returned; a pair is given as the negation of its opposite.
                let all: Vec<Clause> = not.into_iter().chain(rest.map(Clause::Text)).collect();
                return Ok(Some(Clause::Not(Box::new(Clause::And(all)))));
            }
        }
        self.operand(depth + 1)
    }
}

fn phrase(inner: &str, base: usize, slop: u32) -> Option<Phrase> {
    let words = shifted(Word::all(inner), base);
    if words.is_empty() {
        return None;
    }
    let number = super::number::whole(inner).filter(|n| n.strength == Strength::Full && slop == 0);
    Some(Phrase { words, slop, number })
}

fn shifted(mut words: Vec<Word>, base: usize) -> Vec<Word> {
    words.truncate(WORDS);
    for word in &mut words {
        word.at = (word.at.0 + base, word.at.1 + base);
    }
    words
}

/// Question words and words of grammar, with their tones where they always are: they need not stand in the document.
const OPTIONAL: [&str; 46] = [
    "gì", "nào", "ai", "đâu", "mấy", "bao", "nhiêu", "sao", "thế", "phải", "không", "có", "được", "thì", "là", "mà", "của",
    "cho", "về", "và", "hoặc", "các", "những", "trong", "theo", "tại", "từ", "đến", "để", "do", "bị", "bởi", "này", "đó", "ở",
    "với", "khi", "nếu", "như", "hay", "vào", "ra", "số", "ngày", "việc", "một",
];

/// Understands plain text; `guess` takes letters behind a blank for a number's symbol.
fn text(source: &str, base: usize, own: &[Abbreviation], strict: bool, guess: bool) -> Option<Text> {
    let words = {
        let mut words = words_of(source);
        words.truncate(WORDS);
        words
    };
    if words.is_empty() {
        return None;
    }
    let mut result = Text { strict, ..Text::default() };
    let mut taken = vec![false; words.len()];
    let mut numbers: Vec<Found> = Vec::new();
    let alone = digits_alone(&words, source);
    // A date narrows, and the words of a standard's number stand in a row; these are neither the document's.
    let mut standard = vec![false; words.len()];
    let mut at = 0;
    while at < words.len() {
        if let Some(n) = standard_at(&words, at, source) {
            standard.iter_mut().skip(at).take(n).for_each(|s| *s = true);
            at += n;
            continue;
        }
        let found =
            if at == 0 { alone.clone() } else { None }.or_else(|| find_at(&words, at, source, Reading { start: at == 0, guess }));
        if let Some(found) = found {
            at = found.words.1;
            numbers.push(found);
        } else {
            let named = kind_at(&words, at).and_then(|(kind, n)| kind.filter(|_| n > 1 || words[at].fold.len() > 1));
            result.kind = result.kind.or(named);
            at += 1;
        }
    }
    let main = main_number(&words, &numbers);
    for (i, found) in numbers.into_iter().enumerate() {
        if Some(i) == main {
            result.number_units = units(words.get(found.words.0..found.words.1).unwrap_or_default(), source, base, own);
            taken.iter_mut().take(found.words.1).skip(found.words.0).for_each(|t| *t = true);
            result.number = Some(found.number);
            result.related = asks_for_related(words.get(..found.words.0).unwrap_or_default());
            if found.guessed && guess {
                result.otherwise = text(source, base, own, strict, false).map(Box::new);
            }
        } else {
            result.mentioned.push(found.number);
        }
    }
    // A date narrows; its words need not stand in the text as they are typed.
    let mut optional = vec![false; words.len()];
    let mut at = 0;
    while at < words.len() {
        match date_at(words.get(at..).unwrap_or_default(), source).filter(|_| !taken[at] && !standard[at]) {
            Some((date, n)) => {
                result.date = result.date.or(Some(date));
                optional.iter_mut().skip(at).take(n).for_each(|o| *o = true);
                at += n;
            }
            None => at += 1,
        }
    }
    let mut start = 0;
    for end in 0..=words.len() {
        if end == words.len() || taken[end] {
            result.units.extend(units_marked(
                words.get(start..end).unwrap_or_default(),
                &optional[start..end.max(start)],
                source,
                base,
                own,
            ));
            start = end + 1;
        }
    }
    if result.number.is_none() && !strict {
        result.law = LawQuery::of(source);
    }
    Some(result)
}

/// Do the words before a number end in a relation to it: `văn bản nào viện dẫn`, `trả lời`?
fn asks_for_related(before: &[Word]) -> bool {
    const RELATIONS: [&str; 12] = [
        "vien dan",
        "dan chieu",
        "nhac den",
        "sua doi",
        "bo sung",
        "thay the",
        "bai bo",
        "huy bo",
        "dinh chinh",
        "tra loi",
        "phuc dap",
        "huong dan",
    ];
    let folded: Vec<&str> = before.iter().map(|word| word.fold.as_str()).collect();
    let particle = |word: &&str| matches!(*word, "cho" | "cua" | "den" | "toi" | "thi" | "hanh");
    let end = folded.len() - folded.iter().rev().take_while(|word| particle(word)).count();
    let last_two = end.checked_sub(2).and_then(|from| folded.get(from..end)).unwrap_or_default();
    RELATIONS.contains(&last_two.join(" ").as_str())
}

/// Which of the numbers the query is about: the only one, where it leads or few words stand beside it.
fn main_number(words: &[Word], numbers: &[Found]) -> Option<usize> {
    let first = numbers.first()?;
    let same = numbers.iter().all(|n| n.number.ordinal == first.number.ordinal && n.number.symbol == first.number.symbol);
    if !same {
        return None;
    }
    let before = first.words.0;
    let others = words.len() - (first.words.1 - first.words.0);
    let leads = words
        .get(..before)
        .unwrap_or_default()
        .iter()
        .all(|w| matches!(w.fold.as_str(), "theo" | "can" | "cu" | "thuc" | "hien" | "tim" | "xem" | "van" | "ban"));
    let fits = match first.number.strength {
        Strength::Full => leads || others <= 6,
        Strength::Kind => leads || others <= 3,
        Strength::Bare => before == 0 && others <= 4,
    };
    fits.then_some(0)
}

fn units(words: &[Word], source: &str, base: usize, own: &[Abbreviation]) -> Vec<Unit> {
    units_marked(words, &vec![false; words.len()], source, base, own)
}

fn units_marked(words: &[Word], optional: &[bool], source: &str, base: usize, own: &[Abbreviation]) -> Vec<Unit> {
    let marked = words.iter().any(|w| w.marked);
    let mut units = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let standard = standard_at(words, at, source);
        let widened = if standard.is_some() { None } else { widen(words, at, own) };
        let length = standard.or(widened.as_ref().map(|(n, _)| *n)).unwrap_or(1);
        let typed = shifted(words.get(at..at + length).unwrap_or_default().to_vec(), base);
        let mut alternatives = vec![typed];
        if let Some((_, others)) = widened {
            alternatives.extend(others);
        } else if standard.is_none() {
            alternatives.extend(word.i_or_y(source.get(word.at.0..word.at.1).unwrap_or_default()).map(|w| vec![w]));
            alternatives.extend(numeral(word).map(|w| vec![w]));
        }
        let grammar = length == 1
            && OPTIONAL
                .iter()
                .any(|o| if marked { crate::viet::tone_key(o) == word.exact } else { crate::viet::fold_text(o) == word.fold });
        let dated = optional.get(at..at + length).is_some_and(|o| o.iter().all(|o| *o));
        units.push(Unit { alternatives, optional: grammar || dated });
        at += length;
    }
    units
}

/// The word of a small number: `một` of `1`, as in `một cửa`.
fn numeral(word: &Word) -> Option<Word> {
    const NUMERALS: [&str; 10] = ["một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"];
    let n: usize = word.fold.parse().ok().filter(|_| word.fold.len() <= 2)?;
    NUMERALS.get(n.checked_sub(1)?).and_then(|w| Word::all(w).into_iter().next()).map(|w| Word { at: word.at, ..w })
}
