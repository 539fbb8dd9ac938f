//! `congvan register den|di`: the register of incoming or outgoing documents, rebuilt from the documents; and how the register that
//! a clerk keeps differs from it.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::print::{self, Ink, cut, pad, width, wrap};
use super::workbook;
use super::{Context, FOUND, Mistake, NOTHING, locate};
use crate::model::Kind;
use crate::report::Direction;
use crate::report::archive::Archive;
use crate::report::compare::{Alone, Column, Comparison, compare, kept};
use crate::report::register::{Cell, Register, Row, RowState, register};
use crate::report::table::{Table, Value};

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Way {
    /// Văn bản đến
    Den,
    /// Văn bản đi
    Di,
}

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Incoming (den) or outgoing (di) documents
    #[arg(value_enum)]
    way: Way,
    /// Only documents of this year
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(u16).range(1900..=2999))]
    year: Option<u16>,
    /// Only documents of this kind (KH, QĐ, …)
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// The file to write: .xlsx, .csv or .json by its ending
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Compare with the register that the clerk keeps (.xlsx, .xls or .csv)
    #[arg(long, value_name = "FILE")]
    compare: Option<PathBuf>,
}

pub(super) fn run(context: &Context, arguments: &Arguments) -> anyhow::Result<u8> {
    let kind = arguments.kind.as_deref().map(|name| kind_of(context, name)).transpose()?;
    let form = arguments.output.as_deref().map(|path| Form::of(context, path)).transpose()?;
    let (store, folder) = locate::open(context)?;
    let archive = Archive::new(&store, locate::home(&folder));
    let direction = match arguments.way {
        Way::Den => Direction::Den,
        Way::Di => Direction::Di,
    };
    let made = register(&archive, direction, arguments.year, kind);
    archive.trouble()?;
    if let Some(file) = &arguments.compare {
        return compared(context, arguments, form, &made, file);
    }
    if let (Some(path), Some(form)) = (&arguments.output, form) {
        write(path, form, &|| made.table(), &json!(made))?;
        if !context.quiet {
            let n = context.lang.count(made.documents as u64);
            print::talk(&context.lang.pick(
                format!("Đã ghi {n} văn bản vào {}\n", path.display()),
                format!("Wrote {n} documents to {}\n", path.display()),
            ));
        }
        return Ok(FOUND);
    }
    let text = if context.json {
        format!("{}\n", json!(made))
    } else if context.out.terminal {
        page(context, arguments, &made)
    } else {
        made.rows.iter().map(record).collect()
    };
    print::data(&text)?;
    Ok(FOUND)
}

fn kind_of(context: &Context, name: &str) -> Result<Kind, Mistake> {
    let found = Kind::from_code(name).or_else(|| Kind::from_symbol(name)).or_else(|| Kind::from_words(&name.to_lowercase()));
    found.ok_or_else(|| {
        let known = Kind::all().map(Kind::code).collect::<Vec<_>>().join(", ");
        Mistake {
            message: context.lang.pick(format!("--kind {name}: không có loại này"), format!("--kind {name}: no such type")),
            lines: wrap(&known, context.err.width.saturating_sub(2)),
            hint: None,
        }
    })
}

/// In which form a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Xlsx,
    Csv,
    Json,
}

impl Form {
    fn of(context: &Context, path: &Path) -> Result<Self, Mistake> {
        let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
        match ending.as_str() {
            "xlsx" => Ok(Self::Xlsx),
            "csv" => Ok(Self::Csv),
            "json" => Ok(Self::Json),
            _ => Err(Mistake::new(
                context.lang.pick(
                    format!("-o {}: cần tệp .xlsx, .csv hoặc .json", path.display()),
                    format!("-o {}: expected a file .xlsx, .csv or .json", path.display()),
                ),
                "",
            )),
        }
    }
}

fn write(path: &Path, form: Form, table: &dyn Fn() -> Table, value: &serde_json::Value) -> anyhow::Result<()> {
    let bytes = match form {
        Form::Xlsx => table().xlsx()?,
        Form::Csv => table().csv().into_bytes(),
        Form::Json => format!("{value}\n").into_bytes(),
    };
    print::file(path, &mut |out| Ok(out.write_all(&bytes)?))
}

