//! Values of single documents, from columns: what the order of results goes by.

use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, Searcher};

use super::super::open::IndexError;

/// The columns of one part of the index.
pub(super) struct Columns {
    pub row: Column<u64>,
    pub cited: Column<u64>,
    pub year: Column<u64>,
    pub number_year: Column<u64>,
    pub ordinal: Column<u64>,
    pub date: Column<i64>,
    pub group: Column<u64>,
    pub kind: Option<StrColumn>,
    pub issuer: Option<StrColumn>,
    pub direction: Option<StrColumn>,
    pub state: Option<StrColumn>,
    /// The number that drafts have in the column of states, where there are drafts.
    draft: Option<u64>,
}

/// The columns of all parts.
pub(super) fn open(searcher: &Searcher) -> Result<Vec<Columns>, IndexError> {
    searcher
        .segment_readers()
        .iter()
        .map(|segment| {
            let fast = segment.fast_fields();
            let state = fast.str("state")?;
            Ok(Columns {
                row: fast.u64("row")?,
                cited: fast.u64("cited")?,
                year: fast.u64("year")?,
                number_year: fast.u64("number_year")?,
                ordinal: fast.u64("ordinal")?,
                date: fast.i64("date")?,
                group: fast.u64("group")?,
                kind: fast.str("kind")?,
                issuer: fast.str("issuer")?,
                direction: fast.str("direction")?,
                draft: value(state.as_ref(), "draft"),
                state,
            })
        })
        .collect()
}

/// The text of a column for a document; empty where it has none.
pub(super) fn text(column: Option<&StrColumn>, doc: DocId) -> String {
    let mut out = String::new();
    if let Some(column) = column
        && let Some(ord) = column.term_ords(doc).next()
    {
        // A column that names a term it does not hold cannot be; an empty text is what remains then.
        let _ = column.ord_to_str(ord, &mut out);
    }
    out
}

/// The number that a text has in a column, where the column has it.
pub(super) fn value(column: Option<&StrColumn>, text: &str) -> Option<u64> {
    // A column that cannot be read holds nothing.
    column?.dictionary().term_ord(text.as_bytes()).ok().flatten()
}

/// Is a document a draft?
pub(super) fn is_draft(columns: &[Columns], at: DocAddress) -> bool {
    let Some(columns) = columns.get(at.segment_ord as usize) else { return false };
    match (&columns.state, columns.draft) {
        (Some(state), Some(draft)) => state.term_ords(at.doc_id).any(|value| value == draft),
        _ => false,
    }
}

/// What the order goes by among equals: more cited, then newer.
pub(super) fn weight(columns: &[Columns], at: DocAddress) -> (u64, i64) {
    let Some(c) = columns.get(at.segment_ord as usize) else { return (0, 0) };
    (c.cited.first(at.doc_id).unwrap_or(0), c.date.first(at.doc_id).unwrap_or(i64::MIN))
}

/// The same, then the store's row.
pub(super) fn prior(columns: &[Columns], at: DocAddress) -> (u64, i64, u64) {
    let (cited, date) = weight(columns, at);
    (cited, date, columns.get(at.segment_ord as usize).and_then(|c| c.row.first(at.doc_id)).unwrap_or(0))
}
