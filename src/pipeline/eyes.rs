//! Owns recognition as a run sees it: the engine, how many pages at once, and what was recognised before.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, OnceLock, PoisonError};

use sha2::{Digest as _, Sha256};

use super::wire::{Recognition, Wish};
use crate::ocr::{Engine, Lacking, Picture, sureness};
use crate::store::{Recognised, Store, StoreError};

/// What a run is asked to do with pages that are pictures (`--ocr`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Ocr {
    /// Recognise them if tesseract is there.
    #[default]
    Auto,
    /// Leave them.
    Off,
    /// Recognise them, and those with a scanner's own layer of text too; without tesseract the run is refused.
    Force,
}

/// Recognises pictures of pages, for all workers of a run together.
#[derive(Debug)]
pub struct Eyes {
    /// Looked for when it is first needed: asking tesseract what it is takes longer than reading most files.
    engine: OnceLock<Result<Engine, String>>,
    starter: PathBuf,
    layers: bool,
    lanes: usize,
    free: Mutex<usize>,
    freed: Condvar,
    /// Recognised in this run and not kept in the archive yet, by hash of the picture.
    fresh: Mutex<BTreeMap<String, Recognised>>,
    kept: OnceLock<Mutex<Store>>,
    stop: OnceLock<Arc<AtomicBool>>,
}

/// The reason of pages that were left because nobody was to recognise them.
pub const SWITCHED_OFF: &str = "recognition is switched off (`--ocr off`)";

/// A page whose words tesseract is less sure of on average may lie on its side.
const DOUBTFUL: f32 = 55.0;

