//! The terms under which numbers are found, the same for documents and queries.

use std::sync::LazyLock;

use super::entry::EntryPart;
use crate::model::{DocNumber, Kind, PartialDate, short_forms, symbol_key};
use crate::viet::fold_text;

/// The ordinal of a number without leading zeros, folded: `8a` of `08A`.
pub(super) fn ordinal(number: &str) -> String {
    let folded = fold_text(number.trim());
    let trimmed = folded.trim_start_matches('0');
    if trimmed.starts_with(|c: char| c.is_ascii_digit()) { trimmed.to_owned() } else { folded }
}

/// A symbol, folded, its parts set apart by hyphens: `kh-ubnd`. `QĐ` and `QD` meet here.
pub(super) fn symbol(symbol: &str) -> String {
    fold_text(&symbol_key(symbol))
}

/// The kind that a symbol's letters name: `KH` of `KH-UBND`, `CT` of the Party's `CT/TU`.
pub(super) fn kind_of_symbol(symbol: &str) -> Option<Kind> {
    symbol.split(['-', '/', '.', '_']).find_map(|part| Kind::from_symbol(part.trim()))
}

/// Ordinal and symbol, without the year: `30/nd-cp`.
pub(super) fn number_term(number: &DocNumber) -> String {
    format!("{}/{}", ordinal(&number.number), number.symbol.as_deref().map(symbol).unwrap_or_default())
}

/// Ordinal, year and symbol: `30/2020/nd-cp`; only of numbers that carry a year.
pub(super) fn year_term(number: &DocNumber) -> Option<String> {
    let year = number.year?;
    Some(format!("{}/{year}/{}", ordinal(&number.number), number.symbol.as_deref().map(symbol).unwrap_or_default()))
}

/// Ordinal and kind, for numbers without a symbol: `16|kh`.
pub(super) fn kind_term(number: &DocNumber, kind: Option<Kind>) -> Option<String> {
    let kind = kind.or_else(|| kind_of_symbol(number.symbol.as_deref()?))?;
    Some(format!("{}|{}", ordinal(&number.number), kind.code()))
}

/// How the terms of parts begin: number, kind and date of a paper behind the first one of its file.
const PART: &str = "p:";

/// The term of a part: `p:20/qd-ubnd|QĐ|2023-03-04`, with the year of a number that has one; absent is empty.
pub(super) fn part_term(part: &EntryPart) -> Option<String> {
    let number = part.number.as_ref()?;
    let number = year_term(number).unwrap_or_else(|| number_term(number));
    let date = part.date.map(|date| date.to_string()).unwrap_or_default();
    Some(format!("{PART}{number}|{}|{date}", part.kind.map_or("", Kind::code)))
}

/// How the terms of parts with this ordinal begin.
pub(super) fn part_beginning(ordinal: &str) -> String {
    format!("{PART}{ordinal}/")
}

/// Number term, kind and date of a part's term.
pub(super) fn read_part(term: &str) -> Option<(&str, Option<Kind>, Option<PartialDate>)> {
    let mut cells = term.strip_prefix(PART)?.split('|');
    let (number, kind, date) = (cells.next()?, cells.next()?, cells.next()?);
    Some((number, Kind::from_code(kind), date.parse().ok()))
}

/// The number as recognition of a scan may have spoilt it: characters that are taken for each other become one.
pub(super) fn loose_term(number: &DocNumber) -> String {
    let mut loose = String::from("~");
    for c in number_term(number).chars() {
        loose.push(match c {
            'o' | 'q' | 'd' => '0',
            'l' | 'i' | '|' | '!' => '1',
            'z' => '2',
            's' => '5',
            'b' => '8',
            'g' => '6',
            c => c,
        });
    }
    loose
}

/// The words of bodies' names that have a short form, folded, and that form; a blank on either side.
static SHORT: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let forms = short_forms().iter().filter(|form| form.in_bodies);
    forms.map(|form| (format!(" {} ", fold_text(form.first())), format!(" {} ", fold_text(form.short)))).collect()
});

/// The words of a body's name in their shortest form, for comparing bodies: `ubnd tp can tho`.
///
/// Takes the long and the short way of writing the common words of offices' names.
pub(super) fn issuer_key(name: &str) -> String {
    let mut key = String::from(" ");
    for word in super::analyzer::words(name) {
        super::analyzer::push_fold(&mut key, name.get(word).unwrap_or_default());
        key.push(' ');
    }
    for (long, short) in SHORT.iter() {
        if key.contains(long.as_str()) {
            key = key.replace(long.as_str(), short);
        }
    }
    key.trim().to_owned()
}

