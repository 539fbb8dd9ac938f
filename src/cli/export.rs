//! `congvan export`: everything, for spreadsheets, graph tools and other engines.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use serde_json::Value;

use super::{Context, FOUND, locate};
use crate::report::export::{What, export};

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Records {
    Documents,
    Citations,
    Links,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    Ndjson,
    Csv,
}

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Which records
    #[arg(long, value_enum)]
    what: Records,
    /// In which form
    #[arg(long, value_enum, default_value = "ndjson")]
    format: Form,
    /// The file to write, whole or not at all [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn run(context: &Context, arguments: &Arguments) -> anyhow::Result<u8> {
    let (store, _) = locate::open(context)?;
    let what = match arguments.what {
        Records::Documents => What::Documents,
        Records::Citations => What::Citations,
        Records::Links => What::Links,
    };
    let write = |out: &mut dyn Write| -> anyhow::Result<()> {
        let mut head = arguments.format == Form::Csv;
        export(&store, what, &mut |record| {
            let row = flat(&record);
            match arguments.format {
                Form::Ndjson => writeln!(out, "{record}")?,
                Form::Csv => {
                    if std::mem::take(&mut head) {
                        writeln!(out, "{}", row.iter().map(|(key, _)| cell(key)).collect::<Vec<_>>().join(","))?;
                    }
                    writeln!(out, "{}", row.iter().map(|(_, value)| cell(value)).collect::<Vec<_>>().join(","))?;
                }
            }
            Ok::<(), anyhow::Error>(())
        })
    };
    match &arguments.output {
        None => {
            let mut out = BufWriter::new(io::stdout().lock());
            write(&mut out)?;
            out.flush()?;
        }
        Some(path) => {
            let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(std::path::Path::new("."));
            let mut file = tempfile::NamedTempFile::new_in(folder)?;
            let mut out = BufWriter::new(&mut file);
            write(&mut out)?;
            out.flush()?;
            drop(out);
            file.as_file().sync_all()?;
            file.persist(path)?;
        }
    }
    Ok(FOUND)
}

/// A record as a row: objects opened to `a.b`, lists joined. Every record of a kind has the same keys.
fn flat(record: &Value) -> Vec<(String, String)> {
    fn walk(prefix: &str, value: &Value, row: &mut Vec<(String, String)>) {
        match value {
            Value::Object(fields) => {
                for (key, value) in fields {
                    let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
                    walk(&name, value, row);
                }
            }
            Value::Null => row.push((prefix.to_owned(), String::new())),
            Value::String(text) => row.push((prefix.to_owned(), text.clone())),
            Value::Array(items) if items.iter().all(Value::is_string) => {
                row.push((prefix.to_owned(), items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("; ")));
            }
            other => row.push((prefix.to_owned(), other.to_string())),
        }
    }
    let mut row = Vec::new();
    walk("", record, &mut row);
    row
}

/// A CSV cell. What a spreadsheet would take for a formula is kept as text by an apostrophe in front.
fn cell(text: &str) -> String {
    let text = text.replace(['\r', '\n'], " ");
    let text = if text.starts_with(['=', '+', '-', '@', '\t']) { format!("'{text}") } else { text };
    if text.contains([',', '"', ';']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::{cell, flat};
    use serde_json::json;

    #[test]
    fn cells_are_text_and_rows_are_flat() {
        for (text, want) in
            [("a", "a"), ("a,b", "\"a,b\""), ("=1+1", "'=1+1"), ("-x", "'-x"), ("a\"b", "\"a\"\"b\""), ("a\nb", "a b")]
        {
            assert_eq!(cell(text), want);
        }
        let row = flat(&json!({"a": {"b": 1, "c": null}, "d": ["x", "y"]}));
        let row: Vec<(&str, &str)> = row.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        assert_eq!(row, [("a.b", "1"), ("a.c", ""), ("d", "x; y")]);
    }
}
