//! Owns the morning report: what a run brought, what broke in it, what waits for a person; as values.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::archive::Archive;
use super::audit::{Code, Finding, Scope, Severity, audit};
use super::place::Where;
use super::view::{ArchiveView as _, Head, Tally};
use crate::model::{DocId, LinkState, PartialDate};
use crate::store::{LinkEvent, Run, Store, StoreError, What, Why};

/// What the run itself says.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct RunFacts {
    /// When it began (ISO 8601).
    pub started: String,
    /// Its number in the archive; `None` where there was nothing to do.
    #[serde(skip)]
    pub number: Option<i64>,
    /// Wall-clock time.
    pub seconds: f64,
    /// Files seen.
    pub files: usize,
    /// New documents.
    pub new: usize,
    /// Documents with other bytes than before.
    pub changed: usize,
    /// Files no longer there.
    pub gone: usize,
    /// Files that are not seen any more and were not forgotten, because they are too many.
    pub spared: usize,
    /// Paths of files that failed in this run.
    #[serde(skip)]
    pub failed: BTreeSet<String>,
    /// It was stopped before its end.
    pub interrupted: bool,
    /// Why it broke off, where it did.
    pub error: Option<String>,
}

/// A link that the archive gained or lost.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// The cited number or name.
    pub number: String,
    /// The citing document.
    pub from: Head,
    /// Where it cites.
    pub place: Where,
    /// The document meant now.
    pub to: Option<Head>,
    /// How the link stood before.
    pub before: Option<LinkState>,
    /// The file that did it.
    pub by: String,
    /// What that file did: `new`, `changed`, `gone`, `citing`.
    pub why: &'static str,
    /// The date that this file's document bears now.
    pub by_date: Option<PartialDate>,
}

/// A file that is not read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// Its path.
    pub path: String,
    /// The code of the reason.
    pub code: String,
    /// What was found.
    pub message: String,
    /// How often it was tried.
    pub tries: u32,
}

/// An incoming document that waits for its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Waiting {
    /// The document.
    pub document: Head,
    /// The last day.
    pub due: PartialDate,
    /// So many days are over; less than 0: are left.
    pub days_over: i64,
}

/// A document that a watched search found for the first time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sighting {
    /// The search's name.
    pub search: String,
    /// The document.
    pub document: Head,
}

/// Something that wants a person, and how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// Its stable name: `error`, `interrupted`, `spared`, `failed`, `broken`, `grave`, `overdue`.
    pub code: &'static str,
    /// How many.
    pub count: usize,
}

/// The morning report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Morning {
    /// What wants a person; empty: all is well.
    pub attention: Vec<Reason>,
    /// The run.
    pub run: RunFacts,
    /// The archive's own bodies.
    pub own: Vec<String>,
    /// Links gained since the report before.
    pub resolved: Vec<Change>,
    /// Links lost since the report before.
    pub broken: Vec<Change>,
    /// Findings that the report before did not have; `None` if there was none before.
    pub new_findings: Option<Vec<Finding>>,
    /// All findings.
    pub findings: usize,
    /// Files that failed since the report before.
    pub failed: Vec<Failure>,
    /// How many more are not read, as before.
    pub failed_before: usize,
    /// Letters that wait, the longest overdue first.
    pub unanswered: Vec<Waiting>,
    /// What watched searches found since the report before; `None` if none is watched.
    pub sightings: Option<Vec<Sighting>>,
    /// The archive's mentions by state.
    pub mentions: Tally,
    /// Ids of all findings, for the next report.
    #[serde(skip)]
    pub keys: BTreeSet<String>,
}

