//! Footnote zones: below a short rule, or in small type behind a raised mark, at the bottom of the page.

use super::{Block, Line, Row, Run, main_size};
use crate::model::{Role, Side};
use crate::read::pdf::glyph::Rule;

/// Splits the rows of the note zone off the bottom of a page.
pub(super) fn split_off(rows: &mut Vec<Row>, rules: &[Rule], page: (f32, f32), body: f32) -> Vec<Row> {
    let flow: Vec<usize> = (0..rows.len()).filter(|i| rows.get(*i).is_some_and(|r| r.chrome.is_none())).collect();
    let found = below_rule(rows, &flow, rules, page, body);
    let Some((start, body)) = found.or_else(|| small_with_mark(rows, &flow, page, body).map(|start| (start, body))) else {
        return Vec::new();
    };
    let mut notes: Vec<Row> = Vec::new();
    let mut kept = Vec::new();
    let mut open = true;
    for (i, row) in std::mem::take(rows).into_iter().enumerate() {
        // Text in the body's own size again is the page's: a signature below the notes of a last page.
        let back = notes.first().is_some_and(|n| n.size() <= SMALL * body) && row.size() > 0.97 * body && row.text().len() > 8;
        open &= i < start || row.chrome.is_some() || !back;
        if i >= start && open && row.chrome.is_none() { notes.push(row) } else { kept.push(row) }
    }
    *rows = kept;
    notes
}

/// The first row below a separator, and the size of the text above it: a rule of a twelfth to half of the page's width that
/// begins at the left margin, or one over the whole width, below which a note of the page before goes on.
fn below_rule(rows: &[Row], flow: &[usize], rules: &[Rule], (width, height): (f32, f32), body: f32) -> Option<(usize, f32)> {
    let left = flow.iter().filter_map(|i| rows.get(*i)).map(Row::x0).fold(f32::MAX, f32::min);
    let separators = rules.iter().filter(|r| {
        r.is_horizontal() && r.y1 - r.y0 < 2.5 && r.x1 - r.x0 > width / 12.0 && r.y0 > 0.25 * height && (r.x0 - left).abs() < 40.0
    });
    let mut best: Option<(usize, f32)> = None;
    for rule in separators {
        let Some(start) = flow.iter().copied().find(|i| rows.get(*i).is_some_and(|r| r.y() - 0.5 * r.size() > rule.y0)) else {
            continue;
        };
        // A line just above a rule that is as wide as the rule is underlined by it.
        let underlined = flow.iter().filter_map(|i| rows.get(*i)).any(|r| {
            let below = rule.y0 - r.y();
            below > -1.0 && below < 0.35 * r.size() && r.lines.iter().any(|l| l.x0 < rule.x1 && l.x1 > rule.x0)
        });
        // Notes may hold more of a page than its text does: what stands above them is the text.
        let above: Vec<&Row> = flow.iter().filter(|i| **i < start).filter_map(|i| rows.get(*i)).collect();
        let text = if above.len() < 5 { 0.0 } else { main_size(above.iter().flat_map(|r| &r.lines)) };
        let body = body.max(text);
        let below: Vec<&Row> = rows.get(start..)?.iter().filter(|r| r.chrome.is_none()).collect();
        let lines: Vec<&Line> = below.iter().flat_map(|r| &r.lines).collect();
        let size = main_size(lines.iter().copied());
        let small = size <= SMALL * body;
        let marked = lines.first().is_some_and(|l| mark_of(l).is_some());
        let is_zone =
            if rule.x1 - rule.x0 < 0.5 * width { small || marked && size <= body } else { goes_on(&below, left, body, height) };
        if !underlined && is_zone && best.is_none_or(|(b, _)| start < b) {
            best = Some((start, body));
        }
    }
    best
}

/// A note's type is so much smaller than the text's.
const SMALL: f32 = 0.93;

/// Are these rows the rest of a note: all of them small, one piece each from the left margin on, to the foot of the page?
fn goes_on(rows: &[&Row], left: f32, body: f32, height: f32) -> bool {
    let of_note = |r: &&Row| {
        let margin = if r.lines.len() == 1 { r.x0() - left } else { f32::MAX };
        r.size() <= SMALL * body && margin < 4.0 * r.size()
    };
    rows.iter().all(of_note) && rows.last().is_some_and(|r| r.y() > 0.8 * height)
}

