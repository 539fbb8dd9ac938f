//! Quoted text: the new wording that an amending document gives another one (`sửa đổi khoản 1 như sau: “1. …”`), the grounds
//! of another document in a note of a consolidated text (`có căn cứ ban hành như sau: “Căn cứ …”`).
//!
//! A quotation opens behind a colon and closes with its own mark, however many paragraphs and inner quotations lie between.
//! Where the closing mark is lost, it ends with its paragraph, or, in a row of changes, before the next one.

use std::ops::Range;

use super::around::Text;

/// Shorter quotations are titles and phrases, in bytes.
const SHORTEST: usize = 40;

/// How a paragraph begins that changes another document, behind its own label (`2.`, `Điều 3.`, `b)`).
const CHANGES: [&str; 7] = ["sửa đổi", "bổ sung", "bãi bỏ", "thay thế", "thay cụm từ", "hiệu lực", "điều khoản"];

/// Finds the quoted stretches, in order, none inside another.
pub(super) fn find(text: Text<'_>) -> Vec<Range<usize>> {
    let bytes = text.raw.as_bytes();
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    // Once a closing mark is lost no later one is waited for, so that the whole is read but twice.
    let mut lost = false;
    for at in opening_marks(bytes) {
        if at < from || !after_colon(bytes, at) {
            continue;
        }
        let mut end = close(text, at, lost);
        if end.is_none() && !lost {
            lost = true;
            end = close(text, at, true);
        }
        let end = end.unwrap_or_else(|| paragraph_end(bytes, at));
        if end - at >= SHORTEST {
            out.push(at..end);
            from = end;
        }
    }
    out
}

/// Does a place lie in one of these stretches?
pub(super) fn holds(stretches: &[Range<usize>], at: usize) -> bool {
    let after = stretches.partition_point(|s| s.start <= at);
    after.checked_sub(1).and_then(|i| stretches.get(i)).is_some_and(|s| at < s.end)
}

/// Every `“` and `"`, in order.
fn opening_marks(bytes: &[u8]) -> impl Iterator<Item = usize> {
    // No letter of Vietnamese begins with the first byte of `“`.
    let marks = memchr::memchr2_iter(b'"', 0xE2, bytes);
    marks.filter(|at| bytes.get(*at..).is_some_and(|rest| rest.starts_with(b"\"") || rest.starts_with("“".as_bytes())))
}

/// Does a colon stand before a quotation mark, over blanks and breaks?
fn after_colon(bytes: &[u8], at: usize) -> bool {
    let before = bytes.get(..at).unwrap_or_default();
    before.iter().rev().take(8).find(|b| !matches!(b, b' ' | b'\n' | b'\t' | b'*' | b'_')) == Some(&b':')
}

fn paragraph_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    memchr::memmem::find(rest, b"\n\n").map_or(bytes.len(), |n| at + n)
}

/// The end of the quotation whose mark stands at `at`; `None` if it does not close. `wary`: a quotation that a change
/// introduces ends before the next change, any other one with its paragraph.
fn close(text: Text<'_>, at: usize, wary: bool) -> Option<usize> {
    let bytes = text.raw.as_bytes();
    let wary = wary && {
        let colon = bytes.get(..at).and_then(|before| memchr::memrchr(b':', before)).unwrap_or(at);
        if !changes(text, text.paragraph_start(colon)) {
            return Some(paragraph_end(bytes, at));
        }
        true
    };
    let curly = bytes.get(at) != Some(&b'"');
    let mut depth = 0_i32;
    let mut i = at;
    while let Some(rest) = bytes.get(i..).filter(|rest| !rest.is_empty()) {
        match rest {
            [0xE2, 0x80, 0x9C, ..] if curly => depth += 1,
            [0xE2, 0x80, 0x9D, ..] if curly => {
                depth -= 1;
                if depth == 0 {
                    return Some(i + 3);
                }
            }
            [b'"', ..] if !curly => {
                depth += 1;
                // An even one that ends its paragraph closes what the first one opened.
                if depth % 2 == 0 && ends_paragraph(rest) {
                    return Some(i + 1);
                }
            }
            [b'\n', b'\n', ..] if wary && changes(text, i + 2) => return Some(i),
            _ => {}
        }
        let next = rest.get(1..).unwrap_or_default();
        i += memchr::memchr3(0xE2, b'"', b'\n', next).map_or(rest.len(), |n| n + 1);
    }
    None
}

