//! `congvan extract`: what is found in each file, without an archive. A stateless filter.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::explain::{self, Field};
use super::print::{self, Ink};
use super::{Context, FAILED, FOUND, words};
use crate::model::{Citation, ErrorCode, Extracted, ReadError};
use crate::pipeline::{Reading, Worker};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Files to read; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The normalised text, a form feed between pages
    #[arg(long, conflicts_with = "json")]
    text: bool,
    /// Which rule found a field (or the citations), and which candidates lost, with the reason
    #[arg(long, value_enum, value_name = "FIELD", conflicts_with = "text")]
    explain: Option<Field>,
    /// Recognise pages that are pictures
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    ocr: super::ocr::Choice,
}

pub(super) fn run(context: &Context, arguments: &Arguments) -> anyhow::Result<u8> {
    let settings = super::ocr::settings(context, arguments.ocr)?;
    let mut worker = if arguments.explain.is_some() { Worker::explaining(settings) } else { Worker::new(settings) };
    let mut status = FOUND;
    for file in &arguments.files {
        let path = file.to_string_lossy().into_owned();
        let readings = match bytes(file) {
            Ok(bytes) => worker.read(&bytes, file.file_name().and_then(|name| name.to_str()), None)?,
            Err(error) => {
                let error = ReadError::new(ErrorCode::Unreadable, format!("cannot be opened: {error}"));
                vec![Reading { member: String::new(), sha256: None, bytes: 0, waits: None, result: Err(error) }]
            }
        };
        for reading in &readings {
            let path = if reading.member.is_empty() { path.clone() } else { format!("{path}!/{}", reading.member) };
            if let Err(error) = &reading.result {
                status = FAILED;
                let label = context.err.ink(Ink::BoldRed, context.lang.pick("lỗi:", "error:"));
                let reason = words::reason_with_place(context.lang, error.code, &error.message);
                // The reader's own words are English.
                let more = if context.verbose || context.lang == super::talk::Lang::En {
                    format!(" ({})", print::harmless(&error.message))
                } else {
                    String::new()
                };
                print::talk(&format!("{label} {}: {reason}{more}\n", print::harmless(&path)));
            }
            if context.json {
                print::data(&format!("{}\n", explained(object(&path, reading), reading, arguments.explain)))?;
            } else if let Ok(document) = &reading.result {
                let text = if let Some(field) = arguments.explain {
                    let path = context.out.ink(Ink::Bold, &print::harmless(&path));
                    format!("{path}\n{}", explain::sheet(context.lang, &document.extracted, field))
                } else if arguments.text {
                    document.pages.join("\n\u{c}\n") + "\n"
                } else {
                    sheet(context, &path, &document.extracted)
                };
                print::data(&text)?;
            }
        }
    }
    Ok(status)
}

/// With what was asked about a field under `explained`.
fn explained(mut object: Value, reading: &Reading, field: Option<Field>) -> Value {
    if let (Some(field), Ok(document), Some(keys)) = (field, &reading.result, object.as_object_mut()) {
        keys.remove("rejected");
        keys.remove("reasons");
        keys.insert("explained".to_owned(), explain::object(&document.extracted, field));
    }
    object
}

