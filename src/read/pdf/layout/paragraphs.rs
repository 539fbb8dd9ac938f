//! Lines of one column to paragraphs: indent, lines that end short, spacing, numbering and type decide.

use super::{Block, Line, median};
use crate::model::{Role, Side};

/// Parts the lines of a column, top to bottom, into blocks.
pub(super) fn blocks(lines: Vec<Line>, side: Side) -> Vec<Block> {
    let shape = Shape::of(&lines);
    let mut out: Vec<Block> = Vec::new();
    for line in lines {
        match out.last_mut() {
            Some(block) if shape.continues(&block.lines, &line) => block.lines.push(line),
            _ => out.push(Block::of(Role::Paragraph, side, vec![line])),
        }
    }
    for block in &mut out {
        block.centred = block.lines.iter().all(|l| shape.is_centred(l) || shape.is_balanced(l))
            && block.lines.iter().any(|l| shape.is_centred(l));
    }
    out
}

/// The column that lines stand in.
struct Shape {
    /// Where the first lines of its paragraphs begin.
    indents: Vec<f32>,
    left: f32,
    right: f32,
    leading: f32,
    /// All lines about one middle: a letterhead's column.
    all_centred: bool,
}

impl Shape {
    fn of(lines: &[Line]) -> Self {
        let left = lines.iter().map(|l| l.x0).fold(f32::MAX, f32::min);
        let right = lines.iter().map(|l| l.x1).fold(f32::MIN, f32::max);
        let steps = lines.windows(2).filter_map(|pair| match pair {
            [a, b] => Some((b.y - a.y) / a.size.max(1.0)),
            _ => None,
        });
        let leading = median(steps.filter(|s| (0.8..2.5).contains(s)).collect());
        let middle = f32::midpoint(left, right);
        let edges_differ = lines.iter().any(|l| l.x0 > left + 0.6 * l.size);
        let all_centred = lines.len() > 1 && edges_differ && lines.iter().all(|l| (l.centre() - middle).abs() < 0.9 * l.size);
        let indents = common_edges(lines, left);
        Self { indents, left, right, leading: if leading > 0.0 { leading } else { 1.2 }, all_centred }
    }

    fn is_centred(&self, line: &Line) -> bool {
        if self.all_centred {
            return true;
        }
        let inset = (line.x0 - self.left).min(self.right - line.x1);
        let indented = self.indents.iter().any(|x| (x - line.x0).abs() < 2.0);
        self.is_balanced(line) && inset > 1.2 * line.size && !indented && (line.bold || !starts_item(&line.text()))
    }

    /// As far from the left edge as from the right.
    fn is_balanced(&self, line: &Line) -> bool {
        let middle = f32::midpoint(self.left, self.right);
        (line.centre() - middle).abs() < 0.045 * (self.right - self.left)
    }

    /// Does this line go on with the paragraph above it?
    fn continues(&self, block: &[Line], line: &Line) -> bool {
        let Some(before) = block.last() else { return false };
        let size = before.size.max(line.size).max(1.0);
        let step = (line.y - before.y) / size;
        if step > (self.leading * 1.32).max(self.leading + 0.25) || step < 0.3 {
            return false;
        }
        if (before.size - line.size).abs() > 0.16 * size {
            return false;
        }
        let (above, below) = (before.text(), line.text());
        let centred = self.is_centred(before) && self.is_centred(line);
        // A title may have lines as long as the column among its centred ones.
        let title = before.bold
            && line.bold
            && self.is_balanced(before)
            && self.is_balanced(line)
            && !above.trim_end().ends_with(['.', ';', ':']);
        if centred {
            return before.bold == line.bold && is_capitals(&above) == is_capitals(&below) && !starts_item(&below);
        }
        // A parenthesis over two lines, as under the title of an annex, is one.
        let opened = block.first().is_some_and(|l| l.text().trim_start().starts_with('('));
        if opened && !above.trim_end().ends_with(')') && self.is_balanced(line) && self.is_balanced(before) {
            return true;
        }
        if self.is_balanced(before) && self.is_balanced(line) && before.bold != line.bold && below.trim_start().starts_with('(') {
            return false;
        }
        // A heading in bold, and the text below it.
        let first = block.first().map(Line::text).unwrap_or_default();
        let capital = below.trim_start().chars().next().is_some_and(char::is_uppercase);
        if before.bold && !line.bold && capital && starts_item(&first) && line.runs.first().is_some_and(|r| !r.bold) {
            return false;
        }
        if self.is_centred(before) && title && is_capitals(&above) == is_capitals(&below) && !starts_item(&below) {
            return true;
        }
        if !self.is_centred(before) && self.is_centred(line) {
            return title && !starts_item(&below);
        }
        if self.is_centred(before) && before.bold && !self.is_full(before, size) && block.len() == 1 && line.x0 < before.x0 {
            return false;
        }
        // The next line's first word would have gone on the line above: somebody ended that paragraph.
        let word = first_word_width(line);
        let room = self.right - before.x1;
        let short = room > word + 0.6 * size;
        let ended = above.trim_end().ends_with(['.', ';', ':', '!', '?', '”', '"', '/']);
        if short && (ended || room > 0.25 * (self.right - self.left)) {
            return false;
        }
        let item = starts_item(&below);
        if item && (ended || short) {
            return false;
        }
        // An indented line begins a paragraph, unless it hangs under the text of an item.
        let indent = line.x0 - before.x0;
        let hangs = starts_item(&first);
        if indent > 0.8 * size && !(hangs && block.len() == 1 && indent < 3.0 * size && !item) {
            return false;
        }
        if block.len() == 1 && indent.abs() < 0.5 * size && before.x0 > self.left + 0.8 * size && ended {
            return false;
        }
        !(item && indent.abs() < 0.5 * size && before.x0 > self.left + 0.8 * size)
    }

