//! Tables of all formats: which are only a way to set two columns side by side, and what place each block gets.

use crate::model::{RawBlock, Role, Side};

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
    // Columns of cells without text since the last one with text.
    let mut empty: Vec<u16> = Vec::new();
    for cell in cells {
        if cell.blocks.is_empty() {
            empty.push(cell.column);
            continue;
        }
        // Between others of a table that is seen as one they keep their place.
        let kept = visible && before == Some(cell.row);
        blocks.extend(
            empty
                .drain(..)
                .filter(|_| kept)
                .map(|column| RawBlock { role: Role::Cell { table, row: cell.row, column }, ..RawBlock::default() }),
        );
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