fn plain(value: &Cell, vietnamese: bool) -> String {
    match value {
        Cell::Text(text) => print::harmless(text),
        Cell::Date(date) if vietnamese => date.vietnamese(),
        Cell::Date(date) => date.to_string(),
        Cell::Empty => String::new(),
    }
}

/// One row for pipes: its state, its ten cells.
fn record(row: &Row) -> String {
    let state = match row.state {
        RowState::Held => "held",
        RowState::Cited => "cited",
        RowState::Gap => "gap",
    };
    let cells = row.cells.iter().map(|cell| plain(cell, false));
    format!("{state}\t{}\n", cells.collect::<Vec<_>>().join("\t"))
}

/// Widest that a column of names is shown.
const WIDEST: usize = 24;
/// Narrowest that a subject is shown.
const NARROWEST: usize = 20;

/// The columns that a screen shows: by their place, their short name, and whether they are cut to fit.
fn shown(direction: Direction) -> Vec<(usize, &'static str, &'static str)> {
    match direction {
        Direction::Di => vec![
            (0, "Số, ký hiệu", "Number"),
            (1, "Ngày", "Date"),
            (2, "Tên loại và trích yếu", "Type and subject"),
            (3, "Người ký", "Signer"),
            (4, "Nơi nhận", "Recipients"),
            (9, "Ghi chú", "Note"),
        ],
        Direction::Den => vec![
            (0, "Ngày đến", "Arrived"),
            (1, "Số đến", "Arrival"),
            (2, "Tác giả", "Issuer"),
            (3, "Số, ký hiệu", "Number"),
            (4, "Ngày", "Date"),
            (5, "Tên loại và trích yếu", "Type and subject"),
            (9, "Ghi chú", "Note"),
        ],
    }
}

fn page(context: &Context, arguments: &Arguments, register: &Register) -> String {
    let lang = context.lang;
    let documents = lang.count(register.documents as u64);
    let head = format!("{} · {documents} {}", register.title(true), lang.pick("văn bản", "documents"));
    let mut text: String = wrap(&head, context.out.width).into_iter().map(|line| format!("{line}\n")).collect();
    if register.rows.is_empty() {
        return text;
    }
    let columns = shown(register.direction);
    let subject = columns.iter().position(|(at, ..)| *at == Column::Subject.place(register.direction).unwrap_or(0));
    let value = |row: &Row, at: usize| row.cells.get(at).map(|cell| plain(cell, true)).unwrap_or_default();
    let may_be_cut =
        |at: usize| !matches!((register.direction, at), (Direction::Di, 0 | 1 | 9) | (Direction::Den, 0 | 1 | 3 | 4));
    let mut widths: Vec<usize> = columns
        .iter()
        .map(|(at, vi, en)| {
            let widest = register.rows.iter().map(|row| width(&value(row, *at))).max().unwrap_or(0).max(width(lang.pick(vi, en)));
            if may_be_cut(*at) { widest.min(WIDEST) } else { widest }
        })
        .collect();
    if let Some(slot) = subject.and_then(|at| widths.get_mut(at)) {
        *slot = 0;
    }
    let taken: usize = widths.iter().sum::<usize>() + 2 * (columns.len() - 1) + 1;
    if let Some(slot) = subject.and_then(|at| widths.get_mut(at)) {
        *slot = context.out.width.saturating_sub(taken).max(NARROWEST);
    }
    let line = |cells: Vec<String>| {
        let padded: Vec<String> = cells.iter().zip(&widths).map(|(cell, w)| pad(&cut(cell, *w), *w)).collect();
        padded.join("  ").trim_end().to_owned()
    };
    let names = columns.iter().map(|(_, vi, en)| lang.pick(*vi, *en).to_owned()).collect();
    text.push_str(&format!("{}\n", context.out.ink(Ink::Dim, &line(names))));
    let mut last: Option<Option<Kind>> = None;
    for row in &register.rows {
        // Groups of kinds have their name, unless one kind was asked for.
        if register.direction == Direction::Di && register.kind.is_none() && !register.one_run && last != Some(row.kind) {
            last = Some(row.kind);
            let name =
                row.kind.map_or(lang.pick("Không rõ loại", "Type not known"), |k| lang.pick(k.row().name, k.row().english));
            text.push_str(&format!("{}\n", context.out.ink(Ink::Bold, name)));
        }
        let cells = columns.iter().map(|(at, ..)| value(row, *at)).collect();
        let said = line(cells);
        text.push_str(&format!("{}\n", if row.state == RowState::Held { said } else { context.out.ink(Ink::Dim, &said) }));
    }
    if !context.quiet {
        let year = arguments.year.map(|y| format!("-{y}")).unwrap_or_default();
        let (way, by_hand) = match register.direction {
            Direction::Di => (
                "di",
                lang.pick("cột 6 (bản lưu) và cột 7–9 để trống, ghi tay", "column 6 (file copy) and columns 7–9, left empty"),
            ),
            Direction::Den => ("den", lang.pick("cột 7–9 để trống, ghi tay", "columns 7–9, left empty")),
        };
        text.push_str(&lang.pick(
            format!("Bản in có thêm {by_hand}. Ghi ra tệp: -o so-{way}{year}.xlsx\n"),
            format!("Printed, it has {by_hand}. To a file: -o register-{way}{year}.xlsx\n"),
        ));
    }
    text
}

