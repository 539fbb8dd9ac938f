//! Owns a document's direction: incoming (đến) or outgoing (đi), from the archive's own body, the envelope and folder names.

use std::sync::LazyLock;

use crate::model::{COUNCILS, Declared, Document, Organ};
use crate::viet::fold_text;

/// Which way a document went, as the registers name it.
///
/// The archive's own body decides where it is known: by the issuer that the document names, else by the sender and receivers
/// that its envelope names. Else the folders `den`, `di` of the path (also written đến, đi, van-ban-den, VB đi …) decide, the
/// innermost first; else `None`.
#[must_use]
pub fn direction(path: &str, document: &Document, declared: Option<&Declared>, home: &[String]) -> Option<&'static str> {
    let is_own = |name: &str| home.iter().any(|own| fold(own) == fold(name));
    if let (false, Some(issuer)) = (home.is_empty(), &document.issuer) {
        return Some(if is_own(issuer) { "di" } else { "den" });
    }
    let names_own = |organ: &Organ| organ.name.as_deref().is_some_and(is_own);
    if let Some(declared) = declared.filter(|_| !home.is_empty()) {
        if names_own(&declared.from) {
            return Some("di");
        }
        if declared.to.iter().any(names_own) {
            return Some("den");
        }
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

/// The councils' names and letters, folded.
static FOLDED: LazyLock<[(String, String); COUNCILS.len()]> =
    LazyLock::new(|| COUNCILS.map(|(long, letters)| (fold_text(long), fold_text(letters))));

fn fold(text: &str) -> String {
    FOLDED.iter().fold(fold_text(text), |folded, (long, letters)| folded.replace(long, letters))
}

#[cfg(test)]
mod tests {
    use super::direction;
    use crate::model::{Declared, Document, Organ};

    #[test]
    fn own_body_then_envelope_then_folder() {
        let organ = |name: &str| Organ { id: None, name: Some(name.to_owned()).filter(|n| !n.is_empty()) };
        let home = ["UBND xã Lâm Bình".to_owned()];
        for (path, issuer, from, to, home, want) in [
            ("den/a.pdf", "Ủy ban nhân dân xã Lâm Bình", "", "", &home[..], Some("di")),
            ("di/a.pdf", "UBND huyện Mẫu Sơn", "", "", &home, Some("den")),
            ("a.edxml", "", "UBND XÃ LÂM BÌNH", "Sở Nội vụ", &home, Some("di")),
            ("a.edxml", "", "Sở Nội vụ", "UBND xã Lâm Bình", &home, Some("den")),
            ("văn bản đến/2023/a.pdf", "", "Sở Nội vụ", "Sở Y tế", &home, Some("den")),
            ("di/a.pdf", "UBND huyện Mẫu Sơn", "", "", &[], Some("di")),
            ("a.pdf", "UBND huyện Mẫu Sơn", "", "", &[], None),
        ] {
            let document = Document { issuer: Some(issuer.to_owned()).filter(|i| !i.is_empty()), ..Document::default() };
            let declared = Declared { from: organ(from), to: vec![organ(to)], ..Declared::default() };
            let declared = Some(&declared).filter(|_| !from.is_empty());
            assert_eq!(direction(path, &document, declared, home), want, "{path} {issuer} {from}");
        }
    }
}
