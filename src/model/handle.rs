//! Owns how one citation of a document is called, so that a person's decision about it finds it again, and how short names are made.

use std::collections::BTreeMap;

use super::citation::Citation;

/// The names of a document's citations, one each, in their order: 8 hex digits.
///
/// A name is made of the part in which the citation stands, the number (or name, or words) that it cites, and the how-manieth of
/// that kind it is. So it stays the same while a document is read again by other readers, as long as they find the same
/// citations, and it does not depend on pages, offsets, or the bytes of the file. It is only unique within its document.
#[must_use]
pub fn handles(citations: &[Citation]) -> Vec<String> {
    let mut met: BTreeMap<String, u32> = BTreeMap::new();
    let mut taken: BTreeMap<String, u32> = BTreeMap::new();
    citations
        .iter()
        .map(|citation| {
            let what = match (citation.doc_number(), &citation.name) {
                (Some(number), _) => number.key(),
                (None, Some(name)) => name.to_lowercase(),
                (None, None) => citation.surface.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase(),
            };
            let base = format!("{}\u{1f}{what}", citation.place);
            let count = met.entry(base.clone()).or_default();
            *count += 1;
            let mut name = digest(&format!("{base}\u{1f}{count}"));
            // Two of 32 bits that meet in one document are told apart by a further turn.
            let again = taken.entry(name.clone()).or_default();
            *again += 1;
            if *again > 1 {
                name = digest(&format!("{base}\u{1f}{count}\u{1f}{again}"));
            }
            name
        })
        .collect()
}

/// A short name of a text: FNV-1a over its bytes, the two halves folded into one, as 8 hex digits.
#[must_use]
pub fn digest(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    format!("{:08x}", (hash >> 32) ^ (hash & 0xffff_ffff))
}

#[cfg(test)]
mod tests {
    use super::handles;
    use crate::model::{Citation, Place, Relation, Span};

    fn citation(surface: &str, number: Option<&str>, symbol: &str, place: Place, start: u32) -> Citation {
        Citation {
            surface: surface.to_owned(),
            kind: None,
            number: number.map(str::to_owned),
            year: None,
            symbol: Some(symbol.to_owned()),
            name: None,
            date: None,
            issuer: None,
            issuer_implied: None,
            relation: Relation::Refers,
            pinpoint: None,
            place,
            subject: None,
            anaphora: false,
            quoted: false,
            span: Span { page: 1, start, end: start + 5 },
            rule: "number".to_owned(),
        }
    }

    #[test]
    fn names_stay_while_offsets_and_spellings_move_and_part_equal_citations() {
        let first = [
            citation("Kế hoạch số 16/KH-UBND", Some("16"), "KH-UBND", Place::Body, 10),
            citation("Kế hoạch số 16/KH-UBND", Some("16"), "KH-UBND", Place::Body, 90),
            citation("Kế hoạch số 16/KH-UBND", Some("16"), "KH-UBND", Place::Annex, 200),
        ];
        let names = handles(&first);
        assert!(names.iter().all(|n| n.len() == 8), "{names:?}");
        assert_eq!(names.iter().collect::<std::collections::BTreeSet<_>>().len(), 3, "{names:?}");
        let later = [
            citation("Kế hoạch 016/KH-UBND", Some("016"), "KH-UBND", Place::Body, 40),
            citation("Quyết định số 5/QĐ-UBND", Some("5"), "QĐ-UBND", Place::Body, 60),
            citation("số 16/KH-UBND", Some("16"), "KH-UBND", Place::Body, 120),
        ];
        let again = handles(&later);
        assert_eq!((&again[0], &again[2]), (&names[0], &names[1]));
    }
}
