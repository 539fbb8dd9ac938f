//! Owns laws that are cited by name: the key of a name, and which version of a law was in force on a day.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::model::{DocNumber, Document, Kind, PartialDate};

use super::words::{bare, syllables};

/// One version of a law.
#[derive(Debug, Clone)]
struct Version {
    /// The key of its number: `80|2015|QH13`.
    number: String,
    passed: PartialDate,
    /// The day on which it ceased to be in force.
    ceased: Option<PartialDate>,
}

/// Versions by the key of the name, oldest first; and the name keys by the key of the number.
struct Table {
    versions: BTreeMap<String, Vec<Version>>,
    names: BTreeMap<String, String>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { versions: BTreeMap::new(), names: BTreeMap::new() };
    for line in include_str!("../tables/laws.tsv").lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let (Some(name), Some(number), Some(Ok(passed))) = (cells.next(), cells.next(), cells.next().map(str::parse)) else {
            continue;
        };
        let mut parts = number.splitn(3, '/');
        let (Some(ordinal), Some(year), Some(symbol)) = (parts.next(), parts.next(), parts.next()) else { continue };
        let ordinal = ordinal.to_owned();
        let number = DocNumber { number: ordinal, year: year.parse().ok(), symbol: Some(symbol.to_owned()) }.key();
        let key = key(None, name);
        table.names.entry(number.clone()).or_insert_with(|| key.clone());
        let ceased = cells.next().and_then(|day| day.parse().ok());
        table.versions.entry(key).or_default().push(Version { number, passed, ceased });
    }
    for versions in table.versions.values_mut() {
        versions.sort_by_key(|v| v.passed);
    }
    table
});

/// Kinds that are cited by name.
pub(super) fn is_named(kind: Kind) -> bool {
    matches!(kind.code(), "Luật" | "BL" | "PL" | "HP")
}

/// What the name of a changing law may leave out: papers write `Luật sửa đổi Luật Đất đai`.
const OF_CHANGES: [&[&str]; 3] = [&["bo", "sung"], &["mot", "so", "dieu"], &["cua"]];

/// The group key of a name: its words without marks, without the leading type word and a trailing year; a changing law by what it
/// changes.
pub(super) fn key(kind: Option<Kind>, name: &str) -> String {
    let mut words: Vec<String> = syllables(name).iter().map(|w| bare(w)).collect();
    for lead in [&["bo", "luat"][..], &["luat"], &["phap", "lenh"], &["hien", "phap"]] {
        if words.len() > lead.len() && words.iter().zip(lead).all(|(a, b)| a == b) {
            words.drain(..lead.len());
            break;
        }
    }
    let is_year = |w: &String| w.len() == 4 && w.bytes().all(|b| b.is_ascii_digit());
    if words.len() > 1 && words.last().is_some_and(is_year) {
        words.pop();
        if words.len() > 1 && words.last().is_some_and(|w| w == "nam") {
            words.pop();
        }
    }
    if words.starts_with(&["sua".to_owned(), "doi".to_owned()]) {
        for part in OF_CHANGES {
            if words.get(2..).is_some_and(|rest| rest.len() > part.len() && rest.iter().zip(part).all(|(a, b)| a == b)) {
                words.drain(2..2 + part.len());
            }
        }
    }
    // `Hiến pháp năm 2013` leaves the year alone; the Constitution has one name.
    if kind.is_some_and(|k| k.code() == "HP") || words.iter().all(is_year) {
        return "l:hien phap".to_owned();
    }
    format!("l:{}", words.join(" "))
}

/// The name keys of a held document: by its subject, and by its number where the table knows it.
pub(super) fn keys(document: &Document) -> Vec<String> {
    let Some(kind) = document.kind.filter(|k| is_named(*k)) else { return Vec::new() };
    let by_subject = match &document.subject {
        Some(subject) => Some(key(Some(kind), subject)),
        None if kind.code() == "HP" => Some(key(Some(kind), "")),
        None => None,
    };
    let by_number = document.doc_number().and_then(|n| TABLE.names.get(&n.key()).cloned());
    by_subject.into_iter().chain(by_number).collect()
}

