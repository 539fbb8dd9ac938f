//! Properties of characters and paragraphs: lists of single changes (SPRMs), kept in 512-byte pages by place in the file.

use super::fib::{Fib, Place, positions, u16_at, u32_at};

/// One change: its code and operand.
pub(super) fn changes(list: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = list;
    std::iter::from_fn(move || {
        let code = u16_at(rest, 0)?;
        let body = rest.get(2..)?;
        let (skip, length) = match code >> 13 {
            0 | 1 => (0, 1),
            2 | 4 | 5 => (0, 2),
            3 => (0, 4),
            7 => (0, 3),
            // Of variable length: one byte says it; for table definitions two, which count one too many.
            _ if code == 0xD608 => (2, usize::from(u16_at(body, 0)?).saturating_sub(1)),
            _ => (1, usize::from(*body.first()?)),
        };
        let operand = body.get(skip..skip + length)?;
        rest = body.get(skip + length..)?;
        Some((code, operand))
    })
}

/// Stretches of the document stream and where their change lists are.
#[derive(Debug, Default)]
pub(super) struct Runs<'a>(Vec<(u32, u32, &'a [u8])>);

impl<'a> Runs<'a> {
    /// Of characters.
    pub(super) fn of_characters(document: &'a [u8], fib: &Fib<'_>) -> Self {
        Self::read(document, fib.table(Place::RunPages), 1, |page, at| {
            let length = usize::from(*page.get(at)?);
            page.get(at + 1..at + 1 + length)
        })
    }

    /// Of paragraphs; the list begins with the two bytes of the style.
    pub(super) fn of_paragraphs(document: &'a [u8], fib: &Fib<'_>) -> Self {
        Self::read(document, fib.table(Place::ParagraphPages), 13, |page, at| {
            let words = usize::from(*page.get(at)?);
            if words > 0 {
                page.get(at + 1..at + words * 2)
            } else {
                let words = usize::from(*page.get(at + 1)?);
                page.get(at + 2..at + 2 + words * 2)
            }
        })
    }

    fn read(document: &'a [u8], plc: &[u8], entry: usize, list: fn(&'a [u8], usize) -> Option<&'a [u8]>) -> Self {
        let (pages, data) = positions(plc, 4);
        let mut runs = Vec::new();
        for i in 0..pages.len().saturating_sub(1) {
            let number = u32_at(plc, data + i * 4).unwrap_or_default() & 0x003F_FFFF;
            let start = (number as usize) * 512;
            let Some(page) = document.get(start..start + 512) else { continue };
            let count = usize::from(page.get(511).copied().unwrap_or_default());
            for run in 0..count {
                let (Some(from), Some(to)) = (u32_at(page, run * 4), u32_at(page, run * 4 + 4)) else { break };
                let at = page.get((count + 1) * 4 + run * entry).map_or(0, |b| usize::from(*b) * 2);
                let changes = if at == 0 { None } else { list(page, at) };
                if from < to {
                    runs.push((from, to, changes.unwrap_or_default()));
                }
            }
        }
        runs.sort_by_key(|(from, to, _)| (*from, *to));
        Self(runs)
    }

    /// The stretch around an offset, with its changes: none where nothing is said.
    pub(super) fn around(&self, offset: u32) -> (u32, u32, &'a [u8]) {
        let next = self.0.partition_point(|(from, _, _)| *from <= offset);
        match next.checked_sub(1).and_then(|i| self.0.get(i)) {
            Some(&(from, to, list)) if offset < to => (from, to, list),
            _ => (offset, self.0.get(next).map_or(u32::MAX, |(from, _, _)| *from), &[]),
        }
    }
}

/// How a character is set.
#[allow(clippy::struct_excessive_bools, reason = "each is a property of its own in the format")]
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct CharProps {
    pub font: Option<u16>,
    /// In half points.
    pub size: u16,
    pub bold: bool,
    pub italic: bool,
    pub superscript: bool,
    pub hidden: bool,
    pub capitals: bool,
    pub deleted: bool,
    /// The character stands for something else (a note's mark, a picture).
    pub special: bool,
    /// A character of a picture font: font and code.
    pub symbol: Option<(u16, u16)>,
}

