//! Owns the worker processes as the pipeline sees them: each reads one file at a time, within limits of time: the wall clock's
//! and, for what computes with many threads or outlives the pipeline, the processor's.

use std::io::{self, BufReader, BufWriter, Read as _, Write as _};
use std::os::unix::process::{CommandExt as _, ExitStatusExt};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rustix::pipe::fcntl_setpipe_size;
use rustix::process::{Pid, Resource, Rlimit};

use super::eyes::{Eyes, Ocr};
use super::wire::{Answer, Reading, Request, read_frame, write_frame};
use crate::model::{ErrorCode, ReadError};
use crate::ocr::{Lacking, Picture};

/// How the workers run.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The program that is a worker when called with `__worker`.
    pub program: PathBuf,
    /// How many workers.
    pub workers: usize,
    /// Wall-clock limit for one file; a few times as long for one that computes and had no turn on a busy machine.
    pub time: Duration,
    /// Limit of processor time for one file, of all threads together; whole seconds, give or take one.
    pub cpu: Duration,
    /// Bytes that one file may unpack to.
    pub unpacked_bytes: u64,
    /// Who recognises pages that are pictures.
    pub eyes: Arc<Eyes>,
}

impl Settings {
    /// This program, a worker for each core, a minute a file.
    ///
    /// # Errors
    /// When the system cannot name the running program, or [`Ocr::Force`] cannot be obeyed.
    pub fn for_this_program(ocr: Ocr) -> Result<Self, SetUp> {
        // The very file that runs: an upgrade during a run must not mix two versions. Its name is that of a new file then.
        let own = PathBuf::from("/proc/self/exe");
        let program = if own.exists() { own } else { std::env::current_exe()? };
        let eyes = Arc::new(Eyes::open(ocr, &program)?);
        let workers = std::thread::available_parallelism().map_or(1, usize::from);
        let time = Duration::from_secs(60);
        Ok(Self { program, workers, time, cpu: time, unpacked_bytes: 512 << 20, eyes })
    }

    /// The same with these seconds for one file, by either clock; at least one.
    #[must_use]
    pub fn within(mut self, seconds: u64) -> Self {
        self.time = Duration::from_secs(seconds.max(1));
        self.cpu = self.time;
        self
    }
}

