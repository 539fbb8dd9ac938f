//! Owns how a page's stored text is laid out with its marks: citations as links, note marks, places of the fields. Marks go around
//! the text and never into it.

use maud::{Markup, PreEscaped, html};

/// A stretch of a page's text that is marked, in bytes.
#[derive(Debug, Clone)]
pub(super) struct Stretch {
    pub start: usize,
    pub end: usize,
    pub what: What,
}

/// How a stretch is marked.
#[derive(Debug, Clone)]
pub(super) enum What {
    /// A link: address, class, id, a second id, words for who hears the page, sign before it.
    Citation {
        href: String,
        class: &'static str,
        id: String,
        item: Option<String>,
        label: String,
        sign: &'static str,
        card: String,
    },
    /// The mark of a note: the note's id and its own.
    NoteMark { to: String, id: String },
    /// Where a field stands.
    Evidence { id: String },
}

/// Stretches in the order in which they are opened; of two that cross, the later one goes.
pub(super) fn nested(mut stretches: Vec<Stretch>) -> Vec<Stretch> {
    stretches.retain(|s| s.start < s.end);
    stretches.sort_by(|a, b| a.start.cmp(&b.start).then(b.end.cmp(&a.end)));
    let mut open: Vec<usize> = Vec::new();
    let mut kept: Vec<Stretch> = Vec::new();
    for stretch in stretches {
        open.retain(|end| *end > stretch.start);
        if open.last().is_none_or(|end| stretch.end <= *end) {
            open.push(stretch.end);
            kept.push(stretch);
        }
    }
    kept
}

/// The text from `start` to `end` with its marks. A mark that goes on from an earlier line bears no id again.
pub(super) fn marked(text: &str, start: usize, end: usize, stretches: &[Stretch]) -> Markup {
    let within: Vec<&Stretch> = stretches.iter().filter(|s| s.start < end && s.end > start).collect();
    PreEscaped(piece(text, start, end, &within))
}

fn piece(text: &str, start: usize, end: usize, stretches: &[&Stretch]) -> String {
    let mut out = String::new();
    let mut at = start;
    let mut rest = stretches;
    while let Some((first, others)) = rest.split_first() {
        let (from, to) = (first.start.max(at), first.end.min(end));
        let inside = others.iter().take_while(|s| s.start < first.end).count();
        let (inner, after) = others.split_at_checked(inside).unwrap_or((others, &[]));
        out.push_str(&escaped(text, at, from));
        if from < to {
            let content = PreEscaped(piece(text, from, to, inner));
            out.push_str(&wrapped(&first.what, first.start >= start, &content).into_string());
            at = to;
        }
        rest = after;
    }
    out.push_str(&escaped(text, at, end));
    out
}

fn escaped(text: &str, start: usize, end: usize) -> String {
    html! { (text.get(start..end).unwrap_or_default()) }.into_string()
}

fn wrapped(what: &What, begins: bool, content: &Markup) -> Markup {
    match what {
        What::Citation { href, class, id, item, label, sign, card } => html! {
            span id=[item.as_ref().filter(|_| begins)] {
                a.cites.(*class) href=(href) id=[begins.then_some(id)] data-card=(card) title=(label) { @if begins && *sign != "✓" { span.sign-mark aria-hidden="true" { (sign) } } (content) span.away { " (" (label) ")" } }
            }
        },
        What::NoteMark { to, id } => html! {
            a.note-mark role="doc-noteref" href={ "#" (to) } id=[begins.then_some(id)] { (content) }
        },
        What::Evidence { id } => html! { span class={ "evidence " (id) } id=[begins.then_some(id)] { (content) } },
    }
}

/// The parts of a line (from, to) that lie outside the given spans, and those inside.
pub(super) fn outside(start: usize, end: usize, spans: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut kept = Vec::new();
    let mut at = start;
    for (from, to) in spans.iter().filter(|(from, to)| *from < end && *to > start) {
        if at < *from {
            kept.push((at, *from));
        }
        at = at.max(*to);
    }
    if at < end {
        kept.push((at, end));
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::{Stretch, What, marked, nested, outside};

    fn evidence(start: usize, end: usize) -> Stretch {
        Stretch { start, end, what: What::Evidence { id: format!("e{start}") } }
    }

    #[test]
    fn marks_nest_and_text_stays() {
        let check = |text: &str, spans: &[(usize, usize)], want: &str| {
            let stretches = nested(spans.iter().map(|(a, b)| evidence(*a, *b)).collect());
            assert_eq!(marked(text, 0, text.len(), &stretches).into_string(), want);
        };
        check("a<b", &[], "a&lt;b");
        check("abc", &[(1, 2)], "a<span class=\"evidence e1\" id=\"e1\">b</span>c");
        check(
            "abcd",
            &[(2, 3), (1, 4)],
            "a<span class=\"evidence e1\" id=\"e1\">b<span class=\"evidence e2\" id=\"e2\">c</span>d</span>",
        );
        // The second crosses the first and goes.
        check("abcd", &[(0, 2), (1, 3)], "<span class=\"evidence e0\" id=\"e0\">ab</span>cd");
        check("ệ", &[(0, 3)], "<span class=\"evidence e0\" id=\"e0\">ệ</span>");
    }

    #[test]
    fn a_mark_over_two_lines_bears_its_id_once() {
        let stretches = nested(vec![evidence(1, 5)]);
        assert_eq!(marked("ab\ncde", 0, 2, &stretches).into_string(), "a<span class=\"evidence e1\" id=\"e1\">b</span>");
        assert_eq!(marked("ab\ncde", 3, 6, &stretches).into_string(), "<span class=\"evidence e1\">cd</span>e");
    }

    #[test]
    fn what_is_left_of_a_line() {
        assert_eq!(outside(0, 10, &[(2, 4), (6, 12)]), [(0, 2), (4, 6)]);
        assert_eq!(outside(0, 10, &[(0, 10)]), []);
        assert_eq!(outside(5, 10, &[(0, 4)]), [(5, 10)]);
    }
}
