//! Owns the trace (lược đồ): the citations of a document, of those that it cites, and so on; or, reversed, who cites it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::{Value, json};

use crate::model::{Candidate, Citation, Conflict, Decided, DocId, Link, LinkState, PartialDate, Quote, handles, short_body};

use super::place::Where;
use super::quote;
use super::view::{ArchiveView, Entry, Head, Tally};

/// How far and which way to go.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// How many steps from the document; 1 where 0 is given.
    pub depth: u32,
    /// Follow who cites it.
    pub reverse: bool,
    /// Only edges in these states, and those that lead to them; all where empty.
    pub only: Vec<LinkState>,
}

/// One citation on the way.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Edge {
    /// The citing document.
    pub from: DocId,
    /// The document meant.
    pub to: Option<DocId>,
    /// The part of its file that is meant, where it is not the first paper.
    pub part: Option<u32>,
    /// What that part is.
    pub paper: Option<Head>,
    /// How the citation stands.
    pub state: LinkState,
    /// What else it could be.
    pub candidates: Vec<CandidateHead>,
    /// What does not fit.
    pub conflicts: Vec<Conflict>,
    /// The citation.
    pub citation: Citation,
    /// Its place among the citations of its document, from 0.
    pub index: usize,
    /// How it is called: the document's id, a dot, and its name there, which outlives every reading.
    pub handle: String,
    /// What a person said about it.
    pub decided: Vec<DecidedHead>,
    /// Steps from the document asked for, from 1.
    pub depth: u32,
    /// Where it stands.
    pub place: Where,
    /// Its words with date and issuer.
    pub quote: String,
    /// The sentence up to it.
    pub sentence: String,
    /// The document at its other end: the cited one, or in a reversed trace the citing one.
    pub document: Option<Head>,
    /// What the sides write, where they differ: the citing document here, the held one, the citing one elsewhere.
    pub sides: Vec<Side>,
    /// The edge that this one hangs under.
    pub parent: Option<usize>,
    /// The document at its other end is shown with its own edges elsewhere in the trace.
    pub shown: bool,
    /// That document lies on the way from the root to here.
    pub cycle: bool,
}

/// A candidate with its line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CandidateHead {
    /// The candidate with its reasons.
    #[serde(flatten)]
    pub candidate: Candidate,
    /// What it is.
    #[serde(skip)]
    pub document: Option<Head>,
}

/// A person's word with the line of the document that it names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecidedHead {
    /// What was said.
    #[serde(flatten)]
    pub decided: Decided,
    /// The document, where it is held.
    #[serde(skip)]
    pub document: Option<Head>,
}

/// What one side of a difference writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Side {
    /// Which side.
    pub role: Role,
    /// The document that writes it.
    pub document: DocId,
    /// Its file.
    pub path: String,
    /// Which field.
    pub field: String,
    /// The value as written: a date in ISO form, a body's name, a code of a kind.
    pub value: String,
    /// The words.
    pub quote: Option<String>,
    /// Where they stand.
    pub place: Where,
}

/// Which side of a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// This mention.
    Mention,
    /// The held document.
    Held,
    /// Another mention in the citing document.
    Elsewhere,
}

/// A footnote of the root with its edges.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoteLine {
    /// Its mark.
    pub marker: String,
    /// The marked words.
    pub anchor: Option<Quote>,
    /// Where the mark stands.
    pub place: Option<Where>,
    /// Indexes into [`Trace::edges`], in reading order.
    pub edges: Vec<usize>,
    /// How many of its items are of which kind (code, count), most frequent first; only where it enumerates.
    pub kinds: Vec<(String, usize)>,
}

/// A trace as a value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trace {
    /// The document asked for.
    pub document: Head,
    /// Is it a trace of who cites it?
    pub reverse: bool,
    /// Its own mentions by state; all of them, whatever is shown.
    pub tally: Tally,
    /// How many documents its mentions name; in a reversed trace, how many documents cite it.
    pub documents: usize,
    /// Edges, nearest first, then in reading order; children come after their parents.
    pub edges: Vec<Edge>,
    /// Its footnotes in order.
    pub notes: Vec<NoteLine>,
    /// Indexes of its edges that stand in no footnote, in reading order.
    pub body: Vec<usize>,
}

impl Trace {
    /// The edges that hang under one, in order.
    pub fn children(&self, parent: usize) -> impl Iterator<Item = (usize, &Edge)> {
        // Parents do not decrease along the list, since each layer is built in the order of the one before.
        let from = self.edges.partition_point(|e| e.parent < Some(parent));
        self.edges.iter().enumerate().skip(from).take_while(move |(_, e)| e.parent == Some(parent))
    }

