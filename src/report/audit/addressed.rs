//! Owns whether what a document asks for is asked of the archive's own body: by its addressees, its recipients, its envelope.

use std::sync::LazyLock;

use regex::Regex;

use crate::link::Home;
use crate::model::sentence_start;
use crate::report::view::{ArchiveView, Entry};

/// Where a letter names whom it addresses.
static TO: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?m)^[\s*_]*[Kk](?:ính|ÍNH)\s+(?:gửi|GỬI)[\s*_]*:?"));

/// Addressees are named on the first pages; how many lines they take at most.
const PAGES: u32 = 2;
const LINES: usize = 16;

#[allow(clippy::expect_used, reason = "the pattern is a constant of this file, compiled by its tests")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a constant pattern")
}

/// Does what the document asks for concern one of the own bodies? `true` where none is set.
///
/// It does where an addressee (`Kính gửi`, `Nơi nhận`, the envelope's `To`) is an own body or of a class that it belongs to, or where
/// the sentence that asks names that class. A letter that names nobody is held because it came: it concerns the own body, unless it
/// is of another place.
pub(super) fn concerns(view: &dyn ArchiveView, home: &Home, entry: &Entry) -> bool {
    if home.is_empty() {
        return true;
    }
    let document = &entry.extracted.document;
    let mut lines: Vec<String> = document.recipients.clone();
    if let Some(declared) = &entry.declared {
        lines.extend(declared.to.iter().filter_map(|organ| organ.name.clone()));
        lines.extend(declared.to_places.iter().cloned());
        if declared.to.iter().filter_map(|organ| organ.name.as_deref()).any(|name| home.is_named(name)) {
            return true;
        }
    }
    let text = |page: u32| view.page(&entry.id, page);
    lines.extend((1..=PAGES).find_map(|page| addressees(&text(page)?)).unwrap_or_default());
    let named = !lines.is_empty();
    lines.extend(entry.extracted.request.as_ref().and_then(|request| {
        let page = text(request.quote.span.page)?;
        let asks = request.quote.span.start as usize;
        page.get(sentence_start(&page, asks)..asks).map(str::to_owned)
    }));
    if lines.iter().any(|line| home.is_addressed(line, document)) {
        return true;
    }
    let is_letter = document.kind.is_none_or(|kind| matches!(kind.code(), "CV" | "GM" | "CĐ"));
    !named && is_letter && !home.is_apart(document)
}

/// The lines that name the addressees of a page's text: behind `Kính gửi` and, while each is an item or is not over, below it.
fn addressees(text: &str) -> Option<Vec<String>> {
    let found = TO.find(text)?;
    let mut lines: Vec<String> = Vec::new();
    for line in text.get(found.end()..)?.lines().take(LINES) {
        let line = line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | ':' | '|'));
        let is_item = line.starts_with(['-', '+', '–', '•']);
        let runs_on = lines.last().is_none_or(|before| before.ends_with([';', ',']) || line.starts_with(char::is_lowercase));
        match line {
            "" => {}
            _ if is_item || lines.is_empty() => lines.push(line.to_owned()),
            _ if runs_on => match lines.last_mut().filter(|before| !before.ends_with(';')) {
                Some(before) => {
                    before.push(' ');
                    before.push_str(line);
                }
                None => lines.push(line.to_owned()),
            },
            _ => break,
        }
    }
    (!lines.is_empty()).then_some(lines)
}

#[cfg(test)]
mod tests {
    use super::addressees;

    #[test]
    fn addressees_are_read_to_their_end() {
        for (text, want) in [
            ("Số: 9\n\nKính gửi: Sở Tư pháp.\n\nThực hiện Kế hoạch …", &["Sở Tư pháp."][..]),
            (
                "Kính gửi:\n- Các sở, ban, ngành;\n- UBND các xã,\nphường.\n\nThực hiện Kế hoạch …",
                &["- Các sở, ban, ngành;", "- UBND các xã, phường."],
            ),
            ("**Kính gửi**: Ủy ban nhân dân các tỉnh,\nthành phố\nThực hiện", &["Ủy ban nhân dân các tỉnh, thành phố"]),
            ("Báo cáo kính gửi các xã để biết.", &[]),
        ] {
            assert_eq!(addressees(text).unwrap_or_default(), want, "{text}");
        }
    }
}
