//! Owns the registers of incoming and outgoing documents (sổ đăng ký văn bản đến, đi), in the columns of NĐ 30/2020 Phụ lục IV.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::link::{Home, may_be_one_body, same_document};
use crate::model::{DocId, Document, Kind, PartialDate};

use super::audit::{answers, copies, stubs};
use super::series::{Member, Series, kind_of, learn, ordinal, period, printed};
use super::table::{Table, Value};
use super::view::{ArchiveView, Direction, Entry, FieldsRow, direction_of, home};

/// The ten columns of the register of outgoing documents, as the regulation prints them.
pub const DI: [&str; 10] = [
    "Số, ký hiệu văn bản",
    "Ngày tháng văn bản",
    "Tên loại và trích yếu nội dung văn bản",
    "Người ký",
    "Nơi nhận văn bản",
    "Đơn vị, người nhận bản lưu",
    "Số lượng bản",
    "Ngày chuyển",
    "Ký nhận",
    "Ghi chú",
];

/// The ten columns of the register of incoming documents, as the regulation prints them.
pub const DEN: [&str; 10] = [
    "Ngày đến",
    "Số đến",
    "Tác giả",
    "Số, ký hiệu văn bản",
    "Ngày tháng văn bản",
    "Tên loại và trích yếu nội dung văn bản",
    "Đơn vị hoặc người nhận",
    "Ngày chuyển",
    "Ký nhận",
    "Ghi chú",
];

/// What stands in a cell; what is written by hand is empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Cell {
    /// Text, also a number with its zeros and suffix.
    Text(String),
    /// A date, to be a date in a spreadsheet.
    Date(PartialDate),
    /// Nothing.
    Empty,
}

/// What a row stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RowState {
    /// A held document.
    Held,
    /// A document that others cite and the archive lacks.
    Cited,
    /// Numbers that nothing bears or cites.
    Gap,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The ten cells.
    pub cells: [Cell; 10],
    /// What it stands for.
    pub state: RowState,
    /// The document, where it is held.
    pub document: Option<DocId>,
    /// Its kind, under which it is grouped.
    pub kind: Option<Kind>,
}

/// A register as a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Register {
    /// Which.
    pub direction: Direction,
    /// The archive's own body, as set.
    pub owner: Option<String>,
    /// The year asked for.
    pub year: Option<u16>,
    /// The kind asked for.
    pub kind: Option<Kind>,
    /// Do kinds share a run of numbers, so that rows are not grouped by kind?
    pub one_run: bool,
    /// How many held documents it lists.
    pub documents: usize,
    /// Outgoing: by kind, then number (08 < 08a < 09); incoming: by day of arrival, then of the document.
    pub rows: Vec<Row>,
}

impl Register {
    /// Its title: which, of whom, of what. The kind only where asked for.
    #[must_use]
    pub fn title(&self, of_kind: bool) -> String {
        let way = match self.direction {
            Direction::Di => "SỔ ĐĂNG KÝ VĂN BẢN ĐI",
            Direction::Den => "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN",
        };
        let mut parts = vec![way.to_owned()];
        parts.extend(self.owner.clone());
        parts.extend(self.kind.filter(|_| of_kind).map(|k| k.row().name.to_owned()));
        parts.extend(self.year.map(|y| format!("năm {y}")));
        parts.join(" · ")
    }

    /// All ten columns, for spreadsheets and paper.
    #[must_use]
    pub fn table(&self) -> Table {
        let (heading, widths) = match self.direction {
            Direction::Di => (DI, [14, 12, 48, 20, 30, 16, 8, 12, 12, 20]),
            Direction::Den => (DEN, [12, 9, 24, 18, 12, 44, 18, 12, 10, 24]),
        };
        let value = |cell: &Cell| match cell {
            Cell::Text(text) => Value::Text(text.clone()),
            Cell::Date(date) => Value::Date(*date),
            Cell::Empty => Value::Empty,
        };
        Table {
            title: Some(self.title(true)),
            heading: heading.map(str::to_owned).to_vec(),
            numbered: true,
            widths: widths.to_vec(),
            rows: self.rows.iter().map(|row| row.cells.iter().map(value).collect()).collect(),
        }
    }
}

fn text(value: Option<&str>) -> Cell {
    value.filter(|v| !v.is_empty()).map_or(Cell::Empty, |v| Cell::Text(v.to_owned()))
}

fn date(value: Option<PartialDate>) -> Cell {
    value.map_or(Cell::Empty, Cell::Date)
}

/// `Kế hoạch theo dõi tình hình …`
fn kind_and_subject(document: &Document) -> Cell {
    let kind = document.kind.map(|k| k.row().name);
    match (kind, document.subject.as_deref()) {
        (Some(kind), Some(subject)) => text(Some(&format!("{kind} {}", continued(subject)))),
        (kind, subject) => text(kind.or(subject)),
    }
}

