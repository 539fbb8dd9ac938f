//! Owns the catalogue of held documents and the choice among those that a citation could mean.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use crate::model::{Candidate, DocId, Held, Link, LinkState, Mention, PartialDate};

use super::body::{Fit, Known};
use super::context::{Asked, Context, Reader};
use super::key::{cited_keys, number_keys};
use super::sight::{Memory, Sight};
use super::twins;
use super::weigh::{Class, Row, Weight, weigh};
use super::words::Glance;

/// By how many points one candidate must lead all others to be taken.
const LEAD: i32 = 5;
/// How many possible documents are weighed against one another; in a sound archive a number has a handful.
const COMPARED: usize = 256;
/// How many candidates are kept where it is not clear.
const SHOWN: usize = 8;
/// How many similar documents are named where nothing is held.
const SUGGESTED: usize = 3;

/// What is held, by group key.
///
/// Guarantee: what [`Catalogue::resolve`] says depends on the documents that share the citation's group key and on nothing else,
/// and not on the order in which they were given.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    rows: Vec<Row>,
    groups: BTreeMap<String, Group>,
    bodies: Vec<Known>,
    memory: RefCell<Memory>,
}

/// The documents of one key, so that a citation meets only those that it could mean: a number like 05/KH-UBND is given by each
/// commune of a province in each year.
#[derive(Debug, Clone, Default)]
struct Group {
    /// All of them, those of one body together.
    members: Vec<Member>,
    /// The bodies, each with the part of `members` that is its own.
    bodies: Vec<(Option<u32>, Range<usize>)>,
    by_day: BTreeMap<PartialDate, Vec<u32>>,
    by_year_in_number: BTreeMap<u16, Vec<u32>>,
    /// Those without a full date, and those of bodies of the whole country.
    undated_or_national: Vec<u32>,
}

/// What tells at a glance whether a document could be meant.
#[derive(Debug, Clone, Copy)]
struct Member {
    row: u32,
    body: Option<u32>,
    glance: Glance,
}

/// Up to so many documents a group is simply gone through.
const SMALL: usize = 24;

impl Group {
    fn add(&mut self, at: u32, row: &Row) {
        self.members.push(Member { row: at, body: row.body, glance: row.gist.glance() });
        match row.date.filter(|d| d.is_full()) {
            Some(day) => self.by_day.entry(day).or_default().push(at),
            None => self.undated_or_national.push(at),
        }
        if row.national {
            self.undated_or_national.push(at);
        }
        if let Some(year) = row.year {
            self.by_year_in_number.entry(year).or_default().push(at);
        }
    }

    /// To be called when all are added.
    fn arrange(&mut self) {
        self.members.sort_by_key(|member| member.body);
        let mut from = 0;
        for of_body in self.members.chunk_by(|a, b| a.body == b.body) {
            let to = from + of_body.len();
            self.bodies.push((of_body.first().and_then(|member| member.body), from..to));
            from = to;
        }
    }

    /// All documents that [`weigh`] does not pass over, and maybe others: what it passes over costs most of the time.
    fn possible(&self, asked: &Asked, sight: &mut Sight<'_>, small: usize) -> Vec<u32> {
        let is_dated = asked.date.is_some();
        let by_body = !is_dated && asked.issuer.is_some() && asked.year.is_none();
        if self.members.len() <= small || !is_dated && !by_body {
            return self.members.iter().map(|member| member.row).collect();
        }
        let mut rows = Vec::new();
        if let Some(date) = asked.date {
            rows.extend(&self.undated_or_national);
            // A date that is cut comes before the days that it may stand for.
            let of_year = self.by_day.range(date..).take_while(|(day, _)| day.year_number() == date.year_number());
            rows.extend(of_year.take_while(|(day, _)| !date.is_full() || **day == date).flat_map(|(_, rows)| rows));
            rows.extend(asked.year.and_then(|year| self.by_year_in_number.get(&year)).into_iter().flatten());
        }
        let glance = asked.gist.glance();
        for (body, part) in &self.bodies {
            let could_be = match (&asked.issuer, is_dated) {
                (Some(_), true) => sight.fit(*body) != Fit::Other,
                (Some(_), false) => sight.fit(*body) != Fit::Other || !asked.issuer_stated && sight.is_near(*body),
                (None, _) => sight.in_line(*body).0,
            };
            let members = self.members.get(part.clone()).unwrap_or_default();
            if could_be {
                rows.extend(members.iter().map(|member| member.row));
            } else if !is_dated {
                rows.extend(members.iter().filter(|member| member.glance.may_be_strong(glance)).map(|member| member.row));
            }
        }
        rows.sort_unstable();
        rows.dedup();
        rows
    }
}

