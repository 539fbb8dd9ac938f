//! Owns how a body's name is shown in short: the two councils by the letters that everybody writes.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// The two councils, in small letters and both placements of tones, and their letters.
pub const COUNCILS: [(&str, &str); 3] = [("ủy ban nhân dân", "UBND"), ("uỷ ban nhân dân", "UBND"), ("hội đồng nhân dân", "HĐND")];

/// The name with `UBND` and `HĐND` for the councils' full names, in any case and placement of tones: letterheads print
/// `ỦY BAN NHÂN DÂN` / `XÃ SƠN DUNG`, the text `UBND xã Sơn Dung`; lists show one body under one name.
#[must_use]
pub fn short_body(name: &str) -> Cow<'_, str> {
    let mut out = Cow::Borrowed(name);
    for (long, short) in COUNCILS {
        let low = out.to_lowercase();
        // Lower case may be longer than what it was made from; such a name is left as it is.
        if low.len() != out.len() || !low.contains(long) {
            continue;
        }
        let mut shown = String::with_capacity(out.len());
        let mut rest = 0;
        for (at, _) in low.match_indices(long) {
            shown.push_str(out.get(rest..at).unwrap_or_default());
            shown.push_str(short);
            rest = at + long.len();
        }
        shown.push_str(out.get(rest..).unwrap_or_default());
        out = Cow::Owned(shown);
    }
    out
}

/// Are these, in capitals, the letters of a body that the table of bodies knows (`BTC`, `VPCP`, `TTG`)?
pub(super) fn has_letters(letters: &str) -> bool {
    static LETTERS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
        let rows = include_str!("../tables/agencies.tsv").lines().filter(|line| !line.starts_with('#'));
        rows.filter_map(|row| row.split('\t').nth(1)).flat_map(|cell| cell.split('|')).map(str::to_uppercase).collect()
    });
    LETTERS.contains(letters)
}

#[cfg(test)]
mod tests {
    use super::short_body;

    #[test]
    fn councils_are_shown_by_their_letters() {
        for (name, want) in [
            ("Ủy ban nhân dân xã Lâm Bình", "UBND xã Lâm Bình"),
            ("Uỷ ban nhân dân tỉnh", "UBND tỉnh"),
            ("ỦY BAN NHÂN DÂN XÃ LÂM BÌNH", "UBND XÃ LÂM BÌNH"),
            ("Thường trực Hội đồng nhân dân huyện", "Thường trực HĐND huyện"),
            ("Văn phòng HĐND và Ủy ban nhân dân", "Văn phòng HĐND và UBND"),
            ("UBND xã Lâm Bình", "UBND xã Lâm Bình"),
            ("Sở Công Thương", "Sở Công Thương"),
            ("", ""),
        ] {
            assert_eq!(short_body(name), want, "{name}");
        }
    }
}