/// A subject as it follows its kind: its first word small, unless more capitals show a name or an abbreviation.
fn continued(subject: &str) -> String {
    let mut words = subject.split_whitespace();
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let mut letters = first.chars();
    let Some(initial) = letters.next() else { return String::new() };
    let is_name = letters.clone().any(char::is_uppercase) || second.starts_with(char::is_uppercase);
    if is_name {
        return subject.to_owned();
    }
    initial.to_lowercase().chain(subject.chars().skip_while(|c| c.is_whitespace()).skip(1)).collect()
}

/// The recipients without the line that names who keeps the file copy, and that line.
fn recipients(document: &Document) -> (String, String) {
    let keeps = |line: &&String| line.trim_start_matches(['-', ' ']).to_lowercase().starts_with("lưu");
    let (kept, sent): (Vec<&String>, Vec<&String>) = document.recipients.iter().partition(keeps);
    let join = |lines: &[&String]| lines.iter().map(|l| l.trim_end_matches([';', '.'])).collect::<Vec<_>>().join("; ");
    let kept = join(&kept);
    let kept = kept.split_once(':').map_or(kept.as_str(), |(_, who)| who.trim()).to_owned();
    (join(&sent), kept)
}

/// Whose register it is: the archive's own bodies as set; else the body of nearly all documents that lie among the outgoing ones.
fn owners(view: &dyn ArchiveView) -> Vec<String> {
    let set = view.own();
    if !set.is_empty() {
        return set;
    }
    let rows = view.rows();
    let issuers: Vec<&str> =
        rows.iter().filter(|r| r.direction == Some(Direction::Di)).filter_map(|r| r.document.issuer.as_deref()).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for issuer in &issuers {
        *counts.entry(issuer).or_default() += 1;
    }
    let Some((most, _)) = counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(a.0))) else { return Vec::new() };
    let of_one = issuers.iter().filter(|issuer| may_be_one_body(most, issuer)).count();
    if of_one * 10 >= issuers.len() * 9 { vec![most.to_owned()] } else { Vec::new() }
}

/// The register of one direction, of a year and a kind where they are given.
///
/// Outgoing numbers run as the body numbers them ([`learn`]): a run of each kind, or one that kinds share; legal texts apart; anew on
/// 1 July 2025 where the body was made anew. Numbers that nothing bears are told between two of a run, unless both are only cited:
/// what is cited by chance says nothing of what lies between.
#[must_use]
pub fn register(view: &dyn ArchiveView, direction: Direction, year: Option<u16>, kind: Option<Kind>) -> Register {
    let own = owners(view);
    let set = Home::new(&own);
    let files = view.rows();
    let again = copies(&files);
    let wanted = |date: Option<PartialDate>, is: Option<Kind>| {
        year.is_none_or(|y| date.is_some_and(|d| d.year_number() == y)) && kind.is_none_or(|k| is == Some(k))
    };
    let of_way =
        |row: &&FieldsRow| !again.contains(&row.id) && direction_of(&set, row.direction, &row.document) == Some(direction);
    let (documents, rows, one_run) = match direction {
        Direction::Den => {
            let mut rows: Vec<(Order, Row)> = Vec::new();
            for entry in files.iter().filter(of_way).filter_map(|row| view.entry(&row.id)) {
                let document = &entry.extracted.document;
                if wanted(document.date.or(arrived(&entry)), document.kind) {
                    rows.push((Order::arrived(&entry), incoming(view, &entry)));
                }
            }
            rows.sort_by(|a, b| a.0.cmp(&b.0));
            (rows.len(), rows.into_iter().map(|(_, row)| row).collect(), false)
        }
        Direction::Di => {
            let mut lines: Vec<Line> = files.iter().filter(of_way).map(Line::of).collect();
            // Cited bodies are named in short: the province tells whose they are, also where it is learned.
            let home = if view.own().is_empty() { set } else { home(view) };
            lines.extend(within(&files, &home));
            lines.extend(cited(view, &home));
            let run: Vec<FieldsRow> = lines.iter().map(|line| line.fields(&home, own.first())).collect();
            let series = learn(&run);
            let places = Places::of(&series);
            let mut rows: Vec<(Order, &Line)> = lines
                .iter()
                .filter(|line| wanted(line.document.date, line.document.kind))
                .map(|line| (Order::of(&line.document, places.of.get(&line.id).map(|place| place.series)), line))
                .collect();
            rows.sort_by(|a, b| a.0.cmp(&b.0));
            let documents = rows.iter().filter(|(_, line)| line.row.state == RowState::Held).count();
            let one_run = series.iter().any(|s| s.shared);
            (documents, with_gaps(rows.into_iter().map(|(_, line)| line), &places), one_run)
        }
    };
    Register { direction, owner: own.first().cloned(), year, kind, one_run, documents, rows }
}