/// Why workers cannot be set up as asked.
#[derive(Debug, thiserror::Error)]
pub enum SetUp {
    /// The system cannot name the running program.
    #[error("the running program cannot be found: {0}")]
    Program(#[from] io::Error),
    /// There is nothing to recognise pictures with.
    #[error("`--ocr force`: {0}")]
    Engine(#[from] Lacking),
}

/// Bytes that a pipe holds, as many as Linux lets everybody have.
const PIPE: usize = 1 << 20;

/// Pictures that are taken from a worker at once.
const MAX_PICTURES: usize = 256;

/// One worker process, started when first needed and again after each death.
#[derive(Debug)]
pub struct Worker {
    settings: Settings,
    explain: bool,
    running: Option<Running>,
}

#[derive(Debug)]
struct Running {
    child: Arc<Mutex<Child>>,
    input: BufWriter<ChildStdin>,
    output: BufReader<ChildStdout>,
    guard: Arc<Guard>,
    /// When it was last given processor time.
    allowed: Option<Instant>,
    complaint: std::thread::JoinHandle<String>,
}

impl Worker {
    /// A worker that is not started yet.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self { settings, explain: false, running: None }
    }

    /// A worker that also tells what was weighed for each field and not taken.
    #[must_use]
    pub fn explaining(settings: Settings) -> Self {
        let mut worker = Self::new(settings);
        worker.explain = true;
        worker
    }

    /// Reads a file's bytes; its name serves for hints only. A worker that dies or hangs is replaced; the file gets the reason.
    ///
    /// # Errors
    /// When no worker can be started, which says nothing of the file.
    pub fn read(&mut self, bytes: &[u8], name: Option<&str>, sha256: Option<&str>) -> io::Result<Vec<Reading>> {
        let failed = |error: ReadError| {
            vec![Reading { member: String::new(), sha256: None, bytes: bytes.len() as u64, waits: None, result: Err(error) }]
        };
        let request = Request {
            unpacked_bytes: self.settings.unpacked_bytes,
            ocr: self.settings.eyes.wish(),
            name: name.map(str::to_owned),
            sha256: sha256.map(str::to_owned),
            explain: self.explain,
            draw: None,
        };
        let mut told_to_end = false;
        loop {
            let mut running = self.running.take().map_or_else(|| Running::start_patiently(&self.settings), Ok)?;
            running.watch(&self.settings);
            if let Ok(readings) = running.ask(bytes, &request, &self.settings) {
                running.guard.rest();
                self.running = Some(running);
                return Ok(readings);
            }
            match running.autopsy(&self.settings) {
                // Ctrl-C reached it before it could say that it does not listen to that: no fault of the file.
                Death::ToldToEnd if !told_to_end => told_to_end = true,
                Death::ToldToEnd => return Ok(failed(ReadError::new(ErrorCode::Crashed, "the reader was told to end"))),
                Death::Of(error) => return Ok(failed(error)),
            }
        }
    }

    /// Draws a page of a PDF, counted from 0, as JPEG; `None` where it cannot be drawn, or not in the time that a file has.
    ///
    /// # Errors
    /// When no worker can be started.
    pub fn draw(&mut self, bytes: &[u8], page: usize) -> io::Result<Option<Vec<u8>>> {
        let request = Request {
            unpacked_bytes: self.settings.unpacked_bytes,
            ocr: self.settings.eyes.wish(),
            name: None,
            sha256: None,
            explain: false,
            draw: Some(page),
        };
        // A worker ends with the thread that started it; one that ended between two pages is no fault of the page.
        let mut again = self.running.is_some();
        loop {
            let mut running = self.running.take().map_or_else(|| Running::start_patiently(&self.settings), Ok)?;
            running.watch(&self.settings);
            if let Ok(picture) = running.show(bytes, &request) {
                running.guard.rest();
                self.running = Some(running);
                return Ok((!picture.is_empty()).then_some(picture));
            }
            again = again && !running.guard.fired();
            running.autopsy(&self.settings);
            if !std::mem::take(&mut again) {
                return Ok(None);
            }
        }
    }
}

/// How a worker ended.
enum Death {
    /// By the file that it was reading.
    Of(ReadError),
    /// By a word from outside: Ctrl-C on a terminal, a service manager.
    ToldToEnd,
}

impl Running {
    /// A machine that is short of processes or memory for a moment is given that moment.
    fn start_patiently(settings: &Settings) -> io::Result<Self> {
        for pause in [50, 200, 800] {
            match Self::start(settings) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => std::thread::sleep(Duration::from_millis(pause)),
                started => return started,
            }
        }
        Self::start(settings)
    }

    fn start(settings: &Settings) -> io::Result<Self> {
        let mut child = Command::new(&settings.program)
            .arg0("congvan")
            .arg("__worker")
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let missing = || io::Error::other("no pipe to the worker");
        let (input, output) = (child.stdin.take().ok_or_else(missing)?, child.stdout.take().ok_or_else(missing)?);
        // Most files and answers pass in one piece: no taking turns over them. Small pipes are only slower.
        let _ = fcntl_setpipe_size(&input, PIPE).and(fcntl_setpipe_size(&output, PIPE));
        let (input, output) = (BufWriter::with_capacity(1 << 16, input), BufReader::with_capacity(1 << 16, output));
        let mut errors = child.stderr.take().ok_or_else(missing)?;
        // What a dying worker says tells "out of memory" from other ends; it is drained so that it never blocks the worker.
        let complaint = std::thread::spawn(move || {
            let mut kept = Vec::new();
            let mut chunk = [0; 1024];
            while let Ok(n @ 1..) = errors.read(&mut chunk) {
                if kept.len() < 4096 {
                    kept.extend(chunk.iter().take(n));
                }
            }
            String::from_utf8_lossy(&kept).into_owned()
        });
        let child = Arc::new(Mutex::new(child));
        let guard = Guard::over(Arc::clone(&child));
        Ok(Self { child, input, output, guard, allowed: None, complaint })
    }

    /// From now on, so much time by either clock.
    fn watch(&mut self, settings: &Settings) {
        self.guard.watch(settings.time);
        // What small files take of one allowance, a second at most, is not worth asking the system for each.
        if self.allowed.is_none_or(|since| since.elapsed() >= Duration::from_secs(1)) {
            let id = self.child.lock().unwrap_or_else(PoisonError::into_inner).id();
            // Without it the wall clock still ends the worker.
            let _ = allow(id, settings.cpu);
            self.allowed = Some(Instant::now());
        }
    }

    fn tell(&mut self, bytes: &[u8], request: &Request) -> io::Result<()> {
        write_frame(&mut self.input, &serde_json::to_vec(request)?)?;
        write_frame(&mut self.input, bytes)?;
        self.input.flush()
    }

