//! Owns how a document's text asks for an answer, and by which day: `gửi … trước ngày 15/8/2023`, `đề nghị … trả lời bằng văn bản`.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::{Citation, Document, Page, PartialDate, Quote, Request, Span, sentence_start};

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

/// Words that make a day one of every year, quarter or month: no single deadline.
static RECURS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:hằng|hàng|mỗi)\s+(?:năm|quý|tháng|tuần|kỳ|06\s+tháng|6\s+tháng)|định\s+kỳ|(?:năm|tháng|quý|kỳ)\s+(?:liền\s+kề|kế\s+tiếp|tiếp\s+theo)",
        r"|của\s+(?:năm|tháng|quý)\s+(?:sau|đó|báo\s+cáo)|của\s+(?:kỳ|quý|tháng)\s+báo\s+cáo|năm\s+sau",
    ))
});

/// Words right before a day that make it one of something that happened or ends, not one to hand something in by: `được cấp trước
/// ngày`, `sinh trước ngày`, `thời hạn kết thúc trước ngày`.
static HAPPENS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:được|đã|bị|sinh|kết\s+thúc|hết\s+(?:hạn|hiệu\s+lực|thời\s+hạn)|có\s+hiệu\s+lực|thi\s+hành|tồn\s+tại)(?P<what>(?:\s+[^\s,.;:]+){0,3})\s*$",
    )
});

/// Words that make it a day to hand something in by all the same: `được gửi về Sở trước ngày`.
const HANDED_IN: [&str; 5] = ["gửi", "nộp", "báo cáo", "trả lời", "hoàn thành"];

/// What a document asks of those who receive it, with the words that do: a day for an answer, else an answer in writing.
///
/// A legal text (luật, nghị định, thông tư …) sets rules and asks for no answer. What the subject of a cited letter asks, or what
/// grounds and reports tell of an earlier request, is not asked here.
#[must_use]
pub fn find(pages: &[Page], document: &Document, citations: &[Citation]) -> Option<Request> {
    if document.is_legal_text() {
        return None;
    }
    deadline(pages, document.date, citations).or_else(|| answer(pages, citations))
}

fn answer(pages: &[Page], citations: &[Citation]) -> Option<Request> {
    for (page, number) in pages.iter().zip(1u32..) {
        for found in ANSWER.find_iter(&page.text) {
            let before = page.text.get(sentence_start(&page.text, found.start())..found.start()).unwrap_or_default();
            let lead = before.trim_start_matches(|c: char| !c.is_alphabetic()).to_lowercase();
            let tells = ["căn cứ", "xét", "theo"].iter().any(|word| lead.starts_with(word)) || lead.trim_end().ends_with("đã");
            if !tells && !in_cited_subject(&page.text, number, found.start(), citations) {
                return Some(Request { due: None, quote: quote(number, &page.text, found.start(), found.end()) });
            }
        }
    }
    None
}

/// Does a place of the text stand in the subject of a document that is cited before it in the sentence (`Công văn số … về việc đề
/// nghị tham gia ý kiến …`)?
fn in_cited_subject(text: &str, page: u32, at: usize, citations: &[Citation]) -> bool {
    let begins = sentence_start(text, at);
    let cited = citations.iter().filter(|c| c.span.page == page).map(|c| c.span.end as usize);
    let Some(last) = cited.filter(|end| (begins..=at).contains(end)).max() else { return false };
    let between = text.get(last..at).unwrap_or_default();
    // A new clause after the subject asks again: `… về việc xin ý kiến; đề nghị …`.
    let subject = between.contains("về việc") || between.contains("V/v") || between.contains(" về ");
    subject && !between.contains([';', '”', '"'])
}

fn quote(page: u32, text: &str, start: usize, end: usize) -> Quote {
    let at = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let words = text.get(start..end).unwrap_or_default();
    Quote { span: Span { page, start: at(start), end: at(end) }, quote: words.split_whitespace().collect::<Vec<_>>().join(" ") }
}

