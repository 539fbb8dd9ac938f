//! `congvan show`: one document, its fields with their evidence, its footnotes, citations and who cites it.

use serde_json::json;

use super::explain::{self, Field};
use super::print::{self, Ink, cut, pad, width, wrap};
use super::trace::mark;
use super::{Context, FOUND, Mistake, extract, find, locate, ocr, words};
use crate::model::{DocId, Evidence, PartialDate, handles, short_body};
use crate::pipeline::Worker;
use crate::report::archive::Archive;
use crate::report::audit::{Scope, Severity, audit};
use crate::report::quote::one_line;
use crate::report::states::{State, states};
use crate::report::trace::{Options, trace};
use crate::report::view::{ArchiveView as _, Entry, Tally};
use crate::store::{ContentRow, Store};

/// Where values begin, and where quotes begin beside short values.
const VALUES: usize = 18;
const QUOTES: usize = 38;
/// Columns on the right that are left free, as the interface's drawings do.
const MARGIN: usize = 3;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// An id, a path of an indexed file, or a number (16/KH-UBND, 16/KH-UBND@2023)
    #[arg(value_name = "DOC")]
    document: String,
    /// The stored text, a form feed between pages
    #[arg(long, conflicts_with = "json")]
    text: bool,
    /// Which rule found a field, and which candidates lost, with the reason; reads the file once more
    #[arg(long, value_enum, value_name = "FIELD", conflicts_with = "text")]
    explain: Option<Field>,
}

pub(super) fn run(context: &Context, arguments: &Arguments) -> anyhow::Result<u8> {
    let (store, folder) = locate::open(context)?;
    let row = find::document(context, &store, &arguments.document, "show")?;
    if arguments.text {
        print::data(&(store.pages(row.content)?.join("\n\u{c}\n") + "\n"))?;
        return Ok(FOUND);
    }
    if let Some(field) = arguments.explain {
        return explained(context, &store, &row, field);
    }
    let archive = Archive::new(&store, locate::home(&folder));
    let entry = archive.entry(&DocId(row.id.clone()));
    archive.trouble()?;
    let Some(entry) = entry else { anyhow::bail!("no document {}", row.id) };
    let text = if context.json {
        format!("{}\n", value(&store, &row, &entry)?)
    } else {
        let asked = (row.path == arguments.document).then_some(row.path.as_str());
        Sheet { context, row: &row, entry: &entry, archive: &archive, asked }.page(&store)?
    };
    archive.trouble()?;
    print::data(&text)?;
    Ok(FOUND)
}

/// What was weighed is not kept: the file is read once more.
fn explained(context: &Context, store: &Store, row: &ContentRow, field: Field) -> anyhow::Result<u8> {
    let mut worker = Worker::explaining(ocr::settings(context, ocr::Choice::Auto)?);
    for place in store.places(row.content)? {
        let path = place.path();
        let Ok(bytes) = extract::bytes(&path) else { continue };
        let readings = worker.read(&bytes, path.file_name().and_then(|name| name.to_str()), None)?;
        let same = readings.into_iter().find(|r| r.sha256.as_deref() == Some(row.sha256.as_str()));
        if let Some(document) = same.and_then(|reading| reading.result.ok()) {
            let text = if context.json {
                format!("{}\n", json!({"id": row.id, "explained": explain::object(&document.extracted, field)}))
            } else {
                explain::sheet(context.lang, &document.extracted, field)
            };
            print::data(&text)?;
            return Ok(FOUND);
        }
    }
    let lang = context.lang;
    Err(Mistake::new(
        lang.pick(
            format!("không còn tệp {} như khi lập kho", print::harmless(&row.path)),
            format!("{} is no longer there as it was indexed", print::harmless(&row.path)),
        ),
        lang.pick("congvan index đọc lại những gì đã đổi", "congvan index reads what has changed"),
    )
    .into())
}

fn value(store: &Store, row: &ContentRow, entry: &Entry) -> anyhow::Result<serde_json::Value> {
    let mut extracted = json!(entry.extracted);
    extracted["source"] = json!({
        "path": row.path, "sha256": row.sha256, "bytes": row.bytes, "format": row.format, "pages": row.page_count, "ocr": row.ocr
    });
    let (facts, declared) = store.facts(row.content)?;
    let states = states(store, row)?;
    let mut cited_by = Vec::new();
    for mention in store.citing(row.content)? {
        if let Some(citing) = store.content(mention.content)? {
            cited_by.push(json!({"id": citing.id, "path": citing.path, "state": mention.state, "surface": mention.surface, "where": mention.place}));
        }
    }
    Ok(json!({
        "id": row.id, "path": row.path, "paths": store.paths(row.content)?, "states": states.iter().map(State::value).collect::<Vec<_>>(), "direction": row.direction, "extracted": extracted,
        "handles": handles(&entry.extracted.citations).iter().map(|h| format!("{}.{h}", row.id)).collect::<Vec<_>>(),
        "links": entry.links, "cited_by": cited_by, "declared": declared, "file": facts,
    }))
}

