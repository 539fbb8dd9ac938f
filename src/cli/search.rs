//! `congvan search`: finds documents, and says first how the words were understood.

use std::time::Instant;

use serde_json::{Value, json};

use super::print::{self, Ink, cut, cut_words, pad, width};
use super::{Context, FOUND, Mistake, NOTHING, locate, saved};
use crate::index::query::{NumberQuery, Options, Query};
use crate::index::snippet::Highlight;
use crate::index::{Facet, Facets, Hit, Index, IndexError, Page, Results, Tier};
use crate::model::{Citation, DocId, DocNumber, Extracted, Place, short_body, symbol_key};
use crate::pipeline::index_folder;
use crate::report::Where;
use crate::report::archive::Archive;
use crate::report::quote;
use crate::report::view::ArchiveView as _;
use crate::store::{ContentRow, Store};
use crate::viet::fold_text;

/// A query longer than this is no question.
const LONGEST: usize = 1_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// For people on a terminal, a record a line in pipes.
    List,
    /// Paths only, one a line.
    Paths,
}

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// What to look for: a number, words, "a phrase", filters (loai:KH nam:2023)
    #[arg(value_name = "QUERY")]
    words: Vec<String>,
    /// Of this type: KH, QĐ, "kế hoạch"
    #[arg(long)]
    kind: Option<String>,
    /// Bearing this number
    #[arg(long)]
    number: Option<String>,
    /// Issued by this body
    #[arg(long)]
    issuer: Option<String>,
    /// Dated from this day, month or year
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Dated up to this day, month or year
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// Of this year
    #[arg(long)]
    year: Option<String>,
    /// Incoming (den) or outgoing (di)
    #[arg(long)]
    direction: Option<String>,
    /// Citing this number
    #[arg(long, value_name = "NUMBER")]
    cites: Option<String>,
    /// Cited by this document
    #[arg(long, value_name = "DOC")]
    cited_by: Option<String>,
    /// Having citations in this state: missing, conflict
    #[arg(long)]
    state: Option<String>,
    /// Order: relevance, date, number, cited
    #[arg(long)]
    sort: Option<String>,
    /// How many hits
    #[arg(long, default_value_t = 10, value_name = "N")]
    limit: usize,
    /// How many hits to pass over
    #[arg(long, default_value_t = 0, value_name = "N")]
    offset: usize,
    /// Count types, years, issuers and directions over all that is found
    #[arg(long)]
    facets: bool,
    /// In which form
    #[arg(long, value_enum, default_value = "list")]
    format: Form,
    /// Open the file of the first hit, or of the Nth, in its program ($`CONGVAN_OPEN`, else xdg-open)
    #[arg(long, value_name = "N", num_args = 0..=1, require_equals = true, default_missing_value = "1")]
    open: Option<usize>,
    /// Keep this search under a name; ask it again with @NAME
    #[arg(long, value_name = "NAME")]
    save: Option<String>,
    /// List the searches that are kept
    #[arg(long)]
    saved: bool,
    /// Forget the search of this name
    #[arg(long, value_name = "NAME")]
    forget: Option<String>,
}