    fn show(&mut self, bytes: &[u8], request: &Request) -> io::Result<Vec<u8>> {
        self.tell(bytes, request)?;
        let answer = read_frame(&mut self.output)?.ok_or(io::ErrorKind::UnexpectedEof)?;
        match serde_json::from_slice(&answer)? {
            Answer::Drawn => Ok(read_frame(&mut self.output)?.ok_or(io::ErrorKind::UnexpectedEof)?),
            _ => Err(io::ErrorKind::InvalidData.into()),
        }
    }

    fn ask(&mut self, bytes: &[u8], request: &Request, settings: &Settings) -> io::Result<Vec<Reading>> {
        self.tell(bytes, request)?;
        let mut readings = Vec::new();
        loop {
            let frame = read_frame(&mut self.output)?.ok_or(io::ErrorKind::UnexpectedEof)?;
            if frame.is_empty() {
                return Ok(readings);
            }
            match serde_json::from_slice(&frame)? {
                Answer::Reading(mut reading) => {
                    reading.waits = reading.waits.map(|_| settings.eyes.engine().to_owned());
                    readings.push(reading);
                }
                Answer::Drawn => return Err(io::ErrorKind::InvalidData.into()),
                Answer::Pictures(frames) => {
                    let mut pictures = Vec::new();
                    // What a worker says is checked like any stranger's word.
                    for frame in frames.into_iter().take(MAX_PICTURES) {
                        let grey = read_frame(&mut self.output)?.ok_or(io::ErrorKind::UnexpectedEof)?;
                        pictures.push(Picture::new(frame, grey).ok_or(io::ErrorKind::InvalidData)?);
                    }
                    // Recognition has limits of its own; the worker only waits meanwhile.
                    self.guard.rest();
                    let found = settings.eyes.recognise(&pictures);
                    self.watch(settings);
                    write_frame(&mut self.input, &serde_json::to_vec(&found)?)?;
                    self.input.flush()?;
                }
            }
        }
    }

    /// Why did it die?
    fn autopsy(self, settings: &Settings) -> Death {
        let timed_out = self.guard.fired();
        let status = {
            let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
            // It may have broken the talk without dying.
            let _ = child.kill();
            child.wait()
        };
        self.guard.dismiss();
        drop((self.input, self.output));
        let complaint = self.complaint.join().unwrap_or_default();
        let signal = status.as_ref().ok().and_then(ExitStatusExt::signal);
        let (code, message) = if timed_out {
            (ErrorCode::Timeout, format!("not read after {} s; the reader was stopped", settings.time.as_secs()))
        } else if signal == Some(libc::SIGXCPU) {
            let limit = settings.cpu.as_secs();
            (ErrorCode::Timeout, format!("not read after {limit} s of processor time; the reader was stopped"))
        } else if matches!(signal, Some(libc::SIGINT | libc::SIGTERM | libc::SIGHUP)) {
            return Death::ToldToEnd;
        } else if complaint.contains("memory allocation") || complaint.contains("out of memory") {
            (ErrorCode::Memory, "the file wants more memory than a reader may use".to_owned())
        } else if complaint.contains("stack overflow") {
            (ErrorCode::Crashed, "the reader ran out of stack: the file nests too deeply".to_owned())
        } else {
            let how = status.map_or_else(|e| e.to_string(), |s| s.to_string());
            (ErrorCode::Crashed, format!("the reader stopped abruptly ({how})"))
        };
        Death::Of(ReadError::new(code, message))
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        if let Some(running) = self.running.take() {
            // The end of its input ends the worker.
            drop(running.input);
            let _ = running.child.lock().unwrap_or_else(PoisonError::into_inner).wait();
            running.guard.dismiss();
        }
    }
}

/// Lets a child compute for so long from now on. The system's limit is of its whole life, so what it has used is added; it is
/// set from here, so that a reader that is taken over has no call to raise it.
fn allow(child: u32, time: Duration) -> io::Result<()> {
    let missing = || io::Error::other("no count of processor time");
    let pid = i32::try_from(child).ok().and_then(Pid::from_raw).ok_or_else(missing)?;
    let stat = std::fs::read_to_string(format!("/proc/{child}/stat"))?;
    let used = used(&stat, 2).ok_or_else(missing)?;
    let limit = used.as_secs() + 1 + time.as_secs();
    rustix::process::prlimit(Some(pid), Resource::Cpu, Rlimit { current: Some(limit), maximum: None })?;
    Ok(())
}

