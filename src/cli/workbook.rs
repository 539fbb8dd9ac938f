//! Owns tables for spreadsheets: XLSX and CSV out, XLSX, XLS and CSV in. What is text stays text, a date is a date, and no cell
//! is ever a formula.

use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader as _};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet};

use crate::model::PartialDate;

/// Rows that a sheet can hold.
pub(super) const MOST_ROWS: usize = 1_048_576;
/// Characters that a cell can hold.
const MOST_CHARACTERS: usize = 32_767;
/// A4.
const A4: u8 = 9;
/// The longest file that is read as a register.
const MOST_BYTES: u64 = 64 << 20;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Text(String),
    Date(PartialDate),
    Number(f64),
    Empty,
}

/// A table with a heading.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    /// Stands above the heading.
    pub title: Option<String>,
    /// Names of the columns.
    pub heading: Vec<String>,
    /// Is `(1) (2) …` printed below the names, as registers have it?
    pub numbered: bool,
    /// Widths of the columns in characters; what is not named is 16.
    pub widths: Vec<u16>,
    /// The rows.
    pub rows: Vec<Vec<Value>>,
}

impl Table {
    /// As an XLSX: heading frozen and repeated on each page, A4 landscape. The same table gives the same bytes.
    ///
    /// # Errors
    /// What the writer says: more rows or columns than a sheet holds.
    pub(super) fn xlsx(&self) -> anyhow::Result<Vec<u8>> {
        let mut book = Workbook::new();
        // A day that is no day of writing: the same archive gives the same bytes.
        let day = ExcelDateTime::from_ymd(2020, 1, 1)?;
        book.set_properties(&DocProperties::new().set_creation_datetime(&day));
        let sheet = book.add_worksheet();
        self.fill(sheet)?;
        Ok(book.save_to_buffer()?)
    }

    fn fill(&self, sheet: &mut Worksheet) -> anyhow::Result<()> {
        let border = |format: Format| format.set_border(FormatBorder::Thin).set_align(FormatAlign::Top);
        // `@` keeps `08a`, `=1+1` and `10/3` what they are, also when the cell is edited.
        let text = border(Format::new()).set_num_format("@").set_text_wrap();
        let date = border(Format::new()).set_num_format("dd/mm/yyyy").set_align(FormatAlign::Left);
        let number = border(Format::new());
        let head = text.clone().set_bold().set_align(FormatAlign::Center);
        let mut row = 0_u32;
        if let Some(title) = &self.title {
            sheet.write_string_with_format(row, 0, title, &Format::new().set_bold().set_font_size(14))?;
            row += 1;
        }
        let first = row;
        for (column, name) in (0_u16..).zip(&self.heading) {
            sheet.write_string_with_format(row, column, name, &head)?;
            if self.numbered {
                sheet.write_string_with_format(row + 1, column, format!("({})", column + 1), &head)?;
            }
            sheet.set_column_width(column, self.widths.get(usize::from(column)).copied().unwrap_or(16))?;
        }
        row += if self.numbered { 2 } else { 1 };
        sheet.set_freeze_panes(row, 0)?;
        sheet.set_repeat_rows(first, row - 1)?;
        sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
        for cells in &self.rows {
            for (column, value) in (0_u16..).zip(cells) {
                match value {
                    Value::Text(value) => {
                        let short: String = value.chars().take(MOST_CHARACTERS).collect();
                        sheet.write_string_with_format(row, column, short, &text)?;
                    }
                    Value::Date(value) => match excel_day(*value) {
                        Some(day) => sheet.write_datetime_with_format(row, column, &day, &date).map(|_| ())?,
                        None => sheet.write_string_with_format(row, column, value.vietnamese(), &text).map(|_| ())?,
                    },
                    Value::Number(value) => {
                        sheet.write_number_with_format(row, column, *value, &number)?;
                    }
                    Value::Empty => {
                        sheet.write_blank(row, column, &number)?;
                    }
                }
            }
            row += 1;
        }
        Ok(())
    }

    /// As CSV with commas, dates in ISO form; with the mark that makes spreadsheets read it as UTF-8.
    pub(super) fn csv(&self) -> String {
        let line = |cells: Vec<String>| cells.join(",") + "\r\n";
        let mut out = String::from("\u{feff}");
        out.push_str(&line(self.heading.iter().map(|name| csv_cell(name)).collect()));
        for row in &self.rows {
            out.push_str(&line(row.iter().map(|value| csv_cell(&value.plain())).collect()));
        }
        out
    }
}

impl Value {
    /// As text; dates in ISO form.
    fn plain(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Date(date) => date.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Empty => String::new(),
        }
    }
}

