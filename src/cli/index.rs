//! `congvan index`: the batch pipeline, its progress line and its summary.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use serde_json::json;

use super::log::{self, Log};
use super::morning::Target;
use super::print::{self, Ink, cut, pad, width};
use super::{Context, FAILED, FOUND, extract, locate, words};
use crate::model::ErrorCode;
use crate::pipeline::{Event, Options, RunReport};
use crate::report::morning::RunFacts;
use crate::store::{Migrated, Store, What};

/// How many failed files are named before the rest is counted.
const NAMED: usize = 10;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Folders and files to index
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The archive's own body, for incoming and outgoing [default: own in the archive's config.toml]
    #[arg(long, value_name = "BODY")]
    home: Vec<String>,
    /// Try files again that failed and have not changed
    #[arg(long)]
    retry_failed: bool,
    /// Forget more than a tenth of the archive, if so many files are gone
    #[arg(long)]
    allow_mass_delete: bool,
    /// Worker processes [default: one a core]
    #[arg(long, value_name = "N")]
    workers: Option<usize>,
    /// Seconds that one file may take
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    timeout: u64,
    /// Write the morning report to this file, by its ending: .txt, .html, .md or .json
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// How the run tells of itself on standard error [default: $`CONGVAN_LOG`, else auto]
    #[arg(long, value_enum, value_name = "FORMAT")]
    log_format: Option<log::Choice>,
    /// Seconds between two lines of progress in the log
    #[arg(long, value_name = "SECONDS", default_value_t = 60, hide = true)]
    heartbeat: u64,
    /// Recognise pages that are pictures
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    ocr: super::ocr::Choice,
}

pub(super) fn run(context: &Context, arguments: &Arguments) -> anyhow::Result<u8> {
    let archive = match locate::archive(context) {
        Some(archive) => archive,
        None => std::env::current_dir()?.join(locate::NAME),
    };
    let target = arguments.report.as_ref().map(|path| Target::new(context.lang, path)).transpose()?;
    let mut workers = super::ocr::settings(context, arguments.ocr)?.within(arguments.timeout);
    workers.workers = arguments.workers.unwrap_or(workers.workers).max(1);
    let now = now();
    let home = if arguments.home.is_empty() { locate::home(&archive) } else { arguments.home.clone() };
    let options = Options {
        holder: locate::holder(),
        archive,
        paths: arguments.paths.clone(),
        home,
        retry_failed: arguments.retry_failed,
        allow_mass_delete: arguments.allow_mass_delete,
        workers,
        now,
    };
    let stop = stop_on_signals()?;
    options.workers.eyes.stop_with(Arc::clone(&stop));
    let log = Log::new(context, log_choice(arguments), Duration::from_secs(arguments.heartbeat.max(1)));
    let mut progress = Progress::new(context, log, &options);
    let outcome = crate::pipeline::index(&options, &stop, &mut |event| progress.show(event));
    progress.clear();
    let log = progress.log;
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(error) => {
            let error = anyhow::Error::from(error);
            let (said, _) = words::trouble(context.lang, &error);
            log.tell("run.failed", &[("message", log::text(said.clone())), ("exit", log::word(FAILED))]);
            if let Some(target) = target {
                let run = RunFacts { started: options.now.clone(), error: Some(said), ..RunFacts::default() };
                // The run's own error is the one to tell.
                let _ = target.write(context, &options.archive, run);
            }
            return Err(error);
        }
    };
    if !arguments.home.is_empty() {
        locate::keep_home(context, &options.archive, &arguments.home)?;
    }
    let status = if outcome.interrupted {
        130
    } else if outcome.failed > 0 || outcome.spared > 0 {
        FAILED
    } else {
        FOUND
    };
    if log.on() {
        tell_end(&log, &options.archive, &outcome, status)?;
    }
    if let Some(target) = target {
        target.write(context, &options.archive, facts(&options.now, &outcome))?;
    }
    if context.json {
        print::data(&format!("{}\n", json!({"run": outcome})))?;
    }
    if (log.summary && !context.quiet) || (context.quiet && status != FOUND) {
        print::talk(&summary(context, &outcome, !options.workers.eyes.engine().is_empty()));
    }
    Ok(status)
}

