//! Owns the registers of incoming and outgoing documents (sổ đăng ký văn bản đến, đi), in the columns of NĐ 30/2020 Phụ lục IV.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::link::{may_be_one_body, same_document};
use crate::model::{DocId, Document, Kind, PartialDate};

use super::audit::{answers, copies, stubs};
use super::series::{ordinal, printed};
use super::table::{Table, Value};
use super::view::{ArchiveView, Direction, Entry, direction_of};

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
#[must_use]
pub fn register(view: &dyn ArchiveView, direction: Direction, year: Option<u16>, kind: Option<Kind>) -> Register {
    let own = owners(view);
    let again = copies(&view.rows());
    let wanted = |date: Option<PartialDate>, is: Option<Kind>| {
        year.is_none_or(|y| date.is_some_and(|d| d.year_number() == y)) && kind.is_none_or(|k| is == Some(k))
    };
    let mut rows: Vec<(SortKey, Row)> = Vec::new();
    for id in view.ids().iter().filter(|id| !again.contains(*id)) {
        let Some(entry) = view.entry(id) else { continue };
        let document = &entry.extracted.document;
        let way = direction_of(&own, entry.direction, document.issuer.as_deref());
        if way == Some(direction) && wanted(document.date.or(arrived(&entry)), document.kind) {
            rows.push(match direction {
                Direction::Di => (SortKey::of(document), outgoing(&entry.id, document, None)),
                Direction::Den => (SortKey::arrived(&entry), incoming(view, &entry)),
            });
        }
    }
    if direction == Direction::Di {
        rows.extend(within(view, &own, &wanted));
    }
    let documents = rows.len();
    if direction == Direction::Di {
        rows.extend(cited(view, &own, &wanted));
    }
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    let rows = if direction == Direction::Di { with_gaps(rows) } else { rows.into_iter().map(|(_, row)| row).collect() };
    Register { direction, owner: own.first().cloned(), year, kind, documents, rows }
}

/// What rows are ordered by: kind, year, symbol, ordinal, suffix, date, path; incoming ones by their day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct SortKey {
    /// Of an incoming document: its arrival, else its own day.
    day: Option<PartialDate>,
    kind: Option<Kind>,
    year: Option<u16>,
    symbol: Option<String>,
    ordinal: Option<(u32, String)>,
    date: Option<PartialDate>,
}

impl SortKey {
    fn of(document: &Document) -> Self {
        Self {
            day: None,
            kind: document.kind,
            year: document.date.map(PartialDate::year_number),
            symbol: document.symbol.clone(),
            ordinal: document.number.as_deref().and_then(ordinal),
            date: document.date,
        }
    }

    fn arrived(entry: &Entry) -> Self {
        let document = &entry.extracted.document;
        let ordinal = document.number.as_deref().and_then(ordinal);
        let day = arrived(entry).or(document.date);
        Self { day, kind: None, year: None, symbol: None, ordinal, date: document.date }
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

/// Rows of own documents that are held in the files of others only.
fn within(
    view: &dyn ArchiveView,
    own: &[String],
    wanted: &dyn Fn(Option<PartialDate>, Option<Kind>) -> bool,
) -> Vec<(SortKey, Row)> {
    let files = view.rows();
    let mut known: BTreeMap<String, Vec<&Document>> = BTreeMap::new();
    for document in files.iter().map(|row| &row.document) {
        if let Some(number) = document.doc_number() {
            known.entry(number.key()).or_default().push(document);
        }
    }
    let mut rows = Vec::new();
    for file in &files {
        for document in file.parts.iter().map(|part| &part.document) {
            let Some(number) = document.doc_number().filter(|_| document.issuer.is_some()) else { continue };
            let is_own = direction_of(own, None, document.issuer.as_deref()) == Some(Direction::Di);
            let same = known.entry(number.key()).or_default();
            if is_own && wanted(document.date, document.kind) && !same.iter().any(|other| same_document(other, document)) {
                same.push(document);
                let host = printed(&file.document).or_else(|| file.document.subject.clone());
                let host = host.as_deref().unwrap_or(&file.path);
                rows.push((SortKey::of(document), outgoing(&file.id, document, Some(host))));
            }
        }
    }
    rows
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

/// Rows of own documents that others cite and the archive lacks.
fn cited(
    view: &dyn ArchiveView,
    own: &[String],
    wanted: &dyn Fn(Option<PartialDate>, Option<Kind>) -> bool,
) -> Vec<(SortKey, Row)> {
    let mut rows = Vec::new();
    for stub in stubs(view, None) {
        let is_own = stub.issuer.as_deref().is_some_and(|issuer| own.iter().any(|o| may_be_one_body(o, issuer)));
        let Some(citation) =
            stub.mentions.first().and_then(|(id, index)| view.entry(id).and_then(|e| e.extracted.citations.get(*index).cloned()))
        else {
            continue;
        };
        if !is_own || citation.number.is_none() || citation.symbol.is_none() || !wanted(stub.date, citation.kind) {
            continue;
        }
        let subject = stub.subject.as_deref().map(|s| format!("theo viện dẫn: {s}"));
        let document = Document {
            kind: citation.kind,
            number: citation.number,
            year: citation.year,
            symbol: citation.symbol,
            date: stub.date,
            ..Document::default()
        };
        let mut cells = [const { Cell::Empty }; 10];
        let [number, day, what, .., note] = &mut cells;
        *number = text(printed(&document).as_deref());
        *day = date(stub.date);
        *what = text(subject.as_deref());
        *note = text(Some("chưa có trong kho"));
        rows.push((SortKey::of(&document), Row { cells, state: RowState::Cited, document: None, kind: document.kind }));
    }
    rows
}

/// Runs of numbers that stand between two rows of one kind, symbol and year, as one row each.
fn with_gaps(rows: Vec<(SortKey, Row)>) -> Vec<Row> {
    let mut last: BTreeMap<(Option<Kind>, Option<u16>, Option<String>), u32> = BTreeMap::new();
    let mut out = Vec::new();
    for (key, row) in rows {
        if let Some((number, _)) = key.ordinal {
            let run = (key.kind, key.year, key.symbol.clone());
            let before = last.insert(run, number).filter(|before| number > before + 1);
            if let Some(before) = before {
                let (from, to) = (before + 1, number - 1);
                let mut cells = [const { Cell::Empty }; 10];
                let [numbers, _, what, ..] = &mut cells;
                *numbers = Cell::Text(if from == to { from.to_string() } else { format!("{from}–{to}") });
                *what = text(Some("chưa có trong kho"));
                out.push(Row { cells, state: RowState::Gap, document: None, kind: row.kind });
            }
        }
        out.push(row);
    }
    out
}
