//! What the program costs on a made-up archive: `cargo bench --bench archive -- [DOCUMENTS] [FOLDER]`; what a search costs in a very large one:
//! `cargo bench --bench archive -- large [DOCUMENTS] [FOLDER]`; documents as files: `cargo bench --bench archive -- files DOCUMENTS FOLDER`.
//!
//! Prints how long the first and the second run take, documents a second, peak memory, sizes, and how long searches take in a new
//! process (cold, index in the page cache) and in one that runs (warm). Beside other programs on real files:
//! `tests/bench/peers.sh`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    missing_docs,
    reason = "a bench that cannot go on has failed; its figures are rounded"
)]

mod large;
mod made;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use congvan::index::query::{Hints, Options, parse};
use congvan::index::snippet::Highlight;
use congvan::index::{Index, Page};
use congvan::store::Store;

/// One query of each sort; `%0` is the most frequent made-up word, `%0-` the same without its marks.
const QUERIES: [(&str, &str); 20] = [
    ("number", "16/KH-UBND"),
    ("number, loose", "ke hoach 16 nam 2020"),
    ("number, body", "qd 38 mau son"),
    ("number, not held", "9999/KH-UBND"),
    ("number, prefix", "ke hoach 16"),
    ("one word", "hòa"),
    ("rare word", "trạch"),
    ("frequent, no marks", "%0- %1-"),
    ("frequent, marks", "%0 %2 %3"),
    ("frequent phrase", "\"%1- %0-\""),
    ("frequent, many", "%0- %1- %2- %3- %4-"),
    ("words", "cải cách hành chính"),
    ("words, no marks", "tiem phong benh dai"),
    ("phrase", "\"phòng cháy chữa cháy rừng\""),
    ("operators", "\"tiếp công dân\" AND (đất OR rừng) AND NOT \"chuyển đổi số\""),
    ("filters", "loai:KH nam:2020 chuyển đổi số"),
    ("who cites", "vien-dan:12/KH-UBND"),
    ("prefix", "nông thô*"),
    ("negation", "quy định NOT \"mùa khô\""),
    ("nothing", "trợ giupp thienn taii"),
];

/// The queries with their words.
fn queries() -> impl Iterator<Item = (&'static str, String)> {
    let maker = made::Maker::new(1, 1);
    QUERIES.into_iter().map(move |(sort, query)| {
        let word = |query: String, rank: usize| {
            let word = maker.word(rank);
            query.replace(&format!("%{rank}-"), &congvan::viet::fold_text(word)).replace(&format!("%{rank}"), word)
        };
        (sort, (0..5).fold(query.to_owned(), word))
    })
}

