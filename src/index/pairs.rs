//! Neighbouring words that both stand in most documents: together they are rarer, so that phrases of them are found without reading
//! the places of either.

use std::collections::HashSet;
use std::sync::LazyLock;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::analyzer::{Words, push_fold, words};

static FREQUENT: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../tables/frequent.tsv").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
});

/// The term of two neighbours, folded; `None` where one of them is not frequent in the language.
pub(super) fn term(first: &str, second: &str) -> Option<String> {
    (FREQUENT.contains(first) && FREQUENT.contains(second)).then(|| format!("{first} {second}"))
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
    /// The word before, where it is frequent; else empty.
    before: String,
    word: String,
    token: Token,
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        for span in self.words.by_ref() {
            self.word.clear();
            // No frequent syllable has more than six letters, of three bytes at most.
            if span.len() <= 18 {
                push_fold(&mut self.word, self.text.get(span.clone()).unwrap_or_default());
            }
            if !FREQUENT.contains(self.word.as_str()) {
                self.before.clear();
                continue;
            }
            let pair = !self.before.is_empty();
            if pair {
                let token = &mut self.token;
                token.position = token.position.wrapping_add(1);
                (token.offset_from, token.offset_to) = (span.start, span.end);
                token.text.clear();
                token.text.push_str(&self.before);
                token.text.push(' ');
                token.text.push_str(&self.word);
            }
            std::mem::swap(&mut self.before, &mut self.word);
            if pair {
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
    fn pairs_of_frequent_words() {
        let check = |text: &str, expected: &[&str]| {
            let mut found = Vec::new();
            Pairs.token_stream(text).process(&mut |token| found.push(token.text.clone()));
            assert_eq!(found, expected, "{text}");
        };
        check("Ngoằn tác quản lý, QUY ĐỊNH", &["tac quan", "quan ly", "ly quy", "quy dinh"]);
        check("quy\u{309} đi\u{323}nh nghiêng cu\u{309}a", &["quy dinh"]);
        check("của", &[]);
        assert_eq!((term("quy", "dinh").as_deref(), term("quy", "nghieng")), (Some("quy dinh"), None));
    }
}
