//! `congvan extract`.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::model::{ErrorCode, RawDocument, ReadError};
use crate::read::{Content, Limits, read};
use crate::{extract, viet};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Files to read; `-` is standard input.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// One JSON object a line.
    #[arg(long)]
    json: bool,
    /// The normalised text, a form feed between pages.
    #[arg(long)]
    text: bool,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let mut out = std::io::stdout().lock();
    let mut status = 0;
    for file in &arguments.files {
        let bytes = std::fs::read(file)?;
        let mut source = json!({"path": file, "sha256": hex(&bytes), "bytes": bytes.len()});
        let document: Result<RawDocument, ReadError> = match read(&bytes, &Limits::default()) {
            Ok(Content::Document(document)) => Ok(*document),
            Ok(Content::Container(_)) => Err(ReadError::new(ErrorCode::Unsupported, "a container")),
            Err(error) => Err(error),
        };
        match document {
            Err(error) => {
                status = 2;
                writeln!(out, "{}", json!({"source": source, "error": {"code": error.code.code(), "message": error.message}}))?;
            }
            Ok(raw) => {
                let pages = viet::normalise(&raw);
                if arguments.text {
                    let texts: Vec<&str> = pages.iter().map(|p| p.text.as_str()).collect();
                    writeln!(out, "{}", texts.join("\n\u{c}\n"))?;
                    continue;
                }
                let found = extract::extract(extract::Input { pages: &pages, declared: raw.declared.as_ref() });
                source["format"] = json!(raw.format.name());
                source["pages"] = json!(pages.len());
                source["ocr"] = json!(false);
                let mut object = serde_json::to_value(&found)?;
                object["source"] = source;
                object["warnings"] = json!(raw.warnings.iter().chain(&found.warnings).collect::<Vec<_>>());
                writeln!(out, "{object}")?;
            }
        }
    }
    Ok(ExitCode::from(status))
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut s, b| {
        use std::fmt::Write as _;
        let _ = write!(s, "{b:02x}");
        s
    })
}
