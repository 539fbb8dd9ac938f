//! Owns which documents a number names: those that bear it, else the files that hold it behind another paper.

use crate::link::PART_KEYS;
use crate::model::{DocNumber, Document};
use crate::store::{ContentRow, Store, StoreError};

/// The documents of this number, of a year where one is given; where no file is that document alone, those in which it is a part.
///
/// # Errors
/// What the store says.
pub fn bearers(store: &Store, number: &DocNumber, year: Option<u16>) -> Result<Vec<ContentRow>, StoreError> {
    let key = number.key();
    let meant = |document: &Document| {
        document.doc_number().is_some_and(|n| n.key() == key)
            && year.is_none_or(|year| document.date.is_some_and(|d| d.year_number() == year))
    };
    let mut found = store.by_number(&key, PART_KEYS)?;
    let alone = found.iter().any(|row| meant(&row.document));
    found.retain(|row| if alone { meant(&row.document) } else { row.parts.iter().any(|part| meant(&part.document)) });
    Ok(found)
}
