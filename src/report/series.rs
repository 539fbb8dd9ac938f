//! Owns number series (dãy số), learned from the documents: which documents share one run of numbers, and what is odd in it.

use std::collections::{BTreeMap, BTreeSet};

use crate::link::{body_key, same_document};
use crate::model::{DocId, DocNumber, Document, Kind, PartialDate, symbol_key};

use super::view::FieldsRow;

/// A document in its series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its id.
    pub id: DocId,
    /// Its file.
    pub path: String,
    /// The ordinal as a number.
    pub ordinal: u32,
    /// The letter suffix (`A` of `08a`); empty for most.
    pub suffix: String,
    /// Number and symbol as printed.
    pub number: String,
    /// Its date.
    pub date: Option<PartialDate>,
    /// Its fields.
    pub document: Document,
}

/// Which kinds share one run of numbers at a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scheme {
    /// Each kind has its own.
    ByKind,
    /// Decisions have one, all else another.
    DecisionsApart,
    /// One for all.
    One,
}

/// One run of numbers: of a body, in a period, for the kinds that share it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// The body's name as most documents write it.
    pub issuer: String,
    /// Its key.
    pub body: String,
    /// The period: `2023`; `2025-1` and `2025-2` where bodies were made anew on 1 July 2025; `2020-2025` for a Party term.
    pub period: String,
    /// What is shared: a kind's code, `QĐ`, or empty for all.
    pub label: String,
    /// Do kinds share it?
    pub shared: bool,
    /// Is it one of legal texts, with the year in their numbers?
    pub normative: bool,
    /// Its documents by ordinal, then suffix, then path; files of one document once.
    pub members: Vec<Member>,
    /// Ordinals that are held in other documents' files only: they leave no gap.
    pub within: BTreeSet<u32>,
}

/// Two documents whose numbers and dates are in opposite order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disorder<'a> {
    /// The smaller number, the later date.
    pub smaller: &'a Member,
    /// The larger number, the earlier date.
    pub larger: &'a Member,
    /// Which of them stands out of the series' order: the smaller?
    pub smaller_is_out: bool,
}

/// A stretch of numbers that nothing held bears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap<'a> {
    /// First missing number.
    pub from: u32,
    /// Last missing number.
    pub to: u32,
    /// The held document before it; `None` before the first.
    pub before: Option<&'a Member>,
    /// The held document after it.
    pub after: &'a Member,
}

/// From how full a series is its gaps are told.
pub const FULL_ENOUGH: f64 = 0.8;
/// From how many documents.
const ENOUGH: usize = 5;

/// The period within which a body gives a number once.
#[must_use]
pub fn period(document: &Document) -> Option<String> {
    let date = document.date?;
    let year = date.year_number();
    let symbol = document.symbol.as_deref().map(symbol_key).unwrap_or_default();
    if document.year.is_none() && crate::link::is_party_symbol(&symbol) {
        // Congresses are held in the years that 5 divides: those years belong to two terms.
        return Some(if year.is_multiple_of(5) {
            year.to_string()
        } else {
            format!("{}-{}", year - year % 5, year - year % 5 + 5)
        });
    }
    let is_local = !crate::link::is_national_symbol(&symbol);
    match date.month_number() {
        Some(month) if year == 2025 && is_local => Some(format!("2025-{}", if month <= 6 { 1 } else { 2 })),
        _ => Some(year.to_string()),
    }
}

/// The kind under which a cited number is filed: that of its symbol's letters, not of the words that cite it (`Thông báo số
/// 17/SXD-QLN` is a letter); what is a legal text by its words stays one.
#[must_use]
pub fn kind_of(symbol: &str, cited: Option<Kind>, year: Option<u16>) -> Option<Kind> {
    let key = symbol_key(symbol);
    let letters = key.split('-').next().and_then(Kind::from_symbol);
    if crate::model::is_legal_text(cited, year) || crate::link::is_national_symbol(&key) && cited.is_some() {
        return letters.or(cited);
    }
    letters.or_else(|| Kind::from_code("CV"))
}

