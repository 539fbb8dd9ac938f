//! Runs tesseract: a picture in, its table of words (TSV) out, within limits of time, memory and output.

use std::ffi::OsStr;
use std::io::{self, Read, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use super::picture::Picture;
use super::signature;

/// The language that documents are recognised in.
const LANGUAGE: &str = "vie";
/// The program's name.
const PROGRAM: &str = "tesseract";
/// Longer tables than this are no page's.
const MAX_OUTPUT: u64 = 16 << 20;
/// What is kept of its complaints.
const MAX_COMPLAINT: u64 = 4096;

/// What is lacking for recognition, and what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Lacking {
    /// The program is not there.
    #[error(
        "`tesseract` is not installed; install it with its Vietnamese model (Debian, Ubuntu: `apt install tesseract-ocr tesseract-ocr-vie`)"
    )]
    Program,
    /// The program has no model for Vietnamese.
    #[error("`tesseract` has no Vietnamese model; install it (Debian, Ubuntu: `apt install tesseract-ocr-vie`)")]
    Model,
}

/// Why a page was not recognised.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The system did not start it.
    #[error("`tesseract` cannot be started: {0}")]
    Start(#[from] io::Error),
    /// It took too long and was ended.
    #[error("not recognised after {} s; `tesseract` was stopped", .0.as_secs())]
    Timeout(Duration),
    /// It ended badly.
    #[error("`tesseract` failed ({status}): {complaint}")]
    Failed {
        /// How it ended.
        status: String,
        /// What it said.
        complaint: String,
    },
}

/// An installed tesseract with a model for Vietnamese.
#[derive(Debug, Clone)]
pub struct Engine {
    program: PathBuf,
    /// This program, which starts the other under limits.
    starter: PathBuf,
    id: String,
    /// Wall-clock limit for one page.
    time: Duration,
    /// Can it tell which way up a page lies?
    tells_turns: bool,
}

impl Engine {
    /// Looks for it in the folders of `$PATH`. `starter` is a program that, called with `__limited PROGRAM …`, becomes
    /// PROGRAM under limits (see [`become_limited`](super::become_limited)).
    ///
    /// # Errors
    /// [`Lacking`], whose text says what to install.
    pub fn find(starter: &Path) -> Result<Self, Lacking> {
        Self::find_in(&std::env::var_os("PATH").unwrap_or_default(), starter)
    }

    fn find_in(folders: &OsStr, starter: &Path) -> Result<Self, Lacking> {
        let program = std::env::split_paths(folders)
            .filter(|folder| folder.is_absolute())
            .map(|folder| folder.join(PROGRAM))
            .find(|file| file.is_file())
            .ok_or(Lacking::Program)?;
        let mut engine =
            Self { program, starter: starter.to_owned(), id: String::new(), time: Duration::from_secs(90), tells_turns: false };
        let version = engine.say("--version").ok_or(Lacking::Program)?;
        let languages = engine.say("--list-langs").ok_or(Lacking::Program)?;
        let has = |language: &str| languages.lines().any(|line| line.trim() == language);
        if !has(LANGUAGE) {
            return Err(Lacking::Model);
        }
        engine.tells_turns = has("osd");
        // The list's first line names the models' folder; a better model in it is another engine, whose readings differ.
        let folder = languages.lines().next().and_then(|line| line.split('"').nth(1)).map(Path::new);
        let size = folder
            .and_then(|folder| std::fs::metadata(folder.join(LANGUAGE).with_extension("traineddata")).ok())
            .map_or(0, |metadata| metadata.len());
        engine.id = format!("{} {LANGUAGE}:{size} {RECIPE}", version.lines().next().unwrap_or(PROGRAM).trim());
        Ok(engine)
    }

    /// Its name for records: program, version, model and the way it is asked. Another name may read the same page otherwise.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Recognises a page; gives tesseract's table of words.
    ///
    /// # Errors
    /// [`Failure`], for this page only.
    pub fn recognise(&self, picture: &Picture) -> Result<String, Failure> {
        let dpi = picture.frame.dpi.to_string();
        self.ask(picture, &["--dpi", &dpi, "-l", LANGUAGE, "--psm", "3", "-c", "tessedit_create_tsv=1"])
    }

    /// Looks again at the place of the signature on a page whose table is given; gives the table with what was found there.
    #[must_use]
    pub fn look_again(&self, picture: &Picture, table: String) -> String {
        let Some(place) = signature::place(&table, picture.frame) else { return table };
        let Some(part) = signature::cut(picture, place).filter(|part| !part.is_blank()) else { return table };
        // A look that fails leaves what those before found.
        let read = |part: &Picture| {
            let dpi = part.frame.dpi.to_string();
            self.ask(part, &["--dpi", &dpi, "-l", LANGUAGE, "--psm", "6", "-c", "tessedit_create_tsv=1"]).ok()
        };
        let table = read(&part).map_or_else(|| table.clone(), |found| signature::join(&table, &found, place, 1.0));
        if signature::place(&table, picture.frame).is_none() {
            return table;
        }
        let larger = signature::softened(&part).and_then(|part| read(&part));
        larger.map_or_else(|| table.clone(), |found| signature::join(&table, &found, place, signature::LARGER))
    }