/// An own document before it is a row: its fields and its row.
struct Line {
    /// Its id; of a part of a file and of what is only cited, one of their own.
    id: DocId,
    document: Document,
    row: Row,
}

/// Begins the id of a line of what is only cited.
const CITED: char = '?';

impl Line {
    fn of(row: &FieldsRow) -> Self {
        Self { id: row.id.clone(), document: row.document.clone(), row: outgoing(&row.id, &row.document, None) }
    }

    /// Its fields under the name of the own body, so that all lines of one body are learned from together.
    fn fields(&self, home: &Home, first: Option<&String>) -> FieldsRow {
        let own = home.issuer(&self.document).or_else(|| first.cloned());
        let document = Document { issuer: own, parent: None, ..self.document.clone() };
        FieldsRow { id: self.id.clone(), path: self.id.0.clone(), direction: None, document, parts: Vec::new() }
    }
}

/// Where lines stand in the runs of numbers.
struct Places<'a> {
    of: BTreeMap<DocId, RunPlace<'a>>,
}

/// The place of one line.
#[derive(Clone, Copy)]
struct RunPlace<'a> {
    series: &'a Series,
    /// Which of all runs that is.
    run: usize,
    ordinal: u32,
    /// The number before it in its run, and whether that or this one is held.
    before: Option<(u32, bool)>,
}

impl<'a> Places<'a> {
    fn of(series: &'a [Series]) -> Self {
        let mut of = BTreeMap::new();
        for (run, series) in series.iter().enumerate() {
            let is_held = |member: &Member| !member.id.0.starts_with(CITED);
            let mut held: BTreeMap<u32, bool> = BTreeMap::new();
            for member in &series.members {
                *held.entry(member.ordinal).or_default() |= is_held(member);
            }
            for member in &series.members {
                let before = held.range(..member.ordinal).next_back();
                let is_held = held.get(&member.ordinal).copied().unwrap_or(false);
                let before = before.map(|(number, held)| (*number, *held || is_held));
                of.insert(member.id.clone(), RunPlace { series, run, ordinal: member.ordinal, before });
            }
        }
        Self { of }
    }
}

/// What rows are ordered by: kind, legal texts last, period, symbol, ordinal, suffix, date; incoming ones by their day. Kinds that
/// share a run, and their symbols, do not count.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Order {
    /// Of an incoming document: its arrival, else its own day.
    day: Option<PartialDate>,
    kind: Option<Kind>,
    normative: bool,
    period: Option<String>,
    symbol: Option<String>,
    ordinal: Option<(u32, String)>,
    date: Option<PartialDate>,
}

impl Order {
    fn of(document: &Document, series: Option<&Series>) -> Self {
        let shared = series.is_some_and(|s| s.shared);
        // Decisions that have their own run beside the one that all else shares come as a kind.
        let kind = document.kind.filter(|_| !shared || series.is_some_and(|s| !s.label.is_empty()));
        Self {
            day: None,
            kind,
            normative: document.year.is_some(),
            period: series.map(|s| s.period.clone()).or_else(|| period(document)),
            symbol: document.symbol.clone().filter(|_| !shared),
            ordinal: document.number.as_deref().and_then(ordinal),
            date: document.date,
        }
    }

    fn arrived(entry: &Entry) -> Self {
        let document = &entry.extracted.document;
        let ordinal = document.number.as_deref().and_then(ordinal);
        let day = arrived(entry).or(document.date);
        Self { day, kind: None, normative: false, period: None, symbol: None, ordinal, date: document.date }
    }
}

/// The day on the stamp of the receiving body.
fn arrived(entry: &Entry) -> Option<PartialDate> {
    entry.extracted.arrival.as_ref().and_then(|a| a.date)
}

/// `host`: what the first paper of its file is called, where it is another one.
fn outgoing(id: &DocId, document: &Document, host: Option<&str>) -> Row {
    let (sent, kept) = recipients(document);
    let cells = [
        text(printed(document).as_deref()),
        date(document.date),
        kind_and_subject(document),
        text(document.signer.as_deref()),
        text(Some(&sent)),
        text(Some(&kept)),
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
        match host {
            _ if document.number.is_none() => text(Some("không ghi số")),
            Some(host) => text(Some(&format!("trong tệp của {host}"))),
            None => Cell::Empty,
        },
    ];
    Row { cells, state: RowState::Held, document: Some(id.clone()), kind: document.kind }
}

