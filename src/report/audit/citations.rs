//! Owns findings that a citation and the held document give together: fields that differ, later dates, several candidates,
//! what was replaced.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Citation, DocId, Kind, LinkState, PartialDate, Relation};

use super::{Code, Finding, Proof, dated, field, lists, name_of, name_of_cited, said};
use crate::report::view::{ArchiveView, Entry};

/// Fields in which mentions and the held document differ, one finding a document and field; of one target only, if given.
pub(super) fn conflicts(view: &dyn ArchiveView, entry: &Entry, only: Option<&DocId>, findings: &mut Vec<Finding>) {
    let mut targets: Vec<(&DocId, Option<u32>)> = Vec::new();
    let mut fields: BTreeMap<(&DocId, Option<u32>), Vec<&str>> = BTreeMap::new();
    for (_, _, link) in entry.linked() {
        let Some(to) = link.to.as_ref().filter(|to| only.is_none_or(|o| o == *to)) else { continue };
        for conflict in &link.conflicts {
            let known = fields.entry((to, link.part)).or_default();
            if known.is_empty() {
                targets.push((to, link.part));
            }
            if !known.contains(&conflict.field.as_str()) {
                known.push(&conflict.field);
            }
        }
    }
    for to in targets {
        let Some(held) = view.entry(to.0) else { continue };
        for name in fields.get(&to).into_iter().flatten() {
            findings.extend(differs(view, entry, (&held.as_part(to.1), to.1), name));
        }
    }
}

/// Conflicts that other documents' citations of this one bear.
pub(super) fn of_citing(view: &dyn ArchiveView, id: &DocId) -> Vec<Finding> {
    let mut findings = Vec::new();
    for citing in view.cited_by(id) {
        if let Some(entry) = view.entry(&citing) {
            conflicts(view, &entry, Some(id), &mut findings);
        }
    }
    findings
}

/// `held` is the document that is meant, or the part of its file with its place.
fn differs(view: &dyn ArchiveView, entry: &Entry, (held, part): (&Entry, Option<u32>), name: &str) -> Option<Finding> {
    let document = &held.extracted.document;
    let code = match name {
        "date" => Code::DateConflict,
        "issuer" => Code::IssuerConflict,
        "kind" => Code::KindConflict,
        "subject" => Code::SubjectConflict,
        _ => return None,
    };
    let value = |c: &Citation| match name {
        "date" => c.date.map(|d| d.to_string()),
        "issuer" => c.issuer.clone().or_else(|| c.issuer_implied.clone()),
        "kind" => c.kind.map(|k| k.code().to_owned()),
        _ => c.subject.clone(),
    };
    let mut mentions: Vec<Proof> = Vec::new();
    let (mut odd_values, mut odd_places): (Vec<(String, String)>, Vec<(String, String)>) = Default::default();
    for (_, citation, link) in entry.linked().filter(|(_, _, link)| link.to.as_ref() == Some(&held.id) && link.part == part) {
        let odd = link.conflicts.iter().find(|c| c.field == name);
        if let Some(conflict) = odd {
            let shown = shown(name, &conflict.cited);
            if !odd_values.contains(&shown) {
                odd_values.push(shown);
            }
        }
        // A mention that states the field is a side; one that is silent is not.
        if odd.is_some() || value(citation).is_some() {
            let whole = name == "issuer" || name == "kind";
            let proof = said(view, entry, citation, odd.map(|c| c.cited.clone()).or_else(|| value(citation)), whole);
            if odd.is_some() {
                odd_places.push((proof.place.vietnamese(), proof.place.english()));
            }
            let context = if name == "issuer" && odd.is_none() { lists::in_list(entry, citation) } else { None };
            mentions.push(Proof { context, ..proof });
        }
    }
    let held_value = match name {
        "date" => document.date.map(|d| d.to_string()),
        "issuer" => document.issuer.clone(),
        "kind" => document.kind.map(|k| k.code().to_owned()),
        _ => document.subject.clone(),
    };
    let bears = shown(name, held_value.as_deref().unwrap_or_default());
    let join = |pairs: &[(String, String)], vi: bool| {
        let one = |p: &(String, String)| if vi { p.0.clone() } else { p.1.clone() };
        pairs.iter().map(one).collect::<Vec<_>>().join(", ")
    };
    let number = name_of(held);
    let vi = format!(
        "{number}: văn bản được viện dẫn ghi {}; văn bản viện dẫn ({}) ghi {}",
        bears.0,
        join(&odd_places, true),
        join(&odd_values, true)
    );
    let en = format!(
        "{number}: the cited document bears {}; the citing document ({}) states {}",
        bears.1,
        join(&odd_places, false),
        join(&odd_values, false)
    );
    let finding = Finding::new(code, &entry.id, vi, en).about(number, document.date);
    Some(finding.with(mentions).with([field(held, name, held_value)]))
}

