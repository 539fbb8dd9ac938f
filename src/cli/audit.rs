//! `congvan audit`: what does not fit, in one document or in the archive; and what a person has looked at and dismissed.

use std::collections::BTreeMap;

use serde_json::json;

use super::print::{self, Ink, cut, pad, width, wrap};
use super::{Context, FOUND, Mistake, NOTHING, find, locate, words};
use crate::model::{DocId, PartialDate};
use crate::report::archive::Archive;
use crate::report::audit::{Audit, Code, Finding, Message, Proof, Scope, Severity, audit, dated};
use crate::store::Dismissal;

/// How many findings of a kind are shown of an archive before the rest is counted.
const SHOWN: usize = 20;
/// How many documents that are not held are listed before the rest is counted.
const LISTED: usize = 60;
/// Where the words of a finding begin.
const INDENT: usize = 2;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// An id, a path of an indexed file, or a number [default: the whole archive]
    #[arg(value_name = "DOC")]
    document: Option<String>,
    /// Only findings of this code (date-conflict, missing, …)
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    code: Vec<String>,
    /// Count days left and overdue from this day
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// Dismiss findings by their ids (`-v` shows them)
    #[arg(long, value_name = "ID", value_delimiter = ',', requires = "reason", conflicts_with_all = ["restore", "dismissed"])]
    dismiss: Vec<String>,
    /// Why they are dismissed
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Take dismissals back
    #[arg(long, value_name = "ID", value_delimiter = ',', conflicts_with = "dismissed")]
    restore: Vec<String>,
    /// Show what is dismissed, with the reasons
    #[arg(long)]
    dismissed: bool,
}

pub(super) fn run(context: &Context, arguments: &Arguments) -> anyhow::Result<u8> {
    let lang = context.lang;
    let codes = arguments.code.iter().map(|code| code_of(context, code)).collect::<Result<Vec<Code>, Mistake>>()?;
    let as_of = arguments.as_of.as_deref().map(|day| find::day(context, "--as-of", day)).transpose()?;
    if !arguments.restore.is_empty() {
        return restore(context, &arguments.restore);
    }
    let (store, folder) = locate::open(context)?;
    let row = arguments.document.as_ref().map(|name| find::document(context, &store, name, "audit")).transpose()?;
    let scope = row.as_ref().map_or(Scope::Archive, |row| Scope::Document(DocId(row.id.clone())));
    let archive = Archive::new(&store, locate::home(&folder));
    let mut found = audit(&archive, &scope, as_of);
    archive.trouble()?;
    if !arguments.dismiss.is_empty() {
        let reason = arguments.reason.clone().unwrap_or_default();
        if reason.trim().is_empty() {
            return Err(Mistake::new(lang.pick("--reason: cần một lý do", "--reason: a reason is needed"), "").into());
        }
        drop(archive);
        drop(store);
        return dismiss(context, &found.findings, &arguments.dismiss, reason.trim());
    }
    let dismissals: BTreeMap<String, Dismissal> =
        store.dismissals()?.into_iter().map(|dismissal| (dismissal.finding.clone(), dismissal)).collect();
    found.findings.retain(|finding| codes.is_empty() || codes.contains(&finding.code));
    let all = std::mem::take(&mut found.findings);
    let (gone, open): (Vec<Finding>, Vec<Finding>) = all.into_iter().partition(|f| dismissals.contains_key(&f.id()));
    if arguments.dismissed {
        print::data(&dismissed(context, &gone, &dismissals, &codes, &scope))?;
        return Ok(FOUND);
    }
    found.findings = open;
    let status = if found.findings.is_empty() { FOUND } else { NOTHING };
    if context.json {
        let lines: String = found.findings.iter().map(|f| format!("{}\n", f.to_json(lang.pick(false, true)))).collect();
        print::data(&lines)?;
        return Ok(status);
    }
    if !context.out.terminal {
        let lines: String = found.findings.iter().map(|finding| record(context, finding)).collect();
        print::data(&lines)?;
        return Ok(status);
    }
    let sheet = Sheet { context, audit: &found, scope: &scope, dismissed: gone.len(), cut: codes.is_empty() && !context.verbose };
    print::data(&sheet.page())?;
    Ok(status)
}

