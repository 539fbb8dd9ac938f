//! Owns findings that a document gives alone: what its envelope or file name says beside its page, its number's year, an annex
//! that belongs to nothing held.

use std::sync::LazyLock;

use regex::Regex;

use crate::link::subjects_apart;
use crate::model::{DocNumber, Relation, symbol_key};

use super::{Code, Finding, Proof, field, name_of, said};
use crate::report::place::Where;
use crate::report::series::ordinal;
use crate::report::view::{ArchiveView, Entry};

/// A kind and a number in a file's name, either first: `kh-16`, `16_KH-UBND`, `qd 08a`.
static IN_NAME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?P<kind>[A-Za-zĐđ]{1,5})[-_. ]+(?:so[-_. ]+|số[-_. ]+)?(?P<number>[0-9]{1,5}(?:\.[0-9]{1,3})?[a-z]?)|(?P<first>[0-9]{1,5}(?:\.[0-9]{1,3})?[a-z]?)[-_. ]+(?P<then>[A-Za-zĐđ]{1,5}))(?:[-_. (]|$)",
    )
});

#[allow(clippy::expect_used, reason = "the pattern is a constant of this file, compiled by its tests")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a constant pattern")
}

pub(super) fn findings(view: &dyn ArchiveView, entry: &Entry, out: &mut Vec<Finding>) {
    declared(entry, out);
    file_name(entry, out);
    number_year(entry, out);
    own_date(view, entry, out);
    annex(view, entry, out);
}

fn declared(entry: &Entry, out: &mut Vec<Finding>) {
    let Some(declared) = &entry.declared else { return };
    let document = &entry.extracted.document;
    if let (Some(due), Some(written)) = (declared.due, document.date.or(declared.date))
        && due < written
    {
        let vi = format!(
            "{}: thông tin kèm tệp ghi hạn trả lời {}, trước ngày văn bản ({})",
            name_of(entry),
            due.vietnamese(),
            written.vietnamese()
        );
        let en = format!("{}: the envelope declares an answer due {due}, before the document's date ({written})", name_of(entry));
        let finding = Finding::new(Code::MetadataConflict, &entry.id, vi, en).about(name_of(entry), document.date);
        out.push(finding.with([field(entry, "date", Some(written.to_string()))]));
    }
    let mut differ = |name: &str, vi: &str, said: Option<String>, read: Option<String>, same: bool| {
        if let (Some(said), Some(read), false) = (said, read, same) {
            let message_vi = format!("{vi}: thông tin kèm tệp ghi {said}; văn bản ghi {read}");
            let message_en = format!("{name}: the envelope declares {said}; the document bears {read}");
            let place = Where { place: crate::model::Place::Letterhead, heading: None, page: 1, paged: false };
            let envelope = Proof {
                document: entry.id.clone(),
                path: entry.path.clone(),
                page: 1,
                quote: said.clone(),
                place,
                value: Some(said),
                held: false,
                context: None,
            };
            let finding =
                Finding::new(Code::MetadataConflict, &entry.id, message_vi, message_en).about(name_of(entry), document.date);
            out.push(finding.with([envelope, field(entry, name, Some(read))]));
        }
    };
    let bare_number = |n: &str| ordinal(n);
    let numbers_same =
        declared.number.as_deref().map(str::trim).and_then(bare_number) == document.number.as_deref().and_then(bare_number);
    differ("number", "số", declared.number.clone(), document.number.clone(), numbers_same);
    let whole_symbol = |s: &str| symbol_key(s.trim_matches(|c: char| c == '/' || c == '-' || c.is_whitespace()));
    let with_year = document.year.map(|y| format!("{y}-")).unwrap_or_default();
    let symbols = declared.symbol.as_deref().map(whole_symbol).zip(document.symbol.as_deref().map(symbol_key));
    let symbols_same = symbols.is_none_or(|(said, read)| said == read || said == format!("{with_year}{read}"));
    differ("symbol", "ký hiệu", declared.symbol.clone(), document.symbol.clone(), symbols_same);
    let dates_same = declared.date.zip(document.date).is_none_or(|(a, b)| a.agrees(b));
    let shown = |d: Option<crate::model::PartialDate>| d.map(crate::model::date::PartialDate::vietnamese);
    differ("date", "ngày", shown(declared.date), shown(document.date), dates_same);
    let subjects = declared.subject.as_deref().zip(document.subject.as_deref());
    let subjects_same = subjects.is_none_or(|(a, b)| !subjects_apart(a, b));
    differ("subject", "trích yếu", declared.subject.clone(), document.subject.clone(), subjects_same);
    let plain = |name: &str| crate::report::quote::one_line(name).to_lowercase();
    let signers = declared.signer.as_deref().map(plain).zip(document.signer.as_deref().map(plain));
    differ("signer", "người ký", declared.signer.clone(), document.signer.clone(), signers.is_none_or(|(a, b)| a == b));
}