/// A file's bytes; longer ones than are ever read are cut just past the limit, so that the reader says so.
pub(super) fn bytes(file: &Path) -> io::Result<Vec<u8>> {
    let limit = crate::read::Limits::default().file_bytes + 1;
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        io::stdin().lock().take(limit).read_to_end(&mut bytes)?;
    } else {
        File::open(file)?.take(limit).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// One file's JSON object.
pub(super) fn object(path: &str, reading: &Reading) -> Value {
    let source = json!({"path": path, "sha256": reading.sha256, "bytes": reading.bytes});
    match &reading.result {
        Err(error) => json!({"source": source, "error": {"code": error.code.code(), "message": error.message}}),
        Ok(document) => {
            let mut object = json!(document.extracted);
            object["source"] = source;
            object["source"]["format"] = json!(document.format.name());
            object["source"]["pages"] = json!(document.pages.len());
            object["source"]["ocr"] = json!(document.ocr);
            if let Some(declared) = &document.declared {
                object["declared"] = json!(declared);
            }
            object
        }
    }
}

/// What a person reads: fields, then citations a line each.
fn sheet(context: &Context, path: &str, found: &Extracted) -> String {
    let lang = context.lang;
    let document = &found.document;
    let absent = || lang.pick("không ghi", "not stated").to_owned();
    let mut text = format!("{}\n", context.out.ink(Ink::Bold, &print::harmless(path)));
    let rows: [(&str, Option<String>); 11] = [
        (lang.pick("Loại", "Type"), document.kind.map(|k| lang.pick(k.row().name, k.row().english).to_owned())),
        (lang.pick("Số, ký hiệu", "Number"), document.doc_number().map(|n| n.to_string())),
        (lang.pick("Ngày", "Date"), document.date.map(|d| context.date(d))),
        (lang.pick("Địa danh", "Place"), document.place.clone()),
        (lang.pick("Cơ quan ban hành", "Issuer"), document.issuer.clone()),
        (lang.pick("Cơ quan chủ quản", "Parent body"), document.parent.clone()),
        (lang.pick("Trích yếu", "Subject"), document.subject.clone()),
        (lang.pick("Người ký", "Signer"), document.signer.clone()),
        (lang.pick("Chức vụ", "Title"), document.signer_title.clone()),
        (lang.pick("Thẩm quyền ký", "Signing authority"), document.authority.clone()),
        (lang.pick("Nơi nhận", "Recipients"), (!document.recipients.is_empty()).then(|| document.recipients.join("; "))),
    ];
    let column = 19;
    for (label, value) in rows {
        let value = print::harmless(&value.unwrap_or_else(absent));
        if !context.out.terminal {
            text.push_str(&format!("{label}\t{value}\n"));
            continue;
        }
        for (i, line) in print::wrap(&value, context.out.width.saturating_sub(column)).into_iter().enumerate() {
            text.push_str(&format!("{}{line}\n", print::pad(if i == 0 { label } else { "" }, column)));
        }
    }
    let counts = [
        (lang.pick("Chú thích", "Footnotes"), found.footnotes.len()),
        (lang.pick("Viện dẫn", "Citations"), found.citations.len()),
    ];
    for (label, count) in counts {
        let gap = if context.out.terminal { " ".repeat(column.saturating_sub(print::width(label))) } else { "\t".to_owned() };
        text.push_str(&format!("{label}{gap}{}\n", lang.count(count as u64)));
    }
    for part in found.held_parts() {
        let line = print::harmless(&words::part(lang, &part));
        let label = lang.pick("Kèm theo", "Attached");
        let label = if context.out.terminal { print::pad(label, column) } else { format!("{label}\t") };
        text.push_str(&format!("{label}{line}\n"));
    }
    for citation in &found.citations {
        text.push_str(&line(context, citation));
    }
    text
}

fn line(context: &Context, citation: &Citation) -> String {
    let lang = context.lang;
    let mut parts = vec![print::harmless(&citation.surface)];
    if !context.out.terminal {
        let issuer = citation.issuer.as_ref().or(citation.issuer_implied.as_ref()).cloned().unwrap_or_default();
        parts.push(citation.date.map(|d| d.to_string()).unwrap_or_default());
        parts.extend([print::harmless(&issuer), citation.place.to_string()]);
        return format!("{}\n", parts.join("\t"));
    }
    parts.extend(citation.date.map(|d| lang.date(d)));
    parts.extend(citation.issuer.clone());
    parts.extend(citation.issuer_implied.as_ref().map(|i| format!("{i} ({})", lang.pick("suy ra", "inferred"))));
    parts.push(citation.place.to_string());
    format!("  {}\n", print::cut(&parts.join(" · "), context.out.width.saturating_sub(2)))
}