fn code_of(context: &Context, name: &str) -> Result<Code, Mistake> {
    Code::from_code(name).ok_or_else(|| {
        let known = Code::all().map(Code::code).collect::<Vec<_>>().join(", ");
        Mistake {
            message: context.lang.pick(format!("--code {name}: không có mã này"), format!("--code {name}: no such code")),
            lines: wrap(&known, context.err.width.saturating_sub(2)),
            hint: None,
        }
    })
}

/// One finding as a record for pipes: severity, code, id, what it is about, its date, the fact, the file.
fn record(context: &Context, finding: &Finding) -> String {
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let fields = [
        severity.to_owned(),
        finding.code.code().to_owned(),
        finding.id(),
        finding.about.clone().unwrap_or_default(),
        finding.date.map(|d| d.to_string()).unwrap_or_default(),
        said(context, &finding.message).to_owned(),
        finding.evidence.first().map(|p| p.path.clone()).unwrap_or_default(),
    ];
    format!("{}\n", fields.map(|f| print::harmless(&f)).join("\t"))
}

fn said<'a>(context: &Context, message: &'a Message) -> &'a str {
    context.lang.pick(message.vi.as_str(), message.en.as_str())
}

fn dismiss(context: &Context, findings: &[Finding], ids: &[String], reason: &str) -> anyhow::Result<u8> {
    let lang = context.lang;
    let mut chosen = Vec::new();
    for id in ids {
        let meant: Vec<&Finding> = findings.iter().filter(|f| id.len() >= 4 && f.id().starts_with(id.as_str())).collect();
        // Facts of one name are one fact: dismissed together.
        let Some(finding) = meant.first().filter(|first| meant.iter().all(|f| f.id() == first.id())) else {
            return Err(Mistake::new(
                lang.pick(format!("không có điểm cần xem nào mang mã {id}"), format!("no finding has the id {id}")),
                lang.pick("congvan audit -v in mã của từng điểm", "congvan audit -v shows the ids"),
            )
            .into());
        };
        chosen.push((*finding).clone());
    }
    let (mut store, _lock) = locate::open_for_writing(context)?;
    for finding in &chosen {
        store.dismiss(&Dismissal {
            finding: finding.id(),
            code: finding.code.code().to_owned(),
            reason: reason.to_owned(),
            at: super::index::now(),
            message: finding.message.vi.clone(),
        })?;
        if !context.quiet {
            print::talk(&format!(
                "{} {}\n",
                lang.pick("Đã bỏ qua:", "Dismissed:"),
                print::harmless(said(context, &finding.message))
            ));
        }
    }
    Ok(FOUND)
}

fn restore(context: &Context, ids: &[String]) -> anyhow::Result<u8> {
    let lang = context.lang;
    let (mut store, _lock) = locate::open_for_writing(context)?;
    for id in ids {
        let known = store.dismissals()?;
        let meant: Vec<&Dismissal> = known.iter().filter(|d| id.len() >= 4 && d.finding.starts_with(id.as_str())).collect();
        let [one] = meant.as_slice() else {
            return Err(Mistake::new(
                lang.pick(format!("không có điểm nào đã bỏ qua mang mã {id}"), format!("no dismissed finding has the id {id}")),
                "congvan audit --dismissed",
            )
            .into());
        };
        store.restore(&one.finding)?;
        if !context.quiet {
            print::talk(&format!("{} {}\n", lang.pick("Xem lại:", "Restored:"), print::harmless(&one.message)));
        }
    }
    Ok(FOUND)
}

