//! Owns how a document's text sets a day by which an answer is due: `gửi … trước ngày 15/8/2023`.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::{Page, PartialDate, Quote, Span};

use super::quote::one_line;
use super::view::Deadline;

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

/// The last day that a document sets for an answer, with the words that set it.
///
/// Takes the first day that stands in a sentence that asks for something and that does not lie before the document; a day
/// without a year is of the document's year, or of the next where it would lie before the document.
#[must_use]
pub fn find(pages: &[Page], date: Option<PartialDate>) -> Option<Deadline> {
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
            let at = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            let span = Span { page: number, start: at(whole.start()), end: at(whole.end()) };
            return Some(Deadline { date: due, quote: Some(Quote { span, quote: one_line(whole.as_str()) }) });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::find;
    use crate::model::Page;

    #[test]
    fn days_for_an_answer_are_found_and_other_days_are_not() {
        for (text, date, want) in [
            ("Đề nghị các xã gửi báo cáo về Phòng trước ngày 15/8/2023 để tổng hợp.", "2023-08-02", "2023-08-15"),
            ("Báo cáo gửi về Sở chậm nhất ngày 20 tháng 11 năm 2024.", "2024-11-01", "2024-11-20"),
            ("Yêu cầu gửi trước 16h00 ngày 05/01.", "2023-12-20", "2024-01-05"),
            ("Văn bản góp ý gửi về trước ngày 15/8/2022.", "2023-08-02", ""),
            ("Những người sinh trước ngày 15/8/2023 được cấp thẻ.", "2023-08-02", ""),
            ("Hội nghị tổ chức ngày 15/8/2023.", "2023-08-02", ""),
        ] {
            let page = Page { text: text.to_owned(), ..Page::default() };
            let found = find(&[page], date.parse().ok()).map(|d| d.date.to_string()).unwrap_or_default();
            assert_eq!(found, want, "{text}");
        }
    }
}
