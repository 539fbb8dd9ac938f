//! Page numbers, running heads and feet: told by their place in the margins and by coming back on other pages.

use super::page::Sheet;
use super::{Row, main_size};
use crate::model::Role;

/// Marks the rows of all pages that are page chrome.
pub(in crate::read::pdf) fn mark_chrome(sheets: &mut [Sheet]) {
    number_rows(sheets);
    repeated_rows(sheets);
    for sheet in sheets.iter_mut() {
        let body = main_size(sheet.rows.iter().flat_map(|r| &r.lines));
        gazette_heads(sheet);
        address_feet(sheet, body);
    }
}

/// The first and last flow rows of a page, by index.
fn edges(rows: &[Row], depth: usize) -> Vec<usize> {
    let free: Vec<usize> = (0..rows.len()).filter(|i| rows.get(*i).is_some_and(|r| r.chrome.is_none())).collect();
    let n = free.len();
    free.iter().enumerate().filter(|(k, _)| *k < depth || k + depth >= n).map(|(_, i)| *i).collect()
}

/// Lone numbers at the top or bottom edge.
fn number_rows(sheets: &mut [Sheet]) {
    for sheet in sheets.iter_mut() {
        let height = sheet.height;
        let tables: Vec<(f32, f32)> = sheet.tables.iter().map(|t| (t.grid.top(), t.grid.bottom())).collect();
        for i in edges(&sheet.rows, 2) {
            let next = sheet.rows.get(i + 1).filter(|r| r.chrome.is_none()).map(|r| (r.y(), r.size()));
            let Some(row) = sheet.rows.get_mut(i) else { continue };
            let y = row.y();
            let top = y < 0.12 * height;
            let bottom = y > 0.9 * height;
            let in_table = tables.iter().any(|(a, b)| y > *a && y < *b);
            let apart = next.is_none_or(|(below, size)| !top || below - y > 1.05 * size);
            if (top || bottom) && !in_table && apart && row.lines.len() == 1 && is_page_number(&row.text()) {
                row.chrome = Some(Role::PageNumber);
            }
        }
    }
}

/// `7`, `- 7 -`, `Trang 7`, `7/12`, `Trang 7/12`.
pub(super) fn is_page_number(text: &str) -> bool {
    let text = text.trim().trim_start_matches("Trang").trim_start_matches("trang").trim_matches(['-', '–', '|', ' ', '.']);
    let mut parts = text.split('/').map(str::trim);
    let number = |part: Option<&str>| part.is_some_and(|p| (1..=4).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit()));
    number(parts.next()) && parts.next().is_none_or(|p| number(Some(p))) && parts.next().is_none()
}

/// A row near an edge of its page.
struct Edge {
    /// Its text, figures masked.
    shape: String,
    top: bool,
    /// Its height on the page, in steps of six points.
    height: i32,
    page: usize,
    row: usize,
    figures: Vec<u32>,
}

/// Rows near the edges that come back on other pages at about the same height; of their figures only one may change, the page's.
fn repeated_rows(sheets: &mut [Sheet]) {
    if sheets.len() < 2 {
        return;
    }
    let mut found: Vec<Edge> = Vec::new();
    for (page, sheet) in sheets.iter().enumerate() {
        for i in edges(&sheet.rows, 3) {
            let Some(row) = sheet.rows.get(i) else { continue };
            let top = row.y() < 0.15 * sheet.height;
            if !(top || row.y() > 0.87 * sheet.height) {
                continue;
            }
            let text = row.text();
            // `Mẫu số 4: Ban hành kèm theo …`, `Mẫu số 5: …` head papers of one making; no page number makes them differ.
            let of_form = text.to_lowercase().contains("kèm theo");
            let mut shape = String::with_capacity(text.len());
            for c in text.chars() {
                match c {
                    '0'..='9' if !of_form && shape.ends_with('#') => {}
                    '0'..='9' if !of_form => shape.push('#'),
                    _ => shape.push(c),
                }
            }
            let letters = shape.chars().filter(|c| c.is_alphabetic()).count();
            if letters >= 4 && shape.chars().count() < 160 {
                #[allow(clippy::cast_possible_truncation, reason = "a height on a page")]
                let height = (row.y() / 6.0).round() as i32;
                let figures = text.split(|c: char| !c.is_ascii_digit()).filter(|figure| !figure.is_empty());
                let figures = figures.map(|figure| figure.parse().unwrap_or(u32::MAX)).collect();
                found.push(Edge { shape, top, height, page, row: i, figures });
            }
        }
    }
    found.sort_by(|a, b| (&a.shape, a.top, a.height, a.page).cmp(&(&b.shape, b.top, b.height, b.page)));
    let mut repeated: Vec<(usize, usize, bool)> = Vec::new();
    for group in found.chunk_by(|a, b| a.shape == b.shape && a.top == b.top && (a.height - b.height).abs() <= 1) {
        let mut group: Vec<&Edge> = group.iter().collect();
        group.sort_by_key(|edge| edge.page);
        let pages = group.chunk_by(|a, b| a.page == b.page).count();
        if pages >= 2 && (pages >= 3 || pages * 2 >= sheets.len()) && goes_with_pages(&group) {
            repeated.extend(group.iter().map(|edge| (edge.page, edge.row, edge.top)));
        }
    }
    repeated.sort_unstable();
    for (page, i, top) in repeated {
        let Some(rows) = sheets.get_mut(page).map(|s| &mut s.rows) else { continue };
        // A heading stands above what all tables of an annex have (`Đơn vị tính: đồng`), and no head of a page below a line of
        // its text.
        if top && rows.get(..i).unwrap_or_default().iter().any(|above| above.chrome.is_none()) {
            continue;
        }
        // Notes may be worded alike on many pages.
        let above = i.checked_sub(1).and_then(|above| rows.get(above));
        if !top && rows.get(i).is_some_and(|row| opens_note(row) || above.is_some_and(|above| goes_on(above, row))) {
            continue;
        }
        if let Some(row) = rows.get_mut(i) {
            row.chrome = Some(if top { Role::Header } else { Role::Footer });
        }
    }
}

