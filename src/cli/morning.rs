//! Owns how the morning report is worded and written: text, HTML, Markdown or JSON, by the ending of its file, whole or not at all.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::sheet::{Part, Sheet};
use super::talk::Lang;
use super::{Context, Mistake, locate, print, words};
use crate::model::{LinkState, PartialDate};
use crate::report::audit::Finding;
use crate::report::morning::{Change, Morning, Reason, RunFacts, Waiting, morning};
use crate::report::view::Head;
use crate::store::{Store, StoreError};

/// How many rows of a list are shown.
const LISTED: usize = 20;

/// What a report is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Text,
    Html,
    Markdown,
    Json,
}

/// A file that a report goes to.
#[derive(Debug, Clone)]
pub(super) struct Target {
    path: PathBuf,
    form: Form,
}

impl Target {
    /// The target for this path; what is wrong with it is told before the run and not after it.
    ///
    /// # Errors
    /// A [`Mistake`] for an ending that is not known and a folder that is not there.
    pub(super) fn new(lang: Lang, path: &Path) -> Result<Self, Mistake> {
        let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
        let form = match ending.as_str() {
            "txt" => Form::Text,
            "html" | "htm" => Form::Html,
            "md" => Form::Markdown,
            "json" => Form::Json,
            _ => {
                return Err(Mistake::new(
                    lang.pick(
                        format!("--report {}: cần đuôi .txt, .html, .md hoặc .json", path.display()),
                        format!("--report {}: the ending must be .txt, .html, .md or .json", path.display()),
                    ),
                    "congvan index --report bao-cao-sang.html …",
                ));
            }
        };
        if !folder_of(path).is_dir() {
            return Err(Mistake::new(
                lang.pick(
                    format!("--report {}: không có thư mục này", path.display()),
                    format!("--report {}: there is no such folder", path.display()),
                ),
                "",
            ));
        }
        Ok(Self { path: path.to_owned(), form })
    }

    /// Makes the report of a run and writes it.
    ///
    /// # Errors
    /// When the archive cannot be read or the file cannot be written.
    pub(super) fn write(&self, context: &Context, archive: &Path, run: RunFacts) -> anyhow::Result<()> {
        let lang = context.lang;
        let at = run.started.clone();
        let day: Option<PartialDate> = at.get(..10).and_then(|day| day.parse().ok());
        let report = match Store::open(archive) {
            Ok(store) => morning(&store, locate::home(archive), run, day)?,
            // A run that broke off before there was an archive is reported all the same.
            Err(StoreError::Absent(_)) => empty(run),
            Err(error) => return Err(error.into()),
        };
        let text = match self.form {
            Form::Json => json_of(lang, &report)?,
            Form::Text => sheet(lang, &report).text(),
            Form::Html => sheet(lang, &report).html(lang),
            Form::Markdown => sheet(lang, &report).markdown(),
        };
        let told = |source: std::io::Error| StoreError::File { path: self.path.clone(), source };
        print::file(&self.path, &mut |out| out.write_all(text.as_bytes())).map_err(told)?;
        if report.run.error.is_none() {
            // What was told is not new to the next report; should this fail, it is told twice.
            let _ = Store::open_for_writing(archive).and_then(|mut store| store.note_reported(&at, &report.keys));
        }
        Ok(())
    }
}

