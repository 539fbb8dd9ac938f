//! Owns document numbers (số và ký hiệu) and the key under which equal numbers meet.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::body::has_letters;

/// The number and symbol (số, ký hiệu) of a document, as the paper writes them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DocNumber {
    /// The ordinal with its leading zeros and letter suffix: `08a`, `16`, `66.7`.
    pub number: String,
    /// The year, only where the number itself carries it: 2019 of `59/2019/NĐ-CP`.
    pub year: Option<u16>,
    /// What follows: `KH-UBND`, `UBND`, Party form `CT/TU` of `11-CT/TU`; blanks and odd dashes removed.
    pub symbol: Option<String>,
}

impl DocNumber {
    /// The key under which spellings of one number meet: upper case, `Ð`→`Đ`, no leading zeros, `.` and `_` and `/` in the
    /// symbol as `-`, a hyphen that was lost put back ([`lost_hyphen`]). `16/KH-UBND`, `016/Kh-UBND` and `16/KHUBND` share
    /// `16|KH-UBND`; a year is part of it: `59|2019|NĐ-CP`.
    ///
    /// Two different documents may share a key (another year, another body): a key finds candidates, it proves nothing.
    #[must_use]
    pub fn key(&self) -> String {
        let mut key = self.ordinal_key();
        if let Some(year) = self.year {
            key.push('|');
            key.push_str(&year.to_string());
        }
        if let Some(symbol) = &self.symbol {
            key.push('|');
            key.push_str(&symbol_key(symbol));
        }
        key
    }

    /// Reads a number that stands alone: `16/KH-UBND`, `59/2019/NĐ-CP`, `08a/QĐ-UBND`, Party form `11-CT/TU`; blanks around the
    /// separators are allowed. `None` for everything else, also for an ordinal without a symbol.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).map(|c| if c == '\u{d0}' { 'Đ' } else { c }).collect();
        let is_ordinal = |part: &str| {
            let digits = part.trim_end_matches(|c: char| c.is_lowercase());
            digits.starts_with(|c: char| c.is_ascii_digit())
                && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
                && part.chars().count() - digits.chars().count() <= 2
        };
        let is_symbol = |part: &str| {
            part.starts_with(char::is_alphabetic)
                && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | '&' | '/' | '_'))
        };
        let made = |number: &str, year: Option<u16>, symbol: &str| {
            (is_ordinal(number) && is_symbol(symbol)).then(|| Self {
                number: number.to_owned(),
                year,
                symbol: Some(symbol.to_owned()),
            })
        };
        let (first, rest) = text.split_once('/')?;
        if let Some((number, letters)) = first.split_once('-') {
            return made(number, None, &format!("{letters}/{rest}"));
        }
        if let Some((year, symbol)) = rest.split_once('/')
            && year.len() == 4
            && let Ok(year) = year.parse::<u16>()
        {
            return made(first, Some(year), symbol);
        }
        made(first, None, rest)
    }

    /// The ordinal part of [`Self::key`]: `8A` of `08a`.
    #[must_use]
    pub fn ordinal_key(&self) -> String {
        let trimmed = self.number.trim_start_matches('0');
        let kept = if trimmed.starts_with(|c: char| c.is_ascii_digit()) { trimmed } else { &self.number };
        kept.to_uppercase().replace('\u{d0}', "Đ")
    }
}

/// The symbol part of [`DocNumber::key`].
#[must_use]
pub fn symbol_key(symbol: &str) -> String {
    let mut key = String::with_capacity(symbol.len());
    for c in symbol.chars().flat_map(char::to_uppercase) {
        match c {
            '\u{d0}' | '\u{189}' => key.push('Đ'),
            '.' | '_' | '/' | '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => {
                if !key.ends_with('-') {
                    key.push('-');
                }
            }
            c if c.is_whitespace() => {}
            c => key.push(c),
        }
    }
    let mut key = key.trim_matches('-').to_owned();
    if let Some(at) = lost_hyphen(&key) {
        key.insert(at, '-');
    }
    key
}

/// Where a hyphen was lost in a symbol that has none, between the letters of a kind and those of a body: 3 of `QĐUBND`. Layers of
/// text lose it, and clerks leave it out. Letters that are a body's own (`TTCP`, `TTHĐND`) have none.
#[must_use]
pub fn lost_hyphen(symbol: &str) -> Option<usize> {
    /// Kinds of which every body issues some, longest first.
    const KINDS: [&str; 15] = ["TTLT", "CTR", "TTR", "QĐ", "NQ", "NĐ", "KH", "BC", "TB", "KL", "HD", "CV", "CĐ", "CT", "TT"];
    /// Letters of bodies that could be a code's, and the kinds behind which they are none.
    const SHORT: [(&str, &[&str]); 7] = [
        ("CP", &["NĐ", "NQ"]),
        ("UB", &["QĐ"]),
        ("TU", &["NQ", "QĐ", "KH", "TB", "KL", "CTR"]),
        ("HU", &["NQ", "QĐ", "KH", "TB", "KL", "CTR"]),
        ("ĐU", &["NQ", "QĐ", "KH", "TB", "KL", "CTR"]),
        ("TW", &["NQ", "KL", "QĐ"]),
        ("VP", &["TTR", "QĐ", "KH", "TB"]),
    ];
    let upper = symbol.to_uppercase();
    if upper.len() != symbol.len() || upper.contains(|c: char| !c.is_alphanumeric()) || has_letters(&upper) {
        return None;
    }
    KINDS.iter().find_map(|kind| {
        let body = upper.strip_prefix(kind)?.trim_end_matches(|c: char| c.is_ascii_digit());
        // The standing members or the chairman of a council write `TTHĐND`, `CTUBND`.
        let council = matches!(body, "UBND" | "HĐND") && !matches!(*kind, "TT" | "CT");
        let short = || SHORT.iter().any(|(letters, kinds)| *letters == body && kinds.contains(kind));
        (council || body.chars().count() > 2 && has_letters(body) || short()).then_some(kind.len())
    })
}

