//! Tables: rows of pipes on one line, and the form of page converters where each `|` has a line of its own.

/// Rows of cells; a cell may hold several lines.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Rows(pub Vec<Vec<String>>);

/// A line of nothing but one bar.
pub(super) fn is_bar(line: &str) -> bool {
    line.trim() == "|"
}

/// `|---|:-:|`
pub(super) fn is_rule_row(line: &str) -> bool {
    let line = line.trim();
    line.contains('|') && line.contains("--") && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

impl Rows {
    /// The table that begins on the first line, and how many lines it takes.
    pub(super) fn at(lines: &[&str]) -> Option<(Self, usize)> {
        let first = lines.first()?;
        if is_bar(first) {
            return Some(barred(lines));
        }
        piped(lines)
    }
}

/// `| a | b |` lines: every line begins with a bar, or the second one is a rule.
fn piped(lines: &[&str]) -> Option<(Rows, usize)> {
    let first = lines.first()?.trim();
    let ruled = first.contains('|') && lines.get(1).is_some_and(|l| is_rule_row(l));
    let boxed = |line: &str| line.len() > 1 && line.starts_with('|') && line.ends_with('|') && !line.ends_with("\\|");
    if !ruled && !boxed(first) {
        return None;
    }
    let mut rows = Vec::new();
    let mut length = 0;
    for line in lines {
        let line = line.trim();
        if !(boxed(line) || ruled && line.contains('|')) {
            break;
        }
        length += 1;
        if !is_rule_row(line) {
            rows.push(cells(line));
        }
    }
    Some((Rows(rows), length))
}

/// Parts a line at its bars; `\|` is a bar of the text.
fn cells(line: &str) -> Vec<String> {
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in line.chars() {
        if c == '|' && !escaped {
            cells.push(String::new());
            continue;
        }
        escaped = c == '\\' && !escaped;
        if let Some(cell) = cells.last_mut() {
            cell.push(c);
        }
    }
    if line.ends_with('|') && !line.ends_with("\\|") {
        cells.pop();
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

/// Nothing, or marks of emphasis around nothing.
fn is_blank(line: &str) -> bool {
    line.chars().all(|c| c.is_whitespace() || c == '*')
}

/// A heading that says something.
fn is_titled(line: &str) -> bool {
    super::heading(line.trim()).is_some_and(|(_, text)| !text.is_empty())
}

/// Recipients beside a signature: the one row of a table of its own.
fn is_end_of_paper(row: &[String]) -> bool {
    row.len() == 2 && row.iter().any(|cell| cell.trim_start_matches(['*', '_', ' ']).to_lowercase().starts_with("nơi nhận"))
}

/// Cells between lone bars. Two bars in a row end one row and begin the next; after a row as wide as the one before, text ends the
/// table, and so do a blank line and a heading.
fn barred(lines: &[&str]) -> (Rows, usize) {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut row: Vec<String> = Vec::new();
    let mut cell: Vec<&str> = Vec::new();
    let mut widest = 0;
    let mut at = 1;
    // At the start of each turn a bar was just read.
    loop {
        cell.clear();
        let start = at;
        while lines.get(at).is_some_and(|l| !is_bar(l)) {
            // A blank line after a bar ends the table, as a heading does; a blank one within a cell parts its paragraphs.
            let blank = || cell.is_empty() && lines.get(at).is_some_and(|l| is_blank(l));
            if !row.is_empty() && (blank() || lines.get(at).is_some_and(|l| is_titled(l))) {
                break;
            }
            cell.extend(lines.get(at));
            at += 1;
        }
        let closed = lines.get(at).is_some_and(|l| is_bar(l));
        let full = widest >= 2 && row.len() >= widest || is_end_of_paper(&row);
        if !closed || (full && !cell.is_empty()) {
            // What follows the last bar is no cell.
            at = start;
            break;
        }
        at += 1;
        if cell.is_empty() {
            widest = widest.max(row.len());
            if !row.is_empty() {
                rows.push(std::mem::take(&mut row));
            }
        } else {
            row.push(cell.join("\n").trim().to_owned());
        }
    }
    if !row.is_empty() {
        rows.push(row);
    }
    (Rows(rows), at)
}
