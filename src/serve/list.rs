//! Hits of a search as a table to keep: CSV and XLSX, with the five fields that all lists show.

use super::answer::{Answer, Fault};
use super::search::{asked, part};
use super::site::Visit;
use crate::report::archive::head;
use crate::report::table::{Table, Value};

/// Rows of one file.
const MOST: usize = 5_000;

/// `/tim.csv?q=…`
pub(super) fn csv(visit: &Visit<'_>) -> Result<Answer, Fault> {
    Ok(Answer::download("text/csv; charset=utf-8", "tra-cuu.csv", table(visit)?.csv()))
}

/// `/tim.xlsx?q=…`
pub(super) fn xlsx(visit: &Visit<'_>) -> Result<Answer, Fault> {
    spreadsheet(&table(visit)?, "tra-cuu.xlsx")
}

/// A table as a spreadsheet.
pub(super) fn spreadsheet(table: &Table, name: &str) -> Result<Answer, Fault> {
    let told = |e: &dyn std::fmt::Display| {
        Fault::new(500, format!("Không ghi được bảng ({e})."), format!("No table can be written ({e})."))
    };
    let bytes = table.xlsx().map_err(|e| told(&e))?;
    Ok(Answer::download("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", name, bytes))
}

fn table(visit: &Visit<'_>) -> Result<Table, Fault> {
    let query = asked(visit)?;
    let results = visit.index()?.search(&query, &part(visit, MOST))?;
    let text = |value: Option<&str>| value.map_or(Value::Empty, |v| Value::Text(v.to_owned()));
    let mut rows = Vec::with_capacity(results.hits.len());
    for hit in &results.hits {
        let Some(row) = visit.shown(hit)? else { continue };
        let line = head(&row);
        rows.push(vec![
            text(line.number.as_deref()),
            text(line.kind.map(|k| visit.pick(k.row().name, k.row().english))),
            line.date.map_or(Value::Empty, Value::Date),
            text(line.issuer.as_deref()),
            text(line.subject.as_deref()),
            text(line.direction.map(|d| visit.way(d))),
            Value::Number(row.cited_by.into()),
            text(Some(&row.path)),
        ]);
    }
    let heading = [
        visit.pick("Số, ký hiệu", "Number"),
        visit.pick("Loại", "Type"),
        visit.pick("Ngày", "Date"),
        visit.pick("Cơ quan ban hành", "Issuer"),
        visit.pick("Trích yếu", "Subject"),
        visit.pick("Hướng", "Way"),
        visit.pick("Được viện dẫn", "Cited by"),
        visit.pick("Tệp", "File"),
    ];
    Ok(Table {
        title: Some(format!("{}: {}", visit.pick("Tra cứu", "Search"), query.typed)),
        heading: heading.map(str::to_owned).to_vec(),
        numbered: false,
        widths: vec![18, 14, 12, 28, 60, 8, 10, 40],
        rows,
    })
}
