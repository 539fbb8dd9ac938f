//! Recognises document numbers in what people type: `16/kh-ubnd`, `16 kh ubnd`, `kế hoạch 16`, `KH16`, `số 16 năm 2023`, `217 nd-cp`.

use std::sync::LazyLock;

use super::dates::{date_at, year};
use super::word::Word;
use crate::index::bodies::begins_with_province;
use crate::index::{analyzer, keys};
use crate::model::{DocNumber, Kind, PartialDate, symbol_key};
use crate::viet::{fold_text, is_plain_syllable, push_folded};

/// How sure it is that a number is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Digits alone, or after `số`.
    Bare,
    /// Digits beside a kind.
    Kind,
    /// A number with its symbol.
    Full,
}

/// A document number as typed, perhaps in part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberQuery {
    /// Folded, without leading zeros: `16`, `8a`, `66.7`.
    pub ordinal: String,
    /// The year inside the number: 2020 of `30/2020/NĐ-CP`.
    pub year: Option<u16>,
    /// Folded, its parts set apart by hyphens: `kh-ubnd`, `kh`.
    pub symbol: Option<String>,
    /// Its kind, by a type word or the symbol.
    pub kind: Option<Kind>,
    /// A date or year stated beside it.
    pub date: Option<PartialDate>,
    /// How sure it is.
    pub strength: Strength,
    /// As typed, the type word left out.
    pub surface: String,
}

impl NumberQuery {
    /// Does this number answer to what was asked?
    #[must_use]
    pub fn names(&self, number: &DocNumber) -> bool {
        let symbol = number.symbol.as_deref().map(|s| fold_text(&symbol_key(s)));
        let begins = |wanted: &String| symbol.is_some_and(|s| s.starts_with(&format!("{wanted}-")));
        self.is(number) || self.of_ordinal(number) && self.symbol.as_ref().is_none_or(begins)
    }

    /// Is this the number that was typed, but for hyphens (`NĐCP`)? What was left out may be anything.
    #[must_use]
    pub fn is(&self, number: &DocNumber) -> bool {
        let letters = |symbol: &str| symbol.replace('-', "");
        let symbol = number.symbol.as_deref().map(|s| letters(&fold_text(&symbol_key(s))));
        self.of_ordinal(number) && self.symbol.as_ref().is_none_or(|wanted| symbol.is_some_and(|s| s == letters(wanted)))
    }

    fn of_ordinal(&self, number: &DocNumber) -> bool {
        fold_text(&number.ordinal_key()) == self.ordinal && (self.year.is_none() || self.year == number.year)
    }
}

/// A number found among words, and the words it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub number: NumberQuery,
    /// First word, and one after the last.
    pub words: (usize, usize),
    /// Its symbol is only a guess: letters that follow a type word and digits over a blank (`kh 174 tphcm`).
    pub guessed: bool,
}

/// A name of a kind.
struct Name {
    /// Its spelling.
    spelling: &'static str,
    /// How many words it has.
    words: usize,
    /// Its first letter, folded.
    first: Option<char>,
    kind: Option<Kind>,
}

/// The names of kinds, those of most words first. They are folded where one is met, for a search meets few.
static NAMES: LazyLock<Vec<Name>> = LazyLock::new(|| {
    let mut names: Vec<Name> = Kind::all()
        .flat_map(|kind| {
            let row = kind.row();
            let symbols = row.symbols.iter().filter(|s| s.len() > 1).copied();
            row.words.iter().copied().chain([row.code]).chain(symbols).map(move |w| (w, Some(kind)))
        })
        .chain([("văn bản", None), ("vb", None)])
        .map(|(name, kind)| {
            let mut first = String::new();
            name.chars().take(1).for_each(|c| push_folded(&mut first, c));
            Name { spelling: name, words: analyzer::words(name).count(), first: first.chars().next(), kind }
        })
        .collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.words));
    names
});

impl Name {
    /// Its words, folded.
    fn folded(&self) -> impl Iterator<Item = String> {
        analyzer::words(self.spelling).map(|span| fold_text(self.spelling.get(span).unwrap_or_default()))
    }
}

