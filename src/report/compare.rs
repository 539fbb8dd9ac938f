//! Owns the comparison of a rebuilt register with the one that a clerk keeps: what is missing on either side, and which fields
//! of one document differ.

use std::collections::BTreeMap;

use serde::Serialize;

use super::register::{Cell, Register, RowState};
use super::series::ordinal;
use super::view::Direction;
use crate::link::{may_be_one_body, subjects_apart};
use crate::model::{DocNumber, PartialDate, symbol_key};

/// A column of a register that can be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Column {
    /// Ngày đến.
    Arrived,
    /// Số đến.
    Arrival,
    /// Tác giả.
    Issuer,
    /// Số, ký hiệu văn bản.
    Number,
    /// Ngày tháng văn bản.
    Date,
    /// Tên loại và trích yếu nội dung văn bản.
    Subject,
    /// Người ký.
    Signer,
}

impl Column {
    /// Where it stands among the ten of the regulation.
    #[must_use]
    pub fn place(self, direction: Direction) -> Option<usize> {
        match (direction, self) {
            (Direction::Di, Self::Number) | (Direction::Den, Self::Arrived) => Some(0),
            (Direction::Di, Self::Date) | (Direction::Den, Self::Arrival) => Some(1),
            (Direction::Di, Self::Subject) | (Direction::Den, Self::Issuer) => Some(2),
            (Direction::Di, Self::Signer) | (Direction::Den, Self::Number) => Some(3),
            (Direction::Den, Self::Date) => Some(4),
            (Direction::Den, Self::Subject) => Some(5),
            (Direction::Di, Self::Arrived | Self::Arrival | Self::Issuer) | (Direction::Den, Self::Signer) => None,
        }
    }

    /// The column that a heading names, however it is shortened: `Số và ký hiệu`, `Ngày tháng VB`, `Trích yếu`.
    #[must_use]
    pub fn of_heading(text: &str) -> Option<Self> {
        let text = super::quote::one_line(text).to_lowercase();
        let has = |words: &[&str]| words.iter().any(|w| text.contains(w));
        if text.chars().count() > 80 {
            return None;
        }
        if has(&["ngày đến", "ngày, tháng đến", "ngày tháng đến"]) {
            Some(Self::Arrived)
        } else if has(&["số đến"]) {
            Some(Self::Arrival)
        } else if has(&["ký hiệu", "kí hiệu", "số văn bản", "số vb"]) {
            Some(Self::Number)
        } else if has(&["trích yếu", "nội dung văn bản", "tên loại"]) {
            Some(Self::Subject)
        } else if has(&["tác giả", "cơ quan ban hành", "nơi gửi", "cơ quan gửi"]) {
            Some(Self::Issuer)
        } else if has(&["người ký"]) {
            Some(Self::Signer)
        } else if has(&["ngày tháng", "ngày, tháng", "ngày văn bản", "ngày ban hành", "ngày ký", "ngày vb"]) {
            Some(Self::Date)
        } else {
            None
        }
    }
}

/// One row of the clerk's register, by the columns that were found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// The row in the file, from 1.
    pub row: usize,
    /// Its cells; empty ones left out.
    pub cells: BTreeMap<Column, String>,
}

/// Why a file is no register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoRegister;

/// A field of one document that the two registers write differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The document's number as the archive has it.
    pub number: String,
    /// The row in the file, from 1.
    pub row: usize,
    /// Which field.
    pub column: Column,
    /// What the clerk's register has.
    pub kept: String,
    /// What the document bears.
    pub held: String,
}

/// A row that stands on one side alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Alone {
    /// The row in the file, from 1; `None` where it stands in the archive.
    pub row: Option<usize>,
    /// Number and symbol.
    pub number: String,
    /// Its date as written.
    pub date: Option<String>,
    /// Its subject as written.
    pub subject: Option<String>,
}

/// The outcome of a comparison.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// How many rows of both sides were matched.
    pub matched: usize,
    /// Rows of the clerk's register whose document the archive does not hold.
    pub not_held: Vec<Alone>,
    /// Held documents that the clerk's register does not have.
    pub not_kept: Vec<Alone>,
    /// Fields that differ, in the order of the file.
    pub differences: Vec<Difference>,
    /// Rows that bear a number that an earlier row of one year bears.
    pub repeated: Vec<Alone>,
    /// Rows without a number that can be read.
    pub unread: usize,
}

impl Comparison {
    /// Do both sides say the same?
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.not_held.is_empty() && self.not_kept.is_empty() && self.differences.is_empty() && self.repeated.is_empty()
    }
}

