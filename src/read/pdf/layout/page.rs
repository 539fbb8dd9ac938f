//! One page from glyphs to blocks, in two steps: rows, which all pages together tell apart from chrome; then blocks.

use super::columns::{Region, regions};
use super::rows::{Chunk, chunks, rows};
use super::tables::{Grid, grids};
use super::{Block, Line, Look, Page, Row, cells, main_size, notes, paragraphs};
use crate::model::{Role, Side};
use crate::read::pdf::glyph::{Flags, Glyph, Rule};

/// A page whose rows are known.
#[derive(Debug, Default)]
pub(in crate::read::pdf) struct Sheet {
    width: f32,
    pub(super) height: f32,
    pub(super) rows: Vec<Row>,
    pub(super) tables: Vec<Table>,
    rules: Vec<Rule>,
    /// Text of annotations, then text set aslant.
    annotations: Vec<Row>,
    aslant: Vec<Row>,
    turned: Vec<Row>,
}

/// A ruled table with the rows in its cells.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) grid: Grid,
    /// Row, column, lines.
    cells: Vec<(usize, usize, Vec<Row>)>,
}

/// Numbers of tables over the whole file.
#[derive(Debug, Default)]
pub(in crate::read::pdf) struct Tables {
    next: u16,
    /// The table that ended the page before: its number, its grid, its rows so far.
    open: Option<(u16, Grid, usize)>,
}

/// Finds the rows of a page.
pub(in crate::read::pdf) fn prepare(page: &Page, look: Look<'_>) -> Sheet {
    // A page whose text mostly runs down the page is seen from its side.
    let sideways = page.turned.len() > 2 * page.glyphs.len();
    let (main, other) = if sideways { (&page.turned, &page.glyphs) } else { (&page.glyphs, &page.turned) };
    let (width, height) = if sideways { (page.height, page.width) } else { (page.width, page.height) };
    let (rules, covers): (&[Rule], _) = if sideways { (&[], &[][..]) } else { (&page.rules, &page.covers[..]) };
    let grids = grids(rules);
    let mut hidden = Vec::new();
    let cell = |glyph: &Glyph| place_in(&grids, glyph);
    let all = chunks(main, covers, (width, height), &mut hidden, &cell);
    let mut sheet =
        Sheet { width, height, rules: rules.iter().filter(|r| r.is_horizontal()).copied().collect(), ..Sheet::default() };
    let mut flow: Vec<Chunk> = Vec::new();
    let mut noted: Vec<Chunk> = Vec::new();
    let mut celled: Vec<(usize, Chunk)> = Vec::new();
    for (place, chunk) in all {
        if main.get(chunk.from).is_some_and(|g| g.flags.has(Flags::ANNOTATION)) {
            noted.push(chunk);
        } else if place > 0 {
            celled.push((place, chunk));
        } else {
            flow.push(chunk);
        }
    }
    celled.sort_by_key(|(place, _)| *place);
    for (index, grid) in grids.into_iter().enumerate() {
        let of_table = |place: usize| place / FIELDS == index + 1;
        let (from, to) =
            (celled.partition_point(|c| c.0 / FIELDS < index + 1), celled.partition_point(|c| c.0 / FIELDS <= index + 1));
        let members = celled.get(from..to).unwrap_or_default();
        let mut places: Vec<usize> = members.iter().map(|c| c.0).filter(|p| of_table(*p)).collect();
        places.dedup();
        if places.len() < 2 {
            // A frame around text is no table.
            flow.extend(members.iter().map(|c| c.1.clone()));
            continue;
        }
        let mut cells = Vec::new();
        for place in places {
            let mut inside: Vec<Chunk> = members.iter().filter(|c| c.0 == place).map(|c| c.1.clone()).collect();
            let (row, column) = grid.place(place % FIELDS);
            cells.push((row, column, rows(main, &mut inside, &mut hidden, look)));
        }
        cells.sort_by_key(|(row, column, _)| (*row, *column));
        sheet.tables.push(Table { grid, cells });
    }
    let (filled, noted): (Vec<Chunk>, Vec<Chunk>) = noted.into_iter().partition(|c| fills_a_blank(main, c, &flow));
    flow.extend(filled);
    let mut noted = noted;
    flow.sort_by_key(|c| c.from);
    sheet.rows = rows(main, &mut flow, &mut hidden, look);
    sheet.annotations = rows(main, &mut noted, &mut hidden, look);
    sheet.turned = aside(other, (height, width), look);
    sheet.aslant = aside(&page.aslant, (f32::MAX, f32::MAX), look);
    sheet
}