/// The processor time that a process has used, from its line in `/proc`: user and system time are the 12th and 13th values behind
/// the name, which may hold blanks and parentheses; those of its children that ended follow (`counts` is 2 or 4).
pub(super) fn used(stat: &str, counts: usize) -> Option<Duration> {
    /// `USER_HZ`, the same on every architecture that this program runs on.
    const TICKS_PER_SECOND: u64 = 100;
    let mut values = stat.rsplit_once(')')?.1.split_ascii_whitespace().skip(11);
    let mut ticks = 0;
    for _ in 0..counts {
        ticks += values.next()?.parse::<u64>().ok()?;
    }
    Some(Duration::from_millis(ticks * 1000 / TICKS_PER_SECOND))
}

/// Kills a child when its time is over.
#[derive(Debug)]
struct Guard {
    deadline: Mutex<Watch>,
    changed: Condvar,
    fired: AtomicBool,
}

#[derive(Debug, Clone, Copy)]
enum Watch {
    Resting,
    Until {
        deadline: Instant,
        /// One that computes gets this again, so often: on a busy machine it may have had no turn. What it may compute is limited
        /// of its own.
        time: Duration,
        more: u8,
    },
    Dismissed,
}

/// How often a worker that computes gets its time again.
const PATIENCE: u8 = 4;

/// Does a thread of the process want the processor, or wait for its memory? One that sleeps will never end.
fn computes(process: u32) -> bool {
    let threads = std::fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let stats = threads.filter_map(|thread| std::fs::read_to_string(thread.path().join("stat")).ok());
    stats.filter_map(|stat| stat.rsplit_once(')')?.1.trim_start().chars().next()).any(|state| matches!(state, 'R' | 'D'))
}

impl Guard {
    fn over(child: Arc<Mutex<Child>>) -> Arc<Self> {
        let guard =
            Arc::new(Self { deadline: Mutex::new(Watch::Resting), changed: Condvar::new(), fired: AtomicBool::new(false) });
        let watcher = Arc::clone(&guard);
        std::thread::spawn(move || {
            let mut watch = watcher.deadline.lock().unwrap_or_else(PoisonError::into_inner);
            loop {
                watch = match *watch {
                    Watch::Dismissed => return,
                    Watch::Resting => watcher.changed.wait(watch).unwrap_or_else(PoisonError::into_inner),
                    Watch::Until { deadline, time, more } => {
                        let left = deadline.saturating_duration_since(Instant::now());
                        if left.is_zero() {
                            if more > 0 && computes(child.lock().unwrap_or_else(PoisonError::into_inner).id()) {
                                *watch = Watch::Until { deadline: Instant::now() + time, time, more: more - 1 };
                                continue;
                            }
                            watcher.fired.store(true, Ordering::SeqCst);
                            let _ = child.lock().unwrap_or_else(PoisonError::into_inner).kill();
                            return;
                        }
                        watcher.changed.wait_timeout(watch, left).unwrap_or_else(PoisonError::into_inner).0
                    }
                }
            }
        });
        guard
    }

    fn set(&self, watch: Watch) {
        *self.deadline.lock().unwrap_or_else(PoisonError::into_inner) = watch;
        self.changed.notify_all();
    }

    fn watch(&self, time: Duration) {
        self.set(Watch::Until { deadline: Instant::now() + time, time, more: PATIENCE });
    }

    fn rest(&self) {
        self.set(Watch::Resting);
    }

    fn dismiss(&self) {
        self.set(Watch::Dismissed);
    }

    fn fired(&self) -> bool {
        self.fired.load(Ordering::SeqCst)
    }
}

#[cfg(test)]
mod tests {
    use super::{Duration, used};

    #[test]
    fn processor_time_of_a_process() {
        for (stat, expected) in [
            ("7 (congvan) S 1 7 7 0 -1 4194560 900 0 0 0 150 25 0 0 20 0 1 0 5000 1 2", Some(1750)),
            ("7 (a) b (c) R 1 7 7 0 -1 4194560 900 0 0 0 0 1 0 0 20 0", Some(10)),
            ("7 (congvan) S 1 7", None),
            ("", None),
        ] {
            assert_eq!(used(stat, 2), expected.map(Duration::from_millis), "{stat}");
        }
        let own = std::fs::read_to_string("/proc/self/stat").unwrap();
        assert!(used(&own, 4).is_some_and(|time| time < Duration::from_secs(3600)), "{own}");
    }
}