/// A full day that a spreadsheet can hold as a date: from 1900 on.
fn excel_day(date: PartialDate) -> Option<ExcelDateTime> {
    let (month, day) = date.month_number().zip(date.day_number())?;
    ExcelDateTime::from_ymd(date.year_number(), month, day).ok()
}

/// A CSV cell. What a spreadsheet would take for a formula is kept as text by an apostrophe in front.
pub(super) fn csv_cell(text: &str) -> String {
    let text = text.replace(['\r', '\n'], " ");
    let text = if text.starts_with(['=', '+', '-', '@', '\t']) { format!("'{text}") } else { text };
    if text.contains([',', '"', ';']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// The rows of the first sheet of a spreadsheet, or of a CSV file (commas, semicolons or tabs); days as `09/02/2023`.
///
/// # Errors
/// What the file system says, or what is wrong with the file.
pub(super) fn read(path: &Path) -> anyhow::Result<Vec<Vec<String>>> {
    let size = std::fs::metadata(path)?.len();
    anyhow::ensure!(size <= MOST_BYTES, "{}: {size} bytes; at most {MOST_BYTES} are read", path.display());
    let bytes = std::fs::read(path)?;
    if bytes.starts_with(b"PK") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(bytes))?;
        let Some(sheet) = book.sheet_names().first().cloned() else { return Ok(Vec::new()) };
        let range = book.worksheet_range(&sheet)?;
        return Ok(range.rows().map(|row| row.iter().map(shown).collect()).collect());
    }
    Ok(parse_csv(&String::from_utf8_lossy(&bytes)))
}

fn shown(cell: &Data) -> String {
    match cell {
        Data::Empty | Data::Error(_) => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Bool(truth) => truth.to_string(),
        Data::DateTime(time) => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            format!("{day:02}/{month:02}/{year}")
        }
    }
}

/// RFC 4180, with the separator that the first line has most of.
fn parse_csv(text: &str) -> Vec<Vec<String>> {
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default();
    let separator = [',', ';', '\t'].into_iter().max_by_key(|s| (first.matches(*s).count(), *s == ',')).unwrap_or(',');
    let mut rows = Vec::new();
    let (mut row, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => quoted = true,
            '\r' if !quoted => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c if c == separator && !quoted => row.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    // Text that was kept from being a formula.
    for cell in rows.iter_mut().flatten() {
        if let Some(rest) = cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])) {
            *cell = rest.to_owned();
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::{Table, Value, csv_cell, parse_csv, read};

    fn table() -> Table {
        Table {
            title: Some("SỔ ĐĂNG KÝ VĂN BẢN ĐI".to_owned()),
            heading: ["Số, ký hiệu", "Ngày", "Trích yếu"].map(str::to_owned).to_vec(),
            numbered: true,
            widths: vec![14, 12, 60],
            rows: vec![
                vec![
                    Value::Text("08a/QĐ-UBND".to_owned()),
                    Value::Date("2023-01-31".parse().unwrap()),
                    Value::Text("=1+1".to_owned()),
                ],
                vec![Value::Text("10/3".to_owned()), Value::Date("2023-02".parse().unwrap()), Value::Empty],
            ],
        }
    }

    #[test]
    fn sheets_come_back_as_they_went() {
        let bytes = table().xlsx().unwrap();
        assert_eq!(bytes, table().xlsx().unwrap(), "the same table, the same bytes");
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), &bytes).unwrap();
        let rows = read(file.path()).unwrap();
        assert_eq!(rows[0][0], "SỔ ĐĂNG KÝ VĂN BẢN ĐI");
        assert_eq!(rows[1], ["Số, ký hiệu", "Ngày", "Trích yếu"]);
        assert_eq!(rows[2], ["(1)", "(2)", "(3)"]);
        assert_eq!(rows[3], ["08a/QĐ-UBND", "31/01/2023", "=1+1"]);
        assert_eq!(rows[4], ["10/3", "02/2023", ""]);
    }

    #[test]
    fn no_cell_is_a_formula() {
        for (text, want) in
            [("a", "a"), ("a,b", "\"a,b\""), ("=1+1", "'=1+1"), ("-x", "'-x"), ("a\"b", "\"a\"\"b\""), ("a\nb", "a b")]
        {
            assert_eq!(csv_cell(text), want);
        }
        let csv = table().csv();
        assert!(csv.contains("'=1+1") && csv.starts_with('\u{feff}'), "{csv}");
        assert_eq!(parse_csv(&csv)[1], ["08a/QĐ-UBND", "2023-01-31", "=1+1"]);
        assert_eq!(parse_csv("a;b\n\"x;\"\"y\"\"\";2"), [["a", "b"], ["x;\"y\"", "2"]]);
    }
}