pub(super) fn run(context: &Context, arguments: &Arguments) -> anyhow::Result<u8> {
    let started = Instant::now();
    let (store, folder) = locate::open(context)?;
    if arguments.saved {
        return saved::list(context, &store, false);
    }
    if let Some(name) = &arguments.forget {
        return saved::forget(context, &folder, name);
    }
    let typed = saved::expand(context, &store, &arguments.words)?;
    if typed.chars().count() > LONGEST {
        let n = typed.chars().count();
        return Err(Mistake::new(
            context.lang.pick(
                format!("câu tra cứu dài {n} ký tự; nhiều nhất {LONGEST}"),
                format!("the query has {n} characters; at most {LONGEST}"),
            ),
            "",
        )
        .into());
    }
    let options = Options {
        kind: arguments.kind.clone(),
        number: arguments.number.clone(),
        issuer: arguments.issuer.clone(),
        from: arguments.from.clone(),
        to: arguments.to.clone(),
        year: arguments.year.clone(),
        direction: arguments.direction.clone(),
        cites: arguments.cites.clone(),
        cited_by: arguments.cited_by.clone(),
        state: arguments.state.clone(),
        sort: arguments.sort.clone(),
    };
    let index = open(context, &folder)?;
    let query = saved::understand(context, &typed, &options, &folder)?;
    if let Some(name) = &arguments.save {
        return saved::keep(context, &folder, name, &query, false);
    }
    let page = Page { offset: arguments.offset, limit: arguments.limit, facets: arguments.facets };
    let results = index.search(&query, &page)?;
    let shown = Shown { context, store: &store, query: &query, results: &results, documents: index.documents() };
    let text = if context.json {
        format!("{}\n", shown.value(started)?)
    } else if arguments.format == Form::Paths {
        shown.hits()?.iter().map(|(_, row)| format!("{}\n", row.path)).collect()
    } else if context.out.terminal {
        shown.page(started, arguments.offset)?
    } else {
        shown.records()?
    };
    print::data(&text)?;
    if let Some(nth) = arguments.open {
        saved::open_file(context, &store, &results, nth)?;
    }
    if results.total == 0 && !context.out.terminal && !context.json && !context.quiet {
        print::talk(&shown.nothing()?);
    }
    Ok(if results.total == 0 { NOTHING } else { FOUND })
}

fn open(context: &Context, folder: &std::path::Path) -> anyhow::Result<Index> {
    Index::open(&index_folder(folder)).map_err(|error: IndexError| {
        if error.wants_rebuild() {
            Mistake::new(
                context.lang.pick(
                    format!("chỉ mục tra cứu của kho không dùng được ({error}); văn bản trong kho vẫn còn nguyên"),
                    format!("the archive's search index cannot be used ({error}); its documents are whole"),
                ),
                "congvan verify --repair",
            )
            .into()
        } else {
            anyhow::Error::from(error)
        }
    })
}

/// The outcome of a search, to be shown.
struct Shown<'a> {
    context: &'a Context,
    store: &'a Store,
    query: &'a Query,
    results: &'a Results,
    /// How many documents were searched.
    documents: u64,
}

