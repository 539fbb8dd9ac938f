//! Owns the doubt about what was recognised: fields that rest on unsure words are named, and what the file's name or its
//! envelope says instead is put beside them as a suggestion, never in their place.

use super::pictures::ILLEGIBLE;
use crate::model::{Declared, Evidence, Extracted, Page, PartialDate, TextSource, Warning, What};

/// Adds the warnings `low-confidence`, `number-suggested`, `date-suggested` and, for a note whose mark in the text cannot be read
/// on the page's picture, `footnote-mark-unread`.
pub(super) fn doubt(found: &mut Extracted, pages: &[Page], declared: Option<&Declared>, name: Option<&str>) {
    if !pages.iter().any(|page| page.source == TextSource::Recognised) {
        return;
    }
    let unsure: Vec<(&String, &Evidence)> = found.evidence.iter().filter(|(_, e)| is_unsure(e, pages)).collect();
    let doubtful = |field: &str| unsure.iter().any(|(name, _)| *name == field);
    let mut warnings: Vec<Warning> = Vec::new();
    for (field, evidence) in &unsure {
        let message = format!("`{field}` was recognised without certainty on the page's picture: `{}`", evidence.quote.trim());
        warnings.push(Warning::on_page("low-confidence", evidence.span.page, message));
    }
    let is_picture = |number: u32| page(pages, number).is_some_and(|page| page.source == TextSource::Recognised);
    for note in found.footnotes.iter().filter(|note| note.anchor.is_none()) {
        if let Some(page) = note.pages.first().copied().filter(|page| is_picture(*page)) {
            let message = format!("the mark of footnote {} in the text was not recognised on the page's picture", note.marker);
            warnings.push(Warning::on_page("footnote-mark-unread", page, message));
        }
    }
    let first_is_picture = is_picture(1);
    let document = &found.document;
    // A number that somebody wrote by hand is misread more often than a file is misnamed.
    if first_is_picture {
        let said = declared.and_then(|d| d.number.clone()).map(|number| (number, "the envelope"));
        let open = document.number.is_none() || doubtful("number");
        let said = said.or_else(|| Some((number_in(name?, document.symbol.as_deref(), open)?, "the file's name")));
        if let Some((number, source)) = said.filter(|(number, _)| !same_number(number, document.number.as_deref())) {
            let read = document
                .number
                .as_deref()
                .map_or_else(|| "no number is read".to_owned(), |read| format!("the number reads `{read}`"));
            let message = format!("on the page's picture {read}; {source} has `{number}`");
            warnings.push(Warning::on_page("number-suggested", 1, message));
        }
    }
    let day_is_sure = document.date.is_some_and(PartialDate::is_full) && !doubtful("date");
    if first_is_picture && !day_is_sure {
        let said = declared.and_then(|d| d.date).map(|date| (date, "the envelope"));
        let said = said.or_else(|| Some((date_in(name?)?, "the file's name")));
        if let Some((date, source)) = said.filter(|(date, _)| document.date != Some(*date)) {
            let message = format!("the date cannot be read with certainty; {source} has `{date}`");
            warnings.push(Warning::on_page("date-suggested", 1, message));
        }
    }
    // What is written and illegible is not blank.
    let illegible = |what: &str| found.warnings.iter().any(|w| w.code == ILLEGIBLE && w.message.contains(what));
    let (number, day) = (illegible("the number before"), illegible("the day reads"));
    found.warnings.retain(|w| !((number && w.code == "number-blank") || (day && w.code == "date-blank")));
    found.warnings.extend(warnings);
}

/// The page of this number, from 1.
fn page(pages: &[Page], number: u32) -> Option<&Page> {
    pages.get((number as usize).checked_sub(1)?)
}

/// Does an unsure word lie in it?
fn is_unsure(evidence: &Evidence, pages: &[Page]) -> bool {
    let span = evidence.span;
    page(pages, span.page)
        .is_some_and(|p| p.marks.iter().any(|m| m.what == What::Unsure && m.start < span.end && span.start < m.end))
}

fn same_number(a: &str, b: Option<&str>) -> bool {
    let bare = |number: &str| number.trim_start_matches('0').to_lowercase();
    b.is_some_and(|b| bare(a) == bare(b))
}

/// The words of a file's name: `RIw_2192 syt tccb.pdf` has `RIw`, `2192`, `syt`, `tccb`, `pdf`.
fn tokens(name: &str) -> impl Iterator<Item = &str> {
    let own = name.rsplit('/').next().unwrap_or(name);
    own.split(|c: char| !c.is_alphanumeric()).filter(|token| !token.is_empty())
}

/// The number that a file's name gives the document: digits, and a letter behind them at most, beside words of the symbol. Where
/// the page leaves it `open`, also the first such that is no part of a date.
fn number_in(name: &str, symbol: Option<&str>, open: bool) -> Option<String> {
    let parts: Vec<&str> = tokens(name).collect();
    let of_symbol: Vec<String> =
        symbol.into_iter().flat_map(|s| s.split(['-', '/', '.', '&'])).map(crate::viet::fold_text).collect();
    let is_number = |token: &&str| {
        let digits = token.bytes().take_while(u8::is_ascii_digit).count();
        let rest = token.get(digits..).unwrap_or_default();
        (1..=5).contains(&digits) && rest.chars().count() <= 1 && rest.chars().all(char::is_alphabetic)
    };
    let in_symbol = |at: usize| parts.get(at).is_some_and(|token| of_symbol.contains(&crate::viet::fold_text(token)));
    let numbers: Vec<usize> = (0..parts.len()).filter(|i| parts.get(*i).is_some_and(is_number)).collect();
    let beside = numbers.iter().find(|i| in_symbol(**i + 1) || i.checked_sub(1).is_some_and(in_symbol));
    let alone = || {
        let first = *numbers.first().filter(|_| open)?;
        // Three numbers in a row are a date; a single digit behind words counts copies.
        let dated = date_in(name).is_some() && numbers.len() < 4;
        let token = parts.get(first)?;
        let year = token.len() == 4 && token.starts_with(['1', '2']) && numbers.len() > 1;
        let copy = token.len() == 1 && first > 0;
        (!dated && !year && !copy).then_some(first)
    };
    let at = beside.copied().or_else(alone)?;
    parts.get(at).map(|token| (*token).to_owned())
}

