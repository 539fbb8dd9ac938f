//! The registers of incoming and outgoing documents (sổ đăng ký văn bản đến, đi), in the ten columns of NĐ 30/2020; as a page that
//! prints, as CSV and as JSON.

use maud::html;

use super::answer::{Answer, Fault};
use super::frame::Frame;
use super::site::Visit;
use crate::model::{Kind, PartialDate};
use crate::report::register::{Cell, DEN, DI, Register, RowState, register};
use crate::report::view::{ArchiveView as _, Direction};

/// The register that the address names: `di`, `den`; `2023`, `2023.csv`, `2023.json`, or nothing for all years.
fn asked(visit: &Visit<'_>, direction: &str, year: &str) -> Result<(Register, &'static str), Fault> {
    let direction = match direction {
        "di" => Direction::Di,
        "den" => Direction::Den,
        _ => return Err(Fault::absent()),
    };
    let (year, form) = match year.rsplit_once('.') {
        Some((year, "csv")) => (year, "csv"),
        Some((year, "json")) => (year, "json"),
        _ => (year, ""),
    };
    let year = match year {
        "" | "moi-nam" => None,
        year => Some(year.parse::<u16>().map_err(|_| Fault::absent())?),
    };
    let kind = visit.request.word("loai").and_then(Kind::from_code);
    let made = register(&visit.view, direction, year, kind);
    visit.view.trouble()?;
    Ok((made, form))
}

/// `/so-dang-ky/di/2023`, `/so-dang-ky/di/2023.csv`
pub(super) fn page(visit: &Visit<'_>, direction: &str, year: &str) -> Result<Answer, Fault> {
    let (register, form) = asked(visit, direction, year)?;
    let file = format!("so-{direction}-{}", register.year.map_or_else(|| "moi-nam".to_owned(), |y| y.to_string()));
    match form {
        "csv" => return Ok(Answer::download("text/csv; charset=utf-8", &format!("{file}.csv"), csv(&register))),
        "json" => return Ok(Answer::json(&serde_json::json!(register))),
        _ => {}
    }
    let columns = if register.direction == Direction::Di { DI } else { DEN };
    let name = match register.direction {
        Direction::Di => visit.pick("Sổ đăng ký văn bản đi", "Register of outgoing documents"),
        Direction::Den => visit.pick("Sổ đăng ký văn bản đến", "Register of incoming documents"),
    };
    let of_year = register.year.map(|y| format!(" · {} {y}", visit.pick("năm", "year"))).unwrap_or_default();
    let owner = register.owner.as_ref().map(|o| format!(" · {o}")).unwrap_or_default();
    let title = format!("{name}{owner}{of_year}");
    let mut years: Vec<u16> = visit.view.rows().iter().filter_map(|r| r.document.date.map(PartialDate::year_number)).collect();
    years.sort_unstable();
    years.dedup();
    let download = |form: &str| {
        visit.href(
            &[
                "so-dang-ky",
                direction,
                &format!("{}.{form}", register.year.map_or_else(|| "moi-nam".to_owned(), |y| y.to_string())),
            ],
            &[],
        )
    };
    let content = html! {
        h1 { (title) " " small { (visit.pick(format!("{} văn bản", register.documents), format!("{} documents", register.documents))) } }
        @if register.documents == 0 && visit.view.own().is_empty() {
            p { (visit.pick(
                "Kho chưa biết cơ quan mình: đặt một lần bằng congvan index --home \"UBND xã …\".",
                "The archive does not know its own body: set it once with congvan index --home \"UBND xã …\".",
            )) }
        }
        p.ways {
            @for year in years.iter().rev().take(12) {
                a href=(visit.href(&["so-dang-ky", direction, &year.to_string()], &[])) aria-current=[(register.year == Some(*year)).then_some("true")] { (year) }
            }
            a href=(visit.href(&["so-dang-ky", direction], &[])) aria-current=[register.year.is_none().then_some("true")] { (visit.pick("mọi năm", "all years")) }
            " · "
            button type="button" data-print="" { (visit.pick("In", "Print")) }
            a href=(download("csv")) { "CSV" }
            a href=(download("json")) { "JSON" }
        }
        div.scroll tabindex="0" role="region" aria-label=(name) {
            table.register {
                thead {
                    tr { @for column in columns { th scope="col" { (column) } } }
                    tr.count { @for n in 1..=columns.len() { td { "(" (n) ")" } } }
                }
                tbody {
                    @for row in &register.rows {
                        tr.(match row.state { RowState::Held => "row-held", RowState::Cited => "row-cited", RowState::Gap => "row-gap" }) {
                            @for (i, cell) in row.cells.iter().enumerate() {
                                td {
                                    @match (&row.document, i, cell) {
                                        (Some(id), 0, Cell::Text(text)) if register.direction == Direction::Di => { a href=(visit.href(&["vb", &id.0], &[])) { (text) } }
                                        (Some(id), 3, Cell::Text(text)) if register.direction == Direction::Den => { a href=(visit.href(&["vb", &id.0], &[])) { (text) } }
                                        (_, _, Cell::Text(text)) => { (text) }
                                        (_, _, Cell::Date(date)) => { (date.vietnamese()) }
                                        (_, _, Cell::Empty) => {}
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    };
    Ok(visit.framed(&Frame { class: "wide landscape", ..Frame::of(&title) }, &content))
}

/// Comma-separated, UTF-8 with its mark so that spreadsheets read the letters; what a spreadsheet could take for a formula is text.
fn csv(register: &Register) -> String {
    let columns = if register.direction == Direction::Di { DI } else { DEN };
    let quoted = |text: &str| {
        let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
        format!("\"{guard}{}\"", text.replace('"', "\"\""))
    };
    let mut out = String::from("\u{feff}");
    out.push_str(&columns.map(quoted).join(","));
    out.push_str("\r\n");
    for row in &register.rows {
        let cells: Vec<String> = row
            .cells
            .iter()
            .map(|cell| match cell {
                Cell::Text(text) => quoted(text),
                Cell::Date(date) => quoted(&date.to_string()),
                Cell::Empty => String::new(),
            })
            .collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}
