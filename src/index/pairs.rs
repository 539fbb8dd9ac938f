//! Neighbouring words that are met often: both stand in most documents, or the language has them side by side. Together they are
//! rarer than each, so that phrases of them are found without reading the places of either.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::analyzer::{Words, push_fold, words};

static FREQUENT: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../tables/frequent.tsv").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
});

/// For a word those that are met behind it, with blanks between.
static BEHIND: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("../tables/neighbours.tsv").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('\t')).collect()
});

/// Are two neighbours, folded, kept as a pair?
fn kept(first: &str, second: &str) -> bool {
    FREQUENT.contains(first) && FREQUENT.contains(second)
        || BEHIND.get(first).is_some_and(|behind| behind.split(' ').any(|word| word == second))
}

/// The term of two neighbours, folded; `None` where they are not kept as a pair.
pub(super) fn term(first: &str, second: &str) -> Option<String> {
    kept(first, second).then(|| format!("{first} {second}"))
}

/// The analyzer of the field of pairs.
#[derive(Debug, Clone)]
pub(super) struct Pairs;

impl Tokenizer for Pairs {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        Stream { text, words: words(text), before: String::new(), word: String::new(), token: Token::default() }
    }
}

/// The pairs of one text.
pub(super) struct Stream<'a> {
    text: &'a str,
    words: Words<'a>,
    /// The word before; empty where it is too long for a syllable.
    before: String,
    word: String,
    token: Token,
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        for span in self.words.by_ref() {
            std::mem::swap(&mut self.before, &mut self.word);
            self.word.clear();
            // No syllable has more than seven letters, of three bytes at most.
            if span.len() <= 21 {
                push_fold(&mut self.word, self.text.get(span.clone()).unwrap_or_default());
            }
            if kept(&self.before, &self.word) {
                let token = &mut self.token;
                token.position = token.position.wrapping_add(1);
                (token.offset_from, token.offset_to) = (span.start, span.end);
                token.text.clear();
                token.text.push_str(&self.before);
                token.text.push(' ');
                token.text.push_str(&self.word);
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use tantivy::tokenizer::{TokenStream as _, Tokenizer as _};

    use super::{Pairs, term};

    #[test]
    fn pairs_of_words_that_are_met_together() {
        let check = |text: &str, expected: &[&str]| {
            let mut found = Vec::new();
            Pairs.token_stream(text).process(&mut |token| found.push(token.text.clone()));
            assert_eq!(found, expected, "{text}");
        };
        check("Ngoằn tác quản lý, QUY ĐỊNH", &["tac quan", "quan ly", "ly quy", "quy dinh"]);
        check("quy\u{309} đi\u{323}nh nghiêng cu\u{309}a", &["quy dinh"]);
        check("KẾ HOẠCH ngoằn; kế hoạch", &["ke hoach", "ke hoach"]);
        check("hoạch kế", &[]);
        check("của", &[]);
        assert_eq!((term("quy", "dinh").as_deref(), term("quy", "nghieng")), (Some("quy dinh"), None));
        assert_eq!((term("ke", "hoach").as_deref(), term("hoach", "ke")), (Some("ke hoach"), None));
    }
}