impl Shown<'_> {
    fn hits(&self) -> anyhow::Result<Vec<(Hit, ContentRow)>> {
        let mut hits = Vec::with_capacity(self.results.hits.len());
        for hit in &self.results.hits {
            // A document that went since the index was opened is left out.
            if let Some(row) = self.store.content(i64::try_from(hit.row)?)? {
                hits.push((*hit, row));
            }
        }
        Ok(hits)
    }

    /// Where all files of a hit's document lie, the hit's own first.
    fn paths(&self, hit: &Hit) -> anyhow::Result<Vec<String>> {
        let mut paths = Vec::new();
        for row in std::iter::once(&hit.row).chain(self.results.folded.get(&hit.row).into_iter().flatten()) {
            paths.extend(self.store.paths(i64::try_from(*row)?)?);
        }
        Ok(paths)
    }

    fn value(&self, started: Instant) -> anyhow::Result<Value> {
        let mut hits = Vec::new();
        for (hit, row) in self.hits()? {
            let snippet = self.snippet(&hit, &row, QUOTED)?;
            let document = &row.document;
            let paths = self.paths(&hit)?;
            hits.push(json!({
                "id": row.id, "number": document.doc_number().map(|n| n.to_string()), "kind": document.kind, "date": document.date,
                "issuer": document.issuer.as_deref().map(short_body), "subject": document.subject, "direction": row.direction, "path": row.path, "files": paths.len(), "paths": paths, "sha256": row.sha256,
                "score": hit.score, "why": tier(hit.tier), "snippet": snippet.as_ref().map(|s| s.text.clone()),
                "highlights": snippet.as_ref().map(|s| s.spans.clone()).unwrap_or_default(),
                "where": snippet.map(|s| s.place), "cited_by": row.cited_by,
            }));
        }
        let number = self.results.answer.number.as_ref();
        Ok(json!({
            "query": self.query.typed, "total": self.results.total,
            "took_ms": (started.elapsed().as_secs_f64() * 1e4).round() / 10.0,
            "understood": self.understood(), "number": number.map(|n| json!({"surface": n.number.surface, "held": n.held, "citing": n.citing, "loose": n.loose})),
            "hits": hits, "facets": self.results.facets.as_ref().map(facets_value),
            "suggestions": self.results.suggestions.iter().map(|s| json!({"query": s.query, "count": s.count})).collect::<Vec<_>>(),
        }))
    }

    /// One record a line: number, date, issuer, subject, direction, path.
    fn records(&self) -> anyhow::Result<String> {
        let mut text = String::new();
        for (_, row) in self.hits()? {
            let d = &row.document;
            let fields = [
                d.doc_number().map(|n| n.to_string()).unwrap_or_default(),
                d.date.map(|d| d.to_string()).unwrap_or_default(),
                d.issuer.as_deref().map(|i| short_body(i).into_owned()).unwrap_or_default(),
                d.subject.clone().unwrap_or_default(),
                row.direction.clone().unwrap_or_default(),
                row.path.clone(),
            ];
            text.push_str(&fields.map(|f| print::harmless(&f)).join("\t"));
            text.push('\n');
        }
        Ok(text)
    }

    fn page(&self, started: Instant, offset: usize) -> anyhow::Result<String> {
        let (lang, face) = (self.context.lang, &self.context.out);
        if self.results.total == 0 {
            return self.nothing();
        }
        let room = Columns::of(face.width).subject;
        let took = format!("{} ms", started.elapsed().as_millis());
        let head = self.understood();
        let mut text = if width(&head) + 2 + width(&took) <= room {
            format!("{}{}\n", pad(&head, room.saturating_sub(width(&took))), face.ink(Ink::Dim, &took))
        } else {
            format!("{}\n", print::wrap(&head, face.width).join("\n"))
        };
        if let Some(facets) = &self.results.facets {
            text.push_str(&self.facets(facets));
        }
        text.push_str(&self.stub()?);
        for (i, (hit, row)) in self.hits()?.iter().enumerate() {
            text.push_str(&self.hit(offset + i + 1, hit, row)?);
        }
        let shown = offset + self.results.hits.len();
        if self.results.total > shown && !self.results.hits.is_empty() {
            let more = lang.count((self.results.total - shown) as u64);
            text.push_str(
                &lang.pick(format!("… còn {more} văn bản: --offset {shown}\n"), format!("… {more} more: --offset {shown}\n")),
            );
        }
        Ok(text)
    }

    fn hit(&self, at: usize, hit: &Hit, row: &ContentRow) -> anyhow::Result<String> {
        let (lang, face) = (self.context.lang, &self.context.out);
        let d = &row.document;
        let number = d.doc_number().map(|n| n.to_string());
        let date = d.date.map(|date| lang.date(date));
        let (name, when) = match (number, date) {
            (Some(number), Some(date)) => (number, date),
            (Some(number), None) => (number, lang.pick("không ghi ngày", "no date").to_owned()),
            (None, date) => {
                let kind = d.kind.map_or_else(
                    || lang.pick("Văn bản", "Document").to_owned(),
                    |k| lang.pick(k.row().name, k.row().english).to_owned(),
                );
                let absent = date.map_or_else(
                    || lang.pick("không ghi số, ngày", "no number, no date").to_owned(),
                    |date| format!("{}  {date}", lang.pick("không ghi số", "no number")),
                );
                (kind, absent)
            }
        };
        let issuer = d.issuer.as_deref().map_or(lang.pick("không ghi cơ quan", "no issuer").into(), short_body);
        let direction = match row.direction.as_deref() {
            Some("den") => lang.pick("đến", "in"),
            Some("di") => lang.pick("đi", "out"),
            _ => "",
        };
        let subject = print::harmless(d.subject.as_deref().unwrap_or_default());
        let (name, issuer) = (print::harmless(&name), print::harmless(&issuer));
        let bold = face.ink(Ink::Bold, &name);
        let mut cited = self.cited(row)?;
        let files = self.paths(hit)?.len();
        if files > 1 {
            cited.push_str(&lang.pick(format!(" · {files} tệp"), format!(" · {files} files")));
        }
        let path = print::harmless(&row.path);
        let indent = " ".repeat(width(&at.to_string()) + 2);
        let columns = Columns::of(face.width);
        let snippet = self.snippet(hit, row, columns.quote.saturating_sub(indent.len()))?;
        let mut text = String::new();
        let mut line = |line: &str| text.push_str(&format!("{indent}{line}\n"));
        if columns.narrow {
            // One field a line; paths, numbers and dates are never cut.
            let room = face.width.saturating_sub(indent.len());
            for field in [when.as_str(), &cut(&issuer, room), direction, &cut(&subject, room)] {
                if !field.is_empty() {
                    line(field);
                }
            }
            if let Some(snippet) = &snippet {
                line(&snippet.place);
                line(&snippet.quoted(self.context, room.saturating_sub(2)));
            }
            line(&face.ink(Ink::Dim, &cited));
            line(&face.ink(Ink::Dim, &path));
            return Ok(format!("{at}  {bold}\n{text}"));
        }
        let lead = format!("{at}  {bold}  {when}  ");
        let taken = indent.len() + width(&name) + 2 + width(&when) + 2;
        if !columns.wide && !subject.is_empty() {
            line(&cut(&subject, columns.subject.saturating_sub(indent.len())));
        }
        if let Some(snippet) = &snippet {
            line(&format!(
                "{}  {}",
                snippet.place,
                snippet.quoted(self.context, columns.quote.saturating_sub(indent.len() + width(&snippet.place) + 4))
            ));
        }
        let path = face.ink(Ink::Dim, &path);
        if columns.wide {
            let gap = columns.right.saturating_sub(indent.len() + width(&cited) + width(&print::harmless(&row.path))).max(2);
            line(&format!("{}{}{path}", face.ink(Ink::Dim, &cited), " ".repeat(gap)));
            let first =
                [&issuer, direction, subject.as_str()].into_iter().filter(|f| !f.is_empty()).collect::<Vec<_>>().join("  ");
            return Ok(format!("{lead}{}\n{text}", cut_words(first.trim_end(), columns.subject.saturating_sub(taken))));
        }
        line(&format!("{} · {path}", face.ink(Ink::Dim, &cited)));
        let issuer = cut(&issuer, columns.right.saturating_sub(taken + 2 + width(direction)));
        let first = format!("{}{direction}", pad(&issuer, columns.right.saturating_sub(taken + width(direction))));
        Ok(format!("{lead}{}\n{text}", first.trim_end()))
    }

    fn cited(&self, row: &ContentRow) -> anyhow::Result<String> {
        let lang = self.context.lang;
        if row.cited_by == 0 {
            return Ok(lang.pick("chưa văn bản nào viện dẫn", "cited by no document").to_owned());
        }
        let mentions = self.store.mentions_count(row.content)?;
        Ok(lang.pick(
            format!("{} văn bản viện dẫn, {mentions} lần", row.cited_by),
            format!(
                "cited by {}, {mentions} {}",
                lang.documents(row.cited_by.into()),
                if mentions == 1 { "time" } else { "times" }
            ),
        ))
    }

    /// How the words were understood.
    fn understood(&self) -> String {
        let lang = self.context.lang;
        let answer = &self.results.answer;
        let total = self.results.total;
        let n = |n: usize| lang.count(n as u64);
        let mut said = match &answer.number {
            Some(number) if number.held == 0 && number.citing > 0 => lang.pick(
                format!("Số {}: chưa có trong kho; {} văn bản viện dẫn", number.number.surface, n(number.citing)),
                format!("Number {}: not held; cited by {}", number.number.surface, lang.documents(number.citing as u64)),
            ),
            Some(number) if number.loose => lang.pick(
                format!("Số {}: chưa có trong kho; {} văn bản có số gần giống", number.number.surface, n(total)),
                format!("Number {}: not held; {} with a number like it", number.number.surface, lang.documents(total as u64)),
            ),
            Some(number) => {
                let kind = number
                    .number
                    .kind
                    .map(|k| lang.pick(format!(", loại {}", k.row().name), format!(", type {}", k.row().english)))
                    .unwrap_or_default();
                let bare = named(&number.number);
                let rest = total.saturating_sub(number.held);
                let mut said = lang.pick(
                    format!("Số {bare}{kind}: {} văn bản", n(number.held)),
                    format!("Number {bare}{kind}: {}", lang.documents(number.held as u64)),
                );
                if rest > 0 {
                    said.push_str(&lang.pick(
                        format!("; {} văn bản khác có các chữ này", n(rest)),
                        format!(
                            "; {} with these words",
                            if rest == 1 { "1 other".to_owned() } else { format!("{} others", n(rest)) }
                        ),
                    ));
                }
                said
            }
            None => lang.pick(format!("{} văn bản", n(total)), lang.documents(total as u64)),
        };
        let mut notes: Vec<String> = answer.widened.iter().map(widened).collect();
        if answer.unmarked && answer.number.is_none() {
            notes.push(lang.pick("không phân biệt dấu", "marks ignored").to_owned());
        }
        notes.extend(answer.corrections.iter().map(|c| {
            lang.pick(format!("không có “{}”, tìm “{}”", c.typed, c.used), format!("no “{}”, looked for “{}”", c.typed, c.used))
        }));
        if answer.relaxed {
            notes.push(
                lang.pick(
                    "không văn bản nào có đủ các chữ; đây là văn bản có nhiều chữ nhất",
                    "no document has all the words; these have most",
                )
                .to_owned(),
            );
        }
        if !notes.is_empty() {
            said.push_str(&format!(" ({})", notes.join("; ")));
        }
        said
    }

    /// What is known of a number that is cited but not held.
    fn stub(&self) -> anyhow::Result<String> {
        let lang = self.context.lang;
        let Some(number) = self.results.answer.number.as_ref().filter(|n| n.held == 0 && n.citing > 0) else {
            return Ok(String::new());
        };
        let Some(mention) = self.mentions_of(&number.number)?.into_iter().next() else { return Ok(String::new()) };
        let citation = mention.1;
        let mut parts = Vec::new();
        parts.extend(citation.date.map(|d| lang.pick(format!("ghi ngày {}", lang.date(d)), format!("dated {}", lang.date(d)))));
        parts.extend(
            citation
                .issuer
                .clone()
                .or(citation.issuer_implied.clone())
                .filter(|_| citation.issuer.is_some())
                .map(|i| lang.pick(format!("của {i}"), format!("of {i}"))),
        );
        parts.extend(citation.subject.as_ref().map(|s| lang.pick(format!("về “{s}”"), format!("on “{s}”"))));
        Ok(if parts.is_empty() {
            String::new()
        } else {
            format!("   {}\n", cut(&parts.join(", "), Columns::of(self.context.out.width).subject.saturating_sub(3)))
        })
    }

    /// Mentions of a number in the hits, with the hit's row.
    fn mentions_of(&self, number: &NumberQuery) -> anyhow::Result<Vec<(ContentRow, Citation)>> {
        let mut found = Vec::new();
        for (_, row) in self.hits()? {
            let extracted = self.store.extracted(row.content)?;
            found.extend(
                extracted
                    .citations
                    .into_iter()
                    .filter(|c| c.doc_number().is_some_and(|n| names(number, &n)))
                    .map(|c| (row.clone(), c)),
            );
        }
        Ok(found)
    }

    fn facets(&self, facets: &Facets) -> String {
        let lang = self.context.lang;
        let absent = lang.pick("không ghi", "not stated");
        let room = Columns::of(self.context.out.width).quote;
        let row = |label: &str, field: &str, facets: &[Facet]| -> String {
            if facets.is_empty() {
                return String::new();
            }
            let one = |f: &Facet| {
                let value = if f.value.is_empty() { absent.to_owned() } else { format!("{field}{}", f.value) };
                format!("{value} {}", lang.count(f.count as u64))
            };
            let line: Vec<String> = facets.iter().map(one).collect();
            let column = lang.pick(9, 11);
            format!("{}{}\n", pad(label, column), cut(&line.join(" · "), room.saturating_sub(column)))
        };
        row(lang.pick("Loại", "Type"), "loai:", &facets.kind)
            + &row(lang.pick("Năm", "Year"), "nam:", &facets.year)
            + &row(lang.pick("Cơ quan", "Issuer"), "", &facets.issuer)
            + &row(lang.pick("Hướng", "Direction"), "huong:", &facets.direction)
    }

    fn nothing(&self) -> anyhow::Result<String> {
        let lang = self.context.lang;
        let documents = self.documents;
        let typed = print::harmless(&self.query.typed);
        let mut text = lang.pick(
            format!("Không tìm thấy “{typed}” trong {} văn bản\n", lang.count(documents)),
            format!("“{typed}” is not found in {}\n", lang.documents(documents)),
        );
        let (without, near): (Vec<_>, Vec<_>) = self.results.suggestions.iter().partition(|s| s.without.is_some());
        for suggestion in without {
            let filter = suggestion.without.as_deref().unwrap_or_default();
            let n = suggestion.count as u64;
            text.push_str(&lang.pick(
                format!("Bỏ {filter} thì có {} văn bản\n", lang.count(n)),
                format!("Without {filter} there {} {}\n", if n == 1 { "is" } else { "are" }, lang.documents(n)),
            ));
        }
        if !near.is_empty() {
            text.push_str(lang.pick("Có phải ý bạn là:\n", "Did you mean:\n"));
            let mut commands: Vec<String> = Vec::new();
            for suggestion in &near {
                // A number is shown in its document's own spelling.
                let row = suggestion.bearer.map(i64::try_from).transpose()?;
                let row = row.map(|row| self.store.content(row)).transpose()?.flatten();
                let number = row.and_then(|row| row.document.doc_number()).map(|n| n.to_string());
                commands.push(command(number.as_deref().unwrap_or(&suggestion.query)));
            }
            let column = commands.iter().map(|c| width(c)).max().unwrap_or(0).max(31) + 4;
            for (command, suggestion) in commands.iter().zip(&near) {
                let n = suggestion.count as u64;
                text.push_str(&format!(
                    "  {}{}\n",
                    pad(command, column),
                    lang.pick(format!("{} văn bản", lang.count(n)), lang.documents(n))
                ));
            }
        }
        Ok(text)
    }

    /// What to quote of a hit: the sentence that cites the number asked for, or where the words stand.
    fn snippet(&self, hit: &Hit, row: &ContentRow, room: usize) -> anyhow::Result<Option<Snippet>> {
        let number = self.results.answer.number.as_ref();
        match (hit.tier, number) {
            (Tier::Number | Tier::OtherDate | Tier::OtherKind | Tier::Loose, _) => Ok(None),
            (Tier::Citing, Some(number)) => {
                let extracted = self.store.extracted(row.content)?;
                let of_number = |c: &&Citation| c.doc_number().is_some_and(|n| names(&number.number, &n));
                // A sentence of the body says more than an item of a note's list.
                let mentions = || extracted.citations.iter().filter(of_number);
                let Some(citation) = mentions().find(|c| c.place == Place::Body).or_else(|| mentions().next()) else {
                    return self.words(row);
                };
                let archive = Archive::new(self.store, Vec::new());
                let Some(entry) = archive.entry(&DocId(row.id.clone())) else { return Ok(None) };
                let place = Where::of(&extracted, &citation.place, citation.span);
                let place = self.context.lang.pick(place.vietnamese(), place.english());
                let around = quote::around(&archive, &entry, citation);
                let (text, span) = around.within(room.saturating_sub(width(&place) + 4));
                Ok(Some(Snippet { place, text, spans: vec![span] }))
            }
            _ => self.words(row),
        }
    }

    fn words(&self, row: &ContentRow) -> anyhow::Result<Option<Snippet>> {
        let pages = self.store.pages(row.content)?;
        let Some(found) = Highlight::of(self.query).snippet(pages.iter().map(String::as_str)) else { return Ok(None) };
        let extracted: Extracted = self.store.extracted(row.content)?;
        let place = place_of(&extracted, found.page, u32::try_from(found.at).unwrap_or(u32::MAX));
        let place = self.context.lang.pick(place.vietnamese(), place.english());
        let before = if found.cut_before { "… " } else { "" };
        let after = if found.cut_after { " …" } else { "" };
        let spans = found.marks.iter().map(|(start, end)| (start + before.len(), end + before.len())).collect();
        Ok(Some(Snippet { place, text: format!("{before}{}{after}", found.text), spans }))
    }
}