/// The ordinal and its suffix: 8 and `A` of `08a`.
#[must_use]
pub fn ordinal(number: &str) -> Option<(u32, String)> {
    let digits = number.len() - number.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let value = number.get(..digits)?.parse().ok()?;
    Some((value, number.get(digits..)?.to_uppercase()))
}

/// Learns the series of an archive, ordered by body, period and label.
///
/// How a body numbers is told by its documents: kinds share a run where together they neither repeat numbers nor break the
/// order of dates, and only where there are enough of them to tell; else each kind has its own. Normative documents (year in
/// the number) and secret ones have runs of their own by rule. Provinces and communes began anew on 1 July 2025, unless their numbers
/// go on where those of June ended.
#[must_use]
pub fn learn(rows: &[FieldsRow]) -> Vec<Series> {
    type Bodies = BTreeMap<(String, bool, bool), BTreeMap<String, Vec<Member>>>;
    let mut bodies: Bodies = BTreeMap::new();
    let mut names: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
    for row in rows {
        let d = &row.document;
        let (Some(issuer), Some(number), Some(period)) = (&d.issuer, d.doc_number(), period(d)) else { continue };
        let (Some(body), Some((ordinal, suffix))) = (body_key(issuer, d.parent.as_deref()), ordinal(&number.number)) else {
            continue;
        };
        *names.entry(body.clone()).or_default().entry(issuer).or_default() += 1;
        let member = Member {
            id: row.id.clone(),
            path: row.path.clone(),
            ordinal,
            suffix,
            number: number.to_string(),
            date: d.date,
            document: d.clone(),
        };
        let key = (body, number.year.is_some(), d.secrecy.is_some());
        bodies.entry(key).or_default().entry(period).or_default().push(member);
    }
    let mut out = Vec::new();
    for ((body, normative, _), mut periods) in bodies {
        let scheme = if normative { Scheme::ByKind } else { scheme(&periods) };
        go_on(&mut periods, scheme);
        let issuer = names.get(&body).and_then(|n| n.iter().max_by_key(|(_, count)| **count)).map_or("", |(name, _)| *name);
        for (period, members) in periods {
            for (label, members) in split(members, scheme) {
                let (issuer, body, period) = (issuer.to_owned(), body.clone(), period.clone());
                let shared = scheme != Scheme::ByKind;
                out.push(Series { issuer, body, period, label, shared, normative, members, within: BTreeSet::new() });
            }
        }
    }
    for part in rows.iter().flat_map(|row| &row.parts) {
        let d = &part.document;
        let body = d.issuer.as_deref().and_then(|issuer| body_key(issuer, d.parent.as_deref()));
        let (Some(body), Some((number, _)), Some(period)) = (body, d.number.as_deref().and_then(ordinal), period(d)) else {
            continue;
        };
        let labels = [Some(String::new()), d.kind.map(|k| k.code().to_owned()), d.symbol.as_deref().map(symbol_key)];
        for series in out.iter_mut().filter(|s| s.body == body && s.period == period) {
            if labels.iter().flatten().any(|label| *label == series.label) {
                series.within.insert(number);
            }
        }
    }
    out
}

/// Joins the halves of 2025 where each run of the second goes on where the first ended: of a body that was not made anew.
fn go_on(periods: &mut BTreeMap<String, Vec<Member>>, scheme: Scheme) {
    /// So many documents of the second half tell.
    const TELL: usize = 3;
    let (Some(first), Some(second)) = (periods.get("2025-1"), periods.get("2025-2")) else { return };
    let (before, after) = (split(first.clone(), scheme), split(second.clone(), scheme));
    let both: Vec<(&Vec<Member>, &Vec<Member>)> = before.iter().filter_map(|(l, a)| Some((a, after.get(l)?))).collect();
    let follows = |(a, b): &(&Vec<Member>, &Vec<Member>)| {
        let (last, next) = (a.last().map_or(0, |m| m.ordinal), b.first().map_or(0, |m| m.ordinal));
        b.len() >= TELL && next > last
    };
    if !both.is_empty() && both.iter().all(follows) {
        let (Some(mut whole), Some(rest)) = (periods.remove("2025-1"), periods.remove("2025-2")) else { return };
        whole.extend(rest);
        periods.insert("2025".to_owned(), whole);
    }
}