/// A value as each language prints it.
fn shown(name: &str, value: &str) -> (String, String) {
    match (name, value.parse::<PartialDate>(), Kind::from_code(value)) {
        ("date", Ok(date), _) if date.is_full() => (date.vietnamese(), date.to_string()),
        ("date", Ok(date), _) => (dated("", Some(date)).0.trim_start().to_owned(), date.to_string()),
        ("kind", _, Some(kind)) => (kind.row().name.to_owned(), kind.row().english.to_owned()),
        ("subject", ..) => (format!("“{value}”"), format!("“{value}”")),
        _ => (value.to_owned(), value.to_owned()),
    }
}

/// Citations whose type word and whose number's letters name two kinds: `Công văn số 12/TTr-SXD`. The letters are those of the
/// document, so the link follows them; one finding a cited number.
pub(super) fn kinds(view: &dyn ArchiveView, entry: &Entry, findings: &mut Vec<Finding>) {
    let mut told: BTreeSet<String> = BTreeSet::new();
    for (_, citation, link) in entry.linked() {
        // Where the held document's kind differs, that is the finding.
        if citation.quoted || link.conflicts.iter().any(|c| c.field == "kind") {
            continue;
        }
        let Some((word, letters)) = two_kinds(citation) else { continue };
        let name = name_of_cited(citation);
        if !told.insert(name.clone()) {
            continue;
        }
        let proof = said(view, entry, citation, Some(word.code().to_owned()), true);
        let (word, letters) = (word.row(), letters.row());
        let place = (proof.place.vietnamese(), proof.place.english());
        let vi = format!("{name}: văn bản viện dẫn ({}) gọi là {}; ký hiệu là của {}", place.0, word.name, letters.name);
        let en =
            format!("{name}: the citing document ({}) calls it {}; its symbol is of {}", place.1, word.english, letters.english);
        findings.push(Finding::new(Code::KindConflict, &entry.id, vi, en).about(name, citation.date).with([proof]));
    }
}

/// The kind that the words of a citation name and the one that its symbol's letters stand for, where they differ.
///
/// Letters that also stand for a body or a field (`TC`, `HĐ`, `CĐ`) tell nothing, nor do names that papers use for one another.
fn two_kinds(citation: &Citation) -> Option<(Kind, Kind)> {
    const CLEAR: [&str; 11] = ["KH", "QĐ", "TTr", "BC", "TB", "NQ", "NĐ", "HD", "GM", "BB", "CTr"];
    const ALIKE: [&[&str]; 4] =
        [&["TB", "KL"], &["QĐ", "QC", "QyĐ", "KH", "ĐA", "PA", "CTr", "DA"], &["KH", "PA", "ĐA", "CTr"], &["TT", "TTLT"]];
    let symbol = citation.symbol.as_deref()?;
    let (first, rest) = symbol.split_once(['-', '/'])?;
    let letters = Kind::from_symbol(first).filter(|kind| CLEAR.contains(&kind.code()) && !rest.is_empty())?;
    // An inspectorate (Thanh tra) has the letters of a proposal (tờ trình).
    let by = citation.issuer.as_deref().or(citation.issuer_implied.as_deref()).unwrap_or_default().to_lowercase();
    if letters.code() == "TTr" && by.starts_with("thanh tra") {
        return None;
    }
    let surface = citation.surface.to_lowercase();
    let words: Vec<&str> = surface.split_whitespace().collect();
    let word = (1..=words.len().min(4)).rev().find_map(|n| Kind::from_words(&words.get(..n)?.join(" ")))?;
    let alike = word == letters || ALIKE.iter().any(|family| family.contains(&word.code()) && family.contains(&letters.code()));
    (!alike && word.code() != "KHÁC").then_some((word, letters))
}

