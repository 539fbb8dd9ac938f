//! Owns what the heads of a table say of the documents in its cells: under `Căn cứ pháp lý` stand grounds, under `Văn bản bị thay
//! thế` what is replaced. A head governs its column, or, at the left of a form, its row.

use std::ops::Range;

use super::citation::names_grounds;
use super::flow::{Flow, Stretch};
use crate::model::{Page, Relation, Role};

/// A head that is longer, in bytes, is no head.
const LONGEST: usize = 110;

/// The heads stand in this many rows from a table's first.
const HEAD_ROWS: u16 = 3;

/// Stretches of a flow whose documents have a relation by the head of their column or row; in order, none inside another.
#[derive(Debug, Clone, Default)]
pub(super) struct Columns(Vec<(Range<usize>, Relation)>);

/// A head: its place, how many columns it spans, and what it says.
#[derive(Debug, Clone, Copy)]
struct Head {
    row: u16,
    column: u16,
    /// The column of the next head of its row.
    end: Option<u16>,
    relation: Option<Relation>,
}

/// The heads of the table that is being read.
#[derive(Debug, Default)]
struct Table {
    number: Option<u16>,
    first: u16,
    heads: Vec<Head>,
    /// The head at the left of a row.
    left: Option<Head>,
}

impl Columns {
    /// Reads the tables among the stretches of a flow.
    pub(super) fn read(pages: &[Page], parts: &[Stretch], flow: &Flow) -> Self {
        let mut out = Vec::new();
        let mut table = Table::default();
        for cell in parts.chunk_by(|a, b| matches!(a.role, Role::Cell { .. }) && a.role == b.role) {
            let Some(Role::Cell { table: number, row, column }) = cell.first().map(|part| part.role) else { continue };
            if table.number != Some(number) {
                table = Table { number: Some(number), first: row, ..Table::default() };
            }
            table.close(row, column);
            let length: u32 = cell.iter().map(|part| part.end - part.start).sum();
            let words = (length as usize <= LONGEST).then(|| {
                let words: Vec<&str> = cell.iter().flat_map(|part| part.text(pages).split_whitespace()).collect();
                words.join(" ").to_lowercase()
            });
            // Heads side by side do not govern each other.
            let head = |words: &String| row == table.first && !words.contains(|c: char| c.is_ascii_digit());
            if let Some(relation) = table.governs(row, column).filter(|_| !words.as_ref().is_some_and(head)) {
                out.extend(cell.iter().filter_map(|part| Some((range(flow, part)?, relation))));
                continue;
            }
            let says = words.as_deref().and_then(said);
            table.enter(Head { row, column, end: None, relation: says });
        }
        Self(out)
    }

    /// What the head over this place of the flow says.
    pub(super) fn relation_at(&self, at: usize) -> Option<Relation> {
        let after = self.0.partition_point(|(range, _)| range.start <= at);
        let (range, relation) = self.0.get(after.checked_sub(1)?)?;
        range.contains(&at).then_some(*relation)
    }
}

impl Table {
    fn governs(&self, row: u16, column: u16) -> Option<Relation> {
        let over = |h: &&Head| h.row < row && h.column <= column && h.end.is_none_or(|end| column < end);
        let above = self.heads.iter().rev().find(over).and_then(|h| h.relation);
        above.or_else(|| self.left.filter(|h| h.row == row && h.column < column).and_then(|h| h.relation))
    }

    /// The next cell of a row ends the head before it.
    fn close(&mut self, row: u16, column: u16) {
        if let Some(before) = self.heads.last_mut().filter(|h| h.row == row && h.end.is_none()) {
            before.end = Some(column);
        }
    }

    fn enter(&mut self, cell: Head) {
        if cell.row < self.first.saturating_add(HEAD_ROWS) && (cell.relation.is_some() || cell.row == self.first) {
            self.heads.push(cell);
        }
        // Behind a running number at most.
        if cell.relation.is_some() && cell.column <= 1 {
            self.left = Some(cell);
        }
    }
}

fn range(flow: &Flow, part: &Stretch) -> Option<Range<usize>> {
    let start = flow.find(part.page, part.start)?;
    let end = flow.find(part.page, part.end).unwrap_or(start + (part.end - part.start) as usize);
    Some(start..end)
}

