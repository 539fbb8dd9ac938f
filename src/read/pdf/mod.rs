//! PDF: bytes → glyphs → rows → blocks. Content is interpreted for its text alone; nothing is rendered.
//!
//! `content` draws a page to glyphs and rules, `layout` turns them into blocks by geometry, `trust` judges whether the characters
//! can be believed, `facts` tells about the file. A file that makes the parser panic is a [`ReadError`], not a crash.

mod budget;
mod certificate;
mod content;
mod encoding;
mod facts;
mod font;
mod glyph;
mod layout;
mod printed;
mod salvage;
mod text_string;
mod trust;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use hayro_syntax::object::Dict;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use self::budget::{Budget, too_deep};
use self::content::{Shared, draw};
use self::layout::{Block, Look, Run, Tables, finish, mark_chrome, prepare};
pub use self::printed::{Printed, Word, lay_out};
use self::trust::{Trust, judge};
use super::Limits;
use crate::model::{ErrorCode, Format, RawBlock, RawDocument, RawPage, RawRun, ReadError, Style, TextSource, Warning};

/// Is this a PDF, maybe behind some bytes of another system? Readers look for its mark in the first kilobyte.
pub(super) fn is_pdf(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes.get(..1024).unwrap_or(bytes), b"%PDF-").is_some()
}

/// Reads a PDF.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<RawDocument, ReadError> {
    catch_unwind(AssertUnwindSafe(|| document(bytes, limits)))
        .unwrap_or_else(|_| Err(ReadError::new(ErrorCode::Crashed, "the PDF reader stopped abruptly on this file")))
}

fn document(bytes: &[u8], limits: &Limits) -> Result<RawDocument, ReadError> {
    if too_deep(bytes) {
        return Err(ReadError::new(ErrorCode::Damaged, "objects nested deeper than any program writes"));
    }
    let pdf = open(bytes)?;
    let mut warnings = Vec::new();
    let pages = pdf.pages();
    if pages.is_empty() {
        return Err(no_pages(bytes));
    }
    if pages.len() > limits.pages {
        return Err(ReadError::new(ErrorCode::TooLarge, format!("{} pages, at most {} are read", pages.len(), limits.pages)));
    }
    warnings.extend(cut_warning(bytes, pages.len()));
    let catalogue: Option<Dict<'_>> = pdf.xref().get(pdf.xref().root_id());
    let mut shared = Shared::new(catalogue.as_ref(), Budget::new(limits.unpacked_bytes));
    let mut sheets = Vec::new();
    let mut sources = Vec::new();
    let mut damaged = 0;
    for (number, page) in (1..).zip(pages.iter()) {
        let drawing = draw(page, &mut shared);
        if drawing.damaged {
            damaged += 1;
            warnings.push(Warning::on_page("page-damaged", number, "part of the page's content is damaged and was left out"));
        }
        let styles = shared.styles();
        let trust = judge(&drawing, &styles, &shared.texts);
        sources.push(trust);
        sheets.push(match trust {
            Trust::Rubbish | Trust::Picture => layout::Sheet::default(),
            _ => prepare(&drawing, Look { fonts: &styles, texts: &shared.texts }),
        });
    }
    if shared.budget.exceeded {
        if sources.iter().all(|s| matches!(s, Trust::Rubbish | Trust::Picture | Trust::Blank)) {
            return Err(ReadError::new(ErrorCode::TooLarge, "its pages unpack to more than a document can hold"));
        }
        warnings
            .push(Warning::new("pdf-limit", "the pages unpack to more than a document can hold; what lies beyond was left out"));
    }
    let repaired = sources.iter().filter(|s| **s == Trust::Repaired).count();
    if repaired > 0 {
        let message = format!(
            "the fonts of {repaired} pages do not tell their characters; they were read by the glyph ids of Times New Roman"
        );
        warnings.push(Warning::new("text-repaired", message));
    }
    mark_chrome(&mut sheets);
    let mut tables = Tables::default();
    let mut out = Vec::new();
    for (number, (sheet, trust)) in (1_u32..).zip(sheets.into_iter().zip(&sources)) {
        warnings.extend(trust.warning(number));
        let source = trust.source();
        let blocks =
            if source == TextSource::None { Vec::new() } else { finish(sheet, &mut tables).into_iter().map(block).collect() };
        out.push(RawPage { source, blocks });
    }
    let unread = |source: &Trust| matches!(source, Trust::Rubbish | Trust::Picture | Trust::Blank);
    // Of a file that was cut off, pictures without text are no document: what is missing may be the text.
    if sources.iter().all(|source| *source == Trust::Blank) || !has_end(bytes) && sources.iter().all(unread) {
        return Err(blank(sources.len(), damaged, bytes));
    }
    let facts = facts::read(&pdf, bytes);
    Ok(RawDocument { format: Format::Pdf, pages: out, declared: None, facts, warnings })
}

