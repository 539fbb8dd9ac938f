//! Facts about the file: title, author, producer, time, digital signatures.

use hayro_syntax::Pdf;

use super::text_string::text_string;
use crate::model::FileFacts;

/// What the file says about itself.
pub(super) fn read(pdf: &Pdf, _bytes: &[u8]) -> FileFacts {
    let about = pdf.metadata();
    let text =
        |bytes: &Option<Box<[u8]>>| bytes.as_ref().map(|b| text_string(b).trim().to_owned()).filter(|text| !text.is_empty());
    FileFacts {
        title: text(&about.title),
        author: text(&about.author),
        producer: text(&about.producer).or_else(|| text(&about.creator)),
        created: None,
        signatures: Vec::new(),
    }
}
