//! Owns what a worker process does: bytes in, readings out, until its input ends. It opens no file and no socket.

use std::io::{self, BufWriter, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};

use sha2::{Digest as _, Sha256};

use super::wire::{Reading, Request, read_frame, write_frame};
use super::{digest_hex, sandbox};
use crate::model::{ErrorCode, RawDocument, ReadError};
use crate::read::{Content, Limits, read};
use crate::store::ReadDocument;
use crate::{extract, link, viet};

/// The stack of the thread that reads: deep nesting must meet a reader's own limit before it meets the stack's end.
const STACK: usize = 64 << 20;

/// Serves requests from standard input until it ends.
///
/// # Errors
/// When the pipe breaks: the pipeline is gone, and there is nobody to tell.
pub fn serve() -> io::Result<()> {
    sandbox::enter();
    std::panic::set_hook(Box::new(|_| {}));
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(|| {
        let (mut input, mut output) = (io::stdin().lock(), BufWriter::new(io::stdout().lock()));
        while let Some(header) = read_frame(&mut input)? {
            let request: Request = serde_json::from_slice(&header)?;
            let bytes = read_frame(&mut input)?.unwrap_or_default();
            let limits = Limits { unpacked_bytes: request.unpacked_bytes, ..Limits::default() };
            let mut readings = Vec::new();
            digest(&bytes, String::new(), &limits, limits.depth, &mut readings);
            for reading in &readings {
                write_frame(&mut output, &serde_json::to_vec(reading)?)?;
            }
            write_frame(&mut output, &[])?;
            output.flush()?;
        }
        Ok(())
    })?;
    thread.join().unwrap_or_else(|_| Err(io::Error::other("the reading thread stopped")))
}

/// Reads one file, or every member of a container, in order.
pub fn digest(bytes: &[u8], member: String, limits: &Limits, depth: usize, readings: &mut Vec<Reading>) {
    let content = catch_unwind(AssertUnwindSafe(|| read(bytes, limits))).unwrap_or_else(|panic| Err(crashed(panic.as_ref())));
    let result = match content {
        Ok(Content::Container(_)) if depth == 0 => {
            Err(ReadError::new(ErrorCode::TooLarge, format!("containers within containers, more than {} deep", limits.depth)))
        }
        Ok(Content::Container(members)) => {
            for inner in members {
                let name = if member.is_empty() { inner.name } else { format!("{member}!/{}", inner.name) };
                match inner.bytes {
                    Ok(bytes) => digest(&bytes, name, limits, depth - 1, readings),
                    Err(error) => readings.push(Reading { member: name, sha256: None, bytes: 0, result: Err(error) }),
                }
            }
            return;
        }
        Ok(Content::Document(raw)) => {
            catch_unwind(AssertUnwindSafe(|| understand(*raw))).map(Box::new).map_err(|panic| crashed(panic.as_ref()))
        }
        Err(error) => Err(error),
    };
    let sha256 = Some(digest_hex(&Sha256::digest(bytes)));
    readings.push(Reading { member, sha256, bytes: bytes.len() as u64, result });
}

/// From raw pages to all that is stored of a document.
fn understand(raw: RawDocument) -> ReadDocument {
    let pages = viet::normalise(&raw);
    let mut extracted = extract::extract(extract::Input { pages: &pages, declared: raw.declared.as_ref() });
    extracted.warnings.splice(0..0, raw.warnings);
    let keys = link::group_keys(&extracted.document);
    let contexts = link::contexts(&extracted.document, &extracted.citations);
    let mention_keys = contexts.iter().map(|c| c.group_key().map(str::to_owned)).collect();
    ReadDocument {
        format: raw.format,
        ocr: pages.iter().any(|p| p.source == crate::model::TextSource::Recognised),
        pages: pages.into_iter().map(|p| p.text).collect(),
        extracted,
        declared: raw.declared,
        facts: raw.facts,
        keys,
        mention_keys,
    }
}

fn crashed(panic: &(dyn std::any::Any + Send)) -> ReadError {
    let said = panic.downcast_ref::<&str>().map(|s| (*s).to_owned()).or_else(|| panic.downcast_ref::<String>().cloned());
    ReadError::new(ErrorCode::Crashed, format!("the reader stopped: {}", said.unwrap_or_else(|| "no reason given".to_owned())))
}