    /// The JSON of `trace --json`.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let edges: Vec<Value> = self
            .edges
            .iter()
            .map(|e| {
                json!({
                    "from": e.from, "to": e.to, "part": e.part, "paper": e.paper, "state": e.state, "candidates": e.candidates, "conflicts": e.conflicts,
                    "citation": e.citation, "depth": e.depth, "place": e.place.vietnamese(), "quote": e.quote,
                    "handle": e.handle, "decided": e.decided, "document": e.document, "shown": e.shown, "cycle": e.cycle,
                })
            })
            .collect();
        json!({
            "document": self.document.id, "head": self.document, "reverse": self.reverse, "mentions": self.tally,
            "documents": self.documents, "footnotes": self.notes, "edges": edges,
        })
    }
}

/// Traces a document; `None` if it is not held.
///
/// Each document is followed once, at its nearest place; elsewhere its edge is marked `shown`, and `cycle` where it leads back
/// to a document on the way. Linear in the edges shown.
#[must_use]
pub fn trace(view: &dyn ArchiveView, root: &DocId, options: &Options) -> Option<Trace> {
    let entry = view.entry(root)?;
    let mut edges: Vec<Edge> = Vec::new();
    let mut followed: BTreeSet<DocId> = BTreeSet::from([root.clone()]);
    let mut layer: Vec<(DocId, Option<usize>)> = vec![(root.clone(), None)];
    for depth in 1..=options.depth.max(1) {
        let mut next = Vec::new();
        for (id, parent) in layer {
            let found = if options.reverse { cited_by(view, &id) } else { cites(view, &id) };
            for mut edge in found {
                edge.depth = depth;
                edge.parent = parent;
                let other = if options.reverse { Some(edge.from.clone()) } else { edge.to.clone() };
                let index = edges.len();
                if let Some(other) = other {
                    edge.cycle = other == *root || is_on_the_way(&edges, parent, &other, options.reverse);
                    edge.shown = !followed.insert(other.clone());
                    if !edge.shown {
                        next.push((other, Some(index)));
                    }
                }
                edges.push(edge);
            }
        }
        layer = next;
    }
    if !options.only.is_empty() {
        edges = keep_only(edges, &options.only);
    }
    let documents = if options.reverse { view.cited_by(root).len() } else { named(&entry) };
    let first = |e: &Edge| e.depth == 1 && !options.reverse;
    let body = (0..edges.len()).filter(|&i| edges.get(i).is_some_and(|e| first(e) && note_of(&e.citation).is_none())).collect();
    let notes = if options.reverse { Vec::new() } else { notes(&entry, &edges) };
    Some(Trace { document: entry.head(), reverse: options.reverse, tally: entry.tally(), documents, edges, notes, body })
}

fn note_of(citation: &Citation) -> Option<(&str, Option<&str>)> {
    match &citation.place {
        crate::model::Place::Footnote { marker, item } => Some((marker, item.as_deref())),
        _ => None,
    }
}

fn notes(entry: &Entry, edges: &[Edge]) -> Vec<NoteLine> {
    let extracted = &entry.extracted;
    let of = |marker: &str| -> Vec<usize> {
        let inside = |e: &Edge| e.depth == 1 && note_of(&e.citation).is_some_and(|(m, _)| m == marker);
        (0..edges.len()).filter(|&i| edges.get(i).is_some_and(inside)).collect()
    };
    let mut lines: Vec<NoteLine> = extracted
        .footnotes
        .iter()
        .map(|note| NoteLine {
            marker: note.marker.clone(),
            anchor: note.anchor.clone(),
            place: note.anchor.as_ref().map(|a| Where::of(extracted, &crate::model::Place::Body, a.span)),
            edges: of(&note.marker),
            kinds: kinds_of_items(entry, &note.marker),
        })
        .collect();
    // A mark may come twice where notes are numbered anew on each page: their edges are shown once.
    let mut seen = BTreeSet::new();
    for line in &mut lines {
        if !seen.insert(line.marker.clone()) {
            line.edges.clear();
        }
    }
    lines
}

