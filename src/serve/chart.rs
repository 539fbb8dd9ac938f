//! Owns the chart of a trace: what the document rests on at its left, the document, who cites it at its right; fixed places,
//! straight lines, a server-made SVG whose marks are links. The list below it says the same in words.

use maud::{Markup, html};

use super::document::{citing, relation};
use super::frame::{class, mark, word};
use super::picture::{short, target};
use super::site::Visit;
use super::trace::name_of;
use crate::model::{LinkState, Relation};
use crate::report::trace::{Edge, Trace};
use crate::report::words;

/// Marks of a column.
const MOST: usize = 20;
const ROW: f64 = 22.0;
const WIDTH: f64 = 960.0;
/// Where the middle column begins, and where it ends.
const MIDDLE: (f64, f64) = (400.0, 560.0);
/// Where lines begin at the left, and end at the right.
const SIDES: (f64, f64) = (270.0, 690.0);

/// What a document rests on; what else it cites is left to the list.
const RESTS_ON: [Relation; 4] = [Relation::Basis, Relation::Implements, Relation::Guides, Relation::Replies];

/// One mark of a column.
struct Mark {
    name: String,
    title: String,
    to: String,
    state: LinkState,
}

/// The chart; empty where nothing stands at either side.
pub(super) fn chart(visit: &Visit<'_>, of: &Trace) -> Markup {
    let rests: Vec<&Edge> = of.edges.iter().filter(|e| e.depth == 1 && RESTS_ON.contains(&e.citation.relation)).collect();
    let left = marks(rests.into_iter().map(|edge| {
        let name = name_of(&edge.citation);
        let title = format!("{}: {name}, {}", relation(visit, edge.citation.relation), word(visit.lang, edge.state));
        Mark { title, to: target(visit, edge), state: edge.state, name }
    }));
    let (documents, citing) = citing(visit, &of.document.id, MOST);
    let mut right = marks(citing.iter().filter_map(|edge| {
        let head = edge.document.as_ref()?;
        let name = words::name(visit.lang, head);
        let title = format!("{name}: {}", relation(visit, edge.citation.relation));
        let to = format!("{}#vd-{}", visit.href(&["vb", &edge.from.0], &[]), edge.index);
        Some(Mark { name, title, to, state: edge.state })
    }));
    right.1 = documents.saturating_sub(right.0.len());
    if left.0.is_empty() && right.0.is_empty() {
        return html! {};
    }
    let rows = left.0.len().max(right.0.len());
    let height = ROW * count(rows) + 34.0;
    let middle = 28.0 + ROW * count(rows) / 2.0;
    let y = |i: usize| 34.0 + ROW * (count(i) + 0.5);
    let name = words::name(visit.lang, &of.document);
    html! {
        figure.timeline {
            svg viewBox=(format!("0 0 {WIDTH} {height}")) role="img" aria-label=(visit.pick("Sơ đồ: văn bản dựa vào gì, ai viện dẫn; danh sách ở dưới ghi đủ bằng chữ", "Chart of what the document rests on and who cites it; the list below says the same in words")) {
                text x=(SIDES.0 - 8.0) y="14" text-anchor="end" class="lane" { (visit.pick("Dựa vào", "Rests on")) @if left.1 > 0 { " (" (visit.pick(format!("còn {}, xem danh sách", left.1), format!("{} more: see the list", left.1))) ")" } }
                text x=(SIDES.1 + 8.0) y="14" class="lane" { (visit.pick("Được viện dẫn", "Cited by")) @if right.1 > 0 { " (" (visit.pick(format!("còn {}, xem danh sách", right.1), format!("{} more: see the list", right.1))) ")" } }
                @for (i, shown) in left.0.iter().enumerate() {
                    line x1=(SIDES.0) y1=(y(i)) x2=(MIDDLE.0) y2=(middle) class={ "tie " (class(shown.state)) } {}
                    (node(shown, SIDES.0 - 8.0, y(i), "end"))
                }
                @for (i, shown) in right.0.iter().enumerate() {
                    line x1=(MIDDLE.1) y1=(middle) x2=(SIDES.1) y2=(y(i)) class={ "tie " (class(shown.state)) } {}
                    (node(shown, SIDES.1 + 8.0, y(i), "start"))
                }
                @if right.0.is_empty() { text x=(SIDES.1 + 8.0) y=(y(0) + 4.0) { (visit.pick("chưa văn bản nào", "no document")) } }
                rect x=(MIDDLE.0) y=(middle - 14.0) width=(MIDDLE.1 - MIDDLE.0) height="28" rx="3" class="own" {}
                text x=(f64::midpoint(MIDDLE.0, MIDDLE.1)) y=(middle + 4.0) class="own" { (name) }
            }
        }
    }
}

fn node(shown: &Mark, x: f64, y: f64, anchor: &str) -> Markup {
    html! {
        a href=(shown.to) {
            text x=(x) y=(y + 4.0) text-anchor=(anchor) class=(class(shown.state)) { title { (shown.title) } (mark(shown.state)) " " (cut(&shown.name)) }
        }
    }
}

/// Each name once, and how many there is no room for.
fn marks(all: impl Iterator<Item = Mark>) -> (Vec<Mark>, usize) {
    let (mut shown, mut more): (Vec<Mark>, usize) = (Vec::new(), 0);
    for mark in all {
        if let Some(known) = shown.iter_mut().find(|known| known.name == mark.name) {
            // What does not fit is shown before what does.
            if mark.state == LinkState::Conflict {
                *known = mark;
            }
        } else if shown.len() < MOST {
            shown.push(mark);
        } else {
            more += 1;
        }
    }
    (shown, more)
}

/// As much of a name as a column holds.
fn cut(name: &str) -> &str {
    if name.chars().count() <= 32 { name } else { short(name) }
}

#[expect(clippy::cast_precision_loss, reason = "a count of rows")]
fn count(n: usize) -> f64 {
    n as f64
}
