//! `congvan trace`: the citations of a document as a tree, footnotes first, each with its state.

use std::path::PathBuf;

use super::print::{self, Face, Ink, cut, cut_words, pad, width, wrap};
use super::talk::Lang;
use super::{Context, FOUND, NOTHING, find, locate, words};
use crate::model::{DocId, LinkState, PartialDate, Place};
use crate::report::archive::Archive;
use crate::report::graph::Graph;
use crate::report::quote;
use crate::report::sheet::sheet;
use crate::report::trace::{CandidateHead, Edge, Options, Role, Side, Trace, trace};
use crate::report::view::Head;

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    Tree,
    Dot,
    Graphml,
    Html,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Only {
    Held,
    Conflict,
    #[value(name = "conflicts", hide = true)]
    Conflicts,
    Ambiguous,
    Missing,
}

impl Only {
    fn state(self) -> LinkState {
        match self {
            Self::Held => LinkState::Held,
            Self::Conflict | Self::Conflicts => LinkState::Conflict,
            Self::Ambiguous => LinkState::Ambiguous,
            Self::Missing => LinkState::Missing,
        }
    }
}

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// An id, a path of an indexed file, or a number (16/KH-UBND, 16/KH-UBND@2023)
    #[arg(value_name = "DOC")]
    document: String,
    /// Steps to follow
    #[arg(long, default_value_t = 1, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=50))]
    depth: u32,
    /// Follow who cites it
    #[arg(long)]
    reverse: bool,
    /// Only citations in this state
    #[arg(long, value_enum, value_name = "STATE", value_delimiter = ',')]
    only: Vec<Only>,
    /// In which form
    #[arg(long, value_enum, default_value = "tree")]
    format: Form,
    /// The file to write, whole or not at all [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The day of printing on the HTML sheet [default: today]
    #[arg(long, value_name = "DATE")]
    printed: Option<String>,
}

pub(super) fn run(context: &Context, arguments: &Arguments) -> anyhow::Result<u8> {
    let (store, folder) = locate::open(context)?;
    let row = find::document(context, &store, &arguments.document, "trace")?;
    let archive = Archive::new(&store, locate::home(&folder));
    let options =
        Options { depth: arguments.depth, reverse: arguments.reverse, only: arguments.only.iter().map(|o| o.state()).collect() };
    let traced = trace(&archive, &DocId(row.id.clone()), &options);
    archive.trouble()?;
    let Some(traced) = traced else { anyhow::bail!("no document {}", row.id) };
    let text = if context.json {
        format!("{}\n", traced.to_json())
    } else {
        match arguments.format {
            Form::Dot => Graph::of_trace(&traced).to_dot(),
            Form::Graphml => Graph::of_trace(&traced).to_graphml(),
            Form::Html => {
                let printed = arguments.printed.as_deref().map(|day| find::day(context, "--printed", day)).transpose()?;
                let today = super::index::now().get(..10).and_then(|day| day.parse().ok());
                let text = sheet(&traced, context.lang == Lang::En, printed.or(today));
                archive.trouble()?;
                text
            }
            Form::Tree if context.out.terminal => Tree { context, trace: &traced, all: context.verbose }.page(),
            Form::Tree => traced.edges.iter().map(|edge| record(&traced, edge)).collect(),
        }
    };
    match &arguments.output {
        Some(path) => print::file(path, &mut |out| Ok::<(), anyhow::Error>(out.write_all(text.as_bytes())?))?,
        None => print::data(&text)?,
    }
    Ok(if traced.edges.is_empty() { NOTHING } else { FOUND })
}