impl fmt::Display for DocNumber {
    /// `16/KH-UBND`, `59/2019/NĐ-CP`; a symbol with a slash is in Party form: `11-CT/TU`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.number)?;
        if let Some(year) = self.year {
            write!(f, "/{year}")?;
        }
        match &self.symbol {
            None => Ok(()),
            Some(symbol) if symbol.contains('/') && self.year.is_none() => write!(f, "-{symbol}"),
            Some(symbol) => write!(f, "/{symbol}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{DocNumber, lost_hyphen};

    fn number(number: &str, year: Option<u16>, symbol: &str) -> DocNumber {
        DocNumber { number: number.to_owned(), year, symbol: (!symbol.is_empty()).then(|| symbol.to_owned()) }
    }

    #[test]
    fn spellings_of_one_number_share_a_key_and_others_do_not() {
        let check = |a: DocNumber, b: DocNumber, same: bool| assert_eq!(a.key() == b.key(), same, "{a} {b}");
        check(number("16", None, "KH-UBND"), number("016", None, "kh-ubnd"), true);
        check(number("9", None, "QĐ.UB"), number("09", None, "Q\u{d0}-UB"), true);
        check(number("08a", None, "QĐ-UBND"), number("8A", None, "QĐ-UBND"), true);
        check(number("08a", None, "QĐ-UBND"), number("08", None, "QĐ-UBND"), false);
        check(number("16", None, "KH-UBND"), number("16", None, "QĐ-UBND"), false);
        check(number("16", None, "ĐA-UBND"), number("16", None, "DA-UBND"), false);
        check(number("30", Some(2019), "QĐ-UBND"), number("30", None, "QĐ-UBND"), false);
        check(number("0", None, "X"), number("00", None, "X"), false);
        check(number("16", None, "QĐUBND"), number("16", None, "QĐ-UBND"), true);
        check(number("5", Some(2018), "NĐCP"), number("5", Some(2018), "NĐ-CP"), true);
    }

    #[test]
    fn a_lost_hyphen_stood_between_a_kind_and_a_body() {
        for (symbol, at) in [
            ("QĐUBND", "QĐ"),
            ("NĐCP", "NĐ"),
            ("TTrVP", "TTr"),
            ("TTVPCP", "TT"),
            ("QĐTTg", "QĐ"),
            ("TTBTC", "TT"),
            ("KHTU", "KH"),
            ("NQUBTVQH15", "NQ"),
        ] {
            assert_eq!(lost_hyphen(symbol), Some(at.len()), "{symbol}");
        }
        // A body's own letters, other codes, a symbol with its hyphen.
        for symbol in [
            "UBND",
            "HĐND",
            "TTCP",
            "TCCP",
            "CTUBND",
            "TTHĐND",
            "CTCP",
            "TTHC",
            "QH14",
            "KHTC",
            "TTLT",
            "SNV",
            "QĐ-UBND",
            "TBMTTQ-BTT",
            "",
        ] {
            assert_eq!(lost_hyphen(symbol), None, "{symbol}");
        }
    }

    #[test]
    fn reads_what_stands_alone_and_nothing_else() {
        for good in ["16/KH-UBND", "59/2019/NĐ-CP", "08a/QĐ-UBND", "11-CT/TU", "66.7/2025/NQ-CP", "1096/UBND", "45/2019/QH14"] {
            assert_eq!(DocNumber::parse(good).map(|n| n.to_string()).as_deref(), Some(good));
        }
        assert_eq!(DocNumber::parse("16 / KH-UBND").map(|n| n.to_string()).as_deref(), Some("16/KH-UBND"));
        for bad in ["", "16", "/", "16/", "kế hoạch", "16/20", "di/a.txt", "9/3/2023", "16/KH UBND, x"] {
            assert_eq!(DocNumber::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn prints_as_papers_do() {
        assert_eq!(number("11", None, "CT/TU").to_string(), "11-CT/TU");
        assert_eq!(number("59", Some(2019), "NĐ-CP").to_string(), "59/2019/NĐ-CP");
        assert_eq!(number("285", None, "").to_string(), "285");
    }
}
