//! Owns findings about footnotes and enumerations: marks without notes, counts and kinds that differ from what is announced.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::model::{Citation, Footnote, Kind, Place, Quote, Relation};

use super::{Code, Finding, Message, Proof, said};
use crate::report::lang::Lang;
use crate::report::place::Where;
use crate::report::quote::one_line;
use crate::report::trace::kinds_of_items;
use crate::report::view::{ArchiveView, Entry};
use crate::report::words;

/// `13 kế hoạch`, `03 (ba) quyết định`: a count and what is counted.
static ANNOUNCED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?P<count>[0-9]{1,3})\s*(?:\([^)]{1,20}\)\s*)?(?P<what>[\p{L}]+(?:\s+[\p{L}]+){0,3})"));

/// An item's mark in an enumeration: `(12)`.
static ITEM: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:^|[\s;,.:])\((?P<n>[0-9]{1,3})\)"));

#[allow(clippy::expect_used, reason = "the patterns are constants of this file, compiled by its tests")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a constant pattern")
}

/// A count and a kind that a text announces; the last one in it.
///
/// Shape: `13 kế hoạch¹` gives 13 and KH; `15 văn bản` gives 15 and no kind; `06 tháng đầu năm` gives nothing.
fn announced(text: &str) -> Option<(usize, Option<Kind>)> {
    let lower = text.to_lowercase();
    let mut last = None;
    for found in ANNOUNCED.captures_iter(&lower) {
        let (Some(count), Some(what)) = (found.name("count"), found.name("what")) else { continue };
        let words: Vec<&str> = what.as_str().split_whitespace().collect();
        let kind = (1..=words.len()).rev().find_map(|n| Kind::from_words(&words.get(..n)?.join(" ")));
        let any = words.first() == Some(&"văn") && words.get(1) == Some(&"bản");
        if let (Ok(count), true) = (count.as_str().parse(), kind.is_some() || any) {
            last = Some((count, kind.filter(|_| !any)));
        }
    }
    last.filter(|(count, _)| *count > 1)
}

/// Numbers of an enumeration `(1) … (2) …` that counts up from 1; how far it comes.
fn items(text: &str) -> usize {
    let mut next = 1;
    for found in ITEM.captures_iter(text) {
        if found.name("n").and_then(|n| n.as_str().parse::<usize>().ok()) == Some(next) {
            next += 1;
        }
    }
    next - 1
}

pub(super) fn findings(view: &dyn ArchiveView, entry: &Entry, out: &mut Vec<Finding>) {
    unpaired(view, entry, out);
    let mut seen: Vec<&str> = Vec::new();
    for note in &entry.extracted.footnotes {
        let Some(anchor) = note.anchor.as_ref().filter(|_| !seen.contains(&note.marker.as_str())) else { continue };
        seen.push(&note.marker);
        let Some((count, kind)) = announced(&anchor.quote) else { continue };
        let inside = |c: &&Citation| matches!(&c.place, Place::Footnote { marker, .. } if *marker == note.marker);
        let citations: Vec<&Citation> = entry.extracted.citations.iter().filter(inside).collect();
        let first_of_items = first_of_items(&citations);
        let listed = items(&note.text).max(first_of_items.len());
        if listed < 2 {
            continue;
        }
        compare(view, entry, &proof_of(entry, anchor), (count, kind), listed, &first_of_items, &note.marker, out);
    }
    in_body(view, entry, out);
}

/// The first citation of each item, by item.
fn first_of_items<'a>(citations: &[&'a Citation]) -> Vec<(String, &'a Citation)> {
    let mut firsts: Vec<(String, &Citation)> = Vec::new();
    for citation in citations {
        if let Place::Footnote { item: Some(item), .. } = &citation.place
            && !firsts.iter().any(|(i, _)| i == item)
        {
            firsts.push((item.clone(), citation));
        }
    }
    firsts
}