/// The last words of the names of kinds: `hoach` of `kế hoạch`.
fn ends_a_kind(word: &str) -> bool {
    NAMES.iter().any(|name| name.kind.is_some() && name.words > 1 && name.folded().last().is_some_and(|last| last == word))
}

/// The letters of kinds in numbers, folded.
static SYMBOLS: LazyLock<Vec<(String, Kind)>> = LazyLock::new(|| {
    Kind::all().flat_map(|kind| kind.row().symbols.iter().map(move |symbol| (fold_text(symbol), kind))).collect()
});

/// The kind that a symbol without its hyphens begins with, by the longest letters: `nd` of `ndcp`, `kh` of `khubnd`.
fn kind_before(letters: &str) -> Option<Kind> {
    let fits = |symbol: &str| {
        let rest = letters.strip_prefix(symbol).filter(|_| symbol.len() > 1);
        rest.is_some_and(|rest| {
            // The figures of `qh15` are no part of a symbol without hyphens.
            let letters_only = rest.len() > 1 && rest.bytes().all(|b| b.is_ascii_lowercase());
            rest.is_empty() || letters_only && !is_plain_syllable(letters)
        })
    };
    SYMBOLS.iter().filter(|(symbol, _)| fits(symbol)).max_by_key(|(symbol, _)| symbol.len()).map(|(_, kind)| *kind)
}

/// The words of a text that may hold a number, those apart that were typed without the blank between them: `16kh ubnd`, `số16`,
/// `kế hoạch16`, `5214BKM-VP`.
pub(super) fn words_of(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for span in analyzer::words(text) {
        let surface = text.get(span.clone()).unwrap_or_default();
        let follows = words.last().is_some_and(|before| before.at.1 + 1 == span.start);
        let goes_on = letters_join(text.get(span.end..).unwrap_or_default());
        let cut = apart(surface, follows, goes_on).map(|at| span.start + at);
        match cut {
            Some(cut) => words.extend([Word::new(text, span.start..cut), Word::new(text, cut..span.end)]),
            None => words.push(Word::new(text, span)),
        }
    }
    for at in 0..words.len() {
        if let Some(digits) = misread(&words, at, text)
            && let Some(word) = words.get_mut(at)
        {
            (word.exact, word.fold) = (digits.clone(), digits);
        }
    }
    words
}

/// The digits of a word in which a scan or a finger made letters of some: `2O25`, `l489`, `98O`. `None` where no digit is among them.
fn digits_of(word: &str) -> Option<String> {
    let digit = |c: char| match c {
        '0'..='9' => Some(c),
        'o' => Some('0'),
        'l' | 'i' => Some('1'),
        _ => None,
    };
    let some = word.len() <= 6 && word.bytes().any(|b| b.is_ascii_digit()) && !word.bytes().all(|b| b.is_ascii_digit());
    if some { word.chars().map(digit).collect() } else { None }
}

/// The digits that a word of digits and letters is meant to be, where it stands as a number does: behind a type word or `số`, before a
/// symbol or a year with one, or as the year between slashes.
fn misread(words: &[Word], at: usize, text: &str) -> Option<String> {
    let digits = digits_of(&words.get(at)?.fold)?;
    let joined = |i: usize| matches!(joint(words, text, i).trim(), "/" | "-");
    let before = at.checked_sub(1).and_then(|before| Some((before, words.get(before)?)));
    let named = |(i, word): (usize, &Word)| {
        let blank = joint(words, text, i).trim().is_empty();
        blank && (word.fold == "so" || ends_a_kind(&word.fold) || kind_at(words, i).is_some_and(|(_, n)| n == 1))
    };
    let symbol_behind =
        |i: usize| joined(i) && words.get(i + 1).is_some_and(|next| kind_before(&next.fold).is_some() || symbol_word(next));
    let year_behind = joined(at) && words.get(at + 1).is_some_and(|next| year(&next.fold).is_some());
    let symbol = symbol_behind(at) || year_behind && symbol_behind(at + 1);
    let of_year = |(i, word): (usize, &Word)| joined(i) && word.is_digits() && year(&digits).is_some();
    (symbol || before.is_some_and(|before| named(before) || of_year(before))).then_some(digits)
}

