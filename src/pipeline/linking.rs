//! Owns the end of a batch: directions are set, the citations whose groups changed are resolved, the batch is kept. What a person
//! said about a citation stands over what the catalogue says.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::direction;
use crate::link::{Catalogue, Concern, Context, Names, Turned, contexts};
use crate::model::{AsksOf, Candidate, DocId, Link, LinkState, Mention, handles};
use crate::store::{Asking, Batch, Decision, StoreError};

/// Ends a batch; returns the new generation.
pub(super) fn finish(mut batch: Batch<'_>, home: &[String]) -> Result<u64, StoreError> {
    for content in batch.unplaced() {
        if let Some((path, document, declared)) = batch.placing(content)? {
            batch.set_direction(content, direction(&path, &document, declared.as_ref(), home))?;
        }
    }
    let Wanted { keys, by_content } = wanted(&batch)?;
    let mut catalogue = catalogue(&batch, keys.iter().map(|key| &**key))?;
    for (content, mentions) in by_content {
        let citing = batch.citing(content)?;
        let contexts = contexts(&citing.document, &citing.citations);
        let decisions = batch.decisions(content)?;
        let names = if decisions.is_empty() { Vec::new() } else { handles(&citing.citations) };
        for (ordinal, key) in mentions {
            let at = ordinal as usize;
            let (Some(citation), Some(context)) = (citing.citations.get(at), contexts.get(at)) else { continue };
            let mention = Mention { from: citing.from.clone(), citation: citation.clone() };
            let link = match names.get(at).and_then(|name| decisions.get(name)) {
                Some(said) => Some(decided(&batch, said, &mention, context, &key)?),
                None => catalogue.resolve_reading(&mention, context, |file| batch.held(file))?,
            };
            match link {
                Some(link) => batch.set_link((content, ordinal), &mention, &link)?,
                None if key.is_empty() => batch.unlink((content, ordinal))?,
                None => {}
            }
        }
    }
    batch.commit()
}

/// What is held under these keys; nothing of it is read yet.
fn catalogue<'k>(batch: &Batch<'_>, keys: impl Iterator<Item = &'k str>) -> Result<Catalogue, StoreError> {
    let mut catalogue = Catalogue::default();
    for key in keys {
        let papers = batch.papers_under(key)?;
        for number in papers.iter().filter_map(|paper| paper.body) {
            if catalogue.lacks_body(number) {
                let (issuer, parent) = batch.body(number)?;
                catalogue.name_body(number, &issuer, parent.as_deref());
            }
        }
        catalogue.add_group(key, &papers);
    }
    Ok(catalogue)
}

/// The mentions that are to be resolved.
#[derive(Default)]
struct Wanted {
    keys: BTreeSet<Rc<str>>,
    /// By the row of the citing document: their places among its citations, each with its key.
    by_content: BTreeMap<i64, BTreeMap<u32, Rc<str>>>,
}

impl Wanted {
    fn add(&mut self, mention: Asking) {
        let key = match self.keys.get(mention.asks.key.as_str()) {
            Some(key) => Rc::clone(key),
            None => Rc::from(mention.asks.key),
        };
        self.keys.insert(Rc::clone(&key));
        self.by_content.entry(mention.content).or_default().insert(mention.ordinal, key);
    }
}

/// What is new, what a person spoke about, and what a document that came or went could be meant by.
fn wanted(batch: &Batch<'_>) -> Result<Wanted, StoreError> {
    let (mut wanted, mut names) = (Wanted::default(), Names::default());
    for (key, turns) in batch.turned() {
        if !batch.is_asked_for(key)? {
            continue;
        }
        let documents = batch.documents_of(turns)?;
        let Some(turned) = documents.map(|documents| documents.iter().map(Turned::of).collect::<Vec<_>>()) else {
            batch.asking_for(key, |_| true)?.into_iter().for_each(|mention| wanted.add(mention));
            continue;
        };
        // What no reader could take to mean one of them is passed over before the reader is looked up.
        let may_concern = |asks: AsksOf<'_>| is_concerned(&turned, asks, &mut names, || Ok(None)).unwrap_or(true);
        for mention in batch.asking_for(key, may_concern)? {
            if is_concerned(&turned, mention.asks.of(), &mut names, || batch.bodies_of(mention.content).map(Some))? {
                wanted.add(mention);
            }
        }
    }
    batch.pending()?.into_iter().for_each(|mention| wanted.add(mention));
    Ok(wanted)
}

/// The issuer and the upper body of a citing document; `None`: it may be any.
type Reader = Option<(Option<String>, Option<String>)>;

/// Could the mention mean one of these documents, or is one of them weighed against what it means?
fn is_concerned(
    turned: &[Turned],
    asks: AsksOf<'_>,
    names: &mut Names,
    reader: impl FnOnce() -> Result<Reader, StoreError>,
) -> Result<bool, StoreError> {
    let concern = |one: &Turned| one.concern(asks);
    match turned.iter().map(concern).max() {
        None | Some(Concern::No) => Ok(false),
        Some(Concern::Yes) => Ok(true),
        Some(Concern::OfBody) => {
            let reader = reader()?;
            let mut of_body = turned.iter().filter(|one| concern(one) == Concern::OfBody);
            Ok(of_body.any(|one| names.may_name(one, asks, reader.as_ref())))
        }
    }
}

/// The link of a citation that a person spoke about.
///
/// The document that is meant is linked, whatever speaks against it, and what differs stays told. Where it is not held, the
/// citation is `missing`, and what would be linked without the person's word is only a candidate. What is ruled out is no
/// candidate.
fn decided(batch: &Batch<'_>, said: &[Decision], mention: &Mention, context: &Context, key: &str) -> Result<Link, StoreError> {
    let mut shown = Vec::with_capacity(said.len());
    let (mut meant, mut names_one) = (None, false);
    let mut ruled_out: BTreeSet<DocId> = BTreeSet::new();
    for word in said {
        let held = batch.held_of(&word.target)?;
        shown.push(word.shown(held.as_ref().map(|h| h.id.clone())));
        names_one |= word.means;
        match held {
            Some(held) if word.means => meant = Some(held),
            Some(held) => {
                ruled_out.insert(held.id);
            }
            None => {}
        }
    }
    let nothing = || Link {
        to: None,
        part: None,
        state: LinkState::Missing,
        candidates: Vec::new(),
        conflicts: Vec::new(),
        decided: Vec::new(),
    };
    let mut link = if let Some(held) = meant {
        let id = held.id.clone();
        let found = Catalogue::new(std::iter::once(held)).resolve(mention, context).filter(|link| link.to.as_ref() == Some(&id));
        found.unwrap_or_else(|| Link { to: Some(id), state: LinkState::Held, ..nothing() })
    } else {
        let other = |file| batch.held(file).map(|held| held.filter(|held| !ruled_out.contains(&held.id)));
        let found = catalogue(batch, std::iter::once(key))?.resolve_reading(mention, context, other)?;
        let mut link = found.unwrap_or_else(nothing);
        if names_one {
            let part = link.part.take();
            link.candidates.extend(link.to.take().map(|id| Candidate { id, part, score: 0, reasons: Vec::new() }));
            (link.state, link.conflicts) = (LinkState::Missing, Vec::new());
        }
        link
    };
    link.decided = shown;
    Ok(link)
}
