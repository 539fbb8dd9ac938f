//! Owns registers that people keep in spreadsheets: XLSX, XLS and CSV in.

use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader as _};

/// The longest file that is read as a register.
const MOST_BYTES: u64 = 64 << 20;

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
    use super::{parse_csv, read};
    use crate::report::table::{Table, Value};

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
    fn csv_comes_back_as_it_went() {
        let csv = table().csv();
        assert!(csv.contains("'=1+1") && csv.starts_with('\u{feff}'), "{csv}");
        assert_eq!(parse_csv(&csv)[1], ["08a/QĐ-UBND", "2023-01-31", "=1+1"]);
        assert_eq!(parse_csv("a;b\n\"x;\"\"y\"\"\";2"), [["a", "b"], ["x;\"y\"", "2"]]);
    }
}