/// The page about a document.
struct Sheet<'a> {
    context: &'a Context,
    row: &'a ContentRow,
    entry: &'a Entry,
    archive: &'a Archive<'a>,
    /// The path that it was asked for by, if it was.
    asked: Option<&'a str>,
}

impl Sheet<'_> {
    fn page(&self, store: &Store) -> anyhow::Result<String> {
        let (lang, face) = (self.context.lang, &self.context.out);
        let extracted = &self.entry.extracted;
        let document = &extracted.document;
        let head = self.entry.head();
        let title = words::title(lang, face, &head);
        let plain = words::title(lang, &print::Face { colour: false, ..*face }, &head);
        let right = match self.row.direction.as_deref() {
            Some("den") => format!("{}  {}", lang.pick("đến", "incoming"), self.row.id),
            Some("di") => format!("{}  {}", lang.pick("đi", "outgoing"), self.row.id),
            _ => self.row.id.clone(),
        };
        if !face.terminal {
            let subject = print::harmless(document.subject.as_deref().unwrap_or_default());
            let kind = document.kind.map_or("", |k| lang.pick(k.row().name, k.row().english));
            let fields = [
                &head.number.clone().unwrap_or_default(),
                &document.date.map(|d| d.to_string()).unwrap_or_default(),
                kind,
                self.row.direction.as_deref().unwrap_or_default(),
                &self.row.id,
            ];
            return Ok(format!("{}\n{subject}\n", fields.join("\t")) + &self.rows(store)?);
        }
        let gap = face.width.saturating_sub(width(&plain) + width(&right) + MARGIN).max(2);
        let mut text = format!("{title}{}{right}\n", " ".repeat(gap));
        if let Some(subject) = &document.subject {
            for line in wrap(&print::harmless(subject), face.width.saturating_sub(MARGIN)) {
                text.push_str(&format!("{line}\n"));
            }
        }
        text.push_str(&self.rows(store)?);
        Ok(text)
    }

    fn rows(&self, store: &Store) -> anyhow::Result<String> {
        let lang = self.context.lang;
        let extracted = &self.entry.extracted;
        let document = &extracted.document;
        let mut text = String::new();
        let number = document.doc_number().map(|n| n.to_string()).or_else(|| document.symbol.as_ref().map(|s| format!("…/{s}")));
        let body = |name: &Option<String>| name.as_deref().map(|n| short_body(n).into_owned());
        text.push_str(&self.issuer(body(&document.issuer)));
        if document.parent.is_some() {
            text.push_str(&self.field(lang.pick("Cơ quan chủ quản", "Parent body"), "parent", body(&document.parent)));
        }
        text.push_str(&self.field(lang.pick("Số, ký hiệu", "Number"), "number", number));
        let date = document.date.map(|d| self.context.date(d));
        if date.is_none()
            && let Some(not_before) = self.not_before()
        {
            text.push_str(&self.row_of(lang.pick("Ngày", "Date"), &self.absent(), Some(&not_before)));
        } else {
            text.push_str(&self.field(lang.pick("Ngày", "Date"), "date", date));
        }
        let signer = document.signer.clone();
        let title_words = document.signer_title.as_ref().map(|t| format!("; {t}")).unwrap_or_default();
        let quote = extracted.evidence.get("signer").map(|e| format!("{}{title_words}", quoted(e)));
        text.push_str(&self.row_of(lang.pick("Người ký", "Signer"), &signer.unwrap_or_else(|| self.absent()), quote.as_deref()));
        for (label, value) in
            [(lang.pick("Độ khẩn", "Urgency"), &document.urgency), (lang.pick("Độ mật", "Secrecy"), &document.secrecy)]
        {
            if let Some(value) = value {
                text.push_str(&self.row_of(label, value, None));
            }
        }
        if !document.recipients.is_empty() {
            let n = document.recipients.len();
            let places = lang.pick(format!("{n} nơi"), n.to_string());
            let list = format!("{places}: {}", document.recipients.join("; "));
            text.push_str(&self.long(lang.pick("Nơi nhận", "Recipients"), &list));
        }
        for part in &self.row.parts {
            text.push_str(&self.long(lang.pick("Kèm theo", "Attached"), &words::part(lang, part)));
        }
        let outline = outline(extracted.headings.iter().map(|h| h.label.as_str()));
        if !outline.is_empty() {
            text.push_str(&self.long(lang.pick("Đề mục", "Outline"), &outline));
        }
        text.push_str(&self.counts(store)?);
        text.push_str(&self.findings());
        text.push_str(&self.file(store)?);
        if self.context.verbose {
            text.push_str(&self.details());
        }
        Ok(text)
    }

    fn counts(&self, store: &Store) -> anyhow::Result<String> {
        let lang = self.context.lang;
        let notes = &self.entry.extracted.footnotes;
        let mut text = String::new();
        if !notes.is_empty() {
            let marked = notes.iter().filter(|n| n.anchor.is_some()).count();
            let said = if marked == notes.len() {
                lang.pick(format!("{marked}, khớp đủ {marked} chỗ đánh dấu"), format!("{marked}, all {marked} marks found"))
            } else {
                lang.pick(
                    format!("{}, {marked} có chỗ đánh dấu", notes.len()),
                    format!("{}, {marked} with their mark", notes.len()),
                )
            };
            text.push_str(&self.long(lang.pick("Chú thích", "Footnotes"), &said));
        }
        let tally: Tally = self.entry.tally();
        let said = if tally.total() == 0 {
            lang.pick("không có", "none").to_owned()
        } else {
            let words = lang.pick(["có", "không khớp", "chưa rõ", "chưa có"], ["held", "do not match", "ambiguous", "not held"]);
            let counts = [tally.held, tally.conflict, tally.ambiguous, tally.missing];
            let parts: Vec<String> = words.iter().zip(counts).map(|(word, n)| format!("{word} {n}")).collect();
            format!("{}: {}", tally.total(), parts.join(" · "))
        };
        text.push_str(&self.long(lang.pick("Viện dẫn", "Citations"), &said));
        let mut citing: Vec<String> = Vec::new();
        for mention in store.citing(self.row.content)? {
            if let Some(row) = store.content(mention.content)?
                && !citing.contains(&row.path)
            {
                citing.push(row.path);
            }
        }
        citing.sort();
        let said = match citing.len() {
            0 => lang.pick("chưa văn bản nào", "by no document").to_owned(),
            n => {
                let some: Vec<&str> = citing.iter().take(5).map(String::as_str).collect();
                let more = if n > 5 { ", …" } else { "" };
                let documents = lang.documents(n as u64);
                lang.pick(format!("{documents}: {}{more}", some.join(", ")), format!("by {documents}: {}{more}", some.join(", ")))
            }
        };
        text.push_str(&self.long(lang.pick("Được viện dẫn", "Cited by"), &said));
        Ok(text)
    }

    /// How much of it does not fit, and the command that tells what.
    fn findings(&self) -> String {
        let lang = self.context.lang;
        let audit = audit(self.archive, &Scope::Document(self.entry.id.clone()), None);
        let (all, serious) = (audit.findings.len(), audit.count(Severity::Error));
        if all == 0 {
            return String::new();
        }
        let heavy = match serious {
            0 => String::new(),
            n => lang.pick(format!(", {n} điểm nặng"), format!(", {n} serious")),
        };
        let findings =
            lang.pick(format!("{all} điểm"), if all == 1 { "1 finding".to_owned() } else { format!("{all} findings") });
        self.long(lang.pick("Cần xem", "Findings"), &format!("{findings}{heavy}: congvan audit {}", self.row.id))
    }

    /// The issuer; where no letterhead names it, with what it does in the sentence that it was taken from.
    fn issuer(&self, value: Option<String>) -> String {
        let label = self.context.lang.pick("Cơ quan ban hành", "Issuer");
        let speaks = || {
            let evidence = self.entry.extracted.evidence.get("issuer").filter(|e| e.rule.starts_with("body."))?;
            let page = self.archive.page(&self.entry.id, evidence.span.page)?;
            let rest = page.get(evidence.span.end as usize..)?;
            let verb: Vec<&str> = rest.split(['.', ',', ';', ':', '\n']).next()?.split_whitespace().take(2).collect();
            Some(format!("“{} {}”", one_line(&evidence.quote), verb.join(" ")))
        };
        match (&value, speaks()) {
            (Some(name), Some(quote)) => self.row_of(label, name, Some(&print::harmless(&quote))),
            _ => self.field(label, "issuer", value),
        }
    }

    /// Facts about the file: where it lies, its format, signatures; never taken for facts of the document.
    fn file(&self, store: &Store) -> anyhow::Result<String> {
        let lang = self.context.lang;
        let (facts, _) = store.facts(self.row.content)?;
        let n = self.row.page_count;
        let pages = lang.pick(format!("{n} trang"), if n == 1 { "1 page".to_owned() } else { format!("{n} pages") });
        let paths = store.paths(self.row.content)?;
        // A path that was typed is known; others are told.
        let mut text = if self.context.verbose || paths.iter().any(|path| Some(path.as_str()) != self.asked) {
            self.long(lang.pick("Tệp", "File"), &format!("{} · {} · {pages}", paths.join(", "), self.row.format))
        } else {
            String::new()
        };
        let others = states(store, self.row)?;
        if !others.is_empty() {
            let said: Vec<String> = others.iter().map(|state| self.state(state)).collect();
            text.push_str(&self.long(lang.pick("Bản khác", "Other texts"), &said.join("; ")));
        }
        // Offices sign a file over and over: one line a signer, with the last time.
        for line in words::signatures(lang, &facts.signatures, &|day| self.context.date(day)) {
            text.push_str(&self.long(lang.pick("Chữ ký số", "Signature"), &line));
        }
        for warning in &self.entry.extracted.warnings {
            text.push_str(&self.long(lang.pick("Lưu ý", "Note"), &words::warning(lang, warning, self.context.verbose)));
        }
        Ok(text)
    }

    /// `di/16.pdf (bản chính: 16/KH-UBND, 09/02/2023)`, `di/du-thao.docx (dự thảo)`.
    fn state(&self, state: &State) -> String {
        let lang = self.context.lang;
        let document = &state.row.document;
        let what = match (state.draft, state.leads) {
            (true, _) => lang.pick("dự thảo", "draft"),
            (false, true) => lang.pick("bản chính", "the leading text"),
            (false, false) => lang.pick("cùng văn bản", "same document"),
        };
        let number = document.doc_number().map(|n| n.to_string());
        let says: Vec<String> = number.into_iter().chain(document.date.map(|d| lang.date(d))).collect();
        let says = if says.is_empty() || !state.leads { String::new() } else { format!(": {}", says.join(", ")) };
        format!("{} ({what}{says})", state.row.path)
    }

    fn details(&self) -> String {
        let lang = self.context.lang;
        let extracted = &self.entry.extracted;
        let mut text = format!("{}\n", self.context.out.ink(Ink::Dim, lang.pick("Chỗ ghi", "Evidence")));
        for (field, evidence) in &extracted.evidence {
            let place = format!(
                "{} {}, {}–{}, {}",
                lang.pick("trang", "page"),
                evidence.span.page,
                evidence.span.start,
                evidence.span.end,
                evidence.rule
            );
            let label = words::field(lang, field);
            text.push_str(&if self.context.out.terminal {
                format!("  {} {place}  {}\n", pad(label, VALUES - 2), quoted(evidence))
            } else {
                format!("{label}\t{place}\t{}\n", quoted(evidence))
            });
        }
        for note in &extracted.footnotes {
            text.push_str(&format!("{} {}\n", self.context.out.ink(Ink::Dim, lang.pick("Chú thích", "Footnote")), note.marker));
            let room = if self.context.out.terminal { self.context.out.width.saturating_sub(2) } else { usize::MAX };
            for line in wrap(&print::harmless(&note.text), room) {
                text.push_str(&format!("  {line}\n"));
            }
        }
        if !extracted.citations.is_empty() {
            text.push_str(&format!("{}\n", self.context.out.ink(Ink::Dim, lang.pick("Viện dẫn", "Citations"))));
        }
        let options = Options { depth: 1, ..Options::default() };
        for edge in trace(self.archive, &self.entry.id, &options).map(|t| t.edges).unwrap_or_default() {
            let target = edge.document.as_ref().map(|h| format!(" → {}", h.path)).unwrap_or_default();
            let place = lang.pick(edge.place.vietnamese(), edge.place.english());
            text.push_str(&format!(
                "  {} {} ({place}){target}  {}\n",
                mark(&self.context.out, edge.state),
                print::harmless(&edge.quote),
                self.context.out.ink(Ink::Dim, &edge.handle)
            ));
            for decided in &edge.decided {
                text.push_str(&format!("      {}\n", print::harmless(&words::decided(lang, decided))));
            }
        }
        text
    }

    fn absent(&self) -> String {
        self.context.lang.pick("không ghi", "not stated").to_owned()
    }

    /// The latest date that the document cites bounds its own from below.
    fn not_before(&self) -> Option<String> {
        let extracted = &self.entry.extracted;
        let date = |c: &&crate::model::Citation| c.date.filter(|d| PartialDate::is_full(*d));
        let latest = extracted
            .citations
            .iter()
            .filter(|c| c.relation != crate::model::Relation::Own)
            .filter(|c| date(c).is_some())
            .max_by_key(|c| c.date)?;
        let lang = self.context.lang;
        let number = latest.doc_number().map_or_else(|| latest.surface.clone(), |n| n.to_string());
        let day = self.context.date(latest.date?);
        Some(lang.pick(format!("suy ra: không trước {day} ({number})"), format!("inferred: not before {day} ({number})")))
    }

    fn field(&self, label: &str, name: &str, value: Option<String>) -> String {
        let quote = value.as_ref().and_then(|_| self.entry.extracted.evidence.get(name)).map(quoted);
        self.row_of(label, &value.unwrap_or_else(|| self.absent()), quote.as_deref())
    }

    /// A value with what stands in the document beside it: in a column of its own, behind a long value, or below it where the
    /// page is narrow.
    fn row_of(&self, label: &str, value: &str, beside: Option<&str>) -> String {
        const LEAST: usize = 20;
        let value = print::harmless(value);
        let room = self.context.out.width;
        if !self.context.out.terminal {
            return format!("{label}\t{value}\t{}\n", beside.unwrap_or_default()).replace("\t\n", "\n");
        }
        let Some(beside) = beside else { return self.long(label, &value) };
        if VALUES + width(&value) < QUOTES && QUOTES + LEAST < room {
            let column = pad(&value, QUOTES - VALUES + 1);
            return format!("{}{column}{}\n", self.label(label), cut(beside, room.saturating_sub(QUOTES + 1)));
        }
        if VALUES + width(&value) + 2 + width(beside) <= room {
            return format!("{}{value}  {beside}\n", self.label(label));
        }
        if QUOTES + LEAST < room { self.long(label, &value) } else { self.long(label, &value) + &self.long("", beside) }
    }

    /// A label in its column, dim where that is shown.
    fn label(&self, label: &str) -> String {
        format!("{}{}", self.context.out.ink(Ink::Dim, label), " ".repeat(VALUES.saturating_sub(width(label))))
    }

    fn long(&self, label: &str, value: &str) -> String {
        if !self.context.out.terminal {
            return format!("{label}\t{}\n", print::harmless(value));
        }
        let lines = wrap(&print::harmless(value), self.context.out.width.saturating_sub(VALUES + MARGIN));
        lines.iter().enumerate().map(|(i, line)| format!("{}{line}\n", self.label(if i == 0 { label } else { "" }))).collect()
    }
}

