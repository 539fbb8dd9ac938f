//! Owns documents that are cited and not held: their mentions gathered, from one document or from all.

use std::collections::{BTreeMap, BTreeSet};

use crate::link::{Home, Identity, cited_body_key, contexts, may_be_one_body, subjects_alike};
use crate::model::{Citation, DocId, DocNumber, LinkState, PartialDate, Relation, sentence_start, symbol_key};

use super::numbers::twins;
use super::{Code, Finding, Proof, Severity, dated, lists, name_of_cited, said};
use crate::report::series::ordinal;
use crate::report::view::{ArchiveView, Direction, Entry, direction_of};

/// A document that is cited and not held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stub {
    /// Its number as most mentions write it, or its name as first cited.
    pub name: String,
    /// The date that it bears most likely, of those that mentions state.
    pub date: Option<PartialDate>,
    /// Its issuer, stated or implied.
    pub issuer: Option<String>,
    /// Its subject, as first stated.
    pub subject: Option<String>,
    /// The documents and citations that mention it, in the order of path and reading.
    pub mentions: Vec<(DocId, usize)>,
    /// Different full dates that mentions state.
    dates: Vec<PartialDate>,
    /// Names of bodies that mentions give it to, where they are several.
    bodies: Vec<String>,
    /// Its numbers, where mentions write it with different years.
    numbers: Vec<String>,
    /// Is it a legal text?
    legal: bool,
}

/// What a mention gives to the gathering.
struct Mention {
    at: (DocId, usize),
    order: usize,
    /// The key of its issuer, stated or implied.
    body: Option<String>,
    /// The day that it states, or that its document states elsewhere.
    date: Option<PartialDate>,
    identity: Identity,
    citation: Citation,
}

/// Stands for the body of a symbol that names its body.
const OF_SYMBOL: &str = "";

impl Mention {
    /// The key of its body; that of letters of the whole country is one, however it is written.
    fn body(&self) -> Option<&str> {
        if self.identity.is_national { Some(OF_SYMBOL) } else { self.body.as_deref() }
    }

    fn issuer(&self) -> Option<&str> {
        self.citation.issuer.as_deref().or(self.citation.issuer_implied.as_deref())
    }
}

/// Gathers what is cited and not held, by one document or by all, ordered by first mention.
///
/// Mentions of one number are one document where their issuers may be one body and their dates are one day, or days of one year
/// of one body; an undated mention joins where its body is named, else the latest. What one document says under one number and
/// one subject is of one document, too, where it states days of different years, or gives it to different bodies on one day. The
/// number of a rule of the country is one document whatever body and day are written; a law by name is the one whose number its
/// document, another document, or the table of laws tells; a number that is a slip of another's is that one.
#[must_use]
pub fn stubs(view: &dyn ArchiveView, of: Option<&DocId>) -> Vec<Stub> {
    let ids = of.map_or_else(|| view.ids(), |id| vec![id.clone()]);
    // Two files of one document cite what they cite once: a later file adds only what the first one lacks.
    let twins = if of.is_none() { twins(&view.rows()) } else { BTreeMap::new() };
    let mut told: BTreeSet<(DocId, String)> = BTreeSet::new();
    let mut by_number: BTreeMap<String, Vec<Mention>> = BTreeMap::new();
    let mut series = Years::default();
    let mut order = 0;
    for id in ids {
        let Some(entry) = view.entry(&id) else { continue };
        let first = twins.get(&id);
        series.learn(&entry);
        let missing: Vec<(usize, &Citation)> = entry
            .linked()
            .filter_map(|(index, citation, link)| (link.state == LinkState::Missing).then_some((index, citation)))
            .collect();
        if missing.is_empty() {
            continue;
        }
        let reader = &entry.extracted.document;
        let contexts = contexts(reader, &entry.extracted.citations);
        for (index, citation) in missing {
            let Some(identity) = contexts.get(index).and_then(crate::link::Context::identity) else { continue };
            let told_of = (first.unwrap_or(&id).clone(), identity.key.clone());
            if first.is_some() && told.contains(&told_of) || is_example(view, &entry, citation) {
                continue;
            }
            told.insert(told_of);
            let issuer = citation.issuer.as_deref().or(citation.issuer_implied.as_deref());
            let body = issuer.and_then(|i| cited_body_key(i, reader.issuer.as_deref(), reader.parent.as_deref()));
            let (at, date, citation) = ((id.clone(), index), identity.date, citation.clone());
            let mention = Mention { at, order, body, date, identity, citation };
            by_number.entry(mention.identity.key.clone()).or_default().push(mention);
            order += 1;
        }
    }
    join_names(&mut by_number);
    join_slips(&mut by_number);
    let mut found: Vec<(usize, Stub)> = by_number.into_values().flat_map(|mentions| gather(mentions, &series)).collect();
    found.sort_by_key(|(first, _)| *first);
    found.into_iter().map(|(_, stub)| stub).collect()
}

