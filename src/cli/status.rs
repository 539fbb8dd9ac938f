//! `congvan status`: what the archive holds, its last run, the files that are not read.

use serde_json::{Value, json};

use super::print::{self, Ink, pad, width, wrap};
use super::{Context, FOUND, locate, words};
use crate::model::LinkState;
use crate::report::archive::Archive;
use crate::report::audit::{Overdue, overdue};
use crate::report::changes::changes;
use crate::store::{LinkEvent, Problem, Store, What};

/// Problems that are listed without `--failed`.
const LISTED: usize = 10;
/// Where values begin.
const COLUMN: usize = 19;
/// Below this width a field takes a line.
const NARROW: usize = 60;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// All files that are not read, one a line
    #[arg(long)]
    failed: bool,
}

pub(super) fn run(context: &Context, arguments: &Arguments) -> anyhow::Result<u8> {
    let (store, folder) = locate::open(context)?;
    let problems = store.problems()?;
    if context.json {
        print::data(&format!("{}\n", value(&store, &locate::home(&folder), &problems)?))?;
        return Ok(FOUND);
    }
    if arguments.failed {
        let column = columns(context, &problems);
        let lines: String = problems.iter().map(|p| line(context, p, column)).collect();
        print::data(&lines)?;
        return Ok(FOUND);
    }
    print::data(&page(context, &store, &folder, &problems)?)?;
    Ok(FOUND)
}

/// One file that is not read, of all of them: for pipes code, tries, day, message, path.
fn line(context: &Context, problem: &Problem, (column, reasons): (usize, usize)) -> String {
    let (lang, day) = (context.lang, problem.since.get(..10).unwrap_or_default());
    if !context.out.terminal {
        let reason = words::reason_said(lang, &problem.code, &problem.message);
        return format!("{}\t{}\t{day}\t{}\t{}\n", problem.code, problem.tries, print::harmless(&reason), problem.path);
    }
    let reason = words::reason_of(lang, &problem.code);
    let since = day.parse().map_or_else(|_| String::new(), |d| format!("  {} {}", lang.pick("từ", "since"), lang.date(d)));
    let more = if context.verbose { format!("  ({})", print::harmless(&problem.message)) } else { String::new() };
    if context.out.width < NARROW {
        return format!("  {}\n    {reason}{since}{more}\n", problem.path);
    }
    format!("  {}  {}{since}{more}\n", pad(&problem.path, column), pad(&reason, reasons))
}

fn value(store: &Store, own: &[String], problems: &[Problem]) -> anyhow::Result<Value> {
    let (tallies, totals) = (store.tallies()?, store.totals()?);
    let run = store.runs(1)?.into_iter().next();
    let changes: Vec<Value> = match &run {
        Some(run) => store.events(run.id)?.iter().map(event).collect(),
        None => Vec::new(),
    };
    let last = run.map(|run| {
        let report: Value = run.report.as_deref().and_then(|r| serde_json::from_str(r).ok()).unwrap_or(Value::Null);
        json!({"started": run.started, "finished": run.finished, "report": report})
    });
    let [held, conflict, ambiguous, missing] = totals.mentions;
    let overdue: Vec<Value> = late(store, own)?
        .into_iter()
        .map(|waiting| json!({"document": waiting.id.0, "number": waiting.number, "date": waiting.date, "due": waiting.due, "path": waiting.path}))
        .collect();
    Ok(json!({
        "generation": store.generation()?,
        "documents": totals.documents,
        "incoming": totals.incoming,
        "outgoing": totals.outgoing,
        "files": {"total": tallies.total, "indexed": tallies.indexed, "needs_ocr": tallies.needs_ocr, "unsupported": tallies.unsupported, "failed": tallies.failed},
        "mentions": {"held": held, "conflict": conflict, "ambiguous": ambiguous, "missing": missing},
        "problems": problems.iter().map(|p| json!({"path": p.path, "code": p.code, "message": p.message, "tries": p.tries, "since": p.since})).collect::<Vec<_>>(),
        "last_run": last,
        "changes": changes,
        "overdue": overdue,
        "last_check": store.last_check()?.map(|(at, whole)| json!({"at": at, "whole": whole})),
        "text_bytes": totals.text_bytes,
        "file_bytes": totals.file_bytes,
    }))
}

/// A link that the last run changed.
fn event(event: &LinkEvent) -> Value {
    json!({
        "what": event.what.code(), "before": event.before.map(LinkState::code), "state": event.state.code(), "number": event.number,
        "date": event.date, "from": event.from, "from_path": event.from_path, "handle": event.handle, "where": event.place, "page": event.page,
        "by": event.by, "why": event.why.code(),
    })
}

fn today() -> String {
    super::index::now().get(..10).unwrap_or_default().to_owned()
}

