//! Owns a document's direction: incoming (đến) or outgoing (đi), from the archive's own body and from folder names.

use crate::model::Document;

/// Which way a document went, as the registers name it.
///
/// The archive's own body decides where it is known and the document names its issuer; else the folders `den`, `di` of the path
/// (also written đến, đi, van-ban-den, VB đi …), the innermost first; else `None`.
#[must_use]
pub fn direction(path: &str, document: &Document, home: &[String]) -> Option<&'static str> {
    if let (false, Some(issuer)) = (home.is_empty(), &document.issuer) {
        let issuer = fold(issuer);
        return Some(if home.iter().any(|own| fold(own) == issuer) { "di" } else { "den" });
    }
    path.rsplit('/').skip(1).find_map(|folder| {
        let folded = fold(folder);
        let last = folded.rsplit([' ', '-', '_']).find(|w| !w.is_empty() && !w.bytes().all(|b| b.is_ascii_digit()))?;
        match last {
            "den" | "incoming" => Some("den"),
            "di" | "outgoing" => Some("di"),
            _ => None,
        }
    })
}

fn fold(text: &str) -> String {
    let mut folded = crate::viet::fold_text(text);
    for (long, short) in [("uy ban nhan dan", "ubnd"), ("hoi dong nhan dan", "hdnd")] {
        folded = folded.replace(long, short);
    }
    folded
}
