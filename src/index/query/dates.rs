//! Dates as Vietnamese write them in queries, and ranges of them.

use super::word::Word;
use crate::model::PartialDate;
use crate::model::date::days_in;

/// A stretch of days, both ends in it; an open end is `None`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DateRange {
    /// First day.
    pub from: Option<PartialDate>,
    /// Last day.
    pub to: Option<PartialDate>,
}

impl DateRange {
    /// The days of a date that may be a month or a year.
    #[must_use]
    pub fn of(date: PartialDate) -> Self {
        Self { from: Some(first_day(date)), to: Some(last_day(date)) }
    }
}

/// The first day of a date that may be a month or a year.
pub(super) fn first_day(date: PartialDate) -> PartialDate {
    PartialDate::day(date.year_number(), date.month_number().unwrap_or(1), date.day_number().unwrap_or(1)).unwrap_or(date)
}

/// The last day of a date that may be a month or a year.
pub(super) fn last_day(date: PartialDate) -> PartialDate {
    let month = date.month_number().unwrap_or(12);
    let day = date.day_number().or_else(|| days_in(date.year_number(), month)).unwrap_or(1);
    PartialDate::day(date.year_number(), month, day).unwrap_or(date)
}

/// Reads a whole text as a date: `9/2/2023`, `09-02-2023`, `9.2.2023`, `2023-02-09`, `2/2023`, `tháng 2/2023`, `năm 2023`,
/// `ngày 9 tháng 2 năm 2023`.
pub(super) fn date(text: &str) -> Option<PartialDate> {
    let words = Word::all(text);
    let words: Vec<&str> =
        words.iter().map(|w| w.fold.as_str()).filter(|w| !matches!(*w, "ngay" | "thang" | "nam" | "mung" | "mong")).collect();
    let number = |word: &str| word.parse::<u16>().ok();
    let small = |word: &str| word.strip_prefix('t').unwrap_or(word).parse::<u8>().ok();
    match words.as_slice() {
        [y] if y.len() == 4 => PartialDate::year(number(y)?),
        [y, m] if y.len() == 4 => PartialDate::month(number(y)?, small(m)?),
        [m, y] if y.len() == 4 => PartialDate::month(number(y)?, small(m)?),
        [y, m, d] if y.len() == 4 => PartialDate::day(number(y)?, small(m)?, small(d)?),
        [d, m, y] if y.len() == 4 => PartialDate::day(number(y)?, small(m)?, small(d)?),
        _ => None,
    }
}

/// Reads a date, a part of a year or a range of them: `01/2023..06/2023`, `2020..2023`, `..2020`, `quý II/2023`, `6 tháng đầu năm
/// 2023`.
pub(super) fn range(text: &str) -> Option<DateRange> {
    let one = |text: &str| date(text).map(DateRange::of).or_else(|| months(text));
    match text.split_once("..") {
        None => one(text),
        Some((from, to)) => {
            let end = |side: &str| if side.trim().is_empty() { Some(DateRange::default()) } else { one(side) };
            let to = end(to)?.to;
            // `1/11..30/11/2025`: the year is typed once.
            let same_year = || one(&format!("{}/{}", from.trim(), to?.year_number()));
            Some(DateRange { from: end(from).or_else(same_year)?.from, to })
        }
    }
}

/// A quarter or so many months at an end of a year: `quý 2/2023`, `quý IV năm 2023`, `9 tháng đầu năm 2023`.
fn months(text: &str) -> Option<DateRange> {
    let words = Word::all(text);
    let words: Vec<&str> = words.iter().map(|w| w.fold.as_str()).filter(|w| *w != "nam").collect();
    let (first, last, year) = match words.as_slice() {
        ["quy", quarter, year] => {
            let n: u8 = match *quarter {
                "i" | "1" => 1,
                "ii" | "2" => 2,
                "iii" | "3" => 3,
                "iv" | "4" => 4,
                _ => return None,
            };
            (n * 3 - 2, n * 3, year)
        }
        [count, "thang", side @ ("dau" | "cuoi"), year] => {
            let n: u8 = count.parse().ok().filter(|n| (1..=12).contains(n))?;
            if *side == "dau" { (1, n, year) } else { (13 - n, 12, year) }
        }
        _ => return None,
    };
    let year: u16 = year.parse().ok().filter(|_| year.len() == 4)?;
    Some(DateRange { from: PartialDate::month(year, first).map(first_day), to: PartialDate::month(year, last).map(last_day) })
}

/// A year of documents: 1945 to 2099.
pub(super) fn year(word: &str) -> Option<u16> {
    (word.len() == 4).then(|| word.parse().ok()).flatten().filter(|y| (1945..=2099).contains(y))
}

