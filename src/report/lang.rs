//! Owns the language of talk with people: which one is spoken, and how numbers and dates are written in it.

use crate::model::PartialDate;

/// A language of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// Tiếng Việt.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// The language to speak: as told, else `$CONGVAN_LANG`, else English under an `en*` locale, else Vietnamese.
    #[must_use]
    pub fn choose(told: Option<Self>, variable: impl Fn(&str) -> Option<String>) -> Self {
        let named = |text: String| match text.get(..2) {
            Some("en") => Some(Self::En),
            Some("vi") => Some(Self::Vi),
            _ => None,
        };
        let locale = || {
            ["LC_ALL", "LC_MESSAGES", "LANG"]
                .into_iter()
                .find_map(|name| variable(name).filter(|v| !v.is_empty()))
                .and_then(named)
        };
        told.or_else(|| variable("CONGVAN_LANG").and_then(named)).or_else(locale).unwrap_or_default()
    }

    /// One of two wordings.
    #[must_use]
    pub fn pick<T>(self, vi: T, en: T) -> T {
        match self {
            Self::Vi => vi,
            Self::En => en,
        }
    }

    /// A count with its thousands set apart: `12.480`, `12,480`.
    #[must_use]
    pub fn count(self, n: u64) -> String {
        let digits = n.to_string();
        let mut out = String::with_capacity(digits.len() + digits.len() / 3);
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push(self.pick('.', ','));
            }
            out.push(digit);
        }
        out
    }

    /// So many documents: `36 văn bản`, `1 document`.
    #[must_use]
    pub fn documents(self, n: u64) -> String {
        let count = self.count(n);
        self.pick(format!("{count} văn bản"), if n == 1 { "1 document".to_owned() } else { format!("{count} documents") })
    }

    /// A number with one decimal: `0,6`, `0.6`.
    #[must_use]
    pub fn decimal(self, n: f64) -> String {
        let text = format!("{n:.1}");
        self.pick(text.replace('.', ","), text)
    }

    /// A date of our own: `09/03/2023`, `2023-03-09`.
    #[must_use]
    pub fn date(self, date: PartialDate) -> String {
        self.pick(date.vietnamese(), date.to_string())
    }

    /// Bytes in a unit that fits: `1,2 MB`.
    #[must_use]
    pub fn size(self, bytes: u64) -> String {
        #[expect(clippy::cast_precision_loss, reason = "one decimal is shown")]
        let n = bytes as f64;
        // Two figures say enough; `382,6 kB` says no more than `383 kB`.
        let shown = |n: f64| if n < 99.95 { self.decimal(n) } else { format!("{n:.0}") };
        match bytes {
            0..1_000 => format!("{bytes} B"),
            1_000..1_000_000 => format!("{} kB", shown(n / 1e3)),
            1_000_000..1_000_000_000 => format!("{} MB", shown(n / 1e6)),
            _ => format!("{} GB", shown(n / 1e9)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Lang;

    #[test]
    fn the_language_follows_option_variable_locale() {
        let check = |told, vars: &[(&str, &str)], want| {
            let variable = |name: &str| vars.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
            assert_eq!(Lang::choose(told, variable), want, "{vars:?}");
        };
        check(None, &[], Lang::Vi);
        check(None, &[("LANG", "C")], Lang::Vi);
        check(None, &[("LANG", "en_US.UTF-8")], Lang::En);
        check(None, &[("LANG", "en_US.UTF-8"), ("CONGVAN_LANG", "vi")], Lang::Vi);
        check(None, &[("LC_ALL", "vi_VN"), ("LANG", "en_US")], Lang::Vi);
        check(Some(Lang::En), &[("CONGVAN_LANG", "vi")], Lang::En);
    }

    #[test]
    fn counts_are_set_apart() {
        for (n, vi, en) in
            [(0, "0", "0"), (999, "999", "999"), (12480, "12.480", "12,480"), (1_000_000, "1.000.000", "1,000,000")]
        {
            assert_eq!((Lang::Vi.count(n).as_str(), Lang::En.count(n).as_str()), (vi, en));
        }
    }
}