/// A file named for another number of its kind: `kh-17.docx` that holds 16/KH-UBND.
fn file_name(entry: &Entry, out: &mut Vec<Finding>) {
    let document = &entry.extracted.document;
    let (Some(number), Some(kind)) = (&document.number, document.kind) else { return };
    let name = entry.path.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let Some(found) = IN_NAME.captures(stem) else { return };
    let (Some(letters), Some(digits)) = (found.name("kind").or(found.name("then")), found.name("number").or(found.name("first")))
    else {
        return;
    };
    let plain = |s: &str| s.to_lowercase().replace('đ', "d");
    let symbols = kind.row().symbols.iter().map(|s| plain(s));
    let says_kind = symbols.chain([plain(kind.code())]).any(|s| s == plain(letters.as_str()));
    let year = digits.as_str().parse::<u16>().is_ok_and(|n| (1945..2100).contains(&n));
    if !says_kind || year || ordinal(digits.as_str()) == ordinal(number) {
        return;
    }
    let read = document.doc_number().as_ref().map(DocNumber::to_string).unwrap_or_default();
    let vi = format!("số: tên tệp ghi {}; văn bản ghi {read}", digits.as_str());
    let en = format!("number: the file's name has {}; the document bears {read}", digits.as_str());
    let finding = Finding::new(Code::MetadataConflict, &entry.id, vi, en).about(name_of(entry), document.date);
    let place = Where { place: crate::model::Place::Letterhead, heading: None, page: 1, paged: false };
    let file = Proof {
        document: entry.id.clone(),
        path: entry.path.clone(),
        page: 1,
        quote: name.to_owned(),
        place,
        value: Some(digits.as_str().to_owned()),
        held: false,
        context: None,
    };
    out.push(finding.with([file, field(entry, "number", Some(read))]));
}

/// A number that carries another year than the date.
fn number_year(entry: &Entry, out: &mut Vec<Finding>) {
    let document = &entry.extracted.document;
    let (Some(year), Some(date)) = (document.year, document.date) else { return };
    if date.year_number() == year {
        return;
    }
    let vi = format!("{}: số ghi năm {year}, ngày ghi {}", name_of(entry), date.vietnamese());
    let en = format!("{}: the number carries {year}, the date is {date}", name_of(entry));
    let proofs = [field(entry, "number", Some(year.to_string())), field(entry, "date", Some(date.to_string()))];
    out.push(Finding::new(Code::NumberYear, &entry.id, vi, en).about(name_of(entry), Some(date)).with(proofs));
}

/// The document's own number under another day in its text, as in `(Kèm theo Quyết định số 12/QĐ-UBND ngày …)` over its annex.
fn own_date(view: &dyn ArchiveView, entry: &Entry, out: &mut Vec<Finding>) {
    let document = &entry.extracted.document;
    let (Some(number), Some(date)) = (document.doc_number(), document.date.filter(|d| d.is_full())) else { return };
    // What asks for no other document names its own.
    let own = entry.extracted.citations.iter().zip(&entry.links).filter(|(_, link)| link.is_none()).map(|(c, _)| c);
    let own = own.filter(|c| !c.quoted && c.doc_number().is_some_and(|n| n.key() == number.key()));
    let odd: Vec<_> = own.filter_map(|c| Some((c, c.date.filter(|d| d.is_full() && *d != date)?))).collect();
    let Some((first, stated)) = odd.first() else { return };
    let place = Where::of(&entry.extracted, &first.place, first.span);
    let vi = format!("{number}: phần đầu ghi {}; {} ghi {}", date.vietnamese(), place.vietnamese(), stated.vietnamese());
    let en = format!("{number}: the letterhead states {date}; {} states {stated}", place.english());
    let said = odd.iter().map(|(c, day)| said(view, entry, c, Some(day.to_string()), false));
    let proofs: Vec<Proof> = said.chain([field(entry, "date", Some(date.to_string()))]).collect();
    out.push(Finding::new(Code::DateConflict, &entry.id, vi, en).about(number.to_string(), Some(date)).with(proofs));
}