/// One edge as a record for pipes: depth, state, place, cited number or name, cited date, its document's issuer, conflicts, path.
fn record(trace: &Trace, edge: &Edge) -> String {
    let conflicts: Vec<String> = edge.conflicts.iter().map(|c| format!("{}: {} / {}", c.field, c.cited, c.held)).collect();
    let head = edge.document.as_ref();
    let issuer = head.and_then(|h| h.issuer.clone()).or_else(|| edge.citation.issuer.clone());
    let path = if trace.reverse { head.map(|h| h.path.clone()) } else { edge.to.as_ref().and(head).map(|h| h.path.clone()) };
    let fields = [
        edge.depth.to_string(),
        edge.state.code().to_owned(),
        edge.citation.place.to_string(),
        name(edge),
        edge.citation.date.map(|d| d.to_string()).unwrap_or_default(),
        issuer.unwrap_or_default(),
        conflicts.join("; "),
        path.unwrap_or_default(),
    ];
    format!("{}\n", fields.map(|f| print::harmless(&f)).join("\t"))
}

/// What a citation names: its number, else its words.
fn name(edge: &Edge) -> String {
    edge.citation.doc_number().filter(|n| n.symbol.is_some()).map_or_else(|| one_line(&edge.citation.surface), |n| n.to_string())
}

fn one_line(text: &str) -> String {
    print::harmless(&quote::one_line(text))
}

/// The mark of a state, in the colour of a state.
pub(super) fn mark(face: &Face, state: LinkState) -> String {
    let (sign, plain, ink) = match state {
        LinkState::Held => ("✓", "+", Ink::Green),
        LinkState::Conflict => ("≠", "!", Ink::BoldRed),
        LinkState::Ambiguous => ("?", "?", Ink::Yellow),
        LinkState::Missing => ("○", "-", Ink::Magenta),
    };
    face.ink(ink, if face.marks { sign } else { plain })
}

/// Columns on the right that lines of the tree leave free, as the interface's drawings do.
const MARGIN: usize = 3;
/// Below this width a field takes a line.
const NARROW: usize = 60;

/// The tree as a page.
struct Tree<'a> {
    context: &'a Context,
    trace: &'a Trace,
    /// Also body mentions that are held, each.
    all: bool,
}

