//! Owns what a worker process does: bytes in, readings out, until its input ends. It opens no file and no socket.

use std::io::{self, BufWriter, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::doubt::doubt;
use super::pictures::{Recognise, fill, no_text};
use super::wire::{Answer, Reading, Recognition, Request, Wish, read_frame, write_frame};
use super::{digest_hex, sandbox};
use crate::model::{ErrorCode, RawDocument, ReadError};
use crate::ocr::{Pages, Picture};
use crate::read::{Content, Limits, read};
use crate::store::ReadDocument;
use crate::{extract, link, viet};

/// The stack of the thread that reads: deep nesting must meet a reader's own limit before it meets the stack's end.
pub(super) const STACK: usize = 64 << 20;

/// Reads a file's bytes in this very process, without pictures: only for measuring what isolation costs, on files that are
/// trusted.
#[must_use]
pub(super) fn read_here(bytes: &[u8], name: &str, unpacked_bytes: u64) -> Vec<Reading> {
    let wish = Wish::Nothing("measured without recognition".to_owned());
    let request = Request { unpacked_bytes, ocr: wish, name: Some(name.to_owned()), sha256: None, explain: false, draw: None };
    let limits = Limits { unpacked_bytes, ..Limits::default() };
    let mut task = Task { request: &request, limits, pipe: &mut Blind, readings: Vec::new() };
    // Nobody is asked, so nothing can fail.
    let _ = task.digest(bytes, String::new(), limits.depth);
    task.readings
}

/// Recognises nothing.
struct Blind;

impl Recognise for Blind {
    fn recognise(&mut self, pictures: Vec<Picture>) -> io::Result<Vec<Recognition>> {
        Ok(pictures.iter().map(|_| Recognition::Lacking("measured without recognition".to_owned())).collect())
    }
}

/// Serves requests from standard input until it ends.
///
/// # Errors
/// When the pipe breaks: the pipeline is gone, and there is nobody to tell.
pub fn serve() -> io::Result<()> {
    stay_with_the_pipeline()?;
    sandbox::enter();
    std::panic::set_hook(Box::new(|_| {}));
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(|| {
        let mut pipe = Pipe { input: io::stdin().lock(), output: BufWriter::new(io::stdout().lock()) };
        while let Some(header) = read_frame(&mut pipe.input)? {
            let request: Request = serde_json::from_slice(&header)?;
            let bytes = read_frame(&mut pipe.input)?.unwrap_or_default();
            if let Some(page) = request.draw {
                write_frame(&mut pipe.output, &serde_json::to_vec(&Answer::Drawn)?)?;
                write_frame(&mut pipe.output, &Pages::open(&bytes).and_then(|pdf| pdf.show(page)).unwrap_or_default())?;
                pipe.output.flush()?;
                continue;
            }
            let limits = Limits { unpacked_bytes: request.unpacked_bytes, ..Limits::default() };
            let mut task = Task { request: &request, limits, pipe: &mut pipe, readings: Vec::new() };
            task.digest(&bytes, String::new(), limits.depth)?;
            let readings = task.readings;
            for reading in readings {
                write_frame(&mut pipe.output, &serde_json::to_vec(&Answer::Reading(reading))?)?;
            }
            write_frame(&mut pipe.output, &[])?;
            pipe.output.flush()?;
        }
        Ok(())
    })?;
    thread.join().unwrap_or_else(|_| Err(io::Error::other("the reading thread stopped")))
}

/// Ctrl-C on a terminal, and a service manager's word to end, reach all processes of a run. The run ends when the files in hand are
/// read, so a worker goes on till its input ends; when the pipeline dies, it dies with it, whatever it is doing.
fn stay_with_the_pipeline() -> io::Result<()> {
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM, signal_hook::consts::SIGHUP] {
        signal_hook::flag::register(signal, Arc::default())?;
    }
    // What lists of processes show; without it the name of the link that it was started by.
    let _ = std::fs::write("/proc/self/comm", "congvan-reader");
    // The signal comes at the end of the thread that started this worker; that one also ends it.
    rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL))?;
    Ok(())
}

/// The two ends that a worker talks through.
struct Pipe<R, W> {
    input: R,
    output: W,
}

