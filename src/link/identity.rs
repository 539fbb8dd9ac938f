//! Owns what a citation names as a document that need not be held: so that mentions of one document are gathered, however they are
//! written.

use crate::model::{Kind, PartialDate};

use super::context::Context;
use super::key::{
    are_like_letters, are_one_letter_apart, are_same_letters, has_other_kind, is_joint_symbol, is_known_symbol,
    is_legislature_symbol, is_national_symbol,
};
use super::names;
use super::weigh::are_one_kind;

/// What a citation names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Equal for mentions of one number, or of one law: its number where the document or the table of laws tells it.
    pub key: String,
    /// Numbers of which one may be a slip of another share one of these; none where no symbol is known.
    pub near: Vec<String>,
    /// A law by its name and the year of its number: the key of mentions by name and year.
    pub by_name: Option<String>,
    /// The day stated or given by the full mention.
    pub date: Option<PartialDate>,
    /// Its letters are those of a body of the whole country, whatever body is written.
    pub is_national: bool,
    /// The number alone names the document: that of a rule of the country.
    pub is_settled: bool,
    /// Several bodies have given it.
    pub is_joint: bool,
    number: Option<Number>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Number {
    ordinal: String,
    year: Option<u16>,
    symbol: String,
    kind: Option<Kind>,
}

impl Context {
    /// What the citation names, completed from its document; `None` where it names no other.
    #[must_use]
    pub fn identity(&self) -> Option<Identity> {
        let asked = self.asked.as_ref()?;
        let with_year = |name: &str, year: Option<u16>| format!("{name}|{}", year.map(|y| y.to_string()).unwrap_or_default());
        let Some(ordinal) = &asked.ordinal else {
            let in_force = || {
                let day = asked.as_of.or(self.reader.written)?;
                if asked.guides { names::passed(&asked.key, day) } else { names::in_force(&asked.key, day) }
            };
            let known = asked.date.map_or_else(in_force, |date| names::of_date(&asked.key, date));
            let by_name = with_year(&asked.key, asked.date.map(PartialDate::year_number));
            let key = known.map_or(by_name, str::to_owned);
            let is_settled = known.is_some();
            return Some(Identity {
                key,
                near: Vec::new(),
                by_name: None,
                date: asked.date,
                is_national: true,
                is_settled,
                is_joint: false,
                number: None,
            });
        };
        let mut key = with_year(ordinal, asked.year);
        match &asked.symbol {
            Some(symbol) if asked.year.is_some() => key = format!("{key}|{symbol}"),
            Some(symbol) => key = format!("{ordinal}|{symbol}"),
            None => key = format!("{}|{key}", asked.kind.map_or("", Kind::code)),
        }
        let is = |of: fn(&str) -> bool| asked.symbol.as_deref().is_some_and(of);
        let number =
            asked.symbol.clone().map(|symbol| Number { ordinal: ordinal.clone(), year: asked.year, symbol, kind: asked.kind });
        Some(Identity {
            key,
            near: asked.symbol.as_ref().map_or_else(Vec::new, |symbol| {
                let first = symbol.chars().next().unwrap_or_default();
                let of_year = asked.year.map(|year| format!("{ordinal}|{year}|{first}"));
                std::iter::once(asked.key.clone()).chain(of_year).collect()
            }),
            by_name: asked.name.as_deref().filter(|_| asked.year.is_some()).map(|name| with_year(name, asked.year)),
            date: asked.date,
            is_national: is(is_national_symbol),
            is_settled: asked.year.is_some() && is(is_national_symbol),
            is_joint: is(is_joint_symbol),
            number,
        })
    }
}