impl Tree<'_> {
    fn page(&self) -> String {
        let mut text = self.head();
        if self.trace.reverse {
            let roots: Vec<usize> = self.top();
            text.push_str(&self.branch(&roots, ""));
            return text;
        }
        let lang = self.context.lang;
        let notes: Vec<_> = self.trace.notes.iter().filter(|n| !n.edges.is_empty()).collect();
        if !notes.is_empty() {
            text.push_str(&format!("{}\n", self.dim(lang.pick("Chú thích", "Footnotes"))));
            for (i, note) in notes.iter().enumerate() {
                let (branch, stem) = self.rails(i + 1 == notes.len());
                let anchor = note.anchor.as_ref().map(|a| format!("“{}”", one_line(&a.quote))).unwrap_or_default();
                let place = note.place.as_ref().map(|w| format!(" ({})", self.place(w))).unwrap_or_default();
                let kinds = if note.kinds.len() > 1 {
                    format!(": {}", words::kinds(self.context.lang, &note.kinds))
                } else {
                    String::new()
                };
                let line = format!("{}  {anchor}{place}{kinds}", note.marker);
                text.push_str(&format!("{branch}{}\n", cut(&line, self.context.out.width.saturating_sub(width(&branch)))));
                text.push_str(&self.branch(&note.edges, &stem));
            }
        }
        text.push_str(&self.body());
        text
    }

    fn head(&self) -> String {
        let (lang, face) = (self.context.lang, &self.context.out);
        let head = &self.trace.document;
        let issuer = head.issuer.as_ref().map(|i| format!(" · {i}")).unwrap_or_default();
        let title = format!("{}{issuer}\n", words::title(lang, face, head));
        let tally = self.trace.tally;
        if self.trace.reverse {
            let n = self.trace.documents as u64;
            return match n {
                0 => lang.pick(format!("chưa văn bản nào viện dẫn {title}"), format!("no document cites {title}")),
                1 => lang.pick(format!("1 văn bản viện dẫn {title}"), format!("1 document cites {title}")),
                _ => lang.pick(
                    format!("{} văn bản viện dẫn {title}", lang.count(n)),
                    format!("{} documents cite {title}", lang.count(n)),
                ),
            };
        }
        let mut text = title;
        let m = |state| mark(face, state);
        let counts = [
            (LinkState::Held, lang.pick("có", "held"), tally.held),
            (LinkState::Conflict, lang.pick("không khớp", "do not match"), tally.conflict),
            (LinkState::Ambiguous, lang.pick("chưa rõ", "ambiguous"), tally.ambiguous),
            (LinkState::Missing, lang.pick("chưa có", "not held"), tally.missing),
        ];
        let all = lang.pick(
            format!("{} viện dẫn, {} văn bản:", tally.total(), self.trace.documents),
            format!("{} citations, {} documents:", tally.total(), self.trace.documents),
        );
        // Lines are filled by hand: colours take no columns.
        let mut taken = width(&all);
        text.push_str(&all);
        for (i, (state, word, n)) in counts.into_iter().enumerate() {
            let between = if i == 0 { " " } else { " · " };
            let length = width(between) + 2 + width(word) + 1 + n.to_string().len();
            let breaks = taken + length > face.width;
            text.push_str(if breaks { "\n  " } else { between });
            taken = if breaks { length } else { taken + length };
            text.push_str(&format!("{} {word} {n}", m(state)));
        }
        text.push('\n');
        text
    }

    fn body(&self) -> String {
        let lang = self.context.lang;
        let edges: Vec<usize> = self.trace.body.clone();
        if edges.is_empty() {
            return String::new();
        }
        let (shown, folded): (Vec<usize>, Vec<usize>) = edges.iter().copied().partition(|i| {
            self.all || self.trace.edges.get(*i).is_some_and(|e| e.state != LinkState::Held || self.has_children(*i))
        });
        let mut head = lang.pick(format!("Thân văn bản ({} lần", edges.len()), format!("Body ({} mentions", edges.len()));
        if !folded.is_empty() {
            head.push_str(&lang.pick(
                format!("; {} lần có trong kho không liệt kê", folded.len()),
                format!("; {} held ones not listed", folded.len()),
            ));
        }
        let head = wrap(&format!("{head})"), self.context.out.width);
        let mut text: String = head.iter().map(|line| format!("{}\n", self.dim(line))).collect();
        let groups = self.groups(&shown);
        for (i, group) in groups.iter().enumerate() {
            let (branch, stem) = self.rails(i + 1 == groups.len());
            text.push_str(&match group.as_slice() {
                [only] if self.state(*only) != Some(LinkState::Missing) => self.edge(*only, &branch, &stem, 0, 0, true),
                several => self.missing(several, &branch, &stem),
            });
        }
        text
    }

    fn has_children(&self, at: usize) -> bool {
        self.trace.children(at).next().is_some()
    }

    fn state(&self, at: usize) -> Option<LinkState> {
        self.trace.edges.get(at).map(|e| e.state)
    }

    /// Neighbouring mentions of documents that are not held share a line.
    fn groups(&self, shown: &[usize]) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for &at in shown {
            let missing = self.state(at) == Some(LinkState::Missing);
            match groups.last_mut() {
                Some(last) if missing && last.last().is_some_and(|l| self.state(*l) == Some(LinkState::Missing)) => last.push(at),
                _ => groups.push(vec![at]),
            }
        }
        groups
    }

    /// `○ Đề án 06 (mục I.1.3, I.1.5); 01/2018/TT-VPCP (mục I.3) · chưa có`
    fn missing(&self, group: &[usize], branch: &str, stem: &str) -> String {
        let lang = self.context.lang;
        let mut named: Vec<(String, Vec<String>)> = Vec::new();
        for edge in group.iter().filter_map(|i| self.trace.edges.get(*i)) {
            let date = edge.citation.date.map(|d| format!(" {}", lang.date(d))).unwrap_or_default();
            let (name, place) = (format!("{}{date}", name(edge)), self.place(&edge.place));
            match named.iter_mut().find(|(n, _)| *n == name) {
                Some((_, places)) if places.contains(&place) => {}
                Some((_, places)) => places.push(place),
                None => named.push((name, vec![place])),
            }
        }
        // Names at one and the same place share its mention.
        let mut parts: Vec<(Vec<String>, Vec<String>)> = Vec::new();
        for (name, places) in named {
            match parts.last_mut() {
                Some((names, at)) if *at == places => names.push(name),
                _ => parts.push((vec![name], places)),
            }
        }
        let said: Vec<String> =
            parts.into_iter().map(|(names, places)| format!("{} ({})", names.join(", "), shortened(&places))).collect();
        let line = format!("{} · {}", said.join("; "), lang.pick("chưa có", "not held"));
        let sign = mark(&self.context.out, LinkState::Missing);
        let mut text = String::new();
        for (i, line) in wrap(&line, self.context.out.width.saturating_sub(width(branch) + 2)).into_iter().enumerate() {
            text.push_str(&if i == 0 { format!("{branch}{sign} {line}\n") } else { format!("{stem}  {line}\n") });
        }
        for edge in group.iter().filter_map(|i| self.trace.edges.get(*i)) {
            let mut below: Vec<String> = edge.decided.iter().map(|d| words::decided(lang, d)).collect();
            if self.context.verbose {
                below.push(format!("{} {}", name(edge), edge.handle));
            }
            for line in
                below.iter().flat_map(|line| wrap(&print::harmless(line), self.context.out.width.saturating_sub(width(stem) + 2)))
            {
                text.push_str(&format!("{stem}  {}\n", self.dim(&line)));
            }
        }
        text
    }

    fn top(&self) -> Vec<usize> {
        (0..self.trace.edges.len()).filter(|i| self.trace.edges.get(*i).is_some_and(|e| e.parent.is_none())).collect()
    }

    fn branch(&self, edges: &[usize], stem: &str) -> String {
        let item = |i: &usize| self.trace.edges.get(*i).filter(|_| !self.trace.reverse).map(label).unwrap_or_default();
        let labels = edges.iter().map(|i| width(&item(i))).max().unwrap_or(0);
        // A second document within an item of a list hangs at its own width.
        let mut seen = std::collections::BTreeSet::new();
        let leading: Vec<&usize> = edges.iter().filter(|i| item(i).is_empty() || seen.insert(item(i))).collect();
        let numbers = leading.iter().filter_map(|i| self.trace.edges.get(**i)).map(|e| width(&self.named(e))).max().unwrap_or(0);
        let mut text = String::new();
        for (i, &at) in edges.iter().enumerate() {
            let (branch, inner) = self.rails(i + 1 == edges.len());
            text.push_str(&self.edge(at, &format!("{stem}{branch}"), &format!("{stem}{inner}"), labels, numbers, false));
        }
        text
    }

    /// What stands in the number column: the cited number, in a reversed trace the citing document's.
    fn named(&self, edge: &Edge) -> String {
        if self.trace.reverse {
            edge.document.as_ref().map(|h| words::name(self.context.lang, h)).unwrap_or_default()
        } else {
            name(edge)
        }
    }

    fn edge(&self, at: usize, branch: &str, stem: &str, labels: usize, numbers: usize, in_body: bool) -> String {
        let Some(edge) = self.trace.edges.get(at) else { return String::new() };
        let (lang, face) = (self.context.lang, &self.context.out);
        let label = if self.trace.reverse { String::new() } else { label(edge) };
        let label = if labels > 0 { format!("{} ", pad(&label, labels)) } else { String::new() };
        let number = self.named(edge);
        let shown_date = if self.trace.reverse { edge.document.as_ref().and_then(|h| h.date) } else { edge.citation.date };
        let date = shown_date.map(|d| format!("  {}", lang.date(d))).unwrap_or_default();
        let place = format!(" ({})", self.place(&edge.place));
        let mut tail = match edge.state {
            LinkState::Held => {
                if self.trace.reverse {
                    // The citation ends its sentence, so that what is cut is the beginning.
                    let place = self.place(&edge.place);
                    let taken = width(branch) + 2 + width(&number).max(numbers) + width(&date) + width(&place) + 6 + MARGIN;
                    let sentence = one_line(&edge.sentence);
                    let room = if face.width < NARROW { face.width } else { face.width.saturating_sub(taken) };
                    format!("  {place}  “{}”", end_of(without_item(&sentence), room))
                } else {
                    edge.citation.subject.as_ref().map(|s| format!("  {}", one_line(s))).unwrap_or_default()
                }
            }
            LinkState::Missing => format!("  {}", lang.pick("chưa có trong kho", "not held")),
            LinkState::Conflict => {
                let fields: Vec<&str> = edge.conflicts.iter().map(|c| words::field(lang, &c.field)).collect();
                format!("  {} {}", lang.pick("không khớp:", "does not match:"), fields.join(", "))
            }
            LinkState::Ambiguous => format!("  {}", lang.pick("chưa rõ", "ambiguous")),
        };
        if in_body {
            tail.push_str(&place);
        }
        if edge.state == LinkState::Ambiguous {
            tail.push_str(&words::unclear(lang, edge).map(|why| format!(": {why}")).unwrap_or_default());
        }
        let before = self.same_conflict_before(at);
        if let Some(earlier) = before {
            tail.push_str(&format!(" · {} {}", lang.pick("như", "as"), self.place(&earlier.place)));
        }
        let shown_elsewhere = edge.shown && self.trace.children(at).next().is_none() && edge.depth > 1;
        if shown_elsewhere || edge.cycle {
            tail.push_str(lang.pick("  (đã nêu trên)", "  (shown above)"));
        }
        let number = if tail.is_empty() && date.is_empty() { number } else { pad(&number, numbers) };
        let lead = format!("{label}{}", face.ink(Ink::Bold, &number));
        let (sign, tail) = (mark(face, edge.state), tail.trim_end());
        let mut text = if face.width < NARROW {
            // One field a line; numbers, dates and states are never cut.
            let parts = [date.trim_start(), tail.trim_start()];
            let below = parts
                .iter()
                .filter(|part| !part.is_empty())
                .flat_map(|part| wrap(part, face.width.saturating_sub(width(stem) + 2)));
            let below: String = below.map(|line| format!("{stem}  {line}\n")).collect();
            format!("{branch}{sign} {}\n{below}", lead.trim_end())
        } else {
            let taken = width(branch) + 2 + width(&label) + width(&number) + width(&date);
            let room = face.width.saturating_sub(taken + MARGIN);
            let held = edge.state == LinkState::Held;
            // A subject may be cut, a state and its reason may not.
            if held || width(tail) <= room {
                format!("{branch}{sign} {lead}{date}{}\n", cut_words(tail, room))
            } else {
                let lines = wrap(tail, room.saturating_sub(2)).into_iter().enumerate();
                let below = format!("{stem}  {}", " ".repeat(taken.saturating_sub(width(stem))));
                lines
                    .map(
                        |(i, line)| {
                            if i == 0 { format!("{branch}{sign} {lead}{date}  {line}\n") } else { format!("{below}{line}\n") }
                        },
                    )
                    .collect()
            }
        };
        if edge.state == LinkState::Conflict && before.is_none() {
            text.push_str(&self.sides(edge, stem));
        }
        if edge.state == LinkState::Ambiguous {
            text.push_str(&self.candidates(edge, stem));
        }
        let mut below: Vec<String> = edge.decided.iter().map(|d| words::decided(lang, d)).collect();
        let held = edge.document.as_ref().filter(|_| !self.trace.reverse);
        if let Some((head, host)) = held.and_then(|head| Some((head, head.part_of.as_ref()?))) {
            below.push(format!("{} · {}", words::in_file(lang, host), head.path));
        }
        below.extend(edge.paper.as_ref().filter(|_| self.trace.reverse).map(|paper| words::cites(lang, paper)));
        if self.context.verbose {
            below.push(edge.handle.clone());
        }
        for line in below.iter().flat_map(|line| wrap(&print::harmless(line), face.width.saturating_sub(width(stem) + 2))) {
            text.push_str(&format!("{stem}  {}\n", self.dim(&line)));
        }
        let children: Vec<usize> = self.trace.children(at).map(|(i, _)| i).collect();
        text.push_str(&self.branch(&children, stem));
        text
    }

    /// A conflict of the same documents that stands further up, where the sides are shown.
    fn same_conflict_before(&self, at: usize) -> Option<&Edge> {
        let edge = self.trace.edges.get(at).filter(|e| e.state == LinkState::Conflict)?;
        let order: Vec<usize> =
            self.trace.notes.iter().flat_map(|n| n.edges.iter().copied()).chain(self.trace.body.iter().copied()).collect();
        let upto = order.iter().position(|i| *i == at)?;
        let same = |e: &&Edge| {
            e.state == LinkState::Conflict && (&e.to, e.part) == (&edge.to, edge.part) && e.conflicts == edge.conflicts
        };
        order.iter().take(upto).filter_map(|i| self.trace.edges.get(*i)).find(same)
    }

    fn sides(&self, edge: &Edge, stem: &str) -> String {
        let (lang, face) = (self.context.lang, &self.context.out);
        let mut text = String::new();
        let kind =
            |head: Option<&Head>| head.and_then(|h| h.kind).map(|k| lang.pick(k.row().name, k.row().english).to_lowercase());
        let citing = kind(Some(&self.trace.document)).unwrap_or_else(|| lang.pick("văn bản", "document").to_owned());
        let value = |side: &Side| match side.field.as_str() {
            "date" => side.value.parse::<PartialDate>().map_or_else(|_| side.value.clone(), |d| lang.date(d)),
            _ => side.value.clone(),
        };
        let who = |side: &Side| {
            let who = match side.role {
                Role::Mention => citing.clone(),
                Role::Held => lang.pick("văn bản", "document").to_owned(),
                Role::Elsewhere => self.place(&side.place),
            };
            format!("{who} {}", lang.pick("ghi", "has"))
        };
        let labels = edge.sides.iter().map(|s| width(&who(s))).max().unwrap_or(0).max(13);
        let values = edge.sides.iter().map(|s| width(&value(s))).max().unwrap_or(0);
        for side in &edge.sides {
            let lead = format!("{stem}  {} {}  ", pad(&who(side), labels), pad(&value(side), values));
            let gap = format!("{stem}  {}", " ".repeat(labels + values + 3));
            let quote = side.quote.as_ref().map(|q| format!("“{}”", one_line(q)));
            let file =
                (side.role == Role::Held).then(|| format!("{}, {} {}", side.path, lang.pick("trang", "page"), side.place.page));
            let parts: Vec<String> = match (quote, file) {
                (Some(quote), Some(file)) if side.field == "date" => vec![quote, file],
                (_, Some(file)) => vec![file],
                (Some(quote), None) => vec![quote],
                (None, None) => Vec::new(),
            };
            let (lead, gap) = if face.width < NARROW {
                // The words of a side stand below what it says.
                text.push_str(&format!("{}\n", lead.trim_end()));
                (format!("{stem}    "), format!("{stem}    "))
            } else {
                (lead, gap)
            };
            let room = face.width.saturating_sub(width(&lead)).max(20);
            let mut first = true;
            for part in &parts {
                for (i, line) in wrap(part, room).into_iter().enumerate() {
                    // A quote's later lines stand under its first letter, not under its mark.
                    let indent = if i > 0 && part.starts_with('“') { " " } else { "" };
                    text.push_str(&format!("{}{indent}{line}\n", if first { &lead } else { &gap }));
                    first = false;
                }
            }
            if parts.is_empty() && face.width >= NARROW {
                text.push_str(&format!("{}\n", lead.trim_end()));
            }
        }
        text
    }

    fn candidates(&self, edge: &Edge, stem: &str) -> String {
        let lang = self.context.lang;
        let heads: Vec<(String, &CandidateHead)> = edge
            .candidates
            .iter()
            .map(|c| {
                let head = c.document.as_ref();
                let issuer = head.and_then(|h| h.issuer.clone()).unwrap_or_else(|| c.candidate.id.0.clone());
                let date = head
                    .and_then(|h| h.date)
                    .map_or_else(|| lang.pick("ngày không đọc được", "date not readable").to_owned(), |d| lang.date(d));
                (format!("{issuer}, {date}"), c)
            })
            .collect();
        let column = heads.iter().map(|(who, _)| width(who)).max().unwrap_or(0);
        let mut text = String::new();
        for (i, (who, candidate)) in heads.iter().enumerate() {
            let narrow = self.context.out.width < NARROW;
            let lead = if narrow { format!("{stem}     ") } else { format!("{stem}  {}. {}   ", i + 1, pad(who, column)) };
            if narrow {
                text.push_str(&format!("{stem}  {}. {who}\n", i + 1));
            }
            let room = self.context.out.width.saturating_sub(width(&lead));
            let issuer = candidate.document.as_ref().and_then(|h| h.issuer.as_deref());
            // What the line has no room for is told by `-v`.
            let why = words::reasons(lang, &candidate.candidate.reasons, issuer, if self.all { usize::MAX } else { room });
            text.push_str(&format!("{}\n", format!("{lead}{why}").trim_end()));
        }
        text
    }

    fn place(&self, place: &crate::report::Where) -> String {
        self.context.lang.pick(place.vietnamese(), place.english())
    }

    fn dim(&self, text: &str) -> String {
        self.context.out.ink(Ink::Dim, text)
    }

    fn rails(&self, last: bool) -> (String, String) {
        let (branch, stem) = match (self.context.out.marks, last) {
            (true, false) => ("├─ ", "│  "),
            (true, true) => ("└─ ", "   "),
            (false, false) => ("|- ", "|  "),
            (false, true) => ("\\- ", "   "),
        };
        (branch.to_owned(), stem.to_owned())
    }
}

