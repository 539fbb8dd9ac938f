//! Owns how a document's text asks for an answer, and by which day: `gửi … trước ngày 15/8/2023`, `đề nghị … trả lời bằng văn bản`.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::{Page, PartialDate, Quote, Request, Span};

/// A day that something must be handed in by: `trước ngày 15/8/2023`, `chậm nhất ngày 15 tháng 8 năm 2023`, `trước 17h00 ngày 15/8`.
static DAY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:trước|chậm\s+nhất(?:\s+là)?(?:\s+(?:đến|vào|trước))?|hạn\s+chót(?:\s+là)?|thời\s+hạn(?:\s+gửi)?[^.;\n]{0,40}?(?:trước|đến)|hạn\s+đến|muộn\s+nhất(?:\s+là)?)",
        r"\s+(?:[0-9]{1,2}\s*(?:h|giờ|g)\s*(?:[0-9]{2})?(?:\s*phút)?[,]?\s+)?(?:hết\s+)?(?:ngày\s+)?",
        r"(?P<day>[0-9]{1,2})(?:\s*[-./]\s*|\s+tháng\s+)(?P<month>[0-9]{1,2})(?:(?:\s*[-./]\s*|\s+năm\s+)(?P<year>[0-9]{4}))?",
    ))
});

/// Words that ask for something to be sent; one of them stands in the sentence of a deadline.
const ASKS: [&str; 13] = [
    "gửi",
    "báo cáo",
    "đề nghị",
    "yêu cầu",
    "trả lời",
    "phúc đáp",
    "cung cấp",
    "tham gia ý kiến",
    "góp ý",
    "có ý kiến",
    "nộp",
    "đăng ký",
    "phản hồi",
];

#[allow(clippy::expect_used, reason = "the pattern is a constant of this file, compiled by its tests")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a constant pattern")
}

/// Words that ask for an answer in writing, whatever the day: `đề nghị quý cơ quan trả lời bằng văn bản`.
static ANSWER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:[Đđ]ề\s+nghị|[Yy]êu\s+cầu|[Kk]ính\s+mong|[Mm]ong\s+nhận\s+được)[^.;]{0,160}?",
        r"(?:trả\s+lời\s+bằng\s+văn\s+bản|văn\s+bản\s+trả\s+lời|phúc\s+đáp|tham\s+gia\s+ý\s+kiến|cho\s+ý\s+kiến\s+bằng\s+văn\s+bản|có\s+ý\s+kiến\s+bằng\s+văn\s+bản)",
    ))
});

/// What a document asks of those who receive it, with the words that do: a day for an answer, else an answer in writing.
#[must_use]
pub fn find(pages: &[Page], date: Option<PartialDate>) -> Option<Request> {
    deadline(pages, date).or_else(|| {
        let (page, number, found) =
            pages.iter().zip(1u32..).find_map(|(page, number)| Some((page, number, ANSWER.find(&page.text)?)))?;
        Some(Request { due: None, quote: quote(number, &page.text, found.start(), found.end()) })
    })
}

fn quote(page: u32, text: &str, start: usize, end: usize) -> Quote {
    let at = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let words = text.get(start..end).unwrap_or_default();
    Quote { span: Span { page, start: at(start), end: at(end) }, quote: words.split_whitespace().collect::<Vec<_>>().join(" ") }
}

/// Takes the first day that stands in a sentence that asks for something and that does not lie before the document; a day
/// without a year is of the document's year, or of the next where it would lie before the document.
fn deadline(pages: &[Page], date: Option<PartialDate>) -> Option<Request> {
    for (page, number) in pages.iter().zip(1u32..) {
        for found in DAY.captures_iter(&page.text) {
            let Some(whole) = found.get(0) else { continue };
            let part = |name: &str| found.name(name).and_then(|m| m.as_str().parse::<u16>().ok());
            let (Some(day), Some(month)) = (part("day"), part("month")) else { continue };
            let (Ok(day), Ok(month)) = (u8::try_from(day), u8::try_from(month)) else { continue };
            let stated = part("year");
            let Some(year) = stated.or_else(|| date.map(PartialDate::year_number)) else { continue };
            let Some(mut due) = PartialDate::day(year, month, day) else { continue };
            if stated.is_none() && date.is_some_and(|d| due < d) {
                let Some(later) = PartialDate::day(year + 1, month, day) else { continue };
                due = later;
            }
            if date.is_some_and(|d| due < d) {
                continue;
            }
            let before = page.text.get(..whole.start()).unwrap_or_default();
            let begins = ["\n\n", ". ", ".\n"].iter().filter_map(|s| before.rfind(s).map(|i| i + s.len())).max().unwrap_or(0);
            let after = page.text.get(whole.end()..).unwrap_or_default();
            let ends = ["\n\n", ". ", ".\n", "./."].iter().filter_map(|s| after.find(s)).min().unwrap_or(after.len());
            let sentence = page.text.get(begins..whole.end() + ends).unwrap_or_default().to_lowercase();
            if !ASKS.iter().any(|a| sentence.contains(a)) {
                continue;
            }
            return Some(Request { due: Some(due), quote: quote(number, &page.text, whole.start(), whole.end()) });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::find;
    use crate::model::Page;

    #[test]
    fn requests_are_found_and_other_days_are_not() {
        for (text, date, want) in [
            ("Đề nghị các xã gửi báo cáo về Phòng trước ngày 15/8/2023 để tổng hợp.", "2023-08-02", "2023-08-15"),
            ("Báo cáo gửi về Sở chậm nhất ngày 20 tháng 11 năm 2024.", "2024-11-01", "2024-11-20"),
            ("Yêu cầu gửi trước 16h00 ngày 05/01.", "2023-12-20", "2024-01-05"),
            ("Văn bản góp ý gửi về trước ngày 15/8/2022.", "2023-08-02", ""),
            ("Những người sinh trước ngày 15/8/2023 được cấp thẻ.", "2023-08-02", ""),
            ("Hội nghị tổ chức ngày 15/8/2023.", "2023-08-02", ""),
            ("Đề nghị Sở Nội vụ nghiên cứu, có văn bản trả lời để UBND xã thực hiện.", "2023-08-02", "an answer"),
            ("Sở Nội vụ đã có văn bản trả lời UBND xã.", "2023-08-02", ""),
        ] {
            let page = Page { text: text.to_owned(), ..Page::default() };
            let found = find(&[page], date.parse().ok());
            let said = found.map(|r| r.due.map_or_else(|| "an answer".to_owned(), |d| d.to_string())).unwrap_or_default();
            assert_eq!(said, want, "{text}");
        }
    }
}
