//! Owns the other papers of a file: what is attached with a number of its own, or with a type name of its own and a tie to the
//! first paper (`QUY CHẾ …` / `(Ban hành kèm theo Quyết định số …)`). Annexes, tables and forms to fill in are no papers.

use super::Input;
use super::fields::{self, Trail};
use super::fold::fold;
use super::lines::Line;
use super::zones::{self, Position};
use crate::model::{Citation, Part, Quote};

/// More papers than a file binds together.
const MOST: usize = 50;

/// How many lines the head of an attached paper takes up to its tie or its quốc hiệu.
const HEAD: usize = 9;

/// The papers at or behind `annex`, in order, with the citations that stand in each.
pub(super) fn find(input: &Input<'_>, lines: &[Line<'_>], annex: Position, citations: &[Citation]) -> Vec<Part> {
    let from = lines.partition_point(|l| Position::from(l.span()) < annex);
    let starts = starts(lines, from);
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    starts.iter().zip(ends).filter_map(|(start, end)| part(input, lines.get(*start..end)?, citations)).take(MOST).collect()
}

/// The first lines of all that is attached.
fn starts(lines: &[Line<'_>], from: usize) -> Vec<usize> {
    let mut out = Vec::new();
    let mut from = from;
    while let Some(start) = zones::sure_annex(lines, from) {
        out.push(start);
        // Its own head is no other paper's: up to its tie, which may stand under a quốc hiệu.
        let mut head = lines.iter().enumerate().skip(start).take(HEAD);
        let tie = |(_, l): &(usize, &Line<'_>)| zones::ties_to_document(l.text);
        let sign = head.find(|entry| tie(entry) || names_country(entry.1.text));
        let last = sign.and_then(|s| if tie(&s) { Some(s) } else { head.find(tie).or(Some(s)) });
        from = last.map_or(start, |(i, _)| i).max(from) + 1;
    }
    out
}

fn names_country(text: &str) -> bool {
    text.len() < 200 && fold(text).contains("chu nghia viet nam")
}

/// The paper that these lines hold, if they hold one.
fn part(input: &Input<'_>, lines: &[Line<'_>], citations: &[Citation]) -> Option<Part> {
    let first = lines.first()?;
    let end = lines.last().map(|l| (l.page, l.end()))?;
    if is_form(lines) {
        return None;
    }
    let mut found = fields::find(&Input { pages: input.pages, declared: None }, lines, &mut Trail::default());
    let tie = lines.iter().take(HEAD).find(|l| zones::ties_to_document(l.text));
    let rule = |field: &str| found.evidence.get(field).map_or("", |e| e.rule.as_str());
    let numbered =
        found.document.number.is_some() && found.document.symbol.is_some() && rule("number").starts_with("letterhead.");
    let titled = tie.is_some() && rule("kind") == "title.kind";
    // A subject with room for the pen is a form's.
    let blank = found.document.subject.as_deref().is_some_and(|s| s.contains('…') || s.contains("..."));
    if !(numbered || titled) || blank {
        return None;
    }
    // Who speaks in an attached text is the body of the first paper.
    if !matches!(rule("issuer"), "letterhead.issuer" | "symbol.issuer") {
        found.document.issuer = None;
        found.evidence.remove("issuer");
    }
    let quote = |line: &Line<'_>| Quote { span: line.span(), quote: super::bodies::one_line(line.text) };
    let begins = (first.page, first.start);
    let within = |c: &Citation| {
        let at = (c.span.page, c.span.start);
        at >= begins && at < end
    };
    Some(Part {
        citations: (0..).zip(citations).filter(|(_, c)| within(c)).map(|(i, _)| i).collect(),
        first: first.span(),
        tie: tie.map(quote),
        document: found.document,
        evidence: found.evidence,
    })
}

/// `Mẫu số 01`, `Biểu 02`, `TÊN CƠ QUAN` over a head: a form.
fn is_form(lines: &[Line<'_>]) -> bool {
    lines.iter().take(4).any(|l| {
        let text: String = fold(l.text).chars().filter(|c| c.is_ascii_alphanumeric() || *c == ' ').collect();
        ["mau so", "mau ", "bieu ", "ten co quan", "ten don vi", "ten to chuc", "ten doanh nghiep"]
            .iter()
            .any(|p| text.trim_start().starts_with(p))
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::{Input, extract};
    use crate::model::{Mark, Page, Role, Side, What};

    /// A page whose paragraphs are parted by blank lines.
    pub(in crate::extract) fn page(text: &str) -> Page {
        let mut at = 0;
        let mut marks = Vec::new();
        for block in text.split("\n\n") {
            let (start, end) = (u32::try_from(at).unwrap(), u32::try_from(at + block.len()).unwrap());
            let what = What::Block { role: Role::Paragraph, side: Side::Full, centred: false };
            marks.push(Mark { start, end, what });
            at += block.len() + 2;
        }
        Page { text: text.to_owned(), marks, ..Page::default() }
    }

    #[test]
    fn papers_of_one_file_are_told_from_annexes_and_forms() {
        let decision = "ỦY BAN NHÂN DÂN\nXÃ MẪU SƠN\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nSố: 16/QĐ-UBND\n\nMẫu \
                        Sơn, ngày 09 tháng 02 năm 2023\n\nQUYẾT ĐỊNH\nBan hành Quy chế làm việc\n\nCăn cứ Nghị định số 12/2020/NĐ-CP;\n\nNơi \
                        nhận:\n- Như Điều 3;\n- Lưu: VT.\n\nCHỦ TỊCH\n\nNguyễn Văn Mẫu";
        let rules = "QUY CHẾ\nLàm việc của Ủy ban nhân dân xã\n(Ban hành kèm theo Quyết định số 16/QĐ-UBND ngày 09 tháng 02 năm \
                     2023)\n\nChương I\n\nĐiều 1. Theo Nghị định số 34/2019/NĐ-CP.";
        let letter = "UBND HUYỆN MẪU ĐƠN\nPHÒNG NỘI VỤ\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nSố: \
                      81/BC-PNV\n\nMẫu Đơn, ngày 12 tháng 3 năm 2023\n\nBÁO CÁO\nKết quả thẩm định\n\nTheo Công văn số 7/UBND-NV.";
        let annex = "PHỤ LỤC I\nDANH MỤC\n(Kèm theo Quyết định số 16/QĐ-UBND)\n\nMột";
        let form = "Mẫu số 01\n\nTÊN CƠ QUAN\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nSố: …/BC-…\n\nBÁO CÁO";
        for (texts, want) in [
            (vec![decision], vec![]),
            (vec![decision, annex, form], vec![]),
            (vec![decision, rules, annex], vec!["QC . Làm việc của Ủy ban nhân dân xã . 34"]),
            (
                vec![decision, rules, letter],
                vec!["QC . Làm việc của Ủy ban nhân dân xã . 34", "BC 81 Phòng Nội vụ Kết quả thẩm định UBND huyện Mẫu Đơn 7"],
            ),
        ] {
            let pages: Vec<Page> = texts.iter().map(|t| page(t)).collect();
            let found = extract(Input { pages: &pages, declared: None });
            assert_eq!(found.document.number.as_deref(), Some("16"));
            let text = |s: &Option<String>| s.clone().unwrap_or_else(|| ".".to_owned());
            let got: Vec<String> = found
                .parts
                .iter()
                .map(|p| {
                    let d = &p.document;
                    let cited: Vec<String> = p
                        .citations
                        .iter()
                        .filter_map(|i| found.citations.get(*i as usize))
                        .filter_map(|c| c.number.clone().filter(|n| n != "16"))
                        .collect();
                    let kind = d.kind.map(|k| k.to_string()).unwrap_or_default();
                    [kind, text(&d.number), text(&d.issuer), text(&d.subject), text(&d.parent), cited.join(",")]
                        .join(" ")
                        .replace(". .", ".")
                })
                .collect();
            assert_eq!(got, want, "{texts:?}");
        }
    }
}