/// Does nothing but marks stand between a straight quotation mark and the end of its paragraph?
fn ends_paragraph(rest: &[u8]) -> bool {
    let after = rest.iter().skip(1).position(|b| !matches!(b, b'.' | b';' | b',' | b'/' | b' '));
    after.is_none_or(|n| matches!(rest.get(n + 1), Some(b'\n' | b'\t')))
}

/// Does a paragraph begin here that changes another document, or closes this one?
fn changes(text: Text<'_>, at: usize) -> bool {
    let head = text.low(at, text.boundary((at + 60).min(text.low.len())));
    let label = head.strip_prefix("điều ").unwrap_or(head);
    let behind_number = label.trim_start_matches(|c: char| c.is_ascii_digit());
    let lettered = head.split_once(')').filter(|(letter, _)| letter.chars().count() == 1).map(|(_, rest)| rest);
    let words = match lettered {
        Some(rest) => rest,
        None if behind_number.len() < label.len() => behind_number.strip_prefix('.').unwrap_or_default(),
        None => head,
    };
    let words = words.trim_start();
    CHANGES.iter().any(|w| words.starts_with(w))
}

#[cfg(test)]
mod tests {
    use super::super::around::Text;
    use super::find;

    #[test]
    fn quotations_end_with_their_own_mark() {
        for (raw, expected) in [
            (
                "1. Sửa đổi khoản 2 như sau: “2. Chủ đầu tư nộp hồ sơ theo Điều 4 Nghị định này.” và gửi",
                Some("“2. Chủ đầu tư nộp hồ sơ theo Điều 4 Nghị định này.”"),
            ),
            (
                "như sau:\n\n“Điều 5. Hồ sơ\n\n1. Đơn theo mẫu “Đơn đăng ký” tại Phụ lục.\n\n2. Bản sao.”.\n\nĐiều 2. Hiệu lực",
                Some("“Điều 5. Hồ sơ\n\n1. Đơn theo mẫu “Đơn đăng ký” tại Phụ lục.\n\n2. Bản sao.”"),
            ),
            (
                "như sau:\n\n\"a) Tờ khai theo \"mẫu A\" của tỉnh và bản sao;\n\nb) Bản vẽ.\"\n\n3. Khác",
                Some("\"a) Tờ khai theo \"mẫu A\" của tỉnh và bản sao;\n\nb) Bản vẽ.\""),
            ),
            // The closing mark is lost.
            (
                "3. Sửa đổi khoản 3 như sau:\n\n“3. Cơ quan thẩm định trả lời trong 15 ngày.\n\n4. Sửa đổi khoản 7 như sau:",
                Some("“3. Cơ quan thẩm định trả lời trong 15 ngày."),
            ),
            (
                "Luật quy định: “Người có thẩm quyền phải trả lời bằng văn bản.\n\nVướng mắc",
                Some("“Người có thẩm quyền phải trả lời bằng văn bản."),
            ),
            ("phê duyệt Đề án “Tăng cường năng lực phòng, chống thiên tai tại cơ sở”", None),
            ("thay cụm từ: “Sở Tài chính” bằng", None),
        ] {
            let low = super::super::super::lower::lower_paragraphs(raw);
            let found = find(Text { raw, low: low.of(raw) });
            assert_eq!(found.first().and_then(|r| raw.get(r.clone())), expected, "{raw}");
        }
    }
}