/// Gives mentions of a law by name and year to the number that another mention gives with both.
fn join_names(by_number: &mut BTreeMap<String, Vec<Mention>>) {
    let mut numbers: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (key, mentions) in by_number.iter() {
        for name in mentions.iter().filter_map(|m| m.identity.by_name.clone()) {
            numbers.entry(name).or_default().insert(key.clone());
        }
    }
    for (name, keys) in numbers {
        let Some(number) = keys.first().filter(|_| keys.len() == 1) else { continue };
        if let Some(named) = by_number.remove(&name) {
            by_number.entry(number.clone()).or_default().extend(named);
        }
    }
}

/// Up to so many spellings of a number are compared with one another.
const SPELLINGS: usize = 32;

/// Joins numbers of which one is a slip of the other.
fn join_slips(by_number: &mut BTreeMap<String, Vec<Mention>>) {
    let mut near: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (key, mentions) in by_number.iter() {
        for shared in mentions.iter().map(|m| &m.identity.near).find(|near| !near.is_empty()).into_iter().flatten() {
            near.entry(shared.clone()).or_default().push(key.clone());
        }
    }
    for mut keys in near.into_values().filter(|keys| keys.len() > 1) {
        // The spelling of most mentions takes in the others, unless one was taken in before.
        keys.retain(|key| by_number.contains_key(key));
        keys.sort_by_key(|key| std::cmp::Reverse(by_number.get(key).map_or(0, Vec::len)));
        keys.truncate(SPELLINGS);
        let mut kept: Vec<String> = Vec::new();
        for key in keys {
            let into =
                kept.iter().find(|known| by_number.get(*known).zip(by_number.get(&key)).is_some_and(|(a, b)| are_slips(a, b)));
            match into.cloned() {
                Some(known) => {
                    let slips = by_number.remove(&key).unwrap_or_default();
                    by_number.entry(known).or_default().extend(slips);
                }
                None => kept.push(key),
            }
        }
    }
}

/// Is one written with the number of the other by slip? Where a day is stated of both, the slip is the one that no day supports.
fn are_slips(a: &[Mention], b: &[Mention]) -> bool {
    let days = |mentions: &[Mention]| -> BTreeSet<PartialDate> {
        mentions.iter().filter_map(|m| m.date.filter(|d| d.is_full())).collect()
    };
    let (of_a, of_b) = (days(a), days(b));
    // A year in the number that is the year of no day stated of it.
    let is_stray = |mentions: &[Mention]| {
        mentions.iter().all(|m| m.date.is_some_and(|d| m.citation.year.is_some_and(|year| year != d.year_number())))
    };
    let years = |mentions: &[Mention]| mentions.iter().find_map(|m| m.citation.year);
    let may_be_one = years(a) == years(b) || is_stray(a) || is_stray(b);
    let one_day = (!of_a.is_empty() && !of_b.is_empty()).then(|| may_be_one && !of_a.is_disjoint(&of_b));
    let numbered = |mentions: &[Mention]| mentions.iter().map(|m| m.identity.clone()).find(|i| !i.near.is_empty());
    numbered(a).zip(numbered(b)).is_some_and(|(a, b)| a.is_slip_of(&b, one_day))
}

