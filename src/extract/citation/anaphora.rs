//! Mentions that point back: `Kế hoạch nêu trên`, `Công văn nói trên`. They bear a kind and no number.

use std::sync::LazyLock;

use super::super::table::Needles;
use super::around::Text;
use super::heads::type_word_before;
use super::mention::{Form, Mention};
use super::why::Refused;

static SEARCH: LazyLock<Option<Needles>> =
    LazyLock::new(|| Needles::of(&["nêu trên", "nói trên", "kể trên", "dẫn trên", "vừa nêu", "đã nêu"]));

/// Finds all that point back, in order.
pub(super) fn find(text: Text<'_>, refused: &mut Refused) -> Vec<Mention> {
    let Some(search) = SEARCH.as_ref() else { return Vec::new() };
    let mut out = Vec::new();
    for found in search.find_iter(text.low) {
        let end = text.back_over_blanks(found.start());
        let end = text.words_before(end, "đã").map_or(end, |at| text.back_over_blanks(at));
        let Some((start, kind)) = type_word_before(text, end) else { continue };
        if kind.is_none() && !text.low(start, end).starts_with("văn bản") {
            continue;
        }
        // `các Quyết định nêu trên` points at several: no one document.
        let plural = text.words_before(start, "các").is_some() || text.words_before(start, "những").is_some();
        // A plan or a decision in small letters may be the notion, a letter is always the one that was named.
        let letter = kind.is_some_and(|k| matches!(k.code(), "CV" | "TTr" | "CĐ"));
        if plural || !text.is_capital(start) && !letter {
            refused.add(start..found.end(), if plural { "several" } else { "small-letters" });
            continue;
        }
        let mut mention = Mention::new(Form::Anaphora, start, found.end());
        mention.kind = kind;
        mention.typed = true;
        out.push(mention);
    }
    out
}
