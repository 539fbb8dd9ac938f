//! `congvan index`: the batch pipeline, its progress line and its summary.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use serde_json::json;

use super::print::{self, Ink, cut, pad, width};
use super::{Context, FAILED, FOUND, extract, locate, words};
use crate::model::ErrorCode;
use crate::pipeline::{Event, Options, RunReport};

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
    /// Recognise pages that are pictures
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    ocr: super::ocr::Choice,
}

pub(super) fn run(context: &Context, arguments: &Arguments) -> anyhow::Result<u8> {
    let archive = match locate::archive(context) {
        Some(archive) => archive,
        None => std::env::current_dir()?.join(locate::NAME),
    };
    let mut workers = super::ocr::settings(context, arguments.ocr)?;
    workers.workers = arguments.workers.unwrap_or(workers.workers).max(1);
    workers.time = Duration::from_secs(arguments.timeout.max(1));
    let now = now();
    let home = if arguments.home.is_empty() { locate::home(&archive) } else { arguments.home.clone() };
    let options = Options {
        holder: format!("pid {}, {now}", std::process::id()),
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
    let mut progress = Progress::new(context);
    let outcome = crate::pipeline::index(&options, &stop, &mut |event| progress.show(event));
    progress.clear();
    let outcome = outcome?;
    if context.json {
        print::data(&format!("{}\n", json!({"run": outcome})))?;
    }
    if !context.quiet || outcome.failed > 0 {
        print::talk(&summary(context, &outcome, !options.workers.eyes.engine().is_empty()));
    }
    Ok(if outcome.interrupted {
        130
    } else if outcome.failed > 0 || outcome.spared > 0 {
        FAILED
    } else {
        FOUND
    })
}

fn now() -> String {
    jiff::Zoned::now().strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
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
    text.push_str(&failures(context, run));
    text.push_str(&spared(context, run));
    let hint = context.err.ink(Ink::Cyan, lang.pick("gợi ý:", "hint:"));
    // Where other files failed too, mending them comes first; what pictures lack stands beside their names.
    let unread = !run.problems.is_empty() && run.problems.iter().all(|problem| problem.code == ErrorCode::NoText);
    let advice = if unread && !recognises {
        lang.pick(
            "cài tesseract để đọc bản quét: apt install tesseract-ocr tesseract-ocr-vie, rồi chạy lại congvan index",
            "install tesseract to read scans: apt install tesseract-ocr tesseract-ocr-vie, then run congvan index again",
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

/// The line that shows how far the run is: redrawn at most ten times a second on a terminal, nothing elsewhere.
struct Progress<'a> {
    context: &'a Context,
    total: usize,
    began: Instant,
    drawn: Option<Instant>,
    lines: usize,
}

impl<'a> Progress<'a> {
    fn new(context: &'a Context) -> Self {
        Self { context, total: 0, began: Instant::now(), drawn: None, lines: 0 }
    }

    fn show(&mut self, event: Event<'_>) {
        match event {
            Event::Walked { to_read } => {
                self.total = to_read;
                self.began = Instant::now();
            }
            Event::Read { path, reading, done, failed } => {
                if self.context.json {
                    // A consumer that went away is told by the last line's write.
                    let _ = print::data(&format!("{}\n", extract::object(path, reading)));
                }
                self.draw(done, failed, None);
            }
            Event::Tick { done, failed, oldest } => self.draw(done, failed, oldest),
            Event::Kept { .. } => {}
        }
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
