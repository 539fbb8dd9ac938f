//! Owns what later mentions take from the full mention of the same document: symbol, year, date, issuer, a law's number.
//!
//! By NĐ 30/2020 (Điều 8, Phụ lục I) the first mention is full, later ones are short. So a short mention means what the full one
//! means, also where that is not yet in force; it parts from it only where the document cites two versions.

use std::collections::BTreeMap;

use crate::model::{Citation, PartialDate, Relation};

use super::body::{Body, Fit, Known};
use super::context::{Asked, Reader};
use super::weigh::{Numbering, are_one_kind, is_one_period, is_slip_of_year};

/// How many laws one title names.
const LAWS_IN_TITLE: usize = 8;
/// Of so many documents of one ordinal, or versions of one law, a mention takes what it lacks.
const NAMESAKES: usize = 16;
/// How many bytes behind a number the title of its document may name a law, where the title was not read.
const TITLE: u32 = 200;
/// The same where it was read.
const LONG_TITLE: u32 = 400;

/// The day of the document in whose title a law is named (`Nghị định số 12/2020/NĐ-CP … quy định chi tiết Luật Đất đai`): the law
/// that was there on that day is meant.
pub(super) fn day_of_title(citations: &[Citation], at: usize) -> Option<PartialDate> {
    let one = citations.get(at).filter(|c| c.name.is_some() && c.number.is_none() && c.date.is_none())?;
    let outer = citations.get(..at)?.iter().rev().take(LAWS_IN_TITLE).find(|c| c.number.is_some())?;
    let apart = one.span.start.checked_sub(outer.span.end).filter(|_| one.span.page == outer.span.page)?;
    let name = one.name.as_deref().unwrap_or_default().to_lowercase();
    let in_title = match &outer.subject {
        Some(subject) => apart <= LONG_TITLE && subject.to_lowercase().contains(&name),
        None => apart <= TITLE && one.relation == Relation::Guides,
    };
    outer.date.or_else(|| outer.year.and_then(PartialDate::year)).filter(|_| in_title)
}

/// Completes the short mentions of a document.
pub(super) fn complete(asked: &mut [Option<Asked>], citations: &[Citation], reader: &Reader) {
    give_symbols(asked, reader);
    give_numbers(asked, citations);
    carry_over(asked, reader);
}

/// `Quyết định số 12` after `Quyết định số 12/QĐ-UBND`: a mention without a symbol takes it where one document alone is meant.
fn give_symbols(asked: &mut [Option<Asked>], reader: &Reader) {
    let mut full: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, one) in asked.iter().enumerate() {
        if let Some((one, ordinal)) = one.as_ref().and_then(|a| Some((a, a.ordinal.as_ref()?)))
            && one.symbol.is_some()
        {
            let known = full.entry(ordinal.clone()).or_default();
            let is_same = |at: &usize| {
                let other = asked.get(*at).and_then(Option::as_ref);
                other.is_some_and(|o| (&o.symbol, o.year, o.kind, &o.issuer) == (&one.symbol, one.year, one.kind, &one.issuer))
            };
            if known.len() < NAMESAKES && !known.iter().any(is_same) {
                known.push(i);
            }
        }
    }
    for i in 0..asked.len() {
        let Some(Some(short)) = asked.get(i) else { continue };
        let (Some(ordinal), Some(kind), None) = (&short.ordinal, short.kind, &short.symbol) else { continue };
        let year = short.year.or(short.date.map(PartialDate::year_number));
        let fits = |one: &&Asked| {
            let years = year.zip(one.year.or(one.date.map(PartialDate::year_number)));
            let bodies = short.issuer.as_ref().zip(one.issuer.as_ref());
            one.kind.is_some_and(|k| are_one_kind(k, kind))
                && years.is_none_or(|(a, b)| a == b)
                && bodies.is_none_or(|(a, b)| may_be_one(a, b, reader))
        };
        let mut meant = full.get(ordinal).into_iter().flatten().filter_map(|&at| asked.get(at)?.as_ref()).filter(fits);
        let Some(first) = meant.next() else { continue };
        if meant.any(|other| (&other.symbol, other.year) != (&first.symbol, first.year)) {
            continue;
        }
        let (key, symbol, year) = (first.key.clone(), first.symbol.clone(), first.year);
        if let Some(Some(short)) = asked.get_mut(i) {
            (short.key, short.symbol, short.year) = (key, symbol, year);
        }
    }
}