    fn is_full(&self, line: &Line, size: f32) -> bool {
        line.x1 > self.right - 2.0 * size
    }
}

/// Left edges, apart from the column's own, that several lines of different ends share.
fn common_edges(lines: &[Line], left: f32) -> Vec<f32> {
    let mut edges: Vec<&Line> = lines.iter().filter(|l| l.x0 > left + 0.8 * l.size).collect();
    edges.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    edges
        .chunk_by(|a, b| b.x0 - a.x0 < 1.5)
        .filter(|group| {
            let end = group.first().map_or(0.0, |l| l.x1);
            group.len() >= 3 && group.iter().any(|l| (l.x1 - end).abs() > 3.0)
        })
        .filter_map(|group| group.first().map(|l| l.x0))
        .collect()
}

pub(super) fn first_word_width(line: &Line) -> f32 {
    let text = line.text();
    let all = text.chars().count().max(1);
    let first = text.trim_start().chars().take_while(|c| *c != ' ').count();
    #[allow(clippy::cast_precision_loss, reason = "a line has few characters")]
    let share = first as f32 / all as f32;
    share * line.width()
}

/// Letters, and all of them capitals?
pub(super) fn is_capitals(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| c.is_alphabetic()).peekable();
    letters.peek().is_some() && letters.all(|c| !c.is_lowercase())
}

/// Does it begin as an item of a list or an article does: `- `, `1. `, `a) `, `Điều 3.`, `Căn cứ`?
pub(super) fn starts_item(text: &str) -> bool {
    let text = text.trim_start();
    if let Some(rest) = text.strip_prefix(['-', '+', '•', '–', '—', '*', '\u{f0b7}', '\u{f02d}', '▪', '●', '○']) {
        return rest.starts_with([' ', '\u{a0}']) || rest.chars().next().is_some_and(char::is_uppercase);
    }
    for word in ["Điều ", "Chương ", "Mục ", "Phần ", "Phụ lục "] {
        if let Some(rest) = text.strip_prefix(word) {
            let number: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
            return !number.is_empty()
                && rest.get(number.len()..).is_some_and(|r| r.is_empty() || r.starts_with(['.', ':', '\n']));
        }
    }
    if ["Căn cứ ", "Nơi nhận", "Kính gửi", "Xét đề nghị", "Theo đề nghị"].iter().any(|w| text.starts_with(w))
    {
        return true;
    }
    let head: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '.').collect();
    let after = text.get(head.len()..).unwrap_or_default();
    let numbered = head.trim_end_matches('.');
    let is_number = !numbered.is_empty()
        && numbered.split('.').all(|part| !part.is_empty() && part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit()));
    let is_roman = !numbered.is_empty() && numbered.len() <= 6 && numbered.bytes().all(|b| b"IVX".contains(&b));
    let is_letter = numbered.chars().count() == 1 && numbered.chars().all(char::is_lowercase);
    if is_number && head.ends_with('.') || is_roman && head.ends_with('.') {
        return after.starts_with(' ');
    }
    if is_number && numbered.contains('.') {
        return after.starts_with(' ');
    }
    (is_number || is_letter || is_roman) && after.starts_with([')', '/']) && after.get(1..).is_some_and(|r| r.starts_with(' '))
        || is_letter && head.ends_with('.') && after.starts_with(' ')
}
