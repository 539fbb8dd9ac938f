//! Markdown, also as page converters write it (cells parted by lone `|` lines, marks that run over lines).
//!
//! The marks are taken away and kept as style: headings, bold, italic, notes, tables. What only looks like a mark stays.

use super::Limits;
use super::charset::decode;
use super::flow::{Lines, Pages, finish};
use super::text::lines_of;
use crate::model::{Format, RawDocument, ReadError, Role, Style};

mod inline;
mod table;

use inline::Inline;
use table::{Rows, is_bar, is_rule_row};

/// Does the text use Markdown? One sure sign or two weak ones.
pub(super) fn looks_like(text: &str) -> bool {
    let mut signs = 0;
    let mut bold = 0;
    let mut bars = 0;
    let mut rows = 0;
    for line in text.lines() {
        let line = line.trim();
        bold += line.matches("**").count();
        bars += usize::from(is_bar(line));
        rows += usize::from(is_rule_row(line)) * 2;
        signs += usize::from(heading(line).is_some_and(|(_, text)| !text.is_empty()));
        signs += usize::from(line.starts_with("[^") && line.contains("]:")) * 2;
        signs += usize::from(line.starts_with("```") || line.contains("](http"));
    }
    signs + usize::from(bold >= 4) * 2 + usize::from(bars >= 3) * 2 + rows >= 2
}

/// Reads Markdown.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<RawDocument, ReadError> {
    let decoded = decode(bytes);
    let mut reader = Reader { pages: Pages::default(), inline: Inline::default(), tables: 0 };
    reader.inline.collect_notes(&decoded.text);
    for (i, page) in decoded.text.split('\u{c}').enumerate() {
        if i > 0 {
            reader.pages.break_page(limits)?;
        }
        reader.page(page);
    }
    reader.rest_of_notes();
    Ok(finish(Format::Markdown, reader.pages.finish(), decoded.warning.into_iter().collect()))
}

struct Reader<'a> {
    pages: Pages,
    inline: Inline<'a>,
    tables: u16,
}

impl<'a> Reader<'a> {
    fn page(&mut self, text: &'a str) {
        let lines: Vec<&str> = lines_of(text).collect();
        let mut paragraph = String::new();
        let mut at = 0;
        while let Some(&line) = lines.get(at) {
            let trimmed = line.trim();
            let rest = lines.get(at..).unwrap_or_default();
            if trimmed.is_empty() {
                self.paragraph(&mut paragraph);
                at += 1;
            } else if let Some(fence) = fence(trimmed) {
                self.paragraph(&mut paragraph);
                at += 1 + self.fenced(rest.get(1..).unwrap_or_default(), fence);
            } else if let Some(length) = inline::note_length(rest) {
                self.paragraph(&mut paragraph);
                at += length;
            } else if let Some((rows, length)) = Rows::at(rest) {
                self.paragraph(&mut paragraph);
                self.table(rows);
                at += length;
            } else if let Some((level, text)) = heading(trimmed) {
                self.paragraph(&mut paragraph);
                self.block(text, Role::Heading(level));
                at += 1;
            } else {
                if !is_rule(trimmed) {
                    if !paragraph.is_empty() {
                        paragraph.push('\n');
                    }
                    // Two blanks at the end are Markdown's line break; the line ends anyway.
                    paragraph.push_str(quoted(line).trim_end());
                }
                at += 1;
            }
        }
        self.paragraph(&mut paragraph);
    }

    fn paragraph(&mut self, text: &mut String) {
        if !text.is_empty() {
            self.block(text, Role::Paragraph);
            text.clear();
        }
    }

    fn block(&mut self, text: &str, role: Role) {
        let mut lines = Lines::default();
        self.inline.write(text, &Style::default(), &mut lines);
        if let Some(block) = lines.take(role, false) {
            self.pages.push(block);
        }
        if !matches!(role, Role::Note(_)) {
            self.notes();
        }
    }

    /// Puts the notes that were referred to since the last call after the block that refers to them.
    fn notes(&mut self) {
        while let Some((id, text)) = self.inline.next_note() {
            self.block(&text, Role::Note(id));
        }
    }