/// The first of the last rows that are all in small type, if it begins with a raised mark.
fn small_with_mark(rows: &[Row], flow: &[usize], (_, height): (f32, f32), body: f32) -> Option<usize> {
    let mut start = None;
    for i in flow.iter().rev() {
        let row = rows.get(*i)?;
        if row.size() > SMALL * body || row.y() < 0.4 * height {
            break;
        }
        if row.lines.first().is_some_and(|l| l.runs.first().is_some_and(|r| r.superscript) && mark_of(l).is_some()) {
            start = Some(*i);
        }
    }
    start
}

/// How many bytes of the line's first run are a note's mark: a number, letter or star that is raised, or a number before a blank,
/// before a capital (`1Các kế hoạch`) or in brackets.
fn mark_of(line: &Line) -> Option<usize> {
    let first = line.runs.first()?;
    let text = first.text.trim_end();
    if first.superscript {
        let mark = text.trim_matches(['(', ')', '[', ']']);
        let plausible = !mark.is_empty() && mark.chars().count() <= 3 && !mark.contains(' ');
        return plausible.then_some(first.text.len());
    }
    let stars = text.len() - text.trim_start_matches('*').len();
    if (1..=4).contains(&stars) {
        return Some(stars);
    }
    let open = usize::from(text.starts_with(['(', '[']));
    let digits = text.get(open..)?.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=3).contains(&digits) {
        return None;
    }
    let rest = text.get(open + digits..)?;
    if open == 1 {
        return rest.starts_with([')', ']']).then_some(open + digits + 1);
    }
    (rest.is_empty() || rest.starts_with(|c: char| c == ' ' || c.is_uppercase())).then_some(digits)
}

/// The number of a mark, where it is one.
fn number(mark: &str) -> Option<u32> {
    mark.trim_matches(|c: char| !c.is_ascii_digit()).parse().ok()
}

/// Notes, one block each; what goes on from the page before comes first, without a mark.
pub(super) fn blocks(rows: Vec<Row>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    let mut last: Option<u32> = None;
    let lines: Vec<Line> = rows.into_iter().filter_map(Row::joined).collect();
    let is_raised = |line: &Line| line.runs.first().is_some_and(|r| r.superscript);
    // Marks of one zone are set alike: beside raised ones, `(5)` is an item of a note's list.
    let all_raised = lines.iter().any(|line| is_raised(line) && mark_of(line).is_some());
    for mut line in lines {
        let mark = mark_of(&line);
        let raised = is_raised(&line);
        let text = mark.and_then(|n| line.runs.first().and_then(|r| r.text.get(..n))).unwrap_or_default().to_owned();
        // A number that begins a line by chance is no mark: marks go up one by one.
        let follows = match (number(&text), last) {
            (Some(n), Some(before)) => n == before + 1,
            _ => true,
        };
        let is_item = all_raised && text.starts_with(['(', '[']);
        let begins = mark.is_some() && (raised || follows && !is_item);
        if begins {
            last = number(&text).or(last);
            if let Some(length) = mark {
                raise_mark(&mut line, length);
            }
        }
        match out.last_mut() {
            Some(block) if !begins => block.lines.push(line),
            _ => out.push(Block::of(Role::Note(0), Side::Full, vec![line])),
        }
    }
    out
}

/// Makes the mark a raised run of its own.
fn raise_mark(line: &mut Line, length: usize) {
    let Some(first) = line.runs.first_mut() else { return };
    let (Some(mark), Some(rest)) = (first.text.get(..length), first.text.get(length..)) else { return };
    let (mark, rest) = (mark.trim_end().to_owned(), rest.trim_start().to_owned());
    if mark.is_empty() {
        return;
    }
    let raised = Run { text: mark, superscript: true, ..first.clone() };
    // The blank between mark and text is kept out of the mark.
    if rest.is_empty() {
        *first = raised;
        if let Some(next) = line.runs.get_mut(1).filter(|r| !r.text.starts_with(' ')) {
            next.text.insert(0, ' ');
        }
    } else {
        first.text = format!(" {rest}");
        line.runs.insert(0, raised);
    }
}