    /// By how many quarters a page must be turned clockwise to stand upright; `None` if it cannot be told.
    #[must_use]
    pub fn quarters_to_turn(&self, picture: &Picture) -> Option<u8> {
        if !self.tells_turns {
            return None;
        }
        let dpi = picture.frame.dpi.to_string();
        let said = self.ask(picture, &["--dpi", &dpi, "-l", "osd", "--psm", "0"]).ok()?;
        let degrees = said.lines().find_map(|line| line.strip_prefix("Rotate:"))?.trim().parse::<u16>().ok()?;
        u8::try_from(degrees / 90).ok().filter(|quarters| (1..4).contains(quarters))
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.starter);
        command.arg("__limited").arg(&self.program).env_clear().env("OMP_THREAD_LIMIT", "1").env("LC_ALL", "C").process_group(0);
        if let Some(folder) = std::env::var_os("TESSDATA_PREFIX") {
            command.env("TESSDATA_PREFIX", folder);
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// What it says of itself, whichever of its two outputs it says it on.
    fn say(&self, about: &str) -> Option<String> {
        let child = self.command().arg(about).spawn().ok()?;
        let (_, out, err) = finish(child, Vec::new(), Duration::from_secs(10)).ok()?;
        Some(if out.trim().is_empty() { err } else { out })
    }

    fn ask(&self, picture: &Picture, how: &[&str]) -> Result<String, Failure> {
        let child = self.command().args(["stdin", "stdout"]).args(how).spawn()?;
        let mut input = picture.head().into_bytes();
        input.extend_from_slice(&picture.grey);
        let (status, out, complaint) = finish(child, input, self.time)?;
        if status.success() {
            return Ok(out);
        }
        let complaint = complaint.lines().last().unwrap_or("it said nothing").trim().to_owned();
        Err(Failure::Failed { status: status.to_string(), complaint })
    }
}

/// The way pages are asked for; a part of the engine's name, so raise it when that way changes.
const RECIPE: &str = "psm3+6.2";

type Finished = (std::process::ExitStatus, String, String);

/// Feeds a child, takes what it says, and ends it with all it started when its time is over.
fn finish(mut child: Child, input: Vec<u8>, time: Duration) -> Result<Finished, Failure> {
    let deadline = Instant::now() + time;
    let (told, heard) = mpsc::channel();
    if let Some(mut pipe) = child.stdin.take() {
        // A child that does not read to the end has its reasons; its status tells them.
        std::thread::spawn(move || pipe.write_all(&input));
    }
    if let Some(pipe) = child.stdout.take() {
        listen(pipe, MAX_OUTPUT, told.clone(), true);
    }
    if let Some(pipe) = child.stderr.take() {
        listen(pipe, MAX_COMPLAINT, told, false);
    }
    let (mut out, mut complaint) = (String::new(), String::new());
    // Ends when both have told, or when the time is over.
    while let Ok((is_out, text)) = heard.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
        if is_out { out = text } else { complaint = text }
    }
    loop {
        match child.try_wait()? {
            Some(status) => return Ok((status, out, complaint)),
            None if Instant::now() >= deadline => {
                end(&mut child);
                return Err(Failure::Timeout(time));
            }
            // Its pipes are closed, so it is about to end.
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    }
}

fn listen(mut pipe: impl Read + Send + 'static, limit: u64, told: mpsc::Sender<(bool, String)>, is_out: bool) {
    std::thread::spawn(move || {
        let mut kept = Vec::new();
        // What goes beyond the limit is read and dropped, so that the child never waits for room.
        let _ = pipe.by_ref().take(limit).read_to_end(&mut kept);
        let _ = io::copy(&mut pipe, &mut io::sink());
        // Nobody listens any more where the child was given up.
        let _ = told.send((is_out, String::from_utf8_lossy(&kept).into_owned()));
    });
}

/// Ends a child's whole process group.
fn end(child: &mut Child) {
    if let Some(group) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw) {
        // It may have ended by itself just now.
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;
    use std::path::Path;
    use std::process::{Command, Stdio};
    use std::time::{Duration, Instant};

    use std::os::unix::process::CommandExt as _;

    use super::{Engine, Failure, Lacking, finish};

    fn shell(script: &str) -> std::process::Child {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", script]).process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    }

    #[test]
    fn what_is_lacking_is_told() {
        let lacking = Engine::find_in(OsStr::new("/nowhere"), Path::new("/bin/false")).map(|_| ());
        assert_eq!(lacking, Err(Lacking::Program));
        assert!(Lacking::Program.to_string().contains("tesseract-ocr-vie"));
    }

    #[test]
    fn a_child_is_fed_and_heard() {
        let (status, out, err) = finish(shell("cat; echo oh >&2; exit 3"), b"in".to_vec(), Duration::from_secs(10)).unwrap();
        assert_eq!((status.code(), out.as_str(), err.as_str()), (Some(3), "in", "oh\n"));
    }

    #[test]
    fn a_child_that_hangs_is_ended_with_its_children() {
        for script in ["sleep 100", "sleep 100 & wait", "exec >&- 2>&-; sleep 100"] {
            let began = Instant::now();
            let outcome = finish(shell(script), vec![0; 1 << 20], Duration::from_millis(300));
            assert!(matches!(outcome, Err(Failure::Timeout(_))), "{script}");
            assert!(began.elapsed() < Duration::from_secs(5), "{script}");
        }
    }
}