fn log_choice(arguments: &Arguments) -> log::Choice {
    let variable = || <log::Choice as clap::ValueEnum>::from_str(&std::env::var("CONGVAN_LOG").ok()?, true).ok();
    arguments.log_format.or_else(variable).unwrap_or_default()
}

fn facts(now: &str, run: &RunReport) -> RunFacts {
    RunFacts {
        started: now.to_owned(),
        number: run.run,
        seconds: run.seconds,
        files: run.files,
        new: run.new,
        changed: run.changed,
        gone: run.gone,
        spared: run.spared,
        failed: run.problems.iter().map(|problem| problem.path.clone()).collect(),
        interrupted: run.interrupted,
        error: None,
    }
}

/// The last events of a run: what it did to links, and its counts.
fn tell_end(log: &Log, archive: &std::path::Path, run: &RunReport, status: u8) -> anyhow::Result<()> {
    let mut links: BTreeMap<(What, String, String, &str), usize> = BTreeMap::new();
    if let Some(number) = run.run {
        for event in Store::open(archive)?.events(number)? {
            if matches!(event.what, What::Resolved | What::Broken) {
                *links.entry((event.what, event.number, event.by, event.why.code())).or_default() += 1;
            }
        }
    }
    for ((what, number, by, why), mentions) in links {
        let name = if what == What::Resolved { "link.resolved" } else { "link.broken" };
        log.tell(
            name,
            &[("number", log::text(number)), ("by", log::text(by)), ("why", log::word(why)), ("mentions", log::word(mentions))],
        );
    }
    log.tell(
        "run.done",
        &[
            ("files", log::word(run.files)),
            ("new", log::word(run.new)),
            ("changed", log::word(run.changed)),
            ("gone", log::word(run.gone)),
            ("failed", log::word(run.failed)),
            ("still_failing", log::word(run.still_failing)),
            ("spared", log::word(run.spared)),
            ("seconds", log::word(format!("{:.1}", run.seconds))),
            ("exit", log::word(status)),
        ],
    );
    Ok(())
}

/// The time of the run, with its zone; `$SOURCE_DATE_EPOCH` (seconds since 1970) stands for the clock where it is set.
pub(super) fn now() -> String {
    let told = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok());
    let told = told.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    told.map_or_else(jiff::Zoned::now, |time| time.to_zoned(jiff::tz::TimeZone::system()))
        .strftime("%Y-%m-%dT%H:%M:%S%:z")
        .to_string()
}

/// Says that an older archive was brought to this version.
pub(super) fn tell_migrated(context: &Context, store: &Store) {
    if let Some(migrated) = store.migrated().filter(|_| !context.quiet) {
        print::talk(&migration(context, migrated));
    }
}

fn migration(context: &Context, migrated: &Migrated) -> String {
    let (from, to, kept) = (migrated.from, migrated.to, migrated.kept.display());
    context.lang.pick(
        format!("Đã đổi kho từ bản {from} sang bản {to}; bản cũ giữ ở {kept}\n"),
        format!("The archive is brought from version {from} to {to}; the old one is kept as {kept}\n"),
    )
}

/// The first signal asks the run to end after the files being read; a second one ends the process at once.
fn stop_on_signals() -> anyhow::Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        signal_hook::flag::register_conditional_shutdown(signal, 130, Arc::clone(&stop))?;
        signal_hook::flag::register(signal, Arc::clone(&stop))?;
    }
    Ok(stop)
}