/// Is the document only an example of how papers are written: `…, ví dụ Quyết định số 01 của …`? Rules on writing have such.
fn is_example(view: &dyn ArchiveView, entry: &Entry, citation: &Citation) -> bool {
    let document = &entry.extracted.document;
    if document.kind.is_some() && !document.is_legal_text() {
        return false;
    }
    let Some(page) = view.page(&entry.id, citation.span.page) else { return false };
    let at = citation.span.start as usize;
    page.get(sentence_start(&page, at)..at).unwrap_or_default().to_lowercase().contains("ví dụ")
}

/// How often documents cite a number in each year: by ký hiệu, number and year.
#[derive(Default)]
struct Years(BTreeMap<String, BTreeMap<u32, BTreeMap<u16, usize>>>);

impl Years {
    fn learn(&mut self, entry: &Entry) {
        for (_, citation, _) in entry.linked() {
            let number = citation.number.as_deref().and_then(ordinal);
            if let (Some(symbol), Some((number, _)), Some(date)) =
                (&citation.symbol, number, citation.date.filter(|d| d.is_full()))
            {
                let years = self.0.entry(symbol_key(symbol)).or_default().entry(number).or_default();
                *years.entry(date.year_number()).or_default() += 1;
            }
        }
    }

    /// How often numbers beside this one are cited in this year.
    fn beside(&self, citation: &Citation, year: u16) -> usize {
        /// How far the numbers of neighbours may lie apart.
        const NEAR: u32 = 20;
        let (Some(symbol), Some((here, _))) = (&citation.symbol, citation.number.as_deref().and_then(ordinal)) else { return 0 };
        let Some(known) = self.0.get(&symbol_key(symbol)) else { return 0 };
        let near = known.range(here.saturating_sub(NEAR)..=here.saturating_add(NEAR)).filter(|(number, _)| **number != here);
        near.filter_map(|(_, years)| years.get(&year)).sum()
    }
}

/// The day that a document bears most likely, of those that its mentions state: the one that more than twice as many state as any
/// other; else the one of a legal basis, the one of the year in its number or subject, the one of the year of the numbers beside it;
/// else the one that most state; else the earliest.
fn likeliest(group: &[Mention], series: &Years) -> Option<PartialDate> {
    let mut counts: BTreeMap<PartialDate, usize> = BTreeMap::new();
    for date in group.iter().filter_map(|m| m.citation.date) {
        *counts.entry(date).or_default() += 1;
    }
    // A year alone says less than a day of it.
    let days: Vec<PartialDate> = counts.keys().copied().filter(|date| date.is_full()).collect();
    counts.retain(|date, _| date.is_full() || !days.iter().any(|day| day.agrees(*date)));
    let mut most: Vec<usize> = counts.values().copied().collect();
    most.sort_unstable_by(|a, b| b.cmp(a));
    let (first, second) = (most.first().copied()?, most.get(1).copied().unwrap_or(0));
    let by_weight = |date: PartialDate, count: usize| {
        let year = date.year_number();
        let of_date = |m: &&Mention| m.citation.date == Some(date);
        let basis = group.iter().filter(of_date).any(|m| m.citation.relation == Relation::Basis);
        let named = group.iter().any(|m| {
            let in_subject = m.citation.subject.as_deref().is_some_and(|s| s.contains(&format!("năm {year}")));
            m.citation.year == Some(year) || in_subject
        });
        let beside = group.first().map_or(0, |m| series.beside(&m.citation, year));
        (count > second * 2 && count == first, basis, named, beside, count, std::cmp::Reverse(date))
    };
    counts.iter().max_by_key(|(date, count)| by_weight(**date, **count)).map(|(date, _)| *date)
}

