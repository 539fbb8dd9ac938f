//! For the readers' tests: small archives, the shape of a document in one line, and cruelty to samples.

use std::io::{Cursor, Write as _};

use super::{Content, Limits, read};
use crate::model::{RawBlock, RawDocument, RawRun, Role, Side};

/// A ZIP of these parts.
pub(super) fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The document in the bytes, read as any file is.
pub(super) fn document(bytes: &[u8]) -> RawDocument {
    match read(bytes, &Limits::default()) {
        Ok(Content::Document(document)) => *document,
        other => panic!("{other:?}"),
    }
}

/// Blocks parted by `¶`, pages by `‖`, lines by `/`; roles, sides and styles as short marks.
pub(super) fn shape(document: &RawDocument) -> String {
    let page = |blocks: &[RawBlock]| blocks.iter().map(block).collect::<Vec<_>>().join("¶");
    document.pages.iter().map(|p| page(&p.blocks)).collect::<Vec<_>>().join("‖")
}

fn block(block: &RawBlock) -> String {
    let lines: Vec<String> = block.lines.iter().map(|l| l.iter().map(run).collect::<String>()).collect();
    let side = match block.side {
        Side::Full => "",
        Side::Left => "L",
        Side::Right => "R",
    };
    let role = match block.role {
        Role::Paragraph => String::new(),
        Role::Heading(n) => format!("h{n}:"),
        Role::Cell { table, row, column } => format!("{table}.{row}.{column}{side}:"),
        Role::Note(n) => format!("n{n}:"),
        Role::Header => "head:".to_owned(),
        Role::Footer => "foot:".to_owned(),
        Role::PageNumber => "page:".to_owned(),
        Role::Annotation => "annotation:".to_owned(),
    };
    format!("{role}{}{}", if block.centred { "=" } else { "" }, lines.join("/"))
}

fn run(run: &RawRun) -> String {
    let mut out = run.text.clone();
    for (on, mark) in [(run.style.bold, "b"), (run.style.italic, "i"), (run.style.superscript, "s")] {
        if on {
            out = format!("<{mark} {out}>");
        }
    }
    match run.style.note {
        Some(id) => format!("{out}#{id}"),
        None => out,
    }
}

/// Reads a sample cut at every byte, and with every byte changed: each reading must end.
pub(super) fn torture(sample: &[u8]) {
    let limits = Limits { unpacked_bytes: 8 << 20, pages: 200, ..Limits::default() };
    // Larger samples are cut and changed at every few bytes, to keep the test quick.
    let step = sample.len() / 600 + 1;
    for at in (0..sample.len()).step_by(step) {
        let _ = read(sample.get(..at).unwrap(), &limits);
        for value in [0, 0xFF, b'<', sample.get(at).unwrap() ^ 1] {
            let mut changed = sample.to_vec();
            *changed.get_mut(at).unwrap() = value;
            let _ = read(&changed, &limits);
        }
    }
}