fn summary(context: &Context, run: &RunReport, recognises: bool) -> String {
    let lang = context.lang;
    let n = |n: usize| lang.count(n as u64);
    let seconds = lang.decimal(run.seconds);
    let mut text = String::new();
    if run.interrupted {
        text.push_str(&lang.pick(
            format!("Dừng theo yêu cầu: đã giữ {} văn bản; chạy lại để đọc tiếp\n", n(run.new + run.changed)),
            format!("Stopped as asked: {} documents are kept; run again for the rest\n", n(run.new + run.changed)),
        ));
    } else if run.new + run.changed + run.gone + run.failed == 0 {
        let still = run.still_failing;
        text.push_str(&match still {
            0 => lang.pick(
                format!("Không có gì mới: {} tệp như lần trước\n", n(run.files)),
                format!("Nothing new: {} files as before\n", n(run.files)),
            ),
            _ => lang.pick(
                format!(
                    "Không có gì mới: {} tệp như lần trước ({} tệp vẫn không đọc được, xem congvan status)\n",
                    n(run.files),
                    n(still)
                ),
                format!(
                    "Nothing new: {} files as before ({} still cannot be read, see congvan status)\n",
                    n(run.files),
                    n(still)
                ),
            ),
        });
        return text + &spared(context, run);
    } else {
        let one = |count: usize, one: &'static str, many: &'static str| if count == 1 { one } else { many };
        let new = one(run.new, "new document", "new documents");
        let mut parts = vec![format!("{} {}", n(run.new), lang.pick("văn bản mới", new))];
        for (count, vi, en) in [
            (run.changed, "thay đổi", "changed"),
            (run.gone, "không còn", "gone"),
            (run.failed, "tệp không đọc được", one(run.failed, "file cannot be read", "files cannot be read")),
        ] {
            if count > 0 {
                parts.push(format!("{} {}", n(count), lang.pick(vi, en)));
            }
        }
        let files = one(run.files, "file", "files");
        text.push_str(&lang.pick(
            format!("Đã đọc {} tệp trong {seconds} giây: {}\n", n(run.files), parts.join(", ")),
            format!("Read {} {files} in {seconds} s: {}\n", n(run.files), parts.join(", ")),
        ));
    }
    let m = run.mentions;
    let total = m.held + m.conflict + m.ambiguous + m.missing;
    let c = |n: u64| lang.count(n);
    text.push_str(&lang.pick(
        format!(
            "Viện dẫn {}: có {} · không khớp {} · chưa rõ {} · chưa có {}\n",
            c(total),
            c(m.held),
            c(m.conflict),
            c(m.ambiguous),
            c(m.missing)
        ),
        format!(
            "Citations {}: held {} · do not match {} · ambiguous {} · not held {}\n",
            c(total),
            c(m.held),
            c(m.conflict),
            c(m.ambiguous),
            c(m.missing)
        ),
    ));
    for news in &run.standing {
        let (name, count) = (print::harmless(&news.name), n(news.documents.len()));
        text.push_str(
            &lang.pick(format!("Theo dõi “{name}”: {count} văn bản mới\n"), format!("Watched “{name}”: {count} new documents\n")),
        );
    }
    text.push_str(&failures(context, run));
    text.push_str(&spared(context, run));
    let hint = context.err.ink(Ink::Cyan, lang.pick("gợi ý:", "hint:"));
    // Where other files failed too, mending them comes first; what pictures lack stands beside their names.
    let unread = !run.problems.is_empty() && run.problems.iter().all(|problem| problem.code == ErrorCode::NoText);
    let vanished = run.problems.iter().filter(|problem| problem.code == ErrorCode::Unreadable).count();
    let off = run.problems.iter().any(|problem| words::is_switched_off(&problem.message));
    let advice = if unread && off {
        lang.pick(
            "để đọc bản quét, chạy lại congvan index không có --ocr off",
            "to read scans, run congvan index again without --ocr off",
        )
    } else if unread && !recognises {
        lang.pick(
            "cài tesseract để đọc bản quét: apt install tesseract-ocr tesseract-ocr-vie, rồi chạy lại congvan index",
            "install tesseract to read scans: apt install tesseract-ocr tesseract-ocr-vie, then run congvan index again",
        )
    } else if vanished > 1 && vanished * 2 > run.problems.len() {
        lang.pick(
            "ổ mạng mất kết nối, hoặc không có quyền đọc? văn bản đã có vẫn còn nguyên; lần chạy sau đọc lại các tệp này",
            "is the network drive gone, or the right to read? what is held stays; the next run reads these files again",
        )
    } else if run.failed > 0 {
        lang.pick(
            "sửa tệp rồi chạy lại congvan index; chỉ tệp mới hoặc đã sửa được đọc lại",
            "mend the files, run congvan index again; only new or mended ones are read",
        )
    } else {
        lang.pick("congvan search ke hoach 16 · congvan status", "congvan search ke hoach 16 · congvan status")
    };
    text.push_str(&format!("{hint} {advice}\n"));
    text
}

