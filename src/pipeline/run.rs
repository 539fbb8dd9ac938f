//! Owns one run of `index`: what is new, what changed, what went; batches; the report.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::indexing::Indexer;
use super::pool::{Settings, Worker};
use super::standing::{self, News};
use super::walk::{Found, Root, Walked, display, walk};
use super::wire::Reading;
use super::{READER, digest_hex, linking};
use crate::index::IndexError;
use crate::link;
use crate::model::{ErrorCode, ReadError};
use crate::store::{Batch, FileRow, Lock, LockError, Migrated, NewFile, Outcome, Store, StoreError, What};

/// A batch ends after so many files, so many bytes of text, or so much time, whatever comes first, but not before it has taken as
/// long as the end of the one before: in a large archive a number is cited by many, whose links are all weighed again when a
/// batch brings another document of that number. So what ends batches costs no more than what fills them.
const BATCH_FILES: usize = 2_000;
const BATCH_TEXT: usize = 64 << 20;
const BATCH_TIME: Duration = Duration::from_secs(20);
/// No batch takes in more text, in bytes.
const MOST_TEXT: usize = 8 * BATCH_TEXT;

/// What a run is asked to do.
#[derive(Debug, Clone)]
pub struct Options {
    /// The archive's folder (`.congvan`), made where it is not.
    pub archive: PathBuf,
    /// Folders and files to index.
    pub paths: Vec<PathBuf>,
    /// The archive's own bodies, for incoming and outgoing.
    pub home: Vec<String>,
    /// Try files again that failed and have not changed.
    pub retry_failed: bool,
    /// Forget more than a tenth of the archive if that is what the folders say.
    pub allow_mass_delete: bool,
    /// How workers run.
    pub workers: Settings,
    /// The time of the run for its records (ISO 8601).
    pub now: String,
    /// Who runs it, for the lock file.
    pub holder: String,
}

