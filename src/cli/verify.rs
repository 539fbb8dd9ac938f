//! `congvan verify`: the archive's parts against each other; `--repair` makes anew what is derived.

use serde_json::json;

use super::print::{self, pad};
use super::{Context, FOUND, NOTHING, locate};
use crate::index::Index;
use crate::pipeline::{index_folder, reindex};
use crate::store::{Lock, Store};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Make the search index anew from the store
    #[arg(long)]
    repair: bool,
}

/// One thing that was checked, and what was found wrong.
struct Check {
    code: &'static str,
    vi: &'static str,
    en: &'static str,
    wrong: Vec<String>,
}

pub(super) fn run(context: &Context, arguments: &Arguments) -> anyhow::Result<u8> {
    let (store, folder) = locate::open(context)?;
    let lang = context.lang;
    if arguments.repair {
        let _lock = Lock::take(&folder, &format!("pid {}, verify --repair", std::process::id()))?;
        drop(store);
        let mut store = Store::open_for_writing(&folder)?;
        reindex(&folder, &mut store)?;
        if !context.quiet {
            print::talk(lang.pick("Đã lập lại chỉ mục tra cứu từ kho\n", "The search index is made anew from the store\n"));
        }
        return check(context, &store, &folder);
    }
    check(context, &store, &folder)
}

fn check(context: &Context, store: &Store, folder: &std::path::Path) -> anyhow::Result<u8> {
    let lang = context.lang;
    let checks = [
        Check { code: "database", vi: "cơ sở dữ liệu", en: "database", wrong: store.integrity()? },
        Check {
            code: "files",
            vi: "văn bản và tệp",
            en: "documents and files",
            wrong: if store.has_orphans()? { vec!["documents without a file: run index again".to_owned()] } else { Vec::new() },
        },
        Check { code: "spans", vi: "chỗ ghi của viện dẫn", en: "places of citations", wrong: spans(store)? },
        Check { code: "index", vi: "chỉ mục tra cứu", en: "search index", wrong: index(store, folder)? },
    ];
    let whole = checks.iter().all(|c| c.wrong.is_empty());
    keep(folder, whole);
    let text: String = if context.json {
        checks.iter().map(|c| format!("{}\n", json!({"check": c.code, "ok": c.wrong.is_empty(), "wrong": c.wrong}))).collect()
    } else {
        let line = |c: &Check| {
            let said = if c.wrong.is_empty() {
                lang.pick("nguyên vẹn", "whole").to_owned()
            } else {
                print::harmless(&c.wrong.join("; "))
            };
            let label = lang.pick(c.vi, c.en);
            if context.out.terminal { format!("{}{said}\n", pad(label, 24)) } else { format!("{label}\t{said}\n") }
        };
        checks.iter().map(line).collect()
    };
    print::data(&text)?;
    if !whole && !context.json {
        print::talk(lang.pick("gợi ý: congvan verify --repair\n", "hint: congvan verify --repair\n"));
    }
    Ok(if whole { FOUND } else { NOTHING })
}

/// The file in the archive's folder that says when it was last checked.
const KEPT: &str = "verified.json";

/// Keeps when the archive was checked and how it was found. An archive that cannot be written to is checked all the same.
fn keep(folder: &std::path::Path, whole: bool) {
    let at = jiff::Zoned::now().strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
    let written = std::fs::write(folder.join("verified.new"), format!("{}\n", json!({"at": at, "whole": whole})));
    if written.is_ok() {
        // Where the name cannot be changed either, the check before stays the last one known.
        let _ = std::fs::rename(folder.join("verified.new"), folder.join(KEPT));
    }
}

/// When the archive was last checked (ISO 8601), and whether it was whole; `None` where it never was.
pub(super) fn last(folder: &std::path::Path) -> Option<(String, bool)> {
    let kept: serde_json::Value = serde_json::from_slice(&std::fs::read(folder.join(KEPT)).ok()?).ok()?;
    Some((kept["at"].as_str()?.to_owned(), kept["whole"].as_bool()?))
}

/// Citations whose place does not select their words.
fn spans(store: &Store) -> anyhow::Result<Vec<String>> {
    let mut wrong = Vec::new();
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for row in store.contents()? {
        let pages = store.pages(row.content)?;
        for citation in store.extracted(row.content)?.citations {
            let span = citation.span;
            let page = (span.page as usize).checked_sub(1).and_then(|p| pages.get(p));
            let selected = page.and_then(|p| p.get(span.start as usize..span.end as usize)).map(plain);
            // A mention that runs over a page break ends with its first page.
            let fits = selected.is_some_and(|s| !s.is_empty() && plain(&citation.surface).starts_with(s.as_str()));
            if !fits {
                wrong.push(format!("{}: {}", row.path, citation.surface));
            }
        }
    }
    Ok(wrong)
}

fn index(store: &Store, folder: &std::path::Path) -> anyhow::Result<Vec<String>> {
    let index = match Index::open(&index_folder(folder)) {
        Ok(index) => index,
        Err(error) => return Ok(vec![error.to_string()]),
    };
    let mut wrong = Vec::new();
    let (held, found) = (store.totals()?.documents, index.documents());
    if held != found {
        wrong.push(format!("the store holds {held} documents, the index {found}"));
    }
    let (generation, indexed) = (store.generation()?, index.generation());
    if generation != indexed {
        wrong.push(format!("the store's generation is {generation}, the index's {indexed}"));
    }
    Ok(wrong)
}