fn failures(context: &Context, run: &RunReport) -> String {
    if run.problems.is_empty() {
        return String::new();
    }
    let lang = context.lang;
    let count = lang.count(run.problems.len() as u64);
    let files = if run.problems.len() == 1 { "file" } else { "files" };
    let mut text = lang.pick(format!("{count} tệp không đọc được:\n"), format!("{count} {files} cannot be read:\n"));
    let mut problems: Vec<_> = run.problems.iter().collect();
    problems.sort_by(|a, b| a.path.cmp(&b.path));
    let named: Vec<_> = problems.iter().take(NAMED).collect();
    let column = named.iter().map(|p| width(&p.path)).max().unwrap_or(0).min(context.err.width / 2);
    for problem in &named {
        let reason = words::reason_with_place(lang, problem.code, &problem.message);
        let detail = if context.verbose { format!(" ({})", print::harmless(&problem.message)) } else { String::new() };
        text.push_str(&format!("  {}  {reason}{detail}\n", pad(&problem.path, column)));
    }
    if problems.len() > NAMED {
        let more = lang.count((problems.len() - NAMED) as u64);
        text.push_str(&lang.pick(
            format!("  … còn {more} tệp, xem: congvan status --failed\n"),
            format!("  … {more} more, see: congvan status --failed\n"),
        ));
    }
    text
}

fn spared(context: &Context, run: &RunReport) -> String {
    if run.spared == 0 {
        return String::new();
    }
    let lang = context.lang;
    let label = context.err.ink(Ink::BoldYellow, lang.pick("cảnh báo:", "warning:"));
    let n = lang.count(run.spared as u64);
    lang.pick(
        format!("{label} {n} tệp không còn thấy, hơn một phần mười kho; chưa bỏ tệp nào (ổ mạng mất kết nối?)\ngợi ý: nếu đúng là đã xóa: congvan index --allow-mass-delete …\n"),
        format!("{label} {n} files are not seen any more, over a tenth of the archive; none was forgotten (a network folder gone?)\nhint: if they were deleted: congvan index --allow-mass-delete …\n"),
    )
}

/// How far the run is: a line redrawn at most ten times a second on a terminal, events in a log.
struct Progress<'a> {
    context: &'a Context,
    options: &'a Options,
    log: Log,
    total: usize,
    began: Instant,
    drawn: Option<Instant>,
    lines: usize,
}

impl<'a> Progress<'a> {
    fn new(context: &'a Context, log: Log, options: &'a Options) -> Self {
        Self { context, options, log, total: 0, began: Instant::now(), drawn: None, lines: 0 }
    }

    fn show(&mut self, event: Event<'_>) {
        match event {
            Event::Migrated(migrated) => {
                let (from, to, kept) = (migrated.from, migrated.to, migrated.kept.display().to_string());
                let fields = [("from", log::word(from)), ("to", log::word(to)), ("kept", log::text(kept))];
                self.log.tell("archive.migrated", &fields);
                if self.log.summary && !self.context.quiet {
                    print::talk(&migration(self.context, migrated));
                }
            }
            Event::Walked { to_read, known } => {
                self.total = to_read;
                self.began = Instant::now();
                let paths: Vec<String> = self.options.paths.iter().map(|path| path.display().to_string()).collect();
                self.log.tell(
                    "run.start",
                    &[
                        ("archive", log::text(self.options.archive.display().to_string())),
                        ("paths", log::text(paths.join(","))),
                        ("known", log::word(known)),
                        ("to_read", log::word(to_read)),
                    ],
                );
            }
            Event::Read { path, reading, again, tries, done, failed } => {
                if self.context.json {
                    // A consumer that went away is told by the last line's write.
                    let _ = print::data(&format!("{}\n", extract::object(path, reading)));
                }
                if let (Err(error), false) = (&reading.result, again) {
                    let said = words::reason(self.context.lang, error.code);
                    self.log.tell(
                        "file.failed",
                        &[
                            ("path", log::text(path)),
                            ("code", log::word(error.code.code())),
                            ("tries", log::word(tries)),
                            ("message", log::text(said)),
                        ],
                    );
                }
                self.beat(done, failed, None);
                self.draw(done, failed, None);
            }
            Event::Tick { done, failed, oldest } => {
                self.beat(done, failed, oldest.clone());
                self.draw(done, failed, oldest);
            }
            Event::Kept { .. } => {}
        }
    }