fn compared(
    context: &Context,
    arguments: &Arguments,
    form: Option<Form>,
    register: &Register,
    file: &Path,
) -> anyhow::Result<u8> {
    let lang = context.lang;
    let read = workbook::read(file).map_err(|error| {
        Mistake::new(
            lang.pick(
                format!("--compare {}: không đọc được: {error}", file.display()),
                format!("--compare {}: {error}", file.display()),
            ),
            "",
        )
    })?;
    let rows = kept(&read).map_err(|_| {
        Mistake::new(
            lang.pick(
                format!("--compare {}: không thấy dòng tên cột; cần có Số, ký hiệu, Ngày tháng, Trích yếu", file.display()),
                format!("--compare {}: no row of headings; expected Số, ký hiệu, Ngày tháng, Trích yếu", file.display()),
            ),
            "",
        )
    })?;
    let found = compare(register, &rows);
    let status = if found.agrees() { FOUND } else { NOTHING };
    if let (Some(path), Some(form)) = (&arguments.output, form) {
        write(path, form, &|| differences(context, &found), &json!(found))?;
    }
    let text = if context.json {
        format!("{}\n", json!(found))
    } else if context.out.terminal {
        told(context, &found, rows.len())
    } else {
        differences(context, &found)
            .rows
            .iter()
            .map(|row| format!("{}\n", row.iter().map(flat).collect::<Vec<_>>().join("\t")))
            .collect()
    };
    if arguments.output.is_none() || context.out.terminal {
        print::data(&text)?;
    }
    Ok(status)
}

fn flat(value: &Value) -> String {
    match value {
        Value::Text(text) => print::harmless(text),
        Value::Number(n) => n.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Empty => String::new(),
    }
}

fn column(context: &Context, column: Column) -> &'static str {
    let lang = context.lang;
    match column {
        Column::Arrived => lang.pick("ngày đến", "arrived"),
        Column::Arrival => lang.pick("số đến", "arrival number"),
        Column::Issuer => lang.pick("tác giả", "issuer"),
        Column::Number => lang.pick("số, ký hiệu", "number"),
        Column::Date => lang.pick("ngày văn bản", "date"),
        Column::Subject => lang.pick("trích yếu", "subject"),
        Column::Signer => lang.pick("người ký", "signer"),
    }
}

