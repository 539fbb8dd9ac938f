//! Table and cell properties: lines, style, span.

use super::super::xml::{Node, Xml};
use crate::model::ReadError;

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
