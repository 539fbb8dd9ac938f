//! `congvan verify`: the archive's parts against each other and against the files; `--repair` makes anew what is derived.

use serde_json::json;

use super::print::{self, Ink, pad};
use super::talk::Lang;
use super::{Context, FOUND, NOTHING, index, locate};
use crate::pipeline::{Check, repair, verify};
use crate::store::{DATABASE, Lock, Store, StoreError};

/// How many wrong things of one check are told.
const NAMED: usize = 5;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Make links and search index anew, and have damaged documents read again
    #[arg(long)]
    repair: bool,
    /// Of the files on disk, read only so many again, spread over the archive [default: all]
    #[arg(long, value_name = "N")]
    sample: Option<usize>,
}

pub(super) fn run(context: &Context, arguments: &Arguments) -> anyhow::Result<u8> {
    let lang = context.lang;
    if arguments.repair {
        let folder = locate::folder(context)?;
        // Without its database there is nothing to repair from; an empty one would be found whole.
        if std::fs::metadata(folder.join(DATABASE)).map_or(0, |file| file.len()) == 0 {
            return Err(StoreError::Absent(folder).into());
        }
        let _lock = Lock::take(&folder, &locate::holder())?;
        let mut store = Store::open_for_writing(&folder)?;
        index::tell_migrated(context, &store);
        let repaired = repair(&folder, &mut store, &locate::home(&folder), &index::now(), arguments.sample)?;
        if !context.quiet {
            print::talk(&lang.pick(
                format!("Đã lập lại liên kết của {} văn bản và chỉ mục tra cứu\n", lang.count(repaired.linked as u64)),
                format!("Links of {} documents and the search index are made anew\n", lang.count(repaired.linked as u64)),
            ));
            if repaired.to_read > 0 {
                let hint = context.err.ink(Ink::Cyan, lang.pick("gợi ý:", "hint:"));
                print::talk(&lang.pick(
                    format!("{hint} {} văn bản cần đọc lại từ tệp: congvan index THƯ-MỤC\n", repaired.to_read),
                    format!(
                        "{hint} {} documents have to be read from their files again: congvan index FOLDER\n",
                        repaired.to_read
                    ),
                ));
            }
        }
        return check(context, arguments, &mut store, &folder);
    }
    let (store, folder) = locate::open(context)?;
    // What was found is kept for `status`, unless a run is writing.
    let lock = Lock::take(&folder, &locate::holder()).ok();
    let mut store = if lock.is_some() { Store::open_for_writing(&folder).unwrap_or(store) } else { store };
    check(context, arguments, &mut store, &folder)
}

fn check(context: &Context, arguments: &Arguments, store: &mut Store, folder: &std::path::Path) -> anyhow::Result<u8> {
    let lang = context.lang;
    let checks = verify(folder, store, arguments.sample)?;
    let whole = checks.iter().all(Check::whole);
    // An archive that cannot be written can be checked all the same.
    let _ = store.note_checked(&index::now(), whole);
    let text: String = if context.json {
        let line = |c: &Check| {
            json!({"check": c.check, "ok": c.whole(), "looked": c.looked, "wrong": c.wrong, "gone": c.gone, "newer": c.newer})
                .to_string()
                + "\n"
        };
        checks.iter().map(line).collect()
    } else {
        checks.iter().map(|c| line(context, c)).collect()
    };
    print::data(&text)?;
    if !whole && !context.json {
        let hint = context.err.ink(Ink::Cyan, lang.pick("gợi ý:", "hint:"));
        let broken = |name: &str| checks.iter().any(|c| c.check == name && !c.whole());
        let advice = if broken("database") {
            lang.pick(
                "congvan restore --replace BẢN-SAO-LƯU, hoặc lập kho mới từ tệp gốc",
                "congvan restore --replace BACKUP, or make a new archive from the files",
            )
        } else {
            "congvan verify --repair"
        };
        print::talk(&format!("{hint} {advice}\n"));
    }
    Ok(if whole { FOUND } else { NOTHING })
}

fn line(context: &Context, check: &Check) -> String {
    let lang = context.lang;
    let label = match check.check {
        "database" => lang.pick("cơ sở dữ liệu", "database"),
        "documents" => lang.pick("văn bản và tệp", "documents and files"),
        "links" => lang.pick("liên kết", "links"),
        "spans" => lang.pick("chỗ ghi của viện dẫn", "places of citations"),
        "files" => lang.pick("tệp gốc (mã băm)", "files (hashes)"),
        _ => lang.pick("chỉ mục tra cứu", "search index"),
    };
    let mut said = if check.whole() {
        lang.pick("nguyên vẹn", "whole").to_owned()
    } else {
        let mut told: Vec<String> = check.wrong.iter().take(NAMED).map(|w| print::harmless(w)).collect();
        if check.wrong.len() > NAMED {
            let more = lang.count((check.wrong.len() - NAMED) as u64);
            told.push(lang.pick(format!("… còn {more}"), format!("… {more} more")));
        }
        let told = told.join("; ");
        // What is wrong is told in the words of whoever mends the program; what it means, in the reader's.
        let count = lang.count(check.wrong.len() as u64);
        match check.check {
            _ if lang == Lang::En => told,
            "database" => format!("hỏng ({told})"),
            "documents" => format!("{count} chỗ không khớp ({told})"),
            "links" => format!("{count} liên kết sai ({told})"),
            "spans" => format!("{count} chỗ ghi sai, cần đọc lại văn bản ({told})"),
            "files" => format!("{count} tệp không như lúc đọc ({told})"),
            _ => format!("hỏng hoặc không theo kịp kho, lập lại được ({told})"),
        }
    };
    if check.check == "files" && check.whole() {
        said.push_str(
            &lang.pick(
                format!(" · đã đối chiếu {}", lang.count(check.looked)),
                format!(" · {} compared", lang.count(check.looked)),
            ),
        );
    }
    for (count, vi, en) in [
        (check.gone, "tệp không còn, chạy congvan index", "files are gone, run congvan index"),
        (check.newer, "tệp đã sửa từ lần đọc, chạy congvan index", "files changed since they were read, run congvan index"),
    ] {
        if count > 0 {
            said.push_str(&format!(" · {} {}", lang.count(count), lang.pick(vi, en)));
        }
    }
    if context.out.terminal { format!("{}{said}\n", pad(label, 24)) } else { format!("{label}\t{said}\n") }
}
