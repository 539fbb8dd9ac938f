//! Owns when two files hold one document: copies, signed twins, a draft and its signed text.

use std::cmp::Ordering;

use crate::model::{Document, Held, PartialDate};

use super::body::{Fit, Known};
use super::weigh::Row;
use super::words::Likeness;

/// Are these two files of one document?
pub(super) fn are_one(a: &Row, b: &Row, bodies: &[Known]) -> bool {
    let days_fit = a.date.zip(b.date).is_none_or(|(x, y)| x.agrees(y));
    if !days_fit || a.number.is_some() && b.number.is_some() && a.number != b.number {
        return false;
    }
    let body = |row: &Row| bodies.get(usize::try_from(row.body?).ok()?);
    let same_body = match (body(a), body(b)) {
        (Some(x), Some(y)) => match x.fit_held(y) {
            Fit::Other => return false,
            fit => fit == Fit::Same,
        },
        _ => false,
    };
    let subject = a.gist.likeness(&b.gist);
    let alike = subject == Likeness::Strong;
    let same_kind = a.kind.is_none() || b.kind.is_none() || a.kind == b.kind;
    let same_day = a.date.is_some_and(PartialDate::is_full) && a.date == b.date;
    match (&a.number, &b.number) {
        // By rule a body gives a number once, so number, day and body make the document, whatever its subject reads like.
        (Some(_), Some(_)) => same_day && (same_body || a.national) || alike,
        // A draft: number blank, the same subject and symbol, no day that parts them.
        (x, y) => {
            let symbols_fit = a.symbol.is_none() || b.symbol.is_none() || a.symbol == b.symbol;
            (x.is_some() || y.is_some() || same_day) && alike && same_body && same_kind && symbols_fit
        }
    }
}

/// Do two files hold one document: a copy, a signed twin, a draft with its signed text?
///
/// Number, day and body decide; where one of them is blank, the subject must be the same. A letter suffix parts (08 and 08a).
#[must_use]
pub fn same_document(a: &Document, b: &Document) -> bool {
    let mut bodies = Vec::new();
    let mut row = |document: &Document| {
        let known = Known::new(document.issuer.as_deref(), document.parent.as_deref());
        let body = known.and_then(|known| {
            bodies.push(known);
            u32::try_from(bodies.len() - 1).ok()
        });
        Row::of(&Held { id: crate::model::DocId(String::new()), document: document.clone() }, body)
    };
    let (a, b) = (row(a), row(b));
    are_one(&a, &b, &bodies)
}

/// Of two texts of one document, which one leads? The one with a number before a draft, then the one with a full day, then the
/// one with a signer. `Less`: the first one.
#[must_use]
pub fn leads(a: &Document, b: &Document) -> Ordering {
    let signed = |d: &Document| (d.number.is_some(), d.date.is_some_and(PartialDate::is_full), d.signer.is_some());
    signed(b).cmp(&signed(a))
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use super::{leads, same_document};
    use crate::link::key::{group_keys, state_keys};
    use crate::model::{Document, Kind};

    #[test]
    fn copies_and_drafts_are_one_document_and_neighbours_are_not() {
        let of = |number: &str, date: &str, issuer: &str, subject: &str| Document {
            kind: Kind::from_code("KH"),
            number: (!number.is_empty()).then(|| number.to_owned()),
            symbol: Some("KH-UBND".to_owned()),
            date: date.parse().ok(),
            issuer: Some(issuer.to_owned()),
            subject: (!subject.is_empty()).then(|| subject.to_owned()),
            ..Document::default()
        };
        let plan = of("16", "2023-02-09", "UBND xã Mẫu Sơn", "Tuyên truyền phòng chống đuối nước trẻ em");
        for (other, want) in [
            (of("016", "2023-02-09", "Ủy ban nhân dân xã Mẫu Sơn", ""), true),
            (of("16", "2023-02-09", "UBND xã Mẫu Sơn", "Tuyên truyền phòng, chống đuối nước cho trẻ em"), true),
            (of("", "2023-02", "UBND xã Mẫu Sơn", "Tuyên truyền phòng chống đuối nước trẻ em"), true),
            (of("", "", "UBND xã Mẫu Sơn", "Thu gom rác thải sinh hoạt nông thôn"), false),
            (of("16", "2022-02-09", "UBND xã Mẫu Sơn", "Tuyên truyền phòng chống đuối nước trẻ em"), false),
            (of("16a", "2023-02-09", "UBND xã Mẫu Sơn", "Tuyên truyền phòng chống đuối nước trẻ em"), false),
            (of("16", "2023-02-09", "UBND xã Mẫu Lâm", "Tuyên truyền phòng chống đuối nước trẻ em"), false),
            (of("16", "2023-02-09", "UBND huyện Mẫu Sơn", ""), false),
        ] {
            assert_eq!(same_document(&plan, &other), want, "{other:?}");
            assert_eq!(same_document(&other, &plan), want, "{other:?}");
        }
    }

    #[test]
    fn states_of_one_document_share_a_key_and_the_signed_one_leads() {
        let of = |number: &str, date: &str, subject: &str| Document {
            number: (!number.is_empty()).then(|| number.to_owned()),
            symbol: Some("KH-UBND".to_owned()),
            date: date.parse().ok(),
            subject: Some(subject.to_owned()),
            ..Document::default()
        };
        let meets = |a: &Document, b: &Document| state_keys(a).iter().any(|key| group_keys(b).contains(key));
        let signed = of("16", "2023-02-09", "Tuyên truyền phòng chống đuối nước trẻ em năm 2023");
        for (draft, share) in [
            (of("", "2023-02", "Tuyên truyền phòng chống đuối nước trẻ em năm 2023"), true),
            (of("", "", "Về tuyên truyền phòng, chống đuối nước cho trẻ em"), true),
            (of("", "", "Tuyên truyên phòng chông đuôi nươc trẻ em"), true),
            (of("", "", "Thu gom rác thải sinh hoạt nông thôn"), false),
            (of("", "", "Kế hoạch năm"), false),
        ] {
            assert_eq!((meets(&signed, &draft), meets(&draft, &signed)), (share, share), "{draft:?}");
            assert_eq!((leads(&signed, &draft), leads(&draft, &signed)), (Ordering::Less, Ordering::Greater), "{draft:?}");
        }
        assert_eq!(leads(&of("16", "2023-02-09", ""), &of("16", "2023-02", "")), Ordering::Less);
    }
}