/// Cited documents that are dated after the citing one; a basis has its own code.
pub(super) fn later(view: &dyn ArchiveView, entry: &Entry, findings: &mut Vec<Finding>) {
    let Some(written) = entry.extracted.document.date.filter(|d| d.is_full()) else { return };
    let mut told: BTreeSet<String> = BTreeSet::new();
    for (_, citation, link) in entry.linked() {
        let file = link.to.as_ref().and_then(|to| view.entry(to));
        let held = file.as_ref().map(|file| file.as_part(link.part));
        // Where the dates are in conflict, that is the finding; the held document's own date decides here.
        let bears = held.as_ref().and_then(|h| h.extracted.document.date);
        let Some(date) = bears.or(citation.date).filter(|d| d.is_full() && *d > written) else { continue };
        let name = held.as_ref().map_or_else(|| name_of_cited(citation), |h| name_of(h));
        if !told.insert(format!("{name}|{date}")) {
            continue;
        }
        let code = if citation.relation == Relation::Basis { Code::BasisAfterDocument } else { Code::FutureCitation };
        let vi = format!("{name} ngày {} ra sau ngày của văn bản viện dẫn ({})", date.vietnamese(), written.vietnamese());
        let en = format!("{name} of {date} is later than the citing document ({written})");
        let finding = Finding::new(code, &entry.id, vi, en)
            .about(name, Some(date))
            .with([said(view, entry, citation, citation.date.map(|d| d.to_string()), false)])
            .with([field(entry, "date", Some(written.to_string()))])
            .with(held.as_ref().map(|h| field(h, "date", bears.map(|d| d.to_string()))));
        findings.push(finding);
    }
}

/// Citations that several held documents could be meant by; one finding a cited document.
pub(super) fn ambiguous(view: &dyn ArchiveView, entry: &Entry, findings: &mut Vec<Finding>) {
    type Place<'a> = (&'a DocId, Option<u32>);
    let mut groups: Vec<(String, Vec<Place<'_>>, Vec<&Citation>)> = Vec::new();
    for (_, citation, link) in entry.linked().filter(|(_, _, link)| link.state == LinkState::Ambiguous) {
        let name = name_of_cited(citation);
        let candidates: Vec<Place<'_>> = link.candidates.iter().map(|c| (&c.id, c.part)).collect();
        match groups.iter_mut().find(|(n, c, _)| *n == name && *c == candidates) {
            Some((_, _, mentions)) => mentions.push(citation),
            None => groups.push((name, candidates, vec![citation])),
        }
    }
    for (name, candidates, mentions) in groups {
        let date = mentions.iter().find_map(|c| c.date);
        let dated = dated(&name, date);
        let count = candidates.len();
        let vi = format!("{name}{}: {count} văn bản có thể là văn bản này", dated.0);
        let en = format!("{name}{}: {count} document{} could be meant", dated.1, if count == 1 { "" } else { "s" });
        let held = candidates.iter().filter_map(|(id, part)| Some((view.entry(id)?, *part)));
        let held = held.map(|(h, part)| field(&h.as_part(part), "number", h.head_of(part).issuer));
        let proofs: Vec<Proof> = mentions.iter().map(|c| said(view, entry, c, None, true)).chain(held).collect();
        findings.push(Finding::new(Code::Ambiguous, &entry.id, vi, en).about(name, date).with(proofs));
    }
}

