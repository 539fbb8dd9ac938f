//! Owns the table of short forms: what is abbreviated, what it stands for, and which readers may take it so.

use std::sync::LazyLock;

/// A short form and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShortForm {
    /// As papers write it: `UBND`.
    pub short: &'static str,
    /// What it stands for, the most usual first; never empty.
    pub readings: Vec<&'static str>,
    /// In small letters it is mostly another word.
    pub only_capitals: bool,
    /// Names and subjects are compared by it; a search is not widened to it.
    pub compares_only: bool,
    /// It is written out in the name of a law, whose own title has the words.
    pub in_laws: bool,
    /// Names of bodies are compared in this form.
    pub in_bodies: bool,
}

impl ShortForm {
    /// What it mostly stands for.
    #[must_use]
    pub fn first(&self) -> &'static str {
        self.readings.first().copied().unwrap_or_default()
    }
}

static TABLE: LazyLock<Vec<ShortForm>> = LazyLock::new(|| {
    let lines = include_str!("../tables/abbreviations.tsv").lines().filter(|line| !line.starts_with('#'));
    let row = |line: &'static str| {
        let mut cells = line.split('\t');
        let (short, readings) = (cells.next()?, cells.next()?.split('|').collect());
        let marks = cells.next().unwrap_or_default();
        let has = |mark: &str| marks.split(' ').any(|m| m == mark);
        Some(ShortForm {
            short,
            readings,
            only_capitals: has("caps"),
            compares_only: has("compare"),
            in_laws: has("law"),
            in_bodies: has("body"),
        })
    };
    lines.filter_map(row).collect()
});

/// All short forms, in the order of the table.
#[must_use]
pub fn short_forms() -> &'static [ShortForm] {
    &TABLE
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::short_forms;

    #[test]
    fn each_short_form_has_one_row_and_known_marks() {
        let mut seen = BTreeSet::new();
        for form in short_forms() {
            assert!(seen.insert(form.short), "{} stands twice", form.short);
            assert!(form.readings.iter().all(|r| !r.is_empty() && *r == r.trim()), "{form:?}");
        }
        let table = include_str!("../tables/abbreviations.tsv");
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let marks = line.split('\t').nth(2).unwrap_or_default();
            let known = ["caps", "compare", "law", "body"];
            assert!(marks.is_empty() || marks.split(' ').all(|m| known.contains(&m)), "{line}");
        }
    }
}