/// Own documents that are held in the files of others only.
fn within(files: &[FieldsRow], home: &Home) -> Vec<Line> {
    let mut known: BTreeMap<String, Vec<&Document>> = BTreeMap::new();
    for document in files.iter().map(|row| &row.document) {
        if let Some(number) = document.doc_number() {
            known.entry(number.key()).or_default().push(document);
        }
    }
    let mut lines = Vec::new();
    for file in files {
        for part in &file.parts {
            let document = &part.document;
            let Some(number) = document.doc_number().filter(|_| document.issuer.is_some()) else { continue };
            let is_own = direction_of(home, None, document) == Some(Direction::Di);
            let same = known.entry(number.key()).or_default();
            if is_own && !same.iter().any(|other| same_document(other, document)) {
                same.push(document);
                let host = printed(&file.document).or_else(|| file.document.subject.clone());
                let host = host.as_deref().unwrap_or(&file.path);
                let id = DocId(format!("{}/{}", file.id.0, part.place));
                lines.push(Line { id, document: document.clone(), row: outgoing(&file.id, document, Some(host)) });
            }
        }
    }
    lines
}

fn incoming(view: &dyn ArchiveView, entry: &Entry) -> Row {
    let document = &entry.extracted.document;
    // A letter, or what asks for an answer, is answered by what cites it; a decree is not.
    let is_letter = entry.asks() || document.kind.is_some_and(|kind| kind.code() == "CV");
    let answered: Vec<String> = answers(view, &entry.id)
        .iter()
        .filter(|_| is_letter)
        .filter_map(|id| view.entry(id))
        .filter_map(|answer| printed(&answer.extracted.document))
        .collect();
    let mut notes = Vec::new();
    if !answered.is_empty() {
        notes.push(format!("trả lời: {}", answered.join(", ")));
    }
    if let Some(due) = entry.due() {
        notes.push(format!("hạn {}", due.vietnamese()));
    }
    let cells = [
        date(arrived(entry)),
        text(entry.extracted.arrival.as_ref().and_then(|a| a.number.as_deref())),
        text(document.issuer.as_deref()),
        text(printed(document).as_deref()),
        date(document.date),
        kind_and_subject(document),
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
        text(Some(&notes.join("; "))),
    ];
    Row { cells, state: RowState::Held, document: Some(entry.id.clone()), kind: document.kind }
}

/// Own documents that others cite and the archive lacks, filed by the letters of their numbers.
fn cited(view: &dyn ArchiveView, home: &Home) -> Vec<Line> {
    let mut lines = Vec::new();
    for stub in stubs(view, None) {
        // The first mention that tells whose it is; a body named without its place is that of the document that cites it.
        let whose = stub.mentions.iter().find_map(|(id, index)| {
            let entry = view.entry(id)?;
            let citation = entry.extracted.citations.get(*index)?;
            let issuer = citation.issuer.as_deref().or(citation.issuer_implied.as_deref())?;
            Some((home.meant(issuer, citation.symbol.as_deref(), &entry.extracted.document)?, citation.clone()))
        });
        let Some((own, citation)) = whose else { continue };
        let Some(symbol) = citation.symbol.as_deref().filter(|_| citation.number.is_some()) else { continue };
        let document = Document {
            kind: kind_of(symbol, citation.kind, citation.year),
            number: citation.number.clone(),
            year: citation.year,
            symbol: citation.symbol.clone(),
            date: stub.date,
            issuer: Some(own),
            ..Document::default()
        };
        let mut cells = [const { Cell::Empty }; 10];
        let [number, day, what, .., note] = &mut cells;
        *number = text(printed(&document).as_deref());
        *day = date(stub.date);
        *what = text(stub.subject.as_deref().map(|s| format!("theo viện dẫn: {s}")).as_deref());
        *note = text(Some("chưa có trong kho"));
        let row = Row { cells, state: RowState::Cited, document: None, kind: document.kind };
        lines.push(Line { id: DocId(format!("{CITED}{}", lines.len())), document, row });
    }
    lines
}

/// The rows with the runs of numbers that nothing bears between two of them, as one row each.
fn with_gaps<'a>(lines: impl Iterator<Item = &'a Line>, places: &Places<'_>) -> Vec<Row> {
    let mut last: BTreeMap<usize, u32> = BTreeMap::new();
    let mut out = Vec::new();
    for line in lines {
        if let Some(place) = places.of.get(&line.id) {
            let shown = last.insert(place.run, place.ordinal);
            // Only between neighbours of the run that are both shown: another kind may bear what lies between.
            let gap = place.before.filter(|(before, told)| *told && shown == Some(*before) && place.ordinal > before + 1);
            if let Some((before, _)) = gap {
                let (from, to) = (before + 1, place.ordinal - 1);
                let mut cells = [const { Cell::Empty }; 10];
                let [numbers, _, what, ..] = &mut cells;
                *numbers = Cell::Text(if from == to { from.to_string() } else { format!("{from}–{to}") });
                *what = text(Some("chưa có trong kho"));
                out.push(Row { cells, state: RowState::Gap, document: None, kind: line.row.kind });
            }
        }
        out.push(line.row.clone());
    }
    out
}