/// The differences as rows: what, number, row in the file, column, what the clerk's register has, what the document bears.
fn differences(context: &Context, found: &Comparison) -> Table {
    let lang = context.lang;
    let text = |value: &str| if value.is_empty() { Value::Empty } else { Value::Text(value.to_owned()) };
    #[expect(clippy::cast_precision_loss, reason = "a sheet has at most a million rows")]
    let row_of = |row: Option<usize>| row.map_or(Value::Empty, |n| Value::Number(n as f64));
    let mut rows = Vec::new();
    let mut alone = |what: &str, list: &[Alone], kept: bool| {
        for one in list {
            let words = [one.date.as_deref(), one.subject.as_deref()].into_iter().flatten().collect::<Vec<_>>().join("  ");
            let (ours, theirs) = if kept { (text(&words), Value::Empty) } else { (Value::Empty, text(&words)) };
            rows.push(vec![text(what), text(&one.number), row_of(one.row), Value::Empty, ours, theirs]);
        }
    };
    alone(lang.pick("chưa có trong kho", "not held"), &found.not_held, true);
    alone(lang.pick("không có trong sổ", "not in the register"), &found.not_kept, false);
    alone(lang.pick("ghi hai lần", "entered twice"), &found.repeated, true);
    for one in &found.differences {
        rows.push(vec![
            text(lang.pick("khác nhau", "differs")),
            text(&one.number),
            row_of(Some(one.row)),
            text(column(context, one.column)),
            text(&one.kept),
            text(&one.held),
        ]);
    }
    let heading = lang.pick(
        ["Điểm", "Số, ký hiệu", "Dòng trong sổ", "Cột", "Sổ ghi", "Văn bản ghi"],
        ["What", "Number", "Row", "Column", "The register has", "The document has"],
    );
    Table {
        title: None,
        heading: heading.map(str::to_owned).to_vec(),
        numbered: false,
        widths: vec![20, 16, 10, 14, 50, 50],
        rows,
    }
}

fn told(context: &Context, found: &Comparison, rows: usize) -> String {
    let lang = context.lang;
    let n = |n: usize| lang.count(n as u64);
    let mut text = lang.pick(
        format!("Sổ có {} dòng, {} dòng có văn bản trong kho\n", n(rows), n(found.matched)),
        format!("The register has {} rows, {} of them held\n", n(rows), n(found.matched)),
    );
    let list = |text: &mut String, label: &str, list: &[Alone]| {
        if list.is_empty() {
            return;
        }
        text.push_str(&format!("{label} ({})\n", n(list.len())));
        let numbers = list.iter().map(|one| width(&one.number)).max().unwrap_or(0).min(WIDEST);
        for one in list {
            let row = one.row.map(|row| format!("  {} {row}", lang.pick("dòng", "row"))).unwrap_or_default();
            let date = one.date.clone().unwrap_or_default();
            let line =
                format!("  {}  {}  {}", pad(&one.number, numbers), pad(&date, 10), one.subject.clone().unwrap_or_default());
            let room = context.out.width.saturating_sub(width(&row));
            text.push_str(&format!("{}{row}\n", cut(print::harmless(&line).trim_end(), room)));
        }
    };
    list(&mut text, lang.pick("Sổ có, kho chưa có", "In the register, not held"), &found.not_held);
    list(&mut text, lang.pick("Kho có, sổ không có", "Held, not in the register"), &found.not_kept);
    list(&mut text, lang.pick("Ghi hai lần", "Entered twice"), &found.repeated);
    if !found.differences.is_empty() {
        text.push_str(&format!("{} ({})\n", lang.pick("Ghi khác nhau", "Differ"), n(found.differences.len())));
        for one in &found.differences {
            let (row, name) = (lang.pick("dòng", "row"), column(context, one.column));
            text.push_str(&format!("  {}  {row} {}  {name}\n", print::harmless(&one.number), one.row));
            for (label, value) in
                [(lang.pick("sổ ghi", "register"), &one.kept), (lang.pick("văn bản ghi", "document"), &one.held)]
            {
                let room = context.out.width.saturating_sub(17);
                for (i, line) in wrap(&print::harmless(value), room).into_iter().enumerate() {
                    text.push_str(&format!("    {}{line}\n", pad(if i == 0 { label } else { "" }, 13)));
                }
            }
        }
    }
    if found.unread > 0 {
        text.push_str(&lang.pick(
            format!("{} dòng không đọc được số, ký hiệu\n", n(found.unread)),
            format!("{} rows without a number that can be read\n", n(found.unread)),
        ));
    }
    text
}