#[allow(clippy::too_many_arguments, reason = "the two sides of one comparison")]
fn compare(
    view: &dyn ArchiveView,
    entry: &Entry,
    anchor: &Proof,
    (count, kind): (usize, Option<Kind>),
    listed: usize,
    firsts: &[(String, &Citation)],
    marker: &str,
    out: &mut Vec<Finding>,
) {
    let announced = &anchor.quote;
    let about = anchor.place.vietnamese();
    if listed != count {
        let vi = format!("“{announced}”: danh sách có {listed} mục");
        let en = format!("“{announced}”: the list has {listed} items");
        let ends = firsts.first().into_iter().chain(firsts.last().filter(|_| firsts.len() > 1));
        let proofs: Vec<Proof> = ends.map(|(_, c)| said(view, entry, c, None, false)).collect();
        out.push(Finding::new(Code::ListCount, &entry.id, vi, en).about(about.clone(), None).with([anchor.clone()]).with(proofs));
    }
    let Some(kind) = kind else { return };
    let others: Vec<&(String, &Citation)> = firsts.iter().filter(|(_, c)| c.kind.is_some_and(|k| k != kind)).collect();
    // Where most items are of another kind, the words before the mark announce something else.
    if others.is_empty() || others.len() * 2 > firsts.len() {
        return;
    }
    let kinds = if marker.is_empty() { count_kinds(firsts) } else { kinds_of_items(entry, marker) };
    let names: Vec<String> = others.iter().map(|(item, _)| format!("({item})")).collect();
    let note = (
        format!("danh sách có {listed} mục: {}", words::kinds(Lang::Vi, &kinds)),
        format!("the list has {listed} items: {}", words::kinds(Lang::En, &kinds)),
    );
    let vi = format!("“{announced}”: {}; mục {} là loại khác", note.0, names.join(", "));
    let en = format!("“{announced}”: {}; item {} is of another type", note.1, names.join(", "));
    let at = if marker.is_empty() { about } else { format!("chú thích {marker} {}", names.join(", ")) };
    let proofs: Vec<Proof> =
        others.iter().map(|(_, c)| said(view, entry, c, c.kind.map(|k| k.code().to_owned()), false)).collect();
    let finding = Finding::new(Code::ListKind, &entry.id, vi, en).about(at, None).note(note.0, note.1);
    out.push(finding.with([anchor.clone()]).with(proofs));
}

/// What a note's anchor announces of an item in it: `trong danh sách 13 kế hoạch của UBND xã`; the body as the reader knows it.
pub(super) fn in_list(entry: &Entry, citation: &Citation) -> Option<Message> {
    let Place::Footnote { marker, item: Some(_) } = &citation.place else { return None };
    let note = entry.extracted.footnotes.iter().find(|note| note.marker == *marker)?;
    let (count, kind) = announced(&note.anchor.as_ref()?.quote)?;
    let row = kind.map(Kind::row);
    let what = row.map_or_else(|| "văn bản".to_owned(), |r| r.name.to_lowercase());
    let what_en = row.map_or_else(|| "documents".to_owned(), |r| format!("{}s", r.english.to_lowercase()));
    let body = citation.issuer_implied.as_deref().or(citation.issuer.as_deref()).map(short_body);
    let of = body.map(|b| (format!(" của {b}"), format!(" of {b}"))).unwrap_or_default();
    Some(Message {
        vi: format!("trong danh sách {count} {what}{}", of.0),
        en: format!("in the list of {count} {what_en}{}", of.1),
    })
}

/// A local body without its proper name, as its own papers call it: `UBND xã` of `UBND xã Sơn Dung`.
fn short_body(name: &str) -> &str {
    [" xã ", " phường ", " thị trấn ", " huyện ", " quận ", " thị xã ", " tỉnh ", " thành phố "]
        .iter()
        .filter_map(|unit| name.find(unit).map(|at| at + unit.trim_end().len()))
        .min()
        .and_then(|end| name.get(..end))
        .unwrap_or(name)
}

fn count_kinds(firsts: &[(String, &Citation)]) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for kind in firsts.iter().filter_map(|(_, c)| c.kind) {
        *counts.entry(kind.code()).or_default() += 1;
    }
    let mut counts: Vec<(String, usize)> = counts.into_iter().map(|(k, n)| (k.to_owned(), n)).collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts
}

/// Enumerations in running text: `ban hành 03 kế hoạch: Kế hoạch số …; Kế hoạch số …`.
fn in_body(view: &dyn ArchiveView, entry: &Entry, out: &mut Vec<Finding>) {
    let citations = &entry.extracted.citations;
    let is_listed = |c: &Citation| c.relation == Relation::Lists && c.place == Place::Body;
    let mut i = 0;
    while let Some(first) = citations.get(i) {
        let mut end = i;
        while let Some(next) = citations.get(end).filter(|c| is_listed(c) && c.span.page == first.span.page) {
            let previous = end.checked_sub(1).and_then(|p| citations.get(p)).filter(|_| end > i);
            if previous.is_some_and(|p| p.span.page == next.span.page && next.span.start.saturating_sub(p.span.end) > 400) {
                break;
            }
            end += 1;
        }
        let run = citations.get(i..end).unwrap_or_default();
        i = end.max(i + 1);
        if run.len() < 2 {
            continue;
        }
        let Some(page) = view.page(&entry.id, first.span.page) else { continue };
        let before = page.get(..first.span.start as usize).unwrap_or_default();
        let begins = ["\n\n", ". "].iter().filter_map(|s| before.rfind(s).map(|b| b + s.len())).max().unwrap_or(0);
        let lead = before.get(begins..).unwrap_or_default();
        // Only words that lead into the list announce it.
        let leads_in = lead.trim_end().ends_with(':') || lead.contains("gồm") || lead.contains("như sau");
        let Some((count, kind)) = announced(lead).filter(|_| leads_in) else { continue };
        let firsts: Vec<(String, &Citation)> = run.iter().enumerate().map(|(n, c)| ((n + 1).to_string(), c)).collect();
        let anchor = Proof {
            document: entry.id.clone(),
            path: entry.path.clone(),
            page: first.span.page,
            quote: one_line(lead.trim_start_matches(['-', '+', ' '])),
            place: Where::of(&entry.extracted, &Place::Body, first.span),
            value: None,
            held: false,
            context: None,
        };
        compare(view, entry, &anchor, (count, kind), run.len(), &firsts, "", out);
    }
}

