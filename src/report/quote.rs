//! Owns what is quoted of a citation: its own words with the date and issuer beside them, or the sentence up to it.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::Citation;

use super::view::{ArchiveView, Entry};

/// The date that follows a number: `, ngày 09/3/2022`, `ngày 9 tháng 3 năm 2022`, `năm 2015`.
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[,\s]*(?:\(?(?:ký\s+)?ngày\s+[0-9]{1,2}(?:\s*[-./]\s*[0-9]{1,2}\s*[-./]\s*[0-9]{2,4}|\s+tháng\s+[0-9]{1,2}\s+năm\s+[0-9]{4})\)?|năm\s+[0-9]{4})",
    )
});

/// The issuer that follows: `của UBND xã`, up to what ends a name.
static ISSUER: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s+của\s+[^,.;:()“”\n]{1,80}"));

/// Words that begin the subject after an issuer.
const SUBJECT: [&str; 9] =
    [" về ", " V/v ", " ban hành ", " quy định ", " hướng dẫn ", " phê duyệt ", " sửa đổi", " triển khai ", " thực hiện "];

#[allow(clippy::expect_used, reason = "the patterns are constants of this file, compiled by its tests")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a constant pattern")
}

/// The words of a citation with the date and issuer that follow them, blanks as one.
#[must_use]
pub fn mention(view: &dyn ArchiveView, entry: &Entry, citation: &Citation) -> String {
    let Some(page) = view.page(&entry.id, citation.span.page) else { return citation.surface.clone() };
    let (start, end) = (citation.span.start as usize, citation.span.end as usize);
    let Some(own) = page.get(start..end) else { return citation.surface.clone() };
    let behind = page.get(end..).unwrap_or_default();
    let shown = Citation::surface_of(own);
    // A mention that runs over a page break goes on behind what its number ends with.
    let tail = citation.surface.strip_prefix(&shown).and_then(|tail| tail.split(' ').next_back()).filter(|word| !word.is_empty());
    let next = tail.and_then(|_| view.page(&entry.id, citation.span.page + 1));
    let (own, rest) = match tail {
        None => (own, behind),
        Some(word) => {
            let on = |text| behind_word(text, word);
            let rest = on(behind).or_else(|| on(next.as_deref()?)).unwrap_or_default();
            (citation.surface.as_str(), rest)
        }
    };
    let mut length = 0;
    if citation.date.is_some()
        && let Some(found) = DATE.find(rest)
    {
        length = found.end();
    }
    if citation.issuer.is_some()
        && let Some(found) = ISSUER.find(rest.get(length..).unwrap_or_default())
    {
        let clause = found.as_str();
        let cut = SUBJECT.iter().filter_map(|s| clause.find(s)).min().unwrap_or(clause.len());
        length += cut;
    }
    one_line(&format!("{own}{}", rest.get(..length).unwrap_or_default()))
}

/// What follows a word's first place in the text.
fn behind_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    text.get(text.find(word)? + word.len()..)
}

/// A citation with the sentence that it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Around {
    before: String,
    words: String,
    after: String,
}

impl Around {
    /// The words within so many columns of one letter each, a third of them at most before the citation; and where the citation
    /// stands in them, in bytes. What does not fit behind is left to the caller to cut.
    #[must_use]
    pub fn within(&self, columns: usize) -> (String, (usize, usize)) {
        let kept = lead(&self.before, columns);
        let mut text = if kept == 0 { String::new() } else { "… ".to_owned() };
        for word in self.before.get(kept..).unwrap_or_default().split(' ').filter(|word| !word.is_empty()) {
            text.push_str(word);
            text.push(' ');
        }
        let start = text.len();
        text.push_str(&self.words);
        let span = (start, text.len());
        text.push_str(&self.after);
        (text, span)
    }
}