/// Makes the report of a run. `day` is today.
///
/// # Errors
/// Whatever the store says.
pub fn morning(store: &Store, own: Vec<String>, run: RunFacts, day: Option<PartialDate>) -> Result<Morning, StoreError> {
    let archive = Archive::new(store, own.clone());
    let before = store.reported()?;
    let since = before.as_ref().map(|(at, _)| at.as_str());
    let (mut resolved, mut broken) = (Vec::new(), Vec::new());
    let runs = unreported(store, run.number, since)?;
    for event in events(store, &runs)? {
        let list = match event.what {
            What::Resolved => &mut resolved,
            What::Broken => &mut broken,
            What::Conflict | What::Ambiguous | What::Missing => continue,
        };
        list.extend(change(store, &archive, event)?);
    }
    let dismissed: BTreeSet<String> = store.dismissals()?.into_iter().map(|dismissal| dismissal.finding).collect();
    let mut all = audit(&archive, &Scope::Archive, day).findings;
    all.retain(|finding| !dismissed.contains(&finding.id()));
    let keys: BTreeSet<String> = all.iter().map(Finding::id).collect();
    let mut letters: Vec<Waiting> = all.iter().filter_map(|finding| letter(&archive, finding, day)).collect();
    letters.sort_by_key(|waiting| std::cmp::Reverse(waiting.days_over));
    let is_new = |finding: &&Finding| {
        finding.code != Code::Unanswered && before.as_ref().is_some_and(|(_, told)| !told.contains(&finding.id()))
    };
    let new_findings = before.as_ref().map(|_| all.iter().filter(is_new).cloned().collect::<Vec<_>>());
    let (mut failed, mut failed_before) = (Vec::new(), 0);
    for problem in store.problems()? {
        if run.failed.contains(&problem.path) || since.is_some_and(|since| problem.since.as_str() > since) {
            let (path, code, message, tries) = (problem.path, problem.code, problem.message, problem.tries);
            failed.push(Failure { path, code, message, tries });
        } else {
            failed_before += 1;
        }
    }
    let sightings = sightings(store, &archive, &runs)?;
    let [held, conflict, ambiguous, missing] = store.mention_states()?.map(|n| usize::try_from(n).unwrap_or(usize::MAX));
    archive.trouble()?;
    let grave = new_findings.iter().flatten().filter(|f| f.severity == Severity::Error).count();
    let overdue = letters.iter().filter(|w| w.days_over > 0).count();
    let mut attention = vec![
        Reason { code: "error", count: usize::from(run.error.is_some()) },
        Reason { code: "interrupted", count: usize::from(run.interrupted) },
        Reason { code: "spared", count: run.spared },
        Reason { code: "failed", count: failed.len() },
        Reason { code: "broken", count: broken.len() },
        Reason { code: "grave", count: grave },
        Reason { code: "overdue", count: overdue },
    ];
    attention.retain(|reason| reason.count > 0);
    Ok(Morning {
        attention,
        run,
        own,
        resolved,
        broken,
        new_findings,
        findings: all.len(),
        failed,
        failed_before,
        unanswered: letters,
        sightings,
        mentions: Tally { held, conflict, ambiguous, missing },
        keys,
    })
}

/// This run and those since the last report, the earliest first.
fn unreported(store: &Store, run: Option<i64>, since: Option<&str>) -> Result<Vec<i64>, StoreError> {
    let is = |begun: &Run| Some(begun.id) == run || since.is_some_and(|since| begun.started.as_str() > since);
    let mut runs: Vec<i64> = store.runs(30)?.iter().filter(|r| is(r)).map(|r| r.id).collect();
    runs.reverse();
    Ok(runs)
}

fn sightings(store: &Store, archive: &Archive<'_>, runs: &[i64]) -> Result<Option<Vec<Sighting>>, StoreError> {
    if !store.kept_searches()?.iter().any(|kept| kept.watched) {
        return Ok(None);
    }
    let mut seen = Vec::new();
    for run in runs {
        for (search, id) in store.standing_news(*run)? {
            seen.extend(archive.entry(&DocId(id)).map(|entry| Sighting { search, document: entry.head() }));
        }
    }
    Ok(Some(seen))
}

/// What these runs did to links, a mention's changes as one.
fn events(store: &Store, runs: &[i64]) -> Result<Vec<LinkEvent>, StoreError> {
    let mut merged: BTreeMap<(String, String), LinkEvent> = BTreeMap::new();
    for run in runs {
        for event in store.events(*run)? {
            let key = (event.from_path.clone(), event.handle.clone());
            let event = match merged.remove(&key) {
                Some(earlier) => earlier.followed_by(event),
                None => Some(event),
            };
            if let Some(event) = event {
                merged.insert(key, event);
            }
        }
    }
    let mut events: Vec<LinkEvent> = merged.into_values().collect();
    events.sort_by(|a, b| (&a.from_path, a.ordinal, &a.handle).cmp(&(&b.from_path, b.ordinal, &b.handle)));
    Ok(events)
}

/// The event with what a reader needs beside it; `None` if the citing document is no longer held.
fn change(store: &Store, archive: &Archive<'_>, event: LinkEvent) -> Result<Option<Change>, StoreError> {
    let Some(from) = event.from.map(DocId) else { return Ok(None) };
    let (Some(entry), Some(ordinal)) = (archive.entry(&from), event.ordinal) else { return Ok(None) };
    let Some(citation) = entry.extracted.citations.get(ordinal as usize) else { return Ok(None) };
    let meant = entry.links.get(ordinal as usize).and_then(Option::as_ref).and_then(|link| link.to.as_ref());
    let to = meant.and_then(|id| archive.entry(id)).map(|entry| entry.head());
    let by_date = store.by_path(&event.by)?.first().and_then(|row| row.document.date);
    Ok(Some(Change {
        number: event.number,
        from: entry.head(),
        place: Where::of(&entry.extracted, &citation.place, citation.span),
        to,
        before: event.before,
        by: event.by,
        why: Why::code(event.why),
        by_date,
    }))
}

fn letter(archive: &Archive<'_>, finding: &Finding, day: Option<PartialDate>) -> Option<Waiting> {
    if finding.code != Code::Unanswered {
        return None;
    }
    let due: PartialDate = finding.evidence.iter().find_map(|proof| proof.value.as_ref()?.parse().ok())?;
    let document = archive.entry(&finding.document)?.head();
    Some(Waiting { document, due, days_over: day.map_or(0, |day| day.ordinal() - due.ordinal()) })
}
