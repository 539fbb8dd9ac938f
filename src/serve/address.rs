//! Owns the page's addresses: a request's path and words taken apart, and links put together.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use unicode_normalization::UnicodeNormalization as _;

/// What stands as itself in a part of a path.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'@').remove(b'!');

/// What is asked for, in plain text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Request {
    /// Under `/en`.
    pub english: bool,
    /// Under `/api/v1`.
    pub api: bool,
    /// The parts of the path below that, decoded, NFC.
    pub path: Vec<String>,
    /// The words after `?`, in order, decoded, NFC.
    words: Vec<(String, String)>,
}

impl Request {
    /// Takes a path and the words after it apart; `None` where they are no UTF-8 when decoded.
    pub(super) fn parse(path: &str, query: &str) -> Option<Self> {
        let mut parts = Vec::new();
        for part in path.split('/').filter(|p| !p.is_empty()) {
            parts.push(percent_decode_str(part).decode_utf8().ok()?.nfc().collect::<String>());
        }
        let english = parts.first().is_some_and(|p| p == "en");
        let mut rest = parts.split_off(usize::from(english));
        let api = rest.starts_with(&["api".to_owned(), "v1".to_owned()]);
        let path = rest.split_off(if api { 2 } else { 0 });
        let words = form_urlencoded::parse(query.as_bytes())
            .map(|(name, value)| (name.into_owned(), value.nfc().collect::<String>()))
            .collect();
        Some(Self { english, api, path, words })
    }

    /// The first value of a word; `None` where it is absent or empty.
    pub(super) fn word(&self, name: &str) -> Option<&str> {
        self.words.iter().find(|(n, v)| n == name && !v.trim().is_empty()).map(|(_, v)| v.as_str())
    }

    /// A whole number; `None` where the word is absent or none.
    pub(super) fn number(&self, name: &str) -> Option<usize> {
        self.word(name)?.trim().parse().ok()
    }

    /// The address of the same page with its words, in the other language or another page of the list.
    pub(super) fn with(&self, english: bool, change: &[(&str, &str)]) -> String {
        let kept = self.words.iter().filter(|(n, _)| !change.iter().any(|(c, _)| c == n));
        let mut words: Vec<(&str, &str)> = kept.map(|(n, v)| (n.as_str(), v.as_str())).collect();
        words.extend(change.iter().filter(|(_, v)| !v.is_empty()));
        let parts: Vec<&str> = self.path.iter().map(String::as_str).collect();
        address(english, &parts, &words)
    }
}

/// An address on this site: `/vb/a3182eee?trang=2`.
pub(super) fn address(english: bool, path: &[&str], words: &[(&str, &str)]) -> String {
    let mut out = String::from(if english { "/en" } else { "" });
    for part in path {
        out.push('/');
        out.extend(utf8_percent_encode(part, PLAIN));
    }
    if out.is_empty() || (english && path.is_empty()) {
        out.push('/');
    }
    if !words.is_empty() {
        out.push('?');
        out.push_str(&form_urlencoded::Serializer::new(String::new()).extend_pairs(words).finish());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Request, address};

    #[test]
    fn addresses_come_apart_and_together() {
        let check = |path: &str, query: &str, english, api, parts: &[&str], q: Option<&str>| {
            let request = Request::parse(path, query).expect("UTF-8");
            assert_eq!(
                (request.english, request.api, request.path.as_slice()),
                (english, api, parts.iter().map(|p| (*p).to_owned()).collect::<Vec<_>>().as_slice())
            );
            assert_eq!(request.word("q"), q);
        };
        check("/", "", false, false, &[], None);
        check("/tim", "q=c%E1%BA%A3i+c%C3%A1ch", false, false, &["tim"], Some("cải cách"));
        // Typed as decomposed letters.
        check("/tim", "q=ca%CC%89i", false, false, &["tim"], Some("cải"));
        check("/en/so/44/KH-UBND@2023", "", true, false, &["so", "44", "KH-UBND@2023"], None);
        check("/api/v1/search", "q=16%2FKH-UBND", false, true, &["search"], Some("16/KH-UBND"));
        check("/vb/..%2F..%2Fetc", "q=", false, false, &["vb", "../../etc"], None);
        assert_eq!(Request::parse("/%ff", ""), None);
        for (english, path, words, want) in [
            (false, vec![], vec![], "/"),
            (true, vec![], vec![], "/en/"),
            (false, vec!["so", "44", "QĐ-UBND@2023"], vec![], "/so/44/Q%C4%90-UBND@2023"),
            (false, vec!["tim"], vec![("q", "kế hoạch 16")], "/tim?q=k%E1%BA%BF+ho%E1%BA%A1ch+16"),
        ] {
            assert_eq!(address(english, &path, &words), want);
        }
    }

    #[test]
    fn words_change_one_by_one() {
        let request = Request::parse("/tim", "q=a&bo=20").expect("UTF-8");
        assert_eq!(request.with(false, &[("bo", "40")]), "/tim?q=a&bo=40");
        assert_eq!(request.with(true, &[("bo", "")]), "/en/tim?q=a");
    }
}