/// A version of a law, as a document names it.
#[derive(Debug, Clone)]
struct Version {
    number: Option<Number>,
    date: Option<PartialDate>,
    /// The document is based on it.
    is_basis: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Number {
    key: String,
    ordinal: Option<String>,
    symbol: Option<String>,
    year: Option<u16>,
}

impl Version {
    /// What a mention states of a law's version; `None` where it states nothing.
    fn of(asked: &Asked, citation: &Citation) -> Option<Self> {
        let number = asked.symbol.is_some().then(|| Number {
            key: asked.key.clone(),
            ordinal: asked.ordinal.clone(),
            symbol: asked.symbol.clone(),
            year: asked.year,
        });
        let is_basis = citation.relation == Relation::Basis;
        (number.is_some() || asked.date.is_some()).then_some(Self { number, date: asked.date, is_basis })
    }

    fn year(&self) -> Option<u16> {
        self.number.as_ref().and_then(|n| n.year).or(self.date.map(PartialDate::year_number))
    }

    /// One law is passed once in a year, and a slip of the pen leaves the rest of a date as it is.
    fn is_one_with(&self, other: &Self) -> bool {
        match (&self.number, &other.number) {
            (Some(a), Some(b)) => (&a.ordinal, &a.symbol) == (&b.ordinal, &b.symbol),
            _ => {
                self.year() == other.year()
                    || self.date.zip(other.date).is_some_and(|(a, b)| a.year_number() == b.year_number() || a.is_anniversary(b))
            }
        }
    }

