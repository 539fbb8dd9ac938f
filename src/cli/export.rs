//! `congvan export`: everything, for spreadsheets, graph tools and other engines; with a manifest of hashes beside a file.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::{Context, FOUND, Mistake, locate, print};
use crate::pipeline::digest_hex;
use crate::report::archive::Archive;
use crate::report::export::{What, export};
use crate::report::graph::Graph;
use crate::report::table::{self, MOST_ROWS, Table, csv_cell};
use crate::store::Store;

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Records {
    Documents,
    Citations,
    Links,
    Findings,
}

impl Records {
    fn what(self) -> What {
        match self {
            Self::Documents => What::Documents,
            Self::Citations => What::Citations,
            Self::Links => What::Links,
            Self::Findings => What::Findings,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Documents => "documents",
            Self::Citations => "citations",
            Self::Links => "links",
            Self::Findings => "findings",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    Ndjson,
    Csv,
    Xlsx,
    Graphml,
    Dot,
}

impl Form {
    fn name(self) -> &'static str {
        match self {
            Self::Ndjson => "ndjson",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Graphml => "graphml",
            Self::Dot => "dot",
        }
    }
}

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Which records
    #[arg(long, value_enum)]
    what: Records,
    /// In which form; a graph has documents as nodes and links as edges
    #[arg(long, value_enum, default_value = "ndjson")]
    format: Form,
    /// The file to write, whole or not at all, with FILE.manifest.json beside it [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn run(context: &Context, arguments: &Arguments) -> anyhow::Result<u8> {
    let (store, folder) = locate::open(context)?;
    let is_graph = matches!(arguments.format, Form::Graphml | Form::Dot);
    if is_graph && matches!(arguments.what, Records::Citations | Records::Findings) {
        let (what, form) = (arguments.what.name(), arguments.format.name());
        return Err(Mistake::new(
            context.lang.pick(
                format!("--what {what} không vẽ được thành --format {form}; cần --what links hoặc documents"),
                format!("--what {what} makes no --format {form}; expected --what links or documents"),
            ),
            format!("congvan export --what links --format {form}"),
        )
        .into());
    }
    let own = locate::home(&folder);
    match &arguments.output {
        None => {
            let mut out = BufWriter::new(io::stdout().lock());
            write(context, &store, &own, arguments, &mut out)?;
            out.flush()?;
        }
        Some(path) => {
            let mut records = 0;
            let mut seen = (Sha256::new(), 0_u64);
            print::file(path, &mut |out| {
                let mut hashed = Hashed { out, seen: &mut seen };
                records = write(context, &store, &own, arguments, &mut hashed)?;
                Ok::<(), anyhow::Error>(())
            })?;
            manifest(&store, arguments, path, records, seen)?;
        }
    }
    Ok(FOUND)
}

/// A writer that hashes and counts what goes through it.
struct Hashed<'a> {
    out: &'a mut dyn Write,
    seen: &'a mut (Sha256, u64),
}

impl Write for Hashed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.out.write(bytes)?;
        self.seen.0.update(bytes.get(..n).unwrap_or_default());
        self.seen.1 += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Writes the records; returns how many (of a graph, its nodes and edges).
fn write(context: &Context, store: &Store, own: &[String], arguments: &Arguments, out: &mut dyn Write) -> anyhow::Result<usize> {
    let what = arguments.what.what();
    let mut count = 0;
    match arguments.format {
        Form::Graphml | Form::Dot => {
            let archive = Archive::new(store, own.to_vec());
            let graph = Graph::of_archive(&archive);
            archive.trouble()?;
            let text = if arguments.format == Form::Dot { graph.to_dot() } else { graph.to_graphml() };
            out.write_all(text.as_bytes())?;
            return Ok(graph.size());
        }
        Form::Ndjson => export(store, own.to_vec(), what, &mut |record| {
            count += 1;
            writeln!(out, "{record}")?;
            Ok::<(), anyhow::Error>(())
        })?,
        Form::Csv => export(store, own.to_vec(), what, &mut |record| {
            let row = flat(&record);
            if count == 0 {
                writeln!(out, "{}", row.iter().map(|(key, _)| csv_cell(key)).collect::<Vec<_>>().join(","))?;
            }
            count += 1;
            writeln!(out, "{}", row.iter().map(|(_, value)| csv_cell(&plain(value))).collect::<Vec<_>>().join(","))?;
            Ok::<(), anyhow::Error>(())
        })?,
        Form::Xlsx => {
            let mut table = Table::default();
            export(store, own.to_vec(), what, &mut |record| {
                let row = flat(&record);
                if count == 0 {
                    table.heading = row.iter().map(|(key, _)| key.clone()).collect();
                }
                count += 1;
                if count >= MOST_ROWS {
                    return Err(too_many(context, arguments).into());
                }
                table.rows.push(row.into_iter().map(|(key, value)| cell(&key, value)).collect());
                Ok::<(), anyhow::Error>(())
            })?;
            out.write_all(&table.xlsx()?)?;
        }
    }
    Ok(count)
}