/// A number or day that was put into the blank of a letterhead as an annotation is read as part of its line.
fn fills_a_blank(glyphs: &[Glyph], chunk: &Chunk, flow: &[Chunk]) -> bool {
    let shown = glyphs.get(chunk.from..chunk.to).unwrap_or_default();
    let plain = |g: &Glyph| g.text.single().is_some_and(|c| c.is_ascii_alphanumeric() || "/-. ".contains(c));
    if shown.len() > 12 || !shown.iter().all(plain) || !shown.iter().any(|g| g.text.single().is_some_and(|c| c.is_ascii_digit()))
    {
        return false;
    }
    let mut beside = flow.iter().filter(|c| (c.y - chunk.y).abs() < 0.5 * chunk.size.min(c.size)).peekable();
    let reach = 3.0 * chunk.size;
    beside.peek().is_some()
        && beside.clone().all(|c| c.x1 < chunk.x0 + 0.3 * chunk.size || c.x0 > chunk.x1 - 0.3 * chunk.size)
        && beside.any(|c| (chunk.x0 - c.x1).abs() < reach || (c.x0 - chunk.x1).abs() < reach)
}

/// Fields of one grid are fewer than this.
const FIELDS: usize = 1 << 20;

fn place_in(grids: &[Grid], glyph: &Glyph) -> usize {
    let (x, y) = (f32::midpoint(glyph.x0, glyph.x1), glyph.y - 0.3 * glyph.size);
    grids.iter().enumerate().find_map(|(i, grid)| grid.cell_at(x, y).map(|field| (i + 1) * FIELDS + field)).unwrap_or(0)
}

/// Rows of text that does not run as the page does.
fn aside(glyphs: &[Glyph], area: (f32, f32), look: Look<'_>) -> Vec<Row> {
    if glyphs.is_empty() {
        return Vec::new();
    }
    let mut hidden = Vec::new();
    let mut found: Vec<Chunk> = chunks(glyphs, &[], area, &mut hidden, &|_| 0).into_iter().map(|c| c.1).collect();
    rows(glyphs, &mut found, &mut hidden, look)
}

/// Turns a page's rows into blocks in reading order.
pub(in crate::read::pdf) fn finish(mut sheet: Sheet, tables: &mut Tables) -> Vec<Block> {
    let body = main_size(sheet.rows.iter().flat_map(|r| &r.lines).chain(cell_lines(&sheet)));
    // A table's own rules part no notes from the text.
    sheet.rules.retain(|rule| !sheet.tables.iter().any(|table| table.grid.holds(rule)));
    let noted = notes::split_off(&mut sheet.rows, &sheet.rules, (sheet.width, sheet.height), body);
    let mut heads = Vec::new();
    let mut feet = Vec::new();
    let mut flow = Vec::new();
    for mut row in std::mem::take(&mut sheet.rows) {
        match row.chrome.take() {
            Some(role) => {
                let at_top = row.y() < 0.5 * sheet.height;
                let block = row.joined().map(|line| Block::of(role, Side::Full, vec![line]));
                if at_top { heads.extend(block) } else { feet.extend(block) }
            }
            None => flow.push(row),
        }
    }
    let centre = page_centre(&flow, sheet.width);
    let mut out = heads;
    let starts_open = tables.open.take();
    let mut rest = flow.into_iter().peekable();
    let mut first = true;
    let count = sheet.tables.len();
    for (i, table) in std::mem::take(&mut sheet.tables).into_iter().enumerate() {
        let mut above = Vec::new();
        while let Some(row) = rest.next_if(|row| row.y() <= table.grid.top() + 0.5 * row.size()) {
            above.push(row);
        }
        let lone = above.is_empty();
        out.extend(flow_blocks(above, centre, tables));
        let open = starts_open.as_ref().filter(|_| first && lone && i == 0);
        let last = i + 1 == count && rest.peek().is_none();
        out.extend(table_blocks(table, open, last, tables));
        first = false;
    }
    out.extend(flow_blocks(rest.collect(), centre, tables));
    out.extend(notes::blocks(noted));
    out.extend(feet);
    out.extend(paragraphs::blocks(lines(sheet.turned), Side::Full));
    for rows in [sheet.annotations, sheet.aslant] {
        out.extend(paragraphs::blocks(lines(rows), Side::Full).into_iter().map(|b| Block { role: Role::Annotation, ..b }));
    }
    out
}

