//! Owns what a run did to links: every mention whose state is another one after the run, with the file that did it.
//!
//! A mention has at most one event a run: the state before the run and the one after it, whatever came between in the batches of
//! the run. Mentions of documents that came in the run count where they are not plainly held, unless the archive was empty before.

use std::collections::BTreeMap;

use rusqlite::params;

use super::{Batch, Store, StoreError};
use crate::model::{Citation, LinkState};

/// How many runs keep their events.
const KEPT_RUNS: i64 = 30;
/// Records of so many runs are kept.
const KEPT_RECORDS: i64 = 400;

/// What happened to a mention's link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// It is held now and was not before.
    Resolved,
    /// It is held now, and something stated does not fit.
    Conflict,
    /// Several documents could be meant now.
    Ambiguous,
    /// The document that was meant is no longer held, or no longer clear.
    Broken,
    /// A citation that came in this run means no document that is held.
    Missing,
}

impl What {
    /// Its code: `resolved`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Resolved => "resolved",
            Self::Conflict => "conflict",
            Self::Ambiguous => "ambiguous",
            Self::Broken => "broken",
            Self::Missing => "missing",
        }
    }

    fn of(before: Option<LinkState>, state: LinkState) -> Self {
        match (before, state) {
            (_, LinkState::Held) => Self::Resolved,
            (_, LinkState::Conflict) => Self::Conflict,
            (None, LinkState::Missing) => Self::Missing,
            (None | Some(LinkState::Missing), LinkState::Ambiguous) => Self::Ambiguous,
            (Some(_), _) => Self::Broken,
        }
    }
}

/// Why a link changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// A document came.
    New,
    /// A file has other bytes than before, or was read better.
    Changed,
    /// A document went.
    Gone,
    /// The citing document itself is new, or reads differently.
    Citing,
}

impl Why {
    /// Its code: `gone`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Gone => "gone",
            Self::Citing => "citing",
        }
    }

    fn from_code(code: &str) -> Self {
        [Self::New, Self::Changed, Self::Gone].into_iter().find(|why| why.code() == code).unwrap_or(Self::Citing)
    }
}

/// A mention whose link is another one after a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkEvent {
    /// What happened.
    pub what: What,
    /// The state before the run; `None`: the citing document came in it.
    pub before: Option<LinkState>,
    /// The state after it.
    pub state: LinkState,
    /// Id of the citing document; `None` where it is no longer held.
    pub from: Option<String>,
    /// Path of its file.
    pub from_path: String,
    /// The mention's name within that document.
    pub handle: String,
    /// Its place among that document's citations, from 0; `None` where it is no longer there.
    pub ordinal: Option<u32>,
    /// The cited number, or name.
    pub number: String,
    /// The date stated beside it (ISO 8601, cut where the paper is).
    pub date: Option<String>,
    /// In which part of the citing document: `footnote 1 (12)`.
    pub place: String,
    /// On which page.
    pub page: u32,
    /// Path of the file that did it.
    pub by: String,
    /// How it did it.
    pub why: Why,
}

impl LinkEvent {
    /// This event and a later one of the same mention as one; `None` if the link stands again as it stood.
    #[must_use]
    pub fn followed_by(self, later: Self) -> Option<Self> {
        let before = self.before;
        let what = What::of(before, later.state);
        (before != Some(later.state)).then_some(Self { what, before, ..later })
    }
}

/// What a batch knows of the documents that came and went in it, for telling causes.
#[derive(Debug, Default)]
pub(super) struct Causes {
    /// Documents that came, by row.
    pub came: BTreeMap<i64, (String, Why)>,
    /// Documents that went, by id.
    pub went: BTreeMap<String, (String, Why)>,
    /// The first of both under each group key.
    pub by_key: BTreeMap<String, (String, Why)>,
    /// States of mentions of what was read again or replaced, by hash of the document that stands for it now, and name.
    pub previous: BTreeMap<(String, String), LinkState>,
}

/// The state of this code.
pub(super) fn state_of(code: &str) -> Option<LinkState> {
    [LinkState::Held, LinkState::Conflict, LinkState::Ambiguous, LinkState::Missing].into_iter().find(|s| s.code() == code)
}