fn too_many(context: &Context, arguments: &Arguments) -> Mistake {
    let what = arguments.what.name();
    Mistake::new(
        context.lang.pick(
            format!("một trang tính chứa được {MOST_ROWS} dòng, {what} có nhiều hơn"),
            format!("a sheet holds {MOST_ROWS} rows, there are more {what}"),
        ),
        format!("congvan export --what {what} --format csv"),
    )
}

/// Writes `FILE.manifest.json`: what the file is and holds, its hash, and the hash of the list of documents it was made from (as
/// `sha256sum` writes such a list: hash, two blanks, path), so that it can be told from which archive it came.
fn manifest(store: &Store, arguments: &Arguments, path: &Path, records: usize, seen: (Sha256, u64)) -> anyhow::Result<()> {
    let mut documents = Sha256::new();
    let contents = store.contents()?;
    for row in &contents {
        documents.update(format!("{}  {}\n", row.sha256, row.path));
    }
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let value = json!({
        "file": name,
        "what": arguments.what.name(),
        "format": arguments.format.name(),
        "records": records,
        "bytes": seen.1,
        "sha256": digest_hex(&seen.0.finalize()),
        "program": concat!("congvan ", env!("CARGO_PKG_VERSION")),
        "documents": contents.len(),
        "documents_sha256": digest_hex(&documents.finalize()),
    });
    let beside = path.with_file_name(format!("{name}.manifest.json"));
    print::file(&beside, &mut |out| Ok(writeln!(out, "{value:#}")?))
}

/// A record as a row: objects opened to `a.b`, lists of words joined. Every record of a kind has the same keys.
fn flat(record: &Value) -> Vec<(String, Value)> {
    fn walk(prefix: &str, value: &Value, row: &mut Vec<(String, Value)>) {
        match value {
            Value::Object(fields) => {
                for (key, value) in fields {
                    let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
                    walk(&name, value, row);
                }
            }
            Value::Array(items) if items.iter().all(Value::is_string) => {
                let joined = items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("; ");
                row.push((prefix.to_owned(), Value::String(joined)));
            }
            Value::Array(items) if prefix == "evidence" => row.push((prefix.to_owned(), Value::String(words(items)))),
            // What may be an object in one record and nothing in another stays one column.
            other => row.push((prefix.to_owned(), other.clone())),
        }
    }
    let mut row = Vec::new();
    let Value::Object(fields) = record else { return row };
    for (key, value) in fields {
        match (key.as_str(), value) {
            ("dismissed" | "note", Value::Object(_)) => row.push((key.clone(), Value::String(value.to_string()))),
            _ => walk(key, value, &mut row),
        }
    }
    row
}

/// The words of a finding's sides: `di/2023/kh-44.docx, trang 1: “…”`.
fn words(evidence: &[Value]) -> String {
    let one = |proof: &Value| {
        let text = |key: &str| proof[key].as_str().unwrap_or_default().to_owned();
        format!("{}, trang {}: “{}”", text("path"), proof["page"], text("quote"))
    };
    evidence.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A cell of a sheet: days as dates, counts as numbers, all else as text.
fn cell(key: &str, value: Value) -> table::Value {
    let is_day = key.rsplit('.').next() == Some("date");
    match value {
        Value::Null => table::Value::Empty,
        Value::Number(number) => number.as_f64().map_or(table::Value::Empty, table::Value::Number),
        Value::String(text) => match text.parse::<crate::model::PartialDate>() {
            Ok(day) if is_day && day.is_full() => table::Value::Date(day),
            _ if text.is_empty() => table::Value::Empty,
            _ => table::Value::Text(text),
        },
        other => table::Value::Text(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::{cell, flat, plain};
    use crate::report::table::Value;
    use serde_json::json;

    #[test]
    fn rows_are_flat_and_days_are_dates() {
        let row = flat(&json!({"a": {"b": 1, "c": null}, "d": ["x", "y"], "dismissed": {"reason": "r"}}));
        let row: Vec<(String, String)> = row.iter().map(|(k, v)| (k.clone(), plain(v))).collect();
        let want = [("a.b", "1"), ("a.c", ""), ("d", "x; y"), ("dismissed", "{\"reason\":\"r\"}")];
        assert_eq!(row, want.map(|(k, v)| (k.to_owned(), v.to_owned())));
        for (key, value, want) in [
            ("document.date", json!("2023-02-09"), Value::Date("2023-02-09".parse().unwrap())),
            ("document.date", json!("2023"), Value::Text("2023".to_owned())),
            ("document.number", json!("08a"), Value::Text("08a".to_owned())),
            ("bytes", json!(12), Value::Number(12.0)),
            ("subject", json!("=1+1"), Value::Text("=1+1".to_owned())),
        ] {
            assert_eq!(cell(key, value), want, "{key}");
        }
    }
}