fn label(member: &Member, scheme: Scheme) -> String {
    let kind = member.document.kind.map_or("", Kind::code);
    match scheme {
        // One kind may run under several symbols: `QĐ-UBND` of the board, `QĐ-CT` of its head.
        Scheme::ByKind => member.document.symbol.as_deref().map_or_else(|| kind.to_owned(), symbol_key),
        Scheme::DecisionsApart if kind == "QĐ" => "QĐ".to_owned(),
        Scheme::DecisionsApart | Scheme::One => String::new(),
    }
}

fn split(members: Vec<Member>, scheme: Scheme) -> BTreeMap<String, Vec<Member>> {
    let mut parts: BTreeMap<String, Vec<Member>> = BTreeMap::new();
    for member in members {
        parts.entry(label(&member, scheme)).or_default().push(member);
    }
    for part in parts.values_mut() {
        part.sort_by(|a, b| (a.ordinal, &a.suffix, &a.path).cmp(&(b.ordinal, &b.suffix, &b.path)));
    }
    parts
}

fn scheme(periods: &BTreeMap<String, Vec<Member>>) -> Scheme {
    let kinds: BTreeSet<&str> = periods.values().flatten().filter_map(|m| m.document.kind.map(Kind::code)).collect();
    let total: usize = periods.values().map(Vec::len).sum();
    if kinds.len() < 2 || total < 12 {
        return Scheme::ByKind;
    }
    for scheme in [Scheme::One, Scheme::DecisionsApart] {
        let mut odd = 0;
        let mut mixed = false;
        for members in periods.values() {
            for part in split(members.clone(), scheme).into_values() {
                let kinds: BTreeSet<Option<Kind>> = part.iter().map(|m| m.document.kind).collect();
                mixed |= kinds.len() > 1 && part.len() >= 6;
                let repeated = part.windows(2).filter(|w| matches!(w, [a, b] if is_repeat(a, b))).count();
                odd += repeated + out_of_order(&part).len();
            }
        }
        if mixed && odd * 20 <= total {
            return scheme;
        }
    }
    Scheme::ByKind
}

fn is_repeat(a: &Member, b: &Member) -> bool {
    (a.ordinal, &a.suffix) == (b.ordinal, &b.suffix) && !same_document(&a.document, &b.document)
}

/// Members outside a longest run of non-decreasing dates, as indexes. Inserted numbers (with a suffix) are back-dated by nature
/// and undated ones tell nothing: neither counts.
fn out_of_order(members: &[Member]) -> Vec<usize> {
    let dated: Vec<(usize, PartialDate)> = members
        .iter()
        .enumerate()
        .filter(|(_, m)| m.suffix.is_empty())
        .filter_map(|(i, m)| Some((i, m.date.filter(|d| d.is_full())?)))
        .collect();
    // Patience: `tails[k]` is the end, as an index into `dated`, of the best run of length k + 1.
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; dated.len()];
    let date_at = |i: usize| dated.get(i).map(|(_, d)| *d);
    for (i, (_, date)) in dated.iter().enumerate() {
        let at = tails.partition_point(|&t| date_at(t) <= Some(*date));
        if let Some(slot) = before.get_mut(i) {
            *slot = at.checked_sub(1).and_then(|k| tails.get(k)).copied();
        }
        match tails.get_mut(at) {
            Some(tail) => *tail = i,
            None => tails.push(i),
        }
    }
    let mut kept = BTreeSet::new();
    let mut at = tails.last().copied();
    while let Some(i) = at {
        kept.insert(i);
        at = before.get(i).copied().flatten();
    }
    dated.iter().enumerate().filter(|(i, _)| !kept.contains(i)).map(|(_, (member, _))| *member).collect()
}

impl Series {
    /// Members that are not merely another file of the one before.
    fn documents(&self) -> Vec<&Member> {
        let mut out: Vec<&Member> = Vec::new();
        for member in &self.members {
            let again = out.last().is_some_and(|m| {
                (m.ordinal, &m.suffix) == (member.ordinal, &member.suffix) && same_document(&m.document, &member.document)
            });
            if !again {
                out.push(member);
            }
        }
        out
    }