/// Why a run could not be made or had to end.
#[derive(Debug, thiserror::Error)]
pub enum PipelineError {
    /// Another run holds the archive, or its lock cannot be taken.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The archive's database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The search index.
    #[error("the search index: {0}")]
    Index(#[from] IndexError),
    /// No worker process can be started: too many processes, no memory, the program's file is gone.
    #[error("a worker process cannot be started: {0}")]
    Worker(#[source] io::Error),
    /// A path that cannot be indexed.
    #[error("`{}`: {source}", path.display())]
    Path {
        /// The path.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The archive's folder cannot be made.
    #[error("the archive `{}` cannot be made: {source}", folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// What happens during a run.
#[derive(Debug)]
pub enum Event<'a> {
    /// An older archive was brought to this version.
    Migrated(&'a Migrated),
    /// The walk is done: so many files are to be read.
    Walked {
        /// Files to read.
        to_read: usize,
        /// Files that the archive knew before.
        known: usize,
    },
    /// One more file is done.
    Read {
        /// Its path, `archive.zip!/inner.docx` in a container.
        path: &'a str,
        /// What came of it.
        reading: &'a Reading,
        /// Failed before in the same way: no news.
        again: bool,
        /// How often it was tried, if it failed.
        tries: u32,
        /// Files done, of those to read.
        done: usize,
        /// Files that failed so far.
        failed: usize,
    },
    /// Nothing happened for a moment; for redrawing.
    Tick {
        /// Files done.
        done: usize,
        /// Files that failed so far.
        failed: usize,
        /// The file that is being read longest, and for how long.
        oldest: Option<(String, Duration)>,
    },
    /// A batch is kept.
    Kept {
        /// The archive's generation now.
        generation: u64,
    },
}

/// A file that failed in this run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileProblem {
    /// Its path.
    pub path: String,
    /// The code.
    pub code: ErrorCode,
    /// What was found.
    pub message: String,
}

/// Linked mentions of the whole archive, by state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the states' own names")]
pub struct MentionCounts {
    pub held: u64,
    pub conflict: u64,
    pub ambiguous: u64,
    pub missing: u64,
}

/// The outcome of a run.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct RunReport {
    /// Files seen.
    pub files: usize,
    /// Documents in files that were not known.
    pub new: usize,
    /// Documents in files that had other bytes before.
    pub changed: usize,
    /// Files that are no longer there.
    pub gone: usize,
    /// Files that failed in this run.
    pub failed: usize,
    /// Files that failed before, unchanged, and were not tried again.
    pub still_failing: usize,
    /// Mentions of the whole archive.
    pub mentions: MentionCounts,
    /// Wall-clock time.
    pub seconds: f64,
    /// The generation after the run.
    pub generation: u64,
    /// Pages read in this run.
    pub pages: u64,
    /// Bytes of the files read in this run.
    pub bytes: u64,
    /// The files that failed in this run.
    pub problems: Vec<FileProblem>,
    /// Citations that gained a document in this run, and such as lost theirs.
    pub resolved: usize,
    /// See `resolved`.
    pub broken: usize,
    /// Ended early by a signal: what was read is kept.
    pub interrupted: bool,
    /// Files that would have been forgotten, but were too many at once.
    pub spared: usize,
    /// What standing searches found for the first time.
    pub standing: Vec<News>,
    /// The run's number in the archive; `None` where there was nothing to do.
    #[serde(skip)]
    pub run: Option<i64>,
}

/// Indexes the paths into the archive. `stop` ends the run after the files being read; what was read is kept.
///
/// # Errors
/// When the archive cannot be written, or a path cannot be found. A file that fails is no error: see [`RunReport::problems`].
pub fn index(options: &Options, stop: &AtomicBool, report: &mut dyn FnMut(Event<'_>)) -> Result<RunReport, PipelineError> {
    let started = Instant::now();
    let folder_error = |source| PipelineError::Folder { folder: options.archive.clone(), source };
    let mut places = Vec::new();
    for path in &options.paths {
        places.push(path.canonicalize().map_err(|source| PipelineError::Path { path: path.clone(), source })?);
    }
    std::fs::create_dir_all(&options.archive).map_err(folder_error)?;
    let _lock = Lock::take(&options.archive, &options.holder)?;
    let mut store = Store::open_for_writing(&options.archive)?;
    if let Some(migrated) = store.migrated() {
        report(Event::Migrated(migrated));
    }
    complete_keys(&mut store)?;
    options.workers.eyes.remember(&options.archive)?;
    let places = claim(&mut store, &places)?;
    let roots: Vec<Root> = store
        .roots()?
        .into_iter()
        .map(|(id, folder, label)| Root { id, folder: PathBuf::from(std::ffi::OsStr::from_bytes(&folder)), label })
        .collect();
    let walked = walk(&places, &roots, &options.archive.canonicalize().map_err(folder_error)?);
    let known = store.files()?;
    let known_files = known.len();
    let plan = plan(&walked, known, &places, options);
    report(Event::Walked { to_read: plan.read.len(), known: known_files });

    let mut outcome =
        RunReport { files: walked.files.len(), still_failing: plan.still_failing, spared: plan.spared, ..RunReport::default() };
    let mut indexer = Indexer::open(&options.archive, &mut store)?;
    if plan.is_empty() && !store.has_orphans()? && store.home()? == options.home {
        outcome.generation = store.generation()?;
    } else {
        let run = store.run_started(&options.now)?;
        outcome.run = Some(run);
        let ended = work(options, (&mut store, run), &mut indexer, &plan, stop, report, &mut outcome);
        outcome.seconds = started.elapsed().as_secs_f64();
        ended?;
        outcome.standing = standing::answer(&options.archive, &mut store, run)?;
        count(&store, &mut outcome)?;
        let events = store.events(run)?;
        outcome.resolved = events.iter().filter(|e| e.what == What::Resolved).count();
        outcome.broken = events.iter().filter(|e| e.what == What::Broken).count();
        let json = serde_json::to_string(&outcome).map_err(|e| StoreError::Damaged(e.to_string()))?;
        store.run_finished(run, &options.now, &json)?;
    }
    indexer.finish()?;
    if outcome.run.is_none() {
        count(&store, &mut outcome)?;
    }
    outcome.seconds = started.elapsed().as_secs_f64();
    Ok(outcome)
}

/// Keeps beside the keys what an older version did not keep there, in parts, so that a kill loses little.
fn complete_keys(store: &mut Store) -> Result<(), StoreError> {
    while let Some((bare, last)) = store.bare_keys(5_000)? {
        let keys: Vec<_> =
            bare.into_iter().map(|(content, held)| (content, link::file_keys(&held.document, &held.parts))).collect();
        store.put_keys_anew(&keys, last)?;
    }
    Ok(())
}

fn count(store: &Store, outcome: &mut RunReport) -> Result<(), StoreError> {
    let [held, conflict, ambiguous, missing] = store.mention_states()?;
    outcome.mentions = MentionCounts { held, conflict, ambiguous, missing };
    outcome.generation = store.generation()?;
    Ok(())
}

/// Finds or makes the root of each place. A single folder of a new archive has no label, so that paths begin below it; several get
/// their path below what they have in common.
fn claim(store: &mut Store, places: &[PathBuf]) -> Result<Vec<(Root, PathBuf)>, PipelineError> {
    let known = store.roots()?;
    let mut claimed = Vec::new();
    let folders: Vec<PathBuf> =
        places.iter().map(|p| if p.is_dir() { p.clone() } else { p.parent().unwrap_or(p).to_owned() }).collect();
    let common = folders.iter().skip(1).fold(folders.first().cloned().unwrap_or_default(), |common, folder| {
        common.components().zip(folder.components()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect()
    });
    let alone = known.is_empty() && folders.iter().all(|f| *f == common);
    for (place, folder) in places.iter().zip(&folders) {
        let holder = known
            .iter()
            .map(|(id, bytes, label)| Root {
                id: *id,
                folder: PathBuf::from(std::ffi::OsStr::from_bytes(bytes)),
                label: label.clone(),
            })
            .filter(|root| place.starts_with(&root.folder))
            .max_by_key(|root| root.folder.as_os_str().len());
        let root = match holder {
            Some(root) => root,
            None => {
                let base = if known.is_empty() && *folder != common { Some(common.as_path()) } else { folder.parent() };
                let label = match base {
                    _ if alone => String::new(),
                    Some(base) => format!("{}/", display(folder.strip_prefix(base).unwrap_or(folder).as_os_str().as_bytes())),
                    None => String::new(),
                };
                let id = store.root(folder.as_os_str().as_bytes(), &label)?;
                Root { id, folder: folder.clone(), label }
            }
        };
        claimed.push((root, place.clone()));
    }
    Ok(claimed)
}

/// What a run has to do.
#[derive(Debug, Default)]
struct Plan {
    /// Files to read: new, changed, failed ones that deserve another try.
    read: Vec<Found>,
    /// Files that cannot be opened, whose record must change.
    refused: Vec<Found>,
    /// Known files that could not be looked at, whatever stood in the way: what is held of them stays.
    hidden: Vec<Found>,
    /// Rows of files that are no longer there.
    gone: Vec<i64>,
    /// Rows of members by their container, of containers that are read again: to be forgotten where it no longer has them.
    members: HashMap<(i64, Vec<u8>), Vec<FileRow>>,
    /// Known files that are read again: row by place.
    rows: HashMap<(i64, Vec<u8>), FileRow>,
    still_failing: usize,
    spared: usize,
}

impl Plan {
    fn is_empty(&self) -> bool {
        self.read.is_empty() && self.refused.is_empty() && self.hidden.is_empty() && self.gone.is_empty()
    }
}

fn plan(walked: &Walked, known: Vec<FileRow>, places: &[(Root, PathBuf)], options: &Options) -> Plan {
    let mut plan = compare(walked, &known, places, options);
    let again: HashSet<(i64, &[u8])> = plan.read.iter().map(|file| (file.root, file.raw.as_slice())).collect();
    for row in known.into_iter().filter(|row| again.contains(&(row.root, row.raw.as_slice()))) {
        let place = (row.root, row.raw.clone());
        if row.member.is_empty() {
            plan.rows.insert(place, row);
        } else {
            plan.members.entry(place).or_default().push(row);
        }
    }
    plan
}

/// What is to be done, without the rows of what is read again.
fn compare(walked: &Walked, known: &[FileRow], places: &[(Root, PathBuf)], options: &Options) -> Plan {
    let mut plan = Plan::default();
    let mut rows: HashMap<(i64, &[u8]), &FileRow> = HashMap::with_capacity(known.len());
    let mut failing_members: HashMap<(i64, &[u8]), usize> = HashMap::new();
    for row in known {
        let key = (row.root, row.raw.as_slice());
        if row.member.is_empty() {
            rows.insert(key, row);
        } else if row.has_failed() {
            *failing_members.entry(key).or_default() += 1;
        }
    }
    // Pages that stayed unread are looked at again when there is an engine that has not tried them.
    let engine = options.workers.eyes.engine();
    let rows_wait: HashSet<(i64, &[u8])> = known
        .iter()
        .filter(|row| !engine.is_empty() && row.waits.as_deref().is_some_and(|before| before != engine))
        .map(|row| (row.root, row.raw.as_slice()))
        .collect();
    let mut present: HashSet<(i64, &[u8])> = HashSet::with_capacity(walked.files.len());
    for file in &walked.files {
        present.insert((file.root, &file.raw));
        let row = rows.get(&(file.root, file.raw.as_slice())).copied();
        if let Some(refused) = &file.refused {
            match row {
                Some(row) if row.outcome == refused.code.code() => plan.still_failing += 1,
                Some(row) if !row.has_failed() && walked.hides(file.root, &file.raw) => {
                    plan.hidden.push(file.clone());
                }
                _ => plan.refused.push(file.clone()),
            }
            continue;
        }
        let members_current = |row: &FileRow| row.outcome != "container" || row.reader == READER;
        let waited = || rows_wait.contains(&(file.root, file.raw.as_slice()));
        match row {
            Some(row) if row.size == file.size && row.mtime == file.mtime && row.reader == READER && members_current(row) => {
                let members = failing_members.get(&(file.root, file.raw.as_slice())).copied().unwrap_or(0);
                let failed = usize::from(row.has_failed()) + members;
                // Of a file that could not be opened nothing is known: what stood in the way may be gone.
                if waited() || row.is_unseen() || failed > 0 && options.retry_failed {
                    plan.read.push(file.clone());
                } else {
                    plan.still_failing += failed;
                }
            }
            _ => plan.read.push(file.clone()),
        }
    }
    // Only what lies under the walked places can have gone, and nothing under a folder that stayed closed.
    let mut gone = Vec::new();
    let mut covered = 0_usize;
    let places: Vec<(i64, &[u8])> = places
        .iter()
        .map(|(root, place)| (root.id, place.strip_prefix(&root.folder).unwrap_or(Path::new("")).as_os_str().as_bytes()))
        .collect();
    for row in known {
        let walked_over = places.iter().any(|(root, place)| {
            row.root == *root
                && (place.is_empty()
                    || row.raw == *place
                    || row.raw.strip_prefix(*place).is_some_and(|rest| rest.starts_with(b"/")))
        });
        if !walked_over {
            continue;
        }
        covered += 1;
        if !present.contains(&(row.root, row.raw.as_slice())) && !walked.hides(row.root, &row.raw) {
            gone.push(row.id);
        }
    }
    // A network folder that vanished looks like this, too.
    if gone.len() > 20 && gone.len() * 10 > covered && !options.allow_mass_delete {
        plan.spared = gone.len();
    } else {
        plan.gone = gone;
    }
    plan
}

/// A file on its way to a worker and back.
#[derive(Debug)]
struct Done {
    at: usize,
    size: u64,
    mtime: i64,
    sha256: Option<String>,
    /// `None`: the same bytes are held already.
    readings: Option<Vec<Reading>>,
}

impl Done {
    /// Has it pages that stayed unread?
    fn waits(&self) -> bool {
        self.readings.iter().flatten().any(|reading| reading.waits.is_some())
    }
}

fn work(
    options: &Options,
    store: (&mut Store, i64),
    indexer: &mut Indexer,
    plan: &Plan,
    stop: &AtomicBool,
    report: &mut dyn FnMut(Event<'_>),
    outcome: &mut RunReport,
) -> Result<(), PipelineError> {
    let held = Mutex::new(Store::open(&options.archive)?);
    let held = &held;
    let in_flight: Arc<Mutex<BTreeMap<usize, Instant>>> = Arc::default();
    let workers = options.workers.workers.clamp(1, plan.read.len().max(1));
    let (to_workers, jobs) = crossbeam_channel::bounded::<usize>(workers * 2);
    let (results, from_workers) = crossbeam_channel::bounded::<Result<Done, PipelineError>>(workers * 4);
    let ended = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            let (jobs, results): (Receiver<usize>, Sender<Result<Done, PipelineError>>) = (jobs.clone(), results.clone());
            let in_flight = Arc::clone(&in_flight);
            let mut worker = Worker::new(options.workers.clone());
            let files = &plan.read;
            scope.spawn(move || {
                for at in jobs {
                    let Some(file) = files.get(at) else { continue };
                    in_flight.lock().unwrap_or_else(PoisonError::into_inner).insert(at, Instant::now());
                    let done = fetch((at, file), options.workers.eyes.engine(), held, &mut worker);
                    in_flight.lock().unwrap_or_else(PoisonError::into_inner).remove(&at);
                    // A scan that the end of the run cut short is left for the next one, which has its first pages already.
                    if options.workers.eyes.stopped() && done.as_ref().is_ok_and(Done::waits) {
                        continue;
                    }
                    if results.send(done).is_err() {
                        return;
                    }
                }
            });
        }
        drop((jobs, results));
        let ended = &ended;
        scope.spawn(move || {
            for at in 0..plan.read.len() {
                if stop.load(Ordering::SeqCst) || ended.load(Ordering::SeqCst) || to_workers.send(at).is_err() {
                    return;
                }
            }
        });
        let kept = keep(options, store, indexer, plan, &from_workers, &in_flight, report, outcome);
        // On an error the feeder and the workers must end, too; their channel is drained so that none waits for ever.
        ended.store(true, Ordering::SeqCst);
        for _ in from_workers {}
        kept
    })?;
    outcome.interrupted = stop.load(Ordering::SeqCst);
    Ok(())
}

/// Reads the bytes of a file and has a worker read them, unless the archive holds the same bytes already, read as this engine of
/// recognition lets them be read.
///
/// # Errors
/// When no worker can be started, or the archive cannot be asked: that is no fault of the file.
fn fetch((at, file): (usize, &Found), engine: &str, held: &Mutex<Store>, worker: &mut Worker) -> Result<Done, PipelineError> {
    let refuse = |code: ErrorCode, message: String| {
        Ok(Done {
            at,
            size: file.size,
            mtime: file.mtime,
            sha256: None,
            readings: Some(vec![Reading {
                member: String::new(),
                sha256: None,
                bytes: file.size,
                waits: None,
                result: Err(ReadError::new(code, message)),
            }]),
        })
    };
    let limit = crate::read::Limits::default().file_bytes;
    if file.size > limit {
        return refuse(ErrorCode::TooLarge, format!("{} bytes; at most {limit} are read", file.size));
    }
    // A file that is being written is read once more; one that will not rest is left for the next run.
    for _ in 0..2 {
        let bytes = match read_whole(&file.absolute, limit) {
            Ok(bytes) => bytes,
            Err(error) => return refuse(ErrorCode::Unreadable, format!("cannot be read: {error}")),
        };
        let (size, mtime) = match stamp(&file.absolute) {
            Ok(stamp) => stamp,
            Err(error) => return refuse(ErrorCode::Unreadable, format!("cannot be read: {error}")),
        };
        if bytes.len() as u64 != size {
            continue;
        }
        let sha256 = digest_hex(&Sha256::digest(&bytes));
        let name = file.path.rsplit('/').next().unwrap_or_default().to_owned();
        let is_held = held.lock().unwrap_or_else(PoisonError::into_inner).has_current(&sha256, READER, engine)?;
        let read = |worker: &mut Worker| worker.read(&bytes, Some(&name), Some(&sha256)).map_err(PipelineError::Worker);
        let readings = if is_held { None } else { Some(read(worker)?) };
        return Ok(Done { at, size, mtime, sha256: Some(sha256), readings });
    }
    refuse(ErrorCode::Changed, "changed while it was read; the next run reads it again".to_owned())
}

fn read_whole(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    use std::io::Read as _;
    let file = std::fs::File::open(path)?;
    let mut bytes = Vec::with_capacity(usize::try_from(file.metadata()?.len().min(limit)).unwrap_or(0) + 1);
    file.take(limit + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn stamp(path: &Path) -> io::Result<(u64, i64)> {
    let metadata = std::fs::metadata(path)?;
    let since = metadata.modified()?.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Ok((metadata.len(), i64::try_from(since.as_nanos()).unwrap_or(i64::MAX)))
}

/// The writer's side: takes what workers deliver, in batches, until they are done.
#[expect(clippy::too_many_arguments, reason = "the writer's whole surroundings, used in one place")]
fn keep(
    options: &Options,
    (store, run): (&mut Store, i64),
    indexer: &mut Indexer,
    plan: &Plan,
    from_workers: &Receiver<Result<Done, PipelineError>>,
    in_flight: &Mutex<BTreeMap<usize, Instant>>,
    report: &mut dyn FnMut(Event<'_>),
    outcome: &mut RunReport,
) -> Result<(), PipelineError> {
    let mut done = 0;
    let mut open = true;
    let mut first = true;
    let eyes = &options.workers.eyes;
    let mut ended_in = Duration::ZERO;
    while open || first {
        let mut batch = store.begin(READER, &options.now)?;
        batch.of_run(run)?;
        let mut size = (0, 0);
        let began = Instant::now();
        if first {
            first = false;
            batch.of_home(&options.home)?;
            let why =
                |file: &Found| file.refused.clone().unwrap_or_else(|| ReadError::new(ErrorCode::Unreadable, "cannot be opened"));
            let refusal = |error| Reading { member: String::new(), sha256: None, bytes: 0, waits: None, result: Err(error) };
            for file in &plan.hidden {
                pass_over(file, &refusal(why(file)), done, report, outcome);
            }
            for file in &plan.refused {
                let reading = refusal(why(file));
                put(&mut batch, (file, None, false), (file.size, file.mtime), reading, done, report, outcome)?;
            }
            for row in &plan.gone {
                batch.forget(*row)?;
            }
            outcome.gone = plan.gone.len();
        }
        loop {
            let (taken, begun) = (began.elapsed(), size.0 > 0 || eyes.has_fresh());
            let full = size.0 >= BATCH_FILES || size.1 >= BATCH_TEXT || taken >= BATCH_TIME && begun;
            if full && (taken >= ended_in || size.1 >= MOST_TEXT) {
                break;
            }
            match from_workers.recv_timeout(Duration::from_millis(100)) {
                Ok(delivered) => {
                    done += 1;
                    size.0 += 1;
                    let delivered = delivered?;
                    let Some(file) = plan.read.get(delivered.at) else { continue };
                    size.1 += receive(&mut batch, plan, (file, options.retry_failed), delivered, done, report, outcome)?;
                }
                Err(crossbeam_channel::RecvTimeoutError::Timeout) => {
                    let flying = in_flight.lock().unwrap_or_else(PoisonError::into_inner);
                    let oldest = flying
                        .iter()
                        .min_by_key(|(_, since)| **since)
                        .and_then(|(at, since)| Some((plan.read.get(*at)?.path.clone(), since.elapsed())));
                    drop(flying);
                    report(Event::Tick { done, failed: outcome.failed, oldest });
                }
                Err(crossbeam_channel::RecvTimeoutError::Disconnected) => {
                    open = false;
                    break;
                }
            }
        }
        if !open {
            batch.settle()?;
        }
        let ending = Instant::now();
        let fresh = eyes.fresh();
        batch.keep_recognised(&fresh)?;
        let generation = linking::finish(batch, &options.home)?;
        eyes.settled(&fresh);
        indexer.take_in(store, generation)?;
        ended_in = ending.elapsed();
        report(Event::Kept { generation });
    }
    Ok(())
}

/// Takes in what came of one file; returns the bytes of text it brought.
fn receive(
    batch: &mut Batch<'_>,
    plan: &Plan,
    (file, retried): (&Found, bool),
    delivered: Done,
    done: usize,
    report: &mut dyn FnMut(Event<'_>),
    outcome: &mut RunReport,
) -> Result<usize, PipelineError> {
    let stamp = (delivered.size, delivered.mtime);
    let place = (file.root, file.raw.clone());
    let Some(readings) = delivered.readings else {
        let known = plan
            .rows
            .get(&place)
            .filter(|row| row.sha256 == delivered.sha256 && row.outcome == "indexed" && row.reader == READER);
        if let Some(row) = known {
            batch.touch(row.id, stamp.0, stamp.1)?;
        } else {
            let entry = new_file(file, stamp, String::new(), delivered.sha256, Outcome::Known);
            count_document(batch.put(&entry)?, outcome);
        }
        return Ok(0);
    };
    outcome.bytes += delivered.size;
    let held = plan.rows.get(&place).filter(|row| !row.has_failed());
    if let (Some(_), [only]) = (held, readings.as_slice())
        && only.result.as_ref().is_err_and(|error| matches!(error.code, ErrorCode::Unreadable | ErrorCode::Changed))
    {
        // A network that failed for a moment, a file that is being written: what is held stays till its new bytes are read.
        pass_over(file, only, done, report, outcome);
        return Ok(0);
    }
    let mut text = 0;
    let container = readings.is_empty() || readings.iter().any(|r| !r.member.is_empty());
    if container {
        batch.put(&new_file(file, stamp, String::new(), delivered.sha256, Outcome::Container))?;
    }
    let members = plan.members.get(&place).map_or(&[][..], Vec::as_slice);
    for row in members {
        if !readings.iter().any(|r| r.member == row.member) {
            batch.forget(row.id)?;
        }
    }
    for reading in readings {
        text += reading.result.as_ref().map_or(0, |d| d.pages.iter().map(String::len).sum());
        let known = if reading.member.is_empty() {
            plan.rows.get(&place)
        } else {
            members.iter().find(|row| row.member == reading.member)
        };
        put(batch, (file, known, retried), stamp, reading, done, report, outcome)?;
    }
    Ok(text)
}

/// Tells of a known file that could not be looked at, and leaves its record alone: the next run looks again.
fn pass_over(file: &Found, reading: &Reading, done: usize, report: &mut dyn FnMut(Event<'_>), outcome: &mut RunReport) {
    if let Err(error) = &reading.result {
        outcome.failed += 1;
        outcome.problems.push(FileProblem { path: file.path.clone(), code: error.code, message: error.message.clone() });
    }
    report(Event::Read { path: &file.path, reading, again: false, tries: 1, done, failed: outcome.failed });
}

fn put(
    batch: &mut Batch<'_>,
    (file, known, retried): (&Found, Option<&FileRow>, bool),
    stamp: (u64, i64),
    reading: Reading,
    done: usize,
    report: &mut dyn FnMut(Event<'_>),
    outcome: &mut RunReport,
) -> Result<(), PipelineError> {
    let path = if reading.member.is_empty() {
        file.path.clone()
    } else {
        format!("{}!/{}", file.path, display(reading.member.as_bytes()))
    };
    let before = known.filter(|row| row.has_failed() && row.sha256 == reading.sha256);
    let tries = before.map_or(0, |row| row.tries) + 1;
    let again = reading
        .result
        .as_ref()
        .is_err_and(|error| before.is_some_and(|row| row.is_unseen() && row.outcome == error.code.code()) && !retried);
    if again {
        outcome.still_failing += 1;
    } else if let Err(error) = &reading.result {
        outcome.failed += 1;
        outcome.problems.push(FileProblem { path: path.clone(), code: error.code, message: error.message.clone() });
    }
    report(Event::Read { path: &path, reading: &reading, again, tries, done, failed: outcome.failed });
    let is_document = reading.result.is_ok();
    let result = match reading.result {
        Ok(document) => {
            outcome.pages += document.pages.len() as u64;
            Outcome::Read(document)
        }
        Err(error) => Outcome::Failed(error),
    };
    let size = if reading.member.is_empty() { stamp.0 } else { reading.bytes };
    let mut entry = new_file(file, (size, stamp.1), reading.member, reading.sha256, result);
    entry.path = path;
    entry.waits = reading.waits;
    let landed = batch.put(&entry)?;
    if is_document {
        count_document(landed, outcome);
    }
    Ok(())
}

fn count_document(landed: crate::store::Landed, outcome: &mut RunReport) {
    match landed {
        crate::store::Landed::New => outcome.new += 1,
        crate::store::Landed::Changed => outcome.changed += 1,
    }
}

fn new_file(file: &Found, (size, mtime): (u64, i64), member: String, sha256: Option<String>, outcome: Outcome) -> NewFile {
    NewFile { root: file.root, raw: file.raw.clone(), member, path: file.path.clone(), size, mtime, sha256, waits: None, outcome }
}