impl Catalogue {
    /// A catalogue of these documents; one that is given twice counts once.
    #[must_use]
    pub fn new(held: impl Iterator<Item = Held>) -> Self {
        let mut all: Vec<Held> = held.collect();
        all.sort_by(|a, b| a.id.cmp(&b.id));
        all.dedup_by(|a, b| a.id == b.id);
        let mut catalogue = Self::default();
        let mut places: HashMap<(Option<&str>, Option<&str>), Option<u32>> = HashMap::new();
        for held in &all {
            let parts = held.parts.iter().map(|part| (Some(part.place), &part.document, number_keys(&part.document)));
            for (part, document, keys) in std::iter::once((None, &held.document, cited_keys(&held.document))).chain(parts) {
                let names = (document.issuer.as_deref(), document.parent.as_deref());
                let body = *places.entry(names).or_insert_with(|| {
                    catalogue.bodies.push(Known::new(names.0, names.1)?);
                    u32::try_from(catalogue.bodies.len() - 1).ok()
                });
                let row = Row::of(&held.id, part, document, body);
                if let Ok(at) = u32::try_from(catalogue.rows.len()) {
                    for key in keys {
                        catalogue.groups.entry(key).or_default().add(at, &row);
                    }
                    catalogue.rows.push(row);
                }
            }
        }
        for group in catalogue.groups.values_mut() {
            group.arrange();
        }
        catalogue
    }

    /// Which held document the citation means. `None` where it names no other document: its own number, or a back reference
    /// to nothing.
    #[must_use]
    pub fn resolve(&self, mention: &Mention, context: &Context) -> Option<Link> {
        self.resolve_with(mention, context, SMALL)
    }

    /// `small`: up to so many documents a group is gone through; it changes nothing but the time.
    pub(super) fn resolve_with(&self, mention: &Mention, context: &Context, small: usize) -> Option<Link> {
        let asked = context.asked.as_ref()?;
        let (mut memory, mut none) = (self.memory.borrow_mut(), Vec::new());
        let mut sight = memory.look(&self.bodies, context.reader.body.as_ref(), asked.issuer.as_ref(), &mut none);
        let group = self.groups.get(&asked.key);
        let places = group.map(|g| g.possible(asked, &mut sight, small)).unwrap_or_default();
        let rows = places.iter().filter_map(|&i| self.rows.get(usize::try_from(i).ok()?));
        let mut weighed: Vec<(&Row, Weight)> = rows
            .filter_map(|row| Some((row, weigh(asked, row, &context.reader, &mut sight)?)))
            // A cover letter may cite what lies behind it.
            .filter(|(row, _)| row.id != mention.from || row.part.is_some())
            .collect();
        weighed.sort_by(best_first);
        let (mut possible, other): (Vec<_>, Vec<_>) = weighed.into_iter().partition(|(_, w)| w.class != Class::Not);
        possible.truncate(COMPARED);
        Some(choose(asked, &context.reader, merge_files(possible, &self.bodies), &other))
    }
}

/// Best first; equal ones by their place.
fn best_first((a, x): &(&Row, Weight), (b, y): &(&Row, Weight)) -> Ordering {
    y.score.cmp(&x.score).then_with(|| by_place(a, b))
}

/// By id and part, which are the same in any order of files.
fn by_place(a: &Row, b: &Row) -> Ordering {
    (&a.id, a.part).cmp(&(&b.id, b.part))
}

