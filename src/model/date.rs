//! Owns dates as papers bear them: a day, a month, or only a year.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A calendar date that may be cut where the paper is: `2023-02-09`, `2023-02` or `2015`.
///
/// Only real days can be held (no 31 February); ordering is by year, month, day, an absent part first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    year: u16,
    /// 0 = absent.
    month: u8,
    /// 0 = absent.
    day: u8,
}

impl PartialDate {
    /// A full day; `None` if there is no such day.
    #[must_use]
    pub fn day(year: u16, month: u8, day: u8) -> Option<Self> {
        (day >= 1 && day <= days_in(year, month)?).then_some(Self { year, month, day })
    }

    /// A month without a day.
    #[must_use]
    pub fn month(year: u16, month: u8) -> Option<Self> {
        days_in(year, month)?;
        Some(Self { year, month, day: 0 })
    }

    /// A year alone.
    #[must_use]
    pub fn year(year: u16) -> Option<Self> {
        (1000..=9999).contains(&year).then_some(Self { year, month: 0, day: 0 })
    }

    /// The year, four digits.
    #[must_use]
    pub fn year_number(self) -> u16 {
        self.year
    }

    /// The month from 1, where the paper states one.
    #[must_use]
    pub fn month_number(self) -> Option<u8> {
        (self.month > 0).then_some(self.month)
    }

    /// The day from 1, where the paper states one.
    #[must_use]
    pub fn day_number(self) -> Option<u8> {
        (self.day > 0).then_some(self.day)
    }

    /// Is the day stated?
    #[must_use]
    pub fn is_full(self) -> bool {
        self.day > 0
    }

    /// Could both be the same day? Parts that one of them lacks are not compared.
    #[must_use]
    pub fn agrees(self, other: Self) -> bool {
        self.year == other.year
            && (self.month == 0 || other.month == 0 || self.month == other.month)
            && (self.day == 0 || other.day == 0 || self.day == other.day)
    }

    /// Are both full days, of one day and month in different years?
    #[must_use]
    pub fn is_anniversary(self, other: Self) -> bool {
        self.is_full() && other.is_full() && self.year != other.year && (self.month, self.day) == (other.month, other.day)
    }

    /// Days since 1 January of year 0 (proleptic Gregorian); absent parts count as the first.
    #[must_use]
    pub fn ordinal(self) -> i64 {
        let (month, day) = (i64::from(self.month.max(1)), i64::from(self.day.max(1)));
        // Days from civil, after Howard Hinnant's public description; March is the first month.
        let year = i64::from(self.year) - i64::from(month <= 2);
        let shifted = (month + 9) % 12;
        365 * year + year / 4 - year / 100 + year / 400 + (153 * shifted + 2) / 5 + day - 1
    }

    /// As Vietnamese papers print it: `09/02/2023`, `02/2023`, `2015`.
    #[must_use]
    pub fn vietnamese(self) -> String {
        match (self.month, self.day) {
            (0, _) => format!("{:04}", self.year),
            (month, 0) => format!("{month:02}/{:04}", self.year),
            (month, day) => format!("{day:02}/{month:02}/{:04}", self.year),
        }
    }
}

/// Days of a month, `None` if there is no such month or the year has not four digits.
#[must_use]
pub fn days_in(year: u16, month: u8) -> Option<u8> {
    if !(1000..=9999).contains(&year) {
        return None;
    }
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => Some(31),
        4 | 6 | 9 | 11 => Some(30),
        2 if (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400) => Some(29),
        2 => Some(28),
        _ => None,
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.month, self.day) {
            (0, _) => write!(f, "{:04}", self.year),
            (month, 0) => write!(f, "{:04}-{month:02}", self.year),
            (month, day) => write!(f, "{:04}-{month:02}-{day:02}", self.year),
        }
    }
}

/// What [`PartialDate::from_str`] could not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no date: expected `2023-02-09`, `2023-02` or `2023`")]
pub struct NotADate(pub String);

impl FromStr for PartialDate {
    type Err = NotADate;

    /// Reads the ISO form only: `2023-02-09`, `2023-02`, `2015`.
    fn from_str(text: &str) -> Result<Self, NotADate> {
        let refuse = || NotADate(text.to_owned());
        let number = |part: &str, digits: usize| -> Result<u16, NotADate> {
            if part.len() != digits || !part.bytes().all(|b| b.is_ascii_digit()) {
                return Err(refuse());
            }
            part.parse().map_err(|_| refuse())
        };
        let small = |part: &str| number(part, 2).and_then(|n| u8::try_from(n).map_err(|_| refuse()));
        let parts: Vec<&str> = text.split('-').collect();
        match parts.as_slice() {
            [y] => Self::year(number(y, 4)?),
            [y, m] => Self::month(number(y, 4)?, small(m)?),
            [y, m, d] => Self::day(number(y, 4)?, small(m)?, small(d)?),
            _ => None,
        }
        .ok_or_else(refuse)
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::PartialDate;

    #[test]
    fn reads_what_it_prints_and_refuses_days_that_do_not_exist() {
        for good in ["2023-02-09", "2024-02-29", "2023-02", "2015"] {
            assert_eq!(good.parse::<PartialDate>().map(|d| d.to_string()).as_deref(), Ok(good));
        }
        for bad in ["2023-02-29", "2023-13", "23", "", "2023-2-9", "2023-02-09-01", "0999"] {
            assert!(bad.parse::<PartialDate>().is_err(), "{bad}");
        }
    }

    #[test]
    fn ordinals_count_days() {
        let at = |s: &str| s.parse::<PartialDate>().map(PartialDate::ordinal).unwrap_or_default();
        assert_eq!(at("2023-03-01") - at("2023-02-28"), 1);
        assert_eq!(at("2024-03-01") - at("2024-02-28"), 2);
        assert_eq!(at("2001-01-01") - at("2000-01-01"), 366);
    }
}