/// The year of a word of two digits behind a slash, where it can be no month or a symbol follows: 2024 of `14/24/TT-BCT`.
fn short_year(words: &[Word], at: usize, text: &str) -> Option<u16> {
    let word = words.get(at).filter(|word| word.is_digits() && word.fold.len() == 2)?;
    let slash = |i: usize| joint(words, text, i).trim() == "/";
    let n: u16 = word.fold.parse().ok().filter(|n| *n < 50)?;
    let symbol = slash(at) && words.get(at + 1).is_some_and(|next| !next.is_digits());
    let alone = n > 12 && !matches!(joint(words, text, at).trim(), "/" | "-" | ".");
    (slash(at.checked_sub(1)?) && (symbol || alone)).then_some(2000 + n)
}

/// How many words from `at` on are the number of a technical standard: `QCVN 01:2019/BCT`, `TCVN ISO 9001:2015`. It is no document
/// number though it looks like one.
pub(super) fn standard_at(words: &[Word], at: usize, text: &str) -> Option<usize> {
    const SERIES: [&str; 9] = ["qcvn", "qcdp", "qcxdvn", "tcvn", "tcxdvn", "tcxd", "tccs", "tcdp", "iso"];
    let named = words.get(at..)?.iter().take_while(|word| SERIES.contains(&word.fold.as_str()) || word.fold == "iec").count();
    let begins = words.get(at).is_some_and(|word| SERIES.contains(&word.fold.as_str()));
    let digits = words.get(at + named).is_some_and(|word| word.fold.starts_with(|c: char| c.is_ascii_digit()));
    if !begins || !digits {
        return None;
    }
    let mut end = at + named + 1;
    while words.get(end).is_some() && end < at + 10 && matches!(joint(words, text, end - 1).trim(), ":" | "/" | "-" | ".") {
        end += 1;
    }
    Some(end - at)
}

/// Does a text begin with a hyphen or slash that joins further letters of a symbol to what stands before it?
fn letters_join(text: &str) -> bool {
    let letters: &str = text.strip_prefix(['-', '/']).unwrap_or_default();
    let end = letters.find(|c: char| !c.is_alphabetic()).unwrap_or(letters.len());
    letters.get(..end).is_some_and(|letters| letters.chars().count() > 1 && !is_plain_syllable(&fold_text(letters)))
}

/// Where a word of digits and letters falls in two; `follows`: another word stands before it; `goes_on`: further letters of a symbol
/// are joined to it.
fn apart(surface: &str, follows: bool, goes_on: bool) -> Option<usize> {
    let digit = |c: char| c.is_ascii_digit();
    let first = surface.chars().next()?;
    let at = if digit(first) { surface.find(|c| !digit(c)) } else { surface.find(digit) }?;
    let (head, tail) = surface.split_at_checked(at)?;
    if digit(first) {
        let folded = fold_text(tail);
        // `kV` is a measure.
        let one_case = tail == tail.to_uppercase() || tail == tail.to_lowercase();
        let letters = goes_on && one_case && folded.len() > 1 && !is_plain_syllable(&folded);
        return (head.len() <= 6 && !tail.contains(digit) && (letters || kind_before(&folded).is_some())).then_some(at);
    }
    let letters = fold_text(head);
    let number = tail.len() <= 6 && tail.bytes().all(|b| b.is_ascii_digit());
    (number && (letters == "so" || follows && ends_a_kind(&letters))).then_some(at)
}

/// The kind that the words from `at` on name, and how many words do.
pub(in crate::index) fn kind_at(words: &[Word], at: usize) -> Option<(Option<Kind>, usize)> {
    let rest = words.get(at..)?;
    let first = rest.first()?.fold.chars().next();
    NAMES.iter().find_map(|name| {
        let fits = name.first == first
            && rest.len() >= name.words
            && rest
                .iter()
                .zip(name.folded())
                .all(|(w, n)| w.fold == n && (!w.marked || name.words > 1 || marks_fit(w, name.kind)));
        fits.then_some((name.kind, name.words))
    })
}

