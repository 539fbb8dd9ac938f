//! `congvan search`: finds documents, and says first how the words were understood.

use std::time::Instant;

use super::print::{self, Ink, cut, cut_words, pad, width};
use super::{Context, FOUND, Mistake, NOTHING, locate, saved};
use crate::index::query::{Filter, Options};
use crate::index::{Facet, Facets, Hit, Index, IndexError, Page};
use crate::model::short_body;
use crate::pipeline::index_folder;
use crate::report::archive::Archive;
use crate::report::found::{Found, Snippet};
use crate::report::words;
use crate::store::ContentRow;

/// A query longer than this is no question.
const LONGEST: usize = 1_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// For people on a terminal, a record a line in pipes.
    List,
    /// Paths only, one a line.
    Paths,
}

/// What the list of options does not say.
const HELP: &str = "\
Operators in capitals: A AND B, A OR B (HOẶC), NOT A (KHÔNG), -A, A NEAR/5 B (GẦN/5), parentheses.
In small letters hoặc is a word like others, as names and subjects have it, and the answer says so;
between whole numbers, phrases and filters it is OR: 16/KH-UBND hoặc 17/KH-UBND.
A filter takes one word, or what stands in quotes; a type and the name of a body need none:
  loai:kế hoạch   coquan:UBND tỉnh Lào Cai   nguoi-ky:\"Nguyễn Văn A\"
Words that begin with a dash stand behind --: congvan search -- 'kế hoạch' '-tài chính'";

#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
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
    let view = Archive::new(&store, Vec::new());
    let found = Found { lang: context.lang, store: &store, view: &view, query: &query, results: &results };
    let shown = Shown { context, found, documents: index.documents() };
    let text = if context.json {
        format!("{}\n", shown.found.to_json(started.elapsed().as_secs_f64() * 1e3)?)
    } else if arguments.format == Form::Paths {
        shown.found.hits()?.iter().map(|(_, row)| format!("{}\n", row.path)).collect()
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
    found: Found<'a>,
    /// How many documents were searched.
    documents: u64,
}

