//! Owns a page of short lists as plain text, HTML and Markdown: one content, three writers.

use super::print::{cut, harmless, pad, width};
use super::talk::Lang;
use crate::report::markup;

/// Columns of a plain text page.
const WIDTH: usize = 80;

/// A page.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheet {
    /// The first line.
    pub title: String,
    /// The second line: what it comes to.
    pub verdict: String,
    /// Does the second line want a person?
    pub attention: bool,
    /// What follows, in order.
    pub parts: Vec<Part>,
}

/// A part of a page.
#[derive(Debug, Clone)]
pub(super) enum Part {
    /// A label and one sentence.
    Fact(String, String),
    /// A list under its heading.
    List {
        /// The heading, with the count in it.
        heading: String,
        /// The rows; the first cells stand in columns, the last one flows.
        rows: Vec<Vec<String>>,
        /// What is said below: how many more there are, what to do.
        below: Vec<String>,
    },
}

impl Sheet {
    /// As plain text, 80 columns wide.
    pub(super) fn text(&self) -> String {
        let mut lines = vec![self.title.clone(), self.verdict.clone()];
        let label = self.parts.iter().map(|p| if let Part::Fact(label, _) = p { width(label) + 2 } else { 0 }).max().unwrap_or(0);
        for part in &self.parts {
            match part {
                Part::Fact(name, sentence) => lines.push(format!("{}{sentence}", pad(name, label))),
                Part::List { heading, rows, below } => {
                    lines.push(heading.clone());
                    let shown = |row: &Vec<String>| row.iter().map(|cell| harmless(cell)).collect::<Vec<_>>();
                    let rows: Vec<Vec<String>> = rows.iter().map(shown).collect();
                    let columns = columns(&rows);
                    lines.extend(rows.iter().flat_map(|row| row_text(row, &columns)));
                    lines.extend(below.iter().map(|line| format!("  {line}")));
                }
            }
        }
        lines.into_iter().map(|line| format!("{}\n", harmless(line.trim_end()))).collect()
    }

    /// As Markdown.
    pub(super) fn markdown(&self) -> String {
        let mut text = format!("# {}\n\n**{}**\n\n", marked(&self.title), marked(&self.verdict));
        for part in &self.parts {
            match part {
                Part::Fact(name, sentence) => text.push_str(&format!("**{}**: {}\n\n", marked(name), marked(sentence))),
                Part::List { heading, rows, below } => {
                    text.push_str(&format!("## {}\n\n", marked(heading)));
                    for row in rows {
                        let cells: Vec<String> = row.iter().filter(|cell| !cell.is_empty()).map(|cell| marked(cell)).collect();
                        text.push_str(&format!("- {}\n", cells.join(" · ")));
                    }
                    if !rows.is_empty() {
                        text.push('\n');
                    }
                    for line in below {
                        text.push_str(&format!("{}\n\n", marked(line)));
                    }
                }
            }
        }
        text
    }

    /// As an HTML page that needs nothing beside itself.
    pub(super) fn html(&self, lang: Lang) -> String {
        let mut text = format!(
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{}</h1>\n<p class=\"{}\">{}</p>\n",
            lang.pick("vi", "en"),
            escaped(&self.title),
            escaped(&self.title),
            if self.attention { "attention" } else { "normal" },
            escaped(&self.verdict)
        );
        for part in &self.parts {
            match part {
                Part::Fact(name, sentence) => {
                    text.push_str(&format!("<p><b>{}</b>: {}</p>\n", escaped(name), escaped(sentence)));
                }
                Part::List { heading, rows, below } => {
                    text.push_str(&format!("<h2>{}</h2>\n", escaped(heading)));
                    if !rows.is_empty() {
                        text.push_str("<table>\n");
                        for row in rows {
                            let cells: String = row.iter().map(|cell| format!("<td>{}</td>", escaped(cell))).collect();
                            text.push_str(&format!("<tr>{cells}</tr>\n"));
                        }
                        text.push_str("</table>\n");
                    }
                    for line in below {
                        text.push_str(&format!("<p class=\"below\">{}</p>\n", escaped(line)));
                    }
                }
            }
        }
        text.push_str("</body>\n</html>\n");
        text
    }
}

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}h1{font-size:1.4rem}h2{font-size:1.1rem;margin:1.2rem 0 .2rem}.attention,.normal{font-weight:bold;padding:.5rem .8rem;border-left:.4rem solid}.below{color:#555;margin:.2rem 0}td{padding:.1rem 1.2rem .1rem 0;vertical-align:top;overflow-wrap:anywhere}@media print{body{margin:0}}";

/// How wide the columns before the last one are.
fn columns(rows: &[Vec<String>]) -> Vec<usize> {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0).saturating_sub(1);
    (0..count).map(|i| rows.iter().filter_map(|row| row.get(i)).map(|cell| width(cell)).max().unwrap_or(0)).collect()
}

/// One row: its last cell goes to a line of its own where it does not fit.
fn row_text(row: &[String], columns: &[usize]) -> Vec<String> {
    let Some((last, first)) = row.split_last() else { return Vec::new() };
    let mut line = " ".to_owned();
    for (cell, column) in first.iter().zip(columns) {
        line.push_str(&format!(" {} ", pad(cell, *column)));
    }
    if last.is_empty() {
        return vec![line];
    }
    let whole = format!("{line} {last}");
    if width(&whole) <= WIDTH || first.is_empty() {
        return vec![whole];
    }
    let indent = 2 + columns.first().map_or(0, |column| column + 2);
    let first = cut(line.trim_end(), WIDTH);
    vec![first, format!("{}{last}", " ".repeat(indent))]
}

fn escaped(text: &str) -> String {
    markup::escaped(&harmless(text))
}

/// Text from documents and names with nothing in it that Markdown would take for its own.
fn marked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in harmless(text).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '!' | '&') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Lang, Part, Sheet};

    fn sheet() -> Sheet {
        let row = |a: &str, b: &str, c: &str| vec![a.to_owned(), b.to_owned(), c.to_owned()];
        Sheet {
            title: "BÁO CÁO".to_owned(),
            verdict: "BÌNH THƯỜNG".to_owned(),
            attention: false,
            parts: vec![
                Part::Fact("Đêm qua".to_owned(), "02:00".to_owned()),
                Part::List {
                    heading: "Vừa có thêm (2)".to_owned(),
                    rows: vec![
                        row("27/KH-UBND", "Báo cáo, chú thích 1", "nhờ di/kh-27.docx"),
                        row("1/KH", "<script>alert(1)</script> *b*\u{1b}[31m", &"dài ".repeat(15)),
                    ],
                    below: vec!["xem: congvan status".to_owned()],
                },
            ],
        }
    }

    #[test]
    fn text_keeps_its_columns_and_flows_what_does_not_fit() {
        let text = sheet().text();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.get(4), Some(&"  27/KH-UBND  Báo cáo, chú thích 1                     nhờ di/kh-27.docx"), "{text}");
        assert!(lines.get(6).is_some_and(|l| l.starts_with("              dài dài")), "{text}");
        assert!(!text.contains('\u{1b}'));
    }

    #[test]
    fn what_names_hold_is_shown_as_letters() {
        let html = sheet().html(Lang::Vi);
        assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && !html.contains("<script>"), "{html}");
        let markdown = sheet().markdown();
        assert!(markdown.contains(r"\<script\>alert(1)\</script\> \*b\*"), "{markdown}");
    }
}