/// Where the last words of `before` begin that take a third of so many columns, each with a blank: what a quotation shows before
/// what it is about.
pub(super) fn lead(before: &str, columns: usize) -> usize {
    let mut room = columns / 3;
    let mut kept = before.len();
    let mut end = before.len();
    for word in before.rsplit(' ') {
        let start = end - word.len();
        if !word.is_empty() {
            let length = word.chars().count() + 1;
            if length > room {
                return kept;
            }
            room -= length;
            kept = start;
        }
        end = start.saturating_sub(1);
    }
    0
}

/// The citation in its sentence; the mark of an item of a list (`(9)`) or of a line (`-`) is none of it.
#[must_use]
pub fn around(view: &dyn ArchiveView, entry: &Entry, citation: &Citation) -> Around {
    const FAR: usize = 600;
    let words = one_line(&citation.surface);
    let Some(page) = view.page(&entry.id, citation.span.page) else {
        return Around { before: String::new(), words, after: String::new() };
    };
    let before = page.get(..citation.span.start as usize).unwrap_or_default();
    let before = before.get(before.ceil_char_boundary(before.len().saturating_sub(FAR))..).unwrap_or_default();
    let begins = ENDS.iter().filter_map(|s| before.rfind(s).map(|i| i + s.len())).max().unwrap_or(0);
    let before = one_line(before.get(begins..).unwrap_or_default());
    let is_mark = |word: &str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        bare.chars().all(char::is_numeric) && !word.chars().all(|c| c.is_ascii_digit())
    };
    let lead = before.split(' ').take_while(|word| is_mark(word)).map(|word| word.len() + 1).sum::<usize>();
    let after = page.get(citation.span.end as usize..).unwrap_or_default();
    let after = after.get(..after.floor_char_boundary(FAR)).unwrap_or_default();
    let ends = ENDS.iter().filter_map(|s| after.find(s)).min().unwrap_or(after.len());
    let after = after.get(..ends).unwrap_or_default();
    let gap = if after.starts_with(char::is_whitespace) { " " } else { "" };
    let after = one_line(after);
    let after = if after.is_empty() { after } else { format!("{gap}{after}") };
    Around { before: before.get(lead..).unwrap_or_default().to_owned(), words, after }
}

/// What parts sentences, items and paragraphs.
const ENDS: [&str; 5] = ["\n\n", ". ", "; ", ".\n", ";\n"];

/// The sentence up to the citation's end, cut to its last 160 characters or so at a blank.
#[must_use]
pub fn sentence(view: &dyn ArchiveView, entry: &Entry, citation: &Citation) -> String {
    let words = mention(view, entry, citation);
    let Some(page) = view.page(&entry.id, citation.span.page) else { return words };
    let before = page.get(..citation.span.start as usize).unwrap_or_default();
    let begins = ENDS.iter().filter_map(|s| before.rfind(s).map(|i| i + s.len())).max().unwrap_or(0);
    let clause = one_line(before.get(begins..).unwrap_or_default());
    let mut kept: Vec<&str> = Vec::new();
    let mut length = 0;
    for word in clause.split(' ').rev() {
        length += word.chars().count() + 1;
        if length > 160 {
            kept.push("…");
            break;
        }
        kept.push(word);
    }
    kept.reverse();
    let lead = kept.join(" ").trim_start_matches(['-', '+', '*', '–', ' ']).to_owned();
    if lead.is_empty() { words } else { format!("{lead} {words}") }
}

/// The text with every run of blanks and breaks as one blank.
#[must_use]
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{DATE, ISSUER};

    #[test]
    fn dates_and_issuers_beside_a_number_are_seen() {
        for (text, want) in [
            (" ngày 09/3/2022 của", " ngày 09/3/2022"),
            (", ngày 9 tháng 3 năm 2022 về", ", ngày 9 tháng 3 năm 2022"),
            (" năm 2015;", " năm 2015"),
            (" về ngày hội", ""),
            (" ngày 03.7.2023", " ngày 03.7.2023"),
        ] {
            assert_eq!(DATE.find(text).map_or("", |m| m.as_str()), want, "{text}");
        }
        assert_eq!(ISSUER.find(" của UBND xã, về").map(|m| m.as_str()), Some(" của UBND xã"));
    }
}