/// In which footnote or under which heading a place of the text stands.
fn place_of(extracted: &Extracted, page: u32, at: u32) -> Where {
    let span = crate::model::Span { page, start: at, end: at };
    let inside = |p: &crate::model::Span| p.page == page && (p.start..p.end).contains(&at);
    let note = extracted.footnotes.iter().find(|n| n.parts.iter().any(inside));
    let place = note.map_or(Place::Body, |n| Place::Footnote { marker: n.marker.clone(), item: None });
    Where::of(extracted, &place, span)
}

/// A quote with the stretches that match, in bytes of `text`.
struct Snippet {
    place: String,
    text: String,
    spans: Vec<(usize, usize)>,
}

impl Snippet {
    /// The quotation, with so many columns between its marks.
    fn quoted(&self, context: &Context, room: usize) -> String {
        let mut shown = cut(&print::harmless(&self.text), room);
        if context.out.colour {
            let kept = shown.trim_end_matches('…').len();
            for (start, end) in self.spans.iter().rev().filter(|(_, end)| *end <= kept) {
                if let Some(found) = shown.get(*start..*end) {
                    let inked = context.out.ink(Ink::Match, found);
                    shown.replace_range(*start..*end, &inked);
                }
            }
        }
        format!("“{shown}”")
    }
}