/// A single marked word names a kind only with the marks of its name: `luật` does, `đà` is not `ĐA`.
fn marks_fit(word: &Word, kind: Option<Kind>) -> bool {
    kind.is_some_and(|k| {
        let row = k.row();
        row.words
            .iter()
            .copied()
            .chain(row.symbols.iter().copied())
            .chain([row.code])
            .any(|n| crate::viet::tone_key(n) == word.exact)
    })
}

/// Reads a whole text as a number; `None` where anything else stands in it.
pub(in crate::index) fn whole(text: &str) -> Option<NumberQuery> {
    let words = words_of(text);
    let found = find_at(&words, 0, text, Reading { start: true, guess: true }).or_else(|| digits_alone(&words, text))?;
    (found.words == (0, words.len())).then_some(found.number)
}

/// A text that is only digits, perhaps with a year: `16`, `16/2023`.
pub(super) fn digits_alone(words: &[Word], text: &str) -> Option<Found> {
    let (ordinal, mut end) = ordinal_at(words, 0, text)?;
    let mut number = NumberQuery {
        ordinal,
        year: None,
        symbol: None,
        kind: None,
        date: None,
        strength: Strength::Bare,
        surface: surface(words, text, 0, words.len()),
    };
    if joint(words, text, end - 1).trim() == "/"
        && let Some(y) = words.get(end).and_then(|w| year(&w.fold))
    {
        number.year = Some(y);
        end += 1;
    }
    take_date(words, text, &mut end, &mut number);
    (end == words.len()).then_some(Found { number, words: (0, end), guessed: false })
}

/// How freely numbers are read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading {
    /// Nothing stands before it.
    pub start: bool,
    /// Letters that follow over a blank may be its symbol.
    pub guess: bool,
}

/// The number that begins at word `at`, with the type word before it.
pub(super) fn find_at(words: &[Word], at: usize, text: &str, reading: Reading) -> Option<Found> {
    let (mut kind, mut i) = (None, at);
    let mut named = false;
    if let Some((k, taken)) = kind_at(words, at) {
        (kind, i, named) = (k, at + taken, true);
    }
    // `nđ-cp 193/2025`: the symbol stands before the number.
    let symbol_end = if named && i == at + 1 { joined_end(words, i, text) } else { i };
    let mut before = (symbol_end > i).then(|| words.get(at..symbol_end)).flatten();
    i = symbol_end;
    // `nđcp 178/2026`: so does one without its hyphens.
    if !named
        && let Some(found) = words.get(at).filter(|word| symbol_word(word)).and_then(|word| kind_before(&word.fold))
        && words.get(at + 1).is_some_and(Word::is_digits)
        && joint(words, text, at + 1).trim() == "/"
        && words.get(at + 2).is_some_and(|word| year(&word.fold).is_some())
    {
        (kind, named, i, before) = (Some(found), true, at + 1, words.get(at..=at));
    }
    let mut so = false;
    if words.get(i).is_some_and(|w| w.fold == "so" && matches!(w.exact.as_str(), "so" | "sô\u{301}" | "sô" | "sô\u{309}")) {
        (i, so) = (i + 1, true);
    }
    // `KH16`: letters of a kind and digits in one word.
    if !named
        && !so
        && let Some(found) = glued(words, at, text)
    {
        return Some(found);
    }
    let first = i;
    let (ordinal, mut end) = ordinal_at(words, i, text)?;
    let mut number =
        NumberQuery { ordinal, year: None, symbol: None, kind, date: None, strength: Strength::Bare, surface: String::new() };
    let sep = joint(words, text, end - 1);
    if sep.trim() == "/"
        && let Some(y) = words.get(end).and_then(|w| year(&w.fold)).or_else(|| short_year(words, end, text))
    {
        let symbol_follows =
            matches!(joint(words, text, end).trim(), "/" | "-") && words.get(end + 1).is_some_and(|w| !w.is_digits());
        if !symbol_follows && !named && !so {
            return None;
        }
        number.year = Some(y);
        end += 1;
        // `178/2026/nghị định`: the type word for the symbol.
        if joint(words, text, end - 1).trim() == "/"
            && let Some((Some(found), taken)) = kind_at(words, end).filter(|(_, taken)| *taken > 1)
        {
            (number.kind, named, end) = (Some(found), true, end + taken);
        }
    } else if words.get(end).is_some_and(|w| year(&w.fold).is_some() && sep.trim().is_empty())
        && words.get(end + 1).is_some_and(|w| symbol_word(w) && !w.is_digits())
        && kind_at(words, end + 1).is_some()
    {
        // `38 2023 qd ubnd`: the blanks stand for slashes.
        number.year = words.get(end).and_then(|w| year(&w.fold));
        end += 1;
    }
    let mut guessed = false;
    let mut parts = symbol_at(words, end, text, named || so);
    if parts > 0 && (named || so) && joint(words, text, end - 1).trim().is_empty() {
        guessed = true;
        parts = if reading.guess { parts } else { 0 };
    }
    if parts > 0 {
        let symbol: Vec<&str> = words.get(end..end + parts)?.iter().map(|w| w.fold.as_str()).collect();
        number.symbol = Some(symbol.join("-"));
        let letters = text.get(words.get(end)?.at.0..words.get(end + parts - 1)?.at.1).unwrap_or_default();
        number.kind = number.kind.or_else(|| keys::kind_of_symbol(&letters.replace(' ', "-"))).or_else(|| folded_kind(&symbol));
        end += parts;
        let slashed = matches!(joint(words, text, end - parts - 1).trim(), "/" | "-");
        number.strength = if slashed || parts > 1 || named { Strength::Full } else { Strength::Kind };
    } else if let Some(before) = before {
        number.symbol = Some(before.iter().map(|w| w.fold.as_str()).collect::<Vec<_>>().join("-"));
        number.strength = Strength::Full;
    } else if named && number.kind.is_some() {
        number.strength = Strength::Kind;
    } else if !(named || so && reading.start) {
        return None;
    }
    // A type word with a year is no number by itself: `thông tư 2010`. It may still be one; the search looks whether it is held.
    number.surface = surface(words, text, first, end);
    take_date(words, text, &mut end, &mut number);
    Some(Found { number, words: (at, end), guessed })
}