fn gather(mut mentions: Vec<Mention>, series: &Years) -> Vec<(usize, Stub)> {
    if mentions.iter().any(|m| m.identity.is_settled) {
        return stub(mentions, series).into_iter().collect();
    }
    // A slip of letters of the whole country is theirs, too.
    let is_national = mentions.iter().any(|m| m.identity.is_national);
    for mention in &mut mentions {
        mention.identity.is_national = is_national;
    }
    // Full dates first, then the others, those that name a body before those that do not: the order of files decides nothing.
    let is_full = |m: &Mention| m.date.is_some_and(PartialDate::is_full);
    mentions.sort_by_key(|m| (!is_full(m), m.body().is_none(), m.date, m.order));
    let mut groups: Vec<Vec<Mention>> = Vec::new();
    for mention in mentions {
        let best = groups.iter().enumerate().filter_map(|(i, g)| Some((closeness(g, &mention)?, i))).max();
        match best.and_then(|(_, i)| groups.get_mut(i)) {
            Some(group) => group.push(mention),
            None => groups.push(vec![mention]),
        }
    }
    join_bodies(groups).into_iter().filter_map(|group| stub(group, series)).collect()
}

/// Joins groups of different bodies where one document cites both under one day and like subjects.
fn join_bodies(groups: Vec<Vec<Mention>>) -> Vec<Vec<Mention>> {
    let mut joined: Vec<Vec<Mention>> = Vec::new();
    for group in groups {
        let one_day = |a: &Mention, b: &Mention| {
            let day = a.date.filter(|d| d.is_full());
            a.at.0 == b.at.0 && day.is_some() && a.date == b.date && alike(a, b, false)
        };
        match joined.iter_mut().find(|known| known.iter().any(|a| group.iter().any(|b| one_day(a, b)))) {
            Some(known) => known.extend(group),
            None => joined.push(group),
        }
    }
    joined
}

/// Do both state a subject, and speak of one thing?
fn alike(a: &Mention, b: &Mention, strictly: bool) -> bool {
    let subjects = a.citation.subject.as_deref().zip(b.citation.subject.as_deref());
    subjects.is_some_and(|(x, y)| subjects_alike(x, y, strictly))
}

/// How well a mention fits a group; `None` where it names another document.
///
/// One day is one document, unless bodies differ; other days of a year only where one body is named, since it gives a number
/// once a year.
fn closeness(group: &[Mention], mention: &Mention) -> Option<u8> {
    let is_less_exact = |a: &str, b: &str| b.strip_prefix(a).is_some_and(|rest| rest.starts_with('|'));
    let fits = |a: &str, b: &str| a == b || is_less_exact(a, b) || is_less_exact(b, a);
    let mut bodies = group.iter().filter_map(Mention::body);
    if !mention.body().is_none_or(|body| bodies.clone().all(|b| fits(b, body))) {
        return None;
    }
    let same_body = mention.body().is_some_and(|body| bodies.any(|b| b == body));
    let Some(date) = mention.date else { return Some(if same_body { 2 } else { 1 }) };
    let mut dates = group.iter().filter_map(|m| m.date);
    let in_year = mention.citation.year.is_some()
        || dates.clone().next().is_none()
        || dates.clone().any(|d| d.year_number() == date.year_number());
    if date.is_full() && dates.clone().any(|d| d == date) {
        Some(4)
    } else if in_year && (same_body || !date.is_full() || !dates.clone().any(PartialDate::is_full)) {
        Some(if same_body { 3 } else { 1 })
    } else if same_body && date.month_number() != Some(1) && dates.any(|d| d.is_anniversary(date)) {
        // The same day of another year, of one body: a slip of the year, but for the first numbers of a year.
        Some(2)
    } else if same_body && group.iter().any(|m| m.at.0 == mention.at.0 && alike(m, mention, true)) {
        Some(2)
    } else {
        None
    }
}

