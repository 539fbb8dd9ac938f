//! Owns a document's direction: incoming (đến) or outgoing (đi), from the archive's own body, the envelope and folder names.

use crate::link::Home;
use crate::model::{Declared, Document, Organ};
use crate::viet::fold_text;

/// Which way a document went, as the registers name it.
///
/// What one of the archive's own bodies issued went out. Else the envelope's sender and receivers decide, else the folders `den`,
/// `di` of the path (also written đến, đi, van-ban-den, VB đi …), the innermost first: what another body issued came in, in
/// whichever of them it lies. Without them, what another body issued came in only where that is sensible ([`Home::receives`]):
/// legal texts kept for reference and papers of other places are neither.
#[must_use]
pub fn direction(path: &str, document: &Document, declared: Option<&Declared>, home: &[String]) -> Option<&'static str> {
    let home = Home::new(home);
    let issued = if home.is_empty() { None } else { home.issued(document) };
    if issued == Some(true) {
        return Some("di");
    }
    let names_own = |organ: &Organ| organ.name.as_deref().is_some_and(|name| home.is_named(name));
    if let Some(declared) = declared.filter(|_| !home.is_empty()) {
        if issued.is_none() && names_own(&declared.from) {
            return Some("di");
        }
        if declared.to.iter().any(names_own) {
            return Some("den");
        }
    }
    let folder = path.rsplit('/').skip(1).find_map(|folder| {
        let folded = fold_text(folder);
        let last = folded.rsplit([' ', '-', '_']).find(|w| !w.is_empty() && !w.bytes().all(|b| b.is_ascii_digit()))?;
        match last {
            "den" | "incoming" => Some("den"),
            "di" | "outgoing" => Some("di"),
            _ => None,
        }
    });
    match issued {
        Some(_) => (folder.is_some() || home.receives(document)).then_some("den"),
        None => folder,
    }
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
            ("a.pdf", "UBND huyện Mẫu Sơn", "", "", &home, None),
            ("den/a.pdf", "Quốc hội", "", "", &home, Some("den")),
        ] {
            let document = Document { issuer: Some(issuer.to_owned()).filter(|i| !i.is_empty()), ..Document::default() };
            let declared = Declared { from: organ(from), to: vec![organ(to)], ..Declared::default() };
            let declared = Some(&declared).filter(|_| !from.is_empty());
            assert_eq!(direction(path, &document, declared, home), want, "{path} {issuer} {from}");
        }
    }
}
