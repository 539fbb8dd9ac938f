//! Pasted queries: full-width letters as plain ones, invisible characters left out, with the way back to what was typed.

/// A query in plain characters.
pub(super) struct Narrow {
    /// The text.
    pub text: String,
    /// For each of its bytes, and its end, the byte of what was typed.
    at: Vec<usize>,
}

impl Narrow {
    /// Where a byte of the text stands in what was typed.
    pub(super) fn typed(&self, at: usize) -> usize {
        self.at.get(at).or(self.at.last()).copied().unwrap_or(0)
    }
}

/// The plain form of a query; `None` where it has nothing to be mended.
pub(super) fn narrow(typed: &str) -> Option<Narrow> {
    if typed.chars().all(|c| plain(c) == Some(c)) {
        return None;
    }
    let mut narrow = Narrow { text: String::with_capacity(typed.len()), at: Vec::with_capacity(typed.len() + 1) };
    for (at, c) in typed.char_indices() {
        if let Some(c) = plain(c) {
            narrow.text.push(c);
            narrow.at.resize(narrow.text.len(), at);
        }
    }
    narrow.at.push(typed.len());
    Some(narrow)
}

/// The plain form of a character; `None` for one that is not seen.
fn plain(c: char) -> Option<char> {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0),
        '\u{3000}' => Some(' '),
        // Soft hyphen, zero-width characters, marks of direction, byte order mark.
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' => None,
        c => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::narrow;

    #[test]
    fn plain_characters_and_the_way_back() {
        let check = |typed: &str, expected: Option<&str>| {
            assert_eq!(narrow(typed).map(|n| n.text).as_deref(), expected, "{typed:?}");
        };
        check("16/KH-UBND", None);
        check("１６／ＫＨ－ＵＢＮＤ", Some("16/KH-UBND"));
        check("16\u{200b}/KH\u{ad}-UBND\u{feff}", Some("16/KH-UBND"));
        check("kế\u{3000}hoạch", Some("kế hoạch"));
        let found = narrow("ｘ \"ế").map(|n| (n.typed(0), n.typed(1), n.typed(2), n.typed(6)));
        assert_eq!(found, Some((0, 3, 4, 8)));
    }
}
