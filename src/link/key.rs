//! Owns the group keys: a citation can only mean documents that have its key, so only touched groups are resolved again.

use crate::model::{DocId, DocNumber, Document, FileKey, HeldPart, Kind, Look, symbol_key};

use super::names;
use super::weigh::Row;
use super::words::{Gist, bare};

/// The beginnings of the keys by subject, of documents with a number and of those without. No citation asks for them.
const BY_SUBJECT: [&str; 2] = ["t:", "ut:"];

/// The beginning of the keys by the whole number ([`DocNumber::key`]) of a part of a file. No citation asks for them.
pub const PART_KEYS: &str = "p:";

/// Letters that one body of the whole country owns.
static NATIONAL: std::sync::LazyLock<Vec<(String, bool)>> = std::sync::LazyLock::new(|| {
    include_str!("../tables/national_codes.tsv")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| match line.strip_suffix('#') {
            Some(stem) => (symbol_key(stem), true),
            None => (symbol_key(line), false),
        })
        .collect()
});

/// Does the ký hiệu (as [`symbol_key`] writes it) name a body of the whole country?
#[must_use]
pub fn is_national_symbol(symbol: &str) -> bool {
    symbol.split('-').any(|part| {
        NATIONAL.iter().any(|(code, numbered)| match part.strip_prefix(code.as_str()) {
            Some("") => !numbered,
            Some(rest) => *numbered && rest.bytes().all(|b| b.is_ascii_digit()),
            None => false,
        })
    })
}

/// Are the letters those of many bodies, of one or several levels, so that they do not tell whose document it is?
pub(super) fn is_shared_symbol(symbol: &str) -> bool {
    symbol
        .split('-')
        .any(|part| matches!(part, "UBND" | "UB" | "HĐND" | "TU" | "HU" | "ĐU" | "MTTQ" | "BTT" | "VP" | "CT" | "BCĐ" | "HĐ"))
}