fn stub(mut group: Vec<Mention>, series: &Years) -> Option<(usize, Stub)> {
    group.sort_by_key(|m| m.order);
    let date = likeliest(&group, series);
    let dates: BTreeSet<PartialDate> = group.iter().filter_map(|m| m.citation.date).filter(|d| d.is_full()).collect();
    let first = group.first()?;
    let mut bodies: Vec<(Option<&str>, &str)> = Vec::new();
    let settled = group.iter().any(|m| m.identity.is_settled);
    // A rule's letters name its body: only what is written beside it can differ. Of several bodies each may be named.
    let told = |m: &&Mention| !m.identity.is_joint && (!settled || m.citation.issuer.is_some());
    for mention in group.iter().filter(told) {
        let (key, name) = (mention.body.as_deref(), mention.issuer());
        if let Some(name) = name.filter(|_| key.is_some() && !bodies.iter().any(|(known, _)| *known == key)) {
            bodies.push((key, name));
        }
    }
    let bodies: Vec<String> = bodies.iter().map(|(_, name)| (*name).to_owned()).collect();
    let (name, numbers) = names(&group);
    let stub = Stub {
        name: name.unwrap_or_else(|| named(first, &group)),
        date,
        issuer: group.iter().find_map(|m| m.issuer().map(str::to_owned)),
        subject: group.iter().find_map(|m| m.citation.subject.clone()),
        mentions: group.iter().map(|m| m.at.clone()).collect(),
        bodies,
        numbers,
        dates: dates.into_iter().collect(),
        legal: first.citation.is_legal_text(),
    };
    Some((first.order, stub))
}

/// A name as first cited; where no mention tells which version of a law is meant, with the number that the table of laws tells.
fn named(first: &Mention, group: &[Mention]) -> String {
    let name = name_of_cited(&first.citation);
    let is_law = first.citation.name.is_some() && first.identity.is_settled;
    let known = first.identity.key.split_once('|').filter(|_| is_law && group.iter().all(|m| m.citation.date.is_none()));
    if let Some((ordinal, rest)) = known {
        // Papers write an ordinal with two digits at least.
        format!("{name} ({:0>2}/{})", ordinal, rest.replace('|', "/"))
    } else {
        name
    }
}

/// The number that most mentions write, the first of those most written; and all, where their years differ.
fn names(group: &[Mention]) -> (Option<String>, Vec<String>) {
    let mut written: Vec<(DocNumber, usize)> = Vec::new();
    for number in group.iter().filter_map(|m| m.citation.doc_number()).filter(|n| n.symbol.is_some()) {
        match written.iter_mut().find(|(known, _)| known.key() == number.key()) {
            Some((_, count)) => *count += 1,
            None => written.push((number, 1)),
        }
    }
    let most = written.iter().map(|(_, count)| *count).max();
    let name = written.iter().find(|(_, count)| Some(*count) == most).map(|(number, _)| number.to_string());
    let years: BTreeSet<Option<u16>> = written.iter().map(|(number, _)| number.year).collect();
    let numbers = if years.len() > 1 { written.iter().map(|(number, _)| number.to_string()).collect() } else { Vec::new() };
    (name, numbers)
}

/// The words of mentions, each with the date that it states.
type Said = BTreeMap<(DocId, usize), (Proof, Option<PartialDate>)>;

/// What there is to say of all that is cited and not held, by one document or by all.
pub(super) fn findings(view: &dyn ArchiveView, of: Option<&DocId>) -> Vec<Finding> {
    let stubs = stubs(view, of);
    // Document by document, so that each is read once.
    let mut mentions: Vec<&(DocId, usize)> = stubs.iter().flat_map(|stub| &stub.mentions).collect();
    mentions.sort_unstable();
    let mut words = Said::new();
    let home = Home::new(&view.own());
    let mut citing: BTreeMap<DocId, Citing> = BTreeMap::new();
    for at in mentions {
        let Some(entry) = view.entry(&at.0) else { continue };
        citing.entry(at.0.clone()).or_insert_with(|| {
            let document = &entry.extracted.document;
            // In the audit of one document, that one is what matters.
            let own = of.is_some() || direction_of(&home, entry.direction, document) == Some(Direction::Di);
            Citing { own, legal: document.is_legal_text() }
        });
        let Some(citation) = entry.extracted.citations.get(at.1) else { continue };
        let date = citation.date.map(|d| d.to_string());
        words.insert(at.clone(), (said(view, &entry, citation, date, false), citation.date));
    }
    stubs.iter().flat_map(|stub| stub.findings(view, &mut words, &citing)).collect()
}

/// What a document is that cites one that is not held.
struct Citing {
    /// It is an own paper, or the one that is audited.
    own: bool,
    /// It is a legal text.
    legal: bool,
}

