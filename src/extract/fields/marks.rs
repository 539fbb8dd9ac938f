//! Owns the marks of urgency and secrecy (độ khẩn, độ mật).

use super::letterhead::Read;
use super::stream::Stream;
use super::trail::Trail;
use crate::extract::fold::{fold, tone_key};

/// The marks by their folded words, with what they are called.
const URGENCY: &[(&str, &str)] =
    &[("hoa toc", "HỎA TỐC"), ("hoa toc hen gio", "HỎA TỐC"), ("thuong khan", "THƯỢNG KHẨN"), ("khan", "KHẨN")];
const SECRECY: &[(&str, &str)] = &[("tuyet mat", "TUYỆT MẬT"), ("toi mat", "TỐI MẬT"), ("mat", "MẬT")];

/// Is this folded text, alone on its line, such a mark?
pub(super) fn is_mark(folded: &str) -> bool {
    let words = words_of(folded);
    let words = bare(&words);
    URGENCY.iter().chain(SECRECY).any(|(key, _)| *key == words)
}

/// Is this text, alone on its line, such a mark?
pub(super) fn names_mark(text: &str) -> bool {
    is_mark(&fold(text))
}

/// The marks among these lines: urgency, secrecy. A row of several marks of one kind is a form to be ticked, of which only a
/// ticked one counts.
pub(super) fn find(
    stream: &Stream,
    lines: std::ops::Range<usize>,
    trail: &mut Trail,
) -> (Option<Read<String>>, Option<Read<String>>) {
    let mut of = |table: &[(&str, &str)], field: &'static str| {
        let mut found: Vec<(Read<String>, bool)> = Vec::new();
        for i in lines.clone() {
            let Some(range) = stream.lines.get(i) else { break };
            let folded = stream.folded.get(range.clone()).unwrap_or_default();
            let ticked =
                stream.chars.get(range.clone()).unwrap_or_default().iter().any(|c| matches!(c, '☒' | '☑' | '✓' | '✔' | '■'))
                    || folded.contains("[x]");
            let words = words_of(folded);
            let words = bare(&words);
            let boxed = ticked_piece(&stream.text(range.clone())).map(|piece| words_of(&fold(&piece)));
            if let Some((_, name)) = boxed.and_then(|words| table.iter().find(|(key, _)| *key == words)) {
                found.push((Read { value: (*name).to_owned(), range: range.clone() }, true));
                continue;
            }
            // Accents may be lost as a whole, but `MẶT` is not `MẬT`.
            let text = stream.text(range.clone());
            let spelt = |name: &str| text.is_ascii() || tone_key(&text).contains(&tone_key(name));
            // Offices stamp in capitals and type `Mật`, `Độ khẩn: Hỏa tốc`; without accents small letters are other words.
            let typed = || !text.is_ascii() && text.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
            if let Some((_, name)) = table.iter().find(|(key, name)| *key == words && spelt(name))
                && (stream.is_capitals(range.clone()) || typed())
            {
                found.push((Read { value: (*name).to_owned(), range: range.clone() }, ticked));
            }
        }
        let mut names: Vec<&str> = found.iter().map(|(r, _)| r.value.as_str()).collect();
        names.dedup();
        let boxes = names.len() > 1;
        let mut chosen = None;
        for (read, ticked) in found {
            if chosen.is_none() && (ticked || !boxes) {
                chosen = Some(read);
            } else {
                trail.lose_range(stream, field, &read.range, if boxes { "not-ticked" } else { "behind-first" });
            }
        }
        chosen
    };
    (of(URGENCY, "urgency"), of(SECRECY, "secrecy"))
}

/// The words behind the ticked box of a row of boxes: `☒ Hỏa tốc ☐ Khẩn`.
fn ticked_piece(text: &str) -> Option<String> {
    const TICKED: [char; 5] = ['☒', '☑', '✓', '✔', '■'];
    const EMPTY: [char; 2] = ['☐', '□'];
    let (_, behind) = text.split_once(TICKED)?;
    let boxes = text.chars().filter(|c| TICKED.contains(c) || EMPTY.contains(c)).count();
    let end = behind.find(|c| TICKED.contains(&c) || EMPTY.contains(&c)).unwrap_or(behind.len());
    (boxes > 1).then(|| behind.get(..end).unwrap_or_default().to_owned())
}

/// The words of a mark without what introduces it: `Độ mật: …`, `A - …` (the series of the Party's and the army's stamps).
fn bare(words: &str) -> &str {
    const BEFORE: [&[&str]; 2] = [&["do khan ", "do mat ", "dau chi muc do khan "], &["a ", "b ", "c "]];
    BEFORE.iter().fold(words, |words, prefixes| prefixes.iter().find_map(|p| words.strip_prefix(p)).unwrap_or(words))
}

fn words_of(folded: &str) -> String {
    folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty() && *w != "x").collect::<Vec<_>>().join(" ")
}