/// The last words of a text in so many columns, with `… ` where something was cut.
fn end_of(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut kept = text.len();
    for (at, _) in text.rmatch_indices(' ') {
        if width(text.get(at..).unwrap_or_default()) + 1 > columns && kept < text.len() {
            break;
        }
        kept = at;
    }
    format!("…{}", text.get(kept..).unwrap_or_default())
}

/// A sentence without the mark of the item that it is: `(12) Kế hoạch …`.
fn without_item(sentence: &str) -> &str {
    let rest = sentence.strip_prefix('(').and_then(|rest| rest.split_once(") "));
    rest.filter(|(mark, _)| mark.bytes().all(|b| b.is_ascii_digit())).map_or(sentence, |(_, rest)| rest)
}

/// `(12)` of an item of a footnote's list.
fn label(edge: &Edge) -> String {
    match &edge.citation.place {
        Place::Footnote { item: Some(item), .. } => format!("({item})"),
        _ => String::new(),
    }
}

/// `mục I.1.3, I.1.5`: the word that places share is said once.
fn shortened(places: &[String]) -> String {
    let mut said = String::new();
    let mut before = "";
    for place in places {
        let word = place.split(' ').next().unwrap_or_default();
        let rest = place.strip_prefix(word).unwrap_or(place).trim_start();
        if said.is_empty() {
            said.push_str(place);
        } else if word == before && !rest.is_empty() {
            said.push_str(&format!(", {rest}"));
        } else {
            said.push_str(&format!(", {place}"));
        }
        before = word;
    }
    said
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn shared_words_are_said_once() {
        let check = |places: &[&str], want: &str| {
            assert_eq!(shortened(&places.iter().map(|p| (*p).to_owned()).collect::<Vec<_>>()), want);
        };
        check(&["mục I.1.3", "mục I.1.5"], "mục I.1.3, I.1.5");
        check(&["mục I", "trang 2"], "mục I, trang 2");
        check(&["phần đầu"], "phần đầu");
    }
}