    /// Notes that nothing refers to stand at the end.
    fn rest_of_notes(&mut self) {
        for (id, text) in self.inline.unused_notes() {
            self.block(&text, Role::Note(id));
        }
    }

    /// Text between code fences, as it is; returns how many lines it took, the closing fence included.
    fn fenced(&mut self, lines: &[&str], fence: &str) -> usize {
        let end = lines.iter().position(|l| l.trim_start().starts_with(fence)).unwrap_or(lines.len());
        let mut text = Lines::default();
        for line in lines.iter().take(end) {
            text.push(line, &Style::default());
            text.break_line();
        }
        if let Some(block) = text.take(Role::Paragraph, false) {
            self.pages.push(block);
        }
        (end + 1).min(lines.len())
    }

    fn table(&mut self, rows: Rows) {
        let table = self.tables;
        self.tables = self.tables.saturating_add(1);
        for (row, cells) in (0..).zip(rows.0) {
            for (column, cell) in (0..).zip(cells) {
                self.block(&cell, Role::Cell { table, row, column });
            }
        }
    }
}

/// `## Title ##` → level and title; an empty heading has an empty title.
fn heading(line: &str) -> Option<(u8, &str)> {
    let text = line.trim_start_matches('#');
    let level = u8::try_from(line.len() - text.len()).ok().filter(|n| (1..=6).contains(n))?;
    (text.is_empty() || text.starts_with([' ', '\t'])).then(|| (level, text.trim().trim_end_matches('#').trim_end()))
}

fn fence(line: &str) -> Option<&'static str> {
    ["```", "~~~"].into_iter().find(|f| line.starts_with(f))
}

/// A drawn line: `-----`, `* * *`, `___`. One star alone is a letterhead's star and stays.
fn is_rule(line: &str) -> bool {
    ['-', '*', '_', '='].iter().any(|mark| {
        let marks = line.matches(*mark).count();
        marks >= 3 && line.chars().all(|c| c == *mark || c == ' ')
    })
}