/// Citations of what a held document had replaced or repealed before this one was written.
pub(super) fn replaced(view: &dyn ArchiveView, entry: &Entry, findings: &mut Vec<Finding>) {
    let Some(written) = entry.extracted.document.date.filter(|d| d.is_full()) else { return };
    let mut told: BTreeSet<(&DocId, Option<u32>)> = BTreeSet::new();
    for (_, citation, link) in entry.linked() {
        let ends = matches!(citation.relation, Relation::Replaces | Relation::Repeals | Relation::Amends);
        let Some(to) = link.to.as_ref().filter(|_| !ends) else { continue };
        if !told.insert((to, link.part)) {
            continue;
        }
        for (by, index) in view.ended_by(to, link.part) {
            let Some(ending) = view.entry(&by).filter(|e| e.id != entry.id) else { continue };
            let Some(ended) = ending.extracted.document.date.filter(|d| d.is_full() && *d < written) else { continue };
            let (Some(held), Some(says)) = (view.entry(to), ending.extracted.citations.get(index)) else { continue };
            let held = held.as_part(link.part);
            if says.quoted {
                continue;
            }
            let (name, other) = (name_of(&held), name_of(&ending));
            let repeals = says.relation == Relation::Repeals;
            let vi = format!(
                "{name}: {other} ngày {} ghi {} văn bản này; văn bản viện dẫn ghi ngày {}",
                ended.vietnamese(),
                if repeals { "bãi bỏ" } else { "thay thế" },
                written.vietnamese()
            );
            let en = format!(
                "{name}: {other} of {ended} states that it {} it; the citing document is dated {written}",
                if repeals { "repeals" } else { "replaces" }
            );
            let finding = Finding::new(Code::Replaced, &entry.id, vi, en)
                .about(name, held.extracted.document.date)
                .with([said(view, entry, citation, None, true)])
                .with([Proof { held: true, ..said(view, &ending, says, Some(ended.to_string()), true) }]);
            findings.push(finding);
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{shown, two_kinds};
    use crate::link::sample::citation;
    use crate::model::{Kind, Span};

    #[test]
    fn dates_are_shown_as_papers_write_them() {
        for (value, want) in [("2024-06-29", "29/06/2024"), ("2024-06", "tháng 06/2024"), ("2024", "năm 2024")] {
            assert_eq!(shown("date", value).0, want);
        }
    }

    #[test]
    fn the_word_and_the_letters_of_a_number_may_name_two_kinds() {
        for (surface, want) in [
            ("Công văn số 206/TTr-SXD", Some(("CV", "TTr"))),
            ("Tờ trình số 206/TTr-SXD", None),
            ("Công văn số 12/TC-NS", None),
            ("Công văn số 12/SXD-VP", None),
            ("Kết luận số 12/TB-VPCP", None),
            ("Kế hoạch số 12/QĐ-UBND", None),
            ("Quyết định số 12/BC-UBND", Some(("QĐ", "BC"))),
            ("số 12/BC-UBND", None),
            ("Văn bản số 12/BC-UBND", None),
        ] {
            let number = surface.rsplit(' ').next().unwrap_or_default();
            let span = Span { page: 1, start: 0, end: 0 };
            let of_inspectors = citation(surface, "", number, "", "Thanh tra tỉnh", span);
            assert!(two_kinds(&of_inspectors).is_none_or(|(_, letters)| letters.code() != "TTr"), "{surface}");
            let citation = citation(surface, "", number, "", "", span);
            let found = two_kinds(&citation).map(|(a, b): (Kind, Kind)| (a.code(), b.code()));
            assert_eq!(found, want, "{surface}");
        }
    }
}
