//! What one cited document does to another one: `Nghị định A (được sửa đổi, bổ sung bởi Nghị định B)`, `Thông tư B sửa đổi một số
//! điều của Thông tư A`. The reading document itself does nothing there.

use super::around::Text;
use super::mention::Mention;
use crate::model::Relation;

/// The farthest that words between two documents reach, in bytes.
const FARTHEST: usize = 240;

/// What is done to the document before, by the one behind.
const DONE: [&str; 14] = [
    "được sửa đổi",
    "được bổ sung",
    "được thay thế",
    "được đính chính",
    "được điều chỉnh",
    "được gia hạn",
    "bị bãi bỏ",
    "bị thay thế",
    "được bãi bỏ",
    "bị hủy bỏ",
    "sửa đổi bởi",
    "bổ sung bởi",
    "bổ sung tại",
    "thay thế bởi",
];

/// How the title of a document begins that acts on another one.
const ACTS: [&str; 9] =
    ["sửa đổi", "bổ sung", "thay thế", "bãi bỏ", "đính chính", "điều chỉnh", "gia hạn", "hướng dẫn", "quy định chi tiết"];

/// A mention with the place where its pinpoint, or itself, begins, and its relation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed<'a> {
    pub mention: &'a Mention,
    pub start: usize,
    pub relation: Relation,
}

/// What one mention does to another: their places in the list, the acting one first.
pub(super) type Found = (usize, usize, Relation);

/// Which way a relation goes between two neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// The second acts on the first.
    Back,
    /// The first acts on the second.
    Forth,
}

/// Finds what the mentions of a text do to each other.
pub(super) fn find(text: Text<'_>, mentions: &[Placed<'_>]) -> Vec<Found> {
    let mut out = Vec::new();
    // The document on the other side, for the members of a list.
    let mut open: Option<(usize, Way, Relation)> = None;
    for (i, pair) in mentions.windows(2).enumerate() {
        let [one, next] = pair else { continue };
        let acts = matches!(next.relation, Relation::Amends | Relation::Replaces | Relation::Repeals | Relation::Guides);
        let gap = text.low(one.mention.ends().before(next.start), next.start);
        open = match acts.then(|| way(gap)).flatten().filter(|way| next.relation != Relation::Guides || *way == Way::Forth) {
            Some(way) => Some((i, way, next.relation)),
            None => open.filter(|(.., relation)| *relation == next.relation && is_joint(gap)),
        };
        match open {
            Some((other, Way::Back, relation)) => out.push((i + 1, other, relation)),
            Some((other, Way::Forth, relation)) => out.push((other, i + 1, relation)),
            None => {}
        }
    }
    out
}

/// What the words between two documents say.
fn way(gap: &str) -> Option<Way> {
    if gap.len() > FARTHEST || gap.contains([';', '\t']) || gap.contains(". ") || gap.contains("\n\n") {
        return None;
    }
    // A bracket that was open before the first document and closes here parts them.
    let outside = gap.find(')').is_some_and(|close| gap.find('(').is_none_or(|open| open > close));
    if outside {
        return None;
    }
    if DONE.iter().any(|words| gap.contains(words)) {
        return Some(Way::Back);
    }
    let mut words = gap.trim_start_matches([' ', ',', '\n', '“', '"', '*']);
    for lead in ["về việc ", "về ", "quy định ", "ban hành "] {
        words = words.strip_prefix(lead).unwrap_or(words);
    }
    // `quy định` was left out before `chi tiết`.
    let acts = |w: &str| words.starts_with(w.strip_prefix("quy định ").unwrap_or(w));
    ACTS.iter().any(|w| acts(w)).then_some(Way::Forth)
}

/// Only the marks that join two members of a list.
fn is_joint(gap: &str) -> bool {
    gap.len() <= 24
        && gap.split([' ', '\n', ',']).filter(|w| !w.is_empty()).all(|w| matches!(w, "và" | "các" | "của" | "tại" | "bởi"))
}