/// An annex, or what a decision issues with it (quy định, quy chế …), filed alone whose document is not held.
fn annex(view: &dyn ArchiveView, entry: &Entry, out: &mut Vec<Finding>) {
    /// Kinds that are issued with another document and bear no number then.
    const ATTACHED: [&str; 8] = ["QyĐ", "QC", "HD", "ĐA", "CTr", "KH", "PA", "DA"];
    /// Above an annex's heading stand at most a place and the name of a form.
    const HEADING: usize = 4;
    /// How far from the beginning the line that ties it to its document stands, in bytes.
    const TIE: usize = 1500;
    let document = &entry.extracted.document;
    if document.number.is_some() {
        return;
    }
    let page = view.page(&entry.id, 1).unwrap_or_default();
    let is_annex = |s: &str| s.trim_start_matches(['*', '#', ' ']).to_lowercase().starts_with("phụ lục");
    let lines = || page.lines().map(str::trim).filter(|line| !line.is_empty());
    let heading = lines().take(HEADING).find(|line| is_annex(line));
    let begins = lines().next().unwrap_or_default();
    // `(Ban hành kèm theo Quyết định số …)` below the title.
    let is_tied = || {
        entry.extracted.citations.iter().any(|c| {
            let at = c.span.start as usize;
            let before = page.get(page.floor_char_boundary(at.saturating_sub(60))..at).unwrap_or_default();
            c.span.page == 1 && at < TIE && before.contains('(') && before.to_lowercase().contains("kèm theo")
        })
    };
    let annex = match document.kind {
        // The subject of a paper without a kind may be the annex's heading.
        None if is_annex(begins) || document.subject.as_deref().is_some_and(is_annex) => true,
        None => heading.is_some() && is_tied(),
        Some(kind) => ATTACHED.contains(&kind.code()) && is_tied(),
    };
    if !annex {
        return;
    }
    let text = heading.unwrap_or(begins).chars().take(120).collect::<String>();
    // `(Kèm theo Quyết định số 12/QĐ-UBND …)` names the document that it belongs to.
    let mut parents = entry
        .extracted
        .citations
        .iter()
        .zip(&entry.links)
        .filter(|(c, _)| matches!(c.relation, Relation::Own | Relation::Promulgates));
    let held = parents.clone().any(|(_, link)| link.as_ref().is_some_and(|l| l.to.is_some()));
    let named = parents.find_map(|(c, _)| Some((c, c.doc_number()?)));
    let known = named.as_ref().is_some_and(|(_, number)| view.holds(number));
    if held || known || named.is_none() && document.kind.is_some() {
        return;
    }
    let (what, what_en) = match document.kind.map(crate::model::Kind::row) {
        Some(row) => (row.name.to_lowercase(), row.english.to_lowercase()),
        None => ("phụ lục".to_owned(), "annex".to_owned()),
    };
    let (vi, en) = match &named {
        Some((_, number)) => (
            format!("{what} kèm theo {number}: văn bản này chưa có trong kho"),
            format!("{what_en} to {number}: that document is not held"),
        ),
        None => ("phụ lục không ghi kèm theo văn bản nào".to_owned(), "an annex that names no document".to_owned()),
    };
    let proof = match named {
        Some((citation, number)) => said(view, entry, citation, Some(number.to_string()), false),
        None => Proof {
            document: entry.id.clone(),
            path: entry.path.clone(),
            page: 1,
            quote: crate::report::quote::one_line(text.lines().next().unwrap_or_default()),
            place: Where { place: crate::model::Place::Annex, heading: None, page: 1, paged: false },
            value: None,
            held: true,
            context: None,
        },
    };
    out.push(Finding::new(Code::AnnexOrphan, &entry.id, vi, en).about(name_of(entry), None).with([proof]));
}

#[cfg(test)]
mod tests {
    use super::IN_NAME;

    #[test]
    fn numbers_in_file_names_are_read() {
        for (stem, want) in [
            ("kh-16", Some(("kh", "16"))),
            ("16_KH-UBND", Some(("KH", "16"))),
            ("QĐ 08a", Some(("QĐ", "08a"))),
            ("NQ-66.19-2026", Some(("NQ", "66.19"))),
            ("scan0001", None),
            ("bao-cao-cchc", None),
        ] {
            let found = IN_NAME.captures(stem).and_then(|found| {
                let kind = found.name("kind").or(found.name("then"))?.as_str();
                Some((kind.to_owned(), found.name("number").or(found.name("first"))?.as_str().to_owned()))
            });
            assert_eq!(found, want.map(|(kind, number)| (kind.to_owned(), number.to_owned())), "{stem}");
        }
    }
}
