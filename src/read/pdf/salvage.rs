//! A file that lost its catalogue (cut off, or damaged there): its pages, where they can still be found, under a new one.

use std::collections::HashSet;

/// The bytes with a catalogue of the page objects found in them appended; `None` where there are none.
pub(super) fn with_new_catalogue(bytes: &[u8]) -> Option<Vec<u8>> {
    let pages = page_objects(bytes);
    if pages.is_empty() {
        return None;
    }
    let mut out = bytes.to_vec();
    let kids = pages.iter().map(|(number, generation)| format!("{number} {generation} R")).collect::<Vec<_>>().join(" ");
    let (catalogue, tree) = (FREE, FREE + 1);
    out.extend_from_slice(
        format!(
            "\nendstream endobj\n{tree} 0 obj\n<< /Type /Pages /Count {} /Kids [{kids}] >>\nendobj\n{catalogue} 0 obj\n\
             << /Type /Catalog /Pages {tree} 0 R >>\nendobj\ntrailer\n<< /Root {catalogue} 0 R >>\n",
            pages.len()
        )
        .as_bytes(),
    );
    Some(out)
}

/// How many pages the file has begun, as far as they can be seen.
pub(super) fn begun(bytes: &[u8]) -> usize {
    page_objects(bytes).len()
}

/// A number that no file's own objects reach: those of the largest have seven digits.
const FREE: u32 = 90_000_000;
/// A page dictionary is no longer than this, or it is not looked at to its end.
const REACH: usize = 4096;
/// More pages than this are not saved.
const MAX_PAGES: usize = 20_000;

/// Number and generation of the objects that are pages, in the order of the file, each once.
fn page_objects(bytes: &[u8]) -> Vec<(u32, u32)> {
    let mut found: Vec<(u32, u32)> = Vec::new();
    let mut seen = HashSet::new();
    for at in memchr::memmem::find_iter(bytes, b" obj") {
        let head = bytes.get(..at).unwrap_or_default();
        let Some((generation, head)) = number_before(head) else { continue };
        let Some((number, _)) =
            head.split_last().filter(|(b, _)| b.is_ascii_whitespace()).and_then(|(_, rest)| number_before(rest))
        else {
            continue;
        };
        let body = bytes.get(at + 4..).unwrap_or_default();
        let body = body.get(..REACH.min(body.len())).unwrap_or_default();
        let end = memchr::memmem::find(body, b"endobj").unwrap_or(body.len());
        if body.get(..end).is_some_and(is_page) && seen.insert(number) {
            found.push((number, generation));
        }
        if found.len() >= MAX_PAGES {
            break;
        }
    }
    found
}

/// The number that the bytes end with, and what stands before it.
fn number_before(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let digits = bytes.iter().rev().take(8).take_while(|b| b.is_ascii_digit()).count();
    let (rest, digits) = bytes.split_at_checked(bytes.len() - digits)?;
    let number = std::str::from_utf8(digits).ok()?.parse().ok()?;
    Some((number, rest))
}

/// `/Type /Page`, and not `/Pages`.
fn is_page(body: &[u8]) -> bool {
    memchr::memmem::find_iter(body, b"/Type").any(|at| {
        let rest = body.get(at + 5..).unwrap_or_default().trim_ascii_start();
        rest.strip_prefix(b"/Page").is_some_and(|after| !after.first().is_some_and(u8::is_ascii_alphanumeric))
    })
}

#[cfg(test)]
mod tests {
    use super::page_objects;

    #[test]
    fn pages_are_found() {
        let file = b"%PDF-1.4\n3 0 obj\n<< /Type /Page /Contents 4 0 R >>\nendobj 12 1 obj<</Type/Page>>endobj \
            5 0 obj << /Type /Pages >> endobj 3 0 obj << /Type /Page >> endobj x obj 6 0 obj";
        assert_eq!(page_objects(file), [(3, 0), (12, 1)]);
        assert_eq!(page_objects(b""), []);
    }
}
