//! Owns the columns that plain text sets side by side with blanks: letterheads and blocks of signatures.
//!
//! What parts two columns is a gutter: blanks that stand over each other in all of their lines. So a wide gap within one line
//! (`Số:   12/QĐ-UBND`, justified text) parts nothing.

use std::ops::Range;

use super::table::Cell;
use crate::model::RawBlock;

/// So many blanks between two words may be a gutter.
const WIDTH: usize = 3;

/// The first column is no narrower, else it holds the numbers of a list.
const NARROWEST: usize = 8;

/// More columns are a table of figures, or chance.
const MOST_COLUMNS: usize = 4;

/// So many empty lines may stand between an office and the name under it.
const MOST_EMPTY: usize = 8;

/// So many lines of one column alone may stand between two that show both.
const MOST_LONE: usize = 26;

/// A line that stands under the lines of a column may begin or be centred so many characters beside them.
const ASIDE: usize = 6;

/// A stretch of a line without gaps; its place in characters of the line.
#[derive(Debug, Clone)]
struct Piece<'a> {
    place: Range<usize>,
    text: &'a str,
}

/// What was found at the beginning of some lines.
#[derive(Debug)]
pub(super) enum Found {
    /// Columns, which take this many lines.
    Columns(Vec<Cell>, usize),
    /// This many lines of running text, at least one.
    Text(usize),
}

/// Reads the columns that the first of these lines begins.
pub(super) fn read(lines: &[&str]) -> Found {
    let mut rows: Vec<Vec<Piece<'_>>> = Vec::new();
    // The gutters, as far as lines that surely belong to the columns leave them, and how many lines these are.
    let mut gutters: Vec<Range<usize>> = Vec::new();
    let mut narrowed: Vec<Range<usize>> = Vec::new();
    let (mut taken, mut full, mut empty) = (0, 0, 0);
    for (i, line) in lines.iter().enumerate() {
        let pieces = pieces(line);
        if i == 0 {
            narrowed = pieces.windows(2).filter_map(|pair| Some(pair.first()?.place.end..pair.last()?.place.start)).collect();
        } else if let Some(left) = narrow(&narrowed, &pieces) {
            narrowed = left;
        } else {
            break;
        }
        if narrowed.is_empty() {
            break;
        }
        empty = if pieces.is_empty() { empty + 1 } else { 0 };
        if empty > MOST_EMPTY || i > taken + MOST_LONE {
            break;
        }
        let beside = narrowed.iter().any(|g| column_of(&pieces, g, true) && column_of(&pieces, g, false));
        let under = || {
            let right = narrowed.last().is_some_and(|g| pieces.first().is_some_and(|p| p.place.start >= g.end));
            right && pieces.last().is_some_and(|p| rows.iter().flatten().any(|above| stands_under(p, above)))
        };
        let belongs = beside || under();
        full += usize::from(beside);
        rows.push(pieces);
        if belongs {
            taken = i + 1;
            gutters.clone_from(&narrowed);
        }
    }
    rows.truncate(taken);
    if full < 2 || !are_columns(&rows, &gutters) {
        return Found::Text(taken.max(1));
    }
    Found::Columns(cells(&rows, &gutters), taken)
}

