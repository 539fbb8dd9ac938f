//! Owns the measure of what isolation costs: the same files read by worker processes and in this process, in turns.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde::Serialize;

use super::pool::{Settings, Worker, used};
use super::worker::{STACK, read_here};

/// What was measured.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Isolation {
    /// Files read in each turn.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// How many at once.
    pub at_once: usize,
    /// Seconds in worker processes: the best of all turns.
    pub isolated_s: f64,
    /// Seconds in this process: the best of all turns.
    pub here_s: f64,
    /// So much more the worker processes take, of the time here; below 0 if less.
    pub cost: f64,
    /// Seconds of processor time in worker processes and in what feeds them, of all turns. On a busy machine these tell more.
    pub isolated_cpu_s: f64,
    /// The same in this process.
    pub here_cpu_s: f64,
    /// So much more the worker processes compute.
    pub cpu_cost: f64,
}

/// Reads all files under the paths both ways, so many turns of each. The files have to be trusted: half of the reading is done
/// without a fence.
///
/// # Errors
/// When files cannot be read or workers cannot be started.
pub fn measure(paths: &[PathBuf], settings: &Settings, turns: usize) -> io::Result<Isolation> {
    let mut files = Vec::new();
    for path in paths {
        for entry in walkdir::WalkDir::new(path).sort_by_file_name() {
            let entry = entry?;
            if entry.file_type().is_file() {
                files.push((name(entry.path()), std::fs::read(entry.path())?));
            }
        }
    }
    let at_once = settings.workers.clamp(1, files.len().max(1));
    let (mut isolated, mut here) = (Duration::MAX, Duration::MAX);
    let (mut isolated_cpu, mut here_cpu) = (Duration::ZERO, Duration::ZERO);
    for _ in 0..turns.max(1) {
        let begun = spent()?;
        here = here.min(turn(&files, at_once, || {
            Ok(|name: &str, bytes: &[u8]| {
                drop(read_here(bytes, name, settings.unpacked_bytes));
                Ok(())
            })
        })?);
        let between = spent()?;
        here_cpu += between.saturating_sub(begun);
        isolated = isolated.min(turn(&files, at_once, || {
            let mut worker = Worker::new(settings.clone());
            Ok(move |name: &str, bytes: &[u8]| worker.read(bytes, Some(name), None).map(drop))
        })?);
        isolated_cpu += spent()?.saturating_sub(between);
    }
    let (isolated_s, here_s) = (isolated.as_secs_f64(), here.as_secs_f64());
    let bytes = files.iter().map(|(_, bytes)| bytes.len() as u64).sum();
    let (isolated_cpu_s, here_cpu_s) = (isolated_cpu.as_secs_f64(), here_cpu.as_secs_f64());
    let more = |isolated: f64, here: f64| isolated / here.max(1e-9) - 1.0;
    Ok(Isolation {
        files: files.len(),
        bytes,
        at_once,
        isolated_s,
        here_s,
        cost: more(isolated_s, here_s),
        isolated_cpu_s,
        here_cpu_s,
        cpu_cost: more(isolated_cpu_s, here_cpu_s),
    })
}

/// Processor time of this process and of its children that ended.
fn spent() -> io::Result<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    used(&stat, 4).ok_or_else(|| io::Error::other("no count of processor time"))
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Reads all files once, in so many threads that take them in order.
fn turn<R: FnMut(&str, &[u8]) -> io::Result<()>>(
    files: &[(String, Vec<u8>)],
    at_once: usize,
    reader: impl Fn() -> io::Result<R> + Sync,
) -> io::Result<Duration> {
    let next = AtomicUsize::new(0);
    let began = Instant::now();
    std::thread::scope(|scope| {
        let mut threads = Vec::new();
        for _ in 0..at_once {
            threads.push(std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || {
                let mut read = reader()?;
                while let Some((name, bytes)) = files.get(next.fetch_add(1, Ordering::SeqCst)) {
                    read(name, bytes)?;
                }
                Ok(())
            })?);
        }
        threads.into_iter().try_for_each(|thread| thread.join().unwrap_or_else(|_| Err(io::Error::other("a reader stopped"))))
    })?;
    Ok(began.elapsed())
}