fn empty(run: RunFacts) -> Morning {
    Morning {
        attention: vec![Reason { code: "error", count: 1 }],
        run,
        own: Vec::new(),
        resolved: Vec::new(),
        broken: Vec::new(),
        new_findings: None,
        findings: 0,
        failed: Vec::new(),
        failed_before: 0,
        unanswered: Vec::new(),
        sightings: None,
        mentions: crate::report::Tally::default(),
        keys: std::collections::BTreeSet::new(),
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn json_of(lang: Lang, report: &Morning) -> anyhow::Result<String> {
    let mut value = serde_json::to_value(report)?;
    if let Some(object) = value.as_object_mut() {
        object.insert("verdict".to_owned(), json!(verdict(lang, report)));
        let findings = report.new_findings.as_ref();
        let findings = findings.map(|list| list.iter().map(|f| f.to_json(lang == Lang::En)).collect::<Vec<_>>());
        object.insert("new_findings".to_owned(), json!(findings));
    }
    Ok(serde_json::to_string_pretty(&value)? + "\n")
}

/// The second line: what wants a person, or that nothing does.
fn verdict(lang: Lang, report: &Morning) -> String {
    if report.attention.is_empty() {
        return lang.pick("BÌNH THƯỜNG: không có việc nào cần người xem".to_owned(), "NORMAL: nothing wants a person".to_owned());
    }
    let said: Vec<String> = report.attention.iter().map(|reason| reason_words(lang, reason)).collect();
    format!("{}: {}", lang.pick("CẦN XEM", "TO SEE"), said.join(" · "))
}

fn reason_words(lang: Lang, reason: &Reason) -> String {
    let n = lang.count(reason.count as u64);
    let (vi, en) = match reason.code {
        "error" => return lang.pick("lần chạy bị ngắt vì lỗi", "the run broke off").to_owned(),
        "interrupted" => return lang.pick("lần chạy bị dừng giữa chừng", "the run was stopped").to_owned(),
        "spared" => ("tệp không còn thấy, chưa bỏ", "files not seen, none forgotten"),
        "failed" => ("tệp mới không đọc được", "files newly not read"),
        "broken" => ("viện dẫn vừa mất", "links just lost"),
        "grave" => ("điểm nặng mới", "new grave findings"),
        _ => ("văn bản đến quá hạn", "letters overdue"),
    };
    format!("{n} {}", lang.pick(vi, en))
}

fn sheet(lang: Lang, report: &Morning) -> Sheet {
    let day = report.run.started.get(..10).and_then(|day| day.parse().ok()).map_or_else(String::new, |day| lang.date(day));
    let own = if report.own.is_empty() {
        String::new()
    } else {
        format!(" · {} {}", lang.pick("kho", "archive of"), report.own.join(", "))
    };
    let mut parts = vec![Part::Fact(lang.pick("Đêm qua", "Last run").to_owned(), run_words(lang, &report.run))];
    if report.run.spared > 0 {
        parts.push(Part::List {
            heading: lang.pick("Tệp không còn thấy, chưa bỏ", "Files not seen any more, none forgotten").to_owned()
                + &format!(" ({})", lang.count(report.run.spared as u64)),
            rows: Vec::new(),
            below: vec![lang.pick(
                "ổ mạng mất kết nối? nếu đúng là đã xóa: congvan index --allow-mass-delete …".to_owned(),
                "is a network folder gone? if they were deleted: congvan index --allow-mass-delete …".to_owned(),
            )],
        });
    }
    let resolved = report.resolved.iter().map(|c| change_row(lang, c, true)).collect();
    let first = |changes: &[Change]| changes.first().map(|c| c.number.clone()).unwrap_or_default();
    let see = lang.pick("xem:", "see:");
    parts.push(list(
        lang,
        ("Vừa có thêm", "Just found"),
        resolved,
        &format!("{see} congvan search \"vien-dan:{}\"", first(&report.resolved)),
    ));
    let broken = report.broken.iter().map(|c| change_row(lang, c, false)).collect();
    parts.push(list(
        lang,
        ("Vừa mất", "Just lost"),
        broken,
        &format!("{see} congvan search \"vien-dan:{}\"", first(&report.broken)),
    ));
    parts.push(findings(lang, report));
    parts.push(failures(lang, report));
    let waiting = report.unanswered.iter().map(|w| vec![waiting_words(lang, w)]).collect();
    parts.push(list(
        lang,
        ("Văn bản đến chưa trả lời", "Letters not answered"),
        waiting,
        &format!("{see} congvan audit --code unanswered"),
    ));
    if let Some(sightings) = &report.sightings {
        let rows = sightings.iter().map(|seen| sighting_row(lang, &seen.search, &seen.document)).collect();
        parts.push(list(lang, ("Tìm kiếm đang theo dõi", "Watched searches"), rows, &format!("{see} congvan watch")));
    }
    let m = report.mentions;
    let n = |n: usize| lang.count(n as u64);
    parts.push(Part::Fact(
        lang.pick("Hiện trạng", "Now").to_owned(),
        lang.pick(
            format!(
                "{} viện dẫn: có {} · không khớp {} · chưa rõ {} · chưa có {}",
                n(m.total()),
                n(m.held),
                n(m.conflict),
                n(m.ambiguous),
                n(m.missing)
            ),
            format!(
                "{} citations: held {} · do not match {} · ambiguous {} · not held {}",
                n(m.total()),
                n(m.held),
                n(m.conflict),
                n(m.ambiguous),
                n(m.missing)
            ),
        ),
    ));
    Sheet {
        title: format!("{} {day}{own}", lang.pick("BÁO CÁO SÁNG", "MORNING REPORT")),
        verdict: verdict(lang, report),
        attention: !report.attention.is_empty(),
        parts,
    }
}

fn run_words(lang: Lang, run: &RunFacts) -> String {
    let time = run.started.get(11..16).unwrap_or_default();
    if let Some(error) = &run.error {
        return format!("{time}: {error}");
    }
    let n = |n: usize| lang.count(n as u64);
    let seconds = lang.decimal(run.seconds);
    let mut said = lang.pick(
        format!("{time}, {seconds} giây: {} văn bản mới, {} thay đổi, {} không còn", n(run.new), n(run.changed), n(run.gone)),
        format!("{time}, {seconds} s: {} new documents, {} changed, {} gone", n(run.new), n(run.changed), n(run.gone)),
    );
    if run.interrupted {
        said.push_str(lang.pick("; bị dừng, chạy lại để đọc tiếp", "; stopped, run again for the rest"));
    }
    said
}

/// A list, cut where it is long; without rows its heading says so.
fn list(lang: Lang, (vi, en): (&str, &str), mut rows: Vec<Vec<String>>, command: &str) -> Part {
    let count = rows.len();
    if count == 0 {
        return Part::List {
            heading: format!("{}: {}", lang.pick(vi, en), lang.pick("không", "none")), rows, below: Vec::new()
        };
    }
    rows.truncate(LISTED);
    let mut below = Vec::new();
    if count > LISTED {
        let more = lang.count((count - LISTED) as u64);
        below.push(lang.pick(format!("… còn {more}"), format!("… {more} more")));
    }
    if !command.is_empty() {
        below.push(command.to_owned());
    }
    Part::List { heading: format!("{} ({})", lang.pick(vi, en), lang.count(count as u64)), rows, below }
}

/// Number, where it is cited, what did it.
fn change_row(lang: Lang, change: &Change, gained: bool) -> Vec<String> {
    let place = lang.pick(change.place.vietnamese(), change.place.english());
    let mut cited = format!("{}, {place}", citing(lang, &change.from));
    let issuer = change.to.as_ref().and_then(|head| head.issuer.as_deref());
    if let (true, Some(LinkState::Ambiguous), Some(issuer)) = (gained, change.before, issuer) {
        cited.push_str(&format!(": {issuer}"));
    }
    let by = &change.by;
    let cause = match (gained, change.why) {
        (true, "new") => lang.pick(format!("nhờ {by}"), format!("by {by}")),
        (true, "changed") => match change.by_date {
            Some(date) => lang.pick(
                format!("nhờ {by} nay đọc được ngày {}", lang.date(date)),
                format!("by {by}, which now reads {}", lang.date(date)),
            ),
            None => lang.pick(format!("nhờ {by} đã thay đổi"), format!("by {by}, which changed")),
        },
        (true, "gone") => lang.pick(format!("vì {by} không còn"), format!("since {by} is gone")),
        (false, "gone") => lang.pick(format!("{by} không còn"), format!("{by} is gone")),
        (false, "changed") => lang.pick(format!("{by} đã thay đổi"), format!("{by} changed")),
        (false, "new") => lang.pick(format!("vì có thêm {by}"), format!("since {by} came")),
        _ => lang.pick(format!("{by} đọc lại"), format!("{by} was read again")),
    };
    vec![change.number.clone(), cited, cause]
}

/// A citing document in a few words: its number, or its kind with what its file's name adds.
fn citing(lang: Lang, head: &Head) -> String {
    let name = words::name(lang, head);
    if head.number.is_some() {
        return name;
    }
    let file = head.path.rsplit('/').next().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let folded = crate::viet::fold_text(&name).replace(' ', "-");
    let rest = stem.strip_prefix(folded.as_str()).map(|rest| rest.trim_start_matches(['-', '_', ' ']));
    match rest {
        Some("") => name,
        Some(rest) => format!("{name} {rest}"),
        None => format!("{name} {stem}"),
    }
}

fn findings(lang: Lang, report: &Morning) -> Part {
    let see = format!("{} congvan audit", lang.pick("xem:", "see:"));
    match &report.new_findings {
        Some(new) => list(
            lang,
            ("Điểm cần xem mới", "New findings"),
            new.iter().map(|f| vec![lang.pick(f.code.vietnamese(), f.code.english()).to_owned(), about(lang, f)]).collect(),
            &see,
        ),
        None if report.findings == 0 => list(lang, ("Điểm cần xem", "Findings"), Vec::new(), ""),
        None => Part::List {
            heading: format!("{} ({})", lang.pick("Điểm cần xem", "Findings"), lang.count(report.findings as u64)),
            rows: Vec::new(),
            below: vec![
                lang.pick("báo cáo đầu tiên; từ báo cáo sau chỉ nêu điểm mới", "the first report; later ones tell what is new")
                    .to_owned(),
                see,
            ],
        },
    }
}

fn about(lang: Lang, finding: &Finding) -> String {
    match (&finding.about, finding.date) {
        (Some(about), Some(date)) => format!("{about} {} {}", lang.pick("ngày", "of"), lang.date(date)),
        (Some(about), None) => about.clone(),
        (None, _) => lang.pick(finding.message.vi.clone(), finding.message.en.clone()),
    }
}

fn failures(lang: Lang, report: &Morning) -> Part {
    let (new, old) = (report.failed.len(), report.failed_before);
    if new + old == 0 {
        return list(lang, ("Tệp không đọc được", "Files not read"), Vec::new(), "");
    }
    let n = |n: usize| lang.count(n as u64);
    let mark = lang.pick("mới", "new").to_owned();
    let rows: Vec<Vec<String>> = report
        .failed
        .iter()
        .take(LISTED)
        .map(|failure| vec![mark.clone(), failure.path.clone(), words::reason_of(lang, &failure.code)])
        .collect();
    let mut below = Vec::new();
    if new > LISTED {
        below.push(lang.pick(format!("… còn {}", n(new - LISTED)), format!("… {} more", n(new - LISTED))));
    }
    let again = lang.pick("thử lại: congvan index --retry-failed", "try again: congvan index --retry-failed");
    let known = lang.pick("tệp cũ: congvan status --failed", "those before: congvan status --failed");
    below.push(match (new, old) {
        (0, _) => known.to_owned(),
        (_, 0) => again.to_owned(),
        _ => format!("{again} · {known}"),
    });
    let heading = lang.pick(
        format!("Tệp không đọc được ({} mới, {} cũ)", n(new), n(old)),
        format!("Files not read ({} new, {} before)", n(new), n(old)),
    );
    Part::List { heading, rows, below }
}

/// Search, document, subject.
fn sighting_row(lang: Lang, search: &str, head: &Head) -> Vec<String> {
    let mut name = words::name(lang, head);
    if let Some(date) = head.date {
        name.push_str(&format!(" {}", lang.date(date)));
    }
    vec![format!("“{search}”"), name, head.subject.clone().unwrap_or_default()]
}

fn waiting_words(lang: Lang, waiting: &Waiting) -> String {
    let head = &waiting.document;
    let mut said = words::name(lang, head);
    if let Some(date) = head.date {
        said.push_str(&format!(" {} {}", lang.pick("ngày", "of"), lang.date(date)));
    }
    if let Some(issuer) = &head.issuer {
        said.push_str(&format!(", {issuer}"));
    }
    let days = waiting.days_over;
    let due = lang.date(waiting.due);
    said.push_str(&match days {
        1.. => lang.pick(format!(", hạn {due}: quá {days} ngày"), format!(", due {due}: {days} days overdue")),
        _ => lang.pick(format!(", hạn {due}: còn {} ngày", -days), format!(", due {due}: {} days left", -days)),
    });
    said
}