impl CharProps {
    /// Applies a change list. `style` gives the changes of a character style; `base` is what toggles are relative to.
    pub(super) fn apply<'s>(&mut self, list: &[u8], base: &Self, style: &dyn Fn(u16) -> &'s [u8]) {
        for (code, operand) in changes(list) {
            let byte = operand.first().copied().unwrap_or_default();
            let word = u16_at(operand, 0).unwrap_or_default();
            let toggle = |of_base: bool| match byte {
                0 => false,
                1 => true,
                0x80 => of_base,
                _ => !of_base,
            };
            match code {
                0x0800 => self.deleted = byte == 1,
                0x0835 => self.bold = toggle(base.bold),
                0x0836 => self.italic = toggle(base.italic),
                0x083B => self.capitals = toggle(base.capitals),
                0x083C => self.hidden = toggle(base.hidden),
                0x0855 => self.special = byte == 1,
                0x2A48 => self.superscript = byte == 1,
                // Raised by hand by two points or more.
                0x4845 if (4..0x8000).contains(&word) => self.superscript = true,
                0x4A43 => self.size = word,
                // The font of letters with marks tells the old encodings; that of plain letters only where it is alone.
                0x4A4F if self.font.is_none() || list.windows(2).all(|w| w != [0x51, 0x4A]) => self.font = Some(word),
                0x4A51 => self.font = Some(word),
                0x6A09 => self.symbol = u16_at(operand, 2).map(|code| (word, code)),
                0x4A30 => {
                    let inner = style(word);
                    // A style's own list names no style.
                    if !inner.is_empty() {
                        self.apply(inner, base, &|_| &[]);
                    }
                }
                _ => {}
            }
        }
    }
}

/// How a paragraph is set.
#[allow(clippy::struct_excessive_bools, reason = "each is a property of its own in the format")]
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct ParaProps {
    pub style: u16,
    pub centred: bool,
    pub in_table: bool,
    pub row_end: bool,
    /// Depth of tables.
    pub depth: u32,
    pub page_before: bool,
    pub outline: Option<u8>,
    /// List (from 1) and its level.
    pub list: u16,
    pub level: u8,
    /// Of a row's end: lines at the sides of cells.
    pub lines: bool,
}

impl ParaProps {
    /// Applies a change list.
    pub(super) fn apply(&mut self, list: &[u8]) {
        for (code, operand) in changes(list) {
            let byte = operand.first().copied().unwrap_or_default();
            match code {
                0x2403 | 0x2461 => self.centred = byte == 1,
                0x2407 => self.page_before = byte == 1,
                0x2416 => self.in_table = byte == 1,
                0x2417 => self.row_end = byte == 1,
                0x6649 => self.depth = u32_at(operand, 0).unwrap_or_default(),
                0x2640 => self.outline = Some(byte),
                0x260A => self.level = byte,
                0x460B => self.list = u16_at(operand, 0).unwrap_or_default(),
                // Borders of the table in the order top, left, bottom, right, inside across, inside down.
                0xD605 => self.lines |= [1, 3, 5].iter().any(|i| operand.get(i * 4 + 1).is_some_and(|kind| is_line(*kind))),
                0xD613 => self.lines |= [1, 3, 5].iter().any(|i| operand.get(i * 8 + 5).is_some_and(|kind| is_line(*kind))),
                0xD608 => self.lines |= cell_lines(operand),
                _ => {}
            }
        }
    }
}

fn is_line(kind: u8) -> bool {
    kind != 0 && kind != 0xFF
}

/// Lines at the sides of cells in a table definition: count, edges, then 20 bytes a cell.
fn cell_lines(definition: &[u8]) -> bool {
    let count = usize::from(definition.first().copied().unwrap_or_default());
    let cells = 1 + (count + 1) * 2;
    (0..count).any(|i| [8, 16].iter().any(|at| definition.get(cells + i * 20 + at + 1).is_some_and(|kind| is_line(*kind))))
}