/// Does a piece stand left (else right) of the gutter?
fn column_of(pieces: &[Piece<'_>], gutter: &Range<usize>, left: bool) -> bool {
    pieces.iter().any(|p| if left { p.place.end <= gutter.start } else { p.place.start >= gutter.end })
}

/// Is it set under the other: from the same margin, or around the same middle?
fn stands_under(piece: &Piece<'_>, above: &Piece<'_>) -> bool {
    let middle = |p: &Piece<'_>| p.place.start.midpoint(p.place.end);
    piece.place.start.abs_diff(above.place.start) <= 1 || middle(piece).abs_diff(middle(above)) <= ASIDE
}

/// What a line leaves of the gutters; `None` where it stands in the middle of one.
fn narrow(gutters: &[Range<usize>], pieces: &[Piece<'_>]) -> Option<Vec<Range<usize>>> {
    let mut out = Vec::new();
    for gutter in gutters {
        let (mut start, mut end) = (gutter.start, gutter.end);
        for Piece { place, .. } in pieces.iter().filter(|p| p.place.start < gutter.end && p.place.end > gutter.start) {
            let (before, behind) = (place.start.saturating_sub(start), end.saturating_sub(place.end));
            if before >= WIDTH && behind >= WIDTH {
                return None;
            }
            if before > behind { end = place.start } else { start = place.end }
        }
        if end.saturating_sub(start) >= WIDTH {
            out.push(start..end);
        }
    }
    Some(out)
}

/// Are these a letterhead or signatures: words in capitals among them, several in each column, and no table of figures? Other lists are
/// read line by line.
fn are_columns(rows: &[Vec<Piece<'_>>], gutters: &[Range<usize>]) -> bool {
    let words = |p: &Piece<'_>| p.text.split_whitespace().filter(|w| w.chars().filter(|c| c.is_alphabetic()).count() > 1).count();
    let worded = |column: usize| rows.iter().flatten().any(|p| column_at(p, gutters) == column && words(p) > 1);
    let shouts = rows.iter().flatten().any(|p| words(p) > 1 && !p.text.contains(char::is_lowercase));
    let figures = || rows.iter().flatten().any(|p| p.text.contains(|c: char| c.is_ascii_digit()));
    gutters.first().is_some_and(|g| g.start >= NARROWEST)
        && gutters.len() < MOST_COLUMNS
        && (0..=gutters.len()).all(worded)
        && shouts
        && (gutters.len() == 1 || !figures())
}

fn column_at(piece: &Piece<'_>, gutters: &[Range<usize>]) -> usize {
    gutters.iter().filter(|g| piece.place.start >= g.end).count()
}

/// A row of cells for each line; a line of one column alone goes on with the cell above it, unless an empty line parts them.
fn cells(rows: &[Vec<Piece<'_>>], gutters: &[Range<usize>]) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    let mut row = 0;
    for (i, pieces) in rows.iter().enumerate().filter(|(_, pieces)| !pieces.is_empty()) {
        let mut texts: Vec<(u16, String)> = Vec::new();
        for piece in pieces {
            let column = u16::try_from(column_at(piece, gutters)).unwrap_or(u16::MAX);
            match texts.last_mut().filter(|(c, _)| *c == column) {
                Some((_, text)) => {
                    text.push(' ');
                    text.push_str(piece.text);
                }
                None => texts.push((column, piece.text.to_owned())),
            }
        }
        let parted = i.checked_sub(1).and_then(|above| rows.get(above)).is_none_or(Vec::is_empty);
        if let [(column, text)] = texts.as_slice()
            && !parted
            && let Some(block) =
                cells.iter_mut().rfind(|c| c.row == row && c.column == *column).and_then(|c| c.blocks.first_mut())
        {
            block.lines.append(&mut RawBlock::plain(vec![text.clone()]).lines);
            continue;
        }
        row = if cells.is_empty() { 0 } else { row.saturating_add(1) };
        cells.extend(texts.into_iter().map(|(column, text)| Cell { row, column, blocks: vec![RawBlock::plain(vec![text])] }));
    }
    cells
}

/// Cuts a line at its gaps. A tab has no known width, so a line with one is a single piece as wide as any.
fn pieces(line: &str) -> Vec<Piece<'_>> {
    if line.trim().is_empty() {
        return Vec::new();
    }
    if line.contains('\t') {
        return vec![Piece { place: 0..usize::MAX, text: line }];
    }
    let mut out: Vec<Piece<'_>> = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    // The last character that is no blank: its end in characters and in bytes.
    let mut end = (0, 0);
    let mut x = 0;
    let mut close = |(x, byte): (usize, usize), end: (usize, usize)| {
        out.extend(line.get(byte..end.1).map(|text| Piece { place: x..end.0, text }));
    };
    for (byte, c) in line.char_indices() {
        if matches!(c, '\u{300}'..='\u{36f}') {
            end.1 = byte + c.len_utf8();
            continue;
        }
        if !c.is_whitespace() {
            if x >= end.0 + WIDTH
                && let Some(start) = open.take()
            {
                close(start, end);
            }
            open = open.or(Some((x, byte)));
            end = (x + 1, byte + c.len_utf8());
        }
        x += 1;
    }
    if let Some(start) = open {
        close(start, end);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::{Limits, probe, text};

    #[test]
    fn words_over_a_common_gutter_are_columns() {
        for (page, expected) in [
            (
                "UBND HUYỆN MẪU        CỘNG HÒA\n  XÃ MẪU SƠN          Độc lập\nSố:    6/KH           Mẫu Sơn, ngày 2\n\nKẾ HOẠCH CHUNG",
                "0.0.0L:UBND HUYỆN MẪU¶0.0.1R:CỘNG HÒA¶0.1.0L:XÃ MẪU SƠN¶0.1.1R:Độc lập¶0.2.0L:Số: 6/KH¶0.2.1R:Mẫu Sơn, ngày 2¶KẾ HOẠCH \
                 CHUNG",
            ),
            (
                "Hết.\nTHƯ KÝ GHI           CHỦ TỌA HỌP\n                      GIÁM ĐỐC\n\n\nLê Thị Mẫu           Trần Văn Mẫu",
                "Hết.¶0.0.0L:THƯ KÝ GHI¶0.0.1R:CHỦ TỌA HỌP/GIÁM ĐỐC¶0.1.0L:Lê Thị Mẫu¶0.1.1R:Trần Văn Mẫu",
            ),
            (
                "Nơi nhận:            TM. ỦY BAN\n- Như trên;           CHỦ TỊCH\n\n                     Trần Văn Mẫu",
                "0.0.0L:Nơi nhận:¶0.0.1R:TM. ỦY BAN¶0.1.0L:- Như trên;¶0.1.1R:CHỦ TỊCH¶0.2.1R:Trần Văn Mẫu",
            ),
            (
                "NGƯỜI LẬP      TRƯỞNG PHÒNG   GIÁM ĐỐC A\n\nLê Thị Mẫu     Vũ Văn Mẫu     Lý A Mẫu",
                "0.0.0:NGƯỜI LẬP¶0.0.1:TRƯỞNG PHÒNG¶0.0.2:GIÁM ĐỐC A¶0.1.0:Lê Thị Mẫu¶0.1.1:Vũ Văn Mẫu¶0.1.2:Lý A Mẫu",
            ),
            // A list, justified text, one line alone, tabs.
            ("1.       Mua sắm máy móc\n2.       Sửa chữa nhà cửa", "1.       Mua sắm máy móc/2.       Sửa chữa nhà cửa"),
            ("Ủy ban   nhân dân xã yêu cầu\ncác thôn tổ    chức họp", "Ủy ban   nhân dân xã yêu cầu/các thôn tổ    chức họp"),
            ("HỌ VÀ TÊN       NƠI SINH SỐNG\n\nMột", "HỌ VÀ TÊN       NƠI SINH SỐNG¶Một"),
            (
                "- Ông Mẫu       Chức vụ: Thư ký\n- Bà Mẫu        Chức vụ: Kế toán",
                "- Ông Mẫu       Chức vụ: Thư ký/- Bà Mẫu        Chức vụ: Kế toán",
            ),
            ("Họ tên     Nơi ở\nLê\tMẫu", "Họ tên     Nơi ở/Lê\tMẫu"),
        ] {
            let document = text::read(page.as_bytes(), &Limits::default()).unwrap();
            assert_eq!(probe::shape(&document), expected, "{page}");
        }
    }
}