impl Store {
    /// The links that a run changed, by what happened, the citing document's path and the order of reading.
    ///
    /// # Errors
    /// Whatever SQLite says.
    pub fn events(&self, run: i64) -> Result<Vec<LinkEvent>, StoreError> {
        let mut statement = self.connection.prepare(
            "SELECT e.before, e.state, c.doc_id, e.from_path, e.handle, m.ordinal, e.number, e.date, e.place, e.page, e.cause, e.why
             FROM events e LEFT JOIN contents c ON c.sha256 = e.sha256 LEFT JOIN mentions m ON m.content = c.id AND m.handle = e.handle
             WHERE e.run = ?1 ORDER BY e.from_path, m.ordinal, e.handle",
        )?;
        let rows = statement.query_map([run], |r| {
            let before = r.get::<_, Option<String>>(0)?.as_deref().and_then(state_of);
            let state = state_of(&r.get::<_, String>(1)?).unwrap_or(LinkState::Missing);
            Ok(LinkEvent {
                what: What::of(before, state),
                before,
                state,
                from: r.get(2)?,
                from_path: r.get(3)?,
                handle: r.get(4)?,
                ordinal: r.get(5)?,
                number: r.get(6)?,
                date: r.get(7)?,
                place: r.get(8)?,
                page: r.get(9)?,
                by: r.get(10)?,
                why: Why::from_code(&r.get::<_, String>(11)?),
            })
        })?;
        let mut events: Vec<LinkEvent> = rows.collect::<Result<_, _>>()?;
        events.sort_by_key(|event| event.what);
        Ok(events)
    }
}

impl Batch<'_> {
    /// Keeps that a mention's link is another one now.
    pub(super) fn note_event(
        &mut self,
        content: i64,
        handle: &str,
        citation: &Citation,
        news: &News<'_>,
    ) -> Result<(), StoreError> {
        let Some((run, was_empty)) = self.run else { return Ok(()) };
        let (sha256, path): (String, Option<String>) = self
            .tx
            .prepare_cached("SELECT sha256, (SELECT min(path) FROM files WHERE content = c.id) FROM contents c WHERE id = ?1")?
            .query_row([content], |r| Ok((r.get(0)?, r.get(1)?)))?;
        let before = news.before.or_else(|| self.causes.previous.get(&(sha256.clone(), handle.to_owned())).copied());
        if before.is_none() && (was_empty || news.state == LinkState::Held) {
            return Ok(());
        }
        let path = path.unwrap_or_default();
        let (cause, why) = self.cause(news).unwrap_or_else(|| (path.clone(), Why::Citing));
        let number = citation.doc_number().map(|n| n.to_string()).or_else(|| citation.name.clone());
        self.tx
            .prepare_cached(
                "INSERT INTO events (run, sha256, handle, before, state, from_path, number, date, place, page, cause, why)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
                 ON CONFLICT DO UPDATE SET state = ?5, from_path = ?6, page = ?10, cause = ?11, why = ?12",
            )?
            .execute(params![
                run,
                sha256,
                handle,
                before.map(LinkState::code),
                news.state.code(),
                path,
                number.unwrap_or_else(|| citation.surface.clone()),
                citation.date.map(|d| d.to_string()),
                citation.place.to_string(),
                citation.span.page,
                cause,
                why.code()
            ])?;
        Ok(())
    }

    /// The file that changed a link: the document meant now if it came in this batch, the one meant before if it went, else the
    /// first that came or went under the same key.
    fn cause(&self, news: &News<'_>) -> Option<(String, Why)> {
        if let Some(found) = news.target.and_then(|row| self.causes.came.get(&row)) {
            return Some(found.clone());
        }
        if let Some(found) = news.old_target.and_then(|id| self.causes.went.get(id)) {
            return Some(found.clone());
        }
        // What a new document cites was not changed by what else came in the night, unless it is that document.
        news.before?;
        news.key.and_then(|key| self.causes.by_key.get(key)).cloned()
    }

    /// Drops what came to nothing within the run.
    pub(super) fn settle_events(&self) -> Result<(), StoreError> {
        if let Some((run, _)) = self.run {
            self.tx.execute("DELETE FROM events WHERE run = ?1 AND before = state", [run])?;
        }
        Ok(())
    }
}

/// What is new about a mention.
pub(super) struct News<'a> {
    /// The state before, where the mention was linked before.
    pub before: Option<LinkState>,
    /// The state now.
    pub state: LinkState,
    /// The row of the document meant now.
    pub target: Option<i64>,
    /// The id of the document meant before.
    pub old_target: Option<&'a str>,
    /// The key of its group.
    pub key: Option<&'a str>,
}

/// Forgets the events and gone files of runs long ago, and runs of more than a year ago, so that an archive that is run every
/// night does not grow by it.
pub(super) fn prune(connection: &rusqlite::Connection, run: i64) -> Result<(), StoreError> {
    connection.execute("DELETE FROM events WHERE run <= ?1", [run - KEPT_RUNS])?;
    connection.execute("DELETE FROM gone_files WHERE at < (SELECT started FROM runs WHERE id = ?1)", [run - KEPT_RUNS])?;
    connection.execute("DELETE FROM runs WHERE id <= ?1", [run - KEPT_RECORDS])?;
    Ok(())
}