/// Is the ký hiệu (as [`symbol_key`] writes it) that of a legislature of the National Assembly (`QH15`)? Its laws are numbered through
/// its term, as its resolutions are, so that the year in such a number tells no two documents apart.
#[must_use]
pub fn is_legislature_symbol(symbol: &str) -> bool {
    let digits = symbol.strip_prefix("UBTVQH").or_else(|| symbol.strip_prefix("QH"));
    digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// Is the ký hiệu whole, kind and body, that of a body of the whole country (`TT-BCT`, and not `T-BCT`)?
pub(super) fn is_known_symbol(symbol: &str) -> bool {
    let kind = symbol.split('-').next().unwrap_or_default();
    is_legislature_symbol(symbol) || Kind::from_symbol(kind).is_some() && is_national_symbol(symbol)
}

/// A ký hiệu without its hyphens.
fn letters(symbol: &str) -> String {
    symbol.replace('-', "")
}

/// Do two ký hiệu differ in marks and in letters written twice alone?
pub(super) fn are_like_letters(a: &str, b: &str) -> bool {
    let once = |symbol: &str| {
        let mut letters: Vec<char> = letters(&bare(symbol)).chars().collect();
        letters.dedup();
        letters
    };
    once(a) == once(b)
}

/// Is the ký hiệu that of several bodies of the whole country together (`TTLT-BYT-BTC`)?
pub(super) fn is_joint_symbol(symbol: &str) -> bool {
    symbol.split('-').filter(|part| is_national_symbol(part)).count() > 1
}

/// Are two ký hiệu the same letters, parted otherwise (`NĐCP`, `NĐ-CP`)?
pub(super) fn are_same_letters(a: &str, b: &str) -> bool {
    letters(a) == letters(b)
}

/// Do two ký hiệu begin with the letters of two kinds (`TT-…`, `TTr-…`)?
pub(super) fn has_other_kind(a: &str, b: &str) -> bool {
    let kind = |symbol: &str| Kind::from_symbol(symbol.split('-').next().unwrap_or_default());
    kind(a).zip(kind(b)).is_some_and(|(a, b)| a != b)
}

/// Do two ký hiệu differ by one letter that is left out, put in or changed, hyphens aside?
pub(super) fn are_one_letter_apart(a: &str, b: &str) -> bool {
    strsim::levenshtein(&letters(a), &letters(b)) == 1
}

/// Is the ký hiệu (as [`symbol_key`] writes it) a Party body's? Its numbers run through a term of the committee, not a year.
#[must_use]
pub fn is_party_symbol(symbol: &str) -> bool {
    symbol.split('-').any(|part| {
        matches!(part, "TW" | "TƯ" | "TU" | "HU" | "QU" | "THU" | "TXU" | "ĐU" | "CB")
            || (part.len() > 2
                && (part.ends_with("TU") || part.ends_with("TW") || part.ends_with("HU") || part.starts_with("ĐU")))
    })
}

/// The part of a ký hiệu that clerks keep when they shorten it: kind and body without the unit (`QĐ-BXD` of `QĐ-BXD-PC`).
fn stem(symbol: &str) -> String {
    let mut parts = symbol.split('-');
    let first = parts.next().unwrap_or_default();
    match parts.next() {
        Some(second) if Kind::from_symbol(first).is_some() => format!("{first}-{second}"),
        _ => first.to_owned(),
    }
}

/// Letters that recognition mixes up, as one.
fn loose(text: &str) -> String {
    bare(text)
        .chars()
        .filter_map(|c| match c {
            'o' | 'q' => Some('0'),
            'i' | 'l' | '|' => Some('1'),
            's' => Some('5'),
            'b' => Some('8'),
            'm' => Some('n'),
            c if c.is_alphanumeric() => Some(c),
            _ => None,
        })
        .collect()
}

/// The key of number and symbol; a year in the number is left out, since papers leave it out too, and so is a letter that is
/// written twice.
fn by_symbol(ordinal: &str, symbol: &str) -> String {
    let mut letters: Vec<char> = loose(&stem(symbol)).chars().collect();
    letters.dedup();
    format!("n:{}|{}", loose(ordinal), letters.into_iter().collect::<String>())
}

/// The key of a citation's number, symbol, kind and name; `None` if it names no document.
pub(super) fn asked(number: Option<&DocNumber>, kind: Option<Kind>, name: Option<&str>) -> Option<String> {
    let Some(number) = number else { return Some(names::key(kind, name?)) };
    let ordinal = number.ordinal_key();
    match (&number.symbol, kind) {
        (Some(symbol), _) => Some(by_symbol(&ordinal, &symbol_key(symbol))),
        (None, Some(kind)) => Some(format!("k:{ordinal}|{kind}")),
        (None, None) => Some(format!("o:{ordinal}")),
    }
}

/// All keys under which a held document can be found: those that citations ask for, and those under which it is found as another
/// state of a document (a draft, its signed text): see [`state_keys`].
///
/// Shape: sorted, each once; empty for a document without number and name.
#[must_use]
pub fn group_keys(document: &Document) -> Vec<String> {
    let [numbered, unnumbered] = BY_SUBJECT;
    let mut keys = cited_keys(document);
    keys.extend(by_subject(document, &[if document.doc_number().is_some() { numbered } else { unnumbered }]));
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The keys that citations of a document ask for: by number and symbol, number and kind, number alone, and a law's name.
pub(super) fn cited_keys(document: &Document) -> Vec<String> {
    let mut keys = number_keys(document);
    keys.extend(names::keys(document));
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Those by number and symbol, number and kind, number alone.
pub(super) fn number_keys(document: &Document) -> Vec<String> {
    let mut keys = Vec::new();
    if let Some(number) = document.doc_number() {
        let ordinal = number.ordinal_key();
        if let Some(symbol) = &number.symbol {
            keys.push(by_symbol(&ordinal, &symbol_key(symbol)));
        }
        if let Some(kind) = document.kind {
            keys.push(format!("k:{ordinal}|{kind}"));
        }
        keys.push(format!("o:{ordinal}"));
    }
    keys
}

/// All keys under which a file can be found: those of its first paper, and of its parts those by number, with and without
/// [`PART_KEYS`].
///
/// Shape: each key of a paper once, sorted by key and paper.
#[must_use]
pub fn file_keys(document: &Document, parts: &[HeldPart]) -> Vec<FileKey> {
    let asked = cited_keys(document);
    let look = |document: &Document| Row::of(&DocId(String::new()), None, document, None).look();
    let unasked = |key: String, paper| FileKey { key, paper, look: None, issuer: None, parent: None };
    let mut keys: Vec<FileKey> =
        group_keys(document).into_iter().filter(|key| !asked.contains(key)).map(|key| unasked(key, 0)).collect();
    let found = |key: String, paper: u32, look: Look, document: &Document| FileKey {
        key,
        paper,
        look: Some(look),
        issuer: document.issuer.clone(),
        parent: document.parent.clone(),
    };
    let own = look(document);
    keys.extend(asked.into_iter().map(|key| found(key, 0, own, document)));
    for part in parts {
        let (paper, own) = (part.place + 1, look(&part.document));
        keys.extend(number_keys(&part.document).into_iter().map(|key| found(key, paper, own, &part.document)));
        keys.extend(part.document.doc_number().map(|number| unasked(format!("{PART_KEYS}{}", number.key()), paper)));
    }
    keys.sort_unstable_by(|a, b| (&a.key, a.paper).cmp(&(&b.key, b.paper)));
    keys
}

/// The keys under which other states of a document may be found by its subject. Of two states one has no number: so a document
/// that has one meets none of the many that have one, too, and speak of the same.
#[must_use]
pub fn state_keys(document: &Document) -> Vec<String> {
    let [numbered, unnumbered] = BY_SUBJECT;
    let among: &[&str] = if document.doc_number().is_some() { &[unnumbered] } else { &[numbered, unnumbered] };
    by_subject(document, among)
}

/// The keys by subject, with each of these beginnings.
fn by_subject(document: &Document, beginnings: &[&str]) -> Vec<String> {
    let marks = document.subject.as_deref().map(Gist::of).unwrap_or_default().marks();
    beginnings.iter().flat_map(|beginning| marks.iter().map(move |mark| format!("{beginning}{mark:016x}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::{are_one_letter_apart, are_same_letters, asked, group_keys, is_joint_symbol, is_legislature_symbol};
    use super::{is_national_symbol, is_party_symbol};
    use crate::model::{DocNumber, Document, Kind, symbol_key};

    #[test]
    fn a_citation_finds_its_document_by_one_of_its_keys() {
        let held = |number: &str, year: Option<u16>, symbol: &str, kind: &str, subject: &str| Document {
            number: (!number.is_empty()).then(|| number.to_owned()),
            year,
            symbol: (!symbol.is_empty()).then(|| symbol.to_owned()),
            kind: Kind::from_code(kind),
            subject: Some(subject.to_owned()),
            ..Document::default()
        };
        let check = |asked_number: Option<(&str, Option<&str>)>,
                     kind: &str,
                     name: Option<&str>,
                     document: &Document,
                     found: bool| {
            let number = asked_number.map(|(n, s)| DocNumber { number: n.to_owned(), year: None, symbol: s.map(str::to_owned) });
            let key = asked(number.as_ref(), Kind::from_code(kind), name);
            assert_eq!(key.is_some_and(|k| group_keys(document).contains(&k)), found, "{asked_number:?} {name:?} {document:?}");
        };
        let plan = held("016", None, "KH-UBND", "KH", "");
        check(Some(("16", Some("Kh-UBND"))), "KH", None, &plan, true);
        check(Some(("16", None)), "KH", None, &plan, true);
        check(Some(("16", None)), "", None, &plan, true);
        check(Some(("16a", Some("KH-UBND"))), "KH", None, &plan, false);
        check(Some(("16", Some("QĐ-UBND"))), "QĐ", None, &plan, false);
        check(Some(("16", Some("KH-UBMD"))), "KH", None, &plan, true);
        check(Some(("16", Some("KHUBND"))), "KH", None, &plan, true);
        check(Some(("16", Some("TT-BNMT"))), "TT", None, &held("16", None, "TT-BNNMT", "TT", ""), true);
        check(Some(("905", Some("UBND"))), "CV", None, &held("905", None, "UBND-YT", "CV", ""), true);
        let law = held("80", Some(2015), "QH13", "Luật", "Ban hành văn bản quy phạm pháp luật");
        check(None, "Luật", Some("Luật Ban hành VBQPPL năm 2015"), &law, true);
        check(None, "Luật", Some("Luật Phổ biến, giáo dục pháp luật"), &law, false);
        check(None, "Luật", Some("Luật Ban hành văn bản quy phạm pháp luật"), &held("80", Some(2015), "QH13", "Luật", ""), true);
    }

    #[test]
    fn slips_in_symbols_are_told() {
        for (a, b, letters, apart) in [
            ("NĐCP", "NĐ-CP", true, false),
            ("TT-BNMT", "TT-BNNMT", false, true),
            ("T-BCT", "TT-BCT", false, true),
            ("TTBLĐTBX", "TT-BLĐTBXH", false, true),
            ("QĐ-UBND", "CĐ-UBND", false, true),
            ("QĐ-UBND", "QĐ-BND-X", false, false),
            ("TT-BTC", "TT-BXD", false, false),
        ] {
            assert_eq!((are_same_letters(a, b), are_one_letter_apart(a, b)), (letters, apart), "{a} {b}");
            assert_eq!((are_same_letters(b, a), are_one_letter_apart(b, a)), (letters, apart), "{b} {a}");
        }
        assert!(is_legislature_symbol("QH15") && is_legislature_symbol("UBTVQH14") && !is_legislature_symbol("QH"));
        assert!(is_joint_symbol("TTLT-BYT-BTC") && !is_joint_symbol("TT-BYT"));
    }

    #[test]
    fn national_and_party_symbols_are_known() {
        for (symbol, national, party) in [
            ("NĐ-CP", true, false),
            ("QH13", true, false),
            ("QH", false, false),
            ("KH-UBND", false, false),
            ("QĐ-BXD-PC", true, false),
            ("CT/TU", false, true),
            ("KL/TW", true, true),
            ("CV/BTGTU", false, true),
        ] {
            let key = symbol_key(symbol);
            assert_eq!((is_national_symbol(&key), is_party_symbol(&key)), (national, party), "{symbol}");
        }
    }
}
