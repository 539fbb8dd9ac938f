//! Technical standards and regulations: `QCVN 01:2019/BCT`, `TCVN 5574:2018`, `ISO 9001:2015`. Their kind is `TC`.

use std::sync::LazyLock;

use regex::Regex;

use super::around::{Text, is_letter};
use super::mention::{Form, Mention};
use crate::model::Kind;

#[allow(clippy::expect_used, reason = "the pattern is a constant, compiled by a test")]
static STANDARD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:QCVN|QCXDVN|QCĐP|TCVN|TCXDVN|TCXD|TCCS|TCN|ISO|IEC)",
        r"(?:/(?:IEC|TR|TS|TC|BCT|ISO))?",
        r"[ \n]{0,2}",
        r"(?P<number>[0-9]{1,6}(?:-[0-9]{1,3})?(?:[.][0-9]{1,3})?)",
        // 01:2019, 41-2016
        r"(?:[ ]?[:-][ ]?(?P<year>(?:19|20)[0-9]{2}))?",
        // /BCT
        r"(?:[ ]?/[ ]?(?P<body>[A-ZĐ][A-ZĐ&]{1,9}))?",
    ))
    .expect("a constant pattern")
});

/// Finds all standards, in order.
pub(super) fn find(text: Text<'_>) -> Vec<Mention> {
    STANDARD
        .captures_iter(text.raw)
        .filter_map(|found| {
            let whole = found.get(0)?;
            let before = text.raw.get(..whole.start())?.chars().next_back();
            let after = text.raw.get(whole.end()..)?.chars().next();
            let year = found.name("year");
            if before.is_some_and(is_letter) || after.is_some_and(|c| c.is_alphabetic() || c.is_ascii_digit()) {
                return None;
            }
            let mut mention = Mention::new(Form::Standard, whole.start(), whole.end());
            mention.kind = Kind::from_code("TC");
            mention.number = found.name("number").map(|m| m.as_str().to_owned());
            mention.year = year.and_then(|m| m.as_str().parse().ok());
            mention.symbol = found.name("body").map(|m| m.as_str().to_owned());
            mention.typed = true;
            Some(mention)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::around::Text;
    use super::find;

    #[test]
    fn standards_are_read_whole() {
        for (raw, number, year, body) in [
            ("theo QCVN 01:2019/BCT và", "01", Some(2019), Some("BCT")),
            ("QCVN 01: 2019/BCT", "01", Some(2019), Some("BCT")),
            ("TCVN 5574:2018.", "5574", Some(2018), None),
            ("TCVN ISO 9001:2015,", "9001", Some(2015), None),
            ("ISO/IEC 17025:2017", "17025", Some(2017), None),
            ("QCVN 09-MT:2015", "09", None, None),
        ] {
            let low = super::super::super::lower::lower(raw);
            let found = find(Text { raw, low: &low });
            let got = found.first().map(|m| (m.number.as_deref(), m.year, m.symbol.as_deref()));
            assert_eq!(got, Some((Some(number), year, body)), "{raw}");
        }
    }
}