impl<R: io::Read, W: io::Write> Recognise for Pipe<R, W> {
    fn recognise(&mut self, pictures: Vec<Picture>) -> io::Result<Vec<Recognition>> {
        let frames = pictures.iter().map(|picture| picture.frame).collect();
        write_frame(&mut self.output, &serde_json::to_vec(&Answer::Pictures(frames))?)?;
        for picture in pictures {
            write_frame(&mut self.output, &picture.grey)?;
        }
        self.output.flush()?;
        let answer = read_frame(&mut self.input)?.ok_or(io::ErrorKind::UnexpectedEof)?;
        Ok(serde_json::from_slice(&answer)?)
    }
}

/// One request on its way.
struct Task<'a> {
    request: &'a Request,
    limits: Limits,
    pipe: &'a mut dyn Recognise,
    readings: Vec<Reading>,
}

impl Task<'_> {
    /// Reads one file, or every member of a container, in order.
    fn digest(&mut self, bytes: &[u8], member: String, depth: usize) -> io::Result<()> {
        let limits = self.limits;
        let content =
            catch_unwind(AssertUnwindSafe(|| read(bytes, &limits))).unwrap_or_else(|panic| Err(crashed(panic.as_ref())));
        let mut unread = false;
        let result = match content {
            Ok(Content::Container(_)) if depth == 0 => {
                Err(ReadError::new(ErrorCode::TooLarge, format!("containers within containers, more than {} deep", limits.depth)))
            }
            Ok(Content::Container(members)) => {
                for inner in members {
                    let name = if member.is_empty() { inner.name } else { format!("{member}!/{}", inner.name) };
                    match inner.bytes {
                        Ok(bytes) => self.digest(&bytes, name, depth - 1)?,
                        Err(error) => {
                            self.readings.push(Reading { member: name, sha256: None, bytes: 0, waits: None, result: Err(error) });
                        }
                    }
                }
                return Ok(());
            }
            Ok(Content::Document(mut raw)) => {
                unread = fill(&mut raw, bytes, &self.request.ocr, self.pipe)?;
                let name = if member.is_empty() { self.request.name.as_deref() } else { Some(member.as_str()) };
                match no_text(&raw, &self.request.ocr) {
                    Some(error) => {
                        // A page that was looked at in vain waits for a better engine, too.
                        unread = error.code == ErrorCode::NoText;
                        Err(error)
                    }
                    None => catch_unwind(AssertUnwindSafe(|| understand(*raw, name, self.request.explain)))
                        .map(Box::new)
                        .map_err(|panic| crashed(panic.as_ref())),
                }
            }
            Err(error) => Err(error),
        };
        let told = self.request.sha256.clone().filter(|_| member.is_empty());
        let sha256 = Some(told.unwrap_or_else(|| digest_hex(&Sha256::digest(bytes))));
        let waits = unread.then(String::new);
        self.readings.push(Reading { member, sha256, bytes: bytes.len() as u64, waits, result });
        Ok(())
    }
}

/// From raw pages to all that is stored of a document. `name` is the file's own.
fn understand(raw: RawDocument, name: Option<&str>, explain: bool) -> ReadDocument {
    let pages = viet::normalise(&raw);
    let input = extract::Input { pages: &pages, declared: raw.declared.as_ref() };
    let mut extracted = if explain { extract::explain(input) } else { extract::extract(input) };
    extracted.warnings.splice(0..0, raw.warnings);
    doubt(&mut extracted, &pages, raw.declared.as_ref(), name);
    let keys = link::file_keys(&extracted.document, &extracted.held_parts());
    let contexts = link::contexts(&extracted.document, &extracted.citations);
    let asks = contexts.iter().map(link::Context::asks).collect();
    ReadDocument {
        format: raw.format,
        ocr: pages.iter().any(|p| p.source == crate::model::TextSource::Recognised),
        pages: pages.into_iter().map(|p| p.text).collect(),
        extracted,
        declared: raw.declared,
        facts: raw.facts,
        keys,
        asks,
    }
}

fn crashed(panic: &(dyn std::any::Any + Send)) -> ReadError {
    let said = panic.downcast_ref::<&str>().map(|s| (*s).to_owned()).or_else(|| panic.downcast_ref::<String>().cloned());
    ReadError::new(ErrorCode::Crashed, format!("the reader stopped: {}", said.unwrap_or_else(|| "no reason given".to_owned())))
}