fn cell_lines(sheet: &Sheet) -> impl Iterator<Item = &Line> {
    sheet.tables.iter().flat_map(|t| &t.cells).flat_map(|c| &c.2).flat_map(|r| &r.lines)
}

fn lines(rows: Vec<Row>) -> Vec<Line> {
    rows.into_iter().filter_map(Row::joined).collect()
}

/// The middle of the text on a page, which need not be the page's.
fn page_centre(rows: &[Row], width: f32) -> f32 {
    let left = rows.iter().map(Row::x0).fold(f32::MAX, f32::min);
    let right = rows.iter().map(Row::x1).fold(f32::MIN, f32::max);
    if right - left > 0.5 * width { f32::midpoint(left, right) } else { 0.5 * width }
}

fn flow_blocks(rows: Vec<Row>, centre: f32, tables: &mut Tables) -> Vec<Block> {
    let mut out = Vec::new();
    for region in regions(rows, centre) {
        match region {
            Region::Flow(lines) => {
                let blocks = paragraphs::blocks(lines, Side::Full).into_iter();
                out.extend(blocks.map(|block| right_hand(sign(block), centre)));
            }
            Region::Columns { left, right, text } => {
                let (l, r) = Region::sides(text);
                out.extend(paragraphs::blocks(left, l));
                out.extend(paragraphs::blocks(right, r).into_iter().map(sign));
            }
            Region::Aligned(rows) => {
                let number = tables.take();
                for (row, cells) in rows.into_iter().enumerate() {
                    out.extend(cells.into_iter().map(|(column, line)| cell_block(number, row, column, vec![line])));
                }
            }
        }
    }
    out
}

/// A block that keeps to the right half of the page: a signature without anything at its left.
fn right_hand(block: Block, centre: f32) -> Block {
    let right = !block.centred && block.lines.iter().all(|l| l.x0 > centre - 3.0 * l.size && l.centre() > centre + 3.0 * l.size);
    if right { Block { side: Side::Right, ..block } } else { block }
}

/// The text that signing software paints on the page is no text of the page.
fn sign(block: Block) -> Block {
    let first = block.lines.first().map(Line::text).unwrap_or_default();
    let painted = ["Ký bởi:", "Người ký:", "Ký bởi ", "Digitally signed by", "Signature Not Verified", "Chữ ký số"]
        .iter()
        .any(|w| first.trim_start().starts_with(w));
    if painted { Block { role: Role::Annotation, ..block } } else { block }
}

impl Tables {
    fn take(&mut self) -> u16 {
        let number = self.next;
        self.next = self.next.saturating_add(1);
        number
    }
}

fn cell_block(table: u16, row: usize, column: usize, lines: Vec<Line>) -> Block {
    let small = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
    Block::of(Role::Cell { table, row: small(row), column: small(column) }, Side::Full, lines)
}

fn table_blocks(table: Table, open: Option<&(u16, Grid, usize)>, last: bool, tables: &mut Tables) -> Vec<Block> {
    let carried = open.filter(|(_, grid, _)| grid.same_columns(&table.grid));
    let (number, offset) = carried.map_or_else(|| (tables.take(), 0), |(number, _, rows)| (*number, *rows));
    let rows = table.grid.ys.len().saturating_sub(1);
    if last {
        tables.open = Some((number, table.grid.clone(), offset + rows));
    }
    let Table { grid, cells } = table;
    let mut out: Vec<Block> = Vec::new();
    let mut before: Option<(usize, usize)> = None;
    for (row, column, rows) in cells {
        let lines = lines(rows);
        if lines.is_empty() {
            continue;
        }
        // Cells without text keep their place between others.
        let from = before.filter(|(above, _)| *above == row).map_or(column, |(_, column)| column + 1);
        let empty = (from..column).filter(|column| grid.sides(row, *column).is_some());
        out.extend(empty.map(|column| cell_block(number, offset + row, column, Vec::new())));
        let lines = match grid.sides(row, column) {
            Some(sides) => cells::unwrapped(lines, sides),
            None => lines,
        };
        out.push(cell_block(number, offset + row, column, lines));
        before = Some((row, column));
    }
    out
}
