//! Owns the catalogue of held documents and the choice among those that a citation could mean.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use crate::model::{Candidate, DocId, Glimpse, Held, Link, LinkState, Look, Mention, PartialDate};

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
/// Of the files only those have to be read that a citation could mean: the others are known by what is kept beside their keys.
///
/// Guarantee: what [`Catalogue::resolve`] says depends on the documents that share the citation's group key and on nothing else,
/// and not on the order in which they were given.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    /// Papers of the files that were read.
    files: HashMap<i64, Vec<Paper>>,
    groups: BTreeMap<String, Group>,
    bodies: Vec<Known>,
    /// The place among `bodies` of a name with its upper body's; `None`: it names no body.
    named: HashMap<(Option<String>, Option<String>), Option<u32>>,
    /// The same by the archive's number.
    numbered: HashMap<i64, Option<u32>>,
    memory: RefCell<Memory>,
}

/// A paper of a file that was read.
#[derive(Debug, Clone)]
struct Paper {
    row: Row,
    /// The keys under which citations can mean it.
    keys: Vec<String>,
}

/// The papers of one key, so that a citation meets only those that it could mean: a number like 05/KH-UBND is given by each
/// commune of a province in each year.
#[derive(Debug, Clone, Default)]
struct Group {
    /// All of which something is known, those of one body together.
    members: Vec<Member>,
    /// The bodies, each with the part of `members` that is its own.
    bodies: Vec<(Option<u32>, Range<usize>)>,
    /// Sorted, like the next one.
    by_day: Vec<(PartialDate, i64)>,
    by_year_in_number: Vec<(u16, i64)>,
    any_day: Vec<i64>,
    /// Files of which nothing is known but that they bear the key.
    unknown: Vec<i64>,
}

/// What tells at a glance whether a paper could be meant.
#[derive(Debug, Clone, Copy)]
struct Member {
    file: i64,
    body: Option<u32>,
    glance: Glance,
}

/// Up to so many papers a group is simply gone through: papers of files that were read, and of such as are still to be read.
const SMALL: usize = 24;
const FEW: usize = 2;

impl Group {
    fn add(&mut self, file: i64, body: Option<u32>, look: &Look) {
        self.members.push(Member { file, body, glance: Glance(look.glance.cast_unsigned()) });
        if let Some(day) = look.day {
            self.by_day.push((day, file));
        }
        if look.any_day {
            self.any_day.push(file);
        }
        if let Some(year) = look.year {
            self.by_year_in_number.push((year, file));
        }
    }

    /// To be called when all are added.
    fn arrange(&mut self) {
        self.by_day.sort_unstable();
        self.by_year_in_number.sort_unstable();
        self.members.sort_by_key(|member| member.body);
        let mut from = 0;
        for of_body in self.members.chunk_by(|a, b| a.body == b.body) {
            let to = from + of_body.len();
            self.bodies.push((of_body.first().and_then(|member| member.body), from..to));
            from = to;
        }
    }

    /// The files of all papers that [`weigh`] does not pass over, and maybe others: what it passes over costs most of the time.
    fn possible(&self, asked: &Asked, sight: &mut Sight<'_>, small: usize) -> Vec<i64> {
        let mut files = self.unknown.clone();
        let is_dated = asked.date.is_some();
        let by_body = !is_dated && asked.issuer.is_some() && asked.year.is_none();
        let by_number = asked.ordinal.is_some();
        if self.members.len() <= small || !by_number || !is_dated && !by_body {
            files.extend(self.members.iter().map(|member| member.file));
        } else {
            self.pick(asked, sight, &mut files);
        }
        files.sort_unstable();
        files.dedup();
        files
    }

    fn pick(&self, asked: &Asked, sight: &mut Sight<'_>, files: &mut Vec<i64>) {
        if let Some(date) = asked.date {
            files.extend(&self.any_day);
            // A date that is cut comes before the days that it may stand for.
            let from = self.by_day.partition_point(|(day, _)| *day < date);
            let of_year = self.by_day.iter().skip(from).take_while(|(day, _)| day.year_number() == date.year_number());
            files.extend(of_year.take_while(|(day, _)| !date.is_full() || *day == date).map(|(_, file)| file));
            if let Some(year) = asked.year {
                let from = self.by_year_in_number.partition_point(|(of, _)| *of < year);
                files.extend(self.by_year_in_number.iter().skip(from).take_while(|(of, _)| *of == year).map(|(_, file)| file));
            }
        }
        let glance = asked.gist.glance();
        for (body, part) in &self.bodies {
            let could_be = match (&asked.issuer, asked.date.is_some()) {
                (Some(_), true) => sight.fit(*body) != Fit::Other,
                (Some(_), false) => sight.fit(*body) != Fit::Other || !asked.issuer_stated && sight.is_near(*body),
                (None, _) => sight.in_line(*body).0,
            };
            let members = self.members.get(part.clone()).unwrap_or_default();
            if could_be {
                files.extend(members.iter().map(|member| member.file));
            } else if asked.date.is_none() {
                files.extend(members.iter().filter(|member| member.glance.may_be_strong(glance)).map(|member| member.file));
            }
        }
    }
}