/// Does the table know a law of this number key?
pub(super) fn knows(number: Option<&str>) -> bool {
    number.is_some_and(|n| TABLE.names.contains_key(n))
}

/// The name key of the law of this number key, where the table knows it.
pub(super) fn of_number(number: &str) -> Option<&'static str> {
    TABLE.names.get(number).map(String::as_str)
}

/// The number key of the one version that a stated date means, where the table knows the law: passed on that day or in that year,
/// or on that day of another year, which a slip of the pen makes of it.
pub(super) fn of_date(key: &str, date: PartialDate) -> Option<&'static str> {
    let versions = TABLE.versions.get(key)?;
    let only = |meant: &dyn Fn(PartialDate) -> bool| {
        let mut found = versions.iter().filter(|v| meant(v.passed));
        found.next().filter(|_| found.next().is_none()).map(|v| v.number.as_str())
    };
    only(&|passed| passed.agrees(date))
        .or_else(|| only(&|passed| passed.year_number() == date.year_number()))
        .or_else(|| only(&|passed| passed.is_anniversary(date)))
}

/// The number key of the version in force on a day, where the table knows the law.
pub(super) fn in_force(key: &str, day: PartialDate) -> Option<&'static str> {
    let versions = TABLE.versions.get(key)?;
    let passed: Vec<&Version> = versions.iter().filter(|v| v.passed <= day).collect();
    // A new version waits for its day until the old one ceases.
    let meant = passed.iter().find(|v| v.ceased.is_none_or(|c| c > day)).or(passed.last())?;
    Some(meant.number.as_str())
}

/// The number key of the last version passed by a day, in force or not: what a guiding document details.
pub(super) fn passed(key: &str, day: PartialDate) -> Option<&'static str> {
    let versions = TABLE.versions.get(key)?;
    versions.iter().rfind(|v| v.passed <= day).map(|v| v.number.as_str())
}

#[cfg(test)]
mod tests {
    use super::{in_force, key, of_date};
    use crate::model::Kind;

    #[test]
    fn names_meet_and_the_version_in_force_is_known() {
        let law = Kind::from_code("Luật");
        assert_eq!(key(law, "Luật Hòa giải ở cơ sở năm 2013"), key(law, "Hoà giải ở cơ sở"));
        assert_ne!(key(law, "Luật Giáo dục"), key(law, "Luật Giáo dục nghề nghiệp"));
        let changing = key(law, "Sửa đổi, bổ sung một số điều của Luật Đất đai");
        for name in [
            "Luật sửa đổi Luật Đất đai năm 2018",
            "Luật sửa đổi, bổ sung Luật Đất đai",
            "LUẬT SỬA ĐỔI MỘT SỐ ĐIỀU CỦA LUẬT ĐẤT ĐAI",
        ] {
            assert_eq!(key(law, name), changing, "{name}");
        }
        assert_ne!(key(law, "Luật Đất đai"), changing);
        assert_eq!(key(Kind::from_code("HP"), "Hiến pháp năm 2013"), "l:hien phap");
        let law_key = key(law, "Luật Đất đai");
        let on = |day: &str| day.parse().ok().and_then(|d| in_force(&law_key, d));
        assert_eq!(on("2024-02-01"), Some("45|2013|QH13"));
        assert_eq!(on("2024-08-01"), Some("31|2024|QH15"));
        assert_eq!(on("1990-01-01"), None);
        let dated = |day: &str| day.parse().ok().and_then(|d| of_date(&law_key, d));
        assert_eq!(dated("2024"), Some("31|2024|QH15"));
        assert_eq!(dated("2024-01-08"), Some("31|2024|QH15"));
        assert_eq!(dated("2014-11-29"), Some("45|2013|QH13"));
        assert_eq!(dated("2016-05-05"), None);
    }
}