/// The kind whose letters, folded, are a part of a symbol: `qd` is `QĐ`; else those that the symbol begins with: `ndcp`.
fn folded_kind(symbol: &[&str]) -> Option<Kind> {
    let whole = symbol.iter().find_map(|part| SYMBOLS.iter().find(|(letters, _)| letters == part).map(|(_, kind)| *kind));
    whole.or_else(|| symbol.first().and_then(|first| kind_before(first)))
}

fn glued(words: &[Word], at: usize, text: &str) -> Option<Found> {
    let word = words.get(at)?;
    let split = word.fold.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = word.fold.split_at_checked(split)?;
    let mended = digits_of(digits);
    let digits = mended.as_deref().unwrap_or(digits);
    // `QH15` is the fifteenth National Assembly, whatever kind these letters name elsewhere.
    let assembly = letters == "qh" && digits.len() <= 2;
    if letters.is_empty() || assembly || digits.len() > 5 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let kind = folded_kind(&[letters])?;
    let mut number = NumberQuery {
        ordinal: keys::ordinal(digits),
        year: None,
        symbol: None,
        kind: Some(kind),
        date: None,
        strength: Strength::Kind,
        surface: surface(words, text, at, at + 1),
    };
    let mut end = at + 1;
    match short_year(words, end, text) {
        Some(year) => (number.date, end) = (PartialDate::year(year), end + 1),
        None => take_date(words, text, &mut end, &mut number),
    }
    Some(Found { number, words: (at, end), guessed: false })
}