/// Are the figures of these rows the same on all pages, but for one that is the page's? The lines of a list, which happen to stand
/// at the edges, differ in the numbers and days of its documents.
fn goes_with_pages(rows: &[&Edge]) -> bool {
    let figures = rows.first().map_or(0, |row| row.figures.len());
    let pairs = || rows.windows(2).filter_map(|pair| pair.first().zip(pair.last()));
    let at = |row: &Edge, place: usize| row.figures.get(place).copied().map(i64::from);
    let changing: Vec<usize> = (0..figures).filter(|place| pairs().any(|(a, b)| at(a, *place) != at(b, *place))).collect();
    let counts = |place: usize| {
        pairs().all(|(a, b)| {
            let pages = i64::try_from(b.page - a.page).unwrap_or(i64::MAX);
            // A part of the file may begin its pages anew.
            at(a, place).zip(at(b, place)).is_some_and(|(a, b)| b - a == pages || b < a && b <= pages + 1)
        })
    };
    match *changing {
        [] => true,
        [place] => counts(place),
        _ => false,
    }
}

/// Does it begin with a raised figure?
fn opens_note(row: &Row) -> bool {
    let first = row.lines.first().and_then(|line| line.runs.first());
    first.is_some_and(|run| run.superscript && run.text.contains(|c: char| c.is_ascii_digit()))
}

/// Is the lower row the next line of the paragraph that the upper one is part of?
fn goes_on(above: &Row, row: &Row) -> bool {
    let step = (row.y() - above.y()) / row.size().max(1.0);
    above.chrome.is_none()
        && step < 1.45
        && (above.size() - row.size()).abs() < 0.03 * row.size()
        && row.x0() > above.x0() - 4.0 * row.size()
        && row.x0() < above.x0() + 0.5 * row.size()
        && above.x1() > row.x1() - 0.5 * row.size()
}

/// The gazette's head, which carries numbers that look like a document's: `2 CÔNG BÁO/Số 223 + 224/Ngày 09-02-2022`.
fn gazette_heads(sheet: &mut Sheet) {
    let height = sheet.height;
    for i in edges(&sheet.rows, 2) {
        if let Some(row) = sheet.rows.get_mut(i)
            && (row.y() < 0.15 * height || row.y() > 0.87 * height)
            && row.text().contains("CÔNG BÁO/Số")
        {
            row.chrome = Some(if row.y() < 0.5 * height { Role::Header } else { Role::Footer });
        }
    }
}

/// Address lines at the foot of a letter (NĐ 30, ô 13): small, last, and about telephones.
fn address_feet(sheet: &mut Sheet, body: f32) {
    let height = sheet.height;
    for i in edges(&sheet.rows, 3).into_iter().rev() {
        if let Some(row) = sheet.rows.get_mut(i) {
            let text = row.text();
            let words = ["Địa chỉ:", "Điện thoại:", "ĐT:", "Tel:", "Fax:", "Email:", "Website:", "E-mail:"];
            let hits = words.iter().filter(|w| text.contains(**w)).count();
            if row.y() > 0.85 * height
                && row.size() < 0.95 * body
                && (hits >= 2 || hits == 1 && text.trim_start().starts_with(['Đ', 'E', 'W', 'T', 'F']))
            {
                row.chrome = Some(Role::Footer);
            }
        }
    }
}
