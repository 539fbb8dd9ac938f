//! A word of a query.

use super::super::analyzer::{push_exact, push_fold, words};
use crate::viet::fold_text;

/// A word as it is looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// As it is shown to people: its own spelling in small letters.
    pub shown: String,
    /// With its accents, the tone where it always stands.
    pub exact: String,
    /// Without accents.
    pub fold: String,
    /// Was it typed with marks? Then the marks count.
    pub marked: bool,
    /// Typed in capitals only.
    pub capitals: bool,
    /// Typed with a `*` at its end.
    pub prefix: bool,
    /// Where it stands in the query, in bytes.
    pub at: (usize, usize),
}

impl Word {
    /// The word at `span` of a text.
    pub(super) fn new(text: &str, span: std::ops::Range<usize>) -> Self {
        let surface = text.get(span.clone()).unwrap_or_default();
        let (mut exact, mut fold) = (String::new(), String::new());
        push_exact(&mut exact, surface);
        push_fold(&mut fold, surface);
        Self {
            marked: exact != fold,
            capitals: surface.chars().any(char::is_uppercase) && !surface.chars().any(char::is_lowercase),
            prefix: text.get(span.end..).is_some_and(|rest| rest.starts_with('*')) && !surface.is_empty(),
            shown: surface.to_lowercase(),
            exact,
            fold,
            at: (span.start, span.end),
        }
    }

    /// All words of a text.
    pub(in crate::index) fn all(text: &str) -> Vec<Self> {
        words(text).map(|span| Self::new(text, span)).collect()
    }

    /// Is it a number without letters?
    pub(super) fn is_digits(&self) -> bool {
        self.fold.bytes().all(|b| b.is_ascii_digit())
    }

    /// The other spelling of a syllable in i or y: `kĩ` of `kỹ`. Names keep theirs, so capitalised words have none.
    pub(in crate::index) fn i_or_y(&self, surface: &str) -> Option<Self> {
        let mut letters = self.exact.chars();
        let onset: String = letters.by_ref().take_while(|c| !matches!(c, 'i' | 'y')).collect();
        let rhyme = self.exact.get(onset.len()..)?;
        let (vowel, tone) = rhyme.split_at_checked(1)?;
        let only_a_tone = tone.chars().all(|c| matches!(c, '\u{300}'..='\u{36f}'));
        if !matches!(onset.as_str(), "h" | "k" | "l" | "m" | "s" | "t" | "qu")
            || !only_a_tone
            || surface.starts_with(char::is_uppercase)
        {
            return None;
        }
        let exact = format!("{onset}{}{tone}", if vowel == "i" { "y" } else { "i" });
        Some(Self { fold: fold_text(&exact), exact, ..self.clone() })
    }
}