/// The day that a file's name gives: day, month, year in a row, or year, month, day.
fn date_in(name: &str) -> Option<PartialDate> {
    let parts: Vec<&str> = tokens(name).collect();
    let mut found = parts.windows(3).filter_map(|three| {
        let [a, b, c] = three else { return None };
        let number = |token: &str, digits: std::ops::RangeInclusive<usize>| {
            (digits.contains(&token.len()) && token.bytes().all(|b| b.is_ascii_digit()))
                .then(|| token.parse::<u16>().ok())
                .flatten()
        };
        let small = |token: &str| number(token, 1..=2).and_then(|n| u8::try_from(n).ok());
        let forward = || PartialDate::day(number(c, 4..=4)?, small(b)?, small(a)?);
        let backward = || PartialDate::day(number(a, 4..=4)?, small(b)?, small(c)?);
        forward().or_else(backward).filter(|date| (1945..2100).contains(&date.year_number()))
    });
    let date = found.next()?;
    // Two different days say nothing.
    found.all(|other| other == date).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::{date_in, doubt, number_in};
    use crate::model::{Declared, Evidence, Extracted, Footnote, Mark, Page, Span, TextSource, What};

    #[test]
    fn numbers_of_file_names() {
        for (name, symbol, expected) in [
            ("12 gm syt.pdf", Some("GM-SYT"), Some("12")),
            ("abc_2192 syt tccb.pdf", Some("SYT-TCCB"), Some("2192")),
            ("CV-6791-SNN-17-7-2026-y-kien.pdf", Some("SNN-KH"), Some("6791")),
            ("QD-2170-2026-CTDT.pdf", Some("QĐ-UBND"), Some("2170")),
            ("2026-06-17 ke hoach.pdf", Some("KH-UBND"), None),
            ("ke hoach 08a.pdf", None, Some("08a")),
            ("2023 16 KH.pdf", Some("KH-UBND"), Some("16")),
            ("phieu trinh 1.pdf", Some("KH-UBND"), None),
            ("scan.pdf", Some("KH-UBND"), None),
        ] {
            assert_eq!(number_in(name, symbol, true).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn days_of_file_names() {
        for (name, expected) in [
            ("CV-6791-SNN-17-7-2026-y-kien.pdf", Some("2026-07-17")),
            ("2026.06.17 ke hoach.pdf", Some("2026-06-17")),
            ("31-2-2026.pdf", None),
            ("1-2-2026 den 3-2-2026.pdf", None),
            ("QD-2170-2026-CTDT.pdf", None),
        ] {
            assert_eq!(date_in(name).map(|d| d.to_string()).as_deref(), expected, "{name}");
        }
    }

    /// A recognised page `Số: ‡6/KH-UBND` whose number is unsure.
    fn recognised() -> (Extracted, Vec<Page>) {
        let text = "Số: ‡6/KH-UBND".to_owned();
        let span = Span { page: 1, start: 0, end: u32::try_from(text.len()).unwrap() };
        let marks = vec![Mark { start: 6, end: 10, what: What::Unsure }];
        let mut found = Extracted::default();
        found.document.symbol = Some("KH-UBND".to_owned());
        found.evidence.insert("number".to_owned(), Evidence { span, quote: text.clone(), rule: "letterhead.number".to_owned() });
        (found, vec![Page { text, marks, source: TextSource::Recognised }])
    }

    #[test]
    fn doubt_is_told_and_nothing_is_changed() {
        let declared = Declared { number: Some("16".to_owned()), ..Declared::default() };
        for (declared, name, expected) in [
            (Some(&declared), Some("17-KH.pdf"), vec!["low-confidence", "number-suggested"]),
            (None, Some("16 kh 2-3-2024.pdf"), vec!["low-confidence", "number-suggested", "date-suggested"]),
            (None, None, vec!["low-confidence"]),
        ] {
            let (mut found, pages) = recognised();
            let before = found.document.clone();
            doubt(&mut found, &pages, declared, name);
            assert_eq!(found.warnings.iter().map(|w| w.code.as_str()).collect::<Vec<_>>(), expected);
            assert_eq!(found.document, before);
        }
        let (mut found, pages) = recognised();
        found.footnotes.push(Footnote {
            marker: "1".to_owned(),
            anchor: None,
            text: "Theo sổ.".to_owned(),
            pages: vec![1],
            parts: Vec::new(),
        });
        doubt(&mut found, &pages, None, None);
        assert_eq!(found.warnings.last().map(|w| w.code.as_str()), Some("footnote-mark-unread"));
        let (mut found, mut pages) = recognised();
        pages[0].source = TextSource::Own;
        doubt(&mut found, &pages, Some(&declared), None);
        assert!(found.warnings.is_empty());
    }
}