    /// Different documents that bear one number; groups of two or more.
    #[must_use]
    pub fn duplicates(&self) -> Vec<Vec<&Member>> {
        let mut groups: BTreeMap<(u32, &str, Option<String>), Vec<&Member>> = BTreeMap::new();
        for member in self.documents() {
            let symbol = member.document.symbol.as_deref().map(symbol_key);
            groups.entry((member.ordinal, &member.suffix, symbol)).or_default().push(member);
        }
        groups.into_values().filter(|g| g.len() > 1).collect()
    }

    /// Pairs whose numbers and dates are in opposite order, one for each document that stands out.
    #[must_use]
    pub fn disorders(&self) -> Vec<Disorder<'_>> {
        let out: BTreeSet<usize> = out_of_order(&self.members).into_iter().collect();
        let in_order = |i: usize| !out.contains(&i);
        let usable = |m: &Member| m.suffix.is_empty() && m.date.is_some_and(PartialDate::is_full);
        let mut disorders = Vec::new();
        let duplicated: BTreeSet<u32> = self.duplicates().iter().flatten().map(|m| m.ordinal).collect();
        for &i in &out {
            let Some(member) = self.members.get(i).filter(|m| !duplicated.contains(&m.ordinal)) else { continue };
            let mut above = self.members.iter().enumerate().skip(i + 1).filter(|(j, m)| in_order(*j) && usable(m));
            let below = self.members.iter().enumerate().take(i).rev().filter(|(j, m)| in_order(*j) && usable(m));
            let earlier = below.map(|(_, m)| m).find(|m| m.ordinal < member.ordinal).filter(|m| m.date > member.date);
            let later = above.find(|(_, m)| m.ordinal > member.ordinal).map(|(_, m)| m).filter(|m| m.date < member.date);
            if let Some(smaller) = earlier {
                disorders.push(Disorder { smaller, larger: member, smaller_is_out: false });
            } else if let Some(larger) = later {
                disorders.push(Disorder { smaller: member, larger, smaller_is_out: true });
            }
        }
        disorders
    }

    /// How much of its numbers from 1 to the last is held.
    #[must_use]
    pub fn fullness(&self) -> f64 {
        let numbers: BTreeSet<u32> = self.members.iter().map(|m| m.ordinal).collect();
        let last = numbers.last().copied().unwrap_or(0);
        #[allow(clippy::cast_precision_loss, reason = "counts of documents are far below 2^52")]
        if last == 0 { 0.0 } else { numbers.len() as f64 / f64::from(last) }
    }

    /// Stretches of numbers that nothing held bears, or `None` for a series too thin to tell.
    #[must_use]
    pub fn gaps(&self) -> Option<Vec<Gap<'_>>> {
        let numbers: BTreeMap<u32, &Member> = self.members.iter().rev().map(|m| (m.ordinal, m)).collect();
        if numbers.len() < ENOUGH || self.fullness() < FULL_ENOUGH {
            return None;
        }
        let mut gaps = Vec::new();
        let mut before: Option<&Member> = None;
        for (&number, &after) in &numbers {
            let from = before.map_or(1, |m| m.ordinal + 1);
            let from = (from..number).find(|n| !self.within.contains(n)).unwrap_or(number);
            let to = (from..number).rev().find(|n| !self.within.contains(n));
            gaps.extend(to.map(|to| Gap { from, to, before, after }));
            before = Some(after);
        }
        Some(gaps)
    }
}

/// The printed number of a document, for messages.
#[must_use]
pub fn printed(document: &Document) -> Option<String> {
    document.doc_number().as_ref().map(DocNumber::to_string)
}

#[cfg(test)]
mod tests {
    use super::{Series, kind_of, learn, ordinal};
    use crate::link::sample::letter;
    use crate::model::Kind;
    use crate::report::view::FieldsRow;

    fn series(rows: &[(&str, &str)]) -> Vec<Series> {
        let rows: Vec<FieldsRow> = rows
            .iter()
            .enumerate()
            .map(|(i, (number, date))| {
                let made =
                    letter(&format!("{i:02}"), &format!("p{i:02}"), number, date, "UBND xã Mẫu Sơn", &format!("việc thứ {i}"));
                FieldsRow { id: made.held.id, path: made.path, direction: None, document: made.held.document, parts: Vec::new() }
            })
            .collect();
        learn(&rows)
    }