fn proof_of(entry: &Entry, anchor: &Quote) -> Proof {
    Proof {
        document: entry.id.clone(),
        path: entry.path.clone(),
        page: anchor.span.page,
        quote: one_line(&anchor.quote),
        place: Where::of(&entry.extracted, &Place::Body, anchor.span),
        value: None,
        held: false,
        context: None,
    }
}

/// Is it a line of a form's legend (`(1): Ghi cụ thể …`), or does its mark stand on a line of its own, parted from its word by the
/// text layer? Neither is a note without a mark.
fn is_legend_or_parted(view: &dyn ArchiveView, entry: &Entry, note: &Footnote) -> bool {
    let Some(part) = note.parts.first() else { return false };
    let Some(page) = view.page(&entry.id, part.page) else { return false };
    let before = page.get(..part.start as usize).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let own = page.get(part.start as usize..).unwrap_or_default();
    let legend = line.contains('(') || own.trim_start().starts_with('(');
    legend || before.lines().any(|line| line.trim() == note.marker)
}

/// Notes without a mark in the text, and marks without a note (which the reading of notes warns of).
fn unpaired(view: &dyn ArchiveView, entry: &Entry, out: &mut Vec<Finding>) {
    // On a picture of a page the smallest print is lost: that is told of the file, and says nothing of the document.
    let unread = |note: &Footnote| {
        let mut warnings = entry.extracted.warnings.iter().filter(|w| w.code == "footnote-mark-unread");
        warnings.any(|w| w.page.is_some() && w.page == note.pages.first().copied())
    };
    let notes = entry.extracted.footnotes.iter().filter(|note| note.anchor.is_none() && !unread(note));
    for note in notes.filter(|note| !is_legend_or_parted(view, entry, note)) {
        let vi = format!("chú thích {}: không thấy chỗ đánh dấu", note.marker);
        let en = format!("footnote {}: no mark found in the text", note.marker);
        let page = note.pages.first().copied().unwrap_or(1);
        let proof = Proof {
            document: entry.id.clone(),
            path: entry.path.clone(),
            page,
            quote: one_line(&note.text).chars().take(120).collect(),
            place: Where { place: Place::Footnote { marker: note.marker.clone(), item: None }, heading: None, page, paged: true },
            value: None,
            held: false,
            context: None,
        };
        let about = format!("chú thích {}", note.marker);
        out.push(Finding::new(Code::FootnoteUnmatched, &entry.id, vi, en).about(about, None).with([proof]));
    }
    for warning in entry.extracted.warnings.iter().filter(|w| w.code == "footnote-without-note") {
        let page = warning.page.unwrap_or(1);
        let vi = format!("chỗ đánh dấu chú thích ở trang {page}: không thấy chú thích");
        let en = format!("a footnote mark on page {page}: no note found ({})", warning.message);
        let place = Where { place: Place::Body, heading: None, page, paged: true };
        let proof = Proof {
            document: entry.id.clone(),
            path: entry.path.clone(),
            page,
            quote: String::new(),
            place,
            value: None,
            held: false,
            context: None,
        };
        out.push(Finding::new(Code::FootnoteUnmatched, &entry.id, vi, en).about(format!("trang {page}"), None).with([proof]));
    }
}

#[cfg(test)]
mod tests {
    use super::{announced, items};
    use crate::model::Kind;

    #[test]
    fn announced_counts_are_read() {
        let kind = |code: &str| Kind::from_code(code);
        assert_eq!(announced("UBND xã đã ban hành 13 kế hoạch¹"), Some((13, kind("KH"))));
        assert_eq!(announced("ban hành 03 (ba) quyết định:"), Some((3, kind("QĐ"))));
        assert_eq!(announced("15 văn bản chỉ đạo"), Some((15, None)));
        assert_eq!(announced("trong 06 tháng đầu năm"), None);
        assert_eq!(announced("Kế hoạch số 16 năm 2023"), None);
        assert_eq!(items("(1) a; (2) b (xem (7)); (3) c"), 3);
        assert_eq!(items("theo điểm (2)"), 0);
    }
}