/// How long a quotation is for programs, in columns.
const QUOTED: usize = 200;

/// Where things end on a terminal of some width. The margins are those of the interface's drawings.
struct Columns {
    /// One field a line.
    narrow: bool,
    /// The subject joins the line of the number, the path has its column.
    wide: bool,
    /// The last column of what is set to the right: direction, path.
    right: usize,
    /// The last column of subjects, and of the time in the first line.
    subject: usize,
    /// The last column of quotations and counts.
    quote: usize,
}

impl Columns {
    fn of(width: usize) -> Self {
        match width {
            0..60 => Self { narrow: true, wide: false, right: width, subject: width, quote: width },
            60..100 => Self { narrow: false, wide: false, right: width - 6, subject: width - 4, quote: width - 3 },
            _ => Self { narrow: false, wide: true, right: width - 2, subject: width - 1, quote: width - 3 },
        }
    }
}

/// Does this number answer to what was asked?
fn names(asked: &NumberQuery, number: &DocNumber) -> bool {
    let symbol = number.symbol.as_deref().map(|s| fold_text(&symbol_key(s)));
    fold_text(&number.ordinal_key()) == asked.ordinal
        && (asked.year.is_none() || asked.year == number.year)
        && asked
            .symbol
            .as_ref()
            .is_none_or(|wanted| symbol.as_ref().is_some_and(|s| s == wanted || s.starts_with(&format!("{wanted}-"))))
}

