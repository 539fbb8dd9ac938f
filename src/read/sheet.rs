//! Spreadsheets (XLSX, XLS): each sheet a page, each filled cell a block.

mod references;

use std::io::{Cursor, Read as _, Write as _};

use calamine::{Data, DataRef, ExcelDateTime, Reader as _, Xls, Xlsx};

use super::Limits;
use super::flow::{Lines, Pages, finish};
use super::zipped::Zipped;
use crate::model::{ErrorCode, Format, RawBlock, RawDocument, ReadError, Role, Style, Warning};

/// Filled cells that are read of one file.
const MOST_CELLS: usize = 5_000_000;

/// Reads an XLSX.
pub(super) fn xlsx(bytes: &[u8], limits: &Limits) -> Result<RawDocument, ReadError> {
    let start = bytes.iter().position(|b| *b == b'P').unwrap_or_default();
    let bytes = bytes.get(start..).unwrap_or(bytes);
    // Unpacking once within the limits shows that the file is no bomb.
    let mut zip = Zipped::open(bytes, limits)?;
    for index in 0..zip.len() {
        let member = zip.member(index)?;
        if let Some(place) = references::beyond(&member) {
            let message = format!("a cell lies at `{place}`, which no spreadsheet has");
            return Err(damaged(&message));
        }
    }
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(|e: calamine::XlsxError| damaged(&e))?;
    let mut sheets = Sheets::default();
    for name in book.sheet_names() {
        sheets.begin(&name, limits)?;
        let mut cells = match book.worksheet_cells_reader(&name) {
            Ok(cells) => cells,
            Err(error) => {
                sheets.warn(&name, &error);
                continue;
            }
        };
        loop {
            match cells.next_cell() {
                Ok(Some(cell)) => {
                    let text = shown_ref(cell.get_value());
                    sheets.cell(cell.get_position(), text.as_deref().unwrap_or_default())?;
                }
                Ok(None) => break,
                Err(error) => {
                    sheets.warn(&name, &error);
                    break;
                }
            }
        }
    }
    sheets.finish(Format::Xlsx)
}

/// Reads an XLS.
pub(super) fn xls(bytes: &[u8], limits: &Limits) -> Result<RawDocument, ReadError> {
    let alone = workbook_alone(bytes, limits).map_err(|e| damaged(&e))?;
    let mut book: Xls<_> = calamine::open_workbook_from_rs(Cursor::new(alone)).map_err(|e: calamine::XlsError| match e {
        calamine::XlsError::Password => super::sniff::encrypted(),
        other => damaged(&other),
    })?;
    let mut sheets = Sheets::default();
    for (name, range) in book.worksheets() {
        sheets.begin(&name, limits)?;
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let at = |base: u32, n: usize| base.saturating_add(u32::try_from(n).unwrap_or(u32::MAX));
            sheets.cell((at(top, row), at(left, column)), shown(value).as_deref().unwrap_or_default())?;
        }
    }
    sheets.finish(Format::Xls)
}

/// A compound file with nothing but the workbook of this one. Calamine follows the chains of a compound file itself, for ever where
/// one of them bites its tail.
fn workbook_alone(bytes: &[u8], limits: &Limits) -> std::io::Result<Vec<u8>> {
    let mut from = cfb::CompoundFile::open(Cursor::new(bytes))?;
    let name = if from.is_stream("/Workbook") { "/Workbook" } else { "/Book" };
    let mut workbook = Vec::new();
    from.open_stream(name)?.take(limits.unpacked_bytes).read_to_end(&mut workbook)?;
    let mut alone = cfb::CompoundFile::create(Cursor::new(Vec::new()))?;
    alone.create_stream(name)?.write_all(&workbook)?;
    alone.flush()?;
    Ok(alone.into_inner().into_inner())
}

fn damaged(error: &dyn std::fmt::Display) -> ReadError {
    ReadError::new(ErrorCode::Damaged, format!("The spreadsheet cannot be read ({error}); save it again in its program."))
}

#[derive(Default)]
struct Sheets {
    pages: Pages,
    count: u16,
    cells: usize,
    warnings: Vec<Warning>,
}

impl Sheets {
    /// A new sheet; its name stands above the page as a head.
    fn begin(&mut self, name: &str, limits: &Limits) -> Result<(), ReadError> {
        self.pages.break_page(limits)?;
        self.count = self.count.saturating_add(1);
        self.pages.push(RawBlock { role: Role::Header, ..RawBlock::plain(vec![name.to_owned()]) });
        Ok(())
    }