/// Of several files of one document the fullest stays, with the best weight.
fn merge_files<'a>(possible: Vec<(&'a Row, Weight)>, bodies: &[Known]) -> Vec<(&'a Row, Weight)> {
    let mut documents: Vec<Vec<(&'a Row, Weight)>> = Vec::new();
    for one in possible {
        let (mut joined, mut rest) = (vec![one], Vec::new());
        for set in documents {
            if set.iter().any(|(row, _)| joined.iter().any(|(mine, _)| twins::are_one(mine, row, bodies))) {
                joined.extend(set);
            } else {
                rest.push(set);
            }
        }
        rest.push(joined);
        documents = rest;
    }
    let mut out: Vec<(&Row, Weight)> = documents
        .into_iter()
        .filter_map(|set| {
            set.into_iter().min_by(|(a, x), (b, y)| {
                let rank = |w: &Weight| match w.class {
                    Class::Fits => 0,
                    Class::Conflict => 1,
                    Class::Weak => 2,
                    Class::Not => 3,
                };
                rank(x)
                    .cmp(&rank(y))
                    .then_with(|| a.part.is_some().cmp(&b.part.is_some()))
                    .then_with(|| b.filled.cmp(&a.filled))
                    .then_with(|| by_place(a, b))
            })
        })
        .collect();
    out.sort_by(best_first);
    out
}

fn choose(asked: &Asked, reader: &Reader, mut possible: Vec<(&Row, Weight)>, other: &[(&Row, Weight)]) -> Link {
    prefer_latest(asked, reader, &mut possible);
    let Some(((best, weight), rivals)) = possible.split_first() else {
        let similar = other.iter().filter(|(_, w)| w.suggests).take(SUGGESTED);
        return Link {
            to: None,
            part: None,
            state: LinkState::Missing,
            candidates: similar.map(candidate).collect(),
            conflicts: Vec::new(),
            decided: Vec::new(),
        };
    };
    let leads = rivals.iter().all(|(row, rival)| weight.score - counted(weight, row, rival) - rival.score >= LEAD);
    match weight.class {
        Class::Fits if leads => link(best, LinkState::Held, weight),
        Class::Conflict if leads => link(best, LinkState::Conflict, weight),
        _ => {
            let candidates = possible.iter().take(SHOWN).map(candidate).collect();
            Link { to: None, part: None, state: LinkState::Ambiguous, candidates, conflicts: Vec::new(), decided: Vec::new() }
        }
    }
}

/// A document whose date cannot be read is not ruled out by the date that another bears.
fn counted(best: &Weight, rival: &Row, weight: &Weight) -> i32 {
    let undated = rival.date.is_none() && weight.reasons.contains(&"no-date-held");
    if undated { best.by_date.max(0) } else { 0 }
}

/// A mention without a date means the latest of one body's documents of that number.
fn prefer_latest(asked: &Asked, reader: &Reader, possible: &mut [(&Row, Weight)]) {
    if asked.date.is_some() || reader.written.is_none() {
        return;
    }
    let latest = possible.iter().filter(|(_, w)| w.class == Class::Fits).filter_map(|(row, _)| row.date).max();
    for (row, weight) in possible.iter_mut() {
        if row.date.is_some() && row.date == latest && weight.class == Class::Fits {
            weight.score += LEAD;
            weight.reasons.push("latest");
        }
    }
    possible.sort_by(best_first);
}

fn link(row: &Row, state: LinkState, weight: &Weight) -> Link {
    Link {
        to: Some(row.id.clone()),
        part: row.part,
        state,
        candidates: Vec::new(),
        conflicts: weight.conflicts.clone(),
        decided: Vec::new(),
    }
}

fn candidate((row, weight): &(&Row, Weight)) -> Candidate {
    let reasons = weight.reasons.iter().chain(row.part.map(|_| &"part")).map(|r| (*r).to_owned()).collect();
    Candidate { id: row.id.clone(), part: row.part, score: weight.score, reasons }
}

/// Resolves citations against all that is held, from nothing: the reference for every incremental way.
#[must_use]
pub fn link_all(held: &[Held], citing: &[(Held, Vec<crate::model::Citation>)]) -> Vec<(DocId, Vec<Option<Link>>)> {
    let catalogue = Catalogue::new(held.iter().cloned());
    citing
        .iter()
        .map(|(from, citations)| {
            let contexts = super::contexts(&from.document, citations);
            let links = citations.iter().zip(&contexts).map(|(citation, context)| {
                let mention = Mention { from: from.id.clone(), citation: citation.clone() };
                catalogue.resolve(&mention, context)
            });
            (from.id.clone(), links.collect())
        })
        .collect()
}
