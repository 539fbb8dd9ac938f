//! Owns the stamp of the receiving body (NĐ 30/2020 Phụ lục IV: dấu "ĐẾN"): số đến and ngày đến, as far as they can be read.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::{Arrival, Page, PartialDate};

/// `ĐẾN` in capitals, then the stamp's own labels: `ĐẾN Số: 217`, `CÔNG VĂN ĐẾN\nGiờ: … Ngày: 16/09/2024`.
///
/// A bare `ĐẾN NGÀY 31/12` of a title is none: there a colon or dots would follow the label.
static STAMP: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:^|[\s|(])ĐẾN[\s:.…|]+(?:(?:Số|SỐ)(?:\s+đến)?[\s:.…]+[0-9]|(?:Giờ|GIỜ)\s*[:.…]|(?:Ngày|NGÀY)\s*[:…])")
});

/// `Số đến: 217`, or `Số: 217` inside a stamp; never a number with a symbol, which is the document's own.
static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:Số|SỐ)(?:\s+(?:đến|ĐẾN))?[\s:.…]*(?P<number>[0-9]{1,6})(?P<after>[^0-9]|$)"));

/// `Ngày: 05/8/2023`, `Ngày đến: 05-08-23`.
static DAY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:Ngày|NGÀY)(?:\s+(?:đến|ĐẾN))?[\s:.…]*(?P<day>[0-9]{1,2})\s*[-/.]\s*(?P<month>[0-9]{1,2})\s*[-/.]\s*(?P<year>[0-9]{4}|[0-9]{2})(?:[^0-9]|$)",
    )
});

/// The labels where they name themselves: `Số đến:`, `Ngày đến:`.
static LABELLED: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:Số|SỐ|Ngày|NGÀY)\s+(?:đến|ĐẾN)\s*[:.…]"));

/// How far the labels of a stamp reach, in bytes.
const REACH: usize = 160;

#[allow(clippy::expect_used, reason = "the patterns are constants of this file, compiled by its tests")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a constant pattern")
}

/// What the stamp on the first page says; a day before the document's own was not read right and is left out.
#[must_use]
pub fn find(pages: &[Page], written: Option<PartialDate>) -> Option<Arrival> {
    let text = pages.first()?.text.as_str();
    let stamp = STAMP.find(text).or_else(|| LABELLED.find(text))?;
    let end = (stamp.start() + REACH..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    let area = text.get(stamp.start()..end)?;
    let number = NUMBER.captures(area).filter(|found| {
        let after = found.name("after").map_or("", |m| m.as_str());
        !after.starts_with(['/', '-']) && !after.starts_with(char::is_alphabetic)
    });
    let part = |found: &regex::Captures<'_>, name: &str| found.name(name).and_then(|m| m.as_str().parse::<u16>().ok());
    let date = DAY.captures(area).and_then(|found| {
        let year = part(&found, "year").map(|year| if year < 100 { year + 2000 } else { year })?;
        PartialDate::day(year, part(&found, "month")?.try_into().ok()?, part(&found, "day")?.try_into().ok()?)
    });
    let arrival = Arrival {
        number: number.and_then(|found| Some(found.name("number")?.as_str().to_owned())),
        date: date.filter(|date| written.is_none_or(|written| *date >= written)),
    };
    (arrival.number.is_some() || arrival.date.is_some()).then_some(arrival)
}

#[cfg(test)]
mod tests {
    use super::find;
    use crate::model::Page;

    #[test]
    fn stamps_are_read_and_titles_are_not() {
        for (text, written, want) in [
            ("UBND XÃ LÂM BÌNH\nĐẾN\nSố: 217\nNgày: 05/8/2023\nChuyển: VP\n\nSố: 15/PNV", "2023-08-02", "217 2023-08-05"),
            ("CÔNG VĂN ĐẾN\nSố: ......1203...\nNgày: 05-08-23", "", "1203 2023-08-05"),
            ("CỔNG THÔNG TIN ĐIỆN TỬ\nVĂN BẢN ĐẾN Giờ: 9 Ngày: 16/09/2024", "2024-09-12", " 2024-09-16"),
            ("Số đến: 88; Ngày đến: 01/02/2024\nSố: 15/PNV", "2024-01-30", "88 2024-02-01"),
            ("ĐẾN\nSố: 217\nNgày: 05/8/2022", "2023-08-02", "217 "),
            ("BÁO CÁO TỪ NGÀY 01/01/2023 ĐẾN NGÀY 31/12/2023", "", ""),
            ("KẾ HOẠCH phát triển ĐẾN NĂM 2030\nSố: 15/KH-UBND", "", ""),
            ("Số: 15/PNV\nLâm Bình, ngày 02 tháng 8 năm 2023", "", ""),
            ("ĐẾN\nSố: 16/KH-UBND", "", ""),
        ] {
            let page = Page { text: text.to_owned(), ..Page::default() };
            let found = find(&[page], written.parse().ok());
            let said =
                found.map(|a| format!("{} {}", a.number.unwrap_or_default(), a.date.map(|d| d.to_string()).unwrap_or_default()));
            assert_eq!(said.unwrap_or_default(), want, "{text}");
        }
    }
}
