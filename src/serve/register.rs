//! The registers of incoming and outgoing documents (sổ đăng ký văn bản đến, đi), in the ten columns of NĐ 30/2020; as a page that
//! prints, as XLSX, CSV and JSON.

use std::sync::Arc;

use maud::html;

use super::answer::{Answer, Fault};
use super::frame::{Frame, today};
use super::list::spreadsheet;
use super::site::Visit;
use crate::model::{Kind, PartialDate};
use crate::report::register::{Cell, DEN, DI, Register, RowState};
use crate::report::view::{ArchiveView as _, Direction};

/// All years, in an address.
const ALL_YEARS: &str = "moi-nam";
/// Years to choose from.
const YEARS: usize = 15;
/// Rows of a page; the files have all.
const SHOWN: usize = 2_000;

/// The register that the address names: `di`, `den`; `2023`, `2023.xlsx`, `2023.csv`, `2023.json`, or nothing for all years.
fn asked(visit: &Visit<'_>, direction: &str, year: &str) -> Result<(Arc<Register>, &'static str), Fault> {
    let direction = match direction {
        "di" => Direction::Di,
        "den" => Direction::Den,
        _ => return Err(Fault::absent()),
    };
    let form = ["xlsx", "csv", "json"].into_iter().find(|form| year.rsplit_once('.').is_some_and(|(_, f)| f == *form));
    let year = form.and_then(|form| year.strip_suffix(form)?.strip_suffix('.')).unwrap_or(year);
    let year = match year {
        "" | ALL_YEARS => None,
        year => Some(year.parse::<u16>().map_err(|_| Fault::absent())?),
    };
    let kind = visit.request.word("loai").and_then(Kind::from_code);
    // A year of which the archive holds nothing is not worth the work, nor a place among what is kept.
    let years = visit.store.totals()?.years;
    if let Some(year) = year
        && years.is_none_or(|(first, last)| year < first || year > last)
    {
        return Err(Fault::new(
            404,
            format!("Kho không có văn bản năm {year}."),
            format!("The archive holds no document of {year}."),
        )
        .way(
            visit.href(&["so-dang-ky", if direction == Direction::Di { "di" } else { "den" }], &[]),
            "Mọi năm",
            "All years",
        ));
    }
    Ok((visit.register(direction, year, kind)?, form.unwrap_or_default()))
}

/// `/so-dang-ky/di/2023`, `/so-dang-ky/di/2023.xlsx`
pub(super) fn page(visit: &Visit<'_>, direction: &str, year: &str) -> Result<Answer, Fault> {
    let (register, form) = asked(visit, direction, year)?;
    let stem = register.year.map_or_else(|| ALL_YEARS.to_owned(), |y| y.to_string());
    let file = format!("so-{direction}-{stem}");
    match form {
        "xlsx" => return spreadsheet(&register.table(), &format!("{file}.xlsx")),
        "csv" => {
            return Ok(Answer::download("text/csv; charset=utf-8", &format!("{file}.csv"), register.table().csv()));
        }
        "json" => return Ok(Answer::json(&serde_json::json!(*register))),
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
    // A date that is misread on its paper may lie in a far year.
    let this = today().map_or(u16::MAX, PartialDate::year_number);
    let years = visit.store.totals()?.years.map_or(0..0, |(first, last)| first..last.min(this).saturating_add(1));
    let of_kind: Vec<(&str, &str)> = register.kind.map(|k| ("loai", k.code())).into_iter().collect();
    let download = |form: &str| visit.href(&["so-dang-ky", direction, &format!("{stem}.{form}")], &of_kind);
    let mut kinds: Vec<Kind> = register.rows.iter().filter_map(|row| row.kind).collect();
    kinds.sort_by_key(|kind| kind.row().name);
    kinds.dedup();
    let content = html! {
        h1 { (title) " " small { (visit.pick(format!("{} văn bản", register.documents), format!("{} documents", register.documents))) } }
        @if register.documents == 0 && visit.view.own().is_empty() {
            p { (visit.pick(
                "Kho chưa biết cơ quan mình: đặt một lần bằng congvan index --home \"UBND xã …\".",
                "The archive does not know its own body: set it once with congvan index --home \"UBND xã …\".",
            )) }
        }
        p.ways {
            @for year in years.rev().take(YEARS) {
                a href=(visit.href(&["so-dang-ky", direction, &year.to_string()], &of_kind)) aria-current=[(register.year == Some(year)).then_some("true")] { (year) }
            }
            a href=(visit.href(&["so-dang-ky", direction], &of_kind)) aria-current=[register.year.is_none().then_some("true")] { (visit.pick("mọi năm", "all years")) }
            span.tools {
                button type="button" data-print="" { (visit.pick("In", "Print")) }
                a.button href=(download("xlsx")) { "XLSX" }
                a.button href=(download("csv")) { "CSV" }
            }
        }
        @if kinds.len() > 1 || register.kind.is_some() {
            p.ways {
                (visit.pick("Loại:", "Type:"))
                @if register.kind.is_some() { a href=(visit.request.with(visit.request.english, &[("loai", "")])) { (visit.pick("mọi loại", "all types")) } }
                @for kind in &kinds {
                    a href=(visit.request.with(visit.request.english, &[("loai", kind.code())])) aria-current=[(register.kind == Some(*kind)).then_some("true")] { (visit.pick(kind.row().name, kind.row().english)) }
                }
            }
        }
        @if register.rows.len() > SHOWN {
            p.caution { (visit.pick(
                format!("Chỉ hiện {SHOWN} dòng đầu trong {}; chọn năm hoặc loại, hoặc lấy tệp XLSX.", visit.lang.count(register.rows.len() as u64)),
                format!("Only the first {SHOWN} of {} rows are shown; choose a year or a type, or take the XLSX.", visit.lang.count(register.rows.len() as u64)),
            )) }
        }
        div.scroll tabindex="0" role="region" aria-label=(name) {
            table.register {
                thead {
                    tr { @for column in columns { th scope="col" { (column) } } }
                    tr.count { @for n in 1..=columns.len() { td { "(" (n) ")" } } }
                }
                tbody {
                    @for row in register.rows.iter().take(SHOWN) {
                        tr.(match row.state { RowState::Held => "row-held", RowState::Cited => "row-cited", RowState::Gap => "row-gap" }) {
                            @for (i, cell) in row.cells.iter().enumerate() {
                                td class=[class_of(register.direction, i)] {
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

/// How wide a column is at least: numbers and days stand on one line, subjects have room.
fn class_of(direction: Direction, column: usize) -> Option<&'static str> {
    match (direction, column) {
        (Direction::Di, 0 | 1) | (Direction::Den, 0 | 1 | 3 | 4) => Some("short"),
        (Direction::Di, 2) | (Direction::Den, 5) => Some("long"),
        (Direction::Di, 3 | 4 | 9) | (Direction::Den, 2 | 6 | 9) => Some("mid"),
        _ => None,
    }
}