/// The rows of a table below its heading: the first row that names a number and two more columns.
///
/// # Errors
/// [`NoRegister`] where there is no such row.
pub fn kept(table: &[Vec<String>]) -> Result<Vec<Kept>, NoRegister> {
    let heading = |row: &[String]| -> BTreeMap<usize, Column> {
        let mut columns = BTreeMap::new();
        for (at, text) in row.iter().enumerate() {
            if let Some(column) = Column::of_heading(text).filter(|c| !columns.values().any(|known| known == c)) {
                columns.insert(at, column);
            }
        }
        columns
    };
    let found = table.iter().enumerate().find_map(|(at, row)| {
        let columns = heading(row);
        (columns.len() >= 3 && columns.values().any(|c| *c == Column::Number)).then_some((at, columns))
    });
    let Some((at, columns)) = found else { return Err(NoRegister) };
    let mut rows = Vec::new();
    for (row, cells) in table.iter().enumerate().skip(at + 1) {
        let cell = |at: usize| cells.get(at).map(|text| super::quote::one_line(text)).filter(|text| !text.is_empty());
        let found: BTreeMap<Column, String> = columns.iter().filter_map(|(at, column)| Some((*column, cell(*at)?))).collect();
        // `(1) (2) (3)` below the heading counts the columns.
        let counts =
            found.values().all(|text| text.trim_matches(['(', ')']).chars().all(|c| c.is_ascii_digit()) && text.starts_with('('));
        if !found.is_empty() && !counts {
            rows.push(Kept { row: row + 1, cells: found });
        }
    }
    Ok(rows)
}

/// A day as registers write it: `09/02/2023`, `9.2.2023`, `2023-02-09`.
fn day(text: &str) -> Option<PartialDate> {
    let text = text.split_whitespace().next().unwrap_or_default();
    if let Some(date) = text.parse::<PartialDate>().ok().filter(|d| d.is_full()) {
        return Some(date);
    }
    let parts: Vec<&str> = text.split(['/', '.', '-']).collect();
    let [day, month, year] = parts.as_slice() else { return None };
    let year: u16 = year.parse().ok()?;
    let year = if year < 100 { year + 2000 } else { year };
    PartialDate::day(year, month.parse().ok()?, day.parse().ok()?)
}

/// The key under which rows of both sides meet: the number without leading zeros, the symbol, the year.
fn key(number: &str, date: Option<PartialDate>, year: Option<u16>) -> Option<(String, Option<u16>)> {
    let parsed = DocNumber::parse(number)?;
    let (value, suffix) = ordinal(&parsed.number)?;
    let symbol = parsed.symbol.as_deref().map(symbol_key).unwrap_or_default();
    let year = parsed.year.or_else(|| date.map(PartialDate::year_number)).or(year);
    Some((format!("{value}{suffix}|{symbol}"), year))
}

fn shown(cell: Option<&Cell>) -> Option<String> {
    match cell {
        Some(Cell::Text(text)) => Some(text.clone()),
        Some(Cell::Date(date)) => Some(date.vietnamese()),
        Some(Cell::Empty) | None => None,
    }
}

/// Compares what the clerk keeps with what the documents give.
#[must_use]
pub fn compare(register: &Register, rows: &[Kept]) -> Comparison {
    let direction = register.direction;
    let cell = |cells: &[Cell; 10], column: Column| column.place(direction).and_then(|at| shown(cells.get(at)));
    let date_of = |cells: &[Cell; 10]| match Column::Date.place(direction).and_then(|at| cells.get(at)) {
        Some(Cell::Date(date)) => Some(*date),
        _ => None,
    };
    let mut out = Comparison::default();
    // Incoming documents of several bodies may bear one number.
    let mut held: BTreeMap<(String, Option<u16>), Vec<(&[Cell; 10], bool)>> = BTreeMap::new();
    for row in register.rows.iter().filter(|row| row.state == RowState::Held) {
        let number = cell(&row.cells, Column::Number);
        if let Some(key) = number.and_then(|number| key(&number, date_of(&row.cells), register.year)) {
            held.entry(key).or_default().push((&row.cells, false));
        }
    }
    for row in rows {
        let written = |column: Column| row.cells.get(&column).cloned();
        let number = written(Column::Number);
        let date = written(Column::Date).as_deref().and_then(day);
        let Some((number, found)) = number.and_then(|n| Some((n.clone(), key(&n, date, register.year)?))) else {
            out.unread += 1;
            continue;
        };
        let alone = || Alone {
            row: Some(row.row),
            number: number.clone(),
            date: written(Column::Date),
            subject: written(Column::Subject),
        };
        let issuer = written(Column::Issuer);
        let fits = |cells: &[Cell; 10]| {
            let theirs = cell(cells, Column::Issuer);
            issuer.as_deref().zip(theirs.as_deref()).is_none_or(|(a, b)| may_be_one_body(a, b))
        };
        let group = held.get_mut(&found);
        let Some(group) = group else {
            out.not_held.push(alone());
            continue;
        };
        let free =
            group.iter().position(|(cells, taken)| !taken && fits(cells)).or_else(|| group.iter().position(|(_, taken)| !taken));
        let Some((cells, taken)) = free.and_then(|at| group.get_mut(at)) else {
            out.repeated.push(alone());
            continue;
        };
        *taken = true;
        out.matched += 1;
        for (column, kept) in &row.cells {
            let Some(bears) = cell(cells, *column) else { continue };
            if !same(*column, kept, &bears) {
                out.differences.push(Difference {
                    number: number.clone(),
                    row: row.row,
                    column: *column,
                    kept: kept.clone(),
                    held: bears,
                });
            }
        }
    }
    let left = held.into_values().flatten().filter(|(_, taken)| !taken);
    let mut left: Vec<Alone> = left
        .map(|(cells, _)| Alone {
            row: None,
            number: cell(cells, Column::Number).unwrap_or_default(),
            date: cell(cells, Column::Date),
            subject: cell(cells, Column::Subject),
        })
        .collect();
    // In the order of the register, which is that of its kinds and numbers.
    let order: BTreeMap<String, usize> =
        register.rows.iter().enumerate().filter_map(|(i, row)| Some((cell(&row.cells, Column::Number)?, i))).collect();
    left.sort_by_key(|alone| order.get(&alone.number).copied());
    out.not_kept = left;
    out
}