fn open(bytes: &[u8]) -> Result<Pdf, ReadError> {
    let load = |bytes: Vec<u8>| Pdf::new(Arc::new(bytes));
    match load(bytes.to_vec()) {
        Ok(pdf) if !pdf.pages().is_empty() => Ok(pdf),
        Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected)) => {
            Err(ReadError::new(ErrorCode::Encrypted, "opens only with a password; save a copy without one and index that"))
        }
        Err(LoadPdfError::Decryption(_)) => Err(ReadError::new(ErrorCode::Encrypted, "encrypted in a way that is not read")),
        Ok(_) | Err(LoadPdfError::Invalid) => {
            salvage::with_new_catalogue(bytes).and_then(|saved| load(saved).ok()).ok_or_else(|| no_pages(bytes))
        }
    }
}

/// Why a file has no pages: cut off, or damaged otherwise.
fn no_pages(bytes: &[u8]) -> ReadError {
    if has_end(bytes) {
        ReadError::new(ErrorCode::Damaged, "no page can be found in it")
    } else {
        ReadError::new(
            ErrorCode::Truncated,
            format!("ends at byte {} without the end mark `%%EOF`, and no page can be found before", bytes.len()),
        )
    }
}

/// The end mark stands near the end of a whole file.
fn has_end(bytes: &[u8]) -> bool {
    let tail = bytes.get(bytes.len().saturating_sub(2048)..).unwrap_or(bytes);
    memchr::memmem::find(tail, b"%%EOF").is_some()
}

fn cut_warning(bytes: &[u8], pages: usize) -> Option<Warning> {
    (!has_end(bytes)).then(|| {
        let message =
            format!("the file ends at byte {} without the end mark `%%EOF`; {pages} pages were found before", bytes.len());
        Warning::new("truncated", message)
    })
}

/// Why a document on whose pages nothing is drawn cannot be indexed.
fn blank(n: usize, damaged: usize, bytes: &[u8]) -> ReadError {
    let pages = if n == 1 { "its 1 page".to_owned() } else { format!("all {n} pages") };
    if !has_end(bytes) {
        // The page that the file breaks off in is the last one that has begun.
        let begun = salvage::begun(bytes).min(n);
        let stops = if begun > 0 { format!(" on page {begun}") } else { String::new() };
        let message = format!(
            "ends at byte {}{stops} without the end mark `%%EOF`; nothing can be read on {pages} found before",
            bytes.len()
        );
        return ReadError::new(ErrorCode::Truncated, message);
    }
    if damaged > 0 {
        return ReadError::new(ErrorCode::Damaged, format!("the content of {damaged} of {n} pages cannot be unpacked"));
    }
    ReadError::new(ErrorCode::Empty, format!("nothing is drawn on {pages}"))
}

fn block(block: Block) -> RawBlock {
    RawBlock {
        role: block.role,
        side: block.side,
        centred: block.centred,
        lines: block.lines.into_iter().map(|line| runs(line.runs)).collect(),
    }
}

/// Runs of a line, neighbours of one style as one.
fn runs(runs: Vec<Run>) -> Vec<RawRun> {
    let mut out: Vec<RawRun> = Vec::new();
    for run in runs {
        let style = Style {
            font: run.font,
            size: run.size,
            bold: run.bold,
            italic: run.italic,
            superscript: run.superscript,
            unsure: run.unsure,
            note: None,
        };
        match out.last_mut() {
            Some(last) if last.style == style => last.text.push_str(&run.text),
            _ => out.push(RawRun { text: run.text, style }),
        }
    }
    out
}

#[cfg(test)]
mod tests;