/// What the last run changed about links, by what happened.
fn changed(context: &Context, store: &Store, own: Vec<String>) -> anyhow::Result<String> {
    let lang = context.lang;
    let Some(run) = store.runs(1)?.into_iter().next() else { return Ok(String::new()) };
    let archive = Archive::new(store, own);
    let changes = changes(&archive, store.events(run.id)?);
    archive.trouble()?;
    let mut text = String::new();
    for what in [What::Resolved, What::Broken, What::Conflict, What::Ambiguous, What::Missing] {
        let of_kind: Vec<_> = changes.iter().filter(|c| c.event.what == what).collect();
        if of_kind.is_empty() {
            continue;
        }
        text.push_str(&format!("{} ({})\n", words::happened(lang, what), lang.count(of_kind.len() as u64)));
        let numbers = of_kind.iter().take(LISTED).map(|c| width(&c.event.number)).max().unwrap_or(0).min(24);
        for change in of_kind.iter().take(LISTED) {
            let place =
                change.place.as_ref().map(|p| format!(", {}", lang.pick(p.vietnamese(), p.english()))).unwrap_or_default();
            let line = format!("{}{place} · {}", change.event.from_path, words::because(lang, &change.event));
            let room = context.out.width.saturating_sub(numbers + 4);
            for (i, line) in wrap(&print::harmless(&line), room).into_iter().enumerate() {
                let number = if i == 0 { print::harmless(&change.event.number) } else { String::new() };
                text.push_str(&format!("  {}  {line}\n", pad(&number, numbers)));
            }
        }
        if of_kind.len() > LISTED {
            let more = lang.count((of_kind.len() - LISTED) as u64);
            text.push_str(&lang.pick(
                format!("  … còn {more}, xem: congvan status --json\n"),
                format!("  … {more} more: congvan status --json\n"),
            ));
        }
    }
    Ok(text)
}

fn page(context: &Context, store: &Store, folder: &std::path::Path, problems: &[Problem]) -> anyhow::Result<String> {
    let lang = context.lang;
    let totals = store.totals()?;
    let count = |n: u64| lang.count(n);
    let name = folder.file_name().map_or_else(|| folder.display().to_string(), |n| n.to_string_lossy().into_owned());
    let mut head = lang.pick(
        format!(
            "Kho {name} · {} văn bản (đi {}, đến {})",
            count(totals.documents),
            count(totals.outgoing),
            count(totals.incoming)
        ),
        format!(
            "Archive {name} · {} documents (outgoing {}, incoming {})",
            count(totals.documents),
            count(totals.outgoing),
            count(totals.incoming)
        ),
    );
    if let Some((first, last)) = totals.years {
        head.push_str(&format!(" · {first}–{last}"));
    }
    let home = locate::home(folder);
    head.push_str(&if home.is_empty() {
        lang.pick(
            " · cơ quan mình: chưa đặt (own trong config.toml)".to_owned(),
            " · own body: not set (own in config.toml)".to_owned(),
        )
    } else {
        format!(" · {} {}", lang.pick("cơ quan mình:", "own body:"), home.join(", "))
    });
    let terminal = context.out.terminal;
    let room = |taken: usize| if terminal { context.out.width.saturating_sub(taken) } else { usize::MAX };
    let mut text = wrap(&head, room(0)).join("\n");
    text.push('\n');
    let mut row = |label: &str, value: &str| {
        if !terminal {
            text.push_str(&format!("{label}\t{value}\n"));
            return;
        }
        for (i, line) in wrap(value, room(COLUMN)).into_iter().enumerate() {
            text.push_str(&format!("{}{line}\n", labelled(context, if i == 0 { label } else { "" })));
        }
    };
    let run = store.runs(1)?.into_iter().next();
    let run = run.map_or_else(|| lang.pick("chưa có", "none yet").to_owned(), |run| last_run(context, &run));
    row(lang.pick("Lần chạy gần nhất", "Last run"), &run);
    let [held, conflict, ambiguous, missing] = totals.mentions.map(count);
    let total = count(totals.mentions.iter().sum());
    row(
        lang.pick("Viện dẫn", "Citations"),
        &lang.pick(
            format!("{total}: có {held} · không khớp {conflict} · chưa rõ {ambiguous} · chưa có {missing}"),
            format!("{total}: held {held} · do not match {conflict} · ambiguous {ambiguous} · not held {missing}"),
        ),
    );
    row(lang.pick("Chưa trả lời", "Unanswered"), &unanswered(context, store, &home)?);
    if context.verbose {
        let tallies = store.tallies()?;
        let [all, indexed, ocr, unsupported, failed] =
            [tallies.total, tallies.indexed, tallies.needs_ocr, tallies.unsupported, tallies.failed].map(count);
        row(
            lang.pick("Tệp", "Files"),
            &lang.pick(
                format!("{all}: đã nạp {indexed} · cần nhận dạng chữ {ocr} · loại chưa đọc {unsupported} · hỏng {failed}"),
                format!("{all}: read {indexed} · text to be recognised {ocr} · of no type that is read {unsupported} · failed {failed}"),
            ),
        );
    }
    row(lang.pick("Tệp không đọc được", "Files not read"), &count(problems.len() as u64));
    let shown = problems.get(..problems.len().min(LISTED)).unwrap_or_default();
    let column = columns(context, shown);
    for problem in shown {
        text.push_str(&line(context, problem, column));
    }
    if problems.len() > LISTED {
        let more = count((problems.len() - LISTED) as u64);
        text.push_str(&lang.pick(
            format!("  … còn {more} tệp, xem: congvan status --failed\n"),
            format!("  … {more} more: congvan status --failed\n"),
        ));
    }
    text.push_str(&changed(context, store, home)?);
    let checked = store.last_check()?.map_or_else(
        || lang.pick("chưa lần nào", "never").to_owned(),
        |(at, whole)| {
            let day = at.get(..10).and_then(|d| d.parse().ok()).map_or_else(|| at.clone(), |d| context.date(d));
            if whole { day } else { format!("{day}, {}", lang.pick("KHÔNG nguyên vẹn", "NOT whole")) }
        },
    );
    let (archive, written, files) = (lang.size(folder_size(folder)), lang.size(totals.text_bytes), lang.size(totals.file_bytes));
    let sizes = if context.verbose {
        lang.pick(
            format!("kho {archive} · chữ {written} · tệp gốc {files}"),
            format!("archive {archive} · text {written} · files {files}"),
        )
    } else {
        lang.pick(format!("kho {archive} · tệp gốc {files}"), format!("archive {archive} · files {files}"))
    };
    let size = format!("{sizes} · {} {checked}", lang.pick("kiểm tra gần nhất:", "last verified:"));
    let label = lang.pick("Dung lượng", "Size");
    if !terminal {
        return Ok(text + &format!("{label}\t{size}\n"));
    }
    for (i, line) in wrap(&size, room(COLUMN)).into_iter().enumerate() {
        text.push_str(&format!("{}{line}\n", labelled(context, if i == 0 { label } else { "" })));
    }
    Ok(text)
}