fn quoted(evidence: &Evidence) -> String {
    format!("“{}”", print::harmless(&evidence.quote.split_whitespace().collect::<Vec<_>>().join(" ")))
}

/// `I (1–7) · II · III (1–2)`: the top headings with the range of what stands directly below.
fn outline<'a>(labels: impl Iterator<Item = &'a str>) -> String {
    let mut tops: Vec<(&str, Option<&str>, Option<&str>)> = Vec::new();
    for label in labels {
        let mut parts = label.split('.').filter(|p| !p.is_empty());
        let (top, below) = (parts.next().unwrap_or(label), parts.next());
        if tops.last().is_none_or(|(last, ..)| *last != top) {
            tops.push((top, None, None));
        }
        if let (Some(below), Some((_, first, last))) = (below, tops.last_mut()) {
            first.get_or_insert(below);
            *last = Some(below);
        }
    }
    let shown = 12;
    let more = tops.len().saturating_sub(shown);
    let mut said: Vec<String> = tops
        .iter()
        .take(shown)
        .map(|(top, first, last)| match (first, last) {
            (Some(first), Some(last)) if first == last => format!("{top} ({first})"),
            (Some(first), Some(last)) => format!("{top} ({first}–{last})"),
            _ => (*top).to_owned(),
        })
        .collect();
    if more > 0 {
        said.push(format!("… +{more}"));
    }
    said.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::outline;

    #[test]
    fn outlines_are_short() {
        let check = |labels: &[&str], want: &str| assert_eq!(outline(labels.iter().copied()), want);
        check(&["I", "I.1", "I.1.1", "I.2", "II", "III", "III.1"], "I (1–2) · II · III (1)");
        check(&[], "");
        check(&["Điều 1", "Điều 2"], "Điều 1 · Điều 2");
    }
}