impl Shown<'_> {
    /// One record a line: number, date, issuer, subject, direction, path.
    fn records(&self) -> anyhow::Result<String> {
        let mut text = String::new();
        for (_, row) in self.found.hits()? {
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
        if self.found.results.total == 0 {
            return self.nothing();
        }
        let room = Columns::of(face.width).subject;
        let took = format!("{} ms", started.elapsed().as_millis());
        let head = self.found.understood();
        let mut text = if width(&head) + 2 + width(&took) <= room {
            format!("{}{}\n", pad(&head, room.saturating_sub(width(&took))), face.ink(Ink::Dim, &took))
        } else {
            format!("{}\n", print::wrap(&head, face.width).join("\n"))
        };
        if let Some(facets) = &self.found.results.facets {
            text.push_str(&self.facets(facets));
        }
        text.push_str(&self.stub()?);
        for (i, (hit, row)) in self.found.hits()?.iter().enumerate() {
            text.push_str(&self.hit(offset + i + 1, hit, row)?);
        }
        if offset > 0 && self.found.results.hits.is_empty() {
            let last = lang.count(self.found.results.total.saturating_sub(1) as u64);
            text.push_str(&lang.pick(
                format!("Không có văn bản nào từ --offset {offset}; nhiều nhất --offset {last}\n"),
                format!("No document from --offset {offset} on; at most --offset {last}\n"),
            ));
        }
        let shown = offset + self.found.results.hits.len();
        if self.found.results.total > shown && !self.found.results.hits.is_empty() {
            let more = lang.count((self.found.results.total - shown) as u64);
            let over = if self.found.results.uncounted { lang.pick("hơn ", "over ") } else { "" };
            text.push_str(&lang.pick(
                format!("… còn {over}{more} văn bản: --offset {shown}\n"),
                format!("… {over}{more} more: --offset {shown}\n"),
            ));
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
        let files = self.found.paths(hit)?.len();
        if files > 1 {
            cited.push_str(&lang.pick(format!(" · {files} tệp"), format!(" · {files} files")));
        }
        let path = print::harmless(&row.path);
        let indent = " ".repeat(width(&at.to_string()) + 2);
        let columns = Columns::of(face.width);
        let snippet = self.found.snippet(hit, row, columns.quote.saturating_sub(indent.len()))?;
        let part = self.found.part(row).map(|part| {
            let said = format!("{}: {}", lang.pick("kèm theo", "attached"), print::harmless(&words::part(lang, part)));
            cut(&said, columns.subject.saturating_sub(indent.len()))
        });
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
            if let Some(part) = &part {
                line(part);
            }
            if let Some(snippet) = &snippet {
                line(&snippet.place);
                line(&quoted(snippet, self.context, room.saturating_sub(2)));
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
        if let Some(part) = &part {
            line(part);
        }
        if let Some(snippet) = &snippet {
            line(&format!(
                "{}  {}",
                snippet.place,
                quoted(snippet, self.context, columns.quote.saturating_sub(indent.len() + width(&snippet.place) + 4))
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
        let mentions = self.found.store.mentions_count(row.content)?;
        Ok(lang.pick(
            format!("{} văn bản viện dẫn, {mentions} lần", row.cited_by),
            format!(
                "cited by {}, {mentions} {}",
                lang.documents(row.cited_by.into()),
                if mentions == 1 { "time" } else { "times" }
            ),
        ))
    }

    /// What is known of a number that is cited but not held.
    fn stub(&self) -> anyhow::Result<String> {
        let lang = self.context.lang;
        let Some(citation) = self.found.stub()? else { return Ok(String::new()) };
        let mut parts = Vec::new();
        parts.extend(citation.date.map(|d| lang.pick(format!("ghi ngày {}", lang.date(d)), format!("dated {}", lang.date(d)))));
        let not_asked = self.found.not_asked(&citation);
        parts.extend(self.found.issuer_of(&citation).map(|i| lang.pick(format!("của {i}"), format!("of {i}"))));
        parts.extend(not_asked.map(|typed| lang.pick(format!("không phải của “{typed}”"), format!("not of “{typed}”"))));
        parts.extend(citation.subject.as_ref().map(|s| lang.pick(format!("về “{s}”"), format!("on “{s}”"))));
        Ok(if parts.is_empty() {
            String::new()
        } else {
            format!("   {}\n", cut(&parts.join(", "), Columns::of(self.context.out.width).subject.saturating_sub(3)))
        })
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
        let query = self.found.query;
        // Filters that were options are named beside the words.
        let options = query.filters.iter().filter(|filter| query.places.iter().all(|(placed, _)| placed != *filter));
        let typed = Some(query.typed.trim().to_owned()).into_iter().filter(|typed| !typed.is_empty());
        let typed: Vec<String> = typed.chain(options.map(Filter::typed)).collect();
        let typed = print::harmless(&typed.join(" "));
        let mut text = lang.pick(
            format!("Không tìm thấy “{typed}” trong {} văn bản\n", lang.count(documents)),
            format!("“{typed}” is not found in {}\n", lang.documents(documents)),
        );
        text.extend(self.found.unknown().map(|said| format!("{}\n", print::harmless(&said))));
        let (without, near): (Vec<_>, Vec<_>) = self.found.results.suggestions.iter().partition(|s| s.without.is_some());
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
                let row = row.map(|row| self.found.store.content(row)).transpose()?.flatten();
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
}

/// The quotation, with so many columns between its marks.
fn quoted(snippet: &Snippet, context: &Context, room: usize) -> String {
    let mut shown = cut(&print::harmless(&snippet.text), room);
    if context.out.colour {
        let kept = shown.trim_end_matches('…').len();
        for (start, end) in snippet.spans.iter().rev().filter(|(_, end)| *end <= kept) {
            if let Some(found) = shown.get(*start..*end) {
                let inked = context.out.ink(Ink::Match, found);
                shown.replace_range(*start..*end, &inked);
            }
        }
    }
    format!("“{shown}”")
}

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

fn command(query: &str) -> String {
    if query.contains([' ', '"', '*', '(', '&', ';']) {
        format!("congvan search \"{}\"", query.replace('"', "\\\""))
    } else {
        format!("congvan search {query}")
    }
}