    /// Takes what another mention of it states and the first does not.
    fn join(&mut self, other: Self) {
        self.is_basis |= other.is_basis;
        self.number = self.number.take().or(other.number);
        let fuller = |a: PartialDate, b: PartialDate| if !a.is_full() && b.is_full() { b } else { a };
        self.date = match (self.date, other.date) {
            (Some(a), Some(b)) => Some(fuller(a, b)),
            (a, b) => a.or(b),
        };
    }
}

/// Gives a law that is named alone the number and date of the version that the document cites, and one that is named with its date
/// the number. Of two versions a name alone means the one that the document is based on, else that of the day.
fn give_numbers(asked: &mut [Option<Asked>], citations: &[Citation]) {
    let mut laws: BTreeMap<String, Vec<Version>> = BTreeMap::new();
    // What stands in a quoted text is another document's word.
    for quoted in [false, true] {
        let mut found: BTreeMap<&str, Vec<Version>> = BTreeMap::new();
        for (one, citation) in asked.iter().zip(citations).filter(|(_, c)| c.quoted == quoted) {
            let Some((one, name)) = one.as_ref().and_then(|a| Some((a, a.name.as_deref()?))) else { continue };
            let Some(version) = Version::of(one, citation) else { continue };
            let versions = found.entry(name).or_default();
            if let Some(known) = versions.iter_mut().find(|known| known.is_one_with(&version)) {
                known.join(version);
            } else if versions.len() < NAMESAKES {
                versions.push(version);
            }
        }
        for (name, versions) in found {
            laws.entry(name.to_owned()).or_insert(versions);
        }
    }
    for one in asked.iter_mut().flatten().filter(|a| a.ordinal.is_none()) {
        let Some(versions) = one.name.as_ref().and_then(|name| laws.get(name)) else { continue };
        let stated = Version { number: None, date: one.date, is_basis: false };
        let meant = match one.date {
            Some(_) => only(versions, |v| v.is_one_with(&stated)),
            None => only(versions, |_| true).or_else(|| only(versions, |v| v.is_basis)),
        };
        // The title of an older document names an older version.
        let too_new = |version: &Version| {
            one.as_of.is_some_and(|day| match version.date.filter(|d| d.is_full() && day.is_full()) {
                Some(passed) => passed > day,
                None => version.year().is_some_and(|year| year > day.year_number()),
            })
        };
        let Some(version) = meant.filter(|v| !too_new(v)) else { continue };
        if let Some(number) = version.number.clone() {
            (one.key, one.ordinal, one.symbol, one.year) = (number.key, number.ordinal, number.symbol, number.year);
        }
        one.date = one.date.or(version.date);
    }
}

/// The one version of which this is true.
fn only(versions: &[Version], is_meant: impl Fn(&Version) -> bool) -> Option<&Version> {
    let mut meant = versions.iter().filter(|version| is_meant(version));
    meant.next().filter(|_| meant.next().is_none())
}

/// Gives short mentions the date and issuer of the nearest full mention of the same number, earlier ones first; where a later
/// one contradicts the first, those of the first.
fn carry_over(asked: &mut [Option<Asked>], reader: &Reader) {
    let mut by_number: BTreeMap<(String, Option<u16>), Vec<usize>> = BTreeMap::new();
    for (i, one) in asked.iter().enumerate() {
        if let Some(one) = one.as_ref().filter(|a| a.ordinal.is_some()) {
            by_number.entry((one.key.clone(), one.year)).or_default().push(i);
        }
    }
    for mentions in by_number.values().filter(|m| m.len() > 1) {
        let mut last: Option<(PartialDate, Option<Body>)> = None;
        let full = |one: &Asked| one.date.filter(|_| one.date_stated).map(|d| (d, one.issuer.clone()));
        let first = mentions.iter().find_map(|&i| asked.get(i)?.as_ref().and_then(full));
        for &i in mentions {
            let Some(Some(one)) = asked.get_mut(i) else { continue };
            if one.date_stated {
                let differs =
                    full(one).zip(first.as_ref()).is_some_and(|(now, first)| contradicts(first, &now, one.year, reader));
                if !differs {
                    last = full(one);
                }
                continue;
            }
            let Some((date, issuer)) = last.as_ref().or(first.as_ref()) else { continue };
            let same_body = match (&one.issuer, issuer) {
                (Some(mine), Some(theirs)) => may_be_one(mine, theirs, reader),
                _ => true,
            };
            if same_body {
                one.date = Some(*date);
                if one.issuer.is_none() {
                    one.issuer.clone_from(issuer);
                    one.nearby = None;
                }
            }
        }
        tell_bodies(asked, mentions, reader);
    }
}

/// Marks the mentions of a number and day that the document gives to several bodies.
fn tell_bodies(asked: &mut [Option<Asked>], mentions: &[usize], reader: &Reader) {
    let said = |one: &Asked| one.date.filter(|d| d.is_full()).zip(one.issuer.clone());
    let mut bodies: BTreeMap<PartialDate, Vec<Body>> = BTreeMap::new();
    for (day, body) in mentions.iter().filter_map(|&i| said(asked.get(i)?.as_ref()?)) {
        let known = bodies.entry(day).or_default();
        if known.len() < NAMESAKES && !known.contains(&body) {
            known.push(body);
        }
    }
    for &i in mentions {
        let Some(Some(one)) = asked.get_mut(i) else { continue };
        let Some((day, body)) = said(one) else { continue };
        one.of_two_bodies = bodies.get(&day).is_some_and(|all| all.iter().any(|other| !may_be_one(&body, other, reader)));
    }
}

fn may_be_one(a: &Body, b: &Body, reader: &Reader) -> bool {
    a == b || Known::from_body(b).fit(a, reader.body.as_ref()) != Fit::Other
}

/// Do two full mentions of one number speak of one document and state two days of it?
fn contradicts(
    (first, by): &(PartialDate, Option<Body>),
    (now, whose): &(PartialDate, Option<Body>),
    year: Option<u16>,
    reader: &Reader,
) -> bool {
    let numbering = if year.is_some() { Numbering::Year } else { Numbering::Renewed };
    let one_number = is_slip_of_year(*first, *now) || is_one_period(*first, *now, numbering);
    let bodies = by.as_ref().zip(whose.as_ref());
    first != now && one_number && bodies.is_none_or(|(a, b)| may_be_one(b, a, reader))
}

#[cfg(test)]
mod tests {
    use crate::link::contexts;
    use crate::link::sample::citation;
    use crate::model::{Citation, DocNumber, Document, Kind, Relation, Span};

