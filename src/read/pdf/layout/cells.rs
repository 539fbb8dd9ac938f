//! Lines of a cell to its paragraphs: a line that the cell's width broke goes on in the next one.

use super::paragraphs::{first_word_width, is_capitals, starts_item};
use super::{Line, Run};

/// Room between a border and the text, in points, where a cell does not show how much it keeps.
const MARGIN: f32 = 5.4;
/// Lines of one paragraph stand no further apart than this, in em.
const MAX_STEP: f32 = 1.9;

/// The lines of a cell between these borders, those that were only wrapped as one.
pub(super) fn unwrapped(lines: Vec<Line>, (left, right): (f32, f32)) -> Vec<Line> {
    let margin = lines.iter().map(|l| (l.x0 - left).min(right - l.x1)).fold(MARGIN, f32::min).max(0.0);
    let mut out: Vec<Line> = Vec::new();
    // The last line of the paragraph, as it stood on the page.
    let mut before: Option<Line> = None;
    for line in lines {
        let wrapped = before.as_ref().is_some_and(|before| goes_on(before, &line, (left + margin, right - margin)));
        before = Some(line.clone());
        match out.last_mut().filter(|_| wrapped) {
            Some(last) => join(last, line),
            None => out.push(line),
        }
    }
    out
}

/// Did the next line's first word not fit on this one?
fn goes_on(line: &Line, next: &Line, (left, right): (f32, f32)) -> bool {
    let size = line.size.max(next.size).max(1.0);
    let (above, below) = (line.text(), next.text());
    let step = (next.y - line.y) / size;
    let alike = (line.size - next.size).abs() < 0.16 * size && line.bold == next.bold;
    if !alike || step > MAX_STEP || starts_item(&below) || is_title(&above) != is_title(&below) {
        return false;
    }
    // Room for the pen, and boxes to tick, stand one below the other.
    let open = ["...", "…"].iter().any(|dots| above.trim_end().ends_with(dots));
    let inner = below.starts_with(|c: char| c.is_lowercase() || c == '(');
    if open && !inner || below.starts_with(['□', '☐', '☑', '☒', '■', '[', '…', '.']) {
        return false;
    }
    let (before, after) = ((line.x0 - left).max(0.0), (right - line.x1).max(0.0));
    let room = if (before - after).abs() < size { before + after } else { after };
    let mid_sentence = below.starts_with(char::is_lowercase) && !above.trim_end().ends_with(['.', ';', ':']);
    room < first_word_width(next) + if mid_sentence { 2.0 } else { 0.5 } * size
}

/// Two words and more, all in capitals: a name or a heading.
fn is_title(text: &str) -> bool {
    is_capitals(text) && text.trim().contains(' ')
}

/// Puts a line behind the one it goes on with. What was parted behind its own hyphen (`12/2024/TT-` | `BM`) has no blank there.
fn join(line: &mut Line, next: Line) {
    let text = line.text();
    let parted = text.trim_end().strip_suffix(['-', '/']).is_some_and(|t| t.ends_with(char::is_alphanumeric));
    if parted && next.text().starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) {
        if let Some(last) = line.runs.last_mut() {
            last.text.truncate(last.text.trim_end().len());
        }
        line.bold &= next.bold;
        line.runs.extend(next.runs);
    } else {
        // The blank must not become part of a raised mark.
        let raised = line.runs.last().filter(|run| run.superscript).cloned();
        if let Some(run) = raised {
            line.runs.push(Run { text: " ".to_owned(), superscript: false, ..run });
        }
        line.append(next);
    }
}