/// What a head, in small letters, says of the documents under it.
fn said(head: &str) -> Option<Relation> {
    /// Words that say what is done to a document.
    const DONE: [(&str, Relation); 6] = [
        ("thay thế", Relation::Replaces),
        ("bãi bỏ", Relation::Repeals),
        ("hủy bỏ", Relation::Repeals),
        ("hết hiệu lực", Relation::Repeals),
        ("sửa đổi", Relation::Amends),
        ("bổ sung", Relation::Amends),
    ];
    /// The head of a column of documents begins so.
    const DOCUMENTS: [&str; 10] = [
        "văn bản",
        "tên văn bản",
        "các văn bản",
        "số, ký hiệu văn bản",
        "tên loại văn bản",
        "quyết định",
        "nghị quyết",
        "nghị định",
        "thông tư",
        "tên gọi văn bản",
    ];
    /// It tells of the documents' provisions or times.
    const OTHER: [&str; 7] = ["lý do", "nội dung", "thời điểm", "ngày", "đề nghị", "kiến nghị", "phương án"];
    let head = head.trim_start_matches(|c: char| !c.is_alphabetic());
    if names_grounds(head) {
        return Some(Relation::Basis);
    }
    let documents = DOCUMENTS.iter().any(|w| head.starts_with(w)) && !OTHER.iter().any(|w| head.contains(w));
    let numbered = head.contains(|c: char| c.is_ascii_digit());
    let first = DONE.iter().filter_map(|(words, relation)| Some((head.find(words)?, *relation))).min_by_key(|(at, _)| *at);
    first.filter(|_| documents && !numbered).map(|(_, relation)| relation)
}

#[cfg(test)]
mod tests {
    use super::super::{Input, extract};
    use crate::model::{Mark, Page, Role, Side, What};

    /// A table from rows of cells parted by `|`; an empty cell has no block.
    fn page(rows: &[&str]) -> Page {
        let mut page = Page::default();
        for (row, cells) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(cells.split('|')).filter(|(_, cell)| !cell.trim().is_empty()) {
                for block in cell.split('¶') {
                    if !page.text.is_empty() {
                        page.text.push_str("\n\n");
                    }
                    let start = u32::try_from(page.text.len()).unwrap();
                    page.text.push_str(block.trim());
                    let end = u32::try_from(page.text.len()).unwrap();
                    let what = What::Block { role: Role::Cell { table: 0, row, column }, side: Side::Full, centred: false };
                    page.marks.push(Mark { start, end, what });
                }
            }
        }
        page
    }

    #[test]
    fn the_head_of_a_column_or_row_governs_it() {
        for (rows, expected) in [
            (
                &[
                    "TT|Việc|Căn cứ pháp lý|Ghi chú",
                    "1|Lập sổ|Luật Lưu trữ năm 2024; khoản 2 Điều 5 Nghị định số 3/2031/NĐ-CP|Công văn số 7/UBND-NV",
                    "2|Thẩm tra theo Thông tư số 4/2031/TT-BNV|Quyết định số 5/QĐ-UBND sửa đổi Quyết định số 6/QĐ-UBND|",
                ][..],
                "basis basis refers implements basis amends",
            ),
            // A head over two columns with heads of its own.
            (
                &["TT|Văn bản bị thay thế||Lý do", "|Tên|Số||", "1|Quy chế|Quyết định số 5/QĐ-UBND|Công văn số 7/UBND-NV"],
                "replaces refers",
            ),
            (&["Số|Tên văn bản hết hiệu lực", "1|Luật Giá năm 2023", "2|Luật Hộ tịch năm 2014"], "repeals repeals"),
            // A form: heads at the left.
            (&["Lệ phí|Không", "Cơ sở pháp lý|Nghị định số 3/2031/NĐ-CP", "Ghi chú|Công văn số 7/UBND-NV"], "basis refers"),
            (&["TT|Lý do hết hiệu lực", "1|Thông tư số 4/2031/TT-BNV"], "refers"),
        ] {
            let pages = [page(rows)];
            let found = extract(Input { pages: &pages, declared: None });
            let codes: Vec<&str> = found.citations.iter().map(|c| c.relation.code()).collect();
            assert_eq!(codes.join(" "), expected, "{rows:?}");
        }
    }
}