/// The kinds of the items that a note enumerates: the first citation of each item tells.
pub(super) fn kinds_of_items(entry: &Entry, marker: &str) -> Vec<(String, usize)> {
    let mut items: BTreeSet<&str> = BTreeSet::new();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for citation in &entry.extracted.citations {
        if let (Some((m, Some(item))), Some(kind)) = (note_of(citation), citation.kind)
            && m == marker
            && items.insert(item)
        {
            *counts.entry(kind.code()).or_default() += 1;
        }
    }
    let mut counts: Vec<(String, usize)> = counts.into_iter().map(|(k, n)| (k.to_owned(), n)).collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts
}

/// How many documents the mentions of one name: held ones by id, others by what is cited.
fn named(entry: &Entry) -> usize {
    let mut names = BTreeSet::new();
    for (_, citation, link) in entry.linked() {
        let name = match (&link.to, citation.doc_number()) {
            (Some(to), _) => format!("{}|{}", to.0, link.part.map(|part| part.to_string()).unwrap_or_default()),
            (None, Some(number)) => format!("{}|{}", number.key(), citation.kind.map_or("", crate::model::Kind::code)),
            (None, None) => quote::one_line(citation.name.as_deref().unwrap_or(&citation.surface)).to_lowercase(),
        };
        names.insert(name);
    }
    names.len()
}

fn is_on_the_way(edges: &[Edge], mut parent: Option<usize>, document: &DocId, reverse: bool) -> bool {
    while let Some(edge) = parent.and_then(|i| edges.get(i)) {
        let at = if reverse { Some(&edge.from) } else { edge.to.as_ref() };
        if at == Some(document) {
            return true;
        }
        parent = edge.parent;
    }
    false
}

fn keep_only(edges: Vec<Edge>, states: &[LinkState]) -> Vec<Edge> {
    let mut kept: Vec<bool> = edges.iter().map(|e| states.contains(&e.state)).collect();
    for i in (0..edges.len()).rev() {
        if kept.get(i) == Some(&true)
            && let Some(slot) = edges.get(i).and_then(|e| e.parent).and_then(|p| kept.get_mut(p))
        {
            *slot = true;
        }
    }
    let mut moved: Vec<Option<usize>> = Vec::with_capacity(edges.len());
    let mut count = 0;
    for keep in &kept {
        moved.push(keep.then_some(count));
        count += usize::from(*keep);
    }
    let follow = |parent: Option<usize>| parent.and_then(|p| moved.get(p).copied().flatten());
    let pairs = edges.into_iter().zip(kept).filter(|(_, keep)| *keep);
    pairs.map(|(edge, _)| Edge { parent: follow(edge.parent), ..edge }).collect()
}

fn cites(view: &dyn ArchiveView, id: &DocId) -> Vec<Edge> {
    let Some(entry) = view.entry(id) else { return Vec::new() };
    let names = handles(&entry.extracted.citations);
    (0..entry.links.len()).filter_map(|index| edge(view, &entry, index, &names, false)).collect()
}

fn cited_by(view: &dyn ArchiveView, id: &DocId) -> Vec<Edge> {
    let mut edges = Vec::new();
    for citing in view.cited_by(id) {
        let Some(entry) = view.entry(&citing) else { continue };
        let names = handles(&entry.extracted.citations);
        let meant = entry.linked().filter(|(_, _, link)| link.to.as_ref() == Some(id)).map(|(index, _, _)| index);
        edges.extend(meant.collect::<Vec<_>>().into_iter().filter_map(|index| edge(view, &entry, index, &names, true)));
    }
    edges
}

/// One citation of a document with the document at its other end; `None` where it is not linked. `names` are the handles of all
/// citations of the document ([`handles`]).
#[must_use]
pub fn edge(view: &dyn ArchiveView, entry: &Entry, index: usize, names: &[String], reverse: bool) -> Option<Edge> {
    let citation = entry.extracted.citations.get(index)?;
    let link = entry.links.get(index)?.as_ref()?;
    let head = |id: &DocId, part: Option<u32>| view.entry(id).map(|e| e.head_of(part));
    let candidates = link.candidates.iter().map(|c| CandidateHead { candidate: c.clone(), document: head(&c.id, c.part) });
    Some(Edge {
        from: entry.id.clone(),
        to: link.to.clone(),
        part: link.part,
        paper: link.to.as_ref().filter(|_| link.part.is_some()).and_then(|to| head(to, link.part)),
        state: link.state,
        candidates: candidates.collect(),
        conflicts: link.conflicts.clone(),
        citation: citation.clone(),
        index,
        handle: format!("{}.{}", entry.id.0, names.get(index).map_or("", String::as_str)),
        decided: link.decided.iter().map(|d| DecidedHead { decided: d.clone(), document: head(&d.target, None) }).collect(),
        depth: 1,
        place: Where::of(&entry.extracted, &citation.place, citation.span),
        quote: quote::mention(view, entry, citation),
        sentence: quote::sentence(view, entry, citation),
        document: if reverse { Some(entry.head()) } else { link.to.as_ref().and_then(|to| head(to, link.part)) },
        sides: sides(view, entry, index, link),
        parent: None,
        shown: false,
        cycle: false,
    })
}