impl Stub {
    /// That mentions of one day and subject give it to different bodies.
    fn of_two_bodies(&self, view: &dyn ArchiveView, document: &DocId) -> Option<Finding> {
        let mut proofs = Vec::new();
        for (id, index) in &self.mentions {
            let entry = view.entry(id)?;
            let citation = entry.extracted.citations.get(*index)?;
            let issuer = citation.issuer.clone().or_else(|| citation.issuer_implied.clone());
            let context = if citation.issuer.is_none() { lists::in_list(&entry, citation) } else { None };
            if issuer.is_some() {
                proofs.push(Proof { context, ..said(view, &entry, citation, issuer, true) });
            }
        }
        let names = self.bodies.join(", ");
        let dated = dated(&self.name, self.date);
        let vi = format!("{}{}: viện dẫn là của {names}", self.name, dated.0);
        let en = format!("{}{}: cited as of {names}", self.name, dated.1);
        Some(Finding::new(Code::IssuerConflict, document, vi, en).about(self.name.clone(), self.date).with(proofs))
    }

    /// What there is to say: that it is not held, and that it is cited with different dates.
    fn findings(&self, view: &dyn ArchiveView, said: &mut Said, citing: &BTreeMap<DocId, Citing>) -> Vec<Finding> {
        let mentions: Vec<(Proof, Option<PartialDate>)> = self.mentions.iter().filter_map(|at| said.remove(at)).collect();
        let Some(document) = self.mentions.first().map(|(id, _)| id.clone()) else { return Vec::new() };
        let (dated_vi, dated_en) = dated(&self.name, self.date);
        // What legal texts cite, and legal texts that no own paper cites, are kept elsewhere: worth a note.
        let mut by = self.mentions.iter().filter_map(|(id, _)| citing.get(id));
        let reference = by.clone().all(|c| !c.own) && (self.legal || by.all(|c| c.legal));
        let severity = if reference { Severity::Note } else { Code::Missing.severity() };
        let count = mentions.len();
        let proofs: Vec<Proof> = mentions.iter().map(|(proof, _)| proof.clone()).collect();
        let mut out = vec![
            Finding::new(
                Code::Missing,
                &document,
                format!("{}{dated_vi}: chưa có trong kho, viện dẫn {count} lần", self.name),
                format!("{}{dated_en}: not held, cited {count} time{}", self.name, if count == 1 { "" } else { "s" }),
            )
            .weighing(severity)
            .about(self.name.clone(), self.date)
            .of(self.issuer.clone())
            .with(proofs.iter().cloned()),
        ];
        if self.dates.len() > 1 {
            let list = |show: fn(&PartialDate) -> String| self.dates.iter().map(show).collect::<Vec<_>>().join(", ");
            let vi = format!("{}: các chỗ viện dẫn ghi ngày khác nhau: {}", self.name, list(|d| d.vietnamese()));
            let en = format!("{}: its citations state different dates: {}", self.name, list(ToString::to_string));
            let dated = mentions.into_iter().filter(|(_, date)| date.is_some()).map(|(proof, _)| proof);
            out.push(Finding::new(Code::DateConflict, &document, vi, en).about(self.name.clone(), self.date).with(dated));
        }
        if !self.numbers.is_empty() {
            let list = self.numbers.join(", ");
            let vi = format!("{}: viện dẫn với các số {list}", self.name);
            let en = format!("{}: cited with the numbers {list}", self.name);
            out.push(
                Finding::new(Code::NumberYear, &document, vi, en)
                    .about(self.name.clone(), self.date)
                    .with(proofs.iter().cloned()),
            );
        }
        // A body and one of those above it that shortens its name are told apart by their keys' beginnings.
        let apart = |a: &String, b: &String| !may_be_one_body(a, b);
        let differ = self.bodies.iter().enumerate().any(|(i, a)| self.bodies.iter().skip(i + 1).any(|b| apart(a, b)));
        if differ {
            out.extend(self.of_two_bodies(view, &document));
        }
        out
    }
}