/// Incoming documents whose day for an answer is past and that nothing answers.
fn late(store: &Store, own: &[String]) -> anyhow::Result<Vec<Overdue>> {
    let archive = Archive::new(store, own.to_vec());
    let late = today().parse().map(|day| overdue(&archive, day)).unwrap_or_default();
    archive.trouble()?;
    Ok(late)
}

fn unanswered(context: &Context, store: &Store, own: &[String]) -> anyhow::Result<String> {
    let lang = context.lang;
    let late = late(store, own)?;
    if late.is_empty() {
        return Ok(lang.pick("không có văn bản đến nào quá hạn", "none overdue").to_owned());
    }
    let n = lang.count(late.len() as u64);
    let name = |waiting: &Overdue| {
        let due = context.date(waiting.due);
        format!("{}, {} {due}", waiting.number.as_deref().unwrap_or(&waiting.path), lang.pick("hạn", "due"))
    };
    let named: Vec<String> = late.iter().take(3).map(name).collect();
    let more = if late.len() > named.len() { "; …" } else { "" };
    let named = named.join("; ") + more;
    Ok(lang.pick(format!("{n} văn bản đến quá hạn: {named}"), format!("{n} incoming, overdue: {named}")))
}

/// A label in its column, dim where that is shown.
fn labelled(context: &Context, label: &str) -> String {
    format!("{}{}", context.out.ink(Ink::Dim, label), " ".repeat(COLUMN.saturating_sub(width(label))))
}

/// How wide the paths of files that are not read are, longer ones running over, and how wide the reasons.
fn columns(context: &Context, problems: &[Problem]) -> (usize, usize) {
    let paths = problems.iter().map(|p| width(&p.path)).max().unwrap_or(0).min(context.out.width / 2);
    (paths, problems.iter().map(|p| width(&words::reason_of(context.lang, &p.code))).max().unwrap_or(0))
}

fn last_run(context: &Context, run: &crate::store::Run) -> String {
    let lang = context.lang;
    let day = run.started.get(..10).and_then(|d| d.parse().ok()).map(|d| context.date(d));
    let time = run.started.get(11..16).unwrap_or_default();
    let when = format!("{} {time}", day.unwrap_or_else(|| run.started.clone()));
    let report: Option<Value> = run.report.as_deref().and_then(|r| serde_json::from_str(r).ok());
    let Some(report) = report else {
        return lang.pick(
            format!("{when}, chưa xong hoặc bị dừng: chạy lại congvan index"),
            format!("{when}, not finished: run congvan index again"),
        );
    };
    let number = |key: &str| report[key].as_u64().unwrap_or_default();
    let seconds = lang.decimal(report["seconds"].as_f64().unwrap_or_default());
    let mut said = lang.pick(
        format!("{when}, {seconds} giây, {} tệp", lang.count(number("files"))),
        format!("{when}, {seconds} s, {} files", lang.count(number("files"))),
    );
    if number("failed") > 0 {
        said.push_str(&lang.pick(
            format!(", {} tệp không đọc được", lang.count(number("failed"))),
            format!(", {} files cannot be read", lang.count(number("failed"))),
        ));
    }
    said
}

fn folder_size(folder: &std::path::Path) -> u64 {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .flatten()
        .filter_map(|e| e.metadata().ok())
        .filter(std::fs::Metadata::is_file)
        .map(|m| m.len())
        .sum()
}