impl Catalogue {
    /// A catalogue of these documents, all of them read; one that is given twice counts once.
    #[must_use]
    pub fn new(held: impl Iterator<Item = Held>) -> Self {
        let mut all: Vec<Held> = held.collect();
        all.sort_by(|a, b| a.id.cmp(&b.id));
        all.dedup_by(|a, b| a.id == b.id);
        let mut catalogue = Self::default();
        for (file, held) in (0_i64..).zip(&all) {
            let papers = catalogue.papers(held);
            for Paper { row, keys } in &papers {
                for key in keys {
                    catalogue.groups.entry(key.clone()).or_default().add(file, row.body, &row.look());
                }
            }
            catalogue.files.insert(file, papers);
        }
        for group in catalogue.groups.values_mut() {
            group.arrange();
        }
        catalogue
    }

    /// Adds all papers that bear a key, without reading them. Their bodies are named before: see [`Self::name_body`].
    pub fn add_group(&mut self, key: &str, papers: &[Glimpse]) {
        let mut group = Group::default();
        for paper in papers {
            match &paper.look {
                Some(look) => {
                    let body = paper.body.and_then(|number| self.numbered.get(&number).copied().flatten());
                    group.add(paper.file, body, look);
                }
                None => group.unknown.push(paper.file),
            }
        }
        group.arrange();
        self.groups.insert(key.to_owned(), group);
    }

    /// Is a body of the archive still to be named?
    #[must_use]
    pub fn lacks_body(&self, number: i64) -> bool {
        !self.numbered.contains_key(&number)
    }

    /// Says which body the archive gives this number, and under which upper body it stands.
    pub fn name_body(&mut self, number: i64, issuer: &str, parent: Option<&str>) {
        let body = self.body(Some(issuer), parent);
        self.numbered.insert(number, body);
    }

    fn body(&mut self, issuer: Option<&str>, parent: Option<&str>) -> Option<u32> {
        let bodies = &mut self.bodies;
        *self.named.entry((issuer.map(str::to_owned), parent.map(str::to_owned))).or_insert_with(|| {
            bodies.push(Known::new(issuer, parent)?);
            u32::try_from(bodies.len() - 1).ok()
        })
    }

    /// The papers of a file, each with the keys under which citations can mean it.
    fn papers(&mut self, held: &Held) -> Vec<Paper> {
        let parts = held.parts.iter().map(|part| (Some(part.place), &part.document, number_keys(&part.document)));
        std::iter::once((None, &held.document, cited_keys(&held.document)))
            .chain(parts)
            .map(|(part, document, keys)| {
                let body = self.body(document.issuer.as_deref(), document.parent.as_deref());
                Paper { row: Row::of(&held.id, part, document, body), keys }
            })
            .collect()
    }

    /// Which held document the citation means. `None` where it names no other document: its own number, or a back reference
    /// to nothing.
    #[must_use]
    pub fn resolve(&self, mention: &Mention, context: &Context) -> Option<Link> {
        self.resolve_with(mention, context, SMALL)
    }

    /// The same in a catalogue of which not all files were read: `read` gives those that could be meant, each once.
    ///
    /// # Errors
    /// What `read` says.
    pub fn resolve_reading<E>(
        &mut self,
        mention: &Mention,
        context: &Context,
        mut read: impl FnMut(i64) -> Result<Option<Held>, E>,
    ) -> Result<Option<Link>, E> {
        let Some(asked) = &context.asked else { return Ok(None) };
        let possible = self.possible(asked, &context.reader, FEW);
        for file in &possible {
            if !self.files.contains_key(file) {
                let papers = read(*file)?.map(|held| self.papers(&held)).unwrap_or_default();
                self.files.insert(*file, papers);
            }
        }
        Ok(Some(self.link(mention, asked, &context.reader, &possible)))
    }

    /// `small`: up to so many papers a group is gone through; it changes nothing but the time.
    pub(super) fn resolve_with(&self, mention: &Mention, context: &Context, small: usize) -> Option<Link> {
        let asked = context.asked.as_ref()?;
        let possible = self.possible(asked, &context.reader, small);
        Some(self.link(mention, asked, &context.reader, &possible))
    }

    fn possible(&self, asked: &Asked, reader: &Reader, small: usize) -> Vec<i64> {
        let (mut memory, mut none) = (self.memory.borrow_mut(), Vec::new());
        let mut sight = memory.look(&self.bodies, reader.body.as_ref(), asked.issuer.as_ref(), &mut none);
        self.groups.get(&asked.key).map(|group| group.possible(asked, &mut sight, small)).unwrap_or_default()
    }

    /// The link among the papers of these files.
    fn link(&self, mention: &Mention, asked: &Asked, reader: &Reader, files: &[i64]) -> Link {
        let (mut memory, mut none) = (self.memory.borrow_mut(), Vec::new());
        let mut sight = memory.look(&self.bodies, reader.body.as_ref(), asked.issuer.as_ref(), &mut none);
        let papers = files.iter().filter_map(|file| self.files.get(file)).flatten();
        let rows = papers.filter(|paper| paper.keys.contains(&asked.key)).map(|paper| &paper.row);
        let mut weighed: Vec<(&Row, Weight)> = rows
            .filter_map(|row| Some((row, weigh(asked, row, reader, &mut sight)?)))
            // A cover letter may cite what lies behind it.
            .filter(|(row, _)| row.id != mention.from || row.part.is_some())
            .collect();
        weighed.sort_by(best_first);
        let (mut possible, other): (Vec<_>, Vec<_>) = weighed.into_iter().partition(|(_, w)| w.class != Class::Not);
        possible.truncate(COMPARED);
        choose(asked, reader, merge_files(possible, &self.bodies), &other)
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