/// Is it a kind whose documents are cited by name?
pub(super) fn is_law(kind: Kind) -> bool {
    matches!(kind.code(), "Luật" | "BL" | "PL")
}

/// The words of a law's name, folded: `luat phong chong tham nhung`.
pub(super) fn law_name(name: &str) -> String {
    let mut key = String::new();
    for word in super::analyzer::words(name) {
        if !key.is_empty() {
            key.push(' ');
        }
        super::analyzer::push_fold(&mut key, name.get(word).unwrap_or_default());
    }
    key
}

/// The term of a law by its folded name, and that with a year: `law:luat dat dai`, `law:luat dat dai|2024`.
pub(super) fn law_term(name: &str, year: Option<u16>) -> String {
    let year = year.map(|year| format!("|{year}")).unwrap_or_default();
    format!("law:{name}{year}")
}

/// A body of the archive: its name, the body above it and the place, each as a key; empty where not stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct HeldBody<'t> {
    pub name: &'t str,
    pub parent: &'t str,
    pub place: &'t str,
}

/// The term of a body: `so y te|ubnd tinh mau lam|mau lam`.
pub(super) fn body_term(name: &str, parent: Option<&str>, place: Option<&str>) -> String {
    let key = |name: Option<&str>| name.map(issuer_key).unwrap_or_default();
    format!("{}|{}|{}", issuer_key(name), key(parent), key(place))
}

/// Reads what [`body_term`] wrote.
pub(super) fn read_body(term: &str) -> HeldBody<'_> {
    let mut cells = term.split('|');
    let mut cell = || cells.next().unwrap_or_default();
    HeldBody { name: cell(), parent: cell(), place: cell() }
}

#[cfg(test)]
mod tests {
    use super::{EntryPart, issuer_key, loose_term, number_term, part_beginning, part_term, read_part, year_term};
    use crate::model::{DocNumber, Kind};

    #[test]
    fn terms_of_parts_are_read_back() {
        let number = |year, symbol: &str| DocNumber { number: "020".into(), year, symbol: Some(symbol.into()) };
        let (kind, date) = (Kind::from_code("QĐ"), "2023-03-04".parse().ok());
        for (part, term, read) in [
            (EntryPart { number: Some(number(None, "QĐ-UBND")), kind, date }, "p:20/qd-ubnd|QĐ|2023-03-04", "20/qd-ubnd"),
            (
                EntryPart { number: Some(number(Some(2023), "QĐ-UBND")), kind, date: None },
                "p:20/2023/qd-ubnd|QĐ|",
                "20/2023/qd-ubnd",
            ),
            (EntryPart { number: Some(number(None, "UBND-VX")), kind: None, date }, "p:20/ubnd-vx||2023-03-04", "20/ubnd-vx"),
        ] {
            assert_eq!(part_term(&part).as_deref(), Some(term));
            assert!(term.starts_with(&part_beginning("20")));
            assert_eq!(read_part(term), Some((read, part.kind, part.date)));
        }
        assert_eq!(part_term(&EntryPart { kind, date, ..EntryPart::default() }), None);
    }

    #[test]
    fn spellings_of_one_number_share_a_term() {
        let number = |number: &str, year, symbol: &str| DocNumber { number: number.into(), year, symbol: Some(symbol.into()) };
        assert_eq!(number_term(&number("016", None, "Kh-UBND")), "16/kh-ubnd");
        assert_eq!(number_term(&number("11", None, "CT/TU")), "11/ct-tu");
        assert_eq!(year_term(&number("30", Some(2020), "N\u{d0}-CP")).as_deref(), Some("30/2020/nd-cp"));
        assert_eq!(loose_term(&number("l6", None, "KH-U8ND")), loose_term(&number("16", None, "KH-UBND")));
        assert_ne!(loose_term(&number("16", None, "KH-UBMD")), loose_term(&number("16", None, "KH-UBND")));
    }

    #[test]
    fn names_of_bodies_meet() {
        assert_eq!(issuer_key("Ủy ban nhân dân thành phố Cần Thơ"), issuer_key("UBND TP. Cần Thơ"));
        assert_ne!(issuer_key("UBND xã Sơn Hà"), issuer_key("UBND huyện Sơn Hà"));
    }
}