/// The line without the marks of a quotation.
fn quoted(line: &str) -> &str {
    let mut rest = line;
    while let Some(inner) = rest.trim_start().strip_prefix("> ").or_else(|| rest.trim().eq(">").then_some("")) {
        rest = inner;
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::{looks_like, read};
    use crate::read::{Limits, probe};

    fn shape(text: &str) -> String {
        probe::shape(&read(text.as_bytes(), &Limits::default()).unwrap())
    }

    #[test]
    fn marks_become_style() {
        for (text, expected) in [
            ("Số: **1221** /MTTW-BTT", "Số: <b 1221> /MTTW-BTT"),
            ("# KẾ HOẠCH\n\nVề việc", "h1:KẾ HOẠCH¶Về việc"),
            ("#\n**Số hiệu:**", "<b Số hiệu:>"),
            ("*Mẫu, ngày 26\ntháng 11 năm 2025 *", "<i Mẫu, ngày 26>/<i tháng 11 năm 2025 >"),
            ("**\nUBND XÃ\n**", "<b UBND XÃ>"),
            ("***Nơi nhận:***", "<i <b Nơi nhận:>>"),
            ("chú (**) và 2*3*4 = 24", "chú (**) và 2*3*4 = 24"),
            ("giá: 5 * 3", "giá: 5 * 3"),
            ("*", "*"),
            ("ĐẢNG BỘ\n\n\\*\n\nSố 12-KH/HU", "ĐẢNG BỘ¶*¶Số 12-KH/HU"),
            ("1\\. Mục\\_tiêu", "1. Mục_tiêu"),
            ("Họ tên: ______ năm ____", "Họ tên: ______ năm ____"),
            ("ten_tep_dai.doc và _nghiêng_ hết", "ten_tep_dai.doc và <i nghiêng> hết"),
            ("A &amp; B&nbsp;C &#7841;", "A & B\u{a0}C ạ"),
            ("a<br>b<br/>c<sup>1</sup>", "a/b/c<s 1>"),
            ("<b>đậm</b> <Nội dung> x < y", "<b đậm> <Nội dung> x < y"),
            ("[Luật Mẫu](https://a.vn/x) ![ảnh](b.png)và [sic]", "Luật Mẫu và [sic]"),
            ("> trích\n> dẫn", "trích/dẫn"),
            ("a\n\n-------\n\nb", "a¶b"),
            ("```\n**x**\n```\ny", "**x**¶y"),
            ("a <!-- b --> c", "a  c"),
            ("`mã`", "mã"),
            ("~~bỏ~~ giữ", "bỏ giữ"),
        ] {
            assert_eq!(shape(text), expected, "{text:?}");
        }
    }

    #[test]
    fn tables_become_cells() {
        for (text, expected) in [
            ("| A | **B** |\n|---|:-:|\n| 1 | 2\\|3 |", "0.0.0:A¶0.0.1:<b B>¶0.1.0:1¶0.1.1:2|3"),
            (
                "|\nUBND XÃ\n|\nCỘNG HÒA\n|\n|\nSố: 1/KH\n|\n*ngày*\n|\n\nThân",
                "0.0.0:UBND XÃ¶0.0.1:CỘNG HÒA¶0.1.0:Số: 1/KH¶0.1.1:<i ngày>¶Thân",
            ),
            ("|\nA\n|\nB\n|\n|\nC\n|\nD\n|\nThân bài", "0.0.0:A¶0.0.1:B¶0.1.0:C¶0.1.1:D¶Thân bài"),
            ("|\n|\nCHỦ TỊCH\n|\n** **\n**PHỤ LỤC**\n|\nA\n|\nB\n|", "0.0.0:CHỦ TỊCH¶<b PHỤ LỤC>¶1.0.0:A¶1.0.1:B"),
            ("|\nCHỦ TỊCH\n|\nx\n## I. DANH MỤC\n|\nA\n|\nB\n|", "0.0.0:CHỦ TỊCH¶x¶h2:I. DANH MỤC¶1.0.0:A¶1.0.1:B"),
            (
                "|\nNơi nhận:\n- VT\n|\nCHỦ TỊCH\n|\n**PHỤ LỤC**\n|\nA\n|\nB\n|",
                "0.0.0:Nơi nhận:/- VT¶0.0.1:CHỦ TỊCH¶<b PHỤ LỤC>¶1.0.0:A¶1.0.1:B",
            ),
            ("a | b\nc", "a | b/c"),
        ] {
            assert_eq!(shape(text), expected, "{text:?}");
        }
    }

    #[test]
    fn notes_stand_after_the_block_that_refers_to_them() {
        for (text, expected) in [
            ("13 kế hoạch[^1] đã\n\nHai\n\n[^1]: Kế hoạch\n    số 10", "13 kế hoạch<s 1>#1 đã¶n1:Kế hoạch/số 10¶Hai"),
            ("một[^b] hai[^a]\n\n[^a]: A\n[^b]: B", "một<s b>#2 hai<s a>#1¶n2:B¶n1:A"),
            ("chữ[^9]", "chữ[^9]"),
            ("x\n\n[^1]: không ai gọi", "x¶n1:không ai gọi"),
        ] {
            assert_eq!(shape(text), expected, "{text:?}");
        }
    }

    #[test]
    fn plain_text_is_not_markdown() {
        for (text, expected) in [
            ("BÁO CÁO\n\n1. Mục * một\n- gạch\n# 5", false),
            ("Ghi chú (**)", false),
            ("**Điều 1.** x\n\n**Điều 2.** y", true),
            ("| A | B |\n|---|---|\n| 1 | 2 |", true),
            ("|\nA\n|\nB\n|", true),
        ] {
            assert_eq!(looks_like(text), expected, "{text}");
        }
    }

    #[test]
    fn cuts_and_odd_marks_do_no_harm() {
        let sample = "# A\n|\n**b\n|\n\n[^1]: x\n*y* [^1] <sup>z</sup> | a |\n|---|\n```\n&#x1F; ![a](b";
        for (end, _) in sample.char_indices() {
            shape(sample.get(..end).unwrap());
        }
        shape(&"*_**[^<&`|\\".repeat(5_000));
        shape(&"**".repeat(50_000));
        shape(&"[".repeat(50_000));
        shape(&"<".repeat(50_000));
    }
}