/// The number as the first line names it: digits alone when no symbol was typed.
fn named(number: &NumberQuery) -> String {
    let mut name = number.surface.clone();
    if let Some(date) = number.date.filter(|d| !d.is_full()) {
        let year = date.year_number().to_string();
        if !name.contains(&year) {
            name.push_str(&format!(", {year}"));
        }
    }
    name
}

/// `CCHC = cải cách hành chính`, whichever of the two was typed.
fn widened((typed, other): &(String, String)) -> String {
    let syllables = |s: &str| s.split(' ').count();
    let (short, long) = if syllables(other) < syllables(typed) { (other, typed) } else { (typed, other) };
    format!("{short} = {long}")
}

fn command(query: &str) -> String {
    if query.contains([' ', '"', '*', '(', '&', ';']) {
        format!("congvan search \"{}\"", query.replace('"', "\\\""))
    } else {
        format!("congvan search {query}")
    }
}

fn tier(tier: Tier) -> &'static str {
    match tier {
        Tier::Number => "number",
        Tier::OtherDate => "number-other-date",
        Tier::OtherKind => "number-other-kind",
        Tier::Citing => "cites",
        Tier::Loose => "number-like",
        Tier::Words => "words",
    }
}

fn facets_value(facets: &Facets) -> Value {
    let list = |facets: &[Facet]| -> Value { facets.iter().map(|f| json!({"value": f.value, "count": f.count})).collect() };
    json!({
        "kind": list(&facets.kind), "year": list(&facets.year), "issuer": list(&facets.issuer), "direction": list(&facets.direction), "state": list(&facets.state)
    })
}
