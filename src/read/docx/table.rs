//! Tables: which have visible lines, and which are only a way to set two columns side by side.

use super::super::xml::{Node, Xml};
use crate::model::{RawBlock, ReadError, Role, Side};

/// What table or cell properties say.
#[derive(Debug, Default)]
pub(super) struct TableProps {
    /// Are there lines between or beside the cells? `None` where nothing is said.
    pub lines: Option<bool>,
    /// The table style.
    pub style: Option<String>,
    /// How many columns of the grid the cell covers.
    pub span: Option<u16>,
}

/// Reads `w:tblPr` or `w:tcPr`, which was just opened.
pub(super) fn lines_of(xml: &mut Xml<'_>) -> Result<TableProps, ReadError> {
    let mut props = TableProps::default();
    let mut borders = false;
    loop {
        let tag = match xml.next()? {
            Node::Open(tag) => tag,
            Node::Close if borders => {
                borders = false;
                continue;
            }
            Node::Close | Node::End => return Ok(props),
            Node::Text(_) => continue,
        };
        match tag.name() {
            "tblBorders" | "tcBorders" => {
                borders = true;
                continue;
            }
            // Lines above and below occur in letterheads, too; those at the sides make a table.
            "left" | "right" | "start" | "end" | "insideV" if borders => {
                let drawn = !matches!(tag.val().as_deref(), Some("nil" | "none") | None);
                props.lines = Some(props.lines.unwrap_or_default() || drawn);
            }
            "tblStyle" => props.style = tag.val().map(std::borrow::Cow::into_owned),
            "gridSpan" => props.span = tag.val().and_then(|v| v.parse().ok()),
            _ => {}
        }
        xml.skip()?;
    }
}

/// A cell with its blocks, before it is known what the table is.
#[derive(Debug)]
pub(super) struct Cell {
    pub row: u16,
    /// Column of the grid.
    pub column: u16,
    pub blocks: Vec<RawBlock>,
}

/// Gives the cells' blocks their places; an invisible table of two columns gets sides.
pub(super) fn place(table: u16, cells: Vec<Cell>, visible: bool) -> Vec<RawBlock> {
    let two_columns = !visible && is_two_columned(&cells);
    let mut before: Option<u16> = None;
    let mut blocks = Vec::new();
    for cell in cells {
        if cell.blocks.is_empty() {
            continue;
        }
        let side = match (two_columns, before == Some(cell.row)) {
            (false, _) => Side::Full,
            // The only filled cell of a row is at the side where its column is.
            (true, false) if cell.column == 0 => Side::Left,
            (true, _) => Side::Right,
        };
        before = Some(cell.row);
        for mut block in cell.blocks {
            if block.side == Side::Full {
                block.side = side;
            }
            if matches!(block.role, Role::Paragraph | Role::Heading(_)) {
                block.role = Role::Cell { table, row: cell.row, column: cell.column };
            }
            blocks.push(block);
        }
    }
    blocks
}

/// Two filled cells in a row at most, and two in at least one row.
fn is_two_columned(cells: &[Cell]) -> bool {
    let mut most = 0;
    let mut row = None;
    let mut filled = 0;
    for cell in cells.iter().filter(|c| !c.blocks.is_empty()) {
        if row != Some(cell.row) {
            row = Some(cell.row);
            filled = 0;
        }
        filled += 1;
        most = most.max(filled);
    }
    most == 2
}