impl Eyes {
    /// Looks for the engine. `starter` is this program's file.
    ///
    /// # Errors
    /// [`Lacking`] if recognition is forced and the engine is not there.
    pub fn open(ocr: Ocr, starter: &Path) -> Result<Self, Lacking> {
        let engine = OnceLock::new();
        let known = match ocr {
            Ocr::Off => Some(Err(SWITCHED_OFF.to_owned())),
            Ocr::Force => Some(Ok(Engine::find(starter)?)),
            Ocr::Auto => None,
        };
        if let Some(known) = known {
            // The lock is new, so it takes what is known.
            let _ = engine.set(known);
        }
        let lanes = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Self {
            engine,
            starter: starter.to_owned(),
            layers: ocr == Ocr::Force,
            lanes,
            free: Mutex::new(lanes),
            freed: Condvar::new(),
            fresh: Mutex::default(),
            kept: OnceLock::new(),
            stop: OnceLock::new(),
        })
    }

    /// The engine's name for records; empty where there is none.
    #[must_use]
    pub fn engine(&self) -> &str {
        self.look_up().map_or("", Engine::id)
    }

    fn look_up(&self) -> Result<&Engine, &str> {
        let engine = self.engine.get_or_init(|| Engine::find(&self.starter).map_err(|lacking| lacking.to_string()));
        engine.as_ref().map_err(String::as_str)
    }

    /// Makes it remember what the archive in this folder has kept.
    ///
    /// # Errors
    /// When the archive cannot be opened.
    pub fn remember(&self, archive: &Path) -> Result<(), StoreError> {
        if self.look_up().is_ok() && self.kept.get().is_none() {
            // Should another thread have been quicker, its memory serves as well.
            let _ = self.kept.set(Mutex::new(Store::open(archive)?));
        }
        Ok(())
    }

    /// Gives up pages not begun yet when this is raised.
    pub fn stop_with(&self, stop: Arc<AtomicBool>) {
        // The first one counts.
        let _ = self.stop.set(stop);
    }

    /// Was it asked to stop?
    #[must_use]
    pub fn stopped(&self) -> bool {
        self.stop.get().is_some_and(|stop| stop.load(Ordering::SeqCst))
    }

    /// What was recognised since the last batch.
    #[must_use]
    pub fn fresh(&self) -> Vec<Recognised> {
        self.fresh.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    /// Is there anything of that?
    #[must_use]
    pub fn has_fresh(&self) -> bool {
        !self.fresh.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    /// Notes that these are kept in the archive now.
    pub fn settled(&self, kept: &[Recognised]) {
        let mut fresh = self.fresh.lock().unwrap_or_else(PoisonError::into_inner);
        for page in kept {
            fresh.remove(&page.picture);
        }
    }

    pub(super) fn wish(&self) -> Wish {
        match self.engine.get() {
            Some(Err(reason)) => Wish::Nothing(reason.clone()),
            _ => Wish::Recognise { at_once: self.lanes, layers: self.layers },
        }
    }

    /// Recognises pictures, as many at once as there are cores over all callers.
    pub(super) fn recognise(&self, pictures: &[Picture]) -> Vec<Recognition> {
        std::thread::scope(|scope| {
            let running: Vec<_> = pictures.iter().map(|picture| scope.spawn(move || self.one(picture))).collect();
            let gone = |_| Recognition::Failed("the thread that watches `tesseract` stopped".to_owned());
            running.into_iter().map(|thread| thread.join().unwrap_or_else(gone)).collect()
        })
    }

    fn one(&self, picture: &Picture) -> Recognition {
        let engine = match self.look_up() {
            Ok(engine) => engine,
            Err(reason) => return Recognition::Lacking(reason.to_owned()),
        };
        let hash = hash(picture);
        if let Some(known) = self.known(&hash, engine.id()) {
            return Recognition::Words { quarters: known.quarters, table: known.table };
        }
        let _lane = self.lane();
        if self.stopped() {
            return Recognition::Failed("the run was stopped".to_owned());
        }
        let read = look(engine, picture).map(|(quarters, table)| {
            let upright = picture.turned(quarters);
            (quarters, engine.look_again(&upright, table))
        });
        match read {
            Err(failure) => Recognition::Failed(failure.to_string()),
            Ok((quarters, table)) => {
                let page = Recognised { picture: hash.clone(), engine: engine.id().to_owned(), quarters, table: table.clone() };
                if self.kept.get().is_some() {
                    self.fresh.lock().unwrap_or_else(PoisonError::into_inner).insert(hash, page);
                }
                Recognition::Words { quarters, table }
            }
        }
    }

    fn known(&self, hash: &str, engine: &str) -> Option<Recognised> {
        let fresh = self.fresh.lock().unwrap_or_else(PoisonError::into_inner).get(hash).cloned();
        fresh.or_else(|| {
            let store = self.kept.get()?.lock().unwrap_or_else(PoisonError::into_inner);
            // What the archive cannot give back is recognised again.
            store.recognised(hash, engine).ok().flatten()
        })
    }

    fn lane(&self) -> Lane<'_> {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        while *free == 0 {
            free = self.freed.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
        *free -= 1;
        Lane(self)
    }
}

/// The right to run the engine once.
struct Lane<'a>(&'a Eyes);

impl Drop for Lane<'_> {
    fn drop(&mut self) {
        *self.0.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.0.freed.notify_one();
    }
}

fn hash(picture: &Picture) -> String {
    let mut hasher = Sha256::new();
    hasher.update(format!("{} {} {} ", picture.frame.width, picture.frame.height, picture.frame.dpi));
    hasher.update(&picture.grey);
    super::digest_hex(&hasher.finalize())
}

/// Recognises a page; one that reads badly is looked at from its other sides too, if the engine can tell which is up.
fn look(engine: &Engine, picture: &Picture) -> Result<(u8, String), crate::ocr::Failure> {
    let table = engine.recognise(picture)?;
    let before = sureness(&table);
    if (before.words >= 10 && before.mean >= DOUBTFUL && !before.sideways) || picture.is_blank() {
        return Ok((0, table));
    }
    // Where the engine cannot tell which side is up, a page whose words run up or down is turned both ways.
    let ways =
        engine.quarters_to_turn(picture).map_or_else(|| if before.sideways { vec![1, 3] } else { Vec::new() }, |way| vec![way]);
    let mut best = (0, table, if before.sideways { 0.0 } else { before.mean });
    for quarters in ways {
        let turned = engine.recognise(&picture.turned(quarters))?;
        let after = sureness(&turned);
        if after.mean > best.2 && !after.sideways {
            best = (quarters, turned, after.mean);
        }
    }
    Ok((best.0, best.1))
}