/// Takes the first day that stands in a sentence that asks for something and that does not lie before the document; a day
/// without a year is of the document's year, or of the next where it would lie before the document, and none at all where the
/// sentence, or what leads into its list, speaks of every year.
fn deadline(pages: &[Page], date: Option<PartialDate>, citations: &[Citation]) -> Option<Request> {
    /// How far before a sentence words may stand that lead into its list: `Chế độ báo cáo định kỳ:`.
    const LEAD: usize = 400;
    /// A day later than two years after the document is a goal of its plan, not a day for an answer.
    const GOAL: i64 = 730;
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
            if date.is_some_and(|d| due < d || due.ordinal() - d.ordinal() > GOAL) {
                continue;
            }
            let begins = sentence_start(&page.text, whole.start());
            let after = page.text.get(whole.end()..).unwrap_or_default();
            let ends = ["\n\n", ". ", ".\n", "./."].iter().filter_map(|s| after.find(s)).min().unwrap_or(after.len());
            let sentence = page.text.get(begins..whole.end() + ends).unwrap_or_default().to_lowercase();
            if !ASKS.iter().any(|a| sentence.contains(a)) {
                continue;
            }
            let before = page.text.get(begins..whole.start()).unwrap_or_default();
            let lead = page.text.get(page.text.floor_char_boundary(begins.saturating_sub(LEAD))..begins).unwrap_or_default();
            let recurs = stated.is_none() && (RECURS.is_match(&sentence) || RECURS.is_match(&lead.to_lowercase()));
            // `thời hạn khai thác trước ngày`: the words of the day itself count up to `trước`.
            let own = whole.as_str().get(..whole.as_str().rfind("trước").unwrap_or(0)).unwrap_or_default();
            let lead_in = format!("{before}{own}").to_lowercase();
            let happens = HAPPENS.captures(&lead_in).is_some_and(|found| {
                let what = found.name("what").map_or("", |m| m.as_str());
                !HANDED_IN.iter().any(|word| what.contains(word))
            });
            if recurs || happens || in_cited_subject(&page.text, number, whole.start(), citations) {
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
    use crate::link::sample::citation;
    use crate::model::{Citation, Document, Kind, Page, Span};

    /// A citation of the letter whose number stands in the text.
    fn cited(text: &str) -> Vec<Citation> {
        let Some(start) = text.find("Công văn số 9/SXD-VP") else { return Vec::new() };
        let at = |n: usize| u32::try_from(n).unwrap_or(0);
        let surface = "Công văn số 9/SXD-VP";
        let span = Span { page: 1, start: at(start), end: at(start + surface.len()) };
        vec![citation(surface, "CV", "9/SXD-VP", "", "", span)]
    }

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
            ("Các xã báo cáo kết quả về Phòng trước ngày 10 tháng 12 hằng năm.", "2023-08-02", ""),
            ("Định kỳ, các xã gửi báo cáo trước ngày 15/11.", "2023-08-02", ""),
            ("Chế độ báo cáo hàng năm:\n\n- Các xã gửi báo cáo trước ngày 15/11.", "2023-08-02", ""),
            ("Báo cáo đề án, hoàn thành nâng cấp các kho trước ngày 01/01/2030.", "2023-08-02", ""),
            ("Báo cáo phải được gửi về Sở trước ngày 15/8/2023.", "2023-08-02", "2023-08-15"),
            ("Các xã báo cáo trước ngày 31 tháng 3 của năm liền kề.", "2023-08-02", ""),
            ("Định kỳ hằng quý báo cáo; riêng năm 2023 gửi trước ngày 15/11/2023.", "2023-08-02", "2023-11-15"),
            ("Yêu cầu báo cáo các mỏ hết thời hạn khai thác trước ngày 01/9/2023.", "2023-08-02", ""),
            ("Nhận được Công văn số 9/SXD-VP về việc đề nghị tham gia ý kiến đồ án, UBND xã báo cáo như sau.", "2023-08-02", ""),
            ("Thực hiện Công văn số 9/SXD-VP, đề nghị các xã tham gia ý kiến bằng văn bản.", "2023-08-02", "an answer"),
        ] {
            let page = Page { text: text.to_owned(), ..Page::default() };
            let document = Document { date: date.parse().ok(), ..Document::default() };
            let found = find(&[page], &document, &cited(text));
            let said = found.map(|r| r.due.map_or_else(|| "an answer".to_owned(), |d| d.to_string())).unwrap_or_default();
            assert_eq!(said, want, "{text}");
        }
        let page = Page { text: "Các tỉnh gửi báo cáo trước ngày 15/8/2023.".to_owned(), ..Page::default() };
        let decree = Document { kind: Kind::from_code("NĐ"), date: "2023-08-02".parse().ok(), ..Document::default() };
        assert_eq!(find(&[page], &decree, &[]), None);
    }
}