/// What is dismissed: of the archive all, also facts that are no longer; of one document what is still a fact there.
fn dismissed(
    context: &Context,
    findings: &[Finding],
    dismissals: &BTreeMap<String, Dismissal>,
    codes: &[Code],
    scope: &Scope,
) -> String {
    let lang = context.lang;
    let mut text = String::new();
    let mut told: Vec<&str> = Vec::new();
    let mut rows: Vec<(Option<&Finding>, &Dismissal)> = Vec::new();
    for finding in findings {
        if let Some(dismissal) = dismissals.get(&finding.id()).filter(|d| !told.contains(&d.finding.as_str())) {
            told.push(&dismissal.finding);
            rows.push((Some(finding), dismissal));
        }
    }
    if *scope == Scope::Archive {
        let of_code = |d: &&Dismissal| codes.is_empty() || codes.iter().any(|c| c.code() == d.code);
        rows.extend(dismissals.values().filter(|d| !told.contains(&d.finding.as_str())).filter(of_code).map(|d| (None, d)));
    }
    for (finding, dismissal) in rows {
        let dismissed = json!({"reason": dismissal.reason, "at": dismissal.at});
        if context.json {
            let mut value = finding.map_or_else(
                || json!({"id": dismissal.finding, "code": dismissal.code, "message": dismissal.message, "gone": true}),
                |f| f.to_json(lang.pick(false, true)),
            );
            value["dismissed"] = dismissed;
            text.push_str(&format!("{value}\n"));
            continue;
        }
        let message = finding.map_or(dismissal.message.as_str(), |f| said(context, &f.message));
        if !context.out.terminal {
            let fields = [&dismissal.code, &dismissal.finding, &dismissal.at, &dismissal.reason, message];
            text.push_str(&format!("{}\n", fields.map(print::harmless).join("\t")));
            continue;
        }
        let title = Code::from_code(&dismissal.code).map_or(dismissal.code.as_str(), |c| lang.pick(c.vietnamese(), c.english()));
        let day = dismissal.at.get(..10).and_then(|d| d.parse().ok()).map_or_else(|| dismissal.at.clone(), |d| lang.date(d));
        let gone = if finding.is_none() { lang.pick(" (nay không còn)", " (no longer so)") } else { "" };
        let width = context.out.width;
        for line in wrap(&print::harmless(&format!("{}  {title}  {message}{gone}", dismissal.finding)), width) {
            text.push_str(&format!("{line}\n"));
        }
        let why =
            lang.pick(format!("bỏ qua ngày {day}: “{}”", dismissal.reason), format!("dismissed {day}: “{}”", dismissal.reason));
        for line in wrap(&print::harmless(&why), width.saturating_sub(10)) {
            text.push_str(&format!("          {line}\n"));
        }
    }
    text
}

/// The findings as a page.
struct Sheet<'a> {
    context: &'a Context,
    audit: &'a Audit,
    scope: &'a Scope,
    /// How many findings are dismissed.
    dismissed: usize,
    /// Are long lists cut?
    cut: bool,
}