/// Digits with a letter suffix or a point: `16`, `08a`, `66.19`. Gives it folded, and the word after it.
fn ordinal_at(words: &[Word], at: usize, text: &str) -> Option<(String, usize)> {
    let word = words.get(at)?;
    let digits = word.fold.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > 6 || word.fold.len() > digits + 2 {
        return None;
    }
    let mut ordinal = word.fold.clone();
    let mut end = at + 1;
    if joint(words, text, at) == "."
        && let Some(next) = words.get(at + 1).filter(|w| w.is_digits() && w.fold.len() <= 3)
        // Two points are a date.
        && !(matches!(joint(words, text, at + 1), "." | "/" | "-") && words.get(at + 2).is_some_and(|w| w.is_digits() && joint(words, text, at + 1) == "."))
    {
        ordinal.push('.');
        ordinal.push_str(&next.fold);
        end += 1;
    }
    // `9/2/2023` is a date.
    if matches!(joint(words, text, end - 1).trim(), "/" | "-" | ".")
        && words.get(end).is_some_and(|w| w.is_digits() && w.fold.len() <= 2)
        && short_year(words, end, text).is_none()
    {
        return None;
    }
    Some((keys::ordinal(&ordinal), end))
}

/// Where the words end that hyphens join to the one before `at`, with a blank behind them; `at` where there are none.
fn joined_end(words: &[Word], at: usize, text: &str) -> usize {
    let joined = |i: &usize| {
        let letters = words.get(*i).is_some_and(|w| !w.is_digits() && w.fold.len() <= 12);
        letters && i.checked_sub(1).is_some_and(|before| joint(words, text, before) == "-")
    };
    let end = (at..at + 8).find(|i| !joined(i)).unwrap_or(at);
    let apart =
        end.checked_sub(1).is_some_and(|last| !joint(words, text, last).is_empty() && joint(words, text, last).trim().is_empty());
    if apart { end } else { at }
}

/// How many words from `at` on are the symbol. After a slash or hyphen any word is part of it; over a blank only what cannot be a
/// Vietnamese word, and the first of them, or the one behind it (`15 BKM TT` of the years before 1996), a kind's letters unless a type
/// word or `số` stands before the number.
fn symbol_at(words: &[Word], at: usize, text: &str, announced: bool) -> usize {
    let mut parts = 0;
    while let Some(word) = words.get(at + parts) {
        let sep = joint(words, text, at + parts - 1);
        let joined = matches!(sep.trim(), "/" | "-" | "." | "_" | "&" | "\u{2013}" | "\u{2010}" | "\u{2011}" | "\u{2212}")
            && !(sep.contains('.') && sep.len() > 1);
        let letters = word.fold.chars().any(|c| c.is_ascii_alphabetic());
        let fits = if joined {
            letters
                && word.fold.len() <= 12
                // `110kV-220kV` are two measures.
                && (parts > 0 || !sep.contains('.') && !word.fold.starts_with(|c: char| c.is_ascii_digit()))
                && !(sep.starts_with(' ') && sep.ends_with(' ') && is_plain_syllable(&word.fold) && !word.capitals)
        } else if sep.trim().is_empty() && !sep.contains('\n') {
            let kind = |i: usize| words.get(i).is_some_and(|word| symbol_word(word) && kind_before(&word.fold).is_some());
            let kind_behind = || kind(at + 1) && matches!(joint(words, text, at).trim(), "" | "-" | "/");
            // What was cut from its digits is a symbol.
            let begins = announced || sep.is_empty() || kind(at) || kind_behind();
            let place = || begins_with_province(words.get(at + parts..).unwrap_or_default());
            symbol_word(word) && (parts > 0 || begins) && !place()
        } else {
            false
        };
        if !fits || parts == 8 {
            break;
        }
        parts += 1;
    }
    parts
}

/// Can the word, after a blank, only be a part of a symbol: letters that are no syllable (`ubnd`, `cp`, `TTg`)?
fn symbol_word(word: &Word) -> bool {
    let letters = word.fold.len() >= 2
        && word.fold.len() <= 8
        && word.fold.bytes().all(|b| b.is_ascii_alphanumeric())
        && word.fold.starts_with(|c: char| c.is_ascii_alphabetic());
    let marked = word.exact.chars().any(|c| c != 'đ' && !c.is_ascii());
    letters && !marked && !is_plain_syllable(&word.fold)
}