impl Identity {
    /// May one of two numbers be a slip of the other's: another year in a number of one legislature, a hyphen or a letter more or
    /// less? `days`: is a full day stated of both (`Some(true)`), are only different days, or is none stated of one (`None`)?
    #[must_use]
    pub fn is_slip_of(&self, other: &Self, days: Option<bool>) -> bool {
        let (Some(a), Some(b)) = (&self.number, &other.number) else { return false };
        if a.ordinal != b.ordinal || a.year.is_some() != b.year.is_some() || has_other_kind(&a.symbol, &b.symbol) {
            return false;
        }
        let one_day = days == Some(true);
        if a.year != b.year {
            let one_kind = a.kind.zip(b.kind).is_some_and(|(a, b)| are_one_kind(a, b));
            return a.symbol == b.symbol && (one_day || one_kind && is_legislature_symbol(&a.symbol));
        }
        let is_rule = a.year.is_some();
        if are_same_letters(&a.symbol, &b.symbol) {
            return is_rule || one_day;
        }
        // Two symbols that are known are of two bodies; of two that are not, a letter may part the bodies, and a mark does not.
        match (is_known_symbol(&a.symbol), is_known_symbol(&b.symbol)) {
            (true, true) => false,
            (false, false) => one_day && are_like_letters(&a.symbol, &b.symbol),
            _ => are_one_letter_apart(&a.symbol, &b.symbol) && (one_day || is_rule && days != Some(false)),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::link::contexts;
    use crate::link::sample::citation;
    use crate::model::{Citation, Document, Kind, Span};

    fn cited(kind: &str, number: &str, name: &str, date: &str) -> Citation {
        let mut one = citation("x", kind, number, date, "", Span { page: 1, start: 0, end: 1 });
        one.name = (!name.is_empty()).then(|| name.to_owned());
        one
    }

    #[test]
    fn laws_are_known_by_name_year_and_number() {
        let document = Document { kind: Kind::from_code("TT"), date: "2025-06-01".parse().ok(), ..Document::default() };
        let key = |name: &str, date: &str| {
            let context = contexts(&document, &[cited("Luật", "", name, date)]).remove(0);
            context.identity().expect("names a law").key
        };
        for (name, date, want) in [
            ("Luật Đất đai", "", "31|2024|QH15"),
            ("Luật Đất đai", "2013", "45|2013|QH13"),
            ("Luật Đất đai", "2013-11-29", "45|2013|QH13"),
            ("Luật Đất đai", "2014-11-29", "45|2013|QH13"),
            ("Luật Canh nông", "2014-11-29", "l:canh nong|2014"),
            ("Luật Canh nông", "", "l:canh nong|"),
        ] {
            assert_eq!(key(name, date), want, "{name} {date}");
        }
        let numbered = contexts(&document, &[cited("Luật", "80/2014/QH13", "Luật Canh nông", "")]).remove(0).identity();
        assert_eq!(numbered.and_then(|i| i.by_name).as_deref(), Some("l:canh nong|2014"));
    }

    #[test]
    fn slips_of_one_number_meet() {
        let document = Document::default();
        let of = |kind: &str, number: &str| {
            contexts(&document, &[cited(kind, number, "", "")]).remove(0).identity().expect("names a document")
        };
        for (kind, a, b, days, want) in [
            ("NĐ", "8/2022/NĐCP", "8/2022/NĐ-CP", None, true),
            ("NĐ", "8/2022/NĐCP", "8/2021/NĐ-CP", None, false),
            ("TT", "26/2016/TT-BLĐTBX", "26/2016/TT-BLĐTBXH", None, true),
            ("TT", "26/2016/TT-BLĐTBX", "26/2016/TT-BLĐTBXH", Some(false), false),
            ("TT", "26/2016/TT-BCT", "26/2016/TT-BCA", None, false),
            ("TT", "26/2016/TT-BTC", "26/2016/TT-BTP", Some(true), false),
            ("TT", "57/2018/T-BCT", "57/2018/TT-BCT", None, true),
            ("CV", "57/BTTTT-ƯDCN", "57/BTTT-UDCN", Some(true), true),
            ("QĐ", "57/QĐ-SNV", "57/QĐ-SNN", Some(true), false),
            ("QĐ", "866/QĐ-Tg", "866/QĐ-TTg", Some(true), true),
            ("QĐ", "866/QĐ-Tg", "866/QĐ-TTg", None, false),
            ("Luật", "42/2025/QH15", "42/2024/QH15", None, true),
            ("Luật", "42/2025/QH15", "42/2019/QH14", None, false),
            ("NĐ", "42/2025/NĐ-CP", "42/2024/NĐ-CP", None, false),
            ("NĐ", "42/2025/NĐ-CP", "42/2024/NĐ-CP", Some(true), true),
            ("TT", "4/TT-UBND", "4/TTr-UBND", Some(true), false),
        ] {
            assert_eq!(of(kind, a).is_slip_of(&of(kind, b), days), want, "{a} {b} {days:?}");
            assert_eq!(of(kind, b).is_slip_of(&of(kind, a), days), want, "{b} {a} {days:?}");
        }
        let meet = |a: &str, b: &str| of("TT", a).near.iter().any(|near| of("TT", b).near.contains(near));
        assert!(meet("8/2022/NĐCP", "08/2022/NĐ-CP") && meet("8/2016/TT-BLĐTBX", "8/2016/TT-BLĐTBXH"));
    }
}