/// Reads a date that begins at a word of running text: `26/11/2025`, `ngày 9 tháng 2 năm 2023`, `tháng 11/2025`, `năm 2023`, `2010`.
/// Gives it with the number of words it takes.
pub(super) fn date_at(words: &[Word], text: &str) -> Option<(PartialDate, usize)> {
    let fold = |i: usize| words.get(i).map_or("", |w| w.fold.as_str());
    let joint = |i: usize| {
        let (a, b) = (words.get(i).map_or(0, |w| w.at.1), words.get(i + 1).map_or(0, |w| w.at.0));
        text.get(a..b).map_or("", str::trim)
    };
    let dated = |i: usize| matches!(joint(i), "/" | "-" | ".");
    let small = |i: usize| (fold(i).len() <= 2).then(|| fold(i).parse::<u8>().ok()).flatten();
    let start = usize::from(fold(0) == "ngay");
    // 9/2/2023
    if let (Some(d), Some(m), Some(y)) = (small(start), small(start + 1), year(fold(start + 2)))
        && dated(start)
        && dated(start + 1)
    {
        return PartialDate::day(y, m, d).map(|date| (date, start + 3));
    }
    // 9 tháng 2 năm 2023
    if let (Some(d), "thang", Some(m), "nam", Some(y)) =
        (small(start), fold(start + 1), small(start + 2), fold(start + 3), year(fold(start + 4)))
    {
        return PartialDate::day(y, m, d).map(|date| (date, start + 5));
    }
    if fold(0) == "thang" {
        let skip = 2 + usize::from(fold(2) == "nam");
        if let (Some(m), Some(y)) = (small(1), year(fold(skip)))
            && (skip == 3 || dated(1))
        {
            return PartialDate::month(y, m).map(|date| (date, skip + 1));
        }
    }
    if fold(0) == "nam"
        && let Some(y) = year(fold(1))
    {
        return PartialDate::year(y).map(|date| (date, 2));
    }
    year(fold(0)).and_then(PartialDate::year).map(|date| (date, 1))
}

#[cfg(test)]
mod tests {
    use super::super::word::Word;
    use super::{date, date_at, range};

    #[test]
    fn reads_dates() {
        let check = |text: &str, expected: &str| {
            assert_eq!(date(text).map(|d| d.to_string()).unwrap_or_default(), expected, "{text}");
        };
        check("9/2/2023", "2023-02-09");
        check("09-02-2023", "2023-02-09");
        check("9.2.2023", "2023-02-09");
        check("2023-02-09", "2023-02-09");
        check("2/2023", "2023-02");
        check("T2/2023", "2023-02");
        check("tháng 2 năm 2023", "2023-02");
        check("ngày 9 tháng 2 năm 2023", "2023-02-09");
        check("2023", "2023");
        check("31/02/2023", "");
        check("hôm qua", "");
    }

    #[test]
    fn reads_ranges() {
        let check = |text: &str, expected: &str| {
            let show = |d: Option<_>| d.map(|d: crate::model::PartialDate| d.to_string()).unwrap_or_default();
            assert_eq!(range(text).map(|r| format!("{}..{}", show(r.from), show(r.to))).unwrap_or_default(), expected, "{text}");
        };
        check("02/2024", "2024-02-01..2024-02-29");
        check("2020..2023", "2020-01-01..2023-12-31");
        check("01/2023..", "2023-01-01..");
        check("x..2023", "");
        check("1/11..30/11/2025", "2025-11-01..2025-11-30");
        check("quý II/2023", "2023-04-01..2023-06-30");
        check("quy 4 nam 2023", "2023-10-01..2023-12-31");
        check("quý V/2023", "");
        check("6 tháng đầu năm 2023", "2023-01-01..2023-06-30");
        check("6 thang cuoi nam 2023", "2023-07-01..2023-12-31");
        check("quý I/2023..quý III/2023", "2023-01-01..2023-09-30");
    }

    #[test]
    fn finds_dates_in_running_text() {
        let check = |text: &str, expected: &str, taken: usize| {
            let found = date_at(&Word::all(text), text);
            assert_eq!(found.map(|(d, n)| (d.to_string(), n)).unwrap_or_default(), (expected.to_owned(), taken), "{text}");
        };
        check("ngày 26/11/2025 mức chi", "2025-11-26", 4);
        check("26.11.2025", "2025-11-26", 3);
        check("ngày 9 tháng 2 năm 2023 về", "2023-02-09", 6);
        check("tháng 11/2025", "2025-11", 3);
        check("năm 2023 của", "2023", 2);
        check("2010 thanh tra", "2010", 1);
        check("30/2020/NĐ-CP", "", 0);
        check("5 năm 2021", "", 0);
    }
}
