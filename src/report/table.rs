//! Owns tables for spreadsheets: XLSX and CSV out. What is text stays text, a date is a date, and no cell is ever a formula.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use crate::model::PartialDate;

/// Rows that a sheet can hold.
pub const MOST_ROWS: usize = 1_048_576;
/// Characters that a cell can hold.
const MOST_CHARACTERS: usize = 32_767;
/// A4.
const A4: u8 = 9;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text, also where it looks like a number, a date or a formula.
    Text(String),
    /// A day; one that no spreadsheet can hold is text.
    Date(PartialDate),
    /// A number to be summed.
    Number(f64),
    /// Nothing.
    Empty,
}

/// A table with a heading.
#[derive(Debug, Clone, Default)]
pub struct Table {
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
    pub fn xlsx(&self) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        // A day that is no day of writing: the same archive gives the same bytes.
        let day = ExcelDateTime::from_ymd(2020, 1, 1)?;
        book.set_properties(&DocProperties::new().set_creation_datetime(&day));
        let sheet = book.add_worksheet();
        self.fill(sheet)?;
        book.save_to_buffer()
    }

    fn fill(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
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
    #[must_use]
    pub fn csv(&self) -> String {
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
#[must_use]
pub fn csv_cell(text: &str) -> String {
    let text = text.replace(['\r', '\n'], " ");
    let text = if text.starts_with(['=', '+', '-', '@', '\t']) { format!("'{text}") } else { text };
    if text.contains([',', '"', ';']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::csv_cell;

    #[test]
    fn no_cell_is_a_formula() {
        for (text, want) in
            [("a", "a"), ("a,b", "\"a,b\""), ("=1+1", "'=1+1"), ("-x", "'-x"), ("a\"b", "\"a\"\"b\""), ("a\nb", "a b")]
        {
            assert_eq!(csv_cell(text), want);
        }
    }
}