    /// Tells once a minute that the run goes on, and which file it reads longest.
    fn beat(&mut self, done: usize, failed: usize, oldest: Option<(String, Duration)>) {
        if !self.log.is_due() {
            return;
        }
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a rate that is shown rounded"
        )]
        let rate = (done as f64 / self.began.elapsed().as_secs_f64().max(0.001)).round() as u64;
        let mut fields = vec![
            ("done", log::word(done)),
            ("total", log::word(self.total)),
            ("failed", log::word(failed)),
            ("rate", log::word(rate)),
        ];
        if let Some((path, since)) = oldest {
            fields.push(("oldest", log::text(path)));
            fields.push(("oldest_s", log::word(since.as_secs())));
        }
        self.log.tell("run.progress", &fields);
    }

    fn draw(&mut self, done: usize, failed: usize, oldest: Option<(String, Duration)>) {
        let face = self.context.err;
        if !face.terminal || self.context.quiet || self.drawn.is_some_and(|at| at.elapsed() < Duration::from_millis(100)) {
            return;
        }
        self.clear();
        self.drawn = Some(Instant::now());
        let lang = self.context.lang;
        let bar = {
            let eighths = (done * 20 * 8).checked_div(self.total).unwrap_or(0);
            let part = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"].get(eighths % 8).copied().unwrap_or_default();
            let full = format!("{}{part}", "█".repeat(eighths / 8));
            format!("{full}{}", "·".repeat(20_usize.saturating_sub(width(&full))))
        };
        let mut line = format!(
            "{}  {bar}  {}/{}  {}%",
            lang.pick("Đang đọc", "Reading"),
            lang.count(done as u64),
            lang.count(self.total as u64),
            (done * 100).checked_div(self.total).unwrap_or(100)
        );
        let elapsed = self.began.elapsed().as_secs_f64();
        if elapsed > 2.0 && done > 0 {
            #[expect(
                clippy::cast_precision_loss,
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a rate and a time that are shown rounded"
            )]
            let (rate, left) = {
                let rate = done as f64 / elapsed;
                (rate.round() as u64, ((self.total.saturating_sub(done)) as f64 / rate).ceil() as u64)
            };
            line.push_str(&lang.pick(
                format!("  {} vb/giây  còn {}:{:02}", lang.count(rate), left / 60, left % 60),
                format!("  {}/s  {}:{:02} left", lang.count(rate), left / 60, left % 60),
            ));
        }
        if failed > 0 {
            line.push_str(&lang.pick(format!("  {failed} hỏng"), format!("  {failed} failed")));
        }
        let mut text = cut(&line, face.width.saturating_sub(1));
        self.lines = 1;
        if let Some((path, since)) = oldest.filter(|(_, since)| since.as_secs() >= 1) {
            let seconds = lang.decimal(since.as_secs_f64());
            text.push_str(&format!(
                "\n          {}",
                cut(&format!("{path} ({seconds} {})", lang.pick("giây", "s")), face.width.saturating_sub(11))
            ));
            self.lines = 2;
        }
        print::talk(&text);
    }

    fn clear(&mut self) {
        if self.lines > 0 {
            let up = if self.lines == 2 { "\x1b[1A" } else { "" };
            print::talk(&format!("\r{up}\x1b[J"));
            self.lines = 0;
        }
    }
}