    #[test]
    fn what_is_odd_in_a_series_is_told() {
        assert_eq!(ordinal("08a"), Some((8, "A".to_owned())));
        let plans = series(&[
            ("01/KH-UBND", "2023-01-05"),
            ("02/KH-UBND", "2023-01-06"),
            ("03/KH-UBND", "2023-02-06"),
            ("04/KH-UBND", "2023-01-20"),
            ("04a/KH-UBND", "2023-01-02"),
            ("05/KH-UBND", "2023-03-01"),
            ("06/KH-UBND", "2023-03-02"),
            ("08/KH-UBND", "2023-03-09"),
            ("08/KH-UBND", "2023-03-11"),
        ]);
        assert_eq!(plans.len(), 1);
        let gaps = plans[0].gaps().unwrap();
        assert_eq!(gaps.iter().map(|g| (g.from, g.to)).collect::<Vec<_>>(), [(7, 7)]);
        let pairs: Vec<(u32, u32)> = plans[0].disorders().iter().map(|d| (d.smaller.ordinal, d.larger.ordinal)).collect();
        assert_eq!(pairs, [(3, 4)]);
        assert_eq!(plans[0].duplicates().len(), 1);
        let thin = series(&[("10/KH-UBND", "2023-01-05"), ("46/KH-UBND", "2023-03-05")]);
        assert_eq!(thin[0].gaps(), None);
    }

    #[test]
    fn the_year_2025_is_cut_where_numbers_begin_anew() {
        for (second, want) in [([1, 2, 4], 2), ([31, 32, 35], 1)] {
            let mut all: Vec<(String, String)> =
                (27u32..=30).map(|n| (format!("{n}/KH-UBND"), format!("2025-05-{n:02}"))).collect();
            all.extend(
                second.iter().zip(1..).map(|(n, day): (&u32, u32)| (format!("{n:02}/KH-UBND"), format!("2025-07-{day:02}"))),
            );
            let rows: Vec<(&str, &str)> = all.iter().map(|(n, d)| (n.as_str(), d.as_str())).collect();
            assert_eq!(series(&rows).len(), want, "{second:?}");
        }
        let rows = [("17/2025/QĐ-UBND", "2025-08-08"), ("37/2025/QĐ-UBND", "2025-04-09"), ("905/QĐ-UBND", "2025-04-09")];
        assert_eq!(series(&rows).len(), 3);
    }

    #[test]
    fn a_cited_number_is_filed_by_its_letters() {
        for (symbol, cited, year, want) in [
            ("SXD-QLN", "TB", None, "CV"),
            ("TB-SXD", "CV", None, "TB"),
            ("TTr-SXD", "CV", None, "TTr"),
            ("QH15", "Luật", Some(2024), "Luật"),
            ("QĐ-UBND", "QĐ", Some(2024), "QĐ"),
        ] {
            let kind = kind_of(symbol, Kind::from_code(cited), year).map(Kind::code);
            assert_eq!(kind, Some(want), "{symbol} {cited}");
        }
    }

    #[test]
    fn kinds_share_a_run_where_their_numbers_say_so() {
        let kinds = ["KH-UBND", "BC-UBND", "UBND", "QĐ-UBND"];
        let all: Vec<(String, String)> = (1u32..=24)
            .map(|n| (format!("{n:02}/{}", kinds[n as usize % 4]), format!("2023-{:02}-{:02}", n / 3 + 1, n % 3 + 1)))
            .collect();
        let rows: Vec<(&str, &str)> = all.iter().map(|(n, d)| (n.as_str(), d.as_str())).collect();
        assert_eq!(series(&rows).len(), 1);
        let each: Vec<(String, String)> = (0u32..24)
            .map(|n| (format!("{:02}/{}", n / 4 + 1, kinds[n as usize % 4]), format!("2023-{:02}-01", n / 4 + 1)))
            .collect();
        let rows: Vec<(&str, &str)> = each.iter().map(|(n, d)| (n.as_str(), d.as_str())).collect();
        assert_eq!(series(&rows).len(), 4);
    }
}