    /// `kind number name date relation subject` of a document's citations; of each the key, date and year that it asks for.
    fn check(name: &str, cited: &[(&str, &str, &str, &str, &str)], want: &[(&str, &str)]) {
        let mut at = 0;
        let citations: Vec<Citation> = cited
            .iter()
            .map(|(kind, number, law, date, subject)| {
                let mut one = citation("x", kind, number, date, "", Span { page: 1, start: at, end: at + 20 });
                at += 100;
                if !number.contains('/') && !number.is_empty() {
                    one.number = Some((*number).to_owned());
                }
                one.name = (!law.is_empty()).then(|| (*law).to_owned());
                one.relation = if subject.is_empty() { Relation::Refers } else { Relation::Guides };
                if *subject == "căn cứ" {
                    one.relation = Relation::Basis;
                } else {
                    one.subject = (!subject.is_empty()).then(|| (*subject).to_owned());
                }
                one
            })
            .collect();
        let document = Document { kind: Kind::from_code("TT"), date: "2025-06-01".parse().ok(), ..Document::default() };
        let got: Vec<(String, String)> = contexts(&document, &citations)
            .into_iter()
            .map(|context| {
                let asked = context.asked.expect("asks");
                let number = asked
                    .ordinal
                    .clone()
                    .map(|number| DocNumber { number, year: asked.year, symbol: asked.symbol.clone() }.key());
                (number.unwrap_or(asked.key), asked.date.map(|d| d.to_string()).unwrap_or_default())
            })
            .collect();
        let want: Vec<(String, String)> = want.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        assert_eq!(got, want, "{name}");
    }

    #[test]
    fn short_mentions_are_completed_from_the_full_one() {
        const LAW: &str = "Luật Canh nông";
        let numbered = ("Luật", "80/2024/QH15", LAW, "2024-11-29", "căn cứ");
        let alone = ("Luật", "", LAW, "", "");
        let full = ("80|2024|QH15", "2024-11-29");
        check("a law named again", &[numbered, alone], &[full, full]);
        check("a law named before", &[alone, numbered], &[full, full]);
        check("spelt otherwise", &[numbered, ("Luật", "", "Luật canh nông", "", "")], &[full, full]);
        check("another law", &[numbered, ("Luật", "", "Luật Canh gác", "", "")], &[full, ("l:canh gac", "")]);
        check("with its year", &[numbered, ("Luật", "", LAW, "2024", "")], &[full, ("80|2024|QH15", "2024")]);
        check("a slip of the year", &[numbered, ("Luật", "", LAW, "2023-11-29", "")], &[full, ("80|2024|QH15", "2023-11-29")]);
        check("by its date", &[("Luật", "", LAW, "2024-11-29", "căn cứ"), alone], &[("l:canh nong", "2024-11-29"); 2]);
        let older = ("Luật", "12/2012/QH13", LAW, "", "");
        check("two versions, one the basis", &[numbered, older, alone], &[full, ("12|2012|QH13", ""), full]);
        let newer = ("Luật", "80/2024/QH15", LAW, "", "");
        check("two versions", &[newer, older, alone], &[("80|2024|QH15", ""), ("12|2012|QH13", ""), ("l:canh nong", "")]);
        let decree = ("NĐ", "9/2013/NĐ-CP", "", "2013-05-04", "quy định chi tiết Luật Canh nông");
        check(
            "in an older document's title",
            &[numbered, decree, ("Luật", "", LAW, "", "x")],
            &[full, ("9|2013|NĐ-CP", "2013-05-04"), ("l:canh nong", "")],
        );
        let decision = ("QĐ", "105/QĐ-SXD", "", "2025-03-06", "");
        let again = ("QĐ", "105/QĐ-SXD", "", "", "");
        let slip = ("QĐ", "105/QĐ-SXD", "", "2024-03-06", "");
        let (is, was) = (("105|QĐ-SXD", "2025-03-06"), ("105|QĐ-SXD", "2024-03-06"));
        check("a date that contradicts the first", &[decision, slip, again], &[is, was, is]);
        let earlier = ("QĐ", "105/QĐ-SXD", "", "2023-08-11", "");
        check("another year's", &[decision, earlier, again], &[is, ("105|QĐ-SXD", "2023-08-11"), ("105|QĐ-SXD", "2023-08-11")]);
        check("number alone", &[decision, ("QĐ", "105", "", "", "")], &[is, is]);
        check(
            "number alone, of two",
            &[decision, ("QĐ", "105/QĐ-UBND", "", "2025-01-03", ""), ("QĐ", "105", "", "", "")],
            &[is, ("105|QĐ-UBND", "2025-01-03"), ("105", "")],
        );
    }
}
