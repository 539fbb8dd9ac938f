//! Decides in which encoding a text stands: by its font's name, by the share of real syllables it gives, by its document.

use unicode_normalization::char::compose;

use super::legacy::{Encoding, Hint, byte, decode};
use super::letter::{is_marked, letter};
use super::syllable::is_syllable;

/// How many of a text's words with characters beyond ASCII are Vietnamese syllables.
#[derive(Debug, Clone, Copy, Default)]
struct Share {
    valid: u32,
    words: u32,
}

impl Share {
    fn value(self) -> f32 {
        #[allow(clippy::cast_precision_loss, reason = "a share needs no more digits")]
        let value = self.valid as f32 / self.words.max(1) as f32;
        value
    }

    fn add(&mut self, other: Self) {
        self.valid += other.valid;
        self.words += other.words;
    }
}

/// What a text gives as it stands and in each encoding.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Evidence {
    as_is: Share,
    decoded: [Share; Encoding::ALL.len()],
    /// Words with letters that only Unicode has: the text is no legacy text.
    unicode: u32,
}

impl Evidence {
    /// Weighs a text. Cheap where nothing speaks for another encoding.
    pub(super) fn of(text: &[char]) -> Self {
        let mut evidence = Self::default();
        if text.iter().all(char::is_ascii) {
            return evidence;
        }
        evidence.as_is = share(text);
        evidence.unicode = text.split(|c| !is_word(*c)).map(|w| u32::from(w.iter().any(|c| only_unicode(*c)))).sum();
        if evidence.unicode > 0 {
            return evidence;
        }
        let mut decoded = Vec::with_capacity(text.len());
        for (encoding, slot) in Encoding::ALL.into_iter().zip(&mut evidence.decoded) {
            decoded.clear();
            decode(encoding, text, |c, _| push_composed(&mut decoded, c));
            *slot = share(&decoded);
        }
        evidence
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.as_is.add(other.as_is);
        self.unicode += other.unicode;
        self.decoded.iter_mut().zip(other.decoded).for_each(|(a, b)| a.add(b));
    }

    /// The encoding that the whole document's text in one sort of font stands in.
    pub(super) fn prior(&self, hint: Option<Encoding>) -> Option<Encoding> {
        if self.unicode * 2 > self.as_is.words {
            return None;
        }
        let (encoding, share) = self.best(hint)?;
        (share.value() >= 0.7 && share.valid > self.as_is.valid && (hint.is_some() || share.words >= 8 && self.gains(share, 0.3)))
            .then_some(encoding)
    }

    /// The encoding that this text stands in; `prior` is what the document says.
    pub(super) fn decide(&self, hint: Option<Encoding>, prior: Option<Encoding>) -> Option<Encoding> {
        if self.unicode > 0 || self.as_is.words == 0 {
            return None;
        }
        let (encoding, share) = self.best(hint.or(prior))?;
        let accepted = if hint.is_some() {
            share.valid > self.as_is.valid || (share.valid == self.as_is.valid && prior.is_some())
        } else if prior.is_some() {
            share.valid >= self.as_is.valid && share.value() >= 0.6
        } else if encoding == Encoding::Utf8 {
            // Two or three odd characters that make one letter are no accident.
            share.valid > 0 && share.value() >= 0.85 && self.gains(share, 0.3)
        } else {
            share.words >= 3 && share.value() >= 0.85 && self.gains(share, 0.3)
        };
        accepted.then_some(encoding)
    }

    /// The best of all encodings, or of the given one and UTF-8.
    fn best(&self, only: Option<Encoding>) -> Option<(Encoding, Share)> {
        Encoding::ALL
            .into_iter()
            .zip(self.decoded)
            .filter(|(encoding, _)| only.is_none_or(|o| o == *encoding || *encoding == Encoding::Utf8))
            .reduce(|best, next| if next.1.value() > best.1.value() { next } else { best })
    }

    fn gains(&self, share: Share, by: f32) -> bool {
        share.value() >= self.as_is.value() + by
    }
}

/// Letters of Vietnamese that no Western European text has.
fn only_unicode(c: char) -> bool {
    c as u32 > 0xff && is_marked(c)
}

/// Does a word go on with this character? Symbols of Latin-1 and private characters are letters of legacy texts.
fn is_word(c: char) -> bool {
    c.is_alphabetic() || byte(c).is_some_and(|b| b > 0xa0)
}

fn share(text: &[char]) -> Share {
    let mut share = Share::default();
    let mut word = String::new();
    for chars in text.split(|c| !is_word(*c)).filter(|w| w.iter().any(|c| !c.is_ascii())) {
        word.clear();
        word.extend(chars);
        share.words += 1;
        share.valid += u32::from(is_syllable(&word));
    }
    share
}

/// Appends a character; a combining mark joins the letter before it.
pub(super) fn push_composed(text: &mut Vec<char>, c: char) {
    match text.last_mut().and_then(|last| Some((compose(*last, c)?, last))) {
        Some((whole, last)) => *last = whole,
        None => text.push(c),
    }
}

/// Can the stretch do without a closer look: no character in it that speaks for another encoding?
pub(super) fn is_plain(text: &str, hint: Hint) -> bool {
    if text.is_ascii() {
        return !hint.capitals && !text.bytes().any(|b| b < b' ' && b != b'\t');
    }
    hint == Hint::default() && text.chars().all(is_plain_char)
}

fn is_plain_char(c: char) -> bool {
    match c {
        '\t'
        | ' '..='~'
        | '§'
        | '°'
        | '²'
        | '³'
        | '½'
        | '×'
        | '÷'
        | '±'
        | '«'
        | '»'
        | '\u{a0}'
        | '–'
        | '—'
        | '‘'
        | '’'
        | '“'
        | '”'
        | '…'
        | '•'
        | '™'
        | '€'
        | '\u{2010}'..='\u{2012}'
        | '\u{2190}'..='\u{2bff}'
        | '\u{1d400}'..='\u{1faff}'
        | '\u{4e00}'..='\u{9fff}' => true,
        // A converter writes it for `Ò`.
        'Õ' => false,
        c => letter(c).is_some_and(|l| l.vietnamese),
    }
}