impl Sheet<'_> {
    fn page(&self) -> String {
        let lang = self.context.lang;
        let mut text = self.head();
        for code in Code::all() {
            let of_code: Vec<&Finding> = self.audit.findings.iter().filter(|f| f.code == code).collect();
            if of_code.is_empty() {
                continue;
            }
            if code == Code::Missing && !self.context.verbose {
                // What the own papers cite comes before what legal texts cite of one another.
                for severity in [Severity::Error, Severity::Warning, Severity::Note] {
                    let of_weight: Vec<&Finding> = of_code.iter().copied().filter(|f| f.severity == severity).collect();
                    if !of_weight.is_empty() {
                        text.push_str(&self.missing(&of_weight, severity));
                    }
                }
                continue;
            }
            let shown = if self.cut && *self.scope == Scope::Archive { SHOWN } else { usize::MAX };
            for finding in of_code.iter().take(shown) {
                text.push_str(&self.finding(finding));
            }
            let more = of_code.len().saturating_sub(shown);
            if more > 0 {
                let n = lang.count(more as u64);
                text.push_str(&format!(
                    "      … {}: congvan audit --code {code}\n",
                    lang.pick(format!("còn {n} điểm"), format!("{n} more"))
                ));
            }
        }
        for unchecked in &self.audit.unchecked {
            let line = format!("{} {}", lang.pick("Không xét được:", "Not checked:"), said(self.context, &unchecked.message));
            text.push_str(&self.wrapped(&line, 0, INDENT));
        }
        if self.audit.thin_series > 0 {
            let n = self.audit.thin_series;
            text.push_str(&lang.pick(
                format!("Không xét số khuyết: {n} dãy số quá thưa\n"),
                format!("Gaps not checked: {n} number series are too thin\n"),
            ));
        }
        if self.dismissed > 0 {
            let n = self.dismissed;
            text.push_str(&lang.pick(
                format!("Đã bỏ qua {n} điểm: congvan audit --dismissed\n"),
                format!("{n} dismissed: congvan audit --dismissed\n"),
            ));
        }
        text
    }

    fn head(&self) -> String {
        let lang = self.context.lang;
        let total = self.audit.findings.len();
        if total == 0 {
            return lang.pick("Không có điểm cần xem\n".to_owned(), "No findings\n".to_owned());
        }
        let count = |severity| self.audit.count(severity);
        let parts: Vec<String> = [
            (count(Severity::Error), lang.pick("nặng", "serious")),
            (count(Severity::Warning), lang.pick("nhẹ", "minor")),
            (count(Severity::Note), lang.pick("ghi chú", "notes")),
        ]
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, word)| format!("{} {word}", lang.count(n as u64)))
        .collect();
        let n = lang.count(total as u64);
        lang.pick(format!("{n} điểm cần xem: {}\n", parts.join(" · ")), format!("{n} findings: {}\n", parts.join(" · ")))
    }

    fn label(&self, severity: Severity) -> String {
        let lang = self.context.lang;
        let (word, ink) = match severity {
            Severity::Error => (lang.pick("NẶNG", "SERIOUS"), Ink::BoldRed),
            Severity::Warning => (lang.pick("NHẸ", "MINOR"), Ink::Yellow),
            Severity::Note => (lang.pick("GHI CHÚ", "NOTE"), Ink::Dim),
        };
        let columns = lang.pick(4, 7).max(width(word));
        format!("{}{}  ", self.context.out.ink(ink, word), " ".repeat(columns - width(word)))
    }

    fn title(&self, code: Code) -> &'static str {
        self.context.lang.pick(code.vietnamese(), code.english())
    }

    fn finding(&self, finding: &Finding) -> String {
        let lang = self.context.lang;
        let name = finding.about.clone().unwrap_or_default();
        let (dated_vi, dated_en) = dated(&name, finding.date);
        let dated = lang.pick(dated_vi, dated_en);
        let message = said(self.context, &finding.message);
        let title = self.title(finding.code);
        match finding.code {
            Code::DateConflict => self.headed(finding, &name) + &self.sides(finding, true),
            Code::IssuerConflict => self.headed(finding, &format!("{name}{dated}")) + &self.sides(finding, false),
            Code::KindConflict | Code::SubjectConflict => {
                self.headed(finding, &format!("{name}{dated}")) + &self.sides(finding, finding.code == Code::KindConflict)
            }
            Code::ListKind => {
                let item = finding.evidence.get(1).map(|p| self.place(p)).unwrap_or(name);
                self.headed(finding, &item) + &self.list(finding)
            }
            Code::NumberOrder => {
                // The title says what the two numbers are to each other.
                let fact = message.split(lang.pick(": số lớn hơn", ": the larger")).next().unwrap_or(message);
                self.headed(finding, "") + &self.wrapped(fact, INDENT, INDENT)
            }
            Code::NumberGap => self.headed(finding, "") + &self.wrapped(message, INDENT, INDENT),
            Code::Ambiguous => self.one_line(finding, &format!("{title}  "), message),
            Code::Unanswered => {
                let fact = message.split(lang.pick(": chưa có", ": no answer")).next().unwrap_or(message);
                self.one_line(finding, &format!("{title}: "), fact)
            }
            _ => {
                let mut text = self.headed(finding, "") + &self.wrapped(message, INDENT, INDENT);
                text.push_str(&self.sides(finding, false));
                text
            }
        }
    }

    /// The first line, with the file below it where that is not the document asked for.
    fn headed(&self, finding: &Finding, about: &str) -> String {
        let label = self.label(finding.severity);
        let id = if self.context.verbose { format!("  [{}]", finding.id()) } else { String::new() };
        let about = if about.is_empty() { String::new() } else { format!("  {about}") };
        let title = self.context.out.ink(Ink::Bold, self.title(finding.code));
        let mut text = format!("{label}{title}{}{id}\n", print::harmless(&about));
        if let Some(path) = self.other_file(finding) {
            text.push_str(&format!("{}{}\n", pad("", INDENT), self.context.out.ink(Ink::Dim, &print::harmless(path))));
        }
        text
    }

    /// A finding that is one sentence; `-v` adds the words of both sides.
    fn one_line(&self, finding: &Finding, title: &str, line: &str) -> String {
        let id = if self.context.verbose { format!("  [{}]", finding.id()) } else { String::new() };
        let indent = width(self.context.lang.pick("NẶNG  ", "SERIOUS  ")) + width(title);
        let body = self.wrapped(&format!("{line}{id}"), indent, indent);
        let title = self.context.out.ink(Ink::Bold, title);
        let mut text = format!("{}{title}{}", self.label(finding.severity), body.trim_start());
        if let Some(path) = self.other_file(finding).filter(|_| finding.code != Code::Unanswered || self.context.verbose) {
            text.push_str(&format!("{}{}\n", pad("", INDENT), self.context.out.ink(Ink::Dim, &print::harmless(path))));
        }
        if self.context.verbose {
            text.push_str(&self.sides(finding, false));
        }
        text
    }

    /// The citing file, where the page is not about it alone.
    fn other_file<'a>(&self, finding: &'a Finding) -> Option<&'a str> {
        // Numbers out of order or missing are facts of a series, and their words name the documents.
        let of_series = matches!(finding.code, Code::NumberOrder | Code::NumberGap);
        let here = of_series || matches!(self.scope, Scope::Document(id) if *id == finding.document);
        let of_document = finding.evidence.iter().find(|p| p.document == finding.document);
        of_document.or(finding.evidence.first()).filter(|_| !here).map(|p| p.path.as_str())
    }

    fn place(&self, proof: &Proof) -> String {
        let words = self.context.lang.pick(proof.place.vietnamese(), proof.place.english());
        print::harmless(&words)
    }

    /// What each side writes, a line each: place, value, words; the held document with its file.
    fn sides(&self, finding: &Finding, values: bool) -> String {
        let (lang, room) = (self.context.lang, self.context.out.width);
        let label = |proof: &Proof| match proof.held {
            // `(12)` stands close to its note here, where places are a column.
            false => self.place(proof).replace(" (", "("),
            true if proof.document == finding.document => lang.pick("văn bản này", "this document").to_owned(),
            true => lang.pick("văn bản", "document").to_owned(),
        };
        let value = |proof: &Proof| {
            let value = proof.value.clone().unwrap_or_default();
            let day = value.parse::<PartialDate>().ok().filter(|_| value.len() >= 4 && finding.code != Code::IssuerConflict);
            let shown = if finding.code == Code::IssuerConflict { words::body(&value) } else { value };
            day.map_or(shown, |day| lang.date(day))
        };
        let labels = finding.evidence.iter().map(|p| width(&label(p))).max().unwrap_or(0);
        let column = finding.evidence.iter().map(|p| width(&value(p))).max().unwrap_or(0);
        let mut text = String::new();
        for proof in &finding.evidence {
            let mut line = format!("{}{}  ", pad("", INDENT), pad(&label(proof), labels));
            if values {
                line.push_str(&format!("{}  ", pad(&value(proof), column)));
            }
            let file = format!("{}, {} {}", proof.path, lang.pick("trang", "page"), proof.place.page);
            let quote = print::harmless(&proof.quote);
            match (&proof.context, proof.held) {
                (Some(context), _) => line.push_str(said(self.context, context)),
                (None, true) if values => line.push_str(&print::harmless(&file)),
                (None, true) if proof.value.is_some() => {
                    line.push_str(&format!("{}, {}", print::harmless(&value(proof)), print::harmless(&file)));
                }
                (None, true) => line.push_str(&print::harmless(&file)),
                (None, false) if quote.is_empty() => {}
                (None, false) => {
                    let left = room.saturating_sub(width(&line) + 2);
                    line.push_str(&format!("“{}”", cut(&quote, left.max(20))));
                }
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }

    /// The words that announce a list, the items of another kind, and what the list holds.
    fn list(&self, finding: &Finding) -> String {
        let lang = self.context.lang;
        let Some((anchor, items)) = finding.evidence.split_first() else { return String::new() };
        let item = |proof: &Proof| {
            let number = match &proof.place.place {
                crate::model::Place::Footnote { item: Some(item), .. } => format!("({item}) "),
                _ => String::new(),
            };
            format!("{number}{} “{}”", lang.pick("là", "is"), print::harmless(&proof.quote))
        };
        let items: Vec<String> = items.iter().map(item).collect();
        let line = format!("“{}”; {} {}", print::harmless(&anchor.quote), lang.pick("mục", "item"), items.join(", "));
        let mut text = self.wrapped(&line, INDENT, INDENT);
        if let Some(note) = &finding.note {
            text.push_str(&self.wrapped(said(self.context, note), INDENT, INDENT));
        }
        text
    }

    /// Documents that are cited and not held, as one list.
    fn missing(&self, findings: &[&Finding], severity: Severity) -> String {
        let lang = self.context.lang;
        let times: usize = findings.iter().map(|f| f.evidence.len()).sum();
        let (n, m) = (lang.count(findings.len() as u64), lang.count(times as u64));
        let mut text = format!(
            "{}{}: {}\n",
            self.label(severity),
            self.context.out.ink(Ink::Bold, self.title(Code::Missing)),
            lang.pick(format!("{n} văn bản, {m} lần"), format!("{n} documents, {m} mentions"))
        );
        let one = |finding: &Finding| {
            let mut more: Vec<String> = finding.date.map(|d| lang.date(d)).into_iter().collect();
            let times = finding.evidence.len();
            if times > 1 {
                more.push(lang.pick(format!("{times} lần"), format!("{times} mentions")));
            }
            let name = finding.about.clone().unwrap_or_default();
            if more.is_empty() { name } else { format!("{name} ({})", more.join(", ")) }
        };
        let shown = if self.cut { LISTED } else { usize::MAX };
        let items: Vec<String> = findings.iter().take(shown).map(|f| print::harmless(&one(f))).collect();
        let mut line = pad("", INDENT);
        for item in items {
            if width(&line) > INDENT && width(&line) + 3 + width(&item) > self.context.out.width {
                text.push_str(&format!("{line}\n"));
                line = pad("", INDENT);
            }
            if width(&line) > INDENT {
                line.push_str(" · ");
            }
            line.push_str(&item);
        }
        text.push_str(&format!("{line}\n"));
        let more = findings.len().saturating_sub(shown);
        if more > 0 {
            let n = lang.count(more as u64);
            text.push_str(&lang.pick(
                format!("  … còn {n} văn bản: congvan audit --code missing\n"),
                format!("  … {n} more: congvan audit --code missing\n"),
            ));
        }
        text
    }

    fn wrapped(&self, line: &str, first: usize, rest: usize) -> String {
        let lines = wrap(&print::harmless(line), self.context.out.width.saturating_sub(first.max(rest)));
        lines.iter().enumerate().map(|(i, l)| format!("{}{l}\n", pad("", if i == 0 { first } else { rest }))).collect()
    }
}