/// Do two cells of a column mean the same? Spelling, case and blanks do not count; a subject may be shortened.
fn same(column: Column, kept: &str, held: &str) -> bool {
    let plain = |text: &str| super::quote::one_line(text).to_lowercase();
    match column {
        Column::Date | Column::Arrived => match (day(kept), day(held)) {
            (Some(a), Some(b)) => a == b,
            _ => plain(kept) == plain(held),
        },
        Column::Number => true,
        Column::Arrival => kept.trim_start_matches('0') == held.trim_start_matches('0'),
        Column::Issuer => may_be_one_body(kept, held),
        Column::Subject => {
            let (a, b) = (plain(kept), plain(held));
            a.contains(&b) || b.contains(&a) || !subjects_apart(kept, held)
        }
        Column::Signer => {
            let (a, b) = (plain(kept), plain(held));
            a.ends_with(&b) || b.ends_with(&a)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Column, compare, kept};
    use crate::link::sample::archive;
    use crate::model::Kind;
    use crate::report::Direction;
    use crate::report::register::register;
    use crate::report::tests::view_of;

    fn table(rows: &[&str]) -> Vec<Vec<String>> {
        rows.iter().map(|row| row.split('|').map(|cell| cell.trim().to_owned()).collect()).collect()
    }

    #[test]
    fn headings_are_known_in_many_spellings() {
        for (text, want) in [
            ("Số, ký hiệu văn bản", Some(Column::Number)),
            ("Số và\nký hiệu", Some(Column::Number)),
            ("Ngày tháng VB", Some(Column::Date)),
            ("Ngày đến", Some(Column::Arrived)),
            ("Số đến", Some(Column::Arrival)),
            ("Tên loại và trích yếu nội dung văn bản", Some(Column::Subject)),
            ("Tác giả", Some(Column::Issuer)),
            ("Ký nhận", None),
            ("Ghi chú", None),
        ] {
            assert_eq!(Column::of_heading(text), want, "{text}");
        }
    }

    #[test]
    fn both_sides_are_compared() {
        let view = view_of(archive());
        let plans = register(&view, Direction::Di, Some(2023), Kind::from_code("KH"));
        let file = table(&[
            "SỔ ĐĂNG KÝ VĂN BẢN ĐI NĂM 2023",
            "Số, ký hiệu | Ngày tháng | Trích yếu",
            "(1) | (2) | (3)",
            "10/KH-UBND | 30/01/2023 | rà soát, hệ thống hóa văn bản quy phạm pháp luật",
            "011/KH-UBND | 31/01/2023 |",
            "44/KH-UBND | 10/3/2023 | Trồng cây đầu xuân ở các thôn ven hồ",
            "27/KH-UBND | 22/02/2023 | tuyên truyền",
            "10/KH-UBND | 30/01/2023 |",
            "họp giao ban | |",
        ]);
        let compared = compare(&plans, &kept(&file).unwrap());
        assert_eq!((compared.matched, compared.unread), (3, 1), "{compared:#?}");
        let numbers = |rows: &[super::Alone]| rows.iter().map(|r| r.number.clone()).collect::<Vec<_>>();
        assert_eq!(numbers(&compared.not_held), ["27/KH-UBND"]);
        assert_eq!(numbers(&compared.repeated), ["10/KH-UBND"]);
        assert_eq!(
            numbers(&compared.not_kept),
            ["12/KH-UBND", "16/KH-UBND", "25/KH-UBND", "35/KH-UBND", "39/KH-UBND", "42/KH-UBND", "43/KH-UBND", "46/KH-UBND"]
        );
        let differ: Vec<(&str, Column)> = compared.differences.iter().map(|d| (d.number.as_str(), d.column)).collect();
        assert_eq!(differ, [("011/KH-UBND", Column::Date), ("44/KH-UBND", Column::Subject)]);
        assert!(kept(&table(&["a | b", "c | d"])).is_err());
    }
}