/// A date or year beside the number: `năm 2023`, `ngày 9/2/2023`, `2023`.
fn take_date(words: &[Word], text: &str, end: &mut usize, number: &mut NumberQuery) {
    let rest = words.get(*end..).unwrap_or_default();
    if let Some((date, taken)) = date_at(rest, text) {
        number.date = Some(date);
        *end += taken;
    }
}

/// What stands between word `i` and the next.
fn joint<'a>(words: &[Word], text: &'a str, i: usize) -> &'a str {
    match (words.get(i), words.get(i + 1)) {
        (Some(a), Some(b)) => text.get(a.at.1..b.at.0).unwrap_or_default(),
        _ => "",
    }
}

fn surface(words: &[Word], text: &str, from: usize, to: usize) -> String {
    match (words.get(from), to.checked_sub(1).and_then(|i| words.get(i))) {
        (Some(a), Some(b)) => text.get(a.at.0..b.at.1).unwrap_or_default().to_owned(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Found, Reading, Strength, find_at, whole};

    /// Ordinal, year, symbol, kind, date and strength of the number at the beginning of a text.
    fn show(text: &str) -> String {
        let words = super::words_of(text);
        let found = find_at(&words, 0, text, Reading { start: true, guess: true }).or_else(|| super::digits_alone(&words, text));
        let Some(Found { number: n, words: (_, end), .. }) = found else { return String::new() };
        let strength = match n.strength {
            Strength::Full => "full",
            Strength::Kind => "kind",
            Strength::Bare => "bare",
        };
        let parts = [
            Some(n.ordinal),
            n.year.map(|y| format!("y{y}")),
            n.symbol,
            n.kind.map(|k| format!("[{k}]")),
            n.date.map(|d| d.to_string()),
            Some(strength.to_owned()),
            Some(format!("+{}", words.len() - end)),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn recognises_numbers() {
        let check = |text: &str, expected: &str| assert_eq!(show(text), expected, "{text}");
        check("16/KH-UBND", "16 kh-ubnd [KH] full +0");
        check("16/kh-ubnd", "16 kh-ubnd [KH] full +0");
        check("016 /KH - UBND", "16 kh-ubnd [KH] full +0");
        check("16 kh ubnd", "16 kh-ubnd [KH] full +0");
        check("kh 16 ubnd", "16 ubnd [KH] full +0");
        check("kế hoạch 16", "16 [KH] kind +0");
        check("ke hoach so 16", "16 [KH] kind +0");
        check("KH16", "16 [KH] kind +0");
        check("QH15", "");
        check("qd38 vinh long", "38 [QĐ] kind +2");
        check("số 16 năm 2023", "16 2023 bare +0");
        check("so 1894", "1894 bare +0");
        check("Số: 16/QĐ-UBND", "16 qd-ubnd [QĐ] full +0");
        check("217 nd-cp", "217 nd-cp [NĐ] full +0");
        check("nghi dinh 30", "30 [NĐ] kind +0");
        check("nghị định 30/2020", "30 y2020 [NĐ] kind +0");
        check("30/2020/NĐ-CP", "30 y2020 nd-cp [NĐ] full +0");
        check("nghị định số 37 năm 2007", "37 [NĐ] 2007 kind +0");
        check("ke hoach 204 ca mau", "204 [KH] kind +2");
        check("qd 38 2023 vinh long", "38 [QĐ] 2023 kind +2");
        check("Chỉ thị 07 TTg 2012", "7 ttg [CT] 2012 full +0");
        check("cv 4280 sct", "4280 sct [CV] full +0");
        check("57-NQ/TW", "57 nq-tw [NQ] full +0");
        check("Kế hoạch số 16/KH-UBND ngày 09/02/2023 của UBND xã", "16 kh-ubnd [KH] 2023-02-09 full +3");
        check("66.19/2026/NQ-CP", "66.19 y2026 nq-cp [NQ] full +0");
        check("08a/QĐ-UBND", "8a qd-ubnd [QĐ] full +0");
        check("công văn 916/VPUBND-KT", "916 vpubnd-kt [CV] full +0");
        check("16", "16 bare +0");
        check("16/2023", "16 y2023 bare +0");
        check("thông tư 2010 thanh tra", "2010 [TT] kind +2");
        check("9/2/2023", "");
        check("ngày 26/11/2025", "");
        check("02/2023", "2 y2023 bare +0");
        check("30 tỷ đồng", "");
        check("1 cửa", "");
        check("16 kế hoạch", "");
        check("12 tháng", "");
        check("11-CT/TU", "11 ct-tu [CT] full +0");
        check("số nhà", "");
        check("quyết định của", "");
        check("24h", "24h bare +0");
        check("ke hoach 144 bac ninh", "144 [KH] kind +2");
        check("qd 12 thuong tin", "12 [QĐ] kind +2");
        check("16kh ubnd", "16 kh-ubnd [KH] full +0");
        check("16khubnd", "16 khubnd [KH] kind +0");
        check("811cv ubnd", "811 cv-ubnd [CV] full +0");
        check("số16 năm 2023", "16 2023 bare +0");
        check("kế hoạch16", "16 [KH] kind +0");
        check("193/2025/nđcp", "193 y2025 ndcp [NĐ] full +0");
        check("nđ-cp 193/2025", "193 y2025 nd-cp [NĐ] full +0");
        check("qđ-ubnd số 38", "38 qd-ubnd [QĐ] full +0");
        check("kh-ubnd xã", "");
        check("kh-16", "16 [KH] kind +0");
        check("tầng2", "");
        check("24h", "24h bare +0");
        check("139/2O25/NĐ-CP", "139 y2025 nd-cp [NĐ] full +0");
        check("l489/QĐ-UBND", "1489 qd-ubnd [QĐ] full +0");
        check("O5/NQ-CP", "5 nq-cp [NQ] full +0");
        check("kh98O", "980 [KH] kind +0");
        check("qd 27O8", "2708 [QĐ] kind +0");
        check("quyết định 27O8", "2708 [QĐ] kind +0");
        check("công văn số l5", "15 [CV] kind +0");
        check("CO2", "");
        check("2O tấn", "");
        check("thông tư 14/24/TT-BCT", "14 y2024 tt-bct [TT] full +0");
        check("tt14/24", "14 [TT] 2024 kind +0");
        check("thông tư 14/24", "14 y2024 [TT] kind +0");
        check("14/12/2024", "");
        check("14/24", "");
        check("178/2026/nghị định", "178 y2026 [NĐ] kind +0");
        check("nđcp 178/2026", "178 y2026 ndcp [NĐ] full +0");
        check("ubnd 12", "");
        check("59/2019/QH14 luật", "59 y2019 qh14 full +1");
        check("0l/2008/NĐ-CP", "1 y2008 nd-cp [NĐ] full +0");
        check("O1/2008/NĐ-CP", "1 y2008 nd-cp [NĐ] full +0");
        check("5214BKM-VP", "5214 bkm-vp full +0");
        check("5214bkm/vp", "5214 bkm-vp full +0");
        check("110kV-220kV", "");
        check("110kV-BKM", "110kv bkm full +0");
        check("15 bkm tt 1991", "15 bkm-tt [TT] 1991 full +0");
        check("15 bkm/tt 1991", "15 bkm-tt [TT] 1991 full +0");
        check("15 ubnd xã", "");
        check("10/CT-UBND Đắk Mẫu", "10 ct-ubnd [CT] full +2");
        check("10/CT-UBND dak lak", "10 ct-ubnd [CT] full +2");
    }

    #[test]
    fn standards_are_no_numbers() {
        let check = |text: &str, expected: Option<usize>| {
            assert_eq!(super::standard_at(&super::words_of(text), 0, text), expected, "{text}");
        };
        check("QCVN 01:2019/BCT thuốc nổ", Some(4));
        check("QCVN 12 - 1 : 2011/BYT", Some(5));
        check("TCVN ISO 9001:2015", Some(4));
        check("tcvn 7699-2", Some(3));
        check("QCVN về nước", None);
        check("16/KH-UBND", None);
    }

    #[test]
    fn whole_values() {
        assert!(whole("16/KH-UBND").is_some() && whole("16").is_some() && whole("kh 16").is_some());
        assert!(whole("16/KH-UBND và").is_none() && whole("abc").is_none() && whole("").is_none());
    }
}