/// What each side writes of the fields that differ.
fn sides(view: &dyn ArchiveView, entry: &Entry, index: usize, link: &Link) -> Vec<Side> {
    let mut out = Vec::new();
    let Some(to) = &link.to else { return out };
    for conflict in &link.conflicts {
        let field = conflict.field.as_str();
        let mut push = |role: Role, i: usize| {
            let Some(citation) = entry.extracted.citations.get(i) else { return };
            let Some(value) = cited_value(citation, field) else { return };
            let words = if field == "issuer" { quote::sentence(view, entry, citation) } else { dated(view, entry, citation) };
            out.push(Side {
                role,
                document: entry.id.clone(),
                path: entry.path.clone(),
                field: field.to_owned(),
                value,
                quote: Some(words),
                place: Where::of(&entry.extracted, &citation.place, citation.span),
            });
        };
        push(Role::Mention, index);
        if let Some(held) = view.entry(to) {
            let held = held.as_part(link.part);
            let mut side = held_side(&held, field, &conflict.held);
            if field == "date" {
                side.quote = date_line(view, &held).or(side.quote);
            }
            out.push(side);
        }
        let mut push_elsewhere = Vec::new();
        for (i, other, theirs) in entry.linked() {
            let differs = cited_value(other, field).is_some_and(|v| v != conflict.cited);
            if i != index && (&theirs.to, theirs.part) == (&link.to, link.part) && differs {
                push_elsewhere.push((i, other));
            }
        }
        for (_, other) in push_elsewhere {
            out.push(Side {
                role: Role::Elsewhere,
                document: entry.id.clone(),
                path: entry.path.clone(),
                field: field.to_owned(),
                value: cited_value(other, field).unwrap_or_default(),
                quote: Some(dated(view, entry, other)),
                place: Where::of(&entry.extracted, &other.place, other.span),
            });
        }
    }
    out
}

/// The words of a citation with its date, its issuer left out: what a difference of dates is about.
fn dated(view: &dyn ArchiveView, entry: &Entry, citation: &Citation) -> String {
    quote::mention(view, entry, &Citation { issuer: None, ..citation.clone() })
}

/// The place and the day as a letterhead has them: `Sơn Dung, ngày 10 tháng 3 năm 2023`.
fn date_line(view: &dyn ArchiveView, held: &Entry) -> Option<String> {
    let (place, date) = (held.extracted.evidence.get("place")?.span, held.extracted.evidence.get("date")?.span);
    let page = view.page(&held.id, date.page).filter(|_| place.page == date.page && place.start < date.start)?;
    // The place's evidence may take the day in.
    let between = page.get(place.end.min(date.start) as usize..date.start as usize)?;
    let joined = between.chars().all(|c| c == ',' || c.is_whitespace());
    joined.then(|| page.get(place.start as usize..date.end as usize).map(quote::one_line)).flatten()
}

fn cited_value(citation: &Citation, field: &str) -> Option<String> {
    match field {
        "date" => citation.date.as_ref().map(PartialDate::to_string),
        "issuer" => citation.issuer.as_deref().map(|i| short_body(i).into_owned()),
        "kind" => citation.kind.map(|k| k.code().to_owned()),
        "subject" => citation.subject.clone(),
        _ => None,
    }
}

/// What the held document bears, with its evidence.
pub(super) fn held_side(held: &Entry, field: &str, value: &str) -> Side {
    let evidence = held.extracted.evidence.get(field);
    let span = evidence.map_or(crate::model::Span { page: 1, start: 0, end: 0 }, |e| e.span);
    Side {
        role: Role::Held,
        document: held.id.clone(),
        path: held.path.clone(),
        field: field.to_owned(),
        value: value.to_owned(),
        quote: evidence.map(|e| quote::one_line(&e.quote)),
        place: Where { paged: true, ..Where::of(&held.extracted, &crate::model::Place::Letterhead, span) },
    }
}
