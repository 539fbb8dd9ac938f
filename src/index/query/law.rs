//! Laws by their names: `luật đất đai 2024`, `Bộ luật Lao động`, `pháp lệnh thuế tài nguyên năm 2009`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::dates::year;
use super::word::Word;
use crate::index::bodies::rows;
use crate::index::keys;

/// The names of laws, folded and without their type words, by the same names without `và`.
static KNOWN: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let names = rows(include_str!("../../tables/laws.tsv")).filter_map(|mut cells| cells.next()).map(keys::law_name);
    names.map(|name| (without_and(&name), name)).collect()
});

fn without_and(name: &str) -> String {
    name.split(' ').filter(|word| *word != "va").collect::<Vec<_>>().join(" ")
}

/// A law's name as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LawQuery {
    /// Folded, its words set apart by blanks: `luat dat dai`.
    pub name: String,
    /// The year typed behind it.
    pub year: Option<u16>,
    /// As typed.
    pub surface: String,
}

impl LawQuery {
    /// The name of a law that is known whatever the archive holds, folded, as [`LawQuery::name`]: with the `và` that was left out.
    pub(in crate::index) fn official(&self) -> Option<String> {
        let bare = self.bare_name();
        let kind = self.name.strip_suffix(bare)?;
        KNOWN.get(&without_and(bare)).map(|name| format!("{kind}{name}"))
    }

    /// Is this the law that was asked for?
    #[must_use]
    pub fn names(&self, name: &str) -> bool {
        let name = keys::law_name(name);
        name == self.name || Some(name) == self.official()
    }

    /// The name without its type word: `dat dai`.
    pub(in crate::index) fn bare_name(&self) -> &str {
        ["bo luat ", "luat ", "phap lenh "].iter().find_map(|kind| self.name.strip_prefix(kind)).unwrap_or(&self.name)
    }

    /// Reads a whole text as a law's name; whether there is such a law the archive says.
    pub(super) fn of(text: &str) -> Option<Self> {
        let words = Word::all(text);
        let mut named = words.as_slice();
        let mut of_year = None;
        if let [before @ .., last] = named
            && let Some(found) = year(&last.fold)
        {
            (named, of_year) = (before, Some(found));
            if let [before @ .., word] = named
                && word.fold == "nam"
                && matches!(word.exact.as_str(), "nam" | "năm")
            {
                named = before;
            }
        }
        let folded: Vec<&str> = named.iter().map(|word| word.fold.as_str()).collect();
        let marked =
            |at: usize, exact: &str| named.get(at).is_some_and(|word| !word.marked || word.exact == crate::viet::tone_key(exact));
        let begins = match folded.as_slice() {
            ["luat", _, ..] => marked(0, "luật"),
            ["bo", "luat", _, ..] => marked(1, "luật"),
            ["phap", "lenh", _, ..] => marked(1, "lệnh"),
            _ => false,
        };
        // A law that changes others is known by its number, and cited by more names than one.
        let changes = folded.windows(2).any(|pair| pair == ["sua", "doi"]);
        // A longer name is no name but a text that begins with one.
        (begins && !changes && folded.len() <= 40).then(|| Self {
            name: keys::law_name(text_of(named, text)),
            year: of_year,
            surface: text.trim().to_owned(),
        })
    }
}

fn text_of<'t>(words: &[Word], text: &'t str) -> &'t str {
    let end = words.last().map_or(0, |word| word.at.1);
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::LawQuery;

    #[test]
    fn reads_names_of_laws() {
        let check = |text: &str, expected: Option<(&str, Option<u16>)>| {
            let found = LawQuery::of(text);
            assert_eq!(found.as_ref().map(|law| (law.name.as_str(), law.year)), expected, "{text}");
        };
        check("luật đất đai 2024", Some(("luat dat dai", Some(2024))));
        check("Luật Phòng, chống tham nhũng năm 2018", Some(("luat phong chong tham nhung", Some(2018))));
        check("bo luat lao dong", Some(("bo luat lao dong", None)));
        check("Pháp lệnh Thuế tài nguyên", Some(("phap lenh thue tai nguyen", None)));
        check("luật sửa đổi, bổ sung Luật Giá", None);
        check("luật", None);
        check("luật 2024", None);
        check("luân chuyển đất đai", None);
        check("theo luật đất đai", None);
    }

    #[test]
    fn names_that_are_known_whatever_is_held() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(LawQuery::of(text).and_then(|law| law.official()).as_deref(), expected, "{text}");
        };
        check("luật nhà ở 2023", Some("luat nha o"));
        check("luật địa chất khoáng sản", Some("luat dia chat va khoang san"));
        check("bộ luật hình sự", Some("bo luat hinh su"));
        check("luật nhà ở phố", None);
        let law = LawQuery::of("luật địa chất, khoáng sản");
        assert!(law.is_some_and(|law| law.names("Luật Địa chất và Khoáng sản") && !law.names("Luật Khoáng sản")));
    }
}