fn main() {
    // Cargo passes `--bench`.
    let mut arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    match arguments.first().map(String::as_str) {
        Some("ask") => return large::ask(Path::new(&arguments[1]), &arguments[2]),
        Some("large") => {
            arguments.remove(0);
            return measure_large(&arguments);
        }
        Some("files") => return made::write_files(Path::new(&arguments[2]), arguments[1].parse().unwrap(), 1).unwrap(),
        _ => {}
    }
    let documents = arguments.first().and_then(|n| n.parse().ok()).unwrap_or(20_000);
    let temporary = tempfile::tempdir().unwrap();
    let folder = arguments.get(1).map_or_else(|| temporary.path().to_owned(), Into::into);
    let (files, archive) = (folder.join("files"), folder.join("archive"));
    let text = if files.exists() { None } else { Some(made::write(&files, documents, 1).unwrap()) };
    if let Some(text) = text {
        println!("made         {documents} documents, {} of text", megabytes(text));
    }
    if !archive.exists() {
        let (first, peak) = run(&["index", "-q", "--ocr", "off", "--archive"], &archive, &files);
        let pages = Store::open(&archive).unwrap().contents().unwrap().iter().map(|row| u64::from(row.page_count)).sum::<u64>();
        println!(
            "first run    {:.2} s, {:.0} documents/s, {:.0} pages/s, peak {} of the coordinator",
            first.as_secs_f64(),
            documents as f64 / first.as_secs_f64(),
            pages as f64 / first.as_secs_f64(),
            megabytes(peak)
        );
    }
    let (second, _) = run(&["index", "-q", "--ocr", "off", "--archive"], &archive, &files);
    println!("second run   {:.3} s", second.as_secs_f64());
    let store = Store::open(&archive).unwrap();
    let totals = store.totals().unwrap();
    let (index, database) = (size(&archive.join("index")), size(&archive.join("archive.sqlite")));
    println!(
        "sizes        text {}, index {} ({:.2} of the text, no text in it), store {} ({:.2}, text and fields in it)",
        megabytes(totals.text_bytes),
        megabytes(index),
        index as f64 / totals.text_bytes as f64,
        megabytes(database),
        database as f64 / totals.text_bytes as f64
    );
    let cold = |arguments: &[&str]| {
        let mut times: Vec<Duration> = (0..21)
            .map(|_| {
                let began = Instant::now();
                let status = congvan(arguments).arg("--archive").arg(&archive).stdout(Stdio::null()).status().unwrap();
                assert!(matches!(status.code(), Some(0 | 1)), "{arguments:?}");
                began.elapsed()
            })
            .collect();
        times.sort();
        (times[0], times[10])
    };
    let (least, median) = cold(&["--version"]);
    println!("\n{:20} {:>9} {:>9} {:>9} {:>9} {:>9}", "query", "cold min", "cold med", "warm med", "warm p99", "found");
    println!("{:20} {:>9} {:>9}", "(--version)", millis(least), millis(median));
    for (sort, query) in queries() {
        let (least, median) = cold(&["search", &query]);
        let (mut times, mut found) = (Vec::new(), 0);
        let opened = Index::open(&archive.join("index")).unwrap();
        for _ in 0..100 {
            let began = Instant::now();
            let parsed = parse(&query, &Options::default(), &Hints::default()).unwrap();
            let results = opened.search(&parsed, &Page::default()).unwrap();
            for hit in &results.hits {
                let row = store.content(i64::try_from(hit.row).unwrap()).unwrap().unwrap();
                let pages = store.pages(row.content).unwrap();
                std::hint::black_box(Highlight::of(&parsed).snippet(pages.iter().map(String::as_str)));
            }
            times.push(began.elapsed());
            found = results.total;
        }
        times.sort();
        println!(
            "{sort:20} {:>9} {:>9} {:>9} {:>9} {found:>9}",
            millis(least),
            millis(median),
            millis(times[50]),
            millis(times[98])
        );
    }
}

fn measure_large(arguments: &[String]) {
    let documents = arguments.first().and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let temporary = tempfile::tempdir().unwrap();
    let folder = arguments.get(1).map_or_else(|| temporary.path().to_owned(), Into::into);
    if !folder.join("index").exists() {
        let began = Instant::now();
        large::fill(&folder, documents);
        println!("filled       {documents} documents, {:.0} s", began.elapsed().as_secs_f64());
    }
    let (index, text) = (size(&folder.join("index")), size(&folder.join("texts")));
    println!(
        "sizes        text {}, index {} ({:.2} of the text, no text in it)",
        megabytes(text),
        megabytes(index),
        index as f64 / text as f64
    );
    println!("{:20} {:>9} {:>9} {:>9} {:>9} {:>9}", "query", "cold min", "cold med", "warm med", "warm p99", "found");
    for (sort, query) in queries() {
        let (times, found) = large::times(&folder, &query);
        let [least, cold, warm, worst] = times.map(millis);
        println!("{sort:20} {least:>9} {cold:>9} {warm:>9} {worst:>9} {found:>9}");
    }
}

fn congvan(arguments: &[&str]) -> Command {
    // Another build may be measured than the one beside the bench.
    let program = std::env::var_os("CONGVAN_BENCH").unwrap_or_else(|| env!("CARGO_BIN_EXE_congvan").into());
    let mut command = Command::new(program);
    command.args(arguments).env_remove("CONGVAN_ARCHIVE").env("CONGVAN_LANG", "vi");
    command
}

/// Runs the indexing; gives its time and the peak of its memory (of the process itself, as Linux tells it).
fn run(arguments: &[&str], archive: &Path, files: &Path) -> (Duration, u64) {
    let began = Instant::now();
    let mut child = congvan(arguments).arg(archive).arg(files).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    loop {
        let kilobytes = std::fs::read_to_string(&status).ok().and_then(|text| {
            text.lines().find_map(|l| l.strip_prefix("VmHWM:")).and_then(|v| v.split_whitespace().next()?.parse::<u64>().ok())
        });
        peak = peak.max(kilobytes.unwrap_or(0) * 1024);
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.success(), "{status}");
            return (began.elapsed(), peak);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn size(path: &Path) -> u64 {
    match std::fs::read_dir(path) {
        Ok(entries) => entries.flatten().map(|entry| size(&entry.path())).sum(),
        Err(_) => std::fs::metadata(path).map_or(0, |m| m.len()),
    }
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

fn millis(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1e3)
}