    fn cell(&mut self, (row, column): (u32, u32), text: &str) -> Result<(), ReadError> {
        let small = |n: u32| u16::try_from(n).unwrap_or(u16::MAX);
        let role = Role::Cell { table: self.count.saturating_sub(1), row: small(row), column: small(column) };
        let mut lines = Lines::default();
        lines.push_lines(text, &Style::default());
        let Some(block) = lines.take(role, false) else { return Ok(()) };
        self.cells += 1;
        if self.cells > MOST_CELLS {
            let message = format!("The spreadsheet has more than {MOST_CELLS} filled cells, the most that are read; split it.");
            return Err(ReadError::new(ErrorCode::TooLarge, message));
        }
        self.pages.push(block);
        Ok(())
    }

    fn warn(&mut self, sheet: &str, error: &dyn std::fmt::Display) {
        let message = format!("The sheet `{sheet}` was read only in part: {error}.");
        self.warnings.push(Warning::new("damaged-xml", message));
    }

    fn finish(self, format: Format) -> Result<RawDocument, ReadError> {
        if self.cells == 0 {
            let message = "The spreadsheet has no filled cell; check that the right file was saved.";
            return Err(ReadError::new(ErrorCode::NoDocument, message));
        }
        Ok(finish(format, self.pages.finish(), self.warnings))
    }
}

fn shown(value: &Data) -> Option<String> {
    Some(match value {
        Data::Empty | Data::Error(_) => return None,
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => decimal(*number),
        Data::Bool(truth) => truth.to_string().to_uppercase(),
        Data::DateTime(time) => date(time),
    })
}

fn shown_ref(value: &DataRef<'_>) -> Option<String> {
    match value {
        DataRef::SharedString(text) => Some((*text).to_owned()),
        other => shown(&Data::from(other.clone())),
    }
}

/// Whole numbers without a point, others with at most ten places.
fn decimal(number: f64) -> String {
    let text = format!("{number:.10}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// As Vietnamese sheets show days: `09/02/2023`.
fn date(time: &ExcelDateTime) -> String {
    if !time.is_datetime() {
        return decimal(time.as_f64() * 24.0);
    }
    let (year, month, day, ..) = time.to_ymd_hms_milli();
    format!("{day:02}/{month:02}/{year}")
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use crate::model::ErrorCode;
    use crate::read::{Limits, probe};

    fn package(sheet: &str) -> Vec<u8> {
        let sheet = format!(
            r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{sheet}</sheetData></worksheet>"#
        );
        probe::zip(&[
            ("[Content_Types].xml", b"<Types/>".as_slice()),
            ("_rels/.rels", br#"<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#),
            ("xl/workbook.xml", r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sổ đi" sheetId="1" r:id="rId1"/></sheets></workbook>"#.as_bytes()),
            ("xl/_rels/workbook.xml.rels", br#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#),
            ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
            ("xl/styles.xml", br#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#),
        ])
    }

    #[test]
    fn reads_cells() {
        let sheet = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>Số, ký hiệu</t></is></c><c r="C1"><v>16</v></c></row><row r="2"><c r="A2" s="1"><v>44966</v></c><c r="B2"><v>0.5</v></c></row>"#;
        assert_eq!(
            probe::shape(&probe::document(&package(sheet))),
            "head:Sổ đi¶0.0.0:Số, ký hiệu¶0.0.2:16¶0.1.0:09/02/2023¶0.1.1:0.5"
        );
    }

    /// A compound file whose sector of this number is its own next one.
    fn biting_its_tail(sector: usize) -> Vec<u8> {
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        file.create_stream("/Workbook").unwrap().write_all(&[0x09, 0x08, 0, 0].repeat(4096)).unwrap();
        file.flush().unwrap();
        let mut bytes = file.into_inner().into_inner();
        let table = (usize::from(bytes[0x4C]) + 1) * 4096 + sector * 4;
        bytes[table..table + 4].copy_from_slice(&u32::try_from(sector).unwrap().to_le_bytes());
        bytes
    }

    #[test]
    fn chains_without_end_are_refused() {
        for sector in 0..5 {
            let refused = super::xls(&biting_its_tail(sector), &Limits::default()).map_err(|e| e.code);
            assert_eq!(refused.err(), Some(ErrorCode::Damaged), "sector {sector}");
        }
    }

    #[test]
    fn far_cells_cuts_and_changes_do_no_harm() {
        let far = r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>"#;
        assert_eq!(probe::document(&package(far)).pages.len(), 1);
        for beyond in
            [r#"<row r="1"><c r="AAAAAAAAAAA1"><v>1</v></c></row>"#, r#"<row r="1"><c r="A99999999999"><v>1</v></c></row>"#]
        {
            let refused = super::xlsx(&package(beyond), &Limits::default()).map_err(|e| (e.code, e.message));
            assert!(matches!(&refused, Err((ErrorCode::Damaged, said)) if said.contains("no spreadsheet has")), "{refused:?}");
        }
        probe::torture(&package(r#"<row r="1"><c r="A1"><v>1</v></c></row>"#));
    }
}
